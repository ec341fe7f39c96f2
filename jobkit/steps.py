"""What to do next, for whom and in which days: the process after an interview and after a rejection."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, NamedTuple

import pandas as pd

from jobkit import history, rates, tables
from jobkit.errors import TableError
from jobkit.language import english
from jobkit.language.names import company_key
from jobkit.language.vocabulary import shipped
from jobkit.process import PARTS, Process, Row, Step, load
from jobkit.tables import LOST, frame

WORDS = shipped("sentences")
NEWS = ("date", "application", "company", "role", "kind", "words")
LISTED = ("due", "still worth doing", "waiting", "coming", "let go")
"""The states that `due` lists; `every` knows the others, too."""
OVER = ("let go", "expired", "ended", "done", "skipped")
NOBODY = "Add who it was with `jobkit person` and their name appears here."
SENT = ("done", "asked", "answered", "refused", "no_answer")
MEETS = "^connect_|coffee"
"""The steps that, once answered, bring a contact."""
GUESSES = ("guess_early", "guess_later", "template")
HEARD = ("feedback", "referral_first_hand", "referral_hearsay")
DUE = tuple(
    "due application company role step what person person_name channel opens closes state why purpose trigger"
    " since until".split()
)
STANDS = tuple(
    "application company role outcome lost hire n_done last_step last_date next opens stands".split()
)
OUTCOMES = ("grain", "n", "of", "refused", "no_answer", "waiting")
DAYS = ("opens", "closes", "since", "until", "lost", "last_date")
SOON = 14
"""So many days before a step closes it is said how many are left."""

Window = tuple[Any, ...]


class _Trigger(NamedTuple):
    kind: str
    day: pd.Timestamp
    name: str
    events: tuple[str, ...] = ()
    """The events that tell of it, the first one recorded first: its steps are known by that one."""
    is_exact: bool = True
    is_invitation: bool = False


class _Place(NamedTuple):
    """A step of an application that counts from something, for somebody or for nobody named."""

    key: str
    step: Step
    trigger: _Trigger
    person: str | None
    name: str | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class _View:
    """The search on one day: what holds of each application, what happened, who is there, what was done."""

    as_of: pd.Timestamp
    process: Process
    applications: Mapping[str, Row]
    facts: Mapping[str, set]
    triggers: Mapping[str, list[_Trigger]]
    people: Mapping[str, list[Row]]
    done: Mapping[str, list[Row]]
    hires: Mapping[str, Row]
    is_whole: bool = False
    """Whether steps in any state are asked for, not only those that a list shows."""
    windows: dict = field(default_factory=dict)
    """The window of each step by the day it counts from; to add months to a day takes long."""


def told_apart(due: pd.DataFrame) -> pd.DataFrame:
    """Return open steps, each employer with the role where steps are of several applications there."""
    is_one = due.groupby("company")["application"].transform("nunique").lt(2) | due["role"].isna()
    return due.assign(company=due["company"].where(is_one, due["company"] + " (" + due["role"] + ")"))


def due(applications, people, steps, as_of, *, events=None, hires=None, process=None) -> pd.DataFrame:
    """Return the steps open on a day, a row for each person and step, oldest window first.

    `due` is a stable id; `opens` and `closes` bound the window; `state` is "due", "coming", "still worth
    doing" (after the window), "waiting" (asked, no answer yet; it opens when it is time to ask once more)
    or "let go" (shown for a while, then no more). `person` is missing where nobody is named yet: the step
    stands once, and `why` asks for names. `trigger` and `since` say what it counts from, `until` up to
    when it is worth doing. With `events`
    each interview has its own thanks; without, only the last day of an application still open is known.
    `hires` tells who was hired, `process` (from `load`) the steps.

    >>> found = steps.due(search.applications, search.people, search.steps, "2026-09-30")
    >>> found[["company", "state"]].head(2)
                 company              state
    0  Ivorygate Clinics  still worth doing
    1    Opaldrift Glass  still worth doing
    """
    return _listed(_view(applications, people, steps, as_of, events, hires, process or load()))


def _listed(view: _View) -> pd.DataFrame:
    rows = [_row(view, place) for place in _places(view) if place.is_open]
    return _in_order([row for row in rows if row["state"] in LISTED], view)


def when(step: Mapping, as_of: Any) -> str:
    """Return the days of a step in words: “best by 5 May”, “up to 5 July” once these have passed.

    >>> steps.when(search.due().iloc[0], "2026-09-30")
    'best by 5 September'
    """
    days = {name: english.day(step[name], as_of) for name in ("opens", "closes", "until")}
    return WORDS["by"][step["state"]].format(**days)


def every(
    applications, people, steps, as_of, *, events=None, hires=None, process=None, called="", application=""
) -> pd.DataFrame:
    """Return the steps in whatever state, as `due` does, each with `ids`: all that it may have been called.

    Beside the states of `due`: "later", "postponed", "done", "skipped", "expired", "ended" (by a new try,
    a job taken, a later talk). An id holds when applications are merged, events added, people named.
    `called`: only those with an id that begins so; `application`: only those of one.
    """
    view = _view(applications, people, steps, as_of, events, hires, process or load(), is_whole=True)
    told = {} if events is None else tables.lists(events["event"], events["application"]).to_dict()
    rows, lookup = [], {}
    for place in (place for place in _places(view) if application in ("", place.key)):
        ids = _ids(view, place, told.get(place.key, []))
        if any(one.startswith(called) for one in ids):
            rows.append(_row(view, place))
            lookup[rows[-1]["due"]] = ids
    made = _in_order(rows, view)
    return made.assign(ids=made["due"].map(lookup))


def _in_order(rows: list[Row], view: _View) -> pd.DataFrame:
    place = {step.key: n for n, step in enumerate(view.process.steps)}
    made = _typed(rows, DUE).assign(place=[place[row["step"]] for row in rows])
    made["first"] = made["trigger"] != "offer"  # an offer waits for nothing else
    made = made.sort_values(["first", "opens", "closes", "company", "place", "due"], ignore_index=True)
    made.attrs["as_of"] = f"{view.as_of.date()}"
    return made.drop(columns=["place", "first"])


def stand(applications, people, steps, as_of, *, events=None, hires=None, process=None) -> pd.DataFrame:
    """Return where each lost application (rejected or closed) stands in the process, newest loss first.

    Index `application`: `company`, `role`, `outcome`, `lost` (day), `hire` (internal, external, unknown;
    missing while nobody is recorded), `n_done`, `last_step` with its day, what comes `next`, from when,
    and `stands` in words.

    >>> found = steps.stand(search.applications, search.people, search.steps, search.as_of)
    >>> found[["company", "n_done"]].head(2).to_numpy().tolist()
    [['Lakeforge Metals', 0], ['Mossgarden Clinics', 0]]
    """
    far = replace(process or load(), horizon=pd.DateOffset(years=3), farewell=pd.DateOffset(days=0))
    view = _view(applications, people, steps, as_of, events, hires, far)
    ahead = tables.rows(_listed(view))[::-1]
    first = {row["application"]: row for row in ahead if row["state"] not in ("let go", "waiting")}
    rows = []
    for key in view.facts["rejected"] | view.facts["closed"]:
        row, hire, coming = view.applications[key], view.hires.get(key), first.get(key, {})
        done = [one for one in view.done.get(key, []) if one["outcome"] in SENT]
        last = (done or [{}])[-1]
        values = (
            *(key, row["company"], row["role"], row["outcome"], row["outcome_date"]),
            *((hire["hired_from"] or "unknown") if hire else None, len(done), last.get("step")),
            *(last.get("date"), coming.get("what"), coming.get("opens"), _stands(view, key, coming)),
        )
        rows.append(values)
    made = _typed(rows, STANDS)
    return made.sort_values(["lost", "application"], ascending=[False, True]).set_index("application")


def outcomes(
    steps, applications=None, people=None, evidence=None, *, as_of=None, process=None
) -> pd.DataFrame:
    """Return what came of it up to a day: `n` of `of`, with `share`, `low`, `high` (Wilson).

    Index `outcome`. Rows of `grain` "step", for each step that asks something of somebody: how many were
    answered of those sent, with `refused`, `no_answer` and `waiting` (no word so far; not counted as
    answered) beside. Rows of `grain` "rejection": how many rejections ended in `feedback`, in a `contact`
    (connected with somebody there since applying), in a `second chance` (a later application follows).

    >>> steps.outcomes(search.steps, search.applications, search.people)[["n", "of"]].head(2)
                  n  of
    outcome
    ask_feedback  1   3
    ask_referral  2   2
    """
    done, said = _until(frame("steps", steps), as_of), _until(frame("evidence", evidence), as_of)
    tried, met = frame("applications", applications), _until(frame("people", people), as_of, "connected")
    parts = [_answers(done, process or load()), _fruits(done, tried, met, said)]
    made = pd.concat([part for part in parts if len(part)]).reindex(columns=list(OUTCOMES))
    made.index.name = "outcome"
    return made.join(rates.share(made["n"], made["of"])[["share", "low", "high"]])


def news(
    applications, steps, evidence=None, hires=None, people=None, process: Process | None = None
) -> pd.DataFrame:
    """Return what the process brought, oldest first; the columns are `NEWS`, `words` a sentence.

    `kind`: "step" (done, and what came of it), "feedback" and "sign" (of why it ended; your own guesses are
    none), "hire" (known), "hire gone", "role open" (again), "second try". A day is the day of the thing
    itself, of a hire the day you learned it.

    >>> steps.news(search.applications, search.steps)["kind"].unique().tolist()
    ['step', 'second try']
    """
    tried = frame("applications", applications)
    people, process = frame("people", people), process or load()
    called = people.set_index("person")["name"].to_dict()
    known = {step.key: step for step in process.steps}
    sent = addressed(frame("steps", steps), people, process)
    done = [row for row in tables.rows(sent) if row["outcome"] not in ("skipped", "snoozed")]
    signs = [row for row in _rows("evidence", evidence) if row["says"] not in GUESSES]
    rows = [
        *(_step_news(row, known[row["step"]], called) for row in done if row["step"] in known),
        *map(_sign_news, signs),
        *(one for group in _grouped(_rows("hires", hires)).values() for one in _hire_news(group)),
        *_second_tries(tried),
    ]
    made = pd.DataFrame(rows, columns=["date", "application", "kind", "words"])
    made["date"] = tables.days(made["date"])
    made = made[made["application"].isin(tried.index)].join(tried[["company", "role"]], on="application")
    return made.sort_values(["date", "application", "kind"], ignore_index=True)[list(NEWS)]


def _step_news(row: Row, step: Step, called: Mapping[str, str]) -> tuple:
    is_nobody = not row["person"] and step.person[:1] == ("interviewer",)  # it was hardly for everyone
    whom = WORDS["gone"] if is_nobody else _whom(step, row["person"], called.get(row["person"]))
    is_first = row["outcome"] == "asked" and step.again is None  # the step itself is more than asking
    how = "asked first" if is_first else row["outcome"] if step.person else ""  # who looks asks nobody
    words = (step.what if is_first else step.done or step.what) + WORDS["answer"].get(how, "")
    words = WORDS["answered"].get(step.key, words) if how == "answered" else words
    return row["date"] or row["recorded"], row["application"], "step", words.replace("{person}", whom)


def _sign_news(row: Row) -> tuple:
    kind, words = ("feedback", "You were told why") if row["says"] in HEARD else ("sign", "A sign of why")
    quote = f": “{row['words']}”" if row["words"] else ""
    return row["date"] or row["recorded"], row["application"], kind, words + quote


def _hire_news(group: list[Row]) -> Iterator[tuple]:
    group = sorted(group, key=lambda row: row["recorded"] or row["seen"] or pd.Timestamp(1, 1, 1))
    of, day = group[0]["application"], group[0]["seen"] or group[0]["recorded"]
    origin = next((row["hired_from"] for row in reversed(group) if row["hired_from"] in WORDS["origin"]), "")
    where = f", {WORDS['origin'][origin]} the company" if origin else ""
    yield day, of, "hire", f"You learned who was hired{where}"
    gone, again = ("hire gone", "The person hired left"), ("role open", "The role was posted again")
    for name, news in (("left", gone), ("reopened", again)):
        if first := next((row for row in group if row[name]), None):
            yield max(first["recorded"] or first[name], first[name]), of, *news


def _second_tries(tried: pd.DataFrame) -> Iterator[tuple]:
    before = tried["earlier_try"].dropna().to_dict()
    for key, earlier in before.items():
        nth = 2
        while earlier in before:
            earlier, nth = before[earlier], nth + 1
        words = f"You applied again: your {english.ordinal(nth)} try at this job"
        yield tried.at[key, "applied"], key, "second try", words


def addressed(done: pd.DataFrame, people: pd.DataFrame, process: Process | None = None) -> pd.DataFrame:
    """Return the steps done, each with its person where none was said and only one has such a part there."""
    parts = {step.key: step.person for step in (process or load()).steps}
    there: dict[tuple, set] = defaultdict(set)
    for row in tables.rows(people, ("application", "part", "person")):
        there[row["application"], row["part"]].add(row["person"])
    persons = []
    for row in tables.rows(done, ("application", "step", "person")):
        fits = {one for part in parts.get(row["step"], ()) for one in there[row["application"], part]}
        persons.append(row["person"] or (fits.pop() if len(fits) == 1 else None))
    return done.assign(person=pd.Series(persons, done.index, dtype=tables.text_dtype()))


def people_by_part(people, steps, applications, *, as_of=None) -> pd.DataFrame:
    """Return whom these applications brought, each person once a part: `people`, `connected`, `answered`.

    Index `part`. An answer is one to any step, up to the day.

    >>> steps.people_by_part(search.people, search.steps, search.applications).head(2)
                    people  connected  answered
    part
    hire                 4          2         2
    hiring_manager       8          5         5
    """
    everyone = frame("people", people)
    done = addressed(_until(frame("steps", steps), as_of), everyone)
    answers = done[is_answered(done)].dropna(subset="person")
    close = answers.loc[answers["step"].str.contains(MEETS), "person"]
    connected = [*_until(everyone.dropna(subset="connected"), as_of, "connected")["person"], *close]
    is_unnamed = done["person"].fillna("").str.startswith("hire-").astype(bool)
    nobody = done.loc[is_unnamed, ["person", "application"]].assign(part="hire")
    everyone = pd.concat([everyone, frame("people", nobody)]) if len(nobody) else everyone
    met = everyone[everyone["application"].isin(applications.index)].drop_duplicates(["part", "person"])
    flags = {
        "part": met["part"],
        "people": True,
        "connected": met["person"].isin(connected),
        "answered": met["person"].isin(answers["person"]) | met["name"].isin(answers["person"]),
    }
    return pd.DataFrame(flags).groupby("part").sum().astype("int64")


def recognise(due: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Return the due steps that imported messages already took, as rows of `steps` to offer.

    An import leaves rows of `steps` called "message" and "connection_request", to a person by name. Each
    stands for the first open step towards that person, in the same way, that counts from that day or an
    earlier one; `due` and `what` tell which.
    """
    kept = ("due", "what", "application", "step", "person")
    offers: dict[str, Row] = {}
    sent = frame("steps", steps).sort_values("date").dropna(subset=["date", "person"])
    listed = tables.rows(due[due["trigger"] != "asked"])
    for message in tables.rows(sent[sent["step"].isin(("message", "connection_request"))]):
        fits = (row for row in listed if row["due"] not in offers and _takes(message, row))
        if row := next(fits, None):
            offers[row["due"]] = message | {name: row[name] for name in kept}
    columns = [*dict.fromkeys([*tables.COLUMNS["steps"], *kept])]
    return frame("steps", pd.DataFrame(list(offers.values()), columns=columns))


# The search on one day


def _view(
    applications, people, steps, as_of, events, hires, process: Process, *, is_whole: bool = False
) -> _View:
    day = tables.day(as_of)
    if pd.isna(day) or not 1900 <= day.year <= 9000:
        raise TableError("A day to look from is needed, as 2026-10-31.")
    tables.require(applications, ("company", "role", "outcome"), "applications")
    begun = [row for row in _rows("applications", applications) if _by(row["applied"], day)]
    tried = {
        row["application"]: row | {"outcome": row["outcome"] if _by(row["outcome_date"], day) else "open"}
        for row in begun
    }
    if strange := {row["outcome"] for row in tried.values()}.difference(tables.OUTCOMES):
        known = ", ".join(tables.OUTCOMES)
        raise TableError(f"“{min(strange, key=str)}” is not an outcome; choose one of {known}.")
    named = (("people", people), ("steps", steps))
    # what stands in a file has its own day, what was written down is known from then on
    met, done = (
        [row for row in _rows(*one) if row["source"] is not None or _by(row["recorded"], day)]
        for one in named
    )
    done = [{**row, "date": row["date"] or row["recorded"]} for row in done]
    done = sorted((row for row in done if _by(row["date"], day)), key=_date)
    hired = _hired(_rows("hires", hires), met, day)
    facts = _facts(tried, met, hired, day) | _answered(met, done, process, day)
    held, losses = None, {}
    if events is not None:
        events = frame("events", events)
        events = events[~(events["recorded"] > day)]
        lost = events[events["kind"].isin(LOST)]
        losses = tables.lists(lost["event"], lost["application"]).map(tuple).to_dict()
        held = _rows("events", history.interviews(events))
    triggers = _triggers(tried, hired, held, losses)
    return _View(day, process, tried, facts, triggers, _grouped(met), _grouped(done), hired, is_whole)


def _answered(people: list[Row], done: list[Row], process: Process, as_of: pd.Timestamp) -> dict[str, set]:
    """Return who is connected; the applications whose feedback was refused, or did not come in a month."""
    known = {"linkedin": SENT, "meeting": ("answered",)}  # who came for a coffee is known, too
    ways = {step.key: (step.person, known.get(step.channel, ())) for step in process.steps}
    connected = {row["person"] for row in people if row["connected"] and row["connected"] <= as_of}
    sent = [(row, *ways[row["step"]]) for row in done if row["step"] in ways]
    connected |= {row["person"] or (row["application"], of) for row, of, way in sent if row["outcome"] in way}
    replies = {row["application"]: row for row in done if row["step"] == "ask_feedback"}
    late = as_of - pd.DateOffset(months=1)
    without = {
        key
        for key, row in replies.items()
        if row["outcome"] in ("refused", "no_answer")
        or (row["outcome"] in ("done", "asked") and _by(row["date"], late))
    }
    return {"connected": connected - {None}, "no feedback": without}


def _hired(hires: list[Row], people: list[Row], as_of: pd.Timestamp) -> dict[str, Row]:
    """Return what is known on the day of who was hired; somebody named among the people counts."""
    told = [{**row, "date": row["recorded"] or row["seen"] or row["hired"]} for row in hires]
    named = (row for row in people if row["part"] == "hire")
    told += [{"hire": row["person"], "date": row["recorded"], **row} for row in named]
    told = sorted((row for row in told if _by(row["date"], as_of)), key=_date)
    return {key: _hire(rows, as_of) for key, rows in _grouped(told).items()}


def _hire(rows: list[Row], as_of: pd.Timestamp) -> Row:
    """Return what was written of one hire, oldest first, as one: the last word, but the day first seen."""
    gone = [[row[name] for name in ("left", "reopened") if row.get(name)] for row in rows[::-1]]
    left = next((min(days) for days in gone if days and min(days) <= as_of), None)
    last = {name: [row[name] for row in rows if row.get(name)] for name in ("hired_from", "hired")}
    return {
        "hire": rows[0]["hire"],
        "names": {row["hire"] for row in rows},
        "seen": next((day for row in rows if (day := row.get("seen") or row["date"])), None),
        **{name: values[-1] if values else None for name, values in last.items()},
        "left": left,
    }


def _facts(tried: Mapping[str, Row], people: list[Row], hired: Mapping[str, Row], as_of) -> dict[str, set]:
    taken = [row["outcome_date"] or as_of for row in tried.values() if row["outcome"] == "accepted"]
    spoke = ("screening", "interview", "offer")

    def those(rows: Mapping[str, Row], holds: Callable[[Row], Any]) -> set:
        return {key for key, row in rows.items() if holds(row)}

    def with_a(*parts: str) -> set:
        return {row["application"] for row in people if row["part"] in parts}

    facts = {one: {key for key, row in tried.items() if row["outcome"] == one} for one in tables.OUTCOMES}
    met = those(tried, lambda row: row["n_interviews"] or row["furthest"] in spoke)
    houses = {company_key(tried[key]["company"] or "") for key in facts["offer"]} - {""}
    there = those(tried, lambda row: company_key(row["company"] or "") in houses) - facts["offer"]
    before = those(tried, lambda row: taken and _by(row["applied"], max(taken)))
    return facts | {
        "met someone": met | with_a("interviewer", "hiring_manager"),
        "referred": those(tried, lambda row: row["referred"]) | with_a("referral"),
        "new try": {row["earlier_try"] for row in tried.values()} | there,
        "accepted elsewhere": before - facts["accepted"],
        "hire known": {*hired},
        "hire internal": those(hired, lambda hire: hire["hired_from"] == "internal"),
        "hire external": those(hired, lambda hire: hire["hired_from"] == "external"),
        "hire left": those(hired, lambda hire: hire["left"]),
    }


def _triggers(
    tried: Mapping[str, Row],
    hired: Mapping[str, Row],
    held: list[Row] | None,
    losses: Mapping[str, tuple[str, ...]],
) -> dict[str, list]:
    found = _interviews(tried, held or [])
    for key, row in tried.items():
        last, lost, hire = row["last_event"], row["outcome_date"] or row["last_event"], hired.get(key)
        met = row["n_interviews"] or row["furthest"] == "interview"
        spoke = row["outcome"] in ("open", "offer") and met
        if held is None and spoke and last:
            found[key].append(_Trigger("interview", last, f"interview {max(row['n_interviews'], 1)}"))
        if row["outcome"] == "offer" and lost:
            found[key].append(_Trigger("offer", lost, "offer"))
        if row["outcome"] in LOST:
            found[key] += _of_a_loss(row, lost, hire, losses.get(key, ()))
    return found


def _of_a_loss(
    row: Row, lost: pd.Timestamp | None, hire: Row | None, told: tuple[str, ...]
) -> Iterator[_Trigger]:
    """Return what follows from a job lost on a day, and from the hire, where one is known."""
    if lost:
        yield _Trigger(row["outcome"], lost, "lost", told, bool(row["outcome_date"]))
    began = hire["hired"] if hire else None
    if began or lost:
        yield _Trigger("hire began", began or lost, "lost", told, bool(began))
    if hire and (hire["seen"] or lost):
        yield _Trigger("hire", hire["seen"] or lost, "hire", told)
    if hire and hire["left"]:
        yield _Trigger("hire left", hire["left"], "hire left", told)


def _interviews(tried: Mapping[str, Row], held: list[Row]) -> dict[str, list[_Trigger]]:
    """Return the interviews of each application, oldest first; several events of one day are one.

    Of an invitation that a list tells of nothing is known but that it came, so there is nobody to thank yet.
    """
    found: dict[str, list[_Trigger]] = defaultdict(list)
    days: dict[tuple[str, pd.Timestamp, bool], list[str]] = defaultdict(list)
    for row in held:
        is_listed = isinstance(row["details"], dict) and tables.INVITATION in row["details"]
        if row["date"] and row["application"] in tried and not is_listed:
            days[row["application"], row["date"], bool(row["is_invitation"])].append(row["event"])
    for (key, day, invited), ids in sorted(days.items()):
        name = f"interview {len(found[key]) + 1}"
        found[key].append(_Trigger("interview", day, name, tuple(ids), is_invitation=invited))
    return found


# One step of one application


def _places(view: _View) -> Iterator[_Place]:
    """Yield the steps: a person met in several interviews has one, for the last of them."""
    latest = view.as_of + view.process.horizon
    for step in view.process.steps:
        oldest = view.as_of - view.process.farewell - step.window[2] - pd.DateOffset(weeks=1)
        for key, happened in view.triggers.items():
            served: set[str | None] = set()
            is_known = view.is_whole or key in view.done or key in view.hires
            first = pd.Timestamp.min if is_known else oldest
            last = pd.Timestamp.max if view.is_whole else latest
            near = [one for one in happened if one.kind in step.trigger and first <= one.day <= last]
            for trigger in reversed(near):
                for person, name in _persons(view, key, step, trigger):
                    is_open = person not in served and _holds(view, key, step, person, name)
                    yield _Place(key, step, trigger, person, name, is_open)
                    is_once = person or step.channel == "linkedin"  # to connect with nobody named stands once
                    if is_once and trigger.day <= view.as_of:
                        served.add(person)


def _holds(view: _View, key: str, step: Step, person: str | None, name: str | None) -> bool:
    def has(fact: str) -> bool:
        if fact == "connected":
            return not view.facts[fact].isdisjoint(
                {person, name, (key, step.person), *_unnamed(view, key, step)}
            )
        return key in view.facts[fact]

    wanted = all(has(fact.removeprefix("not ")) != fact.startswith("not ") for fact in step.only_if)
    return wanted and not any(map(has, step.ends))


def _unnamed(view: _View, key: str, step: Step) -> tuple[str, ...]:
    """Return what the hire was called before anybody named them, where the step is for the hire."""
    return tuple(view.hires[key]["names"]) if "hire" in step.person and key in view.hires else ()


def _persons(view: _View, key: str, step: Step, trigger: _Trigger) -> list[tuple[str | None, str | None]]:
    """Return those the step is for, each once; who was met at another interview only is not of this one."""
    people = view.people.get(key, [])
    held = {event for one in view.triggers[key] if one.kind == "interview" for event in one.events}
    others = held - {*trigger.events} if trigger.kind == "interview" else ()
    managers = {one["person"] for one in people if one["part"] == "hiring_manager"}
    elsewhere = () if "hiring_manager" in step.person else managers
    fits = [one for one in people if one["part"] in step.person and one["event"] not in others]
    found = {one["person"]: one["name"] for one in fits if one["person"] not in elsewhere}
    if not found and "hire" in step.person and key in view.hires:
        found = {view.hires[key]["hire"]: None}
    return [*found.items()] or [(None, None)]


def _row(view: _View, place: _Place) -> Row:
    own, said = _id(place), _said(view, place)
    sent = [one for one in said if one["outcome"] in ("done", "asked")]
    asked = sent if place.step.again and sent and said[-1]["outcome"] in ("done", "asked", "snoozed") else []
    names = {one["person"]: one["name"] for one in view.people.get(place.key, [])}
    whom = said[-1]["person"] if said and not place.person else None
    if whom in names:  # it was done for somebody, and is for nobody who is named
        place = place._replace(person=whom, name=names[whom])
    if asked:
        place = place._replace(trigger=place.trigger._replace(kind="asked", day=_date(asked[-1])))
    window = _window(view, place, said, len(asked))
    state = _state(view, window, said, len(asked))
    state = state if place.is_open or state in ("done", "skipped") else "ended"
    key, step, trigger, person, name, _ = place
    application, (opens, closes, last) = view.applications[key], window
    told = said if state == "skipped" else sent or said  # an answer came later than what it answers
    asked_on = _date(told[-1]) if told else trigger.day
    days = {"day": trigger.day, "opens": opens, "closes": closes, "last": last, "asked": asked_on}
    return {
        **{"due": own, "application": key, "company": application["company"], "role": application["role"]},
        **{"step": step.key, "person": person, "person_name": name},
        "what": _what(view, place, whom, bool(asked)),
        **{"channel": step.channel, "opens": opens, "closes": closes, "state": state},
        **{"why": _why(view, place, state, len(asked), days), "purpose": step.purpose},
        **{"trigger": trigger.kind, "since": trigger.day, "until": last},
    }


def _whom(step: Step, person: str | None, name: str | None) -> str:
    """Return whom a step is for: by name; “them” for one who was named and is known no more."""
    is_gone = person and not person.startswith("hire-")
    return name or (WORDS["gone"] if is_gone else PARTS[(*step.person, "contact")[0]])


def _what(view: _View, place: _Place, said_to: str | None, is_asked: bool) -> str:
    step, company = place.step, view.applications[place.key]["company"]
    whom = _whom(step, said_to, place.name)
    if step.person == ("hire",) and not place.name and company:
        whom = f"the person hired at {company}"
    return f"Ask {whom} once more" if is_asked else step.what.replace("{person}", whom)


def _why(view: _View, place: _Place, state: str, n_asked: int, days: Row) -> str:
    step, trigger = place.step, place.trigger
    told = WORDS["asked_twice" if n_asked > 1 else "asked_once"].get(state) if n_asked else None
    if not told:
        since = WORDS["since"].get(_since(view, trigger), "")
        is_named = place.person or not step.person or state in OVER
        nobody = "" if is_named else NOBODY
        told = " ".join(filter(None, (step.purpose, since, WORDS["state"][state], nobody)))
    n = (days["closes" if state == "due" else "last"] - view.as_of).days
    left = {0: ", which is today", 1: ", which is tomorrow"}.get(n, f", {n} days from now")
    words = {word: english.day(day) for word, day in days.items() if f"{{{word}}}" in told}
    return told.format(**words, left=left if 0 <= n <= SOON else "")


def _since(view: _View, trigger: _Trigger) -> str:
    if trigger.kind == "interview" and trigger.day > view.as_of:
        return "ahead"
    if trigger.is_invitation:
        return "invitation"
    if trigger.is_exact:
        return trigger.kind
    return "hire began, undated" if trigger.kind == "hire began" else "undated"


def _id(place: _Place, person: str | None = None) -> str:
    """Return the id of a step, of the event it counts from; for the hire it stays when they are named."""
    trigger = place.trigger
    if person is None and place.step.person != ("hire",):
        person = place.person
    event, name = trigger.events[0] if trigger.events else place.key, trigger.name
    return _digest(event, place.step.key, person or "", name.split()[0] if trigger.events else name)


def _ids(view: _View, place: _Place, events: list[str]) -> tuple[str, ...]:
    """Return all ids under which a step may have been printed: by any event, before anybody was named."""
    step, own = place.step, _id(place)
    whom = {place.person or "", "", *_unnamed(view, place.key, step)}
    found = {own}
    for trigger in view.triggers[place.key]:
        other = place._replace(trigger=trigger)
        if trigger.kind in step.trigger and own in {_id(other, one) for one in whom}:
            called = {(event, trigger.name) for event in (place.key, *events)}
            short = trigger.events if trigger.kind == "interview" else events
            called |= {(event, trigger.name.split()[0]) for event in short}
            found |= {_digest(event, step.key, person, name) for event, name in called for person in whom}
    return tuple(found)


def _digest(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def _said(view: _View, place: _Place) -> list[Row]:
    same = {None, place.person, place.name, *_unnamed(view, place.key, place.step)}
    rows = [one for one in view.done.get(place.key, []) if one["step"] == place.step.key]
    rows = [one for one in rows if place.person is None or one["person"] in same]
    if place.trigger.kind != "interview":
        return rows
    day = place.trigger.day
    return [one for one in rows if one["outcome"] == "skipped" or not one["date"] or one["date"] >= day]


def _window(view: _View, place: _Place, said: list[Row], n_asked: int) -> Window:
    """Return when it opens and closes, and up to when it is worth doing.

    What was asked opens when it is time to ask again. A step towards the hire cannot open before the hire
    is known: the whole window moves.
    """
    step, day = place.step, place.trigger.day
    if n_asked:
        opens = day + step.again
        closes = opens + step.again if n_asked == 1 else opens
        return _put_off(view, opens, closes, closes, said)
    if (step.key, day) not in view.windows:
        view.windows[step.key, day] = tuple(day + span for span in step.window)
    opens, closes, last = view.windows[step.key, day]
    hire = view.hires.get(place.key) if "hire known" in step.only_if else None
    if hire and hire["seen"] and hire["seen"] > opens:
        moved = hire["seen"] - opens
        opens, closes, last = opens + moved, closes + moved, last + moved
    return _put_off(view, opens, closes, last, said)


def _put_off(view: _View, opens, closes, last, said: list[Row]) -> Window:
    """Return the window, opened again on the day named where the last word was that it be put off."""
    if said and said[-1]["outcome"] == "snoozed":
        until = said[-1]["until"] or _date(said[-1]) + view.process.snooze
        opens, closes = max(opens, until), max(closes, until + view.process.snooze)
    return opens, closes, max(last, closes)


def _state(view: _View, window: Window, said: list[Row], n_asked: int) -> str:
    opens, closes, last = window
    word = said[-1]["outcome"] if said else None
    if word == "skipped":
        return "skipped"
    if word not in (None, "snoozed") and not n_asked:
        return "done"
    if view.as_of < opens and word:
        return "waiting" if n_asked and word != "snoozed" else "postponed"
    if view.as_of < opens:
        return "coming" if opens <= view.as_of + view.process.horizon else "later"
    if view.as_of <= last and n_asked < 2:
        return "due" if view.as_of <= closes else "still worth doing"
    return "let go" if view.as_of <= last + view.process.farewell else "expired"


# What came of it


def _stands(view: _View, key: str, coming: Row) -> str:
    if coming and coming["state"] == "coming":
        return f"Next, from {english.day(coming['opens'])}: {coming['what']}."
    if coming:
        return f"Now: {coming['what']}."
    if key in view.facts["new try"]:
        return "You applied there again; the new try carries on."
    if key in view.facts["accepted elsewhere"]:
        return "You took another job; nothing waits here."
    if not any(one.kind in LOST for one in view.triggers.get(key, [])):
        return "No day is known for their answer; note one, and the steps appear."
    return "Nothing to do here."


def _answers(done: pd.DataFrame, process: Process) -> pd.DataFrame:
    asking = [step.key for step in process.steps if step.channel in ("email", "linkedin", "meeting")]
    sent = done[done["outcome"].isin(SENT) & done["step"].isin(asking)].sort_values("date", kind="stable")
    sent = sent.drop_duplicates(["application", "step", "person"], keep="last")
    sent = sent.assign(outcome=sent["outcome"].mask(is_answered(sent), "answered"))
    counts = pd.crosstab(sent["step"], sent["outcome"]).reindex(columns=list(SENT), fill_value=0)
    made = pd.DataFrame({"grain": "step", "n": counts["answered"], "of": counts.sum(axis=1)})
    return made.join(counts[["refused", "no_answer"]]).assign(waiting=counts["done"] + counts["asked"])


def _fruits(done: pd.DataFrame, tried: pd.DataFrame, met: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    answered = done[is_answered(done)].set_index("step")["application"]
    since = met.groupby("person")["connected"].min().reindex(met["person"]).to_numpy()
    grown = met[since >= tried["applied"].reindex(met["application"]).to_numpy()]
    reached = {
        "feedback": {*said.loc[said["says"].isin(HEARD), "application"], *answered.filter(regex="^ask_")},
        "contact": {*grown["application"], *answered.filter(regex=MEETS)},
        "second chance": {*tried["earlier_try"]},
    }
    lost = set(tried.index[tried["outcome"] == "rejected"])
    rows = [("rejection", len(lost & of), len(lost)) for of in reached.values()]
    return pd.DataFrame(rows, index=list(reached), columns=["grain", "n", "of"])


def is_answered(done: pd.DataFrame) -> pd.Series:
    """Return of which steps an answer came: it was said so, or the words were kept."""
    sent = done["outcome"].isin(["done", "asked"]) & done["words"].notna()
    return (done["outcome"] == "answered") | sent


def _until(table: pd.DataFrame, as_of: Any, column: str = "date") -> pd.DataFrame:
    days = table[column] if column == "connected" else table[column].fillna(table["recorded"])
    return table if as_of is None else table[~(days > tables.day(as_of))]


def _takes(message: Row, row: Row) -> bool:
    ways = ("linkedin",) if message["step"] == "connection_request" else ("email", "meeting")
    names = [str(name or "").casefold().split() for name in (message["person"], row["person_name"])]
    same = message["person"] == row["person"] or names[0] == names[1]
    return same and row["channel"] in ways and row["since"] <= message["date"]


# Rows


def _rows(name: str, table: pd.DataFrame | None) -> list[Row]:
    made = frame(name, table)
    return tables.rows(made.reset_index(names="application") if name == "applications" else made)


def _by(day: pd.Timestamp | None, as_of: pd.Timestamp) -> bool:
    return day is None or day <= as_of


def _date(row: Row) -> pd.Timestamp:
    return row["date"] or pd.Timestamp(1, 1, 1)


def _grouped(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["application"]].append(row)
    return found


def _typed(rows: list, columns: tuple[str, ...]) -> pd.DataFrame:
    kinds = {name: tables.text_dtype() for name in columns}
    kinds |= dict.fromkeys({*DAYS} & {*columns}, "datetime64[s]")
    kinds |= dict.fromkeys({"n_done"} & {*columns}, "int64")
    return pd.DataFrame(rows, columns=list(columns)).astype(kinds)
