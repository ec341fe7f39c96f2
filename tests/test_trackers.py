"""Tracker tables become events, and no row of them is lost."""

import csv
import io
import json
import random
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
from jobkit.sources.tables import layouts, trackers
from jobkit.sources.tables.layouts import name_of, role_of
from jobkit.sources.tables.statuses import Lexicon, _key, is_no, is_yes

GOLDEN = Path(__file__).parent / "golden"
SHARED = Path(__file__).parents[2] / "shared" / "data" / "trackers"
INPUTS = sorted(path for path in GOLDEN.iterdir() if not path.name.endswith(".json"))
STATUSES = [(entry["kind"], entry) for entry in shipped("statuses")["status"]]


def shown(extraction) -> dict:
    """Return an extraction as plain JSON, with only what is filled."""
    records = []
    for record in extraction.records:
        events = []
        for event in record.events:
            fields = event._asdict()
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
    from jobkit.sources.tables import grids

    found = trackers.extract(path)
    rows = [row for grid in grids.read(path) for row in grid.rows]
    records = list(found.records)
    kept = {record.origin.rpartition(":")[2]: tuple(record.content.values()) for record in records}
    missing = [row for row in rows if kept.get(str(row.number)) != row.cells]
    assert len(rows) - len(records) == len(missing) <= 1
    headings = " | ".join(column.heading for column in found.layout)
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
        ("In progress — CV rewrite", ("open", "saved")),
        ("Alındı Teyidi (İşlemde)", ("acknowledged", "open")),
        ("OLUMSUZ", ("rejected",)),
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


def test_turned_down_is_the_persons_own_where_rejections_have_other_words(tmp_path):
    head = "Company,Role,Applied,Status\n"
    mine = read(tmp_path, head + "A,Clerk,2024-01-01,Declined\nB,Clerk,2024-01-02,Rejected\n")
    theirs = read(tmp_path, head + "A,Clerk,2024-01-01,Declined\nB,Clerk,2024-01-02,Applied\n")
    assert told(mine)[0][1] == ("withdrawn", None)
    assert told(theirs)[0][1] == ("rejected", None)


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
    assert [p.field for p in first.problems if p.value in broken and "no day" in p.problem] == [heading]


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


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Day,Month,Year\nA,Clerk,14,March,2024\nB,Clerk,9,04,2024\n", ["2024-03-14", "2024-04-09"]),
        ("Day,Month\nA,Clerk,14,March\nB,Clerk,9,\n", [None, None]),
        ("Month,Year,Status\nA,Clerk,March,2024,Applied\nB,Clerk,04,2024,Applied\n", [None, None]),
    ],
)
def test_a_day_split_over_columns_is_put_together_or_is_a_problem(tmp_path, text, days):
    records = list(read(tmp_path, f"Company,Role,{text}").records)
    assert [event.date for record in records for event in record.events] == days
    assert [bool(record.problems) for record in records] == [not day for day in days]


def test_companies_and_titles_that_are_exchanged_in_some_rows_are_put_right_and_that_is_said(tmp_path):
    rows = [
        ("Cook", "Acorn"),
        ("Birch", "Sales Clerk"),
        ("Nurse", "Cedar"),
        ("Waiter", "Dale"),
        ("Elm", "Baker"),
    ]
    text = "Company,Role,Applied\n" + "".join(f"{one},{other},2024-01-13\n" for one, other in rows)
    found = read(tmp_path, text)
    names = [(event.company, event.role) for record in found.records for event in record.events]
    assert names == [("Acorn", "Cook"), rows[1], ("Cedar", "Nurse"), ("Dale", "Waiter"), rows[4]]
    assert all("exchanged in 3 rows" in column.why for column in found.layout[:2])
    asked = read(tmp_path, text, mapping={"Company": "company"})
    assert next(iter(asked.records)).events[0].company == "Cook"


def test_a_link_that_leads_nowhere_leaves_its_text_as_the_name(tmp_path):
    table = "| Company | Role | Applied |\n|---|---|---|\n| [Acorn](#) | [Cook](cook.md) | 2024-03-01 |\n"
    (record,) = read(tmp_path, table, "jobs.md").records
    assert (record.events[0].company, record.events[0].role) == ("Acorn", "Cook")


def test_plain_values_may_stand_before_the_list_of_an_object(tmp_path):
    rows = '[{"company": "Acorn", "title": "Cook", "status": "rejected", "appliedAt": "2024-03-01"}]'
    text = f'{{"version": 2, "exportedAt": "2024-05-01", "data": {rows}}}'
    assert told(read(tmp_path, text, "mine.json")) == [[("applied", "2024-03-01"), ("rejected", None)]]
    assert trackers.identify(tmp_path / "mine.json")


def test_where_is_the_company_or_the_place_as_the_other_columns_leave_it(tmp_path):
    place = read(tmp_path, "Where,Company,Role,Applied\nBellhaven,A,Clerk,2024-01-01\n")
    firm = read(tmp_path, "Where,Role,Applied\nA,Clerk,2024-01-01\n")
    events = [next(iter(found.records)).events[0] for found in (place, firm)]
    assert [(event.company, event.location) for event in events] == [("A", "Bellhaven"), ("A", "")]


def test_silence_is_no_event(tmp_path):
    found = read(
        tmp_path, "Company,Role,Applied,Status\nA,Clerk,2024-01-01,Ghosted\nB,Clerk,2024-01-02,No answer\n"
    )
    assert told(found) == [[("applied", "2024-01-01")], [("applied", "2024-01-02")]]


def test_names_that_look_like_nothing_are_kept_as_written(tmp_path):
    names = ["NA", "None", "Null Island", "007", "1e5", "+441234", "=cmd()", "@x", "TRUE"]
    text = "Company,Role,Applied,Status\n" + "".join(f'"{name}",Clerk,2024-01-01,Applied\n' for name in names)
    records = list(read(tmp_path, text).records)
    assert [record.content["Company"] for record in records] == names
    assert [record.events[0].company for record in records] == names


def test_cells_beyond_the_heading_are_a_problem_and_no_day(tmp_path):
    text = (
        "Company,Role,Status,Skills\nA,Dev,Applied,Python,SQL,2024-01-13\nB,Dev,Applied,Go,SQL,2024-01-14\n"
    )
    found = read(tmp_path, text)
    assert told(found) == [[("applied", None)], [("applied", None)]]
    assert all("more cells than the heading" in record.problems[0].problem for record in found.records)


def test_the_firm_is_found_by_its_legal_form_and_the_channel_beside_the_place(tmp_path):
    rows = "1,Cooks/Waiters,Acorn Ltd,https://a.example,2024-01-13\n2,Porters,Birch GmbH,https://b.example,2024-01-14\n"
    assert [record.events[0].company for record in read(tmp_path, rows).records] == [
        "Acorn Ltd",
        "Birch GmbH",
    ]
    text = (
        "Company,Role,Date,Location,Where\nA,Dev,2024-01-13,Paris,Stepstone\nB,Dev,2024-01-14,Rome,Indeed\n"
    )
    assert [record.events[0].channel for record in read(tmp_path, text).records] == ["StepStone", "Indeed"]


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


LISTS = {
    "- Acorn — Analyst — applied 2024-03-02 — rejected\n- Birch, Inc. – Cook – interview 12 March 2024\n": [
        ("Acorn", "Analyst", [("applied", "2024-03-02"), ("rejected", None)]),
        ("Birch, Inc.", "Cook", [("applied", None), ("interview", "2024-03-12")]),
    ],
    "1. Acorn - Analyst - applied\n2. Birch - Cook - rejected\n": [
        ("Acorn", "Analyst", [("applied", None)]),
        ("Birch", "Cook", [("applied", None), ("rejected", None)]),
    ],
    "# Hunt\n- [x] Acorn – Analyst (applied 3 March 2024)\n- [ ] Birch – Cook\n- [x] Cedar: Data Clerk, rejected\n": [
        ("Acorn", "Analyst", [("applied", "2024-03-03")]),
        ("Birch", "Cook", [("saved", None)]),
        ("Cedar", "Data Clerk", [("applied", None), ("rejected", None)]),
    ],
    "Applied\nAcorn\nBirch\n\nRejected\nCedar\n": [
        ("Acorn", "", [("applied", None)]),
        ("Birch", "", [("applied", None)]),
        ("Cedar", "", [("applied", None), ("rejected", None)]),
    ],
    "## Applied\n* 2024-02-01 **Acorn**, Cook, [Ad](https://a.example/1)\n## Rejected\n* Birch - 2024-02-01\n": [
        ("Acorn", "Cook", [("applied", "2024-02-01")]),
        ("Birch", "", [("applied", None), ("rejected", None)]),
    ],
    "- Acorn\n  - applied 2024-03-01\n  - rejected 2024-03-20\n- Birch\n  - applied 2024-03-04\n": [
        ("Acorn", "", [("applied", "2024-03-01"), ("rejected", "2024-03-20")]),
        ("Birch", "", [("applied", "2024-03-04")]),
    ],
    "Acorn - applied 2024-03-01\nBirch - rejected 2024-03-09\n": [
        ("Acorn", "", [("applied", "2024-03-01")]),
        ("Birch", "", [("applied", None), ("rejected", "2024-03-09")]),
    ],
    "Wishlist,Applied,Rejected\nAcorn,Birch – Analyst,Dale\n,Elm,\n": [
        ("Acorn", "", [("saved", None)]),
        ("Birch", "Analyst", [("applied", None)]),
        ("Elm", "", [("applied", None)]),
        ("Dale", "", [("applied", None), ("rejected", None)]),
    ],
    "Company,2024-03-01,2024-03-08\nAcorn,applied,rejected\nBirch,applied,\n": [
        ("Acorn", "", [("applied", "2024-03-01"), ("rejected", "2024-03-08")]),
        ("Birch", "", [("applied", "2024-03-01")]),
    ],
    "Company: Acorn, Inc.\nRole: Cook\nApplied: 2024-03-01\n\nStatus: Rejected\n\nCompany: Birch\nApplied: 2024-03-04\n": [
        ("Acorn, Inc.", "Cook", [("applied", "2024-03-01"), ("rejected", None)]),
        ("Birch", "", [("applied", "2024-03-04")]),
    ],
    "Status: offer\nFirm: Acorn\nDate: 13/03/2024\n---\nFirm: Birch\nDate: 02/03/2024\nStatus: no, asked for feedback\n": [
        ("Acorn", "", [("applied", "2024-03-13"), ("offer", None)]),
        ("Birch", "", [("applied", "2024-03-02"), ("rejected", None)]),
    ],
    "# Hunt\n\n## Active\n\n### 1. Acorn — Line Cook\n- **Applied:** 1 March 2024 [1]\n- **Status:** Interview 12 March 2024\n"
    "\n### 2. Birch — Baker\n- **Status:** To review\n\n## Done\n(none)\n": [
        ("Acorn", "Line Cook", [("applied", "2024-03-01"), ("interview", "2024-03-12")]),
        ("Birch", "Baker", [("saved", None)]),
    ],
    "## Applied\n### Acorn - Line Cook\n**Day:** 2024-03-01  \n**Place:** Vale  \n## Rejected\n"
    "### Birch - Baker\n**Day:** 2024-03-04  \n**Place:** Vale  \n": [
        ("Acorn", "Line Cook", [("applied", "2024-03-01")]),
        ("Birch", "Baker", [("applied", "2024-03-04"), ("rejected", None)]),
    ],
    "Company=Acorn | Role=Cook | Date=13/03/2024\nCompany=Birch | Role=Baker | Date=02/03/2024\n": [
        ("Acorn", "Cook", [("applied", "2024-03-13")]),
        ("Birch", "Baker", [("applied", "2024-03-02")]),
    ],
    "Company,Acorn,Birch\nRole,Cook,Baker\nApplied on,13/03/2024,02/03/2024\nOutcome,Rejected,\n": [
        ("Acorn", "Cook", [("applied", "2024-03-13"), ("rejected", None)]),
        ("Birch", "Baker", [("applied", "2024-03-02")]),
    ],
    "| | Acorn | Birch |\n|---|---|---|\n| Position | Cook | Baker |\n| Applied | 2024-03-01 | 2024-03-02 |\n"
    "| Status | Rejected 2024-03-20 | Offer, declined |\n": [
        ("Acorn", "Cook", [("applied", "2024-03-01"), ("rejected", "2024-03-20")]),
        ("Birch", "Baker", [("applied", "2024-03-02"), ("offer", None), ("declined", None)]),
    ],
    "| Field | Value |\n|---|---|\n| Company | Acorn |\n| Role | Cook |\n| Applied | 2024-03-01 |\n| Status | Offer |\n": [
        ("Acorn", "Cook", [("applied", "2024-03-01"), ("offer", None)]),
    ],
    "My search 2024,,\nStage,Acorn,Birch\nRole,Cook,Baker\nApplied,1/3,13/3\nOnsite,12/3,\nRejected,,14/3\n": [
        ("Acorn", "Cook", [("applied", "2024-03-01"), ("interview", "2024-03-12")]),
        ("Birch", "Baker", [("applied", "2024-03-13"), ("rejected", "2024-03-14")]),
    ],
    "## 1 March 2024\n- Acorn - Cook - applied\n- Birch - Baker - applied\n## 14 March 2024\n- Cedar - Cook - rejected\n": [
        ("Acorn", "Cook", [("applied", "2024-03-01")]),
        ("Birch", "Baker", [("applied", "2024-03-01")]),
        ("Cedar", "Cook", [("applied", None), ("rejected", "2024-03-14")]),
    ],
    "Acorn Guild: Cook (2024-03-01) -- Vale\nBirch Guild: Baker (2024-03-02) <Rejected> -- Vale\n": [
        ("Acorn Guild", "Cook", [("applied", "2024-03-01")]),
        ("Birch Guild", "Baker", [("applied", "2024-03-02"), ("rejected", None)]),
    ],
    "# Applied <r>!</r>\n- <d>2024-03-01</d> **Acorn**, Cook, <c>12 k</c>\n# Rejected\n- <d>2024-03-02</d> **Birch**, Baker\n": [
        ("Acorn", "Cook", [("applied", "2024-03-01")]),
        ("Birch", "Baker", [("applied", None), ("rejected", None)]),
    ],
}


@pytest.mark.parametrize("text", LISTS)
def test_lists_boards_and_calendars_are_read_line_by_line(text, tmp_path):
    records = list(read(tmp_path, text).records)
    found = [record for record in records if record.events]
    expected = [(r.events[0].company, r.events[0].role, [(e.kind, e.date) for e in r.events]) for r in found]
    assert expected == LISTS[text]
    assert len({record.origin for record in records}) == len(records)
    assert all(record.set_aside for record in records if not record.events)


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


def test_a_section_to_apply_to_saves_its_rows_and_an_arrow_means_the_company_above(tmp_path):
    text = "## To Apply (good fit)\n\n| Company | Role |\n|---|---|\n| Acorn | Cook |\n| ↳ | Baker |\n"
    path = tmp_path / "list.md"
    path.write_text(text, encoding="utf-8")
    events = [event for record in trackers.extract(path).records for event in record.events]
    assert [(e.kind, e.company, e.role) for e in events] == [
        ("saved", "Acorn", "Cook"),
        ("saved", "Acorn", "Baker"),
    ]


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


def test_add_lists_what_words_were_guessed_and_which_sheets_were_read(tmp_path, capsys):
    from jobkit.commands.cli import main

    book = openpyxl.Workbook()
    for row in (
        ["Company", "Role", "Applied", "Status"],
        ["Acorn", "Clerk", "2024-03-01", "Rejcted"],
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
    guesses = {"Rejcted": "rejected", "They rejected me after the phone screen": "rejected + screening"}
    assert dict(told["guesses"]) == guesses
    assert told["sheets"] == [["2024", True], ["Ideas", False]]
    assert main(["add", *given]) == 0
    said = capsys.readouterr().out
    assert "Read: 2024." in said
    assert "no applications were found there: Ideas." in said
    assert "“Rejcted” was taken for: rejected." in said


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


def test_a_column_blank_on_purpose_does_not_cost_the_rows(tmp_path):
    found = read(
        tmp_path, "Company,Applied,Status\n,2024-01-13,Rejected\n,2024-01-14,Applied\n,2024-01-15,Offer\n"
    )
    assert [len(events) for events in told(found)] == [2, 1, 2]
    assert (
        len({event.entry for record in found.records for event in record.events}) == 1
    )  # each row is its own try


ODD = {
    "a flag and its day apart": (
        "Date,Company,Position,Resume Sent\n2024-03-01,A,Dev,Yes\n2024-03-14,B,Dev,No\n",
        [[("applied", "2024-03-01")], [("saved", "2024-03-14")]],
    ),
    "titles between rows": (
        "Company,Role,Applied\nJanuary,,\nA,Dev,2024-01-13\nWeek 7,,\nB,Dev,2024-02-14\n",
        [[], [("applied", "2024-01-13")], [], [("applied", "2024-02-14")]],
    ),
    "the heading again": (
        "Company,Role,Applied,Status\nA,Dev,2024-01-13,Applied\nCompany,Role,Applied,Status\nB,Dev,2024-01-14,No\n",
        [[("applied", "2024-01-13")], [], [("applied", "2024-01-14"), ("rejected", None)]],
    ),
    "no heading at all": (
        "A Corp,Data Engineer,2024-01-13,Applied\nB Corp,Data Analyst,2024-01-15,Rejected\n",
        [[("applied", "2024-01-13")], [("applied", "2024-01-15"), ("rejected", None)]],
    ),
    "days and states under each other's heading": (
        "Company,Role,Status,Date Applied\nA,Dev,2024-01-13,Applied\nB,Dev,2024-01-14,Rejected\n"
        "C,Dev,2024-01-15,Interview\n",
        [
            [("applied", "2024-01-13")],
            [("applied", "2024-01-14"), ("rejected", None)],
            [("applied", "2024-01-15"), ("interview", None)],
        ],
    ),
    "how many interviews": (
        "Company,Role,Applied,Rounds\nA,Dev,2024-01-13,2\nB,Dev,2024-01-14,0\n",
        [[("applied", "2024-01-13"), ("interview", None), ("interview", None)], [("applied", "2024-01-14")]],
    ),
    "a phone screen among interviews": (
        "Company,Role,Applied,Interview\nA,Dev,2024-01-13,2024-01-20 phone screen\n"
        "B,Dev,2024-01-14,2024-01-21\n",
        [
            [("applied", "2024-01-13"), ("screening", "2024-01-20")],
            [("applied", "2024-01-14"), ("interview", "2024-01-21")],
        ],
    ),
    "a history as a program wrote it": (
        "Name,URL,Date,Stage,Stage History\n"
        "A,https://a.example,2024-11-05,Rejected,\"[{'stage': 'Applied', 'date': '2024-11-05'}, "
        "{'stage': 'Phone Screen', 'date': '2024-11-09'}, {'stage': 'Rejected', 'date': '2024-11-25'}]\"\n"
        "B,https://b.example,2024-11-06,Applied,\"[{'stage': 'Applied', 'date': '2024-11-06'}]\"\n",
        [
            [("applied", "2024-11-05"), ("screening", "2024-11-09"), ("rejected", "2024-11-25")],
            [("applied", "2024-11-06")],
        ],
    ),
    "seconds since 1970": (
        "name,applied_date,stage,url\nA,1721011400,Applied,https://a.example\n"
        "B,1720752200,Rejected,https://b.example\n",
        [[("applied", "2024-07-15")], [("applied", "2024-07-12"), ("rejected", None)]],
    ),
    "a limit instead of a day": (
        "Company,Role,Date Applied\nA,Dev,Before 2025-01-24\nB,Dev,2025-01-25\n",
        [[("applied", None)], [("applied", "2025-01-25")]],
    ),
    "commas that nobody quoted": (
        "Date,Company,Job Title,URL,Status\n2024-03-15,A,Dev,https://a.example,Applied\n"
        "2024-03-16,B, Inc.,Dev,https://b.example,Rejected\n2024-03-17,C,Dev,https://c.example,Applied\n",
        [
            [("applied", "2024-03-15")],
            [("applied", "2024-03-16"), ("rejected", None)],
            [("applied", "2024-03-17")],
        ],
    ),
    "a heading in words that are not known": (
        "Yritys,Nimike,Haettu,Tila\nA Oy,Software Engineer,2024-01-13,Applied\n"
        "B Oy,Data Engineer,2024-01-14,Rejected\n",
        [[("applied", "2024-01-13")], [("applied", "2024-01-14"), ("rejected", None)]],
    ),
    "one ending told in two columns, with the day of the answer": (
        "Company,Role,Applied,Final Status,Instant Rejection,Reply Date\nA,Dev,2024-01-13,Rejected,Yes,2024-01-14\n"
        "B,Dev,2024-01-13,Rejected,No,2024-01-20\n",
        [
            [("applied", "2024-01-13"), ("rejected", "2024-01-14")],
            [("applied", "2024-01-13"), ("rejected", "2024-01-20")],
        ],
    ),
    "the day of the first answer": (
        "Company,Role,Applied,First Reply On,First Reply Type,Final Status\n"
        "A,Dev,2024-01-13,2024-01-14,Assessment,Rejected after assessment\nB,Dev,2024-01-13,,,No reply\n",
        [
            [("applied", "2024-01-13"), ("rejected", None), ("assessment", "2024-01-14")],
            [("applied", "2024-01-13")],
        ],
    ),
    "objects of JSON": (
        '{"applications": [{"company": "A", "position": "Dev", "appliedDate": "2024-01-13", "status": "Rejected",'
        ' "tags": ["x", {"y": null}]}, {"company": "B", "position": "Dev", "status": null}]}',
        [[("applied", "2024-01-13"), ("rejected", None)], [("saved", None)]],
    ),
    "an org table ruled off after each row": (
        "* Jobs\n|---+---+---|\n| Company | Role | Applied |\n|---+---+---|\n| A | Dev | <2024-01-13 Sat> |\n"
        "|---+---+---|\n| [[https://b.example][B]] | Dev | |\n|---+---+---|\n",
        [[("applied", "2024-01-13")], [("saved", None)]],
    ),
    "headings that only flag": (
        "Company,Role,Applied,Status,Decision Maker Involved,Call Requested Before Meeting,Interview Scheduled\n"
        "A,Dev,2024-01-13,Applied,True,True,False\nB,Dev,2024-01-14,Applied,False,True,True\n",
        [[("applied", "2024-01-13")], [("applied", "2024-01-14"), ("interview", None)]],
    ),
    "when a row was made, beside when one applied": (
        "company,role,status,date_applied,created_at\nA,Dev,Applied,2024-01-13,2024-02-01\n"
        "B,Dev,Applied,N/A,2024-02-01\n",
        [[("applied", "2024-01-13")], [("applied", None)]],
    ),
    "tables under headings that say what happened": (
        "## Applications\n\n| Company | Role | Date |\n|---|---|---|\n| A | Dev | 2024-01-13 |\n\n"
        "## Scheduled Interviews\n\n| Date | Company | Role | Who |\n|---|---|---|---|\n| 2024-02-01 | B | Dev | X |\n\n"
        "## Rejected\n\n| Company | Role | Link |\n|---|---|---|\n| C | Dev | https://c.example |\n",
        [
            [("applied", "2024-01-13")],
            [("applied", None), ("interview", "2024-02-01")],
            [("applied", None), ("rejected", None)],
        ],
    ),
    "an answer of which another column says that it was no interview": (
        "Company,Role,Applied,Response Date,Selected For Interview?\nA,Dev,2024-01-13,2024-01-20,No\n"
        "B,Dev,2024-01-13,2024-01-21,Yes\nC,Dev,2024-01-13,,No\n",
        [
            [("applied", "2024-01-13"), ("rejected", "2024-01-20")],
            [("applied", "2024-01-13"), ("interview", None)],
            [("applied", "2024-01-13")],
        ],
    ),
    "a note that nothing was sent": (
        "Company,Applied,Status,Notes\nA,2024-01-13,Rejected,\nB,,Pending,Not sent\nC,2024-01-14,Pending,not sent by post\n"
        "D,2024-01-15,Applied,Cover letter written\n",
        [
            [("applied", "2024-01-13"), ("rejected", None)],
            [("saved", None)],
            [("applied", "2024-01-14")],
            [("applied", "2024-01-15")],
        ],
    ),
    "the day of a first answer that only another column names": (
        "Company,Role,Applied,First Reply On,First Reply Type,Assessment\nA,Dev,2024-01-13,2024-01-14,Assessment,Yes\n"
        "B,Dev,2024-01-13,,No reply,\n",
        [[("applied", "2024-01-13"), ("assessment", "2024-01-14")], [("applied", "2024-01-13")]],
    ),
    "a rejection that closed it": (
        "Company,Applied,Current Status,Outcome Date,Outcome\n"
        "A,2024-01-13,Application closed,2024-01-20,Process closed. Rejection email received.\n"
        "B,2024-01-13,Application closed,2024-01-21,Process closed.\nC,2024-01-13,Rejected,2024-01-22,\n",
        [
            [("applied", "2024-01-13"), ("rejected", "2024-01-20")],
            [("applied", "2024-01-13"), ("closed", "2024-01-21")],
            [("applied", "2024-01-13"), ("rejected", "2024-01-22")],
        ],
    ),
    "names beside a day and a state, no heading": (
        "1,Acorn,Till Agent,27-03-2026,Interview,Good pay\n2,Birch,Cleaner,24-12-2024,Rejected,Far away\n",
        [[("applied", "2026-03-27"), ("interview", None)], [("applied", "2024-12-24"), ("rejected", None)]],
    ),
    "a list in a list": (
        '[[{"company": "A", "dateApplied": "2024-01-13", "status": "Rejected"}, '
        '{"company": "B", "dateApplied": "2024-01-14", "status": "applied"}]]',
        [[("applied", "2024-01-13"), ("rejected", None)], [("applied", "2024-01-14")]],
    ),
    "a folder named after a day is no history": (
        "company,role,folder,date_applied,status\nA,Dev,tailored/A_Dev-Intern_2026-09,2026-09-20,Applied\n"
        "B,Dev,tailored/B_Dev-Intern_2026-09,,Tailored\nC,Dev,tailored/C_Dev_2026-09,,Tailored\n",
        [[("applied", "2026-09-20")], [("saved", None)], [("saved", None)]],
    ),
    "a form that was only begun": (
        "Company,Role,Status,Applied\nA,Dev,Started,\nB,Dev,Applied,2024-01-13\n",
        [[("saved", None)], [("applied", "2024-01-13")]],
    ),
    "rows grouped under titles that are states": (
        "Status,Company,Role,Date\nApplied (2),,,\n,A,Dev,2024-01-13\n,B,Dev,2024-01-14\nRejected (1),,,\n,C,Dev,2024-01-15\n"
        "Active,,,\n,D,Dev,2024-01-16\n",
        [
            [],
            [("applied", "2024-01-13")],
            [("applied", "2024-01-14")],
            [],
            [("applied", "2024-01-15"), ("rejected", None)],
            [],
            [("applied", "2024-01-16")],
        ],
    ),
    "the same two headings for each step": (
        "Company,Stage,Date,Stage,Date,Stage,Date\nA,Applied,2024-01-13,Phone,2024-01-15,Rejected,2024-01-19\n"
        "B,Applied,2024-01-14,Interview,2024-01-20,,\n",
        [
            [("applied", "2024-01-13"), ("screening", "2024-01-15"), ("rejected", "2024-01-19")],
            [("applied", "2024-01-14"), ("interview", "2024-01-20")],
        ],
    ),
    "objects of JSON by their numbers": (
        '{"version": 1, "jobs": {"1": {"company": {"name": "A"}, "status": "applied", "date": "2024-01-13"}, '
        '"2": {"company": {"name": "B"}, "status": "rejected", "date": "2024-01-14"}}}',
        [[("applied", "2024-01-13")], [("applied", "2024-01-14"), ("rejected", None)]],
    ),
    "a first reply that is older than the end": (
        "Company,Role,Sent,1st reply,Interview,Result\nA,Dev,2024-01-13,2024-01-14,2024-01-20,rejected\n"
        "B,Dev,2024-01-13,2024-01-15,,rejected\n",
        [
            [("applied", "2024-01-13"), ("interview", "2024-01-20"), ("rejected", None)],
            [("applied", "2024-01-13"), ("rejected", "2024-01-15")],
        ],
    ),
    "a history in the cell of the answer": (
        "Company,Role,Date,Response\nA,Dev,13/1/2024,Rejected - 19/1/2024\n"
        "B,Dev,14/1/2024,Phone screen 16/1; onsite 20/1; offer 28/1\n",
        [
            [("applied", "2024-01-13"), ("rejected", "2024-01-19")],
            [
                ("applied", "2024-01-14"),
                ("screening", "2024-01-16"),
                ("interview", "2024-01-20"),
                ("offer", "2024-01-28"),
            ],
        ],
    ),
    "Dutch": (
        "Bedrijf,Functie,Sollicitatiedatum,Status\nA,Kok,13-01-2024,Afgewezen\nB,Bakker,14-01-2024,Tweede gesprek\n"
        "C,Kok,15-01-2024,Geen reactie\n",
        [
            [("applied", "2024-01-13"), ("rejected", None)],
            [("applied", "2024-01-14"), ("interview", None)],
            [("applied", "2024-01-15")],
        ],
    ),
    "Italian": (
        "Azienda,Ruolo,Data candidatura,Esito\nA,Cuoco,13/01/2024,Non selezionata\nB,Cuoco,14/01/2024,In attesa\n",
        [[("applied", "2024-01-13"), ("rejected", None)], [("applied", "2024-01-14")]],
    ),
    "Portuguese": (
        "Empresa,Vaga,Data da candidatura,Situação\nA,Cozinheira,13/01/2024,Reprovada\nB,Padeira,14/01/2024,Entrevista\n",
        [
            [("applied", "2024-01-13"), ("rejected", None)],
            [("applied", "2024-01-14"), ("interview", None)],
        ],
    ),
    "Japanese": (
        "会社名,職種,応募日,選考状況\n甲,調理,2024年1月13日,不採用\n乙,製パン,2024年1月14日,二次面接\n",
        [
            [("applied", "2024-01-13"), ("rejected", None)],
            [("applied", "2024-01-14"), ("interview", None)],
        ],
    ),
    "Korean": (
        "회사,직무,지원일,현재 단계,비고\n갑,요리,2024.01.13,서류탈락,\n을,제빵,2024.01.14,1차 면접,\n병,요리,-,-,\n",
        [
            [("applied", "2024-01-13"), ("rejected", None)],
            [("applied", "2024-01-14"), ("interview", None)],
            [("saved", None)],
        ],
    ),
    "to whom one applied, and whether there was an interview": (
        "Applied to,Title,Applied on,Had interview\nA,Dev,2024-01-13,true\nB,Dev,2024-01-14,false\n",
        [[("applied", "2024-01-13"), ("interview", None)], [("applied", "2024-01-14")]],
    ),
    "a board's list, which says when its card was made": (
        "Title,Company,Created at,List,Source\nDev,A,2024-01-13,APPLIED,\nDev,B,2024-01-14,TRASH,\n",
        [[("applied", None), ("saved", "2024-01-13")], [("saved", "2024-01-14")]],
    ),
    "a process that is only announced": (
        "Company,Role,Recruitment Process,Applied,Process Completed\nA,Dev,Test > Interview > Offer,2024-01-13,No\n"
        "B,Dev,Interview,No,No\n",
        [[("applied", "2024-01-13")], [("saved", None)]],
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_spreadsheet_tells_what_it_means(name, tmp_path):
    text, expected = ODD[name]
    assert told(read(tmp_path, text)) == expected


def test_in_an_org_table_ruled_by_company_a_blank_means_the_company_above(tmp_path):
    rule, rows = (
        "|---+---|\n",
        ["| Acorn | cook |\n|  | baker |\n", "| Birch | data analyst |\n", "| Cedar | clerk |\n"],
    )
    text = (
        f"{rule}| company | job type |\n{rule}{rule.join(rows)}{rule}| Dale | data clerk |\n{rule}|  |  |\n"
    )
    path = tmp_path / "jobs.org"
    path.write_text(
        text.replace("job type |", "job type | interview |").replace(" |\n|", " | |\n|"), encoding="utf-8"
    )
    events = [event for record in trackers.extract(path).records for event in record.events]
    assert [(e.company, e.role) for e in events][:3] == [
        ("Acorn", "cook"),
        ("Acorn", "baker"),
        ("Birch", "data analyst"),
    ]


def test_the_same_number_below_two_months_is_two_days(tmp_path):
    march, april = (
        "March 2026,,,\n5,Quellbach,Planner,Applied\n",
        "April 2026,,,\n5,Ostrava,Planner,Applied\n",
    )
    found = told(read(tmp_path, f"Date,Company,Role,Status\n{march}12,Hopa,Planner,Applied\n{april}"))
    assert found == [
        [],
        [("applied", "2026-03-05")],
        [("applied", "2026-03-12")],
        [],
        [("applied", "2026-04-05")],
    ]


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


def test_headings_that_all_stand_a_column_off_are_moved_to_where_they_fit(tmp_path):
    rows = [
        f"2025-03-{n:02} 20:44,,Data Analyst {n},Pinefold {n},Vale,Applied,cv.pdf,https://pinefold.example/{n},"
        for n in range(11, 17)
    ]
    heading = "Platform,Job Title,Company,Location,Apply Link,Job URL,Status,Applied Date,Notes"
    found = read(tmp_path, "\n".join([heading, *rows]))
    assert told(found) == [[("applied", f"2025-03-{n}")] for n in range(11, 17)]
    event = next(iter(found.records)).events[0]
    assert (event.company, event.role, event.url) == (
        "Pinefold 11",
        "Data Analyst 11",
        "https://pinefold.example/11",
    )


def test_a_channel_in_the_place_of_a_day_tells_that_one_applied(tmp_path):
    text = (
        "Company,Role,Submitted,Response\nPinefold,Clerk,2025-03-02,Rejected\nTern,Baker,Recruiter,Rejected\n"
    )
    found = read(tmp_path, text)
    assert told(found) == [
        [("applied", "2025-03-02"), ("rejected", None)],
        [("applied", None), ("rejected", None)],
    ]


def test_days_in_the_first_row_of_a_table_without_a_heading_are_no_headings(tmp_path):
    rows = [f"Pinefold {n},Ledger Clerk,2022-01-0{n},2022-02-0{n},Good people" for n in range(1, 5)]
    found = read(tmp_path, "\n".join(rows))
    assert [event.company for record in found.records for event in record.events][:1] == ["Pinefold 1"]
    assert [events[0] for events in told(found)] == [("applied", f"2022-01-0{n}") for n in range(1, 5)]


def test_a_day_beside_words_that_nothing_was_sent_yet_is_a_problem(tmp_path):
    text = "Company,Role,Date Applied,Status\nPinefold,Clerk,2025-03-02,Applied\nTern,Baker,2025-03-13,To apply\n"
    found = read(tmp_path, text)
    assert [kind for kind, _ in told(found)[1]] == ["saved"]
    assert "nothing was sent yet" in list(found.records)[1].problems[0].problem


def test_a_history_and_a_channel_are_known_by_their_cells_whatever_stands_above_them(tmp_path):
    rows = [
        'Pinefold,Clerk,03.04.2026,Indeed,no,"3.4. sent, 17.4. rejected"',
        'Tern,Baker,20.04.2026,LinkedIn,ghosted,"chased 30.4., nothing"',
        'Vale,Planner,13.07.2026,Indeed,no after interview,"30.7. interview; 5.8. rejected"',
        'Lamp,Buyer,14.08.2026,friend,OFFER - said no,"29.9. interview, 12.10. offer, 15.10. I declined"',
    ]
    found = read(tmp_path, "\n".join(["Firm,What for,sent off,Where seen,How far,Story so far", *rows]))
    assert {c.heading: c.role for c in found.layout}["Story so far"] == "history"
    assert {c.heading: c.role for c in found.layout}["Where seen"] == "channel"
    events = told(found)
    assert ("rejected", "2026-04-17") in events[0]
    assert {"interview", "rejected"} <= {kind for kind, _ in events[2]}
    assert ("declined", "2026-10-15") in events[3]
    assert "rejected" not in {kind for kind, _ in events[3]}


def test_an_ending_told_twice_is_one_with_its_day_and_theirs_where_the_row_says_so(tmp_path):
    rows = [
        'Pinefold,Clerk,08.06.2026,no,"15.6. online test, 22.6. turned down",,22.06.2026',
        "Tern,Baker,22.06.2026,no,2.7. no thanks,Ada Lamb (agency),02.07.2026",
        'Vale,Planner,13.07.2026,OFFER - said no,"12.10. offer, 15.10. I declined",,15.10.2026',
        'Lamp,Buyer,14.07.2026,no,"30.7. interview; 5.8. no, asked for more",,05.08.2026',
        "Mill,Buyer,26.10.2026,got their receipt,27.10. automatic receipt,,27.10.2026",
    ]
    found = read(tmp_path, "\n".join(["Firm,What for,sent off,How far,Story,Who,Last heard", *rows]))
    assert [sorted(row[1:], key=lambda event: event[1]) for row in told(found)] == [
        [("assessment", "2026-06-15"), ("rejected", "2026-06-22")],
        [("rejected", "2026-07-02")],
        [("offer", "2026-10-12"), ("declined", "2026-10-15")],
        [("interview", "2026-07-30"), ("rejected", "2026-08-05")],
        [("acknowledged", "2026-10-27")],
    ]
    people = [dict(fact.values)["name"] for record in found.records for fact in record.facts]
    assert people == ["Ada Lamb (agency)"]


def test_a_table_that_tells_no_state_says_which_column_may(tmp_path):
    states = ["zilch", "boo", "zilch", "hum"] * 3
    rows = [f"F{at},Clerk,2024-01-{at + 10},{state},{at * 7}" for at, state in enumerate(states)]
    whys = {c.heading: c.why for c in read(tmp_path, "\n".join(["Firm,Job,Applied,Abc,Def", *rows])).layout}
    assert whys["Abc"] == "no column tells the state; if this one does: --map 'Abc=status'"
    assert "--map" not in whys["Def"]
    few = read(tmp_path, "\n".join(["Firm,Job,Applied,Abc,Def", *rows[:9]]))
    assert not any("--map" in column.why for column in few.layout)


@pytest.mark.parametrize(
    "second",
    [
        "Company: Tern\nPosition: cook\nDate: 3 March 2026\nInterview: 10 March 2026",
        "Company: Tern\nRole: cook\nDate: 3 March 2026\nInterview: 10 March 2026",
        "Company - Tern\nRole - cook\nApplied - 3 March 2026\nInterview - 10 March 2026",
        "employer = Tern\nposition = cook\napplied = 3 March 2026\ninterview = 10 March 2026",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_forms_that_name_their_fields_otherwise_are_applications_of_their_own(tmp_path, second, between):
    first = "Company: Pinefold\nRole: analyst\nApplied: 14/07/2026\nOutcome: rejected"
    found = read(tmp_path, f"Notes\n\n{first}{between}{second}\n", "notes.txt")
    events = [record.events for record in found.records if record.events]
    assert [[(e.company, e.role, e.kind, e.date) for e in row] for row in events] == [
        [("Pinefold", "analyst", "applied", "2026-07-14"), ("Pinefold", "analyst", "rejected", None)],
        [("Tern", "cook", "applied", "2026-03-03"), ("Tern", "cook", "interview", "2026-03-10")],
    ]


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


def test_the_day_of_hearing_back_is_that_of_an_offer_not_of_declining_it(tmp_path):
    rows = [
        "Pinefold;Clerk;4.6.2026;15.7.2026;🏆 OFFER - said no thanks",
        "Tern;Cook;14.6.2026;16.7.2026;nope",
    ]
    found = told(read(tmp_path, "\n".join(["Firm;Job;Sent off;Heard back;State", *rows])))
    assert found[0][1:] == [("offer", "2026-07-15"), ("declined", None)]
    assert found[1][1:] == [("rejected", "2026-07-16")]


def test_the_last_update_of_a_list_in_json_is_the_day_of_its_state(tmp_path):
    text = '[{"company":"Pinefold","position":"Clerk","date_applied":"2026-10-06","status":"rejected","last_update":"2026-10-15"}]'
    found = read(tmp_path, text, "jobs.json")
    assert told(found) == [[("applied", "2026-10-06"), ("rejected", "2026-10-15")]]
    assert {column.heading: column.role for column in found.layout}["last_update"] == "updated"
