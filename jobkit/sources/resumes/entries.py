"""Roles and degrees: the lines of a section, cut into entries at their dates."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from jobkit.language.vocabulary import shipped
from jobkit.mentions import known_skills
from jobkit.skills import brackets, certificates, is_unfinished, isced, qualification
from jobkit.sources.resumes.documents import Line
from jobkit.sources.resumes.heads import Entry, comma_pieces, look, name_parts
from jobkit.sources.resumes.layout import BULLET, is_item, phrase, word_list, words
from jobkit.sources.resumes.parts import (
    AS,
    SENTENCES,
    Part,
    Words,
    degree_words,
    is_table_head,
    label,
    legal_form,
    parts,
    place_score,
    role_words,
)
from jobkit.sources.resumes.spans import DASHES, EDGES, Span, span, without

EXPECTED = re.compile(rf"\W{{0,3}}\b(?:{'|'.join(shipped('degrees')['expected'])})\b\W{{0,3}}", re.IGNORECASE)
LONGEST_HEAD = 110
YEARS_AHEAD = 10
"""An end so many years behind every start of the file is no end but a slip of the keyboard."""


def roles(lines: Sequence[Line]) -> tuple[list[dict], list[Line]]:
    """Return the roles of a section, and the lines with dates that no role could be made of."""
    rows, unread = [], []
    for entry in _entries(lines, role_words()):
        if _is_no_employment(entry) or entry.is_group:
            continue
        if entry.title or entry.organisation:
            names = {"organisation": entry.organisation, "title": entry.title}
            rows.append(names | when_of(entry.when) | {"place": entry.line.place})
        else:
            unread.append(entry.line)
    _describe(rows, lines)
    return rows, unread


def _describe(rows: list[dict], lines: Sequence[Line]) -> None:
    """Add to each role the known skills that stand below it, which nobody repeats in a list of skills."""
    begins = {row["place"]: row for row in rows}
    employers = {row["organisation"] for row in rows} - {""}
    below: dict[str, list[str]] = {}
    for line in lines:
        if line.place in begins:
            below[line.place] = []
        elif below and not any(name in line.text for name in employers):  # of the next the head
            below[[*below][-1]].append(line.text)
    for place, texts in below.items():
        begins[place]["named"] = known_skills("\n".join(texts))


def education(lines: Sequence[Line]) -> list[dict]:
    """Return the degrees and schools of a section; one expected by a day has its level and that end."""
    rows = []
    for entry in _entries(lines, degree_words()):
        field = next((one for one in entry.rest if not place_score(one) and not is_unfinished(one)), "")
        own = [part.text for part in entry.parts if part.slot[0] <= 0 or not qualification(part.text)]
        field = next(filter(is_unfinished, [*own, *(line.text for line in entry.below)]), field)
        names = {"organisation": entry.organisation, "title": entry.title, "field": field}
        when = when_of(entry.when)
        if when["ended"] not in ("", "present"):
            names = {name: EXPECTED.sub("", text) for name, text in names.items()}
        if entry.title or entry.organisation:
            rows.append(names | when | {"place": entry.line.place})
    places = [line.place for line in lines]
    return sorted([*rows, *_passed_over(lines, rows)], key=lambda row: places.index(row["place"]))


def _passed_over(lines: Sequence[Line], rows: list[dict]) -> Iterator[dict]:
    """The degrees that begin a line or a piece of one and stand in no row: none is lost for its layout."""
    told = [set(words(f"{row['title']} {row['field']} {row['organisation']}")) for row in rows]
    school = ""
    for line in (line for line in lines if len(line.text) <= 170):
        text = BULLET.sub("", line.text)
        when = span(text)
        degrees = {piece: qualification(piece) for piece in _pieces(without(text, when))}
        schools = _schools(degrees)
        own = schools[0] if schools else "" if line.is_after_gap else school
        school = school if is_item(line) else own
        for piece, key in _leading_degrees(degrees, schools):
            if not any(key <= one for one in told):
                told.append(key)
                title = piece.partition(own)[0].rstrip(" ,:–-(") if own else piece
                yield {"organisation": own, "title": title, "field": "", "place": line.place} | when_of(when)


def _pieces(text: str) -> list[str]:
    """The parts of a line: of each what stands behind its commas and colons, the whole, what is in front."""
    split = ((re.split("[,:] ", part.text), part.text) for part in parts(text, 0))
    return [one for some, piece in split for one in (*some[1:], piece, some[0]) if len(one) > 3]


def _schools(degrees: dict[str, str]) -> list[str]:
    """The pieces that name a school and do not begin with a degree, unless its own words name the school."""
    named = degree_words().organisation
    by_degree = [piece for piece, degree in degrees.items() if named(degree) >= 2]
    return by_degree + [one for one, degree in degrees.items() if named(one) >= 2 and one.find(degree or "|")]


def _leading_degrees(degrees: dict[str, str], schools: list[str]) -> Iterator[tuple[str, set[str]]]:
    """The pieces that begin with a degree, with the words to know it by; of one level the first alone."""
    levels = set[float]()
    for piece, degree in degrees.items():
        level = isced(piece)
        before, _, behind = piece.partition(degree) if degree else (piece, "", "")
        is_late = sum(len(word) > 2 and word.isalpha() for word in words(before)) > 1
        is_other = piece in schools or is_late or (level < 5 and certificates(piece))
        if not (math.isnan(level) or level in levels or is_other):  # “Bachelor of Science - BS” is one
            levels.add(level)
            yield piece, {*words(degree), *words(behind)[:2]}


def when_of(when: Span | None) -> dict[str, str]:
    """Return the columns `started` and `ended` of a span."""
    return {"started": when.started if when else "", "ended": when.ended if when else ""}


def _entries(lines: Sequence[Line], vocabulary: Words) -> list[Entry]:
    """The entries of a section, each with title, organisation and what else stands in its head."""
    lines = [_with_end(line) for line in lines if _is_written(line)]
    lines = _unlisted(_under_headings(lines))
    if vocabulary is role_words():
        lines = [_out_of_bracket(_without_prose(line)) for line in lines]
    is_learnt = vocabulary is not role_words()
    spans = {at: when for at, line in enumerate(lines) if (when := entry_span(line, is_learnt))}
    if _is_spaced(lines, spans, vocabulary):
        lines = [replace(line, is_after_gap=False) for line in lines]
    if vocabulary is role_words():
        left = min((lines[at].x0 for at in spans), default=0.0)
        spans = {at: when for at, when in spans.items() if not _is_told_inside(lines[at], when, left)}
    entries = _dated(lines, spans, vocabulary) if spans else []
    name_parts(entries, vocabulary)
    return entries


def _is_told_inside(line: Line, when: Span, left: float) -> bool:
    """Whether a day stands in a text on the work, further in than the heads: “Member since 2022”."""
    is_until = when.is_range and any(sign in DASHES for sign in line.text[when.begin : when.stop])
    is_text = len(without(line.text, when).split()) > 1 and "\t" not in line.text
    return bool(line.page) and is_text and not is_until and line.x0 > left + 8


def _is_spaced(lines: list[Line], spans: dict[int, Span], vocabulary: Words) -> bool:
    """Whether a gap parts the days from what stands above and below them, though they are no whole entry."""
    plain = [at for at in spans if not lines[at].page]
    beside = [(lines[at], lines[at - 1]) for at in plain if at]
    beside += [(lines[at + 1], lines[at + 1]) for at in plain if at + 1 < len(lines)]
    heads = [line for line, other in beside if _is_head(other, vocabulary)]
    bare = [at for at in plain if _lacks(parts(without(lines[at].text, spans[at]), 0), vocabulary)]
    return bool(heads) and all(line.is_after_gap for line in heads) and 2 * len(bare) > len(plain)


def _is_written(line: Line) -> bool:
    """Whether a line may say something of an entry: no rule, no names of columns, no bare address."""
    is_word = re.search(r"[^\W_]", line.text) and not is_table_head(line)
    is_kept = is_item(line) or label(line.text)[0] or span(line.text) or parts(line.text, 0)
    return bool(is_word and is_kept)


def _without_prose(line: Line) -> Line:
    """`Cook, Bay House, 2018 – 2021. Ran the grill.` up to its days, where they end a whole head."""
    when = span(line.text)
    if not when or when.begin < 5 or is_item(line):
        return line
    is_told = re.match(r"(?:\.|.\)?[.:;])\s+\w", line.text[when.stop - 1 :])
    is_whole = is_told and not _lacks(parts(line.text[: when.begin], 0), role_words())
    return replace(line, text=line.text[: when.stop + 1].rstrip(" .:;")) if is_whole else line


def _out_of_bracket(line: Line) -> Line:
    """`Nurse (North Hospital, 2015 – 2019)` with its employer out of the bracket that the days share."""
    when = span(line.text)
    begin = line.text.rfind("(", 0, when.begin) if when else -1
    if not when or begin < 3 or ")" in line.text[begin : when.begin]:
        return line
    before, inner = line.text[:begin].rstrip(" ."), line.text[begin + 1 : when.begin].strip(EDGES)
    is_name = len(parts(before, 0)) == 1 and parts(inner, 0) and not place_score(inner)
    return replace(line, text=f"{before}\t{line.text[begin + 1 :].rstrip('). ')}") if is_name else line


def _unlisted(lines: list[Line]) -> list[Line]:
    """Lines without their bullets where those of the outermost level, or the next, are the entries.

    Most of them bear days; what stands farther out names the employer of several, what stands farther in
    tells of the work.
    """
    items = [at for at, line in enumerate(lines) if is_item(line)]
    dated = {at for at, line in enumerate(lines) if not is_item(line) and entry_span(line)}
    for level in sorted({lines[at].x0 for at in items})[:2]:
        own = [at for at in items if lines[at].x0 in (level, level + 1) or lines[at].page]
        heads = own if own and own[0] < min(dated, default=len(lines)) else []  # behind days: of the work
        bare = {at: one for at in heads if (one := _bare(lines[at]))}
        if 2 * len(bare) >= max(2 + (len(own) > 1), len(own)):
            return [bare.get(at, line) for at, line in enumerate(lines)]
    return lines


def _bare(line: Line) -> Line | None:
    """A line without its bullet, where it is an entry: it begins or ends with days, names stand beside."""
    text = BULLET.sub("", line.text[:200])
    when = span(text)
    if not when:
        return None
    before, after = text[: when.begin].rstrip(), text[when.stop :].strip(EDGES + ".")
    if when.begin < 5:
        return replace(line, text=text) if when.is_range else None
    is_parted = len(parts(before, 0)) > 1 or re.search("[,:] ", before) or SENTENCES["joint"].search(before)
    is_named = is_parted or role_words().title(before) >= 2
    is_bracket, is_tail = before.endswith("("), len(after.split()) > 4
    if (
        not is_named
        or not (is_bracket or (when.is_range and not is_tail))
        or SENTENCES["sentence"].search(before)
    ):
        return None
    text = text[: when.stop + 1] if is_tail else text  # what stands behind a bracket tells of the work
    head, colon, rest = text.partition(": ")
    is_led = colon and len(head) < 70 and len(head) < when.begin and not label(text)[0]
    return replace(line, text=f"{head}\t{rest}" if is_led else text)


def _under_headings(lines: list[Line]) -> list[Line]:
    """Lines, in front of each with days the headings it stands below: an employer of two titles."""
    heads = [line for line in lines if line.style[-1:] > "1"]
    if {
        below for above, below in pairwise(lines) if not parts(without(above.text, entry_span(above)), 0)
    }.issuperset(heads):
        return lines  # the days stand above each
    pairs = pairwise(heads)  # employers of several titles have days right above a deeper one that has some
    groups = {one for one, below in pairs if below.style > one.style and entry_span(below)}
    above: dict[str, Line] = {}
    used, rows = set[Line](), list[Line]()
    for line in lines:
        is_dated = bool(entry_span(line)) and line not in groups
        if line in heads:
            above = {style: head for style, head in above.items() if style < line.style}
            above |= {} if is_dated else {line.style: line}
        names = {head: name for head in above.values() if is_dated and (name := _name_of_group(head))}
        used |= {*names}
        rows.append(replace(line, text="\t".join([*names.values(), line.text])))
    return [row for row in rows if row not in used]


def _name_of_group(head: Line) -> str:
    """The name in a heading above others, without days of its own; "" where it is a sentence."""
    outer, inner = brackets(head.text)
    name = outer if span(inner) else without(head.text, span(head.text))
    is_name = _is_head(replace(head, text=name[:1].upper() + name[1:]), role_words())
    return name if is_name else ""


def _with_end(line: Line) -> Line:
    """A row of a table whose days stand in two cells, from and to, with both in one."""
    cells = line.text.split("\t")
    for at, (first, last) in enumerate(pairwise(cells)):
        text = f"{first} – {last}"
        when, begun = span(text), span(first)
        if not (begun and when and when.is_range) or begun.is_range:
            continue
        if when.begin == 0 and when.stop == len(text):
            return replace(line, text="\t".join([*cells[:at], text, *cells[at + 2 :]]))
    return line


def entry_span(line: Line, is_learnt: bool = False) -> Span | None:
    """Return the span of time that makes a line the beginning of an entry; a date in prose does not.

    Where things learnt stand, a date in a bracket or behind a dash does: “Colour Craft (2020)”.
    """
    cells = line.text.split("\t")
    if is_item(line):
        when = span(cells[-1]) if len(cells) > 1 else None
        return when if when and len(without(cells[-1], when)) < 25 else None
    when = span(line.text)
    if not when or len(line.text) > 170:
        return None
    rest = without(line.text, when)
    is_at_edge = when.begin < 3 or when.stop > len(line.text.rstrip()) - 3
    is_long = len(rest) > (110 if is_at_edge or is_unfinished(rest) else 60)
    is_prose = is_long or when.is_day or ("\t" not in rest and SENTENCES["sentence"].search(rest))
    is_last = (
        is_learnt and is_at_edge and bool(re.search(r"\((?:\w+ )?\Z|\s[–—-]\s\Z", line.text[: when.begin]))
    )
    is_head = (when.is_range or not is_prose) and (is_last or _is_beside_dates(rest, when, line))
    return when if is_head else None


def _is_beside_dates(rest: str, when: Span, line: Line) -> bool:
    """Whether what stands beside a span of time is the head of an entry and no sentence about a task."""
    n_words, both = len(rest.split()), (role_words(), degree_words())
    is_named = any(max(words.title(rest), words.organisation(rest)) >= 2 for words in both)
    is_cell = line.text[when.stop : when.stop + 1] == "\t" and not when.begin and when.is_range
    is_begun = (when.begin < 3 and when.is_range and is_named) or is_cell
    if is_begun or re.search(r"[\t|,–—·•]|\s-\s", rest) or label(line.text)[0]:
        return n_words <= (24 if is_begun else 16)
    if n_words <= 2 or line.is_bold:
        return n_words <= 12
    is_until = any(sign in DASHES for sign in line.text[when.begin : when.stop])
    is_whole = (when.is_range and (when.ended != "present" or is_until)) or when.begin < 3
    return n_words <= 12 and (is_named or (is_whole and _is_head(replace(line, text=rest), role_words())))


def _dated(lines: list[Line], spans: dict[int, Span], vocabulary: Words) -> list[Entry]:
    """An entry for each span of time: the lines of its head stand above the days, beside and below them."""
    anchors = [*spans, len(lines)]
    lead = len(_heads_above(lines, anchors[0], 0, 3, vocabulary))
    looks = {look(line) for line in lines[anchors[0] - lead : anchors[0]]}
    entries: list[Entry] = []
    begin = last = 0
    for at, after in pairwise(anchors):
        entry = Entry(lines[at], spans[at])
        above = _heads_above(lines, at, begin, lead, vocabulary, looks if entries else ())
        _add(entry, lines, above, at)
        if not is_item(lines[at]):
            entry.parts += parts(without(lines[at].text, spans[at]), 0)
        if after < len(lines) and lead:
            after -= len(_heads_above(lines, after, at + 1, lead, vocabulary, looks))
        begin = _add_below(entry, lines, at, after, vocabulary)
        own = takewhile(lambda line: is_item(line) or not qualification(line.text), lines[begin:after][:4])
        entry.below = [lines[at], *own]
        if not entry.parts:  # the days alone, where those of the first entry were not
            _add(entry, lines, _heads_above(lines, at, last, 2, vocabulary), at)
        last = begin
        entries.append(entry)
    return entries


def _add(entry: Entry, lines: list[Line], places: Iterable[int], at: int) -> None:
    """Put the parts of some lines into the head of an entry whose days stand at a line."""
    for place in places:
        entry.parts += parts(lines[place].text, place - at)


def _add_below(entry: Entry, lines: list[Line], at: int, after: int, vocabulary: Words) -> int:
    """Put what is below the days and still wanting into the head of an entry; return the line behind it."""
    ahead = range(at + 1, min(after, at + 20))
    last = max((n for n in ahead if label(lines[n].text)[0] in ("title", "organisation")), default=0)
    for place in range(at + 1, max(min(after, at + 8), last + 1)):
        line = lines[place]
        is_same = bool(line.number == lines[at].number and not line.page)  # one cell of a table
        is_near = (place - at <= 2 or is_same) and not (line.is_after_gap and place > at + 1)
        is_near = is_near and not _is_deeper(line, lines[at])
        if label(line.text)[0] or (is_near and _is_wanted(entry, lines, at, place, vocabulary)):
            _add(entry, lines, [place], at)
        elif place > last:
            return place
    return max(min(after, at + 8), at + 1)


def _is_wanted(entry: Entry, lines: list[Line], at: int, place: int, vocabulary: Words) -> bool:
    """Whether a line below the days at a line is one of the head, and names what the head has not yet."""
    line, is_open = lines[place], _lacks(entry.parts, vocabulary)
    above = {lines[at + part.slot[0]].style for part in entry.parts}
    is_title = place == at + 1 and line.style not in above and vocabulary.title(line.text) >= 2
    if not _is_head(line, vocabulary) or (line.style and entry.parts and not (is_title and is_open)):
        return False
    known = (vocabulary.organisation(part.text) for part in entry.parts)  # the town stood beside the days
    return is_open or (vocabulary.organisation(line.text) >= 2 and not any(known))


def _is_deeper(line: Line, other: Line) -> bool:
    """Whether a line of a page is set a little further in: the item of a list whose sign is a drawing."""
    is_centred = abs(line.x0 + line.x1 - other.x0 - other.x1) < 8
    return bool(line.page) and line.page == other.page and 6 < line.x0 - other.x0 < 40 and not is_centred


def _heads_above(
    lines: Sequence[Line], at: int, begin: int, most: int, vocabulary: Words, looks: Iterable = ()
) -> list[int]:
    """The lines right above the dates that belong to the head of the entry, topmost first."""
    places: list[int] = []
    for place in range(at - 1, begin - 1, -1):
        line = lines[place]
        is_apart = lines[places[-1]].is_after_gap if places else _begins_block(lines, at, line)
        is_other = looks and look(line) not in looks and line.size and not line.is_bold
        is_else = is_other and (bool(places) or _lacks(parts(line.text, 0), vocabulary))
        if len(places) == most or is_apart or is_else or not _is_head(line, vocabulary):
            break
        places.append(place)
    return places[::-1]


def _begins_block(lines: Sequence[Line], at: int, above: Line) -> bool:
    """Whether days stand after a gap and more right below them: what is above ends the block before."""
    is_first = lines[at].is_after_gap and at + 1 < len(lines) and not lines[at + 1].is_after_gap
    return is_first and not lines[at].size and not above.is_after_gap


def _is_head(line: Line, vocabulary: Words) -> bool:
    """A line as those of an entry's head are: short, no bullet, no sentence."""
    text = AS.sub("", line.text.strip())
    if is_item(line) or not 0 < len(text) <= LONGEST_HEAD:
        return False
    is_degree = vocabulary is degree_words() and vocabulary.title(text) >= 2
    if text[0].islower() and not (is_degree or legal_form(text) or text[1:2].isupper()):  # iOS Developer
        return False
    names = [word for word in re.split(r"[\s/,|-]+", text.rstrip(".")) if word[:1].isalpha()]
    if _is_sentence(text, names):
        first = re.split(r",|\. ", text)[0]
        return len(names) > 4 and vocabulary.organisation(first) >= 2 and len(first.split()) < 6
    is_pause = phrase(text) in word_list("phrases", "not_an_employment")
    title = max(map(vocabulary.title, text.split("\t")))
    is_known = any((title >= 2, vocabulary.organisation(text) >= 3, is_pause))
    return _is_name(names) or (len(names) <= 9 and is_known) or bool(label(text)[0])


def _is_sentence(text: str, names: list[str]) -> bool:
    """Whether a text ends as a sentence does: behind several words, or behind a word in small letters."""
    is_long = text.endswith((".", ":", ";")) and len(names) > 4
    is_small = text.endswith(".") and len(names) > 1 and names[-1][:1].islower()
    return (is_long or is_small) and not legal_form(text)


def _is_name(names: list[str]) -> bool:
    """Whether most of the longer words begin with a capital."""
    long = [word for word in (re.sub(r"^(?:[ldLD]|qu)['’]", "", word) for word in names) if len(word) > 3]
    return bool(names) and sum(not word[0].islower() for word in long) >= 0.6 * len(long)


def _lacks(head: list[Part], vocabulary: Words) -> bool:
    """Whether title or organisation is still to come: fewer than two parts that are no place."""
    if any(part.label == "title" for part in head) and any(part.label == "organisation" for part in head):
        return False
    named = [part for part in head if not place_score(part.text)]
    if len(named) >= 2 and any(vocabulary.title(part.text) for part in named):
        return False
    pieces = [piece for part in named for piece in comma_pieces(part.text)]
    is_both = any(vocabulary.title(piece) >= 2 for piece in pieces) or any(map(legal_form, pieces[1:]))
    return len(pieces) < 2 or not is_both


def _is_no_employment(entry: Entry) -> bool:
    """Looking for work, parental leave, care, service: no role, and no gap that counts."""
    texts = [phrase(part.text) for part in entry.parts] or [phrase(entry.line.text)]
    pauses = word_list("phrases", "not_an_employment")
    is_pause = any(f"{text} ".startswith(f"{one} ") for text in texts for one in pauses)
    is_role = role_words().title(entry.title) >= 2 and phrase(entry.title) not in pauses
    return is_pause and not (is_role and entry.organisation)


def slips(rows: list[dict], saved: int) -> list[dict]:
    """Return the roles whose days cannot be, and take these away: they are to be said in doubt.

    `saved` is the year in which the file was saved.
    """
    years = [saved, *(int(row["started"][:4]) for row in rows if row["started"])]
    wrong = []
    for row in rows:
        start, end = row["started"], row["ended"]
        if start and end not in ("", "present"):
            is_late = int(end[:4]) > max(years) + YEARS_AHEAD and int(end[:4]) > int(start[:4]) + YEARS_AHEAD
            if is_late or end < start[: len(end)]:
                row["started"] = row["ended"] = ""
                wrong.append(row)
    return wrong
