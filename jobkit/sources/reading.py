"""What every source gives: its kind, how its columns were understood, and its records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jobkit.tables import Record


@dataclass(frozen=True, slots=True)
class Column:
    """What a heading was taken for (`role`; empty: kept, not used) and why."""

    heading: str
    role: str
    why: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The records of one file; `exclusive`: different entries of it are different tries at a job.

    `guesses` holds words for a state that are not known as they stand, and what they were taken for;
    `sheets` each sheet or table of several by name, and whether it was read.
    `after` returns the records behind the first n, where these need not be read for it.
    """

    kind: str
    records: Iterable[Record]
    layout: tuple[Column, ...] = ()
    exclusive: bool = True
    guesses: tuple[tuple[str, str], ...] = ()
    sheets: tuple[tuple[str, bool], ...] = ()
    after: Callable[[int], Iterable[Record]] | None = None
