"""Which application is surely meant, where a search is kept, and from which day it is looked at.

Nothing here loads the tables, so that noting something on a bad day takes no time.
"""

from __future__ import annotations

import json
import os
from collections import namedtuple
from datetime import date as day_type

from jobkit import tables
from jobkit.errors import JobkitError, TableError
from jobkit.language import names
from jobkit.store.store import Store
from jobkit.store.views import QUERIES
from jobkit.tables import Fact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


class Anchor(namedtuple("Anchor", "event company role entry date", defaults=("", "", "", "", ""))):
    """The event by which an application is pointed at, what it is called, and the entry that tells of it."""

    __slots__ = ()


class Anchors:
    """Finds the event that an application, named by an id, its beginning or a company, is pointed at by.

    `on` is the day on which the person learned what is recorded next; empty: the day of the thing itself
    where one is given, else today. Looked at from an earlier day, the search does not know it.
    """

    def __init__(self, folder: str | Path, on: object = ""):
        self.store = Store(folder)
        self.on = iso(on or None) or ""
        self._looks_from: str | None = None

    def learned(self, day: object = None) -> str:
        """Return the day on which something of a day (none: of no day) is learned, as 2026-10-31.

        >>> search.learned("2026-10-05")
        '2026-10-05'
        """
        now = self.looks_from or today()
        return self.on or min(iso(day) or now, now)

    @property
    def looks_from(self) -> str:
        """The day that this search is looked at from, where it keeps one of its own; "" for today.

        An invented search keeps one, so that its process is at work whenever somebody tries it.

        >>> search.looks_from  # a search of one's own keeps none
        ''
        """
        if self._looks_from is None:
            facts = self.store.facts("own") if os.path.exists(self.store._path) else []
            self._looks_from = next((row["looks_from"] for row in facts[::-1] if row.get("looks_from")), "")
        return self._looks_from

    def look_from(self, day: object) -> None:
        """Keep the day that this search is looked at from.

        >>> search.look_from("2026-10-31")
        >>> search.looks_from
        '2026-10-31'
        """
        self._looks_from = iso(day) or ""
        with self.store.change("demo", f"looked at from {self._looks_from}") as change:
            change.fact(Fact("own", {"looks_from": self._looks_from}))

    @property
    def folder(self) -> Path:
        """The folder of the search.

        >>> search.folder.is_dir()
        True
        """
        return self.store.folder

    def anchor(self, application: str) -> Anchor:
        """Return the event by which linking calls the one application that `application` surely names.

        Raises
        ------
        JobkitError : none fits, or it may be several; a `Search` can tell more.
        """
        rows = self.store.read(QUERIES["firsts"])
        by_id = [row for row in rows if len(application) >= 3 and row[0].startswith(application.casefold())]
        company, _, role = application.partition(" / ")
        there = by_id or _of_job(rows, company)
        fits = by_id or (_of_job(there, company, role) if role else there)
        told = by_id or [*fits, *_unaddressed(rows, fits)]
        if len({row[3] for row in told}) != 1 and not (fits == there and self._surely_one(told)):
            number = "several applications" if fits else "no application"
            raise JobkitError(f"“{application}” names {number}.")
        first = next((row for row in fits if row[5] in ("saved", "applied")), fits[0])
        return Anchor(*(value or "" for value in first[:5]))

    def _surely_one(self, rows: list[tuple]) -> bool:
        """Return whether all that is told of a company is surely one application, however it is linked.

        That is so for one role, applied for so soon that no end lies before, and answered within nine months;
        where no file lists two of the entries as different jobs, and the person decided nothing (see `link`).
        """
        roles = {names.role_key(row[2]) for row in rows}
        days = sorted(row[4] for row in rows if row[4])
        begun = [row[4] for row in rows if row[4] and row[5] in ("applied", "acknowledged")]
        in_time = not days or (
            days[0] in [row[4] for row in rows if row[5] in ("saved", "applied")]
            and _days(days[0], max(begun, default=days[0])) < tables.NEW_TRY_DAYS
            and _days(days[0], days[-1]) <= tables.LATEST_ANSWER_DAYS
        )
        is_one = len(roles) == 1 and () not in roles and in_time
        return is_one and self.store.read(QUERIES["doubts"], [json.dumps([row[3] for row in rows])]) == [(0,)]


def known_event(store: Store, kind: str, anchor: Anchor, date: object, hour: str = "") -> str:
    """Return the id of an event of this kind and day (and hour, if given) at the job of an anchor, or ""."""
    rows = store.read(QUERIES["of_a_day"], [kind, iso(date)])
    there = _of_job([row for row in rows if hour in ("", row[3])], anchor.company, anchor.role)
    return there[0][0] if there else ""


def turned_down(store: Store, company: str, day: object = None) -> tuple[str, str] | None:
    """Return the role and the day of the last rejection by a company in the year before a day, if any.

    An event that was set right since does not count.
    """
    until = iso(day) or today()
    since = f"{int(until[:4]) - 1}{until[4:]}"
    rows = store.read(QUERIES["turned_down"], [since, until])
    return next(((role, day) for role, _, day in _of_job(rows, company)), None)


def default_folder() -> str:
    """Return where the search is kept: JOBKIT_DATA, else data/mine in a checkout, else the user's folder."""
    if named := os.environ.get("JOBKIT_DATA"):
        return named
    checkout = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    is_one = os.path.isdir(os.path.join(checkout, "notebooks"))
    if is_one and os.path.isfile(os.path.join(checkout, "pyproject.toml")):
        return os.path.join(checkout, "data", "mine")
    from platformdirs import user_data_dir

    return user_data_dir("jobkit", appauthor=False)


def today() -> str:
    """Return the local day, as 2026-10-31."""
    return day_type.today().isoformat()  # noqa: DTZ011 a reminder falls on the person's own day


def iso(value: object) -> str | None:
    """Return a day as 2026-10-31; None for nothing.

    Raises
    ------
    TableError : it is no day.
    """
    text = str(value)[:10] if value is not None else ""
    if text in ("", "NaT", "nan"):
        return None
    try:
        return day_type.fromisoformat(text).isoformat()
    except ValueError as error:
        raise TableError(
            f"I can't read “{text}” as a date. Write it as 2026-10-31. Nothing was recorded."
        ) from error


def _days(one: str, other: str) -> int:
    return (day_type.fromisoformat(other) - day_type.fromisoformat(one)).days


def _of_job(rows: list[tuple], company: str, role: str | None = None) -> list[tuple]:
    """Return the rows (something, company, role …) of a company, or of one job there."""
    there = [row for row in rows if names.is_same_company(row[1], company)]
    return [row for row in there if role is None or names.role_key(row[2]) == names.role_key(role)]


def _unaddressed(rows: list[tuple], fits: list[tuple]) -> list[tuple]:
    """Return the letters without an employer that linking may take to be about these (`linking.standing`)."""
    roles, firms = {names.role_key(row[2]) for row in fits}, {"", *(row[1] for row in fits)}
    alike = [(names.role_key(row[2]), row) for row in rows if row[2]]
    loose = [(key, row) for key, row in alike if not row[1] and key in roles]
    rivals = [(key, row[4]) for key, row in alike if row[5] == "applied" and row[1] not in firms]
    return [row for key, row in loose if not any(key == its and _answers(row[4], day) for its, day in rivals)]


def _answers(day: str | None, sent: str | None) -> bool:
    return not (day and sent) or 0 <= _days(sent, day) <= tables.LATEST_ANSWER_DAYS
