"""Reasons: the worked examples, the laws of weighing, and what stays unknown."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit import reasons, tables
from jobkit.errors import SourceError, TableError

BUILT_IN = reasons.load()
FULL = replace(BUILT_IN, sources=BUILT_IN.sources.assign(weight=1.0))
R1, R2, R3, R4, R5, R6, R7 = BUILT_IN.reasons


def applications(*names, **changes):
    rows = [
        {
            "application": name,
            "company": "Northwind",
            "outcome": "rejected",
            "outcome_date": "2026-03-10",
            "furthest": "interview",
        }
        | changes
        for name in names
    ]
    return tables.frame("applications", rows)


def evidence(*rows):
    """Rows as (evidence, application, reason, says) or with more by name."""
    named = [
        row
        if isinstance(row, dict)
        else dict(zip(("evidence", "application", "reason", "says"), row, strict=True))
        for row in rows
    ]
    return tables.frame("evidence", named)


def hires(*rows):
    return tables.frame(
        "hires", [{"hire": f"hire-{n}", "application": "a"} | row for n, row in enumerate(rows, 1)]
    )


NO_EVIDENCE, NO_HIRES = evidence(), hires()


@pytest.mark.parametrize(
    ("signs", "observed", "expected"),
    [
        ([], [{"hired_from": "internal"}], {R3: 0.58}),
        ([], [{"hired_from": "external", "verdict": "hire better"}], {R1: 0.67}),
        ([], [{"hired_from": "external", "verdict": "you stronger"}], {R2: 0.45, R4: 0.22}),
        ([("e1", "a", R2, "feedback")], [{"hired_from": "external", "verdict": "comparable"}], {R2: 0.81}),
        ([("e1", "a", "unknown", "template")], [], {R1: 0.27, R2: 0.27}),
    ],
    ids=[
        "internal",
        "external and better",
        "external and you stronger",
        "comparable with a gap",
        "form letter",
    ],
)
def test_the_worked_examples_hold_at_full_weight(signs, observed, expected):
    answer = reasons.attribute(applications("a"), evidence(*signs), hires(*observed), FULL).loc["a"]
    for reason, probability in expected.items():
        # the source rounds .4545 down to .45
        assert answer[reason] == pytest.approx(probability, abs=0.0051)


def test_each_source_counts_with_its_own_weight():
    full = reasons.attribute(applications("a"), NO_EVIDENCE, hires({"hired_from": "internal"}), FULL).loc[
        "a", R3
    ]
    tempered = reasons.attribute(applications("a"), NO_EVIDENCE, hires({"hired_from": "internal"})).loc[
        "a", R3
    ]
    row = BUILT_IN.ratios.loc["internal hire"] ** 0.8 * BUILT_IN.taxonomy.loc[BUILT_IN.reasons, "prior"]
    assert tempered == pytest.approx(row[R3] / row.sum()) and tempered < full


def test_that_you_were_stronger_never_says_they_were_wrong():
    answer = reasons.attribute(
        applications("a"), NO_EVIDENCE, hires({"hired_from": "external", "verdict": "you stronger"}), FULL
    ).loc["a"]
    assert answer["top"] == R2 and answer["says"] == "unclear"
    signs = reasons.moves(
        applications("a"), NO_EVIDENCE, hires({"hired_from": "external", "verdict": "you stronger"})
    )
    assert R4 not in set(signs["toward"])


def test_a_form_letter_leaves_the_reason_unknown():
    answer = reasons.attribute(applications("a"), evidence(("e1", "a", R1, "template")), NO_HIRES).loc["a"]
    assert (answer["top"], answer["certainty"], answer["says"]) == ("unknown", "unknown", "unclear")
    assert reasons.said(answer) == "nobody said why"


def test_a_mistaken_hire_stays_at_half_until_something_happens_after_the_hire():
    guesses = evidence(("e1", "a", R4, "referral_hearsay"), ("e2", "a", R4, "guess_later"))
    strong = replace(FULL, named={**FULL.named, R4: "hire called a mistake"}, ratios=FULL.ratios.copy())
    strong.ratios.loc["hire called a mistake", R4] = 900.0
    strong = replace(strong, sources=strong.sources.assign(weight=0.5))
    hired = {"hired_from": "external", "hired": "2026-04-01"}
    hired["verdict"] = "you stronger"
    before = reasons.attribute(applications("a"), guesses, hires(hired), strong).loc["a"]
    after = reasons.attribute(applications("a"), guesses, hires(hired | {"left": "2026-09-01"}), strong).loc[
        "a"
    ]
    assert before[R4] == 0.5 and before[BUILT_IN.reasons].sum() == pytest.approx(1)
    assert after[R4] > 0.5


def test_leaving_counts_within_a_year_of_the_hire_only():
    within, later = (
        reasons.moves(
            applications("a"),
            NO_EVIDENCE,
            hires({"hired_from": "external", "hired": "2026-04-01", "left": left}),
        )
        for left in ("2027-03-30", "2027-04-02")
    )
    assert "hire-1: hire left within a year" in set(within["item"])
    assert "hire-1: hire left within a year" not in set(later["item"])


def test_nobody_found_half_a_year_on_speaks_for_a_changed_role():
    early, late = (
        reasons.attribute(applications("a"), NO_EVIDENCE, hires({"hired_from": "unknown", "seen": seen})).loc[
            "a"
        ]
        for seen in ("2026-09-08", "2026-09-10")
    )
    assert early["certainty"] == "unknown" and late["top"] == R5


def test_six_rejections_with_nothing_but_my_own_guesses_are_guessed_and_none_is_known():
    names = [f"a{n}" for n in range(6)]
    guesses = evidence(*[(f"e{n}", name, R2, "guess_early") for n, name in enumerate(names)])
    attribution = reasons.attribute(applications(*names), guesses, NO_HIRES)
    assert attribution["certainty"].value_counts().to_dict() == {"guessed": 6}
    assert set(reasons.by_month(attribution, applications(*names))["certainty"]) == {"guessed"}
    assert reasons.in_my_hands(attribution)[["n", "n_guessed"]].to_numpy().tolist() == [[0, 6]]


@pytest.mark.parametrize(
    ("rows", "certainty"),
    [
        ([(R2, "feedback")], "inferred"),
        ([(R2, "feedback"), (R2, "referral_hearsay")], "inferred"),
        ([(R2, "feedback"), (R2, "referral_first_hand")], "confirmed"),
        ([(R5, "stated")], "confirmed"),
        ([(R5, "guess_later")], "guessed"),
        ([(R2, "feedback"), (R2, "stated"), (R1, "guess_later")], "confirmed"),
        ([(R1, "template"), (R1, "guess_early")], "guessed"),
    ],
    ids=[
        "one",
        "one and hearsay",
        "two",
        "a plain fact",
        "a guess at a fact",
        "two against a guess",
        "a form",
    ],
)
def test_it_takes_two_who_know_or_a_plain_fact_to_confirm(rows, certainty):
    told = evidence(*[(f"e{n}", "a", reason, says) for n, (reason, says) in enumerate(rows)])
    assert reasons.attribute(applications("a"), told, NO_HIRES)["certainty"].to_list() == [certainty]


def test_guesses_shuffled_at_random_move_no_total_of_reasons_that_others_named():
    names = [f"a{n}" for n in range(12)]
    others = [(f"e{n}", name, (R1, R2, R3)[n % 3], "feedback") for n, name in enumerate(names[:6])]
    random = np.random.default_rng(5)

    def inferred(guesses):
        told = evidence(*others, *[(f"g{n}", name, guess, "guess_early") for n, (name, guess) in guesses])
        attribution = reasons.attribute(applications(*names), told, NO_HIRES)
        table = reasons.by_month(attribution, applications(*names))
        return table[table["certainty"].isin(["inferred", "confirmed"])].reset_index(drop=True)

    first = inferred(list(enumerate((name, R1) for name in names)))
    for _ in range(5):
        drawn = [(name, str(random.choice(BUILT_IN.reasons))) for name in names]
        pd.testing.assert_frame_equal(inferred(list(enumerate(drawn))), first)


def test_without_any_sign_nothing_is_in_my_hands_and_the_list_says_so():
    none = reasons.attribute(applications("a", "b"), NO_EVIDENCE, NO_HIRES)
    assert reasons.in_my_hands(none).empty
    assert reasons.hands_say(reasons.in_my_hands(none), 0) == (
        ["So far no sign speaks for a reason that was in your hands. That does not rule one out."], [],
    )  # fmt: skip
    assert reasons.hands_range_says(reasons.hands(none)) == ""


def test_a_rejection_that_other_assumptions_would_turn_is_one_of_several_in_totals():
    found = hires({"hired_from": "external", "verdict": "you stronger"})
    torn = reasons.attribute(applications("a"), NO_EVIDENCE, found)
    assert torn["unclear"].all() and torn["certainty"].to_list() == ["inferred"]
    table = reasons.by_month(torn, applications("a"))
    assert table[["reason", "n"]].to_numpy().tolist() == [["several", 1]]
    assert reasons.ranges(torn)["n"].drop("several").sum() == 0
    assert reasons.in_words(table)["reason"].to_list() == ["several possible"]


def test_the_range_moves_with_the_prior_too(monkeypatch):
    names = [f"a{n}" for n in range(20)]
    told = evidence(*[(f"e{n}", name, R2, "stated") for n, name in enumerate(names)])
    attribution = reasons.attribute(applications(*names), told, NO_HIRES)
    wide = reasons.hands(attribution)
    monkeypatch.setattr(reasons, "PRIOR_COUNTS", 1e9)
    narrow = reasons.hands(attribution)
    assert wide["low"] < narrow["low"] <= narrow["high"] < wide["high"]
    said = f"{wide['low']} to {wide['high']} may have been in your hands: a 90 % range"
    assert said in reasons.hands_range_says(wide)
    one = reasons.hands(reasons.attribute(applications("a0"), told.head(1), NO_HIRES))
    assert one.to_list() == [0, 1, 1]
    assert reasons.hands_range_says(one) == "Too little is known to say whether it was in your hands."


def test_two_who_know_and_agree_confirm_a_reason_and_one_guess_never_does():
    told = evidence(("e1", "a", R2, "feedback"), ("e2", "a", R2, "stated"), ("e3", "b", R2, "guess_later"))
    answer = reasons.attribute(applications("a", "b"), told, NO_HIRES)
    assert answer["certainty"].to_dict() == {"a": "confirmed", "b": "guessed"}
    assert answer.loc["a", "says"] == "most likely"


def test_of_one_family_only_the_strongest_sign_counts():
    both = evidence(("e1", "a", R1, "referral_hearsay"), ("e2", "a", R3, "referral_first_hand"))
    answer = reasons.attribute(applications("a"), both, NO_HIRES)
    alone = reasons.attribute(applications("a"), both.loc[both["evidence"] == "e2"], NO_HIRES)
    pd.testing.assert_frame_equal(answer, alone)
    moved = reasons.moves(applications("a"), both, NO_HIRES).set_index("item")
    assert moved["counts"].to_dict() == {"e1": False, "e2": True}
    assert moved.loc["e1", "moved"] == 0 and moved.loc["e2", "moved"] > 0.2


def test_a_sentence_in_a_note_that_was_recorded_with_who_said_it_counts_once():
    words = "Ida says they wanted somebody who has kept a harbour"
    both = evidence(
        {"evidence": "e1", "application": "a", "reason": R2, "says": "noted", "words": words},
        {"evidence": "e2", "application": "a", "reason": R2, "says": "referral_hearsay", "words": words},
        {"evidence": "e3", "application": "b", "reason": R2, "says": "noted", "words": words},
    )
    answer = reasons.attribute(applications("a", "b"), both, NO_HIRES)
    alone = reasons.attribute(applications("a", "b"), both.loc[both["evidence"] != "e1"], NO_HIRES)
    pd.testing.assert_frame_equal(answer, alone)
    moved = reasons.moves(applications("a", "b"), both, NO_HIRES).set_index("item")
    assert moved["counts"].to_dict() == {"e1": False, "e2": True, "e3": True}


def test_the_table_of_hires_stands_for_what_was_said_about_the_hire():
    said = evidence(("e1", "a", R1, "hire_observed"))
    with_both = reasons.attribute(applications("a"), said, hires({"hired_from": "internal"}))
    pd.testing.assert_frame_equal(
        with_both, reasons.attribute(applications("a"), NO_EVIDENCE, hires({"hired_from": "internal"}))
    )


def test_a_hire_overturns_a_first_guess_and_the_revision_says_so():
    guess = {
        "evidence": "e1",
        "application": "a",
        "reason": "not_demonstrated",
        "says": "guess_early",
        "recorded": "2026-03-11",
    }
    guesses, found = evidence(guess), hires({"hired_from": "internal", "recorded": "2026-05-02"})
    before, after = (
        reasons.attribute(applications("a"), reasons.as_of(guesses, day), reasons.as_of(found, day))
        for day in ("2026-03-31", "2026-05-31")
    )
    signs = [
        reasons.signs(applications("a"), reasons.as_of(guesses, day), reasons.as_of(found, day))
        for day in ("2026-03-31", "2026-05-31")
    ]
    change = reasons.revisions(before, after, *signs).iloc[0]
    assert (change["was"], change["now"]) == (R2, R3)
    assert change["added"] == "internal hire"
    assert reasons.revisions(after, after).empty
    blind = reasons.attribute(applications("a"), NO_EVIDENCE, reasons.as_of(found, "2026-05-31"))
    assert reasons.first_guess(guesses, blind)[["guessed", "later", "agreed"]].iloc[0].to_list() == [
        R2,
        R3,
        False,
    ]


def test_a_first_guess_is_not_judged_by_itself():
    guesses = evidence(
        ("e1", "a", R2, "guess_early"), ("e2", "a", R1, "template"), ("e3", "a", R2, "guess_later")
    )
    assert reasons.first_guess(guesses, reasons.attribute(applications("a"), guesses, NO_HIRES)).empty


def test_evidence_from_a_file_counts_from_its_own_day_and_a_note_from_the_day_it_was_written():
    rows = evidence(
        {"evidence": "mail", "source": "s1", "date": "2026-03-10", "recorded": "2026-11-01"},
        {"evidence": "note", "date": "2026-03-10", "recorded": "2026-05-01"},
        {"evidence": "undated"},
    )
    assert list(reasons.as_of(rows, "2026-03-31")["evidence"]) == ["mail", "undated"]
    assert list(reasons.as_of(rows, "2026-05-01")["evidence"]) == ["mail", "note", "undated"]
    assert list(reasons.as_of(rows, "2026-03-09")["evidence"]) == ["undated"]


def test_what_is_not_a_rejection_gets_no_reason():
    several = pd.concat(
        [applications("a"), applications("b", outcome="open"), applications("c", outcome="withdrawn")]
    )
    told = evidence(("e1", "b", R1, "feedback"), ("e2", "a", "withdrew", "guess_early"))
    assert reasons.attribute(several, told, NO_HIRES)["certainty"].to_dict() == {"a": "unknown"}


def test_a_minimum_not_met_and_the_users_own_reason_stand_under_a_built_in_one(tmp_path):
    (tmp_path / "reasons.toml").write_text(
        '[reasons.language]\nunder = "not_demonstrated"\nlabel = "the interview was in Dutch"\n',
        encoding="utf-8",
    )
    own = reasons.load(tmp_path)
    told = evidence(("e1", "a", "language", "feedback"), ("e2", "b", "minimum_not_met", "stated"))
    answer = reasons.attribute(applications("a", "b"), told, NO_HIRES, own)
    assert list(answer["top"]) == [R2, R2] and list(answer["finer"]) == ["language", "minimum_not_met"]
    assert (
        own.short("language") == "the interview was in Dutch" and own.taxonomy.at["language", "in_my_hands"]
    )
    with pytest.raises(TableError, match="language"):
        reasons.attribute(applications("a"), told, NO_HIRES)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[reasons\n", 1),
        ('\n[reasons.mine]\nlabel = "mine"\n', 2),
        ('[reasons.mine]\nunder = "minimum_not_met"\nlabel = "mine"\n', 1),
        ("[priors]\nmore_qualified = 1\n", 1),
        ("[reasons.logistics]\nprior = -1\n", 1),
        ('[reasons.logistics]\nprior = "much"\n', 1),
        ("[likelihood_ratios]\n\n'internal hire' = [1, 2]\n", 3),
        ('[named]\nlogistics = "specific gap"\n', 2),
        ("[says]\nfeedback = 2\n", 2),
        ('[verdicts]\n"equal" = "draw"\n', 2),
        ("reasons = 3\n", 1),
    ],
)
def test_a_bad_edit_is_refused_with_its_line(tmp_path, text, line):
    (tmp_path / "reasons.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as refused:
        reasons.load(tmp_path)
    assert refused.value.line == line


def test_an_edited_prior_moves_the_answer_and_no_file_means_the_built_in_settings(tmp_path):
    (tmp_path / "mine.toml").write_text("[reasons.internal_or_known]\nprior = 0.5\n", encoding="utf-8")
    own = reasons.load(tmp_path / "mine.toml")
    assert own.taxonomy["prior"].sum() == pytest.approx(1) and own.taxonomy.at[R3, "prior"] > 0.3
    pd.testing.assert_frame_equal(reasons.load(tmp_path).taxonomy, BUILT_IN.taxonomy)


def test_an_unknown_word_is_refused_by_name():
    for row in (("e1", "a", "unlucky", "feedback"), ("e1", "a", R1, "stars")):
        with pytest.raises(TableError, match=r"unlucky|stars"):
            reasons.attribute(applications("a"), evidence(row), NO_HIRES)
    with pytest.raises(TableError, match="splendid"):
        reasons.attribute(
            applications("a"), NO_EVIDENCE, hires({"hired_from": "external", "verdict": "splendid"})
        )


def test_months_add_up_to_the_rejections_and_an_undated_one_has_its_own_row():
    several = pd.concat(
        [
            applications("a", "b"),
            applications("c", outcome_date=None),
            applications("d", outcome_date="2026-04-01"),
        ]
    )
    told = evidence(("e1", "a", R2, "feedback"), ("e2", "a", R2, "stated"), ("e3", "c", R1, "stated"))
    attribution = reasons.attribute(several, told, NO_HIRES)
    table = reasons.by_month(attribution, several)
    by_month = table["n"].groupby(table["month"].fillna("no day")).sum().round(9)
    assert by_month.to_dict() == {"2026-03": 2, "2026-04": 1, "no day": 1}
    march = table.loc[table["month"] == "2026-03"].groupby("certainty")["n"].sum()
    assert march["unknown"] == 1 and march["confirmed"] == 1
    assert set(table.loc[table["certainty"] == "unknown", "reason"]) == {"unknown"}


def test_a_reader_sees_words_and_no_codes():
    told = evidence(("e1", "a", R2, "feedback"))
    signs = reasons.in_words(reasons.moves(applications("a"), told, NO_HIRES))
    assert list(signs["toward"]) == ["didn’t come across"] and signs["share_moved"].iloc[0] > 0.3
    ranges = reasons.in_words(reasons.ranges(reasons.attribute(applications("a"), told, NO_HIRES)))
    assert list(ranges.index)[:2] == ["more qualified", "didn’t come across"]


def test_ranges_are_wide_and_seeded():
    names = [f"a{n}" for n in range(12)]
    told = evidence(*[(f"e{n}", name, R1 if n < 6 else R3, "stated") for n, name in enumerate(names)])
    attribution = reasons.attribute(applications(*names), told, NO_HIRES)
    table = reasons.ranges(attribution)
    assert table["n"].sum() == 12 and table.loc[R1, "n"] == 6
    assert table.loc[R1, "low"] < 6 and table.loc[R1, "high"] > table.loc[R1, "low"] + 2
    pd.testing.assert_frame_equal(table, reasons.ranges(attribution))


def test_an_imputed_count_has_the_mean_and_spread_of_its_poisson_binomial_where_the_prior_stands(monkeypatch):
    monkeypatch.setattr(reasons, "PRIOR_COUNTS", 1e9)
    told = evidence(*[(f"e{n}", f"a{n}", R1, "stated") for n in range(40)])
    attribution = reasons.attribute(applications(*[f"a{n}" for n in range(40)]), told, NO_HIRES)
    counts = reasons._draws(attribution, BUILT_IN)[:, 0]
    p = attribution[R1].iloc[0]
    assert counts.mean() == pytest.approx(40 * p, abs=0.2)
    assert counts.var() == pytest.approx(40 * p * (1 - p), rel=0.1)


def test_a_group_of_one_finer_reason_alone_has_its_label_and_its_advice():
    rows = [("e1", "a", "overqualified", "feedback"), ("e2", "b", "overqualified", "feedback")]
    alone = reasons.attribute(applications("a", "b"), evidence(*rows), NO_HIRES)
    assert reasons.said(alone.loc["a"]).startswith("most likely they thought you overqualified (about ")
    (mine,), _ = reasons.hands_say(reasons.in_my_hands(alone), 2)
    assert mine == (
        "**Overqualified**, 2 of 2. Say in the letter why this level is what you want, and for how long."
    )
    mixed = reasons.attribute(
        applications("a", "b"), evidence(rows[0], ("e2", "b", R2, "feedback")), NO_HIRES
    )
    (mine,), _ = reasons.hands_say(reasons.in_my_hands(mixed), 2)
    assert mine.startswith("**Didn’t come across**, 2 of 2. Prepare one true story")


def test_in_my_hands_has_two_groups_and_one_thing_to_do_for_each():
    told = evidence(("e1", "a", R2, "feedback"), ("e2", "b", R3, "stated"))
    table = reasons.in_my_hands(reasons.attribute(applications("a", "b", "c"), told, NO_HIRES))
    assert table["in_my_hands"].to_dict()[R2] and not table["in_my_hands"].to_dict()[R3]
    assert table["n"].to_dict() == {R2: 1, R3: 1}  # nothing speaks for the other five
    assert table["what_to_do"].str.len().min() > 20


def test_the_list_behind_a_segment_holds_its_rejections_in_words():
    several = pd.concat([applications("a", "b"), applications("c", outcome_date="2026-04-01")])
    told = evidence(("e1", "a", R2, "feedback"), ("e2", "c", R2, "feedback"))
    attribution = reasons.attribute(several, told, NO_HIRES)
    assert list(reasons.listed(attribution, several)["decided"].dt.month) == [4, 3, 3]
    behind = reasons.listed(attribution, several, "2026-03", R2)
    assert list(behind["in_words"]) == ["most likely something they looked for did not show (about 70 %)"]
    assert list(reasons.listed(attribution, several, "2026-03", "unknown")["in_words"]) == ["nobody said why"]


def test_the_revision_log_tells_in_which_month_what_changed_an_answer():
    guess = {
        "evidence": "e1",
        "application": "a",
        "reason": R2,
        "says": "guess_early",
        "recorded": "2026-03-11",
    }
    found = hires({"hired_from": "internal", "recorded": "2026-05-02"})
    log = reasons.revision_log(applications("a"), evidence(guess), found, "2026-06-15")
    assert log[["month", "company", "was", "now"]].to_numpy().tolist() == [["2026-05", "Northwind", R2, R3]]
    assert log["added"].iloc[0] == "internal hire"


def test_sentences_say_when_there_is_too_little():
    guesses = evidence(("e1", "a", R3, "guess_early"))
    blind = reasons.attribute(applications("a"), NO_EVIDENCE, hires({"hired_from": "internal"}))
    assert reasons.first_guess(guesses, blind)["agreed"].tolist() == [True]
    left, right = reasons.hands_say(reasons.in_my_hands(blind), 1)
    assert left == ["So far no sign speaks for a reason that was in your hands. That does not rule one out."]
    assert right[0].startswith("**Internal candidate**, 1 of 1. ")


def test_an_empty_search_gives_empty_tables_with_their_columns():
    attribution = reasons.attribute(applications(), NO_EVIDENCE, NO_HIRES)
    assert list(attribution.columns)[:7] == BUILT_IN.reasons and attribution.empty
    assert list(reasons.by_month(attribution, applications())) == ["month", "reason", "certainty", "n"]
    assert reasons.ranges(attribution)["n"].sum() == 0
    assert reasons.moves(applications(), NO_EVIDENCE, NO_HIRES).empty
    assert (
        reasons.revisions(attribution, attribution).empty
        and reasons.first_guess(NO_EVIDENCE, attribution).empty
    )
    assert reasons.in_my_hands(attribution)["n"].sum() == 0


SIGN = st.tuples(
    st.sampled_from([*BUILT_IN.taxonomy.index, "unknown"]), st.sampled_from(list(BUILT_IN.sources.index))
)
HIRE = st.fixed_dictionaries(
    {
        "hired_from": st.sampled_from(["internal", "external", "unknown"]),
        "verdict": st.sampled_from(
            [None, "hire better", "comparable", "Comparable — different strengths (fragile)", "you stronger"]
        ),
        "left": st.sampled_from([None, "2026-06-01"]),
        "reopened": st.sampled_from([None, "2026-06-01"]),
    }
)
SEARCH = st.lists(st.tuples(st.lists(SIGN, max_size=6), st.lists(HIRE, max_size=2)), min_size=1, max_size=25)


def tables_of(search):
    """Many rejections at once, so that a law is tried often and fast."""
    names = [f"a{n}" for n in range(len(search))]
    rows = [
        (f"e{n}-{k}", f"a{n}", *sign) for n, (signs, _) in enumerate(search) for k, sign in enumerate(signs)
    ]
    seen = [
        {"hire": f"h{n}-{k}", "application": f"a{n}"} | hire
        for n, (_, found) in enumerate(search)
        for k, hire in enumerate(found)
    ]
    return applications(*names), evidence(*rows), tables.frame("hires", seen)


@settings(max_examples=8, deadline=None)
@given(SEARCH, st.integers(0, 99))
def test_probabilities_add_to_one_and_the_order_of_evidence_does_not_matter(search, seed):
    rejected, rows, found = tables_of(search)
    answer = reasons.attribute(rejected, rows, found, BUILT_IN)
    shares = answer[BUILT_IN.reasons]
    assert np.allclose(shares.sum(axis=1), 1) and (shares >= 0).all(axis=None)
    turned = reasons.attribute(rejected, rows.sample(frac=1, random_state=seed), found.iloc[::-1], BUILT_IN)
    pd.testing.assert_frame_equal(answer, turned, check_exact=True)
    assert reasons.by_month(answer, rejected, BUILT_IN)["n"].sum() == len(search)
    assert set(answer["says"]) <= {"most likely", "possible", "unclear"}


@settings(max_examples=12, deadline=None)
@given(SEARCH, SIGN)
def test_more_evidence_for_a_reason_never_lowers_it_and_only_where_it_belongs(search, sign):
    reason, says = sign
    rejected, rows, found = tables_of(search)
    more = [
        {"evidence": f"new{n}", "application": name, "reason": reason, "says": says}
        for n, name in enumerate(rejected.index[1:])
    ]
    before = reasons.attribute(rejected, rows, found, BUILT_IN)
    after = reasons.attribute(
        rejected, tables.frame("evidence", [*rows.to_dict("records"), *more]), found, BUILT_IN
    )
    if reason != "unknown":
        raised = R2 if reason in {"minimum_not_met", "overqualified"} else reason
        assert (after[raised] >= before[raised] - 1e-12).all()
    pd.testing.assert_series_equal(after.iloc[0], before.iloc[0], check_exact=True)


@settings(max_examples=6, deadline=None)
@given(SEARCH)
def test_what_a_sign_moved_is_the_answer_with_it_less_the_answer_once_it_is_taken_back(search):
    rejected, rows, found = tables_of(search)
    first = rows.drop_duplicates("application")
    full = reasons.attribute(rejected, rows, found, BUILT_IN)
    without = reasons.attribute(rejected, rows.drop(first.index), found, BUILT_IN)
    moved = reasons.moves(rejected, rows, found, BUILT_IN)
    for sign in moved.loc[moved["item"].isin(first["evidence"])].to_dict("records"):
        change = (
            full.at[sign["application"], sign["toward"]] - without.at[sign["application"], sign["toward"]]
        )
        assert sign["moved"] == pytest.approx(change, abs=1e-12)


def test_a_note_of_what_their_letter_says_is_no_second_sign():
    days = tables.days(["2026-03-10", "2026-05-12", "2026-03-11"])
    rows = pd.DataFrame(
        {
            "evidence": ["list", "letter", "other"],
            "application": ["a", "a", "a"],
            "reason": ["internal", "internal", "salary"],
            "says": ["noted", "stated", "noted"],
            "date": days,
            "recorded": days,
            "source": ["list.csv", "m.mbox", "list.csv"],
        }
    )
    assert list(reasons.as_of(rows, "2026-06-01")["evidence"]) == ["letter", "other"]
    assert list(reasons.as_of(rows, "2026-04-01")["evidence"]) == ["list", "other"]
