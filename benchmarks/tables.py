"""Time to read tracker tables of growing size: `python benchmarks/tables.py`."""

from __future__ import annotations

import csv
import random
import resource
import tempfile
from pathlib import Path

from mail import timed

from jobkit import Search
from jobkit.sources.tables import trackers

SIZES = (1_000, 10_000, 100_000)
HEADING = (
    "Status,Company,Role,Location,Source,Attendance,Application,Type,"
    "Phone call,1st interview,2nd interview,Final answer,URL,Notes,Contact"
).split(",")
STATES = (
    "Applied",
    "Rejected",
    "Interview",
    "Offer",
    "Ghosted",
    "Turn down",
    "in process",
    "Rejected after interview",
)


def write_table(path: Path, n_rows: int) -> None:
    """Write an invented tracker of one day a stage."""
    rng = random.Random(1)

    def day() -> str:
        return f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/2023"

    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(HEADING)
        for at in range(n_rows):
            call, meeting = day() if at % 7 == 0 else "", day() + " 17:00" if at % 9 == 0 else ""
            answer, contact = day() if at % 3 == 0 else "", "Ann Example" if at % 10 == 0 else ""
            job = [rng.choice(STATES), f"Company {at % 5000}", f"Engineer {at % 50}", "Paris"]
            found = [rng.choice(("LinkedIn", "Career site", "Indeed")), rng.choice(("Remote", "Hybrid", ""))]
            rest = [call, meeting, "", answer, f"https://example.com/jobs/{at}", f"note {at}", contact]
            table.writerow([*job, *found, day(), "Offer", *rest])


def main() -> None:
    """Print rows, seconds, how the processor time grew against the rows: read alone, and added to a store."""
    print(
        f"{'':<8} {'rows':>8} {'seconds':>8} {'cpu':>6} {'growth':>7} {'events':>8} {'peak MB':>8} {'beside':>8}"
    )
    before: dict[str, tuple[int, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for n_rows in SIZES:
            path = Path(folder) / f"{n_rows}.csv"
            write_table(path, n_rows)
            acts = {
                "read": lambda: sum(len(record.events) for record in trackers.extract(path).records),  # noqa: B023
                "add": lambda: int(Search(path.with_suffix("")).add(path)["events"].sum()),  # noqa: B023
            }
            for name, act in acts.items():
                n_events, seconds, cpu = timed(act)
                then = before.get(name)
                growth = f"{cpu / then[1] / (n_rows / then[0]):.2f}" if then else "–"
                mine, beside = (
                    resource.getrusage(who).ru_maxrss // 1024
                    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
                )
                print(
                    f"{name:<8} {n_rows:>8,} {seconds:>8.2f} {cpu:>6.2f} {growth:>7} {n_events:>8,} "
                    f"{mine:>8,} {beside:>8,}"
                )
                before[name] = (n_rows, cpu)


if __name__ == "__main__":
    main()
