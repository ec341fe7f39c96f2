"""How long answers take, which answers, and from which day silence is probably the answer.

A spell is one wait: `days`, and the `outcome` that ended it; missing while it lasts. Silence never ends
a wait: the wait is cut off at the day looked from.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from jobkit import history, rates, tables
from jobkit.errors import TableError

DEFAULT_SILENCE = 45
"""Days: our assumption while there are fewer than 3 answers to learn from."""
GRAIN = 2.0**52
LONGEST = 730
NO_ANSWER = ("withdrawn",)
ENDED = ("offer", *tables.ENDINGS)


def incidence(spells: pd.DataFrame, outcomes: Sequence[str] = (), level: float = 0.95) -> pd.DataFrame:
    """Return by day the share still waiting and the share that had come to each outcome.

    Aalen–Johansen: F_c(t) = Σ S(s−)·d_c(s)/n(s), S(t) = Π (1 − d(s)/n(s)). Tied days are one step, and
    what is cut off on a day waited through it. `waiting` and the outcomes add up to 1 to the last bit:
    they lie on a grid of 2⁻⁵².

    Parameters
    ----------
    spells : `days` (0 or more), `outcome` (any names; missing or empty: still waiting).
    outcomes : columns that must be there, in this order; others found follow by name.

    Returns
    -------
    DataFrame, index `day` (0, and every day on which a wait ended or was cut off): `at_risk` (waiting as
    the day began), `waiting`, each outcome, and `_low`, `_high` beside each. No spells: no rows.

    Notes
    -----
    Intervals are complementary log–log, F^exp(±z·se/(F ln F)), with Gray's variance (as in `cmprsk`) for
    outcomes and Greenwood's for waiting. Where nothing has happened yet there is no se: Wilson's interval
    for 0 of those followed so far. Where nobody is left, Wilson's for the last ones at risk.

    Examples
    --------
    >>> spells = waiting.spells(search.applications, search.as_of)
    >>> waiting.incidence(spells)[["at_risk", "waiting", "rejected"]].head(2).round(2)
         at_risk  waiting  rejected
    day
    0         62     1.00       0.0
    3         62     0.95       0.0
    """
    lasted, ended = _spells(spells)
    forced = list(dict.fromkeys(map(str, outcomes)))
    causes = [*forced, *sorted({name for name in ended if name is not None} - set(forced))]
    columns = ["at_risk", *(f"{name}{end}" for name in ("waiting", *causes) for end in ("", "_low", "_high"))]
    if len(set(columns)) < len(columns):
        raise TableError(f"These outcomes would give two columns one name: {', '.join(causes)}.")
    if not len(lasted):
        return pd.DataFrame(columns=columns, index=pd.Index([], name="day"), dtype=float)
    when, step = np.unique(np.r_[0.0, lasted], return_inverse=True)
    step, size = step.ravel()[1:], len(when)
    events = np.array([np.bincount(step[ended == name], minlength=size) for name in causes]).reshape(-1, size)
    dead = events.sum(axis=0)
    at_risk = len(lasted) - np.r_[0, np.bincount(step, minlength=size).cumsum()[:-1]]
    after = ((at_risk - dead) / at_risk).cumprod()
    before = np.r_[1.0, after[:-1]]
    reached = np.round((before * events / at_risk).cumsum(axis=1) * GRAIN) / GRAIN
    if after[-1] == 0:
        reached[events[:, -1].argmax(), -1] += 1 - reached[:, -1].sum()
    waiting = 1 - reached.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = waiting * np.sqrt((dead / (at_risk * (at_risk - dead))).cumsum())
    followed = at_risk + np.r_[0, dead.cumsum()[:-1]]
    ends = rates.share(np.zeros(size), followed, level)["high"], rates.share(dead[-1], dead[-1], level).low
    values = [at_risk, waiting, *_limits(waiting, error, ends, level, is_left=True)]
    for mine, share in zip(events, reached, strict=True):
        values += [share, *_limits(share, _error(mine, dead, at_risk, before, after, share), ends, level)]
    index = pd.Index(when.astype(int) if (when == when.astype(int)).all() else when, name="day")
    return pd.DataFrame(dict(zip(columns, values, strict=True)), index=index)


def at(curve: pd.DataFrame, on: float) -> pd.Series:
    """Return the row of `incidence` that holds on a day: the last step up to it."""
    if not (curve.index <= on).any():
        return pd.Series(np.nan, index=curve.columns)
    return curve.loc[:on].iloc[-1]


def risk_table(curve: pd.DataFrame, outcomes: Sequence[str] = ()) -> pd.DataFrame:
    """Return the curve in a few rows, as long as five are followed: `at_risk`, `share_waiting`, `share_…`."""
    last = curve.index[curve["at_risk"] >= min(5, curve["at_risk"].max())].max() if len(curve) else -1
    on = [day for day in (0, 7, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365) if day <= last]
    rows = pd.DataFrame([at(curve, day) for day in on], columns=curve.columns)
    rows["at_risk"] = [int(curve["at_risk"][curve.index >= day].iloc[0]) for day in on]
    shares = {name: f"share_{name}" for name in ("waiting", *outcomes)}
    return rows.set_axis(pd.Index(on, name="day"))[["at_risk", *shares]].rename(columns=shares)


def median(curve: pd.DataFrame, part: float = 0.5) -> float:
    """Return the first day on which this part no longer waits; missing while that is not reached."""
    passed = curve.index[curve["waiting"] <= 1 - part + 1e-12]
    return float(passed[0]) if len(passed) else np.nan


def spells(applications: pd.DataFrame, as_of: Any, reached: str = "") -> pd.DataFrame:
    """Return one wait an application: `days`, `outcome`, `applied`; only the first outcome counts.

    Parameters
    ----------
    as_of : the day on which a wait without outcome is cut off; later outcomes are not known yet.
    reached : empty: until the first substantive answer, under its own name (an acknowledgement is
        none). A stage such as `interview`: until it is reached; answers on the way do not end the wait.
        Its own column tells the day (`interviewed`), else that of the first answer on the way to it.

    Returns
    -------
    Index `application`. Left out, because no day may be made up, and counted in `.attrs`: `without_date`
    (of applying), `undated` (ended, nobody knows when), `not_yet` (applied after `as_of`),
    `out_of_order` (ended before it began).

    Examples
    --------
    >>> waiting.spells(search.applications, search.as_of).head(2)
                   days   outcome    applied
    application
    28f7c92306ac  296.0       NaN 2026-01-08
    4bcbd6653e82   21.0  rejected 2026-01-08
    """
    tables.require(applications, ["applied"], "applications")
    now = tables.day(as_of)
    outcome, when = _first_outcome(applications, reached)
    made = pd.DataFrame({"days": 0.0, "outcome": outcome, "applied": tables.days(applications["applied"])})
    later = when > now
    made["outcome"], when = made["outcome"].mask(later), when.mask(later)
    undated = made["outcome"].notna() & when.isna()
    made["days"] = (when.where(made["outcome"].notna(), now) - made["applied"]).dt.days.astype(float)
    without, early = made["applied"].isna(), made["applied"] > now
    backwards = (made["days"] < 0) & ~early
    kept = made[~(without | undated | early | backwards)].rename_axis("application")
    left_out = {"without_date": without, "undated": undated & ~without & ~early, "not_yet": early}
    left_out |= {"out_of_order": backwards & ~undated}
    kept.attrs = {"of": len(made)} | {name: int(those.sum()) for name, those in left_out.items()}
    return kept


FEWEST_REPLIES = 8
"""With fewer replies after a stage only counts are given."""


def after_talks(events: pd.DataFrame, applications: pd.DataFrame, as_of: Any) -> pd.DataFrame:
    """Return the waits after each conversation or test: `application`, `stage`, `days`, `outcome`.

    A wait ends with the next thing that they did (`outcome` is its kind: a further stage, an offer, a no);
    it goes on (`outcome` missing) while the application is open, and is cut where you left. Only dated
    events up to the day count; of several on one day the furthest counts.
    """
    today = tables.day(as_of)
    known = events[(events["date"] <= today) & ~(events["recorded"] > today)]
    known = known[known["application"].isin(applications.index)]
    told = pd.concat([history.interviews(known, stage) for stage in tables.TALKS])
    told = told[~told["is_invitation"].astype(bool)].drop_duplicates(["application", "date"], keep="last")
    starts = told[["application", "kind", "date"]].rename(columns={"kind": "stage"})
    news = known.loc[known["kind"].isin([*tables.TALKS, *ENDED]), ["application", "kind", "date"]]
    news = news.rename(columns={"kind": "outcome"}).assign(until=news["date"])
    made = pd.merge_asof(
        starts.sort_values("date", kind="stable"),
        news.sort_values("date", kind="stable"),
        on="date",
        by="application",
        direction="forward",
        allow_exact_matches=False,
    )
    is_open = made["application"].map(applications["outcome"]).isin(["open", "offer"])
    made["days"] = (made["until"].fillna(today) - made["date"]).dt.days.astype(float)
    made = made[is_open | made["outcome"].notna()].sort_values(["application", "date"], kind="stable")
    return made[["application", "stage", "days", "outcome"]].reset_index(drop=True)


def by_stage(waits: pd.DataFrame) -> pd.DataFrame:
    """Return for each stage the waits after it, `n`, those that brought a reply, `replies`, and the `day` of
    silence (`silence`): missing below eight replies, and where these data cannot tell it.
    """
    rows = {}
    for stage in tables.TALKS:
        since = silence(waits.loc[waits["stage"] == stage, ["days", "outcome"]])
        n, replies = int((waits["stage"] == stage).sum()), since["n_answers"]
        is_known = replies >= FEWEST_REPLIES and since["method"] in ("curve", "model")
        rows[stage] = {"n": n, "replies": replies, "day": since["day"] if is_known else np.nan}
    return pd.DataFrame.from_dict(rows, orient="index").astype({"n": "int64", "replies": "int64"})


def cohorts(
    applications: pd.DataFrame, as_of: Any, horizon: int = 30, reached: str = "interview"
) -> pd.DataFrame:
    """Return by month of applying (index `month`) the share that reached a stage within `horizon` days.

    Aalen–Johansen at the same horizon for all: `share`, `low`, `high`, `n`; `is_mature` once the youngest
    of the month has been followed that long. Until then the share is what has been seen so far.

    >>> waiting.cohorts(search.applications, search.as_of)[["n", "share"]].head(2).round(2)
              n  share
    month
    2026-01  11   0.09
    2026-02  10   0.20
    """
    waits = spells(applications, as_of, reached)
    rows = {}
    for month, part in waits.groupby(waits["applied"].dt.strftime("%Y-%m")):
        row = at(incidence(part, (reached,)), horizon)
        followed = (tables.day(as_of) - part["applied"].max()).days
        values = {"share": row[reached], "low": row[f"{reached}_low"], "high": row[f"{reached}_high"]}
        rows[month] = values | {"n": len(part), "is_mature": followed >= horizon}
    kinds = {"share": float, "low": float, "high": float, "n": int, "is_mature": bool}
    made = pd.DataFrame.from_dict(rows, orient="index", columns=list(kinds)).astype(kinds)
    made.attrs = waits.attrs
    return made.rename_axis("month")


def silence(spells: pd.DataFrame, chance: float = 0.05) -> pd.Series:
    """Return the day from which silence is probably the answer: an answer still comes in about `chance`.

    P(answer comes | silent at t) = (F(τ) − F(t)) / (1 − F(t)), by what the data can carry:
    `curve`, from 30 answers on: F is Kaplan–Meier, τ the last day with 5 at risk, half an answer added
    beyond the last; range by bootstrap over spells, fixed seed. Only if the waits were followed twice as
    long as the day it gives: in a search of 60 days it gave up so early that 8 of 100 still answered, not 5
    (simulated).
    `model`, from 3 answers on: with probability p an answer comes, after a lognormal time.
    `short`: answers came so lately before the longest wait that more may well come (see
    `is_followed_long_enough`), or the range reaches beyond that wait; day 45 stands in.
    `default`: fewer than 3 answers; day 45, not from these data.

    Returns
    -------
    Series: `day`, `low`, `high` (90 % range; missing for the last two), `method`, `chance`, `n_answers`,
    `silent` (waits that went beyond that day without an answer), `revived` (of those, answered later).

    Examples
    --------
    >>> waiting.silence(waiting.spells(search.applications, search.as_of))[["day", "low", "high"]].to_dict()
    {'day': 48.0, 'low': 21.0, 'high': 48.0}
    """
    lasted, answered = _answered(spells)
    method, (since, low, high) = _since(lasted, answered, chance)
    beyond = lasted > since
    row = {"day": since, "low": low, "high": high, "method": method, "chance": chance}
    row |= {"n_answers": int(answered.sum()), "silent": int(beyond.sum())}
    return pd.Series(row | {"revived": int((answered & beyond).sum())}, dtype=object)


def is_followed_long_enough(lasted: np.ndarray, answered: np.ndarray, chance: float = 0.05) -> bool:
    """Return whether waits went on so long past the answers that these have probably ended.

    Of n waits, N were answered in the last stretch as long as the one from the last answer to the longest
    wait; (1 − N/n)^n, the chance to see no answer in that stretch if as many still came, is below .05
    (Maller & Zhou 1992, Biometrika 79:731). Or so few of those who waited half as long as the longest were
    answered in the other half that Wilson's upper limit of that share stays within `chance`.
    """
    n = len(lasted)
    if not answered.any():
        return False
    last, longest = lasted[answered].max(), lasted.max()
    lately = int((answered & (lasted > 2 * last - longest)).sum())
    if (1 - lately / n) ** n < 0.05:
        return True
    half = longest / 2
    followed = float((lasted[lasted > half] - half).sum() / half) if half else 0.0
    late = int((answered & (lasted > half)).sum())
    return bool(followed >= late and rates.share(late, followed)["high"] <= chance)


def still_answers(spells: pd.DataFrame, waited: Any, chance: float = 0.05) -> np.ndarray:
    """Return the chance that an answer still comes after so many days, by the method of `silence`.

    One number for each of `waited`, never 0; missing while the day of silence is not from these data.
    """
    lasted, answered = _answered(spells)
    days = np.asarray(waited, dtype=float)
    method, _ = _since(lasted, answered, chance)
    if method in ("default", "short"):
        return np.full(days.shape, np.nan)
    if method == "model":
        weight, model = _cure(lasted, answered)
        return weight @ _comes(model, days)
    when, dead, cut = _steps(lasted, answered)
    left, end, last = _survival(dead, cut)
    now = np.maximum(np.r_[1.0, left][np.searchsorted(when, days, side="right")], left[last])
    return np.where(np.isnan(days), np.nan, 1 - end / now)


def pending(applications: pd.DataFrame, as_of: Any, chance: float = 0.05) -> pd.DataFrame:
    """Return the applications that nobody has answered, those most likely to be answered first.

    Index `application`: `company`, `role`, `applied`, `days`, `chance` (that an answer still comes; missing
    while the data cannot tell, or without a day of applying), `is_silent` (waiting for longer than the day
    of `silence`). What was sent before an offer was accepted is waited for no more. `.attrs`: `silence`
    (that Series), `accepted` (the last day on which an offer was, NaT if it is not known; None: none was).

    >>> before = history.applications(search.events, "2026-09-30")
    >>> waiting.pending(before, "2026-09-30")[["company", "days", "chance"]].head(2).round(2)
                            company  days  chance
    application
    7b7d8fdbd797   Lakeforge Metals   1.0    0.58
    c994abaa98d1  Meadowquill Foods   8.0    0.39
    """
    waits = spells(applications, as_of)
    since = silence(waits, chance)
    is_open = applications["outcome"].eq("open") & applications["first_answer"].isna()
    made = applications.loc[is_open, ["company", "role", "applied"]].copy()
    made["days"] = (tables.day(as_of) - tables.days(made["applied"])).dt.days.astype(float)
    made["chance"] = still_answers(waits, made["days"], chance)
    made["is_silent"] = made["days"] > since["day"]
    accepted = applications.loc[applications["outcome"].eq("accepted"), "outcome_date"]
    ended = tables.days(accepted).max() if len(accepted) else None
    if ended is not None:
        made = made[tables.days(made["applied"]) > ended] if pd.notna(ended) else made.iloc[:0]
    made.attrs = {"silence": since, "accepted": ended}
    return made.sort_values(["chance", "days"], ascending=[False, True], kind="stable")


def _spells(spells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    tables.require(spells, ["days", "outcome"], "spells")
    if spells["days"].dtype.kind in "mM":
        raise TableError("Days of a spell are a number, not a date or a span of time.")
    try:
        lasted = pd.to_numeric(spells["days"]).to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise TableError(f"Days of a spell are a number: {error}.") from error
    if not (np.isfinite(lasted) & (lasted >= 0)).all():
        raise TableError("Days of a spell are 0 or more, and none is missing; some here are not.")
    return lasted, np.array([_name(value) for value in spells["outcome"].astype(object)], dtype=object)


def _name(outcome: Any) -> str | None:
    if pd.api.types.is_scalar(outcome) and (pd.isna(outcome) or outcome == ""):
        return None
    return str(int(outcome)) if isinstance(outcome, float) and outcome.is_integer() else str(outcome)


def _limits(value: Any, error: Any, ends: tuple, level: float, is_left: bool = False) -> tuple[Any, Any]:
    """Return complementary log–log limits of a share reached (`is_left`: waiting), also at its ends."""
    inner = np.where((value > 0) & (value < 1), value, 0.5)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        bend = np.exp(rates.z_value(level) * error / (inner * np.log(inner)))
        low, high = inner ** (1 / bend), inner**bend
    if is_left:
        low, high = 1 - high, 1 - low
    gone = 1 - value if is_left else value
    low, high = np.where(gone > 0, low, 0.0), np.where(gone > 0, high, ends[0])
    if gone[-1] == 1:
        low[-1], high[-1] = 1 - (1 - ends[1]) * (1 - (low[-2] if len(low) > 1 else 0)), 1.0
    return (1 - high, 1 - low) if is_left else (low, high)


def _error(mine: Any, dead: Any, at_risk: Any, before: Any, after: Any, reached: Any) -> np.ndarray:
    """Return the standard error of one outcome's incidence: Gray 1988, as programmed in `cmprsk`."""

    def weight(d: np.ndarray) -> np.ndarray:
        ties = np.where(d > 1, (at_risk - d) / np.maximum(at_risk - 1, 1), 1.0)
        return before**2 * d * ties / at_risk**2

    own, other = weight(mine), weight(dead - mine) * (after > 0)
    scale = np.where(after > 0, 1 / np.where(after > 0, after, 1), 0.0)
    lift = reached * scale
    first = (own * (1 + lift) ** 2 + other * lift**2).cumsum()
    mixed = ((own * (1 + lift) + other * lift) * scale).cumsum()
    last = ((own + other) * scale**2).cumsum()
    return np.sqrt(np.maximum(first + reached**2 * last - 2 * reached * mixed, 0))


def _first_outcome(applications: pd.DataFrame, reached: str) -> tuple[pd.Series, pd.Series]:
    known = applications.reindex(columns=["outcome", "outcome_date", "first_answer", "answered", "furthest"])
    is_offer = known["outcome"].isin(["accepted", "declined"])
    ending = known["outcome"].astype(object).mask(is_offer, "offer")
    ending, ended = ending.where(known["outcome"].isin(ENDED)), tables.days(known["outcome_date"])
    outcome, when = known["first_answer"].astype(object), tables.days(known["answered"])
    if reached:
        if reached not in tables.STAGES:
            raise TableError(f"“{reached}” is not a stage; use one of {', '.join(tables.STAGES)}.")
        onward = tables.STAGES[tables.STAGES.index(reached) :]
        outcome = known["furthest"].isin(onward).map({True: reached, False: None}).astype(object)
        if (own := tables.STAGE_DAYS.get(reached, "")) in applications.columns:
            when = tables.days(applications[own]).fillna(when.where(known["first_answer"].isin(onward)))
    instead = outcome.isna() | (ended < when)
    instead &= ending.notna()
    return outcome.mask(instead, ending), when.mask(instead | outcome.isna(), ended)


def _answered(spells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    lasted, ended = _spells(spells)
    return np.round(lasted), np.array([name not in (None, *NO_ANSWER) for name in ended], dtype=bool)


def _since(lasted: np.ndarray, answered: np.ndarray, chance: float) -> tuple[str, tuple[float, float, float]]:
    stand_in = (float(DEFAULT_SILENCE), np.nan, np.nan)
    if answered.sum() < 3:
        return "default", stand_in
    if not is_followed_long_enough(lasted, answered, chance):
        return "short", stand_in
    if answered.sum() >= 30:
        by_curve, followed = _resampled(lasted, answered, chance)
        if 2 * by_curve[0] <= followed:
            return "curve", by_curve
    weight, model = _cure(lasted, answered)
    comes = _comes(model, np.arange(LONGEST + 1.0))
    since = np.r_["0,2", weight @ comes, comes] <= chance
    first = np.where(since.any(axis=1), since.argmax(axis=1), since.shape[1] - 1).astype(float)
    order = first[1:].argsort(kind="stable")
    upto = weight[order].cumsum()
    low, high = (first[1:][order][min(np.searchsorted(upto, q), len(upto) - 1)] for q in (0.05, 0.95))
    by_model = first[0], low, high
    return ("model", by_model) if by_model[2] <= lasted.max() else ("short", stand_in)


def _steps(lasted: np.ndarray, answered: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    when, step = np.unique(lasted, return_inverse=True)
    dead = np.bincount(step[answered], minlength=len(when))
    return when, dead, np.bincount(step, minlength=len(when)) - dead


def _survival(dead: np.ndarray, cut: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return Kaplan–Meier by day, what never answers, and the last day with 5 at risk; by resample.

    What never answers is the curve on that day less half an answer among those who waited past the last.
    """
    at_risk = (dead + cut)[..., ::-1].cumsum(axis=-1)[..., ::-1]
    left = (1 - dead / np.maximum(at_risk, 1)).cumprod(axis=-1)
    last = np.maximum((at_risk >= 5).sum(axis=-1, keepdims=True) - 1, 0)
    answers = (dead > 0) & (np.arange(dead.shape[-1]) <= last)
    after = np.where(answers, at_risk - dead, at_risk.max(axis=-1, keepdims=True)).min(axis=-1, keepdims=True)
    end = np.take_along_axis(left, last, axis=-1) * (1 - 0.5 / np.maximum(after, 1))
    return left, end, last[..., 0]


def _resampled(lasted: np.ndarray, answered: np.ndarray, chance: float, draws: int = 500) -> tuple:
    when, dead, cut = _steps(lasted, answered)

    def since(dead: np.ndarray, cut: np.ndarray) -> np.ndarray:
        left, end, _ = _survival(dead, cut)
        is_past = left <= end / (1 - chance) + 1e-12
        return np.where(is_past.any(axis=-1), when[is_past.argmax(axis=-1)], float(LONGEST))

    both = np.r_[dead, cut]
    drawn = np.random.default_rng(1).multinomial(len(lasted), both / both.sum(), size=draws)
    low, high = np.quantile(since(*np.split(drawn, 2, axis=1)), [0.05, 0.95], method="inverted_cdf")
    followed = when[_survival(dead, cut)[2]]
    return (float(since(dead, cut)), float(low), float(high)), float(followed)


def _cure(lasted: np.ndarray, answered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return weights and models (p, μ, σ) of the mixture-cure posterior, on a grid: nothing to converge.

    Priors (our assumption): logit p ~ N(0, 1.5), μ ~ N(ln 10, 0.7), ln σ ~ N(ln 0.8, 0.4). An answer on
    the day itself counts as half a day.
    """
    from scipy.special import expit, ndtr

    spread = np.linspace(-3, 3, 25)
    place, width = (axis.ravel()[:, None] for axis in np.meshgrid(spread, spread[::2]))
    mu, sigma = np.log(10) + 0.7 * place, 0.8 * np.exp(0.4 * width)
    when, came, cut = _steps(np.maximum(lasted, 0.5), answered)
    z = (np.log(when) - mu) / sigma
    by_then, densities = ndtr(z[:, cut > 0]), -(z**2 / 2 + np.log(sigma)) @ came
    shares = expit(1.5 * spread)
    cut = cut[cut > 0]
    fit = np.array([came.sum() * np.log(p) + densities + np.log1p(-p * by_then) @ cut for p in shares])
    fit -= (spread[:, None] ** 2 + (place**2 + width**2).T) / 2
    kept = fit > fit.max() - 9
    weight = np.exp(fit[kept] - fit.max())
    which, cell = np.nonzero(kept)
    return weight / weight.sum(), np.array([shares[which], mu[cell, 0], sigma[cell, 0]])[..., None]


def _comes(model: np.ndarray, silent: np.ndarray) -> np.ndarray:
    """Return P(an answer comes | silent for so many days), pS / (1 − p + pS): one row a model."""
    from scipy.special import ndtr

    p, mu, sigma = model
    later = p * ndtr((mu - np.log(np.maximum(silent, 1e-9))) / sigma)
    return later / (1 - p + later)
