"""Spreadsheets to lines of JSON, run as a process of its own: a hostile sheet can abort whoever reads it.

A sheet with a single cell at the far corner makes the reading library ask for half a terabyte and abort; no
`except` sees that. So this file stands alone (it imports nothing of jobkit), limits itself, and its parent
only reads what it prints: `["sheet", name]`, then `[row number, is joined to the row above, [cells]]`.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Iterator

MEMORY = 1 << 30


def main(path: str) -> int:
    """Return 0 after printing every sheet, 3 when the file is locked, 4 when it cannot be read."""
    _limit_memory()
    import python_calamine

    sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass")  # type: ignore[union-attr]
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - by handle: the name's ending may be wrong
            book = python_calamine.CalamineWorkbook.from_filelike(stream)
            for meta in book.sheets_metadata:
                if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
                    _say(["sheet", meta.name])
                    for line in _lines(book.get_sheet_by_name(meta.name)):
                        _say(line)
    except python_calamine.PasswordError:
        return 3
    except (python_calamine.CalamineError, OSError):
        return 4
    except BaseException as panic:  # a Rust panic is no Exception; anything else goes its way
        if type(panic).__name__ != "PanicException":
            raise
        return 4
    _say(["end", ""])
    return 0


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
        above = cells
        if any(cells):
            yield [at + 1, len(from_above) > 1, cells]


def written(value: object) -> str:
    """Return a cell as text: days in ISO form, whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "seconds")
    return str(value)


def _say(line: list) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False))
    sys.stdout.write("\n")


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the process is still apart
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
