"""Many invented searches whose true rates are known: does what jobkit prints hold?

Run `python benchmarks/simulation.py [--runs N]` (1,000: half an hour; `--runs 50`: two minutes). Prints
Markdown tables. Truth, where nothing else is said: an interview comes to 12 % (median 8 days), a rejection to
38 % (median 18 days), the other half hear nothing; applications are sent evenly over the span of the search,
and nothing ever changes. Other kinds of search: slow replies (both medians 45 days), a heavy tail (spread 1.6),
a mixture of two channels (one answers within days, one within months).
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
    is_default = found["method"] in ("default", "short")
    return {
        "default": is_default,
        "day": np.nan if is_default else found["day"],
        "still": np.nan if is_default else true_chance(found["day"]),
        "covered": np.nan if is_default else found["low"] <= TRUE_DAY <= found["high"],
        "naive day": naive,
        "naive still": true_chance(naive) if len(replies) >= 3 else np.nan,
    }


KINDS = {  # (share, median, spread) of interviews and of rejections; a mixture has two of each
    "as assumed": (INTERVIEW, REJECTION),
    "slow replies": ((0.12, 45.0, 0.7), (0.38, 45.0, 0.8)),
    "heavy tail": ((0.12, 8.0, 1.6), (0.38, 18.0, 1.6)),
    "mixture of channels": ((0.06, 4.0, 0.5), (0.19, 6.0, 0.5), (0.06, 40.0, 0.6), (0.19, 70.0, 0.6)),
}


def another(rng: np.random.Generator, kind: str, n: int, span: int) -> pd.DataFrame:
    """Return one search of a kind: the days `applied`, `comes` (inf: never) and whether it `is_interview`."""
    parts = KINDS[kind]
    which = rng.choice(len(parts) + 1, n, p=[*(share for share, _, _ in parts), 0.5])
    comes = np.full(n, np.inf)
    for place, (_, median, spread) in enumerate(parts):
        drawn = rng.lognormal(np.log(median), spread, n).round()
        comes = np.where(which == place, drawn, comes)
    applied = np.sort(rng.integers(0, span + 1, n))
    return pd.DataFrame({"applied": applied, "comes": comes, "is_interview": which % 2 == 0}).assign(
        is_interview=lambda table: table["is_interview"] & np.isfinite(table["comes"])
    )


def looks_back(made: pd.DataFrame, today: float) -> dict[str, bool]:
    """Return what halves tell an unchanged search on a day: success by the horizon, and ever (as it was)."""
    old = made[made["applied"] <= today - HORIZON]
    half, words = len(old) // 2, {}
    for name, limit in (("by the horizon", HORIZON), ("ever, as before", np.inf)):
        reached = old["is_interview"] & (old["comes"] <= np.minimum(limit, today - old["applied"]))
        k = reached.to_numpy(int)
        if not half:
            continue
        pair = rates.better(k[:half].sum(), half, k[half:].sum(), len(k) - half)
        is_sure = (
            pair["words"] in ("likely", "clear") if limit == HORIZON else abs(pair["p_better"] - 0.5) >= 0.4
        )
        words[f"{name}: earlier better"] = bool(is_sure and pair["p_better"] < 0.5)
        words[f"{name}: later better"] = bool(is_sure and pair["p_better"] > 0.5)
    return words


def out_of_sample(made: pd.DataFrame, today: float) -> dict[str, float]:
    """Return the method of the day of silence, and how many of those then silent still heard back."""
    sent = made[made["applied"] <= today]
    followed = today - sent["applied"]
    is_over = sent["comes"] <= followed
    spells = pd.DataFrame({"days": np.where(is_over, sent["comes"], followed)})
    spells["outcome"] = np.where(is_over, "rejected", "")
    day = waiting.silence(spells)
    known = day["method"] in ("curve", "model")
    silent = sent["comes"] > day["day"]
    still = float(np.isfinite(sent["comes"][silent]).mean()) if known and silent.any() else np.nan
    return {"cannot tell": not known, "day": day["day"] if known else np.nan, "still": still}


def monthly_looks(rng: np.random.Generator, rate: float, looks: int = 7, each: int = 10) -> dict[str, bool]:
    """Return whether an experiment without effect was ever called clear, looked at monthly."""
    a, b = (rng.random((2, looks * each)) < rate).astype(int)
    upto = [n * each for n in range(1, looks + 1)]
    pairs = [rates.better(a[:n].sum(), n, b[:n].sum(), n) for n in upto]
    return {
        "P(better) ≥ .975 at one look": abs(pairs[-1]["p_better"] - 0.5) >= 0.475,
        "P(better) ≥ .975 at any look": any(abs(pair["p_better"] - 0.5) >= 0.475 for pair in pairs),
        "judged once, “clear”": pairs[-1]["words"] == "clear",
        "E ≥ 40 at any look": any(rates.e_value(a[:n], b[:n]) >= 40 for n in upto),
        "E ≥ 10 at any look": any(rates.e_value(a[:n], b[:n]) >= 10 for n in upto),
    }


def lean_by_luck(rng: np.random.Generator, n: int) -> dict[str, bool]:
    """Return whether one random split of n judged applications (12 % each) is called likely or clear."""
    success = rng.random(n) < INTERVIEW[0]
    groups = int(rng.choice([2, 2, 3, 4, 5, 6]))
    part = rng.choice(groups, n, p=rng.dirichlet(np.full(groups, 3.0)))
    sent = pd.DataFrame({"successes": success, "trials": 1}).groupby(part).sum()
    table = rates.ranked(rates.pooled(sent))
    return {"one split “likely” or “clear”": len(table) > 1 and rates.leading(table) in ("likely", "clear")}


def told_of_change(rng: np.random.Generator, n: int) -> dict[str, bool]:
    """Return what an unchanged search of n judged applications (12 % each) is told."""
    success = rng.random(n) < INTERVIEW[0]
    half = n // 2
    late = rates.better(success[:half].sum(), half, success[half:].sum(), n - half)
    return {
        "change point above 80 %": rates.change_point(success)["p_change"] > 0.8,
        "halves “likely” or “clear”": late["words"] in ("likely", "clear"),
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
    parser.add_argument("--runs", type=int, default=1000, help="searches of each kind")
    runs = parser.parse_args().runs
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
                "cannot tell yet": percent(found["default"].mean()),
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
    print(markdown("An unchanged search is told that something changed", change))
    print(markdown("Halves of an unchanged search of 120 in 240 days, “likely” or “clear”", halves(runs)))
    print(markdown("Out of sample: of those given up, more than 5 % still hear back", tails(runs)))
    print(markdown("No effect, 70 on each side, seven monthly looks", looks(runs)))
    print(markdown("One split in which nothing differs", luck(runs)))


def halves(runs: int) -> list[dict]:
    """Return how often halves tell an unchanged search that one was better, by kind of search."""
    rows = []
    for kind in KINDS:
        rng = np.random.default_rng(3)
        share = pd.DataFrame([looks_back(another(rng, kind, 120, 240), 240) for _ in range(runs)]).mean()
        rows.append({"search": kind} | {name: percent(value) for name, value in share.items()})
    return rows


def tails(runs: int) -> list[dict]:
    """Return how often more than 5 % of those given up still hear back, by kind and size of search."""
    rows = []
    for kind in KINDS:
        for n in (40, 120):
            rng = np.random.default_rng([5, n])
            days = [out_of_sample(another(rng, kind, n, 180), 180) for _ in range(max(runs // 2, 20))]
            table = pd.DataFrame(days).astype(float)
            over = (table["still"].dropna() > 0.05).mean()
            row = {"search": kind, "applications": n, "cannot tell yet": percent(table["cannot tell"].mean())}
            row |= {"day, median": f"{table['day'].median():.0f}", "more than 5 % in": percent(over)}
            rows.append(row | {"still hear back, mean": percent(table["still"].mean())})
    return rows


def looks(runs: int) -> list[dict]:
    """Return how often an experiment without effect is called clear, by its rate."""
    rows = []
    for rate in (0.1, 0.2, 0.4):
        rng = np.random.default_rng([7, int(100 * rate)])
        share = pd.DataFrame([monthly_looks(rng, rate) for _ in range(runs)]).mean()
        rows.append({"rate": percent(rate)} | {name: percent(value) for name, value in share.items()})
    return rows


def luck(runs: int) -> list[dict]:
    """Return how often one split leans by luck: the numbers of `rates.LUCK_OF_ONE`."""
    rows = []
    for n in (12, 20, 40, 80, 120, 200):
        rng = np.random.default_rng([11, n])
        share = pd.DataFrame([lean_by_luck(rng, n) for _ in range(runs)]).mean()
        rows.append({"applications": n} | {name: percent(value) for name, value in share.items()})
    return rows


TRUE_DAY = next(day for day in np.arange(1, 400, 0.1) if true_chance(day) <= 0.05)

if __name__ == "__main__":
    main()
