"""Wordings are data, and each row is tested by its example; whole letters show that they work together."""

import re
import time
import tomllib
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit.sources.mail import mail, naming, phrases, wording

GOLDEN = Path(__file__).parent / "golden_mail"
WHOLE = [
    letter
    for name in ("letters_de", "letters_en")
    for letter in tomllib.loads((GOLDEN / f"{name}.toml").read_text("utf-8"))["letter"]
]
LETTERS = tomllib.loads((GOLDEN / "letters.toml").read_text("utf-8"))
ROWS = [
    (section, phrase)
    for section in ("kinds", "reasons", "names")
    for rows in phrases.phrases(section).values()
    for phrase in rows
]


def read(letter, subject="(no subject)", sender="", address="someone@people.example"):
    return wording.read(subject, sender, address, letter)


def places(phrase, low, text=""):
    """The places of a wording in a text, by the anchors that lead to it."""
    leads = (at for row, at in phrases.candidates(low).get(phrase.kind, []) if row is phrase)
    return [match for at in leads for match in phrase.places(low, at, text)]


def test_each_wording_is_found_in_its_own_example():
    lost = []
    for section, phrase in ROWS:
        low = wording.lowered(phrase.example)
        lost += [] if places(phrase, low, phrase.example * (section == "names")) else [phrase.row["words"]]
    assert len(ROWS) > 400
    assert not lost


def test_each_example_of_a_name_gives_the_employer_and_role_that_stand_beside_it():
    wrong = []
    for phrase in (p for section, p in ROWS if section == "names"):
        low = wording.lowered(phrase.example)
        rows = {phrase.kind: [row for row in phrases.candidates(low)[phrase.kind] if row[0] is phrase]}
        got = naming.named(rows, low, phrase.example, len(low))
        if (got[0], got[2]) != (phrase.row.get("company", ""), phrase.row.get("role", "")):
            wrong.append((phrase.row["words"], got))
    assert not wrong


def test_no_row_has_an_unknown_key_or_a_sign_that_means_nothing():
    known = {
        "words",
        "example",
        "points",
        "where",
        "stated",
        "chosen",
        "applied",
        "company",
        "role",
        "last",
        "trade",
        "twice",
    }
    assert not [p.row for _, p in ROWS if set(p.row) - known]
    assert not [p.row["words"] for _, p in ROWS if re.search(r"[\[\]\\*+]|<\w+>", _written(p))]


def _written(phrase):
    """The row with the names of its lists taken out, which are known."""
    return re.sub(
        r"<(?:role|going|candidates|better|chose|day|file|talk|test|verb|person)>",
        "",
        str(phrase.row["words"]),
    )


@pytest.mark.parametrize("kind", [kind for kind in LETTERS if kind != "none"])
def test_invented_letters_are_read_as_what_they_say(kind):
    subjects = ("(no subject)", "Update", "Hello")
    kinds = {
        (subject, letter): read(letter, subject).kind for letter in LETTERS[kind] for subject in subjects
    }
    assert not [(letter, got) for letter, got in kinds.items() if got != kind]


@pytest.mark.parametrize("letter", WHOLE, ids=lambda letter: f"{letter['kind']}: {letter['subject']}")
def test_invented_letters_with_their_heads_are_read_as_what_they_say(letter):
    message = EmailMessage()
    for header in ("from", "to", "subject"):
        message[header] = letter.get(header, "Jan Tamm <jan.tamm@mail.example>")
    is_dated = letter.get("when", "") != ""
    message["date"] = f"Mon, {'14 Sep' if is_dated else '02 Mar'} 2026 10:00:00 +0000"
    message.set_content(letter["text"].strip())
    events = mail.record(message.as_bytes(), "letter.eml").events
    kinds = {e.kind for e in events if e.kind != "applied" or letter["kind"] == "applied"}
    assert kinds == {letter["kind"]} - {"none"}
    assert not is_dated or events[-1].date == letter["when"]
    assert not events or not letter["role"] or events[0].role.lower() == letter["role"].lower()
    assert not events or not letter["company"] or names_agree(letter["company"], events[0].company)


def test_an_ending_in_brackets_for_both_genders_is_read_as_one():
    letter = "Bonjour, votre candidature au poste de Comptable n'a pas été retenu(e). Cordialement"
    assert read(letter).kind == "rejected"


def names_agree(told, got):
    """Whether two names mean one employer: equal, or one begins with the other."""
    told, got = ("".join(filter(str.isalnum, name.lower())) for name in (told, got))
    return bool(got) and (told.startswith(got) or got.startswith(told))


def test_ordinary_mail_and_advertisements_become_no_event():
    assert not [letter for letter in LETTERS["none"] if read(letter).kind in wording.EVENTS]


@pytest.mark.parametrize(
    "letter",
    [
        "Dear Ms Vale, please find attached my CV and application for the post of Ledger Clerk. Yours, Robin",
        "Dear Ana, thank you for taking the time to interview me for the clerk's job on Tuesday. Regards, Robin",
    ],
)
def test_a_letter_that_the_reader_wrote_is_no_event(letter):
    assert read(letter, subject="Ledger Clerk").kind == "other"


def test_no_wording_runs_from_the_subject_into_the_text():
    assert read("not to proceed with the car park.", subject="We have decided").kind not in wording.EVENTS


def test_words_that_two_weak_wordings_share_count_once():
    rows = [
        (SimpleNamespace(kind="rejected", points=1, row={}, places=lambda low, _, p=p: p.finditer(low)), [])
        for p in (re.compile(words) for words in ("night desk", "for the night desk"))
    ]
    assert not wording._decided({"rejected": rows}, "not for the night desk", 0)[0]
    assert (
        wording._decided({"rejected": rows}, "the night desk is not for the night desk", 0)[0] == "rejected"
    )


@pytest.mark.parametrize(
    ("letter", "kind"),
    [
        ("Thank you for applying. It would be great if you could come for an interview.", "interview"),
        ("Thank you for attending the interview for the Baker job. We will write next week.", "update"),
        ("Thank you for applying. If you are selected for an interview we will call you.", "acknowledged"),
    ],
)
def test_politeness_is_no_condition_and_a_past_interview_no_invitation(letter, kind):
    assert read(letter).kind == kind


@pytest.mark.parametrize(
    ("letter", "kind"),
    [
        ("Thanks for applying! We would like to speak with you. Pick a slot this week.", "interview"),
        (
            "Thanks for applying. Our process has three steps: a first interview, an intro call.",
            "acknowledged",
        ),
        ("Your Baker application is strong. I will call you soon to arrange an interview.", "update"),
        ("Please record a video interview for the Baker job; you have until Monday.", "assessment"),
        ("Thanks for applying for the Baker job. Please send us the missing documents.", "acknowledged"),
        ("Your application for Baker: jobs we think you'd like, and how to ace your interview.", "jobads"),
        ("Unfortunately the landlord gave the flat to another applicant.", "notjob"),
        ("Danke für Ihr Interesse an der 2-Zimmer-Wohnung. Wir nehmen einen anderen Bewerber.", "notjob"),
        ("Unfortunately we cannot proceed with the Baker job until you send the form.", "notjob"),
    ],
)
def test_points_weigh_against_thanks_and_what_waits_for_the_reader_is_no_refusal(letter, kind):
    assert read(letter).kind == kind


@pytest.mark.parametrize(
    ("subject", "text", "role"),
    [
        ("Interview invitation - Night Baker", "Thanks for applying. Are you free on Monday?", "Night Baker"),
        ("Hello", "Thank you for applying for the Night Baker role, we will write.", "Night Baker"),
        ("Night Baker, Pinefold", "Thanks for applying to Pinefold, we will write.", "Night Baker"),
        ("2027 Summer Intern", "We have received your application.", "2027 Summer Intern"),
    ],
)
def test_a_title_loses_the_formula_around_it_and_the_employer_behind_it(subject, text, role):
    assert read(text, subject=subject).role == role


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        (
            "We would like to talk about your application for Claims Associate and would ring you.",
            "Claims Associate",
        ),
        ("the post of Staff Nurse (Band 5), reference 418-LH-2291, at our clinic", "Staff Nurse"),
        ("the role of Research Fellow in Soil Science has been filled", "Research Fellow in Soil Science"),
        ("We have now filled the forklift driver job.", "forklift driver"),
        (
            "Your application for Executive Assistant to the Director was read.",
            "Executive Assistant to the Director",
        ),
        (
            "Ihre Bewerbung um die Stelle eines Wissenschaftlichen Mitarbeiters (65 %) ist da.",
            "Wissenschaftlicher Mitarbeiter",
        ),
        ("Auf die Hauswart-Stelle haben sich viele beworben.", "Hauswart"),
        ("Ihre Bewerbung als Rezeptionist im Hotel Kranich ist da.", "Rezeptionist"),
        ("Votre candidature au poste d'aide-soignant (H/F), service de nuit, est arrivée.", "aide-soignant"),
        ("Votre candidature en tant qu'aide à domicile n'a pas été retenue.", "aide à domicile"),
        ("Le jury pour le poste de directeur de crèche s'est réuni.", "directeur de crèche"),
        ("Vous avez postulé à l'offre d'agent d'accueil à la médiathèque.", "agent d'accueil"),
    ],
)
def test_a_title_ends_where_its_sentence_goes_on(sentence, role):
    letter = wording._Letter("Hello", "", "x@y.example", sentence)
    assert letter.names[2] == role


def test_a_day_is_no_title_and_a_new_hand_has_one():
    told = read("We will not be offering you the job.", subject="Thank you for Saturday")
    assert (told.kind, told.role) == ("rejected", "")
    assert read("We'd love you to be our new Ledger Clerk!", subject="Good news").role == "Ledger Clerk"


def test_a_title_before_its_vacancy_is_no_employer_and_a_line_may_name_one():
    text = "Thank you for your interest in the Stock Controller vacancy. The vacancy has been withdrawn."
    told = read(text, subject="Your application", sender="Tillman's Careers")
    assert (told.kind, told.company, told.role) == ("closed", "Tillman's", "Stock Controller")
    told = read(
        "Thank you for your application.\nJob title: Data Clerk\nEmployer: Tern & Vale", sender="Jobs"
    )
    assert told.company == "Tern & Vale"


def test_a_post_that_went_to_somebody_inside_says_so_and_a_letter_that_declines_is_ones_own():
    told = read("You have not been successful. The post has been filled by an internal candidate.")
    assert told.reason == "internal_or_known"
    assert read("Thank you for the offer. I have decided to decline.", subject="Re: Offer").kind == "other"


def test_a_small_sie_is_somebody_else_and_is_the_reader_only_where_it_is_written_large():
    letter = "Danke, dass Sie hier waren. Wilma kennt die See, und wir haben uns für {} entschieden."
    assert read(letter.format("sie"), subject="Bewerbung").kind == "rejected"
    assert read(letter.format("Sie"), subject="Bewerbung").kind == "offer"
    unsure = "hallo robin, wir haben uns heute für sie entschieden"  # in small letters throughout
    assert read(unsure, subject="Bewerbung").kind == "unread"


def test_an_answer_to_an_invitation_is_ones_own():
    for said in (
        "Je vous confirme ma présence à l'entretien du lundi 10 février à 14 h.",
        "I am writing to confirm my attendance at the interview on Thursday 13 February at 10am.",
        "Gerne bestätige ich meine Teilnahme am Vorstellungsgespräch am 14. Februar um 9 Uhr.",
    ):
        assert read(said, subject="Re: Entretien").kind == "other", said


def test_a_short_alert_is_an_advertisement_whoever_may_unsubscribe():
    for subject, text in (
        ("3 neue Stellen: Verkäuferin in Tannau", "Verkäuferin\nModehaus Tannert\nTannau\n\nAbmelden"),
        ("3 nouvelles offres : vendeuse à Tilleul", "Vendeuse\nAtelier Tilleul\n\nSe désabonner"),
        ("Votre alerte : 2 offres", "2 offres correspondent à votre recherche\n\nVendeuse\nAtelier Tilleul"),
    ):
        assert wording.may_be_about_a_job(subject, "", text.encode())
        assert read(text, subject=subject).kind == "jobads", subject


def test_what_a_newsletter_quotes_between_french_marks_is_no_refusal():
    said = "« Nous ne donnons pas suite à votre candidature » : qui ne l'a pas lu ? La coach explique."
    assert read(said, subject="Refus après entretien").kind not in wording.EVENTS


def test_a_withdrawal_in_the_first_person_is_ones_own():
    assert read("I've decided to take a job nearer home.", subject="Re: Ledger Clerk job").is_own
    assert not read("You have decided to take a job nearer home.", subject="Ledger Clerk job").is_own


def test_the_words_that_decided_are_quoted_as_they_were_written():
    letter = (
        "Dear Robin,\nThank you for applying. We’ve decided NOT to proceed with your application. Good luck!"
    )
    assert read(letter).words == "We’ve decided NOT to proceed with your application."


@pytest.mark.parametrize(
    ("sentence", "reason", "is_stated"),
    [
        (
            "We chose other candidates whose experience more closely matches our needs.",
            "more_qualified",
            False,
        ),
        ("We have decided not to proceed given your salary expectations.", "logistics", True),
        (
            "You do not meet the minimum requirements for this role and were not selected.",
            "minimum_not_met",
            True,
        ),
        ("You were not shortlisted, as you did not meet the minimum criteria.", "minimum_not_met", True),
        ("You were not selected, as you do not meet all of our criteria.", "minimum_not_met", False),
        ("We gave the role to an internal candidate and will not proceed.", "internal_or_known", True),
        ("We continue with people who have worked in a harbour before.", "more_qualified", True),
        ("We offered the post to another candidate, who has already run a harbour.", "more_qualified", True),
        ("This position has been cancelled.", "role_changed", True),
        ("We will not proceed, as we feel you are overqualified.", "overqualified", True),
        ("We had a large number of applications and will not be able to proceed.", "volume", False),
        ("We have decided not to proceed with your application.", "", False),
        ("We have appointed a candidate who can also teach the harp.", "more_qualified", True),
        (
            "We offered the post to another candidate, who had more experience of rope handling with children.",
            "more_qualified",
            True,
        ),
        ("The governors have appointed a colleague internally.", "internal_or_known", True),
        ("Wir haben uns für eine Kollegin aus dem eigenen Haus entschieden.", "internal_or_known", True),
        ("Wir haben uns für einen Bewerber aus unseren Reihen entschieden.", "internal_or_known", True),
        ("Die Entscheidung fiel leider auf eine hausinterne Bewerberin.", "internal_or_known", True),
        ("Nach interner Abstimmung haben wir uns für eine andere Bewerberin entschieden.", "", False),
        ("Unfortunately we have appointed someone already with us.", "internal_or_known", True),
        ("Unfortunately we have filled the role in-house.", "internal_or_known", True),
        ("Unfortunately the post went to an existing member of staff.", "internal_or_known", True),
        ("Unfortunately you were not successful. We keep all interviews in-house.", "", False),
        ("Nous avons retenu une collègue de la maison.", "internal_or_known", True),
        ("Malheureusement, le poste a été pourvu en interne.", "internal_or_known", True),
        (
            "Votre candidature n'a pas été retenue : nous avons choisi de promouvoir une collègue.",
            "internal_or_known",
            True,
        ),
    ],
)
def test_a_refusal_gives_its_ground_and_says_whether_it_is_more_than_a_formula(sentence, reason, is_stated):
    reading = read(f"Thank you for your application. {sentence}")
    assert (reading.reason, reading.is_stated) == (reason, is_stated)
    assert not reason or reading.reason_words == sentence


def test_a_formula_in_a_letter_about_what_one_said_is_of_no_form_letter():
    text = (
        "Thank you for your application. The standard was very high. I regret that you were not successful."
    )
    assert not read(text).is_stated
    assert read(f"{text} The Board was taken with your answer on fieldwork.").is_stated


def test_a_reason_in_the_sentence_behind_another_candidate_is_the_stated_one():
    ground = "They had more experience of managing budgets, which the head was very keen on."
    reading = read(f"We have now decided to go with another candidate for the post. {ground}")
    assert (reading.reason, reading.is_stated, reading.reason_words) == ("more_qualified", True, ground)
    unmeant = read("We have decided to go with another candidate. If they have more questions, we will call.")
    assert not unmeant.is_stated


@pytest.mark.parametrize(
    ("subject", "sender", "address", "text", "company"),
    [
        (
            "Your application for Baker at Pinefold",
            "",
            "no-reply@hire.lever.co",
            "We received it.",
            "Pinefold",
        ),
        (
            "Application received",
            "Pinefold Recruiting",
            "x@greenhouse-mail.io",
            "Thanks for applying.",
            "Pinefold",
        ),
        ("Application received", "", "pinefold@myworkday.com", "Thanks for applying.", "Pinefold"),
        ("Application received", "", "jobs@pinefold.example", "Thanks for applying.", "Pinefold"),
        (
            "Application received",
            "Mo Vale",
            "mo@gmail.com",
            "Thanks for applying.\nThe Pinefold Team",
            "Pinefold",
        ),
        ("Application received", "Mo Vale", "mo@gmail.com", "Thanks for applying.", ""),
    ],
)
def test_the_employer_comes_from_the_words_then_the_sender_and_says_so(
    subject, sender, address, text, company
):
    reading = wording.read(subject, sender, address, text)
    assert reading.company == company
    assert bool(reading.company_why) == bool(company)


def test_a_talk_with_a_recruiter_is_a_screening_and_a_talk_with_the_team_an_interview():
    assert read("Thanks for applying! I'd like to schedule a phone screen this week.").is_screening
    assert not read(
        "Thanks for applying! We would like to invite you to an interview with the team."
    ).is_screening


def test_a_recruiting_system_is_known_by_any_address_below_its_domain():
    assert naming.system("no-reply@us.greenhouse-mail.io")["name"] == "Greenhouse"
    assert naming.system("a@notgreenhouse.example") == {}
    assert naming.system("") == {}


@pytest.mark.parametrize("kind", ["kinds", "names"])
def test_no_wording_is_slow_on_a_mebibyte_made_to_slow_it(kind):
    slow = []
    for _, phrase in [row for row in ROWS if row[0] == kind][::9]:
        bait = " ".join(re.sub(r"[^\w' ]", " ", str(phrase.row["words"])).split()[:6]) + " "
        letter = (bait * (1_048_576 // len(bait) + 1))[:1_048_576]
        took = []
        for _ in range(2):
            start = time.process_time()
            read(letter, subject=letter[:200])
            took.append(time.process_time() - start)
        slow += [(phrase.row["words"], min(took))] if min(took) > 0.1 else []
    assert not slow


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=400))
def test_no_text_raises_and_every_text_gets_one_known_kind(subject, sender, text):
    reading = wording.read(subject, sender, sender, text)
    assert reading.kind in {*wording.ORDER, "notjob"}
    assert len(wording.lowered(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("not overqualified", ""),
        ("Rejected, overqualified", "overqualified"),
        ("Absage, nicht wegen der Entfernung zum Wohnort", ""),
        ("Absage: Entfernung zum Wohnort zu groß", "logistics"),
        ("Absage, zu wenig Verlagserfahrung", "not_demonstrated"),
        ("Rejected. They took a former apprentice of theirs", "internal_or_known"),
    ],
)
def test_what_a_ground_is_said_not_to_be_is_none(text, reason):
    assert wording.of_remark(text).reason == reason


@pytest.mark.parametrize(
    "subject, text",
    [
        (
            "Interview - Maintenance Electrician",
            "Can you come in Tuesday 10th November at 2pm? Bring your gold card, and wear boots.",
        ),
        ("Your interview: Ledger Clerk", "Can you come in Tuesday 10th November at 2pm? Bring your card."),
    ],
)
def test_a_talk_of_a_job_in_the_subject_makes_an_invitation_one_of_that_job(subject, text):
    told = wording.read(subject, "Ira Moss", "ira.moss@pinefold.example", f"Hi Jo,\n\n{text}\n\nIra")
    assert told.kind == "interview"


def test_a_talk_of_no_job_in_the_subject_is_no_invitation_to_one():
    text = "Hi Jo,\n\nCan you come in Tuesday 10th November at 2pm? Bring your library card.\n\nIra"
    assert (
        wording.read("Interview - the reading group", "Ira", "ira@pinefold.example", text).kind != "interview"
    )


def test_joining_for_an_interview_is_no_offer():
    text = "We would love it if you joined us for an interview on 3 November at 10. Moor Park"
    assert wording.read("Guide", "Jo Hart", "jo@moor.example", text, "2026-10-09").kind == "interview"


def test_a_talk_that_nothing_shows_to_be_a_jobs_is_no_doubt_of_its_own():
    letter = (
        "Hallo Robin, Ihr Erstgespräch ist am Montag, 9.11. um 16:20 Uhr. Bitte bringen Sie ein Handtuch mit."
    )
    assert read(letter, "Terminbestätigung", "Physio Plus", "termin@physioplus.example").kind == "notjob"
