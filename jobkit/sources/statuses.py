"""What people say happened, in their own words, to kinds of events: words, then phrases, then misspelt."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from jobkit.sources.dates import DATA, WORD, Mention, besides, mentions, plain

NEGATIONS = frozenset(
    ("no", "not", "without", "never", "pas", "kein", "keine", "nicht", "sin", "sans", "before")
)
LONGEST = 25  # words: what is longer is a tale, not a state, unless days stand in it
LONGEST_PHRASE = 8
LONGEST_TEXT = 4_000
APART = "\n>→;|"
ALIKE = 86  # per cent of letters in place for a misspelling
REPEATED = re.compile(r"([^\W\d_])\1+")


class Moment(NamedTuple):
    """One thing said to have happened, with the day that stands beside it, if one does."""

    kind: str
    mention: Mention | None = None


@cache
def _data() -> dict:
    return tomllib.loads((DATA / "statuses.toml").read_text(encoding="utf-8"))


@cache
def _shipped() -> dict[str, tuple[tuple[str, ...], bool]]:
    found = {}
    for entry in _data()["status"]:
        kinds = (entry["kind"],) if isinstance(entry["kind"], str) else tuple(entry["kind"])
        for word in entry["words"]:
            found[_key(word)] = (kinds, entry.get("alone", False))
    return found


@cache
def _says(which: str) -> frozenset[str]:
    return frozenset(_key(word) for word in _data()[which]["words"])


def _key(text: str) -> str:
    return plain(text) or text.strip().rstrip("\ufe0f")


def is_yes(text: str) -> bool:
    """Return whether a cell under a stage says that it happened."""
    return _key(text) in _says("yes") or text.strip() == "1"


def is_no(text: str) -> bool:
    """Return whether a cell under a stage says that it did not happen, or not yet."""
    return _key(text) in _says("no") or not any(c.isalnum() or ord(c) > 0x2100 for c in text)


class Lexicon:
    """The shipped words, with those that a known layout or the user means otherwise."""

    def __init__(self, extra: Mapping[str, str] | None = None):
        own = {_key(word): ((kind,), False) for word, kind in (extra or {}).items()}
        self.words = _shipped() | own
        self.phrases = {word for word, (_, alone) in self.words.items() if not alone}
        self.singles = [word for word in self.words if word.isascii() and len(word) > 4]
        self.known: dict[str, tuple[Moment, ...] | None] = {}

    def read(self, text: str) -> tuple[Moment, ...] | None:
        """Return what the text says happened, in its order; None when no word of it is known."""
        if text not in self.known:
            self.known[text] = self._read(text)
        return self.known[text]

    def knows(self, text: str) -> bool:
        """Return whether some word of a short text is known as it is spelled: a quick look at a column."""
        words = plain(text).split()[:LONGEST]
        return _key(text) in self.words or any(
            " ".join(words[at : at + n]) in self.phrases for at in range(len(words)) for n in (1, 2, 3)
        )

    def kinds(self, text: str) -> tuple[str, ...]:
        """Return the kinds alone."""
        return tuple(moment.kind for moment in self.read(text) or ())

    def _read(self, text: str) -> tuple[Moment, ...] | None:
        if found := self.words.get(_key(text)):
            return tuple(Moment(kind) for kind in found[0])
        days = mentions(text)
        if len(days) < 2 and (found := self.words.get(_key(besides(text)))):
            return tuple(Moment(kind, days[0] if days else None) for kind in found[0])
        tokens = self._tokens(text, days)
        if len(tokens) > LONGEST and not days:
            return None
        whole = self._alike(" ".join(word for word, _ in tokens), ALIKE + 4) if tokens and not days else ()
        spotted = (
            [(whole, 0)] if whole else self._spotted(tokens) or self._misspelt(tokens) or self._pictured(text)
        )
        return _paired(spotted, days) or None

    def _tokens(self, text: str, days: tuple[Mention, ...]) -> list[tuple[str, int]]:
        """Return words and where they stand; a day, a line or an arrow between two words keeps them apart."""
        spans = [(day.start, day.end) for day in days]
        found: list[tuple[str, int]] = []
        last = 0
        for match in WORD.finditer(text[:LONGEST_TEXT]):
            at = match.start()
            if any(start <= at < end for start, end in spans):
                continue
            between = text[last:at]
            if found and (any(sign in between for sign in APART) or any(last <= s < at for s, _ in spans)):
                found.append((" ", at))
            found.append((plain(match.group()), at))
            last = match.end()
        return found

    def _spotted(self, tokens: list[tuple[str, int]]) -> list[tuple[tuple[str, ...], int]]:
        """Return the kinds of each known phrase and where it begins, longest phrases first at each word."""
        found, at = [], 0
        while at < len(tokens):
            for length in range(min(LONGEST_PHRASE, len(tokens) - at), 0, -1):
                phrase = " ".join(word for word, _ in tokens[at : at + length])
                if phrase in self.phrases:
                    is_denied = at > 0 and tokens[at - 1][0] in NEGATIONS
                    found.append((("open",) if is_denied else self.words[phrase][0], tokens[at][1]))
                    at += length - 1
                    break
            at += 1
        return found

    def _misspelt(self, tokens: list[tuple[str, int]]) -> list[tuple[tuple[str, ...], int]]:
        if tokens and (kinds := self._alike(" ".join(word for word, _ in tokens))):
            return [(kinds, tokens[0][1])]
        found = [(self._alike(word), at) for word, at in tokens if len(word) > 5]
        return [(kinds, at) for kinds, at in found if kinds]

    def _alike(self, word: str, alike: int = ALIKE) -> tuple[str, ...]:
        from rapidfuzz import fuzz, process

        if not 4 < len(word) < 60:
            return ()
        best = process.extractOne(word, self.singles, scorer=fuzz.ratio, score_cutoff=alike)
        if not best:
            once = REPEATED.sub(r"\1", word)
            best = process.extractOne(once, self.singles, scorer=fuzz.ratio, score_cutoff=alike)
        return self.words[best[0]][0] if best else ()

    def _pictured(self, text: str) -> list[tuple[tuple[str, ...], int]]:
        signs = [(sign, at) for at, sign in enumerate(text) if ord(sign) > 0x2100]
        return [(self.words[sign][0], at) for sign, at in signs if sign in self.words][:1]


def _paired(spotted: list[tuple[tuple[str, ...], int]], days: tuple[Mention, ...]) -> tuple[Moment, ...]:
    """Return moments with the day beside each: the one after it, or before it where days come first."""
    if not spotted:
        return ()
    comes_first = bool(days) and days[0].start < spotted[0][1]
    ends = [at for _, at in spotted[1:]] + [1 << 30]
    found = []
    for at, (kinds, start) in enumerate(spotted):
        if comes_first:
            since = spotted[at - 1][1] if at else -1
            near = [day for day in days if since <= day.start < start][-1:]
        else:
            near = [day for day in days if start <= day.start < ends[at]][:1]
        found += [Moment(kind, near[0] if near else None) for kind in kinds]
    return tuple(dict.fromkeys(found))
