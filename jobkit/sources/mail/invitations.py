"""The day and hour for which a letter invites, where it states them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from jobkit.language import days as dates
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.mail.messages import pattern
from jobkit.sources.mail.phrases import words

LATEST = timedelta(days=120)
"""So long after a letter may be what it invites to."""
_AT = re.compile(r"[., ]{0,3}(?:um |at |à )?\d")
_WORD = re.compile(r"[^\W\d_]{2,24}")
_PART_OF_DAY = re.compile(r"(?:vor|nach)?(?:mittags?|morgens?|abends?)$")
_OF_MONTH = re.compile(
    r",? (?:the |den |le )?(\d{1,2})(?:st|nd|rd|th|er)?(?!\w|[:.]\d| ?(?:[ap]\.?m|uhr|h)\b)"
)
_MORNING = 7  # “at 3” is in the afternoon


class Appointment(NamedTuple):
    """A day that may be the talk's, its hour (“09:15”, or empty), and the day as written and where."""

    day: str
    hour: str
    written: str
    start: int


def appointed(text: str, sent: str, off: str = "") -> tuple[str, str, str]:
    """Return the one day after it was sent that a letter names for a talk, its hour, the day as written.

    A day with an hour goes before one without, a date before a weekday. A limit (“bis zum 25.9.”), the
    beginning of a week or several days to choose from give none: empty texts. In the sentence that calls a
    talk `off` only a day in its stead counts: “from Monday to Friday”.
    """
    read = dates.mentions.__wrapped__(text)  # a letter is asked once, and kept by no cache
    mentions = [one for one in read if text[max(0, one.start - 3) : one.start].lower() not in ("at ", "um ")]
    sentence = range(start := text.find(off), start + len(off))
    dated, weekdays = (
        [
            one
            for one in group
            if one.start not in sentence or pattern("moved_to").search(text, one.start - 25, one.start)
        ]
        for group in (_by_date(text, mentions, sent), _by_weekday(text, mentions, date.fromisoformat(sent)))
    )
    with_hour = ([one for one in group if one.hour] for group in (dated, weekdays))
    found: list[Appointment] = next(filter(None, (*with_hour, dated, weekdays)), [])
    return found[0][:3] if len({one.day for one in found}) == 1 else ("", "", "")


def _by_date(text: str, mentions: list[dates.Mention], sent: str) -> Iterator[Appointment]:
    """Yield the days that are to come and no limit stands before."""
    first = date.fromisoformat(sent)
    for one in mentions:
        orders = (dates.DAY_FIRST,) if "." in one.written else (dates.DAY_FIRST, dates.MONTH_FIRST)
        readings = {dates.read(one, order, first + LATEST / 2).day for order in orders}
        fits = [day for day in readings if day and first < date.fromisoformat(day) <= first + LATEST]
        if len(fits) == 1 and not _has(_before(text, one.start, 4), "limits"):
            yield Appointment(fits[0], hour_of(text, one.start, one.end), one.written, one.start)


def _by_weekday(text: str, mentions: list[dates.Mention], sent: date) -> Iterator[Appointment]:
    """Yield the days that a letter names by a weekday, or as tomorrow, counted from the day it was sent."""
    known = shipped("days")
    for word in _WORD.finditer(text):
        name, (start, end) = plain(word[0]), word.span()
        name = _PART_OF_DAY.sub("", name) or name
        names = known["weekdays"] | known["weekdays_short"] if _AT.match(text, end) else known["weekdays"]
        is_beside = any(-4 < one.start - end < 9 or 0 <= start - one.end < 4 for one in mentions)
        if is_beside or (name not in names and name not in known["from_today"]):
            continue
        hour, before, days = hour_of(text, start, end), _before(text, start, 4), 0
        if name in names:
            days = _ahead(before, text[end : end + 30], names[name], sent, hour)
        elif hour:
            days = known["from_today"][name]
        if days > 0 and not _has(before[-1:], "past_days"):
            yield Appointment(str(sent + timedelta(days)), hour, word[0], start)


def _ahead(before: list[str], behind: str, weekday: int, sent: date, hour: str) -> int:
    """Return in how many days a weekday is meant that stands between these words; 0 where that is open.

    “Next Friday” on a Monday may be either; without an hour and without “next” it may be one past. A number
    behind it, “mercredi 11”, may say of which.
    """
    first = (weekday - sent.weekday() - 1) % 7 + 1
    number, behind = _OF_MONTH.match(behind), plain(behind)
    around = f" {' '.join(before)} | {behind} "
    if any(f" {week} " in around for week in words("stage", "next_week")):
        return 7 - sent.weekday() + weekday
    if _has(before, "limits"):
        return 0
    weeks = ((n, (sent + timedelta(n)).day) for n in range(first, first + 56, 7))
    if number and (days := next((n for n, day in weeks if day == int(number[1])), 0)):
        return days
    if _has(before[-1:], "next"):
        return 0 if sent.weekday() + first < 7 else first
    is_coming = _has(before[-1:], "coming") or _has(behind.split()[:1], "coming")
    return first if hour or is_coming else 0


def _before(text: str, start: int, n: int) -> list[str]:
    """Return the last words before a place, plain, at most from another weekday on."""
    before = re.split(r"[.!?]\s", pattern("come_by").sub("", text[max(0, start - 40) : start]))[-1]
    before = plain(before).split()[-n:]
    others = [at for at, word in enumerate(before) if word in shipped("days")["weekdays"]]
    return before[others[-1] :] if others else before


def _has(words_of: list[str], section: str) -> bool:
    return any(word in words("stage", section) for word in words_of)


def hour_of(text: str, start: int = 0, end: int = 0) -> str:
    """Return the hour behind a day, or right before it in the same line, as 14:00; "" for none."""
    behind, before = text[end : end + 50], text[max(0, start - 35) : start]
    hours = [*pattern("hour").finditer(behind)] or [*pattern("hour").finditer(before)][-1:]
    return _clock(hours[0]) if hours else ""


def _clock(found: re.Match[str]) -> str:
    if found["clock"]:
        return found["clock"].lower().replace("h", ":").zfill(5)
    hour = int(found["hour"] or found["at"])
    is_after_noon = (found["half"] or "").lower() == "p" or (found["at"] and hour < _MORNING)
    hour += 12 * (bool(is_after_noon) and hour < 12)
    return f"{hour:02}:{found['minute'] or found['past'] or '00'}" if hour < 25 else ""
