"""Reports: a notebook is run on a search, and what it says becomes one self-contained file.

A report is written whole or not at all: it is made beside the old one, which stays until the new one
is on the disk. A report that would change is kept under another name first.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, nullcontext, suppress
from datetime import date, datetime
from importlib import metadata
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jobkit
from jobkit import apart, errors, page
from jobkit.errors import ReportError, StoreError
from jobkit.language import english
from jobkit.language.vocabulary import shipped
from jobkit.reports import kernel, notebooks
from jobkit.reports.notebooks import shipped_notebooks as shipped_notebooks
from jobkit.store.files import refuse_mistyped, unfinished_name, write_all

Progress = Callable[[int, int, str], None]
FORMATS = ("html", "md", "ipynb", "pdf")
WRITTEN = ("html", "md", "ipynb")
WORDS = shipped("reports")
LARGEST = 1 << 40
"""Bytes that an executed notebook may have."""
SETTLED = {
    "PYTHONHASHSEED": "0",
    "PYTHONIOENCODING": "utf-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
"""What the same data give the same bytes with."""


def run_report(
    notebook: str | Path,
    search: Any,
    *,
    formats: Sequence[str] = WRITTEN,
    progress: Progress | None = None,
    **parameters: Any,
) -> Path:
    """Return the report that this notebook, run on this search, was written to.

    Parameters
    ----------
    notebook : the name of one of jobkit's notebooks (`reflection`), or the path of your own.
    search : a `jobkit.Search`, or its folder.
    formats, progress : see `run`.
    parameters : of the notebook; an unknown name, or a value of another type, is refused.

    Examples
    --------
    >>> jobkit.run_report("explore", search).name
    'explore.html'
    """
    folder, as_of = getattr(search, "folder", search), getattr(search, "_as_of", None)
    return run(notebook, folder, parameters, formats=formats, as_of=as_of, progress=progress)


def run(
    notebook: str | Path,
    folder: str | Path,
    parameters: Mapping[str, Any] | None = None,
    *,
    output: str | Path | None = None,
    formats: Sequence[str] = WRITTEN,
    as_of: object = None,
    progress: Progress | None = None,
    redact: Callable[[str], str] | None = None,
    runner: Runner | None = None,
) -> Path:
    """Run a notebook on the search in a folder; return the HTML file (with `formats=("pdf",)` the PDF).

    Parameters
    ----------
    output : the file to write; without it `reports/2026-10/reflection.html` in the folder, by the
        parameter `month`, else by `as_of`, else by today.
    formats : of html, md, ipynb, pdf; each is written beside the others.
    as_of : the day to look from, for notebooks that have this parameter.
    progress : called before each cell with its number, how many there are, and its section.
    redact : gives the words for another's eyes: it is applied to every text, cells tagged `private`
        are left out, and nothing but the page is written (`reflection.shared.html`).
    runner : a `Runner` that is warm already.
    """
    path, folder = notebooks.find(notebook), Path(folder).resolve()
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        raise ReportError(f"“{unknown[0]}” is not a format for reports; choose one of {', '.join(FORMATS)}.")
    given = dict(parameters or {})
    known = notebooks.parameters_of(notebooks.read(path))
    own = {"data": ".", "as_of": str(as_of or "")}
    filled = {name: value for name, value in own.items() if name in known and value} | given
    literals = notebooks.literals(filled, known, path.stem)
    target = Path(output) if output else place(folder, path.stem, given, as_of)
    if redact and not output:
        target = target.with_suffix(".shared.html")
    refuse_mistyped(folder, is_needed=True)
    with nullcontext(runner) if runner else Runner() as warm:
        executed = warm.run(path, literals, folder, progress)
    found = page.nodes(executed, ("hide", "lab", "private") if redact else ("hide", "lab"))
    if redact:
        found = [*page.redacted(found, redact), page.note(WORDS["limits"].strip()).node]
        wanted = [kind for kind in formats if kind in ("html", "md", "pdf")]
        _write(_files(found, {}, target, {"made": _stamp(), "data": ""}, wanted))
        return target.with_suffix(f".{wanted[0]}")
    day = str(as_of or date.today().isoformat())  # noqa: DTZ011 the person's own day
    entry = _entry(found, executed) | {"data": fingerprint(folder), "as_of": day}
    entry["parameters"] = json.loads(json.dumps(given, default=str))
    return _keep(path.stem, found, executed, entry, target, formats)


# Running


class Runner:
    """A process of this very interpreter that runs notebooks, `timeout` seconds each, warm to the last."""

    def __init__(self, timeout: float = 900):
        self.timeout = timeout
        self._child: apart.Child | None = None
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 closed when the runner is

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        self._said.close()

    def run(
        self, path: Path, literals: Mapping[str, str], folder: Path, progress: Progress | None = None
    ) -> dict[str, Any]:
        """Return the notebook, executed; `ReportError` names the section that could not be."""
        how: Any = {"answer": LARGEST, "settled": SETTLED, "cwd": folder, "stderr": self._said}
        self._child = self._child or apart.Child(kernel.run, seconds=self.timeout, **how)
        state: dict[str, Any] = {"cell": 1, "of": 1, "section": ""}
        try:
            for value in self._child.values(str(path), literals, str(folder)):
                state |= value
                if progress and "cell" in value:
                    progress(state["cell"], state["of"], state["section"] or path.stem)
        except apart.Lost as lost:
            self._stop()
            raise self._failure(path, state, str(lost)) from lost
        except BaseException:
            self._stop()  # Ctrl-C, or a progress that raised: nothing goes on behind the user's back
            raise
        if "error" in state:
            raise self._failure(path, state)
        return json.loads(state["notebook"])

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child:
            child.__exit__()

    def _failure(self, path: Path, state: Mapping[str, Any], lost: str = "") -> ReportError:
        section = f"“{state['section']}”" if state["section"] else "the first cells"
        where = f"{path.name}, {section} (cell {state['cell']})"
        after = "No report was written; what was there before is untouched."
        if not lost:
            last = state["says"].strip().splitlines()
            if last and hasattr(errors, state["error"]):  # in words already: a day or a name that is wrong
                return ReportError(f"{last[-1]} {after}")
            said = f"{state['error']}: {last[-1] if last else 'no message'}"
            how = f": {said}\n{after} Open the notebook with `jobkit lab` and run it up to there."
        elif lost == "late":
            how = f" was not done after {self.timeout:.0f} seconds, and was ended. {after}"
        else:
            self._said.seek(0)
            lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
            said = f" Its last words: {page.words(lines[-1])}" if lines else ""
            how = f": the process that ran it ended.{said} {after} Try again; then run it in `jobkit lab`."
        return ReportError(where + how)


# Writing


def fingerprint(folder: Path) -> str:
    """Return what tells one state of the data from another: a digest of the facts and the user's settings."""
    digest = hashlib.sha256()
    for settings in sorted(folder.glob("*.toml")):
        digest.update(settings.read_bytes())
    store = folder / "search.db"
    if store.is_file():
        try:
            with closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", timeout=30, uri=True)) as connection:
                for line in connection.iterdump():
                    digest.update(line.encode("utf-8", "surrogatepass"))
        except sqlite3.DatabaseError as error:
            raise StoreError(f"search.db cannot be read ({error}). Run `jobkit check`.") from error
    return digest.hexdigest()[:16]


def place(folder: Path, notebook: str, parameters: Mapping[str, Any], as_of: object) -> Path:
    """Return where a report stands: by its month, quarter, year or week, else by the day looked from."""
    span = str(parameters.get("month") or parameters.get("period") or "")
    span = span or str(parameters.get("as_of") or as_of or date.today().isoformat())[:7]  # noqa: DTZ011
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|W\d\d))?|all", span):
        raise ReportError(
            f"“{page.words(span)[:40]}” is not a month; write it as 2026-10, 2026-Q3, 2026 or all."
        )
    return folder / "reports" / span / f"{notebook}.html"


def _stamp() -> str:
    return datetime.now().astimezone().isoformat(sep=" ", timespec="minutes")


def _when(made: str) -> str:
    return f"{english.day(made[:10])} at {made[11:16]}"


def _head(found: list[page.Node]) -> Mapping[str, Any]:
    """Return what the title of a page says: its text, its rank, its language unless that is English."""
    head = next((node for node in found if node["kind"] == "title"), {})
    return {"text": "A report", "lang": None, "rank": None} | head


def _html(found: list[page.Node], made: str, data: str = "", before: str = "") -> str:
    head, version = _head(found), jobkit.__version__
    lang = head["lang"] or "en"
    of = (f" from data {data}" if lang == "en" else f" ({data})") if data else ""
    made = _when(made) if lang == "en" else made
    foot = page.runs(
        WORDS["foot"].get(lang, WORDS["foot"]["en"]).format(made=made, version=version, of=of, before=before)
    )
    return page.html(found, title=head["text"], lang=lang, version=version, foot=foot)


def _keep(
    name: str, nodes: list[page.Node], executed: Mapping, entry: dict, target: Path, formats: Sequence[str]
) -> Path:
    known, files = manifest(target.parent), dict[Path, bytes]()
    before = known.get(name) if target.is_file() else None
    entry["upgrade"], wanted = _counted_otherwise(target.parents[1]), [*formats]
    listing = target.with_name("manifest.json")  # written last: unfinished, it tells that a run was killed
    if before and before["content"] == entry["content"] and not unfinished_name(listing).exists():
        wanted = [kind for kind in formats if not target.with_suffix(f".{kind}").exists()]
        entry = before
    elif before:
        old = target.with_name(f"{target.stem}.{len(before['changed']) + 1}.html")
        if not old.exists():  # it does where a run was killed after it had kept the earlier one
            files[old] = target.read_bytes()
        entry["changed"] = [*before["changed"], _change(before, entry) | {"file": old.name}]
    files |= _files(nodes, executed, target, entry, wanted)
    files[listing] = _json(known | {name: entry})
    _write(files)
    return target.with_suffix(f".{formats[0]}")


def _change(before: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return when the earlier report was made, why this one differs, and which of its numbers do."""
    why = [name for name in ("data", "parameters", "versions") if before[name] != entry[name]]
    why = why or ["day" if before.get("as_of") != entry["as_of"] else "notebook"]
    was, now = ({name: card["number"] for name, card in told["numbers"].items()} for told in (before, entry))
    numbers = {
        card["label"].partition(",")[0]: [was[name], card["number"]]
        for name, card in entry["numbers"].items()
        if name in was and was[name] != now[name]
    }
    return {"made": before["made"], "because": why, "numbers": numbers}


def changes(target: Path) -> list[str]:
    """Return what each earlier version of a report was replaced for, the newest last."""
    return [*map(_replaced, manifest(target.parent).get(target.stem, {"changed": []})["changed"])]


def _replaced(change: Mapping[str, Any]) -> str:
    why = " and ".join(WORDS["because"][cause] for cause in change["because"])
    numbers = [f"{name} {was} then, {now} now" for name, (was, now) in change.get("numbers", {}).items()]
    told = f" ({'; '.join(numbers)})" if numbers else ""
    kept = f"it is kept as {change['file']}."
    return f"The earlier report of {_when(change['made'])} differs, because {why}{told}; {kept}"


def _files(
    nodes: list[page.Node], executed: Mapping, target: Path, entry: Mapping, formats: Sequence[str]
) -> dict[Path, bytes]:
    before = "".join(f"{_replaced(change)} " for change in entry.get("changed", [])[-1:])
    before, head = before + entry.get("upgrade", ""), _head(nodes)
    made = {
        "html": lambda: _html(nodes, entry["made"], entry["data"], before).encode(),
        "md": lambda: page.markdown(nodes).encode(),
        "ipynb": lambda: _json(executed),
        "pdf": lambda: page.pdf(nodes, title=head["text"], lang=head["lang"] or "en"),
    }
    return {target.with_suffix(f".{kind}"): made[kind]() for kind in formats}


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _entry(nodes: list[page.Node], executed: Mapping) -> dict[str, Any]:
    content = hashlib.sha256(json.dumps(nodes, sort_keys=True).encode()).hexdigest()[:16]
    cards = [card for node in nodes if node["kind"] == "cards" for card in node["cards"]]
    outputs = [output for cell in executed["cells"] for output in cell.get("outputs", [])]
    head = _head(nodes)
    return {
        "title": head["text"],
        "rank": head["rank"],
        "made": _stamp(),
        "content": content,
        "versions": {"jobkit": jobkit.__version__, "python": sys.version.split()[0]}
        | {name: metadata.version(name) for name in ("pandas", "numpy", "scipy", "matplotlib", "papermill")},
        "numbers": {card["name"]: {"number": card["number"], "label": card["label"]} for card in cards},
        "warnings": ["".join(o["text"]).strip() for o in outputs if o.get("name") == "stderr"],
        "changed": [],
    }


def _counted_otherwise(reports: Path) -> str:
    """Return what is counted otherwise than in the newest report before an upgrade; "" where nothing is."""
    own, made = _parts(jobkit.__version__), []
    for path in reports.glob("*/manifest.json"):
        with suppress(ReportError, KeyError, TypeError):  # a damaged one is told where it is needed
            entries = manifest(path.parent).values()
            made += [(entry["made"], _parts(entry["versions"]["jobkit"])) for entry in entries]
    last = max(made)[1] if made else own
    since = (row["words"] for version, row in shipped("numbers").items() if _parts(version) >= last)
    changes = [*chain.from_iterable(since)] if last < own else []
    return " ".join(["Counted otherwise than on your last page:", *changes, ""]) if changes else ""


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def manifest(folder: Path) -> dict[str, Any]:
    """Return what the reports in a folder were made of, by notebook; of no reports, nothing."""
    try:
        entries = json.loads((folder / "manifest.json").read_text("utf-8"))
        return {name: {**entries[name]} for name in entries}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, LookupError) as error:
        raise ReportError(f"{folder.name}/manifest.json is damaged; move it away and run again.") from error


def _write(files: Mapping[Path, bytes]) -> None:
    """Write all files, or none; on a full disk the message names the bytes that are needed."""
    folder = next(iter(files)).parent
    try:
        for path in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
            path.mkdir(mode=0o700)
        write_all(files)
    except OSError as error:
        raise ReportError(f"{folder} cannot be made ({error.strerror}). Choose another folder.") from error
    except StoreError as error:
        raise ReportError(f"{error} The earlier report is untouched.") from error


# All months

DOTS = "A circle is an application sent that month, a square a rejection."


def index(folder: str | Path) -> Path:
    """Return the page of all reports of a search: each month with its finding, newest first.

    Each page gets a link to this one, a month's also to the months beside it that have one.
    """
    reports = Path(folder) / "reports"
    found = {path.parent.name: manifest(path.parent) for path in sorted(reports.glob("*/manifest.json"))}
    months = [name for name, made in found.items() if MONTH.fullmatch(name) and "reflection" in made]
    title = f"{len(months)} months of your search" if len(months) > 1 else "Your reports"
    nodes = [page.title(title, _strongest(found, months), "All reports").node]
    order = ((name[:4].isdecimal(), name[:4], "Q" not in name, name) for name in found)
    ordered = [name for *_, name in sorted(order, reverse=True)]
    for year, names in groupby(ordered, lambda name: name[:4]):
        nodes.append(page.heading(year if year.isdecimal() else "The whole search").node)
        nodes.append({"kind": "months", "rows": [_listed(name, found[name]) for name in names]})
    nodes.append(page.aside([DOTS]).node)
    before, after = dict(zip(months[1:], months, strict=False)), dict(pairwise(months))
    for name, notebook in ((name, notebook) for name, made in found.items() for notebook in made):
        beside = {"‹ {}": before.get(name), "{} ›": after.get(name)}
        _link(reports / name / f"{notebook}.html", beside if notebook == "reflection" else {})
    return write_page(reports / "index.html", nodes)


MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)
STRONG = 4
"""Findings of a month by their order: those before this one are what a search turns on."""


def _strongest(found: Mapping[str, Mapping[str, Any]], months: Sequence[str]) -> str:
    rank = {name: found[name]["reflection"].get("rank") for name in months}
    ranked = [name for name in months if rank[name] is not None and rank[name] < STRONG]
    first = sorted(sorted(ranked, reverse=True), key=lambda name: rank[name])[:3]
    named = [english.month(name) for name in sorted(first, reverse=True)]
    return f"Look at {english.listed(named)} first." if named else ""


def _listed(folder: str, made: Mapping[str, Mapping[str, Any]]) -> page.Node:
    order = sorted(made, key=lambda notebook: (notebook != "reflection", notebook))
    hrefs = [f"{quote(folder)}/{quote(notebook)}.html" for notebook in order]
    links = [{"text": made[name]["title"], "href": href} for name, href in zip(order, hrefs, strict=True)]
    times = max(len(entry["changed"]) for entry in made.values())
    note = f"Changed since, {'once' if times == 1 else f'{times} times'}." if times else ""
    return {"links": links, "note": note, **listed(folder, made.get("reflection", {}).get("numbers", {}))}


def listed(folder: str, numbers: Mapping[str, Mapping[str, str]]) -> page.Node:
    """Return the name of what a folder of reports is of, and a month's dots with what they say."""
    cards = (numbers.get(name, {}).get("number", "") for name in ("applied", "rejected"))
    sent, lost = (int(number) if number.isdecimal() else 0 for number in cards)
    quarter = re.sub(r"^(\d{4})-Q([1-4])$", r"Quarter \2 of \1", folder)
    marks, name = [], {"all": "All of it"}.get(folder, quarter)
    if MONTH.fullmatch(folder):
        marks, name = ["sent"] * min(sent, 30) + ["no"] * min(lost, 30), english.month(folder)
    return {"month": name, "marks": marks, "says": f"{sent} sent, {lost} rejected"}


def _link(path: Path, beside: Mapping[str, str | None]) -> None:
    """Write links to the months beside, and to all reports, into a page that has a place for them."""
    if not path.is_file():
        return
    text = path.read_text("utf-8")
    start = text.find('<nav class="beside"')
    first, end = text.find(">", start) + 1, text.find("</nav>", start)
    if start < 0 or end < 0:
        return
    links = "".join(
        f'<a href="../{name}/reflection.html">{form.format(english.MONTHS[int(name[5:7]) - 1])}</a>'
        for form, name in beside.items()
        if name
    )
    made = f'{text[:first]}{links}<a href="../index.html">All reports</a>{text[end:]}'
    if made != text:
        _write({path: made.encode()})


def write_page(target: Path, nodes: list[page.Node]) -> Path:
    """Return the file that these nodes were written to, as one page."""
    _write({target: _html(nodes, _stamp()).encode()})
    return target
