"""One door for the names of skills, certificates and spoken languages."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit import comparison, skills
from jobkit.language.vocabulary import shipped


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("Python (Programming Language)", "Python"),
        ("Amazon Web Services (AWS)", "AWS"),
        ("Pandas (Software)", "pandas"),
        ("SAP MM", "SAP"),
        ("AWS Lambda", "Amazon Web Services"),
        ("sehr gute SAP-Kenntnisse", "SAP"),
        ("Excelkenntnisse", "Microsoft Excel"),
        ("MS Office", "Excel"),
        ("Django", "Python"),
        ("Testing (Selenium, JUnit)", "JUnit"),
        ("RN, State of Ohio (active)", "Registered Nurse"),
        ("Search Engine Optimization (SEO)", "SEO"),
        ("Englisch (fließend)", "English"),
        ("Microsoft Excel", "Microsoft Office"),
        ("Photoshop", "Adobe Creative Cloud"),
    ],
)
def test_one_skill_meets_itself_however_it_is_written(held, asked):
    assert skills.held([held]) & skills.asked(asked)


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("Java", "JavaScript"),
        ("C", "C++"),
        ("SAP", "SAP MM"),
        ("Excel (advanced)", "advanced"),
        ("Python", "Django"),
        ("Microsoft Excel", "Microsoft Word"),
        ("Adobe Acrobat", "Adobe Creative Suite"),
        ("Amazon Web Services (AWS)", "AWS Certification"),
    ],
)
def test_a_skill_does_not_meet_another_one(held, asked):
    assert not skills.held([held]) & skills.asked(asked)


def test_a_label_with_a_bracket_meets_the_requirement_in_a_comparison():
    asked = comparison.requirements("Requirements\n- Python\n- AWS")
    you = {"skills": ["Python (Programming Language)", "Amazon Web Services (AWS)"], "complete": True}
    found = comparison.compare(you, {"skills": ["Python", "AWS"]}, asked)
    assert list(found.requirements["you"]) == ["met", "met"]
    assert found.they_meet_you_do_not == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Languages: Python, C++", [("Python", "", "Languages"), ("C++", "", "Languages")]),
        ("Office: Word, Excel", [("Word", "", "Office"), ("Excel", "", "Office")]),
        ("English: native", [("English", "native", "")]),
        ("Deutsch: Muttersprache", [("Deutsch", "Muttersprache", "")]),
        ("English (native), German (B2)", [("English", "native", ""), ("German", "B2", "")]),
        ("French – basic; Python - advanced", [("French", "basic", ""), ("Python", "advanced", "")]),
        ("Sprachen: Englisch fließend", [("English", "fliessend", "Sprachen")]),
        ("Java/Kotlin, CI/CD", [("Java", "", ""), ("Kotlin", "", ""), ("CI/CD", "", "")]),
        (
            "MS Office (Excel) sehr gut, Word gut",
            [("MS Office (Excel)", "sehr gut", ""), ("Word", "gut", "")],
        ),
        ("Visual Basic, SQL basic", [("Visual Basic", "", ""), ("SQL", "basic", "")]),
        ("Web (HTML, CSS), Git", [("Web", "", ""), ("HTML", "", "Web"), ("CSS", "", "Web"), ("Git", "", "")]),
        ("CSS and SQL, Health and Safety", [("CSS", "", ""), ("SQL", "", ""), ("Health and Safety", "", "")]),
        ("Health and Safety / First Aid", [("Health and Safety", "", ""), ("First Aid", "", "")]),
        ("Food and Beverage / Bar", [("Food and Beverage", "", ""), ("Bar", "", "")]),
        ("Excel & Word / SAP", [("Excel", "", ""), ("Word", "", ""), ("SAP", "", "")]),
        ("", []),
    ],
)
def test_a_line_of_a_list_comes_apart_into_names_levels_and_groups(text, expected):
    assert [tuple(entry) for entry in skills.entries(text)] == expected


@pytest.mark.parametrize(
    ("text", "name", "level"),
    [
        ("Englischkenntnisse", "English", ""),
        ("German C1", "German", "C1"),
        ("fließend Englisch", "English", "C1"),
        ("Deutsch als Muttersprache", "German", "native"),
        ("Sehr gute Deutschkenntnisse in Wort und Schrift (C1)", "German", "C1"),
        ("Anglais courant", "English", "C1"),
        ("français langue maternelle", "French", "native"),
        ("Polnisch", "Polish", ""),
        ("German engineering", "", ""),
        ("Python", "", ""),
        ("Native speaker", "", "native"),
        ("", "", ""),
    ],
)
def test_a_spoken_language_is_one_of_a_list_and_stands_alone(text, name, level):
    assert skills.language(text) == name
    assert skills.framework_level(text) == level


def test_a_name_of_a_language_stands_for_one_language_only():
    seen: dict[str, str] = {}
    for name, others in shipped("languages")["languages"].items():
        for alias in (name, *others):
            assert seen.setdefault(skills.alias_key(alias), name) == name, alias


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_passes_the_door_without_an_error(text):
    skills.entries(text)
    skills.labels(text)
    skills.spoken(text)
    skills.certificates(text)
    assert skills.asked(text) <= skills.held([text]) | skills.asked(text)


@pytest.mark.parametrize(
    ("text", "level"),
    [(row["example"], row["level"]) for row in shipped("degrees")["degree"]],
)
def test_each_row_of_degrees_reads_its_example(text, level):
    assert skills.isced(text) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Doctor's degree", 8),
        ("Engineer's degree", 7),
        ("DUT Génie civil", 5),
        ("Diplom-Betriebswirtin (FH)", 6),
        ("Dipl.-Ing. (FH) Maschinenbau", 6),
        ("Diplom-Betriebswirt (BA)", 6),
        ("Dipl.-Ing. Maschinenbau", 7),
        ("Fachwirtin (IHK)", 6),
        ("Industriemeister Metall", 6),
        ("Staatlich geprüfter Techniker", 6),
        ("Ausbildung zur Industriekauffrau", 3),
        ("Allgemeine Hochschulreife", 3),
        ("Kauffrau EFZ", 3),
        ("Matura", 3),
        ("Mittlere Reife", 2),
        ("B.Tech. in Mechanical Engineering", 6),
        ("Master of Science (BSc 2012)", 7),
        ("Bac+2", 5),
        ("Licence de droit", 6),
        ("CAP cuisine", 3),
        ("M.Ed.", 7),
        ("Diplom Pflegefachfrau HF", 6),
        ("Maturité gymnasiale", 3),
        ("PGCE", 7),
    ],
)
def test_qualifications_of_several_countries_have_their_level(text, level):
    assert skills.isced(text) == level


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("RN for a 36-bed Med/Surg unit", "en"),
        ("Bürokraft (w/m/d), (m/d/w)", "de"),
        ("MS Office and MS Excel", "en"),
        ("a full driving licence", "en"),
        ("Scrum Master for master data", "en"),
        ("a high degree of autonomy", "en"),
        ("opportunities for promotion", "en"),
        ("Boston, MA", "en"),
        ("PhD student position", "en"),
        ("put on your cap and be ready", "en"),
    ],
)
def test_what_only_looks_like_a_degree_is_none(text, language):
    assert skills.degrees(text, language) == []


@pytest.mark.parametrize(
    "name", ["NVQ 2 Health and Social Care", "NVQ2 Health & Social Care", "NVQ Level 2 in Care"]
)
def test_the_short_names_of_care_certificates_are_one(name):
    assert skills.held([name]) == {"level 2 health and social care"}


def test_a_certificate_has_one_kind_and_is_no_degree():
    kinds = skills.kinds()
    assert len(kinds) > 250 and len(set(kinds.values())) > 12
    assert sum(len(table) for table in skills.certificate_kinds().values()) == len(kinds)
    for name, others in shipped("certificates")["meets"].items():
        assert {name, *others} <= set(kinds)


def test_a_driving_licence_in_a_resume_is_no_degree():
    assert pd.isna(skills.isced("Full UK driving licence"))
    assert pd.isna(skills.isced("Teaching licence"))


def test_a_method_and_a_product_meet_under_their_longer_names():
    assert skills.asked("Epic") <= skills.held(["Epic Systems"])
    assert skills.asked("Montessori") <= skills.held(["Pédagogie Montessori"])


@pytest.mark.parametrize("kind", ["Food Safety", "Professional Cookery", "Safeguarding"])
def test_a_certificate_of_a_higher_level_meets_a_lower_one_and_not_the_other_way(kind):
    low, high = ("Level 2 " + kind, "Level 3 " + kind)
    low, high = (name.replace("Level 2 Prof", "NVQ Level 2 Prof") for name in (low, high))
    asked = {name: skills.asked(skills.certificates(name)[0]) for name in (low, high)}
    assert asked[low] & skills.held([high]) and asked[low] & skills.held([low])
    assert asked[high] & skills.held([high]) and not asked[high] & skills.held([low])


def test_a_licence_with_an_apostrophe_is_known_among_other_words():
    assert skills.certificates("valid US driver's license (clean)") == ("Driving Licence",)
    assert skills.certificates("RN, State of Ohio") == ("Registered Nurse",)
