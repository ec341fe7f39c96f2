"""Events linked to applications, and what became of each application on a given day.

Linking depends on what the events say and on nothing else: not on the order of import, not on
how often a file was added. Every link can say why it was made.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import pandas as pd

from jobkit import tables
from jobkit.language.names import (
    company_key,
    has_marks_of_gender,
    is_same_company,
    role_key,
    seniority,
    spellings,
    without_form,
)
from jobkit.tables import ANSWERS, ENDINGS, KINDS, LATEST_ANSWER_DAYS, SAME_TRY_DAYS, STAGES

STAGE_OF = {kind: kind for kind in STAGES} | {"accepted": "offer", "declined": "offer"}
ORDER = {kind: place for place, kind in enumerate(KINDS)}
RANK = {stage: rank for rank, stage in enumerate(STAGES)}
OWN_TRY = "a try of its own"
JOINED = "you said that they are one"
SAME_RECEIPT_DAYS = 14
"""How many days apart two receipts may be for titles that differ in seniority to be one job."""
NEW_TRY_DAYS = 5
"""A receipt or a day of applying this long after the end of one application begins another."""
SENIORITY_APART = (40, "role but for its seniority")
BY_ADDRESS = "the sender's address"
"""How `company_why` of a letter begins whose employer is only guessed."""
REOPENS = ("screening", "assessment", "interview", "offer")


def link(
    events: pd.DataFrame, sightings: pd.DataFrame | None = None, decisions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return for each event (the index) the `application` it belongs to, and `why`.

    Parameters
    ----------
    events : needs `event`, `kind`, `date`, `company`, `role`; `url`, `entry`, `details` help.
    sightings : `entry`, `source`: two entries of one such source are two tries, however alike.
    decisions : `one`, `other` (events), `same`: what the person decided; the last word on a pair counts.

    Notes
    -----
    Entries of one company are taken in order of date, those that tell of applying first. Each joins
    the closest application that may be the same: same thread or advertisement, or same role with
    dates of applying within 30 days and no end between them; an answer joins the latest application
    before it whose role it names, or leaves open. Whatever fits none is a try of its own.

    Examples
    --------
    >>> history.link(search.events)["why"].iloc[1]
    'the first to tell of it; the others were linked to it'
    """
    entries = _entries(events, sightings)
    clusters = [cluster for group in _companies(entries) for cluster in _tries(group)]
    clusters = _decide(clusters, decisions)
    for cluster in clusters:
        _say_of_the_first(cluster)
    rows = [
        (event, name, claim.why)
        for name, cluster in ((cluster.name(), cluster) for cluster in clusters)
        for claim in cluster.claims
        for event in claim.events
    ]
    linked = pd.DataFrame(rows, columns=["event", "application", "why"]).set_index("event")
    return linked.reindex(events["event"])


def standing(events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the events that count, and the appointments of no application that is known.

    Of the versions of an appointment (`uid` in its details) the one with the highest `sequence` counts, of
    several such the one revised last; one that was cancelled does not. A later letter of an employer that
    names another day, sent before the first, moves the appointment. Where its employer is a guess, it
    counts if another source names one of the employers that it may be.

    >>> counting, loose = history.standing(search.events)
    >>> len(counting), len(loose)
    (263, 0)
    """
    events = _without_moved(_addressed(events))
    details = events["details"].map(lambda told: told if isinstance(told, dict) and "uid" in told else None)
    if not details.notna().any():
        return events, events.iloc[:0]
    kept = events.copy()
    known = frozenset().union(*map(spellings, kept.loc[details.isna(), "company"].dropna().unique()))
    last: dict[str, tuple] = {}
    for place, told in details.dropna().items():
        version = (told.get("sequence", 0), told.get("revised", ""), kept.at[place, "event"], place)
        last[told["uid"]] = max(version, last.get(told["uid"], version))
    stays, is_unplaced = details.isna(), pd.Series(False, kept.index)
    for *_, place in last.values():
        told, company = details[place], kept.at[place, "company"]
        names = [company, *told.get("or", ())] if told.get("is_guess") else []
        fits = [name for name in names if isinstance(name, str) and not spellings(name).isdisjoint(known)]
        kept.at[place, "company"] = fits[0] if fits else company
        stays[place] = not told.get("cancelled") and (bool(fits) or not names)
        is_unplaced[place] = not told.get("cancelled") and bool(names) and not fits
    return kept[stays].reset_index(drop=True), kept[is_unplaced]


def _is_by_address(details: object) -> bool:
    return isinstance(details, dict) and str(details.get("company_why", "")).startswith(BY_ADDRESS)


def _without_moved(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events without the appointments for which a letter sent before them names another day."""
    stated = events[events["details"].map(_names_its_day).astype(bool)]
    alike: dict[tuple, list[tuple]] = defaultdict(list)
    for place, kind, day, company, told in stated[["kind", "date", "company", "details"]].itertuples():
        whose = company_key(company) if isinstance(company, str) else told.get("thread")
        alike[kind, whose].append((place, day, pd.Timestamp(told["invited"])))
    moved = [
        place
        for same in alike.values()
        for place, day, sent in same
        if any(other != day and sent < later <= day for _, other, later in same)
    ]
    return events.drop(index=moved).reset_index(drop=True) if moved else events


def _addressed(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events, those of letters that name no employer with the one applied to under that title.

    So, too, where the employer is a guess by the sender's address and nothing else names it. Counts only
    if the lists have that title at one employer alone, applied to in the months before.
    """
    is_letter = events["details"].map(_of_message).astype(bool) & events["role"].notna()
    guessed = events["details"].map(_is_by_address)
    is_loose = is_letter & (events["company"].isna() | guessed.astype(bool))
    if not is_loose.any():
        return events
    listed = events[(events["kind"] == "applied") & ~is_loose & events["company"].notna()]
    known = frozenset().union(*map(spellings, events.loc[~is_loose, "company"].dropna().unique()))
    by_title: dict[tuple, list[tuple]] = defaultdict(list)
    for company, role, day in (
        listed[["company", "role", "date"]].dropna(subset="role").itertuples(index=False)
    ):
        by_title[role_key(role)].append((company, day))
    kept = events.copy()
    for place, company, role, day in events.loc[is_loose, ["company", "role", "date"]].itertuples():
        is_known = isinstance(company, str) and not spellings(company).isdisjoint(known)
        within = pd.Timedelta(days=LATEST_ANSWER_DAYS)
        firms = {
            firm
            for firm, applied in by_title[role_key(role)]
            if pd.isna(applied) or pd.isna(day) or applied <= day <= applied + within
        }
        if len(firms) == 1 and not is_known:
            kept.at[place, "company"] = firms.pop()
    return kept


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
    groups = list(_groups(known))
    rows = [_application(name, group, today) for name, group in groups]
    _spell_alike(rows, [row["company"] for _, group in groups for row in group if row["company"]])
    if not include_saved:
        rows = [row for row in rows if row["furthest"] != "saved"]
    rows.sort(key=_newest_last)
    return tables.frame("applications", _with_earlier_tries(rows))


def with_applications(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events, each with its application: as given, or linked by what the events say.

    >>> "application" in history.with_applications(search.events.drop(columns="application"))
    True
    """
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
    """Return the events of interviews, each told once; `is_invitation` where only a letter tells of any.

    A letter that invites is dated before the interview, and counts only where no list tells of one and it
    does not say the day itself: then that day is an event of its own. The same holds of any other `kind` of
    conversation, a screening or an assessment.

    >>> history.interviews(search.events)[["kind", "date", "is_invitation"]].head(2)
            kind       date  is_invitation
    0  interview 2026-02-10          False
    1  interview 2026-02-19          False
    """
    told = events[(events["kind"] == kind) & ~events["details"].map(_is_for_a_day).astype(bool)]
    told = told.reset_index(drop=True)
    told = told.assign(is_invitation=told["details"].map(_is_invitation).astype(bool))
    listed = set(told.loc[~told["is_invitation"], "application"])
    told = told[~(told["is_invitation"] & told["application"].isin(listed))]
    teller = [_teller(row) for row in told[["entry", "details"]].to_dict("records")]
    nth = told.assign(teller=teller).groupby(["application", "date", "teller"], dropna=False).cumcount()
    return told.assign(nth=nth).drop_duplicates(["application", "date", "nth"]).drop(columns="nth")


def ahead(events: pd.DataFrame, as_of) -> pd.DataFrame:
    """Return the conversations and tests that are to come: those dated on the day `as_of` or after it.

    `application`, `kind`, `date`, `time` (as its source has it), `company`, `role`, `event`, the next
    first; one that a calendar, a letter and a list tell of stands once.
    """
    tables.require(events, ["kind", "date", "application"], "events")
    held = pd.concat([interviews(events, kind) for kind in ("screening", "assessment", "interview")])
    held = held[(held["date"] >= tables.day(as_of)) & ~held["is_invitation"].astype(bool)]
    told = [details if isinstance(details, dict) else {} for details in held["details"]]
    held = held.assign(time=[details.get("time", "") for details in told])
    held = held.sort_values("time", ascending=False, kind="stable")
    held = held.drop_duplicates(["application", "kind", "date"])
    held = held.sort_values(["date", "time", "application"], kind="stable", ignore_index=True)
    return held[["application", "kind", "date", "time", "company", "role", "event"]]


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
    """Return for each application whether a person or a letter answered it, by whatever.

    >>> int(history.is_answered(search.applications).sum())
    35
    """
    ended = applications["outcome"].isin(["rejected", "closed"])
    return ended | (_rank(applications) >= RANK["screening"])


def _rank(applications: pd.DataFrame) -> pd.Series:
    """Return the stage reached as a number; what was accepted or declined had been offered."""
    offered = applications["outcome"].isin(["offer", "accepted", "declined"])
    return applications["furthest"].map(RANK).mask(offered, RANK["offer"])


def fates(applications: pd.DataFrame) -> pd.DataFrame:
    """Return for each application the `month` it was sent (missing: not known) and its `fate`.

    A fate is how far it came: interview, conversation, else rejection, closed (by either side) or no reply.

    >>> history.fates(search.applications)["fate"].value_counts().head(2).to_dict()
    {'no reply': 27, 'conversation': 14}
    """
    tables.require(applications, ["applied", "furthest", "outcome"], "applications")
    rank, outcome = _rank(applications), applications["outcome"]
    fate = pd.Series("no reply", applications.index, dtype=tables.text_dtype())
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
    for rank, outcome in zip(_rank(sent), sent["outcome"], strict=True):
        for move in pairwise(_path(rank, outcome)):
            counts[move] = counts.get(move, 0) + 1
    order = {name: n for n, name in enumerate(FLOW_ORDER)}
    rows = sorted(counts.items(), key=lambda move: (order[move[0][0]], order[move[0][1]]))
    made = pd.DataFrame([(*move, n) for move, n in rows], columns=["source", "target", "n"])
    return made.astype({"source": tables.text_dtype(), "target": tables.text_dtype(), "n": "int64"})


FLOW_ORDER = (
    "applications", "screening", "interview", "offer",
    "accepted", "declined", "rejected", "closed", "withdrawn", "still open",
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


@dataclass(slots=True)
class Claim:
    """What one entry of a source says about one try at a job."""

    entry: str
    company: str = ""
    role: str = ""
    url: str = ""
    thread: str = ""
    applied: pd.Timestamp | None = None
    receipt: pd.Timestamp | None = None
    ended: pd.Timestamp | None = None
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None
    events: list[str] = field(default_factory=list)
    anchors: list[tuple] = field(default_factory=list)
    sources: frozenset = frozenset()
    names: frozenset = frozenset()
    tells_of_applying: bool = False
    why: str = OWN_TRY

    def sort_key(self) -> tuple:
        """Return the place in which claims are taken: those that tell of applying, by date."""
        return (
            not self.tells_of_applying,
            self.first is None,
            self.first or pd.Timestamp(0),
            min(self.events),
        )


@dataclass(slots=True)
class Try:
    """The claims that are one application, and what they tell together."""

    claims: list[Claim] = field(default_factory=list)
    sources: frozenset = frozenset()
    companies: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    threads: set[str] = field(default_factory=set)
    urls: set[str] = field(default_factory=set)
    roles: dict[tuple, set] = field(default_factory=dict)
    applied: set[pd.Timestamp] = field(default_factory=set)
    receipts: set[pd.Timestamp] = field(default_factory=set)
    ends: set[pd.Timestamp] = field(default_factory=set)
    tells_of_applying: bool = False
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None

    def take(self, claim: Claim) -> None:
        """Add a claim; its role is kept by its key, with the ranks that were written before it."""
        self.claims.append(claim)
        self.sources |= claim.sources
        self.threads.add(claim.thread)
        self.urls.add(claim.url)
        if claim.names:
            self.companies.setdefault(company_key(claim.company), claim.company)
            self.names |= claim.names
        if claim.role:
            self.roles.setdefault(role_key(claim.role), set()).add(seniority(claim.role))
        if claim.applied is not None:
            self.applied.add(claim.applied)
        if claim.receipt is not None:
            self.receipts.add(claim.receipt)
        if claim.ended is not None:
            self.ends.add(claim.ended)
        self.tells_of_applying |= claim.tells_of_applying
        if claim.first is not None and claim.last is not None:
            self.first = min(self.first or claim.first, claim.first)
            self.last = max(self.last or claim.last, claim.last)

    def name(self) -> str:
        """Return the id: that of the event of applying with the earliest day, else of the earliest event."""
        return min(anchor for claim in self.claims for anchor in claim.anchors)[-1]

    def conflicts(self, claim: Claim) -> bool:
        """Return whether a file lists this claim beside one of these as another job."""
        return not claim.sources.isdisjoint(self.sources)


def _entries(events: pd.DataFrame, sightings: pd.DataFrame | None) -> list[Claim]:
    seen = defaultdict(set)
    if sightings is not None:
        for entry, source in zip(sightings["entry"], sightings["source"], strict=True):
            seen[entry].add(source)
    claims: dict[Hashable, Claim] = {}
    for row in _rows(events):
        entry = row["entry"] or row["event"]
        claim = claims.setdefault(entry, Claim(entry, sources=frozenset(seen.get(entry, ()))))
        _tell(claim, row)
    return list(claims.values())


def _rows(events: pd.DataFrame) -> Iterator[dict]:
    wanted = ("event", "kind", "date", "company", "role", "url", "entry", "details")
    columns = [_plain(events, name) for name in wanted]
    for values in zip(*columns, strict=True):
        yield dict(zip(wanted, values, strict=True))


def _plain(events: pd.DataFrame, name: str) -> Iterable:
    if name not in events.columns:
        return [None] * len(events)
    series = events[name]
    return series.astype(object).where(series.notna(), None)


def _tell(claim: Claim, row: Mapping) -> None:
    claim.events.append(row["event"])
    claim.company = claim.company or row["company"] or ""
    if row["role"] and company_key(row["role"]) != company_key(row["company"] or ""):
        claim.role = claim.role or row["role"]
    claim.url = claim.url or _page(row["url"] or "")
    details = row["details"] if isinstance(row["details"], dict) else {}
    claim.thread = claim.thread or str(details.get("thread") or "")
    day = row["date"]
    applies = row["kind"] in ("applied", "saved")
    claim.tells_of_applying |= applies
    claim.anchors.append((not applies, day is None, day or pd.Timestamp(0), row["event"]))
    if day is None:
        return
    claim.first = min(claim.first or day, day)
    claim.last = max(claim.last or day, day)
    if row["kind"] == "applied":
        claim.applied = min(claim.applied or day, day)
    if row["kind"] == "acknowledged":
        claim.receipt = min(claim.receipt or day, day)
    if row["kind"] in ENDINGS and row["kind"] != "accepted":
        claim.ended = max(claim.ended or day, day)


@lru_cache(1 << 16)
def _page(url: str) -> str:
    """Return the address of an advertisement for comparing; a bare site names no job."""
    bare = re.sub(r"^\w+://(www\.)?", "", url.strip().casefold()).split("#")[0].rstrip("/?&=")
    return bare if "/" in bare and re.search(r"\d{3}", bare) else ""


def _companies(claims: list[Claim]) -> Iterator[list[Claim]]:
    """Group claims by company; those without only meet the same role and day, or the same conversation."""
    groups: dict[tuple, list[Claim]] = defaultdict(list)
    for claim in claims:
        claim.names = spellings(claim.company)
    alike = _written_alike(claims)
    for claim in claims:
        company, role = alike.get(company_key(claim.company), ""), role_key(claim.role)
        nameless = ("", role, claim.applied) if role else ("", claim.thread or claim.url or claim.entry)
        groups[(company,) if company else nameless].append(claim)
    by_page = {claim.url: key for key, group in groups.items() for claim in group if claim.url and key[0]}
    by_thread = {
        claim.thread: key for key, group in groups.items() for claim in group if claim.thread and key[0]
    }
    for key in [key for key in groups if not key[0]]:
        stays: list[Claim] = []
        for claim in groups[key]:
            home = by_thread.get(claim.thread) or by_page.get(claim.url)
            (groups[home] if home else stays).append(claim)
        groups[key] = stays
    variants = _variants(groups)
    meant = {name: frozenset().union(*(claim.names for claim in groups[name])) for _, name in variants}
    for variant, name in variants:
        for claim in groups[variant]:
            claim.names |= meant[name]
        groups[name].extend(groups.pop(variant))
    yield from (group for group in groups.values() if group)


def _written_alike(claims: list[Claim]) -> dict[str, str]:
    """Return for the key of each company's name the first of all those that it leads to by its spellings."""
    keys: dict[str, frozenset] = {}
    for claim in claims:
        if claim.names:
            key = company_key(claim.company)
            keys[key] = keys.get(key, claim.names) | claim.names
    users: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys):
        for name in keys[key]:
            users[name].append(key)
    home: dict[str, str] = {}
    for first in sorted(keys):
        reached = [] if first in home else [first]
        while reached:
            key = reached.pop()
            if key not in home:
                home[key] = first
                reached += [other for name in keys[key] for other in users.pop(name, ())]
    return home


def _variants(groups: Mapping) -> list[tuple]:
    """Return names that only messages use, with the one name in the person's own lists they stand for."""
    listed = sorted(key for key, group in groups.items() if key[0] and any(claim.sources for claim in group))
    loose = sorted(
        key for key, group in groups.items() if key[0] and not any(claim.sources for claim in group)
    )
    if not listed or not loose:
        return []
    from rapidfuzz import fuzz, process

    names = [key[0] for key in listed]
    found = []
    for key in loose:
        begins = [name for name in names if min(len(name), len(key[0])) >= 4 and _begins(name, key[0])]
        close = process.extract(key[0], names, scorer=fuzz.ratio, score_cutoff=90, limit=2)
        candidates = {*begins, *(name for name, _, _ in close)}
        if len(candidates) == 1:
            found.append((key, (candidates.pop(),)))
    return found


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _tries(group: list[Claim]) -> list[Try]:
    """Return the tries at one company."""
    ordered = sorted(group, key=Claim.sort_key)
    common = frozenset.intersection(*(claim.sources for claim in ordered))
    if common:
        return [Try([claim]) for claim in ordered]
    made: list[Try] = []
    ends = [(role_key(claim.role), claim.ended) for claim in ordered if claim.ended is not None]
    for claim in ordered:
        fits = [(*fit, n) for n, other in enumerate(made) if (fit := _fit(claim, other, ends))]
        if fits:
            _, why, n = min(fits)
            claim.why = why
            made[n].take(claim)
        else:
            made.append(Try())
            made[-1].take(claim)
    return made


def _fit(claim: Claim, other: Try, ends: list[tuple[tuple, pd.Timestamp]]) -> tuple[float, str] | None:
    """Return how far a claim is from a try, and why it may belong to it; None if it cannot."""
    if other.conflicts(claim):
        return None
    if claim.thread and claim.thread in other.threads:
        return (-2, "the same conversation by mail")
    if _is_begun_anew(claim, other, ends):
        return None
    apart = _days_apart(claim, other)
    if claim.url and claim.url in other.urls and (apart is None or apart <= 90):
        return (-1, "the same advertisement")
    company = _company_alike(claim, other)
    alike = _roles_alike(claim.role, other.roles)
    if not company or alike is None or not _in_time(claim, other, apart):
        return None
    if alike == SENIORITY_APART and _has_own_receipt(claim, other):
        return None
    gap = _gap(claim, other, apart)
    penalty, words = alike
    when = "" if apart is None else f", applied {apart:.0f} days apart" if apart else ", applied the same day"
    return (gap + penalty, f"{company} and {words}{when}")


def _company_alike(claim: Claim, other: Try) -> str:
    """Return in words that they are of one company; "" where only a third name leads to both of theirs."""
    if not claim.names or not other.names or company_key(claim.company) in other.companies:
        return "the same company"
    if claim.names.isdisjoint(other.names):
        return ""
    return f"the same company (“{next(iter(other.companies.values()))}” elsewhere)"


def _roles_alike(role: str, others: Mapping[tuple, set]) -> tuple[int, str] | None:
    if not role or not others:
        return (500, "no other role named")
    key = role_key(role)
    if key in others:
        same = any(seniority(role) in ranks for ranks in others.values())
        return (0, "role") if same else SENIORITY_APART
    if any(key and other and (set(key) <= set(other) or set(other) <= set(key)) for other in others):
        return (80, "role, one of them with more words")
    from rapidfuzz import fuzz

    if any(fuzz.token_sort_ratio(" ".join(key), " ".join(other)) >= 88 for other in others):
        return (100, "role, written a little differently")
    return None


def _is_begun_anew(claim: Claim, other: Try, ends: list[tuple[tuple, pd.Timestamp]]) -> bool:
    """Return whether a claim tells of applying for a job after the other try for it had ended."""
    begun = claim.applied if claim.applied is not None else claim.receipt
    if begun is None or not ends:
        return False
    same = [end for role, end in ends if role == role_key(claim.role) or end in other.ends]
    return any(
        (begun - end).days >= NEW_TRY_DAYS and other.first is not None and other.first <= end for end in same
    )


def _has_own_receipt(claim: Claim, other: Try) -> bool:
    """Return whether both are known by letters only, with receipts too far apart to be those of one job."""
    if claim.tells_of_applying or other.tells_of_applying or claim.receipt is None or not other.receipts:
        return False
    return min(abs((claim.receipt - day).days) for day in other.receipts) > SAME_RECEIPT_DAYS


def _days_apart(claim: Claim, other: Try) -> float | None:
    if claim.applied is None or not other.applied:
        return None
    return min(abs((claim.applied - day).days) for day in other.applied)


def _in_time(claim: Claim, other: Try, apart: float | None) -> bool:
    if apart is not None:
        return apart <= SAME_TRY_DAYS
    if claim.first is None or other.first is None or other.last is None:
        return True
    since_first, since_last = (claim.first - other.first).days, (claim.first - other.last).days
    return since_first >= -SAME_TRY_DAYS and since_last <= LATEST_ANSWER_DAYS


def _gap(claim: Claim, other: Try, apart: float | None) -> float:
    """Return the days between them: an answer belongs to the latest application before it."""
    if apart is not None:
        return apart
    if claim.first is None or other.first is None:
        return LATEST_ANSWER_DAYS
    gap = (claim.first - other.first).days
    return gap if gap >= 0 else LATEST_ANSWER_DAYS - gap


def _decide(clusters: list[Try], decisions: pd.DataFrame | None) -> list[Try]:
    """Apply what the person said about pairs of events, in the order it was said."""
    if decisions is None or decisions.empty:
        return clusters
    home = {event: cluster for cluster in clusters for claim in cluster.claims for event in claim.events}
    for event, other, same in zip(decisions["one"], decisions["other"], decisions["same"], strict=True):
        one, two = home.get(event), home.get(other)
        if one is None or two is None or (one is two) == bool(same):
            continue
        if same:
            _merge(one, two, home)
        else:
            clusters.append(_split(one, event, home))
    return [cluster for cluster in clusters if cluster.claims]


def _say_of_the_first(cluster: Try) -> None:
    """Say of the entry that the others were linked to what it is, now that they are known."""
    for claim in cluster.claims:
        if claim.why == OWN_TRY:
            if any(other.why == JOINED for other in cluster.claims):
                claim.why = JOINED
            elif len(cluster.claims) > 1:
                claim.why = "the first to tell of it; the others were linked to it"
            elif len(claim.events) > 1:
                claim.why = "told by one entry"


def _merge(one: Try, two: Try, home: dict) -> None:
    for claim in two.claims:
        claim.why = JOINED
        home.update(dict.fromkeys(claim.events, one))
    one.claims.extend(two.claims)
    two.claims = []


def _split(cluster: Try, event: str, home: dict) -> Try:
    leaving = next(claim for claim in cluster.claims if event in claim.events)
    leaving.why = "you said that it is a try of its own"
    cluster.claims.remove(leaving)
    apart = Try([leaving])
    home.update(dict.fromkeys(leaving.events, apart))
    return apart


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


def _groups(events: pd.DataFrame) -> Iterator[tuple[str, list[dict]]]:
    groups: dict[str, list[dict]] = {}
    columns = [name for name in events.columns if name != "text"]
    plain = [_plain(events, name) for name in columns]
    for values in zip(*plain, strict=True):
        row = dict(zip(columns, values, strict=True))
        groups.setdefault(row["application"], []).append(row)
    for name, rows in groups.items():
        yield name, sorted(rows, key=_in_order) if len(rows) > 1 else rows


def _in_order(row: dict) -> tuple:
    """Return what rows are taken in order of: on one day by what they say, which an export says, too."""
    said = [row.get(name) or "" for name in ("company", "role", "channel", "location", "url", "note")]
    return (row["date"] is None, row["date"] or pd.Timestamp(0), ORDER[row["kind"]], *said, row["event"])


def _application(name: str, rows: list[dict], as_of: pd.Timestamp) -> dict:
    applied = _applied(rows)
    outcome, ended = _outcome(rows)
    first_answer, answered = _first_answer(rows)
    listed = sorted(rows, key=_is_message)
    role = _plainest(listed)
    channel = _first(rows, "channel")
    stages = [RANK.get(row["kind"], RANK["applied"]) for row in rows]
    return {
        "application": name,
        "company": _fullest(listed),
        "role": role,
        "applied": applied,
        "furthest": STAGES[max(stages)],
        "outcome": outcome,
        "outcome_date": ended,
        "days_waited": _days_waited(applied, first_answer, answered, outcome, ended, as_of),
        "channel": channel,
        "referred": _referred(rows, channel),
        "location": _first(rows, "location"),
        "url": _first(rows, "url"),
        "n_interviews": _n_interviews(rows),
        "sources": ", ".join(sorted({row["source"] for row in rows if row["source"]})),
        "answered": answered,
        "first_answer": first_answer,
        **_reached(rows),
        "remote": _detail(rows, "remote"),
        "resume": _detail(rows, "resume"),
        "seniority": _detail(rows, "seniority") or seniority(role),
        "role_family": " ".join(role_key(role)),
        "n_events": len(rows),
        "last_event": max((row["date"] for row in rows if row["date"] is not None), default=None),
    }


def _applied(rows: list[dict]) -> pd.Timestamp | None:
    """Return the day of applying; an acknowledgement tells it where nothing else does."""
    for kinds in (("applied",), ("acknowledged",)):
        days = [row["date"] for row in rows if row["kind"] in kinds and row["date"] is not None]
        if days or any(row["kind"] in kinds for row in rows):
            return min(days, default=None)
    return None


def _outcome(rows: list[dict]) -> tuple[str, pd.Timestamp | None]:
    """Return how it ended, and the day. What goes on after a no is open again; a yes stays.

    An ending without a day tells nothing beside one of its kind that has one.
    """
    dated = {row["kind"] for row in rows if row["date"] is not None}
    endings = [
        row
        for row in rows
        if row["kind"] in ENDINGS and (row["date"] is not None or row["kind"] not in dated)
    ]
    accepted = [row for row in endings if row["kind"] == "accepted"]
    if accepted:
        return "accepted", accepted[0]["date"]
    if endings:
        last = endings[-1]
        goes_on = [row for row in rows if row["kind"] in REOPENS and row["date"] is not None]
        if last["date"] is None or not any(row["date"] > last["date"] for row in goes_on):
            same = [row["date"] for row in endings if row["kind"] == last["kind"] and row["date"] is not None]
            return last["kind"], max(same, default=None)
    offers = [row["date"] for row in rows if row["kind"] == "offer"]
    return ("offer", offers[0]) if offers else ("open", None)


def _first_answer(rows: list[dict]) -> tuple[str | None, pd.Timestamp | None]:
    answers = [row for row in rows if STAGE_OF.get(row["kind"], row["kind"]) in ANSWERS]
    if not answers:
        return None, None
    first = answers[0]
    return STAGE_OF.get(first["kind"], first["kind"]), first["date"]


def _reached(rows: list[dict]) -> dict[str, pd.Timestamp | None]:
    """Return the first day of each stage, or of one beyond it."""
    ranks = [(RANK[STAGE_OF[row["kind"]]], row["date"]) for row in rows if row["kind"] in STAGE_OF]
    dated = [(rank, day) for rank, day in ranks if day is not None and rank >= RANK["screening"]]
    return {
        column: min((day for rank, day in dated if rank >= RANK[stage]), default=None)
        for stage, column in tables.STAGE_DAYS.items()
    }


def _days_waited(applied, first_answer, answered, outcome, ended, as_of) -> float | None:
    if applied is None:
        return None
    if first_answer:
        until = answered
    else:
        until = as_of if outcome == "open" else ended
    return float((until - applied).days) if until is not None and until >= applied else None


def _referred(rows: list[dict], channel: str | None) -> bool | None:
    said = [
        row["details"]["referred"]
        for row in rows
        if isinstance(row["details"], dict) and "referred" in row["details"]
    ]
    if any(said) or channel == "referral":
        return True
    return False if said or channel else None


def _n_interviews(rows: list[dict]) -> int:
    """Return the interviews told of. Two lists that tell of one day tell of the same ones; a mail that
    invites is dated before the interview, and counts only where no list tells of any."""
    interviews = [row for row in rows if row["kind"] == "interview"]
    if not interviews:
        return 0
    counts: dict = defaultdict(lambda: defaultdict(int))
    for row in _rather_listed(interviews):
        counts[row["date"]][_teller(row)] += 1
    by_day = {day: max(entries.values()) for day, entries in counts.items()}
    undated = by_day.pop(None, 0)
    return max(sum(by_day.values()), undated, *map(_round, interviews))


def _round(row: Mapping) -> int:
    """Return the number of the round that an interview is said to be: the second came after a first."""
    said = str(row["details"].get("round", "")) if isinstance(row["details"], dict) else ""
    return int(said) if said.isdecimal() and len(said) < 3 else 0


def _teller(row: Mapping) -> Hashable:
    """Return what tells of an interview: a calendar, or the entry of a list."""
    return "calendar" if isinstance(row["details"], dict) and "uid" in row["details"] else row["entry"]


def _rather_listed(rows: list[dict]) -> list[dict]:
    """Return the interviews held; where none is known, the letters that invite and name no day."""
    held = [row for row in rows if not _is_invitation(row["details"])]
    return held or [row for row in rows if not _is_for_a_day(row["details"])]


def _first(rows: list[dict], column: str) -> str | None:
    return next((row[column] for row in rows if row[column]), None)


def _fullest(rows: list[dict]) -> str | None:
    """Return the first name of the company, with its legal form where another list has it."""
    named = [row for row in rows if row["company"]]
    same = [row["company"] for row in named if _is_message(row) == _is_message(named[0])]
    return max((name for name in same if is_same_company(name, same[0])), key=len, default=None)


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


def _plainest(rows: list[dict]) -> str:
    """Return the first job title, in its plain form where another list has that."""
    named = [row for row in rows if row["role"]]
    same = [row["role"] for row in named if _is_message(row) == _is_message(named[0])]
    alike = (title for title in same if role_key(title) == role_key(same[0]))
    return min(alike, key=has_marks_of_gender, default="")


def _is_message(row: dict) -> bool:
    """Return whether a mail tells of this; names are rather taken from the person's own lists."""
    return _of_message(row["details"])


def _of_message(details: object) -> bool:
    return isinstance(details, dict) and "message_id" in details


def _is_invitation(details: object) -> bool:
    """Return whether this is a letter's own day; what it invites to has the day that it names."""
    return _of_message(details) and not _names_its_day(details)


def _names_its_day(details: object) -> bool:
    """Return whether this is the day for which a letter invites."""
    return isinstance(details, dict) and "invited" in details


def _is_for_a_day(details: object) -> bool:
    return isinstance(details, dict) and "for" in details


def _detail(rows: list[dict], name: str) -> str | None:
    found = (row["details"].get(name) for row in rows if isinstance(row["details"], dict))
    return next((str(value) for value in found if value), None)


def _newest_last(row: dict) -> tuple:
    return (
        row["applied"] is None,
        row["applied"] or pd.Timestamp(0),
        row["company"] or "",
        row["role"] or "",
        row["url"] or "",
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
