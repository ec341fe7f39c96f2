"""Wordings are data, and each row is tested by its example; whole letters show that they work together."""

import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit.sources import phrases, wording

LETTERS = tomllib.loads((Path(__file__).parent / "golden_mail" / "letters.toml").read_text("utf-8"))
ROWS = [
    (section, phrase)
    for section in ("kinds", "reasons", "names")
    for rows in phrases.phrases(section).values()
    for phrase in rows
]


def read(letter, subject="(no subject)", sender="", address="someone@people.example"):
    return wording.read(subject, sender, address, letter)


def test_each_wording_is_found_in_its_own_example():
    lost = []
    for section, phrase in ROWS:
        low = wording.lowered(phrase.example)
        found = phrase.find(low, text=phrase.example if section == "names" else low)
        lost += [] if found else [phrase.row["words"]]
    assert len(ROWS) > 400
    assert not lost


def test_each_wording_is_among_the_candidates_of_its_own_example():
    lost = []
    for _, phrase in ROWS:
        rows = phrases.candidates(wording.lowered(phrase.example)).get(phrase.kind, [])
        lost += [phrase.row["words"]] if phrase not in rows else []
    assert not lost


def test_each_example_of_a_name_gives_the_employer_and_role_that_stand_beside_it():
    wrong = []
    for phrase in (p for section, p in ROWS if section == "names"):
        low = wording.lowered(phrase.example)
        got = wording.named({phrase.kind: [phrase]}, low, phrase.example, len(low))
        if (got[0], got[2]) != (phrase.row.get("company", ""), phrase.row.get("role", "")):
            wrong.append((phrase.row["words"], got))
    assert not wrong


def test_no_row_has_an_unknown_key_or_a_sign_that_means_nothing():
    known = {"words", "example", "points", "where", "stated", "applied", "company", "role"}
    assert not [p.row for _, p in ROWS if set(p.row) - known]
    assert not [p.row["words"] for _, p in ROWS if re.search(r"[\[\]\\*+]|<\w+>", _written(p))]


def _written(phrase):
    """The row with the names of its lists taken out, which are known."""
    return re.sub(
        r"<(?:role|going|candidates|better|chose|day|file|talk|test|verb)>", "", str(phrase.row["words"])
    )


@pytest.mark.parametrize("kind", [kind for kind in LETTERS if kind != "none"])
def test_invented_letters_are_read_as_what_they_say(kind):
    wrong = [(letter, read(letter).kind) for letter in LETTERS[kind] if read(letter).kind != kind]
    assert not wrong


def test_ordinary_mail_and_advertisements_become_no_event():
    assert not [letter for letter in LETTERS["none"] if read(letter).kind in wording.EVENTS]


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
            False,
        ),
        ("We gave the role to an internal candidate and will not proceed.", "internal_or_known", True),
        ("This position has been cancelled.", "role_changed", True),
        ("We had a large number of applications and will not be able to proceed.", "volume", False),
        ("We have decided not to proceed with your application.", "", False),
    ],
)
def test_a_refusal_gives_its_ground_and_says_whether_it_is_more_than_a_formula(sentence, reason, is_stated):
    reading = read(f"Thank you for your application. {sentence}")
    assert (reading.reason, reading.is_stated) == (reason, is_stated)
    assert not reason or reading.reason_words == sentence


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
    assert wording.system("no-reply@us.greenhouse-mail.io")["name"] == "Greenhouse"
    assert wording.system("a@notgreenhouse.example") == {}
    assert wording.system("") == {}


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
