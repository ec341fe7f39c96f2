"""What measures say: each sentence with its numbers, singulars, and what cannot be told."""

import pandas as pd
import pytest

from jobkit import rates, sentences, tables, waiting

SENT = tables.frame(
    "applications",
    [
        {"application": "a0", "applied": "2026-01-05", "furthest": "interview", "channel": "referral"},
        {"application": "a1", "applied": "2026-01-07", "furthest": "applied", "channel": "job board"},
        {"application": "a2", "applied": "2026-02-01", "furthest": "offer", "channel": "referral"},
        {"application": "a3", "applied": "2026-02-03", "furthest": "screening", "channel": "job board"},
        {"application": "a4", "applied": "2026-05-30", "furthest": "interview", "channel": "job board"},
        {"application": "a5", "furthest": "interview", "channel": "job board"},
    ],
)


def spells(rows):
    return pd.DataFrame(rows, columns=["days", "outcome"])


def test_below_ten_only_counts_are_said_and_decimals_from_a_hundred():
    assert sentences.share(2, 9) == "2 of 9"
    assert sentences.share(0, 0) == "0 of 0"
    assert sentences.share(2, 12) == "2 of 12 (17 %, between 5 % and 45 %)"
    assert sentences.share(12, 200) == "12 of 200 (6.0 %, between 3.5 % and 10.2 %)"


def test_a_verdict_names_who_leads():
    assert sentences.better(rates.better(1, 12, 3, 12), "job board", "referral").startswith(
        "Referral 3 of 12, job board 1 of 12: leans referral; the difference is +17 points"
    )
    assert sentences.better(rates.better(9, 20, 2, 40)).startswith("B 2 of 40, A 9 of 20: A, clear in")
    assert sentences.better(rates.better(1, 2, 1, 3)) == "B 1 of 3, A 1 of 2: no real difference seen."


def test_an_experiment_before_its_number_says_so_and_afterwards_is_fixed():
    early = sentences.experiment(rates.experiment([0, 0, 1], [1, 0], 15), "before", "since")
    assert early == (
        "Came that far, of those old enough: before 1 of 3, since 1 of 2. It is too early to tell; each side"
        " needs 15."
    )
    begun = sentences.experiment(rates.experiment([0, 0, 1], [], 15), "before", "since")
    assert ": before 1 of 3, since none is old enough yet. It is" in begun
    looked = sentences.experiment(rates.experiment([0] * 12, [1] * 12, 15), "before", "since")
    assert "since, clear in these data, by a test that allows looking early" in looked
    final = sentences.experiment(rates.experiment([0] * 15, [1] * 15, 15), "before", "since")
    assert final.startswith("Judged on the first 15 on each side, once and for good. Since 15 of 15")


def test_how_many_it_takes_is_said_and_not_guessed_from_too_few():
    assert sentences.needed(6, 60).startswith("To see a rate like yours double")
    assert f"about {rates.needed(0.1, 0.2)} applications" in sentences.needed(6, 60)
    assert sentences.needed(6, 60).endswith(f"in {rates.power(0.1, 0.2, 30) * 100:.0f} of 100 searches.")
    assert "more than 1000" in sentences.needed(1, 200)
    for few in ((0, 50), (2, 9), (40, 60)):
        assert sentences.needed(*few).startswith("There are too few")


def test_offers_without_an_interview_are_said_where_interviews_are_counted():
    offers = SENT.assign(n_interviews=[1, 0, 0, 0, 1, 1])
    assert sentences.offers_alone(offers) == ["Interviews include one offer that came without one."]
    assert sentences.offers_alone(offers.assign(n_interviews=1)) == []


def test_the_next_ten_are_a_range_and_no_target():
    assert sentences.outlook(5, 33) == (
        "If nothing changes, your next 10 applications may bring 0 to 3 interviews (80 % of searches like yours)."
        " About 11 applications give an 80 % chance of at least one. It is no target."
    )
    assert sentences.outlook(2, 9) == ""
    assert "At least" not in sentences.outlook(0, 2000) and "About" not in sentences.outlook(0, 2000)


def test_what_was_judged_and_left_out_is_said():
    assert sentences.judged(rates.judged(SENT, "2026-06-10")) == (
        "Old enough to judge (45 days): 4 of 6 applications. Of these 2 came to an interview within 45 days."
        " For 2 of these no day of an interview is known, so it counts as in time."
        " Left out: 1 too young and 1 without a day of applying (1 came to an interview)."
    )
    late = SENT.assign(interviewed=pd.to_datetime("2026-04-01"))
    assert "2 more came to an interview later" in sentences.judged(rates.judged(late, "2026-06-10"))
    assert sentences.judged(rates.judged(SENT.iloc[:0])) == "No application has been sent yet."


def test_a_split_stands_beside_its_odds_and_the_number_of_splits_looked_at():
    rows = [("referral", n % 3 == 0) for n in range(24)] + [("job board", n % 9 == 0) for n in range(36)]
    sent = pd.DataFrame(
        [
            {
                "applied": f"2026-0{1 + n % 2}-03",
                "furthest": "interview" if led else "applied",
                "channel": channel,
            }
            for n, (channel, led) in enumerate(rows)
        ]
    ).assign(role_family="analyst", referred=None)
    text = " ".join(sentences.split(rates.split(sent, "channel"), 7))
    assert text.startswith(
        "Referral 8 of 24, job board 4 of 36: referral, clear in these data; a difference of +22 points"
    )
    assert "within the same kind of role 4.0 times the odds" in text
    assert "within the same month of applying" in text and "within the same channel" not in text
    assert "7 splits looked at: in about" in text and "by luck" in text
    few = sentences.split(rates.split(SENT, "channel", as_of="2026-06-10"))
    assert few == ["Referral 2 of 2, job board 0 of 2: leans referral."]
    assert sentences.split(rates.split(SENT.iloc[:1], "channel")) == [
        "There are not two kinds to compare yet."
    ]


def test_luck_grows_with_the_splits_and_the_applications():
    assert sentences.luck(0, 40) == "No split has two kinds to compare yet."
    assert sentences.luck(1, 40).startswith("1 split looked at")
    assert rates.luck(1, 40) < rates.luck(7, 40) < rates.luck(7, 120)


def test_a_change_is_said_with_its_place_and_a_short_row_cannot_tell():
    assert "after number 40 of 80" in sentences.change(rates.change_point([0] * 40 + [1] * 40))
    assert "luck alone" in sentences.change(rates.change_point([0] * 12 + [1] * 12))
    for row in ([], [1, 0], [0] * 30):
        assert sentences.change(rates.change_point(row)).startswith("Cannot tell")
    assert sentences.halves(rates.halves(SENT.iloc[:1])) == "There are not two halves to compare yet."
    earlier = rates.better(0, 20, 6, 20)
    earlier["by_luck"] = 2 * (1 - earlier["p_better"])
    assert sentences.TOGETHER in sentences.halves(earlier)


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (
            [(3, "rejected"), (60, None)],
            "This is a default, not from your data: one reply so far, too few",
        ),
        (
            [(20, "rejected"), (40, "rejected"), (60, "rejected"), (61, None)],
            "three replies so far, too early",
        ),
    ],
)
def test_where_the_data_cannot_tell_the_day_is_called_a_default(rows, text):
    assert text in sentences.silence(waiting.silence(spells(rows)))


def test_the_day_of_silence_is_an_estimate_and_no_bound():
    day = pd.Series({"day": 27, "low": 21, "high": 48, "method": "curve", "chance": 0.05})
    day = pd.concat([day, pd.Series({"n_answers": 35, "silent": 28, "revived": 1})])
    assert sentences.silence(day) == (
        "After 27 days without a reply, about 5 in 100 still come (based on your 35 replies; the day could be"
        " anywhere from 21 to 48). Of the 28 with no reply by then, 1 replied later."
    )
    assert [sentences.chance(p) for p in (0.001, 0.049, 0.14, float("nan"))] == [
        "rarely", "rarely", "about 15 in 100", "not known yet",
    ]  # fmt: skip


def test_after_an_acceptance_nobody_waits():
    sent = SENT.assign(outcome="open", company="Hollowick", role="Planner")
    assert sentences.pending(waiting.pending(sent, "2026-06-10")).startswith(
        "6 applications wait for a first"
    )
    sent.loc["a2", ["outcome", "outcome_date"]] = ["accepted", pd.Timestamp("2026-06-01")]
    assert sentences.pending(waiting.pending(sent, "2026-06-10")) == (
        "You accepted an offer on 1 June 2026, so there is nothing left to wait for."
    )
    sent.loc["a2", "outcome_date"] = pd.Timestamp("2026-03-01")  # and the search goes on
    assert list(waiting.pending(sent, "2026-06-10").index) == ["a4"]


def test_how_long_replies_took_is_said_without_inventing_a_median():
    few = sentences.answers(spells([(4, "rejected")] * 5 + [(30, None)] * 9))
    assert (
        few
        == "5 of 14 applications have had a reply so far: a quarter within 4 days, fewer than half have one yet."
    )
    assert sentences.answers(spells([(9, None)])) == "No reply yet to 1 application with a day."
    assert sentences.answers(spells([])).startswith("Of no application is the day known on which")
    assert (
        sentences.answers(spells([(9, "withdrawn"), (3, None)]))
        == "No reply yet to 2 applications with a day."
    )
    half = sentences.answers(spells([(4, "rejected"), (9, "interview")] * 3 + [(30, None)]))
    assert half == "6 of 7 applications have had a reply so far: a quarter within 4 days, half within 9 days."


def test_of_fewer_than_five_replies_each_is_named_and_no_middle():
    text = "2 of 3 applications have had a reply so far, after 4 and 9 days."
    assert sentences.answers(spells([(9, "interview"), (4, "rejected"), (30, None)])) == text
    assert (
        sentences.answers(spells([(1, "rejected")]))
        == "1 of 1 application has had a reply so far, after 1 day."
    )


def test_an_incidence_is_said_with_its_interval_and_its_reach():
    table = spells([(5, "interview")] * 12 + [(50, None)] * 188)
    assert sentences.by_day(table, "interview") == (
        "Interview by day 45: 12 of 200 so far; 6.0 %, between 3.3 % and 9.9 %, once those still waiting"
        " are allowed for."
    )
    assert sentences.by_day(table.head(3), "interview") == "Interview by day 45: 3 of 3 so far."
    assert sentences.by_day(spells([(9, None)] * 20), "interview").endswith("followed for 45 days yet.")


def test_what_the_curves_leave_out_is_said_and_so_is_a_search_not_kept_up():
    sent = SENT.assign(last_event="2026-02-20")
    text = sentences.reach(waiting.spells(sent, "2026-02-25"), sent, "2026-02-25")
    assert text == (
        "In these curves: 4 of 6 applications; left out are 1 without a day of applying, 1 not sent yet."
    )
    late = sentences.reach(waiting.spells(sent, "2026-06-25"), sent, "2026-06-25")
    assert late.endswith(
        "Nothing was recorded in the last 125 days: if replies came since, these curves lack them."
    )


def test_nothing_in_nine_is_not_unusual_after_four_of_forty():
    assert sentences.surprise(rates.surprise(0, 9, 4, 40)) == (
        "0 of 9 is not unusual: with your past 4 of 40, 39 % of such months would show it."
    )
    assert sentences.surprise(rates.surprise(1, 2, 0, 0)) == "There is nothing to compare with yet."


def test_a_range_without_one_decides_nothing_by_itself():
    rows = pd.DataFrame(
        {"odds_ratio": [20.1], "low": [1.9], "high": [216.1], "reason": [""], "is_simpson": [False]},
        ["month"],
    )
    last = "A range without 1 decides nothing by itself: it is one of several looked at."
    assert sentences.alike(rows, "company site")[-1] == last
    assert last not in sentences.alike(rows.assign(low=0.6), "company site")
