"""Mailboxes, and folders or zips of letters: every message becomes one record.

A message is decoded only if some word of job search stands in it; of any other only the headers are kept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path

from jobkit.errors import SourceError
from jobkit.language import english
from jobkit.language.vocabulary import shipped
from jobkit.sources.mail import boxes, invitations, messages, naming, phrases, wording
from jobkit.sources.mail.messages import Message
from jobkit.sources.reading import Doubt, Extraction
from jobkit.tables import TALKS, Event, Fact, Problem, Record

TEXT_LIMIT = 20_000
ADVERT_LIMIT = 3_000
READ_LIMIT = 2 * wording.LIMIT
SET_ASIDE: Mapping[str, str] = shipped("doubts")["set_aside"]
NAMELESS, NAME_IT = (shipped("doubts")["nameless"][name] for name in ("problem", "action"))
UNDATED = "Set the day: jobkit correct EVENT date=DAY; `jobkit show` prints the EVENT."
_UNREAD = shipped("doubts")["unread"]
_reading = lru_cache(maxsize=2_000)(wording.read)  # one letter often lies in several folders of a mailbox


def identify(path: Path) -> bool:
    """Return whether this is a mailbox, a message, or a folder or zip that holds one."""
    try:
        return boxes.holds_mail(path)
    except (OSError, SourceError):
        return False


def extract(path: Path, mapping: Mapping[str, str] | None = None) -> Extraction:
    """Return the messages of a mailbox as records, read one by one as they are asked for.

    Raises
    ------
    SourceError : the path cannot be read, or holds no mail.
    """
    if not identify(path):
        kinds = "no mailbox (mbox, Maildir, .eml, or a folder or zip of them)"
        raise SourceError(path, f"it is {kinds}.", "Export the mail again; nothing was read.")
    doubts: list[Doubt] = []
    noted = _noted(_records(path), doubts, is_pasted=path.stem.startswith("pasted-"))
    return Extraction("mailbox", noted, exclusive=False, after=partial(_records, path), doubts=doubts)


def _records(path: Path, after: int = 0) -> Iterator[Record]:
    return (record(raw, origin) for origin, raw in islice(boxes.letters(path), after, None))


def _noted(records: Iterable[Record], doubts: list[Doubt], is_pasted: bool) -> Iterator[Record]:
    """The records on their way; at their end the doubts are those about letters set aside unread.

    Nobody pastes a letter that is none: of those set aside each is asked about.
    """
    rows: dict[str, list[tuple[str, ...]]] = {}
    for one in records:
        is_unread = one.set_aside.startswith((SET_ASIDE["language"], *(SET_ASIDE[kind] for kind in _UNREAD)))
        if is_unread or (is_pasted and one.set_aside):
            sender, day = one.content["From"], messages.sent_on(one.content["Date"]) or ""
            line, company = f"{sender or 'pasted'}: {one.content['Subject']}", naming.employer_in(sender)
            rows.setdefault(one.set_aside, []).append((one.origin, line[:200], company, "", day))
        yield one
    doubts.extend(_doubt(reason, letters) for reason, letters in rows.items())


def _doubt(reason: str, letters: list[tuple[str, ...]]) -> Doubt:
    unread = {SET_ASIDE[kind]: told for kind, told in _UNREAD.items()}
    place, what = unread.get(reason, ("pasted", reason))
    kind = "letter" if reason in unread else "pasted"
    if reason.startswith(SET_ASIDE["language"]):
        kind, place = "language", (what := reason.removeprefix(SET_ASIDE["language"]))
    said = shipped("doubts")["aside"][kind]
    sentence = said["sentence"].format(what=what, read=english.listed(sorted(phrases.read_languages())))
    return Doubt.about(said | {"sentence": sentence}, place, letters)


def record(raw: bytes, origin: str) -> Record:
    """Return what one message, in its bytes, is taken for; nothing in it can raise."""
    if raw.startswith(b"BEGIN:VCALENDAR"):  # an appointment of Outlook's
        from jobkit.sources import calendars

        nothing = Record(origin, {}, set_aside=SET_ASIDE["notjob"])
        return [*calendars.appointments(raw), nothing][0]._replace(origin=origin)
    message = messages.parse(raw)
    headers = ("Message-ID", "Date", "From", "Subject")
    kept = {name: message.header(name.lower())[:2_000] for name in headers}
    aside = _unread(message, kept["Subject"])
    if aside == "problem":
        action = "Open it in your mail program; add by hand what it says."
        damaged = Problem("message", kept["Subject"][:200], message.problem, action)
        return Record(origin, kept, problems=(damaged,))
    if aside:
        return Record(origin, kept, set_aside=SET_ASIDE[aside])
    text = message.text()
    is_anothers = messages.is_anothers(message, text)
    words = messages.above_forwarded(text) if is_anothers else messages.own_words(text, kept["Subject"])
    words = words[:READ_LIMIT]
    reading = _read(message, words)
    is_told = reading.kind in wording.EVENTS and reading.role  # of a job, as an agent tells above a letter
    if is_anothers and not (is_told and messages.pattern("reader").search(reading.words)):
        return Record(origin, kept, set_aside=SET_ASIDE["forwarded"])
    if aside := _no_letter(message, reading, text, kept["Subject"]):
        return Record(origin, kept, set_aside=SET_ASIDE[aside])
    meetings = _appointments(message, reading) if message.calendar else []
    if reading.kind not in wording.EVENTS and not meetings:
        return _aside(origin, reading, kept, text)
    content = {**kept, "To": message.header("to"), "Text": text[:TEXT_LIMIT]}
    return _news(origin, message, reading, content, f"{kept['Subject']}\n{words}", meetings)


def _unread(message: Message, subject: str) -> str:
    name, address = message.address("from")
    newsletters = naming.known("newsletters")
    is_to_many = messages.pattern("many").match(address) or address.partition("@")[2] in newsletters
    if "list-post" in message.parsed or is_to_many:
        return "list"
    is_of_a_job = wording.may_be_about_a_job(subject, f"{name} <{address}>", message.body)
    if message.problem and (is_of_a_job or not message.parsed.keys()):
        return "problem"
    return "" if is_of_a_job or messages.is_escaped(message.charset) else "notjob"


def _no_letter(message: Message, reading: wording.Reading, text: str, subject: str) -> str:
    """Why it is no letter, a key of SET_ASIDE: by the reader, to many, by a machine; "" where it is one."""
    if not reading.is_own and messages.is_by_the_reader(message):
        return "other"
    is_from_known = reading.role or reading.system or reading.board
    if reading.kind in wording.EVENTS and not is_from_known and messages.is_to_many(message, text):
        return "notjob"
    is_told = bool(reading.is_plain or reading.role) and reading.words not in subject  # that is yours
    is_receipt = reading.kind == "acknowledged" and is_told
    return "automatic" if messages.is_automatic(message) and not is_receipt else ""


def _read(message: Message, words: str) -> wording.Reading:
    subject, (name, address) = message.header("subject"), message.address("from")
    sent = messages.day(message)[0] or ""
    reading = _reading(subject, name, address, words, sent)
    if not reading.is_own:
        return reading
    to = message.address("to")  # by the person whose mail it is: the employer is who got it
    return _reading(subject, *(to if to[1] != address else ("", "")), words)


def _aside(origin: str, reading: wording.Reading, kept: dict[str, str], text: str) -> Record:
    reason = SET_ASIDE[reading.kind] + (reading.words if reading.kind == "language" else "")
    if reading.kind != "jobads":
        return Record(origin, kept, set_aside=reason, same=None)
    content = {**kept, "Text": text[:ADVERT_LIMIT]}  # a job you lost may be open again
    return Record(origin, content, set_aside=reason, same=kept)


def _news(
    origin: str,
    message: Message,
    reading: wording.Reading,
    content: dict[str, str],
    words: str,
    meetings: list[Record],
) -> Record:
    events = [event for meeting in meetings for event in meeting.events]
    facts = [fact for meeting in meetings for fact in meeting.facts]
    is_off = bool(events) and all("cancelled" in one.details for one in events)
    is_told = reading.kind in wording.EVENTS and not (is_off and reading.kind == "interview")
    words = "" if meetings else words  # a calendar with it says the day itself
    letter = _understood(origin, message, reading, content, words) if is_told else Record(origin, content)
    known = {"company": events[0].company, "role": events[0].role} if events else {}
    told = [one._replace(**{name: value for name, value in known.items() if value}) for one in letter.events]
    return letter._replace(events=(*told, *events), facts=(*letter.facts, *facts))


def _appointments(message: Message, reading: wording.Reading) -> list[Record]:
    """Return the talks that the invitation with a letter tells of, each in the letter's conversation."""
    from jobkit.sources import calendars

    meetings = calendars.appointments(message.calendar, reading.company, reading.role)
    told = {"thread": thread(message)} if thread(message) else {}
    events = [tuple(one._replace(details=one.details | told) for one in met.events) for met in meetings]
    return [met._replace(events=own) for met, own in zip(meetings, events, strict=True) if own]


def _understood(
    origin: str, message: Message, reading: wording.Reading, content: dict[str, str], words: str
) -> Record:
    date, is_delivery = messages.day(message)
    problems = () if date and not is_delivery else (_undated(message, date),)
    if not reading.company and not reading.role:
        subject = message.header("subject")[:200]
        problems = (*problems, Problem("message", subject, NAMELESS, NAME_IT))
    kinds = ("applied", "acknowledged") if reading.is_sent else (reading.kind,)
    if reading.kind in ("interview", "off"):
        kinds = ("screening" if reading.is_screening else "interview",)
    details = _details(kinds[-1], date, is_delivery, message, reading)
    place = {"company": reading.company, "role": reading.role, "channel": reading.board}
    events = [Event(kind, date, text=reading.words, details=details, **place) for kind in kinds]
    is_off = reading.kind == "off"
    is_talk = bool(date) and kinds[-1] in TALKS
    day, hour, _ = invitations.appointed(words, date or "", reading.words * is_off) if is_talk else ("",) * 3
    if day:
        own = {"invited": date, "time": hour} if hour else {"invited": date}
        talk = events[0]._replace(date=day, details=details | own)
        events = [events[0]._replace(details=details | {"for": day}), talk]
    elif is_off:
        events = [events[0]._replace(details=details | {"cancelled": True})]
    return Record(origin, content, tuple(events), _evidence(date, reading), problems)


def _details(
    kind: str, date: str | None, is_delivery: bool, message: Message, reading: wording.Reading
) -> dict[str, object]:
    told = {
        "message_id": message.header("message-id")[:500],
        "thread": thread(message),
        "company_why": reading.company_why,
        "system": reading.system,
        "contact": _contact(message) if kind in ("screening", "interview", "offer") else "",
        "date_inferred": is_delivery and date is not None,
        "date_written": message.header("date")[:200] if is_delivery else "",
    }
    return {key: value for key, value in told.items() if value}


def thread(message: Message) -> str:
    """Return the Message-ID of the first message of the conversation this one belongs to."""
    known = message.header("references")[:20_000] or message.header("in-reply-to")[:2_000]
    first = re.search(r"<[^<>\s]{1,300}>", known)
    return first[0] if first else message.header("message-id")[:500]


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


def _contact(message: Message) -> str:
    name, address = message.address("from")
    is_machine = re.match(r"(?:no|do|not|auto|notif|mailer|jobs?-|postmaster)", address)
    return "" if is_machine or not address else f"{name} <{address}>".strip()


def _undated(message: Message, date: str | None) -> Problem:
    written = message.header("date")[:200]
    problem = "the day it was sent cannot be read" if written else "it does not say when it was sent"
    action = f"The day of its delivery, {date}, was taken." if date else UNDATED
    return Problem("Date", written, problem, action)
