"""Calendars as a source: talks with employers on their own day, whatever version of them was added first."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit import Search, sharing
from jobkit.language.vocabulary import shipped
from jobkit.sources import calendars, identify

GOLDEN = Path(__file__).parent / "golden_calendars"
CASES = sorted(GOLDEN.glob("*.ics"))
SHARED = Path(__file__).parents[2] / "shared"
TRACKER = "Company,Role,Date applied,Status\nAcornfield Ltd,Baker,2026-02-20,Applied\nTallow & Finch,Clerk,2026-02-21,Applied\n"


def calendar(*events, head=()):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def talk(uid, summary, day, *more):
    return [f"UID:{uid}", f"SUMMARY:{summary}", f"DTSTART;TZID=Europe/London:{day}T100000", *more]


def read(folder, data, name="calendar.ics"):
    path = folder / name
    path.write_bytes(data)
    return list(calendars.extract(path).records)


def told(path):
    """What a calendar says, appointment by appointment, as it stands in the golden file."""
    extraction = calendars.extract(path)
    records = [
        {
            "origin": record.origin,
            "state": record.state,
            "events": [{k: v for k, v in one._asdict().items() if v} for one in record.events],
            "facts": [{"table": fact.table, **fact.values} for fact in record.facts],
            "problems": [f"{p.field}: {p.value} {p.problem}" for p in record.problems],
            "set_aside": record.set_aside,
        }
        for record in extraction.records
    ]
    return {
        "records": records,
        "doubts": [[doubt.kind, *map(list, doubt.rows)] for doubt in extraction.doubts],
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_calendar_is_read_as_its_golden_file_says(path):
    assert identify(path) == "calendars"
    assert told(path) == json.loads(path.with_suffix(".expected.json").read_text("utf-8"))


def test_each_golden_calendar_has_an_expectation_and_the_reverse():
    assert {path.stem for path in CASES} == {p.name.partition(".")[0] for p in GOLDEN.glob("*.json")} != set()


@pytest.mark.parametrize("row", shipped("appointments")["talk"], ids=lambda row: row["example"])
def test_each_row_of_words_is_read_in_its_example(row):
    assert calendars.read(row["example"]).kind == row["kind"]


def test_a_talk_is_filed_with_the_application_it_belongs_to(tmp_path):
    (tmp_path / "tracker.csv").write_text(TRACKER, encoding="utf-8")
    day = "20260310"
    (tmp_path / "mine.ics").write_bytes(calendar(talk("1", "2nd interview with Dana (Acornfield)", day)))
    search = Search(tmp_path / "search", as_of="2026-04-01")
    search.add([tmp_path / "tracker.csv", tmp_path / "mine.ics"])
    (row,) = search.events[search.events["kind"] == "interview"].to_dict("records")
    assert (str(row["date"])[:10], row["company"], row["details"]["time"]) == (
        "2026-03-10",
        "Acornfield",
        "10:00",
    )
    assert row["application"] == search.find("Acornfield")
    assert row["details"]["round"] == "2"
    assert search.applications.loc[row["application"], "furthest"] == "interview"


def test_two_talks_on_one_day_are_two_and_a_list_that_tells_of_them_too_adds_none(tmp_path):
    (tmp_path / "tracker.csv").write_text(
        "Company,Role,Applied,Interview\nAcornfield Ltd,Baker,2026-02-20,2026-03-10\n", encoding="utf-8"
    )
    morning, noon = (talk(uid, "Interview with Acornfield", "20260310") for uid in "12")
    (tmp_path / "mine.ics").write_bytes(calendar(morning, noon))
    search = Search(tmp_path / "search", as_of="2026-04-01")
    search.add([tmp_path / "tracker.csv", tmp_path / "mine.ics"])
    assert list(search.applications["n_interviews"]) == [2]
    again = Search(tmp_path / "again", as_of="2026-04-01")
    again.add(sharing.export(search, tmp_path / "out") and tmp_path / "out" / "notes.json")
    assert list(again.applications["n_interviews"]) == [2]


VERSIONS = {
    "first.ics": calendar(talk("7", "Interview with Acornfield", "20260310")),
    "moved.ics": calendar(talk("7", "Interview with Acornfield", "20260317", "SEQUENCE:1")),
    "off.ics": calendar(
        talk("7", "Interview with Acornfield", "20260317", "SEQUENCE:2"), head=["METHOD:CANCEL"]
    ),
    "tracker.csv": TRACKER.encode(),
}


@pytest.mark.parametrize("order", list(itertools.permutations(VERSIONS)))
def test_of_an_appointment_the_last_version_counts_in_whatever_order_it_was_added(tmp_path, order):
    search = Search(tmp_path / "search", as_of="2026-04-01")
    added = set()
    for name in order:
        (tmp_path / name).write_bytes(VERSIONS[name])
        search.add(tmp_path / name)
        added.add(name)
        events = search.events
        days = [str(day)[:10] for day in events.loc[events["kind"] == "interview", "date"]]
        moved = ["2026-03-17"] if "moved.ics" in added else ["2026-03-10"] if "first.ics" in added else []
        assert days == ([] if "off.ics" in added or "tracker.csv" not in added else moved)


def test_an_appointment_of_no_application_stays_out(tmp_path):
    (tmp_path / "mine.ics").write_bytes(
        calendar(talk("1", "Interview with Robin", "20260310"), talk("2", "Dentist", "20260311"))
    )
    search = Search(tmp_path / "search", as_of="2026-04-01")
    added = search.add(tmp_path / "mine.ics")
    assert list(search.doubts_of(added)["kind"]) == ["appointment"]
    assert search.events.empty
    assert search.applications.empty
    assert search.doubts[["kind", "n"]].to_numpy().tolist() == [["appointment", 1]]
    assert "Interview with Robin" in search.doubts.loc[0, "examples"][0]
    (tmp_path / "tracker.csv").write_text(TRACKER, encoding="utf-8")
    search.add(tmp_path / "tracker.csv")
    assert set(search.events["kind"]) == {"applied"}


def test_an_appointment_that_was_left_out_counts_once_its_employer_is_known(tmp_path):
    (tmp_path / "mine.ics").write_bytes(calendar(talk("1", "Interview with Acornfield", "20260310")))
    search = Search(tmp_path / "search", as_of="2026-04-01")
    search.add(tmp_path / "mine.ics")
    assert list(search.doubts["kind"]) == ["appointment"]
    search.record_event("applied", date="2026-02-20", company="Acornfield", role="Baker")
    assert search.doubts.empty
    assert list(search.applications["furthest"]) == ["interview"]


def test_a_person_who_moved_an_appointment_is_met_once(tmp_path):
    who = "ORGANIZER;CN=Joss Amery:mailto:joss@acornfield.example"
    title = "Interview with Acornfield"
    for name, more in {"1.ics": [], "2.ics": ["SEQUENCE:1"]}.items():
        (tmp_path / name).write_bytes(calendar(talk("7", title, "20260310", who, *more)))
    search = Search(tmp_path / "search", as_of="2026-04-01")
    search.add([tmp_path / "1.ics", tmp_path / "2.ics"])
    (person,) = search.people.to_dict("records")
    assert (person["name"], person["part"], person["email"]) == (
        "Joss Amery",
        "interviewer",
        "joss@acornfield.example",
    )
    assert person["application"] == search.find("Acornfield")


def test_of_an_appointment_set_aside_only_its_day_and_summary_are_kept(tmp_path):
    private = talk("9", "Dentist", "20260310", "DESCRIPTION:root canal", "LOCATION:Mill Lane 4")
    (record,) = read(tmp_path, calendar(private))
    assert record.content == {"Summary": "Dentist", "Day": "2026-03-10", "Time": "10:00"}


def test_a_calendar_of_many_lines_and_pictures_is_read_in_bounded_room(tmp_path):
    picture = "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "A" * 3_000_000
    (record,) = read(tmp_path, calendar(talk("1", "Interview with Pinefold Ltd", "20260310", picture)))
    assert record.events[0].company == "Pinefold Ltd"
    endless = talk("2", "Interview with Pinefold Ltd", "20260310", *["COMMENT:again"] * 100_000)
    assert [one.state for one in read(tmp_path, calendar(endless))] != []


LETTER = """From: Joss Amery <joss@acornfield.example>
To: maren.holt@mail.example
Date: Mon, 02 Mar 2026 10:00:00 +0000
Subject: {}
Message-ID: <{}@acornfield.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=cut

--cut
Content-Type: text/plain; charset=utf-8

{}
--cut
Content-Type: text/calendar; charset=utf-8; method={}

{}
--cut--
"""
INVITES = "We would like to invite you to an interview for the Baker position at Acornfield on 10 March."


def letter(number, method, words, *more):
    invited = calendar(talk("7", "Interview Maren / Joss", "20260310", *more), head=[f"METHOD:{method}"])
    return LETTER.format("Interview for Baker", number, words, method, invited.decode()).replace("\r", "")


def test_the_invitation_in_a_letter_tells_the_day_of_the_interview(tmp_path):
    (tmp_path / "1.eml").write_text(letter(1, "REQUEST", INVITES), encoding="utf-8")
    search = Search(tmp_path / "search", as_of="2026-04-01")
    search.add(tmp_path / "1.eml")
    days = search.events[["kind", "date"]].astype(str).to_numpy().tolist()
    assert sorted(days) == [["interview", "2026-03-02"], ["interview", "2026-03-10"]]
    (one,) = search.applications.to_dict("records")
    assert (one["company"], one["role"], one["n_interviews"]) == ("Acornfield", "Baker", 1)
    (tmp_path / "2.eml").write_text(
        letter(2, "CANCEL", "The interview is cancelled, we will write again.", "SEQUENCE:1"),
        encoding="utf-8",
    )
    search.add(tmp_path / "2.eml")
    assert [str(day)[:10] for day in search.events["date"]] == ["2026-03-02"]


def test_a_file_that_only_looks_like_a_calendar_holds_nothing(tmp_path):
    (tmp_path / "empty.ics").write_text("BEGIN:VTIMEZONE\nEND:VTIMEZONE\n", encoding="utf-8")
    added = Search(tmp_path / "search").add(tmp_path / "empty.ics")
    assert added[["kind", "records", "message"]].to_numpy().tolist() == [["calendar", 0, ""]]


def test_noise_by_the_name_of_a_calendar_is_said(tmp_path):
    (tmp_path / "noise.ics").write_bytes(b"\x00\xff\n")
    added = Search(tmp_path / "search").add(tmp_path / "noise.ics")
    assert added["problems"].tolist() == [1]


HOSTILE = sorted((SHARED / "data" / "hostile" / "ics").glob("*.ics"))


def test_broken_calendars_are_read_or_a_problem(tmp_path):
    broken = [
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + b"BEGIN:VALARM\n" * 50_000,
        b"BEGIN:VCALENDAR\n" + b"X" * 99_999,
    ]
    broken.append(
        calendar(
            talk("1", "Interview with Pinefold Ltd", "20260310", "DTSTAMP:2026\u202e", "RECURRENCE-ID:x")
        )
    )
    broken += [calendar(talk("1", "Interview with Pinefold Ltd", "99999999"))[:-n] for n in range(0, 120, 3)]
    for number, data in enumerate([*broken, *(path.read_bytes() for path in HOSTILE)]):
        for record in read(tmp_path, data, f"{number}.ics"):
            assert record.state in ("problem", "set aside", "understood")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*b"".join(VERSIONS.values()).splitlines(), b"SUMMARY:Interview", b"BEGIN:VEVENT"])
    ),
    st.binary(max_size=80),
    st.integers(0, 400),
)
def test_no_calendar_raises(tmp_path_factory, lines, noise, at):
    data = b"BEGIN:VCALENDAR\r\n" + b"\r\n".join(lines)
    for record in read(tmp_path_factory.getbasetemp(), data[:at] + noise + data[at:]):
        assert record.state in ("problem", "set aside", "understood")
    assert calendars.read(noise.decode("latin-1")).kind in ("", "interview", "screening", "assessment")


def test_a_talk_beside_words_of_something_else_is_in_doubt_until_it_is_logged(tmp_path):
    summaries = (
        "Interview Wren Alder school cook",
        "Interview training officer",
        "School trip",
        "Mock interview",
    )
    talks = [talk(str(n), words, "20260310") for n, words in enumerate(summaries)]
    (tmp_path / "mine.ics").write_bytes(calendar(*talks))
    search = Search(tmp_path / "search", as_of="2026-04-01")
    search.add(tmp_path / "mine.ics")
    (doubt,) = search.doubts.to_dict("records")
    assert (doubt["kind"], doubt["n"]) == ("appointment", 2)
    assert doubt["command"] == "jobkit log interview COMPANY --date 2026-03-10"
    search.record_event("interview", company="Wren Alder", date="2026-03-10")
    assert search.doubts.empty


@pytest.mark.parametrize(("others", "n"), [([], 1), (["Larkfell Girls' Club"], 0)])
def test_a_shorter_name_in_an_appointment_is_the_one_employer_that_begins_so(tmp_path, others, n):
    table = tmp_path / "jobs.csv"
    rows = [f"{name},Cook,2026-03-02,Open" for name in ("Larkfell Girls' School", *others)]
    table.write_text("\n".join(["Company,Role,Applied,Status", *rows, ""]))
    calendar = tmp_path / "mine.ics"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:one", "DTSTART:20260422T083000Z"]
    calendar.write_text(
        "\r\n".join([*lines, "SUMMARY:Larkfell Girls interview", "END:VEVENT", "END:VCALENDAR", ""])
    )
    search = Search(tmp_path / "search")
    search.add([table, calendar])
    talks = search.events[search.events["kind"] == "interview"]
    assert list(talks["company"]) == ["Larkfell Girls' School"] * n
    assert len(search.doubts) == 1 - n


def test_an_appointment_of_no_known_kind_at_an_employer_you_wait_for_is_asked_about(tmp_path):
    (tmp_path / "list.csv").write_text(TRACKER, "utf-8")
    aside = (talk("1", "RDV Acornfield (M. Perrin)", "20260316"), talk("2", "Dentiste", "20260317"))
    (tmp_path / "mine.ics").write_bytes(calendar(*aside))
    search = Search(tmp_path / "search", as_of="2026-04-01")
    search.add([tmp_path / "list.csv", tmp_path / "mine.ics"])
    (row,) = search.doubts.to_dict("records")
    assert row["kind"] == "letter" and "RDV Acornfield" in row["examples"][0]
    assert "--date 2026-03-16" in row["command"]
