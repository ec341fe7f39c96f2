"""Many letters, and large tables, are read by other processes: the same records, whatever becomes of a process."""

import gc
import os
import signal
from pathlib import Path

import pytest

from jobkit import Search, sources
from jobkit.errors import SourceError
from jobkit.sources import readers
from jobkit.sources.mail import mail
from jobkit.sources.tables import trackers

LETTERS = [
    (
        f"mail.mbox:{number}",
        f"From: Pinefold <jobs@pinefold.example>\nSubject: Bäcker {number}\nMessage-ID: <{number}@pinefold.example>\n"
        "Date: Mon, 2 Mar 2026 10:00:00 +0000\n\nThank you for applying. We have decided not to proceed"
        f" with your application for the Baker role {number}.\n\ud800".encode("utf-8", "surrogatepass"),
    )
    for number in range(400)
]
SAME = [mail.record(raw, origin) for origin, raw in LETTERS]


@pytest.fixture
def many(monkeypatch):
    """Have several processes read all but the first three letters."""
    monkeypatch.setattr(readers, "FEW", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_several_processes_read_what_one_would_in_the_same_order(many):
    assert list(readers.records(iter(LETTERS), mail.record)) == SAME


@pytest.mark.parametrize("n", [0, 1, 3, 4])
def test_few_letters_are_all_read(many, n):
    assert list(readers.records(iter(LETTERS[:n]), mail.record)) == SAME[:n]


def test_a_process_that_is_lost_costs_no_letter(many, monkeypatch):
    started = []

    class Doomed(readers._Reader):
        def read(self, batch):
            if not started:
                os.kill(self._process.pid, signal.SIGTERM)
                self._process.wait()
            started.append(self._process.pid)
            return super().read(batch)

    monkeypatch.setattr(readers, "_Reader", Doomed)
    assert list(readers.records(iter(LETTERS), mail.record)) == SAME
    assert started


def test_whoever_stops_asking_leaves_no_process_behind(many, monkeypatch):
    started = []

    class Noted(readers._Reader):
        def __enter__(self):
            started.append(super().__enter__())
            return self

    monkeypatch.setattr(readers, "_Reader", Noted)
    asked = readers.records(iter(LETTERS), mail.record)
    assert [next(asked) for _ in range(150)] == SAME[:150]
    asked.close()
    assert len(started) == 2
    assert all(reader._process.returncode is not None for reader in started)


TABLE = "Company,Role,Applied on,Status\n" + "".join(
    f"Bäckerei {n},Baker {n},{n % 28 + 1:02}/05/2025,{'rejectd' if n % 3 else 'applied'}\n"
    for n in range(900)
)


@pytest.fixture
def table(tmp_path, monkeypatch):
    """A table that counts as large, and the processes that were started to read it."""
    monkeypatch.chdir(tmp_path)
    path = Path("applications.csv")
    path.write_text(TABLE, encoding="utf-8")
    started, start = [], readers._started

    def noted(code):
        started.append(start(code))
        return started[-1]

    monkeypatch.setattr(readers, "LARGE", 1_000)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(readers, "_started", noted)
    return path, started


def test_another_process_reads_a_large_table_as_this_one_would(table):
    path, started = table
    ahead, here = sources.extract(path), trackers.extract(path)
    assert started
    for name in ("kind", "layout", "exclusive", "guesses", "sheets"):
        assert getattr(ahead, name) == getattr(here, name)
    assert list(ahead.records) == list(here.records)
    assert started[0].returncode is not None
    assert list(ahead.records) == list(here.records)  # asked for again


def test_a_small_table_is_read_here(table, monkeypatch):
    path, started = table
    monkeypatch.setattr(readers, "LARGE", 1_000_000)
    assert len(list(sources.extract(path).records)) == 900
    assert not started


def test_what_a_column_is_said_to_be_holds_in_another_process(table):
    path, started = table
    roles = {column.heading: column.role for column in sources.extract(path, {"Status": "note"}).layout}
    assert started
    assert roles["Status"] == "note"


def test_another_process_refuses_a_table_in_the_same_words(table):
    path, started = table
    path.write_text("Name,Email\n" + "Ann Example,ann@example.com\n" * 400, encoding="utf-8")
    with pytest.raises(SourceError) as here:
        trackers.extract(path)
    with pytest.raises(SourceError) as there:
        sources.extract(path)
    assert started
    assert str(there.value) == str(here.value)


@pytest.mark.parametrize("n_read", [0, 1, 250])
def test_a_process_that_is_lost_costs_no_row(table, monkeypatch, n_read):
    path, started = table
    monkeypatch.setattr(readers, "AHEAD", 4_096)
    monkeypatch.setattr(readers, "ROWS", 10)
    records = iter(sources.extract(path).records)
    read = [next(records) for _ in range(n_read)]
    started[0].kill()
    assert read + list(records) == list(trackers.extract(path).records)


def test_a_process_that_is_lost_at_once_leaves_the_table_to_this_one(table, monkeypatch):
    path, _ = table
    monkeypatch.setattr(readers, "SERVE_TABLE", "print('half a li', end='')")
    assert list(sources.extract(path).records) == list(trackers.extract(path).records)


def test_a_table_that_nobody_asks_for_leaves_no_process_behind(table):
    path, started = table
    asked = iter(sources.extract(path).records)
    next(asked)
    asked.close()
    assert started[0].returncode is not None
    assert sources.extract(path).kind == "tracker table"  # its records are not asked for
    gc.collect()
    assert started[1].returncode is not None


def test_what_another_process_read_is_kept_once(table):
    path, started = table
    search = Search(path.parent / "search")
    assert search.add(path)[["records", "new", "events"]].iloc[0].tolist() == [900, 900, 1500]
    assert search.add(path)["new"].sum() == 0
    assert started
