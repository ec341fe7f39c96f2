"""What no export contains, written down: events, reasons, hires, people, postings, corrections."""

from __future__ import annotations

import re
import shlex
import sys
from argparse import SUPPRESS, Namespace
from contextlib import suppress
from datetime import date

from jobkit.commands import command, given, recorder_of, say_which, search_of, terminal, understand
from jobkit.commands.registry import (
    APPLICATION,
    AS_OF,
    DAY,
    DAY_OR_MONTH,
    FOUND,
    JSON,
    NOTE,
    ON,
    argument,
    days,
    each,
    flags,
    many,
    path,
    texts,
)
from jobkit.commands.terminal import ask, say
from jobkit.errors import JobkitError, UnclearError
from jobkit.language import english
from jobkit.tables import DETAILS, HIRED_FROM, KINDS, LOST, OPEN, REASONS, ROUNDS, SILENT, TALKS, WENT, is_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jobkit.credentials import Credentials
    from jobkit.search import Search
    from jobkit.store.anchors import Anchor
    from jobkit.store.recording import Recorder


@command(
    argument("kind", metavar="KIND", help=f"one of {', '.join(KINDS)}"),
    argument("words", nargs="*", metavar="APPLICATION", help="which one, unless it is new"),
    *(argument(f"--{name}") for name in ("company", "role", "channel", "location", "url", "note")),
    *texts(
        time="start and end, such as 14:00–15:00",
        address="the employer's address",
        contact="your contact there",
        hours="hours a week, or a share of full time",
    ),
    argument("--applied-how", metavar="TEXT", help="online, email, post, phone, in person"),
    argument("--assigned", choices=["yes", "no"], help="whether an employment office told you to apply"),
    argument("--date", metavar="WHEN", help="the day it happened (default: unknown)"),
    *flags(again="after a no: you are in the running again"),
    ON,
)
def log(options: Namespace) -> None:
    """record an event: applied, interview, rejected …"""
    from jobkit.store.anchors import known_event

    kind, application, columns = _happened(options)
    recorder = _recorder_for(options, kind, application)
    anchor = recorder.anchor(application) if application else None
    if anchor and options.date:
        _refuse_before(options, kind, recorder, anchor)
        _keep_ending(options, kind, recorder, anchor)
    if anchor and kind == "applied" and _is_another_job(anchor.role, options.role):
        columns["company"] = options.company = anchor.company
        application, anchor = "", None
    hour = columns.get("time", "")
    known = known_event(recorder.store, kind, anchor, options.date, hour) if anchor and options.date else ""
    if known and columns.keys() <= {"time"}:
        said = f"Known already: {kind}{_where_and_when(recorder, known, options.date, hour)} ({known})."
        return say(f"{said} If this is another one, add --time or --note.")
    n = recorder.earlier_tries(application, options.date) if kind == "applied" and application else 0
    event = recorder.record_event(kind, application or None, options.date, **columns)
    recorder = recorder if application else recorder_of(options, event)
    say(f"Recorded: {kind}{_where_and_when(recorder, event, options.date, hour)} ({event}).")
    if kind == "applied":
        return _say_of_tries(recorder, options.company or recorder.anchor(event).company, options.date, n)
    if not application and kind != "saved":
        _say_begun(options)
    _say_of_its_note(kind, options.note, event, recorder)
    _say_of_a_talk(options, kind, event, known * (not hour))


def _recorder_for(options: Namespace, kind: str, application: str) -> Recorder:
    """Return what records an event; whether one applies anew, the linked tables know."""
    if kind != "applied" or not application:
        return recorder_of(options, application, day=options.date)
    recorder = search_of(options)
    recorder.prefers, recorder.happened = ("applied",), options.date
    return recorder


def _is_another_job(known: str, role: str) -> bool:
    """Return whether two titles are of two jobs: neither has all words of the other."""
    from jobkit.language.names import role_key

    own, new = ({*role_key(title)} if title else set() for title in (known, role))
    return not (own <= new or new <= own)


def _say_of_a_talk(options: Namespace, kind: str, event: str, known: str) -> None:
    """Say of a talk that one of that day is known, and of a call of one's own that it is no talk."""
    if options.is_own_call:
        say(f"You rang them, so it counts as no talk. Was it one? jobkit correct {event} kind=screening")
    if kind in TALKS and known:
        say(f"One of that day was known already ({known}). If it is the same call or talk: jobkit undo")


def _say_of_tries(recorder: Recorder, company: str, day: str, n: int) -> None:
    """Say that it is not the first of `n` tries, and that an employer turned one down before."""
    from jobkit.store.anchors import turned_down

    if n:
        say(f"It is a new application: your try number {n + 1} at this job.")
    if before := turned_down(recorder.store, company, day) if company else None:
        role = f" ({before[0]})" if before[0] else ""
        say(
            f"They said no once, on {english.day(before[1])}{role}. People apply again, and some are hired;"
            f' what you know of them helps: jobkit company "{company}"'
        )


OWN_CALL = re.compile(
    r"(?i)\b(?:i (?:rang|called|phoned)|(?:rang|called|phoned|chased) (?:them|him|her|the|up)\b"
    r"|(?:dort|da|selbst|habe) angerufen|j'ai (?:appelé|téléphoné))"
)
"""Words of a note by which the person rang, and not the employer: no first conversation of theirs."""


def _say_begun(options: Namespace) -> None:
    """Say that an application begins with what came of it: a name misspelt is seen, the rest can follow."""
    firm = f'"{options.company}"'
    role = f' --role "{options.role}"' if options.role else ""
    say(
        f"No application at “{options.company}” was known, so this begins one. Is it one you have under"
        f" another name? jobkit merge {firm} THAT. The day you applied: jobkit log applied {firm}{role} DAY"
    )


def _say_of_its_note(kind: str, note: str, event: str, recorder: Recorder) -> None:
    """Say which reason the words of a refusal give, or ask for one."""
    from jobkit.store.recording import reason_of

    if sign := reason_of(kind, note):
        said = understand.said_of(sign["reason"], sign["says"], recorder.folder)
        say(f"Its note gives a reason, kept beside it: {said}.")
        say("  If not: jobkit why --drop ID (jobkit show APPLICATION prints the ID)")
    elif kind == "rejected" and len(note.split()) > 3:
        say(f'Did they say why? jobkit why {shlex.quote(recorder.anchor(event).company)} REASON --words "…"')


def _keep_ending(options: Namespace, kind: str, recorder: Recorder, known: Anchor) -> None:
    """Ask whether a talk within a month of a no opens the application again; else raise `JobkitError`."""
    from jobkit.store.anchors import turned_down
    from jobkit.tables import SAME_TRY_DAYS

    if kind not in TALKS or options.again:
        return
    role, ended = turned_down(recorder.store, known.company, options.date) or ("", "")
    since = date.fromisoformat(options.date) - date.fromisoformat(ended or options.date)
    if role == known.role and known.date <= ended and 0 < since.days <= SAME_TRY_DAYS:
        heard = f'what you heard: jobkit why {shlex.quote(known.company)} REASON --words "…"'
        fact = f"{known.company} said no on {english.day(ended)}. A talk about that changes nothing; {heard}"
        understand.agreed(fact, "Are you in the running again? Then add --again.")


def _refuse_before(options: Namespace, kind: str, recorder: Recorder, anchor: Anchor) -> None:
    """Refuse an end from before the day of applying."""
    from jobkit.store.anchors import known_event
    from jobkit.tables import ENDINGS

    is_late = kind in ENDINGS and options.date < anchor.date
    if is_late and known_event(recorder.store, "applied", anchor, anchor.date):
        firm, role = shlex.quote(anchor.company), f" --role {shlex.quote(anchor.role)}" * bool(anchor.role)
        raise JobkitError(
            f"You applied at {anchor.company} on {english.day(anchor.date)}, after"
            f" {english.day(options.date)}. Is it the end of an earlier application? First give the day of"
            f" that: jobkit log applied --company {firm}{role} --date DAY. Nothing was recorded."
        )


def _happened(options: Namespace) -> tuple[str, str, dict]:
    """Return what happened, to which application ("" if to none), and what is given; the day is set."""
    words = [options.kind, *options.words]
    said, behind = _said_day(words, options)
    kind, application, note = _parted(words, behind)
    options.kind, options.words = kind, [application][: bool(application)]
    if note:
        options.note = f"{options.note} {understand.as_note(' '.join(note), kind)}".strip()
        say(f"Kept as its note: “{options.note}”.")
    options.is_own_call = kind == "screening" and bool(OWN_CALL.search(options.note))
    kind = "acknowledged" if options.is_own_call else kind
    is_begun = said and application and not options.company and kind not in ("saved", "applied")
    applied = _day_of_applying(options, application) if is_begun else ""
    options.date = understand.day(said, options.on, kind=kind, applied=applied)
    columns = given(options, ("company", "role", "channel", "location", "url", "note", *DETAILS))
    if options.assigned:
        columns["assigned"] = options.assigned == "yes"
    return kind, *_job_of(options, application, columns)


def _said_day(words: list[str], options: Namespace) -> tuple[str, list[str]]:
    """Return the day as it was typed, and the words behind it; it is taken out of words without --date."""
    said = options.date
    if not said and len(words) > 1 + (not options.company):
        return _taken_day(words, options)
    if said and not is_day(said):
        before = said.split()
        day, rest = _taken_day(before, options)
        said = said if before or rest else day or said
    return said, []


def _job_of(options: Namespace, application: str, columns: dict) -> tuple[str, dict]:
    """Return the application, "" for a new one, and what is given, by what stands beside --company."""
    if options.company and application and _is_unknown(options, application):
        if columns.keys() - {"company", "time", "assigned"}:
            raise JobkitError(
                f"Where does “{application}” belong? Put several words in quotes:"
                f' --company "{options.company} …". Nothing was recorded.'
            )
        columns["company"] = options.company = f"{options.company} {application}"  # --company Lindow Mill
        application = ""
    is_told = options.company and not application and options.kind not in ("saved", "applied")
    if is_told and (application := _known_job(options)):
        columns = {name: value for name, value in columns.items() if name not in ("company", "role")}
    return application, columns


def _day_of_applying(options: Namespace, application: str) -> str:
    """Return when an application was sent, "" where the name fits several: the day tells which."""
    with suppress(UnclearError):
        return recorder_of(options, application, ()).anchor(application).date
    return ""


def _is_unknown(options: Namespace, application: str) -> bool:
    """Whether words beside --company are the rest of its name: no id, no employer of their own."""
    from jobkit.language.names import is_same_company

    search, firm = search_of(options), application.partition(" / ")[0]
    is_id = search.events["event"].str.startswith(application).any()
    firms = search.every_application["company"].dropna()
    return not is_id and not any(is_same_company(known, firm) for known in firms)


def _taken_day(words: list[str], options: Namespace) -> tuple[str, list[str]]:
    """Take the first day out of words, and an hour beside it, and what stands behind; return day and rest."""
    hour, others, at = understand.hour(words)
    start, end = _day_in(others, options)
    if hour and end and at in (start, end):
        options.time = options.time or hour
    elif hour:  # of something else: “… they rang at 10:00”
        others, (start, end) = [*words], _day_in(words, options)
    if not end:
        understand.refuse_month(words)
        return "", []
    said, behind = " ".join(others[start:end]).rstrip(","), others[end:]
    words[:] = others[:start]
    return said, behind


def _day_in(words: list[str], options: Namespace) -> tuple[int, int]:
    """Return where the first day stands in words, no employer's name: its first word, and behind its last."""
    from jobkit.language.days import NO_DAY, ORDINAL, readings
    from jobkit.language.text import plain
    from jobkit.store.anchors import today
    from jobkit.store.views import QUERIES

    now, store = date.fromisoformat(options.on or today()), recorder_of(options, "").store
    firms = f" {' '.join(plain(row[1] or '') for row in store.read(QUERIES['firsts']))} "
    spans = [
        (start, end) for start in range(len(words)) for end in range(min(len(words), start + 5), start, -1)
    ]
    for start, end in spans:
        said, *named = (
            " ".join(words[at:to]) for at, to in ((start, end), (max(start - 1, 0), end), (start, end + 1))
        )
        is_named = any(f" {plain(one)} " in firms for one in named)  # “Black Friday Ltd”, “1st Central”
        is_round = end == 1 and ORDINAL.fullmatch(said.casefold())  # “2nd interview”
        if (plain(said) in NO_DAY or readings(said, now)) and not (is_named or is_round):
            return start, end
    return 0, 0


def _parted(words: list[str], behind: list[str]) -> tuple[str, str, list[str]]:
    """Return what happened, to which application, and the note: what stands behind the day of both."""
    if behind and len(words) > 1:
        with suppress(JobkitError):
            kind, application = _kind_and_application(words)
            if application:
                return kind, application, behind
    return *_kind_and_application([*words, *behind]), []


def _where_and_when(recorder: Recorder, event: str, day: str, hour: str = "") -> str:
    """Return what was recorded, to be checked at a glance: “ at Acornfield (Clerk) on 3 May 2026, 10:00”."""
    anchor = recorder.anchor(event)
    where = f" at {anchor.company}" * bool(anchor.company) + f" ({anchor.role})" * bool(anchor.role)
    return where + (f" on {english.day(day)}" if day else ", no date") + f", {hour}" * bool(hour)


def _known_job(options: Namespace) -> str:
    """Return the application that --company and --role name, for something came of it; "" where none is.

    Raises
    ------
    JobkitError : it may be several, or one at an employer whose name only begins so.
    """
    from jobkit.language.names import is_same_company
    from jobkit.language.text import plain
    from jobkit.search.finding import applications_called

    search, company = search_of(options), options.company
    search.prefers, search.happened = OPEN, options.date
    named = " / ".join(filter(None, (company, options.role)))
    firms, words = search.every_application["company"].dropna(), plain(company).split()
    if any(is_same_company(firm, company) for firm in firms):
        if not applications_called(search.every_application, named):
            return ""
        try:
            return search.find(named)
        except UnclearError as error:  # an id stands without --company
            raise JobkitError(f"{error} Nothing was recorded.") from error
    near = next((firm for firm in firms if plain(firm).split()[: len(words)] == words), "")
    near = near or english.nearest(company, firms, 0.9)  # a slip
    if near:
        raise JobkitError(
            f'Do you mean “{near}”? Then: jobkit log {options.kind} "{near}". If “{company}” is another'
            f' employer: jobkit log applied --company "{company}" first. Nothing was recorded.'
        )
    return ""


def _kind_and_application(words: list[str]) -> tuple[str, str]:
    """Return what happened, and to which application; either may be named first, in several words."""
    if len(words) == 2 and (known := next(filter(KINDS.__contains__, words), "")):  # at once
        return known, words[words[0] == known]
    from jobkit.language.vocabulary import shipped
    from jobkit.sources.tables.statuses import Lexicon

    lexicon = Lexicon(shipped("statuses")["typed"])
    for n in range(len(words), 0, -1):
        for said, rest in ((words[:n], words[n:]), (words[-n:], words[:-n])):
            is_one = len(said) == 1 or lexicon.means(" ".join(said))  # “not shortlisted”, no sentence
            if is_one and (kind := understand.sure_kind(" ".join(said))):
                return kind, " ".join(rest)
    first = next(filter(understand.step_of, [*words, " ".join(words)]), words[0])
    return understand.kind(first), " ".join(word for word in words if word != first)


@command(
    argument(
        "named",
        nargs="*",
        metavar="APPLICATION REASON",
        help="its company, “company / role”, or its id; a word for the reason: salary, internal,"
        " overqualified, fit, frozen …; if left out, jobkit asks",
    ),
    argument(
        "--says",
        help="who says so: feedback, referral_first_hand, referral_hearsay, hire_observed, stated, noted,"
        " template, guess_early (default), guess_later",
    ),
    *texts(words="exact quote"),
    *days(date="the day they said so (default: today)"),
    ON,
    NOTE,
    argument("--drop", metavar="ID", help="leave out this piece of evidence; `jobkit show` prints its id"),
)
def why(options: Namespace) -> None:
    """record why it ended and who says so, or drop a reason"""
    if options.drop:
        dropped = search_of(options).drop_evidence(options.drop)
        return say(f"Dropped: {dropped}. `jobkit undo` brings it back.")
    if not options.named:
        raise JobkitError("Name the application: jobkit why COMPANY REASON. Nothing was recorded.")
    options.application, given_reason = _application_and_reason(options)
    options.named = [*filter(None, (options.application, given_reason))]
    day = options.date or options.on
    recorder = recorder_of(options, options.application, LOST, day)
    reason, words = given_reason, options.words
    if not reason:
        recorder = search_of(options)
        recorder.prefers, recorder.happened = LOST, day
        options.application = recorder.find(options.application)
        reason, words = _ask_why(recorder, options)
    says = options.says or ("feedback" if words and not given_reason else "guess_early")
    said, note = f"{reason}, as your guess", options.note
    if reason not in (*REASONS, *SILENT) or says != "guess_early":  # else nothing need be loaded
        says = understand.says(says)
        typed, reason = reason, understand.reason(reason, recorder.folder)
        note = note or (typed if typed != reason else "")  # what was typed is finer
        said = understand.said_of(reason, says, recorder.folder)
        said = f"“{typed}”, under no reason" if reason == "unknown" != typed else said
    day = options.date or recorder.learned()
    recorder.record_evidence(options.application, reason, says, words, day, note=note)
    say(f"Recorded: {said}.")
    say_which(recorder, options.application)


def _application_and_reason(options: Namespace) -> tuple[str, str]:
    """Return the application and the reason that words name, several each; the reason may be missing."""
    words = options.named
    if len(words) < 2 or words[-1] in (*REASONS, *SILENT):
        return " ".join(words[:-1] or words), words[-1] if words[1:] else ""
    recorder = recorder_of(options, "")
    parts = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(len(words), 0, -1)]
    named = [part for part in parts if part[1] and understand.is_reason(part[1], recorder.folder)][::-1]
    for part in named:
        with suppress(JobkitError):
            if recorder.anchor(part[0]):
                return part
    from jobkit.search.finding import applications_called

    known = search_of(options).every_application
    there = (part for part in parts if applications_called(known, part[0]))
    return next(there, (named or parts[-1:])[0])


def _ask_why(search: Search, options: Namespace) -> tuple[str, str]:
    settings = search.settings
    if not terminal.is_attended():
        labels = "; ".join(settings.short(reason) for reason in settings.reasons)
        raise JobkitError(
            f"Say the reason in a word, such as salary, internal, experience: {labels}. Nothing was recorded."
        )
    say("What do you think was the reason? Your first guess is worth keeping, right or wrong.")
    for number, reason in enumerate(settings.reasons, 1):
        say(f"  {number}  {settings.label(reason)}")
    answer = ask("Number, or Enter for “I do not know”: ")
    if answer and not (answer.isdigit() and 1 <= int(answer) <= len(settings.reasons)):
        raise JobkitError(f"“{answer}” is not one of the numbers. Nothing was recorded.")
    reason = settings.reasons[int(answer) - 1] if answer else "unknown"
    return reason, options.words or ask("Did anybody say anything? Their exact words, or nothing: ")


def _say_stayed(search: Search, name: str, paper: Credentials, asked: str) -> None:
    """Say that their paper has them at this employer since before, where it does."""
    from jobkit import comparison
    from jobkit.search import writing

    if began := writing.stayed_since(search, name, paper):
        company = search.every_application.loc[name, "company"]
        about = {"company": company, "began": began, "command": shlex.quote(asked)}
        say(comparison.WORDS["stayed"].format_map(about))


def _replaced(was: dict, now: dict) -> list[str]:
    """Return what is given in place of what was known; what is not given again stays as it was."""
    return [
        f"{key.replace('_', ' ')} {terminal.cell(value)} (was {terminal.cell(was[key])})"
        for key, value in now.items()
        if value and was.get(key) not in (None, "unknown", value)
    ]


@command(
    APPLICATION,
    argument(
        "told",
        nargs="*",
        help=f"where they came from: {', '.join(HIRED_FROM)}; a résumé of theirs, as with --file",
    ),
    argument("--from", dest="hired_from", choices=HIRED_FROM, help="where they came from"),
    argument("--known-by", dest="how_known", help="how you know"),
    *each(
        {"hired": "when they began", "left": "when they left", "reopened": "when the role was posted again"},
        metavar=DAY_OR_MONTH,
    ),
    argument("--person", metavar="NAME", help="their name, where you know them"),
    argument("--not", dest="other", metavar="NAME", help="not this person, whom a file suggested"),
    argument(
        "--on",
        "--date",
        metavar=DAY,
        help="the day you learned it (default: today)",
    ),
    argument(
        "--file",
        type=path,
        help="a résumé or profile of theirs, - to paste it; only bands are kept, such as 8–10 years",
    ),
    NOTE,
    many(
        "-c",
        "--credential",
        metavar="NAME=VALUE",
        help="years=8-10, education=master, seniority=lead, skills=a;b, certificates=a;b, domain=yes",
    ),
)
def hire(options: Namespace) -> None:
    """record who was hired, or what became of them"""
    from jobkit import comparison, credentials
    from jobkit.search import writing

    search = search_of(options)
    search.prefers, search.happened = LOST, options.on
    name = search.find(options.application)
    if options.other:
        other = writing.record_not_the_hire(search, name, options.other)
        return say(f"Recorded: it was not {other}. They are not suggested for this job again.")
    columns = given(options, ("how_known", "hired", "left", "reopened", "note"))
    for part in {"left", "reopened"} & columns.keys():
        if columns[part] > search.learned():
            raise JobkitError(f"{english.day(columns[part])} has not come yet. Nothing was recorded.")
    hired_from = options.hired_from
    for word in options.told:
        if word == "-" or (word not in HIRED_FROM and path(word).is_file()):
            options.file = options.file or path(word)
        else:
            hired_from = understand.of_a_talk(word, HIRED_FROM, "an origin; a résumé goes with --file FILE")
    if not any((hired_from, columns, options.file, options.person, options.credential)):
        hired_from, columns = _ask_hire()
    paper = _paper(options.file, search.folder) if options.file else None
    facts = search.banded(name, options.credential, paper, columns.get("hired"))
    before = writing.hire_of(search, name)
    was, now = before | before.get("credentials", {}), {**columns, "hired_from": hired_from, **facts}
    replaced = _replaced(was, now)
    called = search.record_hire(name, hired_from or "unknown", facts, options.person, **columns)
    people = search.people
    is_named = ((people["application"] == name) & (people["part"] == "hire")).any()
    named = f", {options.person}" * bool(options.person) if is_named else "; nobody's name is kept"
    say(f"Recorded as {called}{named}. Compare with: jobkit run case -p application={name}")
    say_which(search, name)
    say(f"In place of what was recorded before: {'; '.join(replaced)}.") if replaced else None
    if facts and not paper:
        say(comparison.kept_says(facts, of="")[0])
    if paper:
        say("", credentials.summary(paper, search.as_of))
        say(*comparison.kept_says(facts, paper.doubts, writing.job_filled(search, name, paper)["title"]))
        if not hired_from:
            _say_stayed(search, name, paper, options.application)
        say("Is something wrong? Give it again and it counts: jobkit hire … -c years=5-8 -c education=master")


def _ask_hire() -> tuple[str, dict[str, str]]:
    if not terminal.is_attended():
        said = "Say what you know: internal, external, or “-” behind the name to paste or pipe their profile."
        raise JobkitError(f"{said} Nothing was recorded.")
    say("What do you know of the person hired? Leave empty what you do not know; no name is kept.")
    hired_from = _choose("From inside the company, or from outside?", HIRED_FROM[:2])
    asked = {"how_known": ask("How do you know? "), "hired": understand.day(ask("When did they begin? "))}
    return hired_from, {key: text for key, text in asked.items() if text}


def _paper(file, folder):
    """Return what a résumé says; of what is pasted no copy is left."""
    from jobkit import credentials
    from jobkit.store.files import scratch

    if str(file) != "-":
        return credentials.read(file)
    terminal.invite("their profile")
    with scratch(folder) as place:
        pasted = path(place) / "pasted.txt"
        pasted.write_bytes(sys.stdin.buffer.read())
        return credentials.read(pasted)


@command(
    argument("name", nargs="+"),
    argument(
        "--part",
        default="contact",
        choices=["interviewer", "hiring_manager", "recruiter", "referral", "hire", "contact"],
    ),
    *(argument(f"--{name}") for name in ("application", "company", "title", "email", "phone", "url", "note")),
    *days(connected="when you connected"),
    ON,
)
def person(options: Namespace) -> None:
    """record somebody you met or know"""
    columns = given(options, ("company", "title", "email", "phone", "url", "connected", "note"))
    recorder, name = recorder_of(options, options.application), " ".join(options.name)
    recorder.record_person(name, options.part, options.application or None, **columns)
    say(f"Recorded: {name}, {options.part.replace('_', ' ')}.")
    say_which(recorder, options.application) if options.application else None


@command(
    APPLICATION,
    argument("file", nargs="?", type=path, help="text, HTML or PDF; without it, paste the text"),
    ON,
)
def posting(options: Namespace) -> None:
    """record what a job asked for, from a file or pasted text"""
    from jobkit import postings

    search = search_of(options)
    search.anchor(options.application)
    is_pasted = f"{options.file or '-'}" == "-"
    if is_pasted:
        terminal.invite("the posting")
    advert = postings.read(sys.stdin.read() if is_pasted else options.file, search.skills)
    asked = advert.requirements
    if asked.empty:
        raise JobkitError("No requirement was found in it. Nothing was recorded.")
    n = search.record_posting(options.application, asked)
    terminal.print_table(asked.drop(columns="value"))
    say(
        *postings.remarks(advert),
        f"{english.count(n, 'requirement')} recorded. Not right? `jobkit undo`,"
        " or correct the text and record it again.",
    )
    say_which(search, options.application)


@command(
    argument("application", nargs="?", help="its company, “company / role”, or its id"),
    argument("--round", help=", ".join(ROUNDS)),
    argument("--with", dest="part", metavar="PART", help="interviewer, hiring_manager, recruiter …"),
    *days(date="the day of the interview"),
    many("--asked", metavar="TEXT", help="a question you were asked; repeat it for the next"),
    many("--went", metavar="HOW", help=f"how: {', '.join(WENT)}; in the same order"),
    many("--now", metavar="TEXT", help="what you would say to each now"),
    NOTE,
    *days(on="the day you look back (default: --date, else today)"),
    AS_OF,
    JSON,
)
def debrief(options: Namespace) -> None:
    """look back on an interview; without a name: what comes back over all of them"""
    if not options.application:
        return _say_debriefs(options)
    recorder = recorder_of(options, options.application, day=options.date)
    about = given(options, ("round", "part", "date", "note"))
    if about.get("round"):
        about["round"] = understand.of_a_talk(about["round"], ROUNDS, "a round of interviews")
    options.went = [went and understand.of_a_talk(went, WENT, "how it went") for went in options.went]
    questions = _questions(options)
    if not (about or questions) and terminal.is_attended():
        about, questions = _ask_debrief()
    n = recorder.record_debrief(options.application, questions, **about)
    say(f"Kept, with {english.count(n, 'question')}. What comes back over all: jobkit debrief")
    say_which(recorder, options.application)


def _questions(options: Namespace) -> list[dict[str, str]]:
    n, rows = len(options.asked), [{"asked": asked} for asked in options.asked]
    for name in ("went", "now"):
        answers = getattr(options, name)
        if answers and len(answers) != n:  # whose it is cannot be told
            raise JobkitError(
                f"You gave --{name} {_times(len(answers))} and --asked {_times(n)}. Give one for each"
                f' question, --{name} "" where there is nothing. Nothing was recorded.'
            )
        rows = [row | {name: answer} for row, answer in zip(rows, answers + [""] * n, strict=False)]
    return rows


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n} times")


def _ask_debrief() -> tuple[dict[str, str], list[dict[str, str]]]:
    say("Ten minutes, while you still hear it. Leave empty what you do not want to write.")
    about = {"round": _choose("Which round?", ROUNDS)}
    about["part"] = ask("With whom? interviewer, hiring_manager, recruiter …: ")
    questions = []
    while asked := ask("What were you asked? Nothing ends the list: "):
        went = _choose("  How did it go?", WENT)
        questions.append({"asked": asked, "went": went, "now": ask("  What would you say now? ")})
    about["note"] = ask("Anything else worth keeping? ")
    return {name: text for name, text in about.items() if text}, questions


def _choose(question: str, words: tuple[str, ...]) -> str:
    while answer := ask(f"{question} {', '.join(words)}: "):
        try:
            return understand.of_a_talk(answer, words, "one of these")
        except JobkitError:
            say(f"  “{answer}” is not one of these; leave it empty if none fits.")
    return ""


def _say_debriefs(options: Namespace) -> None:
    from jobkit import debriefs

    search = search_of(options)
    topics, rounds = search.topics(), search.rounds()
    if options.json:
        return terminal.print_json({"topics": topics, "rounds": rounds})
    if topics.empty:
        say("No debrief is recorded yet. Begin with: jobkit debrief COMPANY")
    else:
        columns = "label, n: talks, of, well, partly: so-so, poorly: not well, now: what you would say now"
        terminal.print_table(topics.replace({"now": ""}, None), columns)
        say("", *debriefs.says(topics))
    say("", *debriefs.rounds_say(rounds))


@command(
    argument("paper", nargs="?", help=SUPPRESS),
    argument("--correct", nargs="+", metavar=("ID", "COLUMN=VALUE"), help="replace what was misread"),
    argument("--drop", metavar="ID", help="leave out what is not yours"),
    argument(
        "--add",
        nargs="+",
        metavar=("SECTION", "COLUMN=VALUE"),
        help="what no file tells: role title=Cook organisation=… started=2019-03 ended=present,"
        " education title=…; skill, certificate or language name=…",
    ),
    argument("--name", help="your name, as you sign a letter"),
    argument("--country", help="where you look for work: some steps apply only in parts of Europe"),
    ON,
    JSON,
)
def me(options: Namespace) -> None:
    """your own credentials, and where each was read"""
    if options.paper:
        raise JobkitError(f"A résumé is read by `jobkit add {options.paper}`; then `jobkit me` shows it.")
    search = search_of(options)
    if options.correct:
        for column, value in _columns(options.correct[1:]).items():
            search.correct_credential(options.correct[0], column, value)
    if options.add:
        search.record_credential(options.add[0], **_columns(options.add[1:]))
    if options.drop:
        search.correct_credential(options.drop, "section", "dropped")
    if options.name:
        search.record_own(name=options.name)
        say(f"Your drafts are signed: {options.name}.")
    if options.name or options.country:
        return _say_country(search, options.country) if options.country else None
    known = search.credentials
    known = known[known["section"] != "dropped"]
    if options.json:
        return terminal.print_json(known)
    from jobkit import credentials

    known.insert(0, "id", terminal.short(list(known["fact"])) if len(known) else [])
    say(*(credentials.listing(known) or ["None yet: jobkit add RESUME"]))
    for row in search.problems.query("field == 'résumé'").itertuples():
        say("", f"In doubt: {row.origin}: {row.problem} {row.action}")
    if len(known):
        say("", "Is something wrong? jobkit me --correct ID title=…, or jobkit me --drop ID")
        say("The ids of skills and languages: jobkit me --json")
    say("Is something missing? jobkit me --add role title=… organisation=… started=2019-03 ended=2024-05")
    say("  or: jobkit me --add education title=…, skill name=…, certificate name=…, language name=… level=…")


def _columns(pairs: list[str]) -> dict[str, str]:
    """Return what is written as COLUMN=VALUE."""
    if any("=" not in pair for pair in pairs):
        raise JobkitError(
            "Write what is right as COLUMN=VALUE, such as started=2019-03. Nothing was changed."
        )
    columns = dict(pair.partition("=")[::2] for pair in pairs)
    if len(columns) < len(pairs):
        raise JobkitError(
            "A column is given twice. Write each thing in a command of its own. Nothing was changed."
        )
    return columns


def _say_country(search: Search, country: str) -> None:
    """Keep where somebody looks for work, and say which steps it brings."""
    from jobkit import steps

    search.record_own(country=country)
    own = [step for step in steps.load(search.folder, country).steps if step.countries]
    say(f"Kept: {country}.", *(f"{step.what}: {step.purpose}" for step in own))
    say(
        "It is offered where feedback was refused or did not come. Not for you? Write into process.toml:"
        f" [{own[0].key}] keep = false"
        if own
        else "No step depends on it: one stands in the EU, the EEA, the UK and Switzerland only."
    )


@command(APPLICATION, argument("other", help="another entry for the same application"), FOUND)
def merge(options: Namespace) -> None:
    """merge two applications"""
    search_of(options).merge(options.application, options.other)
    say("Merged. Later imports will not change it; `jobkit undo` reverts it.")


@command(argument("event", help="its id, as `jobkit show` prints it, or the beginning of it"), FOUND)
def split(options: Namespace) -> None:
    """move this event to its own application"""
    search_of(options).split(options.event)
    say("It is an application of its own now. Later imports will not change it; `jobkit undo` reverts it.")


@command(
    argument("event", help="its id, as `jobkit show` prints it, or the beginning of it"),
    argument(
        "right",
        nargs="+",
        metavar="COLUMN=VALUE",
        help="kind=rejected, date=2026-10-31, company=…, role=…; kind=none leaves it out",
    ),
    FOUND,
)
def correct(options: Namespace) -> None:
    """set right an event that was misread"""
    columns = dict(item.partition("=")[::2] for item in options.right)
    if columns.get("date"):
        columns["date"] = understand.day(columns["date"], options.on)
    search_of(options).correct_event(options.event, **columns)
    done = "Left out" if columns.get("kind") == "none" else "Corrected"
    say(f"{done}. Later imports will not change it; `jobkit undo` reverts it.")
