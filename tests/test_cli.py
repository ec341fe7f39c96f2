"""The command: every verb says what it did, and what it could not do."""

from __future__ import annotations

import io
import json
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rows import applied, imported, row

from jobkit import Search, commands, tables
from jobkit.commands import cli, reports, terminal
from jobkit.errors import JobkitError, UnclearError
from jobkit.store.recording import Recorder
from jobkit.tables import Event

ROOT = Path(__file__).parents[1]

NOTES = [
    {
        "record": "event",
        "kind": "applied",
        "date": "2026-01-05",
        "application": "Quellbach / Data Analyst",
        "entry": "a",
        "channel": "referral",
    },
    {
        "record": "event",
        "kind": "interview",
        "date": "2026-01-20",
        "application": "Quellbach / Data Analyst",
        "entry": "a",
    },
    {
        "record": "event",
        "kind": "rejected",
        "date": "2026-02-03",
        "application": "Quellbach / Data Analyst",
        "entry": "a",
    },
    {
        "record": "event",
        "kind": "applied",
        "date": "2026-01-05",
        "application": "Ostrava Foods / Baker",
        "entry": "b",
    },
    {
        "record": "person",
        "on": "2026-01-20",
        "application": "Quellbach / Data Analyst",
        "name": "Imke Sandoval",
        "part": "hiring_manager",
        "company": "Quellbach",
        "email": "imke@quellbach.example",
    },
]


@pytest.fixture
def jobkit(typed):
    """The command on a folder of its own."""
    return typed


@pytest.fixture
def begun(jobkit, tmp_path):
    """The command on a small search."""
    (tmp_path / "notes.json").write_text(json.dumps(NOTES), encoding="utf-8")
    assert jobkit("add", str(tmp_path / "notes.json"))[0] == 0
    return jobkit


def test_an_empty_search_says_how_to_begin(jobkit):
    status, out, _ = jobkit("status")
    assert status == 0
    assert "jobkit add" in out


@pytest.mark.parametrize("verb", ["problems", "applications", "status", "due", "history", "me"])
def test_every_table_is_printed_as_json_too(begun, verb):
    status, out, _ = begun(verb, "--json")
    assert status == 0
    json.loads(out)


def test_the_chance_of_a_wait_says_that_it_is_of_any_reply(begun):
    begun("log", "applied", "--company", "Quellbach", "--role", "Cook", "--date", "2026-06-20")
    verb = ("applications", "--pending", "--as-of", "2026-06-30")
    heading = begun(*verb)[1].partition("\n")[0]
    assert "chance of any reply" in heading
    assert "chance" in json.loads(begun(*verb, "--json")[1])[0]


def test_applications_in_json_have_every_column(begun):
    rows = json.loads(begun("applications", "--json", "--as-of", "2026-06-30")[1])
    by_company = {row["company"]: row for row in rows}
    assert by_company["Quellbach"]["furthest"] == "interview"
    assert by_company["Quellbach"]["outcome"] == "rejected"
    assert by_company["Ostrava Foods"]["outcome"] == "open"
    assert by_company["Ostrava Foods"]["outcome_date"] is None


def test_what_is_logged_is_shown(begun):
    assert begun("log", "interview", "Ostrava Foods", "--date", "2026-02-01", "--note", "nice people")[0] == 0
    _, out, _ = begun("show", "Ostrava Foods")
    assert "interview" in out
    assert "1 February" in out and "2026-02-01" not in out


def test_what_is_logged_twice_is_kept_once(begun):
    words = ("log", "interview", "Ostrava Foods", "--date", "2026-02-01")
    first, second = begun(*words)[1], begun(*words)[1]
    assert first.startswith("Recorded: interview")
    assert second.startswith("Known already: interview at Ostrava Foods (Baker) on 1 February")
    assert begun(*words, "--note", "with the owner")[1].startswith("Recorded")
    rows = json.loads(begun("show", "Ostrava Foods", "--json")[1])["events"]
    assert [row["kind"] for row in rows].count("interview") == 2


@pytest.mark.parametrize(
    "words",
    [
        ["interview", "Ostrava", "Foods", "1.2.2026"],
        ["Ostrava", "Foods", "interview", "2026-02-01"],
        ["interview", "--company", "Ostrava Foods", "--date", "2026-02-01"],
        ["interview", "--company", "ostrava foods", "--role", "Baker", "2026-02-01"],
        ["2026-02-01", "interview", "Ostrava", "Foods"],
        ["interview", "on", "2026-02-01", "Ostrava", "Foods"],
    ],
)
def test_what_came_of_a_known_job_is_written_to_it_however_it_is_typed(begun, words):
    _, out, err = begun("log", *words)
    assert out.startswith("Recorded: interview at Ostrava Foods (Baker) on 1 February 2026"), err


def test_the_note_of_a_row_stands_beside_its_last_event(jobkit, tmp_path):
    path = tmp_path / "list.csv"
    head = "Company,Role,Applied,Status,Answer,Notes\n"
    path.write_text(f"{head}Quellbach,Cook,2026-08-03,Refus,2026-08-17,trop loin pour eux\n", "utf-8")
    jobkit("add", str(path))
    lines = [line for line in jobkit("show", "Quellbach")[1].splitlines() if " August " in line[:12]]
    applied, rejected = lines[:2]
    assert "trop loin" not in applied
    assert "Refus · trop loin pour eux" in rejected


@pytest.mark.parametrize("company", ["Ostrava", "ostrava"])
def test_an_employer_whose_name_only_begins_so_is_asked_about(begun, company):
    code, _, err = begun("log", "rejected", "--company", company, "--date", "2026-02-20")
    assert code == 1
    assert "Do you mean “Ostrava Foods”?" in err
    for other in ("Foods", "Strava"):
        assert begun("log", "rejected", "--company", other, "--date", "2026-02-20")[1].startswith(
            f"Recorded: rejected at {other} on"
        )


def test_a_command_that_is_not_there_names_the_one_that_its_help_speaks_of(begun, capsys):
    with pytest.raises(SystemExit):
        begun("list")
    assert "Did you mean “applications”?" in capsys.readouterr().err


@pytest.mark.parametrize("words", ["Ostrava Foods not rejected", "Ostrava Foods rejected me by phone"])
def test_a_sentence_is_no_event(begun, words):
    code, _, err = begun("log", *words.split())
    assert code == 1
    assert "Nothing was recorded" in err or "No application is called" in err


def test_what_came_of_several_known_jobs_is_asked_and_of_none_is_a_new_one(begun):
    begun("log", "applied", "--company", "Ostrava Foods", "--role", "Driver", "--date", "2026-02-01")
    code, _, err = begun("log", "rejected", "--company", "ostrava foods", "--date", "2026-02-20")
    assert code == 1
    assert "names 2 applications" in err and err.count("Ostrava Foods") == 2
    out = begun("log", "rejected", "--company", "Ostrava Foods", "--role", "Cook", "--date", "2026-02-20")[1]
    assert out.startswith("Recorded: rejected at Ostrava Foods (Cook)")


def commands_in(said):
    """The commands that a doubt names, as words."""
    lines = [line for line in said.splitlines() if line.strip().startswith("If ")]
    return [shlex.split(line.partition(": jobkit ")[2]) for line in lines]


def test_a_list_is_read_as_it_is_kept_where_its_file_is_elsewhere(tmp_path, capsys):
    path, data = tmp_path / "list.csv", ["--data", str(tmp_path / "search")]
    path.write_text(
        "Company,Role,Applied,Status\nFennick,Cook,2026-03-02,nope sorry rejected by them\n", "utf-8"
    )
    assert cli.main(["add", str(path), *data]) == 0
    path.unlink()
    capsys.readouterr()
    assert cli.main(["doubts", *data]) == 0
    wrong, _ = commands_in(capsys.readouterr().out)
    assert cli.main(wrong) == 0
    assert list(Search(tmp_path / "search").applications["outcome"]) == ["open"]
    assert cli.main(["add", "list.csv", *data]) == 1


def test_commands_that_are_printed_run_as_printed(tmp_path, capsys):
    folder, data = tmp_path / "my lists", tmp_path / "my search"
    folder.mkdir()
    path = folder / "jobs, 2026.csv"
    path.write_text(
        "Company,Role,Applied,Status\nFennick,Cook,2026-03-02,nope sorry rejected by them\n", "utf-8"
    )
    assert cli.main(["add", str(path), "--data", str(data)]) == 0
    said = capsys.readouterr().out
    wrong, right = commands_in(said)
    assert cli.main(right) == 0
    assert cli.main(wrong) == 0
    capsys.readouterr()
    assert cli.main(["doubts", "--data", str(data)]) == 0
    assert capsys.readouterr().out == "Nothing is in doubt.\n"


def test_an_event_of_a_table_is_shown_with_its_row_column_cell_and_rule(jobkit, tmp_path):
    text = "Company,Role,Sent,Outcome,Heard back\nQuellbach,Cook,5 March 2026,turned down,2026-03-20\n"
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    assert jobkit("add", str(tmp_path / "list.csv"))[0] == 0
    applied, rejected = json.loads(jobkit("show", "Quellbach", "--json")[1])["readings"]
    assert (applied["origin"], applied["column"], applied["cell"]) == ("list.csv:2", "Sent", "5 March 2026")
    assert (rejected["column"], rejected["cell"]) == ("Outcome", "turned down")
    assert rejected["rule"] == "turned down is theirs or yours; an answer dates what it answers"
    assert "an answer dates what it answers" in jobkit("show", "Quellbach")[1]


def test_a_reason_and_a_hire_are_recorded(begun):
    assert begun("why", "Quellbach", "more_qualified", "--says", "feedback", "--words", "ten years")[0] == 0
    assert begun("hire", "Quellbach", "--from", "internal", "-c", "years=8-10")[0] == 0
    shown = json.loads(begun("show", "Quellbach", "--json")[1])
    assert shown["evidence"][0]["words"] == "ten years"
    assert shown["hires"][0]["hired_from"] == "internal"
    assert shown["hires"][0]["credentials"] == {"years": "8-10"}


def test_a_hire_takes_the_file_of_a_resume_where_a_posting_takes_its_own(begun, tmp_path):
    paper = tmp_path / "hired.txt"
    paper.write_text("Experience\n2015 - 2020 Analyst, Acorn\n", encoding="utf-8")
    status, _, err = begun("hire", "Quellbach", str(tmp_path / "none.txt"))
    assert (status, "--file" in err, "Nothing was recorded" in err) == (1, True, True)
    assert json.loads(begun("show", "Quellbach", "--json")[1])["hires"] == []
    assert begun("hire", "Quellbach", "intern")[0] == 0
    assert json.loads(begun("show", "Quellbach", "--json")[1])["hires"][0]["hired_from"] == "internal"
    assert begun("undo")[0] == 0
    assert begun("hire", "Quellbach", str(paper))[0] == 0
    one = json.loads(begun("show", "Quellbach", "--json")[1])["hires"][0]
    assert begun("hire", "Quellbach", "internal", "--file", str(paper))[0] == 0
    two = json.loads(begun("show", "Quellbach", "--json")[1])["hires"][0]
    assert (one["hired_from"], two["hired_from"]) == ("unknown", "internal")
    assert one["credentials"] == two["credentials"] != {}
    assert begun("hire", "Quellbach", str(paper), "external")[0] == 0
    assert json.loads(begun("show", "Quellbach", "--json")[1])["hires"][0]["hired_from"] == "external"
    status, _, err = begun("me", "me.txt")
    assert (status, "jobkit add me.txt" in err) == (1, True)


def test_a_paper_of_a_hire_without_roles_is_read_all_the_same(begun, tmp_path):
    paper = tmp_path / "note.txt"
    paper.write_text("Certificates\nADR\n")
    status, out, _ = begun("hire", "Quellbach", str(paper))
    assert (status, "0 roles" in out, "Kept of it" in out) == (0, True, True)


def test_the_job_that_was_filled_is_no_credential_of_whoever_got_it(begun, tmp_path):
    paper = tmp_path / "hired.txt"
    paper.write_text(
        "Experience\nHead of Planning, Quellbach, Mar 2026 - Present\nPlanner, Acorn, Jan 2023 - Feb 2026\n"
    )
    status, out, _ = begun("hire", "Quellbach", "external", str(paper))
    assert (status, "Not counted, for it is the job itself: Head of Planning." in out) == (0, True)
    kept = json.loads(begun("show", "Quellbach", "--json")[1])["hires"][0]["credentials"]
    assert (kept["years"], kept["seniority"]) == ("3–5", "IC2")
    paper.write_text(paper.read_text().replace("Mar 2026", "Mar 2024").replace("Feb 2026", "Feb 2024"))
    _, out, _ = begun("hire", "Quellbach", "internal", str(paper))  # they were there before you applied
    assert "Not counted" not in out


def test_a_step_is_due_drafted_and_done(begun):
    due = json.loads(begun("due", "--json", "--as-of", "2026-02-04")[1])
    thanks = next(row for row in due if row["step"] == "thank_manager")
    status, out, _ = begun("draft", thanks["due"][:8], "--as-of", "2026-02-04")
    assert status == 0
    assert "Quellbach" in out
    assert (
        begun(
            "done",
            "Quellbach",
            "thank_manager",
            "--outcome",
            "answered",
            "--date",
            "2026-02-04",
            "--person",
            "Imke Sandoval",
        )[0]
        == 0
    )
    after = json.loads(begun("due", "--json", "--as-of", "2026-02-05")[1])
    assert thanks["due"] not in {row["due"] for row in after}


def test_the_calendar_is_written_and_read_by_a_parser(begun, tmp_path):
    import icalendar

    assert begun("due", "--ics", str(tmp_path / "steps.ics"), "--as-of", "2026-02-04")[0] == 0
    calendar = icalendar.Calendar.from_ical((tmp_path / "steps.ics").read_bytes())
    assert calendar.walk("VEVENT")


def test_history_and_undo(begun):
    begun("why", "Quellbach", "logistics")
    changes = json.loads(begun("history", "--json")[1])
    assert [row["command"] for row in changes] == ["why", "add"]
    assert begun("undo")[0] == 0
    assert json.loads(begun("show", "Quellbach", "--json")[1])["evidence"] == []


def test_a_file_that_cannot_be_read_gives_status_1_and_the_others_are_added(jobkit, tmp_path):
    (tmp_path / "notes.json").write_text(json.dumps(NOTES), encoding="utf-8")
    (tmp_path / "empty.csv").write_text("")
    status, _, err = jobkit("add", str(tmp_path / "empty.csv"), str(tmp_path / "notes.json"))
    assert status == 1
    assert "empty.csv" in err
    assert len(json.loads(jobkit("applications", "--json")[1])) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("show", "Nowhere"),
        ("log", "hired", "Quellbach"),
        ("undo", "99"),
        ("log", "interview", "Quellbach", "--date", "31.31.2026"),
        ("applications", "--as-of", "soon"),
        ("run", "nothing"),
        ("run", "explore", "-p", "chanel=x"),
        ("restore", "nowhere.db"),
        ("forget", "Nobody Atall"),
        ("add", "notes.json", "--map", "nonsense"),
    ],
)
def test_what_cannot_be_done_is_one_clear_sentence(begun, words):
    status, _, err = begun(*words)
    assert status == 1
    assert err.startswith("jobkit: ")
    assert "Traceback" not in err


def test_a_wrong_verb_is_a_matter_of_usage(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["aplications"])
    assert stopped.value.code == 2
    assert "Did you mean “applications”?" in capsys.readouterr().err


def test_without_a_command_a_newcomer_is_told_how_to_begin(capsys):
    assert cli.main([]) == 0
    begin = [line.split()[1] for line in capsys.readouterr().out.splitlines() if line.startswith("  jobkit")]
    assert [name for name in begin if name != "--help"] == ["demo", "add", "status", "report", "due"]
    assert set(begin) - {"--help"} <= set(commands.COMMANDS)


def test_a_command_is_printed_as_it_can_be_typed_here(tmp_path, capsys, monkeypatch):
    """A checkout without an activated environment has no `jobkit` on the path."""
    program = tmp_path / "a folder" / "jobkit"
    program.parent.mkdir()
    program.touch()
    monkeypatch.setattr("sys.argv", [str(program)])
    words = "Then: jobkit add FILE. What jobkit decided stands in /home/jobkit add."
    terminal.say(words)
    monkeypatch.setenv("PATH", str(program.parent))
    terminal.say(words)
    monkeypatch.setattr("sys.argv", ["/elsewhere/jobkit/__main__.py"])
    terminal.say(words)
    spelled = [line.split(" add FILE")[0] for line in capsys.readouterr().out.splitlines()]
    assert spelled == [f"Then: '{program}'", "Then: jobkit", f"Then: {sys.executable} -m jobkit"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_takes_long_says_so_until_it_answers(monkeypatch, capsys):
    looked_at = Terminal()
    monkeypatch.setattr(terminal, "PATIENCE", 0.05)
    monkeypatch.setattr("sys.stderr", looked_at)
    terminal.begin("jobkit export: at work")
    time.sleep(0.3)
    terminal.progress("mail.mbox", 12_000)
    terminal.say("Written.")
    terminal.progress("mail.mbox", 13_000)
    lines = looked_at.getvalue().split(terminal.WIPED)
    assert lines[1].startswith("jobkit export: at work (0 s; Ctrl-C stops it)")
    assert lines[-2].startswith("mail.mbox: 12,000 records")
    assert lines[-1] == ""
    assert capsys.readouterr().out == "Written.\n"


@pytest.mark.parametrize(
    ("line", "ways"),
    [("jobkit sta", ["status"]), ("jobkit add --dry", ["--dry-run"]), ("jobkit due --ic", ["--ics"])],
)
def test_a_shell_is_told_how_a_line_may_go_on(line, ways, tmp_path):
    asked = {"_ARGCOMPLETE": "1", "COMP_LINE": line, "COMP_POINT": str(len(line)), "_ARGCOMPLETE_IFS": "\n"}
    asked["_ARGCOMPLETE_STDOUT_FILENAME"] = str(tmp_path / "ways")
    done = subprocess.run([sys.executable, "-m", "jobkit"], env={**os.environ, **asked}, capture_output=True)
    assert done.returncode == 0
    assert [way.strip() for way in (tmp_path / "ways").read_text().split("\n")] == ways


def test_help_may_be_asked_for_before_the_command(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["help", "add"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out.startswith("usage: jobkit add")


def test_an_unforeseen_error_shows_no_traceback_and_no_data(begun, monkeypatch):
    monkeypatch.setattr(Recorder, "undo", lambda *_: 1 / 0)
    status, out, err = begun("undo")
    assert status == 1
    assert "ZeroDivisionError" in err
    assert "--debug" in err
    assert "Traceback" not in out + err
    with pytest.raises(ZeroDivisionError):
        begun("undo", "--debug")


def test_escapes_and_direction_marks_are_shown_not_obeyed(jobkit):
    evil = "Acme\x1b[31m\x07\u202eevil\u2066"
    assert jobkit("log", "applied", "--company", evil, "--date", "2026-01-01")[0] == 0
    for verb in (("applications",), ("show", "Acme"), ("history",)):
        out = "".join(jobkit(*verb)[1:])
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "\x07" not in out
    assert terminal.printable("a\nb\x1b\u202e") == "a ⏎ b\\u001b\\u202e"


def test_export_and_add_give_the_same_tables(begun, tmp_path):
    begun(
        "why", "Quellbach", "more_qualified", "--says", "feedback", "--words", "=1+1", "--date", "2026-02-05"
    )
    begun("hire", "Quellbach", "--from", "external", "-c", "skills=SQL;Excel")
    begun("reflect", "2026-02", "--plan", "If it rains then I read")
    assert begun("export", str(tmp_path / "out"))[0] == 0
    old = Search(tmp_path / "search", as_of="2026-06-30")
    new = Search(tmp_path / "new", as_of="2026-06-30")
    added = new.add(tmp_path / "out" / "notes.json")
    assert added["problems"].sum() == 0
    ids = {
        "application",
        "event",
        "source",
        "origin",
        "entry",
        "fact",
        "sources",
        "about",
        "evidence",
        "posting",
        "credential",
        "done",
        "reflection",
    }
    for name in (
        "events",
        "applications",
        "evidence",
        "hires",
        "people",
        "steps",
        "reflections",
        "credentials",
        "postings",
    ):
        one, other = (getattr(search, name).reset_index(drop=True) for search in (old, new))
        columns = [column for column in one.columns if column not in ids]
        assert len(one) == len(other), name
        for column in columns:
            assert one[column].astype(str).tolist() == other[column].astype(str).tolist(), (name, column)
    assert "'=1+1" in (tmp_path / "out" / "evidence.csv").read_text(encoding="utf-8-sig")


def test_forgetting_a_person_leaves_no_byte_of_them(begun, tmp_path):
    begun("backup", str(tmp_path / "copy.db"))
    begun(
        "done", "Quellbach", "thank_manager", "--person", "Imke Sandoval", "--words", "Imke Sandoval was kind"
    )
    status, out, _ = begun("forget", "Imke Sandoval")
    assert status == 0
    assert "Erased" in out
    for path in [*(tmp_path / "search").rglob("*"), tmp_path / "copy.db"]:
        if path.is_file():
            data = path.read_bytes()
            assert b"Sandoval" not in data, path
            assert b"imke@" not in data, path
    assert len(json.loads(begun("applications", "--json")[1])) == 2


def test_undo_behind_a_forgetting_takes_back_nothing_and_names_what_came_before(begun):
    begun("done", "Quellbach", "thank_manager", "--person", "Imke Sandoval")
    begun("why", "Quellbach", "logistics")
    number = json.loads(begun("history", "--json")[1])[0]["change"]
    assert begun("forget", "Imke Sandoval")[0] == 0
    before = begun("history", "--json")[1]
    status, _, err = begun("undo")
    said = " ".join(err.split())
    assert (status, "cannot be taken back. Before it: evidence for Quellbach" in said) == (1, True)
    assert "`jobkit undo " in said and f" {number}` takes that back" in said
    assert begun("history", "--json")[1] == before
    assert len(json.loads(begun("show", "Quellbach", "--json")[1])["evidence"]) == 1
    assert begun("undo", str(number))[0] == 0
    assert json.loads(begun("show", "Quellbach", "--json")[1])["evidence"] == []


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["show", "Nope", "--json"], 1),
        (["applications", "--as-of", "soon", "--json"], 1),
        (["show", "--json"], 2),
        (["status", "--json", "--nonsense"], 2),
    ],
)
def test_an_error_is_json_where_json_was_asked_for(begun, capsys, words, status):
    try:
        ended, out, err = begun(*words)
    except SystemExit as end:
        ended, (out, err) = end.code, capsys.readouterr()
    assert ended == status
    assert json.loads(out).keys() == {"error"}
    assert err


def test_a_store_readable_by_others_is_said(begun, tmp_path):
    assert begun("check")[0] == 0
    (tmp_path / "search" / "search.db").chmod(0o644)
    status, out, _ = begun("check")
    assert status == 1
    assert "search.db" in out


TOLD = st.lists(
    st.tuples(
        st.sampled_from(["applied", "applied", "saved", "acknowledged", "interview", "rejected"]),
        st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 1)),
        st.sampled_from(["Analyst", "Analyst", "Analyst", "Senior Analyst", "Analyst (m/f/d)", "Baker", ""]),
        st.sampled_from(["Quellbach", "QUELLBACH GmbH", "Quellbach"]),
        st.sampled_from(["tracker.csv", "linkedin.csv", "mail.mbox"]),
    ),
    min_size=1,
    max_size=4,
)


def mailed(*told: tuple[str, int]) -> list[tuple]:
    """Return what letters tell of one job, each with its kind and day in March 2026."""
    return [(kind, date(2026, 3, day), "Analyst", "Quellbach", "mail.mbox") for kind, day in told]


@settings(max_examples=int(os.environ.get("JOBKIT_NAMINGS", "15")))
@given(TOLD)
@example(mailed(("applied", 1), ("rejected", 1), ("applied", 31)))
@example(mailed(("applied", 1), ("rejected", 1), ("applied", 31), ("interview", 31)))
@example(mailed(("applied", 1), ("rejected", 1), ("acknowledged", 31)))
@example(mailed(("saved", 1), ("rejected", 1), ("applied", 6)))
def test_an_application_named_by_its_company_is_the_one_that_linking_finds(told):
    with tempfile.TemporaryDirectory() as place:
        search = Search(place, as_of="2026-12-31")
        for n, (kind, day, role, company, file) in enumerate(told):
            event = Event(kind=kind, date=day and day.isoformat(), company=company, role=role)
            imported(search, [row(n, event, name=file, n=str(n))], file, exclusive=file != "mail.mbox")
        try:
            quick = Recorder(place).anchor("Quellbach")
        except JobkitError:
            return
        home = dict(zip(search.events["event"], search.events["application"], strict=True))
        assert home[quick.event] == search.find("Quellbach")


def test_what_several_files_tell_of_one_application_is_noted_without_loading_the_tables(search):
    job = {"company": "Quellbach GmbH", "role": "Data Analyst"}
    imported(search, [row(1, Event(kind="applied", date="2026-01-05", **job))], "tracker.csv")
    imported(search, [row(1, Event(kind="applied", date="2026-01-06", **job))], "linkedin.csv")
    imported(search, [row(1, Event(kind="rejected", date="2026-02-01", **job))], "mail.mbox", exclusive=False)
    assert Recorder(search.folder).anchor("Quellbach").company == "Quellbach GmbH"
    imported(search, [row(1, applied("Quellbach", "Baker"))], "other.csv")
    with pytest.raises(JobkitError):
        Recorder(search.folder).anchor("Quellbach")


def test_a_letter_without_an_employer_may_be_of_the_only_one_with_that_title(search):
    events = [applied("Quellbach", date=None), Event("rejected", "2024-09-15", "Quellbach", "Planner")]
    imported(search, [row(1, *events)], "tracker.csv")
    letter = Event("rejected", "2026-03-01", role="Planner", details={"message_id": "<1@mail.example>"})
    imported(search, [row(1, letter)], "mail.mbox", exclusive=False)
    with pytest.raises(JobkitError):
        Recorder(search.folder).anchor("Quellbach")
    with pytest.raises(UnclearError):
        search.find("Quellbach")
    imported(search, [row(1, applied("Ostrava", date="2026-02-01"))], "other.csv")
    quick = Recorder(search.folder).anchor("Quellbach").event
    again = Search(search.folder, as_of="2026-06-30")
    home = dict(zip(again.events["event"], again.events["application"], strict=True))
    assert home[quick] == again.find("Quellbach")


def test_two_lines_of_one_file_are_two_applications_however_alike(search):
    imported(search, [row(n, applied("Quellbach"), n=str(n)) for n in range(2)])
    with pytest.raises(JobkitError):
        Recorder(search.folder).anchor("Quellbach")


HEAVY = """
import runpy, sys
sys.argv = ["jobkit", *sys.argv[1:]]
try:
    runpy.run_module("jobkit.commands.cli", run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
heavy = "pandas numpy rich typing pathlib dataclasses inspect tomllib hashlib urllib subprocess tempfile".split()
print([name for name in heavy if name in sys.modules])
"""


@pytest.mark.parametrize(
    "words",
    ["--help", "log acknowledged Quellbach", "why Quellbach logistics", "done Quellbach thank_manager"],
)
def test_what_only_records_or_tells_its_own_words_loads_nothing_heavy(search, words):
    imported(search, [row(1, applied("Quellbach"))], "tracker.csv")
    imported(search, [row(1, applied("Quellbach", date="2026-01-06"))], "linkedin.csv")
    environment = {**os.environ, "JOBKIT_DATA": str(search.folder)}
    command = [sys.executable, "-c", HEAVY, *words.split()]
    made = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines()[-1] == "[]"


def test_the_reasons_known_by_name_are_those_of_the_settings():
    settings_of_all = (ROOT / "jobkit" / "data" / "reasons.toml").read_text(encoding="utf-8")
    assert tuple(tomllib.loads(settings_of_all)["reasons"]) == tables.REASONS
    assert set(tomllib.loads(settings_of_all)["says"]) == set(tables.SAYS)


def test_who_says_so_is_refused_where_it_is_no_such_word(search):
    with pytest.raises(JobkitError, match=r"“me” cannot stand for “says”: it is not one of feedback"):
        search.record_evidence("Tallowbrook", "not_demonstrated", "me", "I think so")


@pytest.mark.parametrize("version", ["4.5.6", "4.4", "3.6.8", None])
def test_an_older_jupyterlab_is_refused_before_it_is_started(jobkit, monkeypatch, version):
    from importlib import metadata

    def found(_):
        if version is None:
            raise metadata.PackageNotFoundError
        return version

    monkeypatch.setattr(metadata, "version", found)
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: pytest.fail("it was started"))
    status, _, err = jobkit("lab")
    assert status == 1
    assert "JupyterLab 4.5.7 or newer" in err


def test_the_jupyterlab_that_is_asked_for_is_the_one_that_is_installed(jobkit, monkeypatch):

    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 0)
    assert jobkit("lab")[0] == 0
    least = ".".join(map(str, reports.LEAST_LAB))
    assert f'"jupyterlab>={least}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_lab_passes_on_what_jupyterlab_is_given(jobkit, monkeypatch):
    started = []
    monkeypatch.setattr(subprocess, "call", lambda words, **_: started.append(words) or 0)
    status, *_ = jobkit(
        "lab", "--no-browser", "--port", "8899", "--ip", "127.0.0.1", "--", "--ServerApp.root_dir=x"
    )
    assert status == 0
    assert started[0][-4:] == ["--no-browser", "--port=8899", "--ip=127.0.0.1", "--ServerApp.root_dir=x"]


@pytest.mark.parametrize("name", ["plain", "with space", "a%b", "it's", 'quote"d'])
def test_a_scheduled_report_runs_the_command_on_this_folder(tmp_path, capsys, name):
    folder = tmp_path / name
    words = [sys.executable, "-m", "jobkit", "report", "--data", str(folder)]
    for system in ("cron", "systemd"):
        assert (
            cli.main(["schedule", "--for", system, "--day", "3", "--hour", "7", "--data", str(folder)]) == 0
        )
        out = capsys.readouterr().out
        if system == "cron":
            line = out.splitlines()[1]
            assert line.startswith("0 7 3 * * ")
            assert shlex.split(line.split(" * * ", 1)[1].replace(r"\%", "%")) == words
        else:
            start = next(line for line in out.splitlines() if line.startswith("ExecStart="))
            assert shlex.split(start.removeprefix("ExecStart=").replace("%%", "%")) == words
            assert "OnCalendar=*-*-03 07:00" in out
    assert not folder.exists()


INTERRUPTS = int(os.environ.get("JOBKIT_INTERRUPTS", "4"))
SAID = cli.INTERRUPTED


@pytest.mark.parametrize("seed", range(INTERRUPTS))
def test_interrupted_at_any_moment_it_says_so_and_nothing_is_half_written(begun, tmp_path, seed):
    """JOBKIT_INTERRUPTS gives more moments. Before the command begins it is Python itself that is interrupted."""
    at = random.Random(seed)
    rows = [f"Firm {n},Planner,2026-01-{1 + n % 28:02},Rejected\n" for n in range(1_500)]
    (tmp_path / "tracker.csv").write_text("Company,Role,Applied,Status\n" + "".join(rows), encoding="utf-8")
    ways = {
        "add": [str(tmp_path / "tracker.csv")],
        "due": ["--ics", str(tmp_path / "steps.ics")],
        "report": ["2026-01"],
        "log": ["interview", "Quellbach"],
    }
    verb = [*ways][seed % len(ways)]
    begin = "import sys; from jobkit.commands.cli import main; print('begun', flush=True); sys.exit(main())"
    command = [sys.executable, "-c", begin, verb, "--data", str(tmp_path / "search"), *ways[verb]]
    longest = {"add": 1.5, "due": 1.5, "report": 5.0, "log": 0.1}[verb]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "begun\n"
        time.sleep(at.uniform(0.0, longest))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    told = (process.returncode, err)
    assert process.returncode in (0, 1, -signal.SIGINT), told
    assert (process.returncode == 1) == (SAID in err), told
    assert Recorder(tmp_path / "search").store.faults() == []
    assert [path.name for path in tmp_path.rglob("*.unfinished*")] == []
    rows = Recorder(tmp_path / "search").store.read("SELECT count(*) FROM events")
    assert rows[0][0] in (4, 5, 3_004)


def test_a_second_map_adds_to_the_first(tmp_path):
    table = tmp_path / "hunt.csv"
    table.write_text("Firm,Job,Sent,Zustand\nAcorn,Clerk,2026-01-02,xyzzy\nBirch,Clerk,2026-01-03,plugh\n")
    search = Search(tmp_path / "search")
    search.add(table, mapping={"Zustand": "status", "xyzzy": "rejected"})
    search.add(table, mapping={"plugh": "interview"})
    outcomes = search.applications.set_index("company")["outcome"]
    assert outcomes["Acorn"] == "rejected"
    assert search.applications.set_index("company")["furthest"]["Birch"] == "interview"


def test_split_takes_the_beginning_of_an_event(search, jobkit):
    job = {"company": "Quellbach", "role": "Data Analyst"}
    imported(search, [row(1, Event(kind="applied", date="2026-01-05", **job))], "tracker.csv")
    imported(search, [row(2, Event(kind="applied", date="2026-01-06", **job))], "linkedin.csv")
    one, other = search.events["event"]
    n = next(n for n in range(3, len(one)) if one[:n] != other[:n])
    where = ("--data", str(search.folder))
    assert jobkit("split", *where, one[:n].upper())[0] == 0
    assert len(Search(search.folder).applications_on("2026-12-31")) == 2
    assert "No event begins" in jobkit("split", *where, "zzzz")[2]


def test_split_refuses_a_beginning_of_several_events(begun, monkeypatch):
    events = tables.frame("events", [{"event": f"abcd{n}", "kind": "applied"} for n in range(2)])
    monkeypatch.setattr(Search, "events", events)
    status, _, err = begun("split", "abcd")
    assert status == 1
    assert "2 events begin with “abcd”" in err


def test_history_says_days_as_people_do_and_json_keeps_the_moment(begun):
    moment = json.loads(begun("history", "--json")[1])[0]["at"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", moment)
    shown = begun("history")[1]
    assert re.search(r"\d{1,2} [A-Z][a-z]+( \d{4})?, \d\d:\d\d ", shown)
    assert moment not in shown
