"""What people say happened, in their own words, to kinds of events: words, then phrases, then misspelt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping
from functools import cache
from typing import NamedTuple

from jobkit.language.days import Mention, besides, glue, mentions
from jobkit.language.text import WORD, plain
from jobkit.language.vocabulary import shipped
from jobkit.tables import ENDINGS

LONGEST = 25  # words: what is longer is a tale, not a state, unless days stand in it
LONGEST_PHRASE = 8
LONGEST_TEXT = 4_000
APART = "\n>→;|"
ALIKE, ALIKE_WORD = 86, 60  # per cent of letters in place for a misspelling: of the whole, of each word
REPEATED = re.compile(r"([^\W\d_])\1+")
CHAINED = re.compile(r"[;,/+&>|→]|->| [-–—]{1,2} ")
NO_AFTER = re.compile(r"^\W*(?:a )?no\b[ ,:–-]{0,3}after\b", re.IGNORECASE)  # no after interview
NO_ALONE = re.compile(  # no, asked for feedback; nope (internal)
    r"no(?:pe)?\s?(?:[,;.!:–-]\s|\((?!yet|so far|still|for now|not )|$)", re.IGNORECASE
)
WITHOUT = re.compile(r"\bw/o\b", re.IGNORECASE)
SHORTENED = re.compile(r"n['’´`]t\b", re.IGNORECASE)  # didn't, won't
ENDED = frozenset((*ENDINGS, "left", "moot", "no"))
SILENT = frozenset(("open", "nothing"))  # no event: the day in the same step is not theirs
NOT_A_JOB = ("nothing", "nothing")
STEPS = frozenset(("screening", "assessment", "interview"))
DOUBTED = ENDED | {"offer"}  # what a question mark makes a guess: “rejected?”


class Moment(NamedTuple):
    """One thing said to have happened, with the day that stands beside it, if one does."""

    kind: str
    mention: Mention | None = None


@cache
def _shipped() -> dict[str, tuple[tuple[str, ...], bool]]:
    found = {}
    for entry in shipped("statuses")["status"]:
        kinds = (entry["kind"],) if isinstance(entry["kind"], str) else tuple(entry["kind"])
        for word in entry["words"]:
            found[_key(word)] = (kinds, entry.get("alone", False))
    return found


@cache
def _says(which: str) -> frozenset[str]:
    return frozenset(_key(word) for word in shipped("statuses")[which]["words"])


def _key(text: str) -> str:
    return plain(SHORTENED.sub("nt", text)) or text.strip().rstrip("\ufe0f")


def is_yes(text: str) -> bool:
    """Return whether a cell under a stage says that it happened."""
    return _key(text) in _says("yes") or text.strip() == "1"


def is_no(text: str) -> bool:
    """Return whether a cell under a stage says that it did not happen, or not yet."""
    return _key(text) in _says("no") or not any(c.isalnum() or ord(c) > 0x2100 for c in text)


def is_unclear(text: str) -> bool:
    """Return whether a state can be told by either side: “passed” on it, or was passed over."""
    return _key(text) in _says("unclear")


class Lexicon:
    """The shipped words, with those that a known layout or the user means otherwise."""

    def __init__(self, extra: Mapping[str, str] | None = None):
        own = {_key(word): ((kind,), False) for word, kind in (extra or {}).items()}
        self.words = _shipped() | own
        self.phrases = {word for word, (_, alone) in self.words.items() if not alone}
        self.letters: dict[int, list[str]] = defaultdict(list)  # by number of words, one may be two glued
        for word in self.words:
            if word.isascii() and len(word) > 4:
                for n_words in {word.count(" ") + 1, 1 if word.count(" ") < 2 else 0}:
                    self.letters[n_words].append(word)
        self.known: dict[str, tuple[Moment, ...] | None] = {}

    def read(self, text: str) -> tuple[Moment, ...] | None:
        """Return what the text says happened, in its order; None when no word of it is known."""
        if text not in self.known:
            self.known[text] = self._read(text)
        return self.known[text]

    def knows(self, text: str) -> bool:
        """Return whether some word of a short text is known as it is spelled: a quick look at a column."""
        words = _key(text).split()[:LONGEST]
        return _key(text) in self.words or any(
            " ".join(words[at : at + n]) in self.phrases for at in range(len(words)) for n in (1, 2, 3)
        )

    def means(self, text: str) -> tuple[str, ...]:
        """Return the kinds of a text of several words that is known as a whole."""
        kinds, is_alone = self.words.get(_key(text), ((), True))
        return () if is_alone else kinds

    def kinds(self, text: str) -> tuple[str, ...]:
        """Return the kinds alone."""
        return tuple(moment.kind for moment in self.read(text) or ())

    def is_guess(self, text: str) -> bool:
        """Return whether what a text means was picked out of it, or taken for a misspelt word."""
        return bool(self.read(text)) and self._known(SHORTENED.sub("nt", text), mentions(text)) is None

    def is_doubted(self, text: str) -> bool:
        """Return whether a text is an ending with a question mark and nothing else: “rejected?”."""
        kinds = self.words.get(_key(text), ((), False))[0]
        return text.rstrip().endswith("?") and not DOUBTED.isdisjoint(kinds)

    def _known(self, text: str, days: tuple[Mention, ...]) -> tuple[Moment, ...] | None:
        """Return what a text means that is known as a whole, or as states in a row."""
        if found := self.words.get(_key(text)):
            return (Moment("open"),) if self.is_doubted(text) else tuple(Moment(kind) for kind in found[0])
        said = _key(besides(text)) if len(days) < 2 else ""
        bare = " ".join(word for word in said.split() if word not in glue()) if said != _key(text) else said
        if found := self.words.get(said) or self.words.get(bare):
            return tuple(Moment(kind, days[0] if days else None) for kind in found[0])
        return None if days else self._chained(text) or None

    def _read(self, text: str) -> tuple[Moment, ...] | None:
        text = WITHOUT.sub("without", NO_AFTER.sub("rejected after", SHORTENED.sub("nt", text)))
        days = mentions(text)
        if (known := self._known(text, days)) is not None:
            return known
        tokens = self._tokens(text, days)
        if len(tokens) > LONGEST and not days:
            return None
        whole = (
            self._alike(" ".join(word for word, _ in tokens if word != "?"), ALIKE + 4)
            if tokens and not days
            else ()
        )
        in_steps = len(days) > 1 or any(word == " " for word, _ in tokens)
        spotted = [(whole, 0)] if whole else self._told(tokens, text) if in_steps else self._spotted(tokens)
        if all(kinds == ("nothing",) for kinds, _ in spotted):
            spotted = _refused(tokens, text) or spotted
        spotted = spotted or self._misspelt(tokens) or self._pictured(text)
        return _paired(spotted, days, text) or None

    def _chained(self, text: str) -> tuple[Moment, ...]:
        """Return what states say that stand in a row, “Phone / OA, rejected”; none unless each is known."""
        pieces = [_key(piece) for piece in CHAINED.split(text[:LONGEST_TEXT])]
        if len(pieces) < 2 or "?" in text or not all(p in self.words and not is_no(p) for p in pieces):
            return ()
        kinds = [kind for piece in pieces for kind in self.words[piece][0]]
        first = next((at for at, kind in enumerate(kinds) if kind in ENDED), len(kinds))
        return tuple(dict.fromkeys(Moment(k) for at, k in enumerate(kinds) if at <= first or k not in ENDED))

    def _told(self, tokens: list[tuple[str, int]], text: str) -> list[tuple[tuple[str, ...], int]]:
        """Return the kinds of a history, each step between two days, lines or arrows read as a cell alone."""
        found, step = [], list[tuple[str, int]]()
        for token in [*tokens, (" ", 0)]:
            if token[0] != " ":
                step.append(token)
            elif step:
                alone = self.words.get(" ".join(word for word, _ in step), ((), False))[0]
                said = [(alone, step[0][1])] if alone else self._spotted(step)
                said = said or _refused(step, text) or self._misspelt(step)
                found += [one for one in said if not SILENT.issuperset(one[0])] or said
                step = []
        return found

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
            if found and "?" in between:
                found.append(("?", last))
            if found and (any(sign in between for sign in APART) or any(last <= s < at for s, _ in spans)):
                found.append((" ", at))
            found.append((plain(match.group()), at))
            last = match.end()
        return [*found, ("?", last)] if found and "?" in text[last : last + 3] else found

    def _spotted(self, tokens: list[tuple[str, int]]) -> list[tuple[tuple[str, ...], int]]:
        """Return the kinds of each known phrase and where it begins, longest phrases first at each word.

        An ending that stands behind another, neither a day nor an arrow between them, only explains the
        first: “withdrew (accepted elsewhere)”.
        """
        found, at, is_ended = [], 0, False
        while at < len(tokens):
            kinds, length = self._phrase(tokens, at)
            kinds, length = self._of_what(tokens, at, kinds, length)
            if kinds == NOT_A_JOB:
                return [(("nothing",), tokens[at][1])]
            is_asked = (
                at + length < len(tokens) and tokens[at + length][0] == "?" and not DOUBTED.isdisjoint(kinds)
            )
            is_unsure = is_asked or _is_expected(tokens, at, length, kinds)
            if kinds and (is_unsure or _is_denied(tokens, at)):
                kinds = ("open",)
            is_ending = not ENDED.isdisjoint(kinds)
            if kinds and not (is_ending and is_ended):
                found.append((kinds, tokens[at][1]))
            elif kinds == ("rejected",) and found[-1][0] == ("closed",):
                found[-1] = kinds, found[-1][1]  # “closed; rejection received”
            is_ended = (is_ended or is_ending) and tokens[at][0] != " "
            at += length
        return found

    def _phrase(self, tokens: list[tuple[str, int]], at: int) -> tuple[tuple[str, ...], int]:
        """Return the kinds of the longest known phrase that begins at a word, and its length."""
        for length in range(min(LONGEST_PHRASE, len(tokens) - at), 0, -1):
            phrase = " ".join(word for word, _ in tokens[at : at + length])
            if phrase in self.phrases:
                return self.words[phrase][0], length
        return (), 1

    def _of_what(
        self, tokens: list[tuple[str, int]], at: int, kinds: tuple[str, ...], length: int
    ) -> tuple[tuple[str, ...], int]:
        """Return what is meant where no job was accepted or offered, or somebody else hired.

        “Accepted interview invitation”, “offered a call”, “hired previous candidate”, “lunch offered”; and
        what was closed by somebody who is not the company, was ended by the person.
        """
        words = [word for word, _ in tokens]
        if " ".join(words[at : at + length]) not in _says("of something"):
            return kinds, length
        end = at + length
        while end < len(words) and words[end] in _says("up to it"):
            end += 1
        if kinds == ("closed",):
            is_named = words[at + length : at + length + 1] == ["by"] and len(words) == at + length + 2
            return (
                (("left",), length + 2) if is_named and words[-1] not in _says("theirs") else (kinds, length)
            )
        if kinds == ("accepted",) and at and STEPS.issuperset(self._phrase(tokens, at - 1)[0] or ("",)):
            return (), length  # “interview accepted”
        if not _says("no job").isdisjoint((*words[max(at - 1, 0) : at], *words[end : end + 1])):
            return NOT_A_JOB, length
        if not _says("another person").isdisjoint(words[end : end + 3]):
            return ("rejected",), len(words) - at
        what, n_words = self.words.get(" ".join(words[end:]), ((), False))[0], len(words) - end
        if not what:
            what, n_words = self._phrase(tokens, end)
        return (what, end + n_words - at) if what and STEPS.issuperset(what) else (kinds, length)

    def _misspelt(self, tokens: list[tuple[str, int]]) -> list[tuple[tuple[str, ...], int]]:
        if tokens and (kinds := self._alike(" ".join(word for word, _ in tokens if word != "?"))):
            return [(kinds, tokens[0][1])]
        for length in (2, 1):
            parts = [tokens[at : at + length] for at in range(len(tokens) - length + 1)]
            named = [(" ".join(word for word, _ in part), part[0][1]) for part in parts]
            found = [(self._alike(name, known=self.phrases), at) for name, at in named if len(name) > 5]
            if any(kinds for kinds, _ in found):
                return [(kinds, at) for kinds, at in found if kinds]
        return []

    def _alike(self, text: str, alike: int = ALIKE, known: Container[str] | None = None) -> tuple[str, ...]:
        """Return what a text means that is spelled nearly as a known one, word for word."""
        from rapidfuzz import fuzz, process

        if not 4 < len(text) < 60 or is_unclear(text):
            return ()
        words = self.letters[text.count(" ") + 1]
        for tried in dict.fromkeys((text, REPEATED.sub(r"\1", text))):
            best = process.extractOne(tried, words, scorer=fuzz.ratio, score_cutoff=alike)
            if best and (known is None or best[0] in known):
                pairs = zip(tried.split(), best[0].split(), strict=False)
                is_same = all(fuzz.ratio(one, other) > ALIKE_WORD for one, other in pairs)
                return self.words[best[0]][0] if is_same or " " not in tried else ()
        return ()

    def _pictured(self, text: str) -> list[tuple[tuple[str, ...], int]]:
        signs = [(sign, at) for at, sign in enumerate(text) if ord(sign) > 0x2100]
        return [(self.words[sign][0], at) for sign, at in signs if sign in self.words][:1]


def _refused(tokens: list[tuple[str, int]], text: str) -> list[tuple[tuple[str, ...], int]]:
    """Return a rejection where nothing but “no” and a pause begins the words: “no, asked for feedback”."""
    word, at = tokens[0] if tokens else ("", 0)
    return [(("rejected",), at)] if word in ("no", "nope") and NO_ALONE.match(text, at) else []


def _is_denied(tokens: list[tuple[str, int]], at: int) -> bool:
    """Return whether a word before, next to it but for small words, denies what is said at `at`."""
    while at > 0 and tokens[at - 1][0] in _says("between"):
        at -= 1
    return at > 0 and tokens[at - 1][0] in _says("denial")


def _is_expected(tokens: list[tuple[str, int]], at: int, length: int, kinds: tuple[str, ...]) -> bool:
    """Return whether a word beside an ending or an offer says that it is expected: “rejection expected”."""
    near = [word for word, _ in (*tokens[max(at - 2, 0) : at], *tokens[at + length : at + length + 2])]
    return not DOUBTED.isdisjoint(kinds) and not _says("unsure").isdisjoint(near)


def _paired(
    spotted: list[tuple[tuple[str, ...], int]], days: tuple[Mention, ...], text: str
) -> tuple[Moment, ...]:
    """Return moments with the day beside each: the one after it, or before it where days come first.

    Words that are not known may stand before the first day; where none follow the last, days come after.
    """
    if not spotted:
        return ()
    comes_first = bool(days) and days[0].start < spotted[0][1]
    if comes_first and len(days) > 1 and WORD.search(text[: days[0].start]):
        comes_first = bool(WORD.search(text[days[-1].end :]))
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
