"""Any other résumé, of whatever layout: cut by its headings, its entries by their dates."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from jobkit.skills import alias_key, isced
from jobkit.sources.resumes import entries, lists, parts
from jobkit.sources.resumes.documents import Line
from jobkit.sources.resumes.layout import Section, heading, phrase, sections, words

Rows = list[dict[str, Any]]
PUT_UNDER = "Put it below a heading such as Work Experience, and add the file again."
SET_DAYS = "Set them right: jobkit me --correct ID started=2019-03, and the same with ended."
SET_NAME = "Set it right: jobkit me --correct ID title=… or organisation=…"


class Doubt(NamedTuple):
    """A line that was read and is not sure, or was not read: its place, what stands there, what is wrong."""

    place: str
    text: str
    problem: str
    action: str


def resume(lines: Iterable[Line]) -> tuple[dict[str, Rows], tuple[Doubt, ...]]:
    """Return roles, education and lists of a résumé, and what is in doubt."""
    lines = list(lines)
    parts = sections(lines)
    found: dict[str, Rows] = {
        name: [] for name in ("roles", "education", "skills", "certificates", "languages")
    }
    person = _name_words(parts[0].lines if parts and not parts[0].kind else [])
    unread: list[Line] = []
    for part in parts:
        if part.kind == "roles":
            rows, rest = entries.roles(part.lines)
            found["roles"] += rows
            unread += rest
        elif part.kind in ("education", "training"):
            _learn(part, found)
        elif part.kind == "skills":
            names, spoken = lists.skill_lists(part.lines, person)
            found["skills"] += names
            found["languages"] += spoken
        elif part.kind == "certificates":
            found["certificates"] += _certificates(part)
        elif part.kind == "languages":
            found["languages"] += lists.language_list(part.lines)
            if set(words(part.heading)) & {"it", "edv", "pc", "computer"}:
                names, _ = lists.skill_lists(part.lines, person)
                found["skills"] += names
        else:
            unread += _like_roles(part)
    for name in ("skills", "languages"):
        found[name] = _each_once(found[name])
    return found, tuple(_doubts(found, unread))


def _learn(part: Section, found: dict[str, Rows]) -> None:
    rows = entries.education(part.lines)
    if part.kind == "training":
        rows = [row for row in rows if not math.isnan(isced(str(row["title"])))]
        found["certificates"] += lists.trainings(part.lines, rows)
    found["education"] += rows


def _certificates(part: Section) -> Rows:
    rows = lists.certificate_list(part.lines)
    is_licence = phrase(part.heading) in ("fuhrerschein", "permis", "driving licence")
    for row in rows if is_licence else ():
        row["name"] = (
            row["name"] if len(row["name"]) > 16 else f"{part.heading.strip(' :').capitalize()} {row['name']}"
        )
    return rows


def _name_words(lines: list[Line]) -> frozenset[str]:
    """The words of the name that stands above all: of the largest line, or the first."""
    top = [line for line in lines[:6] if not re.search(r"\d|@", line.text)]
    named = max(top, key=lambda line: (line.size, -line.number), default=None)
    return frozenset(words(named.text)) if named and len(named.text.split()) <= 4 else frozenset()


def _like_roles(part: Section) -> list[Line]:
    """Lines with a span of time and a title that stand where no roles are read."""
    if heading(part.heading) == "other":
        return []
    found = []
    for line in part.lines:
        when = entries.entry_span(line)
        if when and when.is_range and parts.role_words().title(line.text) >= 2:
            found.append(line)
    return found


def _doubts(found: dict[str, Rows], unread: list[Line]) -> Iterable[Doubt]:
    for line in unread:
        text = line.text.replace("\t", " ")
        yield Doubt(line.place, text[:200], "looks like a role and was not read.", PUT_UNDER)
    for row in entries.slips(found["roles"]):
        yield Doubt(row["place"], _named(row), "has days that cannot be; they were left out.", SET_DAYS)
    for row in found["roles"]:
        if not row["title"] or not row["organisation"]:
            missing = "employer" if row["title"] else "title"
            yield Doubt(row["place"], _named(row), f"has no {missing} that could be told.", SET_NAME)


def _named(row: dict[str, Any]) -> str:
    return ", ".join(str(row[name]) for name in ("title", "organisation") if row[name])


def _each_once(rows: Rows) -> Rows:
    return list({alias_key(row["name"]): row for row in reversed(rows)}.values())[::-1]
