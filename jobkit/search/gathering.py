"""Measures with the tables they take, as they were known on the day from which a search is looked at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from jobkit import debriefs, hints, history, reasons, settling, steps, tables
from jobkit.errors import JobkitError
from jobkit.language import english, names
from jobkit.search.due import Due
from jobkit.search.finding import applications_called
from jobkit.search.holdings import HANG
from jobkit.store.views import QUERIES

if TYPE_CHECKING:
    from jobkit.comparison import Comparison
    from jobkit.reflection import Facts


class Case(NamedTuple):
    """What is known of one application: its row, and the tables of it.

    `comparison` is you beside the person hired; `compared` the verdict as a table; `answer` how likely each
    reason is; `asked` what the interviews asked; `contacts` people you know there.
    """

    row: pd.DataFrame
    events: pd.DataFrame
    comparison: Any
    compared: pd.DataFrame
    evidence: pd.DataFrame
    answer: pd.DataFrame
    asked: pd.DataFrame
    due: pd.DataFrame
    people: pd.DataFrame
    contacts: pd.DataFrame


class Gathering(Due):
    """Answers to the questions of notebooks and commands, by measures that are plain functions."""

    def _known(self, table: str) -> pd.DataFrame:
        """Return a table as it was known on the day `as_of`."""
        return reasons.as_of(getattr(self, HANG.get(table, table)), self.as_of)

    def _happened(self) -> pd.DataFrame:
        """Return the events as they were known on the day `as_of`."""
        events = self.events
        return events[~(events["date"] > self.as_of) & ~(events["recorded"] > self.as_of)]

    def news(self) -> pd.DataFrame:
        """Return what the process brought up to the day `as_of`, as `steps.news`.

        >>> search.news()["kind"].value_counts().head(2).to_dict()
        {'step': 42, 'hire': 8}
        """
        hires = self.every_hire[~(self.every_hire["recorded"] > self.as_of)]
        known = (self._known("steps"), self._known("evidence"), hires)
        return steps.news(self.applications, *known, self.people, self.process)

    def ahead(self) -> pd.DataFrame:
        """Return the conversations that are to come in applications that are open: `history.ahead`.

        >>> before = jobkit.Search(search.folder, as_of="2026-09-30")
        >>> before.ahead()[["kind", "date", "company"]]
                kind       date              company
        0  interview 2026-10-01  Tallowbrook Transit
        1  interview 2026-10-01   Copperwick Parcels
        """
        talks = history.ahead(self.events, self.as_of)
        is_open = talks["application"].map(self.applications["outcome"]).isin(["open", "offer"])
        return talks[is_open].reset_index(drop=True)

    def funnel(self) -> pd.DataFrame:
        """Return how many applications reached each stage, as `history.funnel`.

        >>> search.funnel()["n"].to_dict()
        {'applied': 62, 'answered': 35, 'screening': 24, 'interview': 10, 'offer': 2, 'accepted': 1}
        """
        return history.funnel(self.applications)

    @property
    def comparisons(self) -> dict[Any, Comparison]:
        """You beside each person hired of whom something is known, by the rows of `every_hire`.

        >>> len(search.comparisons)
        9
        """
        from jobkit import comparison

        papers = (self.credentials, self.postings, self.skills, self.every_application)
        return self._frame("comparisons", lambda: comparison.by_row(self.every_hire, *papers))

    def compare(self, application: str):
        """Return how you compare with the person hired, as `comparison.compare`.

        >>> search.compare("Marrowfinch").verdict
        'comparable'
        """
        return self._comparison(self.find(application))

    def _comparison(self, application: str):
        from jobkit import comparison

        known = (self._known("hires"), self.credentials, self._known("postings"), self.as_of, self.skills)
        return comparison.case(application, *known, self.applications)

    def activities(self, period: str = "", week: str = "monday") -> pd.DataFrame:
        """Return the record of job-search activities of a period, as `activities.record`.

        Periods are written “2026-W41”, “2026-10”, “2026-Q3”, “2026” or “all”; empty: the newest month in
        which something happened. `week` is the day on which weeks begin, monday or sunday.

        >>> search.activities("2026-10")[["date", "activity", "employer"]].head(2)
                date   activity             employer
        0 2026-10-01  interview   Copperwick Parcels
        1 2026-10-01  interview  Tallowbrook Transit
        """
        from jobkit import activities

        days = activities.span(period, self.events, self.as_of, week)
        known = (self.events, self.applications, self.people, self.steps)
        return activities.record(*known, days, self.process)

    def company(self, name: str = "") -> dict[str, pd.DataFrame]:
        """Return what is known of one employer, as tables by name; empty: of that with the most applications.

        `tries`, oldest first; `pace`, as `company.pace`; `people` met or known there; `hires` of the jobs you
        lost; what was rewritten in their `postings`, as `company.changes`; open steps (`due`); `hints`.

        Raises
        ------
        JobkitError : no application is at an employer called so; names the closest.

        Examples
        --------
        >>> {name: len(rows) for name, rows in search.company("Brindlemark").items()}
        {'tries': 1, 'pace': 4, 'people': 2, 'hires': 0, 'postings': 0, 'due': 1, 'hints': 1}
        """
        from jobkit import company

        known = self.applications
        here, stopped = known.loc[self._at(name)], settling.stopped(self.steps, known, self.as_of)

        def of(rows: pd.DataFrame) -> pd.DataFrame:
            return rows[rows["application"].isin(here.index)].reset_index(drop=True)

        contacts = [self.contacts(application) for application in here.index]
        people = pd.concat([of(self._known("people")), *contacts])
        postings = company.changes(of(self._known("postings")), here, self.credentials, self.skills)
        return {
            "tries": here.sort_values("applied", kind="stable")[list(company.TRIES)],
            "pace": company.pace(known, self.events, here.index, self.as_of, stopped),
            "people": people.drop_duplicates(["person", "part"]).reset_index(drop=True),
            "hires": of(self._known("hires")).drop_duplicates("hire", keep="last").reset_index(drop=True),
            "postings": postings,
            "due": of(self.due()),
            "hints": of(self.hints()),
        }

    def _at(self, company: str) -> list[str]:
        """Return the applications at the employer that is called so, or of one application."""
        known = self.applications
        firms = known["company"].dropna().astype(str)
        keys = firms.map(names.company_key)
        if not company and not keys.empty:
            company = firms[keys == keys.mode().iloc[-1]].iloc[-1]
        if not company:
            return []
        is_id = company in known.index
        if fits := [company] if is_id else applications_called(known, company.partition(" / ")[0]):
            return applications_called(known, str(known.at[fits[0], "company"])) or fits
        hint = english.did_you_mean(company, firms.unique(), "`jobkit applications` lists them.")
        raise JobkitError(f"You have no application at “{company}”. {hint}")

    def topics(self) -> pd.DataFrame:
        """Return what interviewers asked, by topic, as `debriefs.topics`.

        >>> search.topics()[["n", "well"]].head(2)
                    n  well
        topic
        leadership  4     1
        motivation  3     3
        """
        return debriefs.topics(self._known("debriefs"))

    def rounds(self) -> pd.DataFrame:
        """Return how often each round of interviews led on, as `debriefs.rounds`.

        >>> search.rounds()[["n"]].head(2)
                    n
        round
        screening  24
        test       13
        """
        return debriefs.rounds(self._happened(), self.applications, self._known("debriefs"))

    def hints(self) -> pd.DataFrame:
        """Return what files suggest of jobs you lost, as questions: `inside`, `hires`, `openings` of `hints`.

        Not asked again: of a job whose hire is known or was not looked for, or that was recorded as open; of
        somebody who is known not to be the hire.

        >>> search.hints()[["company", "sign", "person"]]
                       company  sign      person
        0  Brindlemark Freight  hire  p-a5472c52
        """
        known, hires, steps = self.applications, self._known("hires"), self.steps
        skipped = steps[steps["outcome"] == "skipped"].groupby("step")["application"].agg(set).to_dict()
        unasked = known[~known.index.isin({*skipped.get("who_was_hired", ()), *hires["application"]})]
        is_asked = {*hires.loc[hires["reopened"].notna(), "application"], *skipped.get("role_open_again", ())}
        lost = known[~known.index.isin(is_asked)]
        adverts = self.store.read(QUERIES["adverts"]) if len(lost) else ()
        inside = hints.inside(unasked, self._known("evidence"))
        hired = hints.hires(unasked, self._connections())
        alerts = (json.loads(content) for (content,) in adverts)
        again = hints.openings(lost, self._happened(), self._known("postings"), alerts)
        found = pd.concat([inside, hired, again], ignore_index=True)
        others = steps.loc[steps["step"] == hints.NOT_THE_HIRE, ["application", "person"]]
        pairs = pd.MultiIndex.from_frame(found[["application", "person"]])
        found = found[~pairs.isin(pd.MultiIndex.from_frame(others))]
        return found[~(found["day"] > self.as_of)].reset_index(drop=True)

    def _connections(self) -> pd.DataFrame:
        """Return the people whom exports list, each with the day of it: when `added`, and its `newest`."""
        rows, people = self.store.read(QUERIES["listed_people"]), self.people
        by_fact = pd.DataFrame(rows, columns=["fact", "file", "day"]).set_index("fact")
        facts = people.get("fact", people["person"])
        listed = people[people["part"].eq("contact") & facts.isin(by_fact.index)]
        listed = listed.join(by_fact, on="fact") if len(listed) else listed.assign(file=None, day=None)
        newest = listed.groupby("file")["connected"].transform("max")
        return listed.assign(added=tables.days(listed["day"]), newest=newest)

    def case(self, application: str = "") -> Case:
        """Return all that is known of one application; by default the latest with a hire, or sent.

        >>> search.case("Brindlemark").events["kind"].tolist()[-3:]
        ['interview', 'interview', 'rejected']
        """
        from jobkit import comparison

        hires = self._known("hires")
        sent = self.applications.sort_values("applied", na_position="first", kind="stable").index
        name = self.find(application) if application else comparison.latest(hires) or "".join(sent[-1:])

        def of(table: pd.DataFrame) -> pd.DataFrame:
            return table[table["application"] == name]

        row = self.applications.loc[self.applications.index == name]
        papers = (self.credentials, self._known("postings"), self.skills, self.applications)
        compared = comparison.judged(of(hires), comparison.by_row(of(hires), *papers))
        evidence = of(self._known("evidence"))
        return Case(
            row,
            of(self._happened()).sort_values("date").drop_duplicates(["kind", "date"]),
            self._comparison(name),
            compared,
            evidence,
            reasons.attribute(row, evidence, compared, self.settings),
            of(debriefs.questions(self._known("debriefs"))),
            of(self.due()),
            of(self._known("people")),
            self.contacts(name) if name else self.people.iloc[:0],
        )

    def newest_month(self) -> str:
        """Return the newest month, up to the day `as_of`, in which anything happened.

        >>> search.newest_month()
        '2026-10'
        """
        from jobkit import reflection

        return reflection.newest(self.events, self.as_of, self.news()["date"])

    def month(self, month: str = "") -> Facts:
        """Return the facts of a month, quarter, year (“2026-10”, “2026-Q3”, “2026”) or “all”, as tables.

        Empty: the newest month in which something happened. `sections.month` says them.

        >>> search.month("2026-10").span.name
        'October 2026'
        """
        from jobkit import reflection

        gathered = {name: getattr(self, name) for name in reflection.GATHERED} | {"hires": self.every_hire}
        own = (self.settings, self.process, self.comparisons, self.due())
        return reflection.month(month, self.as_of, gathered, *own)
