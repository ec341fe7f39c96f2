"""What a person brings, read from every kind of file, with its place, its months and its limits."""

from __future__ import annotations

import importlib.util
import json
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit import comparison, credentials, postings
from jobkit.errors import JobkitError, SourceError, TableError
from jobkit.language.vocabulary import shipped
from jobkit.sources import resumes
from jobkit.sources.resumes import documents, free, spans

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
RESUME = {
    "basics": {"name": "Ada Invented", "email": "ada@example.org", "phone": "+44 20 7946 0000"},
    "work": [
        {"name": "Brightwater Hospital", "position": "Senior Nurse", "startDate": "2019-03"},
        {"name": "Larkspur Clinic", "position": "Nurse", "startDate": "2015-01", "endDate": "2019-03"},
    ],
    "education": [
        {"institution": "Greywater University", "studyType": "Bachelor of Science", "area": "Nursing"}
    ],
    "skills": [{"name": "Care", "keywords": ["IV therapy", "triage"]}, {"name": "Phlebotomy"}],
    "certificates": [{"name": "ACLS", "issuer": "Red Shield", "date": "2021-05"}],
    "languages": [{"language": "Welsh", "fluency": "Native"}],
}
TEXT = """Ada Invented
ada@example.org

Work Experience
Senior Nurse, Brightwater Hospital    Jan 2019 – Present
• Led the night shift from March 2020 to May 2021
Staff Nurse, Larkspur Clinic    2017 - 2019
Healthcare Assistant | Fennel House    03/2015 - 11/2016

Education
Bachelor of Science in Nursing, Greywater University    2012 - 2015

Skills: Wound care, IV therapy; Triage
Certifications
Registered Nurse (NMC), 2015
Languages
Welsh (native), English
"""


def bench():
    sys.path.insert(0, str(ROOT / "benchmarks"))
    spec = importlib.util.spec_from_file_location("bench_profiles", ROOT / "benchmarks" / "profiles.py")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    return module


def written(tmp_path, name, content) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def pdf(markup: str) -> bytes:
    import typst

    return typst.compile(markup.encode(), format="pdf")


def held(found) -> list[tuple]:
    return [tuple(row) for row in found.roles[["title", "organisation", "started", "ended"]].to_numpy()]


# ---- JSON Resume


def test_a_json_resume_is_read_with_the_path_of_every_row(tmp_path):
    found = credentials.read(written(tmp_path, "resume.json", json.dumps(RESUME)))
    assert held(found) == [
        ("Senior Nurse", "Brightwater Hospital", "2019-03", "present"),
        ("Nurse", "Larkspur Clinic", "2015-01", "2019-03"),
    ]
    assert list(found["roles"]["place"]) == ["work[0]", "work[1]"]
    assert found.education.loc[0, "level"] == 6
    assert list(found.skills["skill"]) == ["Intravenous Therapy", "Triage", "Phlebotomy"]
    assert found.skills.loc[0, "rule"] == "alias: IV therapy = Intravenous Therapy"
    assert found.skills.loc[0, "place"] == "skills[0].keywords[0]"


NAMED_BELOW = """Experience
Senior Engineer | Corvane Systems Ltd | 2021 - present
- Built services in Python and PostgreSQL
- No experience with SAP, and did not use Docker; kein Kubernetes
Engineer | Alder & Finch Ltd | 2018 - 2021
- Wrote Java

Skills
Docker
"""


def test_the_known_skills_that_stand_below_a_role_are_shown_and_are_no_list_of_skills(tmp_path):
    work = {"name": "Corvane", "position": "Engineer", "highlights": ["Moved all to PostgreSQL"]}
    of_json = credentials.read(written(tmp_path, "resume.json", json.dumps({"work": [work]})))
    found = credentials.read(written(tmp_path, "me.txt", NAMED_BELOW))
    assert [*of_json.roles["named"], *found.roles["named"]] == ["PostgreSQL", "Python; PostgreSQL", "Java"]
    assert list(found.skills["name"]) == ["Docker"]
    kept = credentials.rows(found).assign(id="4f1a", origin="me.txt")
    assert credentials.from_rows(kept).roles["named"].to_list() == ["Python; PostgreSQL", "Java"]
    assert "  Skills named below them: Python; PostgreSQL; Java" in credentials.listing(kept)
    assert "PostgreSQL" in credentials.banded(found, "2026-10-01")["skills"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"work": [{"startDate": "March 2019"}]}, "work[0].startDate"),
        ({"work": None}, "work"),
        ({"skills": [{"keywords": "triage"}]}, "skills[0].keywords"),
    ],
)
def test_an_invalid_json_resume_is_refused_with_the_path_in_the_document(tmp_path, change, place):
    with pytest.raises(SourceError, match=place.replace("[", r"\[")):
        credentials.read(written(tmp_path, "resume.json", json.dumps(RESUME | change)))


def unit_cases():
    for path in sorted((SHARED / "jsonresume" / "schema_unit_cases").glob("*.json")):
        for name, document in json.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(document, dict):
                yield pytest.param(document, "invalid" not in name.lower(), id=f"{path.stem}-{name}")


@pytest.mark.parametrize(
    ("document", "is_valid"),
    [(RESUME, True), ({}, True), ({"work": [{}]}, True), ({"basics": 3}, False), *unit_cases()],
)
def test_valid_json_resumes_load_and_invalid_ones_do_not(tmp_path, document, is_valid):
    path = written(tmp_path, "resume.json", json.dumps(document))
    if is_valid:
        assert credentials.read(path).kind == "JSON Resume"
    else:
        with pytest.raises(SourceError):
            credentials.read(path)


def test_json_that_nests_without_end_is_refused(tmp_path):
    with pytest.raises(SourceError, match="nested too deeply"):
        credentials.read(written(tmp_path, "resume.json", '{"work":' + "[" * 100_000))


# ---- profiles and résumés


@pytest.mark.parametrize(("seed", "language"), [(0, "en"), (1, "fr"), (2, "es"), (3, "de")])
def test_linkedins_present_profile_is_read_whole(tmp_path, seed, language):
    made = bench().profile(seed, language)
    found = credentials.read(written(tmp_path, "Profile.pdf", bench().printed(made)))
    assert found.kind == "LinkedIn profile"
    expected = [
        tuple(row[key] for key in ("title", "organisation", "started", "ended")) for row in made["roles"]
    ]
    assert held(found) == expected
    assert list(found.skills["name"]) == made["skills"]
    assert list(found.certificates["name"]) == ["First Aid at Work for Very Small and Remote Places"]
    assert list(found.languages["name"]) == ["English", "Welsh"]
    assert found.education.loc[0, ["organisation", "level"]].tolist() == ["Larkspur Community College", 6]
    assert found.roles["place"].str.match(r"page \d+, line \d+").all()


OLDER = """
#set page(width: 612pt, height: 792pt, margin: 36pt)
#set text(font: ("Liberation Serif", "DejaVu Serif"), size: 12pt)
#set par(spacing: 8pt)
#let head(size, body) = par(text(size, body))
#head(20pt, strong[Ada Invented])
#head(13pt)[Nurse at Brightwater]
#head(16pt)[Experience]
#head(12pt, strong[Tutor in Care at College at Larkspur])
#head(12pt)[January 2015 - Present (1 year 8 months)]
#pad(left: 11pt)[I taught at night. May 2014 - June 2014]
#head(12pt, strong[Senior Nurse at Brightwater Hospital])
#head(12pt)[2009 - 2014 (5 years)]
#head(16pt)[Skills & Expertise]
#head(12pt, strong[Wound Care])
#head(12pt, strong[Triage])
#head(16pt)[Education]
#head(12pt, strong[College at Larkspur])
#head(12pt)[Master of Science (MSc), Nursing, 2005 - 2007]
#head(12pt)[Activities and Societies: Bachelor Society, 1999 - 2001]
"""


def test_linkedins_older_profile_is_read_whole(tmp_path):
    found = credentials.read(written(tmp_path, "old.pdf", pdf(OLDER)))
    assert held(found) == [
        ("Tutor in Care", "College at Larkspur", "2015-01", "present"),
        ("Senior Nurse", "Brightwater Hospital", "2009", "2014"),
    ]
    assert list(found.skills["skill"]) == ["Wound Care", "Triage"]
    assert found.education.loc[0, ["level", "field", "ended"]].tolist() == [7, "Nursing", "2007"]


def test_profiles_of_the_older_layout_are_read_as_any_resume_for_85_of_100_roles():
    """LinkedIn prints it no more, so it has no reader of its own: the one for all résumés serves it."""
    folder = SHARED / "profiles"
    module = bench()
    pairs = [
        (module._parsed_by_another(path.with_suffix(".json")), module.read(path))
        for path in sorted(folder.glob("*.pdf"))[::3]
    ]
    for field in module.FIELDS:
        counts = [module.counted(expected, found)[field] for expected, found in pairs]
        n, n_found, n_right = (sum(count[at] for count in counts) for at in range(3))
        assert n_right >= 0.85 * max(n, n_found)


@pytest.mark.parametrize("kind", ["txt", "docx", "pdf"])
def test_a_resume_of_free_layout_is_read_by_its_headings_and_dates(tmp_path, kind):
    path = tmp_path / f"resume.{kind}"
    if kind == "docx":
        document = docx.Document()
        for line in TEXT.splitlines():
            document.add_paragraph(line.removeprefix("• "), "List Bullet" if line.startswith("•") else None)
        document.save(path)
    elif kind == "pdf":
        body = TEXT.replace("@", r"\@").replace("\n", " \\\n").replace("    ", "#h(1fr)")
        path.write_bytes(pdf("#set page(width: 600pt)\n" + body))
    else:
        path.write_text(TEXT, encoding="utf-8")
    found = credentials.read(path)
    assert held(found) == [
        ("Senior Nurse", "Brightwater Hospital", "2019-01", "present"),
        ("Staff Nurse", "Larkspur Clinic", "2017", "2019"),
        ("Healthcare Assistant", "Fennel House", "2015-03", "2016-11"),
    ]
    assert found.education.loc[0, ["level", "organisation", "started"]].tolist() == [
        6,
        "Greywater University",
        "2012",
    ]
    assert list(found.skills["name"]) == ["Wound care", "IV therapy", "Triage"]
    assert list(found.languages["name"]) == ["Welsh", "English"]


FRENCH = """Expérience professionnelle
Infirmière – Clinique du Lac   janvier 2018 – aujourd'hui
Aide-soignante – Maison Verte   2015 – 2017"""
GERMAN = """Berufserfahrung
03/2016 – heute
Schreinermeister, Holzbau Sonnental
01.2012 – 02.2016
Schreiner, Möbel Nord"""
SPANISH = "Experiencia laboral\nEnfermera | Hospital Río Claro | marzo de 2019 - actualidad"


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (FRENCH, "Infirmière|Clinique du Lac|2018-01|present", "Aide-soignante|Maison Verte|2015|2017"),
        (
            GERMAN,
            "Schreinermeister|Holzbau Sonnental|2016-03|present",
            "Schreiner|Möbel Nord|2012-01|2016-02",
        ),
        (SPANISH, "Enfermera|Hospital Río Claro|2019-03|present", ""),
    ],
)
def test_a_resume_is_read_in_french_german_and_spanish(tmp_path, text, first, second):
    found = held(credentials.read(written(tmp_path, "cv.txt", text)))
    assert ["|".join(row) for row in found] == [row for row in (first, second) if row]


def test_a_resume_of_two_columns_is_read_one_column_after_the_other(tmp_path):
    markup = """#set page(width: 600pt, height: 500pt)
#grid(columns: (150pt, 1fr), [Skills \\ Triage \\ Wound care \\ #v(8pt) Languages \\ Welsh],
[Experience \\ Nurse, Brightwater Hospital \\ Jan 2019 – Present \\ I ran the ward.])"""
    found = credentials.read(written(tmp_path, "two.pdf", pdf(markup)))
    assert list(found.skills["name"]) == ["Triage", "Wound care"]
    assert held(found) == [("Nurse", "Brightwater Hospital", "2019-01", "present")]


@pytest.mark.parametrize(
    ("text", "started", "ended"),
    [
        ("Jan 2019 – Present", "2019-01", "present"),
        ("2017 - 2019", "2017", "2019"),
        ("03/2016", "2016-03", "2016-03"),
        ("January 2020\xa0-\xa0Present\xa0(3 years 2 months)", "2020-01", "present"),
        ("Sept. 2009 to Oct '14", "2009-09", "2014-10"),
        ("since 2019", "2019", "present"),
        ("seit 03.2018", "2018-03", "present"),
        ("from June 2018 to date", "2018-06", "present"),
        ("May – August 2014", "2014-05", "2014-08"),
        ("2019–20", "2019", "2020"),
        ("2016-03 — 2017-11", "2016-03", "2017-11"),
        ("12.03.2016 – 01.04.2017", "2016-03", "2017-04"),
        ("25/12/2016 - 2017", "2016-12", "2017"),
        ("04/05/2016 - 2017", "2016", "2017"),
        ("août 2015 à mars 2016", "2015-08", "2016-03"),
        ("Summer 2012", "2012", "2012"),
        ("Spring - Fall 2014", "2014", "2014"),
        ("Winter 2015/16", "2015", "2016"),
        ("summer '14 - May 2015", "2014", "2015-05"),
        ("12 March 2019", "2019-03", "2019-03"),
    ],
)
def test_dates_are_read_in_the_usual_ways(text, started, ended):
    found = spans.span(f"Nurse, Brightwater  {text}")
    assert (found.started, found.ended) == (started, ended)


@pytest.mark.parametrize("text", ["", "room 12", "May I come?", "call 020 7946 0000", "99/99/9999"])
def test_what_is_no_date_is_none(text):
    assert spans.span(text) is None


@given(st.text(max_size=300))
@settings(deadline=None)
def test_no_text_stops_the_reading_of_dates_and_headings(text):
    lines = [
        documents.Line(0, at, line)
        for at, line in enumerate(["Experience", *text.splitlines(), "Education", text], 1)
    ]
    found, _ = free.resume(lines)
    for row in found["roles"]:
        credentials.years(pd.DataFrame([row]), "2024-01-01")


# ---- other formats

SKILLSPASSPORT = """<SkillsPassport xmlns="http://europass.example/v3"><LearnerInfo>
<WorkExperienceList><WorkExperience>
<Period><From year="2016" month="--03"/><Current>true</Current></Period>
<Position><Label>Carpenter</Label></Position>
<Employer><Name>Fennel &amp; Sons</Name></Employer>
</WorkExperience></WorkExperienceList>
<EducationList><Education>
<Period><From year="2012"/><To year="2015"/></Period><Title>Gesellenbrief</Title>
<Organisation><Name>Trade School North</Name></Organisation></Education></EducationList>
<Skills><Linguistic><MotherTongueList><MotherTongue>
<Description><Label>German</Label></Description></MotherTongue>
</MotherTongueList></Linguistic></Skills></LearnerInfo></SkillsPassport>"""
CANDIDATE = """<Candidate xmlns="http://europass.example/c" xmlns:hr="http://hr.example">
<EmploymentHistory><EmployerHistory>
<hr:OrganizationName>Fennel &amp; Sons</hr:OrganizationName><PositionHistory>
<PositionTitle typeCode="FREETEXT">Carpenter</PositionTitle><EmploymentPeriod><StartDate>
<hr:FormattedDateTime>2016-03-01</hr:FormattedDateTime></StartDate><hr:CurrentIndicator>true</hr:CurrentIndicator>
</EmploymentPeriod></PositionHistory></EmployerHistory></EmploymentHistory>
<EducationHistory><EducationOrganizationAttendance>
<hr:OrganizationName>Trade School North</hr:OrganizationName>
<EducationLevelCode>3</EducationLevelCode><AttendancePeriod><StartDate>
<hr:FormattedDateTime>2012</hr:FormattedDateTime>
</StartDate><EndDate><hr:FormattedDateTime>2015</hr:FormattedDateTime></EndDate></AttendancePeriod>
<EducationDegree><hr:DegreeName>Gesellenbrief</hr:DegreeName></EducationDegree>
</EducationOrganizationAttendance></EducationHistory>
</Candidate>"""


@pytest.mark.parametrize("text", [SKILLSPASSPORT, CANDIDATE])
def test_both_europass_formats_tell_the_same(tmp_path, text):
    found = credentials.read(written(tmp_path, "cv.xml", text))
    assert held(found) == [("Carpenter", "Fennel & Sons", "2016-03", "present")]
    assert found.education.loc[0, ["organisation", "level", "started", "ended"]].tolist() == [
        "Trade School North",
        3,
        "2012",
        "2015",
    ]


def test_xml_with_entities_is_refused(tmp_path):
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><SkillsPassport>&c;</SkillsPassport>'
    with pytest.raises(SourceError, match="sound XML"):
        credentials.read(written(tmp_path, "cv.xml", bomb))


def test_linkedins_export_gives_your_positions_and_skills(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    heading = "Company Name,Title,Description,Location,Started On,Finished On"
    written(folder, "Positions.csv", f"{heading}\nFennel & Sons,Carpenter,,,Jan 2020,\n")
    written(folder, "Skills.csv", "Name\nJoinery\n")
    found = credentials.read(folder)
    assert held(found) == [("Carpenter", "Fennel & Sons", "2020-01", "present")]
    assert list(found.skills["skill"]) == ["Carpentry"]


def test_a_resume_becomes_records_with_one_fact_each(tmp_path):
    path = written(tmp_path, "resume.json", json.dumps(RESUME))
    assert resumes.identify(path)
    records = list(resumes.extract(path).records)
    assert [record.facts[0].table for record in records] == ["credentials"] * 8
    assert records[0].origin == "resume.json, work[0]"
    assert not any(record.events or record.problems for record in records)


@pytest.mark.parametrize("name", ["notes.json", "tracker.csv", "absent.pdf", "page.xml"])
def test_what_is_no_resume_is_not_taken_for_one(tmp_path, name):
    path = tmp_path / name
    if not name.startswith("absent"):
        path.write_text('{"notes": []}' if name.endswith("json") else "a,b\n1,2\n", encoding="utf-8")
    assert not resumes.identify(path)


def test_a_heading_of_work_with_lasting_times_below_is_a_resume_and_with_single_days_none(tmp_path):
    worked = (
        "Dwight Pargeter\n\nWORK\nLine cook, Red Anvil, 2021-2023\nDishwasher, Bello's Pizza, 2019-2021\n"
    )
    assert resumes.identify(written(tmp_path, "resume.txt", worked))
    applied = (
        "JOBS\nRed Anvil, line cook, applied 4 May 2026\nBello's Pizza, dishwasher, applied 9 May 2026\n"
    )
    assert not resumes.identify(written(tmp_path, "jobs.txt", applied))


# ---- hostile files


def encrypted() -> bytes:
    secret = "<" + "00" * 32 + ">"
    return f"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
trailer<</Root 1 0 R/Size 4/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O{secret}/U{secret}>>>>
%%EOF""".encode()


def hostile_pdfs():
    found = sorted((SHARED / "hostile" / "pdf").glob("*"))[::14]
    return [pytest.param(path.read_bytes(), id=path.name) for path in found]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00" * 5000, encrypted(), *hostile_pdfs()])
def test_a_damaged_pdf_is_refused_or_read_and_nothing_else(tmp_path, content):
    path = written(tmp_path, "x.pdf", content)
    try:
        credentials.read(path)
    except SourceError as error:
        assert str(error).startswith("x.pdf: ")


def test_an_encrypted_pdf_says_so(tmp_path):
    with pytest.raises(SourceError, match="encrypted"):
        credentials.read(written(tmp_path, "x.pdf", encrypted()))


def test_a_pdf_without_text_says_so(tmp_path):
    with pytest.raises(SourceError, match="no text in it"):
        credentials.read(written(tmp_path, "x.pdf", pdf("#rect(width: 20pt)")))


@pytest.mark.parametrize("cut", [10, 500, 3000, -200])
def test_a_damaged_docx_is_refused(tmp_path, cut):
    path = tmp_path / "x.docx"
    docx.Document().save(path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(SourceError):
        credentials.read(path)


def test_a_docx_that_unpacks_to_a_bomb_is_refused(tmp_path):
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\x00" * (30 << 20))
    with pytest.raises(SourceError, match="far more than a document"):
        credentials.read(path)


def test_a_reader_that_hangs_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "SECONDS", 0.01)
    with pytest.raises(SourceError, match="could not be read in"):
        credentials.read(written(tmp_path, "x.pdf", pdf("Experience")))


# ---- years


month = st.integers(1990 * 12, 2023 * 12)
role = st.tuples(month, st.integers(0, 120))


def roles_of(spans_of_months) -> pd.DataFrame:
    edges = [(start, start + length) for start, length in spans_of_months]
    text = [[f"{edge // 12}-{edge % 12 + 1:02}" for edge in pair] for pair in edges]
    return pd.DataFrame(text, columns=["started", "ended"])


@given(st.lists(role, min_size=1, max_size=8), st.randoms())
@settings(deadline=None)
def test_merged_years_do_not_depend_on_order_nor_exceed_the_calendar(spans_of_months, chance):
    roles, at = roles_of(spans_of_months), "2024-01-31"
    total = credentials.years(roles, at)
    shuffled = list(spans_of_months)
    chance.shuffle(shuffled)
    assert credentials.years(roles_of(shuffled), at) == total
    first = min(start for start, _ in spans_of_months)
    last = min(max(start + length for start, length in spans_of_months), 2024 * 12)
    assert total <= (last - first + 1) / 12 + 1e-9
    longest = max(min(start + length, 2024 * 12) - start + 1 for start, length in spans_of_months)
    assert total >= longest / 12 - 1e-9


@given(st.lists(role, min_size=1, max_size=6), st.data())
@settings(deadline=None)
def test_a_role_within_another_adds_nothing(spans_of_months, data):
    start, length = data.draw(st.sampled_from(spans_of_months))
    inner = data.draw(st.integers(0, length))
    contained = (start + inner, data.draw(st.integers(0, length - inner)))
    before, after = (
        credentials.years(roles_of(one), "2024-01-31")
        for one in (spans_of_months, [*spans_of_months, contained])
    )
    assert before == after


@pytest.mark.parametrize(
    ("started", "ended", "expected"),
    [
        ("2019-01", "2019-03", 3 / 12),
        ("2017", "2019", 2),
        ("2019", "2019", 0.5),
        ("2023-01", "present", 1.25),
        ("2023-01", None, 1.25),
        ("2030-01", "present", 0),
    ],
)
def test_years_are_counted_in_calendar_months_on_the_day_of_the_hire(started, ended, expected):
    roles = pd.DataFrame({"started": [started], "ended": [ended], "title": ["Nurse"]})
    assert credentials.years(roles, "2024-03-15") == pytest.approx(expected)


def test_years_without_any_date_are_unknown_and_without_roles_none():
    undated = pd.DataFrame({"started": [None], "ended": [None], "title": ["Nurse"]})
    assert pd.isna(credentials.years(undated, "2024-01-01"))
    assert credentials.years(undated.iloc[:0], "2024-01-01") == 0


def test_relevant_years_are_those_of_the_role_family():
    roles = pd.DataFrame(
        {
            "title": ["Staff Nurse", "Waiter"],
            "started": ["2020-01", "2010-01"],
            "ended": ["2021-12", "2019-12"],
        }
    )
    assert credentials.years(roles, "2024-01-01", lambda title: "Nurse" in title) == 2
    assert credentials.years(roles, "2024-01-01", lambda title: "Wait" in title) == 10
    assert credentials.years(roles, "2024-01-01") == 12


def test_a_month_that_is_none_is_refused_by_name():
    with pytest.raises(TableError, match="Spring"):
        credentials.years(pd.DataFrame({"started": ["Spring"], "ended": ["2020"]}), "2024-01-01")


# ---- scales


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("BTS Comptabilité", 5),
        ("Associate's degree", 5),
        ("Bachelor’s Degree", 6),
        ("B.Sc. (Hons)", 6),
        ("Licence professionnelle", 6),
        ("Master of Science (MSc)", 7),
        ("MBA", 7),
        ("Diplom-Ingenieur", 7),
        ("Ph.D.", 8),
        ("Doctorado en Derecho", 8),
        ("Abitur", 3),
        ("Gesellenbrief", 3),
        ("Grado en Enfermería", 6),
        ("Grado Superior", 5),
    ],
)
def test_degrees_stand_on_isced_2011(text, level):
    assert credentials.isced(text) == level


def test_a_degree_nobody_knows_has_no_level():
    assert pd.isna(credentials.isced("Certificate of attendance"))


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Nursing Intern", "IC0"),
        ("Junior Developer", "IC1"),
        ("Staff Nurse", "IC2"),
        ("Care Assistant", ""),
        ("Küchenhelfer / kitchen helper", ""),
        ("Junior Sous Chef", "lead"),
        ("Account Manager", "IC2"),
        ("Executive Assistant to the CEO", "IC2"),
        ("Product Owner", "IC2"),
        ("Senior Project Manager", "IC3"),
        ("Staff Engineer", "IC4"),
        ("Principal Engineer", "IC5"),
        ("Assistant Store Manager", "lead"),
        ("Teamleiterin", "lead"),
        ("Ward Manager", "manager"),
        ("Deputy Director", "manager"),
        ("Headteacher", "director"),
        ("Vice President of Sales", "exec"),
        ("", ""),
        ("Einkaufsleiter", "manager"),
        ("Stationsleitung", "lead"),
    ],
)
def test_seniority_is_told_by_the_words_of_a_title(title, level):
    assert credentials.seniority(title) == level


@pytest.mark.parametrize(
    ("name", "label", "rule"),
    [
        ("JS", "JavaScript", "alias: JS = JavaScript"),
        ("k8s", "Kubernetes", "alias: k8s = Kubernetes"),
        ("Msc", "Master of Science", "alias: Msc = Master of Science"),
        ("node.JS", "Node.js", "spelling: node.JS = Node.js"),
        ("C++", "C++", "as written"),
        ("Gabelstapler", "Forklift Operation", "alias: Gabelstapler = Forklift Operation"),
        ("Basket weaving", "Basket weaving", "as written"),
    ],
)
def test_every_match_of_a_skill_names_its_rule(name, label, rule):
    assert credentials.skill(name) == (label, rule)


def test_an_alias_stands_for_one_skill_only():
    seen: dict[str, str] = {}
    for trade in (table for name, table in shipped("skills").items() if name != "scan"):
        for label, others in trade.items():
            for alias in {credentials.alias_key(one) for one in (label, *others)}:
                assert seen.setdefault(alias, label) == label, alias


def test_a_downloaded_taxonomy_widens_the_table(tmp_path):
    esco = written(
        tmp_path, "skills_en.csv", 'preferredLabel,altLabels\nweave baskets,"basket weaving\nbasketry"\n'
    )
    onet = written(
        tmp_path, "tools.txt", "O*NET-SOC Code\tExample\tCommodity Title\n11-1011.00\tLoom Master\tLooms\n"
    )
    assert credentials.skill("Basketry", credentials.taxonomy(esco))[0] == "weave baskets"
    assert credentials.skill("loom master", credentials.taxonomy(onet))[0] == "Loom Master"
    with pytest.raises(SourceError, match="not a table of skills"):
        credentials.taxonomy(written(tmp_path, "x.csv", "a,b\n1,2\n"))


# ---- to the store, and what is kept of a hire


def test_credentials_come_back_from_the_store_as_they_went_in(tmp_path):
    found = credentials.read(written(tmp_path, "resume.json", json.dumps(RESUME)))
    long = credentials.rows(found, source="resume.json")
    back = credentials.from_rows(long)
    for section in credentials.COLUMNS:
        pd.testing.assert_frame_equal(back[section], found[section])
    dropped = long.assign(section=long["section"].where(long["credential"] != "role-1", "dropped"))
    assert len(credentials.from_rows(dropped).roles) == 1
    with pytest.raises(TableError, match="hobby"):
        credentials.from_rows(long.assign(section="hobby"))


def test_of_a_hires_file_only_banded_facts_are_kept(tmp_path):
    secrets = [
        "Ada",
        "Invented",
        "ada@example.org",
        "7946",
        "Brightwater",
        "Larkspur",
        "Greywater",
        "2019-03",
    ]
    for name, content in (("resume.json", json.dumps(RESUME)), ("cv.txt", TEXT)):
        kept = credentials.banded(credentials.read(written(tmp_path, name, content)), "2024-03-01")
        assert kept["years"] in ("8–10", "5–8")
        assert kept["education"] == 6
        assert kept["seniority"] == "IC3"
        assert "recency" not in kept  # of which work, nobody says
        assert not [secret for secret in secrets if secret in json.dumps(kept, ensure_ascii=False)]
        assert "Intravenous Therapy" in kept["skills"]


def test_a_free_line_among_the_skills_of_a_hire_is_not_kept_unless_asked_for(tmp_path):
    path = written(tmp_path, "cv.txt", "Skills\nTriage, Ada of Larkspur, basket weaving\n")
    found = credentials.read(path)
    assert credentials.banded(found, "2024-01-01")["skills"] == ["Triage"]
    assert credentials.banded(found, "2024-01-01", asked=["Basket Weaving"])["skills"] == [
        "Triage",
        "basket weaving",
    ]


def test_what_a_file_does_not_say_of_a_hire_is_left_out(tmp_path):
    path = written(tmp_path, "resume.json", json.dumps({"skills": [{"name": "Triage"}]}))
    assert credentials.banded(credentials.read(path), "2024-01-01") == {"skills": ["Triage"]}


@pytest.mark.parametrize(
    ("years", "band"), [(0, "0–1"), (2.9, "2–3"), (8, "8–10"), (40, "15+"), (None, None)]
)
def test_years_are_banded(years, band):
    assert credentials.band(years) == band


@given(st.binary(max_size=400), st.sampled_from(["pdf.json", "cv.xml", "cv.txt"]))
@settings(deadline=None, max_examples=60)
def test_no_bytes_do_more_than_be_refused(tmp_path_factory, content, name):
    path = written(tmp_path_factory.mktemp("any"), name, content)
    try:
        credentials.read(path)
    except JobkitError:
        pass


def test_what_is_named_of_a_hire_stands_beside_what_their_paper_names(tmp_path):
    from jobkit.search import Search

    search = Search.sample()
    paper = tmp_path / "hire.txt"
    paper.write_text("Experience\nBuyer, Farrow Ltd, 2015 - present\n\nSkills\nExcel\n", encoding="utf-8")
    facts = search.banded("nobody", ["skills=SAP MM; Epicor", "years=8-10"], paper, "2026-09-01")
    assert facts["years"] == "8-10"
    assert facts["skills"] == ["Microsoft Excel", "Procurement", "SAP MM", "Epicor"]


@pytest.mark.parametrize(("ended", "level"), [("2027", 6), ("present", 6), ("2027-05", 6), ("2025", 7)])
def test_a_degree_that_lasts_or_ends_after_the_day_is_not_held(ended, level):
    told = [
        {"section": "education", "title": "MSc in Nursing", "level": 7, "ended": ended},
        {"section": "education", "title": "BSc in Nursing", "level": 6, "ended": "2015"},
    ]
    person = credentials.from_rows(pd.DataFrame(told))
    assert credentials.banded(person, "2026-11-30")["education"] == level


def test_a_language_among_the_skills_is_one_and_a_known_name_with_a_slash_is_kept():
    told = [{"section": "skill", "name": name} for name in ("Englisch", "SAP S/4HANA", "example.com/in/a")]
    told += [{"section": "language", "name": "Deutsch", "title": "Muttersprache"}]
    person = credentials.from_rows(pd.DataFrame(told))
    for kind in ("recorded", "résumé"):
        kept = credentials.banded(replace(person, kind=kind), "2026-11-30")
        assert kept == {"skills": ["SAP S/4HANA"], "languages": ["English", "German (native)"]}
    asked = postings.requirements("Anforderungen\n- Gute Englischkenntnisse\n- SAP S/4HANA")
    found = comparison.compare(person, person, asked, "2026-11-30").requirements
    assert found[["you", "hire"]].to_numpy().tolist() == [["met", "met"], ["met", "met"]]


def test_what_two_sources_tell_of_one_role_is_said_to_count_once(search, tmp_path):
    for name, title in (("one.txt", "Teacher of Geography (RPT)"), ("other.txt", "Teacher of Geography")):
        path = tmp_path / name
        path.write_text(
            f"EXPERIENCE\nSep 2015 - Aug 2019: {title}, Larkfield School\n\nSKILLS\nGIS\n", "utf-8"
        )
        search.add(path)
    known = search.credentials.assign(id=["a1", "b2", "c3", "d4"][: len(search.credentials)])
    roles = [line for line in credentials.listing(known) if "Larkfield" in line]
    assert [line.partition("]")[2] for line in roles] == ["", "; the same as a1, counted once"]
