"""Wordings kept as data: rows of `data/phrases_*.toml` compiled, and found by the words they must hold.

A row is written in words, with a few signs that the head of `phrases_en.toml` explains; no row can be slow,
because no repetition in them is without a bound.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parents[1] / "data"
_KEY = 7
_WORDS_ONLY = str.maketrans(dict.fromkeys("'\".,;:!?()[]/<>*", " "))
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
    r"|and (?:we|are|your|have|will|for|would|the|appreciate|want|truly)) )",
}
_TOKEN = re.compile(r"( … |…|\{[a-z]+\$?\}|<[a-z]+>|[()|?~^$])")


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One wording: its pattern, and `anchors`, one of which stands in every text that holds it.

    They are found first; the pattern is tried only from `before` letters ahead of one to `length` behind it.
    """

    kind: str
    expression: str
    flags: int
    anchors: tuple[str, ...]
    before: int
    length: int
    number: int
    example: str
    row: Mapping[str, object]
    points: int = 0

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return the pattern, compiled when it is first needed."""
        return _compiled(self.expression, self.flags)

    def find(
        self, low: str, start: int = 0, text: str = "", anchors: Iterable[str] | None = None
    ) -> re.Match[str] | None:
        """Return where the wording first stands; `text` is the same text as written, for places.

        `anchors`: those known to stand in it, if that is known.
        """
        text = text or low
        if not self.anchors:
            return self.pattern.search(text, start)
        places = []
        for anchor in self.anchors if anchors is None else anchors:
            at = low.find(anchor, start)
            while at >= 0:
                places.append(at)
                at = low.find(anchor, at + len(anchor))
        for at in sorted(places):
            end = at + self.length
            found = self.pattern.search(text, max(start, at - self.before), end)
            if found and found.end() == end < len(text):  # “$” also matches where the search was cut off
                found = self.pattern.match(text, found.start())
            if found:
                return found
        return None


class Candidate(NamedTuple):
    """A wording that may stand in a text, with those of its stretches that may."""

    phrase: Phrase
    anchors: tuple[str, ...]

    def places(self, low: str, text: str = "") -> Iterator[re.Match[str]]:
        """Return the first places where the wording stands."""
        start = 0
        for _ in range(5):
            found = self.phrase.find(low, start, text, self.anchors)
            if not found:
                return
            yield found
            start = found.end()


Rows = Mapping[str, list[Candidate]]


@cache
def phrases(section: str) -> dict[str, tuple[Phrase, ...]]:
    """Return the wordings of a section (`kinds`, `reasons`, `names`) in all languages, by kind."""
    made: dict[str, tuple[Phrase, ...]] = {}
    count = itertools.count()
    for tables in _tables():
        for kind, rows in tables[section].items():
            made[kind] = made.get(kind, ()) + tuple(
                _phrase(kind, row, tables["lists"], next(count)) for row in rows
            )
    return made


@cache
def _index() -> dict[str, dict[str, list[Phrase]]]:
    """All wordings by their anchors, by the beginning of a word to look for; "" for those without."""
    by_key: dict[str, dict[str, list[Phrase]]] = {}
    for section in ("kinds", "reasons", "names"):
        for phrase in (phrase for rows in phrases(section).values() for phrase in rows):
            for anchor in phrase.anchors or ("",):
                by_key.setdefault(_key(anchor), {}).setdefault(anchor, []).append(phrase)
    return by_key


def candidates(low: str) -> dict[str, list[Candidate]]:
    """Return, by kind, the wordings of which a stretch stands in the text, in their order."""
    anchors: dict[Phrase, list[str]] = {}
    starts = {word[:_KEY] for word in set(low.translate(_WORDS_ONLY).split())}
    for key in {""}.union(*map(_keys, starts)):
        for anchor, speaking in _index()[key].items():
            if anchor in low:
                for phrase in speaking:
                    anchors.setdefault(phrase, []).append(anchor)
    chosen: dict[str, list[Candidate]] = {}
    for phrase in sorted(anchors, key=attrgetter("number")):
        chosen.setdefault(phrase.kind, []).append(Candidate(phrase, tuple(anchors[phrase])))
    return chosen


@lru_cache(maxsize=50_000)
def _keys(start: str) -> tuple[str, ...]:
    """The beginnings of a word's beginning under which wordings stand in the index."""
    return tuple({start[:n] for n in range(3, _KEY + 1)} & _index().keys())


@cache
def words(section: str, name: str) -> tuple[str, ...]:
    """Return a plain list of the data files, all languages together."""
    return tuple(word for tables in _tables() for word in tables[section][name])


@cache
def _tables() -> tuple[dict, ...]:
    return tuple(tomllib.loads(path.read_text("utf-8")) for path in sorted(DATA.glob("phrases_*.toml")))


@cache
def _compiled(expression: str, flags: int) -> re.Pattern[str]:
    return re.compile(expression, flags)


def _phrase(kind: str, row: Mapping, lists: Mapping[str, str], number: int) -> Phrase:
    """A row of the data files compiled: what is not one of the few signs stands for itself."""
    written = str(row["words"])
    for name, alternatives in lists.items():
        written = written.replace(f"<{name}>", f"({alternatives})")
    tokens = [token for token in _TOKEN.split(written) if token]
    flags = re.M if "{" in written or "^" in written else 0
    tree = _alternatives(list(tokens))
    anchors, before = _anchors(tree)
    return Phrase(
        kind=kind,
        expression=_expression(tokens, bool(flags)),
        flags=int(flags),
        anchors=anchors,
        before=before + 2,
        length=_longest(tree) + 2,
        number=number,
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
    start = r"\b" if re.match(r"[\w(]", tokens[0]) and "n't" not in "".join(tokens[:5]) else ""
    end = r"\b" if re.match(r"[\w)?]", tokens[-1][-1]) else ""
    return f"{start}(?:{made}){end}" if "|" in tokens else f"{start}{made}{end}"


def _alternatives(tokens: list[str]) -> list[list]:
    """The alternatives up to the closing bracket, of fixed stretches, alternatives, and lengths of gaps."""
    made: list[list] = [[]]
    while tokens:
        sign = tokens.pop(0)
        if sign == ")":
            break
        if sign == "|":
            made.append([])
        elif sign == "?":
            last = made[-1].pop()
            made[-1] += [last[:-1], 1] if isinstance(last, str) else [_longest(last)]
        elif sign == "(":
            made[-1].append(_alternatives(tokens))
        else:
            made[-1].append(_LENGTHS.get(sign, sign))
    return made


_LENGTHS: dict[str, int] = {" … ": 72, "…": 70, "~": 20, "^": 0, "$": 2} | dict.fromkeys(_PLACES, 130)


def _longest(element) -> int:
    if isinstance(element, list):
        return max(sum(_longest(e) for e in alternative) for alternative in element)
    return element if isinstance(element, int) else len(element)


def _anchors(alternatives: list[list]) -> tuple[tuple[str, ...], int]:
    """Stretches one of which stands in whatever matches, few and long, and how much may stand before them."""
    chosen: list[str] = []
    furthest = 0
    for elements in alternatives:
        found = []
        for i, element in enumerate(elements):
            stretches, inner = _anchors(element) if isinstance(element, list) else (_fixed(element), 0)
            if stretches and min(map(len, stretches)) >= 3:
                found.append((_cost(stretches), stretches, inner + sum(map(_longest, elements[:i]))))
        if not found:
            return (), 0
        _, stretches, before = min(found)
        chosen += stretches
        furthest = max(furthest, before)
    return tuple(dict.fromkeys(chosen)), furthest


def _fixed(element: str | int) -> tuple[str, ...]:
    return (element.lower(),) if isinstance(element, str) else ()


def _cost(stretches: tuple[str, ...]) -> float:
    """How much looking for them costs: many of them, short ones, and ones that stand in every letter."""
    is_common = any(set(stretch.split()) <= _COMMON for stretch in stretches)
    return len(stretches) - min(map(len, stretches)) / 2 + 20 * is_common


_COMMON = frozenset(
    "a an the to of for in on at by with and or is are was were be been has have had we you your our us i it "
    "this that not will from as application applications position role job interview candidate candidates "
    "candidat candidature applicant applicants poste apply applying "
    "de la le les des du un une et en à pour que vous nous votre est a été ne pas".split()
)


def _key(anchor: str) -> str:
    """The beginning of the longest word of a stretch; empty if it has no word of three letters."""
    return max(re.findall(r"(?<![\w'])[\w-]{3,}", anchor), key=len, default="")[:_KEY]
