"""What still counts of a store: views without what was taken back, or read anew since."""

import re
import sqlite3

from jobkit.store.schema import statements, text

VIEWS = text("views")
QUERIES = dict(re.findall(r"^-- (\w+): .*\n((?:.+\n)+)", text("queries"), re.MULTILINE))
"""What is asked of a store, by its name in `queries.sql`."""


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
