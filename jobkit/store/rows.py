"""How rows are written: their ids and keys, their JSON, and the sums by which damage is found."""

import json
import os
import sqlite3
import zlib
from collections.abc import Mapping
from json.encoder import encode_basestring

from jobkit.store.schema import statements, text
from jobkit.store.views import QUERIES
from jobkit.tables import Event, Fact, check_kind

EVENT_COLUMNS = ("kind", "date", "company", "role", "channel", "location", "url", "note", "text")
INSERT_EVENT, INSERT_FACT = QUERIES["insert_event"], QUERIES["insert_fact"]
SUMMED = statements(text("sums"))
"""Rows as they were written, each behind the change that wrote it."""


def event_row(
    event: Event, change: int, record: int | None = None, key: str = "", n: int = 0, name: str = ""
) -> tuple:
    """Return what `INSERT_EVENT` takes: the nth event of a record with this key, or one written down.

    Its id is the `name`, else made of the key, else by chance.
    """
    check_kind(event.kind)
    entry = entry_of(key, event.entry) or os.urandom(16).hex()
    columns = event[: len(EVENT_COLUMNS)]
    words = ", ".join([encode_basestring(text) if text is not None else "null" for text in columns])
    name = name or (digest(f"{key}|{n}|[{words}]", 12) if key else os.urandom(6).hex())
    if not words.isascii():
        columns = tuple(map(storable, columns))
    details = as_json(event.details) if event.details else "{}"
    return (name, change, record, entry, *columns, details)


def fact_row(fact: Fact, change: int, record: int, key: str, n: int, name: str, today: str) -> tuple:
    """Return what `INSERT_FACT` takes for the nth fact of a record with this key."""
    body = as_json(fact.values)
    name = name or digest(f"{key}|{n}|{fact.table}|{body}", 12)
    days = (fact.values.get(column) for column in ("recorded", "date", "connected"))
    day = next(filter(None, days), today)
    return (name, fact.table, change, record, entry_of(key, fact.entry), None, day, None, body)


def entry_of(key: str, named: str) -> str:
    """Return the entry a row belongs to: the one its source named, else the record itself."""
    return digest(f"entry|{named}", 32) if named else key


def digest(text: str, length: int) -> str:
    """Return so many hexadecimal digits of a text's SHA-256."""
    import hashlib  # what only records a fact needs no digest, and starts without OpenSSL

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


in_order = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode


def as_json(value: Mapping) -> str:
    """Return a mapping as JSON, its keys in order."""
    return storable(in_order(value))


def storable(text):
    """Return text that can be written as UTF-8: halves of a character become U+FFFD."""
    if text is None or text.isascii():
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def sum_of(row: tuple) -> int:
    """Return the sum of one row; those of a change are added up."""
    return zlib.crc32(repr(row).encode("utf-8", "surrogatepass"))


def sums_of(connection: sqlite3.Connection) -> dict[int, int]:
    """Return for each change the sum of the rows that it wrote, as they are now."""
    found: dict[int, int] = {}
    for query in SUMMED:
        for change, *row in connection.execute(query):
            found[change] = found.get(change, 0) + sum_of(tuple(row))
    return found
