"""What is printed: tables, JSON and plain lines, in which nothing from a file is obeyed."""

from __future__ import annotations

import os
import re
import shlex
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import date

from jobkit.language import english
from jobkit.language.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pandas as pd

PATIENCE = 2
"""How many seconds a command may take before it says that it is at work."""
WIPED = "\r\033[K"
"""What takes away the last line of a terminal."""
WIDEST = 79
CODED = {"part", "outcome", "went"}
"""Columns of words with _ for a space, which nobody need type."""


folder = ""
"""The folder of the search as it was typed for this command; commands that are printed name it, too."""
year: int | None = None
"""The year that a day needs not name, of the day the search is looked at from."""
paths: dict[str, str] = {}
"""The files of this command by their names, as they were typed."""


def say(*lines: str) -> None:
    """Print sentences, each on a line of its own, as `printable`; commands in them as `typed`."""
    clear()
    for line in lines:
        print(printable(typed(line)))


def complain(message: object, *lines: str) -> None:
    """Print one sentence to standard error, and lines below it."""
    clear()
    for line in (f"jobkit: {message}", *lines):
        print(printable(typed(line)), file=sys.stderr)


def typed(text: str) -> str:
    """Return text with its commands such that they run here as they are printed.

    They begin as this one did (`.venv/bin/jobkit`), name files as it did, and the folder of the search.
    """
    for name, path in paths.items():
        text = text.replace(f"jobkit add {shlex.quote(name)}", f"jobkit add {shlex.quote(path)}")
    from jobkit.commands.registry import COMMANDS

    start = _started()
    place = f" --data {shlex.quote(folder)}" if folder and "--data" not in text else ""
    if start == "jobkit" and not place:
        return text
    add = r"add (?:'[^']*'|[^\s'-](?:\S*[^\s.,;:)`])?)"
    command = rf"(?:{'|'.join((add, *COMMANDS))})(?![\w-])(?: [0-9a-f]{{6,12}}\b)?(?: --right\b)?"
    return re.sub(
        rf"(?<![\w/.-])(?<!-m )jobkit (?:(?P<command>{command})|(?=--help))",
        lambda found: f"{start} " + (f"{found['command']}{place}" if found["command"] else ""),
        text,
    )


def _started() -> str:
    """Return how this program was started; `jobkit` where the shell finds it by that name."""
    place, name = os.path.split(sys.argv[0])
    if name == "__main__.py" and place.endswith("jobkit"):
        words = [sys.executable, "-m", "jobkit"]
    elif place and name in ("jobkit", "jobkit.exe"):
        if os.path.realpath(place) in map(os.path.realpath, os.get_exec_path()):
            return "jobkit"
        below = os.path.relpath(sys.argv[0])
        words = [sys.argv[0] if below.startswith(os.pardir) else below]
    else:
        return "jobkit"
    return shlex.join(words)


def is_attended() -> bool:
    """Return whether somebody sits at the terminal who can be asked."""
    return sys.stdin.isatty()


def ask(question: str) -> str:
    """Return what somebody answers, "" for nothing; the end of input (Ctrl-D) interrupts."""
    clear()
    try:
        return input(printable(typed(question))).strip()
    except EOFError:
        raise KeyboardInterrupt from None


def invite(what: str) -> None:
    """Ask for something to be pasted, where somebody sits there."""
    clear()
    if is_attended():
        words = f"Paste {what}, then press Enter and Ctrl-D (on Windows Ctrl-Z and Enter)."
        print(words, file=sys.stderr)


class _Line:
    """The last line of a terminal: what is being done, and for how long, until something is printed."""

    def __init__(self, words: str):
        import threading

        self.words, self.began, self.over = words, time.monotonic(), threading.Event()
        if not sys.stderr.isatty():
            self.over.set()
            return

        def tick() -> None:
            while not self.over.wait(PATIENCE if time.monotonic() - self.began < PATIENCE else 1):
                self.draw(self.words)

        threading.Thread(target=tick, daemon=True).start()

    def draw(self, words: str) -> None:
        self.words = words
        if not self.over.is_set():
            spent = time.monotonic() - self.began
            line = f"{words} ({spent:.0f} s; Ctrl-C stops it)" if spent >= PATIENCE else words
            print(f"{WIPED}{printable(line)[:WIDEST]}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if not self.over.is_set():
            self.over.set()
            print(WIPED, end="", file=sys.stderr, flush=True)


_line: _Line | None = None
MANY = 300
"""Rows above which a table is printed with no line broken: to fit 5,000 into a terminal took seconds."""


def begin(words: str) -> None:
    """Show what is being done once it takes longer than `PATIENCE`, where somebody looks on."""
    global _line
    _line = _Line(words)


def clear() -> None:
    """Take away what was shown of being at work: an answer comes, or a question."""
    if _line:
        _line.clear()


def progress(name: str, n: int) -> None:
    """Show how many records of a file were read, where somebody looks on."""
    if _line:
        _line.draw(f"{name}: {n:,} records")


def cells(number: int, of: int, section: str) -> None:
    """Show which part of a notebook runs, where somebody looks on."""
    if _line:
        _line.draw(f"{number} of {of}  {section[:60]}")


def short(ids: list[str], least: int = 4) -> list[str]:
    """Return each id as short as it can be and still be the only one, with as many characters at least."""
    for length in range(least, 13):
        beginnings = [name[:length] for name in ids]
        if len(set(beginnings)) == len(ids):
            return beginnings
    return ids


def print_json(value: object) -> None:
    """Print DataFrames, rows and plain values as JSON: days as 2026-10-31, what is missing as null."""
    import json

    clear()
    for line in json.dumps(_plain(value), ensure_ascii=False, indent=1, allow_nan=False).split("\n"):
        print(printable(line))


def print_rows(table: pd.DataFrame, as_json: bool, empty: str) -> None:
    """Print a whole table, as JSON where that was asked for."""
    print_json(table) if as_json else print_table(table, empty=empty)


def print_table(table: pd.DataFrame, columns: str = "", empty: str = "Nothing.") -> None:
    """Print a table as wide as the terminal lets it be.

    columns : “date, kind, now: what now”, names with a heading where `screens.toml` has none; nothing: all.
    """
    if not len(table):
        return say(empty)
    from jobkit.language.vocabulary import shipped

    shown = {name: str(name).replace("_", " ") for name in table.columns}
    if columns:
        parts = [column.partition(":") for column in columns.split(", ")]
        headings = shipped("screens")["headings"]
        known = {name: headings.get(name, name.replace("_", " ")) for name, _, _ in parts}
        shown = known | {name: heading.strip() for name, colon, heading in parts if colon}
    cells = table[[*shown]].itertuples(index=False, name=None)
    rows = [[typed(cell(value)) for value in row] for row in cells]
    clear()
    if len(rows) > MANY:
        widths = [max(map(len, column)) for column in zip(shown.values(), *rows, strict=True)]
        for row in ([*shown.values()], ["─" * width for width in widths], *rows):
            print("   ".join(map(str.ljust, row, widths)).rstrip())
        return None
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, heading in shown.items():
        is_number = table[name].dtype.kind in "iuf"
        drawn.add_column(heading, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*map(Text, row))
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 140
    return Console(width=width, highlight=False, markup=False, emoji=False).print(drawn)


def print_part(title: str, table: pd.DataFrame, columns: str) -> None:
    """Print a titled table after an empty line, the words in it that are codes as words; nothing if empty."""
    if len(table):
        say("", title)
        print_table(table.replace(dict.fromkeys(CODED & {*table}, "_"), " ", regex=True), columns)


def cell(value: object) -> str:
    """Return one value for a reader: days as 31 October, whole numbers without decimals, missing as –."""
    if isinstance(value, date) and value == value:
        return english.day(value, year)
    value = _plain(value)
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) else f"{value:.2f}"
    words = {None: "–", True: "yes", False: "no"}
    return words[value] if value is None or isinstance(value, bool) else printable(value)


def _plain(value: object) -> object:
    import pandas as pd

    from jobkit.search.loading import as_json

    if isinstance(value, pd.DataFrame):
        value = (value.reset_index() if value.index.name else value).to_dict("records")
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [_plain(inner) for inner in value]
    value = as_json(value)
    value = value.item() if hasattr(value, "item") else value
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
