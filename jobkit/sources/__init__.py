"""Files that other programs export, read into records; `SOURCES` is the whole list of what is known.

A source is a module or an object with two functions: `identify(path)` says whether it reads a file and
never raises; `extract(path, mapping)` returns an `Extraction`, or raises `SourceError`. A package that
somebody installed adds its own by an entry point of the group `jobkit.sources`. That runs as code, so
`installed` loads it for `add` alone, and `add` names it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from jobkit.errors import JobkitError, SourceError
from jobkit.sources.reading import Column as Column
from jobkit.sources.reading import Extraction

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

SOURCES = tuple("notes linkedin calendars contacts markdown mail resumes taxonomies tables".split())
"""Asked in this order, each once; the first that identifies a file reads it."""
PARTS = ("mail", "calendars", "contacts")
"""What a folder or zip may hold side by side, as Google's Takeout does: each reads its own part of it."""
GROUP = "jobkit.sources"
"""The entry points by which another package adds a source; these are asked before those above."""


class Source(Protocol):
    """What reads one kind of file."""

    def identify(self, path: Path) -> bool:
        """Return whether this source reads the file. Never raises."""

    def extract(self, path: Path, mapping: Mapping[str, str] | None = None) -> Extraction:
        """Return the records of the file; raise `SourceError` when it cannot be read."""


def identify(path: Path, others: Mapping[str, Source] | None = None) -> str | None:
    """Return the name of the source that reads this file, None if nothing here knows it.

    Raises
    ------
    SourceError : the file is not there, or is empty.
    """
    if not path.exists():
        raise SourceError(path, "there is no such file.", "Check the name; nothing was read.")
    if path.is_file() and not path.stat().st_size:
        raise SourceError(path, "the file is empty.", "Export it again; nothing was read.")
    names = (*(others or ()), *SOURCES)
    return next((name for name in names if _source(name, others).identify(path)), None)


def parts(path: Path) -> list[str]:
    """Return the names of the sources that each read a part of this folder or zip."""
    return [name for name in PARTS if _source(name, None).identify(path)]


def extract(
    path: Path,
    mapping: Mapping[str, str] | None = None,
    name: str | None = None,
    others: Mapping[str, Source] | None = None,
) -> Extraction:
    """Return what the file holds; `mapping` (heading → role) overrides what its table suggests.

    `name` is the source that identified it, where they were asked already (empty: none did); `others` are
    those of other packages.

    Raises
    ------
    SourceError : nothing here knows the file, or it cannot be read as what it seems to be.
    """
    name = identify(path, others) if name is None else name
    if not name:
        reason = "no tracker table, LinkedIn export, mailbox, calendar, résumé or notes were found in it."
        action = "Save it as CSV, XLSX, zip, mbox, ICS, PDF or JSON and add it again; nothing was read."
        raise SourceError(path, reason, action)
    if name != "tables":
        return _source(name, others).extract(path, mapping)
    from jobkit.sources import checks, remarks, tables

    mode = (mapping or {}).get("remarks", "")
    if mode in remarks.MODES:
        mapping = {heading: role for heading, role in (mapping or {}).items() if heading != "remarks"}
    extraction = tables.extract(path, mapping)
    told = remarks.read(path.name, extraction, mode if mode in remarks.MODES else remarks.SURE, mapping or ())
    return checks.checked(path.name, told)


@cache
def reader() -> str:
    """Return a mark of the code and the words by which files are read: another one may read otherwise."""
    room = Path(__file__).parent
    words = [*(room.parent / "language").glob("*.py"), *(room.parent / "data").glob("*.toml")]
    digest = hashlib.sha256()
    for file in sorted([*room.rglob("*.py"), *words]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def installed() -> dict[str, Source]:
    """Return the sources that other packages add, by their title; this runs their code.

    Raises
    ------
    JobkitError : one of them cannot be loaded.
    """
    sources: dict[str, Source] = {}
    for title, point in _points().items():
        try:
            sources[title] = _Other(title, point.load())
        except Exception as error:
            words = f"{title}, a source of another package, cannot be loaded ({type(error).__name__})."
            raise JobkitError(f"{words} Update or uninstall that package.") from error
    return sources


def titles() -> list[str]:
    """Return “name (package version)” of each source that another package adds, without running it."""
    return [*_points()]


def _points() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points

    named = ((point, point.dist) for point in entry_points(group=GROUP))
    unknown = "package unknown"
    packages = ((point, f"{dist.name} {dist.version}" if dist else unknown) for point, dist in named)
    return {f"{point.name} ({package})": point for point, package in packages}


class _Other:
    """A source of another package: what it reads bears its name, and its faults are its own."""

    def __init__(self, title: str, source: Source):
        self._title, self._source = title, source

    def identify(self, path: Path) -> bool:
        try:
            return bool(self._source.identify(path))
        except Exception as error:
            raise self._fault(path, error) from error

    def extract(self, path: Path, mapping: Mapping[str, str] | None = None) -> Extraction:
        try:
            extraction = self._source.extract(path, mapping)
            records = list(extraction.records)
            return replace(extraction, kind=f"{extraction.kind}, by {self._title}", records=records)
        except SourceError:
            raise
        except Exception as error:
            raise self._fault(path, error) from error

    def _fault(self, path: Path, error: Exception) -> SourceError:
        words = f"{self._title}, a source of another package, failed ({type(error).__name__})."
        return SourceError(path, words, "Update or uninstall that package; nothing was read.")


def _source(name: str, others: Mapping[str, Source] | None) -> Source:
    if others and name in others:
        return others[name]
    return cast(Source, import_module(f"jobkit.sources.{name}"))
