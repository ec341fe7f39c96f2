"""What a page says once after an upgrade: what is counted otherwise than on the last one, and why."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import jobkit
from jobkit.language.vocabulary import shipped


def words(reports: Path) -> str:
    """Return what is counted otherwise than in the newest report of a folder; "" where nothing is."""
    made = []
    for path in reports.glob("*/manifest.json"):
        with suppress(ValueError, KeyError, TypeError):  # a damaged one is told where it is needed
            entries = json.loads(path.read_text("utf-8")).values()
            made += [(entry["made"], _parts(entry["versions"]["jobkit"])) for entry in entries]
    last = max(made)[1] if made else _parts(jobkit.__version__)
    if last >= _parts(jobkit.__version__):
        return ""
    changes = [
        one for version, row in shipped("numbers").items() if _parts(version) >= last for one in row["words"]
    ]
    return " ".join(["Counted otherwise than on your last page:", *changes, ""]) if changes else ""


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())
