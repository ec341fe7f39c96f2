"""What may have been misread: said, kept with its file, and closed by the person for good."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import openpyxl
import pytest
from rows import applied, imported, row

from jobkit import doubts, sources
from jobkit.commands import cli
from jobkit.errors import JobkitError
from jobkit.search.holdings import n_written_down
from jobkit.sources.mail.mail import SET_ASIDE
from jobkit.sources.reading import DOUBTS, Doubt, Extraction
from jobkit.store import intake
from jobkit.tables import Event, Record

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
        intake.append(change, name, f"digest of {name}, {len(rows)}", 1, extraction)


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
    assert n_written_down(search) == 0


def test_the_command_lists_each_kind_whole_and_closes_one(search, capsys):
    read(search, "list.csv", [NOTES, NAMELESS])
    data = ["--data", str(search.folder)]
    assert cli.main(["doubts", *data]) == 0
    shown = capsys.readouterr().out
    assert "“Notes”: a note speaks of a rejection, and no column does." in shown
    assert "most rows name no employer." in shown
    assert "3 rows: “they said no” (list.csv:2), “sadly, no” (list.csv:4), …" in shown
    name = search.doubts["doubt"][1]
    assert f"{name} --right" in shown
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


def found(tmp_path, text, name="list.csv"):
    """Return the doubts about a table, by kind."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    extraction = sources.extract(path)
    assert list(extraction.records)
    return {doubt.kind: doubt for doubt in extraction.doubts}


GOLDEN = Path(__file__).parent / "golden"
PLAIN = "Company,Role,Applied,Status\nQuellbach,Baker,2026-03-02,Rejected\nOstrava Foods,Cook,2026-03-03,\n"
PLAIN += "Tallow & Finch,Porter,2026-03-04,Interview\nFennick,Nurse,2026-03-09,Rejected\nPlover,Guard,2026-03-10,\n"


def test_a_plain_list_is_not_in_doubt(tmp_path):
    assert found(tmp_path, PLAIN) == {}


def test_a_list_that_names_no_employer_is_in_doubt_as_a_whole(tmp_path):
    lines = ["Role,Applied,Status", *(f"Baker {n},2026-03-0{n},Rejected" for n in range(1, 5))]
    doubt = found(tmp_path, "\n".join(lines))["no_company"]
    assert len(doubt.rows) == 4
    assert doubt.is_whole


def test_employers_that_are_yes_and_no_or_numbers_are_no_names(tmp_path):
    lines = ["Company,Role,Applied", *(f"{n},Baker {n},2026-03-0{n}" for n in range(1, 5))]
    assert "no_company" in found(tmp_path, "\n".join(lines))


@pytest.mark.parametrize("heading", ["Company,Role,Status", "Company,Role,Status,Applied"])
def test_a_list_without_days_of_applying_says_so(heading, tmp_path):
    lines = [heading, *(f"Quellbach {name},Baker,Rejected" for name in ("Ost", "Süd", "West"))]
    assert "no_day" in found(tmp_path, "\n".join(lines))


def test_the_day_a_row_was_added_is_in_doubt_only_where_it_stands_for_that_of_applying(tmp_path):
    text = "Company,Role,Date added,Status\nQuellbach Ost,Baker,2026-03-02,Rejected\nPlover,Cook,2026-03-04,To apply\n"
    doubt = found(tmp_path, text)["unsure"]
    assert (doubt.rows, doubt.is_whole) == ((("list.csv:2", "2026-03-02"),), True)
    assert doubt.command == "jobkit add list.csv --map 'Date added=saved'"
    assert found(tmp_path, text.replace("Rejected", "To apply")) == {}


def test_a_guessed_word_for_an_ending_is_in_doubt_with_its_rows_and_no_other_guess_is(tmp_path):
    text = PLAIN.replace("2026-03-03,\n", "2026-03-03,Rejected needs line management\n")
    text = text.replace("2026-03-10,\n", "2026-03-10,To apply - closes soon?\n")
    doubt = found(tmp_path, text)["guessed_word"]
    assert doubt.place == "Status"
    assert doubt.rows == (("list.csv:3", "Rejected needs line management = rejected"),)
    assert "--map 'Rejected needs line management=" in doubt.command


def test_one_day_in_every_row_and_a_step_on_the_day_of_its_neighbour_are_in_doubt(tmp_path):
    firms = ("Quellbach", "Ostrava", "Fennick", "Plover", "Harrow", "Dunmore")
    same = ["Company,Role,Applied", *(f"{firm},Cook,2026-03-02" for firm in firms)]
    assert found(tmp_path, "\n".join(same))["same_day"].place == "Applied"
    pairs = [f"{firm},Cook,2026-03-0{n},2026-03-0{n}" for n, firm in enumerate(firms, 1)]
    doubt = found(tmp_path, "\n".join(["Company,Role,Applied,Interview", *pairs]))["same_day"]
    assert doubt.place == "Interview"
    assert "“Applied”" in doubt.sentence


def test_several_jobs_accepted_are_in_doubt(tmp_path):
    text = PLAIN.replace("Rejected", "Accepted offer")
    doubt = found(tmp_path, text)["accepted"]
    assert [origin for origin, _ in doubt.rows] == ["list.csv:2", "list.csv:5"]


def test_a_sheet_of_the_same_jobs_in_other_states_is_read_and_in_doubt(tmp_path):
    book = openpyxl.Workbook()
    for name, text in (("Old", PLAIN), ("New", PLAIN.replace("Rejected", "Interview"))):
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append(line.split(","))
    book.remove(book.worksheets[0])
    book.save(tmp_path / "list.xlsx")
    extraction = sources.extract(tmp_path / "list.xlsx")
    assert len([record for record in extraction.records if record.events]) == 10
    (doubt,) = extraction.doubts
    assert (doubt.kind, doubt.place, len(doubt.rows)) == ("repeated_sheet", "New", 5)


def test_what_stands_in_a_heading_is_quoted_for_the_shell(tmp_path):
    text = PLAIN.replace("2026-03-03,\n", "2026-03-03,Rejected needs' $(touch x) management\n")
    assert shlex.split(found(tmp_path, text)["guessed_word"].command)[4].startswith(
        "Rejected needs' $(touch x)"
    )


def test_add_says_what_may_be_misread_before_anything_else(tmp_path, search, capsys):
    path = tmp_path / "list.csv"
    path.write_text(PLAIN.replace("2026-03-03,\n", "2026-03-03,Rejected needs management\n"), "utf-8")
    for more in (["--dry-run"], [], []):
        assert cli.main(["add", str(path), *more, "--data", str(search.folder)]) == 0
        first, *lines = [line for line in capsys.readouterr().out.splitlines() if line]
        assert first == "This may be misread:"
        assert lines[0] == "  “Status”: The words are not known as they stand; their meaning was guessed."
    assert len(search.doubts) == 1


def test_a_doubt_names_the_column_that_may_hold_what_is_lacking(tmp_path):
    doubt = found(tmp_path, PLAIN.replace("Applied", "Last contact"))["no_day"]
    assert "“Last contact” may hold it." in doubt.sentence
    assert doubt.command == "jobkit add list.csv --map 'Last contact=applied'"


def letter(subject, sender="Jo Sander <jobs@quellbach.example>", day="Mon, 16 Mar 2026 09:00:00 +0000"):
    return {"From": sender, "Subject": subject, "Date": day}


def set_aside(search, *letters, reason=SET_ASIDE["other"]):
    rows = [Record(f"mail.mbox:{n}", content, set_aside=reason) for n, content in enumerate(letters, 1)]
    imported(search, rows, "mail.mbox", exclusive=False, kind="mailbox")


@pytest.fixture
def waiting(search):
    """A search of two applications without an answer, and one with."""
    no = Event(kind="rejected", date="2026-03-05", company="Ostrava Foods", role="Driver")
    rows = [applied("Quellbach GmbH", "Baker", "2026-03-02"), applied("Tallow & Finch", "Cook", "2026-03-02")]
    imported(search, [row(2, rows[0]), row(3, rows[1]), row(4, applied("Ostrava Foods", "Driver"), no)])
    return search


def test_a_letter_set_aside_from_a_company_that_owes_an_answer_is_in_doubt(waiting):
    set_aside(
        waiting,
        letter("Ihr Gespräch"),
        letter("News of Tallow & Finch", "Post <post@mail.example>"),
        letter("A sale", "Shop <shop@elsewhere.example>"),
        letter("Your file", "Ostrava Foods <jobs@ostravafoods.example>"),
        letter("Too early", day="Mon, 2 Feb 2026 09:00:00 +0000"),
        letter("Too late", day="Mon, 1 Feb 2027 09:00:00 +0000"),
        letter("No day", day="soon"),
    )
    (told,) = waiting.doubts.to_dict("records")
    assert told["kind"] == "letter"
    assert told["examples"] == [
        "“Jo Sander: Ihr Gespräch” (mail.mbox:1)",
        "“Post: News of Tallow & Finch” (mail.mbox:2)",
    ]
    waiting.record_event("rejected", "Quellbach", "2026-03-16")
    assert waiting.doubts["origins"][0] == ["mail.mbox:2"]
    waiting.settle_doubt(told["doubt"])
    assert waiting.doubts.empty


def test_advertisements_and_a_company_that_sells_something_are_not_in_doubt(waiting):
    set_aside(waiting, letter("New jobs"), reason=SET_ASIDE["jobads"])
    assert waiting.doubts.empty
    set_aside(waiting, *(letter(f"Offer {n}") for n in range(5)), reason=SET_ASIDE["notjob"])
    assert waiting.doubts.empty


def test_add_says_so_of_letters_that_were_added_before_the_list(tmp_path, search, capsys):
    set_aside(search, letter("Ihr Gespräch"))
    assert search.doubts.empty
    path = tmp_path / "list.csv"
    path.write_text(PLAIN.replace("02,Rejected", "02,"), "utf-8")
    assert cli.main(["add", str(path), "--data", str(search.folder)]) == 0
    assert "“Jo Sander: Ihr Gespräch” (mail.mbox:1)" in capsys.readouterr().out


def test_a_reply_of_which_the_list_says_only_the_day_is_in_doubt_and_counts_as_a_reply(tmp_path):
    rows = ["Company,Role,Applied,Heard back,Notes", "Acorn,Cook,2026-05-01,2026-05-11,"]
    rows += ["Beech,Cook,2026-05-02,2026-05-12,rejected", "Cedar,Cook,2026-05-02,,"]
    doubt = found(tmp_path, "\n".join(rows))["reply"]
    assert doubt.rows == (("list.csv:2", "11 May 2026"),)
    assert doubt.commands == ("jobkit log KIND 'Acorn / Cook' --date 2026-05-11",)
    assert "--map 'Heard back=acknowledged'" in doubt.sentence


def test_a_mailbox_beside_a_list_has_no_letter_of_a_company_applied_to_set_aside_in_silence(tmp_path, search):
    path = tmp_path / "list.csv"
    path.write_text(PLAIN, "utf-8")
    search.add([path])
    told = [
        ("Wren <wren@plover.example>", "hello", "The kettle is on, and the tide comes in at nine."),
        ("Mo <mo@mail.example>", "From Ostrava Foods", "The kettle is on, and the tide comes in at nine."),
        ("Plover <no-reply@greenhouse-mail.io>", "Hello again", "The kettle sings, and all of us with it."),
        ("Jo <jo@mail.example>", "Lunch", "Shall we eat at noon?"),
    ]
    heads = "To: robin@mail.example\nDate: Mon, 16 Mar 2026 10:00:00 +0000\n"
    box = "".join(
        f"From x Mon Mar 16 10:00:00 2026\nFrom: {sender}\n{heads}Subject: {subject}\n\n{text}\n\n"
        for sender, subject, text in told
    )
    (tmp_path / "mail.mbox").write_text(box, "utf-8")
    added = search.add([tmp_path / "mail.mbox"])
    assert added["events"].sum() == 0
    shown = [line for lines in search.doubts_of(added)["examples"] for line in lines]
    assert sorted(line.partition(": ")[2].partition("”")[0] for line in shown) == [
        "From Ostrava Foods",
        "Hello again",
        "hello",
    ]


REMARKS = (
    "Company,Role,Applied,Status,Notes\nFennick,Porter,2026-03-02,,told me to drop in on 20/3/2026\n"
    "Plover & Sons,Cook,2026-03-03,,told me to drop in on 25/3/2026\n"
    "Tallow,Cook,2026-03-04,the woman there is very nice so far,\n"
)


def test_an_event_that_is_logged_settles_the_doubt_and_the_problem_of_its_application(tmp_path, search):
    path = tmp_path / "list.csv"
    path.write_text(REMARKS, "utf-8")
    search.add(path)
    (told,) = search.doubts["command"]
    first, second = told.splitlines()
    assert second == "jobkit log KIND 'Plover & Sons / Cook' --date 2026-03-25"
    assert search.problems["action"].str.endswith("jobkit log KIND 'Tallow / Cook' --date DAY.").all()
    for command in (first, second, search.problems["action"][0].partition(": ")[2]):
        words = shlex.split(command.replace("KIND", "interview").replace("DAY.", "2026-03-20"))[1:]
        assert cli.main([*words, "--data", str(search.folder)]) == 0
        assert second not in search.doubts["command"].to_list() or command == first
    assert search.doubts.empty
    assert search.problems.empty
    path.write_text(REMARKS + "Fennick,Cook,2026-03-09,,told me to drop in on 21/3/2026\n", "utf-8")
    search.add(path)
    assert search.doubts["command"].to_list() == ["jobkit log KIND 'Fennick / Cook' --date 2026-03-21"]
    search.undo()
    search.undo()
    assert search.problems["origin"].to_list() == ["list.csv:4"]


def test_an_event_that_is_set_right_settles_them_as_one_that_is_logged(tmp_path, search):
    path = tmp_path / "list.csv"
    path.write_text(REMARKS, "utf-8")
    search.add(path)
    event = search.events.set_index("company")["event"]
    search.correct_event(event["Fennick"], company="Fennick")
    assert search.doubts["n"].to_list() == [2]
    search.correct_event(event["Fennick"], date="2026-03-01")
    assert search.doubts["n"].to_list() == [1] and len(search.problems) == 1
    search.correct_event(event["Tallow"], kind="none")
    assert search.problems.empty
    search.undo()
    assert search.problems["origin"].to_list() == ["list.csv:4"]


def test_an_event_that_was_logged_before_leaves_the_doubt_open(tmp_path, search):
    search.record_event("interview", company="Fennick", role="Porter", date="2026-03-10")
    (tmp_path / "list.csv").write_text(REMARKS, "utf-8")
    search.add(tmp_path / "list.csv")
    assert search.doubts["n"].to_list() == [2]


def test_several_kinds_need_no_blanks_between_them(tmp_path):
    rows = "Fennick,Cook,2026-03-02,talked it over\nTallow,Cook,2026-03-03,Rejected\n"
    (tmp_path / "list.csv").write_text(f"Company,Role,Applied,Status\n{rows}", "utf-8")
    told = {"talked it over": "interview+rejected"}
    first, _ = sources.extract(tmp_path / "list.csv", told).records
    assert [event.kind for event in first.events] == ["applied", "interview", "rejected"]


def test_each_wording_that_was_guessed_has_a_command_that_works_as_printed(tmp_path, capsys):
    rows = "Fennick,Cook,2026-03-02,interview then they dropped it\nTallow,Cook,2026-03-03,talk then they dropped it\n"
    path, data = tmp_path / "list.csv", ["--data", str(tmp_path / "search")]
    path.write_text(f"Company,Role,Applied,Status\n{rows}", "utf-8")
    assert cli.main(["add", str(path), *data]) == 0
    said = capsys.readouterr().out.splitlines()
    commands = [shlex.split(line.partition("jobkit ")[2]) for line in said if "dropped it=" in line]
    assert [cli.main(words) for words in commands] == [0, 0]
    capsys.readouterr()
    assert cli.main(["applications", "--json", *data]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["furthest"], one["outcome"]) for one in told] == [
        ("interview", "rejected"),
        ("applied", "rejected"),
    ]


def test_the_year_of_days_without_one_is_that_of_the_name_under_which_the_file_is_added_again(
    tmp_path, search
):
    rows = "Fennick,Cook,2/3,Rejected\nTallow,Cook,25/3,Applied\nPlover,Cook,26/3,Applied\n"
    for name in ("list.csv", "list 2019.csv"):
        assert list(search.doubts["kind"]) == ["unsure"] * (name != "list.csv")
        (tmp_path / name).write_text(f"Company,Role,Applied,Status\n{rows}", "utf-8")
        added = search.add(tmp_path / name)
    assert [len(differ) for differ in added["differ"]] == [3]
    assert set(search.every_application["applied"].dt.year) == {2019}
    assert search.doubts.empty
    search.undo()
    assert list(search.doubts["kind"]) == ["unsure"]


def test_words_of_a_letter_or_of_who_sent_it_are_no_guess(tmp_path):
    words = [
        "Closed. Rejection email received from Quellbach",
        "Closed. They confirmed moving forward with other candidates",
    ]
    rows = [f"Firm {at},Cook,2026-03-0{at},{word}" for at, word in enumerate(words, 2)]
    rows.append("Plover,Cook,2026-03-09,Rejection appeal")
    doubt = found(tmp_path, "\n".join(["Company,Role,Applied,Status", *rows]))["guessed_word"]
    assert [origin for origin, _ in doubt.rows] == ["list.csv:4"]


def test_days_told_roughly_are_counted_where_their_column_is_named():
    path = GOLDEN / "days_told_roughly.csv"
    (column,) = [one for one in sources.extract(path).layout if one.heading == "Date"]
    assert column.why.endswith("4 name no day: kept without one")


def test_lines_outside_the_tables_of_a_page_are_kept_and_said():
    extraction = sources.extract(GOLDEN / "lines_outside_a_table.md")
    aside = [record.origin for record in extraction.records if record.set_aside == "outside the tables"]
    assert len(aside) == 4
    (doubt,) = [one for one in extraction.doubts if "outside the tables" in one.sentence]
    assert [origin for origin, _ in doubt.rows] == aside[1:] and "2026-01-12" in doubt.rows[0][1]


@pytest.mark.parametrize(
    ("head", "row", "language"),
    [
        ("公司,岗位,状态", "青禾,厨师,网上投递✅", "Chinese"),
        ("Firma,Stanowisko,Data,Status", "Wierzba,Kucharz,2026-03-02,Odrzucono", "Polish"),
        ("Bedrijf,Functie,Datum,Status", "Fernholt,Kok,2026-03-02,Afgewezen", "Dutch"),
        ("Empresa,Vaga,Data,Estado", "Fernholt,Cozinheiro,2026-03-02,Rejeitado", "Portuguese"),
        (
            "company,role,date,status,notes",
            "Fernholt,Cocinera,2026-03-02,descartada,no enviada: piden más años que los que tengo para el puesto",
            "Spanish",
        ),
        ("Firma,Stelle,Datum,Status", "Fernholt,Koch,2026-03-02,Absage", ""),
        ("Entreprise,Poste,Date,Statut", "Fernholt,Cuisinier,2026-03-02,Refus", ""),
        ("Company,Role,Date,Status", "Los Robles,Cook,2026-03-02,Rejected", ""),
    ],
)
def test_a_list_in_a_language_that_is_not_read_is_said_to_be(tmp_path, head, row, language):
    doubts = found(tmp_path, f"{head}\n{row}\n")
    assert [one.place for kind, one in doubts.items() if kind == "language"] == [language] * bool(language)
    if language:
        assert (
            f"looks {language}; lists are read in English, French and German" in doubts["language"].sentence
        )
        assert "--map 'THEIR HEADING=company'" in doubts["language"].command


def test_a_page_that_is_refused_says_which_language_it_looks_like(tmp_path):
    (tmp_path / "list.md").write_text("|投递|面试|\n|---|---|\n|青禾|一面|\n", "utf-8")
    with pytest.raises(JobkitError, match="It looks Chinese, which is not read in lists"):
        sources.extract(tmp_path / "list.md")


def test_what_is_said_of_a_column_has_no_empty_part():
    for column in sources.extract(GOLDEN / "days_told_roughly.csv").layout:
        assert "; ." not in column.why and not column.why.rstrip().endswith(";")
    order = sources.extract(GOLDEN / "many_ways_of_days.csv").layout
    assert not [column.why for column in order if column.why.rstrip().endswith(";")]


def test_a_heading_that_is_known_for_something_else_is_no_other_reading(tmp_path, search):
    rows = [f"Firm {n},Cook,{n}/03/2026,{n}/04/2026,{n}/05/2026" for n in range(1, 29)]
    for heading, kinds in (("Closing date", []), ("Wednesdays", ["similar_heading"])):
        head = f"School,Post,Form sent,{heading},Lesson obs / interview day"
        (tmp_path / "list.csv").write_text("\n".join([head, *rows]), "utf-8")
        doubts = search.doubts_of(search.add(tmp_path / "list.csv"))
        assert [kind for kind in doubts["kind"] if kind == "similar_heading"] == kinds


def test_what_came_before_the_day_of_applying_is_in_doubt(tmp_path):
    rows = "Tallow,Cook,2026-03-13,2026-03-20\nQuillby,Cook,2026-03-14,2025-03-24\nOrrin,Cook,2026-03-15,\n"
    doubt = found(tmp_path, f"Company,Role,Applied,Interview\n{rows}")["unsure"]
    assert [origin for origin, _ in doubt.rows] == ["list.csv:3"]


def test_a_slip_of_letters_is_no_guess_and_another_letter_is(tmp_path):
    words = ["Rejceted", "abgesgat", "ccepted", "reeejected", "angekommen"]
    rows = [f"Firm {at},Cook,2026-03-0{at},{word}" for at, word in enumerate(words, 2)]
    doubt = found(tmp_path, "\n".join(["Company,Role,Applied,Status", *rows]))["guessed_word"]
    assert [origin for origin, _ in doubt.rows] == ["list.csv:6"]


@pytest.mark.parametrize(
    ("employer", "role", "kind", "day", "is_asked"),
    [
        ("Mairie d'Osterhale", "Cook", "acknowledged", "2026-03-20", True),
        ("Mairie d'Osterhale", "Cook", "rejected", "2026-03-20", True),
        ("Mairie d'Osterhale", "Cook", "acknowledged", "2026-02-20", False),  # before the row was applied for
        ("Mairie d'Osterhale", "Baker", "acknowledged", "2026-03-20", False),
        ("Mairie d'Osterhale", "", "acknowledged", "2026-03-20", False),
        (
            "Bank Dunmarsh",
            "Cook",
            "acknowledged",
            "2026-03-20",
            False,
        ),  # an ordinary word tells of no employer
    ],
)
def test_news_of_the_same_job_at_a_name_alike_that_a_list_has_open_is_asked_about(
    search, employer, role, kind, day, is_asked
):
    imported(search, [row(2, applied("Bank d'Osterhale", "Cook", "2026-03-02"))])
    letter = Event(kind, day, employer, role, details={"message_id": "1"})
    imported(search, [Record("mail.mbox:1", {"n": "1"}, (letter,))], "mail.mbox", False, "mailbox")
    assert len(search.applications) == 2
    assert [*search.doubts["kind"]] == ["twice"] * is_asked


def test_what_a_doubt_takes_words_for_is_never_cut_away():
    line = "they rang " + "and rang " * 20 + "= rejected: it may be the day of this ending"
    (shown,) = doubts._examples([("k", "list.csv:2", line, "")])
    assert shown.endswith("… = rejected: it may be the day of this ending” (list.csv:2)")
    assert len(shown) < 125


@pytest.mark.parametrize(
    ("employer", "role", "day", "ended", "is_asked"),
    [
        ("Rook Sparkasse Osterhale", "Cook", "2026-03-20", "2026-03-20", True),
        ("Rook Sparkasse Osterhale", "", "2026-03-20", "2026-03-20", True),
        ("Rook Sparkasse Osterhale", "Cook", "2026-03-20", None, True),
        ("Rook Sparkasse Osterhale", "Cook", "2026-02-20", None, False),  # before the row was applied for
        ("Rook Sparkasse Osterhale", "Cook", "2026-03-21", "2026-03-20", False),
        ("Rook Sparkasse Osterhale", "Baker", "2026-03-20", "2026-03-20", False),
        ("Rook Sparkasse Dunmarsh", "Cook", "2026-03-20", "2026-03-20", False),
        ("Rookery Art", "Cook", "2026-03-20", "2026-03-20", False),
    ],
)
def test_an_ending_that_a_list_tells_of_a_name_alike_is_asked_about(
    search, employer, role, day, ended, is_asked
):
    no = Event(kind="rejected", date=ended, company="Kasse Osterhale", role="Cook")
    imported(search, [row(2, applied("Kasse Osterhale", "Cook", "2026-03-02"), no)])
    letter = Event("rejected", day, employer, role, details={"message_id": "1"})
    imported(search, [Record("mail.mbox:1", {"n": "1"}, (letter,))], "mail.mbox", False, "mailbox")
    assert len(search.applications) == 2
    assert [*search.doubts["kind"]] == ["twice"] * is_asked
    if is_asked:
        (told,) = search.doubts.to_dict("records")
        assert told["examples"] == [f"“{employer} = Kasse Osterhale, Cook” (mail.mbox:1)"]
        assert cli.main([*shlex.split(told["command"])[1:], "--data", str(search.folder)]) == 0
        assert len(search.applications) == 1
        assert search.doubts.empty


def test_an_employer_told_by_an_address_that_may_be_either_of_two_is_asked_about(search):
    imported(search, [row(n, applied(f"Kasse Osterhale, {n}", "Cook", "2026-03-02")) for n in (2, 3)])
    letter = Event("acknowledged", "2026-03-20", "Kasseosterhale", "Cook", details={"message_id": "1"})
    imported(search, [Record("mail.mbox:1", {"n": "1"}, (letter,))], "mail.mbox", False, "mailbox")
    assert (len(search.applications), [*search.doubts["kind"]], search.doubts["n"][0]) == (3, ["twice"], 2)


@pytest.mark.parametrize(
    ("employer", "role", "day", "is_asked"),
    [
        ("Osterhale", "", "2026-03-20", True),
        ("Osterhale", "", "2026-02-20", False),  # before the other was applied for
        ("Osterhale", "Baker", "2026-03-20", False),
        ("Osterhale Nord", "", "2026-03-20", False),
        ("Dunmarsh", "", "2026-03-20", False),
    ],
)
def test_news_of_an_employer_called_shorter_than_one_that_is_open_is_asked_about(
    search, employer, role, day, is_asked
):
    """In a diary “Loreto” and “Loreto Wrenbourg” were one rejected and one open application."""
    no = Event(kind="rejected", date=day, company=employer, role=role)
    imported(search, [row(2, applied("Osterhale Abbey", "Cook", "2026-03-02")), row(3, no)])
    assert len(search.applications) == 2
    assert [*search.doubts["kind"]] == ["twice"] * is_asked
    if is_asked:
        (told,) = search.doubts.to_dict("records")
        assert cli.main([*shlex.split(told["command"])[1:], "--data", str(search.folder)]) == 0
        assert (len(search.applications), len(search.doubts)) == (1, 0)


def test_of_two_jobs_at_one_employer_that_ended_on_one_day_nothing_is_asked(search):
    for n, role in enumerate(("Cook", "Baker"), 2):
        no = Event(kind="rejected", date="2026-03-20", company="Kasse Osterhale", role=role)
        imported(search, [row(n, applied("Kasse Osterhale", role, "2026-03-02"), no)], f"{n}.csv")
    assert len(search.applications) == 2
    assert search.doubts.empty
