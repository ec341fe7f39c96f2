"""How often the verdict is right: two people drawn from one pool, a stronger hire, facts left unknown.

`python benchmarks/comparison.py [PAIRS]` simulates eight independent dimensions with the weights of
`comparison.WEIGHTS` (ahead, tied or behind with fixed chances) and prints how often each verdict is given,
beside the figures that the method was settled on.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from jobkit import comparison

SAME, STRONGER = (0.30, 0.40, 0.30), (0.55, 0.30, 0.15)
CASES = (  # what, chances (hire, tie, you), share unknown, cut-off, expected (hire, you, unclear)
    ("same pool", SAME, 0.0, 0.33, (0.13, 0.13, 0.0)),
    ("same pool, cut-off .25", SAME, 0.0, 0.25, (0.225, 0.225, 0.0)),
    ("same pool, cut-off .40", SAME, 0.0, 0.40, (0.10, 0.10, 0.0)),
    ("stronger hire", STRONGER, 0.0, 0.33, (0.60, 0.01, 0.0)),
    ("stronger hire, 30 % unknown", STRONGER, 0.3, 0.33, (0.43, 0.01, 0.28)),
)


def verdicts(chances, unknown: float, cut: float, pairs: int, seed: int = 1) -> dict[str, float]:
    """Return the share of pairs that each verdict is given to."""
    draw = np.random.default_rng(seed)
    weights = np.array(list(comparison.WEIGHTS.values()))
    said = draw.choice([1.0, 0.0, -1.0], p=chances, size=(pairs, len(weights)))
    said[draw.random(said.shape) < unknown] = np.nan
    given = pd.Series([comparison._judged(weights, pair, cut)[0] for pair in said])
    return given.value_counts(normalize=True).to_dict()


def table(pairs: int) -> pd.DataFrame:
    """Return, for each case, the shares found and expected."""
    rows = []
    for what, chances, unknown, cut, expected in CASES:
        found = verdicts(chances, unknown, cut, pairs)
        names = (comparison.HIRE, comparison.YOU, comparison.UNCLEAR)
        row = {"case": what}
        for name, words, share in zip(names, ("hire", "you", "unclear"), expected, strict=True):
            row |= {words: round(found.get(name, 0.0), 3), f"{words}, expected": share}
        rows.append(row)
    return pd.DataFrame(rows).set_index("case")


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000).to_string())
