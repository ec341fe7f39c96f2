"""Calendars (iCalendar, RFC 5545): each talk with an employer on its own day, and the people met there.

An appointment that was moved or cancelled has the same UID and a higher SEQUENCE: all versions are kept, and
`linking.standing` lets the last one count. An appointment is read by the words of its summary, in
`data/appointments.toml`; any other is set aside with its day and summary, and nothing else of it is kept.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from jobkit.language import names
from jobkit.language.text import WORD, letters, plain, tidy
from jobkit.language.vocabulary import shipped
from jobkit.sources import archives
from jobkit.sources.mail import messages, naming
from jobkit.sources.reading import Doubt, Extraction
from jobkit.sources.tables.headings import round_of, rounds
from jobkit.tables import TALKS, Event, Fact, Problem, Record

LINE = 20_000  # bytes of a line that are read at once
LONGEST = 200_000  # bytes of one appointment
READ = frozenset(
    b"UID SUMMARY DTSTART SEQUENCE STATUS ORGANIZER ATTENDEE LOCATION DESCRIPTION RRULE RDATE RECURRENCE-ID"
    b" LAST-MODIFIED DTSTAMP".split()
)
TEXT = 4_000
LOOK = "Open it in your calendar; add by hand what it says."
NAMELESS = "this appointment sounds like an interview and names no employer"
MOST_PEOPLE = 20
LONGEST_SUMMARY = 300
OTHER = "an appointment, but no talk with an employer"
ASIDE = {name: told["aside"] for name, told in shipped("appointments")["doubt"].items()}
_ZONE = re.compile(rb";TZID=(?:\"[^\"\n]{0,200}\"|[^:;\n]{0,200})", re.I)
_FOLD = re.compile(rb"\r?\n[ \t]")
_GAP = re.compile(r"[:;|·•()\[\]<>/–—\n]|(?:^|\s)[-@,]|[-,](?:\s|$)| x ")
_TALK = re.compile("interview|gesprach|entretien")
TAGS = ("company", "role", "person")
_FORM = re.compile(r"^,? ?(?:inc|ltd|llc|plc|corp|co)\b", re.I)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who organises an appointment or is invited to it."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(slots=True)
class Summary:
    """What an appointment says: which talk, with whom, at which address (`home`), for which job.

    `others` holds what else the employer may be called, where it is not sure.
    """

    kind: str = ""
    round: str = ""
    company: str = ""
    company_why: str = ""
    home: str = ""
    is_sure: bool = True
    others: tuple[str, ...] = ()
    role: str = ""
    pieces: list[tuple[str, str]] = field(default_factory=list)


def identify(path: Path) -> bool:
    """Return whether this is a calendar, or a folder or zip that holds one. Never raises."""
    if path.is_dir() or path.suffix.lower() in (".zip", ".ics"):
        return archives.holds(path, ".ics")
    try:
        with path.open("rb") as file:
            return file.read(2_000).lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCALENDAR")
    except OSError:
        return False


def extract(path: Path, mapping: Mapping[str, str] | None = None) -> Extraction:
    """Return one record for each appointment, read one by one as they are asked for."""
    doubts: list[Doubt] = []
    return Extraction("calendar", _records(path, doubts), exclusive=False, doubts=doubts)


def _records(path: Path, doubts: list[Doubt]) -> Iterator[Record]:
    said = {told["aside"]: told for told in shipped("appointments")["doubt"].values()}
    found: dict[str, list[tuple]] = {}
    for name, stream in archives.files(path, ".ics"):
        for number, head, block in blocks(stream):
            record = _record(f"{name}:{number}", head, block)
            if record.set_aside in said:
                row = record.origin, record.content["Summary"], "", "", record.content.get("Day")
                found.setdefault(record.set_aside, []).append(row)
            yield record
    doubts.extend(Doubt.about(said[reason], said[reason]["place"], rows) for reason, rows in found.items())


def blocks(stream: IO[bytes]) -> Iterator[tuple[int, dict[str, str], bytes]]:
    """Return each appointment: the line it begins on, what stands above all (`METHOD` …), and its lines.

    Only lines of the properties that are `READ` are kept; alarms within it and pictures are passed over.
    """
    head: dict[str, str] = {}
    block: list[bytes] = []
    start = size = depth = 0
    is_read = is_noise = True
    for number, (line, name, is_more) in enumerate(_named_lines(stream), 1):
        value = line[:60].partition(b":")[2].strip().upper()
        is_noise = is_noise and b"BEGIN" not in name
        if not start and name != b"BEGIN":
            told = line[:200].partition(b":")[2].strip()
            head[name.decode("ascii", "replace")] = messages.decoded(told, "")
        elif name == b"BEGIN" and start:
            depth += 1
        elif name == b"BEGIN" and value == b"VEVENT":
            block, start, size, depth = [line], number, 0, 1
        elif name == b"END" and start:
            depth -= 1
            if not depth or value in (b"VEVENT", b"VCALENDAR"):
                yield start, head, b"".join(block) + b"END:VEVENT\n"
                start = 0
        elif start:
            is_read = is_read if is_more else name in READ and depth == 1
            size += len(line)
            if is_read and size <= LONGEST:
                block.append(line)
    if is_noise:
        yield 1, head, b""


def _named_lines(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes, bool]]:
    """Each line, the property that it begins, and whether it only goes on with the one before."""
    is_whole = True
    while line := stream.readline(LINE):
        is_more, is_whole = not is_whole or line[:1] in (b" ", b"\t"), line.endswith(b"\n")
        name = b"" if is_more else line[:40].partition(b":")[0].partition(b";")[0].strip().upper()
        yield line, name, is_more


def appointments(data: bytes, company: str = "", role: str = "") -> list[Record]:
    """Return the appointments that come with a letter, as records without a place.

    company, role : what the letter says, for those of which it is not sure.
    """
    return [_record("", head, block, company, role) for _, head, block in blocks(io.BytesIO(data))]


def _record(origin: str, head: Mapping[str, str], block: bytes, company: str = "", role: str = "") -> Record:
    event = _parsed(block)
    if event is None:
        return Record(origin, {}, problems=(Problem("appointment", "", "this appointment is damaged", LOOK),))
    title = _text(event, "summary")[:LONGEST_SUMMARY]
    day, time = _start(event, head)
    content = {"Summary": title, "Day": day or "", "Time": time}
    said = read(title)
    if not said.kind:
        return Record(origin, _filled(content), set_aside=OTHER if said.is_sure else ASIDE["unsure"])
    if "RRULE" in event or "RDATE" in event:
        return Record(origin, _filled(content), set_aside=ASIDE["repeats"])
    organiser, guests = _people(event, head)
    _name(said, title, organiser, guests)
    if company and not said.is_sure:
        said.company, said.company_why, said.is_sure, said.others = company, "the letter", True, ()
    said.role = said.role or role
    states = {_text(event, "status").upper(), head.get("METHOD", "").upper()}
    content |= {
        "UID": _text(event, "uid"),
        "Sequence": str(int("0" + "".join(re.findall("^[0-9]{1,9}$", _text(event, "sequence"))))),
        "Status": "cancelled" if states & {"CANCELLED", "CANCEL"} else "",
        "Organizer": _shown(organiser) if organiser else "",
        "Attendees": ", ".join(map(_shown, guests)),
        "Location": _text(event, "location"),
        "Description": _text(event, "description")[:TEXT],
    }
    if not said.company and not content["Status"]:
        action = f"Add it by hand: `jobkit log interview COMPANY --date {day or 'DAY'}`."
        nameless = Problem("SUMMARY", title[:200], NAMELESS, action)
        return Record(origin, _filled(content), problems=(nameless,))
    problems = () if day else (Problem("DTSTART", "", "its day cannot be read", LOOK),)
    entry = f"appointment {content['UID']}" if content["UID"] else ""
    met = _met([one for one in (organiser, *guests) if one], said, entry) if not content["Status"] else ()
    return Record(origin, _filled(content), (_event(said, event, content, entry),), met, problems)


def _event(said: Summary, event: Any, content: Mapping[str, str], entry: str) -> Event:
    recurrence = str(_when(event, "recurrence-id") or "")
    details = {
        "uid": " ".join(filter(None, (content["UID"], recurrence)))[:500],
        "sequence": int(content["Sequence"]),
        "revised": str(_when(event, "last-modified") or _when(event, "dtstamp") or "")[:19],
        "cancelled": content["Status"] == "cancelled",
        "is_guess": not said.is_sure,
        "or": list(said.others),
        "company_why": said.company_why,
        "time": content["Time"],
        "round": said.round,
        "place": content["Location"][:200],
    }
    own = {name: value for name, value in details.items() if value}
    day, text = content["Day"] or None, content["Summary"]
    return Event(said.kind, day, said.company, said.role, text=text, entry=entry, details=own)


def _parsed(block: bytes) -> Any:
    """Return an appointment as the library reads it, None where it cannot. No time zone is looked up."""
    from icalendar import Component

    text = messages.decoded(_ZONE.sub(b"", _FOLD.sub(b"", block)), "")
    text = "\n".join(line[:LINE] for line in text.splitlines() if ":" in line)
    try:
        parsed = Component.from_ical(text)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError):
        return None
    return parsed if getattr(parsed, "name", "") == "VEVENT" else None


def _text(event: Any, name: str) -> str:
    value = event.get(name, "")
    value = value[0] if isinstance(value, list) and value else value
    return tidy(str(value))


def _when(event: Any, name: str) -> Any:
    try:
        return event[name].dt
    except (KeyError, AttributeError, ValueError):  # it is missing, there twice, or broken
        return None


def _start(event: Any, head: Mapping[str, str]) -> tuple[str | None, str]:
    """Return day and time as its own zone has them; of what is written in UTC, in the calendar's zone."""
    start = _when(event, "dtstart")
    if not isinstance(start, datetime):
        return (start.isoformat(), "") if isinstance(start, date) else (None, "")
    if start.tzinfo is None:
        return start.date().isoformat(), f"{start:%H:%M}"
    try:
        local = start.astimezone(ZoneInfo(head.get("X-WR-TIMEZONE", "")))
    except (ValueError, KeyError, OSError, OverflowError):  # no zone is named, or none that is known
        return start.date().isoformat(), f"{start:%H:%M} UTC"
    return local.date().isoformat(), f"{local:%H:%M}"


def _people(event: Any, head: Mapping[str, str]) -> tuple[Person | None, list[Person]]:
    owner = {head.get("X-WR-CALNAME", "").lower()} - {""}
    organiser = next((one for one in _persons(event.get("organizer")) if one.address not in owner), None)
    guests = [one for one in _persons(event.get("attendee")) if one.address not in owner]
    return organiser, [one for one in guests if one != organiser][:MOST_PEOPLE]


def _persons(values: Any) -> Iterator[Person]:
    for value in values if isinstance(values, list) else [values]:
        written = str(value or "")[:400]
        address = written.partition(":")[2].strip().lower() if written[:7].lower() == "mailto:" else ""
        parameters = getattr(value, "params", {})
        if str(parameters.get("CUTYPE", "")).upper() in ("ROOM", "RESOURCE", "GROUP"):
            continue
        name = _name_of(str(parameters.get("CN", ""))[:200], address)
        if name or address:
            yield Person(name, address)


def _name_of(written: str, address: str) -> str:
    """Return a name in the order in which it is spoken: “Lehnigk, Jana” is Jana Lehnigk."""
    name = " ".join(written.strip("'\" ").split())
    if "@" in name or not name:
        parts = re.split(r"[._]", address.partition("@")[0])
        return " ".join(map(str.title, parts)) if len(parts) == 2 and all(map(str.isalpha, parts)) else ""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name


def read(summary: str) -> Summary:
    """Return what kind of talk a summary names, and the pieces left of it; no kind: it is no talk."""
    said = Summary()
    words = [(plain(match[0]), match.start(), match.end()) for match in WORD.finditer(summary)]
    tokens = [*_tokens(words)]
    kinds = {kind for kind, *_ in tokens}
    is_other = "other" in kinds or kinds.isdisjoint(TALKS)
    said.is_sure = is_other or "unsure" not in kinds
    if is_other or not said.is_sure:
        return said
    said.kind = next(kind for kind in TALKS if kind in kinds)
    said.round = round_of(summary)
    said.pieces = _pieces(summary, tokens)
    return said


def _tokens(words: list[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """The known phrases of a summary with their kind, the longest first at each word; others without one."""
    known, longest = _vocabulary()
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            phrase = " ".join(word for word, _, _ in words[at : at + length])
            if phrase in known or length == 1:
                yield known.get(phrase, ""), words[at][1], words[at + length - 1][2]
                at += length
                break


@cache
def _vocabulary() -> tuple[dict[str, str], int]:
    words = shipped("appointments")
    kinds = {kind: words[kind]["words"] for kind in ("filler", "company", "role", "person")}
    known = {plain(word): kind for kind, several in kinds.items() for word in several}
    several = [word for words_of in rounds().values() for word in words_of]
    known |= {word: "interview" if _TALK.search(word) else "filler" for word in several}
    known |= {plain(word): row["kind"] for row in words["talk"] for word in row["words"]}
    known |= {plain(word): kind for kind in ("unsure", "other") for word in words[kind]["words"]}
    return known, max(word.count(" ") + 1 for word in known)


def _pieces(summary: str, tokens: list[tuple[str, int, int]]) -> list[tuple[str, str]]:
    """Return the runs of words that are no known phrase, each with what the word before says it is."""
    runs: list[tuple[str, int, int]] = []
    tag, last = "", -1
    for kind, start, end in tokens:
        if kind:
            tag, last = kind if kind in TAGS else tag if kind == "filler" else "", -1
            continue
        rest = summary[last:] if last >= 0 else ""
        if rest and (_FORM.match(rest) or not _GAP.search(summary[last:start])):
            runs[-1] = (*runs[-1][:2], end)
        else:
            runs.append((tag, start, end))
            tag = ""
        last = end
    points = ("." if summary[end : end + 1] == "." and end - start < 60 else "" for _, start, end in runs)
    return [
        (tag, f"{summary[at:end]}{point}".strip()) for (tag, at, end), point in zip(runs, points, strict=True)
    ]


def _name(said: Summary, title: str, organiser: Person | None, guests: list[Person]) -> None:
    """Fill in employer and job: by the address of who invites, by a legal form, by the words before it.

    Without address and form the employer is a guess: `others` holds what else it may be.
    """
    people = [one for one in (organiser, *guests) if one]
    titles, firms = _titles_and_firms(said.pieces, people)
    sure, said.home = _by_address([piece for _, piece in firms], people)
    said.company_why = f"“{title[:160]}” in the calendar"
    guesses = [piece for tag, piece in firms if tag == "company" or not (said.home or piece[:1].islower())]
    if said.home and not sure and not guesses:
        guesses = [naming.own_name(said.home).title()]
        said.company_why = f"the address of who invites, at {said.home}"
    said.company, *others = [*(sure or guesses), ""]
    said.is_sure, said.others = bool(sure), () if sure else tuple(others[:-1])
    beside = (piece for _, piece in firms if sure and piece != said.company and len(piece) > 3)
    said.role = next(iter(titles or beside), "")


def _titles_and_firms(pieces: list, people: list[Person]) -> tuple[list[str], list[tuple[str, str]]]:
    named = [(tag, piece) for tag, piece in pieces if tag != "person" and not _is_person(piece, people)]
    titles = [piece for tag, piece in named if tag == "role" or naming.has_trade(piece)]
    firms = [pair for pair in named if pair[1] not in titles]
    return titles, sorted(firms, key=lambda pair: pair[0] != "company")


def _by_address(pieces: list[str], people: list[Person]) -> tuple[list[str], str]:
    """Return the pieces that are an employer's for sure, by an address or a legal form, and the address."""
    homes = dict.fromkeys(one.domain for one in people if _is_firm(one))
    alike = [(piece, home) for piece in pieces for home in homes if _is_alike(letters(piece), _label(home))]
    if alike:
        return [piece for piece, _ in alike], alike[0][1]
    formal = [piece for piece in pieces if names.without_form(piece) not in ("", piece)]
    return formal, next(iter(homes), "")


def _is_firm(person: Person) -> bool:
    """Return whether an address is an employer's: no free mail, no recruiting system, no calendar's own."""
    is_calendar = person.domain.endswith(("calendar.google.com", "imip.me.com"))
    is_free = person.domain in naming.known("free_mail")
    return "." in person.domain and not (is_free or is_calendar or naming.system(person.address))


def _is_alike(piece: str, label: str) -> bool:
    return min(len(piece), len(label)) > 2 and (label in piece or label.startswith(piece))


def _is_person(piece: str, people: list[Person]) -> bool:
    """Return whether all words of a piece are those of the name of somebody invited."""
    words = set(plain(piece).split())
    called = (plain(f"{one.name} {one.address.partition('@')[0]}").split() for one in people)
    return bool(words) and any(words <= {*names} for names in called)


def _met(people: list[Person], said: Summary, entry: str) -> tuple[Fact, ...]:
    """Return the people met: those who write from the firm's address, if not you alone do."""
    is_theirs = _is_alike(letters(said.company), _label(said.home))
    there = [one for one in people if one.name and said.home and _label(one.domain) == _label(said.home)]
    if not is_theirs and len(there) == len(people):
        return ()
    known = {"part": "recruiter" if said.kind == "screening" else "interviewer", "company": said.company}
    named = [one for one in there if naming.known("not_names").isdisjoint(one.name.lower().split())]
    return tuple(Fact("people", {"name": p.name, **known, "email": p.address}, entry) for p in named)


def _label(domain: str) -> str:
    return letters(naming.own_name(domain))


def _shown(person: Person) -> str:
    return f"{person.name} <{person.address}>".strip()


def _filled(content: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in content.items() if value}
