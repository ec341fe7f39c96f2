"""A folder of Markdown notes with YAML front matter, one an application: each note is a row of a table.

The front matter is read as cells under its names, the text below it as the notes of that row; what the names
and words mean is known where tables are read. A note may be named after its employer and job.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jobkit.errors import SourceError
from jobkit.sources.mail.messages import decoded
from jobkit.sources.reading import Anew, Extraction
from jobkit.sources.tables import trackers
from jobkit.sources.tables.grids import Grid, Row
from jobkit.sources.tables.headings import field_of
from jobkit.sources.tables.shapes import gathered
from jobkit.tables import Record

SUFFIXES = (".md", ".markdown")
OTHERS = frozenset(".csv .tsv .xlsx .xls .ods .zip .json .mbox .eml .msg .ics".split())
LONGEST = 200_000  # bytes of a note
LONGEST_FRONT = 20_000
MOST = 10_000  # notes
TEXT = 20_000
OF_APPLICATIONS = ("company", "stage:applied")
_FRONT = re.compile(
    rf"\ufeff?---[ \t]*\r?\n(?P<front>.{{0,{LONGEST_FRONT}}}?)\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL
)
_LINK = re.compile(r"!?\[\[(?:[^\[\]|]{0,200}\|)?([^\[\]|]{0,200})\]\]")
_BETWEEN = re.compile(r" (?:[-–—|@]|at|bei|chez) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """One file: its place below the folder, its front matter as text, what stands below it."""

    place: str
    values: dict[str, str]
    text: str = ""


def identify(path: Path) -> bool:
    """Return whether this is such a note, or a folder of them and of no other export. Never raises."""
    try:
        files = [path] if path.is_file() else list(_files(path))
        texts = [file for file in files if file.suffix.lower() in SUFFIXES]
        if not OTHERS.isdisjoint(file.suffix.lower() for file in files) or len(texts) > MOST:
            return False
        return 2 * len(texts) > len(files) and any(map(_is_of_an_application, texts))
    except OSError:
        return False


def extract(path: Path, mapping: Mapping[str, str] | None = None) -> Extraction:
    """Return one record for each note.

    Raises
    ------
    SourceError : no application can be read in them.
    """
    files = [path] if path.is_file() else [file for file in _files(path) if file.suffix.lower() in SUFFIXES]
    base = path.parent if path.is_file() else path
    notes = [_note(file, file.relative_to(base).as_posix()) for file in files]
    rows = [note for note in notes if note.values]
    if not rows:
        reason = "no note in it begins with front matter."
        raise SourceError(path, reason, "Add the notes about applications.")
    names, table = gathered([note.values for note in rows])
    cells = [(*names, "Notes"), *((*row, note.text) for row, note in zip(table, rows, strict=True))]
    grid = Grid("", [Row(number, row) for number, row in enumerate(cells)], headed=1)
    extraction = trackers.extract(path, mapping, [grid])
    places = {f"{path.name}:{number}": note.place for number, note in enumerate(rows, 1)}
    doubts = [
        replace(doubt, rows=tuple((places.get(origin, origin), text) for origin, text in doubt.rows))
        for doubt in extraction.doubts
    ]

    def records() -> Iterator[Record]:
        for record in extraction.records:
            yield record._replace(origin=places.get(record.origin, record.origin))
        for note in notes:
            if not note.values:
                yield Record(note.place, {"text": note.text[:200]}, set_aside="a note without front matter")

    return replace(extraction, kind="folder of notes", records=Anew(records), doubts=doubts)


def _files(folder: Path) -> Iterator[Path]:
    """Return the files of a folder, in the order of their names; links and what is hidden are passed over."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def _is_of_an_application(path: Path) -> bool:
    text = _read(path)
    front = _FRONT.match(text)
    fields = {field_of(name) for name in _values(front["front"])} if front else set()
    return not fields.isdisjoint(OF_APPLICATIONS)


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return decoded(file.read(LONGEST), "")


def _note(path: Path, place: str) -> Note:
    text = _read(path)
    match = _FRONT.match(text)
    if not match:
        return Note(place, {}, text)
    return Note(place, _named(_values(match["front"]), path.stem), text[match.end() :].strip()[:TEXT])


def _values(front: str) -> dict[str, str]:
    """Return the names and values of front matter, as text; what is no plain value or list is left out."""
    import yaml

    try:
        values = yaml.load(front, yaml.BaseLoader)  # noqa: S506 builds nothing but text, lists and maps
    except (yaml.YAMLError, ValueError, RecursionError, KeyError):
        pairs = (line.partition(":") for line in front.splitlines())
        values = {name.strip(): value.strip(" []\"'") for name, colon, value in pairs if colon}
    found = values.items() if isinstance(values, dict) else ()
    return {str(name): cell for name, value in found if (cell := _cell(value)) and isinstance(name, str)}


def _cell(value: Any) -> str:
    words = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
    return ", ".join(_LINK.sub(r"\1", word).strip() for word in words)[:TEXT]


def _named(values: dict[str, str], stem: str) -> dict[str, str]:
    """Return the values of a note with employer and job from its name, where only that has them."""
    roles = {field_of(name): value for name, value in values.items()}
    if not values or ("company" in roles and "role" in roles):
        return values
    parts = [part for part in _BETWEEN.split(" ".join(stem.split())) if part.strip()]
    rest = [part for part in parts if part not in roles.values()]
    missing = [name for name in ("company", "role") if name not in roles]
    return values | {name.title(): part for name, part in zip(missing, rest, strict=False)}
