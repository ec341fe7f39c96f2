"""Pages: the month, the record for an office, any notebook, a cohort of searches; JupyterLab on all of it."""

from __future__ import annotations

import os
import re
import shlex
import sys
from argparse import Namespace

from jobkit.commands import search_of, terminal, understand
from jobkit.commands.registry import AS_OF, JSON, argument, command, flags, many, path
from jobkit.commands.terminal import say
from jobkit.errors import JobkitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from jobkit.search import Search
    from jobkit.sharing import Redaction

LEAST_LAB = (4, 5, 7)
QUIET = (
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.news_url=None",
    "--LabApp.extension_manager=readonly",
)
"""What keeps JupyterLab from asking other machines for updates, news and extensions."""


@command(
    AS_OF,
    JSON,
    argument(
        "month", nargs="*", help="october, 2026-10, 2026-Q3, 2026 or all (default: the newest with events)"
    ),
    *flags(
        pdf="also as PDF",
        share="without names, private answers and verbatim mail",
        flow="also the whole search as one picture, without names",
    ),
)
def report(options: Namespace) -> None:
    """the page of a month"""
    from jobkit.reports import report as reports

    search = search_of(options)
    month = options.month or search.newest_month()
    known = len(reports.changes(reports.place(search.folder, "reflection", {"month": month}, None)))
    if options.share:
        from jobkit import sharing

        made = shared(search, month, options, sharing.Redaction(search))
    else:
        made = page("reflection", search.folder, {"month": month}, options, search._as_of)
    changed = reports.changes(made)[known:]
    if options.flow:
        from jobkit import sharing

        drawn = sharing.pictures(search.applications, made.parent)
    if options.json:
        return terminal.print_json({"report": str(made), "changed": changed})
    say(*changed, f"Your report: {made}")
    if options.pdf:
        say(f"The same as PDF: {made.with_suffix('.pdf')}")
    if options.flow:
        say(f"The whole search as one picture: {' and '.join(map(str, drawn))}")
    if options.share:
        say("Look through it before you give it away: words of your own may name somebody.")


def page(notebook: str, folder: Path, given: dict, options: Namespace, as_of: object, redact=None) -> Path:
    """Return the page that a notebook was run to, with a PDF beside it where that was asked for."""
    from jobkit.reports import report as reports

    formats, progress = _formats(options), terminal.cells
    how = {"as_of": as_of, "formats": formats, "progress": progress, "redact": redact}
    made = reports.run(notebook, folder, given, **how)
    if redact is None:
        reports.index(folder)
    return made


def shared(search: Search, month: str, options: Namespace, redaction: Redaction) -> Path:
    """Return the redacted page of a month, looked through for names that are left."""
    from jobkit import sharing

    made = page("reflection", search.folder, {"month": month}, options, search._as_of, redaction)
    beside = (made.with_suffix(f".{kind}") for kind in _formats(options) if kind != "ipynb")
    return sharing.checked(redaction, made, *(path for path in beside if path.is_file()))


def _formats(options: Namespace) -> tuple[str, ...]:
    return ("html", "md", "ipynb", *(["pdf"] if getattr(options, "pdf", False) else []))


@command(
    AS_OF,
    JSON,
    argument(
        "period",
        nargs="*",
        help="october, 2026-10, 2026-W41, 2026-Q3, 2026 or all (default: the newest month with events)",
    ),
    argument("--form", default="plain", help="columns of agentur, ams, rav, us, or plain (default)"),
    argument("--language", help="en, de or fr, where the form exists in it"),
    argument("--by", choices=["week", "month"], help="name the week or month of each line"),
    argument("--csv", type=path, metavar="FILE", help="write it as a table for a spreadsheet"),
    *flags(page="write it as a page", pdf="write it as a page and as PDF, to sign"),
)
def activities(options: Namespace) -> None:
    """the record of job-search activities that an employment office asks for"""
    from dataclasses import replace

    from jobkit import activities as measure
    from jobkit.sharing.exports import as_csv
    from jobkit.store.files import write_private

    search = search_of(options)
    form = measure.form(options.form, options.language)
    days = measure.span(options.period, search.events, search.as_of, form.week)
    record = search.activities(options.period, form.week)
    if options.json:
        return terminal.print_json(record)
    by = options.by or form.by
    if options.csv:
        table = measure.on_form(record, replace(form, date="%Y-%m-%d"), by)
        say(f"Written: {write_private(options.csv, as_csv(table))}")
    if options.page or options.pdf:
        given = {"period": options.period or search.newest_month(), "form": options.form}
        given |= {name: text for name, text in (("language", options.language), ("by", by)) if text}
        made = page("activities", search.folder, given, options, options.as_of)
        say(f"Your record: {made.with_suffix('.pdf') if options.pdf else made}")
    if not (options.csv or options.page or options.pdf):
        say(f"{form.title}, {form.between(days)}", "")
        table = measure.on_form(record, form, by)
        terminal.print_table(table.loc[:, (table != "").any()], empty=form.note("nothing"))
        say("", measure.counted(record, form)) if len(table) else None
    if lines := measure.remarks(record, measure.left_out(search.events, search.applications, days), form):
        say("", *lines)


@command(
    AS_OF,
    argument("notebook", help="activities, case, company, explore, hires, process, reflection … or a path"),
    many("-p", "--parameter", metavar="NAME=VALUE", help="a parameter of the notebook"),
    *flags(pdf="also as PDF"),
)
def run(options: Namespace) -> None:
    """any notebook as a page"""
    from jobkit.reports import notebooks

    search = search_of(options)
    given, folder = notebooks.typed(options.notebook, options.parameter), search.folder
    if given.get("application"):
        search.find(str(given["application"]))  # which of several is asked before anything runs
    months = {"month", "period"} & given.keys()
    given |= {name: understand.month(str(given[name]), options.as_of) for name in months}
    say(f"Your report: {page(options.notebook, folder, given, options, options.as_of)}")


@command(
    *flags(no_browser="print the address and open no browser"),
    argument("--port", type=int, help="the port to listen on"),
    argument("--ip", help="the address to listen on (default: this machine alone)"),
    argument("rest", nargs="*", metavar="OPTION", help="after “--”: options passed on to JupyterLab"),
)
def lab(options: Namespace) -> int:
    """JupyterLab on the notebooks and this data"""
    import subprocess

    from jobkit.language.vocabulary import DATA
    from jobkit.reports import notebooks
    from jobkit.search import Search

    search = search_of(options)
    if not search.store.path.exists() and not options.data:
        search = Search.sample(search.folder.parent / "sample search", terminal.progress)
        say(f"There is no search of yours yet: these notebooks show the invented sample ({search.folder}).")
    _check_lab()
    shown = notebooks.copied(notebooks.shipped_notebooks(), search.folder / "notebooks")
    quiet = os.pathsep.join(filter(None, (str(DATA / "lab"), os.environ.get("JUPYTER_CONFIG_PATH"))))
    folder = str(search.folder.resolve())
    environment = {**os.environ, "JOBKIT_DATA": folder, "JUPYTER_CONFIG_PATH": quiet}
    port, ip = f"--port={options.port}", f"--ip={options.ip}"
    flags = {"--no-browser": options.no_browser, port: options.port, ip: options.ip}
    asked = ["--LabApp.default_url=/lab/tree/start.ipynb", *(flag for flag in flags if flags[flag])]
    terminal.clear()
    start = [sys.executable, "-m", "jupyterlab", str(shown), *QUIET, *asked, *options.rest]
    return subprocess.call(start, env=environment)


def _check_lab() -> None:
    """Refuse a JupyterLab in which a notebook's outputs can bring buttons that run commands."""
    from importlib import metadata

    try:
        installed = metadata.version("jupyterlab")
    except metadata.PackageNotFoundError:
        installed = "0"
    if tuple(map(int, re.findall(r"\d+", installed)[:3])) < LEAST_LAB:
        least = ".".join(map(str, LEAST_LAB))
        raise JobkitError(
            f"JupyterLab {least} or newer is needed, this is {installed}: in earlier ones what a notebook"
            " shows can run commands. Update it: pip install --upgrade jupyterlab"
        )


@command(
    argument(
        "--for",
        dest="system",
        choices=["cron", "systemd", "windows"],
        help="default: Task Scheduler on Windows, else cron",
    ),
    argument(
        "--day", type=int, default=1, choices=range(1, 29), metavar="N", help="day of the month, 1 to 28"
    ),
    argument("--hour", type=int, default=8, choices=range(24), metavar="N", help="hour, 0 to 23"),
)
def schedule(options: Namespace) -> None:
    """print the entry that writes the report every month; it installs nothing"""
    from jobkit.language.vocabulary import shipped

    folder = str(search_of(options).folder.resolve())
    words = [sys.executable, "-m", "jobkit", "report", "--data", folder]
    system = options.system or ("windows" if os.name == "nt" else "cron")
    entry = shipped("screens")["schedule"][system]
    say(*entry.format(start=_quoted(words, system), day=options.day, hour=options.hour).splitlines())


def _quoted(words: list[str], system: str) -> str:
    """Return the words of a command as an entry of this system takes them."""
    if system == "cron":
        return shlex.join(words).replace("%", r"\%")
    if system == "windows":
        return " ".join(f'\\"{word}\\"' if " " in word else word for word in words)
    quoted = ('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words)
    return " ".join(quoted).replace("%", "%%").replace("$", "$$")


@command(
    JSON,
    argument("folder", type=path, help="a folder that holds a folder for each search"),
    argument("--month", help="october, 2026-10, 2026-Q3, 2026 or all (default: the newest of each)"),
    argument("--address", help="a Dask scheduler of yours; without it: processes on this machine"),
)
def cohort(options: Namespace) -> int:
    """a report for each search in a folder"""
    from jobkit.reports import cohort as cohorts

    address = options.address or None
    states = cohorts.run(options.folder, address, month=options.month, progress=terminal.cells)
    terminal.print_rows(states, options.json, empty="No search is in this folder.")
    return 0 if (states["state"] == "done").all() else 1
