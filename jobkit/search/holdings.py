"""What a search holds besides its tables: files, records and changes, and what the person set for it."""

import json
import os
import re
from collections import Counter
from pathlib import Path

import pandas as pd

from jobkit import reasons, steps, tables
from jobkit.search.frames import Frames, own_or_shipped
from jobkit.store.files import refuse_mistyped
from jobkit.store.views import QUERIES

HANG = {"debriefs": "debriefs", "evidence": "evidence", "hires": "every_hire", "people": "people"}
HANG |= {"postings": "postings", "steps": "steps"}


class Holdings(Frames):
    """Looks into the store, and at the files beside it."""

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
        rows = self.store.read(QUERIES["records"])
        columns = ["source", "origin", "state", "reason", "content"]
        return pd.DataFrame(rows, columns=columns).astype(tables.text_dtype())

    def readings(self, application: str) -> pd.DataFrame:
        """Return from where in a table each event of an application was read.

        A row an event with `date`, `kind`, `origin` (file and row), `column` (its heading), `cell` (as
        written) and `rule`, in words, where the meaning does not stand in the cell alone.

        >>> readings = search.readings(search.find("Fallowmere / Operations Analyst"))
        >>> readings[["kind", "origin", "column", "cell"]].head(2)
              kind               origin   column        cell
        0  applied  applications.csv:58  Applied  03/09/2026
        """
        events = self.events[self.events["application"] == application].sort_values(["date", "event"])
        rows = self.store.read(QUERIES["cells"], [json.dumps(list(events["event"]))])
        cells = {event: json.loads(content) for event, content in rows}
        details = tables.details(events)
        columns, rules = ([one.get(name, "") for one in details] for name in ("column", "rule"))
        found = events[["event", "date", "kind", "origin"]].assign(column=columns)
        places = zip(found["event"], columns, strict=True)
        found = found.assign(cell=[cells.get(event, {}).get(name, "") for event, name in places], rule=rules)
        return found[(found["column"] != "") | (found["rule"] != "")].reset_index(drop=True)

    @property
    def set_aside(self) -> pd.DataFrame:
        """What tells of no event of an application: `origin`, `reason`, and `what` it is; the last first.

        >>> search.set_aside["reason"].value_counts().head(2).to_dict()
        {'not about an application': 13, 'job advertisement': 5}
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

    @property
    def process(self):
        """The steps after an interview and a rejection, as the person's own process.toml has them.

        Some stand only in the country that `jobkit me --country` named. Where that file holds a mistake the
        steps are jobkit's own, and `jobkit check` says so.

        >>> search.process.steps[0].what
        'Send {person} a handwritten thank-you note; deliver it in person if you can'
        """
        country = self._own("country")
        return own_or_shipped(lambda folder: steps.load(folder, country), self.folder)[0]

    @property
    def own_name(self) -> str:
        """Your name as you said it (`jobkit me --name`), else as your letters and LinkedIn have it.

        >>> search.own_name
        'Robin Vale'
        """
        if name := self._own("name"):
            return name
        counts = Counter[str]()
        for (content,) in self.store.read(QUERIES["addressed"]):
            cells = json.loads(content)
            name = cells.get("From") if cells.get("Direction") == "OUTGOING" else cells.get("To")
            bare = re.sub(r"<[^<>]{0,200}>", "", str(name or "")[:200]).strip(" \"',;")
            counts[bare] += bool(bare) and "@" not in bare and "," not in bare
        name, n = max(counts.items(), key=lambda one: one[1], default=("", 0))
        return name if n > 1 and 2 * n > counts.total() else ""

    def _own(self, what: str) -> str:
        """Return what the person said last of themselves, else what their résumé says."""
        rows = [row for row in self.store.facts("own")[::-1] if row.get(what)]
        return next((row[what] for row in rows if not row.get("origin")), rows[0][what] if rows else "")


def readable_by_others(folder: Path) -> list[str]:
    """Return the names of files of a search that other users of this machine can read."""
    if os.name == "nt" or not folder.is_dir():
        return []
    paths = [folder, *(path for path in folder.rglob("*") if not path.is_symlink())]
    return [path.name for path in paths if path.stat().st_mode & 0o077]


def n_written_down(search: Holdings) -> int:
    """Return how many facts stand in no other file."""
    return search.store.read(QUERIES["n_written_down"])[0][0]


def hanging_on(search: Holdings, change: int) -> dict[str, int]:
    """Return how many facts, typed or from other files, hang on events of a change alone, by table."""
    ids = {row[0] for row in search.store.read(QUERIES["of_change"], [change])}
    events, counts = search.events, {}
    gone = set(events["application"]) - set(events.loc[~events["event"].isin(ids), "application"])
    for table, name in HANG.items():
        facts = getattr(search, name).reindex(columns=["event", "application", "fact"])
        hangs = facts["event"].isin(ids) | facts["application"].isin(gone)
        counts[table] = int(facts.loc[hangs & ~facts["fact"].isin(ids), "fact"].nunique())
    return {table: n for table, n in counts.items() if n}


def mistakes(folder: Path) -> list[str]:
    """Return what is wrong with the person's own process.toml and reasons.toml: file and line."""
    found = (own_or_shipped(load, folder)[1] for load in (steps.load, reasons.load))
    return [words for words in found if words]


def _in_short(content: str) -> str:
    """Return what stands in a record in one line: of a letter its day, sender and subject."""
    cells = json.loads(content)
    letter = [cells[name] for name in ("Date", "From", "Subject") if cells.get(name)]
    return " · ".join(letter or [str(cell) for cell in cells.values() if cell])[:200]
