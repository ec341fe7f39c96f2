"""Words that must not come back, wherever a person reads: pages, commands, notebooks, drafts, documents."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GONE = (
    r"\bverbs?\b",
    r"what you can say",
    r"\bheard back\b",
    r"\btaken for\b",
    r"as far as any(thing|one) (tells|can tell)",
    r"\bthe ground line\b",
    r"\bone (row|line|point|mark|bar|dot|column|table|square) an? \w+",
    r"\bthe very words\b",
    r"\bneed not spare\b",
    r"\bat jobkit's day\b",
    r"\bis the beginning of no\b",
    r"\bsay it again\b",
    r"\bfor rates counted\b",
    r"\bthat say how far they reach\b",
    r"\bno export knows\b",
    r"\bdrawn to the rest\b",
    r", looked back on\b",
    r"\bLet go, as\b",
    r"\bno news of an application\b",
    r"\breadable by you alone\b",
)
WRITTEN = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "data" / "README.md"])
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MODULES = sorted(path for path in (ROOT / "jobkit").rglob("*.py") if "_shipped" not in path.parts)
DRAFTS = sorted((ROOT / "jobkit" / "data" / "drafts").rglob("*.txt"))
WORDS = ("comparison", "debrief", "doubts", "drafts", "reports", "screens", "sentences")
LISTS = [ROOT / "jobkit" / "data" / f"{name}.toml" for name in WORDS]


def sentences(path: Path) -> Iterator[str]:
    """Yield what a person reads of a file: of a module its texts with a blank in them, but no docstring."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        for cell in json.loads(text)["cells"]:
            yield "".join(cell["source"])
    elif path.suffix == ".py":
        tree = ast.parse(text)
        documented = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        strays = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # below a constant
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
            if is_text and id(node) not in documented | strays:
                yield node.value
    else:
        yield text


@pytest.mark.parametrize(
    "path", [*WRITTEN, *NOTEBOOKS, *MODULES, *DRAFTS, *LISTS], ids=lambda path: path.name
)
def test_words_that_must_not_come_back(path):
    found = [
        f"{match[0]}: …{text[max(match.start() - 40, 0) : match.end() + 40]!r}"
        for text in sentences(path)
        for gone in GONE
        for match in re.finditer(gone, text, re.IGNORECASE)
    ]
    assert not found
