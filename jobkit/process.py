"""The process as process.toml has it: the steps, their windows and conditions; what is wrong in one's own.

What stands in `data/process.toml` is changed by a file of that name in the folder of a search.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from jobkit import tables
from jobkit.errors import SourceError
from jobkit.language.text import plain
from jobkit.language.vocabulary import line, shipped
from jobkit.language.vocabulary import own as own_file

TRIGGERS = ("offer", "interview", "rejected", "closed", "hire", "hire began", "hire left")
"""What a step counts from; `hire`: that it was learned who was hired; `hire began`: their first day there."""
PARTS = shipped("screens")["whom"]
"""Whom a step may be for, by their part, as a list calls them."""
CHANNELS = ("note", "email", "linkedin", "meeting", "look")
FACTS = (
    *("met someone", "referred", "hire known", "hire internal", "hire external", "hire left"),
    *("connected", "no feedback", "new try", "accepted elsewhere", *tables.OUTCOMES),
)
SPAN = ("3 days", "2 weeks", "6 months", "1 year")
SETTINGS = dict.fromkeys(("horizon", "farewell", "snooze"), SPAN)
FIELDS = {
    "what": (),
    "trigger": TRIGGERS,
    "person": tuple(PARTS),
    "channel": CHANNELS,
    **dict.fromkeys(("from", "to", "until"), SPAN),
    "only_if": (*FACTS, *(f"not {fact}" for fact in FACTS)),
    "ends": FACTS,
    "purpose": (),
    "again": SPAN,
    "done": (),
    "countries": (),
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of process.toml; the window (opens, closes, worth doing up to) counts from the trigger."""

    key: str
    what: str
    trigger: tuple[str, ...]
    person: tuple[str, ...]
    channel: str
    window: tuple[Any, ...]
    only_if: tuple[str, ...]
    ends: tuple[str, ...]
    purpose: str
    done: str
    """What a page says of it once it is done."""
    again: Any
    """How long an answer is waited for, before asking once more; None: nothing is asked."""
    countries: tuple[str, ...] = ()
    """Where it stands, the names of each with commas; none: everywhere."""


@dataclass(frozen=True, slots=True)
class Process:
    """The steps in their order, and how far ahead and behind the list looks."""

    steps: tuple[Step, ...]
    horizon: pd.DateOffset
    farewell: pd.DateOffset
    snooze: pd.DateOffset


class _Wrong(ValueError):  # noqa: N818 it is a sentence, not an accident
    """The line of a step that cannot be followed, and what may stand there."""


def load(path: str | Path | None = None, country: str = "") -> Process:
    """Return the process: what is built in, changed by the process.toml (the file, or its folder), if any.

    A step that stands only in some countries is in it where `country` is one of them.

    Raises
    ------
    SourceError : the file cannot be followed; says the line, and what may stand there.

    Examples
    --------
    >>> len(steps.load().steps)
    18
    """
    file = Path(path or "process.toml")
    file = file / "process.toml" if file.is_dir() else file
    if path is None or not file.exists():
        return _built_in(country)
    return _process(dict(shipped("process")), *own_file(file), file, country)


@cache
def _built_in(country: str) -> Process:
    return _process({}, dict(shipped("process")), "", Path("process.toml"), country)


def _process(base: dict[str, Any], own: dict[str, Any], text: str, path: Path, country: str) -> Process:
    made: dict[str, Any] = {}
    for key in {**base, **own}:
        try:
            if not isinstance(own.get(key, {}), dict) or not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", key):
                raise _Wrong("", "A step begins with its name in brackets: small letters, digits and _.")
            row = {**base.get(key, {}), **own.get(key, {})}
            keep = row.pop("keep", None)
            if key == "settings":
                made[key] = _read(row, SETTINGS)
                continue
            step = _step(key, row)
            names = [plain(name) for one in step.countries for name in one.split(",")]
            if keep is True or (keep is None and (not names or plain(country) in names)):
                made[key] = step
        except _Wrong as wrong:
            name, problem = wrong.args
            place = f"[{key}] {name}: {problem}"
            raise SourceError(path, place, "Mend or delete this line.", line(text, key, name)) from wrong
    settings = made.pop("settings")
    return Process(tuple(made.values()), *(settings[name][0] for name in SETTINGS))


def _step(key: str, row: Row) -> Step:
    empty: Row = {"person": [], "only_if": [], "ends": [], "again": [], "countries": []}
    empty |= {"purpose": "", "done": ""}
    read = _read(empty | row, FIELDS)
    read["again"] = next(iter(read["again"]), None)
    read["window"] = tuple(read.pop(name)[0] for name in ("from", "to", "until"))
    ends = [pd.Timestamp(2001, 1, 1) + span for span in read["window"]]
    if ends != sorted(ends):
        raise _Wrong("to", "The window ends before it begins; the order is from, to, until.")
    return Step(key, **{**read, **{name: read[name][0] for name in ("what", "channel", "purpose", "done")}})


def _read(row: Row, fields: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return each field as a tuple of the words known for it, of times, or of any words."""
    for name in sorted(row.keys() ^ fields.keys()):
        problem = "is not known" if name in row else "is missing"
        raise _Wrong(name, f"This line {problem}; the lines are {', '.join(fields)}.")
    many = {name: value if isinstance(value, list) else [value] for name, value in row.items()}
    return {name: tuple(_value(name, word, fields[name]) for word in words) for name, words in many.items()}


def _value(name: str, word: object, known: tuple[str, ...]) -> Any:
    span = re.fullmatch(r"([0-9]{1,3}) (day|week|month|year)s?", str(word))
    if not isinstance(word, str) or (known and not (span if known is SPAN else word in known)):
        raise _Wrong(name, f"“{word}” cannot stand here; write {', '.join(known) or 'words in quotes'}.")
    if known is not SPAN or not span:
        return word
    plural: Any = {f"{span[2]}s": int(span[1])}
    return pd.DateOffset(**plural)
