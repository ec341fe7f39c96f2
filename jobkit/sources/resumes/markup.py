"""The lines of a plain text, without the marks of Markdown, of HTML in it, of LaTeX that pandoc lets pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from jobkit.sources.resumes.documents import LINES, Line, tidy

FRONT = re.compile(
    r"\A\ufeff?---[ \t\r]{0,9}\n(?:(?:[\w.-]{1,40}:|[ \t#]|- )[^\n]{0,500}\n|\r?\n){1,200}?---[ \t\r]{0,9}\n"
)
BREAK = re.compile(r"<br\s{0,9}/?>|</(?:p|div|li|h[1-6])>|\\\\\s{0,9}$", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
PICTURE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\n]{0,900}\)")
LINK = re.compile(r"\[([^\[\]]{1,300})\]\([^()\n]{0,900}\)")
ESCAPED = re.compile(r"\\(?=[\[\]*_#+.()&%$-])")
QUOTED = re.compile(r"\A\s{0,3}(?:>\s?){1,6}")
LATEX = re.compile(r"\\(?:textbf|hfill|begin\{|section|item|vspace)")
OPTIONS = r"(?:\[[^\[\]\n]{0,300}\])?"
COMMAND = re.compile(rf"\\([a-zA-Z]{{2,20}})\*?{OPTIONS}((?:\{{[^{{}}\n]{{0,300}}\}}){{0,4}}){OPTIONS}")
COPIED = re.compile(
    r" logo$|^Show (?:credential|all|more)|^Endorsed by|^\d+ endorsements?|^Credential ID|^…|see more$"
)
"""Lines of a copied page that are its buttons."""
HASHES = re.compile(r"#{1,6}\s{1,9}(?=\S)")
EMPHASIS = re.compile(r"(?<![\w*])(\*\*|__|\*|_)(?=\S)([^*_\n]{1,120})(?<=\S)\1(?![\w*])")
LEAD = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,120})(?<=\S)\1 {1,9}(?=[A-ZÀ-Þ][^ ]{0,40} )")
"""A name in bold before other words: “**Brightwater** Nurse on the night shift”."""
UNDERLINE = re.compile(r"\s{0,9}(?:={3,}|-{3,}|\|?[\s:|-]{0,90}-{2,}[\s:|-]{0,90})\s{0,9}")
"""What underlines a heading, or parts the head of a table from its rows."""
KEPT = ("text", "emph", "section", "subsection", "href", "underline")


def lines_of(text: str) -> list[Line]:
    """Return the lines of a plain text; one that repeats the line before, as copied pages do, goes."""
    rows: list[Line] = []
    n_twice, is_after_gap = 0, False
    for number, written in islice(_rows(text), LINES):
        if UNDERLINE.fullmatch(written[:200]):
            if rows and not is_after_gap:
                rows[-1] = replace(rows[-1], style="heading")
            continue
        line = _unmarked(Line(0, number, written, is_after_gap=is_after_gap))
        is_twice = bool(rows) and bool(line.text.strip()) and rows[-1].text == line.text
        n_twice += is_twice
        if line.text.strip() and not is_twice:
            rows.append(line)
        is_after_gap = not line.text.strip()
    return [row for row in rows if not COPIED.search(row.text)] if n_twice > 2 else rows


def _unmarked(line: Line) -> Line:
    """A line of plain text without the marks of Markdown: what they say is in its look."""
    text = line.text.strip()
    hashes = HASHES.match(text)
    is_bold = bool(EMPHASIS.fullmatch(text)) and text[:2] in ("**", "__")
    if hashes:
        text = text[hashes.end() :].rstrip("# ")
    elif text[:1] == text[-1:] == "|" and len(text) > 2:
        text = "\t".join(cell.strip() for cell in text.strip("|").split("|"))
    elif (lead := LEAD.match(text)) and not lead[2].endswith(":"):
        text = f"{lead[2]}\t{text[lead.end() :].lstrip()}"
    else:
        text = re.sub(r"(?<=\S) {3,}(?=\S)", "\t", text)
    text = tidy(EMPHASIS.sub(r"\2", text))
    return replace(
        line, text=text, style=f"heading {len(hashes[0].strip())}" if hashes else "", is_bold=is_bold
    )


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Each line with its number, without tags, links and commands; one broken by a mark in its parts."""
    front = FRONT.match(text)
    text = "\n" * front[0].count("\n") + text[front.end() :] if front else text
    first, *rest = text.split("<!--")
    for part in rest:  # a comment is no text, and its lines count
        inside, end, after = part.partition("-->")
        first += "\n" * inside.count("\n") + after if end else f"<!--{part}"
    is_latex = bool(LATEX.search(text))
    for number, line in enumerate(first.splitlines(), 1):
        pieces = BREAK.split(QUOTED.sub("", line[:1000], count=1))
        for piece in [piece for piece in pieces if piece.strip()] or [""]:
            piece = LINK.sub(r"\1", PICTURE.sub("", TAG.sub("", piece)))
            if is_latex:
                piece = COMMAND.sub(_said, COMMAND.sub(_said, piece.replace(r"\hfill", "\t")))
            yield number, ESCAPED.sub("", piece.replace("`", ""))


def _said(command: re.Match[str]) -> str:
    """What a command prints: its last argument, or nothing."""
    arguments = re.findall(r"\{([^{}]*)\}", command[2])
    return arguments[-1] if arguments and command[1].startswith(KEPT) else ""
