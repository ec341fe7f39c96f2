"""What an attacker, a killed process and a careless moment do to a search: `python benchmarks/attack.py [--kills 60]`.

Runs the tests that attack, and the hostile files in a folder where one is given (`--files FOLDER`), and prints one
line a part: whether it held, seconds, what was tried. What is not done after ten minutes has not held.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST = 600
TESTS = {
    "copies, foreign schemas, planted notes": ["test_copies.py"],
    "notes, facts and files that cannot be read, days outside a search": ["test_doors.py"],
    "planted strings, by two hands": ["test_planted.py", "tests/test_planted_again.py"],
    "what is forgotten, exported and shared": ["test_sharing.py"],
    "consoles and systems that lack something": ["test_elsewhere.py"],
    "JupyterLab: network guard, run and staged": ["test_lab.py"],
    "kills, then forget": ["test_trust_faults.py", "-k", "killed"],
}
"""What each part runs; the last takes as long as it is told to."""


def parts(files: Path | None, made: Path) -> dict[str, list[str]]:
    """Return the command of each part."""
    base = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    found = {name: [*base, str(ROOT / "tests" / test), *more] for name, (test, *more) in TESTS.items()}
    if not files:
        return found
    subprocess.run([sys.executable, str(files / "make.py"), str(made)], check=True)
    hostile = [sys.executable, str(ROOT / "benchmarks" / "hostile.py"), str(files), str(made)]
    return {"hostile files": hostile} | found


def run(name: str, words: list[str], kills: int, seconds: float) -> bool:
    """Run a part, print what became of it; return whether it held."""
    begun = time.monotonic()
    environment = {**os.environ, "JOBKIT_KILLS": str(kills)}
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=max(seconds, 1)
        )
        said, held = done.stdout, done.returncode == 0
    except subprocess.TimeoutExpired:
        said, held = "", False
    marks = "".join(re.findall(r"^([.sFEx]+) *(?:\[ *\d+%\])?$", said, re.MULTILINE))
    last = (said.strip().splitlines() or ["not done in time"])[-1]
    result = f"{marks.count('.')} of {len(marks)} tests" if marks else last
    print(f"{'held' if held else 'FAILED':7} {time.monotonic() - begun:5.0f} s  {name}: {result}", flush=True)
    return held


def main() -> int:
    """Print a line a part; return how many did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--files", type=Path, help="a folder of hostile files, with the make.py of the larger ones"
    )
    parser.add_argument("--kills", type=int, default=60, help="points at which a process is killed")
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as made:
        every = parts(options.files, Path(made))
        left = ((part, LONGEST - (time.monotonic() - begun)) for part in every.items())
        failed = sum(not run(*part, options.kills, seconds) for part, seconds in left)
    print(f"{time.monotonic() - begun:.0f} of {LONGEST} seconds")
    return failed


if __name__ == "__main__":
    sys.exit(main())
