"""The command `jobkit`, one module a theme: a command's options stand beside what it does.

Nothing here, nor in the modules of themes before a command runs, loads the tables: `--help`, and whatever
only records a fact, starts at once.
"""

from __future__ import annotations

from jobkit.commands.registry import COMMANDS as COMMANDS
from jobkit.commands.registry import Command as Command
from jobkit.commands.registry import command as command
from jobkit.errors import JobkitError
from jobkit.tables import LOST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any

    from jobkit.search import Search
    from jobkit.store.recording import Recorder


def argument(*flags: str, **settings: Any) -> tuple:
    """Return an option or argument as `argparse` takes it."""
    return flags, settings


def texts(**words: str) -> tuple:
    """Return options that each take a text, by name."""
    return tuple(argument(f"--{name}", default="", metavar="TEXT", help=help) for name, help in words.items())


def days(**words: str) -> tuple:
    """Return options that each take a day, by name."""
    settings = {"default": "", "type": day, "metavar": "DAY"}
    return tuple(argument(f"--{name}", help=help, **settings) for name, help in words.items())


def path(text: str) -> Path:
    """Return a path; what only records needs none, and does not load them."""
    from pathlib import Path

    return Path(text)


def day(text: str) -> str:
    """Return a day that was typed as 2026-10-31, as `understand.day` does; loaded when one is typed."""
    if not text:
        return ""
    from jobkit.commands import understand

    return understand.day(text)


AS_OF = argument("--as-of", default="", type=day, metavar="DAY", help="as if today were this date")
ON, FOUND = (
    argument("--on", default="", type=day, metavar="DAY", help=help)
    for help in (
        "the day you learned it (default: the day it has itself, else today)",
        "the day you found out (default: today); it holds for the days before, too",
    )
)
APPLICATION = argument("application", help="its company, “company / role”, or its id")
NOTE = argument("--note", default="", metavar="TEXT", help="anything to remember with it")
JSON = argument("--json", action="store_true", help="print JSON")
SHARED = (
    argument(
        "--data",
        default="",
        metavar="DIR",
        help="folder of the search (default: JOBKIT_DATA, else data/mine, else your data folder)",
    ),
    argument("--debug", action="store_true", help="show where an error came from"),
)


def search_of(options: Namespace) -> Search:
    """Return the search a command is about, looked at from the day it was given."""
    from jobkit.search import Search

    on = getattr(options, "on", "")
    search = Search(options.data, as_of=getattr(options, "as_of", "") or on or None, on=on)
    if search.folder.is_dir():
        from jobkit.commands import terminal

        terminal.year = search.as_of.year
        for mistake in search.mistakes():
            terminal.complain(mistake)
    return search


def recorder_of(options: Namespace, application: str, ended: bool = False) -> Recorder:
    """Return what records quickly; where it cannot tell which application is meant, a whole search.

    ended : of several at one employer the one that was lost is meant.
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
        search.prefers = LOST if ended else search.prefers
        return search


def say_which(recorder: Recorder, application: str) -> None:
    """Print which application something was written to, so that a wrong one is seen."""
    from jobkit.commands.terminal import say

    event, company, role, _, date = recorder.anchor(application)
    named = " · ".join(filter(None, (company, role))) or "an application without a company"
    if date:
        from jobkit.language import english

        date = f", from {english.day(date)}"
    say(f"It stands with {named}{date} ({event[:6]}).")


def given(options: Namespace, names: Iterable[str]) -> dict[str, Any]:
    """Return the options of these names that were given."""
    return {name: value for name in names if (value := getattr(options, name))}
