"""Drafts: facts only, questions for what is missing, and nothing in a name that runs."""

import itertools
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobkit import steps, tables
from jobkit.errors import JobkitError, SourceError
from jobkit.reports import drafts

JOB = {"company": "Harbour Bakery", "role": "Head baker"}
ANA = {"name": "Ana Ruiz", "email": "ana@harbour.example"}
FACTS = {
    "address": "Ana",
    "date": "2025-03-03",
    "noted": "what you said about the night shifts.",
    "since": "run a kitchen of six for a summer",
    "me": "Kim Vale",
}
STEPS = sorted({path.name.partition(".")[0] for path in drafts.BUILT_IN.glob("*.txt")})
WAYS = list(itertools.product(drafts.TONES, drafts.LANGUAGES))
LINKEDIN = 300
"""Characters that fit into a LinkedIn invitation."""
PEOPLE = (
    {"name": "Ms Maya Okonjo", "part": "hiring_manager"},
    {"name": "Leo Brandt", "part": "interviewer"},
    {"name": "Brandt, Otto", "part": "referral"},
    {"name": "Jan van der Berg", "part": "hire"},
    {"name": None, "part": "hire"},
)
NAMES = {"Maya", "Okonjo", "Leo", "Brandt", "Otto", "Jan", "Berg", "Ana", "Ruiz"}
ENGLISH = set(
    "the and you your for with thank about job position role coffee advice would could should were this"
    " that what whom something nothing please regards sincerely wishes best dear hi interview feedback"
    " again still open glad happy".split()
)
GERMAN = set("der das und Sie Ihnen für mit vielen danke Stelle Gespräch Grüße".split())
"""Words that only one of the languages has; “an”, “so”, “in” and the like are of several."""
GIVEN = {
    "en": FACTS,
    "de": FACTS | {"noted": "Ihre Nachtschichten", "since": "eine Küche geleitet"},
    "du": FACTS | {"noted": "eure Nachtschichten", "since": "eine Küche geleitet"},
    "fr": FACTS | {"noted": "vos nuits", "since": "j’ai dirigé une cuisine"},
}
JOBS = {
    "en": JOB,
    "de": {"company": "Klinikum Weidenau gGmbH", "role": "Pflegefachfrau (m/w/d)"},
    "du": {"company": "Hafenbäckerei", "role": "Backstubenleitung"},
    "fr": {"company": "Atelier Ambré", "role": "Infirmière"},
}


@pytest.mark.parametrize("step", STEPS)
def test_each_draft_is_filled_from_facts_alone_and_leaves_nothing_open(step):
    for tone, language in WAYS:
        facts = {**GIVEN[language], "date": "2025-03-01"}
        made = drafts.draft(step, JOBS[language], ANA, facts, tone, language=language)
        text = made.subject + "\n" + made.body
        assert made.missing == () and "Kim Vale" in text
        assert ("Ana" in text) != (step in drafts.NO_PERSON)
        assert not re.search(r"[{}\[\]%]|  |\n\n\n| [.,;?]|\.\.|\(\)", text.replace("\u00a0", ""))
        assert len(made.body) < 700 and made.body.endswith("\n") and "m/w/d" not in text
        foreign = {"en": GERMAN, "fr": ENGLISH | GERMAN}.get(language, ENGLISH)
        assert not foreign & {*re.findall(r"\w+", text)}, (tone, language)


@pytest.mark.parametrize("step", STEPS)
def test_german_says_sie_or_du_and_never_both_and_french_begins_with_a_capital(step):
    for tone in drafts.TONES:
        of = {one: drafts.draft(step, JOBS[one], ANA, GIVEN[one], tone, language=one).body for one in JOBS}
        said = {one: {*re.findall(r"\w+", text)} for one, text in of.items()}
        formal, familiar = {"Sie", "Ihnen", "Ihre", "Ihr", "Ihrer"}, {"du", "dich", "dir", "dein", "deine"}
        assert not said["de"] & familiar
        assert step in drafts.NO_PERSON or not said["du"] & formal
        first = of["fr"].partition("\n\n")[2][:1]
        assert first.isupper() or not first, "only what stands in one line goes on in small letters"


@pytest.mark.parametrize("step", STEPS)
def test_no_draft_of_any_step_part_tone_or_language_names_anybody_else(step):
    for (tone, language), person in itertools.product(WAYS, PEOPLE):
        made = drafts.draft(step, JOB, person, {**FACTS, "address": ""}, tone, language=language)
        own = {*re.findall(r"\w+", str(person["name"] or ""))} if step not in drafts.NO_PERSON else set()
        named = NAMES & {*re.findall(r"\w+", made.subject + made.body)}
        is_bare = (tone, language, person["part"]) == ("formal", "fr", "hiring_manager")  # “Madame,”
        assert named <= own and (is_bare or bool(named) == bool(own & NAMES))
        assert ("[name]" in made.body) == (person["name"] is None and step not in drafts.NO_PERSON)


@pytest.mark.parametrize(
    ("name", "tone", "language", "greeting"),
    [
        ("Ms Maya Okonjo", "warm", "en", "Hi Maya,"),
        ("Ms Maya Okonjo", "formal", "en", "Dear Ms Okonjo,"),
        ("Maya Okonjo", "formal", "en", "Dear Maya Okonjo,"),
        ("Okonjo, Maya", "warm", "en", "Hi Maya,"),
        ("Dr. Jan van der Berg, PhD", "formal", "en", "Dear Dr van der Berg,"),
        ("Maria del Carmen Ruiz", "warm", "en", "Hi Maria,"),
        ("Ms Okonjo", "warm", "en", "Dear Ms Okonjo,"),
        ("Maya", "warm", "en", "Hi Maya,"),
        ("Frau Maya Okonjo", "formal", "de", "Sehr geehrte Frau Okonjo,"),
        ("Herr Okonjo", "formal", "de", "Sehr geehrter Herr Okonjo,"),
        ("Herr Okonjo", "warm", "de", "Guten Tag Herr Okonjo,"),
        ("Dr. Maya Okonjo", "formal", "de", "Guten Tag Dr. Okonjo,"),
        ("Maya Okonjo", "warm", "de", "Guten Tag Maya Okonjo,"),
        ("Maya Okonjo", "formal", "du", "Hallo Maya,"),
        ("Mme Maya Okonjo", "formal", "fr", "Madame,"),
        ("Mme Okonjo", "warm", "fr", "Bonjour Madame Okonjo,"),
        ("Maya Okonjo", "brief", "fr", "Bonjour Maya,"),
    ],
)
def test_people_are_greeted_by_name_and_by_title_only_where_it_is_known(name, tone, language, greeting):
    made = drafts.draft("thank_email", JOB, {"name": name}, {"me": "Kim"}, tone, language=language)
    assert made.body.splitlines()[0] == greeting


TOLD = [
    ("ask_feedback", "told", r"told why|reason|Grund|raison"),
    ("thank_manager", "told", r"why|reason|egründ|raison|explications"),
    ("ask_referral", "told", r"one reason|Einen Grund|une raison"),
    ("ask_referral", "heard", r"found out|asking around|nachgefragt|fürs Nachfragen|avez appris"),
]
SAYS = {"told": ("feedback", "stated"), "heard": ("referral_first_hand", "referral_hearsay")}
ASKS = r"what made the difference|den Ausschlag gab|Was gab den|fait la différence|décisif|learn what decided"
ORIGIN = r"inside|within|intern"


@pytest.mark.parametrize(("step", "word", "thanks"), TOLD)
def test_a_draft_thanks_for_a_reason_that_is_known_and_asks_what_goes_beyond_it(step, word, thanks):
    for tone, language in WAYS:
        bare, told = (
            drafts.draft(step, JOBS[language], ANA, GIVEN[language] | more, tone, language=language)
            for more in ({}, {word: "yes"})
        )
        assert not re.search(thanks, bare.body) and re.search(thanks, told.body), (tone, language)
        assert told.missing == bare.missing == ()
        if step == "ask_referral":
            assert re.search(ASKS, bare.body) and not re.search(ASKS, told.body), (tone, language)
            assert re.search(ORIGIN, bare.body), (tone, language)
            known = GIVEN[language] | {"hire": "yes"}
            origin = drafts.draft(step, JOBS[language], ANA, known, tone, language=language)
            assert not re.search(ORIGIN, origin.body), (tone, language)


@pytest.mark.parametrize("says", [*SAYS["told"], *SAYS["heard"], "noted", "template", "guess_early"])
def test_what_a_letter_or_a_referral_told_is_known_to_the_drafts_from_its_day(search, says):
    search.record_event("applied", date="2026-03-02", company="Harbour Bakery", role="Head baker")
    search.record_event("interview", "Harbour Bakery", date="2026-03-12")
    search.record_event("rejected", "Harbour Bakery", date="2026-04-01")
    person = {"name": "Otto Brandt", "part": "referral", "application": "Harbour Bakery"}
    search.record_person(**person)
    search.record_evidence("Harbour Bakery", "more_qualified", says, "they had more years", "2026-04-05")
    for as_of, is_known in (("2026-04-04", False), ("2026-04-06", True)):
        seen = type(search)(search.folder, as_of=as_of)
        inside = drafts.of(seen, "Harbour Bakery", "ask_referral", language="en").body
        asked = drafts.of(seen, "Harbour Bakery", "ask_feedback", language="en").body
        assert ("I know one reason" in inside) == (is_known and says in sum(SAYS.values(), ()))
        assert ("I was told why" in asked) == (is_known and says in SAYS["told"]), "no word of a referral"


def test_a_draft_names_the_day_that_its_step_counts_from(search):
    search.record_event("applied", date="2026-03-02", company="Harbour Bakery", role="head baker")
    for nth, (name, day) in enumerate({"Ana Ruiz": "2026-03-12", "Otto Brandt": "2026-03-19"}.items(), 1):
        event = search.record_event("interview", "Harbour Bakery", date=day, time=f"{nth}:00")
        search.record_person(name, "interviewer", event)
    seen = type(search)(search.folder, as_of="2026-03-20")
    due = seen.due().set_index(["step", "since"])["due"]
    first = due.loc["thank_email", "2026-03-12"]
    assert "12 March" in drafts.of(seen, first, language="en").body
    search.record_event("rejected", "Harbour Bakery", date="2026-04-01")
    for step, country in zip(drafts.NO_PERSON, ("Ireland", "Switzerland"), strict=True):
        search.record_own(country=country)
        seen = type(search)(search.folder, as_of="2026-05-20")
        assert "on 2 March" in drafts.of(seen, "Harbour Bakery", step, language="en").body.replace("On", "on")
    subject = drafts.of(seen, "Harbour Bakery", "ask_feedback", tone="brief", language="en").subject
    assert subject == "Head baker: one question"


def test_a_company_is_named_in_a_letter_without_its_legal_form():
    for name in ("Weidenau gGmbH", "Weidenau & Co. KG", "Weidenau e.V.", "Weidenau, Inc.", "Weidenau"):
        body = drafts.draft("ask_referral", JOB | {"company": name}, ANA, FACTS, language="de").body
        assert "sich bei Weidenau für" in body
    body = drafts.draft("thank_manager", JOB | {"company": "Dunshell Spa Resort"}, ANA, FACTS).body
    assert "at Dunshell Spa Resort" in body


def test_the_language_is_that_of_the_letters():
    german = (
        "Vielen Dank für Ihre Bewerbung. Leider können wir Ihnen keine Zusage geben, und wir bedauern das."
    )
    assert drafts.spoken([german]) == "de"
    assert (
        drafts.spoken(["danke für deine Bewerbung, die wir gern gelesen haben. Wir melden uns bei dir."])
        == "du"
    )
    assert (
        drafts.spoken(["Nous vous remercions pour votre candidature et restons à votre disposition."]) == "fr"
    )
    assert drafts.spoken(["Thank you for your application."]) == "en"
    assert drafts.spoken([]) == drafts.spoken(["Analyst"]) == ""
    with pytest.raises(JobkitError, match="not a language for drafts"):
        drafts.draft("coffee", JOB, ANA, FACTS, language="xx")


@pytest.mark.parametrize(
    ("job", "spoken"),
    [
        ({"company": "Klinikum Weidenau gGmbH", "role": "Pflegefachfrau (m/w/d)"}, "de"),
        ({"company": "Ostrava", "role": "Clerk", "note": "Absage per Mail, leider nach dem Gespräch"}, "de"),
        ({"company": "Ostrava", "role": "Clerk", "note": "a talk with the team, and a rejection"}, "en"),
        (
            {"company": "Fennick", "role": "Comptable", "note": "refus après entretien avec la direction"},
            "fr",
        ),
    ],
)
def test_without_letters_the_language_is_that_of_the_notes_and_names_else_of_the_search(search, job, spoken):
    search.record_event("applied", date="2026-03-02", **job)
    assert drafts.language_of(search, search.find(job["company"])) == spoken
    search.record_event("applied", date="2026-03-03", company="Xylo", role="Analyst")
    assert drafts.language_of(search, search.find("Xylo")) == spoken, "as most of the search is"


@pytest.mark.parametrize("language", drafts.LANGUAGES)
def test_a_draft_to_the_hire_compares_nothing_and_takes_no_for_an_answer(language):
    for tone in drafts.TONES:
        for step in ("coffee", "connect_with_hire"):
            body = drafts.draft(step, JOB, ANA, FACTS, tone, language=language).body.casefold()
            assert not re.search(r"instead of me|chosen|rejected|statt mir|abgesagt|à ma place|refus", body)
            assert step != "coffee" or re.search(
                r"fine|feel free not|in ordnung|nicht zu antworten|comprendrai tout à fait|pas nécessaire",
                body,
            )


@pytest.mark.parametrize("step", STEPS)
def test_each_draft_without_facts_marks_its_gaps_and_asks(step):
    for tone, language in WAYS:
        made = drafts.draft(step, JOB, tone=tone, language=language)
        is_to_somebody = step not in drafts.NO_PERSON
        assert ("[name]" in made.body) == ("Who is it for?" in made.missing) == is_to_somebody
        assert "[your name]" in made.body and "What is your name, as you sign?" in made.missing
        assert not re.search(r"\bNone\b|\bnan\b|  |\n\n\n", made.body)


def test_every_step_that_writes_to_somebody_has_a_draft():
    writing = {step.key for step in steps.load().steps if step.channel != "look"}
    assert {*STEPS} == {*writing, *drafts.NO_PERSON}


def test_what_goes_by_hand_or_on_linkedin_has_no_mail_link_and_an_invitation_fits():
    assert drafts.draft("thank_note", JOB, ANA, FACTS).mailto == ""
    for tone, language in itertools.product(drafts.TONES, drafts.LANGUAGES):
        for step in ("connect_interviewer", "connect_with_hire"):
            made = drafts.draft(step, JOB, ANA, FACTS, tone, language=language)
            assert made.mailto == made.subject == "" and len(made.body) < LINKEDIN


def test_a_sentence_without_its_fact_is_left_out_and_asked_for():
    made = drafts.draft("thank_email", JOB, ANA, FACTS | {"noted": ""})
    assert "night shifts" not in made.body and "thinking" not in made.body
    assert made.missing == (drafts.QUESTIONS["noted"].replace("{lead}", "I keep thinking about"),)


def test_the_day_is_written_out():
    made = drafts.draft("thank_email", JOB, ANA, FACTS | {"address": None})
    assert "Hi Ana," in made.body and "3 March" in made.body and made.missing == ()


def test_a_row_of_a_table_will_do_and_what_is_missing_in_it_is_asked_for():
    person = tables.frame("people", [{"name": "Ana Ruiz", "application": "a1"}]).iloc[0]
    job = tables.frame("applications", [{"application": "a1", "company": "Harbour Bakery"}]).iloc[0]
    made = drafts.draft(pd.Series({"step": "ask_feedback"}), job, person, FACTS)
    assert made.missing == ("Which job was it?", "What is the e-mail address of Ana Ruiz?")
    assert "[role]" in made.body and made.mailto.startswith("mailto:?subject=")


def test_a_step_that_is_due_knows_the_day_of_its_interview():
    row = pd.Series({"step": "thank_email", "trigger": "interview", "since": pd.Timestamp("2025-03-03")})
    facts = {key: value for key, value in FACTS.items() if key != "date"}
    made = drafts.draft(row, JOB, ANA, facts | {"comparison": "no table"})
    assert made.subject == "Thank you for your time on 3 March" and made.missing == ()
    with pytest.raises(JobkitError, match="2026-10-31"):
        drafts.draft("thank_email", JOB, ANA, FACTS | {"date": "tomorrow"})


def test_a_company_that_looks_like_a_template_stays_text():
    job = {"company": "{{ 7*7 }} {% for x in y %}", "role": "{{ me.__class__ }}"}
    made = drafts.draft("ask_feedback", job, ANA, FACTS, "formal")
    assert "{{ 7*7 }} {% for x in y %}" in made.body and "{{ me.__class__ }}" in made.body
    asked = drafts.draft("coffee", JOB, {"name": "{name}"}).missing
    assert "What is the e-mail address of {name}?" in asked


@pytest.mark.parametrize(
    "name", ["x\r\nBcc: evil@evil.example", "x&bcc=evil@evil.example", "x?bcc=e#y", "x\x00\u202ey"]
)
def test_nothing_in_a_name_adds_a_header_to_the_mail(name):
    person = {"name": name, "email": f"ana@harbour.example{name}"}
    made = drafts.draft("thank_manager", {"company": name, "role": name}, person, FACTS | {"address": name})
    split = urlsplit(made.mailto)
    assert split.scheme == "mailto" and not split.fragment
    assert set(parse_qs(split.query)) == {"subject", "body"}
    assert not re.search(r"[\s?&,;]", split.path) and "@" in unquote(split.path)
    assert "\n" not in made.subject and not re.search(r"[\x00\u202e]", made.body + made.subject)


def test_the_mail_link_gives_back_subject_and_body_with_line_breaks_as_mail_has_them():
    made = drafts.draft("thank_manager", {"company": "Zoë & Søn", "role": "Bäcker"}, ANA, FACTS)
    query = parse_qs(urlsplit(made.mailto).query, strict_parsing=True)
    assert query == {"subject": [made.subject], "body": [made.body.replace("\n", "\r\n")]}


@given(st.text(), st.text(), st.sampled_from(STEPS), st.sampled_from(WAYS))
def test_no_name_whatever_breaks_a_draft(name, noted, step, way):
    tone, language = way
    job, person = {"company": name, "role": noted}, {"name": name, "email": noted}
    made = drafts.draft(step, job, person, {"noted": noted}, tone, language=language)
    made.body.encode("utf-8")
    assert made.mailto.isascii() and "\n" not in made.subject


def test_ones_own_draft_comes_before_the_built_in_and_a_new_tone_is_found(tmp_path):
    (tmp_path / "coffee.warm.txt").write_text("Subject: Tea\n\nDear {{ address }}, tea?\n", encoding="utf-8")
    (tmp_path / "walk.funny.txt").write_text("A walk, {{ name }}?", encoding="utf-8")
    made = drafts.draft("coffee", JOB, ANA, FACTS, folder=tmp_path)
    assert (made.subject, made.body) == ("Tea", "Dear Ana, tea?\n")
    assert drafts.draft("walk", JOB, ANA, FACTS, "funny", tmp_path).body == "A walk, Ana Ruiz?\n"
    assert drafts.draft("coffee", JOB, ANA, FACTS, "brief", tmp_path).subject == "A coffee?"


@pytest.mark.parametrize(
    "text",
    [
        "{{ name.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{% for x in range(99999999) %}x{% endfor %}",
        "{{ 'a' * 9999999999 }}",
        "{{ salary }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ name | attr('format') }}",
        "{{ lipsum() }}",
        "{% set name = 3 %}",
        "{% macro x() %}{% endmacro %}",
        "{{ name",
        "{% if name %}",
        "{% if name %}" * 3000 + "{% endif %}" * 3000,
        "{{ name }}" + "{% if me %}" * 200 + "x" + "{% endif %}" * 200,
    ],
)
def test_a_template_can_fill_in_words_and_nothing_else(tmp_path, text):
    (tmp_path / "coffee.warm.txt").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"^coffee\.warm\.txt"):
        drafts.draft("coffee", JOB, ANA, FACTS, folder=tmp_path)


def test_a_template_that_is_refused_names_its_line_and_the_words_there_are(tmp_path):
    (tmp_path / "coffee.warm.txt").write_text("Dear {{ name }},\n\n{{ praise }}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"coffee\.warm\.txt:3: “praise”.*address, name"):
        drafts.draft("coffee", JOB, ANA, FACTS, folder=tmp_path)
    (tmp_path / "coffee.warm.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match="cannot be followed"):
        drafts.draft("coffee", JOB, ANA, FACTS, folder=tmp_path)


@pytest.mark.parametrize(
    ("step", "tone"), [("coffee", "../../x"), ("../secret", "warm"), ("dance", "warm"), ("", "")]
)
def test_a_draft_that_does_not_exist_is_said_and_no_other_file_is_read(tmp_path, step, tone):
    (tmp_path / "secret.warm.txt").write_text("secret", encoding="utf-8")
    with pytest.raises(JobkitError, match="There is no draft"):
        drafts.draft(step, JOB, ANA, FACTS, tone, tmp_path / "drafts")


def test_the_coffee_has_questions_in_the_language_of_the_draft():
    asked = {
        language: drafts.draft("coffee", JOB, ANA, FACTS, language=language).questions for language in JOBS
    }
    assert {len(each) for each in asked.values()} == {3} and len(set(asked.values())) == 4
    assert asked["de"][0].startswith("Was würden Sie") and asked["du"][0].startswith("Was würdest du")
    assert drafts.draft("thank_note", JOB, ANA, FACTS).questions == ()


LETTERS = """From a Mon Feb 02 10:00:00 2026
From: {0} <{1}>
Subject: Your application as Baker at Ostrava Foods
Message-ID: <{1}>
Date: Mon, 02 Feb 2026 10:02:11 +0000

Dear Kim,
thank you for your application as Baker at Ostrava Foods. Unfortunately we will not be moving forward with it.
"""


@pytest.mark.parametrize(
    ("address", "hint"),
    [("nell@ostrava.example", " Their letters came from Nell Farraway <nell@ostrava.example>."),
     ("no-reply@ostrava.example", "")],
)  # fmt: skip
def test_an_address_that_a_letter_shows_is_named_where_one_is_missing(search, tmp_path, address, hint):
    (tmp_path / "post.mbox").write_text(LETTERS.format("Nell Farraway", address))
    search.add([tmp_path / "post.mbox"])
    made = drafts.of(search, search.events["application"].iloc[0], "ask_feedback")
    assert made.missing[-1] == f"What is the e-mail address of this person?{hint}"


def test_a_draft_to_somebody_who_wrote_goes_to_where_they_wrote_from(search, tmp_path):
    (tmp_path / "post.mbox").write_text(LETTERS.format("Nell Farraway", "nell@ostrava.example"))
    search.add([tmp_path / "post.mbox"])
    job = search.events["application"].iloc[0]
    search.record_person("Nell Farraway", "interviewer", job)
    assert drafts.of(search, job, "ask_feedback", "Nell Farraway").mailto.startswith("mailto:nell@ostrava")
