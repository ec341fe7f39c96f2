"""Files that other programs export, read into records; `SOURCES` is the whole list of what is known."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from jobkit.errors import SourceError
from jobkit.sources import readers
from jobkit.sources.reading import Column, Extraction

__all__ = ["SOURCES", "Column", "Extraction", "extract", "identify"]

SOURCES = ("notes", "linkedin", "mail", "tables")
"""Asked in this order; the first that identifies a file reads it."""


def identify(path: Path) -> str | None:
    """Return the name of the source that reads this file, None if nothing here knows it.

    Raises
    ------
    SourceError : the file is not there, or is empty.
    """
    if not path.exists():
        raise SourceError(path, "there is no such file.", "Check the name; nothing was read.")
    if path.is_file() and not path.stat().st_size:
        raise SourceError(path, "the file is empty.", "Export it again; nothing was read.")
    return next((name for name in SOURCES if _module(name).identify(path)), None)


def extract(path: Path, mapping: Mapping[str, str] | None = None) -> Extraction:
    """Return what the file holds; `mapping` (heading → role) overrides what its table suggests.

    Raises
    ------
    SourceError : nothing here knows the file, or it cannot be read as what it seems to be.
    """
    name = identify(path)
    if name is None:
        raise SourceError(
            path,
            "no tracker table, LinkedIn export, mailbox, résumé or notes were found in it.",
            "Save it as CSV, XLSX, zip, mbox, PDF or JSON and add it again; nothing was read.",
        )
    if name == "tables":
        return readers.table(path, mapping, _module(name).extract)
    return _module(name).extract(path, mapping)


def _module(name: str):
    return import_module(f"jobkit.sources.{name}")
