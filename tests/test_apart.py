"""Children: what they give comes back whole, or they are ended; many letters are read the same by several."""

import os
import signal
import time

import pytest

from jobkit import apart
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


def doubled(numbers):
    return [[number, "ü\ud800"] for number in numbers]


def endless():
    while True:
        yield "x" * 1_000


def asleep(seconds):
    time.sleep(seconds)
    return [seconds]


def large(n):
    return [len(b"x" * n)]


def broken():
    raise RuntimeError("my own fault")


def aborted():
    os.abort()


def test_what_a_function_gives_comes_back():
    with apart.Child(doubled) as child:
        assert child.call([1, 2]) == [[1, "ü\ud800"], [2, "ü\ud800"]]
        assert child.call([]) == []
    assert apart.run(large, 5, memory=256 << 20) == [5]


@pytest.mark.parametrize(
    ("function", "arguments", "limits", "why"),
    [
        (endless, (), {"answer": 100_000}, "full"),
        (asleep, (60,), {"seconds": 0.5}, "late"),
        (large, (1 << 30,), {"memory": 256 << 20}, "full"),
        (broken, (), {}, "ended"),
        (aborted, (), {}, "ended"),
    ],
)
def test_a_child_beyond_its_limits_is_ended(function, arguments, limits, why):
    began = time.monotonic()
    with pytest.raises(apart.Lost, match=why):
        apart.run(function, *arguments, **limits)
    assert time.monotonic() - began < 20


@pytest.fixture
def many(monkeypatch, tmp_path):
    """Have several processes read all but the first three letters."""
    monkeypatch.setattr(mail, "FEW", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(mail.boxes, "letters", lambda path: iter(LETTERS[:path]))


def test_several_processes_read_what_one_would_in_the_same_order(many):
    assert list(mail._records(400)) == SAME


@pytest.mark.parametrize("n", [0, 1, 3, 4])
def test_few_letters_are_all_read(many, n):
    assert list(mail._records(n)) == SAME[:n]


def test_a_process_that_is_lost_costs_no_letter(many, monkeypatch):
    started = []

    class Doomed(apart.Child):
        def call(self, *arguments):
            if not started:
                os.kill(self._process.pid, signal.SIGTERM)
                self._process.wait()
            started.append(self._process.pid)
            return super().call(*arguments)

    monkeypatch.setattr(apart, "Child", Doomed)
    assert list(mail._records(400)) == SAME
    assert started


def test_whoever_stops_asking_leaves_no_process_behind(many, monkeypatch):
    started = []

    class Noted(apart.Child):
        def __enter__(self):
            started.append(self)
            return super().__enter__()

    monkeypatch.setattr(apart, "Child", Noted)
    asked = mail._records(400)
    assert [next(asked) for _ in range(150)] == SAME[:150]
    asked.close()
    assert len(started) == 2
    assert all(child._process.returncode is not None for child in started)
