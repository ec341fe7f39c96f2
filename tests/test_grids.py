"""Any table file becomes grids of text in which no cell is lost or changed."""

import csv
import io
import json
import random
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from jobkit.errors import SourceError
from jobkit.sources.tables import grids

HOSTILE = Path(__file__).parents[2] / "shared" / "data" / "hostile"
SPECTRUM = {path.stem: path for path in sorted((HOSTILE / "csv-spectrum" / "csvs").glob("*.csv"))}
CONTRADICTS = "location_coordinates"  # its answer has another phone number than its question

INVENTED = {
    "comma_in_quotes": ('a,b\nx,"Anytown, WW"\n', [["a", "b"], ["x", "Anytown, WW"]]),
    "empty": ('a,b,c\n1,"",""\n2,3,4\n', [["a", "b", "c"], ["1", "", ""], ["2", "3", "4"]]),
    "doubled_quotes": ('a,b\n1,"ha ""ha"" ha"\n3,4\n', [["a", "b"], ["1", 'ha "ha" ha'], ["3", "4"]]),
    "line_break": ('a,b\r\n"Once\r\nupon",2\r\n', [["a", "b"], ["Once\r\nupon", "2"]]),
    "line_feed_inside": ('a,b\r\n"Once\nupon",2\r\n', [["a", "b"], ["Once\nupon", "2"]]),
    "quote_inside": ("a,b\n37°36'37.8\"N,x\n", [["a", "b"], ["37°36'37.8\"N", "x"]]),
    "old_mac": ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    "no_last_line_end": ("a;b\n1;2", [["a", "b"], ["1", "2"]]),
    "backslash": (
        'a,b\n"say \\"hi\\", then",2\n"x, y",3\n',
        [["a", "b"], ['say "hi", then', "2"], ["x, y", "3"]],
    ),
    "sep_line": ("sep=;\na;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]),
    "unclosed": (
        'a,b\n1,"never closed\n2,x\n3,y\n',
        [["a", "b"], ["1", '"never closed'], ["2", "x"], ["3", "y"]],
    ),
    "one_other_row": (
        "a,b,c\n1,2,3\n4;5;6\n7,8,9\n",
        [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]],
    ),
    "short_and_long": (
        "a,b,c\n1\n1,2,3,4\n1,2,3\n",
        [["a", "b", "c"], ["1"], ["1", "2", "3", "4"], ["1", "2", "3"]],
    ),
    "backslashes": (
        'a,b\n"say \\"hi\\"",C:\\cv\n"x, y",3\n',
        [["a", "b"], ['say "hi"', "C:\\cv"], ["x, y", "3"]],
    ),
    "stray_quote_before_a_quoted_cell": (
        'a,b,c\n1,"2,"x, y"\n3,4,"z, z"\n5,6,7\n',
        [["a", "b", "c"], ["1", '"2', "x, y"], ["3", "4", "z, z"], ["5", "6", "7"]],
    ),
    "nul": ("a,b\n1,x\0y\n", [["a", "b"], ["1", "x\0y"]]),
}


def read(tmp_path, content, name="any.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return grids.read(path)


def cells(grid):
    return [list(row.cells) for row in grid.rows]


@pytest.mark.parametrize("name", INVENTED)
def test_text_is_cut_exactly(name, tmp_path):
    text, expected = INVENTED[name]
    assert cells(read(tmp_path, text)[0]) == expected


@pytest.mark.parametrize("name", [name for name in SPECTRUM if name != CONTRADICTS] or [""])
def test_csv_spectrum_is_read_exactly(name, tmp_path):
    if not name:
        assert cells(read(tmp_path, INVENTED["empty"][0])[0]) == INVENTED["empty"][1]
        return
    heading, *rows = cells(grids.read(SPECTRUM[name])[0])
    answer = json.loads((SPECTRUM[name].parents[1] / "json" / f"{name}.json").read_text(encoding="utf-8"))
    assert [dict(zip(heading, row, strict=True)) for row in rows] == answer


def test_a_row_knows_the_line_where_it_starts(tmp_path):
    grid = read(tmp_path, 'a,b\n\n"x\ny",1\n2,3\n')[0]
    assert [row.number for row in grid.rows] == [1, 3, 5]


def test_a_broken_quote_is_told_and_costs_its_own_row_only(tmp_path):
    rows = read(tmp_path, 'a,b,c\n1,"x" y,2\n3,4,5\n')[0].rows
    assert [bool(row.fault) for row in rows] == [False, True, False]
    assert rows[2].cells == ("3", "4", "5")


def _polluted(rows, delimiter=",", quote='"', escape="", end="\r\n"):
    def cell(text):
        return quote + text.replace(quote, (escape or quote) + quote) + quote

    return "".join(delimiter.join(cell(text) for text in row) + end for row in rows)


ROWS = [["Day", "Hour", "Item", "Price", "Words", "Link"]] + [
    [
        f"{1 + at % 28}/01/2018",
        f"{at % 24:02}:15",
        f"Item {at}",
        f"${at}.69",
        text,
        f"https://example.com/{at}",
    ]
    for at, text in enumerate(["Men's boots, warm", 'Table, round 48"', "It's light; it won't last", ""] * 20)
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ":", " ", ", ", "~"])
@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_the_dialect_is_found_whatever_it_is(delimiter, quote, end, tmp_path):
    text = _polluted(ROWS, delimiter, quote, end=end)
    assert cells(read(tmp_path, text)[0]) == ROWS


@pytest.mark.parametrize("delimiter", ["\t\t", "\\t"])
def test_a_delimiter_of_two_signs_is_known_between_quotes(delimiter, tmp_path):
    assert cells(read(tmp_path, _polluted(ROWS, delimiter))[0]) == ROWS


@pytest.mark.parametrize("at", [0, 1, 40, 80])
@pytest.mark.parametrize(
    "change",
    [{"delimiter": ";"}, {"quote": "'"}, {"escape": "\\"}, {"end": "\n"}],
    ids=lambda change: next(iter(change)),
)
def test_one_row_in_another_dialect_loses_nothing(at, change, tmp_path):
    parts = [_polluted(ROWS[:at]), _polluted(ROWS[at : at + 1], **change), _polluted(ROWS[at + 1 :])]
    assert cells(read(tmp_path, "".join(parts))[0]) == ROWS


NAMES = "Company,Role\nThalès Ingénierie,Développeur\nMüller & Söhne,Geschäftsführer\nPeña,Diseñadora\n"


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "words", ["they haven’t said", "I’m in", "we’ll see – maybe", "waited – then no", "it’s “fine”", "l’été"]
)
def test_pounds_say_nothing_of_the_letters_beside_them(words, encoding, tmp_path):
    text = f"Firm;Pay;Notes\nAcorn;£12;{words}\nBirch;£13;x\nCedar;£14;y\n"
    assert grids.decode(tmp_path / "any.csv", text.encode(encoding)) == text


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "mac_roman"],
)
@pytest.mark.parametrize(
    "text", [NAMES, "A,B\nZoë,x\n", "A,B\nSTRASSE,Straße\n", "A,B\nÅngström AS,København\n"]
)
def test_accented_names_come_back_exactly(encoding, text, tmp_path):
    assert cells(read(tmp_path, text, encoding=encoding)[0]) == [
        line.split(",") for line in text.splitlines()
    ]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp932", "会社,役職\n株式会社サンプル,エンジニア\n東京,営業\n"),
        ("cp932", "Company,Role\nトヨタ,営業\n"),
        ("gb18030", "公司,职位\n北京公司,工程师\n上海,设计\n"),
        ("cp1251", "Фирма,Должность\nЗавод,Инженер\n"),
    ],
)
def test_eastern_names_come_back_exactly(encoding, text, tmp_path):
    assert cells(read(tmp_path, text, encoding=encoding)[0]) == [
        line.split(",") for line in text.splitlines()
    ]


def test_letters_that_could_be_two_things_are_asked_for(tmp_path):
    text = "Firma,Stanowisko\nŁódź,Inżynier\nŻabka,książka\n"
    with pytest.raises(SourceError, match="encoding="):
        read(tmp_path, text, encoding="cp1250")
    assert cells(grids.read(tmp_path / "any.csv", "cp1250")[0])[1] == ["Łódź", "Inżynier"]
    with pytest.raises(SourceError, match="not ascii"):
        grids.read(tmp_path / "any.csv", "ascii")


def _workbook(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Company", "Applied", "Code", "Paid", "Sure"])
    sheet.append(["NA", None, "007", 7.5, True])
    sheet["B2"] = 45234
    sheet["B2"].number_format = "yyyy-mm-dd"
    sheet.append(["+441234", 59, "1e5", 3, False])
    book.save(path)


def _xls(path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("one")
    for at, row in enumerate([["Company", "Code"], ["NA", "007"]]):
        for column, text in enumerate(row):
            sheet.write(at, column, text)
    book.save(str(path))


def _ods(path):
    book = OpenDocumentSpreadsheet()
    table = Table(name="one")
    for row in (["Company", "Code"], ["NA", "007"]):
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))


def test_a_workbook_gives_its_cells_as_they_are(tmp_path):
    _workbook(tmp_path / "any.xlsx")
    grid = grids.read(tmp_path / "any.xlsx")[0]
    assert cells(grid)[1:] == [
        ["NA", "2023-11-04", "007", "7.5", "TRUE"],
        ["+441234", "59", "1e5", "3", "FALSE"],
    ]
    assert [row.number for row in grid.rows] == [1, 2, 3]


@pytest.mark.parametrize("name", ["any.xls", "any.ods", "wrongly_named.csv"])
def test_a_workbook_is_known_by_its_bytes(name, tmp_path):
    (_ods if name == "any.ods" else _xls)(tmp_path / name)
    assert cells(grids.read(tmp_path / name)[0]) == [["Company", "Code"], ["NA", "007"]]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_workbook_that_counts_days_from_1904_is_known(kind, tmp_path):
    path = tmp_path / f"mac.{kind}"
    if kind == "xls":
        book = xlwt.Workbook()
        book.dates_1904 = True
        book.add_sheet("one").write(0, 0, 43772)
        book.save(str(path))
    else:
        import datetime

        made = openpyxl.Workbook()
        made.epoch = datetime.datetime(1904, 1, 1)  # noqa: DTZ001
        made.active["A1"] = 43772
        made.save(path)
    assert grids.read(path)[0].is_1904
    _workbook(tmp_path / "usual.xlsx")
    assert not grids.read(tmp_path / "usual.xlsx")[0].is_1904


def test_merged_cells_are_filled_downwards(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Company", "Role", "State"], ["Acorn", "Clerk", "Applied"], [None, None, "Interview"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    book.save(tmp_path / "merged.xlsx")
    last = grids.read(tmp_path / "merged.xlsx")[0].rows[-1]
    assert (last.cells, last.joined) == (("Acorn", "Clerk", "Interview"), True)


def test_a_sheet_with_a_cell_at_the_far_corner_is_refused_and_does_not_end_the_program(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    book.save(tmp_path / "corner.xlsx")
    with pytest.raises(SourceError, match="honest size"):
        grids.read(tmp_path / "corner.xlsx")


def test_two_hundred_columns_are_read(tmp_path):
    row = [f"column {at}" for at in range(200)]
    assert cells(read(tmp_path, ",".join(row) + "\n" + ",".join("x" * 200) + "\n")[0])[0] == row


@pytest.mark.parametrize("name", ["any.xlsx", "any.xls", "any.ods"])
def test_half_a_workbook_is_refused(name, tmp_path):
    {"any.xlsx": _workbook, "any.xls": _xls, "any.ods": _ods}[name](tmp_path / name)
    raw = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(raw[: len(raw) // 2])
    with pytest.raises(SourceError):
        grids.read(tmp_path / name)


def test_a_bomb_called_a_workbook_is_refused_at_once(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (64 << 20))
    began = time.process_time()
    with pytest.raises(SourceError, match="honest size"):
        grids.read(tmp_path / "bomb.xlsx")
    assert time.process_time() - began < 1


OFFICE = sorted((HOSTILE / "office").glob("*"))[:40:4] if HOSTILE.exists() else []


@pytest.mark.parametrize("path", [None, *OFFICE], ids=lambda path: path.name[:20] if path else "invented")
def test_a_damaged_office_file_is_read_or_refused(path, tmp_path):
    if path is None:
        _workbook(tmp_path / "any.xlsx")
        raw = bytearray((tmp_path / "any.xlsx").read_bytes())
        for at in random.Random(1).sample(range(len(raw)), 40):
            raw[at] ^= 0xFF
        path = tmp_path / "broken.xlsx"
        path.write_bytes(raw)
    try:
        assert grids.read(path)
    except SourceError as refusal:
        assert str(refusal).endswith(".")


def test_a_markdown_table_is_read_between_its_text(tmp_path):
    text = "# Title\n\nwords | and words\n\n| A | B |\n|---|:-:|\n| 1 | a\\|b |\n| 2 | |\n\nend\n"
    grid = read(tmp_path, text, "any.md")[0]
    assert cells(grid) == [["A", "B"], ["1", "a|b"], ["2", ""]]
    assert [row.number for row in grid.rows] == [5, 7, 8]


def test_a_page_is_read_table_by_table_with_rows_counted_in_the_body(tmp_path):
    text = (
        "<html><body><table><tr><td><table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>"
        "<tr><td rowspan=2>x</td><td>1 &amp; 2</td></tr><tr><td><a href='https://x.example/1'>go</a></td></tr>"
        "</tbody></table></td></tr></table><script>alert(1)</script></body></html>"
    )
    grid = read(tmp_path, text, "page.html")[0]
    assert cells(grid) == [["A", "B"], ["x", "1 & 2"], ["x", "go (https://x.example/1)"]]
    assert [row.number for row in grid.rows] == [0, 1, 2]


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), b"\x7fELF" + b"\1\2\3" * 99, b""]
)
def test_binary_and_empty_files_are_refused(content, tmp_path):
    with pytest.raises(SourceError):
        read(tmp_path, content)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(
                st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), min_size=1, max_size=12
            ),
            min_size=3,
            max_size=3,
        ),
        min_size=4,
        max_size=12,
    )
)
def test_what_a_csv_writer_quotes_comes_back(rows):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    assert [list(row.cells) for row in grids.separated(out.getvalue()).rows] == rows


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_text_raises_and_no_letter_of_a_plain_line_is_lost(text):
    rows = grids.separated(text).rows
    kept = "".join(cell for row in rows for cell in row.cells)
    assert sorted(c for c in kept if c.isalnum()) == sorted(
        c for c in text if c.isalnum()
    ) or text.startswith(("sep=", '"sep='))


def test_quotes_that_never_close_take_time_in_proportion():
    def seconds(n):
        text = "a,b,c\n" + '1,"x,2\n' * n
        began = time.process_time()
        assert len(grids.separated(text).rows) == n + 1
        return time.process_time() - began

    def least(n):
        """The quickest of three: a garbage collection of all earlier tests may fall into one of them."""
        return min(seconds(n) for _ in range(3))

    seconds(100)
    assert least(8_000) < 12 * max(least(2_000), 0.02)
