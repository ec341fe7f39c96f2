"""Copies of a store: noted before they are made, found again, put in its place, told from others' files.

A note is a fact that `undo` passes over. It says where a copy is, and what is known of that place: that
jobkit made it (`MADE`), that only a file that was restored says so (`BROUGHT`), or that it is gone (`GONE`).
"""

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from jobkit.errors import StoreError
from jobkit.store import files, schema
from jobkit.store.files import PARTS, unfinished_name
from jobkit.store.store import FRAME, Store, connect, pages, store_error
from jobkit.tables import Fact

MADE, BROUGHT, GONE = "made", "brought", "gone"
SOUND, DAMAGED, MISSING, OTHER = "sound", "damaged", "missing", "other"
NOTES = "SELECT body FROM facts WHERE table_name = 'backups' ORDER BY id"
SALVAGED = re.compile(rb'\{"path": "[^"{\x00-\x1f]{1,1024}"')
KEPT = re.compile(r"search\.before-restore-\d+\.db")
MAGIC = b"SQLite format 3\x00"


class Copy(NamedTuple):
    """A copy of the store: where it is, its state, and in words why it cannot be read.

    A place that only a restored file notes (`BROUGHT`) is not looked at: it may be anything.
    """

    path: Path
    state: str
    words: str = ""


def backup(store: Store, path: Path) -> Path:
    """Write a consistent copy while others go on writing; return its path.

    It is noted before a byte of it is written, so that one that was broken off is found again.

    Raises
    ------
    StoreError : there is a file of this name, no such folder, or no room; nothing was written.
    """
    path = Path(path)
    if os.path.lexists(path):
        raise StoreError(f"{path.name} exists already. Name a new file; nothing was written.")
    if not path.parent.is_dir():
        raise StoreError(f"There is no folder {path.parent}. Make it first; nothing was written.")
    if not store.path.is_file():
        raise StoreError(f"There is no search in {store.folder}; nothing was written.")
    with store.open() as connection:
        needed = -(-pages(connection) * FRAME // files.BLOCK) * files.BLOCK + files.ROOM
    if files.free(path.parent) < needed:
        raise files.no_room(path.parent, needed)
    note(store, {str(path.resolve()): MADE}, "made a copy")
    unfinished = unfinished_name(path)
    with store.open() as connection:
        try:
            os.close(files.make_private(unfinished))
            with closing(sqlite3.connect(unfinished)) as copy:
                connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            unfinished.rename(path)
        except (OSError, sqlite3.Error) as error:
            with suppress(OSError):
                files.remove(unfinished)
            note(store, {str(path.resolve()): GONE}, "a copy could not be made")
            raise files.unwritten(path, error, needed) from error
    return path


def restore(store: Store, path: Path) -> Path | None:
    """Put a sound backup in the store's place; return where a copy of what was there is kept.

    Notes of copies are carried over; those that only the backup brings are marked, to be asked about.

    Raises
    ------
    StoreError : the backup is no store, is damaged, or is of a newer jobkit; nothing was changed.
    """
    path = Path(path)
    if not path.is_file():
        raise StoreError(f"There is no file {path.name}; nothing was changed.")
    files.make_folder(store.folder)
    trial = Store(store.folder, unfinished_name(store.path).name)
    try:
        os.close(files.make_private(trial.path))
        for end in ("", "-wal"):
            if os.path.exists(f"{path}{end}"):
                shutil.copyfile(f"{path}{end}", f"{trial.path}{end}")
        try:
            faults = trial.faults()
        except StoreError as error:
            raise StoreError(str(error).replace(trial.path.name, path.name)) from error
        if faults:
            raise StoreError(f"{path.name} is damaged ({faults[0]}); nothing was changed.")
        kept, was_read = _keep(store)
        words = _carried(store, trial, path, kept, was_read)
        note(trial, words, f"put {path.name} in the database's place", "restore", always=True)
        _give_way(store, trial, is_whole=was_read)
        return kept
    except OSError as error:
        raise files.unwritten(store.path, error, path.stat().st_size * 3 + files.ROOM) from error
    finally:
        files.remove(trial.path)


def known(store: Store) -> list[Copy]:
    """Return the copies that lie beside a store, or that it or a copy has noted; each with its state."""
    noted = _notes_of(store)
    beside = {str(path.resolve()): "" for path in store.folder.glob("*.db") if _is_ours(path)}
    todo = beside | {path: word for path, word in noted.items() if word != GONE}
    todo.pop(str(store.path.resolve()), None)
    seen, found = {*todo, str(store.path.resolve())}, []
    while todo:
        name, word = todo.popitem()
        path = Path(name)
        is_brought = word == BROUGHT and name not in beside
        state, words = (BROUGHT, "only a file that was restored says so") if is_brought else _state(path)
        found.append(Copy(path, state, words))
        is_made = word == MADE or bool(KEPT.fullmatch(path.name))
        bodies = []
        if state == SOUND:
            with closing(_read_only(path)) as connection, suppress(sqlite3.Error):
                bodies = [body for (body,) in connection.execute(NOTES)]
        for other, said in _notes(bodies).items():
            if other not in seen and GONE not in (said, noted.get(other)):
                seen.add(other)
                todo[other] = said if is_made else BROUGHT
    return sorted(found)


def leftovers(store: Store, copies: Iterable[Copy]) -> list[Path]:
    """Return what was broken off half-way in the store's folder and beside its copies."""
    ends = tuple(f".unfinished{end}" for end in PARTS)
    found = [path for path in store.folder.rglob("*.unfinished*") if path.name.endswith(ends)]
    found += [path for folder in found if folder.is_dir() for path in folder.rglob("*")]
    for copy in copies:
        begun = unfinished_name(copy.path)
        found += [begun.with_name(begun.name + end) for end in PARTS]
        if copy.state == MISSING:
            found += [copy.path.with_name(copy.path.name + end) for end in PARTS[1:]]
    return [path for path in dict.fromkeys(found) if path.is_file()]


def note(
    store: Store,
    words: Mapping[str, str],
    summary: str = "noted where a copy is",
    command: str = "backup",
    always: bool = False,
) -> None:
    """Note what is known of places of copies, unless it was noted, as one change: path → word."""
    noted = _notes_of(store)
    new = {path: word for path, word in words.items() if noted.get(path) != word}
    if new or always:
        with store.change(command, summary) as change:
            for path, word in new.items():
                change.fact(Fact("backups", {"path": path, "state": word}))


def _carried(store: Store, trial: Store, path: Path, kept: Path | None, was_read: bool) -> dict[str, str]:
    """Return what is to be noted of each place when one store takes another's place.

    What the present store knows stands. What only the other tells is `BROUGHT`, but for the file itself where
    jobkit wrote it as a copy. Of a damaged store that counts which both tell.
    """
    place, noted = str(path.resolve()), _notes_of(trial)
    words = dict.fromkeys([*noted, place], BROUGHT)
    if place in noted:
        words[place] = MADE
    if was_read:
        return words | {name: word for name, word in _notes_of(store).items() if word != GONE}
    if kept:
        salvaged = _salvaged(kept)
        return salvaged | words | dict.fromkeys([*(salvaged.keys() & noted), str(kept.resolve())], MADE)
    return words


def _keep(store: Store) -> tuple[Path | None, bool]:
    """Keep a copy of the present file; return where, and whether it could be read.

    A file too damaged for that is kept as its bytes.
    """
    if not store.path.exists():
        return None, False
    number = 1
    while os.path.lexists(kept := store.folder / f"search.before-restore-{number}.db"):
        number += 1
    try:
        return backup(store, kept), True
    except StoreError:
        for end in PARTS:
            if os.path.exists(f"{store.path}{end}"):
                files.write_private(Path(f"{kept}{end}"), Path(f"{store.path}{end}").read_bytes())
        return kept, False


def _give_way(store: Store, other: Store, is_whole: bool) -> None:
    """Take over what another store holds, in one transaction; a file that is damaged is replaced whole."""
    if not is_whole:
        for end in PARTS[1:]:
            Path(f"{store.path}{end}").unlink(missing_ok=True)
        os.replace(other.path, store.path)
        return
    try:
        with closing(sqlite3.connect(other.path)) as new, closing(connect(os.fspath(store.path))) as present:
            (page,) = present.execute("PRAGMA page_size").fetchone()
            new.executescript(f"PRAGMA journal_mode = DELETE; PRAGMA page_size = {page}; VACUUM;")
            new.backup(present)
    except sqlite3.Error as error:
        raise store_error(store.path, error, files.size(other.path) * 3 + files.ROOM) from error


def _notes_of(store: Store) -> dict[str, str]:
    """Return the places of copies that a store notes, whatever of it was taken back: path → word."""
    if not store.path.exists():
        return {}
    return _notes([body for (body,) in store.read(NOTES)])


def _notes(bodies: Iterable[str | bytes]) -> dict[str, str]:
    found = {}
    for text in bodies:
        with suppress(ValueError, TypeError, KeyError):
            body = json.loads(text)
            found[os.fspath(body["path"])] = str(body.get("state", MADE))
    return found


def _salvaged(path: Path) -> dict[str, str]:
    """Return the places of copies that can be read in the bytes of a damaged store, as `BROUGHT`."""
    parts = [Path(f"{path}{end}") for end in PARTS if os.path.exists(f"{path}{end}")]
    texts = (text for part in parts for text in SALVAGED.findall(part.read_bytes()))
    return dict.fromkeys(_notes(text + b"}" for text in texts), BROUGHT)


def _is_ours(path: Path) -> bool:
    """Return whether a file is a store that jobkit made, by its bytes: nothing in it is run."""
    if not path.is_file():  # to open a pipe would wait for ever
        return False
    if KEPT.fullmatch(path.name):
        return True
    with suppress(OSError):
        with path.open("rb") as file:
            data = file.read(1 << 20)
        is_marked = data[68:72] == schema.APPLICATION_ID.to_bytes(4, "big")
        return (data.startswith(MAGIC) and is_marked) or b"CREATE TABLE sightings (" in data
    return False


def _state(path: Path) -> tuple[str, str]:
    """Return the state of a copy, and in words what keeps it from being read; nothing in it is run."""
    try:
        if not path.is_file():
            return MISSING, "it is not there any more"
        if not _is_ours(path):
            return OTHER, "the file that is there now is not a database of jobkit"
        with closing(_read_only(path)) as connection:
            schema.check(connection, path.name)
            damage = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        return (SOUND, "") if damage == "ok" else (DAMAGED, damage)
    except OSError as error:
        return OTHER, str(error.strerror)
    except StoreError as error:
        return OTHER, str(error)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        return DAMAGED, str(error)


def _read_only(path: Path) -> sqlite3.Connection:
    """Open a file so that not a byte of it can change; a log of writes that lies beside it is read, too."""
    how = "mode=ro" if files.size(Path(f"{path}-wal")) else "immutable=1"
    return sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, isolation_level=None)
