"""JupyterLab in a real browser: every cell of a notebook runs, those for JupyterLab alone too, and its tables sort."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from test_lab import answer, free_port
from test_pages import HERE, chromium

import jobkit

TABLE = "itables.show(pending, connected=False)"


@contextmanager
def opened(folder: Path):
    """Yield the address of JupyterLab as `jobkit lab` opens it on the sample."""
    jobkit.Search.sample(folder)
    port = free_port()
    words = [sys.executable, "-m", "jobkit", "lab", "--data", str(folder), "--no-browser", f"--port={port}"]
    words += ["--", "--IdentityProvider.token=t", "--allow-root"]
    with subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as lab:
        try:
            answer(f"http://127.0.0.1:{port}/api/status?token=t", wait=True)
            yield f"http://127.0.0.1:{port}/lab/tree/explore.ipynb?token=t"
        finally:
            os.killpg(lab.pid, signal.SIGTERM)


def run(folder: Path, address: str, before: str, after: str, seconds: int) -> dict:
    """Return what the browser saw when every cell of a notebook was run, of which a part was replaced."""
    path = folder / "notebooks" / "explore.ipynb"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(
        text.replace(before, after).replace('as_of: str = \\"\\"', 'as_of: str = \\"2026-08-31\\"'),
        encoding="utf-8",
    )
    words = ["node", str(HERE / "lab.mjs"), chromium(), address, str(seconds)]
    done = subprocess.run(words, capture_output=True, text=True)
    path.write_text(text, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_table_in_jupyterlab_sorts_and_is_searched_and_its_absence_is_noticed(tmp_path):
    with opened(tmp_path / "search") as address:
        seen = run(tmp_path / "search", address, TABLE, TABLE, 60)
        assert seen["asked"] == []
        assert len(seen["before"]) > 5
        assert sorted(seen["before"]) != seen["before"]
        assert seen["sorted"] == sorted(seen["sorted"], key=str.casefold)
        assert seen["reversed"] == sorted(seen["reversed"], key=str.casefold, reverse=True)
        assert set(seen["searched"]) == {seen["before"][0]}
        assert seen["forms"] == 2
        with pytest.raises(AssertionError, match="Timeout"):
            run(tmp_path / "search", address, TABLE, "pending", 20)
