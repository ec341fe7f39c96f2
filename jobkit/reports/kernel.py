"""Running notebooks: what the child process of a `report.Runner` does with one after another.

Papermill fills in the parameters, and the cells run in this process and not in a kernel of their own: no
second start, no channel that anything could connect to. What a cell breaks, it breaks here; the program
that waits for the report goes on.
"""

import base64
import functools
import gc
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FORM = "application/vnd.jupyter.widget-view+json"


def run(file: str, parameters: dict[str, str], folder: str) -> Iterator[dict[str, Any]]:
    """Run the cells of a notebook in their order, up to the first that fails.

    parameters : Python literals by name.

    Yields
    ------
    `cell`, `of` and `section` of each cell as it begins, counted as in the file; at last `notebook`, the
    executed one as JSON, or `error` and `says` of the cell begun last.
    """
    shell, notebook = _shell(), _filled(Path(file), parameters)
    os.chdir(folder)
    sys.path[:] = [str(Path(file).parent), *_path()]  # it imports what lies beside it, as in JupyterLab
    shell.reset(new_session=True)
    gc.freeze()  # what is left now stays: no later search for garbage goes through the libraries again
    section, number, of = "", 0, sum(not _is_injected(cell) for cell in notebook.cells)
    for cell in notebook.cells:
        number += not _is_injected(cell)
        if cell.cell_type == "markdown":
            headings = [line.lstrip("#").strip() for line in cell.source.splitlines() if line[:1] == "#"]
            section = headings[-1] if headings else section
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        if "lab" in cell.metadata.get("tags", []):
            continue  # a form or a table to play with is for JupyterLab alone
        if not _is_injected(cell):
            yield {"cell": number, "of": of, "section": section}
        cell.outputs, error = _outputs(shell, cell.source)
        if error:
            yield {"error": type(error).__name__, "says": str(error)}
            return
    yield {"notebook": json.dumps(notebook, default=_encoded)}


@functools.cache
def _path() -> list[str]:
    return list(sys.path)


@functools.cache
def _shell():
    """Return the shell that runs cells; a last line's value is shown as `display` shows it."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    from jobkit.search import frames

    class Shown(DisplayHook):
        def write_output_prompt(self) -> None:
            """Write none: a report has no prompts."""

        def write_format_data(self, format_dict, md_dict=None) -> None:
            shell: Any = self.shell
            shell.display_pub.publish(format_dict, md_dict)

    class Shell(InteractiveShell):
        displayhook_class = Shown

    frames.shared = {}
    quiet = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})
    with tempfile.TemporaryDirectory() as settings:
        os.environ["IPYTHONDIR"] = settings  # nothing of the user's own set-up changes a report
        return Shell.instance(config=quiet)


@functools.cache
def _papermill():
    """Return what fills in parameters that come as Python literals: its own writing changes some of them."""
    # jsonschema, beneath nbformat, builds a grammar of 1.5 seconds where it finds this module, for a check
    # that no notebook needs.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from papermill.parameterize import parameterize_notebook
    from papermill.translators import PythonTranslator, papermill_translators

    class Literals(PythonTranslator):
        @classmethod
        def translate(cls, val: str) -> str:
            return val

        @classmethod
        def codify(cls, parameters, comment="Parameters") -> str:
            """Return the cell, the same whether or not a formatter is installed."""
            return super(PythonTranslator, cls).codify(parameters, comment)

    papermill_translators.register("python", Literals)
    return parameterize_notebook


def _filled(path: Path, parameters: dict[str, str]):
    """Return the notebook with its parameters; no random name is in it: the same data give the same bytes."""
    fill = _papermill()
    import nbformat

    notebook = nbformat.reads(path.read_text("utf-8"), as_version=4)
    for number, cell in enumerate(notebook.cells, start=1):
        cell.setdefault("id", f"cell-{number}")
        cell.metadata.setdefault("tags", [])
    if parameters:
        notebook.metadata["papermill"] = {}
        notebook = fill(notebook, parameters, kernel_name="python3", language="python")
    notebook.metadata.pop("papermill", None)
    for cell in filter(_is_injected, notebook.cells):
        cell["id"] = "injected-parameters"
    return notebook


def _outputs(shell, source: str) -> tuple[list, Exception | None]:
    from IPython.utils.capture import capture_output
    from nbformat.v4 import new_output

    with capture_output() as captured:
        result = shell.run_cell(source, store_history=True)
    texts = {"stdout": captured.stdout, "stderr": captured.stderr}
    outputs = [new_output("stream", name=name, text=text) for name, text in texts.items() if text]
    for shown in captured.outputs:
        data = shown.data | ({FORM: {"model_id": ""}} if FORM in shown.data else {})  # a random name
        outputs.append(new_output("display_data", data=data, metadata=shown.metadata or {}))
    return outputs, result.error_before_exec or result.error_in_exec


def _is_injected(cell) -> bool:
    return "injected-parameters" in cell.metadata.get("tags", [])


def _encoded(value: object) -> str:
    """Return a picture's bytes as notebooks keep them, and anything else in its own words."""
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
