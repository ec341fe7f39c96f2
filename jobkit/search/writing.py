"""What a person writes down or sets right, where it takes the tables to know what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jobkit import hints, tables
from jobkit.errors import JobkitError
from jobkit.language import english
from jobkit.search.finding import SHORTEST, the_one
from jobkit.search.gathering import Gathering
from jobkit.search.loading import CORRECTABLE, as_json
from jobkit.store.anchors import iso, today
from jobkit.store.views import QUERIES
from jobkit.tables import HIRED_FROM, Fact

if TYPE_CHECKING:
    import pandas as pd

    from jobkit.credentials import Credentials

SHOW = "`jobkit show` lists them. Nothing was changed."


class Writing(Gathering):
    """Records what no export knows, about whatever a person names."""

    def record_hire(
        self,
        application: str,
        hired_from: str = "unknown",
        facts: Mapping | None = None,
        person: str = "",
        **columns,
    ) -> str:
        """Record who was hired, or what became of them later; return the name it goes by, “hire-1”.

        `hired_from` is internal, external or unknown. What is said again counts from the day it is
        learned; `facts`, added to those recorded before, are banded credentials. `person` is the name of
        somebody you know: they stand among the people, the part “hire”.

        >>> search.record_hire("Brindlemark", "internal", {"years": "8-10"})
        'hire-9'
        """
        if hired_from not in HIRED_FROM:
            raise JobkitError(f"“{hired_from}” is not one of {', '.join(HIRED_FROM)}. Nothing was recorded.")
        name = self.find(application)
        before = hire_of(self, name)
        hire = before.get("hire") or f"hire-{self.store.read(QUERIES['n_hires'])[0][0] + 1}"
        values = {"hired_from": hired_from, **columns, "hire": hire}
        values["credentials"] = {**(columns.get("credentials") or {}), **(facts or {})} or None
        values["seen"] = None if before.get("seen") else columns.get("seen") or self.learned()
        also = [Fact("people", {"name": person, "part": "hire"})] if person else []
        self._record("hire", "hires", values, name, also=also)
        return hire

    def banded(self, application: str, credentials: Iterable[str], file=None, hired=None) -> dict[str, Any]:
        """Return the facts of a hire given as name=value, and those read from a file, in bands.

        Nothing else of the file is kept. `hired` is the day up to which its years count; without it they
        count up to the job itself, which is no credential of theirs, or to today.

        >>> search.banded("Tallowbrook", ["years=8-10"])
        {'years': '8-10'}
        """
        from jobkit import comparison
        from jobkit import credentials as own

        pairs = [item.partition("=")[::2] for item in credentials]
        for pair in pairs:
            comparison.check(*pair)
        facts: dict[str, Any] = {}
        if file:
            postings = self.postings[self.postings["application"] == application]
            paper = file if isinstance(file, own.Credentials) else own.read(file)
            job = job_filled(self, application, paper)
            paper = replace(paper, roles=paper.roles.drop(job.index))
            began = f"{job['started'].min()}-01-01"[:10] if len(job) else today()
            facts = comparison.kept(paper, hired or began, postings, self.skills)
        for name, value in pairs:  # what is named stands beside what the paper names
            is_list = name in ("skills", "certificates", "languages")
            names = dict.fromkeys(
                [*facts.get(name, ()), *map(str.strip, value.split(";"))] if is_list else ()
            )
            facts[name] = [*names] if is_list else value
        return facts

    def record_own(self, **columns: str) -> None:
        """Record what you are called (`name`), or where you look for work (`country`).

        >>> search.record_own(name="Robin Vale-Ashcombe")
        >>> search.own_name
        'Robin Vale-Ashcombe'
        """
        with self.store.change("me", f"your {' and '.join(columns)}") as change:
            change.fact(Fact("own", columns), recorded=self.learned())

    def correct_credential(self, beginning: str, column: str, value: str) -> None:
        """Set right one column of your credential whose id begins so; the section “dropped” leaves it out.

        >>> first = search.credentials["credential"].iloc[0]
        >>> search.correct_credential(first, "name", "Six Sigma Green Belt")
        >>> "Six Sigma Green Belt" in set(search.credentials["name"])
        True
        """
        from jobkit import credentials

        known = self.credentials.get("fact", [])
        fact = the_one(beginning, known, "credential", "`jobkit me` lists their ids.")
        if (column, value) != ("section", "dropped"):
            credentials.check(column, value)
        self.correct("credentials", fact, **{column: value})

    def record_credential(self, section: str, **columns: str) -> str:
        """Record what you bring and no file tells; return its id.

        section : role, education, skill, certificate or language.
        columns : `title`, `organisation`, `name`, `field`; `started` and `ended` (2019-03, 2019, “present”);
            `level`, of a degree its ISCED 2011 number, of a language a word.

        Raises
        ------
        TableError : a column that is none of these, or a value that cannot stand there.
        JobkitError : nothing says what it is, or its days cannot be.

        >>> fact = search.record_credential("certificate", name="Forklift licence", started="2024-05")
        >>> search.credentials.set_index("fact").at[fact, "name"]
        'Forklift licence'
        """
        from jobkit import credentials

        if section == "language" and "level" in columns:
            columns["title"] = columns.pop("level")
        for column, value in {"section": section, **columns}.items():
            credentials.check(column, value)
        needed = ("title", "organisation") if section in ("role", "education") else ("name",)
        if not any(columns.get(column) for column in needed):
            raise JobkitError(f"Say what it is: {' or '.join(needed)}. Nothing was recorded.")
        started, ended = columns.get("started", ""), columns.get("ended", "")
        if started > today()[: len(started)] or "" < ended < started[: len(ended)]:
            raise JobkitError(f"It cannot be from {started} to {ended or 'today'}. Nothing was recorded.")
        return self._record("me", "credentials", {"section": section, **columns}, None)

    def correct_event(self, event: str, **columns: str) -> str:
        """Record what an event really was; return its id. It holds for whatever is imported later.

        `columns` are `kind`, `date`, `company`, `role`; the kind “none” says that it tells of no application.

        >>> event = search.events["event"].iloc[0]
        >>> search.correct_event(event, date="2026-01-09") == event
        True
        """
        known = (name for (name,) in self.store.read("SELECT event FROM sound_events"))
        event = the_one(event, known, "event", SHOW, SHORTEST)
        if "date" in columns:  # of a letter that invites to a talk, the talk's day is meant
            events = self.events
            is_letter = (events["event"] == event) & events["details"].map(lambda told: "for" in (told or ()))
            talks = events.merge(events.loc[is_letter, ["origin", "source", "kind"]])
            event = next(iter(talks.loc[talks["event"] != event, "event"]), event)
        if not columns or not columns.keys() <= {*CORRECTABLE}:
            raise JobkitError(f"Say what is right of {', '.join(CORRECTABLE)}. Nothing was changed.")
        if columns.get("kind", "none") != "none":
            tables.check_kind(columns["kind"])
        right = columns | ({"date": iso(columns["date"] or None)} if "date" in columns else {})
        with self.store.change("correct", f"an event: {', '.join(columns)}") as change:
            change.fact(Fact("corrections", right), event=event, recorded=self.learned())
        return event

    def drop_evidence(self, beginning: str) -> str:
        """Leave out a sign whose id begins so; return its id. `undo` brings it back.

        >>> before = len(search.evidence)
        >>> dropped = search.drop_evidence(search.evidence["evidence"].iloc[0])
        >>> before - len(search.evidence)
        1
        """
        signs = self.evidence
        facts = dict(zip(signs["evidence"], signs["fact"], strict=True))
        sign = the_one(beginning, facts, "sign", SHOW, SHORTEST)
        self.correct("evidence", facts[sign], dropped=True)
        return sign

    def settle_doubt(self, beginning: str) -> dict:
        """Record that what a doubt is about was read right; return its row. `undo` opens it again.

        >>> settled = search.settle_doubt(search.doubts["doubt"].iloc[0])
        >>> len(search.doubts)
        0
        """
        every = self.every_doubt
        doubt = the_one(beginning, every["doubt"], "doubt", "`jobkit doubts` lists them.")
        row = every[every["doubt"] == doubt].iloc[0].to_dict()
        if row["is_open"]:
            with self.store.change("doubts", f"right: {row['kind'].replace('_', ' ')}") as change:
                change.fact(Fact("settled", {"doubt": doubt, "keys": row["keys"]}), recorded=self.learned())
        return row

    def merge(self, one: str, other: str) -> None:
        """Record that two applications are one; it holds for whatever is imported later.

        >>> first, second = search.applications.index[:2]
        >>> search.merge(first, second)
        >>> len(search.applications)
        61
        """
        link = {"one": self.anchor(one).event, "other": self.anchor(other).event, "same": True}
        with self.store.change("merge", "two entries are one") as change:
            change.fact(Fact("links", link), recorded=self.learned())

    def split(self, event: str) -> None:
        """Record that what tells of this event (a row, a message) is an application of its own.

        >>> search.split(search.events.query("kind == 'interview'")["event"].iloc[0])
        >>> len(search.applications)
        63
        """
        events = self.events.set_index("event")
        row = events.loc[the_one(event, events.index, "event", SHOW, SHORTEST)]
        mates = (events["application"] == row["application"]) & (events["entry"] != row["entry"])
        if not mates.any():
            raise JobkitError("This application has one entry only; there is nothing to split.")
        with self.store.change("split", "an entry stands by itself") as change:
            link = {"one": row.name, "other": mates.idxmax(), "same": False}
            change.fact(Fact("links", link), recorded=self.learned())


def hire_of(search: Writing, application: str) -> dict[str, Any]:
    """Return what was recorded last of the person hired, without what is missing; empty for nobody."""
    rows = search.hires[search.hires["application"] == application]
    values = {} if rows.empty else {str(name): as_json(value) for name, value in rows.iloc[-1].items()}
    return {name: value for name, value in values.items() if value is not None}


def job_filled(search: Writing, application: str, paper: Credentials) -> pd.DataFrame:
    """Return the roles on the paper of a hire that are the job they got: begun there since you applied."""
    from jobkit import credentials as own

    for tried in tables.rows(search.every_application.loc[lambda rows: rows.index == application]):
        if since := tried["applied"] or tried["outcome_date"]:
            return own.begun(paper, str(tried["company"]), f"{since:%Y-%m-%d}")
    return paper.roles[:0]


def stayed_since(search: Writing, application: str, paper: Credentials) -> str:
    """Return the year in which the person on a paper began at the employer, if before you applied.

    It is empty where they were not, or came back, or it is not known.
    """
    from jobkit import credentials as own

    for tried in tables.rows(search.every_application.loc[lambda rows: rows.index == application]):
        if tried["applied"]:
            at = f"{tried['applied']:%Y-%m}"
            spans = own.begun(paper, str(tried["company"]), "")[["started", "ended"]].fillna("").to_numpy()
            stayed = [
                began for began, end in spans if "" < began < at[: len(began)] and end >= at[: len(end)] > ""
            ]
            return min(stayed, default="")[:4]
    return ""


def record_what_was_done(search: Writing, advice: str, did: str) -> None:
    """Add to the advice that begins so what came of it."""
    air = search.reflections[lambda rows: rows["kind"] == "air"]
    text = the_one(advice, air["text"], "piece", "Nothing was kept.")
    row = air[air["text"] == text].iloc[-1]
    search.correct("reflections", row["fact"], details={**(row["details"] or {}), "did": did})


def record_not_the_hire(search: Writing, application: str, name: str) -> str:
    """Record that somebody whom `hints` suggests was not hired for a job; return their name."""
    rows = search.hints()
    rows = rows[(rows["application"] == application) & (rows["sign"] == "hire")]
    fits = rows[rows["name"].str.contains(name, case=False, regex=False)]
    if len(fits) != 1:
        names = english.listed(rows["name"]) or "nobody"
        raise JobkitError(f"“{name}” is not suggested for it; suggested: {names}. Nothing was recorded.")
    person, name = fits.iloc[0][["person", "name"]]
    search.record_step(application, hints.NOT_THE_HIRE, "skipped", person=person)
    return name
