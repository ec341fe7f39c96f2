"""One e-mail from its bytes: headers decoded, its text found, replies and footers cut. Nothing in it raises.

The standard library parses it. What would make that slow or deep is bounded before: how much of a letter is
parsed, the length of its headers, the number of its parts, how often one of them holds others.
"""

import codecs
import datetime as dt
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as Parsed
from email.utils import parsedate_tz
from functools import cache, lru_cache
from itertools import islice

from jobkit.language import days
from jobkit.language.text import of_html, seen, tidy
from jobkit.language.vocabulary import shipped

HEADER_LIMIT = 256_000
ENCODED_LIMIT = 4_000  # letters of a header that holds encoded words
PARSE_LIMIT = 1_000_000  # the text of a letter stands before what is attached to it
PART_LIMIT = 300_000
LINES_LIMIT = 60_000
GUESS_LIMIT = 4_000
NESTED_LIMIT = 10  # parts that hold parts
PARTS_LIMIT = 500

_ADDRESS = re.compile(r"<([^<>\s]{3,320})>")
_HOLDS_PARTS = re.compile(rb"^content-type:\s{0,4}(?:multipart|message)/", re.I | re.M)
_REPORT = re.compile(rb"^(content-type:\s{0,4})message/delivery-status", re.I | re.M)
_LONG_FIELD = re.compile(rb"^(content-[a-z-]{1,30}:.{2000})(?:.|\n[ \t])+", re.I | re.M)
_PART = re.compile(rb"^--", re.M)
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_NO_TEXT_CODECS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_QUOTED = re.compile(r"^>.*\n?", re.M)
_FIELD = re.compile(r"[A-Za-zÀ-ü-]{2,15} ?: ")
_FORWARDED = re.compile(r"\s{0,4}(?:fwd?|wg|tr|i) ?: ", re.I)


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its headers, and the one part that is read."""

    parsed: Parsed
    body: bytes = b""
    charset: str = ""
    is_html: bool = False
    is_flowed: bool = False
    problem: str = ""
    calendar: bytes = b""

    def header(self, name: str) -> str:
        """Return a header decoded, on one line; empty where the message has none."""
        return decoded_header(_raw_header(self.parsed, name), self.charset)

    def address(self, header: str) -> tuple[str, str]:
        """Return the display name and the address in a header, of several the first."""
        value = self.header(header)[:1000]
        found = _ADDRESS.search(value)
        address = found[1] if found else next((word for word in value.split() if "@" in word), "")
        name = value.replace(found[0] if found else address, " ", 1)
        return name.strip("'\"<>() "), address.strip("<>(),;").lower()

    def text(self) -> str:
        """Return the whole text, HTML taken down to lines; replies and footers are still in it."""
        text = decoded(self.body, self.charset)
        if not self.is_html:
            return _unwrapped(text[:LINES_LIMIT], self.is_flowed)
        return of_html(text, "blockquote, .gmail_quote" if "quote" in text.lower() else "")


def parse(raw: bytes) -> Message:
    """Return the message that stands in these bytes, whatever they are."""
    start, problem = _bounded(raw)
    parsed = message_from_bytes(start)
    part = _readable_part(parsed)
    if part is None or not parsed.keys():
        return Message(parsed, problem=problem if parsed.keys() else "it has no mail headers")
    kind, body = _raw_header(part, "content-type").lower(), part.get_payload(decode=True)
    return Message(
        parsed,
        body[:PART_LIMIT] if isinstance(body, bytes) else b"",
        part.get_content_charset(""),
        b"html" in kind,
        b"flowed" in kind,
        calendar=_calendar(parsed),
    )


def _bounded(raw: bytes) -> tuple[bytes, str]:
    """The beginning of a message that is parsed, and what to say where no text stands in it."""
    problem = f"no text stands in its first {PARSE_LIMIT:,} bytes" if len(raw) > PARSE_LIMIT else ""
    raw = raw[raw.find(b"\n") + 1 :] if raw.startswith(b">From ") else raw
    raw = _LONG_FIELD.sub(rb"\1", raw[:PARSE_LIMIT])
    low = raw.lower()
    if raw[:1] in (b"\n", b"\r") or (not body_start(raw[:HEADER_LIMIT]) and len(raw) > HEADER_LIMIT):
        return b"\n" + raw, problem
    if b"message/delivery-status" in low:  # of which each line would be a message
        raw = _REPORT.sub(rb"\1application/x-report", raw)
    if low.count(b"\ncontent-type:") > NESTED_LIMIT and (nested := _at(_HOLDS_PARTS, raw, NESTED_LIMIT)):
        problem = f"its parts are nested more than {NESTED_LIMIT} deep, so no text was found"
        raw = raw[:nested]
    if low.count(b"\n--") > PARTS_LIMIT:
        raw = raw[: _at(_PART, raw, PARTS_LIMIT) or len(raw)]
    return raw, problem


def _at(pattern: re.Pattern[bytes], raw: bytes, n: int) -> int:
    """Where a pattern stands for the time after the n-th; 0 where it does not."""
    found = next(islice(pattern.finditer(raw), n, None), None)
    return found.start() if found else 0


def _raw_header(part: Parsed, name: str) -> bytes:
    value = next((value for key, value in part.raw_items() if key.lower() == name), "")
    return str(value).encode("ascii", "surrogateescape")


def _readable_part(message: Parsed) -> Parsed | None:
    """The first plain text with words in it, else the first HTML."""
    plain = html = None  # a part without headers is false, but it is one
    for part in message.walk():
        kind = part.get_content_type()
        if part.is_multipart() or not kind.startswith(("text/", "multipart/")):
            continue
        if part.get_content_disposition() == "attachment":
            continue
        if "html" in kind:
            html = part if html is None else html
        elif plain is None and str(part.get_payload())[:2000].strip():
            plain = part
        if html is not None and plain is not None:  # or is it “your program cannot show HTML”?
            return html if len(plain.get_payload()) < 200 < len(html.get_payload()) else plain
    return html if plain is None else plain


def _calendar(message: Parsed) -> bytes:
    parts = message.walk() if message.is_multipart() or "calendar" in message.get_content_type() else ()
    calendars = (part for part in parts if part.get_content_type() in ("text/calendar", "application/ics"))
    data = part.get_payload(decode=True) if (part := next(calendars, None)) is not None else b""
    return data if isinstance(data, bytes) else b""


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of `letters.toml`."""
    written = shipped("letters")[name]
    return re.compile(f"{written['from']}(?:{'|'.join(written['ways'])})")


def own_words(text: str, subject: str = "") -> str:
    """Return the text without quoted replies, signatures and footers; all of it if nothing else were left.

    Of a letter that is forwarded, as its subject says, what stands below is what it is about.
    """
    text = (_QUOTED.sub("", text) if ">" in text else "") or text
    for edge in ("footer",) if _FORWARDED.match(subject) else ("reply", "footer"):
        found = pattern(edge).search(f"\n{text}")  # where it was found is the end of the line before
        if found and text[: found.start()].strip():
            text = text[: found.start()]
    return text.strip()


def is_automatic(message: Message) -> bool:
    """Return whether a machine answered because somebody is away, or to any letter at all."""
    is_marked = any(map(message.header, ("x-autoreply", "x-autorespond")))
    is_answer = "auto-replied" in message.header("auto-submitted").lower()
    return is_marked or is_answer or bool(pattern("automatic").match(message.header("subject")))


def is_to_many(message: Message, text: str) -> bool:
    """Return whether a letter goes to many: by its headers, or by what newsletters say at their ends."""
    is_bulk = message.header("precedence").lower() in ("bulk", "list") or message.header("list-unsubscribe")
    return bool(is_bulk or pattern("newsletter").search(text))


def is_by_the_reader(message: Message) -> bool:
    """Return whether it lay among the letters sent, or went from outside to an office that hires."""
    (_, to), (_, address) = message.address("to"), message.address("from")
    is_outside = to.rpartition("@")[2] != address.rpartition("@")[2]
    is_to_office = is_outside and pattern("office").match(to) and not pattern("office").match(address)
    return bool(is_to_office or pattern("sent").search(message.header("x-gmail-labels")))


def is_anothers(message: Message, text: str) -> bool:
    """Return whether somebody forwarded a letter that was written to them, as a friend does.

    What an employer forwards was written by a colleague; what you forward to yourself was written to you.
    """
    letter = pattern("forward").search(text[:LINES_LIMIT])
    if not letter or not (_FORWARDED.match(message.header("subject")) or not letter.start()):
        return False
    name, address = message.address("from")
    to_name, to_address = message.address("to")
    is_self = bool(name) and name.lower() == to_name.lower()
    is_self = is_self or address.partition("@")[0] == to_address.partition("@")[0]
    domain = address.rpartition("@")[2]
    by = letter["by"].lower()
    is_colleagues = any(word in domain for word in by.split() if len(word) > 3 and "@" not in word)
    return not is_self and not is_colleagues and f"@{domain}" not in by


def above_forwarded(text: str) -> str:
    """Return what stands above a letter that is forwarded."""
    letter = pattern("forward").search(text[:LINES_LIMIT])
    return text[: letter.start()].strip() if letter else text


def body_start(raw: bytes) -> int:
    """Return where the body starts, behind the first empty line; 0 where none parts it from the headers."""
    found = _EMPTY_LINE.search(raw)
    return found.end() if found else 0


def day(message: Message) -> tuple[str | None, bool]:
    """Return the day it was sent, where its sender was, and whether the delivery had to tell."""
    sent = sent_on(message.header("date"))
    if sent:
        return sent, False
    return sent_on(message.header("received").rpartition(";")[2]), True


def sent_on(written: str) -> str | None:
    """Return the day that a header says, as 2026-10-31, where its sender was; also as a person types it."""
    try:
        if parsed := parsedate_tz(written[:200]):
            return dt.date(*parsed[:3]).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return next((days.read(day, "").day for day in days.mentions(written[:200])[:1]), None)


@lru_cache(maxsize=32)
def decoded_header(value: bytes, charset: str = "") -> str:
    """Return a header's text: encoded words decoded, damaged ones as they stand, bare bytes by `charset`."""
    value = value[:HEADER_LIMIT]
    text = value.decode("ascii") if value.isascii() else decoded(value, charset, "cp1252")
    if "=?" in text:
        text = _words_decoded(" ".join(text[:ENCODED_LIMIT].split()))
    return " ".join(seen(text).replace("\x00", " ").split())


def _words_decoded(text: str) -> str:
    """Encoded words decoded; a broken one is shown as it was written."""
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(
        piece if isinstance(piece, str) else decoded(piece, charset or "", "cp1252")
        for piece, charset in pieces
    )


def decoded(data: bytes, charset: str, otherwise: str = "") -> str:
    """Return bytes as text: as UTF-8, as what they claim to be, as `otherwise`, or by evidence."""
    if data.isascii() and not is_escaped(charset):
        return data.decode("ascii")
    for name in _charsets(charset):
        try:
            return data.decode(name).encode("utf-8", "replace").decode("utf-8")
        except (UnicodeError, LookupError, ValueError):
            continue
    return data.decode(otherwise, "replace") if otherwise else _guessed(data)


def is_escaped(charset: str) -> bool:
    """Return whether a charset writes words in other bytes than ASCII does."""
    return charset.lower().startswith(("iso-2022", "utf-7", "utf-16", "utf-32", "hz"))


def _charsets(claimed: str) -> list[str]:
    """Latin-1 and ASCII are often claimed for UTF-8 and for Windows text; the claim counts after UTF-8."""
    try:
        known = codecs.lookup(claimed).name if claimed else ""
    except (LookupError, ValueError):
        known = ""
    if known in ("", "ascii", "iso8859-1", "utf-8") or known.replace("-", "_") in _NO_TEXT_CODECS:
        return ["utf-8", "cp1252"] if known == "iso8859-1" else ["utf-8"]
    return [known, "utf-8"]


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:GUESS_LIMIT]).best()
    text = data.decode(best.encoding if best else "cp1252", "replace")
    return text.encode("utf-8", "replace").decode("utf-8")


def _unwrapped(text: str, is_flowed: bool) -> str:
    """Lines broken by a mail program are joined; short lines are lines of their own."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    joined: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        is_soft = line.endswith(" ") and line != "-- " if is_flowed else 58 < len(line) < 100
        is_soft = is_soft and line.startswith(">") == after.startswith(">") and not _FIELD.match(after)
        joined.append(line + (" " if is_soft else "\n"))
    return tidy("".join(joined))
