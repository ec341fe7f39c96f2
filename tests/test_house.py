"""The repository's own promises: import direction, nothing that runs text, no personal data in git."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for path in (ROOT / "jobkit").rglob("*.py") if "_shipped" not in path.parts)
DIRECTION = (
    ["errors", "__init__"],
    ["language", "apart", "tables"],
    ["skills", "process", "mentions"],
    ["store", "sources"],
    ["doubts"],
    ["linking", "history", "rates", "waiting"],
    ["sentences"],
    ["reasons", "credentials"],
    ["postings", "comparison", "steps"],
    ["debriefs", "settling"],
    ["reflection"],
    ["activities", "company", "hints"],
    ["search"],
    ["page", "forms"],
    ["charts"],
    ["sections"],
    ["questions"],
    ["reports", "sharing", "profiles", "report"],
    ["commands", "__main__"],
)
"""Each may import what stands before it, and its neighbours in the same place."""
PLACE = {name: place for place, names in enumerate(DIRECTION) for name in names}
CLOCKS = {"now", "today", "utcnow", "time", "getenv", "environ"}
MEASURES = (
    "linking",
    "history",
    "rates",
    "waiting",
    "reasons",
    "comparison",
    "steps",
    "debriefs",
    "settling",
    "reflection",
    "activities",
    "company",
    "hints",
)
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}


def name_of(path: Path) -> str:
    """Return the first part of a module's name below jobkit."""
    return path.relative_to(ROOT / "jobkit").with_suffix("").parts[0]


def imports(path: Path) -> set[str]:
    """Return the modules of jobkit that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("jobkit"):
            inside = node.module.split(".")[1:]
            found |= {inside[0]} if inside else {alias.name for alias in node.names if alias.name[0] != "_"}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("jobkit.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_stands_before_it(path):
    name = name_of(path)
    assert name in PLACE, f"{name} has no place in the order of imports"
    assert name not in MEASURES or "charts" not in imports(path), f"{name} is a measure and draws nothing"
    for other in imports(path):
        assert PLACE.get(other, 99) <= PLACE[name], f"{name} imports {other}"


def test_charts_know_tables_only_by_their_columns():
    assert imports(ROOT / "jobkit" / "charts.py") <= {"language", "page", "tables"}


@pytest.mark.parametrize("name", MEASURES)
def test_no_measure_reads_the_clock_or_the_environment(name):
    tree = ast.parse((ROOT / "jobkit" / f"{name}.py").read_text(encoding="utf-8"))
    called = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & CLOCKS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_turns_text_into_code(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in RUNS_TEXT, f"{path.name}:{node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr != "extractall", f"{path.name}:{node.lineno}"
        if isinstance(node, ast.keyword) and node.arg == "shell":
            assert not getattr(node.value, "value", False), path.name
        if isinstance(node, ast.Import | ast.ImportFrom):
            named = {alias.name.split(".")[0] for alias in node.names} | {getattr(node, "module", None)}
            assert not named & {"pickle", "marshal", "shelve", "requests", "urllib.request", "http.client"}


def committed() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return [name for name in listed.split("\0") if name]


def test_no_search_and_no_report_is_in_git():
    wrong = [
        name
        for name in committed()
        if re.search(r"\.(db|db-wal|db-shm|sql)$|^data/(?!sample/|README)|^reports/", name)
    ]
    stores = [name for name in wrong if re.fullmatch(r"tests/stores/[\d.]+/search\.sql", name)]
    own = [f"jobkit/store/{name}.sql" for name in ("queries", "schema", "sums", "views")]
    assert sorted(wrong) == sorted([*stores, *own])
    assert stores
    for name in stores:  # invented, as `make.py` beside it shows: nothing in it leads to anybody
        text = (ROOT / name).read_text(encoding="utf-8")
        hosts = re.findall(r"[\w.+-]+@([\w.-]+\w)|https?://([\w.-]+\w)", text)
        assert hosts
        assert all("".join(host).endswith((".example", ".invalid")) for host in hosts), name


def test_committed_notebooks_hold_no_outputs_and_are_short():
    for name in committed():
        if not name.endswith(".ipynb"):
            continue
        notebook = json.loads((ROOT / name).read_text(encoding="utf-8"))
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert not any(cell["outputs"] or cell["execution_count"] for cell in code), name
        lines = [line for cell in code for line in "".join(cell["source"]).splitlines()]
        assert sum(bool(line.strip()) and not line.strip().startswith("#") for line in lines) <= 60, name


def test_every_dependency_says_why_it_is_there():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = project[project.index("dependencies = [") : project.index("[project.scripts]")]
    listed = [line for line in block.splitlines() if re.match(r'\s+"', line)]
    assert listed
    assert [line for line in listed if "#" not in line] == ['  "jobkit-notebooks[pdf,cohort,docs]",']


def test_the_constraints_name_versions_and_no_addresses():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(
        re.fullmatch(r"[A-Za-z0-9_.\-]+==[\w.!+]+(\s*;.*)?", line)
        for line in lines
        if not line.startswith("#")
    )


def test_the_version_is_said_once():
    import jobkit

    assert f'version = "{jobkit.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## {jobkit.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_pattern_takes_long_on_a_text_made_to_slow_it():
    """Each pattern on some of the texts made for it; benchmarks/patterns.py tries all of them, and longer ones."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import patterns
    finally:
        sys.path.pop(0)
    uses = patterns.named() | patterns.written()[0]
    assert len(uses) > 100
    assert patterns.slow(uses, 16 * 1024, every=20) == []
    quadratic = re.compile(r"a[^b]*b")
    (worst,) = {text for text in patterns.texts(quadratic, 40_000) if set(text) == {"a"}}
    assert patterns.seconds(quadratic, {"search"}, worst) > patterns.MOST
