"""Any other résumé, of whatever layout: cut by its headings, its entries by their dates."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice, takewhile
from typing import Any, NamedTuple

from jobkit.language.english import listed
from jobkit.language.text import fold
from jobkit.skills import alias_key, certificates, is_known, isced
from jobkit.sources.resumes import entries, layout, lists, parts
from jobkit.sources.resumes.documents import Line
from jobkit.sources.resumes.heads import is_learnt
from jobkit.sources.resumes.layout import (
    BULLET,
    Section,
    by_words,
    heading,
    is_item,
    phrase,
    sections,
    word_list,
    words,
)
from jobkit.sources.resumes.spans import in_order, span, without

Rows = list[dict[str, Any]]
NAME_BOTH = "Write the title and the employer above or beside the days, and add the file again."
PUT_UNDER = "Put it below a heading such as Work Experience, and add the file again."
SET_DAYS = "Set them right: jobkit me --correct ID started=2019-03, and the same with ended."
SET_NAME = "Set it right: jobkit me --correct ID title=… or organisation=…"


class Doubt(NamedTuple):
    """A line that was read and is not sure, or was not read: its place, what stands there, what is wrong."""

    place: str
    text: str
    problem: str
    action: str


def resume(lines: Iterable[Line], saved: int = 0) -> tuple[dict[str, Rows], tuple[Doubt, ...]]:
    """Return roles, education and lists of a résumé, saved in a year, and what is in doubt."""
    lines = list(lines)
    ordered = in_order([line.text for line in lines])
    lines = [replace(line, text=text) for line, text in zip(lines, ordered, strict=True)]
    found: dict[str, Rows] = {"roles": [], "education": [], "skills": [], "certificates": [], "languages": []}
    person = frozenset(words(name_of(lines)))
    unread: dict[str, list[Line]] = {NAME_BOTH: [], PUT_UNDER: []}
    every = sections(lines)
    is_headed = any(span(line.text) for one in every if one.kind in ("roles", "both") for line in one.lines)
    for part in every:
        if part.kind in ("roles", "both"):
            unread[NAME_BOTH] += _worked(part, found)
        elif part.kind in ("education", "training"):
            _learn(part, found)
        elif part.kind == "mixed":
            _mixed(part, found)
        elif part.kind == "skills":
            _skilled(part, found, person)
        elif part.kind == "certificates":
            _certified(part, found, person)
        elif part.kind == "languages":
            _spoken(part, found, person)
        else:
            unread[PUT_UNDER] += _other(part, found, is_headed)
    for row in found["roles"]:  # the person's own name above the first of them
        row["organisation"] *= not person or not {*words(row["organisation"])} <= person
    found["certificates"] += _beside_name(lines, found["certificates"])
    found["certificates"] = [row for row in found["certificates"] if not {*words(row["name"])} <= person]
    for name in ("skills", "languages", "certificates"):
        found[name] = list({alias_key(row["name"]): row for row in reversed(found[name])}.values())[::-1]
    return found, tuple(_doubts(found, unread, saved))


def _worked(part: Section, found: dict[str, Rows]) -> list[Line]:
    """Keep the roles of a section; return the lines that look like roles and were not read."""
    rows, rest = entries.roles(part.lines)
    rows, unknown = _told_apart(part, rows, found)
    found["roles"] += rows
    rest = unknown if part.kind == "both" else [*rest, *unknown]
    return rest if rows or rest else _like_roles(part)


def _told_apart(part: Section, rows: Rows, found: dict[str, Rows]) -> tuple[Rows, list[Line]]:
    """The roles of a section of work and learning, and the lines that are neither; degrees are kept."""
    role, is_sure = parts.role_words(), part.kind == "roles"
    held = [row for row in rows if _is_held(row)]
    found["certificates"] += [lists.certificate(row["title"], row["place"]) for row in held]
    rows = [row for row in rows if row not in held]
    learnt = [row for row in rows if _is_degree_among(row, is_sure)]
    places = {row["place"] for row in learnt}
    found["education"] += [row for row in entries.education(part.lines) if row["place"] in places]
    rest = (row for row in rows if row not in learnt)
    worked = [row for row in rest if (_is_told(row) if is_sure else role.title(row["title"]))]
    unknown = {row["place"] for row in rows} - places - {row["place"] for row in worked}
    return worked, [line for line in part.lines if line.place in unknown]


def _is_held(row: dict[str, Any]) -> bool:
    return not (row["organisation"] or _is_job(row, 1)) and bool(certificates(row["title"]))


def _is_told(row: dict[str, Any]) -> bool:
    """Whether a word or two days say that a row is a role: a title, an organisation, from and to."""
    role, names = parts.role_words(), (row["title"], row["organisation"])
    return row["started"] < row["ended"] or any(role.title(one) or role.organisation(one) for one in names)


def _is_degree_among(row: dict[str, Any], is_sure: bool) -> bool:
    """Whether a row is a degree; where roles alone stand, `is_sure`, a trade, “Logistiker”, is a title."""
    name = row["title"] or row["organisation"]
    is_told = not is_sure or (lists.LEAD["degree"].search(name) and not _is_job(row, 2.5))
    return bool(lists.LEAD["trained"].match(name) or (is_told and is_learnt([name])))


def _is_job(row: dict[str, Any], least: float) -> bool:
    """Whether a row has the title of a job, at least so surely, with a beginning and an end: Scrum Master."""
    return row["started"] < row["ended"] and parts.role_words().title(row["title"]) >= least


def _skilled(part: Section, found: dict[str, Rows], person: frozenset[str]) -> None:
    """Skills, the languages among them, and a driving licence, which is none."""
    found["certificates"] += (driving := lists.licences(part.lines))
    places = {row["place"] for row in driving}
    names, spoken = lists.skill_lists([one for one in part.lines if one.place not in places], person)
    if phrase(part.heading) in word_list("phrases", "soft"):
        names = [row for row in names if is_known(row["name"])]
    licences = [row for row in names if certificates(row["name"])]
    licences = [row for row in licences if lists.LEAD["paper"].search(row["name"])]
    found["certificates"] += [lists.certificate(row["name"], row["place"]) for row in licences]
    found["skills"] += [row for row in names if row not in licences]
    found["languages"] += spoken


def _spoken(part: Section, found: dict[str, Rows], person: frozenset[str]) -> None:
    """Languages, certificates among them, and what is known of computers in the same section."""
    found["languages"] += (spoken := lists.language_list(part.lines))
    papers = [lists.certificate(one.text, one.place) for one in part.lines if certificates(one.text)]
    found["certificates"] += [row for row in papers if lists.LEAD["paper"].search(row["name"])]
    if not spoken or set(words(part.heading)) & {"it", "edv", "pc", "computer", "informatique"}:
        found["skills"] += lists.skill_lists(part.lines, person)[0]


def _other(part: Section, found: dict[str, Rows], is_headed: bool) -> list[Line]:
    """What a section below another heading holds; the lines that look like roles and were not read."""
    told = _like_roles(part)
    found["languages"] += lists.languages_told(part.lines)
    for line in part.lines if part.heading else ():  # among the address, the aims and the like
        pieces = re.split(r"\s[–|•·-]\s|,\s", line.text)
        found["certificates"] += lists.licences(replace(line, text=one) for one in pieces)
    is_open = phrase(part.heading) in layout.NO_NAMES or not (heading(part.heading) or by_words(part.heading))
    rows = entries.roles(part.lines)[0] if is_open else []
    sure = _sure(rows, is_headed or bool(found["roles"]))
    if sure:
        _told_apart(part, rows, found)  # what was learnt among them
    rows = [row for row in sure if not _is_degree_among(row, is_sure=False)]
    found["roles"] += rows
    if not (told or rows or heading(part.heading)):
        items = [line for line in part.lines if part.heading or is_item(line)]
        _mixed(Section(part.kind, part.heading, items), found)
    return [] if rows else told


def _sure(rows: Rows, is_headed: bool) -> Rows:
    """The rows that are roles though no heading says so: most are full, and enough have known names."""
    role = parts.role_words()
    rows = [row for row in rows if not is_learnt([row["title"], row["organisation"]])]
    full, known = [], 0
    for row in rows:
        employer = max(role.organisation(row["organisation"]) - 1, role.organisation(row["title"]))
        n_known = (role.title(row["title"]) >= 2) + (employer > 0)
        is_long = row["started"] < row["ended"] or n_known > 1
        if is_long and row["title"] and (row["organisation"] or employer > 0):
            full.append(row)
            known += n_known > is_headed
    is_work = 3 * len(full) >= 2 * len(rows) and known and (2 * known >= len(full) or not is_headed)
    return full if is_work and len(full) > 1 else []


def _beside_name(lines: list[Line], others: Rows) -> Rows:
    """What is held and stands below the name: “Physiotherapist, HCPC registered”."""
    top = takewhile(lambda line: not heading(line.text.strip(" :")), lines[:4])
    pieces = [(text, line.place) for line in top for text in re.split("[,|–•·]", line.text)]
    held = [
        (label, place)
        for text, place in pieces
        if parts.SENTENCES["held"].search(text) and not text.endswith(".")
        for label in certificates(text)
    ]
    known = {label for row in others for label in certificates(row["name"])}
    return [lists.certificate(*one) for one in held if one[0] not in known]


def _learn(part: Section, found: dict[str, Rows]) -> None:
    """Degrees and schools; what is known as a certificate, or stands among further training, is one."""
    rows = entries.education(part.lines)
    degrees = [row for row in rows if _is_degree(f"{row['title']} {row['field']}")]
    trained = lists.trainings(part.lines, degrees)
    if part.kind == "education":
        trained = [row for row in trained if _is_no_degree_read(row, rows)]
        taken = {row["place"] for row in trained}
        for row in trained:  # the days of a course, and no last day of what it gave
            row |= {"started": row["ended"] or row["started"], "ended": ""}
        degrees = [row for row in rows if row["place"] not in taken]
        if {"training", "courses", "qualifications", "learning"} & {*words(part.heading)}:
            courses = [row for row in degrees if _is_course(row)]  # COSHH below “Education & Training”
            trained += map(_certificate_of, courses)
            degrees = [row for row in degrees if row not in courses]
    found["certificates"] += trained
    found["education"] += degrees


def _is_no_degree_read(row: dict[str, Any], rows: Rows) -> bool:
    """Whether a line below the education names a certificate, and no degree that was read."""
    name = row["name"]
    is_read = any(one["place"] == row["place"] or (one["title"] and one["title"] in name) for one in rows)
    is_held = ":" not in name and certificates(name) and not lists.LEAD["course"].search(name)
    return bool(is_held) and not (is_read and _is_degree(name))


def _certificate_of(row: dict[str, Any]) -> dict[str, Any]:
    names = {"name": row["title"] or row["organisation"], "organisation": row["organisation"]}
    return names | {"started": row["ended"] or row["started"], "ended": "", "place": row["place"]}


def _is_course(row: dict[str, Any]) -> bool:
    """Whether neither the title nor the place of what was learnt is that of a degree or a school."""
    told = parts.degree_words()
    names = (row["title"], row["organisation"])
    return not any(max(told.title(name), told.organisation(name)) >= 2 for name in names)


def _is_degree(text: str) -> bool:
    return not math.isnan(isced(text if "diplom" in fold(text) else lists.LEAD["level"].sub("", text)))


def _mixed(part: Section, found: dict[str, Rows]) -> None:
    """What a section of this and that holds of certificates that are known, and languages with a level."""
    for line in part.lines:
        names = [
            BULLET.sub("", name) for name in parts.SENTENCES["things"].split(line.text) if certificates(name)
        ]
        names = [name for name in names if len(name.split()) <= 8 and not name.endswith(".")]
        found["certificates"] += [lists.certificate(name, line.place) for name in names]
    found["languages"] += [row for row in lists.language_list(part.lines) if row["level"]]


def _certified(part: Section, found: dict[str, Rows], person: frozenset[str]) -> None:
    """Certificates, the skills of a section of both, and a licence whose name is the heading."""
    lines = part.lines
    if {"skills", "kenntnisse", "competences", "kompetenzen"} & {
        *words(part.heading)
    }:  # “Certifications & Skills”
        lines = [line for line in part.lines if lists.is_paper(line.text)]
        _skilled(replace(part, lines=[line for line in part.lines if line not in lines]), found, person)
    rows = lists.certificate_list(lines)
    for row in rows if phrase(part.heading) in word_list("phrases", "licences") else ():
        if len(row["name"]) <= 16:
            row["name"] = f"{part.heading.strip(' :').capitalize()} {row['name']}"
    found["certificates"] += rows


def name_of(lines: Iterable[Line]) -> str:
    """Return the name of the person, as it stands above all or behind “Name:”; "" where none does."""
    top = [line for line in islice(lines, 12) if not re.search(r"\d|@", line.text)]
    labelled = [line.text.partition(":")[2] for line in top if phrase(line.text.partition(":")[0]) == "name"]
    above = list(takewhile(lambda line: heading(line.text) not in ("roles", "education", "skills"), top))[:6]
    largest = sorted(above, key=lambda line: -line.size)
    texts = [piece for line in largest for piece in re.split(r"\s?[|,–—\t]\s?|\s-\s", line.text)]
    role = parts.role_words()
    for n, text in enumerate(text.strip() for text in [*labelled, *texts]):
        # no heading, and further down no title and no employer
        is_else = (
            heading(text)
            or certificates(text)
            or phrase(text) in layout.NO_NAMES
            or (n and (role.title(text) or role.organisation(text)))
        )
        if parts.SENTENCES["name"].fullmatch(text) and not is_else:
            return text.title() if text.isupper() else text
    return ""


def _like_roles(part: Section) -> list[Line]:
    """The lines that look like roles: a title near two days, or below a heading of work without any day."""
    if (heading(part.heading) or by_words(part.heading)) not in ("", "roles"):
        return []
    title = parts.role_words().title
    found = []
    for at, line in enumerate(part.lines):
        when = span(line.text)
        near = part.lines[max(at - 2, 0) : at + 2] if when else [line]
        near = [one for one in near if part.kind == "roles" or not is_item(one)]
        texts = [piece for one in near for piece in re.split("[,\t]", without(one.text, span(one.text)))]
        is_titled = any(title(text) >= 2 for text in texts)
        is_lasting = when.is_range if when else part.kind == "roles" and not is_item(line)
        if is_lasting and is_titled and len(line.text) < 120:
            found.append(line)
    return found


def _doubts(found: dict[str, Rows], unread: dict[str, list[Line]], saved: int) -> Iterable[Doubt]:
    for action, lines in unread.items():
        if len(lines) == 1:
            text = lines[0].text.replace("\t", " ")[:200]
            yield Doubt(lines[0].place, text, "looks like a role and was not read.", action)
        elif lines:
            texts = "”, “".join(line.text.replace("\t", " ")[:60] for line in lines[:8])
            places = listed([line.place for line in lines])
            yield Doubt(places, texts, "look like roles and were not read.", action)
    for row in entries.slips(found["roles"], saved):
        yield Doubt(row["place"], _named(row), "has days that cannot be; they were left out.", SET_DAYS)
    for row in found["roles"]:
        if not row["title"] or not row["organisation"]:
            missing = "employer" if row["title"] else "title"
            yield Doubt(row["place"], _named(row), f"has no {missing} that could be told.", SET_NAME)


def _named(row: dict[str, Any]) -> str:
    return ", ".join(str(row[name]) for name in ("title", "organisation") if row[name])
