"""What other systems lack: consoles of few letters, limits of processes, users, modes, signals."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import jobkit
from jobkit import apart


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "ascii"])
def test_a_console_without_the_letters_of_a_name_spells_them_out(encoding, tmp_path):
    search = jobkit.Search(tmp_path / "search")
    search.record_event("applied", company="東京 → Łódź ●", role="Köchin", date="2026-05-02")
    for verb in ("history", "applications", "show"):
        words = [sys.executable, "-m", "jobkit", verb, *(["東京"] if verb == "show" else [])]
        environment = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
        done = subprocess.run([*words, "--data", search.folder], capture_output=True, env=environment)
        assert b"UnicodeEncodeError" not in done.stderr
        assert done.returncode == 0 or verb == "show"
        assert "\\u6771" in (done.stdout + done.stderr).decode(encoding)


def test_a_child_is_bounded_by_the_clock_where_a_system_has_no_limits(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    apart._limit_memory(1 << 20)
    apart._limit_seconds(1)


LACKING = """
import os, sys
for name in ("resource", "fcntl", "pwd", "grp", "posix_ipc", "spwd"):
    sys.modules[name] = None
for name in ("fork", "forkpty", "killpg", "geteuid", "getuid", "mkfifo", "chown", "setsid", "umask", "sysconf"):
    if hasattr(os, name):
        delattr(os, name)
"""
"""What is not there on Windows, taken away before anything is loaded."""


def test_commands_do_without_what_only_posix_has(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(LACKING)
    (tmp_path / "list.csv").write_text("Company,Role,Applied\nQuellbach,Baker,2026-05-02\n")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj")  # is read in a child
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]),
    }

    def said(*words: object) -> str:
        command = [sys.executable, "-m", "jobkit", *map(str, words), "--data", str(tmp_path / "search")]
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        assert "did not foresee" not in done.stderr, done.stderr
        return done.stdout + done.stderr

    assert "Quellbach" in said("add", tmp_path / "list.csv") + said("applications")
    assert "broken.pdf" in said("add", tmp_path / "broken.pdf")
    assert "Recorded" in said("person", "Ada Lind", "--company", "Quellbach")
    assert "Written" in said("export", tmp_path / "out")
    assert "Written" in said("backup", tmp_path / "copy.db")
    assert "Restored" in said("restore", tmp_path / "copy.db")
    assert "Erased" in said("forget", "Ada Lind")
    assert "sound" in said("check")
