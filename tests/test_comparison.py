"""You and the person hired: the rule, its symmetry, its numbers, and what a posting asked."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit import comparison, credentials, tables
from jobkit.comparison import COMPARABLE, DIFFERENT, HIRE, UNCLEAR, YOU
from jobkit.errors import TableError

ROOT = Path(__file__).parents[1]
MIRROR = {"hire": "you", "you": "hire", "tie": "tie", "unknown": "unknown"}
DIRECTIONS = {HIRE: YOU, YOU: HIRE}
AT = "2024-03-01"


def scores(*ahead: str, weights=None) -> pd.DataFrame:
    """One row a dimension; weights of the eight dimensions unless given."""
    weights = weights or list(comparison.WEIGHTS.values())[: len(ahead)]
    return pd.DataFrame({"dimension": range(len(ahead)), "weight": weights, "ahead": ahead})


def posting(*rows: str) -> pd.DataFrame:
    """`must skill SQL`: strength, dimension, value; the requirement goes by its value."""
    parts = [row.split(" ", 2) for row in rows]
    table = pd.DataFrame(parts, columns=["strength", "dimension", "value"])
    return table.assign(requirement=[f"{value} ({dimension})" for _, dimension, value in parts])


# ---- the rule

ahead = st.lists(st.sampled_from(["hire", "tie", "you", "unknown"]), min_size=1, max_size=8)


@given(ahead)
@settings(deadline=None)
def test_swapping_you_and_the_hire_mirrors_the_verdict(said):
    there, back = (comparison.verdict(scores(*one)) for one in (said, [MIRROR[one] for one in said]))
    assert back.verdict == DIRECTIONS.get(there.verdict, there.verdict)
    assert pytest.approx((there.E, -there.S, 1 - there.Q)) == (back.E, back.S, back.Q)
    assert back.bounds == pytest.approx((-there.bounds[1], -there.bounds[0]))
    assert back.fragile == there.fragile


@given(ahead, st.lists(st.sampled_from([0.5, 1.0, 2.0]), min_size=1, max_size=4))
@settings(deadline=None)
def test_adding_unknowns_never_strengthens_a_verdict(said, more):
    table = scores(*said)
    extra = scores(*["unknown"] * len(more), weights=more)
    before, after = comparison.verdict(table), comparison.verdict(pd.concat([table, extra]))
    assert after.verdict in (before.verdict, UNCLEAR)
    assert after.E <= before.E
    assert after.bounds[0] <= before.bounds[0] + 1e-9
    assert after.bounds[1] >= before.bounds[1] - 1e-9


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("hire hire hire hire tie tie tie tie", HIRE),
        ("you you you you tie tie tie tie", YOU),
        ("tie tie tie tie tie tie tie tie", COMPARABLE),
        ("hire you hire you tie tie tie tie", DIFFERENT),
        ("hire tie tie tie tie tie tie tie", COMPARABLE),
        ("hire hire hire unknown unknown unknown unknown unknown", UNCLEAR),
        ("unknown unknown unknown hire hire hire hire hire", UNCLEAR),
    ],
)
def test_the_verdict_follows_the_rule(said, verdict):
    assert comparison.verdict(scores(*said.split())).verdict == verdict


def test_one_dimension_alone_does_not_carry_a_verdict():
    carried = comparison.verdict(scores("hire", "tie", "tie", "tie", weights=[2, 1, 1, 1]))
    assert carried.S >= 0.33
    assert carried.verdict == COMPARABLE


def test_a_verdict_that_the_unknown_could_turn_is_fragile():
    assert comparison.verdict(scores(*["hire"] * 4, "tie", "unknown", "unknown", weights=[1] * 7)).fragile
    assert not comparison.verdict(scores(*["hire"] * 6, weights=[1] * 6)).fragile


def test_an_open_must_have_that_would_decide_leaves_it_unclear():
    table = scores("tie", "hire", "tie", "tie", "tie", "tie", weights=[2, 2, 1.5, 1, 1, 1])
    assert comparison.verdict(table.assign(if_hire=["tie", *[np.nan] * 5])).verdict == COMPARABLE
    assert comparison.verdict(table.assign(if_hire=["hire", *[np.nan] * 5])).verdict == UNCLEAR


def test_a_side_that_is_none_is_refused():
    with pytest.raises(TableError, match="them"):
        comparison.verdict(scores("them"))


def test_the_simulation_gives_the_figures_the_method_was_settled_on():
    spec = importlib.util.spec_from_file_location("bench", ROOT / "benchmarks" / "comparison.py")
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    for what, chances, unknown, cut, expected in bench.CASES:
        found = bench.verdicts(chances, unknown, cut, pairs=2_000)
        for name, share in zip((HIRE, YOU, UNCLEAR), expected, strict=True):
            assert found.get(name, 0) == pytest.approx(share, abs=0.035), what


# ---- you and one hire

NURSE = {"years": 6, "education": "BSc", "seniority": "IC2", "skills": ["Wound care", "Triage"], "recency": 0}
WARD = posting("must years 5", "must skill Wound Care", "should skill Phlebotomy", "should education 6")


def test_a_hire_ahead_in_years_rank_and_degree_is_better_on_paper():
    told = {"years": "10–15", "education": "master", "seniority": "Ward Manager", "recency": 0}
    told |= {"skills": ["IV therapy", "wound care"]}
    hire = {"credentials": told, "hired": AT, "how_known": "team page", "seen": AT}
    found = comparison.compare(NURSE, hire, WARD)
    assert found.verdict == HIRE
    assert found.they_meet_you_do_not == ("Phlebotomy (skill)",)
    assert found.you_meet_they_do_not == ()
    assert found.evidence.loc["years", ["you", "hire", "ahead"]].tolist() == [
        "6 years",
        "10–15 years",
        "hire",
    ]
    assert found.evidence["source"].eq("team page").all()
    assert found.evidence.loc[found.evidence["ahead"] != "unknown", "confidence"].eq("high").all()
    assert found.says[0] == f"In short: {HIRE}."


def test_what_a_hire_does_not_show_is_unknown_and_not_absent():
    hire = {"years": 6, "education": 6, "seniority": "IC2", "skills": ["Triage"]}
    met = comparison.compare(NURSE, hire, WARD, at=AT).requirements
    assert met.loc["Wound Care (skill)", "hire"] == "unknown"
    assert met.loc["Phlebotomy (skill)", "you"] == "not"
    told = comparison.compare(NURSE, hire | {"complete": ["skills"]}, WARD, at=AT)
    assert told.requirements.loc["Wound Care (skill)", "hire"] == "not"
    assert told.you_meet_they_do_not == ("Wound Care (skill)",)


def test_nothing_known_of_a_hire_is_not_enough_evidence():
    found = comparison.compare(NURSE, {}, WARD, at=AT)
    assert (found.verdict, found.E) == (UNCLEAR, 0)
    assert set(found.evidence["ahead"]) == {"unknown"}
    assert "Nothing follows from this yet" in found.says[3]
    assert comparison.points(found).empty


def test_without_a_posting_what_was_asked_is_unknown():
    found = comparison.compare(NURSE, NURSE, None, at=AT)
    assert found.evidence.loc[["requirements", "skills", "certificates"], "ahead"].eq("unknown").all()
    assert found.requirements.empty


def test_where_a_hire_came_from_is_said_and_never_scored():
    facts = {"years": 9, "education": 7, "seniority": "lead", "recency": 0}
    inside, outside = (
        comparison.compare(NURSE, {"hired_from": where, "credentials": facts}, WARD, at=AT)
        for where in ("internal", "external")
    )
    assert (inside.verdict, inside.S, inside.E) == (outside.verdict, outside.S, outside.E)
    assert inside.says[:-1] == outside.says
    assert "no qualification" in inside.says[-1]


@pytest.mark.parametrize(
    ("you", "hire", "ahead"),
    [(5, 6.9, "tie"), (5, 7, "hire"), (10, 12, "tie"), (10, 12.5, "hire"), (16, 30, "tie"), (14, 30, "hire"),
     ("8–10", "15+", "hire"), (7, 5, "you"), (None, 5, "unknown")],
)  # fmt: skip
def test_years_differ_by_two_and_a_quarter_up_to_fifteen(you, hire, ahead):
    found = comparison.compare({"years": you}, {"years": hire}, None, at=AT)
    assert found.evidence.loc["years", "ahead"] == ahead


facts = st.fixed_dictionaries(
    {"complete": st.just(["skills", "certificates", "languages"])},
    optional={
        "years": st.integers(0, 30),
        "education": st.integers(3, 8),
        "seniority": st.sampled_from(credentials.SENIORITY),
        "skills": st.lists(st.sampled_from(["SQL", "Python", "Triage"]), max_size=3),
        "certificates": st.lists(st.just("First Aid"), max_size=1),
        "domain": st.booleans(),
        "recency": st.integers(0, 60),
    },
)
asked = posting(
    "must skill SQL", "should skill Triage", "must years 4", "should certificate First Aid", "should domain x"
)


@given(facts, facts)
@settings(deadline=None, max_examples=30)
def test_two_people_told_alike_can_be_swapped(one, other):
    there, back = comparison.compare(one, other, asked, at=AT), comparison.compare(other, one, asked, at=AT)
    assert back.verdict == DIRECTIONS.get(there.verdict, there.verdict)
    assert back.they_meet_you_do_not == there.you_meet_they_do_not
    assert list(back.evidence["ahead"]) == [MIRROR[one] for one in there.evidence["ahead"]]


def test_either_of_two_skills_meets_a_choice():
    choice = posting("must skill Microsoft Azure|Amazon Web Services")
    assert comparison.compare({"skills": ["AWS"]}, {}, choice, at=AT).requirements["you"].tolist() == ["met"]


def test_sectors_are_compared_by_their_words():
    domain = posting("should domain transport")
    found = comparison.compare({"domain": "Road transport"}, {"domain": "retail"}, domain, at=AT)
    assert found.evidence.loc["domain", "ahead"] == "you"


def test_your_credentials_are_taken_from_a_file_or_from_the_store(tmp_path):
    resume = {"work": [{"name": "A", "position": "Nurse", "startDate": "2018-03", "endDate": "2024-02"}]}
    path = tmp_path / "resume.json"
    path.write_text(json.dumps(resume | {"skills": [{"name": "Triage"}]}), encoding="utf-8")
    mine = credentials.read(path)
    hire = {"credentials": {"years": "8–10"}, "hired": pd.Timestamp(AT)}
    for you in (mine, credentials.rows(mine)):
        found = comparison.compare(you, hire, WARD, relevant=["nurse"])
        assert found.evidence.loc["years", "you"] == "6 years"
    assert (
        comparison.compare(mine, mine, WARD, at=AT).requirements.loc["Wound Care (skill)", "hire"]
        == "unknown"
    )
    with pytest.raises(TableError, match="day of the hire"):
        comparison.compare(mine, {}, WARD)


# ---- several hires


def jobs(**ahead_in) -> pd.DataFrame:
    rows = [(name, who) for name, said in ahead_in.items() for who in said]
    return pd.DataFrame(rows, columns=["dimension", "ahead"])


@pytest.mark.parametrize(("k", "m", "p"), [(4, 5, 0.91), (7, 8, 0.99), (12, 15, 0.99)])
def test_the_share_of_jobs_has_its_jeffreys_interval(k, m, p):
    found = comparison.patterns(jobs(years=["hire"] * k + ["you"] * (m - k))).loc["years"]
    assert found["p_more"] == pytest.approx(p, abs=0.006)
    if (k, m) == (4, 5):
        assert (found["low"], found["high"]) == pytest.approx((0.44, 0.96), abs=0.005)


def test_below_six_decided_hires_it_says_how_many_more_it_takes():
    found = comparison.patterns(jobs(years=["hire"] * 5, skills=["tie", "unknown"])).loc["years"]
    assert pd.isna(found["p_sign"])
    assert pd.isna(found["p_flip"])
    assert "it takes 1 more, all one way" in found["says"]
    said = comparison.patterns_say(comparison.patterns(jobs(years=["hire"] * 5, skills=["tie", "unknown"])))
    assert "with 2 dimensions looked at, it takes 7, all one way" in said[-2]
    assert said[1] == "Too seldom decided to say anything: skills (0 of 0)."


def test_the_exact_tests_give_their_published_values():
    found = comparison.patterns(
        jobs(a=["hire"] * 9, b=["hire"] * 14 + ["you"], c=["hire"] * 17 + ["you"] * 3)
    )
    assert found["p_sign"].tolist() == pytest.approx([2 / 2**9, 32 / 2**15, 2 * 1351 / 2**20])
    assert found["p_holm"].tolist() == pytest.approx(
        [2 * 2 * 1351 / 2**20, 3 * 32 / 2**15, 2 * 2 * 1351 / 2**20]
    )
    assert found.loc["a", "p_flip"] == 2 / 2**9


def test_sign_flips_are_counted_exactly_up_to_fifteen_and_drawn_alike_above():
    # Fisher's own example, Darwin's 15 pairs of maize: 1,726 of 32,768 (The Design of Experiments, §21).
    darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
    assert comparison.sign_flip(darwin) == 1726 / 32768
    assert comparison.sign_flip([*darwin, 0]) == pytest.approx(1726 / 32768, abs=0.006)


def test_how_many_must_be_unanimous():
    assert [comparison.unanimous(n) for n in (1, 8)] == [6, 9]


def test_gaps_are_ranked_by_the_jobs_they_touched():
    hires = [{"skills": ["Wound Care", "Phlebotomy"], "years": 9}, {"skills": ["phlebotomy"], "years": 9}]
    mine = {"skills": ["Wound Care"], "years": 1}
    found = comparison.gaps([comparison.compare(mine, hire, WARD, at=AT) for hire in hires])
    assert found[["gap", "jobs", "closable"]].to_numpy().tolist() == [
        ["5 (years)", 2, "with time"],
        ["Phlebotomy", 2, "yes"],
    ]
    assert comparison.gaps([]).empty


def test_the_share_of_internal_hires_leaves_out_the_unknown():
    hires = pd.DataFrame({"hired_from": ["internal"] * 4 + ["external"] * 5 + ["unknown"] * 3})
    found = comparison.internal(hires)
    assert (found["k"], found["n"]) == (4, 9)
    assert (found["low"], found["high"]) == pytest.approx((0.19, 0.73), abs=0.005)


def test_no_hires_give_empty_tables_with_their_columns():
    found = comparison.patterns([])
    assert found.empty
    assert list(found.columns) == [*comparison.PATTERN, "p_holm", "says"]
    assert comparison.internal(pd.DataFrame({"hired_from": []}))["says"] == ""


def recorded() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two hires, of one of whom nothing is known, and your own credentials, as a search holds them."""
    told = {"years": "8–10", "education": 7, "recency": 6}
    rows = [
        {"hire": "hire-1", "application": "a", "hired": AT, "hired_from": "internal", "credentials": told},
        {"hire": "hire-2", "application": "b", "left": AT, "hired_from": "external"},
    ]
    role = {"section": "role", "title": "Nurse", "started": "2018", "ended": "present"}
    return tables.frame("hires", rows), tables.frame("credentials", [role, role])


def test_each_hire_of_whom_something_is_known_is_compared():
    hires, you = recorded()
    found = comparison.each(hires, you, tables.empty("postings"))
    assert list(found) == ["hire-1"]
    applications = tables.frame("applications", [{"application": name, "company": name * 3} for name in "ab"])
    listed = comparison.verdicts(hires, found, applications)
    assert listed["on_paper"].tolist() == [UNCLEAR, "nothing known of them"]
    assert listed["since"].tolist() == ["", "left again"]


def test_careers_stand_on_one_axis_and_a_hire_has_the_years_of_the_band():
    hires, you = recorded()
    found = comparison.careers(you, hires)
    assert found["who"].tolist() == ["you", "hire-1"]
    assert found.loc[1, ["started", "ended"]].tolist() == [
        pd.Timestamp("2014-09-01"),
        pd.Timestamp("2023-09-01"),
    ]
    assert found.loc[0, "started"] == pd.Timestamp("2018-07-01")
    assert found["hired"].eq(pd.Timestamp(AT)).all()


def test_one_application_is_compared_whoever_is_known_of():
    hires, you = recorded()
    asked = tables.empty("postings")
    assert comparison.latest(hires) == "a"
    assert comparison.latest(hires.iloc[:0]) == ""
    assert comparison.case("a", hires, you, asked, AT).evidence.loc["years", "hire"] == "8–10 years"
    assert set(comparison.case("z", hires, you, asked, AT).evidence["hire"]) == {"unknown"}
    assert comparison.points(comparison.case("a", hires, you, asked, AT)).loc["years", "hire"] == 0.45


def test_a_hire_without_a_day_has_a_bar_up_to_the_day_you_heard_of_it():
    hires, you = recorded()
    heard = comparison.careers(you, hires.assign(hired=pd.NaT, seen=pd.Timestamp("2024-03-01")))
    assert heard.loc[heard["who"] == "hire-1", "hired"].eq(pd.Timestamp("2024-03-01")).all()
    assert "hire-1" in heard["who"].tolist()


def test_what_your_credentials_do_not_name_is_not_met_and_without_any_it_is_unknown():
    hires, you = recorded()
    asked = posting("must skill SAP").assign(application="a")
    for own, met in ((you, "not"), (you.iloc[:0], "unknown")):
        found = comparison.case("a", hires, own, asked, AT).requirements
        assert found[["you", "hire"]].to_numpy().tolist() == [[met, "unknown"]]


def test_one_of_something_is_said_in_the_singular():
    hires, you = recorded()
    found = comparison.each(hires, you, tables.empty("postings"))
    known = {"years": 4, "seniority": None}
    one = comparison.compare(known, {"years": 9}, at=AT)
    assert one.says[1].startswith("Of 1 dimension that")
    listed = comparison.verdicts(hires.tail(1), found, tables.empty("applications"))
    assert comparison.verdicts_say(listed).startswith("1 hire. ")


def test_a_search_without_hires_or_credentials_gives_empty_tables():
    hires, you = recorded()
    nobody = tables.empty("hires")
    assert comparison.each(hires, you.iloc[:0], tables.empty("postings")) == {}
    assert comparison.careers(you.iloc[:0], nobody).empty
    assert comparison.verdicts(nobody, {}, tables.empty("applications")).empty
    assert comparison.patterns_say(comparison.patterns({})) == ["No hire has been compared with you yet."]


def test_years_in_the_field_are_never_held_against_years_of_all_kinds():
    hire = {"years": 9, "relevant_years": 2}
    asked = posting("must years 5")
    found = comparison.compare({"years": 9}, hire, asked, at=AT)
    assert found.requirements[["you", "hire"]].to_numpy().tolist() == [["met", "met"]]
