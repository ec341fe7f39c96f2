"""One door for the names of what people can do and hold: skills, certificates, degrees, spoken languages.

Yours, a hire's and the job's pass through it, so that one thing has one name wherever it was written:
“Python (Programming Language)”, “SAP MM” for SAP, “English: native”, “RN, State of Ohio (active)”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import NamedTuple

from jobkit.language.text import fold
from jobkit.language.vocabulary import WORD, listed, shipped

Wider = Mapping[str, str] | None
SEPARATORS = frozenset(",;|•·●▪◦\t\n")
DOTTED = re.compile(r"[^\W\d_]{1,4}(?:\.[^\W\d_]{1,4}){1,4}\.?(?!\w)|[^\W\d_]+(?:[’'][^\W\d_]+)?|\d+")
STANDARD = re.compile(r"(?!19|20)\d{3,5}|EN|ISO")
FRAMED = re.compile(
    r"\b(?:certificate|diploma|titre|diplôme)\b[^.;\n]{0,80}\b(?:level|niveau) ([4-7])\b"
    r"|\b(?:level|niveau) ([4-7]) (?:[a-z]{1,20} ){0,2}diploma\b",
    re.IGNORECASE,
)
"""A qualification that says its level on a national framework, which from 4 on is that of ISCED, nearly."""
TRAINED = re.compile(r"Ausbildung (?:zu[mr]|als) |fach(?:mann|frau) mit ", re.IGNORECASE)
DRIVING = re.compile(
    r"führerschein|fahrerlaubnis|driv|permis|\b(?:[hl]gv|p[cs]v|cat|category|klassen?)\b", re.IGNORECASE
)
"""What says that a licence or “BE” is one to drive, and no degree."""
DEGREES = frozenset("bachelor bachelors master masters degree degrees bsc msc mba phd diploma".split())
JOINTS = tuple(map(re.compile, (r"\s/\s", "/", r"\s(?:and|und|et|&)\s")))
PIECE = re.compile(r"[,;:()|\t\n–—]|\s-\s|(?<=[^\W\d_]{4})\.\s")
ELISION = re.compile(r"\A[dlDL][’']")
CODES = frozenset("a1 a2 b1 b2 c1 c2".split())
HYPHENED = re.compile(rf"\b[^\W\d_]-\w+|{WORD.pattern}")  # “G-code”, “e-commerce”
LONGEST = 200
"""Letters of a name that are looked at; a longer text is no name."""


_heads = partial(listed, "unknown", "heads", "certificates")
_scan = partial(listed, "scan", file="skills")
_place = partial(listed, "place", file="degrees")
_filler = partial(listed, "filler", "words", "languages")


class Entry(NamedTuple):
    """One name in a list: what it is called, the level beside it, the group it stands in."""

    name: str
    level: str = ""
    group: str = ""


# ---- skills


def skill(name: str, wider: Wider = None) -> tuple[str, str]:
    """Return the name a skill goes by, and by which rule: alias, spelling, a wider table, as written."""
    written = " ".join(name.split())
    for rule, part in _readings(written):
        label = aliases().get(alias_key(part))
        if label:
            is_plain = rule == "alias" and alias_key(label) == alias_key(written)
            said = "spelling" if is_plain else rule
            return label, f"{said}: {written} = {label}" if written != label else "as written"
        if wider and alias_key(part) in wider:
            return wider[alias_key(part)], f"taxonomy: {written} = {wider[alias_key(part)]}"
    inner = brackets(written)
    if inner[1] and not _names_in(inner[1]):
        return inner[0], f"bracket: {written} = {inner[0]}"
    return written, "as written"


def labels(name: str, wider: Wider = None) -> tuple[str, ...]:
    """Return every name that one written name stands for, its own first, then what it includes.

    “Amazon Web Services (AWS)” is one skill; “Testing (Selenium, JUnit)” is three; “SAP MM” is SAP too,
    and Django is Python. A requirement is met by any of them.
    """
    written = " ".join(name[:LONGEST].split())
    outer, inner = brackets(written)
    pieces = [written, *([outer, *_names_in(inner)] if inner else [])]
    found = [skill(piece, wider)[0] for piece in pieces]
    found += [language(written), *(label for piece in pieces for label in certificates(piece))]
    found += [broader for label in found for broader in _includes(label)]
    return tuple(dict.fromkeys(one for one in found if one))


def held(names: Iterable[str], wider: Wider = None) -> frozenset[str]:
    """Return the keys of all that a list of names stands for: what is compared with `asked`."""
    return frozenset(alias_key(label) for name in names for label in labels(str(name), wider))


def asked(value: str, wider: Wider = None) -> frozenset[str]:
    """Return the keys of which any one meets a requirement, `A|B` where either will do."""
    parts, heads = [part for part in value.split("|") if part.strip()], _heads()
    unknown = [part for part in parts if part.split()[-1].lower() in heads and not is_known(part)]
    bare_names = [part.rsplit(" ", 1)[0] for part in unknown]  # knowing AWS is no AWS Certification
    named = (skill(part, wider)[0] for part in (*parts, *bare_names))
    return frozenset(map(alias_key, (*named, *parts_of(value))))


def parts_of(value: str) -> list[str]:
    """Return the parts of the suites a requirement names, of which any one meets it: of Office Excel."""
    suites = (label for part in value.split("|") if alias_key(label := skill(part)[0]) in _scan("suites"))
    return [part for suite in suites for part in shipped("skills")["scan"]["includes"][suite]]


def entries(text: str) -> list[Entry]:
    """Return the names in a line of a list, taken apart: groups, brackets, levels.

    “Languages: Python, C++” are two names in a group; “English: native, German (B2)” two with a level.
    A slash parts known names alone (“Java/Kotlin”, not “CI/CD”).
    """
    found: list[Entry] = []
    group = ""
    for piece in _pieces(text):
        before, colon, after = (part.strip() for part in piece.partition(":"))
        if colon and not after:
            group = before
            continue
        if colon and before and is_level(after):
            found.append(Entry(before, after, group))
            continue
        if colon and before and "//" not in after[:2]:
            group, piece = before, after
        for one in _at_slashes(piece):
            outer, inner = brackets(one)
            is_list = bool(re.search(r"(?<!-),|\s&\s", inner)) and not certificates(one)
            is_class = alias_key(outer).removesuffix("s") in _scan(
                "classes"
            )  # of things that are known, or so called
            is_group = is_list and (is_class or any(map(is_known, _names_in(inner))))
            several = _names_in(inner) if is_group else []
            found += [_entry(outer if several else one, group), *(_entry(name, outer) for name in several)]
    return [one for one in found if one.name]


def brackets(text: str) -> tuple[str, str]:
    """Return a name without its bracket at the end, and what stood inside; ("…", "") where there is none."""
    text = text.strip()
    begin = text.rfind("(")
    if not text.endswith(")") or begin <= 0:
        return text, ""
    return text[:begin].strip(), text[begin + 1 : -1].strip()


def alias_key(name: str) -> str:
    """Return how a skill is compared: folded words; `+` and `#` stay, so that C, C++ and C# are three."""
    plain = fold(name).replace("&", " and ")
    for sign in "-/.’'":
        plain = plain.replace(sign, " " if sign not in "’'" else "'")
    return " ".join(plain.split())


@cache
def aliases() -> dict[str, str]:
    """Return the skills and certificates that ship with jobkit: each alias as compared, and its name."""
    trades = [table for name, table in shipped("skills").items() if name not in ("scan", "titles")]
    made: dict[str, str] = {}
    for table in (*trades, *certificate_kinds().values()):
        for label, others in table.items():
            made |= dict.fromkeys(map(alias_key, (label, *others)), label)
    return made


def of_titles(titles: Iterable[str]) -> list[str]:
    """Return the skills that job titles show: of a buyer Procurement, of a Java developer Java."""
    shown = {alias_key(word): label for label, words in shipped("skills")["titles"].items() for word in words}
    found: list[str] = []
    for title in titles:
        words = [fold(word) for word in WORD.findall(title[:LONGEST])]
        parts = [" ".join(words[at : at + n]) for at in range(len(words)) for n in (3, 2, 1)]
        named = (shown.get(part) or aliases().get(part, "") for part in parts if len(part) > 2)
        found += [label for label in named if label and label not in kinds()]
    return list(dict.fromkeys(found))


def is_known(name: str, wider: Wider = None) -> bool:
    """Return whether a table knows a name; what it does not know is kept as written and compared as such."""
    return any(alias_key(part) in aliases() or alias_key(part) in (wider or {}) for part in name.split("|"))


def _readings(written: str) -> Iterator[tuple[str, str]]:
    """The ways to read a written name, the whole first: without its bracket, the bracket, without noise."""
    yield "alias", written
    outer, inner = brackets(written)
    if inner:
        yield "bracket", outer
        yield from (("bracket", part) for part in _names_in(inner)[:1] if part == inner)
    plain = bare(outer)
    if plain and plain != written:
        yield "alias", plain


def bare(text: str) -> str:
    """Return a name without the words that only weigh it: “sehr gute SAP-Kenntnisse” is SAP."""
    found = [match for match in HYPHENED.finditer(text[:LONGEST]) if fold(match[0]) not in _scan("noise")]
    if not found:
        return ""
    plain, last = text[found[0].start() : found[-1].end()], fold(found[-1][0])
    for ending in ("kenntnisse", "skills"):
        if last.endswith(ending) and len(last) > len(ending) + 2:
            plain = plain[: -len(ending)].rstrip("-s" if plain[-len(ending) - 1] == "-" else "-")
    return plain.strip()


def _names_in(inner: str) -> list[str]:
    """The names inside a bracket; a level, years or a class of things (“programming language”) is none."""
    parts = [part.strip() for part in re.split(r"[,;/]|\s&\s", inner)]
    return [part for part in parts if part and not is_level(part) and alias_key(part) not in _scan("classes")
            and not part[:1].isdigit()]  # fmt: skip


def _includes(label: str) -> Iterator[str]:
    """What a name includes: by the table, and by its first word where that is a family (“SAP MM”)."""
    yield from shipped("skills")["scan"]["includes"].get(label, ())
    yield from shipped("certificates")["meets"].get(label, ())
    for family in shipped("skills")["scan"]["families"]:
        if alias_key(label).startswith(f"{alias_key(family)} "):
            yield aliases().get(alias_key(family), family)


def _pieces(text: str) -> Iterator[str]:
    """A list cut at its commas, bars and bullets, none of them inside a bracket."""
    depth, begin = 0, 0
    for at, sign in enumerate(text):
        depth = max(depth + (sign == "(") - (sign == ")"), 0)
        if sign in SEPARATORS and (not depth or sign == "\n"):
            yield text[begin:at]
            begin, depth = at + 1, 0
    yield text[begin:]


def _at_slashes(piece: str) -> list[str]:
    """A piece at its slashes, then at “and”: “Health and Safety / First Aid” are two."""
    outer, level = brackets(piece)
    piece = outer if is_level(level) and "/" in outer else piece  # HTML/CSS (Grundlagen)
    for joint in JOINTS if "(" not in piece and alias_key(piece) not in aliases() else ():
        parts = joint.split(piece)
        each = [one for part in parts for one in _at_slashes(part.strip())] if len(parts) > 1 else []
        known = [alias_key(one) in aliases() or bool(language(one)) for one in each]
        is_part = each and each[-1].islower() and not piece.islower()  # “Accounts payable / receivable”
        if each and (all(known) or (joint is JOINTS[0] and not is_part)):
            return each
    return [piece]


def _entry(piece: str, group: str) -> Entry:
    """A name with the level behind it: in a bracket, behind a dash, or as its last words."""
    text = piece.strip(" \t.•·●▪◦–—-")
    outer, inner = brackets(text)
    if inner and is_level(inner):
        return Entry(outer, inner, group)
    for dash in (" – ", " — ", " - "):
        name, found, level = text.rpartition(dash)
        if found and is_level(level):
            return Entry(name.strip(), level.strip(), group)
    tongue, level = spoken(text)
    if tongue and level:
        return Entry(tongue, level, group)
    for count in (2, 1):  # “Word sehr gut”, and never “Visual Basic”
        name, *last = text.rsplit(" ", count)
        if len(last) == count and is_level(" ".join(last)) and is_known(brackets(name)[0]):
            return Entry(name, " ".join(last), group)
    return Entry(text, "", group)


# ---- spoken languages


def language(text: str) -> str:
    """Return the English name of a spoken language, "" for anything else: `Englischkenntnisse` is English."""
    return spoken(text)[0]


def spoken(text: str) -> tuple[str, str]:
    """Return a spoken language and the words of its level: “German – C1”, “fließend Englisch”; ("", "").

    Only a text that says nothing else is one: “German engineering” and “R” are none.
    """
    folded = [fold(match[0]) for match in WORD.finditer(text[:LONGEST])][:12]
    folded = [one for word in folded for one in _uncompounded(word)]
    for length in (3, 2, 1):
        for at in range(len(folded) - length + 1):
            name = languages().get(" ".join(folded[at : at + length]))
            rest = folded[:at] + folded[at + length :]
            if name and all(word in beside() for word in rest):
                level = " ".join(word for word in rest if word in _level_words())
                return name, level if is_level(level) else ""
    return "", ""


def framework_level(text: str) -> str:
    """Return a level as A1 to C2 or native, "" where its words are not known: “verhandlungssicher” is C1."""
    words = [fold(match[0]) for match in WORD.finditer(text[:LONGEST])]
    codes = (word.upper() for word in words if word in CODES)
    lengths = range(min(len(words), 7), 0, -1)
    runs = (" ".join(words[at : at + n]) for n in lengths for at in range(len(words) - n + 1))
    return next(chain(codes, filter(None, map(_levels().get, runs))), "")


def is_level(text: str) -> bool:
    """Return whether a text is the level of a language or skill and nothing else."""
    words = {fold(match[0]) for match in WORD.finditer(text[:LONGEST])}
    is_graded = bool(words & _scan("grades") or framework_level(text))
    return is_graded and words <= beside()


@cache
def languages() -> dict[str, str]:
    """Return every name of a spoken language, folded, and the language in English."""
    table = shipped("languages")["languages"]
    return {" ".join(map(fold, WORD.findall(alias))): name for name, others in table.items()
            for alias in (name, *others)}  # fmt: skip


def _uncompounded(word: str) -> list[str]:
    for ending in ("sprachkenntnisse", "sprachkenntnissen", "kenntnisse", "kenntnissen", "muttersprachler"):
        if word.endswith(ending) and word != ending:
            stem = word.removesuffix(ending)
            return [stem, ending] if stem in languages() else [word]
    return [word]


@cache
def _levels() -> dict[str, str]:
    table = shipped("languages")["levels"].items()
    return {" ".join(map(fold, WORD.findall(words))): level for level, said in table for words in said}


@cache
def beside() -> frozenset[str]:
    """Return the words that may stand beside the name of a language: of a level, “written”, “and”."""
    return _filler() | _level_words() | _scan("grades")


@cache
def _level_words() -> frozenset[str]:
    return frozenset(word for said in _levels() for word in said.split())


# ---- certificates


def certificates(text: str) -> tuple[str, ...]:
    """Return the certificates a text names: “RN, State of Ohio (active)” is Registered Nurse.

    A name of up to four letters counts in capitals alone: “PALS” and not “pals”.
    """
    text = text[:LONGEST].replace("’", "'")
    found = [*WORD.finditer(text)]
    names, at = [], 0
    while at < len(found):
        for length in range(min(10, len(found) - at), 0, -1):
            words = [match[0] for match in found[at : at + length]]
            written = text[found[at].start() : found[at + length - 1].end()]  # “driver's license”
            label = aliases().get(alias_key(written)) or aliases().get(alias_key(" ".join(words)), "")
            if label in kinds() and is_spelled(words):
                names.append(label)
                at += length - 1
                break
        at += 1
    return tuple(dict.fromkeys(names))


def is_spelled(words: Sequence[str]) -> bool:
    """Return whether a short name is written as one: in capitals, at least two (“CEng”), or with a figure."""
    return sum(map(len, words)) > 4 or any(word[:2].isupper() or not word.isalpha() for word in words)


@cache
def kinds() -> dict[str, str]:
    """Return each certificate and licence that ships with jobkit, and its kind."""
    return {name: kind for kind, table in certificate_kinds().items() for name in table}


def certificate_kinds() -> dict[str, dict[str, list[str]]]:
    """Return the certificates and licences by kind: name → other names."""
    table = shipped("certificates")
    return {kind: names for kind, names in table.items() if kind not in ("meets", "unknown")}


# ---- degrees


class Degree(NamedTuple):
    """A degree that a text names: its level on ISCED 2011, and where it stands."""

    level: int
    begin: int
    end: int


def isced(text: str, language: str = "") -> float:
    """Return the ISCED 2011 level of a degree as a résumé writes it; NaN when its words are not known.

    Of several degrees in one text the first named counts: “Master of Science (BSc 2012)” is a master.
    """
    if is_unfinished(text):
        return float("nan")
    found = degrees(text[: 5 * LONGEST], language, in_place=True)
    between = text[found[0].begin : found[1].begin] if len(found) > 1 else ""
    if len(between.split()) < 5 and TRAINED.search(between):
        found.pop(0)  # “Ausbildung zum Krankenpfleger” is what it is for; “Fachmann mit Fachausweis”
    framed = FRAMED.search(text[: 5 * LONGEST])
    if framed and (not found or found[0].level < 6):
        return float(framed[1] or framed[2])
    return float(found[0].level) if found else float("nan")


def is_unfinished(text: str) -> bool:
    """Return whether a text says that a degree was begun and not taken: `BSc, not completed`.

    “Thesis on incomplete information” does not.
    """
    pieces = (" ".join(map(fold, WORD.findall(piece))) for piece in PIECE.split(text[: 5 * LONGEST]))
    words = rf"\b(?:{'|'.join(sorted(shipped('degrees')['unfinished'], reverse=True))})\b"
    found = (re.split(words, piece, maxsplit=1) for piece in pieces)
    return any(len(beside) == 2 and all(map(_is_of_studies, beside)) for beside in found)


def _is_of_studies(text: str) -> bool:
    """Whether words beside “not completed” are none, studies, a degree, or begin to say why or when."""
    words = text.split()
    is_when = 0 < len(words) < 4 and words[-1].isdecimal()
    return not words or is_when or words[0] in _place("studies") or bool(degrees(text, in_place=True))


def qualification(text: str) -> str:
    """Return the words of a text that name its degree or training, "" for none: “Fachwirtin”, “CAP”."""
    found = degrees(text[: 5 * LONGEST], in_place=True)
    return text[found[0].begin : found[0].end] if found else ""


def qualified(titles: Iterable[str]) -> str:
    """Return of qualifications of one level the first that says more than who awards it; "" for none."""
    return min(titles, key=lambda title: alias_key(qualification(title)) in _place("bodies"), default="")


def degrees(text: str, language: str = "", in_place: bool = False) -> list[Degree]:
    """Return the degrees a text names, in their order.

    Parameters
    ----------
    language : of the text, “en”, “de”, “fr”, “es”; words of another one do not count, English ones always.
    in_place : it stands where degrees stand, so that “MS” and “licence” need nothing beside them.
    """
    words = _degree_tokens(text)
    found, at = [], 0
    while at < len(words):
        level, length = _degree_at(words, at, language, in_place)
        if level:
            while at + length < len(words) and words[at + length].text in ("degree", "degrees", "abschluss"):
                length += 1
            found.append(Degree(level, words[at].begin, words[at + length - 1].end))
        at += max(length, 1)
    is_to_drive = bool(found) and DRIVING.search(text)
    return [
        one for one in found if not (is_to_drive and text[one.begin : one.end].lower() in ("be", "licence"))
    ]


class _Token(NamedTuple):
    text: str
    raw: str
    begin: int
    end: int


def _degree_tokens(text: str) -> list[_Token]:
    """Words with dots and apostrophes closed up: “M.S.” is ms, “d’ingénieur” ingenieur."""
    found = []
    for match in DOTTED.finditer(text):
        raw = ELISION.sub("", match[0]).replace(".", "").replace("’", "").replace("'", "")
        found.append(_Token(fold(raw), raw, match.start(), match.end()))
    return found


def _degree_at(words: list[_Token], at: int, language: str, in_place: bool) -> tuple[int, int]:
    """The level of the degree beginning at a word, 0 for none, and how many words it takes."""
    spelled = _degree_words()[1].get(words[at].raw)
    if spelled and at + 1 < len(words) and STANDARD.fullmatch(words[at + 1].raw):
        return 0, 1  # BS 7671 is a British Standard
    for length in range(min(6, len(words) - at), 0, -1):
        said = " ".join(word.text for word in words[at : at + length])
        rows = _degree_words()[0].get(said, ())
        row = next((row for row in rows if _is_spoken(row, language, in_place)), None)
        if row and _is_degree(words, at, length, row.needs_place and not in_place):
            return _german_kind(row.level, words, at, length), length
    compound = _compound_level(words[at].text, in_place) if language in ("de", "") else 0
    if compound:
        return compound, 1
    if spelled and _is_spoken(spelled, language, in_place):
        is_dotted = words[at].end - words[at].begin > len(words[at].raw)
        if in_place or is_dotted or _stands_by_degree(words, at, language):
            return spelled.level, 1
    return 0, 1


def _is_spoken(row: _DegreeRow, language: str, in_place: bool) -> bool:
    """Whether a row is of the text's language; where that is unknown, unsure words count in place alone."""
    return row.language in ("en", language) or (not language and (in_place or not row.needs_place))


def _compound_level(word: str, in_place: bool) -> int:
    """The level of a German compound: “Bankausbildung”; in a degree's place “Bäckermeister”."""
    table = shipped("degrees")["endings"]
    for ending, level in (table["levels"] | (table["placed"] if in_place else {})).items():
        if word.endswith(ending) and len(word) > len(ending) + 2 and word not in table["not"]:
            return level
    return 0


def _is_degree(words: list[_Token], at: int, length: int, needs_place: bool) -> bool:
    """Whether these words can be a degree where they stand: no “Scrum Master”, no “MS Office”."""
    before = words[at - 1].text if at else ""
    behind = words[at + length].text if at + length < len(words) else ""
    if _is_something_else(words[at].text, length, before, behind):
        return False
    is_alone = len(words) - length < 3 and not (before and behind)
    is_alone |= words[at].raw.isupper() and words[at].text in _place("french")  # “CAP Boulangerie”
    return not needs_place or is_alone or before in _place("before") or behind in _place("behind")


def _is_something_else(word: str, length: int, before: str, behind: str) -> bool:
    """Whether what stands beside a degree's word makes it another: “driving licence”, “degree of”."""
    pairs = ((word, behind) == ("degree", "of"), (before, word) == ("to", "master"))
    return before in _place("not_before") or (length == 1 and behind in _place("not_behind")) or any(pairs)


def _stands_by_degree(words: list[_Token], at: int, language: str) -> bool:
    """Whether a short one has a degree's words beside it: “BA/BS”, “MS in Statistics”, not “Boston, MA”."""
    beside = [*words[max(at - 2, 0) : at], *words[at + 1 : at + 3]]
    spelled = [_degree_words()[1].get(word.raw) for word in beside]
    is_beside = any(row is not None and row.language in ("en", language) for row in spelled)
    behind = words[at + 1].text if at + 1 < len(words) else ""
    is_named = any(word.text in DEGREES for word in beside)
    return is_beside or is_named or behind in _place("short_behind")


def _german_kind(level: int, words: list[_Token], at: int, length: int) -> int:
    """A Diplom of a Fachhochschule or Berufsakademie is a bachelor's level: “Diplom-Betriebswirt (BA)”."""
    near = {word.text for word in words[at + length : at + length + 3]}
    is_diploma = level == 7 and words[at].text.startswith("dipl")
    return 6 if is_diploma and near & {"fh", "ba", "dh", "hf"} else level


class _DegreeRow(NamedTuple):
    level: int
    language: str
    needs_place: bool


@cache
def _degree_words() -> tuple[dict[str, list[_DegreeRow]], dict[str, _DegreeRow]]:
    """Words of degrees → their rows, and short ones as they must be spelled."""
    words: dict[str, list[_DegreeRow]] = {}
    exact: dict[str, _DegreeRow] = {}
    for row in shipped("degrees")["degree"]:
        for word in row["words"]:
            needs_place = word in row.get("place", ())
            said = re.sub(r"(?<=\d)(?=[a-z])", " ", word.replace(" d ", " ").replace(" l ", " "))
            words.setdefault(said, []).append(_DegreeRow(row["level"], row["language"], needs_place))
        for word in row.get("exact", ()):
            exact[word] = _DegreeRow(row["level"], row["language"], True)
    return words, exact
