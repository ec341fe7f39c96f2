"""Other processes that read many letters, in batches dealt out in turn.

A batch is a line of JSON (the origins, and how long each letter is) and the letters behind it; the answer is
a line of JSON. A reader that is lost costs nothing but time: what it did not answer is read here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import chain, islice
from pathlib import Path
from queue import SimpleQueue

from jobkit.tables import Event, Fact, Problem, Record

FEW = 5_000
"""Letters that are read before other processes are started: that takes as long as reading some thousands."""
BATCH = 100
BATCH_BYTES = 2_000_000
READERS = 3
"""At most so many, each of about 60 MB."""
SERVE = "from jobkit.sources import mail, readers; readers.serve(mail.record)"

Letter = tuple[str, bytes]
Reading = Callable[[bytes, str], Record]


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


def _started(code: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
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
