"""Where the tables of applications stand in a grid, and what holds of a table as a whole."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from itertools import product
from pathlib import Path

from jobkit.errors import SourceError
from jobkit.language import days as dates
from jobkit.language.days import Order
from jobkit.language.english import nearest
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources import reading
from jobkit.sources.mail import phrases
from jobkit.sources.tables.columns import SHORT, Column, assign, form_tests, profiled
from jobkit.sources.tables.grids import Grid, Row
from jobkit.sources.tables.headings import CAMEL, DAYS, NUMBER, URL, WHO, aliases, role_of, words_of
from jobkit.sources.tables.statuses import SILENT, TOGETHER, Lexicon
from jobkit.tables import KINDS

SEARCHED = 60  # rows from the top among which the heading is looked for
PLACES = frozenset("saved applied screening assessment interview rejected withdrawn left accepted".split())
WHEN = ("status", "history", "to", "event_date", "answer", "stage:applied")
REMARKS = ("note", "reason")
LONGEST_LEGEND = 400  # letters of a cell that says what colours or signs mean
LEGEND_APART = re.compile(r"[,;|\n]|\s[·•/]\s")
LEGEND_SIGN = re.compile(r"[=:]")


@dataclass(eq=False)
class Table:
    """A table of applications in a grid: `start` is the index of its first row of data."""

    grid: Grid
    start: int
    stop: int
    columns: list[Column]
    lexicon: Lexicon
    layout: Mapping  # the known export that it is, empty for any other
    n_headed: int = 0  # columns that the heading has; 0: there is none
    place: tuple[str, ...] = ()  # what the sheet's name says happened, where no column says it
    saved: date = date.max  # when its file was saved: days without a year are before it
    repeats: str = ""  # the name of the sheet that this one repeats
    surplus: set[int] = field(default_factory=set)  # rows whose last remark was cut by a sign in it

    @property
    def kind(self) -> str:
        """The name of its layout."""
        return self.layout.get("name", "tracker table")

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """What stands above each column."""
        return tuple(column.heading for column in self.columns)

    @property
    def roles(self) -> list[str]:
        """What each column is used for."""
        return [column.role for column in self.columns]

    def of(self, *roles: str) -> list[int]:
        """Return the columns that have one of these roles."""
        return [at for at, column in enumerate(self.columns) if column.role in roles]

    def rows(self) -> list[Row]:
        """Return its rows of data."""
        return self.grid.rows[self.start : self.stop]

    def above(self) -> list[Row]:
        """Return the rows above its heading."""
        return self.grid.rows[: max(self.start - 1, 0)]

    def missing(self) -> frozenset[str]:
        """Return the words that stand for nothing in this table, because they do so in several columns."""
        known = words_of("missing")
        short = ({plain(v) for v in c.values if len(v) < SHORT and not v[-1].isdigit()} for c in self.columns)
        seen = Counter(word for words in short for word in words & known)
        return frozenset(word for word, times in seen.items() if times > 1)

    def understood(self) -> Iterator[reading.Column]:
        """Return what each heading was taken for, and in which order its days are read."""
        for column in self.columns:
            order = column.order or Order("", dates.OWN_ORDER)
            n_rough = sum(times for text, times in column.values.items() if dates.is_rough(text))
            said = shipped("columns")["says"]["rough"]
            rough = f"{n_rough} {said}" if n_rough and column.role in DAYS else ""
            told = (column.why, f"{order.name}: {order.why}" if order.name else order.why, rough)
            why = "; ".join(one for one in told if one not in ("", dates.OWN_ORDER))
            yield reading.Column(column.heading, column.role, why)


def tables(path: Path, grids: Sequence[Grid], mapping: Mapping[str, str], order: str = "") -> list[Table]:
    """Return the tables of applications in the grids; `mapping` (heading → role) and `order` override.

    Raises
    ------
    SourceError : there is none (a summary, a list of people), or the mapping names what is not there.
    """
    mapping = _meant(mapping)
    made = list[Table]()
    for grid in grids:
        heads = _headings_at(grid, mapping)
        ends = zip(heads, [*heads[1:], len(grid.rows)], strict=True)
        made += [table for start, stop in ends if (table := _table(grid, start, stop, mapping))]
    if found := [table for table in made if _holds_applications(table)]:
        found = [table for table in made if table in found or _names_jobs(table)]
    _check(path, found, grids, mapping, order)
    if not found:
        raise _refusal(path, grids)
    for table, sheet in product(reversed(found), found):
        if sheet is not table and not sheet.repeats and _is_repeated(table, sheet):
            table.repeats = sheet.grid.name
    _set_orders([table for table in found if not table.repeats], order)
    return found


def _meant(mapping: Mapping[str, str]) -> dict[str, str]:
    """Return what was asked for, each use by its own name, kinds of events joined: “interview+rejected”."""
    uses = aliases()
    known = ((name, role, role in _uses() or _is_meaning(role)) for name, role in mapping.items())
    mapping = {name: role if is_known else uses.get(plain(role)) or role for name, role, is_known in known}
    meant = {name: TOGETHER.join(map(str.strip, role.split("+"))) for name, role in mapping.items()}
    return mapping | {name: kinds for name, kinds in meant.items() if _is_meaning(kinds)}


def _refusal(path: Path, grids: Sequence[Grid]) -> SourceError:
    """Return what the grids are instead of a table of applications."""
    other = next(filter(None, (_other(row.cells) for grid in grids for row in grid.rows[:SEARCHED])), {})
    said = shipped("doubts")["table"]
    is_like = f"it looks like {other['what']}: no applications were found in it." if other else said["none"]
    cells = [cell for grid in grids for row in (*grid.rows[:SEARCHED], *grid.outside) for cell in row.cells]
    language = phrases.unread_list(cells[:SEARCHED], cells)
    foreign = shipped("doubts")["foreign"]["refused"].format(language) if language else ""
    return SourceError(path, is_like + foreign, other.get("do", said["do"]))


# --- where a table begins ---


def _headings_at(grid: Grid, mapping: Mapping[str, str]) -> list[int]:
    """Return the rows that are headings (-1: none, the cells must say); a later, other one starts anew."""
    scores = [_heading_score(row.cells, mapping) for row in grid.rows[:SEARCHED]]
    best = max(scores, default=0)
    if best < 2:
        return [grid.headed - 1] if grid.headed else [0 if _is_headed(grid) else -1]
    first = scores.index(best)
    first += _is_below(grid, first)
    own = [*map(plain, grid.rows[first].cells)]
    later = [at for at in range(first + 1, len(grid.rows)) if _is_heading(grid.rows[at], mapping)]
    return [first, *(at for at in later if [*map(plain, grid.rows[at].cells)] != own)]


def _is_below(grid: Grid, at: int) -> bool:
    """Return whether a second heading row follows: “Type” and “Date” below the steps, or what a group holds.

    A group (“Result”) leaves blank what stands above its further columns; who and what have no heading below.
    """
    if at + 2 >= len(grid.rows) or grid.rows[at + 1].number != grid.rows[at].number + 1:
        return False
    head, row = grid.rows[at], grid.rows[at + 1]
    below = [n for n in range(len(row.cells)) if row.cell(n)]
    known = words_of("details") | words_of("when")
    is_plain = len(below) > 1 and known.issuperset(map(plain, map(row.cell, below)))
    names = {n for n in range(len(head.cells)) if (role_of(head.cell(n)) or ("",))[0] in WHO}
    is_further = bool(names) and names.isdisjoint(below) and not all(map(head.cell, below))
    return is_plain or (is_further and not any(map(_is_value, row.cells)))


def _is_headed(grid: Grid) -> bool:
    """Return whether the first row, in words that are not known, stands over days or links and holds none."""
    first, *rows = grid.rows[:SEARCHED]
    forms = [form_tests()[name] for name in ("day", "url", "number")]
    is_value = any(is_form(cell) or not cell.strip() for cell in first.cells for is_form in forms)
    if len(rows) < 2 or len(first.cells) < 3 or is_value:
        return False
    columns = ([cell for row in rows if (cell := row.cell(at))] for at in range(len(first.cells)))
    return any(cells and all(map(is_form, cells)) for cells in columns for is_form in forms[:2])


def _is_heading(row: Row, mapping: Mapping[str, str]) -> bool:
    """Return whether a row is a heading, and no row of data: nearly all of its cells are known ones."""
    if sum([plain(cell) in aliases() for cell in row.cells[:4]]) < 2:
        return False
    known = [plain(cell) in aliases() for cell in row.cells if cell and not cell.isspace()]
    return sum(known) >= max(3, 0.7 * len(known)) and _heading_score(row.cells, mapping) >= 3


def _heading_score(cells: Sequence[str], mapping: Mapping[str, str]) -> float:
    found, score = set(), 0.0
    for cell in map(str.strip, cells[:300]):
        if not cell or len(cell) > 80:
            continue
        known = (mapping[cell], "asked") if cell in mapping else role_of(cell)
        if known is not None:
            found.add(known[0])
            score += 1 if known[1] in ("heading", "asked") else 0.6
        elif _is_value(cell):
            score -= 1
    is_named = not found.isdisjoint((*WHO, "sender", "from", "to"))
    is_bare = score == len(found) > 2 and "status" in found
    return score if len(found) > 1 and (is_named or is_bare) else 0.0


def _is_value(cell: str) -> bool:
    return bool(dates.mentions(cell) or URL.search(cell) or NUMBER.fullmatch(cell))


# --- what a table is ---


def _table(grid: Grid, at: int, stop: int, mapping: Mapping[str, str]) -> Table | None:
    head = grid.rows[at].cells if at >= 0 else ()
    surplus = _join_surplus(grid, at, stop, mapping) if head else set()
    rows = grid.rows[at + 1 : stop]
    width = max((len(row.cells) for row in grid.rows[max(at, 0) : stop]), default=0)
    groups = _groups(grid, at)
    n_headed = max(len(head), len(groups))
    names = _names(head, groups, width)
    fitting = (
        one for one in shipped("headings")["layout"] if {*map(plain, names)}.issuperset(one["headings"])
    )
    layout: dict = max(fitting, key=lambda one: len(one["headings"]), default={})
    own = {word: kinds for word, kinds in mapping.items() if _is_meaning(kinds)}
    lexicon = Lexicon(layout.get("words", {}) | _legend(grid, at) | own)
    columns = profiled(names, rows, lexicon)
    assign(columns[: n_headed or width], layout, mapping)
    for column in columns[n_headed or width :]:
        column.settle("", "beyond the heading")
    table = Table(grid, at + 1, stop, columns, lexicon, layout, n_headed, surplus=surplus)
    if not {"status", "history", "to"} & {*table.roles}:
        table.place = told_by(grid.place, lexicon)
    _set_defaults(table, len(rows))
    other, roles = _other(names), {*table.roles}
    is_other = other.get("surely") and not mapping and not {"stage:applied", other.get("unless")} & roles
    return None if is_other else table


def _legend(grid: Grid, at: int) -> dict[str, str]:
    """Return what a legend around the table says that its signs mean: “green = met them, red = no”."""
    above, below = grid.rows[: max(at, 0)][:SEARCHED], grid.rows[max(at + 1, 0) :][-SEARCHED:]
    alone = [row for row in below if sum(map(bool, row.cells)) == 1]
    for cell in (cell for row in (*above, *alone) for cell in row.cells):
        pieces = LEGEND_APART.split(cell[:LONGEST_LEGEND])
        if pieces[0].count(":") == 1 and "=" in pieces[0]:  # “Legend: AB = no”
            pieces[0] = pieces[0].partition(":")[2]
        pairs = [[*map(str.strip, LEGEND_SIGN.split(piece))] for piece in pieces]
        told = {pair[0]: Lexicon().kinds(pair[1]) for pair in pairs if len(pair) == 2 and pair[0]}
        if len(told) > 1 and all(told.values()):
            return {sign: kinds[-1] for sign, kinds in told.items()}
    return {}


def _join_surplus(grid: Grid, at: int, stop: int, mapping: Mapping[str, str]) -> set[int]:
    """Put what stands beyond the heading to the remark in the last column; return in which rows."""
    *_, last = head = grid.rows[at].cells
    role, n = mapping.get(last.strip()) or (role_of(last) or ("",))[0], len(head)
    if role not in REMARKS or not grid.delimiter:
        return set()
    cut = [row for row in grid.rows[at + 1 : stop] if any(map(str.strip, row.cells[n:]))]
    found = {row.number for row in cut if len(row.cells) < 2 * n - 1}  # more is another row, glued to it
    for index, row in enumerate(grid.rows[at + 1 : stop], at + 1):
        if row.number in found:
            cells = (*row.cells[: n - 1], grid.delimiter.join(row.cells[n - 1 :]))
            grid.rows[index] = row._replace(cells=cells)
    return found


def _groups(grid: Grid, at: int) -> tuple[str, ...]:
    """Return the cells of a first heading row right above the heading, empty when none stands there."""
    if at < 1 or grid.rows[at - 1].number != grid.rows[at].number - 1:
        return ()
    cells = tuple(" ".join(cell.split()) for cell in grid.rows[at - 1].cells)
    filled = [cell for cell in cells if cell]
    is_heading = len(filled) > 1 and not any(len(cell) > 40 or _is_value(cell) for cell in filled)
    return cells if is_heading and any(map(role_of, filled)) else ()


def _names(cells: Sequence[str], groups: Sequence[str], width: int) -> tuple[str, ...]:
    """Return a name for each column: its heading, numbered where it is missing or stands twice.

    A heading that alone says little (“Date”) takes the one above it along: “Interview” “Date”; a word that
    only begins what is said (“on”) the one before it.
    """
    names: list[str] = []
    group = ""
    for at in range(width):
        name = " ".join(cells[at].split()) if at < len(cells) else ""
        above = groups[at] if at < len(groups) else ""
        group = above or group
        if not name:
            name = above or f"column {at + 1}"
        elif group and role_of(group) and _is_detail(name, bool(above)):
            name = f"{group} {name}"
        elif at and plain(name) in words_of("behind"):
            name = f"{names[-1]} {name}"
        names.append(name if name not in names else f"{name} ({at + 1})")
    return tuple(names)


def _is_detail(name: str, is_below: bool) -> bool:
    """Return whether a heading alone says little: a day, or what the step was; a result may be the row's."""
    role = (role_of(name) or ("date",))[0]
    return role == "date" or (plain(name) in words_of("details") and (is_below or role != "status"))


def told_by(place: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return what the name of a sheet says of its rows: “Rejected applications”, and not “Interview prep”."""
    words = (word for word in plain(place.split("(")[0]).split() if not word.isdigit())
    name = " ".join(word for word in words if word not in words_of("placeless"))
    kinds = lexicon.words.get(name, ())
    return kinds if PLACES.issuperset(kinds) else ()


def _other(headings: Sequence[str]) -> dict:
    """Return what else a table with these headings is, empty where nothing is known."""
    present = {plain(CAMEL.sub(" ", heading)) for heading in headings if len(heading) < 60}
    others = shipped("headings")["other"]
    return next((one for one in others if len(present.intersection(one["words"])) >= one["needs"]), {})


def _set_defaults(table: Table, n_rows: int) -> None:
    """Note stages whose day is the same in most rows of the table: a form's default, and no event."""
    for column in table.columns:
        values = column.values
        day = max(values, key=lambda value: values[value], default="")
        is_later = column.is_step() and column.role not in ("stage:applied", "stage:saved")
        if not (is_later and dates.is_day(day)) or column.why == "asked":
            continue
        is_twice = sum(other.values == values for other in table.columns) > 1
        is_all = n_rows > 2 and is_twice and values[day] == n_rows
        if values[day] > 0.6 * n_rows if n_rows > 7 else is_all:
            column.default = day.strip()
            column.why += shipped("doubts")["table"]["default"].format(column.default)


def _holds_applications(table: Table) -> bool:
    """Return whether a table says who was applied to, and when or how it stands: no summary, no contacts."""
    roles = {*table.roles}
    if _is_summary(table) or not ({"from", "to"} <= roles or roles & {*WHO, "sender"}):
        return False
    is_told = any(column.is_step() and column.role != "stage:saved" for column in table.columns)
    if roles & {*WHEN} or is_told or table.place:
        return True
    is_named = "job" in roles or ("company" in roles and roles & {"role", "url", "id"})
    has_contacts = "contact" in roles and roles & {"contact_email", "contact_phone"}
    is_telling = any(column.share("story") for column in table.columns)  # of calls made, and what was said
    return bool("date" in roles and is_named and (is_telling or not has_contacts))


def _names_jobs(table: Table) -> bool:
    """Return whether a table beside one of applications names companies and jobs, and no people."""
    named = {column.role for column in table.columns if column.n > 1}
    return named >= {"company", "role"} and named.isdisjoint(("contact_email", "contact_phone"))


def _is_summary(table: Table) -> bool:
    """Return whether a table only counts: under each of its steps stand numbers, and no state is told.

    Ones and noughts are counts only if the sheet is known to count.
    """
    steps = [column for column in table.columns if column.is_step() and column.n]
    is_known = any(plain(heading) in words_of("counts") for heading in table.headings)
    flags = [*filter({"0", "1", "1.0", "0.0"}.issuperset, (column.values for column in steps))]
    are_counts = all(column.share("number") > 0.8 and column.share("day") < 0.2 for column in steps)
    return bool(steps) and not table.of("status") and are_counts and (is_known or not flags)


# --- what tables tell of each other ---


def _is_repeated(table: Table, other: Table) -> bool:
    """Return whether nearly all rows of a table stand in another: of two or fewer, each with its company."""
    roles, others = {*filter(None, table.roles)}, {*other.roles}
    is_copy = "company" in others - roles
    told = ("date", "stage:applied") if is_copy else ("date", "stage:applied", "status", "history")
    compared = [role for role in (*WHO, *told) if role in roles]
    is_enough = len(roles & {*WHO}) > (not is_copy) and len(compared) > 1 + (not is_copy)
    if not is_enough or not roles <= others or table.place != other.place:
        return False
    at, known_at = ([one.of(role)[0] for role in compared] for one in (table, other))
    mine = [key for row in table.rows() if any(key := tuple(map(row.cell, at)))]
    every = {tuple(map(row.cell, known_at)) for row in other.rows()}
    n_same = sum(key in every for key in mine)
    return n_same >= 0.8 * len(mine) if len(mine) > 2 else bool(mine) and not is_copy and n_same == len(mine)


def _set_orders(found: Sequence[Table], order: str) -> None:
    """Find in which order the numbers of days stand, for all columns of one heading together."""
    columns: dict[str, dict[str, int]] = {}
    used = [table.columns[at] for table in found for at in table.of(*DAYS, "status", "history")]
    for column in used:
        columns.setdefault(column.heading, {}).update(column.values)
    decided = dates.orders(columns, order)
    for column in used:
        if not order and column.role in DAYS and dates.are_turned(column.values):
            column.is_turned = True
            column.why += "; day and month of some turned back"
        if any(map(dates.mentions, columns[column.heading])):
            column.order = decided[column.heading]


# --- what was asked for ---


def _check(
    path: Path, found: list[Table], grids: Sequence[Grid], mapping: Mapping[str, str], order: str
) -> None:
    """Raise unless each thing asked for is there, and a role that jobkit knows."""
    if order and order not in dates.ORDERS:
        known = f"Say one of {', '.join(dates.ORDERS)}."
        raise SourceError(path, f"“{order}” is not an order of dates.", known)
    headings = {heading for table in found for heading in table.headings}
    seen = {cell.strip() for grid in grids for row in grid.rows[:SEARCHED] for cell in row.cells}
    for name, role in mapping.items():
        if not (role in _uses() or _is_meaning(role)):
            raise SourceError(path, f"“{role}” is not a use of a column.", _say_uses(role))
        if name.strip() not in headings | seen and not _is_meaning(role):
            listed = ", ".join(sorted(headings)) or "none were found"
            raise SourceError(path, f"it has no column “{name}”.", f"Its columns: {listed}.")


def _is_meaning(role: str) -> bool:
    """Return whether this is what a word for a state means: one kind of event, or several."""
    return {*role.split(TOGETHER)} <= {*KINDS, *SILENT}


@cache
def _uses() -> frozenset[str]:
    others = "sender", "event_date", "subject"
    return frozenset((*aliases().values(), *KINDS, *others, *shipped("headings")["use"]))


def _say_uses(asked: str) -> str:
    """Return the use that is spelled most alike, and the common ones with a word on each."""
    names = {**{name: role for name, role in aliases().items() if role}, **{use: use for use in _uses()}}
    alike = names.get(nearest(plain(asked), names, 0.75))
    listed = ", ".join(f"{use} ({what})" for use, what in shipped("headings")["use"].items())
    return f"{f'Is “{alike}” meant? ' if alike else ''}Say one of {listed}; or a step: {', '.join(KINDS)}."
