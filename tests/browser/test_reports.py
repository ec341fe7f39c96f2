"""The reports as they are written, in a real browser: of the sample, and of a search in which every text is hostile."""

import json
import os
import shutil

import pytest
from test_pages import attacks, visited
from test_sinks import AS_OF, INVENTED, MORE, hostile_notes, hostile_search

import jobkit
from jobkit import page
from jobkit import search as searches
from jobkit.reports import report
from jobkit.store.files import write_private

NOTEBOOKS = [path.stem for path in sorted(report.shipped_notebooks().glob("*.ipynb"))]
DAYS = ("2026-08-31", "2026-10-31")


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Every notebook's page of the sample, on two days."""
    folder = tmp_path_factory.mktemp("sample")
    jobkit.Search(folder).add(searches.sample_files())
    with report.Runner() as runner:
        return {
            (notebook, day): report.run(notebook, folder, as_of=day, runner=runner)
            for notebook in NOTEBOOKS
            for day in DAYS
        }


@pytest.fixture(scope="module")
def looked(sample):
    """What the browser found on them, by file."""
    found = visited(*sample.values())
    return {key: [look for look in found if look["file"] == str(path)] for key, path in sample.items()}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Every notebook's page of a search that holds each payload."""
    payloads = [*INVENTED, *MORE]
    search = hostile_search(tmp_path_factory.mktemp("hostile"), payloads, max(14, len(payloads) // 30))
    with report.Runner() as runner:
        return [report.run(notebook, search.folder, as_of=AS_OF, runner=runner) for notebook in NOTEBOOKS]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_report_can_be_read_by_anybody(looked, notebook, day):
    looks = [look for look in looked[notebook, day] if "width" in look]
    assert [(look["width"], look["colorScheme"]) for look in looks] == [
        (1280, "light"),
        (1280, "dark"),
        (360, "light"),
    ]
    assert [look["violations"] for look in looks] == [[]] * 3


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_report_scrolls_down_only(looked, notebook, day):
    assert [
        look["overflow"] for look in looked[notebook, day] if "width" in look and look["overflow"] > 0
    ] == []


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_report_asks_for_nothing_is_small_and_prints(looked, sample, notebook, day):
    (look,) = [look for look in looked[notebook, day] if "ran" in look]
    assert (look["ran"], look["requests"], look["blocked"]) == ([], [], [])
    assert 1 <= look["sheets"] <= 40
    assert sample[notebook, day].stat().st_size < 2**20


def test_no_text_of_a_search_runs_or_asks_on_any_report(hostile):
    found = visited(*hostile, what="runs")
    assert len(found) == len(NOTEBOOKS)
    assert [(look["ran"], look["requests"], look["blocked"]) for look in found] == [([], [], [])] * len(found)


def test_an_attack_that_stands_in_every_field_runs_nothing_on_any_report(tmp_path):
    """One search for each attack, with no other text in it; JOBKIT_ATTACKS says how many of the published ones."""
    pages, tried = [], attacks()
    with report.Runner() as runner:
        for at, text in enumerate(
            tried[: len(tried) - len(MORE) + int(os.environ.get("JOBKIT_ATTACKS", "0"))]
        ):
            folder = tmp_path / str(at)
            write_private(folder / "notes.json", json.dumps(hostile_notes([text], 14)).encode())
            assert list(jobkit.Search(folder, as_of=AS_OF).add(folder / "notes.json")["message"]) == [""]
            pages += [report.run(name, folder, as_of=AS_OF, runner=runner) for name in NOTEBOOKS]
    found = visited(*pages, what="runs")
    assert [(look["ran"], look["requests"], look["blocked"]) for look in found] == [([], [], [])] * len(pages)


def test_with_escaping_broken_the_policy_alone_holds_every_report(hostile, tmp_path, monkeypatch):
    source = (page.resources.files("jobkit") / "data" / "page.html.j2").read_text("utf-8")
    environment = page._template().environment.overlay(autoescape=False)
    monkeypatch.setattr(page, "_template", lambda: environment.from_string(source))
    broken = []
    for path in hostile:
        executed = json.loads(path.with_suffix(".ipynb").read_text("utf-8"))
        about = {"title": path.stem, "lang": "en", "version": "1", "foot": page.runs("x")}
        broken.append(tmp_path / path.name)
        broken[-1].write_text(page.html(page.nodes(executed), **about), "utf-8")
    guarded = visited(*broken, what="runs")
    assert [look["ran"] for look in guarded] == [[]] * len(broken)
    assert sum(len(look["blocked"]) for look in guarded) > 0
    assert sum(len(look["ran"]) for look in visited(*broken, what="unguarded")) > 0


def test_a_table_that_sorts_in_the_notebook_runs_nothing_either(hostile, tmp_path):
    explore = next(path for path in hostile if path.stem == "explore")
    executed = json.loads(explore.with_suffix(".ipynb").read_text("utf-8"))
    outputs = [output.get("data", {}) for cell in executed["cells"] for output in cell.get("outputs", [])]
    shown = "".join("".join(data.get("text/html", "")) for data in outputs)
    (tmp_path / "notebook.html").write_text(f"<!doctype html><meta charset=utf-8>{shown}", "utf-8")
    (found,) = visited(tmp_path / "notebook.html", what="unguarded")
    own = [
        address for address in found["requests"] if address.startswith("blob:")
    ]  # its script, from the page itself
    assert (found["ran"], found["requests"]) == ([], own)


def test_the_browser_is_there():
    assert shutil.which("chromium") or shutil.which("google-chrome")
