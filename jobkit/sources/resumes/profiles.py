"""LinkedIn's profile PDF of today, read by the size of its type and the room between its lines.

Sizes tell the layout in any language: 26 points the name, 15.75 a section, 12 an organisation, 11.5 a
title, 13 a heading of the side column. In the side lists 12 to 13 points part the lines of one entry,
17 to 18 two entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from jobkit import skills
from jobkit.language.text import fold
from jobkit.language.vocabulary import shipped
from jobkit.mentions import known_skills
from jobkit.sources.resumes.documents import Line, lines
from jobkit.sources.resumes.entries import when_of
from jobkit.sources.resumes.layout import Section, heading, joined_rows, phrase, words
from jobkit.sources.resumes.lists import certificate
from jobkit.sources.resumes.spans import Span, span, without

__all__ = ["Line", "Span", "fold", "heading", "lines", "phrase", "shipped", "span", "without", "words"]

MAIN = 200.0
"""Where the main column begins, in points from the left edge."""
NEXT_ENTRY = 15.0
"""Points between two lines from which they are two entries."""
Rows = list[dict[str, Any]]


def is_profile(pieces: list[Line]) -> bool:
    """Return whether these are the lines of LinkedIn's PDF; what merely links to it is none."""
    main = [piece for piece in pieces if piece.x0 > MAIN]
    has_name = any(25.5 <= piece.size <= 26.5 and piece.page == 1 for piece in main)
    has_sections = any(15.5 <= piece.size <= 16 for piece in main)
    has_side = any(piece.x0 < MAIN and 12.9 <= piece.size <= 13.1 for piece in pieces)
    return has_name and has_sections and has_side


def profile(pieces: list[Line]) -> dict[str, Rows]:
    """Return roles, education, skills, certificates and languages of LinkedIn's PDF."""
    pieces = [piece for piece in pieces if piece.size >= 9.8]  # what is smaller is the foot of a page
    rows = joined_rows(piece for piece in pieces if piece.x0 >= MAIN)
    side = _side(joined_rows(piece for piece in pieces if piece.x0 < MAIN))
    parts = list(_sections(rows))
    roles = [row for part in parts if part.kind == "roles" for row in _roles(part.lines)]
    schools = [row for part in parts if part.kind == "education" for row in _schools(part.lines)]
    held = [certificate(row["name"], row["place"]) | {"name": row["name"]} for row in side["certificates"]]
    return {"roles": roles, "education": schools} | side | {"certificates": held}


def _sections(rows: list[Line]) -> Iterator[Section]:
    """The sections of the main column: titles make roles, two sizes behind them schools."""
    part, has_roles = Section(""), False
    for line in [*rows, Line(0, 0, "", size=15.75)]:
        if line.size < 14.5:
            part.lines.append(line)
            continue
        sizes = [round(one.size * 2) / 2 for one in part.lines]
        is_like_schools = has_roles and not heading(part.heading) and (12.0, 10.5) in pairwise(sizes)
        if 11.5 in sizes:
            part.kind, has_roles = "roles", True
        elif is_like_schools or heading(part.heading) == "education":
            part.kind = "education"
        yield part
        part = Section("", line.text)


def _roles(rows: Iterable[Line]) -> Rows:
    found: Rows = []
    organisation = ""
    for before, line in pairwise([Line(0, 0, ""), *rows]):
        is_more = before.size == line.size and before.page == line.page and before.y - line.y < NEXT_ENTRY + 3
        if line.size > 11.75:
            organisation = f"{organisation} {line.text}" if is_more else line.text
        elif line.size > 11:
            if is_more and found:
                found[-1]["title"] += f" {line.text}"
            else:
                row = {"organisation": organisation, "title": line.text, **when_of(None), "named": ""}
                found.append(row | {"place": line.place})
        elif 11 < before.size <= 11.75 and found:
            found[-1] |= when_of(span(line.text))
        elif found:
            found[-1]["named"] += f"\n{line.text}"
    return [{**row, "named": known_skills(row["named"])} for row in found]


def _schools(rows: Iterable[Line]) -> Rows:
    found: Rows = []
    for before, line in pairwise([Line(0, 0, ""), *rows]):
        if line.size > 11.75:
            is_more = before.size > 11.75 and before.page == line.page and before.y - line.y < NEXT_ENTRY + 3
            if is_more and found:
                found[-1]["organisation"] += f" {line.text}"
            else:
                found.append({"organisation": line.text, "rest": "", "place": line.place})
        elif found:
            found[-1]["rest"] += f" {line.text}"
    return [{**row, **_degree(row.pop("rest"))} for row in found]


def _degree(text: str) -> dict[str, str]:
    """`Master of Science - MS, Nursing · (2014 - 2016)` as title, field and span."""
    when = span(text)
    title, _, field = without(text, when).partition(",")
    return {"title": title.strip(" ·"), "field": field.strip(" ,·")} | when_of(when)


def _side(rows: list[Line]) -> dict[str, Rows]:
    """The lists of the side column, told by their headings."""
    found: dict[str, Rows] = {"skills": [], "certificates": [], "languages": []}
    parts: list[tuple[str, Rows]] = []
    for before, line in pairwise([Line(0, 0, ""), *rows]):
        if line.size > 12:
            parts.append((line.text, []))
        elif parts:
            entries = parts[-1][1]
            is_open = bool(entries) and entries[-1]["name"].count("(") > entries[-1]["name"].count(")")
            is_more = before.size <= 12 and before.page == line.page and before.y - line.y < NEXT_ENTRY
            if entries and (is_more or is_open):
                entries[-1]["name"] += f" {line.text}"
            else:
                entries.append({"name": line.text, "place": line.place})
    for name, entries in parts:
        kind = heading(name)
        if kind == "languages":
            named = ((row["place"], *skills.brackets(row["name"])) for row in entries)
            found[kind] += [{"name": name, "level": level, "place": place} for place, name, level in named]
        elif kind in found:
            found[kind] += entries
    return found
