"""Zip files, read member by member and never unpacked; what cannot be trusted is refused before it is read.

The limits hold for what is declared and again for what really comes out, because a directory can lie.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from jobkit.errors import SourceError

MAX_ENTRIES = 10_000
MAX_BYTES = 2 << 30
MAX_RATIO = 200
SMALL = 1 << 20  # below this many bytes no ratio is judged: a short file of blanks packs very well
MAX_DIRECTORY = 4 << 20  # bytes of the zip's own table of contents; 10,000 ordinary entries need 2 MB
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError),
    *(NotImplementedError, IndexError, MemoryError, OverflowError),
)


def members(path: Path) -> Iterator[tuple[str, int]]:
    """Return name and declared size of each file in the zip, in its own order; folders are left out.

    Raises
    ------
    SourceError : no zip, damaged, locked, or beyond the limits; nothing was read.
    """
    with _opened(path, is_streamed=True) as (_, entries):
        yield from [(entry.filename, entry.file_size) for entry in entries]


def read(path: Path, name: str, limit: int = MAX_BYTES) -> bytes:
    """Return one member's bytes; more than `limit` bytes of it are refused."""
    for _, content in contents(path, lambda member: member == name, limit):
        return content
    raise SourceError(path, f"it holds no file called “{name}”.", "Export it again; nothing was read.")


def contents(
    path: Path, wanted: Callable[[str], bool], limit: int = MAX_BYTES
) -> Iterator[tuple[str, bytes]]:
    """Return name and bytes of each `wanted` member, opening the zip once; `limit` holds for each of them."""
    with _opened(path) as (archive, entries):
        total, packed = 0, max(path.stat().st_size, 1)
        for entry in entries:
            if wanted(entry.filename):
                room = min(limit, MAX_BYTES - total, max(SMALL, MAX_RATIO * packed - total))
                content = _Bounded(path, archive, entry, room).read()
                total += len(content)
                yield entry.filename, content


def streams(path: Path, wanted: Callable[[str], bool]) -> Iterator[tuple[str, IO[bytes]]]:
    """Return name and stream of each `wanted` member, to be read before the next; their size has no limit.

    What grows beyond the ratio that honest text has is refused while it is read.
    """
    with _opened(path, is_streamed=True) as (archive, entries):
        for entry in entries:
            if wanted(entry.filename):
                yield entry.filename, cast("IO[bytes]", _Bounded(path, archive, entry))


def holds(path: Path, suffix: str) -> bool:
    """Return whether a file is of this kind, or a folder or zip holds one. Never raises."""
    try:
        if path.is_dir():
            return any(file.name.lower().endswith(suffix) for file in inside(path))
        is_zip = path.suffix.lower() == ".zip"
        names = [name for name, _ in members(path)] if is_zip else [path.name] if path.is_file() else []
        return any(name.lower().endswith(suffix) for name in names)
    except (OSError, SourceError):
        return False


def files(path: Path, suffix: str | tuple[str, ...]) -> Iterator[tuple[str, IO[bytes]]]:
    """Return name and stream of a file, or of each file of this kind in a folder or zip."""
    if path.suffix.lower() == ".zip" and path.is_file():
        yield from streams(path, lambda name: name.lower().endswith(suffix))
        return
    is_folder = path.is_dir()
    for file in inside(path) if is_folder else [path]:
        if not is_folder or file.name.lower().endswith(suffix):
            with file.open("rb") as stream:
                yield (file.relative_to(path).as_posix() if is_folder else file.name), stream


def inside(folder: Path) -> Iterator[Path]:
    """Return the files of a folder in the order of their names; links out of it are not followed."""
    yield from (file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink())


class _Bounded:
    """A member that is read piece by piece, within its bounds."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int = 1 << 62):
        self._path, self._entry = path, entry
        self._room = min(room, max(SMALL, MAX_RATIO * entry.compress_size))
        self._stream = self._sound(archive.open, entry)

    def read(self, n: int = -1) -> bytes:
        return self._bounded(self._sound(self._stream.read, n if n >= 0 else self._room + 1))

    def readline(self, n: int = -1) -> bytes:
        return self._bounded(self._sound(self._stream.readline, n))

    def _sound(self, act: Callable, argument: Any) -> Any:
        try:
            return act(argument)
        except DAMAGED as error:
            raise _refusal(self._path, f"“{self._entry.filename}” in it is damaged") from error

    def _bounded(self, data: bytes) -> bytes:
        self._room -= len(data)
        if self._room < 0:
            raise _refusal(self._path, f"“{self._entry.filename}” in it grows beyond any honest size")
        return data


@contextmanager
def _opened(path: Path, is_streamed: bool = False) -> Iterator[tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]]:
    try:
        # The declared bytes of the table of contents, read from the last bytes of the file
        with path.open("rb") as stream:
            stream.seek(max(0, path.stat().st_size - 66_000))
            tail = stream.read()
        at, at64 = tail.rfind(b"PK\5\6"), tail.rfind(b"PK\6\6")
        size = struct.unpack_from("<L", tail, at + 12)[0] if at >= 0 else 0
        if size == 0xFFFFFFFF and at64 >= 0:
            size = struct.unpack_from("<Q", tail, at64 + 40)[0]
        if size > MAX_DIRECTORY:
            raise _refusal(path, f"it holds more than {MAX_ENTRIES:,} files")
        archive = zipfile.ZipFile(path)
    except DAMAGED as error:
        raise _refusal(path, "it is not a whole zip file") from error
    with archive:
        yield archive, _checked(path, archive.infolist(), is_streamed)


def _checked(path: Path, entries: list[zipfile.ZipInfo], is_streamed: bool) -> list[zipfile.ZipInfo]:
    """Return the entries that are files, after each promise about names and sizes was kept."""
    packed = max(path.stat().st_size, 1)
    size = sum(entry.file_size for entry in entries)
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise _refusal(path, f"it holds more than {MAX_ENTRIES:,} files")
    if (size > MAX_BYTES and not is_streamed) or size > max(SMALL, MAX_RATIO * packed):
        raise _refusal(path, f"it would unpack to {size:,} bytes, beyond any honest size")
    if len(set(names)) < len(names):
        raise _refusal(path, "it names the same file twice")
    if any(entry.flag_bits & 1 for entry in entries):
        raise SourceError(path, "it is locked with a password.", "Save it without one and add it again.")
    for entry in entries:
        if not _is_safe(entry):
            raise _refusal(path, f"a name in it points outside ({entry.orig_filename!r})")
    return [entry for entry in entries if not entry.is_dir()]


def _is_safe(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename.replace("\\", "/")
    is_drive = len(name) > 1 and name[1] == ":" and name[0].isalpha()
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    is_outside = name.startswith("/") or ".." in PurePosixPath(name).parts
    return not (is_link or is_drive or is_outside or "\0" in name)


def _refusal(path: Path, what: str) -> SourceError:
    return SourceError(path, f"{what}.", "Export it again from where it came; nothing was read.")
