"""Skills, certificates and languages: what stands in the lists of a résumé, one name each."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from statistics import fmean

from jobkit import skills
from jobkit.language.text import fold
from jobkit.language.vocabulary import listed, shipped
from jobkit.mentions import known_skills
from jobkit.sources.resumes.documents import Line
from jobkit.sources.resumes.layout import BULLET, COMMA, heading, phrase, word_list, words
from jobkit.sources.resumes.parts import degree_words, is_table_head, label, role_words
from jobkit.sources.resumes.spans import closed, span, without

LONGEST = 6
"""Words of a name; what is longer is a sentence."""
LEAD = {name: re.compile(text, re.X | re.I) for name, text in shipped("resumes")["lead"].items()}


def skill_lists(lines: Sequence[Line], person: frozenset[str] = frozenset()) -> tuple[list[dict], list[dict]]:
    """Return the skills in a section, and the spoken languages that stand among them with a level.

    `person` holds the words of the person's own name: these are no skill.
    """
    names: list[dict] = []
    spoken: list[dict] = []
    lines = [line for line, below in pairwise([*lines, *lines[-1:]]) if not _is_group(line, below)]
    for line in _unwrapped(lines):
        text = _plain(line.text)
        kind = label(text)[0]
        if kind in ("languages", "dropped"):
            spoken += language_list([line]) if kind == "languages" else ()
            continue
        is_head = any(map(heading, text.split("\t")[1:]))
        if is_head or LEAD["no_name"].search(text):
            spoken += language_list([line]) if "\t" in text else ()
            continue
        for entry in _entries_of(text):
            name = LEAD["gauge"].sub("", entry.name.rstrip()).strip(" .:•·–—-")
            is_among = heading(entry.group) == "languages" and bool(_places_of_languages(name))
            if is_among or skills.language(name):
                for tongue, level in _languages_in(name):
                    spoken.append({"name": tongue, "level": entry.level or level, "place": line.place})
            elif _is_name(name, person) and not (LEAD["told"].search(name) and _places_of_languages(name)):
                names.append({"name": name, "place": line.place})
        is_told = bool(spoken) and spoken[-1]["place"] == line.place
        spoken += () if is_told else languages_told([line])
    return names, spoken


def _plain(text: str) -> str:
    """A line of skills without bullet and brackets around it, its group before a colon."""
    text = re.sub(r":\s*\t", ": ", BULLET.sub("", text))
    return LEAD["group"].sub(r"\1: ", text[1:-1] if text[:1] + text[-1:] == "()" else text)


def _entries_of(text: str) -> Iterator[skills.Entry]:
    """The names in a line of skills, of its sentences the known ones alone."""
    for told in LEAD["stop"].split(text):
        own = LEAD["others"].sub("", LEAD["names"].sub(r"\1", told))
        own = known_skills(own).replace("; ", "\n") if LEAD["trait"].match(own) else own
        yield from skills.entries(LEAD["group_cell"].sub("", own))


def _is_group(line: Line, below: Line) -> bool:
    """Whether a line in larger or bold type names what stands below it: “Tools” above “Git, Jira”."""
    is_set = line.size > below.size + 0.5 or line.is_bold > below.is_bold
    return (
        is_set
        and "," not in line.text
        and bool(BULLET.match(below.text) or re.search("[,\t·•|]", below.text))
    )


def languages_told(lines: Iterable[Line]) -> list[dict]:
    """Return the languages that sentences say somebody speaks: “bilingual (English/Spanish)”."""
    found: list[dict] = []
    for line in lines:
        for cue in LEAD["told"].finditer(line.text):
            after = re.finditer(r"[^\W\d_]+|[.;:)]", line.text[cue.end() : cue.end() + 90])
            own = takewhile(lambda one: fold(one[0]) in skills.beside() or skills.language(one[0]), after)
            end = cue.end() + max((word.end() for word in own), default=0)
            found += language_list([replace(line, text=line.text[cue.start() : end])])
    return found


def language_list(lines: Iterable[Line]) -> list[dict]:
    """Return the spoken languages of a section, each with the words of its level.

    Only names of languages are read; a level on the line below belongs to the language above.
    """
    found: list[dict] = []
    for line in lines:
        text = BULLET.sub("", line.text)
        rows = list(_languages_in(text))
        if not rows and found and not found[-1]["level"] and skills.framework_level(text):
            found[-1]["level"] = text.strip(" ().") if skills.is_level(text) else skills.framework_level(text)
        for name, level in rows:
            if all(skills.language(name) != skills.language(row["name"]) for row in found):
                found.append({"name": name, "level": level, "place": line.place})
    return found


def _languages_in(text: str) -> Iterator[tuple[str, str]]:
    """Each language that a line names, in the words of the line, and what is said of it up to the next.

    Behind a comma it is of the next, and of those that follow: “fluent English and Welsh, basic Irish”.
    """
    places = _places_of_languages(text)
    edges = [0, *(edge for place in places for edge in place), len(text)]
    between = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    level = before = _level_in(between[0])
    for at, (begin, end) in enumerate(places, 1):
        commas = [comma.end() for comma in COMMA.finditer(between[at])]
        cut = max(commas, default=0) if (commas or before) and at < len(places) else len(between[at])
        own = _level_in(between[at][:cut])
        yield text[begin:end], own or level
        level = _level_in(between[at][cut:]) or ("" if own else level)


def _level_in(text: str) -> str:
    said = closed(text.strip(" :;,.|·•()–—-\t"))
    return said if skills.framework_level(said) else ""


def _places_of_languages(text: str) -> list[tuple[int, int]]:
    """Where the names of languages stand, the longest first: “NZ Sign Language” is one of three words."""
    found = [(match.start(), match.end()) for match in re.finditer(r"[^\W\d_]{2,20}", text)]
    places: list[tuple[int, int]] = []
    for at, (begin, _) in enumerate(found):
        if places and begin < places[-1][1]:
            continue
        ends = [found[at + n][1] for n in (2, 1) if at + n < len(found)]
        long = next((end for end in ends if phrase(text[begin:end]) in skills.languages()), 0)
        if long or (found[at][1] - begin > 2 and skills.language(text[begin : found[at][1]])):
            places.append((begin, long or found[at][1]))
    return places


def certificate_list(lines: Iterable[Line]) -> list[dict]:
    """Return the certificates of a section, one a line, without the day and who issued it."""
    rows: list[dict] = []
    rest: list[Line] = []
    for line in _without_details([line for line in lines if line.style != "columns"]):
        rest.append(line)
        if LEAD["issued"].match(line.text) and 1 < len(rest) < 4:  # as copied from a page
            name, *others = [one.text for one in rest[:-1]]
            when = span(line.text)
            row = {"name": name, "organisation": others[0] if others else "", "place": line.place}
            rows.append(row | {"started": when.started if when else "", "ended": ""})
            rest = []
    for line in _unwrapped(rest, is_list=False):
        for text in _each(BULLET.sub("", line.text)):
            _keep(certificate(_without_number(text), line.place), rows, line)
    return rows


def _keep(row: dict, rows: list[dict], line: Line) -> None:
    """Add a certificate to others, unless its line says when the one before it was got, or from whom."""
    name, when = row["name"], span(line.text)
    is_named = bool(name) and len(name.split()) <= 14 and not LEAD["no_name"].search(name)
    is_signed = bool(when and when.is_day and name.isalpha() and not is_paper(name))  # Leeds, 4 May 2026
    if rows and row["started"] and (not name or LEAD["issued"].match(line.text)):
        rows[-1] = row | {column: text for column, text in rows[-1].items() if text}
    elif rows and not (rows[-1]["organisation"] or BULLET.match(line.text)) and _is_issuer(name):
        rows[-1]["organisation"] = name
    elif is_named and not (is_signed or is_trait(name)):
        rows.append(row)


def _is_issuer(name: str) -> bool:
    is_paper = LEAD["paper"].search(name) or LEAD["member"].search(name) or skills.certificates(name)
    return role_words().organisation(name) >= 2 and not is_paper


def _without_details(lines: list[Line]) -> list[Line]:
    """Lines without the names of columns, and without what only tells of a line in bold or above a list."""
    lines = [line for line in lines if not is_table_head(line)]
    for is_head in (lambda line: line.is_bold,):
        heads, others = [
            [line for line in lines if bool(is_head(line)) is wanted] for wanted in (True, False)
        ]
        if not others or not is_head(lines[0]):
            continue
        shares = [fmean(is_paper(line.text) for line in some) for some in (heads, others)]
        less = others if shares[0] >= shares[1] else heads
        kept = [
            line
            for line in lines
            if line not in less or is_paper(line.text) or LEAD["issued"].match(line.text)
        ]
        lines = kept if any(shares) else lines
    return lines


def is_paper(text: str) -> bool:
    """Return whether a name in a list is that of a certificate: a known one, or its own words say so."""
    return bool(skills.certificates(text) or LEAD["paper"].search(text))


def _each(text: str) -> Iterator[str]:
    """Each certificate of a line, cut at semicolons, at commas where most parts name one."""
    if LEAD["self"].match(text):
        yield from skills.certificates(text)
        return
    label, tab, rest = text.partition("\t")
    text = rest if tab and label.isalpha() and label.islower() else text  # “jährlich”
    group, colon, rest = text.partition(": ")
    is_group = bool(colon) and bool(re.fullmatch(r"\D{3,25}", group)) and "," in rest
    text = rest if is_group else text  # “Endorsements: Hazmat, Tanker”
    for told in LEAD["stop"].split(text):
        for one in re.split(r"\s?;\s", told):
            parts = re.split(r"\s?[|•·]\s?", one) if not is_group else [one]
            if len(parts) < 3 or not _is_several(parts, is_group=False):
                parts = COMMA.split(one)
                parts = [*parts[:-1], *LEAD["and"].split(parts[-1])] if len(parts) > 1 else parts
            yield from parts if _is_several(parts, is_group) else [one]


def _is_several(parts: list[str], is_group: bool) -> bool:
    """Whether most parts of a text name a certificate each; behind the name of a group any list does."""
    named = [*filter(None, map(skills.certificates, parts))]
    n_dated = sum(bool((when := span(part)) and without(part, when)) for part in parts)
    is_list = len(named) == len(parts) or (len(parts) > 2 and 2 * len(named) >= len(parts))
    if len(parts) > 4 or 2 < len(parts) == n_dated:
        return True
    is_each = is_group and (len(parts) > 2 or any(map(is_paper, parts)))
    return is_each or (is_list and len({*named}) == len(named))


def licences(lines: Iterable[Line]) -> list[dict]:
    """Return the driving licences that lines of another list name: “Führerschein: B, BE”, “Permis B”."""
    texts = ((" ".join(BULLET.sub("", line.text).replace(":", " ").split()), line.place) for line in lines)
    rows = [certificate(text, place) for text, place in texts if LEAD["licence"].match(text)]
    return [row for row in rows if not row["organisation"]]


def certificate(text: str, place: str) -> dict:
    """Return name, issuer and day of a certificate as one line says them."""
    when = span(text)
    is_end = bool(when and LEAD["ends"].search(text[: when.begin]))
    if when and is_end:
        bare = without(LEAD["ends"].sub("", text[: when.begin]) + text[when.stop :], None)
    else:
        bare = without(text, when)
    bare = ", ".join(piece for piece in COMMA.split(bare) if not is_trait(piece)) or bare
    name, *rest = re.split(rf"\s?[|\t·]\s?|\s{{2,}}|{COMMA.pattern}", bare, maxsplit=1)
    if rest and (LEAD["held"].search(rest[0]) or LEAD["classes"].fullmatch(rest[0])):
        name, rest = " ".join(bare.split()), []  # “RN, State of Ohio (active)” is one certificate, whole
    organisation = rest[0].strip(" .,") if rest else ""
    started, ended = (when.started, when.ended if when.is_range else "") if when else ("", "")
    return {
        "name": name.strip(" ,;."),
        "organisation": organisation,
        "started": "" if is_end else started,
        "ended": started if is_end else ended,
        "place": place,
    }


def trainings(lines: Sequence[Line], degrees: list[dict]) -> list[dict]:
    """Return what a section of further training holds that is no degree, as certificates."""
    taken = {row["place"] for row in degrees}
    for above, line in pairwise(lines):  # who held the training, below its name and days
        is_held = len(without(above.text, when := span(above.text))) > 2 and when and not span(line.text)
        taken |= (
            {line.place}
            if is_held and not (BULLET.match(line.text) or skills.certificates(line.text))
            else set()
        )
    is_listed = all(BULLET.match(line.text) for line in lines)
    rest = [line for line in lines if line.place not in taken and heading(line.text) != "other"]
    rest = [one for one in rest if is_listed or not BULLET.match(one.text) or skills.certificates(one.text)]
    rows = certificate_list(rest)
    school = degree_words().organisation
    return [row for row in rows if school(row["name"]) < 3 or LEAD["taught"].match(row["name"])]


def _without_number(text: str) -> str:
    """A certificate without the number of the licence at its end or in a bracket, and the word for it."""
    text = LEAD["numbered"].sub("", text)
    name, _, last = text.rpartition(" ")
    if not re.fullmatch(r"#?[A-Za-z\d-]{5,20}", last) or sum(map(str.isdigit, last)) < 4:
        return text
    name = name.rstrip(" ,;#")
    before, _, word = name.rpartition(" ")
    return before.rstrip(" ,;") if LEAD["number"].fullmatch(word.strip(" .,:")) else name


def _is_name(name: str, person: frozenset[str]) -> bool:
    found = words(name)
    if found[1:] and (found[0] in word_list("words", "deeds") or LEAD["lasting"].match(name)):
        return False  # Recruited Java developers; 4 Semester
    is_short = 0 < len(found) <= LONGEST and bool(re.search(r"[^\W\d_]", name)) and len(name) <= 60
    is_own = bool(person) and set(found) <= person
    return is_short and not (is_own or heading(name) or skills.is_level(name) or is_trait(name))


def is_trait(text: str) -> bool:
    """Return whether a text says what somebody is like, or has besides, and names nothing they can do."""
    if skills.is_known(text):
        return phrase(text) != "troubleshooting" and phrase(skills.skill(text)[0]) in word_list(
            "phrases", "soft_names"
        )
    found = words(text)
    traits = word_list("words", "traits") | listed("skills", "soft") | word_list("words", "small")
    is_soft = bool(found) and all(word in traits or word in skills.beside() for word in found)
    last = found[-1] if found and (text.islower() or len(found) == 1) else ""
    is_german = last.endswith(tuple(word_list("words", "trait_endings")))
    is_noun = bool(found) and found[-1].endswith(tuple(word_list("words", "trait_nouns")))
    return is_soft or is_german or is_noun or bool(LEAD["trait"].match(text))


def _unwrapped(lines: Iterable[Line], is_list: bool = True) -> list[Line]:
    """Lines, what ran over the edge of its column put back behind the line before."""
    lines = list(lines)
    right = max((line.x1 for line in lines), default=0.0)
    joined: list[Line] = []
    for line in lines:
        if joined and _goes_on(joined[-1], line, right, is_list):
            last = joined[-1]
            broken = last.text.endswith("-") and line.text[:1].islower()
            text = last.text[:-1] + line.text if broken else f"{last.text} {line.text}"
            joined[-1] = replace(last, text=text, x1=line.x1)
        else:
            joined.append(line)
    return joined


def _goes_on(last: Line, line: Line, right: float, is_list: bool) -> bool:
    """Whether a line is the rest of the one before, which was left open or reached the edge."""
    if BULLET.match(line.text) or ":" in line.text[:40] or line.is_after_gap or "\t" in line.text:
        return False
    is_open = last.text.rstrip()[-1:] in ",;&(/" or last.text.count("(") > last.text.count(")")
    is_open = is_open or (bool(last.page) and last.text.rpartition(" ")[2] in word_list("words", "small"))
    is_full = last.page == line.page and last.x1 > right - 40 and right > 0
    is_broken = line.text[:1].islower() or (is_list and bool(re.search(r"[,;]\s", last.text)))
    return is_open or (is_full and is_broken)
