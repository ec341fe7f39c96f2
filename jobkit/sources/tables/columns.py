"""What each column of a table is used for: one assignment by what it is called and what stands in it.

The scores stand in `data/columns.toml`. Before them the headings are put over their cells, should all stand
a column off, and a column of days is put to the step or state right before it; behind them the column
that holds company and job title is found, and what the table's only days are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, pairwise, zip_longest

from jobkit.language import days as dates
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.tables.grids import Row
from jobkit.sources.tables.headings import (
    BARE_URL,
    DAYS,
    EMAIL,
    NUMBER,
    PHONE,
    SINGLE,
    aliases,
    is_firm,
    is_title,
    joint,
    named,
    role_of,
    tells,
    words_of,
)
from jobkit.sources.tables.statuses import Lexicon, is_no, is_yes
from jobkit.tables import KINDS

SAMPLE = 200  # different values of a column that are looked at
SHORT = 30  # letters: a longer cell is no word for “nothing”
ONCE = (*SINGLE, "status?", "history?", "date?", "id?")  # roles that one column can have
SURE = 9.0  # asked for, of a known layout, or said by the column beside
BEGINNINGS = ("stage:saved", "stage:applied", "stage:acknowledged", "stage:rejected")
STARTS = ("date", "event_date", "stage:applied")
SILENT = frozenset(("open", "closed", "nothing"))
FIRST = 1e-6  # by how much less a later column is wanted
BESIDE = "the column before it: when that was"
MOVED = "values: the headings stand a column off"
ADDED = ", as no other column has days"
OTHER = "heading, as no other column is the {}"


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


@dataclass(slots=True, eq=False)
class Known:
    """What a column is called, and what stands in it; `options`: the score of each role it may have.

    `is_free`: nobody asked for its role; `is_fixed`: it has it whatever the others are.
    """

    heading: str
    profile: Profile
    role: str
    why: str
    is_free: bool
    is_fixed: bool = False
    is_place: bool = False  # a step by its name that says whether the work is done on site
    forms: Mapping[str, float] = field(default_factory=dict)
    options: dict[str, float] = field(default_factory=dict)

    def value(self, role: str) -> float:
        """Return how well its cells fit a role; a single cell tells half as much, but for an address."""
        return sum(self.terms(role).values()) * (1.0 if self.tells() else 0.5)

    def tells(self) -> bool:
        """Return whether its cells are enough to tell what they are."""
        return self.profile.n > 1 or any(self.profile.share(form) for form in ("url", "email", "phone"))

    def terms(self, role: str) -> dict[str, float]:
        """Return what each form of its cells adds to the score of a role."""
        weights = shipped("columns").get(role) or shipped("columns").get(role.partition(":")[0], {})
        return {form: weight * self.forms.get(form, 0.0) for form, weight in weights.items()}

    def settle(self, role: str, why: str) -> None:
        """Give it a role, whatever the others are."""
        self.role, self.why, self.is_fixed = role, why, True

    def offer(self, role: str, score: float) -> None:
        """Add a role that it may have, by its heading's score."""
        self.options[role] = max(self.options.get(role, -SURE), score + self.value(role))


def assign(
    headings: Sequence[str], profiles: Sequence[Profile], layout: Mapping, mapping: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """Return the role of each column, and why it has it."""
    columns = [_known(*pair, layout, mapping) for pair in zip(headings, profiles, strict=True)]
    if all(column.is_free for column in columns):
        _move(columns)
    _set_moves(columns)
    _date_flags(columns)
    _date_states(columns)
    _pair(columns)
    _set_forms(columns)
    for column in columns:
        _set_options(column)
    chosen = _assigned(columns)
    whys = [_why(column, role, chosen) for column, role in zip(columns, chosen, strict=True)]
    _join(columns, chosen, whys)
    _begin(columns, chosen, whys)
    return chosen, whys


def _known(heading: str, profile: Profile, layout: Mapping, mapping: Mapping[str, str]) -> Known:
    """Return what a column is called: as it was asked for, by the layout, or by the words of its heading."""
    asked = next((role for name, role in mapping.items() if name.strip() == heading), None)
    known = None if heading.startswith("column ") else role_of(heading)
    if asked is not None:
        return Known(heading, profile, _asked_role(asked), "asked", False)
    if dates.is_day(heading):
        return Known(heading, profile, "", "heading: a day, told in the history", True, True)
    if plain(heading) in layout.get("roles", {}):
        return Known(heading, profile, layout["roles"][plain(heading)], layout["name"], False)
    role, why = known or ("?", "")
    is_flag = "for “" in why and profile.share("yes or no") > 0.8 and not _is_flag(role, heading)
    if is_flag:
        role, why = "", "values: yes or no"
    return Known(heading, profile, role, why, True, is_flag)


def _is_flag(role: str, heading: str) -> bool:
    """Return whether a heading of a few words may name the stage that yes or no is said of."""
    return role == "referred" or (role.startswith("stage:") and len(plain(heading).split()) < 4)


def _asked_role(asked: str) -> str:
    if asked in KINDS and asked != "saved":
        return f"stage:{asked}"
    return "" if asked in ("ignore", "nothing", "") else "stage:saved" if asked == "saved" else asked


# --- before: headings a column off, moves, and the columns beside each other ---


def _is_misplaced(role: str, profile: Profile) -> bool:
    """Return whether cells are plainly something else than what stands above them."""
    forms = ["day"] if role in ("url", "channel", "location", "role", "contact", "company") else []
    forms += ["url"] if role in ("company", "role", "location", "status", *DAYS) else []
    forms += ["title"] if role in ("company", *DAYS) else ["status"] if role == "url" else []
    return any(profile.share(form) > 0.6 for form in forms)


def _move(columns: Sequence[Known]) -> None:
    """Move headings that all stand a column off to where they fit; forget them where they fit nowhere."""
    profiles = [column.profile for column in columns]
    n = sum(_is_misplaced(column.role, column.profile) for column in columns)
    if n < 2:
        return
    for by in (1, -1):
        named = [column.role for column in columns]
        moved = ["?", *named[:-1]] if by > 0 else [*named[1:], "?"]
        n_fit = sum(_fits(role, profile) for role, profile in zip(moved, profiles, strict=True))
        if not any(map(_is_misplaced, moved, profiles)) and n_fit > 3:
            for column, role in zip(columns, moved, strict=True):
                column.role, column.why = role, MOVED
            return
    for column in columns if n > 3 else ():
        column.role, column.why = "?", ""


def _fits(role: str, profile: Profile) -> bool:
    """Return whether cells are plainly what their heading says."""
    if role in DAYS:
        return max(profile.share("day"), profile.share("yes or no")) > 0.6
    form = {"role": "title", "url": "url", "status": "status"}.get(role, "")
    others = max(profile.share(form) for form in ("title", "day", "url", "status"))
    return profile.share(form) > 0.6 or (role == "company" and profile.n > 0 and others < 0.4)


def _set_moves(columns: Sequence[Known]) -> None:
    """Take two columns of states beside each other, without a heading, for what a line moves from and to."""
    named = {column.role for column in columns}
    states = [at for at, column in enumerate(columns) if column.role == "?" and is_state(column.profile)]
    if len(states) == 2 and states[1] == states[0] + 1 and "status" not in named and not has_stage(named):
        for at, role in zip(states, ("from", "to"), strict=True):
            columns[at].settle(role, "values: states")
        for column in columns:
            if column.role == "?" and column.profile.share("day") > 0.7:
                column.settle("event_date", "values: days")
                break


def _date_flags(columns: Sequence[Known]) -> None:
    """Give a plain column of days to the stage before it that says yes or no, if only a yes has a day."""
    for flag, days in pairwise(columns):
        is_stage = flag.role.startswith("stage:") and flag.profile.share("yes or no") > 0.8
        if days.is_free and is_stage and days.role == "date" and days.profile.share("day") > 0.8:
            n_yes = sum(times for value, times in flag.profile.values.items() if is_yes(value))
            if 0 < days.profile.n <= n_yes:
                days.settle(flag.role, "values: days of each yes in the column before")


def _date_states(columns: Sequence[Known]) -> None:
    """Make a plain “When” right after a state the day of that state, if another column says when applied."""
    named = {column.role for column in columns}
    is_applied = any(c.role == "stage:applied" and c.profile.share("day") > 0.6 for c in columns)
    for state, days in pairwise(columns):
        is_heard = state.role == "answer" and state.profile.share("yes or no") > 0.8
        is_plain = days.is_free and days.role == "date" and plain(days.heading) in words_of("when")
        if is_applied and is_plain and state.role == "status" and "answer" not in named:
            days.settle("answer", BESIDE)
        elif is_applied and is_plain and is_heard:
            days.settle("answer", BESIDE)
            state.settle("", "the column behind it says when")


def _pair(columns: Sequence[Known]) -> None:
    """Make a column of days right after one of words for the same step or state the day of those."""
    n_states = sum(column.role == "status" for column in columns)
    for said, days in pairwise(columns):
        is_after = days.role.startswith("stage:") and plain(said.heading) not in aliases()
        is_described = is_after and days.role == _step_of(said.heading)
        is_step = days.role.startswith("stage:") and days.role == said.role
        own = {word for word in plain(days.heading).split() if tells(word)}  # not the number of “Date (6)”
        is_plain = own <= {*plain(said.heading).split()}
        is_state = n_states > 1 and said.role == "status" and days.role in ("date", "updated", "", "?")
        is_said = is_described or (
            (is_step or (is_state and is_plain)) and said.profile.share("status") > 0.5
        )
        is_dated = said.profile.share("dated") < 0.5 and days.profile.share("day") > 0.6
        if days.is_free and is_said and is_dated:
            said.role = days.role if is_described else said.role
            days.settle("beside", BESIDE)


def _step_of(heading: str) -> str:
    """Return the role of a heading such as “Round 1 Type” without its last word, if that only describes."""
    *step, last = plain(heading).split() or [""]
    return (role_of(" ".join(step)) or ("",))[0] if last in words_of("details") else ""


# --- what stands in a column ---


@dataclass(frozen=True, slots=True)
class Whole:
    """What the forms of a column depend on of the whole table."""

    n_states: int  # columns that are called a state
    n_told: int  # of them, that hold states
    n_telling: int  # of them, that tell more than that something was sent or is open
    n_most: int  # cells of the fullest column
    half: tuple[Known, ...]  # columns without a heading that may hold states
    steps: tuple[Known, ...]  # columns of what comes after applying
    is_begun: bool  # a column has the days of applying
    is_bare: bool
    says_who: bool

    @classmethod
    def of(cls, columns: Sequence[Known]) -> Whole:
        """Return it of the columns as they are called."""
        states = [column for column in columns if column.role == "status"]
        steps = [c for c in columns if c.role.startswith("stage:") and c.role not in BEGINNINGS]
        return cls(
            len(states),
            sum(column.profile.share("status") > 0.3 for column in states),
            sum(map(_is_telling, states)),
            max((column.profile.n for column in columns), default=0),
            tuple(c for c in columns if c.heading.startswith("column ") and is_state(c.profile, 0.5)),
            tuple(c for c in steps if plain(c.heading) != "recruiter"),
            any(c.role in STARTS and c.profile.share("dated") > 0.3 for c in columns),
            _is_bare(columns),
            _says_who(columns),
        )


def _set_forms(columns: Sequence[Known]) -> None:
    """Note of each column the shares of its forms, and what holds of it as a whole."""
    whole = Whole.of(columns)
    for column, behind in zip_longest(columns, columns[1:]):
        if column.profile.n:
            is_paired = behind is not None and behind.role == "beside"
            told = _own_forms(column.profile) | _forms_beside(column, whole, is_paired)
            told["first numbers"] = column is columns[0] and told["first numbers"]
            column.forms = {**column.profile.shares, **{name: float(share) for name, share in told.items()}}
            column.is_place = whole.steps == (column,) and _is_place(column)


def _own_forms(profile: Profile) -> dict[str, float]:
    """Return what holds of a column by its own cells."""
    share = profile.share
    words = max(share("status"), share("yes or no"), share("dated"))
    is_counted = share("number") > 0.8 > share("dated") and share("yes or no") < 0.5
    return {
        "words": words,
        "wordless": words < 0.4 and share("number") < 0.5 and share("relative") <= 0.5,
        "numbers": is_counted and profile.n_different > 0.8 * profile.n,
        "first numbers": share("number") > 0.9 and profile.n_different > 0.5 * profile.n,
        "state": is_state(profile),
        "history": _is_history(profile),
        "some titles": share("title") > 0.3,
        "untitled": share("title") < 0.2,
    }


def _forms_beside(column: Known, whole: Whole, is_paired: bool) -> dict[str, float]:
    """Return what holds of a column beside the others."""
    profile, share, is_called = column.profile, column.profile.share, column.role == "status"
    is_name = whole.says_who and is_names(profile) and profile.n > 0.3 * whole.n_most
    is_alone = whole.n_told == (is_called and share("status") > 0.3)
    is_silent = profile.n_different < 2 or profile.kinds <= SILENT
    tell_more = whole.n_telling > (is_called and _is_telling(column))
    return {
        "names": is_name,
        "bare names": is_name and whole.is_bare,
        "only day": share("day") > 0.7 and not whole.is_begun,
        "only state": is_state(profile) and is_alone,
        "half a state": whole.half == (column,),
        "decoy": is_silent and not is_paired and tell_more,
        "stateless": whole.n_states > 1 and share("status") + share("yes or no") < 0.25,
    }


def _is_place(column: Known) -> bool:
    """Return whether a step by its name only says whether the work is done on site."""
    return column.profile.share("yes or no") > 0.8 and plain(column.heading) in words_of("workplace")


def _is_telling(column: Known) -> bool:
    """Return whether a column of states tells more than that something was sent or is open."""
    return bool(column.profile.kinds - {*SILENT, "applied"})


def _is_bare(columns: Sequence[Known]) -> bool:
    """Return whether days and states stand in a table without headings: its names are firms and jobs."""
    is_dated = any(column.profile.share("day") > 0.7 for column in columns)
    is_told = any(is_state(column.profile, 0.5) for column in columns)
    is_moved = any(column.role == "to" for column in columns)
    return is_dated and is_told and not is_moved and all(c.heading.startswith("column ") for c in columns)


def _says_who(columns: Sequence[Known]) -> bool:
    """Return whether a column of names may be the company: jobs or links stand beside it, or it is “Name”."""
    is_named = any(column.role in ("role", "url", "job") for column in columns)
    is_told = any(
        column.profile.share("url") > 0.6 or column.profile.share("title") > 0.5 for column in columns
    )
    return is_named or is_told or plain(columns[0].heading) in ("name", "names", "nom") or _is_bare(columns)


def has_stage(named: Iterable[str]) -> bool:
    """Return whether some column is a stage of its own."""
    return any(role.startswith("stage:") for role in named)


def is_state(profile: Profile, share: float = 0.7) -> bool:
    """Return whether a column holds states of applications, of more than one kind."""
    return profile.share("status") > share and len(profile.kinds) > 1 and profile.share("title") < 0.5


def is_names(profile: Profile) -> bool:
    """Return whether a column holds names: much that differs, and nothing else that is known."""
    forms = ("day", "url", "email", "number", "status", "yes or no", "channel", "remote", "long")
    return profile.n_different > 0.4 * profile.n and not any(profile.share(form) > 0.4 for form in forms)


def _is_history(profile: Profile) -> bool:
    """Return whether most cells hold a day beside words, and many of the words are states."""
    is_dated = profile.share("dated") > 0.6 and profile.share("day") < 0.4
    is_path = not any(" " in value.strip() for value in profile.values)
    return is_dated and profile.share("status") > 0.5 and profile.n_different > 2 and not is_path


# --- the forms of cells ---


def profiled(rows: Sequence[Row], width: int, lexicon: Lexicon) -> list[Profile]:
    """Return what stands in each column of rows."""
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
def form_tests() -> dict[str, Callable[[str], bool]]:
    """Return what tells whether a cell has a form, by its name."""
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
    return form_tests() | {"status": lambda v: len(v) < 200 and lexicon.knows(v) and not dates.is_day(v)}


# --- scores, and one assignment ---


def _set_options(column: Known) -> None:
    """Score each role that a column may have: by its heading, then by its cells."""
    if column.is_fixed or not column.is_free:
        column.options = {column.role: SURE}
        return
    scores, heading, profile = shipped("columns")["heading"], plain(column.heading), column.profile
    if column.role != "?":
        column.offer(column.role, _heading_score(column))
    for at, role in enumerate(shipped("headings")["otherwise"].get(heading, ())):
        column.offer(role, (scores["second"] if profile.n else scores["empty"] - 0.1) - 0.1 * at)
    may_be_firm = column.role == "channel" or (column.role == "contact" and heading in words_of("either"))
    if may_be_firm and column.forms.get("names"):
        column.offer("company", scores["either"])
    if (role := shipped("headings")["instead"].get(heading)) and profile.n:
        column.offer(role, scores["either"])
    if column.role == "stage:applied":  # “Application #”
        column.offer("id", 0)
    if column.is_place:
        column.offer("remote", SURE / 2)
    if column.role == "stage:screening" and heading in ("recruiter", "hr"):
        column.offer("contact", scores["second"])
        if heading == "recruiter":
            column.offer("recruiter", 0)
    if column.tells():
        for role in shipped("columns")["cells"]["roles"] if column.role else ("role",):
            column.offer(role, 0)
        if column.role in DAYS:
            column.offer("note", 0)
    column.offer("", scores["nothing"])


def _heading_score(column: Known) -> float:
    scores = shipped("columns")["heading"]
    if column.role in ONCE and not column.profile.n:
        return scores["empty"]
    if not column.role:
        return scores["unused"]
    kind = "alike" if "read as" in column.why else "within" if "for “" in column.why else "exact"
    return scores[kind]


def _assigned(columns: Sequence[Known]) -> list[str]:
    """Return the roles with the highest score in all; each of `ONCE` is that of one column at most."""
    free = [{role: score for role, score in c.options.items() if role not in ONCE} for c in columns]
    others = [max(options, key=lambda role: options[role]) if options else "" for options in free]
    gains = [
        {
            role: score - options.get(other, -SURE) - at * FIRST
            for role, score in c.options.items()
            if role in ONCE
        }
        for at, (c, options, other) in enumerate(zip(columns, free, others, strict=True))
    ]
    best = [max(gain, key=lambda role: gain[role]) if gain else "" for gain in gains]
    wanted = [role if role and gain[role] > 0 else "" for role, gain in zip(best, gains, strict=True)]
    taken = [role for role in wanted if role]
    if len(taken) > len({*taken}):  # two columns want the same
        wanted = _shared(gains)
    return [(role or other).rstrip("?") for role, other in zip(wanted, others, strict=True)]


def _shared(gains: Sequence[Mapping[str, float]]) -> list[str]:
    """Return the role of `ONCE` that each column gets where several want the same, "" for none."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    names = sorted({role for gain in gains for role in gain})
    matrix = np.full((len(gains) + len(names), len(names)), -SURE)
    matrix[len(gains) :] = 0  # a role that no column has
    for at, gain in enumerate(gains):
        matrix[at, [names.index(role) for role in gain]] = [*gain.values()]
    pairs = zip(*linear_sum_assignment(matrix, maximize=True), strict=True)
    found = {int(at): names[column] for at, column in pairs if at < len(gains)}
    return [found.get(at, "") for at in range(len(gains))]


def _why(column: Known, role: str, chosen: Sequence[str]) -> str:
    """Return why a column has its role: its heading, or the term of its cells that counts most."""
    if role == column.role or (not role and column.role == "?"):
        return column.why if column.profile.n or column.role != "?" else "empty"
    if role == "company" and column.role in ("contact", "channel"):
        return OTHER.format(role)
    if role and shipped("headings")["instead"].get(plain(column.heading)) == role:
        return OTHER.format("job title")
    seconds = shipped("headings")["otherwise"].get(plain(column.heading), ())
    if column.role in chosen and column.role in ONCE and (not role or role in seconds):
        return f"another column is the {column.role}"
    against = {form: -term for form, term in column.terms(column.role).items()}
    terms = column.terms(role) if role else against
    form = max(terms, key=lambda form: terms[form], default="")
    says = shipped("columns")["says"].get(form, "") if terms.get(form, 0) > 0 else ""
    but = (
        f", though the heading says {column.role.removeprefix('stage:')}"
        if column.role not in ("?", "")
        else ""
    )
    return f"values: {says}{but if role else ''}" if says else f"not as the heading says{but[2:]}"


# --- behind: what only the whole table tells ---


def _join(columns: Sequence[Known], chosen: list[str], whys: list[str]) -> None:
    """Find the column that holds both company and job title, where one of them has no column."""
    named = {"company", "role"} & {*chosen}
    if "job" in chosen or len(named) > 1 or "sender" in chosen:
        return
    for at, column in enumerate(columns):
        may_be = column.is_free and chosen[at] in (named or ("stage:applied", ""))
        if may_be and column.profile.share("joint") > 0.6:
            chosen[at], whys[at] = "job", "values: company and job title in one cell"
            return


def _begin(columns: Sequence[Known], chosen: list[str], whys: list[str]) -> None:
    """Take the day when a row was added for that of applying, where a state but no other day is told.

    The day of the last change then is that of the state.
    """
    dated = [at for at, c in enumerate(columns) if chosen[at] in DAYS and c.profile.share("dated") > 0.3]
    used = {chosen[at] for at in dated}
    is_made = any(chosen[at] == "date" and plain(columns[at].heading) in words_of("made") for at in dated)
    begins = "date" if is_made else "stage:saved"
    if "status" not in chosen or begins not in used or not used <= {begins, "touched"}:
        return
    for at in dated:
        if columns[at].is_free and chosen[at] != "date":
            chosen[at] = "date" if chosen[at] == "stage:saved" else "updated"
            whys[at] += ADDED
