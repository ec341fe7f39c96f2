"""The store: one SQLite file of facts, appended in one transaction a command, never overwritten."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

from jobkit.errors import StoreError
from jobkit.store import schema
from jobkit.store.files import BLOCK, ROOM, free, is_full, make_folder, no_room, path_of, size, unwritable
from jobkit.store.rows import (
    EVENT_COLUMNS,
    INSERT_EVENT,
    INSERT_FACT,
    as_json,
    entry_of,
    event_row,
    storable,
    sum_of,
    sums_of,
)
from jobkit.store.views import QUERIES, make_views, retracted
from jobkit.tables import Event, Fact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

FRAME = BLOCK + 24  # bytes of a page in the log of writes
PATIENCE = 30  # seconds to wait for another process
CACHE = 65_536  # KiB of pages that are held: the ids of a large file stand all over the index
COPYING = ("backup", "restore")
STANDING = ("undo", *COPYING)
"""Commands whose changes `undo` passes over."""
TEXTS = (
    ("changes", "change", ("summary",)),
    ("sources", "source", ("name", "layout")),
    ("records", "record", ("origin", "reason", "content")),
    ("problems", "rowid", ("field", "value", "problem", "action")),
    ("events", "id", (*EVENT_COLUMNS[2:], "details")),
    ("facts", "id", ("body",)),
)
"""Every column that holds words from a file or a person."""
STORED = ("fact", "entry", "event", "recorded", "origin", "source")
"""What a fact is given beside its own columns."""
ERASED = "INSERT INTO changes (at, command, summary) VALUES (?, 'forget', 'erased a person for good')"
INSERT_CHANGE = "INSERT INTO changes (at, command, summary, retracts) VALUES (?,?,?,?)"


class Store:
    """Facts of one search in `folder`/search.db; each call opens the file, and closes it.

    Two programs may use it at once: writers wait for each other, readers wait for nobody.
    """

    def __init__(self, folder: str | Path, name: str = "search.db"):
        self._folder = os.fspath(folder)
        self._path = os.path.join(self._folder, name)

    @property
    def folder(self) -> Path:
        """The folder of the search."""
        return path_of(self._folder)

    @property
    def path(self) -> Path:
        """The file itself."""
        return path_of(self._path)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """Open the file, made and brought to this version where needed."""
        make_folder(self._folder)
        if not os.path.exists(self._path):  # readable by its owner only, before anything is in it
            try:
                os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            except OSError as error:
                raise unwritable(self._folder, error, ROOM) from error
        elif not os.path.isfile(self._path):  # to open a pipe would wait for ever
            raise StoreError(f"{self._path} is not a file. Move it away, and try again.")
        try:
            with closing(connect(self._path)) as connection:
                name = os.path.basename(self._path)
                with words_of_sqlite():
                    schema.check(connection, name)
                    configure(connection)
                    schema.bring_to_version(connection, name)
                yield connection
        except sqlite3.DatabaseError as error:
            raise store_error(self.path, error) from error

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Open the file to read; where there is none, nothing is made, and everything is empty."""
        if os.path.exists(self._path):
            with self.open() as connection:
                yield connection
            return
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            schema.bring_to_version(connection, "")
            yield connection

    @contextmanager
    def change(
        self, command: str, summary: str, retracts: int | None = None, is_trial: bool = False
    ) -> Iterator[Change]:
        """Write facts as one transaction: all of them are kept, or none; none of a trial."""
        with self._reading() if is_trial else self.open() as connection:
            before = needed = pages(connection)
            change = Change(connection, command, summary, retracts)
            change.is_trial = is_trial
            try:
                yield change
                change.seal()
                needed = pages(connection)
                connection.execute("ROLLBACK" if change.is_trial else "COMMIT")
            except sqlite3.OperationalError as error:
                needed = _rollback(connection) or needed
                touched = min(before, 4 * connection.total_changes + 16)
                raise store_error(self.path, error, (needed - before + touched) * FRAME + ROOM) from error
            except BaseException:
                _rollback(connection)
                raise

    def last_change(self) -> int:
        """Return the number of the newest change, 0 in an empty store."""
        with self._reading() as connection:
            return connection.execute("SELECT coalesce(max(change), 0) FROM changes").fetchone()[0]

    def changes(self) -> list[dict]:
        """Return every change, newest first; `undone` tells whether it has been taken back."""
        with self._reading() as connection:
            gone = retracted(connection)
            rows = connection.execute(
                "SELECT change, at, command, summary, retracts FROM changes ORDER BY change DESC"
            )
            names = [column[0] for column in rows.description]
            return [dict(zip(names, row, strict=True), undone=row[0] in gone) for row in rows]

    def undoable(self, change: int | None = None) -> dict:
        """Return one change that can be taken back, by default the newest that still counts.

        Where that one erased a person, no older one takes its place unasked: the error names the next.

        Raises
        ------
        StoreError : there is no such change, it has been taken back already, or erased something for good;
            without a number also where the newest change did so, for then another one would be taken back.
        """
        rows = self.changes()
        standing = [row for row in rows if not row["undone"] and row["command"] not in STANDING]
        wanted = standing[:1] if change is None else [row for row in rows if row["change"] == change]
        if not wanted:
            raise StoreError("There is no such change; `jobkit history` lists them.")
        (row,) = wanted
        if row["undone"]:
            raise StoreError(f"Change {change} has been taken back already.")
        if row["command"] in COPYING:
            raise StoreError(
                f"Change {change} is a note of a copy, and changed nothing else; it stays, so that `forget`"
                " reaches the copy."
            )
        if row["command"] == "forget":
            hint = f"Change {row['change']} erased a person for good; it cannot be taken back."
            older = (one for one in standing if one["change"] < row["change"] and one["command"] != "forget")
            if before := next(older, None):
                hint += f" Before it: {before['summary']}; `jobkit undo {before['change']}` takes that back."
            raise StoreError(hint)
        return row

    def undo(self, change: int | None = None) -> dict:
        """Take back one change, as `undoable` names it; return it."""
        row = self.undoable(change)
        with self.change("undo", f"took back {row['change']}: {row['summary']}", retracts=row["change"]):
            pass
        return row

    def read(self, query: str, parameters: Iterable = ()) -> list[tuple]:
        """Return the rows of a query over what still counts: views `sound_…` leave out what was undone."""
        with self._reading() as connection:
            make_views(connection)
            return connection.execute(query, tuple(parameters)).fetchall()

    def facts(self, table: str) -> list[dict]:
        """Return the readable facts of one table that still count, oldest first, corrections applied.

        What was corrected keeps its id and the place where it was read.
        """
        found: dict[str, dict] = {}
        firsts: dict[str, str] = {}
        for replaces, body, *known in self.read(QUERIES["facts"], [table]):
            row = json.loads(body) | dict(zip(STORED, known, strict=True))
            first = firsts[row["fact"]] = firsts.get(replaces, replaces) or row["fact"]
            if before := found.pop(first, None):
                row |= {name: before[name] for name in ("origin", "source")}
            found[first] = row | {"fact": first}
        return [*found.values()]

    @classmethod
    def of(cls, path: Path) -> Store:
        """Return the store in a file of any name, such as a backup."""
        return cls(path.parent, path.name)

    def erase(self, pattern, facts: Iterable[str] = (), records: Iterable[int] = ()) -> int:
        """Erase facts, whole records, and what `pattern.sub` blanks in any text, from file and free pages.

        Unlike `undo` this cannot be taken back. Returns in how many places something was erased.
        """
        needed = size(self.path) * 3 + ROOM
        if free(self._folder) < needed:  # to rewrite what is free afterwards takes more than the erasing
            raise no_room(self._folder, needed)
        with self.open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            places = sum(_delete_fact(connection, fact) for fact in facts)
            for record in records:
                places += connection.execute(
                    "UPDATE records SET content = '{}' WHERE record = ? AND content <> '{}'", [record]
                ).rowcount
            for table, key, columns in TEXTS if pattern else ():
                places += _blank(connection, table, key, columns, pattern)
            connection.execute(ERASED, (_now(),))
            sums = [(total, change) for change, total in sums_of(connection).items()]
            connection.executemany("UPDATE changes SET sum = ? WHERE change = ?", sums)
            connection.execute("COMMIT")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return places

    def faults(self) -> list[str]:
        """Return what is wrong with the file, in words; empty when it is sound."""
        with self._reading() as connection, words_of_sqlite():
            found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            for table, _, other, _ in connection.execute("PRAGMA foreign_key_check"):
                found.append(f"a row of {table} points at a row of {other} that is not there")
            sums = sums_of(connection)
            for change, total in connection.execute("SELECT change, sum FROM changes WHERE sum NOTNULL"):
                if sums[change] != total:
                    found.append(f"what change {change} wrote is not as it was written")
        return found


class Change:
    """One transaction: what is appended through it is kept together or not at all."""

    def __init__(self, connection: sqlite3.Connection, command: str, summary: str, retracts: int | None):
        self.connection = connection
        self.is_trial = False  # to be set by who finds that nothing of it is to be kept
        self.day = datetime.now(UTC).astimezone().date().isoformat()
        self._sum = 0
        connection.execute("BEGIN IMMEDIATE")
        row = (_now(), command, storable(summary), retracts)
        self.number = connection.execute(INSERT_CHANGE, row).lastrowid or 0
        self._sum += sum_of((self.number, *row))

    def seal(self) -> None:
        """Keep the sum of all rows of this change, by which `faults` knows whether they are as they were."""
        self.connection.execute("UPDATE changes SET sum = ? WHERE change = ?", (self._sum, self.number))

    def keep_so_far(self) -> None:
        """Keep what was appended, and go on."""
        self.seal()
        self.connection.execute("COMMIT")
        self.connection.execute("BEGIN IMMEDIATE")

    def insert(self, statement: str, values: list[tuple]) -> None:
        """Append rows of which every value is summed."""
        self.connection.executemany(statement, values)
        self._sum += sum(map(sum_of, values))

    def insert_one(self, statement: str, values: tuple, *changing: object) -> int:
        """Append a row, what is still `changing` in it without its sum; return its number."""
        self._sum += sum_of(values)
        return self.connection.execute(statement, (*values, *changing)).lastrowid or 0

    def event(self, event: Event, entry: str = "") -> str:
        """Append one event that the person wrote down, of a known `entry` or a new one; return its id."""
        name, number, record, own, *columns = event_row(event, self.number)
        self.insert(INSERT_EVENT, [(name, number, record, entry or own, *columns)])
        return name

    def fact(
        self, fact: Fact, *, event: str | None = None, recorded: object = None, replaces: str | None = None
    ) -> str:
        """Append one row of another table and return its id."""
        name, entry, day = os.urandom(6).hex(), entry_of("", fact.entry), recorded or self.day
        about = (entry, event, day, replaces, as_json(fact.values))
        self.insert(INSERT_FACT, [(name, fact.table, self.number, None, *about)])
        return name

    def doubt(self, doubt, source: int) -> None:
        """Append what may be misread in a source."""
        self.fact(Fact("doubts", {name: getattr(doubt, name) for name in doubt.__slots__} | {"file": source}))

    def replaced(self, records: list[int]) -> None:
        """Note records that count no more, for others were read in their place."""
        if records:
            self.fact(Fact("replaced", {"records": records}))


def _delete_fact(connection: sqlite3.Connection, fact: str) -> int:
    """Delete a fact, and those that it replaced or that replaced it."""
    places, todo = 0, {fact}
    while todo:
        name = todo.pop()
        around = "SELECT fact FROM facts WHERE replaces = ?1 UNION SELECT replaces FROM facts WHERE fact = ?1"
        todo |= {other for (other,) in connection.execute(around, [name]) if other}
        places += connection.execute("DELETE FROM facts WHERE fact = ?", [name]).rowcount
    return places


def _blank(connection: sqlite3.Connection, table: str, key: str, columns: Iterable[str], pattern) -> int:
    places = 0
    but = " WHERE table_name <> 'backups'" if table == "facts" else ""  # without its place no copy is found
    rows = connection.execute(f"SELECT {key}, {', '.join(columns)} FROM {table}{but}").fetchall()  # noqa: S608
    for number, *texts in rows:
        blanked = [pattern.sub("[forgotten]", text) for text in texts]
        if blanked != texts:
            places += 1
            assigned = ", ".join(f"{column} = ?" for column in columns)
            connection.execute(f"UPDATE {table} SET {assigned} WHERE {key} = ?", (*blanked, number))  # noqa: S608
    return places


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")


@contextmanager
def words_of_sqlite() -> Iterator[None]:
    """Take for damage what Python cannot read of a message in which SQLite quotes what is damaged."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise sqlite3.DatabaseError(f"malformed, {error.reason}") from error


def connect(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)


def pages(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA page_count").fetchone()[0]


def _rollback(connection: sqlite3.Connection) -> int:
    """Take back what is not committed; return how many pages there were, 0 where SQLite did so by itself."""
    if not connection.in_transaction:
        return 0
    n = pages(connection)
    connection.execute("ROLLBACK")
    return n


def configure(connection: sqlite3.Connection) -> None:
    """Let readers and writers not wait for one another; a new store is turned so while others may open it.

    SQLite asks at once for the whole file and calls no busy handler (sqlite.org/wal.html), so we wait.
    """
    until, mode = time.monotonic() + PATIENCE, None
    while mode is None:
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
    set_to = {"synchronous": "FULL", "foreign_keys": "ON", "secure_delete": "ON"}
    for name, value in (set_to | {"trusted_schema": "OFF", "cache_size": -CACHE}).items():
        connection.execute(f"PRAGMA {name} = {value}")


def store_error(path: Path, error: sqlite3.Error, needed: int = ROOM) -> StoreError:
    if is_full(error, path.parent, needed):
        return no_room(path.parent, needed)
    if any(words in str(error) for words in ("not a database", "malformed", "not decode")):
        return StoreError(
            f"{path.name} is damaged ({error}). Put a backup in its place: jobkit restore FILE."
        )
    if "readonly" in str(error) or "unable to open" in str(error):
        return StoreError(f"{path.parent} cannot be written ({error}). Choose another folder with --data.")
    return StoreError(f"The store {path.name} answered: {error}. Nothing of this command was kept.")
