"""Any table file as grids of text: each cell as it is written, each row with the number where it stands.

What kind of file it is, is read from its first bytes, never from its name. CSV has no standard, so the
dialect is the one under which the file is most regular; a record that breaks it is repaired by the smallest
change that gives it the width of the others, and carries a note of what was wrong.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from jobkit import apart
from jobkit.errors import SourceError
from jobkit.language.text import plain, shallow
from jobkit.sources import archives
from jobkit.sources.tables import workbooks
from jobkit.sources.tables.headings import aliases, field_of, role_of

MAX_BYTES = 512 << 20
MAX_COLUMNS = 1_000
WIDEST = 100_000  # letters of the first line in which its cells are counted
MAX_SPAN = 2_000  # lines that one quoted cell may span before its quote is taken for a stray one
LONGEST_LINE = 8 << 20  # bytes
LONGEST_MENDED = 1 << 16  # letters of a broken line in which quotes are looked for
SECONDS = 20
WORKBOOK_MEMORY, WORKBOOK_ANSWER = 160 << 20, 4 << 20  # for a small file; a larger one may take more
DISHONEST = "it is a damaged spreadsheet, or one of no honest size"
TABLE_NAMES = (".csv", ".tsv", ".tab", ".psv", ".txt", ".md", ".markdown", ".html", ".htm")
WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ENCODINGS = dict(
    cp1252=1.0, mac_roman=1.0, cp932=1.0, gb18030=1.0, cp1251=0.8, cp1250=0.8, **{"latin-1": 1.0}
)
BINARY = "it is not a table but binary data."

DELIMITERS = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, ":": 0.8, " ": 0.7, "~": 0.8, "^": 0.8}
WIDE = ("\t\t", "\\t")  # delimiters of two signs that exist in the wild
OTHER_DELIMITERS = [{"delimiter": mark} for mark in (";", ",", "\t", "|")]
OTHER_ESCAPE: list[dict] = [{"escapechar": "\\"}, {"escapechar": None}]
OTHER_QUOTE = [{"quotechar": "'"}]
STRAY = frozenset("\"';|\t,")

ABROAD = re.compile(r"[^\x00-\x7f]+")
SHORTENED = re.compile(r"(?:n[^\x00-\x7f]t|\bI[^\x00-\x7f][md]|[a-z][^\x00-\x7f](?:ve|ll|re))\b")  # don’t
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
LIST_LINE = re.compile(r"^\s{0,12}(?:[-*+•‣–]|\d{1,4}[.)]|[☐☑✅])\s+\S")
KEYED = re.compile(  # “Company: Acorn”, “- **Role:** Cook”, “Status=Applied”
    r"\A[\s>#]{0,12}(?:(?:[-*+•‣–]|\d{1,4}[.)])\s{1,9})?(\[?)[*_`]{0,3}([^\W\d_][^:=|,;\t*`]{0,40})[*_`]{0,3}\s{0,2}"
    r"(?:::?[*_`]{0,3}(?=\s|$)|=(?!=))"
)
DASH = re.compile(r"\A\s{0,12}([^\W\d_][^:=|;\t\-–—]{0,30}?)\s{1,9}[-–—]{1,2}\s{1,9}(\S.{0,2000})")
JOB = frozenset(("company", "role", "job"))
DASHED = re.compile(  # “Acorn - cook”, “4 May: applied to Acorn”, “Mon 4 May applied to Acorn Books”
    r"\S\s{1,9}[-–—]{1,2}\s|^\W{0,9}(?:[^\W\d]{2,9}\W{1,2})?\d(?:[^:]{2,20}:\s"
    r"|\d?(?:\.\d\d?\.(?:\d{2,4})?|/\d\d?(?:/\d{2,4})?|\W{1,2}[^\W\d]{3,9})\W{1,4}(?:\S{1,40}\s){2}\S)"
)
BETWEEN = re.compile(r"[,;](?! )|[\t|~^]")
QUOTED = re.compile(r"""(?:^|[,;\t|~^])"|^'.*?'[ :]'""")
JSON = ("[{", "[[", "[\n", "[\r", "[ ", "{")
HTML_TABLE = re.compile(r"<table\b", re.IGNORECASE)
MAC_EPOCH = re.compile(rb"\bdate1904=[\"'](?:1|true)[\"']")
XLS_MAC_EPOCH = re.compile(rb"\x22\x00\x02\x00\x01\x00\x0e\x00\x02\x00", re.DOTALL)
CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")  # marks that git leaves


class Row(NamedTuple):
    """One row: the line, row of the sheet or of the body; its cells; what was wrong; if joined."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""
    joined: bool = False

    def cell(self, at: int | None) -> str:
        """Return the cell of a column, trimmed; empty where the row is shorter or the column unknown."""
        cells = self.cells
        return cells[at].strip() if at is not None and at < len(cells) else ""

    def content(self, headings: Sequence[str]) -> dict[str, str]:
        """Return each cell as written, by its heading; further cells by their number."""
        beyond = (f"column {at + 1}" for at in range(len(headings), len(self.cells)))
        return dict(zip((*headings, *beyond), self.cells, strict=False))


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, table or file; `is_1904`: day numbers in it count from 1904."""

    name: str
    rows: list[Row]
    is_1904: bool = False
    headed: int = 0  # rows that the file itself marks as heading (HTML, Markdown)
    place: str = ""  # the name of its sheet, or the heading above it: “Rejected” may tell of each row
    title: str = ""  # what stands around the table: a year in it may be the year of its days
    delimiter: str = ""  # of a text: what stands between its cells
    outside: Sequence[Row] = ()  # lines of a page that stand in none of its tables; in the first alone


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text is cut into cells, in the words of the standard library; `width` is that of most rows."""

    delimiter: str = ","
    quotechar: str = '"'
    escapechar: str | None = None
    skipinitialspace: bool = False
    strict: bool = True
    width: int = 1


def read(path: Path, encoding: str = "") -> list[Grid]:
    """Return every grid of the file, empty ones left out.

    Raises
    ------
    SourceError : no table is in it, it is locked, damaged, binary, or of no honest size; or its letters could
        be read in two ways, and `encoding` must say which.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise SourceError(path, f"it is {size >> 20} MB large.", "Cut it into parts and add each.")
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(b"PK"):
        grids = _zipped(path, encoding)
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        grids = _workbook(path, bool(XLS_MAC_EPOCH.search(path.read_bytes())))
    else:
        _refuse_endless(path)
        grids = text_grids(path, decode(path, path.read_bytes(), encoding))
    grids = [grid for grid in grids if grid.rows]
    if not grids:
        raise SourceError(path, "there is no row in it.", "Export it again; nothing was read.")
    _check_width(path, max(len(row.cells) for grid in grids for row in grid.rows))
    return grids


def _refuse_endless(path: Path) -> None:
    """Refuse a list with a line of millions of letters before it is in memory; a page may be one."""
    with path.open("rb") as stream:
        while line := stream.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE and line.lstrip()[:1] not in (b"<", b"[", b"{"):
                reason = f"a line in it is longer than {LONGEST_LINE >> 20} MB."
                raise SourceError(path, reason, "Export it again, a row on each line.")


def _check_width(path: Path, width: int) -> None:
    if width > MAX_COLUMNS:
        action = "Delete the columns that say nothing of applications, and add it again."
        raise SourceError(path, f"a row in it has more than {MAX_COLUMNS:,} cells.", action)


def text_grids(path: Path, text: str) -> list[Grid]:
    """Return the tables of a text: HTML, Markdown or CSV, whichever it is."""
    if CONTROL.search(text[:100_000].replace("\0", "", 8)):
        raise SourceError(path, BINARY, "Save it as CSV or XLSX; nothing was read.")
    beginning = text[:2_000].lstrip()
    if beginning.startswith(JSON) and (rows := _objects(path, text)):
        return [Grid("", rows, headed=1)]
    if beginning.startswith("<") and HTML_TABLE.search(text):
        return _html(path, text)
    if "|" in text and any(map(_is_rule, text.split("\n"))):
        return _markdown(text)
    lines = [(at, line) for at, line in enumerate(text.splitlines(), 1) if line.strip()]
    ways = (lines, [] if _is_cut(lines, 0.5) else _blocks(lines))
    if lines := lines if _are_forms(lines) else next(filter(_are_items, ways), []):
        return [Grid("", [Row(at, (line,)) for at, line in lines])]
    first_line = text[:WIDEST].split("\n", 1)[0]
    _check_width(path, max(first_line.count(mark) for mark in ",;\t|"))
    return [separated(text)]


def _blocks(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return what stands between blank lines as items: employer, job and what came of it, each on a line."""
    blocks: list[list[tuple[int, str]]] = []
    for at, line in lines:
        if blocks and blocks[-1][-1][0] == at - 1:
            blocks[-1].append((at, line))
        else:
            blocks.append([(at, line)])
    joined = [(block[0][0], " - ".join(line.strip() for _, line in block), len(block)) for block in blocks]
    n_long, n_tall = sum(len(line) > 99 for _, line in lines), sum(n > 8 for *_, n in joined)
    are_short = 4 * n_long < len(lines) and 4 * n_tall < len(joined)
    n_days = sum(any(map(str.isdigit, line)) for _, line, _ in joined)
    n_headed = sum(line[0] == "#" or any(map(str.isdigit, line)) for ((_, line), *_) in blocks)  # “Week 2”
    is_of_jobs = are_short and 2 * n_days > len(joined) > 2 * n_headed
    return [(at, f"- {line}" if n > 1 else line) for at, line, n in joined if is_of_jobs]


def _are_items(lines: Sequence[tuple[int, str]]) -> bool:
    """Return whether lines are items of a list, each behind a bullet, or cut by dashes and not by a mark."""
    n_items, n_lines = sum(is_list_line(line) for _, line in lines), sum(line[0] != "#" for _, line in lines)
    n_dashed = 0 if _is_cut(lines) else sum(bool(DASHED.search(line)) for _, line in lines)
    if not any(QUOTED.search(line) for _, line in lines):  # “Acorn - cook - applied 10 May, in person”
        n_dashed = max(n_dashed, sum(len(DASHED.findall(line)) > line.count(",") + 0.5 for _, line in lines))
    return max(n_items, n_dashed) > 1 and 2 * max(n_items, n_dashed) > n_lines


def _is_cut(lines: Sequence[tuple[int, str]], share: float = 0.75) -> bool:
    """Return whether a mark stands in so many lines as between cells, a quote begins one, or it is headed."""
    is_headed = bool(lines) and sum(map(bool, map(role_of, lines[0][1].split(",")))) > 1
    n_cut = sum(bool(BETWEEN.search(line)) for _, line in lines)
    return is_headed or n_cut >= share * len(lines) or any(QUOTED.search(line) for _, line in lines)


def _objects(path: Path, text: str) -> list[Row]:
    """Return heading and rows of a JSON list of objects, alone or the longest in an object; else none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    lists = map(_listed, [found, *found.values()] if isinstance(found, dict) else [found])
    objects = [one for part in max(lists, key=len) for one in (part if isinstance(part, list) else [part])]
    if {*map(type, objects)} != {dict} or not any(objects):
        return []
    names = list(dict.fromkeys(str(name) for one in objects for name in one))
    _check_width(path, len(names))
    rows = [tuple(_as_text(one.get(name)) for name in names) for one in objects]
    return [Row(at, cells) for at, cells in enumerate((tuple(names), *rows))]


def _listed(part: object) -> list:
    """Return what a list holds, or an object that holds nothing but objects, by their numbers."""
    if isinstance(part, dict) and all(isinstance(one, dict) for one in part.values()):
        return list(part.values())
    return part if isinstance(part, list) else []


def _as_text(value: object) -> str:
    """Return a value of JSON as a cell; an object with a name as that."""
    value = value["name"] if isinstance(value, dict) and isinstance(value.get("name"), str) else value
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def keyed(text: str) -> tuple[str, str] | None:
    """Return name and value of a line or cell that begins with the name of what it tells, else None."""
    found = KEYED.match(text)
    value = text[found.end() :].strip() if found else ""
    return (found[2].strip(), value.removesuffix("]") if found[1] else value) if found else None


def fields(lines: Sequence[tuple[int, str]]) -> dict[int, tuple[str, str]]:
    """Return name and value of the lines that begin with a name, by their number.

    A dash stands for the colon where a job is named so, line below line, no name twice: “Company - Acorn”.
    """
    found = {at: pair for at, line in lines if (pair := keyed(line))}
    dashed = {at: (match[1].strip(), match[2].strip()) for at, line in lines if (match := DASH.match(line))}
    blocks: list[dict[int, str]] = [{}]  # what each line tells, as long as nothing stands between them
    for at, pair in sorted((dashed | found).items()):
        if at in found or plain(pair[0]) in aliases():
            role = field_of(pair[0])
            if at - 1 not in blocks[-1] or (role in JOB and role == next(iter(blocks[-1].values()))):
                blocks.append({})
            blocks[-1][at] = role
    for block in blocks:
        if 1 < len(block) == len({*block.values()}) and JOB.intersection(block.values()):
            found |= {at: dashed[at] for at in block if at not in found}
    return found


def _are_forms(lines: Sequence[tuple[int, str]]) -> bool:
    """Return whether lines are forms: their names come again, or others that tell the same."""
    names = [name for name, _ in fields(lines).values()]
    same, known = Counter(names), Counter(map(field_of, names))
    n_jobs = max(known[role] for role in JOB)
    is_again = 1 < len(same) < 0.75 * len(names) or (n_jobs > 1 and len(known) > 1)
    return is_again and 2 * len(names) > sum(line[0] != "#" for _, line in lines)


def is_list_line(line: str) -> bool:
    """Return whether a line is an item of a list, as Markdown has it."""
    return LIST_LINE.match(line) is not None


# --- letters ---------------------------------------------------------------------------------------------


def decode(path: Path, data: bytes, encoding: str = "") -> str:
    """Return the text of the bytes: by `encoding`, by mark, as UTF-8, or as the only one that makes words."""
    mark = next((name for start, name in MARKS if data.startswith(start)), "")
    for name in filter(None, (encoding, mark, _wide(data), "utf-8")):
        try:
            return data.decode(name)
        except (UnicodeError, LookupError) as error:
            if name in (encoding, mark):
                action = "Save it as UTF-8 and add it again."
                raise SourceError(path, f"its letters are not {name}.", action) from error
    if CONTROL.search(data[:100_000].decode("latin-1")):
        raise SourceError(path, BINARY, "Save it as CSV or XLSX; nothing was read.")
    scores = _scores(data)
    best = max(scores.values(), default=0)
    texts = {data.decode(name): name for name, score in reversed(scores.items()) if score > best - 0.15}
    if best > 0.35 and len(texts) == 1:
        return next(iter(texts))
    shown = " or ".join(f"“{_sample(text)}” ({name})" for text, name in texts.items()) or "nothing known"
    action = "Save it as UTF-8, or say which with --map encoding=NAME."
    raise SourceError(path, f"its letters could be {shown}.", action)


def _wide(data: bytes) -> str:
    """Return the kind of UTF-16 without a mark: every other byte of Western text is then zero."""
    halves = {"utf-16-le": data[1:4_000:2], "utf-16-be": data[0:4_000:2]} if len(data) % 2 == 0 else {}
    return next((name for name, zeros in halves.items() if zeros.count(0) > 0.7 * len(zeros)), "")


def _scores(data: bytes) -> dict[str, float]:
    """Return for each encoding that fits the bytes how much they then look like words, 1 at best."""
    scores = {}
    for name in ENCODINGS:
        try:
            text = data.decode(name)
        except UnicodeError:
            continue
        if name == "latin-1" and "cp1252" in scores:
            continue
        found = [*islice(ABROAD.finditer(text), 3_000)]
        telling = [run for run in found if run.group() != "£"]  # the same byte in most of them
        runs = [_plausible(text, run) for run in telling or found]
        scores[name] = ENCODINGS[name] * sum(good for good, _ in runs) / max(sum(n for _, n in runs), 1)
    return scores


def _plausible(text: str, run: re.Match[str]) -> tuple[float, int]:
    """Return points and bytes of one run of letters beyond ASCII, seen between its neighbours."""
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    letters = run.group()
    if len(letters) == 1 and SHORTENED.search(text, run.start() - 1, run.end() + 3):
        return (1.0 if letters == "’" else -1.0), 1
    if any("\u3040" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in letters):
        return _plausible_east(letters, before, after), 2 * len(letters)
    if any("\u0400" <= c <= "\u04ff" for c in letters):
        is_mixed = letters[1:].lower() != letters[1:] != letters[1:].upper()
        is_glued = before.isalpha() or after.isalpha() or is_mixed
        return -1.0 if is_glued else len(letters) * (1.0 if len(letters) > 2 else 0.5), len(letters)
    beside = zip((before, *letters), letters, (*letters[1:], after), strict=False)
    points = sum(_plausible_west(letter, left, right) for left, letter, right in beside)
    is_odd = len(letters) > 2 and letters.isalpha() and not letters.isupper()
    return 0.0 if is_odd else points, len(letters)


def _plausible_east(letters: str, before: str, after: str) -> float:
    # Kana and the hanzi that GB 2312 or JIS list first are what names are written with; a lone
    # character glued to Latin letters is what a Western accent looks like when it is misread.
    usual = sum(1 for c in letters if "\u3040" <= c <= "\u30ff" or "\uff01" <= c <= "\uff5e" or _is_usual(c))
    glued = (before.isascii() and before.islower()) or (after.isascii() and after.islower())
    glued = glued or (before.isascii() and before.isalpha() and after.isascii() and after.isalpha())
    kana = sum(1 for c in letters if "\u3040" <= c <= "\u30ff")
    return 2 * usual + 0.2 * kana - (3 * len(letters) if glued and len(letters) < 3 else 0)


def _is_usual(letter: str) -> bool:
    leads = (letter.encode("gb2312", "ignore")[:2], 0xD7), (letter.encode("euc_jp", "ignore")[:2], 0xCF)
    return any(len(lead) == 2 and 0xB0 <= lead[0] <= last for lead, last in leads)


def _plausible_west(letter: str, before: str, after: str) -> float:
    if letter.isalpha() and letter not in "ªºƒˆˇıﬁﬂΩπ":
        if letter.islower():
            is_lone = not before.isalpha() and not after.isalpha() and letter not in "àéèôóáâß"
            is_lone |= (letter, before.isalpha()) == ("ì", False) or (letter, after.isalpha()) == ("î", False)
            return 0.0 if is_lone else 1.0 if not before.isupper() or after.islower() else 0.5
        return -2.0 if before.islower() else 1.0 if after.isalpha() else 0.4
    if letter in "’‘“”–—…«»•\xa0€£°·¿¡":
        is_inside = before.isalpha() and after.isalpha()
        is_odd = letter == "‘" and before.isalpha()  # Zoë
        return (0.8 if letter in "’·" else -2.0) if is_inside else 0.8 if is_odd else 1.0
    return -1.0


def _sample(text: str) -> str:
    run = ABROAD.search(text)
    at = run.start() if run else 0
    return " ".join(text[max(0, at - 8) : at + 9].split())


# --- CSV ---------------------------------------------------------------------------------------------------


def separated(text: str) -> Grid:
    """Return the records of a text, cut by the dialect under which it is most regular; not blank lines."""
    for wide in WIDE:  # between quoted cells only, and only where no single tab stands
        if text.count(f'"{wide}"') > text.count("\n") > 0 == text.count('"\t"'):
            text = text.replace(f'"{wide}"', '"\t"')
    lines = list(io.StringIO(text, newline=""))
    hint = re.match(r"(?i)\"?sep=(.)\"?\r?\n?$", lines[0][:10]) if lines else None
    if hint:
        lines[0] = ""
    found = dialect(lines, hint.group(1) if hint else "")
    if found.escapechar:  # it escapes quotes and itself; elsewhere it is a letter, as in C:\\cv.pdf
        lines = [re.sub(rf"(?<!\\)\\(?![\\{found.quotechar}])", r"\\\\", line) for line in lines]
    records = _records(lines, found)
    filled = (one for one in records if any(one[1]) or len(one[1]) > 1)
    rows = [Row(at + 1, tuple(map(_shown_of, cells)), fault) for at, cells, fault in filled]
    return Grid("", rows, delimiter=found.delimiter)


def _shown_of(cell: str) -> str:
    """Return a cell; of a formula that makes a link what it shows, and where it leads."""
    return workbooks.computed(cell[1:]) or cell if cell.startswith("=HYPERLINK(") else cell


def _records(lines: list[str], found: Dialect) -> Iterator[tuple[int, Sequence[str], str]]:
    """Return (line, cells, fault) of each record; a record that breaks the dialect is mended by itself.

    An odd run of quotes opens a cell and closes an open one, so no line is read often for one never closed.
    """
    at, dialect = 0, csv.reader((), found).dialect  # type: ignore[arg-type]
    while at < len(lines):
        line, others, fault = lines[at], list[dict](), ""
        reader = csv.reader(map(lines.__getitem__, range(at, min(at + MAX_SPAN, len(lines)))), dialect)
        try:
            cells = next(reader)
            if len(cells) == 1 != found.width:
                others = OTHER_DELIMITERS
            elif line[:1] == "'":
                others = OTHER_QUOTE
        except csv.Error:
            cells, fault = _mended(line, found), "a quote that does not belong"
            others = OTHER_QUOTE if line[:1] == "'" else OTHER_ESCAPE
            others = others if len(cells) == found.width else [*others, *OTHER_DELIMITERS]
        mended = _recut(line, found, others)
        yield at, mended or _rejoined(cells, found), "" if mended else fault
        at += 1 if fault else reader.line_num


def _recut(line: str, found: Dialect, changes: Sequence[dict]) -> list[str]:
    """Return the cells of one line under a changed dialect, if that gives it the width of the others."""
    for change in changes if found.width > 1 else ():
        try:
            records = [*filter(None, csv.reader([line], replace(found, **change)))]  # type: ignore[arg-type]
        except csv.Error:
            continue
        if len(records) == 1 and len(records[0]) == found.width:
            return records[0]
    return []


def _rejoined(cells: list[str], found: Dialect) -> list[str]:
    """Return the cells with those put together again that an unquoted ", " cut: “Acorn, Inc.”."""
    if found.delimiter != "," or found.skipinitialspace:
        return cells
    joined = cells[:1]
    for cell in cells[1:]:
        joined[-1:] = [f"{joined[-1]},{cell}"] if cell[:1] == " " else [joined[-1], cell]
    return joined if len(joined) == found.width > 2 else cells


def _mended(line: str, found: Dialect) -> list[str]:
    """Return the cells of a line whose quotes do not match: a quote counts only beside a delimiter."""
    line, quote, cells, at = line.rstrip("\r\n"), found.quotechar, list[str](), 0
    if len(line) > LONGEST_MENDED:
        return line.split(found.delimiter)
    while at <= len(line):
        end = line.find(found.delimiter, at)
        close = line.find(quote + found.delimiter, at + 1)
        close = len(line) - 1 if close < 0 and line.endswith(quote) and len(line) - 1 > at else close
        inside = line[at + 1 : close].replace(quote * 2, "")
        if line.startswith(quote, at) and close > 0 and found.delimiter + quote not in inside:
            cells.append(line[at + 1 : close].replace(quote * 2, quote))
            at = close + 1 + len(found.delimiter)
            continue  # else another cell opens in it
        end = len(line) if end < 0 else end
        cells.append(line[at:end])
        at = end + len(found.delimiter)
    return cells


def dialect(lines: list[str], delimiter: str = "") -> Dialect:
    """Return the dialect under which the beginning of the text is most regular, and most like cells.

    The score is that of CleverCSV in spirit (van den Burg, Nazábal & Sutton 2019: regular rows × cells of a
    known form), kept to what trackers use: the share of rows of the commonest width, times how little a
    narrower cut would do, times the share of cells that hold no stray quote or delimiter.
    """
    sample = [line for line in lines[:300] if line.strip()]
    best, best_score = Dialect(delimiter or ","), 0.0
    for found, weight in _dialects("".join(sample), delimiter):
        width, score = _regularity(sample, found)
        if score * weight > best_score:
            best, best_score = replace(found, width=width), score * weight
    return best


def _dialects(text: str, delimiter: str) -> Iterator[tuple[Dialect, float]]:
    """Return the dialects in which a text may be written, and how usual each of them is."""
    for mark in [delimiter] if delimiter else [mark for mark in DELIMITERS if mark in text]:
        n_between, n_open, n_shut = (text.count(sign) for sign in (f"'{mark}'", f"{mark}'", f"'{mark}"))
        is_single = text.count(f"'{mark} '") > 1 or n_between > 1 or n_open > 3 < n_shut
        is_spaced = mark in ",;|" and text.count(mark + " ") > 0.9 * text.count(mark)
        for quote, usual in [('"', 1.0), *([("'", 0.98)] if is_single else [])]:
            found = Dialect(mark, quote, skipinitialspace=is_spaced and f"{mark} {quote}" in text)
            usual *= DELIMITERS.get(mark, 1.0)
            yield found, usual
            if "\\" + quote in text:
                yield replace(found, escapechar="\\"), usual * 0.97


def _regularity(sample: list[str], found: Dialect) -> tuple[int, float]:
    records = [*_records(sample, replace(found, width=0))]
    rows, faults = [cells for _, cells, _ in records], sum(bool(fault) for *_, fault in records)
    widths = Counter(map(len, rows))
    width, n = max(widths.items(), key=lambda item: (item[1], item[0] == len(rows[0]), item[0]))
    cells = [cell for row in rows if len(row) == width for cell in row]
    stray = sum(cell[:1] in STRAY or cell[-1:] in STRAY for cell in cells)
    if found.delimiter == " " and 2 * n <= len(rows):
        return width, 0.0  # lines of prose
    regular = n / len(rows) * (1 - faults / len(rows)) / (2 - len(rows) / len(sample))
    return width, regular * (1 - 1 / width) * (1 - stray / len(cells)) ** 2


# --- workbooks, archives, pages ----------------------------------------------------------------------------


def _zipped(path: Path, encoding: str) -> list[Grid]:
    names = [name for name, _ in archives.members(path)]
    if not {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}.isdisjoint(names):
        book = archives.read(path, "xl/workbook.xml", 16 << 20) if "xl/workbook.xml" in names else b""
        return _workbook(path, bool(MAC_EPOCH.search(book)))
    files = archives.contents(path, lambda name: name.lower().endswith(TABLE_NAMES), MAX_BYTES)
    tables = ((name, text_grids(path, decode(path, data, encoding))) for name, data in files if data.strip())
    every = ((name, grid) for name, grids in tables for grid in grids)
    named = [(f"{name}[{grid.name}]" if grid.name else name, grid) for name, grid in every]
    grids = [replace(grid, name=name) for name, grid in named]
    if not grids:
        raise SourceError(path, "it is a zip without a table in it.", "Unpack it and add the table inside.")
    return grids


def _workbook(path: Path, is_1904: bool) -> list[Grid]:
    """Return the sheets, read by a process of its own, because a hostile one can abort it."""
    if path.suffix.lower() in (".docx", ".doc", ".pptx", ".ppt"):
        raise SourceError(path, "it is a document, not a spreadsheet.", "Save its table as XLSX or CSV.")
    size = path.stat().st_size
    limits = {"memory": WORKBOOK_MEMORY + 100 * size, "answer": WORKBOOK_ANSWER + 100 * size}
    try:
        answers = apart.run(workbooks.rows, str(path.resolve()), seconds=SECONDS, **limits)
    except apart.Lost as error:
        words = f"it took more than {SECONDS} s to open" if str(error) == "late" else DISHONEST
        raise SourceError(path, f"{words}.", "Save it as CSV.") from error
    said = [row for several in answers for row in several]
    if said[-1:] == [["locked"]]:
        raise SourceError(path, "it is locked with a password.", "Save it without one and add it again.")
    if not said or said[-1] == ["damaged"]:
        raise SourceError(path, "it is a damaged spreadsheet.", "Open and save it anew, or as CSV.")
    grids: list[Grid] = []
    for number, joined, *row in said:
        if number == "sheet":
            grids.append(Grid(joined, [], is_1904, place=joined))
        else:
            grids[-1].rows.append(Row(number, tuple(row[0]), row[1], joined))
    return grids


def _markdown(text: str) -> list[Grid]:
    """Return each pipe table of a Markdown text: the line above its rule is the heading.

    A blank line or a mark that git left does not end a table: lines that begin with a pipe are its rows.
    """
    grids: list[Grid] = []
    lines = text.split("\n")
    rules = [*map(_is_rule, lines), False]  # there is no line behind the last
    title = " ".join(re.findall("^#.*", text, re.MULTILINE))[:2_000]
    is_table, place, outside = False, "", list[Row]()
    for at, line in enumerate(lines):
        place = line.strip("# \r") if line.startswith("#") else place
        if rules[at]:
            continue
        is_ruled = is_table and rules[at + 1] and "+" in lines[at + 1]  # org rules off each row
        if rules[at + 1] and "|" in line and not is_ruled:
            grids.append(Grid(f"table {len(grids) + 1}", [], headed=1, place=place, title=title))
            is_table = True
        elif line.strip() and "|" not in line:
            is_table = is_table and line.startswith(CONFLICT)
        if line.strip() if is_table else grids and line.lstrip().startswith("|"):
            grids[-1].rows.append(Row(at + 1, _piped(line)))
        elif line.strip() and not line.startswith("#"):  # its headings are the places of its tables
            outside.append(Row(at + 1, (line.strip(),)))
    return _alone([replace(grid, outside=() if at else outside) for at, grid in enumerate(grids)])


def _alone(grids: list[Grid]) -> list[Grid]:
    """Return the tables of a page; one alone needs no name."""
    return [replace(grids[0], name="")] if len(grids) == 1 else grids


def _piped(line: str) -> tuple[str, ...]:
    bare = line.strip().removeprefix("|")
    bare = bare if bare.endswith("\\|") else bare.removesuffix("|")
    return tuple(cell.strip().replace("\0", "|") for cell in bare.replace("\\|", "\0").split("|"))


def _is_rule(line: str) -> bool:
    """Return whether a line is the rule under a Markdown heading, |---|:-:|, or in org, |---+---|."""
    line = line.strip().replace("+", "|")
    cells = line.strip("|").split("|") if "|" in line and "-" in line and not line.strip("|-: ") else [""]
    return all(cell.strip().strip(":").strip("-") == "" != cell.strip().strip(":") for cell in cells)


def _html(path: Path, text: str) -> list[Grid]:
    """Return each table of a page that holds no other; rows are counted within its body."""
    from selectolax.lexbor import LexborHTMLParser

    if len(shallow(text)) < len(text):
        reason = "its parts are nested too deep, or say too much of themselves."
        raise SourceError(path, reason, "Copy the table into a spreadsheet, and add that.")
    page = LexborHTMLParser(text)
    title = " ".join(node.text() for node in page.css("title, h1, h2, h3"))[:2_000]
    innermost = {table.mem_id for table in page.css("table:not(:has(table))")}
    tables = [(f"table {at}", table) for at, table in enumerate(page.css("table"), 1)]
    found = ((name, *_table_rows(table)) for name, table in tables if table.mem_id in innermost)
    return _alone([Grid(name, rows, headed=headed, title=title) for name, rows, headed in found])


def _table_rows(table) -> tuple[list[Row], int]:
    rows: list[Row] = []
    spans: dict[int, tuple[int, str]] = {}
    headed = number = 0
    for line in table.css("tr"):
        nodes = [node for node in line.iter() if node.tag in ("td", "th")]
        is_heading = bool(nodes) and number == 0 and all(node.tag == "th" for node in nodes)
        cells, filled = _line_cells(nodes, spans)
        headed, number = (headed + 1, 0) if is_heading else (headed, number + 1)
        if any(cells):
            rows.append(Row(number, tuple(cells), "", filled > 1))
    return rows, headed


def _line_cells(nodes: list, spans: dict[int, tuple[int, str]]) -> tuple[list[str], int]:
    """Return the cells of a line, and how many of them reach down from lines above."""
    cells: list[str] = []
    n_joined = 0
    for node in [*nodes, None]:
        while len(cells) in spans:
            left, shown = spans.pop(len(cells))
            if left > 1:
                spans[len(cells)] = (left - 1, shown)
            cells.append(shown)
            n_joined += 1
        if node is not None:
            shown = _shown(node)
            if (down := _span(node, "rowspan")) > 1:
                spans[len(cells)] = (down - 1, shown)
            cells += [shown, *[""] * (_span(node, "colspan") - 1)]
    return cells, n_joined


def _span(node, name: str) -> int:
    number = node.attributes.get(name) or ""
    return min(int(number), 1_000) if number.isdecimal() and len(number) < 6 else 1


def _shown(node) -> str:
    """Return the text of a cell; where a link leads stands behind it in brackets."""
    text = " ".join(node.text(separator=" ").split())
    link = node.css_first("a[href]")
    target = (link.attributes.get("href") or "").strip() if link is not None else ""
    is_shown = target in text or not target.lower().startswith(("http://", "https://"))
    return text if is_shown else f"{text} ({target})".strip()


def is_table_name(name: str) -> bool:
    """Return whether a file of this name may hold a table."""
    return PurePosixPath(name.lower()).suffix in (*TABLE_NAMES, *WORKBOOK_NAMES)
