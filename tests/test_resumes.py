"""Résumés as people write them: golden pairs of text, invented documents in many layouts, doubts that are said."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pytest

from jobkit import Search, credentials, sources
from jobkit.commands import cli
from jobkit.errors import SourceError
from jobkit.sources.resumes import documents, lists, spans

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden_resumes"
PAPERS = sorted(path for path in GOLDEN.iterdir() if not path.name.endswith(".expected.json"))
sys.path.insert(0, str(ROOT / "benchmarks"))
try:
    import resumes as layouts
finally:
    sys.path.remove(str(ROOT / "benchmarks"))
LAYOUTS = layouts.TUNED | layouts.UNSEEN


def as_lines(paper: credentials.Credentials) -> dict:
    """What was read, one line a row, as golden files have it."""

    def rows(section, *columns):
        cells = paper[section][list(columns)].astype(object).to_numpy()
        return [
            " | ".join("" if cell != cell else str(cell).removesuffix(".0") for cell in row) for row in cells
        ]

    return {
        "kind": paper.kind,
        "roles": rows("roles", "title", "organisation", "started", "ended"),
        "education": rows("education", "level", "title", "organisation", "started", "ended"),
        "skills": list(paper.skills["name"]),
        "certificates": list(paper.certificates["name"]),
        "languages": rows("languages", "name", "level"),
        "doubts": list(paper.doubts),
    }


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_a_resume_is_read_as_its_expectation_says(path):
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert as_lines(credentials.read(path)) == expected


def test_every_expectation_has_its_resume():
    named = {path.name.removesuffix(".expected.json") for path in GOLDEN.glob("*.expected.json")}
    assert named == {path.stem for path in PAPERS}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_is_read_whatever_the_file(tmp_path, name):
    kind, page_of, form = LAYOUTS[name]
    language = ("en", "de", "fr")[list(LAYOUTS).index(name) % 3]
    who = layouts.person(1, language, is_unseen=True)
    paper = credentials.read(layouts.printed(kind, page_of(who, random.Random(1), form), tmp_path, "cv"))
    roles = paper.roles[["title", "organisation", "started", "ended"]].to_numpy().tolist()
    for row in who.roles:
        title, organisation = row["title"].casefold(), row["organisation"].casefold()
        days = list(layouts.written(row, form))
        assert any(
            [one[0].casefold(), one[2], one[3]] == [title, *days]
            and one[1].casefold().startswith(organisation)
            for one in roles
        ), (row, roles)
    assert len(roles) == len(who.roles)
    assert list(paper.education["level"]) == [row["level"] for row in who.degrees]
    assert list(paper.skills["name"]) == who.skills
    assert set(paper.languages["name"]) == {name for name, _ in who.languages}
    assert list(paper.certificates["name"]) == who.certificates
    assert paper.doubts == ()


@pytest.mark.parametrize(
    ("text", "started", "ended"),
    [
        ("01/10/2014-31/08/2017", "2014-10", "2017-08"),
        ("05.2020 - bis jetzt", "2020-05", "present"),
        ("03/2018 – andauernd", "2018-03", "present"),
        ("depuis mars 2019", "2019-03", "present"),
        ("mars 2019 à ce jour", "2019-03", "present"),
        ("August 2012 onwards", "2012-08", "present"),
        ("May 2020 \u00ad Aug. 2022", "2020-05", "2022-08"),
        ("2011/12", "2011", "2012"),
        ("Mrz 2015 - Okt. 2016", "2015-03", "2016-10"),
        ("июнь 2020 - март 2021", "2020-06", "2021-03"),
        ("04/15 – 03/17", "2015-04", "2017-03"),
    ],
)
def test_days_are_read_in_the_ways_people_write_them(text, started, ended):
    found = spans.span(text)
    assert (found.started, found.ended) == (started, ended)


def test_a_json_resume_from_before_its_first_version_has_its_employers(tmp_path):
    path = tmp_path / "resume.json"
    work = [
        {"company": "Fennel & Sons", "position": "Joiner", "startDate": "2019-03-01", "endDate": "2020-04-30"}
    ]
    path.write_text(json.dumps({"basics": {"name": "Robin Example"}, "work": work}), encoding="utf-8")
    assert as_lines(credentials.read(path))["roles"] == ["Joiner | Fennel & Sons | 2019-03 | 2020-04"]


def test_the_record_of_orcid_is_read(tmp_path):
    day = {"year": {"value": "2019"}, "month": {"value": "10"}}
    summary = {
        "role-title": "Lecturer",
        "organization": {"name": "University of Greywater"},
        "start-date": day,
    }
    group = {"affiliation-group": [{"summaries": [{"employment-summary": summary}]}]}
    record = {"orcid-identifier": {"path": "0000"}, "activities-summary": {"employments": group}}
    path = tmp_path / "orcid.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    paper = credentials.read(path)
    assert paper.kind == "ORCID"
    assert as_lines(paper)["roles"] == ["Lecturer | University of Greywater | 2019-10 | present"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("user.json", '{"login": "robin", "public_repos": 3}', "account of GitHub"),
        ("list.json", '[{"a": 1}]', "no JSON Resume"),
        ("scalar.json", "5", "no JSON Resume"),
        ("profile.html", "<!DOCTYPE html><html><title>Robin | LinkedIn</title></html>", "saved web page"),
        ("profile.txt", "<html><title>Robin | XING</title></html>", "saved web page"),
    ],
)
def test_what_tells_of_no_career_is_refused_in_right_words(tmp_path, name, text, words):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=words):
        credentials.read(tmp_path / name)


BOLD = """*Robin Example*
*Work Experience*
*Fennel & Sons*
Senior Joiner\tJan 2020 – Present
*Larkspur Works, Leeds, UK\t2015 – 2019*
Joiner
*What I am proud of*
A staircase of oak
*Education*
*University of Greywater*
BSc Physics\tMay 2015
*Skills*
Joinery, AutoCAD"""


def test_an_employer_in_the_type_of_the_headings_is_none_of_them_and_an_unknown_heading_is_one(tmp_path):
    import docx

    document = docx.Document()
    for line in BOLD.splitlines():
        document.add_paragraph().add_run(line.strip("*")).bold = line.startswith("*")
    document.save(str(tmp_path / "cv.docx"))
    paper = as_lines(credentials.read(tmp_path / "cv.docx"))
    assert paper["roles"] == [
        "Senior Joiner | Fennel & Sons | 2020-01 | present",
        "Joiner | Larkspur Works | 2015 | 2019",
    ]
    assert paper["education"] == ["6 | BSc Physics | University of Greywater | 2015-05 | 2015-05"]
    assert paper["skills"] == ["Joinery", "AutoCAD"]


NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
BOX = (
    "<w:txbxContent><w:p><w:r><w:t>Skills</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>Joinery, AutoCAD</w:t></w:r></w:p></w:txbxContent>"
)
BOXES = (
    f"<w:r {NAMESPACES}><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice>"
    f"<mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r>"
)
CONTROL = (
    f"<w:sdt {NAMESPACES}><w:sdtContent><w:p><w:r><w:t>Joiner, Fennel Ltd, 2019 - 2021</w:t></w:r></w:p>"
    "</w:sdtContent></w:sdt>"
)


def test_what_stands_in_a_text_box_or_a_content_control_of_a_document_is_read_once(tmp_path):
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    document.add_paragraph("Robin Example")._p.append(parse_xml(BOXES))
    document.add_paragraph("Experience")._p.addnext(parse_xml(CONTROL))
    document.save(str(tmp_path / "cv.docx"))
    paper = credentials.read(tmp_path / "cv.docx")
    assert as_lines(paper)["roles"] == ["Joiner | Fennel Ltd | 2019 | 2021"]
    assert list(paper.skills["name"]) == ["Joinery", "AutoCAD"]


LINKS_TO_LINKEDIN = """
#set page(width: 600pt, height: 500pt)
#grid(columns: (150pt, 1fr), [#text(15.8pt)[LINKS] \\ #"LinkedIn:// robin" \\ #text(15.8pt)[SKILLS] \\ Joinery],
[#text(15.8pt)[EXPERIENCE] \\ *FENNEL | Joiner* \\ Jan 2019 – Present | Leeds])"""


def test_a_pdf_that_merely_links_to_linkedin_is_no_profile_of_it(tmp_path):
    import typst

    path = tmp_path / "cv.pdf"
    path.write_bytes(typst.compile(LINKS_TO_LINKEDIN.encode(), format="pdf"))
    paper = credentials.read(path)
    assert paper.kind == "résumé"
    assert as_lines(paper)["roles"] == ["Joiner | FENNEL | 2019-01 | present"]
    assert list(paper.skills["name"]) == ["Joinery"]


def test_a_resume_and_a_profile_tell_of_one_career_once(tmp_path):
    resume = """Robin Example
Experience
Senior Joiner, Fennel & Sons Ltd, 03/2019 - now
Joiner, Larkspur Works, 2015 - 2019
Education
BSc Physics, University of Greywater, 2012 - 2015
Skills
Joinery, AutoCAD
Languages
English (native)
"""
    (tmp_path / "cv.txt").write_text(resume, encoding="utf-8")
    work = [
        {"name": "Fennel & Sons", "position": "Lead Joiner", "startDate": "2019-03"},
        {"name": "Larkspur Works", "position": "Joiner", "startDate": "2015-06", "endDate": "2019-02"},
    ]
    study = [
        {"institution": "University of Greywater", "studyType": "Bachelor of Science", "endDate": "2015-06"}
    ]
    document = {"work": work, "education": study, "skills": [{"name": "joinery"}, {"name": "Negotiation"}]}
    (tmp_path / "resume.json").write_text(json.dumps(document), encoding="utf-8")
    papers = [credentials.read(tmp_path / name) for name in ("cv.txt", "resume.json")]
    rows = [credentials.rows(paper, source=name) for paper, name in zip(papers, "ab", strict=True)]
    import pandas as pd

    once = credentials.from_rows(pd.concat(rows, ignore_index=True))
    assert as_lines(once)["roles"] == [
        "Senior Joiner | Fennel & Sons Ltd | 2019-03 | present",
        "Joiner | Larkspur Works | 2015-06 | 2019-02",
    ]
    assert len(once.education) == 1
    assert len(once.skills) == 3


STUDIES = [
    ("MSc Law, Hill College, 2017 - 2019\nBSc Law, Dale College, 2013 - 2016, not completed", [7.0, None]),
    ("MSc Law, Hill College\n2017 - 2019\nBSc Law, Dale College\n2013 - 2016\nNot completed", [7.0, None]),
    ("MSc Law\nHill College\n2019\n\nBSc Law\nDale College\n2013 - 2016\nOhne Abschluss", [7.0, None]),
    ("2017 - 2019\nMSc Law\nHill College\n\n2013 - 2016\nBSc Law\nDale College\nOn hold", [7.0, None]),
    ("Master of Laws, 2019\nBachelor of Laws (incomplete)", [7.0]),
    ("BSc Law, Dale College, 2013 - 2016\n- Thesis on incomplete contracts", [6.0]),
    ("MSc Law (in progress), expected 2027, Hill College\nBSc Law, Dale College, 2015", [7.0, 6.0]),
    ("MSc Law, Hill College, expected May 2027\nBSc Law, Dale College, 2015", [7.0, 6.0]),
    ("BSc Law, Dale College, 2016, transferred from Hill College", [6.0]),
    ("BSc Law, Dale College, 2013 - 2016\n- Degree not completed due to illness", [None]),
    ("BSc Law, Dale College, 2013 - 2016, not completed for family reasons", [None]),
    ("BSc Law, Dale College, 2013 - 2016, dropped out", [None]),
]


@pytest.mark.parametrize(("studies", "levels"), STUDIES)
def test_what_says_unfinished_takes_the_level_of_its_own_degree_alone(tmp_path, studies, levels):
    roles = "Experience\n\nNurse, Hill Hospital, 2015 - 2019\nHelper, Dale Home, 2012 - 2015\n\n"
    (tmp_path / "cv.txt").write_text(f"{roles}Education\n\n{studies}\n", encoding="utf-8")
    read = credentials.read(tmp_path / "cv.txt").education["level"]
    assert [None if level != level else level for level in read] == levels


def test_a_licence_below_the_languages_is_kept(tmp_path):
    path = tmp_path / "cv.txt"
    path.write_text("Berufserfahrung\n04/2018 – heute   Teamleiterin Einkauf, Brommel GmbH, Hagen\n\n"
                    "Sprachen\nDeutsch: Muttersprache, Englisch: B2\n\nFührerschein Klasse B\n")  # fmt: skip
    read = credentials.read(path)
    assert [*read.certificates["name"]] == ["Führerschein Klasse B"]
    assert [*read.languages["name"]] == ["Deutsch", "Englisch"]


@pytest.mark.parametrize(
    ("line", "levels"),
    [
        ("English fluent, German B1, French", ["fluent", "B1", ""]),
        ("Fluent English, German B1, French", ["Fluent", "B1", ""]),
        ("basic French, fluent German, Spanish and Italian", ["basic", "fluent", "fluent", "fluent"]),
        ("English (B2, written and spoken), Dutch", ["B2, written and spoken", ""]),
        ("fluent English and Welsh, basic Irish", ["fluent", "fluent", "basic"]),
    ],
)
def test_each_language_of_a_line_has_the_level_beside_it(line, levels):
    found = lists.language_list([documents.Line(0, 1, line)])
    assert [row["level"] for row in found] == levels


def test_two_roles_of_one_file_are_two_however_alike(tmp_path):
    rows = [
        {"name": "Fennel", "position": "Joiner", "startDate": year, "endDate": year}
        for year in ("2015", "2018")
    ]
    (tmp_path / "resume.json").write_text(json.dumps({"work": rows}), encoding="utf-8")
    paper = credentials.read(tmp_path / "resume.json")
    assert len(credentials.from_rows(credentials.rows(paper, source="resume.json")).roles) == 2


def test_what_is_in_doubt_is_said_by_me_and_kept_as_a_problem(tmp_path, capsys):
    path, data = GOLDEN / "days_that_cannot_be.txt", str(tmp_path / "search")
    copy = tmp_path / "cv.docx"
    import docx

    document = docx.Document()
    for line in path.read_text(encoding="utf-8").splitlines():
        document.add_paragraph(line)
    document.save(str(copy))
    assert cli.main(["add", str(copy), "--data", data]) == 0
    assert list(Search(data).problems["field"]) == ["résumé", "résumé"]
    capsys.readouterr()
    assert cli.main(["me", "--data", data]) == 0
    printed = capsys.readouterr().out
    assert "In doubt: cv.docx, line 8: “Trainee, Cedar & Sons” has days that cannot be" in printed
    assert "looks like a role and was not read" in printed
    assert "--correct ID title=…" in printed


def test_hire_says_what_it_read_what_it_keeps_and_what_is_in_doubt(tmp_path, capsys):
    data = str(tmp_path / "search")
    search = Search(data)
    search.record_event("applied", date="2024-03-02", company="Pinefold", role="Clerk")
    search.record_event("rejected", application=search.applications.index[0], date="2024-04-02")
    path = GOLDEN / "days_that_cannot_be.txt"
    assert cli.main(["hire", "Pinefold", "--from", "external", "--file", str(path), "--data", data]) == 0
    printed = capsys.readouterr().out
    assert "Read as résumé: 2 roles since 2016 (" in printed
    assert "Kept of it, and nothing else:" in printed
    assert "In doubt: line 8" in printed
    assert "jobkit hire" in printed


def test_letters_are_signed_with_the_name_on_the_resume_unless_another_was_said(tmp_path):
    search = Search(tmp_path)
    search.add(GOLDEN / "lebenslauf_in_sentences.txt")
    assert search.own_name == "Ivana Petrak"
    search.record_own(name="Ivana Petrak-Holm")
    assert search.own_name == "Ivana Petrak-Holm"


def test_a_certificate_that_has_run_out_is_not_held(tmp_path):
    paper = credentials.read(GOLDEN / "markdown_titles_in_bold.md")
    assert list(credentials.expired(paper.certificates, "2026-05-01")["ended"]) == ["2024"]
    assert credentials.expired(paper.certificates, "2024-05-01").empty
    assert "certificates" not in credentials.banded(paper, "2026-05-01")


def test_what_was_won_or_made_for_a_show_is_no_employment(tmp_path):
    head = "# Jo Hart\n\n## Experience\n### Welder, Umbra Ltd\n2015 - 2020\n"
    told = "- **Won** the prize at the *Vale Show* (2021)\n- **App** for the *Tarn Festival* (2020)\n"
    (tmp_path / "cv.md").write_text(f"{head}{told}\n## Skills\nWelding\n", "utf-8")
    facts = [fact.values for record in sources.extract(tmp_path / "cv.md").records for fact in record.facts]
    assert [fact["organisation"] for fact in facts if fact.get("section") == "role"] == ["Umbra Ltd"]


BESIDE = """
#set page(width: 600pt, height: 700pt, margin: 40pt)
#set text(10pt)
#let cell(days, name) = grid(columns: (62pt, 1fr), column-gutter: 8pt, align(right, days), name)
#grid(columns: (90pt, 1fr), column-gutter: 24pt,
  align(right)[#text(12pt)[*Contact*] \\ Leeds \\ #text(12pt)[*Skills*] \\ Joinery \\ Carving
    \\ #text(12pt)[*Languages*] \\ English],
  [#text(16pt)[Experience]
    #cell[Sep 2018–Mar 2021][*Joiner*, Fennel Ltd] #cell[][Built stairs \\ Lead of the guild since 2019]
    #cell[Apr 2014–Aug 2018][*Carpenter*, Larkspur Works]
    #text(16pt)[Education] #cell[2011–2014][BSc Physics, Hill University]])"""
GAP = """
#set page(width: 600pt, height: 700pt)
#let head(title, gap, employer, days) = [#text(12pt, title) #v(gap) *#employer* #v(-6pt) #days #v(-6pt)
- Built stairs #v(14pt)]
#text(17pt)[*EXPERIENCE*]

#head([Lead Joiner], -6pt, [Fennel Ltd], [Sep 2018 – Present])
#head([iOS Developer], 4pt, [Larkspur Works], [Apr 2014 – Aug 2018])
#text(17pt)[*SKILLS*] \\ Joinery"""

DRAWN = """
#set page(width: 600pt, height: 700pt)
#let head(title, employer, days) = [#grid(columns: (1fr, auto), [*#title*], days) #employer #v(-6pt)]
#let told(text) = pad(left: 14pt, text)
#text(15pt)[*EXPERIENCE*]
#head([Lead Dental Nurse], [Old Town Care, Leeds], [Nov 2020 – Present])
#told[Line manager of five nurses and two trainees]
#head([Dental Nurse], [Brightside, Bath], [Aug 2017 – Oct 2020])
#told[Ordering]
#text(15pt)[*SKILLS*]

Repairs, drywall, tiling"""

BESIDES = """
#set page(width: 600pt, height: 700pt, margin: 40pt)
#let role(title, employer, days) = grid(columns: (1fr, auto), [*#title* #employer], days)
#text(15pt)[Experience]
#role[Regional Driver][Larkspur Freight Lines and Removals Ltd, Leeds, United Kingdom][04/2018 - Present]
#role[Forklift Operator][Fennel Storage and Cold Stores Ltd, York, United Kingdom][06/2009 - 08/2013]
#grid(columns: (1fr, 1fr), text(15pt)[Licenses & Endorsements], text(15pt)[Skills])
#grid(columns: (1fr, 1fr), [TWIC card], [Load securing]) #grid(columns: (1fr, 1fr), [CDL Class A], [Route planning])
#text(15pt)[Education]
GED, Hill College, 2008"""
CELLS = """
#set page(width: 600pt, height: 700pt, margin: 40pt)
#let row(name, told) = grid(columns: (140pt, 1fr), column-gutter: 12pt, name, told)
#text(12pt)[BERUFSERFAHRUNG]
#row[Seit 2021][Zweite der Küche] #row[][*Hotel Umbra, Leipzig*]
#row[2015 – 2020][Köchin] #row[][*Gasthof Fenchel, Halle*]
#text(12pt)[PERSÖNLICHE FÄHIGKEITEN]
#row[Computerkenntnisse][Excel, AutoCAD]
#row[Zertifikate][ISTQB Certified Tester – 2021]
#row[Führerschein][Klasse B]"""

NAMED_ROWS = """
#set page(width: 600pt, height: 700pt, margin: 40pt)
#let row(name, told) = grid(columns: (100pt, 1fr), name, told)
#let told(names, days) = grid(columns: (1fr, auto), names, days)
#row[*Experience*][#told[*Senior Nurse*, Umbra Vets][July 2019 - Present] Dispensary lead in theatre]
#row[][#told[*Kennel Assistant*, Fennel Boarding][2013 - 2015]]
#row[*Certificates*][#told[Cat Friendly Certificate][2022]]
#v(4pt) #row[#v(2pt)*Skills*][RoboVet, Radiography]
#row[*Languages*][English — native]"""

FRENCH = """
#set page(width: 600pt, height: 700pt)
#let row(days, name) = grid(columns: (92pt, 1fr), column-gutter: 12pt, days, name)
#text(15pt)[*Expérience professionnelle*]
#row[09/2018 – aujour- \\ d’hui][*Menuisière*, Atelier Fenouil \\ Escaliers en chêne]
#row[10/2014 – 08/2018][*Charpentière*, Larkspur SARL]
#text(15pt)[*Langues et informatique*]
#row[Anglais][C1] #row[Outils][AutoCAD, VBA]
#v(1fr) #align(center)[Robin Exemple - Page 1 of 1]"""


@pytest.mark.parametrize(
    ("source", "roles", "skills"),
    [
        (
            BESIDE,
            ["Joiner | Fennel Ltd | 2018-09 | 2021-03", "Carpenter | Larkspur Works | 2014-04 | 2018-08"],
            ["Joinery", "Carving"],
        ),
        (
            GAP,
            [
                "Lead Joiner | Fennel Ltd | 2018-09 | present",
                "iOS Developer | Larkspur Works | 2014-04 | 2018-08",
            ],
            ["Joinery"],
        ),
        (
            FRENCH,
            [
                "Menuisière | Atelier Fenouil | 2018-09 | present",
                "Charpentière | Larkspur SARL | 2014-10 | 2018-08",
            ],
            ["AutoCAD", "VBA"],
        ),
        (
            DRAWN,
            [
                "Lead Dental Nurse | Old Town Care | 2020-11 | present",
                "Dental Nurse | Brightside | 2017-08 | 2020-10",
            ],
            ["Repairs", "drywall", "tiling"],
        ),
        (
            BESIDES,
            [
                "Regional Driver | Larkspur Freight Lines and Removals Ltd | 2018-04 | present",
                "Forklift Operator | Fennel Storage and Cold Stores Ltd | 2009-06 | 2013-08",
            ],
            ["Load securing", "Route planning"],
        ),
        (
            CELLS,
            ["Zweite der Küche | Hotel Umbra | 2021 | present", "Köchin | Gasthof Fenchel | 2015 | 2020"],
            ["Excel", "AutoCAD"],
        ),
        (
            NAMED_ROWS,
            [
                "Senior Nurse | Umbra Vets | 2019-07 | present",
                "Kennel Assistant | Fennel Boarding | 2013 | 2015",
            ],
            ["RoboVet", "Radiography"],
        ),
    ],
    ids=[
        "a side column set to the right, days that run over their edge",
        "a gap within a head",
        "a word broken in the days",
        "bullets that are drawings",
        "two headings beside each other, titles in bold before employers",
        "days in a cell before a title that no word tells",
        "headings that name rows",
    ],
)
def test_a_page_is_read_by_its_look(tmp_path, source, roles, skills):
    import typst

    path = tmp_path / "cv.pdf"
    path.write_bytes(typst.compile(source.encode(), format="pdf"))
    paper = credentials.read(path)
    assert as_lines(paper)["roles"] == roles
    assert list(paper.skills["name"]) == skills
    assert not paper.doubts


def test_a_title_in_bold_before_an_employer_is_parted_from_it_in_a_document(tmp_path):
    import docx

    document = docx.Document()
    document.add_heading("Experience", 1)
    role = document.add_paragraph()
    role.add_run("Regional Driver").bold = True
    role.add_run(" Larkspur Freight Lines, 2018 - 2020")
    document.add_heading("Certificates", 1)
    document.add_paragraph("valid until 06/2027\tWound Care Certificate")
    document.save(str(tmp_path / "cv.docx"))
    paper = as_lines(credentials.read(tmp_path / "cv.docx"))
    assert paper["roles"] == ["Regional Driver | Larkspur Freight Lines | 2018 | 2020"]
    assert paper["certificates"] == ["Wound Care Certificate"]


def test_letters_drawn_dot_by_dot_accents_on_their_own_and_pictures_are_told(tmp_path):
    """TeX's own fonts give their letters the numbers of no other table; those of pictures are no letters."""
    text = (
        rb"BT /F2 20 Tf 50 700 Td (Robin Example) Tj /F1 10 Tf 0 -30 Td (I) Tj /F2 10 Tf 14 0 Td (Leeds) Tj ET "
        rb"BT /F2 16 Tf 50 640 Td (Experience) Tj ET BT /F3 10 Tf 50 620 Td (Certi\034ed Joiner, Wei\377 Ltd) Tj ET "
        rb"BT /F3 10 Tf 50 606 Td (2018 \025 2021) Tj ET "
        rb"BT /F2 10 Tf 50 580 Td (Carpenter, Muhle Ltd) Tj ET BT /F2 10 Tf 109.5 580.4 Td (\250) Tj ET "
        rb"BT /F2 10 Tf 50 566 Td (2014 - 2018) Tj ET"
    )
    letters = b" ".join(b"/a%d" % n for n in range(256))
    drawn = b"".join(b"/a%d 4 0 R " % n for n in range(256))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R /Resources << /Font << "
        b"/F1 << /Type /Font /Subtype /Type1 /BaseFont /FontAwesome >> "
        b"/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> /F3 6 0 R >> >> >>",
        b"<< /Length 28 >> stream\n500 0 0 0 450 600 d1 0 0 m S \nendstream",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 600] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 0 "
        b"/LastChar 255 /Widths [%s] /Encoding << /Type /Encoding /Differences [0 %s] >> /CharProcs << %s >> >>"
        % (b"500 " * 256, letters, drawn),
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj %s endobj\n" % (n, part) for n, part in enumerate(parts, 1))
    path = tmp_path / "cv.pdf"
    path.write_bytes(body + b"trailer << /Root 1 0 R /Size 7 >>\n%%EOF")
    assert as_lines(credentials.read(path))["roles"] == [
        "Certified Joiner | Weiß Ltd | 2018 | 2021",
        "Carpenter | Mühle Ltd | 2014 | 2018",
    ]


def test_a_font_is_of_pictures_by_its_name_and_a_lexicon_is_none():
    named = [b"FontAwesome5Free-Solid", b"MarVoSym", b"ionicons", b"Material-Icon"]
    assert all(map(documents.ICONS.search, named))
    assert not any(map(documents.ICONS.search, [b"LexiconNo1-Roman", b"Helvetica", b"SourceSansPro"]))


def test_the_head_of_the_next_job_names_no_skill_of_this_one(tmp_path):
    paper = tmp_path / "cv.txt"
    paper.write_text(
        "Sam Vale\n\nEXPERIENCE\n\nOrder Picker, Gerlibois\n03/2019 - 11/2025\nVoice picking\n\n"
        "Storekeeper, Spedition Aurich\n09/2011 - 02/2019\n"
    )
    assert "Freight Forwarding" not in " ".join(credentials.read(paper).roles["named"].dropna())
