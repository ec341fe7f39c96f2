"""The words of a job search and the tables they stand in: one meaning each.

Nothing here imports pandas, or even `typing`, until a frame is made, so that a command which only
records a fact starts at once.
"""

from __future__ import annotations

from collections import namedtuple
from itertools import pairwise

from jobkit.errors import TableError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    import pandas as pd

STAGES = ("saved", "applied", "acknowledged", "screening", "assessment", "interview", "offer")
ENDINGS = ("accepted", "declined", "rejected", "withdrawn", "closed")
KINDS = (*STAGES, *ENDINGS)
STAGE_DAYS = dict(zip(STAGES[3:], ("screened", "assessed", "interviewed", "offered"), strict=True))
"""The columns of applications that hold the first day on which a stage, or one beyond it, was reached."""
OUTCOMES = ("open", "offer", *ENDINGS)
LOST = ("rejected", "closed")
OPEN = ("open", "offer")
ANSWERS = ("screening", "assessment", "interview", "offer", "rejected", "closed")
REPLY = "reply"
"""An answer of which nothing but its day is known: a detail of the event that is `acknowledged` at least."""
INVITATION = "invitation"
"""A talk of which only the day is known on which they invited to it: a detail of its event."""

REASONS = (
    *("more_qualified", "not_demonstrated", "minimum_not_met", "overqualified", "internal_or_known"),
    *("mistaken_hire", "role_changed", "logistics", "never_considered"),
)
"""The built-in reasons of `data/reasons.toml`; a person may name finer ones under them."""

SILENT = ("withdrew", "unknown")
"""Reasons that explain no rejection, and stand in no list."""

HIRED_FROM = ("internal", "external", "unknown")

SAYS = (
    *("feedback", "referral_first_hand", "referral_hearsay", "hire_observed", "stated", "noted", "template"),
    *("guess_later", "guess_early"),
)
"""Who may say why an application ended, as in `data/reasons.toml`."""

STEPS = (
    *("thank_note", "thank_email", "connect_interviewer", "thank_manager", "ask_feedback", "ask_referral"),
    *("who_was_hired", "compare", "connect_with_hire", "coffee", "hire_at_six_months"),
    *("positions_at_six_months", "role_left_behind", "desk_left_behind", "hire_at_twelve_months"),
    *("positions_at_twelve_months", "role_open_again", "answer_offer"),
)
"""The steps of `data/process.toml`; a person may add others."""

ROUNDS = ("screening", "test", "first", "second", "third", "final")
WENT = ("well", "partly", "poorly")
"""How an answer to a question in an interview went, as its owner says."""

SAME_TRY_DAYS = 30
"""Two sources that date one application differently are at most this far apart."""
NEW_TRY_DAYS = 5
"""A receipt or a day of applying this long after the end of one application begins another."""
LATEST_ANSWER_DAYS = 270
"""A message this long after the last sign of an application is about another one."""

TEXT, DAY, NUMBER, COUNT, FLAG, ANY = "text", "day", "number", "count", "flag", "any"

KIND_OF = {
    **dict.fromkeys("date recorded applied outcome_date answered screened assessed interviewed".split(), DAY),
    **dict.fromkeys("offered last_event hired seen left reopened connected until".split(), DAY),
    **dict.fromkeys("n n_interviews n_events".split(), COUNT),
    **dict.fromkeys("days_waited level".split(), NUMBER),
    **dict.fromkeys("assigned referred is_whole is_open".split(), FLAG),
    **dict.fromkeys("details credentials examples origins keys".split(), ANY),
}
"""What a column holds, by its name, in whatever table it stands; the rest is text."""


COLUMNS = {
    table: {name: KIND_OF.get(name, TEXT) for name in names.split()}
    for table, names in {
        "events": "event application kind date company role channel location url note text source origin "
        "entry details time address contact applied_how hours assigned recorded",
        "applications": "company role applied furthest outcome outcome_date days_waited channel referred "
        "location url n_interviews sources answered first_answer screened assessed interviewed offered "
        "remote resume seniority role_family n_events last_event earlier_try",
        "problems": "source origin field value problem action",
        "doubts": "doubt kind place n sentence examples command sources origins keys is_whole is_open",
        "evidence": "evidence application event reason sub_reason says date words note recorded source "
        "origin",
        "hires": "hire application event hired_from how_known hired seen left reopened note credentials "
        "recorded",
        "credentials": "credential section name organisation title started ended level field place source "
        "origin",
        "people": "person application event part name company title email phone url connected note "
        "recorded source origin",
        "postings": "posting application event requirement strength dimension value words recorded",
        "steps": "done application event step person date outcome until words note recorded source origin",
        "debriefs": "debrief application event round part date asked went now note recorded source origin",
        "reflections": "reflection month kind text details recorded",
    }.items()
}
"""Each table's columns, in order, each with what it holds."""
COLUMNS["doubts"]["sources"] = ANY  # several files; of an application they are named in one text

NEEDED = {
    "people": ("name",),
    "evidence": ("reason", "says"),
    "steps": ("step",),
    "postings": ("requirement",),
    "credentials": ("section",),
    "reflections": ("kind",),
    "events": ("kind",),
}
"""Columns without which a row says nothing."""
CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "credentials": {"section": ("role", "education", "skill", "certificate", "language", "dropped")},
    "events": {"kind": KINDS},
    "evidence": {"says": SAYS},
}
"""Columns that hold one of a few words."""

WRITTEN = "written down"
"""The source of an event that stands in no file."""
TALKS = ("screening", "assessment", "interview")
"""Kinds of events in which somebody met you, spoke to you, or tested you."""
DETAILS = ("time", "address", "contact", "applied_how", "hours", "assigned")
"""What an employment office asks for besides, where it is known: members of an event's `details`."""


class Event(
    namedtuple(
        "Event",
        "kind date company role channel location url note text entry details",
        defaults=(None, "", "", "", "", "", "", "", "", {}),
    )
):
    """One dated thing that happened to one application, as a source tells it.

    `date` is an ISO day or None, never made up. Events of one file that share `entry` are one
    try at one job; `details` (a mapping) holds what else was said (`referred`, `remote`, `resume`,
    `salary`, `seniority`, `reply`, `date_inferred`, `message_id`, `thread`, and what `DETAILS` names:
    `assigned` is True or False; `recorded` the day it was learned, where that is not its date).
    The rest is text, "" if unknown.
    """

    __slots__ = ()


class Fact(namedtuple("Fact", "table values entry", defaults=("",))):
    """A row of one of the other tables (`evidence`, `people`, `steps`, `credentials` …), by its columns.

    `entry` says to which try at a job of the same file it belongs, if to one.
    """

    __slots__ = ()


class Problem(namedtuple("Problem", "field value problem action")):
    """Something in a record that was not understood: the rest of the record goes on."""

    __slots__ = ()


class Record(
    namedtuple(
        "Record",
        "origin content events facts problems set_aside id same",
        defaults=((), (), (), "", "", None),
    )
):
    """One row or message of a source, kept whole, and what was made of it.

    `origin` is `tracker.csv:17`; `content` maps every heading to its cell as written (a mail: its
    headers and decoded text); `set_aside` says why a record holds nothing of an application; `id` is what
    the search that exported it calls its one event or fact; `same` is the content as another program may
    have saved it, its days in ISO form, where that differs.
    """

    __slots__ = ()

    @property
    def state(self) -> str:
        """`problem`, `set aside` or `understood`: each record is exactly one of them."""
        if self.problems:
            return "problem"
        return "set aside" if self.set_aside else "understood"


def checked(table: str, values: Mapping, reasons: Iterable[str] = ()) -> tuple[dict, dict[str, str]]:
    """Return a row as it can stand in its table, and by column why a value of it cannot.

    Numbers in a column of text become text; a reason is one of `reasons`, if any are given. Where a column
    that is `NEEDED` is missing, the row says nothing.
    """
    kept: dict[str, Any] = dict(values)
    wrong: dict[str, str] = {}
    choices = CHOICES.get(table, {}) | ({"reason": (*reasons,)} if reasons else {})
    told_as_they_are = DETAILS if table == "events" else ()
    for name, kind in COLUMNS[table].items():
        value = kept.get(name) if name not in told_as_they_are else None
        if name in NEEDED.get(table, ()) and not str(value or "").strip():
            wrong[name] = "is missing"
        elif value in (None, ""):
            continue
        elif not _fits(name, kind, value):
            wrong[name] = "is not a month such as 2026-10" if name in MONTHS else WRONG[kind]
        elif value not in choices.get(name, (value,)):
            wrong[name] = f"is not one of {', '.join(choices[name])}"
        elif kind == TEXT:
            kept[name] = str(value)
    return {name: value for name, value in kept.items() if name not in wrong}, wrong


MONTHS = ("month", "started", "ended")
"""Columns of text that hold a month, or, of one's own credentials, a year or a day."""
WRONG = {
    TEXT: "is not a text",
    DAY: "is not a date such as 2026-10-31",
    **dict.fromkeys((NUMBER, COUNT), "is not a number"),
    FLAG: "is neither true nor false",
    ANY: "is not an object of names and values",
}
TYPES = {TEXT: (str, int, float), NUMBER: (int, float), COUNT: (int,), ANY: (dict,), FLAG: ()}


def _fits(name: str, kind: str, value: object) -> bool:
    if kind == DAY:
        return is_day(value)
    if name in MONTHS:
        ends = ("-01",) if name == "month" else ("", "-01", "-01-01")
        is_open = name == "ended" and value == "present"
        return is_open or (isinstance(value, str) and any(is_day(value + end) for end in ends))
    if isinstance(value, bool) or (isinstance(value, float) and not abs(value) < float("inf")):
        return kind == FLAG and isinstance(value, bool)
    return isinstance(value, TYPES[kind])


def is_day(value: object, first: int = 1, last: int = 9999) -> bool:
    """Return whether this is a day such as 2026-10-31, in a year of these."""
    from datetime import date

    try:
        found = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return False
    return found is not None and first <= found.year <= last


LONGEST_GAP = 24
"""Months without anything that stand between two with something."""


def months(present: Iterable[str]) -> list[str]:
    """Return every month (“2026-10”) from the first to the last; a longer stretch of nothing is left out."""
    numbers = sorted({int(month[:-3]) * 12 + int(month[-2:]) - 1 for month in present})
    gaps = pairwise(numbers)
    between = {n for one, later in gaps if later - one <= LONGEST_GAP for n in range(one, later)}
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in sorted({*numbers, *between})]


def lists(values: pd.Series, keys: pd.Series) -> pd.Series:
    """Return the values of each key as a list, in their order, ten times as fast as pandas."""
    import pandas as pd

    found: dict[Any, list] = {}
    for key, value in zip(*(one.to_numpy(dtype=object) for one in (keys, values)), strict=True):
        found.setdefault(key, []).append(value)
    return pd.Series(found, dtype=object)


def details(events: pd.DataFrame) -> pd.Series:
    """Return what else was said of each event, as a dict; {} where nothing was."""
    return events["details"].map(lambda one: one if isinstance(one, dict) else {})


def empty(table: str) -> pd.DataFrame:
    """Return the named table without rows, each column with its type."""
    return frame(table, None)


def frame(table: str, rows) -> pd.DataFrame:
    """Return rows (dicts, a DataFrame, or None) as the named table: its columns, in order, typed.

    Columns that a row lacks are missing; columns that the table does not declare follow behind.
    Missing text is NaN, a missing day NaT.
    """
    import pandas as pd

    made = rows.copy() if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows or ()))
    declared = COLUMNS[table]
    if table == "applications" and "application" in made.columns:
        made = made.set_index("application")
    made = made.reindex(columns=[*declared, *(name for name in made.columns if name not in declared)])
    for name, kind in declared.items():
        made[name] = _typed(made[name], kind)
    if table == "applications":
        made.index = pd.Index(made.index, name="application", dtype=text_dtype())
    return made


def rows(table: pd.DataFrame, columns: Iterable[str] = ()) -> list[dict]:
    """Return the rows of a table as dicts, of some columns or all; what is missing is None."""
    import pandas as pd

    names = [*columns] or [*table.columns]
    values = []
    for name in names if len(table) else ():
        plain = table[name].to_numpy(dtype=object, copy=True) if name in table else [None] * len(table)
        values.append([None if gone else value for value, gone in zip(plain, pd.isna(plain), strict=True)])
    return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


def text_dtype() -> str:
    """Return the dtype of text: pandas 3 has one of its own, pandas 2 keeps objects."""
    import pandas as pd

    return "str" if int(pd.__version__.split(".")[0]) >= 3 else "object"


def days(values) -> pd.Series:
    """Return a Series of days (datetime64[s], no zone, midnight); what is no day raises `TableError`."""
    import numpy as np
    import pandas as pd

    series = pd.Series(values) if not isinstance(values, pd.Series) else values
    if isinstance(series.dtype, pd.DatetimeTZDtype):
        series = series.dt.tz_localize(None)
    if series.dtype.kind != "M":
        plain = series.astype(object).where(series.notna(), None)
        written = ["NaT" if value in (None, "") else str(value)[:10] for value in plain]
        try:  # by numpy, for pandas 2 has no day after 2262
            found = np.array(written, dtype="datetime64[D]")
        except ValueError as error:
            raise TableError(f"A day is written as 2026-10-31; this is not: {error}.") from error
        short = [text for text in written if len(text) != 10 and text != "NaT"]
        if short:
            raise TableError(f"A day is written as 2026-10-31; this is not: {short[0]}.")
        series = pd.Series(found.astype("datetime64[s]"), index=series.index, name=series.name)
    return series.astype("datetime64[s]").dt.normalize()


def day(value) -> pd.Timestamp:
    """Return one day as a Timestamp; text such as 2026-10-31, a date or a Timestamp will do."""
    import pandas as pd

    if isinstance(value, pd.Timestamp) and value.tz is None:
        return value.normalize()
    return days([value]).iloc[0]


def check_kind(kind: object) -> None:
    """Raise `TableError`, naming it, unless this is a kind of event."""
    if kind not in KINDS:
        raise TableError(f"“{kind}” is not a kind of event; use one of {', '.join(KINDS)}.")


def require(table: pd.DataFrame, columns, name: str) -> None:
    """Raise `TableError`, naming the table and what it lacks, unless it has these columns."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise TableError(
            f"The table {name} lacks {', '.join(missing)}; it has {', '.join(map(str, table.columns))}."
        )


def _typed(series: pd.Series, kind: str) -> pd.Series:
    import numpy as np
    import pandas as pd

    if kind == DAY:
        return days(series)
    if kind == TEXT:
        plain = series.to_numpy(dtype=object, copy=True)  # by numpy: a search has hundreds of these columns
        plain[pd.isna(plain)] = np.nan
        plain[plain == ""] = np.nan
        return pd.Series(plain, series.index, dtype=text_dtype(), name=series.name)
    if kind == NUMBER:
        return pd.to_numeric(series).astype("float64")
    if kind == COUNT:
        return pd.to_numeric(series).fillna(0).astype("int64")
    if kind == FLAG:
        known = series.astype(object).where(series.notna(), None)
        return known.map({True: True, False: False}).astype("boolean")
    return series.astype(object)
