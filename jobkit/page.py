"""What a page is made of: a notebook says it with `prose`, `cards`, `table`…, a report sets it as HTML,
Markdown or PDF.

A page is a list of nodes, plain dictionaries with a `kind`; every text in them is text and never
markup, so nothing that a company, a mail or a file says can become part of the page's machinery.
Each block shows itself in JupyterLab through the same template as in the report.
"""

from __future__ import annotations

import base64
import functools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jinja2
    import pandas as pd

BLOCK = "application/vnd.jobkit.block+json"
Node = dict[str, Any]
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_SHARES = ("share", "low", "high", "raw", "pooled")


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
    rows = table.reset_index(names="name").astype(object).where(lambda cell: cell.notna(), "")
    keys = ("name", "number", "label", "neighbour", "link")
    items = [{key: words(row.get(key, "")) for key in keys} for row in rows.to_dict("records")]
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
    return Block({"kind": "plans", "plans": rows.to_dict("records")})


def prompt(text: str, answer: str = "") -> Block:
    """Return a question to yourself, with the answer given or room to write one."""
    return Block({"kind": "prompt", "text": words(text), "answer": words(answer)})


def figure(svg: str, alt: str, caption: str = "", frame: pd.DataFrame | None = None, shortened=None) -> Block:
    """Return a drawing with its alternative text, and its table folded beneath; see `charts.show`."""
    rows = {"columns": [], "rows": []} if frame is None else told(frame)
    about = {"alt": words(alt), "caption": words(caption), "table": rows, "shortened": dict(shortened or {})}
    return Block({"kind": "figure", "svg": svg, **about})


def table(frame: pd.DataFrame, caption: str = "", place: str = "") -> Block:
    """Return a table in words; `place` names it, so that a number can link to it as `#place`."""
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
    parts = re.split(r"(\*\*[^*\n]+\*\*|\[[^\]\n]+\]\(#[\w-]+\))", words(text))
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

    named = isinstance(frame.index, pd.MultiIndex) or frame.index.name is not None
    flat = frame.reset_index() if named else frame
    names = [str(name) for name in flat.columns]
    rows = [
        [_told(value, name) for name, value in zip(names, row, strict=True)]
        for row in flat.itertuples(index=False, name=None)
    ]
    return {"columns": [words(name.replace("_", " ")) for name in names], "rows": rows}


def _told(value: Any, column: str) -> str:
    import pandas as pd

    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return ""
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if pd.api.types.is_float(value):
        return _number(float(value), column in _SHARES or column.startswith("share_"))
    return words(value)


def _number(value: float, is_share: bool) -> str:
    if math.isinf(value):
        return "no limit"
    if is_share and abs(value) <= 1:
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
            return "\n".join(f"{plan['text']} {plan['note']}".rstrip() for plan in node["plans"])
        case "paragraphs":
            return "\n\n".join(map(_joined, node["paragraphs"]))
        case "title":
            return f"{node['text']}\n{node['lede']}".rstrip()
        case "prompt":
            return f"{node['text']}\n{node['answer']}".rstrip()
    return _joined(node["runs"]) if "runs" in node else str(node.get("text", ""))


def _joined(parts: Sequence[Node]) -> str:
    return "".join(part["text"] for part in parts)


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


def html(nodes: Sequence[Node], **page: Any) -> str:
    """Return one self-contained HTML file: no script, no request, readable on a phone and on paper."""
    return _template().render(nodes=nodes, page=page)
