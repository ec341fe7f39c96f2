"""JupyterLab as jobkit opens it: on copies that no repository takes up, and asking no other machine for anything."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

import jobkit
from jobkit import search as searches
from jobkit.commands import cli
from jobkit.commands import reports as commands
from jobkit.errors import ReportError
from jobkit.reports import notebooks, report

ROOT = Path(__file__).parents[1]


@pytest.fixture
def checkout(tmp_path):
    """What is committed here, in a repository of its own."""
    words = ["git", "ls-files", "-z", "jobkit", "notebooks", "data", "pyproject.toml", ".gitignore"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        (tmp_path / "checkout" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / "checkout" / name)
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=tmp_path / "checkout", check=True)
    return tmp_path / "checkout"


def staged(folder: Path) -> str:
    subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
    return subprocess.run(["git", "status", "--porcelain"], cwd=folder, capture_output=True, text=True).stdout


@pytest.mark.parametrize("data", ["data/mine", "elsewhere/my search"])
def test_what_is_run_and_saved_in_jupyterlab_is_not_staged(checkout, monkeypatch, data):
    search = jobkit.Search(checkout / data)
    before = staged(checkout)
    search.add([path for path in searches.sample_files() if path.suffix == ".csv"])
    script = "import subprocess, sys; subprocess.call = lambda words, **_: print(words[3]) or 0\n"
    script += "from jobkit.commands import cli; cli.main(sys.argv[1:])"
    words = [sys.executable, "-P", "-c", script, "lab", "--data", str(search.folder)]
    environment = {**os.environ, "PYTHONPATH": str(checkout), "JOBKIT_DATA": str(search.folder)}
    opened = subprocess.run(words, env=environment, cwd=checkout, capture_output=True, text=True, check=True)
    folder = Path(opened.stdout.strip())
    assert folder == search.folder / "notebooks"
    notebook = nbformat.read(folder / "explore.ipynb", as_version=4)
    for cell in notebook.cells:  # in JupyterLab the cells for JupyterLab alone run, too
        cell.metadata["tags"] = [tag for tag in cell.metadata.get("tags", []) if tag != "lab"]
    notebook.cells.append(nbformat.v4.new_code_cell("list(search.applications['company'])"))
    nbformat.write(notebook, folder / "explore.ipynb")
    monkeypatch.setenv("JOBKIT_DATA", str(search.folder))
    with report.Runner() as runner:
        ran = runner.run(folder / "explore.ipynb", {}, search.folder)
    nbformat.write(nbformat.from_dict(ran), folder / "explore.ipynb")
    saved = (folder / "explore.ipynb").read_text(encoding="utf-8")
    assert '<table id=\\"itables' in saved
    assert any(company in saved for company in search.applications["company"].dropna())
    assert staged(checkout) == before


def test_jupyterlab_is_not_opened_on_notebooks_that_a_repository_holds(checkout, tmp_path):
    with pytest.raises(ReportError, match="own folder"):
        notebooks.copied(checkout / "notebooks", checkout / "notebooks")
    own = tmp_path / "mine"
    own.mkdir()
    (own / ".gitignore").write_text("*.log\n")
    subprocess.run(["git", "init", "-q"], cwd=own, check=True)
    notebooks.copied(checkout / "notebooks", own / "notebooks")
    assert "notebooks" not in staged(own)


GUARD = """
import os, socket
connect, look_up = socket.socket.connect, socket.getaddrinfo
def tell(*what):
    with open(os.environ["ASKED"], "a") as file:
        print(*what, file=file)
def guarded(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        tell("connect", address)
        raise OSError("no way out")
    return connect(self, address)
def looked_up(host, *rest, **more):
    if host not in (None, "", "127.0.0.1", "::1", "localhost", "0.0.0.0"):
        tell("look up", host)
        raise socket.gaierror("no way out")
    return look_up(host, *rest, **more)
socket.socket.connect, socket.getaddrinfo = guarded, looked_up
"""


def asked(folder: Path, *options: str) -> str:
    """Return what JupyterLab asked of other machines while its page, updates, news and extensions were looked at."""
    (folder / "guard").mkdir()
    (folder / "guard" / "sitecustomize.py").write_text(GUARD)
    port = free_port()
    told = folder / "asked"
    told.touch()
    environment = {**os.environ, "PYTHONPATH": str(folder / "guard"), "ASKED": str(told), "HOME": str(folder)}
    words = [sys.executable, "-m", "jupyterlab", str(folder), *options, "--no-browser", f"--port={port}"]
    words += ["--IdentityProvider.token=t", "--allow-root"]
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as lab:
        try:
            for place in ("api/status", "lab", "lab/api/update", "lab/api/news", "lab/api/extensions"):
                answer(f"http://127.0.0.1:{port}/{place}?token=t", wait=place == "api/status")
        finally:
            lab.terminate()
    return told.read_text()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def answer(address: str, wait: bool) -> None:
    for _ in range(720 if wait else 1):
        try:
            with urllib.request.urlopen(address, timeout=30) as page:
                page.read()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.25)
    assert not wait, "JupyterLab did not start"


def test_jupyterlab_asks_no_other_machine_for_anything(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(subprocess, "call", lambda words, **_: started.append(words) or 0)
    assert cli.main(["lab", "--data", str(tmp_path / "search")]) == 0
    assert set(commands.QUIET) <= set(started[0])
    assert asked(tmp_path, *commands.QUIET) == ""


def test_the_guard_sees_what_jupyterlab_asks_by_itself(tmp_path):
    assert "pypi.org" in asked(tmp_path)
