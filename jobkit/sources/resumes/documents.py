"""The lines of a PDF, a DOCX or a text, with their place on the page and the look of their type.

A document is opened in a child process with a time and a memory limit: nothing in it can hang or
exhaust jobkit. Cells that stand apart on one line are parted by a tab.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jobkit import apart
from jobkit.errors import SourceError
from jobkit.language.vocabulary import shipped

SECONDS, MEMORY, PAGES, CHARACTERS, LINES = 10, 1 << 30, 100, 400_000, 5_000
DAMAGED, SAVE_ANEW = "it is damaged and could not be read.", "Save it anew, or as text."
ALIKE = str.maketrans(shipped("resumes")["alike"])
CORK = shipped("resumes")["cork"]
"""The letters of TeX's own fonts, drawn dot by dot, whose numbers are those of no other table."""
ICONS = re.compile(rb"awesome|marvosym|icons|(?<![a-z])icon", re.IGNORECASE)
"""Fonts of pictures: a telephone, a pin; their circles and dots are bullets."""
ACCENT = re.compile("([¨´ˆ˜]|(?<=[A-Za-z])`(?=[aeiou]))([A-Za-z])")
"""What some programs write beside the letter it belongs to."""
COMBINING = shipped("resumes")["combining"]
BOXED = ".//w:txbxContent[not(ancestor::*[local-name()='Fallback'])]//w:p"
"""Paragraphs in a text box, once: an older program's copy of it stands beside it."""
APART = re.compile(r"(?:[^\W\d_] ){3,30}[^\W\d_]")
EAST = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]")

Mark = tuple[str, float, float, float, float, bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text as it stands: page from 1, its number there, edges in points, type size.

    `style` is the heading's style in a DOCX; `is_after_gap`: more room than usual is above the line.
    """

    page: int
    number: int
    text: str
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    is_bold: bool = False
    style: str = ""
    is_after_gap: bool = False

    @property
    def place(self) -> str:
        return f"page {self.page}, line {self.number}" if self.page else f"line {self.number}"


def lines(path: Path) -> tuple[list[Line], list[str]]:
    """Return the lines of a PDF or DOCX, in the order they stand in the file, and XML attached to it.

    Raises
    ------
    SourceError : encrypted, damaged, no text in it, too long, or not read within the limits.
    """
    try:
        (answer,) = apart.run(opened, str(path.resolve()), seconds=SECONDS, memory=MEMORY)
    except apart.Lost as error:
        words = f"it could not be read in {SECONDS} seconds." if str(error) == "late" else DAMAGED
        raise SourceError(path, words, SAVE_ANEW) from error
    if "problem" in answer:
        raise SourceError(path, answer["problem"], answer["action"])
    return [Line(**line) for line in answer["lines"]], answer["attached"]


def tidy(text: str) -> str:
    """Return text with single blanks, whole letters and the signs that are usual."""
    text = ACCENT.sub(lambda found: found[2] + COMBINING[found[1]], text.translate(ALIKE))
    text = unicodedata.normalize("NFC", EAST.sub(r"\1-\2", text))
    cells = (" ".join(cell.split()) for cell in text.split("\t"))  # letters apart for show: `S K I L L S`
    return "\t".join(one.replace(" ", "") if APART.fullmatch(one) else one for one in cells).rstrip("\t")


def opened(name: str) -> list[dict]:
    """Return the lines of a document and what is attached to it, or what is wrong: for `apart`."""
    path = Path(name)
    try:
        made = _docx(path) if path.suffix.lower() in (".docx", ".docm") else _pdf(path)
    except _RefusedError as refused:
        return [{"problem": refused.args[0], "action": refused.args[1]}]
    except Exception:
        return [{"problem": DAMAGED, "action": SAVE_ANEW}]
    if made["lines"] or made["attached"]:
        return [made]
    words = "there is no text in it, only pictures."
    return [{"problem": words, "action": "Save it from the program that made it."}]


class _RefusedError(Exception):
    """What is wrong with a document, and what to do."""


def _docx(path: Path) -> dict:
    import zipfile

    import docx

    with zipfile.ZipFile(path) as package:
        members = package.infolist()
        unpacked = sum(member.file_size for member in members)
        if len(members) > 2_000 or unpacked > 200 * max(path.stat().st_size, 1) or unpacked > 100 << 20:
            raise _RefusedError("it unpacks to far more than a document holds.", SAVE_ANEW)
    rows, is_after_gap = [], False
    document = docx.Document(str(path))
    _unwrap(document.element.body)
    for number, row in enumerate(_blocks(document, 0), 1):
        row["text"] = tidy(row["text"][:1000])
        if row["text"].strip():
            rows.append(asdict(Line(0, number, **row, is_after_gap=is_after_gap)))
        is_after_gap = not row["text"].strip()
        if len(rows) == LINES:
            break
    return {"lines": rows, "attached": []}


def _unwrap(body) -> None:
    """Put what stands in a content control, an accepted insertion or a smart tag in their place."""
    from docx.oxml.ns import qn

    for name in ("w:sdt", "w:ins", "w:smartTag", "w:customXml"):
        for node in list(body.iter(qn(name))):
            parent, content = node.getparent(), node.find(qn("w:sdtContent")) if name == "w:sdt" else node
            for child in list(content) if content is not None else ():
                node.addprevious(child)
            parent.remove(node)


def _blocks(container, depth: int) -> Iterator[dict[str, Any]]:
    """The paragraphs of a document; what stands in a box follows the paragraph that holds it."""
    from docx.text.paragraph import Paragraph

    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows if depth < 5 else ():
                yield from _table_row(row, depth)
            continue
        yield from _paragraph(block)
        for inner in block._p.xpath(BOXED):
            yield from _paragraph(Paragraph(inner, block))


def _table_row(row, depth: int) -> Iterator[dict[str, Any]]:
    """The lines of a row: cells side by side are one line each, unless a cell is a column of its own."""
    from docx.table import _Cell

    cells = [_Cell(cell, row) for cell in row._tr.tc_lst]  # a row may be too irregular for `row.cells`
    columns = [[line for line in _blocks(cell, depth + 1) if line["text"].strip()] for cell in cells]
    columns = [column for column in columns if column]
    if not columns:
        yield {"text": ""}
        return
    first, *others = columns
    if others and len(first) <= 3 and not any(line["style"] for line in first[1:]):
        first = [{**first[0], "text": " ".join(line["text"] for line in first)}]
    elif others and max(map(len, columns)) > 3:
        for column in columns:
            yield from column
        return
    for at in range(max(map(len, [first, *others]))):
        side = [column[at] for column in (first, *others) if at < len(column)]
        yield {**side[-1], "text": "\t".join(line["text"] for line in side)}


def _paragraph(block) -> Iterator[dict[str, Any]]:
    style = (block.style.name or "").lower() if block.style is not None else ""
    is_item = "list" in style or (block._p.pPr is not None and block._p.pPr.numPr is not None)
    runs = [run for run in block.runs if run.text.strip()]
    is_bold = bool(runs) and all(_of_font(run, block.style, "bold") for run in runs)
    sizes = [size.pt for run in runs if (size := _of_font(run, block.style, "size"))]
    look: dict[str, Any] = {"is_bold": is_bold, "size": max(sizes, default=0.0)}
    look["style"] = style if style.startswith(("heading", "title")) else ""
    bold = [bool(_of_font(run, block.style, "bold")) for run in runs]
    n_bold = bold.index(False) if False in bold else 0
    whole = (
        _with_lead("".join(run.text for run in runs[:n_bold]), block.text) if not any(bold[n_bold:]) else ""
    )
    for text in (whole or block.text).split("\n"):
        yield {"text": ("• " if is_item and text.strip() else "") + text, **look}


def _with_lead(lead: str, text: str) -> str:
    """A text with a tab behind the bold words that begin it, where nothing else parts them from a name."""
    rest = text[len(lead) :] if lead.strip() and text.startswith(lead) else ""
    is_parted = (
        not rest.strip()
        or not lead.rstrip()[-1].isalnum()
        or not rest.strip()[0].isupper()
        or len(text) > 100
    )
    return text if is_parted or len(text.split()) < 4 else f"{lead.rstrip()}\t{rest.strip()}"


def _of_font(run, style, name: str):
    """What is said of a run's type: by itself, or by its style or one that this is based on."""
    value = getattr(run.font, name)
    for _ in range(8):
        if value is None and style is not None:
            value, style = getattr(style.font, name), style.base_style
    return value


def _pdf(path: Path) -> dict:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise _RefusedError("it is encrypted with a password.", "Save a copy without one.") from error
        raise
    if len(document) > PAGES:
        words = f"it has {len(document)} pages; a résumé has fewer than {PAGES}."
        raise _RefusedError(words, "Add the résumé alone.")
    rows: list[dict] = []
    n_characters = 0
    for number in range(len(document)):
        page = document[number].get_textpage()
        n_characters += page.count_chars()
        if n_characters > CHARACTERS:
            raise _RefusedError("it holds far more text than a résumé.", "Add the résumé alone.")
        rows += [asdict(line) for line in _pieces(page, number + 1)]
    return {"lines": rows, "attached": list(_attached(document))}


def _attached(document) -> Iterator[str]:
    for number in range(min(document.count_attachments(), 20)):
        content = bytes(document.get_attachment(number).get_data())
        if (len(content) < 5 << 20 and content.lstrip()[:1] == b"<") or content[:3] == b"\xef\xbb\xbf":
            yield content.decode("utf-8", "replace")


def _pieces(page, number: int) -> Iterator[Line]:
    runs: list[list[Mark]] = []
    for mark in _accented(list(_characters(page))):
        if not runs or _is_apart(runs[-1][-1], mark):
            runs.append([])
        runs[-1].append(mark)
    yield from (_piece(run, number, count) for count, run in enumerate(runs, 1))


def _accented(marks: list[Mark]) -> list[Mark]:
    """The characters, each accent that was drawn on its own with the letter that it stands above."""
    for at, (accent, left, right, y, size, _) in enumerate(marks):
        near = marks[max(at - 200, 0) : at + 5] if accent.strip() in COMBINING else ()
        below = (
            n for n, mark in enumerate(near) if mark[1] < (left + right) / 2 < mark[2] and mark != marks[at]
        )
        at_letter = next((max(at - 200, 0) + n for n in below if abs(near[n][3] - y) < 0.3 * size), None)
        if at_letter is not None:
            letter, *look = marks[at_letter]
            marks[at_letter] = (letter + COMBINING[accent.strip()], *look)
            marks[at] = ("", left, right, y, size, False)
    return [mark for mark in marks if mark[0]]


def _characters(page) -> Iterator[Mark]:
    """Each visible character with the space before it: text, left, right, baseline, size, is it bold."""
    import ctypes

    import pypdfium2.raw as raw

    edges = [ctypes.c_double() for _ in range(4)]
    x, y, matrix, flags = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX(), ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    space, last, size, is_bold = " ", 0.0, 0.0, False
    for at in range(page.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(page.raw, at) & 0xFFFF or 32)
        if (letter.isspace() and letter not in CORK) or letter == "\xa0":
            space = " "
            continue
        raw.FPDFText_GetCharBox(page.raw, at, *map(ctypes.byref, edges))
        raw.FPDFText_GetCharOrigin(page.raw, at, ctypes.byref(x), ctypes.byref(y))
        if space or not last or abs(y.value - last) > 0.1:
            raw.FPDFText_GetMatrix(page.raw, at, ctypes.byref(matrix))
            raw.FPDFText_GetFontInfo(page.raw, at, name, 128, ctypes.byref(flags))
            size = raw.FPDFText_GetFontSize(page.raw, at) * ((matrix.c**2 + matrix.d**2) ** 0.5 or 1)
            is_bold = b"bold" in name.value.lower() or raw.FPDFText_GetFontWeight(page.raw, at) >= 600
        if ICONS.search(name.value) and letter not in "○●•◦":
            space = " "
            continue
        letter = "-" if letter in "\x02\ufffe" else letter if name.value else CORK.get(letter, letter)
        yield space + letter, min(edges[0].value, x.value), edges[1].value, y.value, size, is_bold
        space, last = "", y.value


def _is_apart(last, mark) -> bool:
    gap = mark[1] - last[2]
    size = max(last[4], 1)
    return abs(mark[3] - last[3]) > 0.3 * size or gap > 0.6 * size or gap < -2 * size


def _piece(run, page: int, count: int) -> Line:
    _, left, _, y, _, _ = run[0]
    edges = round(left, 1), round(run[-1][2], 1), round(y, 1)
    middle = sorted(mark[4] for mark in run)[len(run) // 2]
    is_bold = 2 * sum(mark[5] for mark in run) > len(run)
    n_bold = next((at for at, mark in enumerate(run) if not mark[5]), 0)
    text = "".join(mark[0] for mark in run)
    if n_bold and not any(mark[5] for mark in run[n_bold:]) and run[n_bold][0][:1] == " ":
        text = _with_lead("".join(mark[0] for mark in run[:n_bold]), text)
    return Line(page, count, tidy(text), *edges, round(middle, 2), is_bold)
