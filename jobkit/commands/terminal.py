"""What is printed: tables, JSON and plain lines, in which nothing from a file is obeyed."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterable, Mapping

from jobkit.commands import COMMANDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pandas as pd

OBEYED = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, ends of lines, marks of direction, and halves of characters."""


def printable(value: object) -> str:
    """Return text in which escapes, controls and direction marks are shown, not obeyed."""
    return OBEYED.sub(lambda found: " ⏎ " if found[0] == "\n" else f"\\u{ord(found[0]):04x}", str(value))


folder = ""
"""The folder of the search as it was typed for this command; commands that are printed name it, too."""
paths: dict[str, str] = {}
"""The files of this command by their names, as they were typed."""


def say(*lines: str) -> None:
    """Print sentences, each on a line of its own, as `printable`."""
    for line in lines:
        print(printable(as_typed(line)))


def complain(message: object) -> None:
    """Print one sentence to standard error."""
    print(f"jobkit: {printable(as_typed(str(message)))}", file=sys.stderr)


def as_typed(line: str) -> str:
    """Return a line with its commands such that they run as printed: on this search, with paths as typed."""
    for name, path in paths.items():
        line = line.replace(f"jobkit add {shlex.quote(name)}", f"jobkit add {shlex.quote(path)}")
    if not folder or "--data" in line:
        return line
    return re.sub(
        rf"\bjobkit (?:{'|'.join(COMMANDS)})(?![\w-])",
        lambda found: f"{found[0]} --data {shlex.quote(folder)}",
        line,
    )


def is_attended() -> bool:
    """Return whether somebody sits at the terminal who can be asked."""
    return sys.stdin.isatty()


def ask(question: str) -> str:
    """Return what somebody answers, "" for nothing; the end of input (Ctrl-D) interrupts."""
    try:
        return input(printable(question)).strip()
    except EOFError:
        raise KeyboardInterrupt from None


def progress(name: str, n: int) -> None:
    """Show how many records of a file were read, where somebody looks on."""
    if sys.stderr.isatty():
        print(f"\r{printable(name)}: {n} records", end="", file=sys.stderr, flush=True)


def cells(number: int, of: int, section: str) -> None:
    """Show which part of a notebook runs, where somebody looks on."""
    if sys.stderr.isatty():
        end = "\n" if number == of else ""
        print(f"\r\033[K{number} of {of}  {printable(section)[:60]}", end=end, file=sys.stderr, flush=True)


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

    text = json.dumps(_plain(value), ensure_ascii=False, indent=1, allow_nan=False)
    print(*map(printable, text.split("\n")), sep="\n")


def print_rows(table: pd.DataFrame, as_json: bool, empty: str) -> None:
    """Print a whole table, as JSON where that was asked for."""
    print_json(table) if as_json else print_table(table, empty=empty)


def print_table(
    table: pd.DataFrame, columns: Mapping[str, str] | None = None, empty: str = "Nothing."
) -> None:
    """Print a table's columns (name → heading; default: all) as wide as the terminal lets them be."""
    if not len(table):
        say(empty)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = columns or {name: str(name).replace("_", " ") for name in table.columns}
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, heading in shown.items():
        numeric = table[name].dtype.kind in "iuf"
        drawn.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in table[list(shown)].itertuples(index=False, name=None):
        drawn.add_row(*(Text(cell(value)) for value in row))
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 140
    Console(width=width, highlight=False, markup=False, emoji=False).print(drawn)


def cell(value: object) -> str:
    """Return one value for a reader: days as 2026-10-31, whole numbers without decimals, missing as –."""
    value = _plain(value)
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) else f"{value:.2f}"
    return printable(value)


def _plain(value: object) -> object:
    import pandas as pd

    if isinstance(value, pd.DataFrame):
        named = value.reset_index() if value.index.name else value
        return [_plain(row) for row in named.to_dict("records")]
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [_plain(inner) for inner in value]
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if hasattr(value, "item"):
        return value.item()
    return value if isinstance(value, str | int | float | bool) else str(value)
