"""No day is guessed: twelve ways to write it, in four languages, by what its column proves."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from jobkit.sources.tables import trackers

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
SURE = {
    "iso": "{y}-{m:02}-{d:02}",
    "iso slashes": "{y}/{m:02}/{d:02}",
    "iso time": "{y}-{m:02}-{d:02}T09:30:00",
    "compact": "{y}{m:02}{d:02}",
    "day name year": "{d} {name} {y}",
    "name day, year": "{name} {d}, {y}",
    "day. name year": "{d}. {name} {y}",
    "day-nam-yy": "{d:02}-{short}-{yy:02}",
}
DAY_FIRST = {"d/m/y": "{d:02}/{m:02}/{y}", "d-m-yy": "{d}-{m}-{yy:02}", "d.m.y": "{d}.{m}.{y}"}
MONTH_FIRST = {"m/d/y": "{m}/{d}/{y}"}
COLUMNS = {
    "proves": [date(2024, 3, 4), date(2024, 5, 6), date(2024, 4, 13), date(2024, 7, 2)],
    "lies close": [date(2024, 2, day) for day in (1, 3, 5, 6, 8, 11)],
    "says nothing": [date(2024, 3, 4), date(2024, 5, 6)],
    "says nothing, asked": [date(2024, 3, 4), date(2024, 5, 6)],
}


def written(day: date, form: str, language: str) -> str:
    name = MONTHS[language].split()[day.month - 1]
    short = name[:4] if language == "fr" and day.month in (6, 7) else name[:3]
    return form.format(y=day.year, yy=day.year % 100, m=day.month, d=day.day, name=name, short=short)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("language", MONTHS)
@pytest.mark.parametrize("form", [*SURE, *DAY_FIRST, *MONTH_FIRST])
def test_a_day_is_what_was_meant_or_a_problem(form, language, column, tmp_path):
    days = COLUMNS[column]
    rows = [
        f'Firm {n},Planner,"{written(day, (SURE | DAY_FIRST | MONTH_FIRST)[form], language)}"'
        for n, day in enumerate(days)
    ]
    path = tmp_path / "tracker.csv"
    path.write_text("\n".join(["Company,Role,Applied", *rows, ""]), "utf-8")
    asked = {"dates": "month first" if form in MONTH_FIRST else "day first"}
    records = list(trackers.extract(path, asked if column.endswith("asked") else None).records)
    assert len(records) == len(days)
    for record, day in zip(records, days, strict=True):
        found = {event.date for event in record.events if event.kind == "applied"}
        assert found <= {day.isoformat(), None}
        assert found == {day.isoformat()} or record.problems
        is_open = column == "says nothing" and form in {*DAY_FIRST, *MONTH_FIRST} - {"d.m.y"}
        assert bool(record.problems) == is_open, record.problems


@pytest.mark.parametrize("is_1904", [False, True])
def test_serials_of_a_workbook_are_the_days_that_it_shows(is_1904, tmp_path):
    """Around Excel's 29 February 1900, which never was, and in the system that counts from 1904."""
    shown = [date(2023, 11, 4), date(2024, 2, 29), date(2024, 12, 31)]
    book = openpyxl.Workbook()
    if is_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["Company", "Role", "Applied"])
    for n, day in enumerate(shown):
        book.active.append([f"Firm {n}", "Planner", day])
    book.save(tmp_path / "tracker.xlsx")
    records = list(trackers.extract(tmp_path / "tracker.xlsx").records)
    assert [record.events[0].date for record in records] == [day.isoformat() for day in shown]
