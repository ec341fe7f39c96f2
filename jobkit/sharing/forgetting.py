"""A person erased for good: from the store, its copies, the reports and the outputs of notebooks."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from jobkit.errors import JobkitError
from jobkit.language import english, names
from jobkit.language.text import seen
from jobkit.search import Search
from jobkit.sharing import naming
from jobkit.sharing.naming import WORD, Names, folds_of, texts
from jobkit.sharing.redaction import decoded
from jobkit.sharing.shapes import EMAIL, PHONE, URL
from jobkit.store import copies
from jobkit.store.copies import Copy
from jobkit.store.files import remove, write_private
from jobkit.store.store import TEXTS, Store
from jobkit.store.views import QUERIES

FORGOTTEN = "[forgotten]"
REACH = ["email", "phone", "url"]
BESIDE = re.compile(rf"[\\\\\"'\s(<\[:]{{1,6}}(?:mailto:)?({EMAIL.pattern})")
ERASED_BESIDE = re.compile(rf"{re.escape(FORGOTTEN)}{BESIDE.pattern}")
SIGNED = re.compile(r"(?:\\n[^\\\"]{0,60}){0,3}?\\n[^\\\"\d+(]{0,12}([+(0][\d ()/.\-]{8,20}\d)")
"""What is written after a name, in JSON: its address, and in the lines below it a telephone number."""


class Erased(NamedTuple):
    """What became of a person's traces.

    In how many `places` they stood, how many `pages` of reports were removed for it, which files were
    `removed` whole (broken off or damaged copies of the store), and which copies `unreached`: path → why.
    `alone`: in how many texts each first name still stands by itself, which may be another's.
    """

    places: int
    pages: int
    removed: list[Path]
    unreached: dict[Path, str]
    alone: dict[str, int]


class Person(NamedTuple):
    """Whom to erase: names, facts and addresses of them, and the names and addresses that others have."""

    names: list[str]
    facts: set[str]
    addresses: list[str]
    others: list[str]
    kept: set[str]
    is_known: bool


def forget(
    search: Search, person: str, is_so: Callable[[Copy], bool] = lambda _: False, is_word: bool = False
) -> Erased:
    """Erase a person from the store, its copies and the reports; return what was erased, and what was not.

    `person` is a name, an id of `search.people`, or a hire such as “hire-1”. What they said about a
    rejection stays, without them. `is_so` answers of a copy whose place only a restored file tells whether it
    is a copy of this search, and of one that is missing whether it was deleted. With `is_word` also words
    are erased that name nobody who is known.
    """
    if not any(map(str.isalnum, person)):
        raise JobkitError("Name the person: jobkit forget NAME. Nothing was erased.")
    who = _who(search, person)
    found = _asked(search.store, is_so)
    whole = copies.leftovers(search.store, found)
    whole += [copy.path for copy in found if copy.state == copies.DAMAGED]
    traces = Traces(who.names, (), who.others)
    held, unreached = {search.store.path: _held(search.store, traces)}, dict[Path, str]()
    for copy in found:
        try:
            if copy.state == copies.SOUND:
                held[copy.path] = _held(Store.of(copy.path), traces)
            elif copy.state != copies.DAMAGED:
                unreached[copy.path] = copy.words
        except JobkitError as error:
            unreached[copy.path] = str(error)
    if not (is_word or who.is_known):
        _refuse_unknown(search.store, person, traces, whole, held)
    theirs = {address for *_, found in held.values() for address in found} - who.kept
    traces = Traces(who.names, [*theirs, *who.addresses], who.others)
    pages = _erase_reports(search.folder / "reports", traces)
    places, own = _erase_outputs(search.folder / "notebooks", traces)
    places += pages
    unreached |= dict.fromkeys(own, "the name stands in what you wrote there")
    for path in whole:
        remove(path)
    for path, (facts, records, _) in reversed(held.items()):  # the store last: until then the person is known
        try:
            places += Store.of(path).erase(traces if who.names else None, who.facts | facts, records)
        except JobkitError as error:
            if path == search.store.path:
                raise
            unreached[path] = str(error)
        if traces.search(path.name):
            unreached[path] = "the name of the file tells of them; rename it"
    return Erased(places, pages, whole, unreached, _left_alone(search.store, who))


def _left_alone(store: Store, who: Person) -> dict[str, int]:
    """Return in how many texts the first name of theirs still stands that nobody else is known to bear."""
    borne = naming.all_folds(WORD.findall("\n".join(who.others)))
    firsts = {words[0] for words in map(WORD.findall, who.names) if len(words) > 1 and len(words[0]) > 2}
    counts = {
        first: _n_texts(store, Traces([first], ()))
        for first in sorted(firsts)
        if borne.isdisjoint(folds_of(first))
    }
    return {first: n for first, n in counts.items() if n}


def _n_texts(store: Store, traces: Traces) -> int:
    read = (store.read(f"SELECT {', '.join(columns)} FROM {table}") for table, _, columns in TEXTS)  # noqa: S608
    return sum(traces.search(text) for rows in read for row in rows for text in row if isinstance(text, str))


def _who(search: Search, person: str) -> Person:
    known, hires, key = search.people, search.hires, names.company_key(person)
    is_theirs = (known["person"] == person) | (known["name"].map(names.company_key) == key)
    rows, rest, hired = known[is_theirs], known[~is_theirs], hires[hires["hire"] == person]
    return Person(
        names=[*rows["name"], *([person] if rows.empty and hired.empty else [])],
        facts={*rows.get("fact", []), *hired.get("fact", [])},
        addresses=texts(rows[REACH].to_numpy().ravel()),
        others=[*naming.companies(search), *rest["name"].dropna()],
        kept=set(texts(rest[REACH].to_numpy().ravel())),
        is_known=bool(len(rows) + len(hired)) or key in map(names.company_key, naming.people(search)),
    )


def _refuse_unknown(store: Store, person: str, traces: Traces, whole: list[Path], held: dict) -> None:
    """Raise where nobody of this name is known, unless what was broken off before still tells of them."""
    if any(facts or records for facts, records, _ in held.values()):
        return
    if n := _n_texts(store, traces):
        again = f"jobkit forget {shlex.quote(person)} --word"
        raise JobkitError(
            f"Nobody called “{person}” is known; the words stand in {english.count(n, 'text')}."
            f" Nothing was erased. To erase them everywhere, for good: {again}"
        )
    if not any(map(traces.stand_in, whole)):
        raise JobkitError(f"Nobody called “{person}” is known. Nothing was erased.")


def _asked(store: Store, is_so: Callable[[Copy], bool]) -> list[Copy]:
    """Return the copies that are known, after asking of those of which the person must say what they are."""
    todo = {copies.BROUGHT: copies.MADE, copies.MISSING: copies.GONE}
    seen: set[Path] = set()
    while asked := [copy for copy in copies.known(store) if copy.state in todo and copy.path not in seen]:
        seen |= {copy.path for copy in asked}
        for copy in asked:
            if is_so(copy):
                copies.note(store, {str(copy.path): todo[copy.state]})
    return copies.known(store)


def _held(store: Store, traces: Traces) -> tuple[set[str], set[int], set[str]]:
    """Return the facts about the person, undone ones too; the records about nobody else; their addresses."""
    facts, records, addresses = set(), set(), set()
    for fact, record, body in store.read(QUERIES["every_person"]):
        told = json.loads(body)
        if traces.is_name(told.get("name")):
            facts.add(fact)
            records.add(record)
            addresses |= set(texts(map(told.get, REACH)))
    rest = {number for (number,) in store.read(QUERIES["of_more"])}
    for number, content in store.read("SELECT record, content FROM records WHERE json_valid(content)"):
        if traces.is_row(content):
            records.add(number)
        if number in records - rest:
            cells = (cell.strip() for cell in json.loads(content).values() if isinstance(cell, str))
            addresses |= {cell for cell in cells if any(kind.fullmatch(cell) for kind in (EMAIL, URL, PHONE))}
        addresses |= traces.beside(content)
    return facts, records - rest - {None}, set(texts(addresses))


class Traces:
    """What tells of one person in a text: their name however it is written, and their addresses.

    The surname alone counts, too, unless somebody or some firm in `others` bears it.
    """

    def __init__(self, said: Iterable, addresses: Iterable, others: Iterable[str] = ()):
        called, kept = texts(said), texts(addresses)
        borne = naming.all_folds(WORD.findall("\n".join(others)))
        self._keys = {names.company_key(name) for name in called}
        self._parts = [parts for parts in map(str.split, map(str.casefold, called)) if len(parts) > 1]
        surnames = naming.all_folds(word for name in called for word in WORD.findall(name)[-1:])
        self._surnames = {fold for fold in surnames if len(fold) > 3}
        ways = [words for name in called for words in _ways(name, borne)]
        boxes = filter(self._bears_name, {_mailbox(text) for text in kept if "@" in text})
        ways += [words for words in map(WORD.findall, boxes) if not borne.issuperset(naming.all_folds(words))]
        self._names = Names(dict.fromkeys(called, FORGOTTEN))
        for words in ways:
            self._names.add(words, FORGOTTEN)
        spaced = (r"\s+".join(map(re.escape, text.split())) for text in kept if len(text) > 5)
        written = [rf"(?<!\w){text}(?!\w)" for text in spaced]
        self._addresses = re.compile("|".join([*written, naming.numbers_pattern(kept)]), re.IGNORECASE)

    def is_name(self, name: object) -> bool:
        """Return whether this is their name."""
        return isinstance(name, str) and names.company_key(name) in self._keys

    def is_row(self, content: str) -> bool:
        """Return whether cells of a record that is JSON are their first and their last name."""
        low = content.casefold()
        return any(first in low for first, *_ in self._parts) and bool(self._parted(json.loads(content)))

    def beside(self, content: str) -> set[str]:
        """Return the addresses and numbers that a record gives as theirs: beside the name, or named so."""
        ends = [end for _, end, _ in self._names.places(content)] if self._names.may_stand(content) else []
        after = [kind.match(content, end) for kind in (BESIDE, SIGNED) for end in ends]
        found = {match[1] for match in after if match and _mailbox(match[1]) not in naming.listed("offices")}
        found |= {email for email in EMAIL.findall(content) if ends and self._bears_name(_mailbox(email))}
        firsts = {first for first, *_ in self._parts}
        return found | {email for email in ERASED_BESIDE.findall(content) if _mailbox(email) in firsts}

    def _bears_name(self, local: str) -> bool:
        together = naming.bare("".join(WORD.findall(local)))
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

    def stand_in(self, path: Path) -> bool:
        """Return whether anything in the bytes of a file tells of the person."""
        return self.search(decoded(path.read_bytes()))

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
        if (bare := seen(text)) != text and self._names.replaced(bare) != bare:
            text = bare
        return self._names.replaced(text) if self._names.may_stand(text) else text


def _mailbox(address: str) -> str:
    return address.partition("@")[0].casefold()


def _ways(name: str, borne: set[str]) -> list[list[str]]:
    """Return how a person is called; by the surname alone only where nobody else bears it."""
    *others, last = [[word] for word in WORD.findall(name)] or [[""]]
    if len(last[0]) < 4 or not borne.isdisjoint(folds_of(last[0])):
        others.append(last)
    return [words for words in naming.ways_to_write(name) if words not in others]


def _erase_reports(folder: Path, traces: Traces) -> int:
    """Delete each month's files when one of them names the person, and make the page of all reports anew.

    A PDF that has no page beside it cannot be looked through, and goes with its month.
    """
    from jobkit.reports import report

    places = 0
    for month in {path.parent for path in folder.rglob("*") if path.is_file()} - {folder}:
        files = [path for path in month.iterdir() if path.is_file()]
        pdfs, pages = ({path.stem for path in month.glob(f"*.{kind}")} for kind in ("pdf", "html"))
        if pdfs - pages or any(map(traces.stand_in, files)):
            places += len(files)
            for path in files:
                path.unlink()
    if (index := folder / "index.html").is_file():
        try:
            report.index(folder.parent)
        except JobkitError:  # a month's own list is damaged: `report` will say so
            index.unlink()
    return places


def _erase_outputs(folder: Path, traces: Traces) -> tuple[int, list[Path]]:
    """Clear the outputs of notebooks in which the name stands, which can be run again.

    Returns how many were cleared, and those in which it stands elsewhere, too.
    """
    named = [path for path in folder.rglob("*.ipynb") if traces.stand_in(path)]
    for path in named:
        with suppress(ValueError, TypeError, KeyError, RecursionError):
            notebook = json.loads(path.read_text(encoding="utf-8"))
            for cell in notebook["cells"]:
                cell |= {"outputs": [], "execution_count": None} if "outputs" in cell else {}
            write_private(path, json.dumps(notebook, indent=1, ensure_ascii=False).encode())
    own = [path for path in named if traces.stand_in(path)]
    return len(named) - len(own), own
