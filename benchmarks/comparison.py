"""How often the verdict is right: two people of one pool, a stronger hire, facts unknown, weak facts hidden.

`python benchmarks/comparison.py [PAIRS]` simulates eight independent dimensions with the weights of
`comparison.WEIGHTS` (ahead, tied or behind with fixed chances) and prints how often each verdict is given and
stands, and how often it is fragile and so moves no reason. Hidden: of what the hire is weaker in, six in ten are
not published, of what is even, three in ten.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from jobkit import comparison

SAME, HIRE_STRONGER, YOU_STRONGER = (0.30, 0.40, 0.30), (0.55, 0.30, 0.15), (0.15, 0.30, 0.55)
CASES = (  # what, chances (hire, tie, you), share unknown of hire ahead, even, you ahead
    ("same pool", SAME, (0.0, 0.0, 0.0)),
    ("same pool, 30 % unknown", SAME, (0.3, 0.3, 0.3)),
    ("same pool, weak facts hidden", SAME, (0.0, 0.3, 0.6)),
    ("stronger hire", HIRE_STRONGER, (0.0, 0.0, 0.0)),
    ("stronger hire, 30 % unknown", HIRE_STRONGER, (0.3, 0.3, 0.3)),
    ("you stronger", YOU_STRONGER, (0.0, 0.0, 0.0)),
    ("you stronger, weak facts hidden", YOU_STRONGER, (0.0, 0.3, 0.6)),
)


def verdicts(chances, hidden, pairs: int, seed: int = 1) -> dict[str, float]:
    """Return the share of pairs that each verdict is given to, fragile ones apart."""
    draw = np.random.default_rng(seed)
    weights = np.array(list(comparison.WEIGHTS.values()))
    ahead = draw.choice(["hire", "tie", "you"], p=chances, size=(pairs, len(weights))).astype(object)
    chance = np.select([ahead == "hire", ahead == "tie"], hidden[:2], hidden[2])
    ahead[draw.random(ahead.shape) < chance] = "unknown"
    labels = []
    for row in ahead:
        table = pd.DataFrame({"weight": weights, "ahead": row})
        labels.append(comparison.verdict(table).label)
    return pd.Series(labels).value_counts(normalize=True).to_dict()


def table(pairs: int) -> pd.DataFrame:
    """Return, for each case, the shares of verdicts."""
    rows = []
    for what, chances, hidden in CASES:
        share = verdicts(chances, hidden, pairs)
        row = {"case": what}
        for words, name in (("hire", comparison.HIRE), ("you", comparison.YOU)):
            row |= {words: share.get(name, 0.0), f"{words}, fragile": share.get(f"{name} (fragile)", 0.0)}
        rows.append(row | {"not enough": share.get(comparison.UNCLEAR, 0.0)})
    return pd.DataFrame(rows).set_index("case").round(3)


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000).to_string())
