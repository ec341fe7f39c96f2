"""What a table that was read may be misread for, found in its records while they pass.

Nothing here knows how the table was read: a check sees the columns' roles, the cells and the events.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from jobkit.language import days as dates
from jobkit.language import names
from jobkit.sources.reading import Doubt, Extraction
from jobkit.sources.tables.headings import is_title
from jobkit.sources.tables.statuses import DOUBTED, Lexicon, is_no, is_yes
from jobkit.tables import KINDS, Record

LOOKED_AT = 5_000
"""Rows of a file that are compared with each other; nobody applies more often."""
FEW = 3
"""Rows of which nothing is said: fewer tell nothing of a column."""
SAME = 5
"""Rows from which on one day in all of them, or in two columns, is no chance."""
UNSETTLED = {
    "left": "ended by you",
    "moot": "ended by them or you",
    "no": "ended by them, or you after an offer",
}
LIKE = ("heading, read as", "heading, for")
NO_NAME = re.compile(
    r"[\W\d_]*|\d{1,5}[a-z]? .{0,200}|https?://.{0,2000}|[^\s@]{1,64}@[^\s@]{1,250}", re.I | re.S
)
STATES = ("status", "history", "answer", "from", "to")
LATER = frozenset(f"stage:{kind}" for kind in KINDS if kind not in ("saved", "applied")) | {"answer"}
TAKEN = ("company", "job", "url", "channel", "location", "status", "remote", "id", "note", "reason")
DAYS = LATER | {"date", "event_date", "stage:applied", "stage:saved"}


def checked(name: str, extraction: Extraction) -> Extraction:
    """Return the extraction of the file of this name with the doubts that its records give rise to."""
    doubts = list[Doubt]()
    return replace(extraction, records=_Passing(name, extraction, doubts), doubts=doubts)


def _is_loud(kinds: str) -> bool:
    """Return whether kinds that were guessed hold an ending, an offer or an acceptance."""
    return not DOUBTED.isdisjoint(kinds.split(" + "))


class _Passing:
    """The records on their way, as often as they are asked for; at their end the doubts are known."""

    def __init__(self, name: str, extraction: Extraction, doubts: list[Doubt]):
        self.name, self.extraction, self.doubts = name, extraction, doubts

    def __iter__(self) -> Iterator[Record]:
        seen = Seen(self.name, self.extraction)
        for record in self.extraction.records:
            seen.add(record)
            yield record
        self.doubts[:] = [*self.extraction.doubts, *(doubt for check in CHECKS for doubt in check(seen))]


class Seen:
    """What was seen of a file's rows: enough of it for the checks."""

    def __init__(self, name: str, extraction: Extraction):
        self.name = name
        self.extraction = extraction
        self.roles: dict[str, str] = {column.heading: column.role for column in extraction.layout}
        self.whys = {column.heading: column.why for column in extraction.layout}
        self.guesses = {text: _meaning(kinds) for text, kinds in extraction.guesses if _is_loud(kinds)}
        self.states = [
            heading for heading, role in self.roles.items() if role in STATES or role.startswith("stage:")
        ]
        self.guessed: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self.accepted: list[tuple[str, str]] = []
        self.events_of: Counter[str] = Counter()
        self.problems_of: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self.tries: dict[tuple[str, str], _Try] = {}
        self.rows: list[Record] = []

    def add(self, record: Record) -> None:
        """Look at one record."""
        for problem in record.problems:
            self.problems_of[problem.field].append((record.origin, problem.value))
        if not record.events:
            return
        if len(self.rows) < LOOKED_AT:
            self.rows.append(record)
            self._add_try(record)
        if self.guesses:
            self._add_guesses(record)
        for event in record.events:
            if event.kind == "accepted":
                self.accepted.append((record.origin, event.text or event.details.get("column", "")))

    def _add_try(self, record: Record) -> None:
        sheet = record.origin.rpartition(":")[0]
        for event in record.events:
            key = sheet, event.entry or record.origin
            if key not in self.tries:
                self.tries[key] = _Try(record.origin)
            self.tries[key].add(event)
            self.events_of[event.details.get("column", "")] += 1

    def _add_guesses(self, record: Record) -> None:
        for heading in self.states:
            text = record.content.get(heading, "").strip()
            if text in self.guesses:
                self.guessed[heading].append((record.origin, f"{text} = {self.guesses[text]}"))

    def sheets(self) -> dict[str, list[_Try]]:
        """Return the tries of each sheet, by its name; of a file that has one only by nothing."""
        found: defaultdict[str, list[_Try]] = defaultdict(list)
        for (sheet, _), one in self.tries.items():
            found[sheet].append(one)
        return {(_sheet(sheet) if len(found) > 1 else ""): tries for sheet, tries in found.items()}

    def values(self, heading: str) -> list[tuple[str, str]]:
        """Return origin and cell of each row in which a column is filled."""
        cells = ((row.origin, row.content.get(heading, "").strip()) for row in self.rows)
        return [(origin, cell) for origin, cell in cells if cell]

    def map(self, *columns: str) -> str:
        """Return the command that says what columns are: “Their heading=company”."""
        options = "".join(f" --map {shlex.quote(column)}" for column in columns)
        return f"jobkit add {shlex.quote(self.name)}{options}"


class _Try:
    """What is known of one application: where it stands, its company and job, its day of applying."""

    def __init__(self, origin: str):
        self.origin, self.company, self.role, self.day, self.is_sent = origin, "", "", "", False

    def add(self, event) -> None:
        self.company, self.role = self.company or event.company, self.role or event.role
        self.is_sent |= event.kind != "saved"
        if event.kind == "applied":
            self.day = self.day or event.date or ""


def _nameless(seen: Seen) -> Iterator[Doubt]:
    """A table in which most rows lack a company, a job title or a day of applying."""
    lacks: tuple[tuple[str, str, Callable[[_Try], bool], str], ...] = (
        ("company", "no_company", lambda one: not _is_name(one.company), "most rows name no employer."),
        ("role", "no_role", lambda one: not _is_name(one.role), "most rows name no job."),
        ("applied", "no_day", lambda one: not one.day, "most rows have no day of applying."),
    )
    for sheet, tries in seen.sheets().items():
        sent = [one for one in tries if one.is_sent]
        for role, kind, is_lacking, sentence in lacks:
            rows = [one for one in sent if is_lacking(one)]
            if len(sent) >= FEW and len(rows) > len(sent) / 2:
                column = _candidate(seen, role)
                guess = f" “{column}” may hold it." if column else ""
                command = seen.map(f"{column or 'THE HEADING'}={role}")
                origins = tuple((one.origin, "") for one in rows)
                yield Doubt(kind, sheet, _capital(sentence) + guess, command, origins, is_whole=True)


def _candidate(seen: Seen, role: str) -> str:
    """Return the column, used for nothing like it, that most looks as if it held what most rows lack."""

    def fits(cell: str) -> bool:
        return dates.is_day(cell) if role == "applied" else _is_name(cell)

    best = ("", 0.5)
    for heading, used in seen.roles.items():
        cells = [cell for _, cell in seen.values(heading)]
        is_job = used == "role" and sum(map(is_title, cells)) > 0.2 * len(cells)
        if not cells or used in TAKEN or is_job or (role != "applied" and used in DAYS):
            continue
        n_different = len({*cells}) if role != "applied" else len(cells)
        share = min(sum(map(fits, cells)), n_different) / len(seen.rows)
        best = max(best, (heading, share), key=lambda one: one[1])
    return best[0]


@lru_cache(1 << 12)
def _is_name(text: str) -> bool:
    """Return whether a text may name an employer or a job: no number, address, link, yes or no."""
    is_answer = len(text) < 30 and (is_yes(text) or is_no(text) or dates.is_day(text))
    return bool(text) and len(text) < 120 and not is_answer and not NO_NAME.fullmatch(text)


def _similar(seen: Seen) -> Iterator[Doubt]:
    """A heading that is only similar to a known one, while another column holds such values."""
    lexicon = Lexicon()
    forms: dict[str, Callable[[str], bool]] = {"status": lexicon.knows}
    forms |= dict.fromkeys(DAYS, dates.is_day)
    unused = [heading for heading, role in seen.roles.items() if not role]
    for heading, role in seen.roles.items():
        if not seen.whys[heading].startswith(LIKE) or role not in forms:
            continue
        for other in unused:
            cells = [cell for _, cell in seen.values(other)]
            if len(cells) >= FEW and sum(map(forms[role], cells)) > len(cells) / 2:
                words = f"It was read as {_use(role)} because its heading is similar; “{other}” holds such"
                command = seen.map(f"{other}={_use(role)}", f"{heading}=note")
                rows = tuple(seen.values(heading))
                yield Doubt("similar_heading", heading, f"{words} values.", command, rows, is_whole=True)
                break


def _same_days(seen: Seen) -> Iterator[Doubt]:
    """A column whose day is the same in every row, or equals that of the column beside it."""
    headings = [*seen.roles]
    for at, heading in enumerate(headings):
        if seen.roles[heading] not in DAYS or "is not used" in seen.whys[heading]:
            continue
        values = [(origin, cell) for origin, cell in seen.values(heading) if dates.mentions(cell)]
        if len(values) < SAME:
            continue
        if len({cell for _, cell in values}) == 1 and len(values) > 0.8 * len(seen.rows):
            words = f"The same day stands in every row, and was read as {_use(seen.roles[heading])}."
            rows = tuple((origin, cell) for origin, cell in values)
            yield Doubt("same_day", heading, words, seen.map(f"{heading}=note"), rows, is_whole=True)
        elif at and (rows := _equal(seen, headings[at - 1], heading)):
            words = f"Its day equals that of “{headings[at - 1]}” in every row."
            yield Doubt("same_day", heading, words, seen.map(f"{heading}=note"), rows, is_whole=True)


def _equal(seen: Seen, one: str, other: str) -> tuple[tuple[str, str], ...]:
    """Return the rows in which two columns hold a day, where one is of a step and they are always equal."""
    if not LATER & {seen.roles[one], seen.roles[other]}:
        return ()
    left = {origin: cell for origin, cell in seen.values(one) if dates.mentions(cell)}
    both = [(origin, cell) for origin, cell in seen.values(other) if origin in left]
    is_equal = len(both) >= SAME and all(left[origin] == cell for origin, cell in both)
    return tuple(both) if is_equal else ()


def _repeated(seen: Seen) -> Iterator[Doubt]:
    """A sheet most of whose applications stand in an earlier one."""
    earlier: dict[str, set] = {}
    for sheet, tries in seen.sheets().items():
        keys = {one.origin: _pairs(one) for one in tries}
        for before, known in earlier.items():
            same = [origin for origin, pairs in keys.items() if not known.isdisjoint(pairs)]
            if len(tries) >= FEW and len(same) > 0.6 * len(tries):
                words = f"This sheet seems to repeat “{before}”; each of its rows counts as an application."
                rows = tuple((origin, "") for origin in same)
                command = "take the sheet out of a copy of the file and add that; or: jobkit merge ONE OTHER"
                yield Doubt("repeated_sheet", sheet, words, command, rows, is_whole=True)
                break
        earlier[sheet] = {pair for pairs in keys.values() for pair in pairs}


def _pairs(one: _Try) -> set[tuple]:
    firm, job = names.company_key(one.company), names.role_key(one.role)
    pairs = {
        ("firm", firm, job) if firm and job else None,
        ("day", job, one.day) if job and one.day else None,
    }
    return {pair for pair in pairs if pair}


def _guessed(seen: Seen) -> Iterator[Doubt]:
    """Endings, offers and acceptances that rest on a word which is not known as it stands."""
    for heading, rows in seen.guessed.items():
        word = rows[0][1].rpartition(" = ")[0]
        words = "The words are not known as they stand; their meaning was guessed."
        yield Doubt("guessed_word", heading, words, seen.map(f"{word}=WHAT IT MEANS"), tuple(rows))


def _accepted(seen: Seen) -> Iterator[Doubt]:
    """More than one job accepted in one list."""
    if len({origin for origin, _ in seen.accepted}) > 1:
        words = "Several offers were read as accepted; most people accept one."
        word = next((text for _, text in seen.accepted if text), "Their words")
        yield Doubt("accepted", "", words, seen.map(f"{word}=WHAT IT MEANS"), tuple(seen.accepted))


def _odd(seen: Seen) -> Iterator[Doubt]:
    """A column of a step in which many cells were not understood."""
    for heading, rows in seen.problems_of.items():
        n = seen.events_of[heading]
        if n and len(rows) >= 0.25 * (n + len(rows)) and len(rows) > 1 and seen.roles.get(heading) in LATER:
            role = _use(seen.roles[heading])
            words = f"Many cells are no day and no word that is known; the others were read as {role}."
            yield Doubt("odd_column", heading, words, seen.map(f"{heading}=note"), tuple(rows), is_whole=True)


def _meaning(kinds: str) -> str:
    known = [UNSETTLED.get(kind, kind) for kind in kinds.split(" + ") if kind != "nothing"]
    return " + ".join(known)


CHECKS: tuple[Callable[[Seen], Iterable[Doubt]], ...] = (
    _nameless,
    _similar,
    _same_days,
    _repeated,
    _guessed,
    _accepted,
    _odd,
)


def _use(role: str) -> str:
    return role.removeprefix("stage:").replace("_", " ")


def _sheet(place: str) -> str:
    return place[place.find("[") + 1 : -1] if place.endswith("]") else place


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
