"""What a job asked for: adverts of many trades, their blocks, clauses, strengths, and what is none of it."""

from __future__ import annotations

import importlib.util
import re
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit import comparison, credentials, mentions, postings, skills
from jobkit.errors import SourceError, TableError
from jobkit.sources.resumes import profiles

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden_postings"
AT = "2024-03-01"

NOTICE = """Staff Nurse – Brightwater Hospital
About us
We are a leading provider with over 50 years of history. Python-free zone.
Requirements:
- Registered Nurse with NMC registration
- 2+ years of experience in acute care
- Bachelor's or Master's degree in Nursing, or equivalent experience
- Excellent communication skills; knowledge of wound care and glazing systems
- Fluent in English and German (B2)
- Full driving licence is a plus
- Experience with AWS, Azure or GCP
- Proficient in Excel, Go and R
- High degree of autonomy; go above and beyond; react quickly
Nice to have
- ACLS
What we offer
- 30 days holiday, a 3 years contract, English lessons
"""
FOUND = """
must certificate Registered Nurse; must years 2; must skill Acute Care; should education 6
must skill Wound Care; must skill glazing systems
must language English; must language German
should certificate Driving Licence; must skill Amazon Web Services|Microsoft Azure|Google Cloud
must skill Microsoft Excel; must skill Go; must skill R
should certificate Advanced Cardiovascular Life Support
"""


def told(text) -> list[str]:
    found = comparison.requirements(text)
    return [f"{row.strength} {row.dimension} {row.value}" for row in found.itertuples()]


def test_requirements_are_found_with_their_strength_and_nothing_else():
    assert told(NOTICE) == [row for row in re.split(r"[;\n] ?", FOUND) if row]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Profil recherché\nBac+5\nMinimum 3 ans d'expérience\nAnglais courant\nSAP serait un plus",
            "must education 7; must years 3; must language English; should skill SAP",
        ),
        (
            "Ihr Profil\nAbgeschlossenes Studium\nDrei Jahre Berufserfahrung\nKubernetes von Vorteil",
            "must education 6; must years 3; should skill Kubernetes",
        ),
        (
            "Requisitos\n2 años de experiencia en contabilidad\nExcel",
            "must years 2; must skill Financial Accounting; must skill Microsoft Excel",
        ),
    ],
)
def test_a_posting_is_read_in_french_german_and_spanish(text, expected):
    assert "; ".join(told(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Supply Chain Analyst - Kestrel Parts, Ashford\nExperience with SAP", "must skill SAP"),
        ("SAP\nExcel", "must skill SAP; must skill Microsoft Excel"),
        ("What you bring\n- Very good Excel; tidy", "must skill Microsoft Excel"),
        ("You bring\nGood English, French an advantage", "must language English; should language French"),
        ("You bring\nSolid German engineering", ""),
        (
            "Must have: 5+ years in logistics, SAP, forklift licence desirable.",
            "must years 5; must skill SAP; should certificate Forklift Licence",
        ),
        ("Requirements\nSQL, Power BI are a plus", "should skill SQL; should skill Power BI"),
        ("Requirements\nIdeally SQL, Power BI", "should skill SQL; should skill Power BI"),
        ("Requirements\n5 years of experience, preferably in retail", "must years 5"),
        ("Requirements\n5 years of experience, preferably", "should years 5"),
    ],
)
def test_a_wish_is_told_from_a_must_by_the_clause_it_stands_in(text, expected):
    assert "; ".join(told(text)) == expected


def test_a_posting_is_read_from_html_and_pdf_alike(tmp_path):
    items = "<ul><li>5+ years of Python</li><li>Docker/Kubernetes</li></ul>"
    page = f"<h2>Requirements</h2>{items}<script>Java, SQL</script>"
    expected = ["must years 5", "must skill Python", "must skill Docker|Kubernetes"]
    assert told(page) == expected
    import typst

    path = tmp_path / "posting.pdf"
    path.write_bytes(
        typst.compile(b"Requirements \\\n5+ years of Python \\\nDocker/Kubernetes", format="pdf")
    )
    assert [
        f"{row.strength} {row.dimension} {row.value}" for row in comparison.requirements(path).itertuples()
    ] == expected


def test_a_posting_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        comparison.requirements(tmp_path / "none.txt")


def test_a_posting_without_requirements_is_an_empty_table():
    assert list(comparison.requirements("").columns) == list(postings.COLUMNS)


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_text_is_read_without_an_error(text):
    found = comparison.requirements(text)
    assert set(found["strength"]) <= {"must", "should"}
    assert found["requirement"].is_unique
    comparison.compare({}, {}, found, at=AT)


def _seconds(text: str) -> float:
    """Return the least of three times: what else runs beside it can only make one longer."""

    def once() -> float:
        started = time.process_time()
        comparison.requirements(text)
        return time.process_time() - started

    return min(once() for _ in range(3))


@pytest.mark.parametrize("piece", ["a ", "1 years ", "Python or ", "experience with ", "<", "\n", "é"])
def test_a_posting_is_read_in_time_proportional_to_its_length(piece):
    text = (piece * postings.LIMIT)[: postings.LIMIT]
    short, long = _seconds(text[: postings.LIMIT // 8]), _seconds(text[: postings.LIMIT // 2])
    assert long < 12 * max(short, 0.02)
    with pytest.raises(TableError, match="200,000 characters"):
        comparison.requirements(text + text)


def test_a_sign_that_folds_to_nothing_is_no_degree():
    assert comparison.requirements("Requirements\n- Master's degree, \u037a\n")["dimension"].tolist() == [
        "education"
    ]


@pytest.mark.parametrize(
    "module",
    [comparison, postings, mentions, skills, credentials, profiles],
    ids=lambda module: module.__name__,
)
def test_no_pattern_is_slow_on_a_mebibyte(module):
    patterns = [value for value in vars(module).values() if isinstance(value, re.Pattern)]
    for pattern in patterns:
        for piece in ("a", "1", " ", "-", "(", "1 a ", "\n", ". "):
            text = (piece * (1 << 20))[: 1 << 20]
            started = time.process_time()
            pattern.search(text + "\x00")
            assert time.process_time() - started < 0.3, (pattern.pattern, piece)


# ---- the adverts


@pytest.fixture(scope="module")
def bench():
    """The benchmark of adverts, which counts them by field."""
    spec = importlib.util.spec_from_file_location("bench_postings", ROOT / "benchmarks" / "postings.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_postings"] = module
    spec.loader.exec_module(module)
    return module


LEAST = {"education": (0.95, 0.97), "years": (0.97, 0.97), "certificate": (0.93, 0.95)}
LEAST |= {"language": (0.97, 0.97), "skill": (0.93, 0.95)}


@pytest.mark.parametrize(
    "folder", [GOLDEN, *(GOLDEN / name for name in ("second", "third", "fourth"))], ids=lambda path: path.name
)
def test_adverts_of_many_trades_are_read_as_well_as_they_were(bench, folder):
    paths = sorted(path for path in folder.glob("*.txt") if not path.name.endswith(".expected.txt"))
    assert len(paths) >= 24
    n_false_must, counts = bench.counted(paths)
    assert n_false_must <= 0.034 * len(paths)
    for dimension, (least_found, least_right) in LEAST.items():
        one = counts[dimension]
        assert one["found"] >= least_found * (one["found"] + one["missed"]), dimension
        assert one["found"] >= least_right * (one["found"] + one["extra"]), dimension
        assert one["strength"] >= 0.97 * one["found"], dimension


def test_what_is_asked_for_is_the_skill_in_the_ways_adverts_frame_it(bench):
    """Headings in two parts, things done (“able to write G-code”), lists with “&”, “ainsi que” and “Bildungs- und …”."""
    for path in sorted((GOLDEN / "fourteenth").glob("*.expected.txt")):
        advert = path.with_name(path.name.replace(".expected", ""))
        found, missed, extra = bench.pairs(bench.expected(advert), bench.read(advert))
        assert (missed, extra) == ([], []), advert.stem
        assert all(wanted[0] == row[0] for wanted, row in found), advert.stem


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("B.S. or M.S. degree in biology", "must B.S. or M.S. degree"),
        ("Time-served apprenticeship as a joiner", "must Time-served apprenticeship"),
        (
            "ACLS and PALS certification (PALS within 6 months of hire)",
            "must ACLS; should PALS certification",
        ),
        ("Mit analogen Messgeräten arbeitest du sicher; Umgang mit Schaltplänen", "must Schaltpläne"),
    ],
)
def test_requirements_are_named_as_the_advert_names_them(line, expected):
    asked = postings.requirements(f"Requirements\n- {line}")
    assert "; ".join(f"{row.strength} {row.requirement}" for row in asked.itertuples()) == expected


@pytest.mark.parametrize(
    ("language", "frames", "things"),
    [
        (
            "en",
            """Experience gained in X | Well versed in X | Conversant with X | Skilled with X | Fluency in X
            Coursework in X | A firm grasp of X | Mastery of X | Must know X | You understand X | Competent user of X
            Knowledge in the field of X | Experience with, or knowledge of, X | Proficiency using X""",
            ["slurry separation", "Quorvane", "hedge laying"],
        ),
        (
            "de",
            """Kenntnisse auf dem Gebiet X | Kenntnisse rund um X | Wissen über X | Versiert in X | Bewandert in X
            Sichere Anwendung von X | Grundlagen in X | Sie beherrschen X sicher""",
            ["Gülletrennung", "Quorvane", "Pfahlkopfbau"],
        ),
        (
            "fr",
            """Expérience réussie en X | Expérience avec X | Connaissances de base en X | Bases solides en X
            Connaissance approfondie de X | Familier avec X | Compréhension de X | Vous avez déjà travaillé avec X""",
            ["gestion des eaux pluviales", "Quorvane", "taille de haies"],
        ),
    ],
)
def test_what_one_knows_is_a_skill_however_a_sentence_says_so(language, frames, things):
    head = {
        "en": "Job\n\nRequirements:\n- Good with the people we work for",
        "de": "Stelle als Helfer (m/w/d)\n\nIhr Profil:\n- Sie sind gerne mit Menschen und für uns da",
        "fr": "Poste\n\nProfil recherché :\n- Vous êtes de la région et dans les temps pour nous",
    }[language]
    for frame in re.split(r"\||\n", frames):
        for thing in things:
            line = re.sub(r"\bX\b", thing, frame.strip())
            asked = postings.requirements(f"{head}\n- {line}\n")
            assert any(thing.split()[-1] in name for name in asked["value"]), line
            assert all(len(name.split()) <= len(thing.split()) for name in asked["value"]), line


def test_a_compound_and_two_languages_are_read():
    assert told("Helfer (m/w/d)\nIhr Profil\n- umfassende Materialkenntnisse\n- Deutsche Muttersprache") == [
        "must skill Materialkenntnisse",
        "must language German",
    ]
    line = "gute Kenntnisse der englischen und französischen Sprache"
    assert told(f"Helfer (m/w/d)\nIhr Profil\n- {line}") == ["must language English", "must language French"]
    assert told("Lab manager\nRequirements\n- Master's or work experience in botany or a related field") == [
        "must education 7"
    ]


def test_every_advert_has_its_expectation_and_the_reverse():
    for path in GOLDEN.rglob("*.txt"):
        stem = path.name.removesuffix(".txt").removesuffix(".expected")
        assert (path.parent / f"{stem}.txt").is_file() and (path.parent / f"{stem}.expected.txt").is_file()


# ---- blocks


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("You'll do well here if you", "must"),
        ("It'd be great, but it is no deal breaker, if you've", "should"),
        ("Du passt zu uns, wenn du", "must"),
        ("Desired Candidate Profile", "must"),
        ("Desired Skills", "should"),
    ],
)
def test_a_line_that_invites_and_a_wished_for_person_open_what_is_asked(line, kind):
    assert postings.heading(line) == kind


def test_a_paragraph_that_tells_of_the_work_goes_on_telling_of_it():
    text = """Bürokraft (m/w/d)
Wir sind ein Familienbetrieb und suchen Verstärkung.
Ihre Aufgaben umfassen die Abrechnung. Sie helfen auch beim Umstieg auf SAP.
Sie verfügen über eine kaufmännische Ausbildung. Sehr gutes Englisch rundet Ihr Profil ab.
Wir freuen uns auf Ihre Online-Bewerbung! Mag. Lena Muster, Human Resources"""
    assert told(text) == ["must education 3", "must language English"]


def test_a_label_rules_its_own_line_only():
    assert told("Care Worker\nPay: £17 per hour\nFirst Aid certificate required") == [
        "must certificate First Aid"
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Requirements:", "must"),
        ("MINIMUM QUALIFICATIONS", "must"),
        ("Preferred Qualifications", "should"),
        ("Wünschenswert sind:", "should"),
        ("What you'll do", "task"),
        ("Deine Aufgaben:", "task"),
        ("Was wir bieten", "offer"),
        ("Vos avantages :", "offer"),
        ("About us", "company"),
        ("How to apply", "process"),
        ("Working at Kestrel:", "unknown"),
        ("Education", "neutral"),
        ("- Python", ""),
        ("Prescribing qualification", ""),
        ("Kubernetes von Vorteil", ""),
        ("We need somebody with a driving licence.", ""),
        ("SAP", ""),
    ],
)
def test_a_heading_is_told_by_its_words_and_its_shape(line, kind):
    assert postings.heading(line) == kind


def test_a_list_may_begin_without_a_bullet_and_a_heading_with_one():
    text = "Clerk (m/w/d)\n## Aufgaben\nErste Aufgabe\n• Pflege der Ablage mit Excel\n## Qualifikation\n"
    assert told(f"{text}Abgeschlossene Ausbildung als Bürokauffrau\n• Sicherer Umgang mit DATEV") == [
        "must education 3",
        "must skill DATEV",
    ]
    text = "Dental nurse\n- Requirements:\nDBS check, GDC registration\n- Duties:\nSterilisation, infection control"
    assert "skill" not in " ".join(told(text))


def test_what_the_body_must_bear_is_no_skill_and_a_candidate_who_must_is_asked():
    text = "Carer\nRequirements\n- HACCP\nPhysical Demands\n- Ability to use hands and feet together"
    assert told(text) == ["must skill Food Safety"]
    assert told("Animateur\nLe candidat devra :\n- Maîtriser Photoshop\nEst un plus :\n- Permis B") == [
        "must skill Adobe Photoshop",
        "should certificate Driving Licence",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Staplerschein oder die Bereitschaft, den Kurs zu machen", "should certificate Forklift Licence"),
        ("Führerschein Klasse B oder Bereitschaft zu Dienstreisen", "must certificate Driving Licence"),
        ("Permis : B - Véhicule léger (souhaité)", "should certificate Driving Licence"),
        ("CACES 3 ou prêt à le passer", "should certificate Forklift Licence"),
        ("Payroll: 2 years (required)", "must skill Payroll; must years 2"),
        ("Two years minimum in a kitchen", "must years 2"),
        ("Experience with experimental design and execution", "must skill experimental design"),
        ("Kestrel is a house with 50 people in bioinformatics, statistics and welding", ""),
    ],
)
def test_what_is_open_what_is_labelled_and_what_only_tells(line, expected):
    assert "; ".join(told(f"Job\nRequirements:\n- HACCP\n- {line}")[1:]) == expected


def test_beside_a_list_of_requirements_only_what_plainly_asks_is_asked():
    text = "Driver\nAre you a skilled Class A CDL driver who seeks stability?\nRequirements\n- Excel"
    assert told(text) == ["must skill Microsoft Excel"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("You must love what we do, for fundraising at the Marrow Trust has always been a team sport", ""),
        ("You have to see why our cooks are proud of their customer service at all times of day", ""),
        ("You have led people before and you bring solid experience in bookkeeping", "Bookkeeping"),
        ("You have a calm manner on the phone with everybody and strong bookkeeping skills", "Bookkeeping"),
        (
            "You have seen it all before in busy places: bookkeeping, payroll and a calm manner",
            "Bookkeeping; Payroll",
        ),
        ("Vous devez savoir que notre équipe du bureau de Rennes assure la maçonnerie des sites", ""),
    ],
)
def test_prose_asks_for_an_everyday_name_only_where_it_leads_to_it(line, expected):
    assert "; ".join(row.removeprefix("must skill ") for row in told(f"Job\n{line}.")) == expected


def test_a_house_what_one_will_learn_and_how_to_apply_name_no_skill():
    lines = ["A card from the Department of Industrial Relations", "Where you'll learn basic welding",
             "Bitte bewerben Sie sich mit einer Datei in Word"]  # fmt: skip
    for line in lines:
        assert told(f"Job\nRequirements:\n- HACCP\n- {line}") == ["must skill Food Safety"], line


def test_a_list_without_bullets_names_skills_as_one_with_bullets_does():
    lines = (
        "Profil souhaité\n\nCompétences\n{}\nAutonomie et réactivité - Cette compétence est indispensable\n"
    )
    said = ("Excel - Cette compétence est indispensable", "Gestion de la paie")
    read = told(lines.format("\n".join(said)) + "\nPermis\nB - Véhicule léger (souhaité)\n")
    assert read == ["must skill Microsoft Excel", "must skill Payroll",
                    "should certificate Driving Licence"]  # fmt: skip


def test_what_a_company_offers_and_says_of_itself_gives_nothing():
    text = """Cook
About us
We have run kitchens for 16 years, with Python and SAP, and hold a master's degree in hospitality.
Requirements
- HACCP
What we offer
- English lessons, a driving licence paid for, a bonus after 2 years
We are an equal opportunity employer, whatever your degree."""
    assert told(text) == ["must skill Food Safety"]


def test_skills_that_only_tasks_name_stand_apart_and_are_never_a_must():
    found = postings.read(
        "Analyst\nYour tasks:\n- Reports in Tableau\nRequirements:\n- SQL\n- A curious mind"
    )
    assert list(found.requirements["value"]) == ["SQL"]
    assert found.tasks == ("Tableau",)
    assert found.unread == ("A curious mind",)
    assert any("Tableau" in line for line in postings.remarks(found))


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("Requirements:", "Full driving licence is desirable but not essential"),
        ("Requirements:", "Experience with Excel is preferred, but not required"),
        ("Anforderungen", "Führerschein Klasse B wünschenswert, aber kein Muss"),
        ("Votre profil", "Permis B souhaité mais pas obligatoire"),
    ],
)
def test_what_only_weighs_a_requirement_is_no_line_of_its_own(head, line):
    found = postings.read(f"{head}\n- {line}\n- Patience")
    assert found.requirements["strength"].tolist() == ["should"]
    assert found.unread == ("Patience",)


# ---- clauses and strength


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("RN required; BSN preferred", ["RN required", "BSN preferred"]),
        ("B.S. in Physics. Must drive.", ["B.S. in Physics", "Must drive"]),
        ("Kenntnisse, z. B. in Excel, mind. 2 Jahre", ["Kenntnisse, z. B. in Excel, mind. 2 Jahre"]),
        ("2 - 3 Jahre Praxis", ["2 - 3 Jahre Praxis"]),
        ("Leading teams – at least five years", ["Leading teams – at least five years"]),
        ("CAP exigé, BP apprécié", ["CAP exigé", "BP apprécié"]),
        ("RN licence - Required", ["RN licence - Required"]),
    ],
)
def test_a_line_comes_apart_into_clauses_and_not_at_an_abbreviation(line, expected):
    assert postings.units(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("SAP-Kenntnisse (S/4HANA wünschenswert)", "must skill SAP; should skill SAP S/4HANA"),
        ("SQL (PostgreSQL preferred)", "must skill SQL; should skill PostgreSQL"),
        ("Bachelor's degree required, Master's preferred", "must education 6; should education 7"),
        (
            "Zertifizierungen (MCSA, CCNA) von Vorteil",
            "should certificate Microsoft Certification; should certificate CCNA",
        ),
        ("Gutes Englisch, weitere Sprachen von Vorteil", "must language English"),
        (
            "Deutsch fließend, Polnischkenntnisse sind ein Plus",
            "must language German; should language Polish",
        ),
        ("Excel und idealerweise SAP", "must skill Microsoft Excel; should skill SAP"),
        ("A degree is welcome but not required", "should education 6"),
        ("Driving licence not required", ""),
        ("No degree needed", ""),
        ("CCRN within two years of hire", "should certificate Critical Care Registered Nurse"),
        (
            "Experience with Excel, Python and Docker would be an advantage",
            "should skill Microsoft Excel; should skill Python; should skill Docker",
        ),
        (
            "Prior experience with Excel, SQL (T-SQL, PL/SQL), and Docker would be an advantage",
            "should skill Microsoft Excel; should skill SQL; should skill Docker",
        ),
        ("Python, SQL von Vorteil", "must skill Python; should skill SQL"),
        ("3 years of Java, Java 17 is a plus", "must years 3; must skill Java"),
        ("Should you speak German, that is a plus", "should language German"),
        ("Solltest du keinen Führerschein haben, kein Problem", ""),
        ("Preferred but not essential: Salesforce", "should skill Salesforce"),
        ("Not essential but desirable: Salesforce", "should skill Salesforce"),
        ("Nice to have but not essential: a driving licence", "should certificate Driving Licence"),
        ("Knowledge of natural wine from France", "must skill natural wine"),
        ("Kenntnisse in Lohn- und Finanzbuchhaltung", "must skill Payroll; must skill Financial Accounting"),
    ],
)
def test_strength_belongs_to_its_own_part(line, expected):
    assert "; ".join(told(f"Requirements:\n- {line}")) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("SIA licence would be a very nice extra", "should certificate SIA Licence"),
        ("Gut wäre auch ein Führerschein", "should certificate Driving Licence"),
        ("Le CACES 3 est un vrai plus", "should certificate Forklift Licence"),
        ("A PGCE would be ideal, as would a driving licence",
         "should certificate PGCE; should certificate Driving Licence"),
        (
            "First aid is useful, an SIA licence even more so",
            "should certificate First Aid; should certificate SIA Licence",
        ),
        ("Le CACES 3 serait apprécié, tout comme le permis B",
         "should certificate Forklift Licence; should certificate Driving Licence"),
        ("Preference will be given to those who hold an SIA licence", "should certificate SIA Licence"),
        ("SIA licence, or we'll put you through it", "should certificate SIA Licence"),
        ("Deutsch muss nicht perfekt sein", "should language German"),
        ("Idéalement titulaire d'un BTS, vous avez 2 ans d'expérience", "should education 5; must years 2"),
        ("Promotion wünschenswert, Master der Biologie", "should education 8; must education 7"),
        ("Eine Ausbildung brauchst du dafür nicht", ""),
        ("Einen Führerschein brauchen Sie nicht", ""),
        ("An HGV licence isn't needed", ""),
        ("Studium ist keine Voraussetzung", ""),
        ("Le permis B n'est pas nécessaire", ""),
        ("BSc or relevant industry experience", "should education 6"),
        ("Bachelor's degree or the equivalent combination of education and training", "should education 6"),
        ("Experience may replace the bachelor's degree", "should education 6"),
        ("Bac+5 ou expérience équivalente", "should education 7"),
        ("BSN required or enrolled in a BSN program", "should education 6"),
        ("Studium oder einschlägige Praxis", "should education 6"),
        ("First aid certificate (training provided)", "should certificate First Aid"),
        ("CACES 3 ou formation assurée", "should certificate Forklift Licence"),
        ("Forklift licence (we can put you through your test)", "should certificate Forklift Licence"),
        ("Staplerschein (kann bei uns gemacht werden)", "should certificate Forklift Licence"),
        ("Ausbildung zum Koch oder Erfahrung in der Küche", "should education 3"),
        ("Whether you have a PhD or left school at 16, we want to hear from you", ""),
        ("Ability to obtain a Security+ certification", "should certificate CompTIA Security+"),
        ("Ability to obtain a security clearance", "must certificate Security Vetting"),
            ("Active SC clearance", "must certificate Security Clearance"),
        ("Willingness to study for a CIMA qualification", "should certificate CIMA"),
        ("Studying towards AAT", "should certificate AAT"),
        ("Ein Studium setzen wir nicht voraus", ""),
        ("Applications in English or German to jobs@example.org", ""),
        ("Proven track record as a Journeyman Electrician", ""),
        ("Experience processing credentials", ""),
        ("Reports on any RDMS", ""),
        ("C - Poids lourd souhaité", "should certificate HGV Licence C"),
        ("Qualified as a Registered Nurse", "must certificate Registered Nurse"),
        ("Diplôme de l'enseignement supérieur de type court (baccalauréat)", "must education 6"),
        ("G2 licence", "must certificate Driving Licence"),
        ("DOT medical card", "must certificate DOT Medical Card"),
        ("Flagger certification", "must certificate Traffic Control Certification"),
        ("Sachkundeprüfung § 34a", "must certificate Guard Qualification § 34a"),
        ("Habilitation électrique B1V", "must certificate Electrical Authorisation"),
    ],
)  # fmt: skip
def test_a_wish_is_told_by_how_its_sentence_is_built(line, expected):
    asked = [row for row in told(f"Requirements:\n- {line}") if " skill " not in row]
    assert sorted(asked) == sorted(row for row in expected.split("; ") if row)


def test_a_check_that_whoever_is_hired_undergoes_is_asked_and_said_apart():
    advert = postings.read("Requirements:\n- Forklift licence\n- Enhanced DBS check\n- Background check\n")
    asked = ["Forklift licence", "Enhanced DBS check", "Background check"]
    assert advert.requirements["requirement"].tolist() == asked
    assert advert.checks == ("Enhanced DBS check", "Background check")
    assert any("Enhanced DBS check, Background" in line for line in postings.remarks(advert))


# ---- degrees, years, certificates, languages, skills


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("B.S. or M.S. degree in biology", "must education 6"),
        ("Associate's or bachelor's degree", "must education 5"),
        ("Ausbildung mit Weiterbildung zum Fachwirt", "must education 6"),
        ("Studium oder vergleichbare Ausbildung", "must education 3"),
        ("Bankausbildung", "must education 3"),
        ("MEd preferred", "should education 7"),
        ("Graduate in any discipline", "must education 6"),
        ("10th pass", "must education 2"),
        ("JD from an accredited law school", "must education 7"),
        ("Work on a 36-bed Med/Surg unit", "must skill Medical-Surgical Nursing"),
        ("High degree of autonomy", ""),
    ],
)
def test_the_degree_asked_for_is_the_lowest_that_will_do(line, expected):
    assert "; ".join(told(f"Requirements:\n- {line}")) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2 years of kennel experience", "must years 2"),
        ("Kennel experience", "must skill Kennel"),
        ("2 years of experience with Kennelbase", "must years 2; must skill Kennelbase"),
        ("Erfahrung in der Glasreinigung von Vorteil", "should skill Glasreinigung"),
        ("Experience of leading a department", "must skill Leadership"),
        ("Experience of visiting a glacier", ""),
        ("Two years or more in a payroll role", "must years 2; must skill Payroll"),
        ("Python and Flask, or another web framework", "must skill Python; must skill Flask|similar"),
        ("Grasp of continuous airway pressure (CPAP)", "must skill continuous airway pressure"),
        ("ADR awareness", "must skill ADR Certificate"),
        ("Microsoft Office, in particular Excel", "must skill Microsoft Office; must skill Microsoft Excel"),
        ("Competence with GeoGebra", "must skill GeoGebra"),
    ],
)
def test_a_field_of_work_and_what_may_stand_in_for_a_name_are_skills(line, expected):
    assert "; ".join(told(f"Requirements:\n- {line}")) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Arabisch, Dari oder Ukrainisch wären im Alltag hilfreich", "should language Arabic|Dari|Ukrainian"),
        ("Slowenisch oder Ungarisch: gerne gesehen", "should language Slovenian|Hungarian"),
        ("Breton facultatif mais applaudi", "should language Breton"),
        ("French would be useful in our kitchen", "should language French"),
        ("GCSE Maths and English not essential", ""),
        ("Apprenticeship, preferably in glazing", "must education 3"),
        ("Lehrabschluss, bevorzugt als Maler", "must education 3"),
        ("Studium oder Fachwirt", "must education 6"),
        ("Studium oder Ausbildung als Erzieher", "must education 6"),
        ("Degree in physics, or the self-taught equivalent", "should education 6"),
        ("Leaving Certificate or equivalent", "must education 3"),
        ("CPC – preferred, we can put you through it", "should certificate Driver CPC"),
        ("HGV a bonus, no experience needed", "should certificate HGV Licence"),
    ],
)
def test_a_wish_and_what_is_not_needed_are_told_in_rarer_words(line, expected):
    assert "; ".join(row for row in told(f"Requirements:\n- {line}") if " skill " not in row) == expected


def test_both_halves_of_a_choice_of_qualifications_are_shown():
    asked = comparison.requirements("Ihr Profil\n- Abgeschlossenes Studium oder Weiterbildung zum Fachwirt")
    assert asked["requirement"].tolist() == ["Abgeschlossenes Studium or Fachwirt"]


def test_headings_of_ones_own_say_what_is_wished_for_and_what_is_not_needed():
    text = """Data Engineer
You have
- SQL
You might also have
- A Master's degree
You don't need
- Spark
It'd be gravy if you:
~ hold a driving licence"""
    assert told(text) == ["must skill SQL", "should education 7", "should certificate Driving Licence"]


def test_a_list_glued_by_hyphens_comes_apart():
    text = (
        "Our client needs an engineer.The Person-Must hold an NVQ Level 3-HNC beneficial-IPAF useful"
        "-Experience in bakeries would be an advantage.The Package-40 hours-Degree sponsorship-Pension"
    )
    assert [row for row in told(text) if " skill " not in row] == [
        "must education 3",
        "should education 5",
        "should certificate Platform Operator Card",
    ]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("3-5 years of experience in sales", "3"),
        ("Five (5) years' experience", "5"),
        ("6 months of experience", "0.5"),
        ("zweijährige Berufserfahrung", "2"),
        ("mehrjährige Erfahrung im Einkauf", "2"),
        ("2 - 3 Jahre Praxis", "2"),
        ("une expérience de 3 ans minimum", "3"),
        ("4 years of experience (or 2 years with a master's)", "2"),
        ("Experience: 3 to 6 years", "3"),
        ("5+ Years of Experience: proven work on sites", "5"),
        ("a couple of years in a similar role", "2"),
    ],
)
def test_years_are_a_number_a_unit_and_experience(line, value):
    found = comparison.requirements(f"Requirements:\n{line}")
    assert list(found.loc[found["dimension"] == "years", "value"]) == [value]


@pytest.mark.parametrize(
    "line",
    [
        "Certification within three years of hire",
        "Driving licence held for two years",
        "Our managers have been with us for 16 years",
        "At least 23 years old",
        "No violations in the last 3 years",
        "A contract of 2 years",
        "0-2 years of experience",
        "5 year checkable work history",
    ],
)
def test_other_times_are_no_years_of_experience(line):
    found = comparison.requirements(f"Requirements:\n- {line}")
    assert not (found["dimension"] == "years").any()


@pytest.mark.parametrize(
    ("line", "skilled"),
    [
        ("Minimum of 3 years customer service experience", []),
        ("5+ years of professional experience in software development", []),
        ("Minimum 5 years experience in food preparation", []),
        ("3 years of experience in payroll", ["Payroll"]),
        ("Solid knowledge of food preparation", ["Food Preparation"]),
    ],
)
def test_behind_years_an_area_of_work_says_where_and_is_no_skill(line, skilled):
    found = postings.requirements(f"Requirements\n- {line}\n")
    assert found[found["dimension"] == "skill"]["value"].tolist() == skilled


def test_several_years_in_one_sentence_are_several_requirements():
    found = told("Requirements:\n- 5 years of experience in logistics and 2 years of leading teams")
    assert {"must years 5", "must years 2"} <= set(found)


def test_a_certificate_of_unknown_name_is_kept_as_asked_and_nobody_lacks_it():
    asked = comparison.requirements("Requirements\n- RRT credential\n- RN, State of Ohio (active)")
    assert list(asked["requirement"]) == ["RRT credential", "RN"]
    you = {"certificates": ["First Aid", "RN"], "complete": True}
    found = comparison.compare(you, {"certificates": ["RRT"]}, asked)
    assert list(found.requirements["you"]) == ["unknown", "met"]
    assert list(found.requirements["hire"]) == ["met", "unknown"]
    assert found.they_meet_you_do_not == ()


def test_a_wider_driving_licence_meets_a_narrower_one():
    assert skills.held(["Führerschein Klasse CE"]) & skills.asked("HGV Licence C")
    assert not skills.held(["Führerschein Klasse B"]) & skills.asked("HGV Licence C")


def test_leadership_is_met_by_a_role_that_leads():
    asked = comparison.requirements("Requirements\n- Strong leadership")
    found = comparison.compare(
        {"seniority": "Team Leader", "complete": True}, {"seniority": "junior", "complete": True}, asked
    )
    assert list(found.requirements["you"]) == ["met"]
    assert list(found.requirements["hire"]) == ["not"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Deutsch- und Englischkenntnisse", "must language German; must language English"),
        ("Grundkenntnisse der deutschen Sprache", "must language German"),
        ("Verhandlungssicheres Englisch von Vorteil", "should language English"),
        ("Welsh speakers welcome", "should language Welsh"),
        ("Polish the chrome and clean the floor", ""),
        ("Knowledge of German engineering standards", "must skill German engineering standards"),
        ("English lessons for staff", ""),
        ("Business level Japanese", "must language Japanese"),
        ("Anglais opérationnel", "must language English"),
        ("Vous êtes à l'aise en anglais", "must language English"),
        ("De langue maternelle française", "must language French"),
        ("Parfaite maîtrise de la langue allemande", "must language German"),
        ("Très bonnes connaissances de l'allemand", "must language German"),
        ("Le bilinguisme français-anglais est requis", "must language French; must language English"),
        ("Kommunikationssicher in Deutsch", "must language German"),
        ("American Sign Language a plus", "should language American Sign Language"),
    ],
)
def test_a_language_is_asked_for_with_a_word_of_speaking(line, expected):
    assert "; ".join(told(f"Requirements:\n- {line}")) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Sicherer Umgang mit MS Office, insbesondere Excel",
            "must skill Microsoft Office; must skill Microsoft Excel",
        ),
        ("Experience in a similar role preferred", ""),
        ("SQL, Python or R, Tableau", "must skill SQL; must skill Python|R; must skill Tableau"),
        ("Bachelor's degree in statistics or economics", "must education 6"),
        ("Experience with stained glazing, e.g. sash windows", "must skill stained glazing"),
        ("Experience with Glazeplan", "must skill Glazeplan"),
        ("Experience with versioning tools such as Subversion", "must skill Subversion"),
        ("Strong C-Level engagement", ""),
        (
            "The nurse will have excellent communication, interpersonal and computer skills",
            "must skill computer skills",
        ),
        ("Over the years you gained experience supporting senior leaders", ""),
        (
            "A background in observational, clinical and morphological glazing",
            "must skill morphological glazing",
        ),
        ("Experience with adolescents, in lieu of a degree", "should education 6"),
    ],
)
def test_no_fragment_is_a_skill(line, expected):
    assert "; ".join(told(f"Requirements:\n- {line}")) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Good knowledge of Italian wines",
        "Knowledge of French and European patent law",
        "Must have a valid Irish driving licence",
        "Bonne connaissance des systèmes législatifs français et européens",
        "Bonne connaissance de la réglementation et du marché français pour la vente",
        "English or maths degree preferred",
        "Kenntnisse im deutschen Arbeitsrecht",
    ],
)
def test_the_land_of_a_thing_is_no_language(line):
    assert not [row for row in told(f"Requirements:\n- {line}") if " language " in row]


@pytest.mark.parametrize(
    "names",
    [
        "Class G licence; MiDAS certificate; D95; Permis de classe 5; Lokführerschein; Taxischein; CWB ticket",
        "Standard First Aid; Nothelferausweis; Premiers soins; Attestation de secourisme; EFAW; BLS-AED-SRC",
        "Food Handlers certificate; Belehrung nach § 43 IfSG; HACCP-Schulung; Smart Serve; Carte CNAPS; TFP APS",
        "Carte ASP Construction; ATEX niveau 1; SiGeKo; TRBS 1203; Habilitation nucléaire; Pflegehelfer SRK",
        "CEng; OIIQ; Ontario College of Teachers; RPhT; Kammermitgliedschaft; LSO licence; CRNA; SVEB 1; DEJEPS",
        "Disclosure Scotland; AccessNI; NPPV3 vetting; Sonderprivatauszug; Antécédents judiciaires; Drug screen",
    ],
)
def test_everyday_licences_and_certificates_are_known_by_name(names):
    for name in names.split("; "):
        advert = postings.read(f"Requirements:\n- {name} required")
        found = [*advert.requirements.itertuples()]
        assert advert.checks or [(one.dimension, skills.is_known(one.value)) for one in found] == [
            ("certificate", True)
        ], name


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Qualifikationserfordernisse:", "must"),
        ("### You are a solid fit for this position if...", "must"),
        ("Deine Stärken sollten sein:", "must"),
        ("Essential Functions and Responsibilities", "task"),
        ("### Primary Responsibilities (80-90% of time)", "task"),
        ("Additional Qualifications (preferred)", "should"),
        ("Kann-Kriterien", "should"),
        ("Ihr Verantwortungsbereich", "task"),
        ("Missions et responsabilités", "task"),
        ("Our requirements", "must"),
        ("Nos attentes", "must"),
        ("Vous maîtrisez", "must"),
        ("Bewerbungsunterlagen", "process"),
        ("What you can expect from us", "offer"),
    ],
)
def test_a_heading_says_what_it_opens(line, kind):
    assert postings.heading(line) == kind


def test_what_is_indented_below_a_wish_is_a_wish():
    text = "Requirements:\n- SQL\n- It helps if you know:\n\n    - Python\n\n    - Tableau\n- Excel\n"
    assert told(text) == [
        "must skill SQL",
        "should skill Python",
        "should skill Tableau",
        "must skill Microsoft Excel",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("If you know Python, great", "should skill Python"),
        ("Wenn du SAP kennst, umso besser", "should skill SAP"),
        ("RAG is a plus. This includes prompt engineering", "should skill Prompt Engineering"),
        (
            "Strong network engineering / database administration skills",
            "must skill network engineering|database administration",
        ),
        ("Experience of Tally and Rally", "must skill Tally; must skill Rally"),
        ("Interest in our R&D", ""),
        ("Very good communication inEnglish", "must language English"),
        ("Kran-Anlagen, Brücken-Kran und Container-Kran warten; Excel", "must skill Microsoft Excel"),
        ("Kenntnisse in Kupfer-, Glasfaser-Technik von Vorteil", "should skill Glasfaser-Technik"),
        ("Good computer literacy; IT skills", "must skill computer literacy; must skill IT skills"),
        ("Handwerkliches Geschick", "must skill handwerkliches Geschick"),
        ("Avoir une bonne orthographe", "must skill orthographe"),
        ("Le permis est souhaité", "should certificate Driving Licence"),
        ("Titulaire d'un permis de travail", ""),
        ("Local anesthesia permit", "must certificate anesthesia permit"),
        ("You must hold a recognised Social Work Qualification", "must education 6"),
    ],
)
def test_what_one_line_asks(line, expected):
    rows = expected.split("; ") if expected else []
    found = told(f"Requirements:\n- {line}\n- Must be kind")
    assert [row for row in rows if row not in found] == []
    assert rows or not [row for row in found if "skill R" in row or "certificate" in row]


def test_an_item_goes_on_in_the_lines_below_it():
    text = "Requirements:\n- Master's\nin Physics,\nMaterials Science,\n- Proficiency in Python\nand experience with NumPy\n"
    assert told(text) == ["must education 7", "must skill Python", "must skill NumPy"]


def test_what_the_candidate_will_have_is_asked_among_tasks_too():
    text = "Position summary:\nYou clean rooms. The successful candidate will have experience with Opera PMS.\n\nRequirements:\n- Excel"
    assert "must skill Opera PMS" in told(text)


def test_what_one_will_have_below_you_will_is_asked_and_what_one_does_is_not():
    text = "You will:\nhave QTS and a good honours degree\nhave responsibility for Excel\n\nWe offer free parking.\n"
    assert told(text) == ["must certificate Qualified Teacher Status", "must education 6"]


def test_whom_a_school_takes_on_is_no_skill_and_a_wish_for_a_brevet_is_read():
    text = "L'École Mallarmont recrute un formateur en boulangerie pour son site.\nUn BM ou un BTM serait apprécié.\n"
    assert told(text + "Vous avez le permis B et vous parlez avec nous.\n") == [
        "should education 3",
        "must certificate Driving Licence",
    ]


def test_whom_one_looks_for_has_no_degree_by_the_name_of_the_job():
    assert told(
        "Wir suchen Dich als Techniker/ Handwerker (m/w/d) im Bereich Poolbau zum 1. Mai!\n\nIhr Profil\n- Excel"
    ) == ["must skill Microsoft Excel"]


def test_an_ideal_behind_what_one_needs_is_a_wish():
    text = "You need:\n- Ansible\n- Python\n\nOur perfect candidate has:\n- 4 years working with OpenStack\n"
    assert told(text) == [
        "must skill Ansible",
        "must skill Python",
        "should years 4",
        "should skill OpenStack",
    ]
    assert told(text.partition("\n\n")[2])[0] == "must years 4"


def test_a_page_of_html_keeps_its_headings_and_bullets():
    page = "<h2>Recruitment</h2><ul><li>Send a letter</li></ul><h2>Your profile</h2>"
    page += "<ul><li>Soldering, experience with retention ponds</li></ul>"
    assert told(page) == ["must skill Soldering", "must skill retention ponds"]


def test_a_table_of_essential_and_desirable_has_no_list_of_its_criteria():
    table = "| Criteria | Essential | Desirable |\n|---|---|---|\n| Personal Qualities | Excel | Welsh |\n"
    assert told(table) == ["must skill Microsoft Excel", "should language Welsh"]


def test_the_gender_mark_is_no_degree():
    assert told("Bürokraft (w/m/d)\n\nIhr Profil\n- Sicherer Umgang mit MS Office\n") == [
        "must skill Microsoft Office"
    ]


def test_lines_that_were_glued_when_pasted_come_apart():
    text = "Clerk at HartlineAbout the jobWe move goods.What you'll need:Advanced Excel requiredTableau preferred"
    assert told(text) == ["must skill Microsoft Excel", "should skill Tableau"]


def test_an_advert_that_ends_with_an_introduction_is_read():
    assert told("Requirements\n- 3 years of experience in") == ["must years 3"]


def test_a_must_and_a_wish_in_one_sentence_are_told_apart():
    line = "Fluent English is a must while German and French are considered an advantage"
    assert told(f"Requirements\n- {line}") == [
        "must language English",
        "should language German",
        "should language French",
    ]


def test_a_language_wished_for_at_a_higher_level_stands_beside_the_must():
    text = "Ihr Profil\n- Verhandlungssicheres Englisch von Vorteil\n- Gute Englischkenntnisse"
    asked = comparison.requirements(text)
    assert list(zip(asked["requirement"], asked["strength"], strict=True)) == [
        ("English", "must"),
        ("English (C1)", "should"),
    ]
    assert asked.loc[0, "words"] == "Gute Englischkenntnisse"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Experience with dental billing", "must skill Invoicing"),
        ("A proven leader with 5 years of experience", "must years 5"),
        ("Experience with SAP for salary and holiday pay", "must skill SAP"),
        ("We offer French lessons and a degree", ""),
    ],
)
def test_a_word_of_offers_does_not_hide_what_is_asked(line, expected):
    assert "; ".join(told(f"Requirements:\n- {line}")) == expected


def test_a_block_whose_heading_says_nothing_is_told_by_what_stands_in_it():
    text = """Chauffeur
Was der Chef so alles will
- Führerschein Klasse CE
- 2 Jahre Erfahrung
- Deutsch
Was es dafür gibt
- 3.000 € und Obst
- Englischkurse"""
    assert told(text) == ["must certificate HGV Licence CE", "must years 2", "must language German"]


def test_an_amount_below_a_heading_of_wishes_is_a_wish():
    asked = comparison.requirements(
        "Essential\n- Good Excel\n\nDesirable\n- At least 12 months in a harbour office"
    )
    assert asked.set_index("dimension").loc["years", "strength"] == "should"


@pytest.mark.parametrize(
    "text",
    [
        "You will supervise one PhD candidate and several BSc and MSc students",
        "Language courses in Dutch and help with finding a flat",
        "Experience with cognitive behavioural therapy (TF-CBT)",
    ],
)
def test_students_courses_and_therapies_are_no_degree_language_or_licence(text):
    asked = comparison.requirements(f"Requirements\n- Good Excel\n- {text}")
    assert not {"education", "language", "certificate"} & set(asked["dimension"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a list of nouns that no table knows may be anything
        ("- Foil stamping\n- Wagenprüfer, Zugvorbereiter", ""),
        ("- Patience, punctuality\n- Friendly and tidy\n- Willing to travel\n- Own boots", ""),
        # nor is an everyday word a skill because it is asked for: “experience in construction”
        ("- Experience with upgrades and conversions", ""),
        # what is done with a thing is no part of its name
        ("- Experience managing pottery kilns and writing glaze recipes", "pottery kilns; glaze recipes"),
        ("- Experience with end-to-end management of seed banks", "seed banks"),
        ("- Praxiserfahrung in Fassbau und Daubenschnitt", "Fassbau; Daubenschnitt"),
        # wide nouns with another before them
        ("- Knowledge of hedge laying methods, including pleaching", "hedge laying methods"),
        ("- Familiarity with millwright procedures", "millwright procedures"),
        ("- Experience with a kiln controller, ideally Orton", "kiln controller; Orton"),
        ("- Git expert", "Git"),
    ],
)
def test_names_that_no_table_knows_are_told_by_where_they_stand(text, expected):
    language = "Ihr Profil" if "ß" in text or "ü" in text or "Praxis" in text else "Requirements"
    found = comparison.requirements(f"{language}\n{text}")
    assert "; ".join(found["requirement"]) == expected


def test_a_line_broken_at_a_width_is_one():
    text = """Was du mitbringst:
* Eine abgeschlossene Berufsausbildung als Koch oder mehrjährige Erfahrung in der
Bordküche
* Sicherer Umgang mit Kombidämpfern
"""
    assert told(text) == ["should education 3", "should years 2", "must skill Kombidämpfern"]


@pytest.mark.parametrize(
    "text",
    [
        "Falls du noch kein Englisch sprichst, unterstützen wir dich mit einem Kurs",
        "Where access to controlled goods is needed for the job, a Garda clearance may be asked for",
        "If a driving licence is required, please tell us when you apply",
        "Two of our teachers hold a doctorate",
        "Ability to teach sums to GCSE and A level",
    ],
)
def test_what_may_happen_and_what_others_have_is_not_asked_for(text):
    assert told(f"Requirements\n- Good Excel\n- {text}") == ["must skill Microsoft Excel"]


def test_a_paragraph_below_a_list_and_one_below_its_own_heading_end_what_is_asked():
    text = """Requirements
- Good Excel
- Power BI
At Crowfoot Steel we respect one another, and recruitment, training and payroll are done by our own people.
Pay Range Transparency
Crowfoot pays by Kubernetes of experience, including Corvid Ltd, Magpie Ltd and over half of all the known rooks."""
    assert told(text) == ["must skill Microsoft Excel", "must skill Power BI"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("What We Look For", "must"),
        ("It would be great if you are familiar with:", "should"),
        ("Your skillset:", "must"),
        ("About Crowfoot Steel", "company"),
        ("Essential Duties and Responsibilities", "task"),
        ("Unsere Erwartungen", "must"),
        ("Das kannst du von uns erwarten", "offer"),
    ],
)
def test_headings_that_ask_in_other_words(heading, kind):
    assert postings.heading(heading) == kind


def test_a_school_whose_level_is_known_and_training_with_its_initials():
    asked = told(
        "Requirements\n- Graduate of an accredited school of practical nursing\n"
        "- Training in Commercial Vehicle Operations Registrations (CVOR) is required\n- Gelernter Koch"
    )
    assert asked == ["must education 4", "must certificate CVOR"]


def test_the_columns_of_a_person_specification_are_two_lists():
    table = (
        "| Criteria | Essential | Desirable |\n| --- | --- | --- |\n"
        "| Experience | <ul> <li>Knowledge of Excel</li> </ul> | <ul><li>Educated to degree level</li></ul> |\n"
    )
    assert told(f"---\ntitle: Baker\n---\n# Clerk\n\n{table}") == [
        "must skill Microsoft Excel",
        "should education 6",
    ]
    tabbed = "Clerk\nCriteria\tEssential\tDesirable\nLanguages\tFluent German\tFluent French\n"
    assert told(tabbed) == ["must language German", "should language French"]


def test_the_lines_of_markdown_stay_lines_beside_html():
    text = "<p>A bakery</p>\n\n## Requirements\n\n\\- Excel\n\\- Fluent German<br>\n"
    assert told(text) == ["must skill Microsoft Excel", "must language German"]


def test_whom_a_list_looks_for_and_the_kind_of_a_degree_are_not_asked_for():
    text = "Wir suchen ab sofort:\n- Krankenpfleger (m/w)\n- Altenpfleger (m/w/d)\nAnforderungen:\n- Führerschein"
    assert told(text) == ["must certificate Driving Licence"]
    found = told("Requirements\n- 4-year Bachelor of Nursing with 2 years of nursing experience")
    assert found[:2] == ["must education 6", "must years 2"]


def test_a_heading_that_nobody_knows_parts_the_tasks():
    text = "Tasks:\n- Sales\nOffice matters:\n- Filing of papers\nRequirements:\n- Excel"
    assert told(text) == ["must skill Microsoft Excel"]


@pytest.mark.parametrize(("line", "kind"), [("ª:", "unknown"), ("²:", "unknown"), ("#:", "")])
def test_a_line_without_words_names_no_block_and_ends_no_list(line, kind):
    assert postings.heading(line) == kind
    found = told(f"Requirements\n- Excel\n{line}\n- Fluent German")
    assert found == ["must skill Microsoft Excel", "must language German"]


def test_an_interest_is_a_wish_and_a_wide_word_before_its_examples_is_none():
    text = "Requirements\n- Modern programming languages such as Python\n- Interest in computer vision"
    assert told(text) == ["must skill Python", "should skill Computer Vision"]


def test_a_sentence_that_names_the_job_and_one_that_promises_training_ask_nothing():
    assert told("Nurse\nWe are looking for a Registered Nurse (RN) to work in a unit in Ohio.\n") == []
    assert told("Nurse\nRequirements\n- We will provide training to those without ACLS.\n- Excel") == [
        "must skill Microsoft Excel"
    ]


@pytest.mark.parametrize(
    ("line", "requirement"),
    [
        ("Should have a full, clean driving licence", "must certificate Driving Licence"),
        ("Should hold a BSc, in physics or so", "must education 6"),
        ("Where driving is involved, a driving licence is required", "must certificate Driving Licence"),
        ("When working nights alone, First Aid is an advantage", "should certificate First Aid"),
        ("Should a driving licence be needed, we will help", None),
    ],
)
def test_a_requirement_may_begin_with_should_where_or_when(line, requirement):
    assert told(f"Requirements\n- {line}\n") == ([requirement] if requirement else [])


def test_a_french_diploma_in_capitals_is_one_before_any_trade():
    line = "CAP Boulangerie obligatoire"
    assert (
        told(f"Boulanger\nProfil recherché\n- {line}\n- Vous êtes à l'aise dans le pétrin\n")[0]
        == "must education 3"
    )
    other = "Boulanger\nProfil recherché\n- Orienté par CAP EMPLOI\n- Vous êtes à l'aise dans le pétrin\n"
    assert "education" not in " ".join(told(other))


def test_a_column_of_letters_says_what_is_essential_and_unknown_licences_are_said():
    text = "Person specification\nExperience of payroll      E\nExperience of SAP      D\nQuorvane licence      E\n"
    advert = postings.read(text)
    weights = dict(zip(advert.requirements["value"], advert.requirements["strength"], strict=True))
    assert weights == {"Payroll": "must", "SAP": "should", "Quorvane licence": "must"}
    assert any(
        "jobkit does not know these" in said and "Quorvane" in said for said in postings.remarks(advert)
    )


def test_several_jobs_in_one_text_are_said():
    job = "{}\nWhat you do\n- {}\nWhat you bring\n- {}\n"
    text = job.format("Cook", "Lunch", "Food hygiene") + job.format("Driver", "Vans", "Driving licence")
    advert = postings.read(text)
    assert advert.n_jobs == 2 and "looks like 2 jobs" in postings.remarks(advert)[0]
    assert postings.read(job.format("Cook", "Lunch", "Food hygiene")).n_jobs == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ausbildung zur examinierten Pflegefachkraft", ["must education 3"]),
        ("Examinierte Pflegefachkraft", ["must certificate Registered Nurse"]),
        ("Erste Erfahrungen (z. B. Praktika, Ausbildung etc.)", []),
        ("Abgeschlossenes Studium oder vergleichbare techn. Ausbildung", ["must education 3"]),
        ("Kenntnisse im Sozialversicherungs-, Personal- und Arbeitsrecht",
         ["must skill Sozialrecht", "must skill Employment Law"]),
    ],
)  # fmt: skip
def test_one_paper_is_read_once_and_what_is_an_instance_is_not_asked_for(line, expected):
    assert told(f"Stelle (m/w/d)\nIhr Profil\n- {line}\n") == expected


def test_what_certifies_is_no_paper_and_a_clearance_of_any_name_is_a_check():
    asked = "Requirements\n- Knowledge of the A2LA certification process\n- NATIS clearance\n- SAP desired"
    advert = postings.read(
        f"{asked}\n- 5 years of experience in the desired field\n- Strong costing skills\n"
    )
    found = advert.requirements
    assert "A2LA" not in " ".join(found[found["dimension"] == "certificate"]["value"])
    assert advert.checks == ("NATIS clearance",)
    weights = dict(zip(found["value"], found["strength"], strict=True))
    assert weights["SAP"] == "should" and weights["5"] == "must" and weights["costing"] == "must"
    french = postings.requirements("Profil souhaité\nExpérience\n5 ans\nPermis\nB - Véhicule léger\n")
    assert french["value"].tolist() == ["5", "Driving Licence"]


def test_where_years_were_spent_is_not_said_to_be_not_understood():
    found = postings.read("Nurse\nWe need: NMC registration, two years of ward experience, phlebotomy.\n")
    assert found.unread == ()


def test_what_is_asked_and_was_not_understood_is_said_of_half_a_line_too():
    line = "Experience with Excel, gravel and published sources in the field"
    advert = postings.read(f"Requirements\n- {line}\n")
    assert "Microsoft Excel" in advert.requirements["value"].tolist()
    assert advert.unread == (f"gravel – in: {line}",)
    assert any("gravel – in: " in said for said in postings.remarks(advert))


@pytest.mark.parametrize(
    "line",
    "Wochenendarbeit|Vollzeit|Rufbereitschaft|UK residency|Port de charges|Right to work in the UK|Night shifts"
    "|Heavy lifting|Horaires décalés|Experience with shift work|Heben schwerer Lasten".split("|"),
)
def test_what_the_work_is_like_is_no_skill_and_is_said_to_be_unread(line):
    advert = postings.read(f"Requirements\n- {line}\n- Excel\n")
    assert advert.requirements["value"].tolist() == ["Microsoft Excel"] and advert.unread == (line,)


def test_a_small_word_ends_no_name():
    assert told("Profil recherché\n- Gestion de la paie\n- Expérience en montage de pneus") == [
        "must skill Payroll",
        "must skill montage de pneus",
    ]


def test_many_short_lines_take_no_longer_than_as_much_prose():
    n = 25_000
    prose = "".join(f"You bring knowledge of {i} and need {i}. " for i in range(n // 30))[:n]
    lines = (piece * n for piece in ("- a\n", "<p>a"))
    bullets, tags = (min(_seconds(text[:n]) for _ in range(3)) for text in lines)
    least = max(min(_seconds(prose) for _ in range(3)), 0.02)
    assert bullets < 1.6 * least and tags < 2.8 * least
    assert _seconds(("<p>a" * n)[: 4 * n]) < 10 * tags


def test_two_names_of_one_thing_to_choose_from_are_both_shown():
    (asked,) = comparison.requirements("Requirements\n- BLS or Basic Life Support").to_dict("records")
    assert (asked["requirement"], asked["value"]) == ("BLS or Basic Life Support", "Basic Life Support")


@pytest.mark.parametrize(
    "head",
    "It'd be great if you also had; Bonus points for; We'd love it if you had; Even better if; Das wäre toll; "
    "Das rundet dein Profil ab; Pluspunkte; Idealerweise bringst du mit; Ce serait un plus; Les petits plus; "
    "Atouts; Encore mieux".split("; "),
)
def test_a_heading_of_wishes_opens_wishes(head):
    rows = told(f"What you'll need\n- NVQ Level 3\n\n{head}\n- IOSH Managing Safely\n")
    assert "should certificate IOSH" in rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # examples of a kind: any will do, and the kind says nothing beside them
        (
            "Experience with a compiled programming language (Go, Rust, or similar)",
            "must skill Go|Rust|similar",
        ),
        ("Monitoring knowledge (e.g. Grafana, Datadog)", "must skill Monitoring; must skill Grafana|Datadog"),
        ("Grundkenntnisse in Deutsch oder gute Kenntnisse in Englisch", "must language German|English"),
        ("Solides connaissances en anglais ou en allemand", "must language English|German"),
        # a subject at school, a licence that is lost, a test that whoever is hired takes
        ("Five GCSEs in Maths and English", "must education 2"),
        ("Drivers with a suspended or revoked license cannot apply", ""),
        ("Pass a DOT physical", "must certificate Medical Check"),
        ("Compact licensure if in a compact state", "should certificate Compact licensure"),
        # in a long sentence an ordinary word that no table knows is no skill, nor is what anybody does
        (
            "Our people have experience of bunting and of ribbons from the many years in which they ran the "
            "stalls of the town and the fairs around it",
            "",
        ),
        ("Able to complete ledgers and follow rotas", ""),
        # what stands in for a degree stays with it
        (
            "Hochschulabschluss oder gleichwertige Qualifikation, abgeschlossene Ausbildung oder vergleichbare "
            "Erfahrung",
            "should education 3",
        ),
        ("Two years' experience as a trade-related trainee may substitute for it", "should years 2"),
        ("A minimum of two academic years of experience", "must years 2"),
        ("One year of experience; or three years of practice", "must years 1"),
    ],
)
def test_less_is_claimed_of_what_published_adverts_only_tell(text, expected):
    head = "Ihr Profil" if "oder" in text else "Profil recherché" if "ou" in text.split() else "Requirements"
    assert "; ".join(told(f"{head}\n- {text}")) == expected


def test_headings_and_glued_lines_of_published_adverts_open_what_is_asked():
    assert postings.heading("Über dich") == "must" and postings.heading("Über die Rolle") == "task"
    assert postings.heading("You'll be great for this position if") == "must"
    text = "Cariste (H/F)\nVos missions :\n- Charger les camions, durée de six mois Profil recherché :\n- CACES 3"
    assert told(text) == ["must certificate Forklift Licence"]
    glued = (
        "Monteur (H/F)\nNous recherchons un monteur pour notre client Vous avez un CAP et le permis B exigé."
    )
    assert "must education 3" in told(glued)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what one is like, and where one works, is no skill
        ("Excellent communication, teamwork and time management", ""),
        ("Exposure to the oil and gas industry", ""),
        (
            "Vorkenntnisse in der Intensiv- oder Beatmungspflege",
            "must skill Intensive Care|Ventilator Management",
        ),
        # one paper by two names, one paper of two, what the employer gives
        (
            "National Craft Certificate in Electrical (QQI Level 6)",
            "Craft Certificate in Electrical|QQI Level 6",
        ),
        (
            "Current Safe Pass and Manual Handling certs",
            "must certificate Safe Pass; must certificate Manual Handling",
        ),
        ("Completion of employer provided certification in CPR", ""),
        ("It is desirable to have competence in Irish and a first aid certificate", "should language Irish"),
        ("Competence in German engineering", "must skill German engineering"),
        # a wish at the end is for what it names alone
        ("Degree in engineering, preferably with honours", "must education 6"),
    ],
)
def test_traits_settings_and_papers_of_published_adverts(text, expected):
    head = "Ihr Profil" if "pflege" in text else "Requirements"
    found = "; ".join(told(f"{head}\n- {text}"))
    assert expected in found if expected else not found


def test_what_one_needs_is_read_below_the_tasks():
    text = "Nurse\nMain responsibilities:\n- Plan care\n- Record care\nYou will need to be a qualified ODP."
    assert told(text) == ["must certificate Operating Department Practitioner"]
