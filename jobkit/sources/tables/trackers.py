"""Tracker tables to records: a row becomes what happened to one application, or is set aside and why.

What stands in a cell is read by `cells`, what a row's cells together mean by the rules of `rows`.
"""

from __future__ import annotations

import calendar
import gc
import re
import shlex
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path

from jobkit.errors import SourceError
from jobkit.language import days as dates
from jobkit.language.days import MONTH_FIRST
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.reading import Doubt, Extraction
from jobkit.sources.tables import cells, columns, contacts, grids, groups, headings, jobs, layouts, shapes
from jobkit.sources.tables.cells import CORRECT, REPEATING, Cells, Claim, Days
from jobkit.sources.tables.grids import Row
from jobkit.sources.tables.layouts import Table
from jobkit.sources.tables.rows import LOG_RULES, RULES, Facts, Line, happened
from jobkit.sources.tables.statuses import Lexicon, is_no, is_yes
from jobkit.tables import Event, Problem, Record

MONTHS = {str(month): name.lower() for month, name in enumerate(calendar.month_abbr) if month}
NAMES = ("company", "job", "role", "url", "sender", "contact")
TURNED = "A spreadsheet program seems to have exchanged day and month of some; they were turned back."
SURPLUS = "A row has more cells than the heading; the last ones were read as the rest of this remark."
DEFAULT = "The same day stands in most rows, as a form puts it there; it was not used."
ADDED = "No column tells the day of applying; the day when a row was added stands in its place."
GROUNDED = re.compile(r"(?P<state>[^:(,;–-]{0,60})(?P<mark>[:(,;–-]?)(?P<why>.{0,300})", re.DOTALL)
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


def extract(
    path: Path, mapping: Mapping[str, str] | None = None, found: Sequence[grids.Grid] = ()
) -> Extraction:
    """Return the applications of a tracker table: that of a file, or `found` in it by somebody else.

    `mapping` says what a column is (`{"Their heading": "company"}`), what a word means
    (`{"Archiviert": "closed"}`), the order of days (`{"dates": "day first"}`) or the `encoding`.

    Raises
    ------
    SourceError : no table of applications is in it, or it cannot be read as one.
    """
    asked = dict(mapping or {})
    encoding, order = asked.pop("encoding", ""), asked.pop("dates", "")
    _check_order(path, order)
    found = shapes.unfolded([*found] or grids.read(path, encoding))
    people = {id(g): place for g in found if (place := contacts.columns(g, g.place or path.stem))}
    sheets = [grid for grid in found if id(grid) not in people]
    every = layouts.tables(path, sheets, asked, order) if sheets or not people else []
    tables = [table for table in every if not table.repeats]
    repeated = {id(table.grid): table.repeats for table in every if table.repeats}
    return Extraction(
        tables[0].kind if tables else "contacts",
        _Records(path, found, tables, repeated, people),
        tuple(column for table in tables for column in table.columns()),
        not any(table.is_log for table in tables),
        _guesses(tables),
        _read(found, {id(table.grid) for table in tables} | people.keys()),
        doubts=(*_repeats(path, every), *(doubt for table in tables for doubt in _doubts(path, table))),
    )


def _check_order(path: Path, order: str) -> None:
    if order and order not in dates.ORDERS:
        raise SourceError(path, f"“{order}” is no order of days.", f"Say one of {', '.join(dates.ORDERS)}.")


def _read(found: Sequence[grids.Grid], read: Collection[int]) -> tuple[tuple[str, bool], ...]:
    """Return each sheet of several by name, and whether it was read."""
    return tuple((grid.name, id(grid) in read) for grid in found) if len(found) > 1 else ()


def _repeats(path: Path, tables: Sequence[Table]) -> Iterator[Doubt]:
    """Return the doubt about each sheet that was set aside because it repeats another."""
    for table in tables:
        if table.repeats:
            words = f"It repeats the sheet “{table.repeats}”, so its rows were not counted again."
            command = "save that sheet as a file of its own and add it."
            rows = tuple((f"{path.name}[{table.grid.name}]:{row.number}", "") for row in table.rows())
            yield Doubt("repeated_sheet", table.grid.name, words, command, rows, is_whole=True)


def _doubts(path: Path, table: Table) -> Iterator[Doubt]:
    """Return the doubts about columns that were read, or left, for what the whole table tells."""
    name = f"{path.name}[{table.grid.name}]" if table.grid.name else path.name

    def doubt(kind: str, at: int, words: str, meaning: str, cells: Callable[[str], bool]) -> Doubt:
        rows = ((f"{name}:{row.number}", row.cell(at)) for row in table.rows())
        command = f"jobkit add {shlex.quote(path.name)} --map {shlex.quote(meaning)}"
        told = tuple((origin, cell) for origin, cell in rows if cell and cells(cell))
        return Doubt(kind, table.headings[at], words, command, told, is_whole=True)

    if table.surplus:
        at = table.n_headed - 1
        rows = tuple(
            (f"{name}:{row.number}", row.cell(at)) for row in table.rows() if row.number in table.surplus
        )
        yield Doubt(
            "unsure",
            table.headings[at],
            SURPLUS,
            "put the cell between quotes, and add the file again.",
            rows,
        )
    for at in sorted(table.turned):
        yield doubt("unsure", at, TURNED, f"dates={MONTH_FIRST}", lambda cell: cell[:4].isdecimal())
    for at, day in table.defaults.items():
        use = f"{table.headings[at]}={table.roles[at].removeprefix('stage:')}"
        yield doubt("same_day", at, DEFAULT, use, day.__eq__)
    for at in table.of("date"):
        if table.whys[at].endswith(columns.ADDED):
            yield doubt("unsure", at, ADDED, f"{table.headings[at]}=saved", bool)


def _guesses(tables: Sequence[Table]) -> tuple[tuple[str, str], ...]:
    """Return the words for states that were guessed at, commonest first, and what they were taken for."""
    found, times = dict[str, str](), Counter[str]()
    for table in tables:
        steps = [at for at, role in enumerate(table.roles) if role.startswith("stage:")]
        for at in (*table.of("status", "answer", "from", "to"), *steps):
            values = table.profiles[at].values if table.profiles[at].share("status") else {}
            guessed = (text for text in values if table.lexicon.is_guess(text))
            for text in (text for text in guessed if not _is_grounded(text, table.lexicon)):
                found[text.strip()] = " + ".join(table.lexicon.kinds(text))
                times[text.strip()] += values[text]
    return tuple((text, found[text]) for text, _ in times.most_common())


def _is_grounded(text: str, lexicon: Lexicon) -> bool:
    """Return whether a text is a known state and its known ground: “Absage: zu wenig Erfahrung”."""
    state, mark, why = GROUNDED.match(text.strip()).group("state", "mark", "why")  # type: ignore[union-attr]
    return bool(mark and lexicon.means(state) and jobs.ground(why))


class _Records:
    """The records of a file, made anew each time they are asked for, one at a time."""

    def __init__(
        self,
        path: Path,
        found: Sequence[grids.Grid],
        tables: Sequence[Table],
        repeated: Mapping[int, str],
        people: Mapping[int, tuple[int, dict[int, str]]],
    ):
        self.path, self.found, self.tables, self.repeated, self.people = path, found, tables, repeated, people

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
            if heading := self.people.get(id(grid)):
                yield from _aside(name, grid.rows[: heading[0]], "above the table")
                yield from contacts.records(name, grid, *heading)
                continue
            for table in mine:
                yield from _aside(name, grid.rows[at : max(table.start - 1, at)], "above the table")
                yield from _Reader(table, name).records()
                at = table.stop
            reason = "below the table" if mine else "no applications on this sheet"
            if repeats := self.repeated.get(id(grid)):
                reason = f"it repeats the sheet “{repeats}”"
            yield from _aside(name, grid.rows[at:], reason)


def _aside(name: str, rows: Sequence[Row], reason: str) -> Iterator[Record]:
    for row in rows:
        content = {f"column {at}": cell for at, cell in enumerate(row.cells, 1)}
        yield Record(f"{name}:{row.number}", content, set_aside=reason)


class _Reader:
    """The rows of one table, read one after the other."""

    def __init__(self, table: Table, name: str):
        self.table, self.name = table, name
        self.first = {role: at for at, role in reversed(list(enumerate(table.roles)))}
        self.stages = [(at, role[6:]) for at, role in enumerate(table.roles) if role.startswith("stage:")]
        self.beside = {at - 1: at for at in table.of("beside")}
        self.states = [*table.of("status"), *table.of("history")]
        moves = [self.first[role] for role in ("from", "to") if role in self.first]
        self.told_in = [*self.states, *moves]
        self.is_log = "to" in self.first or "event_date" in self.first
        self.day = self.first.get("event_date", self.first.get("date"))
        self.days = Days(table, name)
        self.cells = Cells(table, self.days)
        self.facts = Facts.of(table)
        self.stories = {at: _stories(table, at) for at in table.of("answer")}
        self.plain_headings = [plain(heading) for heading in table.headings]
        self.used = [(role, at) for role, at in self.first.items() if role and not role.startswith("stage:")]
        self.is_nameless = not any(table.profiles[at].n for at in table.of("company", "role", "url"))
        self.has_address = (
            jobs.with_address(table.profiles[self.first["company"]].values)
            if "company" in self.first
            else False
        )
        self.missing = table.missing()
        self.iso = self.days.in_iso()
        self.above = groups.companies_above(table, self.first)
        self.section: tuple[str, ...] = ()  # what the title above the row being read says happened
        filled = [row.number for row in table.rows() if any(row.cells)] if table.is_followed() else []
        self.title_of_next = filled[-1] if filled else None
        self.entries = groups.entries(self)
        self.seen: defaultdict[str, set[tuple[str, str, str | None]]] = defaultdict(set)
        self.heads: dict[str, dict[str, str]] = {}

    def records(self) -> Iterator[Record]:
        """Return one record a row."""
        for at, row in enumerate(self.table.rows()):
            origin, texts = f"{self.name}:{row.number}", self.texts(row)
            if reason := self.reason_aside(row, texts):
                self.days.pass_by(row)
                self.section = self.titled(row)
                yield Record(origin, self.content(row), set_aside=reason)
            else:
                yield self.record(row, texts, origin, self.entries.get(at, ""))

    def titled(self, row: Row) -> tuple[str, ...]:
        """Return what a title between rows says of those below it, “Rejected (3)”, else what the last did."""
        (title, *others) = [cell for cell in row.cells if cell and not cell.isspace()] or [""]
        is_state = not others and plain(title.split("(")[0]) in self.table.lexicon.words
        return layouts.told_by(title, self.table.lexicon) if is_state else self.section

    def content(self, row: Row) -> dict[str, str]:
        """Return each cell as written, by its heading; further cells by their number."""
        headings = self.table.headings
        content = dict(zip(headings, row.cells, strict=False))
        for at in range(len(headings), len(row.cells)):
            content[f"column {at + 1}"] = row.cells[at]
        return content

    def same(self, row: Row, content: dict[str, str]) -> dict[str, str] | None:
        """Return the content as a workbook has it, ISO days and no blanks at its end; None where it is so."""
        cells, names = row.cells, self.table.headings
        other = {
            names[at]: iso[cells[at]]
            for at, iso in self.iso.items()
            if cells[at : at + 1] and cells[at] in iso
        }
        if not other and cells[-1]:
            return None
        n = max((at for at, cell in enumerate(cells, 1) if cell), default=0)
        return dict(islice((content | other).items(), n))

    def texts(self, row: Row) -> dict[str, str]:
        """Return what stands in the column of each role, trimmed; roles with nothing in them are left out."""
        cells, n = row.cells, len(row.cells)
        found = {role: text for role, at in self.used if at < n and (text := cells[at].strip())}
        if self.missing:
            found = {role: text for role, text in found.items() if plain(text) not in self.missing}
        if row.number in self.above:
            found["company"] = self.above[row.number]
        if self.has_address and "company" in found:
            found = jobs.apart(found["company"]) | {k: t for k, t in found.items() if k != "company"}
        if "job" in found:
            both = headings.joint(jobs.unlinked(found["job"])[0])
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
        if row.cells[0] == self.table.headings[0] and _is_same(row, self.plain_headings):
            return "the heading again"
        if self.is_placeholder(row):
            return "placeholders: its cells repeat their headings"
        if any(map(_is_total, filled[:2])) and not self.has_day(row):
            return "a total or a legend, not an application"
        if any(role in texts and jobs.name(texts[role]) for role in NAMES):
            is_title = row.number == self.title_of_next
            return _aside_alone(filled[0], is_title) if len(filled) == 1 else ""
        if self.table.kind == "list" and len(filled) == 1:
            return "a title, or a detail of the line above"
        return "" if self.tells(row) else "a row that nobody filled: no company, job title, link or day"

    def is_placeholder(self, row: Row) -> bool:
        """Return whether names and state of a row are their headings, as a program writes that found none."""
        named = self.table.of("company", "role", "job", "status")
        return sum(row.cell(at).casefold() == self.table.headings[at].casefold() for at in named) > 1

    def has_day(self, row: Row) -> bool:
        """Return whether a day stands in one of the row's columns of days."""
        return any(self.days.all(at, text, None) for at in self.days.columns if (text := row.cell(at)))

    def tells(self, row: Row) -> bool:
        """Return whether a row without a name still tells of an application."""
        has_state = any(map(row.cell, self.states))
        is_broken = any(dates.broken(text) or dates.month(text) for text in map(row.cell, self.days.columns))
        return (has_state and (is_broken or self.is_nameless or "id" in self.first)) or self.has_day(row)

    def record(self, row: Row, texts: dict[str, str], origin: str, entry: str) -> Record:
        """Return the events, people and problems of one row."""
        problems = [Problem("", "", f"this row has {row.fault}", CORRECT)] if row.fault else []
        if self.table.n_headed and any(map(str.strip, row.cells[self.table.n_headed :])):
            problems.append(Problem("", "", "this row has more cells than the heading", CORRECT))
        self.cells.near = self.days.near(row)
        if self.days.months:  # March and 2024 beside the 14
            named = [row.cell(at).strip() for at in self.days.months]
            self.days.month = cells.month_titled([MONTHS.get(cell.lstrip("0"), cell) for cell in named])
        rules = LOG_RULES if self.is_log or entry in self.heads else RULES
        events, doubts = happened(self.claims(row, is_step=rules is LOG_RULES), Line(row, self.facts), rules)
        problems += doubts
        if self.days.month and self.days.months and not self.days.columns:
            at = self.days.months[0]
            problems.append(self.cells.problem(at, row.cell(at), cells.NO_DAY))
        if entry:
            events = self.news(events, entry)
            texts = self.heads.setdefault(entry, texts) | texts
        job, details = jobs.job(texts, self.notes(row)), jobs.details(texts)
        made = tuple(self.event(claim, job, details, entry) for claim in events)
        facts = (*jobs.people(texts, job, entry), *jobs.evidence(texts, made)) if made else ()
        content, aside = self.content(row), "" if made or problems else ASIDE[bool(entry)]
        return Record(origin, content, made, facts, tuple(problems), aside, "", self.same(row, content))

    def claims(self, row: Row, is_step: bool) -> list[Claim]:
        """Return what the cells of a row claim, one by one: steps, states, the answer, the day of the row."""
        claims = list[Claim]()
        for at, kind in self.stages:
            claims += self.step(row, at, kind)
        n_steps = len(claims)
        for at in self.told_in:
            if text := row.cell(at):
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
        return claims

    def step(self, row: Row, at: int, kind: str) -> Sequence[Claim]:
        """Return what a step says; a day in the column beside it, where its days stand, says it alone too."""
        text, day = row.cell(at), row.cell(self.beside.get(at)) if self.beside else ""
        if day and not (is_yes(text) or is_no(text)) and not self.table.lexicon.read(text):
            return [claim._replace(note=text) for claim in self.cells.read(self.beside[at], kind, day)]
        if not text or text == self.table.defaults.get(at):
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

    def notes(self, row: Row) -> str:
        """Return the notes of a row, one a line."""
        return "\n".join(filter(None, map(row.cell, self.table.of("note", "reason"))))

    def event(self, claim: Claim, job: dict[str, str], details: dict[str, object], entry: str) -> Event:
        """Return one event of a row, which says from which column and by which rule it is."""
        own = details.copy()
        if claim.is_inferred:
            own["date_inferred"] = True
        if claim.written and claim.written != claim.day:
            own["date_written"] = claim.written
        if claim.at >= 0:
            own["column"] = self.table.headings[claim.at]
        if claim.rule:
            own["rule"] = claim.rule
        if claim.round:
            own["round"] = claim.round
        note, text = claim.note or job["note"], job["text"] or claim.words
        place = job["company"], job["role"], job["channel"], job["location"], job["url"]
        return Event(claim.kind, claim.day, *place, note, text, entry, own)


def _stories(table: Table, at: int) -> set[str]:
    """Return the cells of a column that tell of several things, each with its day."""
    long = (text.strip() for text in table.profiles[at].values if len(dates.mentions(text)) > 1)
    read = ((text, table.lexicon.read(text) or ()) for text in long)
    return {text for text, told in read if sum(moment.mention is not None for moment in told) > 1}


def _aside_alone(text: str, is_title: bool) -> str:
    """Return why the only cell of a row is no name, empty when it may be one."""
    if is_title or _is_section(text):
        return "a title between rows"
    if text.lstrip().startswith(("# ", "//")):
        return "a comment"
    return "a sentence, not an application" if _is_prose(text) else ""


def _is_same(row: Row, headings: Sequence[str]) -> bool:
    return all(plain(cell) in ("", heading) for cell, heading in zip(row.cells, headings, strict=False))


@lru_cache(1 << 16)
def _is_total(cell: str) -> bool:
    words = cell[:60].partition(":")[0].rstrip(" 0123456789=")
    return plain(words) in headings.words_of("totals")


def _is_section(text: str) -> bool:
    known = {plain(name) for names in shipped("days")["months"].values() for name in names}
    known |= headings.words_of("sections")
    return all(word in known or word.isdigit() for word in plain(text).split())


def _is_prose(text: str) -> bool:
    return len(text) > 60 and text.count(" ") > 7
