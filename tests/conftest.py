"""What tests share: empty searches in folders of their own, and sources made from literal rows."""

from __future__ import annotations

import pytest
from hypothesis import settings

import jobkit
from jobkit.sources.reading import Extraction
from jobkit.tables import Event, Record

settings.register_profile("jobkit", deadline=None, max_examples=60, database=None)
settings.load_profile("jobkit")


@pytest.fixture
def search(tmp_path):
    """An empty search, looked at from the last day of June 2026."""
    return jobkit.Search(tmp_path / "search", as_of="2026-06-30")


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
        return change.source(name, name, 1, Extraction(kind, records, exclusive=exclusive))
