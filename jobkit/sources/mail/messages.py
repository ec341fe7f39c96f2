"""One e-mail from its bytes: headers decoded, its text found, replies and footers cut. Nothing in it raises.

The walk through the parts keeps its own stack, so that parts nested without end cost nothing but a sentence,
and it decodes only the part that is read.
"""

from __future__ import annotations

import binascii
import codecs
import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_tz
from functools import lru_cache

HEADER_LIMIT = 256_000
PART_LIMIT = 300_000
LINES_LIMIT = 60_000
GUESS_LIMIT = 4_000
DEPTH_LIMIT = 50
PARTS_LIMIT = 500

_FIELD = re.compile(rb"^([!-9;-~]{1,80})[ \t]{0,4}:[ \t]{0,20}([^\n]*(?:\n[ \t][^\n]*)*)", re.M)
_ADDRESS = re.compile(r"<([^<>\s]{3,320})>")
_CHARSET = re.compile(r"charset\*?=\s?\"?(?:[\w-]{0,40}''?)?([^\s\";']{1,60})", re.I)
_BOUNDARY = re.compile(r"boundary=\s?(?:\"([^\"]{1,200})\"|([^\s;\"]{1,200}))", re.I)
_NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
)
_NO_TEXT_CODECS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_BLOCK = re.compile(
    r"<(?=(?:br|/p|/div|/tr|/li|/h[1-6]|/td|/table|/ul|/ol|p|div|tr|li|h[1-6]|table|hr)\b)", re.I
)
_BREAK = "\ue000"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\x00"
_ENCODED = re.compile(
    r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([QqBb])\?((?:[^?=\n]|\?(?!=)|=(?!\?[^=])){0,1000})\?="
)
_BETWEEN_ENCODED = re.compile(r"(?<=\?=) (?==\?)")

_QUOTED = re.compile(r"^>.*\n?", re.M)
_REPLY = re.compile(
    r"\n(?=[-a-zà])(?:-{2,10} ?(?:original message|message d'origine|forwarded message|message transféré)"
    r"|(?:on|le) [^\n]{0,60}\d[^\n]{0,80}(?:wrote|a écrit) ?:|(?:on|le) [^\n]{0,60}\d[^\n]{0,80}<$|-- ?$"
    r"|(?:from|de) ?: [^\n]{3,200}\n(?:sent|envoyé|date|to|à) ?:)",
    re.I | re.M,
)
_FOOTER = re.compile(
    r"\n(?=[a-z])(?:this (?:e-?mail|message) was (?:intended|sent)|cet e-mail est destiné"
    r"|to unsubscribe|unsubscribe\b|view similar jobs|(?:more|other) jobs (?:you|like)|voir des offres"
    r"|pour répondre, envoyez|vous recevez (?:cet|des) |se désabonner)",
    re.I,
)
_REPLY_MARK = re.compile(
    r"[^\n]{0,4}(?:répondre au.dessus de cette ligne|reply above this line)[^\n]{0,10}\n", re.I
)


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its headers as bytes by lower-case name, and the one part that is read."""

    fields: dict[bytes, bytes]
    body: bytes
    charset: str = ""
    is_html: bool = False
    is_flowed: bool = False
    problem: str = ""

    def header(self, name: str) -> str:
        """Return a header decoded, on one line; empty where the message has none."""
        return decoded_header(self.fields.get(name.encode(), b""), self.charset)

    def sender(self) -> tuple[str, str]:
        """Return the display name and the address it came from."""
        value = self.header("from")[:1000]
        found = _ADDRESS.search(value)
        address = found[1] if found else next((word for word in value.split() if "@" in word), "")
        name = value.replace(found[0] if found else address, " ", 1)
        return name.strip("'\"<>() "), address.strip("<>(),;").lower()

    def text(self) -> str:
        """Return the whole text, HTML taken down to lines; replies and footers are still in it."""
        text = decoded(self.body, self.charset)
        return _plain(text) if self.is_html else _unwrapped(text[:LINES_LIMIT], self.is_flowed)


def parse(raw: bytes) -> Message:
    """Return the message that stands in these bytes, whatever they are."""
    fields, body_start = _fields(raw, 0, len(raw))
    problem = "" if fields else "it has no mail headers"
    found, too_deep = _readable_part(raw, body_start, fields)
    if too_deep:
        problem = f"its parts are nested more than {DEPTH_LIMIT} deep, so its text was not read"
    if found is None:
        return Message(fields, b"", problem=problem)
    start, end, part = found
    kind = _ascii(part.get(b"content-type", b""))
    encoding = part.get(b"content-transfer-encoding", b"").strip().lower()
    charset = _CHARSET.search(kind)
    return Message(
        fields,
        _unencoded(raw[start : min(end, start + PART_LIMIT)], encoding),
        charset[1] if charset else "",
        "html" in kind.lower(),
        "flowed" in kind.lower(),
        problem,
    )


def own_words(text: str) -> str:
    """Return the text without quoted replies, signatures and footers; all of it if nothing else were left."""
    mark = _REPLY_MARK.match(text)
    text = text[mark.end() :] if mark else text
    text = (_QUOTED.sub("", text) if ">" in text else "") or text
    for edge in (_REPLY, _FOOTER):
        found = edge.search(f"\n{text}")  # where it was found is the end of the line before
        if found and text[: found.start()].strip():
            text = text[: found.start()]
    return text.strip()


def header_end(raw: bytes, start: int = 0, end: int | None = None) -> tuple[int, int]:
    """Return where the headers end and the body starts; twice -1 where no empty line parts them."""
    end = len(raw) if end is None else end
    short = raw.find(b"\n\n", start, end)
    long = raw.find(b"\n\r\n", start, short if short >= 0 else end)
    if long >= 0:
        return long, long + 3
    return (short, short + 2) if short >= 0 else (-1, -1)


def day(message: Message) -> tuple[str | None, bool]:
    """Return the day it was sent, where its sender was, and whether the delivery had to tell."""
    sent = _day(message.header("date"))
    if sent:
        return sent, False
    return _day(message.header("received").rpartition(";")[2]), True


@lru_cache(maxsize=32)
def decoded_header(value: bytes, charset: str = "") -> str:
    """Return a header's text: encoded words decoded, damaged ones as they stand, bare bytes by `charset`."""
    value = value[:HEADER_LIMIT]
    text = value.decode("ascii") if value.isascii() else decoded(value, charset, "cp1252")
    if "=?" in text:
        text = _words_decoded(" ".join(text[:20_000].split()))
    return " ".join(_seen(text).replace("\x00", " ").split())


def _seen(text: str) -> str:
    """The text without letters that nobody sees; some searches are faster than one translation."""
    for unseen in () if text.isascii() else _UNSEEN:
        text = text.replace(unseen, "")
    return text


def _words_decoded(text: str) -> str:
    """Encoded words decoded, neighbours of one charset together; a broken one is shown as it was written."""
    text = _BETWEEN_ENCODED.sub("", text)
    pieces: list[tuple[str, bytes]] = []
    end = 0
    for word in _ENCODED.finditer(text):
        charset, encoding, written = word.groups()
        try:
            if encoding in "qQ":
                data = binascii.a2b_qp(written.encode("latin-1", "replace"), header=True)
            else:
                data = _unencoded(written.encode("latin-1", "replace"), b"base64")
        except ValueError:
            charset, data = "utf-8", word[0].encode("utf-8", "replace")
        if pieces and word.start() == end and pieces[-1][0] == charset:
            data = pieces.pop()[1] + data
        elif word.start() > end:
            pieces.append(("utf-8", text[end : word.start()].encode("utf-8", "replace")))
        pieces.append((charset, data))
        end = word.end()
    return "".join(decoded(data, charset, "cp1252") for charset, data in pieces) + text[end:]


def decoded(data: bytes, charset: str, otherwise: str = "") -> str:
    """Return bytes as text: as UTF-8, as what they claim to be, as `otherwise`, or by evidence."""
    if data.isascii() and not _is_escaped(charset):
        return data.decode("ascii")
    for name in _charsets(charset):
        try:
            return data.decode(name).encode("utf-8", "replace").decode("utf-8")
        except (UnicodeError, LookupError, ValueError):
            continue
    return data.decode(otherwise, "replace") if otherwise else _guessed(data)


def _is_escaped(charset: str) -> bool:
    return charset.lower().startswith(("iso-2022", "utf-7", "utf-16", "utf-32", "hz"))


def _charsets(claimed: str) -> list[str]:
    """Latin-1 and ASCII are often claimed for UTF-8 and for Windows text; the claim counts after UTF-8."""
    try:
        known = codecs.lookup(claimed).name if claimed else ""
    except (LookupError, ValueError):
        known = ""
    if known.replace("-", "_") in _NO_TEXT_CODECS:
        known = ""
    if known in ("", "ascii", "iso8859-1", "utf-8"):
        return ["utf-8", "cp1252"] if known == "iso8859-1" else ["utf-8"]
    return [known, "utf-8"]


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:GUESS_LIMIT]).best()
    return (
        data.decode(best.encoding if best else "cp1252", "replace").encode("utf-8", "replace").decode("utf-8")
    )


def _fields(raw: bytes, start: int, end: int) -> tuple[dict[bytes, bytes], int]:
    """Headers by lower-case name, the first of each, still folded; and where the body starts."""
    head, body = header_end(raw, start, min(end, start + HEADER_LIMIT))
    if raw[start : start + 1] in (b"\n", b"\r") or (head < 0 and end - start > HEADER_LIMIT):
        return {}, start
    found = _FIELD.findall(raw, start, head if head >= 0 else end)
    return {name.lower(): value for name, value in reversed(found)}, body if body >= 0 else end


def _readable_part(raw: bytes, start: int, fields: dict[bytes, bytes]):
    """The first plain text with words in it, else the first HTML; and whether the nesting had to be cut."""
    todo, seen, html, too_deep = [(start, len(raw), fields, 0)], 0, None, False
    plain = None
    while todo and seen < PARTS_LIMIT:
        start, end, fields, depth = todo.pop()
        seen += 1
        kind = fields.get(b"content-type", b"text/plain").lower()
        if depth > DEPTH_LIMIT:
            too_deep = True
        elif kind.startswith(b"multipart/") and (parts := _parts(raw, start, end, kind, fields)):
            todo += [(*_part(raw, *part), depth + 1) for part in reversed(parts)]
        elif kind.startswith(b"message/rfc822"):
            todo.append((*_part(raw, start, end), depth + 1))
        elif not kind.startswith((b"text/", b"multipart/")) or _is_attached(fields):
            continue
        elif b"html" in kind:
            html = html or (start, end, fields)
        elif plain is None and raw[start : start + 2000].strip():
            plain = (start, end, fields)
        if html and plain:
            break
    if plain and html and plain[1] - plain[0] < 200 < html[1] - html[0]:
        plain = None  # "your program cannot show HTML"
    found = plain or html
    return found, too_deep and found is None


def _part(raw: bytes, start: int, end: int):
    fields, body = _fields(raw, start, end)
    return body, end, fields


def _is_attached(fields: dict[bytes, bytes]) -> bool:
    return fields.get(b"content-disposition", b"").lower().startswith(b"attachment")


def _parts(
    raw: bytes, start: int, end: int, kind: bytes, fields: dict[bytes, bytes]
) -> list[tuple[int, int]]:
    """Where the parts between the boundaries of a multipart body start and end."""
    named = _BOUNDARY.search(_ascii(fields.get(b"content-type", b"")))
    if not named:
        return []
    line = b"\n--" + (named[1] or named[2]).encode("latin-1", "replace")
    parts: list[tuple[int, int]] = []
    at = _boundary(raw, line, max(start - 1, 0), end)
    while at >= 0 and len(parts) < PARTS_LIMIT and raw[at + len(line) : at + len(line) + 2] != b"--":
        first = raw.find(b"\n", at + len(line), end)
        if first < 0:
            break
        at = _boundary(raw, line, first, end)
        parts.append((first + 1, at if at >= 0 else end))
    return parts


def _boundary(raw: bytes, line: bytes, start: int, end: int) -> int:
    """Where the boundary line stands; one that only begins like it is another part's."""
    at = raw.find(line, start, end)
    while at >= 0 and raw[at + len(line) : at + len(line) + 1] not in (b"", b"\r", b"\n", b" ", b"\t", b"-"):
        at = raw.find(line, at + 1, end)
    return at


def _ascii(value: bytes) -> str:
    return value[:2000].decode("latin-1")


def _unencoded(data: bytes, encoding: bytes) -> bytes:
    if encoding.startswith(b"base64"):
        packed = data.translate(None, _NOT_BASE64)
        return binascii.a2b_base64(packed[: len(packed) // 4 * 4] + _padded(packed))
    if encoding.startswith(b"quoted"):
        return binascii.a2b_qp(data)
    return data


def _padded(packed: bytes) -> bytes:
    rest = packed[len(packed) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


def _plain(html: str) -> str:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        tree = LexborHTMLParser(_BLOCK.sub(_BREAK + "<", html))
        tree.strip_tags(["head", "style", "script", "title", "template", "noscript"])
        quoted = tree.css("blockquote, .gmail_quote") if "quote" in html.lower() else []
        whole = tree.root.text(separator="") if tree.root else ""
        for node in quoted:
            node.decompose()
        text = (tree.root.text(separator="") if quoted and tree.root else whole).strip() or whole
    except (SelectolaxError, ValueError, RuntimeError):
        text = html
    return _tidy(" ".join(text.split()).replace(_BREAK, "\n"))


def _unwrapped(text: str, is_flowed: bool) -> str:
    """Lines broken by a mail program are joined; short lines are lines of their own."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    joined: list[str] = []
    for line in lines:
        is_soft = line.endswith(" ") and line != "-- " if is_flowed else len(line) > 58
        joined.append(line + (" " if is_soft else "\n"))
    return _tidy("".join(joined))


def _tidy(text: str) -> str:
    """Each line with single spaces, and no empty line."""
    return "\n".join(filter(None, map(" ".join, map(str.split, _seen(text).split("\n")))))


def _day(written: str) -> str | None:
    try:
        parsed = parsedate_tz(written[:200])
        return dt.date(*parsed[:3]).isoformat() if parsed else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
