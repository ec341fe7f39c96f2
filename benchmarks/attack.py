"""What an attacker, a killed process and a careless moment do to a search: `python benchmarks/attack.py [--kills 60]`.

Runs the tests that attack, each part with its own bound on time, and the hostile files in a folder where one is
given (`--files FOLDER`), and prints one line a part: what was tried, what held, seconds. Ten minutes at most.
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
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
LONGEST = 600


class Part(NamedTuple):
    """One part: its name, what it runs, and how many seconds it may take."""

    name: str
    words: list[str]
    seconds: int


def parts(files: Path | None, made: Path) -> list[Part]:
    """Return the parts, the quickest first."""
    tests = {
        "copies, foreign schemas, planted notes": (["test_copies.py"], 90),
        "notes and facts that cannot be read, days outside a search": (["test_doors.py"], 150),
        "540 planted strings of 60 shapes": (["test_planted.py", "test_sharing.py"], 150),
        "kills, then forget": (["test_trust_faults.py", "-k", "killed"], 240),
        "JupyterLab: network guard, run and staged": (["test_lab.py"], 90),
    }
    base = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    found = [
        Part(name, [*base, str(ROOT / "tests" / words[0]), *(in_tests(word) for word in words[1:])], seconds)
        for name, (words, seconds) in tests.items()
    ]
    if files:
        subprocess.run([sys.executable, str(files / "make.py"), str(made)], check=True)
        words = [sys.executable, str(ROOT / "benchmarks" / "hostile.py"), str(files), str(made)]
        found.append(Part("hostile files", words, 120))
    return found


def in_tests(word: str) -> str:
    return str(ROOT / "tests" / word) if word.endswith(".py") else word


def run(part: Part, kills: int) -> bool:
    """Run a part, print what became of it; return whether it held."""
    begun = time.monotonic()
    environment = {**os.environ, "JOBKIT_KILLS": str(kills)}
    try:
        done = subprocess.run(
            part.words, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=part.seconds
        )
        said, held = done.stdout, done.returncode == 0
    except subprocess.TimeoutExpired:
        said, held = "", False
    marks = "".join(re.findall(r"^([.sFEx]+) *(?:\[ *\d+%\])?$", said, re.MULTILINE))
    lines = said.strip().splitlines() or ["not done in time"]
    told = f"{marks.count('.')} of {len(marks)} tests" if marks else lines[-1]
    print(
        f"{'held' if held else 'FAILED':7} {time.monotonic() - begun:5.0f} s  {part.name}: {told}", flush=True
    )
    return held


def main() -> int:
    """Print a line a part; return how many did not hold."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--files", type=Path, help="a folder of hostile files, with the make.py of the larger ones"
    )
    asked.add_argument("--kills", type=int, default=60, help="points at which a process is killed")
    chosen = asked.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as made:
        failed = sum(not run(part, chosen.kills) for part in parts(chosen.files, Path(made)))
    seconds = time.monotonic() - begun
    print(f"{seconds:.0f} seconds" + (f", more than the {LONGEST} promised" if seconds > LONGEST else ""))
    return failed


if __name__ == "__main__":
    sys.exit(main())
