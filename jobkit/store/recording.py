"""What no export knows, written down: each fact points at an event of its application.

Nothing here loads the tables, so that noting something on a bad day takes no time.
"""

from __future__ import annotations

import json
import os
import re
from collections import namedtuple
from collections.abc import Iterable, Mapping
from datetime import date as day_type
from itertools import pairwise

from jobkit import tables
from jobkit.errors import JobkitError, TableError
from jobkit.language import names
from jobkit.store.store import Store
from jobkit.tables import Event, Fact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

DAYS = {
    table: {name for name, kind in columns.items() if kind == tables.DAY}
    for table, columns in tables.COLUMNS.items()
}
STORED = ("fact", "entry", "event", "recorded", "origin", "source")


SIGHTINGS = (
    "SELECT e.entry, s.source FROM sound_events e JOIN records r USING (record)"
    " JOIN sources s USING (source) WHERE s.exclusive"
    " UNION SELECT e.entry, s.source FROM sound_events e JOIN sightings g USING (record)"
    " JOIN sound_sources s ON s.source = g.source WHERE s.exclusive"
)
"""Which entry stands in which file that lists different jobs on different rows."""
DOUBTS = (
    "SELECT (SELECT count(*) FROM sound_facts WHERE table_name = 'links') + (SELECT count(*) FROM"  # noqa: S608
    f" (SELECT 1 FROM ({SIGHTINGS}) WHERE entry IN (SELECT value FROM json_each(?))"
    " GROUP BY source HAVING count(*) > 1))"
)
"""How often the person decided on a link, and how many files list two of these entries as different jobs."""

AIR = ("advice", "insight", "recommendation")
ASK_REFERRAL = "ask_referral"


class Anchor(namedtuple("Anchor", "event company role entry date")):
    """The event by which an application is pointed at, what it is called, and the entry that tells of it."""

    __slots__ = ()


class Recorder:
    """Writes facts to the store of one search; `application` is an id, its beginning, or a company.

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
            is_begun = os.path.exists(self.store._path)
            days = (
                [row["looks_from"] for row in self.store.facts("own") if row.get("looks_from")]
                if is_begun
                else []
            )
            self._looks_from = days[-1] if days else ""
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

    def record_event(self, kind: str, application: str | None = None, date: object = None, **columns) -> str:
        """Record that something happened, to an application or to a new one; return the event's id.

        `columns` are those of `tables.Event` (`company`, `role`, `channel`, `location`, `url`, `note`,
        `details`), and of `tables.DETAILS`, which join its details. For an application that is known, its
        company and role are taken over.

        >>> event = search.record_event("applied", company="Acornfield", role="Analyst", date="2026-10-05")
        >>> search.find("Acornfield") == event
        True
        """
        besides = {name: columns.pop(name) for name in tables.DETAILS if name in columns}
        event = {"kind": kind, "date": iso(date), **columns}
        if self.on and self.on > (event["date"] or ""):
            besides["recorded"] = self.on
        if besides:
            event["details"] = {**columns.get("details", {}), **besides}
        if application is None:
            if not event.get("company"):
                raise JobkitError("Say which application it is, or at which company: nothing was recorded.")
            told = Event(**event)
            with self.store.change("log", _summary(kind, told.company, told.role)) as change:
                return change.event(told)
        is_new = kind == "applied" and self.earlier_tries(application, date) > 0
        anchor = self.anchor(application)
        told = Event(**({"company": anchor.company, "role": anchor.role} | event))
        with self.store.change("log", _summary(kind, told.company, told.role)) as change:
            made = change.event(told, "" if is_new else anchor.entry)
            if is_new:
                change.fact(Fact("links", {"one": made, "other": anchor.event, "same": False}))
            return made

    def earlier_tries(self, application: str, date: object = None) -> int:
        """Return how many tries at this job an application of a day would follow; 0 where it is the same one.

        It is a new one a month after the last, or once an ending is known since then.

        >>> search.earlier_tries("Brindlemark", "2026-12-01")
        1
        """
        anchor = self.anchor(application)
        query = "SELECT date, company, role, kind FROM sound_events WHERE date IS NOT NULL"
        rows = _at(self.store.read(query), anchor.company)
        there = [(row[0], row[3]) for row in rows if names.role_key(row[2]) == names.role_key(anchor.role)]
        applied = sorted(day for day, kind in there if kind == "applied")
        if not applied:
            return 0
        day = iso(date) or self.learned()
        gaps = [_days(one, other) for one, other in pairwise(applied)]
        is_over = any(kind in tables.ENDINGS and applied[-1] <= ended <= day for ended, kind in there)
        is_new = day > applied[-1] and (is_over or _days(applied[-1], day) > tables.SAME_TRY_DAYS)
        return 1 + sum(gap > tables.SAME_TRY_DAYS for gap in gaps) if is_new else 0

    def turned_down(self, company: str, day: object = None) -> tuple[str, str] | None:
        """Return the role and the day of the last rejection by a company in the year before a day, if any.

        An event that was set right since does not count.

        >>> search.turned_down("Hollowick Stores", "2026-10-05")
        ('Demand Planner', '2026-01-29')
        """
        until = iso(day) or today()
        since = f"{int(until[:4]) - 1}{until[4:]}"
        rows = self.store.read(
            "SELECT role, date, company FROM sound_events WHERE kind = 'rejected' AND date > ? AND date <= ?"
            " AND event NOT IN (SELECT event FROM sound_facts WHERE table_name = 'corrections')"
            " ORDER BY date DESC",
            [since, until],
        )
        return next((row[:2] for row in rows if names.is_same_company(row[2], company)), None)

    def record_evidence(
        self, application: str, reason: str, says: str, words: str = "", date: object = None, **columns
    ) -> str:
        """Record a sign of why an application ended: a `reason`, and who `says` so; return its id.

        >>> evidence = search.record_evidence("Brindlemark", "internal_or_known", "referral_hearsay")
        >>> search.evidence.set_index("evidence").at[evidence, "reason"]
        'internal_or_known'
        """
        self._check_reason(reason)
        if says not in tables.SAYS:
            known = ", ".join(tables.SAYS)
            raise JobkitError(f"“{says}” does not tell who says so: one of {known}. Nothing was recorded.")
        values = {"reason": reason, "says": says, "words": words, "date": date, **columns}
        values.setdefault("recorded", self.learned(date))
        return self._record("why", "evidence", values, application)

    def record_person(
        self, name: str, part: str = "contact", application: str | None = None, **columns
    ) -> str:
        """Record somebody met or known, and their part in an application; return the person's id.

        >>> search.record_person("Maya Okonjo", "interviewer", "Brindlemark")
        'p-67aef005'
        """
        self._record("person", "people", {"name": name, "part": part, **columns}, application)
        return names.person_key(name, columns.get("company") or "")

    def record_step(
        self,
        application: str | None,
        step: str,
        outcome: str = "done",
        date: object = None,
        *,
        reason: str = "",
        says: str = "",
        air: Mapping[str, str] | None = None,
        **columns,
    ) -> str:
        """Record that a step was done, skipped or put off, and what came of it; return its id.

        With a `reason` the words that the step brought are kept as evidence, too, by who `says` so: feedback,
        or of somebody who referred you hearsay, unless they were there (`referral_first_hand`). What brought
        words or advice was answered. `air`
        (`advice`, `insight`, `recommendation`, `person`) is kept among the reflections.

        >>> done = search.record_step("Brindlemark", "ask_feedback", date="2026-10-05")
        >>> search.steps.set_index("done").at[done, "outcome"]
        'done'
        """
        day = iso(date) or self.learned()
        if outcome in ("done", "asked") and (air or reason or columns.get("words")):
            outcome = "answered"
        values = {"step": step, "outcome": outcome, "date": date, "recorded": self.learned(date), **columns}
        also = []
        if reason:
            self._check_reason(reason)
            says = says or ("referral_hearsay" if step == ASK_REFERRAL else "feedback")
            if says not in tables.SAYS:
                known = ", ".join(tables.SAYS)
                raise JobkitError(
                    f"“{says}” does not tell who says so: one of {known}. Nothing was recorded."
                )
            told = {"reason": reason, "says": says, "words": columns.get("words", ""), "date": day}
            also.append(Fact("evidence", {key: text for key, text in told.items() if text}))
        if air:
            text = next(air[kind] for kind in AIR if air.get(kind))
            kept = {"month": day[:7], "kind": "air", "text": text, "details": dict(air)}
            also.append(Fact("reflections", kept))
        return self._record("done", "steps", values, application, also=also)

    def record_reflection(self, month: str, kind: str, text: str, details: Mapping | None = None) -> str:
        """Record a plan, review, answer, prediction, experiment or piece of advice; return its id.

        What a plan (“if … then …”) or a prediction (“0.6 an interview”) says of itself joins its `details`.

        >>> plan = search.record_reflection("2026-11", "plan", "If it is Monday, then I write to Maya.")
        >>> search.reflections["text"].iloc[-1]
        'If it is Monday, then I write to Maya.'
        """
        details = _details(kind, text) | {key: value for key, value in (details or {}).items() if value}
        values = {"month": month, "kind": kind, "text": text, "details": details}
        return self._record("reflect", "reflections", values, None)

    def record_debrief(
        self,
        application: str,
        questions: Iterable[Mapping[str, str]] = (),
        round: str = "",
        part: str = "",
        date: object = None,
        note: str = "",
    ) -> int:
        """Record an interview looked back on, as one change; return how many questions it holds.

        Parameters
        ----------
        questions : each a mapping of `asked`, `went` (one of `tables.WENT`) and `now`, what one would say
            now; all may be missing.
        round : one of `tables.ROUNDS`; `part` with whom, by their part; `date` the day of the talk.

        Examples
        --------
        >>> search.record_debrief("Brindlemark", [{"asked": "a conflict", "went": "well"}])
        1
        """
        rows = [{key: text for key, text in row.items() if text} for row in questions]
        rows = [row for row in rows if row] or [{}]
        said = [
            ("round", round, tables.ROUNDS),
            *(("went", row.get("went", ""), tables.WENT) for row in rows),
        ]
        for name, value, words in said:
            if value and value not in words:
                raise JobkitError(
                    f"“{value}” cannot stand for “{name}”: use one of {', '.join(words)}."
                    " Nothing was recorded."
                )
        day = iso(date)
        about = {"round": round, "part": part, "date": day, "note": note}
        about = {key: value for key, value in about.items() if value}
        if not about and rows == [{}]:
            raise JobkitError("Nothing was said of the interview, so nothing was recorded.")
        anchor = self.anchor(application)
        with self.store.change("debrief", _summary("debrief of", anchor.company, anchor.role)) as change:
            for row in rows:
                change.fact(Fact("debriefs", about | row), event=anchor.event, recorded=self.learned(day))
        return sum("asked" in row for row in rows)

    def record_posting(self, application: str, requirements: pd.DataFrame) -> int:
        """Record what a job asked for, one row a requirement; return how many.

        >>> asked = postings.requirements("You need a bachelor's degree and Excel.")
        >>> search.record_posting("Brindlemark", asked)
        2
        """
        anchor = self.anchor(application)
        rows = json.loads(requirements.to_json(orient="records"))
        with self.store.change("posting", _summary("posting of", anchor.company, anchor.role)) as change:
            for row in rows:
                change.fact(Fact("postings", row), event=anchor.event, recorded=self.learned())
        return len(rows)

    def record_credentials(self, rows: pd.DataFrame) -> int:
        """Record your own credentials, in the long form of `search.credentials`; return how many.

        >>> search.record_credentials(search.credentials.head(2))
        2
        """
        with self.store.change("credentials", f"{len(rows)} lines of your own credentials") as change:
            for row in json.loads(rows.to_json(orient="records")):
                change.fact(Fact("credentials", row), recorded=self.learned())
        return len(rows)

    def correct(self, table: str, fact: str, **columns) -> str:
        """Replace columns of a recorded fact by a new fact, which `undo` can take back; return its id.

        >>> person = search.record_person("Maya Okonjo", application="Brindlemark")
        >>> fact = search.people.set_index("person").at[person, "fact"]
        >>> search.correct("people", fact, part="interviewer") != fact
        True
        """
        before = next((row for row in self.store.facts(table) if row["fact"] == fact), None)
        if before is None:
            raise JobkitError(f"There is no “{fact}” in {table}; nothing was changed.")
        body = {key: value for key, value in before.items() if key not in STORED}
        with self.store.change("correct", f"corrected one of {table}") as change:
            return change.fact(
                Fact(table, body | columns),
                event=before["event"],
                recorded=self.on or before["recorded"],
                replaces=fact,
            )

    def undo(self, change: int | None = None) -> dict:
        """Take back one change, by default the newest; return it.

        >>> search.undo()["summary"]
        'added resume.json'
        """
        return self.store.undo(change)

    def anchor(self, application: str) -> Anchor:
        """Return the first event of the one application that `application` surely names, without linking.

        Raises
        ------
        JobkitError : none fits, or it may be several; a `Search` can tell more.
        """
        rows = self.store.read(
            "SELECT event, company, role, entry, date, kind FROM sound_events"
            " WHERE NOT EXISTS (SELECT 1 FROM sound_facts WHERE table_name = 'corrections')"
            " AND json_extract(details, '$.uid') IS NULL"  # which of an appointment counts, a `Search` knows
            " ORDER BY date IS NULL, date, event"
        )
        by_id = [row for row in rows if len(application) >= 3 and row[0].startswith(application.casefold())]
        company, _, role = application.partition(" / ")
        there = by_id or _at(rows, company)
        fits = by_id or [row for row in there if not role or names.role_key(row[2]) == names.role_key(role)]
        if len({row[3] for row in fits}) != 1 and not (fits == there and self._surely_one(fits)):
            raise JobkitError(
                f"“{application}” names {'several applications' if fits else 'no application'}."
            )
        return Anchor(*(value or "" for value in fits[0][:5]))

    def _surely_one(self, rows: list[tuple]) -> bool:
        """Return whether all that is told of a company is surely one application, however it is linked.

        That is so for one role, applied for within a month, and answered from then on within nine; where no
        file lists two of the entries as different jobs, and the person decided nothing (see `history.link`).
        """
        roles = {names.role_key(row[2]) for row in rows}
        days = [(day_type.fromisoformat(row[4]), row[5] in ("saved", "applied")) for row in rows if row[4]]
        told, sent = [day for day, _ in days], [day for day, applies in days if applies]
        in_time = not told or (
            min(told) == min(sent, default=None)
            and (max(sent) - min(sent)).days <= tables.SAME_TRY_DAYS
            and (max(told) - min(told)).days <= tables.LATEST_ANSWER_DAYS
        )
        if len(roles) != 1 or roles == {()} or not in_time:
            return False
        return self.store.read(DOUBTS, [json.dumps([row[3] for row in rows])]) == [(0,)]

    def _record(
        self,
        command: str,
        table: str,
        values: dict,
        application: str | None,
        replaces: str | None = None,
        also: Iterable[Fact] = (),
    ) -> str:
        told = {key: iso(value) if key in DAYS[table] else value for key, value in values.items()}
        told = {key: value for key, value in told.items() if value not in (None, "")}
        recorded = told.pop("recorded", None) or self.learned()
        anchor = self.anchor(application) if application else Anchor("", "", "", "", "")
        summary = _summary(f"{table} for" if application else table, anchor.company, anchor.role)
        event = anchor.event or None
        with self.store.change(command, summary) as change:
            for fact in also:
                change.fact(fact, event=event, recorded=recorded)
            return change.fact(Fact(table, told), event=event, recorded=recorded, replaces=replaces)

    def _check_reason(self, reason: str) -> None:
        """Refuse a reason that stands in no list, built-in or one's own: it would stop every answer later."""
        if reason in tables.REASONS or reason in tables.SILENT:
            return
        if reason not in self.reasons:
            raise JobkitError(f"“{reason}” is none of {', '.join(self.reasons)}. Nothing was recorded.")

    @property
    def reasons(self) -> list[str]:
        """Every reason that can be recorded: the built-in ones, one's own, and those that explain nothing.

        >>> search.reasons[:3]
        ['more_qualified', 'not_demonstrated', 'minimum_not_met']
        """
        return [*tables.REASONS, *_own_reasons(self.folder), *tables.SILENT]


def default_folder() -> str:
    """Return where the search is kept: JOBKIT_DATA, else data/mine in a checkout, else the user's folder."""
    if named := os.environ.get("JOBKIT_DATA"):
        return named
    checkout = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    if os.path.isdir(os.path.join(checkout, "notebooks")) and os.path.isfile(
        os.path.join(checkout, "pyproject.toml")
    ):
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
            f"A day is written as 2026-10-31; “{text}” is none. Nothing was recorded."
        ) from error


def _days(one: str, other: str) -> int:
    return (day_type.fromisoformat(other) - day_type.fromisoformat(one)).days


def _details(kind: str, text: str) -> dict:
    if kind == "plan":
        condition, _, action = text.partition(" then ")
        return {"if": condition.removeprefix("If ").removeprefix("if ").rstrip(", "), "then": action}
    chance = text.partition(" ")[0]
    if kind == "prediction" and re.fullmatch(r"0?\.\d+|[01]", chance):
        return {"probability": float(chance)} | _expected(text)
    return {}


EXPECTED = {
    "feedback": ("feedback", "why"),
    "talk": ("coffee", "talk", "lunch"),
    "hire": ("who was hired", "the hire"),
    "offer": ("offer",),
    "interview": ("interview",),
    "assessment": ("assessment", "test"),
    "screening": ("screening", "phone", "call"),
}
"""What a prediction may expect, by words that stand in it."""


def _expected(text: str) -> dict:
    """Return what a prediction expects, where, by when: “0.6 an interview at Acorn by 2026-05-01”."""
    said = re.search(r" (?:at|from) (.{1,80}?) by (\d{4}-\d\d-\d\d)\b", text[:400])
    words = text.casefold()
    expected = next((name for name, known in EXPECTED.items() if any(word in words for word in known)), "")
    return {"expected": expected, "application": said[1].strip(), "by": said[2]} if said and expected else {}


def _own_reasons(folder: Path) -> list[str]:
    """Return the reasons that a person's reasons.toml adds; `reasons.load` says whether it can stand."""
    if not os.path.isfile(os.path.join(folder, "reasons.toml")):
        return []
    from jobkit.language import vocabulary

    found = vocabulary.own(folder / "reasons.toml")[0].get("reasons")
    return [*found] if isinstance(found, dict) else []


def _at(rows: list[tuple], company: str) -> list[tuple]:
    return [row for row in rows if names.is_same_company(row[1], company)]


def _summary(what: str, company: str, role: str) -> str:
    return " ".join([what, ", ".join(part for part in (company, role) if part)]).strip()
