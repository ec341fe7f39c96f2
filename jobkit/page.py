"""What a page is made of: a notebook says it with `prose`, `cards`, `table`…, a report sets it as HTML,
Markdown or PDF.

A page is a list of nodes, plain dictionaries with a `kind`; every text in them is text and never
markup, so nothing that a company, a mail or a file says can become part of the page's machinery.
Each block shows itself in JupyterLab through the same template as in the report.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from importlib import resources
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import jinja2
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from jobkit.errors import ReportError
from jobkit.language import english

if TYPE_CHECKING:
    import pandas as pd

MISSING = ("NaN", "NaT", "None", "<NA>", "nan")
WHOLE = re.compile(r"^(-?\d{1,15})\.0$")
BLOCK = "application/vnd.jobkit.block+json"
Node = dict[str, Any]
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
IF_THEN = re.compile(r"^(If)(\s[^*]+?\s)(then)\b", re.IGNORECASE)


# What a notebook says


_LINK = re.compile(r"(<a [^<>]{0,300}?)\bhref=")


def _without_href(html: str) -> str:
    """Return a page whose links in drawings say where they lead as SVG 1.1 has it."""
    first, *drawn = html.split("<svg")
    parts = (piece.partition("</svg>") for piece in drawn)
    return "<svg".join([first, *(_LINK.sub(r"\1xlink:href=", svg) + end + rest for svg, end, rest in parts)])


@dataclass(frozen=True)
class Block:
    """One part of a page, which displays itself in JupyterLab and rides in the notebook to the report."""

    node: Node

    def __repr__(self) -> str:
        return plain(self.node)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        macros: Any = _template().module
        # JupyterLab writes to the href of every link, which one in an SVG does not allow
        html = _without_href(str(macros.in_jupyter(self.node)))
        bundle: dict[str, Any] = {"text/plain": repr(self), "text/html": html}
        node = dict(self.node)
        if "svg" in node:  # once is enough: the report puts the two together again
            bundle["image/svg+xml"] = node.pop("svg")
        return bundle | {BLOCK: node}


def title(text: str, lede: str = "", over: str = "", rank: int | None = None, lang: str = "") -> Block:
    """Return the page's title, in place of the notebook's own, and the sentences beneath it.

    `over` stands above it, small: what the page is of. `rank` says how much a month's finding weighs, the
    least the most. `lang` is the language of the page, where it is not English.

    >>> page.title("Two replies came", over="October 2026")
    October 2026
    Two replies came
    """
    about = {"over": words(over), "rank": rank} | ({"lang": slug(lang)} if lang else {})
    return Block({"kind": "title", "text": words(text), "lede": words(lede), **about})


def heading(text: str, level: int = 2, topic: str = "", place: str = "") -> Block:
    """Return a heading whose words are computed, its topic beneath; a fixed one belongs into Markdown."""
    about = {"topic": words(topic), "id": slug(place or text)}
    return Block({"kind": "heading", "level": level, "runs": runs(text), **about})


def prose(text: str | Iterable[str]) -> Block:
    """Return sentences: a text is paragraphs, parted by empty lines; several texts are a list of points.

    The words stand as they are but for `**strong**` and links within the page, `[words](#place)`.

    >>> page.prose(["Two replies came.", "One was **kind**."])
    - Two replies came.
    - One was kind.
    """
    if isinstance(text, str):
        parts = [part for part in re.split(r"\n\s*\n", words(text)) if part.strip()]
        return Block({"kind": "paragraphs", "paragraphs": [runs(part) for part in parts]})
    return Block(_points(text))


def note(text: str) -> Block:
    """Return an alert, to stand before what it qualifies: `7 rows could not be read.`"""
    return Block({"kind": "note", "runs": runs(text)})


def aside(texts: Iterable[str]) -> Block:
    """Return remarks that qualify a section: beside it on a wide screen, beneath it on a phone."""
    return Block({"kind": "aside", "paragraphs": [runs(text) for text in texts]})


def private(block: Block) -> Block:
    """Return a block that stands in nothing that is shared."""
    return Block(block.node | {"private": True})


def folded(summary: str, blocks: Iterable[Block]) -> Block:
    """Return blocks that open on a click, and are not printed.

    >>> page.folded("How this was counted", [page.prose("By month of applying.")])
    How this was counted
    By month of applying.
    """
    return Block({"kind": "folded", "summary": words(summary), "nodes": [block.node for block in blocks]})


def agenda(table: pd.DataFrame, title: str = "", place: str = "") -> Block:
    """Return things to do, each with its day first.

    Parameters
    ----------
    table : texts `when`, `what`, `whom` and `note` (the last two may be empty).
    """
    rows = _texts(table, ("when", "what", "whom", "note"))
    return Block({"kind": "agenda", "title": words(title), "rows": rows, "id": slug(place)})


def duel(title: str, verdict: str, table: pd.DataFrame, note: str = "") -> Block:
    """Return a card of you beside a person hired: a row a dimension, its mark leaning to whoever has more.

    Parameters
    ----------
    table : texts `dimension`, `you`, `they` (“?” where it is not known), `ahead` (you, hire, tie, unknown).
    """
    rows = _texts(table, ("dimension", "you", "they", "ahead"))
    about = {"title": words(title), "verdict": words(verdict), "note": words(note)}
    return Block({"kind": "duel", **about, "rows": rows})


def turn(then: str, thought: str, later: str, came: str) -> Block:
    """Return what somebody thought, then what came to light, side by side."""
    sides = [{"head": words(then), "text": words(thought)}, {"head": words(later), "text": words(came)}]
    return Block({"kind": "turn", "sides": sides})


def people(table: pd.DataFrame, place: str = "") -> Block:
    """Return a list of one line each, with a mark of how it stands; `place` names it as in `table`.

    Parameters
    ----------
    table : texts `title`, `role`, `note`, `chip`, and `tone` of the chip (you, they or empty).
    """
    rows = _texts(table, ("title", "role", "note", "chip", "tone"))
    return Block({"kind": "people", "rows": rows, "id": slug(place)})


def _texts(table: pd.DataFrame, names: Sequence[str]) -> list[dict[str, str]]:
    cells = table.reindex(columns=list(names)).astype(object)
    return cells.where(cells.notna(), "").map(words).to_dict("records")


def cards(table: pd.DataFrame) -> Block:
    """Return a few large numbers, each with its n or its neighbour.

    Parameters
    ----------
    table : columns `number` (as it is to be read), `label`, `neighbour` (may be empty), and if wanted
        `link` (the place on the page with the rows behind it, `#applied`). Its index names each number
        for the page of all months.
    """
    rows = _texts(table, ("number", "label", "neighbour", "link"))
    made = [
        {"name": words(name), **row, "link": "#" * bool(row["link"]) + slug(row["link"])}
        for name, row in zip(table.index, rows, strict=True)
    ]
    return Block({"kind": "cards", "cards": made})


def two_columns(
    left: Iterable[str], right: Iterable[str], titles: Sequence[str] = ("In your hands", "Not in your hands")
) -> Block:
    """Return two lists side by side, beneath each other on a phone; an empty one says so."""
    sides = zip(titles, (left, right), strict=True)
    columns = [
        {"title": words(head), "list": _points(list(texts) or ["nothing here"])} for head, texts in sides
    ]
    return Block({"kind": "columns", "columns": columns})


def plans(table: pd.DataFrame) -> Block:
    """Return if–then plans, each in its own box, in the person's own words.

    Parameters
    ----------
    table : columns `text` (`If …, then …`) and `note` (the obstacle, or what came of it; may be empty); if
        wanted `is_done`.
    """
    done = table["is_done"] if "is_done" in table else [False] * len(table)
    rows = [
        {
            "runs": runs(IF_THEN.sub(r"**\1**\2**\3**", row["text"])),
            "note": row["note"],
            "is_done": bool(is_done),
        }
        for row, is_done in zip(_texts(table, ("text", "note")), done, strict=True)
    ]
    return Block({"kind": "plans", "plans": rows})


def prompt(text: str, answer: str = "") -> Block:
    """Return a question to yourself, with the answer given or room to write one."""
    return Block({"kind": "prompt", "text": words(text), "answer": words(answer)})


def figure(
    svg: str, alt: str, frame: pd.DataFrame | None = None, shortened=None, narrow="", place=""
) -> Block:
    """Return a drawing with its alternative text, and its table folded beneath; see `charts.show`.

    `narrow` is the same drawn for a phone; `place` names the table, as in `table`.
    """
    rows: Node = {"columns": [], "rows": [], "numbers": []} if frame is None else told(frame)
    rows |= {"id": slug(place)} if place else {}
    about = {"alt": words(alt), "table": rows, "shortened": dict(shortened or {})}
    return Block({"kind": "figure", "svg": svg, "narrow": narrow, **about})


def table(frame: pd.DataFrame, caption: str = "", place: str = "", is_whole: bool = False) -> Block:
    """Return a table in words; `place` names it, so that a number can link to `#place`, and a mark to a row:
    `#place-1` is its first.

    An empty one with a caption is a sentence under the same name. Of a long one the first rows are shown,
    and the rest on a click, unless it `is_whole`.

    >>> page.table(search.applications[["company", "outcome"]].head(2), "Two of them")
    Application | Company | Outcome
    28f7c92306ac | Copperwick Parcels | open
    4bcbd6653e82 | Hollowick Stores | rejected
    """
    if frame.empty and caption:
        said = [runs(f"{caption}: nothing yet.")]
        return Block({"kind": "paragraphs", "paragraphs": said, "id": slug(place)})
    about = {"caption": words(caption), "id": slug(place)} | ({"whole": True} if is_whole else {})
    return Block({"kind": "table", **told(frame), **about})


# Words


def words(text: object) -> str:
    """Return text as it can be shown: a control or direction mark is replaced, visibly, not obeyed."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", str(text))


def slug(text: str) -> str:
    """Return the name of a place on the page: small letters, digits and hyphens."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-_")


def runs(text: object) -> list[Node]:
    """Return text as runs, each plain, strong or a link within the page."""
    parts = re.split(r"(\*\*[^*\n]+\*\*|\[[^\[\]\n]+\]\(#[\w-]+\))", words(text))
    return [_run(part) for part in parts if part]


def _run(part: str) -> Node:
    if part.startswith("**") and part.endswith("**") and len(part) > 4:
        return {"text": part[2:-2], "strong": True}
    link = re.fullmatch(r"\[(.+)\]\((#[\w-]+)\)", part)
    return {"text": link[1], "href": link[2]} if link else {"text": part}


def _points(texts: Iterable[str]) -> Node:
    items = [[{"kind": "paragraphs", "paragraphs": [runs(text)]}] for text in texts]
    return {"kind": "list", "ordered": False, "items": items}


def told(frame: pd.DataFrame) -> dict[str, list]:
    """Return a table as a reader would write it: `columns` and `rows` of text, the index first.

    `numbers` tells which columns hold numbers, to be set to the right.
    """
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index(allow_duplicates=True)
    names = [str(name) for name in frame.columns]
    columns = [frame.iloc[:, at] for at in range(len(names))]
    texts = [_column(name, column, names) for name, column in zip(names, columns, strict=True)]
    return {
        "columns": [english.sentence(words(name.removeprefix("share_").replace("_", " "))) for name in names],
        "rows": [list(row) for row in zip(*texts, strict=True)],
        "numbers": [_is_number(column) for column in columns],
    }


def _is_number(column: pd.Series) -> bool:
    from pandas.api.types import infer_dtype

    kinds = ("integer", "floating", "mixed-integer-float")
    return bool(column.notna().any()) and infer_dtype(column) in kinds


def _column(name: str, column: pd.Series, names: Sequence[str]) -> list[str]:
    """Return a column's cells as text; days of one year are written without it."""
    import pandas as pd

    kind = "chance" if name.startswith("chance") else "share" if _is_share(name, names) else ""
    years = {cell.year for cell in column if isinstance(cell, pd.Timestamp)}

    def text(cell: Any) -> str:
        if pd.api.types.is_scalar(cell) and pd.isna(cell):
            return ""
        if name == "month" and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", str(cell), re.ASCII):
            return english.month(str(cell))
        if isinstance(cell, pd.Timestamp):
            return english.day(cell, None if len(years) > 1 else cell)
        if pd.api.types.is_bool(cell):
            return "yes" if cell else "no"
        return _number(float(cell), kind) if pd.api.types.is_float(cell) else words(cell)

    return [text(cell) for cell in column]


def _is_share(name: str, names: Sequence[str]) -> bool:
    """Tell by the names whether a column holds shares: a range holds what stands beside it."""
    base = re.sub(r"_(low|high)$", "", name)
    if name in ("low", "high"):
        return any(_is_share(other, names) for other in names if other not in ("low", "high"))
    return base in ("share", "raw", "pooled", "chance") or base.startswith("share_") or f"{base}_low" in names


def _number(value: float, kind: str) -> str:
    """Return a number for a reader; a small chance is no number, for nobody can know it so well."""
    if math.isinf(value):
        return "no limit"
    if kind == "chance" and value < 0.05:
        return "rarely"
    if kind and abs(value) <= 1:
        return f"{value * 100:.0f} %"
    return f"{value:.0f}" if value == round(value) else f"{value:.1f}"


def plain(node: Node) -> str:
    """Return a node in plain text, the same for the same node."""
    return re.sub(r"\n+", "\n", _written(is_marked=False).render(nodes=[node])).strip()


def markdown(found: Sequence[Node]) -> str:
    """Return the page in Markdown, for a journal: the words and tables, of the charts what they show."""
    return re.sub(r"\n{3,}", "\n\n", _written(is_marked=True).render(nodes=found)).strip() + "\n"


def _environment(name: str, **filters: Any) -> jinja2.Template:
    """Return a template of the package; a name that it lacks is an error, and what makes HTML is escaped."""
    how: Any = {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    is_html = name.endswith(".html.j2")
    environment = jinja2.Environment(autoescape=is_html, **how)  # noqa: S701 what makes no HTML
    environment.filters |= filters
    return environment.from_string(resources.files("jobkit").joinpath("data", name).read_text("utf-8"))


@functools.cache
def _written(is_marked: bool) -> jinja2.Template:
    """Return the template of text, with the marks of Markdown, of which no word can make one, or without."""
    safely = _safe if is_marked else str

    def surrounded(mark: str) -> Callable[[str], str]:
        return lambda text: f"{mark}{_safe(text)}{mark}" if is_marked and text else text

    def grid(table: Node) -> str:
        rows = [list(map(safely, row)) for row in (table["columns"], *table["rows"])]
        lines = [f"| {' | '.join(row)} |" if is_marked else " | ".join(row) for row in rows]
        rule = [f"| {' | '.join(['---'] * len(rows[0]))} |"] * is_marked
        return "\n".join([*lines[:1], *rule, *lines[1:]]) if table["rows"] else ""

    looks = {"safely": safely, "em": surrounded("*"), "strong": surrounded("**"), "grid": grid}
    looks |= {"said": _marked if is_marked else _joined, "mark": lambda mark: mark * is_marked}
    return _environment("page.md.j2", **looks)


def _joined(parts: Sequence[Node]) -> str:
    return "".join(part["text"] for part in parts)


# From an executed notebook


def nodes(notebook: Mapping[str, Any], without: Sequence[str] = ("hide", "lab")) -> list[Node]:
    """Return what an executed notebook says, without its code, and without cells that bear these tags."""
    found: list[Node] = []
    for cell in notebook["cells"]:
        if set(without) & set(cell.get("metadata", {}).get("tags", [])):
            continue
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        found += markdown_nodes(source) if cell["cell_type"] == "markdown" else []
        outputs = cell.get("outputs", [])
        has_picture = any("image/png" in output.get("data", {}) for output in outputs)
        for output in outputs:
            is_artist = has_picture and set(output.get("data", {})) == {"text/plain"}  # Text(0.5, 1.0, …)
            found += [] if is_artist else _shown(output)
    return _ordered(found)


def _shown(output: Mapping[str, Any]) -> list[Node]:
    """Return one output as nodes: what jobkit made as it is, all else as text, tables or pictures.

    No markup that an output brings goes any further: of a table the text of its cells does.
    """
    if output["output_type"] == "stream":
        text = "".join(output["text"]).rstrip()
        return [{"kind": "code", "text": words(text)}] if output["name"] == "stdout" and text else []
    data: dict[str, Any] = {
        mime: "".join(v) if isinstance(v, list) else v for mime, v in output.get("data", {}).items()
    }
    if BLOCK in data:
        node = dict(data[BLOCK])
        return [node | {"svg": data["image/svg+xml"]} if node["kind"] == "figure" else node]
    if "application/vnd.jupyter.widget-view+json" in data:
        return []  # a form is for the notebook
    if "image/png" in data:
        return [
            {"kind": "picture", "data": data["image/png"].replace("\n", ""), "alt": "A picture without words"}
        ]
    if "text/markdown" in data:
        return markdown_nodes(data["text/markdown"])
    tables = _tables(data.get("text/html", ""))
    text = words(data.get("text/plain", ""))
    return tables or ([{"kind": "code", "text": text}] if text and text != "None" else [])


def _tables(markup: str) -> list[Node]:
    if "<table" not in markup:
        return []
    found: list[Node] = []
    for table in LexborHTMLParser(markup).css("table"):
        texts = [[cell.text(strip=True) for cell in row.css("th,td")] for row in table.css("tr")]
        # nothing for what is missing, 21 for 21.0
        rows = [["" if one in MISSING else words(WHOLE.sub(r"\1", one)) for one in row] for row in texts]
        n = max(len(table.css("thead tr")), 1)
        columns = [" ".join(filter(None, names)) for names in zip_longest(*rows[:n], fillvalue="")]
        found += [_grid(columns, rows[n:])] if columns else []
    return found


def _grid(columns: list[str], rows: list[list[str]]) -> Node:
    return {"kind": "table", "columns": columns, "rows": rows, "numbers": [], "caption": "", "id": ""}


def markdown_nodes(text: str) -> list[Node]:
    """Return narration in Markdown as nodes; raw HTML in it is text, and no picture is fetched."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    return [node for child in SyntaxTreeNode(reader.parse(words(text))).children for node in _node(child)]


def _node(tree: SyntaxTreeNode) -> list[Node]:
    """Return one block of Markdown as nodes."""
    inside = [node for child in tree.children if child.type != "inline" for node in _node(child)]
    match tree.type:
        case "heading":
            said = _inline(tree.children[0])
            return [{"kind": "heading", "level": int(tree.tag[1]), "runs": said, "id": slug(_joined(said))}]
        case "paragraph":
            return [{"kind": "paragraphs", "paragraphs": [_inline(tree.children[0])]}]
        case "bullet_list" | "ordered_list":
            items = [[node for part in item.children for node in _node(part)] for item in tree.children]
            return [{"kind": "list", "ordered": tree.type == "ordered_list", "items": items}]
        case "table":
            rows = [
                [_joined(_inline(cell.children[0])) for cell in row.children]
                for part in tree.children
                for row in part.children
            ]
            return [_grid(rows[0], rows[1:])]
        case "blockquote":
            return [{"kind": "quote", "nodes": inside}]
        case "fence" | "code_block":
            return [{"kind": "code", "text": tree.content.rstrip()}]
        case "hr":
            return [{"kind": "rule"}]
    return inside or [{"kind": "paragraphs", "paragraphs": [[{"text": tree.content}]]}]


def _inline(tree: SyntaxTreeNode, look: Mapping[str, Any] = MappingProxyType({})) -> list[Node]:
    """Return the words of one block as runs; a link leads to a place on the page, or to the web by https."""
    found: list[Node] = []
    for child in tree.children:
        match child.type:
            case "text" | "code_inline":
                found.append(
                    {"text": child.content, **look, **({"code": True} if child.type != "text" else {})}
                )
            case "softbreak" | "hardbreak":
                found.append({"text": " "})
            case "image":
                found.append({"text": child.content, **look})
            case _:
                found += _inline(child, {**look, **_look(child)})
    return found


def _look(tree: SyntaxTreeNode) -> Node:
    if tree.type == "link":
        href = str(tree.attrs.get("href", ""))
        return {"href": href} if href.startswith(("#", "https://")) else {}
    return {"strong": {"strong": True}, "em": {"em": True}}.get(tree.type, {})


def _ordered(found: list[Node]) -> list[Node]:
    """Return the nodes with one title, first, and headings that skip no level; each place named once."""
    titles = [node for node in found if node["kind"] == "title"]
    firsts = [node for node in found if node["kind"] == "heading" and node["level"] == 1]
    head = titles[-1:] or [{**title(_joined(node["runs"])).node} for node in firsts[:1]]
    rest = [node for node in found if node["kind"] != "title" and node not in firsts[:1]]
    level, places = 1, set()
    for at, node in enumerate(rest):
        if node["kind"] == "heading":
            level = max(2, min(node["level"], level + 1))
            rest[at] = node = node | {"level": level}
        if node.get("id") in places:
            rest[at] = {**node, "id": ""}
        places.add(node.get("id"))
    return [*head, *rest]


def redacted(found: Any, redact: Callable[[str], str]) -> Any:
    """Return nodes with `redact` applied to every text in them, the drawings' included.

    A name that a drawing cut short is redacted as a whole, then cut again. A picture that is not
    jobkit's own cannot be read, and is left out.
    """
    match found:
        case str():
            return redact(found)
        case list():
            shown = (part for part in found if not (isinstance(part, dict) and part.get("private")))
            return [redacted(part, redact) for part in shown]
        case {"kind": "picture"}:
            text = "A picture is left out here, because it cannot be checked for names."
            return {"kind": "note", "runs": runs(text)}
        case dict():
            return {name: _redacted(name, value, found, redact) for name, value in found.items()}
    return found


def _redacted(name: str, value: Any, node: Node, redact: Callable[[str], str]) -> Any:
    """Return one value of a node, redacted."""
    if name in ("svg", "narrow"):
        return _redacted_svg(value, node["shortened"], redact)
    if name in ("id", "href", "link") and isinstance(value, str):  # a heading's words stand in it, too
        return "#" * value.startswith("#") + slug(redact(value)) if value else ""
    if name == "shortened":
        return {}
    return value if name == "kind" else redacted(value, redact)


def _redacted_svg(svg: str, shortened: Mapping[str, str], redact: Callable[[str], str]) -> str:
    def said(match: re.Match) -> str:
        text = unescape(match[2])
        whole = shortened.get(text, text)
        new = redact(whole)
        is_cut = new != whole and whole != text
        shown = new[: len(text) - 1] + "…" if is_cut else text if new == whole else new
        return match[1] + escape(shown) + match[3]

    svg = re.sub(r"(>)([^<>]+)(<)", said, svg)
    return re.sub(r'( aria-label=")([^"]*)(")', said, svg)


# Setting


@functools.cache
def _template() -> jinja2.Template:
    return _environment("page.html.j2", drawing=drawing, quoted=_quoted)


_SHEET = resources.files("jobkit").joinpath("data", "page.html.j2").read_text("utf-8")
PALETTE = dict(re.findall(r"--(\w+): (#\w{6})", _SHEET.partition("macro light()")[2].partition("\n")[0]))
"""What each colour of a drawing means, by the name it has on a page: the dark has others of the same name."""
_NAMED = {colour: f"var(--{name})" for name, colour in PALETTE.items()}
_ELEMENTS = frozenset(
    "svg g path rect circle line polyline polygon text tspan title use defs clipPath a".split()
)
_PLAIN = frozenset("d x y width height transform viewBox r cx cy rx ry x1 y1 x2 y2 points".split())
_STYLE = frozenset(
    "fill stroke stroke-width opacity fill-opacity stroke-opacity stroke-linejoin stroke-linecap fill-rule"
    " stroke-dasharray stroke-dashoffset stroke-miterlimit text-anchor font-size font-weight".split()
)
_CALL = re.compile(r"\b(?!var\b|rgba?\b)[\w-]+\(|url", re.ASCII)
_VALUE = re.compile(r"[\w\s.,+()%#-]*", re.ASCII)
_LONG = re.compile(r"-?\d+\.\d{2,}")


def drawing(svg: str, alt: str = "") -> Any:
    """Return a drawing to stand inline in a page: its shapes and words, and nothing that could run or ask.

    Elements, attributes and declarations that are not on the lists above are left out, as is every link
    but to a place on the page. Colours of `PALETTE` follow the page's.
    """
    if not svg or "<!" in svg:
        return ""
    try:
        tree = ElementTree.fromstring(svg)  # noqa: S314 nothing is declared in it: see above
    except ElementTree.ParseError:
        return Markup("<p>{}</p>").format(alt)
    prefix = f"d{hashlib.sha256(svg.encode()).hexdigest()[:6]}-"
    _shorten(tree)
    _name_links(tree)
    role = "group" if any(_name(part.tag) == "a" for part in tree.iter()) else "img"
    head = f' role="{role}" aria-label="{escape(alt)}"'
    return Markup("".join(_drawn(tree, prefix, head)))  # noqa: S704 every text and attribute is escaped


def _shorten(tree: Any) -> None:
    """Number the parts of a drawing that others point at, and write how such a part looks once, at itself."""
    named = {
        part.attrib.pop("id"): (f"{n}", part) for n, part in enumerate(tree.iter()) if "id" in part.attrib
    }
    users: dict[str, list] = {}
    for part in tree.iter():
        for key, value in part.attrib.items():
            name = value.strip("url()").lstrip("#")
            if "#" in value and name in named and _name(part.tag) != "a":  # a link leads out of the drawing
                number, target = named[name]
                target.attrib["id"] = number
                part.attrib[key] = f"url(#{number})" if value.startswith("url") else f"#{number}"
                users.setdefault(name, []).append(part)
    for name, parts in users.items():
        looks = {part.attrib.get("style", "") for part in parts}
        own = named[name][1].attrib.get("style", "").split("; ")
        if len(looks) == 1 and {*own} <= {*min(looks).split("; ")}:  # else one is drawn in several looks
            for part in parts:
                named[name][1].attrib["style"] = part.attrib.pop("style", "")


def _name_links(tree: Any) -> None:
    """Make one link of a mark that leads somewhere; what stands over it names it."""
    for mark in tree.iter():
        links = [part for part in mark.iter() if _name(part.tag) == "a"]
        if not links or _name(mark.tag) != "g" or not any(_name(child.tag) == "title" for child in mark):
            continue
        mark.tag = "a"
        mark.attrib |= links[0].attrib
        for link in links:
            link.tag = "g"


def _drawn(part: Any, prefix: str, head: str = "") -> Iterable[str]:
    name = _name(part.tag)
    if name not in _ELEMENTS:
        return
    attributes = "".join(
        f' {key}="{escape(value)}"' for key, value in _attributes(name, part, prefix) if value
    )
    is_shown = name != "g" or attributes
    yield f"<{name}{attributes}{head}>" * bool(is_shown)
    if name in ("text", "tspan", "title"):
        yield escape(part.text or "")
    for child in part:
        yield from _drawn(child, prefix)
    yield f"</{name}>" * bool(is_shown)


def _name(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attributes(name: str, part: Any, prefix: str) -> Iterable[tuple[str, str]]:
    for tag, value in part.attrib.items():
        key = _name(tag)
        if key in ("width", "height") and name == "svg":
            yield key, value.removesuffix("pt") if _VALUE.fullmatch(value) else ""
        elif key in _PLAIN and _VALUE.fullmatch(value):
            if not value.startswith("rotate(-0 "):
                yield key, _LONG.sub(lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), value)
        elif key == "style":
            yield key, ";".join(_declarations(value))
        elif key == "id":
            yield key, prefix + slug(value)
        elif key == "href" and value.startswith("#") and name in ("use", "a"):
            yield key, f"#{prefix}{slug(value)}" if name == "use" else f"#{slug(value)}"
        elif key == "clip-path" and (match := re.fullmatch(r"url\(#([\w-]+)\)", value)):
            yield key, f"url(#{prefix}{slug(match[1])})"


def _declarations(style: str) -> Iterable[str]:
    for declaration in style.split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font" and (match := re.match(r"(?:(bold|\d{3}) )?([\d.]+)px", value)):
            yield f"font-size:{match[2]}px" + (f";font-weight:{match[1]}" if match[1] else "")
        elif key in _STYLE and _VALUE.fullmatch(value) and not _CALL.search(value):
            yield f"{key}:{_NAMED.get(value.lower(), value)}"


def _quoted(text: str) -> Any:
    """Return text for a string in a style sheet: whatever is no letter, digit or blank as its number."""
    return Markup("".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in text))  # noqa: S704


def html(found: Sequence[Node], **about: Any) -> str:
    """Return one self-contained HTML file: no script, no request, readable on a phone and on paper.

    `about` is its `title`, `lang`, jobkit's `version`, and `foot`, the runs of its last line. Pictures are
    allowed by the page's policy only where a notebook of one's own shows some.
    """
    about = about | {"title": words(about["title"]), "pictures": any(n["kind"] == "picture" for n in found)}
    return _template().render(parts=_parts(found), page=about)


def _parts(found: Sequence[Node]) -> list[dict[str, Any]]:
    """Return the nodes by section, the head of the page first, each with what stands at its side."""
    parts: list[dict[str, Any]] = [{"id": "", "nodes": [], "side": []}]
    for node in found:
        if node["kind"] == "heading" and node["level"] == 2:
            parts.append({"id": node.get("id", ""), "nodes": [], "side": []})
        parts[-1]["side" if node["kind"] == "aside" else "nodes"].append(node)
    return parts


def pdf(found: Sequence[Node], **about: Any) -> bytes:
    """Return the page as a tagged PDF, with headings, bookmarks and alternative texts.

    Needs the extra `pdf` (typst). Its template gets the nodes as data: none of their text is markup.
    """
    try:
        import typst
    except ModuleNotFoundError as error:
        raise ReportError("A PDF needs one more package: pip install 'jobkit-notebooks[pdf]'.") from error
    import matplotlib as mpl

    template = resources.files("jobkit").joinpath("data", "page.typ").read_bytes()
    pictures = [
        node | {"data": list(base64.b64decode(node["data"]))} if node["kind"] == "picture" else node
        for node in found
    ]
    handed = json.dumps({"nodes": pictures, **about})
    fonts = [Path(mpl.get_data_path()) / "fonts" / "ttf"]  # the charts' letters, the same on every machine
    compile_: Callable[..., bytes] = typst.compile
    return compile_(template, sys_inputs={"page": handed}, font_paths=fonts, pdf_standards=["ua-1"])


def _marked(parts: Sequence[Node]) -> str:
    """Return runs in Markdown."""

    def one(part: Node) -> str:
        mark = "**" if part.get("strong") else "*" if part.get("em") else ""
        text = f"{mark}{_safe(part['text'])}{mark}"
        return f"[{text}]({part['href']})" if part.get("href") else text

    return "".join(map(one, parts))


def _safe(text: str) -> str:
    """Return text of which Markdown makes neither markup nor a link."""
    return re.sub(r"([\\`*_\[\]<>|#~&!])", r"\\\1", re.sub(r"\s+", " ", text))
