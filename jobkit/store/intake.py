"""A file on its way into the store: which of its records are new, known, edited or read otherwise."""

import re
from collections import Counter, namedtuple
from collections.abc import Callable, Iterable
from itertools import islice

from jobkit.store import rows
from jobkit.store.again import Before
from jobkit.store.rows import as_json, storable
from jobkit.store.store import Change
from jobkit.store.versions import edited, is_older, lost
from jobkit.store.views import QUERIES, make_views
from jobkit.tables import Event, Problem, Record

BATCH = 1_000
COUNTS = ("records", "events", "new", "known", "understood", "set aside", "problem", "gone", "edited")
NEXT_RECORD = "SELECT coalesce(max(record), 0) + 1 FROM records"
UPDATED = re.compile("updat|modif|chang|änder|aktualis|mis[e]? à jour", re.I)
"""What a heading says over the day on which a row was edited last; not that of the last contact."""


_Fresh = namedtuple("_Fresh", "record key content ids entry")
"""A record to be appended: its key and content (JSON), the ids of its events and facts ("": made)."""


def read_again(change: Change, sha256: str = "") -> Before:
    """Return how everything was read until now; of the file with this digest all records are at stake."""
    known = _known(change)
    newest = change.connection.execute("SELECT coalesce(max(source), 0) + 1 FROM sources").fetchone()[0]
    held = {row[0] for row in change.connection.execute(QUERIES["held"], (sha256, newest))}
    return Before(change.connection, held & {*known.values()})


def append(
    change: Change,
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
    intake = _Intake(change, name, sha256 if extraction.exclusive else unfinished, size, extraction, again)
    records = extraction.records
    if extraction.after and not again and (n := intake.see_again(unfinished)):
        records = extraction.after(n)
    later: list[_Fresh] | None = [] if intake.may_be_edited() else None
    records = iter(records)
    while batch := [*islice(records, BATCH)]:
        fresh = intake.fresh(batch)
        if later is None:
            intake.append(fresh)
        else:
            later += fresh
        if progress:
            progress(intake.counts["records"])
        if not extraction.exclusive and not again:
            change.keep_so_far()
    change.connection.execute("UPDATE sources SET sha256 = ? WHERE source = ?", (sha256, intake.source))
    for doubt in extraction.doubts:
        change.doubt(doubt, intake.source)
    if later is not None:
        intake.append_edited(later, name)
    elif again:
        again.drop()
        change.replaced(again.replaced)
    return {
        **intake.counts,
        "source": intake.source,
        "lost": intake.lost,
        "letters": intake.letters,
        "unread": intake.unread,
    }


class _Intake:
    """One file being appended: its `source`, `counts` of its records, endings `lost`, what `letters` gave.

    `unread` is what was not understood, and where.
    """

    def __init__(self, change: Change, name: str, sha256: str, size: int, extraction, again: Before | None):
        self._change, self._execute, self._again = change, change.connection.execute, again
        self._extraction, self.counts = extraction, dict.fromkeys(COUNTS, 0)
        self.lost: list[tuple[str, str, Event]] = []
        self.letters: list[tuple[str, Event]] = []
        self.unread: list[tuple[str, Problem]] = []
        layout = storable(rows.in_order([[one.heading, one.role, one.why] for one in extraction.layout]))
        about = (storable(name), extraction.kind, size, int(extraction.exclusive), layout)
        self.source = change.insert_one(QUERIES["insert_source"], (change.number, *about), sha256)
        self._known, self._seen = _known(change), Counter[str]()

    def see_again(self, digest: str) -> int:
        """Note as seen what an interrupted try kept, if all of that still counts; return how much it is."""
        kept = self._execute(QUERIES["kept"], (digest, self.source)).fetchall()
        if not all(key in self._known for key, _ in kept):
            return 0
        self._sight([self._known[key] for key, _ in kept])
        for key, state in kept:
            self._seen[key.partition(":")[0]] += 1
            self.counts[state] += 1
        self.counts["records"] = self.counts["known"] = len(kept)
        return len(kept)

    def may_be_edited(self) -> bool:
        """Return whether this is a list, and another is known of which it may be a later version."""
        query = "SELECT 1 FROM sound_sources WHERE exclusive AND source < ?"
        is_list = self._extraction.exclusive and not self._again
        return is_list and self._execute(query, (self.source,)).fetchone() is not None

    def fresh(self, batch: list[Record]) -> list[_Fresh]:
        """Return the records that are new, or read otherwise now; note where the others were seen."""
        fresh, sighted = [], []
        for record in batch:
            content = as_json(record.content)
            key = self._key(content)
            if record.same and key not in self._known:  # stores of old know a record only as it was written
                key = self._key(as_json(record.same))
            self.counts["records"] += 1
            self.counts[record.state] += 1
            old = self._again.find(self._known.get(key), record.origin) if self._again else None
            reading = self._reading(record) if old else ("", [], [])
            if key in self._known and not (old and old.differs(*reading)):
                self.counts["known"] += 1
                sighted.append(self._known[key])
            elif self._again and old:
                ids = self._again.replace(old, *reading)
                fresh.append(_Fresh(record._replace(origin=old.origin), key, content, ids, old.entry))
            else:
                own = [record.id] * len(record.events), [record.id] * len(record.facts)
                fresh.append(_Fresh(record, key, content, own, key))
        self._sight(sighted)
        return fresh

    def append(self, fresh: list[_Fresh]) -> list[int]:
        """Append records with what was made of them; return their numbers."""
        change, first = self._change, self._execute(NEXT_RECORD).fetchone()[0]
        records, problems, events, facts = [], [], [], []
        for row, (record, key, content, ids, entry) in enumerate(fresh, first):
            self._known[key] = row
            self.counts["new"] += 1
            self.counts["events"] += len(record.events)
            self.letters += [(record.origin, e) for e in record.events if not self._extraction.exclusive]
            origin, why = storable(record.origin), storable(record.set_aside)
            records.append((row, self.source, key, origin, record.state, why, content))
            problems += [(row, *map(storable, problem)) for problem in record.problems]
            self.unread += [(record.origin, problem) for problem in record.problems]
            for n, event in enumerate(record.events):
                events.append(rows.event_row(event, change.number, row, entry, n, ids[0][n]))
            for n, fact in enumerate(record.facts):
                facts.append(rows.fact_row(fact, change.number, row, entry, n, ids[1][n], change.day))
        change.insert("INSERT INTO records VALUES (?,?,?,?,?,?,?)", records)
        change.insert("INSERT INTO problems VALUES (?,?,?,?,?)", problems)
        change.insert(rows.INSERT_EVENT, events)
        change.insert(rows.INSERT_FACT, facts)
        return [*range(first, first + len(fresh))]

    def append_edited(self, fresh: list[_Fresh], name: str) -> None:
        """Append the new rows of a list of which an earlier version may be known; an edited row counts once.

        That of this version counts, unless the file itself says that it is the older one.
        """
        about = {"source": self.source, "kind": self._extraction.kind, "name": storable(name)}
        about["before"], is_same = self._execute(QUERIES["previous"], about).fetchone() or (0, 0)
        before = Before(self._change.connection, set())
        gone = [before.reading(record) for (record,) in self._execute(QUERIES["missing"], about).fetchall()]
        pairs = edited([one.record for one in fresh], gone, bool(is_same))
        layout = [one.heading for one in self._extraction.layout if one.role in ("updated", "touched")]
        updated = [*filter(UPDATED.search, layout)]
        older = []
        for at, old in pairs.items():
            one = fresh[at]
            if is_older(one.record.content, old.content, updated):
                older.append(at)
                continue
            ids = before.replace(old, *self._reading(one.record))
            fresh[at] = one._replace(ids=ids, entry=old.entry)
            self.lost += lost(old, one.record)
        numbers = self.append(fresh)
        kept = {old.record for old in pairs.values()}
        self.counts["gone"] = sum(bool(old.events) and old.record not in kept for old in gone)
        self.counts["edited"] = len(pairs)
        self._change.replaced([*before.replaced, *(numbers[at] for at in older)])

    def _key(self, content: str) -> str:
        """Return the key of a record: its digest, and how often it came in the same file."""
        name = rows.digest(f"{self._extraction.kind}|{content}", 32)
        self._seen[name] += 1
        return f"{name}:{self._seen[name]}"

    def _sight(self, records: Iterable[int]) -> None:
        self._change.insert("INSERT INTO sightings VALUES (?,?)", [(self.source, one) for one in records])

    def _reading(self, record: Record) -> tuple[str, list[tuple], list[tuple]]:
        """Return the state of a record, its events' columns, and table and body of its facts, as stored."""
        events = [rows.event_row(event, 0, None, "-", 0, "-")[4:] for event in record.events]
        return record.state, events, [(fact.table, as_json(fact.values)) for fact in record.facts]


def _known(change: Change) -> dict[str, int]:
    make_views(change.connection)
    return dict(change.connection.execute("SELECT key, record FROM sound_records"))
