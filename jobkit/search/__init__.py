"""A person's search: add what was exported, write down what no export knows, read it as DataFrames.

Each room knows those before it: `loading` reads the store into tables, `frames` offers them, `holdings` files
and changes, `finding` finds in them what a person means, `due` what stands open; `gathering` calls measures
with them, `writing` records and sets right, `adding` takes in files.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path

import pandas as pd

from jobkit.language import english
from jobkit.language.text import printable
from jobkit.search.adding import ADDED, Import, doubts_of
from jobkit.search.gathering import Case
from jobkit.search.writing import Writing
from jobkit.store import copies

__all__ = ["ADDED", "FRAMES", "Case", "Search", "sample_files"]

SAMPLE_DAY = "2026-10-31"
FRAMES = (
    *("events", "applications", "evidence", "hires", "people", "steps", "postings", "credentials"),
    *("reflections", "problems", "doubts", "debriefs"),
)
"""The tables that a search has by these names."""


class Search(Writing):
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
        event), `unread` what was not understood (origin and problem), `letters` what new messages and
        appointments gave (origin and event), `differ` what is read otherwise than before (origin, before,
        now), `gone` how many rows that an earlier version held stand in it no more (what they told still
        counts), `edited` how many stand in it otherwise (the later version counts), `message` why a file was
        refused.

        Examples
        --------
        >>> from jobkit.search import sample_files
        >>> search.add(sample_files()[1:3])[["source", "records", "new", "already_known"]]
                     source  records  new  already_known
        0  applications.csv       68    0             68
        1      calendar.ics       13    0             13
        """
        several = [paths] if isinstance(paths, str | Path) else paths
        return Import(self, mapping, progress, dry_run).add(several)

    def add_again(self, dry_run: bool = False) -> pd.DataFrame:
        """Read again all lists that are kept whole here, as `add` does a file; say of the rest to add it.

        >>> search.add_again()["source"].tolist()
        []
        """
        return Import(self, is_trial=dry_run).add_again()

    def doubts_of(self, added: pd.DataFrame, dry_run: bool = False) -> pd.DataFrame:
        """Return the open doubts about the files of an `add`, as `doubts`; of a dry run, those it finds.

        >>> from jobkit.search import sample_files
        >>> search.doubts_of(search.add(sample_files()[1]))[["kind", "place", "n"]]
                   kind   place  n
        0  guessed_word  Status  1
        """
        here = {*added["source"]}  # an appointment left out is said with its own file alone
        aside = [
            kept for kept in self._aside_for_now() if kept.doubt.kind != "appointment" or kept.source in here
        ]
        found = doubts_of(added, aside, self._settled())
        if dry_run or found.empty:
            return found
        return self.doubts[lambda every: every["doubt"].isin(found["doubt"])].reset_index(drop=True)

    def backup(self, file: Path) -> Path:
        """Write a consistent copy of the store, noted so that `forget` reaches it; return its path.

        >>> search.backup(search.folder / "copy.db").name
        'copy.db'
        """
        return copies.backup(self.store, file)


def sample_files() -> list[Path]:
    """Return the files of the sample search, from the checkout or from the installed package."""
    package = Path(__file__).resolve().parents[1]
    places = (package.parent / "data" / "sample", package / "_shipped" / "sample")
    folder = next(place for place in places if place.is_dir())
    kinds = (".csv", ".zip", ".mbox", ".json", ".ics")
    return sorted(path for path in folder.iterdir() if path.suffix in kinds)


def _shown(search: Search) -> list[tuple[str, str]]:
    """Return what a search says of itself in a cell: names and texts."""
    folder = ("folder", printable(search.folder))
    if not search.store.path.exists():
        return [folder, ("holds", 'nothing yet; add a file: search.add("tracker.csv")')]
    events, days = search.events, search.events["date"].dropna()
    sources = english.listed(map(printable, search.sources["source"])) or "none"
    rows = [folder, ("looked at on", english.day(search.as_of)), ("sources", sources)]
    rows.append(("applications", f"{len(search.applications)}, from {english.count(len(events), 'event')}"))
    rows.append(("newest event", english.day(days.max()) if len(days) else "none has a date"))
    rows.append(("in doubt", english.count(len(search.doubts), "entry", "entries") + "; see search.doubts"))
    rows.append(("frames", ", ".join(f"{name} ({len(getattr(search, name))})" for name in FRAMES)))
    return rows
