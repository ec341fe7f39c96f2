"""The words of a step, drafted from what is known: names, a day, the job, and what the person noted.

What is not known is asked for, never made up. Templates are plain text; values are data, never templates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from jobkit import history, reasons, tables
from jobkit.errors import JobkitError, SourceError
from jobkit.language import english, names
from jobkit.language.text import OBEYED
from jobkit.language.vocabulary import shipped
from jobkit.search.finding import letters

BUILT_IN = Path(__file__).parents[1] / "data" / "drafts"
TONES = ("warm", "brief", "formal")
LANGUAGES = ("en", "de", "du", "fr")
"""English, German with Sie, German with du, French; `drafts.toml` has their words."""
QUESTIONS, GIVEN, TOLD = (shipped("drafts")[name] for name in ("questions", "given", "told"))
NO_PERSON = ("ask_notes", "ask_notes_swiss")
"""Steps that write to an employer, not to somebody."""
OF_GENDER = re.compile(
    r" ?(?:\([mwfdxgn]{1,2}(?:[/|*,][mwfdxgn]{1,2}){0,3}\)|\(?\b(?:h/f|f/h)(?:/[xn])?\b\)?)", re.I
)
"""What adverts add to a job's name, (m/w/d) or H/F, and no letter does."""
LONGEST = 20_000  # letters of a text whose language is asked
NODES = ("Output", "TemplateData", "Name", "If", "Not", "And", "Or")
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}\.[a-z][a-z0-9_]{0,63}(\.[a-z]{2})?\.txt")
WORDS = (*QUESTIONS, *TOLD)
USE = f"Use text, {{{{ word }}}}, {{% if word %}} and {{% endif %}}; a word is {', '.join(WORDS)}."


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
    step,
    application,
    person=None,
    facts: Mapping[str, Any] | None = None,
    tone="warm",
    folder=None,
    language="en",
) -> Draft:
    """Return the draft of a step's message, from facts only.

    Parameters
    ----------
    step : key of a step, or a row of `steps.due`, which knows the day of an interview.
    application, person : a row of `applications`, of `people`; None where unknown.
    facts : what else was noted: `address` (how they are addressed), `date` (of the conversation), `noted`,
        `since`, `me`.
    tone : warm, brief, formal, or one of the user's own.
    folder : the user's templates, named step.tone.txt; one of a name replaces what is built in.
    language : of `LANGUAGES`; templates in another than English are named step.tone.de.txt.

    Raises
    ------
    JobkitError : there is no template for this step in this tone, or it cannot be followed (`SourceError`).
    """
    if language not in LANGUAGES:
        raise JobkitError(f"“{language}” is not a language for drafts; choose one of {', '.join(LANGUAGES)}.")
    row, email, facts = {"step": step} if isinstance(step, str) else step, _text(person, "email"), facts or {}
    key = _text(row, "step")
    if _text(row, "trigger") == "interview":
        facts = {"date": row.get("since"), **facts}
    if key in NO_PERSON and application is not None:
        facts = {"date": application.get("applied"), **facts}
    known = _known(application, person, facts, tone, language)
    words = shipped("drafts")[language]
    nobody = re.sub(r"\{\w+\}", "[name]", words["formal" if tone == "formal" else "hello"])
    text, lacking = _filled(_template(key, tone, folder, language), known, nobody)
    missing = [
        QUESTIONS[word].replace("{name}", known["name"]).replace("{lead}", words["lead"].get(word, ""))
        for word in lacking
    ]
    head, _, rest = text.partition("\n")
    subject = english.sentence(head.removeprefix("Subject:").strip()) if head.startswith("Subject:") else ""
    body = re.sub(r"\n{3,}", "\n\n", rest if subject else text).strip() + "\n"
    if subject and not email:
        whom = known["name"] or known["company"] if key in NO_PERSON else known["name"] or "this person"
        missing.append(f"What is the e-mail address of {whom}?")
    link = f"mailto:{_quoted(email, '@')}?subject={_quoted(subject)}&body={_quoted(body)}" if subject else ""
    asked = words["air"] if key == "coffee" else ()
    return Draft(subject, body, link, tuple(missing), tuple(asked), tuple(lacking))


def of(
    search, what: str, step: str = "", person: str = "", facts=None, tone: str = "warm", language: str = ""
) -> Draft:
    """Return the draft for a step of a search: by the id that `due` gives it, or an application and a step.

    language : empty for that in which the application is spoken of, see `language_of`.

    Raises
    ------
    JobkitError : there is no such step, no such person, no such template, or the step needs no message.
    """
    row, folder = search.step(what, step, person), search.folder / "drafts"
    key, name = row["step"], row["application"]
    own = next((one for one in search.process.steps if one.key == key), None)
    if own and own.channel == "look" and not any(folder.glob(f"{key}.*.txt")):
        raise JobkitError(f"This step needs no message: {own.what}. `jobkit due` says what to do.")
    known = search.applications if name in search.applications.index else search.every_application
    people = search.people[search.people["application"].isin([name, known.at[name, "earlier_try"]])]
    people = people.sort_values("application", key=lambda of: of == name, kind="stable")
    days = history.interviews(search.events[search.events["application"] == name])["date"]
    given = {"me": search.own_name, "year": search.as_of.year, **_told(search, name)}
    if row["trigger"] != "interview" and key not in NO_PERSON:  # these have a day of their own
        given["date"] = days[days <= search.as_of].max()
    given |= facts or {}
    whom, language = _addressee(people, person, row), language or language_of(search, name)
    wrote = _senders(search, name)
    if whom is not None and not _text(whom, "email"):  # they wrote themselves
        own = (one for one in wrote if one.partition(" <")[0] == _text(whom, "name"))
        whom = pd.Series({**whom, "email": next(own, "").partition(" <")[2].rstrip(">")})
    made = draft(row, known.loc[name], whom, given, tone, folder, language)
    if wrote and "e-mail address" in "".join(made.missing[-1:]):
        hint = f"{made.missing[-1]} Their letters came from {english.listed(wrote)}."
        made = replace(made, missing=(*made.missing[:-1], hint))
    others = people[people["name"].notna() & ~people["part"].isin(["hire", "referral"])]
    if QUESTIONS["name"] not in made.missing or others.empty or key in ("connect_with_hire", "coffee"):
        return made
    who = others.iloc[-1]
    part = who["part"].replace("_", " ")
    hint = f'{QUESTIONS["name"]} {who["name"]} ({part})? Then: --person "{who["name"]}"'
    return replace(made, missing=(hint, *made.missing[1:]))


def _senders(search, application: str) -> list[str]:
    """Return who sent the letters of an application, each once; not yourself, nor who reads no reply."""
    nobody = {"reply", "notification", "linkedin", search.own_name.casefold()} - {""}
    wrote = dict.fromkeys(letters(search, application, "From"))
    return [name for name in wrote if name and not any(word in name.casefold() for word in nobody)]


def _told(search, application: str) -> dict[str, str]:
    """Return which of `TOLD` holds of an application on the day, so that no letter asks for it again."""
    said, hires = (reasons.as_of(table, search.as_of) for table in (search.evidence, search.every_hire))
    said = said[~said["reason"].isin(tables.SILENT) | said["words"].notna()]
    known = {*said.loc[said["application"] == application, "says"]}
    known |= {*hires.loc[hires["application"] == application, "hired_from"]}
    return {word: "yes" for word, sources in TOLD.items() if known & {*sources}}


def language_of(search, application: str) -> str:
    """Return the language in which an application is spoken of, one of `LANGUAGES`.

    Its letters tell; else its posting, its remarks, the sheet, what the job and the employer are called; else
    the same of the whole search. English where nothing does.
    """
    every = search.events, search.postings
    here = [table[table["application"] == application] for table in every]
    return spoken(letters(search, application)) or spoken(_texts(*here)) or spoken(_texts(*every)) or "en"


def _texts(events: pd.DataFrame, postings: pd.DataFrame) -> list[str]:
    columns = [details.get("column") for details in tables.details(events)]
    known = [events[name] for name in ("role", "company", "note", "text")] + [postings["requirement"]]
    return [text for part in (*known, columns) for text in part if isinstance(text, str)]


def spoken(texts: Iterable[str]) -> str:
    """Return the language of texts, one of `LANGUAGES`, by their small words; "" where none tells."""
    said = [text[:LONGEST].casefold() for text in texts]
    words = Counter(word for text in said for word in re.findall(r"[^\W\d_]+", text))
    counts = {name: sum(words[word] for word in shipped("drafts")[name]["words"]) for name in LANGUAGES}
    counts["de"] += sum(text.count("m/w") + text.count("w/m") for text in said)
    closest = max(("en", "de", "fr"), key=lambda name: counts[name])
    if not counts[closest]:
        return ""
    is_du = closest == "de" and counts["du"] > words["ihnen"] + words["ihre"] + words["ihr"]
    return "du" if is_du else closest


def _addressee(people: pd.DataFrame, name: str, row: Mapping[str, Any]) -> pd.Series | None:
    """Return the person a draft is for: the one that is named, else the step's own; None while nobody is.

    Never somebody else: a draft to the person hired takes no other's name.
    """
    if not (wanted := name or row["person"]):
        return None
    is_meant = people["person"] == wanted
    if not is_meant.any():
        is_meant = people["name"].str.contains(wanted, case=False, regex=False).fillna(False)
    if name and not is_meant.any():
        raise JobkitError(f"Nobody called “{name}” is known here; `jobkit person` records somebody.")
    return people[is_meant].iloc[-1] if is_meant.any() else None


def plain(value: object) -> str:
    """Return text in one line, without control characters and marks that turn the direction round."""
    return " ".join(OBEYED.sub(" ", str(value)).split())


def _known(application, person, facts: Mapping[str, Any], tone: str, language: str) -> dict[str, str]:
    name, words = _text(person, "name"), shipped("drafts")[language]
    day, address = tables.day(facts.get("date")), _text(facts, "address")
    when = {} if day != day else {"day": str(day.day), "month": words["months"][day.month - 1]}
    form = "first" if when and day.day == 1 and "first" in words else "day"
    year = f" {day.year}" if when and facts.get("year") not in (None, day.year) else ""
    _, given, family = names.person_name(name)
    return {
        "greeting": _greeting(name, address, tone, words),
        "address": address or (name if tone == "formal" else given or family),
        "name": name,
        "company": names.without_form(_text(application, "company")),
        "role": OF_GENDER.sub("", _text(application, "role")),
        "day": words[form].format(**when) + year if when else "",
        "noted": _text(facts, "noted").rstrip("."),
        "since": _text(facts, "since").rstrip("."),
        **{word: _text(facts, word) for word in ("me", *TOLD)},
    }


def _greeting(name: str, address: str, tone: str, words: Mapping[str, Any]) -> str:
    """Return how a person is greeted: as was said, by title where it is known, else by name."""
    if address:
        return words["addressed"].get(tone, words["addressed"]["warm"]).replace("{address}", address)
    if not name:
        return ""
    title, given, family = names.person_name(name)
    plain_name = f"{given} {family}".strip()
    is_formal = tone == "formal"
    by_title = words["titled"].get(title, words["titled"]["formal"]) if is_formal else words["titled"]["warm"]
    is_titled = title and family and (is_formal or not given or words.get("by_title"))
    form = by_title if is_titled else words["formal" if is_formal else "hello"]
    parts = {"title": words["titles"].get(title, ""), "given": given or plain_name, "family": family}
    parts["name"] = plain_name
    return re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], form)


def _text(row: Any, name: str) -> str:
    value = None if row is None else row.get(name)
    return plain(value) if isinstance(value, str) else ""


def _template(key: str, tone: str, folder: str | Path | None, language: str) -> Path:
    tongues = [language, "de"] if language == "du" else [language]  # to an employer nobody writes du
    names = [f"{key}.{tone}.txt" if one == "en" else f"{key}.{tone}.{one}.txt" for one in tongues]
    places = [Path(place) / name for name in names for place in (folder, BUILT_IN) if place]
    for path in places:
        if NAME.fullmatch(path.name) and path.is_file():
            return path
    missing = f"There is no draft “{plain(names[0])}”."
    raise JobkitError(f"{missing} Write one into the folder drafts of your search to have it.")


def _filled(path: Path, known: Mapping[str, str], nobody: str) -> tuple[str, list[str]]:
    """Return the template with its words filled in, and those not known; `nobody` greets who has no name."""
    env = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    try:
        source = path.read_text(encoding="utf-8-sig")
        used, tested = _words(env.parse(source), path)
        if {"address", "greeting"} & {*used} and not known["name"] and not known["address"]:
            used.insert(0, "name")
        stands = shipped("drafts")["places"]
        places = {word: "" if word in tested else f"[{stands.get(word, word)}]" for word in used}
        places |= {"address": "[name]", "greeting": nobody}
        text = env.from_string(source).render({word: known[word] or places[word] for word in used})
    except (TemplateError, OSError, ValueError, SyntaxError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise SourceError(path, f"it cannot be followed: {error}.", USE, line) from error
    lacking = dict.fromkeys(word for word in used if not known[word])
    return text, [word for word in lacking if word not in ("address", "greeting", *TOLD)]


def _words(tree, path: Path) -> tuple[list[str], set[str]]:
    """Return the words a template uses, and those it only tests for; it can do nothing else."""
    for node in tree.find_all(nodes.Node):
        word, kind = getattr(node, "name", "me"), type(node).__name__
        if kind not in NODES or word not in WORDS:
            what = word if kind in NODES else kind
            raise SourceError(path, f"“{what}” cannot stand in a draft.", USE, node.lineno)
    names = [node.name for node in tree.find_all(nodes.Name)]
    tests = [nodes.Output([node.test]) for node in tree.find_all(nodes.If)]
    return names, {name.name for test in tests for name in test.find_all(nodes.Name)}


def _quoted(text: str, safe: str = "") -> str:
    return quote(text.replace("\n", "\r\n"), safe=safe, errors="replace")
