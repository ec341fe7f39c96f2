"""Nothing lost, nothing believed, nothing run, nothing leaked: what TESTING.md promises across modules."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rows import applied, imported, row

import jobkit
from jobkit import search as searches
from jobkit import sharing
from jobkit.commands import cli
from jobkit.errors import JobkitError
from jobkit.sources.notes import TABLES
from jobkit.store.store import Store
from jobkit.tables import Event

ROOT = Path(__file__).parents[1]
TRACKER = ROOT.parent / "shared" / "data" / "trackers" / "stage_dates_2023.csv"
KILLS = int(os.environ.get("JOBKIT_KILLS", "12"))
DAMAGES = int(os.environ.get("JOBKIT_DAMAGES", "60"))

WRITER = """
import sys
from jobkit.sources.reading import Extraction
from jobkit.sources.notes import TABLES
from jobkit.store import Store, intake
from jobkit.tables import Event, Record

store = Store(sys.argv[1])
for n in range(10_000):
    with store.change("log", "one") as change:
        change.event(Event(kind="applied", company=f"Company {n}", role="Planner"))
    print(n, flush=True)
    rows = [Record(f"t.csv:{m}", {"n": f"{n} {m}"}, (Event(kind="saved", company="Twenty"),)) for m in range(20)]
    with store.change("add", "twenty") as change:
        intake.append(change, "t.csv", "0", 1, Extraction("tracker table", rows))
"""

DIRTY = [
    "NA", "None", "null", "Null Island", "007", "1e5", "+441234", "=cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3", "\ttab",
    "'; DROP TABLE events; --", "{{ 7*7 }}", "${7*7}", "%s%n", "<script>alert(1)</script>", "a\x00b", "\x1b[31mred",
    "\u202eright to left", "שלום", "Ω≈ç√∫", "田中さん", "👩‍💻", "e\u0301", "ﬁ", "\u200b", "../../etc/passwd", "CON", "a" * 5000,
    "line\nbreak", "\r\n", "\\", "\"'`", "$x^2$", "$$", "#", "C:\\temp", "file:///etc", "javascript:alert(1)", "&amp;", "\ufeff",
]  # fmt: skip


def test_killed_at_any_moment_nothing_is_torn_and_nothing_acknowledged_is_lost(tmp_path):
    place, told = tmp_path / "search", -1
    for n in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(place)], stdout=subprocess.PIPE, text=True
        ) as writer:
            writer.stdout.readline()
            time.sleep(random.Random(n).uniform(0, 0.15))
            writer.send_signal(signal.SIGKILL)
            acknowledged = [line for line in writer.stdout.read().splitlines() if line.isdigit()]
        told += 1 + len(acknowledged)
        store = Store(place)
        assert store.faults() == []
        counts = dict(store.read("SELECT kind, count(*) FROM sound_events GROUP BY kind"))
        assert counts["applied"] >= told + 1
        assert counts.get("saved", 0) % 20 == 0


def held(store: Store) -> list[list[tuple]]:
    """Return every row that says something, as far as it can be read; nothing of where copies are."""
    tables = dict.fromkeys(("changes", "records", "problems", "events", "facts"), "TRUE")
    tables |= {"changes": "command NOT IN ('backup', 'restore')", "facts": "table_name <> 'backups'"}
    return [
        store.read(f"SELECT * FROM {table} WHERE {which} ORDER BY 1, 2, 3") for table, which in tables.items()
    ]


def test_a_store_that_is_damaged_is_found_out_or_harmless_and_a_backup_brings_it_back(search, tmp_path):
    imported(search, [row(n, applied(f"Company {n}"), company=f"Company {n}") for n in range(200)])
    for n in range(20):
        search.record_evidence(f"Company {n}", "logistics", "feedback", words="The pay. " * 40)
    backup = search.backup(tmp_path / "backup.db")
    path, before = search.store.path, held(search.store)
    whole = path.read_bytes()
    found = 0
    for seed in range(DAMAGES):
        at = random.Random(seed).randrange(len(whole))
        flipped = whole[:at] + bytes([whole[at] ^ 1 << seed % 8]) + whole[at + 1 :]
        path.write_bytes(whole[:at] if seed % 5 == 0 else flipped)
        try:
            faults = search.store.faults()
            if not faults:
                assert held(search.store) == before, at
        except JobkitError:
            faults = ["it cannot be opened"]
        if faults:
            found += 1
            assert cli.main(["restore", str(backup), "--data", str(search.folder)]) == 0
            assert search.store.faults() == []
            assert held(search.store) == before
        for part in search.folder.glob("*.db*"):
            part.unlink()
    assert found > DAMAGES / 2
    print(f"{DAMAGES} places: {found} found and restored, {DAMAGES - found} harmless")


def test_a_folder_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "makedirs", refuse)
    with pytest.raises(JobkitError, match="cannot be written"):
        Store(tmp_path / "search").open().__enter__()


def test_a_path_below_a_file_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(JobkitError, match="cannot be written"):
        Store(tmp_path / "file" / "search").open().__enter__()


def test_dirty_words_come_back_as_they_went_in(search, tmp_path):
    for text in DIRTY:
        search.record_event("applied", company="Quellbach", role="Planner", note=text, date="2026-01-05")
    assert [value if isinstance(value, str) else "" for value in search.events["note"]] == DIRTY
    sharing.export(search, tmp_path / "out")
    again = jobkit.Search(tmp_path / "again")
    assert again.add(tmp_path / "out" / "notes.json")["problems"].sum() == 0
    assert sorted(again.events["note"].dropna()) == sorted(search.events["note"].dropna())
    cells = (tmp_path / "out" / "events.csv").read_text(encoding="utf-8-sig")
    assert not re.search(r"(^|,)\"?[=+@\t]", cells, re.MULTILINE)


def decided(search) -> None:
    """Take decisions, correct what was said, and say more, in the sample search."""
    one, other, third = search.applications.index[[3, 9, 5]]
    search.merge(one, other)
    events = search.events
    entries = events.groupby("application")["entry"].nunique().drop([one, other], errors="ignore")
    told = events[events["application"] == entries[entries > 1].index[0]]
    search.split(told["event"].iloc[-1])
    search.record_hire(third, "external", how_known="told", credentials={"years": "8-10", "skills": ["a"]})
    search.record_hire(third, "internal", left="2026-05-01")
    fact = search.record_evidence(third, "logistics", "feedback", words="Pay.")
    search.correct("evidence", fact, words="The pay.")
    air = {"advice": "Ask first."}
    search.record_step(
        third, "ask_feedback", "answered", "2026-05-01", person="Ada", air=air, reason="logistics"
    )


def said(search) -> dict[str, list]:
    """Return every table, its applications named by what they are, without ids, names of files and order."""
    sent = search.applications_on("9999-12-31", include_saved=True)
    called = {name: str(row) for name, *row in sent[["company", "role", "applied", "n_events"]].itertuples()}
    ids = {"event", "entry", "fact", "source", "sources", "origin", "about"}
    ids |= {"evidence", "done", "posting", "credential", "reflection"}
    found = {}
    for name in (*TABLES.values(), "problems", "applications"):
        table = sent.reset_index() if name == "applications" else getattr(search, name)
        kept = table[[column for column in table.columns if column not in ids]].astype(object)
        for column in kept.columns.intersection(["application", "earlier_try"]):
            kept[column] = kept[column].map(called)
        rows = kept.where(kept.notna(), None).to_dict("records")
        found[name] = sorted(str(sorted(row.items())) for row in rows)
    return found


@pytest.mark.parametrize("what", ["sample", "decided", "tracker"])
def test_an_export_that_is_added_to_an_empty_search_gives_the_same_tables(what, search, tmp_path):
    if what == "tracker" and not TRACKER.is_file():
        pytest.skip("the public tracker is not beside this checkout")
    search.add(TRACKER if what == "tracker" else searches.sample_files())
    if what == "decided":
        decided(search)
    sharing.export(search, tmp_path / "out")
    again = jobkit.Search(tmp_path / "again", as_of="2026-06-30")
    assert not again.add(tmp_path / "out" / "notes.json")["message"].any()
    before, after = said(search), said(again)
    for name in before:
        assert before[name] == after[name], name
    assert sum(map(len, before.values())) > 400
    assert set(again.events["event"]) == set(search.events["event"])
    sharing.export(again, tmp_path / "back")
    for folder in ("out", "back"):  # one's own export, and that of the search it was added to
        added = search.add(tmp_path / folder / "notes.json")
        assert not added["message"].any()
        assert not added["events"].any()
    assert said(search) == before


@pytest.mark.parametrize("name", ["a folder", "{braces}", "Ärger & Söhne", "日本", "quote's", "%USER%"])
def test_a_folder_of_any_name_will_do(tmp_path, name):
    search = jobkit.Search(tmp_path / name)
    search.record_event("applied", company="Quellbach", date="2026-01-05")
    assert len(jobkit.Search(tmp_path / name).applications) == 1


def planted(n: int) -> list[str]:
    """Names that stand nowhere else, of people and companies."""
    sounds = [
        "bra",
        "den",
        "fol",
        "gim",
        "hul",
        "jor",
        "kel",
        "lum",
        "mir",
        "nos",
        "pel",
        "quo",
        "rud",
        "sil",
        "tav",
        "vex",
    ]
    made = random.Random(7)
    return [
        "".join(made.choices(sounds, k=3)).capitalize() + f"{chr(97 + i % 26)}{chr(97 + i // 26)}"
        for i in range(n)
    ]


def test_a_bundle_for_a_coach_tells_no_name_address_or_number(search, tmp_path):
    words = planted(160)
    people, firms = words[:80], words[80:]
    for n, (person, firm) in enumerate(zip(people, firms, strict=True)):
        search.record_event(
            "applied", company=f"{firm} GmbH", role="Planner", date="2026-01-05", note=f"{person} rang"
        )
        name = f"{person} {people[-n - 1]}"
        search.record_person(
            name,
            "interviewer",
            f"{firm} GmbH",
            company=firm,
            email=f"{person}@{firm}.example",
            phone=f"+44 20 7946 {1000 + n}",
        )
    redaction = sharing.Redaction(search)
    text = " ".join(
        f"On 2026-03-14 {person} of {firm.upper()} GmbH ({person.lower()}@{firm}.example, +44 20 7946 {1000 + n}) offered $120,000."
        for n, (person, firm) in enumerate(zip(people, firms, strict=True))
    )
    said = redaction(text)
    assert redaction.leaks(said) == []
    assert not [word for word in words if re.search(word, said, re.IGNORECASE)]
    assert "7946" not in said
    assert "120,000" not in said
    assert "-14" not in said
    assert redaction(text) == said
    assert sharing.Redaction(search)(text) != said
    bundle = sharing.share(search, tmp_path / "coach.zip")
    import zipfile

    with zipfile.ZipFile(bundle) as file:
        cells = file.read("applications.csv").decode("utf-8-sig")
    assert not [word for word in words if word.casefold() in cells.casefold()]


NO_NETWORK = """
import socket, sys
def refuse(self, address):
    if self.family != getattr(socket, "AF_UNIX", None):
        raise SystemExit(f"a connection was tried: {address}")
    return connect(self, address)
connect, socket.socket.connect = socket.socket.connect, refuse
socket.getaddrinfo = lambda *a, **k: sys.exit(f"a name was looked up: {a}")
"""


def apart() -> list[str]:
    """Return what lets a program run without any network; nothing where that is not permitted."""
    inside = ["unshare", "--net", *([] if os.name == "posix" and os.geteuid() == 0 else ["--map-root-user"])]
    call = "import socket; socket.create_connection(('127.0.0.1', 9))"
    try:
        done = subprocess.run([*inside, sys.executable, "-c", call], capture_output=True, text=True)
    except OSError:
        return []
    return inside if "Network is unreachable" in done.stderr else []


def test_the_whole_way_tries_no_connection(tmp_path):
    """Each verb has a guard, and a name space without a route and even without the machine's own address."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(NO_NETWORK)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path / "guard"), str(ROOT)])}
    table = next(path for path in searches.sample_files() if path.suffix == ".csv")
    search, inside = tmp_path / "cohort" / "one", apart()
    for words in (
        ["add", str(table), "--data", str(search)],
        ["report", "2026-08", "--data", str(search)],
        ["due", "--data", str(search), "--as-of", "2026-08-31"],
        ["cohort", str(search.parent), "--month", "2026-08"],
    ):
        command = [*inside, sys.executable, "-m", "jobkit.commands.cli", *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
    page = (search / "reports" / "2026-08" / "reflection.html").read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=\"(https?:)?//", page)
    if not inside:
        pytest.skip("no name space without a network here (`unshare --net`): only the guard looked on")


def test_what_is_used_in_a_checkout_is_never_staged(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text((ROOT / ".gitignore").read_text())
    search = jobkit.Search(tmp_path / "data" / "mine")
    search.record_event("applied", company="Quellbach")
    (tmp_path / "data" / "mine" / "reports" / "2026-10").mkdir(parents=True)
    (tmp_path / "data" / "mine" / "reports" / "2026-10" / "reflection.html").write_text("x")
    (tmp_path / "data" / "tracker.csv").write_text("x")
    subprocess.run(["git", "add", "-A"], cwd=tmp_path, check=True)
    staged = subprocess.run(
        ["git", "ls-files"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert staged.split() == [".gitignore"]


def test_an_error_of_anothers_file_tells_its_name_and_nothing_of_what_is_in_it(search, tmp_path):
    secret = tmp_path / "someone's home" / "half.json"
    secret.parent.mkdir()
    secret.write_text('[{"record": "event", "company": "Secret Employer", ')
    message = search.add(secret)["message"].iloc[0]
    assert "half.json" in message
    assert "Secret" not in message
    assert "someone" not in message


def test_ten_years_of_events_are_linked_in_time_in_proportion(search):
    def seconds(n: int) -> float:
        told = [
            Event(
                kind="applied",
                date=f"20{16 + i % 10}-03-{1 + i % 28:02}",
                company=f"Firm {i % (n // 20)}",
                role=f"Role {i % 20}",
            )
            for i in range(n)
        ]
        place = jobkit.Search(search.folder / str(n), as_of="2026-01-01")
        imported(place, [row(i, event, n=str(i)) for i, event in enumerate(told)])
        begun = time.process_time()
        assert len(place.applications) == n
        return time.process_time() - begun

    assert seconds(8_000) < 20 * seconds(1_000)


def test_a_page_keeps_no_trace_of_parameters_in_the_committed_notebooks():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert "papermill" not in json.loads(path.read_text(encoding="utf-8"))["metadata"]
