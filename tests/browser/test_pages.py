"""The pages in a real browser: nothing runs, nothing is asked for, anybody can read them."""

import json
import os
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pypdfium2
from test_page import WORDED, drawn
from test_sinks import AS_OF, hostile_notes

import jobkit
from jobkit import page

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
    return [*sayings(text, 14), drawn(text)]


def sayings(text, n=1):
    """Return the same without a drawing, which costs more than all the rest."""
    rows = pd.DataFrame({"company": [text] * n, "share": 0.5}, index=pd.Index(range(n), name=text))
    lines = pd.DataFrame({name: [text] for name in WORDED})
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
        page.agenda(lines, text),
        page.duel(text, text, lines, text),
        page.turn(text, text, text, text),
        page.people(lines),
        page.aside([text]),
        page.folded(text, [page.prose(text)]),
        page.table(rows, text, "rows"),
        *(page.Block(node) for node in page.markdown_nodes(text)),
    ]


def saved(path, made, title="A month"):
    about = {"title": title, "lang": "en", "version": "1", "foot": page.runs("made today")}
    path.write_text(page.html([block.node for block in made], **about), "utf-8")
    return path


def chromium():
    """Return the path of Chromium, after what drives it is there."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "Chromium is needed: apt-get install chromium"
    if not (HERE / "node_modules").is_dir():
        subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=HERE, check=True)
    return path


def visited(*paths, what="everything"):
    """Return what the browser found on each page."""
    command = ["node", str(HERE / "visit.mjs"), chromium(), what, *map(str, paths)]
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
    assert [look["unsigned"] for look in looks] == [0] * 3


def printed(path):
    """Return the letters of a page as Chromium prints it, without blanks and breaks, and its words."""
    target = path.with_suffix(".pdf")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={path.parent / 'chromium'}"]
    command = [
        shutil.which("chromium"),
        *options,
        "--no-pdf-header-footer",
        f"--print-to-pdf={target}",
        str(path),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=60)
    with pypdfium2.PdfDocument(target) as document:
        text = " ".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    return "".join(text.split()), text.split()


def test_no_column_is_cut_in_print_and_no_word_of_a_table_that_fits_is_broken(tmp_path):
    wide = pd.DataFrame({f"column{n}": [f"Lampwicks{n}"] for n in range(14)})
    letters, _ = printed(saved(tmp_path / "wide.html", [page.table(wide, "Wide")]))
    heads = [name.capitalize() for name in wide.columns]
    assert not [word for word in (*heads, *wide.iloc[0]) if word not in letters]
    told = "They went with somebody who had run a ledger of this size before, and said so at length."
    fits = pd.DataFrame({"certainty": ["confirmed"], "counts": ["undemonstrated"], "firm": ["Pinefold"]})
    fits = fits.assign(words=told, more=told, rest=told)
    _, words = printed(saved(tmp_path / "fits.html", [page.table(fits, "Fits")]))
    assert {*map(str.capitalize, fits.columns), *fits.iloc[0, :3]} <= {*words}


def test_the_last_printed_page_holds_more_than_the_foot(tmp_path):
    """The end of a list, the last section and the foot go over to it together."""
    told = []
    for n in range(14, 24, 2):
        rows = pd.DataFrame({"title": [f"Alder {k}" for k in range(n)], "note": "From outside."})
        made = [
            page.title("Hires"),
            page.heading("One by one"),
            page.people(rows),
            page.heading("Ask"),
            page.prose("Why?"),
        ]
        printed(saved(tmp_path / f"{n}.html", made))
        with pypdfium2.PdfDocument(tmp_path / f"{n}.pdf") as document:
            sheets = len(document)
            text = document[sheets - 1].get_textpage().get_text_bounded()
        told += [(text.count("Alder"), text.count("Ask"))] if sheets > 1 else []
    assert len(told) > 2 and min(told) >= (3, 1), told


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


TABLES = "applications events evidence people steps hires postings reflections credentials".split()


def searched(folder, tried):
    """Return the tables of a search in which each application holds one text in every field that takes one."""
    notes = [note for text in tried for note in hostile_notes([text], 1)[1:]]
    for at, note in enumerate(notes):
        per = len(notes) // len(tried)
        note |= {"entry": f"e{at // per}"} if "entry" in note else {}
        note |= {"hire": f"hire-{at // per + 1}"} if "hire" in note else {}
    (folder / "notes.json").write_text(json.dumps([{"record": "export", "version": 1}, *notes]), "utf-8")
    search = jobkit.Search(folder / "search", as_of=AS_OF)
    assert list(search.add(folder / "notes.json")["message"]) == [""]
    return {name: getattr(search, name).reset_index() for name in TABLES}


def rows_by_text(table):
    """Return the places of the rows that hold each text."""
    found = defaultdict(set)
    for at, row in enumerate(table.itertuples(index=False, name=None)):
        for value in row:
            found[str(value)].add(at)
    return found


def test_each_attack_in_each_field_of_a_search_in_a_frame_of_its_own_runs_nothing(tmp_path):
    """JOBKIT_ATTACKS says how many of the published ones; those invented here are always tried."""
    tried = attacks()[: len(INVENTED) + int(os.environ.get("JOBKIT_ATTACKS", "100"))]
    tables = searched(tmp_path, tried)
    places = {name: rows_by_text(table) for name, table in tables.items()}
    frames = []
    for at, text in enumerate(tried):
        rows = {name: table.iloc[sorted(places[name][text])] for name, table in tables.items()}
        assert sum(len(found) > 0 for found in rows.values()) >= 8, text
        made = [page.table(found, text, f"rows-{name}") for name, found in rows.items() if len(found)]
        frames.append(saved(tmp_path / f"frame-{at}.html", [*blocks(text), *made], text))
    hosts = []
    for at in range(0, len(frames), 60):
        held = "".join(f'<iframe src="{path.name}"></iframe>' for path in frames[at : at + 60])
        hosts.append(tmp_path / f"host-{at}.html")
        hosts[-1].write_text(f"<!doctype html><meta charset=utf-8><title>x</title>{held}", "utf-8")
    found = [look for look in visited(*hosts, what="runs") if "ran" in look]
    assert len(found) == len(hosts)
    assert [(look["ran"], look["requests"], look["blocked"]) for look in found] == [([], [], [])] * len(hosts)


def test_the_look_at_frames_sees_what_runs_in_one(tmp_path):
    (tmp_path / "frame-0.html").write_text("<!doctype html><img src=x onerror=alert(1)>", "utf-8")
    (tmp_path / "host.html").write_text('<!doctype html><iframe src="frame-0.html"></iframe>', "utf-8")
    (found,) = visited(tmp_path / "host.html", what="runs")
    assert set(found["ran"]) == {"alert"}
    assert found["requests"]
