"""Which application is meant by what was typed: an id, its beginning, or a name; and what belongs to it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

import pandas as pd

from jobkit import tables
from jobkit.errors import JobkitError, UnclearError
from jobkit.language import english, names
from jobkit.language.text import plain
from jobkit.linking import is_message
from jobkit.search.holdings import Holdings
from jobkit.search.loading import as_json
from jobkit.store.anchors import Anchor, iso

NEARLY = 85
"""How alike a misspelt company is, in per cent of its letters."""
SHORTEST = 3
"""The fewest letters of an id that stand for it, and of a part of a name."""


class Finding(Holdings):
    """Finds in the tables of a search what a person means."""

    def find(self, text: str, prefers: Collection[str] = ()) -> str:
        """Return the application that `text` names: an id, its beginning, an event, or company and role.

        Of several that a name fits, the only one that what is recorded can belong to: by its day
        (`search.happened`), and by the outcomes it `prefers` (default: the search's).

        Raises
        ------
        UnclearError : several fit, or one nearly does; the message lists them.
        JobkitError : none fits.

        Examples
        --------
        >>> search.find("brindlemark")
        '8e504fec87ce'
        """
        events = self.events
        if (events["application"] == text).any():
            return text
        known = self.every_application
        is_id = events["event"].str.startswith(text.casefold()) & (len(text) >= SHORTEST)
        by_id = set(events.loc[is_id, "application"])
        fits = by_id or set(applications_called(known, text))
        live = _meant(known.loc[sorted(fits)], prefers or self.prefers, self.happened)
        if len(fits) == 1 or (len(live) == 1 and not by_id):
            return live[0] if live else fits.pop()
        if fits:
            choices = _choices(known.loc[sorted(fits)])
            fact, listed = f"“{text}” names {len(fits)} applications.", "; ".join(choices.values())
            raise UnclearError(text, fact, choices, f"It may be any of: {listed}. Say which by its id.")
        fact = f"No application is called “{text}”"
        if near := _nearly(known, text):
            companies = english.listed(dict.fromkeys(f"“{known.at[name, 'company']}”" for name in near), "or")
            raise UnclearError(text, f"{fact}. Did you mean {companies}?", _choices(known.loc[near]))
        raise JobkitError(f"{fact}; `jobkit applications` lists them. New? jobkit log applied --company NAME")

    def anchor(self, application: str) -> Anchor:
        """Return the event by which an application is known for good.

        >>> search.anchor("Brindlemark").role
        'Planning Lead'
        """
        try:
            return super().anchor(application)
        except JobkitError:
            name = self.find(application)
        first = self.events.set_index("event", drop=False).loc[name]
        return Anchor(*(as_json(first[column]) or "" for column in Anchor._fields))

    def earlier_tries(self, application: str, date: object = None) -> int:
        """Return how many tries at this job an application of a day would follow; 0 where it is the same one.

        It is a new one a month after the last, or once that has ended.

        >>> search.earlier_tries("Brindlemark", "2026-12-01")
        1
        """
        known, name = self.every_application, self.find(application)
        outcome, ended, applied = known.loc[name, ["outcome", "outcome_date", "applied"]]
        day = tables.day(iso(date) or self.learned())
        is_over = outcome in tables.ENDINGS and not ended > day
        if applied >= day or not (is_over or (day - applied).days > tables.SAME_TRY_DAYS):
            return 0
        n = 1
        while isinstance(name := known.at[name, "earlier_try"], str):
            n += 1
        return n

    def contacts(self, application: str) -> pd.DataFrame:
        """Return the people you know at an application's company who have no part in any application.

        >>> search.contacts(search.find("Meadowquill"))[["name", "company"]]
                   name                company
        0  Oleander Pym  Meadowquill Foods Ltd
        """
        events, people = self.events, self.people
        written = events.loc[events["application"] == application, "company"].dropna()
        firms = frozenset[str]().union(*map(names.spellings, written))
        there = ~people["company"].fillna("").map(names.spellings).map(firms.isdisjoint).astype(bool)
        met = people["name"].isin(people.loc[people["application"].notna(), "name"])
        return people[there & (people["part"] == "contact") & ~met].reset_index(drop=True)


def the_one(beginning: str, known: Iterable[str], kind: str, hint: str, shortest: int = 1) -> str:
    """Return the one text that begins so, or is so; none and several are refused, with a hint."""
    start = beginning.casefold()
    fits = [text for text in dict.fromkeys(known) if text.casefold().startswith(start)]
    fits = fits if len(start) >= shortest else []
    exact = [text for text in fits if text.casefold() == start]
    if len(exact or fits) == 1:
        return (exact or fits)[0]
    several = f"{len(fits)} {kind}s begin" if fits else f"No {kind} begins"
    raise JobkitError(f"{several} with “{beginning}”. {hint}")


def plan_called(search: Finding, beginning: str) -> str:
    """Return the one plan, or prediction, that begins so: the whole of it, as it was written."""
    written = search.reflections
    texts = written.loc[written["kind"].isin(["plan", "prediction"]), "text"].drop_duplicates()
    last = "; ".join(f"“{text}”" for text in texts.iloc[-6:]) or "none was written"
    return the_one(beginning, texts, "plan", f"The last ones: {last}. Nothing was kept.")


def letters(search: Finding, application: str, part: str = "Text") -> list[str]:
    """Return a part of the letters that tell of an application, as far as they were added."""
    events = search.events
    events = events[(events["application"] == application) & events["origin"].notna()]
    origins = events.loc[events["details"].map(is_message).astype(bool), "origin"]
    query = "SELECT content FROM sound_records WHERE origin IN (SELECT value FROM json_each(?))"
    contents = (json.loads(content) for (content,) in search.store.read(query, [json.dumps([*origins])]))
    return [str(content.get(part) or "") for content in contents]


def applications_called(known: pd.DataFrame, text: str) -> list[str]:
    """Return the applications whose company, or company and role, are what `text` says."""
    company, _, role = text.partition(" / ")
    wanted, words = names.company_key(company), {*plain(text).split()}
    jobs = known[["company", "role"]].fillna("").astype(str)

    def is_of_both(firm: str, title: str) -> bool:  # “Harrow warehouse”
        here = {*plain(firm).split()}
        return not words.isdisjoint(here) and words <= here | {*plain(title).split()}

    ways = [lambda firm, title: names.is_same_company(firm, company)]
    if len(wanted) >= SHORTEST:
        ways += [lambda firm, title: wanted in names.company_key(firm)]
    if wanted and not role:
        ways += [is_of_both]
    tries = ([name for name, *job in jobs.itertuples() if is_it(*job)] for is_it in ways)
    found = next(filter(None, tries), [])
    if not role:
        return found
    alike = [name for name in found if names.role_key(jobs.at[name, "role"]) == names.role_key(role)]
    return [name for name in alike if jobs.at[name, "role"].casefold() == role.casefold()] or alike


def _meant(rows: pd.DataFrame, prefers: Collection[str], day: str) -> list[str]:
    """Return which applications something of a day ("" for none) can belong to, by their outcome.

    What happened later than an application began can be of it, until it ended; a day of applying is of the
    one sent then, or of one that has none yet or may be sent again.
    """
    applied, is_preferred = rows["applied"], rows["outcome"].isin([*prefers])
    if not day or not prefers:
        return list(rows.index[is_preferred])
    if "applied" in prefers:
        return list(rows.index[applied == day]) or list(rows.index[~(applied >= day)])
    begun = ~(applied > day)
    if begun.sum() == 1:
        return list(rows.index[begun])
    is_open = rows["outcome_date"] >= day if {*prefers} == {*tables.OPEN} else False
    return list(rows.index[begun & (is_preferred | is_open)])


def _nearly(known: pd.DataFrame, text: str) -> list[str]:
    """Return the applications at a company that is spelled, or begins, almost like `text`."""
    from rapidfuzz import fuzz

    wanted = names.company_key(text.partition(" / ")[0])
    firms = known["company"].fillna("").map(names.company_key)
    alike = firms.map(lambda firm: max(fuzz.ratio(part, wanted) for part in (firm, firm[: len(wanted)])))
    return list(known.index[alike >= NEARLY]) if wanted else []


def _choices(rows: pd.DataFrame) -> dict[str, str]:
    """Return at most eight applications by id, each with its company, role and day of applying."""
    choices = {}
    for name, company, role, applied in rows[["company", "role", "applied"]].head(8).itertuples():
        day = english.day(applied) if pd.notna(applied) else ""
        told = ", ".join(word for word in (company, role, day) if isinstance(word, str) and word)
        choices[name] = f"{name} ({told})"
    return choices
