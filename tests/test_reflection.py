"""The reflection: each number is the library's for that day, and a past month stays what it was."""

import dataclasses
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from jobkit import comparison, history, page, rates, reflection, sections, sentences, tables
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


def facts(month, as_of, made, evidence=None, hires=None, **gathered):
    """Return the facts of a month from its tables."""
    return reflection.month(month, as_of, {"events": made, "evidence": evidence, "hires": hires, **gathered})


def lede(made):
    return " ".join(sections._lede(made))


def texts(made):
    """Return all that the page of these facts says, its drawings' descriptions included."""
    return [page.plain(block.node) for section in sections.month(made) for block in section.blocks()]


def rows(made, name, *columns):
    return made[name][list(columns)].to_numpy().tolist()


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
    made = facts("2026-02", "2026-02-28", STORY)
    assert lede(made) == (
        "Two applications got a first reply. After talking with you, Alder said no."
    )  # with whom one is open, the title says
    assert sections.finding(made) == "You are in conversation with Cedar."
    assert list(made["moves"]["kind"]) == ["rejected", "screening", "rejected"]
    assert made["counts"]["applied"].to_list() == [2, 2] and made.previous == "January 2026"
    assert sections.cards(made).loc["applied"].to_list() == [
        "2",
        "applications sent",
        "2 in January",
        "#sent-here",
    ]


def test_what_is_due_is_three_lines_however_much_there_is():
    many = [
        (f"Firm{n}", kind, f"2026-0{month}-05")
        for n in range(20)
        for kind, month in (("applied", 1), ("rejected", 2))
    ]
    made = facts("2026-03", "2026-03-20", events(*many, ("Birch", "applied", "2026-03-02")))
    assert len(made["due"]) > 12 and len(sections._first_steps(made)) == 3
    assert made["due"]["closes"].is_monotonic_increasing


def test_counts_are_those_of_the_library_for_that_day():
    made = facts("2026-02", "2026-02-28", STORY)
    by_month = history.by_month(STORY, history.applications(STORY, "2026-02-28"))
    assert made["counts"].loc["here"].to_dict() == by_month.loc["2026-02"].to_dict()
    pd.testing.assert_frame_equal(made["applications"], history.applications(STORY, "2026-02-28"))


def test_a_month_in_which_nothing_happened_is_three_lines_without_blame():
    made = facts("2026-05", "2026-07-01", STORY)
    (section,) = sections.month(made)
    heading, lines = (block.node for block in section.blocks())
    assert made.is_quiet and len(lines["items"]) == 3 and heading["text"] == "A quiet time."
    assert "2 applications wait for a first reply, 1 of them for longer than 45 days." in page.plain(lines)
    assert not facts("2026-02", "2026-07-01", STORY).is_quiet


def test_a_month_before_the_search_began_is_no_quiet_time():
    (section,) = sections.month(facts("2025-06", "2026-07-01", STORY.dropna(subset="date")))
    heading, lines = (page.plain(block.node) for block in section.blocks())
    assert "No application yet." in heading and "quiet" not in heading
    assert lines.splitlines()[0] == "- None was sent in June 2025 or before."


def test_a_month_is_not_quiet_when_something_was_learned():
    made = facts("2026-03", "2026-04-01", STORY, GUESS, HIRED)
    assert not made.is_quiet and list(made["hires"]["company"]) == ["Alder"]


def test_looking_from_a_later_day_changes_nothing():
    early = facts("2026-02", "2026-02-28", STORY, GUESS)
    later_events = pd.concat(
        [STORY, events(("Fir", "applied", "2026-03-04"), ("Birch", "rejected", "2026-03-05"))]
    )
    later = facts("2026-02", "2026-12-24", later_events, GUESS, HIRED)
    assert early.as_of == later.as_of == pd.Timestamp("2026-02-28") and set(early.tables) == set(later.tables)
    for name in early.tables:
        pd.testing.assert_frame_equal(early[name], later[name])
    assert texts(early) == texts(later)


def test_every_table_of_a_month_is_described():
    told = (Path(__file__).parents[1] / "docs" / "developers.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|", told.partition("## The tables of a month")[2], re.M)
    assert sorted(facts("2026-02", "2026-02-28", STORY).tables) == sorted(rows)


def test_a_running_month_says_from_which_day_it_looks():
    made = facts("2026-02", "2026-02-12", STORY)
    assert texts(made)[0].startswith("February 2026 so far, seen on 12 February\n")
    assert made["counts"].loc["here", "rejected"] == 1


def test_a_first_guess_overturned_by_the_hire_stands_in_the_revisions():
    made = facts("2026-03", "2026-03-31", STORY, GUESS, HIRED)
    assert rows(made, "revisions", "company", "was", "now") == [
        ["Alder", "not_demonstrated", "internal_or_known"]
    ]
    assert rows(made, "guesses", "guessed", "later", "agreed", "is_new") == [
        ["not_demonstrated", "internal_or_known", False, True]
    ]
    (turned,) = sections._turned(made)
    assert turned.startswith("**Alder**: first") and "new: internal hire" in turned
    assert facts("2026-04", "2026-04-30", STORY, GUESS, HIRED)["revisions"].empty


def test_a_comparison_with_the_hire_counts_among_the_signs():
    outside = hires(("alder", "external", "2026-03-01", "2026-03-12"))
    brings = {
        "years": 14,
        "relevant_years": 12,
        "education": 8,
        "seniority": "director",
        "skills": ["SQL", "Python"],
    }
    outside["credentials"] = [brings]
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
    made = facts("2026-03", "2026-03-31", STORY, None, outside, credentials=mine, postings=posting)
    assert list(made["hires"]["verdict"]) == [comparison.HIRE]
    assert set(made["duels"]["dimension"]) >= {"years", "education", "requirements"}
    assert made["attribution"].loc["alder", "top"] == "more_qualified"
    without = facts("2026-03", "2026-03-31", STORY, None, outside)["attribution"]
    assert without.loc["alder", "more_qualified"] < made["attribution"].loc["alder", "more_qualified"]


def test_the_precision_is_that_of_the_published_template():
    # 9 old enough, 2 interviews: with ten more, 4 of 19, 9 to 43 %
    sent = [(f"Firm{n}", "applied", "2026-01-05") for n in range(9)]
    sent += [("Firm0", "interview", "2026-01-20"), ("Firm1", "interview", "2026-01-21")]
    made = facts("2026-03", "2026-03-31", events(*sent))
    assert made["judged"].loc["here"].to_list() == [2, 9, 0]
    assert sections.precision(2, 9) == (
        "2 of 9 applications older than 45 days led to an interview within 45 days of being sent."
        " After ten more, the true share could still be about 17 points higher or lower."
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
    made = facts("2026-02", "2026-03-02", STORY, reflections=notes)
    assert rows(made, "reviewed", "text", "obstacle", "outcome", "came") == [
        ["If A, then B.", "tiredness", "done", "She answered"],
        ["If C, then D.", "time", "", ""],
    ]
    assert rows(made, "plans", "text", "obstacle") == [["If E, then F.", "fear"]]
    assert rows(made, "answers", "prompt", "text") == [["How are you?", "Rest."]]
    assert rows(made, "advice", "text", "did", "person") == [["Ask first", "asked", "Ana"]]
    skipped = facts("2026-04", "2026-04-30", STORY, reflections=notes)
    assert rows(skipped, "reviewed", "text") == [["If E, then F."]]
    assert skipped["plans"].empty and skipped["answers"].empty


def test_what_is_private_stands_in_private_blocks_alone():
    notes = written(("2026-02", "answer", "Rest.", {"prompt": "How are you?"}))
    made = sections.month(facts("2026-02", "2026-03-02", STORY, reflections=notes))
    private = [section for section in made if section.private]
    assert [section.place for section in private] == ["myself"]
    assert all(block.node["private"] for block in private[0].blocks())
    others = [block.node for section in made if not section.private for block in section.blocks()]
    assert "Rest." not in str(others)


def test_an_experiment_is_judged_when_its_n_is_reached_and_not_before():
    sent = [(f"Old{n}", "applied", "2026-01-05") for n in range(12)]
    sent += [(f"New{n}", "applied", "2026-02-10") for n in range(12)]
    sent += [(f"New{n}", "interview", "2026-02-20") for n in range(9)]
    details = {"measure": "interview within 30 days", "n_needed": 12, "began": "2026-02-01"}
    trial = written(("2026-02", "experiment", "Write first", details))
    early = facts("2026-02", "2026-02-28", events(*sent), reflections=trial)["experiments"].iloc[0]
    assert early[["needed", "a", "n_a", "b", "n_b"]].to_list() == [12, "before", 12, "since", 0]
    assert (
        "before 0 of 12, since none is old enough yet. It is too early to tell"
        in sections.experiment_says(early)
    )
    late = facts("2026-03", "2026-03-31", events(*sent), reflections=trial)["experiments"].iloc[0]
    assert late[["k_a", "n_a", "k_b", "n_b"]].to_list() == [0, 12, 9, 12]
    judged = rates.experiment([0] * 12, [1] * 9 + [0] * 3, 12)
    assert sentences.experiment(judged, "before", "since") in sections.experiment_says(late)
    spoken = written(("2026-02", "experiment", "Write first: an interview within 30 days, n = 12", {}))
    assert (
        facts("2026-03", "2026-03-31", events(*sent), reflections=spoken)["experiments"]["needed"].item()
        == 12
    )
    vague = written(("2026-02", "experiment", "Try harder", {}))
    row = facts("2026-03", "2026-03-31", STORY, reflections=vague)["experiments"].iloc[0]
    assert "cannot be judged" in sections.experiment_says(row)


def test_an_experiment_compares_the_groups_it_names():
    made = events(*[(f"Firm{n}", "applied", "2026-01-05") for n in range(6)])
    made["details"] = [{"resume": "A" if n < 4 else "B"} for n in range(6)]
    details = {
        "split": "resume",
        "groups": ["CV A", "CV B"],
        "measure": "share with an interview within 45 days",
        "n_needed": 3,
    }
    trial = written(("2026-01", "experiment", "CV B", details))
    row = facts("2026-03", "2026-03-31", made, reflections=trial)["experiments"].iloc[0]
    assert row[["needed", "a", "n_a", "b", "n_b"]].to_list() == [3, "CV A", 4, "CV B", 2]


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
    made = facts("2026-02", "2026-02-28", STORY, reflections=written(*four, *own))["predictions"]
    came = made["came"].astype(object).where(made["came"].notna(), None)
    assert came.to_list() == [True, False, False, None, True]
    assert sections.predictions_say(made) == "2 of 4 predictions came true."
    ten = [expected("Alder", "interview", "2026-02-01", 0.8)] * 10
    scored = facts("2026-02", "2026-02-28", STORY, reflections=written(*ten))["predictions"]
    assert reflection.luck(scored) == pytest.approx(0.8**10)
    assert sections.predictions_say(scored) == (
        "You expected about 8 of 10 predictions to come true; 10 did. Luck alone gives 10 or more in 11 of 100."
    )


def test_luck_is_the_tail_of_the_binomial_where_all_chances_are_one():
    # scipy.stats.binom.cdf(3, 12, 0.5) = 0.0729980469
    settled = pd.DataFrame({"chance": [0.5] * 12, "came": [True] * 3 + [False] * 9})
    assert reflection.luck(settled) == pytest.approx(0.0729980469)


def test_the_chance_of_a_prediction_stands_once():
    own = written(("2026-02", "prediction", "0.6 an interview at Birch", {"probability": 0.6}))
    said = " ".join(texts(facts("2026-02", "2026-02-28", STORY, reflections=own)))
    assert "an interview at Birch" in said and "60 %" in said and "0.6" not in said


def test_a_quarter_adds_up_its_months_and_a_year_its_quarters():
    quarter, year = (facts(name, "2026-12-31", STORY) for name in ("2026-Q1", "2026"))
    applied = history.by_month(STORY, history.applications(STORY, "2026-12-31"))["applied"].sum()
    assert quarter["counts"].loc["here", "applied"] == year["counts"].loc["here", "applied"] == applied == 4
    assert (quarter.span.key, quarter.span.name) == ("2026-Q1", "the first quarter of 2026")
    assert (year.span.key, year.previous) == ("2026", "")
    second = facts("2026-Q2", "2026-06-30", STORY)
    assert sections.cards(second).loc[["applied", "rejected"], "neighbour"].tolist() == [
        "4 in the first quarter",
        "2 in the first quarter",
    ]


def test_the_chance_of_a_wait_says_that_it_is_of_any_reply():
    pending = pd.DataFrame(
        [["Acorn", "Cook", pd.Timestamp("2026-03-02"), 5.0, 0.73]],
        columns=["company", "role", "applied", "days", "chance"],
    )
    shown = sections.waiting_rows(pending)
    assert shown.columns[-1] == "chance of any reply"
    assert "Chance of any reply" in (text := str(page.table(shown, "", "worth"))) and "73 %" in text


def test_without_a_month_the_newest_with_events_is_taken():
    assert reflection.newest(STORY, "2026-12-31") == "2026-02"
    assert reflection.newest(STORY, "2026-01-31") == "2026-01"
    assert (
        reflection.newest(events(), "2026-12-31") == facts("", "2026-12-31", events()).span.key == "2026-12"
    )


@pytest.mark.parametrize("text", ["2026-13", "October", "26-10", "2026-Q5", "2026-1", "٢٠٢٦-١٠"])
def test_what_is_no_month_is_refused_by_name(text):
    with pytest.raises(TableError, match=r"is not a month"):
        reflection.period(text)


@pytest.mark.parametrize(
    "made", [events(), events(("Alder", "applied", "2026-02-02")), events(("Alder", "rejected", None))]
)
def test_an_empty_search_and_one_of_one_row_have_their_page(made):
    found = texts(facts("2026-02", "2026-02-28", made))
    assert found and "nan" not in " ".join(found).casefold()


def test_what_the_reader_cannot_know_is_said():
    made = facts("2026-02", "2026-02-28", STORY, GUESS)
    assert sections.why_title(made) == "Nobody said why: two rejections so far"
    doubts = pd.DataFrame({"kind": ["unknown_reason"]})
    asked = {**{name: made[name] for name in ("attribution", "events")}, "doubts": doubts}
    assert sections.why_title(asked) == "Why is still in doubt: two rejections so far"
    noted = facts(
        "2026-02", "2026-02-28", STORY.assign(note="rang and said the other had done bottling"), GUESS
    )
    assert "no reason was read; its note: “rang and said the other had done bottling”" in {
        *noted["rejected"]["in_words"]
    }
    assert sections.why_title(noted) == "Why is still in doubt: two rejections so far"
    assert sections.why_side(made)[0] == "For one there is only your own guess."
    assert sections.undated(made) == ()


def test_the_page_and_status_count_waiting_times_over_the_same_applications():
    """An end without a day tells no waiting time, though the day of applying is known."""
    told = [("Fir", "applied", "2026-02-02"), ("Fir", "rejected", None), ("Oak", "applied", "2026-02-03")]
    made = facts("2026-02", "2026-02-28", events(*told))
    assert "Waiting times use 1 of 2 applications; the rest have no usable dates." in " ".join(texts(made))
    assert sections.undated(made) == ("One rejection without a date is in no month.",)


def test_nobody_has_waited_longer_than_usual_while_it_is_too_early_to_say_what_is_usual():
    made = facts("2026-05", "2026-05-31", STORY)
    assert made["pending"]["is_silent"].any()
    assert made["pending"].attrs["silence"]["method"] in ("default", "short")
    said = " ".join(texts(made))
    assert "of them for longer than 45 days" in said and "usually" not in said
    every = made["pending"].loc[made["pending"]["is_silent"]]
    two = pd.concat([every, every])
    two.attrs = every.attrs
    assert "wait for a first reply, all of them for longer than 45 days." in sentences.pending(two)


# The finding


def test_the_title_is_the_finding_by_a_fixed_order():
    """Each month adds a stronger finding to those of the months before."""
    sent = [
        ("Alder", "applied", "2026-01-05"),
        ("Birch", "applied", "2026-01-06"),
        ("Elm", "applied", "2026-01-07"),
    ]
    told = {
        "2026-01": "Three applications sent.",
        "2026-02": "You are in conversation with Birch.",
        "2026-03": "Ana answered what you had asked.",
        "2026-04": "Why Alder said no looks different now.",
        "2026-05": "You had a first interview at Birch.",
        "2026-06": "Alder hired from inside.",
        "2026-07": "Birch made you an offer.",
        "2026-08": "You got the job at Birch.",
    }
    more = [("Birch", "screening", "2026-02-10"), ("Alder", "rejected", "2026-02-03")]
    more += [("Birch", "interview", "2026-05-10"), ("Birch", "offer", "2026-07-10")]
    everything = events(*sent, *more, ("Birch", "accepted", "2026-08-03"))
    signs = evidence(
        ("alder", "not_demonstrated", "guess_early", "2026-02-04"),
        ("alder", "more_qualified", "feedback", "2026-04-05"),
    )
    done = {
        "done": "d1",
        "application": "alder",
        "step": "thank_email",
        "person": "Ana",
        "outcome": "answered",
    }
    steps = tables.frame("steps", [done | {"date": "2026-03-09", "recorded": "2026-03-09"}])
    known = hires(("alder", "internal", "2026-06-01", "2026-06-12"))
    for month, title in told.items():
        made = facts(month, "2026-12-31", everything, signs, known, steps=steps)
        assert sections.finding(made) == title, month


def test_an_invitation_to_a_later_day_is_no_interview_that_was_had():
    made = events(("Fir", "applied", "2026-03-02"), *[("Fir", "interview", f"2026-0{n}-10") for n in (3, 4)])
    made["details"] = [{}, {"for": "2026-04-10"}, {"invited": "2026-03-10"}]
    assert (
        sections.finding(facts("2026-03", "2026-06-30", made)) == "You were invited to an interview at Fir."
    )
    assert sections.finding(facts("2026-04", "2026-06-30", made)) == "You had a first interview at Fir."


def test_after_an_acceptance_nobody_is_missed():
    quiet = [("Elm", "applied", "2026-01-02"), ("Elm", "interview", "2026-01-20")]
    made = events(*quiet, ("Fir", "applied", "2026-03-02"), ("Fir", "offer", "2026-05-10"))
    assert "No word from Elm since 20 January." in lede(facts("2026-05", "2026-05-31", made))
    taken = pd.concat([made, events(("Fir", "accepted", "2026-05-20")).assign(event="x")])
    assert "No word" not in lede(facts("2026-05", "2026-05-31", taken))


def test_an_offer_that_waits_for_an_answer_is_never_called_quiet():
    made = events(("Fir", "applied", "2026-03-02"), ("Fir", "offer", "2026-03-10"))
    seen = facts("2026-06", "2026-06-30", made)
    assert seen["talks"]["state"].to_list() == ["goes on"] and "No word from" not in lede(seen)


def test_a_first_interview_that_the_title_does_not_name_opens_the_lede():
    fir = events(("Fir", "applied", "2026-03-02"), ("Fir", "interview", "2026-03-10")).assign(
        application="fir"
    )
    made = facts("2026-03", "2026-04-01", pd.concat([STORY, fir]), GUESS, HIRED)
    assert "Alder" in sections.finding(made)
    assert lede(made).startswith("You had a first interview at Fir.")
    alone = facts("2026-03", "2026-04-01", pd.concat([STORY, fir]))
    assert "interview" not in lede(alone), "there it is the title"


def test_a_shaky_verdict_stays_out_of_the_title():
    made = facts("2026-03", "2026-03-31", STORY, GUESS, HIRED)
    one = made["hires"].assign(verdict=comparison.YOU, is_fragile=False)
    sure = dataclasses.replace(made, tables={**made.tables, "hires": one})
    assert sections.finding(sure) == "Alder hired from inside. On paper, you were ahead."
    shaky = {**made.tables, "hires": one.assign(is_fragile=True)}
    unsure = dataclasses.replace(made, tables=shaky)
    assert sections.finding(unsure) == "Alder hired from inside."


def test_a_job_won_where_it_was_lost_before_says_so():
    again = events(
        ("Alder", "applied", "2026-01-05"),
        ("Alder", "rejected", "2026-03-03"),
        ("Alder2", "applied", "2026-09-15"),
        ("Alder2", "accepted", "2026-10-08"),
    )
    again["company"] = "Alder"
    left = hires(("alder", "external", "2026-04-01", "2026-04-12"))
    left["left"] = pd.Timestamp("2026-09-04")
    made = facts("2026-10", "2026-10-31", again, None, left)
    made["news"]["earlier_try"] = "alder"
    assert sections.finding(made) == "You got the job at Alder, which had said no in March."
    assert "The person they had hired before left on 4 September." in lede(made)


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
    made = facts("2026-02", "2026-03-31", STORY, reflections=notes)
    assert len(made["plans"]) == sum(kind == "plan" for kind, _, _ in rows)
    assert texts(made)


def test_an_acceptance_is_told_before_anything_is_counted():
    april = events(
        ("Harbour Bakery", "applied", "2026-03-02"),
        ("Harbour Bakery", "offer", "2026-04-20"),
        ("Harbour Bakery", "accepted", "2026-04-22"),
    )
    made = facts("2026-04", "2026-04-30", april)
    assert lede(made).startswith("Accepted on 22 April: Analyst at Harbour Bakery.")
    assert "waiting" not in sections.cards(made).index
    assert "ccepted" not in lede(facts("2026-03", "2026-03-31", april))


def test_a_month_follows_on_from_the_one_before():
    talks = events(
        ("Alder", "applied", "2026-01-05"),
        ("Alder", "interview", "2026-01-20"),
        ("Birch", "applied", "2026-01-05"),
        ("Birch", "screening", "2026-02-10"),
        ("Cedar", "applied", "2026-01-05"),
        ("Cedar", "screening", "2026-01-20"),
        ("Cedar", "rejected", "2026-02-20"),
        ("Elm", "applied", "2026-03-05"),
    )
    january, february, march = (facts(f"2026-0{n}", "2026-12-31", talks) for n in (1, 2, 3))
    assert lede(january).endswith("You are in conversation with Alder and Cedar.")
    assert sections.cards(january).loc["talks", "neighbour"] == "all new"
    assert january.previous == "" and sections.cards(january)["neighbour"].drop("talks").drop(
        "waiting"
    ).to_dict() == {"applied": ""}
    assert rows(february, "talks", "company", "state") == [
        ["Alder", "goes on"],
        ["Birch", "new"],
        ["Cedar", "over"],
    ]
    assert set(march["talks"]["state"]) == {"quiet"}, "after 45 days without a word nobody is in conversation"
    assert lede(march).endswith("No word from Alder since 20 January and Birch since 10 February.")
    assert sections.cards(march).loc["talks", "number"] == "0" and "conversation" not in lede(march)
    assert march["judged"].to_numpy().tolist() == [[1, 3, 1], [1, 3, 0]]


def test_the_whole_search_is_one_period():
    made = facts("all", "2026-03-15", STORY, GUESS, HIRED)
    assert (made.span.key, made.span.name, made.previous) == ("all", "the whole search", "")
    assert (made.span.first, made.as_of) == (pd.Timestamp("2026-01-01"), pd.Timestamp("2026-03-15"))
    assert made["counts"].loc["here", "applied"] == 4 and len(made["rejected"]) == 2
    assert facts("all", "2026-03-15", events()).is_quiet


def test_an_offer_that_was_declined_is_news():
    told = [
        ("Alder", "applied", "2026-03-02"),
        ("Alder", "offer", "2026-03-20"),
        ("Alder", "declined", "2026-03-24"),
    ]
    made = facts("2026-03", "2026-03-31", events(*told))
    assert sections.finding(made) == "You said no to an offer from Alder."
    assert lede(made).startswith("Offer declined on 24 March: Analyst at Alder.")


def test_after_an_acceptance_nothing_is_waited_for():
    told = [
        ("Alder", "applied", "2026-03-02"),
        ("Alder", "accepted", "2026-03-24"),
        ("Birch", "applied", "2026-03-02"),
    ]
    quiet, busy = (facts(month, "2026-12-31", events(*told)) for month in ("2026-05", "2026-03"))
    assert quiet.is_quiet and not busy.is_quiet
    for made in (quiet, busy):
        said = " ".join(texts(made))
        assert "You accepted an offer on 24 March 2026, so there is nothing left to wait for." in said
        assert "without a reply" not in said and "worth waiting" not in said


def test_a_plan_that_was_looked_at_does_not_come_back():
    notes = written(
        ("2026-01", "plan", "If A, then B.", {}),
        ("2026-02", "review", "If A, then B.", {"outcome": "done"}),
    )
    february, march = (
        facts(month, "2026-12-31", STORY, GUESS, HIRED, reflections=notes) for month in ("2026-02", "2026-03")
    )
    assert rows(february, "reviewed", "outcome") == [["done"]] and march["reviewed"].empty
    at_once = written(
        ("2026-01", "plan", "If A, then B.", {}), ("2026-01", "review", "r0", {"outcome": "done"})
    )
    assert rows(facts("2026-02", "2026-12-31", STORY, reflections=at_once), "reviewed", "outcome") == [
        ["done"]
    ]
    again = written(*[tuple(row) for row in notes[["month", "kind", "text", "details"]].to_numpy()],
                    ("2026-02", "plan", "If A, then B.", {}))  # fmt: skip
    made = facts("2026-03", "2026-12-31", STORY, GUESS, HIRED, reflections=again)
    assert rows(made, "reviewed", "outcome", "came") == [["", ""]]


def test_what_was_written_in_a_quiet_month_is_shown():
    notes = written(("2026-05", "plan", "If A, then B.", {}))
    made = facts("2026-05", "2026-07-01", STORY, reflections=notes)
    assert made.is_quiet and made.is_written and len(made["plans"]) == 1
    assert [section.place for section in sections.month(made)] == ["", "plans", "myself"]
    assert not facts("2026-06", "2026-07-01", STORY, reflections=notes).is_written


def test_a_quiet_month_names_the_plans_that_are_still_open_within_its_three_lines():
    plans = (("2026-02", "plan", "If A, then B.", {}), ("2026-02", "plan", "If C, then D", {}))
    notes = written(*plans, ("2026-02", "review", "If C, then D", {"outcome": "done"}))
    said = {}
    for name, reflections in {"none": None, "open": written(*plans), "one": notes}.items():
        made = facts("2026-05", "2026-07-01", STORY, reflections=reflections)
        (section,) = sections.month(made)
        lines = section.blocks()[1].node
        assert made.is_quiet and len(lines["items"]) == 3
        said[name] = page.plain(lines)
    assert "You planned" not in said["none"]
    assert "you planned: “If A, then B” and “If C, then D”. Keep, change or let go?" in said["open"]
    assert "you planned: “If A, then B”. Keep" in said["one"]
    again = facts("2026-05", "2026-07-01", STORY, reflections=written(*plans, ("2026-05", "answer", "x", {})))
    assert not any("You planned" in text for text in texts(again)), "its own section shows them"


def test_to_stop_waiting_is_no_step_done():
    notes = tables.frame(
        "steps",
        [
            {"application": "birch", "step": step, "outcome": "done", "date": "2026-03-05", "person": "p1"}
            for step in ("stop_waiting", "who_was_hired")
        ],
    )
    made = facts("2026-03", "2026-03-31", STORY, GUESS, HIRED, steps=notes)
    assert list(made["steps"]["step"]) == ["who_was_hired"]
    assert "One step done, and one thing came to light" in {section.title for section in sections.month(made)}


def test_the_title_says_of_plans_what_was_done_with_them():
    one, two = ("2026-01", "plan", "If A, then B.", {}), ("2026-01", "plan", "If C, then D.", {})
    changed, done = (
        ("2026-02", "review", "If A, then B.", {"outcome": outcome}) for outcome in ("changed", "done")
    )
    for notes, title in (
        ((one,), "One plan to look back on"),
        ((one, two), "Two plans to look back on"),
        ((one, changed), "One plan looked back on"),
        ((one, done), "One plan done"),
        ((one, two, changed), "None of two plans done"),
        ((one, two, done), "One of two plans done"),
    ):
        made = facts("2026-02", "2026-02-28", STORY, reflections=written(*notes))
        (plans,) = (section for section in sections.month(made) if section.place == "plans")
        assert plans.title.startswith(title), (plans.title, title)


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
    made = facts("2026-02", "2026-03-02", STORY, reflections=notes)
    assert sections._advice(made["advice"], made)[1:] == (
        "Recommended: meet Wren. From Ana.",
        "Insight: they look for calm. Recommended: ask Bo.",
        "Show the work.",
    )


def test_a_reply_without_its_words_moved_in_its_month_and_a_receipt_did_not():
    told = events(
        ("Alder", "applied", "2026-02-01"),
        ("Alder", "acknowledged", "2026-02-11"),
        ("Birch", "applied", "2026-02-01"),
        ("Birch", "acknowledged", "2026-02-12"),
    )
    made = facts("2026-02", "2026-03-01", told.assign(details=[{}, {"reply": True}, {}, {}]))
    assert rows(made, "moves", "application", "kind") == [["alder", "reply"]]
    assert "One application got a first reply." in lede(made)
    assert any("reply" in text for text in texts(made))


def test_a_month_that_has_not_begun_is_refused_in_words():
    with pytest.raises(TableError, match=r"March 2027 had not begun on 28 February 2026, so"):
        facts("2027-03", "2026-02-28", STORY)


def test_as_many_lanes_are_drawn_as_the_title_counts():
    made = facts("2026-02", "2026-02-28", STORY)
    assert sections._moved_title(made) == "Three applications moved, one goes on"
    fir = events(("Fir", "applied", "2026-02-27")).assign(event="fir")
    later = facts("2026-02", "2026-02-28", pd.concat([STORY, fir]))
    assert sections._moved_title(later) == "Three applications moved, one goes on; one was only sent"
    assert sections.lane_rows(later)["application"].nunique() == 4


def test_a_conversation_without_a_word_this_month_is_none_of_those_that_moved():
    talk = events(("Elm", "applied", "2026-01-20"), ("Elm", "screening", "2026-01-28")).assign(
        application="elm"
    )
    made = facts("2026-02", "2026-02-28", pd.concat([STORY, talk]))
    assert sections._moved_title(made) == "Three applications moved; two conversations are open"


def test_open_conversations_without_a_date_are_not_told_to_be_without_a_word():
    fir = events(("Fir", "applied", "2026-06-02"), ("Fir", "screening", None)).assign(application="fir")
    made = facts("2026-06", "2026-06-30", pd.concat([STORY, fir]))
    assert sections._moved_title(made) == "One conversation open; no date says since when"


def test_where_nobody_waits_no_title_says_when_replies_stop():
    told = events(*((f"Firm {n}", kind, day) for n in range(9) for kind, day in REPLIED))
    titles = [
        block.node["runs"][0]["text"]
        for section in sections.month(facts("2026-02", "2026-02-28", told))
        for block in section.blocks()
        if block.node["kind"] == "heading"
    ]
    assert "Nine replies so far" in titles


REPLIED = (("applied", "2026-02-02"), ("rejected", "2026-02-12"))


def test_a_hire_is_news_once_and_that_they_left_is_news_of_its_own():
    later = HIRED.assign(left=pd.Timestamp("2026-04-20"), recorded=pd.Timestamp("2026-04-25"))
    known = pd.concat([HIRED, later])
    first = facts("2026-03", "2026-03-31", STORY, hires=known)
    assert sections.finding(first).startswith("Alder hired from inside.")
    then = facts("2026-04", "2026-04-30", STORY, hires=known)
    assert sections.finding(then) == "The person hired at Alder has left."


def test_one_application_in_conversation_is_not_one_of_one():
    one = [("Alder", "applied", "2026-05-04"), ("Alder", "interview", "2026-05-20")]
    said = {
        n: sections._sent_title(facts("2026-05", "2026-05-31", events(*one, *others)))
        for n, others in enumerate([[], [("Birch", "applied", "2026-05-05")]], 1)
    }
    assert said == {
        1: "One application sent, with a conversation so far",
        2: "Two applications sent, one of them with a conversation so far",
    }


def test_the_day_of_an_invitation_is_not_the_day_of_the_interview():
    sent = events(
        ("Alder", "applied", "2026-01-05"),
        ("Alder", "interview", "2026-01-20"),
        ("Alder", "interview", "2026-02-03"),
    )
    told = [{}, {"message_id": "<a>", "for": "2026-02-03"}, {"message_id": "<a>", "invited": "2026-01-20"}]
    titles = {
        "2026-01": "You were invited to an interview at Alder.",
        "2026-02": "You had a first interview at Alder.",
    }
    for month, title in titles.items():
        made = facts(month, "2026-03-01", sent.assign(details=told))
        assert sections.finding(made) == title
    january = facts("2026-01", "2026-03-01", sent.assign(details=told))["moves"]
    assert january[["kind", "to"]].to_numpy().tolist() == [["invitation", "interview"]]


def test_a_month_whose_one_prediction_says_nothing_has_a_page():
    notes = written(("2026-02", "prediction", "", {}), ("2026-02", "plan", "Write to Alder.", {}))
    made = facts("2026-02", "2026-03-31", STORY, reflections=notes)
    assert texts(made)


def test_all_replies_came_within_the_longest_wait_not_the_day_of_silence():
    waits = pd.DataFrame({"days": [61.0, 12.0, 200.0], "outcome": ["rejected", "interview", None]})
    mark = pd.Series({"n_answers": 13, "revived": 0, "method": "model", "day": 96.0})
    assert sections.silence_title(mark, waits) == "All 13 replies came within 61 days"
    assert (
        sections.silence_title(pd.Series({**mark, "revived": 1}), waits)
        == "12 of 13 replies came within 96 days"
    )


def test_a_coffee_is_a_talk_and_no_answer_to_a_question():
    notes = tables.frame(
        "steps",
        [
            {"application": "birch", "step": "coffee", "outcome": "answered", "date": "2026-03-05"},
            {"application": "birch", "step": "thank_note", "outcome": "done", "date": "2026-03-04"},
        ],
    ).assign(person="p1")
    made = facts("2026-03", "2026-03-31", STORY, steps=notes)
    made["steps"]["name"] = "Ana"
    assert sections.came_true(made) == "you spoke with Ana over coffee or lunch."


def test_a_plan_that_was_let_go_is_none_for_next_time():
    plans = (("2026-10", "plan", "If A, then B.", {}), ("2026-10", "plan", "If C, then D", {}))
    for outcome, n in (("not yet", 2), ("let go", 1), ("done", 1)):
        notes = written(*plans, ("2026-11", "review", "If A, then B.", {"outcome": outcome}))
        made = facts("2026", "2026-12-31", STORY, reflections=notes)
        assert len(made["plans"]) == n
