"""What was recorded, kept and taken back, given away and erased, and whether it is sound."""

from __future__ import annotations

import shlex
from argparse import Namespace
from datetime import datetime
from itertools import product

from jobkit.commands import reports, search_of, terminal, understand
from jobkit.commands.registry import AS_OF, JSON, argument, command, flags, path
from jobkit.commands.terminal import ask, say
from jobkit.errors import JobkitError
from jobkit.language import english

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jobkit.search import Search

FILE = argument("file", type=path, help="its path, such as backup.db")


@command(JSON)
def history(options: Namespace) -> None:
    """every change, newest first"""
    rows = search_of(options).history()
    if not options.json:
        at = (datetime.fromisoformat(f"{text}+00:00").astimezone() for text in rows["at"])
        rows["at"] = [f"{terminal.cell(moment.date())}, {moment:%H:%M}" for moment in at]
    terminal.print_rows(rows, options.json, empty="Nothing has been recorded yet.")


@command(argument("change", nargs="?", type=int, help="its number, as `jobkit history` lists it"))
def undo(options: Namespace) -> None:
    """take back a change, by default the newest"""
    from jobkit.language.vocabulary import shipped
    from jobkit.search import holdings

    search = search_of(options)
    number = search.store.undoable(options.change)["change"]
    if hanging := holdings.hanging_on(search, number):
        named = shipped("screens")["noted"]
        counts = english.listed(english.count(n, *named[table]) for table, n in hanging.items())
        say(f"{counts} would belong to no application until that is added again.")
        if terminal.is_attended():
            understand.agreed("", "Take it back all the same?")
    change = search.undo(number)
    say(f"Taken back: {change['summary']} (change {number}). `jobkit undo` again goes further back.")


@command(FILE)
def backup(options: Namespace) -> None:
    """a consistent copy of the database"""
    search = search_of(options)
    say(f"Written: {search.backup(options.file)}")
    if faults := search.store.faults():
        raise JobkitError(f"The database is damaged, and so is this copy: {faults[0]}. See `jobkit check`.")


@command(FILE)
def restore(options: Namespace) -> None:
    """bring back a backup; the current database is kept beside it"""
    from jobkit.store import copies

    kept = copies.restore(search_of(options).store, options.file)
    say("Restored." + (f" What was there before is kept as {kept.name}." if kept else ""))


@command(
    AS_OF,
    argument("folder", nargs="?", type=path, help="where to write the files"),
    *flags(sankeymatic="print where applications went, as text for SankeyMATIC; no name is in it"),
)
def export(options: Namespace) -> None:
    """plain CSV and JSON, which `add` reads again"""
    from jobkit import sharing

    if options.sankeymatic:
        say(*sharing.sankeymatic(search_of(options).applications).splitlines())
    elif not options.folder:
        raise JobkitError("Name a folder: jobkit export FOLDER. Nothing was written.")
    if options.folder:
        written = sharing.export(search_of(options, is_needed=True), options.folder)
        say(
            f"Written: {len(written)} files in {options.folder}.",
            f"To read them again: jobkit add {shlex.quote(str(options.folder / 'notes.json'))}",
        )


@command(AS_OF, FILE)
def share(options: Namespace) -> None:
    """a bundle without names, for a coach"""
    from jobkit import sharing

    search = search_of(options)
    redaction = sharing.Redaction(search)  # one for the whole bundle: it numbers the names
    page = reports.shared(search, search.newest_month(), options, redaction)
    written = sharing.share(search, options.file, page, redaction)
    say(f"Written: {written}. Look through it before you give it away.")
    page.unlink()


@command(
    argument("person", nargs="+", help="a name, or hire-1"),
    *flags(word="also erase words that are nobody's name"),
)
def forget(options: Namespace) -> int:
    """erase a person for good"""
    from jobkit import sharing

    person, search = " ".join(options.person), search_of(options, is_needed=True)
    theirs = _steps_towards(search, person)
    erased = sharing.forget(search, person, _is_so, options.word)
    for application, step, day in theirs:  # so that none asks for them again
        search.record_step(application, step, "skipped", day)
    places = english.count(erased.places, "place")
    say(f"Erased for good from {places}, from free space and from copies that jobkit made.")
    if erased.pages:
        say(f"Pages of reports removed: {erased.pages}; `jobkit report MONTH` writes a month anew.")
    say(*(f"Removed whole, because it was damaged or broken off: {path}" for path in erased.removed))
    say(*(f"Could not be reached: {path} ({why})." for path, why in erased.unreached.items()))
    for name, n in erased.alone.items():
        stands = f"“{name}” alone still stands in {english.count(n, 'text')}, and may be somebody else"
        say(f"{stands}. To erase it, too: jobkit forget {shlex.quote(name)} --word")
    say("Not looked at: files you added, exports, shared files, copies made without jobkit, code you typed.")
    return 1 if erased.unreached else 0


def _steps_towards(search: Search, person: str) -> list[tuple]:
    """Return the applications that somebody was hired for, each with a step towards them and a day."""
    from jobkit.language import names

    hires, key = search.people[search.people["part"] == "hire"], names.company_key(person)
    is_theirs = hires["name"].map(names.company_key, na_action="ignore").eq(key) | hires["person"].eq(person)
    theirs = hires[is_theirs].dropna(subset="application").drop_duplicates("application")
    towards = [one.key for one in search.process.steps if one.person == ("hire",) and "{person}" in one.what]
    days = zip(theirs["application"], theirs["recorded"], strict=True)
    return [(application, step, day) for (application, day), step in product(days, towards)]


def _is_so(copy) -> bool:
    """Ask what only the person knows of a copy; where nobody can be asked, the answer is no."""
    from jobkit.store import copies

    if not terminal.is_attended():
        return False
    if copy.state == copies.MISSING:
        question = f"{copy.path} is not there any more. Was it deleted?"
    else:
        question = f"A file that was restored says that {copy.path} is a copy of this search. Is it?"
    return ask(f"{question} [y/N] ").casefold() in ("y", "yes")


@command(JSON)
def check(options: Namespace) -> int:
    """check the database, file permissions and backups"""
    from jobkit.search import holdings
    from jobkit.store import copies

    search = search_of(options, is_needed=True)
    damage, mistakes = search.store.faults(), holdings.mistakes(search.folder)
    exposed, written = holdings.readable_by_others(search.folder), holdings.n_written_down(search)
    found, status = copies.known(search.store), int(bool(damage or mistakes or exposed))
    if options.json:
        known = {"faults": [*damage, *mistakes], "readable_by_others": exposed, "written_down": written}
        known["copies"] = [{"path": copy.path, "state": copy.state} for copy in found]
        terminal.print_json(known)
        return status
    say(*(f"Copy: {copy.path} ({copy.words or copy.state})" for copy in found))
    say(*(f"Fault: {fault}" for fault in (*damage, *mistakes)))
    say(*(f"Readable by others: {name}; `chmod go-rwx` mends it." for name in exposed))
    say("Put a backup in its place: jobkit restore FILE" if damage else "The database is sound.")
    if unread := len(search.problems):
        say(f"{english.count(unread, 'problem')}: `jobkit problems` says where, and what to do.")
    if written:
        kept = english.count(written, "entry of yours is", "entries of yours are")
        say(f"{kept} in no other file; `jobkit backup FILE` keeps a copy.")
    return status
