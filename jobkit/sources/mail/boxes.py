"""The letters in mailboxes: mbox, Maildir, `.eml`, `.emlx`, Outlook's `.msg`, folders and zips of them.

A mailbox is read as a stream, so its size does not matter, in a zip neither; of each letter at most
`MESSAGE_LIMIT` bytes are kept.
"""

import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from jobkit import apart
from jobkit.errors import SourceError
from jobkit.sources import archives
from jobkit.sources.mail import messages, outlook

MESSAGE_LIMIT = 8_000_000
AT_ONCE = MESSAGE_LIMIT
MARGIN = 10_000  # bytes that are looked at together where one letter may end and the next begin
OUTLOOK_LIMIT = 256_000_000  # an attachment stands in it whole, and is passed over
OUTLOOK = {"seconds": 10, "memory": 512 << 20, "answer": 16 << 20}
STORES = (".pst", ".ost", ".olm")
SUFFIXES = (".eml", ".mbox", ".mbx", ".emlx", ".msg")
_OLE = b"\xd0\xcf\x11\xe0"
_HEADER = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,60}:|>From )")
_MAIL_HEADER = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|return-path|delivered-to|mime-version|reply-to|content-type|x-[a-z-]{2,30}):",
    re.I | re.M,
)
_POSTMARK = re.compile(rb"\AFrom [^\n]{0,300}?[ \t]\d{1,2}[ \t]{1,3}\d\d?:\d\d[^\n]{0,60}\d{4}[^\n]{0,20}")
_LENGTH = re.compile(rb"^content-length:[ \t]{0,4}(\d{1,12})[ \t]{0,4}\r?$", re.I | re.M)


def holds_mail(path: Path) -> bool:
    """Return whether this is a mailbox, a letter, Outlook's store, or a folder or zip with letters."""
    if path.is_dir():
        return _is_maildir(path) or any(True for _ in _mail_files(path))
    if path.suffix.lower() == ".zip":
        return any(name.lower().endswith(SUFFIXES) for name, _ in archives.members(path))
    return _is_mail(path)


def letters(path: Path) -> Iterator[tuple[str, bytes]]:
    """Return every letter with its origin: the number in its mailbox, or the name of its file.

    Raises
    ------
    SourceError : it is a store of Outlook, which is not read, or cannot be opened.
    """
    if path.suffix.lower() in STORES:
        raise SourceError(
            path,
            "it is the store of Outlook itself, which jobkit does not read.",
            "Select the messages in Outlook, drag them into a folder of your desktop, and add that folder. Or"
            " make mbox files of it (with `readpst`, or Thunderbird's ImportExportTools), and add those.",
        )
    try:
        with ExitStack() as open_files:
            outlooks: list[tuple[str, Path]] = []
            for name, stream, file in _files(path):
                if name.lower().endswith(".msg"):
                    outlooks.append((name, file or _kept(stream, open_files)))
                else:
                    yield from _of_file(name, stream)
            # Outlook's messages as mails; nothing of one that is damaged, or not read within the limits
            answers = apart.each(outlook.as_mail, (str(path.resolve()) for _, path in outlooks), **OUTLOOK)
            for (name, _), answer in zip(outlooks, answers, strict=True):
                yield name, answer[0].encode("latin-1")[:MESSAGE_LIMIT] if answer else b""
    except OSError as error:
        action = "Check that you may open it, and add it again."
        raise SourceError(path, f"it cannot be read ({error.strerror}).", action) from error


def _files(path: Path) -> Iterator[tuple[str, IO[bytes], Path | None]]:
    """Return the files with letters: name, stream, and where it lies if it is no part of a zip."""
    if path.suffix.lower() == ".zip" and path.is_file():
        yield from ((name, stream, None) for name, stream in archives.files(path, SUFFIXES))
        return
    for file in _mail_files(path) if path.is_dir() else [path]:
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        with file.open("rb") as stream:
            yield name, stream, file


def _kept(stream: IO[bytes], open_files: ExitStack) -> Path:
    """Return where a part of a zip lies for as long as it is read."""
    folder = Path(open_files.enter_context(tempfile.TemporaryDirectory(prefix="jobkit-")))
    file = folder / "letter.msg"
    file.write_bytes(stream.read(OUTLOOK_LIMIT))
    return file


def _of_file(name: str, stream: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    beginning = stream.read(MARGIN)
    if name.lower().endswith((".eml", ".emlx")) or not _is_mbox(beginning):
        letter = beginning + stream.read(MESSAGE_LIMIT - MARGIN)
        if letter:
            yield name, _apple(letter) if name.lower().endswith(".emlx") else letter
        return
    for number, raw in enumerate(split(stream, beginning), 1):
        yield f"{name}:{number}", raw


def _apple(data: bytes) -> bytes:
    """A message of Apple Mail: its length on the first line, a list of properties behind it."""
    length, _, rest = data.partition(b"\n")
    return rest[: int(length)] if length.strip().isdigit() and len(length) < 12 else data


def split(stream: IO[bytes], beginning: bytes = b"") -> Iterator[bytes]:
    """Return the messages of an mbox without their “From ” lines, each cut at `MESSAGE_LIMIT`.

    A line that begins with “From ” parts two messages if a header follows it and it stands after an empty
    line or bears a date; what a Content-Length that fits covers is not searched. `beginning` was read before.
    """
    data, start, is_whole = beginning, 0, False
    while True:
        if not is_whole and len(data) - start < MESSAGE_LIMIT + MARGIN:
            more = stream.read(AT_ONCE)
            data, start, is_whole = data[start:] + more, 0, len(more) < AT_ONCE
        if start >= len(data):
            return
        body = data.find(b"\n", start) + 1 or len(data)
        end = _next(data, body)
        yield data[body : min(end, body + MESSAGE_LIMIT)]
        while end == len(data) and not is_whole:  # it is longer than what is kept of a letter
            more = stream.read(AT_ONCE)
            data, is_whole = data[-MARGIN:] + more, len(more) < AT_ONCE
            end = _next(data, 1)
        start = end


def _next(data: bytes, start: int) -> int:
    at = _after_length(data, start) or data.find(b"\nFrom ", max(start - 1, 0))
    while at >= 0 and not _parts_here(data, at + 1):
        at = data.find(b"\nFrom ", at + 1)
    return at + 1 if at >= 0 else len(data)


def _parts_here(data: bytes, at: int) -> bool:
    line_end = data.find(b"\n", at, at + 1_000)
    if line_end < 0:
        return False
    is_dated = _POSTMARK.match(data[at:line_end]) is not None
    is_after_space = data[at - 2 : at - 1] == b"\n" or data[at - 3 : at] == b"\n\r\n"
    return (is_dated or is_after_space) and _HEADER.match(data[line_end + 1 : line_end + 80]) is not None


def _after_length(data: bytes, start: int) -> int:
    """The place before a “From ” line to which a Content-Length leads; 0 if none does."""
    head = data[start : start + 8_000]
    head = b"\n" + head[: messages.body_start(head)].lower()
    claimed = _LENGTH.search(head) if b"\ncontent-length:" in head else None
    if not claimed:
        return 0
    end = start + len(head) - 1 + int(claimed[1])
    at = data.find(b"\nFrom ", end - 1, end + 8) if end <= len(data) else -1
    return at if at > 0 and not data[end:at].strip() else 0


def _is_maildir(path: Path) -> bool:
    return (path / "cur").is_dir() and (path / "new").is_dir()


def _mail_files(folder: Path) -> Iterator[Path]:
    for path in archives.inside(folder):
        if (path.parent.name in ("cur", "new") and _is_maildir(path.parent.parent)) or _is_mail(path):
            yield path


def _is_mail(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in (".eml", ".mbox", ".emlx", *STORES):
        return True
    with path.open("rb") as file:
        head = file.read(4_000)
    if suffix == ".msg":
        return head.startswith(_OLE)
    headers = _MAIL_HEADER.findall(head.partition(b"\n\n")[0])
    return _is_mbox(head) or (b"\x00" not in head and len(headers) >= 3)


def _is_mbox(head: bytes) -> bool:
    line, _, rest = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").partition(b"\n")
    return line.startswith(b"From ") and _HEADER.match(rest) is not None
