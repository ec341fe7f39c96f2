"""Write the invented sample search in data/sample: one story, told by each kind of file people have.

Run it as `python benchmarks/make_sample.py [FOLDER]`. The story below is written by hand; every file
is made from it, so that spreadsheet, mail and LinkedIn export tell of the same days. Nothing here is
drawn at random and no clock is read: the same story gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import sample_calendar
import sample_mail
import sample_notes
import sample_profile

YEAR = 2026
SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"

# One line an application: number, day applied, channel, company, role, place, way of working, then
# what came, as letter and day. k acknowledged, s phone screen, c case study, i interview, f final
# round, o offer, x rejected, z closed for everyone, w withdrawn, d declined, a accepted.
STORY = """
01 01-08 | job board    | Copperwick Parcels     | Operations Analyst         | Port Alder | on site |
02 01-08 | LinkedIn     | Hollowick Stores       | Demand Planner             | Bellhaven  | hybrid  | k01-08 x01-29
03 01-12 | company site | Tallowbrook Transit    | Operations Analyst         | Port Alder | hybrid  | k01-12 s01-21 c01-30 i02-10 f02-19 x03-03
04 01-14 | job board    | Vantlow Insurance      | Business Analyst           | Bellhaven  | remote  |
05 01-15 | job board    | Gantrydale Ports       | Planning Analyst           | Port Alder | on site | k01-15 x02-02
06 01-19 | LinkedIn     | Oakenspire Bank        | Operations Analyst         | Bellhaven  | hybrid  |
07 01-21 | LinkedIn     | Marrowfinch Logistics  | Senior Planning Analyst    | Port Alder | hybrid  | k01-21 s01-30 c02-09 x02-20
08 01-22 | job board    | Umberfield Textiles    | Supply Planner             | Greywater  | on site |
09 01-26 | careers fair | Fallowmere Water       | Service Planner            | Greywater  | hybrid  | s02-03 x02-16
10 01-27 | job board    | Juniperfen Dairy       | Supply Planner             | Greywater  | on site | k01-27 x02-13
11 01-29 | LinkedIn     | Lanternfield Schools   | Data Analyst               | Bellhaven  | remote  |
12 02-02 | job board    | Kestrelbay Airports    | Operations Analyst         | Port Alder | on site | k02-02
13 02-03 | job board    | Inkerfold Print        | Business Analyst           | Bellhaven  | hybrid  |
14 02-04 | referral     | Quillhaven Foods       | Supply Planning Lead       | Port Alder | hybrid  | s02-11 c02-20 i02-27 x03-10
15 02-06 | LinkedIn     | Willowgauge Instruments | Operations Analyst        | Greywater  | hybrid  | k02-06 x03-04
16 02-09 | job board    | Bramblegate Grocers    | Demand Planner             | Bellhaven  | on site |
17 02-09 | job board    | Bramblegate Grocers    | Demand Planner             | Bellhaven  | on site |
18 02-12 | recruiter    | Duskwell Pharma        | Planning Analyst           | Bellhaven  | hybrid  |
19 02-17 | company site | Fernmoor Health Trust  | Operations Analyst         | Greywater  | hybrid  | k02-17 s03-02 c03-12 i03-20 x03-31
20 02-19 | referral     | Larkhollow Homes       | Business Analyst           | Port Alder | hybrid  |
21 02-24 | recruiter    | Saltmarrow Shipping    | Planning Analyst           | Port Alder | on site | s02-27 z03-16
22 03-02 | job board    | Cindershore Steel      | Supply Planner             | Greywater  | on site | k03-02 s03-12 x03-19
23 03-03 | LinkedIn     | Mothwing Airlines      | Operations Analyst         | Port Alder | on site |
24 03-05 | company site | Rookery Lane Media     | Data Analyst               | Bellhaven  | remote  |
25 03-09 | LinkedIn     | Ostervane Rail         | Service Planner            | Port Alder | hybrid  | k03-09 s03-18 c03-27 x04-09
26 03-11 | company site | Elderglade Council     | Service Planner            | Greywater  | hybrid  | k03-11 s04-28 x05-08
27 03-16 | job board    | Nettlequay Tools       | Operations Analyst         | Bellhaven  | on site | k03-16 x04-01
28 03-18 | LinkedIn     | Pellworth Retail Group | Demand Planner             | Bellhaven  | hybrid  | k03-18 s03-27 c04-07 x04-20
29 03-24 | company site | Glimmerpost Couriers   | Planning Analyst           | Port Alder | hybrid  |
30 03-26 | recruiter    | Hazelvault Storage     | Operations Analyst         | Greywater  | on site | s04-01 w04-03
31 03-30 | job board    | Ivorygate Clinics      | Business Analyst           | Bellhaven  | hybrid  | x04-15
32 04-02 | company site | Thistledeep Mining     | Planning Analyst           | Greywater  | on site |
33 04-07 | job board    | Yarrowtide Ferries     | Service Planner            | Port Alder | on site | k04-07
34 04-09 | referral     | Sablerow Partners      | Business Analyst           | Bellhaven  | hybrid  | s04-15 c04-24 x05-05
35 04-14 | job board    | Opaldrift Glass        | Supply Planner             | Greywater  | on site | k04-14 x05-04
36 04-16 | LinkedIn     | Castervolt Energy      | Operations Insight Analyst | Port Alder | hybrid  | k04-16 s04-29 c05-11 i05-19 x06-01
37 04-21 | LinkedIn     | Emberlane Energy       | Data Analyst               | Bellhaven  | remote  |
38 04-23 | job board    | Dovetailor Furniture   | Demand Planner             | Greywater  | on site |
39 04-28 | job board    | Frostwick Cold Chain   | Operations Analyst         | Greywater  | on site | k04-28 s05-08 x05-14
40 05-06 | LinkedIn     | Quaggawell Utilities   | Operations Analyst         | Bellhaven  | hybrid  |
41 05-12 | company site | Ravelmoor Knit         | Supply Planner             | Greywater  | on site |
42 05-20 | job board    | Velvetmoss Hotels      | Business Analyst           | Bellhaven  | remote  | k05-20 x06-05
43 05-27 | company site | Tidewhistle Marine     | Planning Analyst           | Port Alder | hybrid  | k05-27
44 06-16 | wrote first  | Zephyrmoor Wind        | Operations Analyst         | Port Alder | hybrid  | s06-22 c07-01 x07-16
45 06-18 | LinkedIn     | Ashlarway Build        | Planning Analyst           | Bellhaven  | on site | k06-18 s06-30 x07-09
46 06-24 | referral     | Pebblewright Quarries  | Operations Analyst         | Greywater  | on site |
47 06-30 | wrote first  | Gantrydale Ports       | Senior Operations Analyst  | Port Alder | hybrid  | s07-06 i07-15 i07-17 f07-24 x08-04
48 07-07 | job board    | Sedgemantle Farms      | Supply Planner             | Greywater  | on site | k07-07 s07-20 x07-27
49 07-09 | recruiter    | Quincewater Drinks     | Demand Planner             | Bellhaven  | hybrid  | s07-14 c07-23 x08-03
50 07-14 | LinkedIn     | Wickerdown Parcels     | Operations Analyst         | Port Alder | on site |
51 07-21 | company site | Brindlemark Freight    | Planning Lead              | Port Alder | hybrid  | k07-21 s07-30 c08-11 i08-20 x09-02
52 07-28 | referral     | Underhallow Archives   | Operations Manager         | Bellhaven  | on site | x08-10
53 08-06 | careers fair | Frostwick Cold Chain   | Planning Analyst           | Greywater  | hybrid  | s08-12 i08-25 o09-01 d09-04
54 08-13 | wrote first  | Kilnmarsh Ceramics     | Operations Analyst         | Greywater  | on site |
55 08-18 | wrote first  | Hartsedge Rail         | Service Planning Analyst   | Port Alder | hybrid  | s08-26 c09-04 i09-14 w10-09
56 08-25 | company site | Mossgarden Clinics     | Operations Analyst         | Bellhaven  | hybrid  | k08-25 x09-21
57 09-03 | LinkedIn     | Fallowmere Water       | Operations Analyst         | Greywater  | hybrid  |
58 09-08 | company site | Copperwick Parcels     | Planning Lead              | Port Alder | hybrid  | k09-08 s09-15 c09-24 i10-01 w10-09
59 09-15 | wrote first  | Tallowbrook Transit    | Operations Analyst         | Port Alder | hybrid  | s09-18 i09-25 f10-01 o10-06 a10-08
60 09-22 | recruiter    | Meadowquill Foods      | Supply Planner             | Greywater  | hybrid  |
61 09-29 | LinkedIn     | Lakeforge Metals       | Planning Analyst           | Bellhaven  | hybrid  | k09-29 x10-20
62 10-02 | company site | Cloudbarrow Airports   | Operations Analyst         | Port Alder | on site | k10-02
"""

NEW_RESUME = date(YEAR, 6, 15)  # from here on Robin sends CV B

# What Robin's spreadsheet says otherwise, or not at all: it is kept by hand.
FORGOTTEN = {37, 50}  # sent from the phone, only LinkedIn knows
STALE = {31, 56, 61}  # the rejection came by mail and was never written down
WRITTEN_AS = {  # number: {column: what stands there}
    1: {"Company ": "copperwick parcels"},
    2: {"Status": "Rejected :("},
    3: {"Status": "REJECTED", "Notes": "panel with Imke Sandoval + Tomas Lindqvayle, felt good"},
    5: {"Status": "rejceted"},
    6: {"Status": "👻"},
    7: {"Case study ": "09/02/2026 10:00", "Notes": "case: regional depot plan. not enough experience?"},
    9: {"Notes": "met Odalys at the stand"},
    12: {"Answer": "-"},
    14: {"Company ": "QUILLHAVEN FOODS", "Notes": "via Joss"},
    16: {"Link": "", "Notes": "two openings, sent one for each"},
    17: {"Link": "", "Notes": "two openings, sent one for each"},
    18: {"Answer": "?", "Status": "no reply"},
    20: {"Notes": "Mika passed it on"},
    21: {"Status": "Role frozen", "Notes": "recruiter: hiring stopped until next year"},
    23: {"Status": "👻 nothing"},
    25: {"Notes": "ask for feedback!"},
    26: {"Answer": "8/52026", "Status": "Rejected"},
    30: {"Status": "Withdrew", "Notes": "night shifts, 90 min each way"},
    31: {"Notes": "rejected by mail 15/04/2026"},
    34: {"Company ": "Sablerow Partners ", "Notes": "via Joss again"},
    36: {"Status": "rejected again :(", "Notes": "second time the case goes well and then nothing"},
    38: {"Applied": "23/4"},
    39: {"Company ": "Frostwick Cold-Chain"},
    42: {"Notes": "they want three days in Bellhaven after all"},
    44: {"Notes": "wrote to Halima Dufresne first. new CV"},
    46: {"Notes": "Ansel knows the site manager"},
    47: {"Company ": "Gantrydale Ports Ltd.", "Notes": "wrote to the planning manager first"},
    52: {"Status": "Rejected - needs line management"},
    53: {"Company ": "Frostwick Cold Chain Inc.", "Status": "Declined offer", "Notes": "six months fixed term, below what I had"},
    55: {"Status": "withdrew (accepted elsewhere)"},
    58: {"Status": "withdrew (accepted elsewhere)"},
    59: {"Company ": "Tallowbrook Transit", "Status": "🎉 ACCEPTED!!", "Notes": "Imke wrote: it is open again. second try"},
}  # fmt: skip
MARCH = date(YEAR, 3, 31)  # on this day Robin exported the spreadsheet for the first time
SAVED = (
    ("Greywater Museums", "Service Planner", "Greywater", "on site", "to apply"),
    ("Starlingford Trams", "operations analyst", "Port Alder", "hybrid", "To apply - closes soon?"),
)
HEADING = ("Company ", "Position", "Where", "Remote?", "How I found it", "Applied", "CV", "Phone screen",
           "Case study ", "Interview", "Final round", "Offer", "Answer", "Status", "Link", "Notes", "")  # fmt: skip
STAGE_COLUMNS = {"s": "Phone screen", "c": "Case study ", "i": "Interview", "f": "Final round", "o": "Offer"}
CHANNEL_WORDS = {"job board": "Job board", "company site": "Company site", "referral": "Referral",
                 "recruiter": "Recruiter", "careers fair": "Careers fair", "wrote first": "Wrote first"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Application:
    """One try of Robin's at one job, and what came of it."""

    number: int
    applied: date
    channel: str
    company: str
    role: str
    place: str
    remote: str
    path: list[tuple[str, date]] = field(default_factory=list)

    @property
    def resume(self) -> str:
        return "CV B" if self.applied >= NEW_RESUME else "CV A"

    @property
    def slug(self) -> str:
        return slug(self.company)

    @property
    def url(self) -> str:
        return f"https://jobs.{self.slug}.example/{self.number + 400}"

    def days(self, letter: str) -> list[date]:
        return [day for step, day in self.path if step == letter]


def slug(text: str) -> str:
    """Return text as it stands in an address: small letters and hyphens."""
    return re.sub(r"[^a-z]+", "-", text.lower()).strip("-")


def story() -> Iterator[Application]:
    """Return the applications of `STORY`, in order."""
    for line in STORY.strip().splitlines():
        head, *rest, path = [cell.strip() for cell in line.split("|")]
        number, applied = head.split()
        steps = [(step[0], on(step[1:])) for step in path.split()]
        yield Application(int(number), on(applied), *rest, steps)


def on(month_day: str) -> date:
    """Return `03-12` as a day of the story's year."""
    return date.fromisoformat(f"{YEAR}-{month_day}")


def as_of_march() -> Iterator[Application]:
    """Return the applications as far as Robin knew of them in March."""
    for one in story():
        if one.applied <= MARCH:
            yield replace(one, path=[(step, day) for step, day in one.path if day <= MARCH])


def applications_csv(applications: Iterable[Application]) -> bytes:
    """Return the spreadsheet that Robin kept, saved by a spreadsheet program: BOM and CRLF."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    blank = [""] * (len(HEADING) - 1)
    table.writerow(["Robin's job hunt", *blank])
    table.writerow(["", *blank])
    table.writerow(HEADING)
    kept = [application for application in applications if application.number not in FORGOTTEN]
    whole = {application.number: application for application in story()}
    for application in kept:
        row = spreadsheet_row(application)
        if application == whole[application.number]:
            row |= WRITTEN_AS.get(application.number, {})
        table.writerow([row.get(heading, "") for heading in HEADING])
    for company, role, place, remote, status in SAVED:
        row = {"Company ": company, "Position": role, "Where": place, "Remote?": remote, "Status": status}
        table.writerow([row.get(heading, "") for heading in HEADING])
    for _ in range(3):
        table.writerow(["To apply" if heading == "Status" else "" for heading in HEADING])
    table.writerow(["TOTAL", len(kept), *blank[1:]])
    return out.getvalue().encode("utf-8-sig")


def spreadsheet_row(application: Application) -> dict[str, str]:
    """Return one line of the spreadsheet, as tidy as Robin was that day."""
    row = {
        "Company ": application.company,
        "Position": application.role,
        "Where": application.place,
        "Remote?": application.remote,
        "How I found it": CHANNEL_WORDS.get(application.channel, application.channel),
        "Applied": slashed(application.applied),
        "CV": application.resume,
        "Status": "Applied",
        "Link": "" if application.channel in ("recruiter", "wrote first") else application.url,
    }
    for letter, column in STAGE_COLUMNS.items():
        row[column] = " & ".join(slashed(day) for day in application.days(letter))
    if application.number not in STALE:
        row |= ending(application)
    return row


def ending(application: Application) -> dict[str, str]:
    words = {"x": "Rejected", "z": "Closed", "w": "Withdrew", "d": "Declined", "a": "Accepted"}
    last, day = application.path[-1] if application.path else ("", None)
    if last in words:
        return {"Status": words[last], "Answer": slashed(day)}
    return {}


def slashed(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def main(folder: Path = SAMPLE) -> None:
    """Write every file of the sample into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    applications = list(story())
    files = {
        "applications-march.csv": applications_csv(as_of_march()),
        "applications.csv": applications_csv(applications),
        "calendar.ics": sample_calendar.calendar(applications),
        "linkedin-connections.csv": sample_profile.connections_in_march(),
        "linkedin-export.zip": sample_profile.linkedin_zip(applications, SAVED),
        "notes.json": sample_notes.notes_json(),
        "mail.mbox": sample_mail.mailbox(applications),
        "resume.json": sample_profile.resume_json(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
