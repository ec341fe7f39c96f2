"""Every notebook runs: on the sample, on nothing, on one application; twice the same, in any time zone."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rows import PLACES

import jobkit
from jobkit.errors import ReportError
from jobkit.reports import report
from jobkit.search import sample_files

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [path.stem for path in NOTEBOOKS]
AS_OF = "2026-08-31"
RUNS = int(os.environ.get("JOBKIT_RUNS", "1"))


@pytest.fixture(scope="session")
def searches(tmp_path_factory) -> dict[str, Path]:
    """The sample search, one without anything in it, and one of a single application."""
    folders = {name: tmp_path_factory.mktemp(name) / "search" for name in ("sample", "empty", "single")}
    jobkit.Search(folders["sample"]).add(sample_files())
    with jobkit.Search(folders["empty"]).store.open():
        pass
    jobkit.Search(folders["single"]).record_event("applied", company="Quellbach", date="2026-08-03")
    return folders


@pytest.mark.parametrize("search", ["sample", "empty", "single"])
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_becomes_a_page(name, search, searches, runner):
    path = report.run(name, searches[search], as_of=AS_OF, runner=runner)
    text = path.read_text(encoding="utf-8")
    assert len(text) < 1_048_576
    assert not re.search(
        r"<script|https?://(?!www\.w3\.org/)[^\"'<> ]+\.(js|css)|\bnan\b|\bNaT\b|Traceback", text
    )
    assert text.count("<h1") == 1
    assert 'lang="en"' in text
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    for picture in re.findall(r"<img[^>]*>", text):
        assert re.search(r'alt="[^"]{10,}"', picture)


@pytest.mark.parametrize("name", NAMES)
def test_two_runs_are_the_same_but_for_the_time_stamp(name, searches, runner, tmp_path):
    pages = [
        report.run(name, searches["sample"], as_of=AS_OF, runner=runner, output=tmp_path / f"{n}.html")
        for n in (1, 2)
    ]
    one, other = (path.read_text(encoding="utf-8").splitlines() for path in pages)
    assert sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def test_a_misspelt_parameter_is_refused_with_the_closest(searches):
    with pytest.raises(ReportError, match="channel"):
        report.run("explore", searches["single"], {"chanel": "referral"})
    with pytest.raises(ReportError, match="since"):
        report.run("explore", searches["single"], {"since": 7})


@pytest.mark.long
def test_the_outputs_are_the_same_elsewhere_under_nbval(searches, runner, elsewhere, tmp_path):
    """Each notebook is run here, and again by nbval in full, in its own kernel, in another zone and locale."""
    place = searches["sample"] / "elsewhere"
    place.mkdir()
    for name in NAMES:
        page = report.run(
            name, searches["sample"], as_of=AS_OF, runner=runner, output=tmp_path / f"{name}.html"
        )
        (place / f"{name}.ipynb").write_text(_as_if_run_there(page.with_suffix(".ipynb")), encoding="utf-8")
    for run in range(RUNS):
        zone, locale = PLACES[(run + 3) % len(PLACES)]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "--nbval", "--nbval-kernel-startup-timeout=600", "-n", "0", "-p", "no:randomly", "-q", "--override-ini=filterwarnings="]
            + [str(place / f"{name}.ipynb") for name in NAMES],
            env=elsewhere(zone, locale), capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, (zone, locale, done.stdout[-3000:])
        print(f"nbval in full, run {run + 1} of {RUNS}, {zone}, {locale}: the same", flush=True)


def _as_if_run_there(path: Path) -> str:
    """Return the executed notebook with counted cells, as nbval wants them, on the folder above."""
    notebook = json.loads(path.read_text(encoding="utf-8").replace("data = '.'", "data = '..'"))
    for count, cell in enumerate(cell for cell in notebook["cells"] if cell["cell_type"] == "code"):
        cell["execution_count"] = count + 1
    return json.dumps(notebook)


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_code_of_a_notebook_is_read_without_scrolling(path):
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            lines = [line for line in "".join(cell["source"]).splitlines() if line]
            assert max(map(len, lines)) <= 100, cell["id"]
            assert len(lines) <= 8, cell["id"]
            last = ast.parse("\n".join(lines)).body[-1]
            assert not isinstance(getattr(last, "value", last), ast.If | ast.IfExp | ast.BoolOp), cell["id"]


def test_what_a_notebook_calls_stands_in_the_docs():
    """Each module of jobkit whose functions a notebook calls is in the API page of the site."""
    listed = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        for node in ast.walk(ast.parse("\n".join(code))):
            if isinstance(node, ast.ImportFrom) and node.module == "jobkit":
                for name in (alias.name for alias in node.names):
                    assert re.search(rf"jobkit\.(\w+\.)*{name}$", listed, re.MULTILINE), (path.name, name)


@pytest.mark.parametrize(
    ("name", "parameter", "says"),
    [
        ("explore", ("chanel", "referral"), "no parameter “chanel”. Did you mean “channel”?"),
        ("case", ("data", "sampel"), "Did you mean"),
        ("reflection", ("data", "elsewhere"), "There is no folder"),
    ],
)
def test_papermill_by_itself_stops_at_a_parameter_or_a_folder_that_is_not_there(name, parameter, says, tmp_path):  # fmt: skip
    jobkit.Search(tmp_path / "sample").record_event("applied", company="Quellbach", date="2026-08-03")
    words = [
        sys.executable,
        "-m",
        "papermill",
        ROOT / "notebooks" / f"{name}.ipynb",
        "out.ipynb",
        "-p",
        *parameter,
    ]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert says in done.stderr
    assert not (tmp_path / parameter[1]).exists()
