"""The commands that there are, by name, and what a command may take."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any


Command = namedtuple("Command", "name words options act")
"""What a command is called, does in a few words, takes, and the function that does it."""
DAY = "DAY"  # what is typed for it is understood once all of a command is known
DAY_OR_MONTH = "DAY_OR_MONTH"
COMMANDS: dict[str, Command] = {}
"""Every command, in the order in which the modules of themes name them."""


def command(*options: tuple) -> Callable:
    """Enter the function beneath as a command: its name, and in its docstring what help says of it."""

    def enter(act: Callable[[Namespace], int | None]) -> Callable[[Namespace], int | None]:
        COMMANDS[act.__name__] = Command(act.__name__, act.__doc__ or "", options, act)
        return act

    return enter


def argument(*flags: str, **settings: Any) -> tuple:
    """Return an option or argument as `argparse` takes it; one text that is not given is empty."""
    is_text = settings.keys().isdisjoint(("action", "type")) and settings.get("nargs") in (None, "?")
    return flags, {"default": ""} | settings if is_text else settings


def many(*flags: str, **settings: Any) -> tuple:
    """Return an option that may be given again for the next."""
    return argument(*flags, action="append", default=[], **settings)


def each(words: dict[str, str], **settings: Any) -> tuple:
    """Return an option for each of these names, with what help says of it."""
    named = ((name.replace("_", "-"), help) for name, help in words.items())
    return tuple(argument(f"--{name}", help=help, **settings) for name, help in named)


def texts(**words: str) -> tuple:
    """Return options that each take a text, by name."""
    return each(words, metavar="TEXT")


def days(**words: str) -> tuple:
    """Return options that each take a day, by name."""
    return each(words, metavar=DAY)


def flags(**words: str) -> tuple:
    """Return options that take nothing, by name."""
    return each(words, action="store_true")


def path(text: str) -> Path:
    """Return a path; what only records needs none, and does not load them."""
    from pathlib import Path

    return Path(text)


AS_OF, ON = days(
    as_of="as if today were this date",
    on="the day you learned it (default: the day it happened, if given, else today)",
)
(FOUND,) = days(on="the day you found out (default: today); earlier days are corrected, too")
APPLICATION = argument("application", help="its company, “company / role”, or its id")
(NOTE,) = texts(note="anything to remember with it")
(JSON,) = flags(json="print JSON")
SHARED = (
    argument(
        "--data",
        metavar="DIR",
        help="folder of the search (default: JOBKIT_DATA, else data/mine, else your data folder)",
    ),
    *flags(debug="show where an error came from"),
)
