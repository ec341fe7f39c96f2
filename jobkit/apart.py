"""Something run in a child process, with a limit of seconds and bytes; lines of JSON come back.

A file from elsewhere can hang, swell or abort whoever reads it, and no `except` sees that. The child loads
the one module in which the function stands, by its file, and nothing of the packages above it; what only
the one that asks needs is imported where it is used, so that a child starts at once.

    call:    a line of JSON, the list of arguments
    answer:  a line of JSON for each value that the function gives, [value], then {} or {"fault": its name}
"""

from __future__ import annotations

import json
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    Function = Callable[..., Iterable]

ANSWER = 64 << 20


class Lost(Exception):  # noqa: N818 named by what happened
    """A child gave no whole answer: it was `late`, said too much (`full`), or `ended` in whatever way."""


class Child:
    """A process that calls one function as often as it is asked to.

    Parameters
    ----------
    function : of the top level of a module; its arguments and each value it gives can be written as JSON.
    seconds : that one call may take; 0: as many as it needs.
    memory : bytes that the process may take, where the system can hold it to them; 0: any.
    answer : bytes that one answer may have.
    settled : environment variables of Python and of libraries that it heeds; without them it heeds none.
    started : for `subprocess.Popen`: in which folder it stands, where its errors go.
    """

    def __init__(
        self,
        function: Function,
        seconds: float = 0,
        memory: int = 0,
        answer: int = ANSWER,
        settled: dict[str, str] | None = None,
        **started: Any,
    ):
        import subprocess

        self._seconds, self._answer, self._is_late = seconds, answer, False
        file = sys.modules[function.__module__].__file__
        bound = 0 if settled else seconds  # of the processor, which threads of one's own notebook share
        named = [file or "", function.__module__, function.__qualname__, str(memory), str(bound)]
        self._process: Any = subprocess.Popen(
            [sys.executable, "-P" if settled else "-I", __file__, *named],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | (settled or {}),
            start_new_session=os.name == "posix",  # an interruption ends the one that asks first
            **{"stderr": subprocess.DEVNULL} | started,
        )

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()  # and close what led to it

    def call(self, *arguments: Any) -> list:
        """Return the values that the function gives.

        Raises
        ------
        Lost : there is no whole answer; the child is of no use any more.
        """
        return list(self.values(*arguments))

    def values(self, *arguments: Any) -> Iterator[Any]:
        """Yield each value as the function gives it; raise `Lost` as `call` does."""
        import threading

        clock = threading.Timer(self._seconds, self._end)
        clock.daemon = True
        if self._seconds:
            clock.start()
        try:
            yield from self._values(json.dumps(arguments).encode() + b"\n")
        except (OSError, ValueError) as error:
            raise Lost("late" if self._is_late else "ended") from error
        finally:
            clock.cancel()

    def _end(self) -> None:
        self._is_late = True
        self._process.kill()

    def _values(self, call: bytes) -> Iterator[Any]:
        self._process.stdin.write(call)
        self._process.stdin.flush()
        room = self._answer
        while line := self._process.stdout.readline(room + 1):
            room -= len(line)
            if room < 0:
                raise Lost("full")
            value = json.loads(line)
            if value == {}:
                return
            if isinstance(value, dict):
                raise Lost("full" if value["fault"] == "MemoryError" else "ended")
            yield value[0]
        raise ValueError("it ended")


def run(function: Function, *arguments: Any, **limits: Any) -> list:
    """Return what `call` does of a child of its own, with the limits of `Child`."""
    with Child(function, **limits) as child:
        return child.call(*arguments)


def each(function: Function, calls: Iterable, **limits: Any) -> Iterator[list | None]:
    """Return the values of each call with one argument, made in a child; None of one that was lost."""
    child = None
    try:
        for call in calls:
            child = child or Child(function, **limits)
            try:
                yield child.call(call)
            except Lost:
                child.__exit__()
                child = None
                yield None
    finally:
        if child:
            child.__exit__()


def _serve(file: str, module: str, name: str, memory: str, seconds: str) -> None:
    """Answer calls from standard input until it ends: what runs in the child, and cannot reach either end."""
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    _limit_memory(int(memory))
    from importlib.util import module_from_spec, spec_from_file_location

    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    spec = spec_from_file_location(module, file)
    assert spec and spec.loader
    sys.modules[module] = loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    function = getattr(loaded, name)

    def send(value: object) -> None:
        answers.write(json.dumps(value).encode() + b"\n")
        answers.flush()

    for line in calls:
        _limit_seconds(float(seconds))
        try:
            for value in function(*json.loads(line)):
                send([value])
            send({})
        except Exception as error:
            sys.excepthook(*sys.exc_info())  # its last words, where somebody listens
            send({"fault": type(error).__name__})


def _resource() -> Any:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the clock of the one that asks still holds
        return None
    return resource


def _limit_memory(memory: int) -> None:
    if resource := _resource():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _limit_seconds(seconds: float) -> None:
    """Bound this call, should nobody be left to end it."""
    import time

    resource = _resource()
    if resource and seconds:
        most = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + seconds) + 2, most))


if __name__ == "__main__":
    _serve(*sys.argv[1:])
