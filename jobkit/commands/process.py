"""The process after a rejection: what is due, a draft for it, what came of it, and the month's plans."""

from __future__ import annotations

import re
from argparse import Namespace
from collections import Counter

from jobkit.commands import given, recorder_of, say_which, search_of, terminal, understand
from jobkit.commands.registry import AS_OF, JSON, NOTE, ON, argument, command, days, many, path, texts
from jobkit.commands.terminal import ask, say
from jobkit.errors import JobkitError
from jobkit.language import english
from jobkit.tables import LOST, OPEN, STEPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pandas as pd

    from jobkit.search import Search
    from jobkit.store.recording import Recorder

_GROUPS = {"due": "Due now", "still worth doing": "Still worth doing", "waiting": "Asked, no answer yet"}
AFTER_TALKS = ("thank_note", "thank_email", "connect_interviewer", "answer_offer")
"""The steps of an application that is still open; the others are of one that was lost."""
HEARSAY = "referral_hearsay"
STEP = argument(
    "named", nargs="+", metavar="STEP", help="the id that `jobkit due` gives it, or an application and a step"
)
PERSON = argument("--person", help="whom it concerns, if several")


@command(
    AS_OF,
    JSON,
    argument("--ics", type=path, metavar="FILE", help="write it as a calendar"),
    argument("--vcard", type=path, metavar="FILE", help="write the people as contacts"),
)
def due(options: Namespace) -> None:
    """what is worth doing now, for whom, and why"""
    from jobkit import hints, sentences

    search = search_of(options)
    every = search.due()
    if options.ics or options.vcard:
        return _write(options, search, every)
    if options.json:
        return terminal.print_json(every)
    if lines := sentences.ahead(search.ahead(), search.as_of):
        say("Ahead:", *(f"  {line}" for line in lines))
        say("  To prepare: jobkit show COMPANY. Look back on it soon after: jobkit debrief COMPANY", "")
    say(*sentences.left_open(search.applications, search.as_of))
    _say_due(every, search)
    later, gone = (int((every["state"] == state).sum()) for state in ("coming", "let go"))
    if later:
        say("", f"{later} more will come; `jobkit due --ics FILE` puts them into your calendar.")
    if questions := hints.says(search.hints()):
        say("", "Noticed in your files, as questions; nothing is recorded by itself:", *questions)
    if gone:
        late = "One step is too late now; leave it."
        say("", late if gone == 1 else f"{gone} steps are too late now; leave them.")


def _say_due(every: pd.DataFrame, search: Search) -> None:
    """Print the steps that are worth doing: what ends soon first; what a step is and is for stands once."""
    from jobkit.steps import NOBODY, SOON, told_apart

    rows = told_apart(every).assign(id=terminal.short(list(every["due"]), 6))
    seen = rows["seems_done"].notna()
    did = rows["channel"].map({"linkedin": "asked to connect"}).fillna("wrote")
    days = [english.day(day) if at else "" for day, at in zip(rows["seems_done"], seen, strict=True)]
    how = "seems done: you " + did + " on " + days + "; `jobkit done " + rows["id"] + "` records it"
    rows["why"] = how.where(seen, rows["why"])
    ends = rows["closes"].where(rows["state"] == "due", rows["until"])
    is_soon = rows["state"].isin(["due", "still worth doing"]) & ((ends - search.as_of).dt.days <= SOON)
    rows["group"] = rows["state"].map(_GROUPS).mask(is_soon, "Ends within two weeks").fillna("")
    offers = rows.loc[rows["trigger"] == "offer", "group"]  # it waits for nothing else
    titles = dict.fromkeys((*offers, "Ends within two weeks", *_GROUPS.values()))
    groups = [title for title in titles if title and (rows["group"] == title).any()]
    if not groups:
        say("Nothing is due. That is fine.")
    for n, title in enumerate(groups):
        say(*([""] if n else []), f"{title}:")
        for key, here in rows[rows["group"] == title].groupby("step", sort=False):
            _say_step(str(key), here, search)
    if rows.loc[rows["group"] != "", "why"].str.contains(NOBODY, regex=False).any():
        say("", 'Where nobody is named: jobkit person "NAME" --part interviewer --application COMPANY')


def _say_step(key: str, rows: pd.DataFrame, search: Search) -> None:
    from jobkit.steps import NOBODY, PARTS

    what, purpose = rows["what"].iloc[0], rows["purpose"].iloc[0]
    is_one = rows["what"].nunique() == 1
    if not is_one:
        step = next(one for one in search.process.steps if one.key == key)
        what = step.what.replace("{person}", PARTS[(*step.person, "contact")[0]])
    say("", f"  {what}. {purpose} [{key}]".replace(". ]", ".]"))
    for row in rows.to_dict("records"):
        when = row["why"].removeprefix(row["purpose"]).replace(NOBODY, "").strip()
        whom = f"{row['person_name']}, " if isinstance(row["person_name"], str) and not is_one else ""
        say(f"    {row['id']}  {whom}{terminal.cell(row['company'])}. {when}")


def _write(options: Namespace, search: Search, every: pd.DataFrame) -> None:
    from jobkit.reports import calendars
    from jobkit.store.files import write_private

    if options.ics:
        say(f"Written: {write_private(options.ics, calendars.ics(every, search.as_of, search.ahead()))}")
    if options.vcard:  # whom you met for a job is of its company where none was said
        people = search.people
        firms = people["application"].map(search.every_application["company"])
        people = people.assign(company=people["company"].fillna(firms.mask(people["part"] == "recruiter")))
        say(f"Written: {write_private(options.vcard, calendars.vcards(people))}")


@command(
    AS_OF,
    STEP,
    argument(
        "--outcome",
        default="done",
        choices=["done", "asked", "refused", "no_answer", "answered", "skipped", "snoozed"],
        help="what became of it (default: done)",
    ),
    PERSON,
    *days(date="when you did it (default: today)", until="postpone until then"),
    ON,
    argument("--words", help="what they said"),
    argument("--reason", metavar="REASON", help="the reason their words give: salary, internal, fit …"),
    argument(
        "--says",
        help="who says so: feedback, referral_first_hand (a referral who was there), referral_hearsay",
    ),
    *texts(
        advice="what they would do in your place; kept with your reflections",
        insight="what you now know of the field or the company; kept with your reflections",
        recommendation="whom or what they named; kept with your reflections",
    ),
    NOTE,
)
def done(options: Namespace) -> None:
    """mark a step as done, skipped or postponed, and note the result"""
    from jobkit.store.recording import AIR, ASK_REFERRAL

    first, *behind = options.named
    if re.fullmatch(r"[0-9a-f]{6,12}", first) and _application_and_step(options.named)[1] not in STEPS:
        options.named, options.words = [first], options.words or " ".join(behind)
    recorder, row = _meant(options)
    application, step = row["application"], row["step"]
    if options.reason:
        options.reason = understand.reason(options.reason, recorder.folder)
    options.says = understand.says(options.says) if options.says else ""
    if step == ASK_REFERRAL and options.words and not options.says:  # nobody to ask: the weaker
        there = "Were they there when it was decided, or did they hear it? there, heard: "
        was_there = terminal.is_attended() and ask(there).casefold().startswith("t")
        options.says = "referral_first_hand" if was_there else HEARSAY
    columns = {"person": options.person or row["person"]}
    columns |= given(options, ("until", "words", "note", "reason", "says"))
    if air := given(options, AIR):
        with_whom = options.person or row["person_name"]
        columns["air"] = air | ({"person": with_whom} if with_whom else {})
    date = options.date or row["seems_done"] or options.as_of or recorder.learned()
    recorder.record_step(application, step, options.outcome, date, **columns)
    say(f"Recorded: {step}, {options.outcome.replace('_', ' ')}, {english.day(str(date))}.")
    say_which(recorder, application)
    if options.words and options.says == HEARSAY:
        say("Their words count as hearsay. Were they there? Run it again with --says referral_first_hand.")


def _application_and_step(words: list[str]) -> tuple[str, str]:
    """Return what words name, several each, in either order; a step "" where they name but one thing."""
    for n in range(1, len(words)):
        for said, rest in ((words[-n:], words[:-n]), (words[:n], words[n:])):
            if (step := "_".join(said).casefold()) in STEPS:
                return " ".join(rest), step
    return " ".join(words[:-1] or words), words[-1] if words[1:] else ""


def _meant(options: Namespace) -> tuple[Recorder, dict]:
    """Return what records, and the step that is meant: its row, or what was named of it."""
    what, step = _application_and_step(options.named)
    if step in STEPS:
        row = {"application": what, "step": step}
        recorder = recorder_of(options, what, OPEN if step in AFTER_TALKS else LOST, options.date)
        return recorder, row | dict.fromkeys(("person", "person_name", "seems_done"))
    search = search_of(options)
    row = search.step(what, step, options.person)
    if step:
        return search, row | dict.fromkeys(("person", "person_name", "seems_done"))
    listed = search.due()
    days = listed.loc[listed["due"] == row["due"], "seems_done"].dropna()
    return search, row | {"seems_done": None if days.empty else days.iloc[0].date().isoformat()}


@command(
    AS_OF,
    STEP,
    PERSON,
    argument("--tone", default="warm", choices=["warm", "brief", "formal"]),
    argument(
        "--language",
        choices=["en", "de", "du", "fr"],
        help="English, German with Sie or du, French (default: that of their letters and of your notes)",
    ),
    many(
        "-f",
        "--fact",
        metavar="NAME=TEXT",
        help="for the draft: address (how you address them), date (when you spoke), noted (what stayed with"
        " you), since (what you have done since), me (your name, as you sign)",
    ),
)
def draft(options: Namespace) -> None:
    """a draft of the message for a step; nothing is sent"""
    from jobkit.reports import drafts

    facts = dict(item.partition("=")[::2] for item in options.fact)
    for word in (name for name in facts if name not in drafts.GIVEN):
        takes = "; ".join(f"{word}: {meaning}" for word, meaning in drafts.GIVEN.items())
        hint = english.did_you_mean(word, drafts.GIVEN)
        raise JobkitError(f"A draft takes no “{word}”. It takes {takes}. {hint}".strip())
    meant = (*_application_and_step(options.named), options.person)
    made = drafts.of(search_of(options), *meant, facts, options.tone, options.language)
    missing = [f"Missing: {question}" for question in made.missing]
    lacking = ("date" if word == "day" else word for word in made.lacking)
    if flags := [f'-f {word}="…"' for word in lacking if word in drafts.GIVEN]:
        missing.append(f"Run it again with {' '.join(flags)}")
    subject, asked = made.subject and f"Subject: {made.subject}", [f"To ask: {one}" for one in made.questions]
    parts = ([subject], made.body.splitlines(), asked, missing or [made.mailto])
    for n, part in enumerate(filter(any, parts)):
        say(*[""] * bool(n), *part)


SHOWN = 20
STOPPED = "stopped waiting"
STAYS_OPEN = (
    "Nobody said no, so it still counts as open; it only leaves the lists of what you wait for,"
    " and a reply brings it back."
)


@command(
    AS_OF,
    JSON,
    ON,
    argument(
        "answer",
        nargs="*",
        metavar="ID=KEY",
        help="what came of it, by the keys that the list shows; quiet=s stops waiting for all quiet ones",
    ),
)
def settle(options: Namespace) -> None:
    """what is still open: predictions, plans, applications that went quiet"""
    search = search_of(options)
    rows = search.unsettled()
    if options.json:
        return terminal.print_json(rows)
    if answers := [item.partition("=")[::2] for item in options.answer] or _ask_what_came(rows):
        lines = search.settle(answers)
        say(*lines, *[STAYS_OPEN] * any(line.endswith(STOPPED) for line in lines))


def _ask_what_came(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Print what stands open; return what somebody answers to it, nothing where nobody is there."""
    from jobkit.settling import KEYS, WAIT

    rows.insert(0, "id", terminal.short(list(rows["item"])))
    rows.insert(0, "n", range(1, len(rows) + 1))
    keys = {kind: ", ".join(f"{key} {word}" for key, word in known.items()) for kind, known in KEYS.items()}
    shown = rows.assign(keys=rows["kind"].map(keys)).head(SHOWN)
    terminal.print_table(shown, "n: , id, text: what, since, keys", empty="Nothing is open.")
    if len(rows) > SHOWN:
        say(f"and {len(rows) - SHOWN} more.")
    if "quiet" in set(rows["kind"]):
        say("", f"s: you stop waiting. {STAYS_OPEN}")
    if len(rows) and not terminal.is_attended():
        say("", "Settle them by id: jobkit settle ID=KEY ID=KEY. All quiet ones: jobkit settle quiet=s")
    if rows.empty or not terminal.is_attended():
        return []
    say("", f"Type number and key, several at once: 1y 3-8s. {WAIT} or nothing leaves it open.")
    return _typed(ask("> "), [*shown["item"]])


def _typed(text: str, items: list[str]) -> list[tuple[str, str]]:
    """Return what “1y 3-8s” answers to numbered things; what it leaves out stays open."""
    from jobkit.settling import WAIT

    answers = []
    for word in text.replace(",", " ").split():
        found = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3}))?([a-z])", word)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not found or not 1 <= first <= last <= len(items):
            raise JobkitError(f"I can't read “{word}”. Write number and key, as 1y. Nothing was recorded.")
        answers += [(item, found[3]) for item in items[first - 1 : last]]
    return [*answers, *((item, WAIT) for item in items if item not in dict(answers))]


REFLECTED = {
    "plan": "if … then …",
    "obstacle": "what may get in the way",
    "answer": "to the private question",
    "air": "advice, insight or recommendation, and what you did with it",
    "prediction": "what you expect, with its probability: 0.6 an interview at …",
    "experiment": "what you try, its measure and n",
}


@command(
    argument("month", nargs="*", help="october or 2026-10 (default: the newest month with events)"),
    ON,
    *(many(f"--{name}", metavar="TEXT", help=words) for name, words in REFLECTED.items()),
    many(
        "--did",
        nargs=2,
        metavar=("ADVICE", "TEXT"),
        help="the beginning of a piece of advice, and what you did with it",
    ),
    many(
        "--review",
        nargs=2,
        metavar=("PLAN", "OUTCOME"),
        help="the beginning of a plan, and what came of it: done, not yet, changed, let go",
    ),
)
def reflect(options: Namespace) -> None:
    """answer last month's plans and make new ones"""
    from jobkit.language.vocabulary import shipped
    from jobkit.search.finding import plan_called
    from jobkit.search.writing import record_what_was_done

    search = search_of(options)
    month = options.month or search.newest_month()
    if len(options.obstacle) > len(options.plan):
        raise JobkitError("Each --obstacle belongs to a --plan: give the plan, too. Nothing was recorded.")
    obstacles = [*options.obstacle, *[""] * len(options.plan)]
    entries = [("plan", plan, {"obstacle": one}) for plan, one in zip(options.plan, obstacles, strict=False)]
    kinds = [kind for kind in REFLECTED if kind not in ("plan", "obstacle")]
    entries += [(kind, text, {}) for kind in kinds for text in getattr(options, kind)]
    if not entries and not options.review and not options.did:
        if not terminal.is_attended():
            raise JobkitError(
                "Say what to keep: --plan, --review, --answer, --air, --did, --prediction or --experiment."
            )
        entries = _ask_reflection(search, month)
    entries += [
        ("review", plan_called(search, plan), {"outcome": outcome}) for plan, outcome in options.review
    ]
    for kind, text, details in entries:
        if kind == "experiment" and not re.search(r"\bn ?= ?\d", f"{text} {details.get('measure')}"):
            say(f"“{text}” names no measure. Say how you will tell: an interview within 45 days, n = 15.")
        search.record_reflection(month, kind, text, details)
    for advice, did in options.did:
        record_what_was_done(search, advice, did)
    kept = Counter([kind for kind, *_ in entries] + ["did"] * len(options.did))
    words = shipped("screens")["kept"]
    told = english.listed(english.counted(n, *words[kind]) for kind, n in kept.items())
    say(f"Kept for {english.month(month)}: {told or 'nothing'}. Later reports return to it.")


def _ask_reflection(search: Search, month: str) -> list[tuple[str, str, dict]]:
    from jobkit import reflection

    say(f"Looking back on {month}. Leave empty what you do not want to answer.")
    entries: list[tuple[str, str, dict]] = []
    for plan in reflection.open_plans(search.reflections, month):
        say(f"You planned: {plan}")
        asked = "What came of it: done, not yet, changed, let go? "
        while (outcome := ask(asked).casefold()) not in ("", "done", "not yet", "changed", "let go"):
            say("  Write one of these, or nothing.")
        if outcome:
            entries.append(("review", plan, {"outcome": outcome, "came": ask("In a few words: ")}))
    if answer := ask("What would you write to a friend in the same place? (private) "):
        entries.append(("answer", answer, {}))
    while sum(kind == "plan" for kind, *_ in entries) < 3 and (plan := ask("A plan: if … then … ")):
        entries.append(("plan", plan, {"obstacle": ask("What may get in the way? ")}))
    if change := ask("An experiment, if you like: what will you change? "):
        measure = ask("How will you tell? Such as: an interview within 45 days, n = 15. ")
        entries.append(("experiment", change, {"measure": measure}))
    if air := ask("Advice, an insight or a recommendation somebody gave you: "):
        entries.append(("air", air, {"advice": air, "did": ask("What did you do with it? ")}))
    return entries
