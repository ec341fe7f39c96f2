"""What may have been misread: said, kept with its file, and closed by the person for good."""

from __future__ import annotations

import pytest
from rows import applied, imported, row

from jobkit.commands import cli
from jobkit.errors import JobkitError
from jobkit.sources.reading import DOUBTS, Doubt, Extraction

NOTES = Doubt(
    "remark",
    "Notes",
    "a note speaks of a rejection, and no column does.",
    "jobkit log rejected",
    (("list.csv:2", "they said no"), ("list.csv:3", "they said no"), ("list.csv:4", "sadly, no")),
)
NAMELESS = Doubt("no_company", "", "most rows name no employer.", "--map", (("list.csv:2", ""),), True)


def read(search, name, doubts, rows=()):
    extraction = Extraction("tracker table", rows, doubts=doubts)
    with search.store.change("add", f"added {name}") as change:
        change.source(name, f"digest of {name}, {len(rows)}", 1, extraction)


def test_there_are_no_doubts_in_an_empty_search(search):
    assert search.doubts.empty
    assert search.doubts_of(search.add([])).empty


def test_a_doubt_is_one_entry_a_kind_and_place_the_loudest_first(search):
    read(search, "list.csv", [NOTES, NAMELESS])
    rows = search.doubts
    assert list(rows["kind"]) == ["no_company", "remark"]
    assert list(rows["n"]) == [1, 3]
    assert rows["examples"][1] == ["“they said no” (list.csv:2)", "“sadly, no” (list.csv:4)"]


def test_what_is_right_stays_closed_in_later_versions_and_new_rows_open_it_again(search):
    read(search, "list.csv", [NOTES])
    name = search.doubts["doubt"][0]
    search.settle_doubt(name)
    assert search.doubts.empty
    read(search, "list (1).csv", [NOTES])
    assert search.doubts.empty
    more = Doubt(
        *[getattr(NOTES, part) for part in ("kind", "place", "sentence", "command")], (("a:9", "no"),)
    )
    read(search, "list (2).csv", [more])
    assert search.doubts[["doubt", "n"]].to_dict("records") == [{"doubt": name, "n": 1}]


def test_a_column_that_is_right_as_a_whole_is_right_for_rows_to_come(search):
    read(search, "list.csv", [NAMELESS])
    search.settle_doubt(search.doubts["doubt"][0])
    read(search, "list.csv", [Doubt("no_company", "", "s", "c", (("list.csv:7", ""),), True)])
    assert search.doubts.empty


def test_a_doubt_that_was_closed_is_opened_by_undo_and_known_by_its_id_meanwhile(search):
    read(search, "list.csv", [NOTES])
    name = search.doubts["doubt"][0]
    search.settle_doubt(name[:4])
    assert not search.settle_doubt(name)["is_open"]
    search.undo()
    assert list(search.doubts["doubt"]) == [name]
    search.undo()
    assert search.doubts.empty
    with pytest.raises(JobkitError, match="No doubt begins with"):
        search.settle_doubt(name)


def test_an_earlier_version_of_a_file_is_no_longer_in_doubt(search):
    rows = [row(n, applied("Quellbach", f"Baker {n}")) for n in range(2, 6)]
    read(search, "list.csv", [NOTES], rows)
    read(search, "list (1).csv", [], [*rows, row(9, applied("Ostrava Foods", "Driver"))])
    assert search.doubts.empty
    read(search, "other.csv", [NAMELESS], [row(1, applied("Ostrava Foods", "Cook"))])
    assert list(search.doubts["kind"]) == ["no_company"]


def test_doubts_are_no_facts_that_a_person_wrote(search):
    imported(search, [row(2, applied("Quellbach", "Baker"))])
    read(search, "list.csv", [NOTES])
    assert search.n_written_down() == 0


def test_the_command_lists_each_kind_whole_and_closes_one(search, capsys):
    read(search, "list.csv", [NOTES, NAMELESS])
    data = ["--data", str(search.folder)]
    assert cli.main(["doubts", *data]) == 0
    shown = capsys.readouterr().out
    assert "“Notes”: a note speaks of a rejection, and no column does." in shown
    assert "most rows name no employer." in shown
    assert "3 rows: “they said no” (list.csv:2), “sadly, no” (list.csv:4), …" in shown
    name = search.doubts["doubt"][1]
    assert f"jobkit doubts {name} --right" in shown
    assert cli.main(["doubts", name, *data]) == 0
    assert "list.csv:2, list.csv:3, list.csv:4" in capsys.readouterr().out
    assert cli.main(["doubts", name, "--right", *data]) == 0
    assert cli.main(["doubts", "ffffff", *data]) == 1
    capsys.readouterr()
    assert cli.main(["doubts", *data]) == 0
    assert "Notes" not in capsys.readouterr().out
    assert cli.main(["problems", *data]) == 0
    assert "understood" not in capsys.readouterr().out
    search.settle_doubt(search.doubts["doubt"][0])
    assert cli.main(["problems", *data]) == 0
    assert "Everything that was added was understood." in capsys.readouterr().out


def test_every_kind_has_words(search):
    read(search, "list.csv", [Doubt(kind, kind, "s", "c") for kind in reversed(DOUBTS)])
    assert list(search.doubts["kind"]) == list(DOUBTS)
