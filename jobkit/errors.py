"""The errors a caller can act on; each message names the place and what to do."""

import os


class JobkitError(Exception):
    """Anything jobkit refuses, said in one sentence.

    >>> search.find("Nowhere Ltd")
    Traceback (most recent call last):
        ...
    jobkit.errors.JobkitError: No application is called “Nowhere Ltd”; `jobkit applications` lists them. ...
    """


class UnclearError(JobkitError):
    """A text that may name several things, or nearly names one.

    Parameters
    ----------
    text : what was typed.
    fact : what is unclear about it, in one sentence.
    choices : what it may mean: the name to use instead, and what to call it.
    action : what the user can do where nobody can be asked.

    Examples
    --------
    >>> search.find("Tallowbrook")
    Traceback (most recent call last):
        ...
    jobkit.errors.UnclearError: “Tallowbrook” names 2 applications. It may be any of: ...
    """

    def __init__(self, text: str, fact: str, choices: dict[str, str], action: str = ""):
        self.text, self.fact, self.choices = text, fact, choices
        super().__init__(f"{fact} {action}".strip())


class SourceError(JobkitError):
    """A file that cannot be read as what it was taken for.

    Parameters
    ----------
    path : file that was read; only its name is shown, so that no folder of the user's leaks.
    expected : what was looked for, and what was found instead.
    action : what the user can do.
    line : line, row, page or message, counted from 1, when it is known.

    Examples
    --------
    >>> credentials.read("gone.pdf")
    Traceback (most recent call last):
        ...
    jobkit.errors.SourceError: gone.pdf: there is no such file. Check the name; nothing was read.
    """

    def __init__(self, path: str | os.PathLike, expected: str, action: str, line: int | None = None):
        self.path, self.expected, self.action, self.line = os.fspath(path), expected, action, line
        name = os.path.basename(self.path)
        place = f"{name}:{line}" if line else name
        super().__init__(f"{place}: {expected} {action}")


class TableError(JobkitError):
    """A table handed to a measure lacks a column, or holds a value outside its vocabulary.

    >>> rates.chosen(search.applications, channel="pigeon")
    Traceback (most recent call last):
        ...
    jobkit.errors.TableError: No application came through “pigeon”; there are ...
    """


class StoreError(JobkitError):
    """A store that cannot be trusted, opened or written.

    >>> damaged = search.folder.parent / "damaged"
    >>> damaged.mkdir()
    >>> _ = (damaged / "search.db").write_bytes(b"no database")
    >>> jobkit.Search(damaged).events
    Traceback (most recent call last):
        ...
    jobkit.errors.StoreError: search.db is damaged (file is not a database). ...
    """


class ReportError(JobkitError):
    """A notebook that could not be run to its end; no report was left.

    >>> jobkit.run_report("no-such-notebook", search)
    Traceback (most recent call last):
        ...
    jobkit.errors.ReportError: There is no notebook “no-such-notebook”. ...
    """
