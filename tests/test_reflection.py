"""The reflection: each number is the library's for that day, and a past month stays what it was."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from jobkit import history, rates, reflection, sentences, tables
from jobkit.errors import TableError


def events(*rows):
    """Rows as (company, kind, date)."""
    made = [
        {
            "event": f"e{n}",
            "application": company.casefold(),
            "company": company,
            "role": "Analyst",
            "kind": kind,
            "date": date,
            "source": "a.csv",
        }
        for n, (company, kind, date) in enumerate(rows)
    ]
    return tables.frame("events", made)


def written(*rows):
    """Rows as (month, kind, text, details)."""
    made = [
        {
            "reflection": f"r{n}",
            "month": month,
            "kind": kind,
            "text": text,
            "details": details,
            "recorded": f"{month}-28",
        }
        for n, (month, kind, text, details) in enumerate(rows)
    ]
    return tables.frame("reflections", made)


def evidence(*rows):
    columns = ("evidence", "application", "reason", "says", "recorded")
    return tables.frame(
        "evidence", [dict(zip(columns, (f"v{n}", *row), strict=True)) for n, row in enumerate(rows)]
    )


def hires(*rows):
    columns = ("hire", "application", "hired_from", "hired", "recorded")
    return tables.frame(
        "hires", [dict(zip(columns, (f"hire-{n}", *row), strict=True)) for n, row in enumerate(rows, 1)]
    )


STORY = events(
    ("Alder", "applied", "2026-01-05"),
    ("Alder", "interview", "2026-01-20"),
    ("Alder", "rejected", "2026-02-03"),
    ("Birch", "applied", "2026-01-15"),
    ("Cedar", "applied", "2026-02-02"),
    ("Cedar", "acknowledged", "2026-02-02"),
    ("Cedar", "screening", "2026-02-11"),
    ("Dogwood", "applied", "2026-02-09"),
    ("Dogwood", "rejected", "2026-02-20"),
    ("Elm", "applied", None),
)
GUESS = evidence(("alder", "not_demonstrated", "guess_early", "2026-02-04"))
HIRED = hires(("alder", "internal", "2026-03-01", "2026-03-12"))


def test_a_month_is_told_in_one_sentence_of_exact_counts():
    told = reflection.month("2026-02", "2026-02-28", STORY)
    assert told.title == "February 2026, looked back on"
    assert told.lede == (
        "Two applications went out, two heard back for the first time, and two ended in a no."
        " One conversation is open, with Cedar. The one with Alder is over."
    )
    assert list(told.happened["what"]) == ["no", "first talk", "no"]
    assert told.cards.loc["applied", ["number", "neighbour"]].to_list() == ["2", "2 in January 2026"]
    assert told.note == "One application of 5 has no day of applying, and is left out of the waiting times."


def test_a_long_list_of_steps_is_an_offer_and_no_debt():
    rows = [
        (f"Firm{n}", kind, f"2026-0{month}-05")
        for n in range(20)
        for kind, month in (("applied", 1), ("rejected", 2))
    ]
    told = reflection.month("2026-03", "2026-03-20", events(*rows, ("Birch", "applied", "2026-03-02")))
    assert len(told.due) > 12
    assert told.lede.endswith("More steps are open than anybody has to take; choose among them.")


def test_counts_are_those_of_the_library_for_that_day():
    told = reflection.month("2026-02", "2026-02-28", STORY)
    by_month = history.by_month(STORY, history.applications(STORY, "2026-02-28"))
    assert told.cards.loc["applied", "number"] == str(by_month.loc["2026-02", "applied"])
    assert told.cards.loc["no", "number"] == str(by_month.loc["2026-02", "rejected"])
    pd.testing.assert_frame_equal(told.applications, history.applications(STORY, "2026-02-28"))


def test_a_month_in_which_nothing_happened_is_three_lines_without_blame():
    told = reflection.month("2026-05", "2026-07-01", STORY)
    assert told.is_quiet and len(told.lines) == 3
    assert told.lines[0] == "Nothing happened in May 2026, and that is all right."
    assert told.lines[1].startswith("Two applications are still waiting")
    assert not reflection.month("2026-02", "2026-07-01", STORY).is_quiet


def test_a_month_is_not_quiet_when_something_was_learned():
    told = reflection.month("2026-03", "2026-04-01", STORY, GUESS, HIRED)
    assert not told.is_quiet and list(told.hires["company"]) == ["Alder"]


def test_looking_from_a_later_day_changes_nothing():
    early = reflection.month("2026-02", "2026-02-28", STORY, GUESS)
    later_events = pd.concat(
        [STORY, events(("Fir", "applied", "2026-03-04"), ("Birch", "rejected", "2026-03-05"))]
    )
    later = reflection.month("2026-02", "2026-12-24", later_events, GUESS, HIRED)
    assert texts(early) == texts(later) and early.as_of == later.as_of == pd.Timestamp("2026-02-28")


def test_a_running_month_says_from_which_day_it_looks():
    told = reflection.month("2026-02", "2026-02-12", STORY)
    assert told.note.startswith("February 2026 is not over: this looks from 12 February 2026.")
    assert told.cards.loc["no", "number"] == "1"


def test_a_first_guess_overturned_by_the_hire_stands_in_the_revisions():
    told = reflection.month("2026-03", "2026-03-31", STORY, GUESS, HIRED)
    assert told.revisions[["company", "was", "now"]].iloc[0].to_list() == [
        "Alder",
        "not_demonstrated",
        "internal_or_known",
    ]
    said = (
        "Since February 2026 one answer changed. Alder, first put down to “not shown”: possibly an internal"
        " or known candidate (about 50 %); new: internal hire."
    )
    assert said in told.why
    assert (
        "My first guess and what came to light later agree in 0 of 1. Most lately I thought “not shown”;"
        " the evidence says “internal, safer”." in told.why
    )
    assert reflection.month("2026-04", "2026-04-30", STORY, GUESS, HIRED).revisions.empty


def test_a_comparison_with_the_hire_counts_among_the_signs():
    outside = hires(("alder", "external", "2026-03-01", "2026-03-12"))
    facts = {
        "years": 14,
        "relevant_years": 12,
        "education": 8,
        "seniority": "director",
        "skills": ["SQL", "Python"],
    }
    outside["credentials"] = [facts]
    me = {
        "section": "role",
        "title": "Analyst",
        "organisation": "Birch",
        "started": "2024-01",
        "ended": "2026-01",
    }
    school = {"section": "education", "name": "BSc", "level": 6}
    mine = tables.frame("credentials", [{"credential": "c1"} | me, {"credential": "c2"} | school])
    asked = [
        ("SQL", "must", "skill", "SQL"),
        ("Five years", "must", "years", "5"),
        ("A master", "should", "education", "7"),
    ]
    columns = ("requirement", "strength", "dimension", "value")
    posting = tables.frame(
        "postings", [dict(zip(columns, row, strict=True)) | {"application": "alder"} for row in asked]
    )
    told = reflection.month("2026-03", "2026-03-31", STORY, None, outside, credentials=mine, postings=posting)
    assert list(told.hires["verdict"]) == ["hire better qualified on paper"]
    assert told.attribution.loc["alder", "top"] == "more_qualified" and "alder" in told.attribution.index
    without = reflection.month("2026-03", "2026-03-31", STORY, None, outside)
    assert (
        without.attribution.loc["alder", "more_qualified"] < told.attribution.loc["alder", "more_qualified"]
    )


def test_the_precision_is_that_of_the_published_template():
    # 9 old enough, 2 interviews: with ten more, 4 of 19, 9 to 43 %
    rows = [(f"Firm{n}", "applied", "2026-01-05") for n in range(9)] + [
        ("Firm0", "interview", "2026-01-20"),
        ("Firm1", "interview", "2026-01-21"),
    ]
    told = reflection.month("2026-03", "2026-03-31", events(*rows))
    assert (
        told.limits[0]
        == "2 of 9 old enough to judge led to an interview; with ten more the range would still be about"
        " ±17 points."
    )
    assert "%" not in told.cards.loc["interviewed", "label"]


def test_percentages_stand_only_from_ten_on():
    rows = [(f"Firm{n}", "applied", "2026-01-05") for n in range(10)] + [("Firm0", "interview", "2026-01-20")]
    told = reflection.month("2026-03", "2026-03-31", events(*rows))
    assert (
        told.limits[0].startswith("1 of 10 (10 %")
        and "10 % (2 to 40)" in told.cards.loc["interviewed", "label"]
    )


def test_last_months_plans_are_carried_over_and_reviewed():
    notes = written(
        ("2026-01", "plan", "If A, then B.", {"obstacle": "tiredness"}),
        ("2026-01", "plan", "If C, then D.", {"obstacle": "time"}),
        ("2026-02", "review", "r0", {"outcome": "done", "came": "She answered"}),
        ("2026-02", "plan", "If E, then F.", {"obstacle": "fear"}),
        ("2026-02", "answer", "Rest.", {"prompt": "How are you?"}),
        ("2026-02", "air", "Ask first", {"person": "Ana", "did": "asked"}),
    )
    told = reflection.month("2026-02", "2026-03-02", STORY, reflections=notes)
    assert told.reviewed["note"].to_list() == [
        "Done. She answered.",
        "In the way: time. Not looked at yet: keep, change or let go?",
    ]
    assert told.plans.iloc[0].to_list() == ["If E, then F.", "What may get in the way: fear."]
    assert (told.prompt, told.answer) == ("How are you?", "Rest.")
    assert told.air.iloc[0].to_list() == ["Ask first.", "From Ana. What I did: asked."]
    skipped = reflection.month("2026-04", "2026-04-30", STORY, reflections=notes)
    assert (
        list(skipped.reviewed["text"]) == ["If E, then F."] and skipped.plans.empty and skipped.answer == ""
    )


def test_an_experiment_is_judged_when_its_n_is_reached_and_not_before():
    rows = [(f"Old{n}", "applied", "2026-01-05") for n in range(12)] + [
        (f"New{n}", "applied", "2026-02-10") for n in range(12)
    ]
    rows += [(f"New{n}", "interview", "2026-02-20") for n in range(9)]
    trial = (
        "2026-02",
        "experiment",
        "Write first",
        {"measure": "interview within 30 days", "n_needed": 12, "began": "2026-02-01"},
    )
    early = reflection.month("2026-02", "2026-02-28", events(*rows), reflections=written(trial))
    assert early.experiments["note"].to_list() == [
        "Its measure: interview within 30 days, 12 on each side."
        " Old enough so far: before 0 of 12, since 0 of 0. It is too early to tell: it is judged at 12 on"
        " each side."
    ]
    late = reflection.month("2026-03", "2026-03-31", events(*rows), reflections=written(trial))
    said = sentences.experiment(rates.experiment([0] * 12, [1] * 9 + [0] * 3, 12), "before", "since")
    said += f" {sentences.TOGETHER}"
    assert late.experiments["note"].to_list() == [
        f"Its measure: interview within 30 days, 12 on each side. {said}"
    ]
    spoken = ("2026-02", "experiment", "Write first: an interview within 30 days, n = 12", {})
    told = reflection.month("2026-03", "2026-03-31", events(*rows), reflections=written(spoken))
    assert told.experiments["note"].iloc[0].startswith("Old enough so far")
    vague = reflection.month(
        "2026-03", "2026-03-31", STORY, reflections=written(("2026-02", "experiment", "Try harder", {}))
    )
    assert "cannot be judged" in vague.experiments["note"].iloc[0]


def test_an_experiment_compares_the_groups_it_names():
    made = events(*[(f"Firm{n}", "applied", "2026-01-05") for n in range(6)])
    made["details"] = [{"resume": "A" if n < 4 else "B"} for n in range(6)]
    details = {
        "split": "resume",
        "groups": ["CV A", "CV B"],
        "measure": "share with an interview within 45 days",
        "n_needed": 3,
    }
    told = reflection.month(
        "2026-03", "2026-03-31", made, reflections=written(("2026-01", "experiment", "CV B", details))
    )
    assert told.experiments["note"].to_list() == [
        "Its measure: share with an interview within 45 days, 3 on each side."
        " Old enough so far: CV A 0 of 4, CV B 0 of 2. It is too early to tell: it is judged at 3 on each"
        " side."
    ]


def test_predictions_settle_themselves_and_are_scored_from_ten_on():
    def expected(company, stage, by, probability):
        details = {
            "application": f"{company} / Analyst",
            "expected": stage,
            "by": by,
            "probability": probability,
        }
        return ("2026-01", "prediction", f"{company}: {stage} by {by}", details)

    four = [
        expected("Alder", "interview", "2026-02-01", 0.8),
        expected("Alder", "offer", "2026-02-28", 0.5),
        expected("Birch", "interview", "2026-02-15", 0.6),
        expected("Cedar", "interview", "2026-06-01", 0.6),
    ]
    own = [
        ("2026-01", "prediction", "It snows", {"probability": 0.3}),
        ("2026-02", "review", "It snows", {"outcome": "yes"}),
    ]
    told = reflection.month("2026-02", "2026-02-28", STORY, reflections=written(*four, *own))
    assert told.predictions["came"].astype(object).where(
        told.predictions["came"].notna(), None
    ).to_list() == [True, False, False, None, True]
    assert told.predictions_say == "2 of 4 predictions came true; how well they fit is told from ten on."
    ten = [expected("Alder", "interview", "2026-02-01", 0.8)] * 10
    scored = reflection.month("2026-02", "2026-02-28", STORY, reflections=written(*ten)).predictions_say
    assert (
        scored.startswith("10 of 10 predictions came true, where 8 were to be expected")
        and "Brier score 0.04" in scored
    )


def test_a_quarter_adds_up_its_months_and_a_year_its_quarters():
    quarter, year = (reflection.month(name, "2026-12-31", STORY) for name in ("2026-Q1", "2026"))
    applied = history.by_month(STORY, history.applications(STORY, "2026-12-31"))["applied"].sum()
    assert (
        quarter.cards.loc["applied", "number"] == year.cards.loc["applied", "number"] == str(applied) == "4"
    )
    assert quarter.title == "The first quarter of 2026, looked back on" and quarter.month == "2026-Q1"
    assert year.cards.loc["applied", "neighbour"] == "" and year.month == "2026"


def test_without_a_month_the_newest_with_events_is_taken():
    assert reflection.newest(STORY, "2026-12-31") == "2026-02"
    assert reflection.newest(STORY, "2026-01-31") == "2026-01"
    assert (
        reflection.newest(events(), "2026-12-31")
        == reflection.month("", "2026-12-31", events()).month
        == "2026-12"
    )


@pytest.mark.parametrize("text", ["2026-13", "October", "26-10", "2026-Q5", "2026-1", "٢٠٢٦-١٠"])
def test_what_is_no_month_is_refused_by_name(text):
    with pytest.raises(TableError, match=r"is no month"):
        reflection.period(text)


@pytest.mark.parametrize(
    "made", [events(), events(("Alder", "applied", "2026-02-02")), events(("Alder", "rejected", None))]
)
def test_an_empty_search_and_one_of_one_row_have_their_page(made):
    told = reflection.month("2026-02", "2026-02-28", made)
    assert told.limits and told.why and len(told.lines) == 3
    assert "nan" not in " ".join(texts(told)).casefold()


def test_what_the_reader_cannot_know_is_said():
    told = reflection.month("2026-02", "2026-02-28", STORY, GUESS)
    assert "For one of two rejections nobody said why; unknown stays." in told.limits
    assert told.limits[-1].startswith("None of this says why with certainty")


ODD = st.one_of(st.none(), st.text(max_size=12), st.integers(), st.lists(st.integers(), max_size=2))
DETAILS = st.dictionaries(
    st.sampled_from(
        [
            "obstacle",
            "outcome",
            "of",
            "measure",
            "n_needed",
            "split",
            "groups",
            "began",
            "probability",
            "by",
            "expected",
            "application",
        ]
    ),
    ODD,
)


@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["plan", "review", "experiment", "prediction", "air", "answer", "else"]),
            st.text(max_size=20),
            DETAILS,
        ),
        min_size=10,
        max_size=30,
    )
)
def test_nothing_written_in_a_reflection_breaks_the_page(rows):
    notes = written(*[("2026-02", *row) for row in rows])
    told = reflection.month("2026-02", "2026-03-31", STORY, reflections=notes)
    assert len(told.plans) == sum(kind == "plan" for kind, _, _ in rows)


def texts(told):
    """Return every sentence of a reflection."""
    found = []
    for field in dataclasses.fields(told):
        value = getattr(told, field.name)
        if isinstance(value, pd.DataFrame):
            value = value.to_csv()
        found += value if isinstance(value, list) else [str(value)]
    return found


def test_an_acceptance_is_told_before_anything_is_counted():
    rows = [("applied", "2026-03-02"), ("offer", "2026-04-20"), ("accepted", "2026-04-22")]
    told = tables.frame(
        "events",
        [
            {
                "event": f"x{n}",
                "application": "a",
                "kind": kind,
                "date": day,
                "company": "Harbour Bakery",
                "role": "Baker",
            }
            for n, (kind, day) in enumerate(rows)
        ],
    )
    april = reflection.month("2026-04", "2026-04-30", told)
    assert april.lede.startswith("On 22 April 2026 an offer was accepted: Baker at Harbour Bakery.")
    assert "accepted" not in reflection.month("2026-03", "2026-03-31", told).lede


def test_a_month_follows_on_from_the_one_before():
    talks = events(
        ("Alder", "applied", "2026-01-05"),
        ("Alder", "interview", "2026-01-20"),
        ("Birch", "applied", "2026-01-05"),
        ("Birch", "screening", "2026-02-10"),
        ("Cedar", "applied", "2026-01-05"),
        ("Cedar", "screening", "2026-01-20"),
        ("Cedar", "rejected", "2026-02-20"),
    )
    january, february, march = (
        reflection.month(
            f"2026-0{n}", "2026-12-31", pd.concat([talks, events(("Elm", "applied", "2026-03-05"))])
        )
        for n in (1, 2, 3)
    )
    assert january.lede.endswith("Two conversations are open, with Alder and Cedar.")
    assert january.cards["neighbour"].iloc[:3].to_list() == ["", "", ""]
    assert (
        "Two conversations are open: the one with Alder goes on, the one with Birch is new."
        " The one with Cedar is over." in february.lede
    )
    assert "those with Alder and Birch go on." in march.lede
    assert march.cards.loc["interviewed", "neighbour"] == "1 of 3 before"


def test_the_whole_search_is_one_period():
    told = reflection.month("all", "2026-03-15", STORY, GUESS, HIRED)
    assert (told.month, told.title) == ("all", "The whole search, looked back on")
    assert (told.first, told.as_of) == (pd.Timestamp("2026-01-01"), pd.Timestamp("2026-03-15"))
    assert told.cards.loc["applied", ["number", "neighbour"]].to_list() == ["4", ""]
    assert len(told.rejected) == 2 and not told.note.startswith("The whole")
    assert reflection.month("all", "2026-03-15", events()).is_quiet


def test_an_offer_that_was_declined_is_news():
    rows = [
        ("Alder", "applied", "2026-03-02"),
        ("Alder", "offer", "2026-03-20"),
        ("Alder", "declined", "2026-03-24"),
    ]
    told = reflection.month("2026-03", "2026-03-31", events(*rows))
    assert told.lede.startswith("On 24 March 2026 an offer was declined: Analyst at Alder.")


def test_after_an_acceptance_a_quiet_month_counts_no_silence():
    rows = [
        ("Alder", "applied", "2026-03-02"),
        ("Alder", "accepted", "2026-03-24"),
        ("Birch", "applied", "2026-03-02"),
    ]
    told = reflection.month("2026-05", "2026-05-31", events(*rows))
    assert told.is_quiet
    assert told.lines[1] == "An offer was accepted on 24 March 2026; nothing else has to be waited for."


def test_a_plan_that_was_looked_at_does_not_come_back():
    notes = written(
        ("2026-01", "plan", "If A, then B.", {}),
        ("2026-02", "review", "If A, then B.", {"outcome": "done"}),
    )
    february, march = (
        reflection.month(month, "2026-12-31", STORY, GUESS, HIRED, reflections=notes)
        for month in ("2026-02", "2026-03")
    )
    assert february.reviewed["note"].to_list() == ["Done."]
    assert march.reviewed.empty
    at_once = written(
        ("2026-01", "plan", "If A, then B.", {}), ("2026-01", "review", "r0", {"outcome": "done"})
    )
    told = reflection.month("2026-02", "2026-12-31", STORY, reflections=at_once)
    assert told.reviewed["note"].to_list() == ["Done."]
    again = written(*[tuple(row) for row in notes[["month", "kind", "text", "details"]].to_numpy()],
                    ("2026-02", "plan", "If A, then B.", {}))  # fmt: skip
    told = reflection.month("2026-03", "2026-12-31", STORY, GUESS, HIRED, reflections=again)
    assert told.reviewed["note"].to_list() == ["Not looked at yet: keep, change or let go?"]


def test_what_was_written_in_a_quiet_month_is_shown():
    notes = written(("2026-05", "plan", "If A, then B.", {}))
    told = reflection.month("2026-05", "2026-07-01", STORY, reflections=notes)
    assert told.is_quiet and told.is_written and len(told.plans) == 1
    assert not reflection.month("2026-06", "2026-07-01", STORY, reflections=notes).is_written


def test_what_somebody_gave_is_said_once():
    notes = written(
        ("2026-02", "air", "meet Wren", {"recommendation": "meet Wren", "person": "Ana"}),
        (
            "2026-02",
            "air",
            "they look for calm",
            {"insight": "they look for calm", "recommendation": "ask Bo"},
        ),
        ("2026-02", "air", "show the work", {}),
    )
    told = reflection.month("2026-02", "2026-03-02", STORY, reflections=notes)
    assert told.air.to_numpy().tolist() == [
        ["Recommended: meet Wren.", "From Ana."],
        ["Insight: they look for calm.", "Recommended: ask Bo."],
        ["Show the work.", ""],
    ]


def test_the_steps_are_told_with_the_first_to_close():
    told = reflection.month("2026-02", "2026-02-20", STORY)
    assert told.due["closes"].is_monotonic_increasing
    first = told.due.loc[told.due["state"].isin(["due", "coming"])].iloc[0]
    assert (
        f"on {first['closes'].day} {first['closes']:%B %Y}: {first['what']} ({first['company']})."
        in told.due_says
    )
    assert reflection.month("2026-02", "2026-02-20", events()).due_says == "Nothing is due, and that is fine."
