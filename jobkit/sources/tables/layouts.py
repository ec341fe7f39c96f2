"""Where the tables of applications stand in a grid, and what holds of a table as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from jobkit.errors import SourceError
from jobkit.language import days as dates
from jobkit.language.days import Order
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.reading import Column
from jobkit.sources.tables.columns import SHORT, Profile, assign, form_tests, profiled
from jobkit.sources.tables.grids import Grid, Row
from jobkit.sources.tables.headings import (
    CAMEL,
    DAYS,
    NUMBER,
    URL,
    WHO,
    aliases,
    is_title,
    role_of,
    words_of,
)
from jobkit.sources.tables.statuses import Lexicon
from jobkit.tables import KINDS

SEARCHED = 60  # rows from the top among which the heading is looked for
PLACES = ("saved", "applied", "screening", "assessment", "interview", "rejected", "withdrawn", "accepted")
WHEN = ("status", "history", "to", "event_date", "answer", "stage:applied")


@dataclass(slots=True)
class Table:
    """A table of applications in a grid: `start` is the index of its first row of data."""

    grid: Grid
    start: int
    stop: int
    headings: tuple[str, ...]
    roles: list[str]
    whys: list[str]
    lexicon: Lexicon
    kind: str = "tracker table"
    is_log: bool = False
    orders: dict[str, Order] = field(default_factory=dict)
    profiles: list[Profile] = field(default_factory=list)
    place: tuple[str, ...] = ()  # what the sheet's name says happened, where no column says it
    n_headed: int = 0  # columns that the heading has; 0: there is none
    defaults: dict[int, str] = field(default_factory=dict)  # column → the day that a form put into most rows
    repeats: str = ""  # the name of the sheet that this one repeats
    turned: set[int] = field(default_factory=set)  # columns whose ISO days have day and month exchanged
    surplus: set[int] = field(default_factory=set)  # rows whose last remark was cut by a sign in it
    crossed: set[int] = field(default_factory=set)  # rows with company and job title in each other's place

    def of(self, *roles: str) -> list[int]:
        """Return the columns that have one of these roles."""
        return [at for at, role in enumerate(self.roles) if role in roles]

    def rows(self) -> list[Row]:
        """Return its rows of data."""
        return self.grid.rows[self.start : self.stop]

    def is_followed(self) -> bool:
        """Return whether another heading stands below it."""
        return self.stop < len(self.grid.rows)

    def missing(self) -> frozenset[str]:
        """Return the words that stand for nothing in this table, because they do so in several columns."""
        known = words_of("missing")
        short = ({plain(value) for value in p.values if len(value) < SHORT} for p in self.profiles)
        seen = Counter(word for words in short for word in words & known)
        return frozenset(word for word, times in seen.items() if times > 1)

    def columns(self) -> tuple[Column, ...]:
        """Return what each heading was taken for, and in which order its days are read."""
        found = []
        for heading, role, why in zip(self.headings, self.roles, self.whys, strict=True):
            order = self.orders.get(heading)
            told = [why, f"{order.name}: {order.why}" if order.name else order.why] if order else [why]
            found.append(Column(heading, role, "; ".join(one for one in told if one != dates.OWN_ORDER)))
        return tuple(found)


def tables(path: Path, grids: Sequence[Grid], mapping: Mapping[str, str], order: str = "") -> list[Table]:
    """Return the tables of applications in the grids; `mapping` (heading → role) and `order` override.

    Raises
    ------
    SourceError : there is none (a summary, a list of people), or the mapping names what is not there.
    """
    mapping = {name: _use(role) for name, role in mapping.items()}
    found = [table for grid in grids for table in _in_grid(grid, mapping)]
    _check(path, found, grids, mapping)
    if not found:
        rows = (row.cells for grid in grids for row in grid.rows[:SEARCHED])
        other = next(filter(None, map(_other, rows)), {})
        problem = (
            "it holds no table of applications: a company, job title or link on each row, beside a day or a "
            "state, was looked for."
        )
        if other:
            problem = f"it looks like {other['what']}: no applications were found in it."
        raise SourceError(
            path,
            problem,
            other.get("do", "If it holds some, say what a column is with --map 'Its heading=company'."),
        )
    _set_repeats(found)
    _set_orders([table for table in found if not table.repeats], order)
    return found


def _set_repeats(found: Sequence[Table]) -> None:
    """Note the sheets that repeat another: a copy without the companies, or with the same of each."""
    for table in reversed(found):
        for other in found:
            if other is not table and not other.repeats and _is_repeated(table, other):
                table.repeats = other.grid.name


def _is_repeated(table: Table, other: Table) -> bool:
    """Return whether nearly all rows of a table stand in another: of two or fewer, each with its company."""
    is_copy = "company" in {*other.roles} - {*table.roles}
    compared = _identity(table, is_copy) if {*filter(None, table.roles)} <= {*other.roles} else []
    if not compared or table.place != other.place:
        return False
    mine, known = (
        [tuple(row.cell(one.of(role)[0]) for role in compared) for row in one.rows()]
        for one in (table, other)
    )
    mine = [key for key in mine if any(key)]
    n_same = len([key for key in mine if key in {*known}])
    return n_same >= 0.8 * len(mine) if len(mine) > 2 else bool(mine) and not is_copy and n_same == len(mine)


def _identity(table: Table, is_copy: bool) -> list[str]:
    """Return the roles by which rows of two sheets are the same, none where these do not tell."""
    roles = {*table.roles}
    compared = [role for role in (*WHO, "date", "stage:applied") if role in roles]
    if is_copy:
        return compared if len(compared) > 1 and {"role", "url", "job"} & roles else []
    compared += [role for role in ("status", "history") if role in roles]
    return compared if len(compared) > 2 and len({"company", "role", "url", "job"} & roles) > 1 else []


def _in_grid(grid: Grid, mapping: Mapping[str, str]) -> list[Table]:
    heads = _headings_at(grid, mapping)
    found = []
    for at, stop in zip(heads, [*heads[1:], len(grid.rows)], strict=True):
        table = _table(grid, at, stop, mapping)
        if table:
            found.append(table)
    return found


def _headings_at(grid: Grid, mapping: Mapping[str, str]) -> list[int]:
    """Return the rows that are headings (-1: none, the cells must say); a later, other one starts anew."""
    scores = [_heading_score(row.cells, mapping) for row in grid.rows[:SEARCHED]]
    best = max(scores, default=0)
    if best < 2:
        return [grid.headed - 1] if grid.headed else [0 if _is_headed(grid) else -1]
    heads = [scores.index(best)]
    if _is_below(grid, heads[0]):
        heads[0] += 1
    for at, row in enumerate(grid.rows[heads[0] + 1 :], heads[0] + 1):
        is_heading = len(row.cells) > 2 and _is_heading(row, mapping)
        if is_heading and [plain(c) for c in row.cells] != [plain(c) for c in grid.rows[heads[0]].cells]:
            heads.append(at)
    return heads


def _is_below(grid: Grid, at: int) -> bool:
    """Return whether a second heading row follows, one of “Type” and “Date” below the steps."""
    if at + 2 >= len(grid.rows) or grid.rows[at + 1].number != grid.rows[at].number + 1:
        return False
    below = [plain(cell) for cell in grid.rows[at + 1].cells if cell.strip()]
    return len(below) > 1 and all(cell in words_of("details") | words_of("when") for cell in below)


def _is_headed(grid: Grid) -> bool:
    """Return whether the first row, in words that are not known, stands over days or links and holds none."""
    first, *rows = grid.rows[:SEARCHED]
    if len(rows) < 2 or len(first.cells) < 3 or not all(cell.strip() for cell in first.cells):
        return False
    forms = [form_tests()[name] for name in ("day", "url", "number")]
    if any(is_form(cell) for cell in first.cells for is_form in forms):
        return False
    columns = ([cell for row in rows if (cell := row.cell(at))] for at in range(len(first.cells)))
    return any(cells and all(map(is_form, cells)) for cells in columns for is_form in forms[:2])


def _is_heading(row: Row, mapping: Mapping[str, str]) -> bool:
    known = aliases()
    if sum([plain(cell) in known for cell in row.cells[:4]]) < 2:
        return False
    filled = [cell for cell in row.cells if cell and not cell.isspace()]
    if any(cell[0].isdigit() or cell[:4] == "http" or len(cell) > 60 for cell in filled):
        return False
    exact = [cell for cell in filled if plain(cell) in known]
    return len(exact) > 2 and len(exact) >= 0.7 * len(filled) and _heading_score(row.cells, mapping) >= 3


def _heading_score(cells: Sequence[str], mapping: Mapping[str, str]) -> float:
    found, score = set(), 0.0
    for cell in cells[:300]:
        if not cell.strip() or len(cell) > 80:
            continue
        known = (mapping[cell.strip()], "asked") if cell.strip() in mapping else role_of(cell)
        if known is not None:
            found.add(known[0])
            score += 1 if known[1] in ("heading", "asked") else 0.6
        elif _is_value(cell.strip()):
            score -= 1
    names = {*WHO, "sender", "from", "to"}
    return (
        score
        if len(found) > 1 and (found & names or (score == len(found) > 2 and "status" in found))
        else 0.0
    )


def _table(grid: Grid, at: int, stop: int, mapping: Mapping[str, str]) -> Table | None:
    surplus = _join_surplus(grid, at, stop, mapping)
    rows = grid.rows[at + 1 : stop]
    width = max((len(row.cells) for row in grid.rows[max(at, 0) : stop]), default=0)
    headings = _names(grid.rows[at].cells if at >= 0 else (), _groups(grid, at), width)
    layout = _layout(headings)
    lexicon = Lexicon(
        dict(layout.get("words", {})) | {w: k for w, k in mapping.items() if k in (*KINDS, "open")}
    )
    profiles = profiled(rows, width, lexicon)
    n_headed = len(grid.rows[at].cells) if at >= 0 else 0
    roles, whys = assign(headings[: n_headed or width], profiles[: n_headed or width], layout, mapping)
    roles += [""] * (width - len(roles))
    whys += ["beyond the heading"] * (width - len(whys))
    kind = layout.get("name", "tracker table")
    table = Table(grid, at + 1, stop, headings, roles, whys, lexicon, kind, layout.get("is_log", False))
    table.profiles, table.n_headed, table.surplus = profiles, n_headed, surplus
    table.place = () if {"status", "history", "to"} & set(roles) else told_by(grid.place, lexicon)
    _set_defaults(table, len(rows))
    _set_crossed(table)
    _hint_at_state(table, len(rows))
    other = _other(headings)
    if other.get("surely") and not mapping and not {"stage:applied", other.get("unless")} & set(roles):
        return None
    return table if _holds_applications(table, profiles) else None


def _join_surplus(grid: Grid, at: int, stop: int, mapping: Mapping[str, str]) -> set[int]:
    """Put what stands beyond the heading to the remark in the last column; return in which rows."""
    head = grid.rows[at].cells if at >= 0 else ("",)
    last = mapping.get(head[-1].strip()) or (role_of(head[-1]) or ("",))[0]
    n = len(head)
    if last not in ("note", "reason") or not grid.delimiter:
        return set()
    found = {row.number for row in grid.rows[at + 1 : stop] if any(map(str.strip, row.cells[n:]))}
    for index, row in enumerate(grid.rows[at + 1 : stop], at + 1):
        if row.number in found:
            cells = (*row.cells[: n - 1], grid.delimiter.join(row.cells[n - 1 :]))
            grid.rows[index] = row._replace(cells=cells)
    return found


def _hint_at_state(table: Table, n_rows: int) -> None:
    """Say of unused columns that they may tell the state, where nothing else in a longer table does."""
    told = {role for role in table.roles if role.startswith("stage:") or role in WHEN}
    if n_rows <= 10 or table.place or told - {"stage:applied", "stage:saved"}:
        return
    for at, (role, profile) in enumerate(zip(table.roles, table.profiles, strict=True)):
        is_repeated = profile.n > 0.3 * n_rows and 1 < profile.n_different < 0.4 * profile.n
        use = "history" if profile.share("dated") > 0.5 else "status" if is_repeated else ""
        is_free = not (role or table.whys[at] or profile.share("number") > 0.5)
        if use and is_free and not table.headings[at].startswith("Line"):
            table.whys[at] = (
                f"no column tells the state; if this one does: --map '{table.headings[at]}={use}'"
            )


def told_by(place: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return what the name of a sheet says of its rows: “Rejected applications”, and not “Interview prep”."""
    words = [
        word
        for word in plain(place.split("(")[0]).split()
        if not (word.isdigit() or word in words_of("placeless"))
    ]
    kinds = lexicon.words.get(" ".join(words), ((), False))[0]
    return kinds if set(kinds) <= set(PLACES) else ()


def _other(headings: Sequence[str]) -> dict:
    """Return what else a table with these headings is, empty where nothing is known."""
    present = {plain(CAMEL.sub(" ", heading)) for heading in headings if len(heading) < 60}
    others = shipped("headings")["other"]
    return next(
        (entry for entry in others if len(present.intersection(entry["words"])) >= entry["needs"]), {}
    )


def _set_defaults(table: Table, n_rows: int) -> None:
    """Note stages whose day is the same in most rows of the table: a form's default, and no event."""
    for at, role in enumerate(table.roles):
        values = table.profiles[at].values
        day = max(values, key=lambda value: values[value], default="")
        is_stage = role.startswith("stage:") and role not in ("stage:applied", "stage:saved")
        is_twice = n_rows > 2 and any(
            p.values == values for p in table.profiles if p is not table.profiles[at]
        )
        is_default = values and (
            values[day] > 0.6 * n_rows if n_rows > 7 else is_twice and values[day] == n_rows
        )
        if is_stage and is_default and dates.is_day(day) and table.whys[at] != "asked":
            table.defaults[at] = day.strip()
            table.whys[at] += f"; “{day.strip()}” stands in most rows, a form's default, and is not used"


def _set_crossed(table: Table) -> None:
    """Note the rows whose company and job title stand in each other's place, if more than a few do."""
    role, company = (next(iter(table.of(role)), -1) for role in ("role", "company"))
    if min(role, company) < 0 or "asked" in (table.whys[role], table.whys[company]):
        return
    if table.profiles[company].share("title") < 0.2:
        return
    pairs = [(row.number, row.cell(company), row.cell(role)) for row in table.rows()]
    told = {n: is_title(one) for n, one, other in pairs if other and is_title(one) != is_title(other)}
    found = {n for n, is_crossed in told.items() if is_crossed}
    if len(found) > 2 and 5 * len(found) >= len(pairs) and 2 * len(told) > len(pairs):
        table.crossed = found
        for at in (role, company):
            table.whys[at] += f"; exchanged in {len(found)} rows, where a job title stands as company"


def _groups(grid: Grid, at: int) -> tuple[str, ...]:
    """Return the cells of a first heading row right above the heading, empty when none stands there."""
    if at < 1 or grid.rows[at - 1].number != grid.rows[at].number - 1:
        return ()
    cells = tuple(" ".join(cell.split()) for cell in grid.rows[at - 1].cells)
    filled = [cell for cell in cells if cell]
    is_heading = len(filled) > 1 and not any(len(cell) > 40 or _is_value(cell) for cell in filled)
    return cells if is_heading and any(map(role_of, filled)) else ()


def _is_detail(name: str, is_below: bool) -> bool:
    """Return whether a heading alone says little: a day, or what the step was; a result may be the row's."""
    role = (role_of(name) or ("date",))[0]
    return role == "date" or (plain(name) in words_of("details") and (is_below or role != "status"))


def _is_value(cell: str) -> bool:
    return bool(dates.mentions(cell) or URL.search(cell) or NUMBER.fullmatch(cell))


def _names(cells: Sequence[str], groups: Sequence[str], width: int) -> tuple[str, ...]:
    """Return a name for each column: its heading, numbered where it is missing or stands twice.

    A heading that alone says little (“Date”) takes the one above it along: “Interview” “Date”.
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
        names.append(name if name not in names else f"{name} ({at + 1})")
    return tuple(names)


def _layout(headings: Sequence[str]) -> dict:
    present = {plain(heading) for heading in headings}
    fitting = [layout for layout in shipped("headings")["layout"] if present.issuperset(layout["headings"])]
    return max(fitting, key=lambda layout: len(layout["headings"]), default={})


def _holds_applications(table: Table, profiles: list[Profile]) -> bool:
    """Return whether a table says who was applied to, and when or how it stands: no summary, no contacts."""
    roles = set(table.roles)
    if _is_summary(table, profiles):
        return False
    if {"from", "to"} <= roles:
        return True
    steps = {role for role in roles if role.startswith("stage:") and role != "stage:saved"}
    says_when = bool(roles & set(WHEN) or steps or table.place)
    named_job = "job" in roles or ("company" in roles and roles & {"role", "url", "id"})
    has_contacts = "contact" in roles and roles & {"contact_email", "contact_phone"}
    is_list = bool(says_when or ("date" in roles and named_job))
    return bool(roles & {*WHO, "sender"}) and is_list and bool(says_when or not has_contacts)


def _is_summary(table: Table, profiles: list[Profile]) -> bool:
    """Return whether a table only counts: under each of its steps stand numbers, and no state is told."""
    counts = [p for p, role in zip(profiles, table.roles, strict=True) if role.startswith("stage:") and p.n]
    is_counted = any(plain(heading) in words_of("counts") for heading in table.headings)
    is_all = bool(counts) and all(_is_count(profile, is_counted) for profile in counts)
    return is_all and "status" not in table.roles


def _is_count(profile: Profile, is_counted: bool) -> bool:
    """Return whether a column of a step counts; of ones and noughts only if the sheet is known to count."""
    is_flag = not is_counted and set(profile.values) <= {"0", "1", "1.0", "0.0"}
    return profile.share("number") > 0.8 and profile.share("day") < 0.2 and not is_flag


def _check(path: Path, found: list[Table], grids: Sequence[Grid], mapping: Mapping[str, str]) -> None:
    """Raise unless each thing asked for is there, and a role that jobkit knows."""
    headings = {heading for table in found for heading in table.headings}
    seen = {cell.strip() for grid in grids for row in grid.rows[:SEARCHED] for cell in row.cells}
    for name, role in mapping.items():
        if role not in _uses():
            raise SourceError(path, f"“{role}” is no use of a column.", _say_uses(role))
        if name.strip() not in headings | seen and role not in (*KINDS, "open"):
            raise SourceError(
                path,
                f"it has no column “{name}”.",
                f"Its columns: {', '.join(sorted(headings)) or 'none were found'}.",
            )


@cache
def _uses() -> frozenset[str]:
    return frozenset(
        (*aliases().values(), *KINDS, "sender", "event_date", "subject", *shipped("headings")["use"])
    )


def _use(asked: str) -> str:
    """Return the use of a column that is asked for by its name, or by a heading that is known for it."""
    return asked if asked in _uses() else aliases().get(plain(asked)) or asked


def _say_uses(asked: str) -> str:
    """Return the use that is spelled most alike, and the common ones with a word on each."""
    names = {**{name: role for name, role in aliases().items() if role}, **{use: use for use in _uses()}}
    alike = [names[name] for name in get_close_matches(plain(asked), names, 1, 0.75)]
    listed = ", ".join(f"{use} ({what})" for use, what in shipped("headings")["use"].items())
    return f"{f'Is “{alike[0]}” meant? ' if alike else ''}Say one of {listed}; or a step: {', '.join(KINDS)}."


def _set_orders(found: Sequence[Table], order: str) -> None:
    columns: dict[str, dict[str, int]] = {}
    for table in found:
        for at in table.of(*DAYS, "status", "history"):
            columns.setdefault(table.headings[at], {}).update(table.profiles[at].values)
    decided = dates.orders(columns, order)
    for table in found:
        for at in table.of(*DAYS):
            if not order and dates.are_turned(table.profiles[at].values):
                table.turned.add(at)
                table.whys[at] += "; day and month of some turned back"
        used = [table.headings[at] for at in table.of(*DAYS, "status", "history")]
        table.orders = {name: decided[name] for name in used if any(dates.mentions(v) for v in columns[name])}
