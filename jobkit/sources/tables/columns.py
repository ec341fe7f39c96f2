"""What each column of a table is used for: one assignment by what it is called and what stands in it.

The scores stand in `data/columns.toml`. Before them the headings are put over their cells, should all stand
a column off, and a column of days is put to the step or state right before it; behind them the column
that holds company and job title is found, and what the table's only days are.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, pairwise, zip_longest

import numpy as np

from jobkit.language import days as dates
from jobkit.language.days import Order
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.tables import headings
from jobkit.sources.tables.grids import Row
from jobkit.sources.tables.headings import DAYS, aliases, is_title, meanings, role_of, tells, words_of
from jobkit.sources.tables.statuses import Lexicon, is_no, is_yes
from jobkit.tables import KINDS

SAMPLE = 200  # different values of a column that are looked at
MEASURE = re.compile(r"\D{0,3}\d{1,4}(?:[.,]\d)?\s?(?:min|minutes?|mins|km|miles?|h|hrs?|hours?|std)\b", re.I)
SHORT = 30  # letters: a longer cell is no word for “nothing”
ONCE = (*headings.SINGLE, "status?", "history?", "date?", "id?")  # roles that one column can have
SURE = 9.0  # asked for, of a known layout, or said by the column beside
BEGINNINGS = ("stage:saved", "stage:applied", "stage:acknowledged", "stage:rejected")
STARTS = ("date", "event_date", "stage:applied")
SILENT = frozenset(("open", "closed", "nothing"))
MISPLACED, FITTING = -0.35, 0.3  # how well cells fit a role that they plainly are not, or are
FIRST = 1e-6  # by how much less a later column is wanted
BESIDE = "the column before it: when that was"
MOVED = "values: the headings stand a column off"
ADDED = ", as no other column has days"
OTHER = "heading, as no other column is the {}"


@dataclass(slots=True, eq=False)
class Column:
    """What a column is called, what stands in it, what it is used for (`role`; "?": not known) and why.

    `values`: its cells that are not blank, and how often each stands in it; `n`: how many tell something.
    `shares`: how many of these have a form, 0 to 1, and what holds of the column as a whole; `kinds`: the
    states among them. `options`: the score of each role that it may have; `is_free`: nobody asked for one.
    """

    heading: str
    values: Counter[str]
    n: int = 0
    shares: dict[str, float] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    role: str = ""
    why: str = ""
    is_free: bool = True
    is_fixed: bool = False
    options: dict[str, float] = field(default_factory=dict)
    order: Order | None = None  # of the numbers in its days
    default: str = ""  # the day that a form put into most of its rows
    is_turned: bool = False  # a spreadsheet program exchanged day and month of some days

    @property
    def n_different(self) -> int:
        """How many different cells stand in it."""
        return len(self.values) if self.n else 0

    def share(self, form: str) -> float:
        """Return the share of its cells of a form, 0 to 1."""
        return self.shares.get(form, 0.0)

    def is_step(self) -> bool:
        """Return whether it tells of one kind of event."""
        return self.role.startswith("stage:")

    def value(self, role: str) -> float:
        """Return how well its cells fit a role; a single cell tells half as much, but for an address."""
        return sum(self.terms(role).values()) * (1.0 if self.tells() else 0.5)

    def tells(self) -> bool:
        """Return whether its cells are enough to tell what they are."""
        return self.n > 1 or any(self.share(form) for form in ("url", "email", "phone"))

    def terms(self, role: str) -> dict[str, float]:
        """Return what each form of its cells adds to the score of a role."""
        weights = shipped("columns").get(role) or shipped("columns").get(role.partition(":")[0], {})
        return {form: weight * self.share(form) for form, weight in weights.items()}

    def settle(self, role: str, why: str) -> None:
        """Give it a role, whatever the others are."""
        self.role, self.why, self.is_fixed = role, why, True

    def offer(self, role: str, score: float) -> None:
        """Add a role that it may have, by its heading's score."""
        self.options[role] = max(self.options.get(role, -SURE), score + self.value(role))


def assign(columns: Sequence[Column], layout: Mapping, mapping: Mapping[str, str]) -> None:
    """Give each column its role, and say why it has it."""
    steps = {kind: f"stage:{kind}" for kind in KINDS} | dict.fromkeys(("ignore", "nothing"), "")
    asked = {name.strip(): steps.get(role, role) for name, role in mapping.items()}
    for column in columns:
        _name(column, layout, asked)
    _set_forms(columns)
    if all(column.is_free for column in columns):
        _move(columns)
    for put in (_set_moves, _date_flags, _date_states, _pair, _set_forms):
        put(columns)
    for column in columns:
        _set_options(column)
    chosen = _assigned(columns)
    whys = [_why(column, role, chosen) for column, role in zip(columns, chosen, strict=True)]
    for column, role, why in zip(columns, chosen, whys, strict=True):
        column.role, column.why = role, why
    _join(columns)
    _begin(columns)


def _name(column: Column, layout: Mapping, asked: Mapping[str, str]) -> None:
    """Set what a column is called: as it was asked for, by the layout, or by the words of its heading."""
    heading = column.heading
    if heading in asked:
        column.role, column.why, column.is_free = asked[heading], "asked", False
    elif dates.is_day(heading):
        column.settle("", "heading: a day, told in the history")
    elif plain(heading) in layout.get("roles", {}):
        column.role, column.why, column.is_free = layout["roles"][plain(heading)], layout["name"], False
    else:
        column.role, column.why = (None if heading.startswith("column ") else role_of(heading)) or ("?", "")
        is_few = column.role == "referred" or (column.is_step() and len(plain(heading).split()) < 4)
        if "for “" in column.why and column.share("yes or no") > 0.8 and not is_few:
            column.settle("", "values: yes or no")


# --- before: headings a column off, moves, and the columns beside each other ---


def _move(columns: Sequence[Column]) -> None:
    """Move headings that all stand a column off to where they fit; forget them where they fit nowhere."""
    roles = [column.role for column in columns]
    n = sum(value < MISPLACED for value in map(Column.value, columns, roles))
    for moved in (["?", *roles[:-1]], [*roles[1:], "?"]) if n > 1 else ():
        values = [*map(Column.value, columns, moved)]
        if min(values) >= MISPLACED and sum(value > FITTING for value in values) > 3:
            for column, role in zip(columns, moved, strict=True):
                column.role, column.why = role, MOVED
            return
    for column in columns if n > 3 else ():
        column.role, column.why = "?", ""


def _set_moves(columns: Sequence[Column]) -> None:
    """Take two columns of states beside each other, without a heading, for what a line moves from and to."""
    states = [at for at, column in enumerate(columns) if column.role == "?" and is_state(column)]
    is_told = any(column.role == "status" or column.is_step() for column in columns)
    if len(states) == 2 and states[1] == states[0] + 1 and not is_told:
        for at, role in zip(states, ("from", "to"), strict=True):
            columns[at].settle(role, "values: states")
        days = [column for column in columns if column.role == "?" and column.share("day") > 0.7]
        for day in days[:1]:
            day.settle("event_date", "values: days")


def _date_flags(columns: Sequence[Column]) -> None:
    """Give a plain column of days to the stage before it that says yes or no, if only a yes has a day."""
    for flag, days in pairwise(columns):
        is_flag = flag.is_step() and flag.share("yes or no") > 0.8
        if days.is_free and is_flag and days.role == "date" and days.share("day") > 0.8:
            n_yes = sum(times for value, times in flag.values.items() if is_yes(value))
            if 0 < days.n <= n_yes:
                days.settle(flag.role, "values: days of each yes in the column before")


def _date_states(columns: Sequence[Column]) -> None:
    """Make a plain “When” right after a state the day of that state, if another column says when applied."""
    if not any(column.role == "stage:applied" and column.share("day") > 0.6 for column in columns):
        return
    is_answered = any(column.role == "answer" for column in columns)
    for state, days in pairwise(columns):
        if not (days.is_free and days.role == "date" and plain(days.heading) in words_of("when")):
            continue
        if state.role == "status" and not is_answered:
            days.settle("answer", BESIDE)
        elif state.role == "answer" and state.share("yes or no") > 0.8:
            days.settle("answer", BESIDE)
            state.settle("", "the column behind it says when")


def _pair(columns: Sequence[Column]) -> None:
    """Make a column of days right after one of words for the same step or state the day of those."""
    n_states = sum(column.role == "status" for column in columns)
    for words, days in pairwise(columns):
        if not days.is_free or words.share("dated") >= 0.5 or days.share("day") <= 0.6:
            continue
        if days.is_step() and plain(words.heading) not in aliases() and days.role == _step_of(words.heading):
            words.role = days.role
            days.settle("beside", BESIDE)
            continue
        own = {word for word in plain(days.heading).split() if tells(word)}  # not the number of “Date (6)”
        is_plain = own <= {*plain(words.heading).split()} and days.role in ("date", "updated", "", "?")
        is_state = n_states > 1 and words.role == "status" and is_plain
        if words.share("status") > 0.5 and (is_state or (days.is_step() and days.role == words.role)):
            days.settle("beside", BESIDE)


def _step_of(heading: str) -> str:
    """Return the role of a heading such as “Round 1 Type” without its last word, if that only describes."""
    *step, last = plain(heading).split() or [""]
    return (role_of(" ".join(step)) or ("",))[0] if last in words_of("details") else ""


# --- what stands in a column ---


def _set_forms(columns: Sequence[Column]) -> None:
    """Note of each column the shares of its forms, and what holds of it as a whole."""
    steps = [
        c for c in columns if c.is_step() and c.role not in BEGINNINGS and plain(c.heading) != "recruiter"
    ]
    for column, behind in zip_longest(columns, columns[1:]):
        if column.n:
            own = _own_forms(column)
            beside = _forms_beside(column, columns) | _forms_beside_states(column, columns)
            own["first numbers"] = column is columns[0] and own["first numbers"]
            beside["decoy"] = beside["decoy"] and (behind is None or behind.role != "beside")
            is_workplace = column.share("yes or no") > 0.8 and plain(column.heading) in words_of("workplace")
            beside["workplace"] = steps == [column] and is_workplace
            column.shares |= own | beside


def _own_forms(column: Column) -> dict[str, float]:
    """Return what holds of a column by its own cells."""
    share = column.share
    words = max(share("status"), share("yes or no"), share("dated"))
    is_counted = share("number") > 0.8 > share("dated") and share("yes or no") < 0.5
    is_path = not any(" " in value.strip() for value in column.values)
    is_dated = share("dated") > 0.6 and share("day") < 0.4
    return {
        "words": words,
        "wordless": words < 0.4 and share("number") < 0.5 and share("relative") <= 0.5,
        "numbers": is_counted and column.n_different > 0.8 * column.n,
        "first numbers": share("number") > 0.9 and column.n_different > 0.5 * column.n,
        "state": is_state(column),
        "history": is_dated and share("status") > 0.5 and column.n_different > 2 and not is_path,
        "some titles": share("title") > 0.3,
        "story": share("prose") > 0.3 and share("telling") > 0.2 and column.n_different > 0.7 * column.n,
        "untitled": share("title") < 0.2,
    }


def _forms_beside(column: Column, columns: Sequence[Column]) -> dict[str, float]:
    """Return what holds of a column beside the others."""
    is_bare = _is_bare(columns)
    n_most = max(other.n for other in columns)
    is_name = (is_bare or _says_who(columns)) and is_names(column) and column.n > 0.3 * n_most
    is_begun = any(other.role in STARTS and other.share("dated") > 0.3 for other in columns)
    is_only_day = column.share("day") > 0.7 and not is_begun
    return {"names": is_name, "bare names": is_name and is_bare, "only day": is_only_day}


def _forms_beside_states(column: Column, columns: Sequence[Column]) -> dict[str, float]:
    """Return what holds of a column beside those that are called a state, or may be one."""
    states = [other for other in columns if other.role == "status"]
    others = [other for other in states if other is not column]
    half = [other for other in columns if other.heading.startswith("column ") and is_state(other, 0.5)]
    tell_more = any(other.kinds - {*SILENT, "applied"} for other in others)
    n_told = column.share("status") + column.share("yes or no")
    return {
        "only state": is_state(column) and not any(other.share("status") > 0.3 for other in others),
        "half a state": half == [column],
        "decoy": tell_more
        and (column.n_different < 2 or column.kinds <= SILENT | {"saved"})
        and not column.share("long"),
        "stateless": len(states) > 1 and n_told < 0.25,
    }


def _is_bare(columns: Sequence[Column]) -> bool:
    """Return whether days and states stand in a table without headings: its names are firms and jobs."""
    is_dated = any(column.share("day") > 0.7 for column in columns)
    is_told = any(is_state(column, 0.5) for column in columns)
    is_moved = any(column.role == "to" for column in columns)
    return is_dated and is_told and not is_moved and all(c.heading.startswith("column ") for c in columns)


def _says_who(columns: Sequence[Column]) -> bool:
    """Return whether a column of names may be the company: jobs or links stand beside it, or it is “Name”."""
    first = plain(columns[0].heading)
    is_named = first in ("name", "names", "nom") or shipped("headings")["instead"].get(first) == "company"
    has_role = any(column.role in ("role", "url", "job") for column in columns)
    return is_named or has_role or any(c.share("url") > 0.6 or c.share("title") > 0.5 for c in columns)


def is_state(column: Column, share: float = 0.7) -> bool:
    """Return whether a column holds states of applications, of more than one kind."""
    return column.share("status") > share and len(column.kinds) > 1 and column.share("title") < 0.5


def is_names(column: Column) -> bool:
    """Return whether a column holds names: much that differs, and nothing else that is known."""
    forms = ("day", "url", "email", "number", "status", "yes or no", "channel", "remote", "long")
    return column.n_different > 0.4 * column.n and not any(column.share(form) > 0.4 for form in forms)


# --- the forms of cells ---


def profiled(names: Sequence[str], rows: Sequence[Row], lexicon: Lexicon) -> list[Column]:
    """Return the columns of rows by their names, and what stands in each."""
    cells = [*zip_longest(*(row.cells for row in rows), fillvalue=""), *[()] * len(names)]
    columns = [Column(name, Counter(values)) for name, values in zip(names, cells, strict=False)]
    for column in columns:
        _profile(column, lexicon)
    return columns


def _profile(column: Column, lexicon: Lexicon) -> None:
    """Note how many cells of a column tell something, the share of each form among them, their states."""
    for blank in [value for value in column.values if not value.strip()]:
        del column.values[blank]
    telling = (value for value in column.values.items() if plain(value[0]) not in words_of("missing"))
    if not (sample := dict(islice(telling, SAMPLE))):
        return
    tests = form_tests() | {"status": lambda v: len(v) < 200 and lexicon.knows(v) and not dates.is_day(v)}
    tests["telling"] = lambda v: " " in v and lexicon.knows(v)
    for form, is_form in tests.items():
        n = sum(times for value, times in sample.items() if is_form(value))
        column.shares[form] = n / sum(sample.values())
    short = [value for value in sample if len(value) < 60 and column.share("status") > 0.2]
    column.kinds = frozenset(kind for value in short for kind in lexicon.kinds(value))
    column.n = sum(column.values.values())


@cache
def form_tests() -> dict[str, Callable[[str], bool]]:
    """Return what tells whether a cell has a form, by its name."""
    return {
        "day": lambda v: (
            dates.is_day(v)
            or dates.is_rough(v)
            or (dates.is_serial(v.strip()) and not dates.is_epoch(v.strip()))
        ),
        "dated": lambda v: (
            bool(dates.mentions(v) or dates.month(v) or dates.is_rough(v)) or dates.is_serial(v.strip())
        ),
        "relative": lambda v: len(v) < SHORT and dates.is_relative(v),
        "url": lambda v: bool(headings.BARE_URL.match(v.strip())),
        "email": lambda v: bool(headings.EMAIL.search(v)),
        "phone": lambda v: bool(headings.PHONE.fullmatch(v.strip())) and not dates.is_day(v),
        "number": lambda v: bool(headings.NUMBER.fullmatch(v.strip())),
        "yes or no": lambda v: is_yes(v) or is_no(v) or plain(v) in words_of("blank"),
        "title": is_title,
        "joint": lambda v: len(v) < 120 and all(headings.joint(v)) and is_title(v),
        "channel": lambda v: len(v) < 40 and plain(v) in meanings("channel", "name"),
        "remote": lambda v: len(v) < 40 and plain(v) in meanings("remote", "name"),
        "long": lambda v: len(v) > 60,
        "prose": lambda v: len(plain(v).split()) > 2,
        "measure": lambda v: bool(MEASURE.match(v)),
        "firm": headings.is_firm,
    }


# --- scores, and one assignment ---


def _set_options(column: Column) -> None:
    """Score each role that a column may have: by its heading, then by its cells."""
    if column.is_fixed or not column.is_free:
        column.options = {column.role: SURE}
        return
    scores, heading, n = shipped("columns")["heading"], plain(column.heading), column.n
    if column.role != "?":
        column.offer(column.role, _heading_score(column))
    for at, role in enumerate(shipped("headings")["otherwise"].get(heading, ())):
        column.offer(role, (scores["second"] if n else scores["empty"] - 0.1) - 0.1 * at)
    if (role := _instead(column)) and (role != "company" or column.share("names")):
        column.offer(role, scores["either"])
    if column.role == "stage:applied":  # “Application #”
        column.offer("id", 0)
    if column.share("workplace"):
        column.offer("remote", SURE / 2)
    if heading == "recruiter":
        column.offer("recruiter", 0)
    if column.tells():
        for role in shipped("columns")["cells"]["roles"] if column.role else ("role",):
            column.offer(role, 0)
        if column.role in DAYS:
            column.offer("note", 0)
    column.offer("", scores["nothing"])


def _instead(column: Column) -> str:
    """Return what a filled column stands for where no other column is that: “Unit” for the job."""
    role = shipped("headings")["instead"].get(plain(column.heading), "")
    if role == "company" and column.role not in ("contact", "location"):
        role = ""
    return (role or ("company" if column.role == "channel" else "")) if column.n else ""


def _heading_score(column: Column) -> float:
    kind = "alike" if "read as" in column.why else "within" if "for “" in column.why else "exact"
    kind = kind if column.role else "unused"
    return shipped("columns")["heading"]["empty" if column.role in ONCE and not column.n else kind]


def _assigned(columns: Sequence[Column]) -> list[str]:
    """Return the roles with the highest score in all; each of `ONCE` is that of one column at most."""
    options = [{"": -SURE} | column.options for column in columns]
    names = [*ONCE, *dict.fromkeys(role for scores in options for role in scores if role not in ONCE)]
    matrix = np.array([[scores.get(role, -2 * SURE) for role in names] for scores in options])
    once, others = np.split(matrix, [len(ONCE)], axis=1)
    gains = once - others.max(axis=1, keepdims=True) - FIRST * np.arange(len(columns))[:, None]
    roles: dict = {at: gains[at].argmax() for at in np.flatnonzero(gains.max(axis=1) > 0)}
    if len({*roles.values()}) < len(roles):  # two columns want the same
        from scipy.optimize import linear_sum_assignment

        unused = np.zeros((len(ONCE), len(ONCE)))  # a role may be that of no column
        roles = dict(zip(*linear_sum_assignment(np.vstack([gains, unused]), maximize=True), strict=True))
    return [names[roles.get(at, len(ONCE) + others[at].argmax())].rstrip("?") for at in range(len(columns))]


def _why(column: Column, role: str, chosen: Sequence[str]) -> str:
    """Return why a column has its role: its heading, or the term of its cells that counts most."""
    if role == column.role or (not role and column.role == "?"):
        return column.why if column.n or column.role != "?" else "empty"
    if role and role == _instead(column):
        return OTHER.format("job title" if role == "role" else role)
    seconds = shipped("headings")["otherwise"].get(plain(column.heading), ())
    if column.role in chosen and column.role in ONCE and (not role or role in seconds):
        return f"another column is the {column.role}"
    says = _largest(column, role)
    but = "" if column.role in ("?", "") else f"the heading says {column.role.removeprefix('stage:')}"
    if says:
        return f"values: {says}, though {but}" if role and but else f"values: {says}"
    return f"not as {but}" if but else "by its values"


def _largest(column: Column, role: str) -> str:
    """Return what the largest term for a role says, or against its heading's where it has none."""
    terms = column.terms(role) if role else {form: -term for form, term in column.terms(column.role).items()}
    form = max(terms, key=lambda form: terms[form], default="")
    return shipped("columns")["says"].get(form, "") if terms.get(form, 0) > 0 else ""


# --- behind: what only the whole table tells ---


def _join(columns: Sequence[Column]) -> None:
    """Find the column that holds both company and job title, where one of them has no column."""
    chosen = {column.role for column in columns}
    named = {"company", "role"} & chosen
    if {"job", "sender"} & chosen or len(named) > 1:
        return
    roles = named or ("stage:applied", "")
    joint = [c for c in columns if c.is_free and c.role in roles and c.share("joint") > 0.6]
    for column in joint[:1]:
        column.role, column.why = "job", "values: company and job title in one cell"


def _begin(columns: Sequence[Column]) -> None:
    """Take the day when a row was added for that of applying, where a state but no other day is told.

    The day of the last change then is that of the state.
    """
    dated = [column for column in columns if column.role in DAYS and column.share("dated") > 0.3]
    used = {column.role for column in dated}
    is_made = any(column.role == "date" and plain(column.heading) in words_of("made") for column in dated)
    begins = "date" if is_made else "stage:saved"
    if all(column.role != "status" for column in columns) or begins not in used or used - {begins, "touched"}:
        return
    for column in dated:
        if column.is_free and column.role != "date":
            column.role = "date" if column.role == "stage:saved" else "updated"
            column.why += ADDED
