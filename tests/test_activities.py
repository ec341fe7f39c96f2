"""The record of job-search activities: each with its own day, in the words and columns of an office."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest
from rows import imported, row, run

from jobkit import activities, tables
from jobkit.errors import TableError
from jobkit.language import vocabulary
from jobkit.tables import Event, Record

BAKER = {"company": "Ostrava Foods", "role": "Baker"}
CLERK = {"company": "Quellbach", "role": "Clerk"}
FORMS = [
    (name, language)
    for name, shape in vocabulary.shipped("activities")["form"].items()
    for language in shape["title"]
]


@pytest.fixture
def spring(search):
    """Two applications in June 2026: one with a conversation and a thank-you, one of which a letter tells."""
    details = {"contact": "Ina Solberg", "hours": "30", "applied_how": "post", "assigned": True}
    events = (
        Event("applied", "2026-06-02", **BAKER, channel="newspaper", location="Brno", details=details),
        Event("interview", "2026-06-10", **BAKER, details={"time": "14:00"}),
        Event("rejected", "2026-06-20", **BAKER, text="We missed experience with rye."),
    )
    imported(search, [Record("tracker.csv:2", BAKER, events)])
    imported(search, [row(3, Event("applied", "2026-06-07", **CLERK, note="I felt tired"))], "second.csv")
    letter = Event("interview", "2026-06-12", **CLERK, details={"message_id": "<1@mail.example>"})
    imported(
        search, [Record("mail.mbox:1", {"Subject": "invitation"}, (letter,))], "mail.mbox", exclusive=False
    )
    search.record_evidence("Ostrava Foods", "not_demonstrated", "feedback", "rye", "2026-06-21")
    search.record_reflection("2026-06", "plan", "If it rains then I bake rye")
    search.record_person("Odd Fellowes", "interviewer", "Ostrava Foods")
    search.record_step("Ostrava Foods", "thank_email", "answered", "2026-06-11", person="Odd Fellowes")
    search.record_step("Ostrava Foods", "who_was_hired", "done", "2026-06-25")
    search.record_step("Ostrava Foods", "ask_feedback", "skipped", "2026-06-25")
    return search


def test_each_activity_has_its_own_day_and_what_the_office_asks_for(spring):
    record = spring.activities("2026-06")
    told = [(f"{one.date:%m-%d}", one.activity, one.employer) for one in record.itertuples()]
    assert told == [
        ("06-02", "applied", "Ostrava Foods"),
        ("06-07", "applied", "Quellbach"),
        ("06-10", "interview", "Ostrava Foods"),
        ("06-11", "follow_up", "Ostrava Foods"),
    ]
    first, clerk, talk, thanks = record.to_dict("records")
    kept = {
        name: first[name] for name in ("address", "contact", "channel", "applied_how", "hours", "assigned")
    }
    assert kept == {
        "address": "Brno",
        "contact": "Ina Solberg",
        "channel": "newspaper",
        "applied_how": "post",
        "hours": "30",
        "assigned": True,
    }
    assert (first["result"], clerk["result"], thanks["result"]) == ("rejected", "interviewed", "answered")
    assert (talk["time"], thanks["contact"]) == ("14:00", "Odd Fellowes")
    assert pd.isna(talk["applied_how"]) and pd.isna(talk["channel"])
    assert talk["hours"] == "30"
    assert pd.isna(clerk["assigned"])


def test_nothing_of_reasons_plans_or_feelings_is_in_it(spring):
    record = spring.activities("2026-06")
    text = record.to_csv()
    assert not [word for word in ("rye", "tired", "rains", "not_demonstrated") if word in text]
    assert list(record.columns) == list(activities.COLUMNS)


def test_two_sources_of_one_application_are_one_line(search):
    imported(search, [row(1, Event("applied", "2026-06-02", **BAKER))], "tracker.csv")
    imported(search, [row(1, Event("applied", "2026-06-03", **BAKER))], "linkedin.csv")
    assert len(search.activities("2026-06")) == 1


def test_a_result_is_what_is_known_on_the_day_looked_from(spring):
    spring._as_of = "2026-06-15"
    assert spring.activities("2026-06")["result"].iloc[0] == "interviewed"
    spring._as_of = "2026-06-05"
    assert len(spring.activities("2026-06")) == 1


def test_what_has_no_day_of_its_own_is_left_out_and_named(spring):
    spring.record_event("applied", company="Fennick", role="Clerk")
    days = activities.span("2026-06", spring.events, spring.as_of)
    rows = activities.left_out(spring.events, spring.applications, days)
    assert rows[["company", "activity", "why"]].to_dict("records") == [
        {"company": "Fennick", "activity": "applied", "why": "no day"},
        {"company": "Quellbach", "activity": "interview", "why": "invitation"},
    ]
    assert "Fennick" not in set(spring.activities("all")["employer"])


@pytest.mark.parametrize(
    ("text", "week", "first", "last"),
    [
        ("2026-06", "monday", "2026-06-01", "2026-06-30"),
        ("2026-W24", "monday", "2026-06-08", "2026-06-14"),
        ("2026-W24", "sunday", "2026-06-07", "2026-06-13"),
        ("2026-Q2", "monday", "2026-04-01", "2026-06-30"),
        ("", "monday", "2026-06-01", "2026-06-30"),
        ("all", "monday", "2026-06-02", "2026-06-30"),
    ],
)
def test_periods(spring, text, week, first, last):
    days = activities.span(text, spring.events, spring.as_of, week)
    assert (f"{days.first:%Y-%m-%d}", f"{days.last:%Y-%m-%d}") == (first, last)


@pytest.mark.parametrize("text", ["2026-13", "June", "2025-W53", "2026-W00"])
def test_what_is_no_period_is_refused(spring, text):
    with pytest.raises(TableError, match=r"2026-W41|no week 53"):
        spring.activities(text)


@pytest.mark.parametrize(("name", "language"), FORMS)
def test_every_form_says_every_word_in_its_language(spring, name, language):
    form = activities.form(name, language)
    table = activities.on_form(spring.activities("2026-06"), form, "week")
    assert len(table) == (2 if form.only else 4)
    assert table.columns.is_unique
    assert len(table.columns) == len(form.columns) + 1
    known = vocabulary.shipped("activities")
    assert set(known["activity"]) == {*tables.TALKS, "applied", *activities.WAYS.values()}
    assert set(known["result"]) == {*tables.OUTCOMES, "interviewed", "answered"}
    for words in ("activity", "result", "applied_how", "channel", "assigned"):
        assert all(form.word(words, value) == told[language] for value, told in known[words].items())
    for _, names in form.columns:
        assert set(names) <= set(activities.COLUMNS)


def test_the_columns_of_the_swiss_form_in_german_and_french(spring):
    record = spring.activities("2026-06")
    german = activities.on_form(record, activities.form("rav")).iloc[0].to_dict()
    assert german == {
        "Datum": "02.06.2026",
        "Firma, Adresse": "Ostrava Foods, Brno",
        "Kontaktperson, Telefon": "Ina Solberg",
        "Stellenbezeichnung": "Baker",
        "Zuweisung RAV": "ja",
        "Pensum": "30",
        "Bewerbungsart": "per Post",
        "Ergebnis": "Absage",
        "Absagegrund": "",
    }
    french = activities.on_form(record, activities.form("rav", "fr")).iloc[1].to_dict()
    assert french["Date"] == "07/06/2026"
    assert french["Résultat de l’offre"] == "entretien d’embauche"


def test_a_word_that_a_tracker_has_in_one_language_is_said_in_that_of_the_form(search):
    search.record_event("applied", None, "2026-06-02", **BAKER, applied_how="Telefonisch", channel="Zeitung")
    search.record_event("applied", None, "2026-06-03", **CLERK, applied_how="by pigeon")
    table = activities.on_form(search.activities("2026-06"), activities.form("plain", "fr"))
    assert table["Mode de candidature"].tolist() == ["par téléphone", "by pigeon"]
    assert table["Trouvé par"].tolist() == ["journal", ""]


def test_weeks_of_the_american_form_begin_on_sunday(spring):
    table = activities.on_form(spring.activities("2026-06"), activities.form("us"), "week")
    assert list(table["Week"].unique()) == ["05/31/2026 – 06/06/2026", "06/07/2026 – 06/13/2026"]


def test_a_form_or_language_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(TableError, match="plain, agentur, ams, rav, us"):
        activities.form("unemployment")
    with pytest.raises(TableError, match="use de or fr"):
        activities.form("rav", "it")


def test_an_empty_search_has_an_empty_record(search):
    record = search.activities()
    assert list(record.columns) == list(activities.COLUMNS)
    for name, language in FORMS:
        assert activities.on_form(record, activities.form(name, language), "month").empty


def test_the_command_prints_it_and_says_what_is_missing(spring, capsys):
    status, out, _ = run(
        spring, capsys, "activities", "--as-of", "2026-06-30", "2026-06", "--form", "agentur"
    )
    assert status == 0
    assert "Nachweis der Eigenbemühungen, 01.06.2026 – 30.06.2026" in out
    assert "Vorstellungsgespräch" in out
    assert "weil nur die Einladung einen Tag hat: Quellbach" in out
    assert "fehlt bei 1 von 2 Bewerbungen" in out
    assert (
        "How you applied is unknown for 1 of 2"
        in run(spring, capsys, "activities", "--as-of", "2026-06-30", "2026-06", "--form", "us")[1]
    )
    assert "applied 'Quellbach / Clerk' --date 2026-06-07 --applied-how online" in out
    future = run(spring, capsys, "activities", "--as-of", "2026-06-30", "2026-09", "--form", "rav")[1]
    assert "01.09.2026 – 30.09.2026" in future and "Nothing" not in future


def test_the_table_for_a_spreadsheet_runs_no_formula(search, capsys, tmp_path):
    evil = '=HYPERLINK("http://evil.example")'
    search.record_event(
        "applied", None, "2026-06-02", company=evil, role="@SUM(1)", contact="+1", address="-2"
    )
    assert (
        run(
            search, capsys, "activities", "--as-of", "2026-06-30", "2026-06", "--csv", str(tmp_path / "a.csv")
        )[0]
        == 0
    )
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == 2
    assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@"))]
    assert rows[1][0] == "2026-06-02"


def test_as_json_each_row_is_the_measure(spring, capsys):
    rows = json.loads(run(spring, capsys, "activities", "--as-of", "2026-06-30", "2026-06", "--json")[1])
    assert [one["activity"] for one in rows] == ["applied", "applied", "interview", "follow_up"]
    assert rows[0]["date"] == "2026-06-02"


def test_the_page_is_in_the_forms_language_and_obeys_nothing(spring, capsys):
    spring.record_event("applied", None, "2026-06-03", company="<script>alert(1)</script>", role="Baker")
    for n in range(14):
        spring.record_event("applied", None, "2026-06-04", company=f"Firm {n}", role="Baker")
    assert (
        run(spring, capsys, "activities", "--as-of", "2026-06-30", "2026-06", "--form", "rav", "--page")[0]
        == 0
    )
    text = (spring.folder / "reports" / "2026-06" / "activities.html").read_text(encoding="utf-8")
    assert '<html lang="de"' in text
    assert "Nachweis der persönlichen Arbeitsbemühungen" in text
    assert "<script" not in text
    assert "more rows" not in text
    assert "Questions to yourself" not in text
