"""A sheet of contacts, named so: its people, with their firm and addresses, who are no applications."""

from collections.abc import Iterator, Mapping

from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.tables.cells import is_blank
from jobkit.sources.tables.grids import Grid, Row
from jobkit.sources.tables.headings import role_of, words_of
from jobkit.tables import Fact, Record

PARTS: Mapping[str, str] = shipped("headings")["person parts"]
Place = tuple[int, dict[int, str]]
"""The row of the heading, and what each column says of a person."""
SEARCHED = 10  # rows from the top among which the heading is looked for


def columns(grid: Grid, name: str) -> Place | None:
    """Return the row of the heading and what each column says of a person; None where it is no such sheet.

    `name` is that of the sheet, or of the file. A sheet that tells of states or days is one of applications.
    """
    if words_of("people").isdisjoint(plain(name.replace("_", " ")).split()):
        return None
    for at, row in enumerate(grid.rows[:SEARCHED]):
        parts = {column: part for column, cell in enumerate(row.cells) if (part := _part(cell))}
        uses = {role[0] for cell in row.cells if not _part(cell) and (role := role_of(cell))}
        tells = any(use.startswith(("status", "history", "date", "stage:")) for use in uses)
        if "name" in parts.values() and len({*parts.values()}) > 1:
            return None if tells else (at, parts)
    return None


def _part(heading: str) -> str:
    """Return what a column says of a person: their name, firm, title or address."""
    own = dict.fromkeys(words_of("person"), "name") | {"phone": "phone"}  # elsewhere that is a step
    return own.get(plain(heading)) or PARTS.get((role_of(heading) or ("",))[0], "")


def records(name: str, grid: Grid, start: int, parts: dict[int, str]) -> Iterator[Record]:
    """Return a record a row, with the person in it."""
    headings = [cell.strip() or f"column {at}" for at, cell in enumerate(grid.rows[start].cells, 1)]
    for row in grid.rows[start + 1 :]:
        person = _person(row, parts)
        facts = (Fact("people", {"part": "contact", **person}),) if person.get("name") else ()
        aside = "" if facts else "it names nobody"
        yield Record(f"{name}:{row.number}", row.content(headings), facts=facts, set_aside=aside)


def _person(row: Row, parts: dict[int, str]) -> dict[str, str]:
    """Return what a row says of a person; first and last name in columns of their own are joined."""
    found: dict[str, str] = {}
    for at, part in parts.items():
        text = row.cell(at)
        if text and not is_blank(text) and (part == "name" or part not in found):
            found[part] = f"{found[part]} {text}" if part in found else text
    return found
