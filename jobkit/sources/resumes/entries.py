"""Roles and degrees: the lines of a section cut into entries at their dates, the parts of each told apart.

Which part is the title is told by words of titles and of organisations, and by the place where the
other entries of the same file have theirs.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import takewhile
from statistics import fmean

from jobkit.language.vocabulary import shipped
from jobkit.skills import isced
from jobkit.sources.resumes.documents import Line
from jobkit.sources.resumes.layout import is_item, phrase, words
from jobkit.sources.resumes.spans import Span, closed, span, without

STRONG = re.compile(r"\t|\s?[|•·●∙]\s?|\s[–—-]\s|\s[–—-](?=\w)|(?<=\w)[–—]\s|\s[@]\s|(?<=\S)\s{2,}|;\s")
JOINT = re.compile(r"\s(?:at|chez|bei|en el|en la|presso)\s")
COMMA = re.compile(r",\s(?![^()]*\))")
PLACE = re.compile(
    r"[A-ZÀ-Þ][^\d,|&]{1,25},\s(?:[A-Z]{2}|[A-ZÀ-Þ][^\d,|]{2,20})(?:,\s[A-ZÀ-Þ][^\d,|]{1,20})?"
)
SENTENCE = re.compile(r"[^\W\d_]{4,30}[.!?]\s+[A-ZÀ-Þ][^.]{20}")
LEGAL = re.compile(r"[eE]\. ?[KVGkvg]\.|[^\W\d_]+(?:\.[^\W\d_]+)*\.?(?: ?& ?Co\.?(?: KG)?)?")
LONGEST_HEAD = 110
YEARS_AHEAD = 10
"""An end so many years behind every start of the file is no end but a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an entry's head: its text, its slot (line from the dates, place in it), its label."""

    text: str
    slot: tuple[int, int]
    label: str = ""


@dataclass(slots=True)
class Entry:
    """The dates of an entry with the parts of its head."""

    line: Line
    when: Span | None
    parts: list[Part] = field(default_factory=list)
    title: str = ""
    organisation: str = ""
    is_group: bool = False
    stop: int = 0
    rest: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Words:
    """The words by which a kind of entry is told: of its title (a degree), its organisation (a school)."""

    titles: frozenset[str]
    endings: tuple[str, ...]
    organisations: frozenset[str]

    def title(self, text: str) -> float:
        """Return how much a text is a title: most where its head word is one."""
        if self is degree_words() and not math.isnan(isced(text)):
            return 3.0
        found = words(re.split(r"\s[–—-]\s|,|\(", text)[0])
        hits = [at for at, word in enumerate(found) if word in self.titles or word.endswith(self.endings)]
        if not hits:
            return (
                1.0
                if any(word in self.titles or word.endswith(self.endings) for word in words(text))
                else 0.0
            )
        small = _small()
        end = next((at for at, word in enumerate(found) if at and word in small), len(found))
        return 3.0 if end - 1 in hits or hits[0] == 0 else 2.0

    def organisation(self, text: str) -> float:
        """Return how much a text is the name of an organisation: most with a legal form."""
        found = words(re.sub(r"\([^()]*\)", "", text)) or words(text)
        if _legal_form(text):
            return 5.0
        hits = [at for at, word in enumerate(found) if self._is_organisation(word)]
        if not hits:
            return 2.0 if "(" in text and any(map(self._is_organisation, words(text))) else 0.0
        end = next((at for at, word in enumerate(found) if at and word in _small()), len(found))
        return 3.0 if end - 1 in hits or hits[0] == 0 else 2.0 if hits[0] < end else 1.0

    def _is_organisation(self, word: str) -> bool:
        return word in self.organisations or word.endswith(_endings_of_organisations())


def roles(lines: Sequence[Line]) -> tuple[list[dict], list[Line]]:
    """Return the roles of a section, and the lines with dates that no role could be made of."""
    found = _entries(lines, role_words())
    rows, unread = [], []
    for entry in found:
        if _is_no_employment(entry):
            continue
        if entry.is_group:
            continue
        if not entry.title and not entry.organisation:
            unread.append(entry.line)
            continue
        rows.append(
            {"organisation": entry.organisation, "title": entry.title}
            | when_of(entry.when)
            | {"place": entry.line.place}
        )
    return rows, unread


def education(lines: Sequence[Line]) -> list[dict]:
    """Return the degrees and schools of a section; without dates each line that names a degree is one."""
    rows = []
    for entry in _entries(lines, degree_words()):
        title, place = entry.title, [text for text in entry.rest if not _place(text)]
        if entry.title or entry.organisation:
            rows.append(
                {"organisation": entry.organisation, "title": title, "field": place[0] if place else ""}
                | when_of(entry.when)
                | {"place": entry.line.place}
            )
    return rows


def when_of(found: Span | None) -> dict[str, str]:
    """Return the columns `started` and `ended` of a span."""
    return {"started": found.started if found else "", "ended": found.ended if found else ""}


@cache
def role_words() -> Words:
    """Return the words that tell a job title from an employer."""
    table = shipped("resumes")["words"]
    return Words(frozenset(table["titles"].split()), tuple(table["title_endings"].split()),
                 frozenset(f"{table['organisations']} {table['schools']}".split()))  # fmt: skip


@cache
def degree_words() -> Words:
    """Return the words that tell a degree from a school."""
    table = shipped("resumes")["words"]
    return Words(frozenset(table["degrees"].split()), tuple(table["degree_endings"].split()),
                 frozenset(table["schools"].split()))  # fmt: skip


# ---- lines into entries


def _entries(lines: Sequence[Line], told_by: Words) -> list[Entry]:
    """The entries of a section, each with title, organisation and what else stands in its head."""
    lines = [line for line in lines if re.search(r"[^\W_]", line.text) and not _is_table_head(line)]
    lines = [
        line
        for line in lines
        if is_item(line) or label(line.text)[0] or span(line.text) or parts(line.text, 0)
    ]
    lines = _joined_dates(_joined_heads(lines))
    spans = {at: when for at, line in enumerate(lines) if (when := entry_span(line))}
    found = _dated(lines, spans, told_by) if spans else _undated(lines, told_by)
    _name(found, told_by)
    return found


def _joined_heads(lines: Sequence[Line]) -> list[Line]:
    """Lines, what ran over the edge in the type of an entry's head put back behind it."""
    right = max((line.x1 for line in lines), default=0.0)
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        is_more = last and line.is_bold and last.is_bold and not line.is_after_gap and last.x1 > right - 60
        if last and is_more and right and _look(line) == _look(last) and not span(last.text):
            joined[-1] = replace(last, text=f"{last.text} {line.text}", x1=line.x1)
        else:
            joined.append(line)
    return joined


def _joined_dates(lines: Sequence[Line]) -> list[Line]:
    """Lines, a span of time that is broken over two of them made whole (`03/2015 –` above `heute`)."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        first, tab, rest = line.text.partition("\t")
        if last and re.search(r"\d{4}\s?[–—-]\s?$", last.text.split("\t")[0]) and len(first) < 20:
            cells = last.text.split("\t")
            whole = f"{cells[0]} {first}"
            when = span(whole)
            if when and when.is_range and not without(whole, when):
                joined[-1] = replace(last, text="\t".join([whole, *cells[1:]]))
                if tab and rest.strip():
                    joined.append(replace(line, text=rest))
                continue
        joined.append(line)
    return joined


def entry_span(line: Line) -> Span | None:
    """Return the span of time that makes a line the beginning of an entry; a date in prose does not."""
    cells = line.text.split("\t")
    if is_item(line):
        when = span(cells[-1]) if len(cells) > 1 else None
        return when if when and len(without(cells[-1], when)) < 25 else None
    when = span(line.text)
    if not when or len(line.text) > 170:
        return None
    rest = without(line.text, when)
    is_at_edge = when.begin < 3 or when.stop > len(line.text.rstrip()) - 3
    if not when.is_range and (
        len(rest) > (110 if is_at_edge else 60) or when.is_day or SENTENCE.search(rest)
    ):
        return None
    return when if _is_beside_dates(rest, when, line) else None


def _is_beside_dates(rest: str, when: Span, line: Line) -> bool:
    """Whether what stands beside a span of time is the head of an entry and no sentence about a task."""
    n_words = len(rest.split())
    is_named = any(
        told_by.title(rest) >= 2 or told_by.organisation(rest) >= 2
        for told_by in (role_words(), degree_words())
    )
    if re.search(r"[\t|,–—]|\s-\s", rest) or label(line.text)[0]:
        return n_words <= 16
    if n_words <= 2 or line.is_bold:
        return n_words <= 12
    is_whole = (when.is_range and when.ended != "present") or when.begin < 3
    return n_words <= 12 and (is_named or (is_whole and _is_head(replace(line, text=rest), role_words())))


def _dated(lines: list[Line], spans: dict[int, Span], told_by: Words) -> list[Entry]:
    anchors = list(spans)
    lead = len(_heads_above(lines, anchors[0], 0, 3, told_by))
    looks = {_look(lines[at]) for at in range(anchors[0] - lead, anchors[0])}
    looks = set() if looks & {_look(line) for line in lines if is_item(line)} else looks
    found: list[Entry] = []
    begin = 0
    for n, at in enumerate(anchors):
        after = anchors[n + 1] if n + 1 < len(anchors) else len(lines)
        above = _heads_above(lines, at, begin, lead, told_by, looks if n else set())
        entry = Entry(lines[at], spans[at])
        for place in above:
            entry.parts += parts(lines[place].text, place - at)
        if not is_item(lines[at]):
            entry.parts += parts(without(lines[at].text, spans[at]), 0)
        if after < len(lines) and lead:
            after -= len(_heads_above(lines, after, at + 1, lead, told_by, looks))
        begin = at + 1
        for place in range(at + 1, min(after, at + 8)):
            line = lines[place]
            is_labelled = bool(label(line.text)[0])
            is_wanted = is_labelled or (_lacks(entry.parts, told_by) and place - at <= 2)
            if (
                not is_wanted
                or not (is_labelled or _is_head(line, told_by))
                or (line.is_after_gap and place > at + 1)
            ):
                break
            entry.parts += parts(line.text, place - at)
            begin = place + 1
        if not entry.parts:  # the days alone, where those of the first entry were not
            above = _heads_above(lines, at, found[-1].stop if found else 0, 2, told_by)
            entry.parts = [part for place in above for part in parts(lines[place].text, place - at)]
        entry.stop = begin
        found.append(entry)
    return found


def _undated(lines: list[Line], told_by: Words) -> list[Entry]:
    """Each line that names a degree or a title, with the line below it where that names the organisation."""
    found: list[Entry] = []
    for at, line in enumerate(lines):
        bare = replace(line, text=re.sub(r"^\W+", "", line.text))
        if len(bare.text) <= LONGEST_HEAD and told_by.title(bare.text) >= 2 and told_by is degree_words():
            found.append(Entry(line, None, parts(bare.text, 0)))
        elif found and at and lines[at - 1] is found[-1].line and told_by.organisation(line.text) >= 2:
            found[-1].parts += parts(line.text, 1)
    return found


def _heads_above(
    lines: Sequence[Line], at: int, begin: int, most: int, told_by: Words, looks: Iterable = ()
) -> list[int]:
    """The lines right above the dates that belong to the head of the entry, topmost first."""
    found: list[int] = []
    for place in range(at - 1, begin - 1, -1):
        line = lines[place]
        if len(found) == most or not _is_head(line, told_by) or (found and lines[found[-1]].is_after_gap):
            break
        if looks and _look(line) not in looks and line.size:
            break
        found.append(place)
    return found[::-1]


def _is_head(line: Line, told_by: Words) -> bool:
    """A line as those of an entry's head are: short, no bullet, no sentence."""
    text = line.text.strip()
    if is_item(line) or not text or len(text) > LONGEST_HEAD or text[0].islower():
        return False
    found = [word for word in re.split(r"[\s/,|-]+", text.rstrip(".")) if word[:1].isalpha()]
    if text.endswith((".", ":", ";")) and len(found) > 4 and not _legal_form(text):
        return False
    long = [word for word in (re.sub(r"^(?:[ldLD]|qu)['’]", "", word) for word in found) if len(word) > 3]
    n_capital = sum(not word[0].islower() for word in long)
    is_name = bool(found) and n_capital >= 0.6 * len(long)
    is_told = told_by.title(text) >= 2 or told_by.organisation(text) >= 3
    return is_name or (len(found) <= 9 and is_told) or bool(label(text)[0])


def _look(line: Line) -> tuple[float, bool]:
    return round(line.size * 2) / 2, line.is_bold


def _lacks(found: list[Part], told_by: Words) -> bool:
    """Whether title or organisation is still to come: fewer than two parts that are no place."""
    if any(part.label == "title" for part in found) and any(part.label == "organisation" for part in found):
        return False
    named = [part for part in found if not _place(part.text)]
    if len(named) >= 2 and any(told_by.title(part.text) for part in named):
        return False
    pieces = [piece for part in named for piece in COMMA.split(part.text)]
    is_both = any(told_by.title(piece) >= 2 for piece in pieces) or any(map(_legal_form, pieces[1:]))
    return len(pieces) < 2 or not is_both


# ---- a line into parts


def parts(text: str, offset: int) -> list[Part]:
    """Return the parts of a line of an entry's head, what a label before one says of it taken to heart."""
    kind, value = label(text)
    if kind:
        keep = kind in ("title", "organisation")
        return [Part(value, (offset, 0), kind)] if keep and value else []
    text = re.sub(r"(?:https?://|www\.)\S{1,200}", "", text)
    pieces = [piece.strip(" ,|·•–—-:").strip() for one in STRONG.split(text) for piece in _at_joint(one)]
    pieces = [
        piece.strip("()") if piece.count("(") != piece.count(")") else piece for piece in map(closed, pieces)
    ]
    kept = [piece for piece in pieces if piece and not piece.isdecimal() and not _is_dropped(piece)]
    return [Part(piece, (offset, at)) for at, piece in enumerate(kept)]


def _at_joint(text: str) -> list[str]:
    """`Nurse at North Hospital` cut at its joint, where a title stands before it."""
    joint = JOINT.search(text)
    if joint and role_words().title(text[: joint.start()]):
        return [text[: joint.start()], text[joint.end() :]]
    return [text]


def label(text: str) -> tuple[str, str]:
    """Return what the label before a text says that it is, and the text; ("", text) without one."""
    for sign in ("\t", ":"):
        before, found, after = text.partition(sign)
        kind = _labels().get(phrase(before), "") if found else ""
        if kind:
            return kind, after.strip(" \t:")
    return "", text


@cache
def _labels() -> dict[str, str]:
    table = shipped("resumes")["labels"].items()
    return {phrase(label): kind for kind, labels in table for label in labels.split("|")}


def _is_dropped(piece: str) -> bool:
    """Employment types, durations, marks: what is neither a title, nor an organisation, nor a place."""
    said = phrase(piece)
    return said in _phrases("dropped") or not re.search(r"[^\W\d_]", piece) or not without(piece, span(piece))


def _is_table_head(line: Line) -> bool:
    """The names of columns above a table: `Degree`, `University`, `Year`."""
    cells = [phrase(cell) for cell in line.text.split("\t")]
    n_known = sum(cell in _labels() or cell in _phrases("columns") for cell in cells)
    return len(cells) >= 3 and n_known >= 2 and not re.search(r"\d", line.text)


@cache
def _phrases(kind: str) -> frozenset[str]:
    return frozenset(phrase(text) for text in shipped("resumes")["phrases"][kind].split("|"))


@cache
def _small() -> frozenset[str]:
    return frozenset(shipped("resumes")["words"]["small"].split())


@cache
def _legal_words() -> frozenset[str]:
    return frozenset(shipped("resumes")["words"]["legal_forms"].split())


@cache
def _endings_of_organisations() -> tuple[str, ...]:
    return tuple(shipped("resumes")["words"]["organisation_endings"].split())


def _legal_form(text: str) -> bool:
    """Whether a name bears a legal form as a word of its own, behind the name and not in small letters."""
    found = [(match[0], text[match.end() :]) for match in LEGAL.finditer(text)][1:]
    return any(
        (
            phrase(word).replace(" ", "") in _legal_words()
            or ("&" in word and phrase(word).split()[-1] in ("co", "kg"))
        )
        and not word.islower()
        and not re.match(r"\s?[\w/-]", after)
        for word, after in found
    )


def _place(text: str) -> float:
    """How much a text is a place: most where it names a country, a state or work from home."""
    found = phrase(text)
    if found in _phrases("places"):
        return 3.0
    if not PLACE.fullmatch(text) or role_words().title(text) or role_words().organisation(text):
        return 0.0
    last = text.rsplit(", ", 1)[1]
    return 3.0 if phrase(last) in _phrases("places") or re.fullmatch("[A-Z]{2}", last) else 1.5


# ---- parts into title and organisation


def _name(found: list[Entry], told_by: Words) -> None:
    """Say of each entry which part is its title and which its organisation."""
    for entry in found:
        entry.parts = [one for part in entry.parts for one in _at_school(part, told_by)]
    if told_by is role_words():
        _group(found, told_by)
    votes = _order(found, told_by)
    for entry in found:
        entry.parts = _parted(entry.parts, told_by, votes)
    slots: dict[tuple[int, int], list[float]] = defaultdict(list)
    places: dict[tuple[int, int], list[float]] = defaultdict(list)
    for entry in found:
        for part in entry.parts:
            slots[part.slot].append(_net(part, told_by))
            places[part.slot].append(_place(part.text) - 2 * (told_by.organisation(part.text) > 0))
    before = ""
    for entry in found:
        candidates = [
            part
            for part in entry.parts
            if part.label or fmean((_place(part.text), fmean(places[part.slot]))) < 1.2
        ]
        if len(candidates) < 2:
            aside = [part for part in entry.parts if part not in candidates]
            longest = max(aside, key=lambda part: part.text.count(","), default=None)
            pieces = longest.text.split(", ") if longest else []
            is_cut = longest is not None and longest.slot[1] >= 10  # from the line of the title
            is_name = is_cut or (bool(pieces) and (_place(", ".join(pieces)) < 2 or _is_named_place(pieces)))
            if is_name or not candidates:
                candidates = [part for part in entry.parts if part in candidates or part is longest]
        scores = [_net(part, told_by) + fmean(slots[part.slot]) for part in candidates]
        _choose(entry, candidates, scores, told_by)
        if entry.title and not entry.organisation and told_by is role_words():
            entry.organisation = before
        before = entry.organisation or before


def _group(found: list[Entry], told_by: Words) -> None:
    """Mark an organisation whose titles follow with days inside its own, and hand its name on to them."""
    for at, entry in enumerate(found):
        inner = list(takewhile(partial(_is_inside, entry), found[at + 1 :]))
        if not inner or len(entry.parts) != 1 or told_by.title(entry.parts[0].text):
            continue
        is_other = _look(entry.line) != _look(inner[0].line) or told_by.title(inner[0].parts[0].text) >= 2
        if is_other or len(inner) > 1:
            entry.is_group = True
            for one in inner:
                one.parts.append(Part(_without_place(entry.parts[0].text), (9, 9), "organisation"))


def _is_inside(entry: Entry, one: Entry) -> bool:
    if not one.when or not entry.when or len(one.parts) != 1 or one.parts[0].label or not entry.when.is_range:
        return False
    ends = [when.ended.replace("present", "9999") for when in (one.when, entry.when)]
    return entry.when.started[:4] <= one.when.started[:4] and ends[0][:4] <= ends[1][:4]


def _is_named_place(pieces: list[str]) -> bool:
    """`Quillfeather, Austin, TX` has a name before its place; `Cardiff, Wales, United Kingdom` none."""
    return len(pieces) > 2 and phrase(pieces[1]) not in _phrases("places")


def _choose(entry: Entry, candidates: list[Part], scores: list[float], told_by: Words) -> None:
    if not candidates:
        return
    best = max(range(len(candidates)), key=lambda at: (scores[at], -at))
    is_named = scores[best] > 0 or (
        scores[best] == 0 and (len(candidates) > 1 or not told_by.organisation(candidates[best].text))
    )
    others = [at for at in range(len(candidates)) if at != best or not is_named]
    if is_named:
        entry.title = label(candidates[best].text)[1].strip(" .,")
    if others:
        other = min(
            others, key=lambda at: (scores[at] > 1, round(scores[at], 1) if scores[at] < -1 else 0, at)
        )
        if _net(candidates[other], told_by) <= 1 or candidates[other].label:
            entry.organisation = _without_place(candidates[other].text)
            others = [at for at in others if at != other]
    entry.rest = [candidates[at].text for at in others]


def _net(part: Part, told_by: Words) -> float:
    """How much more a part is a title than an organisation."""
    if part.label:
        return 20.0 if part.label == "title" else -20.0
    return told_by.title(part.text) - told_by.organisation(part.text)


def _parted(found: list[Part], told_by: Words, votes: int) -> list[Part]:
    """Parts, those cut that are title and organisation in one: at a joint, or at a comma."""
    is_short = len([part for part in found if part.label or not _place(part.text)]) < 2
    made: list[Part] = []
    for part in found:
        texts = _halves(part.text, told_by, is_short, votes) if not part.label else [part.text]
        made += [
            Part(text, (part.slot[0], part.slot[1] + at * 10), part.label) for at, text in enumerate(texts)
        ]
    return made


def _halves(text: str, told_by: Words, is_short: bool, votes: int) -> list[str]:
    joint = JOINT.search(text) if is_short and told_by is role_words() else None
    if joint and not told_by.organisation(text[: joint.start()]):
        return [text[: joint.start()], text[joint.end() :]]
    pieces = _comma_pieces(text)
    cut = _cut([told_by.title(piece) - told_by.organisation(piece) for piece in pieces], is_short)
    if not cut and is_short and votes and len(pieces) > 1:
        is_first = votes > 0
        known = told_by.organisation(pieces[0]) if is_first else told_by.title(pieces[0])
        cut = 0 if known else 1 if is_first else len(pieces) - 1
    return [", ".join(pieces[:cut]), ", ".join(pieces[cut:])] if cut else [text]


def _order(found: list[Entry], told_by: Words) -> int:
    """How many more lines of the file have the title before the first comma than behind one."""
    votes = 0
    for part in (part for entry in found for part in entry.parts if not part.label):
        pieces = _comma_pieces(part.text)
        nets = [told_by.title(piece) - told_by.organisation(piece) for piece in pieces]
        if _cut(nets, True):
            votes += 1 if nets[0] > 0 or (nets[0] == 0 and max(nets) <= 0) else -1
    return votes


def _at_school(part: Part, told_by: Words) -> list[Part]:
    """A degree and its school in one piece, `MSc Physics Hill University`, cut before the name."""
    if told_by is not degree_words() or part.label or told_by.title(part.text) < 2:
        return [part]
    tokens = part.text.split(" ")
    folded = [phrase(token) for token in tokens]
    at = next(
        (
            at
            for at, word in enumerate(folded)
            if at and word in told_by.organisations and tokens[at][:1] != "("
        ),
        0,
    )
    if (
        not at
        or any("," in token for token in tokens[:at])
        or "(" in part.text[: part.text.index(tokens[at])]
    ):
        return [part]
    begin = at
    while begin > 1 and tokens[begin - 1][:1].isupper() and not told_by.title(tokens[begin - 1]):
        begin -= 1
    if folded[begin - 1] in _small():  # Master of Computer Science Hill University: what it is in comes first
        begin = at - 1 if at - begin > 1 else at
    if begin <= 0 or folded[begin - 1] in _small():
        return [part]
    texts = " ".join(tokens[:begin]), " ".join(tokens[begin:])
    if told_by.title(texts[0]) < 2:
        return [part]
    return [Part(text, (part.slot[0], part.slot[1] + 5 * n)) for n, text in enumerate(texts)]


def _comma_pieces(text: str) -> list[str]:
    """A text at its commas, a legal form left with the name before it."""
    pieces: list[str] = []
    for piece in COMMA.split(text):
        if pieces and (phrase(piece).replace(" ", "") in _legal_words() or len(piece) < 2):
            pieces[-1] += f", {piece}"
        else:
            pieces.append(piece.strip())
    return pieces


def _cut(nets: list[float], is_short: bool) -> int:
    """Where a list at commas turns from title to organisation or back; 0 where it does not."""
    first = next((net for net in nets if net), 0.0)
    if len(nets) < 2 or not first:
        return 0
    turn = next((at for at, net in enumerate(nets) if net * first < 0), 0)
    if turn or not is_short:
        return turn
    if nets[0]:
        return 1 if first > 0 else 0
    return next(at for at, net in enumerate(nets) if net)


def _without_place(text: str) -> str:
    """A name without the place behind it: the last piece at a comma that is no part of a name."""
    pieces = _comma_pieces(re.split(r"(?<=[^\W\d_]{4})\.\s+(?=[A-ZÀ-Þ])", text)[0])
    while len(pieces) > 1:
        last = pieces[-1]
        is_plain = not role_words().organisation(last) and not last.isupper() and len(last.split()) <= 3
        if not is_plain and phrase(last) not in _phrases("places") and not re.fullmatch("[A-Z]{2}", last):
            break
        pieces.pop()
    return ", ".join(pieces).strip(" .,") if not _legal_form(text) else ", ".join(pieces).strip(" ,")


def _is_no_employment(entry: Entry) -> bool:
    """Looking for work, parental leave, care, service: no role, and no gap that counts."""
    said = [phrase(part.text) for part in entry.parts] or [phrase(entry.line.text)]
    kept = _phrases("not_an_employment")
    return any(text in kept or any(text.startswith(f"{one} ") for one in kept) for text in said) and not (
        role_words().title(entry.title) >= 2 and entry.organisation and phrase(entry.title) not in kept
    )


def slips(rows: Iterator[dict] | list[dict]) -> list[dict]:
    """Return the roles whose days cannot be, and take these away: they are to be said in doubt."""
    rows = list(rows)
    years = [int(row["started"][:4]) for row in rows if row["started"]]
    wrong = []
    for row in rows:
        start, end = row["started"], row["ended"]
        if start and end not in ("", "present"):
            is_late = int(end[:4]) > max(years) + YEARS_AHEAD and int(end[:4]) > int(start[:4]) + YEARS_AHEAD
            if is_late or end < start[: len(end)]:
                row["started"] = row["ended"] = ""
                wrong.append(row)
    return wrong
