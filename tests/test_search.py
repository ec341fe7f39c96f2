"""A search as its person uses it: record, find, correct, and read as DataFrames."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from IPython.lib.pretty import pretty
from rows import applied, imported, row

import jobkit
from jobkit import sharing, tables
from jobkit.errors import JobkitError, TableError
from jobkit.tables import Event, Fact, Record

FRAMES = (
    "events",
    "applications",
    "problems",
    "evidence",
    "hires",
    "credentials",
    "people",
    "steps",
    "reflections",
    "postings",
)


@pytest.fixture
def begun(search):
    """A search of three applications, one of them rejected."""
    imported(
        search,
        [
            row(
                2,
                applied("Quellbach", "Data Analyst"),
                Event(kind="rejected", date="2026-02-03", company="Quellbach", role="Data Analyst"),
            ),
            row(3, applied("Ostrava Foods", "Baker")),
            row(4, applied("Ostrava Foods", "Driver")),
        ],
    )
    return search


@pytest.mark.parametrize("name", FRAMES)
def test_an_empty_search_has_every_table_with_its_columns(search, name):
    made = getattr(search, name)
    assert made.empty
    assert set(tables.COLUMNS[name]) <= set(made.columns)


def test_what_is_recorded_is_seen_at_once_and_by_another_program(begun):
    other = jobkit.Search(begun.folder, as_of="2026-06-30")
    assert other.evidence.empty
    begun.record_evidence("Quellbach", "logistics", "feedback", words="too far", date="2026-02-10")
    assert list(other.evidence["words"]) == ["too far"]
    assert other.evidence["application"].iloc[0] == begun.find("Quellbach")


def test_an_event_recorded_for_an_application_belongs_to_it(begun):
    begun.record_event("interview", application="Ostrava Foods / Baker", date="2026-02-01")
    name = begun.find("Ostrava Foods / Baker")
    assert begun.applications.at[name, "furthest"] == "interview"
    assert begun.applications.at[name, "n_interviews"] == 1
    assert len(begun.applications) == 3


def test_a_new_application_is_recorded_by_company(begun):
    begun.record_event("applied", date="2026-03-01", company="Ärmel & Söhne", role="Tailor")
    assert begun.find("armel & sohne") in begun.applications.index


def test_a_fact_stays_with_its_application_whatever_is_imported_later(begun):
    begun.record_evidence("Quellbach", "logistics", "feedback")
    imported(
        begun,
        [row(1, applied("Quellbach", "Data Analyst", "2025-12-30"), name="older.csv")],
        name="older.csv",
    )
    assert len(begun.applications) == 3
    assert begun.evidence["application"].iloc[0] == begun.find("Quellbach")


def test_an_ambiguous_name_is_refused_and_the_choices_are_listed(begun):
    with pytest.raises(JobkitError, match=r"Baker.*Driver|Driver.*Baker"):
        begun.find("Ostrava Foods")
    with pytest.raises(JobkitError, match="No application"):
        begun.find("Nowhere")


def test_an_application_is_found_by_the_beginning_of_its_id(begun):
    name = begun.find("Quellbach")
    assert begun.find(name[:6]) == name


def test_a_hire_is_nobody_and_what_is_learned_later_is_added(begun):
    assert (
        begun.record_hire("Quellbach", "external", hired="2026-03-01", credentials={"years": "8-10"})
        == "hire-1"
    )
    assert begun.record_hire("Quellbach", left="2026-08-01") == "hire-1"
    hire = begun.hires.iloc[0]
    assert len(begun.hires) == 1
    assert (hire["hired_from"], hire["left"], hire["credentials"]["years"]) == (
        "external",
        pd.Timestamp("2026-08-01"),
        "8-10",
    )
    begun.undo()
    assert pd.isna(begun.hires["left"].iloc[0])


def test_a_hires_origin_is_one_of_three(begun):
    with pytest.raises(JobkitError, match="not one of internal, external, unknown"):
        begun.record_hire("Quellbach", "inside")
    assert begun.hires.empty


def test_merging_and_splitting_survive_a_later_import(begun):
    begun.merge("Ostrava Foods / Baker", "Ostrava Foods / Driver")
    assert len(begun.applications) == 2
    imported(begun, [row(9, applied("Ostrava Foods", "Cook", "2026-05-01"), name="b.csv")], name="b.csv")
    assert len(begun.applications) == 3
    events = begun.events
    begun.split(events.loc[events["role"] == "Driver", "event"].iloc[0])
    assert len(begun.applications) == 4


def test_a_person_is_one_over_several_applications(begun):
    begun.record_person("Imke Sandoval", "interviewer", "Quellbach", company="Quellbach")
    begun.record_person("imke  sandoval", "hiring_manager", "Quellbach", company="Quellbach GmbH")
    assert begun.people["person"].nunique() == 1
    begun.record_step("Quellbach", "thank_email", "answered", "2026-02-04", person="Imke Sandoval")
    assert begun.steps["person"].iloc[0] == begun.people["person"].iloc[0]


def test_a_day_that_is_none_is_refused_and_nothing_is_recorded(begun):
    with pytest.raises(TableError, match="13"):
        begun.record_event("interview", application="Quellbach", date="2026-13-01")
    with pytest.raises(TableError, match="not a kind"):
        begun.record_event("hired", application="Quellbach")
    assert len(begun.events) == 4


def test_a_note_finds_its_application_by_company_and_role(begun):
    note = Fact(
        "evidence",
        {
            "reason": "logistics",
            "says": "feedback",
            "about": "quellbach / data analyst",
            "recorded": "2026-02-05",
        },
    )
    imported(
        begun,
        [Record("notes.json:1", {"n": "1"}, facts=(note,))],
        name="notes.json",
        exclusive=False,
        kind="notes",
    )
    assert begun.evidence["application"].iloc[0] == begun.find("Quellbach")
    assert begun.evidence["recorded"].iloc[0] == pd.Timestamp("2026-02-05")


def test_notes_are_read_and_wrong_ones_are_problems_with_their_place(search, tmp_path):
    notes = [
        {"record": "event", "kind": "applied", "date": "2026-01-05", "application": "Quellbach / Analyst"},
        {
            "record": "evidence",
            "on": "2026-02-01",
            "application": "Quellbach / Analyst",
            "reason": "logistics",
            "says": "feedback",
        },
        {"record": "opinion"},
        {"record": "event", "kind": "vanished"},
        {"record": "step", "step": "thank_note", "date": "yesterday"},
        7,
    ]
    (tmp_path / "notes.json").write_text(json.dumps(notes), encoding="utf-8")
    added = search.add(tmp_path / "notes.json")
    assert added[["records", "understood", "problems"]].iloc[0].tolist() == [6, 2, 4]
    assert search.evidence["application"].iloc[0] == search.applications.index[0]
    assert list(search.problems["origin"]) == [f"notes.json:{n}" for n in (3, 4, 5, 6)]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(search, tmp_path):
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "half.json").write_text('[{"record": "event", "kind": ')
    (tmp_path / "notes.json").write_text(
        '[{"record": "event", "kind": "applied", "application": "Quellbach / Analyst"}]'
    )
    added = search.add([tmp_path / name for name in ("empty.csv", "half.json", "absent.csv", "notes.json")])
    assert list(added["message"] != "") == [True, True, True, False]
    assert list(added["records"]) == [0, 0, 0, 1]
    assert len(search.applications) == 1


def test_as_of_is_asked_for_and_kept(begun):
    early = jobkit.Search(begun.folder, as_of="2026-01-31")
    assert set(early.applications["outcome"]) == {"open"}
    assert begun.applications["outcome"].value_counts().to_dict() == {"open": 2, "rejected": 1}


def test_frames_handed_out_are_copies(begun):
    for name in ("events", "applications"):
        made = getattr(begun, name)
        made["company"] = "changed"
        assert "changed" not in set(getattr(begun, name)["company"])


def test_what_a_heading_was_said_to_mean_is_remembered_for_tables_like_it(search, tmp_path):
    table = "Firm X,What,Moment\nQuellbach,Baker,2026-01-05\n"
    (tmp_path / "one.csv").write_text(table)
    (tmp_path / "two.csv").write_text(table.replace("Quellbach", "Ostrava Foods"))
    said = {"Firm X": "company", "What": "role", "Moment": "stage:applied"}
    assert search.add(tmp_path / "one.csv", mapping=said)["message"].iloc[0] == ""
    assert search.add(tmp_path / "two.csv")["message"].iloc[0] == ""
    assert sorted(search.applications["company"]) == ["Ostrava Foods", "Quellbach"]
    assert search.applications["applied"].notna().all()


# ---- what was read wrongly


def test_an_event_that_was_read_wrongly_is_set_right_until_that_is_undone(begun):
    name = begun.find("Quellbach")
    refusal = begun.events.loc[begun.events["kind"] == "rejected", "event"].iloc[0]
    assert begun.correct_event(refusal[:6], kind="closed", date="2026-02-05") == refusal
    told = begun.applications.loc[name]
    assert (told["outcome"], told["outcome_date"]) == ("closed", pd.Timestamp("2026-02-05"))
    begun.undo()
    assert begun.applications.loc[name, "outcome"] == "rejected"


def test_what_hung_on_a_rejection_that_was_none_is_no_evidence_any_more(begun):
    sign = Fact("evidence", {"reason": "more_qualified", "says": "template", "date": "2026-03-01"})
    letter = row(9, Event(kind="rejected", date="2026-03-01", company="Lampwick Club"))._replace(
        facts=(sign,)
    )
    imported(begun, [letter], name="mail.mbox")
    begun.record_evidence("Lampwick Club", "logistics", "feedback", "They said so.")
    wrong = begun.events.loc[begun.events["company"] == "Lampwick Club", "event"].iloc[0]
    assert sorted(begun.evidence["says"]) == ["feedback", "template"]
    begun.correct_event(wrong, kind="closed")
    assert sorted(begun.evidence["says"]) == ["feedback", "template"]
    begun.correct_event(wrong, kind="interview")
    assert begun.evidence["says"].to_list() == ["feedback"]
    begun.undo()
    assert sorted(begun.evidence["says"]) == ["feedback", "template"]


@pytest.mark.parametrize(
    ("step", "says", "kept"),
    [
        ("ask_referral", "", "referral_hearsay"),
        ("ask_referral", "referral_first_hand", "referral_first_hand"),
        ("ask_interviewer", "", "feedback"),
    ],
)
def test_words_that_a_referral_passed_on_are_never_feedback(begun, step, says, kept):
    begun.record_step("Quellbach", step, "answered", reason="logistics", says=says, words="too far")
    assert begun.evidence["says"].to_list() == [kept]
    with pytest.raises(JobkitError, match="gossip"):
        begun.record_step("Quellbach", step, "answered", reason="logistics", says="gossip")


def test_a_sign_is_dropped_by_its_id_and_undo_brings_it_back(begun):
    first = begun.record_evidence("Quellbach", "logistics", "feedback", "They said so.")
    begun.record_evidence("Quellbach", "more_qualified", "guess_early")
    assert begun.drop_evidence(first[:8]) == first
    assert begun.evidence["says"].to_list() == ["guess_early"]
    begun.undo()
    assert sorted(begun.evidence["says"]) == ["feedback", "guess_early"]
    with pytest.raises(JobkitError, match="No sign begins with “zzz”"):
        begun.drop_evidence("zzz")


def test_an_event_that_tells_of_no_application_is_left_out_however_it_is_imported_again(begun):
    rows = [row(9, Event(kind="rejected", date="2026-03-01", company="Lampwick Club"))]
    imported(begun, rows, name="mail.mbox")
    wrong = begun.events.loc[begun.events["company"] == "Lampwick Club", "event"].iloc[0]
    begun.correct_event(wrong, kind="none")
    imported(begun, rows, name="again.mbox")
    assert "Lampwick Club" not in set(begun.events["company"])
    assert len(begun.applications) == 3


def test_an_ending_noted_by_mistake_takes_nothing_of_others_away_when_it_is_left_out(begun):
    begun.record_evidence("Quellbach", "internal_or_known", "feedback", "Their own trainee.")
    begun.record_person("Maya Okonjo", application="Quellbach")
    wrong = begun.record_event(
        "rejected", company="Lampwick", date="2026-03-01", note="more experienced candidate"
    )
    assert set(begun.evidence["says"]) == {"feedback", "noted"}
    begun.correct_event(wrong, kind="none")
    assert begun.evidence["words"].to_list() == ["Their own trainee."]
    assert begun.evidence["application"].to_list() == [begun.find("Quellbach")]
    begun.record_evidence("Quellbach", "more_qualified", "guess_early")
    assert len(begun.evidence) == 2
    assert len(begun.people) == 1


@pytest.mark.parametrize("kind", ["acknowledged", "applied"])
def test_what_hung_on_an_event_that_is_left_out_stays_with_its_application(begun, kind):
    early = [row(9, Event(kind="acknowledged", date="2026-01-02", company="Tallowby", role="Clerk"))]
    imported(begun, early, name="mail.mbox")
    imported(begun, [row(8, Event(kind="applied", date="2026-01-05", company="Tallowby", role="Clerk"))])
    events = begun.events[begun.events["company"] == "Tallowby"]
    event = events.loc[events["kind"] == kind, "event"].item()
    assert begun.anchor(event).event == event
    begun.record_evidence(event, "logistics", "feedback", "Too far.")
    begun.record_debrief(event, [{"asked": "why us", "went": "well"}])
    begun.record_evidence("Tallowby", "more_qualified", "guess_early")
    begun.correct_event(event, kind="none")
    assert begun.evidence["application"].to_list() == [begun.find("Tallowby")] * 2
    assert begun.debriefs["application"].to_list() == [begun.find("Tallowby")]


def test_what_is_noted_after_a_correction_finds_its_application_by_the_right_name(begun):
    for event in begun.events.loc[begun.events["role"] == "Data Analyst", "event"]:
        begun.correct_event(event, company="Quellbach Mills")
    begun.record_event("withdrawn", application="Quellbach Mills", date="2026-03-01")
    assert len(begun.applications) == 3
    with pytest.raises(JobkitError, match="No application is called"):
        begun.find("Quellbach Foods")


@pytest.mark.parametrize(
    ("event", "columns", "says"),
    [
        ("zzzzzz", {"kind": "none"}, "No event begins with"),
        ("", {"kind": "none"}, "begin"),
        (None, {}, "Say what is right of kind, date, company, role"),
        (None, {"note": "x"}, "Say what is right of"),
        (None, {"kind": "hired"}, "not a kind of event"),
        (None, {"date": "soon"}, "I can't read “soon” as a date"),
    ],
)
def test_a_correction_of_nothing_or_to_nothing_is_refused(begun, event, columns, says):
    before = begun.history()
    with pytest.raises(JobkitError, match=says):
        begun.correct_event(begun.events["event"].iloc[0] if event is None else event, **columns)
    assert len(begun.history()) == len(before)


def test_what_was_set_aside_can_be_looked_through(begun):
    letter = {
        "Date": "Mon, 2 Mar 2026",
        "From": "Lampwick Club",
        "Subject": "Next walk",
        "Text": "Bring tea.",
    }
    imported(begun, [Record("mail.mbox:1", letter, set_aside="not about an application")], name="mail.mbox")
    assert begun.set_aside.to_dict("records") == [
        {
            "origin": "mail.mbox:1",
            "reason": "not about an application",
            "what": "Mon, 2 Mar 2026 · Lampwick Club · Next walk",
        }
    ]


def test_a_correction_holds_when_its_row_is_edited_and_added_again(begun):
    def rows(note):
        told = {"company": "Lampwick", "role": "Clerk", "note": note}
        happened = [Event(kind="applied", date="2026-01-05", **told), Event(kind="rejected", **told)]
        return [row(9, *happened)._replace(content={"note": note})]

    imported(begun, rows(""), name="list.csv")
    events = begun.events
    wrong = events.loc[(events["company"] == "Lampwick") & (events["kind"] == "rejected"), "event"].iloc[0]
    begun.correct_event(wrong, kind="none")
    imported(begun, rows("asked again"), name="list.csv")
    assert begun.applications.loc[begun.find("Lampwick"), "outcome"] == "open"
    imported(begun, rows("told by another"), name="other.csv")
    assert begun.applications.loc[begun.find("Lampwick"), "outcome"] == "rejected"


def test_what_was_noted_stays_with_its_row_when_the_file_is_read_anew_by_another_map(search, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Company,Role,How it stands,Day\nPinefold,Clerk,asleep,2026-01-05\n", encoding="utf-8")
    search.add(path)
    search.record_evidence("Pinefold", "never_considered", "guess_early")
    search.record_person("Wren Vale", application="Pinefold")
    before = search.applications.index[0]
    assert search.add(path, mapping={"Role": "note", "Day": "interview"})["differ"].iloc[0]
    assert search.applications.index.tolist() == [before]
    name = before
    assert search.evidence["application"].tolist() == [name]
    assert search.people["application"].tolist() == [name]


def test_a_folder_of_several_exports_stands_for_its_files_and_one_of_letters_is_a_mailbox(search, tmp_path):
    letter = "From: mo@pinefold.example\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nSubject: Tea\n\nAt four.\n"
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "a.eml").write_text(letter)
    assert search.add(folder)["source"].tolist() == ["exports"]
    (folder / "b.csv").write_text("Company,Role,Applied\nPinefold,Clerk,2026-01-05\n")
    (folder / "c.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    added = search.add(folder).set_index("source")
    assert added["events"].to_dict() == {"a.eml": 0, "b.csv": 1, "c.jpg": 0}
    assert added.index[added["message"] != ""].tolist() == ["c.jpg"]


TRACKER = (
    "Company,Role,Applied on,Status\nQuellbach,Data Analyst,2026-02-01,rejected\nOstrava,Clerk,2026-02-02,\n"
)


def test_a_folder_that_was_exported_is_read_by_its_notes_alone(search, tmp_path):
    path = tmp_path / "tracker.csv"
    path.write_text(TRACKER, encoding="utf-8")
    search.add(path)
    sharing.export(search, tmp_path / "exported")
    other = jobkit.Search(tmp_path / "other")
    assert other.add(tmp_path / "exported")["source"].tolist() == ["notes.json"]
    assert other.applications[["company", "outcome"]].values.tolist() == (
        search.applications[["company", "outcome"]].values.tolist()
    )


def test_a_trial_tells_what_is_known_and_writes_nothing(search, tmp_path):
    path, nowhere = tmp_path / "tracker.csv", jobkit.Search(tmp_path / "nowhere")
    path.write_text(TRACKER, encoding="utf-8")
    counts = ["records", "new", "already_known"]
    assert nowhere.add(path, dry_run=True).loc[0, counts].tolist() == [2, 2, 0]
    assert not (tmp_path / "nowhere").exists()
    search.add(path)
    before = search.store.path.read_bytes(), search.store.last_change()
    assert search.add(path, dry_run=True).loc[0, counts].tolist() == [2, 0, 2]
    path.write_text(TRACKER + "Pinefold,Baker,2026-02-03,\n", encoding="utf-8")
    assert search.add(path, dry_run=True).loc[0, counts].tolist() == [3, 1, 2]
    assert (search.store.path.read_bytes(), search.store.last_change()) == before
    assert len(search.applications) == 2


def test_rows_that_a_file_holds_no_more_are_told_and_those_that_were_edited(search, tmp_path):
    path = tmp_path / "tracker.csv"
    path.write_text(TRACKER, encoding="utf-8")
    counts = ["new", "gone", "edited"]
    assert search.add(path)[counts].values.tolist() == [[2, 0, 0]]
    path.write_text(TRACKER.replace("02-02", "02-05") + "Pinefold,Baker,2026-02-03,\n", encoding="utf-8")
    assert search.add(path)[counts].values.tolist() == [[2, 0, 1]]
    assert len(search.applications) == 3
    path.write_text(
        TRACKER.replace("02-02", "02-05").partition("\n")[0] + "\nPinefold,Baker,2026-02-03,\n",
        encoding="utf-8",
    )
    assert search.add(path)[counts].values.tolist() == [[0, 2, 0]]
    assert len(search.applications) == 3


def test_what_an_office_asks_for_is_a_column_of_events_wherever_it_was_written(search, tmp_path):
    search.record_event(
        "applied",
        None,
        "2026-06-02",
        company="Ostrava Foods",
        role="Baker",
        applied_how="post",
        assigned=True,
    )
    note = {
        "record": "event",
        "kind": "interview",
        "date": "2026-06-09",
        "application": "Ostrava Foods / Baker",
    }
    (tmp_path / "notes.json").write_text(
        json.dumps([note | {"time": "14:00", "assigned": "ja", "hours": 30}])
    )
    search.add(tmp_path / "notes.json")
    told = search.events.set_index("kind")
    assert told.loc["applied", "applied_how"] == "post"
    assert told.loc["applied", "assigned"] is True or told.loc["applied", "assigned"]
    assert pd.isna(told.loc["interview", "assigned"])  # no yes or no is no answer
    assert (told.loc["interview", "time"], told.loc["interview", "hours"]) == ("14:00", "30")


def test_a_search_in_a_cell_shows_itself_and_obeys_nothing(search, tmp_path):
    imported(search, [row(1, applied("Quellbach"))], "<b>tracker.csv")
    text = pretty(search)
    assert "applications 1, from 1 event" in text
    assert "events (1)" in text
    assert "<b>" not in search._repr_html_()
    assert "&lt;b&gt;tracker.csv" in search._repr_html_()
    nothing = jobkit.Search(tmp_path / "nowhere")
    assert "nothing yet" in nothing._repr_html_()
    assert not (tmp_path / "nowhere").exists()
