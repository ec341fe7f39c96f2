"""The commands of the months after: what a step brought, who was hired, what the job asked, what you bring."""

from __future__ import annotations

import io
import json
import re
import sys

import pytest

from jobkit import Search, sections
from jobkit.commands import COMMANDS, cli

JOB = {"application": "Quellbach / Data Analyst", "entry": "a"}
NOTES = [
    {"record": "event", "kind": "applied", "date": "2026-01-05", **JOB},
    {"record": "event", "kind": "interview", "date": "2026-01-20", **JOB},
    {"record": "event", "kind": "rejected", "date": "2026-02-03", **JOB},
    {"record": "event", "kind": "applied", "date": "2026-01-06", "application": "Ostrava Foods / Baker"},
    {"record": "person", "on": "2026-01-20", **JOB, "name": "Imke Sandoval", "part": "hiring_manager"},
    {"record": "person", "name": "Odd Fellowes", "part": "contact", "company": "Quellbach GmbH"}
    | {"title": "Buyer", "connected": "2019-05-02"},
    {"record": "person", "name": "Nell Farraway", "part": "contact", "company": "Elsewhere Ltd"},
    {"record": "person", "name": "Imke Sandoval", "part": "contact", "company": "Quellbach GmbH"},
    {"record": "step", "step": "message", "person": "Imke Sandoval", "date": "2026-02-04", "outcome": "done"},
]
POSTING = "Requirements\n- 5 years of experience with Python\n- Nice to have: Basket weaving\n"
RESUME = {
    "basics": {"name": "Wilhelmina Testworth", "email": "wilhelmina@example.org"},
    "work": [
        {"name": "Secretive Mills", "position": "Lead Analyst", "startDate": "2012-01"},
    ],
    "education": [{"institution": "Hidden University", "studyType": "Master of Science"}],
    "skills": [{"name": "Python"}, {"name": "wilhelmina@example.org"}],
}
PROFILE = """#set page(margin: 2cm)
= Wilhelmina Testworth
wilhelmina\\@example.org \\
+44 20 7946 0311

== Experience
Lead Analyst, Secretive Mills #h(2cm) Jan 2012 – Present

== Education
Master of Science in Statistics, Hidden University #h(2cm) 2008 - 2010

== Skills
Python, SQL, Testworth's own method
"""
TOLD = (b"Wilhelmina", b"Testworth", b"wilhelmina", b"Secretive", b"Hidden", b"7946")


@pytest.fixture
def jobkit(typed, tmp_path):
    """The command on a small search."""
    (tmp_path / "notes.json").write_text(json.dumps(NOTES), encoding="utf-8")
    assert typed("add", str(tmp_path / "notes.json"))[0] == 0
    return typed


def shown(jobkit, *words: str):
    """What a verb prints as JSON."""
    status, out, err = jobkit(*words, "--json")
    assert status == 0, err
    return json.loads(out)


def written(tmp_path, name: str, content: str | bytes):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def pdf(markup: str) -> bytes:
    import typst

    return typst.compile(markup.encode(), format="pdf")


# ---- people, steps and what they brought


def test_whom_you_know_at_the_company_is_shown_with_the_application(jobkit):
    assert [row["name"] for row in shown(jobkit, "show", "Quellbach")["contacts"]] == ["Odd Fellowes"]
    out = jobkit("show", "Quellbach")[1]
    assert "People you know there" in out
    assert "Odd Fellowes" in out
    assert "People you know there" not in jobkit("show", "Ostrava Foods")[1]


def test_somebody_of_whom_more_is_told_stands_once(jobkit):
    assert jobkit("person", "Ida Noll", "--part", "interviewer", "--application", "Quellbach")[0] == 0
    more = ("--title", "Head cook", "--note", "met at the fair")
    assert jobkit("person", "Ida Noll", "--part", "interviewer", "--application", "Quellbach", *more)[0] == 0
    (line,) = [line for line in jobkit("show", "Quellbach")[1].splitlines() if line.startswith("Ida Noll")]
    assert "Head cook" in line and "met at the fair" in line


def test_a_pasted_profile_is_banded_and_no_copy_is_left(jobkit, monkeypatch, tmp_path):
    pasted = "Ida Noll\n\nExperience\nCook, Elm Dairy, 2019 - 2023\n\nSkills\nExcel\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(pasted.encode())))
    status, out, err = jobkit("hire", "Quellbach", "external", "--file", "-", "--hired", "January 2026")
    assert status == 0, err
    assert "is kept as 1 January 2026" in out and "Kept of it, and nothing else: " in out
    (hire,) = shown(jobkit, "show", "Quellbach")["hires"]
    assert hire["hired"] == "2026-01-01" and hire["credentials"]["skills"] == ["Microsoft Excel"]
    assert not [path for path in tmp_path.rglob("*") if "pasted" in path.name]


@pytest.mark.parametrize(
    ("before", "is_asked"),
    [
        ("Quellbach · Full-time\nAug 2014 - Feb 2026", True),
        ("Quellbach · Full-time\nAug 2014 - Dec 2016", False),  # they came back
        ("Elm Dairy · Full-time\nAug 2014 - Feb 2026", False),
    ],
)
def test_a_hire_who_was_there_before_is_asked_about_as_one_from_inside(jobkit, monkeypatch, before, is_asked):
    job = "Head cook\nQuellbach · Full-time\nMar 2026 - Present"
    pasted = f"Ida Noll\n\nExperience\n{job}\n\nCook\n{before}\n\nSkills\nExcel\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(pasted.encode())))
    status, out, err = jobkit("hire", "Quellbach", "-")
    assert status == 0, err
    assert ("at Quellbach since 2014" in out and "Quellbach internal" in out) is is_asked


@pytest.mark.parametrize(("name", "day"), [("left", "April 2026"), ("reopened", "2026-04-01")])
def test_what_became_of_a_hire_on_a_day_to_come_is_refused(jobkit, name, day):
    status, _, err = jobkit("hire", "Quellbach", "external", f"--{name}", day, "--on", "2026-03-20")
    assert status == 1 and "1 April 2026 has not come yet" in err and "Nothing was recorded" in err


def test_what_is_typed_of_a_hire_is_said_again_and_its_note_is_shown(jobkit):
    out = jobkit("hire", "Quellbach", "external", "-c", "seniority=lead", "--note", "from the dairy")[1]
    assert "Kept: lead." in out and "nothing else" not in out
    assert "from the dairy" in jobkit("show", "Quellbach")[1]


def test_after_a_job_is_taken_the_applications_to_withdraw_are_named(jobkit):
    assert "Still open" not in jobkit("due", "--as-of", "2026-03-01")[1]
    jobkit("log", "applied", "--company", "Elm Dairy", "--date", "2026-01-08")
    jobkit("log", "accepted", "Elm Dairy", "--date", "2026-02-20")
    out = jobkit("due", "--as-of", "2026-03-01")[1]
    assert "You accepted the job at Elm Dairy. Still open elsewhere: Ostrava Foods." in out
    assert "withdrawn COMPANY" in out
    assert "Still open" not in jobkit("due", "--as-of", "2026-06-01")[1]
    jobkit("log", "withdrawn", "Ostrava Foods", "--date", "2026-02-21")
    assert "Still open" not in jobkit("due", "--as-of", "2026-03-01")[1]


def test_a_résumé_that_is_added_is_said_to_be_taken_as_your_own(jobkit, tmp_path):
    paper = written(tmp_path, "tom.json", json.dumps(RESUME))
    out = jobkit("add", paper)[1]
    assert "tom.json was read as your own; jobkit me" in out
    assert re.search("jobkit undo.*then jobkit hire.*COMPANY", out)


def test_an_obstacle_without_a_plan_is_not_dropped(jobkit):
    status, _, err = jobkit("reflect", "2026-02", "--plan", "If A then B", *["--obstacle", "rain"] * 2)
    assert status == 1 and "Each --obstacle belongs to a --plan" in err


def test_a_month_in_two_words_is_that_month(jobkit):
    assert "January 2026" in jobkit("activities", "january", "2026")[1]
    status, _, err = jobkit("report", "march", "2026", "--as-of", "2026-02-20")
    assert status == 1 and "March 2026 had not begun on 20 February 2026" in err
    assert "February 2026" in jobkit("reflect", "february", "2026", "--air", "Ask first.")[1]


def test_the_days_of_a_step_are_said_alike_on_the_page_and_in_lists(tmp_path, jobkit):
    """A page never says “best by” of a day that has passed, and lists no step that `due` no longer does."""
    pages = {
        day: Search(tmp_path / "search", as_of=day) for day in ("2026-02-28", "2026-03-20", "2026-12-01")
    }
    assert jobkit("log", "offer", "Ostrava Foods", "--date", "2026-01-20")[0] == 0
    open_, later, gone = (seen.month("2026-02")["due"] for seen in pages.values())
    assert "who_was_hired" in set(open_["step"]) and gone.empty
    for day, rows in zip(pages, (open_, later), strict=False):
        due = pages[day].due().set_index("due")
        assert due.loc[rows["due"], "state"].to_list() == rows["state"].to_list()
        for line, row in zip(sections.agenda(rows, day)["when"], rows.to_dict("records"), strict=True):
            assert line.startswith("best by") == (row["state"] in ("due", "coming"))
            assert not line.startswith("best by") or row["closes"] >= pages[day].as_of
    company = jobkit("company", "Quellbach", "--as-of", "2026-03-20")[1]
    assert "up to 3 April" in company and "best by 10 February" not in company


def test_an_offer_that_waits_comes_before_all_on_the_page_too(tmp_path, jobkit):
    assert jobkit("log", "offer", "Ostrava Foods", "--date", "2026-01-20")[0] == 0
    seen = Search(tmp_path / "search", as_of="2026-03-20")
    assert sections._first_steps(seen.month("2026-03"))["step"].iloc[0] == "answer_offer"
    assert "Interviews include one offer that came without one." in jobkit("status")[1]


def test_what_is_logged_of_a_new_employer_is_said_where_something_was_set_right(jobkit):
    event = shown(jobkit, "show", "Ostrava Foods")["events"][0]["event"]
    assert jobkit("correct", event, "date=2026-01-07")[0] == 0
    status, out, err = jobkit("log", "applied", "--company", "Elm Dairy", "--date", "2026-02-01")
    assert status == 0 and "Recorded: applied at Elm Dairy on 1 February 2026" in out, err


def test_a_note_of_an_event_is_shown_and_nothing_said_of_a_hire_is_no_hire(jobkit):
    noted = ("--date", "2026-01-08", "--note", "form on their site")
    assert jobkit("log", "acknowledged", "Ostrava Foods", *noted)[0] == 0
    assert "form on their site" in jobkit("show", "Ostrava Foods")[1]
    status, _, err = jobkit("hire", "Quellbach")
    assert status == 1 and "Say what you know: internal, external" in err
    assert shown(jobkit, "show", "Quellbach")["hires"] == []


def test_an_offer_by_the_same_house_ends_the_steps_of_the_job_lost_there(jobkit):
    assert "positions_at_six_months" in jobkit("due", "--as-of", "2026-08-05")[1]
    again = ("--company", "Quellbach", "--role", "Buyer")
    assert jobkit("log", "offer", *again, "--date", "2026-07-20")[0] == 0
    assert "positions_at_six_months" not in jobkit("due", "--as-of", "2026-08-05")[1]


def test_a_step_that_a_message_shows_already_is_offered_and_kept_with_its_day(jobkit):
    due = shown(jobkit, "due", "--as-of", "2026-02-06")
    (thanks,) = [row for row in due if row["seems_done"]]
    assert thanks["seems_done"] == "2026-02-04"
    assert "wrote on" in " ".join(jobkit("due", "--as-of", "2026-02-06")[1].split())
    assert not [row for row in shown(jobkit, "due", "--as-of", "2026-02-03") if row["seems_done"]]
    assert jobkit("done", thanks["due"][:8], "--as-of", "2026-02-06")[0] == 0
    assert [row["date"] for row in shown(jobkit, "show", "Quellbach")["steps"]] == ["2026-02-04"]
    assert thanks["due"] not in {row["due"] for row in shown(jobkit, "due", "--as-of", "2026-02-06")}


def test_a_reason_that_was_none_is_dropped_by_the_id_that_show_lists(jobkit):
    assert jobkit("why", "Quellbach", "logistics", "--says", "feedback")[0] == 0
    (sign,) = shown(jobkit, "show", "Quellbach")["evidence"]
    assert jobkit("why", "--drop", sign["evidence"][:6])[0] == 0
    assert shown(jobkit, "show", "Quellbach")["evidence"] == []
    assert jobkit("undo")[0] == 0 and len(shown(jobkit, "show", "Quellbach")["evidence"]) == 1
    assert jobkit("why", "--drop", "zzzz")[0] == 1 and jobkit("why")[0] != 0


def test_feedback_that_a_step_brought_is_evidence_and_one_undo_takes_both_back(jobkit):
    words = ("--outcome", "answered", "--words", "we missed an example", "--date", "2026-02-10")
    assert jobkit("done", "Quellbach", "ask_feedback", *words, "--reason", "not_demonstrated")[0] == 0
    told = shown(jobkit, "show", "Quellbach")
    (evidence,) = told["evidence"]
    assert (evidence["reason"], evidence["says"]) == ("not_demonstrated", "feedback")
    assert (evidence["words"], evidence["date"]) == ("we missed an example", "2026-02-10")
    assert told["steps"][0]["words"] == "we missed an example"
    assert jobkit("undo")[0] == 0
    told = shown(jobkit, "show", "Quellbach")
    assert (told["evidence"], told["steps"]) == ([], [])


@pytest.mark.parametrize("command", [("why", "Quellbach"), ("done", "Quellbach", "ask_feedback", "--reason")])
def test_a_reason_in_no_list_is_refused_before_anything_is_written(jobkit, command):
    status, _, err = jobkit(*command, "not_likeable")
    assert status == 1
    assert "more qualified" in err
    assert len(shown(jobkit, "history")) == 1


def test_a_reason_is_said_and_shown_in_words_and_the_word_that_was_typed_is_kept(jobkit):
    out = jobkit("why", "Quellbach", "salary", "--on", "2026-02-04")[1]
    assert out.splitlines()[0] == "Recorded: place, work permit, pay or start date (your guess, right after)."
    assert "It belongs to Quellbach · Data Analyst, from 5 January 2026" in out
    out = jobkit("show", "Quellbach", "--as-of", "2026-02-05")[1]
    assert "place, pay or permit" in out and "your guess, right after" in out and "salary" in out
    assert "logistics" not in out and "guess_early" not in out


def test_of_two_jobs_at_an_employer_the_lost_one_is_meant_where_a_loss_is_spoken_of(jobkit):
    jobkit("log", "applied", "--company", "Quellbach", "--role", "Night Buyer", "--date", "2026-05-02")
    for words in (
        ("hire", "Quellbach", "internal"),
        ("why", "Quellbach", "salary"),
        ("done", "Quellbach", "compare"),
    ):
        assert "Data Analyst" in jobkit(*words)[1], words
    assert "Night Buyer" in jobkit("log", "interview", "Quellbach", "--date", "2026-05-20")[1]
    assert "Night Buyer" in jobkit("done", "Quellbach", "thank_email")[1]
    assert "Night Buyer" in jobkit("why", "Quellbach night", "salary")[1], "words of both name it"
    assert jobkit("hire", "Quellbach analyst", "external")[0] == 0
    assert shown(jobkit, "show", "Quellbach analyst")["hires"][0]["hired_from"] == "external"


def test_a_reason_of_ones_own_can_be_recorded(jobkit, tmp_path):
    own = '[reasons.language]\nunder = "not_demonstrated"\nlabel = "in a language I am learning"\n'
    (tmp_path / "search" / "reasons.toml").write_text(own, encoding="utf-8")
    assert jobkit("why", "Quellbach", "language")[0] == 0
    (tmp_path / "search" / "reasons.toml").write_text("[reasons", encoding="utf-8")
    status, _, err = jobkit("why", "Quellbach", "language")
    assert status == 1
    assert "reasons.toml" in err


def test_advice_from_a_talk_is_kept_with_whom_it_came_from_and_later_with_what_was_done(jobkit, tmp_path):
    told = ("--advice", "Show the work", "--recommendation", "Read Tufte", "--person", "Imke Sandoval")
    assert jobkit("done", "Quellbach", "coffee", *told, "--date", "2026-05-04")[0] == 0
    assert jobkit("reflect", "2026-06", "--did", "show the", "A page of pictures in the next letter")[0] == 0
    (air,) = Search(tmp_path / "search").reflections.to_dict("records")
    assert (air["month"], air["kind"], air["text"]) == ("2026-05", "air", "Show the work")
    assert air["details"] == {
        "advice": "Show the work",
        "recommendation": "Read Tufte",
        "person": "Imke Sandoval",
        "did": "A page of pictures in the next letter",
    }
    status, _, err = jobkit("reflect", "2026-06", "--did", "Sing", "no")
    assert status == 1
    assert "Sing" in err


def test_what_a_step_can_bring_is_told_in_its_help(capsys):
    with pytest.raises(SystemExit):
        cli.main(["done", "--help"])
    out = capsys.readouterr().out
    assert all(f"--{name}" in out for name in ("reason", "advice", "insight", "recommendation"))


# ---- who was hired


@pytest.mark.parametrize("name", ["profile.pdf", "resume.json"])
def test_of_the_file_of_a_hire_only_bands_are_kept_and_no_byte_of_the_person(jobkit, tmp_path, name):
    content = pdf(PROFILE) if name.endswith(".pdf") else json.dumps(RESUME)
    file = written(tmp_path, name, content)
    words = ("--from", "external", "--hired", "2026-03-02", "--known-by", "profile")
    assert jobkit("hire", "Quellbach", "--file", file, *words)[0] == 0
    (hire,) = shown(jobkit, "show", "Quellbach")["hires"]
    known = hire["credentials"]
    assert (known["years"], known["education"], known["seniority"]) == ("10–15", 7, "lead")
    assert "Python" in known["skills"]
    kept = [path for path in (tmp_path / "search").rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        data = path.read_bytes()
        assert not [told for told in TOLD if told in data], path.name


def test_a_skill_that_the_posting_asked_for_is_kept_of_a_hires_free_resume(jobkit, tmp_path):
    jobkit("posting", "Quellbach", written(tmp_path, "advert.txt", "Requirements\nExperience with Loomcraft"))
    file = written(tmp_path, "cv.pdf", pdf(PROFILE.replace("SQL", "Loomcraft")))
    assert jobkit("hire", "Quellbach", "--file", file)[0] == 0
    (hire,) = shown(jobkit, "show", "Quellbach")["hires"]
    assert hire["credentials"]["skills"] == ["Loomcraft", "Python"]


# ---- what was read wrongly


def test_a_letter_that_was_misread_is_set_right_and_what_was_set_aside_is_listed(jobkit, tmp_path):
    refusal = next(row for row in shown(jobkit, "show", "Quellbach")["events"] if row["kind"] == "rejected")
    status, out, _ = jobkit("correct", refusal["event"][:6], "kind=none")
    assert (status, "Left out" in out) == (0, True)
    assert "rejected" not in {row["kind"] for row in shown(jobkit, "show", "Quellbach")["events"]}
    assert jobkit("correct", refusal["event"], "colour=red")[0] == 1
    letter = "From: Lampwick <walks@example.org>\nSubject: Next walk\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\nTea.\n"
    assert jobkit("add", written(tmp_path, "walk.eml", letter))[0] == 0
    assert "Next walk" in jobkit("problems", "--set-aside")[1]
    assert "Next walk" in jobkit("problems", "--set-aside", "WALK")[1]
    assert "Nothing was set aside" in jobkit("problems", "--set-aside", "bread")[1]


# ---- your own credentials


def test_your_credentials_are_corrected_left_out_and_brought_back(jobkit, tmp_path):
    assert jobkit("add", written(tmp_path, "resume.json", json.dumps(RESUME)))[0] == 0
    rows = {row["section"]: row for row in shown(jobkit, "me")}
    assert "Lead Analyst" in jobkit("me")[1]
    assert jobkit("me", "--correct", rows["role"]["fact"][:6], "title=Analyst")[0] == 0
    roles = [row for row in shown(jobkit, "me") if row["section"] == "role"]
    assert [(row["title"], row["started"]) for row in roles] == [("Analyst", "2012-01")]
    assert jobkit("me", "--drop", roles[0]["fact"])[0] == 0
    assert "role" not in {row["section"] for row in shown(jobkit, "me")}
    assert jobkit("undo")[0] == 0
    assert "role" in {row["section"] for row in shown(jobkit, "me")}


def test_what_no_file_tells_of_you_is_written_down_and_counts(jobkit):
    told = ("title=Head cook", "organisation=Quellbach Inn", "started=2019-03", "ended=2021-02")
    assert jobkit("me", "--add", "role", *told)[0] == 0
    assert jobkit("me", "--add", "language", "name=Polish", "level=native")[0] == 0
    out = jobkit("me")[1]
    assert "Mar 2019 – Feb 2021  Head cook, Quellbach Inn   [written down]" in out
    assert "Polish (native)" in out
    mine = [row for row in shown(jobkit, "me") if row["organisation"] == "Quellbach Inn"]
    assert jobkit("me", "--correct", mine[0]["fact"], "ended=present")[0] == 0
    assert "Mar 2019 – today" in jobkit("me")[1]
    assert jobkit("undo")[0] == jobkit("undo")[0] == jobkit("undo")[0] == 0
    assert "Quellbach Inn" not in jobkit("me")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["job", "title=Cook"], "“job” is not one of role, education"),
        (["role", "started=2019"], "Say what it is: title or organisation. Nothing was recorded."),
        (["role", "title=Cook", "started=March"], "A month is written 2019-01"),
        (["role", "Cook"], "Write what is right as COLUMN=VALUE"),
        (["skill", "colour=red", "name=Grill"], "“colour” is not one of title"),
        (["skill", "name=Grill", "name=Wok"], "A column is given twice"),
        (["role", "title=Cook", "started=2024-05", "ended=2020"], "It cannot be from 2024-05 to 2020"),
        (["role", "title=Cook", "started=2130-05"], "It cannot be from 2130-05 to today"),
    ],
)
def test_what_cannot_be_written_down_of_you_is_refused_whole(jobkit, words, said):
    before = shown(jobkit, "me")
    status, _, err = jobkit("me", "--add", *words)
    assert status == 1
    assert said in err
    assert shown(jobkit, "me") == before


def test_an_id_holds_after_a_correction_and_the_doubt_that_it_settles_goes(jobkit, tmp_path):
    text = "Experience\nGlazier\nHarrow Glass\n03/2019 - 05/2016\nCut panes\n\nSkills\nExcel\n"
    jobkit("add", written(tmp_path, "cv.txt", text))
    fact = next(row["fact"] for row in shown(jobkit, "me") if row["section"] == "role")
    assert "In doubt" in jobkit("me")[1]
    assert jobkit("me", "--correct", fact, "started=2016-05")[0] == 0
    assert "In doubt" not in jobkit("me")[1]
    assert jobkit("me", "--correct", fact, "ended=2019-03")[0] == 0
    (role,) = [row for row in shown(jobkit, "me") if row["section"] == "role"]
    assert (role["fact"], role["started"], role["ended"]) == (fact, "2016-05", "2019-03")
    assert role["origin"] == "cv.txt, line 4"
    assert jobkit("undo")[0] == 0
    (role,) = [row for row in shown(jobkit, "me") if row["section"] == "role"]
    assert (role["fact"], role["started"]) == (fact, "2016-05")
    assert jobkit("undo")[0] == 0
    assert "In doubt" in jobkit("me")[1]


@pytest.mark.parametrize(
    "wrong", ["colour=red", "started=soon", "started=2019-19", "level=high", "section=hobby", "title"]
)
def test_a_correction_that_no_comparison_could_read_is_refused(jobkit, tmp_path, wrong):
    jobkit("add", written(tmp_path, "resume.json", json.dumps(RESUME)))
    fact = shown(jobkit, "me")[0]["fact"]
    status, _, err = jobkit("me", "--correct", fact, wrong)
    assert status == 1
    assert err.startswith("jobkit: ")
    assert len(shown(jobkit, "history")) == 2


# ---- what the job asked for


def asked(jobkit) -> dict:
    return {row["dimension"]: row["value"] for row in shown(jobkit, "show", "Quellbach")["postings"]}


@pytest.mark.parametrize("dash", [(), ("-",)])
def test_a_posting_is_read_from_standard_input(jobkit, monkeypatch, dash):
    monkeypatch.setattr(sys, "stdin", io.StringIO(POSTING))
    status, out, _ = jobkit("posting", "Quellbach", *dash)
    assert status == 0
    assert "5 years" in out
    assert asked(jobkit)["years"] == "5"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("advert.txt", POSTING),
        ("advert.html", "<html><body><h2>Requirements</h2><li>5 years of experience with Python</li></body>"),
        ("advert.pdf", "= Requirements\n- 5 years of experience with Python"),
    ],
)
def test_a_posting_is_read_from_a_file(jobkit, tmp_path, name, content):
    file = written(tmp_path, name, pdf(content) if name.endswith(".pdf") else content)
    assert jobkit("posting", "Quellbach", file)[0] == 0
    found = asked(jobkit)
    assert (
        (found["years"], found["skill"]) == ("5", "Python") if name != "advert.txt" else found["years"] == "5"
    )


def test_an_advert_recorded_again_the_same_day_replaces_the_first(jobkit, tmp_path):
    for text in ("Requirements\n- Python\n- 2 years of experience", "Requirements\n- German B2"):
        assert jobkit("posting", "Quellbach", written(tmp_path, "advert.txt", text))[0] == 0
    assert asked(jobkit) == {"language": "German"}
    assert jobkit("undo")[0] == 0
    assert asked(jobkit) == {"skill": "Python", "years": "2"}


def test_a_posting_that_asks_for_nothing_records_nothing_and_says_so(jobkit, tmp_path):
    status, _, err = jobkit("posting", "Quellbach", written(tmp_path, "advert.txt", "We are lovely."))
    assert status == 1
    assert "Nothing was recorded" in err
    assert len(shown(jobkit, "history")) == 1


# ---- a downloaded table of skills

ESCO = (
    "conceptType,conceptUri,skillType,preferredLabel,altLabels,description\n"
    'KnowledgeSkillCompetence,http://data.example/1,skill,weave baskets,"basket weaving\nbasketry",Weave.\n'
    'KnowledgeSkillCompetence,http://data.example/2,knowledge,Python (computer programming),"Python",Program.\n'
)
ONET = 'O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\n11-1011.00\tLoom 12" Master\t1\tLooms\n'


@pytest.mark.parametrize(
    ("name", "content", "alias", "label"),
    [
        ("skills_en.csv", ESCO, "basketry", "weave baskets"),
        ("Technology Skills.txt", ONET, 'loom 12" master', 'Loom 12" Master'),
    ],
)
def test_a_downloaded_table_of_skills_is_recognised_and_kept(jobkit, tmp_path, name, content, alias, label):
    file = written(tmp_path, name, content)
    (row,) = shown(jobkit, "add", file)
    assert (row["kind"], row["understood"], row["problems"]) == ("skills table", 1, 0)
    skills = Search(tmp_path / "search").skills
    assert skills[alias] == label
    assert "python" not in skills
    (again,) = shown(jobkit, "add", file)
    assert (again["new"], again["already_known"]) == (0, 1)
    jobkit("undo")
    assert Search(tmp_path / "search").skills == {}


def test_a_table_of_occupations_is_no_table_of_skills(jobkit, tmp_path):
    content = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels\nOccupation,http://data.example/1,1,baker,\n"
    status, _, err = jobkit("add", written(tmp_path, "occupations_en.csv", content))
    assert status == 1
    assert "not a table of skills" in err


def test_a_table_of_skills_makes_two_names_meet(jobkit, tmp_path):
    from jobkit import comparison

    jobkit("add", written(tmp_path, "skills_en.csv", ESCO))
    jobkit("posting", "Quellbach", written(tmp_path, "advert.txt", "Must have: basket weaving, Python."))
    jobkit("hire", "Quellbach", "-c", "skills=Basketry", "-c", "years=3-5")
    search = Search(tmp_path / "search")
    assert "weave baskets" in set(search.postings["value"])
    name = search.applications.index[search.applications["company"] == "Quellbach"][0]
    told = {}
    for wider in (None, search.skills):
        one = comparison.case(name, search.hires, search.credentials, search.postings, "2026-06-01", wider)
        told[bool(wider)] = one.requirements.loc["weave baskets", "hire"]
    assert told == {False: "unknown", True: "met"}


def test_a_month_is_reflected_on_question_by_question(jobkit, tmp_path, monkeypatch):
    jobkit("reflect", "2026-05", "--plan", "If A then B", "--plan", "If C then D")
    answers = {
        "What came of it": ["done", ""],
        "In a few words": ["it rained"],
        "What would you write": ["Rest."],
        "A plan": ["If E then F", ""],
        "What may get in the way": ["fear"],
        "An experiment": ["short letters"],
        "How will you tell": ["an interview within 45 days, n = 15"],
        "Advice": ["show the work"],
        "What did you do": ["two pictures"],
    }
    asked = []

    def answer(words):
        asked.append(words)
        return next(told.pop(0) for start, told in answers.items() if words.startswith(start))

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    status, out, _ = jobkit("reflect", "2026-06")
    assert (
        status == 0
        and "You planned: If A then B" in out
        and "Kept for June 2026: one plan looked back on, " in out
    )
    kept = Search(tmp_path / "search").reflections
    kept = kept[kept["month"] == "2026-06"].set_index("kind")["details"]
    assert kept["review"] == {"outcome": "done", "came": "it rained"}
    assert kept["plan"] == {"if": "E", "then": "F", "obstacle": "fear"}
    assert kept["experiment"] == {"measure": "an interview within 45 days, n = 15"}
    assert kept["air"] == {"advice": "show the work", "did": "two pictures"}
    assert not any(answers.values())
    status, _, said = jobkit("reflect", "2026-07", "--review", "nothing of the kind", "done")
    assert status == 1 and "No plan begins with “nothing of the kind”." in said and "If E then F" in said
    status, out, _ = jobkit("reflect", "2026-07", "--review", "if e", "not yet")
    assert status == 0


@pytest.mark.parametrize("wrong", ["yeers=3", "years=lots", "skill=SAP", "education=tall", "seniority="])
def test_a_fact_of_a_hire_that_no_comparison_could_read_is_refused_before_anything_is_kept(jobkit, wrong):
    before = len(shown(jobkit, "history"))
    status, _, err = jobkit("hire", "Quellbach", "--from", "external", "-c", wrong)
    assert status == 1
    assert "Nothing was recorded" in err
    assert len(shown(jobkit, "history")) == before
    assert (
        jobkit("hire", "Quellbach", "--from", "external", "-c", "years=6-8", "-c", "education=master")[0] == 0
    )


def test_what_is_said_again_of_a_hire_is_named_and_the_rest_is_kept(jobkit):
    first = ("-c", "years=6-8", "-c", "education=master")
    out = jobkit("hire", "Quellbach", "--from", "external", "--hired", "2026-03-01", *first)[1]
    assert "In place of" not in out
    out = jobkit("hire", "Quellbach", "--from", "external", "-c", "years=3", "--hired", "2026-03-01")[1]
    assert "In place of what was recorded before: years 3 (was 6-8)." in out
    (known,) = shown(jobkit, "show", "Quellbach")["hires"]
    assert known["credentials"] == {"years": "3", "education": "master"}
    out = jobkit("hire", "Quellbach", "--from", "internal", "--hired", "2026-04-02")[1]
    assert "hired 2026-04-02 (was 2026-03-01); hired from internal (was external)." in out


def test_what_is_let_go_is_counted_and_not_listed_among_what_can_be_done(jobkit):
    day = ("--as-of", "2026-03-10")
    every = shown(jobkit, "due", *day)
    gone = [row for row in every if row["state"] == "let go"]
    out = jobkit("due", *day)[1]
    assert gone
    late = f"{len(gone)} steps are too late now; leave them."
    assert (late if len(gone) > 1 else "One step is too late now; leave it.") in out
    assert "expired" not in out.casefold()


def test_status_says_over_how_many_waits_are_counted_where_that_differs(jobkit, tmp_path):
    assert "Waiting times use" not in jobkit("status", "--as-of", "2026-03-10")[1]
    told = {"record": "event", "kind": "applied", "application": "Undated Ltd / Cook"}
    assert jobkit("add", written(tmp_path, "more.json", json.dumps([told])))[0] == 0
    out = " ".join(jobkit("status", "--as-of", "2026-03-10")[1].split())
    assert "Waiting times use 2 of 3 applications; the rest have no usable dates." in out


def test_a_draft_names_what_can_be_given_and_refuses_what_it_does_not_take(jobkit):
    out = jobkit("draft", "Quellbach", "thank_note")[1]
    assert '-f me="…"' in out
    assert '-f me="…"' not in jobkit("draft", "Quellbach", "thank_note", "-f", "me=Robin")[1]
    status, _, err = jobkit("draft", "Quellbach", "thank_note", "-f", "notd=Robin")
    said = " ".join(err.split())
    assert (status, "“notd”" in said, "mean “noted”?" in said) == (1, True, True)
    assert "me: your name, as you sign" in said


def test_a_step_in_which_something_is_looked_up_needs_no_message_unless_one_has_written_a_draft(jobkit):
    for language in ((), ("--language", "de")):
        status, _, err = jobkit("draft", "Quellbach", "who_was_hired", *language)
        said = " ".join(err.split())
        assert (status, "This step needs no message: Find out who was hired" in said) == (1, True)
        assert "jobkit due" in said and "folder drafts" not in said


def test_a_step_is_known_by_its_id_in_any_state_and_by_its_name(jobkit):
    (asks,) = [row for row in shown(jobkit, "due", "--as-of", "2026-02-06") if row["step"] == "thank_manager"]
    assert jobkit("done", asks["due"][:6], "--as-of", "2026-02-06", "--outcome", "asked")[0] == 0
    assert len(shown(jobkit, "show", "Quellbach")["steps"]) == 1
    for day in ("2026-02-07", "2026-05-01", "2028-01-01"):
        assert jobkit("draft", asks["due"][:6], "--as-of", day)[0] == 0
    assert jobkit("done", asks["due"][:6], "--as-of", "2026-05-01", "--outcome", "answered")[0] == 0
    assert len(shown(jobkit, "show", "Quellbach")["steps"]) == 2
    assert asks["due"][:4] in jobkit("show", "Quellbach", "--as-of", "2026-05-01")[1]
    assert jobkit("draft", "Quellbach", "thank manager")[0] == 0
    status, _, err = jobkit("done", "Quellbach", "thank_manger")
    assert (status, "Did you mean “thank_manager”?" in err) == (1, True)
    status, _, err = jobkit("draft", "zzzz")
    assert (status, "No step has an id that starts with “zzzz”" in " ".join(err.split())) == (1, True)


def test_a_step_is_named_in_either_order_and_an_application_alone_lists_its_steps(jobkit):
    for words in ("thank_manager Quellbach", "Quellbach thank manager", "thank manager Quellbach"):
        assert jobkit("draft", *words.split())[0] == 0
    assert jobkit("done", "ask_feedback", "Quellbach", "--words", "Too slow")[0] == 0
    assert shown(jobkit, "show", "Quellbach")["steps"][0]["step"] == "ask_feedback"
    status, _, err = jobkit("draft", "Quellbach", "--as-of", "2026-02-06")
    assert (status, "Which step do you mean: “Quellbach" in err, "No step" in err) == (1, True, False)
    status, _, err = jobkit("draft", "Quellbach", "--as-of", "2025-12-31")
    assert (status, "Nothing is due for “Quellbach”" in " ".join(err.split())) == (1, True)


def test_the_lists_show_the_id_and_the_name_and_what_was_asked_waits(jobkit):
    day = ("--as-of", "2026-02-10")
    jobkit("person", "Ravi Oduya", "--part", "interviewer", "--application", "Quellbach")
    (row,) = [row for row in shown(jobkit, "due", *day) if row["step"] == "ask_feedback"]
    out = jobkit("due", *day)[1]
    assert row["due"][:4] in out and "ask_feedback" in out
    jobkit("done", row["due"], *day, "--outcome", "asked")
    out = " ".join(jobkit("due", "--as-of", "2026-02-12")[1].split())
    assert "Asked, no answer yet:" in out and "You asked on 10 February 2026, no answer yet." in out


def test_the_steps_that_are_known_without_reading_the_process_are_those_of_the_process():
    from jobkit import steps, tables

    assert tuple(step.key for step in steps.load().steps) == tables.STEPS


# ---- the day on which something was learned


def known(jobkit, day: str) -> dict:
    return shown(jobkit, "show", "Quellbach", "--as-of", day)


RECORDING = "log why hire person posting debrief done settle reflect me merge split correct doubts".split()
"""The commands that record; `undo` records nothing: it takes back, whatever day it is."""


def test_every_command_that_records_takes_the_day_it_was_learned():
    flags = {name: {flag for option in COMMANDS[name].options for flag in option[0]} for name in RECORDING}
    assert [name for name, known in flags.items() if "--on" not in known] == []


def test_what_is_set_right_keeps_the_day_it_was_found_out_and_holds_before_it(jobkit, tmp_path):
    event = known(jobkit, "2026-02-10")["events"][0]["event"]
    assert jobkit("correct", event, "date=2026-01-04", "--on", "2026-06-01")[0] == 0
    assert known(jobkit, "2026-02-10")["events"][0]["date"] == "2026-01-04"

    assert [row["recorded"] for row in Search(tmp_path / "search").store.facts("corrections")] == [
        "2026-06-01"
    ]


def test_a_day_without_a_year_counts_from_the_day_it_was_learned(jobkit):
    out = jobkit("log", "interview", "Ostrava", "--date", "12 March", "--on", "2025-03-14")[1]
    assert "on 12 March 2025" in out


def test_an_interview_to_come_is_known_from_the_day_it_was_learned(jobkit):
    jobkit("log", "interview", "Ostrava", "--date", "2026-03-20", "--on", "2026-03-02")
    kinds = [
        {row["kind"] for row in shown(jobkit, "show", "Ostrava", "--as-of", day)["events"]}
        for day in ("2026-03-01", "2026-03-20")
    ]
    assert kinds == [{"applied"}, {"applied", "interview"}]
    ahead = [
        "Ahead:" in jobkit("due", "--as-of", day)[1] for day in ("2026-03-01", "2026-03-02", "2026-03-21")
    ]
    assert ahead == [False, True, False]


def test_what_was_learned_later_than_it_happened_is_not_known_before(jobkit):
    jobkit("log", "offer", "Quellbach", "--date", "2026-03-01", "--on", "2026-04-10")
    jobkit("why", "Quellbach", "logistics", "--date", "2026-03-05")
    jobkit("why", "Quellbach", "more_qualified", "--date", "2026-03-05", "--on", "2026-05-01")
    jobkit("person", "Ravi Oduya", "--application", "Quellbach", "--on", "2026-04-02")
    jobkit("done", "Quellbach", "ask_feedback", "--on", "2026-04-03")
    kinds = [
        [row["kind"] for row in known(jobkit, day)["events"]]
        for day in ("2026-02-10", "2026-04-09", "2026-04-10")
    ]
    assert ["offer" in one for one in kinds] == [False, False, True]
    reasons = [
        {row["reason"] for row in known(jobkit, day)["evidence"]} for day in ("2026-03-04", "2026-03-05")
    ]
    assert reasons == [set(), {"logistics"}]
    assert len(known(jobkit, "2026-05-01")["evidence"]) == 2
    people = [{row["name"] for row in known(jobkit, day)["people"]} for day in ("2026-04-01", "2026-04-02")]
    assert people == [{"Imke Sandoval"}, {"Imke Sandoval", "Ravi Oduya"}]
    assert [len(known(jobkit, day)["steps"]) for day in ("2026-04-02", "2026-04-03")] == [0, 1]
    assert (known(jobkit, "2026-04-03")["steps"][0]["date"]) == "2026-04-03"
    status, _, err = jobkit("show", "Quellbach", "--as-of", "2025-01-01")
    assert (status, "Nothing was known of “Quellbach” on 1 January 2025." in err) == (1, True)


def test_of_a_hire_each_day_knows_what_was_learned_by_then(jobkit):
    jobkit("hire", "Quellbach", "--from", "external", "--on", "2026-03-20")
    jobkit("hire", "Quellbach", "--left", "2026-08-30", "-c", "years=3-5", "--on", "2026-09-02")
    assert "external" in jobkit("company", "Quellbach", "--as-of", "2026-04-01")[1], "known since March"

    def one(day):
        return [(row["hired_from"], row["left"], row["credentials"]) for row in known(jobkit, day)["hires"]]

    assert one("2026-03-19") == []
    assert one("2026-03-20") == [("external", None, None)]
    assert one("2026-09-02") == [("external", "2026-08-30", {"years": "3-5"})]
    assert not {row["step"] for row in shown(jobkit, "due", "--as-of", "2026-09-01")} & {"role_open_again"}
    assert {row["step"] for row in shown(jobkit, "due", "--as-of", "2026-09-02")} & {"role_open_again"}
    jobkit("undo")
    assert one("2026-09-02") == [("external", None, None)]


def test_entering_a_past_opens_no_step_whose_time_is_over(jobkit):
    job = ("--company", "Umbertide", "--role", "Clerk")
    jobkit("log", "applied", *job, "--date", "2025-03-01")
    jobkit("log", "interview", "Umbertide", "--date", "2025-03-15")
    jobkit("log", "rejected", "Umbertide", "--date", "2025-04-01")
    jobkit("hire", "Umbertide", "--from", "external", "--hired", "2025-05-01", "--on", "2025-06-01")
    rows = shown(jobkit, "due", "--as-of", "2026-06-01")
    steps = [row["step"] for row in rows if row["company"] == "Umbertide"]
    assert steps == ["positions_at_twelve_months", "hire_at_twelve_months"], "from the day they began"
    assert "connect_with_hire" in {row["step"] for row in shown(jobkit, "due", "--as-of", "2025-06-02")}


def test_the_hire_is_a_person_before_anybody_names_them(jobkit):
    jobkit("hire", "Quellbach", "--from", "external", "--on", "2026-03-05")
    day = ("--as-of", "2026-03-10")
    (row,) = [row for row in shown(jobkit, "due", *day) if row["step"] == "connect_with_hire"]
    assert row["what"] == "Send the person hired at Quellbach a connection request"
    draft = jobkit("draft", row["due"][:6], *day)[1]
    assert "[name]" in draft and "Imke" not in draft and "Who is it for?" in draft
    jobkit("done", row["due"][:6], "--outcome", "answered", "--on", "2026-03-11")
    assert "Maya Okonjo" in jobkit("hire", "Quellbach", "--person", "Maya Okonjo", "--on", "2026-03-12")[1]
    assert [one["name"] for one in known(jobkit, "2026-03-12")["people"]] == ["Imke Sandoval", "Maya Okonjo"]
    steps = {row["step"]: row for row in known(jobkit, "2026-05-20")["process"]}
    assert steps["connect_with_hire"]["state"] == "done"
    assert steps["coffee"]["what"].startswith("Ask Maya Okonjo to coffee")
    assert "Maya" in jobkit("draft", row["due"][:6], "--as-of", "2026-05-20")[1]
    assert "Hello Imke" not in jobkit("draft", "Quellbach", "coffee", "--as-of", "2026-05-20")[1]


def test_applying_again_where_everything_was_ended_is_a_new_try(jobkit):
    out = jobkit("log", "applied", "Quellbach", "--date", "2027-01-10", "--on", "2027-01-10")[1]
    assert "your try number 2 at this job" in " ".join(out.split())
    rows = shown(jobkit, "applications", "--as-of", "2027-02-01")
    tries = [row for row in rows if row["company"] == "Quellbach"]
    assert [row["outcome"] for row in tries] == ["rejected", "open"]
    assert tries[1]["earlier_try"] == tries[0]["application"]
    jobkit("log", "interview", "Quellbach", "--date", "2027-01-20")
    rows = shown(jobkit, "applications", "--as-of", "2027-02-01")
    assert [row["n_interviews"] for row in rows if row["company"] == "Quellbach"] == [1, 1]


def test_what_a_referral_passed_on_counts_as_hearsay_unless_they_were_there(jobkit):
    words = ("--outcome", "answered", "--words", "a cousin", "--reason", "internal_or_known")
    out = jobkit("done", "Quellbach", "ask_referral", *words, "--on", "2026-02-20")[1]
    assert "Their words count as hearsay." in out
    jobkit("done", "Quellbach", "ask_referral", *words, "--says", "referral_first_hand", "--on", "2026-02-21")
    assert [row["says"] for row in shown(jobkit, "show", "Quellbach")["evidence"]] == [
        "referral_hearsay",
        "referral_first_hand",
    ]


def test_a_search_that_keeps_a_day_is_looked_at_from_it_and_records_on_it(jobkit, tmp_path):
    Search(tmp_path / "search").look_from("2026-02-06")
    rows = shown(jobkit, "due")
    assert "thank_manager" in {row["step"] for row in rows} and "who_was_hired" not in {
        row["step"] for row in rows if row["state"] == "due"
    }
    jobkit("done", "Quellbach", "ask_feedback")
    assert shown(jobkit, "show", "Quellbach")["steps"][0]["date"] == "2026-02-06"
    assert len(shown(jobkit, "due", "--as-of", "2026-03-10")) > 0


def test_a_contact_has_its_company_where_you_met_for_a_job(jobkit, tmp_path):
    jobkit("due", "--vcard", str(tmp_path / "people.vcf"), "--as-of", "2026-02-06")
    text = (tmp_path / "people.vcf").read_text(encoding="utf-8")
    assert "N:Sandoval;Imke;;;" in text and "ORG:Quellbach" in text and "N:Fellowes;Odd;;;" in text


def test_another_job_at_a_known_employer_is_no_second_try(jobkit):
    out = jobkit(
        "log", "applied", "Quellbach", "--role", "Harp teacher", "--date", "2027-01-10", "--on", "2027-01-10"
    )[1]
    assert "your try number" not in " ".join(out.split())
    tries = [
        row for row in shown(jobkit, "applications", "--as-of", "2027-02-01") if row["company"] == "Quellbach"
    ]
    assert [(row["role"], row["earlier_try"]) for row in tries][-1] == ("Harp teacher", None)


def test_a_talk_noted_twice_for_one_day_and_a_call_of_ones_own_are_said_to_be(jobkit):
    jobkit(
        "log",
        "applied",
        "--company",
        "Rookmead",
        "--role",
        "Baker",
        "--date",
        "2026-03-01",
        "--on",
        "2026-03-20",
    )
    said = ("log", "screening", "Rookmead", "--date", "2026-03-20", "--on", "2026-03-20")
    out = " ".join(jobkit(*said, "--note", "rang them, shortlisting in April")[1].split())
    assert "Recorded: acknowledged" in out and "counts as no talk. Was it one? jobkit correct" in out
    assert "A conversation: 0 of 1" not in jobkit("status")[1]
    assert "furthest: acknowledged" in jobkit("show", "Rookmead")[1]
    jobkit(*said, "--note", "a call from the bakery")
    out = " ".join(jobkit(*said, "--note", "they asked about the ovens")[1].split())
    assert "One of that day was known already" in out and "jobkit undo" in out


def test_an_end_from_before_the_day_of_applying_is_refused_with_a_way_on(jobkit):
    job = ("--company", "Rookmead", "--role", "Baker")
    jobkit("log", "applied", *job, "--date", "2026-03-20", "--on", "2026-06-01")
    end = ("log", "rejected", "Rookmead", "--date", "2026-02-20", "--on", "2026-06-01")
    code, _, err = jobkit(*end)
    assert code == 1
    assert " applied --company Rookmead --role Baker --date DAY" in " ".join(err.split())
    assert jobkit("log", "applied", *job, "--date", "2026-01-10", "--on", "2026-06-01")[0] == 0
    assert jobkit(*end)[0] == 0
    tries = json.loads(jobkit("applications", "--json")[1])
    ends = {row["applied"]: row["outcome"] for row in tries if row["company"] == "Rookmead"}
    assert ends == {"2026-01-10": "rejected", "2026-03-20": "open"}


def test_a_posting_and_a_hire_name_their_application_by_the_same_id(jobkit, tmp_path):
    jobkit("log", "applied", "--company", "Rookmead", "--role", "Baker")
    jobkit("log", "rejected", "Rookmead", "--date", "2026-03-18")
    (tmp_path / "advert.txt").write_text(POSTING, "utf-8")
    belongs = [
        jobkit(*words)[1].split("It belongs to ")[1].splitlines()[0]
        for words in (("posting", "Rookmead", str(tmp_path / "advert.txt")), ("hire", "Rookmead", "external"))
    ]
    assert belongs[0] == belongs[1] and "from" not in belongs[0]


def test_a_page_of_a_name_that_fits_two_applications_names_both_commands(jobkit):
    for role in ("Baker", "Cook"):
        jobkit("log", "applied", "--company", "Rookmead", "--role", role, "--date", "2026-03-18")
    code, _, err = jobkit("run", "case", "-p", "application=Rookmead")
    assert code == 1 and err.count(" case -p application=") == 2


def test_years_in_the_field_of_an_advert_are_kept_of_the_paper_of_a_hire(jobkit, tmp_path):
    jobkit("log", "applied", "--company", "Rookmead", "--role", "Assistant", "--date", "2026-01-18")
    jobkit("log", "rejected", "Rookmead", "--date", "2026-03-18")
    (tmp_path / "advert.txt").write_text("Requirements\n- 3 years of experience in educational publishing\n")
    (tmp_path / "hire.txt").write_text(
        "Experience\nSenior Editor, Foxlow Press, 2019 - present\nGardener, Mallow House, 2009 - 2019\n"
    )
    jobkit("posting", "Rookmead", str(tmp_path / "advert.txt"))
    out = jobkit("hire", "Rookmead", "external", "--file", str(tmp_path / "hire.txt"))[1]
    assert "5 to 8 years of such work" in " ".join(out.split())
