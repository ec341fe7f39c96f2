"""The process, kept for months: each step in its window, once, and never after it is done."""

import random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobkit import history, process, steps, tables
from jobkit.errors import SourceError, TableError
from jobkit.language import vocabulary

LOST = {
    "application": "a1",
    "company": "Harbour Bakery",
    "role": "Head baker",
    "applied": "2025-01-02",
    "furthest": "interview",
    "n_interviews": 1,
    "outcome": "rejected",
    "outcome_date": "2025-02-10",
}
HIRE = {"application": "a1", "hire": "hire-1", "hired_from": "external", "seen": "2025-03-20"}
ANA = {"person": "p-ana", "application": "a1", "part": "interviewer", "name": "Ana Ruiz"}
BO = {"person": "p-bo", "application": "a1", "part": "hiring_manager", "name": "Bo Lind"}


def applications(*changes):
    return tables.frame("applications", [LOST | change for change in changes or ({},)])


def people(*rows):
    return tables.frame("people", rows)


def done(*rows):
    return tables.frame("steps", [{"application": "a1", "outcome": "done"} | row for row in rows])


def hires(**columns):
    return tables.frame("hires", [HIRE | columns])


def interviews(*days, application="a1"):
    rows = [
        {"event": f"e{n}", "application": application, "kind": "interview", "date": day}
        for n, day in enumerate(days, 1)
    ]
    return tables.frame("events", rows)


def due(as_of, *, tried=None, met=None, said=None, **more):
    tried = applications() if tried is None else tried
    met, said = people() if met is None else met, done() if said is None else said
    return steps.due(tried, met, said, as_of, **more)


def states(as_of, **more):
    return due(as_of, **more).set_index("step")["state"].to_dict()


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2025-02-10", "coming"),
        ("2025-03-09", "coming"),
        ("2025-03-10", "due"),
        ("2025-04-10", "due"),
        ("2025-04-11", "still worth doing"),
        ("2025-08-10", "still worth doing"),
        ("2025-08-11", "let go"),
        ("2025-09-11", None),
        ("2025-02-09", None),
    ],
)
def test_a_window_is_coming_then_due_then_still_worth_doing_then_let_go(as_of, state):
    assert states(as_of).get("who_was_hired") == state


def test_a_month_after_the_last_of_january_is_the_last_of_february():
    found = due("2025-02-20", tried=applications({"outcome_date": "2025-01-31"})).set_index("step")
    assert found.loc["who_was_hired", "opens"] == pd.Timestamp("2025-02-28")
    assert found.loc["who_was_hired", "closes"] == pd.Timestamp("2025-03-31")


def test_each_interview_has_its_own_thanks_to_those_met_there():
    met = people(ANA | {"event": "e1"}, BO | {"event": "e2"})
    open_ = applications({"outcome": "open", "outcome_date": None})
    found = due("2025-01-24", tried=open_, met=met, events=interviews("2025-01-20", "2025-01-23"))
    notes = found[found["step"] == "thank_note"]
    assert [*zip(notes["person_name"], notes["opens"].astype(str), notes["state"], strict=True)] == [
        ("Ana Ruiz", "2025-01-20", "still worth doing"),
        ("Bo Lind", "2025-01-23", "due"),
    ]


def test_who_was_written_down_after_the_answer_is_asked_to_connect_by_name():
    told = [("e1", "interview", "2025-01-28"), ("e2", "rejected", "2025-02-07")]
    events = [{"event": e, "application": "a1", "kind": k, "date": day} for e, k, day in told]
    known = {"events": tables.frame("events", events), "met": people(ANA | {"event": "e2"})}
    found = due("2025-02-12", tried=applications({"outcome_date": "2025-02-07"}), **known)
    assert found.loc[found["step"] == "connect_interviewer", "person_name"].tolist() == ["Ana Ruiz"]


def test_somebody_met_twice_is_thanked_for_the_last_time_and_once():
    open_ = applications({"outcome": "open", "outcome_date": None})
    found = due("2025-01-24", tried=open_, met=people(ANA), events=interviews("2025-01-20", "2025-01-23"))
    assert found.loc[found["step"] == "thank_email", "opens"].astype(str).tolist() == ["2025-01-23"]


def test_an_interview_still_to_come_shows_its_thanks_as_coming():
    open_ = applications({"outcome": "open", "outcome_date": None})
    found = due("2025-01-24", tried=open_, met=people(ANA), events=interviews("2025-01-20", "2025-02-03"))
    notes = found[found["step"] == "thank_note"]
    assert notes["state"].tolist() == ["still worth doing", "coming"]


def test_where_nobody_is_named_the_step_stands_once_and_asks_for_names():
    found = due("2025-02-11").set_index("step")
    assert found.loc["ask_feedback", "what"] == "Thank everyone you met by e-mail, and ask for feedback"
    assert pd.isna(found.loc["ask_feedback", "person"])
    assert "Add who it was with `jobkit person`" in found.loc["ask_feedback", "why"]
    assert "Add who it was" not in found.loc["who_was_hired", "why"]
    assert found.loc["ask_feedback", "why"].startswith(
        "They met you, and know more than a rejection says. Their answer"
    )


def test_after_a_rejection_the_manager_is_thanked_and_the_others_are_asked_for_feedback():
    found = due("2025-02-11", met=people(ANA, BO, BO | {"part": "interviewer"}))
    named = found.dropna(subset="person").set_index("step")["person_name"]
    assert named.to_dict() == {"thank_manager": "Bo Lind", "ask_feedback": "Ana Ruiz"}


def test_without_events_an_open_interview_is_taken_from_the_application():
    found = states(
        "2025-02-09",
        tried=applications({"outcome": "open", "outcome_date": None, "last_event": "2025-02-08"}),
    )
    assert found == dict.fromkeys(("thank_note", "thank_email", "connect_interviewer"), "due")


def test_who_never_met_anyone_is_not_told_to_thank_them():
    assert set(states("2025-02-11", tried=applications({"furthest": "applied", "n_interviews": 0}))) == {
        "who_was_hired"
    }


def test_a_referral_is_asked_only_where_there_is_one():
    assert "ask_referral" not in states("2025-02-11")
    assert states("2025-02-11", tried=applications({"referred": True}))["ask_referral"] == "due"
    named = due("2025-02-11", met=people(ANA | {"part": "referral"})).set_index("step")
    assert named.loc["ask_referral", "what"] == "Ask Ana Ruiz to find out what made the difference"


def test_what_concerns_the_hire_waits_until_the_hire_is_known():
    assert not {"compare", "connect_with_hire", "coffee"} & set(states("2025-05-20"))
    known = states("2025-05-20", hires=hires())
    assert known == {
        "compare": "still worth doing",
        "connect_with_hire": "still worth doing",
        "coffee": "due",
    }
    assert "who_was_hired" not in known


def test_a_hire_known_late_moves_the_whole_window():
    found = due("2025-11-20", hires=hires(seen="2025-11-15")).set_index("step")
    assert found.loc["coffee", "opens"] == pd.Timestamp("2025-11-15")
    assert (found.loc["coffee", "state"], found.loc["coffee", "since"]) == ("due", pd.Timestamp("2025-02-10"))


def test_whether_the_hire_is_still_there_counts_from_the_day_they_began():
    named = {
        hired: steps.every(applications(), people(), done(), "2025-12-02", hires=hires(hired=hired))
        for hired in (None, "2025-06-01")
    }
    (unknown, known) = (
        every[every["step"] == "hire_at_six_months"].iloc[0].to_dict() for every in named.values()
    )
    assert (unknown["opens"], known["opens"]) == (pd.Timestamp("2025-08-10"), pd.Timestamp("2025-12-01"))
    assert "We don't know when they began" in unknown["why"] and "10 February" in unknown["why"]
    assert "They began on 1 June" in known["why"] and known["state"] == "due"
    assert unknown["due"] == known["due"], "an id that was printed holds once the day is known"
    told = states("2025-08-11", hires=hires(hired="2025-06-01"))
    assert "hire_at_six_months" not in told and told["role_left_behind"] == "due"
    assert states("2025-04-01", hires=hires(hired="2024-06-01"))["hire_at_six_months"] == "due"


def test_a_hire_seen_tomorrow_is_not_known_today():
    assert "who_was_hired" in states("2025-03-19", hires=hires())


def test_a_hire_known_years_later_still_opens_the_coffee():
    assert states("2029-01-10", hires=hires(seen="2029-01-01"))["coffee"] == "due"


def test_somebody_hired_from_inside_is_met_but_not_compared():
    found = states("2025-05-20", hires=hires(hired_from="internal"))
    assert "compare" not in found and found["coffee"] == "due"


def test_a_hire_named_among_the_people_counts_without_a_row_of_hires():
    found = due("2025-06-01", met=people(ANA | {"part": "hire", "recorded": "2025-03-01"})).set_index("step")
    assert found.loc["coffee", "person_name"] == "Ana Ruiz"
    assert "who_was_hired" not in found.index


def test_when_the_hire_leaves_the_manager_is_written_to_and_the_coffee_ends():
    found = states("2025-07-03", hires=hires(left="2025-07-01"))
    assert found["role_open_again"] == "due" and "coffee" not in found


def test_who_is_connected_gets_no_request():
    found = states("2025-04-01", met=people(ANA | {"part": "hire", "connected": "2025-03-25"}), hires=hires())
    assert "connect_with_hire" not in found


def test_a_request_sent_in_one_application_counts_in_the_other():
    twice = applications(
        {"outcome": "open", "outcome_date": None},
        {"application": "a2", "outcome": "open", "outcome_date": None},
    )
    events = pd.concat([interviews("2025-01-20"), interviews("2025-01-20", application="a2")])
    met = people(ANA, ANA | {"application": "a2"})
    said = done({"step": "connect_interviewer", "person": "p-ana", "date": "2025-01-20"})
    found = due("2025-01-21", tried=twice, met=met, said=said, events=events)
    assert "connect_interviewer" not in set(found["step"])
    assert (found["step"] == "thank_note").sum() == 2


@pytest.mark.parametrize("outcome", ["done", "asked", "answered", "refused", "no_answer", "skipped"])
def test_what_is_done_or_skipped_does_not_come_back(outcome):
    said = done({"step": "ask_feedback", "person": "p-ana", "outcome": outcome, "date": "2025-02-11"})
    met = people(ANA, ANA | {"person": "p-cy", "name": "Cy Ode"})
    found = due("2025-02-12", met=met, said=said)
    found = found[(found["step"] == "ask_feedback") & (found["state"] != "waiting")]
    assert found["person"].tolist() == ["p-cy"]


def test_what_was_done_for_nobody_in_particular_covers_everybody():
    said = done({"step": "ask_feedback", "date": "2025-02-11"})
    assert states("2025-02-12", met=people(ANA, BO), said=said)["ask_feedback"] == "waiting"


def test_thanks_for_the_first_interview_are_not_thanks_for_the_second():
    said = done({"step": "thank_email", "person": "p-ana", "date": "2025-01-20"})
    open_ = applications({"outcome": "open", "outcome_date": None})
    found = due(
        "2025-01-24", tried=open_, met=people(ANA), said=said, events=interviews("2025-01-20", "2025-01-23")
    )
    assert found.loc[found["step"] == "thank_email", "opens"].astype(str).tolist() == ["2025-01-23"]


def test_what_is_put_off_is_out_of_sight_until_the_day_and_then_due():
    said = done({"step": "ask_feedback", "outcome": "snoozed", "date": "2025-02-11", "until": "2025-05-01"})
    assert "ask_feedback" not in states("2025-04-30", said=said)
    back = due("2025-05-01", said=said).set_index("step").loc["ask_feedback"]
    assert (back["state"], back["opens"]) == ("due", pd.Timestamp("2025-05-01"))
    assert states("2025-05-16", said=said)["ask_feedback"] == "let go"


@pytest.mark.parametrize(
    ("as_of", "times", "state", "words"),
    [
        (
            "2025-02-20",
            1,
            "waiting",
            "You asked on 12 February 2025, no answer yet. Ask once more from 26 Feb",
        ),
        ("2025-02-26", 1, "due", "no answer came. Ask once more; after that, let it be."),
        ("2025-03-13", 1, "let go", "no answer came. Let it be."),
        ("2025-04-14", 1, None, ""),
        ("2025-03-01", 2, "waiting", "You asked once more on 27 February 2025, no answer yet."),
        ("2025-03-14", 2, "let go", "You asked twice, last on 27 February 2025"),
    ],
)
def test_what_was_asked_waits_is_asked_once_more_and_then_let_be(as_of, times, state, words):
    asked = {"step": "ask_feedback", "person": "p-ana", "outcome": "asked"}
    said = done(*[asked | {"date": day} for day in ("2025-02-12", "2025-02-27")[:times]])
    found = due(as_of, met=people(ANA), said=said).set_index("step")
    assert (found["state"].get("ask_feedback"), words in found["why"].get("ask_feedback", "")) == (
        state,
        True,
    )
    answered = done(*said.to_dict("records"), asked | {"date": "2025-03-02", "outcome": "answered"})
    assert "ask_feedback" not in states("2025-03-03", met=people(ANA), said=answered)
    (row,) = (
        every("2025-03-03", met=people(ANA), said=answered).query("step == 'ask_feedback'").to_dict("records")
    )
    assert f"You did it on {('12', '27')[times - 1]} February 2025." in row["why"]
    if state == "due":
        assert found.loc["ask_feedback", "what"] == "Ask Ana Ruiz once more"


def every(as_of, **more):
    more = {"tried": applications(), "met": people(), "said": done(), **more}
    tried, met, said = (more.pop(name) for name in ("tried", "met", "said"))
    return steps.every(tried, met, said, as_of, **more)


def test_a_step_is_known_in_any_state():
    found = every("2025-02-12", met=people(ANA), said=done({"step": "thank_manager", "date": "2025-02-11"}))
    assert found.set_index("step")["state"].to_dict() == {
        "ask_feedback": "due",
        "thank_manager": "done",
        "who_was_hired": "coming",
        "positions_at_six_months": "later",
        "positions_at_twelve_months": "later",
    } | dict.fromkeys(("ask_referral", "connect_with_hire", "coffee"), "ended") | dict.fromkeys(
        ("hire_at_six_months", "hire_at_twelve_months", "role_left_behind"), "ended"
    )
    assert set(every("2029-02-12").query("step == 'who_was_hired'")["state"]) == {"expired"}


def test_an_id_holds_when_applications_are_merged_events_added_and_people_named():
    told = [("e2", "interview", "2025-01-20"), ("e3", "rejected", "2025-02-10")]

    def events(*rows, application):
        made = [dict(zip(("event", "kind", "date"), row, strict=True)) for row in rows]
        return tables.frame("events", [row | {"application": application} for row in made])

    before = due("2025-02-11", events=events(*told, application="a1"))
    more = [*told, ("e0", "applied", "2024-12-01"), ("e1", "interview", "2025-01-03")]
    more += [("e4", "rejected", "2025-02-09")]
    later = every(
        "2025-02-12",
        tried=applications({"application": "e0", "outcome_date": "2025-02-09"}),
        met=people(ANA | {"application": "e0"}),
        events=events(*more, application="e0"),
    )
    for step, old in zip(before["step"], before["due"], strict=True):
        fits = later[[old in ids for ids in later["ids"]]]
        assert fits["step"].tolist() == [step]
    same = later[later["step"] == "who_was_hired"]["due"].tolist()
    assert same == before[before["step"] == "who_was_hired"]["due"].tolist()


def test_the_id_of_a_step_towards_the_hire_holds_when_the_hire_is_named():
    before = due("2025-05-20", hires=hires()).set_index("step")
    named = people(ANA | {"part": "hire", "recorded": "2025-05-21"})
    after = due("2025-05-22", hires=hires(), met=named).set_index("step")
    assert before.loc["coffee", "due"] == after.loc["coffee", "due"]
    assert before.loc["coffee", "what"].startswith("Ask the person hired at Harbour Bakery to coffee")
    assert after.loc["coffee", "what"].startswith("Ask Ana Ruiz to coffee")


def test_what_was_done_after_the_day_looked_from_is_not_known_yet():
    said = done({"step": "ask_feedback", "date": "2025-02-20"})
    assert states("2025-02-12", said=said)["ask_feedback"] == "due"


@pytest.mark.parametrize("outcome", ["withdrawn", "declined", "accepted"])
def test_an_application_that_ended_otherwise_is_not_chased(outcome):
    found = due("2025-02-11", tried=applications({"outcome": outcome}), events=interviews("2025-02-09"))
    assert found.empty


def test_a_job_closed_for_everyone_has_its_thanks_but_no_hire_to_look_for():
    assert set(states("2025-02-11", tried=applications({"outcome": "closed"}))) == {"thank_manager"}
    assert set(states("2025-08-20", tried=applications({"outcome": "closed"}))) == {"positions_at_six_months"}


def test_a_job_accepted_elsewhere_ends_everything_but_thanks():
    taken = {"application": "a2", "outcome": "accepted", "outcome_date": "2025-02-11"}
    assert set(states("2025-02-10", tried=applications({}, taken))) >= {"ask_feedback", "who_was_hired"}
    assert set(states("2025-02-11", tried=applications({}, taken))) == {"thank_manager"}


def test_a_search_begun_again_after_a_job_has_its_own_steps():
    taken = {"application": "a2", "outcome": "accepted", "outcome_date": "2025-02-11"}
    later = {"application": "a3", "applied": "2025-10-01", "outcome_date": "2025-11-01"}
    found = due("2025-11-02", tried=applications({}, taken, later))
    assert set(found["application"]) == {"a3"} and "ask_feedback" in set(found["step"])


def test_a_second_try_takes_over_from_the_first():
    again = {
        "application": "a2",
        "applied": "2025-05-01",
        "outcome": "open",
        "outcome_date": None,
        "earlier_try": "a1",
    }
    assert "who_was_hired" in states("2025-04-30", tried=applications({}, again))
    assert states("2025-05-01", tried=applications({}, again)) == {}


def test_a_rejection_without_a_day_counts_from_the_last_day_known_and_says_so():
    found = due("2025-02-11", tried=applications({"outcome_date": None, "last_event": "2025-02-08"}))
    assert "We don't know when they replied, so this counts from 8 February 2025" in found["why"].iloc[0]
    assert due("2025-02-11", tried=applications({"outcome_date": None})).empty


def test_a_rejection_that_is_still_to_come_is_not_known():
    assert due("2025-02-09").empty


def test_the_oldest_window_comes_first_and_every_row_is_worded():
    found = due(
        "2025-03-20", met=people(ANA, BO), tried=applications({"referred": True}, {"application": "a2"})
    )
    assert found["opens"].is_monotonic_increasing and found["due"].is_unique
    assert found[["what", "why", "state", "purpose"]].notna().all(axis=None)
    assert "overdue" not in " ".join(found["why"])


def test_an_empty_search_has_nothing_due_and_keeps_its_columns():
    found = steps.due(
        tables.empty("applications"), tables.empty("people"), tables.empty("steps"), "2025-02-11"
    )
    assert tuple(found.columns) == steps.DUE and found.empty
    assert str(found["opens"].dtype) == "datetime64[s]"


def test_a_table_that_is_something_else_is_named():
    with pytest.raises(TableError, match="applications lacks"):
        steps.due(pd.DataFrame({"a": [1]}), people(), done(), "2025-02-11")
    with pytest.raises(TableError, match="“lost” is not an outcome"):
        due("2025-02-11", tried=applications({"outcome": "lost"}))
    with pytest.raises(TableError, match="2026-10-31"):
        due(None)


# Fifteen months, day by day

STORY = [
    ("2025-01-06", "a1", "applied"),
    ("2025-01-20", "a1", "interview"),
    ("2025-01-29", "a1", "interview"),
    ("2025-02-10", "a1", "rejected"),
    ("2025-01-10", "a2", "applied"),
    ("2025-03-03", "a2", "rejected"),
    ("2025-02-01", "a3", "applied"),
    ("2025-02-24", "a3", "interview"),
    ("2025-03-01", "a3", "withdrawn"),
    ("2025-09-01", "a4", "applied"),
    ("2025-09-15", "a4", "interview"),
]
MET = [
    ANA | {"event": "e1"},
    BO | {"event": "e2"},
    {"person": "p-di", "application": "a1", "part": "referral", "name": "Di Moe"},
    {"person": "p-el", "application": "a1", "part": "hire", "name": "El Kerr", "recorded": "2025-03-18"},
]
DONE = [
    {"step": "thank_email", "person": "p-ana", "date": "2025-01-21", "outcome": "done"},
    {"step": "ask_feedback", "person": "p-ana", "date": "2025-02-12", "outcome": "answered"},
    {"step": "ask_referral", "person": "p-di", "date": "2025-02-13", "outcome": "asked"},
    {"step": "connect_with_hire", "person": "p-el", "date": "2025-03-20", "outcome": "answered"},
    {"step": "coffee", "person": "p-el", "date": "2025-05-12", "outcome": "snoozed", "until": "2025-06-10"},
    {"step": "coffee", "person": "p-el", "date": "2025-06-20", "outcome": "answered"},
    {"step": "hire_at_six_months", "date": "2025-08-12", "outcome": "done"},
    {"step": "positions_at_twelve_months", "date": "2026-02-12", "outcome": "skipped"},
]
SEEN = {
    ("thank_note", "Ana Ruiz"): ("2025-01-20", "2025-01-22"),
    ("thank_email", "Ana Ruiz"): ("2025-01-20", "2025-01-20"),
    ("connect_interviewer", "Ana Ruiz"): ("2025-01-20", "2025-01-23"),
    ("thank_note", "Bo Lind"): ("2025-01-29", "2025-01-31"),
    ("thank_email", "Bo Lind"): ("2025-01-29", "2025-01-30"),
    ("connect_interviewer", "Bo Lind"): ("2025-01-29", "2025-02-01"),
    ("thank_manager", "Bo Lind"): ("2025-02-10", "2025-02-13"),
    ("ask_feedback", "Ana Ruiz"): ("2025-02-10", "2025-02-11"),
    ("ask_referral", "Di Moe"): ("2025-02-10", "2025-03-13"),  # asked on 13 February, again a fortnight later
    ("who_was_hired", None): ("2025-03-10", "2025-03-17"),
    ("compare", None): ("2025-03-18", "2025-04-18"),
    ("connect_with_hire", "El Kerr"): ("2025-03-18", "2025-03-19"),
    ("coffee", "El Kerr"): ("2025-05-10", "2025-06-19"),
    ("hire_at_six_months", None): ("2025-08-10", "2025-08-11"),
    ("positions_at_six_months", None): ("2025-08-10", "2025-09-10"),
    ("role_left_behind", None): ("2025-08-10", "2025-09-10"),
    ("hire_at_twelve_months", None): ("2026-02-10", "2026-03-10"),
    ("positions_at_twelve_months", None): ("2026-02-10", "2026-02-11"),
}


def story_events():
    rows = [
        {
            "event": f"s{n}",
            "application": key,
            "kind": kind,
            "date": day,
            "company": f"Company {key}",
            "role": "Baker",
        }
        for n, (day, key, kind) in enumerate(STORY, 1)
    ]
    return tables.frame("events", rows)


@pytest.fixture(scope="module")
def walked():
    """Every list of due steps from the first day to fifteen months later, as known on that day."""
    events, met = story_events(), people(*MET).replace({"event": {"e1": "s2", "e2": "s3"}})
    said, hired = done(*DONE), hires(seen="2025-03-18")
    story = {day for day, _, _ in STORY}
    lists, tried = {}, None
    for day in pd.date_range("2025-01-06", "2026-04-06"):
        tried = history.applications(events, day) if str(day.date()) in story else tried
        lists[day] = steps.due(tried, met, said, day, events=events, hires=hired).to_dict("records")
    return lists


@pytest.mark.long
def test_over_fifteen_months_each_step_of_the_article_is_due_in_its_window(walked):
    seen = {}
    for day, rows in walked.items():
        for row in rows:
            if row["application"] == "a1" and row["state"] == "due":
                key = row["step"], None if pd.isna(row["person_name"]) else row["person_name"]
                first, _ = seen.get(key, (str(day.date()), ""))
                seen[key] = first, str(day.date())
    assert seen == SEEN


def test_over_fifteen_months_no_list_names_a_step_twice_and_none_comes_back_once_gone(walked):
    away, before, put_off = set(), set(), set()
    for day, rows in walked.items():
        now = {row["due"] for row in rows}
        assert (
            len(rows) == len(now) == len({(row["application"], row["step"], row["person"]) for row in rows})
        )
        if pd.Timestamp("2025-05-12") <= day < pd.Timestamp("2025-06-10"):
            put_off |= before - now
        assert not now & (away - put_off), day
        away, before = away | (before - now), now


def test_over_fifteen_months_nothing_is_due_once_it_is_done_or_the_application_changed(walked):
    settled = {(row["step"], row.get("person")): row["date"] for row in DONE if row["outcome"] != "snoozed"}
    for day, rows in walked.items():
        for row in rows:
            who = None if pd.isna(row["person"]) else row["person"]
            over = settled.get((row["step"], who), "9999") if row["application"] == "a1" else "9999"
            if row["step"] == "ask_referral" and row["trigger"] == "asked":
                continue
            assert str(day.date()) < over, row
            assert row["application"] != "a3" or day < pd.Timestamp("2025-03-01")


def test_over_fifteen_months_the_id_of_a_step_never_changes_with_the_day(walked):
    every = {}
    for row in (row for rows in walked.values() for row in rows):
        every.setdefault((row["application"], row["step"], str(row["person"]), row["since"]), set()).add(
            row["due"]
        )
    assert len(every) > 20 and all(len(ids) == 1 for ids in every.values())


def test_the_order_of_the_tables_does_not_matter():
    events, met, said = story_events(), people(*MET), done(*DONE)
    tried = history.applications(events, "2025-05-20")
    rest = {"events": events, "hires": hires()}
    shuffled = [table.sample(frac=1, random_state=random.randrange(99)) for table in (tried, met, said)]
    one, other = steps.due(tried, met, said, "2025-05-20", **rest), steps.due(*shuffled, "2025-05-20", **rest)
    pd.testing.assert_frame_equal(one, other)


# process.toml


def test_every_step_of_the_process_has_a_purpose_and_at_least_one_trigger():
    process = steps.load()
    assert {"who_was_hired", "compare", "connect_with_hire", "coffee"} <= {step.key for step in process.steps}
    assert all(step.purpose and step.trigger and step.what for step in process.steps)


def test_without_a_file_of_ones_own_the_built_in_process_holds(tmp_path):
    assert steps.load(tmp_path) == steps.load(tmp_path / "process.toml") == steps.load()


def test_ones_own_process_changes_adds_and_leaves_out_steps(tmp_path):
    own = '[coffee]\nfrom = "1 month"\n[compare]\nkeep = false\n'
    own += '[walk]\nwhat = "Take a walk"\ntrigger = "rejected"\n'
    own += (
        'channel = "look"\nfrom = "0 days"\nto = "1 day"\nuntil = "1 day"\n[settings]\nhorizon = "1 week"\n'
    )
    (tmp_path / "process.toml").write_text(own, encoding="utf-8")
    process = steps.load(tmp_path)
    by_key = {step.key: step for step in process.steps}
    assert by_key["coffee"].window[0] == pd.DateOffset(months=1) and by_key["coffee"].channel == "meeting"
    assert "compare" not in by_key and by_key["walk"].trigger == ("rejected",)
    assert "walk" in states("2025-02-10", process=process)
    assert "who_was_hired" not in states("2025-02-10", process=process)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('[coffee]\nfrom = "soon"\n', 2, "3 days"),
        ('[coffee]\nfrom = "3 Months"\n', 2, "3 days"),
        ("[coffee]\nfrom = 3\n", 2, "3 days"),
        ('# mine\n\n[coffee]\nto = "3 months"\nfrom = "7 months"\n', 4, "before it begins"),
        ('[coffee]\nchannel = "fax"\n', 2, "note, email"),
        ('[coffee]\ntrigger = ["rejected", "moon"]\n', 2, "moon"),
        ('[coffee]\nonly_if = ["not hired"]\n', 2, "hire known"),
        ("[coffee]\nwhat = 7\n", 2, "words in quotes"),
        ('[coffee]\nwhen = "1 day"\n', 2, "not known"),
        ('[walk]\nwhat = "Walk"\n', 1, "missing"),
        ("coffee = 3\n", 1, "brackets"),
        ("[Coffee Time]\n", 1, "TOML"),
        ('["coffee time"]\nfrom = "1 day"\n', 1, "small letters"),
        ('[[coffee]]\nfrom = "1 day"\n', 1, "brackets"),
        ('[coffee]\nfrom = "1 day\n', 2, "TOML"),
        ('[settings]\nhorizon = "far"\n', 2, "3 days"),
        ('[settings]\nspeed = "1 day"\n', 2, "not known"),
        ("[a]\n[a]\n", 2, "TOML"),
    ],
)
def test_a_bad_edit_is_refused_with_its_line(tmp_path, text, line, word):
    (tmp_path / "process.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=word) as refused:
        steps.load(tmp_path)
    assert str(refused.value).startswith(f"process.toml:{line}: ")


@given(
    st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
)
def test_no_bytes_in_process_toml_do_worse_than_be_refused(tmp_path_factory, raw):
    file = tmp_path_factory.getbasetemp() / "process.toml"
    file.write_bytes(b"[coffee]\n" + raw)
    try:
        assert steps.load(file).steps
    except SourceError as refused:
        assert "process.toml" in str(refused)


def test_a_file_nested_beyond_reason_is_refused(tmp_path):
    (tmp_path / "process.toml").write_text("a = " + "[" * 100_000, encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be read"):
        steps.load(tmp_path)


# What came of it


def test_answers_are_counted_once_for_each_person_and_what_waits_is_no_answer():
    said = done(
        {"step": "ask_feedback", "person": "p-ana", "outcome": "asked", "date": "2025-02-11"},
        {"step": "ask_feedback", "person": "p-ana", "outcome": "answered", "date": "2025-02-14"},
        {"step": "ask_feedback", "person": "p-bo", "outcome": "asked", "date": "2025-02-11"},
        {"step": "ask_feedback", "person": "p-cy", "outcome": "refused", "date": "2025-02-11"},
        {"step": "coffee", "outcome": "skipped", "date": "2025-02-11"},
        {"step": "who_was_hired", "outcome": "done", "date": "2025-03-11"},
        {"step": "message", "person": "Ana Ruiz", "outcome": "done", "date": "2025-03-11"},
    )
    found = steps.outcomes(said)
    assert found[found["grain"] == "step"].index.tolist() == ["ask_feedback"]
    row = found.loc["ask_feedback"]
    assert (row["n"], row["of"], row["refused"], row["no_answer"], row["waiting"]) == (1, 3, 1, 0, 1)
    assert row["low"] == pytest.approx(0.0615, abs=5e-4) and row["high"] == pytest.approx(0.7923, abs=5e-4)


def test_rejections_end_in_feedback_in_a_contact_or_in_a_second_chance():
    tried = applications(
        {}, {"application": "a2"}, {"application": "a3", "earlier_try": "a2", "outcome": "open"}
    )
    met = people(ANA | {"connected": "2025-02-20"}, BO | {"application": "a2", "connected": "2019-01-01"})
    said = done({"step": "ask_referral", "outcome": "answered", "application": "a2"})
    evidence = tables.frame(
        "evidence", [{"application": "a1", "says": "feedback"}, {"application": "a2", "says": "template"}]
    )
    found = steps.outcomes(said, tried, met, evidence)
    assert found.loc[["feedback", "contact", "second chance"], ["n", "of"]].to_numpy().tolist() == [
        [2, 2],
        [1, 2],
        [1, 2],
    ]


def test_whoever_is_connected_under_another_heading_counts_as_a_contact_of_the_application():
    met = people(ANA, {"person": "p-ana", "part": "contact", "name": "Ana Ruiz", "connected": "2025-02-20"})
    found = steps.outcomes(done(), applications(), met)
    assert found.loc["contact", ["n", "of"]].tolist() == [1, 1]
    assert "connect_interviewer" not in states(
        "2025-02-21",
        tried=applications({"outcome": "open", "outcome_date": None}),
        met=met,
        events=interviews("2025-02-20"),
    )


def test_what_came_of_it_later_is_not_known_on_the_day():
    met = people(ANA | {"connected": "2025-02-20"})
    said = done({"step": "ask_feedback", "person": "p-ana", "outcome": "answered", "date": "2025-02-12"})
    before = steps.outcomes(said, applications(), met, as_of="2025-02-11")
    assert before["n"].to_dict() == {"feedback": 0, "contact": 0, "second chance": 0}
    after = steps.outcomes(said, applications(), met, as_of="2025-02-20")
    assert after["n"].to_dict() == {"ask_feedback": 1, "feedback": 1, "contact": 1, "second chance": 0}
    grown = [
        steps.people_by_part(met, said, applications(), as_of=day) for day in ("2025-02-11", "2025-02-20")
    ]
    assert [table.loc["interviewer"].tolist() for table in grown] == [[1, 0, 0], [1, 1, 1]]


def test_the_people_of_the_search_are_counted_once_a_part():
    met = people(
        ANA,
        ANA | {"application": "a2"},
        BO,
        {"person": "p-bo", "part": "contact", "name": "Bo Lind", "connected": "2025-02-20"},
    )
    said = done({"step": "thank_email", "person": "Ana Ruiz", "outcome": "answered"})
    tried = applications({}, {"application": "a2"})
    found = steps.people_by_part(met, said, tried)
    assert found.to_dict("index") == {
        "hiring_manager": {"people": 1, "connected": 1, "answered": 0},
        "interviewer": {"people": 1, "connected": 0, "answered": 1},
    }
    assert steps.people_by_part(people(), done(), tried).empty


def test_nothing_done_has_no_share_and_an_interval_of_everything():
    found = steps.outcomes(tables.empty("steps"))
    assert found.index.tolist() == ["feedback", "contact", "second chance"]
    assert found["share"].isna().all() and (found["high"] == 1).all()


def test_each_lost_application_tells_where_it_stands():
    again = {
        "application": "a4",
        "applied": "2025-05-01",
        "outcome": "open",
        "outcome_date": None,
        "earlier_try": "a3",
    }
    tried = applications(
        {},
        {"application": "a2", "outcome_date": "2025-05-05", "furthest": "applied", "n_interviews": 0},
        {"application": "a3"},
        again,
        {"application": "a5", "outcome_date": None},
        {"application": "a6", "outcome_date": "2020-01-01"},
        {"application": "a7", "outcome": "withdrawn"},
    )
    said = done({"step": "ask_feedback", "date": "2025-02-12", "outcome": "answered"})
    found = steps.stand(tried, people(), said, "2025-05-20", hires=hires())
    assert found.index.tolist() == ["a2", "a1", "a3", "a6", "a5"]
    assert found["stands"].to_dict() == {
        "a1": "Now: Compare the hire's credentials with yours.",
        "a2": "Next, from 5 June 2025: Find out who was hired, and whether from inside or elsewhere.",
        "a3": "You applied there again; the new try carries on.",
        "a5": "No day is known for their answer; note one, and the steps appear.",
        "a6": "Nothing to do here.",
    }
    assert found.loc["a1", ["hire", "n_done", "last_step"]].tolist() == ["external", 1, "ask_feedback"]


def test_what_the_process_brought_is_news_of_its_day():
    tried = applications(
        {}, {"application": "a2", "applied": "2026-01-07", "outcome": "open", "earlier_try": "a1"}
    )
    said = done(
        {"step": "coffee", "person": "p-ana", "date": "2025-06-20", "outcome": "answered"},
        {"step": "ask_feedback", "person": "p-bo", "date": "2025-02-12", "outcome": "refused"},
        {"step": "who_was_hired", "date": "2025-03-12", "outcome": "skipped"},
        {"step": "message", "person": "p-bo", "date": "2025-03-12"},
        {"step": "answer_offer", "date": "2025-03-14", "outcome": "asked"},
    )
    signs = [
        {"says": "feedback", "words": "no example", "date": "2025-02-13"},
        {"says": "guess_early", "date": "2025-02-10"},
    ]
    evidence = tables.frame("evidence", [{"application": "a1"} | row for row in signs])
    learned = [{"recorded": "2025-03-20"}, {"recorded": "2025-09-02", "left": "2025-08-30"}]
    found = steps.news(
        tried, said, evidence, tables.frame("hires", [HIRE | row for row in learned]), people(ANA, BO)
    )
    told = found[["date", "kind", "words"]].assign(date=found["date"].astype(str)).to_numpy().tolist()
    assert told == [
        ["2025-02-12", "step", "You asked Bo Lind for feedback, and they said no"],
        ["2025-02-13", "feedback", "You were told why: “no example”"],
        ["2025-03-14", "step", "Answer the offer: you asked about it first"],
        ["2025-03-20", "hire", "You learned who was hired, from outside the company"],
        ["2025-06-20", "step", "You spoke with Ana Ruiz over coffee or lunch"],
        ["2025-09-02", "hire gone", "The person hired left"],
        ["2026-01-07", "second try", "You applied again: your second try at this job"],
    ]
    assert tuple(steps.news(tried, done()).columns) == steps.NEWS


def test_a_step_done_for_nobody_named_is_not_said_to_have_been_for_everyone():
    said = done({"step": "thank_note", "date": "2025-02-12"})
    assert steps.news(applications({}), said)["words"].tolist() == [
        "You sent them a handwritten thank-you note"
    ]


def test_a_coffee_that_was_answered_is_an_answer_a_contact_and_a_growth_even_of_a_hire_without_a_name():
    said = done({"step": "coffee", "person": "hire-1", "date": "2025-06-20", "outcome": "answered"})
    found = steps.outcomes(said, applications())
    assert found.loc["contact", ["n", "of"]].tolist() == [1, 1] and found.loc["coffee", "n"] == 1
    grown = steps.people_by_part(people(), said, applications())
    assert grown.to_dict("index") == {"hire": {"people": 1, "connected": 1, "answered": 1}}
    rory = people({"person": "p-rory", "application": "a1", "part": "hire", "name": "Rory Hanlon"})
    named = steps.people_by_part(rory, said.assign(person=None), applications())
    assert named.to_dict("index") == {"hire": {"people": 1, "connected": 1, "answered": 1}}
    words = done({"step": "ask_feedback", "date": "2025-06-20", "words": "show an example"})
    assert steps.outcomes(words).loc["ask_feedback", ["n", "waiting"]].tolist() == [1, 0]


def test_a_hire_from_inside_leaves_a_desk_empty_in_the_same_house():
    found = due("2025-03-25", hires=hires(hired_from="internal")).set_index("step")
    assert "the one they had before may be free" in found.loc["desk_left_behind", "why"]
    assert "desk_left_behind" not in states("2025-03-25", hires=hires())


def test_a_rejection_does_not_end_the_requests_to_those_you_met():
    found = states("2025-02-12", met=people(ANA), events=interviews("2025-02-08"))
    assert found["connect_interviewer"] == "still worth doing" and "thank_email" not in found


def test_messages_in_an_import_are_offered_as_steps_done():
    listed = due("2025-02-20", met=people(ANA, BO))
    sent = tables.frame(
        "steps",
        [
            {
                "step": "message",
                "person": "ana  ruiz",
                "date": "2025-02-11",
                "outcome": "answered",
                "source": "linkedin.zip",
            },
            {"step": "message", "person": "Bo Lind", "date": "2025-02-01", "outcome": "done"},
            {"step": "message", "person": "Cy Ode", "date": "2025-02-12", "outcome": "done"},
            {"step": "connection_request", "person": "Bo Lind", "date": "2025-02-12", "outcome": "done"},
        ],
    )
    offered = steps.recognise(listed, sent)
    assert offered[["step", "person", "outcome", "source"]].to_numpy().tolist() == [
        ["ask_feedback", "p-ana", "answered", "linkedin.zip"]
    ]
    after = steps.due(applications(), people(ANA, BO), offered, "2025-02-20")
    assert set(listed["due"]) - set(after["due"]) == set(offered["due"])


def test_the_shipped_process_file_explains_itself_and_is_what_load_reads():
    text = (vocabulary.DATA / "process.toml").read_text(encoding="utf-8")
    for word in (*process.CHANNELS, *process.PARTS, "hire left", "accepted elsewhere", "keep = false"):
        assert word in text


def test_a_letter_that_invites_is_no_talk_and_counts_only_where_no_list_tells_of_one():
    open_ = applications({"outcome": "open", "outcome_date": None})
    letter = interviews("2025-01-20")
    letter["details"] = [{"message_id": "<1@example.org>"}]
    alone = due("2025-01-21", tried=open_, met=people(ANA), events=letter).set_index("step")
    assert "They wrote on 20 January 2025 to invite you" in alone.loc["thank_note", "why"]
    held = interviews("2025-01-28").assign(event="e9")
    both = due("2025-01-29", tried=open_, met=people(ANA), events=pd.concat([letter, held])).set_index("step")
    assert "You spoke with them on 28 January 2025" in both.loc["thank_note", "why"]


def test_the_letter_by_right_of_access_is_off_until_wanted_and_waits_for_a_refusal(tmp_path):
    asked = {"step": "ask_feedback", "person": "p-ana", "date": "2025-02-12"}
    refused = done(asked | {"outcome": "refused"})
    assert "ask_notes" not in states("2025-03-20", met=people(ANA), said=refused)
    (tmp_path / "process.toml").write_text("[ask_notes]\nkeep = true\n", encoding="utf-8")
    own = steps.load(tmp_path)
    wanted = {"met": people(ANA), "process": own}
    assert states("2025-03-20", said=refused, **wanted)["ask_notes"] == "due"
    assert "ask_notes" not in states("2025-03-20", said=done(asked | {"outcome": "answered"}), **wanted)
    late = done(asked | {"outcome": "asked"})
    assert "ask_notes" not in states("2025-03-11", said=late, **wanted)
    assert states("2025-03-20", said=late, **wanted)["ask_notes"] == "due"
    assert "ask_notes" not in states("2025-03-20", said=done(), **wanted)


@pytest.mark.parametrize(
    ("country", "stands"),
    [
        ("deutschland", {"ask_notes"}),
        ("UK", {"ask_notes"}),
        ("Liechtenstein", {"ask_notes"}),
        ("Schweiz", {"ask_notes_swiss"}),  # the GDPR does not hold there
        ("suisse", {"ask_notes_swiss"}),
        ("USA", set()),
        ("", set()),
    ],
)
def test_a_step_of_some_countries_stands_where_one_lives_unless_ones_own_file_says_otherwise(
    tmp_path, country, stands
):
    def keys() -> set[str]:
        return {step.key for step in steps.load(tmp_path, country).steps if "ask_notes" in step.key}

    assert keys() == stands
    off = "[ask_notes]\nkeep = false\n[ask_notes_swiss]\nkeep = false\n"
    (tmp_path / "process.toml").write_text(off, encoding="utf-8")
    assert keys() == set()


def test_steps_of_two_jobs_at_one_employer_are_told_apart_by_the_role():
    rows = [("Kirkmoor", "a", "Porter"), ("Kirkmoor", "b", "Theatre porter"), ("Oswin", "c", "Driver")]
    due = pd.DataFrame(rows, columns=["company", "application", "role"])
    named = ["Kirkmoor (Porter)", "Kirkmoor (Theatre porter)", "Oswin"]
    assert steps.told_apart(due)["company"].tolist() == named
