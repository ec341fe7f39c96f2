"""Lists, boards and calendars of applications turned into tables with one row a job, each line kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from jobkit.sources import dates, layouts
from jobkit.sources.dates import plain
from jobkit.sources.grids import Grid, Row, is_list_line
from jobkit.sources.layouts import role_of
from jobkit.sources.statuses import Lexicon, is_no, is_yes

HEADING = ("Line", "Company", "Role", "Day", "History", "List", "Note")
TELLING = frozenset(("applied", "screening", "assessment", "interview", "offer", "rejected"))
BULLET = re.compile(r"^\s*(?:[-*+•‣–]|\d{1,4}[.)])\s+")
CHECK = re.compile(r"\[([ xX✓✔])\]\s*|([☐☑✅])\s*")
MARKS = re.compile(r"[*_~`]{1,3}(?=\w)|(?<=[\w.)])[*_~`]{1,3}|^#+\s*|:$")
LINK = re.compile(r"\[([^\[\]]{1,200})\]\((https?://[^\s()]{1,2000})\)")
STRONG = re.compile(r"\s{1,9}+(?:(?:[-–—|/•·>→:]{1,3}|=>)\s{1,9}|[(<\[](?=[^()<>]{1,60}[)>\]]))|[;|→]")
WEAK = re.compile(r"[,:]\s{1,9}")
DONE = ("to apply", "applied")  # what an empty box says of a job, and a ticked one
SAMPLE = 200  # rows of a table that are looked at
LONGEST = 600  # letters of a line that are cut into cells
DAY = re.compile(r"\x00(\d+)\x00")


def unfolded(grids: Sequence[Grid]) -> list[Grid]:
    """Return the grids; a list, a board or a table with days for headings as one with a row a job."""
    lexicon = Lexicon()
    return [made for grid in grids for made in _listed(grid, lexicon) or _boards(grid, lexicon)]


# --- lists ---


def _listed(grid: Grid, lexicon: Lexicon) -> list[Grid]:
    """Return the table of a list, one line an application; empty where its lines tell of none."""
    if any(len(row.cells) > 1 for row in grid.rows):
        return []
    rows = _items(grid, lexicon)
    items = [row.cells for row in rows if len(row.cells) > 1]
    kinds = [{kind for cell in _telling(cells) for kind in lexicon.kinds(cell)} for cells in items]
    told = [
        cells[1] and (found or (cells[2] and cells[3])) for cells, found in zip(items, kinds, strict=True)
    ]
    is_telling = len(items) > 1 and sum(map(bool, told)) >= 0.6 * len(items) and TELLING & set().union(*kinds)
    return [replace(grid, rows=[Row(rows[0].number, HEADING), *rows], headed=1)] if is_telling else []


def _telling(cells: Sequence[str]) -> Sequence[str]:
    """Return the cells of an item that tell of an application; a box alone may be that of any task."""
    return cells[4:5] if cells[5] in DONE and not cells[2] else cells[4:6]


def _items(grid: Grid, lexicon: Lexicon) -> list[Row]:
    """Return the lines: items cut into cells, titles and details of an item left as they are."""
    is_bulleted = any(is_list_line(row.cells[0]) for row in grid.rows)
    rows, section, last, depth = list[Row](), "", -1, 0
    for row in grid.rows:
        text = row.cells[0]
        named, indent = MARKS.sub("", text.strip()), len(text) - len(text.lstrip())
        if not (is_list_line(text) if is_bulleted else plain(named) not in lexicon.words):
            section = named if lexicon.kinds(named) and len(named) < 40 else ""
            rows, last = [*rows, row], -1
        elif last >= 0 and indent > depth:
            rows[last] = _detailed(rows[last], _line(text, "", lexicon))
            rows.append(row)
        else:
            last, depth = len(rows), indent
            rows.append(Row(row.number, _line(text, section, lexicon)))
    return rows


def _detailed(row: Row, detail: tuple[str, ...]) -> Row:
    """Return an item with what a line indented below it tells."""
    line, company, role, day, history, state, note = row.cells
    if detail[4]:
        history = "; ".join(filter(None, (history, f"{detail[4]} {detail[3]}".strip())))
    else:
        note = "; ".join(filter(None, (note, BULLET.sub("", detail[0]).strip())))
    return row._replace(cells=(line, company, role, day, history, state, note))


def _line(text: str, section: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return line, company, job title, day, what happened, state of the list and note of one line."""
    bare = BULLET.sub("", text[:LONGEST], count=1)
    check = CHECK.match(bare)
    bare = MARKS.sub("", LINK.sub(r"\1", bare[check.end() :] if check else bare)).strip()
    days = dates.mentions(bare)
    for at, day in reversed(list(enumerate(days))):
        bare = f"{bare[: day.start]}\0{at}\0{bare[day.end :]}"
    pieces = [piece.strip(" ,;()<>[]") for piece in STRONG.split(bare)]
    if len(pieces) < 2 or not any(map(str.isalpha, "".join(pieces[1:]))):
        pieces = [piece.strip(" ,;()<>[]") for piece in WEAK.split(bare)]
    names, told, alone = list[str](), list[str](), ""
    for piece in filter(None, pieces):
        words = DAY.sub(" ", piece)
        piece = DAY.sub(lambda match: days[int(match[1])].written, piece)
        if not dates.besides(words):
            told, alone = ([*told[:-1], f"{told[-1]} {piece}"], alone) if told else (told, alone or piece)
        elif _is_state(words, lexicon) and (names or plain(words) in lexicon.words):
            told.append(piece)
        else:
            names.append(words.strip(" ,;–—-") if not told else piece)
            alone = alone or " ".join(day.written for day in dates.mentions(piece))
    if len(names) < 2 or layouts.is_title(names[0]):
        names[:1] = filter(None, layouts.joint(names[0] if names else ""))
    company, role = (*names, "", "")[:2]
    if role and layouts.is_title(company) and not layouts.is_title(role):
        company, role = role, company
    done = "" if not check or section else DONE[not (check[1] == " " or check[2] == "☐")]
    if pieces and not (role or days) and _is_state(pieces[0], lexicon):
        company = ""  # a state and what it means: a legend
    rest = names[2:]
    if alone and not told and {*lexicon.kinds(section)} - {"saved", "applied", "open", "nothing"}:
        alone, rest = "", [*rest, alone]  # the day of the application, or of its end?
    return text, company, role, alone, "; ".join(told), section or done, "; ".join(rest)


def _is_state(words: str, lexicon: Lexicon) -> bool:
    return (
        len(words) < 60 and lexicon.knows(words) and not (layouts.is_title(words) and len(words.split()) < 4)
    )


# --- boards and calendars ---


def _boards(grid: Grid, lexicon: Lexicon) -> Iterator[Grid]:
    """Return a table for each column of a board, or the grid with a history for columns headed by days."""
    head = next((row for row in grid.rows[:10] if sum(map(bool, row.cells)) > 1), None)
    if head is None:
        yield grid
        return
    below = grid.rows[grid.rows.index(head) + 1 :]
    columns = {at: cell.strip() for at, cell in enumerate(head.cells) if cell.strip()}
    days = [at for at, cell in columns.items() if dates.is_day(cell)]
    if any(dates.is_day(row.cell(at)) for row in below[:SAMPLE] for at in days):
        days = []  # the first row of a table without a heading
    if len(columns) > 1 and _is_board(columns, below[:SAMPLE], lexicon):
        above = [row for row in grid.rows if row.number < head.number]
        for at, name in columns.items():
            title = Row(head.number, ("Card", "List"))
            rows = [Row(row.number, (text, name)) for row in below if (text := row.cell(at))]
            yield replace(grid, name=f"{grid.name} {name}".strip(), rows=[*above, title, *rows], headed=1)
            above = []
    elif len(days) > 1 and any(role_of(cell) for at, cell in columns.items() if at not in days):
        width, rows = len(head.cells), [*grid.rows[: grid.rows.index(head)]]
        rows.append(head._replace(cells=(*head.cells, "History")))
        for row in below:
            told = "; ".join(f"{row.cell(at)} {columns[at]}" for at in days if row.cell(at))
            cells = (*row.cells, *[""] * (width - len(row.cells)))[:width]
            rows.append(row._replace(cells=(*cells, told, *row.cells[width:])))
        yield replace(grid, rows=rows, headed=grid.rows.index(head) + 1)
    else:
        yield grid


def _is_board(columns: Mapping[int, str], rows: Sequence[Row], lexicon: Lexicon) -> bool:
    """Return whether headings are states, and what stands under them is mostly no day, number or state."""
    if not all(lexicon.kinds(heading) for heading in columns.values()):
        return False
    cards = [cell for row in rows for at in columns if (cell := row.cell(at))]
    told = [
        dates.is_day(card) or is_yes(card) or is_no(card) or card.isdigit() or plain(card) in lexicon.words
        for card in cards
    ]
    return bool(cards) and sum(told) < 0.2 * len(told)
