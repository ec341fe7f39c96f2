"""Other processes that read: many letters, in batches dealt out in turn; a large table, ahead of its keeping.

A batch is a line of JSON (the origins, and how long each letter is) and the letters behind it; the answer is
a line of JSON. Of a table the first line says how it was understood, each other one holds some of its
records. A reader that is lost costs nothing but time: what it did not answer is read here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import chain, islice
from pathlib import Path
from queue import SimpleQueue

from jobkit.errors import SourceError
from jobkit.sources.reading import Column, Extraction
from jobkit.tables import Event, Fact, Problem, Record

FEW = 5_000
"""Letters that are read before other processes are started: that takes as long as reading some thousands."""
BATCH = 100
BATCH_BYTES = 2_000_000
READERS = 3
"""At most so many, each of about 60 MB."""
LARGE = 2_000_000
"""Bytes of a table from which another process reads it, while this one keeps what was read."""
ROWS = 200
"""Records on a line."""
AHEAD = 1 << 20
"""Bytes that a reader may have written before they are asked for, where the system lets us say (Linux)."""
SERVE = "from jobkit.sources import mail, readers; readers.serve(mail.record)"
SERVE_TABLE = "from jobkit.sources import readers, trackers; readers.serve_table(trackers.extract)"

Letter = tuple[str, bytes]
Reading = Callable[[bytes, str], Record]
Extracting = Callable[[Path, Mapping[str, str] | None], Extraction]


def records(letters: Iterator[Letter], record: Reading) -> Iterator[Record]:
    """Return what `record` takes each letter for, in their order."""
    size = min(os.cpu_count() or 1, READERS)
    yield from (record(raw, origin) for origin, raw in islice(letters, FEW if size > 1 else None))
    first = list(islice(letters, 1))
    if not first:
        return
    with ExitStack() as ends:
        idle: SimpleQueue[_Reader] = SimpleQueue()
        for _ in range(size):
            idle.put(ends.enter_context(_Reader(record)))
        pool = ends.enter_context(ThreadPoolExecutor(size))
        asked: deque[Future[list[Record]]] = deque()
        for batch in _batches(chain(first, letters)):
            asked.append(pool.submit(_with_idle, idle, batch))
            if len(asked) > 2 * size:
                yield from asked.popleft().result()
        while asked:
            yield from asked.popleft().result()


def serve(record: Reading) -> None:
    """Answer batches from standard input until it ends: what runs in a reader's process."""
    given = sys.stdin.buffer
    for line in given:
        read = [record(given.read(size), origin) for origin, size in json.loads(line)]
        _answered(read)


def table(path: Path, mapping: Mapping[str, str] | None, extract: Extracting) -> Extraction:
    """Return what `extract` makes of a table; the records of a large one come from another process.

    Raises
    ------
    SourceError : whatever `extract` refuses.
    """
    if path.stat().st_size < LARGE or (os.cpu_count() or 1) < 2:
        return extract(path, mapping)
    ahead = _Ahead(path, mapping, extract)
    told = ahead.understood()
    if told is None:
        return extract(path, mapping)
    kind, columns, is_exclusive, *words = told
    layout = tuple(Column(*column) for column in columns)
    guesses, sheets = (tuple(map(tuple, pairs)) for pairs in words)
    return Extraction(kind, ahead, layout, is_exclusive, guesses, sheets)


def serve_table(extract: Extracting) -> None:
    """Write what the table asked for on standard input holds: what runs in its reader's process."""
    path, mapping = json.loads(sys.stdin.buffer.readline())
    try:
        found = extract(Path(path), mapping)
    except SourceError as error:
        _answered([None, error.expected, error.action, error.line])
        return
    columns = [(column.heading, column.role, column.why) for column in found.layout]
    _answered([found.kind, columns, found.exclusive, found.guesses, found.sheets])
    records = iter(found.records)
    while rows := list(islice(records, ROWS)):
        _answered(rows)
    _answered([])


class _Ahead:
    """The records of a table, read by another process as far as it has got, and otherwise here."""

    def __init__(self, path: Path, mapping: Mapping[str, str] | None, extract: Extracting):
        self._asked, self._extract = (path, mapping), extract
        self._process: subprocess.Popen | None = _started(SERVE_TABLE)
        self._ending = weakref.finalize(self, _end, self._process)

    def understood(self) -> list | None:
        """Return kind, columns and the rest of how the table was understood; None if its reader is lost."""
        path, mapping = self._asked
        assert self._process
        with suppress(OSError, ValueError):
            kind, *rest = _answer(self._process, [str(path.absolute()), dict(mapping or {})])
            if kind is None:
                raise SourceError(path, *rest)
            return [kind, *rest]
        return None

    def __iter__(self) -> Iterator[Record]:
        process, self._process = self._process, None
        n_read = 0
        with suppress(ValueError):  # half a line: the reader is lost
            for row in _rows(process) if process else ():
                if row is None:
                    return
                yield _record(*row)
                n_read += 1
        yield from islice(self._extract(*self._asked).records, n_read, None)


def _rows(process: subprocess.Popen) -> Iterator[list | None]:
    """Return the rows that a reader writes, then None; of one that is lost, the rows alone."""
    assert process.stdout
    try:
        for line in process.stdout:
            yield from json.loads(line) or (None,)
    finally:
        _end(process)


def _started(code: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pipesize=AHEAD,
        cwd=Path(__file__).parents[2],
        start_new_session=True,  # an interruption ends the one that asks, and so its readers
    )


def _end(process: subprocess.Popen) -> None:
    process.kill()
    process.communicate()  # and close what led to it


def _answer(process: subprocess.Popen, asked: list, more: Sequence[bytes] = ()) -> list:
    given, answers = process.stdin, process.stdout
    assert given and answers
    given.write(json.dumps(asked).encode() + b"\n")
    given.writelines(more)
    given.flush()
    return json.loads(answers.readline())


def _answered(told: list) -> None:
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    sys.stdout.buffer.flush()


class _Reader:
    """One process that reads letters, and what to do where it is lost."""

    def __init__(self, record: Reading):
        self._record = record

    def __enter__(self) -> _Reader:
        self._process = _started(SERVE)
        return self

    def __exit__(self, *_: object) -> None:
        _end(self._process)

    def read(self, batch: list[Letter]) -> list[Record]:
        """Return the records of a batch of letters."""
        with suppress(OSError, ValueError):
            sizes = [(origin, len(raw)) for origin, raw in batch]
            return [_record(*row) for row in _answer(self._process, sizes, [raw for _, raw in batch])]
        return [self._record(raw, origin) for origin, raw in batch]


def _with_idle(idle: SimpleQueue[_Reader], batch: list[Letter]) -> list[Record]:
    reader = idle.get()
    try:
        return reader.read(batch)
    finally:
        idle.put(reader)


def _batches(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    batch: list[Letter] = []
    size = 0
    for letter in letters:
        batch.append(letter)
        size += len(letter[1])
        if len(batch) == BATCH or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _record(origin: str, content: dict, *told: list, **_: object) -> Record:
    """Return a record from what JSON made of it."""
    events, facts, problems, *rest = told
    made = (
        tuple(kind(*row) for row in rows)
        for kind, rows in ((Event, events), (Fact, facts), (Problem, problems))
    )
    return Record(origin, content, *made, *rest)
