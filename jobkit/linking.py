"""Events linked to applications.

Linking depends on what the events say and on nothing else: not on the order of import, not on
how often a file was added. Every link can say why it was made.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd

from jobkit import tables
from jobkit.language.names import company_key, role_key, seniority, spellings
from jobkit.tables import ENDINGS, KINDS, LATEST_ANSWER_DAYS, SAME_TRY_DAYS, TALKS

OWN_TRY = "a try of its own"
JOINED = "you said that they are one"
APART = "you said that it is a try of its own"
SAME_RECEIPT_DAYS = 14
"""How many days apart two receipts may be for titles that differ in seniority to be one job."""
NEW_TRY_DAYS = 5
"""A receipt or a day of applying this long after the end of one application begins another."""
SAME_PAGE_DAYS = 90
"""Two days of applying by one advertisement that are further apart are of two jobs."""
SENIORITY_APART = (40, "role but for its seniority")


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
    """
    tries = [one for group in _companies(_claims(events, sightings)) for one in _tries(group)]
    tries = _decide(tries, decisions)
    for one in tries:
        _say_of_the_first(one.claims)
    rows = [
        (event, name, claim.why)
        for name, claims in ((one.name(), one.claims) for one in tries)
        for claim in claims
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
    """
    events = _without_moved(_addressed(events))
    details = events["details"].map(lambda one: one if isinstance(one, dict) and "uid" in one else None)
    if not details.notna().any():
        return events, events.iloc[:0]
    events = events.copy()
    known = frozenset().union(*map(spellings, events.loc[details.isna(), "company"].dropna().unique()))
    last: dict[str, tuple] = {}
    for place, one in details.dropna().items():
        version = (one.get("sequence", 0), one.get("revised", ""), events.at[place, "event"], place)
        last[one["uid"]] = max(version, last.get(one["uid"], version))
    stays, is_unplaced = details.isna(), pd.Series(False, events.index)
    for *_, place in last.values():
        one, company = details[place], events.at[place, "company"]
        names = [company, *one.get("or", ())] if one.get("is_guess") else []
        fits = [name for name in names if isinstance(name, str) and not spellings(name).isdisjoint(known)]
        events.at[place, "company"] = fits[0] if fits else company
        stays[place] = not one.get("cancelled") and (bool(fits) or not names)
        is_unplaced[place] = not one.get("cancelled") and bool(names) and not fits
    return events[stays].reset_index(drop=True), events[is_unplaced]


def _without_moved(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events without the appointments that a letter sent before them moves or calls off."""
    is_off = events["details"].map(_calls_off).astype(bool)
    stated = events[events["details"].map(names_its_day).astype(bool) | is_off]
    alike: dict[tuple, list[tuple]] = defaultdict(list)
    for place, kind, day, company, told in stated[["kind", "date", "company", "details"]].itertuples():
        whose = company_key(company) if isinstance(company, str) else told.get("thread")
        off, sent = is_off[place], pd.Timestamp(told.get("invited", day))
        for one in TALKS if off else (kind,):
            alike[one, whose].append((place, pd.NaT if off else day, sent))
    moved = {
        place
        for same in alike.values()
        for place, day, sent in same
        if pd.isna(day) or any(other != day and sent < later <= day for _, other, later in same)
    }
    return events.drop(index=[*moved]).reset_index(drop=True) if moved else events


def _calls_off(details: object) -> bool:
    """Return whether this is a letter that calls a talk off; an appointment says so of itself."""
    return isinstance(details, dict) and bool(details.get("cancelled")) and "uid" not in details


def names_its_day(details: object) -> bool:
    """Return whether this is the day for which a letter invites, and not that of the letter."""
    return isinstance(details, dict) and "invited" in details


def _addressed(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events, those of letters that name no employer with the one applied to under that title.

    Counts only if the lists have that title at one employer alone, applied to in the months before. An
    employer guessed by the sender's address stays: it may be one that no list names.
    """
    is_letter = events["details"].map(is_message).astype(bool) & events["role"].notna()
    is_loose = is_letter & events["company"].isna()
    if not is_loose.any():
        return events
    listed = events[(events["kind"] == "applied") & ~is_loose & events["company"].notna()]
    by_title: dict[tuple, list[tuple]] = defaultdict(list)
    for company, role, day in (
        listed[["company", "role", "date"]].dropna(subset="role").itertuples(index=False)
    ):
        by_title[role_key(role)].append((company, day))
    kept = events.copy()
    for place, role, day in events.loc[is_loose, ["role", "date"]].itertuples():
        within = pd.Timedelta(days=LATEST_ANSWER_DAYS)
        firms = {
            firm
            for firm, applied in by_title[role_key(role)]
            if pd.isna(applied) or pd.isna(day) or applied <= day <= applied + within
        }
        if len(firms) == 1:
            kept.at[place, "company"] = firms.pop()
    return kept


def is_message(details: object) -> bool:
    """Return whether a letter tells of an event; names are rather taken from the person's own lists."""
    return isinstance(details, dict) and "message_id" in details


@dataclass(slots=True)
class Claim:
    """What one entry of a source says about one try at a job."""

    entry: str
    events: list[str]
    sources: frozenset
    company: str
    role: str
    url: str
    thread: str
    applied: pd.Timestamp | None
    receipt: pd.Timestamp | None
    ended: pd.Timestamp | None
    first: pd.Timestamp | None
    last: pd.Timestamp | None
    anchor: tuple
    names: frozenset
    why: str = OWN_TRY

    @property
    def tells_of_applying(self) -> bool:
        return not self.anchor[0]

    def sort_key(self) -> tuple:
        """Return the place in which claims are taken: those that tell of applying, by date."""
        return self.anchor[0], self.first is None, self.first or pd.Timestamp(0), min(self.events)


@dataclass(slots=True)
class Try:
    """The claims that are one application, and what they tell together."""

    claims: list[Claim] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    companies: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    threads: set[str] = field(default_factory=set)
    urls: set[str] = field(default_factory=set)
    roles: dict[tuple, set] = field(default_factory=dict)
    applied: set[pd.Timestamp | None] = field(default_factory=set)
    receipts: set[pd.Timestamp | None] = field(default_factory=set)
    ends: set[pd.Timestamp | None] = field(default_factory=set)
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None

    def take(self, claim: Claim) -> None:
        """Add a claim; its role is kept by its key, with the ranks that were written before it."""
        self.claims.append(claim)
        self.sources |= claim.sources
        self.threads.add(claim.thread)
        self.urls.add(claim.url)
        self.applied |= {claim.applied} - {None}
        self.receipts |= {claim.receipt} - {None}
        self.ends |= {claim.ended} - {None}
        if claim.names:
            self.companies.setdefault(company_key(claim.company), claim.company)
            self.names |= claim.names
        if claim.role:
            self.roles.setdefault(role_key(claim.role), set()).add(seniority(claim.role))
        if claim.first is not None and claim.last is not None:
            self.first = min(self.first or claim.first, claim.first)
            self.last = max(self.last or claim.last, claim.last)

    def name(self) -> str:
        """Return the id: that of the event of applying with the earliest day, else of the earliest event."""
        return min(claim.anchor for claim in self.claims)[-1]


def _claims(events: pd.DataFrame, sightings: pd.DataFrame | None) -> list[Claim]:
    sources = defaultdict(set)
    if sightings is not None:
        for entry, source in zip(sightings["entry"], sightings["source"], strict=True):
            sources[entry].add(source)
    entries: dict[str, list[dict]] = {}
    wanted = ("event", "kind", "date", "company", "role", "url", "entry", "details")
    for row in tables.rows(events, wanted):
        entries.setdefault(row["entry"] or row["event"], []).append(row)
    return [_claim(entry, rows, frozenset(sources.get(entry, ()))) for entry, rows in entries.items()]


def _claim(entry: str, rows: list[dict], sources: frozenset) -> Claim:
    def days(kinds: Sequence[str]) -> list[pd.Timestamp]:
        return [row["date"] for row in rows if row["kind"] in kinds and row["date"] is not None]

    company = next((row["company"] for row in rows if row["company"]), "")
    roles = (
        row["role"]
        for row in rows
        if row["role"] and company_key(row["role"]) != company_key(row["company"] or "")
    )
    details = (row["details"] for row in rows if isinstance(row["details"], dict))
    anchors = (
        (
            row["kind"] not in ("applied", "saved"),
            row["date"] is None,
            row["date"] or pd.Timestamp(0),
            row["event"],
        )
        for row in rows
    )
    every = days(KINDS)
    return Claim(
        entry,
        [row["event"] for row in rows],
        sources,
        company,
        next(roles, ""),
        next((page for row in rows if (page := _page(row["url"] or ""))), ""),
        next((str(one["thread"]) for one in details if one.get("thread")), ""),
        applied=min(days(["applied"]), default=None),
        receipt=min(days(["acknowledged"]), default=None),
        ended=max(days([kind for kind in ENDINGS if kind != "accepted"]), default=None),
        first=min(every, default=None),
        last=max(every, default=None),
        anchor=min(anchors),
        names=spellings(company),
    )


@lru_cache(1 << 16)
def _page(url: str) -> str:
    """Return the address of an advertisement for comparing; a bare site names no job."""
    bare = re.sub(r"^\w+://(www\.)?", "", url.strip().casefold()).split("#")[0].rstrip("/?&=")
    return bare if "/" in bare and re.search(r"\d{3}", bare) else ""


def _companies(claims: list[Claim]) -> list[list[Claim]]:
    """Group claims by company; those without only meet the same role and day, or the same conversation."""
    alike = _written_alike(claims)
    groups: dict[str, list[Claim]] = defaultdict(list)
    nameless = []
    homes: dict[tuple[str, str], str] = {}
    for claim in claims:
        if claim.names:
            company = alike[company_key(claim.company)]
            groups[company].append(claim)
            homes["thread", claim.thread] = homes["url", claim.url] = company
        else:
            nameless.append(claim)
    apart: dict[tuple, list[Claim]] = defaultdict(list)
    for claim in nameless:
        by_thread = homes.get(("thread", claim.thread)) if claim.thread else None
        home = by_thread or (homes.get(("url", claim.url)) if claim.url else None)
        role = role_key(claim.role)
        key = (role, claim.applied) if role else (claim.thread or claim.url or claim.entry,)
        (groups[home] if home else apart[key]).append(claim)
    variants = _variants(groups)
    names = {name: frozenset().union(*(claim.names for claim in groups[name])) for name in variants.values()}
    for variant, name in variants.items():
        for claim in groups[variant]:
            claim.names |= names[name]
        groups[name].extend(groups.pop(variant))
    return [*groups.values(), *apart.values()]


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


def _variants(groups: Mapping[str, list[Claim]]) -> dict[str, str]:
    """Return names that only messages use, with the one name in the person's own lists they stand for."""
    listed = sorted(name for name, group in groups.items() if any(claim.sources for claim in group))
    loose = sorted(groups.keys() - {*listed}) if listed else []
    if not loose:
        return {}
    from rapidfuzz import fuzz, process

    found = {}
    for variant in loose:
        fits = {name for name in listed if min(len(name), len(variant)) >= 4 and _begins(name, variant)}
        close = process.extract(variant, listed, scorer=fuzz.ratio, score_cutoff=90, limit=2)
        fits |= {name for name, _, _ in close}
        if len(fits) == 1:
            found[variant] = fits.pop()
    return found


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _tries(group: list[Claim]) -> list[Try]:
    """Return the tries at one company."""
    ordered = sorted(group, key=Claim.sort_key)
    if frozenset.intersection(*(claim.sources for claim in ordered)):
        return [Try([claim]) for claim in ordered]
    tries: list[Try] = []
    ends = sorted({(role_key(claim.role), claim.ended) for claim in ordered if claim.ended is not None})
    for claim in ordered:
        fits = [(*fit, n) for n, other in enumerate(tries) if (fit := _fit(claim, other, ends))]
        if fits:
            _, claim.why, n = min(fits)
            tries[n].take(claim)
        else:
            tries.append(Try())
            tries[-1].take(claim)
    return tries


def _fit(claim: Claim, other: Try, ends: list[tuple[tuple, pd.Timestamp]]) -> tuple[float, str] | None:
    """Return how far a claim is from a try, and why it may belong to it; None if it cannot.

    It cannot where one file lists both as different jobs.
    """
    if not claim.sources.isdisjoint(other.sources):
        return None
    if claim.thread and claim.thread in other.threads:
        return -2, "the same conversation by mail"
    if _is_begun_anew(claim, other, ends):
        return None
    apart = _days_apart(claim.applied, other.applied)
    if claim.url and claim.url in other.urls and (apart is None or apart <= SAME_PAGE_DAYS):
        return -1, "the same advertisement"
    company, alike, gap = (
        _company_alike(claim, other),
        _roles_alike(claim.role, other.roles),
        _gap(claim, other),
    )
    if not company or alike is None or gap is None:
        return None
    if alike == SENIORITY_APART and _has_own_receipt(claim, other):
        return None
    penalty, role = alike
    when = "" if apart is None else f", applied {apart} days apart" if apart else ", applied the same day"
    return gap + penalty, f"{company} and {role}{when}"


def _company_alike(claim: Claim, other: Try) -> str:
    """Return in words that they are of one company; "" where only a third name leads to both of theirs."""
    if not claim.names or not other.names or company_key(claim.company) in other.companies:
        return "the same company"
    if claim.names.isdisjoint(other.names):
        return ""
    return f"the same company (“{next(iter(other.companies.values()))}” elsewhere)"


def _roles_alike(role: str, others: Mapping[tuple, set]) -> tuple[int, str] | None:
    if not role or not others:
        return 500, "no other role named"
    key = role_key(role)
    if key in others:
        return (0, "role") if any(seniority(role) in ranks for ranks in others.values()) else SENIORITY_APART
    if any(key and other and (set(key) <= set(other) or set(other) <= set(key)) for other in others):
        return 80, "role, one of them with more words"
    from rapidfuzz import fuzz

    if any(fuzz.token_sort_ratio(" ".join(key), " ".join(other)) >= 88 for other in others):
        return 100, "role, written a little differently"
    return None


def _is_begun_anew(claim: Claim, other: Try, ends: list[tuple[tuple, pd.Timestamp]]) -> bool:
    """Return whether a claim tells of applying for a job after the other try for it had ended."""
    begun = claim.applied or claim.receipt
    if begun is None or other.first is None:
        return False
    key, latest = role_key(claim.role), begun - pd.Timedelta(days=NEW_TRY_DAYS)
    return any(other.first <= end <= latest and (role == key or end in other.ends) for role, end in ends)


def _has_own_receipt(claim: Claim, other: Try) -> bool:
    """Return whether both are known by letters only, with receipts too far apart to be those of one job."""
    if any(one.tells_of_applying for one in (claim, *other.claims)):
        return False
    apart = _days_apart(claim.receipt, other.receipts)
    return apart is not None and apart > SAME_RECEIPT_DAYS


def _days_apart(day: pd.Timestamp | None, others: set) -> int | None:
    return min((abs((day - other).days) for other in others), default=None) if day is not None else None


def _gap(claim: Claim, other: Try) -> int | None:
    """Return the days between them, None for too many: an answer is of the latest application before it."""
    apart = _days_apart(claim.applied, other.applied)
    if apart is not None:
        return apart if apart <= SAME_TRY_DAYS else None
    if claim.first is None or other.first is None or other.last is None:
        return LATEST_ANSWER_DAYS
    gap = (claim.first - other.first).days
    if gap < -SAME_TRY_DAYS or (claim.first - other.last).days > LATEST_ANSWER_DAYS:
        return None
    return gap if gap >= 0 else LATEST_ANSWER_DAYS - gap


def _decide(tries: list[Try], decisions: pd.DataFrame | None) -> list[Try]:
    """Apply what the person said about pairs of events, in the order it was said."""
    if decisions is None or decisions.empty:
        return tries
    home = {event: one for one in tries for claim in one.claims for event in claim.events}
    for event, other, same in zip(decisions["one"], decisions["other"], decisions["same"], strict=True):
        one, two = home.get(event), home.get(other)
        if one is None or two is None or (one is two) == bool(same):
            continue
        if same:
            moved, one.claims, two.claims, target = two.claims, one.claims + two.claims, [], one
        else:
            moved = [claim for claim in one.claims if event in claim.events]
            one.claims = [claim for claim in one.claims if event not in claim.events]
            target = Try(moved)
            tries.append(target)
        for claim in moved:
            claim.why = JOINED if same else APART
            home.update(dict.fromkeys(claim.events, target))
    return [one for one in tries if one.claims]


def _say_of_the_first(claims: list[Claim]) -> None:
    """Say of the entry that the others were linked to what it is, now that they are known."""
    for claim in claims:
        if claim.why == OWN_TRY:
            if any(other.why == JOINED for other in claims):
                claim.why = JOINED
            elif len(claims) > 1:
                claim.why = "the first to tell of it; the others were linked to it"
            elif len(claim.events) > 1:
                claim.why = "told by one entry"
