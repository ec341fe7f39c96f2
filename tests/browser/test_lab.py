"""JupyterLab as `jobkit lab` opens it: its start page, and each form typed into, saved and read back."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

import jobkit

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
NOTEBOOKS = HERE.parents[1] / "notebooks"
QUESTION = "What happened this month, and what next?"


@pytest.fixture(scope="module", autouse=True)
def _node_modules():
    if not (HERE / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=HERE, check=True)


@pytest.fixture
def search(tmp_path):
    """The sample, as on the last day of October."""
    return jobkit.Search.sample(tmp_path / "search")


@pytest.fixture
def address(search, tmp_path):
    """The address of JupyterLab, started by the command on this search."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "jobkit", "lab", "--data", str(search.folder), "--no-browser"]
    words += [f"--port={port}", "--", "--IdentityProvider.token=t", "--allow-root"]
    environment = {**os.environ, "HOME": str(tmp_path / "home")}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, env=environment, start_new_session=True, **quiet) as lab:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status?token=t", timeout=30).close()
                break
            except OSError:
                time.sleep(0.25)
        yield f"http://127.0.0.1:{port}/?token=t"
        os.killpg(lab.pid, 15)


def used(address: str, question: str, picture: Path, *forms: dict) -> dict:
    """Return what the start page and the forms of a notebook showed a person who filled them in."""
    words = ["node", HERE / "forms.mjs", CHROMIUM, address, question, picture, *map(json.dumps, forms)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def again(search: jobkit.Search) -> jobkit.Search:
    return jobkit.Search(search.folder, as_of="2026-10-31")


def test_the_plans_of_a_month_are_typed_saved_and_read_back(search, address, tmp_path):
    fields = {
        "Your plan: If an offer comes, then I will ask for two days and read it with Aunt Dilys.": "done",
        "What came of it": "she laughed",
        "Your next plan": "If it rains, then I read.",
        "What may get in the way": "the telephone",
    }
    plan = {"press": "Save for next month", "fields": fields}
    told = used(address, QUESTION, tmp_path / "reflection.png", plan)
    assert told["title"] == "What would you like to know?"
    assert len(told["questions"]) == len(set(told["questions"])) == len(list(NOTEBOOKS.glob("*.ipynb"))) - 1
    assert [form["cut"] for form in told["forms"]] == [[]]
    assert "plan “If it rains, then I read.”" in told["forms"][0]["said"]
    kept = again(search).reflections.set_index("kind")
    assert kept.loc["plan"].iloc[-1][["text"]].tolist() == ["If it rains, then I read."]
    assert kept.loc["plan"].iloc[-1]["details"]["obstacle"] == "the telephone"
    assert kept.loc["review"].iloc[-1]["details"] == {"outcome": "done", "came": "she laughed"}


def test_an_application_s_forms_are_typed_saved_and_read_back(search, address, tmp_path):
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
    line = {"What is wrong in it": "name", "What it is": "Six Sigma"}
    told = used(
        address,
        "What happened with this one?",
        tmp_path / "case.png",
        {"press": "Save the interview", "fields": interview},
        {"press": "Save who was hired", "fields": person},
        {"press": "Save the correction", "fields": line},
    )
    assert [form["cut"] for form in told["forms"]] == [[], [], []]
    said = [form["said"] for form in told["forms"]]
    assert said[0].startswith("Saved, with 1 question.")
    assert said[1].startswith("Saved as hire-")
    assert said[2].startswith("Choose the line first")
    held = again(search)
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
