"""Notes: what no export knows, as a JSON list, one object a fact; also what `jobkit export` writes.

    {"record": "evidence", "on": "2026-05-14", "application": "Tallow & Finch / Data analyst",
     "reason": "not_demonstrated", "says": "feedback", "words": "We missed an example."}

`record` names the table, `on` the day it became known, `application` the company and role it is
about; the other members are the columns of that table. What an export calls a `problem` was not
understood in its own file, and is none of this one.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from jobkit.errors import SourceError
from jobkit.language.vocabulary import shipped
from jobkit.sources.reading import Extraction
from jobkit.tables import COLUMNS, DETAILS, Event, Fact, Problem, Record, checked, is_day

TABLES: Mapping[str, str] = shipped("formats")["notes"]
HEADER = {"record": "export", "version": 1}
"""The first entry of what `jobkit export` writes: each `entry` in it is an application of its own."""
EVENT_WORDS = ("company", "role", "channel", "location", "url", "note", "text", "entry")
ACTION = "Correct this entry and add the file again; the others were kept."


def identify(path: Path) -> bool:
    """Return whether this is a JSON list whose first entries say what they record."""
    if path.suffix.casefold() != ".json" or not path.is_file():
        return False
    try:
        with path.open(encoding="utf-8-sig") as file:
            start = file.read(4096)
    except (OSError, UnicodeDecodeError):
        return False
    return start.lstrip().startswith("[") and bool(re.search(r'"record"\s*:\s*"', start))


def is_export(path: Path) -> bool:
    """Return whether this is what `jobkit export` writes."""
    return identify(path) and _is_exported(_entries(path))


def extract(path: Path, mapping: Mapping[str, str] | None = None) -> Extraction:
    """Return one record for each entry of the list."""
    entries = _entries(path)
    return Extraction("notes", _records(path.name, entries), exclusive=_is_exported(entries))


def _is_exported(entries: list) -> bool:
    return entries[:1] == [HEADER]


def _entries(path: Path) -> list:
    try:
        text = path.read_text(encoding="utf-8-sig")
        # a number that is too large for this machine stays text
        entries = json.loads(
            text,
            parse_float=lambda one: float(one) if abs(float(one)) < float("inf") else one,
            parse_constant=str,
        )
    except (OSError, UnicodeDecodeError, RecursionError, ValueError) as error:
        reason = f"it is not whole JSON ({error})."
        raise SourceError(path, reason, "Nothing was read.", getattr(error, "lineno", None)) from error
    if not isinstance(entries, list):
        raise SourceError(path, "a list of notes was expected.", "Nothing was read.")
    return entries


def _records(name: str, entries: list) -> Iterator[Record]:
    for number, entry in enumerate(entries, 1):
        origin = f"{name}:{number}"
        if entry == HEADER:
            yield Record(origin, {"record": "export"}, set_aside="the heading of an export")
            continue
        if not isinstance(entry, dict):
            problem = _problem("entry", entry, "is not an object.")
            yield Record(origin, {"entry": _text(entry)}, problems=(problem,))
            continue
        yield _record(origin, entry, {str(key): _text(value) for key, value in entry.items()})


def _record(origin: str, entry: dict, content: dict) -> Record:
    if entry.get("record") == "problem":
        told = Problem(*(content.get(column, "") for column in Problem._fields))
        return Record(origin, content, problems=(told,))
    table = TABLES.get(_text(entry.get("record")))
    if table is None:
        return Record(origin, content, problems=(_problem("record", entry.get("record"), "names no table."),))
    on = entry.get("on")
    kept, wrong = checked(table, entry)
    if on and not is_day(on):
        wrong["on"] = "is not a date such as 2026-10-31"
    if wrong:
        problems = (_problem(column, entry.get(column, ""), why + ".") for column, why in wrong.items())
        return Record(origin, content, problems=tuple(problems))
    if table == "events":
        return _event(origin, entry, content)
    known = {column: kept[column] for column in COLUMNS[table] if column in kept and column != "application"}
    about = {"about": _text(entry["application"])} if entry.get("application") else {}
    recorded = {"recorded": on} if on else {}
    fact = Fact(table, known | about | recorded, _text(entry.get("entry") or ""))
    return Record(origin, content, facts=(fact,), id=_id(content))


def _event(origin: str, entry: dict, content: dict) -> Record:
    company, _, role = _text(entry.get("application", "")).partition(" / ")
    words = {"company": company, "role": role}
    words |= {name: _text(entry[name]) for name in EVENT_WORDS if entry.get(name)}
    details = dict(entry["details"]) if isinstance(entry.get("details"), dict) else {}
    told = {name: entry[name] for name in DETAILS if entry.get(name) not in (None, "")}
    details |= {name: one if isinstance(one, bool) else _text(one) for name, one in told.items()}
    if entry.get("on") not in (None, "", entry.get("date")):
        details["recorded"] = entry["on"]
    event = Event(kind=entry["kind"], date=entry.get("date"), details=details, **words)
    return Record(origin, content, events=(event,), id=_id(content))


def _id(content: Mapping[str, str]) -> str:
    """What an export calls the event or fact; nothing that is no id."""
    return content["id"] if re.fullmatch("[0-9a-f]{12}", content.get("id", "")) else ""


def _problem(field: str, value: object, problem: str) -> Problem:
    return Problem(field, _text(value)[:200], f"“{_text(value)[:60]}” {problem}", ACTION)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
