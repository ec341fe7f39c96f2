"""Remarks in a tracker: what they tell counts where it is worded exactly or has its day, and no column differs."""

from __future__ import annotations

import csv
import io
import os
import shlex

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jobkit
from jobkit import history, sources
from jobkit.commands import cli
from jobkit.sources import remarks
from jobkit.tables import Event, Record

HEADING = ["Company", "Role", "Applied", "Status", "Notes"]


def read(tmp_path, *rows, mode="", heading=HEADING):
    """Return the extraction of a list of one row a remark: applied on 13 March 2026, days month first."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(heading)
    table.writerow(["Fennick", "Porter", "3/13/2026", "Applied", ""][: len(heading)])
    for n, (status, note) in enumerate(rows, 1):
        table.writerow([f"Firm {n} Ltd", "Baker", "3/13/2026", status, note])
    path = tmp_path / "list.csv"
    path.write_text(out.getvalue(), "utf-8")
    extraction = sources.extract(path, {"remarks": mode} if mode else None)
    return list(extraction.records)[1:], extraction


def told(tmp_path, note, status="Applied"):
    """Return kinds and days that one row tells beside having been applied for."""
    (record,), _ = read(tmp_path, (status, note))
    return [(event.kind, event.date) for event in record.events if event.kind != "applied"]


@pytest.mark.parametrize(
    ("note", "kind", "day"),
    [
        ("Rejected 5/6, 'more experienced candidate'", "rejected", "2026-05-06"),
        ("rejection email 3/20", "rejected", "2026-03-20"),
        ("3/29: rejected", "rejected", "2026-03-29"),
        ("They went with an internal candidate", "rejected", None),
        ("decided to move forward with other candidates", "rejected", None),
        ("not selected", "rejected", None),
        ("Position filled", "closed", None),
        ("I withdrew, withdrew 4/1, too far", "withdrawn", "2026-04-01"),
        ("phone screen 3/20 with Dana", "screening", "2026-03-20"),
        ("then a no on 3/20", "rejected", "2026-03-20"),
        ("danach Absage, anderer Bewerber hatte den Schein", "rejected", None),
        ("promoted somebody from inside", "rejected", None),
        ("talked to the owner 3/20", "interview", "2026-03-20"),
        ("post scrapped 3/20", "closed", "2026-03-20"),
        ("2nd interview 4/2", "interview", "2026-04-02"),
        ("2nd interview 15 April", "interview", "2026-04-15"),
        ("1st interview 3 April, 2nd 15 April", "interview", "2026-04-15"),
        ("erstes Gespräch 3.4., zweites am 15.4.", "interview", "2026-04-15"),
        ("Absage am 5.6. per Mail", "rejected", "2026-06-05"),
        ("Absage erhalten", "rejected", None),
        ("Absage 14.4., Stelle wurde intern besetzt", "rejected", "2026-04-14"),
        ("VG 15.4., lief gut", "interview", "2026-04-15"),
        ("Vorstellungsgespräch am 12.6. um 10 Uhr", "interview", "2026-06-12"),
        ("refus par mail le 5 juin", "rejected", "2026-06-05"),
        ("entretien le 20 mars", "interview", "2026-03-20"),
        ("auto reject", "rejected", None),
        ("automatic rejection", "rejected", None),
        ("phone screen; no after that 4/1", "screening", None),
        ("phone screen; no after that 4/1", "rejected", "2026-04-01"),
        ("VG, danach Absage", "interview", None),
        ("interview 4/10 waiting", "interview", "2026-04-10"),
        ("interview 4/10 and still no answer", "interview", "2026-04-10"),
        ("Probearbeiten 10.4. warte auf Antwort", "interview", "2026-04-10"),
    ],
)
def test_a_remark_that_is_exact_or_has_its_day_counts(tmp_path, note, kind, day):
    assert (kind, day) in told(tmp_path, note)


@pytest.mark.parametrize(
    "note",
    [
        "if rejected, reapply in 6 months",
        "friend got rejected here",
        "prep for interview",
        "no interview yet",
        "They offer 40 days holiday",
        "Interview customers and support clients",
        "closing date 5/6",
        "call 5/6",
        "rejected?",
        "ghosted",
        "Falls Absage, nachfragen",
        "Bewerbungsschluss 5.6.",
        "en attente d'un entretien",
        "waiting for interview 4/10",
        "applied 4/10 waiting",
        "call 4/10 waiting",
        "Lovely team, 20 minutes by bus",
        "picked someone up on 3/20 after",
        "took someone with me 3/20",
        "We may offer the post to someone else",
        "You will interview candidates, reject defects and offer solutions. " * 20,
    ],
)
def test_a_remark_of_what_may_be_or_concerns_others_tells_nothing_and_is_no_doubt(tmp_path, note):
    (record,), extraction = read(tmp_path, ("Applied", note))
    assert [event.kind for event in record.events] == ["applied"]
    assert [doubt for doubt in extraction.doubts if doubt.kind == "remark"] == []


def test_a_story_of_several_days_is_read_in_its_order(tmp_path):
    note = "phone screen 3/15; interview 3/22. Offer 4/5, declined - too far"
    kinds = [
        ("screening", "2026-03-15"),
        ("interview", "2026-03-22"),
        ("offer", "2026-04-05"),
        ("declined", None),
    ]
    assert told(tmp_path, note) == kinds


def test_the_note_is_the_words_and_the_reason_is_evidence(tmp_path):
    note = "Rejected 5/6, 'more experienced candidate'"
    (record,), extraction = read(tmp_path, ("Applied", note))
    event = record.events[-1]
    assert (event.text, event.company, event.role) == (note, "Firm 1 Ltd", "Baker")
    assert event.details["column"] == "Notes"
    (fact,) = record.facts
    assert fact.table == "evidence"
    words = "'more experienced candidate'"
    assert fact.values == {"reason": "more_qualified", "says": "noted", "date": "2026-05-06", "words": words}
    assert [(origin, one.kind) for origin, one in extraction.remarks] == [("list.csv:3", "rejected")]


def test_the_words_of_a_reason_are_the_clause_that_tells_it_and_are_called_the_persons_note(search, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        "Company,Role,Applied,Notes\n"
        "Fennick,Cook,2026-06-02,phone call - nice. Interview on site 6/16. They went with somebody who "
        "already ran a night shift\n",
        "utf-8",
    )
    search.add(path)
    (told,) = search.evidence.itertuples()
    assert told.words == "They went with somebody who already ran a night shift"
    sources = search.settings.sources
    assert sources.at[told.says, "label"] == "your note of what they said"
    assert sources.at[told.says, "weight"] == sources.at["stated", "weight"]
    assert sources.at[told.says, "family"] == sources.at["stated", "family"]


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("more experienced candidate", "more_qualified"),
        ("hired someone with SAP", "more_qualified"),
        ("Bewerberin mit mehr Erfahrung", "more_qualified"),
        ("too qualified for the role, said the manager", "overqualified"),
        ("trop qualifiée pour le poste", "overqualified"),
        ("salary too high for them", "logistics"),
        ("no driving licence", "minimum_not_met"),
        ("post went to someone already on the staff", "internal_or_known"),
        ("went to the sub who was already there", "internal_or_known"),
        ("other candidate had museum experience", "more_qualified"),
        ("not enough experience with ovens", "not_demonstrated"),
        ("not enough experience?", "a guess"),
        ("asked about salary expectations and experience", ""),
        ("commute too long", ""),  # may be what you think of it
        ("great team, more experienced than expected", ""),
    ],
)
def test_what_stands_beside_a_no_and_tells_why_is_its_reason_unless_it_may_be_yours(tmp_path, note, reason):
    (record,), _ = read(tmp_path, ("Rejected", note))
    told = (fact.values for fact in record.facts)
    found = ["a guess" if one["says"] == "guess_early" else one["reason"] for one in told]
    assert found == [reason] * bool(reason)


def test_a_reason_that_is_a_guess_is_said_to_be_one(tmp_path):
    (record,), _ = read(tmp_path, ("Rejected", "Rejected 4/1. Probably overqualified, salary too high"))
    assert [fact.values["says"] for fact in record.facts] == ["guess_early"]


def test_a_column_that_tells_it_already_is_given_the_day_and_nothing_is_counted_twice(tmp_path):
    assert told(tmp_path, "rejected 4/1 by phone", "Rejected") == [("rejected", "2026-04-01")]
    assert told(tmp_path, "rejected", "Rejected") == [("rejected", None)]
    assert told(tmp_path, "rejected; rejected, not selected. Rejected 4/1") == [("rejected", "2026-04-01")]
    assert told(tmp_path, "interview 3/30", "Interview") == [("interview", "2026-03-30")]


def test_what_a_column_speaks_against_is_in_doubt_and_no_word_takes_all_of_it(tmp_path):
    rows = [("Offer", "got rejected after all"), ("Applied", "Rejected 2/1"), ("Withdrawn", "rejected 4/4")]
    records, extraction = read(tmp_path, *rows)
    kinds = [[event.kind for event in record.events][1:] for record in records]
    assert kinds == [["offer"], [], ["withdrawn"]]
    (doubt,) = [doubt for doubt in extraction.doubts if doubt.kind == "remark"]
    assert [origin for origin, _ in doubt.rows] == ["list.csv:3", "list.csv:4", "list.csv:5"]
    assert doubt.rows[0][1] == "got rejected after all = rejected: a column tells of offer"
    assert doubt.command == "jobkit log KIND COMPANY --date DAY, where the remark is right"
    everything, _ = read(tmp_path, *rows, mode="all")  # taken together they would overrule columns unseen
    assert [[event.kind for event in record.events][1:] for record in everything] == kinds


def test_a_day_of_a_remark_that_may_be_two_is_a_problem_and_the_ending_counts(tmp_path):
    rows = "Company,Role,Applied,Notes\nAcorn,Cook,2026-03-20,rejected 4/5\nBirch,Cook,2026-03-21,\n"
    (tmp_path / "list.csv").write_text(rows, "utf-8")
    record, _ = sources.extract(tmp_path / "list.csv").records
    assert [(event.kind, event.date) for event in record.events[1:]] == [("rejected", None)]
    assert [problem.problem for problem in record.problems] == ["“4/5” could be 5 April 2026 or 4 May 2026."]


def test_a_remark_that_names_no_day_and_is_not_exact_is_in_doubt(tmp_path):
    (record,), extraction = read(tmp_path, ("Applied", "They rejected me because of the commute I told Jo"))
    assert len(record.events) == 1
    assert [doubt.kind for doubt in extraction.doubts] == ["remark"]


def test_a_wage_beside_an_ending_is_not_its_day(tmp_path):
    for wage in ("£11.44", "$ 11.10", "CHF 11.10", "11.10 an hour"):
        assert told(tmp_path, f"Rejected, {wage}") == [("rejected", None)], wage


def test_every_remark_that_was_read_as_an_event_is_listed(tmp_path, search, capsys):
    read(tmp_path, *[("Applied", "Rejected 5/6")] * 41)
    cli.main(["add", str(tmp_path / "list.csv"), "--data", str(search.folder)])
    assert capsys.readouterr().out.count("Baker: rejected on 6 May 2026") == 41


@pytest.mark.parametrize(
    ("note", "doubt"),
    [
        ("5 interviews", "5 interviews = interview: not worded exactly, and without a day"),
        ("phone screen", "phone screen = screening: without a day, and nothing says that it took place"),
        ("interview; rejected", "interview = interview: without a day, and nothing says that it took place"),
        (
            "phone call with Dana (HR) - nice",
            "phone call with Dana (HR) = screening: without a day, and nothing says that it took place",
        ),
        (
            "talked to manager on the spot. said they'd call",
            "talked to manager on the spot. = interview: not worded exactly, and without a day",
        ),
    ],
)
def test_a_talk_that_may_be_still_to_come_is_asked_about(tmp_path, note, doubt):
    (record,), extraction = read(tmp_path, ("Applied", note))
    assert "interview" not in {event.kind for event in record.events}
    (asked,) = [doubt for doubt in extraction.doubts if doubt.kind == "remark"]
    assert asked.rows == (("list.csv:3", doubt),)


def test_the_doubt_about_remarks_says_which_command_means_what(tmp_path, search, capsys):
    read(tmp_path, ("Applied", "phone screen"))
    assert cli.main(["add", str(tmp_path / "list.csv"), "--data", str(search.folder)]) == 0
    said = capsys.readouterr().out
    change, keep = [line.strip() for line in said.splitlines() if line.strip().startswith("If ")]
    assert change.startswith("If they say so: jobkit add ")
    assert keep.startswith("If not: jobkit doubts ")
    assert keep.partition(" --data ")[0].endswith(" --right")


def test_a_day_that_may_be_two_is_left_out_and_the_ending_counts(tmp_path):
    heading = ["Company", "Role", "Applied on", "Status", "Notes"]
    path = tmp_path / "list.csv"
    rows = [["Fennick", "Porter", "2026-03-02", "Applied", "Rejected 5/6"]] * 2
    path.write_text("\n".join(map(",".join, [heading, *rows])), "utf-8")
    record = next(iter(sources.extract(path).records))
    assert (record.events[-1].kind, record.events[-1].date) == ("rejected", None)


def test_none_reads_no_remarks_and_all_rows_are_as_without_them(tmp_path):
    rows = [("Applied", "Rejected 5/6"), ("Interview", "rejected 4/1")]
    records, extraction = read(tmp_path, *rows, mode="none")
    assert [len(record.events) for record in records] == [1, 2]
    assert not extraction.remarks
    assert not any(record.facts for record in records)


@pytest.mark.parametrize(
    ("title", "role", "details"),
    [
        ("Data Analyst (2nd try)", "Data Analyst", {"try": 2}),
        ("Cook (reposted)", "Cook", {"again": "reposted"}),
        ("Koch (3. Versuch)", "Koch", {"try": 3}),
        ("Nurse (ICU)", "Nurse (ICU)", {}),
    ],
)
def test_a_second_try_in_a_title_is_no_part_of_it(title, role, details):
    event = remarks._again(Event("applied", role=title))
    assert (event.role, event.details) == (role, details)


def test_add_lists_what_remarks_tell_and_one_command_takes_it_back(tmp_path, search, capsys):
    read(tmp_path, ("Applied", "Rejected 5/6"), ("Offer", "got rejected after all"))
    data = ["--data", str(search.folder)]
    assert cli.main(["add", str(tmp_path / "list.csv"), *data]) == 0
    said = capsys.readouterr().out
    assert "Firm 1 Ltd, Baker: rejected on 6 May 2026: “Rejected 5/6” (list.csv:3)" in said
    (command,) = [line for line in said.splitlines() if line.endswith("--map remarks=none")]
    assert search.applications["outcome"].value_counts()["rejected"] == 1
    assert cli.main(shlex.split(command.partition(": jobkit ")[2])) == 0
    assert "rejected" not in set(search.applications["outcome"])
    assert search.doubts.empty
    search.undo()
    assert search.applications["outcome"].value_counts()["rejected"] == 1


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=120)
    | st.lists(st.sampled_from("rejected 5/6 offer interview, ; : . ? no if Absage 31.02.".split())).map(
        " ".join
    )
)
def test_any_remark_is_read_without_an_error(note):
    rows = [Record("a:1", {"Notes": note}, (Event("applied", "2026-03-13", "Fennick", "Cook"),))]
    layout = (sources.Column("Notes", "note", "heading"),)
    extraction = remarks.read("a", sources.Extraction("tracker table", rows, layout))
    (record,) = extraction.records
    assert record.events[0] == rows[0].events[0]
    assert all(event.date is None or event.date >= "2026-03-13" for event in record.events)


NURSE = """Hospital,Unit,Applied,Status,Comments
St. Brannock,ICU,3/2/2026,Rejected,
Mercy Vale,Ward 4,3/3/2026,Applied,Rejection email 3/20
Holt Clinic,Emergency,3/4/2026,Applied,they went with an internal candidate
Fen Care,Nights,3/5/2026,Applied,phone screen 3/15; interview 3/22 with Dana; rejected 4/2 - not enough experience
Quay Hospital,Ward 1,3/6/2026,Applied,if rejected reapply in 6 months
Ash Grove,Dialysis,3/7/2026,Applied,friend got rejected here
Elm House,Hospice,3/8/2026,Denied,
Oak House,Hospice,3/9/2026,Applied,"Rejected 5/6, 'more experienced candidate'"
Pine House,Ward 2,3/10/2026,Applied,not selected
Birch House,Ward 3,3/11/2026,Applied,4/1: rejected
Cedar House,Ward 5,3/12/2026,Rejected,salary too high for them
Dell House,ICU,3/13/2026,Applied,unsuccessful 4/4 by email
Rose House,Ward 6,3/14/2026,Applied,auto rejected
Lark House,Ward 7,3/15/2026,Applied,they said no on 4/9
Wren House,Ward 8,3/16/2026,Applied,Recruiter says decided to move forward with other candidates
Finch House,Ward 9,3/17/2026,Applied,no reply yet
Owl House,Theatre,3/18/2026,Rejected,rejected 4/10
Robin House,Theatre,3/19/2026,Applied,prep for interview
"""


def test_a_sheet_whose_rejections_stand_in_its_comments(search, tmp_path):
    """A nurse's sheet: 14 rejections, 4 of them in the column of the state."""
    path = tmp_path / "nursing.csv"
    path.write_text(NURSE, "utf-8")
    added = search.add(path)
    outcomes = search.applications["outcome"].value_counts()
    assert outcomes.to_dict() == {"rejected": 14, "open": 4}
    assert search.applications.loc[search.find("Owl House"), "outcome_date"].isoformat()[:10] == "2026-04-10"
    assert len([event for _, event in added["remarks"][0] if event.kind == "rejected"]) == 11
    search.add(path, mapping={"remarks": "none"})
    assert search.applications["outcome"].value_counts()["rejected"] == 4


def test_leaving_after_an_offer_is_to_decline_it_and_a_bracket_behind_an_ending_is_its_reason(
    search, tmp_path
):
    path = tmp_path / "liste.csv"
    path.write_text(
        "Firma;Stelle;Beworben am;Status;Bemerkungen\n"
        "Café Wiese;Service;21.3.2026;Zusage;habe abgesagt\n"
        "Seeblick;Küche;23.3.2026;;Absage 25.4. (interner Bewerber)\n",
        "utf-8",
    )
    search.add(path)
    assert list(search.applications["outcome"]) == ["declined", "rejected"]
    assert search.evidence[["reason", "words"]].to_numpy().tolist() == [
        ["internal_or_known", "interner Bewerber"]
    ]


@pytest.mark.parametrize(
    ("status", "note", "kinds"),
    [
        ("", "Zusage 8.4., abgesagt weil befristet", ["offer", "declined"]),
        ("Zusage", "nicht angenommen, Wochenenddienst", ["offer", "declined"]),
        ("", "offer 4/8, refuse - too far", ["offer", "declined"]),
        ("Offer", "got rejected after all", ["offer"]),
    ],
)
def test_a_no_after_an_offer_is_yours_unless_they_are_named(tmp_path, status, note, kinds):
    assert [kind for kind, _ in told(tmp_path, note, status or "Applied")] == kinds


def test_a_no_after_an_offer_in_unclear_words_is_asked_about_as_declined(tmp_path):
    _, extraction = read(tmp_path, ("Applied", "offer 4/8, rejected 4/10"))
    (doubt,) = [doubt for doubt in extraction.doubts if doubt.kind == "remark"]
    assert "= declined" in doubt.rows[0][1]


@pytest.mark.parametrize(
    ("status", "note", "reason"),
    [
        ("Applied", "Absage 25.4. (überqualifiziert)", "overqualified"),
        ("Applied", "Absage (interner Bewerber)", "internal_or_known"),
        ("Applied", "Absage, interner Bewerber", "internal_or_known"),
        ("Rejected", "interner Bewerber", "internal_or_known"),
        ("Rejected", "overqualified", "overqualified"),
        ("Applied", "Absage: zu wenig Erfahrung", "not_demonstrated"),
    ],
)
def test_a_reason_beside_a_rejection_is_a_note_of_what_they_said(tmp_path, status, note, reason):
    (record,), _ = read(tmp_path, (status, note))
    assert record.events[-1].kind == "rejected"
    assert [(fact.values["reason"], fact.values["says"]) for fact in record.facts] == [(reason, "noted")]


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("went with someone with more experience", [("more_qualified", "noted")]),
        ("they hired someone from Roche with more experience", [("more_qualified", "noted")]),
        ("they hired someone internal", [("internal_or_known", "noted")]),
        ("position cancelled, no budget", [("role_changed", "noted")]),
        ("they said I am too qualified", [("overqualified", "noted")]),
        ("probably surqualifiée", [("overqualified", "guess_early")]),
        ("they hired someone from Roche", []),
        ("they already hired someone", []),
        ("Stelle inzwischen besetzt", []),
    ],
)
def test_a_note_in_usual_words_is_no_form_letter_and_a_hire_alone_no_reason(note, found):
    values = remarks.reason_beside("rejected", note)
    assert [(one["reason"], one["says"]) for one in [values] if one] == found
    assert found or not remarks.reason_beside("closed", note)


def test_the_day_of_an_interview_beside_the_word_that_invites_is_kept(tmp_path):
    assert told(tmp_path, "VG 11.4.", "eingeladen")[-1] == ("interview", "2026-04-11")


LOG = """Date,Company,Position,Event,Comment
2024-01-15,Fennick,Driver,Applied,
2024-01-16,Tallow,Driver,Applied,rejected 1/30
2024-01-20,Fennick,Driver,Phone interview,
2024-01-25,Fennick,Driver,Rejected,interner Bewerber
"""


def test_the_remarks_of_a_log_are_read_as_those_of_a_table(search, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(LOG, "utf-8")
    search.add(path)
    assert search.applications.set_index("company")["outcome"].to_dict() == {
        "Fennick": "rejected",
        "Tallow": "rejected",
    }
    assert list(search.evidence["reason"]) == ["internal_or_known"]
    kinds = search.events.groupby("company")["kind"].value_counts()
    assert kinds["Fennick", "rejected"] == kinds["Tallow", "rejected"] == 1


@pytest.mark.parametrize("note", ["1st 3 April, 2nd 15 April", "Interviews: 1st 3 Apr, 2nd 15 Apr"])
def test_of_talks_that_are_counted_each_has_its_day(tmp_path, note):
    assert told(tmp_path, note, "Interview") == [("interview", "2026-04-03"), ("interview", "2026-04-15")]
    assert bool(told(tmp_path, note)) == note.startswith("Interviews")  # else what they were is asked


REPLIES = ["Company", "Role", "Applied", "Heard back", "Notes"]


@pytest.mark.parametrize(
    ("note", "events"),
    [
        ("no license (forklift) - rejected", [("rejected", "2026-04-10")]),
        ("auto reject", [("rejected", "2026-04-10")]),
        ("position on hold", [("closed", "2026-04-10")]),
        ("rejected 4/20", [("acknowledged", "2026-04-10"), ("rejected", "2026-04-20")]),
        (
            "interview 4/10, 2nd interview 4/16, rejected",
            [("interview", "2026-04-10"), ("interview", "2026-04-16"), ("rejected", None)],
        ),
        ("call 4/16. rejected", [("acknowledged", "2026-04-10"), ("rejected", None)]),
        ("phone screen. Not selected", [("acknowledged", "2026-04-10"), ("rejected", None)]),
        ("nice people", [("acknowledged", "2026-04-10")]),
    ],
)
def test_an_ending_told_in_a_remark_has_the_day_of_the_reply_if_nothing_later_is_told(tmp_path, note, events):
    (record,), _ = read(tmp_path, ("4/10/2026", note), heading=REPLIES)
    assert [(event.kind, event.date) for event in record.events[1:]] == events
    assert all(bool(event.details.get("reply")) == (event.kind == "acknowledged") for event in record.events)


@pytest.mark.parametrize(
    ("note", "events"),
    [
        (
            "test écrit le 19/03 puis refus le 27/03",
            [("assessment", "2026-03-19"), ("rejected", "2026-03-27")],
        ),
        (
            "Telefoninterview 16.3. und Absage 20.3.",
            [("screening", "2026-03-16"), ("rejected", "2026-03-20")],
        ),
        ("Email 19 March: unsuccessful", [("rejected", "2026-03-19")]),
        ("they went with another lad, text on 15/3", [("rejected", "2026-03-15")]),
        ("Stelle wird nicht mehr besetzt, Auftragslage (Mail vom 19.3.)", [("closed", "2026-03-19")]),
        ("Zusage am 18.3., habe am 21.3. abgelehnt", [("offer", "2026-03-18"), ("declined", "2026-03-21")]),
        ("j'ai signé ailleurs", [("withdrawn", None)]),
        ("moody boss, told them I'm out", [("withdrawn", None)]),
        ("jamais de nouvelles, je laisse tomber", []),
    ],
)
def test_each_thing_in_a_remark_has_its_own_day(note, events, tmp_path):
    (tmp_path / "list.csv").write_text(
        f'Company,Role,Applied,Notes\nAcorn,Cook,2026-03-02,"{note}"\n', "utf-8"
    )
    (record,) = sources.extract(tmp_path / "list.csv").records
    assert [(event.kind, event.date) for event in record.events[1:]] == events


def test_a_long_clause_that_tells_of_an_ending_is_asked_about(tmp_path):
    note = (
        "met the owner at the market and he told me with a lot of words that he gave it to his nephew on 9/3"
    )
    (tmp_path / "list.csv").write_text(f"Company,Role,Applied,Notes\nAcorn,Cook,2026-03-02,{note}\n", "utf-8")
    extraction = sources.extract(tmp_path / "list.csv")
    (record,) = extraction.records
    assert [event.kind for event in record.events] == ["applied"]
    assert [doubt.kind for doubt in extraction.doubts] == ["remark"]


def test_days_in_remarks_prove_the_order_of_each_other(tmp_path):
    text = "Company,Role,Applied,Status,Notes\nAcorn,Cook,2026-03-02,Accepted,accepted 8/4\n"
    path = tmp_path / "list.csv"
    path.write_text(f"{text}Birch,Cook,2026-03-03,Applied,interview 27/3\n", "utf-8")
    assert next(iter(sources.extract(path).records)).events[-1].date == "2026-04-08"
    path.write_text(text, "utf-8")
    (record,) = sources.extract(path).records
    assert (record.events[-1].date, record.problems[0].value) == (None, "8/4")


def test_a_day_in_a_remark_of_a_list_without_any_year_has_that_of_its_row_else_it_is_a_problem(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Company,Role,Applied,Notes\nAcorn,Cook,30.12.,VG 11.1.\nBirch,Cook,,VG 12.1.\n", "utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))  # 14 November 2023
    first, second = sources.extract(path).records
    assert [(event.kind, event.date) for event in first.events] == [
        ("applied", "2022-12-30"),
        ("interview", "2023-01-11"),
    ]
    assert [(event.kind, event.date) for event in second.events][-1] == ("interview", None)
    assert [(one.field, one.value) for one in second.problems] == [("Notes", "12.1")]


def test_a_reason_without_a_day_is_no_news_of_the_month_in_which_its_list_was_added(search, tmp_path):
    (tmp_path / "list.csv").write_text(
        "Company,Role,Applied,Notes\nHarrow,Lead,2026-02-03,they hired somebody more experienced\n", "utf-8"
    )
    search.add(tmp_path / "list.csv")
    (sign,) = search.evidence.to_dict("records")
    assert (sign["reason"], str(sign["recorded"])[:10]) == ("more_qualified", "2026-02-03")
    assert search.month("2026-06")["revisions"].empty


@pytest.mark.parametrize(
    ("kind", "note", "reasons"),
    [
        ("rejected", "overqualified", [("overqualified", "noted", "overqualified")]),
        (
            "rejected",
            "Nice letter. They hired an internal candidate",
            [("internal_or_known", "noted", "They hired an internal candidate")],
        ),
        ("rejected", "probably salary too high", [("logistics", "guess_early", "probably salary too high")]),
        ("rejected", "by phone, kind", []),
        ("rejected", "", []),
        ("interview", "overqualified", []),
    ],
)
def test_the_note_of_a_rejection_that_is_logged_gives_its_reason_in_one_change(
    search, capsys, kind, note, reasons
):
    data = ["--data", str(search.folder)]
    assert (
        cli.main(["log", "applied", "--company", "Acorn", "--role", "Clerk", "--date", "2026-03-02", *data])
        == 0
    )
    assert cli.main(["log", kind, "Acorn", "--date", "2026-03-20", "--note", note, *data]) == 0
    assert ("Its note gives a reason" in capsys.readouterr().out) == bool(reasons)
    kept = search.evidence
    assert [*kept[["reason", "says", "words"]].itertuples(index=False, name=None)] == reasons
    assert set(kept["application"]) <= {search.find("Acorn")}
    assert {day.isoformat()[:10] for day in kept["date"]} == ({"2026-03-20"} if reasons else set())
    search.undo()
    assert search.evidence.empty
    assert "rejected" not in set(search.events["kind"])


ANSWERED = {
    "de": ["Firma", "Stelle", "Beworben am", "Stand", "Antwort am", "Notiz"],
    "en": ["Company", "Role", "Applied", "Status", "Heard back", "Notes"],
    "fr": ["Entreprise", "Poste", "Date de candidature", "Statut", "Date de réponse", "Notes"],
}


@pytest.mark.parametrize(
    ("language", "applied", "state", "answer", "note", "talks"),
    [
        ("de", "10.11.2026", "eingeladen", "23.11.2026", "Gespräch 3.12. 14 Uhr", ["2026-12-03"]),
        ("de", "10.11.2026", "Einladung", "23.11.2026", "Gespräch am 3.12.", ["2026-12-03"]),
        ("de", "10.10.2026", "eingeladen", "20.10.2026", "Gespräch 28.10., Entscheid offen", ["2026-10-28"]),
        (
            "de",
            "10.2.2026",
            "Einladung zum Gespräch",
            "23.2.2026",
            "1. Gespräch 4.3., 2. Gespräch 17.3.",
            ["2026-03-04", "2026-03-17"],
        ),
        ("de", "10.11.2026", "eingeladen", "23.11.2026", "", []),
        ("en", "11/10/2026", "invited", "11/23/2026", "interview 12/3", ["2026-12-03"]),
        ("en", "11/10/2026", "Invited", "11/23/2026", "", []),
        ("fr", "10/11/2026", "Invité", "23/11/2026", "entretien 03/12", ["2026-12-03"]),
        ("de", "10.11.2026", "Vorstellungsgespräch", "23.11.2026", "", []),
        ("en", "11/10/2026", "Interview", "11/23/2026", "interview 12/3", ["2026-12-03"]),
    ],
)
def test_the_day_of_an_answer_dates_the_invitation_and_never_the_talk(
    tmp_path, language, applied, state, answer, note, talks
):
    ended = {"de": ("Absage", "20.11.2026"), "en": ("Rejected", "11/20/2026"), "fr": ("Refus", "20/11/2026")}
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(ANSWERED[language])
    table.writerow(["Ahorn", "Koch", applied, state, answer, note])
    table.writerow(["Buche", "Koch", applied, *ended[language], ""])
    (tmp_path / "list.csv").write_text(out.getvalue(), "utf-8")
    record, _ = sources.extract(tmp_path / "list.csv").records
    held = [event for event in record.events if event.kind == "interview"]
    days = [event.date for event in held if not history.is_invitation(event.details)]
    assert (days, record.problems) == (talks, ())
    invited = [event.details["date_written"] for event in held if history.is_invitation(event.details)]
    assert invited == [answer]


GERMAN = "Firma;Stelle;Beworben;Stand;Bemerkung\n"


@pytest.mark.parametrize(
    ("state", "remark", "last", "doubts"),
    [
        ("Absage", "Brief vom 3.2.", ("rejected", "2026-02-03"), 0),
        ("Absage", "nachgefragt 3.2., Mail 9.2.", ("rejected", "2026-02-09"), 0),
        ("Absage", "Frau Ahorn 9.2.", ("rejected", None), 1),
        ("Absage", "nachgefragt 9.2.", ("rejected", None), 0),
        ("läuft", "nachgefragt 9.2.", ("applied", "2026-01-20"), 0),
        ("läuft", "fange 1.6. an!", ("applied", "2026-01-20"), 1),
        ("läuft", "Start 1.6.", ("applied", "2026-01-20"), 1),
        ("läuft", "Vertrag unterschrieben", ("accepted", None), 0),
        ("Zusage, aber nur halbtags - abgesagt", "", ("declined", None), 1),
        ("VG 3.2., Probestunde 10.2., Absage 24.2.", "", ("rejected", "2026-02-24"), 0),
    ],
)
def test_what_a_teacher_notes_is_read_or_asked_about(tmp_path, state, remark, last, doubts):
    rows = f"Ahorn;Lehrkraft;20.01.2026;{state};{remark}\nBuche;Lehrkraft;21.01.2026;offen;\n"
    (tmp_path / "list.csv").write_text(GERMAN + rows, "utf-8")
    extraction = sources.extract(tmp_path / "list.csv")
    record, _ = extraction.records
    assert (record.events[-1].kind, record.events[-1].date) == last
    assert sum(len(doubt.rows) for doubt in extraction.doubts) == doubts


@pytest.mark.parametrize(
    ("remark", "reason", "says"),
    [
        ("zu wenig Verlagserfahrung laut Mail vom 11.5.", "not_demonstrated", "feedback"),
        (
            "„haben uns für jemanden entschieden, der schon als Aushilfe bei uns war“",
            "internal_or_known",
            "noted",
        ),
        ("nicht wegen der Sprache", "", ""),
    ],
)
def test_a_reason_in_their_own_words_beside_a_refusal_is_kept(tmp_path, remark, reason, says):
    rows = f"Ahorn;Lehrkraft;20.04.2026;Absage;{remark}\nBuche;Lehrkraft;21.04.2026;offen;\n"
    (tmp_path / "list.csv").write_text(GERMAN + rows, "utf-8")
    record, _ = sources.extract(tmp_path / "list.csv").records
    stated = [(fact.values["reason"], fact.values["says"]) for fact in record.facts]
    assert stated == ([(reason, says)] if reason else [])


def test_a_ground_that_no_reason_is_known_for_is_said(tmp_path):
    (tmp_path / "list.csv").write_text(
        "Firma,Stelle,Beworben am,Status,Absagegrund\n"
        "Ortwin Hafen,Planer,03.02.2026,Absage,interner Kandidat\n"
        "Moorbeck Hafen,Planer,04.02.2026,Absage,zu teuer\n"
        "Halde Hafen,Planer,05.02.2026,Absage,Chemie stimmte nicht\n"
        "Kiesel Hafen,Planer,06.02.2026,offen,-\n"
        "Lorenz Hafen,Planer,07.02.2026,Absage,\n",
        encoding="utf-8",
    )
    search = jobkit.Search(tmp_path / "s")
    search.add([tmp_path / "list.csv"])
    assert sorted(search.evidence["reason"]) == ["internal_or_known", "logistics"]
    doubt = search.doubts.iloc[0]
    assert len(search.doubts) == 1 and doubt["n"] == 1 and "no reason that is known" in doubt["sentence"]


@pytest.mark.parametrize(
    ("state", "heard", "remark", "kind", "day"),
    [
        ("Interview", "2026-04-22", "interview 6 May 10am, bring a passport", "interview", "2026-05-06"),
        ("", "2026-03-17", "Just the automatic email so far", "acknowledged", "2026-03-17"),
        ("Rejected", "2026-03-17", "automated email", "rejected", "2026-03-17"),
        ("Offer accepted", "2026-03-20", "signed the contract 2026-03-27", "accepted", "2026-03-27"),
        ("", "", "Offered it 2026-03-27, said no on 2026-03-30", "declined", "2026-03-30"),
    ],
)
def test_a_remark_tells_the_day_that_a_reply_does_not(tmp_path, state, heard, remark, kind, day):
    path = tmp_path / "list.csv"
    path.write_text(
        f'Company,Role,Applied,Status,Heard back,Notes\nWeir,Clerk,2026-03-02,{state},{heard},"{remark}"\n'
    )
    search = jobkit.Search(tmp_path / "search", as_of="2027-01-01")
    search.add(path)
    event = search.events.iloc[-1]
    assert (event["kind"], str(event["date"])[:10]) == (kind, day)
    assert "reply" not in set(search.doubts["kind"]) and "invitation" not in set(search.doubts["kind"])


AUTUMN = """My job list autumn,,,,
Firm,Job,sent,who,{}
Harborview Dental,Receptionist,3/9,saw in window,rang me 10/9 - trial morning 14/9 went ok. no on the 20th - took someone w/ Dentrix
Kettle & Crumb,Barista,5/9,Indeed,nothing
Oakfield Primary,Lunch supervisor,8/9,council site,interview 22/9 10am. didn't get it (internal) told 25/9
City Library,Library asst,12/9,,shortlisted! int 1/10
Brightwater Vets,Receptionist,15/9,Jo told me,they phoned 18/9 said they'd keep my details
MegaMart,Checkout,15/9,online,auto reply 15/9
The Lamb Inn,Bar staff,20/9,walked in,started 1/10!!! stopped 14/10 hours too low
"""


@pytest.mark.parametrize("heading", ["what happened", "notes"])
def test_what_happened_in_sentences_is_read_or_in_doubt_in_a_column_of_states_as_in_notes(tmp_path, heading):
    path = tmp_path / "list 2026.csv"
    path.write_text(AUTUMN.replace("{}", heading), "utf-8")
    extraction = sources.extract(path)
    _, *records = extraction.records
    told = [[(event.kind, event.date) for event in record.events[1:]] for record in records]
    assert all(record.events[0].kind == "applied" and record.events[0].date for record in records)
    assert told[0] == [("interview", "2026-09-14"), ("rejected", None)]
    assert told[1] == []
    assert told[2] == [("interview", "2026-09-22"), ("rejected", "2026-09-25")]
    assert told[3] == [("interview", "2026-10-01")]
    assert told[4] == ([] if heading == "notes" else [("screening", "2026-09-18")])
    assert told[5] == [("acknowledged", "2026-09-15")]
    assert told[6] == []
    doubts = {
        (int(origin.rpartition(":")[2]), doubt.kind)
        for doubt in extraction.doubts
        for origin, _ in doubt.rows
    }
    assert {(7, "remark"), (9, "remark")} <= doubts
    assert not {row for row, kind in doubts if kind != "guessed_word"} & {4, 5, 8}
    assert not any(record.problems for record in records)


@pytest.mark.parametrize(
    ("note", "is_doubted"),
    [
        ("3/20 unlucky, over a hundred of us", True),
        ("email of 3/20", True),
        ("text 3/20 come for induction 3/27", True),
        ("followed up 3/20", False),
        ("deadline 4/3", False),
        ("emailed 3/20, chased 3/27", False),
        ("posted 3/2", False),
        ("pays £4.10", False),
        ("4.10 € die Stunde", False),
        ("phone screen 3/20", False),
        ("CV version 3/14", False),
        ("Rejected 3/20, had rung on 3/19", False),
        ("last year 3/20 I worked here", False),
    ],
)
def test_a_day_after_applying_of_which_nothing_was_read_is_a_doubt(tmp_path, note, is_doubted):
    (record,), extraction = read(tmp_path, ("", note))
    doubts = [doubt for doubt in extraction.doubts if doubt.kind == "unread_day"]
    assert [origin for doubt in doubts for origin, _ in doubt.rows] == [record.origin] * is_doubted
    assert all(doubt.command == "jobkit log KIND COMPANY --date DAY" for doubt in doubts)


def test_words_that_keep_details_may_be_a_refusal_and_are_asked_about(tmp_path):
    for note in ("They'd keep my CV on file", "said they will keep me in mind if anything comes up"):
        (record,), extraction = read(tmp_path, ("", note))
        assert [event.kind for event in record.events] == ["applied"], note
        (doubt,) = [doubt for doubt in extraction.doubts if doubt.kind == "remark"]
        assert "may be a refusal in soft words" in doubt.rows[0][1]


def test_a_refusal_in_a_remark_says_by_whom_a_row_was_closed(tmp_path):
    (record,), _ = read(tmp_path, ("Application closed", "Rejection email received 4/2"))
    assert [event.kind for event in record.events] == ["applied", "rejected"]


def test_a_sentence_of_which_somebody_said_what_it_means_is_no_remark(tmp_path):
    state = "they phoned 3/18 said they'd keep my details"
    row = f"Company,Role,Applied,Status\nFennick,Porter,3/13/2026,Applied\nQuillby,Cook,3/13/2026,{state}\n"
    (tmp_path / "list.csv").write_text(row, "utf-8")
    extraction = sources.extract(tmp_path / "list.csv", {state: "rejected"})
    *_, record = extraction.records
    assert [event.kind for event in record.events] == ["applied", "rejected"]
    assert not [doubt for doubt in extraction.doubts if doubt.kind in ("remark", "unread_day")]


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        ("need a form, and to apply I must ring", ["applied"]),
        ("need to apply, and must ring first", ["saved"]),
        ("going to send this one sunday", ["saved"]),
        ("started 1/10 and left again, hours too low", ["applied"]),
    ],
)
def test_a_sentence_is_a_plan_by_its_first_words(tmp_path, state, kinds):
    row = f'Company,Role,Added,Status\nFennick,Porter,3/13/2026,Applied\nQuillby,Cook,,"{state}"\n'
    (tmp_path / "list.csv").write_text(row, "utf-8")
    *_, record = sources.extract(tmp_path / "list.csv").records
    assert [event.kind for event in record.events] == kinds


def test_a_plain_day_of_an_answer_is_no_sentence_to_ask_about(tmp_path):
    rows = "Tallow GmbH;Köchin;13.02.2026;eigene Absage;20.02.2026\nFennick KG;Köchin;14.02.2026;Absage;21.02.2026\n"
    (tmp_path / "list.csv").write_text(f"Firma;Stelle;Beworben am;Status;Rückmeldung am\n{rows}", "utf-8")
    extraction = sources.extract(tmp_path / "list.csv")
    assert [record.events[-1].kind for record in extraction.records] == ["withdrawn", "rejected"]
    assert not [doubt for doubt in extraction.doubts if doubt.kind in ("remark", "unread_day")]


def test_an_ending_told_in_a_remark_has_the_day_on_which_they_were_last_heard_and_is_not_listed_as_open(
    tmp_path, search, capsys
):
    state = "under review, then they said I was not what they were after"
    rows = [
        f'Fennick,Cook,2026-03-02,"{state}",2026-03-20,',
        "Tallow,Cook,2026-03-03,Applied,2026-03-03,Rejected",
    ]
    rows.append("Plover,Cook,2026-03-03,Applied,2026-03-24,They went with an internal candidate")
    text = "\n".join(["Company,Role,Applied,Status,Last heard,Notes", *rows])
    (tmp_path / "list.csv").write_text(text, "utf-8")
    assert cli.main(["add", str(tmp_path / "list.csv"), "--data", str(search.folder)]) == 0
    assert "was read as: open" not in capsys.readouterr().out
    ended = search.events[search.events["kind"] == "rejected"].set_index("company")["date"]
    assert ended.dropna().astype(str).to_dict() == {"Fennick": "2026-03-20", "Plover": "2026-03-24"}


@pytest.mark.parametrize(
    "note",
    [
        "received an offer letter template from the course",
        "3/4 of the travel is paid",
        "student apartments offered",
        "no response as of 5 May 2026",
        "they viewed the application on 28 March 2026",
        "full time from 01.09.2026",
    ],
)
def test_what_stands_beside_a_job_is_neither_news_nor_a_doubt(tmp_path, note):
    row = f"Company,Role,Applied,Status,Notes\nFennick,Porter,2026-03-20,Applied,{note}\n"
    (tmp_path / "list.csv").write_text(row, "utf-8")
    extraction = sources.extract(tmp_path / "list.csv")
    (record,) = extraction.records
    assert [event.kind for event in record.events] == ["applied"] and not record.problems
    assert not extraction.doubts


@pytest.mark.parametrize("state", ["Withdrawn", "Saved"])
def test_a_job_that_closed_behind_you_is_no_doubt(tmp_path, state):
    note = "seems closed on their page"
    row = f"Company,Role,Added,Status,Notes\nFennick,Porter,2026-03-02,{state},{note}\n"
    (tmp_path / "list.csv").write_text(row, "utf-8")
    extraction = sources.extract(tmp_path / "list.csv")
    assert list(extraction.records) and not [one for one in extraction.doubts if one.kind == "remark"]


@pytest.mark.parametrize(
    "note",
    [
        "they told me no on the phone",
        "not getting it",
        "not through to the next round",
        "wird nichts",
        "I decided not to go",
    ],
)
def test_an_end_told_beside_still_waiting_counts_or_is_a_doubt(tmp_path, note):
    rows = f"Fennick,Porter,2026-03-02,still waiting,{note}\nTallow,Cook,2026-03-03,Rejected,\n"
    (tmp_path / "list.csv").write_text(
        f"Company,Role,Applied,Status,Notes\n{rows}".replace(note, f'"{note}"'), "utf-8"
    )
    extraction = sources.extract(tmp_path / "list.csv")
    record, _ = extraction.records
    told = [event.kind for event in record.events[1:]]
    assert told == ["rejected"] or [doubt.kind for doubt in extraction.doubts] == ["remark"]


def test_a_bare_no_behind_a_promise_is_asked_about_and_one_event_can_be_removed(tmp_path, search, capsys):
    rows = "Fennick,Porter,2026-04-03,,rang office - will be in touch. Nope\nTallow,Cook,2026-04-04,,Rejected 5/5\n"
    (tmp_path / "list.csv").write_text(f"Company,Role,Applied,Status,Notes\n{rows}", "utf-8")
    assert cli.main(["add", str(tmp_path / "list.csv"), "--data", str(search.folder)]) == 0
    assert "correct EVENT kind=none" in capsys.readouterr().out.replace(f" --data {search.folder}", "")
    assert search.doubts["origins"].to_list() == [["list.csv:2"]]
    assert search.events.query("kind == 'rejected'")["company"].to_list() == ["Tallow"]


def test_a_note_that_tells_why_is_evidence_or_asked_about(tmp_path):
    notes = {
        "They wanted a geographer": "",
        "Ont pris quelqu'un de la maison": "internal_or_known",
        "lovely building": "",
        "ask for feedback!": "",
    }
    rows = [f"Firm {at},Cook,2026-04-03,Rejected,{note}" for at, note in enumerate(notes)]
    (tmp_path / "list.csv").write_text("\n".join(["Company,Role,Applied,Status,Notes", *rows]), "utf-8")
    extraction = sources.extract(tmp_path / "list.csv")
    reasons = [[fact.values["reason"] for fact in record.facts] for record in extraction.records]
    assert reasons == [[], ["internal_or_known"], [], []]
    (doubt,) = extraction.doubts
    assert [row for row, _ in doubt.rows] == ["list.csv:2"] and doubt.commands[0].startswith(
        "jobkit why 'Firm 0"
    )


def _events(tmp_path, text):
    (tmp_path / "list.csv").write_text(text, "utf-8")
    extraction = sources.extract(tmp_path / "list.csv")
    return [[(e.kind, e.date) for e in one.events] for one in extraction.records], extraction


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("they rang 3/20 - gone with someone else", "2026-03-20"),
        ("HR called 3/20: not selected", "2026-03-20"),
        ("rang 3/20. Rejected 3/27", "2026-03-27"),
        ("email 3/20, not selected", "2026-03-20"),
        ("Head rang same evening 3/20, internal got it", "2026-03-20"),
    ],
)
def test_a_call_on_a_day_is_how_an_ending_behind_it_was_told(tmp_path, note, day):
    (record,), _ = read(tmp_path, ("", note))
    assert [e.date for e in record.events if e.kind == "rejected"] == [day]


def test_words_beside_the_day_of_the_last_contact_are_read(tmp_path):
    rows = "Tallow;Cook;3/13/2026;3/20 rejected\nQuillby;Cook;3/14/2026;4/2/2026\nOrrin;Cook;3/15/2026;interview 3/30\n"
    events, _ = _events(tmp_path, f"Company;Role;Applied;Last contact\n{rows}")
    assert [one[1:] for one in events] == [[("rejected", "2026-03-20")], [], [("interview", "2026-03-30")]]


def test_an_ending_in_a_column_that_is_not_used_is_asked_about(tmp_path):
    rows = "Tallow,Cook,3/13/2026,applied,rejection email\nQuillby,Cook,3/14/2026,applied,auto reply\n"
    events, extraction = _events(tmp_path, f"Company,Role,Applied,State,Kind of last letter\n{rows}")
    assert [[kind for kind, _ in one] for one in events] == [["applied"], ["applied"]]
    (doubt,) = [one for one in extraction.doubts if one.kind == "remark"]
    assert [(at, "not used" in text) for at, text in doubt.rows] == [("list.csv:2", True)]


@pytest.mark.parametrize("heading", ["Cover letter", "Closing", "Job posting", "Anschreiben", "Date limite"])
def test_a_column_of_papers_or_of_the_advert_is_not_asked_what_came_of_it(tmp_path, heading):
    rows = "".join(
        f"Tallow {n},Cook,3/13/2026,applied,{cell}\n"
        for n, cell in enumerate(("closed", "expired", "declined"))
    )
    _, extraction = _events(tmp_path, f"Company,Role,Applied,State,{heading}\n{rows}")
    assert not [one for one in extraction.doubts if one.kind == "remark"]


@pytest.mark.parametrize(
    ("state", "note"),
    [
        ("Withdrawn", "declined by Ada, not a fit"),
        ("Withdrawn", "decline email sent"),
        ("Applied", "Re-application: rejected 12/3/2024"),
        ("Applied", "'why us' field filled from cover letter"),
    ],
)
def test_your_own_no_and_that_to_an_earlier_try_are_no_doubt(tmp_path, state, note):
    _, extraction = read(tmp_path, (state, note))
    assert not [doubt for doubt in extraction.doubts if doubt.kind in ("remark", "unread_day")]


def test_a_day_of_your_own_no_is_that_of_the_ending(tmp_path):
    (record,), _ = read(tmp_path, ("Withdrawn", "3/20 declined, too far"))
    assert ("withdrawn", "2026-03-20") in [(e.kind, e.date) for e in record.events]


def test_sentences_under_a_heading_of_ones_own_are_remarks(tmp_path):
    rows = "\n".join(
        (
            'Tallow Inn,Sous chef,3/13/2026,12 min,£12.40,Open,"HR email 3/20, not progressing"',
            'Quillby Arms,Line cook,3/14/2026,25 min bus,£13,Open,"interview 3/30 with both owners, nice people"',
            'Orrin House,Pastry chef,3/15/2026,5 min,£12.71,Open,"they have a dog and a garden"',
            'Wend House,Baker,3/16/2026,9 min,£12.71,Open,"the post was filled internally, said Jo"',
        )
    )
    events, extraction = _events(tmp_path, f"Place,Role,Dropped CV,How far,£/hr,State,Whispers\n{rows}\n")
    assert [one[1:] for one in events] == [
        [("rejected", "2026-03-20")],
        [("interview", "2026-03-30")],
        [],
        [("rejected", None)],
    ]
    roles = {column.heading: column.role for column in extraction.layout}
    assert roles["Place"] == "company" and roles["Whispers"] == "note"
    assert not roles["How far"] and roles["£/hr"] == "salary"


def test_titles_of_employers_between_rows_and_a_yes_with_words(tmp_path):
    rows = "Tallow,,,,\n,Cook,3/13/2026,,x only with a licence\n,Baker,3/14/2026,,\nQuillby,,,,\n,Porter,3/15/2026,,\n"
    events, _ = _events(tmp_path, f"Company,Role,Applied,Interview,Rejected\n{rows}")
    assert [[kind for kind, _ in one] for one in events if one] == [
        ["applied", "rejected"],
        ["applied"],
        ["applied"],
    ]


@pytest.mark.parametrize(
    ("note", "n"),
    [
        ("Applied 3/23/2026. CV only", 1),
        ("applied 3/14/2026", 0),
        ("Start 4/1/2026", 0),
        ("Applied 3/13/2026", 0),
    ],
)
def test_another_day_of_applying_than_the_column_s_is_said(tmp_path, note, n):
    _, extraction = read(tmp_path, ("Applied", note))
    said = [one for one in extraction.doubts if "say otherwise" in one.sentence]
    assert len(said) == n
    assert all("a column has another day of applying" in one.rows[0][1] for one in said)


@pytest.mark.parametrize(
    "note",
    [
        "Applied 3/14, in person",
        "Handed in CV in person 3/14",
        "applied 3/13. In person",
        "Beworben, persönlich",
    ],
)
def test_how_one_applied_is_no_interview(tmp_path, note):
    assert told(tmp_path, note) == []
    assert not read(tmp_path, ("Applied", note))[1].doubts


def test_the_day_of_applying_is_taken_from_a_remark_where_no_column_has_it(tmp_path):
    rows = (
        ",Applied 3/13/2026\napplied,Applied 3/14/2026\nrejected,handed CV in 3/15/2026\n,Apply 3/16/2026\n"
    )
    path = tmp_path / "list.csv"
    text = "Company,Role,Applied,Status,Notes\nTallow,Cook,3/1/2026,applied,\n"
    path.write_text(text + "".join(f"Firm {n},Baker,,{row}\n" for n, row in enumerate(rows.splitlines())))
    records = [*sources.extract(path).records][1:]
    days = [[event.date for event in record.events if event.kind == "applied"] for record in records]
    assert days == [["2026-03-13"], ["2026-03-14"], ["2026-03-15"], []]


def test_talks_and_a_no_in_one_sentence_are_read_with_their_number(tmp_path):
    assert told(tmp_path, "Had four interviews with them and then they said no") == [
        ("interview", None),
        ("rejected", None),
    ]


def test_what_a_correction_left_out_is_not_told_again_when_its_list_is(tmp_path, search, capsys):
    read(tmp_path, ("Applied", "Rejected 5/6"))
    data = ["--data", str(search.folder)]
    assert cli.main(["add", str(tmp_path / "list.csv"), *data]) == 0
    assert "Read in your remarks" in capsys.readouterr().out
    (event,) = search.events.loc[search.events["kind"] == "rejected", "event"]
    assert cli.main(["correct", event, "kind=none", *data]) == 0
    assert cli.main(["add", str(tmp_path / "list.csv"), "--map", "remarks=all", *data]) == 0
    assert "Read in your remarks" not in capsys.readouterr().out


def test_a_call_of_which_nobody_says_whose_it_was_is_no_day_of_a_refusal_but_asked_about(tmp_path):
    (record,), extraction = read(
        tmp_path, ("Rejected", "gone with someone with more tickets. Rang 4/22/2026")
    )
    assert [event.date for event in record.events if event.kind == "rejected"] == [None]
    assert [doubt.kind for doubt in extraction.doubts] == ["remark"]


@pytest.mark.parametrize(
    ("remark", "talks", "is_sure"),
    [
        ("Teams 16/6 w/ Anna Brand + a man from sales, 2nd round 30/6.", 2, True),
        ("Zoom mit Frau Lang am 3.6.", 1, True),
        ("Skype le 3/6 avec Mme Bon", 1, True),
        ("zoom 3/6", 1, False),
        ("teams of five 3/6", 0, False),
        ("Zoom training 3/6", 0, False),
        ("Teams with Anna if 3/6 suits", 0, False),
    ],
)
def test_a_programme_for_calls_with_a_day_and_a_name_is_a_talk(remark, talks, is_sure):
    found = remarks.clauses_of(remark)
    assert [one.kinds for one in found] == [("interview",)] * talks
    assert any(one.is_exact for one in found) == is_sure


@pytest.mark.parametrize("state", ["filled internally", "intern besetzt", "pourvu en interne"])
def test_an_internal_fill_is_a_rejection_with_its_reason_on_the_day_that_a_note_gives(
    search, tmp_path, state
):
    path = tmp_path / "list.csv"
    path.write_text(
        f"Company,Role,Applied,Status,Notes\nQuellbach,Baker,2/6/26,{state},e-mail 3/7\nPlover,Guard,13/6/26,,\n",
        "utf-8",
    )
    search.add(path)
    ended = search.events[lambda rows: rows["kind"].isin(["rejected", "closed"])]
    assert [(row["kind"], str(row["date"])[:10]) for row in ended.to_dict("records")] == [
        ("rejected", "2026-07-03")
    ]
    (sign,) = search.evidence.to_dict("records")
    assert (sign["reason"], str(sign["date"])[:10]) == ("internal_or_known", "2026-07-03")
