"""How time and memory grow with a search, and how soon the command starts: `python benchmarks/scale.py`.

Ratios are taken within one run, for machines are noisy: 1,000 to 100,000 events against
proportion, and the start of the command against a bare interpreter and a bare import of pandas, both as
they are after an installation: compiled; and commands that print a screen, with 5,000 applications. Ends with status 1 where one takes
longer than promised.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import jobkit
from jobkit import history, rates, reasons, steps, waiting
from jobkit.sources.reading import Extraction
from jobkit.store import intake
from jobkit.tables import Event, Record

OUTCOMES = ("rejected", "", "", "interview", "rejected", "")


def records(n: int) -> Iterator[Record]:
    """Return a tracker of n events, two in three rows with an answer."""
    row = told = 0
    while told < n:
        job = {"company": f"Firm {row % max(n // 12, 1)}", "role": f"Role {row % 40}"}
        day = f"20{16 + row % 10}-{1 + row % 12:02}-{1 + row % 28:02}"
        happened = [Event(kind="applied", date=day, channel=("referral", "job board")[row % 2], **job)]
        if OUTCOMES[row % 6]:
            happened.append(Event(kind=OUTCOMES[row % 6], date=f"{day[:8]}28", **job))
        yield Record(f"t.csv:{row + 2}", job | {"Applied": day, "n": str(row)}, tuple(happened))
        row, told = row + 1, told + len(happened)


def timed(what: str, act, times: dict[str, float]):
    """Return what `act` gives, noting its processor time."""
    begun = time.process_time()
    made = act()
    times[what] = time.process_time() - begun
    return made


def measured(n: int) -> dict[str, float]:
    """Return seconds of each stage of a search of n events."""
    times: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as place:
        search = jobkit.Search(Path(place) / "search", as_of="2026-10-31")
        timed("import", lambda: _import(search, n), times)
        events = timed("load and link", lambda: search.events, times)
        sent = timed("applications", lambda: history.applications(events, "2026-10-31"), times)
        timed("funnel and flow", lambda: (history.funnel(sent), history.flow(sent)), times)
        timed("by month", lambda: history.by_month(events, sent), times)
        spells = timed("spells", lambda: waiting.spells(sent, "2026-10-31"), times)
        timed("incidence", lambda: waiting.incidence(spells), times)
        timed("silence", lambda: waiting.silence(spells), times)
        timed("split by channel", lambda: rates.split(sent, "channel", as_of="2026-10-31"), times)
        timed("reasons", lambda: reasons.attribute(sent, search.evidence, search.hires), times)
        timed("activities of a year", lambda: search.activities("2025"), times)
        timed("one employer", lambda: search.company("Firm 1"), times)
        timed("steps due", lambda: steps.due(sent, search.people, search.steps, "2026-10-31"), times)
    times["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return times


def _import(search: jobkit.Search, n: int) -> None:
    with search.store.change("add", "t.csv") as change:
        intake.append(change, "t.csv", "0", 1, Extraction("tracker table", records(n)))


def starts(times: int = 8) -> list[tuple[str, float, float]]:
    """Return verb, its processor time and the ratio to what its start is promised against."""
    with tempfile.TemporaryDirectory() as place:
        search = jobkit.Search(place)
        job = {"company": "Quellbach", "role": "Baker"}
        for file in ("tracker.csv", "linkedin.csv"):  # named by its company, which is told of twice
            with search.store.change("add", file) as change:
                told = Record(f"{file}:2", {"n": file}, (Event(kind="applied", date="2026-01-05", **job),))
                intake.append(change, file, file, 1, Extraction("tracker table", [told]))
        bare = _processor(["-c", "pass"], place, times)
        pandas = _processor(["-c", "import pandas"], place, times)
        told = []
        for words, against in (
            (["--help"], bare),
            (["log", "acknowledged", "Quellbach"], bare),
            (["why", "Quellbach", "logistics"], bare),
            (["done", "Quellbach", "thank_manager"], bare),
            (["status"], pandas),
            (["due"], pandas),
        ):
            seconds = _processor(["-m", "jobkit.commands.cli", *words], place, times)
            told.append((" ".join(words[:1]), seconds, seconds / against))
    return told


def _processor(words: list[str], place: str, times: int) -> float:
    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        environment = {**os.environ, "JOBKIT_DATA": place, "PYTHONPYCACHEPREFIX": f"{place}/compiled"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(once() for _ in range(times))


def screens(n: int = 5_000) -> list[tuple[str, float]]:
    """Return the commands that print a screen of a search of n applications, and the processor time of each."""
    with tempfile.TemporaryDirectory() as place:
        _import(jobkit.Search(place), n * 3 // 2)
        asked = ("due", "settle", "company Firm~1", "activities 2025", "activities all --json")
        told = [[word.replace("~", " ") for word in one.split()] for one in asked]
        command = ["-m", "jobkit.commands.cli"]
        return [
            (" ".join(one), _processor([*command, *one, "--as-of", "2026-10-31"], place, 2)) for one in told
        ]


ALERT = """From: Alerts <alerts@jobdrift.example>
To: me@mail.example
Subject: {n} new jobs for bakers
Date: Mon, 25 May 2026 08:00:00 +0000
Message-ID: <{n}@jobdrift.example>

Your job alert for bakers has {n} hits.
{jobs}
Unsubscribe
"""


def alerts(n: int = 1_000) -> dict[str, float]:
    """Return what it costs to keep the text of n job alerts, and to look in them for 5,000 applications."""
    times: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as place:
        search = jobkit.Search(Path(place) / "search", as_of="2026-10-31")
        _import(search, 7_500)
        box = Path(place) / "alerts.mbox"
        with box.open("w") as file:
            for letter in range(n):
                jobs = "\n".join(f"Role {k}\nFirm {letter * 7 + k}\nTown {k}\n" for k in range(60))
                file.write(
                    "From alerts Mon May 25 08:00:00 2026\n" + ALERT.format(n=letter, jobs=jobs) + "\n"
                )
        before = search.store.path.stat().st_size
        timed("add them", lambda: search.add(box), times)
        kept = search.store.read("SELECT sum(length(content)) FROM records WHERE state = 'set aside'")[0][0]
        timed("look in them", lambda: search.hints(), times)
        times |= {"MB of letters": box.stat().st_size / 1e6, "MB kept of them": kept / 1e6}
        times["MB the store grew"] = (search.store.path.stat().st_size - before) / 1e6
    return times


def main() -> int:
    """Print both tables; return 1 where a start takes longer than promised."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="1,000 and 10,000 events only")
    sizes = (1_000, 10_000) if parser.parse_args().quick else (1_000, 10_000, 100_000)
    made = {n: measured(n) for n in sizes}
    print("| stage | " + " | ".join(f"{n:,} events" for n in sizes) + " | growth ÷ proportion |")
    print("| --- |" + " ---: |" * (len(sizes) + 1))
    for stage in made[sizes[0]]:
        cells = [made[n][stage] for n in sizes]
        unit = "" if stage == "peak MB" else " s"
        growth = "" if unit == "" else f"{cells[-1] / max(cells[0], 1e-3) / (sizes[-1] / sizes[0]):.2f}"
        print(f"| {stage} | " + " | ".join(f"{cell:.2f}{unit}" for cell in cells) + f" | {growth} |")
    print("\n| start of | processor time | ratio | promised |\n| --- | ---: | ---: | ---: |")
    late = 0
    for verb, seconds, ratio in starts():
        limit, against = (2, "import pandas") if verb in ("status", "due") else (4, "bare interpreter")
        late |= ratio > limit
        print(f"| {verb} | {seconds * 1000:.0f} ms | {ratio:.1f} | {limit} × {against} |")
    print("\n| with 5,000 applications | processor time | promised |\n| --- | ---: | ---: |")
    for words, seconds in screens():
        late |= seconds > 2
        print(f"| {words} | {seconds:.2f} s | 2 s |")
    print("\n| 1,000 job alerts, 5,000 applications | |\n| --- | ---: |")
    for what, number in alerts().items():
        print(f"| {what} | {number:.2f}{'' if what.startswith('MB') else ' s'} |")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
