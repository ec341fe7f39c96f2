"""What still counts of a store: views without what was taken back, or read anew since."""

from __future__ import annotations

import sqlite3

from jobkit.store.schema import statements, text

IS_OBJECT = "CASE WHEN json_valid(f.body) THEN json_type(f.body) = 'object' ELSE 0 END"
VIEWS = text("views")
QUERIES = {query.split(":")[0].strip("- \n"): query for query in statements(text("queries"))}
"""What is asked of a store, by the names in `queries.sql`; one of several tables is told by what it holds."""


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
    *made, replaced = statements(VIEWS)
    for statement in made:
        connection.execute(statement)
    gone = [(change,) for change in retracted(connection)]
    connection.executemany("INSERT INTO temp.retracted VALUES (?)", gone)
    connection.execute(replaced)
