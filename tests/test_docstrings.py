"""The examples in docstrings: what completion offers has one, and each runs as it stands on the sample search."""

from __future__ import annotations

import doctest
import inspect
import re
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

import jobkit
from jobkit import errors

DAY = "2026-10-31"
"""The day from which examples look at the sample."""
IDS = re.compile(r"\b[0-9a-f]{12}\b")
"""Ids of applications: they change with the sample's files, and no example is about them."""
MODULES = (*jobkit._MODULES, "linking")
SHOWN = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


ROOT = Path(__file__).parents[1]
READ = ("notebooks/*.ipynb", "docs/*.md", "README.md", "CONTRIBUTING.md")


def own(module) -> Iterator[tuple[str, object]]:
    """Yield the functions and classes that a module itself makes, without a private name."""
    for name, thing in vars(module).items():
        is_own = getattr(thing, "__module__", "") == module.__name__
        if is_own and not name.startswith("_") and (inspect.isfunction(thing) or inspect.isclass(thing)):
            yield name, thing


def offered() -> Iterator[tuple[str, object]]:
    """Yield by name what `Search` can do, and of the modules of a notebook what notebooks and documents name."""
    yield from ((name, getattr(jobkit, name)) for name in jobkit.__all__)
    for name in dir(jobkit.Search):
        thing = inspect.getattr_static(jobkit.Search, name)
        if not name.startswith("_") and (callable(thing) or isinstance(thing, property | classmethod)):
            yield f"Search.{name}", thing
    yield "errors.UnclearError", errors.UnclearError
    texts = "\n".join(path.read_text("utf-8") for pattern in READ for path in sorted(ROOT.glob(pattern)))
    for name in MODULES:
        for inner, thing in own(import_module(f"jobkit.{name}")):
            if re.search(rf"\b{name}\.{inner}\b", texts):
                yield f"{name}.{inner}", thing


OFFERED = dict(offered())


class Checker(doctest.OutputChecker):
    """Compares what an example prints, whatever the ids in it are."""

    def check_output(self, want: str, got: str, flags: int) -> bool:
        return super().check_output(IDS.sub("id", want), IDS.sub("id", got), flags)


@pytest.fixture(scope="session")
def pristine(tmp_path_factory):
    """The folder of the sample search, made once; examples work on copies of it."""
    return jobkit.Search.sample(tmp_path_factory.mktemp("sample") / "search").folder


@pytest.fixture(scope="session")
def shared(pristine, tmp_path_factory):
    """The search that examples read, in a list: one that recorded something leaves another for the next."""
    return [copy(pristine, tmp_path_factory)]


def copy(pristine, tmp_path_factory) -> jobkit.Search:
    folder = tmp_path_factory.mktemp("copy") / "search"
    shutil.copytree(pristine, folder)
    return jobkit.Search(folder, as_of=DAY)


def written(search: jobkit.Search) -> list[tuple[str, int, int]]:
    """Return the files of a search with their sizes and times: what an example wrote shows in them."""
    files = [path for path in sorted(search.folder.rglob("*")) if not path.name.endswith("-shm")]
    return [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files]


@pytest.mark.parametrize("name", OFFERED)
def test_each_thing_that_is_offered_has_an_example_that_runs(name, pristine, shared, tmp_path_factory):
    search = shared[0]
    thing = OFFERED[name]
    text = inspect.getdoc(getattr(thing, "__func__", thing)) or ""
    assert ">>>" in text, "an example is missing"
    names = {module: import_module(f"jobkit.{module}") for module in MODULES}
    names |= {"jobkit": jobkit, "pd": pd, "search": search}
    example = doctest.DocTestParser().get_doctest(text, names, name, None, 0)
    before, printed = written(search), []
    failed = doctest.DocTestRunner(Checker(), optionflags=SHOWN).run(example, out=printed.append).failed
    if written(search) != before:
        shared[0] = copy(pristine, tmp_path_factory)
    assert not failed, "".join(printed)
