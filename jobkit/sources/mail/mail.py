"""Mailboxes: mbox, Maildir, `.eml`, and folders or zips of them; every message becomes one record.

A mailbox is walked through a memory map that is handed back as it is read, so its size does not matter.
A message is decoded only if some word of job search stands in it; of any other only the headers are kept.
"""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from jobkit import apart
from jobkit.errors import SourceError
from jobkit.sources.mail import messages, wording
from jobkit.sources.mail.messages import Message
from jobkit.sources.reading import Extraction
from jobkit.tables import Event, Fact, Problem, Record

MESSAGE_LIMIT = 8_000_000
TEXT_LIMIT = 20_000
ADVERT_LIMIT = 3_000
READ_LIMIT = 2 * wording.LIMIT
ZIPPED_MAILBOX_LIMIT = 256_000_000
GIVE_BACK = 32_000_000
FEW = 5_000
"""Letters that are read before children are started: that takes as long as reading some thousands."""
BATCH, BATCH_BYTES = 100, 2_000_000
CHILDREN = 3
"""At most so many, each of about 60 MB."""

SET_ASIDE = {
    "list": "a letter to a mailing list",
    "notjob": "not about an application",
    "jobads": "job advertisement",
    "update": "news of an application without an answer",
    "approach": "a recruiter's first letter, or a request for your résumé",
    "office": "a letter of an employment office",
    "unsent": "an application that was not sent yet",
    "other": "about a job search, but not about an application you sent",
}
_SUFFIXES = (".eml", ".mbox", ".mbx", ".emlx")
_HEADER = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,60}:|>From )")
_MAIL_HEADER = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|return-path|delivered-to|mime-version|reply-to|content-type|x-[a-z-]{2,30}):",
    re.I | re.M,
)
_POSTMARK = re.compile(rb"\AFrom [^\n]{0,300}?[ \t]\d{1,2}[ \t]{1,3}\d\d?:\d\d[^\n]{0,60}\d{4}[^\n]{0,20}")
_LENGTH = re.compile(rb"^content-length:[ \t]{0,4}(\d{1,12})[ \t]{0,4}\r?$", re.I | re.M)
_reading = lru_cache(maxsize=2_000)(wording.read)  # one letter often lies in several folders of a mailbox


def identify(path: Path) -> bool:
    """Return whether this is a mailbox, a message, or a folder or zip that holds one."""
    try:
        if path.is_dir():
            return _is_maildir(path) or any(True for _ in islice(_mail_files(path), 1))
        if path.suffix.lower() == ".zip":
            from jobkit.sources import archives

            return any(name.lower().endswith(_SUFFIXES) for name, _ in archives.members(path))
        return _is_mail(path)
    except (OSError, SourceError):
        return False


def extract(path: Path, mapping: Mapping[str, str] | None = None) -> Extraction:
    """Return the messages of a mailbox as records, read one by one as they are asked for.

    Raises
    ------
    SourceError : the path cannot be read, or holds no mail.
    """
    if not identify(path):
        raise SourceError(
            path,
            "a mailbox (mbox, Maildir, .eml, or a folder or zip of them) was looked for and not found.",
            "Export the mail again as mbox or .eml; nothing was read.",
        )
    return Extraction("mailbox", _records(path), exclusive=False, after=partial(_records, path))


def _records(path: Path, after: int = 0) -> Iterator[Record]:
    letters = islice(_messages(path), after, None)
    n_children = min(os.cpu_count() or 1, CHILDREN)
    yield from (record(raw, origin) for origin, raw in islice(letters, FEW if n_children > 1 else None))
    first = list(islice(letters, 1))
    if first:
        for rows in apart.pooled(read_batch, _batches(chain(first, letters)), n_children):
            yield from (_of_json(*row) for row in rows)


def read_batch(letters: list[list[str]]) -> list[Record]:
    """Return what each letter is taken for, of origins and bytes as Latin-1: for `apart`."""
    return [record(raw.encode("latin-1"), origin) for origin, raw in letters]


def _batches(letters: Iterable[tuple[str, bytes]]) -> Iterator[list[list[str]]]:
    batch: list[list[str]] = []
    size = 0
    for origin, raw in letters:
        batch.append([origin, raw.decode("latin-1")])
        size += len(raw)
        if len(batch) == BATCH or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _of_json(origin: str, content: dict, events: list, facts: list, problems: list, *rest: Any) -> Record:
    """Return a record from what JSON made of it."""
    kinds = ((Event, events), (Fact, facts), (Problem, problems))
    return Record(origin, content, *(tuple(kind(*row) for row in rows) for kind, rows in kinds), *rest)


def record(raw: bytes, origin: str) -> Record:
    """Return what one message, in its bytes, is taken for; nothing in it can raise."""
    message = messages.parse(raw)
    subject, (name, address) = message.header("subject"), message.address("from")
    kept = _headers(message, subject)
    if "list-post" in message.parsed:
        return Record(origin, kept, set_aside=SET_ASIDE["list"])
    is_of_a_job = wording.may_be_about_a_job(subject, f"{name} <{address}>", message.body)
    if message.problem and (is_of_a_job or not message.parsed.keys()):
        return Record(origin, kept, problems=(_unread(message),))
    if not is_of_a_job and not _is_wide(message):
        return Record(origin, kept, set_aside=SET_ASIDE["notjob"])
    text = message.text()
    own_words = messages.own_words(text)[:READ_LIMIT]
    reading = _reading(subject, name, address, own_words)
    if reading.is_own:  # by the person whose mail it is: the employer is who got it
        to = message.address("to")
        reading = _reading(subject, *(to if to[1] != address else ("", "")), own_words)
    meetings = _appointments(message, reading) if message.calendar else []
    if reading.kind not in wording.EVENTS and not meetings:
        is_advert = reading.kind == "jobads"  # its beginning is kept: a job you lost may be open again
        content = {**kept, "Text": text[:ADVERT_LIMIT]} if is_advert else kept
        same = kept if is_advert else None
        return Record(origin, content, set_aside=SET_ASIDE[reading.kind], same=same)
    content = {**kept, "To": message.header("to"), "Text": text[:TEXT_LIMIT]}
    is_told = reading.kind in wording.EVENTS and not _is_called_off(meetings, reading)
    letter = _understood(origin, message, reading, content) if is_told else Record(origin, content)
    events, facts = ([one for meeting in meetings for one in meeting[part]] for part in (2, 3))
    return letter._replace(events=(*letter.events, *events), facts=(*letter.facts, *facts))


def _appointments(message: Message, reading: wording.Reading) -> list[Record]:
    """Return the talks that the invitation with a letter tells of, each in the letter's conversation."""
    from jobkit.sources import calendars

    meetings = calendars.appointments(message.calendar, reading.company, reading.role)
    told = {"thread": thread(message)}
    return [
        meeting._replace(events=tuple(one._replace(details=one.details | told) for one in meeting.events))
        for meeting in meetings
        if meeting.events
    ]


def _is_called_off(meetings: list[Record], reading: wording.Reading) -> bool:
    """Return whether a letter that seems to invite only says that the appointment was cancelled."""
    events = [one for meeting in meetings for one in meeting.events]
    return reading.kind == "interview" and bool(events) and all("cancelled" in one.details for one in events)


def _understood(origin: str, message: Message, reading: wording.Reading, content: dict[str, str]) -> Record:
    date, is_delivery = messages.day(message)
    problems = () if date and not is_delivery else (_undated(message, date),)
    if not reading.company and not reading.role:
        problems = (*problems, _nameless(message))
    events = tuple(_event(kind, date, is_delivery, message, reading) for kind in _event_kinds(reading))
    return Record(origin, content, events, _evidence(date, reading), problems)


def _event_kinds(reading: wording.Reading) -> tuple[str, ...]:
    if reading.kind == "interview" and reading.is_screening:
        return ("screening",)
    return ("applied", "acknowledged") if reading.is_sent else (reading.kind,)


def _event(
    kind: str, date: str | None, is_delivery: bool, message: Message, reading: wording.Reading
) -> Event:
    told = {
        "message_id": message.header("message-id")[:500],
        "thread": thread(message),
        "company_why": reading.company_why,
        "system": reading.system,
        "contact": _contact(message) if kind in ("screening", "interview", "offer") else "",
        "date_inferred": is_delivery and date is not None,
        "date_written": message.header("date")[:200] if is_delivery else "",
    }
    return Event(
        kind=kind,
        date=date,
        company=reading.company,
        role=reading.role,
        channel=reading.board,
        text=reading.words,
        details={key: value for key, value in told.items() if value},
    )


def thread(message: Message) -> str:
    """Return the Message-ID of the first message of the conversation this one belongs to."""
    known = re.findall(
        r"<[^<>\s]{1,300}>", message.header("references")[:20_000] or message.header("in-reply-to")[:2_000]
    )
    return known[0] if known else message.header("message-id")[:500]


def _evidence(date: str | None, reading: wording.Reading) -> tuple[Fact, ...]:
    if not reading.reason:
        return ()
    values = {
        "reason": wording.REASONS.get(reading.reason, reading.reason),
        "sub_reason": reading.reason if reading.reason in wording.REASONS else "",
        "says": "stated" if reading.is_stated else "template",
        "date": date,
        "words": reading.reason_words,
    }
    return (Fact("evidence", values),)


def _headers(message: Message, subject: str) -> dict[str, str]:
    told = {
        "Message-ID": message.header("message-id"),
        "Date": message.header("date"),
        "From": message.header("from"),
        "Subject": subject,
    }
    return {name: value[:2_000] for name, value in told.items()}


def _contact(message: Message) -> str:
    name, address = message.address("from")
    is_machine = re.match(r"(?:no|do|not|auto|notif|mailer|jobs?-|postmaster)", address)
    return "" if is_machine or not address else f"{name} <{address}>".strip()


def _is_wide(message: Message) -> bool:
    return message.charset.lower().startswith(("utf-16", "utf-32", "utf-7", "iso-2022", "hz"))


def _unread(message: Message) -> Problem:
    return Problem(
        "message",
        message.header("subject")[:200],
        message.problem,
        "Open it in your mail program; add by hand what it says.",
    )


def _nameless(message: Message) -> Problem:
    return Problem(
        "message",
        message.header("subject")[:200],
        "it names neither the employer nor the job",
        "Say which: `jobkit applications` has it without a name, `jobkit show` its event,"
        " `jobkit correct EVENT company=…` names it.",
    )


def _undated(message: Message, date: str | None) -> Problem:
    written = message.header("date")[:200]
    action = f"The day of its delivery, {date}, was taken." if date else "Add the day by hand."
    return Problem(
        "Date",
        written,
        "the day it was sent cannot be read" if written else "it does not say when it was sent",
        action,
    )


def _messages(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every message with its origin: the number in its mailbox, or the name of its file."""
    if path.is_dir():
        for file in _mail_files(path):
            yield from _file_messages(file, file.relative_to(path).as_posix())
    elif path.suffix.lower() == ".zip":
        yield from _zip_messages(path)
    else:
        yield from _file_messages(path, path.name)


def _zip_messages(path: Path) -> Iterator[tuple[str, bytes]]:
    from jobkit.sources import archives

    def is_mail(name: str) -> bool:
        return name.lower().endswith(_SUFFIXES)

    for name, data in archives.contents(path, is_mail, ZIPPED_MAILBOX_LIMIT):
        yield from _data_messages(data, name)


def _file_messages(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        with path.open("rb") as file:
            if not path.stat().st_size:
                return
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                yield from _data_messages(data, name)
    except (OSError, ValueError) as error:
        raise SourceError(
            path, f"the file cannot be read ({error}).", "Check that you may open it, and add it again."
        ) from error


def _data_messages(data: bytes | mmap.mmap, name: str) -> Iterator[tuple[str, bytes]]:
    if name.lower().endswith(".emlx"):
        yield name, _apple(data[:MESSAGE_LIMIT])
    elif name.lower().endswith(".eml") or not _is_mbox(data[:2_000]):
        yield name, data[:MESSAGE_LIMIT]
    else:
        for number, raw in enumerate(split(data), 1):
            yield f"{name}:{number}", raw


def _apple(data: bytes) -> bytes:
    """A message of Apple Mail: its length on the first line, a list of properties behind it."""
    length, _, rest = data.partition(b"\n")
    return rest[: int(length)] if length.strip().isdigit() and len(length) < 12 else data


def split(data: bytes | mmap.mmap) -> Iterator[bytes]:
    """Return the messages of an mbox without their “From ” lines, each cut at `MESSAGE_LIMIT`.

    A line that begins with “From ” parts two messages if a header follows it and it stands after an empty
    line or bears a date; what a Content-Length that fits covers is not searched.
    """
    start, given = 0, 0
    while start < len(data):
        body = data.find(b"\n", start) + 1 or len(data)
        end = _next(data, body)
        yield data[body : min(end, body + MESSAGE_LIMIT)]
        start = end
        if end - given > GIVE_BACK and isinstance(data, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            given -= given % mmap.PAGESIZE
            data.madvise(mmap.MADV_DONTNEED, given, end - given)
            given = end


def _next(data: bytes | mmap.mmap, start: int) -> int:
    """Where the next “From ” line begins, or the end."""
    at = _after_length(data, start) or data.find(b"\nFrom ", max(start - 1, 0))
    while at >= 0 and not _parts_here(data, at + 1):
        at = data.find(b"\nFrom ", at + 1)
    return at + 1 if at >= 0 else len(data)


def _parts_here(data: bytes | mmap.mmap, at: int) -> bool:
    line_end = data.find(b"\n", at, at + 1_000)
    if line_end < 0:
        return False
    is_dated = _POSTMARK.match(data[at:line_end]) is not None
    is_after_space = data[at - 2 : at - 1] == b"\n" or data[at - 3 : at] == b"\n\r\n"
    return (is_dated or is_after_space) and _HEADER.match(data[line_end + 1 : line_end + 80]) is not None


def _after_length(data: bytes | mmap.mmap, start: int) -> int:
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
    """The files of a folder that hold mail, in the order of their names; links out of it are not followed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and (_in_maildir(path) or _is_mail(path)):
            yield path


def _in_maildir(path: Path) -> bool:
    return path.parent.name in ("cur", "new") and _is_maildir(path.parent.parent)


def _is_mail(path: Path) -> bool:
    if path.suffix.lower() in (*_SUFFIXES[:2], ".emlx"):
        return True
    with path.open("rb") as file:
        head = file.read(4_000)
    return _is_mbox(head) or (
        b"\x00" not in head and len(_MAIL_HEADER.findall(head.partition(b"\n\n")[0])) >= 3
    )


def _is_mbox(head: bytes) -> bool:
    line, _, rest = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").partition(b"\n")
    return line.startswith(b"From ") and _HEADER.match(rest) is not None
