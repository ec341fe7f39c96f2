"""Tracker tables become events, and no row of them is lost."""

import csv
import inspect
import io
import json
import os
import random
import sys
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobkit.errors import SourceError
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.search import Search
from jobkit.sources.tables import grids, jobs, layouts, shapes, trackers
from jobkit.sources.tables.headings import name_of, role_of
from jobkit.sources.tables.statuses import Lexicon, _key, is_no, is_yes
from jobkit.tables import REASONS

GOLDEN = Path(__file__).parent / "golden"
SHARED = Path(__file__).parents[2] / "shared" / "data" / "trackers"
INPUTS = sorted(path for path in GOLDEN.iterdir() if not path.name.endswith(".expected.json"))
STATUSES = [(entry["kind"], entry) for entry in shipped("statuses")["status"]]


def _told(details) -> dict:
    """Return details without those that say where an event is from: they have their own test."""
    return {key: value for key, value in details.items() if key not in ("column", "rule")}


def shown(extraction) -> dict:
    """Return an extraction as plain JSON, with only what is filled."""
    records = []
    for record in extraction.records:
        events = []
        for event in record.events:
            fields = event._asdict() | {"details": _told(event.details)}
            events.append(
                {k: dict(v) if k == "details" else v for k, v in fields.items() if v or k == "date"}
            )
        facts = [{"table": fact.table, **dict(fact.values)} for fact in record.facts]
        problems = [f"{problem.field}: {problem.problem}" for problem in record.problems]
        one = {"origin": record.origin, "events": events, "facts": facts, "problems": problems}
        one |= {"set_aside": record.set_aside, "state": record.state}
        records.append({key: value for key, value in one.items() if value})
    layout = {column.heading: column.role for column in extraction.layout}
    return {"kind": extraction.kind, "exclusive": extraction.exclusive, "layout": layout, "records": records}


def read(tmp_path, text, name="tracker.csv", mapping=None, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return trackers.extract(path, mapping)


def told(extraction):
    """Return (kind, date) of every event, row by row."""
    return [[(event.kind, event.date) for event in record.events] for record in extraction.records]


def test_every_golden_input_has_an_expectation_and_the_reverse():
    expected = {path.name.removesuffix(".expected.json") for path in GOLDEN.glob("*.expected.json")}
    assert {path.stem for path in INPUTS} == expected
    assert len({path.stem for path in INPUTS}) == len(INPUTS) > 20


def test_a_golden_expectation_tells_what_happened_when_and_where():
    expected = [json.loads(path.read_text(encoding="utf-8")) for path in GOLDEN.glob("*.expected.json")]
    events = [event for one in expected for record in one["records"] for event in record.get("events", [])]
    assert len(events) > 150
    assert all(event["kind"] and "date" in event for event in events)
    assert sum(bool(event["date"]) for event in events) > 0.5 * len(events)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_a_golden_tracker_gives_what_is_expected(path):
    expected = json.loads((GOLDEN / f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    assert shown(trackers.extract(path)) == expected


WITNESSES = {
    "a_yes_beside_its_day_adds_nothing": "flags_and_days.csv",
    "a_sheet_of_talks_has_their_days": "tables_under_headings_that_say_what_happened.md",
    "a_day_on_a_sheet_of_endings_is_asked_about": "a_day_below_rejected.md",
    "good_news_in_steps_is_asked_about_while_it_goes_on": "an_offer_in_the_words_of_steps.csv",
    "turned_down_is_theirs_or_yours": "said_no.csv",
    "a_state_adds_what_no_step_tells": "notion.csv",
    "a_rejection_also_closes": "a_rejection_that_closed_it.csv",
    "an_answer_dates_what_it_answers": "follow_ups.csv",
    "a_day_of_what_was_not_sent_is_asked_about": "a_day_though_nothing_was_sent.csv",
    "a_plan_is_saved_and_not_sent": "a_note_that_nothing_was_sent.csv",
    "a_reply_without_its_words_is_an_answer": "the_day_of_a_reply_and_nothing_else.csv",
    "a_yes_has_the_day_of_its_row": "a_flag_and_its_day_apart.csv",
    "what_goes_on_was_begun": "cards.csv",
    "a_row_that_tells_nothing_is_saved": "korean.csv",
    "a_try_begins_once": "sent_and_applied.csv",
}
LOG_WITNESSES = {
    "turned_down_is_theirs_or_yours": "moves_turned_down.csv",
    "the_day_of_a_line_is_that_of_its_last_step": "event_log.csv",
}


@pytest.mark.parametrize(("which", "witnesses"), [("RULES", WITNESSES), ("LOG_RULES", LOG_WITNESSES)])
def test_each_rule_of_a_row_has_a_golden_that_changes_without_it(which, witnesses, monkeypatch):
    rules = getattr(trackers, which)
    assert [rule.__name__ for rule in rules] == list(witnesses)
    for rule, name in zip(rules, witnesses.values(), strict=True):
        expected = json.loads((GOLDEN / f"{Path(name).stem}.expected.json").read_text(encoding="utf-8"))
        monkeypatch.setattr(trackers, which, tuple(other for other in rules if other is not rule))
        assert shown(trackers.extract(GOLDEN / name)) != expected, rule.__name__
    for rule in rules:
        assert len(inspect.getsource(rule).splitlines()) <= 15, f"{rule.__name__} is long for a rule"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2 Jan", "5 March", "20 July"], ["2023-01-02", "2023-03-05", "2023-07-20"]),
        (["12 Dec", "5 March", "2 Aug"], ["2022-12-12", "2023-03-05", "2023-08-02"]),
        (["1 Oct", "3 Jan", "4 June", "2 Oct"], ["2022-10-01", "2023-01-03", "2023-06-04", "2023-10-02"]),
        (["20 Nov", "3 July", "6 Feb", "9 Sep"], ["2023-11-20", "2023-07-03", "2023-02-06", "2022-09-09"]),
        (["10 Dec", "12 Dec"], ["2023-12-10", "2023-12-12"]),
    ],
)
def test_days_without_any_year_are_the_latest_before_their_file_was_saved(days, expected, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("Company,Role,Applied\n" + "".join(f"Acorn {day},Cook,{day}\n" for day in days))
    os.utime(path, (1_700_000_000, 1_700_000_000))  # 14 November 2023
    extraction = trackers.extract(path)
    assert told(extraction) == [[("applied", day)] for day in expected]
    assert all(event.details["date_inferred"] for record in extraction.records for event in record.events)
    (doubt,) = extraction.doubts
    assert "before 14 November 2023, when the file was saved" in doubt.sentence
    assert (doubt.is_whole, len(doubt.rows)) == (True, len(days))
    named = path.rename(tmp_path / "mine 2019.csv")
    assert not [*trackers.extract(named).doubts]


def test_an_event_says_from_which_column_and_by_which_rule_it_is(tmp_path):
    text = "Company,Role,Applied,Outcome,Heard back\nAcorn,Cook,2024-03-01,turned down,2024-03-20\n"
    (record,) = read(tmp_path, text).records
    applied, rejected = record.events
    assert (applied.details["column"], "rule" in applied.details) == ("Applied", False)
    assert rejected.details["column"] == "Outcome"
    assert rejected.details["rule"] == "turned down is theirs or yours; an answer dates what it answers"
    assert record.content["Outcome"] == "turned down"


def _invented_stage_dates(tmp_path):
    """Return a search of the shape of the real one, and the ends that it was made with."""
    rng = random.Random(7)
    ends = ["Rejected"] * 137 + ["No project for now"] * 3 + ["Accepted"] + ["Turn down"] * 5
    ends += ["Applied"] * 299 + ["In process"] * 2
    talked = {0, 1, 137, 138, 139, 140, 141, 142, 143, 445, *range(2, 12)}
    lines = []
    for at, end in enumerate(ends):
        day = f"{rng.randint(1, 28):02}/{rng.choice(('09', '10'))}/2023"
        applied = "" if at % 45 == 2 else "30/08/2023" if at == 0 else "06/11/2023" if at == 1 else day
        call = "13/10/2023" if at in talked and at % 2 else ""
        meeting = "14/10/2023 17:00" if at in talked and not at % 2 else ""
        offer = "20/10/2023" if at in (141, 142, 143, 3) else ""
        final = "26/10/2023" if end not in ("Applied", "In process") else ""
        lines.append([end, f"Société {at}", "Data Scientist", "Offer", applied, call, meeting, offer, final])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    heading = [
        "Status",
        "Company",
        "Role",
        "Type",
        "Application",
        "Phone call",
        "1st interview",
        "Proposition",
    ]
    writer.writerows([[*heading, "Final answer"], *lines])
    path = tmp_path / "invented.csv"
    path.write_text("\ufeff" + out.getvalue(), encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("which", ["invented", *[p.stem for p in SHARED.glob("stage_dates_2023.csv")]])
def test_a_search_with_one_day_a_stage_is_told_to_the_last_row(which, tmp_path):
    path = _invented_stage_dates(tmp_path) if which == "invented" else SHARED / f"{which}.csv"
    records = list(trackers.extract(path).records)
    events = [event for record in records for event in record.events]
    kinds = Counter(event.kind for event in events)
    applied = [event.date for event in events if event.kind == "applied"]
    talked = [r for r in records if {"screening", "interview"} & {e.kind for e in r.events}]
    ended = sum(kinds[kind] for kind in ("rejected", "closed", "accepted", "declined", "withdrawn"))
    assert len(records) == len(applied) == 447
    assert all(record.state == "understood" for record in records)
    assert sum(day is not None for day in applied) == 437
    assert (min(filter(None, applied)), max(filter(None, applied))) == ("2023-08-30", "2023-11-06")
    assert len(talked) == 20
    assert kinds["offer"] == 4
    assert (kinds["rejected"], kinds["closed"], kinds["accepted"]) == (137, 3, 1)
    assert kinds["declined"] + kinds["withdrawn"] == 5
    assert (kinds["declined"], kinds["withdrawn"]) == (3, 2)
    assert 447 - ended == 301


@pytest.mark.parametrize("path", sorted(SHARED.glob("*.csv")) + INPUTS, ids=lambda path: path.name)
def test_no_row_and_no_cell_is_lost(path):
    found = trackers.extract(path)
    read = grids.read(path)
    rows = [row for grid in read for row in (*grid.rows, *grid.outside)]
    records = list(found.records)
    headings = " | ".join(column.heading for column in found.layout)
    if shapes.unfolded(read) != read:  # lists, boards, forms: each line is kept, whatever row it became
        kept = " | ".join(cell for record in records for cell in record.content.values()) + headings
        assert [cell for row in rows for cell in row.cells if " ".join(cell.split()) not in kept] == []
        return
    sign = read[0].delimiter or "\0"  # what a remark that it cuts in two is put together with
    kept = {r.origin.rpartition(":")[2]: sign.join(r.content.values()) for r in records}
    missing = [row for row in rows if kept.get(str(row.number)) != sign.join(row.cells)]
    assert len(rows) - len(records) == len(missing) <= max(1, len({grid.name for grid in read}))
    assert all(" ".join(cell.split()) in headings for row in missing for cell in row.cells)  # the heading


@pytest.mark.parametrize(("kind", "entry"), STATUSES, ids=lambda value: str(value)[:40])
def test_each_status_entry_reads_its_own_example_and_words(kind, entry):
    kinds = (kind,) if isinstance(kind, str) else tuple(kind)
    assert Lexicon().kinds(entry["example"]) == kinds
    for word in entry["words"]:
        assert Lexicon().kinds(word) == kinds
        assert Lexicon().kinds(f"  {word.upper()} ") == kinds


def test_no_status_word_stands_under_two_kinds():
    seen = {}
    for kind, entry in STATUSES:
        for word in entry["words"]:
            assert seen.setdefault(_key(word), kind) == kind, word


@pytest.mark.parametrize("entry", shipped("headings")["heading"], ids=lambda entry: entry["role"] or "unused")
def test_each_heading_entry_reads_its_own_example_and_words(entry):
    assert role_of(entry["example"])[0] == entry["role"]
    assert [word for word in entry["words"] if role_of(word)[0] != entry["role"]] == []


@pytest.mark.parametrize("section", ["channel", "remote"])
def test_each_channel_and_place_of_work_reads_its_own_example(section):
    for entry in shipped("headings")[section]:
        assert name_of(section, entry["example"]) == entry["name"]


@pytest.mark.parametrize("entry", shipped("headings")["ground"], ids=lambda entry: entry["reason"])
def test_each_ground_reads_its_own_example_and_is_a_reason(entry):
    assert jobs.ground(entry["example"]) == entry["reason"]
    assert entry["reason"] in REASONS
    assert [word for word in entry["words"] if jobs.ground(word) != entry["reason"]] == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Rejected after 2nd interview", ("rejected", "interview")),
        ("not rejected yet", ("open",)),
        ("Got an offer but declined it", ("offer", "moot")),
        ("REJECTED!!! 😡", ("rejected",)),
        ("Ghosted after onsite", ("open", "interview")),
        ("Rejcted", ("rejected",)),
        ("interveiw", ("interview",)),
        ("Entretien technique prévu", ("interview",)),
        ("perhaps later maybe", ()),
        ("withdrew (accepted elsewhere)", ("withdrawn",)),
        ("Withdrew - accepted another job", ("withdrawn",)),
        ("accepted elsewhere", ("left",)),
        ("rejected (after offer)", ("rejected", "offer")),
        ("They withdrew the offer", ("offer", "rejected")),
        ("offer declined by me", ("offer", "declined")),
        ("No longer interested", ("left",)),
        ("Not accepted", ("rejected",)),
        ("did not accept", ("moot",)),
        ("didn’t get an offer", ("open",)),
        ("Never got an interview", ("open",)),
        ("Rejected 3/4 → accepted 9/4", ("rejected", "accepted")),
        ("hired someone else", ("rejected",)),
        ("Rejected?", ("open",)),
        ("Interview cancelled", ("open",)),
        ("Role frozen", ("closed",)),
        ("Hiring on hold", ("closed",)),
        ("on hold", ("open",)),
        ("Poste gelé", ("closed",)),
        ("Stelle wurde gestrichen", ("closed",)),
        ("Proceso congelado", ("closed",)),
        ("Got an offer, said no", ("offer", "no")),
        ("Phone / OA, rejected", ("screening", "assessment", "rejected")),
        ("OA → interview → ghosted", ("assessment", "interview", "open")),
        ("Applied > OA > they turned me down by phone", ("applied", "assessment", "rejected")),
        ("Not selected for interview", ("rejected",)),
        ("No, pending", ("open",)),
        ("never replied", ("open",)),
        ("no, asked for feedback", ("rejected",)),
        ("3/4 applied; 10/4 no - asked for feedback", ("applied", "rejected")),
        ("No offer", ("rejected",)),
        ("no offer yet", ("open",)),
        ("Closed. Rejection received.", ("rejected",)),
        ("PASS", ()),
        ("passed", ()),
        ("Passed on me", ("rejected",)),
        ("Andrew decided not to continue", ()),
        ("They decided not to continue", ("rejected",)),
        ("I decided not to continue", ("left",)),
        ("Interview offered", ("interview",)),
        ("Interview accepted", ("interview",)),
        ("Successful", ("offer",)),
        ("Unsuccessful", ("rejected",)),
        ("Offer letter expected next week", ("open",)),
        ("Rejection expected", ("open",)),
        ("was offered but accepted another", ("offer", "left")),
        ("Offer withdrawn by company", ("offer", "rejected")),
        ("Withdrawn by company", ("closed",)),
        ("Closed by Robin", ("left",)),
        ("Hired previous candidate", ("rejected",)),
        ("lunch offered - accepted", ("nothing",)),
        ("Absage durch mich", ("withdrawn",)),
        ("Zusage, von mir abgelehnt", ("offer", "declined")),
        ("Absage nach VG", ("rejected", "interview")),
        ("Refusée entreprise", ("rejected",)),
        ("Refusée candidat", ("withdrawn",)),
        ("Rechazada por mí", ("withdrawn",)),
        ("Contrataron a otro", ("rejected",)),
        ("In progress — CV rewrite", ("open", "saved")),
        ("Alındı Teyidi (İşlemde)", ("acknowledged", "open")),
        ("OLUMSUZ", ("rejected",)),
        ("interview 9/9, placed on a panel", ("interview", "open")),  # a list of those who may follow
    ],
)
def test_a_state_is_understood_in_anyones_words(text, kinds):
    assert Lexicon().kinds(text) == kinds


def test_a_word_for_yes_is_not_a_word_for_no():
    assert is_yes("✅")
    assert is_yes("Oui")
    assert is_no("N/A")
    assert is_no("-")
    assert not is_no("Yes")


def test_an_unknown_state_is_a_problem_that_names_it_and_the_row_is_kept(tmp_path):
    found = read(
        tmp_path, "Company,Role,Applied,Status\nA,Clerk,2024-01-01,Blorp\nB,Clerk,2024-01-02,Rejected\n"
    )
    first = next(iter(found.records))
    assert [(event.kind, event.date) for event in first.events] == [("applied", "2024-01-01")]
    assert "Blorp" in first.problems[0].problem
    taught = trackers.extract(tmp_path / "tracker.csv", {"Blorp": "closed"})
    assert told(taught)[0] == [("applied", "2024-01-01"), ("closed", None)]


@pytest.mark.parametrize("heading", ["Date", "Answer", "Interview", "Rejected", "Applied"])
@pytest.mark.parametrize("broken", ["8/52026", "8/5/2026 & 8/142026", "5.82026"])
def test_a_broken_day_is_a_problem_that_names_it_wherever_it_stands(tmp_path, heading, broken):
    text = f"Company,Role,{heading},Status\nA,Clerk,{broken},Rejected\nB,Clerk,13/04/2026,Rejected\n"
    first = next(iter(read(tmp_path, text).records))
    assert {event.kind for event in first.events} >= {"applied", "rejected"}
    assert [p.field for p in first.problems if p.value in broken and "not a date" in p.problem] == [heading]


@pytest.mark.parametrize("heading", ["Applied", "Date", "Interview", "Status"])
@pytest.mark.parametrize("words", ["Applied 3 days ago", "2 weeks ago", "yesterday"])
def test_a_day_that_counts_from_another_is_a_problem_and_never_lost(tmp_path, heading, words):
    text = f"Company,Role,{heading},Source\nA,Clerk,{words},Indeed\nB,Clerk,5 days ago,Indeed\n"
    for record in read(tmp_path, text).records:
        assert heading in [problem.field for problem in record.problems]
        assert not any(event.date for event in record.events)


def test_a_state_of_either_side_is_asked_about_and_can_be_told(tmp_path):
    text = "Company,Role,Applied,Interview,Status\nA,Clerk,2024-01-01,passed,PASS\nB,Clerk,2024-01-02,,Rejected\n"
    first = next(iter(read(tmp_path, text).records))
    assert [event.kind for event in first.events] == ["applied", "interview"]
    assert ("of theirs or yours" in first.problems[0].problem, len(first.problems)) == (True, 1)
    taught = trackers.extract(tmp_path / "tracker.csv", {"PASS": "withdrawn"})
    assert told(taught)[0][-1] == ("withdrawn", None)


def test_plain_values_may_stand_before_the_list_of_an_object(tmp_path):
    rows = '[{"company": "Acorn", "title": "Cook", "status": "rejected", "appliedAt": "2024-03-01"}]'
    text = f'{{"version": 2, "exportedAt": "2024-05-01", "data": {rows}}}'
    assert told(read(tmp_path, text, "mine.json")) == [[("applied", "2024-03-01"), ("rejected", None)]]
    assert trackers.identify(tmp_path / "mine.json")


def test_names_that_look_like_nothing_are_kept_as_written(tmp_path):
    names = ["NA", "None", "Null Island", "007", "1e5", "+441234", "=cmd()", "@x", "TRUE"]
    text = "Company,Role,Applied,Status\n" + "".join(f'"{name}",Clerk,2024-01-01,Applied\n' for name in names)
    records = list(read(tmp_path, text).records)
    assert [record.content["Company"] for record in records] == names
    assert [record.events[0].company for record in records] == names


def test_a_word_for_nothing_in_several_columns_is_no_name(tmp_path):
    found = read(tmp_path, "Company,Role,Applied,Notes\nA,null,2024-01-13,null\nNull,Dev,2024-01-14,x\n")
    assert [(r.events[0].company, r.events[0].role) for r in found.records] == [("A", ""), ("", "Dev")]
    found = read(tmp_path, "Company,Role,Applied,Notes\nA,Dev,2024-01-13,x\nNull,Dev,2024-01-14,x\n")
    assert [r.events[0].company for r in found.records] == ["A", "Null"]


def test_the_user_says_what_a_column_is(tmp_path):
    text = "Firm X,What,Moment\nA,Clerk,2024-01-01\nB,Clerk,2024-01-02\n"
    found = read(tmp_path, text, mapping={"Firm X": "company", "What": "role", "Moment": "applied"})
    assert [(c.role, c.why.partition(";")[0]) for c in found.layout] == [
        ("company", "asked"),
        ("role", "asked"),
        ("stage:applied", "asked"),
    ]
    assert told(found) == [[("applied", "2024-01-01")], [("applied", "2024-01-02")]]


def test_the_use_of_a_column_may_be_said_in_other_words_and_is_explained(tmp_path):
    text = "Company,Role,Applied,Abc,Def,Ghi\nA,Clerk,2024-01-01,rejected,called them,2.1.2024 interview\n"
    found = read(tmp_path, text, mapping={"Abc": "outcome", "Def": "Notes", "Ghi": "timeline"})
    assert [column.role for column in found.layout][3:] == ["status", "note", "history"]
    with pytest.raises(
        SourceError, match=r"Is “status” meant\?.* history \(dated steps in one cell\)"
    ) as told:
        read(tmp_path, text, mapping={"Abc": "outcom"})
    assert len(str(told.value)) < 800


@pytest.mark.parametrize("mapping", [{"Nowhere": "company"}, {"Company": "banana"}, {"dates": "backwards"}])
def test_a_wrong_mapping_is_refused_by_name(tmp_path, mapping):
    with pytest.raises(
        SourceError, match=next(iter({"Nowhere", "banana", "backwards"} & {*mapping, *mapping.values()}))
    ):
        read(tmp_path, "Company,Role,Applied\nA,Clerk,2024-01-01\n", mapping=mapping)


@pytest.mark.parametrize(
    "text",
    [
        "Month,Applications,Interviews\n2024-01,12,1\n2024-02,8,2\n",
        "First Name,Last Name,URL,Company,Position,Connected On\nA,B,https://x.example,X,Boss,15 Jan 2024\n",
        "Company,Applications,Interviews,Offers\nA,12,3,1\nB,4,2,2\n",
        "Company,Applications,Interviews\nA,1,0\nB,1,1\n",
        "a,b,c\n1,2,3\n",
        "just a sentence\n",
        "Item,Price\nBread,2\n",
        "Leeds,Sent,9\nYork,Sent,3\nSent,No reply,8\nSent,Replied,4\nReplied,Rejected,2\nReplied,Interview,2\n",
        "- Buy milk\n- [x] Call mum\n- Fix the door\n",
        "- [x] (Feb 07) Mend the bike\n- [x] (Feb 07) Update letter\n- [ ] (Feb 19) **Bake a cake**\n",
        "## Open\n- issue 12\n- issue 13\n## Closed\n- issue 1\n",
        "- **Applied** - sent off\n- **Rejected** - they said no\n- **Offer** - they said yes\n",
        "From: Ann\nTo: Bob\nDate: 2024-03-01\n\nFrom: Bob\nTo: Ann\nDate: 2024-03-02\n",
        "name: bread\nurl: https://a.example\nprice: 2\n\nname: milk\nurl: https://b.example\nprice: 1\n",
    ],
)
def test_a_file_without_applications_is_refused_with_what_was_looked_for(tmp_path, text):
    with pytest.raises(SourceError, match="applications"):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("mails", "message_id,kind,company,role\n<a@b>,rejected,Acorn,Cook\n<c@d>,applied,Birch,Cook\n"),
        ("bank", "Date,Description,Debit,Balance\n2024-03-01,ACORN LTD,,1500\n2024-03-02,BIRCH,4.50,1495\n"),
        ("people", "Name,Email,Phone,Company,Position\nAnn,a@a.example,0123 4567,Acorn,Recruiter\n"),
        (
            "past employments",
            "Company,Title,Start Date,End Date\nAcorn,Cook,2019-03-01,2021-05-31\nBirch,Cook,2021-06-01,\n",
        ),
        ("counts", "Status,Count\nApplied,12\nRejected,5\n"),
        ("courses", "Course,Provider,Status,Completed\nPython,Acorn Ltd,Completed,2024-02-01\n"),
    ],
)
def test_a_table_of_something_else_is_refused_by_name(tmp_path, what, text):
    with pytest.raises(SourceError, match=what):
        read(tmp_path, text)


def test_a_day_on_a_sheet_of_rejections_is_not_taken_for_either(tmp_path):
    book = openpyxl.Workbook()
    for at, (name, day) in enumerate((("Applied", "2024-01-13"), ("Rejected 2024", "2024-02-01"))):
        sheet = book.active if not at else book.create_sheet()
        sheet.title = name
        sheet.append(["Company", "Role", "Date"])
        sheet.append([f"Firm {at}", "Cook", day])
    book.save(tmp_path / "book.xlsx")
    found = trackers.extract(tmp_path / "book.xlsx")
    assert told(found) == [[("applied", "2024-01-13")], [("applied", None), ("rejected", None)]]
    assert [bool(record.problems) for record in found.records] == [False, True]


def test_every_sheet_is_read_and_a_sheet_of_something_else_is_set_aside(tmp_path):
    book = openpyxl.Workbook()
    first = book.active
    first.title = "2023"
    for row in (
        ["My search"],
        [],
        ["Company", "Role", "Applied", "Status"],
        ["Acorn", "Clerk", "13/02/2023", "Applied"],
    ):
        first.append(row)
    second = book.create_sheet("2024")
    for row in (["Company", "Role", "Applied", "Status"], ["Beech", "Clerk", "02/03/2024", "Rejected"]):
        second.append(row)
    book.create_sheet("Ideas").append(["call Ann"])
    book.save(tmp_path / "search.xlsx")
    records = list(trackers.extract(tmp_path / "search.xlsx").records)
    places = ["2023]:1", "2023]:4", "2024]:2", "Ideas]:1"]
    assert [record.origin for record in records] == [f"search.xlsx[{place}" for place in places]
    assert [r.state for r in records] == ["set aside", "understood", "understood", "set aside"]
    assert records[2].events[0].date == "2024-03-02"  # the other sheet's 13/02 shows the order


def book(path, **sheets):
    """Return the path of a workbook with these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


JOBS = [["Company", "Role", "Applied", "Status"]] + [
    [f"Firm {at}", job, f"2026-03-0{at}", state]
    for at, (job, state) in enumerate((("Cook", "Applied"), ("Dyer", "Rejected"), ("Smith", "Applied")), 1)
]


@pytest.mark.parametrize("columns", [(1, 2, 3), (0, 1, 2, 3)])
def test_a_sheet_that_repeats_another_is_set_aside_by_its_name(tmp_path, columns):
    copy = [[row[at] for at in columns] for row in JOBS]
    copy[1][-1] = "No answer" if len(columns) == 3 else copy[1][-1]
    found = trackers.extract(book(tmp_path / "two.xlsx", Mine=JOBS, Copy=copy))
    records = list(found.records)
    assert [r.state for r in records] == ["understood"] * 3 + ["set aside"] * 4
    assert {r.set_aside for r in records[3:]} == {"it repeats the sheet “Mine”"}
    assert found.sheets == (("Mine", True), ("Copy", False))


PEOPLE = [
    ["Network"],
    ["First name", "Last name", "Company", "Position", "Email", "Phone"],
    ["Ada", "Lamb", "Firm 1", "Head of kitchens", "ada@firm.example", "0341 111 222"],
    ["", "", "Firm 2", "", "", ""],
]


def test_a_sheet_of_contacts_gives_people_and_no_applications(tmp_path):
    found = trackers.extract(book(tmp_path / "two.xlsx", Mine=JOBS, Contacts=PEOPLE))
    title, ada, nobody = list(found.records)[3:]
    assert [r.set_aside for r in (title, ada, nobody)] == ["above the table", "", "it names nobody"]
    person = {"part": "contact", "name": "Ada Lamb", "company": "Firm 1", "title": "Head of kitchens"}
    assert dict(ada.facts[0].values) == person | {"email": "ada@firm.example", "phone": "0341 111 222"}
    assert sum(bool(record.events) for record in found.records) == 3
    alone = trackers.extract(book(tmp_path / "contacts.xlsx", Contacts=PEOPLE))
    assert (alone.kind, [len(record.facts) for record in alone.records]) == ("contacts", [0, 1, 0])


def test_a_sheet_with_other_states_of_the_same_jobs_is_no_copy(tmp_path):
    later = [JOBS[0], *([*row[:3], "Interview"] for row in JOBS[1:])]
    records = list(trackers.extract(book(tmp_path / "two.xlsx", Mine=JOBS, Later=later)).records)
    assert all(record.state == "understood" for record in records)


def test_a_dashboard_of_counts_tells_of_no_application(tmp_path):
    counts = [
        ["Job Tracker"],
        ["Total", 3],
        ["Applied", 2],
        ["Interview", 0],
        ["Rejected", 1],
        ["Opportunity", 1],
    ]
    found = trackers.extract(book(tmp_path / "two.xlsx", Mine=JOBS, Dashboard=counts))
    assert len([record for record in found.records if record.events]) == 3
    assert found.sheets[1] == ("Dashboard", False)


@pytest.mark.parametrize(
    ("name", "place", "asked", "kinds"),
    [
        ("a_day_that_two_columns_have_in_every_row.csv", "Interview", "Interview=interview", {"interview"}),
        ("days_that_a_spreadsheet_turned.csv", "Date applied", "'dates=month first'", set()),
    ],
)
def test_what_a_whole_column_was_taken_for_is_doubted_and_the_command_undoes_it(name, place, asked, kinds):
    found = trackers.extract(GOLDEN / name)
    (doubt,) = found.doubts
    assert (doubt.place, doubt.is_whole, len(doubt.rows) > 1) == (place, True, True)
    assert doubt.command == f"jobkit add {name} --map {asked}"
    again = trackers.extract(GOLDEN / name, dict([asked.strip("'").split("=")]))
    assert not list(again.doubts)
    assert told(again) != told(found)
    assert kinds <= {kind for events in told(again) for kind, _ in events}


def test_a_formula_without_a_stored_value_is_computed_or_said(tmp_path):
    rows = [
        JOBS[0],
        ['=HYPERLINK("https://pinefold.example/1","Pinefold")', "Cook", "=DATE(2026,3,4)", "Applied"],
        ["=B2&C2", "Dyer", "2026-03-05", "Rejected"],
        ["Ternvale", "Smith", "2026-03-06", "Applied"],
    ]
    one, other, last = trackers.extract(book(tmp_path / "formulas.xlsx", Mine=rows)).records
    assert (one.events[0].company, one.events[0].date) == ("Pinefold", "2026-03-04")
    assert one.events[0].url == "https://pinefold.example/1"
    assert other.events[0].company == "=B2&C2"
    assert "formula without a stored value" in other.problems[0].problem
    assert last.state == "understood"


def test_cells_of_an_opendocument_sheet_without_a_type_of_value_are_texts(tmp_path):
    rows = [
        ["Company", "Role", "Applied", "Status"],
        ["Acorn", "Cook", "2026-03-02", "Rejected"],
        ["Birch", "Dyer", "", ""],
    ]
    cell = "<table:table-cell table:style-name='s1'><text:p>{}</text:p></table:table-cell>".format
    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
    )
    body = f"<office:body><office:spreadsheet><table:table table:name='Mine'>{lines}</table:table></office:spreadsheet></office:body>"
    with zipfile.ZipFile(tmp_path / "list.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    found = trackers.extract(tmp_path / "list.ods")
    assert told(found)[0] == [("applied", "2026-03-02"), ("rejected", None)]


def test_a_formula_that_makes_a_link_is_read_in_a_csv_as_in_a_workbook(tmp_path):
    text = 'Company,Role,Applied\nAcorn,"=HYPERLINK(""https://acorn.example/7"",""Bookseller, Saturdays"")",2026-03-02\n'
    ((event,),) = (record.events for record in read(tmp_path, text).records)
    assert (event.role, event.url) == ("Bookseller, Saturdays", "https://acorn.example/7")


def test_add_lists_what_words_were_guessed_and_which_sheets_were_read(tmp_path, capsys):
    from jobkit.commands.cli import main

    book = openpyxl.Workbook()
    for row in (
        ["Company", "Role", "Applied", "Status"],
        ["Acorn", "Clerk", "2024-03-01", "Rejevted"],
        ["Beech", "Clerk", "2024-03-02", "Rejected on 5 March 2024"],
        ["Cedar", "Clerk", "2024-03-03", "Turned it down"],
        ["Elm", "Clerk", "2024-03-04", "They rejected me after the phone screen"],
        ["Fir", "Clerk", "2024-03-05", "Phone / OA"],
    ):
        book.active.append(row)
    book.active.title = "2024"
    book.create_sheet("Ideas").append(["call Ann"])
    book.save(tmp_path / "search.xlsx")
    given = ["--data", str(tmp_path / "data"), "--dry-run", str(tmp_path / "search.xlsx")]
    assert main(["add", *given, "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    guesses = {"Rejevted": "rejected", "They rejected me after the phone screen": "rejected + screening"}
    assert dict(told["guesses"]) == guesses
    assert told["sheets"] == [["2024", True], ["Ideas", False]]
    assert main(["add", *given]) == 0
    said = capsys.readouterr().out
    assert "Read: 2024." in said
    assert "no applications were found there: Ideas." in said
    assert "“Rejevted = rejected” (search.xlsx[2024]:2)" in said


def test_a_known_state_with_its_known_ground_is_no_guess(tmp_path):
    text = "Company,Role,Applied,Status\nA,Clerk,2024-01-01,Rejected - no experience\nB,Clerk,2024-01-02,Absage: intern besetzt\n"
    found = read(tmp_path, text + "C,Clerk,2024-01-03,Rejected needs line management\n")
    assert [text for text, _ in found.guesses] == ["Rejected needs line management"]


def test_a_zip_with_a_board_in_it_is_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "board.zip", "w") as archive:
        archive.write(GOLDEN / "huntr.csv", "USER_JOBS_USER_FULL_DATA_DOWNLOAD_1.csv")
        archive.writestr("readme.pdf", b"%PDF")
    found = trackers.extract(tmp_path / "board.zip")
    assert found.kind == "Huntr board"
    assert told(found) == told(trackers.extract(GOLDEN / "huntr.csv"))


def test_a_day_that_a_form_put_everywhere_is_no_interview(tmp_path):
    lines = [f"C{at},Clerk,2024-03-{at:02},2024-01-01,Applied" for at in range(1, 13)]
    found = read(tmp_path, "Company,Role,Applied,Interview,Status\n" + "\n".join(lines) + "\n")
    assert {kind for events in told(found) for kind, _ in events} == {"applied"}
    assert "default" in next(column.why for column in found.layout if column.heading == "Interview")


@pytest.mark.parametrize(
    ("title", "bullet", "day"),
    [
        ("Applied this week:", "- ", ""),
        ("Applied this week:", "", " - bookseller (4 May 2026)"),
        ("Places I have applied to:", "", " - cook (5 May 2026)"),
        ("## Applied (May)", "- ", ""),
        ("Beworben im Mai:", "- ", ""),
    ],
)
def test_a_title_that_tells_of_applying_is_the_state_of_what_stands_below_it(tmp_path, title, bullet, day):
    lines = [title, *(f"{bullet}{firm}{day}" for firm in ("Acorn Books", "Harrow Mill", "Ferris Cafe"))]
    (tmp_path / "list.txt").write_text("\n".join(lines), "utf-8")
    search = Search(tmp_path / "search")
    search.add(tmp_path / "list.txt")
    assert list(search.events["kind"]) == ["applied"] * 3
    assert list(search.events["company"]) == ["Acorn Books", "Harrow Mill", "Ferris Cafe"]


def test_two_same_lines_are_two_applications(tmp_path):
    found = read(tmp_path, "Company,Role,Applied,Status\n" + "A,Clerk,2024-01-13,Applied\n" * 2)
    assert told(found) == [[("applied", "2024-01-13")]] * 2
    assert all(event.entry == "" for record in found.records for event in record.events)


def test_records_can_be_read_twice():
    found = trackers.extract(GOLDEN / "simplify.csv")
    assert list(found.records) == list(found.records)


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    [
        "Applied",
        "Rejected",
        "13/04/2024",
        "05/06/2024",
        "yes",
        "no",
        "N/A",
        "Acme",
        "2",
        "45234",
        "Offer",
        "3/14",
        "\x00",
        '"',
    ]
)
HEADINGS = [
    "Company",
    "Role",
    "Status",
    "Applied",
    "Interview",
    "Response",
    "Notes",
    "Date",
    "History",
    "Stage",
    "URL",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=6), max_size=12), names=st.permutations(HEADINGS))
def test_no_table_raises_anything_but_a_source_error_and_rows_are_conserved(tmp_path, rows, names):
    out = io.StringIO()
    csv.writer(out).writerows([["Company", *names[:5]], *rows])
    (tmp_path / "any.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    try:
        found = list(trackers.extract(tmp_path / "any.csv").records)
    except SourceError:
        return
    filled = [row for row in rows if len(row) > 1]
    assert len(found) <= len(filled)
    assert all(record.state in ("understood", "set aside", "problem") for record in found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
def test_no_bytes_raise_anything_but_a_source_error(tmp_path, data):
    (tmp_path / "any.bin").write_bytes(data)
    trackers.identify(tmp_path / "any.bin")
    try:
        list(trackers.extract(tmp_path / "any.bin").records)
    except SourceError:
        pass


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    name=st.sampled_from(["stage_dates.csv", "decoy.csv", "yes_no.csv", "teal.csv"]),
)
def test_the_order_of_rows_does_not_change_what_happened(tmp_path, seed, name):
    lines = (GOLDEN / name).read_text(encoding="utf-8-sig").splitlines()
    rows = lines[1:]
    random.Random(seed).shuffle(rows)
    (tmp_path / name).write_text("\n".join([lines[0], *rows]), encoding="utf-8")

    def events(path):
        return Counter(repr(event) for record in trackers.extract(path).records for event in record.events)

    assert events(tmp_path / name) == events(GOLDEN / name)


def test_a_heading_in_other_words_is_found_by_its_letters():
    assert role_of("Compnay")[0] == "company"
    assert role_of("Date of 2nd interview")[0] == "stage:interview"
    assert role_of("Rejected on")[0] == "stage:rejected"
    assert role_of("flower") is None
    assert plain("Ça  va?") == "ca va"
    assert layouts.SEARCHED > 20


def test_a_list_with_a_dash_behind_each_state_is_no_form(tmp_path):
    text = "applied - Pinefold, analyst, 3 March 2026\nrejected - Tern, cook, 4 March 2026\napplied - Vale, cook, 5 March 2026\n"
    try:
        companies = [e.company for r in read(tmp_path, text, "notes.txt").records for e in r.events]
    except SourceError:
        companies = []
    assert "analyst" not in companies


@pytest.mark.parametrize("heading", ["who", "Contact", "with"])
def test_a_column_of_names_is_the_company_where_no_other_column_is(tmp_path, heading):
    text = f"| {heading} | role | applied | what happened |\n|---|---|---|---|\n| Pinefold Media | Analyst | 4 May 2026 | no |\n"
    found = read(tmp_path, text, "notes.md")
    assert {(e.company, e.role) for r in found.records for e in r.events} == {("Pinefold Media", "Analyst")}
    assert not any(record.facts for record in found.records)
    assert "no other column is the company" in found.layout[0].why
    mails = read(tmp_path, text.replace("Pinefold Media", "ada@pinefold.example"), "notes.md")
    assert mails.layout[0].role == "contact"


def test_a_column_of_persons_stays_one_beside_a_company(tmp_path):
    text = "Company,who,role,applied\nPinefold,Ada Lamb,Analyst,2026-05-04\n"
    assert {c.heading: c.role for c in read(tmp_path, text).layout}["who"] == "contact"


def test_words_that_a_newcomer_writes_are_read_or_asked_about_never_dropped(tmp_path):
    cases = {
        "rejected???": [],
        "rejected?": [],
        "no (too old, they hinted)": ["rejected"],
        "nope - internal": ["rejected"],
        "no (internal)": ["rejected"],
        "did the test, silence 😴": ["assessment"],
        "Rejected after 2nd iv": ["interview", "rejected"],
        "job vanished 🫥": ["closed"],
        "🙅": ["rejected"],
        "no (so far)": [],
    }
    rows = [f'Firm {at},Clerk,{at + 13}.5.2026,"{said}"' for at, said in enumerate(cases)]
    records = list(read(tmp_path, "\n".join(["Company,Job,Date applied,Result", *rows])).records)
    kinds = [sorted(event.kind for event in record.events if event.kind != "applied") for record in records]
    assert kinds == list(cases.values())
    assert [bool(record.problems) for record in records][:3] == [True, True, False]
    assert "question mark" in records[0].problems[0].problem


def write(names):
    """Write what golden files are read as beside them."""
    for path in (path for path in INPUTS if path.name in names):
        text = json.dumps(shown(trackers.extract(path)), indent=1, ensure_ascii=False, sort_keys=True)
        (GOLDEN / f"{path.stem}.expected.json").write_text(text + "\n", encoding="utf-8")


def test_a_table_of_names_alone_beside_one_of_applications_is_kept_and_said_to_be_unsent():
    doubts = [*trackers.extract(GOLDEN / "several_parts.md").doubts]
    assert [(one.place, len(one.rows)) for one in doubts if "kept as saved" in one.sentence] == [
        ("table 3", 2)
    ]


def test_rows_of_which_nothing_was_sent_are_plans(tmp_path):
    head, sent = "Company,Role,Applied,Interview,Result\n", "Fernholt,Cook,2025-09-{:02},,\n"
    rows = (
        "".join(map(sent.format, range(1, 6)))
        + "Quillmere,Baker,,,\nOstrava Mills,,,,\nLinden,Cook,,,Rejected\n"
    )
    extraction = read(tmp_path, head + rows)
    assert told(extraction)[5:] == [
        [("saved", None)],
        [("saved", None)],
        [("applied", None), ("rejected", None)],
    ]
    assert not extraction.doubts
    (row,) = told(read(tmp_path, "Company,Role,Applied,Notes\nFernholt,Cook,never,too far\n"))
    assert row == [("saved", None)]


if __name__ == "__main__":
    write([Path(name).name for name in sys.argv[1:]])


NO_JOBS = {
    "a bank's offers": "- Acorn Bank - offer 4 May 2026 - 3.2 %\n- Ferris Bank - offer 6 May 2026\n- Harrow - rejected\n"
    "- Mill Mutual - applied 10 May 2026\n",
    "guests": "Guests\n- Anna Hall - invited 4 May 2026 - accepted\n- Jane Smith - invited 6 May 2026 - declined\n",
    "minutes": "1. Roof - offer from Mill Ltd, 4 May 2026\n2. Hall - rejected 12 April 2026\n3. Garden - rejected\n",
    "a life": "12 May: dinner with Anna Hall\n13 May: rang Mum\n16 May: rejected by the housing office\n"
    "17 May: interview with the doctor\n",
    "adverts": "Ferris Cafe\nBarista\nPosted 4 May 2026\nClosing date 12 June 2026\n\n"
    "Acorn Books\nBookseller\nPosted 6 May 2026\nClosing date 14 June 2026\n",
    "people": "Anna Hall\n12 High Street, Leeds\nBirthday 4 May\nInvited, accepted\n\n"
    "Jane Smith\n14 Mill Lane, York\nBirthday 6 June\nInvited, declined\n",
}


@pytest.mark.parametrize("text", NO_JOBS.values(), ids=NO_JOBS)
def test_a_list_of_something_else_with_words_of_offers_and_rejections_is_refused(tmp_path, text):
    with pytest.raises(SourceError, match="no table of applications"):
        read(tmp_path, text, name="notes.txt")


def test_a_line_of_a_diary_that_names_no_employer_is_set_aside_and_said_if_it_tells_news():
    extraction = trackers.extract(GOLDEN / "a_diary_that_tells_of_other_things.txt")
    records = {record.origin.rpartition(":")[2]: record for record in extraction.records}
    assert {event.company for record in records.values() for event in record.events} == {
        "Acorn Books",
        "Ferris Cafe",
    }
    assert all(records[line].set_aside for line in ("4", "5", "9", "11"))
    (doubt,) = [one for one in extraction.doubts if "no employer" in one.sentence]
    assert [text for _, text in doubt.rows] == ["25 May: rang Harrow Mill, job filled"]


def test_headings_below_a_title_are_found_though_months_stand_among_them(tmp_path):
    text = "Stellensuche,,,,,Stand 20.11.2026\nFirma,Funktion,Sep,Okt,Nov,Fazit\nRheinbrücken AG,Monteur,,,,abgesagt\n"
    columns = {one.heading: one.role for one in read(tmp_path, text).layout}
    assert [columns[name] for name in ("Firma", "Funktion", "Fazit")] == ["company", "role", "status"]


@pytest.mark.parametrize(("heading", "n"), [("Days since", 0), ("Status", 1)])
def test_a_formula_without_a_value_is_a_problem_only_where_its_column_is_used(tmp_path, heading, n):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Company", "Role", "Applied", heading])
    sheet.append(["Quellbach", "Baker", "2026-03-02", "=TODAY()-C2"])
    sheet.append(["Fennick", "Nurse", "2026-03-03", "Rejected"])
    book.save(tmp_path / "formula.xlsx")
    record, _ = trackers.extract(tmp_path / "formula.xlsx").records
    assert sum("formula without a stored value" in one.problem for one in record.problems) == n
