"""What a posting asked: requirements with their strength, found by tables of words, never by a guess.

A posting is read line by line. A heading says whether what follows is a must, a should, a task or an
advertisement; a word in the sentence (“required”, “a plus”) says it better. Everything is a look-up of
whole words, so that reading takes time in proportion to the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from jobkit import credentials, tables
from jobkit.errors import SourceError, TableError
from jobkit.language.text import fold
from jobkit.language.vocabulary import shipped
from jobkit.sources.resumes import profiles
from jobkit.sources.resumes.profiles import phrase

LIMIT, PAGE = 200_000, 5 << 20
WORD = re.compile(r"[^\W_][\w+#]*")
SENTENCE = re.compile(r"[.;!?]\s|[\n•●▪◦·]")
COLUMNS = ("requirement", "strength", "dimension", "value", "words")
LEVELS = {2: "Lower secondary school", 3: "Upper secondary school", 4: "Post-secondary certificate"}
LEVELS |= {5: "Short-cycle degree", 6: "Bachelor's degree", 7: "Master's degree", 8: "Doctorate"}
OR = frozenset("or ou oder o".split())
AND = frozenset(("", "and", "et", "und", "y", *OR))
BEFORE = frozenset("in with of and or using en avec de et mit und con y know like including e.g".split())
RANGE = AND | {"to", "plus", "more", "a", "bis", "full"}
STOP = AND | frozenset(
    "to is for at that who as on from will are be we you our your their this within is".split()
)
FILLER = frozenset("the a an any modern relevant strong good excellent basic various our".split())
FILLER |= frozenset("la le les l des du de der die das el los las un une".split())
GRADES = frozenset("good strong excellent solid sound confident advanced bonne bon gute gutes sehr".split())
ALONE = AND | frozenset("skills level is are a an as required essential desirable un souhaite".split())
SMALL = OR | AND | frozenset("at in of for to with the de du des la le en im bei fur m w d f x h".split())
SHORT = frozenset("ba bs be ma ms me md as aa aas jd cap bac gcse eso ged dea lehre".split())


@dataclass(frozen=True, slots=True)
class _Found:
    """Something asked for, and where in the sentence it stands."""

    dimension: str
    name: str
    value: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class _Names:
    """The names that are looked for: what each stands for, how an everyday word must be written."""

    labels: Mapping[str, str]
    careful: Mapping[str, str]
    firsts: frozenset[str]


def requirements(text: str | Path, wider: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return what a posting asks for, one row a requirement: must or should, of which kind, in which words.

    `dimension` is years, education, skill, certificate or language; `value` what it is compared by
    (a number of years, an ISCED level, a name; `A|B` where either will do). Nothing found: no rows.
    A requirement that comes twice is kept once, as a must if it was one anywhere. `wider` names more
    skills, alias → name; those of a single word count only where a skill of that spelling can stand.
    """
    if isinstance(text, Path):
        return read_posting(text, wider)
    names = _names_with(wider) if wider else _names()
    text = _plain(text[: PAGE + 1])
    if len(text) > LIMIT:
        raise TableError(f"A posting has no more than {LIMIT:,} characters; paste the posting alone.")
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for sentence, section in _sentences(_without_title(text, names)):
        for found, strength in _weighed(sentence, section, list(_asked(sentence, names))):
            row = dict(
                zip(
                    COLUMNS, (found.name, strength, found.dimension, found.value, sentence[:300]), strict=True
                )
            )
            known = rows.setdefault((found.dimension, found.value), row)
            if strength == "must":
                known["strength"] = "must"
    made = pd.DataFrame(list(rows.values()), columns=list(COLUMNS)).drop_duplicates("requirement")
    return made.reset_index(drop=True).astype(dict.fromkeys(COLUMNS, tables.text_dtype()))


def read_posting(path: str | Path, wider: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the requirements in a file: text, HTML, PDF or DOCX.

    Raises
    ------
    SourceError : not there, damaged, encrypted, without text, too long.
    """
    path = Path(path)
    if not path.is_file():
        raise SourceError(path, "there is no such file.", "Check the name; nothing was read.")
    if path.suffix.lower() in (".pdf", ".docx", ".docm"):
        return requirements("\n".join(line.text for line in profiles.lines(path)[0]), wider)
    return requirements(credentials.text_of(path, PAGE), wider)


def _plain(text: str) -> str:
    """The text of a page when it is one; else the text."""
    head = text.lstrip()[:1000].lower()
    if not head.startswith("<") and not ("<p" in head or "<li" in head or "<div" in head or "<br" in head):
        return text
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(text)
    for name in ("script", "style", "head"):
        for node in body.css(name):
            node.decompose()
    return body.text(separator="\n")


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Each sentence with what its heading says of it; what a company says of itself is left out."""
    section = "must"
    for line in text.splitlines():
        line = " ".join(line.split()).strip(" •●▪◦·*-–—")
        if not line:
            continue
        before, colon, after = line.partition(":")
        opened = (
            _headings().get(phrase(line if not colon or after.strip() else before), "")
            if len(line) < 70
            else ""
        )
        inline = _headings().get(phrase(before), "") if colon and after.strip() and len(before) < 60 else ""
        section = opened or inline or section
        if opened or section == "none":
            continue
        for sentence in SENTENCE.split(after if inline else line):
            if sentence.strip():
                yield sentence.strip(), section


def _without_title(text: str, names: _Names) -> str:
    """The text without a first line that names the job: capital words, of which not all are skills."""
    first, _, rest = text.lstrip().partition("\n")
    words = [(fold(found[0]), found.start(), found.end()) for found in WORD.finditer(first)]
    named = list(_named(first, words, names))
    is_written = all(word in SMALL or not first[begin].islower() for word, begin, _ in words)
    is_more = any(all(not one.begin <= begin < one.end for one in named) for _, begin, _ in words)
    is_asking = len(list(_asked(first, names))) > len(named) or _said(first, "should") or _said(first, "must")
    is_title = named and is_written and is_more and not is_asking and not GRADES & {word[0] for word in words}
    return rest if is_title and rest.strip() and first[0].isalnum() else text


def _weighed(sentence: str, section: str, found: list[_Found]) -> Iterator[tuple[_Found, str]]:
    """What is asked with its strength: “Excel, SAP a plus” speaks of SAP, “Excel, SAP are a plus” of both."""
    ends = [*(comma.start() for comma in re.finditer(",", sentence)), len(sentence)]
    clauses = [sentence[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]
    at = [bisect_left(ends, one.end) for one in found]
    last = dict(sorted((clause, one.end) for clause, one in zip(at, found, strict=True)))
    is_apart = any(_closes(sentence[end : ends[clause]]) for clause, end in last.items())
    for clause, one in zip(at, found, strict=True):
        yield one, _strength(clauses[clause] if is_apart else sentence, section)


def _closes(rest: str) -> bool:
    """Whether what stands behind a name says, of that name alone, that it would be welcome."""
    return _said(rest, "should") and not _said(rest, "several")


def _said(text: str, kind: str) -> bool:
    said = f" {phrase(text)} "
    return any(f" {cue.strip()} " in said for cue in _data()["strength"][kind].split("|"))


def _strength(text: str, section: str) -> str:
    return "should" if _said(text, "should") or not (section == "must" or _said(text, "must")) else "must"


def _asked(sentence: str, names: _Names) -> Iterator[_Found]:
    words = [(fold(found[0]), found.start(), found.end()) for found in WORD.finditer(sentence)]
    named = list(_named(sentence, words, names))
    taken = {at for found in named for at in range(found.begin, found.end)}
    free = [word for word in words if word[1] not in taken]
    yield from _years(words)
    yield from _degree(sentence, free)
    yield from _alternatives(sentence, named)
    yield from _languages(words)
    yield from _introduced(sentence, words, taken)


# ---- names from the table


def _named(sentence: str, words, names: _Names) -> Iterator[_Found]:
    """Skills and certificates of the table, the longest name first."""
    at = 0
    while at < len(words):
        for length in range(min(6, len(words) - at) if words[at][0] in names.firsts else 0, 0, -1):
            begin, end = words[at][1], words[at + length - 1][2]
            key = credentials.alias_key(sentence[begin:end]) if end - begin <= 60 else ""
            label, spelling = names.labels.get(key), names.careful.get(key)
            if label and (spelling is None or _is_meant(sentence, words, at, length, spelling)):
                yield _Found("certificate" if label in _certificates() else "skill", label, label, begin, end)
                at += length - 1
                break
        at += 1


def _is_meant(sentence: str, words, at: int, length: int, spelling: str) -> bool:
    """An everyday word is a skill when written as in the table, in a list or behind “in”, “with”, “of”."""
    begin, end = words[at][1], words[at + length - 1][2]
    if sentence[begin:end] != spelling:
        return False
    behind, ahead = sentence[:begin].rstrip()[-1:], sentence[end:].lstrip()[:1]
    is_listed = behind in (",", "/", "(", ":") or (at > 0 and words[at - 1][0] in BEFORE | GRADES)
    return (
        is_listed or ahead in (",", "/", ")") or not (sentence[:begin].strip() or sentence[end:].strip(" ."))
    )


def _alternatives(sentence: str, named: list[_Found]) -> Iterator[_Found]:
    """Names joined by “or” or a slash are one requirement that either of them meets."""
    run: list[_Found] = []
    is_choice = False
    for found in [*named, None]:
        joint = fold(sentence[run[-1].end : found.begin]).strip(" ,()") if run and found else "."
        if found and run and found.dimension == run[-1].dimension and joint in ("", "/", *OR, "and/or"):
            is_choice |= bool(joint)
            run.append(found)
            continue
        if is_choice and len(run) > 1:
            names = list(dict.fromkeys(one.name for one in run))
            yield _Found(run[0].dimension, " or ".join(names), "|".join(names), run[0].begin, run[-1].end)
        else:
            yield from run
        run, is_choice = ([found] if found else []), False


def _introduced(sentence: str, words, taken: set[int]) -> Iterator[_Found]:
    """What no table knows, behind “experience with”, “knowledge of” and their like."""
    for at in range(len(words)):
        for length in (3, 2):
            if " ".join(word for word, _, _ in words[at : at + length]) in _introductions():
                yield from _items(sentence, words[at + length :], taken)
                return


def _items(sentence: str, words, taken: set[int]) -> Iterator[_Found]:
    item: list[tuple[str, int, int]] = []
    for n, word in enumerate([*words[:16], ("", len(sentence), len(sentence))]):
        between = sentence[(words[n - 1][2] if n else word[1]) : word[1]]
        ends = word[0] in STOP or bool(set(between) & set(",;:()/")) or n == len(words)
        if ends and item:
            begin, end = item[0][1], item[-1][2]
            if len(item) <= 4 and not taken & set(range(begin, end)) and end - begin > 2:
                yield _Found("skill", sentence[begin:end], sentence[begin:end], begin, end)
            if word[0] in STOP - AND:
                return
            item = []
        if word[0] and word[0] not in STOP and (item or word[0] not in FILLER):
            item.append(word)


# ---- years, degrees, languages


def _years(words) -> Iterator[_Found]:
    """A number, a unit of years, and near it a word of experience, none of age or of the company's own."""
    texts = [word for word, _, _ in words]
    for at, text in enumerate(texts):
        number = _number(text)
        unit = next(
            (n for n in range(at + 1, min(at + 5, len(texts))) if texts[n] in _year_words("units")), 0
        )
        if not unit or not 0 < number <= 30 or (at and _number(texts[at - 1])):
            continue
        between = {word for word in texts[at + 1 : unit] if not _number(word)}
        near = {*texts[max(at - 6, 0) : at], *texts[unit + 1 : unit + 8]}
        is_own = {*texts[unit + 1 : unit + 3]} & _year_words("not")
        if between <= RANGE and near & _year_words("of") and not is_own:
            name = f"{number} year{'s' if number > 1 else ''} of experience"
            yield _Found("years", name, str(number), words[at][1], words[unit][2])
            return


def _number(text: str) -> int:
    digits = text.rstrip("+")
    return int(digits) if digits.isdecimal() and len(digits) <= 2 else _numbers().get(text, 0)


def _degree(sentence: str, words) -> Iterator[_Found]:
    """The lowest degree that the sentence names."""
    levels, found = credentials.degree_words(), []
    texts = [word.replace("+", " ").strip() for word, _, _ in words]
    for at in range(len(texts)):
        is_first = texts[at].partition(" ")[0] in _degree_firsts()
        for length in range(min(4, len(texts) - at) if is_first else 0, 0, -1):
            said = " ".join(texts[at : at + length])
            level = levels.get(said, 0)
            written = sentence[words[at][1] : words[at + length - 1][2]]
            following = texts[at + length : at + length + 1]
            is_word = said not in SHORT or written.isupper()
            is_else = (said == "degree" and following == ["of"]) or (
                said == "master" and following in (["data"], ["plan"], ["class"])
            )
            if level >= 3 and is_word and not is_else:
                found.append((level, words[at][1], words[at + length - 1][2]))
                break
    if found:
        level, begin, end = min(found)
        yield _Found("education", LEVELS[level], str(level), begin, end)


def _languages(words) -> Iterator[_Found]:
    tongues, cues = _tongues()
    texts = [word for word, _, _ in words]
    is_graded = any(
        before in GRADES and word in tongues and (behind in ALONE or next_begin - end > 1)
        for before, (word, _, end), (behind, next_begin, _) in zip(
            texts, words[1:], [*words[2:], ("", 0, 0)], strict=False
        )
    )
    if not is_graded and not cues & set(texts):
        return
    for word, begin, end in words:
        if word in tongues:
            yield _Found("language", tongues[word], tongues[word], begin, end)


# ---- tables of words


@cache
def _data() -> dict:
    return dict(shipped("postings"))


@cache
def _headings() -> dict[str, str]:
    return {one.strip(): kind for kind, texts in _data()["headings"].items() for one in texts.split("|")}


@cache
def _names() -> _Names:
    degrees = set(shipped("skills")["qualifications"])
    labels = {alias: label for alias, label in credentials.aliases().items() if label not in degrees}
    careful = {credentials.alias_key(word): word for word in shipped("skills")["scan"]["careful"]}
    return _Names(labels, careful, frozenset(key.split()[0] for key in labels))


def _names_with(wider: Mapping[str, str]) -> _Names:
    known = _names()
    added = {alias: label for alias, label in wider.items() if alias not in credentials.aliases()}
    single = {alias: label for alias, label in added.items() if " " not in alias}
    careful = {alias: label for alias, label in single.items() if credentials.alias_key(label) == alias}
    labels = {alias: label for alias, label in added.items() if alias in careful or alias not in single}
    firsts = known.firsts | {alias.split()[0] for alias in labels}
    return _Names(labels | dict(known.labels), careful | dict(known.careful), firsts)


@cache
def _degree_firsts() -> frozenset[str]:
    return frozenset(key.split()[0] for key in credentials.degree_words())


@cache
def _certificates() -> frozenset[str]:
    return frozenset(shipped("skills")["certificates"])


@cache
def _introductions() -> frozenset[str]:
    return frozenset(shipped("skills")["scan"]["before"])


@cache
def _year_words(name: str) -> frozenset[str]:
    return frozenset(_data()["years"][name].split())


@cache
def _numbers() -> dict[str, int]:
    return {
        word: int(n) for word, _, n in (pair.partition("=") for pair in _data()["years"]["numbers"].split())
    }


@cache
def _tongues() -> tuple[dict[str, str], set[str]]:
    table = _data()["languages"]
    names = {key: text.split("|") for key, text in table.items() if key != "cues"}
    return {fold(one.strip()): said[0].strip() for said in names.values() for one in said}, set(
        table["cues"].split()
    )
