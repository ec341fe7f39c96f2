"""What was pasted or piped, as a file that the other sources read: a letter, a table, any export."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from jobkit.errors import SourceError
from jobkit.language import days, english
from jobkit.language.vocabulary import shipped
from jobkit.sources import mail, tables
from jobkit.sources.mail import wording
from jobkit.sources.mail.messages import decoded, pattern
from jobkit.sources.mail.naming import signed
from jobkit.sources.tables import shapes

LIMIT = 256 << 20
BEGINNINGS = (
    (rb"\s*BEGIN:VCALENDAR", ".ics"),
    (rb"PK\x03\x04", ".zip"),
    (rb"%PDF", ".pdf"),
    (rb"\s*[\[{]", ".json"),
    (rb"\s*<", ".html"),
)
SHOWN: Mapping[str, str] = shipped("letters")["shown"]
_HEADER = re.compile("|".join(rf"(?P<{name}>{words})" for name, words in SHOWN.items()), re.IGNORECASE)
PROSE = 70  # letters of a line that is no part of a head
LINES = 50  # of notes that each tell of an employer and a day
HEAD, FOOT = 15, 8  # lines in which a letter shows its headers, or greets; in which it is signed


def saved(data: bytes, folder: Path) -> Path:
    """Return a file in the folder that holds what was pasted, named by what it is and by its digest.

    Raises
    ------
    SourceError : nothing was pasted, or more than a person pastes.
    """
    if not data.strip():
        raise SourceError("what was pasted", "it is empty.", "Paste a letter or a table; nothing was read.")
    if len(data) > LIMIT:
        raise SourceError("what was pasted", "it is too large.", "Save it as a file, and add that.")
    stem = f"pasted-{hashlib.sha256(data).hexdigest()[:8]}"
    suffix = next((suffix for start, suffix in BEGINNINGS if re.match(start, data)), "")
    path = folder / f"{stem}{suffix or '.txt'}"
    path.write_bytes(data)
    if suffix:
        return path
    if mail.identify(path):
        return path.rename(path.with_suffix(".eml"))
    lines = decoded(data, "").splitlines()
    if not _is_letter(lines) and (_is_diary(lines) or _is_table(path)):
        return path
    written = [line.strip() for line in lines if line.strip()]
    is_short = len(written) <= LINES and not _is_letter(lines)
    if is_short and (rows := shapes.entries(written)):
        path.write_text("\n".join("\t".join(row) for row in rows), "utf-8")
        return path
    path.write_bytes(_as_letter(lines))
    return path.rename(path.with_suffix(".eml"))


def _is_letter(lines: list[str]) -> bool:
    headed = {name for name, _ in map(_shown, lines[:HEAD]) if name}
    return len(headed) > 1 or any(_greets(line, 90) for line in lines[:HEAD])


def _is_diary(lines: list[str]) -> bool:
    n_dated = sum(bool(pattern("diary").match(line)) for line in lines)
    return n_dated > 1 and 2 * n_dated > sum(map(bool, map(str.strip, lines)))


def _greets(line: str, longest: int = LIMIT) -> object:
    return len(line) < longest and set("\t|;").isdisjoint(line) and pattern("greeting").match(line.strip())


def _is_table(path: Path) -> bool:
    try:
        return tables.identify(path) and any(tables.extract(path).records)  # a heading alone is a sentence
    except SourceError as error:
        return "could be read" in str(error)  # in two ways: it asks


def _shown(line: str) -> tuple[str, str]:
    """Return the header that a line shows, by its English name, and its value; else two empty texts."""
    written, colon, value = line.partition(":")
    match = _HEADER.fullmatch(written.strip(" *\t")) if colon and len(written) < 20 else None
    return (str(match.lastgroup), " ".join(value.strip(" *\t").split())) if match else ("", "")


def _as_letter(lines: list[str]) -> bytes:
    """Return a pasted letter in the form of a mail; its day is a header's, or stands at its head or foot."""
    headers: dict[str, str] = {}
    start, is_above = 0, True
    for at, line in enumerate(lines[:HEAD]):
        name, value = _shown(line)
        is_above = is_above and bool(name or not (_greets(line) or len(line) > PROSE))
        if name:
            headers.setdefault(name, _day(value) if name == "Date" else value)
            start = at + 1 if is_above else start  # below the words of a letter they sign it
    edges = (line for line in _edges(lines[start:]) if "Date" not in headers and _DATED.match(line))
    headers |= [("Date", day) for line in edges if (day := _day(line))][:1]
    text = "\n".join(lines)
    headers.setdefault("From", signed(text) or wording.employer(text))
    shown = [f"{name}: {value}" for name, value in headers.items() if value]
    kind = "Content-Type: text/plain; charset=utf-8"
    typed = ["MIME-Version: 1.0", kind, "Content-Transfer-Encoding: 8bit"]
    return "\n".join([*(shown or ["Subject:"]), *typed, "", *lines[start:], ""]).encode("utf-8", "replace")


_DATED = re.compile(r"(?:[\w.]{0,30}|.{0,80}(?:,|\ble|\bden)) ?\d")  # “Nantes, le 5 octobre”


def _edges(lines: list[str]) -> list[str]:
    """Return the lines above the greeting, but a subject; those below the closing words, or the last."""
    greeting = next((at for at, line in enumerate(lines[:HEAD]) if _greets(line)), 0)
    text = "\n".join(lines)
    foot = [text[one.end() :].splitlines() for one in pattern("closing").finditer(text)][-1:]
    head = [line for line in lines[:greeting] if ":" not in line]
    return [*head, *(line for below in foot or [lines[-1:]] for line in below[:FOOT])]


def _day(written: str) -> str:
    """Return the day in a shown header as a mail writes it, "" where it may be two."""
    mentions = [(one, days.DAY_FIRST * ("." in one.written)) for one in days.mentions(written)[:1]]
    found = [day for mention, order in mentions if (day := days.read(mention, order).day)]
    short = english.month(found[0], is_short=True) if found else ""
    return f"{int(found[0][8:])} {short} {found[0][:4]} 12:00:00" if found else ""
