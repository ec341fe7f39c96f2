"""JupyterLab in a real browser: every cell of a notebook runs, those for JupyterLab alone too, and its tables sort."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from test_lab import answer, free_port
from test_pages import HERE, chromium

import jobkit

NOTEBOOKS = HERE.parents[1] / "notebooks"
QUESTION = "What happened this month, and what next?"
TABLE = "itables.show(shown, showIndex=False, connected=False)"


@contextmanager
def opened(folder: Path):
    """Yield the address of JupyterLab as `jobkit lab` opens it on the sample."""
    jobkit.Search.sample(folder)
    port = free_port()
    words = [sys.executable, "-m", "jobkit", "lab", "--data", str(folder), "--no-browser", f"--port={port}"]
    words += ["--", "--IdentityProvider.token=t", "--allow-root"]
    environment = {**os.environ, "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces")}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, env=environment, start_new_session=True, **quiet) as lab:
        try:
            answer(f"http://127.0.0.1:{port}/api/status?token=t", wait=True)
            yield f"http://127.0.0.1:{port}/"
        finally:
            os.killpg(lab.pid, signal.SIGTERM)


def run(folder: Path, address: str, before: str, after: str, seconds: int) -> dict:
    """Return what the browser saw when every cell of a notebook was run, of which a part was replaced."""
    path = folder / "notebooks" / "explore.ipynb"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(
        text.replace(before, after).replace('as_of: str = \\"\\"', 'as_of: str = \\"2026-08-31\\"'),
        encoding="utf-8",
    )
    words = [
        "node",
        str(HERE / "lab.mjs"),
        chromium(),
        f"{address}lab/tree/explore.ipynb?token=t",
        str(seconds),
    ]
    done = subprocess.run(words, capture_output=True, text=True)
    path.write_text(text, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_table_in_jupyterlab_sorts_and_is_searched_and_its_absence_is_noticed(tmp_path):
    with opened(tmp_path / "search") as address:
        seen = run(tmp_path / "search", address, TABLE, TABLE, 60)
        assert seen["asked"] == []
        assert len(seen["before"]) > 5
        assert sorted(seen["before"]) != seen["before"]
        assert seen["sorted"] == sorted(seen["sorted"], key=str.casefold)
        assert seen["reversed"] == sorted(seen["reversed"], key=str.casefold, reverse=True)
        assert set(seen["searched"]) == {seen["before"][0]}
        row = dict(zip(seen["headings"], seen["row"], strict=True))
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", row["applied"])
        assert row["days waited"].isdigit() and row["chance of a reply, %"].isdigit()
        assert row["how long"] in ("", "longer than replies take")
        assert seen["forms"] == 2
        with pytest.raises(AssertionError, match="Timeout"):
            run(tmp_path / "search", address, TABLE, "shown", 20)


def used(address: str, question: str, picture: Path, *forms: dict) -> dict:
    """Return what the start page and the forms of a notebook showed a person who filled them in."""
    words = ["node", HERE / "forms.mjs", chromium(), f"{address}?token=t", question, picture]
    words += map(json.dumps, forms)
    done = subprocess.run(words, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_plans_of_a_month_are_typed_saved_and_read_back(tmp_path):
    fields = {
        "Your plan: If an offer comes, then I will ask for two days and read it with Aunt Dilys.": "done",
        "What came of it": "she laughed",
        "Your next plan": "If it rains, then I read.",
        "What may get in the way": "the telephone",
        "Something to try out": "shorter letters",
        "How you will know": "an interview within 45 days",
        "How many applications with it, and without": "12",
    }
    plan = {"press": "Save for next month", "fields": fields, "back": "If it rains, then I read."}
    with opened(tmp_path / "search") as address:
        told = used(address, QUESTION, tmp_path / "reflection.png", plan)
    assert told["title"] == "What would you like to know?"
    assert len(told["questions"]) == len(set(told["questions"])) == len(list(NOTEBOOKS.glob("*.ipynb"))) - 1
    assert [form["cut"] for form in told["forms"]] == [[]]
    assert "plan “If it rains, then I read” and experiment “shorter letters”" in told["forms"][0]["said"]
    assert told["forms"][0]["emptied"] == 0 < told["forms"][0]["again"]
    assert told["broken"] == 0
    kept = jobkit.Search(tmp_path / "search", as_of="2026-10-31").reflections.set_index("kind")
    assert kept.loc["plan"].iloc[-1][["text"]].tolist() == ["If it rains, then I read."]
    assert kept.loc["plan"].iloc[-1]["details"]["obstacle"] == "the telephone"
    assert kept.loc["review"].iloc[-1]["details"] == {"outcome": "done", "came": "she laughed"}
    tried = kept.loc["experiment"].iloc[-1]
    assert (tried["text"], tried["details"]["n_needed"]) == ("shorter letters", 12)
    assert tried["details"]["measure"] == "an interview within 45 days"


def test_an_application_s_forms_are_typed_saved_and_read_back(tmp_path):
    """Of the application that the notebook shows by itself: the latest of which a hire is known."""
    interview = {
        "Which talk it was": "final round",
        "With whom": "hiring manager",
        "On which day": "2026-10-05",
        "Question 1": "Which timetable?",
        "How your answer went": "so-so",
        "Anything else": "they were kind",
    }
    person = {
        "Where they came from": "from outside",
        "How you know": "team page",
        "Years of work": "8–10 years",
        "Highest degree": "master",
        "Level of their last job": "senior",
        "Skills": "SQL; GIS",
        "What is not listed here, they do not have": True,
    }
    line = {
        "The line": "education · BSc Transport Planning · Greywater University · 2014",
        "What is wrong in it": "organisation",
        "What it is": "Greywater Polytechnic",
    }
    with opened(tmp_path / "search") as address:
        told = used(
            address,
            "What happened with this one?",
            tmp_path / "case.png",
            {"press": "Save the interview", "fields": interview},
            {"press": "Save who was hired", "fields": person},
            {"press": "Save the correction", "fields": line, "back": "Greywater Polytechnic"},
        )
    assert [form["cut"] for form in told["forms"]] == [[], [], []]
    said = [form["said"] for form in told["forms"]]
    assert said[0].startswith("Saved, with 1 question.")
    assert said[1].startswith("Saved as hire-")
    assert said[2].startswith("Saved: the organisation is “Greywater Polytechnic”")
    assert told["forms"][2]["emptied"] == 0 < told["forms"][2]["again"]
    held = jobkit.Search(tmp_path / "search", as_of="2026-10-31")
    kept = held.debriefs.query("asked == 'Which timetable?'").iloc[0]
    assert kept[["round", "part", "went", "note"]].tolist() == [
        "final",
        "hiring_manager",
        "partly",
        "they were kind",
    ]
    hire = held.hires.query("how_known == 'team page' and hired_from == 'external'").iloc[-1]
    assert hire["credentials"]["years"] == "8–10"
    assert hire["credentials"]["skills"] == ["SQL", "GIS"]
    assert hire["credentials"]["complete"] == ["skills", "certificates"]
    degree = held.credentials.set_index("title").loc["BSc Transport Planning"]
    assert (degree["organisation"], degree["started"]) == ("Greywater Polytechnic", "2014")
