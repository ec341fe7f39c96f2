"""Text: folded to be compared, printed without obeying it, taken out of a page of HTML."""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W\d_]+|\d+")
MARKS = re.compile(r"[\u0300-\u036f]+")
"""Accents of Latin, Greek and Cyrillic; the vowels of other scripts tell words apart, and stay."""
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\x00"
"""Characters that take no room: they part words that a reader sees whole."""
OBEYED = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Controls, ends of lines, marks of direction, and halves of characters."""
BLOCK = re.compile(
    r"<(?=(?:br|/td|/[uo]l|/?(?:p|div|tr|li|h[1-6]|table|hr|d[dlt]|section|article))\b)", re.IGNORECASE
)
BREAK = "\ue000"
TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,20})", re.IGNORECASE)
UNCLOSED = frozenset(
    "area base br col embed hr img input link meta param source track wbr"
    " p li dt dd option optgroup tr td th thead tbody tfoot colgroup".split()
)
"""Elements that nobody need close, so that their number is no depth."""
DEEPEST = 500
MOST_ATTRIBUTES = 1_000
LONG_TAG = re.compile(r"<[a-zA-Z][^<]{4000,}")
QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
NOT_TEXT = ["head", "style", "script", "title", "template", "noscript"]


@lru_cache(1 << 16)
def fold(text: str) -> str:
    """Return text as it is compared: in small letters, without accents; ß is ss, ø is o."""
    if text.isascii():
        return text.lower()
    bare = MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold().translate(LETTERS)
    return unicodedata.normalize("NFC", bare)


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, folded, without signs."""
    return WORD.findall(fold(text))


@lru_cache(1 << 16)
def plain(text: str) -> str:
    """Return the words and numbers of a text, folded, with one space between them."""
    return " ".join(words(text))


def letters(text: str) -> str:
    """Return the letters and digits of a text, folded, with nothing between them."""
    return "".join(words(text))


def printable(value: object, keep: str = "") -> str:
    r"""Return text in which escapes, controls and marks of direction are shown (\u001b), not obeyed.

    keep : signs that may stand, such as the ends of lines on a page.
    """

    def shown(match: re.Match) -> str:
        sign = match[0]
        return sign if sign in keep else " ⏎ " if sign == "\n" else f"\\u{ord(sign):04x}"

    return OBEYED.sub(shown, str(value))


def bare(value: object) -> str:
    """Return a text without blanks around it; of anything else, such as a missing cell, nothing."""
    return value.strip() if isinstance(value, str) else ""


def of_html(markup: str, without: str = "") -> str:
    """Return what a page of HTML says, a block on each line, without scripts and styles.

    without : a selector of parts to leave out, unless nothing else would be left: `blockquote`.
    """
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    markup = shallow(markup)
    try:
        tree = LexborHTMLParser(BLOCK.sub(BREAK + "<", markup))
        tree.strip_tags(NOT_TEXT)
        parts = tree.css(without) if without else []
        whole = tree.root.text(separator="") if tree.root else ""
        for node in parts:
            node.decompose()
        rest = tree.root.text(separator="") if parts and tree.root else whole
        text = whole if not rest.strip() else rest
    except (SelectolaxError, ValueError, RuntimeError):
        text = markup
    return tidy(" ".join(text.split()).replace(BREAK, "\n"))


def shallow(markup: str) -> str:
    """Return the beginning of a page of HTML, up to where it nests too deep, or a tag says too much.

    The time that a parser takes grows with the square of either.
    """
    crowded = next(filter(_is_crowded, LONG_TAG.finditer(markup)), None)
    markup = markup[: crowded.start()] if crowded else markup
    if markup.count("<") <= DEEPEST:
        return markup
    depth = 0
    for tag in TAG.finditer(markup):
        if tag[2].lower() not in UNCLOSED:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > DEEPEST:
                return markup[: tag.start()]
    return markup


def _is_crowded(tag: re.Match) -> bool:
    inside = re.match(r"(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+", tag[0])
    return inside is not None and len(QUOTED.sub(" ", inside[0]).split()) > MOST_ATTRIBUTES


def tidy(text: str) -> str:
    """Return the lines of a text that say something, with single spaces and nothing unseen."""
    return "\n".join(filter(None, map(" ".join, map(str.split, seen(text).split("\n")))))


def seen(text: str) -> str:
    """Return text without the characters that nobody sees."""
    for sign in () if text.isascii() else UNSEEN:  # some searches are faster than one translation
        text = text.replace(sign, "")
    return text
