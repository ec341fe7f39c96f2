"""Copies of a store: none is lost sight of, and nothing that others made is run, changed or erased."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rows import applied, imported, row

import jobkit
from jobkit import sharing
from jobkit.commands import cli
from jobkit.errors import JobkitError, StoreError
from jobkit.store import copies, files
from jobkit.store.copies import Copy
from jobkit.store.files import scratch
from jobkit.store.store import Store
from jobkit.tables import Fact

PERSON = "Zoë Kelvexmül"


@pytest.fixture
def known(search):
    """A search that holds one person."""
    imported(search, [row(1, applied("Quellbach", note=f"{PERSON} rang"))])
    search.record_person(PERSON, "interviewer", "Quellbach")
    return search


def bearing(folder: Path) -> list[str]:
    """Return the files below a folder in whose bytes the person stands."""
    words = ("Kelvexmül".encode(), b"Kelvexm\\u00fcl")
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.name for path in found if any(word in path.read_bytes() for word in words))


def states(search) -> dict[str, str]:
    return {copy.path.name: copy.state for copy in copies.known(search.store)}


def test_a_copy_is_noted_before_it_is_made_and_in_the_copy_too(known, tmp_path, monkeypatch):
    copy = known.backup(tmp_path / "copy.db")
    assert str(copy) in copies._notes_of(Store.of(copy))

    def broken_off(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "make_private", broken_off)
    with pytest.raises(KeyboardInterrupt):
        known.backup(tmp_path / "begun.db")
    assert states(known) == {"copy.db": "sound", "begun.db": "missing"}


def test_a_copy_that_could_not_be_made_is_not_looked_for_later(known, tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "make_private", refuse)
    with pytest.raises(StoreError, match="No room"):
        known.backup(tmp_path / "copy.db")
    monkeypatch.undo()
    assert states(known) == {}
    assert sharing.forget(known, PERSON).unreached == {}


@pytest.mark.parametrize("name", ["nowhere/copy.db", "search/search.db"])
def test_a_copy_that_cannot_be_made_is_not_noted(known, tmp_path, name):
    with pytest.raises(StoreError, match="nothing was written"):
        known.backup(tmp_path / name)
    assert states(known) == {}


def test_undo_passes_over_the_notes_of_copies(known, tmp_path):
    known.backup(tmp_path / "copy.db")
    assert known.undo()["command"] == "person"
    number = next(change["change"] for change in known.store.changes() if change["command"] == "backup")
    with pytest.raises(StoreError, match="note of a copy"):
        known.undo(number)


def test_a_copy_known_only_to_what_was_restored_over_is_erased_too(known, tmp_path):
    first = known.backup(tmp_path / "first.db")
    known.backup(tmp_path / "second.db")
    copies.restore(known.store, first)
    copies.restore(known.store, first)
    assert states(known) == {
        "first.db": "sound",
        "second.db": "sound",
        "search.before-restore-1.db": "sound",
        "search.before-restore-2.db": "sound",
    }
    assert sharing.forget(known, PERSON).unreached == {}
    assert bearing(tmp_path) == []


def test_copies_that_an_older_jobkit_noted_and_undid_are_erased_too(known, tmp_path):
    copy = known.backup(tmp_path / "copy.db")
    with known.store.change("backup", "made a copy") as change:
        change.fact(Fact("backups", {"path": str(shutil.copy(copy, tmp_path / "old.db"))}))
    with known.store.change("undo", "took back", retracts=change.number):
        pass
    sharing.forget(known, PERSON)
    assert bearing(tmp_path) == []


@pytest.mark.parametrize("end", ["", "-wal", "-journal"])
def test_what_was_broken_off_is_named_and_erased(known, tmp_path, end):
    copy = known.backup(tmp_path / "copy.db")
    for begun in (copy, known.store.path):
        shutil.copy(known.store.path, f"{begun}.unfinished{end}")
    assert len(bearing(tmp_path)) == 4
    removed = sharing.forget(known, PERSON).removed
    assert sorted(path.name for path in removed) == [f"{n}.db.unfinished{end}" for n in ("copy", "search")]
    assert bearing(tmp_path) == []


def test_what_was_broken_off_before_it_was_forgotten_is_erased_when_forgotten_again(known, tmp_path):
    shutil.copy(known.store.path, tmp_path / "aside")
    sharing.forget(known, PERSON)
    shutil.copy(tmp_path / "aside", f"{known.store.path}.unfinished")
    assert sharing.forget(known, PERSON).removed
    assert bearing(known.folder) == []
    with pytest.raises(JobkitError, match="Nobody called"):
        sharing.forget(known, PERSON)


def test_a_copy_that_is_not_there_is_named_with_status_1_until_it_is_said_to_be_deleted(
    known, tmp_path, capsys
):
    known.backup(tmp_path / "copy.db").rename(tmp_path / "moved.db")
    words = ["forget", PERSON, "--data", str(known.folder)]
    assert cli.main(words) == 1
    assert (
        f"Could not be reached: {tmp_path / 'copy.db'} (it is not there any more)." in capsys.readouterr().out
    )
    known.record_person(PERSON)
    assert sharing.forget(known, PERSON, lambda copy: copy.state == "missing").unreached == {}
    assert states(known) == {}


def test_a_damaged_store_that_was_restored_over_is_erased_whole_with_a_word(known, tmp_path, capsys):
    copy = known.backup(tmp_path / "copy.db")
    known.backup(tmp_path / "later.db")
    data = bytearray(known.store.path.read_bytes())
    data[1024:3000] = b"x" * 1976
    known.store.path.write_bytes(data)
    assert cli.main(["restore", str(copy), "--data", str(known.folder)]) == 0
    assert states(known)["search.before-restore-1.db"] == "damaged"
    assert cli.main(["forget", PERSON, "--data", str(known.folder)]) == 1
    out = capsys.readouterr().out
    assert f"damaged or broken off: {known.folder / 'search.before-restore-1.db'}" in out
    assert f"Could not be reached: {tmp_path / 'later.db'} (only a file that was restored says so)." in out
    assert bearing(tmp_path) == ["later.db"]
    sharing.forget(known, PERSON, lambda copy: copy.path == tmp_path / "later.db")
    assert bearing(tmp_path) == []


def test_other_databases_in_the_folder_are_neither_opened_nor_changed(known):
    with closing(sqlite3.connect(known.folder / "songs.db")) as other:
        other.execute("CREATE TABLE songs (name)")
        other.execute("INSERT INTO songs VALUES (?)", [PERSON])
        other.commit()
    (known.folder / "text.db").write_text("no database")
    (known.folder / "empty.db").touch()
    before = {path.name: path.read_bytes() for path in known.folder.iterdir() if path.name != "search.db"}
    erased = sharing.forget(known, PERSON)
    assert (erased.removed, erased.unreached) == ([], {})
    after = {path.name: path.read_bytes() for path in known.folder.iterdir() if path.name != "search.db"}
    assert before == after


def test_a_copy_of_a_newer_jobkit_is_named_and_left(known, tmp_path):
    copy = known.backup(tmp_path / "copy.db")
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = copy.read_bytes()
    assert "newer jobkit" in sharing.forget(known, PERSON).unreached[copy]
    assert copy.read_bytes() == before


FOREIGN = {
    "trigger": "CREATE TRIGGER eat BEFORE INSERT ON facts BEGIN SELECT raise(IGNORE); END",
    "view": "CREATE VIEW more AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n",
    "view of our name": "DROP TABLE problems; CREATE VIEW problems AS SELECT 1 AS record",
    "table": "CREATE TABLE more (x)",
    "column": "ALTER TABLE facts ADD COLUMN x TEXT",
    "index": "CREATE INDEX more ON facts (body)",
    "index of an expression": "CREATE INDEX more ON facts (length(body))",
    "index of our name": "DROP INDEX facts_table; CREATE INDEX facts_table ON facts (abs(change))",
    "no table": "DROP TABLE problems",
    "loses rows": "ALTER TABLE problems RENAME TO x; CREATE TABLE problems (record INTEGER NOT NULL"
    " REFERENCES records (record), field TEXT NOT NULL ON CONFLICT IGNORE, value TEXT NOT NULL, problem TEXT NOT NULL,"
    " action TEXT NOT NULL); DROP TABLE x; CREATE INDEX problems_record ON problems (record)",
    "generated": "DROP TABLE problems; CREATE TABLE problems (record INTEGER NOT NULL, field TEXT AS (abs(record)))",
}  # fmt: skip


@pytest.mark.parametrize("what", FOREIGN)
@pytest.mark.parametrize("version", [0, 1, 2])
def test_a_foreign_schema_is_refused_before_anything_in_it_runs(known, tmp_path, what, version):
    copy = known.backup(tmp_path / "copy.db")
    with closing(sqlite3.connect(copy)) as connection:
        connection.executescript(FOREIGN[what])
        if version < 2:
            connection.executescript(f"PRAGMA user_version = {version}")
    before, held = copy.read_bytes(), known.store.path.read_bytes()
    (tmp_path / "other").mkdir()
    shutil.copy(copy, tmp_path / "other" / "search.db")
    for act in (
        lambda: copies.restore(known.store, copy),
        lambda: jobkit.Search(tmp_path / "other").events,
        lambda: Store(tmp_path / "other").faults(),
        lambda: jobkit.Search(tmp_path / "other").record_event("applied", company="Ostrava"),
    ):
        with pytest.raises(StoreError, match=r"not as jobkit makes it|not a search|answered|damaged"):
            act()
    assert known.store.path.read_bytes() == held
    assert (tmp_path / "other" / "search.db").read_bytes() == before
    assert copy in sharing.forget(known, PERSON).unreached
    assert copy.read_bytes() == before


def test_a_place_that_a_restored_file_brings_is_asked_about_and_not_looked_at(known, tmp_path):
    other = jobkit.Search(tmp_path / "other")
    other.record_person(PERSON, "recruiter", company="Ostrava")
    planted = jobkit.Search(tmp_path / "planted")
    planted.record_person(PERSON)
    for path in (other.store.path, "/dev/zero", "\\\\host\\share\\x.db", "a\0b", 7, ["x"]):
        with planted.store.change("backup", "made a copy") as change:
            change.fact(Fact("backups", {"path": str(path) if isinstance(path, Path) else path}))
    before = other.store.path.read_bytes()
    copies.restore(known.store, planted.store.path)
    asked: list[Copy] = []
    erased = sharing.forget(known, PERSON, lambda copy: bool(asked.append(copy)))
    assert other.store.path.read_bytes() == before
    assert {copy.path for copy in asked} >= {other.store.path, planted.store.path, Path("/dev/zero")}
    assert {other.store.path, planted.store.path} <= erased.unreached.keys()
    known.record_person(PERSON)
    erased = sharing.forget(known, PERSON, lambda copy: copy.path == planted.store.path)
    assert planted.store.path not in erased.unreached
    assert other.store.path in erased.unreached
    assert bearing(planted.folder) == []
    assert other.store.path.read_bytes() == before


def test_a_restored_file_takes_its_latest_changes_along(known, tmp_path):
    """One that was copied by hand while its log of writes lay beside it."""
    with closing(sqlite3.connect(known.store.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM facts").fetchone()
        known.record_event("interview", "Quellbach", "2026-02-03")
        for end in ("", "-wal"):
            shutil.copy(f"{known.store.path}{end}", f"{tmp_path / 'copy.db'}{end}")
    new = jobkit.Search(tmp_path / "new")
    copies.restore(new.store, tmp_path / "copy.db")
    assert sorted(new.events["kind"]) == ["applied", "interview"]


def test_check_lists_the_copies_and_their_states(known, tmp_path, capsys):
    known.backup(tmp_path / "copy.db")
    known.backup(tmp_path / "gone.db").unlink()
    assert cli.main(["check", "--data", str(known.folder)]) == 0
    out = capsys.readouterr().out
    assert f"Copy: {tmp_path / 'copy.db'} (sound)" in out
    assert f"Copy: {tmp_path / 'gone.db'} (it is not there any more)" in out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in folders")
def test_what_is_called_like_a_copy_and_is_no_file_is_passed_over(known):
    os.mkfifo(known.folder / "pipe.db")
    (known.folder / "search.before-restore-1.db").mkdir()
    (known.folder / "loop.db").symlink_to("loop.db")
    assert states(known) == {}
    erased = sharing.forget(known, PERSON)
    assert (erased.removed, erased.unreached) == ([], {})
    assert bearing(known.folder) == []


@pytest.mark.parametrize("end", ["VACUUM", "PRAGMA page_size = 8192; VACUUM"])
def test_a_backup_of_another_page_size_is_put_in_place(known, tmp_path, end):
    copy = known.backup(tmp_path / "copy.db")
    with closing(sqlite3.connect(copy)) as connection:
        connection.executescript(f"PRAGMA page_size = 1024; VACUUM; {end}")
    known.record_event("interview", "Quellbach", "2026-02-03")
    copies.restore(known.store, copy)
    assert list(known.events["kind"]) == ["applied"]
    known.record_event("interview", "Quellbach", "2026-02-03")
    assert known.store.faults() == []


def test_what_a_killed_command_unpacked_for_a_moment_is_erased_too(known):
    with scratch(known.folder) as folder:
        assert Path(folder).parent == known.folder
    left = known.folder / "x.unfinished"
    left.mkdir()
    (left / "list.csv").write_text(PERSON, encoding="utf-8")
    assert sharing.forget(known, PERSON).removed
    assert bearing(known.folder) == []


@pytest.mark.parametrize("name", ["", " ", "…", "-"])
def test_nobody_is_forgotten_where_no_name_is_given(known, capsys, name):
    assert cli.main(["forget", "--data", str(known.folder), "--", name]) == 1
    assert "Name the person" in capsys.readouterr().err
    assert list(known.people["name"]) == [PERSON]
