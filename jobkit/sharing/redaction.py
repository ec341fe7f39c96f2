"""A copy for another's eyes: names become pseudonyms, addresses, numbers and pay are left out."""

from __future__ import annotations

import base64
import io
import re
import secrets
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

from jobkit.errors import JobkitError
from jobkit.language import names
from jobkit.language.vocabulary import shipped
from jobkit.search import Search
from jobkit.sharing.exports import as_csv
from jobkit.sharing.shapes import EMAIL, ISO_DAY, PHONE, SHAPES, URL, WORDED_DAY
from jobkit.store.files import write_private

INDIC = [
    f"{chr(at)}-{chr(at + 3)}{chr(at + 60)}{chr(at + 62)}-{chr(at + 77)}" for at in range(0x900, 0xE00, 128)
]
SIGNS = (
    rf"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670{''.join(INDIC)}"
    r"\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)
"""Vowels and accents that are no letters of their own: nine scripts of India lie alike, 128 places apart."""
WORD = re.compile(rf"[^\W\d_]+(?:[{SIGNS}]+[^\W\d_]*)*|\d+")
LETTERS = re.compile(rf"(?:[^\W_]|[{SIGNS}])+")
TOGETHER = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]")
"""Letters of scripts that put no blanks between words, or write what follows a name to it."""
PREFIXED = re.compile(r"[ובלכמשה](?=[\u05d0-\u05ea]{2})|[وبلفك](?=[\u0620-\u064a]{2})")
"""What Hebrew and Arabic write to the beginning of a word: and, in, to, as, from."""
MARKS = re.compile(r"[\u0300-\u036f]+")
FOLDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
PARTICLES = frozenset("van von der den del des della dos las los bin ibn abu mac the and".split())
INFLECTED = ("s", "es", "sche", "schen", "scher", "sches", "schem", "ns")
"""What is written to a name, in English and in German; other languages were not tried."""
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
        persons, employers = people(search), companies(search)
        meant = _pseudonyms(employers, "Company") | _pseudonyms(persons, "Person")
        self._addresses = _addresses(search)
        self._names = Names(meant)
        self._secrets = Secrets([*employers, *persons], self._addresses)
        for name in persons:
            for variant in ways_to_write(name) if not _is_office(name, employers) else ():
                self._names.add(variant, meant[name])
        for local, name in _locals(search):
            self._names.add(local, meant[name])
        for name in employers:
            for variant in short_names(name):
                self._names.add(variant, meant[name])
        for name in (*employers, *persons):
            for word in telling(name):
                self._names.add_within(word, meant[name])
        self._initials = {short: meant[name] for name in employers for short in _initials(name)}
        for place in {where for where in texts(search.events["location"]) if re.search(r"\d", where)}:
            self._names.add(WORD.findall(place), "[place]")
        for name in mentioned(search):
            self._names.add(WORD.findall(name), "[name]")
            for word in WORD.findall(name):
                self._names.add([word], "[name]")
        self._numbers = numbers_pattern(self._addresses)
        listed = "|".join(sorted(map(re.escape, self._initials), key=len, reverse=True))
        self._initialled = re.compile(rf"(?<![^\W_])(?:{listed})(?=s?(?![^\W_]))") if listed else None

    def __call__(self, text: str) -> str:
        """Return the text without what would tell who is meant."""
        for pattern, words in SHAPES:
            text = pattern.sub(words, text)
        if self._numbers:
            text = self._numbers.sub("[number]", text)
        text = self._names.replaced(text)
        if self._initialled:
            text = self._initialled.sub(lambda found: self._initials[found[0]], text)
        text = WORDED_DAY.sub(_month_only, ISO_DAY.sub(r"\1", text))
        return PHONE.sub("[number]", text)

    def leaks(self, text: str) -> list[str]:
        """Return what of the store's names, addresses and numbers still stands in a text.

        This reads in another way than `__call__` does: by letters and digits alone.
        """
        return self._secrets.standing(text)


class Secrets:
    """What must not stand in a shared file, looked for by its letters and digits alone."""

    def __init__(self, named: Iterable[str], addresses: Iterable[str]):
        named = list(named)
        self._words = {letters(word): word for name in named for word in telling(name)}
        several = {" ".join(map(letters, WORD.findall(name))): name for name in named}
        self._several = {low: name for low, name in several.items() if " " in low and len(low) > 4}
        self._together = {letters(name): name for name in named if TOGETHER.search(name) and len(name) > 1}
        self._together |= {letters(text): text for text in addresses if "@" in text}
        digits = {re.sub(r"\D", "", text)[-7:]: text for text in addresses if PHONE.fullmatch(text)}
        self._digits = {low: text for low, text in digits.items() if len(low) > 5}

    def standing(self, text: str) -> list[str]:
        """Return what stands in a text."""
        found = LETTERS.findall(bare(unicodedata.normalize("NFC", text).casefold()))
        every, line, joined = set(found), f" {' '.join(found)} ", "".join(found)
        within = "\n".join(every)
        numbers = re.sub(r"(?<=\d)[\s()/.\-\u00a0]{1,2}(?=\d)", "", text)
        return [
            *(word for low, word in self._words.items() if low in every or (len(low) > 4 and low in within)),
            *(name for low, name in self._several.items() if f" {low} " in line),
            *(said for low, said in self._together.items() if low in joined),
            *(said for low, said in self._digits.items() if low in numbers),
        ]


def letters(text: str) -> str:
    """Return the letters and digits of a text without case and accents, run together."""
    return "".join(LETTERS.findall(bare(unicodedata.normalize("NFC", text).casefold())))


@cache
def ordinary() -> frozenset[str]:
    """Return words that name nobody by themselves."""
    return frozenset(
        bare(word) for words in shipped("ordinary").values() for word in words.casefold().split()
    )


def telling(name: str) -> list[str]:
    """Return the words of a name that tell who is meant by themselves."""
    return [
        word
        for word in WORD.findall(name)
        if len(word) > 2
        and not word.isdigit()
        and word.casefold() not in PARTICLES | OFFICES | names.FORMS
        and bare(word.casefold()) not in ordinary()
    ]


def short_names(name: str) -> Iterator[list[str]]:
    """Return how a company's name is shortened: a telling word of it, its first words, those run together."""
    words = WORD.findall(names.without_form(name))
    if len(words) > 1 and words[0].casefold() in ("the", "die", "der", "das"):
        words = words[1:]
    yield from ([word] for word in telling(" ".join(words)))
    for n in range(2, len(words) + 1):
        if telling(" ".join(words[:n])):
            yield words[:n]
            yield ["".join(words[:n])]


def _initials(name: str) -> Iterator[str]:
    """Return a company's initials, plain, with dots and with a sign for “and”."""
    words = [word for word in WORD.findall(names.without_form(name)) if word.casefold() not in SMALL]
    short = "".join(word[0] for word in words).upper()
    if len(words) > 1 and short not in SHORT and short.isalpha():
        yield from (short, ".".join(short) + ".", ".".join(short))
        if "&" in name:
            yield "&".join(short)


def mentioned(search: Search) -> list[str]:
    """Return what looks like a person's name in what the person wrote: capital letters where words have none.

    Two or more such words that are not ordinary ones, or one behind “by”, “with”, “Ms” and the like.
    """
    found = set()
    for text in texts(_own_words(search)):
        for run in CAPITALS.finditer(text):
            words = [word for word in WORD.findall(run["name"]) if word.casefold() not in TITLES]
            if words and all(telling(word) for word in words) and (len(words) > 1 or run["cue"]):
                found.add(" ".join(words))
    return sorted(found)


def _own_words(search: Search) -> Iterator[object]:
    """Return every text that the person wrote by hand."""
    for table, columns in OWN.items():
        rows = getattr(search, table)
        for name in columns:
            yield from rows[name].dropna()
    for rows in (search.reflections, search.hires):
        for details in rows.get("details", rows.get("credentials", [])):
            yield from details.values() if isinstance(details, dict) else ()


OWN = {
    "events": ("note",),
    "evidence": ("words", "note"),
    "steps": ("words", "note"),
    "hires": ("how_known", "note"),
    "people": ("note", "title"),
    "debriefs": ("asked", "now", "note"),
    "reflections": ("text",),
}
CUES = (
    "by|with|from|to|met|told|asked|called|named|saw|said|thanked|knows|know|through|via|and|Mr|Ms|Mrs|Miss|Dr|Prof"
    "|von|mit|durch|bei|Herr|Herrn|Frau|traf|fragte|sagte|und"
)
CAPITALS = re.compile(
    rf"(?:\b(?P<cue>{CUES})\.? )?(?<![\w'’])"
    r"(?P<name>[^\W\d_a-z][\w'’-]{1,30}(?: [^\W\d_a-z][\w'’-]{1,30}){0,3})"
)
TITLES = frozenset("mr ms mrs miss dr prof herr herrn frau sir".split())
SMALL = frozenset("of and the for de la und der die das für von".split())
SHORT = frozenset(
    "IT HR US UK EU CV PDF AI QA IS PM CEO CFO CTO COO OK AM TV PR UX UI BA MA BI ML CRM ERP SAP SQL API ID"
    " NO MD PA TA AT IN ON TO SO DO BE GO ME MY WE HE AN AS BY IF OF OR UP II III IV DC AC PC".split()
)
"""Short words in capitals that are no company's initials."""


class Names:
    """Finds names in a text, with or without accents, blanks, hyphens, a genitive, in any case of letters.

    Parameters
    ----------
    meant : what stands for each name.
    """

    def __init__(self, meant: Mapping[str, str]):
        self._by_word: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        self._within: dict[str, str] = {}
        self._parts: dict[str, str] = {}
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

    def add_within(self, word: str, stands: str) -> None:
        """Add a word that is found within others, too, as in “Tallowbrookcareers” and “Tallowbrookscher”."""
        for fold in folds_of(word):
            if len(fold) > 4:
                self._parts.setdefault(fold, stands)
        self.__dict__.pop("_part", None)

    @cached_property
    def _part(self) -> Callable[[str], str]:
        """Return what stands for the name within a word, the longest; "" for none."""
        listed = "|".join(map(re.escape, sorted(self._parts, key=len, reverse=True)))
        pattern = re.compile(listed or "(?!)")

        @lru_cache(maxsize=65_536)
        def part(word: str) -> str:
            found = next(filter(None, map(pattern.search, folds_of(word))), None)
            return self._parts[found[0]] if found else ""

        return part

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
        known = (*self._by_word, *self._parts)
        return any(word in folds for word in known) or bool(self._pattern.search(text))

    def places(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Return where names stand, the longest at each word: start, end, what stands there."""
        words = [(found.start(), found.end(), _forms(found[0])) for found in WORD.finditer(text)]
        at = 0
        while at < len(words):
            n, stands = self._longest(text, words, at)
            if not n and (stands := self._part(text[words[at][0] : words[at][1]])):
                n = 1
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
    genitives = {
        fold.removesuffix(end)
        for fold in folds
        for end in INFLECTED
        if len(fold) > 3 + len(end) and fold.endswith(end)
    }
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


def checked(redaction: Redaction, page: Path, *others: Path) -> Path:
    """Return the page, when nothing in it and the files beside it tells who is meant; else erase them all."""
    for path in (page, *others):
        if found := redaction.leaks(" ".join(said(path))):
            for one in (page, *others):
                one.unlink(missing_ok=True)
            raise JobkitError(
                f"{len(found)} names or addresses would have stood in {path.name}; it was not kept."
                " Please report this without your data."
            )
    return page


def said(path: Path) -> Iterator[str]:
    """Return every text of a file that somebody may read: its name, and what a page, drawing or PDF says."""
    data = path.read_bytes()
    yield path.name
    if path.suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(data) as document:
            yield from document.get_metadata_dict().values()
            yield from (at.get_textpage().get_text_range() for at in document)
    elif path.suffix == ".html":
        reader = _Texts()
        reader.feed(data.decode("utf-8", "replace"))
        yield from reader.found
    else:
        yield decoded(data)


class _Texts(HTMLParser):
    """Reads the texts of a page and of the drawings in it, and what its elements say of themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_code = tag in ("style", "script")
        self.found += [
            decoded(value.encode()) for name, value in attrs if value and name not in ("style", "d", "class")
        ]

    def handle_endtag(self, tag: str) -> None:
        self._is_code = False

    def handle_data(self, data: str) -> None:
        if not self._is_code:
            self.found.append(data)

    def handle_comment(self, data: str) -> None:
        self.found.append(data)


def decoded(data: bytes) -> str:
    """Return the text of a page or a notebook, with what stands in its pictures, and nothing escaped."""
    text = data.decode("utf-8", "replace")
    pictures = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", text)
    text += "".join(base64.b64decode(picture).decode("utf-8", "replace") for picture in pictures)
    return unescape(re.sub(r"\\[nrt]", " ", text))


AS_IS, MONTH, WORDS = "as it is", "month", "words"
SHARED = {
    "company": WORDS,
    "role": WORDS,
    "applied": MONTH,
    "furthest": AS_IS,
    "outcome": AS_IS,
    "outcome_date": MONTH,
    "answered": MONTH,
    "days_waited": AS_IS,
    "n_interviews": AS_IS,
    "referred": AS_IS,
    "channel": WORDS,
    "first_answer": AS_IS,
}
"""The columns of applications that a bundle holds, and how: days as months, text redacted; nothing else."""


def share(search: Search, target: str | Path, page: Path | None = None) -> Path:
    """Write a bundle for a coach: the redacted page, and the applications by month, without names."""
    target, redaction = Path(target), Redaction(search)
    rows = search.applications.reset_index(drop=True)[[*SHARED]]
    for name, kind in SHARED.items():
        if kind == MONTH:
            rows[name] = rows[name].dt.strftime("%Y-%m")
        elif kind == WORDS:
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


def people(search: Search) -> list[str]:
    said = [*search.people["name"], *search.steps["person"]]
    contacts = [details.get("contact") for details in search.events["details"] if isinstance(details, dict)]
    contacts += [*search.events["contact"], search.own_name]
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
