"""Running notebooks: a process of this very interpreter, started by `report`, that runs one after another.

Papermill fills in the parameters and runs the cells, in this process and not in a kernel of their own:
no second start, no channel that anything could connect to. What a cell breaks, it breaks here; the
program that waits for the report goes on.

Jobs come as lines of JSON on the standard input; lines of JSON go back: `cell` for each cell begun,
then `done` with the executed notebook, or `failed` with the error of the cell begun last.
"""

from __future__ import annotations

import base64
import functools
import gc
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# jsonschema, beneath nbformat, builds a grammar of 1.5 seconds where it finds this module, for a check
# that no notebook needs.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import nbformat  # noqa: E402
from papermill.engines import Engine, papermill_engines  # noqa: E402
from papermill.execute import execute_notebook  # noqa: E402
from papermill.translators import PythonTranslator, papermill_translators  # noqa: E402

from jobkit.search import frames  # noqa: E402

FORM = "application/vnd.jupyter.widget-view+json"
Send = Callable[[dict[str, Any]], None]


class ThisProcess(Engine):
    """A papermill engine which runs the cells right here."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, send: Send, **_: Any) -> None:
        """Run the cells in their order, up to the first that fails; they are counted as in the file."""
        shell = _shell()
        shell.reset(new_session=True)
        gc.freeze()  # what is left now stays: no later search for garbage goes through the libraries again
        cells = [cell for cell in nb_man.nb.cells if not _is_injected(cell)]
        section, number = "", 0
        for index, cell in enumerate(nb_man.nb.cells):
            number += not _is_injected(cell)
            if cell.cell_type == "markdown":
                section = _heading(cell.source) or section
            if cell.cell_type != "code" or "lab" in cell.metadata.get("tags", []):
                continue  # a form or a table to play with is for JupyterLab alone
            if not _is_injected(cell):
                send({"state": "cell", "cell": number, "of": len(cells), "section": section})
            nb_man.cell_start(cell, index)
            cell.outputs = _outputs(shell, cell.source)
            if cell.outputs and cell.outputs[-1].output_type == "error":
                nb_man.cell_exception(cell, index)
                raise CellError(cell.outputs[-1])
            nb_man.cell_complete(cell, index)


class CellError(Exception):
    """A cell failed; papermill, which would take `SystemExit` for success, is not asked."""


class Literals(PythonTranslator):
    """Parameters that come as Python literals already: papermill's own writing changes some of them."""

    @classmethod
    def translate(cls, val: str) -> str:
        """Return the literal."""
        return val

    @classmethod
    def codify(cls, parameters, comment="Parameters") -> str:
        """Return the cell, the same whether or not a formatter is installed."""
        return super(PythonTranslator, cls).codify(parameters, comment)


@functools.cache
def _shell():
    """Return the shell that runs cells; a last line's value is shown as `display` shows it."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Shown(DisplayHook):
        def write_output_prompt(self) -> None:
            """Write none: a report has no prompts."""

        def write_format_data(self, format_dict, md_dict=None) -> None:
            shell: Any = self.shell
            shell.display_pub.publish(format_dict, md_dict)

    class Shell(InteractiveShell):
        displayhook_class = Shown

    quiet = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})
    return Shell.instance(config=quiet)


def _outputs(shell, source: str) -> list:
    """Return what a cell printed, showed and, last, how it failed."""
    from IPython.utils.capture import capture_output
    from nbformat.v4 import new_output

    with capture_output() as captured:
        result = shell.run_cell(source, store_history=True)
    error = result.error_before_exec or result.error_in_exec
    outputs = []
    if captured.stdout and not error:
        outputs.append(new_output("stream", name="stdout", text=captured.stdout))
    if captured.stderr and not error:
        outputs.append(new_output("stream", name="stderr", text=captured.stderr))
    outputs += [
        new_output("display_data", data=shown.data, metadata=shown.metadata or {})
        for shown in captured.outputs
    ]
    if error:
        named = {"ename": type(error).__name__, "evalue": str(error)}
        outputs.append(new_output("error", traceback=[captured.stdout], **named))
    return outputs


def _is_injected(cell) -> bool:
    return "injected-parameters" in cell.metadata.get("tags", [])


def _heading(source: str) -> str:
    lines = [line.lstrip("#").strip() for line in source.splitlines() if line.startswith("#")]
    return lines[-1] if lines else ""


def run(job: dict[str, Any], send: Send) -> None:
    """Run one notebook and send what became of it."""
    try:
        with _beside(job["notebook"]):
            notebook = execute_notebook(
                _numbered(nbformat.reads(job["content"], as_version=4)),
                None,
                parameters=job["parameters"],
                engine_name="jobkit",
                kernel_name="python3",
                language="python",
                progress_bar=False,
                cwd=job["folder"],
                send=send,
            )
    except CellError as failure:
        send({"state": "failed", "error": failure.args[0].ename, "says": failure.args[0].evalue})
        return
    send({"state": "done", "notebook": _clean(notebook)})


@contextmanager
def _beside(notebook: str) -> Iterator[None]:
    """Let a notebook import what lies beside it, as it can in JupyterLab."""
    before, folder = list(sys.path), str(Path(notebook).parent)
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        sys.path[:] = before


def _numbered(notebook):
    """Give cells without a name of their own their number, not a random one."""
    for number, cell in enumerate(notebook.cells, start=1):
        cell.setdefault("id", f"cell-{number}")
    return notebook


def _clean(notebook) -> dict[str, Any]:
    """Return the notebook without times, paths and random names: the same data give the same bytes."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        if _is_injected(cell):
            cell["id"] = "injected-parameters"
        for output in cell.get("outputs", []):
            if FORM in output.get("data", {}):
                output["data"][FORM] = {"model_id": ""}  # it was random, and what it named is gone
    return notebook


def _encoded(value: object) -> str:
    """Return a picture's bytes as notebooks keep them, and anything else in its own words."""
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


def main() -> None:
    """Take jobs from the standard input until it ends; the cells cannot reach it, nor the answers."""
    jobs, answers = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)

    def send(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message, default=_encoded) + "\n")
        answers.flush()

    frames.shared = {}
    papermill_engines.register("jobkit", ThisProcess)
    papermill_translators.register("python", Literals)
    with tempfile.TemporaryDirectory() as settings:
        os.environ["IPYTHONDIR"] = settings  # nothing of the user's own set-up changes a report
        _shell()  # what it makes there is gone before the first cell: this process ends by being killed
    for line in jobs:
        run(json.loads(line), send)


if __name__ == "__main__":
    main()
