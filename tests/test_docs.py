"""The site: what its check finds; and the README, whose commands and Python run as they stand."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path

import typst

from jobkit.commands import cli
from jobkit.reports import report

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))
try:
    import links
finally:
    sys.path.remove(str(ROOT / "docs"))


def test_the_check_of_the_site_finds_what_leads_nowhere_or_elsewhere(tmp_path):
    (tmp_path / "index.html").write_text(
        '<h1 id="top">A</h1><a href="b.html#here">good</a><a href="#top">good</a><a href="b.html#gone">1</a>'
        '<a href="c.html">2</a><img src="https://elsewhere.example/p.png"><a href="https://there.example/">good</a>',
        encoding="utf-8",
    )
    (tmp_path / "b.html").write_text('<p id="here">B</p>', encoding="utf-8")
    assert list(links.faults(tmp_path)) == [
        "index.html: b.html#gone names no place on that page",
        "index.html: c.html is not there",
        "index.html: loads https://elsewhere.example/p.png",
    ]


README = (ROOT / "README.md").read_text(encoding="utf-8")
FILES = {
    "tracker.csv": "applications.csv",
    "linkedin-export.zip": "linkedin-export.zip",
    "mail.mbox": "mail.mbox",
    "calendar.ics": "calendar.ics",
}
RESUME = """= Edda Winterbourne
== Experience
Operations Analyst, Tallowbrook Transit \\
2019 – today
== Skills
SQL, Excel
"""
ADVERT = "Planning Lead\n\nRequirements\n- 5 years of experience in planning\n- Excel\n"
ELSEWHERE = ("jobkit lab", "jobkit demo", "jobkit reflect", "jobkit debrief")
"""Commands that open JupyterLab, write into a folder of their own, or ask at a terminal when given no options."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_readme_is_short_and_every_file_it_names_is_there():
    assert README.count("\n") < 120
    for name in re.findall(r"\]\(([^):]+)\)", README):
        assert (ROOT / name).is_file(), name


def test_the_commands_of_the_readme_run_as_they_stand(tmp_path, monkeypatch, capsys):
    """On the sample's files, under the names the README gives them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JOBKIT_DATA", str(tmp_path / "search"))
    for name, sample in FILES.items():
        shutil.copy(ROOT / "data" / "sample" / sample, tmp_path / name)
    (tmp_path / "advert.txt").write_text(ADVERT, encoding="utf-8")
    (tmp_path / "resume.pdf").write_bytes(typst.compile(RESUME.encode(), format="pdf"))
    lines = [line.split("  #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    commands = [line for line in lines if line.startswith("jobkit ") and not line.startswith(ELSEWHERE)]
    assert len(commands) >= 8
    for line in commands:
        assert cli.main(shlex.split(line)[1:]) == 0, (line, capsys.readouterr().err)


def test_what_the_demo_prints_runs_where_its_folder_has_a_blank(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(report, "run", lambda *_, **__: None)
    assert cli.main(["demo", "--data", str(tmp_path / "my demo")]) == 0
    printed = re.findall(r"^  jobkit (status --data .*)", capsys.readouterr().out, re.MULTILINE)
    assert [cli.main(shlex.split(line)) for line in printed] == [0]


def test_the_python_of_the_readme_runs_as_it_stands():
    for code in blocks("python"):
        exec(compile(code, "README.md", "exec"), {})
