"""A person's search: add what was exported, write down what no export knows, read it as DataFrames."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from jobkit import doubts, history, sources, tables
from jobkit.doubts import Kept
from jobkit.errors import JobkitError, SourceError, TableError, UnclearError
from jobkit.language import english, names
from jobkit.language.text import printable
from jobkit.sources import notes
from jobkit.sources.reading import Extraction, within_years
from jobkit.store.files import refuse_mistyped
from jobkit.store.recording import SIGHTINGS, Anchor, Recorder, default_folder, iso, today
from jobkit.store.store import IS_OBJECT, REPLACED
from jobkit.tables import Fact, Problem, Record

if TYPE_CHECKING:
    from jobkit.reflection import Facts

ADDED = ("source", "kind", "records", "events", "new", "already_known", "understood", "set_aside", "problems")
EXPORTS = frozenset(".csv .tsv .xlsx .xls .ods .zip .json .pdf .docx .html .md .org .ics".split())
NEARLY = 85
"""How alike a misspelt company is, in per cent of its letters."""
NOT_WHOLE = "{}: it is not kept whole here. Add the file again; it is read anew."
SAMPLE_DAY = "2026-10-31"
UNDERSTOOD = ("layout", "guesses", "sheets")
LATER = ("gone", "edited")
ASIDES = ("doubts", "remarks")
"""What an extraction tells once its records were read."""
FRAMES = (
    "events",
    "applications",
    "evidence",
    "hires",
    "people",
    "steps",
    "postings",
    "credentials",
    "reflections",
    "problems",
    "doubts",
    "debriefs",
)
"""The tables that a search has by these names."""


class Case(NamedTuple):
    """What is known of one application: its row, and the tables of it.

    `comparison` is you beside the person hired; `compared` the verdict as a table; `answer` how likely each
    reason is; `asked` what the interviews asked; `contacts` people you know there.
    """

    row: pd.DataFrame
    events: pd.DataFrame
    comparison: Any
    compared: pd.DataFrame
    evidence: pd.DataFrame
    answer: pd.DataFrame
    asked: pd.DataFrame
    due: pd.DataFrame
    people: pd.DataFrame
    contacts: pd.DataFrame


class Search(Recorder):
    """One job search, kept in a folder on this machine.

    Parameters
    ----------
    folder : opened, or made when something is first written. Empty: the folder the environment
        names (JOBKIT_DATA), else data/mine in a checkout, else the user's data folder.
    as_of : the day to look from, for what it comes to (`applications`, `due` …); None: today, at each use.
    on : the day on which the person learned what is recorded; see `Recorder`.

    Notes
    -----
    Frames are read when asked for, and again after something was written, by whatever program.

    Examples
    --------
    >>> search = jobkit.Search.sample()
    >>> search.applications[["company", "outcome"]].head(2)
                             company   outcome
    application
    28f7c92306ac  Copperwick Parcels      open
    4bcbd6653e82    Hollowick Stores  rejected
    """

    def __init__(self, folder: str | Path = "", as_of: object = None, on: object = ""):
        super().__init__(folder or default_folder(), on)
        self._as_of = as_of
        self._frames: dict[object, Any] = {}

    def __repr__(self) -> str:
        return f"Search({str(self.folder)!r})"

    def _repr_pretty_(self, printer, cycle: bool) -> None:
        printer.text("\n".join(f"{name:<13}{text}" for name, text in _shown(self)))

    def _repr_html_(self) -> str:
        (_, folder), *rows = _shown(self)
        body = "".join(f"<tr><th>{name}</th><td>{escape(text)}</td></tr>" for name, text in rows)
        return f"<table><thead><tr><th>Search</th><th>{escape(folder)}</th></tr></thead>{body}</table>"

    @classmethod
    def sample(cls, folder: str | Path = "", progress: Callable[[str, int], None] | None = None) -> Search:
        """Return the search of an invented person, in a folder of its own: by default a temporary one.

        >>> len(jobkit.Search.sample().applications)
        62
        """
        search = cls(folder or tempfile.mkdtemp(prefix="jobkit-sample-"), as_of=SAMPLE_DAY)
        search.add(sample_files(), progress=progress)
        return search

    # -- what was exported -------------------------------------------------------------------

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        mapping: Mapping[str, str] | None = None,
        progress: Callable[[str, int], None] | None = None,
        dry_run: bool = False,
    ) -> pd.DataFrame:
        """Import files; return one row a source, which also tells what could not be read.

        Each file is kept whole or not at all; one that cannot be read does not stop the others. A folder
        of exports of several kinds stands for the files in it.
        Adding a file again changes nothing; one that grew adds what is new, and of a row that was edited
        the later version counts: by what the file says of its last update, else by import. A file that
        another jobkit read, or that has a `mapping` (heading → role) now, is read again: what is read
        otherwise counts, corrections stay, and one `undo` takes it back.

        Returns
        -------
        DataFrame with the columns `ADDED`; `records` is the sum of `understood`, `set_aside` and
        `problems`. `layout` holds what each heading was taken for, `guesses` what words
        for a state were taken for that are not known as they stand, `sheets` which sheets of several were
        read, `doubts` what may be misread (see `doubts_of`), `remarks` what was read in remarks (origin and
        event), `differ` what is read otherwise than before (origin, before, now), `gone` how many rows that
        an earlier version held stand in it no more (what they told still counts), `edited` how many stand in
        it otherwise (the later version counts), `message` why a file was refused.

        Examples
        --------
        >>> from jobkit.search import sample_files
        >>> search.add(sample_files()[1:3])[["source", "records", "new", "already_known"]]
                     source  records  new  already_known
        0  applications.csv       68    0             68
        1      calendar.ics       13    0             13
        """
        listed = [paths] if isinstance(paths, str | Path) else list(paths)
        others = sources.installed()
        files = [file for path in listed for file in _files_of(Path(path), others)]
        return self._added([self._add_one(file, mapping, progress, dry_run) for file in files])

    @staticmethod
    def _added(rows: list[dict]) -> pd.DataFrame:
        made = pd.DataFrame(rows, columns=[*ADDED, *UNDERSTOOD, *ASIDES, "differ", *LATER, "message"])
        return made.astype(dict.fromkeys((*ADDED[2:], *LATER), "int64"))

    @staticmethod
    def _empty_row(name: str) -> dict:
        row = {"source": name, "kind": "", "message": "", **dict.fromkeys((*ADDED[2:], *LATER), 0)}
        return row | dict.fromkeys((*UNDERSTOOD, *ASIDES, "differ"), ())

    def doubts_of(self, added: pd.DataFrame, dry_run: bool = False) -> pd.DataFrame:
        """Return the open doubts about the files of an `add`, as `doubts`; of a dry run, those it finds.

        >>> from jobkit.search import sample_files
        >>> search.doubts_of(search.add(sample_files()[1]))[["kind", "place", "n"]]
                   kind   place  n
        0  guessed_word  Status  5
        """
        kept = [
            Kept(source, doubts.headings((column.heading,) for column in layout), one)
            for source, layout, found in added[["source", "layout", "doubts"]].itertuples(index=False)
            for one in found
        ]
        kept += self._aside_for_now() if self.store.path.exists() else []
        found = doubts.still_open(doubts.table(kept, self._settled()))
        if dry_run or found.empty:
            return found
        every = self.doubts
        return every[every["doubt"].isin(found["doubt"])].reset_index(drop=True)

    def _add_one(self, file: _File, mapping, progress, dry_run: bool) -> dict:
        row = self._empty_row(file.path.name)
        try:
            return row | self._import(file, mapping, progress, dry_run)
        except SourceError as error:
            return row | {"message": str(error)}

    def _import(self, file: _File, mapping, progress, dry_run: bool) -> dict:
        path = file.path
        digest, size = _fingerprint(path)
        if file.part:
            digest = _digest_of(digest, file.part)
        unnamed = self._unnamed() if file.source == "contacts" else {}
        if file.source == "contacts":
            digest = _digest_of(digest, json.dumps(unnamed))  # as others are met, it is read again
        if dry_run and not self.store.path.exists():
            extraction = file.extract(mapping)
            counts = _counted(_count(extraction))
            return _understood(extraction) | counts | _asides(extraction)
        before = self.store.read(
            "SELECT source, kind FROM sound_sources WHERE sha256 = ? AND name = ? ORDER BY source DESC",
            [digest, path.name],
        )
        is_read = bool(before) and self._reader_of(before[0][0]) == sources.reader()
        if is_read and not mapping and not dry_run:
            return self._known_already(*before[0])
        remembered = self._remembered(file)
        mapping = _added_to(remembered or {}, mapping) if mapping else None
        extraction = file.extract(mapping or remembered)
        if extraction.kind == "notes":
            extraction = replace(extraction, records=self._elsewhere(extraction.records))
        if extraction.kind == "contacts":
            extraction = replace(extraction, records=_met(extraction.records, unnamed))
        told = _understood(extraction)
        if dry_run:
            extraction = replace(extraction, exclusive=True, after=None)  # so that all of it is given up
        words = f"read {path.name} again" if before else f"added {path.name}"
        with self.store.change("add", words, is_trial=dry_run) as change:
            tell = (lambda n: progress(path.name, n)) if progress else None
            again = change.read_again(digest) if before or mapping else None
            counts = change.source(path.name, digest, size, extraction, tell, again)
            change.fact(Fact("readers", {"file": counts["source"], "reader": sources.reader()}))
            found = doubts.of_edited(counts["lost"])
            for one in found:
                change.doubt(one, counts["source"])
            if mapping and mapping != remembered:
                change.fact(Fact("mappings", {"layout": _layout_key(extraction), "mapping": dict(mapping)}))
            elif again and not again.replaced and not counts["new"]:
                change.is_trial = True
        if change.is_trial and not dry_run:
            return self._known_already(*before[0])
        told |= _asides(extraction) | {"differ": tuple(again.differ) if again else ()}
        return told | {"doubts": (*told["doubts"], *found)} | _counted(counts)

    def add_again(self, dry_run: bool = False) -> pd.DataFrame:
        """Read again all lists that are kept whole here, as `add` does a file; say of the rest to add it.

        >>> search.add_again()["source"].tolist()
        []
        """
        replaced = {number for (number,) in self.store.read(REPLACED)}
        columns = "source, name, kind, sha256, size, layout"
        rows = []
        for file in self.store.read(f"SELECT {columns} FROM sound_sources ORDER BY source"):  # noqa: S608
            source, name, kind, *_ = file
            if source not in replaced and self._reader_of(source) != sources.reader():
                row = self._empty_row(name) | {"kind": kind}
                try:
                    rows.append(row | self._import_again(file, dry_run))
                except SourceError:
                    rows.append(row | {"message": NOT_WHOLE.format(name)})
        return self._added(rows)

    def _import_again(self, of_file: tuple, dry_run: bool) -> dict:
        """Read a list again from the rows that are kept of it."""
        source, name, kind, digest, size, layout = of_file
        rows = self.store.read(
            "SELECT origin, content FROM sound_records WHERE source = ? OR record IN"
            " (SELECT record FROM sightings WHERE source = ?) ORDER BY source = ? DESC, record",
            [source] * 3,
        )
        with tempfile.TemporaryDirectory(prefix="jobkit-") as folder:
            path = Path(folder) / f"{Path(name).stem}.csv"
            path.write_text(_rebuilt([one[0] for one in json.loads(layout)], rows), "utf-8", "surrogatepass")
            file = _File(path, {})
            extraction = file.extract(self._remembered(file))
            if extraction.kind != kind:
                raise SourceError(path, "it is kept otherwise.", "Add it again.")
            with self.store.change("add", f"read {name} again", is_trial=dry_run) as change:
                again = change.read_again()
                counts = change.source(name, digest, size, extraction, None, again)
                change.fact(Fact("readers", {"file": counts["source"], "reader": sources.reader()}))
                if counts["new"] > len(again.replaced):
                    raise SourceError(path, "its rows are not all known.", "Add it again.")
                change.is_trial |= not again.replaced
            return (
                _understood(extraction)
                | _asides(extraction)
                | {"differ": tuple(again.differ)}
                | _counted(counts)
            )

    def _reader_of(self, source: int) -> str:
        """Return by what a file was read, "" for one of an older jobkit."""
        return next((row["reader"] for row in self.store.facts("readers") if row["file"] == source), "")

    def _elsewhere(self, records: Iterable[Record]) -> Iterator[Record]:
        """Return records, those set aside that this search exported, or has from an export already."""
        rows = self.store.read("SELECT event FROM sound_events UNION SELECT fact FROM sound_facts")
        here = {name for (name,) in rows}
        stored = self.problems if self.store.path.exists() else tables.empty("problems")
        problems = set(stored[list(Problem._fields)].fillna("").itertuples(index=False, name=None))
        for record in records:
            is_problem = record.content.get("record") == "problem" and record.problems[0] in problems
            aside = Record(record.origin, record.content, set_aside="this search holds it already")
            yield aside if record.id in here or is_problem else record

    def _unnamed(self) -> dict[str, tuple[str, str]]:
        """Return the addresses without a name that write in applications, each with employer and job."""
        rows = self.store.read(
            "SELECT DISTINCT json_extract(r.content, '$.From'), json_extract(r.content, '$.Organizer'),"
            " e.company, e.role FROM sound_events e JOIN records r USING (record)"
            " WHERE r.content LIKE '%\"From\":%' OR r.content LIKE '%\"Organizer\":%' ORDER BY e.id"
        )
        named = {str(address).lower() for address in self.people["email"].dropna()}
        found: dict[str, tuple[str, str]] = {}
        for *writers, company, role in rows:
            for writer in writers:
                address = (writer or "").strip(" <>").lower()
                if "@" in address and " " not in address and address not in named:
                    found.setdefault(address, (company or "", role or ""))
        return found

    def _known_already(self, source: int, kind: str) -> dict:
        states = dict(
            self.store.read(
                "SELECT r.state, count(*) FROM records r WHERE r.source = ? OR r.record IN"
                " (SELECT record FROM sightings WHERE source = ?) GROUP BY r.state",
                [source, source],
            )
        )
        records = sum(states.values())
        found = tuple(doubts.doubt(row) for row in self.store.facts("doubts") if row["file"] == source)
        return {"kind": kind, "doubts": found} | _counted(states | {"records": records, "known": records})

    def _remembered(self, file: _File) -> dict | None:
        """Return the mapping the person once gave for a table with these headings."""
        given = {row["layout"]: row["mapping"] for row in self.store.facts("mappings")}
        for layout, mapping in given.items():
            with suppress(SourceError):
                if file.source in ("", "tables") and _layout_key(file.extract(mapping)) == layout:
                    return mapping
        return None

    # -- the tables --------------------------------------------------------------------------

    @property
    def as_of(self) -> pd.Timestamp:
        """The day this search is looked at from.

        >>> search.as_of
        Timestamp('2026-10-31 00:00:00')
        """
        return tables.day(self._as_of or self.looks_from or today())

    @property
    def events(self) -> pd.DataFrame:
        """Every event, each with its application.

        >>> search.events[["application", "kind", "date"]].head(2)
            application     kind       date
        0  28f7c92306ac  applied 2026-01-08
        1  4bcbd6653e82  applied 2026-01-08
        """
        return self._frame("events", self._load_events)

    @property
    def applications(self) -> pd.DataFrame:
        """One row an application, as it stands on the day `as_of`.

        >>> search.applications[["company", "furthest", "outcome"]].head(2)
                                 company      furthest   outcome
        application
        28f7c92306ac  Copperwick Parcels       applied      open
        4bcbd6653e82    Hollowick Stores  acknowledged  rejected
        """
        return self.applications_on(self.as_of)

    def applications_on(self, as_of: object, include_saved: bool = False) -> pd.DataFrame:
        """Return the applications as they stood at the end of a day.

        >>> len(search.applications_on("2026-06-30")), len(search.applications)
        (47, 62)
        """
        key = ("applications", str(tables.day(as_of)), include_saved)
        return self._frame(key, lambda: history.applications(self.events, as_of, include_saved))

    @property
    def every_application(self) -> pd.DataFrame:
        """One row an application whatever its day, what was only saved with them.

        >>> len(search.every_application) - len(search.applications)
        2
        """
        return self.applications_on("9999-12-31", include_saved=True)

    @property
    def links(self) -> pd.DataFrame:
        """For each event (the index) its `application`, and `why` it was linked to it.

        >>> search.links["why"].head(1).tolist()
        ['a try of its own']
        """
        self._frame("events", self._load_events)
        return self._frames["links"].copy()

    @property
    def problems(self) -> pd.DataFrame:
        """What was not understood, with its place in the file and what to do.

        >>> search.problems[["origin", "problem"]].head(2).values.tolist()
        [['applications.csv:29', '“8/52026” is no day of the calendar.']]
        """
        return self._frame("problems", self._load_problems)

    @property
    def doubts(self) -> pd.DataFrame:
        """What an import may have misread, the loudest first, each with what to type if it is wrong.

        >>> search.doubts[["kind", "place", "n"]]
                   kind   place  n
        0  guessed_word  Status  5
        """
        return doubts.still_open(self.every_doubt)

    @property
    def every_doubt(self) -> pd.DataFrame:
        """The doubts with those that are settled (`is_open` is false).

        >>> search.every_doubt[["kind", "is_open"]]
                   kind  is_open
        0  guessed_word     True
        """
        return self._frame("doubts", self._load_doubts)

    @property
    def evidence(self) -> pd.DataFrame:
        """Signs of why an application ended: who says so, and the words.

        >>> search.evidence[["reason", "says"]].head(2)
                 reason      says
        0  role_changed    stated
        1       unknown  template
        """
        return self._frame("evidence", self._load_evidence)

    @property
    def hires(self) -> pd.DataFrame:
        """Who got the job, as far as it is known, one row a hire; nobody's name.

        >>> search.hires[["hire", "hired_from", "hired"]].head(2)
             hire hired_from      hired
        0  hire-2   internal 2026-03-16
        1  hire-3   external 2026-04-13
        """
        return self.every_hire.drop_duplicates(["hire", "application"], keep="last", ignore_index=True)

    @property
    def every_hire(self) -> pd.DataFrame:
        """The hires, one row each time something was learned of them, with all that was known by then.

        >>> len(search.every_hire), len(search.hires)
        (9, 8)
        """
        return self._frame("hires", self._load_hires)

    @property
    def people(self) -> pd.DataFrame:
        """People met or known, one row a person and application.

        >>> search.people[["name", "part"]].head(2)
                     name     part
        0   Joss Petrakis  contact
        1  Mika Thornbury  contact
        """
        return self._frame("people", self._load_people)

    @property
    def credentials(self) -> pd.DataFrame:
        """Your own roles, education, skills, certificates and languages.

        >>> search.credentials[["section", "name"]].head(2)
               section                       name
        0  certificate  Lean Six Sigma Green Belt
        1    education                        NaN
        """
        from jobkit import credentials

        return self._frame("credentials", lambda: credentials.with_levels(self._load_facts("credentials")))

    @property
    def postings(self) -> pd.DataFrame:
        """What the jobs asked for, one row a requirement.

        >>> search.postings[["requirement", "strength"]].head(2)
                                  requirement strength
        0  Three years of planning experience     must
        1                   Bachelor's degree     must
        """
        return self._fact_frame("postings")

    @property
    def skills(self) -> dict[str, str]:
        """Names of skills from tables that were added, beside those that ship: alias → what it stands for.

        >>> search.skills  # the sample adds none
        {}
        """
        from jobkit import credentials

        return self._frame("skills", lambda: credentials.wider(self.store.facts("skills")))

    @property
    def steps(self) -> pd.DataFrame:
        """The steps of the process that were done, skipped or put off; `person` is an id of `people`.

        >>> search.steps[["step", "outcome", "date"]].head(2)
                         step outcome       date
        0  connection_request    done 2026-02-11
        1  connection_request    done 2026-02-11
        """
        return self._frame("steps", self._load_steps)

    @property
    def reflections(self) -> pd.DataFrame:
        """Plans, answers, predictions, experiments and what came of them, by month.

        >>> search.reflections["kind"].value_counts().to_dict()
        {'plan': 13, 'prediction': 12, 'review': 12, 'answer': 10, 'air': 6, 'experiment': 1}
        """
        return self._fact_frame("reflections")

    @property
    def debriefs(self) -> pd.DataFrame:
        """Interviews looked back on: one row a question, with how it went; `debriefs.topics` sums them up.

        >>> search.debriefs[["round", "asked", "went"]].head(2)
               round                                  asked    went
        0  screening                 Tell me about yourself  partly
        1  screening  Why do you want to move to logistics?    well
        """
        return self._fact_frame("debriefs")

    @property
    def sources(self) -> pd.DataFrame:
        """The files that were added, oldest first.

        >>> search.sources[["source", "kind"]]
                             source             kind
        0    applications-march.csv    tracker table
        1          applications.csv    tracker table
        2              calendar.ics         calendar
        3  linkedin-connections.csv  LinkedIn export
        4       linkedin-export.zip  LinkedIn export
        5                 mail.mbox          mailbox
        6                notes.json            notes
        7               resume.json      JSON Resume
        """
        return self._frame("sources", self._load_sources)

    @property
    def records(self) -> pd.DataFrame:
        """Every row and message of every source: `origin`, `state`, `reason`, `content` (JSON).

        >>> search.records["state"].value_counts().to_dict()
        {'understood': 463, 'set aside': 33, 'problem': 1}
        """
        rows = self.store.read(
            "SELECT s.name, r.origin, r.state, r.reason, r.content FROM sound_records r"
            " JOIN sources s USING (source) ORDER BY r.record"
        )
        return _texts(rows, ["source", "origin", "state", "reason", "content"])

    def readings(self, application: str) -> pd.DataFrame:
        """Return from where in a table each event of an application was read.

        A row an event with `date`, `kind`, `origin` (file and row), `column` (its heading), `cell` (as
        written) and `rule`, in words, where the meaning does not stand in the cell alone.

        >>> search.readings(search.find("Fallowmere"))[["kind", "origin", "column", "cell"]].head(2)
              kind               origin   column        cell
        0  applied  applications.csv:58  Applied  03/09/2026
        """
        events = self.events[self.events["application"] == application].sort_values(["date", "event"])
        query = "SELECT e.event, r.content FROM sound_events e JOIN records r USING (record) WHERE e.event IN"
        rows = self.store.read(
            f"{query} (SELECT value FROM json_each(?))",  # noqa: S608
            [json.dumps(list(events["event"]))],
        )
        contents = {event: json.loads(content) for event, content in rows}
        told = [details if isinstance(details, dict) else {} for details in events["details"]]
        columns = [details.get("column", "") for details in told]
        cells = [
            contents.get(event, {}).get(column, "")
            for event, column in zip(events["event"], columns, strict=True)
        ]
        made = events[["event", "date", "kind", "origin"]].assign(column=columns, cell=cells)
        made["rule"] = [details.get("rule", "") for details in told]
        return made[(made["column"] != "") | (made["rule"] != "")].reset_index(drop=True)

    @property
    def set_aside(self) -> pd.DataFrame:
        """What tells of no event of an application: `origin`, `reason`, and `what` it is; the last first.

        >>> search.set_aside["reason"].value_counts().head(2).to_dict()
        {'not about an application': 14, 'job advertisement': 5}
        """
        records = self.records
        kept = records[records["state"] == "set aside"][::-1].reset_index(drop=True)
        return kept.assign(what=kept["content"].map(_in_short))[["origin", "reason", "what"]]

    def history(self) -> pd.DataFrame:
        """Return every change, newest first: `change`, `at` (UTC), `command`, `summary`, `undone`.

        >>> search.history()[["change", "command", "summary"]].head(1)
           change command            summary
        0       8     add  added resume.json
        """
        refuse_mistyped(self.folder)
        made = pd.DataFrame(
            self.store.changes(), columns=["change", "at", "command", "summary", "retracts", "undone"]
        )
        return made.drop(columns="retracts")

    # -- what it comes to -------------------------------------------------------------------

    @property
    def process(self):
        """The steps after an interview and a rejection, as the person's own process.toml has them.

        Where that file holds a mistake the steps are jobkit's own, and `mistakes` says so.

        >>> search.process.steps[0].what
        'Thank {person} with a note by hand; carry it there if you can'
        """
        from jobkit import steps

        return _own_or_shipped(steps.load, self.folder)[0]

    @property
    def settings(self):
        """The reasons, as the person's own reasons.toml has them; jobkit's own where it holds a mistake.

        >>> search.settings.taxonomy.index[:3].tolist()
        ['more_qualified', 'not_demonstrated', 'minimum_not_met']
        """
        from jobkit import reasons

        return _own_or_shipped(reasons.load, self.folder)[0]

    def mistakes(self) -> list[str]:
        """Return what is wrong with the person's own process.toml and reasons.toml: file and line.

        >>> search.mistakes()  # the sample has none of these files
        []
        """
        from jobkit import reasons, steps

        found = (_own_or_shipped(load, self.folder)[1] for load in (steps.load, reasons.load))
        return [said for said in found if said]

    def hanging_on(self, change: int) -> dict[str, int]:
        """Return how many facts that somebody wrote down hang on events of a change, by table.

        >>> search.hanging_on(1)
        {}
        """
        return dict(self.store.read(HANGING, [change, change]))

    def due(self) -> pd.DataFrame:
        """Return the steps open on the day `as_of`, as `steps.due`.

        `seems_done` is the day of an imported message that looks like this step.

        >>> search.due()[["what", "person_name", "closes"]].head(2)
                                                        what person_name     closes
        0  Thank the hiring manager by e-mail, and ask to...         NaN 2026-09-05
        """
        from jobkit import steps

        rows, sent = self._process_of(steps.due), self.steps
        signs = steps.recognise(rows, sent[sent["date"] <= self.as_of])
        days = dict(zip(signs["due"], signs["date"], strict=True))
        return rows.assign(seems_done=tables.days([days.get(name) for name in rows["due"]]).to_numpy())

    def every_step(self) -> pd.DataFrame:
        """Return the steps of the process in whatever state on the day `as_of`, as `steps.every`.

        >>> search.every_step()["state"].value_counts().head(3).to_dict()
        {'ended': 331, 'done': 43, 'expired': 11}
        """
        from jobkit import steps

        return self._process_of(steps.every)

    def _process_of(self, measure: Callable) -> pd.DataFrame:
        asked = (self.applications, self.people, self.steps, self.as_of)
        return measure(*asked, events=self.events, hires=self.hires, process=self.process)

    def news(self) -> pd.DataFrame:
        """Return what the process brought up to the day `as_of`, as `steps.news`.

        >>> search.news()["kind"].value_counts().head(2).to_dict()
        {'step': 42, 'hire': 8}
        """
        from jobkit import reasons, steps

        done, signs = reasons.as_of(self.steps, self.as_of), reasons.as_of(self.evidence, self.as_of)
        hires = self.every_hire[~(self.every_hire["recorded"] > self.as_of)]
        return steps.news(self.applications, done, signs, hires, self.people, self.process)

    def waiting(self) -> pd.DataFrame:
        """Return the applications without a reply, by the chance that one still comes: `waiting.pending`.

        >>> before = jobkit.Search(search.folder, as_of="2026-09-30")
        >>> before.waiting()[["company", "days", "chance"]].head(2)
                                company  days    chance
        application
        7b7d8fdbd797   Lakeforge Metals   1.0  0.582483
        c994abaa98d1  Meadowquill Foods   8.0  0.389000
        """
        from jobkit import settling, waiting

        sent = self.applications
        pending = waiting.pending(sent, self.as_of)
        return pending[~pending.index.isin(settling.stopped(self.steps, sent, self.as_of))]

    def waiting_by_stage(self) -> pd.DataFrame:
        """Return how waiting went after each kind of conversation, as `waiting.by_stage`.

        >>> search.waiting_by_stage()
                     n  replies  day
        screening   24       23  NaN
        assessment  13       13  NaN
        interview   14       12  NaN
        """
        from jobkit import waiting

        return waiting.by_stage(waiting.after_talks(self.events, self.applications, self.as_of))

    def unsettled(self) -> pd.DataFrame:
        """Return what stands open on the day `as_of` and can be settled, as `settling.unsettled`.

        >>> before = jobkit.Search(search.folder, as_of="2026-09-30")
        >>> before.unsettled()[["item", "kind"]].tail(2)
                    item   kind
        21  3f9cf0ba714e  quiet
        22  1caaaa96efa7  quiet
        """
        from jobkit import reflection, settling

        written = self.reflections
        told = {name: getattr(self, name) for name in ("events", "evidence", "hires", "steps", "reflections")}
        return settling.unsettled(
            reflection.open_predictions(told, self.applications, self.as_of),
            reflection.unreviewed_plans(written, self.as_of),
            reflection.left_open(written),
            self.applications,
            self.waiting(),
            self.steps,
            self.as_of,
        )

    def settle(self, answers: Iterable[tuple[str, str]]) -> list[str]:
        """Record what came of things that `unsettled` lists, by id and key; return it in words.

        A key is one of `settling.KEYS`, or `settling.WAIT`: it stays open, and is not listed for ever. The id
        “quiet” stands for all that went quiet. All is one change, which `undo` takes back.

        >>> before = jobkit.Search(search.folder, as_of="2026-09-30")
        >>> before.settle([("quiet", "s")])[0]
        'Copperwick Parcels · Operations Analyst: stopped waiting'
        """
        from jobkit import settling

        rows = self.unsettled().set_index("item")
        kinds = rows["kind"].to_dict()
        quiet = [item for item, kind in kinds.items() if kind == "quiet"]
        asked = [(item, key) for name, key in answers for item in (quiet if name == "quiet" else [name])]
        settled = [settling.meant(item, key, rows) for item, key in asked]
        day = self.learned(f"{self.as_of:%Y-%m-%d}")
        put_off = f"{tables.day(day) + pd.DateOffset(months=1):%Y-%m-%d}"
        with self.store.change("settle", english.count(len(settled), "thing")) as change:
            for item, text, outcome in settled:
                about = item if kinds[item] == "quiet" else None
                change.fact(
                    settling.fact(item, text, outcome, day, put_off, kinds[item]), event=about, recorded=day
                )
        return [f"{text}: {outcome}" for _, text, outcome in settled]

    def funnel(self) -> pd.DataFrame:
        """Return how many applications reached each stage, as `history.funnel`.

        >>> search.funnel()["n"].to_dict()
        {'applied': 62, 'answered': 35, 'screening': 24, 'interview': 10, 'offer': 2, 'accepted': 1}
        """
        return history.funnel(self.applications)

    def compare(self, application: str):
        """Return how you compare with the person hired, as `comparison.compare`.

        >>> search.compare("Marrowfinch").verdict
        'comparable'
        """
        from jobkit import comparison, reasons

        hires = reasons.as_of(self.hires, self.as_of)
        asked = (self.credentials, self.postings, self.as_of, self.skills)
        return comparison.case(self.find(application), hires, *asked, self.applications)

    def activities(self, period: str = "", week: str = "monday") -> pd.DataFrame:
        """Return the record of job-search activities of a period, as `activities.record`.

        Periods are written “2026-W41”, “2026-10”, “2026-Q3”, “2026” or “all”; empty: the newest month in
        which something happened. `week` is the day on which weeks begin, monday or sunday.

        >>> search.activities("2026-10")[["date", "activity", "employer"]].head(2)
                date   activity             employer
        0 2026-10-01  interview   Copperwick Parcels
        1 2026-10-01  interview  Tallowbrook Transit
        """
        from jobkit import activities

        days = activities.span(period, self.events, self.as_of, week)
        known = (self.events, self.applications, self.people, self.steps)
        return activities.record(*known, days, self.process)

    def company(self, name: str = "") -> dict[str, pd.DataFrame]:
        """Return what is known of one employer, as tables by name; empty: of that with the most applications.

        `tries` and `pace`, as in `company`; `people` met or known there; `hires` of the jobs you lost; what
        was rewritten in their `postings`, as `company.changes`; `due`, the steps that are open; `hints`.

        Raises
        ------
        JobkitError : no application is at an employer called so; names the closest.

        Examples
        --------
        >>> {name: len(rows) for name, rows in search.company("Brindlemark").items()}
        {'tries': 1, 'pace': 4, 'people': 2, 'hires': 0, 'postings': 0, 'due': 1, 'hints': 1}
        """
        from jobkit import company, reasons

        known = self.applications
        here = known.loc[self._at(name)]
        parts = {
            part: reasons.as_of(getattr(self, part), self.as_of) for part in ("people", "hires", "postings")
        }
        mine = {part: rows[rows["application"].isin(here.index)] for part, rows in parts.items()}
        contacts = [self.contacts(application) for application in here.index]
        people = pd.concat([mine["people"], *contacts]).drop_duplicates(["person", "part"])
        due, hints = self.due(), self.hints()
        return {
            "tries": company.tries(here),
            "pace": company.pace(known, here.index, self.as_of),
            "people": people.reset_index(drop=True),
            "hires": mine["hires"].drop_duplicates("hire", keep="last").reset_index(drop=True),
            "postings": company.changes(mine["postings"], here, self.credentials, self.skills),
            "due": due[due["application"].isin(here.index)].reset_index(drop=True),
            "hints": hints[hints["application"].isin(here.index)].reset_index(drop=True),
        }

    def _at(self, company: str) -> list[str]:
        """Return the applications at the employer that is called so, or of one application."""
        known = self.applications
        if not company:
            keys = known["company"].dropna().map(names.company_key)
            company = (
                str(known.at[keys[keys == keys.mode().iloc[-1]].index[-1], "company"]) if len(keys) else ""
            )
        if not company:
            return []
        found = [company] if company in known.index else _named(known, company.partition(" / ")[0])
        if found:
            firm = str(known.at[found[0], "company"])
            return [one for one in (_named(known, firm) or found) if one in known.index]
        from difflib import get_close_matches

        near = get_close_matches(company, known["company"].dropna().astype(str).unique(), 3, 0.6)
        hint = f" Did you mean {' or '.join(near)}?" if near else " `jobkit applications` lists them."
        raise JobkitError(f"You have no application at “{company}”.{hint}")

    def topics(self) -> pd.DataFrame:
        """Return what interviewers asked, by topic, as `debriefs.topics`.

        >>> search.topics()[["n", "well"]].head(2)
                    n  well
        topic
        leadership  4     1
        motivation  3     3
        """
        from jobkit import debriefs, reasons

        return debriefs.topics(reasons.as_of(self.debriefs, self.as_of))

    def rounds(self) -> pd.DataFrame:
        """Return how often each round of interviews led on, as `debriefs.rounds`.

        >>> search.rounds()[["n"]].head(2)
                    n
        round
        screening  24
        test       13
        """
        from jobkit import debriefs, reasons

        events = self.events
        known = events[~(events["date"] > self.as_of)]
        return debriefs.rounds(known, self.applications, reasons.as_of(self.debriefs, self.as_of))

    def hints(self) -> pd.DataFrame:
        """Return what files suggest of jobs you lost, as questions: `hints.hires`, then `hints.openings`.

        Not asked again: of a job whose hire is known or was not looked for, or that was recorded as open.

        >>> search.hints()[["company", "sign", "person"]]
                       company  sign      person
        0  Brindlemark Freight  hire  p-a5472c52
        """
        from jobkit import hints, reasons

        known, hires, steps = self.applications, reasons.as_of(self.hires, self.as_of), self.steps
        skipped = steps[steps["outcome"] == "skipped"]
        unasked = {
            step: known.drop(
                index=known.index.intersection(skipped.loc[skipped["step"] == step, "application"])
            )
            for step in ("who_was_hired", "role_open_again")
        }
        again = hires.loc[hires["reopened"].notna(), "application"]
        lost = unasked["role_open_again"].drop(index=known.index.intersection(again), errors="ignore")
        events, postings = self.events, reasons.as_of(self.postings, self.as_of)
        adverts = (json.loads(content) for (content,) in self.store.read(ADVERTS)) if len(lost) else ()
        parts = [
            hints.hires(unasked["who_was_hired"], self._connections(), hires),
            hints.openings(lost, events[events["date"] <= self.as_of], postings, adverts),
        ]
        made = pd.concat(parts, ignore_index=True)
        return made[~(made["day"] > self.as_of)].reset_index(drop=True)

    def _connections(self) -> pd.DataFrame:
        """Return the people whom exports list, each with the day of it: when `added`, and its `newest`."""
        rows = self.store.read(CONNECTED) if self.store.path.exists() else []
        by_fact = pd.DataFrame(rows, columns=["fact", "file", "day"]).set_index("fact")
        people = self.people
        listed = people[
            people["part"].eq("contact") & people.get("fact", people["person"]).isin(by_fact.index)
        ]
        listed = listed.join(by_fact, on="fact") if len(listed) else listed.assign(file=None, day=None)
        newest = listed.groupby("file")["connected"].transform("max")
        return listed.assign(added=tables.days(listed["day"]), newest=newest)

    def case(self, application: str = "") -> Case:
        """Return all that is known of one application; by default the latest of which a hire is known.

        >>> search.case("Brindlemark").events["kind"].tolist()[-3:]
        ['interview', 'interview', 'rejected']
        """
        from jobkit import comparison, debriefs, reasons, reflection

        hires = reasons.as_of(self.hires, self.as_of)
        name = self.find(application) if application else comparison.latest(hires)
        row = self.applications.loc[self.applications.index == name]
        papers = (self.credentials, self.postings)
        compared = reflection.compared(_of(hires, name), *papers, self.skills, self.applications)
        evidence = _of(reasons.as_of(self.evidence, self.as_of), name)
        asked = debriefs.questions(reasons.as_of(self.debriefs, self.as_of))
        return Case(
            row,
            _of(self.events, name).sort_values("date").drop_duplicates(["kind", "date"]),
            comparison.case(name, hires, *papers, self.as_of, self.skills, self.applications),
            compared,
            evidence,
            reasons.attribute(row, evidence, compared, self.settings),
            _of(asked, name),
            _of(self.due(), name),
            _of(self.people, name),
            self.contacts(name) if name else self.people.iloc[:0],
        )

    def newest_month(self) -> str:
        """Return the newest month, up to the day `as_of`, in which anything happened.

        >>> search.newest_month()
        '2026-10'
        """
        from jobkit import reflection

        return reflection.newest(self.events, self.as_of, self.news()["date"])

    def month(self, month: str = "") -> Facts:
        """Return the facts of a month, quarter, year (“2026-10”, “2026-Q3”, “2026”) or “all”, as tables.

        Empty: the newest month in which something happened. `sections.month` says them.

        >>> search.month("2026-10").span.name
        'October 2026'
        """
        from jobkit import reflection

        gathered = {name: getattr(self, name) for name in reflection.GATHERED} | {"hires": self.every_hire}
        return reflection.month(month, self.as_of, gathered, self.settings, self.process, self.skills)

    def step(self, what: str, step: str = "", person: str = "") -> dict[str, Any]:
        """Return the one step, in any state, with this id; or an application's by its name, for a person.

        Its days are as 2026-10-31, what is missing is None. Of several people's, the first still open counts;
        a step that the process has, but not for this application yet, has nothing but its name.

        Raises
        ------
        JobkitError : no step is meant, or several; names the closest.

        Examples
        --------
        >>> search.step("Brindlemark", "ask_feedback")["what"]
        'Thank Marek Solbergh by e-mail, and ask for feedback'
        """
        if step:
            return self._step_by_name(what, step, person)
        fits = self._steps_called(what.casefold()) if what else pd.DataFrame()
        if len(fits) != 1:
            several = "Several steps have" if len(fits) else "No step has"
            raise JobkitError(
                f"{several} an id that starts with “{what}”. `jobkit due` lists the open steps with their"
                " ids; or name the application and the step: jobkit done COMPANY ask_feedback."
            )
        return {str(name): _plain(value) for name, value in fits.iloc[0].items() if name != "ids"}

    def _steps_called(self, start: str) -> pd.DataFrame:
        """Return the steps with this id, or one that starts so: of those that a list shows, else of all."""
        listed = self.due().drop(columns="seems_done")
        fits = listed[listed["due"].str.startswith(start)]
        if len(fits) == 1:
            return fits
        rows = self.every_step()
        called = [any(name.startswith(start) for name in ids) for ids in rows["ids"]]
        fits = rows[pd.Series(called, index=rows.index, dtype=bool)]
        own = fits[fits["due"].str.startswith(start)]
        return own if len(own) == 1 else fits

    def _step_by_name(self, application: str, step: str, person: str) -> dict[str, Any]:
        key, name = self._step_name(step), self.find(application)
        rows = self.every_step()
        rows = rows[(rows["application"] == name) & (rows["step"] == key)]
        if person:
            rows = rows[[person.casefold() in f"{row}".casefold() for row in rows["person_name"]]]
        row = rows.iloc[_most_open(rows)] if len(rows) else {}
        blank = dict.fromkeys(("person", "person_name", "state", "what", "trigger", "since"))
        known = {str(column): _plain(value) for column, value in row.items() if column != "ids"}
        return {**blank, "application": name, "step": key, **known}

    def _step_name(self, step: str) -> str:
        """Return the name of a step of the process as it was typed, or refuse it with the closest."""
        from difflib import get_close_matches

        known = [one.key for one in self.process.steps]
        typed = re.sub(r"[\W_]+", "_", step.casefold()).strip("_")
        if typed in known:
            return typed
        near = get_close_matches(typed, known, 1, 0.5) or [key for key in known if typed and typed in key][:1]
        hint = f"Did you mean {near[0]}?" if near else f"The steps are {', '.join(known)}."
        raise JobkitError(f"There is no step “{step}”. {hint} Nothing was recorded.")

    def plan(self, beginning: str) -> str:
        """Return the one plan, or prediction, that begins so: the whole of it, as it was written.

        >>> search.plan("If a talk")
        'If a talk goes well, then I will ask who else I should meet.'
        """
        known = self.reflections
        texts = known.loc[known["kind"].isin(["plan", "prediction"]), "text"].drop_duplicates()
        fits = texts[texts.str.casefold().str.startswith(beginning.casefold())]
        exact = fits[fits.str.casefold() == beginning.casefold()]
        if len(fits) != 1 and len(exact) != 1:
            listed = "; ".join(f"“{text}”" for text in texts.iloc[-6:]) or "none was written"
            found = _several(beginning, len(fits), "plan")
            raise JobkitError(f"{found} The last ones: {listed}. Nothing was kept.")
        return (exact if len(exact) else fits).iloc[0]

    def hire_of(self, application: str) -> dict[str, Any]:
        """Return what was recorded last of the person hired, without what is missing; empty for nobody.

        >>> search.hire_of(search.find("Marrowfinch"))["hired_from"]
        'internal'
        """
        rows = self.hires[self.hires["application"] == application]
        values = {} if rows.empty else rows.iloc[-1].to_dict()
        plain = {str(name): _plain(value) for name, value in values.items()}
        return {name: value for name, value in plain.items() if value is not None}

    def banded(self, application: str, credentials: Iterable[str], file=None, hired=None) -> dict[str, Any]:
        """Return the facts of a hire given as name=value, and those read from a file, in bands.

        Nothing else of the file is kept; `hired` is the day up to which its years count.

        >>> search.banded("Tallowbrook", ["years=8-10"])
        {'years': '8-10'}
        """
        from jobkit import comparison
        from jobkit import credentials as own

        pairs = [item.partition("=")[::2] for item in credentials]
        for pair in pairs:
            comparison.check(*pair)
        facts: dict[str, Any] = {}
        if file:
            postings = self.postings[self.postings["application"] == application]
            asked = [one for value in postings["value"].dropna() for one in value.split("|")]
            paper = file if isinstance(file, own.Credentials) else own.read(file)
            facts = own.banded(paper, hired or today(), asked=asked, wider=self.skills)
        lists = ("skills", "certificates", "languages")
        return facts | {name: value.split(";") if name in lists else value for name, value in pairs}

    # -- what no export knows, where it takes the tables to know which application is meant -----

    def record_hire(
        self,
        application: str,
        hired_from: str = "unknown",
        facts: Mapping | None = None,
        person: str = "",
        **columns,
    ) -> str:
        """Record who was hired, or what became of them later; return the name it goes by, “hire-1”.

        `hired_from` is internal, external or unknown. What is said again counts from the day it is
        learned; `facts`, added to those recorded before, are banded credentials. `person` is the name of
        somebody you know: they stand among the people, the part “hire”.

        >>> search.record_hire("Brindlemark", "internal", {"years": "8-10"})
        'hire-9'
        """
        if hired_from not in ("internal", "external", "unknown"):
            raise JobkitError(f"“{hired_from}” is none of internal, external, unknown. Nothing was recorded.")
        name = self.find(application)
        before = self.hire_of(name)
        given = {key: value for key, value in columns.items() if value}
        banded = {**given.pop("credentials", {}), **(facts or {})}
        values = {"hired_from": hired_from, **given, "credentials": banded or None}
        values["hire"] = before.get("hire") or f"hire-{len(self._every_hire()) + 1}"
        values["seen"] = None if before.get("seen") else given.get("seen") or self.learned()
        also = [Fact("people", {"name": person, "part": "hire"})] if person else []
        self._record("hire", "hires", values, name, also=also)
        return values["hire"]

    def record_what_was_done(self, advice: str, did: str) -> None:
        """Add to the advice that begins so what came of it.

        >>> search.record_what_was_done("get one night", "spent a night on the quay")
        """
        known = self.reflections
        fits = known[known["kind"].eq("air") & known["text"].str.casefold().str.startswith(advice.casefold())]
        if len(fits) != 1:
            raise JobkitError(f"{_several(advice, len(fits), 'piece')} Nothing was kept.")
        row = fits.iloc[0]
        self.correct("reflections", row["fact"], details={**(row["details"] or {}), "did": did})

    def correct_credential(self, beginning: str, column: str, value: str) -> None:
        """Set right one column of your credential whose id begins so; the section “dropped” leaves it out.

        >>> first = search.credentials["credential"].iloc[0]
        >>> search.correct_credential(first, "name", "Six Sigma Green Belt")
        >>> "Six Sigma Green Belt" in set(search.credentials["name"])
        True
        """
        from jobkit import credentials

        fits = [fact for fact in self.credentials.get("fact", []) if str(fact).startswith(beginning)]
        if len(fits) != 1:
            raise JobkitError(f"{_several(beginning, len(fits), 'credential')} `jobkit me` lists their ids.")
        if (column, value) != ("section", "dropped"):
            credentials.check(column, value)
        self.correct("credentials", fits[0], **{column: value})

    def backup(self, file: Path) -> Path:
        """Write a consistent copy of the store, noted so that `forget` reaches it; return its path.

        >>> search.backup(search.folder / "copy.db").name
        'copy.db'
        """
        return self.store.backup(file)

    def readable_by_others(self) -> list[str]:
        """Return the names of files of this search that other users of this machine can read.

        >>> search.readable_by_others()
        []
        """
        if os.name == "nt" or not self.folder.is_dir():
            return []
        paths = [self.folder, *(path for path in self.folder.rglob("*") if not path.is_symlink())]
        return [path.name for path in paths if path.stat().st_mode & 0o077]

    def n_written_down(self) -> int:
        """Return how many facts stand in no other file.

        >>> search.n_written_down()
        0
        """
        query = (
            "SELECT count(*) FROM sound_facts WHERE record IS NULL"
            " AND table_name NOT IN ('backups', 'doubts', 'readers', 'replaced')"
        )
        return self.store.read(query)[0][0]

    def merge(self, one: str, other: str) -> None:
        """Record that two applications are one; it holds for whatever is imported later.

        >>> first, second = search.applications.index[:2]
        >>> search.merge(first, second)
        >>> len(search.applications)
        61
        """
        self._link("merge", self.anchor(one).event, self.anchor(other).event, True)

    def split(self, event: str) -> None:
        """Record that what tells of this event (a row, a message) is an application of its own.

        >>> search.split(search.events.query("kind == 'interview'")["event"].iloc[0])
        >>> len(search.applications)
        63
        """
        events = self.events
        row = events[events["event"] == self._event(event, list(events["event"]))]
        mates = events[
            (events["application"] == row["application"].iloc[0]) & (events["entry"] != row["entry"].iloc[0])
        ]
        if mates.empty:
            raise JobkitError("This application has one entry only; there is nothing to split.")
        self._link("split", row["event"].iloc[0], mates["event"].iloc[0], False)

    def correct_event(self, event: str, **columns: str) -> str:
        """Record what an event really was; return its id. It holds for whatever is imported later.

        `columns` are `kind`, `date`, `company`, `role`; the kind “none” says that it tells of no application.

        >>> event = search.events["event"].iloc[0]
        >>> search.correct_event(event, date="2026-01-09") == event
        True
        """
        known = self.store.read("SELECT DISTINCT event FROM sound_events")
        event = self._event(event, [name for (name,) in known])
        if not columns or not columns.keys() <= {*CORRECTABLE}:
            raise JobkitError(f"Say what is right of {', '.join(CORRECTABLE)}. Nothing was changed.")
        if columns.get("kind", "none") != "none":
            tables.check_kind(columns["kind"])
        said = columns | ({"date": iso(columns["date"] or None)} if "date" in columns else {})
        with self.store.change("correct", f"an event: {', '.join(columns)}") as change:
            change.fact(Fact("corrections", said), event=event)
        return event

    def drop_evidence(self, beginning: str) -> str:
        """Leave out a sign whose id begins so; return its id. `undo` brings it back.

        >>> before = len(search.evidence)
        >>> dropped = search.drop_evidence(search.evidence["evidence"].iloc[0])
        >>> before - len(search.evidence)
        1
        """
        evidence = self.evidence
        fits = [
            name
            for name in evidence["evidence"]
            if len(beginning) >= 3 and name.startswith(beginning.casefold())
        ]
        if len(fits) != 1:
            raise JobkitError(
                f"{_several(beginning, len(fits), 'sign')} `jobkit show` lists them. Nothing was changed."
            )
        fact = evidence.loc[evidence["evidence"] == fits[0], "fact"].iloc[0]
        self.correct("evidence", fact, dropped=True)
        return str(fits[0])

    def settle_doubt(self, beginning: str) -> dict:
        """Record that what a doubt is about was read right; return its row. `undo` opens it again.

        >>> settled = search.settle_doubt(search.doubts["doubt"].iloc[0])
        >>> len(search.doubts)
        0
        """
        every = self.every_doubt
        fits = every[every["doubt"].str.startswith(beginning.casefold())] if beginning else every.iloc[:0]
        if len(fits) != 1:
            raise JobkitError(f"{_several(beginning, len(fits), 'doubt')} `jobkit doubts` lists them.")
        row = fits.iloc[0].to_dict()
        if row["is_open"]:
            with self.store.change("doubts", f"right: {row['kind'].replace('_', ' ')}") as change:
                change.fact(Fact("settled", {"doubt": row["doubt"], "keys": row["keys"]}))
        return row

    def _event(self, beginning: str, events: list[str]) -> str:
        """Return the one event whose id begins so, or is so."""
        fits = [name for name in events if len(beginning) >= 3 and name.startswith(beginning.casefold())]
        if beginning in fits:
            return beginning
        if len(fits) != 1:
            found = _several(beginning, len(fits), "event")
            raise JobkitError(f"{found} `jobkit show` lists them. Nothing was changed.")
        return fits[0]

    def find(self, text: str) -> str:
        """Return the application that `text` names: an id, its beginning, an event, or company and role.

        Of several that a company and role name, the only one that is open.

        Raises
        ------
        UnclearError : several fit, or one nearly does; the message lists them.
        JobkitError : none fits.

        Examples
        --------
        >>> search.find("brindlemark")
        '8e504fec87ce'
        """
        known = self.every_application
        if text in known.index:
            return text
        home = dict(zip(self.events["event"], self.events["application"], strict=True))
        by_id = {home[event] for event in home if len(text) >= 3 and event.startswith(text.casefold())}
        found = by_id or set(_named(known, text))
        live = [name for name in found if known.at[name, "outcome"] in ("open", "offer")]
        if len(found) == 1 or (len(live) == 1 and not by_id):
            return live[0] if live else found.pop()
        if found:
            choices = _choices(known.loc[sorted(found)])
            fact = f"“{text}” may be any of: {'; '.join(choices.values())}."
            raise UnclearError(text, fact, choices, "Say which by its id.")
        if near := _nearly(known, text):
            companies = english.listed(dict.fromkeys(f"“{known.at[name, 'company']}”" for name in near), "or")
            fact = f"No application is called “{text}”."
            raise UnclearError(text, fact, _choices(known.loc[near]), f"Did you mean {companies}?")
        raise JobkitError(f"No application is called “{text}”; `jobkit applications` lists them.")

    def letters(self, application: str) -> list[str]:
        """Return the texts of the letters that tell of an application, as far as they were added.

        >>> len(search.letters(search.find("Hollowick")))
        2
        """
        events = self.events
        told = events[(events["application"] == application) & events["origin"].notna()]
        told = told[[isinstance(one, dict) and "message_id" in one for one in told["details"]]]
        if told.empty:
            return []
        query = "SELECT content FROM sound_records WHERE origin IN (SELECT value FROM json_each(?))"
        contents = [json.loads(row[0]) for row in self.store.read(query, [json.dumps([*told["origin"]])])]
        return [str(content.get("Text") or "") for content in contents]

    @property
    def own_name(self) -> str:
        """Your name as you said it (`jobkit me --name`), else as your letters and LinkedIn have it.

        >>> search.own_name
        'Robin Vale'
        """
        said = [row["name"] for row in self.store.facts("own") if row.get("name")]
        if said:
            return said[-1]
        query = "SELECT content FROM sound_records WHERE content LIKE ? OR content LIKE ?"
        counts: dict[str, int] = defaultdict(int)
        for (content,) in self.store.read(query, ['%"OUTGOING"%', '%"To": %']):
            cells = json.loads(content)
            name = cells.get("From") if cells.get("Direction") == "OUTGOING" else cells.get("To")
            bare = re.sub(r"<[^<>]{0,200}>", "", str(name or "")[:200]).strip(" \"',;")
            counts[bare] += bool(bare) and "@" not in bare and "," not in bare
        name, n = max(counts.items(), key=lambda one: one[1], default=("", 0))
        return name if n > 1 and 2 * n > sum(counts.values()) else ""

    def record_own(self, **columns: str) -> None:
        """Record what you are called, as `name`.

        >>> search.record_own(name="Robin Vale-Ashcombe")
        >>> search.own_name
        'Robin Vale-Ashcombe'
        """
        with self.store.change("me", "what you are called") as change:
            change.fact(Fact("own", columns), recorded=self.learned())

    def contacts(self, application: str) -> pd.DataFrame:
        """Return the people you know at an application's company who have no part in any application.

        >>> search.contacts(search.find("Meadowquill"))[["name", "company"]]
                   name                company
        0  Oleander Pym  Meadowquill Foods Ltd
        """
        events, people = self.events, self.people
        said = events.loc[events["application"] == application, "company"].dropna()
        firms = frozenset[str]().union(*map(names.spellings, said))
        there = ~people["company"].fillna("").map(names.spellings).map(firms.isdisjoint).astype(bool)
        met = people["name"].isin(people.loc[people["application"].notna(), "name"])
        return people[there & (people["part"] == "contact") & ~met].reset_index(drop=True)

    # -- reading the store ---------------------------------------------------------------------

    def _frame(self, key: object, load: Callable):
        if self.store.path.exists():
            change = self.store.last_change()
        else:
            refuse_mistyped(self.folder)
            change = 0
        if self._frames.get("change") != change:
            self._frames = {"change": change}
        if key not in self._frames:
            self._frames[key] = load()
        made = self._frames[key]
        return made.copy()

    def _load_events(self) -> pd.DataFrame:
        columns = ["event", "kind", "date", "company", "role", "channel", "location", "url", "note", "text"]
        rows = self.store.read(
            f"SELECT {', '.join('e.' + name for name in columns)}, s.name, r.origin, e.entry, e.details"  # noqa: S608
            " FROM sound_events e LEFT JOIN records r USING (record) LEFT JOIN sources s USING (source)"
            " ORDER BY e.id"
        )
        made = pd.DataFrame(rows, columns=[*columns, "source", "origin", "entry", "details"])
        made = self._corrected(made)
        made = made[made["kind"].isin(tables.KINDS) & ~made["event"].duplicated()].reset_index(drop=True)
        made["date"] = [day if day is None or tables.is_day(day) else None for day in made["date"]]
        made["details"] = [_object(text) if text != "{}" else {} for text in made["details"]]
        for name in tables.DETAILS:
            made[name] = [_told(told.get(name)) for told in made["details"]]
        made["recorded"] = [_day(told.get("recorded")) for told in made["details"]]
        made["source"] = made["source"].fillna("written down")
        made, self._frames["unplaced"] = history.standing(tables.frame("events", made))
        linked = history.link(made, self._sightings(), pd.DataFrame(self.store.facts("links")))
        self._frames["links"] = linked
        made["application"] = linked["application"].to_numpy()
        return made

    def _corrected(self, events: pd.DataFrame) -> pd.DataFrame:
        """Return the events as the person set them right, without those that tell of no application.

        What is said of a row of a list holds for the same event of that list's later versions, too.
        """
        corrections = self.store.facts("corrections")
        if not corrections:
            return events
        twins = {event: twin for event, *twin in self.store.read(TWINS)}
        said: dict[object, dict] = defaultdict(dict)
        for row in corrections:
            one = {name: row[name] for name in CORRECTABLE if name in row}
            said[row["event"]] |= one
            if row["event"] in twins:
                said[tuple(twins[row["event"]])] |= one
        told = events[["event", *CORRECTABLE, "source"]].astype(object)
        keys = told.where(told.notna(), None).itertuples(index=False, name=None)
        right = [said.get(tuple(twin), {}) | said.get(event, {}) for event, *twin in keys]
        was_lost = events["kind"].isin(LOST)
        for name in CORRECTABLE:
            events[name] = [one.get(name, value) for one, value in zip(right, events[name], strict=True)]
        wrong = events[was_lost & ~events["kind"].isin(LOST)]
        self._frames["disproved"] = set(zip(wrong["source"], wrong["origin"], strict=True))
        return events[events["kind"] != "none"].reset_index(drop=True)

    def _sightings(self) -> pd.DataFrame:
        return pd.DataFrame(self.store.read(SIGHTINGS), columns=["entry", "source"])

    def _load_problems(self) -> pd.DataFrame:
        rows = self.store.read(
            "SELECT s.name, r.origin, p.field, p.value, p.problem, p.action FROM problems p"
            " JOIN sound_records r USING (record) JOIN sources s USING (source) ORDER BY r.record, p.rowid"
        )
        rows += self._unreadable()
        return tables.frame("problems", pd.DataFrame(rows, columns=list(tables.COLUMNS["problems"])))

    def _checked(self, table: str) -> list[tuple[dict, dict[str, str]]]:
        """Return each fact of a table as it can stand in it, and what of it cannot, by column."""
        return [tables.checked(table, row) for row in self.store.facts(table)]

    def _unreadable(self) -> list[tuple]:
        """Return as problems what is stored and cannot be read: an earlier jobkit may have let it pass."""
        found = [
            (row["source"], row["origin"], row["fact"], name, why)
            for table in _ID
            for row, wrong in self._checked(table)
            for name, why in wrong.items()
        ]
        found += [(*place, "body", "is no JSON") for place in self.store.read(BROKEN)]
        for *place, kind, day in self.store.read(TOLD):
            if kind not in tables.KINDS:
                found.append((*place, "kind", f"is none of {', '.join(tables.KINDS)}"))
            if day is not None and not tables.is_day(day):
                found.append((*place, "date", tables.WRONG[tables.DAY]))
        changes = dict(self.store.read(WRITTEN)) if found else {}
        return [
            (
                source or "written down",
                origin or fact,
                *(name, fact, f"This {why}. It is left out; the rest is kept."),
                f"Correct it in its file and add that again, or take back: jobkit undo {changes.get(fact)}",
            )
            for source, origin, fact, name, why in found
        ]

    def _load_doubts(self) -> pd.DataFrame:
        replaced = {number for (number,) in self.store.read(REPLACED)}
        rows = self.store.read("SELECT source, name, layout FROM sound_sources ORDER BY source")
        files = {number: (name, doubts.headings(json.loads(layout))) for number, name, layout in rows}
        stored = [row for row in self.store.facts("doubts") if row["file"] not in replaced]
        kept = [Kept(*files[row["file"]], doubts.doubt(row)) for row in stored]
        return doubts.table([*kept, *self._aside_for_now()], self._settled())

    def _aside_for_now(self) -> list[Kept]:
        """Return the doubts that rest on which applications are known: about letters, and appointments."""
        self._frame("events", self._load_events)
        return [*self._letters(), *doubts.appointments(self._frames["unplaced"])]

    def _letters(self) -> list[Kept]:
        aside = self.store.read(
            "SELECT s.name, r.origin, r.reason, r.content FROM sound_records r JOIN sources s USING (source)"
            " WHERE NOT s.exclusive AND r.state = 'set aside' ORDER BY r.record"
        )
        return doubts.letters(aside, self.applications) if aside else []

    def _settled(self) -> list[str]:
        rows = self.store.facts("settled") if self.store.path.exists() else []
        return [key for row in rows for key in row["keys"]]

    def _load_sources(self) -> pd.DataFrame:
        rows = self.store.read("SELECT name, kind, size, sha256 FROM sound_sources ORDER BY source")
        made = pd.DataFrame(rows, columns=["source", "kind", "size", "sha256"])
        return made.drop_duplicates(["source", "sha256"], ignore_index=True)  # one may be read again

    def _load_hires(self) -> pd.DataFrame:
        """Return the hires by the day of what was learned, each row with what had been said before it."""
        rows = self._load_facts("hires").sort_values("recorded", kind="stable", na_position="first")
        known: dict[tuple, dict] = defaultdict(dict)
        made = []
        for row in rows.to_dict("records"):
            before = known[row["hire"], row["application"]]
            now = {name: value for name, value in row.items() if _plain(value) not in (None, "unknown")}
            if before.get("credentials") and now.get("credentials"):
                now["credentials"] = {**before["credentials"], **now["credentials"]}
            seen = {"seen": before["seen"]} if before.get("seen") else {}
            known[row["hire"], row["application"]] = before | now | seen
            made.append({**row, **known[row["hire"], row["application"]]})
        return tables.frame("hires", pd.DataFrame(made, columns=rows.columns))

    def _fact_frame(self, table: str) -> pd.DataFrame:
        return self._frame(table, lambda: self._load_facts(table))

    def _load_facts(self, table: str) -> pd.DataFrame:
        rows = [row for row, wrong in self._checked(table) if not wrong.keys() & tables.NEEDED.get(table, ())]
        if not rows:
            return tables.empty(table)
        events = self.events[["event", "entry", "application"]].astype(object)  # to be read one by one
        by_event = dict(zip(events["event"], events["application"], strict=True))
        by_entry = dict(zip(events["entry"], events["application"], strict=True))
        entries = self._entries_of({row["event"] for row in rows} - {None} - by_event.keys())
        for row in rows:
            entry = row["entry"] or entries.get(row["event"])
            home = by_event.get(row["event"]) or by_entry.get(entry)
            row["application"] = home or self._about(row.get("about"), row.get("recorded", ""))
            row.setdefault(_ID[table], row["fact"])
        return tables.frame(table, pd.DataFrame(rows, columns=_columns(rows)))

    def _load_evidence(self) -> pd.DataFrame:
        """Return the evidence, without what was dropped and what hung on an event that was no ending."""
        made = self._load_facts("evidence")
        wrong = self._frames.get("disproved", set())
        stays = [place not in wrong for place in zip(made["source"], made["origin"], strict=True)]
        if "dropped" in made.columns:
            stays = [one and flag is not True for one, flag in zip(stays, made.pop("dropped"), strict=True)]
        return made.loc[pd.Series(stays, made.index, dtype=bool)].reset_index(drop=True)

    def _entries_of(self, events: Iterable[str]) -> dict[str, str]:
        """Return the entries of events that no longer count: a row that was read anew has other events."""
        query = "SELECT event, entry FROM events WHERE event IN (SELECT value FROM json_each(?))"
        return dict(self.store.read(query, [json.dumps([*events])]))

    def _about(self, about: object, recorded: str) -> str | None:
        """Return the application that a note names by company and role: the latest begun by then.

        Any way in which an entry of the application writes its company and role will do.
        """
        company, _, role = str(about or "").partition(" / ")
        begun = self._wordings().get((names.company_key(company), names.role_key(role)), [])
        by_then = [name for applied, name in begun if applied <= recorded]
        fits = by_then or [name for _, name in begun]
        return fits[-1] if fits else None

    def _wordings(self) -> dict[tuple, list[tuple[str, str]]]:
        """Return the applications that any event calls by a company and a role, by their first day."""
        if "wordings" not in self._frames:
            events = self.events
            firsts = events.groupby("application")["date"].min().dt.strftime("%Y-%m-%d").fillna("")
            found: dict[tuple, set] = defaultdict(set)
            for name, *words in zip(events["application"], events["company"], events["role"], strict=True):
                company, role = (_plain(word) or "" for word in words)
                found[names.company_key(company), names.role_key(role)].add((firsts[name], name))
            self._frames["wordings"] = {key: sorted(told) for key, told in found.items()}
        return self._frames["wordings"]

    def _load_people(self) -> pd.DataFrame:
        made = self._load_facts("people")
        known = zip(made["name"], made["company"], strict=True)
        made["person"] = [names.person_key(_plain(name) or "", _plain(firm) or "") for name, firm in known]
        stored = ("fact", "recorded", "source", "origin", "entry", "event")
        told = made[[name for name in tables.COLUMNS["people"] if name not in stored]]
        return tables.frame("people", made[~told.duplicated() | made["origin"].isna()])

    def _load_steps(self) -> pd.DataFrame:
        made = self._load_facts("steps")
        known = self.people.sort_values(
            "application", na_position="first", kind="stable"
        )  # who was met holds
        ids = dict(zip(known["name"].map(names.company_key), known["person"], strict=True))
        ids |= dict(zip(known["person"], known["person"], strict=True))
        said = made["person"].map(
            lambda name: ids.get(name) or ids.get(names.company_key(name)), na_action="ignore"
        )
        made["person"] = said.where(said.notna(), made["person"])
        return tables.frame("steps", made)

    def _every_hire(self) -> list:
        return self.store.read(
            "SELECT DISTINCT json_extract(body, '$.hire') FROM facts WHERE table_name = 'hires'"
        )

    def anchor(self, application: str) -> Anchor:
        """Return the event by which an application is known for good: its earliest.

        >>> search.anchor("Brindlemark").role
        'Planning Lead'
        """
        try:
            return super().anchor(application)
        except JobkitError:
            name = self.find(application)
        events = self.events
        first = events[events["application"] == name].sort_values(["date", "event"]).iloc[0]
        return Anchor(*(_plain(first[column]) or "" for column in Anchor._fields))

    def _link(self, command: str, event: str, other: str, same: bool) -> None:
        with self.store.change(
            command, "two entries are one" if same else "an entry stands by itself"
        ) as change:
            change.fact(Fact("links", {"one": event, "other": other, "same": same}))


_WHENCE = "LEFT JOIN records r USING (record) LEFT JOIN sources s USING (source)"
BROKEN = (
    f"SELECT s.name, r.origin, f.fact FROM sound_facts f {_WHENCE}"  # noqa: S608
    f" WHERE NOT {IS_OBJECT}"
)
TOLD = f"SELECT s.name, r.origin, e.event, e.kind, e.date FROM sound_events e {_WHENCE}"  # noqa: S608
WRITTEN = "SELECT fact, change FROM facts UNION SELECT event, change FROM events"

HANGING = (
    "SELECT table_name, count(*) FROM sound_facts WHERE change <> ? AND record IS NULL"
    " AND event IN (SELECT event FROM events WHERE change = ?)"
    " AND table_name IN ('evidence', 'hires', 'people', 'steps', 'postings') GROUP BY table_name"
)
LOST = ("rejected", "closed")
CONNECTED = (
    "SELECT f.fact, r.source, substr(c.at, 1, 10) FROM sound_facts f JOIN records r USING (record)"
    " JOIN sources s USING (source) JOIN changes c ON c.change = s.change WHERE f.table_name = 'people'"
)
"""The people whom files list, with the file and the day it was added."""
ADVERTS = "SELECT content FROM sound_records WHERE state = 'set aside' AND reason = 'job advertisement'"
CORRECTABLE = ("kind", "date", "company", "role")
"""What of an event the person may set right."""
TWINS = (
    f"SELECT e.event, {', '.join('e.' + name for name in CORRECTABLE)}, s.name FROM events e"  # noqa: S608
    " JOIN records r USING (record) JOIN sources s USING (source) WHERE s.exclusive AND e.event IN"
    " (SELECT event FROM sound_facts WHERE table_name = 'corrections')"
)
"""By what an event that was set right is known again in a row of a list that was edited since."""

_ID = {
    "evidence": "evidence",
    "hires": "hire",
    "people": "person",
    "credentials": "credential",
    "postings": "posting",
    "steps": "done",
    "reflections": "reflection",
    "debriefs": "debrief",
}


def sample_files() -> list[Path]:
    """Return the files of the sample search, from the checkout or from the installed package."""
    here = Path(__file__).resolve().parent
    places = (here.parent / "data" / "sample", here / "_shipped" / "sample")
    folder = next(place for place in places if place.is_dir())
    kinds = (".csv", ".zip", ".mbox", ".json", ".ics")
    return sorted(path for path in folder.iterdir() if path.suffix in kinds)


def _most_open(rows: pd.DataFrame) -> int:
    """Return the place of the first step that is open, else waits, else has been done."""
    order = ("due", "still worth doing", "coming", "waiting", "postponed", "let go", "done")
    ranks = [order.index(state) if state in order else len(order) for state in rows["state"]]
    return ranks.index(min(ranks))


def _object(text: str) -> dict:
    """Return the object that a text of JSON is; what is damaged is empty here, and `check` says so."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _own_or_shipped(load: Callable, folder: Path) -> tuple[Any, str]:
    """Return what a loader makes of the person's own file, or of jobkit's, and the mistake in the own."""
    try:
        return load(folder), ""
    except SourceError as error:
        return load(None), f"{error} Until then jobkit's own is used; `jobkit check` looks again."


def _several(beginning: str, n: int, one: str) -> str:
    """Return in a sentence that a beginning stands for no thing of a kind, or for several."""
    return f"{n} {one}s begin with “{beginning}”." if n else f"No {one} begins with “{beginning}”."


def _added_to(remembered: Mapping[str, str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return both maps as one; of two headings said to be the same column, the one said last counts."""
    several = {*tables.KINDS, *tables.OUTCOMES}
    kept = {
        name: meaning
        for name, meaning in remembered.items()
        if meaning in several or meaning not in mapping.values()
    }
    return {**kept, **mapping}


def _met(records: Iterable[Record], unnamed: Mapping[str, tuple[str, str]]) -> Iterator[Record]:
    """Return of a file of contacts those that name an address met in an application, as people; no other."""
    for record in records:
        for address in record.content["email"].split(", "):
            if address in unnamed:
                company, role = unnamed[address]
                person = {"name": record.content["name"], "email": address, "company": company}
                about = {"part": "contact", "about": f"{company} / {role}"}
                yield Record(record.origin, person, facts=(Fact("people", person | about),))


def _digest_of(digest: str, part: str) -> str:
    return hashlib.sha256(f"{digest} {part}".encode()).hexdigest()


class _File:
    """A file that is added, or the part of it that one source reads; each is asked once whether it does."""

    def __init__(self, path: Path, others: Mapping[str, sources.Source], part: str = ""):
        self.path, self._others, self.part = path, others, part

    @cached_property
    def source(self) -> str:
        return self.part or sources.identify(self.path, self._others) or ""

    def extract(self, mapping: Mapping[str, str] | None) -> Extraction:
        extraction = sources.extract(self.path, mapping, self.source, self._others)
        return within_years(extraction, date.fromisoformat(today()))


def _files_of(path: Path, others: Mapping[str, sources.Source]) -> list[_File]:
    """Return the files of a folder of several exports; a mailbox or an unpacked export stays one source.

    Of what `jobkit export` wrote, the notes hold all.
    """
    file = _File(path, others)
    may_hold_several = path.is_dir() or (path.suffix.casefold() == ".zip" and bool(sources.parts(path)))
    if not may_hold_several or file.source not in ("", *sources.PARTS):
        return [file]
    if path.is_dir() and notes.is_export(path / "notes.json"):
        return [_File(path / "notes.json", others)]  # the tables beside it tell the same again
    is_takeout = not path.is_dir() or path.name == "Takeout" or (path / "Takeout").is_dir()
    inside = [] if is_takeout else sorted(path.iterdir())
    beside = [one for one in inside if one.is_file() and not one.name.startswith(".")]
    if any(one.suffix.casefold() in EXPORTS for one in beside):
        return [_File(one, others) for one in beside]
    parts = sources.parts(path)
    return [_File(path, others, part) for part in parts] if len(parts) > 1 else [file]


def _fingerprint(path: Path) -> tuple[str, int]:
    """Return SHA-256 and size of a file; a folder is told by the names, sizes and times in it."""
    if not path.exists():
        raise SourceError(path, "there is no such file.", "Check the name; nothing was read.")
    try:
        if path.is_file():
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
        files = sorted(inside for inside in path.rglob("*") if inside.is_file())
        told = [
            f"{inside.relative_to(path)}|{inside.stat().st_size}|{inside.stat().st_mtime_ns}"
            for inside in files
        ]
        return hashlib.sha256("\n".join(told).encode()).hexdigest(), len(files)
    except OSError as error:
        raise SourceError(path, f"it cannot be read ({error.strerror}).", "Nothing was read.") from error


def _count(extraction: Extraction) -> dict:
    counts = {"records": 0, "events": 0, "new": 0, "known": 0, "understood": 0, "set aside": 0, "problem": 0}
    for record in extraction.records:
        counts["records"] += 1
        counts[record.state] += 1
        counts["events"] += len(record.events)
    return counts | {"new": counts["records"]}


def _of(table: pd.DataFrame, application: str) -> pd.DataFrame:
    return table[table["application"] == application]


def _shown(search: Search) -> list[tuple[str, str]]:
    """Return what a search says of itself in a cell: names and texts."""
    rows = [("folder", printable(search.folder))]
    if not search.store.path.exists():
        return [*rows, ("holds", 'nothing yet; add a file: search.add("tracker.csv")')]
    events, sources = search.events, search.sources
    days = events["date"].dropna()
    rows.append(("looked at on", english.day(search.as_of)))
    rows.append(("sources", english.listed(printable(name) for name in sources["source"]) or "none"))
    rows.append(("applications", f"{len(search.applications)}, from {english.count(len(events), 'event')}"))
    rows.append(("newest event", english.day(days.max()) if len(days) else "none has a date"))
    rows.append(("in doubt", english.count(len(search.doubts), "entry", "entries") + "; see search.doubts"))
    rows.append(("frames", ", ".join(f"{name} ({len(getattr(search, name))})" for name in FRAMES)))
    return rows


def _rebuilt(headings: list[str], rows: Iterable[tuple[str, str]]) -> str:
    """Return a list as CSV from its rows (origin, content by heading), each as near to its line as can be."""
    lines: dict[int, list[str]] = {}
    first = 0
    for origin, content in rows:
        cells, number = json.loads(content), int(origin.rpartition(":")[2] or 0)
        while number in lines:
            number += 1
        if above := [cells[name] for name in cells if name not in headings]:
            lines[number] = above
            continue
        first = min(first or number, number)
        lines[number] = [cells.get(name, "") for name in headings]
    lines[first - 1] = headings
    file = io.StringIO()
    csv.writer(file).writerows(lines.get(number, []) for number in range(min(lines), max(lines) + 1))
    return file.getvalue()


def _understood(extraction: Extraction) -> dict:
    return {"kind": extraction.kind} | {name: getattr(extraction, name) for name in UNDERSTOOD}


def _asides(extraction: Extraction) -> dict:
    return {name: tuple(getattr(extraction, name)) for name in ASIDES}


def _counted(counts: Mapping[str, int]) -> dict:
    named = {"already_known": "known", "set_aside": "set aside", "problems": "problem"}
    return {column: counts.get(named.get(column, column), 0) for column in (*ADDED[2:], *LATER)}


def _layout_key(extraction: Extraction) -> str:
    return hashlib.sha256("|".join(column.heading for column in extraction.layout).encode()).hexdigest()[:16]


def _named(known: pd.DataFrame, text: str) -> list[str]:
    """Return the applications whose company, or company and role, are what `text` says."""
    company, _, role = text.partition(" / ")
    firms, wanted = known["company"].fillna("").map(str), names.company_key(company)
    found = known.index[[names.is_same_company(firm, company) for firm in firms]]
    if not len(found) and wanted and not role:
        found = known.index[[wanted in names.company_key(firm) for firm in firms]]
    if role:
        exact = [
            name for name in found if names.role_key(str(known.at[name, "role"])) == names.role_key(role)
        ]
        same = [name for name in exact if str(known.at[name, "role"]).casefold() == role.casefold()]
        return same or exact
    return list(found)


def _nearly(known: pd.DataFrame, text: str) -> list[str]:
    """Return the applications at a company that is spelled almost like `text`."""
    from rapidfuzz import fuzz

    wanted = names.company_key(text.partition(" / ")[0])
    firms = known["company"].fillna("").map(names.company_key)
    alike = firms.map(lambda firm: max(fuzz.ratio(firm, wanted), fuzz.ratio(firm.split(" ")[0], wanted)))
    return list(known.index[alike >= NEARLY]) if wanted else []


def _choices(rows: pd.DataFrame) -> dict[str, str]:
    """Return at most eight applications by id, each with its company, role and day of applying."""
    choices = {}
    for name, row in rows.head(8).iterrows():
        day = f", {english.day(row['applied'])}" if pd.notna(row["applied"]) else ""
        choices[str(name)] = f"{name} ({row['company']}, {row['role']}{day})"
    return choices


def _columns(rows: list[dict]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _in_short(content: str) -> str:
    """Return what stands in a record in one line: of a letter its day, sender and subject."""
    cells = json.loads(content)
    letter = [cells[name] for name in ("Date", "From", "Subject") if cells.get(name)]
    return " · ".join(letter or [str(cell) for cell in cells.values() if cell])[:200]


def _day(value: object) -> str | None:
    """Return a day as 2026-10-31; None for nothing, and for what is none."""
    with suppress(TableError):
        return iso(value)
    return None


def _told(value: object) -> object:
    """Return a detail as a column holds it: a text, a yes or no."""
    return value if value is None or isinstance(value, bool) else str(value)


def _texts(rows: list[tuple], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns).astype(tables.text_dtype())


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return None if not isinstance(value, dict | list) and pd.isna(value) else value
