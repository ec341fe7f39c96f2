"""Remarks in a tracker (“Rejected 5/6, ‘more experienced candidate’”): events, days and reasons they tell.

A remark is read clause by clause, with the words for states that trackers use and the phrases of letters.
What is worded exactly, or has its day, counts where no column speaks against it; the rest is a doubt.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from jobkit.language import days as dates
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.mail import wording
from jobkit.sources.reading import Doubt, Extraction
from jobkit.sources.tables.jobs import ground
from jobkit.sources.tables.statuses import Lexicon
from jobkit.tables import ENDINGS, LATEST_ANSWER_DAYS, Event, Fact, Record

SURE, ALL, NONE = MODES = ("sure", "all", "none")
"""Which remarks count: those that are sure, those in doubt too, none."""
LONGEST = 800
"""Letters of a remark; a longer one is a job's description."""
WHOLE = 200
"""Letters of a remark that is quoted whole for an ending."""
WORDS = 15
"""Words of a clause that tells something without a phrase of letters."""
RULE = "a remark tells it"
TALKS = ("screening", "assessment", "interview")
TOLD = (*ENDINGS, *TALKS, "offer", "left", "moot", "no")
LOUD = frozenset((*ENDINGS, "offer", "no", "left", "moot"))
APART = re.compile(r"[;!\n|•·]+|[.,:]{1,5}(?=\s|$)|\s[-–—]{1,3}\s|\?")
PHRASE = re.compile(r"[^\W\d_]{2}\W{1,3}[^\W\d_]{2}")
ORDER = re.compile(r"(day|month|year) first")
TRY = re.compile(
    r"[(\[](?:(?P<n>[2-9])(?:nd|rd|th|\.|e|ème)? (?:try|attempt|time|versuch|bewerbung|essai)"
    r"|(?P<again>re-?posted|posted again|re-?applied|again|erneut|neu ausgeschrieben|republiée?))[)\]]",
    re.I,
)
QUOTED = re.compile(r"[\"“„«‘]|(?<!\w)'")
OWN_WORDS = ("column", "rule", "date_inferred", "date_written")


class Clause(NamedTuple):
    """One thing that a remark says: the kinds of events, its day as written, whether it is worded exactly."""

    text: str
    kinds: tuple[str, ...]
    day: dates.Mention | None
    is_exact: bool


class Told(NamedTuple):
    """An event that a remark tells, and why it does not count, if so; `undated`: it gives this its day."""

    event: Event
    heading: str
    doubt: str = ""
    undated: Event | None = None


def read(name: str, extraction: Extraction, mode: str = SURE) -> Extraction:
    """Return the extraction of a table with what its remarks tell, and with the doubts about the rest."""
    headings = tuple(column.heading for column in extraction.layout if column.role == "note")
    orders = [found[0] for column in extraction.layout if (found := ORDER.search(column.why))]
    order = max(orders, key=orders.count, default="")
    doubts, counted = list[Doubt](), list[tuple[str, Event]]()
    records = _Records(name, extraction, headings, order, mode, doubts, counted)
    return replace(extraction, records=records, doubts=doubts, remarks=counted)


class _Records:
    """The records with what their remarks tell, as often as they are asked for."""

    def __init__(
        self, name, extraction: Extraction, headings, order: str, mode: str, doubts: list, counted: list
    ):
        self.name, self.extraction, self.headings, self.order = name, extraction, headings, order
        self.mode, self.doubts, self.counted = mode, doubts, counted

    def __iter__(self) -> Iterator[Record]:
        self.counted.clear()
        unsure: list[tuple[str, Told]] = []
        for record in map(_named_again, self.extraction.records):
            notes = self.notes(record)
            told = _told(_Row(record, self.order, notes)) if any(map(clauses_of, notes.values())) else []
            sure = [one for one in told if self.mode == ALL or not one.doubt]
            unsure += [(record.origin, one) for one in told if one not in sure]
            self.counted += [(record.origin, one.event) for one in sure]
            yield _with(record, sure, notes) if notes else record
        self.doubts[:] = [*self.extraction.doubts, *_doubts(self.name, unsure)]

    def notes(self, record: Record) -> dict[str, str]:
        """Return the remarks of a row by heading; none of a row that is one of several about one try."""
        if self.mode == NONE or not record.events or any(event.entry for event in record.events):
            return {}
        cells = ((heading, record.content.get(heading, "").strip()) for heading in self.headings)
        return {heading: cell for heading, cell in cells if cell and len(cell) <= LONGEST}


@lru_cache(1 << 12)
def clauses_of(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a remark that tell of an ending, a talk or an offer."""
    mentions = dates.mentions(text)
    masked = text
    for mention in mentions:
        masked = masked[: mention.start] + "\x01" * (mention.end - mention.start) + masked[mention.end :]
    starts = [0, *(found.end() for found in APART.finditer(masked))]
    ends = [*(found.start() for found in APART.finditer(masked)), len(text)]
    found: list[Clause] = []
    alone: dates.Mention | None = None  # a day in front of what happened then: “5/6: rejected”
    for start, end in zip(starts, ends, strict=True):
        piece = text[start : end + text.startswith(".", end)]  # “am 15.4.” ends in a point of its day
        day = next((m for m in mentions if start <= m.start < end), None)
        if day and not plain(dates.besides(piece)):
            if found and found[-1].day is None and text[start - 1 : start] != "\n":
                found[-1] = found[-1]._replace(day=day)
            else:
                alone = day
            continue
        if text[end : end + 1] != "?" and (clause := _clause(piece.strip(), day or alone)):
            found.append(clause)
        alone = None
    return tuple(found)


def _clause(text: str, day: dates.Mention | None) -> Clause | None:
    low = f" {plain(text)} "
    if not low.strip() or _holds(low, "not_said"):
        return None
    letters = wording.of_remark(text) if PHRASE.search(text) else wording.NOTHING
    is_known = _lexicon().knows(text) or (bool(day) and _lexicon().knows(dates.besides(text)))
    is_short = low.count(" ") <= WORDS + 1 and is_known
    moments = _lexicon().read(text) if is_short else None
    kinds = tuple(dict.fromkeys(moment.kind for moment in moments or () if moment.kind in TOLD))
    is_exact = bool(kinds) and not _lexicon().is_guess(text)
    if letters.is_sure and not is_exact:
        kinds, is_exact = (letters.kind, *(kind for kind in kinds if kind in TALKS)), True
    is_exact = is_exact or (letters.is_stated and bool(letters.reason) and "rejected" in kinds)
    if not kinds or plain(dates.besides(text)) in shipped("remarks")["weak"]:
        return None
    is_talk = LOUD.isdisjoint(kinds) or (kinds == ("offer",) and not is_exact)
    if not day and is_talk and not _holds(low, "past"):
        return None
    return Clause(text, kinds, day, is_exact)


def _told(row: _Row) -> list[Told]:
    """Return what the remarks of one row tell that no column does."""
    found: list[Told] = []
    for heading, clause in (
        (name, clause) for name, text in row.notes.items() for clause in clauses_of(text)
    ):
        for kind in row.settled(clause.kinds):
            day, is_inferred, is_odd = row.day(clause.day) if clause.day else (None, False, False)
            if day and not is_odd and (undated := row.undated(kind)):
                found.append(Told(row.event(kind, day, clause, heading, is_inferred), heading, "", undated))
                row.dated.add(kind)
                continue
            if row.has(kind, day):
                continue
            doubt = row.against(kind, day)
            if not doubt and (is_odd or not (clause.is_exact or day)):
                doubt = "its day does not fit" if is_odd else "not worded exactly, and without a day"
            event = row.event(kind, day, clause, heading, is_inferred)
            found.append(Told(event, heading, doubt))
            row.kinds |= {kind} & {"offer"}
    endings = {one.event.kind for one in found if one.event.kind in ENDINGS}
    if endings == {"rejected", "closed"}:  # “Rejected, the post was filled”
        found = [one for one in found if one.event.kind != "closed"]
    elif len(endings) > 1:
        found = [one._replace(doubt="several endings are told") for one in found]
    return _once(found)


def _once(found: list[Told]) -> list[Told]:
    """Return each ending and offer once, that with a day before one without, and each talk once a day."""
    ranked = sorted(found, key=lambda one: one.event.date is None)
    first: dict[tuple, Told] = {}
    for one in ranked:
        day = one.event.date if one.event.kind in TALKS else ""
        first.setdefault((one.event.kind, day), one)
    kept = {id(one) for one in first.values()}
    return [one for one in found if id(one) in kept]


class _Row:
    """What the columns of a row tell, beside which its remarks are read."""

    def __init__(self, record: Record, order: str, notes: Mapping[str, str]):
        self.events, self.order, self.notes = record.events, order, notes
        self.kinds = {event.kind for event in record.events}
        self.dated = set[str]()  # kinds whose one event was given its day already
        days = sorted(event.date for event in record.events if event.date)
        begun = [event.date for event in record.events if event.date and event.kind in ("applied", "saved")]
        self.first = date.fromisoformat(min(begun or days)) if days else None
        self.last = days[-1] if days else ""

    def settled(self, kinds: tuple[str, ...]) -> Iterator[str]:
        """Return the kinds, those of an end by whom it depends on the row settled."""
        after_offer = "offer" in kinds or not {"offer", "accepted", "declined"}.isdisjoint(self.kinds)
        for kind in kinds:
            if kind in ("left", "withdrawn"):
                yield "declined" if after_offer else "withdrawn"
            elif kind in ("no", "moot"):
                yield "declined" if after_offer else "rejected"
            else:
                yield kind

    def day(self, mention: dates.Mention) -> tuple[str | None, bool, bool]:
        """Return the day of a mention, whether its year is inferred, and whether no reading fits the row."""
        if self.first is None:
            day = dates.read(mention, self.order)
            return day.day, day.inferred, False
        near, last = self.first + timedelta(90), self.first + timedelta(LATEST_ANSWER_DAYS)
        order = dates.DAY_FIRST if "." in mention.written else self.order
        orders = [order] if order else [dates.DAY_FIRST, dates.MONTH_FIRST]
        days = [dates.read(mention, order, near) for order in orders]
        fits = {one.day: one for one in days if one.day and self.first <= date.fromisoformat(one.day) <= last}
        if len(fits) == 1:
            (one,) = fits.values()
            return one.day, one.inferred, False
        return None, False, not fits

    def undated(self, kind: str) -> Event | None:
        """Return the event of a column that is the only one of its kind, and has no day."""
        same = [event for event in self.events if event.kind == kind]
        return same[0] if len(same) == 1 and not same[0].date and kind not in self.dated else None

    def has(self, kind: str, day: str | None) -> bool:
        """Return whether a column tells of it: an ending whenever, a talk on that or an unknown day."""
        if kind in ENDINGS:
            return kind in self.kinds or (kind, *self.kinds & {"rejected", "closed"}) in SAME_ENDS
        if kind == "offer":
            return not {"offer", "accepted", "declined"}.isdisjoint(self.kinds)
        same = [event.date for event in self.events if event.kind == kind]
        near = [
            one
            for one in same
            if one and day and abs(date.fromisoformat(one) - date.fromisoformat(day)).days < 3
        ]
        return bool(near) or None in same or (bool(same) and day is None)

    def against(self, kind: str, day: str | None) -> str:
        """Return what a column says against it, empty where none does."""
        ends = self.kinds.intersection((*ENDINGS, "offer"))
        if (
            kind in (*ENDINGS, "offer")
            and ends
            and not (ends == {"offer"} and kind in ("accepted", "declined"))
        ):
            return f"a column tells of {' and '.join(sorted(ends))}"
        if kind in ENDINGS and day and self.last > day:
            return f"a column has a later day, {self.last}"
        return ""

    def event(self, kind: str, day: str | None, clause: Clause, heading: str, is_inferred: bool) -> Event:
        """Return the event, of the row's job; its words are the clause, of an ending the whole remark."""
        base, note = self.events[-1], self.notes[heading]
        details = {name: value for name, value in base.details.items() if name not in OWN_WORDS}
        details |= {"column": heading, "rule": RULE}
        if is_inferred and clause.day:
            details |= {"date_inferred": True, "date_written": clause.day.written}
        words = note if kind in ENDINGS and len(note) <= WHOLE else clause.text
        return base._replace(kind=kind, date=day, text=words, details=details)


BEHIND = re.compile(r"[(:] ?([^()\n]{3,200})\)?[ .]{0,3}$")
"""What stands behind an ending, in brackets or behind a colon: “Absage 25.8. (interner Bewerber)”."""
SAME_ENDS = (("rejected", "closed"), ("closed", "rejected"))


def _with(record: Record, told: list[Told], notes: Mapping[str, str]) -> Record:
    """Return a record with the events that its remarks tell, and the reason they state for a rejection."""
    given = {id(one.undated): one.event for one in told if one.undated}
    events = tuple(_dated(event, given.get(id(event))) for event in record.events)
    events += tuple(one.event for one in told if not one.undated)
    ending = next((event for event in events if event.kind in ("rejected", "closed")), None)
    facts = record.facts
    if ending and notes:
        facts += tuple(_evidence(ending, notes.values()))
    return record._replace(events=events, facts=facts)


def _dated(event: Event, told: Event | None) -> Event:
    """Return the event of a column with the day that a remark tells of it."""
    if told is None:
        return event
    more = {name: value for name, value in told.details.items() if name.startswith("date_")}
    return event._replace(date=told.date, details={**event.details, **more, "day_from": told.text})


def _evidence(ending: Event, notes) -> Iterator[Fact]:
    """Return the reason that a note states for an ending which it tells itself."""
    for note in notes:
        low = f" {plain(note)} "
        tells = any(ending.kind in clause.kinds or "no" in clause.kinds for clause in clauses_of(note))
        reason = wording.of_remark(note, ending.kind) if tells else wording.NOTHING
        if reason.reason:
            says = "stated" if reason.is_stated or QUOTED.search(note) else "template"
            says = "feedback" if _holds(low, "asked") else "guess_early" if _holds(low, "guessed") else says
            values = {
                "reason": reason.reason,
                "says": says,
                "date": ending.date,
                "words": reason.reason_words,
            }
            yield Fact("evidence", {key: value for key, value in values.items() if value})
            return
        behind = BEHIND.search(note) if tells else None
        if behind and (named := ground(behind[1])):
            values = {"reason": named, "says": "template", "date": ending.date, "words": behind[1].strip()}
            yield Fact("evidence", {key: value for key, value in values.items() if value})
            return


def _doubts(name: str, unsure: list[tuple[str, Told]]) -> Iterator[Doubt]:
    by_heading: dict[str, list[tuple[str, Told]]] = {}
    for origin, one in unsure:
        by_heading.setdefault(one.heading, []).append((origin, one))
    for heading, found in by_heading.items():
        words = "What these remarks seem to tell stands in no column, and was not counted."
        rows = tuple((origin, f"{one.event.text} = {one.event.kind}: {one.doubt}") for origin, one in found)
        yield Doubt("remark", heading, words, f"jobkit add {shlex.quote(name)} --map remarks={ALL}", rows)


def _named_again(record: Record) -> Record:
    """Return a record without “(2nd try)” or “(reposted)” in its job's title; its details say so."""
    if not any("(" in event.role or "[" in event.role for event in record.events):
        return record
    return record._replace(events=tuple(map(_again, record.events)))


def _again(event: Event) -> Event:
    found = TRY.search(event.role)
    if not found:
        return event
    detail = {"try": int(found["n"])} if found["n"] else {"again": found["again"]}
    role = " ".join(f"{event.role[: found.start()]} {event.role[found.end() :]}".split())
    return event._replace(role=role or event.role, details={**event.details, **detail})


@cache
def _lexicon() -> Lexicon:
    return Lexicon()


def _holds(low: str, section: str) -> bool:
    alone, phrases = _wordings(section)
    return not alone.isdisjoint(low.split()) or any(phrase in low for phrase in phrases)


@cache
def _wordings(section: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the single words of a section, and its wordings of several."""
    words = shipped("remarks")[section]
    return frozenset(one for one in words if " " not in one), tuple(f" {one} " for one in words if " " in one)
