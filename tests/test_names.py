"""Ways to write one company, job or person meet; different ones stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobkit.language import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Osterhale e. V.", "Osterhale"),
        ("Osterhale eV", "osterhale"),
        ("Fennick gGmbH", "Fennick"),
        ("Quenby eG", "Quenby"),
        ("Fa. Harrow", "Harrow"),
        ("Firma Harrow OHG", "Harrow"),
        ("Plover UG (haftungsbeschränkt)", "Plover UG"),
        ("Dunmarsh GbR", "Dunmarsh"),
        ("A. Meier e. K.", "A. Meier"),
        ("A. Meier e.Kfm.", "A. Meier"),
        ("Tallowbrook Ges.m.b.H.", "Tallowbrook"),
        ("Quellbach Gesellschaft mit beschränkter Haftung", "Quellbach"),
        ("Stadtwerke Osterhale AöR", "Stadtwerke Osterhale"),
        ("Müller GmbH & Co. KGaA", "Mueller"),
        ("Quarn Facilities Mgmt", "Quarn Facilities Management Ltd."),
        ("Uni Osterhale", "Universität Osterhale"),
        ("University of Vaubrec", "Université de Vaubrec"),
        ("Ksk Osterhale", "Kreissparkasse Osterhale"),
        ("Harrow Bros. & Co.", "Harrow Brothers"),
        ("St Osric and Hale", "Saint Osric & Hale"),
    ],
)
def test_a_legal_form_or_a_shortened_word_parts_no_employer_in_two(one, other):
    assert names.is_same_company(one, other)


EXAMPLES = {
    "mgmt": "Quarn Facilities Mgmt",
    "mgt": "Quarn Property Mgt.",
    "svc": "Quarn Lift Svc.",
    "svcs": "Quarn Power Svcs",
    "intl": "Plover Int'l",
    "natl": "Plover Nat'l Archive",
    "govt": "Quarn Local Govt. Pensions",
    "bros": "Harrow Bros.",
    "assoc": "Harrow & Assoc.",
    "assocs": "Harrow Assocs",
    "dept": "Quarn Highways Dept",
    "hosp": "Quarn General Hosp.",
    "tech": "Fennick Tech",
    "technologies": "Fennick Technologies",
    "mfg": "Fennick Mfg.",
    "mktg": "Fennick Mktg",
    "eng": "Fennick Eng.",
    "engrg": "Fennick Engrg",
    "constr": "Fennick Constr.",
    "ctr": "Quarn Garden Ctr",
    "centre": "Quarn Garden Centre",
    "grp": "Dunmarsh Grp",
    "dr": "Kanzlei Dr. Harrow",
    "doctor": "Doctor Harrow Clinics",
    "st": "St. Osric's School",
    "sankt": "Sankt Osric Pflege",
    "uni": "Uni Osterhale",
    "univ": "Univ. of Quarn",
    "universitat": "Universität Osterhale",
    "universitaet": "Universitaet Osterhale",
    "universite": "Université de Vaubrec",
    "ksk": "KSK Osterhale",
    "spk": "Spk Osterhale",
    "awo": "AWO Osterhale",
    "stadtw": "Stadtw. Osterhale",
    "krhs": "Krhs. Osterhale",
    "verw": "Quellbach Verw. GmbH",
    "verwaltungs": "Quellbach Verwaltungs GmbH",
    "ges": "Quellbach Ges. für Pflege",
    "gebr": "Gebr. Quellbach",
    "gebrueder": "Gebrueder Quellbach",
    "ets": "Ets. Vaubrec",
    "cie": "Vaubrec & Cie",
    "labo": "Labo Vaubrec",
}


@pytest.mark.parametrize("word", names.WHOLE)
def test_a_shortened_word_of_a_name_parts_no_employer_in_two(word):
    example = EXAMPLES[word]
    parts = example.split()
    places = [n for n, part in enumerate(parts) if word in (names.company_key(part), part.casefold())]
    in_full = " ".join(names.WHOLE[word] if n in places else part for n, part in enumerate(parts))
    assert in_full != example
    assert names.is_same_company(example, in_full)
    assert not names.is_same_company(example, f"Rook {in_full}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Universität Osterhale", "Universitätsklinikum Osterhale"),
        ("Uni Osterhale", "Uni Dunmarsh"),
        ("Kreissparkasse Osterhale", "KSK Dunmarsh"),
        ("Kreissparkasse Osterhale", "Sparkasse Osterhale"),
        ("Smart Foods", "Art"),
        ("Dr. Harrow", "Harrow"),
    ],
)
def test_names_that_differ_in_more_than_shortened_words_stay_two(one, other):
    assert not names.is_same_company(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Firma", "Fa."), ("eG", "e. V."), ("Harrow Stiftung", "Harrow GmbH"), ("Acorn Retail", "Acorn Media")],
)
def test_other_employers_stay_apart(one, other):
    assert not names.is_same_company(one, other)


@pytest.mark.parametrize(
    "titles",
    [
        ("Rezeptionistin", "Rezeptionist/in", "Rezeptionist"),
        ("Einkäuferin", "Einkäufer*in (w/m/d)", "EinkäuferIn", "Einkäufer/-in", "Einkäufer (all genders)"),
        ("Disponentin", "Disponent:in", "Disponent_in"),
        ("Bürokauffrau", "Bürokaufmann/-frau", "Bürokaufmann"),
        (
            "Kauffrau für Büromanagement",
            "Kaufleute für Büromanagement",
            "Kaufmann/Kauffrau für Büromanagement",
        ),
        ("Köchin", "Koch (m/w/d)"),
        ("Angestellte", "Angestellte/r", "Angestellter (gn)"),
        ("Verkäufer (in)", "Verkäufer"),
        ("Sachbearbeiter-in", "Sachbearbeiterinnen"),
        ("Care asst", "Care Assistant"),
        ("Sales rep", "Sales Representative"),
    ],
)
def test_a_title_for_any_gender_or_shortened_is_one_job(titles):
    assert len({names.role_key(title) for title in titles}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Einkäufer", "Verkäufer"),
        ("Sachbearbeiterin Einkauf", "Sachbearbeiter Verkauf"),
        ("Check-in Agent", "Agent"),
        ("R Developer", "Developer"),
        ("Software Engineer in Test", "Software Engineer"),
        ("LinkedIn Administrator", "Link Administrator"),
    ],
)
def test_unlike_titles_stay_two(one, other):
    assert names.role_key(one) != names.role_key(other)


@pytest.mark.parametrize(
    ("name", "company", "key"),
    [
        ("Maya Okonjo", "Quellbach GmbH", "p-af691152"),
        ("Jørgen Łuczak", "Ärmel & Söhne e. V.", "p-a82ff8e6"),
        ("O’Neil", "Fa. Harrow", "p-0b21165a"),
    ],
)
def test_a_persons_id_is_the_one_that_version_0_1_0_gave(name, company, key):
    assert names.person_key(name, company) == key


@given(st.text())
def test_any_name_can_be_compared(name):
    names.role_key(name), names.seniority(name), names.without_form(name)
    assert not names.company_key(name) or names.is_same_company(name, name)


def test_an_article_before_a_company_makes_no_other_company():
    assert names.is_same_company("The Copper Ladle", "Copper Ladle")
    assert not names.is_same_company("The", "Copper Ladle")
