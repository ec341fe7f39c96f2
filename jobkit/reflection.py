"""One month, a quarter, a year or all of a search looked back on: what happened, why as far as anyone can
tell, what next.

Everything is computed from events and from what had been written down by a day, so the same month
looked at from the same day reads the same for ever. Each sentence with a number is made here.

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
from typing import TypeAlias

import pandas as pd

from jobkit import comparison, history, rates, reasons, sentences, tables, waiting
from jobkit.credentials import Credentials, from_rows
from jobkit.errors import TableError
from jobkit.language.names import is_same_company, role_key
from jobkit.steps import MONTHS, Process, in_words
from jobkit.steps import due as steps_due
from jobkit.tables import STAGES

Frame: TypeAlias = pd.DataFrame
ENOUGH_PREDICTIONS = 10
MANY_STEPS = 12
WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
HAPPENED = {
    "screening": "first talk",
    "assessment": "test or case",
    "interview": "interview",
    "offer": "offer",
    "accepted": "accepted",
    "declined": "declined by me",
    "rejected": "no",
    "withdrawn": "withdrawn by me",
    "closed": "closed for everyone",
}
ALL = "all"
GIVEN = {"advice": "{}", "insight": "Insight: {}", "recommendation": "Recommended: {}"}
NOTED = {"person": "From {}", "did": "What I did: {}"}
NO_EXPERIMENT = (
    "No experiment is running. One needs a change, a measure and a number: “short letters; an interview"
    " within 45 days, n = 15”."
)
NEWS = {
    "accepted": "an offer was accepted",
    "declined": "an offer was declined",
    "offer": "there is an offer to answer",
}
PROMPTS = (
    "What would you write to a friend in the same place?",
    "Which hour of this month would you like to have again?",
    "What did you learn that no job will take from you?",
)


@dataclass(frozen=True, slots=True, eq=False)
class Reflection:
    """A period as tables and sentences, in the order in which they are read; nothing is drawn here."""

    month: str
    first: pd.Timestamp
    as_of: pd.Timestamp
    title: str
    lede: str
    is_quiet: bool  # nothing happened: `lines` is the whole report
    is_written: bool  # something was written down for the period: it is shown even then
    lines: list[str]
    note: str  # what qualifies all numbers below; empty: nothing does
    cards: Frame  # index name; number, label, neighbour, link
    happened: Frame
    pending: Frame
    pending_says: str
    due: Frame  # the first to close first
    due_says: str
    reviewed: Frame  # text, note
    predictions: Frame
    predictions_say: str
    events: Frame
    applications: Frame
    attribution: Frame
    by_month: Frame
    rejected: Frame  # those of the period: decided, company, in_words, certainty, role
    why: list[str]
    revisions: Frame
    first_guess: Frame
    in_my_hands: list[str]
    not_in_my_hands: list[str]
    hires: Frame
    prompt: str
    answer: str  # private: never in what is shared
    plans: Frame  # text, note
    plans_say: str
    experiments: Frame  # text, note
    experiments_say: str
    air: Frame
    limits: list[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What was known at the end of one day."""

    events: Frame
    applications: Frame
    evidence: Frame
    hires: Frame
    attribution: Frame
    signs: Frame


@dataclass(frozen=True, slots=True, eq=False)
class _Span:
    """A period by its first and last day, with the one before; the whole search has none."""

    key: str
    name: str
    first: pd.Timestamp
    last: pd.Timestamp
    previous: _Span | None


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """The period, what was known at its end and before it, what is due, and what was written down."""

    span: _Span
    as_of: pd.Timestamp
    now: _Known
    before: _Known
    due: Frame
    pending: Frame
    written: Frame
    settings: reasons.Settings

    @property
    def first(self) -> pd.Timestamp:
        return self.span.first

    @property
    def name(self) -> str:
        return self.span.name

    @property
    def had(self) -> str:
        """The name of the period before; empty where the search had not begun."""
        begun = self.before.events["date"].notna().any()
        return self.span.previous.name if self.span.previous and begun else ""

    def within(self, days: pd.Series) -> pd.Series:
        return days.between(self.first, self.as_of)

    def kind(self, kind: str, here: bool = True) -> Frame:
        """Return what was written of one kind, in the months of the period or in those before."""
        rows = self.written.loc[self.written["kind"] == kind]
        months = _months(rows)
        return rows.loc[self.within(months) if here else months < self.first]


def compared(
    hires: Frame,
    credentials: Frame | None,
    postings: Frame | None,
    skills: Mapping[str, str] | None = None,
    applications: Frame | None = None,
) -> Frame:
    """Return the hires with the `verdict` of comparing each with you, and what it `says`.

    `credentials` are yours, `postings` what the jobs asked for, `skills` names beside those that ship,
    `applications` the roles; a hire of whom no credentials are known has no verdict.
    """
    you = None if credentials is None or credentials.empty else from_rows(credentials)
    role = comparison.role_of(applications)
    rows = [_verdict(hire, you, postings, skills, role) for hire in hires.to_dict("records")]
    verdicts = pd.DataFrame(rows, columns=["verdict", "says"], index=hires.index)
    return hires.assign(verdict=verdicts["verdict"], says=verdicts["says"])


def _verdict(hire: dict, you: Credentials | None, postings: Frame | None, skills, role) -> tuple:
    if not isinstance(hire.get("credentials"), dict) or you is None:
        return None, None
    asked = None if postings is None else postings.loc[postings["application"] == hire["application"]]
    asked = None if asked is None or asked.empty else asked
    found = comparison.compare(you, hire, asked, wider=skills, role=role(hire["application"]))
    return found.label, found.says[1] if len(found.says) > 2 else ""


def period(text: str) -> pd.Period:
    """Return the month “2026-10”, the quarter “2026-Q3” or the year “2026”; TableError for anything else."""
    found = re.fullmatch(r"((?:19|20)\d\d)(?:-(0[1-9]|1[0-2])|-?[Qq]([1-4]))?", str(text).strip(), re.ASCII)
    if not found:
        raise TableError(
            f"“{text}” is no month such as 2026-10, quarter such as 2026-Q3, year such as 2026, nor “all”."
        )
    year, of_year, quarter = int(found[1]), found[2], found[3]
    if of_year:
        return pd.Period(year=year, month=int(of_year), freq="M")
    return pd.Period(year=year, quarter=int(quarter), freq="Q") if quarter else pd.Period(year=year, freq="Y")


def newest(events: Frame, as_of) -> str:
    """Return the newest month with a dated event up to `as_of`; without any, the month of `as_of`."""
    dated = events.loc[events["date"] <= tables.day(as_of), "date"]
    return f"{dated.max() if len(dated) else tables.day(as_of):%Y-%m}"


def month(
    month: str,
    as_of,
    events: Frame,
    evidence: Frame | None = None,
    hires: Frame | None = None,
    people: Frame | None = None,
    steps: Frame | None = None,
    reflections: Frame | None = None,
    credentials: Frame | None = None,
    postings: Frame | None = None,
    settings: reasons.Settings | None = None,
    process: Process | None = None,
    skills: Mapping[str, str] | None = None,
) -> Reflection:
    """Return a month (or quarter, or year) looked back on from its last day, or from `as_of` while it runs.

    Parameters
    ----------
    month : “2026-10”, “2026-Q3”, “2026”, “all”; empty: the newest month with events.
    steps : what was done of the process.
    credentials, postings : yours and what the jobs asked for, for the comparisons with hires.
    settings, process : the user's own reasons and steps.
    skills : names of skills beside those that ship.
    """
    settings = settings or reasons.load()
    span = _span(month or newest(events, as_of), events, tables.day(as_of))
    as_of = min(tables.day(as_of), span.last)
    linked, evidence = history.with_applications(events), _frame("evidence", evidence)
    hires = _frame("hires", hires)
    hires = hires.loc[hires["recorded"].isna() | (hires["recorded"] <= as_of)]
    roles = linked.dropna(subset="role").drop_duplicates("application").set_index("application")
    hires = compared(hires, credentials, postings, skills, roles)
    now, before = (
        _known(day, linked, evidence, hires, settings) for day in (as_of, span.first - pd.Timedelta(days=1))
    )
    done = reasons.as_of(_frame("steps", steps), as_of)
    due = steps_due(
        now.applications,
        _frame("people", people),
        done,
        as_of,
        events=now.events,
        hires=now.hires,
        process=process,
    )
    pending = waiting.pending(now.applications, as_of)
    written = _frame("reflections", reflections)
    written = _placed(written.loc[_months(written) <= as_of])
    due = due.sort_values("closes", kind="stable", ignore_index=True)
    view = _View(span, as_of, now, before, due, pending, written, settings)
    sections = (_happened, _waiting, _planned, _why, _hands, _next, _limits)
    parts = {name: value for section in sections for name, value in section(view).items()}
    quiet = _is_quiet(view, done)
    parts |= {"lede": "", "note": ""} if quiet else {}
    return Reflection(
        month=span.key,
        first=view.first,
        as_of=as_of,
        is_quiet=quiet,
        is_written=bool(view.within(_months(written)).any()),
        lines=_lines(view),
        **parts,
    )


def _span(text: str, events: Frame, as_of: pd.Timestamp) -> _Span:
    if text.strip().casefold() != ALL:
        whole = period(text)
        return _of(whole, _of(whole - 1, None))
    begun = events.loc[events["date"] <= as_of, "date"].min()
    first = as_of if pd.isna(begun) else begun
    return _Span(ALL, "the whole search", first.to_period("M").start_time, as_of, None)


def _of(whole: pd.Period, previous: _Span | None) -> _Span:
    return _Span(_key(whole), _name(whole), whole.start_time, whole.end_time.normalize(), previous)


def _months(rows: Frame) -> pd.Series:
    """Return the first day of the month that each row was written for."""
    return pd.to_datetime(rows["month"], format="%Y-%m", errors="coerce")


def _known(day: pd.Timestamp, events: Frame, evidence: Frame, hires: Frame, settings) -> _Known:
    applications = history.applications(events, day)
    evidence, hires = reasons.as_of(evidence, day), reasons.as_of(hires, day)
    return _Known(
        events.loc[events["date"].isna() | (events["date"] <= day)],
        applications,
        evidence,
        hires,
        reasons.attribute(applications, evidence, hires, settings),
        reasons.signs(applications, evidence, hires, settings),
    )


def _happened(view: _View) -> dict:
    by_month = history.by_month(view.now.events, view.now.applications)
    counts = _counts(by_month, view.span)
    past = _counts(by_month, view.span.previous) if view.had and view.span.previous else None
    events = view.now.events
    rows = events.loc[view.within(events["date"]) & events["kind"].isin(HAPPENED)]
    rows = rows.loc[rows["application"].isin(view.now.applications.index)]
    rows = rows.sort_values(["date", "application", "kind"]).drop_duplicates(["date", "application", "kind"])
    happened = rows[["date", "application"]].join(
        view.now.applications[["company", "role"]], on="application"
    )
    return {
        "title": _sentence(f"{view.name}, looked back on"),
        "lede": _lede(view, counts),
        "happened": happened.assign(what=rows["kind"].map(HAPPENED)).reset_index(drop=True),
        "cards": _cards(view, counts, past),
        "note": _note(view),
        "events": view.now.events,
        "applications": view.now.applications,
    }


def _counts(by_month: Frame, span: _Span) -> pd.Series:
    starts = pd.to_datetime(by_month.index.to_series(), format="%Y-%m")
    return by_month.loc[starts.between(span.first, span.last)].sum()


def _lede(view: _View, counts: pd.Series) -> str:
    open_steps = int(view.due["state"].eq("due").sum())
    sentences = [
        *_good_news(view),
        f"{_many(counts['applied'], 'application')} went out, {_none(counts['answered'])} heard back for the"
        f" first time, and {_none(counts['rejected'])} ended in a no.",
        *_conversations(view),
        _steps_say(open_steps),
    ]
    return " ".join(_sentence(text) for text in sentences if text)


def _conversations(view: _View) -> list[str]:
    """Return with whom talks are open, and what became of those that were open when the period began."""
    then, now = (_talking(known.applications) for known in (view.before, view.now))
    names, outcome = view.now.applications["company"], view.now.applications["outcome"]
    goes_on, new = [names[key] for key in now if key in then], [names[key] for key in now if key not in then]
    over = [names[key] for key in then if key not in now and outcome.get(key) not in NEWS]
    told = _if(0 < len(now) <= 3, f", with {_listed(goes_on + new)}")
    told += _if(len(then) and len(new) > 1 and not goes_on, ", both new" if len(new) == 2 else ", all new")
    if goes_on and len(now) > 1:
        ends = (_one_of(goes_on, "goes on", "go on"), _one_of(new, "is new", "are new"))
        told = f": {', '.join(filter(None, ends))}"
    return [
        f"{_many(len(now), 'conversation', 'is')} open{told}.",
        _if(len(over), f"{_one_of(over, 'is over', 'are over')}."),
    ]


def _talking(applications: Frame) -> list[str]:
    live = applications["outcome"].isin(["open", "offer"])
    return list(applications.index[live & applications["furthest"].isin(STAGES[3:])])


def _one_of(names: list, one: str, more: str) -> str:
    """Return “the one with Alder is new”, “those with Alder and Birch are new”, “four are new”."""
    if len(names) == 1:
        return f"the one with {_listed(names)} {one}"
    return (
        f"{_word(len(names)) if len(names) > 3 else f'those with {_listed(names)}'} {more}" if names else ""
    )


def _listed(names: list) -> str:
    told = [_text(name) or "somebody" for name in names]
    return " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))


def _good_news(view: _View) -> list[str]:
    """Return what was offered, accepted or declined in the period, before anything else is counted."""
    known = view.now.applications
    dated = view.within(known["outcome_date"])
    return [
        f"On {in_words(row['outcome_date'])} {NEWS[row['outcome']]}: {_ended(_job(row))}"
        for row in known[dated & known["outcome"].isin(list(NEWS))].to_dict("records")
    ]


def _job(row: dict) -> str:
    return " at ".join(row[name] for name in ("role", "company") if isinstance(row[name], str)) or "a job"


def _steps_say(n: int) -> str:
    if n > MANY_STEPS:
        return "More steps are open than anybody has to take; choose among them."
    return _if(n, f"{_many(n, 'step', 'is')} due.")


def _cards(view: _View, counts: pd.Series, past: pd.Series | None) -> Frame:
    old = rates.judged(view.now.applications, view.as_of)
    led, n = int(old["is_success"].sum()), len(old)
    share = rates.share(led, n) * 100
    spread = f": {share['share']:.0f} % ({share['low']:.0f} to {share['high']:.0f})" if n >= 10 else ""
    silent = f"{int(view.pending['is_silent'].sum())} past the day when answers stop"
    judged = f"{led} of {n}" if n else "none"
    says = f"led to an interview, of those old enough to judge{spread}" if n else "is old enough to judge"
    reasons_at = _if(counts["rejected"], "#reasons")
    rows = {
        "applied": (f"{counts['applied']}", "applied", _was(view, past, "applied"), "#happened"),
        "no": (f"{counts['rejected']}", "ended in a no", _was(view, past, "rejected"), reasons_at),
        "interviewed": (judged, says, _judged_before(view), ""),
        "waiting": (f"{len(view.pending)}", "still waiting", silent, "#waiting"),
    }
    columns = ["number", "label", "neighbour", "link"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("name")


def _was(view: _View, past: pd.Series | None, what: str) -> str:
    """Return the count of the period before, as its neighbour."""
    return "" if past is None else f"{past[what]} in {view.had}"


def _judged_before(view: _View) -> str:
    old = rates.judged(view.before.applications, view.first - pd.Timedelta(days=1))
    return _if(len(old) and len(view.had), f"{int(old['is_success'].sum())} of {len(old)} before")


def _note(view: _View) -> str:
    undated, n = int(view.now.applications["applied"].isna().sum()), len(view.now.applications)
    running = view.as_of < view.span.last
    parts = [
        f"{view.name} is not over: this looks from {in_words(view.as_of)}." if running else "",
        _if(
            undated,
            f"{_many(undated, 'application')} of {n} {_has(undated)} no day of applying, and {_is(undated)}"
            " left out of the waiting times.",
        ),
    ]
    return " ".join(_sentence(part) for part in parts if part)


def _waiting(view: _View) -> dict:
    return {
        "pending": view.pending,
        "pending_says": sentences.silence(view.pending.attrs["silence"]),
        "due": view.due,
        "due_says": _due_says(view.due),
    }


def _due_says(due: Frame) -> str:
    """Return how many steps are due and coming, and the first to close."""
    states = due["state"].value_counts()
    n, coming = int(states.get("due", 0)), int(states.get("coming", 0))
    if not n + coming:
        return "Nothing is due, and that is fine."
    first = due.loc[due["state"].isin(["due", "coming"])].iloc[0]
    whom = f" ({first['company']})" if _text(first["company"]) else ""
    return _sentence(
        f"{_many(n, 'step', 'is')} due, {_none(coming)} {_is(coming)} coming. First to close, on"
        f" {in_words(first['closes'])}: {first['what']}{whom}."
    )


def _planned(view: _View) -> dict:
    within = view.kind("plan")
    open_before = within.loc[within["month"] < within["month"].max()] if len(within) else within
    looked = _looked_at(view.written, view.first)
    looked += [(plan, _review(plan, view.written)) for plan in open_before.to_dict("records")]
    asked = [(plan["text"], _review_says(plan, review)) for plan, review in looked]
    predictions = _predictions(view)
    lately = predictions["came"].isna() | predictions["by"].isna() | view.within(predictions["by"])
    lately |= view.within(predictions["made"])
    return {
        "reviewed": pd.DataFrame(asked, columns=["text", "note"]),
        "predictions": predictions.loc[lately, ["text", "chance", "came"]].reset_index(drop=True),
        "predictions_say": _calibration(predictions),
    }


def open_plans(reflections: Frame, month: str) -> list[str]:
    """Return the plans that the report of a month asks about, and of which nothing was said yet."""
    first = period(month).start_time
    written = _placed(_frame("reflections", reflections))
    return [plan["text"] for plan, review in _looked_at(written, first) if review is None]


def _looked_at(written: Frame, first: pd.Timestamp) -> list[tuple[dict, dict | None]]:
    """Return the last plans made before a day with what was said of them, but what was told before."""
    plans = written.loc[(written["kind"] == "plan") & (_months(written) < first)]
    latest = plans.loc[plans["month"] == plans["month"].max()] if len(plans) else plans
    looked = [(plan, _review(plan, written)) for plan in latest.to_dict("records")]
    told = f"{first:%Y-%m}"
    return [
        (plan, review)
        for plan, review in looked
        if review is None or not plan["month"] < review["month"] < told
    ]


def _placed(written: Frame) -> Frame:
    return written.assign(place=range(len(written)))


def _review(plan: dict, written: Frame) -> dict | None:
    """Return the last thing said about a plan since it was made."""
    since = (plan["month"], plan["place"])
    for review in reversed(written.loc[written["kind"] == "review"].to_dict("records")):
        named = {_text(_details(review).get("of")), _text(review["text"])} - {""}
        if named & {plan["reflection"], _text(plan["text"])} and (review["month"], review["place"]) > since:
            return review
    return None


def _review_says(plan: dict, review: dict | None) -> str:
    if review is None:
        obstacle = _text(_details(plan).get("obstacle"))
        return f"{_if(len(obstacle), f'In the way: {obstacle}. ')}Not looked at yet: keep, change or let go?"
    told = (_text(_details(review).get(name)).rstrip(".") for name in ("outcome", "came"))
    return " ".join(f"{_sentence(part)}." for part in told if part)


def _predictions(view: _View) -> Frame:
    made = view.written.loc[view.written["kind"] == "prediction"]
    settled = {
        row["text"]: _details(row).get("outcome")
        for row in view.written.to_dict("records")
        if row["kind"] == "review"
    }
    rows = []
    for row in made.to_dict("records"):
        said = _details(row)
        came = {"yes": True, "no": False}.get(_text(settled.get(row["text"])), _came(said, view))
        rows.append((row["month"], said.get("by"), row["text"], said.get("probability"), came))
    table = pd.DataFrame(rows, columns=["made", "by", "text", "chance", "came"]).astype({"came": "boolean"})
    table["chance"] = pd.to_numeric(table["chance"], errors="coerce")
    table["made"] = pd.to_datetime(table["made"], format="%Y-%m", errors="coerce")
    table["by"] = pd.to_datetime(table["by"].map(_text), format="%Y-%m-%d", errors="coerce")
    return table.loc[table["chance"].between(0, 1)]


def _came(said: dict, view: _View) -> bool | None:
    """Return whether the application got as far as expected by the day; None while that can still be."""
    found = _named(_text(said.get("application")), view.now.applications)
    by = pd.to_datetime(_text(said.get("by")), format="%Y-%m-%d", errors="coerce")
    if found is None or said.get("expected") not in STAGES or pd.isna(by):
        return None
    events = view.now.events
    reached = events["kind"].map(history.STAGE_OF).isin(STAGES[STAGES.index(said["expected"]) :])
    if (reached & (events["application"] == found) & (events["date"] <= by)).any():
        return True
    ended = view.now.applications.at[found, "outcome"] in tables.ENDINGS
    return False if ended or view.as_of > by else None


def _named(text: str, applications: Frame) -> str | None:
    if text in applications.index:
        return text
    company, _, role = text.partition(" / ")
    there = applications["company"].map(_text).map(lambda name: is_same_company(name, company)).astype(bool)
    alike = there & (applications["role"].map(_text).map(role_key) == role_key(role))
    fits = applications.index[alike if alike.any() or there.sum() > 1 else there]
    return str(fits[-1]) if len(fits) else None


def _calibration(predictions: Frame) -> str:
    known = predictions.loc[predictions["came"].notna()]
    n, came = len(known), int(known["came"].sum())
    if n < ENOUGH_PREDICTIONS:
        first = (
            f"{came} of {n} predictions came true" if n > 1 else f"One prediction is settled: {_yes(came)}"
        )
        return _if(n, f"{first}; how well they fit is told from ten on.")
    brier = float(((known["chance"] - known["came"].astype(float)) ** 2).mean())
    expected = known["chance"].sum()
    return (
        f"{came} of {n} predictions came true, where {expected:.0f} were to be expected from what was said."
        f" Brier score {brier:.2f}: 0 is perfect, 0.25 is what “fifty-fifty” always gets."
    )


def _yes(came: int) -> str:
    return "it came true" if came else "it did not come true"


def _why(view: _View) -> dict:
    settings, now = view.settings, view.now
    changed = reasons.revisions(view.before.attribution, now.attribution, view.before.signs, now.signs)
    revisions = reasons.named(changed, now.applications)
    guesses = reasons.first_guess(now.evidence, now.attribution, settings)
    guesses = reasons.named(guesses, now.applications)
    texts = [reasons.says(now.attribution, settings), _revised(revisions, view)]
    texts += [reasons.guess_says(guesses, settings)] if guesses.index.isin(_signs(view)).any() else []
    listed = reasons.listed(now.attribution, now.applications, settings=settings)
    columns = ["decided", "company", "in_words", "certainty", "role"]
    return {
        "rejected": listed.loc[view.within(listed["decided"]), columns],
        "attribution": now.attribution,
        "by_month": reasons.by_month(now.attribution, now.applications, settings),
        "why": [text for text in texts if text],
        "revisions": revisions,
        "first_guess": guesses,
        "hires": _new_hires(view),
    }


def _signs(view: _View) -> set:
    """Return the applications of which the period brought a sign."""
    told = [
        table.loc[view.within(table["recorded"]), "application"]
        for table in (view.now.evidence, view.now.hires)
    ]
    return set(pd.concat(told))


def _revised(revisions: Frame, view: _View) -> str:
    said: list[str] = []
    unclear = view.now.attribution["unclear"].reindex(revisions["application"]).to_numpy(dtype=bool)
    for row in revisions.loc[(revisions["was"] != reasons.UNKNOWN) | ~unclear].to_dict("records"):
        was = row["was"]
        first = (
            "unexplained so far"
            if was == reasons.UNKNOWN
            else f"first put down to “{view.settings.short(was)}”"
        )
        answer = reasons.said(view.now.attribution.loc[row["application"]], view.settings)
        by = row["added"]
        said.append(f"{_text(row['company'])}, {first}: {answer}{f'; new: {by}' if by else ''}.")
    return _if(len(said), f"Since {view.had} {_many(len(said), 'answer')} changed. {' '.join(said)}")


def _new_hires(view: _View) -> Frame:
    new = view.now.hires.loc[view.within(view.now.hires["recorded"])]
    told = {"left": "left on {}", "reopened": "posted again on {}"}
    news = [
        "; ".join(words.format(in_words(row[name])) for name, words in told.items() if pd.notna(row[name]))
        for row in new.to_dict("records")
    ]
    columns = ["hire", "company", "verdict", "says", "hired_from", "how_known", "role"]
    named = reasons.named(new.drop(columns=["company", "role"], errors="ignore"), view.now.applications)[
        columns
    ]
    return named.assign(since=news) if any(news) else named


def _hands(view: _View) -> dict:
    table = reasons.in_my_hands(view.now.attribution, view.settings)
    n = int((view.now.attribution["certainty"] != reasons.UNKNOWN).sum())
    mine, not_mine = reasons.hands_say(table, n) if len(view.now.attribution) else ([], [])
    return {"in_my_hands": mine, "not_in_my_hands": not_mine}


def _next(view: _View) -> dict:
    plans, answers = view.kind("plan"), view.kind("answer")
    last = plans.loc[plans["month"] == plans["month"].max()] if len(plans) else plans
    notes = [_obstacle(row) for row in last.to_dict("records")]
    said = answers.iloc[-1].to_dict() if len(answers) else {"details": {}}
    prompt = _text(_details(said).get("prompt")) or PROMPTS[view.first.month % len(PROMPTS)]
    trials = view.written.loc[view.written["kind"] == "experiment"].to_dict("records")
    air = [_air(row) for row in view.kind("air").to_dict("records")]
    many = int(rates.judged(view.now.applications, view.as_of)["is_success"].size)
    return {
        "prompt": prompt,
        "answer": _answers(answers),
        "plans": pd.DataFrame({"text": last["text"].to_list(), "note": notes}),
        "plans_say": "" if notes else "No plan yet. One is enough: if this happens, then I will do that.",
        "experiments": pd.DataFrame([_experiment(row, view) for row in trials], columns=["text", "note"]),
        "experiments_say": _if(not trials and many >= 10, NO_EXPERIMENT),
        "air": pd.DataFrame(air, columns=["text", "note"]),
    }


def _answers(answers: Frame) -> str:
    """Return the private answer; those of several months each with its month."""
    told = zip(_months(answers), answers["text"].map(_text), strict=True)
    texts = [(f"{MONTHS[month.month - 1]}: {text}" if len(answers) > 1 else text) for month, text in told]
    return "\n".join(texts)


def _air(row: dict) -> tuple[str, str]:
    """Return what somebody gave, each thing once, and from whom, with what I did with it."""
    said = _details(row)
    given = [(words, _text(said.get(name))) for name, words in GIVEN.items()]
    given = [(words, text) for words, text in given if text] or [("{}.", _text(row["text"]))]
    told = [_ended(words.format(text)) for words, text in given]
    notes = [
        (name, words.format(_text(said.get(name)))) for name, words in NOTED.items() if _text(said.get(name))
    ]
    return _sentence(told[0]), " ".join([*told[1:], *(_ended(words) for _, words in notes)])


def _ended(text: str) -> str:
    """Return a sentence with one full stop at its end."""
    return text.rstrip(".") + "."


def _obstacle(plan: dict) -> str:
    obstacle = _text(_details(plan).get("obstacle"))
    return f"What may get in the way: {obstacle}." if obstacle else ""


def _experiment(row: dict, view: _View) -> tuple[str, str]:
    """Return the text and where it stands: judged by its own measure once its n is there, never before."""
    said = _details(row)
    measure = _text(said.get("measure")) or _text(row["text"])
    found = re.search(r"\bn ?= ?(\d{1,4})\b", measure)
    needed = int(found[1]) if found else said.get("n_needed")
    reached = next((stage for stage in STAGES[3:] if stage in measure), "")
    if not reached or not isinstance(needed, int | float):
        return (
            row["text"],
            "It names no measure with an n, so it cannot be judged; a stage and a number would do.",
        )
    within = re.search(r"(\d{1,3}) days", measure)
    old = rates.judged(view.now.applications, view.as_of, reached, int(within[1]) if within else 45)
    groups = _groups(old, said, row)
    (a, first), (b, second) = groups.items()
    asked = _if(len(_text(said.get("measure"))), f"Its measure: {measure}, {needed:.0f} on each side. ")
    trial = rates.experiment(
        first["is_success"].to_numpy(int), second["is_success"].to_numpy(int), int(needed)
    )
    together = _if(trial["words"] not in ("", rates.VERDICTS[0]) and a == "before", f" {sentences.TOGETHER}")
    return row["text"], asked + sentences.experiment(trial, a, b) + together


def _groups(old: Frame, said: dict, row: dict) -> dict[str, Frame]:
    split, names = _text(said.get("split")), said.get("groups")
    if split in old.columns and isinstance(names, list) and len(set(map(str, names))) == 2:
        values = old[split].astype(str).str.casefold()
        return {str(name): old.loc[values.isin(_spoken(name))] for name in names}
    began = pd.to_datetime(_text(said.get("began")), format="%Y-%m-%d", errors="coerce")
    began = row["recorded"] if pd.isna(began) else began
    return {"before": old.loc[old["applied"] < began][::-1], "since": old.loc[old["applied"] >= began]}


def _spoken(name: object) -> set[str]:
    """Return how a group may stand in the table: “CV B” as cv b, or as b."""
    text = str(name).casefold()
    return {text, text.split()[-1] if text.split() else text}


def _limits(view: _View) -> dict:
    applications, attribution = view.now.applications, view.now.attribution
    old = rates.judged(applications, view.as_of)
    young, n = old.attrs["too_young"], len(old)
    torn = int(((attribution["certainty"] != reasons.UNKNOWN) & attribution["unclear"]).sum())
    unknown = int((attribution["certainty"] == reasons.UNKNOWN).sum())
    undated = int(applications.loc[applications["outcome"] == "rejected", "outcome_date"].isna().sum())
    texts = [
        _precision(int(old["is_success"].sum()), n),
        sentences.outlook(int(old["is_success"].sum()), n),
        _if(
            young,
            f"{_many(young, 'application', 'is')} too young to judge; no rate counts {_them(young)} yet.",
        ),
        _if(
            unknown,
            f"For {_part(unknown, len(attribution))} nobody said why; unknown stays.",
        ),
        _if(
            torn,
            f"{_many(torn, 'reason')} would change with other assumptions, and {_is(torn)} marked unclear.",
        ),
        _if(undated, f"{_many(undated, 'rejection', 'has')} no day, and {_is(undated)} in no month."),
        _if(len(view.now.hires), "Everybody hired here got a job I lost; of jobs I won this says nothing."),
        "None of this says why with certainty, and nothing here separates luck from method.",
    ]
    return {"limits": [_sentence(text) for text in texts if text]}


def _part(n: int, of: int) -> str:
    """Return “two of four rejections”, “8 of 15 rejections”; of one, that one."""
    if of == 1:
        return "the one rejection"
    return f"{_word(n)} of {_word(of)} rejections" if of < len(WORDS) else f"{n} of {of} rejections"


def _if(n: int, text: str) -> str:
    return text if n else ""


def _precision(k: int, n: int) -> str:
    if not n:
        return "No application is old enough to judge."
    more = n + 10
    width = rates.share(round(k / n * more), more)
    points = (width["high"] - width["low"]) * 50
    return (
        f"{sentences.share(k, n)} old enough to judge led to an interview; with ten more the range would"
        f" still be about ±{points:.0f} points."
    )


def _is_quiet(view: _View, done: Frame) -> bool:
    recorded = [table["recorded"] for table in (view.now.evidence, view.now.hires, done)]
    days = pd.concat([view.now.events["date"], *recorded])
    return not view.within(days).any()


def _lines(view: _View) -> list[str]:
    """Return the whole report of a period without events."""
    open_steps = int(view.due["state"].eq("due").sum())
    lines = [
        f"Nothing happened in {view.name}, and that is all right.",
        _still_out(view),
        _if(open_steps, f"{_many(open_steps, 'step', 'is')} due, whenever you like.") or "No step is due.",
    ]
    return [_sentence(line) for line in lines]


def _still_out(view: _View) -> str:
    known = view.now.applications
    accepted = known.loc[known["outcome"] == "accepted", "outcome_date"]
    if len(accepted):
        when = f" on {in_words(accepted.max())}" if accepted.notna().any() else ""
        return f"An offer was accepted{when}; nothing else has to be waited for."
    silent, n = int(view.pending["is_silent"].sum()), len(view.pending)
    if not n:
        return "No application is waiting for an answer."
    return f"{_many(n, 'application', 'is')} still waiting, {_none(silent)} past the day when answers stop."


def _frame(name: str, table: Frame | None) -> Frame:
    return tables.empty(name) if table is None else tables.frame(name, table)


def _details(row: dict) -> dict:
    return row["details"] if isinstance(row.get("details"), dict) else {}


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _key(span: pd.Period) -> str:
    return f"{span.year}-Q{span.quarter}" if span.freqstr.startswith("Q") else str(span)


def _name(span: pd.Period) -> str:
    if span.freqstr.startswith("M"):
        return f"{MONTHS[span.month - 1]} {span.year}"
    quarter = ("first", "second", "third", "fourth")[span.quarter - 1]
    return f"the {quarter} quarter of {span.year}" if span.freqstr.startswith("Q") else str(span.year)


def _none(n: int) -> str:
    return _word(n) if n else "none"


def _word(n: int) -> str:
    return WORDS[n] if 0 <= n < len(WORDS) else str(n)


def _many(n: int, one: str, verb: str = "") -> str:
    """Return a count with its noun, and with its verb: “two steps are”."""
    plural = {"is": "are", "has": "have"}.get(verb, verb)
    return f"{_word(n)} {one}{'' if n == 1 else 's'} {verb if n == 1 else plural}".rstrip()


def _is(n: int) -> str:
    return "is" if n == 1 else "are"


def _them(n: int) -> str:
    return "it" if n == 1 else "them"


def _has(n: int) -> str:
    return "has" if n == 1 else "have"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
