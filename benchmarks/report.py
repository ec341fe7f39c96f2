"""What a report costs beside a plain script that imports, reads and draws the same, and where the time goes.

    python benchmarks/report.py [rounds]

The best of some rounds, on the sample search; each is a fresh process. Ratios are of processor seconds, which
hold on a busy machine, too.
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
    ("funnel", "history.funnel(applications)"),
    ("flow", "history.flow(applications)"),
    ("monthly_bars", "history.by_month(events, applications)[['applied', 'answered']]"),
    ("stacked_months", "reasons.by_month(attribution, applications)"),
    ("step_curve", "waiting.incidence(waiting.spells(applications, today))"),
    ("dumbbells", "rates.split(applications, 'channel', as_of=today)"),
)
DRAW = [f"table = {table}\ncharts.show(charts.{chart}(table), table)" for chart, table in FIGURES]
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
        run = (
            "from jobkit import report; import shutil; shutil.rmtree('reports', ignore_errors=True); report."
        )
        months = [f"2026-{month:02d}" for month in range(1, 10)] + ["2025-10", "2025-11", "2025-12"]
        commands = {
            "plain script, six figures": [str(script)],
            "the same as a report": ["-c", f"{run}run({str(path)!r}, '.', {{'month': '2026-10'}})"],
            "and as PDF, too": [
                "-c",
                f"{run}run({str(path)!r}, '.', {{'month': '2026-10'}}, formats=('html', 'pdf'))",
            ],
            "twelve months": ["-c", f"{run}months({str(path)!r}, '.', {months})"],
            "imports of the script alone": ["-c", f"{IMPORTS}\nimport pandas, matplotlib.figure"],
            "papermill and IPython alone": ["-c", "import jobkit.kernel as k; k._shell()"],
        }
        seconds = {name: best(rounds, command, folder) for name, command in commands.items()}
    plain, one = seconds["plain script, six figures"][1], seconds["the same as a report"][1]
    print(f"{'':30} {'wall':>7} {'processor':>10}")
    for name, (wall, used) in seconds.items():
        print(
            f"{name:30} {wall:6.2f}s {used:9.2f}s {used / plain:7.2f} × plain {used / one:7.2f} × one report"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
