"""Calendar and contacts, checked against the RFCs and read by a parser written here from them."""

import re
from datetime import date, timedelta
from functools import cache

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobkit import steps, tables
from jobkit.commands import cli
from jobkit.reports import calendars

JOB = {
    "application": "a1",
    "company": "Zoë; Søn, \\ Ltd",
    "role": "Head baker",
    "applied": "2025-01-02",
    "furthest": "interview",
    "n_interviews": 1,
    "outcome": "rejected",
    "outcome_date": "2025-02-10",
    "referred": True,
}
ANA = {
    "person": "p-ana",
    "application": "a1",
    "part": "interviewer",
    "name": "Ana Ruiz",
    "email": "ana@x.example",
}


@cache
def due(as_of="2025-02-11", **changes):
    tried = tables.frame("applications", [JOB | changes])
    return steps.due(tried, tables.frame("people", [ANA]), tables.empty("steps"), as_of)


def parsed(raw):
    """Return components as (name, properties): a parser after RFC 5545, 3.1, and RFC 2426, 2.6."""
    assert raw.endswith(b"\r\n") and not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    stack, made = [], []
    for line in raw.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]:
        head, _, value = line.partition(":")
        name, *parameters = head.split(";")
        if name == "BEGIN":
            stack.append((value, {}))
        elif name == "END":
            assert stack[-1][0] == value
            made.append(stack.pop())
        else:
            assert re.fullmatch(r"[A-Z-]+", name) and name not in stack[-1][1]
            assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value)
            stack[-1][1][name] = value, parameters
    assert not stack
    return made


def text(value):
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def events(raw):
    return {found["UID"][0]: found for name, found in parsed(raw) if name == "VEVENT"}


def test_the_calendar_says_what_it_must():
    name, calendar = parsed(calendars.ics(due()))[-1]
    assert name == "VCALENDAR" and calendar["VERSION"][0] == "2.0" and "METHOD" not in calendar
    for event in events(calendars.ics(due())).values():
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "DTEND"} <= set(event)
        assert event["DTSTAMP"][0] == "20250211T000000Z"


def test_a_step_is_a_whole_day_or_some_without_hour_or_zone():
    found = due()
    shown = events(calendars.ics(found))
    assert len(shown) == len(found)
    for row in found.itertuples():
        event = shown[f"{row.due}@jobkit.invalid"]
        opens = max(row.opens, pd.Timestamp("2025-02-11"))
        if row.opens < opens and (row.closes - opens).days > calendars.LONGEST:
            opens = row.closes  # what has begun stands where it ends, so that the first day stays readable
        assert event["DTSTART"] == (f"{opens:%Y%m%d}", ["VALUE=DATE"]) and event["DTEND"][1] == ["VALUE=DATE"]
        days = (date.fromisoformat(event["DTEND"][0]) - opens.date()).days
        width = (row.closes - opens).days
        assert days == (width + 1 if width <= calendars.LONGEST else 1)


def test_text_with_commas_semicolons_and_backslashes_comes_back():
    shown = events(calendars.ics(due()))
    summaries = {text(event["SUMMARY"][0]) for event in shown.values()}
    assert "Thank Ana Ruiz by e-mail, and ask for feedback · Head baker, Zoë; Søn, \\ Ltd" in summaries
    assert all("Head baker, Zoë; Søn, \\ Ltd" in text(event["DESCRIPTION"][0]) for event in shown.values())


def test_a_later_import_updates_and_never_doubles():
    first, later = (
        events(calendars.ics(due())),
        events(calendars.ics(due("2025-02-14", outcome_date="2025-02-12"))),
    )
    assert set(first) == set(later)
    moved = next(uid for uid in first if "feedback" in first[uid]["SUMMARY"][0])
    assert (first[moved]["DTSTART"][0], later[moved]["DTSTART"][0]) == ("20250211", "20250214")
    assert int(later[moved]["SEQUENCE"][0]) > int(first[moved]["SEQUENCE"][0])


def test_the_same_list_gives_the_same_bytes_and_the_day_can_be_given():
    assert calendars.ics(due()) == calendars.ics(due())
    made = calendars.ics(due(), as_of="2026-02-28")
    assert {event["DTSTAMP"][0] for event in events(made).values()} == {"20260228T000000Z"}
    bare = pd.DataFrame(due().to_dict("list"))
    assert {event["DTSTAMP"][0] for event in events(calendars.ics(bare)).values()} == {"20250310T000000Z"}


def test_what_opened_before_the_day_of_the_list_starts_on_it_or_stands_where_it_ends():
    for day in ("2025-03-01", "2025-03-06"):
        found = due(day)
        assert (found.loc[found["state"] == "still worth doing", "closes"] < pd.Timestamp(day)).any()
        shown = events(calendars.ics(found))
        assert all(
            day.replace("-", "") <= event["DTSTART"][0] < event["DTEND"][0] for event in shown.values()
        )
        for row in found[found["state"] == "still worth doing"].itertuples():
            is_near = (row.until - pd.Timestamp(day)).days <= calendars.LONGEST
            starts = pd.Timestamp(day) if is_near else row.until
            assert shown[f"{row.due}@jobkit.invalid"]["DTSTART"][0] == f"{starts:%Y%m%d}"


def test_what_was_let_go_is_left_out_and_an_empty_calendar_is_still_valid():
    gone = due("2025-03-20")
    assert "let go" in set(gone["state"])
    assert len(events(calendars.ics(gone))) == (gone["state"] != "let go").sum()
    empty = calendars.ics(due("2030-01-01"))
    assert [name for name, _ in parsed(empty)] == ["DAYLIGHT", "VTIMEZONE", "VCALENDAR"]


@given(st.text(), st.text())
def test_no_name_whatever_breaks_the_calendar(company, role):
    found = due().assign(company=company, role=role, what=f"Write to {role}")
    assert len(events(calendars.ics(found))) == len(found)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati"])
def test_the_bytes_do_not_depend_on_where_one_is(monkeypatch, zone):
    import time

    expected = calendars.ics(due())
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert calendars.ics(due()) == expected
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_person_of_several_applications_is_one_contact():
    twice = [
        ANA,
        ANA | {"application": "a2", "part": "hiring_manager", "title": "Owner, baker", "phone": "+44 1234"},
    ]
    cards = parsed(calendars.vcards(tables.frame("people", [*twice, {"person": "p-x", "part": "hire"}])))
    assert len(cards) == 1
    name, card = cards[0]
    assert name == "VCARD" and next(iter(card)) == "VERSION" and card["VERSION"][0] == "3.0"
    shown = {key: text(value) for key, (value, _) in card.items()}
    assert (shown["FN"], shown["TITLE"], shown["TEL"]) == ("Ana Ruiz", "Owner, baker", "+44 1234")
    assert shown["NOTE"] == "interviewer, hiring manager" and shown["N"] == "Ruiz;Ana;;;"


def test_nobody_gives_no_card():
    assert calendars.vcards(tables.empty("people")) == b""


@given(st.text(min_size=1), st.text(), st.text())
def test_no_name_whatever_breaks_a_contact(name, company, url):
    rows = tables.frame(
        "people", [{"person": "p", "name": name, "company": company, "url": url, "part": "hire"}]
    )
    assert len(parsed(calendars.vcards(rows))) == 1


def test_a_month_of_one_search_has_no_day_crowded_by_long_windows():
    shown = events(calendars.ics(due("2025-03-10"))).values()
    lengths = [
        date.fromisoformat(event["DTEND"][0]) - date.fromisoformat(event["DTSTART"][0]) for event in shown
    ]
    assert max(lengths) <= timedelta(days=calendars.LONGEST + 1)


TALK = {"application": "a1", "kind": "interview", "date": pd.Timestamp("2025-02-20"), "place": "Hall 2, left"}
TALK |= {"company": "Zoë; Søn", "role": "Head baker", "event": "e1"}


@pytest.mark.parametrize(
    ("time", "start", "end"),
    [
        ("14:30", "20250220T143000", None),
        ("14:00–15:00", "20250220T140000", "20250220T150000"),
        ("9.15 Uhr", "20250220T091500", None),
        ("14h30", "20250220T143000", None),
        ("22:00-01:00", "20250220T220000", None),
        ("12:00 UTC", "20250220T120000Z", None),
        ("", "20250220", None),
        ("2:30 pm", "20250220", None),
        ("25:00", "20250220", None),
    ],
)
def test_an_interview_to_come_stands_at_its_hour_for_two_parsers(time, start, end):
    from icalendar import Calendar

    raw = calendars.ics(due(), ahead=pd.DataFrame([TALK | {"time": time}]))
    talk = events(raw)["e1@jobkit.invalid"]
    assert talk["DTSTART"][0] == start and talk.get("DTEND", (None,))[0] == end
    assert text(talk["SUMMARY"][0]) == "Interview · Head baker, Zoë; Søn"
    assert text(talk["LOCATION"][0]) == "Hall 2, left"
    assert time in text(talk["DESCRIPTION"][0]) or len(start) > 8
    read = next(one for one in Calendar.from_ical(raw).walk("VEVENT") if one["uid"] == "e1@jobkit.invalid")
    assert f"{read['dtstart'].dt:%Y%m%d}" == start[:8] and "TRANSP" not in talk
    assert len(events(raw)) == len(due()) + 1


def test_an_appointment_left_out_is_said_once_and_with_its_own_file(tmp_path, capsys):
    event = "BEGIN:VEVENT\nUID:{n}@x\nDTSTART:20260716T190000\nSUMMARY:{says}\nEND:VEVENT\n"
    says = ["Interview with Wren Hall", "Interview with the author - Fennel Books"]
    events = "".join(event.format(n=n, says=one) for n, one in enumerate(says))
    (tmp_path / "cal.ics").write_text(
        f"BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n", encoding="utf-8"
    )
    (tmp_path / "list.csv").write_text("Company,Role,Applied\nAcorn,Cook,2026-04-13\n", encoding="utf-8")
    said = {}
    for name in ("list.csv", "cal.ics", "list2.csv"):
        if name == "list2.csv":
            (tmp_path / name).write_text("Company,Role,Applied\nElm,Cook,2026-04-14\n", encoding="utf-8")
        cli.main(["add", str(tmp_path / name), "--data", str(tmp_path / "d")])
        said[name] = capsys.readouterr().out
    assert "so they were left out" in said["cal.ics"] and "Wren Hall: interview on" not in said["cal.ics"]
    assert "author" not in said["cal.ics"]
    assert "left out" not in said["list2.csv"]
