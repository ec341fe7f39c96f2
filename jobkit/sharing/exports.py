"""Every table as CSV, every fact as notes that `jobkit add` reads again, and the whole search as one flow."""

import json
import re
from pathlib import Path

import pandas as pd

from jobkit import tables
from jobkit.search import Search
from jobkit.search.loading import as_json
from jobkit.sources.notes import HEADER, TABLES
from jobkit.store.files import write_all
from jobkit.tables import DETAILS, Problem

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
COUNTED = re.compile(r"0\d[\d.,]*|\d[\d.,]*[eE]\d+|\d{12,}")
"""Text of which a spreadsheet would make another number."""


def export(search: Search, folder: str | Path) -> list[Path]:
    """Write every table as CSV, and all facts as one notes.json, which `jobkit add` reads again.

    A cell that a spreadsheet would take for a formula, or make another number of, is written behind an
    apostrophe.
    """
    folder = Path(folder)
    tables_of = {name: getattr(search, name) for name in (*dict.fromkeys(TABLES.values()), "problems")}
    tables_of["applications"] = search.applications_on(search.as_of, include_saved=True).reset_index()
    files = {folder / f"{name}.csv": as_csv(table) for name, table in tables_of.items()}
    notes = json.dumps(_notes(search), ensure_ascii=False, indent=1)
    files[folder / "notes.json"] = notes.encode("utf-8", "replace")
    write_all(files)
    return [*files]


def as_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 with a mark, so that a spreadsheet shows every cell as text."""
    plain = table.astype(object).map(_cell).to_csv(index=False, lineterminator="\r\n")
    return plain.encode("utf-8-sig", "replace")


def sankeymatic(applications: pd.DataFrame) -> str:
    """Return where applications went as text for SankeyMATIC, one flow a line; no name is in it."""
    from jobkit import sections

    flow = sections.flow_in_words(applications)
    return "".join(f"{source} [{n}] {target}\n" for source, target, n, *_ in flow.itertuples(index=False))


def pictures(applications: pd.DataFrame, folder: Path) -> list[Path]:
    """Write where applications went into a folder, as flow.svg and flow.png without names; return both."""
    import matplotlib as mpl

    from jobkit import charts, sections

    flow = sections.flow_in_words(applications)
    with mpl.rc_context({"figure.figsize": (charts.WIDE / 72, 1)}):
        axes = charts.flow(flow)
    drawing = charts.show(axes, flow).node["svg"]
    made = {folder / "flow.svg": drawing.encode(), folder / "flow.png": charts.png(axes)}
    write_all(made)
    return [*made]


def _cell(value: object) -> str:
    plain = as_json(value)
    text = "" if plain is None else str(plain)
    if isinstance(value, dict | list):
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    is_taken = text.startswith((*FORMULA, "'")) or (isinstance(value, str) and COUNTED.fullmatch(text))
    return f"'{text}" if is_taken else text


LEFT_OUT = {"application", "event", "source", "origin", "entry", "fact", "about", "recorded"}


def _notes(search: Search) -> list[dict]:
    """Return every fact as a note with its id; what belongs to one application names it as its entry."""
    rows: list[dict] = [dict(HEADER)]
    for word, table in TABLES.items():
        left_out = LEFT_OUT | {*DETAILS} if table == "events" else LEFT_OUT  # `details` holds them
        known = search.every_hire if table == "hires" else getattr(search, table)
        for row in tables.rows(known):
            note = {"record": word, "id": row["event" if table == "events" else "fact"]}
            note |= {"on": as_json(row["recorded"])} if table != "events" else {}
            note |= {"entry": row["application"]} if row.get("application") else {}
            kept = {name: value for name, value in row.items() if value is not None and name not in left_out}
            rows.append(note | {name: as_json(value) for name, value in kept.items()})
    told = search.problems[list(Problem._fields)].fillna("").to_dict("records")
    return [*rows, *({"record": "problem"} | problem for problem in told)]
