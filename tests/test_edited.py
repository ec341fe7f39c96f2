"""Rows of a list that were edited: the later version counts, and what hangs on the row stays."""

from __future__ import annotations

import shlex
from datetime import date, datetime
from itertools import permutations

import openpyxl
import pytest

from jobkit.commands import cli
from jobkit.search import Search

HEADING = "Company,Role,Applied,Status,Last updated\n"
OTHERS = "Fennick,Porter,2026-03-04,Applied,\nPlover,Guard,2026-03-05,Interview,\nHarrow,Nurse,2026-03-06,,\n"


def version(row, day=""):
    return f"{HEADING}{row},{day}\n{OTHERS}"


def add(search, tmp_path, text, name="list.csv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return search.add(path).iloc[0]


def outcome(search, company="Quellbach"):
    return search.applications.loc[search.find(company), "outcome"]


def test_the_later_version_of_a_row_counts_and_its_id_stays(search, tmp_path):
    add(search, tmp_path, version("Quellbach,Baker,2026-03-02,Rejected"))
    name = search.find("Quellbach")
    search.record_evidence("Quellbach", "logistics", "feedback", words="too far", date="2026-05-01")
    told = add(search, tmp_path, version("Quellbach,Baker,2026-03-02,Interview"))
    assert (told["edited"], told["gone"], told["new"]) == (1, 0, 1)
    assert search.find("Quellbach") == name
    assert search.applications.loc[name, ["outcome", "furthest"]].tolist() == ["open", "interview"]
    assert search.evidence["application"].tolist() == [name]
    assert search.store.faults() == []
    search.undo()
    assert outcome(search) == "rejected"


def test_a_row_that_could_not_be_read_before_it_was_edited_is_not_counted_as_gone(search, tmp_path):
    add(search, tmp_path, version("Quellbach,Baker,2026-03-02,Gribble"))
    told = add(search, tmp_path, version("Quellbach,Baker,2026-03-02,Rejected"))
    assert (told["edited"], told["gone"]) == (1, 0)
    assert add(search, tmp_path, HEADING + OTHERS)["gone"] == 1


def test_a_row_that_loses_its_ending_is_in_doubt_until_it_is_said_to_be_right(search, tmp_path, capsys):
    add(search, tmp_path, version("Quellbach,Baker,2026-03-02,Rejected"))
    (tmp_path / "list.csv").write_text(version("Quellbach,Baker,2026-03-02,Interview"), "utf-8")
    assert cli.main(["add", str(tmp_path / "list.csv"), "--data", str(search.folder)]) == 0
    said = capsys.readouterr().out
    assert "An earlier version of these rows had an ending; the later one counts, and has none." in said
    assert "“Quellbach, Baker: rejected → interview” (list.csv:2)" in said
    assert "jobkit log rejected 'Quellbach / Baker' --date DAY, or jobkit undo" in said.replace(
        f" --data {search.folder}", ""
    )
    assert "Edited since an earlier version: 1 row." in said
    (doubt,) = search.doubts.to_dict("records")
    assert doubt["kind"] == "lost_ending"
    search.settle_doubt(doubt["doubt"])
    add(search, tmp_path, version("Quellbach,Baker,2026-03-02,Interview") + "Dunmore,Cook,2026-03-09,,\n")
    assert search.doubts.empty


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        ("interview 16/6", "no 10/7", "interview 2026-06-16 → rejected"),
        ("interview 16/6", "2nd interview 30/6", "interview 2026-06-16 → interview"),
        ("Interview", "Rejected", "interview → rejected"),
        ("offer 16/6", "", "offer 2026-06-16 → applied"),
        ("confirmation 6/6", "no 10/7", "acknowledged 2026-06-06 → rejected"),
        ("confirmation 6/6", "", "acknowledged 2026-06-06 → applied"),
        ("confirmation", "no 10/7", ""),
        ("Interview", "interview 16/6 - no 10/7", ""),
        ("interview 16/6", "interview 16/6 - no 10/7", ""),
        ("offer 16/6", "accepted 20/6", ""),
        ("Applied", "no 10/7", ""),
    ],
)
def test_a_row_that_loses_a_talk_an_offer_or_a_first_answer_is_in_doubt(
    search, tmp_path, before, after, gone
):
    add(search, tmp_path, version(f"Quellbach,Baker,2026-06-02,{before}"))
    add(search, tmp_path, version(f"Quellbach,Baker,2026-06-02,{after}"))
    lost = search.doubts[lambda rows: rows["kind"] == "lost_stage"]
    assert lost["n"].sum() == bool(gone)
    assert all(f"Quellbach, Baker: {gone}" in one for (one,) in lost["examples"])


def test_what_a_row_lost_is_written_down_by_the_command_that_the_doubt_names(search, tmp_path):
    add(search, tmp_path, version("Quellbach,Baker,2026-06-02,interview 16/6"))
    add(search, tmp_path, version("Quellbach,Baker,2026-06-02,no 10/7"))
    (doubt,) = search.doubts.to_dict("records")
    assert doubt["command"] == "jobkit log interview 'Quellbach / Baker' --date 2026-06-16"
    assert cli.main([*shlex.split(doubt["command"])[1:], "--data", str(search.folder)]) == 0
    assert search.doubts.empty
    assert search.applications.loc[search.find("Quellbach"), ["outcome", "furthest"]].tolist() == [
        "rejected",
        "interview",
    ]


def test_what_the_file_says_of_its_last_update_counts_before_the_order_of_import(search, tmp_path):
    versions = [
        version("Quellbach,Baker,2026-03-02,Applied", "2026-03-02"),
        version("Quellbach,Baker,2026-03-02,Rejected", "2026-03-20"),
        version("Quellbach,Baker,2026-03-02,Interview", "2026-03-11"),
    ]
    for number, order in enumerate(permutations(versions)):
        one = Search(tmp_path / str(number), as_of="2026-06-30")
        for n, text in enumerate(order):
            add(one, tmp_path, text, f"list {n}.csv")
        assert outcome(one) == "rejected"
        assert len(one.applications) == 4


@pytest.mark.parametrize(
    "edited",
    [
        "Quellbach GmbH,Baker,2026-03-02,Rejected",
        "Quellbach,Pastry Baker,2026-03-02,Rejected",
        "Quellbach,Baker,2026-03-12,Rejected",
        "Quellbach,Baker,,Rejected",
    ],
)
def test_a_row_is_known_again_though_its_job_or_its_day_was_corrected(search, tmp_path, edited):
    add(search, tmp_path, version("Quellbach,Baker,2026-03-02,Applied"))
    add(search, tmp_path, version(edited))
    assert len(search.applications) == 4
    assert outcome(search) == "rejected"


def test_a_new_column_makes_no_new_applications(search, tmp_path):
    text = version("Quellbach,Baker,2026-03-02,Rejected")
    add(search, tmp_path, text)
    lines = [f"{line},{'Follow-up' if n == 0 else 'no'}" for n, line in enumerate(text.splitlines())]
    told = add(search, tmp_path, "\n".join(lines))
    assert told["edited"] == 4
    assert len(search.applications) == 4


def test_another_try_at_the_same_job_in_a_list_of_the_same_name_is_no_edited_row(search, tmp_path):
    add(search, tmp_path, HEADING + "Quellbach,Baker,2025-03-02,Rejected,\nFennick,Cook,2025-03-03,,\n")
    told = add(search, tmp_path, HEADING + "Quellbach,Baker,2026-03-02,Applied,\nPlover,Cook,2026-03-03,,\n")
    assert (told["edited"], told["gone"]) == (0, 2)
    assert len(search.applications) == 4


def test_two_like_rows_stay_two(search, tmp_path):
    row = "Quellbach,Baker,2026-03-02,Applied"
    add(search, tmp_path, version(row) + f"{row},\n")
    edited = row.replace("Applied", "Rejected")
    told = add(search, tmp_path, version(edited) + f"{edited},\n")
    assert told["edited"] == 2
    assert search.applications["outcome"].tolist().count("rejected") == 2


def test_a_workbook_of_the_rows_of_a_csv_tells_nothing_new(search, tmp_path):
    rows = [
        ["Company", "Role", "Applied", "Status", "Salary", "Notes"],
        ["Quellbach", "Baker", "3/1/2026", "Rejected", "42000.00", "kind"],
        ["Fennick", "Porter", "3/13/2026", "", "12.50", ""],
        ["Plover", "Guard", "3/15/2026", "", "", ""],
    ]
    text, sheet, timed = (tmp_path / name for name in ("list.csv", "list.xlsx", "later.xlsx"))
    text.write_text("".join(",".join(row) + "\n" for row in rows), "utf-8")
    for path, as_cell in ((sheet, date), (timed, datetime)):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([_typed(cell, as_cell) for cell in row])
        book.save(path)
    assert search.add(text).iloc[0]["new"] == 3
    for path in (sheet, timed):
        told = search.add(path).iloc[0]
        assert (told["already_known"], told["new"], told["edited"], told["events"]) == (3, 0, 0, 0)


def _typed(cell, as_day):
    if cell.count("/") == 2:
        month, day, year = map(int, cell.split("/"))
        return as_day(year, month, day)
    return float(cell) if cell[:1].isdigit() else cell or None


def test_the_second_interview_counts_the_first(search, tmp_path):
    add(search, tmp_path, "Company,Role,Applied,Status\nQuellbach,Baker,2026-03-02,2nd interview\n")
    assert search.applications["n_interviews"].tolist() == [2]


def test_a_remark_that_a_sign_cut_is_read_whole_and_in_doubt(search, tmp_path):
    rows = "Quellbach;Baker;2026-03-02;Rejected;by mail; no reason\nPlover;Guard;2026-03-03;;\n"
    add(search, tmp_path, "Company;Role;Applied;Status;Notes\n" + rows)
    assert "by mail; no reason" in set(search.events["note"])
    assert search.problems.empty
    (doubt,) = search.doubts.to_dict("records")
    assert doubt["origins"] == ("list.csv:2",) or list(doubt["origins"]) == ["list.csv:2"]


def test_two_rows_glued_into_one_are_a_problem_and_no_long_remark(search, tmp_path):
    rows = "Quellbach;Baker;2026-03-02;Rejected;by mailPlover;Guard;2026-03-03;;\nFennick;Cook;2026-03-04;;\n"
    add(search, tmp_path, "Company;Role;Applied;Status;Notes\n" + rows)
    assert search.problems["problem"].tolist() == ["this row has more cells than the heading"]


def test_add_prints_a_heading_with_a_colon_and_a_problem_without_a_column(search, tmp_path, capsys):
    rows = "Quellbach,Baker,25/3/2026,2/4/2026,no\nPlover,Guard,26/3/2026,,no,more\n"
    (tmp_path / "list.csv").write_text(f"Company,Role,Date: on: sent,Answered on,Status\n{rows}", "utf-8")
    assert cli.main(["add", str(tmp_path / "list.csv"), "--data", str(search.folder)]) == 0
    said = capsys.readouterr().out
    assert "Days are read day first: as in “Date: on: sent”." in said
    assert "  list.csv:3: this row has more cells than the heading" in said
