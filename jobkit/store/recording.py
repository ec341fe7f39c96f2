"""What no export knows, written down: each fact points at an event of its application.

Nothing here loads the tables, so that noting something on a bad day takes no time.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping

from jobkit import tables
from jobkit.errors import JobkitError
from jobkit.language import names
from jobkit.store.anchors import Anchor, Anchors, iso
from jobkit.store.rows import storable
from jobkit.store.store import STORED
from jobkit.tables import Event, Fact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

AIR = ("advice", "insight", "recommendation")
ASK_REFERRAL = "ask_referral"


class Recorder(Anchors):
    """Writes facts to the store of one search; see `Anchors` for what names an application."""

    earlier_tries: Callable[..., int]  # a `Search` tells, which has linked the events
    prefers: tuple[str, ...]
    happened: str

    def record_event(self, kind: str, application: str | None = None, date: object = None, **columns) -> str:
        """Record that something happened, to an application or to a new one; return the event's id.

        `columns` are those of `tables.Event` (`company`, `role`, `channel`, `location`, `url`, `note`,
        `details`), and of `tables.DETAILS`, which join its details. For an application that is known, its
        company and role are taken over. A reason that the note of a rejection states is kept as evidence.

        >>> event = search.record_event("applied", company="Acornfield", role="Analyst", date="2026-10-05")
        >>> search.find("Acornfield") == event
        True
        """
        date = iso(date)
        besides = {name: columns.pop(name) for name in tables.DETAILS if name in columns}
        learned = self.learned(date) if date else self.on
        if learned not in ("", date):
            besides["recorded"] = learned
        if besides:
            columns["details"] = {**columns.get("details", {}), **besides}
        anchor = self.anchor(application) if application is not None else Anchor()
        event = Event(
            **{"company": anchor.company, "role": anchor.role, "kind": kind, "date": date} | columns
        )
        if not anchor.event and not event.company:
            raise JobkitError("Say which application it is, or at which company: nothing was recorded.")
        is_new = anchor.event and kind == "applied" and self.earlier_tries(application or "", date) > 0
        with self.store.change("log", _summary(kind, event.company, event.role)) as change:
            name = change.event(event, "" if is_new else anchor.entry)
            if sign := reason_of(kind, event.note):
                about = Fact("evidence", _present(sign | {"date": date}))
                change.fact(about, event=name, recorded=self.learned(date))
            if is_new:
                change.fact(Fact("links", {"one": name, "other": anchor.event, "same": False}))
        return name

    def record_evidence(
        self, application: str, reason: str, says: str, words: str = "", date: object = None, **columns
    ) -> str:
        """Record a sign of why an application ended: a `reason`, and who `says` so; return its id.

        >>> evidence = search.record_evidence("Brindlemark", "internal_or_known", "referral_hearsay")
        >>> search.evidence.set_index("evidence").at[evidence, "reason"]
        'internal_or_known'
        """
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
            says = says or ("referral_hearsay" if step == ASK_REFERRAL else "feedback")
            sign = {"reason": reason, "says": says, "words": columns.get("words", ""), "date": day}
            also.append(Fact("evidence", _present(sign)))
        if air:
            text = next(air[kind] for kind in AIR if air.get(kind))
            about = {"month": day[:7], "kind": "air", "text": text, "details": dict(air)}
            also.append(Fact("reflections", about))
        return self._record("done", "steps", values, application, also=also)

    def record_reflection(self, month: str, kind: str, text: str, details: Mapping | None = None) -> str:
        """Record a plan, review, answer, prediction, experiment or piece of advice; return its id.

        What a plan (“if … then …”) or a prediction (“0.6 an interview”) says of itself joins its `details`.

        >>> plan = search.record_reflection("2026-11", "plan", "If it is Monday, then I write to Maya.")
        >>> search.reflections["text"].iloc[-1]
        'If it is Monday, then I write to Maya.'
        """
        details = _details(kind, text) | _present(details or {})
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
        rows = [present for row in questions if (present := _present(row))] or [{}]
        day = iso(date)
        about = _present({"round": round, "part": part, "date": day, "note": note})
        for name, known in (("round", tables.ROUNDS), ("went", tables.WENT)):
            if wrong := [row[name] for row in (about, *rows) if row.get(name, known[0]) not in known]:
                choices = f"use one of {', '.join(known)}"
                raise JobkitError(f"“{wrong[0]}” cannot stand for “{name}”: {choices}. Nothing was recorded.")
        if not about and rows == [{}]:
            raise JobkitError("Nothing was said of the interview, so nothing was recorded.")
        facts = [Fact("debriefs", about | row) for row in rows]
        self._write("debrief", "debrief of", facts, application, self.learned(day))
        return sum("asked" in row for row in rows)

    def record_posting(self, application: str, requirements: pd.DataFrame) -> int:
        """Record what a job asked for, one row a requirement; return how many.

        >>> asked = postings.requirements("You need a bachelor's degree and Excel.")
        >>> search.record_posting("Brindlemark", asked)
        2
        """
        advert = f"advert-{os.urandom(6).hex()}"
        rows = [{"posting": advert, **row} for row in tables.rows(requirements)]
        self._write("posting", "posting of", [Fact("postings", row) for row in rows], application)
        return len(rows)

    def correct(self, table: str, fact: str, **columns) -> str:
        """Replace columns of a recorded fact, which keeps its id; `undo` can take it back.

        >>> person = search.record_person("Maya Okonjo", application="Brindlemark")
        >>> fact = search.people.set_index("person").at[person, "fact"]
        >>> search.correct("people", fact, part="interviewer") == fact
        True
        """
        before = next((row for row in self.store.facts(table) if row["fact"] == fact), None)
        if before is None:
            raise JobkitError(f"There is no “{fact}” in {table}; nothing was changed.")
        self._check(table, columns)
        body = {key: value for key, value in before.items() if key not in STORED}
        with self.store.change("correct", f"corrected one of {table}") as change:
            day = self.on or before["recorded"]
            change.fact(Fact(table, body | columns), event=before["event"], recorded=day, replaces=fact)
        return fact

    def undo(self, change: int | None = None) -> dict:
        """Take back one change, by default the newest; return it.

        >>> search.undo()["summary"]
        'added resume.json'
        """
        return self.store.undo(change)

    def _record(
        self, command: str, table: str, values: dict, application: str | None, also: Iterable[Fact] = ()
    ) -> str:
        """Append one fact of a table, behind what goes with it; return its id."""
        is_day = {key for key in values if tables.KIND_OF.get(key) == tables.DAY}
        values = _present({key: iso(value) if key in is_day else value for key, value in values.items()})
        recorded = values.pop("recorded", None)
        summary = f"{table} for" if application else table
        return self._write(command, summary, [*also, Fact(table, values)], application, recorded)

    def _write(
        self,
        command: str,
        summary: str,
        facts: Iterable[Fact],
        application: str | None = None,
        recorded: str | None = None,
    ) -> str:
        """Append facts about an application as one change; return the id of the last."""
        for fact in (facts := [*facts]):
            self._check(fact.table, dict.fromkeys(tables.NEEDED.get(fact.table, ())) | fact.values)
        anchor = self.anchor(application) if application else Anchor()
        name, day = "", recorded or self.learned()
        with self.store.change(command, _summary(summary, anchor.company, anchor.role)) as change:
            for fact in facts:
                name = change.fact(fact, event=anchor.event or None, recorded=day)
        return name

    def _check(self, table: str, values: Mapping) -> None:
        """Refuse what cannot stand in its table, as a reason that no list has: it would be left out later."""
        known: Iterable[str] = (*tables.REASONS, *tables.SILENT)
        if values.get("reason", "unknown") not in known:
            from jobkit.language import vocabulary

            known = vocabulary.reasons(self.folder)
        wrong = tables.checked(table, values, known)[1]
        for name in wrong.keys() & values.keys():
            what = f"“{values[name]}” cannot stand for “{name}”: it" if values[name] else f"“{name}”"
            own = " (your own are checked by `jobkit check`)" * (name == "reason")
            raise JobkitError(f"{what} {wrong[name]}{own}. Nothing was recorded.")


def reason_of(kind: str, note: str) -> dict[str, str]:
    """Return the reason that the note of a rejection or of a search's end states, as remarks of a list do."""
    if not note or kind not in ("rejected", "closed"):
        return {}
    from jobkit.sources import remarks

    return remarks.reason_beside(kind, storable(note))


def _present(values: Mapping) -> dict:
    return {key: value for key, value in values.items() if value not in (None, "")}


def _details(kind: str, text: str) -> dict:
    """Return what a plan or a prediction says; “0.6 an interview at Acorn by 2026-05-01” expects one."""
    if kind == "plan":
        condition, _, action = text.partition(" then ")
        return {"if": condition.removeprefix("If ").removeprefix("if ").rstrip(", "), "then": action}
    chance = text.partition(" ")[0]
    if kind != "prediction" or not re.fullmatch(r"0?\.\d+|[01]", chance):
        return {}
    from jobkit.language.vocabulary import shipped

    said = re.search(r" (?:at|from) (.{1,80}?) by (\d{4}-\d\d-\d\d)\b", text[:400])
    words = text.casefold()
    known = shipped("debrief")["expected"].items()
    expected = next((name for name, listed in known if any(word in words for word in listed)), "")
    where = {"expected": expected, "application": said[1].strip(), "by": said[2]} if said and expected else {}
    return {"probability": float(chance)} | where


def _summary(what: str, company: str, role: str) -> str:
    return " ".join([what, ", ".join(part for part in (company, role) if part)]).strip()
