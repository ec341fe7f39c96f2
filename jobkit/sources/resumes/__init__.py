"""Résumés and profiles, as they stand on paper."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jobkit.errors import SourceError
from jobkit.sources.reading import Extraction
from jobkit.sources.resumes import documents, formats, free, layout, markup, parts, profiles
from jobkit.sources.resumes.spans import span
from jobkit.tables import Fact, Problem, Record

DOCUMENTS = (".pdf", ".docx", ".docm")
LIMIT = 5 << 20
PAGE = re.compile(r"<!doctype html|<html\b", re.IGNORECASE)
SECTIONS = {
    "role": "roles",
    "education": "education",
    "skill": "skills",
    "certificate": "certificates",
    "language": "languages",
}


@dataclass(frozen=True, slots=True)
class Resume:
    """What stands in a résumé: its kind, the rows of each section with their place, what is in doubt."""

    kind: str
    sections: Mapping[str, list[dict[str, Any]]]
    doubts: tuple[free.Doubt, ...] = ()
    name: str = ""


def identify(path: Path) -> bool:
    """Return whether a file is a résumé: PDF, DOCX, JSON, Europass, text with headings. Never raises."""
    try:
        if path.suffix.lower() in DOCUMENTS:
            return path.is_file()
        with path.open("rb") as file:
            head = file.read(200_000)
    except OSError:
        return False
    if head.lstrip()[:1] == b"{":
        return bool(re.search(rb'"(basics|work|education|skills|orcid-identifier)"\s{0,9}:', head))
    if path.suffix.lower() in (".txt", ".text", ".md"):
        lines = head.decode("utf-8", "replace").splitlines()
        kinds = {layout.heading(line.strip(" #*:")) for line in lines}
        is_resume = len(kinds & {"roles", "education", "skills"}) > 1
        n_ranges = sum(bool((when := span(line)) and when.is_range) for line in lines)
        is_beside = len(kinds & {"training", "certificates", "languages"}) > 0 or n_ranges > 1
        return is_resume or ("roles" in kinds and is_beside)
    return path.suffix.lower() == ".xml" and b"uropass" in head


def extract(path: Path, mapping: Mapping[str, str] | None = None) -> Extraction:
    """Return a résumé as records of one fact each, so that any of them can be corrected in the store."""
    resume = read(path)
    rows = [(section, row) for section, name in SECTIONS.items() for row in resume.sections.get(name, [])]
    doubts = [
        Record(f"{path.name}, {place}", {"line": text}, problems=(Problem("résumé", text, said, action),))
        for place, text, problem, action in resume.doubts
        for said in [f"“{text}” {problem}"]
    ]
    records = [_record(path.name, section, row) for section, row in rows]
    if records and resume.name:  # what your letters are signed with
        own = Fact("own", {"name": resume.name})
        records[0] = records[0]._replace(facts=(*records[0].facts, own))
    return Extraction(resume.kind, [*records, *doubts])


def read(path: Path) -> Resume:
    """Return what a résumé or profile says: PDF, DOCX, JSON Resume, Europass, LinkedIn's export, text.

    Raises
    ------
    SourceError : not there, damaged, encrypted, without text, or not a résumé of a kind known here.
    """
    if not path.exists():
        raise SourceError(path, "there is no such file.", "Check the name; nothing was read.")
    suffix = path.suffix.lower()
    if path.is_dir() or suffix == ".zip":
        return Resume("LinkedIn export", _linkedin_export(path))
    if suffix in DOCUMENTS:
        return _document(path)
    text = text_of(path)
    if suffix == ".json" or text.lstrip()[:1] == "{":
        return _of_json(path, text)
    if markup.SIGNS["saved"].search(text):
        action = "On LinkedIn use “Save to PDF”, or copy the text of the page into a file (profile.txt)."
        raise SourceError(path, "it is a saved web page, which holds a profile only in part.", action)
    if suffix in (".html", ".htm") or PAGE.search(text[:2000]):
        text = markup.of_page(text)
    if suffix == ".xml" or (text.lstrip()[:1] == "<" and suffix not in (".md", ".markdown")):
        return Resume("Europass", formats.europass(path, text))
    # a profile copied from its page tells by how it writes lengths of time
    return _of_lines(
        path, markup.lines_of(text), "profile" if parts.SENTENCES["profile"].search(text) else "résumé"
    )


def _of_json(path: Path, text: str) -> Resume:
    """A JSON Resume; another document whose keys tell of roles is read as a text with headings."""
    document = formats.loaded(path, text)
    if not isinstance(document, dict) or not {"basics", "work"} & document.keys():
        sections, doubts = free.resume(markup.lines_of("\n".join(formats.as_lines(document))))
        for section, rows in sections.items():  # the lines of the text are none of the file
            sections[section] = [row | {"place": f"{section}[{at}]"} for at, row in enumerate(rows)]
        if sections["roles"]:
            return Resume("résumé", sections, tuple(one._replace(place="roles") for one in doubts))
    return Resume(*formats.of_json(path, text))


def text_of(path: Path, limit: int = LIMIT) -> str:
    """Return the text of a file, UTF-8, UTF-16 or Windows; larger than the limit raises `SourceError`."""
    if path.stat().st_size > limit:
        raise SourceError(path, f"it is larger than {limit >> 20} MB.", "Add the résumé alone.")
    content = path.read_bytes()
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _document(path: Path) -> Resume:
    lines, attached = documents.lines(path)
    for text in attached:
        if "SkillsPassport" in text or "Candidate" in text[:2000]:
            return Resume("Europass", formats.europass(path, text))
    if profiles.is_profile(lines):
        name = next((line.text for line in lines if 25.5 <= line.size <= 26.5), "")
        return Resume("LinkedIn profile", profiles.profile(lines), name=name)
    return _of_lines(path, layout.reading_order(lines) if lines and lines[0].page else lines, "résumé")


def _of_lines(path: Path, lines: list[documents.Line], kind: str) -> Resume:
    saved = time.gmtime(path.stat().st_mtime).tm_year
    sections, doubts = free.resume(lines, saved)
    if not any(sections.values()):
        reason = "no headings such as Experience, Education or Skills were found in it."
        raise SourceError(path, reason, "Give its sections such headings, or type your credentials in.")
    return Resume(kind, sections, doubts, free.name_of(lines))


def _linkedin_export(path: Path) -> dict[str, list[dict[str, Any]]]:
    from jobkit.sources import linkedin

    sections: dict[str, list[dict[str, Any]]] = {}
    for record in linkedin.extract(path).records:
        for fact in record.facts:
            if fact.table == "credentials":
                row = {**fact.values, "place": record.origin}
                sections.setdefault(SECTIONS[row.pop("section")], []).append(row)
    if not sections:
        reason = "no Positions.csv, Education.csv or Skills.csv was in it."
        raise SourceError(path, reason, "Add LinkedIn's export.")
    for row in sections.get("languages", []):
        row["level"] = row.pop("title", "")
    return sections


def _record(name: str, section: str, row: Mapping[str, Any]) -> Record:
    values = {"section": section} | {key: value for key, value in row.items() if value}
    place = values.pop("place")
    for kind, column, kept in (("language", "level", "title"), ("role", "named", "name")):
        if section == kind and column in values:
            values[kept] = values.pop(column)
    fact = Fact("credentials", {**values, "place": place})
    return Record(f"{name}, {place}", {key: str(value) for key, value in values.items()}, facts=(fact,))
