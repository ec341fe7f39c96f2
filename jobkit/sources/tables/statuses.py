"""What people say happened, in their own words, to kinds of events: words, then phrases, then misspelt."""

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from jobkit.language.days import Mention, besides, glue, mentions, without_days
from jobkit.language.english import nearest
from jobkit.language.text import WORD, plain
from jobkit.language.vocabulary import shipped
from jobkit.tables import ENDINGS

LONGEST = 25  # words: what is longer is a tale, not a state, unless days stand in it
LONGEST_PHRASE = 8
SENTENCE = 3  # words: what has more, and is not known, may be told in a sentence
LONGEST_TEXT = 4_000
STEP = re.compile(rf"(?P<word>{WORD.pattern})|(?P<asked>\?+)|[\n>→;|\0]")
ALIKE, ALIKE_WORD = 0.86, 0.605  # share of letters in place for a misspelling: of the whole, of each word
REPEATED = re.compile(r"([^\W\d_])\1+")
CHAINED = re.compile(r"[;,/+&>|→]|->| [-–—]{1,2} ")
PIECES = re.compile(r"[,;:()\n/!>→|]|\.\s|\s?[–—]|\s-{1,2}\s")
NO_AFTER = re.compile(r"^\W*(?:a )?no\b[ ,:–-]{0,3}after\b", re.IGNORECASE)  # no after interview
NO_ALONE = re.compile(  # no, asked for feedback; nope (internal)
    r"no(?:pe)?\s?(?:[,;.!:–-]\s|\((?!yet|so far|still|for now|not )|$)", re.IGNORECASE
)
NO_FIRST = re.compile(r"\A\W*(?:no(?:pe)?|nein|non)\s?[,;.!:–-]\s", re.IGNORECASE)
BRACKET = re.compile(r"\s?\([^()]{0,200}\)\s{0,20}$")
WITHOUT = re.compile(r"\bw/o\b", re.IGNORECASE)
SHORTENED = re.compile(r"(?<=\w)['’´`](?=(?:t|m|ve|ll|re|d)\b)", re.IGNORECASE)  # didn't, I'm, they've
ENDED = frozenset((*ENDINGS, "left", "moot", "no"))
TOGETHER = " + "  # between the kinds that a word means: “interview + rejected”
SILENT = frozenset(("open", "nothing"))  # no event: the day in the same step is not theirs
NOT_A_JOB = ("nothing", "nothing")
STEPS = frozenset(("screening", "assessment", "interview"))
DOUBTED = ENDED | {"offer"}  # what a question mark makes a guess: “rejected?”


Kinds = tuple[str, ...]
Said = tuple[Kinds, int]
"""Kinds of events, and where in the text they are said."""
Tokens = list[tuple[str, int]]
"""Words, and where they stand; “?” for one or more of these."""


class Moment(NamedTuple):
    """One thing said to have happened, with the day that stands beside it, if one does."""

    kind: str
    mention: Mention | None = None


@cache
def known_words(is_alone: bool = True) -> dict[str, Kinds]:
    """Return the shipped words for states, and the kinds of each; without those that count only alone."""
    entries = [one for one in shipped("statuses")["status"] if is_alone or not one.get("alone")]
    words = [(one["kind"], word) for one in entries for word in one["words"]]
    return {_key(word): (kinds,) if isinstance(kinds, str) else tuple(kinds) for kinds, word in words}


@cache
def _says(which: str) -> frozenset[str]:
    return frozenset(_key(word) for word in shipped("statuses")[which]["words"])


def _key(text: str) -> str:
    return plain(SHORTENED.sub("", text)) or text.strip().rstrip("\ufe0f")


def is_yes(text: str) -> bool:
    """Return whether a cell under a stage says that it happened."""
    return _key(text) in _says("yes") or text.strip() == "1"


def is_no(text: str) -> bool:
    """Return whether a cell under a stage says that it did not happen, or not yet."""
    return _key(text) in _says("no") or not any(c.isalnum() or ord(c) > 0x2100 for c in text)


def is_invited(text: str) -> bool:
    """Return whether a state tells of an invitation, and of nothing that came of it."""
    said, invited = {*_key(besides(text)).split()}, _says("invitation")
    return not said.isdisjoint(invited) and said <= invited | _says("invited to")


def is_unclear(text: str) -> bool:
    """Return whether a state can be told by either side: “passed” on it, or was passed over."""
    return _key(text) in _says("unclear")


def is_of_another_day(before: str) -> bool:
    """Return whether words before a day say that it is not that of the state: “accepted, starting 6/1”."""
    return f" {plain(before)}".endswith(tuple(f" {words}" for words in _says("of another day")))


class Lexicon:
    """The shipped words, with those that a known layout or the user means otherwise."""

    def __init__(self, extra: Mapping[str, str] | None = None):
        own = {_key(word): tuple(kinds.split(TOGETHER)) for word, kinds in (extra or {}).items()}
        self.words, self.phrases = known_words() | own, known_words(is_alone=False) | own
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
        return self.phrases.get(_key(text), ())

    def kinds(self, text: str) -> tuple[str, ...]:
        """Return the kinds alone."""
        return tuple(moment.kind for moment in self.read(text) or ())

    def is_guess(self, text: str) -> bool:
        """Return whether what a text means was picked out of it, or taken for a misspelt word.

        An ending or offer is none if a piece of the text, between signs and days, says nothing else.
        """
        loud = DOUBTED.intersection(self.kinds(text))
        if not self.read(text) or self._known(text, mentions(text)) is not None or self.slip(_key(text)):
            return False
        if not loud or ("offer" in loud and loud & {"rejected", "no"}):  # by whom?
            return True
        sure = set[str]().union(*map(self.plainly, map(_key, PIECES.split(without_days(text)))))
        sure |= {"declined"} if "offer" in sure and sure & {"moot", "left"} else set()
        return not loud <= sure

    def is_how(self, text: str, before: str) -> bool:
        """Return whether a text says how one applied, behind one that tells that: “applied”, “in person”."""
        is_dated_twice = mentions(text) and mentions(before)
        return (
            _key(besides(text)) in _says("how sent")
            and self.kinds(before) == ("applied",)
            and not is_dated_twice
        )

    def slip(self, word: str) -> str:
        """Return the known word whose letters one has, but that one is missing, doubled or moved."""
        from rapidfuzz.distance import OSA

        near = nearest(word, self.letters[1], ALIKE_WORD) if len(word) > 5 and " " not in word else ""
        once, known = (REPEATED.sub(r"\1", one) for one in (word, near))
        is_moved = sorted(once) == sorted(known) or len(once) != len(known)
        return near if once[-1:] == known[-1:] and is_moved and OSA.distance(once, known) < 2 else ""

    def plainly(self, text: str) -> set[str]:
        """Return the kinds that words tell, which are all known or only join these; none otherwise."""
        if whole := self.words.get(text):
            return {*whole}
        found, at, tokens = set[str](), 0, [(word, 0) for word in text.split() if not word.isdigit()]
        while at < len(tokens):
            kinds, length = self._phrase(tokens, at)
            if found == {"applied"} and (n := _how(tokens[at:])):
                kinds, length = ("applied",), n
            if found & DOUBTED and tokens[at][0] in _says("from whom"):
                break  # “rejection email received from Quillmere”
            if not kinds and tokens[at][0] not in glue() | _says("joining") | _says("denial"):
                return set()
            found, at = found | {*kinds}, at + length
        return found if len(found & DOUBTED - {"offer"}) < 2 else set()

    def is_tale(self, text: str) -> bool:
        """Return whether a text is a sentence, or tells of a day, and is not known as it stands."""
        n_words = len(plain(besides(text)).split())
        if is_yes(besides(text)) or is_no(besides(text)):
            return False  # “yes 15 Jan”
        if self.read(text):
            return n_words > SENTENCE and self.is_guess(text)
        return n_words > SENTENCE or bool(n_words and mentions(text))

    def is_doubted(self, text: str) -> bool:
        """Return whether a text is an ending with a question mark and nothing else: “rejected?”."""
        return text.rstrip().endswith("?") and not DOUBTED.isdisjoint(self.words.get(_key(text), ()))

    def _known(self, text: str, days: tuple[Mention, ...]) -> tuple[Moment, ...] | None:
        """Return what a text means that is known as a whole, or as states in a row."""
        if found := self.words.get(_key(text)):
            return (Moment("open"),) if self.is_doubted(text) else tuple(map(Moment, found))
        said = _key(besides(text)) if len(days) < 2 else ""
        bare = " ".join(word for word in said.split() if word not in glue()) if said != _key(text) else said
        if found := self.words.get(said) or self.words.get(bare):
            return tuple(Moment(kind, *days[:1]) for kind in found)
        return None if days else self._chained(text) or None

    def _read(self, text: str) -> tuple[Moment, ...] | None:
        text = WITHOUT.sub("without", NO_AFTER.sub("rejected after", SHORTENED.sub("", text)))
        if (rest := NO_FIRST.sub("", text)) != text and ENDED.intersection(self.kinds(rest)):
            text = rest  # “No, they hired internally” denies nothing
        days = mentions(text)
        if (known := self._known(text, days)) is not None:
            return known
        steps = _steps(text)
        if sum(map(len, steps)) + len(steps) - 1 > LONGEST and not days:
            return None
        said = self._steps_say(steps, days, text)
        if not (said or days) and (bare := BRACKET.sub("", text)) != text:
            return self.read(bare)  # “Screen (recruiter)”
        is_plan = bool(said) and all(kinds == ("saved",) for kinds, _ in said)
        if is_plan and sum(map(len, steps)) > SENTENCE and not self._phrase(steps[0], 0)[0]:
            return None  # “need a form, and to apply I must ring”: its first words make a sentence a plan
        own = tuple(day for day in days if not is_of_another_day(text[: day.start]))
        return _paired(said, own, text) or None

    def _steps_say(self, steps: list[Tokens], days: tuple[Mention, ...], text: str) -> list[Said]:
        """Return what the steps of a text say, else its first sign."""
        whole = self._alike(" ".join(map(_words, steps)), ALIKE + 0.04) if steps and not days else ()
        is_one_of = len(days) > 1 or len(steps) > 1
        said = [(whole, 0)] if whole else [one for step in steps for one in self._step(step, text, is_one_of)]
        said = [one for one in said if one[0] != ("nothing",)] or said
        signs = [(sign, at) for at, sign in enumerate(text) if ord(sign) > 0x2100 and sign in self.words]
        return said or [(self.words[sign], at) for sign, at in signs[:1]]

    def _chained(self, text: str) -> tuple[Moment, ...]:
        """Return what states say that stand in a row, “Phone / OA, rejected”; none unless each is known."""
        pieces = [_key(piece) for piece in CHAINED.split(text[:LONGEST_TEXT])]
        if len(pieces) < 2 or "?" in text or not all(p in self.words and not is_no(p) for p in pieces):
            return ()
        kinds = [kind for piece in pieces for kind in self.words[piece]]
        first = next((at for at, kind in enumerate(kinds) if kind in ENDED), len(kinds))
        return tuple(dict.fromkeys(Moment(k) for at, k in enumerate(kinds) if at <= first or k not in ENDED))

    def _step(self, step: Tokens, text: str, is_one_of: bool) -> list[Said]:
        """Return the kinds of a step and where each begins; of one of several steps not its silence."""
        at = step[0][1]
        alone = self.words.get(" ".join(word for word, _ in step))
        said = [(alone, at)] if alone else self._spotted(step, is_one_of)
        if not said or (not is_one_of and all(kinds == ("nothing",) for kinds, _ in said)):
            said = [(("rejected",), at)] if NO_ALONE.match(text, at) else said
        said = said or self._misspelt(step)
        return ([one for one in said if not SILENT.issuperset(one[0])] or said) if is_one_of else said

    def _spotted(self, tokens: Tokens, is_one_of: bool) -> list[Said]:
        """Return the kinds of each known phrase and where it begins, longest phrases first at each word.

        An ending that stands behind another only explains the first: “withdrew (accepted elsewhere)”.
        """
        found, at, is_ended = list[Said](), 0, False
        while at < len(tokens):
            if found and found[-1][0] == ("applied",) and (n := _how(tokens[at:])):
                at += n
                continue
            kinds, length = self._of_what(tokens, at, *self._phrase(tokens, at))
            if kinds == NOT_A_JOB:
                return [(("nothing",), tokens[at][1])]
            if kinds and (_is_unsure(tokens, at, length, kinds) or _is_denied(tokens, at)):
                kinds = ("open",)
            is_ending = not ENDED.isdisjoint(kinds)
            is_to_come = _words(tokens[at + length :]).startswith(tuple(_says("to come")))
            if is_to_come and (found or is_one_of) and STEPS.issuperset(kinds):
                kinds = ("open",)
            if kinds and not (is_ending and is_ended):
                found.append((kinds, tokens[at][1]))
            elif kinds == ("rejected",) and found[-1][0] == ("closed",):
                found[-1] = kinds, found[-1][1]  # “closed; rejection received”
            is_ended = is_ended or is_ending
            at += length
        return found

    def _phrase(self, tokens: Tokens, at: int) -> tuple[Kinds, int]:
        """Return the kinds of the longest known phrase that begins at a word, and its length."""
        for length in range(min(LONGEST_PHRASE, len(tokens) - at), 0, -1):
            if kinds := self.phrases.get(" ".join(word for word, _ in tokens[at : at + length])):
                return kinds, length
        return (), 1

    def _of_what(self, tokens: Tokens, at: int, kinds: Kinds, length: int) -> tuple[Kinds, int]:
        """Return what is meant where no job was accepted or offered, or somebody else hired.

        “Accepted interview invitation”, “offered a call”, “hired previous candidate”, “lunch offered”; and
        what was closed by somebody who is not the company, was ended by the person.
        """
        words, end = [word for word, _ in tokens], at + length
        if " ".join(words[at:end]) not in _says("of something"):
            return kinds, length
        if kinds == ("closed",):
            is_own = words[end : end + 1] == ["by"] and len(words) == end + 2
            return (("left",), length + 2) if is_own and words[-1] not in _says("theirs") else (kinds, length)
        if kinds == ("accepted",) and at and STEPS.issuperset(self._phrase(tokens, at - 1)[0] or ("",)):
            return (), length  # “interview accepted”
        while end < len(words) and words[end] in _says("up to it"):
            end += 1
        if not _says("no job").isdisjoint((*words[max(at - 1, 0) : at], *words[end : end + 1])):
            return NOT_A_JOB, length
        if not _says("another person").isdisjoint(words[end : end + 3]):
            return ("rejected",), len(words) - at
        whole = self.words.get(" ".join(words[end:]))
        what, n_words = (whole, len(words) - end) if whole else self._phrase(tokens, end)
        return (what, end + n_words - at) if what and STEPS.issuperset(what) else (kinds, length)

    def _misspelt(self, tokens: Tokens) -> list[Said]:
        if kinds := self._alike(_words(tokens)):
            return [(kinds, tokens[0][1])]
        for length in (2, 1):
            parts = [tokens[at : at + length] for at in range(len(tokens) - length + 1)]
            named = [(" ".join(word for word, _ in part), part[0][1]) for part in parts]
            found = [(self._alike(name, known=self.phrases), at) for name, at in named if len(name) > 5]
            if any(kinds for kinds, _ in found):
                return [(kinds, at) for kinds, at in found if kinds]
        return []

    def _alike(self, text: str, alike: float = ALIKE, known: Container[str] | None = None) -> tuple[str, ...]:
        """Return what a text means that is spelled nearly as a known one, word for word."""
        if len(text) >= 60 or is_unclear(text):
            return ()
        words = self.letters[text.count(" ") + 1]
        once = REPEATED.sub(r"\1", text)
        best = misspelt(text, words, alike, known) or (once != text and misspelt(once, words, alike, known))
        best = best or (known is None and self.slip(text))
        return self.words[best] if best else ()


def misspelt(
    text: str, words: Sequence[str], alike: float, known: Container[str] | None = None, is_whole: bool = False
) -> str:
    """Return the word or phrase spelled nearly as a text of five letters or more, each word of it nearly so.

    `alike`: share of letters in place; `is_whole`: as a whole is enough; `known`: it must be one of these.
    """
    best = nearest(text, words, alike) if len(text) > 4 else ""
    if not best or best[2:].endswith(text) or (known is not None and best not in known):
        return ""
    pairs = zip(text.split(), best.split(), strict=False)  # “had” is no “HR”
    is_same = is_whole or all(nearest(one, [other], ALIKE_WORD) for one, other in pairs)
    return best if is_same or " " not in text else ""


def _steps(text: str) -> list[Tokens]:
    """Return words and where they stand, those apart that a day, a line or an arrow keeps apart."""
    steps: list[Tokens] = [[]]
    for match in STEP.finditer(without_days(text, "\0")):
        if match["word"] or (match["asked"] and steps[-1]):
            steps[-1].append((plain(match[0]) or "?", match.start()))
        elif steps[-1] and not match["asked"]:
            steps.append([])
    return [*filter(None, steps)]


def _how(tokens: Tokens) -> int:
    """Return how many of the first words say how one applied: “in person”."""
    lengths = range(min(3, len(tokens)), 0, -1)
    return next((n for n in lengths if _words(tokens[:n]) in _says("how sent")), 0)


def _words(tokens: Tokens) -> str:
    return " ".join(word for word, _ in tokens if word != "?")


def _is_denied(tokens: Tokens, at: int) -> bool:
    """Return whether a word before, next to it but for small words, denies what is said at `at`."""
    while at > 0 and tokens[at - 1][0] in _says("between"):
        at -= 1
    return at > 0 and tokens[at - 1][0] in _says("denial")


def _is_unsure(tokens: Tokens, at: int, length: int, kinds: Kinds) -> bool:
    """Return whether an ending or an offer is asked about, or expected: “rejected?”, “rejection expected”."""
    behind = [word for word, _ in tokens[at + length : at + length + 2]]
    near = {*behind, *(word for word, _ in tokens[max(at - 2, 0) : at])}
    return not DOUBTED.isdisjoint(kinds) and (behind[:1] == ["?"] or not _says("unsure").isdisjoint(near))


def _paired(spotted: list[Said], days: tuple[Mention, ...], text: str) -> tuple[Moment, ...]:
    """Return moments with the day beside each: that of their clause, else one after it, else before it.

    Days come first where one does, and words that are not known stand before it only if some follow the last.
    """
    comes_first = bool(spotted and days) and _leads(days, spotted[0][1], text)
    given = _in_their_clause(spotted, days, text)
    starts, found = [-1, *(at for _, at in spotted), 1 << 30], []
    for at, (kinds, start) in enumerate(spotted):
        left = [day for day in days if day not in given.values()]
        before = [day for day in left if starts[at] <= day.start < start][-1:]
        after = [day for day in left if start <= day.start < starts[at + 2]][:1]
        is_news = ENDED.intersection(kinds) and ":" in text[max(starts[at], 0) : start]  # phone call 3/1: no
        again = [given[starts[at]]] if is_news and starts[at] in given else []
        if start not in given and (near := (before if comes_first else after or before) or again):
            given[start] = near[0]
        found += [Moment(kind, given.get(start)) for kind in kinds]
    return tuple(dict.fromkeys(found))


def _leads(days: tuple[Mention, ...], first: int, text: str) -> bool:
    """Return whether days stand before what is said, from the `first` of it on."""
    is_first = days[0].start < first
    if is_first and WORD.search(text[: days[0].start]):
        return bool(len(days) < 2 or WORD.search(text[days[-1].end :]))
    return is_first


def _in_their_clause(spotted: list[Said], days: tuple[Mention, ...], text: str) -> dict[int, Mention]:
    """Return by where it is said the day of what stands alone with one day between two signs."""
    behind = {day.end for day in days}  # “am 10.2. Absage”, “4/17: applied”: the sign is of the day
    signs = [found.start() for found in PIECES.finditer(without_days(text))]
    ends = [at for at in signs if at not in behind or text[at] not in ".:"]
    clause = {at: bisect(ends, at) for at in (*(at for _, at in spotted), *(day.start for day in days))}
    n_said, n_days = Counter(clause[at] for _, at in spotted), Counter(clause[day.start] for day in days)
    pairs = ((at, day) for _, at in spotted for day in days if clause[at] == clause[day.start])
    if len(spotted) == 2 == len(days) + 1 and text[: days[0].start].endswith(
        "("
    ):  # “no after interview (25/9)”
        (kinds, first), (_, second) = spotted
        is_after = not _says("after").isdisjoint(plain(text[first:second]).split())
        return {first: days[0]} if is_after and ENDED.intersection(kinds) else {}
    return {at: day for at, day in pairs if n_said[clause[at]] == n_days[clause[at]] == 1}
