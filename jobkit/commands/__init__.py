"""The command `jobkit`, one module a theme: a command's options stand beside what it does.

Nothing here, nor in the modules of themes before a command runs, loads the tables: `--help`, and whatever
only records a fact, starts at once.
"""

from __future__ import annotations

from contextlib import suppress

from jobkit.commands.registry import COMMANDS as COMMANDS
from jobkit.commands.registry import command as command
from jobkit.errors import JobkitError, StoreError
from jobkit.language import english
from jobkit.tables import OPEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from typing import Any

    from jobkit.search import Search
    from jobkit.store.recording import Recorder


def search_of(options: Namespace, is_needed: bool = False) -> Search:
    """Return the search a command is about, looked at from the day it was given; it may have to be there."""
    from jobkit.search import Search
    from jobkit.search.holdings import mistakes
    from jobkit.store.files import refuse_mistyped

    on = getattr(options, "on", "")
    search = Search(options.data, as_of=getattr(options, "as_of", "") or on or None, on=on)
    if is_needed:
        refuse_mistyped(search.folder, is_needed=True)
    if search.folder.is_dir():
        from jobkit.commands import terminal

        with suppress(StoreError):  # `restore` mends a damaged store; what needs its tables says so itself
            terminal.year = search.as_of.year
        for mistake in mistakes(search.folder):
            terminal.complain(mistake)
    return search


def recorder_of(
    options: Namespace, application: str, prefers: tuple[str, ...] = OPEN, day: str = ""
) -> Recorder:
    """Return what records quickly; where it cannot tell which application is meant, a whole search.

    prefers : of several at one employer the one with such an outcome is meant, of those begun by the `day`.
    """
    from jobkit.store.anchors import default_folder
    from jobkit.store.recording import Recorder

    recorder = Recorder(options.data or default_folder(), getattr(options, "on", ""))
    try:
        if application:
            recorder.anchor(application)
        return recorder
    except JobkitError:
        search = search_of(options)
        search.prefers, search.happened = prefers, day
        return search


def say_which(recorder: Recorder, application: str) -> None:
    """Print which application something was written to, so that a wrong one is seen."""
    from jobkit.commands.terminal import say

    event, company, role, _, date = recorder.anchor(application)
    named = " · ".join(filter(None, (company, role))) or "an application without a company"
    since = f", from {english.day(date)}" if date else ""
    say(f"It belongs to {named}{since} ({event[:6]}).")


def given(options: Namespace, names: Iterable[str]) -> dict[str, Any]:
    """Return the options of these names that were given."""
    return {name: value for name in names if (value := getattr(options, name))}
