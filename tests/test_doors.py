"""Whatever a note, a tracker or an older store says: what cannot be read is a problem, and no command fails."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import jobkit
from jobkit import reasons, sections, sharing, tables
from jobkit import search as searches
from jobkit.commands import cli
from jobkit.errors import JobkitError
from jobkit.reports import report
from jobkit.sources.notes import TABLES
from jobkit.tables import Event, Fact

HERE = Path(__file__).parent
BAD = ["", " ", -1, 1e400, True, ["x"], {"a": 1}, "x", "2026-13", "2026-06-31", "0206-10-31", "\ud800"]
ABOUT = {"application": "Quellbach / Planner"}
GOOD = {
    "event": {"kind": "applied", "company": "Quellbach", "role": "Planner", "date": "2026-01-05"},
    "evidence": {"reason": "logistics", "says": "feedback", "words": "x", **ABOUT},
    "hire": {"hired_from": "internal", "credentials": {"years": "8-10"}, **ABOUT},
    "person": {"name": "Ada Lind", "part": "interviewer", **ABOUT},
    "step": {"step": "thank_note", "date": "2026-02-01", "outcome": "done", **ABOUT},
    "posting": {"requirement": "SQL", "strength": "must", "dimension": "skills", "value": "sql", **ABOUT},
    "credential": {"section": "role", "title": "Planner", "organisation": "X", "started": "2019-01"},
    "reflection": {"month": "2026-01", "kind": "plan", "text": "If a then b", "details": {"if": "a"}},
}
MORE = [
    {"kind": kind, "company": "Quellbach", "role": "Planner", "date": day}
    for kind, day in (("interview", "2026-01-20"), ("rejected", "2026-02-01"))
]
SOUND = [{"record": word, **values} for word, values in GOOD.items()]
SOUND += [{"record": "event", **values} for values in MORE]


def spoilt(word: str) -> list[dict]:
    """Return entries of a kind, each with one value that may be wrong."""
    columns = sorted({*tables.COLUMNS[TABLES[word]], "on", "entry", "application", "details", "about", "id"})
    return [{"record": word, **GOOD[word], name: value} for name in columns for value in BAD]


def everything(search, folder) -> None:
    """Ask all that a person can ask."""
    for name in (*TABLES.values(), "applications", "problems", "doubts", "set_aside"):
        getattr(search, name)
    search.due(), search.waiting(), search.funnel(), search.history()
    sections.month(search.month("all"))
    reasons.attribute(search.applications, search.evidence, search.hires, search.settings)
    for application in search.hires["application"].dropna().unique():
        search.compare(application)
    sharing.export(search, folder / "out")
    sharing.forget(search, "Ada Lind")


@pytest.mark.parametrize("word", GOOD)
def test_no_command_fails_for_a_note_that_cannot_be_read(search, tmp_path, word):
    entries = spoilt(word)
    (tmp_path / "notes.json").write_text(json.dumps(SOUND + entries), encoding="utf-8")
    added = search.add(tmp_path / "notes.json").iloc[0]
    assert added["message"] == ""
    assert added["problems"] > 10
    everything(search, tmp_path)


@pytest.mark.parametrize("word", sorted(GOOD.keys() - {"event"}))
def test_no_command_fails_for_a_fact_that_an_older_jobkit_let_pass(search, tmp_path, word):
    (tmp_path / "notes.json").write_text(json.dumps(SOUND), encoding="utf-8")
    search.add(tmp_path / "notes.json")
    with search.store.change("add", "let pass") as change:
        for entry in spoilt(word):
            values = {name: value for name, value in entry.items() if name not in ("record", "application")}
            change.fact(Fact(TABLES[word], values | {"about": entry.get("application", "")}))
    everything(search, tmp_path)
    problems = search.problems
    assert len(problems) > 10
    assert problems["action"].str.fullmatch(r"Correct .*: jobkit undo \d+").all()


def test_an_event_that_cannot_be_read_is_left_out_and_is_a_problem_with_its_place(search, tmp_path):
    (tmp_path / "notes.json").write_text(json.dumps(SOUND), encoding="utf-8")
    search.add(tmp_path / "notes.json")
    insert = (
        "INSERT INTO events (event, change, entry, kind, date, company, role, channel, location, url, note, text,"
        " details) VALUES (?, ?, 'x', ?, ?, 'Ostrava', '', '', '', '', '', '', ?)"
    )
    with search.store.change("add", "let pass") as change:
        for n, (kind, day, details) in enumerate(
            [
                ("applied", "2026-06-31", "{}"),
                ("hired", None, "{}"),
                ("applied", None, "[1"),
                ("applied", 7, "{}"),
            ]
        ):
            change.connection.execute(insert, (f"{n:012x}", change.number, kind, day, details))
        fact = (f"{9:012x}", "people", change.number, "x", "2026-01-01", "{")
        change.connection.execute(
            "INSERT INTO facts (fact, table_name, change, entry, recorded, body) VALUES (?,?,?,?,?,?)", fact
        )
    everything(search, tmp_path)
    told = search.problems[["origin", "field"]].itertuples(index=False, name=None)
    assert sorted(told) == [
        ("000000000000", "date"), ("000000000001", "kind"), ("000000000003", "date"), ("000000000009", "body")
    ]  # fmt: skip
    assert list(search.events["company"]).count("Ostrava") == 3


@pytest.mark.parametrize("day", ["0206-10-31", "1949-12-31", "2206-10-31", "9999-12-31"])
def test_a_day_outside_a_search_is_asked_about_in_every_door(search, tmp_path, capsys, day):
    (tmp_path / "tracker.csv").write_text(
        f"Company,Role,Applied\nQuellbach,Planner,{day}\nOstrava,Baker,2026-03-02\n"
    )
    entry = {"record": "event", "kind": "applied", "company": "Fennick", "role": "Clerk", "date": day}
    (tmp_path / "notes.json").write_text(json.dumps([entry]))
    letter = f"From: a@b.example\nDate: Mon, 5 Jan {day[:4]} 10:00:00 +0000\nSubject: Your application\n\n"
    letter += "Thank you for applying at Tallow as a planner. We received your application."
    (tmp_path / "letter.eml").write_text(letter)
    for name in ("tracker.csv", "notes.json"):
        search.add(tmp_path / name)
        problems = search.problems
        assert day in set(problems["value"]), name
    search.add(tmp_path / "letter.eml")
    days = search.events["date"].dropna()
    assert days.dt.year.between(1950, 2100).all()
    assert set(search.events["company"]) >= {"Quellbach", "Ostrava", "Fennick"}
    words = ["log", "applied", "--company", "Other", "--date", day, "--data", str(search.folder)]
    assert cli.main(words) == 1
    assert re.search("outside a job search|can't read", capsys.readouterr().err)
    assert "Other" not in set(search.events["company"])


def used() -> float:
    """Return the seconds of the processor that this process and its ended children had."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def test_no_measure_costs_more_for_a_span_in_which_nothing_is(tmp_path):
    search = jobkit.Search.sample(tmp_path)
    seconds = []
    for _ in range(2):
        begun = used()
        sections.month(search.month("all"))
        for notebook in ("rejections", "explore"):
            report.run(notebook, tmp_path, {}, as_of="2026-10-31")
        seconds.append(used() - begun)
        for day in ("0206-10-31", "9998-10-31"):
            with search.store.change("log", "far away") as change:
                for kind in ("applied", "interview", "rejected"):
                    change.event(Event(kind=kind, date=day, company="Far", role="X", entry=f"far {day}"))
                change.event(Event(kind="applied", date=day, company="Open", role="X"))
    assert seconds[1] < 3 * seconds[0] + 1


@pytest.mark.parametrize(("present", "n"), [([], 0), (["2026-01"], 1), (["2026-03", "2025-12"], 4), (["0206-10", "2026-01"], 2)])  # fmt: skip
def test_every_month_stands_between_two_but_no_longer_stretch_of_nothing(present, n):
    months = tables.months(present)
    assert len(months) == n
    assert set(present) <= set(months)
    assert months == sorted(months)


def test_a_run_leaves_nothing_in_the_temporary_directory(tmp_path):
    search = jobkit.Search.sample(tmp_path / "search")
    (tmp_path / "temporary").mkdir()
    words = [sys.executable, "-m", "jobkit.commands.cli", "report", "--data", str(search.folder), "--pdf"]
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary"), "TEMP": str(tmp_path / "temporary")}
    done = subprocess.run([*words, "--as-of", "2026-10-31"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert re.search(r"reflection\.pdf", done.stdout)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_mistake_in_ones_own_files_stops_no_command_and_is_said_with_its_line(search, tmp_path, capsys):
    (tmp_path / "notes.json").write_text(json.dumps(SOUND), encoding="utf-8")
    search.add(tmp_path / "notes.json")
    (search.folder / "process.toml").write_text("\n[steps\nx = 1\n")
    (search.folder / "reasons.toml").write_text("reasons = 3\n")
    for words in (
        ["status"],
        ["due"],
        ["history"],
        ["export", str(tmp_path / "out")],
        ["backup", str(tmp_path / "b.db")],
        ["forget", "Ada Lind"],
    ):
        assert cli.main([*words, "--data", str(search.folder)]) == 0, words
        assert "process.toml:2" in capsys.readouterr().err
    assert cli.main(["check", "--data", str(search.folder)]) == 1
    out = capsys.readouterr().out
    assert "Fault: process.toml:2" in out
    assert "reasons.toml" in out
    assert "The database is sound." in out


def test_evidence_for_a_reason_that_no_file_has_any_more_is_a_problem_and_stops_nothing(search, tmp_path):
    (tmp_path / "notes.json").write_text(json.dumps(SOUND), encoding="utf-8")
    search.add(tmp_path / "notes.json")
    own = search.folder / "reasons.toml"
    own.write_text('[reasons.commute]\nunder = "logistics"\nlabel = "too far"\nshort = "distance"\n')
    search.record_evidence("Quellbach", "commute", "feedback")
    assert {*jobkit.Search(search.folder).evidence["reason"]} == {"logistics", "commute"}
    for text in ("reasons = 3\n", ""):
        own.write_text(text)
        again = jobkit.Search(search.folder, as_of="2026-06-30")
        reasons.attribute(again.applications, again.evidence, again.hires, again.settings)
        (problem,) = again.problems["problem"]
        assert problem.startswith("This is not one of more_qualified")


def test_undo_says_what_hangs_on_an_import_before_it_acts_and_status_does_not_say_nothing(
    search, tmp_path, capsys
):
    (tmp_path / "tracker.csv").write_text("Company,Role,Applied\nQuellbach,Planner,2026-01-05\n")
    search.add(tmp_path / "tracker.csv")
    search.record_evidence("Quellbach", "logistics", "feedback")
    search.record_hire("Quellbach", "internal")
    search.record_person("Ada Lind", "interviewer", "Quellbach")
    search.record_debrief("Quellbach", [{"asked": "Why us?"}])
    assert cli.main(["undo", "1", "--data", str(search.folder)]) == 0
    first, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith(
        "1 question of a debrief, 1 reason, 1 hire and 1 person would belong to no application"
    )
    assert cli.main(["status", "--data", str(search.folder)]) == 0
    out = capsys.readouterr().out
    assert "Kept: 4 facts that you wrote down." in out
    assert "Nothing is recorded" not in out


def test_reading_a_folder_that_is_not_there_makes_nothing_and_the_closest_is_named(tmp_path, capsys):
    jobkit.Search(tmp_path / "mine").record_event("applied", company="Quellbach")
    for words in (
        ["status"],
        ["applications"],
        ["due"],
        ["problems"],
        ["history"],
        ["report"],
        ["check"],
        ["show", "x"],
    ):
        assert cli.main([*words, "--data", str(tmp_path / "mien")]) == 1, words
        assert f"Did you mean {tmp_path / 'mine'}?" in capsys.readouterr().err
        if words != ["report"]:  # its page is written where it was asked for
            cli.main([*words, "--data", str(tmp_path / "another")])
    with pytest.raises(JobkitError, match="Did you mean"):
        report.run("explore", tmp_path / "mien", {})
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


DAMAGE = {
    "a notebook that is cut off": ("notebooks/x.ipynb", '{"cells": "Ada Lind"'),
    "a notebook that is none": ("notebooks/x.ipynb", '["Ada Lind"]'),
    "a notebook in whose code the name stands": (
        "notebooks/x.ipynb",
        '{"cells": [{"source": "Ada Lind", "outputs": ["Ada Lind"]}]}',
    ),
    "a list of reports that is cut off": ("reports/2026-05/manifest.json", "{"),
    "a list of reports that is none": ("reports/2026-05/manifest.json", "[1]"),
    "a process that is no TOML": ("process.toml", "[broken"),
    "reasons that are no TOML": ("reasons.toml", "= 7"),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_search_with_a_damaged_file_is_exported_kept_and_forgets_and_names_what_is_left(what, tmp_path):
    search = jobkit.Search(tmp_path / "search")
    search.record_person("Ada Lind", "interviewer", company="Quellbach")
    name, text = DAMAGE[what]
    for path, words in (
        (name, text),
        ("reports/index.html", "Ada Lind"),
        ("reports/2026-04/a.html", "Ada Lind"),
    ):
        (search.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (search.folder / path).write_text(words, encoding="utf-8")
    sharing.export(search, tmp_path / "out")
    search.backup(tmp_path / "copy.db")
    erased = sharing.forget(search, "Ada Lind")
    files = [path for path in search.folder.rglob("*") if path.is_file()]
    left = [path for path in files if b"Ada" in path.read_bytes()]
    assert [*erased.unreached] == left
    assert [path.suffix for path in left] == ([".ipynb"] if "notebook" in what else [])


JUNK = (
    "UPDATE facts SET body = '{'",
    "UPDATE facts SET body = x'ff'",
    "UPDATE records SET content = '[1]'",
    "UPDATE events SET company = x'ff'",
    "UPDATE events SET details = 'null'",
    "UPDATE changes SET at = x'ff', summary = '2026-99-99'",
    "DROP TABLE facts",
)


@pytest.mark.parametrize("junk", JUNK)
def test_a_damaged_store_is_exported_and_kept_or_said_to_be_damaged(junk, tmp_path):
    search = jobkit.Search(tmp_path / "search")
    (tmp_path / "list.csv").write_text("Company,Role,Applied\nQuellbach,Cook,2026-05-02\n", encoding="utf-8")
    search.add(tmp_path / "list.csv")
    search.record_person("Ada Lind", "interviewer", "Quellbach")
    with closing(sqlite3.connect(search.store.path)) as connection:
        connection.executescript(junk)
    said = []
    for act in (search.store.faults, lambda: sharing.export(search, tmp_path / "out"),
                lambda: search.backup(tmp_path / "copy.db"), lambda: sharing.forget(search, "Ada Lind")):  # fmt: skip
        try:
            said.append(act())
        except JobkitError as error:
            assert re.search("search.db is (damaged|not as jobkit makes it)|Nobody called", str(error))
            said.append(error)
    assert said[0]


def test_a_copy_of_a_damaged_store_is_said_to_be_damaged(tmp_path, capsys):
    search = jobkit.Search(tmp_path / "search")
    search.record_person("Ada Lind", "interviewer", company="Quellbach")
    with closing(sqlite3.connect(search.store.path)) as connection:
        connection.executescript("UPDATE facts SET body = '{}'")
    assert cli.main(["backup", str(tmp_path / "copy.db"), "--data", str(search.folder)]) == 1
    assert "so is this copy" in capsys.readouterr().err


def test_undo_names_what_another_file_says_of_a_list_and_status_what_is_kept(tmp_path, capsys):
    folder, sample = tmp_path / "s", {path.name: path for path in searches.sample_files()}
    made = jobkit.Search(folder)
    made.add([sample["applications.csv"]])
    made.add([sample["notes.json"]])
    assert cli.main(["undo", "1", "--data", str(folder)]) == 0
    first, *_ = capsys.readouterr().out.splitlines()
    assert re.search(r"\d+ reasons, \d+ hires, \d+ people, .* would belong to no application", first)
    assert cli.main(["status", "--data", str(folder)]) == 0
    assert "Kept: 1 file." in capsys.readouterr().out


WRONG_REASON = {"record": "evidence", "reason": "mars", "says": "feedback", **ABOUT}


def test_what_becomes_a_problem_is_counted_and_said_by_add_at_once(search, tmp_path, capsys):
    (tmp_path / "notes.json").write_text(json.dumps([*SOUND, WRONG_REASON]), encoding="utf-8")
    words = ["add", str(tmp_path / "notes.json"), "--data", str(search.folder)]
    assert cli.main([*words, "--dry-run", "--json"]) == 0
    assert '"problems": 1' in capsys.readouterr().out
    for _ in range(2):
        assert cli.main(words) == 0
        out = capsys.readouterr().out
        assert f"notes.json:{len(SOUND) + 1}, reason: “mars” is not one of more_qualified" in out
        assert "or name a reason of yours in reasons.toml. Then run `jobkit add" in out


def test_a_note_about_an_application_that_is_none_is_said_until_it_is_one(search, tmp_path, capsys):
    notes = tmp_path / "notes.json"
    said = {"record": "evidence", "reason": "more_qualified", "says": "feedback", "words": "x"}
    notes.write_text(json.dumps([said | {"application": name} for name in ("Quelbach", "Ostrava")]))
    search.record_event("applied", company="Ostrava", role="Baker", date="2026-03-02")
    assert cli.main(["add", str(notes), "--data", str(search.folder)]) == 0
    assert (
        "notes.json:1, application: This names none of your applications: “Quelbach”"
        in capsys.readouterr().out
    )
    fresh = jobkit.Search(search.folder)
    assert fresh.problems["origin"].tolist() == ["notes.json:1"]
    assert fresh.evidence["application"].notna().tolist() == [False, True]  # the company alone is enough
    fresh.record_event("applied", company="Quelbach", role="Baker", date="2026-03-02")
    assert jobkit.Search(search.folder).problems.empty


GOLDENS = [*(HERE / "golden").glob("*.csv"), *(HERE / "golden_linkedin").iterdir(), *searches.sample_files()]
GOLDENS += [*(HERE / "golden_calendars").glob("*.ics"), *(HERE / "golden_markdown").glob("*.md")]


def test_of_no_file_a_problem_is_listed_that_add_did_not_count(tmp_path):
    """Each in a search of its own: what `problems` lists of it is what `add` said."""
    counted = 0
    for n, path in enumerate(GOLDENS):
        (tmp_path / str(n)).mkdir()
        search = jobkit.Search(tmp_path / str(n) / "search")
        added = search.add(path)
        assert added["problems"].sum() == search.problems["origin"].nunique(), path.name
        counted += added["problems"].sum()
    assert len(GOLDENS) > 50
    assert counted > 20


DOORS = {
    "record_event": {"kind": "rejected", "application": "Quellbach", "note": "x"},
    "record_evidence": {"reason": "logistics", "says": "feedback", "application": "Quellbach", "words": "x", "sub_reason": "x"},
    "record_person": {"name": "Bo Lind", "part": "contact", "company": "X", "email": "x", "connected": "2026-01-05"},
    "record_step": {"application": "Quellbach", "step": "thank_note", "words": "x", "until": "2026-03-01", "reason": "", "says": ""},
    "record_reflection": {"month": "2026-05", "kind": "plan", "text": "x", "details": {}},
    "record_debrief": {"application": "Quellbach", "round": "first", "note": "x", "date": "2026-02-01"},
    "record_hire": {"application": "Quellbach", "hired_from": "internal", "hired": "2026-02-01", "note": "x", "credentials": {}},
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_what_is_recorded_is_refused_at_once_or_can_be_read(search, door):
    search.record_event("applied", company="Quellbach", role="Planner", date="2026-01-05")
    refused = 0
    for name in DOORS[door]:
        for value in BAD:
            try:
                getattr(search, door)(**DOORS[door] | {name: value})
            except JobkitError:
                refused += 1
            except (TypeError, AttributeError, Warning):  # no door of a command leads here
                assert not isinstance(value, str) or name in ("details", "credentials")
            assert search.problems.empty, (name, value)
    assert refused > 3


def test_a_correction_that_cannot_stand_is_refused_and_text_of_half_a_letter_is_kept(search, typed):
    search.record_event("applied", company="Quellbach", role="Planner", date="2026-01-05")
    search.record_evidence("Quellbach", "logistics", "feedback")
    with pytest.raises(JobkitError, match="“mars” cannot stand for “reason”"):
        search.correct("evidence", search.evidence["fact"].iloc[0], reason="mars")
    assert typed("person", "")[0] == 1
    assert typed("log", "applied", "--company", "Ac\udcffme", "--role", "\udcff")[0] == 0
    assert typed("posting", "Quellbach", "SQL and \udcff Excel")[0] in (0, 1)
    assert search.problems.empty


@pytest.mark.parametrize("name", ["process.toml", "reasons.toml", "Steps.TOML"])
def test_settings_of_ones_own_that_are_added_are_told_where_they_belong(search, tmp_path, typed, name):
    (tmp_path / name).write_text("[reasons.mars]\n")
    status, _, err = typed("add", str(tmp_path / name))
    assert status == 1
    assert re.search(
        rf"{name}: these are your own settings. They are read in .*search, as process.toml and reasons.toml",
        err,
    )
