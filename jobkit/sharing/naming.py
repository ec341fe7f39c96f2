"""Names as people write them: whole, short, turned round, inflected; and who has one in a search."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from jobkit.language import names
from jobkit.language.text import LETTERS as FOLDED
from jobkit.language.text import MARKS, UMLAUTS
from jobkit.language.vocabulary import everyday, shipped
from jobkit.search import Search
from jobkit.sharing.shapes import EMAIL, PHONE, URL

SIGNS = "".join(sign for sign in map(chr, range(0x300, 0x1800)) if unicodedata.category(sign)[0] == "M")
"""Vowels and accents that are no letters of their own."""
WORD = re.compile(rf"[^\W\d_]+(?:[{SIGNS}]+[^\W\d_]*)*|\d+")
LETTERS = re.compile(rf"(?:[^\W_]|[{SIGNS}])+")
TOGETHER = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]")
"""Letters of scripts that put no blanks between words, or write what follows a name to it."""
PREFIXED = re.compile(r"[ובלכמשה](?=[\u05d0-\u05ea]{2})|[وبلفك](?=[\u0620-\u064a]{2})")
"""What Hebrew and Arabic write to the beginning of a word: and, in, to, as, from."""
NOT_NAMED = re.compile(rf"{EMAIL.pattern}|{URL.pattern}|\(\s*[a-z][^()]*\)?|\[forgotten\]|[<>]")
"""What is written beside a name and is none: an address, and words in brackets that begin small."""


@cache
def listed(name: str) -> frozenset[str]:
    """Return a list of words of `sharing.toml`."""
    return frozenset(shipped("sharing")[name].split())


@cache
def ordinary() -> frozenset[str]:
    """Return words that name nobody by themselves, German ones also as they begin another word."""
    known = {*map(bare, everyday())}
    joined = {f"{word}s" for word in known if word.endswith(("ung", "heit", "keit", "schaft", "tion", "tat"))}
    return frozenset(known | joined) | listed("particles") | listed("offices") | names.FORMS


def bare(low: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFKD", low.translate(FOLDED)))


def folds_of(word: str) -> tuple[str, str]:
    """Return a word without case and accents, and as it is written where ü becomes ue."""
    low = unicodedata.normalize("NFC", word).casefold()
    return bare(low), bare(low.translate(UMLAUTS))


def all_folds(words: Iterable[str]) -> set[str]:
    """Return both folds of each of these words."""
    return {fold for word in words for fold in folds_of(word)}


@lru_cache(maxsize=65_536)
def _forms(word: str, endings: frozenset[str]) -> frozenset[str]:
    """Return what a word of a text may be: itself, folded, without an ending, or it after a prefix."""
    folds = frozenset(folds_of(word))
    ended = {(fold, end) for fold in folds - ordinary() for end in endings if len(fold) > 2 + len(end)}
    genitives = {fold.removesuffix(end) for fold, end in ended}
    return folds | genitives | {fold[1:] for fold in folds if PREFIXED.match(fold)}


def telling(name: str) -> list[str]:
    """Return the words of a name that tell who is meant by themselves."""
    words = [word for word in WORD.findall(name) if len(word) > 2 and not word.isdigit()]
    return [word for word in words if ordinary().isdisjoint((word.casefold(), bare(word.casefold())))]


def short_names(name: str) -> Iterator[list[str]]:
    """Return how a company's name is shortened: a telling word of it, its first words, those run together."""
    words = WORD.findall(names.without_form(name))
    if len(words) > 1 and words[0].casefold() in ("the", "die", "der", "das"):
        words = words[1:]
    yield from ([word] for word in telling(" ".join(words)))
    for n in range(2, len(words) + 1):
        if n > 2 or telling(" ".join(words[:n])):
            yield words[:n]
            yield ["".join(words[:n])]


def initials(name: str) -> Iterator[str]:
    """Return the initials of a name, plain, dotted and with a sign for “and”; its words of two letters."""
    words = WORD.findall(names.without_form(name))
    words = [word for word in words if word.casefold() not in listed("small")]
    short = "".join(word[0] for word in words).upper()
    for word in re.findall(r"\b\w[^\W\d]\b", names.without_form(name)):
        is_known = word.upper() in listed("capitals") or bare(word.casefold()) in ordinary()
        yield from () if is_known or word.islower() else (word, word.upper())
    if len(words) > 1 and short not in listed("capitals") and short.isalpha():
        yield from (short, ".".join(short) + ".", ".".join(short))
        if "&" in name:
            yield "&".join(short)


def ways_to_write(name: str) -> list[list[str]]:
    """Return the words by which a person may be called: parts, turned round, with initials, run together."""
    words = [word for word in WORD.findall(name) if word.casefold() not in listed("titles")]
    least = 2 if TOGETHER.search(name) else 3
    nobody = listed("particles") | listed("offices")
    parts = [[word] for word in words if len(word) >= least and word.casefold() not in nobody]
    parts += [WORD.findall(double.replace("-", "")) for double in name.split() if "-" in double]
    if len(words) < 2:
        return parts
    first, last = words[0], words[-1]
    if TOGETHER.search(name):
        return [[last, first], [first, last], *parts]
    pairs = [[last, first], [first[0], last], [first, last[0]], [last, first[0]], [first, last]]
    together = [["".join(pair)] for pair in pairs if len("".join(pair)) > 4]
    return [*pairs, [last, *words[:-1]], *together, [word[0] for word in words], *parts]


class Names:
    """Finds names, whatever their accents, blanks, hyphens, case; `endings` lists what follows a name."""

    def __init__(self, meant: Mapping[str, str], endings: str = "endings"):
        self._endings = listed(endings)
        self._ways: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
        self._within: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        self._titles: dict[str, set[str]] = defaultdict(set)
        for name, stands in meant.items():
            for words in (WORD.findall(name), WORD.findall(name.replace("&", " and "))):
                self.add(words, stands)
                if len("".join(words)) > 5:
                    self.add(["".join(words)], stands)

    def add(self, words: list[str], stands: str) -> None:
        """Add a way to write a name, by its words; what was added first counts."""
        if TOGETHER.search("".join(words)):
            for low in (blank.join(words).casefold() for blank in ("", " ")):
                for form in ("NFC", "NFD"):
                    self._within.setdefault(unicodedata.normalize(form, low), stands)
        for folds in zip(*map(folds_of, words), strict=True):
            if len("".join(folds)) > 1:
                self._ways[folds[0]].setdefault(folds, stands)

    def add_within(self, word: str, stands: str) -> None:
        """Add a word that is found within others, too, as in “Tallowbrookcareers” and “Tallowbrookscher”.

        One of four letters is found where an unusual word begins with it, as in “Orvofiliale”.
        """
        for fold in folds_of(word):
            if len(fold) > 3:
                self._parts.setdefault(fold, stands)

    def add_title(self, title: str, stands: str) -> None:
        """Add a job title of an employer, by its pseudonym: another's short name begins none of its words.

        So “Oideachais” is left beside an employer called “Oide” that has no such job.
        """
        for fold in all_folds(WORD.findall(title)):
            self._titles[fold].add(stands)

    @cached_property
    def _part(self) -> Callable[[str], str]:
        long = any_of(word for word in self._parts if len(word) > 4)
        pattern = re.compile(f"{long}|^(?:{any_of(self._parts)})", re.IGNORECASE)

        @lru_cache(maxsize=65_536)
        def part(word: str) -> str:
            folds = {*folds_of(word)} - ordinary()
            found = next(filter(None, map(pattern.search, folds)), None)
            stands = self._parts[found[0]] if found else ""
            is_others = any(self._titles.get(fold, {stands}) - {stands} for fold in folds)
            return "" if found and len(found[0]) == 4 and is_others else stands

        return part

    @cached_property
    def _pattern(self) -> re.Pattern:
        """Names that may stand within a word of a script that puts no blanks between them."""
        return re.compile(any_of(self._within), re.IGNORECASE)

    def may_stand(self, text: str) -> bool:
        """Return whether looking at each word of a text may be worth it: a quick look at a long one."""
        low = text.casefold()
        folds = "\n".join((bare(low), bare(low.translate(UMLAUTS))) if not low.isascii() else (low,))
        return any(word in folds for word in (*self._ways, *self._parts)) or bool(self._pattern.search(text))

    def places(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Return where names stand, the longest at each word: start, end, what stands there."""
        words = [
            (found.start(), found.end(), _forms(found[0], self._endings)) for found in WORD.finditer(text)
        ]
        end = 0
        for at, (start, after, forms) in enumerate(words):
            ways = (way for form in forms & self._ways.keys() for way in self._ways[form])
            if start < end:
                continue
            written = (way for way in ways if _is_written(text, words[at:], way))
            if longest := max(written, key=lambda way: (len(way), "".join(way)), default=()):
                end = words[at + len(longest) - 1][1]
                yield start, end, self._ways[longest[0]][longest]
            elif stands := self._part(text[start:after]):
                end = after
                yield start, end, stands

    def replaced(self, text: str) -> str:
        """Return the text with what stands for each name in its place."""
        made, end = [], 0
        for start, after, stands in self.places(text):
            made += [text[end:start], stands]
            end = after
        text = "".join([*made, text[end:]])
        return self._pattern.sub(lambda found: self._within[found[0].casefold()], text)


def any_of(words: Iterable[str]) -> str:
    """Return the pattern of any of these texts, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def _is_written(text: str, words: list[tuple[int, int, frozenset[str]]], way: tuple[str, ...]) -> bool:
    """Return whether the first of these words are a name's, with no more than a few signs between them."""
    words = words[: len(way)]
    are_close = all(there[0] - before[1] <= 3 for before, there in pairwise(words))
    if len(words) < len(way) or not are_close:
        return False
    written = text[words[0][0] : words[-1][1]]
    is_sure = max(map(len, way)) > 1 or (written.isupper() and "." in written)
    return is_sure and all(fold in at[2] for fold, at in zip(way, words, strict=True))


def digits_of(addresses: Iterable[str]) -> list[str]:
    """Return the last seven digits of each telephone number among these."""
    digits = {re.sub(r"\D", "", text)[-7:] for text in addresses if PHONE.fullmatch(text)}
    return sorted(number for number in digits if len(number) > 5)


def numbers_pattern(addresses: Iterable[str]) -> str:
    """Return the pattern of the telephone numbers among these, however their digits are parted."""
    joined = map(r"[ \u00a0()/.\-]{0,2}".join, digits_of(addresses))
    return rf"(?:\+?\(?\d[\d \u00a0()/.\-]{{0,12}})?(?:{'|'.join(joined) or '(?!)'})(?!\d)"


def people(search: Search) -> list[str]:
    """Return the names of people: of those written down, and of those whom applications name."""
    said = [*search.people["name"], *search.steps["person"], *search.events["contact"]]
    said.append(search.own_name)
    return texts(called(name for name in said if not str(name).startswith(("p-", "hire-"))))


def called(said: Iterable) -> list[str]:
    """Return each name without the address and the remarks beside it; of what names nobody, nothing."""
    kept = (" ".join(NOT_NAMED.sub(" ", name).split()) if isinstance(name, str) else "" for name in said)
    return [name if set(map(str.casefold, WORD.findall(name))) - listed("offices") else "" for name in kept]


def companies(search: Search) -> list[str]:
    """Return the names of companies, with and without their legal form."""
    said = texts([*search.events["company"], *search.people["company"], *search.credentials["organisation"]])
    return texts([*said, *map(names.without_form, said)])


def texts(values: Iterable) -> list[str]:
    """Return the texts of two letters and more among these values, each once, in order."""
    kept = {" ".join(value.split()) for value in values if isinstance(value, str)}
    return sorted(value for value in kept if len(value) > 1)
