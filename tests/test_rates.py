"""Published answers, worked examples and laws of shares, differences, splits and change."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit import history, rates, tables
from jobkit.errors import TableError


def pairs(least, most):
    """Return a strategy of k and n with least ≤ n ≤ most and 0 ≤ k ≤ n."""
    return st.integers(least, most).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


counts = pairs(0, 400)

# Bickel, Hammel & O'Connell 1975, Science 187:398 (R: UCBAdmissions).
ADMISSIONS = pd.DataFrame(
    [
        ("A", "men", 512, 825), ("A", "women", 89, 108), ("B", "men", 353, 560), ("B", "women", 17, 25),
        ("C", "men", 120, 325), ("C", "women", 202, 593), ("D", "men", 138, 417), ("D", "women", 131, 375),
        ("E", "men", 53, 191), ("E", "women", 94, 393), ("F", "men", 22, 373), ("F", "women", 24, 341),
    ],
    columns=["stratum", "group", "successes", "trials"],
)  # fmt: skip


def applications(rows):
    """Return a small table of applications: applied, furthest, channel, referred, role family."""
    columns = ["applied", "furthest", "channel", "referred", "role_family"]
    made = pd.DataFrame(rows, columns=columns)
    return made.set_axis([f"a{n}" for n in range(len(made))]).rename_axis("application")


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_share_hits_newcombe_1998_table_1_method_3(k, n, low, high):
    found = rates.share(k, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found["share"] == k / n


@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
    ],
)
def test_the_difference_hits_newcombe_1998_method_10(k1, n1, k2, n2, low, high):
    found = rates.difference(k1, n1, k2, n2)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.difference == pytest.approx(k1 / n1 - k2 / n2)


@pytest.mark.parametrize(
    ("k", "low", "high"), [(0, 0, 24), (1, 1, 35), (2, 5, 45), (3, 9, 53)], ids=lambda value: str(value)
)
def test_twelve_applications_say_this_much_and_no_more(k, low, high):
    found = rates.share(k, 12) * 100
    assert (round(found["low"]), round(found["high"])) == (low, high)


def test_no_trials_leave_everything_possible():
    found = rates.share(0, 0)
    assert math.isnan(found["share"]) and (found.low, found.high) == (0, 1)
    apart = rates.difference(0, 0, 1, 2)
    assert math.isnan(apart.difference) and (apart.low, apart.high) == (-1, 1)


def test_columns_give_a_table_with_their_index():
    table = pd.DataFrame({"k": [81, 0, 0], "n": [263, 20, 0]}, index=["x", "y", "z"])
    found = rates.share(table["k"], table["n"])
    assert list(found.columns) == ["share", "low", "high"] and list(found.index) == ["x", "y", "z"]
    assert found.loc["x", "low"] == rates.share(81, 263).low
    apart = rates.difference([9, 0], [10, 10], [3, 0], [10, 20])
    assert apart["low"].round(4).tolist() == [0.1705, -0.1611]
    assert rates.share([], []).empty and list(rates.share([], []).columns) == ["share", "low", "high"]


@pytest.mark.parametrize(
    "bad", [(-1, 3), (4, 3), (float("nan"), 3), ("many", 3), (1, float("inf")), (None, 2)]
)
def test_what_is_no_count_is_refused_in_words(bad):
    with pytest.raises(TableError):
        rates.share(*bad)


def test_a_level_outside_0_and_1_is_refused():
    with pytest.raises(TableError, match=r"0\.95"):
        rates.share(1, 2, level=95)


@given(counts, st.sampled_from([0.5, 0.8, 0.95, 0.99]))
@settings(deadline=None)
def test_an_interval_contains_its_share_and_stays_between_0_and_1(pair, level):
    found = rates.share(*pair, level=level)
    assert 0 <= found.low <= found.high <= 1
    assert not pair[1] or found.low <= found["share"] <= found.high


@given(counts, counts)
@settings(deadline=None)
def test_a_difference_turned_round_changes_its_sign(one, two):
    there, back = rates.difference(*one, *two), rates.difference(*two, *one)
    assert -1 <= there.low <= there.high <= 1
    assert there.low == pytest.approx(-back.high, abs=1e-12)
    if one[1] and two[1]:
        assert there.low <= there.difference <= there.high


@given(st.integers(1, 200))
@settings(deadline=None)
def test_more_successes_never_lower_the_limits(n):
    found = rates.share(np.arange(n + 1), np.full(n + 1, n))
    assert (found.diff().dropna() >= -1e-12).all(axis=None)


def test_fisher_hits_the_lady_tasting_tea():
    assert rates.fisher(3, 4, 1, 4) == pytest.approx(0.4857, abs=5e-5)


@given(pairs(0, 60), pairs(0, 60))
@settings(max_examples=30, deadline=None)
def test_fisher_agrees_with_scipy(one, two):
    from scipy.stats import fisher_exact

    table = [[one[0], one[1] - one[0]], [two[0], two[1] - two[0]]]
    assert rates.fisher(*one, *two) == pytest.approx(fisher_exact(table).pvalue, rel=1e-6)


def test_admissions_at_berkeley_turn_round_within_departments():
    """R: mantelhaen.test(UCBAdmissions) prints 0.9046968, 95 % interval 0.7719074 to 1.0603298."""
    found = rates.stratified(ADMISSIONS)
    assert [round(found[name], 7) for name in ("odds_ratio", "low", "high")] == [
        0.9046968,
        0.7719074,
        1.0603298,
    ]
    assert found.crude == pytest.approx(1.84108, abs=1e-5)
    assert found.is_simpson and found.reason == ""
    assert (found.group, found.reference) == ("men", "women")


def test_the_group_that_comes_first_stands_over_the_other_and_rows_of_a_cell_are_added_up():
    halved = pd.concat(
        [ADMISSIONS.assign(successes=ADMISSIONS["successes"] // 2, trials=ADMISSIONS["trials"] // 2)] * 2
    )
    turned = rates.stratified(ADMISSIONS[::-1])
    assert turned.odds_ratio == pytest.approx(1 / 0.9046968, abs=1e-6)
    assert turned.low == pytest.approx(1 / rates.stratified(ADMISSIONS).high)
    assert rates.stratified(halved).odds_ratio == pytest.approx(0.9047, abs=0.01)


@given(st.lists(st.tuples(*[st.integers(1, 30)] * 4), min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_stratified_agrees_with_statsmodels(cells):
    from statsmodels.stats.contingency_tables import StratifiedTable

    oracle = StratifiedTable([np.array([[a, b], [c, d]], dtype=float) for a, b, c, d in cells])
    rows = [
        (i, g, k, k + m) for i, (a, b, c, d) in enumerate(cells) for g, k, m in (("x", a, b), ("y", c, d))
    ]
    found = rates.stratified(pd.DataFrame(rows, columns=ADMISSIONS.columns))
    assert found.odds_ratio == pytest.approx(oracle.oddsratio_pooled)
    assert [found.low, found.high] == pytest.approx(list(oracle.oddsratio_pooled_confint()))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("s", "x", 1, 2)],
        [("s", "x", 2, 2), ("s", "y", 1, 2)],
        [("s", "x", 0, 5), ("s", "y", 0, 5)],
        [("s", "x", 1, 2), ("t", "y", 1, 2)],
    ],
)
def test_strata_that_cannot_give_a_ratio_say_why_and_give_none(rows):
    found = rates.stratified(pd.DataFrame(rows, columns=ADMISSIONS.columns))
    assert math.isnan(found.odds_ratio) and math.isnan(found.low) and math.isnan(found.high)
    assert "counts" in found.reason and not found.is_simpson


def test_three_groups_are_refused():
    three = pd.DataFrame([("s", g, 1, 2) for g in "xyz"], columns=ADMISSIONS.columns)
    with pytest.raises(TableError, match="x, y, z"):
        rates.stratified(three)


def test_three_of_twelve_against_one_leans_and_is_far_from_settled():
    found = rates.better(1, 12, 3, 12)
    assert round(found.p_better, 2) == 0.86
    assert found.words == "leans" and list(found[["k_a", "n_a", "k_b", "n_b"]]) == [1, 12, 3, 12]
    assert round(rates.fisher(3, 12, 1, 12), 2) == 0.59


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.5, "no real difference seen"),
        (0.74, "no real difference seen"),
        (0.75, "leans"),
        (0.1, "likely"),
        (0.92, "likely"),
        (0.975, "clear"),
        (0.01, "clear"),
    ],
)
def test_chances_have_four_words(p, word):
    assert rates.verdict(p) == word


def test_what_luck_does_often_is_not_called_clear():
    few, many = rates.better(0, 2, 2, 2), rates.better(3, 80, 5, 8)
    assert few.p_better > 0.975 and few.words == "leans" and many.words == "clear"


@given(counts, counts)
@settings(max_examples=40, deadline=None)
def test_one_is_better_or_the_other(one, two):
    there, back = rates.better(*one, *two).p_better, rates.better(*two, *one).p_better
    assert 0 <= there <= 1
    assert there + back == pytest.approx(1, abs=1e-4)


def test_better_agrees_with_a_brute_integral():
    from scipy.stats import beta

    x = np.linspace(0, 1, 40_001)
    brute = np.trapezoid(beta(4.5, 30.5).pdf(x) * beta(2.5, 37.5).cdf(x), x)
    assert rates.better(2, 39, 4, 34).p_better == pytest.approx(brute, abs=1e-5)


@pytest.mark.parametrize(
    ("other", "n", "percent"),
    [(0.3, 12, 9), (0.3, 25, 30), (0.3, 50, 64), (0.3, 100, 93), (0.2, 12, 2), (0.2, 50, 19), (0.2, 100, 44)],
)
def test_power_is_that_of_fisher_at_five_percent(other, n, percent):
    assert round(rates.power(0.1, other, n) * 100) == percent


def test_the_number_needed_is_the_smallest_around_and_none_when_out_of_reach():
    n = rates.needed(0.1, 0.5)
    assert rates.power(0.1, 0.5, n) >= 0.8 > rates.power(0.1, 0.5, n - 1)
    assert rates.needed(0.1, 0.11, most=50) is None


def test_pooling_draws_three_of_six_down_to_what_it_is_worth():
    table = pd.DataFrame({"successes": [3, 1, 4, 0, 2], "trials": [6, 14, 40, 10, 24]}, index=list("vwxyz"))
    found = rates.pooled(table)
    assert found["raw"].round(2).tolist() == [0.5, 0.07, 0.1, 0.0, 0.08]
    assert found["pooled"].round(2).tolist() == [0.23, 0.11, 0.11, 0.09, 0.11]
    assert found["p_best"].sum() == pytest.approx(1)
    assert ((found["low"] < found["pooled"]) & (found["pooled"] < found["high"])).all()


def test_the_chance_to_be_best_agrees_with_drawing():
    """An independent check: importance sampling of the same model, seeded."""
    rng = np.random.default_rng(5)
    k, n = np.array([5, 2, 1]), np.array([20, 20, 15])
    mean, total = rng.random(40_000), np.exp(rng.normal(np.log(20), 1.2, 40_000))
    from scipy.special import betaln

    a, b = (mean * total)[:, None], ((1 - mean) * total)[:, None]
    weight = np.exp((betaln(a + k, b + n - k) - betaln(a, b)).sum(axis=1))
    draws = rng.beta(a + k, b + n - k)
    best = [weight[draws.argmax(axis=1) == i].sum() / weight.sum() for i in range(3)]
    found = rates.pooled(pd.DataFrame({"successes": k, "trials": n}))
    assert found["p_best"].tolist() == pytest.approx(best, abs=0.02)
    assert found["pooled"].tolist() == pytest.approx((weight @ draws / weight.sum()).tolist(), abs=0.005)


@given(st.lists(counts, min_size=1, max_size=6))
@settings(max_examples=15, deadline=None)
def test_pooling_never_leaves_0_to_1_and_the_chances_add_up(pairs):
    found = rates.pooled(pd.DataFrame(pairs, columns=["successes", "trials"]))
    assert found["p_best"].sum() == pytest.approx(1)
    assert (found[["pooled", "low", "high", "p_best"]] >= 0).all(axis=None)
    assert (found[["pooled", "low", "high", "p_best"]] <= 1 + 1e-9).all(axis=None)


def test_no_channels_pool_to_a_table_without_rows():
    found = rates.pooled(pd.DataFrame({"successes": [], "trials": []}))
    assert found.empty and "p_best" in found.columns


SEARCH = applications(
    [
        ("2026-01-05", "interview", "referral", True, "analyst"),
        ("2026-01-07", "applied", "job board", False, "analyst"),
        ("2026-02-01", "offer", "referral", True, "planner"),
        ("2026-02-03", "screening", "job board", False, "planner"),
        ("2026-02-05", "applied", None, None, "planner"),
        ("2026-05-30", "interview", "job board", False, "analyst"),
        (None, "interview", "job board", False, "analyst"),
    ]
)


def test_only_applications_old_enough_are_judged_and_the_rest_is_counted():
    found = rates.judged(SEARCH, "2026-06-10", horizon=45)
    assert list(found.index) == ["a0", "a1", "a2", "a3", "a4"]
    assert found["is_success"].tolist() == [True, False, True, False, False]
    assert (found.attrs["too_young"], found.attrs["without_date"]) == (1, 1)
    assert len(rates.judged(SEARCH)) == 7
    assert rates.judged(SEARCH, "2026-06-10", reached="screening")["is_success"].sum() == 3


def test_a_split_shows_raw_beside_pooled():
    found = rates.split(SEARCH, "channel", as_of="2026-06-10")
    assert found.index.tolist() == ["referral", "job board"]
    assert found[["successes", "n"]].to_numpy().tolist() == [[2, 2], [0, 2]]
    assert found.loc["referral", "raw"] == 1 > found.loc["referral", "pooled"]
    assert rates.split(SEARCH, "referred").index.tolist() == ["with a referral", "without"]


def test_several_splits_tell_how_many_were_looked_at():
    found = rates.split(SEARCH, ["channel", "referred", "month"])
    assert found.index.names == ["split", "value"] and found.attrs["looked_at"] == 3
    assert found.loc[("month", "2026-02"), "n"] == 3
    assert rates.split(SEARCH.iloc[:0], ["channel", "month"]).empty


def test_of_several_splits_the_leader_of_each_is_named_with_how_surely_it_leads():
    found = rates.leaders(rates.split(SEARCH, ["channel", "referred", "month"], as_of="2026-06-10"))
    assert found["value"].tolist() == ["referral", "with a referral", "2026-01"]
    assert found.loc["month", "words"] == "no real difference seen"
    assert rates.leaders(rates.split(SEARCH.iloc[:0], ["channel"])).empty


def test_a_channel_and_a_period_are_chosen_by_name():
    assert list(rates.chosen(SEARCH, "referral").index) == ["a0", "a2"]
    assert list(rates.chosen(SEARCH, since="2026-02-03").index) == ["a3", "a4", "a5"]
    assert len(rates.chosen(SEARCH)) == 7 and rates.chosen(SEARCH.iloc[:0], "pigeon").empty
    with pytest.raises(TableError, match="job board, referral"):
        rates.chosen(SEARCH, "pigeon")


def test_a_column_or_stage_that_is_not_there_is_named():
    with pytest.raises(TableError, match="star_sign"):
        rates.split(SEARCH, "star_sign")
    with pytest.raises(TableError, match="coffee"):
        rates.judged(SEARCH, reached="coffee")


def test_a_split_that_turns_round_within_a_third_factor_is_flagged():
    rows = [
        ("2026-01-05", "interview" if i < row.successes else "applied", row.group, None, row.stratum)
        for row in ADMISSIONS.itertuples()
        for i in range(row.trials)
    ]
    found = rates.checked(applications(rows), "channel", "men", within=["role_family", "month"])
    assert found.loc["role_family", "odds_ratio"] == pytest.approx(0.9047, abs=1e-4)
    assert bool(found.loc["role_family", "is_simpson"]) and not bool(found.loc["month", "is_simpson"])
    assert rates.checked(SEARCH.iloc[:0], "channel", "x")["reason"].str.contains("counts").all()


def test_halves_compare_the_later_with_the_earlier():
    found = rates.halves(SEARCH, as_of="2026-06-10")
    assert found.words == "no real difference seen"
    assert list(found[["k_a", "n_a", "k_b", "n_b"]]) == [1, 2, 1, 3]
    assert rates.halves(SEARCH.iloc[:1])["n_a"] == 0
    better = applications(
        [(f"2026-01-{day:02d}", "interview" if day > 20 else "applied") + (None,) * 3 for day in range(1, 29)]
    )
    assert rates.halves(better)["by_luck"] < 0.005


def test_a_change_is_found_by_adding_up_every_place_where_it_could_be():
    row = [0, 0, 1, 0, 1, 1, 1]

    def fit(part):
        k, m = sum(part), len(part)
        return math.gamma(k + 0.5) * math.gamma(m - k + 0.5) / math.gamma(m + 1) / math.gamma(0.5) ** 2

    places = [fit(row[:cut]) * fit(row[cut:]) for cut in (3, 4)]
    expected = (sum(places) / 2) / (sum(places) / 2 + fit(row))
    found = rates.change_point(row)
    assert found.p_change == pytest.approx(expected)
    assert (found["at"], found.before, found.after) == (4, 0.25, 1.0)


def test_a_clear_change_is_told_with_its_place_and_a_short_row_cannot_tell():
    found = rates.change_point([0] * 40 + [1] * 40)
    assert found["at"] == 40 and found.p_change > 0.99
    assert rates.change_point([0] * 30).p_change < 0.8
    assert math.isnan(rates.change_point([1, 0]).p_change)
    with pytest.raises(TableError):
        rates.change_point([0, 1, None, 1])


@given(st.lists(st.booleans(), max_size=60))
@settings(deadline=None)
def test_a_change_point_is_a_chance_and_the_same_read_backwards(row):
    there, back = rates.change_point(row).p_change, rates.change_point(row[::-1]).p_change
    assert math.isnan(there) or (0 <= there <= 1 and there == pytest.approx(back))


# ---- METHODS.md section 7


def slow_search(as_of="2026-07-01"):
    """Twenty of 1 January, eight of them interviewed on day 109, and twenty of 10 May without an answer."""
    rows = [("applied", f"a{n}", "2026-01-01") for n in range(20)]
    rows += [("interview", f"a{n}", "2026-04-20") for n in range(8)]
    rows += [("applied", f"b{n}", "2026-05-10") for n in range(20)]
    events = [
        {"event": f"e{n}", "kind": kind, "application": name, "date": date, "company": name}
        for n, (kind, name, date) in enumerate(rows)
    ]
    return history.applications(tables.frame("events", events), as_of)


def test_an_interview_after_the_horizon_makes_nothing_clear():
    sent = slow_search()
    old = rates.judged(sent, "2026-07-01")
    assert len(old) == 40 and not old["is_success"].any() and old.attrs["later"] == 8
    assert rates.halves(sent, as_of="2026-07-01").words == "no real difference seen"
    assert rates.change_point(old["is_success"]).p_change < 0.5
    months = rates.split(sent, "month", as_of="2026-07-01")
    assert set(rates.leaders(pd.concat({"month": months}, names=["split", "value"]))["words"]) == {
        "no real difference seen"
    }
    longer = rates.judged(sent, "2026-07-01", horizon=109)  # those of May are too young for that
    assert (longer["is_success"].sum(), len(longer)) == (8, 20)


@pytest.mark.parametrize(
    ("columns", "success"),
    [
        ({"interviewed": "2026-02-15"}, True),
        ({"interviewed": "2026-02-16"}, False),
        ({"first_answer": "interview", "answered": "2026-02-15"}, True),
        ({"first_answer": "interview", "answered": "2026-04-20"}, False),
        ({"first_answer": "screening", "answered": "2026-04-20"}, False),
        ({"outcome": "rejected", "outcome_date": "2026-02-10"}, True),
        ({"outcome": "rejected", "outcome_date": "2026-04-20"}, True),
        ({}, True),
    ],
    ids=[
        "on day 45",
        "on day 46",
        "answered",
        "answered late",
        "first heard late",
        "ended in time",
        "ended late, so it is not known",
        "undated",
    ],
)
def test_a_stage_counts_as_reached_in_time_by_its_day_or_by_what_bounds_it(columns, success):
    sent = pd.DataFrame([{"applied": "2026-01-01", "furthest": "interview", "outcome": "open"} | columns])
    old = rates.judged(sent, "2026-12-01")
    assert old["is_success"].tolist() == [success]
    assert old.attrs["undated"] == int(not columns or columns.get("outcome_date") == "2026-04-20")


def test_interviews_without_a_day_make_no_half_look_better():
    rows = [("2026-01-05", "interview" if n < 12 else "applied", "a", None, "x") for n in range(20)]
    rows += [("2026-04-05", "applied", "a", None, "x")] * 20
    found = rates.halves(applications(rows), as_of="2026-06-30")
    assert found.words == "no real difference seen"  # the older have had longer


def test_two_counts_have_one_verdict_wherever_they_stand():
    rows = [("2026-01-05", "interview" if n < 6 else "applied", "referral", True, "x") for n in range(20)]
    rows += [("2026-01-05", "interview" if n < 4 else "applied", "board", False, "x") for n in range(40)]
    found = rates.split(applications(rows), ["channel", "referred"])
    words = rates.leaders(found)["words"]
    pair = rates.better(4, 40, 6, 20)
    trial = rates.experiment([1] * 4 + [0] * 36, [1] * 6 + [0] * 14, 20)
    assert set(words) == {pair.words} and found.loc[("channel", "referral"), "p_best"] == pair.p_better
    assert trial.is_final and (trial.k_a, trial.n_a) == (4, 20)


def test_an_experiment_is_judged_once_at_its_size_and_then_frozen():
    first, second = [0] * 15, [1] * 6 + [0] * 9
    judged = rates.experiment(first, second, 15)
    later = rates.experiment(first + [1] * 30, second + [0] * 30, 15)
    assert judged.is_final and judged.words == "clear" and later.equals(judged)
    early = rates.experiment(first[:14], second, 15)
    assert not early.is_final and early.words != "clear"


def test_the_e_value_is_the_product_of_its_definition_and_one_where_nothing_is_seen():
    a, b = [1, 0, 1], [0, 0, 1]
    expected = 1.0
    for n in range(3):
        p_a, p_b = ((sum(side[:n]) + 0.18) / (n + 0.36) for side in (a, b))
        p_0 = (p_a + p_b) / 2
        for y, p in ((a[n], p_a), (b[n], p_b)):
            expected *= (p if y else 1 - p) / (p_0 if y else 1 - p_0)
    assert rates.e_value(a, b) == pytest.approx(expected)
    assert rates.e_value([], [1, 0]) == 1
    assert rates.e_value([0] * 20, [1] * 20) > 40


def test_with_no_effect_and_monthly_looks_e_reaches_forty_in_at_most_one_search_of_forty():
    rng = np.random.default_rng(17)
    reached = 0
    for _ in range(400):
        rate = rng.choice([0.1, 0.2, 0.4])
        a, b = (rng.random((2, 70)) < rate).astype(int)
        reached += any(rates.e_value(a[:n], b[:n]) >= 40 for n in range(10, 71, 10))
    assert reached / 400 <= 0.025


def test_what_the_next_ten_may_bring_is_a_beta_binomial_range():
    from scipy.stats import betabinom

    for k, n in ((0, 7), (5, 33), (30, 40)):
        found, law = rates.outlook(k, n), betabinom(10, k + 0.5, n - k + 0.5)
        assert (found.low, found.high) == (law.ppf(0.1), law.ppf(0.9))
        none = [betabinom(m, k + 0.5, n - k + 0.5).pmf(0) for m in (found.for_one - 1, found.for_one)]
        assert none[0] > 0.2 >= none[1]
    assert rates.outlook(0, 0).isna().sum() == 3
    assert math.isnan(rates.outlook(0, 2000).for_one)


def test_the_newest_month_old_enough_is_held_against_those_before():
    found = rates.latest(SEARCH, as_of="2026-06-10")
    assert found.month == "2026-02" and found.words == "not unusual"
    assert list(found[["k", "n", "past_k", "past_n"]]) == [1, 3, 1, 2]
    assert rates.latest(SEARCH.iloc[:0]).words == "cannot tell"


def test_nothing_in_nine_is_not_unusual_after_four_of_forty():
    found = rates.surprise(0, 9, 4, 40)
    assert found.words == "not unusual" and found.is_few and round(found.p, 2) == 0.39


@given(pairs(1, 50), pairs(1, 400))
@settings(max_examples=40, deadline=None)
def test_surprise_agrees_with_scipy(now, past):
    from scipy.stats import betabinom

    model = betabinom(now[1], past[0] + 0.5, past[1] - past[0] + 0.5)
    is_few = now[0] <= model.mean()
    assert rates.surprise(*now, *past).p == pytest.approx(
        model.cdf(now[0]) if is_few else model.sf(now[0] - 1), abs=1e-9
    )


def test_surprise_says_when_there_is_nothing_to_compare_with():
    assert rates.surprise(0, 9, 0, 0).words == rates.surprise(0, 0, 4, 40).words == "cannot tell"
    assert rates.surprise(6, 9, 1, 60).words == "unusual"
