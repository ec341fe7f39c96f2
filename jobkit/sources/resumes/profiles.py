"""Lines of a résumé or profile, with their place on the page, and what stands in them by its layout.

A document is opened in a child process with a time and a memory limit: nothing in it can hang or
exhaust jobkit. Three layouts are known: LinkedIn's profile PDF of 2016 and of today, both told by
the size of their type, and any other résumé, told by its headings and its dates.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from jobkit.errors import SourceError
from jobkit.language.text import fold
from jobkit.language.vocabulary import shipped

SECONDS, MEMORY, PAGES, CHARACTERS = 10, 1 << 30, 100, 400_000
TOKEN = re.compile(
    r"[^\s_](?:(?<=\d)\d*|(?<=[^\W\d_])[^\W\d_]*|)"
)  # one class first: blanks are skipped fast
BULLET = re.compile(r"^\s?[•●▪◦‣∙·*■□➢►✓o–—-]\s")
DURATION = re.compile(r"\A\(?\d{1,2}\s?[^\W\d_]{2,8}(?:\s\d{1,2}\s?[^\W\d_]{2,8})?\)?")
BREAKS = re.compile(r"\s[|•·–—@]\s|\s-\s|\t|\s{3,9}")
LISTED = re.compile(r"[,;|•·●▪\t\n/]")
SIZES = ((14.49, "section"), (11.75, "head"), (11, "title"))
"""Of today's LinkedIn profile: what a line of more than so many points is."""
DASHES = frozenset("-–—−‐‑‒~/")
DAMAGED, SAVE_ANEW = "it is damaged and could not be read.", "Save it anew, or as text."
Found = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text as it stands: page from 1, its number there, edges in points, type size."""

    page: int
    number: int
    text: str
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    is_bold: bool = False

    @property
    def place(self) -> str:
        return f"page {self.page}, line {self.number}" if self.page else f"line {self.number}"


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time as written: `2019-01` or `2019`; ended `present` while it lasts."""

    started: str
    ended: str
    begin: int
    stop: int


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, folded; & reads as and."""
    found = (match[0] for match in TOKEN.finditer(text))
    return ["and" if mark == "&" else fold(mark) for mark in found if mark.isalnum() or mark == "&"]


def phrase(text: str) -> str:
    """Return a text as its folded words, one space between them."""
    return " ".join(words(text))


def lines(path: Path) -> tuple[list[Line], list[str]]:
    """Return the lines of a PDF or DOCX, in the order they stand in the file, and XML attached to it.

    Raises
    ------
    SourceError : encrypted, damaged, no text in it, too long, or not read within the limits.
    """
    command = [sys.executable, "-m", "jobkit.sources.resumes.profiles", str(path.resolve())]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=SECONDS,
            cwd=Path(__file__).parents[3],
            stdin=subprocess.DEVNULL,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise SourceError(path, f"it could not be read in {SECONDS} seconds.", SAVE_ANEW) from error
    except ValueError as error:
        raise SourceError(path, DAMAGED, SAVE_ANEW) from error
    if "problem" in answer:
        raise SourceError(path, answer["problem"], answer["action"])
    return [Line(**line) for line in answer["lines"]], answer["attached"]


def span(text: str) -> Span | None:
    """Return the first span of time written in a text; one date alone is its own start and end.

    Known are `Jan 2019 – Present`, `2017 - 2019`, `03/2016`, `2016-03`, `seit 2019`, `12.03.2016`,
    `May–Aug 2014`, `2019–20`. Month and day that could be either leave only the year.
    """
    tokens = [(fold(found[0]), found.start(), found.end()) for found in TOKEN.finditer(text[:400])]
    vocabulary = _dates()
    for at, (word, begin, _) in enumerate(tokens):
        is_since = word in vocabulary["since"]
        first = _date(tokens, at + is_since)
        months_only = None if first else _month_to_date(tokens, at)
        if months_only:
            started, ended, stop = months_only
            return Span(started, ended, begin, tokens[stop - 1][2])
        if first:
            started, stop = first
            ended, stop = _end(tokens, stop, started)
            ended = ended or ("present" if is_since else started)
            return Span(started, ended, begin, tokens[stop - 1][2])
    return None


def without(text: str, found: Span | None) -> str:
    """Return a text without the span found in it, its duration and the marks around it."""
    if found:
        text = (
            text[: found.begin].rstrip(" (|,·–—-\t")
            + "  "
            + DURATION.sub("", text[found.stop :].strip(" )|,"))
        )
    return text.strip(" ()|,;:·•–—-\t")


def heading(text: str) -> str:
    """Return the section a heading opens, a key of `[sections]` in `resumes.toml`, or ""."""
    return _headings().get(phrase(text), "") if len(text) <= 60 else ""


def parse(found: list[Line]) -> tuple[str, Found]:
    """Return what kind of document the lines are, and its roles, education, skills and so on."""
    if found and not found[0].page:
        return "résumé", resume(found)
    if _is_present(found):
        return "LinkedIn profile", _present(found)
    if _is_older(found):
        return "LinkedIn profile", _older(found)
    return "résumé", resume(_in_reading_order(found))


def resume(found: Iterable[Line]) -> Found:
    """Return roles, education and lists of any résumé: its headings cut it, its dates begin the entries."""
    parts: dict[str, list[Line]] = {}
    section = ""
    for line in found:
        opened = heading(line.text)
        before, colon, after = line.text.partition(":")
        inline = heading(before) if colon and after.strip() else ""
        if inline in ("skills", "languages", "certificates"):
            parts.setdefault(inline, []).append(Line(line.page, line.number, after.strip()))
        elif opened:
            section = opened
        elif section:
            parts.setdefault(section, []).append(line)
    return {
        "roles": list(_dated_roles(parts.get("roles", []))),
        "education": list(_degrees(parts.get("education", []))),
        "skills": _listed(parts.get("skills", [])),
        "certificates": [
            _certificate(BULLET.sub("", line.text), line) for line in parts.get("certificates", [])
        ],
        "languages": [_language(row["name"], row["place"]) for row in _listed(parts.get("languages", []))],
    }


def split_degree(text: str) -> dict[str, object]:
    """Return title, field and span of a line such as `Master of Science - MS, Nursing, 2014 - 2016`."""
    when = span(text)
    title, _, field = without(text, when).partition(",")
    return {"title": title.strip(), "field": field.strip(" ,"), **_when(when)}


@cache
def _headings() -> dict[str, str]:
    sections = shipped("resumes")["sections"]
    return {alias.strip(): section for section, aliases in sections.items() for alias in aliases.split("|")}


@cache
def _dates() -> dict[str, set[str]]:
    return {name: set(text.split()) for name, text in shipped("resumes")["dates"].items()}


@cache
def _months() -> dict[str, int]:
    rows = [row for name in ("seasons", "short", "months") for row in shipped("days")[name].items()]
    return {fold(word): int(month) for month, names in rows for word in names}


@cache
def _words_of(kind: str) -> frozenset[str]:
    return frozenset(shipped("resumes")["words"][kind].split())


# ---- dates: a small grammar over tokens, so that no pattern can be slow


def _date(tokens, at: int) -> tuple[str, int] | None:
    """One date beginning at a token: its ISO text and the token after it."""
    if at >= len(tokens):
        return None
    word = tokens[at][0]
    if word in _months():
        return _after_month(tokens, at, _months()[word])
    if not word.isdecimal():
        return None
    if _is_year(word):
        month = _joined(tokens, at)
        if month and len(month) <= 2 and 1 <= int(month) <= 12:
            day = _joined(tokens, at + 2)
            return f"{word}-{int(month):02}", at + (5 if day and len(day) <= 2 else 3)
        return word, at + 1
    return _day_or_month_first(tokens, at, word) if len(word) <= 2 else None


def _after_month(tokens, at: int, month: int) -> tuple[str, int] | None:
    for ahead in range(at + 1, min(at + 4, len(tokens))):
        word = tokens[ahead][0]
        if _is_year(word):
            return f"{word}-{month:02}", ahead + 1
        if word.isdecimal() and len(word) == 2 and tokens[ahead - 1][0] in "'’‘":
            return f"{_century(word)}-{month:02}", ahead + 1
        is_day = word.isdecimal() and len(word) <= 2
        if not is_day and word not in _dates()["filler"] and word not in ".,/-'’‘":
            return None
    return None


def _day_or_month_first(tokens, at: int, word: str) -> tuple[str, int] | None:
    second, third = _joined(tokens, at), _joined(tokens, at + 2)
    if second and _is_year(second) and 1 <= int(word) <= 12:
        return f"{second}-{int(word):02}", at + 3
    if second and third and _is_year(third) and len(second) <= 2:
        first, middle, is_dotted = int(word), int(second), tokens[at + 1][0] == "."
        month = middle if is_dotted or first > 12 else first if middle > 12 else 0
        return (f"{third}-{month:02}" if 1 <= month <= 12 else third), at + 5
    after = at + 1 + (at + 1 < len(tokens) and tokens[at + 1][0] in ("st", "nd", "rd", "th", "."))
    if after < len(tokens) and tokens[after][0] in _months():
        return _date(tokens, after)
    return None


def _month_to_date(tokens, at: int) -> tuple[str, str, int] | None:
    """`May – August 2014`: a month that takes its year from the date after it."""
    month = _months().get(tokens[at][0])
    if not month or at + 1 >= len(tokens) or not _is_until(tokens[at + 1][0]):
        return None
    last = _date(tokens, at + 2)
    return (f"{last[0][:4]}-{month:02}", *last) if last and len(last[0]) == 7 else None


def _end(tokens, at: int, started: str) -> tuple[str, int]:
    """The end of a span whose start stops at a token; ("", at) when there is none."""
    ahead = at
    while (
        ahead < len(tokens)
        and ahead < at + 4
        and (_is_until(tokens[ahead][0]) or tokens[ahead][0] in "(),.'’ce")
    ):
        ahead += 1
    if ahead == at or not any(_is_until(token[0]) for token in tokens[at:ahead]) or ahead >= len(tokens):
        return "", at
    word = tokens[ahead][0]
    if word in _dates()["present"]:
        while ahead + 1 < len(tokens) and tokens[ahead + 1][0] in "'’hui":  # aujourd’hui is three tokens
            ahead += 1
        return "present", ahead + 1
    is_short = len(started) == 4 and word.isdecimal() and len(word) == 2 and ahead == at + 1
    if is_short and int(word) > int(started[2:]):
        return started[:2] + word, ahead + 1
    return _date(tokens, ahead) or ("", at)


def _joined(tokens, at: int) -> str:
    """The number written right behind a number: 03 in 2016-03."""
    if at + 2 >= len(tokens) or tokens[at + 1][0] not in "./-" or not tokens[at + 2][0].isdecimal():
        return ""
    touch = tokens[at][2] == tokens[at + 1][1] and tokens[at + 1][2] == tokens[at + 2][1]
    return tokens[at + 2][0] if touch else ""


def _is_until(word: str) -> bool:
    return word in DASHES or word in _dates()["until"]


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and 1930 <= int(word) <= 2100


def _century(two_digits: str) -> str:
    return ("19" if int(two_digits) > 50 else "20") + two_digits


def _when(found: Span | None) -> dict[str, object]:
    return {"started": found.started if found else "", "ended": found.ended if found else ""}


# ---- LinkedIn, the layout of 2016: one column, entries in bold


def _is_older(found: list[Line]) -> bool:
    named = any(line.page == 1 and line.is_bold and 19 <= line.size <= 21 and line.x0 < 60 for line in found)
    return named and any(15.5 <= line.size <= 16.5 and line.x0 < 60 and heading(line.text) for line in found)


def _older(found: list[Line]) -> Found:
    made: Found = {name: [] for name in ("roles", "education", "skills", "certificates", "languages")}
    section, before = "", None
    for line in _rows(line for line in found if not (line.y < 40 and line.size <= 10.5)):
        if line.size >= 15.5:
            section, before = heading(line.text) or "other", None
        elif section in made and line.x0 < 45 and line.is_bold:
            if before and before.is_bold and (section == "roles" or _is_wrapped(before, line, 576)):
                made[section][-1]["head"] += " " + line.text
            else:
                made[section].append({"head": line.text, "rest": "", "place": line.place})
            before = line
        elif section in made and made[section] and line.x0 < 45:
            if section != "roles" or not made[section][-1]["rest"]:
                made[section][-1]["rest"] += " " + line.text
            before = line
    return _named_older(made)


def _named_older(made: Found) -> Found:
    schools = {phrase(str(row["head"])) for row in made["education"]}
    roles = []
    for row in made["roles"]:
        title, organisation = _split_at(str(row["head"]), schools)
        when = _when(span(str(row["rest"])))
        roles.append({"organisation": organisation, "title": title, **when, "place": row["place"]})
    education = []
    for row in made["education"]:
        details = re.split(r"Activities and Societies:|Grade:", str(row["rest"]))[0]
        education.append({"organisation": row["head"], **split_degree(details), "place": row["place"]})
    return {
        "roles": roles,
        "education": education,
        "skills": [{"name": row["head"], "place": row["place"]} for row in made["skills"]],
        "certificates": [_certificate(f"{row['head']} | {row['rest']}", row) for row in made["certificates"]],
        "languages": [_language(f"{row['head']} {row['rest']}", row["place"]) for row in made["languages"]],
    }


def _split_at(text: str, known: set[str]) -> tuple[str, str]:
    """Title and organisation: cut at the first “at”, or a later one that a known school follows."""
    joints = shipped("resumes")["linkedin"]["at"].split()
    joint = next((word for word in joints if f" {word} " in f" {text} "), "at")
    pieces = f" {text} ".split(f" {joint} ")
    cut = 1
    for at in range(1, len(pieces)):
        if phrase(f" {joint} ".join(pieces[at:])) in known:
            cut = at
    return f" {joint} ".join(pieces[:cut]).strip(), f" {joint} ".join(pieces[cut:]).strip()


# ---- LinkedIn, the present layout: a side column, then sizes 15.75, 12, 11.5, 10.5


def _is_present(found: list[Line]) -> bool:
    """A heading of 15.75 in the main column, and LinkedIn's name beside it or titles of 11.5 below it."""
    has_heading = any(15.2 <= line.size <= 16.2 and line.x0 > 200 and heading(line.text) for line in found)
    is_named = any("linkedin" in line.text.lower() and line.x0 < 200 for line in found)
    return has_heading and (is_named or any(11.3 <= line.size <= 11.7 and line.x0 > 200 for line in found))


def _present(found: list[Line]) -> Found:
    page_feet = [line for line in found if line.size < 9.8]
    side = [line for line in found if line.x0 < 200 and line not in page_feet]
    main = _rows(line for line in found if line.x0 >= 200 and line not in page_feet)
    roles, education = _columns_of_today(main)
    lists = _side_column(_rows(side))
    return {
        "roles": roles,
        "education": education,
        "skills": lists.get("skills", []),
        "certificates": [_certificate(str(row["name"]), row) for row in lists.get("certificates", [])],
        "languages": [_language(str(row["name"]), row["place"]) for row in lists.get("languages", [])],
    }


def _columns_of_today(main: Iterable[Line]) -> tuple[list[dict], list[dict]]:
    roles: list[dict] = []
    schools: list[dict] = []
    section, organisation, before = "", "", ""
    for line in main:
        level = next((name for size, name in SIZES if line.size > size), "text")
        if level == "section":
            section = heading(line.text) or "other"
        elif section == "roles" and level == "head":
            organisation = f"{organisation} {line.text}" if before == "head" else line.text
        elif section == "roles" and level == "title":
            if before == "title":
                roles[-1]["title"] += " " + line.text
            else:
                roles.append(
                    {"organisation": organisation, "title": line.text, **_when(None), "place": line.place}
                )
        elif section == "roles" and before == "title" and roles:
            roles[-1].update(_when(span(line.text)))
        elif section == "education" and level == "head":
            if before == "head":
                schools[-1]["organisation"] += " " + line.text
            else:
                schools.append({"organisation": line.text, "rest": "", "place": line.place})
        elif section == "education" and schools:
            schools[-1]["rest"] += " " + line.text
        before = level
    return roles, [{**row, **split_degree(row.pop("rest").replace(" · ", " "))} for row in schools]


def _side_column(side: list[Line]) -> dict[str, list[dict]]:
    lists: dict[str, list[dict]] = {}
    section, before = "", None
    right = max([150.0, *(line.x1 for line in side)])
    for line in side:
        if line.size >= 12:
            section, before = heading(line.text) or "other", None
        elif section:
            rows = lists.setdefault(section, [])
            text = str(rows[-1]["name"]) if rows else ""
            is_open = text.count("(") > text.count(")")
            if before and (is_open or (_is_wrapped(before, line, right) and not text.endswith(")"))):
                rows[-1]["name"] = f"{text} {line.text}"
            else:
                rows.append({"name": line.text, "place": line.place})
            before = line
    return lists


# ---- any other résumé


def _dated_roles(found: list[Line]) -> Iterator[dict]:
    """An entry begins as many lines before its dates as the first one does."""
    spans = {at: when for at, line in enumerate(found) if (when := _entry_span(line))}
    if not spans:
        return
    lead = min(min(spans), 2)
    ends = [*list(spans)[1:], len(found) + lead]
    for (at, when), end in zip(spans.items(), ends, strict=True):
        head = [line.text for line in found[max(at - lead, 0) : at] if not BULLET.match(line.text)]
        rest = without(found[at].text, when)
        parts = [part for text in [*head, rest] for part in _parts(text)]
        if len(parts) == 1 and _is_title(parts[0]):
            parts = _title_and_place(parts[0])
        for line in found[at + 1 : max(min(at + 3, end - lead), at + 1)]:
            if len(parts) >= 2 or BULLET.match(line.text) or len(line.text) > 90:
                break
            parts += _parts(line.text)
        parts = _title_and_place(parts[0]) if len(parts) == 1 else parts
        if parts:
            title = next(filter(_is_title, parts), parts[0])
            others = [part for part in parts if part is not title]
            organisation = others[0] if others else ""
            yield {"organisation": organisation, "title": title, **_when(when), "place": found[at].place}


def _title_and_place(text: str) -> list[str]:
    return [part.strip() for part in re.split(r", | at | chez | bei ", text, maxsplit=1)]


def _is_title(text: str) -> bool:
    return bool(_words_of("titles") & set(words(text)))


def _entry_span(line: Line) -> Span | None:
    if BULLET.match(line.text) or len(line.text) > 160:
        return None
    when = span(line.text)
    if when and when.started == when.ended and len(line.text) > when.stop - when.begin + 50:
        return None
    return when


def _parts(text: str) -> list[str]:
    pieces = [piece.strip(" ,|·–—-") for piece in BREAKS.split(f"{text} ")]
    return [piece for piece in pieces if piece and not piece.isdecimal()]


def _degrees(found: list[Line]) -> Iterator[dict]:
    """An entry is the lines up to the next date; its school is known by its word, its degree by the rest."""
    waiting: list[Line] = []
    entries: list[tuple[list[Line], Span | None]] = []
    spans = [_entry_span(line) for line in found]
    leads = bool(spans and spans[0])
    for line, when in zip(found, spans, strict=True):
        if BULLET.match(line.text) and not when:
            continue
        if when and leads:
            entries.append(([line], when))
        elif when:
            entries.append(([*waiting[-2:], line], when))
            waiting = []
        elif leads and entries and len(entries[-1][0]) < 3:
            entries[-1][0].append(line)
        else:
            waiting.append(line)
    if not entries:
        entries = [([line], None) for line in waiting]
    for rows, when in entries:
        yield _degree(rows, when)


def _degree(rows: list[Line], when: Span | None) -> dict:
    texts = [without(line.text, span(line.text)) for line in rows]
    parts = [part for text in texts for piece in _parts(text) for part in piece.split(", ") if part]
    schools = _words_of("schools")
    school = next((part for part in parts if schools & set(words(part))), "")
    others = [part for part in parts if part != school]
    title = others[0] if others else ""
    return {
        "organisation": school,
        "title": title,
        "field": others[1] if len(others) > 1 else "",
        **_when(when),
        "place": rows[0].place,
    }


def _listed(found: list[Line]) -> list[dict]:
    rows: list[dict] = []
    for line in found:
        text = BULLET.sub("", line.text)
        _, colon, after = text.partition(":")
        names = [name.strip(" .•-") for name in LISTED.split(after if colon and after.strip() else text)]
        rows += [{"name": name, "place": line.place} for name in names if name and len(name.split()) <= 6]
    return rows


def _certificate(text: str, row) -> dict:
    when = span(text)
    name, _, organisation = without(text, when).partition("|")
    place = row.place if isinstance(row, Line) else row["place"]
    started = when.started if when else ""
    return {"name": name.strip(), "organisation": organisation.strip(), "started": started, "place": place}


def _language(text: str, place) -> dict:
    name, _, level = text.strip().partition("(")
    return {"name": name.strip(" :–-"), "level": level.strip(" )"), "place": place}


# ---- lines on a page


def _rows(found: Iterable[Line]) -> list[Line]:
    """Pieces of one baseline become one line; lines go down the page, page after page."""
    rows: list[Line] = []
    for piece in sorted(found, key=lambda line: (line.page, -round(line.y / 3), line.x0)):
        last = rows[-1] if rows else None
        if last and last.page == piece.page and abs(last.y - piece.y) <= max(2.0, piece.size / 4):
            joint = "   " if piece.x0 - last.x1 > 3 * max(piece.size, 1) else " "
            text = f"{last.text}{joint}{piece.text}"
            rows[-1] = Line(last.page, last.number, text, last.x0, piece.x1, last.y, last.size, last.is_bold)
        else:
            rows.append(piece)
    return rows


def _in_reading_order(found: list[Line]) -> list[Line]:
    """Two columns are read one after the other, when a page has an empty gutter with prose on both sides."""
    ordered: list[Line] = []
    for page in sorted({line.page for line in found}):
        pieces = [line for line in found if line.page == page]
        gutter = _gutter(pieces)
        left = [line for line in pieces if line.x1 <= gutter]
        right = [line for line in pieces if line.x1 > gutter]
        ordered += [*_rows(left), *_rows(right)]
    return ordered


def _gutter(pieces: list[Line]) -> float:
    """Where no piece crosses, headings stand on both sides; 0 where the page is one column."""
    heads = sorted({round(line.x0) for line in pieces if heading(line.text)})
    for left, right in pairwise(heads):
        if right - left > 80:
            edge = right - 4
            crossing = [line for line in pieces if line.x0 < edge < line.x1]
            if len(crossing) <= 0.1 * len(pieces):
                return edge
    return 0.0


def _is_wrapped(before: Line, line: Line, right: float) -> bool:
    """The first word of this line would not have fitted on the line before."""
    first = line.text.split(" ")[0]
    width = (line.x1 - line.x0) * (len(first) + 1) / max(len(line.text), 1)
    return before.page == line.page and before.x1 + width > right


# ---- the child process


def _child(path: Path) -> dict:
    _limit()
    try:
        made = _docx(path) if path.suffix.lower() in (".docx", ".docm") else _pdf(path)
    except _RefusedError as refused:
        return {"problem": refused.args[0], "action": refused.args[1]}
    except Exception:
        return {"problem": DAMAGED, "action": SAVE_ANEW}
    if made["lines"] or made["attached"]:
        return made
    said = "there is no text in it, only pictures."
    return {"problem": said, "action": "Save it from the program that made it."}


class _RefusedError(Exception):
    """What is wrong with a document, and what to do."""


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _docx(path: Path) -> dict:
    import zipfile

    import docx

    with zipfile.ZipFile(path) as package:
        members = package.infolist()
        unpacked = sum(member.file_size for member in members)
        if len(members) > 2_000 or unpacked > 200 * max(path.stat().st_size, 1) or unpacked > 100 << 20:
            raise _RefusedError("it unpacks to far more than a document holds.", SAVE_ANEW)
    texts: list[str] = []
    _blocks(docx.Document(str(path)), texts, 0)
    rows = [
        asdict(Line(0, number, _tidy(text)[:1000])) for number, text in enumerate(texts, 1) if text.strip()
    ]
    return {"lines": rows[:5000], "attached": []}


def _blocks(container, texts: list[str], depth: int) -> None:
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            seen = set()
            for row in block.rows if depth < 5 else ():
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.add(cell._tc)
                        _blocks(cell, texts, depth + 1)
        else:
            is_item = block.style is not None and "list" in (block.style.name or "").lower()
            texts += [("• " if is_item else "") + text for text in block.text.split("\n")]


def _pdf(path: Path) -> dict:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise _RefusedError("it is encrypted with a password.", "Save a copy without one.") from error
        raise
    if len(document) > PAGES:
        raise _RefusedError(
            f"it has {len(document)} pages; a résumé has fewer than {PAGES}.", "Add the résumé alone."
        )
    rows: list[dict] = []
    n_characters = 0
    for number in range(len(document)):
        page = document[number].get_textpage()
        n_characters += page.count_chars()
        if n_characters > CHARACTERS:
            raise _RefusedError("it holds far more text than a résumé.", "Add the résumé alone.")
        rows += [asdict(line) for line in _pieces(page, number + 1)]
    return {"lines": rows, "attached": list(_attached(document))}


def _attached(document) -> Iterator[str]:
    for number in range(min(document.count_attachments(), 20)):
        content = bytes(document.get_attachment(number).get_data())
        if (len(content) < 5 << 20 and content.lstrip()[:1] == b"<") or content[:3] == b"\xef\xbb\xbf":
            yield content.decode("utf-8", "replace")


def _pieces(page, number: int) -> Iterator[Line]:
    """Runs of characters on one baseline without a wide gap."""
    run: list[tuple[str, float, float, float, float, bool]] = []
    count = 0
    for mark in _characters(page):
        if run and _is_apart(run[-1], mark):
            count += 1
            yield _piece(run, number, count)
            run = []
        run.append(mark)
    if run:
        yield _piece(run, number, count + 1)


def _characters(page) -> Iterator[tuple[str, float, float, float, float, bool]]:
    """Each visible character with the space before it: text, left, right, baseline, size, is it bold."""
    import ctypes

    import pypdfium2.raw as raw

    edges = [ctypes.c_double() for _ in range(4)]
    x, y, matrix, flags = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX(), ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    space = ""
    for at in range(page.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(page.raw, at) & 0xFFFF or 32)
        if letter.isspace() or letter == "\xa0":
            space = " "
            continue
        raw.FPDFText_GetCharBox(page.raw, at, *map(ctypes.byref, edges))
        raw.FPDFText_GetCharOrigin(page.raw, at, ctypes.byref(x), ctypes.byref(y))
        raw.FPDFText_GetMatrix(page.raw, at, ctypes.byref(matrix))
        raw.FPDFText_GetFontInfo(page.raw, at, name, 128, ctypes.byref(flags))
        size = raw.FPDFText_GetFontSize(page.raw, at) * ((matrix.c**2 + matrix.d**2) ** 0.5 or 1)
        is_bold = b"bold" in name.value.lower() or raw.FPDFText_GetFontWeight(page.raw, at) >= 600
        letter = "-" if letter in "\x02\ufffe" else letter
        yield space + letter, min(edges[0].value, x.value), edges[1].value, y.value, size, is_bold
        space = ""


def _is_apart(last, mark) -> bool:
    gap = mark[1] - last[2]
    size = max(last[4], 1)
    return abs(mark[3] - last[3]) > 0.3 * size or gap > 1.5 * size or gap < -2 * size


def _piece(run, page: int, count: int) -> Line:
    _, left, _, y, size, is_bold = run[0]
    edges = round(left, 1), round(run[-1][2], 1), round(y, 1)
    return Line(page, count, _tidy("".join(mark[0] for mark in run)), *edges, round(size, 2), is_bold)


def _tidy(text: str) -> str:
    return text if "\t" in text else " ".join(letters for letters in text.split(" ") if letters)


if __name__ == "__main__":
    sys.stdout.buffer.write(json.dumps(_child(Path(sys.argv[1]))).encode())
