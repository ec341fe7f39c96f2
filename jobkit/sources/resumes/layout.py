"""What a page looks like: its lines in reading order, and the sections that its headings open.

A line that looks like the known headings is a heading, known or not, and ends the section before it.
What stands below an unknown one is kept as `other` and flows nowhere.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import pairwise, product

from jobkit.language.text import fold
from jobkit.language.vocabulary import listed, shipped
from jobkit.skills import isced, language
from jobkit.sources.resumes.documents import Line
from jobkit.sources.resumes.spans import DASHES, TOKEN, is_lasting, span, without

BULLET = re.compile(r"^\s?(?:[•●▪◦‣∙·*■□➢►▸✓✔❖◆○➤➢–—-]|[+○](?=\s)|o(?=\s[A-Z]))\s?(?=\S)")
word_list = partial(listed, file="resumes")
LONE = re.compile(r"\A[^\w\s]\Z")
"""A bullet, a bar that stands alone."""
COMMA = re.compile(r"[,;]\s(?![^()]{0,80}\))(?!\d\w?(?:\s(?:et|und|and|&)\s\d\w?)?(?:\s\(|[,;]|$))")
"""No joint is within a bracket, or before a mere number: “CACES 1A, 3 et 5 (R489)”."""
NUMBER = re.compile(r"\A\d{1,2}(?:[.)]|\.\d)\s")
NO_NAMES = ("curriculum vitae", "lebenslauf", "resume", "tabellarischer lebenslauf")
LISTS = ("skills", "languages", "certificates")
READ = ("roles", "education", "both", "training", *LISTS)
PAGE_NUMBER = re.compile(r"(?:.{0,60}\b(?:page|seite) )?\d{1,2}(?: ?(?:/|of|von|sur|de) ?\d{1,2})?")
LONGEST_HEADING = 45
MOSTLY = 0.4
"""Share of known headings among the lines that look alike, from which the others are headings too."""
Look = tuple[float, bool, bool, str]


@dataclass(slots=True)
class Section:
    """A heading, what it opens (`other`: nothing that is read; "": above all headings), its lines."""

    kind: str
    heading: str = ""
    lines: list[Line] = field(default_factory=list)


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, folded; & reads as and."""
    found = (match[0] for match in TOKEN.finditer(text))
    return ["and" if mark == "&" else fold(mark) for mark in found if mark.isalnum() or mark == "&"]


def phrase(text: str) -> str:
    """Return a text as its folded words, one space between them."""
    return " ".join(words(text))


def is_item(line: Line) -> bool:
    """Return whether a line begins with a bullet."""
    return bool(BULLET.match(line.text))


def heading(text: str) -> str:
    """Return the section that a known heading opens, a key of `[sections]` in `resumes.toml`, or ""."""
    return _headings().get(phrase(NUMBER.sub("", text)), "") if len(text) <= 60 else ""


def sections(lines: Iterable[Line]) -> list[Section]:
    """Return the parts of a résumé in their order, the first without a heading."""
    lines = list(lines)
    looks = _looks_of_headings(lines)
    parts, above = [Section("")], dict[int, Section]()
    for at, line in enumerate(lines):
        first, _, beside = line.text.partition("\t")
        opens = "" if _is_label(first, beside, parts[-1]) else _opening(lines[at], looks)
        level = _level(line, opens)
        within = _within(above, level)
        if within and _is_inside(first, within.kind, lines[at + 1 : at + 2]):
            if parts[-1].kind != within.kind or within.kind in LISTS:
                parts.append(Section(within.kind, first))
            parts[-1].lines += [] if within.kind == "skills" else [line]
        elif opens := opens or (by_words(first) if within else ""):
            parts.append(Section(opens, first, [replace(line, text=beside)] if beside else []))
            above |= {level: parts[-1]} if level else {}
        elif inline := _inline(line, parts[-1].kind):
            parts += [inline, Section(parts[-1].kind, parts[-1].heading)]
        else:
            parts[-1].lines.append(line)
    return [part for part in parts if part.lines]


def _is_label(first: str, beside: str, part: Section) -> bool:
    """Whether a cell with text beside it names a row of a list whose own heading stands in capitals."""
    return bool(beside) and part.kind in LISTS and part.heading.isupper() and not first.isupper()


def _within(above: dict[int, Section], level: int) -> Section | None:
    """The section that a heading of a level, 0 for none, stands in; those as deep as it or deeper end."""
    for ended in [one for one in above if one >= level > 0]:
        del above[ended]
    return above[max(above)] if level and above else None


def _opening(line: Line, looks: dict[Look, float]) -> str:
    """The section that a line opens, as far as it tells by itself."""
    first, tab, beside = line.text.partition("\t")
    if (when := span(beside)) and not without(beside, when):
        return ""  # “First Aid Certificate” with its day
    opens = _opens(replace(line, text=first) if tab else line, looks)
    is_entry = opens == "other" and tab and not heading(first)
    return "" if is_entry and looks.get(_look(line), 0) < max(looks.values(), default=0) else opens


def _level(line: Line, opens: str) -> int:
    """The level of a heading whose style tells it; 7, below all, where only bold tells; else 0."""
    if line.style[-1:].isdigit():
        return int(line.style[-1])
    return 7 if opens == "other" and line.is_bold else 0


def _inline(line: Line, kind: str) -> Section | None:
    """The section of one line that names it before a colon: “Languages: German, English”."""
    text = BULLET.sub("", line.text)
    sign = "\t" if "\t" in text and kind in LISTS else ":"
    before, _, after = (part.strip() for part in text.partition(sign))
    opens = heading(before)
    is_group = kind == "skills" and opens in ("languages", "skills")  # among skills, “Languages: Python”
    is_aside = opens == "other" and kind in (*LISTS, "training")  # “Hobbies: chess” below the certificates
    if not after or is_group or not (opens in LISTS or is_aside):
        return None
    is_list = opens == "certificates" and phrase(before) not in word_list("phrases", "licences")
    names = COMMA.split(after) if is_list else [after]
    return Section(opens, before, [replace(line, text=name) for name in names])


def reading_order(pieces: list[Line]) -> list[Line]:
    """Return the lines of a PDF: pieces of one baseline joined, page feet left out, column after column."""
    pieces = _without_feet(pieces)
    gutter = _gutter(pieces)
    if not gutter:
        return [line for block in _side_by_side(pieces) for line in joined_rows(block)]
    left = [piece for piece in pieces if piece.x0 < gutter - 2]
    right = [piece for piece in pieces if piece.x0 >= gutter - 2]
    first = max((line.y for line in pieces if line.page == 1 and heading(line.text)), default=0.0)
    top = [line for line in pieces if line.page == 1 and line.y > first]
    left, right = ([piece for piece in column if piece not in top] for column in (left, right))
    return [*joined_rows(top), *joined_rows(left), *joined_rows(right)]


def _side_by_side(pieces: list[Line]) -> Iterator[list[Line]]:
    """The blocks of a page of one column in which two headings stand beside each other, left before right."""
    begin, edge, end = _block(pieces)
    block = [one for one in pieces if begin <= _place(one) < end]
    if not block or any(one.x0 < edge and one.x1 > edge + 7 for one in block):
        yield pieces
        return
    yield [one for one in pieces if _place(one) < begin]
    yield [one for one in block if one.x0 < edge]
    yield [one for one in block if one.x0 >= edge]
    yield from _side_by_side([one for one in pieces if _place(one) >= end])


def _place(piece: Line) -> tuple[int, float]:
    return piece.page, -piece.y


def _block(pieces: list[Line]) -> tuple[tuple[int, float], float, tuple[int, float]]:
    """Where the first two headings beside each other stand, the edge of the second, and what ends them."""
    known = {_look(one)[:2] for one in pieces if _is_heading(one)}
    heads = [one for one in pieces if _is_heading(one) or (_look(one)[:2] in known and by_words(one.text))]
    heads.sort(key=lambda one: (*_place(one), one.x0))
    for left, right in pairwise(heads):
        if _is_beside(left, right):
            below = (_place(one) for one in heads if one.x0 < right.x0 - 50 and _place(one) > _place(right))
            end = next((place for place in below if place > (left.page, 2 - left.y)), (left.page + 1, -1e9))
            return (left.page, -left.y - 2), right.x0 - 2, end
    return (0, 0.0), 0.0, (0, 0.0)


def _is_heading(piece: Line) -> bool:
    text = piece.text.strip(" :")
    return bool(heading(text)) and phrase(text) not in NO_NAMES


def _is_beside(left: Line, right: Line) -> bool:
    """Whether two headings stand on one line, far apart, in one type."""
    is_one_line = left.page == right.page and abs(left.y - right.y) < 2
    return is_one_line and right.x0 - left.x0 > 100 and _look(left)[:2] == _look(right)[:2]


def _opens(line: Line, looks: dict[Look, float]) -> str:
    text = NUMBER.sub("", line.text.strip(" :.–—-_|"))
    most = LONGEST_HEADING * (2 if line.style in {look[-1] for look in looks} - {""} else 1)
    if not 0 < len(text) <= most or is_item(line) or re.search(r"\d|@|\.\s", text):
        return ""
    known = heading(text)
    if known and (not looks or _look(line) in looks or line.style or _is_alone(line)):
        return known
    if len(words(text)) > most // 7:
        return ""
    if line.is_bold and line.text.endswith(":") and _look(line) in looks:
        return by_words(text)
    if looks:
        return _by_look(text) if _looks_so(line, text, looks) else ""
    is_set_apart = _is_alone(line) or " " not in text or line.size
    return _by_plain_words(text) if is_set_apart else ""


def _looks_so(line: Line, text: str, looks: dict[Look, float]) -> bool:
    """Whether a line looks like most headings, ends like one, and is no acronym among the text."""
    is_acronym = len(text) < 7 and not line.size and not line.style and not line.is_after_gap
    least = MOSTLY - 0.1 * line.style.startswith("heading")
    return looks.get(_look(line), 0) >= least and line.text.strip()[-1:] not in ".,;" and not is_acronym


def _by_look(text: str) -> str:
    """The section of a line that looks like the headings: by its words, else one that nothing is read of."""
    has_degree = not math.isnan(isced(text))
    is_other = not (has_degree or language(text) or set(words(text)) & word_list("words", "titles"))
    return by_words(text) or ("other" if is_other else "")


def _small() -> frozenset[str]:
    return word_list("words", "small") - {"and", "und", "et", "y"}


def _by_plain_words(text: str) -> str:
    """The section of a line where no look tells: of few words, in capitals, no skill with its level."""
    found = words(text)
    is_plain = text[:1].isupper() and len(found) <= 4 and not set(found) & _small()
    return by_words(text) if is_plain and not language(text) else ""


def _is_inside(text: str, kind: str, below: list[Line]) -> bool:
    """Whether a heading one step below that of a section belongs to it: a group of skills, an employer."""
    if kind == "roles" and any(map(_ends_in_days, below)):  # the days of that employer
        return True
    own = by_words(text)
    is_else = own == "other" or (own == "certificates" and kind == "roles")
    is_own = own in ("", kind, "languages") or not (kind in LISTS or is_else)
    return kind in READ and is_own and not heading(text)


def _ends_in_days(line: Line) -> bool:
    when = None if is_item(line) else span(line.text)
    return when is not None and (when.begin < 3 or when.stop > len(line.text) - 3)


def _is_alone(line: Line) -> bool:
    """A known heading that does not look like the others: it stands in capitals or before a colon."""
    return line.text.isupper() or line.text.rstrip().endswith(":") or (not line.size and line.is_after_gap)


def _looks_of_headings(lines: list[Line]) -> dict[Look, float]:
    """How known headings look, with their share of the short lines that look so; empty where type is plain.

    A look that the names of employers have too, such as plain bold, makes no heading of an unknown line.
    """
    short = [line for line in lines if len(line.text) <= LONGEST_HEADING and not is_item(line)]
    known = Counter(map(_look, {*filter(_is_known, short)}))
    if not known:
        return _shared_looks([line for line in short if line.style.startswith("heading")])
    every = Counter(map(_look, short))
    body = Counter(map(_look, lines)).most_common(1)[0][0]
    shares = {look: n / every[look] for look, n in known.items() if look != body and every[look] <= 4 * n + 6}
    size, *_ = max(known, key=lambda look: known[look] * (look in shares))
    # a word in smaller type than most headings is none, unless others are so, too: those of a side column
    kept = {look for look, share in shares.items() if min(known[look] - 1, share) > MOSTLY}
    return {look: share for look, share in shares.items() if look in kept or look[0] >= size - 0.5}


def _shared_looks(styled: list[Line]) -> dict[Look, float]:
    """The highest style that two headings share, where no words tell."""
    styles = Counter(line.style for line in styled if not span(line.text))
    top = min((style for style, n in styles.items() if n > 1), default=None)
    return {_look(line): 1.0 for line in styled if line.style == top}


def _is_known(line: Line) -> bool:
    """Whether words tell a heading: a known one, or in its style or capitals any that opens a section."""
    is_whole = heading(line.text.strip(" :")) and phrase(line.text) not in NO_NAMES
    is_set = line.style.startswith("heading") or line.text.isupper()
    return bool(is_whole or (is_set and by_words(line.text)))


def _look(line: Line) -> Look:
    letters = [letter for letter in line.text if letter.isalpha()]
    is_capitals = len(letters) > 3 and all(letter.isupper() for letter in letters)
    return round(line.size * 2) / 2, line.is_bold, is_capitals, line.style


def by_words(text: str) -> str:
    """The section of a heading that is not known as a whole, by its words; the order of the table decides."""
    found = words(text)
    if ({*found} - {"professional"}) & word_list("words", "titles"):
        return ""
    kinds, singular = [], [word.rstrip("s") for word in found]
    for kind, stems in shipped("resumes")["heading_words"].items():
        stems = [stem.rstrip("s") for stem in stems.split()]
        ends = tuple(stem for stem in stems if len(stem) > 5)
        if not set(stems).isdisjoint(singular) or any(word.endswith(ends) for word in singular):
            kinds.append(kind)
    is_both = {"roles", "education"} <= {*kinds} and ({*found} & {"and", "und", "et", "y"} or "/" in text)
    return "both" if is_both else next(iter(kinds), "")


@cache
def _headings() -> dict[str, str]:
    table = shipped("resumes")["sections"].items()
    known = {phrase(alias): section for section, aliases in table for alias in aliases.split("|")}
    return {alias.replace(" ", ""): section for alias, section in known.items()} | known  # letters set apart


def joined_rows(pieces: Iterable[Line]) -> list[Line]:
    """Pieces of one baseline become one line, cells apart by a tab, down the page, page after page."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda line: (line.page, -line.y)):
        first = rows[-1][0] if rows else None
        if first and first.page == piece.page and first.y - piece.y <= max(2.0, piece.size / 4):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    edges = Counter(round(piece.x0) + near for row in rows for piece in row for near in (-1, 0, 1))
    return _whole_days([_joined(row, edges) for row in rows])


def _joined(pieces: list[Line], edges: Counter[int]) -> Line:
    """A baseline as a line: a cell stands a letter apart, or less before an edge that rows share."""
    row, *others = sorted(pieces, key=lambda line: line.x0)
    for piece in others:
        gap = (piece.x0 - row.x1) / max(piece.size, row.size, 1)
        last = row.text.rpartition("\t")[2]
        is_cell = gap > (0.6 if edges[round(piece.x0)] > 2 else 1.1)
        is_one = LONE.search(last) or piece.text in DASHES
        joint = "\t" if is_cell and not is_one else " "
        row = replace(row, text=f"{row.text}{joint}{piece.text}", x1=piece.x1)
    return row


def _whole_days(rows: list[Line]) -> list[Line]:
    """Rows with the days put together that ran over the edge of a column: “Sep 2018–” on “Mar 2021”.

    Where “Present” stands alone in a cell, days stand one above the other: it is the end of what is below.
    """
    rows = list(rows)
    first = [line.text.partition("\t")[0] for line in rows if "\t" in line.text]
    is_stacked = any(is_lasting(phrase(cell)) and cell.isalpha() for cell in first)
    for at, side in product(range(len(rows)), (0, -1)):
        cells = [line.text.split("\t") for line in rows[at : at + 3]]
        columns = {n: [one[side] for one in cells[:n]] for n in range(2, len(cells) + 1)}
        spans = {n: days for n, column in columns.items() if (days := _run_over(column))}
        if is_stacked and len(cells) > 1 and (days := _run_over([columns[2][1], "–", columns[2][0]])):
            spans = {2: days}
        for n in range(min(spans, default=0)):
            cells[n][side] = "" if n else spans[min(spans)]
            rows[at + n] = replace(rows[at + n], text="\t".join(filter(None, cells[n])))
    return [row for row in rows if row.text]


def _run_over(days: list[str]) -> str:
    """The texts of a column as one, where they are one span of time from begin to end; else ""."""
    text = " ".join(days).replace("aujour- ", "aujour")
    when = span(text) if len(text) < 40 and all(days) else None
    is_whole = when is not None and when.begin == 0 and when.stop == len(text)
    return text if when and is_whole and when.started <= when.ended else ""


def _without_feet(pieces: list[Line]) -> list[Line]:
    """Without what stands at the head or foot of two pages alike, its numbers aside, and page numbers."""
    pages = {piece.page for piece in pieces}
    places = defaultdict[tuple[int, str], set[int]](set)
    for piece in pieces:
        places[round(piece.y / 4), re.sub(r"\d+", "#", piece.text)].add(piece.page)
    alike = {place for place, on in places.items() if len(on) > 1 and len(on) >= len(pages) - 1}
    heights = [piece.y for piece in pieces] or [0.0]
    bottom, top = min(heights), max(heights)

    def is_foot(piece: Line) -> bool:
        is_edge = piece.y < bottom + 45 or piece.y > top - 45
        is_alike = (round(piece.y / 4), re.sub(r"\d+", "#", piece.text)) in alike
        return is_edge and (is_alike or PAGE_NUMBER.fullmatch(piece.text.lower()) is not None)

    return [piece for piece in pieces if not is_foot(piece)]


def _gutter(pieces: list[Line]) -> float:
    """Where a side column begins or ends on every page: headings on both sides, nothing crosses; else 0."""
    heads = {*filter(_is_heading, pieces)}
    edges = Counter(round(line.x0) for line in pieces)
    for head in sorted({round(line.x0) for line in heads}):
        # what is indented less than its headings belongs to it
        right = min((x0 for x0, n in edges.items() if head - 30 < x0 <= head and n > 2), default=head)
        if _is_gutter(right, pieces, heads):
            return right
    return 0.0


def _is_gutter(right: float, pieces: list[Line], heads: set[Line]) -> bool:
    """Whether a column begins at an edge: to the left there is room and a heading, and nothing crosses it."""
    before = [line for line in pieces if line.x0 < right - 6]
    crossing = {line for line in before if line.x1 > right + 5}
    begun = {(line.page, line.y): line for line in pieces if abs(line.x0 - right) < 6}
    # what has the text of the other side on its line is the name of a row, and no heading
    is_headed = any(line in heads and begun.get((line.page, line.y), line) in heads for line in before)
    is_filled = _is_filled([line for line in before if line not in crossing], heads)
    is_wide = right - min((line.x0 for line in before), default=right) > 80
    is_clear = len(crossing) <= 0.12 * len(pieces) and crossing.isdisjoint(heads)
    return is_wide and is_clear and is_headed and is_filled and len(begun) > 2


def _is_filled(left: list[Line], heads: set[Line]) -> bool:
    """Whether a column has as many lines below its first heading as headings; names of rows have not."""
    n_heads = sum(line in heads for line in left)
    first = max(((-line.page, line.y) for line in left if line in heads), default=(0, 0.0))
    return sum((-line.page, line.y) < first for line in left) - n_heads >= n_heads
