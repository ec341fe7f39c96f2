"""Wordings kept as data: rows of `data/phrases_*.toml` compiled, and found by the words they must hold.

A row is written in words, with a few signs that the head of `phrases_en.toml` explains; no row can be slow,
because no repetition in them is without a bound.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, islice, product
from math import prod

from jobkit.language.text import UMLAUTS, WORD, plain
from jobkit.language.vocabulary import shipped, shipped_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

MOST_PLACES = 5
LOOKED_AT = 3_000  # letters of a text by which its language is told
_MOST_WAYS = 100
_NUL = "\0"
_GAP = "[^.!?]{0,70}?"
COMPANY = (
    r"(?P<company>(?:[A-ZÀ-Þ0-9\[\u4e00-\u9fff]|[a-z]{1,3}[A-Z])[^\s,;:!?()<>|\"]{0,40}"
    r"(?: (?:(?:&|and|of|for|et|de|du|des|la|le|von|und|für|am|\+) )?"
    r"(?:[A-ZÀ-Þ0-9\[&\u4e00-\u9fff]|[a-z]{1,3}[A-Z])[^\s,;:!?()<>|\"]{0,40}){0,6}"
    r"(?:,? (?:Inc|LLC|Ltd|LLP|Corp|Co|GmbH|AG|SAS|SA|PLC|plc|BV|B\.V)\b\.?)?)"
)
_SIGN = r"[^\s.,;:!?()<>|\"„“”«»]"
_CAPITAL = rf"(?:[A-ZÀ-Þ0-9]{_SIGN}{{0,40}}(?::in(?:nen)?\b|\.\w{_SIGN}{{0,20}})?|-[a-zà-þ]{{2,30}})"
_NOUN = rf"(?!(?:{shipped('letters')['no_title']})\b){_CAPITAL}"  # of a title: begins nothing else
TITLE = (  # as German writes it: nouns in capital letters, joined by small words
    r"(?P<role>(?:\([\w-]{3,12}\) )?"
    + rf"{_NOUN}(?:(?: (?:(?:und|für|im|der|des|zur|zum|von|[&/–-]) ){{0,2}}|, ){_NOUN}){{0,8}})"
)
_PLACES = {
    "{company}": COMPANY,
    "{title}": TITLE,
    "{company$}": r"(?P<company>[^\s][^\n]{0,80}?)(?=\n|$)",
    "{role}": r"(?P<role>[^\s!?\n](?:(?!(?<!\b[SJ]r)\. )[^!?\n]){1,110}?)",
    "{role$}": r"(?P<role>[^\s!?\n](?:(?!(?<!\b[SJ]r)\. )[^!?\n]){1,129})",
}
_TOKEN = re.compile(r"( … |…|\{[a-z]+\$?\}|[()|?~^$]|[^()](?=\?))")


@dataclass(frozen=True, eq=False)
class Phrase:
    """One wording: its pattern, and `anchors`, one of which stands in every text that holds it.

    They are found first; the pattern is tried only from `before` letters ahead of one to `length` behind it.
    """

    kind: str
    language: str
    signs: list[str]
    anchors: tuple[str, ...]
    before: int
    length: int
    example: str
    row: Mapping[str, object]
    points: int = 0

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return the pattern, compiled when it is first needed."""
        has_places = bool({"^", *_PLACES} & {*self.signs})
        return re.compile(_expression(self.signs, has_places), re.M * has_places)

    def places(self, low: str, at: Iterable[int], text: str = "") -> Iterator[re.Match[str]]:
        """Return the first places where the wording stands; its anchors stand `at` these.

        `text` is the same text as written, for places of names.
        """
        text = text or low
        matches = self._near(text, sorted(at)) if self.anchors else self.pattern.finditer(text)
        return islice(matches, MOST_PLACES)

    def _near(self, text: str, at: list[int]) -> Iterator[re.Match[str]]:
        search = self.pattern.search if self.before else self.pattern.match
        start = 0
        for anchor in at:
            if anchor < start:
                continue
            end = anchor + self.length
            match = search(text, max(start, anchor - self.before), end)
            if match and match.end() == end < len(text):  # “$” also matches where the search was cut off
                match = self.pattern.match(text, match.start())
            if match:
                yield match
                start = match.end()


Rows = Mapping[str, list[tuple[Phrase, list[int]]]]


@cache
def phrases(section: str) -> dict[str, tuple[Phrase, ...]]:
    """Return the wordings of a section (`kinds`, `reasons`, `names`) in all languages, by kind."""
    made: dict[str, tuple[Phrase, ...]] = {}
    for tables in shipped_all("phrases_"):
        for kind, rows in tables[section].items():
            made[kind] = made.get(kind, ()) + tuple(_phrase(kind, row, tables) for row in rows)
    return made


@cache
def _anchored(spoken: frozenset[str]) -> tuple[AhoCorasick, list[tuple[int, ...]], list[Phrase]]:
    """An automaton for the anchors of these languages, the wordings each leads to, and all those wordings.

    The last of the second are the wordings without any.
    """
    from ahocorasick_rs import AhoCorasick

    sections = [rows for name in ("kinds", "reasons", "names") for rows in phrases(name).values()]
    every = [phrase for rows in sections for phrase in rows if phrase.language in spoken]
    leads: dict[str, list[int]] = {}
    for number, phrase in enumerate(every):
        for anchor in phrase.anchors:
            leads.setdefault(anchor, []).append(number)
    finder = AhoCorasick(leads)
    always = tuple(number for number, phrase in enumerate(every) if not phrase.anchors)
    return finder, [*map(tuple, leads.values()), always], every


def languages(low: str) -> frozenset[str]:
    """Return the languages that are read of which enough common words stand in the text; else all of them."""
    counts = _counts(low)
    most = max((counts[name] for name in read_languages()), default=0)
    return frozenset(name for name in read_languages() if counts[name] * 6 >= most)


def unread_language(low: str) -> str:
    """Return the language of a text about an application where it is one that is not read, else nothing."""
    counts = _counts(low)
    most = max(counts[name] for name in read_languages())
    likeliest = ("", most)
    for name, told in shipped("other_languages").items():
        is_it = counts[name] > max(2, 1.2 * likeliest[1]) or (not told["common"] and most < 10)
        if is_it and any(map(low.__contains__, told["job"])):
            likeliest = (name, counts[name])
    return likeliest[0]


def unread_list(headings: Collection[str], cells: Iterable[str]) -> str:
    """Return the language of a list where it is one that is not read, by its words or its headings."""
    words = " ".join(islice(chain(headings, cells), LOOKED_AT)).lower()
    named = {*map(plain, headings)}
    others = shipped("other_languages").items()
    times = {name: sum(plain(word) in named for word in told["list"]) for name, told in others}
    best = max(times, key=times.__getitem__)
    return unread_language(" ".join(WORD.findall(words))) or (best if times[best] else "")


@cache
def read_languages() -> tuple[str, ...]:
    return tuple(tables["language"]["name"] for tables in shipped_all("phrases_"))


def _counts(low: str) -> Counter[str]:
    times, common = Counter(low[:LOOKED_AT].split()), _common()
    counts = Counter[str]()
    for word in times.keys() & common.keys():
        for name in common[word]:
            counts[name] += times[word]
    return counts


@cache
def _common() -> dict[str, list[str]]:
    by_word: dict[str, list[str]] = {}
    told = {tables["language"]["name"]: tables["language"] for tables in shipped_all("phrases_")}
    for name, language in {**told, **shipped("other_languages")}.items():
        for word in language["common"]:
            by_word.setdefault(word, []).append(name)
    return by_word


def candidates(low: str, spoken: frozenset[str] | None = None) -> Rows:
    """Return, by kind and in their order, the wordings of which an anchor stands in the text, and where.

    Only those of the languages `spoken` in it; by default, of all.
    """
    finder, leads, every = _anchored(frozenset(read_languages()) if spoken is None else spoken)
    places: dict[int, list[int]] = {}
    for anchor, start, _ in finder.find_matches_as_indexes(low, overlapping=True):
        places.setdefault(anchor, []).append(start)
    at: dict[int, list[int]] = {number: [] for number in leads[-1]}
    for anchor, starts in places.items():
        for number in leads[anchor]:
            at[number] = at[number] + starts if number in at else starts
    chosen: dict[str, list[tuple[Phrase, list[int]]]] = {}
    for number in sorted(at):
        chosen.setdefault(every[number].kind, []).append((every[number], at[number]))
    return chosen


@cache
def words(section: str, name: str, spoken: frozenset[str] | None = None) -> tuple[str, ...]:
    """Return a plain list of the data files, of these languages together; by default, of all."""
    every = [one for one in shipped_all("phrases_") if not spoken or one["language"]["name"] in spoken]
    written = (word for tables in every for word in tables[section][name])
    return tuple(dict.fromkeys(way for word in written for way in (word, spelled_out(word))))


def holds(clause: str, wordings: tuple[str, ...]) -> bool:
    """Return whether one of these wordings stands in a clause, a space at both its ends."""
    by_word = _by_longest_word(wordings)
    return any(phrase in clause for word in by_word.keys() & clause.split() for phrase in by_word[word])


@cache
def _by_longest_word(wordings: tuple[str, ...]) -> dict[str, list[str]]:
    by_word: dict[str, list[str]] = {}
    for phrase in wordings:
        by_word.setdefault(max(phrase.split(), key=len), []).append(f" {phrase} ")
    return by_word


def spelled_out(word: str) -> str:
    """A German word as it is written where a keyboard lacks its letters."""
    return word.translate(UMLAUTS).replace("ß", "ss")


def _phrase(kind: str, row: Mapping, tables: Mapping) -> Phrase:
    """A row of the data files compiled: what is not one of the few signs stands for itself."""
    written = str(row["words"])
    for name, alternatives in tables["lists"].items():
        written = written.replace(f"<{name}>", f"({alternatives})")
    for letter in "äöüß":
        written = written.replace(letter, f"({letter}|{spelled_out(letter)})")
    tokens = [token for token in _TOKEN.split(written) if token]
    parts = _parts(_alternatives(list(tokens)))
    anchors, before = _anchors(parts)
    length, language = sum(map(_longest, parts)) + 2, tables["language"]["name"]
    example, points = row["example"], row.get("points", 0)
    return Phrase(kind, language, tokens, anchors, before, length, example, row, points)


def _expression(tokens: list[str], has_places: bool) -> str:
    special = {"(": "(?:", " … ": rf"\b{_GAP} ", "…": _GAP, "~": r"[\w'-]{1,20}"}
    special |= _PLACES | {sign: sign for sign in ")|?^$"}
    made = ""
    for sign in tokens:
        literal = re.escape(sign)
        if has_places:
            literal = "(?i:{})".format(literal.replace("\\ ", "[ \n]").replace("'", "['’]"))
        made += special.get(sign, literal)
    is_start = re.match(r"[\w(]", tokens[0]) and "n't" not in "".join(tokens[:5])
    start, end = r"\b" if is_start else "", r"\b" if re.match(r"[\w)?]", tokens[-1][-1]) else ""
    return f"{start}(?:{made}){end}" if "|" in tokens else f"{start}{made}{end}"


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


def _parts(alternatives: list[list]) -> list[list[str]]:
    """All the ways to write each part of a wording; null letters stand for whatever may."""
    elements = alternatives[0] if len(alternatives) == 1 else [alternatives]
    ways = [_ways(element) for element in elements]
    return [part if len(part) <= _MOST_WAYS else [_NUL * _longest(part)] for part in ways]


def _ways(element: list | str) -> list[str]:
    if isinstance(element, str):
        return [element]
    return ["".join(way) for alternative in element for way in product(*map(_ways, alternative))]


def _longest(ways: Iterable[str]) -> int:
    return max(map(len, ways))


def _anchors(parts: list[list[str]]) -> tuple[tuple[str, ...], int]:
    """Stretches one of which stands in whatever matches, few and long, and how much may stand before them."""
    best: tuple = (99, (), 0)
    before = 0
    for i, part in enumerate(parts):
        for j in range(i + 1, len(parts) + 1):
            if j > i + 1 and prod(map(len, parts[i:j])) > 6:
                break
            ways = ["".join(way) for way in product(*parts[i:j])]
            stretches = tuple(dict.fromkeys(max(way.split(_NUL), key=len).strip() for way in ways))
            if all(len(one) >= 3 or not (one.isascii() or one.isalpha()) for one in stretches):
                is_inner = any(_NUL in way or way[:1] == " " for way in ways)
                inner = _longest(ways) if is_inner else 0
                best = min(best, (_cost(stretches) + 2 * (i > 0), stretches, before + inner))
        before += _longest(part)
    return best[1:]


def _cost(stretches: Iterable[str]) -> float:
    """How much looking for them costs: many of them, short ones, and ones that stand in every letter."""
    is_common = any(_frequent().issuperset(stretch.split()) for stretch in stretches)
    return len([*stretches]) - min(map(len, stretches)) / 2 + 20 * is_common


@cache
def _frequent() -> frozenset[str]:
    return frozenset(words("language", "frequent"))
