"""The page: what a notebook says, what is made of it, and that nothing in it runs."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit import charts, page

BAD = (
    "<img src=x onerror=alert(1)>\"'</title></style><script>alert(1)</script> [x](javascript:x) {{7*7}} #[x]"
)
XSS = Path(__file__).parents[2] / "shared" / "data" / "hostile" / "xss.jsonl"
ATTACKS = [BAD, "javascript:alert(1)", "</script><svg onload=alert(1)>", "\u2028<b>\x00", "`${alert(1)}`"]
ABOUT = {"title": "A month", "lang": "en", "version": "1", "foot": page.runs("made today")}


class Tags(HTMLParser):
    """Collects what a browser would see: elements with their attributes, and the text between them."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


WORDED = "when what whom note dimension you they ahead title role chip tone".split()


def drawn(text):
    """Return a drawing with this text as a word, as what stands over a mark, and as where one leads."""
    bands = pd.DataFrame(
        {"n": [1, 2], "low": [0, 1], "high": [3, 4], "says": text}, index=pd.Index([text, "b"])
    )
    return charts.both(charts.bands, bands, text, table=bands, alt=text, place="rows")


def every_block(text):
    table = pd.DataFrame({text: [text], "share": [0.5]}, index=pd.Index([text], name=text))
    lines = pd.DataFrame({name: [text] for name in WORDED})
    return [
        page.title(text, text),
        page.heading(text),
        page.prose(text),
        page.prose([text, text]),
        page.note(text),
        page.cards(pd.DataFrame({"number": [text], "label": [text], "neighbour": [text], "link": [text]})),
        page.two_columns([text], [], (text, text)),
        page.plans(pd.DataFrame({"text": [text], "note": [None]})),
        page.prompt(text, text),
        page.table(table, text, text),
        page.agenda(lines, text, text),
        page.duel(text, text, lines, text),
        page.turn(text, text, text, text),
        page.people(lines),
        page.aside([text]),
        page.folded(text, [page.prose(text)]),
        drawn(text),
    ]


def executed(*outputs, markdown="# A month", tags=()):
    cells = [{"cell_type": "markdown", "source": markdown, "metadata": {}}]
    cells += [
        {"cell_type": "code", "source": "secret = 1", "outputs": [o], "metadata": {"tags": list(tags)}}
        for o in outputs
    ]
    return {"cells": cells}


def displayed(**data):
    return {
        "output_type": "display_data",
        "data": {k.replace("_", "/", 1): v for k, v in data.items()},
        "metadata": {},
    }


def as_output(block):
    bundle = block._repr_mimebundle_()
    return {"output_type": "display_data", "data": json.loads(json.dumps(bundle)), "metadata": {}}


def test_a_page_asks_nothing_of_anybody_and_runs_nothing():
    text = page.html([block.node for block in every_block("plain")], **ABOUT)
    seen = Tags(text)
    policy = next(at["content"] for tag, at in seen.elements if at.get("http-equiv"))
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert not {"script", "iframe", "object", "link", "form", "base"} & {tag for tag, _ in seen.elements}
    addresses = [at[name] for _, at in seen.elements for name in ("src", "href", "srcset") if at.get(name)]
    assert all(address.startswith("#") for address in addresses)
    assert set(re.findall(r"url\([^)]*\)", text)) == set(re.findall(r"url\(#d[0-9a-f]{6}-[\w-]+\)", text))


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_a_file_says_becomes_part_of_the_page(attack):
    plain = Tags(page.html([block.node for block in every_block("plain")], **ABOUT))
    hostile = Tags(page.html([block.node for block in every_block(attack)], **ABOUT | {"title": attack}))
    shapes = [{(tag, *sorted(set(at) - {"class"})) for tag, at in seen.elements} for seen in (plain, hostile)]
    assert shapes[0] == shapes[1]
    links = [at["href"] for tag, at in hostile.elements if "href" in at]
    assert all(re.fullmatch(r"#[\w-]*", link) for link in links)
    assert "\x00" not in hostile.text


@given(st.text())
@settings(max_examples=25, deadline=None)
def test_any_text_can_be_said_and_comes_out_as_text(text):
    blocks = [page.prose(text), page.note(text), page.prompt(text), page.title(text)]
    seen = Tags(page.html([block.node for block in blocks], **ABOUT))
    own = "html head meta title style body main header section h1 p div small nav strong a footer".split()
    assert {tag for tag, _ in seen.elements} <= set(own)
    assert page.markdown([block.node for block in blocks]).endswith("\n")


def test_thousands_of_published_attacks_stay_text():
    tried = [*map(json.loads, XSS.read_text("utf-8").splitlines())] if XSS.is_file() else ATTACKS
    allowed = {"html", "head", "meta", "title", "style", "body", "main", "footer", "p", "strong", "a", "em"}
    allowed |= {"header", "section", "div"}
    allowed |= {"ul", "ol", "li", "code", "pre", "blockquote", "hr", "h1", "h2", "h3", "h4"}
    nodes = [node for text in tried for node in [page.prose(text).node, *page.markdown_nodes(text)]]
    seen = Tags(page.html(nodes, **ABOUT))
    assert {tag for tag, _ in seen.elements} <= allowed
    assert not [name for _, at in seen.elements for name in at if name.startswith("on")]
    links = {
        at["href"].split(":")[0] for tag, at in seen.elements if tag == "a" and not at["href"].startswith("#")
    }
    assert links <= {"https"}


def test_every_block_says_itself_in_plain_text_that_does_not_change():
    for block in every_block("Northwind & Söhne"):
        assert repr(block) == block._repr_mimebundle_()["text/plain"]
        assert "0x" not in repr(block)
        assert "Northwind" in repr(block)


def test_sentences_may_be_strong_or_lead_to_a_place_on_the_page_and_nowhere_else():
    runs = page.runs("**Nine** went out, [see them](#applied), not [there](https://example.com).")
    assert runs[0] == {"text": "Nine", "strong": True}
    assert runs[2] == {"text": "see them", "href": "#applied"}
    assert all("href" not in run for run in runs[3:])


def test_a_number_leads_to_the_rows_behind_it():
    cards = page.cards(pd.DataFrame({"number": ["9"], "label": ["applied"], "link": ["#applied"]}))
    rows = page.table(pd.DataFrame({"company": ["Northwind"]}), "Applied", "applied")
    seen = Tags(page.html([cards.node, rows.node], **ABOUT))
    links = [at["href"] for tag, at in seen.elements if tag == "a"]
    assert links == ["#applied"]
    assert "applied" in [at.get("id") for _, at in seen.elements]


def test_values_are_told_as_a_reader_would_write_them():
    table = pd.DataFrame(
        {
            "share": [0.126],
            "n": [3],
            "days": [4.5],
            "is_silent": [True],
            "applied": [pd.Timestamp("2026-10-31")],
        }
        | {"company": [None], "ended": [pd.NaT], "high": [float("inf")]}
    )
    assert page.told(table)["rows"] == [["13 %", "3", "4.5", "yes", "31 October", "", "", "no limit"]]
    assert page.told(table)["columns"][3] == "Is silent"
    assert page.told(table)["numbers"] == [True, True, True, False, False, False, False, True]
    months = pd.DataFrame(
        {"on": pd.to_datetime(["2025-12-31", "2026-01-02"])}, pd.Index(["2025-12", "2026-01"], name="month")
    )
    assert page.told(months)["rows"] == [
        ["December 2025", "31 December 2025"],
        ["January 2026", "2 January 2026"],
    ]


def test_code_and_hidden_cells_are_not_on_the_page():
    note = as_output(page.note("seen"))
    assert [node["kind"] for node in page.nodes(executed(note))] == ["title", "note"]
    assert [node["kind"] for node in page.nodes(executed(note, tags=["hide"]))] == ["title"]
    assert "secret" not in page.html(page.nodes(executed(note)), **ABOUT)


def test_a_figure_comes_through_the_notebook_whole():
    sent = pd.DataFrame(
        {"month": ["2026-09", "2026-10"], "fate": "interview", "title": "Alder", "href": "#rows"}
    )
    shown = charts.both(charts.sent, sent, table=sent)
    (_, figure) = page.nodes(executed(as_output(shown)))
    assert figure == shown.node
    seen = Tags(page.html([figure], **ABOUT))
    picture = next(at for tag, at in seen.elements if tag == "svg")
    assert picture["aria-label"] == shown.node["alt"]
    shapes = [at.get("style", "") for tag, at in seen.elements if tag in ("path", "use")]
    assert any("fill:var(--you)" in style for style in shapes)
    assert {"details", "summary", "table"} <= {tag for tag, _ in seen.elements}
    assert [tag for tag, _ in seen.elements].count("svg") == 2 and "Alder" in seen.text
    assert {at.get("href") for tag, at in seen.elements if tag == "a"} == {"#rows"}


def test_of_a_mark_drawn_many_times_its_look_stands_once_and_its_words_once_for_each():
    sent = pd.DataFrame({"month": "2026-09", "fate": "rejection", "title": [f"Firm {n}" for n in range(200)]})
    (figure,) = [charts.show(charts.sent(sent.assign(href="#rows"))).node]
    drawn = str(page.drawing(figure["svg"], "x"))
    assert drawn.count("fill:var(--no)") == 2, "of the marks, and of the smaller one in the key"
    assert drawn.count("Firm 42<") == 1 and drawn.count('<a href="#rows">') == 200
    assert len(drawn) < 200 * 100
    assert "<g>" not in drawn


def test_a_part_of_a_drawing_in_two_looks_keeps_both():
    part = '<use xlink:href="#dot" style="fill: {}"/>'
    own, looks = 'style="stroke: #6b737c"', ("#a04409", "#1b62a5")
    svg = f'<svg {SPACES}><defs><path id="dot" d="M 0 0" {{}}/></defs>{part}{part}</svg>'
    both = str(page.drawing(svg.format("", *looks), "x"))
    assert re.findall(r"fill:var\(--\w+\)", both) == ["fill:var(--they)", "fill:var(--you)"]
    alone = str(page.drawing(svg.format(own, looks[0], looks[0]), "x"))
    assert alone.count("stroke:var(--no)") == 1 and alone.count("fill:var(--they)") == 2


SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
HOSTILE_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="alert(1)" width="9pt">'
    "<script>alert(1)</script><style>@import 'https://example.com/x.css'</style><foreignObject><p>x</p></foreignObject>"
    '<image href="https://example.com/x.png"/><animate attributeName="href" values="javascript:alert(1)"/>'
    '<a xlink:href="javascript:alert(1)"><text onclick="alert(1)" style="fill: url(https://example.com/#a)">one</text></a>'
    '<a xlink:href="#rows"><text style="fill: #1b62a5">two</text></a><use xlink:href="https://example.com/x.svg#a"/>'
    '<path d="M0 0" clip-path="url(https://example.com/#a)" style="stroke: expression(alert(1)); fill: red"/></svg>'
)


def test_of_a_drawing_only_shapes_and_words_reach_the_page():
    figure = page.figure(HOSTILE_SVG, "A drawing").node
    text = page.html([figure], **ABOUT)
    seen = Tags(text)
    drawn = [
        (tag, at)
        for tag, at in seen.elements
        if tag in ("svg", "a", "text", "use", "path", "image", "script")
    ]
    assert [tag for tag, _ in drawn] == ["svg", "a", "text", "a", "text", "use", "path"]
    assert not [name for _, at in drawn for name in at if name.startswith("on")]
    assert [at.get("href") for tag, at in drawn if tag in ("a", "use")] == [None, "#rows", None]
    assert drawn[4][1]["style"] == "fill:var(--you)" and drawn[-1][1] == {"d": "M0 0", "style": "fill:red"}
    assert "example.com" not in text and "alert" not in text and "one" in seen.text


@pytest.mark.parametrize(
    "svg", ["<svg", "", "<!DOCTYPE x [<!ENTITY a 'b'>]><svg>&a;</svg>", "<p>no drawing</p>"]
)
def test_what_is_no_drawing_is_left_out(svg):
    text = page.html([page.figure(svg, "What it shows").node], **ABOUT)
    assert "<svg" not in text and "ENTITY" not in text and "no drawing" not in text


@given(st.text(), st.text())
@settings(max_examples=50, deadline=None)
def test_any_text_and_attribute_of_a_drawing_stays_text(text, attribute):
    from xml.sax.saxutils import escape, quoteattr

    clean = [re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd]", "", one) for one in (text, attribute)]
    parts = [
        f"{name}={quoteattr(clean[1])}" for name in ("d", "style", "id", "clip-path", "href", "transform")
    ]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><a {" ".join(parts)}><text>{escape(clean[0])}</text></a></svg>'
    seen = Tags(str(page.drawing(svg, "x")))
    assert [tag for tag, _ in seen.elements] == ["svg", "a", "text"]
    assert set(seen.elements[1][1]) <= {"d", "style", "id", "clip-path", "href", "transform"}
    assert seen.elements[1][1].get("href", "#").startswith("#")


def test_of_a_data_frame_only_the_words_reach_the_page():
    frame = pd.DataFrame({"company": [BAD]}, index=pd.Index(["a-1"], name="application"))
    (_, table) = page.nodes(executed(displayed(text_html=frame.to_html(), text_plain="x")))
    assert table["columns"] == ["application", "company"]
    assert table["rows"] == [["a-1", BAD]]


def test_markup_that_is_no_table_is_left_out_for_its_plain_text():
    (_, node) = page.nodes(executed(displayed(text_html="<div onclick=alert(1)>x</div>", text_plain="x")))
    assert node == {"kind": "code", "text": "x"}
    (_, node) = page.nodes(executed({"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]}))
    assert node == {"kind": "code", "text": "a\nb"}
    assert len(page.nodes(executed({"output_type": "stream", "name": "stderr", "text": "warning"}))) == 1


def test_narration_keeps_its_lists_tables_links_and_quotes_but_no_markup_of_its_own():
    text = (
        "Text *soft* **strong** `code` [paper](https://example.com/a) [bad](javascript:x) <b>raw</b>\n\n"
        "1. one\n   - inner\n2. two\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n    code\n\n"
        "![pic](https://example.com/x.png)"
    )
    nodes = page.markdown_nodes(text)
    assert [node["kind"] for node in nodes] == [
        "paragraphs",
        "list",
        "quote",
        "table",
        "rule",
        "code",
        "paragraphs",
    ]
    seen = Tags(page.html(nodes, **ABOUT))
    assert [at["href"] for tag, at in seen.elements if tag == "a"] == ["https://example.com/a"]
    assert "img" not in [tag for tag, _ in seen.elements]
    assert "<b>raw</b>" in seen.text


def test_headings_skip_no_level_and_there_is_one_title():
    notebook = executed(
        as_output(page.title("October 2026", "Nine.")),
        markdown="# Month\n\n### Deep\n\n# Again\n\n#### Deeper",
    )
    nodes = page.nodes(notebook)
    assert [node["text"] for node in nodes if node["kind"] == "title"] == ["October 2026"]
    assert [node["level"] for node in nodes if node["kind"] == "heading"] == [2, 2, 3]


def test_a_place_is_named_once():
    notebook = executed(markdown="# A\n\n## Where\n\n## Where")
    assert [node.get("id") for node in page.nodes(notebook)] == [None, "where", ""]


def test_another_person_s_words_replace_every_name_even_in_drawings_and_cut_ones():
    name = "Northwind Traders International Holding"
    grid = pd.DataFrame(
        {"hire": [name], "group": f"{name} and others " * 9, "dimension": name, "ahead": "you"}
    )
    what = f"Thank them and ask for a word with {name}"
    lanes = pd.DataFrame({"application": ["a"], "company": name, "kind": "due", "state": "by 9 October"})
    lanes = lanes.assign(date=pd.Timestamp("2026-10-09"), title=what, href="#due-1")
    shown = [drawn(name), charts.both(charts.grid, grid), charts.both(charts.lanes, lanes)]
    assert any(block.node["shortened"] for block in shown)
    nodes = [block.node for block in (*shown, *every_block(name))]
    text = json.dumps(page.redacted(nodes, lambda words: words.replace(name, "Company 1")))
    assert "Northwind" not in text
    assert "Company 1" in text


def test_a_shared_page_has_no_picture_that_cannot_be_checked():
    picture = [{"kind": "picture", "data": "aGk=", "alt": "x"}]
    assert page.redacted(picture, str)[0]["kind"] == "note"


def test_markdown_for_a_journal_holds_words_and_tables_and_no_markup_from_the_data():
    text = page.markdown([block.node for block in every_block("a *b* | <c> [d](e)")])
    assert "a \\*b\\* \\| \\<c\\> \\[d\\](e)" in text
    assert "*Chart: " in text
    assert not re.search(r"(?<!\\)<c", text)


def test_a_pdf_is_tagged_with_headings_and_bookmarks_and_takes_no_markup_from_the_data():
    nodes = [block.node for block in every_block(BAD + " $x$ \\ @ref")]
    nodes += page.markdown_nodes("## A section\n\n- a\n\n> q\n\n    code\n\n---\n\n| a |\n|---|\n| 1 |")
    made = page.pdf(nodes, title="October", lang="en")
    assert made == page.pdf(nodes, title="October", lang="en")
    assert b"/StructTreeRoot" in made and b"/MarkInfo" in made
    with pypdfium2.PdfDocument(made) as document:
        assert document.get_metadata_dict()["Title"] == "October"
        assert "A section" in [entry.get_title() for entry in document.get_toc()]
        words = document[0].get_textpage().get_text_range()
    assert "onerror=alert(1)" in words


def test_a_caption_stands_on_the_page_of_its_table():
    tables = [
        page.table(pd.DataFrame({f"Heading {at}.": range(at % 4 + 1)}), f"Caption {at}.") for at in range(90)
    ]
    made = page.pdf([block.node for block in tables], title="Tables", lang="en")
    with pypdfium2.PdfDocument(made) as document:
        sheets = [sheet.get_textpage().get_text_range() for sheet in document]
    assert len(sheets) > 5
    for at in range(90):
        on = [[f"{what} {at}." in sheet for sheet in sheets] for what in ("Caption", "Heading")]
        assert on[0].index(True) == on[1].index(True)


def test_an_empty_table_is_a_sentence_that_can_still_be_linked_to():
    node = page.table(pd.DataFrame(columns=["name", "title"]), "People you know there", place="contacts").node
    text = page.html([node], **ABOUT)
    assert '<p id="contacts">People you know there: nothing yet.</p>' in text
    assert "<table" not in text


def test_the_style_is_part_of_the_page_and_its_colours_can_be_read():
    text = page.html([], **ABOUT)
    for scheme in ("prefers-color-scheme: dark", "@media print", "max-width: 44rem"):
        assert scheme in text


def test_a_notebook_of_ones_own_shows_its_drawing_and_not_what_matplotlib_returned():
    title = {"output_type": "execute_result", "data": {"text/plain": "Text(0.5, 1.0, 'Replies')"}}
    drawing = {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"}}
    notebook = executed(title)
    notebook["cells"][1]["outputs"].append(drawing)
    assert [node["kind"] for node in page.nodes(notebook)][1:] == ["picture"]
    assert [node["kind"] for node in page.nodes(executed(title))][1:] == ["code"]


def test_of_a_data_frame_missing_values_are_blank_and_whole_numbers_are_whole():
    frame = pd.DataFrame({"days": [21.0, None], "on": [pd.Timestamp("2026-03-01"), None], "x": [0.5, 2.25]})
    output = {"output_type": "execute_result", "data": {"text/html": frame.to_html(), "text/plain": "…"}}
    (table,) = [node for node in page.nodes(executed(output)) if node["kind"] == "table"]
    assert [row[1:] for row in table["rows"]] == [["21", "2026-03-01", "0.50"], ["", "", "2.25"]]


def test_no_last_page_of_a_pdf_is_nearly_empty():
    def lowest(sheet):
        text, height = sheet.get_textpage(), sheet.get_height()
        feet = [text.get_rect(at)[1] for at in range(text.count_rects())]
        return 1 - min(foot for foot in feet if foot > 0.07 * height) / height  # above the page's number

    filled = []
    for n in range(40, 120, 2):
        told = [page.title("Tables", "x").node, page.prose([f"Reply {k} came" for k in range(n)]).node]
        with pypdfium2.PdfDocument(page.pdf(told, title="Tables", lang="en")) as document:
            filled += [lowest(document[len(document) - 1])] if len(document) > 1 else []
    assert len(filled) > 20 and min(filled) > 0.15


def test_a_drawing_in_jupyterlab_has_no_link_that_its_renderer_fails_on():
    """It writes to the `href` of every link that has one, which a link in an SVG does not allow."""
    fates = pd.DataFrame(
        {"month": ["2026-01"], "fate": ["rejection"], "title": ["Acorn"], "href": ["#row-1"]}
    )
    html = charts.both(charts.sent, fates)._repr_mimebundle_()["text/html"]
    assert set(re.findall(r"<a ([^=]*)=", html)) == {"xlink:href"}
    part = '<svg><a class="x" href="#flow"><text>sent</text></a></svg><a href="#y">y</a>'
    assert page._without_href(part) == part.replace('href="#flow', 'xlink:href="#flow')
