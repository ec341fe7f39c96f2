"""Print the figures of the house: lines by part, complexity, what is named once, sizes, circles of imports."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from radon.complexity import cc_visit

HOUSE = Path(__file__).parents[1] / "jobkit"
WORDS = re.compile(r"\w+")


def main() -> int:
    """Print each figure on a line of its own; return 0."""
    texts = {
        path: path.read_text(encoding="utf-8") for path in sorted(HOUSE.rglob("*.py")) if not _shipped(path)
    }
    trees = {path: ast.parse(text) for path, text in texts.items()}
    lines = Counter[str]()
    for path, text in texts.items():
        lines[path.relative_to(HOUSE).parts[0].removesuffix(".py")] += text.count("\n")
    print("lines by part")
    for part, n in lines.most_common():
        print(f"  {n:6,}  {part}")
    print(f"  {lines.total():6,}  in all")
    complexity = sorted(
        (block.complexity, f"{path.relative_to(HOUSE)}:{block.name}")
        for path, text in texts.items()
        for block in _blocks(text)
    )
    above = [sum(n > limit for n, _ in complexity) for limit in (10, 20)]
    print(f"functions {len(complexity):,}; complexity above 10: {above[0]}, above 20: {above[1]}")
    for n, name in complexity[: -above[1] - 1 : -1]:
        print(f"  {n:3}  {name}")
    print(_named_once(texts, trees))
    sizes = [
        (node.end_lineno - node.lineno + 1, _place(path, node)) for path, node in _all(trees, ast.ClassDef)
    ]
    print("largest class: {} lines, {}".format(*max(sizes)))
    parameters = [(_parameters(node), _place(path, node)) for path, node in _all(trees, ast.FunctionDef)]
    print("most parameters: {}, {}".format(*max(parameters)))
    fields = [(_fields(node), _place(path, node)) for path, node in _all(trees, ast.ClassDef)]
    print("most fields of a record: {}, {}".format(*max(fields)))
    print(f"circles of imports: {', '.join(_circles(trees)) or 'none'}")
    return 0


def _shipped(path: Path) -> bool:
    return "_shipped" in path.parts


def _blocks(text: str) -> Iterator:
    for block in cc_visit(text):
        if hasattr(block, "methods"):
            continue  # a class; its methods are listed beside it
        yield block


def _all(trees: dict[Path, ast.Module], kind: type) -> Iterator[tuple[Path, ast.AST]]:
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield path, node


def _place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(HOUSE)}:{node.name}"


def _named_once(texts: dict[Path, str], trees: dict[Path, ast.Module]) -> str:
    private = [node.name for _, node in _all(trees, ast.FunctionDef) if re.match(r"_[a-z]", node.name)]
    named = Counter(word for text in texts.values() for word in WORDS.findall(text))
    once = sum(named[name] == 2 for name in private)  # where it is defined, and one place more
    return f"private functions: {len(private):,}; named in one place: {once} ({once / len(private):.0%})"


def _parameters(node: ast.FunctionDef) -> int:
    taken = node.args
    return len([*taken.posonlyargs, *taken.args, *taken.kwonlyargs])


def _fields(node: ast.ClassDef) -> int:
    return sum(isinstance(line, ast.AnnAssign) for line in node.body)


def _circles(trees: dict[Path, ast.Module]) -> list[str]:
    """Return the pairs of modules that import each other, wherever in them."""
    names = {path: _module(path) for path in trees}
    imports = {names[path]: _imported(tree, set(names.values())) for path, tree in trees.items()}
    return sorted(
        f"{one} and {other}"
        for one, others in imports.items()
        for other in others
        if one < other and one in imports[other]
    )


def _module(path: Path) -> str:
    parts = ("jobkit", *path.relative_to(HOUSE).with_suffix("").parts)
    return ".".join(part for part in parts if part != "__init__")


def _imported(tree: ast.Module, known: set[str]) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & known
            found |= inner or {node.module} & known
    return found - {"jobkit"}


if __name__ == "__main__":
    sys.exit(main())
