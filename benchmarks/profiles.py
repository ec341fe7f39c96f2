"""How well profiles are read: organisations, titles and month spans found, as recall and precision.

`python benchmarks/profiles.py [FOLDER]` reads each `X.pdf` of the folder that has an `X.json` beside it
(`workExperience`: `organization`, `jobTitle`, `startDate`, `endDate`), and sixty invented profiles
in LinkedIn's present layout, printed here by typst, whose contents are known exactly.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from jobkit import credentials
from jobkit.errors import SourceError
from jobkit.sources.resumes.layout import phrase
from jobkit.sources.resumes.spans import span

FIELDS = ("organisation", "title", "span")
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
HEADINGS = {
    "en": ("Contact", "Top Skills", "Languages", "Certifications", "Summary", "Experience", "Education"),
    "fr": (
        "Coordonnées",
        "Principales compétences",
        "Languages",
        "Certifications",
        "Résumé",
        "Expérience",
        "Formation",
    ),
    "es": (
        "Contactar",
        "Aptitudes principales",
        "Languages",
        "Certifications",
        "Extracto",
        "Experiencia",
        "Educación",
    ),
    "de": (
        "Kontakt",
        "Top-Kenntnisse",
        "Languages",
        "Certifications",
        "Zusammenfassung",
        "Berufserfahrung",
        "Ausbildung",
    ),
}
ORGANISATIONS = (
    "Brightwater Hospital|Fennel & Sons|Orchard Lane Primary School|Kestrel Logistics|Studio Mistral|"
    "Larkspur Community College|3D Joinery|École Sainte-Odile|Bäckerei Sonnental|Northgate Law LLP|"
    "The Very Long Name of a Regional Association for the Care of Older People and Their Families|"
    "Umbra.io|Hotel Río Claro|2019 Harvest Co-operative|Institute of Experience Design|Present Company"
).split("|")
TITLES = (
    "Registered Nurse|Senior Carpenter|Warehouse Operative|Head of Year 9|Chef de partie|Paralegal|Intern|"
    "Software Engineer II|Accounts Assistant (maternity cover)|Erzieherin|Directora de marketing|"
    "Assistant Manager, Guest Experience and Special Events, Food & Beverage Outlets|Tutor at Large|"
    "Education Lead|Teamleiter Kommissionierung|Volunteer Coordinator"
).split("|")
PAGE = """
#set page(width: 612pt, height: 792pt, margin: (left: 223.5pt, right: 36pt, top: 40pt, bottom: 60pt),
  background: place(top + left, rect(width: 204pt, height: 792pt, fill: rgb("#293E49"))),
  footer: align(center, text(size: 9pt)[Page #context counter(page).display() of 9]))
#set text(font: ("Liberation Sans", "DejaVu Sans"), size: 10.5pt, hyphenate: false)
#set par(leading: 4pt, spacing: 5pt, justify: false)
#let side(size, body) = block(spacing: 10pt, text(fill: white, size: size, body))
#let line(size, body) = block(spacing: 6pt, text(size: size, body))
"""


def profile(seed: int, language: str = "en") -> dict:
    """Return an invented profile: roles as they are to be found, newest first, and its lists."""
    draw = random.Random(seed)
    year, month, roles = 2024, draw.randint(1, 12), []
    for organisation in draw.sample(ORGANISATIONS, draw.randint(2, 6)):
        for at in range(draw.choice((1, 1, 1, 2, 3))):
            length = draw.randint(2, 50)
            start = year * 12 + month - 1 - length
            ended = "present" if not roles else f"{year}-{month:02}"
            started = f"{start // 12}-{start % 12 + 1:02}"
            if draw.random() < 0.08 and started[:4] != ended[:4]:
                started, ended = started[:4], ended if ended == "present" else ended[:4]
            title = draw.choice(TITLES)
            roles.append(
                {
                    "organisation": organisation,
                    "title": title,
                    "started": started,
                    "ended": ended,
                    "group": at,
                }
            )
            year, month = divmod(start - draw.choice((0, 0, 0, 1, 9)), 12)
            month += 1
    return {"language": language, "roles": roles, "skills": ["Teamwork", "Wound Care", "Negotiation"]}


def printed(made: dict) -> bytes:
    """Return a profile as LinkedIn prints it today: dark side column, sizes 26, 15.75, 12, 11.5, 10.5."""
    import typst

    contact, skills, languages, certificates, summary, experience, education = HEADINGS[made["language"]]
    lines = [PAGE, "#place(top + left, dx: -205.5pt, dy: 0pt, box(width: 165pt)["]
    lines += [
        _side(13, contact),
        _side(10.5, "www.linkedin.com/in/invented-person"),
        _side(10.5, "(LinkedIn)"),
    ]
    lines += [_side(13, skills), *(_side(10.5, skill) for skill in made["skills"])]
    lines += [
        _side(13, languages),
        _side(10.5, "English (Native or Bilingual)"),
        _side(10.5, "Welsh (Elementary)"),
    ]
    lines += [
        _side(13, certificates),
        _side(10.5, "First Aid at Work for Very Small and Remote Places"),
        "])",
    ]
    lines += [
        _line(26, "Invented Person"),
        _line(12, "Looking for what comes next"),
        _line(12, "Cardiff, Wales"),
    ]
    lines += [
        _line(15.75, summary),
        _line(12, "Since January 2010 I have cared. Experience is what I bring."),
    ]
    lines += [_line(15.75, experience), *_experience(made)]
    lines += [_line(15.75, education), _line(12, "Larkspur Community College")]
    lines += [_line(10.5, "Bachelor of Science - BS, Nursing · (2008 - 2011)")]
    return typst.compile("\n".join(lines).encode(), format="pdf")


def _experience(made: dict) -> Iterator[str]:
    roles = made["roles"]
    for at, role in enumerate(roles):
        following = roles[at + 1] if at + 1 < len(roles) else {"group": 0}
        if role["group"] == 0:
            yield _line(12, role["organisation"])
            if following["group"]:
                yield _line(10.5, "6 years 2 months")
        yield _line(11.5, role["title"])
        names = MONTHS[made["language"]].split()
        de = " de " if made["language"] == "es" else " "
        edges = [_written(edge, names, de) for edge in (role["started"], role["ended"])]
        yield _line(10.5, f"{edges[0]}\u00a0-\u00a0{edges[1]}\u00a0(1 year 3 months)")
        if at % 2:
            yield _line(10.5, "Cardiff, United Kingdom")
        if at % 3 == 0:
            yield _line(
                10.5, "I looked after the night shift. From March 2015 to May 2016 also the day shift. " * 3
            )


def _written(edge: str, names: list[str], de: str) -> str:
    if edge == "present":
        return "Present"
    return edge if len(edge) == 4 else f"{names[int(edge[5:]) - 1]}{de}{edge[:4]}"


def _line(size: float, text: str) -> str:
    return f"#line({size}pt)[#{json.dumps(text, ensure_ascii=False)}]"


def _side(size: float, text: str) -> str:
    return f"#side({size}pt)[#{json.dumps(text, ensure_ascii=False)}]"


def counted(expected: list[dict], found: list[dict]) -> dict[str, tuple[int, int, int]]:
    """Return expected, found and right, by field; a span is right when both its months are."""
    return {
        field: (len(expected), len(found), sum((_bag(expected, field) & _bag(found, field)).values()))
        for field in FIELDS
    }


def _bag(rows: list[dict], field: str) -> Counter:
    if field == "span":
        return Counter((row["started"], row["ended"]) for row in rows)
    return Counter(phrase(str(row[field])) for row in rows)


def read(path: Path) -> list[dict]:
    """Return the roles read from a file; none where it is refused."""
    try:
        return credentials.read(path).roles.fillna("").to_dict("records")
    except SourceError:
        return []


def _parsed_by_another(path: Path) -> list[dict]:
    jobs = json.loads(path.read_text(encoding="utf-8")).get("workExperience", [])
    rows = []
    for job in jobs:
        when = span(f"{job.get('startDate') or ''} - {job.get('endDate') or ''}")
        edges = {"started": when.started if when else "", "ended": when.ended if when else ""}
        rows.append(
            {"organisation": job.get("organization") or "", "title": job.get("jobTitle") or "", **edges}
        )
    return rows


def table(cases: dict[str, list[tuple[list[dict], list[dict]]]]) -> pd.DataFrame:
    """Return recall and precision by layout and field."""
    rows = []
    for layout, pairs in cases.items():
        counts = [counted(expected, found) for expected, found in pairs]
        for field in FIELDS:
            n, n_found, n_right = (sum(count[field][at] for count in counts) for at in range(3))
            shares = {
                "recall": round(n_right / max(n, 1), 3),
                "precision": round(n_right / max(n_found, 1), 3),
            }
            rows.append(
                {
                    "layout": layout,
                    "files": len(pairs),
                    "field": field,
                    "roles": n,
                    "found": n_found,
                    **shares,
                }
            )
    return pd.DataFrame(rows)


def main(folder: Path | None) -> None:
    cases: dict[str, list] = {"LinkedIn today (invented)": []}
    with tempfile.TemporaryDirectory() as made_in:
        for seed in range(60):
            made = profile(seed, ("en", "fr", "es", "de")[seed % 4])
            path = Path(made_in) / f"{seed}.pdf"
            path.write_bytes(printed(made))
            cases["LinkedIn today (invented)"].append((made["roles"], read(path)))
    if folder:
        pairs = [(path, path.with_suffix(".json")) for path in sorted(folder.glob("*.pdf"))]
        cases[folder.name] = [
            (_parsed_by_another(beside), read(path)) for path, beside in pairs if beside.exists()
        ]
    print(table(cases).to_string(index=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
