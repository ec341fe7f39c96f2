"""Run every benchmark in its quick form, one after another: `make bench`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
QUICK = {
    "house": [],
    "scale": ["--quick"],
    "simulation": ["--runs", "20"],
    "tables": [],
    "mail": [],
    "profiles": [],
    "comparison": ["500"],
    "report": [],
    "hostile": [],
    "patterns": ["--size", "16384"],
}


def main() -> int:
    """Print each table under its name; return how many benchmarks failed."""
    failed = 0
    for name, words in QUICK.items():
        print(f"\n## {name}\n", flush=True)
        failed += subprocess.run([sys.executable, str(HERE / f"{name}.py"), *words]).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
