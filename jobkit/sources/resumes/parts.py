"""The parts of a line in the head of an entry, and the words by which they are told.

A title is told by its words and endings in three languages, an organisation by legal forms and by what it
is, a place by countries and by how it is written.
"""

import math
import re
from dataclasses import dataclass
from functools import cache

from jobkit.language.vocabulary import shipped
from jobkit.skills import isced
from jobkit.sources.resumes.documents import Line
from jobkit.sources.resumes.layout import NUMBER, phrase, word_list, words
from jobkit.sources.resumes.spans import closed, span, without

STRONG = re.compile(
    r"(?:\s(?:at|chez|bei|presso))?\t|\s?[|•·●∙]\s?|\s[–—-]\s|\s[–—-](?=\w)|(?<=\w)[–—]\s|\s(?:@|//)(?:\s|$)|(?<=\S)\s{2,}|;\s"
    r"|(?<=\w)(?<!Winston)(?<!Wilkes)-(?=[A-Z][\w .]{2,20}, [A-Z]{2}$)"  # Kroger-McDonough, GA
)
SENTENCES = {name: re.compile(text, re.X) for name, text in shipped("resumes")["sentences"].items()}
AS = SENTENCES["before"]
"""What stands before a title on a line of its own: als Zimmerer."""
LEGAL = re.compile(r"[eE]\. ?[KVGkvg]\.|[^\W\d_]+(?:\.[^\W\d_]+)*\.?(?: ?& ?Co\.?(?: KG)?)?")
PLACE = re.compile(
    r"[A-ZÀ-Þ][^\d,|&]{1,25},\s(?:[A-Z]{2}|[A-ZÀ-Þ][^\d,|]{2,20})(?:,\s[A-ZÀ-Þ][^\d,|]{1,20})?"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an entry's head: its text, its slot (line from the dates, place in it), its label."""

    text: str
    slot: tuple[int, int]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words by which a kind of entry is told: of its title (a degree), its organisation (a school)."""

    titles: frozenset[str]
    endings: tuple[str, ...]
    organisations: frozenset[str]

    def title(self, text: str) -> float:
        """Return how much a text is a title: most where its head word is one."""
        if self is degree_words() and not math.isnan(isced(text)):
            return 3.0
        names = words(re.split(r"\s[–—-]\s|,|\(", text)[0])
        hits = [at for at, word in enumerate(names) if self._is_title(word)]
        if not hits:
            return float(any(map(self._is_title, words(text))))
        return 3.0 if _end(names) - 1 in hits else 2.5 if hits[0] == 0 else 2.0  # Baker Hughes is no baker

    def organisation(self, text: str) -> float:
        """Return how much a text is the name of an organisation: most with a legal form."""
        names = words(re.sub(r"\([^()]*\)", "", text)) or words(text)
        if legal_form(text):
            return 5.0
        if not {*names} - word_list("words", "fields"):
            return 0.0  # VP, Engineering
        hits = [at for at, word in enumerate(names) if self._is_organisation(word)]
        if not hits:
            return 2.0 if "(" in text and any(map(self._is_organisation, words(text))) else 0.0
        end = _end(names)
        if any(map(self._is_title, names[hits[-1] + 1 : end])):
            return 1.0  # a Software Engineer is no company
        return 3.0 if end - 1 in hits or hits[0] == 0 else 2.0 if hits[0] < end else 1.0

    def _is_title(self, word: str) -> bool:
        return word in self.titles or word.endswith(self.endings)

    def _is_organisation(self, word: str) -> bool:
        return word in self.organisations or word.endswith(tuple(word_list("words", "organisation_endings")))


def _end(names: list[str]) -> int:
    """Where the head of a name ends: at the first small word, or number of a grade, behind its beginning."""
    ends = word_list("words", "small") | word_list("words", "ends")
    return next((at for at, word in enumerate(names) if at and word in ends), len(names))


@cache
def role_words() -> Words:
    """Return the words that tell a job title from an employer."""
    table = shipped("resumes")["words"]
    return Words(frozenset(table["titles"].split()), tuple(table["title_endings"].split()),
                 frozenset(f"{table['organisations']} {table['schools']}".split()))  # fmt: skip


@cache
def degree_words() -> Words:
    """Return the words that tell a degree from a school."""
    table = shipped("resumes")["words"]
    return Words(frozenset(table["degrees"].split()), tuple(table["degree_endings"].split()),
                 frozenset(table["schools"].split()))  # fmt: skip


def parts(text: str, offset: int) -> list[Part]:
    """Return the parts of a line of an entry's head, what a label before one says of it taken to heart."""
    kind, value = label(text)
    if kind:
        keep = kind in ("title", "organisation")
        return [Part(value, (offset, 0), kind)] if keep and value else []
    text = NUMBER.sub("", AS.sub("", re.sub(r"(?:https?://|www\.)\S{1,200}", "", text)))
    cells = (piece for one in STRONG.split(text) for piece in _at_joint(one))
    pieces = [closed(cell.strip(" ,|·•–—-:").strip()) for cell in cells]
    kept = [piece for piece in pieces if piece and not piece.isdecimal() and not _is_dropped(piece)]
    return [Part(AS.sub("", piece), (offset, at)) for at, piece in enumerate(kept)]


def _at_joint(text: str) -> list[str]:
    """`Nurse at North Hospital` cut at its joint, where a title stands before it."""
    for name, least in (("joint", 1), ("within", 2)):
        joint = SENTENCES[name].search(text)
        if joint and role_words().title(text[: joint.start()]) >= least:
            return [text[: joint.start()], text[joint.end() :]]
    return [text]


def label(text: str) -> tuple[str, str]:
    """Return what the label before a text says that it is, and the text; ("", text) without one."""
    for sign in ("\t", ":"):
        before, is_there, after = text.partition(sign)
        kind = labels().get(phrase(before), "") if is_there else ""
        if kind:
            return kind, after.strip(" \t:")
    return "", text


def is_table_head(line: Line) -> bool:
    """Return whether a line is the names of columns above a table: `Degree`, `University`, `Year`."""
    cells = [phrase(cell) for cell in line.text.split("\t")]
    n_known = sum(cell in labels() or cell in word_list("phrases", "columns") for cell in cells)
    is_named = line.style == "columns" or (len(cells) >= 3 and n_known >= 2) or n_known == len(cells) == 2
    return is_named and not re.search(r"\d", line.text)


@cache
def labels() -> dict[str, str]:
    """Return what each known label says that follows it."""
    table = shipped("resumes")["labels"].items()
    return {phrase(label): kind for kind, labels in table for label in labels.split("|")}


def _is_dropped(piece: str) -> bool:
    """Employment types, durations, marks: what is neither a title, nor an organisation, nor a place."""
    is_known = phrase(piece) in word_list("phrases", "dropped") or label(piece)[0] == "dropped"
    is_bare = not re.search(r"[^\W\d_]", piece) or re.fullmatch(r"[^\W\d_]+\.? (?:19|20)\d\d", piece)
    return is_known or bool(is_bare) or not without(piece, span(piece))  # Janurary 2017


def legal_form(text: str) -> bool:
    """Return whether a name bears a legal form: a word of its own behind the name, not in small letters."""
    places = [(match[0], text[match.end() :]) for match in LEGAL.finditer(text)][1:]
    own = (word for word, after in places if not word.islower() and not re.match(r"\s?[\w/-]", after))
    forms = word_list("words", "legal_forms")
    last = ("co", "kg")  # of “& Co. KG”
    return any(
        phrase(word).replace(" ", "") in forms or ("&" in word and phrase(word).split()[-1] in last)
        for word in own
    )


def place_score(text: str) -> float:
    """Return how much a text is a place: most where it names a country, a state or work from home."""
    towns, lands = word_list("phrases", "towns"), word_list("phrases", "places")
    text = text.strip(" ()")
    before, _, last = text.rpartition(", ")
    if phrase(text) in towns | lands or last in ("CO", "NV"):  # Colorado, and no company
        return 3.0
    if phrase(last) in towns and phrase(before) not in towns:  # Umbra, Hamburg
        return 0.0
    if not PLACE.fullmatch(text) or role_words().title(text) or role_words().organisation(text):
        return 0.0
    return 3.0 if phrase(last) in towns | lands or re.fullmatch("[A-Z]{2}", last) else 1.5
