"""Tracker tables to records: a row becomes what happened to one application, or is set aside and why.

What stands in a cell is read by `cells`, what a row's cells together mean by the rules of `rows`.
"""

from __future__ import annotations

import calendar
import gc
import re
import shlex
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path

from jobkit.language import days as dates
from jobkit.language import english
from jobkit.language.days import MONTH_FIRST
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.reading import Anew, Doubt, Extraction
from jobkit.sources.tables import cells, contacts, grids, groups, jobs, layouts, shapes
from jobkit.sources.tables.cells import CORRECT, REPEATING, Cells, Claim, Days
from jobkit.sources.tables.grids import Grid, Row
from jobkit.sources.tables.layouts import Table
from jobkit.sources.tables.lines import Lines
from jobkit.sources.tables.rows import LOG_RULES, RULES, Facts, happened
from jobkit.sources.tables.statuses import ENDED, SILENT, is_invited, is_no, is_yes
from jobkit.sources.tables.workbooks import NO_VALUE
from jobkit.tables import INVITATION, REPLY, Event, Problem, Record

MONTHS = {str(month): name.lower() for month, name in enumerate(calendar.month_abbr) if month}
ABOVE, OUTSIDE = "above the table", "outside the tables"
SIGN = re.compile("[✅❌☑✔✖]")
ASIDE = ("its words say that nothing happened", "it tells nothing that another row has not told")
JSON_ROWS = re.compile(  # in an object, behind nothing but plain values: {"version": 1, "jobs": [
    r'\{(?:\s{0,20}"\w{1,40}"\s{0,20}:\s{0,20}(?:"[^"\\]{0,200}"|[\w.+-]{1,40})\s{0,20},){0,20}'
    r'\s{0,20}"(?:applications|jobs|items|data|records|rows|cards)"\s{0,20}:\s{0,20}\['
)


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


def extract(path: Path, mapping: Mapping[str, str] | None = None, found: Sequence[Grid] = ()) -> Extraction:
    """Return the applications of a tracker table: that of a file, or `found` in it by somebody else.

    `mapping` says what a column is (`{"Their heading": "company"}`), what a word means
    (`{"Archiviert": "closed"}`), the order of days (`{"dates": "day first"}`) or the `encoding`.

    Raises
    ------
    SourceError : no table of applications is in it, or it cannot be read as one.
    """
    asked = dict(mapping or {})
    encoding, order = asked.pop("encoding", ""), asked.pop("dates", "")
    found = [*found] or grids.read(path, encoding)
    outside = [row for grid in found for row in grid.outside]
    found = shapes.unfolded(found)
    people = {id(g): place for g in found if (place := contacts.columns(g, g.place or path.stem))}
    others = [grid for grid in found if id(grid) not in people]
    every = layouts.tables(path, others, asked, order) if others or not people else []
    tables = [table for table in every if not table.repeats]
    used = {*people, *(id(table.grid) for table in tables)}
    for table in tables:
        table.saved = date(*time.gmtime(path.stat().st_mtime)[:3])
    return Extraction(
        tables[0].kind if tables else "contacts",
        Anew(lambda: chain(_records(path, found, every, people), _aside(path.name, outside, OUTSIDE))),
        tuple(chain.from_iterable(map(Table.understood, tables))),
        not any(table.layout.get("is_log") for table in tables),
        _guesses(tables),
        tuple((g.name, id(g) in used) for g in found) if len(found) > 1 else (),
        doubts=[*chain.from_iterable(map(partial(_doubts, path), every)), *_outside(path.name, outside)],
    )


# --- what is said of a table as a whole ---


def _doubts(path: Path, table: Table) -> Iterator[Doubt]:
    """Return the doubts about a repeated sheet, about columns as a whole, and about the year of the days."""
    name = f"{path.name}[{table.grid.name}]" if table.grid.name else path.name
    rows = tuple((f"{name}:{row.number}", "") for row in table.rows())
    if table.repeats:
        yield _doubt("repeated", table.grid.name, rows, sheet=table.repeats)
        return
    if not (table.of("date", *layouts.WHEN) or table.place or any(c.is_step() for c in table.columns)):
        yield _doubt("untold", table.grid.name, rows)
    yield from _of_lines(name, table)
    yield from _yearless(path, name, table)
    cut = {row.cell(table.n_headed - 1) for row in table.rows() if row.number in table.surplus}
    for at, column in enumerate(table.columns):
        use = f"{column.heading}={column.role.removeprefix('stage:')}"
        told: tuple[tuple[object, str, str, Callable[[str], object]], ...] = (
            (cut and at == table.n_headed - 1, "surplus", "", cut.__contains__),
            (column.is_turned, "turned", f"dates={MONTH_FIRST}", lambda cell: cell[:4].isdecimal()),
            (column.default, "default", use, column.default.__eq__),
        )
        file = shlex.quote(path.name)
        for _, words, meaning, is_meant in filter(itemgetter(0), told):
            cells = ((f"{name}:{row.number}", row.cell(at)) for row in table.rows())
            rows = tuple((origin, cell) for origin, cell in cells if is_meant(cell))
            doubt = _doubt(words, column.heading, rows, file=file, meaning=shlex.quote(meaning))
            yield replace(doubt, is_whole=bool(meaning))


def _doubt(name: str, place: str, rows: tuple[tuple[str, str], ...], **about: str) -> Doubt:
    said = shipped("doubts")[name]
    words, command = (said[part].format_map(about) for part in ("sentence", "command"))
    return Doubt(said["kind"], place, words, command, rows, is_whole=True)


def _outside(name: str, lines: Sequence[Row]) -> Iterator[Doubt]:
    """Return the doubt about lines outside the tables that have a day, or a sign of a state."""
    told = [row for row in lines if dates.mentions(row.cell(0)) or SIGN.search(row.cell(0))]
    if len(told) > 2:
        yield _doubt("outside", "", tuple((f"{name}:{row.number}", row.cell(0)) for row in told))


def _of_lines(name: str, table: Table) -> Iterator[Doubt]:
    """Return the doubts about lines of a list: they tell something and name no employer, or roughly when."""
    lines = [(row, row.cell(0)) for row in table.rows() if table.headings[0] == shapes.HEADING[0]]
    nameless = [(row, line) for row, line in lines if row.cell(6) == shapes.NAMELESS.note]
    found = {
        "unnamed": [one for one in nameless if not SILENT.issuperset(table.lexicon.kinds(one[1]))],
        "rough": [one for one in lines if dates.apart_roughly(one[1])[1]],
    }
    for said, told in found.items():
        rows = tuple((f"{name}:{row.number}", line) for row, line in told)
        yield from [replace(_doubt(said, table.grid.name, rows), is_whole=False)] if rows else []


def _yearless(path: Path, name: str, table: Table) -> Iterator[Doubt]:
    days = Days(table, name)
    if days.lacks_years and not (days.first or days.hinted):
        lines = Lines(table, days)
        used = (row for row in table.rows() if not lines.aside(row, lines.texts(row)))
        rows = tuple((f"{name}:{row.number}", "") for row in used if days.own(row, table.saved))
        about = {"day": english.day(table.saved), "stem": path.stem, "suffix": path.suffix}
        yield from [_doubt("yearless", "", rows, **about)] if rows else []


def _guesses(tables: Sequence[Table]) -> tuple[tuple[str, str], ...]:
    """Return the words for states that were guessed at, commonest first, and what they were taken for."""
    times = Counter[tuple[str, str]]()
    for table in tables:
        steps = [at for at, column in enumerate(table.columns) if column.is_step()]
        for column in (table.columns[at] for at in (*table.of("status", "answer", "from", "to"), *steps)):
            for text, n in column.values.items() if column.share("status") or column.role == "status" else ():
                if table.lexicon.is_guess(text):
                    times[text.strip(), " + ".join(table.lexicon.kinds(text))] += n
    return tuple(guess for guess, _ in times.most_common())


# --- its records ---


def _records(
    path: Path, found: Sequence[Grid], tables: Sequence[Table], people: Mapping[int, contacts.Place]
) -> Iterator[Record]:
    """Return the records of all sheets, in their order."""
    gc.freeze()  # the rows stay until the last is read: they are not to be searched for cycles each time
    try:
        for grid in found:
            name = f"{path.name}[{grid.name}]" if len(found) > 1 or grid.name else path.name
            if place := people.get(id(grid)):
                yield from _aside(name, grid.rows[: place[0]], ABOVE)
                yield from contacts.records(name, grid, *place)
            else:
                yield from _of_sheet(name, grid, [table for table in tables if table.grid is grid])
    finally:
        gc.unfreeze()


def _of_sheet(name: str, grid: Grid, tables: Sequence[Table]) -> Iterator[Record]:
    at, reason = 0, "no applications on this sheet"
    for table in tables:
        if table.repeats:
            reason = f"it repeats the sheet “{table.repeats}”"
            continue
        yield from _aside(name, grid.rows[at : max(table.start - 1, at)], ABOVE)
        yield from _Reader(table, name).records()
        at, reason = table.stop, "below the table"
    yield from _aside(name, grid.rows[at:], reason)


def _aside(name: str, rows: Sequence[Row], reason: str) -> Iterator[Record]:
    for row in rows:
        yield Record(f"{name}:{row.number}", row.content(()), set_aside=reason)


class _Reader:
    """The rows of one table, read one after the other."""

    def __init__(self, table: Table, name: str):
        self.table, self.name = table, name
        self.days = Days(table, name)
        self.cells = Cells(table, self.days)
        self.lines = Lines(table, self.days)
        self.facts = Facts(table)
        self.first = first = self.lines.first
        self.stages = [(at, column.role[6:]) for at, column in enumerate(table.columns) if column.is_step()]
        self.beside = {at - 1: at for at in table.of("beside")}
        self.told_in = [*self.lines.states, *(first[role] for role in ("from", "to") if role in first)]
        self.is_log = "to" in first or "event_date" in first
        self.day = first.get("event_date", first.get("date"))
        self.stories = {at: _stories(table, at) for at in table.of("answer")}
        self.notes = table.of("note", "reason")
        self.used = [at for at, role in enumerate(table.roles) if role not in ("", "id", "note")]
        self.iso = self.days.in_iso()
        self.entries = groups.entries(self.lines)
        self.section: tuple[str, ...] = ()  # what the title above the row being read says happened
        self.seen: defaultdict[str, set[tuple[str, str, str | None]]] = defaultdict(set)
        self.heads: dict[str, dict[str, str]] = {}

    def records(self) -> Iterator[Record]:
        """Return one record a row."""
        for at, row in enumerate(self.table.rows()):
            texts = self.lines.texts(row)
            if reason := self.lines.aside(row, texts):
                self.days.pass_by(row)
                self.section = self.titled(row)
                yield Record(f"{self.name}:{row.number}", row.content(self.table.headings), set_aside=reason)
            else:
                yield self.record(row, texts, self.entries.get(at, ""))

    def titled(self, row: Row) -> tuple[str, ...]:
        """Return what a title between rows says of those below it, “Rejected (3)”, else what the last did."""
        (title, *others) = [cell for cell in row.cells if cell and not cell.isspace()] or [""]
        is_state = not others and plain(title.split("(")[0]) in self.table.lexicon.words
        return layouts.told_by(title, self.table.lexicon) if is_state else self.section

    def same(self, row: Row, content: dict[str, str]) -> dict[str, str] | None:
        """Return the content as a workbook has it, ISO days and no blanks at its end; None where it is so."""
        cells, headings = [*row.cells], self.table.headings
        iso = [(at, self.iso[at]) for at in self.iso if at < len(cells)]
        other = {headings[at]: days[cells[at]] for at, days in iso if cells[at] in days}
        if not other and cells[-1]:
            return None
        while cells and not cells[-1]:
            cells.pop()
        return dict(islice((content | other).items(), len(cells)))

    def record(self, row: Row, texts: dict[str, str], entry: str) -> Record:
        """Return the events, people and problems of one row."""
        is_unused = row.fault == NO_VALUE and not any(row.cell(at).startswith("=") for at in self.used)
        faults = [row.fault] if row.fault and not is_unused else []
        if self.table.n_headed and any(map(str.strip, row.cells[self.table.n_headed :])):
            faults.append("more cells than the heading")
        problems = [Problem("", "", f"this row has {fault}", CORRECT) for fault in faults]
        self.cells.near = self.days.near(row)
        if self.days.months:  # March and 2024 beside the 14
            named = [row.cell(at).strip() for at in self.days.months]
            self.days.month = cells.month_titled([MONTHS.get(cell.lstrip("0"), cell) for cell in named])
        rules = LOG_RULES if self.is_log or entry in self.heads else RULES
        events, doubts = happened(self.claims(row, is_step=rules is LOG_RULES), self.facts, rules)
        problems += doubts
        if entry:
            events = self.news(events, entry)
            texts = self.heads.setdefault(entry, texts) | texts
        notes = "\n".join(filter(None, map(row.cell, self.notes)))
        job, details = jobs.job(texts, notes), jobs.details(texts)
        made = tuple(self.event(claim, job, details, entry) for claim in events)
        facts = (*jobs.people(texts, job, entry), *jobs.evidence(texts, made)) if made else ()
        content, aside = row.content(self.table.headings), "" if made or problems else ASIDE[bool(entry)]
        origin, same = f"{self.name}:{row.number}", self.same(row, content)
        return Record(origin, content, made, facts, tuple(problems), aside, "", same)

    def claims(self, row: Row, is_step: bool) -> list[Claim]:
        """Return what the cells of a row claim, one by one: steps, states, the answer, the day of the row."""
        claims = list[Claim]()
        for at, kind in self.stages:
            claims += self.step(row, at, kind)
        n_steps = len(claims)
        for at in self.told_in:
            if (text := row.cell(at)) and not self.table.lexicon.is_how(text, row.cell(at - 1) if at else ""):
                claims += self.with_day_beside(self.cells.read(at, "state", text), row, at)
        for at, stories in self.stories.items():
            if (text := row.cell(at)) in stories:
                claims += self.cells.read(at, "state", text)
        has_state = any(not claim.doubt for claim in claims[n_steps:])
        above = self.table.place or (() if has_state else self.section)
        claims += [Claim(kind, words=self.table.grid.place, use="state") for kind in above]
        if not (is_step and "event_date" in self.first):
            claims += self.answer(row, has_state or bool(above))
        if self.day is not None and (text := row.cell(self.day)):
            claims += self.cells.read(self.day, "day", text)
        if any(self.table.lexicon.means(note) == ("saved",) for note in map(row.cell, self.notes) if note):
            claims.append(Claim("unsent", use="note"))  # a note says that, and nothing else
        return claims

    def step(self, row: Row, at: int, kind: str) -> Sequence[Claim]:
        """Return what a step says; a day in the column beside it, where its days stand, says it alone too."""
        text, day = row.cell(at), row.cell(self.beside.get(at)) if self.beside else ""
        if day and not (is_yes(text) or is_no(text)) and not self.table.lexicon.read(text):
            return [claim._replace(note=text) for claim in self.cells.read(self.beside[at], kind, day)]
        if not text or text == self.table.columns[at].default:
            return ()
        return self.with_day_beside(self.cells.read(at, kind, text), row, at)

    def with_day_beside(self, claims: Sequence[Claim], row: Row, at: int) -> Sequence[Claim]:
        """Return what a column says with the day that stands in the column beside it."""
        text = row.cell(self.beside.get(at)) if self.beside else ""
        if not text or not any(claim.kind and not claim.doubt for claim in claims):
            return claims
        read = self.cells.read(self.beside[at], "day", text)
        day = next((claim for claim in read if not claim.doubt), None)
        *others, last = claims
        last = last.dated(day) if day and not (last.day or last.doubt) else last
        return [*others, last, *(claim for claim in read if claim.doubt)]

    def answer(self, row: Row, has_state: bool) -> Sequence[Claim]:
        """Return the day of the answer, or the words in its place; else those of the last update."""
        claims = list[Claim]()
        for role in ("answer", "updated"):
            at = self.first.get(role)
            if at is None or not (text := row.cell(at)) or text in self.stories.get(at, ()):
                continue
            claims += self.cells.read(at, "answer", text, has_state)
            if any(not claim.doubt for claim in claims):
                break
        return claims

    def news(self, events: list[Claim], entry: str) -> list[Claim]:
        """Return what the other rows of the same try have not told yet."""
        told = self.seen[entry]
        if any(kind == "applied" for kind, *_ in told):
            events = [claim for claim in events if claim.kind != "applied" or claim.day]
        news = [claim for claim in events if self.telling(claim) not in told]
        told.update(map(self.telling, events))
        return news

    def telling(self, claim: Claim) -> tuple[str, str, str | None]:
        """Return what makes it news: kind and day, and of moves also the round ("Interview 2")."""
        is_round = "to" in self.first and claim.kind in REPEATING and not claim.written
        return claim.kind, plain(claim.words) if is_round else claim.written, claim.day

    def event(self, claim: Claim, job: dict[str, str], details: dict[str, object], entry: str) -> Event:
        """Return one event of a row, which says from which column and by which rule it is."""
        is_dated = claim.use == "state" and claim.written  # “Einladung 10.03.”
        is_invited_on = is_dated and " " not in plain(dates.besides(claim.words)) and is_invited(claim.words)
        told = {
            "date_inferred": claim.is_inferred,
            REPLY: claim.use == REPLY,
            INVITATION: claim.use == INVITATION or is_invited_on,
            "date_written": claim.written if claim.written != claim.day else "",
            "column": self.table.headings[claim.at] if claim.at >= 0 else "",
            "rule": claim.rule,
            "round": claim.round,
        }
        own = details | {name: value for name, value in told.items() if value}
        note, text = claim.note or job["note"], job["text"] or claim.words
        place = job["company"], job["role"], job["channel"], job["location"], job["url"]
        return Event(claim.kind, claim.day, *place, note, text, entry, own)


def _stories(table: Table, at: int) -> set[str]:
    """Return the cells of a column that tell of several things with their days, or what came of an offer."""
    read = ((text.strip(), table.lexicon.read(text.strip()) or ()) for text in table.columns[at].values)
    told = ((text, moments, {moment.kind for moment in moments}) for text, moments in read)
    return {
        text
        for text, moments, kinds in told
        if sum(moment.mention is not None for moment in moments) > 1 < len(dates.mentions(text))
        or ("offer" in kinds and not ENDED.isdisjoint(kinds))
    }
