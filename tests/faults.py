"""What may be killed half-way: each act on a search, how it is made ready, and what there is to lose.

`python faults.py ACT FOLDER` does one of them and then says so, which is the acknowledgement;
`python faults.py disks FOLDER SIZES` does some of them on disks that fill up (needs the right to mount).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from rows import applied, imported, row

from jobkit.errors import JobkitError
from jobkit.store import copies, intake, recording, schema
from jobkit.store.files import write_private
from jobkit.store.store import Store

PERSON = "Ada Zwickelmann"
MORE = "CREATE TABLE more (key TEXT, content TEXT);\n"
COPIED = "INSERT INTO more SELECT key, content FROM records;\nALTER TABLE changes ADD COLUMN told TEXT;"
COUNTS = "WHERE change NOT IN (SELECT retracts FROM changes WHERE retracts NOTNULL)"
CODE = "import jobkit\nn = len(jobkit.Search(data).store.facts('people'))\nprint(f'There are {n}.')\nprint('x' * 40_000)"


def search_in(folder: Path):
    """Return the search; the tables are loaded only where an act needs them."""
    import jobkit

    return jobkit.Search(folder / "search", as_of="2026-06-30")


def made(folder: Path) -> None:
    """Make a search with something to lose: an import, facts, a report, an export, a backup and files to add."""
    from jobkit import sharing

    search = search_in(folder)
    imported(search, [row(n, applied(f"Company {n}", note="x" * 200)) for n in range(60)])
    search.record_person(PERSON, "interviewer", "Company 7", email="ada@zwickelmann.example")
    write_private(folder / "reflection.ipynb", json.dumps(_notebook()).encode())
    reported(folder)
    sharing.export(search, folder / "out")
    search.backup(folder / "backup.db")
    for n in range(5):
        search.record_event("interview", "Company 3", f"2026-02-0{n + 1}", note="y" * 300)
    search.record_person("Bo Anders", "recruiter", "Company 8")
    for name in ("tracker", "known"):
        cells = "\n".join(f"Firm {n},Planner,2026-03-{1 + n % 28:02},{name * 20}" for n in range(150))
        (folder / f"{name}.csv").write_text(f"Company,Role,Applied,Notes\n{cells}\n")
    search.add(folder / "known.csv")
    (folder / "mail.mbox").write_text("".join(map(_letter, range(40))))


def _letter(n: int) -> str:
    return (
        f"From a@b Mon Jan  5 10:00:00 2026\nFrom: jobs@firm{n}.example\nTo: me@x.example\n"
        f"Subject: Your application at Firm{n}\nDate: Mon, 5 Jan 2026 10:{n:02}:00 +0000\nMessage-ID: <{n}@firm>\n\n"
        f"Thank you for applying at Firm{n} as a planner. We received your application.\n\n"
    )


def _notebook() -> dict:
    def cell(kind: str, source: str, **more) -> dict:
        return {"cell_type": kind, "id": kind + str(len(source)), "source": source, "metadata": {}} | more

    code = {"outputs": [], "execution_count": None}
    parameters = 'data: str = "."\nmonth: str = ""\nas_of: str = ""'
    cells = [
        cell("markdown", "# The month\n\nA question."),
        cell("code", parameters, **code | {"metadata": {"tags": ["parameters"]}}),
        cell("markdown", "## How many"),
        cell("code", CODE, **code),
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def noted(folder: Path) -> None:
    told = {"reason": "logistics", "air": {"advice": "Ask about pay first."}, "words": "w" * 9000}
    recording.Recorder(folder / "search").record_step(
        "Company 7", "ask_feedback", "answered", "2026-05-01", **told
    )


def added(folder: Path) -> None:
    search_in(folder).add(folder / "tracker.csv")


def read_anew(folder: Path) -> None:
    search_in(folder).add(folder / "known.csv", mapping={"Notes": "company", "Company": "note"})


def mail_added(folder: Path) -> None:
    intake.BATCH = 8
    try:
        search_in(folder).add(folder / "mail.mbox")
    finally:
        intake.BATCH = 5_000


@contextmanager
def later() -> Iterator[None]:
    """Let this be a later jobkit, whose store has a table and a column more."""
    known = schema.VERSION, schema.MIGRATIONS, schema.text
    text = schema.text().replace("  sum      INTEGER", "  told TEXT,\n  sum INTEGER") + MORE
    schema.VERSION, schema.MIGRATIONS, schema.text = 3, {2: MORE + COPIED}, lambda: text
    try:
        yield
    finally:
        schema.VERSION, schema.MIGRATIONS, schema.text = known


def migrated(folder: Path) -> None:
    with later():
        Store(folder / "search").last_change()


def backed_up(folder: Path) -> None:
    copies.backup(Store(folder / "search"), folder / "again.db")


def restored(folder: Path) -> None:
    copies.restore(Store(folder / "search"), folder / "backup.db")


def undone(folder: Path) -> None:
    Store(folder / "search").undo(1)


def exported(folder: Path) -> None:
    from jobkit import sharing

    sharing.export(search_in(folder), folder / "out")


def forgotten(folder: Path):
    from jobkit import sharing

    return sharing.forget(search_in(folder), PERSON)


def reported(folder: Path) -> None:
    from jobkit.reports import report

    report.run(folder / "reflection.ipynb", folder / "search", {"month": "2026-05"})


ACTS = {
    act.__name__: act
    for act in (
        noted, added, read_anew, mail_added, migrated, backed_up, restored, undone, exported, forgotten, reported
    )
}  # fmt: skip
"""Every act; of each is asked that it happened or not, and that it can be done again as if nothing was."""
LIGHT = ("noted", "migrated", "backed_up", "restored", "undone")


def holdings(folder: Path) -> dict:
    """Return what the search, its reports and its exports say, nothing of when or where it was written or copied.

    A source goes by its name: a letters' file that was broken off has its number already.
    """
    with closing(sqlite3.connect(folder / "search" / "search.db")) as connection:
        queries = {
            "version": "PRAGMA user_version",
            "more": "SELECT count(*) FROM sqlite_master WHERE name = 'more'",
            "told": "SELECT count(*) FROM pragma_table_info('changes') WHERE name = 'told'",
            "retracts": "SELECT command, retracts FROM changes WHERE command NOT IN ('backup', 'restore') ORDER BY change",
            "records": f"SELECT key, state, content FROM records JOIN sources USING (source) {COUNTS} ORDER BY record",
            "events": f"SELECT kind, date, company, note FROM events {COUNTS} ORDER BY id",
            "facts": f"SELECT table_name, body FROM facts {COUNTS} AND table_name <> 'backups' ORDER BY id",
        }
        found = {name: connection.execute(query).fetchall() for name, query in queries.items()}
        sources = dict(connection.execute("SELECT source, name FROM sources"))
    found["facts"] = [
        (table, re.sub(r'(?<="file": )\d+', lambda file: sources[int(file[0])], body))
        for table, body in found["facts"]
    ]
    for place in ("search/reports/2026-05", "out"):
        for path in sorted((folder / place).glob("*")):
            text = re.sub(
                r"\d{4}-\d\d-\d\d \d\d:\d\d\S*|from data \w+|\"data\": \"\w+\"", "", path.read_text("utf-8")
            )
            found[f"{place}/{path.name}"] = text
    return found


DISKS = {"added": 600, "noted": 140, "reported": 300, "exported": 250, "backed_up": 300}
"""Acts that write, and KiB of room that are enough for each."""


def disks(ready: Path, sizes: int) -> None:
    """Do each of these acts on disks with less and less room left; print for how many it was too little."""
    for act, enough in DISKS.items():
        told = [is_too_small(act, ready, n * enough * 1024 // sizes) for n in range(sizes)]
        print(f"{act}: {sizes} sizes up to {enough} KiB, too small {sum(told)}", flush=True)


def is_too_small(act: str, ready: Path, room: int) -> bool:
    """Return whether the act had too little room; then nothing has changed, and it was said what is needed."""
    disk = ready.with_name("disk")
    disk.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk], check=True)
    try:
        shutil.copytree(ready, disk, dirs_exist_ok=True)
        before = holdings(disk)
        filling = disk / "filling"
        filling.write_bytes(bytes(shutil.disk_usage(disk).free - room))
        refusals = 0
        while said := _refusal(act, disk):
            found = re.search(
                r"No room is left in (\S+) .*; ([\d,]+) bytes are needed, ([\d,]+) are free", said
            )
            assert found, said
            assert Path(found[1]).is_relative_to(disk), said
            lacking = int(found[2].replace(",", "")) - int(found[3].replace(",", ""))
            assert lacking > 0, said
            os.truncate(filling, max(filling.stat().st_size - lacking, 0))  # as much as the message asks for
            assert holdings(disk) == before
            assert not list(disk.rglob("*.unfinished*"))
            refusals += 1
            assert refusals < 3, said  # to open the search takes room, and then to write does
        assert Store(disk / "search").faults() == []
        return refusals > 0
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def _refusal(act: str, folder: Path) -> str:
    try:
        ACTS[act](folder)
    except JobkitError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    if sys.argv[1] == "disks":
        disks(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        ACTS[sys.argv[1]](Path(sys.argv[2]))
        print("done", flush=True)
