"""The lines of a plain text, without the marks of Markdown, of HTML in it, of LaTeX that pandoc lets pass."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import islice

from jobkit.language.text import of_html
from jobkit.language.vocabulary import shipped
from jobkit.sources.resumes.documents import LINES, Line, tidy

SIGNS = {name: re.compile(pattern, re.X) for name, pattern in shipped("resumes")["signs"].items()}
TAGS = (("title", lambda found: "#" * int(found[1]) + " "), ("item", "- "), ("strong", "**"))
INLINE = (("stressed", "*"), ("dash", "–"))
PLAIN = (("tag", ""), ("picture", ""), ("target", ""), ("link", r"\1"), ("escaped", ""), ("code", ""))
LATEX = (("fill", "\t"), ("styled", r"\1"), ("command", ""))


def lines_of(text: str) -> list[Line]:
    """Return the lines of a plain text; one that repeats the line before, as copied pages do, goes."""
    rows: list[Line] = []
    n_twice, is_after_gap = 0, False
    every = list(islice(_rows(text), LINES))
    for number, written in every:
        if SIGNS["underline"].fullmatch(written[:200]):
            if rows and not is_after_gap:
                rows[-1] = replace(rows[-1], style="columns" if "|" in written else "heading")
            continue
        line = _unmarked(Line(0, number, written, is_after_gap=is_after_gap))
        is_twice = bool(rows) and bool(line.text.strip()) and rows[-1].text == line.text
        n_twice += is_twice
        if line.text.strip() and not is_twice:
            rows.append(line)
        is_after_gap = not line.text.strip()
    return [row for row in rows if not SIGNS["copied"].search(row.text)] if n_twice > 2 else rows


def of_page(text: str) -> str:
    """Return what a page of HTML says, its headings, lists and bold type in the signs of Markdown."""
    text = SIGNS["title"].sub(lambda tag: tag[0] + "#" * int(tag[1]) + " ", text)
    text = SIGNS["strong"].sub(r"\g<0>**", SIGNS["item"].sub(r"\g<0>- ", text))
    return of_html(SIGNS["stressed"].sub(r"\g<0>*", text))


def _unmarked(line: Line) -> Line:
    """A line of plain text without the marks of Markdown: what they say is in its look."""
    text = line.text.strip()
    x0 = float(len(line.text.expandtabs(4)) - len(line.text.expandtabs(4).lstrip()))
    hashes = SIGNS["hashes"].match(text)
    is_bold = bool(SIGNS["bold"].fullmatch(text))
    if hashes:
        text = text[hashes.end() :].rstrip("# ")
    elif text[:1] == text[-1:] == "|" and len(text) > 2:
        text = "\t".join(cell.strip() for cell in text.strip("|").split("|"))
    elif (lead := SIGNS["lead"].match(text)) and not lead["name"].endswith(":"):
        text = f"{lead['item'] or ''}{lead['name']}\t{text[lead.end() :].lstrip()}"
    else:
        text = SIGNS["cell"].sub("\t", text)
    text = tidy(SIGNS["emphasis"].sub("", text))
    style = f"heading {len(hashes[0].strip())}" if hashes else ""
    return replace(line, text=text, x0=x0, style=style, is_bold=is_bold)


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Each line with its number, without tags, links and commands; one broken by a mark in its parts."""
    front = SIGNS["front"].match(text)
    text = "\n" * front[0].count("\n") + text[front.end() :] if front else text
    signs = PLAIN + LATEX if SIGNS["latex"].search(text) else PLAIN
    first, *rest = text.split("<!--")
    shown = SIGNS["look"].sub(lambda found: "\n" * found[0].count("\n"), "".join([first, *map(_shown, rest)]))
    for number, line in enumerate(SIGNS["column"].sub("", shown).splitlines(), 1):
        pieces = SIGNS["break"].split(SIGNS["quoted"].sub("", line[:1000], count=1))
        for piece in [piece for piece in pieces if piece.strip()] or [""]:
            for name, kept in (*TAGS, *INLINE, *signs):
                piece = SIGNS[name].sub(kept, piece)
            yield number, unescape(piece)


def _shown(part: str) -> str:
    """What follows the begin of a comment of HTML, without the comment; its lines count all the same."""
    inside, end, after = part.partition("-->")
    return "\n" * inside.count("\n") + after if end else f"<!--{part}"
