"""What people ask a search for: the record that an employment office wants, and one employer."""

from __future__ import annotations

from jobkit.commands import AS_OF, JSON, argument, command, path, reports, search_of, terminal
from jobkit.commands.terminal import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    import pandas as pd

    from jobkit.activities import Form


@command(
    "activities",
    "the record of job-search activities that an employment office asks for",
    AS_OF,
    JSON,
    argument(
        "period",
        nargs="?",
        default="",
        help="2026-10, 2026-W41, 2026-Q3, 2026 or all (default: the newest month with events)",
    ),
    argument("--form", default="plain", help="columns of agentur, ams, rav, us, or plain (default)"),
    argument("--language", default="", help="en, de or fr; as far as the form is written in it"),
    argument("--by", default="", choices=["week", "month"], help="say of each line which week or month"),
    argument("--csv", type=path, metavar="FILE", help="write it as a table for a spreadsheet"),
    argument("--page", action="store_true", help="write it as a page"),
    argument("--pdf", action="store_true", help="write it as a page and as PDF, to sign"),
)
def activities(options: Namespace) -> None:
    """Print the record of a period in the columns of a form; or write it as a page, PDF or CSV."""
    from jobkit import activities as measure

    search = search_of(options)
    form = measure.form(options.form, options.language, search.folder)
    days = measure.span(options.period, search.events, search.as_of, form.week)
    record = search.activities(options.period, form.week)
    if options.json:
        terminal.print_json(record)
        return
    by = options.by or form.by
    if options.csv:
        _write_csv(options.csv, record, form, by)
    if options.page or options.pdf:
        options.period = options.period or search.newest_month()
        _write_page(search.folder, options, by)
    if not (options.csv or options.page or options.pdf):
        say(f"{form.title}, {form.between(days)}", "")
        table = measure.on_form(record, form, by)
        terminal.print_table(table.loc[:, (table != "").any()], empty=form.note("nothing"))
        say("", measure.counted(record, form)) if len(table) else None
    if lines := measure.remarks(record, measure.left_out(search.events, search.applications, days), form):
        say("", *lines)


def _write_csv(file, record: pd.DataFrame, form: Form, by: str) -> None:
    from dataclasses import replace

    from jobkit import activities as measure
    from jobkit.sharing.exports import as_csv
    from jobkit.store.files import write_private

    table = measure.on_form(record, replace(form, date="%Y-%m-%d"), by)
    say(f"Written: {write_private(file, as_csv(table))}")


def _write_page(folder, options: Namespace, by: str) -> None:
    from jobkit.reports import report

    asked = {"period": options.period, "form": options.form, "language": options.language, "by": by}
    given = {name: value for name, value in asked.items() if value}
    formats = reports._formats(options)
    page = report.run(
        "activities", folder, given, as_of=options.as_of, formats=formats, progress=terminal.cells
    )
    say(f"Your record: {page.with_suffix('.pdf') if options.pdf else page}")


@command(
    "company",
    "one employer: your applications, how long they take, people, hires, changed postings",
    AS_OF,
    JSON,
    argument("name", help="the employer, or one of your applications there"),
)
def company(options: Namespace) -> None:
    """Print what is known of one employer."""
    from jobkit import company as measure
    from jobkit import hints

    search = search_of(options)
    known = search.company(options.name)
    if options.json:
        terminal.print_json(known)
        return
    tries = known["tries"].reset_index()
    name = search.applications.loc[tries["application"].iloc[-1], "company"]
    say(f"{name}: {_tries(tries)}", "")
    tries["application"] = terminal.short(list(tries["application"]))
    terminal.print_table(tries, "application, role, applied, furthest, outcome")
    say("", "How long they take", *(f"  {line}" for line in measure.pace_says(known["pace"])))
    terminal.print_part("People you know there", known["people"], "name, part, title, connected")
    terminal.print_part("Who was hired", known["hires"], "hire, hired_from, hired, left, reopened")
    if len(known["postings"]):
        say("", *measure.changes_say(known["postings"]))
        changed = known["postings"][known["postings"]["change"] != "kept"]
        terminal.print_table(changed, "change, requirement, was, now, you", empty="Nothing was changed.")
    due = known["due"][known["due"]["state"] != "let go"]
    if len(due):
        due.insert(0, "id", terminal.short(list(due["due"])))
    terminal.print_part("What is due", due, "id, state, what: what, closes")
    if len(known["hints"]):
        say("", "Noticed in your files, as questions", *hints.says(known["hints"]))


def _tries(tries: pd.DataFrame) -> str:
    from jobkit.language.english import count, day

    first = tries["applied"].min()
    since = f", the first on {day(first)}" if first == first else ""
    return f"{count(len(tries), 'application')}{since}"
