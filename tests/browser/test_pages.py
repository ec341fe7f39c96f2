"""The pages in a real browser: nothing runs, nothing is asked for, anybody can read them."""

import json
import shutil
import subprocess
from pathlib import Path

import pandas as pd

from jobkit import charts, page

HERE = Path(__file__).parent
XSS = HERE.parents[2] / "shared" / "data" / "hostile" / "xss.jsonl"
INVENTED = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'-alert(1)-'",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>@import 'https://example.com/x.css'</style>",
    "<link rel=stylesheet href=https://example.com/x.css><img src=https://example.com/x.png>",
    "<meta http-equiv=refresh content='0;url=https://example.com'>",
    "<form action=https://example.com><button autofocus onfocus=alert(1)>x</button></form>",
    "<details open ontoggle=alert(1)>x</details>",
]


def blocks(text):
    """Return a page with this text in every place that a text can have."""
    months = pd.DataFrame({text: [1, 2], "b": [0, 3]}, index=pd.Index(["2026-09", "2026-10"], name="month"))
    return [*sayings(text, 14), charts.show(charts.monthly_bars(months), months, text, text)]


def sayings(text, n=1):
    """Return the same without a drawing, which costs more than all the rest."""
    rows = pd.DataFrame({"company": [text] * n, "share": 0.5}, index=pd.Index(range(n), name=text))
    return [
        page.title(text, text),
        page.note(text),
        page.cards(pd.DataFrame({"number": [text], "label": [text], "neighbour": [text], "link": ["#rows"]})),
        page.heading(text),
        page.prose(text),
        page.prose([text]),
        page.two_columns([text], [], (text, "Not")),
        page.plans(pd.DataFrame({"text": [text], "note": [text]})),
        page.prompt(text, text),
        page.table(rows, text, "rows"),
        *(page.Block(node) for node in page.markdown_nodes(text)),
    ]


def saved(path, made, title="A month"):
    about = {"title": title, "lang": "en", "version": "1", "foot": page.runs("made today")}
    path.write_text(page.html([block.node for block in made], **about), "utf-8")
    return path


def visited(*paths, what="everything"):
    """Return what the browser found on each page."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "Chromium is needed: apt-get install chromium"
    if not (HERE / "node_modules").is_dir():
        subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=HERE, check=True)
    command = ["node", str(HERE / "visit.mjs"), chromium, what, *map(str, paths)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def attacks():
    lines = XSS.read_text("utf-8").splitlines() if XSS.is_file() else []
    return [*INVENTED, *map(json.loads, lines)]


def test_a_page_can_be_read_by_anybody_at_any_width(tmp_path):
    found = visited(saved(tmp_path / "page.html", blocks("Northwind Traders International Holding " * 3)))
    looks = [look for look in found if "width" in look]
    assert len(looks) == 3
    assert [look["violations"] for look in looks] == [[]] * 3
    assert all(look["overflow"] <= 0 for look in looks)


def test_nothing_that_a_file_says_runs_or_asks(tmp_path):
    pages = []
    tried = attacks()
    for at in range(0, len(tried), 200):
        drawn = blocks(tried[at])
        made = [block for text in tried[at : at + 200] for block in sayings(text)]
        pages.append(saved(tmp_path / f"{at}.html", [*drawn, *made], tried[at]))
    found = [look for look in visited(*pages, what="runs") if "ran" in look]
    assert len(found) == len(pages)
    assert [(look["ran"], look["requests"]) for look in found] == [([], [])] * len(pages)


def test_with_escaping_broken_the_policy_alone_still_lets_nothing_run(tmp_path, monkeypatch):
    template = page._template()
    monkeypatch.setattr(template.environment, "autoescape", False)
    broken = template.environment.from_string(
        (HERE.parents[1] / "jobkit" / "data" / "page.html.j2").read_text("utf-8")
    )
    monkeypatch.setattr(page, "_template", lambda: broken)
    made = saved(tmp_path / "broken.html", [block for text in INVENTED for block in blocks(text)])
    assert "<script>alert(1)</script>" in made.read_text("utf-8")
    (found,) = [look for look in visited(made, what="runs") if "ran" in look]
    assert found["ran"] == []
    assert found["requests"] == []
    (unguarded,) = [look for look in visited(made, what="unguarded") if "ran" in look]
    assert {"alert"} <= set(
        unguarded["ran"]
    )  # so the look sees what would run, and the policy is what holds it
    assert unguarded["requests"]
