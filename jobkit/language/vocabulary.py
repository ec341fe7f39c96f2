"""Words and rules that stand in TOML: those shipped with jobkit, then the user's own over them."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jobkit.errors import SourceError
from jobkit.language.text import fold

WORD = re.compile(r"[^\W_][\w+#]*")
DATA = Path(__file__).parents[1] / "data"

Table = dict[str, Any]


@cache
def shipped(name: str) -> Mapping[str, Any]:
    """Return a file of `jobkit/data`, by its name without .toml; it is read once, so change nothing in it."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def everyday() -> frozenset[str]:
    """Return words that name nobody by themselves, in small letters, as they are written."""
    return frozenset(" ".join(shipped("ordinary").values()).casefold().split())


@cache
def listed(table: str, name: str, file: str = "postings") -> frozenset[str]:
    """Return a list of words of a table, folded: of a text its words, or its phrases where bars part them."""
    said = shipped(file)[table].get(name, ())
    is_text = isinstance(said, str)
    each = (said.split("|") if "|" in said else said.split()) if is_text else said
    return frozenset(" ".join(map(fold, WORD.findall(one))) for one in each)


@cache
def shipped_all(prefix: str) -> tuple[Mapping[str, Any], ...]:
    """Return the files of `jobkit/data` whose names begin so, in the order of their names."""
    return tuple(shipped(path.stem) for path in sorted(DATA.glob(f"{prefix}*.toml")))


def own(path: Path) -> tuple[Table, str]:
    """Return a user's own file and its text; empty where there is none.

    Raises
    ------
    SourceError : it cannot be read, or is no TOML; names the line.
    """
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d{1,9})", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        raise SourceError(path, f"this is not TOML: {error}.", "Mend that line.", line) from error
    except (OSError, ValueError, RecursionError) as error:
        raise SourceError(path, f"it cannot be read: {error}.", "Save it as a plain text file.") from error


def over(table: Mapping[str, Any], changes: Mapping[str, Any]) -> Table:
    """Return a table with changes over it: tables within are joined, anything else is replaced."""
    joined = dict(table)
    for name, value in changes.items():
        inner = joined.get(name)
        is_table = isinstance(inner, Mapping) and isinstance(value, Mapping)
        joined[name] = over(inner, value) if is_table else value  # type: ignore[arg-type]
    return joined


def reasons(folder: Path) -> dict[str, Table]:
    """Return each reason that can be recorded, with its words: shipped, one's own, those that explain none.

    What is wrong in one's own is not judged here, and left out.
    """
    own_ones = own(folder / "reasons.toml")[0].get("reasons")
    known = over(shipped("reasons")["reasons"], own_ones if isinstance(own_ones, dict) else {})
    named = {name: row for name, row in known.items() if isinstance(row, dict) and "label" in row}
    return named | {name: {"label": label} for name, label in shipped("screens")["silent"].items()}


def line(text: str, table: str, name: str = "") -> int | None:
    """Return the line where a table's field stands, else that of its heading, counted from 1."""
    is_inside, heading = False, None
    for number, written in enumerate(text.splitlines(), 1):
        if written.lstrip().startswith("["):
            is_inside = written.split("#")[0].strip(" \t[]\"'") == table
            heading = number if is_inside else heading
        elif written.split("=")[0].strip(" \t\"'") == (name if is_inside else table):
            return number
    return heading
