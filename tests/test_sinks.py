"""Hostile words through every field of a search into every output: shown as words, never obeyed.

Each look at an output (`foreign`, `unprintable`, `properties`) is itself tried on an output that is
broken on purpose, so that it is known to see what it looks for.
"""

from __future__ import annotations

import base64
import csv
import itertools
import json
import re
import subprocess
import zlib
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

import jobkit
from jobkit import page, search, sharing
from jobkit.commands import cli
from jobkit.reports import calendars, report
from jobkit.sources.notes import HEADER
from jobkit.store.files import write_private

FOUND = Path(__file__).parents[2] / "shared" / "data" / "hostile" / "xss.jsonl"
REGRESSIONS = Path(__file__).parent / "regressions"
AS_OF = "2026-08-31"

SCRIPTS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "'-alert(1)-'",
    "<iframe srcdoc='<script>alert(1)</script>'>", "<a href=javascript:alert(1)>x</a>", "</style><script>1</script>",
    "[x](javascript:alert(1))", "![x](https://example.com/x.png)", "<https://example.com>", "</td></tr></table><h1>x",
    "<style>@import 'https://example.com/x.css'</style>", "<base href=https://example.com>", "&lt;b&gt;", "<!--", "]]>",
    "<meta http-equiv=refresh content='0;url=https://example.com'>", "<details open ontoggle=alert(1)>x</details>",
    "```\n<script>alert(1)</script>", "| a | b |\n|---|---|", "# heading\n\n<b>x</b>", "**[x](#place)**", "<x/onclick=1>x",
    "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "$\\frac{x}{", "$x$ $y$", "{{ 7*7 }}", "{% if %}",
    "#eval(\"1\") #link(\"https://example.com\")[x] @label <label>", "\\input{x}", "%s %n {0}", "${7*7}",
]  # fmt: skip
FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1", "'=1", "007", "NA", "1e5"]
CALENDAR = [
    "x\r\nATTENDEE:mailto:x@example.com",
    "x\nEND:VEVENT\nBEGIN:VALARM",
    "a;b,c:d\\n",
    "é" * 90,
    "日本" * 60,
]
TERMINAL = ["\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x9b2J", "\u202egnp.exe", "a\x00b", "\u2066x\u2069", "x\x08\x08y",
            "\u2028line", "[red]x[/red]", ":smile:", "\x7f", "\u200fx", "\ud800", "\U000e0001"]  # fmt: skip
INVENTED = [*SCRIPTS, *FORMULAS, *CALENDAR, *TERMINAL]
MORE = [json.loads(line) for line in FOUND.read_text("utf-8").splitlines()] if FOUND.is_file() else []
PAYLOADS = [*INVENTED, *(" ".join(MORE[at : at + 12]) for at in range(0, len(MORE), 12))]

OWN_TAGS = frozenset(
    "html head meta title style body main section footer header nav h1 h2 h3 h4 h5 h6 p strong em code small b a div"
    " span ul ol li blockquote pre hr figure figcaption img details summary table caption thead tbody tr th td".split()
)
OWN_NAMES = frozenset(
    "lang charset content name http-equiv class id href alt src tabindex role aria-label aria-hidden scope rel open"
    " data-head".split()
)
INLINE_TAGS = frozenset("svg g path rect circle text tspan title use defs clippath a".split())
INLINE_NAMES = {
    "id": r"[\w-]+", "href": r"#[\w-]+", "xlink:href": r"#[\w-]+", "clip-path": r"url\(#[\w-]+\)", "role": "img|group|presentation",
    "style": r"(?:[a-z-]+:(?:#[0-9a-f]{3,6}|var\(--[a-z]+\)|[a-z]+|[\d. ,]+(?:px)?);?)*",
    **dict.fromkeys("x y r cx cy x1 y1 x2 y2 width height viewbox".split(), r"[-\d. e%]+"),
    "d": r"[MLHVCSQTAZmlhvcsqtaz\d\s.,e-]+", "transform": r"[a-z]+\([-\d., e]+\)(?: [a-z]+\([-\d., e]+\))*",
}  # fmt: skip
"""What a drawing within a page is made of, and what each attribute may hold; `aria-label` is words."""
SVG_TAGS = frozenset(
    "svg style defs clipPath path rect g use metadata title desc circle text tspan line a pattern".split()
)
RDF = frozenset("RDF Work type date format creator Agent title".split())
PROPERTIES = frozenset(
    "BEGIN END VERSION PRODID X-WR-CALNAME UID DTSTAMP DTSTART DTEND SEQUENCE SUMMARY DESCRIPTION TRANSP CLASS TZID"
    " TZOFFSETFROM TZOFFSETTO N FN ORG TITLE EMAIL TEL URL NOTE".split()
)

# A search in which every text is hostile


def hostile_notes(payloads: Sequence[str], n: int) -> list[dict]:
    """Return the notes of n applications; each of their texts is the next of the payloads, over and over."""
    following = itertools.cycle(payloads).__next__
    rows: list[dict] = [dict(HEADER)]
    for number in range(n):
        about, day = {"entry": f"e{number}"}, f"2026-08-{1 + number % 9:02}"
        words = {name: following() for name in ("company", "role", "channel", "location", "url")}
        last = "rejected" if number % 4 else "offer"
        for kind, date in (("applied", day), ("interview", "2026-08-12"), (last, "2026-08-20")):
            told = {"kind": kind, "date": date, "note": following(), "text": following()}
            details = {"resume": following(), "salary": following(), "sector": following()}
            rows.append({"record": "event", **about, **words, **told, "details": details})
        facts = {
            "person": {
                "part": "interviewer",
                **{name: following() for name in ("name", "company", "title", "email", "phone", "url", "note")},
            },
            "evidence": {
                "reason": "not_demonstrated",
                "says": "feedback",
                "date": "2026-08-21",
                "words": following(),
                "note": following(),
                "sub_reason": following(),
            },
            "hire": {
                "hire": f"hire-{number + 1}",
                "hired_from": "external",
                "how_known": following(),
                "note": following(),
                "credentials": {"years": "8-10", "skills": [following()], "education": following()},
            },
            "step": {
                "step": "thank_manager", "outcome": "done", "date": "2026-08-13",
                "person": following(), "words": following(), "note": following(),
            },
            "posting": {
                "posting": f"p{number}", "requirement": following(), "strength": "must",
                "dimension": "skill", "value": following(), "words": following(),
            },
        }  # fmt: skip
        rows += [{"record": table, "on": "2026-08-22", **about, **told} for table, told in facts.items()]
        rows.append({"record": "credential", "section": "skill", **{
            name: following() for name in ("name", "organisation", "title", "field", "place")}})  # fmt: skip
    for kind in ("plan", "review", "answer", "prediction", "experiment", "air") * 2:
        told = {
            "obstacle": following(),
            "measure": following(),
            "outcome": following(),
            "n": 4,
            "chance": 0.5,
        }
        month = "2026-07" if len(rows) % 2 else "2026-08"
        rows.append(
            {"record": "reflection", "month": month, "kind": kind, "text": following(), "details": told}
        )
    return rows


def hostile_search(folder: Path, payloads: Sequence[str], n: int) -> jobkit.Search:
    """Return a search in which every text is a payload, from a tracker and from notes, under hostile file names."""
    search = jobkit.Search(folder / "search", as_of=AS_OF)
    notes = folder / "<img src=x onerror=alert(1)>.json"
    notes.write_text(json.dumps(hostile_notes(payloads, n)), "utf-8")
    tracker = folder / "\x1b[31m<b>=1+1.csv"
    with tracker.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["Company", "Role", "Date applied", "Status", "Notes", "<script>x</script>", "\x1b[2J"]
        )
        held = [
            text for text in payloads if not re.search("[\x00-\x08]", text)
        ]  # a table with these is refused
        following = itertools.cycle(held).__next__
        for number in range(min(n, 10)):
            day = "8/82019" if number % 7 == 6 else f"2026-08-{1 + number % 28:02}"
            status = following() if number % 5 == 4 else "Rejected"
            writer.writerow(
                [f"Firm {number} {following()}", following(), day, status, *(following() for _ in "123")]
            )
    added = search.add([notes, tracker])
    assert list(added["message"]) == ["", ""], list(added["message"])
    assert added["records"].iloc[0] == added["understood"].iloc[0] + added["set_aside"].iloc[0]
    return search


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return hostile_search(tmp_path_factory.mktemp("hostile"), PAYLOADS, 14)


@pytest.fixture(scope="module")
def reports(hostile):
    """The pages of every notebook on the hostile search, run in one warm process."""
    kinds = ("html", "md", "ipynb", "pdf")
    with report.Runner(timeout=300) as runner:
        return {
            path.stem: report.run(path.stem, hostile.folder, formats=kinds, as_of=AS_OF, runner=runner)
            for path in sorted(report.shipped_notebooks().glob("*.ipynb"))
        }


# Looking at an output


def foreign(
    markup: str, addresses: str = r"#[\w-]*|https://[\w.-]+\.(org|net|com|io)/[^\s<>\"']*"
) -> list[str]:
    """Return what in this HTML is none of the template's own: tags, attributes, and addresses."""
    found = []
    for node in LexborHTMLParser(markup).css("*"):
        if is_drawn(node):
            found += foreign_inline(node)
            continue
        if node.tag not in OWN_TAGS:
            found.append(f"<{node.tag}>")
        for name, value in node.attributes.items():
            if name not in OWN_NAMES:
                found.append(f"<{node.tag} {name}>")
            if name == "href" and not re.fullmatch(addresses, value or ""):
                found.append(f"href={value}")
            if name == "src":
                found += foreign_picture(value or "")
    return found


def is_drawn(node) -> bool:
    """Tell whether an element is a drawing within the page, or part of one."""
    while node is not None and node.tag != "svg":
        node = node.parent
    return node is not None


def foreign_inline(node) -> list[str]:
    """Return what an element of a drawing within the page is or holds that no drawing of jobkit does."""
    found = [] if node.tag.lower() in INLINE_TAGS else [f"svg <{node.tag}>"]
    for name, value in node.attributes.items():
        allowed = INLINE_NAMES.get(name.lower())
        if name != "aria-label" and not (allowed and re.fullmatch(allowed, value or "")):
            found.append(f"svg {name}={(value or '')[:60]}")
    return found


def sortable() -> set[str]:
    """Return what the table that sorts in JupyterLab brings of its own; tests/browser tries its script."""
    from itables import to_html_datatable

    own = {"<script>", "<script type>", "<it>", "<br>", "<div style>", "<noscript>"}
    return own | set(foreign(to_html_datatable(pd.DataFrame({"a": ["b"]}), connected=False)))


def foreign_picture(address: str) -> list[str]:
    """Return what in a picture is no drawing."""
    kind, _, data = address.partition(";base64,")
    if kind == "data:image/png":
        return []
    if kind != "data:image/svg+xml":
        return [f"src={address[:60]}"]
    return foreign_svg(base64.b64decode(data).decode("utf-8"))


def foreign_svg(svg: str) -> list[str]:
    found = []
    for node in ElementTree.fromstring(svg).iter():
        space, _, tag = node.tag.rpartition("}")
        if tag not in (SVG_TAGS if space.endswith("svg") else RDF):
            found.append(f"svg <{tag}>")
        for name, value in node.attrib.items():
            if name.lower().startswith("on"):
                found.append(f"svg {name}")
            if name.endswith("href") and not value.startswith("#"):
                found.append(f"svg href={value}")
        if tag == "style" and re.search(r"@import|url\((?!#)", node.text or ""):
            found.append("svg style")
    return found


def unprintable(text: str) -> list[str]:
    """Return the characters that a terminal would obey."""
    return re.findall(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", text
    )


def properties(data: bytes) -> set[str]:
    """Return the names of all properties of a calendar or a card; the lines must be whole, and folded."""
    text = data.decode("utf-8")
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert not [line for line in lines if len(line.encode()) > 75 or re.search("[\r\n]", line)]
    return {
        re.match(r"[^:;]*", line)[0] for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    }


def shown(payload: str) -> str:
    return " ".join(page.words(payload).split())


# The page


NOTEBOOKS = [path.stem for path in sorted(report.shipped_notebooks().glob("*.ipynb"))]


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_nothing_on_a_page_comes_from_a_payload(reports, notebook):
    markup = reports[notebook].read_text("utf-8")
    assert foreign(markup) == []
    policy = LexborHTMLParser(markup).css_first("meta[http-equiv='Content-Security-Policy']")
    assert policy.attributes["content"].startswith("default-src 'none';")


def test_the_words_of_a_payload_stand_on_the_page(reports, hostile):
    tree = LexborHTMLParser(reports["reflection"].read_text("utf-8"))
    text = " ".join(tree.body.text(separator=" ").split())
    applications = hostile.applications
    companies = applications.loc[applications["furthest"].isin(["interview", "offer"]), "company"].dropna()
    missing = [name for name in companies if shown(name) and shown(name) not in text]
    assert len(companies) > 10
    assert missing == []


def test_the_look_at_a_page_sees_what_is_not_escaped(reports, monkeypatch):
    executed = json.loads(reports["reflection"].with_suffix(".ipynb").read_text("utf-8"))
    source = (Path(page.__file__).parent / "data" / "page.html.j2").read_text("utf-8")
    environment = page._template().environment.overlay(autoescape=False)
    monkeypatch.setattr(page, "_template", lambda: environment.from_string(source))
    broken = page.html(page.nodes(executed), title="x", lang="en", version="1", foot=page.runs("x"))
    assert foreign(broken) != []


def test_the_look_at_a_page_sees_a_drawing_that_is_not_escaped(reports, monkeypatch):
    executed = json.loads(reports["process"].with_suffix(".ipynb").read_text("utf-8"))
    monkeypatch.setattr(page, "escape", str)
    broken = page.html(page.nodes(executed), title="x", lang="en", version="1", foot=page.runs("x"))
    assert foreign(broken) != []


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<p onclick=x>", "<p onclick>"),
        ("<a href=javascript:x>x</a>", "href=javascript:x"),
        ("<img src=//example.com/x>", "src=//example.com/x"),
        ("<script>x</script>", "<script>"),
        ('<a href="https://example.com/&quot;x">x</a>', 'href=https://example.com/"x'),
        ("<svg><image href=x /></svg>", "svg <image>"),
        ("<svg><script>x</script></svg>", "svg <script>"),
        ("<svg><g onclick=x></g></svg>", "svg onclick=x"),
        ("<svg><a href=https://example.com><text>x</text></a></svg>", "svg href=https://example.com"),
        ("<svg><g style='fill:url(//example.com)'></g></svg>", "svg style=fill:url(//example.com)"),
        (
            "<svg><g clip-path='url(https://example.com#x)'></g></svg>",
            "svg clip-path=url(https://example.com#x)",
        ),
        ("<svg><foreignObject><p>x</p></foreignObject></svg>", "svg <p>"),
    ],
)
def test_the_look_at_a_page_sees_what_it_looks_for(markup, seen):
    assert seen in foreign(markup)


@pytest.mark.parametrize(
    "inside",
    ["<script/>", "<a href='https://example.com'/>", "<g onload='x'/>", "<style>@import 'x'</style>"],
)
def test_the_look_at_a_drawing_sees_what_it_looks_for(inside):
    assert foreign_svg(f"<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>")


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_nothing_in_an_executed_notebook_comes_from_a_payload(reports, notebook):
    executed = json.loads(reports[notebook].with_suffix(".ipynb").read_text("utf-8"))
    outputs = [output for cell in executed["cells"] for output in cell.get("outputs", [])]
    bundles = [output["data"] for output in outputs if "data" in output]
    assert bundles or notebook == "start"  # whose list of questions is no output
    for data in bundles:
        assert not {"application/javascript", "text/latex", "text/markdown"} & set(data)
        markup = "".join(data.get("text/html", ""))
        assert set(foreign(markup)) <= (sortable() if "itables" in markup else set())
        if "image/svg+xml" in data:
            assert foreign_svg("".join(data["image/svg+xml"])) == []


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_markdown_that_is_set_with_raw_html_on_still_shows_words_only(reports, notebook):
    text = reports[notebook].with_suffix(".md").read_text("utf-8")
    markup = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert foreign(markup) == []
    assert "<img" not in markup


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_pdf_holds_no_action_and_no_address(reports, notebook):
    data = reports[notebook].with_suffix(".pdf").read_bytes()
    streams = [_inflated(part) for part in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)]
    every = b"\n".join([data, *streams])
    assert b"/Type/Catalog" in every.replace(b" ", b"")
    for word in (
        b"/JavaScript",
        b"/JS",
        b"/Launch",
        b"/SubmitForm",
        b"/EmbeddedFile",
        b"/URI",
        b"/OpenAction",
    ):
        assert not re.search(re.escape(word) + rb"\b", every), word


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return b""


def test_the_words_of_a_payload_stand_in_the_pdf(reports):
    import pypdfium2

    with pypdfium2.PdfDocument(reports["reflection"].with_suffix(".pdf")) as document:
        text = "".join(at.get_textpage().get_text_range() for at in document)
    assert "<script>alert(1)</script>" in re.sub(r"\s+", "", text)


# Files for other programs


def test_every_cell_of_an_export_is_text_in_a_spreadsheet_and_comes_back_as_it_was(hostile, tmp_path):
    sharing.export(hostile, tmp_path)
    for path in tmp_path.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert cells
        assert [cell for cell in cells if cell.startswith(sharing.exports.FORMULA)] == []
    with (tmp_path / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        read = [row["company"].removeprefix("'") for row in csv.DictReader(file)]
    said = [str(name).encode("utf-8", "replace").decode() for name in hostile.events["company"].fillna("")]
    assert read == [name.removeprefix("'") if name.startswith("''") else name for name in said]


def test_a_calendar_has_no_property_of_a_payload_s(hostile):
    due = hostile.due()
    data = calendars.ics(due, AS_OF)
    assert len(due) > 10
    assert properties(data) <= PROPERTIES
    assert (
        data.count(b"\r\nBEGIN:") == data.count(b"\r\nBEGIN:VEVENT\r\n") == (due["state"] != "let go").sum()
    )
    assert b"alert" in data


def test_a_contact_has_no_property_of_a_payload_s(hostile):
    data = calendars.vcards(hostile.people)
    assert properties(data) <= PROPERTIES
    starts = re.findall(rb"^BEGIN:.*\r$", data, re.MULTILINE)
    assert set(starts) == {b"BEGIN:VCARD\r"}
    named = hostile.people.dropna(subset="name")["person"].nunique()
    assert len(starts) == data.count(b"\r\nEND:VCARD\r\n") == named > 0


def test_the_look_at_a_calendar_sees_an_injected_property():
    assert not properties(b"BEGIN:VEVENT\r\nATTENDEE:x\r\nEND:VEVENT\r\n") <= PROPERTIES
    with pytest.raises(AssertionError):
        properties(b"SUMMARY:" + b"x" * 80 + b"\r\n")


# The terminal


@pytest.fixture
def said(hostile, capsys):
    """What the command says, on both of its streams."""

    def run(verb: str, *words: str) -> str:
        cli.main([verb, "--data", str(hostile.folder), *words])
        told = capsys.readouterr()
        return told.out + told.err

    return run


VERBS = [
    ("applications",),
    ("applications", "--pending"),
    ("applications", "--saved"),
    ("due", "--as-of", "2026-08-25"),
    ("history",),
    ("problems",),
    ("me",),
    ("status",),
    ("check",),
]


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_a_terminal_is_told_nothing_to_obey(said, words):
    told = said(*words)
    assert told.strip()
    assert unprintable(told) == []


def test_one_application_s_file_is_told_without_anything_to_obey(said, hostile):
    at_risk = hostile.applications[
        hostile.applications["company"].map(lambda name: bool(unprintable(str(name))))
    ]
    assert len(at_risk)
    for name in at_risk.index[:8]:
        told = said("show", name)
        assert name in told
        assert unprintable(told) == []


@pytest.mark.parametrize("verb", ["show", "log", "why", "draft", "done", "merge", "forget", "person"])
def test_an_error_repeats_nothing_that_a_terminal_obeys(tmp_path, capsys, verb):
    payload = " ".join(TERMINAL)
    words = {
        "log": ["interview", payload],
        "why": [payload, "logistics"],
        "merge": [payload, payload],
        "person": ["x", "--application", payload],
    }
    assert cli.main([verb, "--data", str(tmp_path), *words.get(verb, [payload])]) == 1
    told = capsys.readouterr()
    assert "\\u001b" in told.err
    assert unprintable(told.out + told.err) == []


def test_a_file_s_name_is_told_without_anything_to_obey(tmp_path, capsys):
    name = "".join(text for text in TERMINAL if not re.search("[\0/\ud800]", text))
    path = tmp_path / f"{name}.csv"
    contents = [f"Company,Role,{name}\nQuellbach,Planner,{name}\n".encode(), b"\x00\xff", b""]
    for content in contents:
        path.write_bytes(content) if content else path.unlink(missing_ok=True)
        cli.main(["add", "--data", str(tmp_path / "search"), str(path)])
        told = capsys.readouterr()
        assert "\\u001b" in told.out + told.err
        assert unprintable(told.out + told.err) == []


PATH = "".join(text for text in TERMINAL if not re.search("[\0/\ud800]", text))
"""A name of a file that no terminal may obey."""
PATHS = {
    "backup": ["{path}"],
    "restore": ["{path}"],
    "export": ["{path}"],
    "share": ["{path}"],
    "due --ics": ["--ics", "{path}"],
    "due --vcard": ["--vcard", "{path}"],
    "report": [],
    "report --json": ["--json"],
    "backup --nothing": ["{path}", "{path}"],
    "run": ["explore"],
    "demo": [],
    "lab": [],
    "check": [],
    "cohort": ["{path}"],
    "add": ["{path}"],
    "hire": ["Quellbach", "--file", "{path}"],
    "posting": ["Quellbach", "{path}"],
    "backup onto a folder": ["{search}"],
    "nothing{path}": [],
}


@pytest.mark.parametrize("case", PATHS)
def test_a_path_is_told_without_anything_to_obey_by_every_verb_that_prints_one(
    tmp_path, capsys, monkeypatch, case
):
    place, path, verb = tmp_path / PATH, tmp_path / f"new{PATH}", case.split(" ")[0]
    jobkit.Search(place).record_event("applied", company="Quellbach", date="2026-01-05")
    (place / f"open{PATH}").write_text("")
    made = place / "reports" / f"{PATH}.html"
    write_private(made, b"<!doctype html><p>x")
    monkeypatch.setenv("JOBKIT_DATA", str(path / "mine" if verb == "lab" else place))
    monkeypatch.setattr(report, "run", lambda *_, **__: made)
    monkeypatch.setattr(report, "index", lambda *_: made)
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 0)
    monkeypatch.setattr(search, "sample_files", lambda: [])
    monkeypatch.setattr(jobkit.Search, "newest_month", lambda *_: "2026-01")
    if verb == "cohort":
        path.mkdir()
        (path / PATH).mkdir()
    words = [word.format(path=path, search=place) for word in PATHS[case]]
    try:
        cli.main([verb.format(path=PATH), *words])
    except SystemExit as stopped:
        assert stopped.code == 2
    told = capsys.readouterr()
    assert "\\u001b" in told.out + told.err
    assert unprintable(told.out + told.err) == []


def test_the_look_at_a_terminal_sees_what_it_looks_for():
    assert [text for text in ("\x1b[1m", "\u202e", "\x9b", "\r") if not unprintable(text)] == []


# What fuzzing once found


def test_what_once_broke_a_parser_is_refused_or_read(tmp_path):
    files = sorted(REGRESSIONS.glob("*")) if REGRESSIONS.is_dir() else []
    for path in files:
        added = jobkit.Search(tmp_path / path.name, as_of=AS_OF).add(path)
        assert isinstance(added, pd.DataFrame)
