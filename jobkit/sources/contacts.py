"""Contacts (vCard): only to name addresses that were met in applications; nothing else of them is kept.

Which addresses those are, a `Search` knows: what it does not ask for leaves no trace.
"""

import quopri
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from jobkit.sources import archives
from jobkit.sources.mail.messages import decoded
from jobkit.sources.reading import Extraction
from jobkit.tables import Record

LINE = 20_000  # bytes of a line that are read at once: a picture is one line
LONGEST = 300
_ESCAPED = re.compile(r"\\([,;:\\n])")


def identify(path: Path) -> bool:
    """Return whether this is a file of contacts, or a folder or zip that holds one. Never raises."""
    return archives.holds(path, ".vcf")


def extract(path: Path, mapping: Mapping[str, str] | None = None) -> Extraction:
    """Return one record for each contact with a name and an address, its `content` these two alone."""
    found = ((name, card) for name, stream in archives.files(path, ".vcf") for card in cards(stream))
    records = (
        Record(f"{name}:{n}", {"name": person, "email": ", ".join(mail)}, set_aside="a contact")
        for name, (n, person, mail) in found
    )
    return Extraction("contacts", records, exclusive=False)


def cards(stream: IO[bytes]) -> Iterator[tuple[int, str, list[str]]]:
    """Return line, name and addresses of each contact that has both."""
    start, name = 0, ""
    addresses: list[str] = []
    for number, line in enumerate(iter(lambda: stream.readline(LINE), b""), 1):
        head, _, value = line.partition(b":")
        field = head.upper().partition(b";")[0].rpartition(b".")[2].strip()
        if field == b"BEGIN":
            start, name, addresses = number, "", []
        elif field == b"FN":
            name = _value(head, value)
        elif field == b"EMAIL" and len(addresses) < 20:
            addresses.append(_value(head, value).lower())
        elif field == b"END" and start and name and addresses:
            yield start, name, addresses


def _value(head: bytes, value: bytes) -> str:
    value = quopri.decodestring(value) if b"QUOTED-PRINTABLE" in head.upper() else value
    return " ".join(_ESCAPED.sub(r"\1", decoded(value.strip()[:LONGEST], "")).split())
