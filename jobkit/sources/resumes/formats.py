"""Résumés with fields of their own: JSON Resume and both formats of Europass."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from jobkit.errors import SourceError
from jobkit.language.vocabulary import shipped
from jobkit.mentions import known_skills
from jobkit.sources.resumes.parts import labels

Found = dict[str, list[dict[str, Any]]]


def of_json(path: Path, text: str) -> tuple[str, Found]:
    """Return the kind of a JSON document and what it says: JSON Resume, or the record of ORCID.

    Raises
    ------
    SourceError : it is no JSON, or tells of nobody's roles: an account of GitHub, a list.
    """
    document = loaded(path, text)
    if isinstance(document, dict) and "orcid-identifier" in document:
        return "ORCID", _orcid(document)
    if not isinstance(document, dict) or (document and not _schema()["properties"].keys() & document.keys()):
        is_github = isinstance(document, dict) and "login" in document
        kind = "an account of GitHub, which tells of no roles" if is_github else "JSON, but no JSON Resume"
        action = "Use a résumé (PDF, DOCX), LinkedIn's “Save to PDF”, JSON Resume or ORCID's JSON."
        raise SourceError(path, f"it is {kind}.", action)
    return "JSON Resume", json_resume(path, document)


def as_lines(node: Any, name: str = "", is_entry: bool = False) -> Iterator[str]:
    """Return a JSON document of one's own as a text: its keys are headings and labels, days come first."""
    if isinstance(node, dict | list) and not is_entry:
        yield f"## {name or 'work' * isinstance(node, list)}"
    if isinstance(node, dict):
        yield from _fields(node, is_entry)
    elif isinstance(node, list):
        for one in node:
            yield from ("", *as_lines(one, is_entry=True))
    elif isinstance(node, str):
        yield f"- {node}"


def _fields(node: dict[str, Any], is_entry: bool) -> Iterator[str]:
    """The days of an object on one line, then each of its fields behind the known label nearest its key."""
    named = {" ".join(re.findall(r"[A-Z]?[^\W_A-Z]+", key)).lower(): one for key, one in node.items()}
    edges = [str(one or "present") for key, one in named.items() if key.split()[:1] in EDGE]
    yield f"dates: {' – '.join([*edges, 'present'][: max(2, len(edges))])}" if edges else ""
    for key, one in sorted(named.items(), key=lambda item: labels().get(item[0]) != "dates"):
        kinds = [labels()[word] for word in (key, *key.split()) if word in labels()]
        if isinstance(one, str) and key.split()[:1] not in EDGE:
            is_name = is_entry and key in ("name", "label")
            yield f"- {one}" if is_name else f"{(*kinds, key)[0]}: {one}"
        elif not isinstance(one, str):
            yield from as_lines(one, key, is_entry)


def loaded(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceError(path, f"it is not JSON ({error.msg}).", "Export it again.", error.lineno) from error
    except RecursionError as error:
        raise SourceError(path, "it is nested too deeply.", "Export it again.") from error


def _orcid(document: dict[str, Any]) -> Found:
    """Roles and degrees of an ORCID record; what is not where it is expected is left out."""
    found: Found = {"roles": [], "education": []}
    for part, section in shipped("formats")["orcid"].items():
        for at, one in enumerate(_summaries(document.get("activities-summary"), f"{part}-summary")):
            days = {column: _orcid_day(one.get(f"{edge}-date")) for column, edge in EDGES}
            days["ended"] = days["ended"] or ("present" if section == "roles" else "")
            place = one.get("organization")
            name = str((place.get("name") if isinstance(place, dict) else "") or "")
            row = {"organisation": name, "title": str(one.get("role-title") or "")}
            found[section] += [row | days | {"place": f"{part}[{at}]"}] if any(row.values()) else []
    return found


EDGE = (["start"], ["from"], ["begin"], ["end"], ["to"], ["until"])
EDGES = (("started", "start"), ("ended", "end"))


def _summaries(node: Any, name: str, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every summary of a name below a node, wherever the version of the record has it."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node if isinstance(node, list) else ())
    for key, value in pairs if depth <= 8 else ():
        is_one = key == name and isinstance(value, dict)
        yield from [value] if is_one else _summaries(value, name, depth + 1)


def _orcid_day(node: Any) -> str:
    parts = [node.get(name) for name in ("year", "month")] if isinstance(node, dict) else []
    values = [str(one.get("value") or "") for one in parts if isinstance(one, dict)]
    return _written_month("-".join(filter(None, values)))


def json_resume(path: Path, document: dict[str, Any]) -> Found:
    """Return what a JSON Resume says; of versions before 1.0 too."""
    from fastjsonschema import JsonSchemaValueException

    try:
        _validator()(document)
    except RecursionError as error:
        raise SourceError(path, "it is nested too deeply.", "Export it again.") from error
    except JsonSchemaValueException as error:
        where, _, what = error.message.removeprefix("data").removeprefix(".").partition(" ")
        said = f"it is not a JSON Resume: {where or 'the document'} {what}."
        raise SourceError(path, said[:300], "Mend that place and add it again.") from error
    found: Found = {"skills": list(_json_skills(document.get("skills", [])))}
    for part, (section, columns) in shipped("formats")["json_resume"].items():
        found[section] = [
            {name: entry.get(key) for name, key in columns.items()} | {"place": f"{part}[{at}]"}
            for at, entry in enumerate(document.get(part, []))
        ]
        for row in found[section]:
            row |= {key: _written_month(row[key] or "") for key in ("started", "ended") if key in row}
    for row, entry in zip(found["roles"], document.get("work", []), strict=True):
        row["ended"] = row["ended"] or "present"
        row["organisation"] = row["organisation"] or entry.get("company")  # before version 1.0
        row["named"] = known_skills("\n".join([entry.get("summary") or "", *entry.get("highlights", [])]))
    return found


def _written_month(text: str) -> str:
    """The month of an ISO date, the year where its month is none, else nothing."""
    found = re.match(r"\d{4}(-(0[1-9]|1[0-2])(?!\d))?", text)
    return found[0] if found else ""


@cache
def _schema() -> dict[str, Any]:
    path = Path(__file__).parents[2] / "data" / "jsonresume-schema.json"
    return cast(dict[str, Any], json.loads(path.read_text(encoding="utf-8")))


@cache
def _validator():
    import fastjsonschema

    # A format such as `uri` is a remark in JSON Schema; the project's own samples do not keep it.
    return fastjsonschema.compile(_schema(), use_formats=False)


def _json_skills(skills: list[dict]):
    """The keywords of a group of skills; a group without any is itself a skill."""
    for at, group in enumerate(skills):
        names = [(word, f"skills[{at}].keywords[{n}]") for n, word in enumerate(group.get("keywords", []))]
        for name, place in names or [(group.get("name"), f"skills[{at}].name")]:
            if name:
                yield {"name": name, "place": place}


def europass(path: Path, text: str) -> Found:
    """Both formats, the SkillsPassport and today's Candidate: their words differ, their nesting does not."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(text.encode(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        raise SourceError(path, "it is not sound XML.", "Save it again from Europass.") from error
    found: Found = {section: [] for section, _ in shipped("formats")["europass"].values()}
    employer = ""
    for at, element in enumerate(root.iter(), 1):
        tag = _tag(element)
        employer = _first(element, "OrganizationName") if tag == "EmployerHistory" else employer
        section, columns = shipped("formats")["europass"].get(tag, ("", {}))
        row: dict[str, object] = {column: _first(element, path) for column, path in columns.items()}
        if section and row.get("name", row.get("title", "")):
            row |= _europass_dates(element) if section in ("roles", "education") else {}
            if tag == "PositionHistory":
                row["organisation"] = row["organisation"] or employer
            if not str(row.get("level", "")).isdecimal() and section == "education":
                row["level"] = ""
            found[section].append({**row, "place": f"element {at} ({tag})"})
    if not any(found.values()):
        raise SourceError(path, "it is XML, but no Europass profile.", "Save it again from Europass.")
    return found


def _tag(element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _first(element, path: str) -> str:
    head, _, rest = path.partition("/")
    for inner in element.iter():
        if inner is not element and _tag(inner) == head:
            found = _first(inner, rest) if rest else " ".join((inner.text or "").split())
            if found:
                return found
    return ""


def _europass_dates(element) -> dict[str, object]:
    when: dict[str, object] = {}
    for column, names in (("started", ("From", "StartDate")), ("ended", ("To", "EndDate"))):
        edge = next((inner for inner in element.iter() if _tag(inner) in names), None)
        if edge is not None:
            written = edge.get("year", "") + edge.get("month", "").replace("--", "-")
            text = written or _first(edge, "FormattedDateTime") or (edge.text or "").strip()
            when[column] = _written_month(text)
    is_current = any((_first(element, name)).lower() == "true" for name in ("Current", "CurrentIndicator"))
    return when | ({"ended": "present"} if is_current else {})
