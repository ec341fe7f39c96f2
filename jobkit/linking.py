"""Events linked to applications.

Linking depends on what the events say and on nothing else: not on the order of import, not on
how often a file was added. Every link can say why it was made.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from rapidfuzz import fuzz, process

from jobkit import tables
from jobkit.language.names import company_key, role_key, seniority, spellings
from jobkit.language.text import letters, plain
from jobkit.tables import ENDINGS, LATEST_ANSWER_DAYS, NEW_TRY_DAYS, SAME_TRY_DAYS, TALKS

OWN_TRY = "a new application"
JOINED = "you said that they are one application"
APART = "you said that it is another application"
SAME_RECEIPT_DAYS = 14
"""How many days apart two receipts may be for titles that differ in seniority to be one job."""
Ends = list[tuple[tuple, pd.Timestamp]]  # the words of each job that ended, and the day
SAME_PAGE_DAYS = 90
"""Two days of applying by one advertisement that are further apart are of two jobs."""


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
    before it whose role it names, or leaves open. Whatever fits none is a new application.
    """
    tries = [one for group in _companies(_claims(events, sightings)) for one in _tries(group)]
    rows = []
    for claims in _decide(tries, decisions):
        name = min(claim.anchor for claim in claims)[-1]
        _say_of_the_first(claims)
        rows += [(event, name, claim.why) for claim in claims for event in claim.events]
    linked = pd.DataFrame(rows, columns=["event", "application", "why"]).set_index("event")
    return linked.reindex(events["event"])


def standing(events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the events that count, and the appointments of no application that is known.

    Of the versions of an appointment (`uid` in its details) the one with the highest `sequence` counts, of
    several such the one revised last; one that was cancelled does not. A later letter of an employer that
    names another day, sent before the first, moves the appointment. Where its employer is a guess, it
    counts if another source names one of the employers that it may be, or one alone that begins so.
    """
    events = _without_moved(_addressed(_called_alike(events)))
    details = events["details"].map(lambda one: one if isinstance(one, dict) and "uid" in one else None)
    if not details.notna().any():
        return events, events.iloc[:0]
    events = events.copy()
    firms = {plain(one): one for one in sorted(events.loc[details.isna(), "company"].dropna().unique())}
    known = frozenset().union(*map(spellings, firms.values()))
    keys = [(one["uid"], one.get("sequence", 0), one.get("revised", "")) for one in details.dropna()]
    versions = pd.DataFrame(keys, details.dropna().index, ["uid", "sequence", "revised"])
    last = versions.join(events["event"])
    last = last.sort_values(["sequence", "revised", "event"]).drop_duplicates("uid", keep="last")
    stays, is_unplaced = details.isna(), pd.Series(False, events.index)
    for place in last.index:
        one, company = details[place], events.at[place, "company"]
        names = [company, *one.get("or", ())] if one.get("is_guess") else []
        fits = _employers_called([name for name in names if isinstance(name, str)], firms, known)
        events.at[place, "company"] = fits[0] if fits else company
        stays[place] = not one.get("cancelled") and (bool(fits) or not names)
        is_unplaced[place] = not one.get("cancelled") and bool(names) and not fits
    return events[stays].reset_index(drop=True), events[is_unplaced]


def _employers_called(names: list[str], firms: Mapping[str, str], known: frozenset) -> list[str]:
    """Return the names that are known, else the one firm that begins so: “Larkfield” for “… School”."""
    starts = tuple(f"{plain(name)} " for name in names if len(name) > 3)
    begun = [firm for key, firm in firms.items() if key.startswith(starts)]
    fits = [name for name in names if not spellings(name).isdisjoint(known)]
    return fits or begun * (len(begun) == 1)


def _without_moved(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events without the appointments that a letter sent before them moves or calls off."""
    off = tables.details(events).map(lambda one: bool(one.get("cancelled")) and "uid" not in one)
    is_off = off.astype(bool)  # by a letter: an appointment says so of itself
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


def names_its_day(details: object) -> bool:
    """Return whether this is the day for which a letter invites, and not that of the letter."""
    return isinstance(details, dict) and "invited" in details


def _called_alike(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events, an employer that an address alone tells as letters of the same or from there do."""
    details = events["details"].map(lambda one: one if is_message(one) else {})
    why = details.map(lambda one: one.get("company_why", "")).astype(str)
    is_guess = why.str.contains("sender's address", regex=False)
    if not is_guess.any():
        return events
    company, sure = events["company"].astype(object), events["company"].mask(is_guess)
    contact = details.map(lambda one: one.get("contact", "")).astype(str)
    homes = (contact + why).str.extract(r"(?:@|address, at )([\w.-]+)", expand=False)
    homes = homes.mask(is_guess & ~why.str.contains("address, at ", regex=False))
    pairs = zip(company.fillna("").astype(str), homes.fillna(""), strict=True)
    homes = homes.where([letters(name.partition(" ")[0]) in letters(home) for name, home in pairs])
    for key in (homes, details.map(lambda one: one.get("thread"))):
        called = key.map(sure.groupby(key).first().dropna().to_dict())
        company = company.where(~is_guess | called.isna(), called)
    return events.assign(company=company.astype(tables.text_dtype()))


def _addressed(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events, those of letters that name no employer with the one applied to under that title.

    Counts only if the lists have that title at one employer alone, applied to in the months before. An
    employer guessed by the sender's address stays: it may be one that no list names.
    """
    is_letter = events["details"].map(is_message).astype(bool) & events["role"].notna()
    is_loose = is_letter & events["company"].isna()
    if not is_loose.any():
        return events
    listed = events[(events["kind"] == "applied")].dropna(subset=["company", "role"])
    title = events["role"].map(lambda role: " ".join(role_key(role)), na_action="ignore")
    titled = events.assign(title=title)[["title", "company", "date"]]
    loose, sent = titled[is_loose].reset_index(names="place"), titled.loc[listed.index]
    pairs = loose.merge(sent, on="title", suffixes=("", "_sent"))
    gap = pairs["date"] - pairs["date_sent"]
    pairs = pairs[gap.isna() | gap.between(pd.Timedelta(0), pd.Timedelta(days=LATEST_ANSWER_DAYS))]
    firms = pairs.groupby("place")["company_sent"].agg(["first", "nunique"])
    return events.assign(company=events["company"].combine_first(firms.loc[firms["nunique"] == 1, "first"]))


def is_message(details: object) -> bool:
    """Return whether a letter tells of an event; names are rather taken from the person's own lists."""
    return isinstance(details, dict) and "message_id" in details


@dataclass(slots=True, eq=False)
class Claim:
    """What one entry of a source says about one try at a job; a list of them is an application."""

    entry: str
    events: list[str]
    sources: frozenset
    company: str
    names: frozenset
    role: str
    url: str
    thread: str
    applied: pd.Timestamp | None
    receipt: pd.Timestamp | None
    ended: pd.Timestamp | None
    first: pd.Timestamp | None
    last: pd.Timestamp | None
    anchor: tuple
    why: str = OWN_TRY

    def sort_key(self) -> tuple:
        """Return the place in which claims are taken: those that tell of applying, by date."""
        return self.anchor[0], self.first is None, self.first or pd.Timestamp(0), min(self.events)


def _claims(events: pd.DataFrame, sightings: pd.DataFrame | None) -> list[Claim]:
    """Return what each entry says, in the order in which they stand."""
    sources = {} if sightings is None else tables.lists(sightings["source"], sightings["entry"]).to_dict()
    events = events.reindex(columns=["event", "kind", "date", "company", "role", "url", "entry", "details"])
    entry = events["entry"].where(events["entry"].notna(), events["event"])
    kind, date = events["kind"], events["date"]
    firm, title = (events[name].map(company_key, na_action="ignore") for name in ("company", "role"))
    pages = events["url"].map(_page, na_action="ignore")
    threads = tables.details(events).map(lambda one: one.get("thread"))
    titles = events["role"].where(title != firm.where(firm.notna(), ""))
    words = {"company": events["company"], "role": titles, "url": pages.where(pages != "")}
    words |= {"thread": threads.astype(object).where(threads.map(bool))}
    told = pd.DataFrame(words).groupby(entry, sort=False).first().astype(object)
    told = told.where(told.notna(), "").astype(str).assign(events=tables.lists(events["event"], entry))
    firsts = {"applied": date.where(kind == "applied"), "receipt": date.where(kind == "acknowledged")}
    lasts = {"ended": date.where(kind.isin(ENDINGS) & (kind != "accepted")), "last": date}
    told = told.join(pd.DataFrame(firsts | {"first": date}).groupby(entry).min())
    told = told.join(pd.DataFrame(lasts).groupby(entry).max())
    is_other, dates = ~kind.isin(("applied", "saved")), date.fillna(pd.Timestamp(0))
    anchors = pd.Series(zip(is_other, date.isna(), dates, events["event"], strict=True), events.index)
    told["anchor"] = tables.lists(anchors, entry).map(min)
    return [
        Claim(**row, sources=frozenset(sources.get(row["entry"], ())), names=spellings(row["company"]))
        for row in tables.rows(told.rename_axis("entry").reset_index())
    ]


@lru_cache(1 << 16)
def _page(url: str) -> str:
    """Return the address of an advertisement for comparing; a bare site names no job."""
    bare = re.sub(r"^\w+://(www\.)?", "", url.strip().casefold()).split("#")[0].rstrip("/?&=")
    return bare if "/" in bare and re.search(r"\d{3}", bare) else ""


def _companies(claims: list[Claim]) -> list[list[Claim]]:
    """Group claims by company; those without only meet the same role and day, or the same conversation."""
    alike = _written_alike(claims)
    groups: dict[str, list[Claim]] = defaultdict(list)
    homes: dict[tuple[str, str], str] = {}
    for claim in claims:
        if claim.names:
            company = alike[company_key(claim.company)]
            groups[company].append(claim)
            homes["thread", claim.thread] = homes["url", claim.url] = company
            homes["thread", ""] = homes["url", ""] = ""
    apart: dict[tuple, list[Claim]] = defaultdict(list)
    for claim in claims:
        if not claim.names:
            role = role_key(claim.role)
            key = (role, claim.applied) if role else (claim.thread or claim.url or claim.entry,)
            home = homes.get(("thread", claim.thread)) or homes.get(("url", claim.url))
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
    keys: dict[str, set] = defaultdict(set)
    users: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        for name in claim.names:
            keys[company_key(claim.company)].add(name)
            users[name].add(company_key(claim.company))
    home: dict[str, str] = {}
    for first in sorted(keys):
        reached = {first}
        while reached:
            key = reached.pop()
            if key not in home:
                home[key] = first
                reached |= {other for name in keys[key] for other in users.pop(name, ())}
    return home


def _variants(groups: Mapping[str, list[Claim]]) -> dict[str, str]:
    """Return names that only messages use, with the one name in the person's own lists they stand for."""
    listed = sorted(name for name, group in groups.items() if any(claim.sources for claim in group))
    loose = sorted(groups.keys() - {*listed}) if listed else []
    if not loose:
        return {}
    found = {}
    for variant in loose:
        begin = {name for name in listed if name.startswith(variant) or variant.startswith(name)}
        close = process.extract(variant, listed, scorer=fuzz.ratio, score_cutoff=90, limit=2)
        fits = {name for name in begin if min(len(name), len(variant)) >= 4} | {name for name, *_ in close}
        if len(fits) == 1:
            found[variant] = fits.pop()
    return found


def _tries(group: list[Claim]) -> list[list[Claim]]:
    ordered = sorted(group, key=Claim.sort_key)
    if frozenset.intersection(*(claim.sources for claim in ordered)):
        return [[claim] for claim in ordered]
    tries: list[list[Claim]] = []
    ends = sorted({(role_key(claim.role), claim.ended) for claim in ordered if claim.ended is not None})
    for claim in ordered:
        if fits := [(*fit, n) for n, other in enumerate(tries) if (fit := _fit(claim, other, ends))]:
            _, claim.why, n = min(fits)
            tries[n].append(claim)
        else:
            tries.append([claim])
    return tries


def _fit(claim: Claim, other: list[Claim], ends: Ends) -> tuple[float, str] | None:
    """Return how far a claim is from a try, and why it may belong to it; None if it cannot.

    It cannot where one file lists both as different jobs.
    """
    if any(claim.sources & one.sources for one in other):
        return None
    if claim.thread in _all(other, "thread"):
        return -2, "the same conversation by mail"
    if _is_begun_anew(claim, other, ends):
        return None
    apart = _days_apart(claim.applied, _all(other, "applied"))
    if claim.url in _all(other, "url") and (apart is None or apart <= SAME_PAGE_DAYS):
        return -1, "the same advertisement"
    company, alike, gap = _company_alike(claim, other), _roles_alike(claim, other), _gap(claim, other, apart)
    if not company or alike is None or gap is None:
        return None
    penalty, role = alike
    when = "" if apart is None else f", applied {apart} days apart" if apart else ", applied the same day"
    return gap + penalty, f"{company} and {role}{when}"


def _all(claims: list[Claim], name: str) -> set:
    return {getattr(claim, name) for claim in claims} - {None, ""}


def _company_alike(claim: Claim, other: list[Claim]) -> str:
    """Return in words that they are of one company; "" where only a third name leads to both of theirs."""
    named = [one for one in other if one.names]
    key = company_key(claim.company)
    if not claim.names or not named or any(company_key(one.company) == key for one in named):
        return "the same company"
    if all(claim.names.isdisjoint(one.names) for one in named):
        return ""
    return f"the same company (“{named[0].company}” elsewhere)"


def _roles_alike(claim: Claim, other: list[Claim]) -> tuple[int, str] | None:
    """Return how far the roles are apart, and in words; None where they are two."""
    titles, key = _all(other, "role"), role_key(claim.role)
    keys = {*map(role_key, titles)}
    if not claim.role or not titles:
        return 500, "no other role named"
    if key in keys:
        if seniority(claim.role) in map(seniority, titles):
            return 0, "role"
        # both are known by letters only, with receipts too far apart to be those of one job
        apart = _days_apart(claim.receipt, _all(other, "receipt")) or 0
        is_new = apart > SAME_RECEIPT_DAYS and all(one.anchor[0] for one in (claim, *other))
        return None if is_new else (40, "role but for its seniority")
    if any(key and one and (set(key) <= set(one) or set(one) <= set(key)) for one in keys):
        return 80, "role, one of them with more words"
    if any(fuzz.token_sort_ratio(" ".join(key), " ".join(one)) >= 88 for one in keys):
        return 100, "role, written a little differently"
    return None


def _is_begun_anew(claim: Claim, other: list[Claim], ends: Ends) -> bool:
    """Return whether a claim tells of applying for a job after the other try for it had ended."""
    begun, first = claim.applied or claim.receipt, min(_all(other, "first"), default=None)
    if begun is None or first is None:
        return False
    key, latest, ended = role_key(claim.role), begun - pd.Timedelta(days=NEW_TRY_DAYS), _all(other, "ended")
    return any(first <= end <= latest and (role == key or end in ended) for role, end in ends)


def _days_apart(day: pd.Timestamp | None, others: set[pd.Timestamp]) -> int | None:
    return min((abs((day - other).days) for other in others), default=None) if day is not None else None


def _gap(claim: Claim, other: list[Claim], apart: int | None) -> int | None:
    """Return the days between them, None for too many: an answer is of the latest application before it."""
    firsts = _all(other, "first")
    if apart is not None:
        return apart if apart <= SAME_TRY_DAYS else None
    if claim.first is None or not firsts:
        return LATEST_ANSWER_DAYS
    gap = (claim.first - min(firsts)).days
    if gap < -SAME_TRY_DAYS or (claim.first - max(_all(other, "last"))).days > LATEST_ANSWER_DAYS:
        return None
    return gap if gap >= 0 else LATEST_ANSWER_DAYS - gap


def _decide(tries: list[list[Claim]], decisions: pd.DataFrame | None) -> list[list[Claim]]:
    """Apply what the person said about pairs of events, in the order it was said."""
    if decisions is None or decisions.empty:
        return tries
    home = {event: one for one in tries for claim in one for event in claim.events}
    for event, other, same in zip(decisions["one"], decisions["other"], decisions["same"], strict=True):
        one, two = home.get(event), home.get(other)
        if one is None or two is None or (one is two) == bool(same):
            continue
        source, target, why = (two, one, JOINED) if same else (one, [], APART)
        if not same:
            tries.append(target)
        for claim in [claim for claim in source if same or event in claim.events]:
            claim.why = why
            source.remove(claim)
            target.append(claim)
            home |= dict.fromkeys(claim.events, target)
    return [one for one in tries if one]


def _say_of_the_first(claims: list[Claim]) -> None:
    """Say of the entry that the others were linked to what it is, now that they are known."""
    is_joined = any(claim.why == JOINED for claim in claims)
    words = JOINED if is_joined else "the first entry; the others were linked to it"
    for claim in claims:
        if claim.why == OWN_TRY:
            if len(claims) > 1:
                claim.why = words
            elif len(claim.events) > 1:
                claim.why = "the only entry"
