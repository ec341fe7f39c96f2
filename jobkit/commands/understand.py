"""What people type, understood as they mean it: days, kinds of events, names from a list.

What has one meaning is taken; what has two, or is nearly a known word, is asked about, and without a
terminal refused with what it may be (`JobkitError`).
"""

from __future__ import annotations

from datetime import date

from jobkit.commands import terminal
from jobkit.errors import JobkitError, UnclearError
from jobkit.language import english
from jobkit.language.text import plain
from jobkit.tables import ENDINGS, KINDS, SAYS, STEPS, TALKS, is_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from pathlib import Path


AHEAD, RECENT = 120, 60  # days: a talk may be as far ahead; what happened is rather so near than to come


def day(text: str, since: str = "", or_month: bool = False, kind: str = "", applied: str = "") -> str:
    """Return a day as 2026-10-31, "" for none: “18 June” is the latest by `since` or today, “May” its 1st.

    kind, applied : the event that happens then, and the day of applying, behind which it lies.
    """
    text = text.strip()
    if not text:
        return text
    from jobkit.store.anchors import today

    now = date.fromisoformat(since or today())
    if is_day(text, 1950, now.year + 2):
        return text
    from jobkit.language import days

    def read(order: str = "") -> list[date]:
        if kind:
            return _likely(text, now, kind, applied, order)
        return days.readings(text, now, order=order)

    found = read()
    if len(found) > 1 and any(sign in text for sign in "/-") and (order := _order()):
        found = read(order)
    if or_month and not found and is_day(first := f"{month(text, since)}-01", 1950, now.year + 2):
        terminal.say(f"“{text}” is kept as {english.day(first)}. Give the day once you know it.")
        return first
    if not found:
        refuse_month(text.split())
        raise JobkitError(
            f"I can't read “{text}” as a date. Write it as {now.isoformat()}. Nothing was recorded."
        )
    written = [f"{english.day(one)} ({one.isoformat()})" for one in found]
    place = _which(f"“{text}” can be several days.", written, "Write the one you mean")
    if len(found) == 1 and not days.is_likely(found[0], now):
        agreed(f"“{text}” is {written[0]}, which is outside a job search.", "Is that right?")
    return found[place].isoformat()


def _order() -> str:
    """Return in which order somebody types a day in numbers: that of all their lists, else of a country."""
    import json

    from jobkit.commands.registry import path
    from jobkit.language.days import DAY_FIRST, MONTH_FIRST
    from jobkit.language.vocabulary import shipped
    from jobkit.store.anchors import Anchors, default_folder

    store = Anchors(terminal.folder or default_folder()).store
    if not path(store._path).exists():
        return ""
    layouts = [layout for (layout,) in store.read("SELECT layout FROM sound_sources")]
    whys = [why for layout in layouts for *_, why in json.loads(layout)]
    lists = {order for order in (DAY_FIRST, MONTH_FIRST) if any(f"{order}: " in why for why in whys)}
    if len(lists) == 1:
        return lists.pop()
    country = next((row["country"] for row in store.facts("own")[::-1] if row.get("country")), "")
    orders = shipped("days")["typed_order"]
    return next((order for order, names in orders.items() if plain(country) in names), "")


def refuse_month(words: list[str]) -> None:
    """Refuse words that end with a month or with roughly when, and with no day: none is made up."""
    from jobkit.language.days import is_rough, months

    tails = (" ".join(words[-n:]) for n in (3, 2, 1) if n < len(words) + 1)
    if said := next((tail for tail in tails if is_rough(tail) or (plain(tail) in months() and tail[3:])), ""):
        way = f'Give the day, or leave it out and keep what you know: --note "{said}"'
        raise JobkitError(f"“{said}” is no day, and none is made up. {way}. Nothing was recorded.")


def hour(words: list[str]) -> tuple[str, list[str], int]:
    """Return an hour that words name (“10:00”, “14–15 Uhr”), the other words, how many stand before it."""
    if not any(sign.isdigit() for word in words for sign in word):
        return "", words, 0
    import re

    from jobkit.language.vocabulary import shipped
    from jobkit.sources.mail.invitations import hour_of

    text = re.sub(r"(?<=\d)T(?=\d\d:)", " ", " ".join(words))  # 2026-12-03T10:00
    found = re.search(shipped("days")["typed_hour"]["pattern"], text, re.I)
    if not found:
        return "", words, 0
    said = hour_of(found[0]) if found["end"] is None else found["hours"]
    return said, f"{text[: found.start()]} {text[found.end() :]}".split(), len(text[: found.start()].split())


def _likely(text: str, now: date, kind: str, applied: str, order: str) -> list[date]:
    """Return the days that words may mean for an event: where one alone lies behind applying, that one."""
    from jobkit.language.days import SOON, readings
    from jobkit.language.vocabulary import shipped

    is_talk = kind in TALKS
    is_weekday = is_talk and plain(text) in shipped("days")["weekdays"]  # “interview Friday”, past or to come
    said = f"this {text}" if is_weekday else text
    found = readings(said, now, order=order)
    wide = readings(said, now, AHEAD if is_talk else SOON, order)
    behind = [one for one in wide if applied and one.isoformat() >= applied]
    past = [one for one in found if one <= now and not is_talk]
    return next((one for one in (behind, past) if len(one) == 1 and (now - one[0]).days < RECENT), found)


def as_note(note: str, kind: str) -> str:
    """Return words behind a day as a note; another event that they tell of would be lost, and is refused."""
    from jobkit.sources.tables.statuses import Lexicon

    quiet = ("open", *TALKS, "saved", "applied", "acknowledged", kind)
    if kind not in ENDINGS and {*Lexicon().kinds(note)}.difference(quiet):
        said = f"“{note}” seems to tell of another event. Log each by itself, or write: --note"
        raise JobkitError(f'{said} "{note}". Nothing was recorded.')
    return note


def month(text: str, since: str = "", is_plan: bool = False) -> str:
    """Return a month as 2026-10: “october” is the newest begun on `since` or today; else the text.

    For a plan it may be the month that comes next.
    """
    from jobkit.language import days
    from jobkit.store.anchors import today

    now = date.fromisoformat(since or today())
    if number := days.months().get(plain(text)):
        is_next = is_plan and (number - now.month) % 12 == 1
        if number > now.month and not is_next:
            terminal.complain(f"{text} is that of {now.year - 1}; in {now.year} it has not begun.")
        return f"{now.year - (number > now.month) + is_next}-{number:02}"
    named = days.months_named(text)
    return f"{named[0]:%Y-%m}" if len(named) == 1 and not days.besides(text) else text


def kind(text: str) -> str:
    """Return the kind of event that words name: `rejected` for “reject”, `screening` for “phone screen”."""
    if text.casefold() == "hired":
        raise JobkitError(
            "“hired” can be you or somebody else. Were you hired: jobkit log accepted. Was somebody else:"
            " jobkit hire. Nothing was recorded."
        )
    if sure := sure_kind(text):
        return sure
    meant, _ = _named(text)
    if not meant and (step := step_of(text)):
        said = f'“{text}” is a step, and no event: jobkit done COMPANY {step} --words "what they said".'
        raise JobkitError(f"{said} Nothing was recorded.")
    if len(meant) != 1:
        return one_of(text, KINDS, "a kind of event")
    agreed(f"“{text}” is not a kind of event.", f"Did you mean `{meant[0]}`?")
    return meant[0]


def step_of(text: str) -> str:
    """Return the step of the process that words name, as `coffee` for “coffee with the hire”; else ""."""
    words = {*plain(text).split()}
    return next((step for step in STEPS if {*step.removeprefix("ask_").split("_")} <= words), "")


def sure_kind(text: str) -> str:
    """Return the kind of event that words name for sure, "" where they do not; silence is refused."""
    if text in KINDS:
        return text
    from jobkit.language.vocabulary import shipped

    if said := shipped("statuses")["asked_back"].get(plain(text)):
        raise JobkitError(f"{said} Nothing was recorded.")
    meant, is_guess = _named(text)
    if meant == ["open"] and not is_guess:
        said = f"“{text}” is no event: without an answer it stays open, and the days are counted."
        raise JobkitError(f"{said} To wait no more: jobkit settle. Nothing was recorded.")
    return meant[0] if len(meant) == 1 and not is_guess and text.casefold() != "hired" else ""


def _named(text: str) -> tuple[list[str], bool]:
    from jobkit.language.vocabulary import shipped
    from jobkit.sources.tables.statuses import Lexicon

    lexicon = Lexicon(shipped("statuses")["typed"])
    return [name for name in (*KINDS, "open") if name in lexicon.kinds(text)], lexicon.is_guess(
        text
    ) or lexicon.slip(plain(text)) not in ("", plain(text))


def one_of(text: str, names: Iterable[str], what: str) -> str:
    """Return the name of a list that a text means: all of it, its beginning, or (asked about) nearly it."""
    names = list(names)
    folded = text.strip().casefold().replace(" ", "_").replace("-", "_")
    if folded in names:
        return folded
    begun = [name for name in names if folded and name.startswith(folded)]
    if len(begun) == 1:
        return begun[0]
    beginnings = {part: name for name in names for part in (name, name.split("_")[0])}
    near = beginnings.get(english.nearest(folded, beginnings, 0.8))
    if begun or not near:
        choice = ", ".join(begun or names)
        raise JobkitError(f"“{text}” is not {what}. Choose one of {choice}. Nothing was recorded.")
    agreed(f"“{text}” is not {what}.", f"Did you mean `{near}`?")
    return near


def of_a_talk(text: str, names: tuple[str, ...], what: str) -> str:
    """Return the round of an interview, or how an answer went, that words mean: `first` for “erstes”."""
    from jobkit.language.vocabulary import shipped

    meant = {word: name for name, words in shipped("debrief")["words"].items() for word in words.split()}
    first = text.casefold().strip(" .").partition(" ")[0]
    return word if (word := meant.get(first, "")) in names else one_of(text, names, what)


def reason(text: str, folder: Path) -> str:
    """Return the reason that words name: `logistics` for “salary”, `unknown` for who somebody is."""
    from jobkit.language import vocabulary
    from jobkit.language.vocabulary import shipped

    known, said = vocabulary.reasons(folder), plain(text)
    if text in known:
        return text
    homes = _homes(known)
    within = [word for word in homes if f" {word} " in f" {said} "]
    finest = [word for word in within if not any(word != other and word in other for other in within)]
    if words := [said] if said in homes else finest:
        meant = [*dict.fromkeys(name for word in words for name in homes[word])]
        labels = [str(known[name].get("short", known[name]["label"])) for name in meant]
        return meant[_which(f"“{text}” can be several reasons.", labels)]
    own = {*map(plain, shipped("reasons")["who_one_is"]["words"])}  # such as their age
    if any(f" {word} " in f" {said} " for word in own):
        terminal.say(
            f"“{text}” is kept as you say it. No reason here stands for who somebody is, and none is made up."
        )
        return "unknown"
    fact = f"“{text}” is not a reason I know."
    if near := english.nearest(said, homes, 0.8):
        agreed(fact, f"Did you mean “{near}”?")
        return homes[near][0]
    short = "; ".join(str(row.get("short", row["label"])) for row in known.values())
    raise JobkitError(f"{fact} Choose one of: {short}. Nothing was recorded.")


def is_reason(text: str, folder: Path) -> bool:
    """Return whether words name a reason as they stand, or who somebody is."""
    from jobkit.language.vocabulary import reasons, shipped

    own = map(plain, shipped("reasons")["who_one_is"]["words"])
    return plain(text) in {*_homes(reasons(folder)), *own}


def says(text: str) -> str:
    """Return who says so, by a name of `SAYS` or in words: `feedback` for “hiring manager”."""
    from jobkit.language.vocabulary import shipped

    said = plain(text)
    known = {plain(word): name for name, words in shipped("reasons")["who"].items() for word in words}
    return text if text in SAYS else known.get(said) or one_of(text, SAYS, "a source of a reason")


def _homes(known: dict[str, dict]) -> dict[str, list[str]]:
    """Return for each word, label and name the reasons that it may mean."""
    homes: dict[str, list[str]] = {}
    for name, row in known.items():
        listed = (str(word) for part in ("words", "sub_reasons", "recruiters") for word in row.get(part, ()))
        for word in {*map(plain, (name, row["label"], row.get("short", ""), *listed))} - {""}:
            homes.setdefault(word, []).append(name)
    return homes


def said_of(reason: str, says: str, folder: Path) -> str:
    """Return a reason and who says so in plain words."""
    from jobkit.language.vocabulary import reasons, shipped

    return f"{reasons(folder)[reason]['label']} ({shipped('reasons')['says'][says]['label']})"


def agreed(fact: str, question: str) -> None:
    """Ask a question that yes answers; anything else, or nobody there to ask, raises `JobkitError`."""
    if not terminal.is_attended():
        raise JobkitError(f"{fact} {question} Nothing was recorded.")
    terminal.say(fact)
    if terminal.ask(f"{question} [y/N] ").casefold() not in ("y", "yes"):
        raise JobkitError("Nothing was recorded.")


def settle(error: UnclearError, options: Namespace) -> None:
    """Ask which of the choices was meant, and put it in the place of what was typed."""
    chosen = list(error.choices)[_which(error.fact, list(error.choices.values()))]
    for name, value in vars(options).items():
        if value == error.text:
            setattr(options, name, chosen)
        elif isinstance(value, list):
            setattr(options, name, [in_place(word, error.text, chosen) for word in value])


def in_place(word: str, text: str, chosen: str) -> str:
    """Return a word of a command with what was chosen in the place of a text: “application=Acorn”, too."""
    start = word.removesuffix(text)
    return start + chosen if word == text or (start != word and start.endswith("=")) else word


def _which(fact: str, choices: list[str], hint: str = "Say which") -> int:
    """Return the place of the one that is meant: the only one, or the one that is chosen when asked."""
    if len(choices) == 1:
        return 0
    if not terminal.is_attended():
        raise JobkitError(f"{fact} {hint}: {english.listed(choices, 'or')}. Nothing was recorded.")
    terminal.say(fact, *(f"  {number}  {choice}" for number, choice in enumerate(choices, 1)))
    answer = terminal.ask(f"Which one? 1 to {len(choices)}, or nothing to stop: ")
    if not (answer.isdigit() and 1 <= int(answer) <= len(choices)):
        raise JobkitError("Nothing was recorded.")
    return int(answer) - 1
