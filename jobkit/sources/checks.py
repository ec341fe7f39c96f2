"""What a table that was read may be misread for, found in its records while they pass.

Nothing here knows how the table was read: a check sees the columns' roles, the cells and the events.
"""

import re
import shlex
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from jobkit.language import days as dates
from jobkit.language import english, names
from jobkit.language.vocabulary import shipped
from jobkit.sources.mail import phrases, wording
from jobkit.sources.reading import Anew, Doubt, Extraction
from jobkit.sources.tables.columns import ADDED
from jobkit.sources.tables.headings import is_title
from jobkit.sources.tables.statuses import DOUBTED, TOGETHER, Lexicon, is_no, is_yes
from jobkit.tables import KINDS, REPLY, Record

LOOKED_AT = 5_000
"""Rows of a file that are compared with each other; nobody applies more often."""
FEW = 3
"""Rows of which nothing is said: fewer tell nothing of a column."""
SAME = 5
"""Rows from which on one day in all of them, or in two columns, is no chance."""
UNSETTLED, INSTEAD = shipped("doubts")["unsettled"], shipped("doubts")["instead"]
LIKE = ("heading, read as", "heading, for")
NO_NAME = re.compile(
    r"[\W\d_]*|\d{1,5}[a-z]? .{0,200}|https?://.{0,2000}|[^\s@]{1,64}@[^\s@]{1,250}", re.I | re.S
)
STATES = ("status", "history", "answer", "from", "to")
LATER = frozenset(f"stage:{kind}" for kind in KINDS if kind not in ("saved", "applied")) | {"answer"}
TAKEN = ("company", "job", "url", "channel", "location", "status", "remote", "id", "note", "reason")
DAYS = LATER | {"date", "event_date", "stage:applied", "stage:saved"}


def checked(name: str, extraction: Extraction) -> Extraction:
    """Return the extraction of the file of this name with the doubts that its records give rise to.

    They are known once all records were asked for, as often as that is.
    """
    doubts = list[Doubt]()

    def records() -> Iterator[Record]:
        rows = list[Record]()
        for record in extraction.records:
            if len(rows) < LOOKED_AT:
                rows.append(record)
            yield record
        seen = Seen(name, extraction, rows)
        doubts[:] = [*extraction.doubts, *(doubt for check in CHECKS for doubt in check(seen))]

    return replace(extraction, records=Anew(records), doubts=doubts)


class Seen:
    """What was seen of a file: its columns, its first rows, and the applications in them."""

    def __init__(self, name: str, extraction: Extraction, records: list[Record]):
        self.name, self.every = name, records
        self.rows = [record for record in records if record.events]
        self.roles: dict[str, str] = {column.heading: column.role for column in extraction.layout}
        self.whys = {column.heading: column.why for column in extraction.layout}
        self.guesses: dict[str, tuple[str, str]] = {}  # what was read, and what it may mean instead
        for text, meant in extraction.guesses:
            letter = wording.of_remark(text)  # “it was moving forward with other candidates” is exact
            is_sure = letter.is_plain and letter.kind in meant.split(TOGETHER)
            if not (is_sure or DOUBTED.isdisjoint(kinds := meant.split(TOGETHER))):
                said = [UNSETTLED.get(kind, kind) for kind in kinds if kind != "nothing"]
                other = dict.fromkeys(
                    INSTEAD.get(one, "rejected") if one in DOUBTED else one for one in kinds
                )
                self.guesses[text] = TOGETHER.join(said), TOGETHER.join(other)
        self.sheets: dict[str, list[_Try]] = defaultdict(list)
        tries: dict[tuple[str, str], _Try] = {}
        for row in self.rows:
            sheet = row.origin.rpartition(":")[0]
            for event in row.events:
                key = sheet, event.entry or row.origin
                if key not in tries:
                    tries[key] = _Try(row.origin)
                    self.sheets[sheet].append(tries[key])
                tries[key].add(event)

    def place(self, sheet: str) -> str:
        """Return how a sheet is called; of a file that has one only, nothing."""
        name = sheet[sheet.find("[") + 1 : -1] if sheet.endswith("]") else sheet
        return name if len(self.sheets) > 1 else ""

    def values(self, heading: str) -> list[tuple[str, str]]:
        """Return origin and cell of each row in which a column is filled."""
        cells = ((row.origin, row.content.get(heading, "").strip()) for row in self.rows)
        return [(origin, cell) for origin, cell in cells if cell]

    def dated_by(self, heading: str) -> list[tuple[str, str]]:
        """Return origin and cell of each row in which a column gives something that happened its day."""
        events = ((row.origin, event) for row in self.rows for event in row.events if event.kind != "saved")
        used = {origin for origin, event in events if event.details.get("column") == heading}
        return [(origin, cell) for origin, cell in self.values(heading) if origin in used]

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

    def has(self, role: str) -> bool:
        return bool(self.day) if role == "applied" else _is_name(getattr(self, role))


def _nameless(seen: Seen) -> Iterator[Doubt]:
    """A table in which most rows lack a company, a job title or a day of applying."""
    is_of_lines = {"Line", "History"} <= seen.roles.keys()
    for sheet, tries in seen.sheets.items():
        for role, (kind, sentence) in shipped("doubts")["lacks"].items():
            sent = [one for one in tries if one.is_sent or role == "company"]
            rows = [one for one in sent if not one.has(role)]
            if len(sent) >= FEW and len(rows) > len(sent) / 2:
                column = "" if is_of_lines else _candidate(seen, role)
                guess = f" “{column}” may hold it." if column else ""
                command = seen.map(f"{column or 'THE HEADING'}={role}")
                command = shipped("doubts")["of_lines"]["command"] if is_of_lines else command
                origins = tuple((one.origin, "") for one in rows)
                yield Doubt(kind, seen.place(sheet), sentence + guess, command, origins, is_whole=True)


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
    unknown = [heading for heading, role in seen.roles.items() if not role and not seen.whys[heading]]
    for heading, role in seen.roles.items():
        if not seen.whys[heading].startswith(LIKE) or role not in forms:
            continue
        for other in unknown:
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
        rows = tuple(one for one in seen.dated_by(heading) if dates.mentions(one[1]))
        is_one = len({cell for _, cell in rows}) == 1 and len(rows) > 0.8 * len(seen.rows)
        equal = _equal(seen, headings[at - 1], heading) if at and not is_one else ()
        if len(rows) >= SAME and (is_one or equal):
            words = f"The same day stands in every row, and was read as {_use(seen.roles[heading])}."
            words = f"Its day equals that of “{headings[at - 1]}” in every row." if equal else words
            command = seen.map(f"{heading}=note")
            yield Doubt("same_day", heading, words, command, equal or rows, is_whole=True)


def _equal(seen: Seen, one: str, other: str) -> tuple[tuple[str, str], ...]:
    """Return the rows in which two columns hold a day, where one is of a step and they are always equal."""
    if not LATER & {seen.roles[one], seen.roles[other]}:
        return ()
    left = {origin: cell for origin, cell in seen.values(one) if dates.mentions(cell)}
    both = [(origin, cell) for origin, cell in seen.values(other) if origin in left]
    is_equal = len(both) >= SAME and all(left[origin] == cell for origin, cell in both)
    return tuple(both) if is_equal else ()


def _added(seen: Seen) -> Iterator[Doubt]:
    """A day when a row was added that stands for that of applying."""
    for heading, why in seen.whys.items():
        if seen.roles[heading] == "date" and why.endswith(ADDED) and (rows := seen.dated_by(heading)):
            said, command = shipped("doubts")["added"], seen.map(f"{heading}=saved")
            yield Doubt(said["kind"], heading, said["sentence"], command, tuple(rows), is_whole=True)


def _repeated(seen: Seen) -> Iterator[Doubt]:
    """A sheet most of whose applications stand in an earlier one."""
    earlier: dict[str, set] = {}
    for sheet, tries in seen.sheets.items():
        place = seen.place(sheet)
        keys = {}
        for one in tries:
            firm, job = names.company_key(one.company), names.role_key(one.role)
            keys[one.origin] = {pair for pair in (("firm", firm, job), ("day", job, one.day)) if all(pair)}
        for before, known in earlier.items():
            same = [origin for origin, pairs in keys.items() if not known.isdisjoint(pairs)]
            if len(tries) >= FEW and len(same) > 0.6 * len(tries):
                words, command = (shipped("doubts")["alike"][part] for part in ("sentence", "command"))
                rows = tuple((origin, "") for origin in same)
                yield Doubt("repeated_sheet", place, words.format(before), command, rows, is_whole=True)
                break
        earlier[place] = {pair for pairs in keys.values() for pair in pairs}


def _guessed(seen: Seen) -> Iterator[Doubt]:
    """Endings, offers and acceptances that rest on a word which is not known as it stands."""
    for heading, role in seen.roles.items() if seen.guesses else ():
        if role in STATES or role.startswith("stage:"):
            rows = [(origin, cell) for origin, cell in seen.values(heading) if cell in seen.guesses]
            if rows:
                cells = tuple((origin, f"{cell} = {seen.guesses[cell][0]}") for origin, cell in rows)
                ready = tuple(
                    seen.map(f"{' '.join(cell.split())}={seen.guesses[cell][1]}") for _, cell in rows
                )
                yield Doubt(
                    "guessed_word", heading, shipped("doubts")["guessed"], ready[0], cells, commands=ready
                )


def _accepted(seen: Seen) -> Iterator[Doubt]:
    """More than one job accepted in one list."""
    accepted = [(row.origin, event) for row in seen.rows for event in row.events if event.kind == "accepted"]
    rows = tuple((origin, event.text or event.details.get("column", "")) for origin, event in accepted)
    if len({origin for origin, _ in rows}) > 1:
        ready = tuple(seen.map(f"{text}=offer") for _, text in rows)
        yield Doubt("accepted", "", shipped("doubts")["accepted"], ready[0], rows, commands=ready)


def _replied(seen: Seen) -> Iterator[Doubt]:
    """Days of replies in rows that do not say what the reply was."""
    replies: defaultdict[str, list[tuple]] = defaultdict(list)
    for row in seen.rows:
        last = row.events[-1]
        if last.date and last.details.get(REPLY):
            day = date.fromisoformat(last.date)
            told = row.origin, f"{day.day} {day:%B %Y}", last.company, last.role, last.date
            replies[str(last.details["column"])].append(told)
    for heading, rows in replies.items():
        doubt = Doubt.about(shipped("doubts")["reply"], heading, rows)
        meaning = shlex.quote(f"{heading}=acknowledged")
        yield replace(doubt, sentence=doubt.sentence.format(meaning))


def _early(seen: Seen) -> Iterator[Doubt]:
    """Rows in which something came before the day of applying."""
    rows = []
    for row in seen.rows:
        begun = min((one.date for one in row.events if one.kind == "applied" and one.date), default="")
        early = [one for one in row.events if one.date and one.date < begun and one.kind != "saved"]
        written = {one.date: one.details.get("date_written", one.date) for one in row.events}
        rows += [(row.origin, f"{e.kind} {written[e.date]}, applied {written[begun]}") for e in early[:1]]
    yield from [Doubt.about(shipped("doubts")["early"], "", rows)] if rows else []


def _foreign(seen: Seen) -> Iterator[Doubt]:
    """A list in a language that is not read, by its words or its headings."""
    cells = (cell for row in seen.every for cell in row.content.values())
    if language := phrases.unread_list([*seen.roles], cells):
        known = {"language": language, "read": english.listed(sorted(phrases.read_languages()))}
        sentence = shipped("doubts")["foreign"]["sentence"].format_map(known)
        command = seen.map("THEIR HEADING=company", "THEIR WORD=rejected")
        rows = tuple((row.origin, "") for row in seen.every)
        yield Doubt("language", language, sentence, command, rows, is_whole=True)


CHECKS: tuple[Callable[[Seen], Iterable[Doubt]], ...] = (
    _nameless,
    _similar,
    _same_days,
    _added,
    _repeated,
    _guessed,
    _accepted,
    _replied,
    _early,
    _foreign,
)


def _use(role: str) -> str:
    return role.removeprefix("stage:").replace("_", " ")
