"""What became of each application by a given day, and how many came how far."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from itertools import pairwise

import pandas as pd

from jobkit import tables
from jobkit.language.names import (
    company_key,
    has_marks_of_gender,
    is_same_company,
    role_key,
    seniority,
    without_form,
)
from jobkit.linking import is_message, link, names_its_day
from jobkit.tables import ANSWERS, ENDINGS, INVITATION, KINDS, REPLY, SAME_TRY_DAYS, STAGES, TALKS

STAGE_OF = {kind: kind for kind in STAGES} | {"accepted": "offer", "declined": "offer"}
ORDER = {kind: place for place, kind in enumerate(KINDS)}
RANK = {stage: rank for rank, stage in enumerate(STAGES)}
BEYOND = {
    stage: [kind for kind, one in STAGE_OF.items() if RANK[one] >= RANK[stage]] for stage in tables.STAGE_DAYS
}
"""The kinds of events that tell of a stage, or of one beyond it."""
REOPENS = ("screening", "assessment", "interview", "offer")
DETAILS = ("remote", "resume", "seniority")
SAID = ("company", "role", "channel", "location", "url", "note")


def applications(events: pd.DataFrame, as_of, include_saved: bool = False) -> pd.DataFrame:
    """Return one row an application as it stood at the end of the day `as_of`.

    Parameters
    ----------
    events : the table `events`; without a column `application`, events are linked first.
    as_of : a day; what happened later is not known yet. An event without a day counts once its application
        is known at all; an ending without one not before the last day that is known of its application.
    include_saved : keep what was only saved, which is not an application yet.

    Returns
    -------
    DataFrame, index `application`, columns as in `tables.COLUMNS`. `furthest` is the furthest stage
    ever reached and stays after a rejection; `outcome` is `open` until something ended it: silence
    is no event. `days_waited` counts from `applied` to the first answer, to the end where there was
    none, and to `as_of` while open.

    Examples
    --------
    >>> history.applications(search.events, "2026-06-30")[["company", "furthest", "outcome"]].head(2)
                             company      furthest   outcome
    application
    4bcbd6653e82    Hollowick Stores  acknowledged  rejected
    28f7c92306ac  copperwick parcels       applied      open
    """
    today = tables.day(as_of)
    known = _until(with_applications(events), today)
    held = _n_interviews(known)
    groups = defaultdict[str, list[dict]](list)
    for row in tables.rows(known.drop(columns="text")):
        groups[row["application"]].append(row)
    rows = [
        _application(name, sorted(group, key=_in_order), int(held.get(name, 0)), today)
        for name, group in groups.items()
    ]
    _spell_alike(rows, [*known["company"].dropna()])
    _spell_channels_alike(rows)
    if not include_saved:
        rows = [row for row in rows if row["furthest"] != "saved"]
    rows.sort(key=_newest_last)
    return tables.frame("applications", _with_earlier_tries(rows))


def with_applications(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events, each with its application: as given, or linked by what the events say."""
    tables.require(events, ["kind"], "events")
    made = tables.frame("events", events)
    for kind in made["kind"].unique():
        tables.check_kind(kind)
    if made["event"].isna().any():
        made["event"] = [f"e{n}" for n in range(len(made))]
    if made["application"].isna().any():
        linked = link(made)["application"].to_numpy()
        made["application"] = made["application"].where(made["application"].notna(), linked)
    return made


def interviews(events: pd.DataFrame, kind: str = "interview") -> pd.DataFrame:
    """Return the events of interviews, each told once; `is_invitation` where only that tells of any.

    `n_told`: of how many the same calendar, entry of a list, or you yourself tell for this application.

    An invitation, in a letter or as an answer in a list, is dated before the interview, and counts only where
    no list tells of one and it does not say the day itself: then that day is an event of its own. The same
    holds of any other `kind` of conversation, a screening or an assessment.
    """
    told = events[(events["kind"] == kind) & ~events["details"].map(_is_for_a_day).astype(bool)]
    told = told.reset_index(drop=True)
    told = told.assign(is_invitation=told["details"].map(is_invitation).astype(bool))
    listed = set(told.loc[~told["is_invitation"], "application"])
    told = told[~(told["is_invitation"] & told["application"].isin(listed))]
    told["teller"] = [_teller(row) for row in told[["entry", "details", "source"]].to_dict("records")]
    told["n_told"] = told.groupby(["application", "teller"], dropna=False)["kind"].transform("size")
    nth = told.groupby(["application", "date", "teller"], dropna=False).cumcount()
    kept = told.assign(nth=nth).drop_duplicates(["application", "date", "nth"])
    return kept.drop(columns=["nth", "teller"])


def ahead(events: pd.DataFrame, as_of, is_told: bool = False) -> pd.DataFrame:
    """Return the conversations and tests that are to come: those dated on the day `as_of` or after it.

    `application`, `kind`, `date`, `time` and `place` (as the source has them), `company`, `role`, `event`,
    the next first; one that a calendar, a letter and a list tell of stands once. `is_told`: only those that
    say that they were known by that day; a row of a list does not say since when it is.
    """
    tables.require(events, ["kind", "date", "application"], "events")
    today = tables.day(as_of)
    coming = events[(events["date"] >= today) & ~(events["recorded"] > today)]
    said = coming["details"].map(lambda one: one if isinstance(one, dict) else {}).to_numpy()
    if is_told:
        told = (str(one.get("invited") or one.get("revised"))[:10] for one in said)
        days = tables.days([day if tables.is_day(day) else None for day in told]).to_numpy()
        coming = coming[(coming["recorded"].fillna(pd.Series(days, coming.index)) <= today).to_numpy()]
    held = pd.concat([interviews(coming, kind) for kind in TALKS])
    held = held[~held["is_invitation"].astype(bool)]
    said = held["details"].map(lambda one: one if isinstance(one, dict) else {}).to_numpy()
    held = held.assign(time=[one.get("time", "") for one in said])
    held["place"] = [one.get("place") or one.get("address", "") for one in said]
    held = held.sort_values(["time", "place"], ascending=False, kind="stable")
    held = held.drop_duplicates(["application", "kind", "date"])
    held = held.sort_values(["date", "time", "application"], kind="stable", ignore_index=True)
    return held[["application", "kind", "date", "time", "place", "company", "role", "event"]]


def funnel(applications: pd.DataFrame) -> pd.DataFrame:
    """Return how many applications ever reached each stage: `n`, `of`, `share`, by `stage`.

    `answered` is any substantive answer, a rejection too; an automatic acknowledgement is none.
    Each stage counts those that got further, and an acceptance tells of an offer. Without applications
    `n` and `of` are 0, `share` NaN.

    >>> history.funnel(search.applications)[["n", "of"]].head(2)
               n  of
    stage
    applied   62  62
    answered  35  62
    """
    tables.require(applications, ["furthest", "outcome"], "applications")
    sent = applications[applications["furthest"] != "saved"]
    rank = _rank(sent)
    reached = {
        "applied": len(sent),
        "answered": int(is_answered(sent).sum()),
        "screening": int((rank >= RANK["screening"]).sum()),
        "interview": int((rank >= RANK["interview"]).sum()),
        "offer": int((rank >= RANK["offer"]).sum()),
        "accepted": int((sent["outcome"] == "accepted").sum()),
    }
    made = pd.DataFrame({"n": reached}, dtype="int64").rename_axis("stage")
    made["of"] = len(sent)
    made["share"] = made["n"] / made["of"].where(made["of"] > 0)
    return made


def is_answered(applications: pd.DataFrame) -> pd.Series:
    """Return for each application whether a person or a letter answered it, by whatever."""
    ended = applications["outcome"].isin(tables.LOST)
    if "first_answer" in applications:
        ended |= applications["first_answer"].eq(REPLY)
    return ended | (_rank(applications) >= RANK["screening"])


def _is_only_replied(applications: pd.DataFrame) -> pd.Series:
    """Return of which open applications no more is known than that somebody replied."""
    is_early = _rank(applications) < RANK["screening"]
    return is_answered(applications) & is_early & applications["outcome"].eq("open")


def _rank(applications: pd.DataFrame) -> pd.Series:
    """Return the stage reached as a number; what was accepted or declined had been offered."""
    offered = applications["outcome"].isin(["offer", "accepted", "declined"])
    return applications["furthest"].map(RANK).mask(offered, RANK["offer"])


def fates(applications: pd.DataFrame) -> pd.DataFrame:
    """Return for each application the `month` it was sent (missing: not known) and its `fate`.

    A fate is how far it came: interview, conversation, else rejection, closed (by either side), a reply of
    which nothing more is known, or no reply.

    >>> history.fates(search.applications)["fate"].value_counts().head(2).to_dict()
    {'no reply': 27, 'conversation': 14}
    """
    tables.require(applications, ["applied", "furthest", "outcome"], "applications")
    rank, outcome = _rank(applications), applications["outcome"]
    fate = pd.Series("no reply", applications.index, dtype=tables.text_dtype())
    fate = fate.mask(_is_only_replied(applications), REPLY)
    fate = fate.mask(outcome.isin(["closed", "withdrawn"]), "closed").mask(outcome == "rejected", "rejection")
    fate = fate.mask(rank >= RANK["screening"], "conversation").mask(rank >= RANK["interview"], "interview")
    return pd.DataFrame({"month": applications["applied"].dt.strftime("%Y-%m"), "fate": fate})


def flow(applications: pd.DataFrame) -> pd.DataFrame:
    """Return the moves from applications to outcomes: `source`, `target`, `n`, in reading order.

    What flows into a stage flows out of it; `still open` is where silence goes.

    >>> history.flow(search.applications).head(2)
             source     target   n
    0  applications  screening  24
    1  applications   rejected  11
    """
    tables.require(applications, ["furthest", "outcome"], "applications")
    counts: dict[tuple[str, str], int] = {}
    sent = applications[applications["furthest"] != "saved"]
    outcomes = sent["outcome"].mask(_is_only_replied(sent), REPLY)
    for rank, outcome in zip(_rank(sent), outcomes, strict=True):
        for move in pairwise(_path(rank, outcome)):
            counts[move] = counts.get(move, 0) + 1
    order = {name: n for n, name in enumerate(FLOW_ORDER)}
    rows = sorted(counts.items(), key=lambda move: (order[move[0][0]], order[move[0][1]]))
    made = pd.DataFrame([(*move, n) for move, n in rows], columns=["source", "target", "n"])
    return made.astype({"source": tables.text_dtype(), "target": tables.text_dtype(), "n": "int64"})


FLOW_ORDER = (
    "applications", "screening", "interview", "offer",
    "accepted", "declined", "rejected", "closed", "withdrawn", REPLY, "still open",
)  # fmt: skip


def by_month(events: pd.DataFrame, applications: pd.DataFrame) -> pd.DataFrame:
    """Return `applied`, `answered`, `interviews` and `rejected` counted by month (index, “2026-10”).

    Months without anything stand in between with zeros, but for stretches of more than two years; what has
    no day is in no month.

    >>> history.by_month(search.events, search.applications).head(2)
             applied  answered  interviews  rejected
    month
    2026-01       11         3           0         1
    2026-02       10         6           3         4
    """
    held = interviews(with_applications(events))
    held = held[held["application"].isin(applications.index)]
    dated = {
        "applied": applications["applied"],
        "answered": applications["answered"],
        "interviews": held["date"],
        "rejected": applications.loc[applications["outcome"] == "rejected", "outcome_date"],
    }
    months = {name: values.dropna().dt.strftime("%Y-%m") for name, values in dated.items()}
    span = tables.months(month for values in months.values() for month in values)
    made = pd.DataFrame(
        {name: values.value_counts().reindex(span, fill_value=0) for name, values in months.items()}
    )
    made.index = pd.Index(span, name="month", dtype=tables.text_dtype())
    return made.astype("int64")


def _until(events: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return the events known at the end of a day: of what has no day, once its application has begun.

    An ending without a day is not known before the last dated event of its application.
    """
    dates = events.groupby("application")["date"]
    begun, last = dates.transform("min"), dates.transform("max")
    undated = events["date"].isna()
    known = (begun.isna() | (begun <= as_of)) & (undated | (events["date"] <= as_of))
    ending = undated & events["kind"].isin(ENDINGS)
    return events[known & ~(ending & (last > as_of)) & ~(events["recorded"] > as_of)]


def _in_order(row: dict) -> tuple:
    """Return what rows are taken in order of: on one day by what they say, which an export says, too."""
    words = [row[name] or "" for name in SAID]
    return row["date"] is None, row["date"] or pd.Timestamp(0), ORDER[row["kind"]], *words, row["event"]


def _application(name: str, rows: list[dict], n_interviews: int, as_of: pd.Timestamp) -> dict:
    applied, (outcome, ended), (first_answer, answered) = _applied(rows), _outcome(rows), _first_answer(rows)
    channel, role = _first(rows, "channel") or "", _role(rows)
    details = [row["details"] for row in rows if isinstance(row["details"], dict)]
    referred = [one["referred"] for one in details if "referred" in one]
    until = answered if first_answer else as_of if outcome == "open" else ended
    said = {key: next((str(one[key]) for one in details if one.get(key)), None) for key in DETAILS}
    return {
        "application": name,
        "company": _company(rows),
        "role": role,
        "applied": applied,
        "furthest": STAGES[max(RANK.get(row["kind"], RANK["applied"]) for row in rows)],
        "outcome": outcome,
        "outcome_date": ended,
        "days_waited": _days_between(applied, until),
        "channel": channel,
        "referred": any(referred) or (channel or "").casefold() == "referral"
        if referred or channel
        else None,
        "location": _first(rows, "location"),
        "url": _first(rows, "url"),
        "n_interviews": n_interviews,
        "sources": ", ".join(sorted({row["source"] for row in rows if row["source"]})),
        "answered": answered,
        "first_answer": first_answer,
        **_reached(rows),
        **said,
        "seniority": said["seniority"] or seniority(role),
        "role_family": " ".join(role_key(role)),
        "n_events": len(rows),
        "last_event": max(_days(rows, KINDS), default=None),
    }


def _days(rows: list[dict], kinds: Iterable[str]) -> list[pd.Timestamp]:
    return [row["date"] for row in rows if row["kind"] in kinds and row["date"] is not None]


def _days_between(one: pd.Timestamp | None, other: pd.Timestamp | None) -> float | None:
    return float((other - one).days) if one is not None and other is not None and other >= one else None


def _applied(rows: list[dict]) -> pd.Timestamp | None:
    """Return the day of applying; an acknowledgement tells it where nothing else does."""
    kinds = {row["kind"] for row in rows}
    kind = "applied" if "applied" in kinds else "acknowledged"
    return min(_days(rows, [kind]), default=None)


def _outcome(rows: list[dict]) -> tuple[str, pd.Timestamp | None]:
    """Return how it ended, and the day. What goes on after a no is open again; a yes stays.

    An ending without a day tells nothing beside one of its kind that has one.
    """
    endings: dict[str, pd.Timestamp | None] = {}  # the last one last: what has no day follows what has one
    for row in rows:
        if row["kind"] in ENDINGS and (row["date"] is not None or row["kind"] not in endings):
            endings.pop(row["kind"], None)
            endings[row["kind"]] = row["date"]
    if "accepted" in endings:
        return "accepted", min(_days(rows, ["accepted"]), default=None)
    if endings:
        kind, day = endings.popitem()
        if day is None or not any(later > day for later in _days(rows, REOPENS)):
            return kind, day
    is_offered = any(row["kind"] == "offer" for row in rows)
    return ("offer", min(_days(rows, ["offer"]), default=None)) if is_offered else ("open", None)


def _first_answer(rows: list[dict]) -> tuple[str | None, pd.Timestamp | None]:
    answers = ((_answer(row), row["date"]) for row in rows)
    return next(((kind, day) for kind, day in answers if kind), (None, None))


def _answer(row: dict) -> str | None:
    """Return as which answer an event counts, if as one."""
    if isinstance(row["details"], dict) and row["details"].get(REPLY):
        return REPLY
    kind = STAGE_OF.get(row["kind"], row["kind"])
    return kind if kind in ANSWERS else None


def _reached(rows: list[dict]) -> dict[str, pd.Timestamp | None]:
    """Return the first day of each stage, or of one beyond it."""
    return {name: min(_days(rows, BEYOND[stage]), default=None) for stage, name in tables.STAGE_DAYS.items()}


def _n_interviews(events: pd.DataFrame) -> pd.Series:
    """Return by application how many interviews are told of: those with a day, or more without one.

    The second round, said so, came after a first.
    """
    is_dated = interviews(events).set_index("application")["date"].notna()
    rounds = events[events["kind"] == "interview"].set_index("application")["details"].map(_round)
    counts = [is_dated, ~is_dated, rounds]
    parts = [one.groupby(level=0).agg(how) for one, how in zip(counts, ("sum", "sum", "max"), strict=True)]
    return pd.concat(parts, axis=1).max(axis=1)


def _round(details: object) -> int:
    """Return the number of the round that an interview is said to be."""
    said = str(details.get("round", "")) if isinstance(details, dict) else ""
    return int(said) if said.isdecimal() and len(said) < 3 else 0


def is_invitation(details: object) -> bool:
    """Return whether this is the day on which they invited; what they invite to has the day that is named."""
    is_told = is_message(details) or (isinstance(details, dict) and INVITATION in details)
    return is_told and not names_its_day(details)


def _is_for_a_day(details: object) -> bool:
    return isinstance(details, dict) and "for" in details


def _teller(row: Mapping) -> Hashable:
    """Return what tells of an interview: a calendar, a letter, the entry of a list, or who wrote it down.

    It is read from what the event says of itself: of an export all that tells of an application is one entry.
    """
    details = row["details"] if isinstance(row["details"], dict) else {}
    if "uid" in details:
        return "calendar"
    if is_message(details):
        return details["message_id"]
    if "column" in details:
        return f"list {row['entry']}"
    return row["source"] if row["source"] == tables.WRITTEN else row["entry"]


def _first(rows: list[dict], column: str) -> str | None:
    return next((row[column] for row in rows if row[column]), None)


def _written(rows: list[dict], column: str) -> list[str]:
    """Return what rows call something: those of the person's own lists, else of letters."""
    named = [(is_message(row["details"]), row[column]) for row in rows if row[column]]
    lists = [name for is_message, name in named if not is_message]
    return lists or [name for _, name in named]


def _company(rows: list[dict]) -> str | None:
    """Return the first name of the company, with its legal form where another list has it."""
    same = _written(rows, "company")
    return max((name for name in same if is_same_company(name, same[0])), key=len, default=None)


def _role(rows: list[dict]) -> str:
    """Return the first job title, in its plain form where another list has that."""
    same = _written(rows, "role")
    alike = (title for title in same if role_key(title) == role_key(same[0]))
    return min(alike, key=has_marks_of_gender, default="")


def _spell_alike(rows: list[dict], names: list[str]) -> None:
    """Give each company one spelling: without its legal form, in mixed letters, the most frequent."""
    counts = Counter(names)
    alike: dict[str, list[str]] = {}
    for name in counts:
        alike.setdefault(company_key(name), []).append(name)

    def plainest(name: str) -> tuple:
        return name != without_form(name), name.isupper() or name.islower(), -counts[name], name

    best = {key: min(spelled, key=plainest) for key, spelled in alike.items()}
    for row in rows:
        if row["company"]:
            row["company"] = best[company_key(row["company"])]


def _spell_channels_alike(rows: list[dict]) -> None:
    """Give each channel one spelling, the most frequent: “Job fair” and “job fair” are one."""
    counts = Counter(row["channel"] for row in rows if row["channel"])
    spelled = sorted(counts, key=lambda name: (counts[name], name))
    best = {name.casefold(): name for name in spelled}
    for row in rows:
        if row["channel"]:
            row["channel"] = best[row["channel"].casefold()]


def _newest_last(row: dict) -> tuple:
    words = (row["company"] or "", row["role"] or "", row["url"] or "")
    return (
        row["applied"] is None,
        row["applied"] or pd.Timestamp(0),
        *words,
        row["n_events"],
        row["application"],
    )


def _with_earlier_tries(rows: list[dict]) -> list[dict]:
    """Return the applications, each with the one before at the same company for a role alike."""
    last: dict[tuple, dict] = {}
    for row in rows:
        if row["company"] and row["role"]:
            key = company_key(row["company"]), role_key(row["role"])
            before, last[key] = last.get(key, {}), row
            if row["applied"] and before.get("applied"):
                is_new = (row["applied"] - before["applied"]).days > SAME_TRY_DAYS
                row["earlier_try"] = before["application"] if is_new else None
    return rows


def _path(rank: int, outcome: str) -> list[str]:
    passed = [stage for stage in ("screening", "interview", "offer") if RANK[stage] <= rank]
    return ["applications", *passed, "still open" if outcome in ("open", "offer") else outcome]
