"""The tables of a search, read when they are asked for, and again after something was written."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from jobkit import doubts, history, reasons, tables
from jobkit.doubts import Kept
from jobkit.errors import SourceError
from jobkit.search import loading
from jobkit.store.anchors import default_folder, today
from jobkit.store.files import refuse_mistyped
from jobkit.store.recording import Recorder
from jobkit.store.store import store_error
from jobkit.store.views import QUERIES

shared: dict[object, Any] | None = None
"""What was read last, for every search of this process on the same state of a store; a runner of many
reports begins it with {}, None keeps each search by itself."""


def _begun(state: object) -> dict[object, Any]:
    """Return where the tables of a state of a store are kept: empty, or as another search left it."""
    global shared
    if shared is not None and shared.get("state") == state:
        return shared
    frames: dict[object, Any] = {"state": state}
    shared = shared if shared is None else frames
    return frames


def own_or_shipped(load: Callable, folder: Path) -> tuple[Any, str]:
    """Return what a loader makes of the person's own file, or of jobkit's, and the mistake in the own."""
    try:
        return load(folder), ""
    except SourceError as error:
        return load(None), f"{error} Until then jobkit's own is used; `jobkit check` looks again."


class Frames(Recorder):
    """A store read as DataFrames; for the parameters see `Search`."""

    def __init__(self, folder: str | Path = "", as_of: object = None, on: object = ""):
        super().__init__(folder or default_folder(), on)
        self._as_of = as_of
        self._frames: dict[object, Any] = {}
        self.prefers: tuple[str, ...] = ()
        """Of several applications at an employer that is named, the one with such an outcome is meant."""
        self.happened = ""
        """The day of what is recorded: it belongs to an application that had begun by then."""

    @property
    def as_of(self) -> pd.Timestamp:
        """The day this search is looked at from.

        >>> search.as_of
        Timestamp('2026-10-31 00:00:00')
        """
        return tables.day(self._as_of or self.looks_from or today())

    @property
    def events(self) -> pd.DataFrame:
        """Every event, each with its application.

        >>> search.events[["application", "kind", "date"]].head(2)
            application     kind       date
        0  28f7c92306ac  applied 2026-01-08
        1  4bcbd6653e82  applied 2026-01-08
        """
        return self._linked.events.copy()

    @property
    def applications(self) -> pd.DataFrame:
        """One row an application, as it stands on the day `as_of`.

        >>> search.applications[["company", "furthest", "outcome"]].head(2)
                                 company      furthest   outcome
        application
        28f7c92306ac  Copperwick Parcels       applied      open
        4bcbd6653e82    Hollowick Stores  acknowledged  rejected
        """
        return self.applications_on(self.as_of)

    def applications_on(self, as_of: object, include_saved: bool = False) -> pd.DataFrame:
        """Return the applications as they stood at the end of a day.

        >>> len(search.applications_on("2026-06-30")), len(search.applications)
        (47, 62)
        """
        key = ("applications", str(tables.day(as_of)), include_saved)
        return self._frame(key, lambda: history.applications(self._linked.events, as_of, include_saved))

    @property
    def every_application(self) -> pd.DataFrame:
        """One row an application whatever its day, what was only saved with them.

        >>> len(search.every_application) - len(search.applications)
        2
        """
        return self.applications_on("9999-12-31", include_saved=True)

    @property
    def links(self) -> pd.DataFrame:
        """For each event (the index) its `application`, and `why` it was linked to it.

        >>> search.links["why"].head(1).tolist()
        ['a new application']
        """
        return self._linked.links.copy()

    @property
    def problems(self) -> pd.DataFrame:
        """What was not understood, with its place in the file and what to do.

        >>> search.problems[["origin", "problem"]].head(2).values.tolist()
        [['applications.csv:29', '“8/52026” is not a date in the calendar.']]
        """
        return self._frame(
            "problems", lambda: loading.problems(self.store, self.settings.may_be_named, self._linked)
        )

    @property
    def doubts(self) -> pd.DataFrame:
        """What an import may have misread, the loudest first, each with what to type if it is wrong.

        >>> search.doubts[["kind", "place", "n"]]
                   kind   place  n
        0  guessed_word  Status  1
        """
        return doubts.still_open(self.every_doubt)

    @property
    def every_doubt(self) -> pd.DataFrame:
        """The doubts with those that are settled (`is_open` is false).

        >>> search.every_doubt[["kind", "is_open"]]
                   kind  is_open
        0  guessed_word     True
        """

        def load() -> pd.DataFrame:
            kept = [*loading.doubted(self.store), *self._aside_for_now()]
            return doubts.table(kept, self._settled(), self._linked.is_recorded)

        return self._frame(("doubts", str(self.as_of)), load)

    @property
    def evidence(self) -> pd.DataFrame:
        """Signs of why an application ended: who says so, and the words.

        >>> search.evidence[["reason", "says"]].head(2)
                 reason      says
        0  role_changed     noted
        1       unknown  template
        """
        return self._frame("evidence", lambda: self._linked.evidence())

    @property
    def hires(self) -> pd.DataFrame:
        """Who got the job, as far as it is known, one row a hire; nobody's name.

        >>> search.hires[["hire", "hired_from", "hired"]].head(2)
             hire hired_from      hired
        0  hire-2   internal 2026-03-16
        1  hire-3   external 2026-04-13
        """
        return self.every_hire.drop_duplicates(["hire", "application"], keep="last", ignore_index=True)

    @property
    def every_hire(self) -> pd.DataFrame:
        """The hires, one row each time something was learned of them, with all that was known by then.

        >>> len(search.every_hire), len(search.hires)
        (9, 8)
        """
        return self._frame("hires", lambda: self._linked.hires())

    @property
    def people(self) -> pd.DataFrame:
        """People met or known, one row a person and application.

        >>> search.people[["name", "part"]].head(2)
                     name     part
        0   Joss Petrakis  contact
        1  Mika Thornbury  contact
        """
        return self._frame("people", lambda: self._linked.people())

    @property
    def credentials(self) -> pd.DataFrame:
        """Your own roles, education, skills, certificates and languages.

        >>> search.credentials[["section", "name"]].head(2)
               section                       name
        0  certificate  Lean Six Sigma Green Belt
        1    education                        NaN
        """
        from jobkit import credentials

        return self._frame("credentials", lambda: credentials.with_levels(self._linked.facts("credentials")))

    @property
    def postings(self) -> pd.DataFrame:
        """What the jobs asked for, one row a requirement; the last advert of a day counts.

        >>> search.postings[["requirement", "strength"]].head(2)
                                  requirement strength
        0  Three years of planning experience     must
        1                   Bachelor's degree     must
        """

        def load() -> pd.DataFrame:
            rows = self._linked.facts("postings")
            last = rows.groupby(["application", "recorded"], dropna=False)["posting"].transform("last")
            return rows[(rows["posting"] == last) | ~last.str.startswith("advert")].reset_index(drop=True)

        return self._frame("postings", load)

    @property
    def skills(self) -> dict[str, str]:
        """Names of skills from tables that were added, beside those that ship: alias → what it stands for.

        >>> search.skills  # the sample adds none
        {}
        """
        from jobkit import credentials

        return self._frame("skills", lambda: credentials.wider(self.store.facts("skills")))

    @property
    def steps(self) -> pd.DataFrame:
        """The steps of the process that were done, skipped or put off; `person` is an id of `people`.

        >>> search.steps[["step", "outcome", "date"]].head(2)
                         step outcome       date
        0  connection_request    done 2026-02-11
        1  connection_request    done 2026-02-11
        """
        return self._frame("steps", lambda: self._linked.steps(self.people))

    @property
    def reflections(self) -> pd.DataFrame:
        """Plans, answers, predictions, experiments and what came of them, by month.

        >>> search.reflections["kind"].value_counts().to_dict()
        {'plan': 13, 'prediction': 12, 'review': 12, 'answer': 10, 'air': 6, 'experiment': 1}
        """
        return self._frame("reflections", lambda: self._linked.facts("reflections"))

    @property
    def debriefs(self) -> pd.DataFrame:
        """Interviews looked back on: one row a question, with how it went; `debriefs.topics` sums them up.

        >>> search.debriefs[["round", "asked", "went"]].head(2)
               round                                  asked    went
        0  screening                 Tell me about yourself  partly
        1  screening  Why do you want to move to logistics?    well
        """
        return self._frame("debriefs", lambda: self._linked.facts("debriefs"))

    @property
    def settings(self):
        """The reasons, as the person's own reasons.toml has them; jobkit's own where it holds a mistake.

        >>> search.settings.taxonomy.index[:3].tolist()
        ['more_qualified', 'not_demonstrated', 'minimum_not_met']
        """
        return own_or_shipped(reasons.load, self.folder)[0]

    @property
    def _linked(self) -> loading.Linked:
        return self._once("events", lambda: loading.Linked(self.store, self.settings.may_be_named))

    def _frame(self, key: object, load: Callable) -> Any:
        return self._once(key, load).copy()

    def _once(self, key: object, load: Callable) -> Any:
        """Return what was loaded since the store last changed, or load it."""
        if not self.store.path.exists():
            refuse_mistyped(self.folder)
        state = (self.store.path.absolute(), self.store.last_change())
        if self._frames.get("state") != state:
            self._frames = _begun(state)
        if key not in self._frames:
            try:
                self._frames[key] = load()
            except UnicodeDecodeError as error:  # bytes where only text is ever written
                broken = sqlite3.DatabaseError(f"malformed, {error.reason}")
                raise store_error(self.store.path, broken) from error
        return self._frames[key]

    def astray(self) -> list[tuple]:
        """Return what names an application that is none: source, origin, fact, column, value and why.

        >>> search.astray()
        []
        """
        return [*self._linked.astray()]

    def _aside_for_now(self) -> list[Kept]:
        """Return the doubts that rest on which applications are known: about letters, and appointments."""
        aside = self.store.read(QUERIES["letters_aside"])
        letters = doubts.letters(aside, self.applications) if aside else []
        held = history.interviews(self.events)
        talks = {"appointment": self._linked.unplaced, "invitation": held[held["is_invitation"].astype(bool)]}
        unsure = (one for kind, events in talks.items() for one in doubts.of_events(kind, events))
        return [*letters, *unsure, *doubts.counted_twice(self.events, self.applications)]

    def _settled(self) -> list[str]:
        """Return by what the doubts that were settled are known again."""
        return [key for row in self.store.facts("settled") for key in row["keys"]]
