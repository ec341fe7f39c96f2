"""Robin's résumé, and the LinkedIn export of the invented search."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, datetime

SITE = "https://www.linkedin.example"
ME = "Robin Vale"

RESUME = {
    "basics": {
        "name": ME,
        "label": "Planning and operations analyst",
        "email": "robin.vale@example.com",
        "url": "https://robin-vale.example",
        "summary": "I turn messy schedules into plans that people can keep. Nine years in freight and ferries.",
        "location": {"city": "Port Alder"},
    },
    "work": [
        {
            "name": "Brackenfield Freight",
            "description": "Freight transport",
            "position": "Operations Analyst",
            "startDate": "2021-03",
            "endDate": "2025-12",
            "summary": "Capacity planning for 140 lorries until the planning office was closed.",
            "highlights": [
                "Cut empty kilometres by 11 % in two winters",
                "Built the weekly forecast that four depots plan with",
            ],
        },
        {
            "name": "Harbourlight Ferries",
            "description": "Passenger transport by sea",
            "position": "Planning Assistant",
            "startDate": "2017-09",
            "endDate": "2021-02",
            "summary": "Timetables and rosters for six ships.",
            "highlights": ["Moved the roster from paper to SQL"],
        },
        {
            "name": "Greywater College",
            "description": "Adult education",
            "position": "Teaching Assistant, Statistics",
            "startDate": "2017-01",
            "endDate": "2018-06",
            "summary": "Evening classes, beside the ferries.",
        },
    ],
    "education": [
        {
            "institution": "Greywater University",
            "area": "Transport Planning",
            "studyType": "Bachelor of Science",
            "startDate": "2014-09",
            "endDate": "2017-07",
        }
    ],
    "certificates": [{"name": "Lean Six Sigma Green Belt", "issuer": "Alder Institute", "date": "2022-05"}],
    "skills": [
        {"name": "Planning", "keywords": ["Demand forecasting", "Capacity planning", "Rostering"]},
        {"name": "Data", "keywords": ["SQL", "Excel", "Power BI"]},
        {"name": "Working with people", "keywords": ["Process mapping", "Workshop facilitation"]},
    ],
    "languages": [
        {"language": "English", "fluency": "Native speaker"},
        {"language": "French", "fluency": "Intermediate"},
    ],
}

# first name, last name, company, position, connected on
CONNECTIONS = (
    ("Joss", "Petrakis", "Sablerow Partners", "Senior Consultant", "14 Sep 2019"),
    ("Mika", "Thornbury", "Larkhollow Homes", "Head of Sales Planning", "02 May 2020"),
    ("Ansel", "Brookmire", "Pebblewright Quarries", "Fleet Coordinator", "21 Nov 2021"),
    ("Dorrit", "Vancely", "Underhallow Archives", "Archivist", "08 Mar 2018"),
    ("Leif", "Carmody", "Farrowgate Recruitment", "Recruiter", "25 Feb 2026"),
    ("Odalys", "Ferrow", "Fallowmere Water", "Talent Partner", "27 Jan 2026"),
    ("Imke", "Sandoval", "Tallowbrook Transit", "Head of Planning", "11 Feb 2026"),
    ("Tomas", "Lindqvayle", "Tallowbrook Transit", "Senior Planner", "12 Feb 2026"),
    ("Wren", "Adeyomo", "Ostervane Rail", "Service Planning Manager", "20 Apr 2026"),
    ("Halima", "Dufresnoy", "Zephyrmoor Wind", "Operations Manager", "12 Jun 2026"),
    ("Bastien", "Crowhurstle", "Gantrydale Ports", "Planning Manager", "25 Jun 2026"),
    ("Noor", "Castellane", "Frostwick Cold Chain", "Operations Director", "26 Aug 2026"),
    ("Yuki", "Farrant-Moss", "Hartsedge Rail", "Planning Manager", "14 Aug 2026"),
    ("Edda", "Rowanfield", "Brackenfield Freight", "Dispatcher", "11 Mar 2021"),
    ("Samir", "Oakhollow", "Cloudbarrow Airports", "Shift Planner", "30 Jan 2022"),
    ("Petra", "Linnell, PhD", "Greywater University", "Lecturer", "19 Jul 2017"),
    ("Oleander", "Pym", "Meadowquill Foods Ltd", "Buyer", "06 Oct 2023"),
    ("Isolde", "Fenwright", "Brindlemark Freight", "Planning Lead", "17 May 2022"),
    ("", "", "", "", "07 Jun 2026"),
)
IN_MARCH = {("Isolde", "Fenwright"): "Route Planner"}
"""Who had another position when Robin saved the connections for the first time, on the last day of March."""
# talk, who speaks ("" is Robin), to or with whom, moment (UTC), subject, words
MESSAGES = (
    ("t01", "", "Imke Sandoval", "2026-02-11 18:02:11", "", "Thank you for the conversation today. I kept thinking about the Sunday timetable."),
    ("t01", "Imke Sandoval", "", "2026-02-12 07:45:30", "", "The pleasure was ours. See you for the last round!"),
    ("t02", "Leif Carmody", "", "2026-02-24 09:10:02", "Planning Analyst in Port Alder", "Hello Robin, I have a role that could suit you. Do you have ten minutes?"),
    ("t02", "", "Leif Carmody", "2026-02-24 12:31:47", "", "Gladly, tomorrow after four?"),
    ("t03", "", "Wren Adeyomo", "2026-04-20 10:05:00", "", "Thank you again for the ten minutes on Friday. It changed how I will do the next case."),
    ("t04", "", "Halima Dufresnoy", "2026-06-11 08:20:41", "", "I read your talk on crew shifts at sea. We had the same problem with ferries; may I ask how you solved the tide?"),
    ("t04", "Halima Dufresnoy", "", "2026-06-12 15:12:09", "", "With a very large spreadsheet and a good cook. We are hiring, by the way."),
    ("t05", "", "Bastien Crowhurstle", "2026-06-23 09:44:00", "", "I applied in January and was too general. Could I ask what your planners do on a bad day?"),
    ("t05", "Bastien Crowhurstle", "", "2026-06-25 19:30:15", "", "Good question. Come by the quay on Thursday."),
    ("t06", "", "Iolanthe Birk", "2026-08-10 11:00:00", "", "Your kiln schedule was on the radio, and I have a question about it."),
    ("t07", "", "Yuki Farrant-Moss", "2026-08-12 07:58:20", "", "May I ask how Hartsedge plans for engineering works?"),
    ("t07", "Yuki Farrant-Moss", "", "2026-08-14 12:05:05", "", "Of course. The vacancy goes online on Monday, write to me when you have sent it."),
    ("t08", "LinkedIn Member", "", "2026-05-03 06:00:00", "Earn from home", "An unmissable opportunity."),
    ("t09", "", "Imke Sandoval", "2026-09-09 07:15:00", "", "Yes, very much. Thursday at five?"),
)  # fmt: skip
# to or from whom, sent at, direction
INVITATIONS = (
    ("Imke Sandoval", "2/11/26, 6:01 PM", "OUTGOING"),
    ("Tomas Lindqvayle", "2/11/26, 6:03 PM", "OUTGOING"),
    ("Corin Massenoy", "3/2/26, 8:15 PM", "OUTGOING"),
    ("Wren Adeyomo", "4/20/26, 10:07 AM", "OUTGOING"),
    ("Halima Dufresnoy", "6/11/26, 8:19 AM", "OUTGOING"),
    ("Bastien Crowhurstle", "6/23/26, 9:42 AM", "OUTGOING"),
    ("Yuki Farrant-Moss", "8/12/26, 7:57 AM", "OUTGOING"),
    ("Noor Castellane", "8/25/26, 5:30 PM", "OUTGOING"),
    ("Cosmo Brightwell", "10/12/26, 4:04 PM", "INCOMING"),
)
NOTE = (
    "When exporting your connection data, you may notice that some of the email addresses are missing. You will only"
    " see email addresses for connections who have allowed their connections to see or download their email address."
)
PROMISED = {
    6: "Operations Analyst (all genders)",
    25: "Service Planner - Port Alder",
}  # as LinkedIn has the title


def resume_json() -> bytes:
    """Return the résumé as JSON Resume 1.0."""
    return (json.dumps(RESUME, ensure_ascii=False, indent=2) + "\n").encode()


def linkedin_zip(applications, saved) -> bytes:
    """Return the export, stored without compression so that every machine writes the same bytes."""
    applications = list(applications)
    tables = {
        "Connections.csv": _csv(_connections()),
        "Education.csv": _csv(_education()),
        "Invitations.csv": _csv(_invitations()),
        "Jobs/Job Applications.csv": _csv(_applied(applications)),
        "Jobs/Saved Jobs.csv": _csv(_saved(applications, saved)),
        "Languages.csv": _csv([["Name", "Proficiency"], *([one["language"], one["fluency"]] for one in RESUME["languages"])]),
        "Certifications.csv": _csv(_certifications()),
        "Logins.csv": _csv([["Login Date", "IP Address", "User Agent", "Login Type"], ["2026-10-30 07:01:12 UTC", "192.0.2.44", "Mozilla/5.0", "Login"]]),
        "messages.csv": _csv(_messages()),
        "PhoneNumbers.csv": _csv([["Extension", "Number", "Type"], ["", "+44 20 7946 0311", "Mobile"]]),
        "Positions.csv": _csv(_positions()),
        "Profile.csv": _csv(_profile()),
        "Skills.csv": _csv([["Name"], *([word] for group in RESUME["skills"] for word in group["keywords"]), ["Geographic Information Systems"]]),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in tables.items():
            entry = zipfile.ZipInfo(name, (2026, 10, 31, 8, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def connections_in_march() -> bytes:
    """Return the connections alone as an earlier export had them: who was one by March, in the position of then."""
    known = [row for row in CONNECTIONS if row[0] and _day(row[-1]) <= date(2026, 3, 31)]
    rows = [(*row[:3], IN_MARCH.get(row[:2], row[3]), row[4]) for row in known]
    return _csv(_connections(rows))


def _day(written: str) -> date:
    return datetime.strptime(written, "%d %b %Y").date()  # noqa: DTZ007 a day of no zone


def _csv(rows) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _applied(applications):
    yield [
        "Application Date",
        "Contact Email",
        "Contact Phone Number",
        "Company Name",
        "Job Title",
        "Job Url",
        "Resume Name",
        "Question And Answers",
    ]
    for one in reversed(applications):
        if one.channel == "LinkedIn":
            answers = (
                "How many years of planning experience do you have?:8 | Can you start within a month?:Yes"
            )
            title = PROMISED.get(one.number, one.role)
            yield [
                _moment(one.applied, one.number),
                "robin.vale@example.com",
                " +44 20 7946 0311",
                one.company,
                title,
                _job(one.number),
                f"{one.resume}.pdf",
                answers if one.number % 3 else "",
            ]
    yield ["4/1/26, 7:30 AM", "robin.vale@example.com", " +44 20 7946 0311", "", "", _job(99), "", ""]


def _saved(applications, saved):
    yield ["Saved Date", "Job Url", "Job Title", "Company Name"]
    for number, day in ((3, "1/9/26, 9:12 PM"), (51, "7/19/26, 8:40 PM")):
        one = applications[number - 1]
        yield [day, _job(number), one.role, one.company]
    for number, (company, role, *_) in enumerate(saved, 70):
        yield [f"10/{number - 49}/26, 9:05 PM", _job(number), role.title(), company]


def _connections(rows=CONNECTIONS):
    yield ["Notes:"]
    yield [NOTE]
    yield []
    yield ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"]
    for first, last, company, position, day in rows:
        email = "joss@example.net" if first == "Joss" else ""
        yield [first, last, _profile_of(f"{first} {last}") if first else "", email, company, position, day]


def _messages():
    yield [
        "CONVERSATION ID",
        "CONVERSATION TITLE",
        "FROM",
        "SENDER PROFILE URL",
        "TO",
        "RECIPIENT PROFILE URLS",
        "DATE",
        "SUBJECT",
        "CONTENT",
        "FOLDER",
        "ATTACHMENTS",
        "IS MESSAGE DRAFT",
        "IS CONVERSATION DRAFT",
    ]
    for talk, sender, to, moment, subject, words in reversed(MESSAGES):
        sender, to = sender or ME, to or ME
        url = "" if sender == "LinkedIn Member" else _profile_of(sender)
        yield [
            talk,
            "",
            sender,
            url,
            to,
            _profile_of(to),
            f"{moment} UTC",
            subject,
            words,
            "INBOX",
            "",
            "No",
            "No",
        ]


def _invitations():
    yield ["From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl", "inviteeProfileUrl"]
    for name, day, direction in INVITATIONS:
        pair = (ME, name) if direction == "OUTGOING" else (name, ME)
        yield [*pair, day, "", direction, *map(_profile_of, pair)]


def _positions():
    yield ["Company Name", "Title", "Description", "Location", "Started On", "Finished On"]
    for role in RESUME["work"][:2]:
        yield [
            role["name"],
            role["position"],
            role["summary"],
            "Port Alder",
            _month(role["startDate"]),
            _month(role["endDate"]),
        ]


def _education():
    yield ["School Name", "Start Date", "End Date", "Notes", "Degree Name", "Activities"]
    yield ["Greywater University", "2014", "2017", "", "BSc Transport Planning", "Choir"]


def _certifications():
    yield ["Name", "Url", "Authority", "Started On", "Finished On", "License Number"]
    yield ["Lean Six Sigma Green Belt", "", "Alder Institute", "May 2022", "", ""]


def _profile():
    yield [
        "First Name",
        "Last Name",
        "Maiden Name",
        "Address",
        "Birth Date",
        "Headline",
        "Summary",
        "Industry",
        "Zip Code",
        "Geo Location",
    ]
    yield [
        "Robin",
        "Vale",
        "",
        "",
        "",
        "Planning and operations analyst",
        "",
        "Transportation",
        "",
        "Port Alder",
    ]


def _moment(day: date, number: int) -> str:
    hour, minute = 7 + number % 12, number * 11 % 60
    return f"{day.month}/{day.day}/{day:%y}, {hour % 12 or 12}:{minute:02} {'AM' if hour < 12 else 'PM'}"


def _month(text: str) -> str:
    return f"{'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()[int(text[5:]) - 1]} {text[:4]}"


def _job(number: int) -> str:
    return f"{SITE}/jobs/view/41000000{number:02}"


def _profile_of(name: str) -> str:
    return f"{SITE}/in/" + "-".join(name.lower().replace(",", "").split())
