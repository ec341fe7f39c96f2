"""What each verb of the command does, with the tables loaded."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from argparse import Namespace
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from jobkit import history as linked
from jobkit import tables
from jobkit.commands import terminal
from jobkit.commands.cli import air_of
from jobkit.commands.terminal import printable, say
from jobkit.errors import JobkitError
from jobkit.search import Search
from jobkit.store.recording import today
from jobkit.store.store import write_private
from jobkit.tables import Fact

SHOWN_GUESSES = 10
UNSETTLED = {
    "left": "ended by you",
    "moot": "ended by them or you",
    "no": "ended by them, or you after an offer",
}
LEAST_LAB = (4, 5, 7)
SHOWN_ASIDE = 200
SHOWN_OUTCOMES = {
    "open": "open",
    "offer": "offer, not answered yet",
    "accepted": "accepted",
    "declined": "offer declined",
    "rejected": "rejected",
    "withdrawn": "left by you",
    "closed": "closed for everyone",
}


def search_of(asked: Namespace) -> Search:
    """Return the search a command is about, looked at from the day it was given."""
    as_of = getattr(asked, "as_of", "")
    if as_of:
        tables.day(as_of)
    return Search(asked.data, as_of=as_of or None)


# -- reading ---------------------------------------------------------------------------------------


def demo(asked: Namespace) -> int:
    """Import the sample into a temporary folder and write its newest monthly report."""
    folder = Path(asked.data) if asked.data else Path(tempfile.mkdtemp(prefix="jobkit-demo-"))
    search = _sample_search(folder)
    page = _report(search, _newest_month(search), asked)
    say(f"The sample search of an invented person is in {folder}", f"Its newest report: {page}")
    say(f"Look around: jobkit status --data {folder} --as-of {_sample_day()}")
    return 0


def add(asked: Namespace) -> int:
    """Import files and print what became of them."""
    added = search_of(asked).add(asked.path, _mapping(asked.map), _progress, asked.dry_run)
    refused = int((added["message"] != "").sum())
    if asked.json:
        terminal.print_json(added.assign(layout=added["layout"].map(_layout)))
        return 1 if refused else 0
    terminal.print_table(added[added["message"] == ""], _ADDED, empty="Nothing was read.")
    for row in added.itertuples():
        if len(added) > 1 and row.layout:
            say(f"{row.source}:")
        _say_layout(row.layout)
        _say_sheets(row.sheets)
        _say_guesses(row.guesses)
        if row.gone:
            say(f"Rows that {row.source} held before and holds no more, or otherwise: {row.gone}. {GONE}")
        if row.message:
            terminal.complain(row.message)
    if added["problems"].sum():
        say("", "What was not understood is kept; `jobkit problems` says where, and what to do.")
    if asked.dry_run:
        say("", "Nothing was written.")
    return 1 if refused else 0


GONE = (
    "What they told still counts. Where you mended one, leave the earlier event out: `jobkit show`"
    " lists it, `jobkit correct EVENT kind=none` does it."
)


def problems(asked: Namespace) -> int:
    """Print what could not be understood, or what was set aside."""
    if asked.set_aside is not None:
        return _set_aside(asked)
    found = search_of(asked).problems
    _print(found.drop(columns="source"), asked, empty="Everything that was added was understood.")
    return 0


def _set_aside(asked: Namespace) -> int:
    found = search_of(asked).set_aside
    told = found["reason"] + " " + found["what"]
    found = found[told.str.contains(asked.set_aside, case=False, regex=False)]
    _print(found if asked.json else found.head(SHOWN_ASIDE), asked, empty="Nothing was set aside.")
    if len(found) > SHOWN_ASIDE and not asked.json:
        say(f"and {len(found) - SHOWN_ASIDE:,} more; say words that stand in them, or --json for all.")
    return 0


def status(asked: Namespace) -> int:
    """Print where the search stands, on one screen."""
    from jobkit import sentences, waiting

    search = search_of(asked)
    sent = search.applications
    if asked.json:
        terminal.print_json(
            {
                "as_of": search.as_of,
                "applications": len(sent),
                "outcomes": sent["outcome"].value_counts().to_dict(),
                "funnel": linked.funnel(sent),
                "problems": len(search.problems),
            }
        )
        return 0
    if sent.empty:
        say("Nothing is recorded yet. Start with: jobkit add FILE, or look at: jobkit demo")
        return 0
    reached = linked.funnel(sent)["n"]
    pending = waiting.pending(sent, search.as_of)
    spells = waiting.spells(sent, search.as_of)
    say(
        f"Your search on {search.as_of:%-d %B %Y}"
        if os.name != "nt"
        else f"Your search on {search.as_of:%Y-%m-%d}",
        "",
        f"  {len(sent)} applications, {_outcomes(sent)}.",
        f"  Answered by anyone: {sentences.share(int(reached['answered']), len(sent))}.",
        f"  A conversation: {sentences.share(int(reached['screening']), len(sent))};"
        f" an interview: {sentences.share(int(reached['interview']), len(sent))};"
        f" offers: {int(reached['offer'])}.",
    )
    over = f"How long answers took is counted over {len(spells)} of the {len(sent)}"
    lacking = [f"{over}: the others lack a day of applying, or an end after it."]
    lacking = lacking if len(spells) < len(sent) else []
    sentences = [*lacking, sentences.answers(spells), sentences.silence(waiting.silence(spells))]
    say(*(f"  {sentence}" for sentence in sentences))
    say("", *_to_do(search, pending))
    return 0


def applications(asked: Namespace) -> int:
    """Print the list of applications."""
    search = search_of(asked)
    if asked.pending:
        from jobkit import waiting

        sent = search.applications
        pending = waiting.pending(sent, search.as_of)
        named = sent[["company", "role"]].join(
            pending.drop(columns=["company", "role"], errors="ignore"), how="right"
        )
        _print(named.loc[pending.index].reset_index(), asked, empty="Nobody owes you an answer.")
        return 0
    sent = search.applications_on(search.as_of, include_saved=asked.saved)
    if asked.json:
        terminal.print_json(sent)
        return 0
    shown = sent.reset_index()
    shown["application"] = _short(list(sent.index))
    terminal.print_table(shown, _LISTED, empty="No applications yet. Start with: jobkit add FILE")
    return 0


def show(asked: Namespace) -> int:
    """Print one application's file."""
    search = search_of(asked)
    name = search.find(asked.application)
    known = search.applications_on("9999-12-31", include_saved=True)
    parts = {
        part: _of(getattr(search, part), name)
        for part in ("evidence", "people", "steps", "hires", "postings")
    }
    events = _of(search.events, name).sort_values(["date", "event"])
    events["linked"] = search.links.loc[events["event"], "why"].to_numpy()
    parts["contacts"] = search.contacts(name)
    if asked.json:
        terminal.print_json({"application": known.loc[[name]], "events": events, **parts})
        return 0
    row = known.loc[name]
    say(f"{terminal.cell(row['company'])} · {terminal.cell(row['role'])} ({name})")
    say(f"{SHOWN_OUTCOMES.get(row['outcome'], row['outcome'])}; furthest: {row['furthest']}", "")
    terminal.print_table(events, _TIMELINE)
    for part, columns in _PARTS.items():
        if len(parts[part]):
            say("", "People you know there" if part == "contacts" else part.capitalize())
            terminal.print_table(parts[part], columns)
    return 0


# -- recording what takes a question or a file -----------------------------------------------------


def ask_why(asked: Namespace) -> int:
    """Ask for the reason, the guess first, before anything else is shown."""
    from jobkit import reasons

    settings = reasons.load(_own(asked, "reasons.toml"))
    if not sys.stdin.isatty():
        raise JobkitError(f"Name the reason: one of {', '.join(settings.reasons)}. Nothing was recorded.")
    search = search_of(asked)
    name = search.find(asked.application)
    say("What do you think was the reason? Your first guess is worth keeping, right or wrong.")
    for number, reason in enumerate(settings.reasons, 1):
        say(f"  {number}  {settings.label(reason)}")
    chosen = _choice(input("Number, or nothing for “I do not know”: "), settings.reasons)
    words = asked.words or input("Did anybody say anything? Their very words, or nothing: ")
    says = asked.says or ("feedback" if words else "guess_early")
    search.record_evidence(name, chosen, says, words, asked.date or today(), note=asked.note)
    say("Kept. It may turn out otherwise; `jobkit hire` and later feedback will be weighed with it.")
    return 0


def hire(asked: Namespace) -> int:
    """Record who was hired: facts in bands, nobody's name."""
    search = search_of(asked)
    name = search.find(asked.application)
    columns = {key: getattr(asked, key) for key in ("how_known", "hired", "left", "reopened", "note")}
    columns = {key: value for key, value in columns.items() if value}
    hired_from = asked.hired_from
    if not hired_from and not columns and not asked.file and sys.stdin.isatty():
        hired_from, columns = _ask_hire()
    known = _banded(search, name, asked, columns.get("hired"))
    before = {} if (rows := _of(search.hires, name)).empty else rows.iloc[-1].dropna().to_dict()
    facts = before.get("credentials", {})
    told = {**columns, "hired_from": hired_from}
    replaced = _replaced(before, told) + _replaced(facts, known)
    if known:
        columns["credentials"] = facts | known
    columns.setdefault("seen", today())
    called = search.record_hire(name, hired_from or "unknown", **columns)
    say(f"Recorded as {called}; nobody's name is kept. Compare with: jobkit run case -p application={name}")
    say(f"In place of what was said before: {'; '.join(replaced)}.") if replaced else None
    return 0


def _replaced(before: dict, told: dict) -> list[str]:
    """Return in words what is told otherwise than before; what is not told again stays as it was."""
    return [
        f"{key.replace('_', ' ')} {terminal.cell(value)} (was {terminal.cell(before[key])})"
        for key, value in told.items()
        if value and before.get(key) not in (None, "unknown") and value != _as_told(before[key])
    ]


def _as_told(value: object) -> object:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else value


def posting(asked: Namespace) -> int:
    """Record the requirements found in a posting, and show them for correction."""
    from jobkit import comparison

    search = search_of(asked)
    search.anchor(asked.application)
    if not asked.file and sys.stdin.isatty():
        say("Paste the posting; end it with Ctrl-D (on Windows Ctrl-Z, Enter).")
    found = comparison.requirements(asked.file or sys.stdin.read(), search.skills)
    if found.empty:
        raise JobkitError("Nothing that was asked for was found in it. Nothing was recorded.")
    n = search.record_posting(asked.application, found)
    terminal.print_table(found.drop(columns="value"))
    say(
        f"{n} requirement{'' if n == 1 else 's'} recorded. Not right? `jobkit undo`,"
        " or correct the text and say it again."
    )
    return 0


def me(asked: Namespace) -> int:
    """Print your credentials and where each was read; correct or leave out one."""
    from jobkit import credentials

    search = search_of(asked)
    if asked.correct:
        column, is_set, value = asked.correct[1].partition("=")
        if not is_set:
            raise JobkitError("Say what is right as COLUMN=VALUE, such as started=2019-03.")
        credentials.check(column, value)
        search.correct("credentials", _fact(search.credentials, asked.correct[0]), **{column: value})
    if asked.drop:
        search.correct("credentials", _fact(search.credentials, asked.drop), section="dropped")
    known = search.credentials
    known = known[known["section"] != "dropped"]
    if asked.json:
        terminal.print_json(known)
        return 0
    known.insert(0, "id", _short(list(known["fact"])) if len(known) else [])
    known["origin"] = known["origin"].fillna("written down")
    terminal.print_table(known, _CREDENTIALS, empty="None yet: jobkit add RESUME")
    return 0


def merge(asked: Namespace) -> int:
    """Say that two applications are one."""
    search_of(asked).merge(asked.application, asked.other)
    say("They are one application now, whatever is imported later.")
    return 0


def split(asked: Namespace) -> int:
    """Say that an entry is an application of its own."""
    search = search_of(asked)
    beginning = asked.event.casefold()
    fits = {event for event in search.events["event"] if len(beginning) >= 3 and event.startswith(beginning)}
    if len(fits) > 1 and beginning not in fits:
        raise JobkitError(
            f"“{asked.event}” {_names(len(fits), 'event')}; `jobkit show` lists them. Nothing was changed."
        )
    search.split(fits.pop() if len(fits) == 1 else asked.event)
    say("It is an application of its own now, whatever is imported later.")
    return 0


def correct(asked: Namespace) -> int:
    """Set right what was read wrongly of an event."""
    told = dict(item.partition("=")[::2] for item in asked.right)
    event = search_of(asked).correct_event(asked.event, **told)
    gone = told.get("kind") == "none"
    say(f"{event} {'is left out' if gone else 'is set right'}, whatever is imported later; or `jobkit undo`.")
    return 0


# -- the process -----------------------------------------------------------------------------------


def due(asked: Namespace) -> int:
    """Print what is due, for whom, and why now; or write it as a calendar or as contacts."""
    from jobkit.reports import calendars

    search = search_of(asked)
    every = _with_signs(search, all_steps(search))
    if asked.ics:
        say(f"Written: {write_private(asked.ics, calendars.ics(every, search.as_of))}")
    if asked.vcard:
        say(f"Written: {write_private(asked.vcard, calendars.vcards(search.people))}")
    if asked.ics or asked.vcard:
        return 0
    if asked.json:
        terminal.print_json(every)
        return 0
    every.insert(0, "id", _short(list(every["due"])))
    seen = every["seems_done"].notna()
    every.loc[seen, "why"] = [_seems_done(row) for row in every[seen].to_dict("records")]
    later, gone = every["state"] == "coming", every["state"] == "let go"
    terminal.print_table(every[~later & ~gone], _DUE, empty="Nothing is due. That is fine.")
    if later.any():
        say("", f"{later.sum()} more will come; `jobkit due --ics FILE` puts them into your calendar.")
    if gone.any():
        say("", f"Let go, as their time has passed: {gone.sum()}. Nothing needs to be done about that.")
    return 0


def draft(asked: Namespace) -> int:
    """Print a draft made of facts only, and what is missing for it."""
    from jobkit.reports import drafts

    search = search_of(asked)
    given = dict(item.partition("=")[::2] for item in asked.fact)
    if unknown := [word for word in given if word not in drafts.GIVEN]:
        near = get_close_matches(unknown[0], drafts.GIVEN, 1)
        hint = f" Did you mean {near[0]}?" if near else ""
        takes = "; ".join(f"{word}: {meaning}" for word, meaning in drafts.GIVEN.items())
        raise JobkitError(f"“{unknown[0]}” is nothing that a draft takes.{hint} It takes {takes}.")
    name, step, person, due_row = _meant(search, asked)
    made = drafts.draft(
        step if due_row is None else due_row,
        search.applications_on("9999-12-31", include_saved=True).loc[name],
        _addressee(_of(search.people, name), person, step),
        given,
        asked.tone,
        search.folder / "drafts",
    )
    say(f"Subject: {made.subject}", "") if made.subject else None
    say(*made.body.splitlines())
    say("", *(f"To ask: {question}" for question in made.questions)) if made.questions else None
    say("", *(f"Missing: {question}" for question in made.missing)) if made.missing else None
    options = [
        f'-f {drafts.GIVEN_AS.get(word, word)}="…"' for word in made.lacking if word in drafts.GIVEN_AS
    ]
    say(f"Say it again with {' '.join(options)}") if options else None
    say("", made.mailto) if made.mailto and not made.missing else None
    return 0


def done_by_id(asked: Namespace) -> int:
    """Mark a step by the id that `due` gives it."""
    search = search_of(asked)
    name, step, person, row = _meant(search, asked)
    told = {key: getattr(asked, key) for key in ("until", "words", "note", "reason")}
    with_whom = asked.person or (row["person_name"] if row is not None else "")
    told["air"] = air_of(asked, with_whom if isinstance(with_whom, str) else "")
    date = asked.date or _day_seen(search, row) or today()
    search.record_step(name, step, asked.outcome, date, person=person, **told)
    say(f"Recorded: {step}, {asked.outcome.replace('_', ' ')}, {date}.")
    return 0


def reflect(asked: Namespace) -> int:
    """Keep plans, reviews, answers and advice of a month, as given or as asked for."""
    search = search_of(asked)
    month = asked.month or _newest_month(search)
    obstacles = iter(asked.obstacle)
    given = [
        (kind, text, _reflection_details(kind, text, next(obstacles, "") if kind == "plan" else ""))
        for kind in ("plan", "answer", "air", "prediction", "experiment")
        for text in getattr(asked, kind)
    ]
    if not given and not asked.review and not asked.did:
        if not sys.stdin.isatty():
            raise JobkitError(
                "Say what to keep: --plan, --review, --answer, --air, --did, --prediction or --experiment."
            )
        given = _ask_reflection(search, month)
    reviews = [(_plan(search, plan), outcome) for plan, outcome in asked.review]
    for kind, text, details in given:
        search.record_reflection(month, kind, text, details)
    for plan, outcome in reviews:
        search.record_reflection(month, "review", plan, {"outcome": outcome})
    for advice, did in asked.did:
        _add_what_was_done(search, advice, did)
    n = len(given) + len(asked.review) + len(asked.did)
    say(f"Kept for {month}: {n}. The next report comes back to it.")
    return 0


# -- reports ---------------------------------------------------------------------------------------


def report(asked: Namespace) -> int:
    """Write the monthly reflection, and tell where it says something else than it did before."""
    from jobkit.reports import report as reports

    search = search_of(asked)
    month = asked.month or _newest_month(search)
    known = len(reports.changes(reports.place(search.folder, "reflection", {"month": month}, None)))
    page = _shared_report(search, month, asked) if asked.share else _report(search, month, asked)
    changed = reports.changes(page)[known:]
    if asked.json:
        terminal.print_json({"report": str(page), "changed": changed})
    else:
        hint = ["Look through it before you give it away: words of your own may name somebody."] * asked.share
        also = [f"The same as PDF: {page.with_suffix('.pdf')}"] * asked.pdf
        say(*map(printable, changed), f"Your report: {page}", *also, *hint)
    return 0


def run(asked: Namespace) -> int:
    """Run any notebook as a report."""
    from jobkit.reports import notebooks
    from jobkit.reports import report as reports

    search = search_of(asked)
    given = notebooks.typed(asked.notebook, asked.parameter)
    page = reports.run(
        asked.notebook, search.folder, given, as_of=asked.as_of, formats=_formats(asked), progress=_cells
    )
    say(f"Your report: {page}")
    return 0


def lab(asked: Namespace) -> int:
    """Open JupyterLab on the notebooks: the checkout's own, or the person's copies."""
    from jobkit.reports import notebooks

    search = search_of(asked)
    if not search.store.path.exists() and not asked.data:
        search = _sample_search(search.folder.parent / "sample search")
        say(f"There is no search of yours yet: these notebooks show the invented sample ({search.folder}).")
    _check_lab()
    shown = notebooks.find("explore").parent
    if not (shown.parent / "pyproject.toml").is_file():
        shown = _own_notebooks(shown, search.folder / "notebooks")
    environment = {**os.environ, "JOBKIT_DATA": str(search.folder.resolve())}
    return subprocess.call([sys.executable, "-m", "jupyterlab", str(shown)], env=environment)


# -- keeping ---------------------------------------------------------------------------------------


def history(asked: Namespace) -> int:
    """Print every change, newest first."""
    _print(search_of(asked).history(), asked, empty="Nothing has been recorded yet.")
    return 0


def undo(asked: Namespace) -> int:
    """Take back a change."""
    taken = search_of(asked).undo(asked.change)
    say(f"Taken back: {taken['summary']} (change {taken['change']}). `jobkit undo` again goes further back.")
    return 0


def backup(asked: Namespace) -> int:
    """Write a consistent copy of the store."""
    search = search_of(asked)
    copy = search.store.backup(asked.file)
    with search.store.change("backup", "made a copy") as change:
        change.fact(Fact("backups", {"path": str(copy.resolve())}))
    say(f"Written: {copy}")
    return 0


def export(asked: Namespace) -> int:
    """Write every table as CSV and all facts as JSON."""
    from jobkit.sharing import sharing

    written = sharing.export(search_of(asked), asked.folder)
    say(
        f"Written: {len(written)} files in {asked.folder}.",
        f"To read them again: jobkit add {asked.folder / 'notes.json'}",
    )
    return 0


def share(asked: Namespace) -> int:
    """Write a bundle in which nobody can be recognised by name."""
    from jobkit.sharing import sharing

    search = search_of(asked)
    page = _shared_report(search, _newest_month(search), asked)
    say(f"Written: {sharing.share(search, asked.file, page)}. Look through it before you give it away.")
    page.unlink()
    return 0


def forget(asked: Namespace) -> int:
    """Erase a person for good."""
    from jobkit.sharing import sharing

    places, pages = sharing.forget(search_of(asked), asked.person)
    removed = f"{pages} pages of reports were removed; `jobkit report --month` writes a month anew."
    say(
        f"Erased for good from {places} places, from free space and from copies that jobkit made.",
        *([removed] if pages else []),
        "Not reached: files you added, exports, shared files, and backups moved since; mend those yourself.",
    )
    return 0


def cohort(asked: Namespace) -> int:
    """Run the report of every search in a folder."""
    from jobkit.reports import cohort as cohorts

    states = cohorts.run(asked.folder, asked.address or None, month=asked.month, progress=_cells)
    terminal.print_table(states)
    return 0 if (states["state"] == "done").all() else 1


def restore(asked: Namespace) -> int:
    """Put a sound backup in the store's place; the present file is kept beside it."""
    kept = search_of(asked).store.restore(asked.file)
    say("Restored." + (f" What was there before is kept as {kept.name}." if kept else ""))
    return 0


def check(asked: Namespace) -> int:
    """Say whether the store is sound, whether others can read it, and what a loss would cost."""
    search = search_of(asked)
    faults = search.store.faults()
    open_to_others = [
        path.name for path in _files(search.folder) if os.name != "nt" and path.stat().st_mode & 0o077
    ]
    written = search.store.read("SELECT count(*) FROM sound_facts WHERE record IS NULL")[0][0]
    if asked.json:
        terminal.print_json({"faults": faults, "readable_by_others": open_to_others, "written_down": written})
        return 1 if faults or open_to_others else 0
    say(*(f"Fault: {fault}" for fault in faults))
    say(*(f"Readable by others: {name}; chmod go-rwx mends it." for name in open_to_others))
    say("The store is sound." if not faults else "Put a backup in its place: jobkit restore FILE")
    say(f"{written} facts stand in no other file; `jobkit backup FILE` keeps them safe.")
    return 1 if faults or open_to_others else 0


# -- what the verbs share --------------------------------------------------------------------------

_ADDED = {
    "source": "source",
    "kind": "kind",
    "records": "records",
    "events": "events",
    "new": "new",
    "already_known": "already known",
    "set_aside": "set aside",
    "problems": "problems",
}
_LISTED = {
    "application": "id",
    "company": "company",
    "role": "role",
    "applied": "applied",
    "furthest": "furthest",
    "outcome": "outcome",
    "days_waited": "days",
    "channel": "channel",
}
_TIMELINE = {
    "date": "day",
    "kind": "what",
    "text": "words",
    "origin": "from",
    "event": "event",
    "linked": "linked as",
}
_CREDENTIALS = {
    "id": "id",
    "section": "what",
    "name": "name",
    "title": "title",
    "organisation": "where",
    "started": "from",
    "ended": "to",
    "origin": "read in",
}
_DUE = {
    "id": "id",
    "state": "",
    "what": "what",
    "company": "where",
    "person_name": "whom",
    "closes": "best by",
    "why": "why",
}
REFLECTED = ("plan", "answer", "air", "prediction", "experiment")
_PARTS = {
    "evidence": {"date": "day", "reason": "reason", "says": "who says so", "words": "words"},
    "people": {"name": "name", "part": "part", "title": "title"},
    "steps": {"date": "day", "step": "step", "outcome": "outcome", "words": "words"},
    "hires": {
        "hire": "hire",
        "hired_from": "from",
        "hired": "hired",
        "how_known": "known by",
        "left": "left",
    },
    "postings": {"requirement": "asked for", "strength": "how strongly", "dimension": "kind"},
    "contacts": {"name": "name", "title": "title", "connected": "since"},
}


def sample_files() -> list[Path]:
    """Return the files of the sample search, from the checkout or from the installed package."""
    here = Path(__file__).resolve().parents[1]
    folder = next(
        place for place in (here.parent / "data" / "sample", here / "_shipped" / "sample") if place.is_dir()
    )
    return sorted(path for path in folder.iterdir() if path.suffix in (".csv", ".zip", ".mbox", ".json"))


def _sample_search(folder: Path) -> Search:
    """Return the sample, imported into a folder of its own unless it is there."""
    search = Search(folder, as_of=_sample_day())
    search.add(sample_files(), progress=_progress)
    return search


def _sample_day() -> str:
    return "2026-10-31"


def _newest_month(search: Search) -> str:
    """Return the newest month up to now in which anything happened."""
    from jobkit import reflection

    return reflection.newest(search.events, search.as_of)


def _report(search: Search, month: str, asked: Namespace, redact=None) -> Path:
    from jobkit.reports import report as reports

    page = reports.run(
        "reflection",
        search.folder,
        {"month": month},
        as_of=search._as_of,
        formats=_formats(asked),
        progress=_cells,
        redact=redact,
    )
    if redact is None:
        reports.index(search.folder)
    return page


def _shared_report(search: Search, month: str, asked: Namespace) -> Path:
    from jobkit.sharing import sharing

    redaction = sharing.Redaction(search)
    return sharing.checked(redaction, _report(search, month, asked, redaction))


def _formats(asked: Namespace) -> tuple[str, ...]:
    return ("html", "md", "ipynb", *(["pdf"] if getattr(asked, "pdf", False) else []))


def _progress(name: str, n: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{printable(name)}: {n} records", end="", file=sys.stderr, flush=True)


def _cells(number: int, of: int, section: str) -> None:
    if sys.stderr.isatty():
        end = "\n" if number == of else ""
        print(f"\r\033[K{number} of {of}  {printable(section)[:60]}", end=end, file=sys.stderr, flush=True)


def _print(table: pd.DataFrame, asked: Namespace, empty: str) -> None:
    terminal.print_json(table) if asked.json else terminal.print_table(table, empty=empty)


def _mapping(given: list[str]) -> dict[str, str]:
    pairs = dict(item.rpartition("=")[::2] for item in given)
    if "" in pairs or not all(pairs.values()):
        raise JobkitError(
            "Say --map as --map 'Their heading=role', or --map 'dates=day first'. Nothing was read."
        )
    return pairs


def _layout(columns) -> list[tuple[str, str, str]]:
    return [(column.heading, column.role, column.why) for column in columns]


def _say_layout(columns) -> None:
    for heading, role, why in _layout(columns):
        shown = role.replace("_", " ") if role else "kept, not used"
        say(f"  {heading or '(no heading)'}: {shown}" + (f" ({why})" if why else ""))


def _say_sheets(sheets: list[tuple[str, bool]]) -> None:
    for is_read, words in ((True, "Read"), (False, "Left out, no applications were found there")):
        if named := [name for name, was_read in sheets if was_read is is_read]:
            say(f"  {words}: {', '.join(named)}.")


def _say_guesses(guesses: list[tuple[str, str]]) -> None:
    for text, kinds in guesses[:SHOWN_GUESSES]:
        said = " + ".join(UNSETTLED.get(kind, kind) for kind in kinds.split(" + "))
        say(f"  “{text if len(text) < 70 else text[:69] + '…'}” was taken for: {said}.")
    if len(guesses) > SHOWN_GUESSES:
        say(f"  … and {len(guesses) - SHOWN_GUESSES} more (with --json).")
    if guesses:
        say("  If one is wrong, say what it means: --map 'Their words=rejected' (or another kind).")


def _outcomes(sent: pd.DataFrame) -> str:
    counts = sent["outcome"].value_counts()
    return ", ".join(f"{counts[name]} {words}" for name, words in SHOWN_OUTCOMES.items() if name in counts)


def _to_do(search: Search, pending: pd.DataFrame) -> list[str]:
    lines = [f"  Waiting for an answer: {len(pending)} (jobkit applications --pending)."]
    now = all_steps(search)["state"].isin(["due", "still worth doing"]).sum()
    if now:
        lines.append(f"  Steps worth doing now: {now} (jobkit due).")
    if len(search.problems):
        lines.append(f"  Not understood: {len(search.problems)} (jobkit problems).")
    return lines


def all_steps(search: Search) -> pd.DataFrame:
    """Return every step that stands open on the day of the search, by the person's own process."""
    from jobkit import steps

    own = search.folder / "process.toml"
    return steps.due(
        search.applications,
        search.people,
        search.steps,
        search.as_of,
        events=search.events,
        hires=search.hires,
        process=steps.load(own if own.is_file() else None),
    )


def _with_signs(search: Search, every: pd.DataFrame) -> pd.DataFrame:
    """Return the steps with `seems_done`: the day of an imported message that looks like this step."""
    from jobkit import steps

    sent = search.steps
    offered = steps.recognise(every, sent[sent["date"] <= search.as_of])
    days = dict(zip(offered["due"], offered["date"], strict=True))
    return every.assign(seems_done=tables.days([days.get(name) for name in every["due"]]).to_numpy())


def _seems_done(row: dict) -> str:
    did = "asked to connect" if row["channel"] == "linkedin" else "wrote"
    return f"seems done: you {did} on {row['seems_done']:%Y-%m-%d}; `jobkit done {row['id']}` keeps it"


def _day_seen(search: Search, row: pd.Series | None) -> str:
    """Return the day of the message by which a step seems done, "" when none does."""
    if row is None:
        return ""
    day = _with_signs(search, all_steps(search)).set_index("due")["seems_done"].get(row["due"])
    return "" if pd.isna(day) else f"{day:%Y-%m-%d}"


def _meant(search: Search, asked: Namespace) -> tuple[str, str, str, pd.Series | None]:
    """Return application, step and person, named as such or by the id that `due` gives them; and its row."""
    every = all_steps(search)
    if asked.step:
        name = search.find(asked.what)
        fits = every[(every["application"] == name) & (every["step"] == asked.step)]
        return name, asked.step, asked.person, (fits.iloc[0] if len(fits) else None)
    fits = every[every["due"].str.startswith(asked.what.casefold())]
    if len(fits) != 1:
        raise JobkitError(
            f"“{asked.what}” {_names(len(fits), 'step')}; `jobkit due` lists them with their ids."
        )
    row = fits.iloc[0]
    person = asked.person or (row["person"] if pd.notna(row["person"]) else "")
    return row["application"], row["step"], person, row


def _addressee(people: pd.DataFrame, name: str, step: str) -> pd.Series | None:
    """Return the person a draft is for: the one that is named, else the one whose part fits the step."""
    if name:
        named = people["name"].str.contains(name, case=False, regex=False) | (people["person"] == name)
        people = people[named]
        if people.empty:
            raise JobkitError(f"Nobody called “{name}” is known here; `jobkit person` notes somebody.")
    fits = people[[part in step for part in people["part"].fillna("nobody")]]
    return None if people.empty else (fits if len(fits) else people).iloc[0]


def _reflection_details(kind: str, text: str, obstacle: str) -> dict:
    if kind == "plan":
        condition, _, action = text.partition(" then ")
        told = {"if": condition.removeprefix("If ").removeprefix("if ").rstrip(", "), "then": action}
        return told | ({"obstacle": obstacle} if obstacle else {})
    if kind == "prediction":
        chance, _, _ = text.partition(" ")
        return {"probability": float(chance)} if re.fullmatch(r"0?\.\d+|[01]", chance) else {}
    return {}


def _plan(search: Search, beginning: str) -> str:
    """Return the one plan, or prediction, that begins so: the whole of it, as it was written."""
    known = search.reflections
    texts = known.loc[known["kind"].isin(["plan", "prediction"]), "text"].drop_duplicates()
    fits = texts[texts.str.casefold().str.startswith(beginning.casefold())]
    exact = fits[fits.str.casefold() == beginning.casefold()]
    if len(fits) != 1 and len(exact) != 1:
        listed = "; ".join(f"“{text}”" for text in texts.iloc[-6:]) or "none was written"
        raise JobkitError(
            f"“{beginning}” {_names(len(fits), 'plan')}. The last ones: {listed}. Nothing was kept."
        )
    return (exact if len(exact) else fits).iloc[0]


def _add_what_was_done(search: Search, advice: str, did: str) -> None:
    """Add to an advice that somebody gave what came of it."""
    known = search.reflections
    fits = known[known["kind"].eq("air") & known["text"].str.casefold().str.startswith(advice.casefold())]
    if len(fits) != 1:
        raise JobkitError(
            f"“{advice}” {_names(len(fits), 'piece')} of advice; say more or less of how it began."
        )
    row = fits.iloc[0]
    search.correct("reflections", row["fact"], details={**(row["details"] or {}), "did": did})


def _ask_reflection(search: Search, month: str) -> list[tuple[str, str, dict]]:
    """Ask the questions of a month; what is left empty is not kept."""
    from jobkit import reflection

    say(f"{month}, looked back on. Leave empty what you do not want to answer.")
    given: list[tuple[str, str, dict]] = []
    for plan in reflection.open_plans(search.reflections, month):
        say(printable(f"You planned: {plan}"))
        if outcome := _asked("What came of it: done, not yet, changed, let go? "):
            given.append(("review", plan, {"outcome": outcome, "came": _asked("In a few words: ")}))
    if answer := _asked("What would you write to a friend in the same place? (private) "):
        given.append(("answer", answer, {}))
    while sum(kind == "plan" for kind, *_ in given) < 3 and (plan := _asked("A plan: if … then … ")):
        obstacle = _asked("What may get in the way? ")
        given.append(("plan", plan, _reflection_details("plan", plan, obstacle)))
    if change := _asked("An experiment, if you like: what will you change? "):
        measure = _asked("How will you tell? Such as: an interview within 45 days, n = 15. ")
        given.append(("experiment", change, {"measure": measure}))
    if air := _asked("Advice, an insight or a recommendation somebody gave you: "):
        given.append(("air", air, {"advice": air, "did": _asked("What did you do with it? ")}))
    return given


def _asked(words: str) -> str:
    return input(words).strip()


def _short(ids: list[str]) -> list[str]:
    """Return each id as short as it can be and still be the only one, four characters at least."""
    for length in range(4, 13):
        short = [name[:length] for name in ids]
        if len(set(short)) == len(ids):
            return short
    return ids


def _of(table: pd.DataFrame, application: str) -> pd.DataFrame:
    return table[table["application"] == application].copy()


def _fact(table: pd.DataFrame, beginning: str) -> str:
    fits = [fact for fact in table.get("fact", []) if str(fact).startswith(beginning)]
    if len(fits) != 1:
        raise JobkitError(f"“{beginning}” {_names(len(fits), 'credential')}; `jobkit me` lists their ids.")
    return fits[0]


def _names(n: int, one: str) -> str:
    """Return what a beginning stands for that does not stand for exactly one."""
    return f"may be any of {n} {one}s" if n else f"is the beginning of no {one}"


def _choice(answer: str, reasons: list[str]) -> str:
    if not answer.strip():
        return "unknown"
    if answer.strip().isdigit() and 1 <= int(answer) <= len(reasons):
        return reasons[int(answer) - 1]
    raise JobkitError("That is none of the numbers; nothing was recorded.")


def _ask_hire() -> tuple[str, dict]:
    say("What do you know of the person hired? Leave empty what you do not know; no name is kept.")
    hired_from = input("From inside the company, or from outside? internal, external: ").strip() or "unknown"
    asked = {"how_known": "How do you know? ", "hired": "When did they begin? 2026-10-31: "}
    return hired_from, {key: text for key, words in asked.items() if (text := input(words).strip())}


def _banded(search: Search, name: str, asked: Namespace, hired: str | None) -> dict:
    """Return the banded facts given one by one, and those read from a file, of which nothing else is kept."""
    from jobkit import comparison, credentials

    known: dict = {}
    for item in asked.credential:
        comparison.check(*item.partition("=")[::2])
    if asked.file:
        postings = _of(search.postings, name)
        wanted = [one for value in postings["value"].dropna() for one in value.split("|")]
        known = credentials.banded(
            credentials.read(asked.file), hired or today(), asked=wanted, wider=search.skills
        )
    for item in asked.credential:
        name, _, value = item.partition("=")
        known[name] = value.split(";") if name in ("skills", "certificates", "languages") else value
    return known


def _own(asked: Namespace, name: str) -> Path | None:
    path = search_of(asked).folder / name
    return path if path.is_file() else None


def _check_lab() -> None:
    """Refuse a JupyterLab in which a notebook's outputs can bring buttons that run commands."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version("jupyterlab")
    except PackageNotFoundError:
        found = "0"
    if tuple(map(int, re.findall(r"\d+", found)[:3])) < LEAST_LAB:
        least = ".".join(map(str, LEAST_LAB))
        raise JobkitError(
            f"JupyterLab {least} or newer is needed, this is {found}: in earlier ones what a notebook shows"
            " can run commands. Update it: pip install --upgrade jupyterlab"
        )


def _own_notebooks(shipped: Path, own: Path) -> Path:
    """Copy notebooks that the person lacks; a newer one is put beside theirs, never over it."""
    from jobkit import __version__

    own.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in sorted(shipped.glob("*.ipynb")):
        target = own / path.name
        if target.exists() and target.read_bytes() != path.read_bytes():
            target = own / f"{path.stem} {__version__}{path.suffix}"
        if not target.exists():
            shutil.copyfile(path, target)
            target.chmod(stat.S_IRUSR | stat.S_IWUSR)
    return own


def _files(folder: Path) -> list[Path]:
    return [folder, *(path for path in folder.rglob("*") if not path.is_symlink())] if folder.is_dir() else []
