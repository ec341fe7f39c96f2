"""The words of headings, and of cells that say what a column is: what each of them means."""

import re
from functools import cache, lru_cache

from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.tables.statuses import known_words, misspelt
from jobkit.tables import KINDS

ALIKE = 0.85
DAYS = ("date", "updated", "touched", "event_date", "answer", "beside", *(f"stage:{kind}" for kind in KINDS))
WHO = ("company", "role", "url", "job")
SINGLE = (*WHO, "date", "answer", "updated", "channel", "location", "remote", "id", "from", "to")
TRAILING = ("note", "history", "url", "contact_email", "contact_phone", "")
WITH_COMPANY = frozenset(("company", "location", "contact", "contact_phone", "contact_email"))
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
BRACKETS = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]")
HYPHEN = re.compile(r"(?<=[^\W\d_])-\s?(?=[a-zß-ÿ])")  # “Vorstellungs-gespräch”, broken in its cell
PARTS = re.compile(r"[/|,&+]|\b(?:or|and|ou|y|und)\b")
URL = re.compile(r"https?://[^\s<>\"'|)\]]{3,2000}", re.IGNORECASE)
JOINT = re.compile(r" (?P<at>at|@|chez|bei|en) | [-–—|/] |[:|,] | ?\((?=[^()]{1,100}\)$)", re.IGNORECASE)
BARE_URL = re.compile(
    r"(?:https?://|www\.)\S{3,2000}|(?<![\w-])[\w-]{2,63}\.(?:com|org|net|io|fr|de|es|example)(?:/\S{0,2000})?",
    re.I,
)
EMAIL = re.compile(r"(?<![^\s@<>,;])[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}\.\w{2,24}")
PHONE = re.compile(r"[+(]?\d[\d ()./-]{5,20}\d(?: ?(?:x|ext\.?) ?\d+)?")
LINKED = re.compile(r"(?<=\])\([^()\s]{0,2000}\)")  # where [a link](…) of Markdown leads
NUMBER = re.compile(r"[-+]?\d{1,15}(?:[.,]\d{1,9})?%?")


@cache
def meanings(section: str, what: str) -> dict[str, str]:
    """Return the words of all entries of a list, plain, and what each means: (`channel`, `name`)."""
    return {plain(word): entry[what] for entry in shipped("headings")[section] for word in entry["words"]}


def aliases() -> dict[str, str]:
    """Return the known headings, plain, and the role of each."""
    return meanings("heading", "role")


def field_of(name: str) -> str:
    """Return what a name of a field is known to tell, or the name where other fields may tell as much."""
    role = aliases().get(plain(name), "")
    return name if role in ("", "note") else role


@cache
def words_of(section: str) -> frozenset[str]:
    """Return the words of a section, plain."""
    return frozenset(plain(word) for word in shipped("headings")[section]["words"])


@lru_cache(1 << 16)
def is_ditto(text: str) -> bool:
    """Return whether a cell says that what stands above it holds here too."""
    return text in shipped("headings")["ditto"]["signs"] or plain(text) in words_of("ditto")


def is_firm(text: str) -> bool:
    """Return whether a name ends with a legal form."""
    return plain(text).rpartition(" ")[2] in words_of("firms") or plain(text).endswith((" e v", " e k"))


def is_title(text: str) -> bool:
    """Return whether a word of a text, not of its link, is one of job titles."""
    return any(word in words_of("titles") for word in plain(LINKED.sub("", text)).split())


@lru_cache(1 << 16)
def joint(text: str) -> tuple[str, str]:
    """Return company and job title of a cell that holds both: “Acorn – Data Analyst”, “Analyst at Acorn”."""
    first: tuple[str, str] | None = None
    for match in JOINT.finditer(text[:300]):
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        right = right if "(" in right else right.rstrip(" )")  # “Analyst (Acorn)” is cut at its bracket
        is_left, is_right = is_title(left), is_title(right)
        if left and right and (is_left != is_right or match["at"]):
            return (right, left) if is_left or match["at"] else (left, right)
        first = first or ((left, right) if left and right else None)
    return first or (("", text) if is_title(text) else (text, ""))


@cache
def rounds() -> dict[str, list[str]]:
    """Return by each round of interviews, its number or “final”, the words that name it."""
    return {n: [plain(word) for word in words] for n, words in shipped("appointments")["round"].items()}


@lru_cache(1 << 12)
def round_of(text: str) -> str:
    """Return the round of interviews that a text names, “2” of “2nd interview”; empty where none."""
    low = f" {plain(text)} "
    named = [n for n, words in rounds().items() if any(f" {word} " in low for word in words)]
    return named[-1] if named else ""


@cache
def name_of(section: str, text: str) -> str:
    """Return the name that a text has in a list of words, a few wrong letters allowed; empty when in none."""
    known, key = meanings(section, "name"), plain(BRACKETS.sub(" ", text))
    return known.get(key) or known.get(misspelt(key, list(known), ALIKE, is_whole=True), "")


@cache
def role_of(heading: str) -> tuple[str, str] | None:
    """Return role and reason of a heading, None when no word of it is known."""
    bare, whole, known = BRACKETS.sub(" ", heading), plain(CAMEL.sub(" ", heading)), aliases()
    if not whole:
        return None
    if not {*"£€$¥"}.isdisjoint(heading):
        return "salary", "heading"  # “£/hr” is no talk with HR
    short = " ".join(word for word in plain(CAMEL.sub(" ", bare)).split() if tells(word))
    for key in (plain(heading), whole, plain(bare), short, plain(HYPHEN.sub("", heading))):
        if key in known:
            return known[key], "heading"
    if (role := _in_parts(heading, short, whole)) is not None:
        return role, "heading"
    for key in (short, whole):
        if kinds := [kind for kind in known_words().get(key, ()) if kind in KINDS]:
            return f"stage:{kinds[-1]}", "heading"
    if best := misspelt(short or whole, list(known), ALIKE):
        return known[best], f"heading, read as “{best}”"
    return _within(short.split())


def _in_parts(heading: str, short: str, whole: str) -> str | None:
    """Return the role of a heading of several parts, or whose last word says what it is; None if not known.

    “Firma, Adresse, Telefon” is the company, “Interview notes” a note, “Role / Title” what its first part is.
    """
    known, last = aliases(), short.rpartition(" ")[2]
    parts = [plain(part) for part in PARTS.split(heading)[:6] if part.strip()]
    roles = [known.get(part, "?") for part in parts]
    if len(heading) < 80 and len(parts) > 1 and roles[0] == "company" and {*roles} <= WITH_COMPANY:
        return "company"
    if known.get(last, "?") in TRAILING:
        return known[last]
    named = (known[part] for part in parts[:4] if part in known and part != whole and len(heading) < 60)
    return next(named, None)


def tells(word: str) -> bool:
    """Return whether a word of a heading says something of its role."""
    return word not in words_of("headless") and not word.isdigit()


def _within(words: list[str]) -> tuple[str, str] | None:
    """Return the role of the longest known words within a short heading; some must stand alone."""
    if not words_of("sheet").isdisjoint(words):
        return None  # the title of the sheet, “Job tracker”, above its first column
    lengths = range(min(len(words) - 1, 4), 0, -1) if len(words) < 7 else ()
    keys = (" ".join(words[at : at + n]) for n in lengths for at in range(len(words) - n + 1))
    known = (key for key in keys if len(key) > 2 and key in aliases() and key not in words_of("whole"))
    return next(((aliases()[key], f"heading, for “{key}” in it") for key in known), None)
