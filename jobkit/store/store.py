"""The store: one SQLite file of facts, appended in one transaction a command, never overwritten."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import zlib
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from json.encoder import encode_basestring

from jobkit.errors import StoreError
from jobkit.store import schema
from jobkit.store.again import HELD, Before
from jobkit.store.files import (
    BLOCK,
    ROOM,
    free,
    is_full,
    make_folder,
    no_room,
    path_of,
    size,
    unwritable,
)
from jobkit.tables import Event, Fact, Record, check_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

BATCH = 1_000
FRAME = BLOCK + 24  # bytes of a page in the log of writes
CACHE = 65_536  # KiB of pages that are held: the ids of a large file stand all over the index

COPYING = ("backup", "restore")
STANDING = ("undo", "forget", *COPYING)
"""Commands whose changes `undo` passes over."""

EVENT_COLUMNS = ("kind", "date", "company", "role", "channel", "location", "url", "note", "text")
IS_OBJECT = "CASE WHEN json_valid(f.body) THEN json_type(f.body) = 'object' ELSE 0 END"
INSERT_EVENT = (
    "INSERT INTO events (event, change, record, entry, kind, date, company, role, channel,"
    " location, url, note, text, details) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
INSERT_FACT = (
    "INSERT INTO facts (fact, table_name, change, record, entry, event, recorded, replaces, body)"
    " VALUES (?,?,?,?,?,?,?,?,?)"
)


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
        self._prepare()
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

    def _prepare(self) -> None:
        """Make folder and file readable by their owner only, before anything is in them."""
        make_folder(self._folder)
        try:
            if not os.path.exists(self._path):
                os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise unwritable(self._folder, error, ROOM) from error

    @contextmanager
    def change(
        self, command: str, summary: str, retracts: int | None = None, is_trial: bool = False
    ) -> Iterator[Change]:
        """Write facts as one transaction: all of them are kept, or none; none of a trial."""
        with self.open() as connection:
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
            retracted = _retracted(connection)
            rows = connection.execute(
                "SELECT change, at, command, summary, retracts FROM changes ORDER BY change DESC"
            )
            names = [column[0] for column in rows.description]
            return [dict(zip(names, row, strict=True), undone=row[0] in retracted) for row in rows]

    def undoable(self, change: int | None = None) -> dict:
        """Return one change that can be taken back, by default the newest that still counts.

        Raises
        ------
        StoreError : there is no such change, it has been taken back already, or erased something for good.
        """
        known = {row["change"]: row for row in self.changes()}
        standing = [n for n, row in known.items() if not row["undone"] and row["command"] not in STANDING]
        number = change if change is not None else next(iter(standing), None)
        if number not in known:
            raise StoreError("There is no such change; `jobkit history` lists them.")
        if known[number]["undone"]:
            raise StoreError(f"Change {number} has been taken back already.")
        if known[number]["command"] == "forget":
            raise StoreError(f"Change {number} erased a person for good; it cannot be taken back.")
        if known[number]["command"] in COPYING:
            raise StoreError(
                f"Change {number} is a note of a copy, and changed nothing else; it stays, so that `forget`"
                " reaches the copy."
            )
        return known[number]

    def undo(self, change: int | None = None) -> dict:
        """Take back one change, as `undoable` names it; return it."""
        row = self.undoable(change)
        with self.change("undo", f"took back {row['change']}: {row['summary']}", retracts=row["change"]):
            pass
        return row

    def read(self, query: str, parameters: Iterable = ()) -> list[tuple]:
        """Return the rows of a query over what still counts: views `sound_…` leave out what was undone."""
        with self._reading() as connection:
            _make_views(connection)
            return connection.execute(query, tuple(parameters)).fetchall()

    def facts(self, table: str) -> list[dict]:
        """Return the readable facts of one table that still count, oldest first, corrections applied."""
        rows = self.read(
            "SELECT f.fact, f.entry, f.event, f.recorded, f.replaces, f.body, r.origin, s.name"  # noqa: S608
            " FROM sound_facts f LEFT JOIN records r USING (record) LEFT JOIN sources s USING (source)"
            f" WHERE f.table_name = ? AND {IS_OBJECT} ORDER BY f.id",
            [table],
        )
        replaced = {row[4] for row in rows if row[4]}
        return [_fact_row(row) for row in rows if row[0] not in replaced]

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
            connection.execute(
                "INSERT INTO changes (at, command, summary) VALUES (?, 'forget', 'erased a person for good')",
                (_now(),),
            )
            sums = [(total, change) for change, total in _sums(connection).items()]
            connection.executemany("UPDATE changes SET sum = ? WHERE change = ?", sums)
            connection.execute("COMMIT")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return places

    def faults(self) -> list[str]:
        """Return what is wrong with the file, in words; empty when it is sound."""
        with self._reading() as connection, words_of_sqlite():
            found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found += [
                f"a row of {row[0]} points at a row of {row[2]} that is not there"
                for row in connection.execute("PRAGMA foreign_key_check")
            ]
            sums = _sums(connection)
            for change, total in connection.execute("SELECT change, sum FROM changes WHERE sum NOTNULL"):
                if sums[change] != total:
                    found.append(f"what change {change} wrote is not as it was written")
        return found


class Change:
    """One transaction: what is appended through it is kept together or not at all."""

    def __init__(self, connection: sqlite3.Connection, command: str, summary: str, retracts: int | None):
        self._connection = connection
        self._opening = (command, summary, retracts)
        self.is_trial = False  # to be set by who finds that nothing of it is to be kept
        self._begin()
        self._sum = 0
        self.number = self._append_change()

    def seal(self) -> None:
        """Keep the sum of all rows of this change, by which `faults` knows whether they are as they were."""
        self._connection.execute("UPDATE changes SET sum = ? WHERE change = ?", (self._sum, self.number))

    def _insert(self, statement: str, rows: list[tuple]) -> None:
        self._connection.executemany(statement, rows)
        self._sum += sum(map(_sum, rows))

    def event(self, event: Event, entry: str = "") -> str:
        """Append one event that the person wrote down, of a known `entry` or a new one; return its id."""
        name, number, record, own, *told = self._event_row(event, None, "", 0)
        self._insert(INSERT_EVENT, [(name, number, record, entry or own, *told)])
        return name

    def _event_row(self, event: Event, record: int | None, key: str, n: int, name: str = "") -> tuple:
        check_kind(event.kind)
        entry = _entry(key, event.entry) or os.urandom(16).hex()
        columns = event[: len(EVENT_COLUMNS)]
        told = ", ".join([encode_basestring(text) if text is not None else "null" for text in columns])
        name = name or (_digest(f"{key}|{n}|[{told}]", 12) if key else os.urandom(6).hex())
        if not told.isascii():
            columns = tuple(map(_storable, columns))
        details = _json(event.details) if event.details else "{}"
        return (name, self.number, record, entry, *columns, details)

    def fact(
        self, fact: Fact, *, event: str | None = None, recorded: object = None, replaces: str | None = None
    ) -> str:
        """Append one row of another table and return its id."""
        name, body = os.urandom(6).hex(), _json(fact.values)
        entry, day = _entry("", fact.entry), recorded or self.day
        self._insert(INSERT_FACT, [(name, fact.table, self.number, None, entry, event, day, replaces, body)])
        return name

    def doubt(self, doubt, source: int) -> None:
        """Append what may be misread in a source."""
        self.fact(Fact("doubts", {name: getattr(doubt, name) for name in doubt.__slots__} | {"file": source}))

    def _fact_row(self, fact: Fact, record: int, key: str, n: int, name: str) -> tuple:
        body = _json(fact.values)
        name = name or _digest(f"{key}|{n}|{fact.table}|{body}", 12)
        days = (fact.values.get(column) for column in ("recorded", "date", "connected"))
        day = next(filter(None, days), self.day)
        return (name, fact.table, self.number, record, _entry(key, fact.entry), None, day, None, body)

    def source(
        self,
        name: str,
        sha256: str,
        size: int,
        extraction,
        progress: Callable[[int], None] | None = None,
        again: Before | None = None,
    ) -> dict:
        """Append a file's records, and return how many of them were what.

        Records that are known stay as they were read; those that are read `again` and otherwise count in
        place of the earlier ones, and their events and facts keep the ids that they had.

        Rows of a table are kept together or not at all. Messages stand each for itself, so a
        long mailbox is kept in batches, and goes on where it was interrupted, without reading again
        what it holds: its file counts as known, by its digest, once all of it is kept.
        """
        unfinished = f"unfinished {sha256}"
        number = self._append_source(name, sha256 if extraction.exclusive else unfinished, size, extraction)
        counts: dict = dict.fromkeys(COUNTS, 0) | {"source": number, "lost": []}
        seen: dict[str, int] = {}
        known = self._known()
        records = extraction.records
        if extraction.after and not again and (kept := self._kept(unfinished, number, known)):
            self._see_again(kept, number, known, seen, counts)
            records = extraction.after(len(kept))
        is_list = extraction.exclusive and not again
        later: list[_Fresh] | None = [] if is_list and self._has_lists(number) else None
        for batch in _batches(records, BATCH):
            fresh = self._fresh(batch, number, extraction.kind, known, seen, counts, again)
            if later is None:
                self._append_records(fresh, number, known, counts)
            else:
                later += fresh
            if progress:
                progress(counts["records"])
            if not extraction.exclusive and not again:
                self.seal()
                self._connection.execute("COMMIT")
                self._begin()
        self._connection.execute("UPDATE sources SET sha256 = ? WHERE source = ?", (sha256, number))
        for doubt in extraction.doubts:
            self.doubt(doubt, number)
        if again:
            again.drop()
            if again.replaced:
                self.fact(Fact("replaced", {"records": again.replaced}))
        elif later is not None:
            self._append_edited(later, number, name, extraction, known, counts)
        return counts

    def _has_lists(self, source: int) -> bool:
        query = "SELECT 1 FROM sound_sources WHERE exclusive AND source < ?"
        return self._connection.execute(query, (source,)).fetchone() is not None

    def _append_edited(
        self, fresh: list[_Fresh], source: int, name: str, extraction, known: dict, counts: dict
    ) -> None:
        """Append the new rows of a list of which an earlier version may be known; an edited row counts once.

        That of this version counts, unless the file itself says that it is the older one.
        """
        from jobkit.store.versions import MISSING, PREVIOUS, edited, is_older, lost

        asked = {"source": source, "kind": extraction.kind, "name": _storable(name)}
        before, is_same = self._connection.execute(PREVIOUS, asked).fetchone() or (0, 0)
        asked["before"] = before
        before_now = Before(self._connection, set())
        gone = [
            before_now.reading(record) for (record,) in self._connection.execute(MISSING, asked).fetchall()
        ]
        pairs = edited([one.record for one in fresh], gone, bool(is_same))
        updated = [column.heading for column in extraction.layout if column.role in ("updated", "touched")]
        replaced = []
        for at, old in pairs.items():
            one = fresh[at]
            if is_older(one.record.content, old.content, filter(UPDATED.search, updated)):
                replaced.append(at)
                continue
            state, events, facts = self._columns(one.record)
            ids = before_now.replace(old, state, events, facts)
            fresh[at] = one._replace(ids=ids, entry=old.entry)
            counts["lost"] += [(one.record.origin, words)] if (words := lost(old, one.record)) else []
        numbers = self._append_records(fresh, source, known, counts)
        counts["gone"] = sum(old.state == "understood" for old in gone) - len(pairs)
        counts["edited"] = len(pairs)
        if pairs:
            older = [numbers[at] for at in replaced]
            self.fact(Fact("replaced", {"records": [*before_now.replaced, *older]}))

    def _kept(self, digest: str, number: int, known: dict[str, int]) -> list[tuple]:
        """Return what the latest try at the same file kept of it, if all of that still counts."""
        rows = self._connection.execute(
            "WITH tried AS (SELECT max(source) FROM sound_sources WHERE sha256 = ? AND source < ?)"
            " SELECT key, state FROM records WHERE source IN tried"
            " OR record IN (SELECT record FROM sightings WHERE source IN tried)",
            (digest, number),
        ).fetchall()
        return rows if all(key in known for key, _ in rows) else []

    def _see_again(self, kept: list[tuple], number: int, known: dict, seen: dict, counts: dict) -> None:
        self._insert("INSERT INTO sightings VALUES (?,?)", [(number, known[key]) for key, _ in kept])
        for key, state in kept:
            digest = key.partition(":")[0]
            seen[digest] = seen.get(digest, 0) + 1
            counts[state] += 1
        counts["records"] = counts["known"] = len(kept)

    def read_again(self, sha256: str = "") -> Before:
        """Return how everything was read until now; of the file with this digest all records are at stake."""
        _make_views(self._connection)
        newest = self._connection.execute("SELECT coalesce(max(source), 0) + 1 FROM sources").fetchone()[0]
        held = {row[0] for row in self._connection.execute(HELD, (sha256, newest))}
        return Before(self._connection, held & {*self._known().values()})

    def _fresh(
        self,
        batch: list[Record],
        source: int,
        kind: str,
        known: dict,
        seen: dict,
        counts: dict,
        again: Before | None,
    ) -> list[_Fresh]:
        """Return the records that are new, or read otherwise `again`; note where the others were seen."""
        fresh, sightings = [], []
        for record in batch:
            content = _json(record.content)
            key = _nth(f"{kind}|{content}", seen)
            if record.same and key not in known:  # stores of old know a record only as it was written
                key = _nth(f"{kind}|{_json(record.same)}", seen)
            counts["records"] += 1
            counts[record.state] += 1
            old = again.find(known.get(key), record.origin) if again else None
            told = self._columns(record) if old else ("", [], [])
            if key in known and not (old and old.differs(*told)):
                counts["known"] += 1
                sightings.append((source, known[key]))
            elif again and old:
                ids = again.replace(old, *told)
                fresh.append(_Fresh(record._replace(origin=old.origin), key, content, ids, old.entry))
            else:
                own = [record.id] * len(record.events), [record.id] * len(record.facts)
                fresh.append(_Fresh(record, key, content, own, key))
        self._insert("INSERT INTO sightings VALUES (?,?)", sightings)
        return fresh

    def _append_records(self, fresh: list[_Fresh], source: int, known: dict, counts: dict) -> list[int]:
        """Append records with what was made of them; return their numbers."""
        first = self._connection.execute("SELECT coalesce(max(record), 0) + 1 FROM records").fetchone()[0]
        records, problems, events, facts = [], [], [], []
        for row, (record, key, content, ids, entry) in enumerate(fresh, first):
            known[key] = row
            counts["new"] += 1
            counts["events"] += len(record.events)
            origin, why = _storable(record.origin), _storable(record.set_aside)
            records.append((row, source, key, origin, record.state, why, content))
            problems += [(row, *map(_storable, problem)) for problem in record.problems]
            events += [self._event_row(one, row, entry, n, ids[0][n]) for n, one in enumerate(record.events)]
            facts += [self._fact_row(one, row, entry, n, ids[1][n]) for n, one in enumerate(record.facts)]
        insert = self._insert
        insert("INSERT INTO records VALUES (?,?,?,?,?,?,?)", records)
        insert("INSERT INTO problems VALUES (?,?,?,?,?)", problems)
        insert(INSERT_EVENT, events)
        insert(INSERT_FACT, facts)
        return [*range(first, first + len(fresh))]

    def _columns(self, record: Record) -> tuple[str, list[tuple], list[tuple]]:
        """Return the state of a record, its events' columns, and table and body of its facts, as stored."""
        events = [self._event_row(event, None, "-", 0, "-")[4:] for event in record.events]
        return record.state, events, [(fact.table, _json(fact.values)) for fact in record.facts]

    def _begin(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def _append_change(self) -> int:
        self.day = datetime.now(UTC).astimezone().date().isoformat()
        row = (_now(), *self._opening)
        statement = "INSERT INTO changes (at, command, summary, retracts) VALUES (?,?,?,?)"
        number = self._connection.execute(statement, row).lastrowid or 0
        self._sum += _sum((number, *row))
        return number

    def _append_source(self, name: str, sha256: str, size: int, extraction) -> int:
        layout = _sorted([[column.heading, column.role, column.why] for column in extraction.layout])
        row = (
            *(self.number, _storable(name), extraction.kind, size, int(extraction.exclusive)),
            _storable(layout),
        )
        self._sum += _sum(row)
        statement = (
            "INSERT INTO sources (change, name, kind, size, exclusive, layout, sha256) VALUES (?,?,?,?,?,?,?)"
        )
        return self._connection.execute(statement, (*row, sha256)).lastrowid or 0

    def _known(self) -> dict[str, int]:
        _make_views(self._connection)
        return dict(self._connection.execute("SELECT key, record FROM sound_records"))


TEXTS = (
    ("changes", "change", ("summary",)),
    ("sources", "source", ("name", "layout")),
    ("records", "record", ("origin", "reason", "content")),
    ("problems", "rowid", ("field", "value", "problem", "action")),
    ("events", "id", (*EVENT_COLUMNS[2:], "details")),
    ("facts", "id", ("body",)),
)
"""Every column that holds words from a file or a person."""

SUMMED = (
    "SELECT change, change, at, command, summary, retracts FROM changes",
    "SELECT change, change, name, kind, size, exclusive, layout FROM sources",
    "SELECT s.change, r.* FROM records r JOIN sources s USING (source)",
    "SELECT s.change, g.* FROM sightings g JOIN sources s USING (source)",
    "SELECT s.change, p.* FROM problems p JOIN records r USING (record) JOIN sources s USING (source)",
    f"SELECT change, event, change, record, entry, {', '.join(EVENT_COLUMNS)}, details FROM events",  # noqa: S608 of constants
    "SELECT change, fact, table_name, change, record, entry, event, recorded, replaces, body FROM facts",
)
"""Rows as they were written, each behind the change that wrote it."""

COUNTS = ("records", "events", "new", "known", "understood", "set aside", "problem", "gone", "edited")
UPDATED = re.compile("updat|modif|chang|änder|aktualis|mis[e]? à jour", re.I)
"""What a heading says over the day on which a row was edited last; not that of the last contact."""


class _Fresh(namedtuple("_Fresh", "record key content ids entry")):
    """A record to be appended: its key and content (JSON), the ids of its events and facts ("": made)."""

    __slots__ = ()


REPLACED_RECORDS = (
    "INSERT OR IGNORE INTO temp.replaced SELECT j.value FROM facts f, json_each(f.body, '$.records') j"
    " WHERE f.table_name = 'replaced' AND f.change NOT IN (SELECT change FROM temp.retracted)"
)
"""The records that a later reading of the same ones has replaced."""

REPLACED = """
WITH held AS (
    SELECT s.source, r.key FROM sound_sources s JOIN records r USING (source) WHERE s.exclusive
    UNION SELECT s.source, r.key FROM sound_sources s JOIN sightings g USING (source)
    JOIN records r ON r.record = g.record WHERE s.exclusive
  ),
  sizes AS (SELECT source, count(*) AS n FROM held GROUP BY source)
SELECT DISTINCT a.source FROM held a JOIN held b USING (key) JOIN sizes s ON s.source = a.source
WHERE a.source < b.source GROUP BY a.source, b.source HAVING 2 * count(*) >= s.n
"""
"""The lists of which a later one holds at least half of the rows: its earlier versions."""


def _delete_fact(connection: sqlite3.Connection, fact: str) -> int:
    """Delete a fact, and those that it replaced or that replaced it."""
    places = 0
    todo = [fact]
    while todo:
        name = todo.pop()
        todo += [row[0] for row in connection.execute("SELECT fact FROM facts WHERE replaces = ?", [name])]
        rows = connection.execute("SELECT replaces FROM facts WHERE fact = ?", [name]).fetchall()
        places += connection.execute("DELETE FROM facts WHERE fact = ?", [name]).rowcount
        todo += [row[0] for row in rows if row[0]]
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
    return sqlite3.connect(path, timeout=30, isolation_level=None)


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
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")


def _sum(row: tuple) -> int:
    return zlib.crc32(repr(row).encode("utf-8", "surrogatepass"))


def _sums(connection: sqlite3.Connection) -> dict[int, int]:
    """Return for each change the sum of the rows that it wrote, as they are now."""
    found: dict[int, int] = {}
    for query in SUMMED:
        for change, *row in connection.execute(query):
            found[change] = found.get(change, 0) + _sum(tuple(row))
    return found


def _retracted(connection: sqlite3.Connection) -> set[int]:
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


def _make_views(connection: sqlite3.Connection) -> None:
    """Name the rows that still count, for the time of this connection."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS retracted (change INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.retracted")
    gone = [(change,) for change in _retracted(connection)]
    connection.executemany("INSERT INTO temp.retracted VALUES (?)", gone)
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS replaced (record INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.replaced")
    connection.execute(REPLACED_RECORDS)
    still = "change NOT IN (SELECT change FROM temp.retracted)"
    counts = "(record IS NULL OR record NOT IN (SELECT record FROM temp.replaced))"
    for table, where in (
        ("sources", still),
        ("events", f"{still} AND {counts}"),
        ("facts", f"{still} AND {counts}"),
    ):
        connection.execute(
            f"CREATE TEMP VIEW IF NOT EXISTS sound_{table} AS SELECT * FROM {table} WHERE {where}"  # noqa: S608
        )
    connection.execute(
        "CREATE TEMP VIEW IF NOT EXISTS sound_records AS SELECT r.* FROM records r"  # noqa: S608
        f" JOIN sound_sources s ON s.source = r.source WHERE {counts}"
    )


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


def _fact_row(row: tuple) -> dict:
    fact, entry, event, recorded, _, body, origin, source = row
    return {
        **json.loads(body),
        "fact": fact,
        "entry": entry,
        "event": event,
        "recorded": recorded,
        "origin": origin,
        "source": source,
    }


def _entry(key: str, named: str) -> str:
    """Return the entry a row belongs to: the one its source named, else the record itself."""
    return _digest(f"entry|{named}", 32) if named else key


def _nth(text: str, seen: dict[str, int]) -> str:
    """Return the key of a record: its digest, and how often it came in the same file."""
    digest = _digest(text, 32)
    seen[digest] = seen.get(digest, 0) + 1
    return f"{digest}:{seen[digest]}"


def _batches(items: Iterable[Record], size: int) -> Iterator[list[Record]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


_sorted = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode


def _json(value: Mapping) -> str:
    """Return a mapping as JSON, its keys in order; one of text alone by hand, in half the time."""
    try:
        names, form = _form(tuple(value))
        return _storable(form % tuple([encode_basestring(value[name]) for name in names]))
    except TypeError:
        return _storable(_sorted(value))


@lru_cache(1 << 10)
def _form(names: tuple[str, ...]) -> tuple[list[str], str]:
    """Return the names in order, and the JSON of a mapping that has them, a “%s” for each value."""
    ordered = sorted(names)
    keys = (encode_basestring(name).replace("%", "%%") for name in ordered)
    return ordered, "{" + ", ".join(f"{key}: %s" for key in keys) + "}"


def _storable(text):
    """Return text that can be written as UTF-8: halves of a character become U+FFFD."""
    if text is None or text.isascii():
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _digest(text: str, length: int) -> str:
    import hashlib  # what only records a fact needs no digest, and starts without OpenSSL

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]
