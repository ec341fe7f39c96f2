"""Many invented searches whose true rates are known: does what jobkit prints hold?

Run `python benchmarks/simulation.py` (a few minutes; `--quick`: seconds). Prints Markdown tables.
Truth: an interview comes to 12 % (median 8 days), a rejection to 38 % (median 18 days), the other half
hear nothing; applications are sent evenly over the span of the search, and nothing ever changes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from jobkit import rates, waiting

SIZES, SPANS, HORIZON = (12, 40, 200), (60, 180), 45
INTERVIEW, REJECTION = (0.12, 8.0, 0.7), (0.38, 18.0, 0.8)


def normal_cdf(z: float) -> float:
    """Return the standard normal distribution function."""
    from scipy.special import ndtr

    return float(ndtr(z))


def true_share(day: float) -> float:
    """Return the true share that has come to an interview by a day."""
    share, median, spread = INTERVIEW
    return share * normal_cdf(np.log(day / median) / spread)


def true_chance(day: float) -> float:
    """Return the true chance that an answer still comes after so many days of silence."""
    later = sum(p * normal_cdf(-np.log(max(day, 0.5) / m) / s) for p, m, s in (INTERVIEW, REJECTION))
    return later / (1 - INTERVIEW[0] - REJECTION[0] + later)


def search(rng: np.random.Generator, n: int, span: int) -> pd.DataFrame:
    """Return one invented search in the order of applying: days, outcome, `will` (what comes in the end)."""
    will = rng.choice(["interview", "rejected", ""], n, p=[INTERVIEW[0], REJECTION[0], 0.5])
    comes = np.full(n, np.inf)
    for kind, (_, median, spread) in (("interview", INTERVIEW), ("rejected", REJECTION)):
        comes = np.where(will == kind, rng.lognormal(np.log(median), spread, n).round(), comes)
    followed = np.sort(rng.integers(0, span + 1, n))[::-1]
    is_over = comes <= followed
    days, outcome = np.where(is_over, comes, followed), np.where(is_over, will, "")
    return pd.DataFrame({"days": days, "outcome": outcome, "will": will, "followed": followed})


def rates_by_day_45(spells: pd.DataFrame) -> dict[str, float]:
    """Return the interview rate of one search as trackers count it, and as jobkit does, with its interval."""
    is_interview, is_over = spells["outcome"] == "interview", spells["outcome"] != ""
    alone = spells.assign(outcome=spells["outcome"].where(is_interview, ""))
    row = waiting.at(waiting.incidence(spells, ["interview", "rejected"]), HORIZON)
    return {
        "interviews ÷ all": is_interview.mean(),
        "interviews ÷ decided": is_interview.sum() / is_over.sum() if is_over.any() else np.nan,
        "1 − Kaplan–Meier": waiting.at(waiting.incidence(alone, ["interview"]), HORIZON)["interview"],
        "Aalen–Johansen": row["interview"],
        "covered": row["interview_low"] <= true_share(HORIZON) <= row["interview_high"],
        "width": row["interview_high"] - row["interview_low"],
    }


def given_up(spells: pd.DataFrame) -> dict[str, float]:
    """Return the day of silence by jobkit and by “95 % of replies so far”, and who still answers then."""
    found = waiting.silence(spells)
    replies = spells.loc[spells["outcome"] != "", "days"]
    naive = np.quantile(replies, 0.95) if len(replies) >= 3 else np.nan
    is_default = found["method"] == "default"
    return {
        "default": is_default,
        "day": np.nan if is_default else found["day"],
        "still": np.nan if is_default else true_chance(found["day"]),
        "covered": np.nan if is_default else found["low"] <= TRUE_DAY <= found["high"],
        "naive day": naive,
        "naive still": true_chance(naive) if len(replies) >= 3 else np.nan,
    }


def told_of_change(rng: np.random.Generator, n: int) -> dict[str, bool]:
    """Return what an unchanged search of n judged applications (12 % each) is told."""
    success = rng.random(n) < INTERVIEW[0]
    half, month = n // 2, max(n // 6, 2)
    late = rates.better(success[:half].sum(), half, success[half:].sum(), n - half)
    last = rates.surprise(success[-month:].sum(), month, success[:-month].sum(), n - month)
    splits = [rng.random(n) < 0.5 for _ in range(6)]
    leans = [
        rates.better(success[~part].sum(), (~part).sum(), success[part].sum(), part.sum())["p_better"]
        for part in splits
    ]
    return {
        "change point above 80 %": rates.change_point(success)["p_change"] > 0.8,
        "halves “likely” or “clear”": abs(late["p_better"] - 0.5) >= 0.4,
        "last month “unusual”": last["words"] == "unusual",
        "one of 6 random splits “likely” or “clear”": max(abs(p - 0.5) for p in leans) >= 0.4,
    }


def shares_covered(rng: np.random.Generator, n: int) -> dict[str, bool]:
    """Return whether the intervals of one share and of one difference (12 against 24 %) hold the truth."""
    one, two = rng.binomial(n, 0.12), rng.binomial(n, 0.24)
    share, apart = rates.share(one, n), rates.difference(two, n, one, n)
    return {
        "Wilson, 12 %": share.low <= 0.12 <= share.high,
        "Newcombe, 24 − 12 %": apart.low <= 0.12 <= apart.high,
    }


def percent(value: float) -> str:
    """Return a share as the tables print it."""
    return "–" if np.isnan(value) else f"{100 * value:.1f} %"


def markdown(title: str, rows: list[dict]) -> str:
    """Return rows as a Markdown table under its title."""
    head = list(rows[0])
    lines = [" | ".join(str(row[name]) for name in head) for row in rows]
    return "\n".join(
        [
            f"\n**{title}**\n",
            f"| {' | '.join(head)} |",
            "|" + " --- |" * len(head),
            *(f"| {line} |" for line in lines),
        ]
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="50 searches of each kind instead of 1,000")
    runs = 50 if parser.parse_args().quick else 1000
    by_day, silence, change, covered = [], [], [], []
    for n in SIZES:
        for span in SPANS:
            rng = np.random.default_rng([n, span])
            made = [search(rng, n, span) for _ in range(runs)]
            mean = pd.DataFrame([rates_by_day_45(spells) for spells in made]).astype(float).mean()
            label = {"applications": n, "over days": span}
            by_day.append(label | {name: percent(value) for name, value in mean.items()})
            found = pd.DataFrame([given_up(spells) for spells in made]).astype(float)
            shown = {
                "default (too few answers)": percent(found["default"].mean()),
                "day, median": f"{found['day'].median():.0f}",
                "5–95 %": f"{found['day'].quantile(0.05):.0f}–{found['day'].quantile(0.95):.0f}",
                "range holds the true day": percent(found["covered"].mean()),
                "given up, still answer": percent(found["still"].mean()),
                "95 % of replies so far: day": f"{found['naive day'].median():.0f}",
                "given up, still answer (naive)": percent(found["naive still"].mean()),
            }
            silence.append(label | shown)
        rng = np.random.default_rng(n)
        told = pd.DataFrame([told_of_change(rng, n) for _ in range(runs)]).mean()
        change.append({"applications": n} | {name: percent(value) for name, value in told.items()})
        held = pd.DataFrame([shares_covered(rng, n) for _ in range(runs)]).mean()
        covered.append({"trials": n} | {name: percent(value) for name, value in held.items()})
    print(f"{runs} searches of each kind.")
    print(markdown(f"Interview by day {HORIZON}; truth {percent(true_share(HORIZON))}; means", by_day))
    print(markdown("95 % intervals that hold the truth", covered))
    print(markdown(f"Day from which 5 % still answer; truth day {TRUE_DAY:.0f}", silence))
    print(markdown("An unchanged search is told that something changed or differs", change))


TRUE_DAY = next(day for day in np.arange(1, 400, 0.1) if true_chance(day) <= 0.05)

if __name__ == "__main__":
    main()
