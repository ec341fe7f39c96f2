"""What tests share by name: rows as a tracker gives them, how they get into a search, and places of the world."""

from __future__ import annotations

from jobkit.commands import cli
from jobkit.sources.reading import Extraction
from jobkit.store import intake
from jobkit.tables import Event, Record

ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati")
LOCALES = ("C", "de_DE.UTF-8", "tr_TR.UTF-8")
PLACES = [(zone, locale) for locale in LOCALES for zone in ZONES]


def row(number: int, *events: Event, name: str = "tracker.csv", **cells: str) -> Record:
    """Return a record as a tracker gives it."""
    content = cells or {"company": events[0].company, "role": events[0].role, "n": str(number)}
    return Record(f"{name}:{number}", content, events)


def applied(company: str, role: str = "Planner", date: str | None = "2026-01-05", **columns) -> Event:
    """Return the event of applying."""
    return Event(kind="applied", date=date, company=company, role=role, **columns)


def imported(search, records, name: str = "tracker.csv", exclusive: bool = True, kind: str = "tracker table"):
    """Append records as one source and return the counts."""
    with search.store.change("add", name) as change:
        return intake.append(change, name, name, 1, Extraction(kind, records, exclusive=exclusive))


def run(search, capsys, verb: str, *words: str) -> tuple[int, str, str]:
    """Return the status of a command on a search, what it printed, and what it complained of."""
    status = cli.main([verb, "--data", str(search.folder), *words])
    said = capsys.readouterr()
    return status, said.out, said.err
