"""Rows of a list that were edited: which of the new version is which of the one before, and which counts."""

import json
from collections.abc import Iterable, Sequence
from datetime import date

from jobkit.language import days, names
from jobkit.store.again import Reading
from jobkit.tables import ENDINGS, SAME_TRY_DAYS, TALKS, Event, Record

BEGINNINGS = ("saved", "applied")
SAME = (
    (("company", "title", "day"), ("company",)),
    (("company", "link"), ("link",)),
    (("company", "title"), ("company", "title")),
    (("company", "day"), ("company", "day")),
)
"""By what an edited row is known again, the surest first, and what of it must be there."""


def edited(new: Sequence[Record], gone: Sequence[Reading], is_same_list: bool) -> dict[int, Reading]:
    """Return which of the new rows (by their place) is which of those gone, each one once.

    Of lists that only share their name a row is known again by company, title and day, or by its link.
    """
    mine = {at: _job([event[:7] for event in record.events]) for at, record in enumerate(new)}
    theirs = {at: _job([event[1:8] for event in reading.events]) for at, reading in enumerate(gone)}
    found: dict[int, Reading] = {}
    for key, needed in SAME if is_same_list else SAME[:2]:
        ours, others = _by_key(key, needed, mine), _by_key(key, needed, theirs)
        for value, places in ours.items():
            olds = others.get(value, [])
            if len(places) == len(olds) and (len(olds) == 1 or key is SAME[0][0]):
                for place, old in zip(places, olds, strict=True):
                    pair = mine.pop(place)["day"], theirs.pop(old)["day"]
                    now, then = (date.fromisoformat(day or "2000-01-01") for day in pair)
                    if not all(pair) or abs((now - then).days) <= SAME_TRY_DAYS:
                        found[place] = gone[old]
    return found


def _job(events: Sequence[tuple]) -> dict:
    """Return what the events of a row tell of a job, as it is compared."""
    _, _, company, title, *_, link = events[0] if events else [""] * 7
    day = next((day for kind, day, *_ in events if kind == "applied" and day), "")
    return {"company": names.company_key(company), "title": names.role_key(title), "day": day, "link": link}


def _by_key(key: Sequence[str], needed: Sequence[str], jobs: dict[int, dict]) -> dict[tuple, list[int]]:
    found: dict[tuple, list[int]] = {}
    for place, job in jobs.items():
        if all(job[part] for part in needed):
            found.setdefault(tuple(job[part] for part in key), []).append(place)
    return found


def is_older(content: dict[str, str], before: str, headings: Iterable[str]) -> bool:
    """Return whether the file itself says that a row is older than the one known: by its “last updated”."""
    earlier = json.loads(before)
    for heading in headings:
        now, then = _day(content.get(heading, "")), _day(earlier.get(heading, ""))
        if now and then and now != then:
            return now < then
    return False


def _day(text: str) -> str:
    found = days.mentions(text)
    return days.read(found[0], "").day or "" if len(found) == 1 else ""


def lost(old: Reading, record: Record) -> list[tuple[str, str, Event]]:
    """Return what a row told before and tells no more: its place, what it says now, and that event.

    An ending or offer lives on in any other, a talk in one of its day (of none: in any), a first answer in
    one as early.
    """
    told = [one for one in record.events if one.kind not in BEGINNINGS]
    gone = [
        (kind, day)
        for _, kind, day, *_ in old.events
        if kind not in BEGINNINGS and not _stands(kind, day, told)
    ]
    last = record.events[-1] if record.events else None
    if not (gone and last):
        return []
    job = ", ".join(filter(None, (last.company, last.role)))
    ended = [one for one in gone if one[0] in ENDINGS][-1:]
    lines = [(f"{job}: {' '.join(filter(None, one))} → {last.kind}", *one) for one in ended or gone]
    return [(record.origin, words, last._replace(kind=kind, date=day)) for words, kind, day in lines]


def _stands(kind: str, day: str | None, told: Sequence[Event]) -> bool:
    """Return whether what a row told before is still told."""
    if kind in TALKS:
        return any(one.kind in TALKS and day in (one.date, None, "") for one in told)
    if kind == "acknowledged":
        return any(not day or (one.date and one.date <= day) for one in told)
    ends = ENDINGS if kind in ENDINGS else ("offer", "accepted", "declined")
    return any(one.kind in ends for one in told)
