"""The store keeps what it acknowledged, says what is wrong, and is taken back change by change."""

from __future__ import annotations

import ast
import hashlib
import json
import multiprocessing
import os
import re
import shutil
import sqlite3
import stat
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from rows import applied, imported, row

import jobkit
from jobkit import search as searches
from jobkit.errors import StoreError
from jobkit.sources.mail import mail
from jobkit.store import copies, intake, schema
from jobkit.store.rows import EVENT_COLUMNS
from jobkit.store.store import Store
from jobkit.store.views import QUERIES
from jobkit.tables import Event, Fact, Problem, Record

WRITES = int(os.environ.get("JOBKIT_WRITES", "25"))


def records(*companies: str) -> list[Record]:
    return [
        row(n, applied(company), company=company, role="Planner") for n, company in enumerate(companies, 2)
    ]


def test_every_record_is_understood_set_aside_or_a_problem(search):
    counts = imported(
        search,
        [
            row(2, applied("Quellbach")),
            Record("t.csv:3", {"a": "total"}, set_aside="a row of totals"),
            Record(
                "t.csv:4",
                {"a": "8/82019"},
                (applied("Ostrava"),),
                problems=(Problem("date", "8/82019", "?", "!"),),
            ),
        ],
    )
    assert counts["records"] == 3 == counts["understood"] + counts["set aside"] + counts["problem"]
    assert len(search.problems) == 1
    assert search.problems.at[0, "origin"] == "t.csv:4"


def test_adding_again_changes_nothing(search):
    imported(search, records("Quellbach", "Ostrava"))
    before = search.events
    counts = imported(search, records("Quellbach", "Ostrava"))
    assert (counts["new"], counts["known"], counts["events"]) == (0, 2, 0)
    assert search.events.equals(before)


def test_a_file_that_grew_adds_only_what_is_new(search):
    imported(search, records("Quellbach"))
    counts = imported(search, records("Ostrava", "Quellbach"), name="newer.csv")
    assert (counts["new"], counts["known"]) == (1, 1)


def test_two_identical_lines_are_two_records(search):
    imported(search, records("Quellbach", "Quellbach"))
    assert len(search.applications) == 2
    assert imported(search, records("Quellbach", "Quellbach"), name="again.csv")["new"] == 0


def test_the_ids_do_not_depend_on_the_order_of_import(tmp_path):
    one, other = Store(tmp_path / "one"), Store(tmp_path / "other")

    class Holder:
        def __init__(self, made):
            self.store = made

    imported(Holder(one), records("Quellbach", "Ostrava"))
    imported(Holder(other), records("Ostrava", "Quellbach"))
    query = "SELECT event, kind, company FROM sound_events ORDER BY event"
    assert one.read(query) == other.read(query)


OF_FILES = ("backups", "doubts", "readers", "replaced")
"""Facts that name files, or the numbers of their records."""


def content(made: Store) -> str:
    """Return a digest of all that a store holds and counts, of nothing that tells when or from where."""
    columns = {
        "records": "key, state, reason, content",
        "events": "event, kind, date, company, role, channel, location, url, note, text, details",
        "facts": "fact, table_name, event, recorded, replaces, body",
    }
    rows = [made.read(f"SELECT {names} FROM sound_{table} ORDER BY 1") for table, names in columns.items()]
    rows[-1] = [row for row in rows[-1] if row[1] not in OF_FILES]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def test_however_often_and_in_whatever_order_a_search_holds_the_same(tmp_path):
    """The sample's files once; twice; backwards; row by row in another order; grown; cut into overlapping parts.

    Of two versions of one list the later import counts, so these keep their order.
    """

    def held(name: str, *adds: list[Path]) -> tuple:
        made = jobkit.Search(tmp_path / name)
        for paths in adds:
            assert not any(made.add(paths)["message"])
        return content(made.store), *made.doubts["doubt"]

    files = searches.sample_files()
    table = next(path for path in files if path.suffix == ".csv")
    lines = table.read_text("utf-8").splitlines()
    start = next(n for n, line in enumerate(lines, 1) if "Applied" in line)
    head, rows = lines[:start], lines[start:]
    parts = {
        "first": rows[: len(rows) // 2],
        "overlap": rows[len(rows) // 3 :],
        "shuffled": rows[::-1],
        "all": rows,
    }
    for name, part_rows in parts.items():
        (tmp_path / f"{name}.csv").write_text("\n".join([*head, *part_rows, ""]), "utf-8")
    part = {name: [tmp_path / f"{name}.csv"] for name in parts}
    once = held("once", files)
    assert held("twice", files, files) == once
    versions = [path for path in files if path.name.startswith("applications")]
    others = [path for path in files[::-1] if path not in versions]
    assert held("backwards", [*others, *versions]) == once
    alone = held("alone", [table])
    assert held("shuffled", part["shuffled"]) == alone
    assert held("shuffled too", part["shuffled"], [table]) == alone
    assert held("grown", part["first"], part["all"]) == alone
    assert held("overlapping", part["first"], part["overlap"]) == alone
    assert held("the other way", part["overlap"], part["first"]) == alone


def test_what_fails_half_way_leaves_nothing(search):
    def breaks():
        yield row(2, applied("Quellbach"))
        raise RuntimeError("half a file")

    with pytest.raises(RuntimeError):
        imported(search, breaks())
    assert search.store.changes() == []
    assert search.events.empty


def test_a_long_mailbox_keeps_the_batches_that_were_finished(search, monkeypatch):
    monkeypatch.setattr(intake, "BATCH", 2)

    def breaks():
        for n in range(5):
            yield row(n, applied(f"Company {n}"), company=f"Company {n}")
        raise RuntimeError("interrupted")

    with pytest.raises(RuntimeError):
        imported(search, breaks(), exclusive=False)
    assert len(search.events) == 4
    whole = [row(n, applied(f"Company {n}"), company=f"Company {n}") for n in range(5)]
    assert imported(search, whole, exclusive=False)["new"] == 1


@pytest.fixture
def mailbox(tmp_path, monkeypatch) -> Path:
    """Nine letters, some of them the same, which are kept two by two."""
    monkeypatch.setattr(intake, "BATCH", 2)
    letters = [
        f"From a@b Mon Jan  5 10:00:00 2026\nFrom: jobs@firm{n}.example\nMessage-ID: <{n}@firm>\nSubject: {n}\n\nHello.\n\n"
        for n in (0, 1, 2, 3, 0, 1, 2, 0, 4)
    ]
    (tmp_path / "mail.mbox").write_text("".join(letters))
    return tmp_path / "mail.mbox"


def interrupted(search, path: Path, at: int) -> None:
    """Add a file, and interrupt that before the batch that ends with record `at` is kept."""

    def interrupt(_: str, n: int) -> None:
        if n == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search.add(path, progress=interrupt)


def test_an_interrupted_mailbox_goes_on_where_it_was_when_it_is_added_again(search, mailbox, monkeypatch):
    parsed: list[bytes] = []
    parse = mail.messages.parse
    monkeypatch.setattr(mail.messages, "parse", lambda raw: parsed.append(raw) or parse(raw))
    interrupted(search, mailbox, at=4)
    interrupted(search, mailbox, at=6)
    assert len(parsed) == 4 + 4
    counts = ["records", "already_known", "new", "set_aside"]
    assert search.add(mailbox).loc[0, counts].tolist() == [9, 4, 5, 9]
    assert len(parsed) == 4 + 4 + 5  # a batch that was not kept is read again, nothing else
    assert search.add(mailbox).loc[0, counts].tolist() == [9, 9, 0, 9]
    assert search.records["content"].value_counts().tolist() == [3, 2, 2, 1, 1]
    assert search.store.faults() == []


def test_an_interrupted_mailbox_that_was_taken_back_is_read_from_its_beginning(search, mailbox):
    interrupted(search, mailbox, at=4)
    search.undo()
    assert search.add(mailbox).loc[0, ["records", "already_known", "new"]].tolist() == [9, 0, 9]
    assert len(search.records) == 9


def test_a_file_read_anew_is_one_change_and_undoing_it_brings_the_earlier_reading_back(search, tmp_path):
    (tmp_path / "t.csv").write_text("Company,Role,Place,Applied\nQuellbach,Planner,Ostrava,2026-01-05\n")
    search.add(tmp_path / "t.csv")
    for companies in ("Role", "Place"):
        search.add(tmp_path / "t.csv", mapping={companies: "company", "Company": "location"})
    assert list(search.applications["company"]) == ["Ostrava"]
    assert list(search.history()["undone"]) == [False] * 3
    for earlier in ("Planner", "Quellbach"):
        assert search.undo()["command"] == "add"
        assert list(search.applications["company"]) == [earlier]


def test_undo_takes_back_the_newest_change_and_then_the_one_before(search):
    imported(search, records("Quellbach"))
    name = search.applications.index[0]
    search.record_evidence(name, "logistics", "feedback")
    assert search.undo()["command"] == "why"
    assert search.evidence.empty
    assert search.undo()["command"] == "add"
    assert search.events.empty
    with pytest.raises(StoreError):
        search.undo()


def test_what_was_undone_can_be_added_again(search):
    imported(search, records("Quellbach"))
    search.undo()
    assert imported(search, records("Quellbach"))["new"] == 1
    assert len(search.applications) == 1


def test_a_newer_store_is_refused(tmp_path):
    with Store(tmp_path).open():
        pass
    with closing(sqlite3.connect(tmp_path / "search.db")) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(StoreError, match="newer"):
        Store(tmp_path).last_change()


def test_nothing_of_a_newer_store_is_changed_by_whatever_is_asked(search, tmp_path):
    imported(search, records("Quellbach"))
    newer = tmp_path / "newer"
    newer.mkdir()
    with closing(sqlite3.connect(search.backup(newer / "search.db"))) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
        connection.execute("CREATE TABLE unknown (x)")
    before = (newer / "search.db").read_bytes()
    for act in (
        lambda: jobkit.Search(newer).events,
        lambda: jobkit.Search(newer).record_event("applied", company="Ostrava"),
        lambda: Store(newer).undo(),
        lambda: Store(newer).faults(),
        lambda: Store(newer).erase(None),
        lambda: copies.backup(Store(newer), tmp_path / "copy.db"),
        lambda: copies.restore(search.store, newer / "search.db"),
    ):
        with pytest.raises(StoreError, match="newer jobkit"):
            act()
    assert (newer / "search.db").read_bytes() == before
    assert len(search.applications) == 1


def test_an_older_store_is_brought_forward(search, monkeypatch):
    imported(search, records("Quellbach"))
    before = content(search.store)
    with closing(sqlite3.connect(search.store.path)) as connection:
        connection.executescript("ALTER TABLE changes DROP COLUMN sum; PRAGMA user_version = 1")
    copy = Path(shutil.copy(search.store.path, search.folder / "older.db"))
    assert search.store.faults() == []
    search.record_person("Ada Lind", "recruiter", "Quellbach")
    assert search.store.faults() == []
    assert search.store.read("SELECT sum NOTNULL FROM changes") == [(0,), (1,)]
    assert content(search.store) != before
    copies.restore(search.store, copy)
    assert content(search.store) == before
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(
        schema, "MIGRATIONS", {schema.VERSION - 1: "ALTER TABLE changes ADD COLUMN told TEXT;"}
    )
    later = schema.text().replace("  sum      INTEGER", "  told TEXT,\n  sum INTEGER")
    monkeypatch.setattr(schema, "text", lambda: later)
    assert search.store.read("SELECT command, told FROM changes") == [("add", None), ("restore", None)]
    assert search.store.read("PRAGMA user_version") == [(schema.VERSION,)]
    assert content(search.store) == before


def test_a_migration_that_fails_changes_nothing(tmp_path, monkeypatch):
    with Store(tmp_path).open():
        pass
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    broken = "ALTER TABLE changes ADD COLUMN told TEXT;\nALTER TABLE nowhere ADD COLUMN x TEXT;"
    monkeypatch.setattr(schema, "MIGRATIONS", {schema.VERSION - 1: broken})
    with pytest.raises(StoreError):
        Store(tmp_path).last_change()
    monkeypatch.undo()
    assert Store(tmp_path).read("SELECT count(*) FROM pragma_table_info('changes') WHERE name = 'told'") == [
        (0,)
    ]


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path):
    (tmp_path / "search.db").write_bytes(b"not a database, but somebody's file" * 100)
    with pytest.raises(StoreError):
        Store(tmp_path).last_change()
    assert (tmp_path / "search.db").read_bytes().startswith(b"not a database")


def test_another_programs_database_is_refused(tmp_path):
    with closing(sqlite3.connect(tmp_path / "search.db")) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    with pytest.raises(StoreError, match="not a search"):
        Store(tmp_path).last_change()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_the_store_is_readable_by_its_owner_only(tmp_path):
    made = Store(tmp_path / "search")
    with made.open():
        pass
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.folder.stat().st_mode) == 0o700


def test_a_backup_is_a_whole_store_and_overwrites_nothing(search, tmp_path):
    imported(search, records("Quellbach"))
    copy = search.backup(tmp_path / "copy.db")
    with pytest.raises(StoreError, match="exists"):
        search.backup(copy)
    search.record_event("applied", company="Ostrava")
    kept = copies.restore(search.store, copy)
    assert kept is not None
    assert kept.exists()
    assert list(search.applications["company"]) == ["Quellbach"]


def test_a_backup_restored_where_nothing_is_leaves_nothing_beside_it(search, tmp_path):
    imported(search, records("Quellbach"))
    new = jobkit.Search(tmp_path / "new", as_of="2026-06-30")
    assert copies.restore(new.store, search.backup(tmp_path / "copy.db")) is None
    assert list(new.applications["company"]) == ["Quellbach"]
    assert [path.name for path in new.folder.glob("*.db")] == ["search.db"]


def test_a_damaged_backup_is_not_put_in_place(search, tmp_path):
    imported(search, records("Quellbach"))
    (tmp_path / "bad.db").write_bytes(b"x" * 5000)
    with pytest.raises(StoreError):
        copies.restore(search.store, tmp_path / "bad.db")
    assert len(search.applications) == 1


def _write(folder: str, company: str, times: int) -> None:
    for n in range(times):
        with Store(folder).change("log", company) as change:
            change.event(Event(kind="applied", company=f"{company} {n}"))


def _read(folder: str, go_on, looked) -> None:
    """Load the search again and again, as a notebook does, while others write."""
    most = 0
    while go_on.is_set():
        n = len(jobkit.Search(folder).events)
        assert n >= most
        most = n
        looked.value += 1


def test_several_writers_lose_nothing_and_a_reader_waits_for_nobody(tmp_path):
    context = multiprocessing.get_context("spawn")
    go_on, looked = context.Event(), context.Value("i", 0)
    go_on.set()
    reader = context.Process(target=_read, args=(str(tmp_path), go_on, looked))
    writers = [context.Process(target=_write, args=(str(tmp_path), f"Company {n}", WRITES)) for n in range(4)]
    for process in (reader, *writers):
        process.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    while not looked.value and reader.is_alive():
        time.sleep(0.05)
    go_on.clear()
    reader.join()
    assert reader.exitcode == 0
    assert Store(tmp_path).read("SELECT count(*) FROM sound_events") == [(4 * WRITES,)]
    print(f"{4 * WRITES} facts of 4 writers, read {looked.value} times meanwhile")


def _open_each(folder: str, times: int, together) -> None:
    for n in range(times):
        together.wait(60)
        with Store(Path(folder, str(n))).change("log", "") as change:
            change.event(Event(kind="applied", company="Quellbach"))


def test_processes_that_make_a_store_at_the_same_moment_all_get_in(tmp_path):
    context, times = multiprocessing.get_context("spawn"), 60
    together = context.Barrier(3)
    processes = [context.Process(target=_open_each, args=(str(tmp_path), times, together)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    kept = [Store(tmp_path / str(n)).read("SELECT count(*) FROM sound_events") for n in range(times)]
    assert kept == [[(3,)]] * times


def test_a_correction_replaces_a_fact_until_it_is_undone(search):
    imported(search, records("Quellbach"))
    fact = search.record_evidence(search.applications.index[0], "logistics", "feedback", words="pay")
    search.correct("evidence", fact, words="the pay")
    assert list(search.evidence["words"]) == ["the pay"]
    search.undo()
    assert list(search.evidence["words"]) == ["pay"]


def test_text_of_any_kind_comes_back_as_it_went_in(search):
    odd = [
        "NA",
        "007",
        "+441234",
        "'; DROP TABLE events; --",
        "Ω≈ç√",
        "\u202egnp",
        "a\x00b",
        "=1+1",
    ]
    for text in odd:
        with search.store.change("log", "odd") as change:
            change.fact(Fact("evidence", {"words": text}))
    assert [fact["words"] for fact in search.store.facts("evidence")] == odd


def test_half_a_character_does_not_stop_an_import(search):
    imported(search, [row(2, applied("Quell\ud800bach"), company="Quell\ud800bach")])
    assert search.applications["company"].iloc[0] == "Quell\ufffd\ufffd\ufffdbach"


def _saved_twice(folder):
    """Write one table as a workbook with cells of days, and as text with the day first."""
    lines = [["Company", "Role", "Applied", "Status", "Interview", "Deadline"]]
    lines += [["Acorn", "Clerk", "13/04/2026", "Rejected", "20/04/2026", "14/04/2026"]]
    lines += [["Birch", "Cook", "05/06/2026", "Applied", "", "06/06/2026"]] * 2
    book = openpyxl.Workbook()
    for line in lines:
        days = [[int(part) for part in cell.split("/")] if cell[:1].isdigit() else cell for cell in line]
        book.active.append([date(*day[::-1]) if isinstance(day, list) else day for day in days])
    book.save(folder / "table.xlsx")
    (folder / "table.csv").write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
    return folder / "table.xlsx", folder / "table.csv"


@pytest.mark.parametrize("is_workbook_first", [True, False])
def test_a_table_saved_as_text_and_as_workbook_is_told_once(tmp_path, is_workbook_first):
    search = jobkit.Search(tmp_path / "data")
    files = _saved_twice(tmp_path)[:: 1 if is_workbook_first else -1]
    first, second = (search.add(path).iloc[0] for path in files)
    assert (first["new"], first["events"]) == (3, 5)
    assert (second["new"], second["already_known"]) == (0, 3)
    assert (len(search.events), len(search.applications)) == (5, 3)


def test_a_table_that_an_older_version_kept_as_it_was_written_is_known(tmp_path, monkeypatch):
    search = jobkit.Search(tmp_path / "data")
    _, text = _saved_twice(tmp_path)
    with monkeypatch.context() as older:
        older.setattr("jobkit.sources.tables.trackers.Days.in_iso", lambda days: {})
        search.add(text)
    grown = tmp_path / "grown.csv"
    grown.write_text(text.read_text(encoding="utf-8") + "Cedar,Dev,07/06/2026,Applied,,\n", encoding="utf-8")
    assert search.add(grown).iloc[0][["new", "already_known"]].tolist() == [1, 3]
    assert len(search.applications) == 4


def test_every_query_is_asked_somewhere_and_what_is_asked_is_there():
    asked = set()
    for path in Path(schema.__file__).parents[1].rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        keys = [n.slice for n in nodes if isinstance(n, ast.Subscript) and ast.unparse(n.value) == "QUERIES"]
        asked |= {ast.literal_eval(key) for key in keys}
    assert asked == set(QUERIES)


def test_the_columns_of_an_event_are_the_same_wherever_they_are_named():
    held = re.search(r"CREATE TABLE events \((.*?)\n\)", schema.text(), re.DOTALL)[1]
    columns = [line.split()[0] for line in held.strip().splitlines()][1:]
    named = ", ".join(columns)
    written = re.search(r"INSERT INTO events \((.*?)\)", QUERIES["insert_event"], re.DOTALL)[1]
    assert " ".join(written.split()) == named
    assert f"SELECT change, {named} FROM events;" in " ".join(schema.text("sums").split())
    assert ", ".join(EVENT_COLUMNS) in named
    assert ", ".join(EVENT_COLUMNS) in QUERIES["read_events"]
