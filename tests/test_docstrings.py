"""The examples in docstrings: what completion offers has one, and each runs as it stands on the sample search."""

from __future__ import annotations

import doctest
import inspect
import shutil

import pandas as pd
import pytest

import jobkit

DAY = "2026-10-31"
"""The day from which examples look at the sample."""
SHOWN = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def public(name: str):
    """Yield by name what a module offers: its own functions and classes, and of `search` what `Search` can do."""
    if name == "search":
        yield "search.Search", jobkit.Search
        for attribute in dir(jobkit.Search):
            if not attribute.startswith("_"):
                yield f"search.{attribute}", inspect.getattr_static(jobkit.Search, attribute)
        return
    module = getattr(jobkit, name)
    for attribute, thing in vars(module).items():
        is_own = getattr(thing, "__module__", "") == module.__name__
        if is_own and not attribute.startswith("_") and (inspect.isfunction(thing) or inspect.isclass(thing)):
            yield f"{name}.{attribute}", thing


OFFERED = dict(pair for name in ("search",) for pair in public(name))


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


def n_changes(search: jobkit.Search) -> int:
    return search.store.read("SELECT count(*) FROM changes")[0][0]


@pytest.mark.parametrize("name", OFFERED)
def test_each_thing_that_is_offered_has_an_example_that_runs(name, pristine, shared, tmp_path_factory):
    search = shared[0]
    thing = OFFERED[name]
    text = inspect.getdoc(getattr(thing, "__func__", thing)) or ""
    assert ">>>" in text, "an example is missing"
    names = {module: getattr(jobkit, module) for module in jobkit._MODULES}
    names |= {"jobkit": jobkit, "pd": pd, "search": search}
    example = doctest.DocTestParser().get_doctest(text, names, name, None, 0)
    n, printed = n_changes(search), []
    failed = doctest.DocTestRunner(optionflags=SHOWN).run(example, out=printed.append).failed
    if n_changes(search) != n:
        shared[0] = copy(pristine, tmp_path_factory)
    assert not failed, "".join(printed)
