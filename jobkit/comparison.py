"""You and the person hired, on paper: what the posting asked, who is ahead where, and how sure that is.

Credentials predict work weakly (experience before the hire: a correlation of .06 in 44 studies, Van
Iddekinge and others 2019), so nothing here says more than “on paper”. What is not known of a hire is
unknown, never absent. Where a hire came from is no qualification: it is a reason, not a dimension.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from jobkit import credentials, skills, tables
from jobkit.credentials import SENIORITY, Credentials
from jobkit.errors import TableError
from jobkit.language import english
from jobkit.language.text import fold
from jobkit.language.vocabulary import listed, shipped
from jobkit.mentions import LED, content, level_asked, years_field
from jobkit.postings import requirements as requirements
from jobkit.sources.resumes.profiles import phrase

HIRE, YOU = "hire better qualified on paper", "you were stronger on paper"
COMPARABLE, DIFFERENT = "comparable", "comparable — different strengths"
UNCLEAR = "not enough evidence"
ENOUGH, DIMENSIONS, DECIDED, CUT, SURE, DRAWS, SEED = 0.60, 4, 3, 0.33, 0.90, 1_000, 20_261_031
FULL_YEARS = 20
"""Years that stand at 1 on a comparison's scale."""
WEIGHTS = {"requirements": 2.0, "years": 2.0, "seniority": 1.5, "education": 1.0}
TOTAL_YEARS = 1.0
"""The weight of years of all kinds, half that of years in the field of the posting."""
WEIGHTS |= {"skills": 1.0, "domain": 1.0, "recency": 0.5, "certificates": 0.5}
SCORE = {"hire": 1.0, "tie": 0.0, "you": -1.0}
MET = {"met": 1.0, "partly": 0.5, "not": 0.0}
LEADING = frozenset("lead manager director exec".split())
LISTS = {"skill": "skills", "certificate": "certificates", "language": "languages"}
SHOWN = ("worked", "skills", "certificates")
"""What may show a skill that no table knows: “Moffett”, below a heading of licences."""
OWN_FACTS = ("years", "relevant_years", "education", "qualification", "seniority", "domain", "recency")
FACTS = (*OWN_FACTS, *LISTS.values())
WORDS = shipped("comparison")
LEVELS, EXAMPLES, MEANING, FRAGILE = (WORDS[name] for name in ("levels", "examples", "meaning", "fragile"))
DEGREES = {int(level): name for level, name in WORDS["degrees"].items()}
"""How a level of ISCED is called where the paper's own name of a qualification is not known."""
Skills = Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What scored dimensions come to: E known share of weight, S −1 (you) … +1 (hire), Q share of draws.

    `bounds` are S if all that is unknown spoke for you or for the hire, `if_behind` the verdict in the first
    case; `fragile`: one of the two would change it.
    """

    verdict: str
    E: float
    S: float
    Q: float
    bounds: tuple[float, float]
    fragile: bool
    if_behind: str

    @property
    def label(self) -> str:
        """The verdict as it stands everywhere: fragile where the unknown could turn it."""
        return f"{self.verdict} (fragile)" if self.fragile else self.verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Verdict):
    """You beside one hire. `evidence` is indexed by dimension; `requirements` by requirement."""

    evidence: pd.DataFrame
    requirements: pd.DataFrame
    they_meet_you_do_not: tuple[str, ...]
    you_meet_they_do_not: tuple[str, ...]
    says: tuple[str, ...]


def verdict(scores: pd.DataFrame) -> Verdict:
    """Return the verdict over scored dimensions.

    Hire (you) is better on paper when three dimensions are decided, S ≥ .33 (≤ −.33), Q ≥ .90 (≤ .10) and
    no single dimension, left out, turns S around; it is unclear below 60 % of weight or four dimensions
    known, or while an unknown must-have would decide. Q: 1,000 seeded draws of weights from
    Gamma(4 w / mean w), in which a tie counts half against the side that leads (the idea of stochastic
    multicriteria acceptability: Lahdelma, Hokkanen and Salminen 1998). Thresholds are our settings.
    Swapping the two sides mirrors every number.

    Parameters
    ----------
    scores : `dimension`, `weight`, `ahead` (hire, tie, you, unknown); `if_hire`, `if_you`: what `ahead`
        would be if the must-haves unknown in it were met by the hire, or not (missing: none unknown).
    """
    tables.require(scores, ("weight", "ahead"), "scores")
    wrong = set(scores["ahead"]) - {*SCORE, "unknown"}
    if wrong:
        raise TableError(f"“{sorted(map(str, wrong))[0]}” is not one of hire, tie, you, unknown.")
    weights = scores["weight"].to_numpy(float)
    said = scores["ahead"].map(SCORE).to_numpy(float)
    name, evidence, balance, share = _judged(weights, said)
    edges = [np.where(np.isnan(said), side, said) for side in (-1.0, 1.0)]
    low, high = (float(weights @ edge / weights.sum()) if len(weights) else 0.0 for edge in edges)
    behind, ahead = (_judged(weights, edge)[0] for edge in edges)
    flips = any(_class(edge) != _class(name) for edge in (behind, ahead))
    for column in ("if_hire", "if_you"):
        if column in scores and name != UNCLEAR:
            assumed = scores[column].map(SCORE).to_numpy(float)
            trial = _judged(weights, np.where(np.isnan(assumed), said, assumed))[0]
            if trial != UNCLEAR and _class(trial) != _class(name):
                name, flips = UNCLEAR, False
    return Verdict(name, evidence, balance, share, (low, high), bool(flips and name != UNCLEAR), behind)


def compare(
    you, hire, posting: pd.DataFrame | None = None, at=None, wider: Skills = None, role=""
) -> Comparison:
    """Return you beside the person hired, dimension by dimension, and the verdict with its robustness.

    Parameters
    ----------
    you, hire : `Credentials`, the store's long table, or a mapping of facts: `years`, `relevant_years`
        (numbers or bands such as `8–10`), `education` (ISCED or a degree), `seniority` (level or
        title), `skills`, `certificates`, `languages` (lists), `domain` (sector, or whether it is
        known), `recency` (months). A row of `hires` holds them under `credentials`. What is left out
        is unknown; a list says what is there and not what is not, unless it is named in `complete`
        (or `complete` is true). Your own lists are taken as complete as soon as anything is in them.
    posting : table of requirements as `requirements` gives it; None: what was asked is unknown.
    at : the day on which years are counted; by default the day of the hire.
    role : the title of the job, which tells what work `recency` is about, beside the field and the skills
        the posting requires.
    wider : names of skills beside those that ship with jobkit, alias → name, as `Search.skills` has them.
    """
    row = hire if isinstance(hire, Mapping | pd.Series) else {}
    at = at if _known(at) else _first(row, "hired", "seen", "recorded")
    asked = _asked(posting, wider)
    work = _Work(asked, role)
    mine, theirs = _facts(you, at, work, True, wider), _facts(hire, at, work, False, wider)
    met = _met(asked, mine, theirs)
    found = [line for line in _dimensions(mine, theirs, met, posting is not None) if line]
    seen = _first(row, "seen")
    how = str(row.get("how_known") or "") if seen is not None else ""
    evidence = pd.DataFrame(found).set_index("dimension")
    evidence["source"] = how or ("as you recorded it" if row is hire else "a file you hold")
    words, levels = set(phrase(how).split()), WORDS["confidence"].items()
    level = next((level for level, said in levels if words & set(said.split())), "medium")
    evidence["confidence"] = evidence["ahead"].ne("unknown").map({True: level, False: ""})
    evidence["seen"] = tables.days([seen] * len(evidence)).to_numpy()
    judged = verdict(evidence.reset_index())
    return Comparison(
        **{name: getattr(judged, name) for name in Verdict.__slots__},
        evidence=evidence,
        requirements=met,
        they_meet_you_do_not=tuple(met.index[(met["hire"] == "met") & met["you"].isin(["not", "partly"])]),
        you_meet_they_do_not=tuple(met.index[(met["you"] == "met") & met["hire"].isin(["not", "partly"])]),
        says=_says(judged, evidence, str(row.get("hired_from") or "")),
    )


def patterns(comparisons: Iterable[Comparison] | Mapping[str, Comparison] | pd.DataFrame) -> pd.DataFrame:
    """Return, by dimension, in how many jobs the hire was ahead of you, and what luck would do.

    `hire_ahead` of `decided` with the Jeffreys interval (90 %) of that share, `p_more` = P(share > ½),
    `p_sign` (exact sign test), `p_holm` (after Holm's correction for all dimensions looked at, those too
    seldom decided to be tested among them). Below six decided hires no test can reach .05 two-sided
    (2/2⁵ = .06), so they are missing. `of` jobs = `decided` + `tie` + `unknown`.

    Parameters
    ----------
    comparisons : several `Comparison`, or a long table with `dimension`, `ahead`.

    Examples
    --------
    >>> found = comparison.by_row(search.hires, search.credentials, search.postings)
    >>> comparison.patterns(found)[["hire_ahead", "decided"]].head(2)
                  hire_ahead  decided
    dimension
    requirements           3        5
    years                  2        3
    """
    found = comparisons.values() if isinstance(comparisons, Mapping) else comparisons
    parts = (
        [found]
        if isinstance(found, pd.DataFrame)
        else [one.evidence[["ahead"]].reset_index() for one in found]
    )
    long = pd.concat(parts) if parts else pd.DataFrame(columns=["dimension", "ahead"])
    tables.require(long, ("dimension", "ahead"), "comparisons")
    order = [*dict.fromkeys([*WEIGHTS, *long["dimension"]])]
    rows = {name: _pattern(group) for name, group in long.groupby("dimension", sort=False)}
    names = [name for name in order if name in rows]
    made = pd.DataFrame([rows[name] for name in names], columns=[*_pattern(long.iloc[:0])])
    made.index = pd.Index(names, name="dimension", dtype=tables.text_dtype())
    made["p_holm"] = _holm(made["p_sign"].to_numpy(float))
    made["says"] = [_pattern_says(row, len(made)) for row in made.to_dict("records")]
    return made


def patterns_say(patterns: pd.DataFrame) -> list[str]:
    """Return what the patterns come to, the dimensions decided most often first, and their limits."""
    if patterns.empty:
        return ["No hire has been compared with you yet."]
    ranked = patterns.sort_values(["decided", "hire_ahead"], ascending=False, kind="stable")
    often, seldom = (ranked[pick] for pick in (ranked["decided"] >= 3, ranked["decided"] < 3))
    told = [
        f"{name} ({row['hire_ahead']} of {row['decided']})" for name, row in seldom.to_dict("index").items()
    ]
    few = [f"Too seldom decided to say anything: {', '.join(told)}."] if told else []
    looked_at = english.count(len(patterns), "dimension")
    limits = [text.format(looked_at, unanimous(len(patterns))) for text in WORDS["limits"]]
    said = [f"{name}: {text}" for name, text in often["says"].items()]
    return [*said, *few, *limits]


def unanimous(n_dimensions: int = 1, level: float = 0.05) -> int:
    """Return how many hires, all one way, the sign test needs with that many dimensions after Holm."""
    return int(np.ceil(np.log2(2 * max(n_dimensions, 1) / level)))


def gaps(comparisons: Iterable[Comparison] | Mapping[str, Comparison], mine: bool = False) -> pd.DataFrame:
    """Return what hires met and you did not: in how many lost jobs, and as a must in how many.

    `mine`: the other way round, what you met and they did not.
    """
    found = comparisons.values() if isinstance(comparisons, Mapping) else comparisons
    columns = ["gap", "dimension", "jobs", "must"]
    rows = [
        one.requirements.loc[[*names], ["dimension", "value", "strength"]]
        for one in found
        if (names := one.you_meet_they_do_not if mine else one.they_meet_you_do_not)
    ]
    if not rows:
        return pd.DataFrame(columns=columns)
    long = pd.concat(rows).reset_index(names="requirement")
    long["gap"] = long["value"].where(
        long["dimension"].isin([*LISTS, "domain", "seniority"]), long["requirement"]
    )
    groups = long.groupby(["dimension", "gap"], sort=False)["strength"]
    made = groups.agg(jobs="size", must=lambda strength: int((strength == "must").sum())).reset_index()
    return made.sort_values(["jobs", "must", "gap"], ascending=[False, False, True], ignore_index=True)[
        columns
    ]


def by_row(
    hires: pd.DataFrame,
    you: pd.DataFrame,
    postings: pd.DataFrame,
    wider: Skills = None,
    applications: pd.DataFrame | None = None,
) -> dict[Any, Comparison]:
    """Return a comparison for every row of hires of whom something is known, by the row's index.

    `applications` tell the roles, so that recency is about this work.
    """
    tables.require(hires, ["hire", "application", "credentials"], "hires")
    known = hires[[isinstance(facts, dict) for facts in hires["credentials"]]] if len(you) else hires.iloc[:0]
    mine, role = credentials.from_rows(you), role_of(applications)
    return {
        at: compare(mine, row, asked_of(row, postings), wider=wider, role=role(row["application"]))
        for at, row in zip(known.index, known.to_dict("records"), strict=True)
    }


def judged(hires: pd.DataFrame, found: Mapping[Any, Comparison]) -> pd.DataFrame:
    """Return the hires with the `verdict` of each one's comparison (`by_row`), and whether it `is_fragile`.

    A hire of whom no credentials are known has no verdict.

    >>> found = comparison.by_row(search.hires, search.credentials, search.postings)
    >>> comparison.judged(search.hires, found)[["hire", "verdict"]].head(2)
         hire                         verdict
    0  hire-2                      comparable
    1  hire-3  hire better qualified on paper
    """
    every = [found.get(at) for at in hires.index]
    verdicts = [one.verdict if one else None for one in every]
    return hires.assign(verdict=verdicts, is_fragile=[bool(one and one.fragile) for one in every])


def asked_of(hire: Mapping[str, Any], postings: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return what the job of a hire asked for when they got it; None where that is not known.

    A description that was rewritten is recorded again on another day: the last one up to the day of the
    hire counts, else the first.
    """
    rows = None if postings is None else postings[postings["application"] == hire["application"]]
    if rows is None or rows.empty:
        return None
    days = rows["recorded"] if "recorded" in rows else pd.Series(pd.NaT, rows.index)
    day = _first(hire, "hired", "seen")
    before = days[days <= day].max() if day is not None else days.max()
    return rows[days.isna() | days.eq(days.min() if pd.isna(before) else before)]


def role_of(applications: pd.DataFrame | None):
    """Return the title of an application; "" where it is not known."""
    roles = {} if applications is None else applications["role"].dropna().to_dict()
    return lambda application: str(roles.get(application, ""))


def case(
    application: str, hires, you, postings, as_of, wider: Skills = None, applications=None
) -> Comparison:
    """Return you beside the person hired for one application; where nobody is known, all is unknown."""
    known = hires[hires["application"] == application].to_dict("records")
    hire = known[-1] if known else {}
    asked = asked_of(hire | {"application": application}, postings)
    at = _first(hire, "hired", "seen")
    role = role_of(applications)(application)
    return compare(you, hire, asked, as_of if at is None else at, wider, role)


def latest(hires: pd.DataFrame) -> str:
    """Return the application whose hire was heard of last; "" when there is none."""
    heard = hires.assign(heard=hires["seen"].fillna(hires["hired"]))
    last = heard.sort_values("heard", kind="stable", na_position="first")
    return str(last["application"].iloc[-1]) if len(last) else ""


# ---- the rule


def _judged(weights: np.ndarray, said: np.ndarray, cut: float = CUT) -> tuple[str, float, float, float]:
    known = ~np.isnan(said)
    if not known.any() or not weights[known].sum():
        return UNCLEAR, 0.0, 0.0, 0.5
    w, s = weights[known], said[known]
    evidence, balance = float(w.sum() / weights.sum()), float(w @ s / w.sum())
    drawn = _draws(tuple(w)) @ (s - 0.5 * np.sign(balance) * (s == 0))
    share = float(((drawn > 1e-12).sum() + (abs(drawn) <= 1e-12).sum() / 2) / DRAWS)
    without = w @ s - w * s
    if evidence < ENOUGH - 1e-9 or known.sum() < DIMENSIONS:
        name = UNCLEAR
    elif (s != 0).sum() < DECIDED:
        name = COMPARABLE
    elif balance >= cut and share >= SURE and (without > 1e-12).all():
        name = HIRE
    elif balance <= -cut and 1 - share >= SURE and (without < -1e-12).all():
        name = YOU
    else:
        name = DIFFERENT if (s > 0).sum() >= 2 and (s < 0).sum() >= 2 else COMPARABLE
    return name, evidence, balance, share


@lru_cache(maxsize=256)
def _draws(weights: tuple[float, ...]) -> np.ndarray:
    w = np.array(weights)
    return np.random.default_rng(SEED).gamma(4 * w / w.mean(), size=(DRAWS, len(w)))


def _class(name: str) -> str:
    return COMPARABLE if name == DIFFERENT else name


# ---- the dimensions


def _dimensions(you: dict, hire: dict, met: pd.DataFrame, is_asked: bool):
    """Each scored dimension: who is ahead, in words and from 0 to 1; None where the posting did not ask."""
    met = met.loc[[not is_check(str(value)) for value in met["value"]]]  # these tell nobody apart
    asked = {name: "; ".join(met.index[met["dimension"] == name]) for name in WEIGHTS}
    yield _coverage("requirements", met, is_asked)
    yield _years_line(asked, you, hire)
    ranks = (_rank(you["seniority"]), _rank(hire["seniority"]))
    levels = [LEVELS.get(name, name) for name in SENIORITY]
    yield _line("seniority", asked, ranks, _by(1), 9, lambda rank: levels[int(rank)])
    degrees = _line("education", asked, (you["education"], hire["education"]), _by(1), 8, _degree_named)
    for who, one in (("you", you), ("hire", hire)):
        if one["education"] is not None and one["qualification"]:
            degrees[who] = one["qualification"]
    yield degrees
    yield _coverage("skills", met[met["dimension"] == "skill"], is_asked)
    wanted = "|".join(met.loc[met["dimension"] == "domain", "value"].astype(str))
    sectors = [MET.get(_sector(person["domain"], wanted)) for person in (you, hire)]
    yield _line("domain", asked, sectors, _by(1), 1, lambda n: "in the sector" if n else "another sector")
    done = (you["recency"], hire["recency"])
    yield _line("recency", asked, done, _by(-24), -60, lambda n: english.ago(n) if n >= 1 else "doing it now")
    yield _coverage("certificates", met[met["dimension"] == "certificate"], is_asked)


def _years_line(asked: Mapping[str, str], you: dict, hire: dict) -> dict[str, Any]:
    """Years in the field of both, else years of all kinds at half the weight; bands by both of their ends."""
    in_field = you["relevant_years"] is not None and hire["relevant_years"] is not None
    mine, theirs = (one["relevant_years"] if in_field else _all_years(one) for one in (you, hire))
    line = _line("years", asked, (None, None), None, FULL_YEARS, str)
    line["weight"] = WEIGHTS["years"] if in_field else TOTAL_YEARS
    for who, one, band in zip(("you", "hire"), (you, hire), (mine, theirs), strict=True):
        line[who] = _years_say(one, band, in_field)
        if band:
            line[f"{who}_low"], line[f"{who}_high"] = (min(end / FULL_YEARS, 1.0) for end in band)
    if mine and theirs:
        line["ahead"] = _agreed(_more_years(one, other) for one in mine for other in theirs)
    return line


def _years_say(person: dict, band: tuple[float, float] | None, in_field: bool) -> str:
    if band is None:  # how many of them were in the field is not known
        return f"{_band_says(person['years'])} years of all kinds" if person["years"] else "unknown"
    said = person["bands"].get("relevant_years" if in_field else "years") if band[0] != band[1] else None
    surely = f" ({_band_says((band[0], band[0]))} surely in the field)"
    kind = " in the field" if in_field else " of all kinds" if band == person["years"] else surely
    return f"{said or _band_says(band)} years{kind}"


def _all_years(person: dict) -> tuple[float, float] | None:
    """Years of all kinds as a band that begins with those in the field, where they are known."""
    field, total = person["relevant_years"], person["years"]
    if total and total[0] and (not field[0] if field else person["is_field_asked"]):
        return None  # how much of it was in the field is not known: “0–10 years” would say nothing
    return (min(field[0], total[0]), total[1]) if field and total else total


def _band_says(band: tuple[float, float]) -> str:
    if band[1] < 1:
        return "under 1" if band[1] else "0"
    low, high = (f"{end:.0f}" for end in band)
    return low if low == high else f"{low}+" if band[1] == np.inf else f"{low}–{high}"


def _agreed(answers: Iterable[str]) -> str:
    """Return what all say; unknown where they differ."""
    several = set(answers)
    return several.pop() if len(several) == 1 else "unknown"


def _line(name: str, asked: Mapping[str, str], sides, rule, full: float, text) -> dict[str, Any]:
    """One dimension; `full` is what stands at 1 on its scale (negative: the least is best)."""
    you, hire = sides
    mine, theirs = (np.nan if side is None else min(max(side / full + (full < 0), 0), 1) for side in sides)
    return {
        "dimension": name,
        "asked": asked.get(name, ""),
        "you": "unknown" if you is None else text(you),
        "hire": "unknown" if hire is None else text(hire),
        "ahead": "unknown" if None in sides else rule(you, hire),
        "weight": WEIGHTS[name],
        **dict.fromkeys(("you_low", "you_high"), mine),
        **dict.fromkeys(("hire_low", "hire_high"), theirs),
        **dict.fromkeys(("if_hire", "if_you"), np.nan),
    }


def _coverage(name: str, part: pd.DataFrame, is_asked: bool) -> dict[str, Any] | None:
    """Ahead by ≥ .15 of weighted coverage, or by a must-have that one of them alone meets."""
    if is_asked and part.empty:
        return None
    must = (part["strength"] == "must").to_numpy()
    weight = np.where(must, 2.0, 1.0)
    you, hire = (part[who].map(MET).to_numpy(float) for who in ("you", "hire"))
    both = ~np.isnan(you) & ~np.isnan(hire)
    line = _line(name, {name: f"{len(part)} asked" if len(part) else ""}, (None, None), None, 1, str)
    if len(part):
        line |= {who: _met_says(part[who]) for who in ("you", "hire")}
    if len(part) and weight[both].sum() >= ENOUGH * weight.sum():
        line["ahead"] = _ahead(you, hire, weight, must)
        for who, met in (("you", you), ("hire", hire)):
            line |= dict.fromkeys(
                (f"{who}_low", f"{who}_high"), weight[both] @ met[both] / weight[both].sum()
            )
    if name == "certificates" and must.any():
        line["weight"] = 2.0
    if name == "requirements" and (must & ~both).any():
        for column, met in (("if_hire", 1.0), ("if_you", 0.0)):
            mine = np.where(must & np.isnan(you), 1.0 - met, you)
            line[column] = _ahead(mine, np.where(must & np.isnan(hire), met, hire), weight, must)
    return line


def _met_says(met: pd.Series) -> str:
    n_met, n_unknown = int((met == "met").sum()), int((met == "unknown").sum())
    if n_unknown == len(met):
        return "unknown"
    return f"{n_met} of {len(met)}, {n_unknown} unknown" if n_unknown else f"{n_met} of {len(met)} met"


def _ahead(you: np.ndarray, hire: np.ndarray, weight: np.ndarray, must: np.ndarray) -> str:
    """Who is ahead on the requirements that are known of both, of which there is one at least."""
    both = ~np.isnan(you) & ~np.isnan(hire)
    alone_hire, alone_you = (must & (hire == 1) & (you < 1)).any(), (must & (you == 1) & (hire < 1)).any()
    if alone_hire != alone_you:
        return "hire" if alone_hire else "you"
    apart = float(weight[both] @ (hire - you)[both] / weight[both].sum())
    return "hire" if apart >= 0.15 - 1e-9 else "you" if apart <= -0.15 + 1e-9 else "tie"


def _by(least: float):
    """A rule: ahead by at least so much; of less than nothing, by so much less."""
    way = np.sign(least)
    return lambda you, hire: (
        "tie" if abs(hire - you) < abs(least) else "hire" if way * hire > way * you else "you"
    )


def _more_years(you: float, hire: float) -> str:
    """Two years and a quarter more; when both are above fifteen, a tie."""
    low, high = sorted((you, hire))
    if low > 15 or high - low < 2 or high < 1.25 * low:
        return "tie"
    return "hire" if hire > you else "you"


def _met(asked: pd.DataFrame, you: dict, hire: dict) -> pd.DataFrame:
    met = asked.set_index("requirement").reindex(columns=["strength", "dimension", "value", "words"])
    lines = asked.to_dict("records")
    for who, person in (("you", you), ("hire", hire)):
        met[who] = [_status(one, person) for one in lines]
        met[f"{who}_by"] = [_beside(one, person) for one in lines]
    return met


def _beside(asked: dict, person: dict) -> str:
    """What stands beside whether it is met: a level, or the parts of a suite."""
    value, held = str(asked["value"]), person["skills"] or frozenset()
    if asked["level"]:
        level = person["levels"].get(value, "")
        return f"{level and ', '}{level} ({asked['level']} asked)"
    for key in asked["keys"] & person["not_held"].keys() - held:
        ended = credentials.edge_says(person["not_held"][key])
        return f"; yours ran out in {ended}" if ended[-1:].isdigit() else "; yours goes on"
    parts = [name for name in skills.parts_of(value) if skills.alias_key(name) in held]
    is_whole = not held.isdisjoint(map(skills.alias_key, value.split("|")))
    return f", by {english.listed(parts)}" if parts and not is_whole else ""


def _status(asked: dict, person: dict) -> str:
    """Whether a person meets a requirement: met, partly, not, unknown."""
    dimension, value = asked["dimension"], str(asked["value"])
    if dimension in LISTS:
        return _listed_status(asked, person, dimension, value)
    if dimension == "domain":
        return _sector(person["domain"], value)
    if dimension == "years":
        return _years_status(asked, person)
    scales = {
        "education": (person["education"], _degree(value)),
        "seniority": (_rank(person["seniority"]), _rank(_level(value))),
    }
    have, want = scales.get(dimension, (None, None))
    if have is None or want is None:
        return "unknown"
    return "met" if have >= want else "partly" if have >= want - 1 else "not"


def _listed_status(asked: dict, person: dict, dimension: str, value: str) -> str:
    """Whether a person has a skill, certificate or language; nobody lacks what is seldom written."""
    held, names = person[LISTS[dimension]] or frozenset(), value.split("|")
    wanted = set(content(value)) if dimension == "skill" else set()
    is_worked = any(wanted and wanted <= words for words in person["worked"])
    if asked["keys"] & held or ("Leadership" in names and person["seniority"] in LEADING) or is_worked:
        return _level_status(asked, person, value) if asked["level"] else "met"
    is_open = not skills.is_known(value) or "similar" in names or _is_field(asked)
    if is_check(value) or (dimension != "language" and is_open):
        return "unknown"
    return "not" if LISTS[dimension] in person["complete"] else "unknown"


def _level_status(asked: dict, person: dict, language: str) -> str:
    """Whether a language that a person speaks reaches the level asked; an exact one must be told."""
    have, order = person["levels"].get(language), [*shipped("languages")["levels"]]  # the best first
    if not have and asked["level"] in str(asked.get("words")) and "languages" not in person["complete"]:
        return "unknown"
    return "not" if have and order.index(have) > order.index(asked["level"]) else "met"


def is_check(value: str) -> bool:
    """Whether whoever is hired undergoes it, so that nobody lacks it: a DBS check, references."""
    return set(value.split("|")) <= set(shipped("certificates")["unknown"]["checks"])


def _is_field(asked: dict) -> bool:
    """Whether a skill is what years are asked in, which people show by their roles and seldom list."""
    named = {*content(str(asked["value"])), *map(fold, str(asked["value"]).split("|"))}
    words = {skills.skill(word)[0] for word in asked["field"]} | {*asked["field"]}
    return asked["dimension"] == "skill" and bool(named & {fold(word) for word in words})


def _years_status(asked: dict, person: dict) -> str:
    """Whether a band meets a number of years at both of its ends; of a field only years in it count."""
    want, total = _number(asked["value"]), person["years"]
    field = person["led_years" if asked["field"] == LED else "relevant_years"]
    band = field or total
    if field is None and total and asked["field"]:
        band = (0.0, total[1])
    elif not asked["field"] and total:
        band = total
    if band is None or want is None:
        return "unknown"
    return _agreed("met" if end >= want else "partly" if end >= 0.75 * want else "not" for end in band)


def _sector(known, wanted: str) -> str:
    if isinstance(known, bool):
        return "met" if known else "not"
    sectors = [set(phrase(one).split()) for one in wanted.split("|") if one]
    if not known or not sectors:
        return "unknown"
    return "met" if any(one & set(phrase(text).split()) for one in sectors for text in known) else "not"


# ---- what is known of a person


def kept(paper: Credentials, at, posting: pd.DataFrame, wider: Skills = None) -> dict[str, object]:
    """Return what is kept of the paper of a hire: bands, also of years in a posting's field."""
    named = [one for value in posting["value"].dropna() for one in value.split("|")]
    return credentials.banded(paper, at, _Work(_asked(posting, wider), "").years, named, wider)


class _Work:
    """What work a posting is about: the words it asks years in, and all that a title may say of it."""

    def __init__(self, asked: pd.DataFrame, role: str):
        years = asked[asked["dimension"] == "years"]
        named = {word for words in years["field"] if words != LED for word in words}
        musts = asked[(asked["dimension"] == "skill") & (asked["strength"] == "must")]
        skills_asked = {word for value in musts["value"] for word in content(str(value))}
        self.words, self.is_of_field = named, bool(len(years)) and all(map(len, years["field"]))
        shown = frozenset(skills.of_titles(years["words"].dropna())) if "words" in years else frozenset()
        self.years = _titled(named, shown) if named else None
        tools = {word for key in ("tools", "software_and_data") for word in map(fold, shipped("skills")[key])}
        self.role = {*content(role)} if not named & tools else set()
        every = named | skills_asked | set(content(role))
        self.any = _titled(every) if every else None
        self.skills = frozenset().union(*asked.loc[asked["dimension"] == "skill", "keys"])

    def months_since(self, person: Credentials, at, held: frozenset[str] | None) -> int | None:
        """Months since a role of this work; unknown where a later one may have used a skill asked for."""
        since = credentials.months_since(_whole(person.roles), at, self.any)
        last = credentials.months_since(person.roles, at, lambda title: True)
        return None if since != last and self.skills & (held or frozenset()) else since


def _titled(words: Iterable[str], shown: frozenset[str] = frozenset()):
    """Return a test of a title: a word begins like one of these, or it shows that field, or a skill meant."""
    fields = (titles for names, titles in WORDS["fields"].items() if not {*words}.isdisjoint(names.split()))
    starts = tuple(word[:5] for word in words)
    own = re.compile("|".join(rf"\b{title}\b" for titles in fields for title in titles) or r"\b\B")
    named = {skills.aliases().get(word, "") for word in words} - {""} | shown
    return lambda title: (
        any(word.startswith(starts) for word in content(title))
        or bool(own.search(phrase(title)))
        or bool(named & set(skills.of_titles([title])))
    )


def _told(person, at, work: _Work, is_you: bool, wider: Skills) -> dict[str, Any]:
    """What is told of a person; of credentials, what they come to on a day."""
    if isinstance(person, pd.DataFrame):
        person = credentials.from_rows(person)
    if not isinstance(person, Credentials):
        held = person.get("credentials")
        told = dict(held if _known(held) else person)
        return {key: value for key, value in told.items() if key in (*FACTS, "complete")}
    if at is None:
        raise TableError(
            "Years are counted on the day of the hire: pass `at`, or the hire with its day `hired`."
        )
    made = _own(person, at, work) if is_you else credentials.banded(person, at, work.years, wider=wider)
    return made | {"recency": work.months_since(person, at, _held(made.get("skills"), wider))}


def _facts(person, at, work: _Work, is_you: bool, wider: Skills) -> dict[str, Any]:
    """What is told of a person as what can be compared."""
    made = _told(person, at, work, is_you, wider)
    lists = {name: _held(made.get(name), wider) for name in LISTS.values()}
    complete = made.get("complete", is_you)
    # who names no language speaks one all the same
    every = {name for name in LISTS.values() if name != "languages" or lists[name]}
    named = every if complete is True else set(complete or ())
    worked = {name: _band(made.get(name)) for name in ("years", "relevant_years", "led_years")}
    return {
        **worked,
        **lists,
        "levels": _levels(made.get("languages")),
        "recency": _number(made.get("recency")),
        "education": _degree(made.get("education")),
        "qualification": str(made.get("qualification") or "") or _written(made.get("education")),
        "seniority": _level(made.get("seniority")),
        "domain": _sectors(made.get("domain")),
        "bands": {key: made[key] for key in worked if worked[key] and isinstance(made[key], str)},
        "is_field_asked": work.is_of_field,
        "complete": named,
        "not_held": made.get("not_held", {}),
        "worked": [{*content(text)} for name in SHOWN for text in _each(made.get(name))],
    }


def _own(person: Credentials, at, work: _Work) -> dict[str, Any]:
    exact = credentials.banded(person, at)
    total = credentials.years(person.roles, at) if len(person.roles) else np.nan
    valid = credentials.held(person.certificates, at)["name"].dropna()
    schools = credentials.earned(person.education, at)
    names = [*person.skills["name"].dropna(), *valid, *schools["title"].dropna()]
    names += credentials.shown_by(person.roles["named"].dropna())
    led = credentials.years(person.roles, at, lambda title: credentials.seniority(title) in LEADING)
    worked: dict[str, Any] = {} if np.isnan(total) else {"years": total, "led_years": (led, total)}
    if worked and work.years:
        worked["relevant_years"] = _in_field(person.roles, at, work, names)
    titles = [*person.roles["title"].dropna()]
    spoken = person.languages["name"] + " (" + person.languages["level"] + ")"
    lists: dict[str, Any] = {
        "skills": [*names, *skills.of_titles([*titles, *valid])],
        "worked": [*titles, *person.roles["organisation"].dropna()],
        "certificates": [*names, *(label for title in titles for label in skills.certificates(title))],
        "languages": [*person.languages["name"].dropna(), *spoken.dropna(), *filter(skills.language, names)],
    }
    known = any(len(person[part]) for part in ("roles", "education", *LISTS.values()))
    titles = person.education.loc[person.education["level"].eq(exact.get("education")), "title"].dropna()
    others = person.certificates.drop(index=valid.index)[["name", "ended"]].fillna("").to_numpy(str)
    lists["not_held"] = {key: ended for name, ended in others for key in skills.held([name])}
    lists |= {"qualification": skills.qualified(map(str, titles))[:60]} if len(titles) else {}
    return exact | worked | lists | {"domain": [*person.roles["field"].dropna()], "complete": known}


def _whole(roles: pd.DataFrame) -> pd.DataFrame:
    """Return roles with all that is said of each as its title: the ward may stand beside the house."""
    told = roles.reindex(columns=["title", "organisation", "named"]).fillna("").astype(str)
    return roles.assign(title=told["title"] + " " + told["organisation"] + " " + told["named"])


def _in_field(roles: pd.DataFrame, at, work: _Work, names: Iterable[str]) -> tuple[float, float] | None:
    """Your years in a field: those surely in it, and in work of its kind (any, where no title tells it)."""
    titles, named = roles["title"].fillna(""), _whole(roles)
    in_field = credentials.of_kind(named, work.years).index if work.years else ()
    has_field = len(work.role) > 1  # “Nurse” alone names no field
    is_same = [has_field and {*content(title)} == work.role for title in titles]
    low = credentials.years(credentials.worked(roles[named.index.isin(in_field) | is_same]), at)
    high = credentials.years(roles, at, None if work.words <= listed("skills", "settings") else work.any)
    held = {word for name in names for word in content(str(name))}
    is_told = bool(skills.of_titles(titles)) or not work.words.isdisjoint(skills.aliases())
    return (low, max(low, high)) if high or low or (is_told and not work.words & held) else None


def check(name: str, value: str) -> None:
    """Raise `TableError` unless this is a fact of a hire that a comparison can read."""
    if name not in FACTS:
        hint = english.did_you_mean(name, FACTS, f"Known are {', '.join(FACTS)}.")
        raise TableError(f"“{name}” is not a fact about a hire. {hint} Nothing was recorded.")
    readers = {"education": _degree, "seniority": _level}
    read = readers.get(name, _number if name in ("years", "relevant_years", "recency") else str)
    if read(value) in (None, ""):
        raise TableError(
            f"“{value}” tells no {name}: {EXAMPLES.get(name, 'say something')}. Nothing was recorded."
        )


def _held(names, wider: Skills) -> frozenset[str] | None:
    return skills.held(_each(names), wider) if _known(names) else None


def _each(names) -> Iterable[str]:
    """The names of a list, or of a text with commas between them."""
    return re.split(r"[;,]", names) if isinstance(names, str) else names if _known(names) else ()


def _levels(names) -> dict[str, str]:
    """The level of each language of which it is told: English → B1."""
    found = skills.entries(names if isinstance(names, str) else "; ".join(map(str, names or ())))
    return {skills.language(one.name): skills.framework_level(one.level) for one in found if one.level}


def _number(value) -> float | None:
    band = _band(value)
    return None if band is None else band[0] if band[1] == np.inf else (band[0] + band[1]) / 2


def _band(value) -> tuple[float, float] | None:
    """Both ends of a number or band: 8–10 is 8 and 10, 15+ is 15 and no end; None for what is neither."""
    if isinstance(value, tuple):
        return value
    if not _known(value) or isinstance(value, bool):
        return None
    if isinstance(value, int | float | np.number):
        return float(value), float(value)
    ends = [
        float(number) for number in re.findall(r"\d{1,3}(?:\.\d{1,2})?", str(value).replace(",", "."))[:2]
    ]
    if not ends:
        return None
    is_open = len(ends) == 1 and "+" in str(value)
    return min(ends), np.inf if is_open else max(ends)


def _degree(value) -> float | None:
    words = _written(value)
    number = skills.isced(words) if words else _number(value)
    return number if number is not None and 0 <= number <= 8 else None


def _level(value) -> str:
    if not _known(value):
        return ""
    named = {fold(level): level for level in SENIORITY}
    return named.get(fold(str(value).strip()), "") or credentials.seniority(str(value))


def _rank(level: str) -> int | None:
    return SENIORITY.index(level) if level else None


def _sectors(value):
    if not _known(value) or isinstance(value, bool | np.bool_):
        return bool(value) if isinstance(value, bool | np.bool_) else None
    if isinstance(value, str) and fold(value) in ("yes", "no", "true", "false"):
        return fold(value) in ("yes", "true")
    return [value] if isinstance(value, str) else list(value)


def _first(row: Mapping, *names: str) -> Any:
    """The first of some values that is known; None where none is."""
    return next((row[name] for name in names if _known(row.get(name))), None)


def _known(value) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return not (value is None or (pd.api.types.is_scalar(value) and pd.isna(value)))


def _asked(posting: pd.DataFrame | None, wider: Skills) -> pd.DataFrame:
    """Return the requirements, each with the keys that meet it and the field it asks years in."""
    columns = ["requirement", "strength", "dimension", "value"]
    if posting is None:
        return pd.DataFrame(columns=[*columns, "keys", "field", "level"], dtype=object)
    tables.require(posting, columns, "posting")
    made = posting.dropna(subset=["requirement", "dimension"]).drop_duplicates("requirement", keep="last")
    words = made["words"].fillna(made["requirement"]) if "words" in made else made["requirement"]
    keys = [skills.asked(str(value), wider) for value in made["value"]]
    numbers = [_number(value) or 0 for value in made["value"]]
    levels = [*map(level_asked, words.astype(str), made["value"].astype(str))]
    return made.assign(keys=keys, field=[*map(years_field, words.astype(str), numbers)], level=levels)


# ---- words


def kept_says(facts: Mapping[str, Any], doubts=(), jobs=(), of=" of it, and nothing else") -> list[str]:
    """Return in lines what is kept `of` the paper of a hire, which jobs are not counted, what is in doubt."""
    left_out = "education" if facts.get("qualification") else ""
    kept = "; ".join(
        _fact_says(key, value) for key, value in facts.items() if value != "" and key != left_out
    )
    first = f"Kept{of}: {kept}." if kept else "Nothing of it can be kept."
    filled = [f"Not counted, for it is the job itself: {title}." for title in jobs]
    return [first, *filled, *(f"In doubt: {doubt}" for doubt in doubts)]


def _fact_says(name: str, value: object) -> str:
    """A fact of a hire in words: “5 to 8 years of such work”, “a bachelor”."""
    if isinstance(value, list):
        return f"{name} {english.listed(value)}"
    text = str(value)
    if name == "recency":
        return f"such work {english.ago(float(text))}" if float(text) else "doing such work now"
    # A degree in words: “bachelor” for the ISCED level 6, or as it was written
    level = _degree(value)
    labels = {
        "years": f"{text.replace('–', ' to ')} years of work",
        "relevant_years": f"{text.replace('–', ' to ')} years of such work",
        "education": text if level is None or _written(value) else _degree_named(level),
        "seniority": LEVELS.get(text, text),
    }
    return labels.get(name, f"{name.replace('_', ' ')} {text}")


def _degree_named(level: float) -> str:
    return DEGREES.get(int(level), "school")


def _written(value: object) -> str:
    """A qualification that is given in words; "" for a level."""
    return value.strip() if isinstance(value, str) and not value.strip().isdecimal() else ""


def _says(judged: Verdict, evidence: pd.DataFrame, hired_from: str) -> tuple[str, ...]:
    names = pd.Series(
        [WORDS["dimensions"].get(name, name) for name in evidence.index], evidence.index, dtype=object
    )
    ahead = {who: list(names[evidence["ahead"] == who]) for who in (*SCORE, "unknown")}
    words = {"hire": "they are ahead in", "you": "you are ahead in", "tie": "even:", "unknown": "not known:"}
    named = (f"{words[who]} {english.listed(group)}" for who, group in ahead.items() if group)
    leader = "they" if judged.S > 0 else "you"
    draws = judged.Q if judged.S >= 0 else 1 - judged.Q
    often = "nearly all" if draws >= 0.99 else english.percent(draws)
    weighed = f"Weighed otherwise, {leader} would lead in {often} of {DRAWS:,} trials." if judged.S else ""
    is_hidden = ahead["unknown"] and judged.if_behind != judged.verdict != UNCLEAR
    said = (
        f"In short: {judged.label}.",
        f"{english.sentence('; '.join(named))}.",
        WORDS["needed"] if judged.verdict == UNCLEAR else weighed,
        WORDS["hidden"].format(judged.if_behind) if is_hidden else "",
        FRAGILE if judged.fragile else MEANING.get(judged.verdict, MEANING[COMPARABLE]),
        WORDS["inside"] if hired_from == "internal" else "",
    )
    return tuple(filter(None, said))


# ---- several hires


def _pattern(group: pd.DataFrame) -> dict[str, float]:
    from scipy import stats

    counts = group["ahead"].value_counts()
    hire, tie, you, unknown = (int(counts.get(who, 0)) for who in ("hire", "tie", "you", "unknown"))
    decided, share = hire + you, stats.beta(hire + 0.5, you + 0.5)
    return {
        "hire_ahead": hire,
        "tie": tie,
        "unknown": unknown,
        "of": len(group),
        "decided": decided,
        "share": hire / decided if decided else np.nan,
        "low": share.ppf(0.05) if decided else 0.0,
        "high": share.ppf(0.95) if decided else 1.0,
        "p_more": share.sf(0.5) if decided else 0.5,
        "p_sign": stats.binomtest(hire, decided).pvalue if decided >= 6 else np.nan,
    }


def _holm(p: np.ndarray) -> np.ndarray:
    """Holm 1979: the smallest p times how many were looked at, the next times one fewer, never decreasing.

    What was looked at and not tested (missing) counts among them as the largest.
    """
    order = np.argsort(p)[: np.isfinite(p).sum()]
    made = np.full(len(p), np.nan)
    made[order] = np.minimum(np.maximum.accumulate(p[order] * (len(p) - np.arange(len(order)))), 1)
    return made


def _pattern_says(row: dict, n_dimensions: int) -> str:
    others = [f"{row[key]} {words}" for key, words in (("tie", "even"), ("unknown", "not known")) if row[key]]
    beside = f"; of {english.count(row['of'], 'job')} {' and '.join(others)}" if others else ""
    if not row["decided"]:
        return f"in none of {english.count(row['of'], 'job')} is one of you known to be ahead."
    text = f"they were ahead in {row['hire_ahead']} of {english.count(row['decided'], 'decided job')}"
    text = f"{text} (90 % interval {english.percent(row['low'])} to {english.percent(row['high'])}{beside})"
    luck = f"; with {english.count(n_dimensions, 'dimension')} looked at, luck alone"
    if row["decided"] >= 6:
        could = "could well do" if row["p_holm"] > 0.05 else "would hardly do"
        return f"{text}{luck} {could} as much (p = {row['p_holm']:.2f}, corrected for all of them)."
    if row["hire_ahead"] in (0, row["decided"]):
        more = unanimous(n_dimensions) - row["decided"]
        return f"{text}{luck} is ruled out after {more} more, all this way."
    return f"{text}; they point both ways, which luck does, too."
