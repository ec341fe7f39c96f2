"""What a report costs beside a plain script that imports, reads and draws the same, and where the time goes.

    python benchmarks/report.py [rounds]
    python benchmarks/report.py cohort [searches]

The best of some rounds, on the sample search; each is a fresh process. Ratios are of processor seconds, which
hold on a busy machine, too. With `cohort`: what many searches cost in one process, in two, and on a Dask cluster
of two workers on this machine, once each.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

IMPORTS = "import jobkit\nfrom jobkit import charts, history, page, rates, reasons, waiting"
READ = """search = jobkit.Search(data, as_of=as_of)
applications, events, today = search.applications, search.events, search.as_of
attribution = reasons.attribute(applications, search.evidence, search.hires)"""
FIGURES = (
    ("flow", "history.flow(applications)"),
    ("sent", "history.fates(applications)"),
    ("rejected", "attribution[['certainty']]"),
    ("bands", "reasons.ranges(attribution)"),
    ("curve", "waiting.incidence(waiting.spells(applications, today))"),
    ("replies", "waiting.spells(applications, today).dropna(subset='outcome')"),
)
DRAW = [f"table = {table}\ncharts.both(charts.{chart}, table, table=table)" for chart, table in FIGURES]
PARAMETERS = 'data: str = "."\nas_of: str = "2026-10-31"\nmonth: str = ""'


def best(rounds: int, command: list[str], folder: Path) -> tuple[float, float]:
    """Return the seconds of wall clock and of processor, all processes together, each the least of some runs."""
    walls, processors = [], []
    for _ in range(rounds):
        used, started = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]), time.perf_counter()
        subprocess.run([sys.executable, *command], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        walls.append(time.perf_counter() - started)
        processors.append(sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - used)
    return min(walls), min(processors)


def notebook(path: Path) -> Path:
    """Write the notebook of six figures."""
    cells = [("# Six figures", "markdown", []), (PARAMETERS, "code", ["parameters"])]
    cells += [(source, "code", []) for source in (IMPORTS, READ, *DRAW)]
    made = [
        {"cell_type": kind, "id": f"c{at}", "source": source, "metadata": {"tags": tags}}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for at, (source, kind, tags) in enumerate(cells)
    ]
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}))
    return path


def cohort(n: int) -> None:
    """Print what n searches cost, by how they are worked on: wall clock, and a search."""
    import shutil

    import jobkit
    from jobkit import search as searches
    from jobkit.reports import cohort as cohorts

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jobkit.Search(folder / "0").add(searches.sample_files())
        for number in range(1, n):
            shutil.copytree(folder / "0", folder / str(number))

        def once(told: str, **how) -> float:
            for reports in folder.glob("*/reports"):
                shutil.rmtree(reports)
            started = time.perf_counter()
            table = cohorts.run(folder, month="2026-10", **how)
            seconds = time.perf_counter() - started
            assert set(table["state"]) == {"done"}, table["says"].to_list()
            print(f"{told:30} {seconds:6.1f}s {seconds / n:6.2f}s a search")
            return seconds

        one = once(f"{n} searches, one process", workers=1)
        two = once("two processes", workers=2)
        from distributed import LocalCluster

        where = {"host": "127.0.0.1", "dashboard_address": None}
        with LocalCluster(n_workers=2, threads_per_worker=1, **where) as cluster:
            dask = once("Dask, two workers", address=cluster.scheduler_address)
        started = time.perf_counter()
        assert set(cohorts.run(folder, month="2026-10", workers=2)["says"]) == {"unchanged"}
        print(f"{'again, nothing to do':30} {time.perf_counter() - started:6.1f}s")
        print(f"two processes are {one / two:.2f} times as fast as one, Dask's two {one / dask:.2f} times")


def each(notebook: str) -> str:
    """Return the code that runs a notebook on one month, by a runner that is warm."""
    return f"report.run({notebook!r}, '.', {{'month': month}}, runner=runner)"


def main(rounds: int = 3) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample = [str(path) for path in sorted((ROOT / "data" / "sample").iterdir()) if path.suffix != ".md"]
        added = f"import jobkit; jobkit.Search('.').add({sample})"
        subprocess.run([sys.executable, "-c", added], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        script = folder / "plain.py"
        script.write_text("\n".join([PARAMETERS, IMPORTS, READ, *DRAW]))
        path = notebook(folder / "six.ipynb")
        new = "from jobkit.reports import report; import shutil; shutil.rmtree('reports', ignore_errors=True)"
        run = f"{new}; report."
        every = f"{new}\nwith report.Runner() as runner:\n    for month in"
        months = [f"2026-{month:02d}" for month in range(1, 10)] + ["2025-10", "2025-11", "2025-12"]
        commands = {
            "plain script, six figures": [str(script)],
            "the same as a report": ["-c", f"{run}run({str(path)!r}, '.', {{'month': '2026-10'}})"],
            "and as PDF, too": [
                "-c",
                f"{run}run({str(path)!r}, '.', {{'month': '2026-10'}}, formats=('html', 'pdf'))",
            ],
            "twelve months": ["-c", f"{every} {months}: {each(str(path))}"],
            "one monthly reflection": ["-c", f"{run}run('reflection', '.', {{'month': '2026-10'}})"],
            "twelve of them": ["-c", f"{every} {[*months[1:], '2026-10']}: {each('reflection')}"],
            "imports of the script alone": ["-c", f"{IMPORTS}\nimport pandas, matplotlib.figure"],
            "papermill and IPython alone": ["-c", "import jobkit.reports.kernel as k; k._shell()"],
        }
        seconds = {name: best(rounds, command, folder) for name, command in commands.items()}
    plain, one = seconds["plain script, six figures"][1], seconds["the same as a report"][1]
    print(f"{'':30} {'wall':>7} {'processor':>10}")
    for name, (wall, used) in seconds.items():
        print(
            f"{name:30} {wall:6.2f}s {used:9.2f}s {used / plain:7.2f} × plain {used / one:7.2f} × one report"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["cohort"]:
        cohort(*map(int, sys.argv[2:] or ["6"]))
    else:
        main(*map(int, sys.argv[1:]))
