"""Where the table stands in a grid and what each of its columns is used for: by heading and by cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import islice, zip_longest
from pathlib import Path

from jobkit.errors import SourceError
from jobkit.language import days as dates
from jobkit.language.days import Order
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.reading import Column
from jobkit.sources.tables.grids import Grid, Row
from jobkit.sources.tables.statuses import ALIKE_WORD, Lexicon, is_no, is_yes
from jobkit.tables import KINDS

SEARCHED = 60  # rows from the top among which the heading is looked for
SAMPLE = 200  # different values of a column that are looked at
SHORT = 30  # letters: a longer cell is no word for “nothing”
ALIKE = 85
DAYS = ("date", "updated", "touched", "event_date", "answer", "beside", *(f"stage:{kind}" for kind in KINDS))
PLACES = ("saved", "applied", "screening", "assessment", "interview", "rejected", "withdrawn", "accepted")
WHO = ("company", "role", "url", "job")
STARTS = ("date", "event_date", "stage:applied")
WHEN = ("status", "history", "to", "event_date", "answer", "stage:applied")
SINGLE = (
    "job",
    "company",
    "role",
    "url",
    "date",
    "answer",
    "updated",
    "channel",
    "location",
    "remote",
    "id",
    "from",
    "to",
)
TRAILING = ("note", "history", "url", "contact_email", "contact_phone", "")
WITH_COMPANY = frozenset(("company", "location", "contact", "contact_phone", "contact_email"))
MOVED = "values: the headings stand a column off"
SWAPPED = "values: the headings stand over each other's cells"
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
BRACKETS = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]")
PARTS = re.compile(r"[/|,&+]|\b(?:or|and|ou|y|und)\b")
URL = re.compile(r"https?://[^\s<>\"'|)\]]{3,2000}", re.IGNORECASE)
JOINT = re.compile(r" (?P<at>at|@|chez|bei|en) | [-–—|/] |[:|,] | ?\((?=[^()]{1,100}\)$)", re.IGNORECASE)
BARE_URL = re.compile(
    r"(?:https?://|www\.)\S{3,2000}|(?<![\w-])[\w-]{2,63}\.(?:com|org|net|io|fr|de|es|example)(?:/\S{0,2000})?",
    re.I,
)
EMAIL = re.compile(r"(?<![^\s@<>,;])[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}\.\w{2,24}")
PHONE = re.compile(r"[+(]?\d[\d ()./-]{5,20}\d(?: ?(?:x|ext\.?) ?\d+)?")
NUMBER = re.compile(r"[-+]?\d{1,15}(?:[.,]\d{1,9})?%?")


@dataclass(frozen=True, slots=True)
class Profile:
    """What stands in a column: how many cells, how many different, and the share of each form among them."""

    n: int = 0
    n_different: int = 0
    shares: Mapping[str, float] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    values: Mapping[str, int] = field(default_factory=dict)

    def share(self, form: str) -> float:
        """Return the share of cells of a form, 0 to 1."""
        return self.shares.get(form, 0.0)


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
            said = (
                f"; {order.name}: {order.why}" if order and order.name else f"; {order.why}" if order else ""
            )
            found.append(Column(heading, role, why + said))
        return tuple(found)


@cache
def _aliases() -> dict[str, str]:
    return {plain(word): entry["role"] for entry in shipped("headings")["heading"] for word in entry["words"]}


@cache
def words_of(section: str) -> frozenset[str]:
    """Return the words of a section, plain."""
    return frozenset(plain(word) for word in shipped("headings")[section]["words"])


@cache
def named(section: str) -> dict[str, dict]:
    """Return the entries of a list of words (`channel`, `remote`) by word."""
    return {plain(word): entry for entry in shipped("headings")[section] for word in entry["words"]}


@lru_cache(1 << 16)
def is_ditto(text: str) -> bool:
    """Return whether a cell says that what stands above it holds here too."""
    return text in shipped("headings")["ditto"]["signs"] or plain(text) in words_of("ditto")


def is_firm(text: str) -> bool:
    """Return whether a name ends with a legal form."""
    return plain(text).rpartition(" ")[2] in words_of("firms") or plain(text).endswith((" e v", " e k"))


def is_title(text: str) -> bool:
    """Return whether a word of a text is one of job titles."""
    return any(word in words_of("titles") for word in plain(text).split())


@lru_cache(1 << 16)
def joint(text: str) -> tuple[str, str]:
    """Return company and job title of a cell that holds both: “Acorn – Data Analyst”, “Analyst at Acorn”."""
    first: tuple[str, str] | None = None
    for match in JOINT.finditer(text[:300]):
        left, right = text[: match.start()].strip(), text[match.end() :].strip(" )")
        is_left, is_right = is_title(left), is_title(right)
        if left and right and (is_left != is_right or match["at"]):
            return (right, left) if is_left or match["at"] else (left, right)
        first = first or ((left, right) if left and right else None)
    return first or (("", text) if is_title(text) else (text, ""))


@cache
def name_of(section: str, text: str) -> str:
    """Return the name that a text has in a list of words, a few wrong letters allowed; empty when in none."""
    from rapidfuzz import fuzz, process

    known, key = named(section), plain(BRACKETS.sub(" ", text))
    if key not in known and len(key) > 4:
        best = process.extractOne(key, list(known), scorer=fuzz.ratio, score_cutoff=ALIKE)
        key = best[0] if best else key
    return known[key]["name"] if key in known else ""


@cache
def role_of(heading: str) -> tuple[str, str] | None:
    """Return role and reason of a heading, None when no word of it is known."""
    whole, aliases = plain(CAMEL.sub(" ", heading)), _aliases()
    if not whole:
        return None
    for key in (plain(heading), whole, plain(BRACKETS.sub(" ", heading))):
        if key in aliases:
            return aliases[key], "heading"
    short = " ".join(w for w in plain(BRACKETS.sub(" ", CAMEL.sub(" ", heading))).split() if _tells(w))
    if short in aliases:
        return aliases[short], "heading"
    words = short.split()
    parts = [aliases.get(plain(part)) for part in PARTS.split(heading)[:6] if part.strip()]
    if len(heading) < 80 and len(parts) > 1 and parts[0] == "company" and {*parts} <= WITH_COMPANY:
        return "company", "heading"
    if words and aliases.get(words[-1], "?") in TRAILING:
        return aliases[words[-1]], "heading"
    for part in PARTS.split(heading)[:4]:
        if len(heading) < 60 and plain(part) in aliases and plain(part) != whole:
            return aliases[plain(part)], "heading"
    for key in (short, whole):
        kinds = [kind for kind in _shipped_words().get(key, ((), 0))[0] if kind in KINDS]
        if kinds and key:
            return f"stage:{kinds[-1]}", "heading"
    return _alike(short or whole) or _within(words)


@cache
def _shipped_words() -> dict[str, tuple[tuple[str, ...], bool]]:
    return Lexicon().words


def _tells(word: str) -> bool:
    return word not in words_of("headless") and not word.isdigit()


def _alike(key: str) -> tuple[str, str] | None:
    from rapidfuzz import fuzz, process

    best = (
        process.extractOne(key, list(_aliases()), scorer=fuzz.ratio, score_cutoff=ALIKE)
        if len(key) > 4
        else None
    )
    pairs = zip(key.split(), best[0].split(), strict=False) if best else []
    is_same = all(fuzz.ratio(one, other) > ALIKE_WORD for one, other in pairs)  # “had” is no “HR”
    return (_aliases()[best[0]], f"heading, read as “{best[0]}”") if best and is_same else None


def _within(words: list[str]) -> tuple[str, str] | None:
    """Return the role of the longest known words within a short heading; some must stand alone."""
    if not words_of("sheet").isdisjoint(words):
        return None  # the title of the sheet, “Job tracker”, above its first column
    for length in range(min(len(words) - 1, 4), 0, -1):
        for at in range(len(words) - length + 1):
            key = " ".join(words[at : at + length])
            if len(words) < 7 and len(key) > 2 and key in _aliases() and key not in words_of("whole"):
                return _aliases()[key], f"heading, for “{key}” in it"
    return None


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
    roles, whole = ({role for role in one.roles if role} for one in (table, other))
    compared = [role for role in (*WHO, "date", "stage:applied") if role in roles]
    is_copy = "company" in whole - roles
    if not is_copy:
        compared += [role for role in ("status", "history") if role in roles]
    says_who = len({"company", "role", "url", "job"} & roles) > (not is_copy)
    if len(compared) < 2 + (not is_copy) or not says_who or not roles <= whole:
        return False
    if table.place != other.place:
        return False
    mine, theirs = (
        [tuple(row.cell(one.of(role)[0]) for role in compared) for row in one.rows()]
        for one in (table, other)
    )
    mine = [key for key in mine if any(key)]
    return len(mine) > 2 and sum(key in {*theirs} for key in mine) >= 0.8 * len(mine)


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
    forms = [_form_tests()[name] for name in ("day", "url", "number")]
    if any(is_form(cell) for cell in first.cells for is_form in forms):
        return False
    columns = ([cell for row in rows if (cell := row.cell(at))] for at in range(len(first.cells)))
    return any(cells and all(map(is_form, cells)) for cells in columns for is_form in forms[:2])


def _is_heading(row: Row, mapping: Mapping[str, str]) -> bool:
    aliases = _aliases()
    if sum([plain(cell) in aliases for cell in row.cells[:4]]) < 2:
        return False
    filled = [cell for cell in row.cells if cell and not cell.isspace()]
    if any(cell[0].isdigit() or cell[:4] == "http" or len(cell) > 60 for cell in filled):
        return False
    exact = [cell for cell in filled if plain(cell) in aliases]
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
    rows = grid.rows[at + 1 : stop]
    width = max((len(row.cells) for row in grid.rows[max(at, 0) : stop]), default=0)
    headings = _names(grid.rows[at].cells if at >= 0 else (), _groups(grid, at), width)
    layout = _layout(headings)
    lexicon = Lexicon(
        dict(layout.get("words", {})) | {w: k for w, k in mapping.items() if k in (*KINDS, "open")}
    )
    profiles = _profiles(rows, width, lexicon)
    n_headed = len(grid.rows[at].cells) if at >= 0 else 0
    roles, whys = _roles(headings[: n_headed or width], profiles[: n_headed or width], layout, mapping)
    roles += [""] * (width - len(roles))
    whys += ["beyond the heading"] * (width - len(whys))
    kind = layout.get("name", "tracker table")
    table = Table(grid, at + 1, stop, headings, roles, whys, lexicon, kind, layout.get("is_log", False))
    table.profiles, table.n_headed = profiles, n_headed
    table.place = () if {"status", "history", "to"} & set(roles) else told_by(grid.place, lexicon)
    _set_defaults(table, len(rows))
    _set_crossed(table)
    _hint_at_state(table, len(rows))
    other = _other(headings)
    if other.get("surely") and not mapping and not {"stage:applied", other.get("unless")} & set(roles):
        return None
    return table if _holds_applications(table, profiles) else None


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
        if is_stage and is_default and dates.is_day(day):
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


def _profiles(rows: Sequence[Row], width: int, lexicon: Lexicon) -> list[Profile]:
    columns = zip_longest(*(row.cells for row in rows), fillvalue="")
    counts = [Counter(cells) for cells in columns]
    counts += [Counter()] * (width - len(counts))
    return [_profile(count, lexicon) for count in counts]


def _profile(count: Counter[str], lexicon: Lexicon) -> Profile:
    for value in [value for value in count if not value.strip()]:
        del count[value]
    telling = (value for value in count.items() if plain(value[0]) not in words_of("missing"))
    sample = dict(islice(telling, SAMPLE))
    n = sum(sample.values())
    if not n:
        return Profile(values=count)
    shares = {
        form: sum(times for value, times in sample.items() if is_form(value)) / n
        for form, is_form in _forms(lexicon).items()
    }
    short = [value for value in sample if len(value) < 60]
    kinds = (
        frozenset(kind for value in short for kind in lexicon.kinds(value))
        if shares["status"] > 0.2
        else frozenset()
    )
    return Profile(sum(count.values()), len(count), shares, kinds, count)


@cache
def _form_tests() -> dict[str, Callable[[str], bool]]:
    return {
        "day": lambda v: dates.is_time(v) or (dates.is_serial(v.strip()) and not dates.is_epoch(v.strip())),
        "dated": lambda v: bool(dates.mentions(v) or dates.month(v)) or dates.is_serial(v.strip()),
        "relative": lambda v: len(v) < SHORT and dates.is_relative(v),
        "url": lambda v: bool(BARE_URL.match(v.strip())),
        "email": lambda v: bool(EMAIL.search(v)),
        "phone": lambda v: bool(PHONE.fullmatch(v.strip())) and not dates.is_day(v),
        "number": lambda v: bool(NUMBER.fullmatch(v.strip())),
        "yes or no": lambda v: is_yes(v) or is_no(v) or plain(v) in words_of("blank"),
        "title": is_title,
        "joint": lambda v: len(v) < 120 and all(joint(v)) and is_title(v),
        "channel": lambda v: len(v) < 40 and plain(v) in named("channel"),
        "remote": lambda v: len(v) < 40 and plain(v) in named("remote"),
        "long": lambda v: len(v) > 60,
        "firm": is_firm,
    }


def _forms(lexicon: Lexicon) -> dict[str, Callable[[str], bool]]:
    return _form_tests() | {"status": lambda v: len(v) < 200 and lexicon.knows(v) and not dates.is_day(v)}


def _roles(
    headings: Sequence[str],
    profiles: list[Profile],
    layout: dict,
    mapping: Mapping[str, str],
) -> tuple[list[str], list[str]]:
    roles, whys = [], []
    for heading in headings:
        asked = next((role for name, role in mapping.items() if name.strip() == heading), None)
        known = None if heading.startswith("column ") else role_of(heading)
        if asked is not None:
            known = (_asked_role(asked), "asked")
        elif dates.is_day(heading):
            known = ("", "heading: a day, told in the history")
        elif plain(heading) in layout.get("roles", {}):
            known = (layout["roles"][plain(heading)], layout["name"])
        roles.append(known[0] if known else "?")
        whys.append(known[1] if known else "")
    is_free = [why not in ("asked", layout.get("name")) for why in whys]
    if all(is_free):
        _move(roles, whys, profiles)
    _swap(roles, whys, profiles, is_free)
    for at, profile in enumerate(profiles):
        if "for “" in whys[at] and profile.share("yes or no") > 0.8 and not _is_flag(roles[at], headings[at]):
            roles[at], whys[at] = "", "values: yes or no"
        if (
            is_free[at]
            and roles[at] != "?"
            and (other := _contradicted(roles[at], profile, headings[at], roles.count(roles[at]) == 1))
        ):
            roles[at], whys[at] = other
    _by_values(headings, roles, whys, profiles)
    _join(roles, whys, profiles, is_free)
    _date_flags(roles, whys, profiles, is_free)
    _date_states(headings, roles, whys, profiles, is_free)
    _pair(headings, roles, whys, profiles, is_free)
    _choose(headings, roles, whys, profiles, is_free)
    _begin(roles, whys, profiles, is_free)
    return roles, whys


def _begin(roles: list[str], whys: list[str], profiles: list[Profile], is_free: list[bool]) -> None:
    """Take the day when a row was added for that of applying, where a state but no other day is told.

    The day of the last change then is that of the state.
    """
    days = [at for at, role in enumerate(roles) if role in DAYS and profiles[at].share("dated") > 0.3]
    used = {roles[at] for at in days}
    if "status" not in roles or "stage:saved" not in used or not used <= {"stage:saved", "touched"}:
        return
    for at in days:
        if is_free[at]:
            role = "date" if roles[at] == "stage:saved" else "updated"
            roles[at], whys[at] = role, f"{whys[at]}, as no other column has days"


def _is_flag(role: str, heading: str) -> bool:
    """Return whether a heading of a few words may name the stage that yes or no is said of."""
    return role == "referred" or (role.startswith("stage:") and len(plain(heading).split()) < 4)


def _asked_role(asked: str) -> str:
    if asked in KINDS and asked != "saved":
        return f"stage:{asked}"
    return "" if asked in ("ignore", "nothing", "") else "stage:saved" if asked == "saved" else asked


def _fit(role: str, profile: Profile) -> float | None:
    """Return how well cells fit a role, 0 to 1; None when cells cannot tell."""
    if not profile.n:
        return None
    if role in ("role",):
        return profile.share("title")
    if role == "company":
        return 1 - max(profile.share(form) for form in ("title", "day", "url", "status"))
    if role == "url" or role == "status":
        return profile.share(role)
    return max(profile.share("day"), profile.share("yes or no")) if role in DAYS else None


def _is_misplaced(role: str, profile: Profile) -> bool:
    """Return whether cells are plainly something else than what stands above them."""
    forms = ["day"] if role in ("url", "channel", "location", "role", "contact", "company") else []
    forms += ["url"] if role in ("company", "role", "location", "status", *DAYS) else []
    forms += ["title"] if role in ("company", *DAYS) else ["status"] if role == "url" else []
    return any(profile.share(form) > 0.6 for form in forms)


def _move(roles: list[str], whys: list[str], profiles: list[Profile]) -> None:
    """Move headings that all stand a column off to where they fit; forget them where they fit nowhere."""
    n = sum(map(_is_misplaced, roles, profiles))
    if n < 2:
        return
    for by in (1, -1):
        moved = ["?", *roles[:-1]] if by > 0 else [*roles[1:], "?"]
        fits = [fit for role, profile in zip(moved, profiles, strict=True) if (fit := _fit(role, profile))]
        if not any(map(_is_misplaced, moved, profiles)) and sum(fit > 0.6 for fit in fits) > 3:
            roles[:], whys[:] = moved, [MOVED] * len(roles)
            return
    if n > 3:
        roles[:], whys[:] = ["?"] * len(roles), [""] * len(roles)


def _swap(roles: list[str], whys: list[str], profiles: list[Profile], is_free: list[bool]) -> None:
    """Exchange two headings that stand over each other's cells."""
    for one in range(len(roles)):
        for other in range(one + 1, len(roles)):
            if not (is_free[one] and is_free[other]) or roles[one] == roles[other]:
                continue
            here, there = _fit(roles[one], profiles[one]), _fit(roles[other], profiles[other])
            crossed, back = _fit(roles[one], profiles[other]), _fit(roles[other], profiles[one])
            if None in (here, there, crossed, back):
                continue
            is_better = crossed > here + 0.4 and back > there + 0.4  # type: ignore[operator]
            if is_better and min(profiles[one].n, profiles[other].n) > 2:
                roles[one], roles[other] = roles[other], roles[one]
                whys[one] = whys[other] = SWAPPED


def _contradicted(role: str, profile: Profile, heading: str, is_only: bool) -> tuple[str, str] | None:
    """Return the role that the cells suggest when they cannot be what the heading says."""
    if profile.n < 2 and not max(profile.share(form) for form in ("url", "email", "phone")):
        return None
    words = max(profile.share("status"), profile.share("yes or no"), profile.share("dated"))
    is_number = profile.share("number") > 0.8 > profile.share("dated") and profile.share("yes or no") < 0.5
    is_recruiter = role == "stage:screening" and plain(heading) in ("recruiter", "hr")
    if role.startswith("stage:") and profile.share("remote") > 0.6:
        return "remote", "values: where the work is done"
    if is_recruiter and plain(heading) == "recruiter" and profile.share("yes or no") > 0.8:
        return "recruiter", "values: yes or no"
    if role == "stage:applied" and is_number and profile.n_different > 0.8 * profile.n:
        return "id", "values: numbers, each once"
    if role in ("from", "to") and profile.share("status") < 0.5:
        return "", "values: no states of an application"
    if role in ("contact", "channel", "location", "seniority") and profile.share("day") > 0.6:
        return "?", ""
    if role in DAYS and words < 0.4 and profile.share("number") < 0.5:
        for form, other in (
            ("url", "url"),
            ("email", "contact_email"),
            ("phone", "contact_phone"),
            ("channel", "channel"),
            ("title", "role"),
        ):
            if profile.share(form) > 0.5:
                return other, f"values, though the heading says {role}"
        if is_recruiter:
            return "contact", "values: names"
        is_told = profile.share("dated") or profile.share("relative") > 0.5
        return ("note", "values: neither days nor states") if not is_told else None
    if role == "status" and profile.share("dated") > 0.6 and profile.share("status") < 0.3:
        return "updated", "values: days"
    if role == "status" and not is_only and profile.share("status") + profile.share("yes or no") < 0.25:
        return "", "values: no states of an application"
    if role == "channel" and profile.share("status") > 0.6 and profile.share("channel") < 0.3:
        return "?", ""
    if role == "company" and profile.share("number") > 0.8:
        return "", "values: numbers"
    if plain(heading) == "applied to" and profile.share("day") > 0.6:
        return "stage:applied", "values: days"
    if role in ("channel", "note", "company") and profile.share("url") > 0.7:
        return "url", "values: links"
    if role == "history" and profile.share("day") > 0.8:
        return "date", "values: days"
    if role == "remote" and profile.share("dated") > 0.6:
        return "", "values: days"
    return None


def _looks_like_history(profile: Profile) -> bool:
    """Return whether most cells hold a day beside words, and many of the words are states."""
    is_dated = profile.share("dated") > 0.6 and profile.share("day") < 0.4
    is_path = not any(" " in value.strip() for value in profile.values)
    return is_dated and profile.share("status") > 0.5 and profile.n_different > 2 and not is_path


def _by_values(headings: Sequence[str], roles: list[str], whys: list[str], profiles: list[Profile]) -> None:
    """Give columns without a known heading the role that their cells show, where it is still missing."""
    if "company" in roles and not {"role", "job"} & set(roles):
        titles = [at for at, role in enumerate(roles) if not role and profiles[at].share("title") > 0.3]
        for at in titles[:1]:  # such as “Job type”
            _give(roles, whys, at, "role")
    open_ = [at for at, role in enumerate(roles) if role == "?" and profiles[at].n > 1]
    has_day = any(role in STARTS for role in roles)
    states = [at for at in open_ if _looks_like_state(profiles[at])]
    if not states and not {"status", "history", "to", "answer"} & set(roles) and not has_day_stage(roles):
        nameless = [at for at in open_ if headings[at].startswith("column ")]
        half = [at for at in nameless if _looks_like_state(profiles[at], 0.5)]
        states = half if len(half) == 1 else []
    if len(states) == 2 and "status" not in roles and states[1] == states[0] + 1 and not has_day_stage(roles):
        _give(roles, whys, states[0], "from")
        _give(roles, whys, states[1], "to")
    for at in open_:
        profile = profiles[at]
        if roles[at] != "?":
            continue
        if profile.share("url") > 0.6 and "url" not in roles:
            _give(roles, whys, at, "url")
        elif profile.share("day") > 0.7 and not has_day:
            has_day = True
            _give(roles, whys, at, "event_date" if "to" in roles else "date")
        elif at in states and "status" not in roles and "to" not in roles:
            _give(roles, whys, at, "status")
        elif profile.share("title") > 0.5 and "role" not in roles:
            _give(roles, whys, at, "role")
        elif profile.share("channel") > 0.6 and "channel" not in roles:
            _give(roles, whys, at, "channel")
        elif _looks_like_history(profile) and "history" not in roles:
            _give(roles, whys, at, "history")
        elif at == 0 and profile.share("number") > 0.9 and profile.n_different > 0.5 * profile.n:
            _give(roles, whys, at, "id")
    says = {"role", "url"} & set(roles) or (headings[0] and plain(headings[0]) in ("name", "names", "nom"))
    is_told = {"date", "status"} <= set(roles) and all(heading.startswith("column ") for heading in headings)
    if "company" not in roles and (says or is_told) and "sender" not in roles:
        names = [at for at in open_ if roles[at] == "?" and _looks_like_names(profiles[at])]
        names = [at for at in names if profiles[at].n > 0.3 * max(profile.n for profile in profiles)]
        if is_told and not says and len(names) > 1:
            title = max(names[:2], key=lambda at: (profiles[at].share("title"), at))
            names.remove(title)
            _give(roles, whys, title, "role")
        if names:
            firms = [at for at in names if profiles[at].share("firm") > 0.4]
            _give(roles, whys, max(firms or names[:1], key=lambda at: profiles[at].share("firm")), "company")
    sources = [at for at, role in enumerate(roles) if role == "channel" and _looks_like_names(profiles[at])]
    if not {"company", "job", "sender"} & set(roles) and "role" in roles and sources:
        _give(roles, whys, sources[0], "company")
    people = [
        at
        for at, role in enumerate(roles)
        if role == "contact" and whys[at] == "heading" and plain(headings[at]) in words_of("either")
    ]
    is_nameless = not {"company", "job", "sender"} & set(roles) and bool({"role", "url"} & set(roles))
    if is_nameless and len(people) == 1 and _looks_like_names(profiles[people[0]]):
        roles[people[0]], whys[people[0]] = "company", "heading, as no other column is the company"
    for at, role in enumerate(roles):
        if role == "?":
            roles[at], whys[at] = "", "" if profiles[at].n else "empty"


def _join(roles: list[str], whys: list[str], profiles: list[Profile], is_free: list[bool]) -> None:
    """Find the column that holds both company and job title, where one of them has no column."""
    named = {"company", "role"} & set(roles)
    if "job" in roles or len(named) > 1 or "sender" in roles:
        return
    for at, profile in enumerate(profiles):
        if is_free[at] and roles[at] in (named or ("stage:applied", "")) and profile.share("joint") > 0.6:
            roles[at], whys[at] = "job", "values: company and job title in one cell"
            return


def _date_flags(roles: list[str], whys: list[str], profiles: list[Profile], is_free: list[bool]) -> None:
    """Give a plain column of days to the stage before it that says yes or no, if only a yes has a day."""
    for at in range(1, len(roles)):
        flag, days = profiles[at - 1], profiles[at]
        is_stage = roles[at - 1].startswith("stage:") and flag.share("yes or no") > 0.8
        if is_free[at] and is_stage and roles[at] == "date" and days.share("day") > 0.8:
            n_yes = sum(times for value, times in flag.values.items() if is_yes(value))
            if 0 < days.n <= n_yes:
                roles[at], whys[at] = roles[at - 1], "values: days of each yes in the column before"


def _date_states(
    headings: Sequence[str], roles: list[str], whys: list[str], profiles: list[Profile], is_free: list[bool]
) -> None:
    """Make a plain “When” right after a state the day of that state, if another column says when applied."""
    is_applied = any(
        role == "stage:applied" and profile.share("day") > 0.6
        for role, profile in zip(roles, profiles, strict=True)
    )
    for at in range(1, len(roles)):
        is_plain = is_free[at] and roles[at] == "date" and plain(headings[at]) in words_of("when")
        if is_applied and is_plain and roles[at - 1] == "status" and "answer" not in roles:
            roles[at], whys[at] = "answer", "the column before it: when that came"


def _pair(
    headings: Sequence[str], roles: list[str], whys: list[str], profiles: list[Profile], is_free: list[bool]
) -> None:
    """Make a column of days right after one of words for the same step or state the day of those."""
    n_states = roles.count("status")
    for at in range(1, len(roles)):
        said, days = profiles[at - 1], profiles[at]
        is_described = roles[at].startswith("stage:") and roles[at] == _step_of(headings[at - 1])
        is_step = roles[at].startswith("stage:") and roles[at] == roles[at - 1]
        own = {word for word in plain(headings[at]).split() if _tells(word)}  # not the number of “Date (6)”
        is_plain = own <= {*plain(headings[at - 1]).split()}
        is_state = n_states > 1 and roles[at - 1] == "status" and roles[at] in ("date", "updated", "")
        is_said = is_described or ((is_step or (is_state and is_plain)) and said.share("status") > 0.5)
        if is_free[at] and is_said and said.share("dated") < 0.5 and days.share("day") > 0.6:
            roles[at - 1] = roles[at] if is_described else roles[at - 1]
            roles[at], whys[at] = "beside", "the column before it: when that was"


def _step_of(heading: str) -> str:
    """Return the role of a heading such as “Round 1 Type” without its last word, if that only describes."""
    *step, last = plain(heading).split() or [""]
    return (role_of(" ".join(step)) or ("",))[0] if last in words_of("details") else ""


def has_day_stage(roles: Sequence[str]) -> bool:
    """Return whether some column is a stage of its own."""
    return any(role.startswith("stage:") for role in roles)


def _give(roles: list[str], whys: list[str], at: int, role: str) -> None:
    roles[at], whys[at] = role, "values"


def _looks_like_state(profile: Profile, share: float = 0.7) -> bool:
    return profile.share("status") > share and len(profile.kinds) > 1 and profile.share("title") < 0.5


def _looks_like_names(profile: Profile) -> bool:
    forms = ("day", "url", "email", "number", "status", "yes or no", "channel", "long")
    return profile.n_different > 0.4 * profile.n and not any(profile.share(form) > 0.4 for form in forms)


def _choose(
    headings: Sequence[str], roles: list[str], whys: list[str], profiles: list[Profile], is_free: list[bool]
) -> None:
    """Keep one column for each role that can have but one, and drop states that are no news (decoys)."""
    otherwise = shipped("headings")["otherwise"]
    for role in SINGLE:
        same = [at for at, other in enumerate(roles) if other == role]
        best = max(
            same,
            key=lambda at: (
                not is_free[at],
                role in DAYS and profiles[at].share("dated") > 0.3,
                whys[at] in ("heading", SWAPPED),
                profiles[at].n > 0,
                plain(headings[at]) not in otherwise,
            ),
            default=None,
        )
        for at in same:
            if at != best:
                seconds = otherwise.get(plain(headings[at]), [])
                roles[at] = next((second for second in seconds if second not in roles), "")
                whys[at] = f"another column is the {role}"
    states = [at for at, role in enumerate(roles) if role == "status"]
    telling = [at for at in states if len(profiles[at].kinds - {"open", "closed", "nothing", "applied"}) > 0]
    for at in states:
        is_constant = profiles[at].n_different < 2 or profiles[at].kinds <= {"open", "closed", "nothing"}
        is_constant &= "beside" not in roles[at + 1 : at + 2]
        if is_free[at] and len(states) > 1 and [t for t in telling if t != at] and is_constant:
            roles[at], whys[at] = "", "values: the same state everywhere, beside a column that tells more"


def _holds_applications(table: Table, profiles: list[Profile]) -> bool:
    roles = set(table.roles)
    says_when = roles & set(WHEN) or any(
        role.startswith("stage:") and role != "stage:saved" for role in roles
    )
    says_when = says_when or bool(table.place)
    counts = [p for p, role in zip(profiles, table.roles, strict=True) if role.startswith("stage:") and p.n]
    is_summary = bool(counts) and all(_is_count(profile) for profile in counts) and "status" not in roles
    if is_summary:
        return False
    if {"from", "to"} <= roles:
        return True
    is_dated_list = "date" in roles and (
        "job" in roles or ("company" in roles and roles & {"role", "url", "id"})
    )
    is_contact_list = (
        bool(roles & {"contact_email", "contact_phone"}) and "contact" in roles and not says_when
    )
    return bool(roles & {*WHO, "sender"}) and bool(says_when or is_dated_list) and not is_contact_list


def _is_count(profile: Profile) -> bool:
    is_flag = set(profile.values) <= {"0", "1", "1.0", "0.0"}
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
        (*_aliases().values(), *KINDS, "sender", "event_date", "subject", *shipped("headings")["use"])
    )


def _use(asked: str) -> str:
    """Return the use of a column that is asked for by its name, or by a heading that is known for it."""
    return asked if asked in _uses() else _aliases().get(plain(asked)) or asked


def _say_uses(asked: str) -> str:
    """Return the use that is spelled most alike, and the common ones with a word on each."""
    names = {**{name: role for name, role in _aliases().items() if role}, **{use: use for use in _uses()}}
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
