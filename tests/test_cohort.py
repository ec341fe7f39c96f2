"""Many searches at once: on this machine and on a real Dask cluster of two workers."""

import json
import os
import sqlite3
from contextlib import closing

import pytest
from distributed import LocalCluster
from rows import imported, row

from jobkit.errors import ReportError
from jobkit.reports import cohort
from jobkit.search import Search
from jobkit.tables import Event

NOTEBOOK = """
import jobkit, pandas as pd
from jobkit import page
search = jobkit.Search(data)
n = len(search.applications)
if n > 2: raise ValueError("Ana's secret")
cards = pd.DataFrame({"number": [str(n), "said Ana"], "label": ["applications", "words"]}, ["n", "w"])
page.cards(cards)
"""


@pytest.fixture
def folder(tmp_path):
    """Three searches, of one, two and three applications; the notebook fails on the third."""
    for n in (1, 2, 3):
        search = Search(tmp_path / "many" / f"search-{n}")
        events = [
            Event(kind="applied", date="2026-10-05", company=f"Firm {k}", role="Planner") for k in range(n)
        ]
        imported(search, [row(k, event) for k, event in enumerate(events)])
    return tmp_path / "many"


@pytest.fixture
def notebook(tmp_path):
    def cell(kind, source, **more):
        return {"cell_type": kind, "id": more.pop("id"), "source": source, "metadata": more} | (
            {"outputs": [], "execution_count": None} if kind == "code" else {}
        )

    cells = [
        cell("markdown", "# How many", id="a"),
        cell("code", 'data: str = "x"\nmonth: str = ""', id="b", tags=["parameters"]),
        cell("code", NOTEBOOK, id="c"),
    ]
    path = tmp_path / "counts.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))
    return str(path)


def shown(folder):
    return (folder / "index.html").read_text("utf-8")


def test_one_search_that_fails_stops_no_other_and_the_page_tells_counts_only(folder, notebook):
    seen = []
    table = cohort.run(folder, notebook=notebook, as_of="2026-10-31", progress=lambda *a: seen.append(a))
    assert list(table["state"]) == ["done", "done", "failed"]
    assert "Ana's secret" in table.loc["search-3", "says"]
    assert {(done, of) for done, of, _ in seen} == {(1, 3), (2, 3), (3, 3)}
    assert "Ana" not in shown(folder)
    assert "<h1>One of three searches has no report</h1>" in shown(folder)
    assert shown(folder).count("search-2</a>") == shown(folder).count("search-3") == 1
    assert "<small>2 applications</small>" in shown(folder)
    assert table.loc["search-1", "report"].endswith("2026-10/counts.html")
    assert 'href="search-1/reports/2026-10/counts.html"' in shown(folder)


def test_the_page_of_all_has_a_line_a_search_with_its_month_its_numbers_and_its_dots(tmp_path):
    for name, n in {"ana": 1, "ben": 2}.items():
        rows = [
            Event(kind="applied", date="2026-10-05", company=f"Firm {k}", role="Planner") for k in range(n)
        ]
        imported(Search(tmp_path / name), [row(k, event) for k, event in enumerate(rows)])
    cohort.run(tmp_path, as_of="2026-10-31")
    assert "<h1>Two searches have their report</h1>" in shown(tmp_path)
    assert shown(tmp_path).count(">October 2026</h2>") == 1 and shown(tmp_path).count('class="sent"') == 3
    assert "2 applications sent · 0 conversations open" in shown(tmp_path)
    assert "Firm" not in shown(tmp_path) and "<table" not in shown(tmp_path)


def test_a_run_that_was_cut_short_goes_on_where_it_was(folder, notebook):
    first = cohort.run(folder, notebook=notebook, month="2026-10")
    imported(
        Search(folder / "search-1"),
        [row(9, Event(kind="applied", company="New", role="x"), name="b.csv")],
        "b.csv",
    )
    again = cohort.run(folder, notebook=notebook, month="2026-10")
    assert list(first["says"].iloc[:2]) == ["written", "written"]
    assert list(again["says"].iloc[:2]) == ["written", "unchanged"]


def test_a_month_that_runs_is_looked_at_again_on_another_day(folder, notebook):
    def says(month, day):
        return list(cohort.run(folder, notebook=notebook, month=month, as_of=day)["says"].iloc[:2])

    assert says("2026-10", "2026-10-12") == ["written"] * 2
    assert says("2026-10", "2026-10-12") == ["unchanged"] * 2
    assert says("2026-10", "2026-11-02") == ["written"] * 2
    assert says("2026-10", "2026-11-03") == ["written"] * 2
    assert says("2026-09", "2026-10-12") == ["written"] * 2
    assert says("2026-09", "2026-10-13") == ["unchanged"] * 2


def test_a_dask_cluster_gives_the_same(folder, notebook):
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        table = cohort.run(folder, cluster.scheduler_address, notebook=notebook, month="2026-10")
    assert list(table["state"]) == ["done", "done", "failed"]
    assert list(cohort.run(folder, notebook=notebook, month="2026-10")["says"].iloc[:2]) == ["unchanged"] * 2


def test_a_folder_without_searches_is_refused(tmp_path):
    with pytest.raises(ReportError, match="There is no search in"):
        cohort.run(tmp_path)


def test_hostile_damaged_foreign_and_empty_stores_stop_no_other_and_are_named(folder, notebook):
    good = (folder / "search-1" / "search.db").read_bytes()
    for name, data in {
        "damaged": good[:1000] + b"x" * 3000 + good[4000:],
        "cut": good[:5000],
        "foreign": b"",
        "empty": b"",
        "text": b"no database at all",
        "trigger": good,
        "view": good,
        "newer": good,
    }.items():
        (folder / name).mkdir()
        (folder / name / "search.db").write_bytes(data)
    for name, script in {
        "foreign": "CREATE TABLE songs (name)",
        "trigger": "CREATE TRIGGER eat BEFORE INSERT ON facts BEGIN SELECT raise(IGNORE); END",
        "view": "CREATE VIEW x AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n",
        "newer": "PRAGMA user_version = 99",
    }.items():
        with closing(sqlite3.connect(folder / name / "search.db")) as connection:
            connection.executescript(script)
    (folder / "folder" / "search.db").mkdir(parents=True)
    if hasattr(os, "mkfifo"):
        (folder / "pipe").mkdir()
        os.mkfifo(folder / "pipe" / "search.db")
    table = cohort.run(folder, notebook=notebook, as_of="2026-10-31")
    done = set(table.index[table["state"] == "done"])
    assert {"search-1", "search-2"} <= done <= {"search-1", "search-2", "empty"}
    assert "is not a file" in table.loc["folder", "says"]
    failed = table[table["state"] == "failed"]
    assert set(failed.index) >= {"damaged", "foreign", "text", "trigger", "view", "newer", "search-3"}
    assert failed["says"].str.len().min() > 20
    assert "newer jobkit" in failed.loc["newer", "says"]
    assert "not as jobkit makes it" in failed.loc["trigger", "says"]
    page = shown(folder)
    assert all(name in page for name in table.index)
