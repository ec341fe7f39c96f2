"""A letter that invites is one event, the day it names another: told by several, a talk counts once."""

import pytest

from jobkit import Search
from jobkit.sources.mail import invitations, mail

SENT = "2026-09-14"


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("Kommen Sie am Dienstag, den 22. September um 7:30 Uhr zu uns.", "2026-09-22", "07:30"),
        ("Wir haben den 29. September, 14 Uhr, für Sie reserviert.", "2026-09-29", "14:00"),
        (
            "Am 06.10.2026 in Raum 204, für Sie ist 11.20 Uhr vorgesehen. Antwort bis 25.09.",
            "2026-10-06",
            "11:20",
        ),
        ("We should be glad to see you at 4 pm on Wednesday 23rd September.", "2026-09-23", "16:00"),
        ("Your onsite is on Wednesday, September 30, from 10:00 AM to 3:00 PM.", "2026-09-30", "10:00"),
        ("When: Thu, Sep 17, 2026, 11:30am (Eastern)", "2026-09-17", "11:30"),
        ("Your slot is 02/10/2026 at 14:00.", "2026-10-02", "14:00"),
        ("Nous vous attendons le 24 septembre à 9h30.", "2026-09-24", "09:30"),
        ("Please visit us on 24 September.", "2026-09-24", ""),
        ("Please answer by 20 September.", "", ""),
        ("Bitte antworten Sie bis zum 20. September.", "", ""),
        ("Talks are held in the week beginning 5 October.", "", ""),
        ("Choose 21 September at 10:00 or 22 September at 11:00.", "", ""),
        ("Your application of 3 September pleased us.", "", ""),
        ("Could we talk next week?", "", ""),
        ("How about Thursday at 3?", "2026-09-17", "15:00"),
        ("Passt Ihnen kommenden Dienstag, 14:30 Uhr?", "2026-09-15", "14:30"),
        ("Nächste Woche Mittwoch um 9:15 Uhr, passt das?", "2026-09-23", "09:15"),
        ("Could you come in on Tuesday next week?", "2026-09-22", ""),
        ("Seriez-vous libre vendredi prochain à 14 heures ?", "2026-09-18", "14:00"),
        ("See you tomorrow at 9.30.", "2026-09-15", "09:30"),
        ("Dann bis morgen um 10.", "2026-09-15", "10:00"),
        ("Your talk is on Friday 25 September at 2 pm. We are open Monday, 9 am.", "2026-09-25", "14:00"),
        ("Next Friday at 2 pm?", "", ""),  # this week's, or the one after?
        ("It was good to talk on Thursday.", "", ""),
        ("We met last Friday at 3.", "", ""),
        ("Guten Morgen, um 10 Uhr rufen wir an.", "", ""),
        ("Bitte antworten Sie bis Freitag, 12 Uhr.", "", ""),
        ("Would Tuesday at 10 or Thursday at 3 suit you?", "", ""),
    ],
)
def test_the_day_of_an_invitation_is_the_one_that_it_names_for_the_talk(text, day, hour):
    assert invitations.appointed(text, SENT)[:2] == (day, hour)


TRACKER = (
    "Company,Role,Applied,Interview\nPinefold,Ledger Clerk,2026-09-01,\nAcorn,Baker,2026-09-02,2026-09-22\n"
)
INVITES = "We would like to invite you to an interview on Tuesday 22 September at 10:30 am in our office."
MOVES = "We have to move the interview to Thursday 24 September at 2 pm. We look forward to the interview."
OPEN = "We would like to invite you to an interview. Which day next week suits you?"
CALENDAR = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:Interview with Pinefold\n"
    "DTSTART:20260924T140000\nEND:VEVENT\nEND:VCALENDAR\n"
)


def search_of(folder, as_of, *letters, calendar=""):
    files = [folder / "list.csv"]
    files[0].write_text(TRACKER, "utf-8")
    for day, text in letters:
        files.append(folder / f"{day}.eml")
        files[-1].write_text(
            f"From: Pinefold Careers <jobs@pinefold.example>\nDate: {day} Sep 2026 10:00:00 +0000\n"
            f"Subject: Your application for Ledger Clerk at Pinefold\nMessage-ID: <{day}@pinefold>\n\n{text}\n",
            "utf-8",
        )
    if calendar:
        files.append(folder / "mine.ics")
        files[-1].write_text(calendar, "utf-8")
    search = Search(folder / "search", as_of=as_of)
    search.add(files)
    return search


def test_an_interview_to_come_is_an_answer_and_not_yet_an_interview(tmp_path):
    search = search_of(tmp_path, "2026-09-15", (14, INVITES))
    row = search.applications.loc[search.find("Pinefold")]
    assert (row["furthest"], row["n_interviews"], str(row["answered"].date())) == (
        "interview",
        0,
        "2026-09-14",
    )
    assert search.ahead()[["company", "time"]].to_numpy().tolist() == [["Acorn", ""], ["Pinefold", "10:30"]]
    assert search.doubts.empty


def test_from_a_day_before_it_was_arranged_an_interview_is_not_seen(tmp_path):
    companies = search_of(tmp_path, "2026-09-13", (14, INVITES)).ahead()["company"]
    assert [*companies] == ["Acorn"]


def test_an_interview_that_is_moved_and_told_by_a_calendar_too_counts_once_on_its_day(tmp_path):
    letters = ((14, INVITES), (16, MOVES))
    search = search_of(tmp_path, "2026-10-10", *letters, calendar=CALENDAR)
    assert search.applications.loc[search.find("Pinefold"), "n_interviews"] == 1
    assert search.ahead().empty
    days = search.events.loc[[("invited" in told) for told in search.events["details"]], "date"]
    assert [str(day.date()) for day in days] == ["2026-09-24"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("I am afraid we have to cancel the interview on Tuesday.", []),
        ("The interview on 22 September cannot take place. We will write again.", []),
        ("Leider müssen wir den Termin am Dienstag absagen.", []),
        ("Nous devons annuler votre entretien de mardi.", []),
        ("We have to cancel Tuesday's interview. Would Thursday at 2 pm suit you?", ["2026-09-17"]),
        ("Wir müssen den Termin vom Dienstag auf Freitag, 10 Uhr verschieben.", ["2026-09-18"]),
        ("L'entretien est avancé au lundi 21 septembre.", ["2026-09-21"]),
    ],
)
def test_a_talk_called_off_in_plain_words_stands_no_more(tmp_path, text, days):
    search = search_of(tmp_path, "2026-09-15", (14, INVITES), (15, text))
    ahead = search.ahead().set_index("company")["date"].dt.strftime("%Y-%m-%d")
    assert [day for company, day in ahead.items() if company == "Pinefold"] == days
    assert search.applications.loc[search.find("Pinefold"), "outcome"] == "open"


@pytest.mark.parametrize(
    "text",
    [
        "We had to move Tuesday's interviews. Your interview will now take place on Monday 28th September at 2 p.m.",
        "Your interview is brought forward to Monday 28 September at 9 am.",
        "Der neue Termin für Ihr Vorstellungsgespräch ist der 28. September.",
        "L'entretien est reporté au lundi 28 septembre à 10 h.",
    ],
)
def test_a_letter_that_names_only_the_new_day_moves_the_talk_whatever_stands_in_its_subject(text):
    heads = b"From: Pinefold Office <office@pinefold.example>\nDate: 15 Sep 2026 10:00:00 +0000\n"
    heads += b"Subject: RE: Ledger and Irish (maternity cover)\nMessage-ID: <2@pinefold>\n"
    read = mail.record(heads + b"Content-Type: text/plain; charset=utf-8\n\n" + text.encode(), "a")
    talks = [one for one in read.events if "invited" in one.details]
    assert [(one.kind, one.date, one.company) for one in talks] == [("interview", "2026-09-28", "Pinefold")]


def test_an_invitation_that_names_no_day_is_in_doubt_until_something_tells_it(tmp_path):
    search = search_of(tmp_path, "2026-10-10", (14, OPEN))
    assert list(search.doubts["kind"]) == ["invitation"]
    search.record_event("interview", search.find("Pinefold"), "2026-09-21")
    assert search.doubts.empty
    assert search.applications.loc[search.find("Pinefold"), "n_interviews"] == 1


def test_an_invitation_in_a_list_asks_for_no_thanks_and_is_no_talk_in_the_record(tmp_path):
    rows = (
        "Firma,Stelle,Beworben am,Stand,Antwort am,Notiz\n"
        "Ahorn,Koch,10.11.2026,eingeladen,23.11.2026,Gespräch 3.12. 14 Uhr\n"
        "Buche,Koch,10.11.2026,eingeladen,23.11.2026,\n"
        "Eiche,Koch,10.11.2026,Absage,20.11.2026,\n"
    )
    (tmp_path / "list.csv").write_text(rows, "utf-8")
    search = Search(tmp_path / "search", as_of="2026-11-29")
    search.add([tmp_path / "list.csv"])
    assert [str(day.date()) for day in search.ahead()["date"]] == ["2026-12-03"]
    due = search.due()
    assert due[due["state"] != "coming"].empty
    assert list(search.activities("2026-11")["activity"].unique()) == ["applied"]
    answered = search.applications.set_index("company")["answered"].dt.strftime("%d.%m.")
    assert answered.to_dict() == {"Ahorn": "23.11.", "Buche": "23.11.", "Eiche": "20.11."}


@pytest.mark.parametrize("letter", [INVITES, OPEN])
def test_an_interview_whose_day_is_set_right_stays_in_sight_whichever_entry_was_named(tmp_path, letter):
    search = search_of(tmp_path, "2026-09-15", (14, letter))
    told = search.events[search.events["kind"] == "interview"]
    told = told[told["company"].eq("Pinefold") & told["date"].eq("2026-09-14")]
    search.correct_event(told["event"].iloc[0], date="2026-09-25")
    ahead = search.ahead().set_index("company")
    assert ahead.index.is_unique and str(ahead.at["Pinefold", "date"].date()) == "2026-09-25"


def test_the_page_of_a_month_that_is_over_shows_the_interviews_known_in_it(tmp_path):
    search = search_of(tmp_path, "2026-10-02", (28, INVITES.replace("22 September", "6 October")))
    search.record_event("interview", search.find("Acorn"), "2026-10-05", details={"recorded": "2026-10-01"})
    assert search.month("2026-09")["ahead"]["company"].to_list() == ["Pinefold"]
    assert search.month("2026-10")["ahead"]["company"].to_list() == ["Acorn", "Pinefold"]
