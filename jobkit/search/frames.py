"""The tables of a search, read when they are asked for, and again after something was written."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from jobkit import doubts, history, tables
from jobkit.doubts import Kept
from jobkit.errors import SourceError
from jobkit.search import loading
from jobkit.store.files import refuse_mistyped
from jobkit.store.recording import Recorder, default_folder, today
from jobkit.store.store import REPLACED

HANGING = (
    "SELECT table_name, count(*) FROM sound_facts WHERE change <> ? AND record IS NULL"
    " AND event IN (SELECT event FROM events WHERE change = ?)"
    " AND table_name IN ('evidence', 'hires', 'people', 'steps', 'postings') GROUP BY table_name"
)
LETTERS_ASIDE = (
    "SELECT s.name, r.origin, r.reason, r.content FROM sound_records r JOIN sources s USING (source)"
    " WHERE NOT s.exclusive AND r.state = 'set aside' ORDER BY r.record"
)
N_WRITTEN_DOWN = (
    "SELECT count(*) FROM sound_facts WHERE record IS NULL"
    " AND table_name NOT IN ('backups', 'doubts', 'readers', 'replaced')"
)
RECORDS = (
    "SELECT s.name, r.origin, r.state, r.reason, r.content FROM sound_records r"
    " JOIN sources s USING (source) ORDER BY r.record"
)


class Frames(Recorder):
    """A store read as DataFrames; for the parameters see `Search`."""

    def __init__(self, folder: str | Path = "", as_of: object = None, on: object = ""):
        super().__init__(folder or default_folder(), on)
        self._as_of = as_of
        self._frames: dict[object, Any] = {}

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
        return self._linked.events.copy()

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
        return self._frame(key, lambda: history.applications(self._linked.events, as_of, include_saved))

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
        return self._linked.links.copy()

    @property
    def problems(self) -> pd.DataFrame:
        """What was not understood, with its place in the file and what to do.

        >>> search.problems[["origin", "problem"]].head(2).values.tolist()
        [['applications.csv:29', '“8/52026” is no day of the calendar.']]
        """
        return self._frame("problems", lambda: loading.problems(self.store))

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
        return self._frame("evidence", lambda: self._linked.evidence())

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
        return self._frame("hires", lambda: self._linked.hires())

    @property
    def people(self) -> pd.DataFrame:
        """People met or known, one row a person and application.

        >>> search.people[["name", "part"]].head(2)
                     name     part
        0   Joss Petrakis  contact
        1  Mika Thornbury  contact
        """
        return self._frame("people", lambda: self._linked.people())

    @property
    def credentials(self) -> pd.DataFrame:
        """Your own roles, education, skills, certificates and languages.

        >>> search.credentials[["section", "name"]].head(2)
               section                       name
        0  certificate  Lean Six Sigma Green Belt
        1    education                        NaN
        """
        from jobkit import credentials

        return self._frame("credentials", lambda: credentials.with_levels(self._linked.facts("credentials")))

    @property
    def postings(self) -> pd.DataFrame:
        """What the jobs asked for, one row a requirement.

        >>> search.postings[["requirement", "strength"]].head(2)
                                  requirement strength
        0  Three years of planning experience     must
        1                   Bachelor's degree     must
        """
        return self._frame("postings", lambda: self._linked.facts("postings"))

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
        return self._frame("steps", lambda: self._linked.steps(self.people))

    @property
    def reflections(self) -> pd.DataFrame:
        """Plans, answers, predictions, experiments and what came of them, by month.

        >>> search.reflections["kind"].value_counts().to_dict()
        {'plan': 13, 'prediction': 12, 'review': 12, 'answer': 10, 'air': 6, 'experiment': 1}
        """
        return self._frame("reflections", lambda: self._linked.facts("reflections"))

    @property
    def debriefs(self) -> pd.DataFrame:
        """Interviews looked back on: one row a question, with how it went; `debriefs.topics` sums them up.

        >>> search.debriefs[["round", "asked", "went"]].head(2)
               round                                  asked    went
        0  screening                 Tell me about yourself  partly
        1  screening  Why do you want to move to logistics?    well
        """
        return self._frame("debriefs", lambda: self._linked.facts("debriefs"))

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
        rows = self.store.read("SELECT name, kind, size, sha256 FROM sound_sources ORDER BY source")
        found = pd.DataFrame(rows, columns=["source", "kind", "size", "sha256"])
        return found.drop_duplicates(["source", "sha256"], ignore_index=True)  # one may be read again

    @property
    def records(self) -> pd.DataFrame:
        """Every row and message of every source: `origin`, `state`, `reason`, `content` (JSON).

        >>> search.records["state"].value_counts().to_dict()
        {'understood': 463, 'set aside': 33, 'problem': 1}
        """
        columns = ["source", "origin", "state", "reason", "content"]
        return pd.DataFrame(self.store.read(RECORDS), columns=columns).astype(tables.text_dtype())

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
        cells = {event: json.loads(content) for event, content in rows}
        details = [one if isinstance(one, dict) else {} for one in events["details"]]
        columns = [one.get("column", "") for one in details]
        found = events[["event", "date", "kind", "origin"]].assign(
            column=columns,
            cell=[
                cells.get(event, {}).get(name, "")
                for event, name in zip(events["event"], columns, strict=True)
            ],
            rule=[one.get("rule", "") for one in details],
        )
        return found[(found["column"] != "") | (found["rule"] != "")].reset_index(drop=True)

    @property
    def set_aside(self) -> pd.DataFrame:
        """What tells of no event of an application: `origin`, `reason`, and `what` it is; the last first.

        >>> search.set_aside["reason"].value_counts().head(2).to_dict()
        {'not about an application': 14, 'job advertisement': 5}
        """
        records = self.records
        aside = records[records["state"] == "set aside"][::-1].reset_index(drop=True)
        return aside.assign(what=aside["content"].map(_in_short))[["origin", "reason", "what"]]

    def history(self) -> pd.DataFrame:
        """Return every change, newest first: `change`, `at` (UTC), `command`, `summary`, `undone`.

        >>> search.history()[["change", "command", "summary"]].head(1)
           change command            summary
        0       8     add  added resume.json
        """
        refuse_mistyped(self.folder)
        columns = ["change", "at", "command", "summary", "retracts", "undone"]
        return pd.DataFrame(self.store.changes(), columns=columns).drop(columns="retracts")

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
        return self.store.read(N_WRITTEN_DOWN)[0][0]

    def hanging_on(self, change: int) -> dict[str, int]:
        """Return how many facts that somebody wrote down hang on events of a change, by table.

        >>> search.hanging_on(1)
        {}
        """
        return dict(self.store.read(HANGING, [change, change]))

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
        return [words for words in found if words]

    @property
    def own_name(self) -> str:
        """Your name as you said it (`jobkit me --name`), else as your letters and LinkedIn have it.

        >>> search.own_name
        'Robin Vale'
        """
        names = [row["name"] for row in self.store.facts("own") if row.get("name")]
        if names:
            return names[-1]
        query = "SELECT content FROM sound_records WHERE content LIKE ? OR content LIKE ?"
        counts = Counter[str]()
        for (content,) in self.store.read(query, ['%"OUTGOING"%', '%"To": %']):
            cells = json.loads(content)
            name = cells.get("From") if cells.get("Direction") == "OUTGOING" else cells.get("To")
            bare = re.sub(r"<[^<>]{0,200}>", "", str(name or "")[:200]).strip(" \"',;")
            counts[bare] += bool(bare) and "@" not in bare and "," not in bare
        name, n = max(counts.items(), key=lambda one: one[1], default=("", 0))
        return name if n > 1 and 2 * n > counts.total() else ""

    @property
    def _linked(self) -> loading.Linked:
        return self._once("events", lambda: loading.Linked(self.store))

    def _frame(self, key: object, load: Callable) -> Any:
        return self._once(key, load).copy()

    def _once(self, key: object, load: Callable) -> Any:
        """Return what was loaded since the store last changed, or load it."""
        if self.store.path.exists():
            change = self.store.last_change()
        else:
            refuse_mistyped(self.folder)
            change = 0
        if self._frames.get("change") != change:
            self._frames = {"change": change}
        if key not in self._frames:
            self._frames[key] = load()
        return self._frames[key]

    def _load_doubts(self) -> pd.DataFrame:
        replaced = {number for (number,) in self.store.read(REPLACED)}
        rows = self.store.read("SELECT source, name, layout FROM sound_sources ORDER BY source")
        files = {number: (name, doubts.headings(json.loads(layout))) for number, name, layout in rows}
        facts = [row for row in self.store.facts("doubts") if row["file"] not in replaced]
        kept = [Kept(*files[row["file"]], doubts.doubt(row)) for row in facts]
        return doubts.table([*kept, *self._aside_for_now()], self._settled())

    def _aside_for_now(self) -> list[Kept]:
        """Return the doubts that rest on which applications are known: about letters, and appointments."""
        aside = self.store.read(LETTERS_ASIDE)
        letters = doubts.letters(aside, self.applications) if aside else []
        return [*letters, *doubts.appointments(self._linked.unplaced)]

    def _settled(self) -> list[str]:
        """Return by what the doubts that were settled are known again."""
        rows = self.store.facts("settled") if self.store.path.exists() else []
        return [key for row in rows for key in row["keys"]]


def _own_or_shipped(load: Callable, folder: Path) -> tuple[Any, str]:
    """Return what a loader makes of the person's own file, or of jobkit's, and the mistake in the own."""
    try:
        return load(folder), ""
    except SourceError as error:
        return load(None), f"{error} Until then jobkit's own is used; `jobkit check` looks again."


def _in_short(content: str) -> str:
    """Return what stands in a record in one line: of a letter its day, sender and subject."""
    cells = json.loads(content)
    letter = [cells[name] for name in ("Date", "From", "Subject") if cells.get(name)]
    return " · ".join(letter or [str(cell) for cell in cells.values() if cell])[:200]
