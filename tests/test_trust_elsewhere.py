"""Nothing surprises: in other zones and locales, on odd days, and with a cell that fails anywhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rows import PLACES, applied, imported, row

import jobkit
from jobkit import search as searches
from jobkit import steps
from jobkit.errors import ReportError
from jobkit.reports import report
from jobkit.store import anchors, store

ROOT = Path(__file__).parents[1]
FULL = bool(os.environ.get("JOBKIT_FULL"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
WHERE = PLACES if FULL else PLACES[-1:]
TELL = """
import sys
import jobkit
from jobkit.reports import calendars, report
search = jobkit.Search(sys.argv[1], as_of="2026-08-31")
for name in sys.argv[3:]:
    report.run(name, search.folder, as_of="2026-08-31", output=f"{sys.argv[2]}/{name}.html")
open(f"{sys.argv[2]}/steps.ics", "wb").write(calendars.ics(search.due(), search.as_of))
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "search"
    jobkit.Search(folder).add(searches.sample_files())
    return folder


def told(sample: Path, place: Path, environment: dict[str, str]) -> dict[str, list[str]]:
    """Return what reports and calendar say there, but for the line that tells when a page was made."""
    place.mkdir()
    names = [path.stem for path in NOTEBOOKS] if FULL else ["process"]
    subprocess.run([sys.executable, "-c", TELL, str(sample), str(place), *names], env=environment, check=True)
    files = [path for path in sorted(place.iterdir()) if path.name != "manifest.json"]
    lines = {path.name: path.read_text("utf-8").splitlines() for path in files}
    return {name: [line for line in told if "Made on " not in line] for name, told in lines.items()}


def test_a_report_and_a_calendar_are_the_same_to_the_byte_in_every_zone_and_locale(
    sample, elsewhere, tmp_path
):
    here = told(sample, tmp_path / "here", elsewhere("Europe/London", "C"))
    assert len(here) == 3 * (len(NOTEBOOKS) if FULL else 1) + 1
    for n, (zone, locale) in enumerate(WHERE):
        assert told(sample, tmp_path / str(n), elsewhere(zone, locale)) == here, (zone, locale)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_today_is_the_day_where_the_person_is(zone):
    """The two zones are 26 hours apart: one of them is on another day than the test."""
    code = "from jobkit.store.anchors import today; print(today())"
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    hours = {"Pacific/Kiritimati": 14, "Etc/GMT+12": -12}[zone]
    now = datetime.now(UTC) + timedelta(hours=hours)
    assert said.stdout.strip() in {f"{now:%Y-%m-%d}", f"{now - timedelta(minutes=5):%Y-%m-%d}"}


def test_a_clock_that_is_set_back_changes_neither_order_nor_undo(search, monkeypatch):
    search.record_event("applied", company="Quellbach", date="2026-01-05")
    monkeypatch.setattr(store, "_now", lambda: "1999-12-31T23:59:59")
    search.record_event("rejected", "Quellbach", date="2026-02-05")
    assert list(search.history()["command"]) == ["log", "log"]
    assert search.history()["at"].iloc[0] < search.history()["at"].iloc[1]
    assert search.applications["outcome"].iloc[0] == "rejected"
    search.undo()
    assert search.applications["outcome"].iloc[0] == "open"


def test_a_leap_day_is_a_day_like_others(search):
    leap = [applied("Quellbach", date="2024-02-29"), applied("Ostrava", date="2023-02-28")]
    imported(search, [row(n, event) for n, event in enumerate(leap, 2)])
    search.record_event("rejected", "Ostrava", "2024-02-29")
    on_the_day = search.applications_on("2024-02-29")
    assert on_the_day.loc[on_the_day["company"] == "Ostrava", "outcome"].iloc[0] == "rejected"
    assert on_the_day.loc[on_the_day["company"] == "Quellbach", "days_waited"].iloc[0] == 0
    due = steps.due(search.applications, search.people, search.steps, "2024-02-29", events=search.events)
    assert len(due)
    assert (due["since"] == "2024-02-29").all()
    assert anchors.iso("2024-02-29") == "2024-02-29"


FAULTS = {
    "raise": ("raise ValueError('planted')", "ValueError: planted"),
    "die": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "the process that ran it ended"),
    "hang": ("import time; time.sleep(600)", "was not done after"),
}


def code_cells(path: Path) -> list[int]:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [
        n
        for n, cell in enumerate(cells)
        if cell["cell_type"] == "code" and "lab" not in cell["metadata"].get("tags", [])
    ]


def planted(path: Path, at: int, fault: str, place: Path) -> tuple[Path, str]:
    """Return a copy of the notebook with a fault in one cell, and the heading that this cell stands under."""
    notebook = json.loads(path.read_text("utf-8"))
    heading = ""
    for n, cell in enumerate(notebook["cells"][: at + 1]):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = ([line for line in source.splitlines() if line.startswith("#")] or [heading])[-1]
        elif n < at and fault != "raise" and "parameters" not in cell["metadata"].get("tags", []):
            cell["source"] = "pass"
    cell = notebook["cells"][at]
    is_first = "parameters" in cell["metadata"].get("tags", [])
    source = "".join(cell["source"])
    cell["source"] = f"{source}\n{FAULTS[fault][0]}" if is_first else f"{FAULTS[fault][0]}\n{source}"
    made = place / path.name
    made.write_text(json.dumps(notebook), "utf-8")
    return made, heading.lstrip("# ")


@pytest.mark.skipif(os.name != "posix", reason="a process is killed by a signal")
@pytest.mark.parametrize("fault", FAULTS if FULL else ["raise"])
@pytest.mark.parametrize("path", NOTEBOOKS if FULL else NOTEBOOKS[:1], ids=lambda path: path.stem)
def test_a_fault_in_any_cell_leaves_the_last_good_report_and_names_the_section(path, fault, sample, tmp_path):
    with report.Runner(timeout=120) as runner:
        made = report.run(
            path, sample, as_of="2026-08-31", output=tmp_path / "r" / f"{path.stem}.html", runner=runner
        )
        before = {file.name: file.read_bytes() for file in made.parent.iterdir()}
        places = code_cells(path)
        for at in places if FULL else places[-1:]:
            copy, heading = planted(path, at, fault, tmp_path)
            runner.timeout = 5 if fault == "hang" else 120
            with pytest.raises(ReportError) as failed:
                report.run(copy, sample, as_of="2026-08-31", output=made, runner=runner)
            assert FAULTS[fault][1] in str(failed.value), (at, failed.value)
            assert heading in str(failed.value), (at, failed.value)
            assert re.search(rf"cell {at + 1}\)", str(failed.value)), (at, failed.value)
            assert {file.name: file.read_bytes() for file in made.parent.iterdir()} == before
    print(f"{path.stem}: {fault} in each of {len(places)} cells")
