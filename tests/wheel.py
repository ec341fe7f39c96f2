"""Build the wheel, install it into an empty environment, and let `jobkit demo` write its page there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Run each step in a temporary folder; a step that fails ends the run."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT))
        wheel = next(folder.glob("*.whl"))
        home = folder / "environment"
        venv.create(home, with_pip=True)
        python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
        run(
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-c",
            str(ROOT / "constraints.txt"),
            str(wheel),
        )
        run(
            str(python),
            "-m",
            "jobkit.commands.cli",
            "demo",
            "--data",
            str(folder / "demo search"),
            cwd=folder,
        )
        pages = list((folder / "demo search" / "reports").rglob("reflection.html"))
        index = folder / "demo search" / "reports" / "index.html"
        sizes = [page.stat().st_size for page in pages]
        if not index.is_file() or not sizes or min(sizes) < 10_000:
            sys.exit("The installed command did not write its pages and their index.")
        print(
            f"The wheel works outside the checkout: {wheel.name} wrote {len(sizes)} months and their index."
        )


def run(*command: str, cwd: Path | None = None) -> None:
    """Run a command to its end, without the checkout on its path."""
    environment = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "JOBKIT_DATA")
    }
    subprocess.run(command, check=True, cwd=cwd, env=environment)


if __name__ == "__main__":
    main()
