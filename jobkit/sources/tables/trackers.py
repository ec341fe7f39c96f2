"""Tracker tables to events: a row becomes what happened to one application, or is set aside with its reason.

The rules are few. What a row says happened, happened; a day is used only for the event beside which it
stands; a row that only plans (saved, draft, to apply) is `saved`; every other try has an `applied`, with or
without its day; silence is no event.
"""

from __future__ import annotations

import calendar
import gc
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, wraps
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from jobkit.errors import SourceError
from jobkit.language import days as dates
from jobkit.language.days import Day, Mention
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.reading import Extraction
from jobkit.sources.tables import grids, layouts, shapes
from jobkit.sources.tables.grids import Row
from jobkit.sources.tables.layouts import EMAIL, URL, Table
from jobkit.sources.tables.statuses import SILENT, Moment, is_no, is_unclear, is_yes
from jobkit.tables import ENDINGS, KINDS, Event, Fact, Problem, Record

SAY_ORDER = "Say which with --map 'dates=day first' or --map 'dates=month first'."
CORRECT = "Correct it in the file and add it again, or record it with jobkit log."
TEACH = "Say what it means with --map '{}=rejected' (or another kind), or correct it in the file."

MONTHS = {str(month): name.lower() for month, name in enumerate(calendar.month_abbr) if month}
UNSENT = "stands where the day of applying does, though the row says that nothing was sent yet"
RELATIVE = "counts from a day that the file does not say: what happened is kept without one"
UNCLEAR = "may be a decision of theirs or yours, or a step that went well"
UNSURE = "is told with a question mark: kept as open until you know"
UNKNOWN = "is no state of an application that is known"
NO_DAY = "names a month and no day: what happened is kept without one"
DETAILS = ("salary", "resume", "seniority", "sector")
DEFAULT_DAYS = frozenset(("1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01", "1904-01-02", "1970-01-01"))
NAMES = ("company", "job", "role", "url", "sender", "contact")
UNSETTLED = ("left", "moot", "no")  # ends that depend on what else the row says
ENDED = (*ENDINGS, *UNSETTLED)
BEGINNINGS = ("saved", "applied")
EMPTY = re.compile(r"\(\s{0,20}\)")
RANGE = re.compile(r"→|->")
MARKED = re.compile(r"([*_~`]{1,3})(.{1,300})\1")  # Markdown's bold, struck through …
ORG_LINK = re.compile(r"\[\[([^\[\]]{1,2000})\]\[([^\[\]]{1,300})\]\]")
JSON_ROWS = re.compile(  # in an object, behind nothing but plain values: {"version": 1, "jobs": [
    r'\{(?:\s{0,20}"\w{1,40}"\s{0,20}:\s{0,20}(?:"[^"\\]{0,200}"|[\w.+-]{1,40})\s{0,20},){0,20}'
    r'\s{0,20}"(?:applications|jobs|items|data|records|rows|cards)"\s{0,20}:\s{0,20}\['
)
MARKDOWN_LINK = re.compile(r"\[([^\[\]]{1,300})\]\(([^()\s]{0,2000})\)")
ENOUGH_STEPS = 8  # from row to row, before their days can be said to be in no order
THEIRS = ("heard", "response", "reply", "reponse", "antwort", "ruckmeldung", "respuesta")  # not one's own
REPEATING = ("screening", "assessment", "interview")  # kinds that can happen several times in one column


def identify(path: Path) -> bool:
    """Return whether the file may be a table: a workbook, a zip with tables, a page or plain text."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            head = stream.read(4_096)
    except OSError:
        return False
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return path.suffix.lower() not in (".docx", ".doc", ".pptx", ".ppt", ".odt")
    if grids.is_table_name(path.name):
        return True
    text = head.decode("latin-1").lstrip("\ufeffï»¿").lstrip()
    is_other = text.startswith(("%PDF", "From ", "\x89PNG", "GIF8", "\xff\xd8"))
    return b"\0" not in head and not is_other and (text[:1] != "{" or bool(JSON_ROWS.match(text)))


def extract(path: Path, mapping: Mapping[str, str] | None = None) -> Extraction:
    """Return the applications of a tracker table.

    `mapping` says what a column is (`{"Their heading": "company"}`), what a word means
    (`{"Archiviert": "closed"}`), the order of days (`{"dates": "day first"}`) or the `encoding`.

    Raises
    ------
    SourceError : no table of applications is in it, or it cannot be read as one.
    """
    asked = dict(mapping or {})
    encoding, order = asked.pop("encoding", ""), asked.get("dates", "")
    if order and order not in dates.ORDERS:
        raise SourceError(path, f"“{order}” is no order of days.", f"Say one of {', '.join(dates.ORDERS)}.")
    found = shapes.unfolded(grids.read(path, encoding))
    named = {name: role for name, role in asked.items() if name != "dates"}
    tables = layouts.tables(path, found, named, order)
    columns = tuple(column for table in tables for column in table.columns())
    is_log = any(table.is_log for table in tables)
    read = [any(table.grid is grid for table in tables) for grid in found]
    sheets = tuple(zip((grid.name for grid in found), read, strict=True)) if len(found) > 1 else ()
    records = _Records(path, found, tables)
    return Extraction(tables[0].kind, records, columns, not is_log, _guesses(tables), sheets)


def _guesses(tables: Sequence[Table]) -> tuple[tuple[str, str], ...]:
    """Return the words for states that were guessed at, commonest first, and what they were taken for."""
    found, times = dict[str, str](), Counter[str]()
    for table in tables:
        steps = [at for at, role in enumerate(table.roles) if role.startswith("stage:")]
        for at in (*table.of("status", "answer", "from", "to"), *steps):
            values = table.profiles[at].values if table.profiles[at].share("status") else {}
            for text in filter(table.lexicon.is_guess, values):
                found[text.strip()] = " + ".join(table.lexicon.kinds(text))
                times[text.strip()] += values[text]
    return tuple((text, found[text]) for text, _ in times.most_common())


class _Records:
    """The records of a file, made anew each time they are asked for, one at a time."""

    def __init__(self, path: Path, found: Sequence[grids.Grid], tables: Sequence[Table]):
        self.path, self.found, self.tables = path, found, tables

    def __iter__(self) -> Iterator[Record]:
        gc.freeze()  # the rows stay until the last is read: they are not to be searched for cycles each time
        try:
            yield from self.records()
        finally:
            gc.unfreeze()

    def records(self) -> Iterator[Record]:
        """Return the records of all sheets, in their order."""
        several = len(self.found) > 1
        for grid in self.found:
            name = f"{self.path.name}[{grid.name}]" if several or grid.name else self.path.name
            mine = [table for table in self.tables if table.grid is grid]
            at = 0
            for table in mine:
                yield from _aside(name, grid.rows[at : max(table.start - 1, at)], "above the table")
                yield from _Reader(table, name, self.path).records()
                at = table.stop
            reason = "below the table" if mine else "no applications on this sheet"
            yield from _aside(name, grid.rows[at:], reason)


def _aside(name: str, rows: Sequence[Row], reason: str) -> Iterator[Record]:
    for row in rows:
        content = {f"column {at}": cell for at, cell in enumerate(row.cells, 1)}
        yield Record(f"{name}:{row.number}", content, set_aside=reason)


class _Happened(NamedTuple):
    """One thing that a row says happened, before it is known what else the row says."""

    kind: str
    day: str | None = None
    note: str = ""
    written: str = ""  # the day as the file has it
    is_inferred: bool = False
    words: str = ""  # the words relied on

    def dated_as(self, other: _Happened) -> _Happened:
        """Return it with the day of another, as that was written."""
        return self._replace(day=other.day, written=other.written, is_inferred=other.is_inferred)


def _once(read: Callable) -> Callable:
    """Read what a cell of a column says, and its problems, once for all rows in which the same stands.

    What else a reading depends on from row to row is part of the key: a day nearby, the month of a title.
    """

    @wraps(read)
    def remembered(reader: _Reader, *cell) -> Sequence[_Happened] | None:
        key = (read, cell, reader.around, reader.month)
        if key not in reader.told:
            before, reader.problems = reader.problems, []
            reader.told[key] = read(reader, *cell), reader.problems
            reader.problems = before
        happened, problems = reader.told[key]
        if problems:
            reader.problems += problems
        return happened

    return remembered


class _Reader:
    """The rows of one table, read one after the other; what all rows share is worked out once."""

    def __init__(self, table: Table, name: str, path: Path):
        self.table, self.name, self.path = table, name, path
        self.first = {role: at for at, role in reversed(list(enumerate(table.roles)))}
        self.stages = [(at, role[6:]) for at, role in enumerate(table.roles) if role.startswith("stage:")]
        self.states, self.histories = table.of("status"), table.of("history")
        self.notes = table.of("note")
        self.beside = {at - 1: at for at in table.of("beside")}
        moves = (self.first[role] for role in ("from", "to") if role in self.first)
        answer = f" {plain(table.headings[self.first['answer']])} " if "answer" in self.first else ""
        self.is_first_answer = " first " in answer or " 1 st " in answer
        self.is_heard = not {*answer.split()}.isdisjoint(THEIRS)
        self.tales: dict[int | None, set[str]] = {
            at: told for at in table.of("answer") if (told := _histories(table, at))
        }
        self.said_in = [*self.states, *self.histories, *moves]
        self.headings, self.n_headed = table.headings, table.n_headed
        self.plain_headings = [plain(heading) for heading in table.headings]
        self.order = {at: table.orders[h].name for at, h in enumerate(table.headings) if h in table.orders}
        self.is_mine = _has_rejections(table)
        self.days: dict[tuple[str, str], tuple[Day, ...]] = {}
        self.told: dict[tuple, tuple[list[_Happened] | None, list[Problem]]] = {}  # by cell
        self.used = [(role, at) for role, at in self.first.items() if role and not role.startswith("stage:")]
        self.dated_columns = table.of(*layouts.DAYS, "history")
        self.is_nameless = not any(table.profiles[at].n for at in table.of("company", "role", "url"))
        self.lacks_years = self.has_days_without_year()
        self.is_in_order = self.lacks_years and self.keeps_order()
        self.problems: list[Problem] = []  # of the row being read
        self.around: date | None = None  # a day near which those of the row being read lie
        self.last: date | None = None
        above = table.grid.rows[: max(table.start - 1, 0)]
        self.month = next(filter(None, (_month_titled(row.cells) for row in reversed(above))), None)
        self.months = table.of("month")
        self.missing = table.missing()
        self.iso = self.days_in_iso()
        self.above = _companies_above(table, self.first)
        self.section: tuple[str, ...] = ()  # what the title above the row being read says happened
        self.has_applied_days = any(
            kind == "applied" and table.profiles[at].share("dated") > 0.3 for at, kind in self.stages
        )
        self.flags = {at for at, kind in self.stages if self.is_flag(at, kind)}
        filled = [row.number for row in table.rows() if any(row.cells)] if table.is_followed() else []
        self.title_of_next = filled[-1] if filled else None
        self.entries = _entries(self)
        self.seen: defaultdict[str, set[tuple[str, str, str | None]]] = defaultdict(set)
        self.heads: dict[str, dict[str, str]] = {}

    def is_flag(self, at: int, kind: str) -> bool:
        """Return whether a stage's column says yes or no while another one says when."""
        profiles = self.table.profiles
        is_dated = any(o == kind and c != at and profiles[c].share("dated") > 0.6 for c, o in self.stages)
        return is_dated and profiles[at].share("yes or no") > 0.6

    # --- rows ------------------------------------------------------------------------------------------

    def records(self) -> Iterator[Record]:
        """Return one record a row."""
        for at, row in enumerate(self.table.rows()):
            origin, texts = f"{self.name}:{row.number}", self.texts(row)
            if reason := self.reason_aside(row, texts):
                self.last = _middle(row.cells) or self.last
                self.month = _month_titled(row.cells) or self.month
                self.section = self.headed(row)
                yield Record(origin, self.content(row), set_aside=reason)
            else:
                yield self.record(row, texts, origin, self.entries.get(at, ""))

    def headed(self, row: Row) -> tuple[str, ...]:
        """Return what a title between rows says of those below it, “Rejected (3)”, else what the last did."""
        (title, *others) = [cell for cell in row.cells if cell and not cell.isspace()] or [""]
        is_state = not others and plain(title.split("(")[0]) in self.table.lexicon.words
        return layouts.told_by(title, self.table.lexicon) if is_state else self.section

    def content(self, row: Row) -> dict[str, str]:
        """Return each cell as written, by its heading; further cells by their number."""
        content = dict(zip(self.headings, row.cells, strict=False))
        for at in range(len(self.headings), len(row.cells)):
            content[f"column {at + 1}"] = row.cells[at]
        return content

    def same(self, row: Row, content: dict[str, str]) -> dict[str, str] | None:
        """Return the content with its days in ISO form, as a workbook has them; None where they are."""
        cells, changed = row.cells, content
        for at, days in self.iso.items():
            if at < len(cells) and cells[at] in days:
                changed = content.copy() if changed is content else changed
                changed[self.headings[at]] = days[cells[at]]
        return None if changed is content else changed

    def days_in_iso(self) -> dict[int, dict[str, str]]:
        """Return by column of days, used or not, the ISO form of each that is sure and written otherwise."""
        orders = set(filter(None, self.order.values()))
        common = orders.pop() if len(orders) == 1 else ""
        found: dict[int, dict[str, str]] = {}
        for at, profile in enumerate(self.table.profiles):
            days = [value for value in profile.values if profile.share("day") > 0.5 and dates.is_day(value)]
            for value in days:
                mention, *others = dates.mentions(value)
                iso = dates.read(mention, self.order.get(at) or common).day
                if iso and iso != value and not others:
                    found.setdefault(at, {})[value] = iso
        return found

    def texts(self, row: Row) -> dict[str, str]:
        """Return what stands in the column of each role, trimmed; roles with nothing in them are left out."""
        cells, n = row.cells, len(row.cells)
        found = {role: text for role, at in self.used if at < n and (text := cells[at].strip())}
        if self.missing:
            found = {role: text for role, text in found.items() if plain(text) not in self.missing}
        if row.number in self.above:
            found["company"] = self.above[row.number]
        if "job" in found:
            both = layouts.joint(_unlinked(found["job"])[0])
            found |= {role: text for role, text in zip(("company", "role"), both, strict=True) if text}
        if row.number in self.table.crossed:
            found["company"], found["role"] = found["role"], found["company"]
        return found

    def reason_aside(self, row: Row, texts: Mapping[str, str]) -> str:
        """Return why a row holds nothing of an application, empty when it does."""
        filled = [cell for cell in row.cells if cell and not cell.isspace()]
        if not filled:
            return "a row that nobody filled"
        if filled[0].lstrip().startswith(grids.CONFLICT):
            return "a merge-conflict marker left by git"
        if row.cells[0] == self.headings[0] and _is_same(row, self.plain_headings):
            return "the heading again"
        if _is_total(filled) and not self.has_day(row):
            return "a total or a legend, not an application"
        if any(role in texts and _name(texts[role]) for role in NAMES):
            if len(filled) == 1 and (row.number == self.title_of_next or _is_section(filled[0])):
                return "a title between rows"
            is_prose = len(filled) == 1 and _is_prose(filled[0])
            return "a sentence, not an application" if is_prose else ""
        if self.table.kind == "list" and len(filled) == 1:
            return "a title, or a detail of the line above"
        return "" if self.tells(row) else "a row that nobody filled: no company, job title, link or day"

    def has_day(self, row: Row) -> bool:
        """Return whether a day stands in one of the row's columns of days."""
        return any(self.all_days(at, text, None) for at in self.dated_columns if (text := row.cell(at)))

    def tells(self, row: Row) -> bool:
        """Return whether a row without a name still tells of an application."""
        has_state = any(map(row.cell, (*self.states, *self.histories)))
        is_broken = any(dates.broken(text) or dates.month(text) for text in map(row.cell, self.dated_columns))
        return (has_state and (is_broken or self.is_nameless or "id" in self.first)) or self.has_day(row)

    def record(self, row: Row, texts: dict[str, str], origin: str, entry: str) -> Record:
        """Return the events, people and problems of one row."""
        self.problems = [Problem("", "", f"this row has {row.fault}", CORRECT)] if row.fault else []
        if self.n_headed and any(map(str.strip, row.cells[self.n_headed :])):
            self.problems.append(Problem("", "", "this row has more cells than the heading", CORRECT))
        self.around = self.near(row)
        if self.months:  # March and 2024 beside the 14
            cells = [row.cell(at).strip() for at in self.months]
            self.month = _month_titled([MONTHS.get(cell.lstrip("0"), cell) for cell in cells])
        happened = self.happened(row, entry in self.heads)
        if self.month and self.months and not self.dated_columns:
            self.problems.append(self.problem(self.months[0], row.cell(self.months[0]), NO_DAY, CORRECT))
        if entry:
            happened = self.told_once(happened, entry)
            texts = self.inherited(texts, entry)
        job, details = self.job(row, texts), self.details(texts)
        events = tuple(self.event(what, job, details, entry) for what in happened)
        told = (
            "it tells nothing that another row has not told"
            if entry
            else "its words say that nothing happened"
        )
        people = self.people(texts, job, entry) if events else ()
        content, aside = self.content(row), "" if events or self.problems else told
        return Record(
            origin, content, events, people, tuple(self.problems), aside, "", self.same(row, content)
        )

    def inherited(self, texts: dict[str, str], entry: str) -> dict[str, str]:
        """Return the texts with what the first row of the same try says of the job."""
        return self.heads.setdefault(entry, texts) | texts

    # --- what happened -----------------------------------------------------------------------------------

    def happened(self, row: Row, is_part: bool) -> list[_Happened]:
        """Return what a row says happened, `applied` or `saved` included; a part continues a row above it."""
        found: list[_Happened] = []
        is_planned, is_dated = False, set[str]()
        cells, n = row.cells, len(row.cells)
        for at, kind in self.stages:
            if at in self.beside:
                found += self.stage_and_day(row, at, kind)
            elif at < n and (text := cells[at].strip()) and text != self.table.defaults.get(at):
                said = self.stage(at, kind, text)
                is_planned |= kind == "applied" and not said
                found += said
                if self.flags and at not in self.flags:
                    is_dated.update(what.kind for what in said if what.day)
        if self.flags:  # a yes in a column of its own beside the one with the days
            found = [what for what in found if what.day or what.written or what.kind not in is_dated]
        states, is_known = self.said(row)
        if is_part or "to" in self.first or "event_date" in self.first:
            answer = None if "event_date" in self.first else self.answer(row, bool(states))
            said = [*states, answer] if answer and answer.kind else states
            return found + self.dated(said, row)
        answer = self.answer(row, bool(states))
        is_silent = answer is not None and bool(answer.day) and not (answer.kind or states)
        if answer and is_silent and self.is_denied(row, "screening", "interview", "offer"):
            answer = answer._replace(kind="rejected")
        if self.table.place:
            states = self.placed(states, row)
        found = self.joined(found, states, answer)
        return _begun_once(self.begun(row, found, states, is_known, is_planned))

    @_once
    def stage(self, at: int, kind: str, text: str) -> list[_Happened]:
        """Return what a cell under a stage says: days, yes, how often, or words."""
        if kind not in BEGINNINGS and any(
            d.day in DEFAULT_DAYS for d in self.all_days(at, text, self.around)
        ):
            return []
        days = self.read_days(at, text)
        if not days and dates.broken(text):
            return [_Happened(kind, None, "", text)]
        if days:
            words = dates.besides(text) if not dates.is_serial(text) else ""
            is_range = RANGE.search(text) is not None and not words
            days = days if kind in REPEATING and not is_range else days[:1]
            also = self.table.lexicon.kinds(words) if words else ()
            kind = next(
                (other for other in also if other in REPEATING), kind
            )  # "phone screen" under Interview
            found = [_Happened(kind, day.day, words, text, day.inferred) for day in days]
            return found + [
                _Happened(other, words=words) for other in also if other in ENDED and other != kind
            ]
        if is_yes(text):
            return [_Happened(kind, None)]
        if is_no(text) or _is_blank(text):
            return []
        if text.isdigit() and len(text) < 3:
            return [_Happened(kind, None) for _ in range(int(text) if kind in REPEATING else int(text) > 0)]
        if kind == "applied" and plain(text) in layouts.named("channel"):
            return [_Happened(kind)]
        moments = self.table.lexicon.read(text)
        if moments:
            if dates.is_relative(text):
                self.problems.append(self.problem(at, text, RELATIVE, CORRECT))
            return [_Happened(m.kind, words=text) for m in moments if m.kind not in ("open", "nothing")]
        self.problems.append(self.problem(at, text, "is no day, and not a word for what happened", CORRECT))
        return (
            [_Happened(kind, None, "", text)] if any(c.isdigit() for c in text) or kind == "applied" else []
        )

    def said(self, row: Row) -> tuple[list[_Happened], bool]:
        """Return what state, history and moves say, and whether every word of them is known."""
        found, is_known = [], True
        for at in self.said_in:
            if text := row.cell(at):
                told = self.state(at, text)
                is_known &= told is not None
                found += self.beside_told(told or [], row, at)
        for column, tales in self.tales.items():
            if (text := row.cell(column)) in tales:
                found += self.state(column, text) or []
        above = self.table.place or (() if found else self.section)
        found += [_Happened(kind, words=self.table.grid.place) for kind in above]
        return found, is_known

    @_once
    def state(self, at: int, text: str) -> list[_Happened] | None:
        """Return what a cell with a state, a history or a move says; None if no word of it is known."""
        if _is_blank(text) or (at in self.histories and (is_yes(text) or is_no(text))):
            return []
        moments = self.table.lexicon.read(text)
        if not dates.mentions(text) and (month := dates.month(text)):
            self.problems.append(self.problem(at, month, NO_DAY, CORRECT))
        if piece := dates.broken(text, "/"):
            self.problems.append(self.problem(at, text, f"has “{piece}”, which is no day", CORRECT))
        elif any(m.kind != "saved" for m in moments or ()) and dates.is_relative(text):
            self.problems.append(self.problem(at, text, RELATIVE, CORRECT))
        if moments is None:
            self.problems.append(
                self.problem(at, text, UNCLEAR if is_unclear(text) else UNKNOWN, TEACH.format(text[:40]))
            )
            return None
        if self.table.lexicon.is_doubted(text):
            self.problems.append(self.problem(at, text, UNSURE, CORRECT))
        return [self.moment(at, moment, text) for moment in moments]

    def moment(self, at: int, moment: Moment, text: str) -> _Happened:
        """Return one thing that a state says happened, with the day in the same cell."""
        if moment.mention is None:
            return _Happened(moment.kind, words=text)
        day = dates.read(moment.mention, self.order.get(at, ""), self.around)
        if day.problem:
            self.problems.append(self.unread(at, text, day))
        return _Happened(moment.kind, day.day, "", moment.mention.written, day.inferred, text)

    def dated(self, states: list[_Happened], row: Row) -> list[_Happened]:
        """Return the events of a row that tells one thing with its day: a move, a mail, a line of a log."""
        day = self.noted(row, "event_date" if "event_date" in self.first else "date")
        found = [state for state in states if state.kind in KINDS or state.kind in UNSETTLED]
        found = self.settled(found)
        if day and found and not found[-1].day:
            found[-1] = found[-1].dated_as(day)
            if found[-1].kind in REPEATING and not RANGE.search(day.written):
                found += self.further(found[-1], row)
        return found

    def further(self, what: _Happened, row: Row) -> list[_Happened]:
        """Return what happened again on each further day that the same cell names."""
        at = self.first["event_date" if "event_date" in self.first else "date"]
        days = [day for day in self.all_days(at, row.cell(at), self.around)[1:] if day.day]
        return [what._replace(day=day.day, is_inferred=day.inferred) for day in days]

    def stage_and_day(self, row: Row, at: int, kind: str) -> list[_Happened]:
        """Return what a stage says whose day stands in the column beside it; the day alone says it too."""
        text, day = row.cell(at), row.cell(self.beside[at])
        if day and not (is_yes(text) or is_no(text)) and not self.table.lexicon.read(text):
            return [what._replace(note=text) for what in self.stage(self.beside[at], kind, day)]
        return self.beside_told(self.stage(at, kind, text), row, at) if text else []

    def beside_told(self, said: list[_Happened], row: Row, at: int) -> list[_Happened]:
        """Return what a column says with the day that stands in the column beside it."""
        day = self.noted_at(row, self.beside[at]) if said and at in self.beside else None
        return [*said[:-1], said[-1].dated_as(day)] if day and not said[-1].day else said

    def noted(self, row: Row, role: str) -> _Happened | None:
        """Return the day in the column of a role, no kind yet; what is no day is a problem."""
        return self.noted_at(row, self.first.get(role))

    def noted_at(self, row: Row, at: int | None) -> _Happened | None:
        """Return the day in a column, no kind yet; what is no day is a problem."""
        text = row.cell(at)
        return next(iter(self.day_told(at, text)), None) if text else None

    @_once
    def day_told(self, at: int, text: str) -> list[_Happened]:
        """Return the first day of a cell."""
        if _is_blank(text):
            return []
        days = self.read_days(at, text)
        if not days and not (dates.broken(text) or is_yes(text) or is_no(text)):
            self.problems.append(self.problem(at, text, "is no day", CORRECT))
        return [_Happened("", day.day, "", text, day.inferred) for day in days[:1]]

    def answer(self, row: Row, has_state: bool) -> _Happened | None:
        """Return the day of the answer, or the words in its place; no `kind` when only the day is known."""
        for role in ("answer", "updated"):
            text = row.cell(at := self.first.get(role))
            if (
                text
                and text not in self.tales.get(at, ())
                and (told := self.answer_told(at, text, has_state))
            ):
                return told[0]
        return None

    @_once
    def answer_told(self, at: int, text: str, has_state: bool) -> list[_Happened]:
        """Return what a cell says of the answer."""
        days = self.read_days(at, text)
        words = dates.besides(text) if days else text
        kinds = self.table.lexicon.kinds(words) if words and not (is_yes(text) or is_no(text)) else ()
        if days:
            if not (kinds or has_state or _is_bare(words)):
                self.problems.append(self.problem(at, words, "is no answer that is known", CORRECT))
            return [_Happened(next(iter(kinds), ""), days[-1].day, "", text, days[-1].inferred, words)]
        if kinds:
            if self.table.lexicon.is_doubted(text):
                self.problems.append(self.problem(at, text, UNSURE, CORRECT))
            return [_Happened(kinds[-1], words=text)]
        if not (has_state or is_yes(text) or is_no(text) or _is_blank(text)):
            self.problems.append(self.problem(at, text, "is no day and no answer that is known", CORRECT))
        return []

    def joined(
        self, found: list[_Happened], states: list[_Happened], answer: _Happened | None
    ) -> list[_Happened]:
        """Return stages and states as one list: a state adds only what no column of its own has told."""
        if not (states or answer):
            return self.settled(found)
        whole = self.settled([*found, *states, *([answer] if answer else [])])
        found, states = whole[: len(found)], whole[len(found) : len(found) + len(states)]
        answer = answer and whole[-1]
        told = {what.kind for what in found}
        if answer and answer.kind and not any(state.kind == answer.kind for state in states):
            states = [*states, answer]
        news: list[_Happened] = []
        for state in states:
            if state.kind not in told | {"applied", "saved", "open", "nothing"}:
                others = [
                    other for other in (*states, *news) if other.kind == state.kind and other is not state
                ]
                if state.day or not any(other.day or other in news for other in others):
                    news.append(state)
        if any(what.kind == "rejected" for what in (*found, *news)):  # which also closed it
            news = [what for what in news if what.kind != "closed" or what.day]
        answered = [what for what in found if what.kind in ENDED] + news
        steps = [what for what in found + news if what.kind in KINDS[2:]]
        if answer and answer.written and (answered or (self.is_first_answer and steps)):
            is_first = self.is_first_answer and steps
            what = min(steps, key=_rank) if is_first else answered[_last_news(answered)]
            if self.is_heard and what.kind == "declined":
                what = next((one for one in answered if one.kind == "offer" and not one.written), what)
            if what.day is None and not what.written:
                return [one.dated_as(answer) if one is what else one for one in found + news]
        return found + news

    def settled(self, found: list[_Happened]) -> list[_Happened]:
        """Return the list with “turned down” decided: declined, withdrawn, or theirs as another ending is."""
        kinds = {what.kind for what in found}
        if kinds.isdisjoint(UNSETTLED):
            return found
        has_offer, is_theirs = "offer" in kinds, not kinds.isdisjoint(("rejected", "no"))
        is_own = {"left"} | ({"moot"} if self.is_mine and not is_theirs else set())
        ends = dict.fromkeys(UNSETTLED, "declined") if has_offer else dict.fromkeys(is_own, "withdrawn")
        return [
            what._replace(kind=ends.get(what.kind, "rejected")) if what.kind in UNSETTLED else what
            for what in found
        ]

    def begun(
        self, row: Row, found: list[_Happened], states: list[_Happened], is_known: bool, is_planned: bool
    ) -> list[_Happened]:
        """Return the list with its beginning: `applied` when it was made, `saved` when only planned."""
        plans = [state for state in states if state.kind == "saved"]
        is_plan = bool(plans) or (SILENT.issuperset(s.kind for s in states) and self.is_noted_unsent(row))
        noted = self.noted(row, "date")
        first = self.first_day(row, states, noted)
        saved = [what for what in found if what.kind == "saved"]
        begun = [what for what in found if what.kind == "applied"]
        goes_on = len(found) > len(saved) + len(begun)
        is_unsent = any(" " in plain(state.words) for state in plans)
        if is_plan and not goes_on and (is_unsent or not any(what.day for what in begun)):
            if dated := next((what for what in begun if what.day), None):
                self.problems.append(Problem("", dated.written, f"“{dated.written}” {UNSENT}.", CORRECT))
            return saved or [_noted("saved", noted)]
        if begun:
            is_bare_yes = not any(what.day or what.written for what in begun)
            return [*found, _noted("applied", first)] if is_bare_yes and first else found
        silent = {"open", "nothing"} if self.is_denied(row, "applied") else {"nothing"}
        says_state = any(state.kind not in silent for state in states)
        if says_state or goes_on or (first is not None and not is_planned):
            own = next((state for state in states if state.kind == "applied" and state.day), first)
            return [_noted("applied", own), *found]
        return found or ([_noted("saved", noted)] if is_known else [])

    def is_noted_unsent(self, row: Row) -> bool:
        """Return whether a note says nothing but that the application was not sent."""
        return any(
            (text := row.cell(at)) and len(text) < 40 and self.table.lexicon.means(text) == ("saved",)
            for at in self.notes
        )

    def is_denied(self, row: Row, *kinds: str) -> bool:
        """Return whether a column of its own says in a word that something did not happen."""
        texts = [row.cell(at) for at, kind in self.stages if kind in kinds]
        return any(plain(text) in layouts.words_of("unsent") for text in texts if text)

    def first_day(self, row: Row, states: list[_Happened], noted: _Happened | None) -> _Happened | None:
        """Return the noted day if it is that of applying: no other column has that, nor is it the sheet's."""
        if noted is None or self.has_applied_days:
            return None
        place = [state.kind for state in states if state.kind in self.table.place][:1]
        if place and place[0] in REPEATING:
            return None
        if place and place[0] not in BEGINNINGS:
            what = f"may be the day of applying or of what “{self.table.grid.place}” says"
            self.problems.append(self.problem(self.first["date"], noted.written, what, CORRECT))
            return None
        return noted

    def placed(self, states: list[_Happened], row: Row) -> list[_Happened]:
        """Return states, the noted day with the one that the sheet's name says, if it can happen again."""
        place = [state for state in states if state.kind in self.table.place][:1]
        noted = self.noted(row, "date") if place and place[0].kind in REPEATING else None
        if noted is None or self.has_applied_days:
            return states
        return [state.dated_as(noted) if state is place[0] else state for state in states]

    def told_once(self, happened: list[_Happened], entry: str) -> list[_Happened]:
        """Return what the other rows of the same try have not told yet."""
        told = self.seen[entry]
        news = [
            what
            for what in happened
            if self.telling(what) not in told
            and not (what.kind == "applied" and not what.day and any(key[0] == "applied" for key in told))
        ]
        told.update(map(self.telling, happened))
        return news

    def telling(self, what: _Happened) -> tuple[str, str, str | None]:
        """Return what makes it news: kind and day, and of moves also the round ("Interview 2")."""
        is_round = "to" in self.first and what.kind in REPEATING and not what.written
        return what.kind, plain(what.words) if is_round else what.written, what.day

    # --- days --------------------------------------------------------------------------------------------

    def near(self, row: Row) -> date | None:
        """Return a day of the row that has a year, else of a row before, else the first of the table."""
        if not self.lacks_years:
            return None
        if not self.is_in_order:
            middle = self.hinted() or next((d for r in self.table.rows() if (d := self.own_day(r))), None)
            return self.own_day(row, middle) or middle
        if self.last is None:
            self.last = next(
                (day for other in self.table.rows() if (day := self.own_day(other))), self.hinted()
            )
        self.last = self.own_day(row, self.last) or self.last
        return self.last

    def has_days_without_year(self) -> bool:
        """Return whether some day of the table is written without its year."""
        columns = [*self.dated_columns, *self.states]
        values = (value for at in columns for value in self.table.profiles[at].values)
        return any(not (m.first if m.fixed else m.third) for value in values for m in dates.mentions(value))

    def keeps_order(self) -> bool:
        """Return whether days go one way from row to row, so that one lends its year to the next."""
        days = [day for row in self.table.rows() if (day := self.own_day(row, date(2024, 7, 1)))]
        steps = [((later - day).days + 182) % 365 - 182 for day, later in pairwise(days)]
        n_down, n_up = sum(step < 0 for step in steps), sum(step > 0 for step in steps)
        return n_down + n_up < ENOUGH_STEPS or min(n_down, n_up) <= 0.25 * (n_down + n_up)

    def own_day(self, row: Row, near: date | None = None) -> date | None:
        """Return the first day of a row; without `near` only one that is written with its year."""
        for at in (*self.dated_columns, *self.states):
            for day in self.all_days(at, row.cell(at), near):
                if day.day and day.day not in DEFAULT_DAYS:
                    return date.fromisoformat(day.day)
        return None

    def hinted(self) -> date | None:
        """Return the middle of the one year that the title, the sheet or the file is named after."""
        above = self.table.grid.rows[: max(self.table.start - 1, 0)]
        alone = [row for row in self.table.rows() if sum(map(bool, row.cells)) == 1]
        titles = [cell for row in (*above, *alone) for cell in row.cells]
        return _middle([self.name, self.table.grid.title, *titles])

    def all_days(self, at: int, text: str, near: date | None) -> tuple[Day, ...]:
        """Return each day of a cell as it is read in its column, those that cannot be included."""
        key = (text, self.order.get(at, ""))
        if key not in self.days:
            stripped = text.strip()
            if dates.is_serial(stripped):
                day = dates.of_number(stripped, self.table.grid.is_1904)
                self.days[key] = (Day(day.isoformat() if day else None),)
            else:
                self.days[key] = tuple(dates.read(m, key[1]) for m in dates.mentions(text))
        days = self.days[key]
        if near and any(day.day is None for day in days):
            return tuple(dates.read(m, key[1], near) for m in dates.mentions(text))
        return days

    def read_days(self, at: int, text: str) -> list[Day]:
        """Return the days of a cell; one that cannot be read is a problem, and a day that is not known."""
        days = list(self.all_days(at, text, self.around)) or self.day_below(at, text)
        if not days and (month := dates.month(text)):
            self.problems.append(self.problem(at, month, NO_DAY, CORRECT))
            return [Day(None)]
        is_bound = text[:1] in "~≈" or plain(dates.besides(text)) in layouts.words_of("bounds")
        if days and is_bound:
            self.problems.append(self.problem(at, text, "is no one day", CORRECT))
            return [Day(None)]
        if piece := dates.broken(text):
            self.problems.append(self.problem(at, piece, "is no day of the calendar", CORRECT))
        for index, day in enumerate(days):
            if day.problem:
                self.problems.append(self.unread(at, text, day))
            elif day.day in DEFAULT_DAYS:
                self.problems.append(
                    self.problem(at, text, "is the day that forms put in when nothing was said", CORRECT)
                )
                days[index] = Day(None)
        return days

    def day_below(self, at: int, text: str) -> list[Day]:
        """Return the day of a bare number below a title that names its month."""
        if self.month is None or self.table.roles[at] != "date" or not text.isdecimal() or len(text) > 2:
            return []
        mention = Mention(*self.month, int(text), True, text, 0, len(text))
        day = dates.read(mention, "", self.around or self.hinted())
        return [day._replace(inferred=day.inferred or bool(day.day and not self.months))]

    def unread(self, at: int, text: str, day: Day) -> Problem:
        """Return the problem of a day that cannot be read."""
        is_open = " could be " in day.problem
        return Problem(self.headings[at], text, day.problem + ".", SAY_ORDER if is_open else CORRECT)

    def problem(self, at: int, text: str, what: str, action: str) -> Problem:
        """Return a problem of one cell."""
        shown = text if len(text) < 80 else text[:77] + "…"
        return Problem(self.headings[at], text, f"“{shown}” {what}.", action)

    # --- what else a row says ----------------------------------------------------------------------------

    def job(self, row: Row, texts: Mapping[str, str]) -> dict[str, str]:
        """Return what the row says of the job, the same for each of its events."""
        company, link = _unlinked(texts.get("company", ""))
        role, role_link = _unlinked(texts.get("role", ""))
        address = texts.get("url", "")
        url = URL.search(address)
        if not company and "sender" in texts:
            company = _employer(texts["sender"], texts.get("contact_email", ""))
        return {
            "company": _name(company),
            "role": _name(role),
            "channel": _channel(texts.get("channel", "")),
            "location": _said(texts.get("location", "")),
            "url": url.group() if url else _said(address) or link or role_link,
            "note": _notes(self, row),
            "text": texts.get("subject", ""),
        }

    def event(self, what: _Happened, job: dict[str, str], details: dict[str, object], entry: str) -> Event:
        """Return one event of a row."""
        own = details.copy()
        if what.is_inferred:
            own["date_inferred"] = True
        if what.written and what.written != what.day:
            own["date_written"] = what.written
        note, text = what.note or job["note"], job["text"] or what.words
        place = job["company"], job["role"], job["channel"], job["location"], job["url"]
        return Event(what.kind, what.day, *place, note, text, entry, own)

    def details(self, texts: Mapping[str, str]) -> dict[str, object]:
        """Return what the row says besides: referral, remote, résumé, salary, level, sector."""
        found: dict[str, object] = {
            role: text for role in DETAILS if role in texts and (text := _said(texts[role]))
        }
        remote = layouts.name_of("remote", texts["remote"]) if "remote" in texts else ""
        if remote := remote or _remote_in(texts.get("location", "")):
            found["remote"] = remote
        referred = texts.get("referred", "")
        if referred:
            found["referred"] = not (is_no(referred) or _is_blank(referred))
        elif "channel" in texts and layouts.name_of("channel", texts["channel"]) == "referral":
            found["referred"] = True
        if contact := _said(texts.get("contact", "")):
            found["contact"] = contact
        return found

    def people(self, texts: Mapping[str, str], job: Mapping[str, str], entry: str) -> tuple[Fact, ...]:
        """Return the person whom the row names as contact."""
        if "contact" not in texts and "contact_email" not in texts:
            return ()
        who = _said(texts.get("contact", ""))
        mail = EMAIL.search(texts.get("contact_email", "")) or EMAIL.search(who)
        if not (who or mail):
            return ()
        values = {
            "part": "contact",
            "name": EMPTY.sub("", EMAIL.sub("", who)).strip(" ,;<>-"),
            "company": job["company"],
            "email": mail.group() if mail else "",
            "phone": _said(texts.get("contact_phone", "")),
        }
        return (Fact("people", {key: value for key, value in values.items() if value}, entry),)


# --- rows that belong together ---


def _entries(reader: _Reader) -> dict[int, str]:
    """Return for each row that shares its try at a job with others what that try is called.

    The name is made of the company, the job title and how often they came before, never of the place in the
    file: rows added above must not make another application of it.
    """
    rows = reader.table.rows()
    if "to" in reader.first or "event_date" in reader.first:
        return {} if reader.table.is_log else _moves(reader, rows)
    groups = _conflicting(reader, rows) + (_logged(reader, rows) or _continued(reader, rows))
    found, times = {}, Counter[str]()
    for group in groups:
        key = _who(reader.texts(rows[group[0]]))
        times[key] += 1
        found.update(dict.fromkeys(group, f"{key}#{times[key]}"))
    return found


def _who(texts: Mapping[str, str]) -> str:
    return "/".join(plain(texts.get(role, "")) for role in ("id", "company", "role"))


def _moves(reader: _Reader, rows: Sequence[Row]) -> dict[int, str]:
    """Return the entries of one row a move: a move out of the first stage begins another try."""
    found, times, begun = {}, Counter[str](), set()
    for at, row in enumerate(rows):
        texts = reader.texts(row)
        key, source = _who(texts), texts.get("from", "")
        kinds = reader.table.lexicon.kinds(source)
        is_start = not source or (bool(kinds) and kinds[0] in ("applied", "saved"))
        if is_start and (key, times[key], plain(source)) in begun:
            times[key] += 1
        if is_start:
            begun.add((key, times[key], plain(source)))
        found[at] = f"{key}#{times[key] + 1}"
    return found


def _continued(reader: _Reader, rows: Sequence[Row]) -> list[list[int]]:
    """Return groups of rows whose later ones leave company and job title blank, or are joined."""
    names = reader.table.of("company", "role", "job")
    n_named = max((reader.table.profiles[at].n for at in names), default=0)
    if not n_named or (n_named == len(rows) and not any(row.joined for row in rows)):
        return []
    groups: list[list[int]] = []
    for at, row in enumerate(rows):
        is_named = any(map(row.cell, names))
        is_part = row.joined or (not is_named and reader.tells(row))
        if is_part and groups and not reader.reason_aside(row, reader.texts(row)):
            groups[-1].append(at)
        elif is_named:
            groups.append([at])
    return [group for group in groups if len(group) > 1]


def _conflicting(reader: _Reader, rows: Sequence[Row]) -> list[list[int]]:
    """Return groups of rows that tell the same job on both sides of a conflict that git left in the file."""
    sides: list[dict[str, list[int]]] = []
    groups: list[list[int]] = []
    if not any(value.lstrip().startswith(grids.CONFLICT) for value in reader.table.profiles[0].values):
        return groups
    for at, row in enumerate(rows):
        mark = row.cells[0].lstrip()[:7] if row.cells else ""
        if mark == "<<<<<<<":
            sides = [defaultdict(list)]
        elif mark in ("=======", "|||||||") and sides:
            sides.append(defaultdict(list))
        elif mark == ">>>>>>>":
            if len(sides) > 1:
                both = [sides[0][key] + sides[-1][key] for key in sides[0] if key in sides[-1]]
                groups += [pair for pair in both if len(pair) == 2]
            sides = []
        elif sides:
            sides[-1][_who(reader.texts(row))].append(at)
    return groups


def _logged(reader: _Reader, rows: Sequence[Row]) -> list[list[int]]:
    """Return groups of rows that tell one try step by step, if the whole table is such a log.

    A table is a log when nearly every row that is past applying has an earlier step of the same job in a row
    of its own, and no job tells the same step twice; in a table of one row a job that is never so.
    """
    if len(reader.states) != 1 or reader.stages or not reader.first.keys() & {"company", "role"}:
        return []
    steps: defaultdict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for at, row in enumerate(rows):
        texts = reader.texts(row)
        kinds = reader.table.lexicon.kinds(texts.get("status", ""))
        if kinds and not reader.reason_aside(row, texts):
            steps[_who(texts).partition("/")[2]].append((at, kinds))
    later = [
        group for group in steps.values() if any(kinds[0] not in ("applied", "saved") for _, kinds in group)
    ]
    whole = [g for g in later if len(g) > 1 and any(k[0] in ("applied", "saved") for _, k in g)]
    is_clean = all(len({kinds for _, kinds in group}) == len(group) for group in whole)
    if len(whole) < 3 or len(whole) < 0.8 * len(later) or not is_clean:
        return []
    return [[at for at, _ in group] for group in steps.values() if len(group) > 1]


def _companies_above(table: Table, first: Mapping[str, int]) -> dict[int, str]:
    """Return the company of each row that leaves it to the one above: by a sign (“↳”), or blank, as merged
    cells do.

    Blank is read so where a third of the rows are, or a rule stands above each that is not, and where the
    first is not, and no company stands twice in a row.
    """
    if not first.keys() >= {"company", "role"}:
        return {}
    companies, rows = table.profiles[first["company"]], table.rows()
    if companies.n == len(rows) and not any(map(layouts.is_ditto, companies.values)):
        return {}
    names = [(row.number, row.cell(first["company"]), row.cell(first["role"])) for row in rows]
    signed, blank, named = dict[int, str](), dict[int, str](), list[str]()
    for number, name, role in names:
        if name and layouts.is_ditto(name):
            signed |= {number: named[-1]} if named else {}
        elif name:
            named.append(name)
        elif role:
            blank[number] = named[-1] if named else ""
    ruled = {number for (above, *_), (number, *_) in pairwise(names) if number > above + 1}
    is_ruled = ruled.isdisjoint(blank) and ruled.issuperset([n for n, name, _ in names if name][1:])
    is_merged = (2 * len(blank) >= len(named) or is_ruled) and all(blank.values())
    if not blank or not is_merged or any(plain(one) == plain(other) for one, other in pairwise(named)):
        return signed
    table.whys[first["company"]] += "; blank means the one above"
    return signed | blank


# --- words ---


def _histories(table: Table, at: int) -> set[str]:
    """Return the cells of a column that tell of several things, each with its day."""
    long = (text.strip() for text in table.profiles[at].values if len(dates.mentions(text)) > 1)
    read = ((text, table.lexicon.read(text) or ()) for text in long)
    return {text for text, told in read if sum(moment.mention is not None for moment in told) > 1}


def _has_rejections(table: Table) -> bool:
    """Return whether the table has words of its own for a rejection, so that “declined” is the person's."""
    return any("rejected" in table.profiles[at].kinds for at in table.of("status", "answer")) or any(
        role == "stage:rejected" for role in table.roles
    )


def _middle(cells: Sequence[str]) -> date | None:
    """Return the middle of the months or the years that texts name, or the one month of one year."""
    text = " ".join(cells)[:2_000].replace("_", " ")
    if named := dates.months_named(text):
        return min(named) + (max(named) - min(named)) / 2
    words = plain(text).split()
    years = {int(word) for word in words if len(word) == 4 and word[:2] == "20" and word.isdigit()}
    months = {dates.months()[word] for word in words if word in dates.months()}
    if len(years) == 2 and max(years) - min(years) == 1:
        return date(max(years), 1, 1)
    return date(years.pop(), months.pop() if len(months) == 1 else 7, 1) if len(years) == 1 else None


def _month_titled(cells: Sequence[str]) -> tuple[int, int] | None:
    """Return year (0: not said) and month of a title that names one month, and nothing else but its year."""
    words = plain(" ".join(cells)).split()
    months = [dates.months()[word] for word in words if word in dates.months()]
    years = [int(word) for word in words if len(word) == 4 and word.isdigit()]
    is_only = len(months) == 1 and len(years) < 2 and len(months) + len(years) == len(words)
    return (years[0] if years else 0, months[0]) if is_only else None


def _noted(kind: str, noted: _Happened | None) -> _Happened:
    """Return the beginning of a try, with the day that the row notes for it, if it does."""
    return _Happened(kind, noted.day, "", noted.written, noted.is_inferred) if noted else _Happened(kind)


def _begun_once(found: list[_Happened]) -> list[_Happened]:
    """Return the list with one `applied` and one `saved`: that with a day, where a flag stands beside."""
    kinds = [what.kind for what in found]
    for kind in BEGINNINGS:
        if kinds.count(kind) > 1:
            begun = [what for what in found if what.kind == kind]
            best = next((what for what in begun if what.day), begun[0])
            found = [what for what in found if what.kind != kind or what is best]
    return found


def _rank(what: _Happened) -> int:
    return KINDS.index(what.kind)


def _last_news(news: list[_Happened]) -> int:
    endings = [at for at, what in enumerate(news) if what.kind in ENDED]
    return endings[-1] if endings else len(news) - 1


def _is_same(row: Row, headings: Sequence[str]) -> bool:
    return all(plain(cell) in ("", heading) for cell, heading in zip(row.cells, headings, strict=False))


def _is_total(filled: Sequence[str]) -> bool:
    return _is_total_word(filled[0]) or (len(filled) > 1 and _is_total_word(filled[1]))


@lru_cache(1 << 16)
def _is_total_word(cell: str) -> bool:
    words = cell[:60].partition(":")[0].rstrip(" 0123456789=")
    return plain(words) in layouts.words_of("totals")


def _is_bare(words: str) -> bool:
    """Return whether words around a day say no more than yes or no."""
    said = " ".join(word for word in plain(words).split() if word not in dates.glue())
    return not said or is_yes(said) or is_no(said)


def _is_section(text: str) -> bool:
    known = {plain(name) for names in shipped("days")["months"].values() for name in names}
    known |= layouts.words_of("sections")
    return all(word in known or word.isdigit() for word in plain(text).split())


def _is_prose(text: str) -> bool:
    return len(text) > 60 and text.count(" ") > 7


@lru_cache(1 << 16)
def _is_blank(text: str) -> bool:
    return plain(text) in layouts.words_of("blank") or not any(c.isalnum() or ord(c) > 0x2100 for c in text)


def _name(text: str) -> str:
    """Return a company or job title as written; only what cannot be a name is none ("NA" may be one)."""
    if len(text) > 4 and text[0].isalpha():
        return text
    return "" if text.casefold() in ("n/a", "#n/a") or not any(map(str.isalnum, text)) else text


def _said(text: str) -> str:
    return "" if _is_blank(text) else text.strip()


def _unlinked(text: str) -> tuple[str, str]:
    """Return text and link of `Name (https://…)` or `[Name](https://…)`."""
    if text[:1].isalnum() and "://" not in text:
        return text, ""
    if marked := MARKED.fullmatch(text):
        text = marked[2].strip()
    if linked := ORG_LINK.fullmatch(text):
        return linked[2].strip(), linked[1]
    if (linked := MARKDOWN_LINK.fullmatch(text)) and "://" not in linked[2]:  # [Acorn](#)
        return linked[1].strip(), ""
    found = URL.search(text) if "://" in text else None
    if not found or found.start() == 0:
        return text, ""
    before = text[: found.start()].rstrip("( ")
    if before.startswith("[") and before.endswith("]"):
        before = before[1:-1]
    return before.strip(), found.group()


@lru_cache(1 << 16)
def _channel(text: str) -> str:
    return layouts.name_of("channel", text) or _said(text).casefold() if text else ""


@lru_cache(1 << 16)
def _remote_in(place: str) -> str:
    for part in layouts.PARTS.split(place.replace("-", "/").replace("(", "/").replace(")", "/")):
        if plain(part) in layouts.named("remote"):
            return layouts.named("remote")[plain(part)]["name"]
    return ""


def _employer(sender: str, address: str) -> str:
    """Return the employer of a sender: "Acme Careers" is Acme; a person's name gives way to its domain."""
    known = layouts.words_of("sender")
    words = sender.split("@")[0].replace("<", " ").split()
    kept = [word for word in words if plain(word) not in known]
    is_person = len(kept) == len(words) or "via" in [plain(word) for word in words]
    mail = EMAIL.search(address)
    domain = mail.group().rpartition("@")[2].split(".")[-2] if mail else ""
    if is_person and domain and plain(domain) not in known and plain(domain) not in plain(sender):
        return domain
    return " ".join(kept)


def _notes(reader: _Reader, row: Row) -> str:
    return "\n".join(filter(None, map(row.cell, reader.notes)))
