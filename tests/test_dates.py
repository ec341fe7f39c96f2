"""Days are read in the order that their column proves, and never guessed."""

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobkit.language import days as dates
from jobkit.language.days import DAY_FIRST, MONTH_FIRST, YEAR_FIRST, mentions, orders, read
from jobkit.sources.tables import grids, layouts, shapes, statuses


def days(text, order="", near=None):
    return [read(mention, order, near).day for mention in mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-04", ["2024-03-04"]),
        ("2024/03/04 10:15", ["2024-03-04"]),
        ("2024-10-05 14:15:00 UTC", ["2024-10-05"]),
        ("2024-03-05T23:59:59.000+02:00", ["2024-03-05"]),
        ("20240304", ["2024-03-04"]),
        ("13/04/2024", ["2024-04-13"]),
        ("04/13/2024", ["2024-04-13"]),
        ("11/20/24, 8:15 AM", ["2024-11-20"]),
        ("September 3, 2026", ["2026-09-03"]),
        ("3 sept. 2024", ["2024-09-03"]),
        ("1er mars 2024", ["2024-03-01"]),
        ("3 May 2024: applied", ["2024-05-03"]),
        ("May 3: applied", [None]),
        ("15. März 2024", ["2024-03-15"]),
        ("5 de mayo de 2024", ["2024-05-05"]),
        ("12-Mar-24", ["2024-03-12"]),
        ("Mon, 5 Feb 2024 at 9am", ["2024-02-05"]),
        ("2024年3月4日", ["2024-03-04"]),
        ("13/05/2019 & 8/14/2019", ["2019-05-13", "2019-08-14"]),
        ("29/02/2024", ["2024-02-29"]),
        ("29/02/2023", [None]),
        ("31/04/2024", [None]),
        ("8/82019", []),
        ("next week", []),
        ("Mar-24", []),
        ("10:30", []),
        ("1.5", []),
    ],
)
def test_a_day_is_found_however_it_is_written(text, expected):
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 2024", "March 2024"),
        ("Rejected, Mar-24", "Mar-24"),
        ("Sept. '23", "Sept. '23"),
        ("2024-03", "2024-03"),
        ("3/2024", "3/2024"),
        ("Mar 24", ""),
        ("2024-13", ""),
        ("Job 401-2024", ""),
        ("Week 12 2024", ""),
        ("3 March 2024", ""),
    ],
)
def test_a_month_of_a_year_is_no_day(text, expected):
    assert dates.month(text) == expected
    assert not expected or (mentions(text) == () and expected not in dates.besides(text))


def test_a_day_that_could_be_two_is_a_problem_that_names_both():
    found = read(mentions("03/04/2024")[0], "")
    assert found.day is None
    assert "4 March 2024 or 3 April 2024" in found.problem
    assert days("05/05/2024") == ["2024-05-05"]


@pytest.mark.parametrize("name", [DAY_FIRST, MONTH_FIRST])
@pytest.mark.parametrize(
    "form", ["{0}/{1}/{2}", "{0}-{1}-{2}", "{0}/{1}/{3}", "{0}/{1}/{2} 09:30", "{0:02}/{1:02}/{2}"]
)
def test_one_value_above_twelve_decides_for_its_column(name, form):
    def written(day):
        numbers = (day.day, day.month) if name == DAY_FIRST else (day.month, day.day)
        return form.format(*numbers, day.year, f"{day.year % 100:02}")

    column = [date(2024, 4, 3), date(2024, 5, 6), date(2024, 4, 13)]
    found = orders({"Applied": [written(day) for day in column]})["Applied"]
    assert found.name == name
    assert written(column[2]).split()[0] in found.why
    assert [days(written(day), found.name) for day in column] == [[day.isoformat()] for day in column]


def test_another_column_decides_for_one_that_says_nothing():
    found = orders({"Applied": ["03/04/2024"], "Interview": ["13/04/2024"]})
    assert found["Applied"].name == DAY_FIRST
    assert "Interview" in found["Applied"].why


def test_days_close_together_decide_when_no_value_does():
    column = [f"{day:02}/02/2024" for day in (1, 3, 5, 8, 11)]
    assert orders({"Applied": column})["Applied"].name == DAY_FIRST
    assert orders({"Applied": [f"02/{c[:2]}/2024" for c in column]})["Applied"].name == MONTH_FIRST
    assert orders({"Applied": column[:1]})["Applied"].name == ""


def test_two_orders_in_one_column_decide_nothing_for_the_rest():
    found = orders({"Applied": ["13/04/2024", "04/14/2024", "05/06/2024"]})["Applied"]
    assert found.name == ""
    assert "both" in found.why
    assert [days(text, found.name)[0] for text in ("13/04/2024", "04/14/2024", "05/06/2024")] == [
        "2024-04-13",
        "2024-04-14",
        None,
    ]


def test_what_the_user_says_wins():
    assert orders({"Applied": ["03/04/2024"]}, MONTH_FIRST)["Applied"].name == MONTH_FIRST
    assert days("03/04/2024", MONTH_FIRST) == ["2024-03-04"]
    assert days("13/04/2024", MONTH_FIRST) == ["2024-04-13"]  # it can be nothing else


def test_two_digits_of_a_year_in_front_are_seen():
    column = ["23/09/14", "23/09/20", "23/10/02", "23/11/28"]
    found = orders({"Applied": column})["Applied"]
    assert found.name == YEAR_FIRST
    assert days("23/10/02", found.name) == ["2023-10-02"]


def test_with_dots_the_day_stands_first():
    assert orders({"Am": ["03.04.2024"]})["Am"].name == DAY_FIRST


@pytest.mark.parametrize(
    ("text", "near", "expected"),
    [
        ("1/9", date(2023, 12, 28), "2024-01-09"),
        ("12/28", date(2024, 1, 5), "2023-12-28"),
        ("4-Mar", date(2024, 2, 20), "2024-03-04"),
        ("Sep 5", date(2024, 8, 1), "2024-09-05"),
    ],
)
def test_a_year_that_is_missing_is_taken_from_near_and_marked(text, near, expected):
    found = read(mentions(text)[0], MONTH_FIRST, near)
    assert (found.day, found.inferred) == (expected, True)


def test_a_year_is_not_made_up_when_nothing_near_has_one():
    found = read(mentions("13/4")[0], DAY_FIRST)
    assert found.day is None
    assert "no year" in found.problem


@pytest.mark.parametrize(
    ("number", "is_1904", "expected"),
    [
        (1, False, date(1900, 1, 1)),
        (59, False, date(1900, 2, 28)),
        (60, False, None),
        (61, False, date(1900, 3, 1)),
        (45234, False, date(2023, 11, 4)),
        (45234.99, False, date(2023, 11, 4)),
        (59, True, date(1904, 2, 29)),
        (60, True, date(1904, 3, 1)),
        (43772, True, date(2023, 11, 4)),
        (-1, False, None),
        (10**9, False, None),
    ],
)
def test_a_spreadsheets_day_number_is_read_as_the_spreadsheet_shows_it(number, is_1904, expected):
    assert dates.serial(number, is_1904) == expected


def test_what_stands_beside_a_day_is_kept_apart_from_it():
    assert dates.besides("Mon, 5 Feb 2024 at 9:30 am") == ""
    assert dates.besides("12/03/2024 with Ann") == "with Ann"
    assert dates.is_day("8/5/2019 & 8/14/2019")
    assert not dates.is_day("call Ann 12/03/2024")


@given(st.text(max_size=80), st.sampled_from(["", *dates.ORDERS]), st.dates())
def test_no_text_raises_and_every_day_is_one_or_has_a_problem(text, order, near):
    for mention in mentions(text):
        for found in (read(mention, order), read(mention, order, near)):
            assert bool(found.day) != bool(found.problem)
    dates.besides(text)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.sampled_from([DAY_FIRST, MONTH_FIRST]))
def test_a_day_comes_back_as_it_was_written(day, order):
    numbers = (day.day, day.month) if order == DAY_FIRST else (day.month, day.day)
    assert days(f"{numbers[0]}/{numbers[1]}/{day.year}", order) == [day.isoformat()]


PATTERNS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (dates, grids, layouts, shapes, statuses)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}
ATTACKS = [
    "1",
    "a",
    " ",
    "1/",
    "1 ",
    "1a",
    "-",
    "|",
    "|-",
    ":-|",
    "(",
    "a@",
    "@a.",
    "http://",
    "é",
    "<table",
    "1.1",
    "1月",
    "am",
    "=",
    "\n|-",
]


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_is_slow_on_a_megabyte_made_to_slow_it(name):
    pattern = PATTERNS[name]
    slowest = 0.0
    size = 1 << 18  # a quarter of the megabyte, and of the time
    for attack in ATTACKS:
        text = (attack * size)[:size]
        subject = text.encode() if isinstance(pattern.pattern, bytes) else text
        began = time.process_time()
        pattern.search(subject)
        slowest = max(slowest, time.process_time() - began)
    assert slowest < 0.1  # 0.025 on a machine that does nothing else


def test_a_word_with_a_sign_for_a_number_names_no_month():
    assert not mentions("12-AA¼-2024")


@pytest.mark.parametrize("text", ["24 March 10.30", "24/3 at 14.15", "28.04. um 9.30 Uhr"])
def test_an_hour_with_a_point_behind_a_day_is_no_second_day(text):
    assert len(mentions(text)) == 1
