"""One way to fold a text, count in English, read a typed day and load a table of words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobkit.errors import SourceError
from jobkit.language import days, english, text, vocabulary

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Straße", "strasse"),
        ("RÜCKMELDUNG", "ruckmeldung"),
        ("Łódź", "lodz"),
        ("København", "kobenhavn"),
        ("İstanbul", "istanbul"),
        ("ｆｕｌｌ", "full"),
        ("が", "が"),
        ("면접", "면접"),
    ],
)
def test_text_is_folded_one_way(written, folded):
    assert text.fold(written) == folded


@given(st.text())
def test_folding_twice_is_folding_once(written):
    assert text.fold(text.fold(written)) == text.fold(written)
    assert text.plain(text.plain(written)) == text.plain(written)


def test_nothing_printed_is_obeyed():
    assert text.printable("a\x1b[31m\u202eb\n") == "a\\u001b[31m\\u202eb ⏎ "
    assert text.printable("a\n\tb\0", keep="\n\t") == "a\n\tb\\u0000"


def test_a_page_is_read_a_block_on_each_line_without_its_scripts():
    page = "<head><title>no</title></head><p>One  <b>two</b><br>three<script>x</script><div>four</div>"
    assert text.of_html(page) == "One two\nthree\nfour"
    quoted = "<p>Mine<blockquote>theirs</blockquote>"
    assert text.of_html(quoted, "blockquote") == "Mine"
    assert text.of_html("<blockquote>all there is</blockquote>", "blockquote") == "all there is"


@given(st.text())
def test_any_text_can_be_read_as_a_page(written):
    assert "\x00" not in text.of_html(written)


def test_english_counts_and_lists():
    assert [english.count(n, "reply", "replies") for n in (0, 1, 2)] == ["0 replies", "1 reply", "2 replies"]
    assert [english.counted(n, "step") for n in (0, 1, 13)] == ["no steps", "one step", "13 steps"]
    assert [english.listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert english.listed("ab", "or") == "a or b"


def test_a_share_is_never_rounded_to_none_or_all():
    assert [english.of(k, n) for k, n in ((10, 59), (3, 5), (1, 900), (899, 900), (0, 20))] == [
        "10 of 59 (17 %)",
        "3 of 5",
        "1 of 900 (under 1 %)",
        "899 of 900 (over 99 %)",
        "0 of 20 (0 %)",
    ]


def test_a_day_says_its_year_where_it_is_another():
    assert english.day(date(2026, 6, 18), TODAY) == "18 June"
    assert english.day("2025-06-18", TODAY) == english.day("2025-06-18") == "18 June 2025"
    assert (english.month("2026-10"), english.month(TODAY, is_short=True)) == ("October 2026", "Nov")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-06-18", ["2026-06-18"]),
        ("6/18/26", ["2026-06-18"]),
        ("18.6.2026", ["2026-06-18"]),
        ("18 June", ["2026-06-18"]),
        ("June 18", ["2026-06-18"]),
        ("18. Juni", ["2026-06-18"]),
        ("24 December", ["2025-12-24", "2026-12-24"]),
        ("24 January", ["2026-01-24"]),
        ("29 February", ["2024-02-29"]),
        ("6/5/26", ["2026-05-06", "2026-06-05"]),
        ("6/6/26", ["2026-06-06"]),
        ("26-06-05", ["2026-06-05"]),
        ("6/5", ["2026-05-06", "2026-06-05"]),
        ("today", ["2026-11-29"]),
        ("Yesterday", ["2026-11-28"]),
        ("gestern", ["2026-11-28"]),
        ("3 days ago", ["2026-11-26"]),
        ("soon", []),
        ("31 April", []),
        ("18 June or 19 June", []),
        ("June 2026", []),
        ("", []),
    ],
)
def test_a_typed_day_gives_every_reading_it_has(typed, expected):
    assert [day.isoformat() for day in days.readings(typed, TODAY)] == expected


@given(st.text())
def test_no_typed_text_raises(typed):
    days.readings(typed, TODAY)


def test_a_day_far_from_any_search_is_not_likely():
    years = [1949, 1950, 2028, 2029]
    assert [days.is_likely(date(year, 1, 1), TODAY) for year in years] == [False, True, True, False]


def test_a_broken_file_of_the_users_names_its_line(tmp_path):
    path = tmp_path / "own.toml"
    assert vocabulary.own(path) == ({}, "")
    path.write_text("a = 1\nb = \n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"own\.toml:2"):
        vocabulary.own(path)
    path.write_text("[x]\na = 1\n[y]\na = 2\n", encoding="utf-8")
    assert vocabulary.line(vocabulary.own(path)[1], "y", "a") == 4


def test_what_the_user_writes_stands_over_what_is_shipped():
    shipped = {"a": {"x": 1, "y": [1]}, "b": 2}
    assert vocabulary.over(shipped, {"a": {"y": [2]}, "c": 3}) == {"a": {"x": 1, "y": [2]}, "b": 2, "c": 3}
    assert shipped == {"a": {"x": 1, "y": [1]}, "b": 2}


def test_every_shipped_table_is_read_and_kept():
    assert vocabulary.shipped("days") is vocabulary.shipped("days")
    assert len(vocabulary.shipped_all("phrases_")) > 1


def test_what_is_nearly_a_known_name_is_asked_about_and_anything_else_told_otherwise():
    known = ("applications", "activities", "undo")
    assert english.did_you_mean("aplications", known) == "Did you mean “applications”?"
    assert english.did_you_mean("xyzzy", known, "There are three.") == "There are three."
    assert (english.nearest("und", known), english.nearest("und", known, 0.95)) == ("undo", "")


@pytest.mark.parametrize(
    ("months", "words"),
    [(1, "1 month ago"), (23, "23 months ago"), (24, "2 years ago"), (137, "11 years ago")],
)
def test_what_was_long_ago_is_told_in_years(months, words):
    assert english.ago(months) == words
