"""Rows of a list that were edited: which of the new version is which of the one before, and which counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from jobkit.language import days, names
from jobkit.store.again import Reading
from jobkit.tables import ENDINGS, SAME_TRY_DAYS, Record

PREVIOUS = """
WITH held AS (
    SELECT s.source, r.record FROM sound_sources s JOIN records r USING (source) WHERE s.exclusive
    UNION SELECT s.source, g.record FROM sound_sources s JOIN sightings g USING (source) WHERE s.exclusive
  ),
  same AS (
    SELECT h.source, count(*) AS n FROM held h JOIN sightings g USING (record)
    WHERE g.source = :source AND h.source < :source GROUP BY h.source
  ),
  earlier AS (
    SELECT s.source,
      coalesce(same.n, 0) * 2 >= (SELECT count(*) FROM held h WHERE h.source = s.source) AS is_same
    FROM sound_sources s LEFT JOIN same USING (source)
    WHERE s.source < :source AND s.exclusive AND s.kind = :kind AND (s.name = :name OR same.n > 0)
  )
SELECT source, is_same FROM earlier JOIN sound_sources USING (source)
WHERE is_same OR name = :name ORDER BY is_same DESC, source DESC LIMIT 1
"""
"""The version of a list before this one: that of which it holds half the rows, else the last of its name."""
MISSING = """
SELECT record FROM sound_records WHERE state <> 'set aside' AND (source = :before OR record IN
 (SELECT record FROM sightings WHERE source = :before))
 AND record NOT IN (SELECT record FROM sightings WHERE source = :source)
"""
"""The rows of the version before that stand in this one no more."""

Key = tuple[str, ...] | None
Job = tuple[str, tuple[str, ...], str, str]
"""Company and title as they are compared, the day of applying, the link."""


def edited(new: Sequence[Record], gone: Sequence[Reading], is_same_list: bool) -> dict[int, Reading]:
    """Return which of the new rows (by their place) is which of those gone, each one once.

    Of lists that only share their name a row is known again by company, title and day, or by its link.
    """
    mine, theirs = dict(enumerate(map(_of_record, new))), dict(enumerate(map(_of_reading, gone)))
    found: dict[int, Reading] = {}
    for key in SAME if is_same_list else SAME[:2]:
        ours, others = _by_key(key, mine), _by_key(key, theirs)
        for value, places in ours.items():
            olds = others.get(value, [])
            if len(places) == len(olds) and (len(olds) == 1 or key is SAME[0]):
                for place, old in zip(places, olds, strict=True):
                    if _are_near(mine.pop(place), theirs.pop(old)):
                        found[place] = gone[old]
    return found


def _with_day(job: Job) -> Key:
    company, title, day, _ = job
    return (company, *title, day) if company else None


def _by_link(job: Job) -> Key:
    return (job[0], job[3]) if job[3] else None


def _by_title(job: Job) -> Key:
    return (job[0], *job[1]) if job[0] and job[1] else None


def _by_day(job: Job) -> Key:
    return (job[0], job[2]) if job[0] and job[2] else None


SAME: tuple[Callable[[Job], Key], ...] = (_with_day, _by_link, _by_title, _by_day)
"""By what an edited row is known again, the surest first."""


def _by_key(key: Callable[[Job], Key], jobs: dict[int, Job]) -> dict[tuple, list[int]]:
    found: dict[tuple, list[int]] = {}
    for place, job in jobs.items():
        if value := key(job):
            found.setdefault(value, []).append(place)
    return found


def _are_near(one: Job, other: Job) -> bool:
    """Return whether two days of applying may be one that was corrected."""
    if not one[2] or not other[2]:
        return True
    return abs((date.fromisoformat(one[2]) - date.fromisoformat(other[2])).days) <= SAME_TRY_DAYS


def _of_record(record: Record) -> Job:
    return _job([(event.kind, event.date, event.company, event.role, event.url) for event in record.events])


def _of_reading(old: Reading) -> Job:
    return _job([(row[1], row[2], row[3], row[4], row[7]) for row in old.events])


def _job(events: Iterable[tuple]) -> Job:
    rows = [*events]
    _, _, company, title, link = rows[0] if rows else ("", "", "", "", "")
    day = next((row[1] for row in rows if row[0] == "applied" and row[1]), "")
    return names.company_key(company), names.role_key(title), day, link


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


def lost(old: Reading, record: Record) -> str:
    """Return what ending a row had that it has no more, and what it says now; empty where none is lost."""
    ended = [row[1] for row in old.events if row[1] in ENDINGS]
    if not ended or any(event.kind in ENDINGS for event in record.events):
        return ""
    last = record.events[-1]
    job = ", ".join(filter(None, (last.company, last.role)))
    return f"{job}: {ended[-1]} → {last.kind}"
