"""One grammar of a cell: what its text says, by the use of its column, as claims that are doubted or not.

A reading depends on nothing but the text, its column and the day that lies near, so it is remembered by them.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from jobkit.language import days as dates
from jobkit.language.days import Day, Mention
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.tables import headings
from jobkit.sources.tables.grids import Row
from jobkit.sources.tables.headings import NUMBER
from jobkit.sources.tables.layouts import Table
from jobkit.sources.tables.statuses import STEPS, Moment, is_no, is_unclear, is_yes
from jobkit.tables import ENDINGS, Problem

SAY_ORDER = "Say which with --map 'dates=day first' or --map 'dates=month first'."
CORRECT = "Correct it in the file and add it again, or record it: jobkit log KIND COMPANY --date DAY."
TEACH = "Say what it means: --map {} (or rejected, interview, open …), or correct it in the file."
SENTENCE = "Record what it tells: jobkit log KIND COMPANY --date DAY."
RELATIVE, UNCLEAR, UNSURE, UNKNOWN = (
    shipped("doubts")["cell"][name] for name in ("relative", "unclear", "unsure", "unknown")
)
DEFAULT_DAYS = frozenset(("1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01", "1904-01-02", "1970-01-01"))
BEGINNINGS = ("saved", "applied")
REPEATING = ("screening", "assessment", "interview")  # kinds that can happen several times in one column
UNSETTLED = ("left", "moot", "no")  # ends that depend on what else the row says
ENDED = (*ENDINGS, *UNSETTLED)
SILENT = ("open", "nothing")
RANGE = re.compile(r"→|->")
MONEY = re.compile(r"[£$€]|\b(?:EUR|GBP|USD|CHF)\b")
ENOUGH_STEPS = 8  # from row to row, before their days can be said to be in no order


class Claim(NamedTuple):
    """One thing that a cell says: what happened (`kind`; "": a day alone), when, and in which words.

    `use` is that of its column (`stage`, `state`, `answer`, `day`), `at` the column; `is_denied`: it did not
    happen; `rule` made it what it is, where that does not stand in the cell; a `doubt` is no event but what
    could not be understood.
    """

    kind: str
    day: str | None = None
    words: str = ""
    note: str = ""
    written: str = ""  # the day as the file has it
    is_inferred: bool = False
    use: str = ""
    at: int = -1
    is_denied: bool = False
    rule: str = ""
    round: str = ""  # of an interview: “2”
    doubt: Problem | None = None

    def dated(self, other: Claim) -> Claim:
        """Return it with the day of another, as that was written."""
        return self._replace(day=other.day, written=other.written, is_inferred=other.is_inferred)


class Days:
    """The days of a table: in which order their numbers stand, and which year is theirs if none is said."""

    def __init__(self, table: Table, name: str):
        self.table, self.name = table, name
        self.order = {at: column.order.name for at, column in enumerate(table.columns) if column.order}
        self.columns = table.of(*headings.DAYS, "history")
        self.states = table.of("status")
        self.months = table.of("month")
        self.month = next(filter(None, (month_titled(row.cells) for row in reversed(table.above()))), None)
        values = (value for at in (*self.columns, *self.states) for value in table.columns[at].values)
        found = (mention for value in values for mention in dates.mentions(value))
        self.lacks_years = any(not (m.first if m.fixed else m.third) for m in found)
        self.is_in_order = self.lacks_years and self.keeps_order()
        self.last: date | None = None  # a day of the row before

    def pass_by(self, row: Row) -> None:
        """Take from a title between rows the year or the month that it lends to those below."""
        self.last = _middle(row.cells) or self.last
        self.month = month_titled(row.cells) or self.month

    def near(self, row: Row) -> date | None:
        """Return a day of the row that has a year, else of a row before, else the first of the table."""
        if not self.lacks_years:
            return None
        near = (self.is_in_order and self.last) or self.first or self.hinted or self.guessed
        self.last = self.own(row, near) or near
        return self.last

    @cached_property
    def first(self) -> date | None:
        """The first day of the table that has a year."""
        return next((day for other in self.table.rows() if (day := self.own(other))), None)

    def keeps_order(self) -> bool:
        """Return whether days go one way from row to row, so that one lends its year to the next."""
        days = [day for row in self.table.rows() if (day := self.own(row, date(2024, 7, 1)))]
        steps = [((later - day).days + 182) % 365 - 182 for day, later in pairwise(days)]
        n_down, n_up = sum(step < 0 for step in steps), sum(step > 0 for step in steps)
        return n_down + n_up < ENOUGH_STEPS or min(n_down, n_up) <= 0.25 * (n_down + n_up)

    def own(self, row: Row, near: date | None = None) -> date | None:
        """Return the first day of a row; without `near` only one that is written with its year."""
        for at in (*self.columns, *self.states):
            for day in self.all(at, row.cell(at), near):
                if day.day and day.day not in DEFAULT_DAYS:
                    return date.fromisoformat(day.day)
        return None

    @cached_property
    def hinted(self) -> date | None:
        """The middle of the one year that the title, the sheet or the file is named after."""
        above = self.table.above()
        alone = [row for row in self.table.rows() if sum(map(bool, row.cells)) == 1]
        titles = [cell for row in (*above, *alone) for cell in row.cells]
        return _middle([self.name, self.table.grid.title, *titles])

    @cached_property
    def guessed(self) -> date:
        """A day near the first of a table without any year: its last is no month after it was saved."""
        near = last = latest = self.table.saved - timedelta(365 // 2 - dates.SOON)
        for row in self.table.rows() if self.is_in_order else ():
            last = self.own(row, last) or last
            latest = max(latest, last)
        too_late = (latest - self.table.saved).days - dates.SOON
        return near - timedelta(ceil(too_late / 365) * 365) if too_late > 0 else near

    def all(self, at: int, text: str, near: date | None) -> tuple[Day, ...]:
        """Return each day of a cell as it is read in its column, those that cannot be included."""
        column, order = self.table.columns[at], self.order.get(at, "")
        days = _days(text, order, column.is_turned, self.table.grid.is_1904)
        if near and any(day.day is None for day in days):
            return tuple(dates.read(m, order, near) for m in dates.mentions(text))
        return days

    def below(self, at: int, text: str, near: date | None) -> list[Day]:
        """Return the day of a bare number below a title that names its month."""
        is_day = text.isdecimal() and len(text) < 3 and self.table.columns[at].role == "date"
        if self.month is None or not is_day:
            return []
        mention = Mention(*self.month, int(text), True, text, 0, len(text))
        day = dates.read(mention, "", near or self.hinted)
        return [day._replace(inferred=day.inferred or bool(day.day and not self.months))]

    def in_iso(self) -> dict[int, dict[str, str]]:
        """Return by column what a workbook writes otherwise: sure days, numbers that end with noughts."""
        orders = set(filter(None, self.order.values()))
        common = orders.pop() if len(orders) == 1 else ""
        found: dict[int, dict[str, str]] = {}
        for at, column in enumerate(self.table.columns):
            if column.share("day") or column.share("number"):
                order = self.order.get(at) or common
                others = ((value, _as_in_workbook(value, order)) for value in column.values)
                found[at] = {value: other for value, other in others if other and other != value}
        return found


class Cells:
    """The cells of a table, each read once for all rows in which the same stands."""

    def __init__(self, table: Table, days: Days):
        self.table, self.days, self.lexicon = table, days, table.lexicon
        self.histories = frozenset(table.of("history"))
        self.known: dict[tuple, tuple[Claim, ...]] = {}
        self.near: date | None = None  # a day near which those of the row being read lie

    def read(self, at: int, use: str, text: str, has_state: bool = False) -> tuple[Claim, ...]:
        """Return what a cell says by the use of its column: a stage (by its kind), state, answer or day."""
        key = (at, use, text, has_state, self.near, self.days.month)
        if key not in self.known:
            self.known[key] = tuple(self._read(at, use, text, has_state))
        return self.known[key]

    def _read(self, at: int, use: str, text: str, has_state: bool) -> Iterator[Claim]:
        answer = self.answer(at, text, has_state)
        by_use = {"state": self.state(at, text), "answer": answer, "day": self.day(at, text)}
        found = [*by_use.get(use, self.stage(at, use, text))]
        use = use if use in by_use else "stage"
        is_one = sum(claim.kind == "interview" for claim in found) == 1
        for claim in found:
            number = self.round(at, use, claim) if is_one and claim.kind == "interview" else ""
            yield claim._replace(use=use, at=at, round=number)

    def round(self, at: int, use: str, claim: Claim) -> str:
        """Return the round of an interview, where its words or the heading of the step name one."""
        heading = self.table.headings[at] if use == "stage" else ""
        texts = (dates.besides(claim.words), claim.note, heading)
        return next(filter(None, map(headings.round_of, texts)), "")

    def form(self, at: int, text: str) -> tuple[str, list[Day], list[Claim]]:
        """Return what a cell is in itself, by its first form that fits; its days; the doubts about these."""
        days, doubts = self.dated(at, text)
        if days or dates.broken(text):
            return "days" if days else "broken", days, doubts
        if is_yes(text):
            return "yes", [], doubts
        if is_no(text) or is_blank(text):
            return "no", [], doubts
        return "count" if text.isdecimal() and len(text) < 3 else "words", [], doubts

    def stage(self, at: int, kind: str, text: str) -> Iterator[Claim]:
        """Return what a cell under a stage says: days, yes, no, how often, or words."""
        form, days, doubts = self.form(at, text)
        read = self.days.all(at, text, self.near) if kind not in BEGINNINGS else ()
        if any(day.day in DEFAULT_DAYS for day in read):
            return
        yield from doubts
        has_lapsed = kind in STEPS and plain(text) in headings.words_of("lapsed")
        if form == "days":
            yield from self.stage_on_days(kind, text, days)
        elif form == "broken":
            yield Claim(kind, written=text)
        elif form == "yes" or (kind == "applied" and plain(text) in headings.meanings("channel", "name")):
            yield Claim(kind)
        elif form == "no" or (form == "count" and not int(text)) or has_lapsed:
            yield Claim(kind, words=text, is_denied=True)
        elif form == "count":
            yield from [Claim(kind)] * (int(text) if kind in REPEATING else 1)
        else:
            yield from self.stage_in_words(at, kind, text)

    def stage_in_words(self, at: int, kind: str, text: str) -> Iterator[Claim]:
        """Return what words under a stage say happened; of words that are not known nothing is sure."""
        moments = self.lexicon.read(text)
        events = [moment.kind for moment in moments or () if moment.kind not in SILENT]
        first, _, rest = text.partition(" ")
        is_said = is_yes(first.rstrip(",:;–-")) and first.strip("1")
        if not moments and (is_said or (kind == "offer" and MONEY.search(text))):
            yield Claim(kind, note=rest.strip() if is_said else text)  # “yes, in Leeds”, “£19.80/h”
            return
        if not moments:
            yield self.doubt(at, text, "could not be read as a date or as what happened")
        elif dates.is_relative(text):
            yield self.doubt(at, text, RELATIVE)
        if not moments and (any(c.isdigit() for c in text) or kind == "applied"):
            yield Claim(kind, written=text)
        elif not events:
            yield Claim(kind, words=text, is_denied=True)
        yield from (Claim(event, words=text) for event in events)

    def stage_on_days(self, kind: str, text: str, days: Sequence[Day]) -> Iterator[Claim]:
        """Return a stage on each of its days, and what else the words beside them say happened."""
        words = dates.besides(text) if not dates.is_serial(text) else ""
        is_range = RANGE.search(text) is not None and not words
        also = self.lexicon.kinds(words) if words else ()
        step = next((other for other in also if other in REPEATING), kind)  # "phone screen" under Interview
        for day in days if kind in REPEATING and not is_range else days[:1]:
            yield Claim(step, day.day, note=words, written=text, is_inferred=day.inferred)
        yield from (
            Claim(other, words=words)
            for other in also
            if other in ENDED and other != step and kind not in ENDED
        )

    def state(self, at: int, text: str) -> Iterator[Claim]:
        """Return what a cell with a state, a history or a move says, each with the day beside it."""
        if is_blank(text) or (at in self.histories and (is_yes(text) or is_no(text))):
            return
        moments = self.lexicon.read(text)
        yield from self.doubts_of_state(at, text, moments)
        for kind, mention in moments or ():
            day = dates.read(mention, self.days.order.get(at, ""), self.near) if mention else Day(None)
            if day.problem:
                yield self.unread(at, text, day)
            written = mention.written if mention else ""
            yield Claim(kind, day.day, text, written=written, is_inferred=day.inferred)

    def doubts_of_state(self, at: int, text: str, moments: Sequence[Moment] | None) -> Iterator[Claim]:
        """Return the doubts about a state, and about a day in it that is none."""
        if piece := dates.broken(text, "/"):
            yield self.doubt(at, text, f"has “{piece}”, which is not a date")
        elif any(m.kind != "saved" for m in moments or ()) and dates.is_relative(text):
            yield self.doubt(at, text, RELATIVE)
        if moments is None:
            what, is_tale = UNCLEAR if is_unclear(text) else UNKNOWN, self.lexicon.is_tale(text)
            action = SENTENCE if is_tale else TEACH.format(shlex.quote(f"{text}=applied"))
            yield self.doubt(at, text, what, action)._replace(kind="unknown")
            yield from [Claim("open", words=text)] if is_tale else []
        elif self.lexicon.is_doubted(text):
            yield self.doubt(at, text, UNSURE)

    def day(self, at: int, text: str) -> Iterator[Claim]:
        """Return the days of a cell, of no kind yet; a first one that is none is a doubt."""
        form, days, doubts = self.form(at, text)
        yield from doubts
        if form in ("count", "words"):
            yield self.doubt(at, text, "could not be read as a date")
        yield from (Claim("", day.day, written=text, is_inferred=day.inferred) for day in days)

    def answer(self, at: int, text: str, has_state: bool) -> Iterator[Claim]:
        """Return the day of an answer (without `kind` where that is all), the words in its place, or both."""
        form, days, doubts = self.form(at, text)
        yield from doubts
        words = dates.besides(text) if days else text
        kinds = self.lexicon.kinds(words) if words and form not in ("yes", "no") else ()
        if days:
            said = " ".join(word for word in plain(words).split() if word not in dates.glue())
            if not (kinds or has_state or is_yes(said) or is_no(said)):
                yield self.doubt(at, words, "is not a known answer")
            kind = kinds[0] if kinds else ""
            yield Claim(kind, days[-1].day, words, written=text, is_inferred=days[-1].inferred)
        elif kinds:
            if self.lexicon.is_doubted(text):
                yield self.doubt(at, text, UNSURE)
            yield Claim(kinds[-1], words=text)
        elif not has_state and form not in ("yes", "no"):
            yield self.doubt(at, text, "could not be read as a date or an answer")

    def dated(self, at: int, text: str) -> tuple[list[Day], list[Claim]]:
        """Return the days of a cell, and a doubt for each that cannot be read; such a day is not known."""
        days = list(self.days.all(at, text, self.near)) or self.days.below(at, text, self.near)
        is_dateless = plain(text) in headings.words_of("dateless") | dates.months().keys() or dates.month(
            text
        )
        if dates.is_rough(text) or (not days and is_dateless):
            return [Day(None)], []
        doubts = []
        if piece := dates.broken(text):
            doubts.append(self.doubt(at, piece, "is not a date in the calendar"))
        for index, day in enumerate(days):
            if day.problem:
                doubts.append(self.unread(at, text, day))
            elif day.day in DEFAULT_DAYS:
                doubts.append(self.doubt(at, text, "is the day that forms put in when nothing was said"))
                days[index] = Day(None)
        return days, doubts

    def unread(self, at: int, text: str, day: Day) -> Claim:
        """Return the doubt about a day that cannot be read."""
        action = SAY_ORDER if " could be " in day.problem else CORRECT
        return Claim("", doubt=Problem(self.table.headings[at], text, day.problem + ".", action))

    def doubt(self, at: int, text: str, what: str, action: str = CORRECT) -> Claim:
        """Return a doubt about a cell, or a piece of it."""
        shown = text if len(text) < 80 else text[:77] + "…"
        return Claim("", doubt=Problem(self.table.headings[at], text, f"“{shown}” {what}.", action))


@lru_cache(1 << 16)
def _days(text: str, order: str, is_turned: bool, is_1904: bool) -> tuple[Day, ...]:
    """Return the days of a cell; `is_turned`: a spreadsheet program exchanged day and month of some."""
    if dates.is_serial(text.strip()):
        day = dates.of_number(text.strip(), is_1904)
        return (Day(day.isoformat() if day else None),)

    def read(mention: Mention) -> Day:
        turned = dates.turned_back(mention) if is_turned and mention.fixed else None
        return Day(turned.isoformat(), "", True) if turned else dates.read(mention, order)

    return tuple(map(read, dates.mentions(text)))


def _as_in_workbook(value: str, order: str) -> str | None:
    if "." in value and value.endswith("0") and NUMBER.fullmatch(value):
        return value.rstrip("0").rstrip(".")
    mention, *others = dates.mentions(value) if dates.is_day(value) else [None]
    return dates.read(mention, order).day if mention and not others else None


def _middle(cells: Sequence[str]) -> date | None:
    """Return the middle of the months or the years that texts name, or the one month of one year."""
    text = " ".join(cells)[:2_000].replace("_", " ")
    if named := dates.months_named(text):
        return min(named) + (max(named) - min(named)) / 2
    years, months, _ = _years_and_months(text)
    if len(years) == 2 and max(years) - min(years) == 1:
        return date(max(years), 1, 1)
    return date(max(years), max(months) if len(months) == 1 else 7, 1) if len(years) == 1 else None


def month_titled(cells: Sequence[str]) -> tuple[int, int] | None:
    """Return year (0: not said) and month of a title that names one month, and nothing else but its year."""
    years, months, others = _years_and_months(" ".join(cells))
    is_only = len(months) == 1 and len(years) < 2 and not others
    return (max(years, default=0), max(months)) if is_only else None


def _years_and_months(text: str) -> tuple[set[int], set[int], set[str]]:
    """Return the years and months that a text names, and its other words."""
    words = {*plain(text).split()}
    years = {word for word in words if len(word) == 4 and word[:2] == "20" and word.isdigit()}
    months = words & dates.months().keys()
    return {*map(int, years)}, {dates.months()[word] for word in months}, words - years - months


@lru_cache(1 << 16)
def is_blank(text: str) -> bool:
    """Return whether a cell says nothing: a dash, “N/A”."""
    return plain(text) in headings.words_of("blank") or not any(c.isalnum() or ord(c) > 0x2100 for c in text)
