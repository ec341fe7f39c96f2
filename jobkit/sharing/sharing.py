"""What leaves the store: plain exports, redacted copies for another's eyes, and what is erased for good."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import secrets
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from jobkit.errors import JobkitError
from jobkit.language import names
from jobkit.search import Search
from jobkit.sources.notes import HEADER, TABLES
from jobkit.store.store import Store, write_all, write_private
from jobkit.tables import Problem

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
COUNTED = re.compile(r"0\d[\d.,]*|\d[\d.,]*[eE]\d+|\d{12,}")
"""Text of which a spreadsheet would make another number."""
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


def export(search: Search, folder: str | Path) -> list[Path]:
    """Write every table as CSV, and all facts as one notes.json, which `jobkit add` reads again.

    A cell that a spreadsheet would take for a formula, or make another number of, is written behind an
    apostrophe.
    """
    folder = Path(folder)
    tables_of = {name: getattr(search, name) for name in (*dict.fromkeys(TABLES.values()), "problems")}
    tables_of["applications"] = search.applications_on(search.as_of, include_saved=True).reset_index()
    files = {folder / f"{name}.csv": as_csv(table) for name, table in tables_of.items()}
    notes = json.dumps(_notes(search), ensure_ascii=False, indent=1)
    files[folder / "notes.json"] = notes.encode("utf-8", "replace")
    write_all(files)
    return [*files]


def as_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 with a mark, so that a spreadsheet shows every cell as text."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.itertuples(index=False, name=None):
        writer.writerow([_cell(value) for value in row])
    return file.getvalue().encode("utf-8-sig", "replace")


def _cell(value: object) -> str:
    if isinstance(value, dict | list):
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    elif value is None or pd.isna(value):
        return ""
    else:
        text = value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
    is_taken = text.startswith((*FORMULA, "'")) or (isinstance(value, str) and COUNTED.fullmatch(text))
    return f"'{text}" if is_taken else text


def _notes(search: Search) -> list[dict]:
    """Return every fact as a note with its id; what belongs to one application names it as its entry."""
    rows: list[dict] = [dict(HEADER)]
    home = {table: word for word, table in TABLES.items()}
    for table, word in home.items():
        left_out = {"application", "event", "source", "origin", "entry", "fact", "about", "recorded"}
        for row in getattr(search, table).to_dict("records"):
            kept = {name: _plain(value) for name, value in row.items() if name not in left_out}
            kept = {name: value for name, value in kept.items() if value is not None}
            entry = {"entry": row["application"]} if isinstance(row.get("application"), str) else {}
            on = {"on": _plain(row["recorded"])} if table != "events" else {}
            rows.append(
                {"record": word, "id": row["event" if table == "events" else "fact"]} | on | entry | kept
            )
    told = search.problems[list(Problem._fields)].fillna("").to_dict("records")
    return [*rows, *({"record": "problem"} | problem for problem in told)]


def _plain(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, dict | list):
        return value
    return None if pd.isna(value) else (value.item() if hasattr(value, "item") else value)


# -- for another's eyes ----------------------------------------------------------------------------


class Redaction:
    """Names of people and companies made into pseudonyms: steady in one bundle, other ones in the next.

    Days become months; addresses, telephone numbers, links and pay are left out.
    """

    def __init__(self, search: Search):
        people, companies = _people(search), _companies(search)
        meant = _pseudonyms(companies, "Company") | _pseudonyms(people, "Person")
        self._addresses = _addresses(search)
        self._plain, self._names = Names(meant), Names(meant)
        for name in people:
            for variant in _ways_to_write(name) if not _is_office(name, companies) else ():
                self._names.add(variant, meant[name])
        for local, name in _locals(search):
            self._names.add(local, meant[name])
        for place in {where for where in _texts(search.events["location"]) if re.search(r"\d", where)}:
            self._names.add(WORD.findall(place), "[place]")
        self._numbers = _any_of_numbers(self._addresses)

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
        addresses = [said for said, low in known if low in flat and re.search(_bounded(low), flat)]
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
        for folds in zip(*map(_folds, words), strict=True) if words else ():
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
        folds = "\n".join((_bare(low), _bare(low.translate(UMLAUTS))) if not low.isascii() else (low,))
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


def _folds(word: str) -> tuple[str, str]:
    """Return a word without case and accents, and as it is written where ü becomes ue."""
    low = unicodedata.normalize("NFC", word).casefold()
    return _bare(low), _bare(low.translate(UMLAUTS))


def _bare(low: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFKD", low.translate(FOLDED)))


@lru_cache(maxsize=65_536)
def _forms(word: str) -> frozenset[str]:
    """Return what a word of a text may be: itself, folded, the genitive of it, or it after a prefix."""
    folds = frozenset(_folds(word))
    genitives = {fold[:-1] for fold in folds if len(fold) > 4 and fold.endswith("s")}
    return folds | genitives | {fold[1:] for fold in folds if PREFIXED.match(fold)}


def _ways_to_write(name: str) -> list[list[str]]:
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
        together = "".join(map(_bare, map(str.casefold, local)))
        parts = [fold for word in WORD.findall(name) if len(word) > 2 for fold in _folds(word)]
        if len(name) > 1 and any(part in together for part in parts):
            yield local, name


def _any_of_numbers(addresses: list[str]) -> re.Pattern | None:
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
    return _texts(_called(name for name in [*said, *contacts] if not str(name).startswith(("p-", "hire-"))))


def _called(said: Iterable) -> list[str]:
    """Return each name without the address and the remarks beside it; of what names nobody, nothing."""
    called = (" ".join(NOT_NAMED.sub(" ", name).split()) if isinstance(name, str) else "" for name in said)
    return [name if set(map(str.casefold, WORD.findall(name))) - OFFICES else "" for name in called]


def _companies(search: Search) -> list[str]:
    said = _texts([*search.events["company"], *search.people["company"], *search.credentials["organisation"]])
    return _texts([*said, *map(names.without_form, said)])


def _addresses(search: Search) -> list[str]:
    said = [*search.people["email"], *search.people["phone"], *search.people["url"], *search.events["url"]]
    return [text for text in _texts(said) if len(text) > 5]


def _texts(values: Iterable) -> list[str]:
    kept = {" ".join(value.split()) for value in values if isinstance(value, str)}
    return sorted(value for value in kept if len(value) > 1)


def _pseudonyms(known: list[str], word: str) -> dict[str, str]:
    """Return for each name its pseudonym; two ways to write one company share theirs."""
    keys = list(dict.fromkeys(names.company_key(name) for name in known))
    secrets.SystemRandom().shuffle(keys)
    number = {key: f"{word} {n}" for n, key in enumerate(keys, 1)}
    return {name: number[names.company_key(name)] for name in known}


def _bounded(word: str) -> str:
    spaced = r"\s+".join(re.escape(part) for part in word.split())
    return rf"(?<!\w){spaced}(?!\w)"


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


# -- erased for good -------------------------------------------------------------------------------


BESIDE = re.compile(rf"[\\\\\"'\s(<\[:]{{1,6}}(?:mailto:)?({EMAIL.pattern})")
ERASED_BESIDE = re.compile(rf"{re.escape(FORGOTTEN)}{BESIDE.pattern}")
SIGNED = re.compile(r"(?:\\n[^\\\"]{0,60}){0,3}?\\n[^\\\"\d+(]{0,12}([+(0][\d ()/.\-]{8,20}\d)")
"""What is written after a name, in JSON: its address, and in the lines below it a telephone number."""


SHARED = (
    "SELECT record FROM events WHERE record NOTNULL"
    " UNION SELECT record FROM facts WHERE record NOTNULL AND table_name <> 'people'"
)
"""The records that tell of more than a person."""


class Erased(NamedTuple):
    """In how many places a person stood, and how many pages of reports were removed for it."""

    places: int
    pages: int


def forget(search: Search, person: str) -> Erased:
    """Erase a person from the store, its copies and the reports; return how much was erased.

    `person` is a name, an id of `search.people`, or a hire such as “hire-1”. What they said about a
    rejection stays, without them.
    """
    known = search.people
    rows = known[
        (known["person"] == person) | (known["name"].map(names.company_key) == names.company_key(person))
    ]
    hired = search.hires[search.hires["hire"] == person]
    said = [*rows["name"], *([person] if rows.empty and hired.empty else [])]
    others = _bearers(search, rows)
    held = {store.path: _held(store, Traces(said, (), others)) for store in _stores(search)}
    is_known = len(rows) + len(hired) or any(facts or records for facts, records, _ in held.values())
    if not is_known and not _stands_anywhere(search.store, said):
        raise JobkitError(
            f"Nobody called “{person}” is known; `jobkit show` lists people. Nothing was erased."
        )
    theirs = {address for *_, found in held.values() for address in found}
    theirs -= set(_texts(known.drop(rows.index)[["email", "phone", "url"]].to_numpy().ravel()))
    traces = Traces(said, [*theirs, *rows["email"], *rows["phone"], *rows["url"]], others)
    facts = {*rows.get("fact", []), *hired.get("fact", [])}
    pages = _erase_reports(search.folder / "reports", traces)
    places = _erase_outputs(search.folder, traces)
    for path, (more, records, _) in held.items():
        places += Store.of(path).erase(traces if said else None, facts | more, records)
    return Erased(places + pages, pages)


def _stores(search: Search) -> list[Store]:
    """Return the copies of the store that are known, and last the store."""
    copies = [path for path in search.folder.glob("*.db") if path != search.store.path]
    copies += [Path(row["path"]) for row in search.store.facts("backups") if Path(row["path"]).is_file()]
    return [*map(Store.of, dict.fromkeys(copies)), search.store]


def _held(store: Store, traces: Traces) -> tuple[set[str], set[int], set[str]]:
    """Return the facts about the person, undone ones too; the records about nobody else; their addresses."""
    facts, records, addresses = set(), set(), set()
    for fact, record, body in store.read("SELECT fact, record, body FROM facts WHERE table_name = 'people'"):
        told = json.loads(body)
        if traces.is_name(told.get("name")):
            facts.add(fact)
            records.add(record)
            addresses |= {told.get(name) for name in ("email", "phone", "url")}
    rest = {number for (number,) in store.read(SHARED)}
    for number, content in store.read("SELECT record, content FROM records"):
        if traces.is_row(content):
            records.add(number)
        if number in records - rest:
            addresses |= _cells_with_addresses(content)
        addresses |= traces.beside(content)
    return facts, records - rest - {None}, set(_texts(addresses))


def _cells_with_addresses(content: str) -> set[str]:
    cells = {cell.strip() for cell in json.loads(content).values() if isinstance(cell, str)}
    return {cell for cell in cells for kind in (EMAIL, URL, PHONE) if kind.fullmatch(cell)}


class Traces:
    """What tells of one person in a text: their name however it is written, and their addresses.

    Parameters
    ----------
    said : the names; the surname alone counts, too, unless somebody or some firm in `others` bears it.
    """

    def __init__(self, said: Iterable, addresses: Iterable, others: Iterable[str] = ()):
        called, kept = _texts(said), _texts(addresses)
        self._keys = {names.company_key(name) for name in called}
        self._parts = [parts for parts in map(str.split, map(str.casefold, called)) if len(parts) > 1]
        borne = {fold for name in others for word in WORD.findall(name) for fold in _folds(word)}
        self._names = Names(dict.fromkeys(called, FORGOTTEN))
        for name in called:
            *before, last = [[word] for word in WORD.findall(name)] or [[]]
            is_theirs = len("".join(last)) > 3 and borne.isdisjoint(_folds(last[0]))
            left = before if is_theirs else [*before, last]
            for words in _ways_to_write(name):
                if words not in left:
                    self._names.add(words, FORGOTTEN)
        surnames = {fold for name in called for word in WORD.findall(name)[-1:] for fold in _folds(word)}
        self._surnames = {fold for fold in surnames if len(fold) > 3}
        for local in {text.partition("@")[0] for text in kept if "@" in text}:
            if self._bears_name(local):
                self._names.add(WORD.findall(local), FORGOTTEN)
        texts = "|".join(_bounded(text) for text in kept if len(text) > 5) or "(?!)"
        self._addresses = re.compile(texts, re.IGNORECASE)
        self._numbers = _any_of_numbers(kept)

    def is_name(self, name: object) -> bool:
        """Return whether this is their name."""
        return isinstance(name, str) and names.company_key(name) in self._keys

    def is_row(self, content: str) -> bool:
        """Return whether cells of a record that is JSON are their first and their last name."""
        low = content.casefold()
        return any(first in low for first, *_ in self._parts) and bool(self._parted(json.loads(content)))

    def beside(self, content: str) -> set[str]:
        """Return the addresses and numbers that a record gives as theirs: beside the name, or named so."""
        before = {
            email for email in ERASED_BESIDE.findall(content) if self._is_first(email.partition("@")[0])
        }
        if not self._names.may_stand(content):
            return before
        ends = [end for _, end, _ in self._names.places(content)]
        after = [found[1] for kind in (BESIDE, SIGNED) for end in ends if (found := kind.match(content, end))]
        held = {
            email for email in EMAIL.findall(content) if ends and self._bears_name(email.partition("@")[0])
        }
        return before | held | {text for text in after if text.partition("@")[0].casefold() not in OFFICES}

    def _is_first(self, local: str) -> bool:
        return any(local.casefold() == first for first, *_ in self._parts)

    def _bears_name(self, local: str) -> bool:
        together = _bare("".join(WORD.findall(local)).casefold())
        return any(surname in together for surname in self._surnames)

    def _parted(self, row: dict) -> set[str]:
        """Return the cells in which their name stands in parts, the last one perhaps erased before."""
        cells = {name: text.strip().casefold() for name, text in row.items() if isinstance(text, str)}
        for first, *_, last in self._parts:
            firsts = {name for name, text in cells.items() if text == first}
            lasts = {name for name, text in cells.items() if text in (last, FORGOTTEN)}
            if firsts and lasts:
                return firsts | {name for name in lasts if cells[name] == last}
        return set()

    def sub(self, _: str, text: str) -> str:
        """Return a text, or the strings of one that is JSON, without the person."""
        if text[:1] in ("{", "["):
            with suppress(ValueError, RecursionError):
                held = json.loads(text)
                made = self._blanked(held)
                return text if made == held else json.dumps(made, ensure_ascii=False, sort_keys=True)
        return self._blanked(text)

    def search(self, text: str) -> bool:
        """Return whether anything tells of the person."""
        return self._blanked(text) != text

    def _blanked(self, held):
        if isinstance(held, dict):
            held = held | dict.fromkeys(self._parted(held), FORGOTTEN)
            return {self._blanked(name): self._blanked(value) for name, value in held.items()}
        if isinstance(held, list):
            return [self._blanked(value) for value in held]
        if not isinstance(held, str):
            return held
        text = self._addresses.sub(FORGOTTEN, held)
        text = self._numbers.sub(FORGOTTEN, text) if self._numbers else text
        return self._names.replaced(text) if self._names.may_stand(text) else text


def _bearers(search: Search, rows: pd.DataFrame) -> list[str]:
    """Return the names of other people, and of companies."""
    return [*_companies(search), *search.people.drop(rows.index)["name"].dropna()]


def _stands_anywhere(store: Store, words: list[str]) -> bool:
    return any(
        store.read("SELECT 1 FROM records WHERE instr(lower(content), lower(?)) LIMIT 1", [word])
        for word in words
        if word.isprintable()
    )


def _erase_reports(folder: Path, traces: Traces) -> int:
    """Delete each month's files when one of them names the person; they can be made anew.

    The page of all reports is made anew at once.
    """
    from jobkit.reports import report

    places = 0
    for month in {path.parent for path in folder.rglob("*") if path.is_file()} - {folder}:
        files = [path for path in month.iterdir() if path.is_file()]
        alone = any(path.suffix == ".pdf" and not path.with_suffix(".html").exists() for path in files)
        if alone or any(traces.search(decoded(path.read_bytes())) for path in files):
            places += len(files)
            for path in files:
                path.unlink()
    if (folder / "index.html").is_file():
        report.index(folder.parent)
    return places


def _erase_outputs(folder: Path, traces: Traces) -> int:
    """Clear the outputs of the person's own notebooks in which the name stands; they can be run again."""
    places = 0
    for path in (folder / "notebooks").rglob("*.ipynb"):
        if traces.search(decoded(path.read_bytes())):
            places += 1
            notebook = json.loads(path.read_text(encoding="utf-8"))
            for cell in notebook["cells"]:
                cell |= {"outputs": [], "execution_count": None} if "outputs" in cell else {}
            write_private(path, json.dumps(notebook, indent=1, ensure_ascii=False).encode())
    return places
