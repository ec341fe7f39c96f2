"""What a job asked for: requirements with their strength, read from an advert by its structure.

First the blocks: a heading says whether what follows is asked for, a wish, a task, an offer or the company.
Then the clauses: a bullet, a sentence, a half-sentence, a bracket, each with a strength of its own. Then what
each clause names (`mentions`). What a company offers or says of itself gives nothing; skills that only its
tasks name stand apart; what was asked for and not understood is listed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise, zip_longest
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

import pandas as pd

from jobkit import credentials, skills, tables
from jobkit.errors import SourceError, TableError
from jobkit.language.text import fold
from jobkit.language.vocabulary import listed, shipped
from jobkit.mentions import OR, Mention, Names, Word, amount, cues, holds, mentions, names, names_with, tokens
from jobkit.sources.resumes import profiles
from jobkit.sources.resumes.markup import of_page

Rows = dict[tuple[str, str], dict[str, str]]
LIMIT, PAGE, LONGEST = 200_000, 5 << 20, 600
COLUMNS = ("requirement", "strength", "dimension", "value", "words")
BULLET, GLUED = (re.compile(shipped("postings")["patterns"][name], re.X) for name in ("bullet", "glued"))
CUT = re.compile(r";|\s[–—]\s|\s-\s|[•●▪◦]|(?<=[.!?])\s{1,20}(?=[^\W_a-zß-ÿ(])")
STUCK = re.compile(shipped("postings")["patterns"]["stuck"])
NESTED, LABEL = (
    re.compile(shipped("postings")["patterns"][name], re.M) for name in ("nested", "parted_label")
)
ABBREVIATION = re.compile(r"(?:\A|[\s(.])([^\W\d_]{1,8})\.\Z")
HYPHEN = re.compile(r"(?<=[a-zß-ÿ).%\d])-(?=[A-ZÄÖÜÉ£€$\d][A-Za-zß-ÿ\d])")
CHOICE = re.compile(r"\A[^()]*\) (?:or|oder|ou) ")  # “(NMC) or …”
MARKED = re.compile(r"(?:[ \t|]{1,2}| \()([ED])\)?[ \t|]*$", re.MULTILINE)
TAGGED, MARKDOWN, FRONT, ESCAPED, CELL, HEADED_TABLE, LICENCE, WISHED, GENDER, SOUGHT, TITLE = (
    re.compile(shipped("postings")["patterns"][name], re.M | re.I)
    for name in "tagged markdown front escaped cell headed_table licence wished gender sought title".split()
)
ALTERNATIVE = re.compile(r"\b(?:or|oder|ou)\b", re.I)
TAGS = re.compile(r"(?:#\S+\s?)+")
BRACKET = re.compile(r"\(([^()]{1,200})(?:\)|\Z)")
OPENED = re.compile(r"[(:]|\)(?=.)")
AGAINST = re.compile(shipped("postings")["patterns"]["against"])
SMALL = OR | listed("joints", "small")
APOSTROPHES = str.maketrans("’‘´`ʼ", "'''''")
PLURALS = ("kenntnisse", "kenntnissen", "skills", "erfahrungen", "Kenntnisse")
HARD = ("education", "years", "certificate", "language")


class Clause(NamedTuple):
    """A piece of an advert that asks or does not: text, block, label before it, whether all of a bullet."""

    text: str
    block: str
    label: str = ""
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Posting:
    """An advert: requirements, skills only its tasks name, what was not understood, checks, how many jobs."""

    requirements: pd.DataFrame
    tasks: tuple[str, ...]
    unread: tuple[str, ...]
    checks: tuple[str, ...] = ()
    n_jobs: int = 1


def requirements(text: str | Path, wider: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return what a posting asks for, one row a requirement: must or should, of which kind, in which words.

    `dimension` is years, education, skill, certificate or language; `value` what it is compared by
    (a number of years, an ISCED level, a name; `A|B` where either will do). Nothing found: no rows.
    A requirement that comes twice is kept once, as a must if it was one anywhere. `wider` names more
    skills, alias → name; those of a single word count only where a skill of that spelling can stand.
    """
    return read(text, wider).requirements


def read(text: str | Path, wider: Mapping[str, str] | None = None) -> Posting:
    """Return an advert, given as its text or as a file: requirements, skills of its tasks, what is unread.

    Raises
    ------
    SourceError : a file that is not there, damaged, encrypted, without text.
    TableError : a text of more than 200,000 characters.
    """
    if isinstance(text, Path):
        text = _text_of(text)
    text = _plain(text[: PAGE + 1]).translate(APOSTROPHES).replace("will have;", "will have")
    if len(text) > LIMIT:
        raise TableError(f"A posting has no more than {LIMIT:,} characters; paste the posting alone.")
    known, language = names_with(wider), tongue(text)
    rows: Rows = {}
    tasks: list[str] = []
    unread: list[str] = []
    for clause in dict.fromkeys(clauses(text, known, language)):
        found = _asked(clause, known, language)
        if clause.block == "task":
            tasks += [one.name for one, _ in found if one.dimension == "skill"]
            continue
        parts = list(dict.fromkeys(one.name for one, _ in found if one.dimension == "unread"))
        found = [each for each in found if each[0].dimension != "unread"]
        for one, strength in found:
            _add(rows, one, strength, clause.text)
        if parts and found:
            unread.append(f"{', '.join(parts)} – in: {clause.text[:300]}")
        is_aside = listed("strength", "aside").issuperset(_plain_words(clause.text).split())
        if not (found or is_aside) and clause.block in ("must", "should") and len(clause.text) > 2:
            unread.append(clause.text[:300])
    return _posting(rows, tasks, unread, _n_jobs(text))


def _n_jobs(text: str) -> int:
    """How many jobs a text holds: several where two headings or more stand in it again and again."""
    kinds = ((line, heading(line)) for line in text.splitlines() if line.strip())
    heads = Counter(_plain_words(line) for line, kind in kinds if kind in ("must", "task", "offer"))
    again = [n for n in heads.values() if n > 1]
    return min(again) if len(again) > 1 else 1


def _posting(rows: Rows, tasks: list[str], unread: list[str], n_jobs: int) -> Posting:
    """What was read as an advert: each thing once, and apart the checks and what only tasks name."""
    checks = set(shipped("certificates")["unknown"]["checks"])  # whoever is hired undergoes these
    kinds = tuple(listed("unknown", "checking", "certificates"))  # “NATIS clearance”, whatever that is
    checks |= {row["value"] for row in rows.values() if row["value"].endswith(kinds)} - {*skills.kinds()}
    checked = [row for row in rows.values() if checks.issuperset(row["value"].split("|"))]
    made = pd.DataFrame([*rows.values()], columns=list(COLUMNS), dtype=tables.text_dtype())
    made = made.drop_duplicates("requirement", ignore_index=True)
    asked = {value for row in rows.values() for value in row["value"].split("|")}
    apart = tuple(name for name in dict.fromkeys(tasks) if name not in asked)
    undergone = dict.fromkeys(row["requirement"] for row in checked)
    return Posting(made, apart, tuple(dict.fromkeys(unread)), tuple(undergone), n_jobs)


def remarks(posting: Posting) -> list[str]:
    """Return what to say under the requirements: certificates to confirm, tasks, lines without a find."""
    asked = posting.requirements[posting.requirements["dimension"] == "certificate"]
    names = [row.requirement for row in asked.itertuples() if not skills.is_known(str(row.value))]
    said = []
    if posting.n_jobs > 1:
        several = f"This looks like {posting.n_jobs} jobs in one text; what any of them asks for is listed"
        said.append(f"{several}: give the one you mean alone.")
    if names:
        unknown = "jobkit does not know these, so it says of nobody that they lack one"
        said.append(f"{unknown}: {'; '.join(names)}.")
    if posting.checks:
        said.append(
            f"Checked of whoever is hired, so nobody is said to lack it: {', '.join(posting.checks)}."
        )
    if posting.tasks:
        said.append(f"Named in the tasks, not asked for: {', '.join(posting.tasks)}.")
    if posting.unread:
        said += ["Not understood, so not among these:", *(f"  · {line}" for line in posting.unread)]
    return said


def _add(rows: Rows, one: Mention, strength: str, words: str) -> None:
    """Add a requirement; of twins the must holds, but a language wished for at a level of its own stays."""
    row = dict(zip(COLUMNS, (one.name, strength, one.dimension, one.value, words[:300]), strict=True))
    known = rows.setdefault((one.dimension, one.value), row)
    if known["strength"] == strength:
        return
    must, wish = (row, known) if strength == "must" else (known, row)
    level = skills.framework_level(wish["words"]) if one.dimension == "language" else ""
    if level and level != skills.framework_level(must["words"]):
        name = f"{one.name} ({level})"
        rows[one.dimension, name] = wish | {"requirement": name}
    rows[one.dimension, one.value] = must


def _text_of(path: Path) -> str:
    if not path.is_file():
        raise SourceError(path, "there is no such file.", "Check the name; nothing was read.")
    if path.suffix.lower() in (".pdf", ".docx", ".docm"):
        return "\n".join(line.text for line in profiles.lines(path)[0])
    return credentials.text_of(path, PAGE)


def _plain(text: str) -> str:
    """An advert without HTML and the signs of Markdown; a table of what is essential as two lists."""
    text = ESCAPED.sub("", FRONT.sub("", text, count=1))
    text = "\n".join(_columns(text.splitlines())) if HEADED_TABLE.search(text) else text
    if not TAGGED.search(text):
        return text
    return ESCAPED.sub("", of_page(text.replace("\n", "<br>\n") if MARKDOWN.search(text) else text))


def _columns(lines: list[str]) -> Iterator[str]:
    """Lines, where a table's cells stand below what its head says: “Criteria | Essential | Desirable”."""
    table: list[list[str]] = []
    for line in [*lines, ""]:
        cells = [cell.strip() for cell in CELL.split(line.strip(" ").removeprefix("|").removesuffix("|"))]
        kinds = [_strength(cell, "") if len(cell) < 25 else "" for cell in cells]
        if table and len(cells) > 1:
            table.append(cells)
        elif table:
            for head, *within in zip_longest(*table, fillvalue=""):
                yield from (
                    (f"{head}:", *(f"- {cell}" for cell in within if cell.strip("-: "))) if head else ()
                )
            table = []
            yield line
        elif {"must", "should"} <= set(kinds):
            table = [[cell if kind else "" for cell, kind in zip(cells, kinds, strict=True)]]
        else:
            yield line


def tongue(text: str) -> str:
    """Return the language an advert is written in by its small words: en, de, fr, es; "" where none leads."""
    words = Counter(text[:20_000].casefold().split())
    marks = shipped("postings")["marks"]
    counts = {name: sum(words[mark] for mark in said.split()) for name, said in marks.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > 0 else ""


# ---- blocks


def clauses(text: str, known: Names, language: str = "") -> Iterator[Clause]:
    """Return the clauses of an advert that may ask for something, or tell of the work, with their block."""
    lines = _lines(text)
    if lines and is_title(lines[0], lines[1:], known, language):
        lines = lines[1:]
    blocks = _blocks(lines)
    is_headed = any(kind in ("must", "should") for kind, _ in blocks)
    last = ""
    for kind, within in blocks:
        # below the tasks a heading that nobody knows parts them: “Suivi de gestion”
        kind = last = "task" if is_headed and last == "task" and kind == "unknown" else kind
        if kind == "unknown" or (not is_headed and kind in ("task", "offer", "company", "process")):
            kind = "must" if _asks(within, known, language) else kind
        is_short = all(len(line.split()) < 25 and line[-1] not in ".!?:," for line in within)
        is_list = kind in ("must", "should") and len(within) > 2 and is_short
        for line in within:
            if not TITLE.search(line):  # “- Krankenpfleger (m/w)” is whom one looks for
                yield from _clauses_of(line, kind, is_headed, is_list)


def _clauses_of(line: str, kind: str, is_headed: bool, is_list: bool) -> Iterator[Clause]:
    """The clauses of a line; `is_headed`: the advert has a list of requirements, `is_list`: this is one."""
    block, is_item = "", (is_list or bool(BULLET.match(line))) and len(units(line)) == 1
    for piece, here, label in _labelled_units(line, kind):
        block = _standing(piece, here, is_headed, block)
        is_asked = _is_weighed(piece) or _of_you(piece) == "have"
        is_asked = is_asked or holds(f" {_plain_words(piece)} ", "about", "wanted")
        if block == "unknown" and is_headed and not (BULLET.match(line) or is_asked):
            continue  # of what stands beside a list of requirements only what plainly asks
        if block in ("must", "should", "task", "unknown", "demand"):
            yield Clause(piece, block, label, is_item)


def _blocks(lines: list[str]) -> list[tuple[str, list[str]]]:
    blocks: list[tuple[str, list[str]]] = [("", [])]
    is_below, is_listed = False, sum(bool(BULLET.match(line)) for line in lines) > 2
    for line, following in pairwise([*lines, ""]):
        is_first = blocks[-1][0] in ("must", "should", "task", "offer") and not blocks[-1][1]
        # right below a heading a line is the first of its list, though it has no bullet
        kind = heading(line) or _bulleted(line) or ("" if is_first else _heads(line, following, is_listed))
        if kind:
            if kind != "neutral":
                is_below = _plain_words(line) in ("essential", "desirable", "desired", "required")
            blocks.append((_opened(kind, line, blocks, is_below), []))
            continue
        within, is_prose = blocks[-1][1], len(line.split()) > 11 and line[-1] in ".!?"
        if is_prose and not BULLET.match(line) and len(within) > 1 and all(map(BULLET.match, within[-2:])):
            blocks.append(("", []))  # prose below a list is no part of it: “At Crowfoot Steel we respect …”
        blocks[-1][1].append(line)
    return blocks


def _opened(kind: str, line: str, blocks: list[tuple[str, list[str]]], is_below: bool) -> str:
    """What a heading opens behind the blocks before it; `is_below`: these are “Essential”, “Desirable”."""
    if kind == "neutral":  # below “Essential” and “Desirable” it begins anew
        kind = "must" if is_below or blocks[-1][0] not in ("must", "should") else blocks[-1][0]
    # behind what one needs, “Our ideal candidate has …” is a wish
    is_ideal = kind == "must" and {"ideal", "perfect"} & {*_plain_words(line).split()}
    is_more = is_ideal and any(before == "must" and within for before, within in blocks)
    return "should" if is_more else kind


def _bulleted(line: str) -> str:
    """What a heading with a bullet opens: “- Requirements:”."""
    is_label = BULLET.match(line) and line.endswith(":") and len(line.split()) < 5
    kind = heading(BULLET.sub("", line, count=1)) if is_label else ""
    return kind if kind not in ("unknown", "neutral") else ""


def _heads(line: str, following: str, is_listed: bool) -> str:
    """What a short line opens by what stands below: a list, or prose (“Pay Range Transparency”)."""
    words, is_list = [word.text for word in tokens(line)], bool(BULLET.match(following))
    if BULLET.match(line) or not 0 < len(words) <= 6 or line[-1] in ".;,!)" or _labelled(line)[0]:
        return ""
    if is_list:
        return "unknown" if is_listed else ""
    is_title = "," not in line and all(word[0].isupper() or fold(word) in SMALL for word in line.split())
    kind = _head_kind(words) or ("" if mentions(line, names()) else "unknown")
    return kind if is_title and len(following.split()) > 14 and following[-1] == "." else ""


def _asks(lines: list[str], known: Names, language: str) -> bool:
    """Whether a block asks by what stands in it, whatever its heading: degrees, years, licences."""
    said = [line for line in lines[:30] if not holds(f" {_plain_words(line)} ", "about", "offer")]
    asking = sum(any(one.dimension in HARD for one in mentions(line, known, language)) for line in said)
    return len(lines) > 1 and 2 * asking >= len(lines[:30])


def _labelled_units(line: str, block: str) -> Iterator[tuple[str, str, str]]:
    """The clauses of a line, each with its block and the kind of its label: “Required: A. Preferred: B.”."""
    own, wished = "", False
    for piece in units(line):
        wished = _is_wish(piece) or (wished and holds(f" {_plain_words(piece)} ", "about", "going_on"))
        here = "should" if wished and block == "must" and not _is_wish(piece) else block
        label, rest = _labelled(piece)
        if label:
            own = _label_kind(label)
            # “Experience: 3 to 6 years” is kept whole: the label says of what
            is_whole = not own or amount(label) or (len(rest.split()) <= 9 and amount(rest))
            piece = piece if is_whole else rest
        if own != "none":
            yield piece, here if own in ("", "neutral", "skills") else own, own


def _lines(text: str) -> list[str]:
    if {"E", "D"} <= {mark[1] for mark in MARKED.finditer(text) if mark[0][:2].strip() != mark[1]}:
        # a column of letters: “Experience of payroll      D”
        text = MARKED.sub(lambda mark: " – essential" if mark[1] == "E" else " – desirable", text)
    # what is indented below a wish is a wish, too: “- It helps if you know:”
    for one in NESTED.finditer(text):
        below = re.sub(r"(?<=\S)$", " – desirable", one[3], flags=re.M)
        text = text.replace(one[3], below if _is_wish(one[1]) else one[3])
    glued = LABEL.sub(r"\1: ", GLUED.sub("\n", STUCK.sub(" ", text)))
    lines = _unwrapped([" ".join(line.split()) for line in glued.splitlines()])
    lines = [part for line in lines for part in _at_hyphens(line)]
    return [line for line in lines if line.strip(" •●▪◦·*-–—") and not TAGS.fullmatch(line)]


def _unwrapped(lines: list[str]) -> list[str]:
    """Lines that were broken at a width, put together: “… Ausbildung als Koch oder” and “Beikoch”."""
    whole: list[str] = []
    for before, line, behind in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        if before and line and _goes_on(whole[-1], before, line, behind):
            whole[-1] += f" {line}"
        else:
            whole.append(line)
    return whole


def _goes_on(whole: str, before: str, line: str, behind: str) -> bool:
    """Whether a line goes on with the one before: at a width, or inside an item of a list."""
    is_broken = 45 <= len(before) <= 120 and line[-1] != ":" and not BULLET.match(line)
    is_small = fold(before.split()[-1]) in SMALL | listed("joints", "articles")
    is_open = is_broken and (is_small or before[-1] in ",-/&")
    is_inside = bool(BULLET.match(whole) and not BULLET.match(line))
    is_lower = line[0].islower() and not whole[:1].islower()
    is_item = is_broken and is_inside and before[-1] not in ".;:!?" and BULLET.match(behind)
    is_more = is_open or ((is_broken or is_inside) and is_lower) or (is_inside and before[-1] == ",")
    return is_more or (bool(is_item) and not heading(line))


def _at_hyphens(line: str) -> list[str]:
    """A line cut at hyphens that are bullets of a glued list, “-HNC useful-IPAF”, and no “Kran-Anlagen”."""
    joints = [found.start() for found in HYPHEN.finditer(line)]
    is_glued = len(joints) > 2 and any(line[:at].split()[-1][0].islower() for at in joints)
    edges = [0, *joints, len(line)] if is_glued else [0, len(line)]
    return [line[begin:end] for begin, end in pairwise(edges)]


def heading(line: str) -> str:
    """Return what a line opens as a heading: a block, unknown, or "" for none.

    A heading is short, ends with no full stop or comma, and is known, or ends with a colon, or holds a head
    word and begins like one.
    """
    plain = BRACKET.sub(lambda found: found[0] if _is_weighed(found[1]) else "", line)
    plain = plain.strip(" *#_•–—-=").rstrip(":.…").translate({40: None, 41: None}).strip()
    words = _plain_words(plain).split()
    if len(line) > 90 or BULLET.match(line) or ":" in plain:
        return ""
    if known := _headings().get(" ".join(words)):
        return known
    has_colon = line.startswith("#") or line.rstrip(" *#_").endswith((":", "..", "…"))
    said = f" {' '.join(words)} "
    if holds(said, "heads", "wish") and line.strip()[-1] not in ".!?":
        return "should"
    if invited := _invited(said, has_colon):
        return invited
    is_marked = has_colon or (plain.isupper() and len(words) > 1)
    is_short = len(line) <= 70 and len(words) <= (12 if is_marked else 5) and plain[-1:] not in ".,;!)"
    is_begun = "," not in plain and plain[:1].isupper() and not mentions(plain, names())
    return _by_head_words(words, is_marked) if is_short and (has_colon or is_begun) else ""


def _invited(said: str, has_colon: bool) -> str:
    """What a heading opens that ends with an invitation: “What you bring”; a wish may hold it anywhere."""
    if has_colon and said.endswith(cues("heads", "doing")):
        return "task"  # “The selected candidate will be responsible for:”
    is_wish = holds(said, "strength", "should")
    is_open = has_colon and is_wish  # “It would be great if you are familiar with:”
    is_inviting = any(cue in said if is_open else said.endswith(cue) for cue in cues("heads", "inviting"))
    is_person = not listed("heads", "persons").isdisjoint(said.split())
    return "" if not is_inviting else "should" if is_wish and not is_person else "must"


def _by_head_words(words: list[str], is_marked: bool) -> str:
    """What a heading opens by its head words; without a colon or capitals only where all are such words."""
    kind = _head_kind(words) or ("company" if words[:1] in (["about"], ["uber"]) else "")
    if kind == "must" and listed("labels", "negations") & set(words):
        return "company"  # “You don't need”
    if is_marked:
        return kind or "unknown"
    inside = frozenset().union(*(listed("heads", name) for name in shipped("postings")["heads"]))
    is_plain = len(words) <= 6 and inside.issuperset(map(_head_part, words))  # “Preferred Qualifications”
    is_sought = kind in ("must", "company") and words[0] in listed("heads", "asking")
    is_sure = _is_of_employer(words) or is_sought or (kind != "neutral" and is_plain)
    return kind if is_sure else ""


def _head_kind(words: list[str]) -> str:
    if _is_of_employer(words) and listed("heads", "pleasing").isdisjoint(words):
        return "offer"
    said = {_head_part(word) for word in words}
    if said & listed("heads", "deeds") and not (said & listed("heads", "must")) - listed("heads", "weights"):
        said -= listed("heads", "weights")  # “Essential Functions and Responsibilities”
    for kind in ("offer", "should", "must", "process", "task", "company", "neutral"):
        if listed("heads", kind) & said:
            is_of_person = kind == "should" and listed("heads", "persons") & said
            return "must" if is_of_person else kind  # “Desired candidate profile”
    return "must" if listed("about", "seeks") & set(words) and {"we", "wir", "nous"} & set(words) else ""


def _head_part(word: str) -> str:
    """A word of a heading, of a compound its end: “Qualifikationserfordernisse”."""
    return next((end for end in listed("heads", "endings") if word.endswith(end)), word)


def _is_of_employer(words: list[str]) -> bool:
    """Whether a heading speaks of the employer: “Was wir mitbringen”, “What to expect from us”."""
    named = speaker(words)
    return named == "employer" or (not named and bool({"us", "uns"} & set(words)))


def _labelled(line: str) -> tuple[str, str]:
    """A label and what stands behind it: “Pay: £17 per hour”; ("", line) where there is none."""
    plain = BULLET.sub("", line, count=1)
    before, colon, after = plain.partition(":")
    is_label = colon and after[:1] in ("", " ") and after.strip() and 0 < len(before.split()) <= 5
    return (before.strip(), after.strip()) if is_label and len(before) < 50 else ("", line)


def _label_kind(label: str) -> str:
    """What a label says of its line: a block, `none` for nothing, `skills` for a list of them."""
    said = _plain_words(label)
    words = set(said.split())
    if kind := _headings().get(said, ""):
        return "skills" if kind == "neutral" and words & listed("labels", "skills") else kind
    kind = _head_kind(said.split())
    if words & listed("labels", "negations") and kind != "should":
        return "none"  # “What you don't need: a degree”, and no “Preferred but not essential: …”
    if kind in ("", "neutral", "task", "company") and words & listed("labels", "none"):
        return "none"
    return "" if kind in ("company",) else kind


def _standing(piece: str, block: str, is_headed: bool, before: str = "") -> str:
    """The block a clause stands in: by its own words where they say that it asks for nothing.

    In a paragraph of no known block a sentence that does not ask goes on as the one `before` it.
    """
    said = f" {_plain_words(piece)} "
    if holds(said, "about", "equal"):
        return "process"
    if block in ("must", "should") and _is_told(piece, said):
        return "company"
    if block in ("must", "should"):
        kinds = ("task", "company", "offer")  # what begins as a task, an offer or the company does
        return next((kind for kind in kinds if any(map(said.startswith, cues("about", kind)))), block)
    if block == "task" and holds(said, "about", "wanted"):
        return "must"  # “The successful candidate will have …”
    if block in ("task", "offer", "company", "process"):
        is_must = block in ("task", "process") and said.endswith(cues("strength", "must"))
        return "demand" if is_must or holds(said, "about", "demand") else block
    # “(training provided)” is no offer of its own
    return _standing_alone(piece, f" {_plain_words(BRACKET.sub(' ', piece))} ", is_headed, before)


def _is_told(piece: str, said: str) -> bool:
    """Whether a sentence only tells: “Kestrel is a house with 50 people in bioinformatics and statistics”."""
    words = said.split()
    verb = next((n for n, word in enumerate(words) if word in listed("about", "tells")), 0)
    is_of_you = not (listed("about", "you") | listed("skills", "knowing")).isdisjoint(words)
    is_asking = is_of_you or holds(said, "about", "ask") or _is_weighed(piece)
    return (
        verb > 0 and len(words) > 11 and not is_asking and listed("about", "related").isdisjoint(words[:verb])
    )


def _standing_alone(piece: str, said: str, is_headed: bool, before: str) -> str:
    """The block of a clause that no heading stands above: by who does what to whom in it."""
    words = set(said.split())
    is_sought = words & listed("about", "seeks") and words & {"we", "wir", "nous", "on"}
    of_you = _of_you(piece)
    is_asking = any((is_sought, holds(said, "about", "ask"), of_you))
    is_offering = holds(said, "about", "offer") or (not is_asking and holds(said, "about", "perks"))
    if holds(said, "about", "company") or (is_offering and not holds(said, "strength", "must")):
        return "company"
    is_deed = of_you == "do" and piece[0].isupper() and piece[-1:] != "?"
    if (is_deed or holds(said, "about", "task")) and not _is_weighed(piece):
        return "task"
    if is_asking or _is_weighed(piece):
        return "unknown"
    is_telling = words & (listed("about", "verbs") | listed("about", "you") | listed("about", "employer"))
    is_brief = not is_headed and not is_telling and len(words) < 19 and before not in ("task", "process")
    return "unknown" if is_brief else before if before in ("task", "process") else "company"


def _of_you(piece: str) -> str:
    """Whether a sentence says what you `have` and are, “vous avez”, or what you `do`, “du betreust”."""
    part = next((part for part in piece.split(", ")[1:] if part.startswith(("vous ", "tu "))), piece)
    subject, _, verb = " ".join(_plain_words(part).split()[:2]).partition(" ")  # “Diplômé, vous avez …”
    is_having = subject == "you" or verb in listed("about", "having")
    return "" if subject not in listed("about", "spoken_to") or not verb else "have" if is_having else "do"


def is_title(line: str, rest: list[str], known: Names, language: str = "") -> bool:
    """Return whether a first line names the job: short, more than skills alone, and nothing asked."""
    label = _labelled(line)[0]
    if not rest or BULLET.match(line) or heading(line) or _label_kind(label) or heading(label):
        return False
    if GENDER.search(line):
        return len(line) < 120
    line = BRACKET.sub("", line)
    words, found = tokens(line), mentions(line, known, language)
    is_more = any(all(not one.begin <= word.begin < one.end for one in found) for word in words)
    is_asking = any(one.dimension in ("years", "education", "language") for one in found)
    is_capital = all(word.text in SMALL or not line[word.begin].islower() for word in words)
    is_short = line[:1].isupper() and len(words) <= 10 and line[-1:] not in ".;:"
    is_written = is_capital or (is_short and not holds(f" {_plain_words(line)} ", "about", "ask"))
    is_graded = listed("joints", "grades") & {*_plain_words(line).split()}
    return is_more and is_written and not (is_asking or is_graded or _is_weighed(line))


# ---- clauses


def units(line: str) -> list[str]:
    """Return the clauses of a line: cut at semicolons, dashes, sentence ends, and where lines were glued.

    A comma cuts where both sides say how strongly they ask: “CAP exigé, BP apprécié”.
    """
    line = BULLET.sub("", line, count=1)
    pieces, begin = [], 0
    for cut in CUT.finditer(line):
        is_dot = not cut[0].strip()
        if is_dot and _is_abbreviated(line[begin : cut.start()][-30:]):
            continue
        if cut[0] == ";" and ALTERNATIVE.match(line, cut.end() + 1):
            continue  # “…; OR three years of it”
        if cut[0].strip() in ("–", "—", "-") and _belongs(line[: cut.start()], line[cut.end() :]):
            continue
        pieces.append(line[begin : cut.start()])
        begin = cut.end()
    pieces.append(line[begin:])
    weighed = [part for piece in pieces for short in wrap(piece, LONGEST) for part in _at_strengths(short)]
    return [piece.strip(" .•–—-*") for piece in weighed if piece.strip(" .•–—-*")]


def _belongs(before: str, rest: str) -> bool:
    """Whether what follows a dash is part of the clause: “2 - 3 Jahre”, “– five years”, “- Required”."""
    piece = CUT.split(rest, maxsplit=1)[0]
    is_range = (before[-1:].isdigit() and rest[:1].isdigit()) or re.fullmatch("[A-E]E?", before.strip())
    first = BRACKET.sub("", piece).split(",")[0]
    last = piece.rpartition("(")[2].rstrip(" )") if piece.rstrip().endswith(")") else first
    # “- Required”, “Permis : B - Véhicule léger (souhaité)”
    is_weight = any(_is_weighed(one) and not _besides_weight(one) for one in (first, last))
    return bool(is_range) or is_weight or (len(piece.split()) <= 5 and amount(piece))


def _besides_weight(text: str) -> str:
    said = f" {_plain_words(text)} "
    for kind in ("should", "not", "must"):  # “preferred but not essential”
        weights = (cue for cue in cues("strength", kind) if cue in said)
        said = said.replace(max(weights, key=len, default=" "), " ")
    return said.replace(" but ", " ").strip()


def _at_strengths(piece: str) -> Iterator[str]:
    """A clause cut where both sides weigh: “X is a must while Y helps”; of degrees where the second does."""
    joints = sorted({*_commas(piece), *(found.start() for found in AGAINST.finditer(piece))})
    edges = [0, *joints, len(piece)]
    parts = [piece[begin:end] for begin, end in pairwise(edges)]
    weighed = [_is_weighed(part) for part in parts]
    first = 0
    for n in range(1, len(parts)):
        is_before = any(weighed[first:n])
        before = "".join(parts[first:n])
        own = ALTERNATIVE.split(parts[n], maxsplit=1)[0]  # “…, a diploma or similar experience” is no wish
        is_wish = weighed[n] and _is_weighed(own) and bool(skills.degrees(own) and skills.degrees(before))
        is_sentence = _of_you(parts[n]) == "have" and bool(mentions(before, names()))
        is_both = is_before and any(weighed[n:]) and _besides_weight(before) and _besides_weight(parts[n])
        if is_sentence or is_wish or is_both:
            yield piece[edges[first] : edges[n]].removeprefix(",")
            first = n
    yield piece[edges[first] :].removeprefix(",")


def _is_wish(text: str) -> bool:
    return holds(f" {_plain_words(text)} ", "strength", "should")


def _is_weighed(text: str) -> bool:
    return _is_wish(text) or holds(f" {_plain_words(text)} ", "strength", "must")


def _commas(text: str) -> list[int]:
    """Where the commas stand that are in no bracket and no number."""
    found, depth = [], 0
    for at, sign in enumerate(text):
        depth = max(depth + (sign == "(") - (sign == ")"), 0)
        if sign == "," and not depth and text[at - 1] != "-" and not text[at + 1 : at + 2].isdigit():
            found.append(at)
    return sorted({*found, *(wish.start() for wish in WISHED.finditer(text))})


def _is_abbreviated(text: str) -> bool:
    """Whether a text ends with an abbreviation and its dot: B.S., z.B., e.g., mind."""
    found = ABBREVIATION.search(text)
    if found is None or LICENCE.search(text):
        return False
    return len(found[1]) == 1 or fold(found[1]) in listed("strength", "abbreviations")


def _asked(clause: Clause, known: Names, language: str) -> list[tuple[Mention, str]]:
    """What a clause names, each with its strength; nothing that it says is not needed.

    Its bracket holds: “ACLS and PALS (PALS within a year of hire)”.
    """
    asked: list[tuple[Mention, str]] = []
    place = _place(clause)
    for part in _brackets(clause.text):
        if holds(f" {_plain_words(part)} ", "strength", "whatever") or _is_supposed(part):
            continue
        text, is_wish = _as_wish(part, known, language)
        found = mentions(text, known, language, place)
        kinds = list(HARD if clause.block == "demand" else ())
        kinds = ["years", "language"] if not clause.is_item and SOUGHT.match(text) else kinds
        found = [one for one in found if not kinds or one.dimension in kinds]
        default = "should" if is_wish or clause.block == "should" else "must"
        found = _asked_of_you(text, found)
        inner = [*_weighed(text, default, [one for one in found if one.dimension != "unread"])]
        said = {one.value: strength for one, strength in inner}
        asked = [(one, said.get(one.value, strength)) for one, strength in asked] + inner
        asked += [(one, "") for one in found if one.dimension == "unread"]
    return asked


def _place(clause: Clause) -> str:
    """Where the names of a clause stand, as `mentions` tells it."""
    if clause.label == "skills":
        return "list"
    is_item = clause.is_item and clause.block in ("must", "should")
    return "item" if is_item else "asked" if clause.block in ("must", "should", "unknown") else ""


def _as_wish(text: str, known: Names, language: str) -> tuple[str, bool]:
    """A part without what cheers its case, and whether it is a wish: “Degree in marketing? Fine.”."""
    case, _, rest = text.partition(",")
    is_good = _is_wish(rest) or listed("strength", "cheers").issuperset(_plain_words(rest).split())
    is_case = is_good and rest and listed("about", "supposing") & {*_plain_words(case).split()[:1]}
    if is_case and not mentions(rest, known, language):
        return case, True  # “Should you speak German, that is a plus”
    of_you = listed("about", "you") & {*_plain_words(text).split()[:2]}
    return text, text.rstrip().endswith("?") and not of_you


def _is_supposed(text: str) -> bool:
    """Whether a sentence tells what happens in a case: “Falls du kein Englisch sprichst, helfen wir dir”."""
    first, _, rest = text.partition(",")
    supposed, said = _plain_words(first).split(), _plain_words(rest).split()
    # “Should hold a BSc, …”
    is_plain = supposed[:1] == ["should"] and listed("about", "subjects").isdisjoint(supposed[1:2])
    if not said or is_plain or listed("about", "supposing").isdisjoint(supposed[:1]):
        return False
    of, is_asked = speaker(said), said[0] in listed("about", "please")
    is_helped = of == "employer" and not listed("about", "helping").isdisjoint(said)
    is_wide = of != "you" and listed("about", "you").isdisjoint(supposed) and not _is_weighed(rest)
    return is_asked or is_helped or is_wide


def _asked_of_you(text: str, found: list[Mention]) -> list[Mention]:
    """What is asked for where a clause tells of the employer, too: “…, and we pay for your HACCP course”."""
    told, is_told = [], False
    joints = (one.start() for sign in (OPENED, AGAINST) for one in sign.finditer(text))
    edges = sorted({0, *_commas(text), *joints, len(text)})
    for begin, end in pairwise(edges):
        is_before = is_told
        said = f" {_plain_words(text[begin:end])} "
        subject = speaker(said.split())
        is_offered = holds(said, "about", "offer") or holds(said, "about", "others")
        is_carried = is_told and not subject and not _is_weighed(text[begin:end])
        is_told = subject == "employer" or is_offered or is_carried
        is_needless = holds(said, "strength", "none") and not holds(said, "strength", "instead")
        told += [(begin, end)] if is_told or is_needless else []
        is_told = is_before if text[begin] == "(" else is_told
    return [one for one in found if not any(begin <= one.begin < end for begin, end in told)]


def speaker(words: list[str]) -> str:
    """Return whom words speak of by their first pronoun: employer, you, "" for nobody.

    What the employer needs or looks for is asked of you.
    """
    if listed("about", "seeks") & set(words):
        return "you"
    kinds = ("employer", "you")
    pronouns = [word for before, word in pairwise(["", *words]) if before not in listed("about", "within")]
    return next((kind for word in pronouns for kind in kinds if word in listed("about", kind)), "")


def _brackets(text: str) -> list[str]:
    """A clause and its brackets of a strength of their own: “SAP (S/4HANA wünschenswert)”."""
    outer, inner = text, []
    for bracket in BRACKET.finditer(text):
        is_wish = _is_wish(bracket[1]) and _plain_words(bracket[1]).split()[0] not in OR
        words = _plain_words(bracket[1])  # “(training provided)”, “(we can put you through it)”
        is_trained = holds(f" {words} ", "about", "offer") or speaker(words.split()) == "employer"
        if is_wish and _besides_weight(bracket[1]) and not is_trained:
            outer = outer.replace(bracket[0], " ")
            inner.append(bracket[1])
    return [outer, *inner]


def _weighed(text: str, default: str, found: list[Mention]) -> Iterator[tuple[Mention, str]]:
    """Each thing with the strength of its part: “Excel, SAP a plus” speaks of SAP, “… are a plus” of both."""
    ends = [*_commas(text), len(text)]
    parts = [text[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]
    at = [next(n for n, end in enumerate(ends) if end >= one.end) for one in found]
    shared = ",".join(part for n, part in enumerate(parts) if n in at or not _stands_apart(part))
    is_apart = _are_apart(text, parts, ends, at, found)
    either = _either(text, found)
    whole = _strength(shared, default)
    is_likened = [holds(f" {_plain_words(part)} ", "strength", "likened") for part in parts]
    for part, one in zip(at, found, strict=True):
        # “…, as would a licence” asks as strongly as the part before
        begin = next((n for n in range(part, 0, -1) if not is_likened[n]), 0)
        own = ",".join(parts[begin : part + 1])
        strength = "should" if one in either else _strength(own, default) if is_apart else whole
        if strength:
            yield one, strength


def _are_apart(text: str, parts: list[str], ends: list[int], at: list[int], found: list[Mention]) -> bool:
    """Whether things are weighed each by its own part: one closes with its weight, or a later one leads."""
    last = {part: one.end for part, one in zip(at, found, strict=True)}
    is_closed = any(_closes(text[:end], text[end : ends[part]]) for part, end in last.items())
    if is_closed and not _is_one_list(text[: found[0].begin], parts[max(at)]):
        return True
    return any(_leads(parts[n]) for n in at if n > min(at))  # “…, ideally in a clinic”


def _is_one_list(before: str, last: str) -> bool:
    """Whether names are one list behind one word: “Experience with Excel, SAP and Go would be a plus”."""
    is_joined = any(word.text in OR | listed("joints", "and") for word in tokens(last))
    return is_joined and any(word.text in listed("joints", "near") for word in tokens(before)[-1:])


def _either(text: str, found: list[Mention]) -> list[Mention]:
    """What another kind of thing can stand in for: “an associate's degree or 5 years' experience”."""
    hard = [one for one in found if one.dimension in ("education", "years", "certificate")]
    is_open = holds(f" {_plain_words(text)} ", "strength", "instead")
    open_ = [one for one in hard if is_open and one.dimension == "education"]
    for one, behind in pairwise(hard):
        between = text[one.end : behind.begin]
        if one.dimension != behind.dimension and (between.endswith("/") or _is_choice(between)):
            open_ += [one, behind]
    held = [one for one in hard if one.dimension == "certificate"]
    return open_ + [one for one in held if CHOICE.match(text[one.end : one.end + 60])]


def _is_choice(between: str) -> bool:
    """Whether words between two things make them a choice: “or 5 years”, “oder du hast in”; no “or more”."""
    words = [*tokens(between), Word("", len(between), len(between))]
    for n, (joint, behind) in enumerate(pairwise(words)):
        rest = between[joint.end :]
        is_short = n > len(words) - 7 and not set(rest) & set(",;()")
        is_near = is_short and not skills.degrees(rest, in_place=True)
        is_sentence = behind.text in listed("about", "you")
        if joint.text in OR and behind.text != "more" and (is_near or is_sentence):
            return not amount(between)
    return False


def _leads(part: str) -> bool:
    """Whether a part begins with a word of wishing: “, ideally a master's”."""
    words = [word for word in _plain_words(part).split() if word not in ("and", "und", "et")]
    starts = [f" {' '.join(words[:n])} " for n in (1, 2) if words]
    return any(holds(start, "strength", kind) for start in starts for kind in ("should", "not"))


def _stands_apart(part: str) -> bool:
    """Whether a part that names nothing speaks of something else: “, weitere Sprachen von Vorteil”."""
    words = _plain_words(part).split()
    said = f" {' '.join(words)} "
    is_kind = len(words) > 2 and words[1] in listed("strength", "kinds")
    is_kind |= (
        len(words) > 1 and words[0] in listed("joints", "wish") and words[1] not in listed("strength", "both")
    )
    if _leads(part) and is_kind:
        return True  # “a degree, ideally in physics”, “Klasse B, gerne BE”: this is wished for, not the thing
    if not words or not (holds(said, "strength", "should") or holds(said, "strength", "not")):
        return False
    return not _leads(part) and words[0] not in listed("strength", "both")


def _closes(before: str, rest: str) -> bool:
    """Whether what stands behind a name speaks of that name alone: “, Polnischkenntnisse sind ein Plus”."""
    said = f" {_plain_words(rest)} "
    is_said = any(holds(said, "strength", kind) for kind in ("should", "not"))
    is_plural = before.endswith(PLURALS) or rest.partition(" ")[2].partition(" ")[0].endswith(PLURALS)
    return is_said and (is_plural or not holds(said, "strength", "several"))


def _strength(text: str, default: str) -> str:
    """Must or should by the words of a part, "" where it says that the thing is not needed."""
    said = f" {_plain_words(text)} "
    if holds(said, "strength", "should"):
        return "should"
    if holds(said, "strength", "not"):
        return ""
    is_amount = default == "should" and holds(said, "strength", "amount")  # “Desirable: at least 12 months …”
    return "must" if holds(said, "strength", "must") and not is_amount else default


# ---- tables of words


@lru_cache(maxsize=1024)
def _plain_words(text: str) -> str:
    return " ".join(word.text for word in tokens(text))


@cache
def _headings() -> dict[str, str]:
    table: Iterable[tuple[str, str]] = shipped("postings")["headings"].items()
    return {_plain_words(one): kind for kind, texts in table for one in texts.split("|")}
