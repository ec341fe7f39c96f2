"""Outlook's messages (`.msg`, MS-OXMSG) as mails, and its appointments as calendars; run by `apart`.

So it stands alone and imports nothing of jobkit. A message is a file system in a file: each of its properties
is a stream named by the property's number and type, or stands in the one stream of all short ones.
"""

import re
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from jobkit.language import english

LARGEST = 2 << 20  # bytes of one property
MOST_GUESTS = 50
PROPERTY = re.compile(r"__substg1\.0_([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})")
SHORT = "__properties_version1.0"
NAMES = "__nameid_version1.0/__substg1.0_"
MEETING = bytes.fromhex("90da d86e 0b45 1b10 98da 00aa 003f 1305".replace(" ", ""))
"""The set of properties in which 0x0003 is the id of a meeting (PSETID_Meeting)."""
CLASS, SUBJECT, HEADERS, MESSAGE_ID, REPLY_TO = 0x001A, 0x0037, 0x007D, 0x1035, 0x1042
TEXT, HTML = 0x1000, 0x1013
SENDER, SENDER_KIND, SENDER_ADDRESS, SENDER_SMTP = 0x0C1A, 0x0C1E, 0x0C1F, 0x5D01
SENT, DELIVERED, CODE_PAGE, HTML_PAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
GUEST, GUEST_ADDRESS, GUEST_SMTP = 0x3001, 0x3003, 0x39FE
START, PLACE, SEQUENCE, IS_RECURRING, ZONE, MEETING_ID = 0x820D, 0x8208, 0x8201, 0x8223, 0x825E, 0x0003
OWN_HEADERS = ("content-", "mime-version")
PAGES = {65001: "utf-8", 28591: "latin-1", 20127: "ascii", 1200: "utf-16-le"}


def as_mail(path: str) -> list[str]:
    """Return a message as a mail or, of an appointment, as a calendar: its bytes as Latin-1.

    Raises
    ------
    OSError : it is no such file, or damaged.
    """
    import olefile

    with olefile.OleFileIO(path) as file:
        message = _Storage(file, "", 32)
        kind = message.text(CLASS).strip(" \0").lower()
        calendar = _calendar(message, kind) if kind.startswith(("ipm.appointment", "ipm.schedule")) else ""
        if calendar and kind.startswith("ipm.appointment"):
            made = calendar
        elif kind.startswith("ipm.contact"):
            made = "Subject: (a contact)\n\n"
        else:
            made = _mail(message, calendar)
    return [made.encode("utf-8", "replace").decode("latin-1")]


class _Storage:
    """A message, or one of its recipients: properties by their numbers."""

    def __init__(self, file: Any, place: str, head: int):
        self.file, self.place = file, place
        named = filter(None, map(PROPERTY.fullmatch, _names(file, place)))
        self.streams = {int(found[1], 16): (f"{place}{found[0]}", found[2]) for found in named}
        short = struct.iter_unpack("<HHI8s", _whole(self.read(f"{place}{SHORT}")[head:][:64_000]))
        self.short: dict[int, bytes] = {number: value for _, number, _, value in short}

    def read(self, name: str) -> bytes:
        """Return what stands in a stream, cut at the largest that is read; empty where there is none."""
        return self.file.openstream(name).read(LARGEST) if self.file.exists(name) else b""

    def bytes(self, number: int) -> bytes:
        """Return a property as it is stored."""
        return self.read(self.streams[number][0]) if number in self.streams else b""

    def text(self, number: int, page: int = CODE_PAGE) -> str:
        """Return a property as text: in UTF-16, or in the code page that the message names."""
        kind = self.streams.get(number, ("", ""))[1].upper()
        if kind == "001F":
            return self.bytes(number).decode("utf-16-le", "replace").strip("\0")
        code = self.number(page) or self.number(CODE_PAGE) or self.number(HTML_PAGE)
        encoding = PAGES.get(code, f"cp{code}")
        try:
            return self.bytes(number).decode(encoding).strip("\0")
        except (LookupError, UnicodeError):
            return self.bytes(number).decode("cp1252", "replace").strip("\0")

    def number(self, number: int) -> int:
        """Return a short property as a number, 0 where it is missing."""
        return int.from_bytes(self.short.get(number, b"")[:4], "little")

    def moment(self, number: int) -> datetime | None:
        """Return a short property as a moment in UTC."""
        ticks = int.from_bytes(self.short.get(number, b""), "little")
        try:
            return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    def named(self) -> Mapping[int, int]:
        """Return the numbers that this file gives to named properties, by their own; 0 where it has none."""
        found = defaultdict[int, int](int)
        sets = self.read(f"{NAMES}00020102")
        for own, kind, place in struct.iter_unpack("<IHH", _whole(self.read(f"{NAMES}00030102"), 8)):
            first = ((kind >> 1) - 3) * 16
            if not kind & 1 and (own != MEETING_ID or sets[max(first, 0) : max(first, 0) + 16] == MEETING):
                found[own] = found[own] or 0x8000 + place
        return found


def _names(file: Any, place: str) -> Iterator[str]:
    depth = place.count("/")
    for parts in file.listdir():
        if len(parts) == depth + 1 and "/".join([*parts[:depth], ""]).lstrip("/") == place:
            yield parts[-1]


def _whole(data: bytes, size: int = 16) -> bytes:
    return data[: len(data) // size * size]


def _mail(message: _Storage, calendar: str) -> str:
    """Return a message as a mail, its own headers rather than what Outlook keeps of them."""
    text, html = message.text(TEXT), message.text(HTML, HTML_PAGE)
    kind, body = ("plain", text) if text.strip() or not html else ("html", html)
    mark = "=_part_of_an_outlook_message"
    parts = [(f"text/{kind}", body), ("text/calendar", calendar)]
    written = [
        f"--{mark}\nContent-Type: {kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
        for kind, text in parts[: 1 + bool(calendar)]
    ]
    head = [*_headers(message), "MIME-Version: 1.0", f"Content-Type: multipart/mixed; boundary={mark}", ""]
    return "\n".join([*head, *written, f"--{mark}--", ""])


def _headers(message: _Storage) -> list[str]:
    own: list[str] = []
    is_taken = False
    for line in message.text(HEADERS).splitlines():
        if line[:1] not in (" ", "\t"):
            is_taken = ":" in line and not line.lower().startswith(OWN_HEADERS)
        if is_taken and line.strip():
            own.append(line)
    if any(line.lower().startswith("from:") for line in own):
        return own
    sent = message.moment(SENT) or message.moment(DELIVERED)
    shown = {
        "From": _address(message.text(SENDER), _smtp(message)),
        "Subject": message.text(SUBJECT),
        "Date": f"{sent:%d} {english.month(sent, is_short=True)} {sent:%Y %H:%M:%S} +0000" if sent else "",
        "Message-ID": message.text(MESSAGE_ID) or _own_id(message),
        "In-Reply-To": message.text(REPLY_TO),
        "To": ", ".join(_address(*guest) for guest in _guests(message)),
    }
    told = ((name, value.split()) for name, value in shown.items() if value or name == "Subject")
    return [f"{name}: {' '.join(words)}" for name, words in told]


def _own_id(message: _Storage) -> str:
    """Return an id for a message that bears none, such as one that was sent from here: its own digest."""
    told = (message.text(SUBJECT), message.text(TEXT), message.text(SENDER), message.moment(SENT))
    return f"<{sha256(repr(told).encode('utf-8', 'replace')).hexdigest()[:32]}@outlook.invalid>"


def _smtp(message: _Storage) -> str:
    address = message.text(SENDER_ADDRESS) if message.text(SENDER_KIND).strip().upper() == "SMTP" else ""
    return message.text(SENDER_SMTP) or address


def _guests(message: _Storage) -> Iterator[tuple[str, str]]:
    places = {parts[0] for parts in message.file.listdir() if parts[0].startswith("__recip_version1.0_")}
    for place in sorted(places)[:MOST_GUESTS]:
        guest = _Storage(message.file, f"{place}/", 8)
        address = guest.text(GUEST_SMTP) or guest.text(GUEST_ADDRESS)
        yield guest.text(GUEST), address if "@" in address else ""


def _address(name: str, address: str) -> str:
    name = name.replace('"', "").replace("<", "").replace(">", "")
    return f'"{name}" <{address}>' if address else f'"{name}"' if name else ""


def _calendar(message: _Storage, kind: str) -> str:
    """Return an appointment as a calendar; empty where it has no start."""
    number = message.named()
    start = message.moment(number[START])
    if not start:
        return ""
    sequence = message.number(number[SEQUENCE])
    uid = message.bytes(number[MEETING_ID]).hex().upper()
    lines = [
        "BEGIN:VCALENDAR",
        "METHOD:CANCEL" if "cancel" in kind else "METHOD:PUBLISH",
        f"X-WR-TIMEZONE:{_zone(message.bytes(number[ZONE]))}",
        "BEGIN:VEVENT",
        f"UID:{uid or message.text(MESSAGE_ID)}",
        f"SEQUENCE:{sequence if sequence < 10**6 else 0}",
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{_escaped(message.text(SUBJECT))}",
        f"LOCATION:{_escaped(message.text(number[PLACE]))}",
        _person("ORGANIZER", message.text(SENDER), _smtp(message)),
        *(_person("ATTENDEE", *guest) for guest in _guests(message)),
        "RRULE:FREQ=DAILY" if message.short.get(number[IS_RECURRING], b"\0")[0] else "",
        f"DESCRIPTION:{_escaped(message.text(TEXT)[:4_000])}",
    ]
    return "\n".join([*filter(None, lines), "END:VEVENT", "END:VCALENDAR", ""])


def _person(part: str, name: str, address: str) -> str:
    name = " ".join(name.replace('"', "").split())
    return f'{part};CN="{name}":mailto:{"".join(address.split())}' if address else ""


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _zone(definition: bytes) -> str:
    """Return the time zone of an appointment by its name in the tz database; empty where none is known."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    n_letters = int.from_bytes(definition[6:8], "little")
    name = definition[8 : 8 + 2 * n_letters].decode("utf-16-le", "replace")
    return WINDOWS_TO_OLSON.get(name, "")
