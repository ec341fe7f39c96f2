"""What stands open: steps that are due, applications without a reply, what can be settled."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from jobkit import reasons, settling, steps, tables, waiting
from jobkit.errors import JobkitError
from jobkit.language import english
from jobkit.search.finding import Finding, applications_called
from jobkit.search.loading import as_json
from jobkit.tables import LOST, OPEN

STATES = ("due", "still worth doing", "coming", "waiting", "postponed", "let go", "done")
"""Of an application's several steps of one name the first that is open is meant, else one that waits."""


class Due(Finding):
    """The process and the waiting, on the day from which a search is looked at."""

    def due(self) -> pd.DataFrame:
        """Return the steps open on the day `as_of`, as `steps.due`.

        `seems_done` is the day of an imported message that looks like this step.

        >>> search.due()[["what", "person_name", "closes"]].head(2)
                                                        what person_name     closes
        0  Thank the hiring manager by e-mail, and ask to...         NaN 2026-09-05
        """
        rows, sent = self._process_of(steps.due), self.steps
        signs = steps.recognise(rows, sent[sent["date"] <= self.as_of])
        days = dict(zip(signs["due"], signs["date"], strict=True))
        return rows.assign(seems_done=tables.days([days.get(name) for name in rows["due"]]).to_numpy())

    def every_step(self) -> pd.DataFrame:
        """Return the steps of the process in whatever state on the day `as_of`, as `steps.every`.

        >>> search.every_step()["state"].value_counts().head(3).to_dict()
        {'ended': 333, 'done': 43, 'expired': 11}
        """
        return self._process_of(steps.every)

    def _process_of(self, measure: Callable, **only: str) -> pd.DataFrame:
        known = (self.applications, self.people, self.steps, self.as_of)
        hires = reasons.as_of(self.every_hire, self.as_of)
        return measure(*known, events=self.events, hires=hires, process=self.process, **only)

    def step(self, what: str, step: str = "", person: str = "") -> dict[str, Any]:
        """Return the one step, in any state, with this id; or an application's by its name, for a person.

        Its days are as 2026-10-31, what is missing is None. Of several people's, the first still open counts;
        a step that the process has, but not for this application yet, has nothing but its name.

        Raises
        ------
        JobkitError : no step is meant, or several; names the closest.

        Examples
        --------
        >>> search.step("Brindlemark", "ask_feedback")["what"]
        'Thank Marek Solbergh by e-mail, and ask for feedback'
        """
        if step:
            return self._step_by_name(what, step, person)
        start = what.casefold() or "no id"
        rows = self._process_of(steps.every, called=start)
        own = rows[rows["due"].str.startswith(start)]
        jobs = applications_called(self.every_application, what) if rows.empty else []
        if jobs:
            own = pd.concat([self._process_of(steps.every, application=name) for name in jobs])
        listed = own[own["state"].isin(steps.LISTED)]  # of those that a list shows, else of all
        fits = next((fits for fits in (listed, own, rows) if len(fits) == 1), None)
        if fits is not None:
            return _values(fits.iloc[0])
        if jobs:
            todo = dict.fromkeys(listed.loc[listed["state"] != "coming", "step"])
            named = english.listed([f"“{what} {key}”" for key in todo], "or")
            fact = f"Which step do you mean: {named}?" if named else f"Nothing is due for “{what}”."
            raise JobkitError(f"{fact} `jobkit due` lists the open steps.")
        several = "Several steps have" if len(rows) else "No step has"
        raise JobkitError(
            f"{several} an id that starts with “{what}”. `jobkit due` lists the open steps with their ids; or"
            " name the application and the step: jobkit done COMPANY ask_feedback."
        )

    def _step_by_name(self, application: str, step: str, person: str) -> dict[str, Any]:
        known = {one.key: {"interview", "offer"} & {*one.trigger} for one in self.process.steps}
        key = re.sub(r"[\W_]+", "_", step.casefold()).strip("_")
        if key not in known:
            near = [name for name in known if key and key in name]
            hint = english.did_you_mean(
                key, near or known, f"The steps are {', '.join(known)}.", 0 if near else 0.5
            )
            raise JobkitError(f"There is no step “{step}”. {hint} Nothing was recorded.")
        name = self.find(application, OPEN if known[key] else LOST)
        rows = self._process_of(steps.every, application=name)
        rows = rows[rows["step"] == key]
        is_theirs = rows["person_name"].map(lambda name: person.casefold() in f"{name}".casefold())
        rows = rows[is_theirs.astype(bool)]
        places = rows["state"].map({state: n for n, state in enumerate(STATES)}).fillna(len(STATES))
        row = _values(rows.loc[places.idxmin()]) if len(rows) else {}
        blank = dict.fromkeys(("person", "person_name", "state", "what", "trigger", "since"))
        return {**blank, "application": name, "step": key, **row}

    def unsettled(self) -> pd.DataFrame:
        """Return what stands open on the day `as_of` and can be settled, as `settling.unsettled`.

        >>> before = jobkit.Search(search.folder, as_of="2026-09-30")
        >>> sorted(set(before.unsettled()["kind"]))
        ['quiet']
        """
        from jobkit import reflection

        telling = ("events", "evidence", "hires", "steps", "reflections")
        known = {name: getattr(self, name) for name in telling}
        predictions = reflection.open_predictions(known, self.applications, self.as_of)
        plans = reflection.unreviewed_plans(self.reflections, self.as_of)
        written = (predictions, plans, reflection.left_open(self.reflections))
        return settling.unsettled(*written, self.applications, self.waiting(), self.steps, self.as_of)

    def waiting(self) -> pd.DataFrame:
        """Return the applications without a reply, by the chance that one still comes: `waiting.pending`.

        >>> before = jobkit.Search(search.folder, as_of="2026-09-30")
        >>> before.waiting()[["company", "days", "chance"]].head(2)
                                company  days    chance
        application
        7b7d8fdbd797   Lakeforge Metals   1.0  0.582483
        c994abaa98d1  Meadowquill Foods   8.0  0.389000
        """
        sent = self.applications
        pending = waiting.pending(sent, self.as_of)
        return pending[~pending.index.isin(settling.stopped(self.steps, sent, self.as_of))]

    def settle(self, answers: Iterable[tuple[str, str]]) -> list[str]:
        """Record what came of things that `unsettled` lists, by id and key; return it in words.

        A key is one of `settling.KEYS`, or `settling.WAIT`: it stays open, and is not listed for ever. The id
        “quiet” stands for all that went quiet. All is one change, which `undo` takes back.

        >>> before = jobkit.Search(search.folder, as_of="2026-09-30")
        >>> before.settle([("quiet", "s")])[0]
        'Copperwick Parcels · Operations Analyst: stopped waiting'
        """
        rows = self.unsettled().set_index("item")
        quiet = rows.index[rows["kind"] == "quiet"]
        keys = [(item, key) for name, key in answers for item in (quiet if name == "quiet" else [name])]
        settled = [settling.meant(item, key, rows) for item, key in keys]
        day = self.learned(f"{self.as_of:%Y-%m-%d}")
        put_off = f"{tables.day(day) + pd.DateOffset(months=1):%Y-%m-%d}"
        with self.store.change("settle", english.count(len(settled), "thing")) as change:
            for item, text, outcome in settled:
                about = item if item in quiet else None
                fact = settling.fact(item, text, outcome, day, put_off, rows.at[item, "kind"])
                change.fact(fact, event=about, recorded=day)
        return [f"{text}: {outcome}" for _, text, outcome in settled]


def _values(row: pd.Series) -> dict[str, Any]:
    """Return the columns of a step as plain values."""
    return {str(name): as_json(value) for name, value in row.items() if name != "ids"}
