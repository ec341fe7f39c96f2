"""The command `jobkit`: what can be asked of it. What it does stands in `commands`, loaded when needed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from jobkit.errors import JobkitError
from jobkit.tables import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

ABOUT = "You did not get the job, so now what? Look back on a job search, and ahead."
MORE = "All of it stays on this machine. Start with: jobkit demo, or: jobkit add FILE"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; return 0, 1 (something could not be read or found; the rest was done) or 2 (usage)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    asked = argparse.Namespace(debug=False)
    try:
        verbs = Verbs(words[0] if words else "")
        if verbs.parser is None:
            return verbs.listed(words)
        asked = verbs.parser.parse_args(words[1:])
        return asked.act(asked) or 0
    except JobkitError as error:
        return _refuse(error, asked.debug)
    except KeyboardInterrupt:
        return _refuse("Interrupted; what was finished is kept, nothing is half-written.", False)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _refuse(
            f"{os.path.basename(str(error.filename or ''))}: {error.strerror}. Nothing was half-written.",
            asked.debug,
            error,
        )
    except Exception as error:
        if asked.debug:
            raise
        return _refuse(
            f"Something went wrong that jobkit did not foresee ({type(error).__name__}). What was recorded"
            " is safe. Run it again with --debug to see where, and please report it without your data.",
            False,
        )


def _refuse(message: object, debug: bool, error: BaseException | None = None) -> int:
    from jobkit.commands.terminal import complain

    cause = error or (message if isinstance(message, BaseException) else None)
    if debug and cause:
        raise cause
    complain(message)
    return 1


def _layout(prog: str) -> argparse.HelpFormatter:
    """Lay out help as wide as the terminal; argparse itself would load a module of compressors for that."""
    try:
        width = int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (OSError, ValueError):
        width = 100
    return _Plain(prog, width=max(width - 2, 40))


class _Plain(argparse.HelpFormatter):
    def _set_color(self, _: bool) -> None:
        """Use no colours: for them argparse of Python 3.14 loads `inspect`, however short the verb."""
        self._theme, self._decolor = _Colourless(), str


class _Colourless:
    def __getattr__(self, _: str) -> str:
        return ""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words that were typed, as `printable`, and end with status 2."""
        from jobkit.commands.terminal import printable

        super().error(printable(message))


class _Unasked:
    """Stands for a verb that was not asked for: its arguments need not be known, and starting is quick."""

    def add_argument(self, *_: object, **__: object) -> None:
        """Leave it out."""


class Verbs:
    """What every verb does, in a few words, and the parser of the one that is wanted, if there is one."""

    def __init__(self, wanted: str):
        self.wanted, self.words = wanted, dict[str, str]()
        self.parser: argparse.ArgumentParser | None = None
        for add in (_reading_verbs, _recording_verbs, _process_verbs, _report_verbs, _keeping_verbs):
            add(self.verb)

    def verb(self, name: str, words: str, *options: Callable, act: Callable | None = None):
        """Note a verb; return what takes its arguments."""
        self.words[name] = words
        if name != self.wanted:
            return _Unasked()
        made = _Parser(f"jobkit {name}", description=words, formatter_class=_layout)
        made.set_defaults(verb=name, act=act or _command(name))
        for add in (_shared, *options):
            add(made)
        self.parser = made
        return made

    def listed(self, words: list[str]) -> int:
        """Answer what names no verb: print the list of them, the version, or that there is no such verb."""
        lists = _Parser("jobkit", "jobkit VERB …", description=ABOUT, epilog=MORE, formatter_class=_layout)
        lists.add_argument("--version", action="version", version=_version())
        named = lists.add_argument_group("what you can say")
        for name, about in self.words.items():
            named.add_argument(name, help=about, nargs="?")
        if words:
            lists.parse_args([word for word in words if word.startswith("-")])
            lists.error(f"there is no verb “{self.wanted}”; one of {', '.join(self.words)}")
        lists.print_help()
        return 2


def _shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        default="",
        metavar="DIR",
        help="folder of the search (default: JOBKIT_DATA, else data/mine, else your data folder)",
    )
    parser.add_argument("--debug", action="store_true", help="show where an error came from")


def _dated(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", default="", metavar="DAY", help="look from this day, as 2026-10-31 (default: today)"
    )


def _printed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _reading_verbs(verb: Callable) -> None:
    verb("demo", "the invented sample search and its newest monthly report, in a temporary folder")
    add = verb("add", "import exports: trackers, LinkedIn, mail, résumés, notes", _printed)
    add.add_argument("path", nargs="+", type=_path)
    add.add_argument("--dry-run", action="store_true", help="show what would be read, write nothing")
    add.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="HEADING=ROLE",
        help="what a column holds; dates=day first says the order of dates",
    )
    unread = verb(
        "problems", "records that could not be understood, with their place and what to do", _printed
    )
    unread.add_argument(
        "--set-aside",
        nargs="?",
        const="",
        metavar="WORDS",
        help="instead, what was taken for no news of an application, and why; only where these words stand",
    )
    verb("status", "where the search stands, on one screen", _dated, _printed)
    listed = verb("applications", "the list of applications", _dated, _printed)
    listed.add_argument(
        "--pending",
        action="store_true",
        help="only those without an answer, by the chance that one still comes",
    )
    listed.add_argument("--saved", action="store_true", help="with those that were only saved")
    show = verb(
        "show",
        "one application: timeline, evidence, steps, hire, and why its entries were linked",
        _dated,
        _printed,
    )
    show.add_argument("application")


def _recording_verbs(verb: Callable) -> None:
    log = verb("log", "record that something happened", act=_log)
    log.add_argument(
        "words",
        nargs="+",
        metavar="KIND [APPLICATION]",
        help=f"one of {', '.join(KINDS)}; and which application, unless it is new",
    )
    for name in ("company", "role", "channel", "location", "url", "note"):
        log.add_argument(f"--{name}", default="")
    log.add_argument("--date", default="", metavar="DAY", help="as 2026-10-31; left out: no day is known")
    why = verb("why", "record a reason, and who says so", act=_why)
    why.add_argument("application")
    why.add_argument("reason", nargs="?", default="", help="asked for when left out")
    why.add_argument(
        "--says",
        default="",
        help="feedback, referral_first_hand, referral_hearsay, hire_observed, stated, template,"
        " guess_early (default), guess_later",
    )
    why.add_argument("--words", default="", help="the very words")
    why.add_argument("--date", default="", metavar="DAY")
    why.add_argument("--note", default="")
    hire = verb("hire", "record who was hired (nobody's name), or what became of them")
    hire.add_argument("application")
    hire.add_argument("--from", dest="hired_from", choices=["internal", "external", "unknown"], default="")
    hire.add_argument("--known-by", dest="how_known", default="", help="how you know")
    for name, words in (
        ("hired", "when they began"),
        ("left", "when they left"),
        ("reopened", "when the role was posted again"),
    ):
        hire.add_argument(f"--{name}", default="", metavar="DAY", help=words)
    hire.add_argument(
        "--file", type=_path, help="a résumé or profile you hold; only banded facts of it are kept"
    )
    hire.add_argument("--note", default="")
    hire.add_argument(
        "-c",
        "--credential",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="years=8-10, education=master, seniority=lead, skills=a;b, certificates=a;b, domain=yes",
    )
    person = verb("person", "record somebody you met or know", act=_person)
    person.add_argument("name")
    person.add_argument(
        "--part",
        default="contact",
        choices=["interviewer", "hiring_manager", "recruiter", "referral", "hire", "contact"],
    )
    for name in ("application", "company", "title", "email", "phone", "url", "note"):
        person.add_argument(f"--{name}", default="")
    posting = verb("posting", "record what a job asked for, from a file or pasted text")
    posting.add_argument("application")
    posting.add_argument("file", nargs="?", type=_path, help="text, HTML or PDF; left out: standard input")
    me = verb("me", "your own credentials, and where each was read")
    me.add_argument("--correct", nargs=2, metavar=("ID", "COLUMN=VALUE"), help="replace what was misread")
    me.add_argument("--drop", metavar="ID", help="leave out what is not yours")
    me.add_argument("--json", action="store_true")
    merge = verb("merge", "two applications are one")
    merge.add_argument("application")
    merge.add_argument("other")
    split = verb("split", "what tells of this event is an application of its own")
    split.add_argument("event")
    correct = verb("correct", "what an event really was, where it was read wrongly")
    correct.add_argument("event", help="its id, as `jobkit show` prints it, or the beginning of it")
    correct.add_argument(
        "right",
        nargs="+",
        metavar="COLUMN=VALUE",
        help="kind=rejected, date=2026-10-31, company=…, role=…; kind=none: it tells of no application",
    )


def _process_verbs(verb: Callable) -> None:
    due = verb("due", "the process: what is due, for whom, and why now", _dated, _printed)
    due.add_argument("--ics", type=_path, metavar="FILE", help="write it as a calendar")
    due.add_argument("--vcard", type=_path, metavar="FILE", help="write the people as contacts")
    done = verb("done", "a step was done, skipped or put off, and what came of it", _dated, act=_done)
    done.add_argument("what", help="the id that `jobkit due` gives the step, or an application")
    done.add_argument("step", nargs="?", default="", help="the step, when an application was named")
    done.add_argument(
        "--outcome",
        default="done",
        choices=["done", "asked", "refused", "no_answer", "answered", "skipped", "snoozed"],
    )
    done.add_argument("--person", default="")
    done.add_argument("--date", default="", metavar="DAY")
    done.add_argument("--until", default="", metavar="DAY", help="put off until then")
    done.add_argument("--words", default="", help="what they said")
    done.add_argument(
        "--reason", default="", metavar="CODE", help="what the words say of why it ended: feedback"
    )
    for name, words in (
        ("advice", "what they would do in your place"),
        ("insight", "what you now know of the field or the firm"),
        ("recommendation", "whom or what they named"),
    ):
        done.add_argument(
            f"--{name}", default="", metavar="TEXT", help=f"{words}; kept with your reflections"
        )
    done.add_argument("--note", default="")
    draft = verb("draft", "a draft of the message for a step; nothing is sent", _dated)
    draft.add_argument("what", help="the id that `jobkit due` gives the step, or an application")
    draft.add_argument("step", nargs="?", default="", help="the step, when an application was named")
    draft.add_argument("--person", default="")
    draft.add_argument("--tone", default="warm", choices=["warm", "brief", "formal"])
    draft.add_argument(
        "-f",
        "--fact",
        action="append",
        default=[],
        metavar="NAME=TEXT",
        help="for the draft: address (how you address them), date (when you spoke), noted (what stayed with"
        " you), since (what you have done since), me (your name, as you sign)",
    )


def _report_verbs(verb: Callable) -> None:
    report = verb("report", "the monthly reflection, as a page", _dated, _printed)
    report.add_argument(
        "month",
        nargs="?",
        default="",
        help="2026-10, 2026-Q3, 2026 or all (default: the newest month with events)",
    )
    report.add_argument("--pdf", action="store_true", help="as PDF, too")
    report.add_argument(
        "--share", action="store_true", help="without names, private answers and verbatim mail"
    )
    run = verb("run", "any notebook as a report", _dated)
    run.add_argument("notebook", help="explore, rejections, hires, case, process, reflection, or a path")
    run.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE")
    run.add_argument("--pdf", action="store_true")
    reflect = verb("reflect", "answer last month's plans and make new ones")
    reflect.add_argument("month", nargs="?", default="")
    for name, words in (
        ("plan", "if … then …"),
        ("obstacle", "what may get in the way"),
        ("answer", "to the private question"),
        ("air", "advice, insight or recommendation, and what you did with it"),
        ("prediction", "what you expect, with its probability: 0.6 an interview at …"),
        ("experiment", "what you try, its measure and n"),
    ):
        reflect.add_argument(f"--{name}", action="append", default=[], metavar="TEXT", help=words)
    reflect.add_argument(
        "--did",
        nargs=2,
        action="append",
        default=[],
        metavar=("ADVICE", "TEXT"),
        help="the beginning of an advice, and what you did with it",
    )
    reflect.add_argument(
        "--review",
        nargs=2,
        action="append",
        default=[],
        metavar=("PLAN", "OUTCOME"),
        help="the beginning of a plan, and what came of it: done, not yet, changed, let go",
    )
    verb("lab", "JupyterLab on the notebooks and this data")
    cohort = verb("cohort", "a folder of searches, each with its report")
    cohort.add_argument("folder", type=_path)
    cohort.add_argument("--month", default="")
    cohort.add_argument(
        "--address", default="", help="a Dask scheduler of yours; left out: processes on this machine"
    )


def _keeping_verbs(verb: Callable) -> None:
    verb("history", "every change, newest first", _printed)
    undo = verb("undo", "take back a change, by default the newest")
    undo.add_argument("change", nargs="?", type=int)
    for name, target, words in (
        ("backup", "file", "a consistent copy of the store"),
        ("restore", "file", "put a backup in the store's place; the present one is kept beside it"),
        ("export", "folder", "plain CSV and JSON, which `add` reads again"),
    ):
        verb(name, words).add_argument(target, type=_path)
    share = verb("share", "a redacted bundle for a coach", _dated)
    share.add_argument("file", type=_path)
    verb("forget", "erase a person for good").add_argument("person", help="a name, or hire-1")
    verb("check", "is the store sound, is anything readable by others, what would be lost", _printed)


def _path(text: str):
    """Return a path; what only records needs none."""
    from pathlib import Path

    return Path(text)


def _version() -> str:
    from jobkit import __version__

    return f"jobkit {__version__}"


def _command(name: str) -> Callable:
    """Return what a verb does: the function of its name in `commands`, loaded when it is asked for."""

    def act(asked: argparse.Namespace) -> int:
        return getattr(import_module("jobkit.commands.acts"), name.replace("-", "_"))(asked)

    return act


def _recorder(asked: argparse.Namespace, application: str):
    """Return what records quickly; where it cannot tell which application is meant, a whole search."""
    from jobkit.store.recording import Recorder, default_folder

    recorder = Recorder(asked.data or default_folder())
    try:
        if application:
            recorder.anchor(application)
        return recorder
    except JobkitError:
        from jobkit.search import Search

        return Search(recorder.folder)


def _log(asked: argparse.Namespace) -> int:
    kinds = [word for word in asked.words if word in KINDS]
    if not kinds or len(asked.words) > 2:
        raise JobkitError(f"Say what happened: one of {', '.join(KINDS)}. Nothing was recorded.")
    application = next((word for word in asked.words if word != kinds[0]), "")
    told = {name: getattr(asked, name) for name in ("company", "role", "channel", "location", "url", "note")}
    told = {name: text for name, text in told.items() if text}
    event = _recorder(asked, application).record_event(kinds[0], application or None, asked.date, **told)
    return _noted(f"Recorded: {kinds[0]} ({event}).")


def _why(asked: argparse.Namespace) -> int:
    if not asked.reason:
        return _command("ask_why")(asked)
    from jobkit.store.recording import today

    says = asked.says or "guess_early"
    recorder = _recorder(asked, asked.application)
    recorder.record_evidence(
        asked.application, asked.reason, says, asked.words, asked.date or today(), note=asked.note
    )
    return _noted(f"Recorded: {asked.reason}, {says}.")


def _person(asked: argparse.Namespace) -> int:
    told = {name: getattr(asked, name) for name in ("company", "title", "email", "phone", "url", "note")}
    recorder = _recorder(asked, asked.application)
    person = recorder.record_person(asked.name, asked.part, asked.application or None, **told)
    return _noted(f"Recorded: {person}.")


def _done(asked: argparse.Namespace) -> int:
    from jobkit.store.recording import today

    if not asked.step:
        return _command("done_by_id")(asked)
    recorder = _recorder(asked, asked.what)
    told = {name: getattr(asked, name) for name in ("person", "until", "words", "note", "reason")}
    told["air"] = air_of(asked, asked.person)
    recorder.record_step(asked.what, asked.step, asked.outcome, asked.date or today(), **told)
    return _noted(f"Recorded: {asked.step}, {asked.outcome.replace('_', ' ')}.")


def air_of(asked: argparse.Namespace, person: str) -> dict[str, str]:
    """Return the advice, insight and recommendation that a talk brought, and from whom; empty for none."""
    from jobkit.store.recording import AIR

    told = {kind: text for kind in AIR if (text := getattr(asked, kind))}
    return told | {"person": person} if told and person else told


def _noted(line: str) -> int:
    from jobkit.commands.terminal import say

    say(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
