"""What every source gives: its kind, how its columns were understood, its records, what may be misread."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from jobkit.language.days import FIRST_YEAR, YEARS_AHEAD
from jobkit.language.vocabulary import shipped
from jobkit.tables import COLUMNS, DAY, NEEDED, Event, Problem, Record, checked, is_day

DOUBTS: Mapping[str, str] = shipped("doubts")["kinds"]
"""The kinds of doubt, the loudest first. A source that needs another adds it there."""
PLACES = re.compile(r"\b(?:COMPANY|DAY|KIND)\b")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What may have been misread: one a kind (a key of `DOUBTS`) and place, whatever the number of rows.

    `place` is the heading, the sheet, or what else is in doubt (a language, a sender). `sentence` says what
    was understood and why it may be wrong, without a number of rows and without a file's name; `command` is
    what to type if it is wrong. `rows` holds the origin of each row or letter and what stands there: by this
    text it is known again, so that “right” holds for the same text in later versions of the file. Where
    the column or sheet is in doubt as a whole, `is_whole`, one “right” settles it for all rows to come.
    `commands` holds one for each row, where they differ.
    """

    kind: str
    place: str
    sentence: str
    command: str
    rows: tuple[tuple[str, str], ...] = ()
    is_whole: bool = False
    commands: tuple[str, ...] = ()

    @classmethod
    def about(cls, said: Mapping[str, str], place: str, rows: Iterable[tuple], file: str = "") -> Doubt:
        """Return what is `said` of rows: origin and text, then the job, day and kind as far as known."""
        command = said["command"].replace("{}", file)
        told = [
            ((at, text), filled(said["command"], *known).replace("{}", file)) for at, text, *known in rows
        ]
        cells, commands = zip(*told, strict=True)
        return cls(said["kind"], place, said["sentence"], command, cells, commands=commands)


def filled(command: str, company: object = "", role: object = "", day: object = "", kind: str = "") -> str:
    """Return a command with COMPANY, DAY and KIND filled in, as far as they are known."""
    job = " / ".join(one for one in (company, role) if isinstance(one, str) and one)
    known = {"COMPANY": shlex.quote(job) if job else "", "DAY": str(day or ""), "KIND": kind}
    return PLACES.sub(lambda found: known[found[0]] or found[0], command)


@dataclass(frozen=True, slots=True)
class Column:
    """What a heading was taken for (`role`; empty: kept, not used) and why."""

    heading: str
    role: str
    why: str


class Anew:
    """Records that are made anew each time they are asked for, one at a time, by a function."""

    def __init__(self, make: Callable[[], Iterator[Record]]):
        self.make = make

    def __iter__(self) -> Iterator[Record]:
        return self.make()


@dataclass(frozen=True, slots=True)
class Extraction:
    """The records of one file; `exclusive`: different entries of it are different tries at a job.

    `doubts` is asked for once all records were read, so it may be a list that fills on the way.
    `remarks`, too, tells then what was read in the person's remarks: the origin of each row, and the event.
    `guesses` holds words for a state that are not known as they stand, and what they were taken for;
    `sheets` each sheet or table of several by name, and whether it was read.
    `after` returns the records behind the first n, where these need not be read for it.
    """

    kind: str
    records: Iterable[Record]
    layout: tuple[Column, ...] = ()
    exclusive: bool = True
    guesses: tuple[tuple[str, str], ...] = ()
    sheets: tuple[tuple[str, bool], ...] = ()
    after: Callable[[int], Iterable[Record]] | None = None
    doubts: Iterable[Doubt] = ()
    remarks: Iterable[tuple[str, Event]] = ()


def sound(extraction: Extraction, today: date, reasons: Iterable[str] = ()) -> Extraction:
    """Return what was extracted; what cannot stand in its table is left out, and a problem of its record."""
    last, after = today.year + YEARS_AHEAD, extraction.after
    return replace(
        extraction,
        records=(_sound(record, last, reasons) for record in extraction.records),
        after=after and (lambda n: (_sound(record, last, reasons) for record in after(n))),
    )


def _sound(record: Record, last: int, reasons: Iterable[str]) -> Record:
    problems: list[Problem] = []
    known = [_may_be(event.date, last, "date", problems) for event in record.events]
    events = [e if is_day else e._replace(date=None) for e, is_day in zip(record.events, known, strict=True)]
    facts = []
    for fact in record.facts:
        kinds = {**COLUMNS.get(fact.table, {}), "recorded": DAY}
        days = [name for name, kind in kinds.items() if kind == DAY]
        wrong = [name for name in days if not _may_be(fact.values.get(name), last, name, problems)]
        kept = {name: value for name, value in fact.values.items() if name not in wrong}
        unfit = checked(fact.table, kept, reasons)[1] if fact.table in COLUMNS else {}
        for name, why in unfit.items():
            value, do = str(kept.pop(name, "")), shipped("doubts")["unsound"]["value"]
            problems.append(Problem(name, value[:200], f"“{value[:60]}” {why}.", do))
        if unfit.keys().isdisjoint(NEEDED.get(fact.table, ())):
            facts.append(fact._replace(values=kept) if wrong or unfit else fact)
    if not problems:
        return record
    every = (*record.problems, *dict.fromkeys(problems))
    return record._replace(events=tuple(events), facts=tuple(facts), problems=every)


def _may_be(day: object, last: int, name: str, problems: list[Problem]) -> bool:
    if day in (None, "") or is_day(day, FIRST_YEAR, last):
        return True
    says = f"“{str(day)[:40]}” is not a date between {FIRST_YEAR} and {last}; it is kept without that day."
    problems.append(Problem(name, str(day)[:200], says, shipped("doubts")["unsound"]["day"]))
    return False
