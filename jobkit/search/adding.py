"""Files on their way into a search: which they are, whether they are known, and what became of them."""

import csv
import hashlib
import io
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from jobkit import doubts, sources
from jobkit.doubts import Kept
from jobkit.errors import SourceError
from jobkit.search.frames import Frames
from jobkit.sources import notes
from jobkit.sources.reading import Extraction, sound
from jobkit.sources.tables.headings import SINGLE
from jobkit.store import intake
from jobkit.store.again import Before
from jobkit.store.anchors import today
from jobkit.store.files import scratch
from jobkit.store.views import QUERIES
from jobkit.tables import Fact, Problem, Record

ADDED = ("source", "kind", "records", "events", "new", "already_known", "understood", "set_aside", "problems")
COUNTS = (*ADDED[2:], "gone", "edited")
LISTS = ("layout", "guesses", "sheets", "doubts", "remarks", "unread", "differ", "letters")
EXPORTS = frozenset(".csv .tsv .xlsx .xls .ods .zip .json .pdf .docx .html .md .org .ics".split())
NOT_WHOLE = "{}: it is not kept whole here. Add the file again; it is read anew."
OWN = "They are read in {}, as process.toml and reasons.toml; `jobkit check` names mistakes in them."
A_YEAR = re.compile(r"(?:19|20)\d\d")  # in a name it may be that of days without one


class File:
    """A file that is added, or the part of it that one source reads; each is asked once whether it does."""

    def __init__(self, path: Path, others: Mapping[str, sources.Source], part: str = ""):
        self.path, self.others, self.part = path, others, part

    @cached_property
    def source(self) -> str:
        return self.part or sources.identify(self.path, self.others) or ""


class Import:
    """An import into one search; `mapping`, `progress` and `is_trial` as in `Search.add`."""

    def __init__(
        self,
        search: Frames,
        mapping: Mapping[str, str] | None = None,
        progress: Callable[[str, int], None] | None = None,
        is_trial: bool = False,
    ):
        self._search, self._store = search, search.store
        self._mapping, self._progress, self._is_trial = mapping, progress, is_trial

    def add(self, paths: Iterable[str | Path]) -> pd.DataFrame:
        """Import files; see `Search.add`."""
        others = sources.installed()
        rows: list[dict] = []
        for path in map(Path, paths):
            if self._mapping and not path.exists() and (lists := self._kept(path.name)):
                rows.append(self._add_again(*lists[-1]))
            else:
                for file in files_of(path, others):
                    try:
                        rows.append({"source": file.path.name} | self._import(file))
                    except SourceError as error:
                        rows.append({"source": file.path.name, "message": str(error)})
        notes = [row for row in rows if row.get("kind") == "notes" and not self._is_trial]
        places = Counter(source for source, _ in {fault[:2] for fault in self._search.astray()} if notes)
        for row in notes:  # about no application, now that all are read
            row["problems"] += places[row["source"]]
        return _table(rows)

    def _kept(self, name: str = "") -> list[tuple]:
        """Return the newest versions of files as they are kept here, all or those of a name."""
        query = "SELECT source, name, kind, sha256, size, layout FROM sound_sources ORDER BY source"
        older = {number for (number,) in self._store.read(QUERIES["superseded"])}
        return [row for row in self._store.read(query) if row[0] not in older and name in ("", row[1])]

    def _import(self, file: File) -> dict:
        if file.path.suffix.casefold() == ".toml":
            raise SourceError(file.path, "these are your own settings.", OWN.format(self._search.folder))
        unnamed = self._unnamed() if file.source == "contacts" else {}
        digest, size = _fingerprint(file.path)
        digest = _digest(f"{digest} {file.part}") if file.part else digest
        if file.source == "contacts":
            digest = _digest(f"{digest} {json.dumps(unnamed)}")  # as others are met, it is read again
        before = self._store.read(QUERIES["same_file"], [digest, file.path.name])
        is_new = not before or self._reading(before[0][0]).get("reader") != sources.reader()
        is_new |= file.source == "notes"  # their reasons may be known by now
        if not (is_new or self._mapping or self._is_trial):
            return self._known_already(*before[0])
        remembered = self._remembered(file)
        roles = _added_to(remembered or {}, self._mapping) if self._mapping else remembered
        extraction = self._extract(file, roles)
        if extraction.kind == "notes":
            extraction = replace(extraction, records=self._elsewhere(extraction.records, file, digest))
        if extraction.kind == "contacts":
            extraction = replace(extraction, records=_met(extraction.records, unnamed))
        new_roles = roles if roles != remembered else None
        about = file.path.name, digest, size, int(file.path.stat().st_mtime)
        return self._keep(about, extraction, before, new_roles)

    def _keep(
        self,
        about: tuple[str, str, int, int],
        extraction: Extraction,
        before: list[tuple],
        roles: dict | None,
        is_whole: bool = True,
    ) -> dict:
        """Append a file as one change, and new `roles` of its columns; of one read `before` what differs.

        `about`: name, digest, size, when it was saved; what is not `is_whole` is a list as it is kept here.
        """
        name, digest, size, saved = about
        progress, words = self._progress, f"read {name} again" if before else f"added {name}"
        if self._is_trial:
            extraction = replace(extraction, exclusive=True, after=None)  # so that all of it is given up
        with self._store.change("add", words, is_trial=self._is_trial) as change:
            is_known = self._store.read(QUERIES["same_bytes"], [digest])
            is_again = before or self._mapping or (is_known and A_YEAR.search(name))
            again = intake.read_again(change, digest * is_whole) if is_again else None
            tell = (lambda n: progress(name, n)) if progress else None
            counts = intake.append(change, name, digest, size, extraction, tell, again)
            if again and not is_whole and counts["new"] > len(again.replaced):
                raise SourceError(name, "its rows are not all known.", "Add it again.")
            read = {"file": counts["source"], "reader": sources.reader(), "saved": saved}
            change.fact(Fact("readers", read))
            lost = doubts.of_edited(counts["lost"])
            for doubt in lost:
                change.doubt(doubt, counts["source"])
            if roles:
                change.fact(Fact("mappings", {"layout": _layout_key(extraction), "mapping": roles}))
            is_same = before and again and not (roles or again.replaced or counts["new"])
            change.is_trial |= bool(is_same)
        if is_same and is_whole and not self._is_trial:
            return self._known_already(*before[0])
        return _row(extraction, counts, again, lost)

    def add_again(self) -> pd.DataFrame:
        """Read lists that are kept whole again; see `Search.add_again`."""
        kept = [row for row in self._kept() if self._reading(row[0]).get("reader") != sources.reader()]
        return _table([self._add_again(*row) for row in kept])

    def _add_again(self, source: int, name: str, kind: str, digest: str, size: int, layout: str) -> dict:
        """Read a list again from the rows that are kept of it."""
        row = {"source": name, "kind": kind}
        with scratch(self._search.folder) as folder, suppress(SourceError):
            path = Path(folder) / f"{Path(name).stem}.csv"
            rows = self._store.read(QUERIES["rows"], [source])
            text = _rebuilt([heading for heading, *_ in json.loads(layout)], rows)
            path.write_text(text, "utf-8", "surrogatepass")
            ((added,),) = self._store.read(QUERIES["added_at"], [source])
            saved = self._reading(source).get("saved") or int(added)
            os.utime(path, (saved, saved))  # it may tell the year of its days
            file = File(path, {})
            roles = _added_to(self._remembered(file) or {}, self._mapping or {})
            extraction = self._extract(file, roles)
            if extraction.kind == kind:
                new_roles, before = roles if self._mapping else None, [(source, kind)]
                about = name, digest, size, saved
                return row | self._keep(about, extraction, before, new_roles, is_whole=False)
        return row | {"message": NOT_WHOLE.format(name)}

    def _extract(self, file: File, roles: Mapping[str, str] | None) -> Extraction:
        found = sources.extract(file.path, roles, file.source, file.others)
        return sound(found, date.fromisoformat(today()), self._search.settings.may_be_named)

    def _reading(self, source: int) -> dict:
        """Return by what a file was read, and when it was saved; nothing of one of an older jobkit."""
        return next((row for row in self._store.facts("readers") if row["file"] == source), {})

    def _known_already(self, source: int, kind: str) -> dict:
        states = dict(self._store.read(QUERIES["states"], [source]))
        records = sum(states.values())
        found = tuple(doubts.doubt(row) for row in self._store.facts("doubts") if row["file"] == source)
        return {"kind": kind, "doubts": found} | _counted(states | {"records": records, "known": records})

    def _remembered(self, file: File) -> dict | None:
        """Return the mapping the person once gave for a table with these headings."""
        mappings = {row["layout"]: row["mapping"] for row in self._store.facts("mappings")}
        for layout, mapping in mappings.items() if file.source in ("", "tables") else ():
            with suppress(SourceError):
                if _layout_key(self._extract(file, mapping)) == layout:
                    return mapping
        return None

    def _elsewhere(self, records: Iterable[Record], file: File, digest: str) -> Iterator[Record]:
        """Return records, those set aside that this search exported, or has from another export already."""
        own = {record for (record,) in self._store.read(QUERIES["held"], [digest, 1 << 60])}
        here = {name for name, record in self._store.read(QUERIES["every_id"]) if record not in own}
        known = self._search.problems[lambda rows: rows["source"] != file.path.name]
        known = known[list(Problem._fields)].fillna("")
        problems = set(known.itertuples(index=False, name=None))
        for record in records:
            is_problem = record.content.get("record") == "problem" and record.problems[0] in problems
            aside = Record(record.origin, record.content, set_aside="this search holds it already")
            yield aside if record.id in here or is_problem else record

    def _unnamed(self) -> dict[str, tuple[str, str]]:
        """Return the addresses without a name that write in applications, each with employer and job."""
        rows = self._store.read(QUERIES["writers"])
        named = {str(address).lower() for address in self._search.people["email"].dropna()}
        found: dict[str, tuple[str, str]] = {}
        for *writers, company, role in rows:
            for writer in writers:
                address = (writer or "").strip(" <>").lower()
                if "@" in address and " " not in address and address not in named:
                    found.setdefault(address, (company or "", role or ""))
        return found


def doubts_of(added: pd.DataFrame, aside: Iterable[Kept], settled: Iterable[str]) -> pd.DataFrame:
    """Return the open doubts that files of an `add` raise, and those `aside` of them."""
    kept = [
        Kept(source, doubts.headings((column.heading,) for column in layout), one)
        for source, layout, found in added[["source", "layout", "doubts"]].itertuples(index=False)
        for one in found
    ]
    return doubts.still_open(doubts.table([*kept, *aside], settled))


def files_of(path: Path, others: Mapping[str, sources.Source]) -> list[File]:
    """Return the files of a folder of several exports; a mailbox or an unpacked export stays one source.

    Of what `jobkit export` wrote, the notes hold all.
    """
    file, is_folder = File(path, others), path.is_dir()
    if not is_folder and not (path.suffix.casefold() == ".zip" and sources.parts(path)):
        return [file]
    if file.source not in ("", *sources.PARTS):
        return [file]
    if is_folder and notes.is_export(path / "notes.json"):
        return [File(path / "notes.json", others)]  # the tables beside it tell the same again
    if is_folder and path.name != "Takeout" and not (path / "Takeout").is_dir():
        beside = [one for one in sorted(path.iterdir()) if one.is_file() and one.name[:1] != "."]
        if any(one.suffix.casefold() in EXPORTS for one in beside):
            return [File(one, others) for one in beside]
    parts = sources.parts(path)
    return [File(path, others, part) for part in parts] if len(parts) > 1 else [file]


def _table(rows: Iterable[dict]) -> pd.DataFrame:
    blank = {"kind": "", "message": "", **dict.fromkeys(COUNTS, 0), **dict.fromkeys(LISTS, ())}
    columns = [*ADDED, *LISTS, "gone", "edited", "message"]
    return pd.DataFrame([blank | row for row in rows], columns=columns).astype(dict.fromkeys(COUNTS, "int64"))


def _row(extraction: Extraction, counts: Mapping, again: Before | None = None, lost: Iterable = ()) -> dict:
    """Return what an extraction told, its records read, with what became of them."""
    row: dict = {name: tuple(getattr(extraction, name)) for name in LISTS[:-3]}
    row["unread"] = (*counts["unread"],)
    row |= {"kind": extraction.kind, "doubts": (*row["doubts"], *lost), "letters": (*counts["letters"],)}
    if again and not counts["new"]:  # what was read before, or left out by a correction, is no news
        differ = {origin for origin, *_ in again.differ}
        row["remarks"] = tuple(one for one in row["remarks"] if one[0] in differ)
    return row | {"differ": tuple(again.differ) if again else ()} | _counted(counts)


def _counted(counts: Mapping[str, int]) -> dict:
    names = {"already_known": "known", "set_aside": "set aside", "problems": "problem"}
    return {column: counts.get(names.get(column, column), 0) for column in COUNTS}


def _added_to(remembered: Mapping[str, str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return both maps as one; of two headings said to be the same column, the one said last counts."""
    twice = {*mapping.values()} & {*SINGLE}
    return {name: meaning for name, meaning in remembered.items() if meaning not in twice} | dict(mapping)


def _met(records: Iterable[Record], unnamed: Mapping[str, tuple[str, str]]) -> Iterator[Record]:
    """Return of a file of contacts those that name an address met in an application, as people; no other."""
    for record in records:
        for address in record.content["email"].split(", "):
            if address in unnamed:
                company, role = unnamed[address]
                person = {"name": record.content["name"], "email": address, "company": company}
                about = {"part": "contact", "about": f"{company} / {role}"}
                yield Record(record.origin, person, facts=(Fact("people", person | about),))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _fingerprint(path: Path) -> tuple[str, int]:
    """Return SHA-256 and size of a file; a folder is told by the names, sizes and times in it."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
        files = [(one.relative_to(path), one.stat()) for one in sorted(path.rglob("*")) if one.is_file()]
        lines = [f"{name}|{about.st_size}|{about.st_mtime_ns}" for name, about in files]
        return _digest("\n".join(lines)), len(files)
    except OSError as error:
        raise SourceError(path, f"it cannot be read ({error.strerror}).", "Nothing was read.") from error


def _layout_key(extraction: Extraction) -> str:
    return _digest("|".join(column.heading for column in extraction.layout))[:16]


def _rebuilt(headings: list[str], rows: Iterable[tuple[str, str]]) -> str:
    """Return a list as CSV from its rows (origin, content by heading), each as near to its line as can be."""
    lines: dict[int, list[str]] = {}
    first = 0
    for origin, content in rows:
        cells, place = json.loads(content), origin.rpartition(":")[2]
        number = int(place) if place.isdecimal() else 0  # an entry of a JSON file has a name
        while number in lines:
            number += 1
        if above := [cells[name] for name in cells if name not in headings]:
            lines[number] = above
            continue
        first = min(first or number, number)
        lines[number] = [cells.get(name, "") for name in headings]
    lines[first - 1] = headings
    file = io.StringIO()
    csv.writer(file).writerows(lines.get(number, []) for number in range(min(lines), max(lines) + 1))
    return file.getvalue()
