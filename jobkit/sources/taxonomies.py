"""Tables of skills as they are downloaded: ESCO's CSV, O*NET's tab-separated text."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jobkit.errors import SourceError
from jobkit.skills import alias_key, aliases
from jobkit.sources.reading import Extraction
from jobkit.sources.resumes import text_of
from jobkit.tables import Fact, Record


def identify(path: Path) -> bool:
    """Return whether a file's first line is that of ESCO's or O*NET's downloads. Never raises."""
    try:
        with path.open("rb") as file:
            head = file.readline(2_000).decode("utf-8-sig", "replace")
    except OSError:
        return False
    columns = {name.strip(' "') for name in re.split(r"[,\t]", head.strip())}
    return {"conceptUri", "preferredLabel"} <= columns or "O*NET-SOC Code" in columns


def extract(path: Path, mapping: Mapping[str, str] | None = None) -> Extraction:
    """Return a table of skills as one record, and one fact that groups the aliases by what they stand for."""
    labels: dict[str, list[str]] = {}
    for alias, label in taxonomy(path).items():
        labels.setdefault(label, []).append(alias)
    n_aliases = sum(map(len, labels.values()))
    digest = hashlib.sha256(json.dumps(labels).encode()).hexdigest()
    content = {"skills": str(len(labels)), "names": str(n_aliases), "sha256": digest}
    record = Record(path.name, content, facts=(Fact("skills", {"labels": labels}),))
    return Extraction("skills table", [record])


def taxonomy(path: str | Path) -> dict[str, str]:
    """Return a downloaded skills file as alias → preferred label.

    Aliases that ship with jobkit are left out: there its own table holds.

    Raises
    ------
    SourceError : it is no table, or one of something else than skills.
    """
    text = text_of(Path(path), 60 << 20)
    is_tabbed = "\t" in text.split("\n", 1)[0]
    look: dict[str, Any] = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if is_tabbed else {}
    reader = csv.DictReader(io.StringIO(text), **look)
    names = reader.fieldnames or []
    label = next((name for name in ("preferredLabel", "Example", "Element Name") if name in names), "")
    if not label or "iscoGroup" in names:
        raise SourceError(path, "it is not a table of skills.", "Add ESCO's skills CSV or O*NET's skills.")
    labels: dict[str, str] = {}
    try:
        for row in reader:
            written = " ".join((row[label] or "").split())
            preferred = aliases().get(alias_key(written), written)
            for alias in (written, *re.split(r"[\n|]", row.get("altLabels") or "")):
                labels.setdefault(alias_key(alias), preferred)
    except csv.Error as error:
        reason = f"it is not a table ({error})."
        raise SourceError(path, reason, "Download it again.", reader.line_num) from error
    return {alias: name for alias, name in labels.items() if alias and name and alias not in aliases()}
