"""The mailbox of the invented search: what employers, job boards and friends wrote to Robin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

ROBIN = "Robin Vale <robin.vale@example.com>"
SUMMER = timezone(timedelta(hours=1))
DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
DRESSES = ("plain", "both", "html", "base64", "plain", "latin", "both")

KINDS = {
    "k": "acknowledged",
    "s": "screening",
    "c": "assessment",
    "i": "interview",
    "f": "interview",
    "o": "offer",
    "x": "rejected",
    "z": "closed",
}
PHONED = {3, 14, 25, 47}  # told by phone, no mail
INVITED = {  # for which steps a mail came, and how many days ahead
    "s": {3: 4, 7: 3, 19: 5, 25: 3, 28: 4, 36: 5, 45: 4, 48: 4, 58: 3},
    "c": {3: 5, 7: 5, 19: 6, 25: 4, 34: 4, 36: 5, 51: 6},
    "i": {3: 5, 14: 4, 19: 4, 36: 4, 47: 4, 51: 5, 53: 6, 59: 3},
    "f": {3: 4, 59: 3},
}

ACKNOWLEDGED = (
    ("Thank you for applying to {company}",
     "Hi Robin,\n\nThank you for applying for the {role} position at {company}. Your application has reached us"
     " and our hiring team will look through it over the next few weeks. If your experience fits what we are"
     " looking for, we will get in touch to arrange a first call.\n\nKind regards,\n{company} Talent Team"),
    ("Application received: {role}",
     "Dear Robin Vale,\n\nWe have received your application for {role} (reference {reference}). This is an"
     " automatic confirmation; please do not reply to this address.\n\nWhat happens next: a recruiter reads every"
     " application. You will hear from us either way.\n\n{company}"),
    ("We got it! Your application at {company}",
     "Hello Robin,\n\njust a quick note to let you know that your application for {role} arrived safely. We know"
     " how much work goes into one, so thank you for yours.\n\nThe people team at {company}"),
    ("{company} – your application for {role}",
     "Dear Robin,\n\nThank you for your interest in {company}. Your documents for the role of {role} are complete"
     " and are now being reviewed by the department. Please allow up to four weeks for this.\n\nBest regards,\n"
     "Recruiting, {company}"),
)  # fmt: skip
SENT_BY_LINKEDIN = (
    "Robin, your application was sent to {company}",
    "Your application was sent to {company}\n\n{role}\n{company} · {place}\n\nApplied on {day}\n\nNow, take these"
    " next steps for more success: view similar jobs you may be interested in.",
)
GERMAN = {  # an employer whose head office writes to everybody in German
    27: {
        "k": (
            "Eingang Ihrer Bewerbung als {role}",
            "Sehr geehrte Damen und Herren,\n\nvielen Dank für Ihre Bewerbung als {role} bei {company}. Ihre"
            " Unterlagen sind bei uns eingegangen. Die Prüfung wird einige Zeit in Anspruch nehmen; wir bitten Sie"
            " um etwas Geduld.\n\nMit freundlichen Grüßen\n{company}\nPersonalabteilung",
        ),
        "x": (
            "Ihre Bewerbung als {role}",
            "Sehr geehrte Damen und Herren,\n\nvielen Dank für Ihre Bewerbung als {role} bei {company}. Leider müssen"
            " wir Ihnen mitteilen, dass wir Ihre Bewerbung nicht berücksichtigen können.\n\nFür Ihre Zukunft wünschen"
            " wir Ihnen alles Gute.\n\nMit freundlichen Grüßen\n{company}\nPersonalabteilung",
        ),
    }
}
RECEIVED_FR = (
    "Accusé de réception de votre candidature – {role}",
    "Bonjour Robin,\n\nNous avons bien reçu votre candidature au poste de {role} chez {company} et nous vous en"
    " remercions. Elle sera étudiée avec attention ; sans réponse de notre part sous quatre semaines, vous pourrez"
    " considérer que votre profil n'a pas été retenu.\n\nCordialement,\nL'équipe recrutement, {company}",
)
REJECTED = (
    ("Your application to {company}",
     "Dear Robin,\n\nThank you for your interest in the {role} position and for the time you put into your"
     " application. After careful consideration we have decided to move forward with other candidates whose"
     " experience more closely matches our current needs.\n\nWe will keep your details on file and wish you every"
     " success in your search.\n\nKind regards,\n{company}"),
    ("Update on your application – {role}",
     "Hello Robin,\n\nWe received a large number of applications for {role}. Unfortunately, we will not be taking"
     " your application further on this occasion.\n\nWe appreciate your interest in {company} and encourage you to"
     " apply again in the future.\n\nThe {company} hiring team"),
    ("{role} at {company}",
     "Hi Robin,\n\nthank you again for your application. I am sorry to tell you that we have not selected you for"
     " the next stage of the {role} process – this was not an easy decision, as we saw many strong"
     " applications.\n\nAll the best,\nTalent Acquisition, {company}"),
    ("Regarding your application",
     "Dear Robin Vale,\n\nreference {reference}, {role}. We regret to inform you that the position has been offered"
     " to another candidate. We thank you for your interest in {company} and wish you all the best for your"
     " professional future.\n\n{company}, Human Resources"),
)  # fmt: skip
AFTER_MEETING = (
    "{role}: our decision",
    "Dear Robin,\n\nthank you for taking the time to talk with us and for the care you put into preparing. We"
    " enjoyed the conversation. After the last round we have decided to go ahead with another candidate for the"
    " {role} role, so I am sorry that this is not the news you were hoping for.\n\nI would be glad to stay in"
    " touch.\n\nWith kind regards,\n{company}",
)
STATED = {
    15: "we have decided to continue with people who have worked in instrument making before; your planning"
        " experience is sound, but it comes from freight and the team wanted our own domain.",
    42: "as discussed inside the team, the role needs three days a week in our Bellhaven office. As you are looking"
        " for a fully remote position, we will not be moving forward.",
    44: "it was close. The other finalist has already run the scheduling system that we are bringing in, and that"
        " decided it. Your case was one of the clearest we read, and I mean that.",
    52: "the post calls for at least three years of line management, and we could not find that in your application."
        " We are therefore not able to take it further.",
    56: "we have decided to fill this position from within our own team and will not be interviewing for it.",
}  # fmt: skip
FROZEN = (
    "Planning Analyst at Saltmarrow Shipping: on hold",
    "Hi Robin,\n\nbad news, and nothing to do with you: Saltmarrow Shipping has put a stop on all hiring until next"
    " year, so the Planning Analyst position has been cancelled. They liked you on the phone. I will come back to"
    " you if it opens again.\n\nBest,\nLeif Carmody\nFarrowgate Recruitment",
)
INVITATIONS = {
    "s": ("A first call about {role}?",
          "Hi Robin,\n\nthank you for your application for {role} at {company}. We would like to get to know you in"
          " a phone call of about 30 minutes. Would {weekday} {day} suit you? We would talk about your experience"
          " and answer your questions about the team.\n\nBest wishes,\nTalent team, {company}"),
    "c": ("Next step: a short case for {role}",
          "Dear Robin,\n\nthank you for the good conversation. As the next step we ask you to work on a case study:"
          " you will find the brief and a data set in the attached link. Please send us your slides by {weekday}"
          " {day}; plan no more than four hours for it.\n\nKind regards,\n{company}"),
    "i": ("Invitation to an interview: {role}, {company}",
          "Dear Robin,\n\nwe would like to invite you to an interview for the position of {role}. It will take place"
          " on {weekday} {day} and last about an hour; you will meet two people from the team. Please confirm"
          " whether you can make it.\n\nWe look forward to meeting you.\n{company}"),
    "f": ("Final round for {role}",
          "Dear Robin,\n\ngood news: we would like to invite you to the final interview for {role} with the head of"
          " department, on {weekday} {day} at our office in {place}. Please plan ninety minutes.\n\nSee you"
          " soon,\n{company}"),
}  # fmt: skip
OFFERS = {
    53: ("Your offer from Frostwick Cold Chain",
         "Dear Robin,\n\nwe are pleased to offer you the position of Planning Analyst at Frostwick Cold Chain, as a"
         " fixed-term contract of six months. You will find the contract attached. Please let us know by Friday"
         " whether you accept.\n\nKind regards,\nNoor Castellane, Frostwick Cold Chain"),
    59: ("Offer: Operations Analyst at Tallowbrook Transit",
         "Dear Robin,\n\nit is a real pleasure to write this mail. We would like to offer you the position of"
         " Operations Analyst at Tallowbrook Transit, permanent, starting on 1 December. The contract is attached;"
         " call me with any question at all.\n\nWarmly,\nImke Sandoval"),
}  # fmt: skip
SIGNED = {
    53: "Noor Castellane <noor.castellane@frostwick-cold-chain.example>",
    59: "Imke Sandoval <imke.sandoval@tallowbrook-transit.example>",
}
OTHERS = (  # day, from, subject, words
    ("01-10", "Jobdrift Alerts <alerts@jobdrift.example>", "12 new jobs for “operations analyst” in Port Alder",
     "New since yesterday:\n\nOperations Analyst – Copperwick Parcels – Port Alder\nPlanning Analyst – Gantrydale Ports"
     " – Port Alder\nLogistics Coordinator – Farthingway Haulage – Greywater\n\nSee all 12 jobs. Unsubscribe."),
    ("01-17", "Aunt Dilys <dilys@example.org>", "Sunday",
     "Dear Robin, soup on Sunday, one o'clock, bring nobody who talks about work. Love, D."),
    ("02-07", "Jobdrift Alerts <alerts@jobdrift.example>", "Robin, these employers are hiring now",
     "Because you looked at “supply planner”: 8 openings near Bellhaven. Apply in one click! Unsubscribe any time."),
    ("02-21", "Bellhaven Library <desk@library.example>", "Two books are due",
     "Dear reader, “A Field Guide to Timetables” and “Knitting in the Round” are due on 27 February. You can extend"
     " them twice."),
    ("03-06", "Joss Petrakis <joss@example.net>", "Quillhaven",
     "Robin, I asked around, nobody will say anything before Tuesday. Fingers crossed. Climbing on Thursday? J."),
    ("03-14", "Velo Kitchen <news@velokitchen.example>", "Our spring offer: two brake pads for one",
     "Spring is here, and so is our best offer of the year. Accept no rattling! Workshop open on Saturday."),
    ("04-11", "Jobdrift Alerts <alerts@jobdrift.example>", "Your weekly job digest",
     "23 new jobs match your search “planner, hybrid, 30 km”. Service Planner – Demand Planner – Planning Lead …"),
    ("04-18", "Greywater Choir <choir@example.org>", "Rehearsal plan",
     "Dear altos, the interview with the local radio is on 29 April, so we rehearse on Tuesday instead. Bring the"
     " Fauré."),
    ("05-16", "Jobdrift Alerts <alerts@jobdrift.example>", "Is your résumé holding you back?",
     "Premium members get three times more views. Upgrade today and stand out from other candidates."),
    ("06-13", "Mika Thornbury <mika@example.net>", "your new CV",
     "Read it twice. So much better: now the first line says what changed because you were there. Take out the"
     " paragraph about forklifts. And write to people BEFORE you apply, really. xx Mika"),
    ("07-04", "Port Alder Dental <reception@dental.example>", "Your appointment on 9 July",
     "Dear Robin Vale, this is a reminder of your appointment on Thursday 9 July at 8.15. To cancel, call us a day"
     " before."),
    ("07-25", "Jobdrift Alerts <alerts@jobdrift.example>", "4 new jobs for “operations manager”",
     "Operations Manager – Underhallow Archives – Bellhaven. Shift Manager – Farthingway Haulage. See all jobs."),
    ("09-08", "Imke Sandoval <imke.sandoval@tallowbrook-transit.example>", "Thought of you",
     "Hello Robin, you asked me in March to think of you when something opens. The Operations Analyst position is free"
     " again, and we have rewritten it: less reporting, more planning. It will be online next week. Would you like to"
     " talk first? Imke"),
    ("10-09", "Aunt Dilys <dilys@example.org>", "!!!",
     "I knew it. Soup on Sunday, and this time you may talk about work. Love, D."),
    ("10-17", "Jobdrift Alerts <alerts@jobdrift.example>", "9 new jobs for “operations analyst” in Port Alder",
     "New since last week: 9 jobs near you. Be among the first to apply. Unsubscribe."),
)  # fmt: skip
SENT = (  # day, to, subject, words, written into the sent folder of the same mailbox
    ("02-20", "Imke Sandoval <imke.sandoval@tallowbrook-transit.example>", "Thank you for yesterday",
     "Dear Imke,\n\nthank you for the conversation yesterday. Your question about the Sunday timetable stayed with me:"
     " I would start by counting who misses the connection at Alder Bridge, not by moving the bus. I would love to do"
     " that with you.\n\nKind regards,\nRobin"),
    ("03-04", "Imke Sandoval <imke.sandoval@tallowbrook-transit.example>", "Thank you, and a wish",
     "Dear Imke,\n\nthank you for telling me yourself, and for the last weeks. I enjoyed every round. If another"
     " position opens, please think of me.\n\nAll the best,\nRobin"),
    ("04-14", "Wren Adeyomo <wren.adeyomo@ostervane-rail.example>", "May I ask for one sentence of feedback?",
     "Dear Wren,\n\nthank you again for the time you gave me. I am not asking you to reconsider; I would like to learn."
     " Is there one thing in the case that I should do differently next time?\n\nKind regards,\nRobin"),
)  # fmt: skip
REPLY = ("04-16", "Wren Adeyomo <wren.adeyomo@ostervane-rail.example>", "Re: May I ask for one sentence of feedback?",
         "Dear Robin,\n\nof course, shall we talk for ten minutes tomorrow at noon? It is easier by phone.\n\nWren\n\n"
         "On 14 April Robin Vale wrote:\n> Is there one thing in the case that I should do differently next time?")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, before it is encoded."""

    day: date
    sender: str
    subject: str
    words: str
    to: str = ROBIN
    dress: str = "plain"
    thread: str = ""


def mailbox(applications) -> bytes:
    """Return the mailbox, oldest message first, in every encoding that mail programs use."""
    letters = [letter for _, _, letter in _letters(applications)]
    letters = sorted([*letters, *_others()], key=lambda letter: (letter.day, letter.subject))
    return b"".join(_message(number, letter) for number, letter in enumerate(letters, 1))


def labels(applications) -> dict[str, tuple[str, str, str]]:
    """Return by Message-ID what each mail is of, and about: kind, company, role. Wordings were added after reading them."""
    made = {
        _message_id(letter): (KINDS[step], application.company, application.role)
        for step, application, letter in _letters(applications)
    }
    return made | {_message_id(letter): ("other", "", "") for letter in _others()}


def _letters(applications) -> Iterator[tuple]:
    """Return the step, the application and the letter, for each step of which a mail came."""
    for application in applications:
        for step, day in application.path:
            letter = _letter_of(application, step, day)
            if letter:
                yield step, application, letter


def _letter_of(application, step: str, day: date) -> Letter | None:
    ahead = INVITED.get(step, {}).get(application.number)
    if step in GERMAN.get(application.number, {}):
        return _letter(application, GERMAN[application.number][step], day)
    if ahead and day == application.days(step)[0]:
        return _letter(application, INVITATIONS[step], day, day - timedelta(days=ahead))
    if step == "k":
        return _acknowledgement(application, day)
    if step == "x" and application.number not in PHONED:
        return _rejection(application, day)
    if step == "o":
        return _letter(application, OFFERS[application.number], day, sender=SIGNED[application.number])
    return Letter(day, "Leif Carmody <leif@farrowgate.example>", *FROZEN) if step == "z" else None


def _acknowledgement(application, day: date) -> Letter:
    if application.channel == "LinkedIn":
        return _letter(application, SENT_BY_LINKEDIN, day, sender="LinkedIn <jobs@linkedin.example>")
    if application.company == "Yarrowtide Ferries":
        return _letter(application, RECEIVED_FR, day)
    return _letter(application, ACKNOWLEDGED[application.number % len(ACKNOWLEDGED)], day)


def _rejection(application, day: date) -> Letter:
    if application.number in STATED:
        subject = REJECTED[application.number % 2][0]
        words = (
            "Dear Robin,\n\nthank you for applying for {role}. To be open with you: "
            + STATED[application.number]
        )
        return _letter(application, (subject, words + "\n\nKind regards,\n{company}"), day)
    has_met = any(step in "cif" for step, _ in application.path)
    form = AFTER_MEETING if has_met else REJECTED[application.number % len(REJECTED)]
    return _letter(application, form, day)


def _letter(
    application, form: tuple[str, str], day: date, sent: date | None = None, sender: str = ""
) -> Letter:
    """Return a form filled in; `day` is the day it speaks of, `sent` the day it was sent."""
    told = {
        "company": application.company,
        "role": application.role,
        "place": application.place,
        "reference": f"R-{2600 + application.number * 13}",
        "day": f"{day.day} {MONTHS[day.month - 1]}",
        "weekday": DAYS[day.weekday()],
    }
    subject, words = (text.format(**told) for text in form)
    sent = sent or day
    sent -= timedelta(days=max(0, sent.weekday() - 4))  # nobody writes on a weekend
    dress = DRESSES[application.number % len(DRESSES)]
    return Letter(sent, sender or _sender(application), subject, words, dress=dress)


def _sender(application) -> str:
    """Return who sends for this employer: recruiting systems for most, as in life."""
    systems = (
        "no-reply@hirelane.example",
        "notifications@talentgate.example",
        f"careers@{application.slug}.example",
    )
    return f"{application.company} Recruiting <{systems[application.number % 3]}>"


def _others() -> Iterator[Letter]:
    for day, sender, subject, words in OTHERS:
        yield Letter(_on(day), sender, subject, words, dress="html" if "jobdrift" in sender else "plain")
    for day, to, subject, words in SENT:
        yield Letter(_on(day), ROBIN, subject, words, to=to, thread=to)
    day, sender, subject, words = REPLY
    yield Letter(_on(day), sender, subject, words, thread="reply")


def _message(number: int, letter: Letter) -> bytes:
    """Return one message as it stands in an mbox, its lines that begin with From quoted."""
    zone = SUMMER if 3 < letter.day.month < 11 else UTC
    when = datetime.combine(letter.day, time(8 + number % 9, number * 7 % 60), zone)
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = letter.sender, letter.to, letter.subject
    message["Date"] = format_datetime(when)
    message["Message-ID"] = _message_id(letter)
    if letter.thread == "reply":
        message["In-Reply-To"] = message["References"] = _message_id(_asked())
    _dress(message, letter)
    if message.is_multipart():
        message.set_boundary(f"=_robin_{number:03}")
    sent = when.astimezone(UTC)
    stamp = f"{DAYS[sent.weekday()]} {MONTHS[sent.month - 1]} {sent.day:2} {sent:%H:%M:%S %Y}"
    body = message.as_bytes().replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
    return b"From - " + stamp.encode() + b"\n" + body.rstrip(b"\n") + b"\n\n"


def _dress(message: EmailMessage, letter: Letter) -> None:
    page = (
        "<html><body>" + "".join(f"<p>{part}</p>" for part in letter.words.split("\n\n")) + "</body></html>"
    )
    page = page.replace("\n", "<br>\n")
    if letter.dress == "html":
        message.set_content(page, subtype="html", cte="quoted-printable")
    elif letter.dress == "base64":
        message.set_content(letter.words, cte="base64")
    elif letter.dress == "latin":
        charset = "iso-8859-1" if all(ord(letter) < 256 for letter in letter.words) else "windows-1252"
        message.set_content(letter.words, charset=charset, cte="quoted-printable")
    else:
        message.set_content(letter.words, cte="quoted-printable" if letter.dress == "both" else "8bit")
        if letter.dress == "both":
            message.add_alternative(page, subtype="html", cte="base64")


def _message_id(letter: Letter) -> str:
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "." for sign in letter.subject.lower())
    return f"<{letter.day:%m%d}.{plain[:40].strip('.')}@mail.example>"


def _asked() -> Letter:
    day, to, subject, words = SENT[-1]
    return Letter(_on(day), ROBIN, subject, words, to=to)


def _on(month_day: str) -> date:
    return date.fromisoformat(f"2026-{month_day}")
