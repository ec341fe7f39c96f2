"""Published answers, exactness and laws of the waiting curves, and what silence means."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit import history, sentences, tables, waiting
from jobkit.errors import TableError

# Freireich et al. 1963, weeks of remission in acute leukaemia (R: MASS gehan).
SIX_MP = [(6, 3), (7, 1), (10, 1), (13, 1), (16, 1), (22, 1), (23, 1)]
SIX_MP_CUT = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
CONTROL = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

outcomes = st.sampled_from(["interview", "rejected", "closed", None])
waits = st.lists(st.tuples(st.integers(0, 40), outcomes), max_size=60)


def spells(rows):
    """Return spells: days, outcome."""
    return pd.DataFrame(rows, columns=["days", "outcome"])


def six_mp():
    """Return the arm treated with 6-MP."""
    ended = [(week, "relapse") for week, n in SIX_MP for _ in range(n)]
    return spells(ended + [(week, None) for week in SIX_MP_CUT])


def search(n, seed=4, answers=0.45, middle=10.0, spread=0.9):
    """Return an invented search with a known truth, followed for up to 180 days."""
    rng = np.random.default_rng(seed)
    comes = np.where(rng.random(n) < answers, rng.lognormal(np.log(middle), spread, n).round(), np.inf)
    followed = rng.integers(0, 180, n)
    kind = np.where(rng.random(n) < 0.3, "interview", "rejected")
    return spells([(min(c, f), k if c <= f else None) for c, f, k in zip(comes, followed, kind, strict=True)])


def test_kaplan_meier_hits_freireich_1963():
    curve = waiting.incidence(six_mp())
    assert curve.loc[[6, 7, 10, 13, 16, 22, 23], "waiting"].round(3).tolist() == [
        0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448,
    ]  # fmt: skip
    assert curve.loc[[6, 7, 10, 23, 35], "at_risk"].tolist() == [21, 17, 15, 6, 1]
    assert waiting.median(curve) == 23
    assert waiting.median(waiting.incidence(spells([(week, "relapse") for week in CONTROL]))) == 8


def test_the_log_log_interval_of_kaplan_meier_is_the_published_one():
    """Kalbfleisch & Prentice: as R's survfit(conf.type = "log-log") prints for 6-MP at weeks 6 and 10."""
    curve = waiting.incidence(six_mp())
    assert curve.loc[6, ["waiting_low", "waiting_high"]].round(3).tolist() == [0.620, 0.952]
    assert curve.loc[10, ["waiting_low", "waiting_high"]].round(3).tolist() == [0.503, 0.889]


@pytest.mark.parametrize(
    ("k", "n", "low", "high", "places"),
    [(1, 98, 8.84e-4, 0.0503, (6, 4)), (2, 98, 3.90e-3, 0.0652, (5, 4)), (12, 200, 0.033, 0.099, (3, 3))],
)
@pytest.mark.parametrize("are_tied", [True, False])
def test_the_interval_of_an_incidence_is_that_of_cmprsk(k, n, low, high, places, are_tied):
    """As tidycmprsk prints for its data set `trial`."""
    ended = [(5 if are_tied else 5 + i / 100, "death from cancer") for i in range(k)]
    row = waiting.incidence(spells(ended + [(50, None)] * (n - k))).iloc[-1]
    assert row["death from cancer"] == pytest.approx(k / n)
    assert round(row["death from cancer_low"], places[0]) == low
    assert round(row["death from cancer_high"], places[1]) == high


@given(waits)
@settings(deadline=None)
def test_waiting_and_all_outcomes_are_exactly_one_on_every_day(rows):
    curve = waiting.incidence(spells(rows))
    causes = [name for name in ("interview", "rejected", "closed") if name in curve]
    assert (curve[["waiting", *causes]].sum(axis=1) == 1).all()
    assert (curve[[*reversed(causes), "waiting"]].sum(axis=1) == 1).all()
    assert (curve["waiting"].diff().dropna() <= 0).all()
    assert (curve[causes].diff().dropna() >= 0).all(axis=None)


def test_the_identity_holds_for_thousands_of_rows():
    curve = waiting.incidence(search(5000))
    assert (curve[["waiting", "interview", "rejected"]].sum(axis=1) == 1).all()


@given(waits)
@settings(deadline=None)
def test_the_curve_is_the_exact_fraction(rows):
    """An oracle in exact rational arithmetic."""
    curve = waiting.incidence(spells(rows), outcomes=["interview"])
    left, reached = Fraction(1), Fraction(0)
    for day, row in curve.iterrows():
        at_risk = sum(days >= day for days, _ in rows)
        ended = [outcome for days, outcome in rows if days == day and outcome]
        reached += left * Fraction(ended.count("interview"), at_risk)
        left *= 1 - Fraction(len(ended), at_risk)
        assert row["at_risk"] == at_risk
        assert row["waiting"] == pytest.approx(float(left), abs=1e-13)
        assert row["interview"] == pytest.approx(float(reached), abs=1e-13)


@given(waits, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_rows_changes_no_bit(rows, random):
    shuffled = random.sample(rows, len(rows))
    pd.testing.assert_frame_equal(
        waiting.incidence(spells(rows)), waiting.incidence(spells(shuffled)), check_exact=True
    )


@given(waits)
@settings(deadline=None)
def test_every_interval_contains_its_share_and_stays_between_0_and_1(rows):
    curve = waiting.incidence(spells(rows), outcomes=["interview", "rejected", "closed"])
    for name in ("waiting", "interview", "rejected", "closed"):
        assert (curve[f"{name}_low"] >= -1e-12).all() and (curve[f"{name}_high"] <= 1 + 1e-12).all()
        assert (curve[f"{name}_low"] <= curve[name] + 1e-12).all()
        assert (curve[name] <= curve[f"{name}_high"] + 1e-12).all()


def test_incidence_agrees_with_statsmodels_where_no_days_are_tied():
    from statsmodels.duration.survfunc import CumIncidenceRight

    rng = np.random.default_rng(2)
    days, kind = np.r_[rng.permutation(200) + 1.5, 300], np.r_[rng.integers(0, 3, 200), 0]
    curve = waiting.incidence(spells(list(zip(days, np.array([None, "a", "b"])[kind], strict=True))))
    oracle = CumIncidenceRight(days, kind)
    mine = curve.loc[oracle.times]
    assert mine["a"].to_numpy() == pytest.approx(oracle.cinc[0]) and mine["b"].to_numpy() == pytest.approx(
        oracle.cinc[1]
    )


def test_the_standard_error_agrees_with_resampling():
    """The interval's width against 2,000 bootstrap resamples, seeded."""
    table, rng = search(150, seed=9), np.random.default_rng(1)
    drawn = [
        waiting.at(waiting.incidence(table.iloc[rng.integers(0, 150, 150)], ["interview"]), 45)["interview"]
        for _ in range(400)
    ]
    row = waiting.at(waiting.incidence(table), 45)
    assert row["interview_low"] == pytest.approx(np.quantile(drawn, 0.025), abs=0.025)
    assert row["interview_high"] == pytest.approx(np.quantile(drawn, 0.975), abs=0.025)


def test_nothing_to_look_at_gives_the_declared_columns():
    curve = waiting.incidence(spells([]), outcomes=["interview"])
    assert curve.empty and curve.index.name == "day"
    assert list(curve.columns) == [
        "at_risk", "waiting", "waiting_low", "waiting_high", "interview", "interview_low", "interview_high",
    ]  # fmt: skip
    assert waiting.at(curve, 45).isna().all() and math.isnan(waiting.median(curve))


def test_outcomes_may_have_any_name_and_missing_ones_are_waits():
    rows = [(1, "Zusage 🎉"), (2, 7), (2.5, 1.0), (3, ""), (4, None), (5, float("nan")), (0, pd.NA)]
    curve = waiting.incidence(
        pd.DataFrame(rows, columns=["days", "outcome"], dtype=object), outcomes=["offer"]
    )
    assert [name for name in curve if name.endswith("_low")] == [
        "waiting_low",
        "offer_low",
        "1_low",
        "7_low",
        "Zusage 🎉_low",
    ]
    assert curve.index.tolist() == [0, 1, 2, 2.5, 3, 4, 5]
    assert curve["offer"].eq(0).all()


def test_a_day_stands_in_the_table_for_each_end_and_for_day_0():
    curve = waiting.incidence(spells([(0, "a"), (0, None), (3, "a"), (3, None), (9, None)]))
    assert curve.index.tolist() == [0, 3, 9] and curve["at_risk"].tolist() == [5, 3, 1]
    assert curve["a"].tolist() == pytest.approx([0.2, 0.2 + 0.8 / 3, 0.2 + 0.8 / 3])
    assert waiting.incidence(spells([(4, None)]))["waiting"].tolist() == [1, 1]
    assert waiting.at(curve, 8)["at_risk"] == 3 and waiting.at(curve, -1).isna().all()


def test_before_anything_happens_the_interval_is_wilsons_and_not_nothing():
    curve = waiting.incidence(spells([(5, None)] * 12), outcomes=["interview"])
    assert (curve["interview_low"] == 0).all() and curve["interview_high"].round(2).tolist() == [0.24, 0.24]
    assert curve["waiting_low"].round(2).tolist() == [0.76, 0.76]


@pytest.mark.parametrize(
    "rows",
    [
        [(-1, None)],
        [(None, "a")],
        [("soon", "a")],
        [(float("inf"), None)],
        [(1, "waiting")],
        [(1, "a"), (1, "a_low")],
    ],
)
def test_what_is_no_spell_is_refused_in_words(rows):
    with pytest.raises(TableError):
        waiting.incidence(spells(rows))


def test_an_outcome_that_is_no_text_is_taken_by_its_words():
    rows = pd.DataFrame({"days": [1, 2], "outcome": [["a", "b"], {}]})
    assert "['a', 'b']" in waiting.incidence(rows)


def test_spans_of_time_and_missing_columns_are_refused():
    with pytest.raises(TableError, match="number"):
        waiting.incidence(pd.DataFrame({"days": pd.to_timedelta([1, 2], unit="D"), "outcome": ["a", None]}))
    with pytest.raises(TableError, match="outcome"):
        waiting.incidence(pd.DataFrame({"days": [1]}))


APPLICATIONS = pd.DataFrame(
    [
        ("answered", "2026-01-01", "rejected", "2026-01-20", "interview", "2026-01-08", "interview"),
        ("silent", "2026-01-01", "open", None, None, None, "applied"),
        ("withdrew", "2026-01-01", "withdrawn", "2026-01-11", None, None, "applied"),
        ("closed", "2026-01-05", "closed", "2026-01-06", "closed", "2026-01-06", "applied"),
        ("accepted", "2026-01-01", "accepted", "2026-02-20", "screening", "2026-01-04", "offer"),
        ("nobody knows when", "2026-01-01", "rejected", None, "rejected", None, "applied"),
        ("no day", None, "rejected", "2026-01-09", "rejected", "2026-01-09", "applied"),
        ("later", "2026-03-01", "open", None, None, None, "applied"),
        ("backwards", "2026-01-10", "rejected", "2026-01-02", "rejected", "2026-01-02", "applied"),
    ],
    columns=["application", "applied", "outcome", "outcome_date", "first_answer", "answered", "furthest"],
).set_index("application")


def test_the_first_substantive_outcome_ends_a_wait_and_silence_does_not():
    found = waiting.spells(APPLICATIONS, "2026-02-01")
    assert found["outcome"].where(found["outcome"].notna(), None).to_dict() == {
        "answered": "interview", "silent": None, "withdrew": "withdrawn",
        "closed": "closed", "accepted": "screening",
    }  # fmt: skip
    assert found["days"].to_dict() == {
        "answered": 7,
        "silent": 31,
        "withdrew": 10,
        "closed": 1,
        "accepted": 3,
    }
    assert found.attrs == {"of": 9, "without_date": 1, "undated": 1, "not_yet": 1, "out_of_order": 1}


def test_what_happened_after_the_day_looked_from_is_not_known_yet():
    found = waiting.spells(APPLICATIONS, "2026-01-07")
    assert found.loc["answered", ["days", "outcome"]].tolist()[0] == 6
    assert found["outcome"].isna().tolist() == [True, True, True, False, False]


def test_a_stage_is_reached_on_its_own_day_and_answers_on_the_way_do_not_end_the_wait():
    days = pd.Series({"answered": "2026-01-15", "accepted": "2026-01-30"})
    dated = APPLICATIONS.assign(interviewed=pd.to_datetime(days.reindex(APPLICATIONS.index)))
    found = waiting.spells(dated, "2026-02-01", reached="interview")
    assert found.loc[["answered", "accepted"], "days"].tolist() == [14, 29]
    assert found["outcome"].dropna().to_dict() == {
        "answered": "interview", "withdrew": "withdrawn", "closed": "closed", "accepted": "interview",
    }  # fmt: skip
    without = waiting.spells(APPLICATIONS, "2026-02-01", reached="interview")
    assert without.loc["accepted", "days"] == 3
    with pytest.raises(TableError, match="coffee"):
        waiting.spells(APPLICATIONS, "2026-02-01", reached="coffee")


def test_no_applications_have_no_spells():
    found = waiting.spells(APPLICATIONS.iloc[:0], "2026-02-01")
    assert found.empty and found.attrs["of"] == 0
    assert waiting.cohorts(APPLICATIONS.iloc[:0], "2026-02-01").empty


def test_a_cohort_is_mature_once_its_youngest_has_been_followed_to_the_horizon():
    rows = [(f"j{i}", f"2026-01-{i + 1:02d}", "interview" if i < 3 else "applied") for i in range(12)]
    rows += [(f"f{i}", f"2026-02-{i + 1:02d}", "applied") for i in range(4)]
    table = pd.DataFrame(rows, columns=["application", "applied", "furthest"]).set_index("application")
    answered = table["furthest"].eq("interview")
    table["outcome"], table["first_answer"] = "open", table["furthest"].where(answered)
    table["answered"] = (pd.to_datetime(table["applied"]) + pd.Timedelta(days=9)).where(answered)
    found = waiting.cohorts(table, "2026-02-20")
    assert found.index.tolist() == ["2026-01", "2026-02"]
    assert found["share"].tolist() == [0.25, 0] and found["n"].tolist() == [12, 4]
    assert found["is_mature"].tolist() == [True, False]
    assert found.loc["2026-02", "high"] > 0.4


def test_below_three_answers_the_day_is_a_labelled_default():
    found = waiting.silence(spells([(3, "rejected"), (9, "withdrawn"), (60, None), (60, None)]))
    assert (found.day, found.method, found.n_answers) == (45, "default", 1)
    assert math.isnan(found.low) and found.silent == 2
    assert np.isnan(waiting.still_answers(spells([(3, "rejected")]), [1, 2])).all()


@pytest.mark.parametrize(("n", "method"), [(40, "model"), (400, "curve")])
def test_the_day_of_silence_comes_from_the_persons_own_answers(n, method):
    """Truth: 45 % are answered, median 10 days, σ 0.9, so the chance falls to 5 % at day 39.3."""
    searches = [waiting.silence(search(n, seed=seed)) for seed in range(20)]
    searches = [found for found in searches if found.method != "short"]
    assert len(searches) >= 18 and {found.method for found in searches} == {method}
    assert sum(found.low <= 39.3 <= found.high for found in searches) >= 14
    assert 30 <= np.median([found.day for found in searches]) <= 55


@pytest.mark.parametrize("n", [40, 400])
def test_the_day_of_silence_is_the_first_with_so_small_a_chance(n):
    table = search(n)
    since = waiting.silence(table).day
    before, then = waiting.still_answers(table, [since - 1, since])
    assert then <= 0.05 < before


@given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from(["rejected", None])), max_size=50))
@settings(deadline=None, max_examples=25)
def test_the_longer_the_silence_the_smaller_the_chance(rows):
    chances = waiting.still_answers(spells(rows), np.arange(0, 120, 7))
    assert np.isnan(chances).all() or (np.diff(chances) <= 1e-9).all()
    assert np.isnan(chances).all() or ((chances >= 0) & (chances <= 1)).all()
    found = waiting.silence(spells(rows))
    assert found.day >= 0 and 0 <= found.revived <= found.silent


def test_those_who_answered_after_all_are_counted_and_two_of_them_do_not_move_the_day_far():
    table = search(400, seed=2)
    late = waiting.silence(pd.concat([table, spells([(150, "rejected"), (170, "interview")])]))
    assert 2 <= late.revived < late.silent
    assert late.day < waiting.silence(table).day + 20


def test_a_young_search_is_not_followed_long_enough_to_tell_when_replies_stop():
    """Followed for 30 days at most, with replies to the last day: neither curve nor model can tell."""
    table = search(400, seed=2)
    table["outcome"] = table["outcome"].mask(table["days"] > 30)
    table["days"] = table["days"].clip(upper=30)
    found = waiting.silence(table)
    assert found.n_answers >= 30 and (found.method, found.day) == ("short", 45)
    assert np.isnan(waiting.still_answers(table, [10])).all()


def test_three_late_replies_give_no_day_but_say_that_it_is_too_early():
    """The referee's case: three replies of twelve, the last shortly before today, gave “day 129 (17–364)”."""
    table = spells([(20, "rejected"), (41, "rejected"), (60, "interview")] + [(70, None)] * 9)
    found = waiting.silence(table)
    assert (found.method, found.day, found.n_answers) == ("short", 45, 3)


def test_beyond_the_last_reply_the_chance_is_small_and_never_nothing():
    table = pd.concat([search(400, seed=2).query("days <= 60 or outcome.isna()"), spells([(200, None)] * 25)])
    assert waiting.silence(table).method == "curve"
    last = waiting.still_answers(table, [61, 150, 400])
    assert (last > 0).all() and (last < 0.05).all()


def test_how_long_is_long_enough_follows_maller_and_zhou():
    """Ten waits, five answered on days 1 to 5: from 9 days on, all five lie in the last stretch."""
    answered = np.array([True] * 5 + [False] * 5)
    for longest, enough in ((6, False), (30, True)):
        lasted = np.array([1, 2, 3, 4, 5.0, *[longest] * 5])
        assert waiting.is_followed_long_enough(lasted, answered) is enough
    assert not waiting.is_followed_long_enough(np.array([4.0, 9.0]), np.array([False, False]))


def test_where_everyone_answers_late_no_day_is_given():
    table = spells([(day, "rejected") for day in range(0, 700, 7)] + [(900, None)] * 9)
    assert waiting.silence(table).day >= waiting.LONGEST


def test_withdrawing_is_no_answer():
    table = spells([(d, "withdrawn") for d in range(40)])
    assert waiting.silence(table).method == "default"


def test_silence_says_the_same_twice_and_in_any_order():
    table = search(300)
    assert waiting.silence(table).equals(waiting.silence(table.sample(frac=1, random_state=3)))


def test_pending_applications_are_sorted_by_the_chance_of_an_answer():
    answered = search(60, seed=2).dropna()
    day = pd.Timestamp("2026-06-01")
    table = pd.DataFrame({"days": [*answered["days"], 5, 300, 20]})
    is_answered = table.index < len(answered)
    table["applied"] = day - pd.to_timedelta(table["days"] + 100 * is_answered, unit="D")
    table["answered"] = (table["applied"] + pd.to_timedelta(table["days"], unit="D")).where(is_answered)
    table["first_answer"] = pd.Series("rejected", table.index).where(is_answered)
    table["outcome"], table["outcome_date"] = table["first_answer"].fillna("open"), table["answered"]
    table["company"], table["role"], table["furthest"] = "Hollowick", "Planner", "applied"
    found = waiting.pending(table.drop(columns="days"), day)
    assert found["days"].tolist() == [5, 20, 300]
    assert found["chance"].is_monotonic_decreasing and found["chance"].iloc[0] > 0.2
    assert found["is_silent"].tolist() == [False, False, True]
    assert found.attrs["silence"]["method"] == "model" and found.attrs["accepted"] is None


def test_the_risk_table_ends_where_fewer_than_five_are_followed():
    found = waiting.risk_table(waiting.incidence(six_mp()), ["relapse"])
    assert found.index.tolist() == [0, 7, 14, 21] and found["at_risk"].tolist() == [21, 17, 11, 7]
    assert found["share_waiting"].round(3).tolist() == [1, 0.807, 0.690, 0.627]
    assert (found["share_waiting"] + found["share_relapse"] == 1).all()
    assert waiting.risk_table(waiting.incidence(spells([]), ["a"]), ["a"]).columns.tolist() == [
        "at_risk", "share_waiting", "share_a",
    ]  # fmt: skip


def talks(*rows):
    return tables.frame(
        "events",
        [
            dict(zip(("application", "kind", "date"), row, strict=True)) | {"event": f"e{n}"}
            for n, row in enumerate(rows)
        ],
    )


def test_waiting_after_a_talk_is_another_wait_than_after_a_letter():
    events = talks(
        ("a", "screening", "2026-01-10"),
        ("a", "interview", "2026-01-20"),
        ("a", "rejected", "2026-02-03"),
        ("b", "interview", "2026-02-01"),
        ("c", "interview", "2026-02-01"),
        ("c", "withdrawn", "2026-02-11"),
        ("d", "interview", "2026-09-01"),
    )
    known = history.applications(events, "2026-03-01")
    waits = waiting.after_talks(events, known, "2026-03-01")
    told = waits[["application", "stage", "days"]].to_numpy().tolist()
    assert told == [
        ["a", "screening", 10],
        ["a", "interview", 14],
        ["b", "interview", 28],
        ["c", "interview", 10],
    ]
    assert waits["outcome"].isna().tolist() == [False, False, True, False]
    found = waiting.by_stage(waits)
    assert found[["n", "replies"]].to_numpy().tolist() == [[1, 1], [0, 0], [3, 1]]
    assert found["day"].isna().all()
    assert sentences.silence_by_stage(found) == []  # fewer than five say nothing
    found.loc["interview", "n"] = 6
    assert sentences.silence_by_stage(found) == ["Word came after 1 of 6 interviews."]
    tests = found.rename(index={"interview": "assessment"})
    assert sentences.silence_by_stage(tests) == ["Word came after 1 of 6 tests or tasks."]


def test_after_eight_replies_a_stage_has_a_day_of_its_own():
    rows = [(f"a{n}", "interview", "2026-01-01") for n in range(30)]
    rows += [(f"a{n}", "rejected", f"2026-01-{5 + n:02}") for n in range(12)]
    events = talks(*rows)
    known = history.applications(events, "2026-06-30")
    found = waiting.by_stage(waiting.after_talks(events, known, "2026-06-30")).loc["interview"]
    assert (found["n"], found["replies"]) == (30, 12) and 10 < found["day"] < 40
