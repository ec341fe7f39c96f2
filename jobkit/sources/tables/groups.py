"""Rows of a table that belong together: the steps of one try at a job."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from jobkit.language.text import plain
from jobkit.sources.tables import grids
from jobkit.sources.tables.cells import BEGINNINGS
from jobkit.sources.tables.grids import Row
from jobkit.sources.tables.lines import Lines


def entries(lines: Lines) -> dict[int, str]:
    """Return for each row that shares its try at a job with others what that try is called.

    The name is made of the company, the job title and how often they came before, never of the place in the
    file: rows added above must not make another application of it.
    """
    rows = lines.table.rows()
    if "to" in lines.first or "event_date" in lines.first:
        return {} if lines.table.layout.get("is_log") else _moves(lines, rows)
    found, times = {}, Counter[str]()
    for group in (*_conflicting(lines, rows), *(_logged(lines, rows) or _continued(lines, rows))):
        key = _who(lines.texts(rows[group[0]]))
        times[key] += 1
        found.update(dict.fromkeys(group, f"{key}#{times[key]}"))
    return found


def _who(texts: Mapping[str, str]) -> str:
    return "/".join(plain(texts.get(role, "")) for role in ("id", "company", "role"))


def _moves(lines: Lines, rows: Sequence[Row]) -> dict[int, str]:
    """Return the entries of one row a move: a move out of the first stage begins another try."""
    found, times, begun = {}, Counter[str](), set()
    for at, row in enumerate(rows):
        texts = lines.texts(row)
        key, source = _who(texts), texts.get("from", "")
        kinds = lines.table.lexicon.kinds(source)
        is_start = not source or (bool(kinds) and kinds[0] in ("applied", "saved"))
        if is_start and (key, times[key], plain(source)) in begun:
            times[key] += 1
        if is_start:
            begun.add((key, times[key], plain(source)))
        found[at] = f"{key}#{times[key] + 1}"
    return found


def _continued(lines: Lines, rows: Sequence[Row]) -> list[list[int]]:
    """Return groups of rows whose later ones leave company and job title blank, or are joined."""
    names = lines.table.of("company", "role", "job")
    n_named = max((lines.table.columns[at].n for at in names), default=0)
    if not n_named or (n_named == len(rows) and not any(row.joined for row in rows)):
        return []
    groups: list[list[int]] = []
    for at, row in enumerate(rows):
        is_named = any(map(row.cell, names))
        is_part = row.joined or (not is_named and lines.tells(row))
        if is_part and groups and not lines.aside(row, lines.texts(row)):
            groups[-1].append(at)
        elif is_named:
            groups.append([at])
    return [group for group in groups if len(group) > 1]


def _conflicting(lines: Lines, rows: Sequence[Row]) -> Iterator[list[int]]:
    """Yield the two rows that tell the same job on both sides of a conflict that git left in the file."""
    told: defaultdict[str, list[int]] = defaultdict(list)
    is_within = False
    for at, row in enumerate(rows):
        if (mark := row.cell(0)[:7]) in grids.CONFLICT:
            yield from (pair for pair in told.values() if mark == ">>>>>>>" and len(pair) == 2)
            told = told if mark in ("=======", "|||||||") else defaultdict(list)
            is_within = mark != ">>>>>>>"
        elif is_within:
            told[_who(lines.texts(row))].append(at)


def _logged(lines: Lines, rows: Sequence[Row]) -> list[list[int]]:
    """Return groups of rows that tell one try step by step, if the whole table is such a log.

    A table is a log when nearly every row that is past applying has an earlier step of the same job in a row
    of its own, and no job tells the same step twice; in a table of one row a job that is never so.
    """
    has_steps = any(column.is_step() for column in lines.table.columns)
    if len(lines.states) != 1 or has_steps or not lines.first.keys() & {"company", "role"}:
        return []
    steps = _steps(lines, rows)
    begun = {who: [kinds[0] in BEGINNINGS for _, kinds in group] for who, group in steps.items()}
    n_later = sum(not all(is_begun) for is_begun in begun.values())
    whole = [group for who, group in steps.items() if len(group) > 1 and {*begun[who]} == {True, False}]
    is_clean = all(len({kinds for _, kinds in group}) == len(group) for group in whole)
    if len(whole) < 3 or len(whole) < 0.8 * n_later or not is_clean:
        return []
    return [[at for at, _ in group] for group in steps.values() if len(group) > 1]


def _steps(lines: Lines, rows: Sequence[Row]) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """Return by job the rows that tell a state, and which."""
    steps: defaultdict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for at, row in enumerate(rows):
        texts = lines.texts(row)
        kinds = lines.table.lexicon.kinds(texts.get("status", ""))
        if kinds and not lines.aside(row, texts):
            steps[_who(texts).partition("/")[2]].append((at, kinds))
    return steps
