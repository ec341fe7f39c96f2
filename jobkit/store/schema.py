"""The schema of a store: its versions, and whether a file's schema is what jobkit makes, and nothing else."""

import os
import re
import sqlite3
from functools import cache, lru_cache

from jobkit.errors import StoreError

VERSION = 2
MIGRATIONS: dict[int, str] = {1: "ALTER TABLE changes ADD COLUMN sum INTEGER;"}
"""SQL that brings a store of version n to n + 1, by n."""

APPLICATION_ID = 0x6A6F626B
OF_SQLITE = ("sqlite_stat1", "sqlite_stat4")
"""Tables that SQLite itself keeps of how full an index is."""


def bring_to_version(connection: sqlite3.Connection, name: str) -> None:
    """Make the tables of a new store, or bring an older one forward, in one transaction."""
    if connection.execute("PRAGMA user_version").fetchone()[0] == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    try:
        check(connection, name)
        scripts = [text()] if version == 0 else [MIGRATIONS[n] for n in range(version, VERSION)]
        for statement in statements("\n".join(scripts)):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def check(connection: sqlite3.Connection, name: str) -> None:
    """Refuse what jobkit did not make, before any byte of it is changed and anything in it could run.

    Raises
    ------
    StoreError : it is of a newer jobkit, no store, or holds tables, triggers, views or indexes of others.
    """
    connection.execute("PRAGMA trusted_schema = OFF")
    version, held = _at_one_moment(connection)
    if version > VERSION:
        raise StoreError(
            f"{name} was written by a newer jobkit (store {version}, this one knows {VERSION})."
            " Update jobkit; nothing was changed."
        )
    if version < 0 or (version == 0 and held):
        raise StoreError(f"{name} is not a search of jobkit. Choose another folder with --data.")
    later = " ".join(MIGRATIONS[n] for n in range(version, VERSION)) if version else ""
    if wrong := version and _difference(held, later):
        raise StoreError(
            f"{name} is not as jobkit makes it ({wrong}). Nothing in it was run or changed."
            " Put a backup of your own in its place: jobkit restore FILE."
        )


def _at_one_moment(connection: sqlite3.Connection) -> tuple[int, list[tuple]]:
    """Return the version and what the file holds, though another process may be making it just now."""
    is_ours = not connection.in_transaction
    if is_ours:
        connection.execute("BEGIN")
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        return version, connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    finally:
        if is_ours and connection.in_transaction:  # on a full disk SQLite has ended it by itself
            connection.execute("ROLLBACK")


@cache
def text(name: str = "schema") -> str:
    """Return the schema of this version, or another script of this folder."""
    with open(os.path.join(os.path.dirname(__file__), f"{name}.sql"), encoding="utf-8") as file:
        return file.read()


@cache
def statements(script: str) -> list[str]:
    """Return the statements of a script."""
    parts = [""]
    for line in script.splitlines(keepends=True):
        parts[-1] += line
        if sqlite3.complete_statement(parts[-1]):
            parts.append("")
    return parts[:-1]


def _difference(held: list[tuple], later: str) -> str:
    """Return in words what differs from the schema of jobkit; what a `later` migration adds may lack."""
    ours = {parts[0]: parts for parts in map(_parts, statements(text()))}
    missing = {head for head in ours if head not in later}
    for kind, name, sql in held:
        if (kind == "index" and sql is None) or name in OF_SQLITE:
            continue
        head, columns, tail = _parts(sql or "")
        _, known, end = ours.get(head, ("", frozenset(), ""))
        if not known or tail != end or columns - known or any(part not in later for part in known - columns):
            return f"{kind} “{str(name)[:40]}”"
        missing.discard(head)
    return f"without “{min(missing)}”" if missing else ""


@lru_cache(64)
def _parts(sql: str) -> tuple[str, frozenset[str], str]:
    """Return what stands before the brackets of a CREATE statement, the parts in them, and what follows."""
    plain = " ".join(re.sub(r"--[^\n]*", " ", sql).rstrip("; \n").split())
    head, _, rest = plain.partition("(")
    body, _, tail = rest.rpartition(")")
    parts, depth = [""], 0
    for sign in body:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return head.strip(), frozenset(part.strip() for part in parts), tail.strip()
