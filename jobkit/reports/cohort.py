"""Many searches at once, for a coach or a career office: a folder of searches, each with its report.

Each search runs by itself, in processes of this machine or of a Dask cluster; what becomes of one is
told and stops no other. The page of all shows counts and states, and nobody's words.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from jobkit import page, reflection
from jobkit.errors import JobkitError, ReportError
from jobkit.language.english import agree, counted, number, sentence
from jobkit.reports import notebooks, report
from jobkit.search import Search
from jobkit.store.anchors import today

_warm, _runners = threading.local(), list[report.Runner]()


def run(
    folder: str | Path,
    address: str | None = None,
    notebook: str = "reflection",
    month: str = "",
    as_of: str = "",
    progress: Callable[[int, int, str], None] | None = None,
    workers: int | None = None,
) -> pd.DataFrame:
    """Return by `search` what became of it: `state` (done, failed), `seconds`, `report`, `says`.

    Run again, it does only what is missing: a search that has its report of the same data is done.

    Parameters
    ----------
    folder : its folders that hold a search.db are the searches. `index.html` is written beside them.
    address : of a Dask scheduler, whose workers see the same folder; without it, this machine.
    month : of the reports; without it each search's newest month with events.
    workers : processes on this machine; without it one for each core.
    """
    searches = sorted(path.parent.resolve() for path in Path(folder).glob("*/search.db"))
    if not searches:
        raise ReportError(f"There is no search in {folder}: a folder in it should hold a search.db.")
    rows: dict[str, dict[str, Any]] = {}
    with _workers(address, min(workers or os.cpu_count() or 1, len(searches))) as (submit, finished):
        asked = {submit(path, notebook, month, as_of): path.name for path in searches}
        for future in finished(list(asked)):
            error = future.exception()  # a worker that was lost is one failed search
            rows[asked[future]] = _failed(error, time.monotonic()) if error else future.result()
            if progress:
                progress(len(rows), len(searches), asked[future])
    ordered = {path.name: rows[path.name] for path in searches}
    table = pd.DataFrame.from_dict(ordered, orient="index").rename_axis("search")
    index(Path(folder), table)
    return table[["state", "seconds", "report", "says"]]


def one(
    folder: Path, notebook: str, month: str, as_of: str, runner: report.Runner | None = None
) -> dict[str, Any]:
    """Return what became of one search; the report is not made again where its data are the same."""
    started = time.monotonic()
    try:
        given = {}
        if "month" in notebooks.parameters_of(notebook):
            search = Search(folder, as_of or None)
            given["month"] = month or reflection.newest(search.events, search.as_of)
        target = report.place(folder, Path(notebook).stem, given, as_of)
        said = "unchanged"
        before = report.manifest(target.parent).get(target.stem, {})
        day, span = before.get("as_of", ""), given.get("month", "")
        is_over = re.fullmatch(r"\d{4}(-.*)?", span) and day >= f"{reflection.period(span).end_time:%Y-%m-%d}"
        is_current = target.is_file() and (is_over or day == (as_of or today()))
        if not is_current or before.get("data") != report.fingerprint(folder):
            target, said = report.run(notebook, folder, given, as_of=as_of, runner=runner), "written"
        numbers = report.manifest(target.parent)[target.stem]["numbers"]
    except JobkitError as error:
        return _failed(error, started)
    seconds = time.monotonic() - started
    return {"state": "done", "seconds": seconds, "report": str(target), "says": said, "numbers": numbers}


def _failed(error: BaseException, started: float) -> dict[str, Any]:
    said = page.words(f"{type(error).__name__}: {error}".splitlines()[0])
    seconds = time.monotonic() - started
    return {"state": "failed", "seconds": seconds, "report": "", "says": said, "numbers": {}}


@contextmanager
def _workers(address: str | None, size: int) -> Iterator[tuple[Callable, Callable]]:
    """Give how to hand in a search and how to wait for all: processes kept warm here, or a cluster."""
    if address:
        try:
            from distributed import Client
            from distributed import as_completed as finished
        except ModuleNotFoundError as error:
            raise ReportError(
                "A cluster needs one more package: pip install 'jobkit-notebooks[cohort]'."
            ) from error
        try:
            with Client(address, timeout=20) as client:
                yield lambda *asked: client.submit(_with_warm, *asked, pure=False), finished
        except OSError as error:
            raise ReportError(f"No Dask scheduler answers at {address} ({error}).") from error
        return
    try:
        with ThreadPoolExecutor(size) as pool:
            yield lambda *asked: pool.submit(_with_warm, *asked), as_completed
    finally:
        while _runners:
            _runners.pop().__exit__()


def _with_warm(folder: Path, notebook: str, month: str, as_of: str) -> dict[str, Any]:
    if not hasattr(_warm, "runner") or _warm.runner not in _runners:
        _warm.runner = report.Runner()
        _runners.append(_warm.runner)
    return one(folder, notebook, month, as_of, _warm.runner)


def index(folder: Path, table: pd.DataFrame) -> Path:
    """Return the page of all searches: which have no report, and by month of each other its numbers alone."""
    failed, n = table.index[table["report"] == ""], len(table)
    title = sentence(counted(n, "search has its report", "searches have their report"))
    blocks, spans = list[page.Block](), dict[str, list]()
    if len(failed):
        lost = f"{sentence(number(len(failed)))} of {counted(n, 'search', 'searches')}"
        title = f"{lost} {agree(len(failed), 'has', 'have')} no report"
        again = "The command says why; run it again when it is mended. It does only what is missing."
        blocks += [page.heading("No report"), page.people(pd.DataFrame({"title": failed})), page.prose(again)]
    for name, row in table.drop(failed).iterrows():
        place = Path(os.path.relpath(row["report"], folder.resolve()))
        counts = [card for card in row["numbers"].values() if card["number"].isdigit()]
        note = " · ".join(f"{card['number']} {card['label']}" for card in counts)
        link = {"text": page.words(str(name)), "href": quote(place.as_posix())}
        line = {**report.listed(place.parent.name, row["numbers"]), "links": [link], "note": note}
        spans.setdefault(place.parent.name, []).append(line)
    for _, lines in sorted(spans.items(), reverse=True):
        blocks += [
            page.heading(lines[0]["month"]),
            page.Block({"kind": "months", "rows": [each | {"month": ""} for each in lines]}),
        ]
    blocks = [page.title(title, "", "All searches"), *blocks, *[page.aside([report.DOTS])] * bool(spans)]
    return report.write_page(folder / "index.html", [block.node for block in blocks])
