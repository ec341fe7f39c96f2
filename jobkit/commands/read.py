"""What was exported elsewhere: the sample, files that are added, and what could not be read in them."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from collections import Counter

from jobkit.commands import search_of, terminal
from jobkit.commands.registry import FOUND, JSON, argument, command, flags, many, path
from jobkit.commands.terminal import say
from jobkit.errors import JobkitError
from jobkit.language import english
from jobkit.language.english import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pandas as pd

    from jobkit.search import Search
    from jobkit.tables import Event

AT_WORK = "2026-09-30"
"""The day from which the sample is looked at: its process is at work, and nothing accepted yet."""
FEW = 10
NONE_AGAIN = "This version of jobkit has read every list that is kept already: none was read again."
SHOWN_ASIDE = 200
SHOWN = 30
ORDERS = ("day first", "month first", "year first", "each day")
UNUSED = ("empty", "heading", "list")
"""Why a column is not used, where that needs no explanation."""
_ADDED = "source, kind: kind, records, events, new, already_known, set_aside, problems"


@command()
def demo(options: Namespace) -> None:
    """the invented sample search and its monthly reports, in a temporary folder"""
    import tempfile

    from jobkit.reports import report as reports
    from jobkit.search import Search

    folder = path(options.data or tempfile.mkdtemp(prefix="jobkit-demo-"))
    search = Search.sample(folder, terminal.progress)
    days = search.events["date"].dropna()
    months = sorted({f"{day:%Y-%m}" for day in days[days <= search.as_of]})
    how: dict = {"as_of": search._as_of, "formats": ("html",), "progress": terminal.cells}
    with reports.Runner() as runner:
        for month in months[-4:]:
            reports.run("reflection", folder, {"month": month}, runner=runner, **how)
    say(f"Its months, which to look at first: {reports.index(folder)}")
    say(f"The sample search of an invented person is in {folder}")
    search.look_from(AT_WORK)
    say(f"Look around in it, as on {english.day(AT_WORK)}, a week before the offer:")
    place = shlex.quote(str(folder))
    say(*(f"  jobkit {words} --data {place}" for words in ("status", "due", "settle", "run process")))


@command(
    JSON,
    argument("path", nargs="*", type=path, help="a file or folder; - for text that is pasted or piped"),
    *flags(
        again="after an update of jobkit: read the lists it keeps again; your own notes stay",
        dry_run="show what would be read, write nothing",
    ),
    many(
        "--map",
        metavar="HEADING=ROLE",
        help="what a column holds: Stand=status; dates=day first gives the order of dates; remarks=none reads"
        " no remarks",
    ),
)
def add(options: Namespace) -> int:
    """read files: trackers, LinkedIn, mail, calendars, résumés, notes"""
    from jobkit.store.files import scratch

    if options.again == bool(options.path):
        raise JobkitError(
            "Name the files to add: jobkit add tracker.csv mail.mbox. For pasted text: jobkit add -. To read"
            " again the lists that jobkit keeps: jobkit add --again, without files. Nothing was read."
        )
    search = search_of(options, is_needed=options.again)
    with scratch(search.folder) as folder:
        paths = [_pasted(folder) if str(one) == "-" else one for one in options.path]
        how = (_mapping(options.map), terminal.progress, options.dry_run)
        added = search.add(paths, *how) if paths else search.add_again(options.dry_run)
    inside = ((name, one / name) for one in options.path if one.is_dir() for name in added["source"])
    terminal.paths = {name: str(one) for name, one in inside if one.exists()}
    terminal.paths |= {one.name: str(one) for one in options.path}
    doubts = search.doubts_of(added, options.dry_run)
    if options.json:
        terminal.print_json(_as_json(added, doubts))
    else:
        nothing = NONE_AGAIN if options.again and added.empty else "Nothing was read."
        _say_added(search, added, doubts, options.dry_run, nothing)
    return int((added["message"] != "").any())


def _say_added(
    search: Search, added: pd.DataFrame, doubts: pd.DataFrame, is_trial: bool, nothing: str
) -> None:
    from jobkit import sources
    from jobkit.sources.mail.mail import UNDATED

    for title in sources.titles():
        say(f"Also asked: {title}, a source that another package added. It runs as code.")
    _say_doubts(doubts)
    terminal.print_table(added[added["message"] == ""], _ADDED, empty=nothing)
    for row in added.itertuples():
        _say_source(search, row, is_alone=len(added) == 1)
    if is_trial:
        unread = [(at, one) for row in added["unread"] for at, one in row]
        said = [(", ".join(filter(None, (at, one.field))), one.problem, one.action) for at, one in unread]
        _say_first([f"  {place}: {problem.rstrip('.')}. {action}" for place, problem, action in said], FEW)
        say("", "Nothing was written.")
    elif added["problems"].sum():
        rows = search.problems[lambda rows: rows["source"].isin(added["source"])].fillna("")
        rows = rows[rows["action"] != UNDATED].itertuples()  # the lines about letters say so
        places = ((row, ", ".join(filter(None, (row.origin, row.field)))) for row in rows)
        lines = [f"  {place}: {row.problem.rstrip('.')}. {row.action}" for row, place in places]
        _say_first(lines, FEW)
        say("", "What was not understood is kept; `jobkit problems` says where, and what to do.")
    if not is_trial and (added["message"] == "").any():
        say("", f"Your data are kept in {search.folder}")


def _say_source(search: Search, row, is_alone: bool) -> None:
    if row.layout and not is_alone:
        say(f"{row.source}:")
    _say_layout(row.layout)
    differ = [f"    {origin}: {before} → {now}" for origin, before, now in row.differ]
    n = count(len(differ), "record")
    _say_first(differ, SHOWN, f"  Read differently than before: {n}. `jobkit undo` takes it back.")
    remarks = [_remark(*one) for one in row.remarks]
    n = count(len(remarks), "event")
    undo = (
        "  Is one wrong? `jobkit show COMPANY` names its event, `jobkit correct EVENT kind=none` removes it."
    )
    undo += f" To take all of this back: jobkit add {shlex.quote(row.source)} --map remarks=none"
    _say_first(remarks, len(remarks), f"  Read in your remarks, because no column says it: {n}.", undo)
    if row.kind in ("résumé", "profile", "Europass", "LinkedIn profile", "JSON Resume"):
        changes = search.history()[lambda known: known["summary"] == f"added {row.source}"]["change"]
        n = "" if is_alone else f" {changes.max()}" * bool(len(changes))
        other = f"jobkit undo{n}, then jobkit hire COMPANY {shlex.quote(row.source)}"
        say(f"  {row.source} was read as your own; jobkit me shows it. Somebody else's? {other}")
    _say_letters(search, row.source, row.letters)
    if row.kind == "mailbox" and row.set_aside:
        say(f"  Set aside, with the reason: {row.set_aside} (jobkit problems --set-aside).")
    for is_read, words in ((True, "Read"), (False, "Left out, no applications were found there")):
        if named := [name for name, was_read in row.sheets if was_read is is_read]:
            say(f"  {words}: {', '.join(named)}.")
    _say_guesses(row)
    if row.edited:
        say(f"  Edited since an earlier version: {count(row.edited, 'row')}. The later version counts.")
    if row.gone:
        say(f"  In an earlier version and not in this one: {count(row.gone, 'row')}. They still count.")
    if row.message:
        terminal.complain(row.message)


def _say_guesses(row) -> None:
    """Print how states were read that no list holds, unless they were shown as doubts or remarks."""
    in_doubt = {text.rpartition(" = ")[0] for one in row.doubts for _, text in one.rows}
    in_doubt |= {event.text for _, event in row.remarks}
    guesses = [(text, kinds) for text, kinds in row.guesses if text not in in_doubt]
    short = [f"  “{text[:69]}{'…' * (len(text) > 69)}” was read as: {kinds}." for text, kinds in guesses]
    way = "  If one is wrong, say what it means: --map 'Their words=rejected' (or interview + rejected …)."
    _say_first(short, FEW, after=way)


def _say_letters(search: Search, source: str, letters) -> None:
    """Print what each new letter gave, and to which application; of many the counts, and what they lack."""
    rows = search.events[search.events["source"] == source].drop_duplicates("origin").set_index("application")
    known = rows[["origin", "event"]].join(search.applications["company"]).fillna("").reset_index()
    linked = known.drop_duplicates("origin").set_index("origin").to_dict()
    left_out = {*search._linked.unplaced["origin"]}  # it stands among the doubts
    letters = [
        one for one in letters if not ("for" in (one[1].details or ()) or one[0] in left_out)
    ]  # its appointment follows
    letters = [
        (at, one._replace(company=one.company or linked["company"].get(at, ""))) for at, one in letters
    ]
    lacking = [one for one in letters if not (one[1].company and one[1].date)]
    counts = Counter(event.kind for _, event in letters)
    if len(letters) > FEW:
        kinds = ", ".join(f"{kind} {n}" for kind, n in counts.most_common())
        say(f"  What they gave: {kinds} (jobkit applications shows all).")
    places = {origin: f"{origin} → {name[:6]}" for origin, name in linked["application"].items()}
    shown = lacking if len(letters) > FEW else letters
    _say_first([_remark(places.get(at, at), event) for at, event in shown], FEW)
    for origin, event in lacking[:FEW] if places else ():
        gaps = {} if event.company else {"no employer": "company=NAME"}
        gaps |= {} if event.date else {"no day": "date=DAY"}
        right = f"jobkit correct {linked['event'][origin]} {' '.join(gaps.values())}"
        say(f"  {origin} tells {' and '.join(gaps)}. If you know it: {right}")


def _remark(origin: str, event: Event) -> str:
    job = ", ".join(filter(None, (event.company or "employer not named", event.role)))
    day = f" on {english.day(event.date, 0)}" if event.date else ", no date"
    text = f": “{event.text[:120]}{'…' * (len(event.text) > 120)}”" if event.text else ""
    return f"    {job}: {event.kind}{day}{text} ({origin})"


def _say_first(lines: list[str], most: int, before: str = "", after: str = "") -> None:
    """Print lines, the first of many, between two others; nothing where there are none."""
    more = [f"    … and {len(lines) - most:,} more (with --json)."] * (len(lines) > most)
    if lines:
        say(*filter(None, (before, *lines[:most], *more, after)))


def _pasted(folder: str):
    """Return a file that holds what is pasted or piped, asked for where somebody sits there."""
    from jobkit.sources import pasted

    terminal.invite("a letter or a table")
    return pasted.saved(sys.stdin.buffer.read(pasted.LIMIT + 1), path(folder))


@command(
    JSON,
    argument(
        "--set-aside",
        nargs="?",
        default=None,
        const="",
        metavar="WORDS",
        help="show instead what is not about an application, and why; with WORDS, where they stand",
    ),
)
def problems(options: Namespace) -> None:
    """what could not be read: where it stands, and what to do"""
    search = search_of(options)
    if options.set_aside is None:
        rows = search.problems.drop(columns="source")
        n = len(search.doubts)
        doubtful = f"Nothing failed, but {count(n, 'thing')} may be misread: jobkit doubts"
        empty = doubtful if n else "Everything that was added was understood."
        return terminal.print_rows(rows, options.json, empty=empty)
    rows = search.set_aside
    texts = rows["reason"] + " " + rows["what"]
    rows = rows[texts.str.contains(options.set_aside, case=False, regex=False)]
    shown = rows if options.json else rows.head(SHOWN_ASIDE)
    terminal.print_rows(shown, options.json, empty="Nothing was set aside.")
    if len(rows) > len(shown):
        say(f"and {len(rows) - SHOWN_ASIDE:,} more; add words that stand in them, or --json for all.")


@command(
    JSON,
    argument("doubt", nargs="?", help="its id, or the beginning of it"),
    *flags(right="it was read correctly: close it, for later imports too"),
    FOUND,
)
def doubts(options: Namespace) -> None:
    """what may have been misread, and what to type if it was"""
    search = search_of(options)
    if options.right:
        row = search.settle_doubt(options.doubt)
        was = "Closed" if row["is_open"] else "It was closed already"
        return say(f"{was}. Later imports will not open it for the same rows; `jobkit undo` reverts it.")
    rows = search.doubts
    if options.doubt:
        every = search.every_doubt
        rows = every[every["doubt"].str.startswith(options.doubt.casefold())]
        if rows.empty:
            raise JobkitError(f"No doubt begins with “{options.doubt}”. `jobkit doubts` lists them.")
    if options.json:
        return terminal.print_json(rows.drop(columns="keys"))
    _say_doubts(rows, every_row=bool(options.doubt))
    if rows.empty:
        say("Nothing is in doubt.")


ANSWERS = dict.fromkeys(("remark", "unknown_reason"), ("If they say so", "If not"))
"""What is answered to a doubt that asks no “is it right?”: what changes the reading, what leaves it."""


def _say_doubts(rows: pd.DataFrame, every_row: bool = False) -> None:
    """Print each doubt: what was read, in which rows, and what to type if it is wrong, or right."""
    if rows.empty:
        return
    say(f"{'This' if len(rows) == 1 else 'These'} may be misread:", "")
    for row in rows.itertuples():
        is_letter = row.kind == "letter"
        place = f"“{row.place}”: " if isinstance(row.place, str) and not is_letter else ""
        say(f"  {place}{row.sentence}")
        if row.origins:
            where = row.origins if every_row else row.examples
            more = ", …" if len(where) < row.n else ""
            unit = "appointment" if ".ics:" in where[0] else "letter" if is_letter else "row"
            say(f"    {count(row.n, unit)}: {', '.join(where)}{more}")
        change, keep = ANSWERS.get(row.kind, ("If it is wrong", "If it is right"))
        first, *others = row.command.split("\n")
        say(f"    {change}: {first}")
        _say_first([f"      {one}" for one in others], len(others) if every_row else FEW)
        say(f"    {keep}: jobkit doubts {row.doubt} --right", "")


def _as_json(added: pd.DataFrame, doubts: pd.DataFrame) -> pd.DataFrame:
    from dataclasses import astuple

    listed = [
        [row for row in doubts.drop(columns="keys").to_dict("records") if source in row["sources"]]
        for source in added["source"]
    ]
    layouts = added["layout"].map(lambda columns: [*map(astuple, columns)])
    events = {
        name: [[{"origin": origin, **event._asdict()} for origin, event in rows] for rows in added[name]]
        for name in ("remarks", "letters", "unread")
    }
    return added.assign(layout=layouts, doubts=listed, **events)


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = dict(item.rpartition("=")[::2] for item in pairs)
    if "" in mapping or not all(mapping.values()):
        raise JobkitError(
            "Write --map as --map 'Their heading=role', or --map 'dates=day first'. Nothing was read."
        )
    return mapping


def _say_layout(columns) -> None:
    """Print what each column was taken for: those told by their headings in one line, others alone."""
    from dataclasses import astuple

    plainly, unused, orders = list[str](), list[str](), dict[str, str]()
    for heading, role, why in map(astuple, columns):
        rule, _, order = why.partition("; ")
        named = role.removeprefix("stage:").replace("_", " ") or "not used"
        order, is_rough, rough = order.rpartition("; ") if "; " in order else (order, "", "")
        if is_rough:
            say(f"  {heading}: {rough}.")
        if role and rule == "heading" and (not order or order.startswith(ORDERS)):
            plainly.append(f"{heading} ({named})")
            orders |= [order.partition(": ")[::2]] if ": " in order else []
        elif heading == "Line" and rule == "list":
            say("  Read line by line: the employer first, then the job, and what came of it.")
        elif why and why not in UNUSED:
            say(f"  {heading or '(no heading)'}: {named} ({why})")
        elif heading and not role:
            unused.append(heading)
    if plainly:
        say(f"  Read by heading: {', '.join(plainly)}.")
    for order, why in orders.items():
        say(f"  Days are read {order}: {why}.")
    if unused:
        say(f"  Kept as written, but not used: {', '.join(unused)}.")
