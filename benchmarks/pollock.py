"""How well damaged CSV is read: `python benchmarks/pollock.py`.

The kinds of damage and the measure are those of Pollock (Vitagliano et al., VLDB 2023: one table of 83 rows,
2,290 damaged copies); the table is invented. The dialect is not told. A copy
scores 0 to 10: read at all, and precision, recall and F1 of the cells of the first row, of the records and of
all cells, each as a multiset. `simple` weighs each copy alike, `weighted` by how often its kind occurs.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from jobkit.errors import SourceError
from jobkit.sources.tables import grids

N_ROWS = 83
TYPED = re.compile(r"\d+/\d+/\d+|\d+:\d+|\$?\d+(?:\.\d+)?")
HEADING = ["DAY", "HOUR", "Count", "ITEM", "Price", "Kind", "Story", "Link", "Remarks"]
KINDS = [
    "Boots",
    "Tent, Two-Pack",
    'Pole 48"',
    "Walker's Hat",
    'Rod, 9" Long',
    "Camp Stove with Cups",
    "Lamp",
]
STORIES = [
    "These boots are light enough for a day's walk yet strong enough for a week",
    "Warm, dry and quick to fold, it's the one to take along",
    "At 5\\'2\" it reaches farther than others, and weighs less",
    "Made by hand from wool. Holds its shape, wash after wash",
]
# How often the kinds occur in open data, by the published weights; the copies of a kind taken together.
WEIGHTS = {
    "source": 1,
    "empty file": 15,
    "no last line end": 184,
    "two last line ends": 5,
    "no heading": 470,
    "heading of 2 rows": 47,
    "heading of 3 rows": 47,
    "preamble": 282,
    "two tables, same width": 63,
    "two tables, second wider": 63,
    "two tables, second narrower": 63,
    "heading only": 3,
    "one row": 4,
    "lines end in CR": 7,
    "lines end in LF": 1691,
    "tab": 4,
    "semicolon": 834,
    "space": 4,
    "comma and space": 101,
    "apostrophe for quote": 11,
    "backslash for escape": 1,
    "no escape": 7,
    "row: a delimiter less": 247,
    "row: a delimiter more": 282,
    "row: a quote more": 7,
    "row: space for delimiter": 8,
}


def table() -> list[list[str]]:
    """Return the heading and the rows."""
    rows = [
        [
            f"{1 + at % 28:02}/{1 + at // 28:02}/2018",
            f"{at % 24:02}:{15 * (at % 4):02}",
            str(at % 5),
            f"{'ABCD'[at % 4]}X-{1000 + 37 * at}",
            f"${at * 1.37 + 3:.2f}",
            KINDS[at % 7],
            f"{STORIES[at % 4]} {at}.",
            f"https://shop.example.com/item/{at}.html",
            "",
        ]
        for at in range(N_ROWS)
    ]
    return [HEADING, *rows]


def shown(cell: str, at: int, quote: str = '"', escape: str = '"') -> str:
    """Return a cell as it stands in a file; some columns are quoted always."""
    if at in (6, 7) or "," in cell or '"' in cell or quote in cell:
        return quote + cell.replace(quote, escape + quote) + quote
    return cell


def line(cells: list[str], marks: str | list[str] = ",", quote: str = '"', escape: str | None = None) -> str:
    """Return a record; `marks`: what stands behind each cell."""
    marks = [marks] * (len(cells) - 1) if isinstance(marks, str) else marks
    parts = [shown(cell, at, quote, quote if escape is None else escape) for at, cell in enumerate(cells)]
    return "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=True))


def text(rows: list[list[str]], end: str = "\r\n", **how) -> str:
    """Return a file."""
    return "".join(line(row, **how) + end for row in rows)


def files() -> Iterator[tuple[str, str, list[list[str]]]]:
    """Return kind, text and the rows to be read of each damaged copy."""
    rows = table()
    whole = text(rows)
    yield "source", whole, rows
    yield "empty file", "", []
    yield "no last line end", whole.removesuffix("\r\n"), rows
    yield "two last line ends", whole + "\r\n", rows
    yield "no heading", text(rows[1:]), rows[1:]
    for n in (2, 3):
        joined = [" ".join([cell] * n) for cell in HEADING]
        yield f"heading of {n} rows", text(rows[:1] * (n - 1)) + whole, [joined, *rows[1:]]
    yield "preamble", "PREAMBLE,,,,,,,,\r\n,,,,,,,,\r\n" + whole, rows
    for width, name in ((9, "same width"), (10, "second wider"), (8, "second narrower")):
        yield f"two tables, {name}", whole + text([[*row, ""][:width] for row in rows]), rows
    yield "heading only", text(rows[:1]), rows[:1]
    yield "one row", text(rows[:2]), rows[:2]
    yield "lines end in CR", text(rows, "\r"), rows
    yield "lines end in LF", text(rows, "\n"), rows
    marks = {"tab": "\t", "semicolon": ";", "space": " ", "comma and space": ", "}
    yield from ((name, text(rows, marks=mark), rows) for name, mark in marks.items())
    yield "apostrophe for quote", text(rows, quote="'"), rows
    yield "backslash for escape", text(rows, escape="\\"), rows
    yield "no escape", text(rows, escape=""), rows
    for at in range(N_ROWS + 1):
        yield from damaged_row(rows, at)


def damaged_row(rows: list[list[str]], at: int) -> Iterator[tuple[str, str, list[list[str]]]]:
    """Return the copies of which one row is damaged."""

    def file(damaged: str) -> str:
        return text(rows[:at]) + damaged + "\r\n" + text(rows[at + 1 :])

    for column in range(9):
        marks = [","] * 8
        if column:
            less = [*marks[: column - 1], "", *marks[column:]]
            yield "row: a delimiter less", file(line(rows[at], less)), rows
        more = (
            line(rows[at], [*marks[: column - 1], ",,", *marks[column:]]) if column else "," + line(rows[at])
        )
        yield "row: a delimiter more", file(more), rows
        quoted = [*rows[at][:column], '"' + rows[at][column], *rows[at][column + 1 :]]
        parts = [shown(cell, i) for i, cell in enumerate(rows[at])]
        parts[column] = '"' + parts[column]
        yield "row: a quote more", file(",".join(parts)), [*rows[:at], quoted, *rows[at + 1 :]]
    yield "row: space for delimiter", file(line(rows[at], " ")), rows


def score(expected: list[list[str]], got: list[list[str]]) -> float:
    """Return the ten measures together."""
    if not expected:
        return 10.0

    def records(rows: list[list[str]]) -> list[str]:
        return ["".join(f"<{c}>" if TYPED.fullmatch(c) else c for c in cells) for cells in rows[1:]]

    parts = (lambda rows: rows[0], records, lambda rows: [cell for row in rows for cell in row])
    return 1 + sum(measures(part(expected), part(got)) for part in parts)


def measures(wanted: list[str], had: list[str]) -> float:
    """Return precision, recall and F1 of a multiset, added up."""
    same = (Counter(wanted) & Counter(had)).total()
    if not wanted or not same:
        return 3.0 if not wanted else 0.0
    one, other = same / len(wanted), same / len(had)
    return one + other + 2 * one * other / (one + other)


def read(path: Path) -> list[list[str]] | None:
    """Return the rows that jobkit reads, None when it refuses."""
    try:
        return [list(row.cells) for grid in grids.read(path) for row in grid.rows]
    except SourceError:
        return None


def main() -> None:
    """Print the score of each kind, and both scores of all."""
    found = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for kind, damaged, expected in files():
            path = Path(folder) / "table.csv"
            path.write_text(damaged, encoding="utf-8", newline="")
            got = read(path)
            found[kind].append(0.0 if got is None else score(expected, got))
    means = {kind: sum(scores) / len(scores) for kind, scores in found.items()}
    for kind, mean in means.items():
        print(f"{kind:<30} {len(found[kind]):>4} {mean:>7.3f}")
    n_copies = {kind: len(scores) for kind, scores in found.items()}
    for name, weights in (("simple", n_copies), ("weighted", WEIGHTS)):
        total = sum(means[kind] * weight for kind, weight in weights.items()) / sum(weights.values())
        print(f"{name:<35} {total:>7.3f}")


if __name__ == "__main__":
    main()
