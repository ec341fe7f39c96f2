"""The facts of a month, a quarter, a year or a whole search, as tables: what happened, why as far as anyone
can tell, what was planned, what is next. `sections` says them.

Everything is computed from events and from what had been written down by a day, so the same month
looked at from the same day gives the same tables for ever.

Rows of `reflections` by kind, and what their `details` hold: plan (`if`, `then`, `obstacle`), review
(`text` or `of` names the plan; `outcome`, `came`), answer (`prompt`), prediction (`probability`; either
`application`, `expected` stage and `by` a day, or settled by a review with outcome yes or no),
experiment (`split` a column of applications, or `began` a day; `groups`, `measure`, `n_needed`), air
(`advice`, `insight`, `recommendation`, `did`, `person`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from jobkit import comparison, history, rates, reasons, tables, waiting
from jobkit import debriefs as measure
from jobkit.errors import TableError
from jobkit.language import english
from jobkit.language.names import is_same_company, role_key
from jobkit.language.text import bare
from jobkit.settling import KEPT, STOPPED, stopped
from jobkit.steps import HEARD, Process, addressed, is_answered
from jobkit.steps import due as steps_due
from jobkit.steps import news as steps_news
from jobkit.tables import STAGES

Frame: TypeAlias = pd.DataFrame
ALL = "all"
MOVES = "screening assessment interview offer accepted declined rejected withdrawn closed".split()
NEWS = ("accepted", "declined", "offer")
GATHERED = tuple(name for name in tables.COLUMNS if name not in ("applications", "problems"))


@dataclass(frozen=True, slots=True)
class Span:
    """A period by its first and last day, with the one before; the whole search has none."""

    key: str
    name: str
    first: pd.Timestamp
    last: pd.Timestamp
    previous: Span | None


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The tables of a period by name, as they stood on `as_of`; docs/developers.md says what each holds.

    `previous` is the name of the period before, empty where the search had not begun then. `is_quiet`:
    nothing happened; `is_written`: something was written down for the period all the same. `comparisons`:
    you beside each person hired, as known last.
    """

    span: Span
    as_of: pd.Timestamp
    previous: str
    is_quiet: bool
    is_written: bool
    tables: Mapping[str, Frame]
    settings: reasons.Settings
    comparisons: Mapping[str, comparison.Comparison]

    def __getitem__(self, name: str) -> Frame:
        return self.tables[name]

    def within(self, days: pd.Series) -> pd.Series:
        """Tell which days lie in the period."""
        return days.between(self.span.first, self.as_of)


@dataclass(frozen=True, slots=True, eq=False)
class _Day:
    """What was known at the end of one day."""

    day: pd.Timestamp
    applications: Frame
    events: Frame
    evidence: Frame
    hires: Frame
    steps: Frame
    written: Frame

    def kind(self, kind: str) -> Frame:
        """Return what was written of one kind."""
        return self.written.loc[self.written["kind"] == kind]


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """A period, and what was known at its end and before it."""

    span: Span
    now: _Day
    before: _Day
    settings: reasons.Settings

    def within(self, days: pd.Series) -> pd.Series:
        return days.between(self.span.first, self.now.day)

    def kind(self, kind: str) -> Frame:
        """Return what was written of one kind in the months of the period."""
        rows = self.now.kind(kind)
        return rows.loc[self.within(_months(rows))]


def month(
    month: str,
    as_of,
    gathered: Mapping[str, Frame | None],
    settings: reasons.Settings | None = None,
    process: Process | None = None,
    comparisons: Mapping[Any, comparison.Comparison] | None = None,
    due: Frame | None = None,
) -> Facts:
    """Return the facts of a month (or quarter, or year) from its last day, or from `as_of` while it runs.

    `Search.month` gathers what this needs.

    Parameters
    ----------
    month : “2026-10”, “2026-Q3”, “2026”, “all”; empty: the newest month with events.
    gathered : the search's tables by name, those of `GATHERED`; one that is missing is empty.
    settings, process : the user's own reasons and steps.
    comparisons : of the hires with you, by their rows, as `comparison.by_row` makes them, and this where
        there are none.
    due : the steps open on `as_of`, as `Search.due`: what a past month had open may be done, or over.
    """
    settings = settings or reasons.load()
    given = {name: _frame(name, gathered.get(name)) for name in GATHERED}
    days = pd.concat([given["steps"]["date"], *(given[name]["recorded"] for name in ("evidence", "hires"))])
    span = _span(month or newest(given["events"], as_of, days), given["events"], tables.day(as_of))
    is_over, as_of = tables.day(as_of) > span.last, min(tables.day(as_of), span.last)
    linked = history.with_applications(given["events"])
    if comparisons is None:
        roles = linked.dropna(subset="role").drop_duplicates("application").set_index("application")
        comparisons = comparison.by_row(given["hires"], given["credentials"], given["postings"], None, roles)
    hires = given["hires"].loc[~(given["hires"]["recorded"] > as_of)]
    hires = comparison.judged(hires, comparisons)
    now, before = (
        _known(day, history.applications(linked, day), given | {"events": linked, "hires": hires})
        for day in (as_of, span.first - pd.Timedelta(days=1))
    )
    view = _View(span, now, before, settings)
    made = _process(view, given["people"], hires, process, due) | _interviews(view, given["debriefs"])
    made |= _happened(view) | _learned(view, comparisons) | _why(view) | _looked_back(view) | _ahead(view)
    made["doubts"] = given["doubts"]
    talks = history.ahead(linked, as_of, is_over)
    live = talks["application"].map(now.applications["outcome"]).isin(["open", "offer"])
    made["ahead"] = talks[live & ~(is_over & (talks["date"] <= as_of))].reset_index(drop=True)
    learned = [table["recorded"] for table in (now.evidence, now.hires, now.steps, given["debriefs"])]
    begun = span.previous is not None and before.events["date"].notna().any()
    return Facts(
        span,
        as_of,
        span.previous.name if span.previous and begun else "",
        made["progress"].empty and not view.within(pd.concat([now.events["date"], *learned])).any(),
        bool(view.within(_months(now.written)).any()),
        made,
        settings,
        {hire: comparisons[at] for at, hire in hires["hire"].items() if at in comparisons},
    )


def period(text: str) -> pd.Period:
    """Return the month “2026-10”, the quarter “2026-Q3” or the year “2026”; TableError for anything else."""
    match = re.fullmatch(r"((?:19|20)\d\d)(?:-(0[1-9]|1[0-2])|-?[Qq]([1-4]))?", str(text).strip(), re.ASCII)
    if not match:
        raise TableError(f"“{text}” is not a month (2026-10), a quarter (2026-Q3), a year (2026) or “all”.")
    return pd.Period(f"{match[1]}Q{match[3]}" if match[3] else match[0])


def newest(events: Frame, as_of, besides: pd.Series | None = None) -> str:
    """Return the newest month with a dated event up to `as_of`; without any, the month of `as_of`.

    besides : the days of other news, such as those of `steps.news`.
    """
    days = events["date"] if besides is None else pd.concat([events["date"], besides])
    dated = days[days <= tables.day(as_of)]
    return f"{dated.max() if len(dated) else tables.day(as_of):%Y-%m}"


# Periods, and what was known when


def _span(text: str, events: Frame, as_of: pd.Timestamp) -> Span:
    if text.strip().casefold() != ALL:
        whole = period(text)
        if whole.start_time > as_of:
            begun = f"{english.sentence(_name(whole))} had not begun on {english.day(as_of)}"
            raise TableError(
                f"{begun}, so there is nothing to report. To look from a later day: --as-of DAY."
            )
        return _of(whole, _of(whole - 1, None))
    begun = events.loc[events["date"] <= as_of, "date"].min()
    first = as_of if pd.isna(begun) else begun
    return Span(ALL, "the whole search", first.to_period("M").start_time, as_of, None)


def _of(whole: pd.Period, previous: Span | None) -> Span:
    key = f"{whole.year}-Q{whole.quarter}" if whole.freqstr.startswith("Q") else str(whole)
    return Span(key, _name(whole), whole.start_time, whole.end_time.normalize(), previous)


def _name(span: pd.Period) -> str:
    if span.freqstr.startswith("M"):
        return english.month(str(span))
    quarter = ("first", "second", "third", "fourth")[span.quarter - 1]
    return f"the {quarter} quarter of {span.year}" if span.freqstr.startswith("Q") else str(span.year)


def _months(rows: Frame) -> pd.Series:
    """Return the first day of the month that each row was written for."""
    return pd.to_datetime(rows["month"], format="%Y-%m", errors="coerce")


def _known(day: pd.Timestamp, applications: Frame, given: Mapping[str, Frame]) -> _Day:
    events, written = given["events"], _placed(given["reflections"])
    is_later = (events["date"] > day) | (events["recorded"] > day)
    signs, hires, steps = (reasons.as_of(given[name], day) for name in ("evidence", "hires", "steps"))
    written = written.loc[_months(written) <= day]
    return _Day(day, applications, events.loc[~is_later], signs, hires, steps, written)


# What happened


def _happened(view: _View) -> dict[str, Frame]:
    known = view.now.applications
    by_month = history.by_month(view.now.events, known)
    spans = [view.span, view.span.previous or view.span]
    starts = pd.to_datetime(by_month.index.to_series(), format="%Y-%m")
    sums = [by_month.loc[starts.between(span.first, span.last)].sum() for span in spans]
    counts = pd.DataFrame(sums, index=["here", "before"])
    events = history.refused_once(view.now.events)
    is_reply = tables.details(events).map(lambda one: bool(one.get(tables.REPLY))).astype(bool)
    events = events.assign(kind=events["kind"].mask(is_reply, tables.REPLY))
    rows = events.loc[view.within(events["date"]) & events["kind"].isin([*MOVES, tables.REPLY])]
    is_early = history.is_before_talk(rows)
    rows = rows.assign(to=rows["kind"].where(is_early), kind=rows["kind"].mask(is_early, tables.INVITATION))
    rows = rows.loc[rows["application"].isin(known.index)].sort_values(["date", "application", "kind"])
    moves = rows.drop_duplicates(["date", "application", "kind"])[["date", "application", "kind", "to"]]
    pending = waiting.pending(known, view.now.day)
    is_let_be = pending.index.isin(stopped(view.now.steps, known, view.now.day))
    return {
        "counts": counts.astype("int64"),
        "judged": _judged(view),
        "news": known.loc[view.within(known["outcome_date"]) & known["outcome"].isin(NEWS)],
        "talks": _talks(view),
        "moves": moves.join(known[["company", "role"]], on="application").reset_index(drop=True),
        "events": events,
        "applications": known,
        "pending": pending.loc[~is_let_be],
        "let_be": pending.loc[is_let_be],
    }


def _judged(view: _View) -> Frame:
    old = [rates.judged(known.applications, known.day) for known in (view.now, view.before)]
    rows = [(int(one["is_success"].sum()), len(one), one.attrs["too_young"]) for one in old]
    return pd.DataFrame(rows, columns=["k", "n", "young"], index=["here", "before"])


def _talks(view: _View) -> Frame:
    """Return with whom conversations are open, and which of those open before are over."""
    rows = (known.applications for known in (view.before, view.now))
    then, now = (
        [*one.index[one["outcome"].isin(tables.OPEN) & one["furthest"].isin(STAGES[3:])]] for one in rows
    )
    last, outcome = view.now.applications["last_event"], view.now.applications["outcome"]
    quiet = set(last.index[((view.now.day - tables.days(last)).dt.days > QUIET) & outcome.ne("offer")])
    states = {key: "quiet" if key in quiet else "goes on" if key in then else "new" for key in now}
    states |= {key: "over" for key in then if key not in now and outcome.get(key) not in NEWS}
    made = view.now.applications.loc[
        [key for key in states if key in outcome], ["company", "role", "last_event"]
    ]
    return made.assign(state=[states[key] for key in made.index], outcome=outcome.reindex(made.index))


QUIET = 45
"""Days without a word after which nobody is in conversation any more; an offer waits for you, and longer."""


def _process(view: _View, people: Frame, hires: Frame, process: Process | None, due) -> dict[str, Frame]:
    now = view.now
    told = (now.applications, now.steps, now.evidence, hires, people, process)
    progress = steps_news(*told)
    then = steps_due(
        now.applications, people, now.steps, now.day, events=now.events, hires=now.hires, process=process
    )
    due = then if due is None else due[due["due"].isin(then["due"])]
    names = dict(zip(people["person"], people["name"], strict=True))
    done = now.steps.loc[view.within(now.steps["date"].fillna(now.steps["recorded"]))]
    is_step = done["application"].notna() & (done["step"] != STOPPED)  # an import leaves messages to anybody
    done = done.loc[is_step]
    done = reasons.named(addressed(done, people, process), now.applications)
    return {
        "progress": progress.loc[view.within(progress["date"])].reset_index(drop=True),
        "due": due.iloc[
            due["closes"].mask(due["trigger"] == "offer", due["opens"]).argsort(kind="stable")
        ].reset_index(drop=True),
        "steps": done.assign(name=done["person"].map(lambda person: names.get(person, person))),
    }


def _interviews(view: _View, debriefs: Frame) -> dict[str, Frame]:
    """Return what was asked in interviews that were looked back on, and how rounds ended."""
    told, known = reasons.as_of(debriefs, view.now.day), view.now.applications
    asked = reasons.named(measure.questions(told), known)
    return {
        "debriefs": asked.loc[view.within(asked["recorded"])],
        "topics": measure.topics(told),
        "rounds": measure.rounds(view.now.events, known, told),
    }


# Who was hired, and why


def _learned(view: _View, found: Mapping) -> dict[str, Frame]:
    hires = view.now.hires
    bare = hires.drop(columns=["company", "role"], errors="ignore")
    every = reasons.named(bare, view.now.applications).sort_values("recorded", kind="stable")
    before = view.before.hires
    gone = before.loc[before["left"].notna(), "hire"]
    is_first = ~every["hire"].isin(before["hire"])
    has_left = ~is_first & every["left"].notna() & ~every["hire"].isin(gone)
    every = every.assign(is_first=is_first, has_left=has_left)
    new = every.loc[view.within(every["recorded"])]
    numbers = ["you_low", "you_high", "they_low", "they_high"]
    columns = ["hire", "application", "dimension", "asked", "you", "they", "ahead", *numbers]
    parts = [
        found[at]
        .evidence.reset_index()
        .rename(columns={"hire": "they", "hire_low": "they_low", "hire_high": "they_high"})
        .assign(hire=hire, application=application)[columns]
        for at, hire, application in zip(new.index, new["hire"], new["application"], strict=True)
        if found.get(at)
    ]
    duels = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return {"hires": new, "verdicts": every, "duels": duels}


def _why(view: _View) -> dict[str, Frame]:
    settings, now = view.settings, view.now
    told = [(one.applications, one.evidence, one.hires, settings) for one in (view.before, now)]
    before, attribution = (reasons.attribute(*one) for one in told)
    changed = reasons.revisions(before, attribution, *(reasons.signs(*one) for one in told))
    attribution["note"] = reasons.notes(now.events, attribution.index)
    revisions = reasons.named(changed, now.applications)
    guesses = reasons.named(reasons.first_guess(now.evidence, attribution, settings), now.applications)
    new = [table.loc[view.within(table["recorded"]), "application"] for table in (now.evidence, now.hires)]
    listed = reasons.listed(attribution, now.applications, settings=settings)
    unclear = attribution["unclear"].reindex(revisions["application"]).to_numpy(dtype=bool)
    columns = ["decided", "application", "company", "role", "top", "certainty", "in_words"]
    return {
        "rejected": listed.loc[view.within(listed["decided"]), columns],
        "attribution": attribution,
        "ranges": reasons.ranges(attribution, settings),
        "revisions": revisions.loc[(revisions["was"] != reasons.UNKNOWN) | ~unclear],
        "guesses": guesses.assign(is_new=guesses.index.isin(pd.concat(new))),
        "hands": reasons.in_my_hands(attribution, settings),
    }


# What was planned, and what is next


def open_predictions(gathered: Mapping[str, Frame], applications: Frame, as_of) -> Frame:
    """Return the predictions that nothing has settled: `reflection`, `text`, `since` (their month).

    gathered : the tables `events`, `evidence`, `hires`, `steps` and `reflections`.
    """
    given = {name: _frame(name, table) for name, table in gathered.items()}
    known = _predictions(_known(tables.day(as_of), applications, given))
    rows = known.loc[known["came"].isna()]
    return rows.rename(columns={"made": "since"})[["reflection", "text", "since"]]


def unreviewed_plans(reflections: Frame, as_of) -> Frame:
    """Return the plans of earlier months of which nothing was written: `reflection`, `text`, `since`."""
    written = _placed(_frame("reflections", reflections))
    written = written.loc[_months(written) <= tables.day(as_of)]
    first = tables.day(as_of).to_period("M").start_time
    plans = written.loc[(written["kind"] == "plan") & (_months(written) < first)]
    bare = [
        plan for plan in plans.to_dict("records") if _detail(_review(plan, written), "outcome") in ("", KEPT)
    ]
    made = pd.DataFrame(bare, columns=plans.columns)
    return made.assign(since=_months(made))[["reflection", "text", "since"]]


def left_open(reflections: Frame) -> Frame:
    """Return how often (`n`) each plan or prediction (`reflection`) was looked at and left open."""
    reviews = reflections.loc[reflections["kind"] == "review"].to_dict("records")
    about = [_detail(row, "of") for row in reviews if _detail(row, "outcome") == KEPT]
    return pd.Series(about, dtype=object).value_counts().rename_axis("reflection").rename("n").reset_index()


def open_plans(reflections: Frame, month: str) -> list[str]:
    """Return the plans that the report of a month asks about, and of which nothing was written yet."""
    first = period(month).start_time
    written = _placed(_frame("reflections", reflections))
    return [plan["text"] for plan, review in _looked_at(written, first) if review is None]


def _looked_back(view: _View) -> dict[str, Frame]:
    within = view.kind("plan")
    earlier = within.loc[within["month"] < within["month"].max()] if len(within) else within
    pairs = _looked_at(view.now.written, view.span.first)
    pairs += [(plan, _review(plan, view.now.written)) for plan in earlier.to_dict("records")]
    rows = [
        (plan["text"], _detail(plan, "obstacle"), *(_detail(review, name) for name in ("outcome", "came")))
        for plan, review in pairs
    ]
    predictions = _predictions(view.now)
    lately = predictions["came"].isna() | predictions["by"].isna() | view.within(predictions["by"])
    lately |= view.within(predictions["made"])
    return {
        "reviewed": pd.DataFrame(rows, columns=["text", "obstacle", "outcome", "came"]),
        "predictions": predictions.assign(is_shown=lately).reset_index(drop=True),
    }


def _looked_at(written: Frame, first: pd.Timestamp) -> list[tuple[dict, dict | None]]:
    """Return the last plans made before a day with their reviews, but those reviewed in an earlier month."""
    plans = written.loc[(written["kind"] == "plan") & (_months(written) < first)]
    latest = plans.loc[plans["month"] == plans["month"].max()] if len(plans) else plans
    pairs = [(plan, _review(plan, written)) for plan in latest.to_dict("records")]
    here = f"{first:%Y-%m}"
    return [
        (plan, review)
        for plan, review in pairs
        if review is None or not plan["month"] < review["month"] < here
    ]


def _placed(written: Frame) -> Frame:
    return written.assign(place=range(len(written)))


def _review(plan: dict, written: Frame) -> dict | None:
    """Return the last thing written about a plan since it was made."""
    since = (plan["month"], plan["place"])
    for review in reversed(written.loc[written["kind"] == "review"].to_dict("records")):
        named = {_detail(review, "of"), bare(review["text"])} - {""}
        if named & {plan["reflection"], bare(plan["text"])} and (review["month"], review["place"]) > since:
            return review
    return None


def _predictions(known: _Day) -> Frame:
    reviews = known.kind("review").to_dict("records")
    settled = {row["text"]: {"yes": True, "no": False}.get(_detail(row, "outcome")) for row in reviews}
    rows = []
    for row in known.kind("prediction").to_dict("records"):
        about = _details(row)
        came = settled.get(row["text"])
        came = _came(about, known) if came is None else came
        made = (row["reflection"], row["month"], about.get("by"), row["text"], about.get("probability"), came)
        rows.append(made)
    columns = ["reflection", "made", "by", "text", "chance", "came"]
    table = pd.DataFrame(rows, columns=columns).astype({"came": "boolean"})
    table["chance"] = pd.to_numeric(table["chance"], errors="coerce")
    table["made"] = pd.to_datetime(table["made"], format="%Y-%m", errors="coerce")
    table["by"] = pd.to_datetime(table["by"].map(bare), format="%Y-%m-%d", errors="coerce")
    return table.loc[table["chance"].between(0, 1)]


def luck(predictions: Frame) -> float:
    """Return how often luck alone gives as few (or as many) that come true, were the chances right.

    The tail of the Poisson binomial distribution, on the side where the count lies; settled ones only.
    """
    settled = predictions.loc[predictions["came"].notna()]
    n_came, chances = int(settled["came"].sum()), settled["chance"].astype(float)
    spread = [1.0]
    for chance in chances:
        spread = [a * (1 - chance) + b * chance for a, b in zip([*spread, 0.0], [0.0, *spread], strict=True)]
    return sum(spread[: n_came + 1]) if n_came < chances.sum() else sum(spread[n_came:])


def _came(about: dict, known: _Day) -> bool | None:
    """Return whether what was expected of an application came by the day; None while that can still be."""
    application = _named(bare(about.get("application")), known.applications)
    by = pd.to_datetime(bare(about.get("by")), format="%Y-%m-%d", errors="coerce")
    expected = about.get("expected")
    if application is None or pd.isna(by) or expected not in (*STAGES, *BESIDES):
        return None
    if (_days_of(str(expected), application, known) <= by).any():
        return True
    ended = known.applications.at[application, "outcome"] in tables.ENDINGS and expected in STAGES
    return False if ended or known.day > by else None


BESIDES = ("feedback", "talk", "hire")
"""What can be expected of an application beside a stage: a word of why, a coffee, to learn who was hired."""


def _days_of(expected: str, application: str, known: _Day) -> pd.Series:
    """Return the days on which what was expected came."""
    of_it = (known.events, known.evidence, known.steps, known.hires)
    events, signs, done, hires = (table.loc[table["application"] == application] for table in of_it)
    done = done.assign(date=done["date"].fillna(done["recorded"]))
    if expected == "hire":
        return hires["seen"].fillna(hires["recorded"])
    if expected == "talk":
        return done.loc[done["step"].str.contains("coffee") & is_answered(done), "date"]
    if expected == "feedback":
        said = signs.loc[signs["says"].isin(HEARD)]
        asked = done.loc[done["step"].str.startswith("ask_") & is_answered(done), "date"]
        return pd.concat([said["date"].fillna(said["recorded"]), asked])
    reached = events["kind"].map(history.STAGE_OF).isin(STAGES[STAGES.index(expected) :])
    return events.loc[reached, "date"]


def _named(text: str, applications: Frame) -> str | None:
    if text in applications.index:
        return text
    company, _, role = text.partition(" / ")
    there = applications["company"].map(bare).map(lambda name: is_same_company(name, company)).astype(bool)
    alike = there & (applications["role"].map(bare).map(role_key) == role_key(role))
    fits = applications.index[alike if alike.any() or there.sum() > 1 else there]
    return str(fits[-1]) if len(fits) else None


def _ahead(view: _View) -> dict[str, Frame]:
    plans, answers, advice = (view.kind(kind) for kind in ("plan", "answer", "air"))
    last = plans.loc[plans["month"] == plans["month"].max()] if len(plans) else plans
    over = [
        _detail(_review(plan, view.now.written), "outcome") in ("done", "let go")
        for plan in last.to_dict("records")
    ]
    last = last.loc[[not one for one in over]]
    trials = view.now.kind("experiment").to_dict("records")
    given = ("advice", "insight", "recommendation", "did", "person")
    return {
        "plans": _with_details(last, ("obstacle",)),
        "experiments": pd.DataFrame([_experiment(row, view.now) for row in trials], columns=EXPERIMENT),
        "advice": _with_details(advice, given),
        "answers": _with_details(answers, ("prompt",))[["month", "prompt", "text"]],
    }


def _with_details(rows: Frame, names: tuple[str, ...]) -> Frame:
    records = rows.to_dict("records")
    columns = {name: [_detail(row, name) for row in records] for name in names}
    return rows[["month", "text"]].assign(**columns).reset_index(drop=True)


TRIAL = ("k_a", "n_a", "k_b", "n_b", "p_better", "difference", "low", "high", "words", "is_final")
EXPERIMENT = ["text", "measure", "is_spelled", "needed", "a", "b", *TRIAL]


def _experiment(row: dict, known: _Day) -> tuple:
    """Return an experiment by its own measure: how far each side is; without a measure nothing is counted."""
    about = _details(row)
    measure = _detail(row, "measure") or bare(row["text"])
    size = re.search(r"\bn ?= ?(\d{1,4})\b", measure)
    needed = int(size[1]) if size else about.get("n_needed")
    reached = next((stage for stage in STAGES[3:] if stage in measure), "")
    if not reached or not isinstance(needed, int | float):
        return (row["text"], measure, False, None, "", "", *(None for _ in TRIAL))
    within = re.search(r"(\d{1,3}) days", measure)
    old = rates.judged(known.applications, known.day, reached, int(within[1]) if within else 45)
    (a, first), (b, second) = _groups(old, about, row).items()
    one, other = first["is_success"].to_numpy(int), second["is_success"].to_numpy(int)
    trial = rates.experiment(one, other, int(needed))
    return (row["text"], measure, bool(_detail(row, "measure")), int(needed), a, b, *trial[list(TRIAL)])


def _groups(old: Frame, about: dict, row: dict) -> dict[str, Frame]:
    split, names = bare(about.get("split")), about.get("groups")
    if split in old.columns and isinstance(names, list) and len(set(map(str, names))) == 2:
        values = old[split].astype(str).str.casefold()
        spoken = {str(name): str(name).casefold() for name in names}  # “CV B” stands as cv b, or as b
        return {name: old.loc[values.isin({text, *text.split()[-1:]})] for name, text in spoken.items()}
    began = pd.to_datetime(bare(about.get("began")), format="%Y-%m-%d", errors="coerce")
    began = row["recorded"] if pd.isna(began) else began
    return {"before": old.loc[old["applied"] < began][::-1], "since": old.loc[old["applied"] >= began]}


def _frame(name: str, table: Frame | None) -> Frame:
    """Return a gathered table; one that has every column is taken as it is, typed already."""
    if table is not None and tables.COLUMNS[name].keys() <= {*table.columns}:
        return table
    return tables.frame(name, table)


def _details(row: dict) -> dict:
    return row["details"] if isinstance(row.get("details"), dict) else {}


def _detail(row: dict | None, name: str) -> str:
    return bare(_details(row).get(name)) if row else ""
