"""Run the invented sample search through jobkit: its pages, and each notebook with what it printed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import nbformat

import jobkit
from jobkit import page
from jobkit.reports import report

QUESTIONS = ("explore", "rejections", "hires", "case", "process", "reflection", "company", "activities")
TITLES = {
    "reflection": "The month",
    "explore": "Where does my search stand?",
    "rejections": "Why was I rejected, as far as we know?",
    "hires": "Who got the job, and how do I compare?",
    "case": "What happened with this one?",
    "process": "What is next, and with whom?",
    "company": "What do I know of this employer?",
    "activities": "What does the employment office ask for?",
}
HIDDEN = {"hide", "lab", "parameters", "injected-parameters"}


def build(pages: Path, questions: Path) -> None:
    """Write the sample's pages into one folder, and the notebooks as they ran on it into another."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JOBKIT_DATA"] = folder
        search = jobkit.Search.sample(folder)
        months = sorted(search.events["date"].dropna().dt.strftime("%Y-%m").unique())
        for month in months:
            report.run_report("reflection", search, month=month)
        for name in QUESTIONS:
            written = report.run_report(name, search, **_parameters(name, search))
            _write_question(written.with_suffix(".ipynb"), questions / f"{name}.ipynb")
        report.index(search.folder)
        pages.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(Path(folder) / "reports", pages, ignore=shutil.ignore_patterns("*.ipynb", "*.json"))


def _parameters(name: str, search: jobkit.Search) -> dict[str, str]:
    """Return what a notebook is asked: of one case the first that has a hire, of a month the newest."""
    lost = search.hires["application"].iloc[0]
    asked = {
        "case": {"application": lost},
        "company": {"name": search.every_application.at[lost, "company"]},
        "reflection": {"month": search.newest_month()},
        "activities": {"period": search.newest_month()},
    }
    return asked.get(name, {})


def _write_question(executed: Path, target: Path) -> None:
    """Write a notebook for the site: its narration, its code and what it showed, without setting up."""
    notebook = nbformat.read(executed, 4)
    notebook.cells = [cell for cell in notebook.cells if not HIDDEN & set(cell.metadata.get("tags", []))]
    for output in (shown for cell in notebook.cells for shown in cell.get("outputs", [])):
        output.get("data", {}).pop(page.BLOCK, None)  # what jobkit's own pages are made of
    first = next((cell.source for cell in notebook.cells if cell.cell_type == "markdown"), "")
    if not first.startswith("# "):
        title = TITLES.get(target.stem, target.stem.capitalize())
        notebook.cells.insert(0, nbformat.v4.new_markdown_cell(f"# {title}"))
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)
