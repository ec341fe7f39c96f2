"""The steps as a calendar, and the people as contacts, for other programs to open."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pandas as pd
from icalendar import Calendar, Component, Event, Timezone
from icalendar.prop import vN, vOrg, vText, vUri

from jobkit import tables
from jobkit.language import names
from jobkit.language.english import day, sentence
from jobkit.language.vocabulary import shipped
from jobkit.reports.drafts import plain
from jobkit.sentences import TALKS

LONGEST = 7
"""A window of more days stands on its first day only, so that a month stays readable."""
_TIME = r"([01]?\d|2[0-3])[:.h]([0-5]\d)"
HOUR = re.compile(rf"{_TIME}(?: ?[–-] ?{_TIME})?(?: Uhr)?(?P<zone> UTC)?", re.ASCII)
"""A time that reads one way only: 14:30, 14:00–15:00, 9.15 Uhr, 14h30, 12:00 UTC."""
VCARD = {"name": "fn", "title": "title", "email": "email", "phone": "tel", "url": "url"}
URL = "%:/?#[]@!$&'()*+,;=~"


def ics(due: pd.DataFrame, as_of=None, ahead: pd.DataFrame | None = None) -> bytes:
    """Return the steps as an iCalendar file (RFC 5545): all-day events in free time.

    Each keeps its UID, made of the `due` id: importing a later file updates and never doubles. What was let
    go is left out. `ahead` (`history.ahead`): the conversations that come, at their hour where it is known.
    `as_of`, the day the list was made for, stamps them; what opened before then starts on it, or stands on
    its last day where that is far. A table fresh from `steps.due` knows the day, else it is the last opening.
    """
    tables.require(due, ("due", "what", "company", "role", "opens", "closes", "state", "why"), "due")
    rows, today = due[due["state"] != "let go"], as_of or due.attrs.get("as_of")
    stamp = tables.day(today or rows["opens"].max())
    if today:
        ends = rows["closes"].where(rows["closes"] >= stamp, rows.get("until", rows["closes"]))
        is_far = (rows["opens"] < stamp) & (ends > stamp + timedelta(days=LONGEST))
        rows = rows.assign(opens=rows["opens"].mask(is_far, ends).clip(lower=stamp), closes=ends)
    calendar = Calendar()
    calendar.add("prodid", "-//jobkit//steps//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "After the interview")
    for row in rows.to_dict("records"):
        calendar.add_component(_step(row, stamp))
    for row in () if ahead is None else ahead.to_dict("records"):
        calendar.add_component(_talk(row, stamp))
    if not calendar.subcomponents:  # a calendar of nothing is not valid
        calendar.add_component(Timezone.from_tzinfo(UTC))
    return calendar.to_ical()


def vcards(people: pd.DataFrame) -> bytes:
    """Return people as contacts (vCard 3.0, RFC 2426), one card a person; who has no name is left out."""
    named = tables.frame("people", people).dropna(subset="name")
    groups = named.groupby(named["person"].fillna(named["name"]), sort=False)
    return b"".join(_card(str(person), rows) for person, rows in groups)


def _step(row: dict, stamp: pd.Timestamp):
    opens, closes = row["opens"].date(), row["closes"].date()
    last = closes if 0 <= (closes - opens).days <= LONGEST else opens
    where, up_to = _job(row), f"Up to {day(closes)}." if last != closes else None
    event = _event(row["due"], stamp, [row["what"], where], [row["why"], where, up_to])
    event.add("dtstart", opens)
    event.add("dtend", last + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _talk(row: dict, stamp: pd.Timestamp):
    """Return a conversation at its hour, on the clock of the place; one without a clear hour has the day."""
    clock, place = HOUR.fullmatch(row["time"]), plain(row["place"])
    event = _event(row["event"], stamp, [sentence(TALKS[row["kind"]]), _job(row)], [row["time"], place])
    hours = [int(text or -1) for text in clock.groups()[:4]] if clock else [-1] * 4
    zone = UTC if clock and clock["zone"] else None
    for name, hour, after in (("dtstart", hours[:2], [-1]), ("dtend", hours[2:], hours[:2])):
        if hour > after and hour[0] >= 0:
            event.add(name, row["date"].to_pydatetime().replace(hour=hour[0], minute=hour[1], tzinfo=zone))
    if not clock:
        event.add("dtstart", row["date"].date())
    if place:
        event.add("location", place)
    return event


def _event(name: str, stamp: pd.Timestamp, summary: list, description: list):
    """Return an entry; its sequence grows with the days, so that a later import is taken for newer."""
    event = Event()
    event.add("uid", f"{name}@jobkit.invalid")
    event.add("dtstamp", datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC))
    event.add("sequence", stamp.toordinal())
    event.add("summary", " · ".join(plain(text) for text in summary if text))
    event.add("description", "\n".join(plain(text) for text in description if isinstance(text, str) and text))
    event.add("class", "PRIVATE")
    return event


def _job(row: dict) -> str:
    return ", ".join(plain(row[name]) for name in ("role", "company") if isinstance(row[name], str))


def _card(person: str, rows: pd.DataFrame) -> bytes:
    class Card(Component):
        name = "VCARD"

    known = {name: plain(rows[name].dropna().iloc[-1]) for name in VCARD if rows[name].notna().any()}
    parts = [plain(part).replace("_", " ") for part in rows["part"].dropna().unique()]
    card = Card()
    card.add("version", vText("3.0"))
    card.add("uid", vText(f"{plain(person)}@jobkit.invalid"))
    title, given, family = names.person_name(known["name"])
    prefix = shipped("drafts")["en"]["titles"].get(title, "")
    card.add("n", vN((family, given, "", prefix, "")))
    if firm := next((plain(text) for text in rows["company"].dropna()[::-1]), ""):
        card.add("org", vOrg((firm,)))
    for name, value in known.items():
        card.add(VCARD[name], vText(value) if name != "url" else vUri(quote(value, safe=URL)))
    if parts:
        card.add("note", vText(", ".join(parts)))
    return card.to_ical(sorted=False)
