"""How many of how many, and how far that reaches: shares, differences, splits, change over time.

Every interval measures the luck of the draw alone: it knows nothing of applications that were never
written down, and nothing of causes.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import partial
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from jobkit.errors import TableError
from jobkit.tables import ENDINGS, STAGE_DAYS, STAGES, day, days, require

SPLITS = ("channel", "referred", "role_family", "seniority", "remote", "resume", "month")
ALIKE = ("channel", "role_family", "month")
"""What is held alike when two values of a split are compared."""
VERDICTS = ("no real difference seen", "leans", "likely", "clear")
TESTED = "your own test judges it"
E_PRIOR = 0.18
LUCK_OF_ONE = ((20, 0.017), (40, 0.035), (80, 0.053))
"""By applications: how often one split in which nothing differs is called likely or clear, in 400 simulated
searches of each size; from 80 on it stays there."""


def share(successes: Any, trials: Any, level: float = 0.95) -> Any:
    """Return the share of successes among trials with its Wilson interval: `share`, `low`, `high`.

    Numbers give a Series, columns a DataFrame with their index. No trials: the share is missing, the
    interval is 0 to 1. Wilson 1927; Newcombe 1998, Statistics in Medicine 17:857, method 3.

    >>> rates.share(3, 20).round(2).to_dict()
    {'share': 0.15, 'low': 0.05, 'high': 0.36}
    """
    p, low, high = _wilson(*_counts(successes, trials), z_value(level))
    return _answer(successes, trials, share=p, low=low, high=high)


def difference(successes_1: Any, trials_1: Any, successes_2: Any, trials_2: Any, level: float = 0.95) -> Any:
    """Return share 1 minus share 2 with its interval: `difference`, `low`, `high`.

    Shapes as in `share`. A side without trials: the difference is missing, the interval −1 to 1.
    Newcombe 1998, Statistics in Medicine 17:873, method 10 (Wilson limits, squared and added).
    """
    z = z_value(level)
    p1, l1, u1 = _wilson(*_counts(successes_1, trials_1), z)
    p2, l2, u2 = _wilson(*_counts(successes_2, trials_2), z)
    apart = p1 - p2
    low = np.where(np.isnan(apart), -1.0, apart - np.hypot(p1 - l1, u2 - p2))
    high = np.where(np.isnan(apart), 1.0, apart + np.hypot(u1 - p1, p2 - l2))
    return _answer(successes_1, trials_1, successes_2, trials_2, difference=apart, low=low, high=high)


def stratified(table: pd.DataFrame, level: float = 0.95) -> pd.Series:
    """Return the odds ratio of two groups with like compared to like, beside the crude one.

    Parameters
    ----------
    table : `stratum`, `group` (two of them), `successes`, `trials`; rows of one cell are added up. The group
        that comes first stands over the other, the `reference`.

    Returns
    -------
    Series: `odds_ratio`, `low`, `high`, `crude`,
    `is_simpson` (the crude ratio stands on the other side of 1, or a stratum with 5 or more in each
    group points against it), `group`, `reference`, `reason` (why a ratio is missing; else empty).

    References
    ----------
    Mantel & Haenszel 1959; interval of Robins, Breslow & Greenland 1986, Biometrics 42:311.
    """
    require(table, ["stratum", "group", "successes", "trials"], "stratified")
    groups = [*table["group"].unique()]
    if len(groups) > 2 or table["group"].isna().any():
        names = ", ".join(map(str, groups))
        raise TableError(f"Two groups are compared, and none is missing; the table has {names}.")
    group, other = [*groups, None, None][:2]
    k, n = _counts(table["successes"], table["trials"])
    cells = pd.DataFrame({"stratum": table["stratum"].astype(object), "k": k, "n": n})
    strata = pd.Index(cells["stratum"].unique())
    sides = [cells[table["group"].eq(name).to_numpy(bool)] for name in (group, other)]
    sums = [side.groupby("stratum", dropna=False)[["k", "n"]].sum() for side in sides]
    (a, n1), (c, n2) = (part.reindex(strata, fill_value=0).to_numpy(float).T for part in sums)
    b, d = n1 - a, n2 - c
    whole = [cell.sum(keepdims=True) for cell in (a, b, c, d)]
    crude = _mantel_haenszel(whole[0], whole[1], whole[2], whole[3], 0.0)[0]
    ratio, low, high, reason = _mantel_haenszel(a, b, c, d, z_value(level))
    against = (np.minimum(n1, n2) >= 5) & ((a * d - b * c) * np.nan_to_num(crude - 1) < 0)
    found: dict[str, Any] = {"odds_ratio": ratio, "low": low, "high": high, "crude": crude}
    found |= {"is_simpson": bool(against.any() or (crude - 1) * (ratio - 1) < 0)}
    return pd.Series(found | {"group": group, "reference": other, "reason": reason}, dtype=object)


def better(k_a: int, n_a: int, k_b: int, n_b: int) -> pd.Series:
    """Return how far the data say that B is better than A: the one verdict on these four counts anywhere.

    `p_better` is P(p_B > p_A | data) = ∫ f_B(x)·F_A(x) dx with Beta(½, ½) priors, summed over x = sin²θ,
    where the density has no poles; beside it `words` (see `verdict`), `difference` (B − A), `low`, `high`
    and the counts.
    """
    from scipy.special import betainc, xlogy

    apart = difference(k_b, n_b, k_a, n_a)
    x = np.sin(np.linspace(0, np.pi / 2, 4001)) ** 2
    density = xlogy(k_b, x) + xlogy(n_b - k_b, 1 - x)
    weight = np.exp(density - density.max())
    weight[[0, -1]] /= 2
    p = min(1.0, float(weight @ betainc(k_a + 0.5, n_a - k_a + 0.5, x) / weight.sum()))
    counts = {"k_a": int(k_a), "n_a": int(n_a), "k_b": int(k_b), "n_b": int(n_b)}
    words = verdict(p, fisher(k_a, n_a, k_b, n_b))
    return pd.Series({"p_better": p, "words": words, **apart, **counts}, dtype=object)


def verdict(p: float, p_value: float = 0.0) -> str:
    """Return P(one is better than the other) as one of `VERDICTS`; which of them leads, `p` itself says.

    With an exact test's `p_value` likely needs .2 and clear .05 as well: 2 of 2 against 0 of 2 has a p of
    .977, and comes by luck in one case of eight.
    """
    most = 3 if p_value <= 0.05 else 2 if p_value <= 0.2 else 1
    return VERDICTS[min(most, int(np.searchsorted((0.75, 0.9, 0.975), max(p, 1 - p), side="right")))]


def fisher(k_1: int, n_1: int, k_2: int, n_2: int) -> float:
    """Return Fisher's exact two-sided p-value: of all tables with these margins, those no likelier."""
    _counts([k_1, k_2], [n_1, n_2])
    first, tail = _fisher(int(n_1), int(n_2), int(k_1 + k_2))
    return float(tail[first == k_1][0])


def power(share_1: float, share_2: float, n: int, level: float = 0.95) -> float:
    """Return the chance that n on each side show a true difference in Fisher's exact test, by enumeration."""
    from scipy.special import xlogy

    x = np.arange(n + 1)
    p_1, p_2 = (np.exp(_ways(n) + (xlogy(x, p) + xlogy(n - x, 1 - p))) for p in (share_1, share_2))
    seen = 0.0
    for total in range(2 * n + 1):
        first, tail = _fisher(n, n, total)
        seen += float((p_1[first] * p_2[total - first])[tail <= 1 - level].sum())
    return seen


def needed(share_1: float, share_2: float, chance: float = 0.8, most: int = 1000) -> int | None:
    """Return how many each side needs for this chance of seeing the difference; None: more than `most`."""
    low, high, seen = 1, 8, partial(power, share_1, share_2)
    while high <= most and seen(high) < chance:
        low, high = high + 1, 2 * high
    sizes = range(low, min(high, most + 1))
    n = low + bisect_left(sizes, chance, key=seen)
    return n if n <= most else None


def pooled(table: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Return each row's share drawn towards the others as far as its small numbers ask for.

    Beta-binomial partial pooling: shares ~ Beta(μM, (1−μ)M), μ uniform, ln M ~ N(ln 20, 1.2) (our
    assumption), integrated on a grid. The remedy for the winner's curse: of five channels that are all
    truly 10 %, the best of ten applications each shows 21.6 % on average.

    Parameters
    ----------
    table : index the label; `successes`, `trials`.

    Returns
    -------
    The table's index with `successes`, `n`, `raw`, `raw_low`, `raw_high` (Wilson), `pooled`, `low`,
    `high` (posterior), `p_best` (from the joint posterior; adds up to 1).
    """
    from scipy.special import betainc

    require(table, ["successes", "trials"], "pooled")
    k, n = _counts(table["successes"], table["trials"])
    raw, raw_low, raw_high = _wilson(k, n, z_value(level))
    made = {"successes": k, "n": n, "raw": raw, "raw_low": raw_low, "raw_high": raw_high}
    pairs, which, times = np.unique(np.c_[k, n], axis=0, return_inverse=True, return_counts=True)
    alpha, beta, weight = _hyper(pairs, times)
    a, b = alpha + pairs[:, :1], beta + (pairs[:, 1] - pairs[:, 0])[:, None]
    edges = np.linspace(0, 1, 151) ** 2
    below = betainc(a[..., None], b[..., None], edges)
    beaten = np.log(np.maximum((below[..., 1:] + below[..., :-1]) / 2, 1e-300))
    others = np.exp((beaten * times[:, None, None]).sum(axis=0) - beaten)
    best = np.einsum("w,uwx->u", weight, np.diff(below) * others)
    cdf = np.einsum("w,uwx->ux", weight, below)
    limits = [np.interp([(1 - level) / 2, (1 + level) / 2], row, edges) for row in cdf]
    mean = (weight * a / (a + b)).sum(axis=1)
    by_pair = np.c_[mean, np.reshape(limits, (-1, 2)), best / max((best * times).sum(), 1e-300)]
    made |= dict(zip(("pooled", "low", "high", "p_best"), by_pair[which.ravel()].T, strict=True))
    return pd.DataFrame(made, index=table.index).astype({"successes": int, "n": int})


def judged(
    applications: pd.DataFrame, as_of: Any = None, reached: str = "interview", horizon: int = 45
) -> pd.DataFrame:
    """Return the applications old enough to judge, oldest first, with `is_success`: reached by the horizon.

    Old enough: sent at least `horizon` days before `as_of`, whatever became of them, for those decided
    early are not like the rest. What came later than the horizon is no success, for the youngest have had
    no such time. Without `as_of` all count, and so does whatever they ever reached.

    Parameters
    ----------
    applications : `applied`, `furthest`; the days of stages (`interviewed` …, else `answered` with
        `first_answer`, else an ending's `outcome_date` in time) say when the stage was reached.

    Returns
    -------
    `.attrs`: `of`, `reached`, `horizon`, `too_young`, `without_date` (of applying; `without_date_reached`
    of these), `later` (reached the stage after the horizon), `undated` (reached it on a day that nothing
    tells: they count as successes, `is_undated`).

    Examples
    --------
    >>> old = rates.judged(search.applications, search.as_of)
    >>> len(old), int(old["is_success"].sum()), old.attrs["too_young"]
    (59, 10, 3)
    """
    require(applications, ["applied", "furthest"], "applications")
    if reached not in STAGES:
        raise TableError(f"“{reached}” is not a stage; use one of {', '.join(STAGES)}.")
    applied = days(applications["applied"])
    ever = applications["furthest"].isin(STAGES[STAGES.index(reached) :])
    is_old = pd.Series(True, applied.index)
    success, undated = ever, pd.Series(False, applied.index)
    if as_of is not None:
        is_old = day(as_of) - applied >= pd.Timedelta(days=horizon)
        took = (_day_reached(applications, reached, horizon) - applied).dt.days
        undated = ever & took.isna() & is_old
        success = ever & ~(took > horizon)
    kept = applications.assign(applied=applied, is_success=success, is_undated=undated)
    kept = kept[is_old].sort_values("applied", kind="stable")
    without = ~is_old & applied.isna()
    kept.attrs = {"of": len(applications), "reached": reached, "horizon": horizon}
    kept.attrs |= {"too_young": int((~is_old & ~without).sum()), "without_date": int(without.sum())}
    kept.attrs |= {"without_date_reached": int((without & ever).sum())}
    kept.attrs |= {"later": int((is_old & ever & ~success).sum()), "undated": int(undated.sum())}
    return kept


def _day_reached(applications: pd.DataFrame, reached: str, horizon: int) -> pd.Series:
    """Return the day on which a stage was reached: its own, else that of a first answer as far, else a bound:
    an ending within the horizon, before which it was, or a first answer beyond it; missing: nothing tells."""
    applied = days(applications["applied"])
    if reached not in STAGE_DAYS:  # an acknowledgement has no day of its own, and an application is at once
        return applied
    names = [STAGE_DAYS[reached], "answered", "first_answer", "outcome", "outcome_date"]
    known = applications.reindex(columns=names)
    answered, ended = days(known["answered"]), days(known["outcome_date"])
    in_time = known["outcome"].isin(ENDINGS) & ((ended - applied).dt.days <= horizon)
    as_far = known["first_answer"].isin(STAGES[STAGES.index(reached) :])
    as_far |= (answered - applied).dt.days > horizon
    return days(known[STAGE_DAYS[reached]]).fillna(answered.where(as_far)).fillna(ended.where(in_time))


def chosen(applications: pd.DataFrame, channel: str = "", since: str = "") -> pd.DataFrame:
    """Return the applications of one channel (however capitalised), sent on a day or later; "" means all.

    A channel that no application has raises `TableError` with those there are, unless there are none.

    >>> len(rates.chosen(search.applications, since="2026-07-01"))
    15
    """
    found = sorted(applications["channel"].dropna().unique())
    folded = applications["channel"].astype("object").str.casefold()
    if channel and found and not folded.eq(channel.casefold()).any():
        raise TableError(f"No application came through “{channel}”; there are {', '.join(found)}.")
    is_mine = folded.eq(channel.casefold()) if channel else pd.Series(True, applications.index)
    if since:
        is_mine &= days(applications["applied"]) >= day(since)
    return applications[is_mine]


def split(applications: pd.DataFrame, by: str | Sequence[str] = "channel", **how: Any) -> pd.DataFrame:
    """Return who reached the stage by channel, referral, month …: raw beside pooled, with intervals.

    Parameters
    ----------
    by : one column of applications or several; `month` is that of applying.
    how : `as_of`, `reached`, `horizon` as in `judged`.

    Returns
    -------
    One row a value (of several columns: index `split`, `value`), columns of `pooled`, best first; of two
    values `p_best` is that of `better`, so that two counts have one verdict everywhere.
    `.attrs`: `looked_at` (number of splits of two values or more), `alike` (of one column: `checked` for
    its first value), and what `judged` left out.

    Examples
    --------
    >>> rates.split(search.applications, as_of=search.as_of)[["successes", "n", "pooled"]].head(2).round(2)
                  successes   n  pooled
    channel
    Wrote first           3   5    0.35
    company site          4  11    0.29
    """
    names = [by] if isinstance(by, str) else list(by)
    old = judged(applications, **how)
    made = {name: ranked(pooled(_counted(old, _values(old, name)))).rename_axis(name) for name in names}
    table = made[names[0]] if isinstance(by, str) else pd.concat(made, names=["split", "value"])
    looked_at = sum(len(part) > 1 for part in made.values())
    table.attrs = {**old.attrs, "looked_at": looked_at}
    if isinstance(by, str) and len(table) > 1:
        table.attrs["alike"] = checked(applications, by, table.index[0], **how)
    return table


def ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `pooled`, best first; of two `p_best` is that of `better`."""
    if len(table) != 2:
        return table.sort_values("pooled", ascending=False, kind="stable")
    (k_a, n_a), (k_b, n_b) = table[["successes", "n"]].to_numpy(int)
    p = better(k_a, n_a, k_b, n_b)["p_better"]
    return table.assign(p_best=[1 - p, p]).sort_values("p_best", ascending=False, kind="stable")


def leaders(splits: pd.DataFrame, reflections: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return of several splits the value that leads each (index `split`), and how surely (`words`).

    Where an experiment among the `reflections` is about a split, its own verdict holds, at its own size.

    >>> splits = rates.split(search.applications, ["channel", "referred"], as_of=search.as_of)
    >>> rates.leaders(splits)[["value", "successes"]]
                        value  successes
    split
    channel       Wrote first          3
    referred  with a referral          1
    """
    parts = {name: part.droplevel("split") for name, part in splits.groupby(level="split", sort=False)}
    written = () if reflections is None else reflections.loc[reflections["kind"] == "experiment", "details"]
    tested = {details.get("split") for details in written if isinstance(details, dict)}
    rows = {
        name: part.reset_index().iloc[0].to_dict() | {"words": TESTED if name in tested else leading(part)}
        for name, part in parts.items()
        if len(part) > 1
    }
    made = pd.DataFrame(rows.values(), index=pd.Index(list(rows), name="split"))
    return made.reindex(columns=["value", "successes", "n", "pooled", "low", "high", "words"])


def leading(table: pd.DataFrame) -> str:
    """Return how surely the first row of a split leads: of two rows by `better`, of more by `p_best`."""
    if len(table) != 2:
        return verdict(max(table["p_best"].iloc[0], 0.5))
    (k_b, n_b), (k_a, n_a) = table[["successes", "n"]].to_numpy(int)
    return str(better(k_a, n_a, k_b, n_b)["words"])


def luck(looked_at: int, n: int) -> float:
    """Return how often one of so many splits of n applications is called likely or clear where none differs.

    One split's chance is simulated on the pooled table, as it is printed (`benchmarks/simulation.py`), and
    taken as alike and independent for each; between the sizes simulated it is drawn straight.
    """
    sizes, shares = zip(*LUCK_OF_ONE, strict=True)
    one = np.interp(n, sizes, shares)
    return float(1 - (1 - one) ** looked_at)


def checked(
    applications: pd.DataFrame,
    by: str,
    value: Any,
    within: Sequence[str] = ALIKE,
    **how: Any,
) -> pd.DataFrame:
    """Return the odds ratio of one value of a split against the rest, holding a third factor still.

    One row a factor of `within`, columns of `stratified`: `is_simpson` warns that the split turns round
    once like is compared with like. `how` as in `judged`.
    """
    old = judged(applications, **how)
    mine = _values(old, by)
    group = mine.eq(value).map({True: "value", False: "rest"}).where(mine.notna())
    base = pd.DataFrame({"group": group, "successes": old["is_success"].astype(int), "trials": 1})
    rows = {}
    for name in within:
        if name != by and name in ("month", *old.columns):
            cells = base.assign(stratum=_values(old, name)).dropna()
            rows[name] = stratified(cells.sort_values("group", ascending=False))
    columns = ["odds_ratio", "low", "high", "crude", "is_simpson", "reason"]
    return pd.DataFrame.from_dict(rows, orient="index").reindex(columns=columns)


def halves(applications: pd.DataFrame, **how: Any) -> pd.Series:
    """Return `better` for the later half of the applications old enough to judge against the earlier half.

    `by_luck`: how often an unchanged search leans as far; were nothing different, `p_better` would lie
    anywhere between 0 and 1. Several things change in time, so it is no proof of any. Where a stage was
    reached on a day that nothing tells, `words` are no stronger than without those.

    >>> rates.halves(search.applications, as_of=search.as_of)[["k_a", "n_a", "k_b", "n_b", "words"]].to_dict()
    {'k_a': 3, 'n_a': 29, 'k_b': 7, 'n_b': 30, 'words': 'leans'}
    """
    old = judged(applications, **how)
    tries = [old["is_success"], old["is_success"] & ~old["is_undated"]]
    sides = [np.split(success.to_numpy(int), [len(old) // 2]) for success in tries]
    pairs = [better(early.sum(), len(early), late.sum(), len(late)) for early, late in sides]
    pair, weaker = pairs[0], min(pairs, key=lambda one: VERDICTS.index(one["words"]))
    pair["words"] = weaker["words"]
    pair["by_luck"] = 2 * min(weaker["p_better"], 1 - weaker["p_better"])
    return pair


def latest(applications: pd.DataFrame, **how: Any) -> pd.Series:
    """Return `surprise` for the newest `month` of applying that can be judged, against all before it.

    >>> rates.latest(search.applications, as_of=search.as_of)["words"]
    'uncommon'
    """
    old = judged(applications, **how)
    month = _values(old, "month")
    newest = month.max() if month.notna().any() else ""
    counted = _counted(old, month.eq(newest).where(month.notna()))
    (k, n), (past_k, past_n) = counted.reindex([True, False], fill_value=0).to_numpy(int)
    return pd.concat([pd.Series({"month": newest}), surprise(k, n, past_k, past_n)])


def e_value(first: Any, second: Any) -> float:
    """Return how many times likelier these outcomes are if the two differ than if they are alike.

    The first of one side beside the first of the other, and so on; of these pairs, in their order, each
    side's rate is estimated from those before. With no difference E reaches 40 at any look, however many
    there are, in at most 1 of 40 searches; E of separate strata may be multiplied.
    Turner, Ly & Grünwald 2024, Journal of Statistical Planning and Inference 230:106116.
    """
    pairs = min(len(first), len(second))
    y = np.array([first[:pairs], second[:pairs]], dtype=float)
    before = np.cumsum(y, axis=1) - y
    rate = (before + E_PRIOR) / (np.arange(pairs) + 2 * E_PRIOR)
    alike = rate.mean(axis=0)
    return float(np.exp((np.log(np.where(y > 0, rate / alike, (1 - rate) / (1 - alike)))).sum()))


def experiment(first: Any, second: Any, needed: int) -> pd.Series:
    """Return the standing of two sides, outcomes in order: judged once, at the size it declared, then fixed.

    Both sides have `needed`: `better` of the first so many of each, `is_final`, whatever came after.
    Before: the counts so far, `e_value`, and as `words` clear (40 or more), likely (10 or more) or nothing.
    """
    _counts(first, np.ones(len(first)))
    _counts(second, np.ones(len(second)))
    is_final = min(len(first), len(second)) >= needed
    a, b = (np.asarray(side, dtype=float)[: needed if is_final else None] for side in (first, second))
    pair = better(int(a.sum()), len(a), int(b.sum()), len(b))
    pair["e_value"], pair["is_final"], pair["needed"] = e_value(a, b), bool(is_final), int(needed)
    if not is_final:
        pair["words"] = "clear" if pair["e_value"] >= 40 else "likely" if pair["e_value"] >= 10 else ""
    return pair


def outlook(k: int, n: int, ahead: int = 10, level: float = 0.8) -> pd.Series:
    """Return what the next applications may bring, after k successes in n judged: no target, a range.

    `low`, `high`: successes among the next `ahead`, in `level` of such searches (beta-binomial,
    Beta(½, ½) prior, both tails alike). `for_one`: the fewest applications that bring one at least with
    that chance (missing above 1,000). Missing where none has been judged.
    """
    from scipy.special import betaln

    _counts(k, n)
    if not n:
        return pd.Series({"ahead": ahead, "low": np.nan, "high": np.nan, "for_one": np.nan, "level": level})
    a, b = k + 0.5, n - k + 0.5
    upto = _beta_binomial(ahead, a, b).cumsum()
    low, high = np.searchsorted(upto, [(1 - level) / 2 + 1e-12, (1 + level) / 2 - 1e-12])
    none = np.exp(betaln(a, b + np.arange(1, 1001)) - betaln(a, b))
    enough = np.flatnonzero(none <= 1 - level)
    for_one = float(enough[0] + 1) if len(enough) else np.nan
    found = {"ahead": ahead, "low": int(low), "high": int(min(high, ahead))}
    return pd.Series(found | {"for_one": for_one, "level": level})


def change_point(successes: Any, minimum: int = 3, prior: float = 0.5) -> pd.Series:
    """Return whether a row of successes and failures changed its rate, and where.

    Every possible place is tried: Beta(½, ½) for the rate on each side, at least `minimum` on each,
    P(change) = `prior` beforehand and spread evenly over the places. Exact; nothing is sampled.

    Returns
    -------
    Series: `p_change` (missing while the row is too short), `at` (how many come before the change at its
    likeliest place), `before`, `after` (shares on its sides), `n`.

    Examples
    --------
    >>> rates.change_point([0] * 10 + [1] * 6)[["p_change", "at"]].round(2).to_dict()
    {'p_change': 1.0, 'at': 10.0}
    """
    from scipy.special import betaln, expit, logsumexp

    row, _ = _counts(successes, np.ones(len(successes)))
    n, cuts = len(row), np.arange(minimum, len(row) - minimum + 1)
    if not len(cuts):
        return pd.Series({"p_change": np.nan, "at": np.nan, "before": np.nan, "after": np.nan, "n": n})
    sides = np.array([[row.cumsum()[cuts - 1], cuts], [row[::-1].cumsum()[n - cuts - 1], n - cuts]])
    fit = betaln(sides[:, 0] + 0.5, sides[:, 1] - sides[:, 0] + 0.5) - betaln(0.5, 0.5)
    none = betaln(row.sum() + 0.5, n - row.sum() + 0.5) - betaln(0.5, 0.5)
    places = fit.sum(axis=0)
    odds = logsumexp(places) - np.log(len(cuts)) - none + np.log(prior / (1 - prior))
    p, best = float(expit(odds)), int(places.argmax())
    before, after = sides[:, 0, best] / sides[:, 1, best]
    return pd.Series({"p_change": p, "at": int(cuts[best]), "before": before, "after": after, "n": n})


def surprise(k: int, n: int, past_k: int, past_n: int) -> pd.Series:
    """Return how usual k of n is after past_k of past_n: `p`, `words`, the counts, `is_few`.

    `p` is the posterior-predictive tail on the side where k lies (beta-binomial, Beta(½, ½) prior): the
    share of such months that would show as few (`is_few`), or as many.
    """
    _counts([k, past_k], [n, past_n])
    counts = {"k": int(k), "n": int(n), "past_k": int(past_k), "past_n": int(past_n)}
    if not n or not past_n:
        return pd.Series({"p": np.nan, "words": "cannot tell", "is_few": False, **counts}, dtype=object)
    a, b, x = past_k + 0.5, past_n - past_k + 0.5, np.arange(n + 1)
    chance = _beta_binomial(n, a, b)
    is_few = bool(k <= n * a / (a + b))
    p = min(1.0, float(chance[x <= k if is_few else x >= k].sum()))
    words = "not unusual" if p >= 0.1 else "uncommon" if p >= 0.025 else "unusual"
    return pd.Series({"p": p, "words": words, "is_few": is_few, **counts}, dtype=object)


def z_value(level: float) -> float:
    """Return the normal quantile of a two-sided interval: 1.96 for 95 %."""
    if not 0 < level < 1:
        raise TableError(f"A level lies between 0 and 1, such as 0.95; this is {level}.")
    return NormalDist().inv_cdf((1 + level) / 2)


def _counts(successes: Any, trials: Any) -> tuple[np.ndarray, np.ndarray]:
    try:
        k, n = np.broadcast_arrays(np.asarray(successes, dtype=float), np.asarray(trials, dtype=float))
    except (TypeError, ValueError) as error:
        words = "Successes and trials are numbers, as many of one as of the other"
        raise TableError(f"{words}: {error}.") from error
    if not (np.isfinite(n) & (k >= 0) & (k <= n)).all():
        raise TableError("Successes lie between 0 and the trials, and none is missing; these do not.")
    return k, n


def _wilson(k: np.ndarray, n: np.ndarray, z: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    some = np.maximum(n, 1e-300)
    p = np.where(n > 0, k / some, np.nan)
    half = z * np.sqrt(k * (n - k) / some + z * z / 4)
    low = np.where(k > 0, (k + z * z / 2 - half) / (n + z * z), 0.0)
    high = np.where(k < n, (k + z * z / 2 + half) / (n + z * z), 1.0)
    return p, low, high


def _answer(*given: Any, **columns: np.ndarray) -> Any:
    if all(np.ndim(value) == 0 for value in given):
        return pd.Series({name: float(values) for name, values in columns.items()})
    index = next((value.index for value in given if isinstance(value, pd.Series)), None)
    return pd.DataFrame({name: np.atleast_1d(values) for name, values in columns.items()}, index=index)


def _ways(n: int) -> np.ndarray:
    from scipy.special import gammaln

    x = np.arange(n + 1)
    return gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)


def _beta_binomial(n: int, a: float, b: float) -> np.ndarray:
    """Return how likely 0 to n successes in n are, of a rate that is Beta(a, b)."""
    from scipy.special import betaln

    x = np.arange(n + 1)
    return np.exp(_ways(n) + betaln(a + x, b + n - x) - betaln(a, b))


def _fisher(n_1: int, n_2: int, total: int) -> tuple[np.ndarray, np.ndarray]:
    """Return every count that the first side can have of a total, and its two-sided p-value."""
    first = np.arange(max(0, total - n_2), min(n_1, total) + 1)
    log_likely = _ways(n_1)[first] + _ways(n_2)[total - first]
    likely = np.exp(log_likely - log_likely.max())
    ordered = np.sort(likely)
    upto = np.searchsorted(ordered, likely * (1 + 1e-7), side="right") - 1
    return first, ordered.cumsum()[upto] / likely.sum()


def _mantel_haenszel(a: Any, b: Any, c: Any, d: Any, z: float) -> tuple[float, float, float, str]:
    n = np.maximum(a + b + c + d, 1)
    r, s, p, q = a * d / n, b * c / n, (a + d) / n, (b + c) / n
    top, bottom = r.sum(), s.sum()
    if not top or not bottom:
        why = "No stratum holds both groups with the results that a ratio needs; look at the counts."
        return np.nan, np.nan, np.nan, why
    mixed = (p * s + q * r).sum() / (2 * top * bottom)
    variance = (p * r).sum() / (2 * top**2) + mixed + (q * s).sum() / (2 * bottom**2)
    ratio, width = top / bottom, np.exp(z * np.sqrt(variance))
    return ratio, ratio / width, ratio * width, ""


def _hyper(pairs: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return α, β and weight of the grid over (μ, M): a coarse pass finds where it must be fine."""
    from scipy.special import betaln

    span, size = np.array([[0.0, 1.0], [-3.5, 3.5]]), (200, 21)
    for last in (False, True):
        step = (span[:, 1] - span[:, 0]) / size
        mean, spread = (
            low + (np.arange(m) + 0.5) * s for low, m, s in zip(span[:, 0], size, step, strict=True)
        )
        total = 20 * np.exp(1.2 * np.tile(spread, len(mean)))
        alpha = np.repeat(mean, len(spread)) * total
        k, rest = pairs[:, :1], pairs[:, 1:] - pairs[:, :1]
        fit = betaln(alpha + k, total - alpha + rest) - betaln(alpha, total - alpha)
        fit = (fit * times[:, None]).sum(axis=0) - np.tile(spread**2, len(mean)) / 2
        kept = np.flatnonzero(fit > fit.max() - 10)
        at = np.array([mean[kept // len(spread)], spread[kept % len(spread)]])
        if not last:
            span, size = np.c_[at.min(axis=1) - step, at.max(axis=1) + step], (32, 12)
            span[0] = span[0].clip(0, 1)
    weight = np.exp(fit[kept] - fit[kept].max())
    return alpha[kept], (total - alpha)[kept], weight / weight.sum()


def _values(applications: pd.DataFrame, name: str) -> pd.Series:
    if name == "month":
        return applications["applied"].dt.strftime("%Y-%m")
    require(applications, [name], "applications")
    values = applications[name].astype(object).where(applications[name].notna(), np.nan)
    return values.map({True: "with a referral", False: "without"}) if name == "referred" else values


def _counted(chosen: pd.DataFrame, values: pd.Series) -> pd.DataFrame:
    grouped = chosen["is_success"].groupby(values.rename(None), sort=True)
    return pd.DataFrame({"successes": grouped.sum(), "trials": grouped.size()})
