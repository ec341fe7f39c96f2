"""LinkedIn's "Get a copy of your data": its zip, its unpacked folder, or one CSV out of it.

Only the files named in `data/linkedin.toml` are opened; logins, searches, ad targeting, phone numbers
and the profile with its birth date are not. Of messages and invitations who, when and the subject are
kept, never what was written.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path, PurePosixPath

from jobkit.errors import JobkitError, SourceError
from jobkit.language import days as dates
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources import archives
from jobkit.sources.reading import Column, Extraction
from jobkit.sources.tables import grids
from jobkit.tables import Event, Fact, Problem, Record

LIMIT = 256 * 1024 * 1024
HEADING_WITHIN = 20  # rows; Connections.csv has a note above its heading
UNLIKE = "begins otherwise than LinkedIn's files do"
LAYOUTS = shipped("linkedin")
JOBS = {"job applications": "applied", "saved jobs": "saved"}
TELLING = (*JOBS, "connections", "messages", "invitations", "positions")
"""No other program's file is called so."""


@dataclass(frozen=True, slots=True)
class _Table:
    """One CSV of the export: which it is, its headings, and where each of our columns stands."""

    kind: str
    origin: str
    headings: tuple[str, ...]
    places: Mapping[str, int]
    text: str
    delimiter: str

    def rows(self) -> Iterator[_Row]:
        rows = _csv_rows(self.text, self.delimiter)
        for _, cells in rows:
            if tuple(cells) == self.headings:
                break
        return (_Row(self, f"{self.origin}:{line}", cells) for line, cells in rows if cells)


@dataclass(slots=True)
class _Row:
    """One row: its cells by our names for them, and what could not be understood in it."""

    table: _Table
    origin: str
    cells: list[str]
    problems: list[Problem] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        place = self.table.places.get(name, len(self.cells))
        return self.cells[place].strip() if place < len(self.cells) else ""

    def day(self, name: str) -> str | None:
        return self._read(name, _day, "is not a date") or None

    def month(self, name: str) -> str:
        return self._read(name, _month, "is not a month or year")

    def _read(self, name: str, read, problem: str) -> str:
        found = read(re.sub(r"\s+", " ", self[name]))
        if self[name] and not found:
            heading = self.table.headings[self.table.places[name]]
            self.problems.append(Problem(heading, self[name], problem, "The rest of the row is kept."))
        return found

    def record(self, made: Event | Fact | None = None, set_aside: str = "") -> Record:
        """Return the row with what was made of it, every cell as written but for private words."""
        headings, found = self.table.headings, len(self.cells)
        if found != len(headings):
            words = f"has {found} cells under {len(headings)} headings"
            self.problems.append(Problem("row", str(found), words, "Export it again; what is here is kept."))
        names = [*headings, *(f"({n})" for n in range(len(headings) + 1, found + 1))]
        content = dict(zip(names, self.cells, strict=False))
        if "private" in self.table.places:
            content.pop(headings[self.table.places["private"]], None)
        events = (made,) if isinstance(made, Event) else ()
        facts = (made,) if isinstance(made, Fact) else ()
        return Record(self.origin, content, events, facts, tuple(self.problems), set_aside)


def identify(path: Path) -> bool:
    """Return whether this is LinkedIn's export, or one CSV with the headings of one of its files."""
    try:
        if path.is_dir() or _is_zip(path):
            return any(_kind(name) in TELLING for name in _members(path))
        if path.suffix.lower() != ".csv":
            return False
        with path.open("rb") as file:
            return _table(path, path.name, b"".join(file.readlines(1 << 16))[: 1 << 17]) is not None
    except (OSError, JobkitError):
        return False


def extract(path: Path, mapping: Mapping[str, str] | None = None) -> Extraction:
    """Return applications, saved jobs, own credentials, connections, and steps taken towards people.

    Raises
    ------
    SourceError : the zip is damaged, encrypted or a bomb, or no file in it has the known headings.
    """
    tables, strange = [], []
    for name, raw in _files(path):
        if table := _table(path, name, raw, mapping):
            tables.append(table)
        elif raw.strip():
            problem = Problem("file", name, UNLIKE, "It was left out; what else is in the export was read.")
            strange.append(Record(f"{path.name}[{name}]", {"file": name}, problems=(problem,)))
    if not tables:
        reason = "no file of a LinkedIn export with the headings it is known to have."
        raise SourceError(path, reason, "Ask LinkedIn for a new copy of your data; nothing was read.")
    named = [(table, name, table.headings[at]) for table in tables for name, at in table.places.items()]
    layout = tuple(
        Column(f"{table.kind}: {heading}", "" if name == "private" else name, "heading")
        for table, name, heading in named
    )
    owner = _owner(tables)
    read = (_record(row, owner) for table in tables for row in table.rows())
    return Extraction("LinkedIn export", chain(strange, read), layout)


def _record(row: _Row, owner: str) -> Record:
    kind = row.table.kind
    if not any(cell.strip() for cell in row.cells):
        return row.record(set_aside="an empty row")
    if kind in JOBS:
        return _job(row, JOBS[kind])
    if kind == "connections":
        return _connection(row)
    if kind == "messages":
        return _message(row, owner)
    if kind == "invitations" and row["direction"].upper() != "OUTGOING":
        return row.record(set_aside="an invitation from somebody else")
    if kind == "invitations":
        return row.record(_step(row, "connection_request", row.day("date"), is_mine=True))
    return _credential(row, LAYOUTS[kind]["section"])


def _job(row: _Row, kind: str) -> Record:
    """Return one event. E-mail and phone in the file are the applicant's own: nobody's contact."""
    if not row["company"] and not row["role"]:
        return row.record(set_aside="names neither a company nor a job")
    channel = "LinkedIn" if kind == "applied" else ""  # what is saved there may be applied for elsewhere
    details = {"resume": PurePosixPath(row["resume"]).stem} if row["resume"] else {}
    place = {name: row[name] for name in ("company", "role", "url")}
    return row.record(Event(kind, row.day("date"), channel=channel, details=details, **place))


def _connection(row: _Row) -> Record:
    name = f"{row['first']} {row['last']}".strip()
    connected = row.day("date")
    if not name:
        return row.record(set_aside="a connection whose name is not shown")
    known = {column: row[column] for column in ("company", "title", "url", "email")}
    return row.record(_fact("people", part="contact", name=name, connected=connected, **known))


def _message(row: _Row, owner: str) -> Record:
    when, is_mine = row.day("date"), row["from"] == owner
    if row["draft"].lower() == "yes":
        return row.record(set_aside="a draft that was never sent")
    if not owner or not row["from"] or not row["to"]:
        return row.record(set_aside="a message that does not tell who wrote it to whom")
    if not is_mine and "from_url" in row.table.places and not row["from_url"]:
        return row.record(set_aside="from an advertiser, or from somebody who has left LinkedIn")
    return row.record(_step(row, "message", when, is_mine))


def _step(row: _Row, step: str, when: str | None, is_mine: bool) -> Fact:
    """Return what was done towards a person (their profile is the note), or that they answered."""
    person, url, outcome = ("to", "to_url", "done") if is_mine else ("from", "from_url", "answered")
    told = {"outcome": outcome, "words": row["subject"], "note": row[url]}
    return _fact("steps", step=step, person=row[person], date=when, **told)


def _credential(row: _Row, section: str) -> Record:
    values = {name: row[name] for name in row.table.places}
    if not any(values.get(name) for name in ("name", "title", "organisation")):
        return row.record(set_aside="names nothing")
    values |= {name: row.month(name) for name in ("started", "ended") if name in values}
    if section == "role" and not row["ended"]:
        values["ended"] = "present"
    return row.record(_fact("credentials", section=section, **values))


def _fact(table: str, **values: str | None) -> Fact:
    return Fact(table, {name: value for name, value in values.items() if value})


def _owner(tables: Iterable[_Table]) -> str:
    """Return whose export it is: who sent the invitations, else who is in most of the conversations."""
    sent: list[str] = []
    talks: set[tuple[str, str]] = set()
    for row in (row for table in tables if table.kind in ("invitations", "messages") for row in table.rows()):
        if row.table.kind == "invitations":
            sent.append(row["from" if row["direction"].upper() == "OUTGOING" else "to"])
        else:
            talks |= {(row["thread"], row["from"]), (row["thread"], row["to"])}
    ranked = Counter(sent or [name for _, name in talks]).most_common(2)
    is_clear = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] > ranked[1][1])
    return ranked[0][0] if is_clear else ""


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        yield from ((name, _bytes(path / name)) for name in _members(path) if _kind(name))
    elif _is_zip(path):
        yield from sorted(archives.contents(path, lambda name: bool(_kind(name)), LIMIT))
    else:
        yield path.name, _bytes(path)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LIMIT:
            raise SourceError(path, f"more than {LIMIT >> 20} MB of CSV.", "Split it; nothing was read.")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(path, f"it cannot be read ({error.strerror}).", "Nothing was read.") from error


def _members(path: Path) -> list[str]:
    """Return the names of the files in the zip, or of the tables in the folder and its `Jobs` folder."""
    if path.is_dir():
        found = [*path.glob("*.csv"), *path.glob("[Jj]obs/*.csv")]
        return sorted(file.relative_to(path).as_posix() for file in found if file.is_file())
    return [name for name, _ in archives.members(path)]


def _is_zip(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _kind(name: str) -> str:
    """Return which of our files this is by its name (`Job Applications_2.csv` is one), or nothing."""
    place = PurePosixPath(name)
    stem = re.sub(r"[_\s]+", " ", re.sub(r"_\d+$", "", place.stem)).strip().lower()
    is_ours = stem in LAYOUTS and place.suffix.lower() == ".csv" and "__MACOSX" not in place.parts
    return stem if is_ours else ""


def _table(path: Path, name: str, raw: bytes, mapping: Mapping[str, str] | None = None) -> _Table | None:
    """Return the CSV under its layout; nothing when its headings are not those of one."""
    text = grids.decode(path, raw)
    is_alone = name == path.name
    kinds = [_kind(name)] if _kind(name) else TELLING
    for delimiter in ",;\t":
        for _, headings in islice(_csv_rows(text, delimiter), HEADING_WITHIN):
            for kind in kinds:
                places = _places(headings, LAYOUTS[kind], mapping or {})
                known = {one for names in LAYOUTS[kind].values() if isinstance(names, list) for one in names}
                others = {heading.strip().lower() for heading in headings} - known  # then it is a tracker
                if places and not (is_alone and others and "others" in LAYOUTS[kind]):
                    origin = name if is_alone else f"{path.name}[{name}]"
                    return _Table(kind, origin, tuple(headings), places, text, delimiter)
    return None


def _places(headings: list[str], layout: Mapping, mapping: Mapping[str, str]) -> dict[str, int]:
    """Return where each of our columns stands; nothing when one that is needed does not."""
    plain = [heading.strip().lower() for heading in headings]
    named = {role: names for role, names in layout.items() if role not in ("needed", "others", "section")}
    known = ((role, one) for role, names in named.items() for one in reversed(names) if one in plain)
    found = {role: plain.index(one) for role, one in known}
    asked = {role: headings.index(heading) for heading, role in mapping.items() if heading in headings}
    found |= {role: place for role, place in asked.items() if role in named}
    return found if all(role in found for role in layout["needed"]) else {}


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def _day(words: str) -> str:
    """Return the one day that is named; slashes are month first in every export, wherever its owner lives."""
    found = dates.mentions(words)
    is_sure = len(found) == 1 and (found[0].fixed or found[0].first <= 12)
    return dates.read(found[0], dates.MONTH_FIRST).day or "" if is_sure else ""


def _month(words: str) -> str:
    """Return `2020-01` for Jan 2020, and a year alone as it is."""
    *name, year = words.split() or [""]
    month = dates.months().get(plain(name[0]), 0) if name else 0
    is_whole = year.isdecimal() and len(year) == 4 and len(name) == (1 if month else 0)
    return f"{year}-{month:02}" if is_whole and month else year if is_whole else ""
