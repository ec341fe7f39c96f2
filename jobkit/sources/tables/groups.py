"""Rows of a table that belong together: the steps of one try at a job, or a company told once for several."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from jobkit.language.text import plain
from jobkit.sources.tables import grids, headings
from jobkit.sources.tables.cells import BEGINNINGS
from jobkit.sources.tables.grids import Row
from jobkit.sources.tables.layouts import Table


class Reader(Protocol):
    """What is known of a table whose rows are read: the columns of its roles, and the texts of a row."""

    table: Table
    first: dict[str, int]
    stages: list[tuple[int, str]]
    states: list[int]

    def texts(self, row: Row) -> dict[str, str]: ...
    def tells(self, row: Row) -> bool: ...
    def reason_aside(self, row: Row, texts: Mapping[str, str]) -> str: ...


def entries(reader: Reader) -> dict[int, str]:
    """Return for each row that shares its try at a job with others what that try is called.

    The name is made of the company, the job title and how often they came before, never of the place in the
    file: rows added above must not make another application of it.
    """
    rows = reader.table.rows()
    if "to" in reader.first or "event_date" in reader.first:
        return {} if reader.table.is_log else _moves(reader, rows)
    groups = _conflicting(reader, rows) + (_logged(reader, rows) or _continued(reader, rows))
    found, times = {}, Counter[str]()
    for group in groups:
        key = _who(reader.texts(rows[group[0]]))
        times[key] += 1
        found.update(dict.fromkeys(group, f"{key}#{times[key]}"))
    return found


def _who(texts: Mapping[str, str]) -> str:
    return "/".join(plain(texts.get(role, "")) for role in ("id", "company", "role"))


def _moves(reader: Reader, rows: Sequence[Row]) -> dict[int, str]:
    """Return the entries of one row a move: a move out of the first stage begins another try."""
    found, times, begun = {}, Counter[str](), set()
    for at, row in enumerate(rows):
        texts = reader.texts(row)
        key, source = _who(texts), texts.get("from", "")
        kinds = reader.table.lexicon.kinds(source)
        is_start = not source or (bool(kinds) and kinds[0] in ("applied", "saved"))
        if is_start and (key, times[key], plain(source)) in begun:
            times[key] += 1
        if is_start:
            begun.add((key, times[key], plain(source)))
        found[at] = f"{key}#{times[key] + 1}"
    return found


def _continued(reader: Reader, rows: Sequence[Row]) -> list[list[int]]:
    """Return groups of rows whose later ones leave company and job title blank, or are joined."""
    names = reader.table.of("company", "role", "job")
    n_named = max((reader.table.profiles[at].n for at in names), default=0)
    if not n_named or (n_named == len(rows) and not any(row.joined for row in rows)):
        return []
    groups: list[list[int]] = []
    for at, row in enumerate(rows):
        is_named = any(map(row.cell, names))
        is_part = row.joined or (not is_named and reader.tells(row))
        if is_part and groups and not reader.reason_aside(row, reader.texts(row)):
            groups[-1].append(at)
        elif is_named:
            groups.append([at])
    return [group for group in groups if len(group) > 1]


def _conflicting(reader: Reader, rows: Sequence[Row]) -> list[list[int]]:
    """Return groups of rows that tell the same job on both sides of a conflict that git left in the file."""
    sides: list[dict[str, list[int]]] = []
    groups: list[list[int]] = []
    if not any(value.lstrip().startswith(grids.CONFLICT) for value in reader.table.profiles[0].values):
        return groups
    for at, row in enumerate(rows):
        mark = row.cells[0].lstrip()[:7] if row.cells else ""
        if mark == "<<<<<<<":
            sides = [defaultdict(list)]
        elif mark in ("=======", "|||||||") and sides:
            sides.append(defaultdict(list))
        elif mark == ">>>>>>>":
            if len(sides) > 1:
                both = [sides[0][key] + sides[-1][key] for key in sides[0] if key in sides[-1]]
                groups += [pair for pair in both if len(pair) == 2]
            sides = []
        elif sides:
            sides[-1][_who(reader.texts(row))].append(at)
    return groups


def _logged(reader: Reader, rows: Sequence[Row]) -> list[list[int]]:
    """Return groups of rows that tell one try step by step, if the whole table is such a log.

    A table is a log when nearly every row that is past applying has an earlier step of the same job in a row
    of its own, and no job tells the same step twice; in a table of one row a job that is never so.
    """
    if len(reader.states) != 1 or reader.stages or not reader.first.keys() & {"company", "role"}:
        return []
    steps = _steps(reader, rows)
    begun = {who: [kinds[0] in BEGINNINGS for _, kinds in group] for who, group in steps.items()}
    n_later = sum(not all(is_begun) for is_begun in begun.values())
    whole = [group for who, group in steps.items() if len(group) > 1 and {*begun[who]} == {True, False}]
    is_clean = all(len({kinds for _, kinds in group}) == len(group) for group in whole)
    if len(whole) < 3 or len(whole) < 0.8 * n_later or not is_clean:
        return []
    return [[at for at, _ in group] for group in steps.values() if len(group) > 1]


def _steps(reader: Reader, rows: Sequence[Row]) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """Return by job the rows that tell a state, and which."""
    steps: defaultdict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for at, row in enumerate(rows):
        texts = reader.texts(row)
        kinds = reader.table.lexicon.kinds(texts.get("status", ""))
        if kinds and not reader.reason_aside(row, texts):
            steps[_who(texts).partition("/")[2]].append((at, kinds))
    return steps


def companies_above(table: Table, first: Mapping[str, int]) -> dict[int, str]:
    """Return the company of each row that leaves it to the one above: by a sign (“↳”), or blank, as merged
    cells do.

    Blank is read so where a third of the rows are, or a rule stands above each that is not, and where the
    first is not, and no company stands twice in a row.
    """
    if not first.keys() >= {"company", "role"}:
        return {}
    companies, rows = table.profiles[first["company"]], table.rows()
    if companies.n == len(rows) and not any(map(headings.is_ditto, companies.values)):
        return {}
    names = [(row.number, row.cell(first["company"]), row.cell(first["role"])) for row in rows]
    signed, blank, named = dict[int, str](), dict[int, str](), list[str]()
    for number, name, role in names:
        if name and headings.is_ditto(name):
            signed |= {number: named[-1]} if named else {}
        elif name:
            named.append(name)
        elif role:
            blank[number] = named[-1] if named else ""
    is_merged = (2 * len(blank) >= len(named) or _is_ruled(names, blank)) and all(blank.values())
    if not blank or not is_merged or any(plain(one) == plain(other) for one, other in pairwise(named)):
        return signed
    table.whys[first["company"]] += "; blank means the one above"
    return signed | blank


def _is_ruled(names: Sequence[tuple[int, str, str]], blank: Mapping[int, str]) -> bool:
    """Return whether a rule, a line without a row, stands above each company but the first, and no blank."""
    ruled = {number for (above, *_), (number, *_) in pairwise(names) if number > above + 1}
    return ruled.isdisjoint(blank) and ruled.issuperset([number for number, name, _ in names if name][1:])
