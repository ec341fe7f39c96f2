"""What still counts of a store: views without what was taken back, or read anew since."""

from __future__ import annotations

import sqlite3

IS_OBJECT = "CASE WHEN json_valid(f.body) THEN json_type(f.body) = 'object' ELSE 0 END"
_STANDS = "change NOT IN (SELECT change FROM temp.retracted)"
_COUNTS = "(record IS NULL OR record NOT IN (SELECT record FROM temp.replaced))"
VIEWS = {
    "sources": f"SELECT * FROM sources WHERE {_STANDS}",  # noqa: S608 of constants, all of these
    "events": f"SELECT * FROM events WHERE {_STANDS} AND {_COUNTS}",  # noqa: S608
    "facts": f"SELECT * FROM facts WHERE {_STANDS} AND {_COUNTS}",  # noqa: S608
    "records": f"SELECT r.* FROM records r JOIN sound_sources s ON s.source = r.source WHERE {_COUNTS}",  # noqa: S608
}
HELD = """
CREATE TEMP VIEW IF NOT EXISTS held AS
SELECT source, record FROM records UNION ALL SELECT source, record FROM sightings
"""
"""The records that each file holds: those first read in it, and those that others held before."""
REPLACED_RECORDS = f"""
INSERT OR IGNORE INTO temp.replaced SELECT j.value FROM facts f, json_each(f.body, '$.records') j
WHERE f.table_name = 'replaced' AND {_STANDS}
"""  # noqa: S608
"""The records that a later reading of the same ones has replaced."""
REPLACED = """
WITH listed AS (
    SELECT h.source, r.key FROM held h JOIN sound_sources s USING (source) JOIN records r USING (record)
    WHERE s.exclusive
  ),
  sizes AS (SELECT source, count(*) AS n FROM listed GROUP BY source)
SELECT DISTINCT a.source FROM listed a JOIN listed b USING (key) JOIN sizes s ON s.source = a.source
WHERE a.source < b.source GROUP BY a.source, b.source HAVING 2 * count(*) >= s.n
"""
"""The lists of which a later one holds at least half of the rows: its earlier versions."""


def retracted(connection: sqlite3.Connection) -> set[int]:
    """Return the changes that no longer count: taken back, or replaced, by one that still holds.

    When a replacement is taken back, what it replaced counts again; when it is replaced, that stays gone.
    """
    gone: set[int] = set()
    undone: set[int] = set()
    rows = connection.execute(
        "SELECT change, retracts, command FROM changes WHERE retracts NOTNULL ORDER BY change DESC"
    )
    for change, retracts, command in rows:
        if change not in undone:
            gone.add(retracts)
            if command == "undo":
                undone.add(retracts)
    return gone


def make_views(connection: sqlite3.Connection) -> None:
    """Name the rows that still count `sound_…`, for the time of this connection."""
    for table, key in (("retracted", "change"), ("replaced", "record")):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({key} INTEGER PRIMARY KEY)")
        connection.execute(f"DELETE FROM temp.{table}")  # noqa: S608
    gone = [(change,) for change in retracted(connection)]
    connection.executemany("INSERT INTO temp.retracted VALUES (?)", gone)
    connection.execute(REPLACED_RECORDS)
    connection.execute(HELD)
    for table, query in VIEWS.items():
        connection.execute(f"CREATE TEMP VIEW IF NOT EXISTS sound_{table} AS {query}")
