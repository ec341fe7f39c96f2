"""Wordings kept as data: rows of `data/phrases_*.toml` compiled, and found by the words they must hold.

A row is written in words, with a few signs that the head of `phrases_en.toml` explains; no row can be slow,
because no repetition in them is without a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from itertools import chain, pairwise, product
from math import prod
from operator import or_

from jobkit.language.vocabulary import shipped_all

_MOST_WAYS = 100
_MOST_NEEDS = 5
_NUL = "\0"
_SPACES = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_WORD = re.compile(r"[\w\0]+")
_GAP = "[^.!?]{0,70}?"
_COMPANY = (
    r"(?P<company>(?:[A-ZÀ-Þ0-9\[\u4e00-\u9fff]|[a-z]{1,3}[A-Z])[^\s,;:!?()<>|\"]{0,40}"
    r"(?: (?:(?:&|and|of|for|et|de|du|des|la|le|von|\+) )?"
    r"(?:[A-ZÀ-Þ0-9\[&\u4e00-\u9fff]|[a-z]{1,3}[A-Z])[^\s,;:!?()<>|\"]{0,40}){0,6}"
    r"(?:,? (?:Inc|LLC|Ltd|LLP|Corp|Co|GmbH|AG|SAS|SA|PLC|plc|BV|B\.V)\b\.?)?)"
)
_PLACES = {
    "{company}": _COMPANY,
    "{company$}": r"(?P<company>[^\s][^\n]{0,80}?)(?=\n|$)",
    "{role}": r"(?P<role>[^\s!?\n](?:(?!\. )[^!?\n]){1,110}?)",
    "{role$}": r"(?P<role>[^\s!?\n](?:(?!\. )[^!?\n]){1,110}?)"
    r"(?= ?\. |[.!?,;:]?\n| \((?:ref|job|req|id|#|R-|JR)|[.!]?$|! |\. | "
    r"(?:with|et|at|chez|has|have|had|was|were|are|we|is|in|to|from|arrived|reached|came|landed|ainsi"
    r"|est|sera|sont|va|vient|n'est|n'a|m'est|que|qui|on (?:mon|tue|wed|thu|fri)[a-z]{0,6}|just|would|will"
    r"|starts|and (?:we|are|your|have|will|for|would|the|appreciate|want|truly)) )",
}
_TOKEN = re.compile(r"( … |…|\{[a-z]+\$?\}|[()|?~^$]|[^()](?=\?))")


@dataclass(frozen=True, eq=False)
class Phrase:
    """One wording: its pattern, and `anchors`, one of which stands in every text that holds it.

    They are found first; the pattern is tried only from `before` letters ahead of one to `length` behind it.
    """

    kind: str
    signs: list[str]
    anchors: tuple[str, ...]
    before: int
    length: int
    needed: tuple[frozenset, ...]
    example: str
    row: Mapping[str, object]
    points: int = 0

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return the pattern, compiled when it is first needed."""
        has_places = bool({"^", *_PLACES} & {*self.signs})
        return re.compile(_expression(self.signs, has_places), re.M * has_places)

    def find(self, low: str, start: int = 0, text: str = "") -> re.Match[str] | None:
        """Return where the wording first stands; `text` is the same text as written, for places."""
        text = text or low
        if not self.anchors:
            return self.pattern.search(text, start)
        places = []
        for anchor in self.anchors:
            at = low.find(anchor, start)
            while at >= 0:
                places.append(at)
                at = low.find(anchor, at + len(anchor))
        search = self.pattern.search if self.before else self.pattern.match
        for at in sorted(places):
            end = at + self.length
            found = search(text, max(start, at - self.before), end)
            if found and found.end() == end < len(text):  # “$” also matches where the search was cut off
                found = self.pattern.match(text, found.start())
            if found:
                return found
        return None

    def places(self, low: str, text: str = "") -> Iterator[re.Match[str]]:
        """Return the first places where the wording stands."""
        start = 0
        for _ in range(5):
            found = self.find(low, start, text)
            if not found:
                return
            yield found
            start = found.end()


Rows = Mapping[str, list[Phrase]]
Words = str | tuple[str, str]


@cache
def phrases(section: str) -> dict[str, tuple[Phrase, ...]]:
    """Return the wordings of a section (`kinds`, `reasons`, `names`) in all languages, by kind."""
    made: dict[str, tuple[Phrase, ...]] = {}
    for tables in shipped_all("phrases_"):
        for kind, rows in tables[section].items():
            made[kind] = made.get(kind, ()) + tuple(_phrase(kind, row, tables["lists"]) for row in rows)
    return made


@cache
def _index() -> tuple[list[Phrase], dict[Words, int], int, int]:
    """All wordings; which needs a word meets, or two neighbours; which nobody has; the number of rounds.

    Needs are told in bits: in each round there is one for each wording.
    """
    every = [
        phrase for name in ("kinds", "reasons", "names") for rows in phrases(name).values() for phrase in rows
    ]
    rounds = max(len(phrase.needed) for phrase in every)
    met: dict[Words, int] = {}
    unneeded = 0
    for at, phrase in enumerate(every):
        for i in range(rounds):
            bit = 1 << at + i * len(every)
            for words in phrase.needed[i] if i < len(phrase.needed) else ():
                met[words] = met.get(words, 0) | bit
            unneeded |= bit * (i >= len(phrase.needed))
    same: dict[int, int] = {}
    met = {words: same.setdefault(needs, needs) for words, needs in met.items()}  # small enough for a cache
    return every, met, unneeded, rounds


def candidates(low: str) -> Rows:
    """Return, by kind, the wordings all of whose words may stand in the text, in their order."""
    every, met, bits, rounds = _index()
    words = _words_in(low)
    told: Iterable[Words] = chain(words, pairwise(words))
    bits = reduce(or_, filter(None, map(met.get, told)), bits)
    complete = bits & (1 << len(every)) - 1
    for _ in range(rounds - 1):
        bits >>= len(every)
        complete &= bits
    signs = f"{complete:b}"[::-1]
    chosen: dict[str, list[Phrase]] = {}
    at = signs.find("1")
    while at >= 0:
        chosen.setdefault(every[at].kind, []).append(every[at])
        at = signs.find("1", at + 1)
    return chosen


def _words_in(low: str) -> list[str]:
    return low.translate(_SPACES).split() if low.isascii() else re.findall(r"\w+", low)


@cache
def words(section: str, name: str) -> tuple[str, ...]:
    """Return a plain list of the data files, all languages together."""
    return tuple(word for tables in shipped_all("phrases_") for word in tables[section][name])


def _phrase(kind: str, row: Mapping, lists: Mapping[str, str]) -> Phrase:
    """A row of the data files compiled: what is not one of the few signs stands for itself."""
    written = str(row["words"])
    for name, alternatives in lists.items():
        written = written.replace(f"<{name}>", f"({alternatives})")
    tokens = [token for token in _TOKEN.split(written) if token]
    slots = _slots(_alternatives(list(tokens)), *_edges(tokens))
    anchors, before = _anchors(slots)
    return Phrase(
        kind=kind,
        signs=tokens,
        anchors=anchors,
        before=before,
        length=sum(map(_longest, slots)) + 2,
        needed=_needed(slots),
        example=row["example"],
        row=dict(row),
        points=row.get("points", 0),
    )


def _expression(tokens: list[str], has_places: bool) -> str:
    special = {"(": "(?:", " … ": rf"\b{_GAP} ", "…": _GAP, "~": r"[\w'-]{1,20}", **_PLACES} | dict.fromkeys(
        ")|?^$"
    )
    made = ""
    for sign in tokens:
        if sign in special:
            made += special[sign] or sign
        else:
            literal = re.escape(sign).replace("\\ ", "[ \n]")
            made += (
                f"(?i:{literal.replace(chr(39), '[' + chr(39) + '’]')})" if has_places else re.escape(sign)
            )
    start, end = (r"\b" if is_edge else "" for is_edge in _edges(tokens))
    return f"{start}(?:{made}){end}" if "|" in tokens else f"{start}{made}{end}"


def _edges(tokens: list[str]) -> tuple[bool, bool]:
    """Whether a word begins where the wording does, and whether one ends where it ends."""
    is_start = re.match(r"[\w(]", tokens[0]) and "n't" not in "".join(tokens[:5])
    return bool(is_start), bool(re.match(r"[\w)?]", tokens[-1][-1]))


def _alternatives(tokens: list[str]) -> list[list]:
    """The alternatives up to the closing bracket, of stretches and alternatives; null letters for a gap."""
    made: list[list] = [[]]
    while tokens:
        sign = tokens.pop(0)
        if sign == ")":
            break
        if sign == "|":
            made.append([])
        elif sign == "?":
            last = made[-1].pop()
            made[-1].append([*last, []] if isinstance(last, list) else "\0" if last == " " else [[last], []])
        elif sign == "(":
            made[-1].append(_alternatives(tokens))
        else:
            made[-1].append(_SPELLED.get(sign, sign))
    return made


_SPELLED = {" … ": f" {_NUL * 70} ", "…": _NUL * 70, "~": _NUL * 20, "^": " ", "$": " "} | dict.fromkeys(
    _PLACES, _NUL * 130
)


def _slots(alternatives: list[list], is_start: bool, is_end: bool) -> list[list[str]]:
    """All the ways to write each part between spaces, with these; null letters stand for whatever may."""
    slots = [[" "]]
    for element in alternatives[0] if len(alternatives) == 1 else [alternatives]:
        for i, part in enumerate(element.split(" ") if isinstance(element, str) else [element]):
            ways = _ways(part)
            told = [way for way in ways if way]
            if i or (told and all(way[0] == " " for way in told)):
                slots = [*_ended(slots, " "), [" "]]
            if len(slots[-1]) * len(ways) > _MOST_WAYS:
                ways = [_NUL * _longest(ways)]
            slots[-1] = [start + end for start in slots[-1] for end in ways]
            if told and all(way[-1] == " " for way in told):
                slots.append([" "])
    if not is_start:
        slots[0] = [way.replace(" n't", f"{_NUL}n't") for way in slots[0]]
    return _ended(slots, " " if is_end else _NUL)


def _ended(slots: list[list[str]], sign: str) -> list[list[str]]:
    return [*slots[:-1], [way + sign for way in slots[-1]]]


def _ways(element: list | str) -> list[str]:
    if isinstance(element, str):
        return [element]
    return ["".join(way) for alternative in element for way in product(*map(_ways, alternative))]


def _longest(ways: Iterable[str]) -> int:
    return max(map(len, ways))


def _needed(slots: list[list[str]]) -> tuple[frozenset[Words], ...]:
    """Sets of words, and of neighbours, of which a text that holds the wording holds one each."""
    words = [[_known_words(way) for way in slot] for slot in slots]
    sets = [set(map(_most_telling, slot)) for slot in words]
    lasts = _reached([[told[-1:] for told in slot] for slot in words])
    firsts = _reached([[told[:1] for told in slot] for slot in reversed(words)])[::-1]
    sets += [{*product(*pair)} for pair in zip(lasts, firsts[1:], strict=False)]
    known = dict.fromkeys(frozenset(s) for s in sets if len(s) <= _MOST_WAYS and all(map(_worth, s)))
    return tuple(sorted(known, key=lambda s: min(map(_worth, s)) - len(s) / 20)[-_MOST_NEEDS:])


def _known_words(way: str) -> list[str]:
    """The words in order; empty those of which a part may be anything."""
    return ["" if _NUL in word else word for word in _WORD.findall(way)]


def _most_telling(told: list[str]) -> Words:
    words: list[Words] = [*told, *pairwise(told)]
    return max(words, key=_worth, default="")


def _reached(slots: list[list[list[str]]]) -> list[set[str]]:
    """The words that stand last up to each slot, where some ways to write one have no word."""
    reached = [{""}]
    for slot in slots:
        reached.append({word for told in slot for word in told or reached[-1]})
    return reached[1:]


@cache
def _worth(words: Words) -> float:
    """How much a word tells, or two of neighbours; nothing where it is not known."""
    if isinstance(words, tuple):
        return sum(map(_worth, words)) * all(words)
    return len(words) / (1 + 9 * (words in _COMMON))


def _anchors(slots: list[list[str]]) -> tuple[tuple[str, ...], int]:
    """Stretches one of which stands in whatever matches, few and long, and how much may stand before them."""
    best: tuple = (99, (), 0)
    before = 0
    for i, slot in enumerate(slots):
        for j in range(i + 1, len(slots) + 1):
            if j > i + 1 and prod(map(len, slots[i:j])) > 6:
                break
            ways = [" ".join("".join(way).split()) for way in product(*slots[i:j])]
            stretches = tuple(dict.fromkeys(max(way.split(_NUL), key=len).strip() for way in ways))
            if all(
                len(stretch) >= 3 or not (stretch.isascii() or stretch.isalpha()) for stretch in stretches
            ):
                inner = _longest(ways) if any(_NUL in way for way in ways) else 0
                best = min(best, (_cost(stretches) + 2 * (i > 0), stretches, before + inner))
        before += _longest(slot)
    return best[1:]


def _cost(stretches: Iterable[str]) -> float:
    """How much looking for them costs: many of them, short ones, and ones that stand in every letter."""
    is_common = any(_COMMON.issuperset(stretch.split()) for stretch in stretches)
    return len([*stretches]) - min(map(len, stretches)) / 2 + 20 * is_common


_COMMON = frozenset(
    "a an the to of for in on at by with and or is are was were be been has have had we you your our us i it "
    "this that not will from as application applications position role job interview candidate candidates "
    "candidat candidature applicant applicants poste apply applying "
    "de la le les des du un une et en à pour que vous nous votre est a été ne pas".split()
)
