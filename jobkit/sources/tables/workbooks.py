"""Spreadsheets to rows of text, run by `apart`: a hostile sheet can abort whoever reads it.

A sheet with a single cell at the far corner makes the reading library ask for half a terabyte and abort; no
`except` sees that. So this file stands alone: it imports nothing of jobkit.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

LONGEST_CELL = 32_767  # letters: no program that writes spreadsheets has more in a cell


def rows(path: str) -> Iterator[list]:
    """Return what stands in each sheet of a workbook.

    `["sheet", name]`, then `[row number, is joined to the row above, [cells]]` for each row; where the file
    cannot be read `["locked"]` or `["damaged"]`.
    """
    import python_calamine

    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - by handle: the name's ending may be wrong
            book = python_calamine.CalamineWorkbook.from_filelike(stream)
            for meta in book.sheets_metadata:
                if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
                    yield ["sheet", meta.name]
                    yield from _lines(book.get_sheet_by_name(meta.name))
    except python_calamine.PasswordError:
        yield ["locked"]
    except (python_calamine.CalamineError, OSError):
        yield ["damaged"]
    except BaseException as panic:  # a Rust panic is no Exception; anything else goes its way
        if type(panic).__name__ != "PanicException":
            raise
        yield ["damaged"]


def _lines(sheet) -> Iterator[list]:
    left = (sheet.start or (0, 0))[
        1
    ]  # rows come from the first of the sheet, cells from the first used column
    joined: dict[int, list[int]] = {}
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        for row in range(first + 1, min(last, sheet.total_height) + 1):
            joined.setdefault(row, []).append(column - left)
    above: list[str] = []
    for at, values in enumerate(sheet.iter_rows()):
        cells = [written(value) for value in values]
        from_above = [c for c in joined.get(at, ()) if 0 <= c < min(len(cells), len(above)) and above[c]]
        for column in from_above:
            cells[column] = above[column]
        above = cells.copy()
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield [at + 1, len(from_above) > 1, cells]


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
