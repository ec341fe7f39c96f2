"""The steps as a calendar, and the people as contacts, for other programs to open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pandas as pd

from jobkit import tables
from jobkit.language import names
from jobkit.language.vocabulary import shipped
from jobkit.reports.drafts import plain

LONGEST = 7
"""A window of more days stands on its first day only, so that a month stays readable."""
VCARD = {"name": "fn", "title": "title", "email": "email", "phone": "tel", "url": "url"}
URL = "%:/?#[]@!$&'()*+,;=~"


def ics(due: pd.DataFrame, as_of=None) -> bytes:
    """Return the steps as an iCalendar file (RFC 5545): all-day events in free time.

    Each keeps its UID, made of the `due` id: importing a later file updates and never doubles. What was let
    go is left out. `as_of`, the day the list was made for, stamps them, and what opened before then starts on
    it; a table fresh from `steps.due` knows it, for any other it is the last day that something opens.
    """
    from icalendar import Calendar

    tables.require(due, ("due", "what", "company", "role", "opens", "closes", "state", "why"), "due")
    rows, today = due[due["state"] != "let go"], as_of or due.attrs.get("as_of")
    stamp = tables.day(today or rows["opens"].max())
    rows = rows.assign(opens=rows["opens"].clip(lower=stamp)) if today else rows
    calendar = Calendar()
    calendar.add("prodid", "-//jobkit//steps//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "After the interview")
    for row in rows.to_dict("records"):
        calendar.add_component(_event(row, stamp))
    if rows.empty:
        calendar.add_component(_zone())
    return calendar.to_ical()


def vcards(people: pd.DataFrame) -> bytes:
    """Return people as contacts (vCard 3.0, RFC 2426), one card a person; who has no name is left out."""
    named = tables.frame("people", people).dropna(subset="name")
    groups = named.groupby(named["person"].fillna(named["name"]), sort=False)
    return b"".join(_card(str(person), rows) for person, rows in groups)


def _event(row: dict, stamp: pd.Timestamp):
    """Return one step; its sequence grows with the days, so that a later import is taken for newer."""
    from icalendar import Event

    opens, closes = row["opens"].date(), row["closes"].date()
    last = closes if 0 <= (closes - opens).days <= LONGEST else opens
    where = ", ".join(plain(row[name]) for name in ("role", "company") if isinstance(row[name], str))
    words = [row["why"], where, f"Up to {closes.isoformat()}." if last != closes else None]
    event = Event()
    event.add("uid", f"{row['due']}@jobkit.invalid")
    event.add("dtstamp", datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC))
    event.add("sequence", stamp.toordinal())
    event.add("dtstart", opens)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", " · ".join(filter(None, [plain(row["what"]), where])))
    event.add("description", "\n".join(plain(text) for text in words if isinstance(text, str)))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _zone():
    """Return a time zone: a calendar without any component is not valid, even when nothing is due."""
    from icalendar import Timezone, TimezoneStandard

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 local to the zone it defines
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    zone.add_component(standard)
    return zone


def _card(person: str, rows: pd.DataFrame) -> bytes:
    from icalendar import Component
    from icalendar.prop import vN, vOrg, vText, vUri

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
