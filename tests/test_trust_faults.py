"""Killed at any system call that changes a file, or out of room: nothing is torn, and nothing needs repair.

Points are found by counting the calls of an undisturbed run under strace, and not by luck. Disks are
real ones, of a few hundred KiB.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, nullcontext
from pathlib import Path

import faults
import pytest

from jobkit.errors import JobkitError
from jobkit.store.store import Store

HERE = Path(__file__).parent
KILLS = int(os.environ.get("JOBKIT_KILLS", "12"))
DISKS = int(os.environ.get("JOBKIT_DISKS", "3"))
ACTS = [*faults.ACTS, "reported, and its kernel"] if KILLS >= 200 else faults.LIGHT
FORGOTTEN_AFTER = ("backed_up", "restored", "migrated", "undone")
CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,?rename,?renameat,renameat2,?unlink,unlinkat,?mkdir,mkdirat"


def traced(act: str, folder: Path, *options: str) -> subprocess.CompletedProcess:
    """Do the act under strace, which follows the process that runs notebooks where it is asked to."""
    name, _, follows = act.partition(", ")
    words = ["strace", "-qq", *(["-f"] if follows else []), "-o", str(folder.parent / "calls"), *options]
    return subprocess.run(
        [*words, sys.executable, "-B", str(HERE / "faults.py"), name, str(folder)],
        capture_output=True,
        text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(HERE.parent)},
    )


def points(calls: Path) -> list[tuple[str, int]]:
    """Return each call of an undisturbed run as its name and how often it had been made by that process."""
    made: dict[tuple[str, str], int] = {}
    found = []
    for process, name in re.findall(r"^(\d*) *(\w+)\(", calls.read_text(errors="replace"), re.MULTILINE):
        made[process, name] = made.get((process, name), 0) + 1
        found.append((name, made[process, name]))
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def ready(tmp_path_factory) -> Path:
    """A search with something to lose, beside the place `work` where each act finds a copy of it."""
    folder = tmp_path_factory.mktemp("faults") / "work"
    folder.mkdir()
    faults.made(folder)
    return folder.rename(folder.with_name("ready"))


@pytest.mark.skipif(not shutil.which("strace"), reason="faults are put into system calls by strace (Linux)")
@pytest.mark.parametrize("act", ACTS)
def test_killed_at_any_call_nothing_is_torn_and_the_next_run_needs_no_repair(act, ready):
    folder = ready.with_name("work")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ready, folder)
    before = faults.holdings(folder)
    assert traced(act, folder, "-e", f"trace={CALLS}").stdout == "done\n"
    after = faults.holdings(folder)
    found = points(folder.parent / "calls")
    share = -(-KILLS // len(ACTS))
    chosen = found if len(found) <= share else [found[n * len(found) // share] for n in range(share)]
    for call, nth in chosen:
        shutil.rmtree(folder)
        shutil.copytree(ready, folder)
        done = traced(act, folder, "-e", f"inject={call}:signal=KILL:when={nth}")
        if act in ("backed_up", "restored", "migrated"):
            broken_off = folder.with_name("broken off")
            shutil.rmtree(broken_off, ignore_errors=True)
            shutil.copytree(folder, broken_off)
            forgotten_at_once(act, folder, broken_off)
        check(act.partition(",")[0], folder, before, after, done.stdout == "done\n")
    print(f"{act}: killed at {len(chosen)} of {len(found)} points")


def check(act: str, folder: Path, before: dict, after: dict, is_told: bool) -> None:
    """Nothing is torn, what was told is kept, and the act can be done as if nothing had been."""
    with closing(sqlite3.connect(folder / "search" / "search.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    held = faults.holdings(folder)
    for name in before:
        if act == "mail_added" and not is_told and name in ("records", "events", "retracts"):
            n = len(before[name])
            assert held[name][:n] == before[name]
            assert held[name] == after[name][: len(held[name])]
        elif is_told:
            assert held[name] == after.get(name), name
        else:
            assert held[name] in (before[name], after.get(name)), name
    if act not in ("mail_added", "exported", "reported") and not is_told:
        assert held in (before, after)
    if (
        act == "reported"
        and held["search/reports/2026-05/reflection.html"] != before["search/reports/2026-05/reflection.html"]
    ):
        assert (
            held["search/reports/2026-05/reflection.1.html"]
            == before["search/reports/2026-05/reflection.html"]
        )
    again(act, folder, after, held == after)


def again(act: str, folder: Path, after: dict, was_done: bool) -> None:
    """Do the act once more, undisturbed."""
    try:
        faults.ACTS[act](folder)
    except JobkitError:
        assert was_done
        assert act in ("backed_up", "undone", "forgotten")
    held = faults.holdings(folder)
    if act == "noted" and was_done:
        assert len(held["facts"]) == len(after["facts"]) + 3  # it was said twice, and is kept twice
    else:
        names = held.keys() - ({"retracts"} if act in ("mail_added", "read_anew") else set())
        assert {name: held[name] for name in names} == {name: after[name] for name in names}
    assert not list(folder.rglob("*.unfinished*"))
    if act == "backed_up":
        assert Store.of(folder / "again.db").faults() == []
    if act not in ("mail_added", "read_anew", "added"):  # no copy is made there
        forgotten_after(act, folder)


def forgotten_at_once(act: str, folder: Path, aside: Path) -> None:
    """Forget with no other run between; then put back what was there, for what is asked next."""
    forgotten_after(act, folder)
    shutil.rmtree(folder)
    aside.rename(folder)


def forgotten_after(act: str, folder: Path) -> None:
    """Whatever was broken off before: after `forget` the person stands in no byte but in what was exported.

    A copy that was noted and never begun is named as one that is not there.
    """
    if act != "forgotten":
        with faults.later() if act == "migrated" else nullcontext():
            erased = faults.forgotten(folder)
        assert not [path for path in erased.unreached if path.exists()], act
    for path in folder.rglob("*"):
        is_export = path.is_relative_to(folder / "out")
        assert is_export or not path.is_file() or b"Zwickelmann" not in path.read_bytes(), (act, path)


def mounting() -> list[str]:
    """Return what lets a program mount a disk for itself alone; nothing where that is not permitted."""
    inside = [
        "unshare",
        "--mount",
        *([] if os.name == "posix" and os.geteuid() == 0 else ["--map-root-user"]),
    ]
    try:
        done = subprocess.run([*inside, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True)
    except OSError:
        return []
    return inside if done.returncode == 0 else []


def test_a_disk_that_fills_up_keeps_what_was_there_and_the_message_says_what_is_needed(ready):
    inside = mounting() or pytest.skip("a small disk cannot be mounted here: it takes `unshare --mount`")
    script = [sys.executable, str(HERE / "faults.py"), "disks", str(ready), str(DISKS)]
    done = subprocess.run(
        [*inside, *script], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(HERE.parent)}
    )
    print(done.stdout)
    assert done.returncode == 0, done.stderr[-3000:]
    assert len(re.findall(r"too small [1-9]", done.stdout)) == len(faults.DISKS)
