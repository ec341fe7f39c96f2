"""Records that are read again: what differs from how they were read before, and which ids stay."""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Iterable, Sequence

from jobkit.store.views import QUERIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

HOW_READ = ("rule", "column", "company_why")
"""What the details of an event say of the way it was read, and not of what happened."""


class Reading(namedtuple("Reading", "record state origin entry content events facts")):
    """How a record was read: `events` are id and columns, `facts` id, table and body (JSON).

    `entry` is that of its events where they are of no other record, `content` its cells (JSON).
    """

    __slots__ = ()

    def differs(self, state: str, events: Sequence[tuple], facts: Sequence[tuple]) -> bool:
        """Return whether something else comes of it now."""
        is_same = _plain(events) == _plain(row[1:] for row in self.events)
        return not is_same or [*facts] != [row[1:] for row in self.facts] or state != self.state


class Before:
    """How the records of a store were read until now, and what became of those read otherwise.

    `left` are the records of an earlier version of the same file that were not met yet.
    """

    def __init__(self, connection: sqlite3.Connection, left: set[int]):
        self._connection, self.left = connection, left
        self._at = {self.reading(record).origin: record for record in sorted(left)}
        self.replaced: list[int] = []
        self.differ: list[tuple[str, str, str]] = []

    def reading(self, record: int) -> Reading:
        """Return how a record was read."""
        asked = (QUERIES["reading"], QUERIES["read_events"], QUERIES["read_facts"])
        (one,), *rows = (self._connection.execute(query, [record]).fetchall() for query in asked)
        return Reading(record, *one, *rows)

    def find(self, record: int | None, origin: str) -> Reading | None:
        """Return how a record was read, known by its number, else by its place in the same file."""
        if record is None:
            record = self._at.get(origin)
            if record not in self.left:
                return None
        self.left.discard(record)
        return self.reading(record)

    def replace(self, old: Reading, state: str, events: Sequence[tuple], facts: Sequence[tuple]) -> tuple:
        """Note that a record is read otherwise now; return the ids for its events and its facts."""
        self.replaced.append(old.record)
        was, now = shown((row[1:] for row in old.events), old.state), shown(events, state)
        if was != now:
            self.differ.append((old.origin, was, now))
        return _ids(events, old.events), _ids(facts, old.facts)

    def drop(self) -> None:
        """Note that what was not met again counts no more."""
        for record in sorted(self.left):
            self.replace(self.reading(record), "not read", (), ())


def shown(events: Iterable[Sequence], state: str) -> str:
    """Return in words what came of a record: “applied 2026-03-02, rejected”, or that it was set aside."""
    return ", ".join(" ".join(filter(None, event[:2])) for event in events) or state


def _ids(rows: Sequence[tuple], old: Iterable[tuple]) -> list[str]:
    """Return for each row the id of the old one that is the same, else of the next of its kind, else "".

    What stands first in a row is its kind; in an old one the id stands before it.
    """
    left, found = [*old], [""] * len(rows)
    for n_same in (None, 1):
        for at, row in enumerate(rows):
            one = next((one for one in left if one[1:][:n_same] == row[:n_same]), None)
            if one and not found[at]:
                found[at] = one[0]
                left.remove(one)
    return found


def _plain(events: Iterable[Sequence]) -> list[tuple]:
    """Return events without what their details say of the way they were read."""
    found = []
    for *columns, text in events:
        details = {name: value for name, value in json.loads(text).items() if name not in HOW_READ}
        found.append((*columns, details))
    return found
