"""Make a store with one of everything, by the jobkit of the version it is for: `python make.py FOLDER`.

Run it with the code of that version first on the path. It writes `search.sql` (the store as text) and
`tables.json` (what that version reads in it) into FOLDER, and is kept to show what stands in them.
"""

from __future__ import annotations

import io
import json
import mailbox
import sqlite3
import sys
import tempfile
import zipfile
from contextlib import closing
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

TABLES = ("events", "applications", "evidence", "hires", "people", "steps", "credentials", "reflections")
SEEN = (*TABLES, "postings", "problems")
LAST = "2026-10-31"

TRACKER = """Company,Role,Date applied,Status,Interview,Source,Notes
Quellbach GmbH,Data Analyst,2026-01-05,Rejected,2026-01-20,referral,kind people
Ostrava Foods,Baker,2026-01-06,,,job board,
Pineholt Rail,Planner,2026-02-02,Offer,2026-02-16,company site,
Pineholt Rail,Senior Planner,2026-06-02,Applied,,company site,
Thistlewick Glass,Clerk,2026-02-30,Applied,,,a day that is none
Marrowby Inc,Analyst,2026-03-03,Rejected,,job board,
"""
LINKEDIN = {
    "Connections.csv": (
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Odd,Fellowes,https://www.linkedin.example/in/odd,,Quellbach GmbH,Buyer,02 May 2019\n"
    ),
    "Jobs/Job Applications.csv": (
        "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,"
        "Question And Answers\n"
        '"4/7/26, 8:11 AM",,,Lakeford Metals,Planning Analyst,https://www.linkedin.example/jobs/view/41,,\n'
    ),
    "Skills.csv": "Name\nForecasting\n",
    "Profile.csv": "First Name,Last Name,Headline\nRobin,Example,Analyst\n",
}
LETTERS = (
    ("Thank you for applying to Lakeford Metals", "2026-04-07", "We have received your application for the"
     " position of Planning Analyst. We will get back to you.", "jobs@lakeford.example"),
    ("Your application for Planning Analyst", "2026-05-04", "Unfortunately, we have decided to move forward"
     " with other candidates.", "jobs@lakeford.example"),
    ("Lunch on Sunday?", "2026-05-05", "Shall we meet at one?", "cousin@mail.example"),
)  # fmt: skip
RESUME = {
    "basics": {"name": "Robin Example", "email": "robin@mail.example"},
    "work": [{"name": "Brackenhall Freight", "position": "Analyst", "startDate": "2019-03", "endDate": "2025-12"}],
    "education": [{"institution": "Greyford University", "studyType": "Bachelor", "area": "Transport"}],
    "skills": [{"name": "Excel"}, {"name": "Excell"}],
}  # fmt: skip
JOB = {"application": "Quellbach GmbH / Data Analyst"}
NOTES = [
    {"record": "posting", "on": "2026-01-04", **JOB, "requirement": "SQL", "strength": "must"}
    | {"dimension": "skill", "value": "SQL"},
    {"record": "person", "on": "2026-01-20", **JOB, "name": "Imke Sandover", "part": "hiring_manager"}
    | {"company": "Quellbach GmbH", "email": "imke@quellbach.example"},
]
HIRED = """{"basics": {"name": "Nobody Kept"}, "work": [{"name": "Elsewhere", "position": "Senior Analyst",
"startDate": "2014-01"}], "skills": [{"name": "SQL"}]}"""


def commands(folder: Path) -> list[tuple[str, ...]]:
    """Return everything that a person says to a search, in the order in which they say it."""
    here = {
        name: str(folder / name) for name in ("t.csv", "li.zip", "mail.mbox", "r.json", "n.json", "h.json")
    }
    return [
        ("add", here["t.csv"]),
        ("add", here["li.zip"], here["mail.mbox"], here["r.json"], here["n.json"]),
        ("log", "applied", "--company", "Fennick & Co", "--role", "Clerk", "--date", "2026-03-09"),
        ("log", "screening", "Fennick & Co", "--date", "2026-03-20", "--note", "by phone"),
        ("log", "rejected", "Quellbach GmbH", "--date", "2026-02-03"),
        ("log", "withdrawn", "Fennick & Co", "--date", "2026-04-01"),
        ("why", "Quellbach GmbH", "not_demonstrated", "--date", "2026-02-03"),
        ("why", "Quellbach GmbH", "more_qualified", "--says", "feedback", "--words", "ten years",
         "--date", "2026-02-10"),
        ("hire", "Quellbach GmbH", "--from", "external", "--known-by", "their site", "--hired", "2026-04-01",
         "-c", "years=8-10", "-c", "skills=SQL;Python"),
        ("hire", "Quellbach GmbH", "--file", here["h.json"]),
        ("hire", "Quellbach GmbH", "--left", "2026-09-01"),
        ("person", "Nell Farrow", "--part", "referral", "--application", "Pineholt Rail / Planner",
         "--email", "nell@pineholt.example"),
        ("person", "Ole Contact", "--company", "Ostrava Foods", "--title", "Miller", "--phone", "+44 20 7946 0311"),
        ("done", "Quellbach GmbH", "thank_manager", "--date", "2026-02-04", "--person", "Imke Sandover"),
        ("done", "Quellbach GmbH", "ask_feedback", "--outcome", "answered", "--date", "2026-02-12",
         "--words", "we missed an example", "--reason", "not_demonstrated"),
        ("done", "Quellbach GmbH", "coffee", "--outcome", "done", "--date", "2026-06-04", "--advice",
         "Show the work", "--insight", "They plan by hand", "--person", "the person hired"),
        ("done", "Pineholt Rail / Planner", "thank_note", "--outcome", "snoozed", "--date", "2026-02-17",
         "--until", "2026-02-20"),
        ("reflect", "2026-02", "--plan", "If a reply takes a month, then I ask once", "--obstacle", "no time",
         "--prediction", "0.6 an interview at Pineholt Rail", "--answer", "It was a month", "--experiment",
         "short letters", "--air", "Ask earlier"),
        ("reflect", "2026-03", "--review", "If a reply", "done"),
        ("reflect", "2026-06", "--did", "Show the", "A page of pictures"),
        ("split", "EVENT Lakeford rejected"),
        ("merge", "Marrowby Inc", "Pineholt Rail / Senior Planner"),
        ("correct", "EVENT Thistlewick Glass applied", "date=2026-02-28"),
        ("me", "--correct", "CREDENTIAL Excell", "name=SQL"),
        ("me", "--drop", "CREDENTIAL Excel"),
        ("log", "closed", "Ostrava Foods", "--date", "2026-05-05"),
        ("undo",),
    ]  # fmt: skip


def files(folder: Path) -> None:
    """Write what is imported."""
    (folder / "t.csv").write_text(TRACKER, encoding="utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in LINKEDIN.items():
            archive.writestr(name, text)
    (folder / "li.zip").write_bytes(packed.getvalue())
    box = mailbox.mbox(folder / "mail.mbox")
    for number, (subject, day, text, sender) in enumerate(LETTERS):
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = sender, "robin@mail.example", subject
        letter["Date"] = datetime.fromisoformat(f"{day}T09:00:00+00:00")
        letter["Message-ID"] = f"<{number}@mail.example>"
        letter.set_content(text)
        box.add(letter)
    box.close()
    for name, what in (("r.json", RESUME), ("n.json", NOTES)):
        (folder / name).write_text(json.dumps(what), encoding="utf-8")
    (folder / "h.json").write_text(HIRED, encoding="utf-8")


def ids(search, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a command with the ids for what it names in words."""
    made = []
    for word in words:
        if word.startswith("EVENT "):
            company, kind = word.removeprefix("EVENT ").rsplit(" ", 1)
            events = search.events
            word = events.loc[events["company"].eq(company) & events["kind"].eq(kind), "event"].iloc[-1]
        elif word.startswith("CREDENTIAL"):
            rows = search.credentials
            word = rows.loc[rows["name"] == word.split()[1], "fact"].iloc[0]
        made.append(word)
    return tuple(made)


def seen(search) -> dict:
    """Return the tables of a search, its days in words, as JSON can hold them."""
    made = {}
    for name in SEEN:
        table = getattr(search, name)
        table = table.reset_index() if table.index.name else table
        made[name] = json.loads(table.to_json(orient="records", date_format="iso", date_unit="s"))
    return made


def dumped(path: Path) -> str:
    """Return a store as text: `iterdump` with what it leaves out, by which jobkit knows its own."""
    with closing(sqlite3.connect(path)) as connection:
        told = [
            f"PRAGMA {name} = {connection.execute(f'PRAGMA {name}').fetchone()[0]};"
            for name in ("application_id", "user_version")
        ]
        return "\n".join([*told, *connection.iterdump(), ""])


def main(target: Path) -> None:
    """Write the two files."""
    import jobkit

    try:
        from jobkit import cli
    except ImportError:
        from jobkit.commands import cli

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files(folder)
        for words in commands(folder):
            name, *rest = ids(jobkit.Search(folder / "s"), words)
            status = cli.main([name, "--data", str(folder / "s"), *rest])
            if status:
                print("status", status, *words)
        search = jobkit.Search(folder / "s", as_of=LAST)
        target.mkdir(parents=True, exist_ok=True)
        told = json.dumps(seen(search), indent=1, ensure_ascii=False, sort_keys=True)
        (target / "tables.json").write_text(told + "\n", encoding="utf-8")
        search.backup(folder / "copy.db")
        (target / "search.sql").write_text(dumped(folder / "copy.db"), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
