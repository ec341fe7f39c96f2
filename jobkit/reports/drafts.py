"""The words of a step, drafted from what is known: names, a day, the job, and what the person noted.

What is not known is asked for, never made up. Templates are plain text; values are data, never templates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jobkit import tables
from jobkit.errors import JobkitError, SourceError
from jobkit.language import english

if TYPE_CHECKING:
    import pandas as pd

BUILT_IN = Path(__file__).parents[1] / "data" / "drafts"
TONES = ("warm", "brief", "formal")
QUESTIONS = {
    "address": "How do you address {name}: by first name, or Ms or Mr?",
    "name": "Who is it for?",
    "company": "Which company was it?",
    "role": "Which job was it?",
    "day": "On which day did you speak?",
    "noted": "What stayed with you from the conversation? It goes on after “I keep thinking about”.",
    "since": "What have you done or learned since? It goes on after “Since we spoke, I have”.",
    "me": "What is your name, as you sign?",
}
GIVEN = {
    "address": "how you address them, such as Ms Ruiz",
    "date": "the day on which you spoke, as 2026-10-31",
    "noted": "what stayed with you from the conversation",
    "since": "what you have done or learned since",
    "me": "your name, as you sign",
}
"""What a person can give for a draft, beside what is recorded, and what it means."""
GIVEN_AS = {"day": "date", "address": "address", "noted": "noted", "since": "since", "me": "me"}
AIR = (
    "What would you do in my place over the next months?",
    "What turned out to matter in this work that the description did not say?",
    "Whom should I talk to, and what should I read or learn first?",
)
PLACES = {"me": "your name", "since": "what you have done or learned"}
MARKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
NODES = ("Output", "TemplateData", "Name", "If", "Not", "And", "Or")
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}\.[a-z][a-z0-9_]{0,63}\.txt")
USE = f"Use text, {{{{ word }}}}, {{% if word %}} and {{% endif %}}; a word is {', '.join(QUESTIONS)}."


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to look over and send oneself; `missing` holds the questions still open, `lacking` the words.

    `mailto` is empty for what goes by hand or on LinkedIn; `questions` are for a conversation.
    """

    subject: str
    body: str
    mailto: str
    missing: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def draft(
    step, application, person=None, facts: Mapping[str, Any] | None = None, tone="warm", folder=None
) -> Draft:
    """Return the draft of a step's message, from facts only.

    Parameters
    ----------
    step : key of a step, or a row of `steps.due`, which knows the day of an interview.
    application, person : a row of `applications`, of `people`; None where unknown.
    facts : what else was noted: `address` (how they are addressed), `date` (of the conversation), `noted`,
        `since`, `me`; `comparison` (from `comparison.compare`) gives questions for the coffee.
    tone : warm, brief, formal, or one of the user's own.
    folder : the user's templates, named step.tone.txt; one of a name replaces what is built in.

    Raises
    ------
    JobkitError : there is no template for this step in this tone, or it cannot be followed (`SourceError`).
    """
    key, facts, email = (
        step if isinstance(step, str) else _text(step, "step"),
        facts or {},
        _text(person, "email"),
    )
    if not isinstance(step, str) and _text(step, "trigger") == "interview":
        facts = {"date": step.get("since"), **facts}
    known = _known(application, person, facts)
    text, lacking = _filled(_template(key, tone, folder), known)
    missing = [QUESTIONS[word].replace("{name}", known["name"]) for word in lacking]
    head, _, rest = text.partition("\n")
    subject = head.removeprefix("Subject:").strip() if head.startswith("Subject:") else ""
    body = re.sub(r"\n{3,}", "\n\n", rest if subject else text).strip() + "\n"
    if subject and not email:
        missing.append(f"What is the e-mail address of {known['name'] or 'this person'}?")
    link = f"mailto:{_quoted(email, '@')}?subject={_quoted(subject)}&body={_quoted(body)}" if subject else ""
    asked = questions(facts.get("comparison")) if key == "coffee" else ()
    return Draft(subject, body, link, tuple(missing), asked, tuple(lacking))


def of(search, what: str, step: str = "", person: str = "", facts=None, tone: str = "warm") -> Draft:
    """Return the draft for a step of a search: by the id that `due` gives it, or an application and a step.

    Raises
    ------
    JobkitError : there is no such step, no such person, or no such template.
    """
    row = search.step(what, step, person)
    name = row["application"]
    people = search.people[search.people["application"] == name]
    return draft(
        row,
        search.every_application.loc[name],
        _addressee(people, person, row),
        facts,
        tone,
        search.folder / "drafts",
    )


def _addressee(people: pd.DataFrame, name: str, row: Mapping[str, Any]) -> pd.Series | None:
    """Return the person a draft is for: the one that is named, else the step's own; None while nobody is.

    Never somebody else: a draft to the person hired takes no other's name.
    """
    wanted = name or row["person"]
    if not wanted:
        return None
    fits = people[people["person"] == wanted]
    if fits.empty:
        fits = people[people["name"].str.contains(wanted, case=False, regex=False).fillna(False)]
    if fits.empty and name:
        raise JobkitError(f"Nobody called “{name}” is known here; `jobkit person` records somebody.")
    return None if fits.empty else fits.iloc[-1]


def questions(comparison: pd.DataFrame | None = None) -> tuple[str, ...]:
    """Return questions for a coffee with the hire: where they are ahead, how they came by it; then AIR.

    `comparison` is indexed by dimension, with `ahead` ("hire", "you", "tie", "unknown") and `hire_says`.
    """
    if comparison is None or not hasattr(comparison, "columns"):
        return AIR
    tables.require(comparison, ("ahead", "hire_says"), "comparison")
    ahead = comparison[comparison["ahead"] == "hire"]
    says = [
        plain(text) if isinstance(text, str) else f"your {plain(name)}"
        for name, text in ahead["hire_says"].items()
    ]
    return (*(f"How did you come by {text}?" for text in says), *AIR)


def plain(value: object) -> str:
    """Return text in one line, without control characters and marks that turn the direction round."""
    return " ".join(MARKS.sub(" ", str(value)).split())


def _known(application, person, facts: Mapping[str, Any]) -> dict[str, str]:
    name = _text(person, "name")
    day = tables.day(facts.get("date"))
    return {
        "address": _text(facts, "address"),
        "name": name,
        "company": _text(application, "company"),
        "role": _text(application, "role"),
        "day": english.day(day, day) if day == day else "",
        "noted": _text(facts, "noted").rstrip("."),
        "since": _text(facts, "since").rstrip("."),
        "me": _text(facts, "me"),
    }


def _text(row: Any, name: str) -> str:
    value = None if row is None else row.get(name)
    return plain(value) if isinstance(value, str) else ""


def _template(key: str, tone: str, folder: str | Path | None) -> Path:
    name = f"{key}.{tone}.txt"
    places = [Path(place) / name for place in (folder, BUILT_IN) if place] if NAME.fullmatch(name) else []
    if found := next((path for path in places if path.is_file()), None):
        return found
    raise JobkitError(
        f"There is no draft “{plain(name)}”. Write one into the folder drafts of your search to have it."
    )


def _filled(path: Path, known: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the template with its words filled in, and those that are not known."""
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    env = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    try:
        source = path.read_text(encoding="utf-8-sig")
        used, tested = _words(env.parse(source), path)
        if "address" in used and not known["name"]:
            used.insert(0, "name")
        places = {word: "" if word in tested else f"[{PLACES.get(word, word)}]" for word in used}
        places["address"] = known["name"] or "[name]"
        text = env.from_string(source).render({word: known[word] or places[word] for word in used})
    except (TemplateError, OSError, ValueError, SyntaxError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise SourceError(path, f"it cannot be followed: {error}.", USE, line) from error
    lacking = [
        word for word in dict.fromkeys(used) if not known[word] and (word != "address" or known["name"])
    ]
    return text, lacking


def _words(tree, path: Path) -> tuple[list[str], set[str]]:
    """Return the words a template uses, and those it only tests for; it can do nothing else."""
    from jinja2 import nodes

    for node in tree.find_all(nodes.Node):
        word, kind = getattr(node, "name", "me"), type(node).__name__
        if kind not in NODES or word not in QUESTIONS:
            raise SourceError(
                path, f"“{word if kind in NODES else kind}” cannot stand in a draft.", USE, node.lineno
            )
    names = [node.name for node in tree.find_all(nodes.Name)]
    tests = [nodes.Output([node.test]) for node in tree.find_all(nodes.If)]
    return names, {name.name for test in tests for name in test.find_all(nodes.Name)}


def _quoted(text: str, safe: str = "") -> str:
    return quote(text.replace("\n", "\r\n"), safe=safe, errors="replace")
