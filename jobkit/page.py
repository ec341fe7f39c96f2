"""What a page is made of: a notebook says it with `prose`, `cards`, `table`…, a report sets it as HTML,
Markdown or PDF.

A page is a list of nodes, plain dictionaries with a `kind`; every text in them is text and never
markup, so nothing that a company, a mail or a file says can become part of the page's machinery.
Each block shows itself in JupyterLab through the same template as in the report.
"""

from __future__ import annotations

import base64
import functools
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

from jobkit.errors import ReportError

if TYPE_CHECKING:
    import jinja2
    import pandas as pd
    from markdown_it.tree import SyntaxTreeNode

BLOCK = "application/vnd.jobkit.block+json"
Node = dict[str, Any]
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
SHORT = 15  # rows: a longer table beneath a chart would drown the words in Markdown
_SHARES = ("share", "raw", "pooled", "chance")


# What a notebook says


@dataclass(frozen=True)
class Block:
    """One part of a page, which displays itself in JupyterLab and rides in the notebook to the report."""

    node: Node

    def __repr__(self) -> str:
        return plain(self.node)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        macros: Any = _template().module
        bundle: dict[str, Any] = {"text/plain": repr(self), "text/html": str(macros.in_jupyter(self.node))}
        node = dict(self.node)
        if "svg" in node:  # once is enough: the report puts the two together again
            bundle["image/svg+xml"] = node.pop("svg")
        return bundle | {BLOCK: node}


def title(text: str, lede: str = "") -> Block:
    """Return the page's title, in place of the notebook's own, and the one sentence beneath it."""
    return Block({"kind": "title", "text": words(text), "lede": words(lede)})


def heading(text: str, level: int = 2) -> Block:
    """Return a heading whose words are computed; a fixed one belongs into a Markdown cell."""
    return Block({"kind": "heading", "level": level, "runs": runs(text), "id": slug(text)})


def prose(text: str | Iterable[str]) -> Block:
    """Return sentences: a text is paragraphs, parted by empty lines; several texts are a list of points.

    The words stand as they are but for `**strong**` and links within the page, `[words](#place)`.
    """
    if isinstance(text, str):
        parts = [part for part in re.split(r"\n\s*\n", words(text)) if part.strip()]
        return Block({"kind": "paragraphs", "paragraphs": [runs(part) for part in parts]})
    return Block(_points(text))


def note(text: str) -> Block:
    """Return an alert, to stand before what it qualifies: `7 rows could not be read.`"""
    return Block({"kind": "note", "runs": runs(text)})


def cards(table: pd.DataFrame) -> Block:
    """Return a few large numbers, each with its n or its neighbour.

    Parameters
    ----------
    table : columns `number` (as it is to be read), `label`, `neighbour` (may be empty), and if wanted
        `link` (the place on the page with the rows behind it, `#applied`). Its index names each number
        for the page of all months.
    """
    keys = ("number", "label", "neighbour", "link")
    rows = table.reindex(columns=keys).astype(object).where(lambda cell: cell.notna(), "").map(words)
    items = [
        {"name": words(name), **row} for name, row in zip(rows.index, rows.to_dict("records"), strict=True)
    ]
    return Block({"kind": "cards", "cards": [item | {"link": _place(item["link"])} for item in items]})


def two_columns(
    left: Iterable[str], right: Iterable[str], titles: Sequence[str] = ("In my hands", "Not in my hands")
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
    table : columns `text` (`If …, then …`) and `note` (the obstacle, or what came of it; may be empty).
    """
    rows = table.reindex(columns=["text", "note"]).astype(object)
    rows = rows.where(rows.notna(), "").map(words)
    told = [{"runs": _if_then(row["text"]), "note": row["note"]} for row in rows.to_dict("records")]
    return Block({"kind": "plans", "plans": told})


def _if_then(text: str) -> list[Node]:
    """Return a plan as runs, its “If” and its “then” strong."""
    found = re.fullmatch(r"(If)(\s.+?\s)(then)(\s.+)", text, re.DOTALL | re.IGNORECASE)
    if not found:
        return [{"text": text}]
    return [
        {"text": part} | ({"strong": True} if at % 2 == 0 else {}) for at, part in enumerate(found.groups())
    ]


def prompt(text: str, answer: str = "") -> Block:
    """Return a question to yourself, with the answer given or room to write one."""
    return Block({"kind": "prompt", "text": words(text), "answer": words(answer)})


def figure(svg: str, alt: str, caption: str = "", frame: pd.DataFrame | None = None, shortened=None) -> Block:
    """Return a drawing with its alternative text, and its table folded beneath; see `charts.show`."""
    rows = {"columns": [], "rows": []} if frame is None else told(frame)
    about = {"alt": words(alt), "caption": words(caption), "table": rows, "shortened": dict(shortened or {})}
    return Block({"kind": "figure", "svg": svg, **about})


def table(frame: pd.DataFrame, caption: str = "", place: str = "") -> Block:
    """Return a table in words; `place` names it, so that a number can link to it as `#place`.

    An empty one with a caption is a sentence under the same name.
    """
    if frame.empty and caption:
        said = [runs(f"{caption}: nothing yet.")]
        return Block({"kind": "paragraphs", "paragraphs": said, "id": slug(place)})
    return Block({"kind": "table", **told(frame), "caption": words(caption), "id": slug(place)})


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


def _place(link: str) -> str:
    return f"#{slug(link)}" if link else ""


def told(frame: pd.DataFrame) -> dict[str, list]:
    """Return a table as a reader would write it: `columns` and `rows` of text, the index first."""
    import pandas as pd

    is_named = any(name is not None for name in frame.index.names)
    names = [str(name) for name in [*(frame.index.names if is_named else ()), *frame.columns]]
    keys = frame.index if isinstance(frame.index, pd.MultiIndex) else ((key,) for key in frame.index)
    shares = {name for name in names if _is_share(name, names)}
    rows = [
        [
            _told(value, "chance" if name == "chance" else "share" if name in shares else "")
            for name, value in zip(names, (*(key if is_named else ()), *row), strict=True)
        ]
        for key, row in zip(keys, frame.itertuples(index=False, name=None), strict=True)
    ]
    return {"columns": [words(name.replace("_", " ")) for name in names], "rows": rows}


def _is_share(name: str, names: Sequence[str]) -> bool:
    """Tell by the names whether a column holds shares: a range holds what stands beside it."""
    base = re.sub(r"_(low|high)$", "", name)
    if name in ("low", "high"):
        return any(_is_share(other, names) for other in names if other not in ("low", "high"))
    return base in _SHARES or base.startswith("share_") or f"{base}_low" in names


def _told(value: Any, kind: str) -> str:
    import pandas as pd

    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return ""
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if pd.api.types.is_float(value):
        return _number(float(value), kind)
    return words(value)


def _number(value: float, kind: str) -> str:
    """Return a number for a reader; a small chance is no number, for nobody can know it so well."""
    if math.isinf(value):
        return "no limit"
    if kind == "chance" and value < 0.05:
        return "rarely"
    if kind and abs(value) <= 1:
        return f"{value:.0%}"
    return f"{value:.0f}" if value == round(value) else f"{value:.1f}"


def plain(node: Node) -> str:
    """Return a node in plain text, the same for the same node."""
    match node["kind"]:
        case "figure":
            return f"Chart: {node['alt']}"
        case "cards":
            parts = ([card["number"], card["label"], card["neighbour"]] for card in node["cards"])
            return "; ".join(" ".join(part for part in card if part) for card in parts)
        case "table":
            return "\n".join(" | ".join(row) for row in [node["columns"], *node["rows"]])
        case "list":
            return "\n".join("- " + "\n".join(map(plain, item)) for item in node["items"])
        case "columns":
            return "\n".join(f"{column['title']}\n{plain(column['list'])}" for column in node["columns"])
        case "plans":
            return "\n".join(f"{_joined(plan['runs'])} {plan['note']}".rstrip() for plan in node["plans"])
        case "paragraphs":
            return "\n\n".join(map(_joined, node["paragraphs"]))
        case "title":
            return f"{node['text']}\n{node['lede']}".rstrip()
        case "prompt":
            return f"{node['text']}\n{node['answer']}".rstrip()
    return _joined(node["runs"]) if "runs" in node else str(node.get("text", ""))


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
        for output in cell.get("outputs", []):
            found += _shown(output)
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
    from selectolax.lexbor import LexborHTMLParser

    found: list[Node] = []
    for table in LexborHTMLParser(markup).css("table"):
        rows = [[words(cell.text(strip=True)) for cell in row.css("th,td")] for row in table.css("tr")]
        n = max(len(table.css("thead tr")), 1)
        columns = [" ".join(filter(None, names)) for names in zip_longest(*rows[:n], fillvalue="")]
        found.append({"kind": "table", "columns": columns, "rows": rows[n:], "caption": "", "id": ""})
    return [table for table in found if table["columns"]]


def markdown_nodes(text: str) -> list[Node]:
    """Return narration in Markdown as nodes; raw HTML in it is text, and no picture is fetched."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

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
            return [{"kind": "table", "columns": rows[0], "rows": rows[1:], "caption": "", "id": ""}]
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
    head = titles[-1:] or [
        {"kind": "title", "text": _joined(node["runs"]), "lede": ""} for node in firsts[:1]
    ]
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
    if isinstance(found, str):
        return redact(found)
    if isinstance(found, list):
        return [redacted(part, redact) for part in found]
    if not isinstance(found, dict):
        return found
    if found.get("kind") == "picture":
        return {
            "kind": "note",
            "runs": runs("A picture is left out here, because it cannot be checked for names."),
        }
    kept = {name: value for name, value in found.items() if name in ("kind", "shortened")}
    kept |= {name: _place_of(found[name], redact) for name in ("id", "href", "link") if name in found}
    made = kept | {
        name: redacted(value, redact) for name, value in found.items() if name not in (*kept, "svg")
    }
    if "svg" in found:
        made |= {"svg": _redacted_svg(found["svg"], found["shortened"], redact), "shortened": {}}
    return made


def _place_of(name: Any, redact: Callable[[str], str]) -> Any:
    """Return the name of a place on the page, or a link to one: a heading's words stand in it, too."""
    if not isinstance(name, str) or not name:
        return name
    return ("#" if name.startswith("#") else "") + slug(redact(name))


def _redacted_svg(svg: str, shortened: Mapping[str, str], redact: Callable[[str], str]) -> str:
    def said(match: re.Match) -> str:
        text = unescape(match[2])
        new = redact(shortened.get(text, text))
        return match[1] + escape(new if text not in shortened else new[: len(text) - 1] + "…") + match[3]

    svg = re.sub(r"(>)([^<>]+)(<)", said, svg)
    return re.sub(r'( aria-label=")([^"]*)(")', said, svg)


# Setting


@functools.cache
def _template() -> jinja2.Template:
    """Return the page's template; everything is escaped in it, and a name it lacks is an error."""
    import jinja2

    source = resources.files("jobkit").joinpath("data", "page.html.j2").read_text("utf-8")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["base64"] = lambda text: base64.b64encode(text.encode()).decode()
    return environment.from_string(source)


def html(found: Sequence[Node], **about: Any) -> str:
    """Return one self-contained HTML file: no script, no request, readable on a phone and on paper.

    `about` is its `title`, `lang`, jobkit's `version`, and `foot`, the runs of its last line.
    """
    about = about | {"title": words(about["title"])}
    return _template().render(nodes=[_in_the_dark(node) for node in found], page=about)


DARK = {"#1b1f23": "#e6edf3", "#57606a": "#9da7b3", "#d8dee4": "#3d444d", "#ffffff": "#0d1117"}
DARK_WORDS = {"#0072b2": "#6cb6ff", "#b34f00": "#f0883e", "#00714f": "#3fb991", "#9c4a77": "#d58fb6"}


def _in_the_dark(node: Node) -> Node:
    """Return a figure whose ink turns light, and whose paper dark, where the reader's page does."""
    if node["kind"] != "figure":
        return node
    rules = [
        f"[style*='{what}: {a}']{{{what}:{b}!important}}"
        for a, b in DARK.items()
        for what in ("fill", "stroke")
    ]
    rules += [f"text[style*='fill: {a}']{{fill:{b}!important}}" for a, b in DARK_WORDS.items()]
    style = f"<style>@media (prefers-color-scheme: dark){{{''.join(rules)}}}</style>"
    head, rest = node["svg"].split(">", 1)
    return node | {"svg": f"{head}>{style}{rest}"}


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


def markdown(found: Sequence[Node]) -> str:
    """Return the page in Markdown, for a journal: the words and tables, of the charts what they show."""
    return "\n\n".join(filter(None, map(_marked, found))) + "\n"


def _marked(node: Node) -> str:
    match node["kind"]:
        case "title":
            return f"# {_safe(node['text'])}\n\n{_safe(node['lede'])}".rstrip()
        case "heading":
            return f"{'#' * node['level']} {_marked_runs(node['runs'])}"
        case "paragraphs":
            return "\n\n".join(map(_marked_runs, node["paragraphs"]))
        case "note":
            return f"> {_marked_runs(node['runs'])}"
        case "cards":
            rows = (
                (f"**{_safe(card['number'])}**", _safe(card["label"]), _safe(card["neighbour"]))
                for card in node["cards"]
            )
            return "\n".join("- " + " · ".join(part for part in row if part) for row in rows)
        case "list":
            mark = "1." if node["ordered"] else "-"
            items = ("\n\n".join(map(_marked, item)).replace("\n", "\n   ") for item in node["items"])
            return "\n".join(f"{mark} {item}" for item in items)
        case "columns":
            return "\n\n".join(
                f"**{_safe(side['title'])}**\n\n{_marked(side['list'])}" for side in node["columns"]
            )
        case "plans":
            told = ((_marked_runs(plan["runs"]), _safe(plan["note"])) for plan in node["plans"])
            return "\n".join("- " + " — ".join(filter(None, plan)) for plan in told)
        case "prompt":
            return f"*{_safe(node['text'])}*\n\n{_safe(node['answer'])}".rstrip()
        case "table":
            return _marked_table(node)
        case "figure":
            shown = node["table"] if len(node["table"]["rows"]) <= SHORT else {"rows": []}
            return f"*Chart: {_safe(node['alt'])}*\n\n{_marked_table(shown)}".rstrip()
        case "quote":
            return "\n>\n".join("> " + _marked(part).replace("\n", "\n> ") for part in node["nodes"])
        case "code":
            return "\n".join("    " + line for line in node["text"].splitlines())
    return "---" if node["kind"] == "rule" else ""


def _marked_table(table: Node) -> str:
    if not table["rows"]:
        return ""
    rows = [table["columns"], ["---"] * len(table["columns"]), *table["rows"]]
    cells = ([cell if row is rows[1] else _safe(cell) for cell in row] for row in rows)
    return "\n".join("| " + " | ".join(row) + " |" for row in cells)


def _marked_runs(parts: Sequence[Node]) -> str:
    def one(part: Node) -> str:
        mark = "**" if part.get("strong") else "*" if part.get("em") else ""
        text = f"{mark}{_safe(part['text'])}{mark}"
        return f"[{text}]({part['href']})" if part.get("href") else text

    return "".join(map(one, parts))


def _safe(text: str) -> str:
    """Return text of which Markdown makes neither markup nor a link."""
    return re.sub(r"([\\`*_\[\]<>|#~&!])", r"\\\1", re.sub(r"\s+", " ", text))
