"""The calendar of the invented search: the talks Robin wrote down, one moved, one called off, and the rest of life."""

from __future__ import annotations

from datetime import date, timedelta

OWNER = "robin.vale@example.com"
TALKS = {  # number: {step: (hour, how it stands in the calendar)}
    36: {"i": ("10:00", "Interview: {role} ({company})")},
    47: {"s": ("16:30", "Phone screen, {company}"), "f": ("14:00", "Final round – {company}")},
    51: {"i": ("09:30", "Interview with {company}")},
    53: {"i": ("11:00", "Interview at {company}")},
    59: {"s": ("15:00", "Phone screen {company}"), "i": ("13:30", "Interview {company}"), "f": ("10:30", "Final round {company}")},
}  # fmt: skip
MOVED = {51: 2}  # by how many days it was put off
CALLED_OFF = (("20261015T093000", "Final round – Copperwick Parcels"),)
OTHERS = (
    ("20260219T083000", "Dentist", ""),
    ("20260706T183000", "Interview practice with Mika", ""),
    ("20260112T190000", "Choir", "RRULE:FREQ=WEEKLY;BYDAY=MO"),
)


def calendar(applications) -> bytes:
    """Return the calendar as Google exports it."""
    events = [lines for one in applications for lines in _talks(one)]
    events += [
        _event(f"off-{n}", start, title, 3, "STATUS:CANCELLED") for n, (start, title) in enumerate(CALLED_OFF)
    ]
    events += [_event(f"life-{n}", start, title, 0, more) for n, (start, title, more) in enumerate(OTHERS)]
    head = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
        "VERSION:2.0",
        "METHOD:PUBLISH",
    ]
    head += [f"X-WR-CALNAME:{OWNER}", "X-WR-TIMEZONE:Europe/London"]
    body = [line for event in events for line in ("BEGIN:VEVENT", *filter(None, event), "END:VEVENT")]
    return "\r\n".join([*head, *body, "END:VCALENDAR", ""]).encode()


def _talks(application):
    for step, (hour, title) in TALKS.get(application.number, {}).items():
        day, named = (
            application.days(step)[0],
            title.format(company=application.company, role=application.role),
        )
        uid = f"{step}{application.number}"
        if application.number in MOVED:
            yield _event(uid, _start(day - timedelta(days=MOVED[application.number]), hour), named, 0)
        yield _event(uid, _start(day, hour), named, int(application.number in MOVED))


def _start(day: date, hour: str) -> str:
    return f"{day:%Y%m%d}T{hour.replace(':', '')}00"


def _event(uid: str, start: str, title: str, sequence: int, more: str = "") -> list[str]:
    return [
        f"UID:{uid}@calendar.example.com",
        f"DTSTART;TZID=Europe/London:{start}",
        "DTSTAMP:20261031T090000Z",
        f"SEQUENCE:{sequence}",
        f"SUMMARY:{title}",
        more,
    ]
