"""Small files made to swell: each is refused or read within two seconds and 200 MB, children included."""

import json
import subprocess
import sys
import zipfile

import pytest

SECONDS, MEGABYTES = 2, 200
HEAD = "<table:table-row>" + "".join(
    f"<table:table-cell office:value-type='string'><text:p>{name}</text:p></table:table-cell>"
    for name in ("Company", "Role", "Date applied")
)
NAMES = (
    "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
    " xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'"
    " xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'"
)
MEASURED = """
import json, resource, sys, tempfile
from pathlib import Path
from jobkit import Search

def used():
    each = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))  # since it began
    return sum(one.ru_utime + one.ru_stime for one in each), max(int(own.split()[1]), each[1].ru_maxrss) >> 10

search = Search(tempfile.mkdtemp(dir=sys.argv[1]))
search.add(Path(sys.argv[1], "honest.csv"))
for name in sorted(Path(sys.argv[1], "files").iterdir()):
    before, _ = used()
    row = search.add(name).iloc[0]
    after, megabytes = used()
    print(json.dumps([name.name, after - before, megabytes, row["message"], int(row["events"])]))
"""


def ods(path, row):
    content = (
        f"<office:document-content {NAMES}><office:body><office:spreadsheet><table:table table:name='S'>"
    )
    content += f"{HEAD}</table:table-row>{row}</table:table></office:spreadsheet></office:body></office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entry = f"<m:file-entry m:full-path='/' m:media-type='{kind}'/>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", kind)
        package.writestr("META-INF/manifest.xml", f"<m:manifest xmlns:m='{manifest}'>{entry}</m:manifest>")
        package.writestr("content.xml", content)


def repeated(rows="1", columns="1"):
    cell = "<table:table-cell office:value-type='string' table:number-columns-repeated='{}'><text:p>Pinefold</text:p>"
    row = f"<table:table-row table:number-rows-repeated='{rows}'>"
    return f"{row}{cell.format(columns)}</table:table-cell></table:table-row>"


def xlsx(path):
    """A sheet of which each of 20,000 cells shows the one long text."""
    package, office = "http://schemas.openxmlformats.org/package/2006", "http://schemas.openxmlformats.org"
    types = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings"}
    overrides = "".join(
        f"<Override PartName='/xl/{name}.xml' ContentType='application/vnd.openxmlformats-officedocument"
        f".spreadsheetml.{kind}+xml'/>"
        for name, kind in types.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    relations = f"<Relationships xmlns='{package}/relationships'>{{}}</Relationships>"
    relation = (
        f"<Relationship Id='{{}}' Type='{office}/officeDocument/2006/relationships/{{}}' Target='{{}}'/>"
    )
    main = f"{office}/spreadsheetml/2006/main"
    sheet = f"<sheet name='S' sheetId='1' r:id='r1' xmlns:r='{office}/officeDocument/2006/relationships'/>"
    cells = "".join(f"<row r='{n}'><c r='A{n}' t='s'><v>0</v></c></row>" for n in range(1, 20_001))
    parts = {
        "[Content_Types].xml": f"<Types xmlns='{package}/content-types'><Default Extension='rels'"
        f" ContentType='{rels}'/>{overrides}</Types>",
        "_rels/.rels": relations.format(relation.format("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"<workbook xmlns='{main}'><sheets>{sheet}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations.format(
            relation.format("r1", "worksheet", "worksheets/sheet1.xml")
            + relation.format("r2", "sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{main}'><sheetData>{cells}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst xmlns='{main}'><si><t>{'x' * 30_000}</t></si></sst>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    files = folder / "files"
    files.mkdir()
    ods(files / "rows.ods", repeated(rows=10**9))
    ods(files / "columns.ods", repeated(columns=10**9))
    ods(files / "fewer_rows.ods", repeated(rows=300_000))
    xlsx(files / "one_string.xlsx")
    nested = 20_000
    tables = "<table><tr><td>" * nested + "x" + "</td></tr></table>" * nested
    (files / "tables.html").write_text(f"<html><body>{tables}</body></html>", encoding="utf-8")
    blocks = "<div>" * 10 * nested + "<table><tr><td>x</td></tr></table>" + "</div>" * 10 * nested
    (files / "blocks.html").write_text(f"<html><body>{blocks}</body></html>", encoding="utf-8")
    spans = "<tr>" + "<td colspan=1000 rowspan=1000>x</td>" * 50 + "</tr>"
    (files / "spans.html").write_text(f"<table>{spans * 50}</table>", encoding="utf-8")
    crowd = " ".join(f"a{n}='>'" for n in range(100_000))
    (files / "crowd.html").write_text(f"<table><tr><td {crowd}>x</td></tr></table>", encoding="utf-8")
    (files / "line.csv").write_text("Company,Role\n" + "a" * 20_000_000, encoding="utf-8")
    for n in (10_000, 300_000):
        wide = "Company,Role,Applied" + ",c" * n + "\nPinefold,Baker,2026-03-02" + ",x" * n + "\n"
        (files / f"wide_{n}.csv").write_text(wide, encoding="utf-8")
    (files / "ruled.md").write_text("|a" * 50_000 + "|\n" + "|---" * 50_000 + "|\n" + "|x" * 50_000 + "|\n")
    keys = [{"company": "Pinefold", **{f"k{n}_{m}": "x" for m in range(50)}} for n in range(2_000)]
    (files / "keys.json").write_text(json.dumps(keys), encoding="utf-8")
    letter = "From: Pinefold <jobs@pinefold.example>\nSubject: Your application\nContent-Type: text/html\n\n"
    (files / "blocks.eml").write_text(letter + "<div>" * 150_000 + "Unfortunately", encoding="utf-8")
    (folder / "honest.csv").write_text("Company,Role,Applied\nPinefold,Baker,2026-03-02\n", encoding="utf-8")
    made = subprocess.run(
        [sys.executable, "-c", MEASURED, folder], capture_output=True, text=True, timeout=120
    )
    assert made.returncode == 0, made.stderr
    return [json.loads(line) for line in made.stdout.splitlines()]


def test_each_is_refused_or_read_within_its_bounds(measured):
    assert len(measured) == 14
    for name, seconds, megabytes, message, events in measured:
        assert seconds < SECONDS, name
        assert megabytes < MEGABYTES, name
        assert message or name == "blocks.eml", name
        assert events == 0 or not message


def test_an_honest_sheet_with_cells_formatted_to_its_far_corner_is_read(tmp_path):
    import openpyxl

    from jobkit import Search

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Company", "Role", "Applied", "Status"])
    for number in range(40):
        sheet.append([f"Pinefold {number}", "Baker", "2026-03-02", "Rejected"])
    for column in range(5, 3_000):
        sheet.cell(1, column).number_format = "0.00"
    book.save(tmp_path / "formatted.xlsx")
    added = Search(tmp_path / "search").add(tmp_path / "formatted.xlsx")
    assert added.loc[0, "events"] == 80
