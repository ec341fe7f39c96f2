"""The notebooks jobkit runs, and their parameters: found by name, refused by name."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jobkit import page
from jobkit.errors import ReportError
from jobkit.language.english import did_you_mean
from jobkit.store.files import refuse_mistyped, write_private

if TYPE_CHECKING:
    from jobkit.search import Search

TYPES = {"str": str, "int": int, "float": float, "bool": bool, "list": list, "dict": dict, "None": type(None)}


def find(notebook: str | Path) -> Path:
    """Return the notebook of this name that jobkit brings, or the file that was named."""
    path = Path(notebook)
    if path.suffix == ".ipynb" and path.is_file():
        return path.resolve()
    known = {file.stem: file for file in sorted(shipped_notebooks().glob("*.ipynb"))}
    if path.name in known and path.name == str(notebook):
        return known[path.name]
    listed = f"Give one of {', '.join(sorted(known))}, or the path of a file that ends in .ipynb."
    raise ReportError(f"There is no notebook “{notebook}”. {did_you_mean(str(notebook), known, listed)}")


def copied(shipped: Path, own: Path) -> Path:
    """Copy notebooks that the person lacks; a newer one is put beside theirs, never over it.

    Nothing of their folder enters a repository that it lies in.
    """
    from jobkit import __version__

    if own.resolve() == shipped.resolve():
        raise ReportError(f"{own.parent} is jobkit's own folder. Name another one for your data.")
    own.mkdir(parents=True, exist_ok=True, mode=0o700)
    for ignored in (own.parent / ".gitignore", own / ".gitignore"):
        if not ignored.exists():
            write_private(ignored, b"*\n")
    for path in sorted(shipped.glob("*.ipynb")):
        target = own / path.name
        if target.exists() and target.read_bytes() != path.read_bytes():
            target = own / f"{path.stem} {__version__}{path.suffix}"
        if not target.exists():
            shutil.copyfile(path, target)
            target.chmod(0o600)
    return own


def shipped_notebooks() -> Path:
    """Return the folder of jobkit's own notebooks: the checkout's, or the installed package's."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent / "notebooks"
    return checkout if checkout.is_dir() else package / "_shipped" / "notebooks"


def read(path: Path) -> dict[str, Any]:
    try:
        notebook = json.loads(path.read_text("utf-8"))
        cells = [cell["cell_type"] for cell in notebook["cells"]]
    except OSError as error:
        raise ReportError(f"{path.name} cannot be read ({error.strerror}).") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReportError(
            f"{path.name} is not a notebook of version 4. Open it in JupyterLab and save it."
        ) from error
    if "code" not in cells:
        raise ReportError(f"{path.name} has no cell to run.")
    return notebook


class Parameter(NamedTuple):
    """One parameter of a notebook: the type its annotation names, its default, its comment."""

    types: tuple[str, ...]
    default: Any
    comment: str


def parameters_of(notebook: Mapping[str, Any] | str | Path) -> dict[str, Parameter]:
    """Return the parameters declared in the tagged cell, as `name: type = default  # comment`."""
    if not isinstance(notebook, Mapping):
        notebook = read(find(notebook))
    tagged = [cell for cell in notebook["cells"] if "parameters" in cell.get("metadata", {}).get("tags", [])]
    return _declared_in("".join(tagged[0]["source"]) if tagged else "")


def _declared_in(source: str) -> dict[str, Parameter]:
    known: dict[str, Parameter] = {}
    try:
        lines, statements = source.splitlines(), ast.parse(source).body
        for line in statements:
            target = line.target if isinstance(line, ast.AnnAssign) else getattr(line, "targets", [None])[0]
            if not (
                isinstance(line, ast.AnnAssign | ast.Assign) and isinstance(target, ast.Name) and line.value
            ):
                continue
            default = ast.literal_eval(line.value)
            annotation = getattr(line, "annotation", None)
            written = ast.unparse(annotation).strip("'\"") if annotation else type(default).__name__
            types = tuple(part.partition("[")[0].strip() for part in written.split("|"))
            comment = lines[(line.end_lineno or 1) - 1][line.end_col_offset :].lstrip(" #")
            known[target.id] = Parameter(types, default, comment)
    except (SyntaxError, ValueError) as error:
        raise ReportError(
            f"The parameters of the notebook are not `name: type = value` lines: {error}."
        ) from error
    return known


def typed(notebook: str | Path, texts: Sequence[str]) -> dict[str, Any]:
    """Return parameters written as `name=value`, as on a command line, each of the type it is declared as."""
    known, values = parameters_of(notebook), {}
    for text in texts:
        name, is_said, value = text.partition("=")
        if not is_said:
            raise ReportError(f"“{text}” is not a parameter; write name=value.")
        _check_name(name, known, str(notebook))
        values[name] = value
        if "str" not in known[name].types:
            with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
                values[name] = ast.literal_eval({"true": "True", "false": "False"}.get(value, value))
    return values


def open_search(data: str = "", as_of: str = "") -> Search:
    """Return the search that a notebook's parameters name, for the first cell after them.

    Papermill by itself only warns of a parameter that the notebook does not have, and runs on.

    Raises
    ------
    ReportError : a parameter was filled in that the notebook does not have; the nearest one is named.
    StoreError : the folder `data` is not there; the nearest one with a search is named.

    Examples
    --------
    >>> jobkit.open_search(str(search.folder), "2026-06-30").as_of
    Timestamp('2026-06-30 00:00:00')
    """
    from IPython import get_ipython

    from jobkit.search import Search

    shell = get_ipython()
    for source, filled in pairwise(shell.user_ns.get("In", []) if shell else []):
        if filled.startswith("# Parameters\n"):  # so papermill begins the cell that it puts in
            for statement in ast.parse(filled).body:
                if isinstance(statement, ast.Assign):
                    _check_name(ast.unparse(statement.targets[0]), _declared_in(source), "")
    if data:
        refuse_mistyped(data, is_needed=True)
    return Search(data, as_of=as_of or None)


def _check_name(name: str, known: Mapping[str, Parameter], notebook: str) -> None:
    if name in known and re.fullmatch(r"[a-z_][a-z0-9_]*", name):
        return
    which = f"The notebook {Path(notebook).stem}" if notebook else "This notebook"
    hint = did_you_mean(name, known, f"It has {', '.join(known) or 'none'}.")
    raise ReportError(f"{which} has no parameter “{page.words(name)[:60]}”. {hint}")


def literals(values: Mapping[str, Any], known: Mapping[str, Parameter], notebook: str) -> dict[str, str]:
    """Return the parameters as Python literals: this is what papermill pastes into the notebook's code."""
    said = {}
    for name, value in values.items():
        _check_name(name, known, notebook)
        types = known[name].types
        kinds = tuple(TYPES.get(kind, object) for kind in types)
        if "str" in types and isinstance(value, (date, os.PathLike)):
            value = value.isoformat()[:10] if isinstance(value, date) else os.fspath(value)
        if type(value) in (bool, int) and object not in kinds:  # a whole number is a float, True no number
            fits = type(value) in kinds or (type(value) is int and float in kinds)
        else:
            fits = isinstance(value, kinds)
        if not fits:
            raise ReportError(
                f"The parameter “{name}” of {notebook} is of type {' or '.join(types)}, such as "
                f"{known[name].default!r}; {value!r} is of type {type(value).__name__}."
            )
        said[name] = _literal(value, name)
    return said


def _literal(value: Any, name: str) -> str:
    """Return Python that says exactly this value, and can do nothing else."""
    for kind in (bool, int, float, complex, str, bytes):
        if isinstance(value, kind):
            said = kind.__repr__(value)
            return f"float('{said}')" if said in ("nan", "inf", "-inf") else said
    if value is None:
        return "None"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_literal(k, name)}: {_literal(v, name)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple, set, frozenset)):
        inside = [_literal(part, name) for part in value]
        listed = ", ".join(sorted(inside) if isinstance(value, (set, frozenset)) else inside)
        return f"[{listed}]" if isinstance(value, list) else f"{type(value).__name__}([{listed}])"
    raise ReportError(
        f"The parameter “{name}” holds a {type(value).__name__}, which cannot be written into a notebook."
    )
