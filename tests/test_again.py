"""Files that are known, read again by a newer jobkit: what differs is said, what hangs on it stays."""

from __future__ import annotations

import json
import os

import pytest

import jobkit
from jobkit import sharing, sources
from jobkit.commands import cli
from jobkit.sources import mail, remarks
from jobkit.sources.mail import wording

LIST = """Company,Role,Applied,Status,Notes
Quellbach,Baker,2026-03-02,Applied,Rejected on 28 April
Ostrava Foods,Cook,2026-03-03,Rejected,
Fennick,Porter,2026-03-04,Interview,
"""
SAVED = 1_700_000_000  # 14 November 2023
LETTER = """From Jo@quellbach.example Mon Mar 16 09:00:00 2026
From: Jo Sander <jo@quellbach.example>
Date: Mon, 16 Mar 2026 09:00:00 +0000
Subject: Your application as Baker
Message-ID: <1@quellbach.example>

Dear Ann, unfortunately we decided to go with another candidate for the position of Baker.
"""


@pytest.fixture
def older(monkeypatch):
    """A jobkit that reads no remarks and no refusals in letters; return what makes it the present one."""
    reading, decided = remarks.read, wording.read
    with monkeypatch.context() as past:
        past.setattr(remarks, "read", lambda name, extraction, *_: reading(name, extraction, "none"))
        past.setattr(mail.mail, "_reading", lambda *words: wording.Reading("other"))
        past.setattr(sources, "reader", lambda: "older")
        yield past
    assert wording.read is decided


@pytest.fixture
def path(tmp_path):
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    (tmp_path / "mail.mbox").write_text(LETTER, "utf-8")
    return tmp_path / "list.csv"


def kinds(search):
    return [(row.company, row.kind) for row in search.events.sort_values(["company", "kind"]).itertuples()]


def test_a_known_file_says_what_is_read_differently_and_one_undo_takes_it_back(search, path, older):
    search.add(path)
    before = kinds(search)
    assert search.add(path).loc[0, ["new", "already_known"]].tolist() == [0, 3]
    older.undo()
    added = search.add(path)
    assert added.loc[0, ["new", "already_known"]].tolist() == [1, 2]
    assert added["differ"][0] == (
        ("list.csv:2", "applied 2026-03-02", "applied 2026-03-02, rejected 2026-04-28"),
    )
    assert [*before, ("Quellbach", "rejected")] == kinds(search)
    assert len(search.records) == 3
    assert len(search.sources) == 1
    assert search.store.faults() == []
    assert search.add(path).loc[0, ["new", "already_known"]].tolist() == [0, 3]
    search.undo()
    assert kinds(search) == before


def test_what_hangs_on_events_and_corrections_stay(search, path, older):
    search.add(path)
    search.record_evidence("Quellbach", "logistics", "feedback", words="too far", date="2026-05-01")
    applied = search.events.loc[search.events["company"] == "Quellbach", "event"].iloc[0]
    search.correct_event(applied, date="2026-03-01")
    search.merge("Ostrava Foods", "Fennick")
    name = search.find("Quellbach")
    older.undo()
    search.add(path)
    assert search.find("Quellbach") == name
    assert search.evidence.loc[search.evidence["words"] == "too far", "application"].tolist() == [name]
    assert search.applications.loc[name, "applied"].isoformat()[:10] == "2026-03-01"
    assert search.applications.loc[name, "outcome"] == "rejected"
    assert len(search.applications) == 2


def test_a_letter_that_was_set_aside_last_month_is_read_now(search, path, older):
    letters = path.with_name("mail.mbox")
    assert search.add(letters).loc[0, ["events", "set_aside"]].tolist() == [0, 1]
    older.undo()
    added = search.add(letters)
    assert added["differ"][0] == (("mail.mbox:1", "set aside", "rejected 2026-03-16"),)
    assert search.events["company"].tolist() == ["Quellbach"]
    assert search.set_aside.empty
    search.undo()
    assert len(search.set_aside) == 1
    assert search.events.empty


def test_again_reads_all_lists_that_are_kept_whole_and_says_which_are_not(search, path, older, capsys):
    search.add([path, path.with_name("mail.mbox")])
    path.unlink()
    older.undo()
    assert cli.main(["add", "--again", "--data", str(search.folder)]) == 1
    said = capsys.readouterr()
    assert "Read differently than before: 1 record." in said.out
    assert "list.csv:2: applied 2026-03-02 → applied 2026-03-02, rejected 2026-04-28" in said.out
    assert "mail.mbox: it is not kept whole here. Add the file again; it is read anew." in said.err
    assert ("Quellbach", "rejected") in kinds(search)
    assert search.store.faults() == []
    search.undo()
    assert ("Quellbach", "rejected") not in kinds(search)


def test_a_dry_run_of_again_writes_nothing(search, path, older):
    search.add(path)
    older.undo()
    assert len(search.add_again(dry_run=True)["differ"][0]) == 1
    assert ("Quellbach", "rejected") not in kinds(search)
    assert len(search.history()) == 1


def test_again_says_that_there_is_nothing_to_read_again(search, path, capsys):
    search.add(path)
    assert cli.main(["add", "--again", "--data", str(search.folder)]) == 0
    assert "This version of jobkit has read every list that is kept already" in capsys.readouterr().out


def test_again_goes_on_past_a_resume_whose_entries_have_no_line(search, path, older, capsys):
    (path.parent / "resume.json").write_text('{"work": [{"name": "Fennick", "position": "Cook"}]}', "utf-8")
    search.add([path.parent / "resume.json", path])
    older.undo()
    cli.main(["add", "--again", "--data", str(search.folder)])
    said = capsys.readouterr()
    assert "Read differently than before: 1 record." in said.out
    assert "resume.json: it is not kept whole here." in said.err


def test_again_names_a_folder_that_is_not_there(tmp_path, capsys):
    assert cli.main(["add", "--again", "--data", str(tmp_path / "nowhere")]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_again_needs_no_file_and_add_needs_one(search, path, capsys):
    for words in (["add"], ["add", "--again", str(path)]):
        assert cli.main([*words, "--data", str(search.folder)]) == 1
        assert "Name the files to add" in capsys.readouterr().err


def test_a_map_reads_the_rows_of_earlier_versions_too(search, path):
    search.add(path)
    path.write_text(LIST + "Plover,Guard,2026-03-05,Asleep,\n", "utf-8")
    search.add(path)
    added = search.add(path, mapping={"Interview": "screening"})
    assert [origin for origin, *_ in added["differ"][0]] == ["list.csv:4"]
    assert ("Fennick", "screening") in kinds(search)


def test_the_same_mapping_given_again_changes_nothing(search, path):
    search.add(path, mapping={"Notes": "location"})
    changes = search.store.changes()
    added = search.add(path, mapping={"Notes": "location"}).iloc[0]
    assert (added["new"], added["message"]) == (0, "")
    assert search.store.changes() == changes
    search.add(path, mapping={"Notes": "note"})
    assert len(search.store.changes()) == len(changes) + 1


def test_what_another_search_exported_stays_when_a_newer_jobkit_reads_it_again(search, tmp_path, monkeypatch):
    sample = jobkit.Search.sample(tmp_path / "sample")
    sharing.export(sample, tmp_path / "out")
    search.add(tmp_path / "out" / "notes.json")
    tables = ("events", "evidence", "hires", "people", "steps", "problems")
    before = {name: len(getattr(search, name)) for name in tables}
    monkeypatch.setattr(sources, "reader", lambda: "another")
    added = search.add(tmp_path / "out" / "notes.json").iloc[0]
    assert (added["new"], added["already_known"]) == (0, added["records"])
    assert {name: len(getattr(search, name)) for name in tables} == before


def test_a_reason_that_is_known_only_later_counts_once_its_notes_are_added_again(search, tmp_path, path):
    search.add(path)
    about = {"record": "evidence", "application": "Ostrava Foods / Cook", "on": "2026-05-04"}
    notes = tmp_path / "notes.json"
    notes.write_text(
        json.dumps([about | {"reason": "commute", "says": "feedback", "words": "too far"}]), "utf-8"
    )
    added = search.add(notes, dry_run=True).iloc[0], search.add(notes).iloc[0], search.add(notes).iloc[0]
    assert [row["problems"] for row in added] == [1, 1, 1]
    (problem,) = search.problems.to_dict("records")
    assert [problem[name] for name in ("origin", "field", "value")] == ["notes.json:1", "reason", "commute"]
    assert problem["problem"].startswith("“commute” is not one of more_qualified")
    assert "reasons.toml" in problem["action"]
    own = '[reasons.commute]\nunder = "logistics"\nlabel = "too far"\nshort = "distance"\n'
    (search.folder / "reasons.toml").write_text(own)
    assert search.add(notes).iloc[0]["problems"] == 0
    assert [*search.evidence["words"]] == ["too far"]
    assert search.problems.empty
    search.undo()
    assert len(search.problems) == 1


def test_a_list_without_years_read_again_years_later_keeps_the_year_in_which_it_was_saved(
    tmp_path, monkeypatch
):
    path = tmp_path / "list.csv"
    path.write_text(
        "Company,Role,Applied,Status\nQuellbach,Baker,2 March,Applied\nFennick,Cook,4 May,Rejected\n"
    )
    os.utime(path, (SAVED, SAVED))
    search = jobkit.Search(tmp_path / "search", as_of="2030-01-01")
    search.add(path)
    monkeypatch.setattr(sources, "reader", lambda: "newer")
    assert not search.add_again()["differ"].map(bool).any()
    assert sorted(search.applications["applied"].dt.strftime("%Y-%m-%d")) == ["2023-03-02", "2023-05-04"]
