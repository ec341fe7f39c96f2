"""What tests share: empty searches in folders of their own, and sources made from literal rows."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import settings
from rows import LOCALES

import jobkit
from jobkit.commands import cli
from jobkit.reports import report

os.environ["COLUMNS"] = "200"  # tables are printed whole, whatever the terminal that runs the tests

settings.register_profile("jobkit", deadline=None, max_examples=60, database=None)
settings.load_profile("jobkit")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture
def search(tmp_path):
    """An empty search, looked at from the last day of June 2026."""
    return jobkit.Search(tmp_path / "search", as_of="2026-06-30")


@pytest.fixture
def typed(tmp_path, capsys):
    """The command on a folder of its own: returns its status, what it printed, and what it complained of."""

    def run(*words: str) -> tuple[int, str, str]:
        verb, *rest = words
        status = cli.main([verb, "--data", str(tmp_path / "search"), *rest])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture(scope="session")
def runner():
    """One warm process for all notebooks that a process of the tests runs."""
    with report.Runner() as warm:
        yield warm


SETTLE = "import locale\ntry:\n    locale.setlocale(locale.LC_ALL, '')\nexcept locale.Error:\n    pass\n"


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory):
    """Return the environment of a process in a zone and a locale, which is made where its source is at hand."""
    place = tmp_path_factory.mktemp("locales")
    (place / "sitecustomize.py").write_text(SETTLE)
    for name in LOCALES[1:] if shutil.which("localedef") else ():
        words = ["localedef", "-i", name.split(".")[0], "-f", "UTF-8", str(place / name)]
        subprocess.run(words, capture_output=True, check=False)
    path = os.pathsep.join(map(str, (place, Path(__file__).parents[1])))

    def there(zone: str, locale: str) -> dict[str, str]:
        told = {"TZ": zone, "LC_ALL": locale, "LOCPATH": str(place), "PYTHONUTF8": "1", "PYTHONPATH": path}
        return {**os.environ, **told}

    return there
