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


def command(name: str, words: str, *options: tuple) -> Callable:
    """Enter the function beneath as the command of this name, with its options."""

    def enter(act: Callable[[Namespace], int | None]) -> Callable[[Namespace], int | None]:
        COMMANDS[name] = Command(name, words, options, act)
        return act

    return enter
