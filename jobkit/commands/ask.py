"""What people ask a search for: the record that an employment office wants, and one employer."""

from __future__ import annotations

from argparse import Namespace

from jobkit.commands import reports, search_of, terminal
from jobkit.commands.registry import AS_OF, JSON, argument, command, path
from jobkit.commands.terminal import say


@command(
    AS_OF,
    JSON,
    argument(
        "period",
        nargs="?",
        help="2026-10, 2026-W41, 2026-Q3, 2026 or all (default: the newest month with events)",
    ),
    argument("--form", default="plain", help="columns of agentur, ams, rav, us, or plain (default)"),
    argument("--language", help="en, de or fr, where the form exists in it"),
    argument("--by", choices=["week", "month"], help="name the week or month of each line"),
    argument("--csv", type=path, metavar="FILE", help="write it as a table for a spreadsheet"),
    argument("--page", action="store_true", help="write it as a page"),
    argument("--pdf", action="store_true", help="write it as a page and as PDF, to sign"),
)
def activities(options: Namespace) -> None:
    """the record of job-search activities that an employment office asks for"""
    from dataclasses import replace

    from jobkit import activities as measure
    from jobkit.sharing.exports import as_csv
    from jobkit.store.files import write_private

    search = search_of(options)
    form = measure.form(options.form, options.language, search.folder)
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
        page = reports.page("activities", search.folder, given, options, options.as_of)
        say(f"Your record: {page.with_suffix('.pdf') if options.pdf else page}")
    if not (options.csv or options.page or options.pdf):
        say(f"{form.title}, {form.between(days)}", "")
        table = measure.on_form(record, form, by)
        terminal.print_table(table.loc[:, (table != "").any()], empty=form.note("nothing"))
        say("", measure.counted(record, form)) if len(table) else None
    if lines := measure.remarks(record, measure.left_out(search.events, search.applications, days), form):
        say("", *lines)


@command(AS_OF, JSON, argument("name", help="the employer, or one of your applications there"))
def company(options: Namespace) -> None:
    """one employer: your applications, how long they take, people, hires, changed postings"""
    from jobkit import company as measure
    from jobkit import hints
    from jobkit.language import english

    search = search_of(options)
    known = search.company(options.name)
    if options.json:
        return terminal.print_json(known)
    tries = known["tries"].reset_index()
    name = search.applications.loc[tries["application"].iloc[-1], "company"]
    first = tries["applied"].min()
    since = f", the first on {english.day(first)}" if first == first else ""
    say(f"{name}: {english.count(len(tries), 'application')}{since}", "")
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
