"""Files of one's own: readable by their owner only, written whole or not at all; what lacks is said."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Mapping

from jobkit.errors import StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from tempfile import TemporaryDirectory

BLOCK = 4_096  # bytes of a page, and of what a disk gives away at once
ROOM = 192 * 1024
"""Bytes that opening a store and a small change take on the disk, at most."""
PARTS = ("", "-wal", "-shm", "-journal")
"""What the names of a database's files end in."""


def path_of(text: str | os.PathLike) -> Path:
    """Return a path; `pathlib` is loaded when one is asked for."""
    from pathlib import Path

    return Path(text)


def make_folder(path: str | os.PathLike) -> str | os.PathLike:
    """Make the folder, readable by its owner only, unless it is there."""
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error, ROOM) from error
    return path


def unwritable(folder: str | os.PathLike, error: OSError, needed: int) -> StoreError:
    if error.errno == errno.ENOSPC:
        return no_room(folder, needed)
    return StoreError(f"{folder} cannot be written ({error.strerror}). Choose another folder with --data.")


def no_room(folder: str | os.PathLike, needed: int) -> StoreError:
    return StoreError(
        f"No room is left in {os.path.abspath(folder)} (No space left on device); {needed:,} bytes"
        f" are needed, {free(folder):,} are free. Make room and try again; nothing of this command was kept."
    )


def unwritten(path: Path, error: OSError | sqlite3.Error, needed: int) -> StoreError:
    if is_full(error, path.parent, needed):
        return no_room(path.parent, needed)
    return StoreError(f"{path.name} could not be written ({error}); nothing was left.")


def is_full(error: OSError | sqlite3.Error, folder: str | os.PathLike, needed: int) -> bool:
    """Return whether there was no room; SQLite has other names for it where its own files lack it."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    name = getattr(error, "sqlite_errorname", None) or ""
    lacks = name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and free(folder) < needed
    return name == "SQLITE_FULL" or lacks


def free(folder: str | os.PathLike) -> int:
    """Return the bytes that are free where a folder is, or will be."""
    import shutil

    while not os.path.isdir(folder):
        folder = os.path.dirname(os.path.abspath(folder))
    return shutil.disk_usage(folder).free


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def unfinished_name(path: Path) -> Path:
    """Return what a file is called until it is whole."""
    return path.with_name(path.name + ".unfinished")


def make_private(path: Path) -> int:
    """Return the handle of a new empty file, readable by its owner only, in place of what a crash left."""
    remove(path)
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)


def remove(path: Path) -> None:
    """Remove a database and what SQLite keeps beside it."""
    for end in PARTS:
        path.with_name(path.name + end).unlink(missing_ok=True)


def scratch(folder: str | os.PathLike) -> TemporaryDirectory:
    """Return a folder for a moment, in that of the search: there `forget` finds what a crash leaves of it."""
    from tempfile import TemporaryDirectory

    return TemporaryDirectory(suffix=".unfinished", dir=folder if os.path.isdir(folder) else None)


def write_private(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all, readable by its owner only; return its path."""
    path = path_of(path)
    write_all({path: data})
    return path


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write every file, or none, readable by their owner only.

    The disk has every byte before the first old file is replaced, in the order given. What a crash
    left is called `….unfinished`, and written anew.
    """
    unfinished = {path: unfinished_name(path) for path in files}
    path = next(iter(files))
    try:
        try:
            for path, data in files.items():
                make_folder(path.parent)
                with os.fdopen(make_private(unfinished[path]), "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            for path, made in unfinished.items():
                made.replace(path)
        finally:
            for made in unfinished.values():
                made.unlink(missing_ok=True)
    except OSError as error:
        blocks = sum(-(-len(data) // BLOCK) for data in files.values())
        raise unwritten(path, error, blocks * BLOCK) from error


def refuse_mistyped(folder: str | os.PathLike, is_needed: bool = False) -> None:
    """Raise `StoreError` where a folder is not there, and is needed or nearly called like a search."""
    path = os.path.abspath(folder)
    if os.path.isdir(path):
        return
    missing = path
    while not os.path.isdir(parent := os.path.dirname(path)):
        path = parent
    from jobkit.language.english import nearest

    held = (name for name in os.listdir(parent) if os.path.isfile(os.path.join(parent, name, "search.db")))
    if near := nearest(os.path.basename(path), held, 0.75):
        raise StoreError(
            f"There is no folder {path}. Did you mean {os.path.join(parent, near)}? Nothing was made;"
            " for a new search make the folder first."
        )
    if is_needed:
        raise StoreError(
            f"There is no folder {missing}; nothing was made. `jobkit add FILE` begins a search."
        )
