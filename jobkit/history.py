"""What became of each application by a given day, and how many came how far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
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
ANSWER_OF = {kind: answer for kind in KINDS if (answer := STAGE_OF.get(kind, kind)) in ANSWERS}
ORDER = {kind: place for place, kind in enumerate(KINDS)}
RANK = {stage: rank for rank, stage in enumerate(STAGES)}
TELLS = {"applied": ["applied"], "acknowledged": ["acknowledged"]} | {
    name: [kind for kind, one in STAGE_OF.items() if RANK[one] >= RANK[stage]]
    for stage, name in tables.STAGE_DAYS.items()
}
"""The kinds of events that tell of a day: of a stage those beyond it, too."""
DETAILS = ("remote", "resume", "seniority")
SAID = ("company", "role", "channel", "location", "url", "note")


def applications(events: pd.DataFrame, as_of, include_saved: bool = False) -> pd.DataFrame:
    """Return one row an application as it stood at the end of the day `as_of`.

    Parameters
    ----------
    events : the table `events`; without a column `application`, events are linked first.
    as_of : a day; what happened later is not known yet. An event without a day counts once its application
        is known at all; an ending or offer not before the last day that is known of its application.
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
    made = _told(known).join(_endings(known)).reset_index()
    made["outcome"] = made["outcome"].fillna("open")
    ended = made["outcome_date"].mask(made["outcome"] == "open", today)
    waited = (made["answered"].where(made["first_answer"].notna(), ended) - made["applied"]).dt.days
    made["days_waited"] = waited.where(waited >= 0)
    if not include_saved:
        made = made[made["furthest"] != "saved"]
    order = ["applied", "company", "role", "url", "n_events", "application"]
    made = made.sort_values(order, key=_blank_first, ignore_index=True)
    firm = made["company"].map(company_key, na_action="ignore").rename("firm")
    named = made.dropna(subset=["company", "role"])
    before = named.groupby([firm, "role_family"])[["application", "applied"]].shift()
    is_new = (made["applied"] - before["applied"]).dt.days > SAME_TRY_DAYS
    return tables.frame("applications", made.assign(earlier_try=before["application"].where(is_new)))


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
    told = events[events["kind"] == kind]
    is_for_a_day = tables.details(told).map(lambda one: "for" in one).astype(bool)
    told = told[~is_for_a_day].reset_index(drop=True)
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
    the next first; one that a calendar, a letter and a list tell of stands once. What says that it was
    arranged later is left out. `is_told`: also what does not say since when it is, as a row of a list.

    >>> before = jobkit.Search(search.folder, as_of="2026-09-01").events
    >>> history.ahead(before, "2026-09-01")["kind"].head(2).to_list()
    ['assessment', 'interview']
    """
    tables.require(events, ["kind", "date", "application"], "events")
    today = tables.day(as_of)
    coming = events[events["date"] >= today]
    told = (str(one.get("invited") or one.get("revised"))[:10] for one in tables.details(coming))
    days = tables.days([day if tables.is_day(day) else None for day in told]).to_numpy()
    since = coming["recorded"].fillna(pd.Series(days, coming.index))
    since = since.groupby([coming[name] for name in ("application", "kind", "date")]).transform("min")
    coming = coming[((since <= today) if is_told else ~(since > today)).to_numpy()]
    held = pd.concat([interviews(coming, kind) for kind in TALKS])
    held = held[~held["is_invitation"].astype(bool)]
    said = tables.details(held)
    held = held.assign(time=[one.get("time", "") for one in said])
    held["place"] = [one.get("place") or one.get("address", "") for one in said]
    held = held.sort_values(["time", "place"], ascending=False, kind="stable")
    held = held.drop_duplicates(["application", "kind", "date"])
    held = held.sort_values(["date", "time", "application"], kind="stable", ignore_index=True)
    held["company"] = held["application"].map(_written(events, "company").map(_company))
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
    reached = {"answered": is_answered(sent)}
    rank = _rank(sent)
    reached |= {stage: rank >= RANK[stage] for stage in ("screening", "interview", "offer")}
    reached |= {"accepted": sent["outcome"] == "accepted"}
    counts = {"applied": len(sent)} | {name: is_so.sum() for name, is_so in reached.items()}
    made = pd.DataFrame({"n": counts}, dtype="int64").rename_axis("stage")
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
    """Return the stage reached as a number; an acceptance tells of an offer."""
    offered = applications["outcome"].isin(["offer", "accepted", "declined"])
    return applications["furthest"].map(RANK).mask(offered, RANK["offer"])


def fates(applications: pd.DataFrame) -> pd.DataFrame:
    """Return for each application the `month` it was sent (missing: not known) and its `fate`.

    A fate is how far it came: offer, interview, conversation, else rejection, closed (by either side), a
    reply of which nothing more is known, or no reply.

    >>> history.fates(search.applications)["fate"].value_counts().head(2).to_dict()
    {'no reply': 27, 'conversation': 14}
    """
    tables.require(applications, ["applied", "furthest", "outcome"], "applications")
    rank, outcome = _rank(applications), applications["outcome"]
    fate = pd.Series("no reply", applications.index, dtype=tables.text_dtype())
    fate = fate.mask(_is_only_replied(applications), REPLY)
    fate = fate.mask(outcome.isin(["closed", "withdrawn"]), "closed").mask(outcome == "rejected", "rejection")
    for stage, word in (("screening", "conversation"), ("interview", "interview"), ("offer", "offer")):
        fate = fate.mask(rank >= RANK[stage], word)
    return pd.DataFrame({"month": applications["applied"].dt.strftime("%Y-%m"), "fate": fate})


def flow(applications: pd.DataFrame) -> pd.DataFrame:
    """Return the moves from applications to outcomes: `source`, `target`, `n`, in reading order.

    What flows into a stage flows out of it; `still open` is where silence goes.

    >>> history.flow(search.applications).head(2)
             source     target   n
    0  applications  screening  24
    1  applications   rejected  11
    """
    counts = Counter[tuple[str, str]]()
    for stage, end in ends(applications).to_numpy():
        counts.update(pairwise([*FLOW_ORDER[: FLOW_ORDER.index(stage) + 1], end]))
    moves = sorted(counts, key=lambda move: [*map(FLOW_ORDER.index, move)])
    made = pd.DataFrame([(*move, counts[move]) for move in moves], columns=["source", "target", "n"])
    return made.astype({"source": tables.text_dtype(), "target": tables.text_dtype(), "n": "int64"})


def ends(applications: pd.DataFrame) -> pd.DataFrame:
    """Return for each application sent its last move in `flow`, from `source` to `target`.

    >>> history.ends(search.applications).value_counts().head(1).to_dict()
    {('applications', 'still open'): 27}
    """
    tables.require(applications, ["furthest", "outcome"], "applications")
    sent = applications[applications["furthest"] != "saved"]
    target = sent["outcome"].mask(_is_only_replied(sent), REPLY)
    rank, source = _rank(sent), pd.Series("applications", sent.index, dtype=tables.text_dtype())
    for stage in ("screening", "interview", "offer"):
        source = source.mask(rank >= RANK[stage], stage)
    return pd.DataFrame({"source": source, "target": target.replace(["open", "offer"], "still open")})


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
    held = held.loc[held["application"].isin(applications.index), "date"]
    rejected = applications["outcome_date"].where(applications["outcome"] == "rejected")
    dated = dict(applications[["applied", "answered"]]) | {"interviews": held, "rejected": rejected}
    months = {name: values.dropna().dt.strftime("%Y-%m").value_counts() for name, values in dated.items()}
    span = tables.months(month for counts in months.values() for month in counts.index)
    index = pd.Index(span, name="month", dtype=tables.text_dtype())
    return pd.DataFrame(months, index, list(months)).fillna(0).astype("int64")


def _until(events: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return the events known at the end of a day, in order: of what has no day, once its application began.

    An ending or offer without a day is not known before the last dated event of its application. On one day
    they are taken in order of what they say, which an export says, too.
    """
    dates = events.groupby("application")["date"]
    begun, last = dates.transform("min"), dates.transform("max")
    undated = events["date"].isna()
    known = (begun.isna() | (begun <= as_of)) & (undated | (events["date"] <= as_of))
    ending = undated & events["kind"].isin((*ENDINGS, "offer"))
    events = events[known & ~(ending & (last > as_of)) & ~(events["recorded"] > as_of)]
    events = events.assign(place=events["kind"].map(ORDER))
    return events.sort_values(["date", "place", *SAID, "event"], key=_blank_first, ignore_index=True)


def _blank_first(column: pd.Series) -> pd.Series:
    return column if column.dtype.kind in "Mi" else column.where(column.notna(), "")


def _told(events: pd.DataFrame) -> pd.DataFrame:
    """Return by application what its events tell of it, but for how it ended."""
    codes, keys = pd.factorize(events["application"])  # many groups, and by number they are quick
    events = events.assign(application=codes)
    home, dates = events["application"], events["date"]
    details = tables.details(events)
    made = events.groupby(home)[["channel", "location", "url"]].first()
    for name, written in (("company", _company), ("role", _role)):
        made[name] = _written(events, name).map(written)
    for name in DETAILS:
        texts = details.map(lambda one, name=name: str(one.get(name) or "") or None)
        made[name] = texts.groupby(home).first()
    made["seniority"] = made["seniority"].combine_first(made["role"].map(seniority, na_action="ignore"))
    made["role_family"] = made["role"].map(lambda role: " ".join(role_key(role)), na_action="ignore")
    is_referral = made["channel"].str.casefold().eq("referral")
    _spell_alike(made, events["company"].dropna())
    is_sent = (events["kind"] == "applied").groupby(home).any()  # else an acknowledgement tells the day
    firsts = {name: dates.where(events["kind"].isin(kinds)) for name, kinds in TELLS.items()}
    made = made.join(pd.DataFrame(firsts).groupby(home).min())
    made["applied"] = made["applied"].where(is_sent, made.pop("acknowledged"))
    rank = events["kind"].map(STAGE_OF).map(RANK).fillna(RANK["applied"]).groupby(home).max()
    made["furthest"] = rank.map(dict(enumerate(STAGES)))
    is_reply = details.map(lambda one: bool(one.get(REPLY))).astype(bool)
    answer = events["kind"].map(ANSWER_OF).mask(is_reply, REPLY)
    answers = events.assign(answer=answer).dropna(subset="answer").drop_duplicates("application")
    made[["first_answer", "answered"]] = answers.set_index("application")[["answer", "date"]]
    referred = details.map(lambda one: bool(one["referred"]) if "referred" in one else None).dropna()
    referred = referred.groupby(home).any().reindex(made.index)
    made["referred"] = (is_referral | referred.eq(True)).where(referred.notna() | made["channel"].notna())
    sources = events[["application", "source"]].dropna().drop_duplicates().sort_values("source")
    made["sources"] = tables.lists(sources["source"], sources["application"]).map(", ".join)
    made["n_events"], made["last_event"] = home.value_counts(), dates.groupby(home).max()
    made = made.assign(n_interviews=_n_interviews(events))
    return made.set_axis(keys[made.index]).rename_axis("application")


def _endings(events: pd.DataFrame) -> pd.DataFrame:
    """Return `outcome` and `outcome_date` by application. What goes on after a no is open again; a yes stays.

    An ending without a day tells nothing beside one of its kind that has one.
    """
    ended = refused_once(events)[lambda rows: rows["kind"].isin(ENDINGS)]
    ended = ended[ended["date"].notna() | ~ended.duplicated(["application", "kind"])]
    ended = ended.drop_duplicates("application", keep="last")
    later = events[events["kind"].isin([*TALKS, "offer"])].groupby("application")["date"].max()
    stands = ~(later.reindex(ended["application"]).to_numpy() > ended["date"])
    parts = [events[events["kind"] == "accepted"], ended[stands], events[events["kind"] == "offer"]]
    last = pd.concat(parts).drop_duplicates("application").set_index("application")[["kind", "date"]]
    return last.set_axis(["outcome", "outcome_date"], axis=1)


def refused_once(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events without a search's end beside a refusal with its day, after which nothing went on.

    >>> len(search.events) - len(history.refused_once(search.events))
    0
    """
    refused = events[events["kind"] == "rejected"].groupby("application")["date"].max().dropna()
    is_on = events["kind"].isin([*TALKS, "offer"])
    went_on = events[is_on].groupby("application")["date"].max().reindex(refused.index)
    stands = refused.index[~(went_on > refused)]
    return events[~(events["kind"].eq("closed") & events["application"].isin(stands))]


def _n_interviews(events: pd.DataFrame) -> pd.Series:
    """Return by application how many interviews are told of: those with a day, or more without one.

    The second round, said so, came after a first.
    """
    is_dated = interviews(events).set_index("application")["date"].notna()
    said = tables.details(events[events["kind"] == "interview"].set_index("application"))
    said = said.map(lambda one: str(one.get("round", "")))
    rounds = said.map(lambda text: int(text) if text.isdecimal() and len(text) < 3 else 0)
    counts = [is_dated, ~is_dated, rounds]
    parts = [one.groupby(level=0).agg(how) for one, how in zip(counts, ("sum", "sum", "max"), strict=True)]
    return pd.concat(parts, axis=1).max(axis=1)


def is_invitation(details: object) -> bool:
    """Return whether this is the day on which they invited; what they invite to has the day that is named."""
    is_told = is_message(details) or (isinstance(details, dict) and INVITATION in details)
    return is_told and not names_its_day(details)


def is_before_talk(events: pd.DataFrame) -> pd.Series:
    """Tell which events are the day on which they invited to a talk or test, not the day of it."""
    told = tables.details(events).map(lambda one: "for" in one or is_invitation(one)).astype(bool)
    return told & events["kind"].isin(TALKS)


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


def _written(events: pd.DataFrame, column: str) -> pd.Series:
    """Return by application what it is called: in the person's own lists, else in letters."""
    named = events.dropna(subset=column)
    is_letter = named["details"].map(is_message).astype(bool)
    only_letters = is_letter.groupby(named["application"]).transform("all")
    named = named[only_letters | ~is_letter]
    return tables.lists(named[column], named["application"])


def _company(names: list[str]) -> str:
    """Return the first name of the company, with its legal form where another list has it."""
    return max((name for name in names if is_same_company(name, names[0])), key=len, default=names[0])


def _role(titles: list[str]) -> str:
    """Return the first job title, in its plain form where another list has that."""
    alike = (title for title in titles if role_key(title) == role_key(titles[0]))
    return min(alike, key=has_marks_of_gender)


def _spell_alike(made: pd.DataFrame, names: pd.Series) -> None:
    """Give each company and channel one spelling, the most frequent; a company without its legal form."""
    n, n_by = Counter(names), Counter(made["channel"].dropna())

    def plainest(name: str) -> tuple:
        return name != without_form(name), name.isupper() or name.islower(), -n[name], name

    firms = {company_key(name): name for name in sorted(n, key=plainest, reverse=True)}
    channels = {name.casefold(): name for name in sorted(n_by, key=lambda name: (n_by[name], name))}
    made["company"] = made["company"].map(lambda name: firms[company_key(name)], na_action="ignore")
    made["channel"] = made["channel"].map(lambda name: channels[name.casefold()], na_action="ignore")
