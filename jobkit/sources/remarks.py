"""Remarks in a tracker (“Rejected 5/6, ‘more experienced candidate’”): events, days and reasons they tell.

A remark is read clause by clause, with the words for states that trackers use and the phrases of letters.
What is worded exactly, or has its day, counts where no column speaks against it; the rest is a doubt.
"""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from jobkit.language import days as dates
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.mail import wording
from jobkit.sources.mail.messages import pattern
from jobkit.sources.mail.phrases import holds
from jobkit.sources.reading import Doubt, Extraction
from jobkit.sources.tables.cells import CORRECT, SENTENCE
from jobkit.sources.tables.jobs import ground, grounds, learned
from jobkit.sources.tables.statuses import Lexicon, is_of_another_day
from jobkit.tables import (
    ANSWERS,
    ENDINGS,
    INVITATION,
    LATEST_ANSWER_DAYS,
    LOST,
    REPLY,
    TALKS,
    Event,
    Fact,
    Problem,
    Record,
)

SURE, ALL, NONE = MODES = ("sure", "all", "none")  # which remarks count; all: those in doubt too
LONGEST = 800  # letters of a remark; a longer one is a job's description
WHOLE = 200  # letters of a remark that is quoted whole for an ending
SHORT = 40  # letters of a cell of a column that is not used
WORDS = 15  # words of a clause that tells something without a phrase of letters
RULE = "a remark tells it"
REPLIED, OWN = "an answer dates what it answers", ("accepted", "declined", "withdrawn")
TOLD = (*ENDINGS, *TALKS, "acknowledged", "offer", "left", "moot", "no")
LOUD = frozenset((*ENDINGS, "offer", "no", "left", "moot"))
APART = re.compile(r"[;!\n|•·]+|[.,:]{1,5}(?=\s|$)|\s[-–—]{1,3}\s|\?")
PHRASE = re.compile(r"[^\W\d_]{2}\W{1,3}[^\W\d_]{2}")
ORDER = re.compile(r"(day|month|year) first")
BEHIND = re.compile(r"(?P<sign>[(:,]|\s[-–—]) ?(?P<words>[^(),:\n]{3,200})\)?[ .]{0,3}$")
Cells = Mapping[str, str]
OWN_WORDS = ("column", "rule", "date_inferred", "date_written", REPLY, INVITATION)


class Clause(NamedTuple):
    """One thing that a remark says: the kinds of events, its day as written, whether it is worded exactly.

    `is_past` is false of a talk or offer that may be still to come: nothing says that it took place.
    """

    text: str
    kinds: tuple[str, ...]
    day: dates.Mention | None
    is_exact: bool
    is_past: bool = True


class Claim(NamedTuple):
    """An event that a remark tells, and why it does not count, if so; `undated`: it gives this its day.

    `problem`: its day cannot be read. `is_refused`: a column or another remark says otherwise: never counted.
    """

    event: Event
    doubt: str = ""
    is_refused: bool = False
    undated: Event | None = None
    problem: Problem | None = None


def read(name: str, extraction: Extraction, mode: str = SURE, known: Collection[str] = ()) -> Extraction:
    """Return a table with what its remarks tell, and the doubts; what `known` cells mean, somebody said."""
    records = _Records(name, extraction, mode, known)
    return replace(extraction, records=records, doubts=records.doubts, remarks=records.counted)


class _Records:
    """The records with what their remarks tell, as often as they are asked for."""

    def __init__(self, name: str, extraction: Extraction, mode: str, known: Collection[str]):
        self.name, self.extraction, self.mode, self.known = name, extraction, mode, known
        self.doubts, self.counted = list[Doubt](), list[tuple[str, Event]]()
        layout = extraction.layout
        self.headings = tuple(one.heading for one in layout if one.role in ("note", "touched", "reason"))
        unused = (column.heading for column in layout if not column.role)
        named = ((at, plain(at)) for at in unused if plain(at) not in shipped("remarks")["sorts"])
        self.unused = tuple(at for at, name in named if not _holds(f" {name} ", "of_no_news"))
        telling = ("status", "history", "answer")
        self.states = tuple(column.heading for column in layout if column.role in telling)
        self.heard = tuple(column.heading for column in layout if column.role == "updated")
        self.grounds = tuple(column.heading for column in layout if column.role == "reason")
        orders = [found[0] for column in layout if (found := ORDER.search(column.why))]
        self.order = max(orders, key=orders.count, default="")

    def __iter__(self) -> Iterator[Record]:
        self.counted.clear()
        unsure: list[tuple[str, Claim]] = []
        unknown = defaultdict[str, list[tuple]](list)
        records = [one._replace(events=tuple(map(_again, one.events))) for one in self.extraction.records]
        of_entry = defaultdict[str, list[Event]](list)  # a log tells of one try in several rows
        for event in chain.from_iterable(record.events for record in records):
            of_entry[event.entry].append(event)
        remarks = [*map(self.notes, records)]
        written = [*chain.from_iterable(notes.values() for notes in remarks)]
        order = self.order or dates.orders({"": written})[""].name
        for record, notes in zip(records, remarks, strict=True):
            entry = record.events[-1].entry if record.events else ""
            beside = of_entry[entry] if entry else record.events
            claims = _claims(_Row(record, beside, order, notes, self.heard)) if notes else []
            claims += self.beside(record, beside, order, claims)
            sure = [one for one in claims if not one.doubt or (self.mode == ALL and not one.is_refused)]
            unsure += [(record.origin, one) for one in claims if one not in sure]
            self.counted += [(record.origin, one.event) for one in sure]
            of_entry[entry] += [one.event for one in claims]
            told = _with(_settled(record, claims), sure, notes) if notes else record
            yield self._with_grounds(told, notes, unknown)
        said = shipped("remarks")["doubt"]["ground"]
        grounds = [Doubt.about(said, at, rows) for at, rows in unknown.items()]
        self.doubts[:] = [*self.extraction.doubts, *_doubts(self.name, unsure), *grounds]

    def _with_grounds(self, record: Record, notes: Cells, unknown: dict[str, list[tuple]]) -> Record:
        """Return a record with the reasons that columns and notes give; `unknown` takes what is not known."""
        cells = {at: record.content.get(at, "") for at in self.grounds}
        low = {at: f" {plain(note)} " for at, note in notes.items()}
        cells |= {at: notes[at] for at in low if _holds(low[at], "why")}
        for heading, cell in cells.items():
            ending = _unexplained(record)
            values = reason_beside(ending.kind, cell) if ending and any(map(str.isalnum, cell)) else None
            if ending and values:
                record = _explained(record, ending, values)
            elif ending and values is not None and not _holds(low.get(heading, ""), "not_why"):
                last = record.events[-1]
                unknown[heading].append((record.origin, cell, last.company, last.role))
        return record

    def beside(self, record: Record, events: list[Event], order: str, told: list[Claim]) -> Iterator[Claim]:
        """Return the ending or offer that a short cell of a column which is not used tells, in doubt."""
        cells = ((at, record.content.get(at, "").strip()) for at in self.unused if self.mode != NONE)
        short = {at: cell for at, cell in cells if 0 < len(cell) <= SHORT}
        if not (short and record.events):
            return
        row = _Row(record, [*events, *(one.event for one in told)], order, short, ())
        for heading, clause in ((at, one) for at, cell in short.items() for one in clauses_of(cell)):
            for kind in row.settled(clause.kinds, clause.text) if clause.is_exact else ():
                claim = row.claim(kind, clause, heading) if kind in LOUD else None
                if claim and not (claim.undated or claim.is_refused):
                    yield claim._replace(doubt="its column is not used")

    def notes(self, record: Record) -> dict[str, str]:
        """Return the remarks of a row by heading, a state that is told in a sentence among them."""
        if self.mode == NONE or not record.events:
            return {}
        doubted = {problem.field for problem in record.problems if problem.action != SENTENCE}
        named = (*self.headings, *(heading for heading in self.states if heading not in doubted))
        cells = {heading: record.content.get(heading, "").strip() for heading in named}
        told = (at for at in self.states if _lexicon().is_tale(cells.get(at, "")))
        known = {*self.states}.difference(at for at in told if cells[at] not in self.known)
        short = {at: cell for at, cell in cells.items() if cell and len(cell) <= LONGEST and at not in known}
        return {at: cell for at, cell in short.items() if not dates.is_day(cell)}


def _settled(record: Record, claims: Sequence[Claim]) -> Record:
    """Return a record without its problem of a state in a sentence, of which something was read."""
    said = {str(one.event.details["column"]) for one in claims}
    left = (one for one in record.problems if one.action != SENTENCE or one.field not in said)
    return record._replace(problems=tuple(left)) if said else record


@lru_cache(1 << 12)
def clauses_of(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a remark that tell of an ending, a talk or an offer."""
    found: list[Clause] = []
    alone: dates.Mention | None = None  # a day in front of what happened then: “5/6: rejected”
    heard: dates.Mention | None = None  # and one on which they wrote: “email 5/6, not selected”
    joins = {*shipped("statuses")["joining"]["words"], *shipped("remarks")["wrote"], *dates.glue()}
    n_counted = sum(_is_ordinal(piece) for piece, _, _, day in _pieces(text) if day)
    before = ""
    for piece, start, end, day in _pieces(text):
        before, told = piece, before
        if _lexicon().is_how(piece, told):
            continue
        if day and _is_waiting(text[start : day.start], text[day.end : end]):
            piece = text[start : day.end]
        said = plain(dates.besides(piece))
        is_bare = {*said.split()} <= joins or (text[end : end + 1] == ":" and _holds(f" {said} ", "wrote"))
        forms = dict.fromkeys((_bare(piece), piece)) if text[end : end + 1] != "?" else ()
        clause = next(filter(None, map(_clause, forms, [day or alone] * 2)), None)
        clause = clause or _of_a_talk(piece, day, found[-1:], n_counted)
        if day and not clause and (is_bare or _holds(f" {said} ", "wrote")):
            if _takes_day(found, said, text, start, end):
                found[-1] = found[-1]._replace(day=day, is_past=True)
            else:
                alone, heard = _alone_or_heard(day, said, is_bare)
            continue
        if clause:
            _add(found, clause, piece, heard)
        alone = heard = None
    return tuple(found)


def _alone_or_heard(day: dates.Mention, said: str, is_bare: bool) -> tuple[dates.Mention | None, ...]:
    """Return a day as that of what follows, and as that of their letter: it is one of them, or neither."""
    is_receipt = _holds(f" {said} ", "own_acts")  # “confirmed by e-mail 4/23. Rejected.”
    return (day, None) if is_bare else (None, None if is_receipt else day)


def _is_ordinal(piece: str) -> bool:
    """Return whether beside its day a piece has only a number of several: “2nd 15 Sept”, “2. am 15.9.”."""
    words = (word for word in plain(dates.besides(piece)).split() if word not in dates.glue())
    return " ".join(words) in shipped("remarks")["ordinals"]


def _of_a_talk(
    piece: str, day: dates.Mention | None, last: Sequence[Clause], n_counted: int
) -> Clause | None:
    """Return the talk that a piece with a day tells by its number, its programme or with whom it was."""
    return (_counted(piece, day, last, n_counted) or _on_screen(piece, day)) if day else None


def _counted(piece: str, day: dates.Mention, last: Sequence[Clause], n_counted: int) -> Clause | None:
    """Return the talk of which a piece has the number alone, behind a talk or beside another number."""
    is_behind = bool(last) and {"screening", "interview"}.issuperset(last[0].kinds)
    is_it = (n_counted > 1 or is_behind) and _is_ordinal(piece)
    return Clause(piece, ("interview",), day, is_exact=is_behind and last[0].is_exact) if is_it else None


def _on_screen(piece: str, day: dates.Mention) -> Clause | None:
    """Return the talk of which a piece names the programme alone, or with whom: “Teams 16/6 w/ Anna”."""
    low, said = plain(dates.besides(piece)), shipped("remarks")
    tool, *others = [word for word in low.split() if word not in dates.glue()] or [""]
    is_with = any(word in said["beside_whom"] for word in others[:1])
    is_it = tool in said["screens"] and (is_with or not others) and not _holds(f" {low} ", "not_said")
    return Clause(piece, ("interview",), day, is_exact=is_with) if is_it else None


def _is_waiting(before: str, behind: str) -> bool:
    """Return whether the words behind a day tell only what came after it: “interview 8/10 waiting”."""
    waits = tuple(map("{} ".format, shipped("remarks")["waits"]))
    return bool(before.strip()) and f"{plain(_bare(behind))} ".startswith(waits)


def _add(found: list[Clause], clause: Clause, piece: str, heard: dates.Mention | None) -> None:
    """Add a clause: the day on which they rang or wrote is that of their no; the one before may be past."""
    if {"rejected", "closed", "no"}.issuperset(clause.kinds) and not clause.day:
        last = found[-1] if found else clause  # “they rang 13/3: gone with someone else”
        is_call = last.kinds == ("screening",) and _holds(f" {plain(last.text)} ", "rang")
        clause = clause._replace(day=found.pop().day if is_call else heard)
    is_ending = not LOUD.isdisjoint(clause.kinds)
    if found and is_ending and _holds(f" {plain(piece)} ", "afterwards"):  # “no after that”
        found[-1] = found[-1]._replace(is_past=True)
    found.append(clause)


def _takes_day(found: list[Clause], said: str, text: str, start: int, end: int) -> bool:
    """Return whether the day that stands alone in a piece of a text is that of the clause before it."""
    if not found or found[-1].day or text[start - 1 : start] == "\n" or text[end : end + 1] == ":":
        return False
    is_yours = said.partition(" ")[0] in shipped("remarks")["whoever"]  # “Rang 22 June”, perhaps
    return not said or not (is_yours or LOUD.isdisjoint(found[-1].kinds))


def _pieces(text: str) -> tuple[tuple[str, int, int, dates.Mention | None], ...]:
    """Return the pieces of a remark that signs keep apart, where each begins and ends, and its first day."""
    found = []
    mentions = dates.mentions(text)
    masked = dates.without_days(text, "\x01")
    starts = [0, *(found.end() for found in APART.finditer(masked))]
    ends = [*(found.start() for found in APART.finditer(masked)), len(text)]
    for start, end in zip(starts, ends, strict=True):
        own = [m for m in mentions if start <= m.start < end]
        cuts = [m.end for m in own[:-1] if _tells(text[start : m.end]) and _tells(text[m.end : end])]
        for first, last in pairwise((start, *cuts, end)):
            piece = text[first : last + text.startswith(".", last)]  # “am 15.4.” ends in a point of its day
            day = next((m for m in own if first <= m.start < last), None)
            found.append((piece.strip(), first, last, day))
    return tuple(found)


def _tells(text: str) -> bool:
    """Return whether words tell of something that happened."""
    return any(moment.kind in TOLD for moment in _lexicon().read(text) or ())


def _bare(piece: str) -> str:
    """A piece of a remark without the words that only join it to what was said before."""
    words = piece.split()
    while words and _holds(f" {plain(words[0])} ", "leading"):
        words.pop(0)
    return " ".join(words)


def _clause(text: str, day: dates.Mention | None) -> Clause | None:
    low = f" {plain(text)} "
    if _holds(low, "soft") and "rejected" not in _states(text, day):
        return Clause(text, ("rejected",), None, is_exact=False)
    if not low.strip() or _holds(f" {plain(dates.besides(text))} ", "not_said"):  # “6 May” is no “may”
        return None
    if day and plain(dates.besides(text)) in shipped("remarks")["starts"]:
        return Clause(text, ("accepted",), None, is_exact=False)  # the first day of work, and not of the yes
    kinds, is_exact = _meaning(text, low, day)
    is_exact = is_exact and low.strip() not in shipped("remarks")["bare_no"]  # “‘will be in touch’. Nope”
    day = day if is_exact or low.count(" ") <= WORDS + 1 else None
    is_weak = plain(dates.besides(text)) in shipped("remarks")["weak"]
    is_talk = not {*TALKS}.isdisjoint(kinds) or (kinds == ("offer",) and not is_exact)
    is_past = bool(day) or not is_talk or _holds(low, "past")
    is_said = bool(kinds) and not is_weak and (is_past or is_exact or _holds(low, "with_whom"))
    return Clause(text, kinds, day, is_exact, is_past) if is_said else None


def _meaning(text: str, low: str, day: dates.Mention | None) -> tuple[tuple[str, ...], bool]:
    """The kinds of events in a clause, and whether it is worded exactly: by trackers' words, by letters'."""
    if (behind := BEHIND.search(text)) and behind["sign"] == "(" and ground(behind["words"]):
        text = text[: behind.start()].strip()
    letters = wording.of_remark(text) if PHRASE.search(text) else wording.Reading("")
    if low.count(" ") > WORDS + 1 and not letters.is_plain:
        return tuple(kind for kind in _states(text, day) if kind in LOUD), False
    kinds = _states(text, day)
    if kinds and not _lexicon().is_guess(text):
        is_taken = letters.reason == "internal_or_known" and kinds == ("closed",)
        return (("rejected",) if is_taken else kinds), True
    if letters.is_plain:
        return (letters.kind, *(kind for kind in kinds if kind in TALKS)), True
    return kinds, letters.is_stated and bool(letters.reason) and "rejected" in kinds


def _states(text: str, day: dates.Mention | None) -> tuple[str, ...]:
    is_known = _lexicon().knows(text) or (bool(day) and not _lexicon().is_guess(text))
    moments = (_lexicon().read(text) or ()) if is_known else ()
    return tuple(dict.fromkeys(moment.kind for moment in moments if moment.kind in TOLD))


def _claims(row: _Row) -> list[Claim]:
    clauses = [(heading, clause) for heading, text in row.notes.items() for clause in clauses_of(text)]
    settled = ((kind, one, at) for at, one in clauses for kind in row.settled(one.kinds, one.text))
    claims = [claim for told in settled if (claim := row.claim(*told))]
    claims = [one for one in claims if not (one.doubt and one.event.kind == "acknowledged")]  # no news
    claims += row.dated_ending() if not claims else []
    claims += [*row.unread_days([claim.event for claim in claims]), *row.begun()]
    endings = {one.event.kind for one in claims if one.event.kind in ENDINGS}
    if endings == {"rejected", "closed"}:  # “Rejected, the post was filled”
        claims = [one for one in claims if one.event.kind != "closed"]
    elif len(endings) > 1:
        claims = [one._replace(doubt="several endings are told", is_refused=True) for one in claims]
    return _once(claims)


def _once(claims: list[Claim]) -> list[Claim]:
    """Return each ending and offer once, that with a day before one without, and each talk once a day."""
    first: dict[tuple, Claim] = {}
    for one in sorted(claims, key=lambda one: one.event.date is None):
        day = one.event.date if one.event.kind in TALKS else ""
        first.setdefault((one.event.kind, day), one)
    kept = {id(one) for one in first.values()}
    return [one for one in claims if id(one) in kept]


# What says who ended it only beside an offer: then you declined.
BY_WHOM = {"left": "withdrawn", "withdrawn": "withdrawn", "no": "rejected", "moot": "rejected"}
AFTER_OFFER = frozenset(("offer", "accepted", "declined"))


class _Row:
    """What the columns tell of a row, or of all rows of one try in a log, beside which remarks are read."""

    def __init__(
        self, record: Record, beside: Sequence[Event], order: str, notes: Cells, heard: Sequence[str]
    ):
        self.events, self.order, self.notes = record.events, order, notes
        self.beside = [*beside]
        self.kinds = {event.kind for event in beside}
        self.dated = set[str]()  # kinds whose one event was given its day already
        days = sorted(event.date for event in beside if event.date)
        self.written = {event.date: event.details.get("date_written", event.date) for event in beside}
        begun = [event.date for event in beside if event.date and event.kind in ("applied", "saved")]
        self.first = date.fromisoformat(min(begun or days)) if days else None
        self.last = days[-1] if days else ""
        mentions = ((at, dates.mentions(record.content.get(at, ""))) for at in heard)
        found = [(at, told[0]) for at, told in mentions if len(told) == 1]
        last = [(at, day) for at, told in found if (day := self.day(told)[0]) and day not in days]
        as_replies = (self.events[-1]._replace(date=day, details={"column": at}) for at, day in last)
        self.heard = next(as_replies, None)  # when they were last heard from, where no event has that day

    def settled(self, kinds: tuple[str, ...], text: str) -> Iterator[str]:
        """Return the kinds, those of an end by whom it depends on the row settled.

        After an offer “abgesagt” is what you did, unless they are named.
        """
        after_offer = "offer" in kinds or not AFTER_OFFER.isdisjoint(self.kinds)
        low = f" {plain(text)} "
        is_open, own = not _holds(low, "theirs"), {"withdrawn", "declined"} & self.kinds
        may_be_yours = bool(own) and "rejected" not in self.kinds and _holds(low, "either")
        for kind in kinds:
            if may_be_yours and kind in (*BY_WHOM, "rejected"):
                yield min(own)
            elif after_offer and (kind in BY_WHOM or (kind == "rejected" and is_open)):
                yield "declined"
            else:
                yield BY_WHOM.get(kind, kind)

    def claim(self, kind: str, clause: Clause, heading: str) -> Claim | None:
        """Return what a clause tells, with what speaks against it; None if a column tells it, too."""
        day, is_inferred, is_odd = self.day(clause.day) if clause.day else (None, False, False)
        event, problem = self.event(kind, day, clause, heading, is_inferred), None
        if clause.day and not is_odd:
            problem = self.problem(clause.day, heading)
            if undated := self.undated(kind):
                self.dated.add(kind)
                self.beside = [one._replace(date=day) if one is undated else one for one in self.beside]
                return Claim(event, undated=undated, problem=problem)
        if kind == "acknowledged" and self.kinds - {"saved", "applied", "acknowledged"}:
            return None  # “form mail” beside a rejection
        if untold := self.untold(kind):
            unsure = "" if kind == "acknowledged" else _unsure(kind, clause, day)
            return Claim(event._replace(date=untold.date or day), unsure, undated=untold)
        if self.has(kind, day) or (is_odd and _holds(f" {plain(self.notes[heading])} ", "another_try")):
            return None  # the second: of an earlier application
        return self.news(event, clause, problem, is_odd)

    def news(self, event: Event, clause: Clause, problem: Problem | None, is_odd: bool) -> Claim | None:
        """Return what no column tells, with what speaks against it; None of the end of what was over."""
        kind, day = event.kind, event.date
        if kind in ENDINGS and not clause.day and (reply := self.reply()):
            details = {**event.details, **_day_read(reply), "day_from": reply.details["column"]}
            day, event = reply.date, event._replace(date=reply.date, details=details)
        against = self.against(kind, day) or "its day does not fit" * is_odd
        self.kinds |= {kind} & {"offer"}
        is_unnamed = _is_ordinal(clause.text) and not clause.is_exact and self.kinds.isdisjoint(TALKS)
        doubt = (
            against
            or _unsure(kind, clause, day)
            or "what was the first and the second is not said" * is_unnamed
        )
        if against and kind == "rejected" and not clause.is_exact and {"withdrawn", "declined"} & self.kinds:
            return None  # “Saturdays every week, no” beside your own no
        if doubt and kind == "closed" and (self.kinds <= {"saved"} or not self.kinds.isdisjoint(ENDINGS)):
            return None  # it was over for you before, or nothing was sent
        return Claim(event, doubt, bool(against), problem=problem)

    def untold(self, kind: str) -> Event | None:
        """Return the event of the columns that the words name: the reply, or what closed the job for you."""
        is_open = kind == "rejected" and self.kinds.isdisjoint(("rejected", *AFTER_OFFER))
        replies = (one for one in self.events if kind == "acknowledged" and one.details.get(REPLY))
        return next(replies, None) or next((e for e in self.events if is_open and e.kind == "closed"), None)

    def days_told(self) -> list[tuple[str, str, str, dates.Mention]]:
        """Return each day in the remarks that is not of something of your own, with where it stands."""
        return [
            (day, heading, piece, mention)
            for heading, note in self.notes.items()
            for piece, _, _, mention in _pieces(note)
            if mention and not is_of_another_day(note[: mention.start])
            if not _holds(f" {plain(piece)} ", "own_acts") and (day := self.day(mention)[0])
        ]

    def dated_ending(self) -> list[Claim]:
        """Return an ending without a day in the columns, with that of the remarks (“Brief vom 3.2.”)."""
        ending = next((one for kind in ENDINGS if (one := self.undated(kind))), None)
        found = self.days_told() if ending else []
        if not ending or len({day for day, *_ in found}) != 1:
            return []
        day, heading, piece, mention = found[-1]
        is_theirs = _holds(f" {plain(piece)} ", "wrote")
        is_theirs = is_theirs and plain(piece).partition(" ")[0] not in shipped("remarks")["whoever"]
        clause = Clause(piece, (ending.kind,), mention, is_theirs)
        event = self.event(ending.kind, day, clause, heading, self.day(mention)[1])
        return [Claim(event, "" if is_theirs else "it may be the day of this ending", undated=ending)]

    def unread_days(self, told: Sequence[Event]) -> Iterator[Claim]:
        """Return the days after applying of which nothing was read."""
        known = {str(event.date) for event in (*told, *self.beside)}
        for day, heading, piece, mention in self.days_told() if self.first else ():
            note = self.notes[heading]
            is_read = mention in [one.day for one in clauses_of(note)] or any(piece in e.text for e in told)
            low = f" {plain(dates.besides(piece))} "
            is_said = is_read or _holds(low, "not_said")
            is_mute = self.kinds <= {"saved", "applied", "acknowledged"}  # of the row nothing else is told
            is_news = is_mute or any(_holds(low, which) for which in ("wrote", "decides"))
            if day > str(self.first) and day not in known and is_news and not is_said:
                clause = Clause(note, (), mention, is_exact=False)
                yield Claim(self.event("", day, clause, heading, False), "not read", is_refused=True)

    def begun(self) -> Iterator[Claim]:
        """Return when the remarks say that one applied: what no column tells, or tells otherwise."""
        told = ((at, *one) for at, note in self.notes.items() for one in _pieces(note) if one[3])
        undated = self.undated("applied")
        for heading, piece, _, _, mention in told:
            words = plain(dates.besides(piece))
            is_begun = _lexicon().plainly(words) == {"applied"} and words not in shipped("remarks")["starts"]
            if not (is_begun and mention):
                continue
            day, is_inferred, _ = self.day(mention)
            clause = Clause(piece, ("applied",), mention, is_exact=True)
            event = self.event("applied", day, clause, heading, is_inferred)
            if undated or self.kinds <= {"saved"}:
                yield Claim(event, undated=undated, problem=self.problem(mention, heading))
                return
            if day and "applied" in self.kinds and not self.has("applied", day):
                yield Claim(event, "a column has another day of applying", is_refused=True)

    def reply(self) -> Event | None:
        """Return the reply, or news, of which the columns tell the day alone, if nothing later is told."""
        reply = next((event for event in self.events if event.details.get(REPLY)), self.heard)
        if not reply or self.last > str(reply.date):
            return None
        for note in self.notes.values():
            days = [self.day(mention)[0] for mention in dates.mentions(note)]
            kinds = {kind for piece in APART.split(note) for kind in _states(piece, None)}
            if any(day is None or day > str(reply.date) for day in days) or kinds & {*TALKS, "offer"}:
                return None
        return reply

    def problem(self, mention: dates.Mention, heading: str) -> Problem | None:
        """Return why a day cannot be read: it may be two, or no day of the row has a year."""
        near = self.first and self.first + timedelta(90)
        problem = "" if self.day(mention)[0] else dates.read(mention, self.order, near).problem
        return Problem(heading, mention.written, f"{problem}.", CORRECT) if problem else None

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
        """Return the event of a column that is the only one of its kind, with no day but that of a reply."""
        same = [event for event in self.beside if event.kind == kind]
        is_it = len(same) == 1 and same[0] in self.events and kind not in self.dated
        is_own = is_it and kind in OWN and same[0].details.get("rule") == REPLIED
        return same[0] if is_it and (is_own or not same[0].date) else None

    def has(self, kind: str, day: str | None) -> bool:
        """Return whether a column tells of it: an ending whenever, a talk on that or an unknown day."""
        if kind in ENDINGS:
            return kind in self.kinds or {kind, *self.kinds} >= {"rejected", "closed"}
        if kind == "offer":
            return not AFTER_OFFER.isdisjoint(self.kinds)
        events = (event for event in self.beside if event.kind == kind)
        # an invitation has the day on which it came
        same = [event.date for event in events if not (day and INVITATION in event.details)]
        if day is None or None in same:
            return bool(same)
        return any(abs(date.fromisoformat(one) - date.fromisoformat(day)).days < 3 for one in same if one)

    def against(self, kind: str, day: str | None) -> str:
        """Return what a column says against it, empty where none does."""
        ends = self.kinds.intersection((*ENDINGS, "offer"))
        goes_on = ends == {"offer"} and kind in ("accepted", "declined")
        if kind in (*ENDINGS, "offer") and ends and not goes_on:
            return f"a column tells of {' and '.join(sorted(ends))}"
        if kind in ENDINGS and day and self.last > day:
            return f"a column has a later day, {self.written[self.last]}"
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


def _unsure(kind: str, clause: Clause, day: str | None) -> str:
    """Return why a clause alone is not enough, empty where it is."""
    is_turned = kind == "declined" and not {"rejected", "no"}.isdisjoint(clause.kinds)
    low = f" {plain(clause.text)} "
    if kind == "rejected" and not clause.is_exact and _holds(low, "soft"):
        return "may be a refusal in soft words"
    if is_turned and (_holds(low, "theirs") or not _holds(low, "yours")):
        return "after an offer: was it you who said no?"
    if not (clause.is_past or day):
        return "without a day, and nothing says that it took place"
    return "" if clause.is_exact or day or is_turned else "not worded exactly, and without a day"


def _with(record: Record, claims: list[Claim], notes: Mapping[str, str]) -> Record:
    """Return a record with the events that its remarks tell, and the reason they state for a rejection."""
    given = {id(one.undated): one.event for one in claims if one.undated}
    events = tuple(_dated(event, given.get(id(event))) for event in record.events)
    events += tuple(one.event for one in claims if not one.undated)
    days = {event.date for event in events if event.kind in ANSWERS}
    events = tuple(event for event in events if not (event.details.get(REPLY) and event.date in days))
    problems = (*record.problems, *(one.problem for one in claims if one.problem))
    ended = next((e for e in given.values() if e.kind in LOST), None)
    facts = tuple(_as_of(fact, ended) for fact in record.facts)
    told = record._replace(events=events, problems=problems, facts=facts)
    ending = _unexplained(told)
    values = next(filter(None, (_reason(ending, note) for note in notes.values())), None) if ending else None
    return _explained(told, ending, values) if ending and values else told


def _as_of(fact: Fact, ended: Event | None) -> Fact:
    """Return a fact, a reason that has no day with that of the ending that was given one."""
    if ended is None or fact.table != "evidence" or fact.values.get("date"):
        return fact
    kept = {name: value for name, value in fact.values.items() if name != "recorded"}
    return fact._replace(values={**kept, "date": ended.date})


def _unexplained(record: Record) -> Event | None:
    """Return the rejection, or the end of the search, of a record that gives no reason for it yet."""
    is_stated = any(fact.table == "evidence" for fact in record.facts)
    endings = (event for event in record.events if event.kind in LOST and not is_stated)
    return next(endings, None)


def _explained(record: Record, ending: Event, values: Mapping[str, str]) -> Record:
    kept = {key: value for key, value in {**values, "date": ending.date}.items() if value}
    fact = Fact("evidence", learned(kept, record.events), ending.entry)
    return record._replace(facts=(*record.facts, fact))


def _dated(event: Event, told: Event | None) -> Event:
    if told is None:
        return event
    kept = {name: value for name, value in event.details.items() if name != REPLY}
    details = {**kept, **_day_read(told), "day_from": told.text}
    return event._replace(kind=told.kind, date=told.date, details=details)


def _day_read(event: Event) -> dict[str, object]:
    """Return what is kept of how the day of an event was read."""
    return {name: value for name, value in event.details.items() if name.startswith("date_")}


def _reason(ending: Event, note: str) -> dict[str, str]:
    """Return the reason that a note states for an ending: one it tells itself, or it is nothing else.

    Beside a no “more experienced candidate”, “too qualified for the role” can hardly be of anything else;
    “Anfahrt zu weit”, “not enough experience?” may be what you think of it.
    """
    low, reason = f" {plain(note)} ", wording.of_remark(note, ending.kind).reason
    is_told = any(ending.kind in clause.kinds or "no" in clause.kinds for clause in clauses_of(note))
    is_theirs = _holds(low, "asked") or not {*note}.isdisjoint('„“”«"')  # their own words
    is_fact = reason in ("internal_or_known", "role_changed")
    is_yours = "?" in note or any(_holds(low, one) for one in ("not_said", "own_view"))
    is_its = is_told or is_theirs or is_fact or not is_yours or plain(note) in grounds()
    return reason_beside(ending.kind, note) if is_its else {}


def reason_beside(ending: str, note: str) -> dict[str, str]:
    """Return the reason that a note about a rejection or a search's end states: reason, says, words."""
    if named := grounds().get(plain(note)):
        return {"reason": named, "says": "guess_early" if "?" in note else "noted", "words": note}
    reason = wording.of_remark(note, ending)
    if reason.reason:
        low = f" {plain(note)} "
        says = "feedback" if _holds(low, "asked") else "guess_early" if _holds(low, "guessed") else "noted"
        pieces = (piece for piece, *_ in _pieces(note))
        alone = (piece for piece in pieces if wording.of_remark(piece, ending).reason == reason.reason)
        words = next(alone, reason.reason_words)
        words = words[1:-1] if (words[0], words[-1]) == ("(", ")") else words
        return {"reason": reason.reason, "says": says, "words": words}
    behind = BEHIND.search(note)
    words = behind["words"].strip() if behind else ""
    named = ground(words) if behind and behind["sign"] in "(:" else grounds().get(plain(words), "")
    return {"reason": named, "says": "noted", "words": words} if named else {}


def _doubts(name: str, unsure: list[tuple[str, Claim]]) -> Iterator[Doubt]:
    groups: dict[tuple[str, str], list[tuple[str, Claim]]] = {}
    for origin, one in unsure:
        why = "unread" if not one.event.kind else "refused" if one.is_refused else "unsure"
        groups.setdefault((str(one.event.details["column"]), why), []).append((origin, one))
    for (heading, why), found in groups.items():
        told = ((at, one.event, one.doubt) for at, one in found)
        rows = [
            (at, f"{e.text} = {e.kind}: {doubt}" if e.kind else e.text, e.company, e.role, e.date, e.kind)
            for at, e, doubt in told
        ]
        yield Doubt.about(shipped("remarks")["doubt"][why], heading, rows, shlex.quote(name))


def _again(event: Event) -> Event:
    found = pattern("another_try").search(event.role)
    if not found:
        return event
    detail = {"try": int(found["n"])} if found["n"] else {"again": found["again"]}
    role = " ".join(f"{event.role[: found.start()]} {event.role[found.end() :]}".split())
    return event._replace(role=role or event.role, details={**event.details, **detail})


@cache
def _lexicon() -> Lexicon:
    return Lexicon()


def _holds(low: str, section: str) -> bool:
    return holds(low, tuple(shipped("remarks")[section]))
