"""The registry: each source is asked once about a file, and another package can add its own."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from jobkit import Search, sources
from jobkit.commands import cli
from jobkit.errors import JobkitError
from jobkit.sources import resumes

PACKAGE = """
from jobkit.sources import Extraction
from jobkit.tables import Event, Record

def identify(path):
    if path.stem == "broken":
        raise RuntimeError("my own fault")
    return path.suffix == ".harrow"

def extract(path, mapping=None):
    company, _, role = path.read_text("utf-8").partition(" / ")
    event = Event(kind="applied", date="2026-03-02", company=company, role=role.strip())
    return Extraction("Harrow list", [Record(f"{path.name}:1", {"line": company}, (event,))])
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A tiny package in a folder of its own, installed as a wheel would be."""
    site = tmp_path / "site"
    (site / "harrow_jobkit-0.3.dist-info").mkdir(parents=True)
    (site / "harrow_jobkit.py").write_text(PACKAGE, encoding="utf-8")
    described = "Metadata-Version: 2.1\nName: harrow-jobkit\nVersion: 0.3\n"
    (site / "harrow_jobkit-0.3.dist-info" / "METADATA").write_text(described, encoding="utf-8")
    points = "[jobkit.sources]\nharrow = harrow_jobkit\n"
    (site / "harrow_jobkit-0.3.dist-info" / "entry_points.txt").write_text(points, encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))
    yield site
    sys.modules.pop("harrow_jobkit", None)


@pytest.fixture
def exports(tmp_path) -> list[Path]:
    folder = tmp_path / "exports"
    folder.mkdir()
    files = {
        "list.harrow": "Pinefold / Baker",
        "tracker.csv": "Company,Role,Applied,Status\nAcornfield,Cook,2026-03-01,rejected\n",
        "resume.json": json.dumps({"work": [{"name": "Acornfield", "position": "Cook"}]}),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def test_a_source_of_another_package_is_asked_by_add_and_named(package, exports, tmp_path, capsys):
    data = str(tmp_path / "search")
    assert cli.main(["add", *map(str, exports), "--data", data]) == 0
    printed = capsys.readouterr().out
    assert "harrow (harrow-jobkit 0.3)" in printed
    assert "runs as code" in printed
    assert set(Search(data).events["company"].dropna()) == {"Pinefold", "Acornfield"}
    assert "Harrow list, by harrow (harrow-jobkit 0.3)" in list(Search(data).sources["kind"])


def test_a_source_of_another_package_is_not_loaded_by_anything_but_add(package, tmp_path):
    search = Search(tmp_path / "search")
    search.record_event("applied", date="2026-03-02", company="Pinefold", role="Baker")
    assert len(search.applications) == 1
    assert sources.identify(package / "harrow_jobkit.py") != "harrow"
    assert sources.titles() == ["harrow (harrow-jobkit 0.3)"]
    assert "harrow_jobkit" not in sys.modules


def test_a_fault_of_another_package_is_said_as_its_own_and_the_rest_goes_on(package, exports, tmp_path):
    broken = tmp_path / "broken.csv"
    broken.write_text("Company,Role\nA,B\n", encoding="utf-8")
    added = Search(tmp_path / "search").add([broken, *exports])
    assert "harrow (harrow-jobkit 0.3)" in added["message"].iloc[0]
    assert "RuntimeError" in added["message"].iloc[0]
    assert list(added["message"].iloc[1:]) == ["", "", ""]


def test_a_package_that_cannot_be_loaded_is_named(package, tmp_path):
    (package / "harrow_jobkit.py").write_text("raise ValueError", encoding="utf-8")
    with pytest.raises(JobkitError, match=r"harrow-jobkit 0\.3.*Update or uninstall"):
        Search(tmp_path / "search").add([])


@pytest.mark.parametrize("is_dry", [True, False])
def test_an_import_asks_each_source_once_about_a_file(exports, tmp_path, monkeypatch, is_dry):
    asked: Counter = Counter()

    def counting(name, identify):
        def ask(path):
            asked[name, path.name] += 1
            return identify(path)

        return ask

    for name in sources.SOURCES:
        module = sources._source(name, None)
        monkeypatch.setattr(module, "identify", counting(name, module.identify))
    search = Search(tmp_path / "search")
    search.add(exports, dry_run=is_dry)
    assert asked[sources.SOURCES[0], "tracker.csv"] == 1
    assert set(asked.values()) == {1}
    assert not any(name == "tables" for name, file in asked if file == "resume.json")


def test_a_resume_becomes_records_of_one_fact_each_that_bear_their_place(exports):
    extraction = sources.extract(next(path for path in exports if path.suffix == ".json"))
    assert extraction.kind == "JSON Resume"
    assert [record.origin for record in extraction.records] == ["resume.json, work[0]"]
    assert resumes.SECTIONS["role"] == "roles"
