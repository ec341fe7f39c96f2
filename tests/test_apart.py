"""Children: what they give comes back whole, or they are ended."""

import os
import time

import pytest

from jobkit import apart


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
