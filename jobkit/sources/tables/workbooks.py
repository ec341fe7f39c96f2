"""Spreadsheets to rows of text, run by `apart`: a hostile sheet can abort whoever reads it.

A sheet with a single cell at the far corner makes the reading library ask for half a terabyte and abort; no
`except` sees that. So this file stands alone: it imports nothing of jobkit.

A formula whose value no program stored (files that a script wrote) is read where it needs no other cell: a
link with its text, a day. Any other stands as it is written, with a fault.
"""

from __future__ import annotations

import datetime
import html
import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Iterator

LONGEST_CELL = 32_767  # letters: no program that writes spreadsheets has more in a cell
LARGEST = 64 << 20
NO_VALUE = "a formula without a stored value: open it in a spreadsheet program and save it"
SHEET = re.compile(r'<sheet [^<>]{0,300}?name="([^"<>]{0,200})"[^<>]{0,300}?r:id="([^"<>]{0,100})"')
RELATION = re.compile(r"<Relationship [^<>]{0,500}>")
ATTRIBUTE = re.compile(r'\b(Id|Target)="([^"]{0,300})"')
NOT_SOUND = (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError, EOFError, zlib.error)
VALUELESS = re.compile(
    r'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]{0,200}><f[^<>]{0,200}>([^<]{1,2000})</f>(?:<v></v>|<v ?/>)?</c>'
)
UNTYPED = re.compile(r"(<table:table-cell(?![^<>]{0,500}value-type)(?: [^<>/]{0,500})?)(?=>\s{0,9}<text:p)")
LINK = re.compile(r'HYPERLINK\("([^"]{1,2000})" ?[,;] ?"([^"]{1,500})"\)', re.IGNORECASE)
DAY = re.compile(r"DATE\((\d{4})[,;] ?(\d{1,2})[,;] ?(\d{1,2})\)", re.IGNORECASE)


def rows(path: str) -> Iterator[list[list]]:
    """Yield what stands in each sheet of a workbook, a thousand rows at a time: each answer has its cost.

    `["sheet", name]`, then `[row number, is joined to the row above, [cells], fault]` for each row; where the
    file cannot be read `["locked"]` or `["damaged"]`.
    """
    told = _rows(path)
    while several := list(itertools.islice(told, 1_000)):
        yield several


def _rows(path: str) -> Iterator[list]:
    import python_calamine

    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - by handle: the name's ending may be wrong
            valueless = _valueless(stream)
            book = python_calamine.CalamineWorkbook.from_filelike(_typed(stream))
            for meta in book.sheets_metadata:
                if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
                    yield ["sheet", meta.name]
                    yield from _lines(book.get_sheet_by_name(meta.name), valueless.get(meta.name, {}))
    except python_calamine.PasswordError:
        yield ["locked"]
    except (python_calamine.CalamineError, OSError):
        yield ["damaged"]
    except BaseException as panic:  # a Rust panic is no Exception; anything else goes its way
        if type(panic).__name__ != "PanicException":
            raise
        yield ["damaged"]


def _valueless(stream) -> dict[str, dict[int, dict[int, str]]]:
    """Return the formulas without a value by sheet, row and column; none where it is no sound xlsx."""
    found: dict[str, dict[int, dict[int, str]]] = {}
    try:
        with zipfile.ZipFile(stream) as archive:
            tags = map(
                dict, map(ATTRIBUTE.findall, RELATION.findall(_part(archive, "xl/_rels/workbook.xml.rels")))
            )
            targets = {tag.get("Id", ""): tag.get("Target", "").removeprefix("/xl/") for tag in tags}
            places = {name: f"xl/{target.removeprefix('./')}" for name, target in targets.items()}
            for name, relation in SHEET.findall(_part(archive, "xl/workbook.xml")):
                rows = found.setdefault(html.unescape(name), {})
                for column, row, formula in VALUELESS.findall(_part(archive, places.get(relation, ""))):
                    rows.setdefault(int(row), {})[_number(column)] = html.unescape(formula)
    except NOT_SOUND:
        found = {}
    stream.seek(0)
    return found


def _typed(stream) -> io.BufferedIOBase:
    """Return an OpenDocument sheet whose cells without a type of value are texts; anything else as it is."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = {"mimetype", "META-INF/manifest.xml", "content.xml"} & {*archive.namelist()}
            parts = {name: _part(archive, name) for name in names if "content.xml" in names}
    except NOT_SOUND:
        parts = {}
    stream.seek(0)
    content = UNTYPED.sub(r'\1 office:value-type="string"', parts.get("content.xml", ""))
    if content == parts.get("content.xml", ""):
        return stream
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in (parts | {"content.xml": content}).items():
            archive.writestr(name, text)
    made.seek(0)
    return made


def _part(archive: zipfile.ZipFile, name: str) -> str:
    sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    return archive.read(name).decode("utf-8", "replace") if sizes.get(name, LARGEST) < LARGEST else ""


def _number(letters: str) -> int:
    """Return a column counted from 0: A, B … AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def computed(formula: str) -> str:
    """Return the value of a formula that needs no other cell; "" of any other."""
    if match := LINK.fullmatch(formula.strip()):
        return f"{match[2]} ({match[1]})"
    try:
        day = DAY.fullmatch(formula.strip())
        return str(datetime.date(*map(int, day.groups()))) if day else ""
    except ValueError:
        return ""


def _lines(sheet, valueless: dict[int, dict[int, str]]) -> Iterator[list]:
    # rows come from the first of the sheet, cells from the first used column
    left, joined = (sheet.start or (0, 0))[1], _joined(sheet)
    above: list[str] = []
    for at, values in enumerate(sheet.iter_rows()):
        cells, fault = [written(value) for value in values], ""
        for column, formula in valueless.get(at + 1, {}).items():
            if 0 <= column - left < len(cells) and not cells[column - left]:
                cells[column - left] = computed(formula) or f"={formula}"
                fault = fault if computed(formula) else NO_VALUE
        width = min(len(cells), len(above))
        from_above = [c - left for c in joined.get(at, ()) if 0 <= c - left < width and above[c - left]]
        for column in from_above:
            cells[column] = above[column]
        above = cells.copy()
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield [at + 1, len(from_above) > 1, cells, fault]


def _joined(sheet) -> dict[int, list[int]]:
    """Return by row the columns whose cell is that of the row above, merged with it."""
    joined: dict[int, list[int]] = {}
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        for row in range(first + 1, min(last, sheet.total_height) + 1):
            joined.setdefault(row, []).append(column)
    return joined


def written(value: object) -> str:
    """Return a cell as text: days in ISO form, whole numbers without a point."""
    if isinstance(value, str):
        return value[:LONGEST_CELL]
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "seconds")
    return str(value)
