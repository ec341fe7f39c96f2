"""How well adverts are read, by field: `python benchmarks/postings.py [FOLDER] [--each]`.

FOLDER (default: tests/golden_postings and the folders in it, each counted apart) holds `NAME.txt` beside
`NAME.expected.txt`, one requirement a line: strength, dimension, value (`A|B` where either will do). Names of
skills and certificates meet when one holds all words of the other. `--each` prints what was missed and what
nobody asked for. All are invented; the first were written before the reader, the others when it stood, to
see how it does on what it was not made for, and it was mended by them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import pandas as pd

from jobkit import postings, skills

FOLDER = Path(__file__).parents[1] / "tests" / "golden_postings"
HARD = ("education", "years", "certificate", "language")
Row = tuple[str, str, str]


def expected(path: Path) -> list[Row]:
    """Return what an advert asks for, as a reader wrote it down."""
    lines = path.with_suffix(".expected.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(None, 2) for line in lines if line.strip()]
    return [(strength, dimension, value) for strength, dimension, value in rows]


def read(path: Path) -> list[Row]:
    """Return what jobkit reads in it; a check that whoever is hired undergoes is of the dimension `check`."""
    advert = postings.read(path)
    found = advert.requirements
    found = found[~found["requirement"].isin(advert.checks)]  # of some the paper is asked for, too
    rows = list(zip(found["strength"], found["dimension"], found["value"], strict=True))
    return rows + [("must", "check", name) for name in advert.checks]


def meets(wanted: Row, row: Row) -> bool:
    """Return whether two rows are the same requirement, whatever their strength."""
    if wanted[1] != row[1]:
        return False
    if wanted[1] in ("education", "years"):
        return float(wanted[2]) == float(row[2])
    return any(_alike(one, other) for one in wanted[2].split("|") for other in row[2].split("|"))


def _alike(one: str, other: str) -> bool:
    kinds = [{*skills.certificates(name)} for name in (one, other)]
    if kinds[0] & kinds[1]:  # “full clean driving license” is “Driving Licence”
        return True
    names = [[skills.skill(name)[0], name] for name in (one, other)]
    words = [[frozenset(skills.alias_key(name).split()) for name in pair] for pair in names]
    return any(a <= b or b <= a for a in words[0] for b in words[1] if a and b)


def pairs(wanted: list[Row], rows: list[Row]) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Return the rows that agree, those missed, and those nobody asked for."""
    left, found = list(rows), []
    missed = []
    for one in wanted:
        twins = [row for row in left if meets(one, row)]
        twin = next((row for row in twins if row[0] == one[0]), twins[0] if twins else None)
        if twin:
            left.remove(twin)
            found.append((one, twin))
        else:
            missed.append(one)
    return found, missed, left


def counted(paths: list[Path], show: bool = False) -> tuple[int, dict[str, Counter]]:
    """Return how many adverts have a hard must nobody asked for, and by dimension found, missed, extra, strength."""
    counts: dict[str, Counter] = {}
    n_false_must = 0
    for path in paths:
        found, missed, extra = pairs(expected(path), read(path))
        for kind, rows in (("found", [one for one, _ in found]), ("missed", missed), ("extra", extra)):
            for row in rows:
                counts.setdefault(row[1], Counter())[kind] += 1
        for one, twin in found:
            counts[one[1]]["strength"] += one[0] == twin[0]
        is_false = any(row[0] == "must" and row[1] in HARD for row in extra)
        n_false_must += is_false
        wrong = [one for one, twin in found if one[0] != twin[0]]
        if show and (missed or extra or wrong):
            print(f"{path.stem}{'   FALSE MUST' if is_false else ''}")
            for mark, rows in (("-", missed), ("+", extra), ("~", wrong)):
                print("".join(f"   {mark} {' '.join(row)}\n" for row in rows), end="")
    return n_false_must, counts


def table(paths: list[Path], show: bool = False) -> pd.DataFrame:
    """Return found, asked for, read and right strength by dimension, over all adverts."""
    n_false_must, counts = counted(paths, show)
    print(f"{len(paths)} adverts, {n_false_must} with a hard must that nobody asked for")
    return pd.DataFrame([_shares(name, one) for name, one in counts.items()]).set_index("dimension")


def _shares(name: str, one: Counter) -> dict[str, str]:
    n_asked, n_read = one["found"] + one["missed"], one["found"] + one["extra"]
    parts = {"found": (one["found"], n_asked), "of those read": (one["found"], n_read)}
    parts["strength"] = (one["strength"], one["found"])
    said = {key: f"{k} of {n} ({k / n:.2f})" if n else "–" for key, (k, n) in parts.items()}
    return {"dimension": name, **said}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder",
        nargs="*",
        type=Path,
        default=[FOLDER, *sorted(path for path in FOLDER.iterdir() if path.is_dir())],
    )
    parser.add_argument("--each", action="store_true")
    asked = parser.parse_args()
    for folder in asked.folder:
        every = sorted(path for path in folder.glob("*.txt") if path.with_suffix(".expected.txt").exists())
        if not every:
            parser.error(f"no advert NAME.txt beside its NAME.expected.txt in {folder}.")
        print(table(every, asked.each).to_string(), "\n")
