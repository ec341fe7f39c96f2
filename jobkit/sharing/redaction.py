"""A copy for another's eyes: names become pseudonyms, addresses, numbers and pay are left out."""

from __future__ import annotations

import base64
import io
import re
import secrets
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from html import unescape
from itertools import pairwise
from pathlib import Path

from jobkit.errors import JobkitError
from jobkit.language import names
from jobkit.search import Search
from jobkit.sharing.exports import as_csv
from jobkit.store.files import write_private

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]{1,500}")
PHONE = re.compile(r"(?<!\w)(?<!\d\.)\+?\(?\d[\d \u00a0\u202f()/.\-]{7,18}\d(?!\w|\.\d)")
ISO_DAY = re.compile(r"\b(\d{4}-\d\d)-\d\d\b")
WORDED_DAY = re.compile(
    r"\b(On |on )?\d{1,2}(?:st|nd|rd|th)? (January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b"
)
WRITTEN = (str.upper, str.lower, str.capitalize)
CODES = "EUR USD GBP CHF CAD AUD SEK NOK DKK PLN INR euros euro dollars dollar pounds pound francs franc"
CURRENCY = (
    rf"(?:[$€£¥₹]|(?=[^\W\d_])\b(?:{'|'.join(form(word) for word in CODES.split() for form in WRITTEN)})\b)"
)
AMOUNT = r"(?>(?:\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3}(?!\d)){1,3}|\d{1,9})(?:[.,]\d\d)?(?!\d)\s?(?:[kK]\b)?)"
MONEY = re.compile(
    rf"(?=[^\W_]|[$€£¥₹])(?:{CURRENCY}\s?{AMOUNT}(?:\s?[-–—]\s?{AMOUNT})?"
    rf"|(?=\d)\b(?:\d{{2,3}}(?:[kK]\b|[,'’]\d{{3}}\b)|{AMOUNT}(?=[^\W\d_]|[$€£¥₹]){CURRENCY}))"
)
"""Cases of letters are spelt out: a pattern that takes no heed of them is several times as slow."""
INDIC = [
    f"{chr(at)}-{chr(at + 3)}{chr(at + 60)}{chr(at + 62)}-{chr(at + 77)}" for at in range(0x900, 0xE00, 128)
]
SIGNS = (
    rf"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670{''.join(INDIC)}"
    r"\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)
"""Vowels and accents that are no letters of their own: nine scripts of India lie alike, 128 places apart."""
WORD = re.compile(rf"[^\W\d_]+(?:[{SIGNS}]+[^\W\d_]*)*|\d+")
TOGETHER = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]")
"""Letters of scripts that put no blanks between words, or write what follows a name to it."""
PREFIXED = re.compile(r"[ובלכמשה](?=[\u05d0-\u05ea]{2})|[وبلفك](?=[\u0620-\u064a]{2})")
"""What Hebrew and Arabic write to the beginning of a word: and, in, to, as, from."""
MARKS = re.compile(r"[\u0300-\u036f]+")
FOLDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
PARTICLES = frozenset("van von der den del des della dos las los bin ibn abu mac the and".split())
FORGOTTEN = "[forgotten]"
OFFICES = frozenset(
    "info jobs job hr mail hello team contact careers career office recruiting talent noreply human resources"
    " acquisition recruitment hiring department services agency".split()
)
"""What stands before the @ of nobody in particular, and in the name of a sender that is nobody."""
NOT_NAMED = re.compile(rf"{EMAIL.pattern}|{URL.pattern}|\(\s*[a-z][^()]*\)?|\[forgotten\]|[<>]")
"""What is written beside a name and is none: an address, and words in brackets that begin small."""


class Redaction:
    """Names of people and companies made into pseudonyms: steady in one bundle, other ones in the next.

    Days become months; addresses, telephone numbers, links and pay are left out.
    """

    def __init__(self, search: Search):
        people, employers = _people(search), companies(search)
        meant = _pseudonyms(employers, "Company") | _pseudonyms(people, "Person")
        self._addresses = _addresses(search)
        self._plain, self._names = Names(meant), Names(meant)
        for name in people:
            for variant in ways_to_write(name) if not _is_office(name, employers) else ():
                self._names.add(variant, meant[name])
        for local, name in _locals(search):
            self._names.add(local, meant[name])
        for place in {where for where in texts(search.events["location"]) if re.search(r"\d", where)}:
            self._names.add(WORD.findall(place), "[place]")
        self._numbers = numbers_pattern(self._addresses)

    def __call__(self, text: str) -> str:
        """Return the text without what would tell who is meant."""
        for pattern, words in ((EMAIL, "[address]"), (URL, "[link]"), (MONEY, "[pay]")):
            text = pattern.sub(words, text)
        if self._numbers:
            text = self._numbers.sub("[number]", text)
        text = WORDED_DAY.sub(_month_only, ISO_DAY.sub(r"\1", self._names.replaced(text)))
        return PHONE.sub("[number]", text)

    def leaks(self, text: str) -> list[str]:
        """Return what of the store's names, addresses and numbers still stands in a text."""
        flat = _flat(text)
        known = ((said, _flat(said)) for said in self._addresses)
        addresses = [said for said, low in known if low in flat and re.search(bounded(low), flat)]
        whole = (text[start:end] for start, end, _ in self._plain.places(text))
        return [*whole, *self._plain.within(text), *addresses]


class Names:
    """Finds names in a text, with or without accents, blanks, hyphens, a genitive, in any case of letters.

    Parameters
    ----------
    meant : what stands for each name.
    """

    def __init__(self, meant: Mapping[str, str]):
        self._by_word: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        self._within: dict[str, str] = {}
        for name, stands in meant.items():
            for words in (WORD.findall(name), WORD.findall(name.replace("&", " and "))):
                self.add(words, stands)
                if len("".join(words)) > 5:
                    self.add(["".join(words)], stands)

    def add(self, words: list[str], stands: str) -> None:
        """Add a way to write a name, by its words; what was added first counts."""
        if TOGETHER.search("".join(words)):
            for low in (blank.join(words).casefold() for blank in ("", " ")):
                self._within.setdefault(unicodedata.normalize("NFC", low), stands)
                self._within.setdefault(unicodedata.normalize("NFD", low), stands)
            self.__dict__.pop("_pattern", None)
        for folds in zip(*map(folds_of, words), strict=True) if words else ():
            known = self._by_word[folds[0]]
            if len("".join(folds)) > 1 and all(list(folds) != other for other, _ in known):
                known.append((list(folds), stands))

    @cached_property
    def _pattern(self) -> re.Pattern:
        """Names that may stand within a word, the longest first."""
        longest = sorted(self._within, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest)) or "(?!)", re.IGNORECASE)

    def within(self, text: str) -> list[str]:
        """Return the names that stand within words of a script that puts no blanks between them."""
        return self._pattern.findall(text)

    def may_stand(self, text: str) -> bool:
        """Return whether looking at each word of a text may be worth it: a quick look at a long one."""
        low = text.casefold()
        folds = "\n".join((bare(low), bare(low.translate(UMLAUTS))) if not low.isascii() else (low,))
        return any(word in folds for word in self._by_word) or bool(self._pattern.search(text))

    def places(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Return where names stand, the longest at each word: start, end, what stands there."""
        words = [(found.start(), found.end(), _forms(found[0])) for found in WORD.finditer(text)]
        at = 0
        while at < len(words):
            n, stands = self._longest(text, words, at)
            if n:
                yield words[at][0], words[at + n - 1][1], stands
            at += n or 1

    def _longest(self, text: str, words: list[tuple[int, int, frozenset[str]]], at: int) -> tuple[int, str]:
        best = (0, "")
        for form in words[at][2] & self._by_word.keys():
            for folds, stands in self._by_word[form]:
                n = len(folds)
                there = words[at : at + n]
                if n > best[0] and len(there) == n and _is_written(text, there, folds):
                    best = (n, stands)
        return best

    def replaced(self, text: str) -> str:
        """Return the text with what stands for each name in its place."""
        made, end = [], 0
        for start, after, stands in self.places(text):
            made += [text[end:start], stands]
            end = after
        text = "".join([*made, text[end:]])
        return self._pattern.sub(lambda found: self._within[found[0].casefold()], text)


def _is_written(text: str, words: list[tuple[int, int, frozenset[str]]], folds: list[str]) -> bool:
    """Return whether these words are a name's, with no more than a few signs between them."""
    close = all(there[0] - before[1] <= 3 for before, there in pairwise(words))
    if not close or any(fold not in there[2] for fold, there in zip(folds, words, strict=True)):
        return False
    if max(map(len, folds)) > 1:
        return True
    letters = text[words[0][0] : words[-1][1]]
    return letters.isupper() and "." in letters


def folds_of(word: str) -> tuple[str, str]:
    """Return a word without case and accents, and as it is written where ü becomes ue."""
    low = unicodedata.normalize("NFC", word).casefold()
    return bare(low), bare(low.translate(UMLAUTS))


def bare(low: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFKD", low.translate(FOLDED)))


@lru_cache(maxsize=65_536)
def _forms(word: str) -> frozenset[str]:
    """Return what a word of a text may be: itself, folded, the genitive of it, or it after a prefix."""
    folds = frozenset(folds_of(word))
    genitives = {fold[:-1] for fold in folds if len(fold) > 4 and fold.endswith("s")}
    return folds | genitives | {fold[1:] for fold in folds if PREFIXED.match(fold)}


def ways_to_write(name: str) -> list[list[str]]:
    """Return the words by which a person may be called: parts, turned round, with initials, run together."""
    words = WORD.findall(name)
    least = 2 if TOGETHER.search(name) else 3
    parts = [[word] for word in words if len(word) >= least and word.casefold() not in PARTICLES | OFFICES]
    if len(words) < 2:
        return parts
    first, last = words[0], words[-1]
    if TOGETHER.search(name):
        return [[last, first], [first, last], *parts]
    pairs = [[last, first], [first[0], last], [first, last[0]], [last, first[0]], [first, last]]
    together = [["".join(pair)] for pair in pairs if len("".join(pair)) > 4]
    return [*pairs, [last, *words[:-1]], *together, [word[0] for word in words], *parts]


def _is_office(name: str, companies: list[str]) -> bool:
    """Return whether a name is a company's with an office of it: its words are no person's."""
    words = set(map(str.casefold, WORD.findall(name)))
    return bool(words & OFFICES) and any(
        firm and words - OFFICES <= firm
        for firm in (set(WORD.findall(said.casefold())) for said in companies)
    )


def _locals(search: Search) -> Iterator[tuple[list[str], str]]:
    """Return what of each person's name stands before the @ of their address, by its words, and the name."""
    for email, name in zip(search.people["email"], _called(search.people["name"]), strict=True):
        local = WORD.findall(email.partition("@")[0]) if isinstance(email, str) else []
        together = "".join(map(bare, map(str.casefold, local)))
        parts = [fold for word in WORD.findall(name) if len(word) > 2 for fold in folds_of(word)]
        if len(name) > 1 and any(part in together for part in parts):
            yield local, name


def numbers_pattern(addresses: list[str]) -> re.Pattern | None:
    """Return the pattern of the telephone numbers among these, however their digits are parted."""
    digits = {re.sub(r"\D", "", text)[-7:] for text in addresses if PHONE.fullmatch(text)}
    joined = [r"[ \u00a0()/.\-]{0,2}".join(number) for number in sorted(digits) if len(number) > 5]
    return (
        re.compile(rf"(?:\+?\(?\d[\d \u00a0()/.\-]{{0,12}})?(?:{'|'.join(joined)})(?!\d)") if joined else None
    )


def _month_only(day: re.Match) -> str:
    before = {"On ": "In ", "on ": "in "}.get(day[1] or "", "")
    return before + day[2]


def checked(redaction: Redaction, path: Path) -> Path:
    """Return the file, when nothing in it tells who is meant; else erase it and say so."""
    found = redaction.leaks(decoded(path.read_bytes()))
    if found:
        path.unlink()
        raise JobkitError(
            f"{len(found)} names or addresses would have stood in {path.name}; it was not kept."
            " Please report this without your data."
        )
    return path


def decoded(data: bytes) -> str:
    """Return the text of a page or a notebook, with what stands in its pictures, and nothing escaped."""
    text = data.decode("utf-8", "replace")
    pictures = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", text)
    text += "".join(base64.b64decode(picture).decode("utf-8", "replace") for picture in pictures)
    return unescape(re.sub(r"\\[nrt]", " ", text))


def share(search: Search, target: str | Path, page: Path | None = None) -> Path:
    """Write a bundle for a coach: the redacted page, and the applications by month, without names."""
    target, redaction = Path(target), Redaction(search)
    rows = search.applications.reset_index(drop=True).drop(
        columns=["url", "sources", "earlier_try", "resume", "location"]
    )
    for name in ("applied", "outcome_date", "answered", "last_event"):
        rows[name] = rows[name].dt.strftime("%Y-%m")
    for name in ("company", "role", "channel", "role_family"):
        rows[name] = rows[name].map(redaction, na_action="ignore")
    table = as_csv(rows)
    found = redaction.leaks(table.decode("utf-8-sig"))
    if found:
        raise JobkitError(f"{len(found)} names would have stood in the bundle; it was not written.")
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("applications.csv", table)
        if page:
            file.writestr("reflection.html", checked(redaction, page).read_bytes())
    return write_private(target, bundle.getvalue())


def _people(search: Search) -> list[str]:
    said = [*search.people["name"], *search.steps["person"]]
    contacts = [details.get("contact") for details in search.events["details"] if isinstance(details, dict)]
    return texts(_called(name for name in [*said, *contacts] if not str(name).startswith(("p-", "hire-"))))


def _called(said: Iterable) -> list[str]:
    """Return each name without the address and the remarks beside it; of what names nobody, nothing."""
    called = (" ".join(NOT_NAMED.sub(" ", name).split()) if isinstance(name, str) else "" for name in said)
    return [name if set(map(str.casefold, WORD.findall(name))) - OFFICES else "" for name in called]


def companies(search: Search) -> list[str]:
    said = texts([*search.events["company"], *search.people["company"], *search.credentials["organisation"]])
    return texts([*said, *map(names.without_form, said)])


def _addresses(search: Search) -> list[str]:
    said = [*search.people["email"], *search.people["phone"], *search.people["url"], *search.events["url"]]
    return [text for text in texts(said) if len(text) > 5]


def texts(values: Iterable) -> list[str]:
    kept = {" ".join(value.split()) for value in values if isinstance(value, str)}
    return sorted(value for value in kept if len(value) > 1)


def _pseudonyms(known: list[str], word: str) -> dict[str, str]:
    """Return for each name its pseudonym; two ways to write one company share theirs."""
    keys = list(dict.fromkeys(names.company_key(name) for name in known))
    secrets.SystemRandom().shuffle(keys)
    number = {key: f"{word} {n}" for n, key in enumerate(keys, 1)}
    return {name: number[names.company_key(name)] for name in known}


def bounded(word: str) -> str:
    spaced = r"\s+".join(re.escape(part) for part in word.split())
    return rf"(?<!\w){spaced}(?!\w)"


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())
