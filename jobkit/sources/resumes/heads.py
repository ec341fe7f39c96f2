"""The head of an entry: which of its parts is the title, which the organisation.

It is told by words, and by the place where the other entries of the same file have theirs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from statistics import fmean

from jobkit.skills import brackets, is_known
from jobkit.sources.resumes.documents import Line
from jobkit.sources.resumes.layout import phrase, word_list
from jobkit.sources.resumes.parts import (
    SENTENCES,
    Part,
    Words,
    degree_words,
    label,
    legal_form,
    parts,
    place_score,
    role_words,
)
from jobkit.sources.resumes.spans import Span

COMMA = re.compile(r",\s(?![^()]{0,80}\))")


@dataclass(slots=True)
class Entry:
    """The dates of an entry with the parts of its head, and its own lines from that of the dates on."""

    line: Line
    when: Span | None
    parts: list[Part] = field(default_factory=list)
    title: str = ""
    organisation: str = ""
    is_group: bool = False
    rest: list[str] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)


def look(line: Line) -> tuple[float, bool]:
    """Return the type of a line: its size to half a point, and whether it is bold."""
    return round(line.size * 2) / 2, line.is_bold


def name_parts(entries: list[Entry], vocabulary: Words) -> None:
    """Say of each entry which part is its title and which its organisation."""
    for entry in entries:
        entry.parts = [one for part in entry.parts for one in _at_school(part, vocabulary)]
    if vocabulary is role_words():
        _group(entries, vocabulary)
    is_role = vocabulary is role_words()
    own = [one for one in entries if not (is_role and is_learnt([part.text for part in one.parts]))]
    votes = _order(own, vocabulary)
    for entry in entries:
        entry.parts = _parted(entry.parts, vocabulary, votes)
    slots = defaultdict(float, _by_slot(own, partial(_net, vocabulary=vocabulary)))
    places = _by_slot(
        entries, lambda one: place_score(one.text) - 2 * (vocabulary.organisation(one.text) > 0)
    )
    for entry in entries:
        near = [one for one in entry.parts if one.label or not _is_place(one, places[one.slot])]
        candidates = near if len(near) > 1 else _with_farther(entry.parts, near)
        scores = [_net(part, vocabulary) + slots[part.slot] for part in candidates]
        _choose(entry, candidates, scores, vocabulary)
    _hand_on(entries, vocabulary)


def is_learnt(texts: list[str]) -> bool:
    """Return whether one of an entry's names is a degree; Cambridge, MA and Umbra AS are none."""
    named = [text for text in texts if not (text.count(" ") > 8 or place_score(text) or legal_form(text))]
    is_learner = any(phrase(text) in word_list("phrases", "learners") for text in named)
    return is_learner or any(degree_words().title(text) > role_words().title(text) for text in named)


def _hand_on(entries: list[Entry], vocabulary: Words) -> None:
    """Give a title without an organisation that of the role before, where it stands on a line of its own."""
    before = ""
    for entry in entries:
        is_single = len(entry.parts) == 1
        if entry.title and vocabulary is role_words():
            entry.organisation = entry.organisation or before
        if is_single or len({part.slot[0] for part in entry.parts}) > 1:
            before = entry.organisation or before


def _by_slot(entries: list[Entry], score: Callable[[Part], float]) -> dict[tuple[int, int], float]:
    """The mean score of what stands in the same place of its head in all entries."""
    scores: dict[tuple[int, int], list[float]] = defaultdict(list)
    for entry in entries:
        for part in entry.parts:
            scores[part.slot].append(score(part))
    return {slot: fmean(each) for slot, each in scores.items()}


def _is_place(part: Part, usual: float) -> bool:
    """Whether a part is a place: by its words, or as a single word where most others stand for one."""
    least = 1.4 if part.text.isalpha() and not role_words().title(part.text) else 2.4
    return place_score(part.text) + usual >= least


def _with_farther(every: list[Part], near: list[Part]) -> list[Part]:
    """The parts that are no places, with the likeliest of the others where only a title would be left.

    `Quillfeather, Austin, TX` has a name before its place, `Cardiff, Wales, United Kingdom` has none; what
    was cut from the line of the title is a name in any case.
    """
    others = [part for part in every if part not in near]
    if not others:
        return near
    farther = max(others, key=lambda part: part.text.count(","))
    pieces = farther.text.split(", ")
    is_name = len(pieces) > 2 and phrase(pieces[1]) not in word_list("phrases", "places")
    if near and not is_name and farther.slot[1] < 10 and place_score(farther.text) >= 2:
        return near
    return [part for part in every if part in near or part is farther]


def _group(entries: list[Entry], vocabulary: Words) -> None:
    """Mark an organisation whose titles follow with days inside its own, and hand its name on to them."""
    for at, entry in enumerate(entries):
        inner = list(takewhile(partial(_is_inside, entry), entries[at + 1 :]))
        names = [part.text for part in entry.parts]
        is_pause = phrase(" ".join(names)) in word_list("phrases", "not_an_employment")
        if not inner or len(names) != 1 or is_pause or vocabulary.title(names[0]):
            continue
        shapes = {
            (look(one.line), one.line.style, len(comma_pieces(one.parts[0].text)))
            for one in (entry, inner[0])
        }
        if len(shapes) == 1 < min(shapes)[-1]:
            continue  # Host, Odeon, Crewe below Clerk, Umbra, Crewe
        is_other = look(entry.line) != look(inner[0].line) or vocabulary.title(inner[0].parts[0].text) >= 2
        if is_other or len(inner) > 1:
            entry.is_group = True
            for one in inner:
                one.parts.append(Part(_without_place(entry.parts[0].text), (9, 9), "organisation"))


def _is_inside(entry: Entry, one: Entry) -> bool:
    if not one.when or not entry.when or len(one.parts) != 1 or one.parts[0].label or not entry.when.is_range:
        return False
    ends = [when.ended.replace("present", "9999") for when in (one.when, entry.when)]
    return entry.when.started[:4] <= one.when.started[:4] and ends[0][:4] <= ends[1][:4]


def _choose(entry: Entry, candidates: list[Part], scores: list[float], vocabulary: Words) -> None:
    if not candidates:
        return
    best = max(range(len(candidates)), key=lambda at: (scores[at], -at))
    if (
        len(candidates) == 1 and vocabulary is role_words()
    ):  # words of titles are known, those of names are not
        is_named = _net(candidates[0], vocabulary) > 0
    else:
        is_named = scores[best] > 0 or _is_title(candidates, best, scores[best], vocabulary)
    others = [at for at in range(len(candidates)) if at != best or not is_named]
    if is_named:
        entry.title = label(candidates[best].text)[1].strip(" .,")
    if others:
        ranks = {at: (scores[at] > 1, round(scores[at], 1) if scores[at] < -1 else 0, at) for at in others}
        other = min(others, key=lambda at: ranks[at])
        net = _net(candidates[other], vocabulary)
        is_above = candidates[other].slot[0] < candidates[best].slot[0]
        is_placed = is_above or scores[other] - net < 1  # Teach Well, where the others name employers
        if net <= 1 or candidates[other].label or (entry.title and is_placed):
            entry.organisation = _without_place(candidates[other].text)
            others = [at for at in others if at != other]
    entry.rest = [candidates[at].text for at in others]


def _is_title(candidates: list[Part], best: int, score: float, vocabulary: Words) -> bool:
    """Whether the likeliest part is a title though no word of it says so: by what stands beside it."""
    is_one = len(candidates) == 1 and vocabulary.organisation(candidates[best].text)
    others = [one for at, one in enumerate(candidates) if at != best]
    is_told = any(one.label == "organisation" or vocabulary.organisation(one.text) >= 3 for one in others)
    return is_told or (score == 0 and not is_one)


def _net(part: Part, vocabulary: Words) -> float:
    if part.label:
        return 20.0 if part.label == "title" else -20.0
    return vocabulary.title(part.text) - vocabulary.organisation(part.text)


def _parted(head: list[Part], vocabulary: Words, votes: int) -> list[Part]:
    """Parts, those cut that are title and organisation in one: at a joint, or at a comma."""
    is_short = len([part for part in head if part.label or not place_score(part.text)]) < 2
    pieces: list[Part] = []
    for part in head:
        line, at = part.slot
        is_whole = part.label or place_score(part.text) > 2
        texts = [part.text] if is_whole else _halves(part.text, vocabulary, is_short, votes)
        pieces += [Part(text, (line, at + n * 10), part.label) for n, text in enumerate(texts)]
    return pieces


def _halves(text: str, vocabulary: Words, is_short: bool, votes: int) -> list[str]:
    joint = _joint(text, vocabulary) if is_short else None
    if joint:
        return [text[: joint.start()], text[joint.end() :]]
    pieces = comma_pieces(text)
    cut = _cut([vocabulary.title(piece) - vocabulary.organisation(piece) for piece in pieces], is_short)
    if not cut and is_short and votes and len(pieces) > 1:
        is_first = votes > 0
        known = vocabulary.organisation(pieces[0]) if is_first else vocabulary.title(pieces[0])
        cut = 0 if known else 1 if is_first else len(pieces) - 1
    if cut:
        return [", ".join(pieces[:cut]), ", ".join(pieces[cut:])]
    outer, inner = brackets(text)
    is_employer = bool(parts(inner, 0)) and not vocabulary.title(inner) and not place_score(inner)
    is_both = is_short and is_employer and vocabulary is role_words() and vocabulary.title(outer) >= 2
    return [outer, inner] if is_both else [text]  # Joiner (Fennel & Sons)


def _joint(text: str, vocabulary: Words) -> re.Match[str] | None:
    """Where title and organisation of one piece are joined: at a word, a full stop, a school's colon."""
    is_role = vocabulary is role_words()
    for name in ("joint", "capitals", "stop", "inside", "slash") if is_role else ("stop", "colon"):
        joint = SENTENCES[name].search(text)
        before, after = (text[: joint.start()], text[joint.end() :]) if joint else ("", "")
        title, employer = vocabulary.title(before), vocabulary.organisation(before)
        is_joint = {
            "joint": not employer,
            "capitals": title >= 2 and not vocabulary.title(after) and not is_known(after),
            "stop": title >= 2 and not employer,
            "inside": vocabulary.organisation(after) >= 2 and not employer,
            "slash": (title >= 2) != (vocabulary.title(after) >= 2),
            "colon": employer >= 2 and not title,
        }
        if joint and is_joint[name]:
            return joint
    return None


def _order(entries: list[Entry], vocabulary: Words) -> int:
    """How many more lines of the file have the title before the first comma than behind one."""
    votes = 0
    for part in (part for entry in entries for part in entry.parts if not part.label):
        pieces = comma_pieces(part.text)
        nets = [vocabulary.title(piece) - vocabulary.organisation(piece) for piece in pieces]
        if _cut(nets, True):
            votes += 1 if nets[0] > 0 or (nets[0] == 0 and max(nets) <= 0) else -1
    return votes


def _at_school(part: Part, vocabulary: Words) -> list[Part]:
    """A degree and its school in one piece, `MSc Physics Hill University`, cut before the name."""
    tokens = part.text.split(" ")
    is_degree = vocabulary is degree_words() and not part.label and vocabulary.title(part.text) >= 2
    named = (n for n, token in enumerate(tokens) if n and phrase(token) in vocabulary.organisations)
    at = begin = next(named, 0) if is_degree and not re.search("[,(]", part.text) else 0
    while begin > 1 and tokens[begin - 1][:1].isupper() and not vocabulary.title(tokens[begin - 1]):
        if tokens[begin - 1].endswith("."):
            break
        begin -= 1
    if phrase(tokens[begin - 1]) in word_list("words", "small"):  # Master of Computer Science Hill University
        begin = at - 1 if at - begin > 1 else 0
    texts = " ".join(tokens[:begin]), " ".join(tokens[begin:])
    if not begin or vocabulary.title(texts[0]) < 2:
        return [part]
    return [Part(text, (part.slot[0], part.slot[1] + 5 * n)) for n, text in enumerate(texts)]


def comma_pieces(text: str) -> list[str]:
    """A text at its commas, a legal form left with the name before it."""
    pieces: list[str] = []
    for piece in COMMA.split(text):
        is_form = phrase(piece).replace(" ", "") in word_list("words", "legal_forms")
        if pieces and (is_form or len(piece) < 2 or SENTENCES["onward"].match(piece)):
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
    pieces = comma_pieces(SENTENCES["told"].sub("", SENTENCES["stated"].split(text)[0]))
    while len(pieces) > 1:
        last = pieces[-1]
        is_plain = not role_words().organisation(last) and not last.isupper() and len(last.split()) <= 3
        is_place = bool(place_score(last)) or re.fullmatch("[A-Z]{2}", last)
        if not (is_plain or is_place):
            break
        pieces.pop()
    return ", ".join(pieces).strip(" .,") if not legal_form(text) else ", ".join(pieces).strip(" ,")
