"""Reports: run, refused, failed, kept; on notebooks that the tests write themselves."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

import jobkit
from jobkit.commands import cli
from jobkit.errors import ReportError, StoreError
from jobkit.reports import notebooks, report

PARAMETERS = """data: str = "elsewhere"  # folder of the search
as_of: str = ""  # the day to look from
month: str = ""
n: int = 3  # how many
share: float | None = None
words: list = []
"""


@pytest.fixture(scope="module")
def warm():
    with report.Runner(timeout=120) as runner:
        yield runner


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir(mode=0o700)
    return tmp_path / "data"


def written(folder, *code, name="reflection", parameters=PARAMETERS):
    """Write a notebook of a title, parameters, and a section for each piece of code; return its path."""

    def cell(kind, source, **more):
        return {"cell_type": kind, "id": f"c{len(cells)}", "source": source, "metadata": {}} | more

    cells = []
    cells.append(cell("markdown", "# The month\n\nA question."))
    run = {"outputs": [], "execution_count": None}
    cells.append(cell("code", parameters, **run | {"metadata": {"tags": ["parameters"]}}))
    for number, source in enumerate(code, start=1):
        cells.append(cell("markdown", f"## Section {number}"))
        cells.append(cell("code", source, **run))
    kernel = {"name": "some-other-kernel", "display_name": "Nowhere", "language": "julia"}
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}
    path = folder.parent / f"{name}.ipynb"
    path.write_text(json.dumps(content), "utf-8")
    return path


def words(path):
    return path.with_suffix(".md").read_text("utf-8")


def test_a_report_is_written_beside_the_data_by_this_interpreter(folder, warm):
    path = written(folder, "import sys; print(sys.executable)", "print(data, n)\nn * 2")
    made = report.run(path, folder, {"n": 5, "month": "2026-10"}, runner=warm)
    assert made == folder / "reports" / "2026-10" / "reflection.html"
    assert sys.executable in words(made)
    assert ". 5" in words(made) and "10" in words(made)
    assert "print(" not in made.read_text("utf-8")
    assert sorted(p.name for p in made.parent.iterdir()) == [
        "manifest.json", "reflection.html", "reflection.ipynb", "reflection.md",
    ]  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_what_is_written_is_for_its_owner_only(folder, warm):
    made = report.run(written(folder, "1"), folder, {"month": "2026-10"}, runner=warm)
    assert {p.stat().st_mode & 0o777 for p in made.parent.iterdir()} == {0o600}
    assert {p.stat().st_mode & 0o777 for p in (folder, made.parent, made.parent.parent)} == {0o700}


def test_a_misspelt_parameter_is_refused_with_the_closest_name(folder, warm):
    with pytest.raises(ReportError, match=r"has no parameter “mnth”. Did you mean “month”\?"):
        report.run(written(folder, "1"), folder, {"mnth": "2026-10"}, runner=warm)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", "3"),
        ("n", 3.5),
        ("n", True),
        ("month", 202610),
        ("share", "half"),
        ("words", "one"),
        ("n", None),
    ],
)
def test_an_ill_typed_parameter_is_refused_by_name(folder, warm, name, value):
    with pytest.raises(ReportError, match=f"The parameter “{name}” of reflection is of type"):
        report.run(written(folder, "1"), folder, {name: value}, runner=warm)


@pytest.mark.parametrize("name", ["n = 1\nimport os", "__import__", "n;x", "N", "é", ""])
def test_a_parameter_s_name_cannot_become_code(folder, warm, name):
    path = written(folder, "1", parameters=PARAMETERS + "N: int = 1\n")
    with pytest.raises(ReportError, match="has no parameter"):
        report.run(path, folder, {name: 1}, runner=warm)


TEXTS = ['quo"te', "apo'st\\", "line\nbreak\r\n\t", "\u2028\U0001f600 東京", '"""\n', "{brace} $x #c"]
NUMBERS = [-(10**30), 0.1, float("inf"), 1e-300, 2 + 3j, True]
NESTED = [['a"\n', [1, None], {}], {"k\n'": [1.5], 7: ()}, (1,), {1, 2}, frozenset({"x"})]
VALUES = [*TEXTS, b"\x00\xff", None, *NUMBERS, *NESTED]


def test_values_of_fourteen_types_arrive_unchanged(folder, warm):
    listed = "\n".join(f"v{at}: object = None" for at in range(len(VALUES)))
    everything = ", ".join(f"v{at}" for at in range(len(VALUES)))
    path = written(folder, f"open('seen', 'w').write(ascii([{everything}]))", parameters=listed)
    names = {f"v{at}": value for at, value in enumerate(VALUES)}
    literals = notebooks.literals(names, notebooks.parameters_of(path), "reflection")
    warm.run(path, literals, folder)
    seen = eval((folder / "seen").read_text("utf-8"), {"inf": float("inf")})
    assert seen == VALUES
    assert list(map(type, seen)) == list(map(type, VALUES))


def test_what_cannot_be_written_as_a_literal_is_refused(folder):
    path = written(folder, "1", parameters="v: object = None")
    with pytest.raises(ReportError, match="“v” holds a Runner"):
        notebooks.literals({"v": [report.Runner.__new__(report.Runner)]}, notebooks.parameters_of(path), "x")


def test_days_and_paths_are_given_as_text(folder):
    known = notebooks.parameters_of(written(folder, "1"))
    assert notebooks.literals({"as_of": date(2026, 10, 31)}, known, "x") == {"as_of": "'2026-10-31'"}
    assert notebooks.literals({"month": Path("a") / "b"}, known, "x") == {"month": repr(str(Path("a") / "b"))}


def test_parameters_are_known_with_their_types_defaults_and_comments(folder):
    known = notebooks.parameters_of(written(folder, "1"))
    assert list(known) == ["data", "as_of", "month", "n", "share", "words"]
    assert known["n"] == (("int",), 3, "how many")
    assert known["share"].types == ("float", "None")


def test_parameters_from_a_command_line_take_the_type_they_are_declared_as(folder):
    path = written(folder, "1")
    assert notebooks.typed(path, ["n=5", "month=2026", "share=None", "words=['a']"]) == {
        "n": 5, "month": "2026", "share": None, "words": ["a"],
    }  # fmt: skip
    with pytest.raises(ReportError, match="no parameter “x”"):
        notebooks.typed(path, ["x=1"])
    with pytest.raises(ReportError, match="write name=value"):
        notebooks.typed(path, ["month"])


def test_an_unknown_notebook_is_refused_with_those_there_are():
    with pytest.raises(ReportError, match="no notebook “reflektion”"):
        notebooks.find("reflektion")
    with pytest.raises(ReportError, match="There is no notebook"):
        notebooks.find("../reflection")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', '{"cells": []}'])
def test_a_file_that_is_no_notebook_is_refused(tmp_path, text):
    path = tmp_path / "x.ipynb"
    path.write_text(text)
    with pytest.raises(ReportError, match=r"x\.ipynb"):
        report.run(path, tmp_path / "data")


def test_a_failing_cell_leaves_no_report_and_names_its_section(folder, warm):
    made = report.run(written(folder, "1"), folder, {"month": "2026-10"}, runner=warm)
    before = {path.name: path.read_bytes() for path in made.parent.iterdir()}
    path = written(folder, "1", "raise ValueError('first\\nno such company')", "open('later', 'w')")
    with pytest.raises(ReportError) as failed:
        report.run(path, folder, {"month": "2026-10"}, runner=warm)
    assert "reflection.ipynb, “Section 2” (cell 6): ValueError: no such company" in str(failed.value)
    assert "untouched" in str(failed.value) and "jobkit lab" in str(failed.value)
    assert {path.name: path.read_bytes() for path in made.parent.iterdir()} == before
    assert not (folder / "later").exists()


@pytest.mark.parametrize("code", ["def f(:", "raise SystemExit", "raise KeyboardInterrupt", "input()", "1/0"])
def test_however_a_cell_fails_the_next_report_runs(folder, warm, code):
    with pytest.raises(ReportError, match="“Section 1”"):
        report.run(written(folder, code), folder, {"month": "2026-10"}, runner=warm)
    assert not (folder / "reports").exists()
    assert report.run(written(folder, "1"), folder, {"month": "2026-10"}, runner=warm).is_file()


def test_a_process_that_dies_is_told_and_replaced(folder, warm):
    path = written(folder, "import os, sys; sys.__stderr__.write('out of memory\\n'); os._exit(9)")
    with pytest.raises(ReportError, match=r"“Section 1” .*the process that ran it ended"):
        report.run(path, folder, {"month": "2026-10"}, runner=warm)
    assert report.run(written(folder, "1"), folder, {"month": "2026-10"}, runner=warm).is_file()


def test_a_notebook_that_takes_too_long_is_ended(folder):
    with report.Runner(timeout=1) as runner, pytest.raises(ReportError, match="not done after 1 seconds"):
        report.run(
            written(folder, "import time; time.sleep(60)"), folder, {"month": "2026-10"}, runner=runner
        )


def test_an_interrupt_ends_the_run_and_leaves_nothing(folder):
    def interrupt(*_):
        raise KeyboardInterrupt

    with report.Runner() as runner:
        with pytest.raises(KeyboardInterrupt):
            report.run(written(folder, "1"), folder, {"month": "2026-10"}, runner=runner, progress=interrupt)
        assert runner._child is None
    assert not (folder / "reports").exists()


def test_progress_tells_the_section_before_each_cell(folder, warm):
    seen = []
    report.run(
        written(folder, "1", "2"),
        folder,
        {"month": "2026-10"},
        runner=warm,
        progress=lambda *a: seen.append(a),
    )
    assert seen == [(2, 6, "The month"), (4, 6, "Section 1"), (6, 6, "Section 2")]


def test_the_same_data_give_the_same_bytes(folder, warm, tmp_path):
    table = "pd.DataFrame({'n': [3], 'low': [1], 'high': [5]}, ['applied'])"
    drawn = f"charts.both(charts.bands, {table})"
    path = written(folder, "import pandas as pd\nfrom jobkit import charts", drawn, "{'b', 'a', 'c'}")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    first, second = (
        report.run(path, tmp_path / name, {"month": "2026-10"}, runner=runner)
        for name, runner in (("one", warm), ("two", None))
    )
    for suffix in (".md", ".ipynb"):
        assert first.with_suffix(suffix).read_bytes() == second.with_suffix(suffix).read_bytes()
    pages = [path.read_text("utf-8").split("<footer>")[0] for path in (first, second)]
    assert pages[0] == pages[1]


def test_running_again_changes_nothing_and_a_changed_report_keeps_the_earlier_one(folder, warm):
    path = written(folder, "print(open('facts.toml').read())")
    (folder / "facts.toml").write_text("one")
    made = report.run(path, folder, {"month": "2026-10"}, runner=warm)
    before = {path.name: path.read_bytes() for path in made.parent.iterdir()}
    report.run(path, folder, {"month": "2026-10"}, runner=warm)
    assert {path.name: path.read_bytes() for path in made.parent.iterdir()} == before
    (folder / "facts.toml").write_text("two")
    report.run(path, folder, {"month": "2026-10"}, runner=warm)
    assert "two" in words(made)
    assert (made.parent / "reflection.1.html").read_bytes() == before["reflection.html"]
    entry = json.loads((made.parent / "manifest.json").read_text())["reflection"]
    assert [(change["file"], change["because"]) for change in entry["changed"]] == [
        ("reflection.1.html", ["data"])
    ]
    (told,) = report.changes(made)
    assert re.fullmatch(
        r"The earlier report of \d+ [A-Z][a-z]+ \d{4} at \d\d:\d\d differs, because the data changed;"
        r" it is kept as reflection\.1\.html\.",
        told,
    )
    assert told in made.read_text("utf-8").partition("<footer>")[2]
    assert entry["parameters"] == {"month": "2026-10"}
    assert entry["versions"]["jobkit"] == jobkit.__version__


def test_a_changed_report_tells_its_numbers_and_the_day_it_looked_from(folder, warm):
    code = (
        "import pandas as pd\nfrom jobkit import page\n"
        "page.cards(pd.DataFrame({'number': [as_of[-2:]], 'label': ['applied, by day']}, ['applied']))"
    )
    path = written(folder, code)
    for day in ("2026-10-12", "2026-10-13"):
        made = report.run(path, folder, {"month": "2026-10"}, as_of=day, runner=warm)
    (told,) = report.changes(made)
    assert "because it looked from another day (applied 12 then, 13 now); it is kept" in told


def test_a_full_disk_leaves_the_earlier_report(folder, warm, monkeypatch):
    made = report.run(written(folder, "1"), folder, {"month": "2026-10"}, runner=warm)
    before = {path.name: path.read_bytes() for path in made.parent.iterdir()}

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReportError, match=r"No space left on device\); [\d,]+ bytes are needed"):
        report.run(written(folder, "2"), folder, {"month": "2026-10"}, runner=warm)
    assert {path.name: path.read_bytes() for path in made.parent.iterdir()} == before


def test_a_damaged_store_is_said(folder, warm):
    (folder / "search.db").write_bytes(b"not a database at all, but long enough to look like one" * 40)
    with pytest.raises(StoreError, match="jobkit check"):
        report.run(written(folder, "1"), folder, {"month": "2026-10"}, runner=warm)


def test_a_month_is_a_month_a_quarter_or_a_year_and_no_path(folder, warm):
    made = report.run(written(folder, "1"), folder, {"month": "2026-Q3"}, runner=warm)
    assert made.parent.name == "2026-Q3"
    for wrong in ("../../x", "October", "2026-10/..", "2026-1", "2026-13"):
        with pytest.raises(ReportError, match="is not a month; write it as 2026-10"):
            report.run(written(folder, "1"), folder, {"month": wrong}, runner=warm)


def test_without_a_month_the_day_decides_where_a_report_stands(folder, warm):
    made = report.run(
        written(folder, "print(as_of)", name="explore"), folder, as_of="2026-09-30", runner=warm
    )
    assert made == folder / "reports" / "2026-09" / "explore.html"
    assert "2026-09-30" in words(made)


def test_folders_may_have_any_name(tmp_path, warm):
    folder = tmp_path / "für {Ana} & 100 % 東京"
    folder.mkdir()
    made = report.run(written(folder, "print(data)"), folder, {"month": "2026-10"}, runner=warm)
    assert made.is_file()


def test_a_shared_report_has_no_private_cell_and_only_another_s_words(folder, warm):
    path = written(folder, "print('Ana at Northwind')", "print('my own answer')")
    content = json.loads(path.read_text())
    content["cells"][-1]["metadata"] = {"tags": ["private"]}
    path.write_text(json.dumps(content))
    made = report.run(
        path, folder, {"month": "2026-10"}, runner=warm, redact=lambda text: text.replace("Northwind", "A")
    )
    assert made.name == "reflection.shared.html"
    text = made.read_text("utf-8")
    assert "Ana at A" in text and "Northwind" not in text and "my own answer" not in text
    assert sorted(p.name for p in made.parent.iterdir()) == ["reflection.shared.html", "reflection.shared.md"]


def test_a_pdf_is_written_when_it_is_asked_for(folder, warm):
    made = report.run(
        written(folder, "1"), folder, {"month": "2026-10"}, runner=warm, formats=("html", "pdf")
    )
    assert made.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
    with pytest.raises(ReportError, match="“docx” is not a format"):
        report.run(written(folder, "1"), folder, formats=("docx",), runner=warm)


def test_all_months_stand_on_one_page_newest_first(folder, warm):
    code = (
        "import pandas as pd\nfrom jobkit import page\n"
        "page.cards(pd.DataFrame({'number': [str(n)], 'label': ['applied']}, ['applied']))"
    )
    path = written(folder, code)
    for month, n in (("2026-09", 3), ("2026-10", 8)):
        report.run(path, folder, {"month": month, "n": n}, runner=warm)
    text = report.index(folder).read_text("utf-8")
    assert text.index("2026-10/reflection.html") < text.index("2026-09/reflection.html")
    assert text.count('class="sent"') == 11 and 'aria-label="October 2026: 8 sent, 0 rejected"' in text
    assert "2 months of your search" in text


def test_months_run_one_after_another_in_one_process(folder):
    path = written(folder, "import os; print(os.getpid(), month); assert 'left' not in globals(); left = 1")
    with report.Runner() as runner:
        made = [report.run(path, folder, {"month": f"2026-0{n}"}, runner=runner) for n in (8, 9)]
    pids = {words(path).split("    ")[1].split()[0] for path in made}
    assert [path.parent.name for path in made] == ["2026-08", "2026-09"]
    assert len(pids) == 1 and str(os.getpid()) not in pids


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_a_program_that_is_killed_leaves_no_process_behind(folder):
    path = written(
        folder, "import os, time; open('pid', 'w').write(str(os.getpid()))", "import time; time.sleep(3)", "1"
    )
    code = f"from jobkit import report; report.run({str(path)!r}, {str(folder)!r}, {{'month': '2026-10'}})"
    program = subprocess.Popen([sys.executable, "-c", code])
    deadline = time.monotonic() + 30
    while not ((folder / "pid").exists() and (folder / "pid").read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    program.send_signal(signal.SIGKILL)
    program.wait()
    pid = int((folder / "pid").read_text())
    while time.monotonic() < deadline and Path(f"/proc/{pid}").exists():
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()
    assert not (folder / "reports").exists()


def test_reading_a_report_engine_starts_nothing_heavy():
    heavy = {"pandas", "matplotlib", "papermill", "nbformat"}
    code = f"import sys, jobkit.reports.report; print(sorted({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_no_thread_is_left_over(folder, warm):
    report.run(written(folder, "1"), folder, {"month": "2026-10"}, runner=warm)
    assert [
        thread
        for thread in threading.enumerate()
        if isinstance(thread, threading.Timer) and thread.is_alive()
    ] == []


@pytest.mark.parametrize("words", [["report", "2026-05"], ["share", "x.zip"], ["export", "out"], ["check"]])
def test_a_search_that_is_not_there_is_not_made_and_the_nearest_is_named(
    words, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert cli.main([*words, "--data", str(tmp_path / "mine")]) == 1
    assert "There is no folder" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    jobkit.Search(tmp_path / "minen").record_event("applied", company="Quellbach", date="2026-05-03")
    assert cli.main([*words, "--data", str(tmp_path / "mine")]) == 1
    assert "Did you mean" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["minen"]


def test_the_first_page_after_an_upgrade_says_once_what_is_counted_otherwise(warm, folder, monkeypatch):
    def page_of(month):
        return report.run(written(folder, "n"), folder, {"month": month}, runner=warm).read_text("utf-8")

    words = "Counted otherwise than on your last page"
    assert words not in page_of("2026-08")  # there was no earlier one
    monkeypatch.setattr(jobkit, "__version__", "0.2.0")
    assert f"{words}: An interview counts as a success if it came within 45 days" in page_of("2026-09")
    assert words not in page_of("2026-10")
    assert words in page_of("2026-09")  # that page goes on saying it
