"""A store that an earlier version wrote opens, and tells the same."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

import jobkit
from jobkit import tables

STORES = Path(__file__).with_name("stores")
VERSIONS = sorted(path.name for path in STORES.iterdir() if (path / "search.sql").is_file())
ADDED: dict[str, dict[str, set[str]]] = {"0.1.0": {"events": {*tables.DETAILS, "recorded"}}}
"""By version and table, the columns that came after it, as CHANGELOG says: missing in what it wrote."""
DERIVED: dict[str, dict[str, set[str]]] = {"0.1.0": {"applications": set(tables.STAGE_DAYS.values())}}
"""By version and table, the columns that came after it and are computed from what it wrote."""

SKILL = dict.fromkeys(("fact", "credential"), "ea172a817f66") | {"origin": "r.json, skills[1].name"}
DROPPED = dict.fromkeys(("fact", "credential"), "56df1b346783") | {"origin": "r.json, skills[0].name"}
SETTLED = {"0.1.0": {("problems", "t.csv:6")}}
"""What was listed though the person had set its row right with `correct`, and is not listed any more."""
KEPT = {
    "0.1.0": {
        "8ca5f38373b3": SKILL | {"source": "r.json"},
        "79ba26d20290": DROPPED | {"source": "r.json"},
        "2ae70d71cbfb": {"fact": "dc3805e14cb0"},
        "9496b68e4b1f": {"fact": "0d69578c4222", "reflection": "0d69578c4222"},
    }
}
"""By version and the id of a correction, what it keeps since of the line that it sets right, as CHANGELOG says."""


@pytest.fixture(params=VERSIONS)
def older(request, tmp_path):
    """A search that an earlier version wrote, and what that version read in it."""
    (tmp_path / "search").mkdir()
    with closing(sqlite3.connect(tmp_path / "search" / "search.db")) as connection:
        connection.executescript((STORES / request.param / "search.sql").read_text(encoding="utf-8"))
    told = json.loads((STORES / request.param / "tables.json").read_text(encoding="utf-8"))
    return request.param, jobkit.Search(tmp_path / "search", as_of="2026-10-31"), told


def seen(search) -> dict:
    sys.path.insert(0, str(STORES))
    try:
        import make
    finally:
        sys.path.pop(0)
    return make.seen(search)


def test_an_older_store_opens_and_its_tables_are_what_they_were(older):
    version, search, told = older
    now = seen(search)
    for name, rows in told.items():
        assert rows, f"{name}: the store was to hold one of everything"
        added = ADDED[version].get(name, set())
        later = added | DERIVED[version].get(name, set())
        fresh = [{key: row[key] for key in row if key not in later} for row in now[name]]
        kept = KEPT[version]
        rows = [row for row in rows if (name, row.get("origin")) not in SETTLED[version]]
        assert fresh == [row | kept.get(row.get("fact"), {}) for row in rows], name
        assert not [row for row in now[name] if any(row[key] is not None for key in added)], name


def test_an_older_store_is_sound_and_can_be_written_to(older):
    _, search, told = older
    assert search.store.faults() == []
    search.record_event("interview", "Ostrava Foods", "2026-05-06")
    assert len(search.events) == len(told["events"]) + 1
    assert search.store.faults() == []
    assert search.undo()["command"] == "log"
    assert len(search.events) == len(told["events"])
