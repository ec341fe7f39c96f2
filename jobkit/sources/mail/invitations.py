"""The day and hour for which a letter invites, where it states them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from jobkit.language import days as dates
from jobkit.language.text import plain
from jobkit.sources.mail.phrases import words

LATEST = timedelta(days=120)
"""So long after a letter may be what it invites to."""
_HOUR = re.compile(
    r"(?<![\d.:/])(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))? ?(?:(?P<half>[ap])\.? ?m\b|uhr\b|h\b)"
    r"|(?<![\d.:/])(?P<clock>\d{1,2}[:h]\d\d)(?![\d:])|\bat (?P<at>\d{1,2})\b(?! ?(?:[ap]\.? ?m\b|[.:/]))",
    re.I,
)


def appointed(text: str, sent: str) -> tuple[str, str, str]:
    """Return the one day after it was sent that a letter names for a talk, its hour, the day as written.

    The hour is “09:15”, or empty. A day with an hour goes before one without. A limit (“bis zum 25.9.”), the
    beginning of a week or several days to choose from give none: empty texts.
    """
    found = [
        (day, _hour(text, mention), mention.written)
        for mention in dates.mentions.__wrapped__(text)  # a letter is asked once, and kept by no cache
        if (day := _day(text, mention, sent))
    ]
    likely = [one for one in found if one[1]] or found
    if len({day for day, *_ in likely}) != 1:
        return "", "", ""
    return likely[0]


def _day(text: str, mention: dates.Mention, sent: str) -> str:
    """The day of a mention, if it is to come and no limit stands before it."""
    before = plain(text[max(0, mention.start - 40) : mention.start]).split()[-4:]
    if any(word in before for word in words("stage", "limits")):
        return ""
    first = date.fromisoformat(sent)
    orders = (dates.DAY_FIRST,) if "." in mention.written else (dates.DAY_FIRST, dates.MONTH_FIRST)
    readings = {dates.read(mention, order, first + LATEST / 2).day for order in orders}
    fits = [day for day in readings if day and first < date.fromisoformat(day) <= first + LATEST]
    return fits[0] if len(fits) == 1 else ""


def _hour(text: str, mention: dates.Mention) -> str:
    """The hour that stands behind a day, or right before it in the same line."""
    behind, before = text[mention.end : mention.end + 50], text[max(0, mention.start - 35) : mention.start]
    hours = [*_HOUR.finditer(behind)] or [*_HOUR.finditer(before)][-1:]
    return _clock(hours[0]) if hours else ""


def _clock(found: re.Match[str]) -> str:
    if found["clock"]:
        return found["clock"].lower().replace("h", ":").zfill(5)
    hour = int(found["hour"] or found["at"])
    hour += 12 * ((found["half"] or "").lower() == "p" and hour < 12)
    return f"{hour:02}:{found['minute'] or '00'}" if hour < 25 else ""
