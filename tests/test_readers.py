"""Many letters are read by other processes: the same records, whatever becomes of a process."""

import os
import signal

import pytest

from jobkit.sources import readers
from jobkit.sources.mail import mail

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
