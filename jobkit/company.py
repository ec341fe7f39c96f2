"""One employer: every try there, how long they take, and how what they ask for has changed."""

from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from jobkit import comparison, skills, tables, waiting
from jobkit.language.english import agree, count, counted, day
from jobkit.language.names import role_key
from jobkit.language.text import fold
from jobkit.language.vocabulary import shipped

TRIES = ("role", "applied", "furthest", "outcome", "outcome_date", "days_waited", "channel", "earlier_try")
PACE = ("stage", "days", "waiting", "n", "days_others", "low_others", "high_others", "n_others")
CHANGES = ("role", "before", "after", "requirement", "change", "was", "now", "you", "toward")
KINDS = ("years", "education")
"""Dimensions of which a posting asks for one measure: a number of years, a level."""
ENOUGH = 8
"""Waits that a middle needs: below it the count alone is said."""
AFTER = shipped("screens")["after"]
LOWERED, RAISED = ("dropped", "softened"), ("added", "raised")
TOWARD = {(change, met): "you" for change in LOWERED for met in ("not", "partly")}
TOWARD |= {(change, met): to for change in RAISED for met, to in (("met", "you"), ("not", "away"))}


def pace(
    applications: pd.DataFrame, events: pd.DataFrame, here: Iterable[str], as_of, stopped: Iterable[str] = ()
) -> pd.DataFrame:
    """Return how many days an employer took from each stage to the next word, beside all others.

    Parameters
    ----------
    applications, events : all of them.
    here : the applications at this employer; `stopped` those for which you wait no more.

    Returns
    -------
    One row a stage that was reached here, `PACE`: the median of `n` waits that ended, and of `n_others`
    elsewhere with their quartiles; `waiting`: the days waited so far by the longest that is open here. After
    applying a wait is that for the first answer (`waiting.spells`), after a talk it counts from its day
    (`waiting.after_talks`). Waits that have no end yet count in no median, so those that ended look shorter
    than waits are.
    """
    first = waiting.spells(applications, as_of).reset_index().assign(stage="applied")
    talks = waiting.after_talks(events, applications, as_of)
    waits = pd.concat([first, talks])
    waits = waits[~waits["outcome"].isin({*tables.ENDINGS} - {*tables.LOST})]  # those are no word of theirs
    own, is_over = waits["application"].isin(set(here)), waits["outcome"].notna()
    made = []
    for stage in AFTER:
        theirs, others = own & waits["stage"].eq(stage), ~own & waits["stage"].eq(stage)
        ended, elsewhere = waits.loc[theirs & is_over, "days"], waits.loc[others & is_over, "days"]
        longest = waits.loc[theirs & ~is_over & ~waits["application"].isin(set(stopped)), "days"].max()
        quarters = elsewhere.quantile([0.5, 0.25, 0.75])
        if theirs.any():
            made.append((stage, ended.median(), longest, len(ended), *quarters, len(elsewhere)))
    kinds = dict.fromkeys(PACE[1:], "float64") | dict.fromkeys(("n", "n_others"), "int64")
    return pd.DataFrame(made, columns=list(PACE)).astype(kinds)


def pace_says(pace: pd.DataFrame) -> list[str]:
    """Return in a sentence for each stage how long they took, beside the others where those are enough."""
    told = []
    for row in pace.itertuples():
        many = f" ({row.n} cases)" if row.n > 1 else ""
        parts = ["typically " * bool(many) + count(round(row.days), "day") + many] if row.n else []
        if pd.notna(row.waiting):
            parts.append(f"you have been waiting for {count(round(row.waiting), 'day')}")
        if not parts:
            continue
        others = f"elsewhere {counted(row.n_others, 'case')}, too few to compare"
        if row.n_others >= ENOUGH:
            half = f"half took {row.low_others:.0f} to {row.high_others:.0f}"
            others = f"elsewhere typically {row.days_others:.0f} ({row.n_others} cases; {half})"
        told.append(f"{AFTER[row.stage]}: {'; '.join([*parts, others])}.")
    return told


def changes(
    postings: pd.DataFrame, applications: pd.DataFrame, you: pd.DataFrame, wider: comparison.Skills = None
) -> pd.DataFrame:
    """Return how the requirements of a role changed from one posting to the next, one row a requirement.

    Parameters
    ----------
    postings : requirements of applications at one employer; those recorded for one application on one day
        are one posting.
    applications : they tell the roles. Only postings of roles that are alike are compared.
    you : your credentials in their long form; `wider` names of skills beside those that ship.

    Returns
    -------
    `CHANGES`: `before` and `after` are the days on which the postings were recorded; `change` is added,
    raised, kept, softened or dropped; `was` and `now` say how strongly, with the number asked for; `you`
    whether you meet it (met, partly, not, unknown), as it was where it was softened or dropped. `toward`
    is “you” where something was added or raised that you meet, or softened or dropped that you do not
    meet in full; “away” where something was added or raised that you do not meet; else empty.
    """
    roles = applications["role"].dropna()
    kept = postings[postings["application"].isin(roles.index)]
    kept = kept.assign(role=kept["application"].map(roles))
    keys = kept["role"].map(lambda role: " ".join(role_key(str(role))))
    rows = []
    for _, same in kept.groupby(keys, sort=False):
        for old, new in pairwise(part for _, part in same.groupby(["recorded", "application"])):
            rows += _compared(old, new, you, wider)
    return pd.DataFrame(rows, columns=list(CHANGES))


def changes_say(changes: pd.DataFrame) -> list[str]:
    """Return in a sentence for each pair of postings how many changes suit you, and how many do not."""
    told = []
    real = changes[changes["change"] != "kept"]
    for (role, before, after), rows in real.groupby(["role", "before", "after"], sort=False):
        n, toward, away = len(rows), *(int(rows["toward"].eq(way).sum()) for way in ("you", "away"))
        text = f"{role}: {count(n, 'change')} between {day(before)} and {day(after)}."
        lacks = f"; {away} {agree(away, 'asks', 'ask')} for what you do not show" if away else ""
        if changes["you"].eq("unknown").all():
            text += " Add your résumé to see which of them suit you"
        else:
            text += f" {toward} of {n} {agree(toward, 'suits', 'suit')} you better than before"
        told.append(f"{text}{lacks}.")
    return told or ["What they ask for has not changed."] * bool(len(changes))


def _compared(old: pd.DataFrame, new: pd.DataFrame, you: pd.DataFrame, wider) -> list[tuple]:
    before, after = _by_key(old, wider), _by_key(new, wider)
    met_before, met_after = _met(old, you, wider), _met(new, you, wider)
    days = (new["role"].iloc[-1], old["recorded"].iloc[0], new["recorded"].iloc[0])
    rows = []
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key, {}), after.get(key, {})
        change = _change(was, now)
        one, met = (was, met_before) if change in LOWERED else (now, met_after)
        asked, you_meet = one["requirement"], met.get(one["requirement"], "unknown")
        toward = TOWARD.get((change, you_meet), "")
        rows.append((*days, asked, change, _asked(was), _asked(now), you_meet, toward))
    return rows


def _by_key(posting: pd.DataFrame, wider) -> dict[tuple, dict]:
    """Return the requirements by what they are about: a skill by what it is known as, years by their kind."""
    found: dict[tuple, dict] = {}
    for row in tables.rows(posting):
        value = str(row["value"] or row["requirement"])
        named = skills.asked(value, wider) if row["dimension"] in comparison.LISTS else None
        key: object = "" if row["dimension"] in KINDS else named or fold(value)
        found.setdefault((row["dimension"], key), row)
    return found


def _change(was: dict, now: dict) -> str:
    if not (was and now):
        return "dropped" if was else "added"
    one, other = _weight(was), _weight(now)
    return "kept" if one == other else "raised" if other > one else "softened"


def _weight(row: dict) -> tuple[float, float]:
    """Return how much a requirement asks: how strongly first, then its number (years, a level)."""
    number = pd.to_numeric(str(row["value"]), errors="coerce")
    return {"should": 0, "must": 1}.get(row["strength"], 0), 0.0 if pd.isna(number) else float(number)


def _asked(row: dict) -> str:
    if not row:
        return ""
    number = f" {row['value']}" if row["dimension"] == "years" and row["value"] else ""
    return f"{row['strength']}{number}"


def _met(posting: pd.DataFrame, you: pd.DataFrame, wider) -> dict[str, str]:
    if you.empty:
        return {}
    role = str(posting["role"].iloc[-1])
    found = comparison.compare(you, {}, posting, at=posting["recorded"].iloc[0], wider=wider, role=role)
    return found.requirements["you"].to_dict()
