"""The command `jobkit`: its words are parsed; what a command takes and does stands in its theme's module."""

from __future__ import annotations

import argparse
import io
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from itertools import takewhile

from jobkit.commands import keep, look, process, read, record, reports, terminal, understand
from jobkit.commands.registry import COMMANDS, DAY, DAY_OR_MONTH, SHARED, Command
from jobkit.errors import JobkitError, UnclearError
from jobkit.language.english import did_you_mean, sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

ABOUT = "You did not get the job, so now what? Look back on a job search, and ahead."
MORE = "What a command takes: jobkit COMMAND --help. Everything stays on this machine."
THEMES = (read, look, record, process, reports, keep)
"""The modules that enter the commands."""
UNFORESEEN = (
    "Something went wrong that jobkit did not foresee ({}). What was recorded is safe. Run it again with"
    " --debug to see where, and please report it without your data."
)
INTERRUPTED = "Stopped, as you asked. What was finished is kept, and nothing is half-written."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, 1 (something could not be read or found; the rest was done) or 2 (usage)."""
    if "_ARGCOMPLETE" in os.environ:
        _complete()
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what a console cannot write is spelt out
            stream.reconfigure(errors="backslashreplace")
    try:
        if len(words) > 2 and words[0] == "--data":  # it may stand before the command, and `help` too
            words = [*words[2:], *words[:2]]
        words = [*words[1:], "--help"] if words[:1] == ["help"] else words
        wanted = COMMANDS.get(words[0] if words else "")
        if wanted is None:
            return _listed(words)
        parser = _parser(wanted)
        parser.is_json = "--json" in words
        options, rest = parser.parse_known_args(words[1:])
        if rest:  # a name may stand behind an option
            options = parser.parse_intermixed_args(words[1:])
        terminal.folder, terminal.paths = options.data, {}
        _read_days(wanted, options)
        return _act(wanted, options)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, Exception) as error:
        if "--debug" in [*takewhile("--".__ne__, words)] and isinstance(error, Exception):
            raise
        return _refuse(error, words)
    finally:
        terminal.folder, terminal.paths = "", {}


def _read_days(wanted: Command, options: argparse.Namespace) -> None:
    """Put days and months that were typed into one form; without a year they count from that day."""
    given, since = vars(options), ""
    kinds = {flags[0][2:].replace("-", "_"): known.get("metavar") for flags, known in wanted.options}
    names = [name for name, kind in kinds.items() if kind in (DAY, DAY_OR_MONTH)]
    for name in sorted(names, key=lambda name: name not in ("on", "as_of")):
        try:
            given[name] = understand.day(given[name], since, kinds[name] == DAY_OR_MONTH)
        except JobkitError as error:
            if names != ["as_of"]:
                raise
            raise JobkitError(f"{error}".removesuffix(" Nothing was recorded.")) from error  # it only looks
        since = since or (given[name] if name in ("on", "as_of") else "")
    for name in {"month", "period"} & given.keys():
        words = given[name] if isinstance(given[name], str) else " ".join(given[name])
        given[name] = understand.month(words, since, bool(given.get("plan")))


def _act(wanted: Command, options: argparse.Namespace) -> int:
    """Do what a command does; where a name is unclear, ask which is meant and do it again."""
    while True:
        terminal.begin(f"jobkit {wanted.name}: at work")
        try:
            return wanted.act(options) or 0
        except UnclearError as error:
            if not terminal.is_attended():
                raise
            understand.settle(error, options)
        finally:
            terminal.clear()


def _refuse(error: BaseException, words: Sequence[str]) -> int:
    """Say what is wrong, as JSON too where a program asked for that; of several choices the commands."""
    lines = [UNFORESEEN.format(type(error).__name__)]
    if isinstance(error, JobkitError):
        lines = [str(error)]
    elif isinstance(error, KeyboardInterrupt):
        lines = [INTERRUPTED]
    elif isinstance(error, OSError):
        place = os.path.basename(str(error.filename or ""))
        lines = [f"{place}: {error.strerror}. Nothing was half-written."]
    if "--json" in words:
        print(_as_json(lines[0]))
    text = error.text if isinstance(error, UnclearError) and error.choices else ""
    if isinstance(error, UnclearError) and any(understand.in_place(one, text, "") != one for one in words):
        lines = [f"{error.fact} Type one of these:"]
        for name, what in error.choices.items():
            command = shlex.join(understand.in_place(word, text, name) for word in words)
            lines += [f"  {what.removeprefix(name).strip(' ()')}", f"    jobkit {command}"]
    terminal.complain(*lines)
    return 1


def _as_json(message: str) -> str:
    import json

    return json.dumps({"error": message})


def _parser(wanted: Command, make: Callable[..., Any] | None = None) -> _Parser:
    """Return the parser of one command: the others' options need not be known, and starting is quick."""
    about: dict[str, Any] = {"description": f"{sentence(wanted.words)}.", "formatter_class": _layout}
    parser = make(wanted.name, **about) if make else _Parser(f"jobkit {wanted.name}", **about)
    named = {flag for flags, _ in wanted.options for flag in flags}
    for flags, settings in (*SHARED, *wanted.options):  # --on and --as-of are one where only one is known
        other = {"--on": "--as-of", "--as-of": "--on"}.get(flags[0], flags[0])
        parser.add_argument(*flags, *({other} - named - {*flags}), **settings)
    return parser


def _complete() -> None:
    """Answer a shell that asks how a line may go on, and end: see `register-python-argcomplete jobkit`."""
    import argcomplete

    every = _Parser("jobkit")
    make = every.add_subparsers().add_parser
    for wanted in COMMANDS.values():
        _parser(wanted, make)
    argcomplete.autocomplete(every)


def _listed(words: list[str]) -> int:
    """Answer what names no command: how to begin, the list of them, the version, or the closest command."""
    if not words:
        from jobkit.language.vocabulary import shipped

        terminal.say(*shipped("screens")["begin"].splitlines())
        return 0
    lists = _Parser("jobkit", "jobkit COMMAND …", description=ABOUT, epilog=MORE, formatter_class=_layout)
    from jobkit import __version__

    lists.add_argument("--version", action="version", version=f"jobkit {__version__}")
    group = lists.add_argument_group("commands")
    for theme in THEMES:
        for one in COMMANDS.values():
            if one.act.__module__ == theme.__name__:
                group.add_argument(one.name, help=one.words, nargs="?")
    lists.parse_known_args([word for word in words if word.startswith("-")])
    meant = [one.name for one in COMMANDS.values() if words[0] in one.words.split()]  # list: applications
    hint = did_you_mean(
        words[0], meant or COMMANDS, f"The commands are {', '.join(COMMANDS)}.", not meant and 0.6
    )
    lists.error(f"there is no command “{words[0]}”. {hint}")


def _layout(prog: str) -> argparse.HelpFormatter:
    """Lay out help as wide as the terminal; argparse itself would load a module of compressors for that."""
    try:
        width = int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (OSError, ValueError):
        width = 100
    return _Plain(prog, width=max(width - 2, 40))


class _Plain(argparse.HelpFormatter):
    def _set_color(self, _: bool) -> None:
        """Use no colours: for them argparse of Python 3.14 loads `inspect`, however short the command."""
        self._theme, self._decolor = _Colourless(), str


class _Colourless:
    def __getattr__(self, _: str) -> str:
        return ""


class _Parser(argparse.ArgumentParser):
    is_json = False

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words that were typed, as `printable`, and end with status 2."""
        if self.is_json:
            print(_as_json(message))
        super().error(terminal.printable(message))


if __name__ == "__main__":
    sys.exit(main())
