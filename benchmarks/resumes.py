"""Invented résumés in many layouts, whose contents are known exactly: DOCX by python-docx, PDF by typst, text.

`TUNED` are the layouts that were looked at while the reader was made. `UNSEEN` were written before it was
tuned, with other names of titles and employers, and only their figures were looked at.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
PRESENT = {
    "en": ("present", "to date", "now"),
    "de": ("heute", "laufend", "dato"),
    "fr": ("aujourd’hui", "à ce jour"),
}
HEADINGS = {
    "en": ("Work Experience", "Education", "Skills", "Languages", "Certifications", "Interests"),
    "de": ("Berufserfahrung", "Ausbildung", "Kenntnisse", "Sprachen", "Zertifikate", "Hobbys"),
    "fr": ("Expérience professionnelle", "Formation", "Compétences", "Langues", "Certifications", "Loisirs"),
}
OTHER_HEADINGS = {
    "en": (
        "Professional Experience",
        "Academic Background",
        "Core Competencies",
        "Languages",
        "Licences",
        "Hobbies",
    ),
    "de": (
        "Beruflicher Werdegang",
        "Schul- und Berufsausbildung",
        "EDV-Kenntnisse",
        "Sprachkenntnisse",
        "Lizenzen",
        "Interessen",
    ),
    "fr": (
        "Parcours professionnel",
        "Études et formations",
        "Savoir-faire",
        "Langues",
        "Habilitations",
        "Centres d’intérêt",
    ),
}
TITLES = {
    "en": "Registered Nurse|Senior Carpenter|Warehouse Operative|Software Engineer|Accounts Assistant|Head of Year 9|"
    "Kitchen Porter|Head of Sales, North|Payroll Clerk|Assistant Manager",
    "de": "Sachbearbeiterin Einkauf|Kaufmännische Angestellte|Schreinermeister|Softwareentwicklerin|Altenpfleger|"
    "Assistentin der Geschäftsführung|Lagerist|Leiter Vertrieb|Werkstudent",
    "fr": "Infirmière|Chef de projet|Responsable commercial|Développeuse web|Aide-soignant|Vendeuse|Conducteur de travaux",
}
EMPLOYERS = {
    "en": "Brightwater Hospital|Fennel & Sons|Orchard Lane Primary School|Kestrel Logistics Ltd|Larkspur|Northgate Law LLP",
    "de": "Holzbau Sonnental GmbH|Klinikum Nordhafen|Bäckerei Ährengold|Umbra Software AG|Spedition Quenby|Stadt Lindental",
    "fr": "Clinique du Lac|Boulangerie Sainte-Odile|Mistral Conseil SARL|Groupe Aubépine|Mairie de Valombre",
}
OTHER_TITLES = {
    "en": "Ward Sister|Joiner|Delivery Driver|Data Engineer|Sommelier|Deputy Headteacher|Quantity Surveyor|Farrier|"
    "Customer Success Lead|Teaching Assistant|Postdoctoral Researcher|Office Administrator (part-time)",
    "de": "Disponentin|Elektroniker für Betriebstechnik|Filialleiterin|Industriemechaniker|Bürokauffrau|Erzieherin|"
    "Referentin Öffentlichkeitsarbeit|Pflegefachkraft|Polier|Teamassistenz",
    "fr": "Comptable|Ingénieure qualité|Cuisinier|Chargée de clientèle|Électricien|Professeure des écoles|Luthier",
}
OTHER_EMPLOYERS = {
    "en": "Saltmarsh & Daughters|Copperfield Engineering|St Brannoc’s College|Umbra.io|Tansy Foods plc|Quillfeather|"
    "Harrow Borough Council|3D Joinery|The Heron Hotel",
    "de": "Nordlicht|Feinblech Taucha GmbH & Co. KG|Kita Regenbogen|Autohaus Ellerbrock|Diakonie Bachstedt|Möbel Nord e. K.|"
    "Zahnarztpraxis Dr. Wendt",
    "fr": "Atelier Corbeau|Hôpital Saint-Éloi|Banque de l’Ouest|Transports Girolle|Lycée Jean-Dubois|Éolienne SAS",
}
PLACES = {
    "en": "Cardiff|Leeds|Bristol, UK|Austin, TX",
    "de": "Leipzig|Kassel|Graz|Chemnitz",
    "fr": "Nantes|Lyon|Dijon, France",
}
DEGREES = {
    "en": (
        ("Bachelor of Science in Nursing", 6),
        ("MSc Computer Science", 7),
        ("Diploma of Higher Education", 5),
        ("PhD in Physics", 8),
    ),
    "de": (
        ("Ausbildung zur Industriekauffrau (IHK)", 3),
        ("Abitur", 3),
        ("Bachelor of Arts Soziale Arbeit", 6),
        ("Diplom-Ingenieur Maschinenbau", 7),
    ),
    "fr": (
        ("Licence de Droit", 6),
        ("Master en Gestion", 7),
        ("BTS Comptabilité", 5),
        ("Baccalauréat général", 3),
    ),
}
SCHOOLS = {
    "en": "Larkspur University|University of Greywater|Hillbridge College",
    "de": "Universität Seestadt|Berufsschule Grimma|Hochschule Talheim",
    "fr": "Université de Valombre|Lycée des Tilleuls|Institut Girolle",
}
SKILLS = {
    "en": "Microsoft Excel|Wound Care|SQL|Forklift Operation|Python|Negotiation|Food Safety|AutoCAD|Customer Service",
    "de": "MS Excel|SAP MM|Buchhaltung|CNC-Technik|Python|Lagerverwaltung|DATEV|Kundenberatung|Schweißen",
    "fr": "Excel|Comptabilité|Python|Gestion de stock|Soudure|Photoshop|Relation client|SQL",
}
LANGUAGES = {
    "en": (("English", "native"), ("Welsh", "B2"), ("French", "intermediate"), ("German", "fluent")),
    "de": (
        ("Deutsch", "Muttersprache"),
        ("Englisch", "verhandlungssicher"),
        ("Französisch", "Grundkenntnisse"),
        ("Russisch", "B1"),
    ),
    "fr": (
        ("Français", "langue maternelle"),
        ("Anglais", "courant"),
        ("Espagnol", "B1"),
        ("Allemand", "notions"),
    ),
}
CERTIFICATES = {
    "en": "First Aid at Work|PRINCE2 Practitioner|Forklift Licence",
    "de": "Ausbildereignung (AdA)|Staplerschein|Führerschein Klasse B",
    "fr": "Permis B|CACES 3|PSC1",
}
NAMES = {"en": "Robin Example", "de": "Mika Beispiel", "fr": "Camille Exemple"}
DUTIES = {
    "en": ("Ran the night shift for twelve people and trained new staff in 2015", "Cut waste by a third",
           "Worked closely with the manager of each department to plan the rota."),
    "de": ("Betreuung von Kunden im Innendienst und am Telefon", "Einarbeitung neuer Kollegen seit 2016",
           "Erstellung von Angeboten und Rechnungen für den Vertrieb."),
    "fr": ("Accueil des clients et gestion des stocks", "Formation des nouveaux arrivants en 2016",
           "Suivi des commandes avec le responsable du magasin."),
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """What an invented résumé says, newest first; a month is `2019-03`."""

    language: str
    roles: list[dict]
    degrees: list[dict]
    skills: list[str]
    languages: list[tuple[str, str]]
    certificates: list[str]
    headings: tuple[str, ...]


@dataclass
class Page:
    """Lines of a résumé: (style, text), a tab before what stands at the right margin; `side` a column beside."""

    lines: list[tuple[str, str]] = field(default_factory=list)
    side: list[tuple[str, str]] = field(default_factory=list)
    side_first: bool = True
    foot: str = ""


def person(seed: int, language: str, is_unseen: bool) -> Person:
    """Return an invented person, with the other lists of names where the layout is to be unseen."""
    draw = random.Random(f"{seed}{language}{is_unseen}")
    titles, employers = (OTHER_TITLES, OTHER_EMPLOYERS) if is_unseen else (TITLES, EMPLOYERS)
    edge, roles = 2024 * 12 + draw.randint(0, 11), []
    for organisation in draw.sample(employers[language].split("|"), draw.randint(2, 4)):
        start = edge - draw.randint(5, 50)
        roles.append(
            {
                "organisation": organisation,
                "title": draw.choice(titles[language].split("|")),
                "place": draw.choice(PLACES[language].split("|")),
                "started": _iso(start),
                "ended": "present" if not roles else _iso(edge),
            }
        )
        edge = start - draw.choice((1, 1, 2, 7))
    degrees = []
    for (title, level), school in zip(
        draw.sample(DEGREES[language], 2), draw.sample(SCHOOLS[language].split("|"), 2), strict=True
    ):
        year = edge // 12 - 4 * len(degrees)
        degrees.append(
            {
                "title": title,
                "level": level,
                "organisation": school,
                "started": str(year - 3),
                "ended": str(year),
            }
        )
    return Person(
        language, roles, degrees, draw.sample(SKILLS[language].split("|"), 5),
        draw.sample(LANGUAGES[language], 3), draw.sample(CERTIFICATES[language].split("|"), 2),
        (OTHER_HEADINGS if is_unseen else HEADINGS)[language],
    )  # fmt: skip


def _iso(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


def when(row: dict, language: str, form: str, draw: random.Random) -> str:
    """Return the span of a row as people write it: `name`, `slash`, `dot`, `day`, `year`."""
    edges = []
    for edge in (row["started"], row["ended"]):
        year, _, month = edge.partition("-")
        if edge == "present":
            edges.append(draw.choice(PRESENT[language]))
        elif form == "year" or not month:
            edges.append(year)
        elif form == "name":
            edges.append(
                f"{MONTHS[language][int(month) - 1][: None if language == 'fr' or draw.random() < 0.5 else 3]} {year}"
            )
        elif form == "day":
            edges.append(f"{1 if not edges else 28:02}.{month}.{year}")
        else:
            edges.append(f"{month}{'/' if form == 'slash' else '.'}{year}")
    return f"{edges[0]} {draw.choice(('–', '-', '–'))} {edges[1]}"


def written(row: dict, form: str) -> tuple[str, str]:
    """Return what can be read of a span that was written in a form."""
    return tuple(
        edge[:4] if form == "year" and edge != "present" else edge for edge in (row["started"], row["ended"])
    )  # type: ignore[return-value]


# ---- layouts: each gives the page of a person, and in which form its days are


def _lists(who: Person, page: Page, draw: random.Random, inline: bool = False) -> Iterator[tuple[str, str]]:
    _, _, skills, languages, certificates, other = who.headings
    yield "heading", skills
    if inline:
        yield "text", ", ".join(who.skills)
    else:
        yield from (("bullet", name) for name in who.skills)
    yield "heading", languages
    shape = draw.choice(("{}: {}", "{} ({})", "{} – {}"))
    if inline:
        yield "text", ", ".join(f"{name} ({level})" for name, level in who.languages)
    else:
        yield from (("text", shape.format(name, level)) for name, level in who.languages)
    yield "heading", certificates
    yield from (("text", name) for name in who.certificates)
    yield "heading", other
    yield "text", {"en": "Chess, climbing", "de": "Schach, Klettern", "fr": "Échecs, escalade"}[who.language]


def _degrees(who: Person, shape: str = "{title}, {organisation}\t{when}") -> Iterator[tuple[str, str]]:
    yield "heading", who.headings[1]
    for row in who.degrees:
        for line in shape.format(**row, when=f"{row['started']} – {row['ended']}").split("\n"):
            yield ("bold" if line == row["title"] else "text"), line


def _duties(who: Person, draw: random.Random, style: str) -> Iterator[tuple[str, str]]:
    yield from ((style, text) for text in draw.sample(DUTIES[who.language], draw.randint(1, 2)))


def layout(*heads: tuple[str, str], duty: str = "bullet", degree: str = "{title}, {organisation}\t{when}",
           inline: bool = False, side: str = "") -> Callable:  # fmt: skip
    """Return a layout by the lines of a role's head, each a style and a shape."""

    def page_of(who: Person, draw: random.Random, form: str) -> Page:
        page = Page([("name", NAMES[who.language]), ("text", "robin@example.org · +44 20 7946 0000")])
        page.lines.append(("heading", who.headings[0]))
        for row in who.roles:
            text = row | {"when": when(row, who.language, form, draw)}
            page.lines += [(style, shape.format(**text)) for style, shape in heads]
            page.lines += _duties(who, draw, duty)
        rest = list(_lists(who, page, draw, inline))
        page.lines += _degrees(who, degree)
        if side:
            page.side, page.side_first = rest, side == "left"
        else:
            page.lines += rest
        return page

    return page_of


def grouped(who: Person, draw: random.Random, form: str) -> Page:
    """Several titles below one organisation, in bold, with the place behind it."""
    page = Page([("name", NAMES[who.language]), ("heading", who.headings[0])])
    for row in who.roles:
        page.lines.append(("bold", f"{row['organisation']}, {row['place'].split(',')[0]}"))
        page.lines.append(("text", f"{row['title']}\t{when(row, who.language, form, draw)}"))
        page.lines += _duties(who, draw, "bullet")
    page.lines += [*_degrees(who), *_lists(who, page, draw)]
    return page


TUNED: dict[str, tuple[str, Callable, str]] = {
    "one bold line": ("docx", layout(("bold", "{title}, {organisation}, {place}\t{when}")), "name"),
    "Lebenslauf in a table": ("docx", layout(("table", "{when}\t{title}\n{organisation}, {place}"), degree="{when}\t{title}, {organisation}", duty="none"), "slash"),
    "organisation over title": ("pdf", layout(("bold", "{organisation}\t{place}"), ("italic", "{title}\t{when}")), "name"),
    "side column": ("pdf", layout(("bold", "{title}"), ("text", "{organisation} | {when}"), side="left"), "name"),
    "no type at all": ("txt", layout(("text", "{organisation}"), ("text", "{title}"), ("text", "{when}")), "dot"),
    "bars below the title": ("docx", layout(("bold", "{title}"), ("text", "{organisation} | {place} | {when}"), inline=True), "year"),
}  # fmt: skip
TUNED |= {
    "days in the left column": ("pdf", layout(("grid", "{when}\t{title}"), ("indent", "{organisation}, {place}"), duty="indent", degree="{when}\t{title}, {organisation}"), "slash"),
    "one line, days first": ("docx", layout(("text", "{when}: {title}, {organisation}"), degree="{when}: {title}, {organisation}"), "slash"),
    "titles below organisations": ("pdf", grouped, "name"),
    "table of three columns": ("docx", layout(("table", "{when}\t{organisation}\t{title}"), duty="none", inline=True), "dot"),
    "dashes, days below": ("pdf", layout(("bold", "{title} — {organisation} — {place}"), ("text", "{when}"), inline=True), "name"),
    "styles of the program": ("docx", layout(("style", "{title} – {organisation}"), ("italic", "{when}, {place}"), duty="text", degree="{title}\n{organisation}, {when}"), "day"),
    "copied as text": ("txt", layout(("text", "{when}"), ("text", "{title}"), ("text", "{organisation}"), duty="bullet", degree="{when}\n{title}\n{organisation}"), "name"),
    "side column at the right": ("pdf", layout(("bold", "{organisation}"), ("text", "{title}"), ("text", "{when} | {place}"), side="right", degree="{title}\n{organisation}\n{when}"), "slash"),
    "labels": ("docx", layout(("text", "{when}"), ("text", "Position: {title}"), ("text", "Firma: {organisation}")), "slash"),
    "academic": ("pdf", layout(("text", "{when}\t{title}, {organisation}, {place}"), duty="none", degree="{when}\t{title}, {organisation}", inline=True), "year"),
    "title at organisation": ("txt", layout(("text", "{title} @ {organisation} ({when})"), inline=True), "name"),
}  # fmt: skip


def moderncv(who: Person, draw: random.Random, form: str) -> Page:
    """Days in a column of their own, then title, employer, place and a sentence about the work in one line."""
    page = Page([("name", NAMES[who.language]), ("heading", who.headings[0])])
    for row in who.roles:
        text = f"{row['title']}, {row['organisation']}, {row['place'].split(',')[0]}."
        page.lines.append(("grid", f"{when(row, who.language, form, draw)}\t{text}"))
        page.lines.append(("indent", DUTIES[who.language][2]))
    page.lines.append(("heading", who.headings[1]))
    page.lines += [
        ("grid", f"{row['started']}–{row['ended']}\t{row['title']}, {row['organisation']}.")
        for row in who.degrees
    ]
    page.lines += [
        ("heading", who.headings[3]),
        *(("grid", f"{name}\t{level}") for name, level in who.languages),
    ]
    page.lines += [
        ("heading", who.headings[2]),
        ("grid", f"Office\t{', '.join(who.skills[:2])}"),
        ("grid", f"Varia\t{', '.join(who.skills[2:])}"),
    ]
    page.lines += [("heading", who.headings[4]), *(("text", name) for name in who.certificates)]
    return page


def promoted(who: Person, draw: random.Random, form: str) -> Page:
    """All roles of two in one firm: its name with the days of both, then each title with its own."""
    page = Page([("name", NAMES[who.language]), ("heading", who.headings[0])])
    for at in range(0, len(who.roles), 2):
        pair = who.roles[at : at + 2]
        for row in pair:
            row["organisation"] = pair[0]["organisation"]
        span = {"started": pair[-1]["started"], "ended": pair[0]["ended"]}
        page.lines.append(
            (
                "bold",
                f"{pair[0]['organisation']}\t{when(span, who.language, form, draw) if len(pair) > 1 else ''}".rstrip(
                    "\t"
                ),
            )
        )
        for row in pair:
            page.lines.append(("text", f"{row['title']}\t{when(row, who.language, form, draw)}"))
            page.lines += _duties(who, draw, "bullet")
    page.lines += [*_degrees(who, "{organisation}\n{title} ({when})"), *_lists(who, page, draw)]
    return page


def with_leave(who: Person, draw: random.Random, form: str) -> Page:
    """Time without an employment among the roles, letters apart in headings, gauges behind the skills."""
    leave = {"en": "Parental leave", "de": "Elternzeit", "fr": "Congé parental"}[who.language]
    page = Page(
        [("name", NAMES[who.language]), ("heading", " ".join(who.headings[0].upper().replace(" ", "")))]
    )
    for at, row in enumerate(who.roles):
        page.lines.append(
            (
                "bold",
                f"{row['title'].upper()} | {row['organisation'].upper()}\t{when(row, who.language, form, draw)}",
            )
        )
        page.lines += _duties(who, draw, "bullet")
        if not at:
            page.lines.append(("bold", f"{leave}\t03/2009 – 02/2010"))
    page.lines += _degrees(who)
    page.lines += [("heading", who.headings[2]), *(("text", f"{name}\t●●●○○") for name in who.skills)]
    page.lines += [
        ("heading", who.headings[3]),
        *(("text", f"{name} ★★★☆☆ {level}") for name, level in who.languages),
    ]
    page.lines += [("heading", who.headings[4]), *(("bullet", f"{name}, 2018") for name in who.certificates)]
    return page


def long_side(who: Person, draw: random.Random, form: str) -> Page:
    """A side column that runs over two pages, with a foot that names the person and the day of printing."""
    page = layout(
        ("bold", "{title}"),
        ("italic", "{organisation}, {place}"),
        ("text", "{when}"),
        duty="bullet",
        side="left",
    )(who, draw, form)
    page.side = [
        ("heading", {"en": "Contact", "de": "Kontakt", "fr": "Contact"}[who.language]),
        *[("text", f"line {n}") for n in range(38)],
        *page.side,
    ]
    page.lines = [page.lines[0], *[("text", "")] * 8, *page.lines[2:]]
    page.foot = f"{NAMES[who.language]} · 02.03.2024"
    return page


def prose(who: Person, draw: random.Random, form: str) -> Page:
    """Tasks in sentences without bullets, employer and place before the title, days in brackets."""
    page = Page([("name", NAMES[who.language]), ("heading", who.headings[0])])
    for row in who.roles:
        page.lines.append(("bold", f"{row['organisation']} ({row['place'].split(',')[0]})"))
        page.lines.append(("italic", f"{row['title']} ({when(row, who.language, form, draw)})"))
        page.lines += [("text", text) for text in DUTIES[who.language]]
    page.lines += [*_degrees(who, "{title} | {organisation} | {when}"), *_lists(who, page, draw, inline=True)]
    return page


UNSEEN: dict[str, tuple[str, Callable, str]] = {
    "moderncv": ("pdf", moderncv, "slash"),
    "two roles in one firm": ("docx", promoted, "name"),
    "leave, gauges, letters apart": ("pdf", with_leave, "slash"),
    "side column over two pages": ("pdf", long_side, "name"),
    "tasks in sentences": ("pdf", prose, "name"),
    "tasks in sentences, DOCX": ("docx", prose, "dot"),
    "theme of JSON Resume": ("pdf", layout(("bold", "{title}\t{when}"), ("text", "{organisation} · {place}"), duty="text", degree="{organisation}\t{when}\n{title}"), "dot"),
    "Lebenslauf, title below": ("docx", layout(("table", "{when}\t{organisation}, {place}\n{title}"), duty="none", degree="{when}\t{organisation}\n{title}"), "slash"),
    "commas only": ("txt", layout(("text", "{title}, {organisation}, {place}, {when}"), degree="{title}, {organisation}, {when}", inline=True), "name"),
    "employer first, by commas": ("docx", layout(("text", "{organisation}, {place}, {title}, {when}"), duty="text"), "year"),
}  # fmt: skip


LAST: dict[str, tuple[str, Callable, str]] = {
    "place first": ("docx", layout(("bold", "{place} — {organisation} — {title}\t{when}"), duty="text"), "slash"),
    "days and place above": ("pdf", layout(("text", "{when} | {place}"), ("bold", "{title}"), ("italic", "{organisation}"), duty="text", side="left"), "name"),
    "days in the middle": ("txt", layout(("text", "{title} ({when}) – {organisation}, {place}"), inline=True), "dot"),
    "three cells": ("pdf", layout(("text", "{organisation}\t{title}\t{when}"), degree="{organisation}\t{title}\t{when}"), "year"),
    "title and days, employer below": ("docx", layout(("bold", "{title}, {when}"), ("text", "{organisation}, {place}"), duty="text", degree="{title}, {when}\n{organisation}"), "name"),
    "employer in brackets": ("txt", layout(("text", "{when}\t{title} ({organisation})"), inline=True), "slash"),
}  # fmt: skip
"""Written when the others were read whole; first measure: roles 99 of 126, days 126, invented 27."""


# ---- printing


def as_text(page: Page) -> bytes:
    """Return a page as plain text, a blank line above each heading."""
    marks = {"heading": "\n", "bullet": "- "}
    lines = [marks.get(style, "") + text for style, text in page.lines + page.side if style != "none"]
    return "\n".join(lines).encode()


def as_docx(page: Page, path: Path) -> None:
    """Write a page as a document; a row of a table has its cells parted by tabs."""
    import docx

    document = docx.Document()
    for style, text in page.lines + page.side:
        if style == "none":
            continue
        if style == "table" or (
            style == "text" and any(one == "table" for one, _ in page.lines) and "\t" in text
        ):
            cells = text.split("\t")
            row = document.add_table(rows=1, cols=len(cells)).rows[0]
            for cell, inside in zip(row.cells, cells, strict=True):
                cell.text = inside
        elif style in ("name", "style"):
            document.add_heading(text, 0 if style == "name" else 2)
        elif style == "heading" and any(one == "style" for one, _ in page.lines):
            document.add_heading(text, 1)
        else:
            paragraph = document.add_paragraph(style="List Bullet" if style == "bullet" else None)
            run = paragraph.add_run(text)
            run.bold, run.italic = style in ("heading", "bold"), style == "italic"
            if style == "heading":
                run.font.size = docx.shared.Pt(14)
    document.save(str(path))


PRINTED = {
    "name": "#text(22pt)[{}]", "heading": "#v(8pt)#text(13pt, weight: \"bold\")[{}]", "bold": "#v(4pt)*{}*", "italic": "_{}_",
    "text": "{}", "bullet": "- {}", "indent": "#h(90pt){}", "grid": "#v(4pt)#box(width: 110pt)[{}]*{}*",
}  # fmt: skip


def as_pdf(page: Page) -> bytes:
    """Return a page printed by typst in its own font, the same on every machine, with its side column if any."""
    import typst

    main, side = (_printed(lines) for lines in (page.lines, page.side))
    if page.side:
        columns, parts = ("(130pt, 1fr)", (side, main)) if page.side_first else ("(1fr, 130pt)", (main, side))
        main = f"#grid(columns: {columns}, column-gutter: 24pt, {', '.join(f'[{part}]' for part in parts)})"
    head = "#set page(width: 595pt, height: 842pt, margin: 50pt)\n#set text(size: 10pt)\n"
    if page.foot:
        head += f"#set page(footer: text(8pt)[#{json.dumps(page.foot, ensure_ascii=False)} #h(1fr) #context counter(page).display()])\n"
    markup = f"{head}#set par(leading: 5pt, spacing: 5pt)\n{main}"
    return typst.compile(markup.encode(), ignore_system_fonts=True, format="pdf")


def _printed(lines: list[tuple[str, str]]) -> str:
    out = []
    for style, text in lines:
        cells = [f"#{json.dumps(cell, ensure_ascii=False)}" for cell in text.split("\t")]
        if style == "none":
            continue
        if style == "grid":
            out.append(PRINTED[style].format(*cells))
        else:
            out.append(PRINTED[style].format("#h(1fr)".join(cells)))
    return "\n\n".join(out)


def printed(kind: str, page: Page, folder: Path, name: str) -> Path:
    """Write a page into a folder as PDF, DOCX or text; return where."""
    path = folder / f"{name}.{kind}"
    if kind == "docx":
        as_docx(page, path)
    else:
        path.write_bytes(as_pdf(page) if kind == "pdf" else as_text(page))
    return path
