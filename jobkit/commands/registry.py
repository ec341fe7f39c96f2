"""The commands that there are, by name."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable


class Command(namedtuple("Command", "name words options act")):
    """What a command is called, does in a few words, takes, and the function that does it."""

    __slots__ = ()


COMMANDS: dict[str, Command] = {}
"""Every command, in the order in which the modules of themes name them."""


def command(*options: tuple) -> Callable:
    """Enter the function beneath as a command: its name, and in its docstring what help says of it."""

    def enter(act: Callable[[Namespace], int | None]) -> Callable[[Namespace], int | None]:
        COMMANDS[act.__name__] = Command(act.__name__, act.__doc__ or "", options, act)
        return act

    return enter
