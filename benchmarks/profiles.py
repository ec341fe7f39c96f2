"""How well résumés and profiles are read, by field, as k of n.

`python benchmarks/profiles.py [SHARED]` reads invented résumés in many layouts (`resumes.py`), invented
profiles in LinkedIn's layout of today, and, where they lie in the folder SHARED, real files with what they
say beside them (`data/resumes`, `data/profiles_present`, `cases/resumes`). A role is right when organisation
and title are, its days when both ends are; `invented` counts roles that stand in no file.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import resumes

from jobkit import credentials
from jobkit.errors import SourceError
from jobkit.language.text import plain
from jobkit.skills import alias_key, language
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


class Scores:
    """Counts k of n for each set and field."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])

    def add(self, name: str, field: str, k: int, n: int) -> None:
        count = self.counts[name, field]
        count[0], count[1] = count[0] + k, count[1] + n

    def judge(self, name: str, path: Path, expected: dict) -> None:
        """Read a file and count what of it is right; `optional_roles` may be read or not."""
        try:
            paper = credentials.read(path)
        except SourceError:
            paper = None
        self._roles(name, [] if paper is None else paper.roles.fillna("").to_dict("records"), expected)
        degrees = [] if paper is None else paper.education.astype(object).fillna("").to_dict("records")
        wanted = [(level, str(ended)[:4]) for level, ended in expected.get("education", ())]
        have = [(row["level"], row["ended"][:4]) for row in degrees]
        self.add(name, "levels", sum(one in have for one in wanted), len(wanted))
        for field, key in (("skills", alias_key), ("certificates", plain), ("languages", _language)):
            if field in expected:
                names = {key(text) for text in expected[field]}
                rows = [] if paper is None else paper[field]["name"].dropna()
                mine = {key(text) for text in rows}
                self.add(name, field, len(names & mine), len(names))
                self.add(name, f"{field} right of those read", len(names & mine), len(mine))

    def _roles(self, name: str, rows: list[dict], expected: dict) -> None:
        left = list(rows)
        for role in expected.get("roles", ()):
            match = next((row for row in left if _is_role(row, role)), None)
            left = [row for row in left if row is not match]
            edges = (role["started"], role["ended"])
            self.add(name, "roles", match is not None, 1)
            self.add(name, "days", any((row["started"], row["ended"]) == edges for row in rows), 1)
        if "roles" in expected:
            others = [
                row
                for row in left
                if not any(_is_role(row, one) for one in expected.get("optional_roles", ()))
            ]
            self.add(name, "invented", len(others), len(rows))

    def lines(self) -> Iterator[str]:
        """Each set and field as a line."""
        for (name, field), (k, n) in self.counts.items():
            if n:
                yield f"{name:34}{field:34}{k:5} of {n:4}  {k / n:.2f}"


def _is_role(row: dict, role: dict) -> bool:
    return all(_is_name(row[field], role[field]) for field in ("title", "organisation"))


def _is_name(one: str, other: str) -> bool:
    """The same words; a place behind one of them may have been split off."""
    pair = plain(one), plain(other)
    return pair[0] == pair[1] or (
        all(pair) and (pair[0].startswith(f"{pair[1]} ") or pair[1].startswith(f"{pair[0]} "))
    )


def _language(text: str) -> str:
    return language(re.sub(r"\(.*", "", text)) or plain(text)


def invented(scores: Scores, layouts: dict, name: str, is_unseen: bool, n: int) -> None:
    """Judge invented résumés: each layout in three languages, n persons each."""
    with tempfile.TemporaryDirectory() as folder:
        for layout, (kind, page_of, form) in layouts.items():
            for language_, seed in ((one, seed) for one in ("en", "de", "fr") for seed in range(n)):
                who, draw = resumes.person(seed, language_, is_unseen), random.Random(seed)
                path = resumes.printed(
                    kind, page_of(who, draw, form), Path(folder), f"{len(layout)}{language_}{seed}"
                )
                scores.judge(name, path, expectation(who, form))


def expectation(who: resumes.Person, form: str) -> dict:
    """Return what is to be read of an invented person whose days were written in a form."""
    roles = [
        row | dict(zip(("started", "ended"), resumes.written(row, form), strict=True)) for row in who.roles
    ]
    return {
        "roles": roles,
        "education": [(row["level"], row["ended"]) for row in who.degrees],
        "skills": who.skills,
        "certificates": who.certificates,
        "languages": [name for name, _ in who.languages],
    }


LEVELS = {"bachelor": 6, "master": 7, "doctor": 8}


def real(shared: Path) -> Iterable[tuple[str, Path, dict]]:
    """Return the files with what they say, of the sets that lie there."""
    for name, truth in _truth(shared / "data" / "resumes" / "truth.json"):
        roles = [row | {"ended": row["ended"] or "present"} for row in truth["roles"]]
        degrees = [
            (LEVELS[row["level"]], row["ended"]) for row in truth["education"] if row["level"] in LEVELS
        ]
        lists = {field: truth[field] for field in ("certificates", "languages") if truth[field]}
        yield (
            "résumés of templates",
            shared / "data" / "resumes" / name,
            truth | lists | {"roles": roles, "education": degrees},
        )
    for name, truth in _truth(shared / "data" / "profiles_present" / "truth.json"):
        keys = ("organisation", "title", "started", "ended")
        roles = [dict(zip(keys, row, strict=True)) for row in truth["roles"]]
        yield "LinkedIn today", shared / "data" / "profiles_present" / name, truth | {"roles": roles}
    for name, truth in _truth(shared / "cases" / "resumes" / "expected.json"):
        yield "ways of writing", shared / "cases" / "resumes" / name, truth
    for path in sorted((shared / "data" / "profiles").glob("*.pdf")):
        yield "LinkedIn in 2016", path, {"roles": _parsed_by_another(path.with_suffix(".json"))}


def _truth(path: Path) -> list[tuple[str, dict]]:
    return list(json.loads(path.read_text(encoding="utf-8")).items()) if path.exists() else []


def main(shared: Path | None) -> None:
    scores = Scores()
    invented(scores, resumes.TUNED, "invented, first layouts", True, 2)
    invented(scores, resumes.UNSEEN, "invented, later layouts", True, 2)
    invented(scores, resumes.LAST, "invented, last layouts", True, 2)
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(40):
            made = profile(seed, ("en", "fr", "es", "de")[seed % 4])
            path = Path(folder) / f"{seed}.pdf"
            path.write_bytes(printed(made))
            scores.judge("LinkedIn today (invented)", path, made)
    for name, path, truth in real(shared) if shared else ():
        scores.judge(name, path, truth)
    print("\n".join(scores.lines()))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
