"""How many rows of lists are read right, or said to be in doubt: `python benchmarks/trackers.py FOLDER…`.

A folder holds lists (or folders of files), each with what is right beside it: `NAME.expected.json`, one object an
application with company, role, applied, furthest, outcome, outcome_date. An application is wholly right when all
six are. A wrong one is said when its row is in doubt or a problem; one that is missing, when anything of its file is.
Without a folder: what is read in the invented remarks of `remarks.tsv` (what each tells, or none).
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from jobkit import sources
from jobkit.language import names
from jobkit.rates import share
from jobkit.search import Search
from jobkit.tables import ENDINGS

REMARKS = Path(__file__).with_name("remarks.tsv")

COLUMNS = ("company", "role", "applied", "furthest", "outcome", "outcome_date")


class Counts(NamedTuple):
    """Applications of some files: wholly right (of these doubted row by row, or with their column), said, silent."""

    right: int = 0
    doubted: int = 0
    in_column: int = 0
    said: int = 0
    silent: int = 0

    def plus(self, other: Counts) -> Counts:
        """Return the sum of both."""
        return Counts(*(one + two for one, two in zip(self, other, strict=True)))


def main() -> None:
    """Print a line a file, and the sum with 95 % intervals; without a folder, what remarks tell."""
    if not sys.argv[1:]:
        remarks()
        return
    total = Counts()
    for folder in sys.argv[1:]:
        for truth in sorted(Path(folder).glob("*.expected.json")):
            counts = judged(truth, [json.loads(truth.read_text("utf-8"))])
            total = total.plus(counts)
            print(f"{truth.name.removesuffix('.expected.json'):<45} {counts}")
    n = total.right + total.said + total.silent
    print(f"{'wholly right':<20} {_of(total.right, n)}")
    print(f"{'wrong, and said':<20} {_of(total.said, total.said + total.silent)} of the wrong ones")
    print(f"{'wrong and silent':<20} {_of(total.silent, n)}")
    print(f"{'right but doubted':<20} {_of(total.doubted, total.right)} of the right ones")
    print(f"{'… with its column':<20} {_of(total.in_column, total.right)} of the right ones")


def remarks() -> None:
    """Print how many remarks that tell of an event are read right, in doubt, silent or wrong, and of others."""
    rows = [line.split("\t") for line in REMARKS.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(["Company", "Role", "Applied", "Status", "Notes"])
            table.writerows([f"Firm {n}", "Baker", "3/13/2026", "", note] for n, (_, note) in enumerate(rows))
        extraction = sources.extract(path)
        records = list(extraction.records)
    in_doubt = {origin for doubt in extraction.doubts if doubt.kind == "remark" for origin, _ in doubt.rows}
    counts = Counter[str]()
    for (kind, _), record in zip(rows, records, strict=True):
        kinds = {event.kind for event in record.events if event.kind not in ("applied", "saved")}
        is_right = kind in kinds and len(kinds & {*ENDINGS}) < 2 if kind != "none" else not kinds
        word = (
            "in doubt"
            if record.origin in in_doubt
            else "right"
            if is_right
            else "wrong"
            if kinds
            else "silent"
        )
        counts[f"{'none' if kind == 'none' else 'an event'}: {word}"] += 1
    for word, n in sorted(counts.items()):
        print(f"{word:<20} {_of(n, sum(m for other, m in counts.items() if other[:4] == word[:4]))}")


def judged(truth: Path, expected: list) -> Counts:
    """Return how the applications of one file, or of a folder of files, were read."""
    path = next(
        one for one in truth.parent.glob(f"{truth.name.removesuffix('.expected.json')}*") if one != truth
    )
    with tempfile.TemporaryDirectory() as folder:
        search = Search(folder, as_of="2030-01-01")
        added = search.add(sorted(path.iterdir()) if path.is_dir() else path)
        return _counts(search, expected[0], bool((added["message"] != "").any()))


def _counts(search: Search, expected: list[dict], is_refused: bool) -> Counts:
    has_saved = any(want["furthest"] == "saved" for want in expected)  # else they are left out, as on a page
    got = search.applications_on("2030-01-01", include_saved=has_saved).reset_index()
    origins = search.events.groupby("application")["origin"].agg(set).to_dict()
    rows = search.doubts[~search.doubts["is_whole"].astype(bool)]
    by_row = {place for places in rows["origins"] for place in places} | {*search.problems["origin"]}
    uncertain = {place for places in search.doubts["origins"] for place in places} | by_row
    anything = is_refused or bool(uncertain) or len(search.doubts) > 0
    left = [(row, bool(origins[row["application"]] & uncertain)) for row in got.to_dict("records")]
    right = doubted = in_column = said = silent = 0
    for want in expected:
        fits = [one for one in left if _is_right(one[0], want)]
        if fits:
            left.remove(fits[0])
            places = origins[fits[0][0]["application"]]
            right, doubted = right + 1, doubted + bool(places & by_row)
            in_column += bool(places & uncertain) and not places & by_row
            continue
        near = next((one for one in left if _is_same(one[0], want)), None)
        if near:
            left.remove(near)
        is_said = near[1] if near else anything
        said, silent = said + is_said, silent + (not is_said)
    said += sum(is_in_doubt for _, is_in_doubt in left)  # applications that are none
    silent += sum(not is_in_doubt for _, is_in_doubt in left)
    return Counts(right, doubted, in_column, said, silent)


def _is_right(row: dict, want: dict) -> bool:
    told = {name: None if pd.isna(row[name]) else row[name] for name in COLUMNS}
    days = {name: str(told[name])[:10] if told[name] else None for name in ("applied", "outcome_date")}
    return _is_same(row, want) and all({**told, **days}[name] == want[name] for name in COLUMNS[2:])


def _is_same(row: dict, want: dict) -> bool:
    company, role = (("" if pd.isna(row[name]) else row[name]) for name in COLUMNS[:2])
    is_firm = names.company_key(company) == names.company_key(want["company"] or "")
    return is_firm and names.role_key(role) == names.role_key(want["role"] or "")


def _of(k: int, n: int) -> str:
    if not n:
        return "0 of 0"
    row = share(k, n)
    return f"{k} of {n} ({row['share']:.1%}; {row['low']:.1%} to {row['high']:.1%})"


if __name__ == "__main__":
    main()
