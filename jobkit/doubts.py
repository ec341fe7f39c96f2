"""What an import may have misread: one row a kind and place, open until the person says that it is right."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from jobkit import tables
from jobkit.sources.reading import DOUBTS, Doubt

EXAMPLES = 3
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """A doubt with the file it is about, and the headings of that file's tables."""

    source: str
    headings: str
    doubt: Doubt

    @property
    def id(self) -> str:
        """What this kind and place is called, in every version of a file."""
        whole = self.headings if self.doubt.is_whole else ""
        return _digest(self.doubt.kind, self.doubt.place, whole)[:6]

    def keys(self) -> list[str]:
        """Return by what each row is known again once somebody said that it is right."""
        if self.doubt.is_whole or not self.doubt.rows:
            return [_digest(self.id, "")] * max(len(self.doubt.rows), 1)
        return [_digest(self.id, text) for _, text in self.doubt.rows]


def table(kept: Iterable[Kept], settled: Iterable[str]) -> pd.DataFrame:
    """Return the doubts, the loudest kind first: `tables.COLUMNS["doubts"]`.

    `n` counts the rows in doubt that are not settled, or all of them where all are (`is_open` is false);
    `examples` are up to three that differ, `origins` the places of all; `keys` is what settles them.
    """
    right, found = frozenset(settled), dict[str, list[Kept]]()
    for one in kept:
        found.setdefault(one.id, []).append(one)
    rows = [_row(name, same, right) for name, same in found.items()]
    order = [*DOUBTS]
    rows.sort(key=lambda row: (order.index(row["kind"]), -row["n"], row["place"], row["doubt"]))
    return tables.frame("doubts", rows)


def still_open(every: pd.DataFrame) -> pd.DataFrame:
    """Return the doubts that are not settled, without the column that says so."""
    return every[every["is_open"].astype(bool)].drop(columns="is_open").reset_index(drop=True)


def _row(name: str, same: list[Kept], right: frozenset[str]) -> dict:
    every = [
        (key, *row) for one in same for key, row in zip(one.keys(), one.doubt.rows or [("", "")], strict=True)
    ]
    still = [row for row in every if row[0] not in right]
    shown = still or every
    last = same[-1].doubt
    return {
        "doubt": name,
        "kind": last.kind,
        "place": last.place,
        "n": len(shown),
        "sentence": last.sentence,
        "examples": _examples(shown),
        "command": last.command,
        "sources": [*dict.fromkeys(one.source for one in same)],
        "origins": [origin for _, origin, _ in shown if origin],
        "keys": sorted({key for key, *_ in shown}),
        "is_open": bool(still),
    }


def _examples(rows: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return up to three rows with different texts, each with its place; of rows without text the first."""
    differ = {text or origin: (origin, text) for _, origin, text in reversed([*rows])}
    shown = [*reversed(differ.values())][:EXAMPLES]
    return [f"“{_cut(text)}” ({origin})" if text else origin for origin, text in shown if text or origin]


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def headings(layout: Iterable[Iterable[str]]) -> str:
    """Return the headings of a file's tables as one text, whatever their order."""
    return "|".join(sorted(heading for heading, *_ in layout))


def doubt(fact: Mapping) -> Doubt:
    """Return a doubt from what the store holds of it."""
    rows = tuple((origin, text) for origin, text in fact["rows"])
    return Doubt(**{name: fact[name] for name in Doubt.__slots__ if name != "rows"}, rows=rows)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
