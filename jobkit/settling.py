"""What stands open and can be settled: predictions, plans, applications that went quiet.

Whoever stops waiting writes down that they did: it is no event, the outcome stays open, estimates treat it
as waiting, and a reply that comes later takes it back.
"""

import pandas as pd

from jobkit import tables
from jobkit.errors import JobkitError
from jobkit.language import english
from jobkit.tables import Fact

STOPPED = "stop_waiting"
"""The name under which `steps` holds that you stopped waiting, or ("snoozed") that you wait on."""
KEPT = "kept open"
"""What a review says of a plan or prediction that was looked at and left open."""
COLUMNS = ("item", "kind", "text", "since")
KEYS = {
    "prediction": {"y": "yes", "n": "no"},
    "plan": {"d": "done", "n": "not yet", "c": "changed", "l": "let go"},
    "quiet": {"s": "stopped waiting"},
}
"""What each kind can be settled as, by the key for it; `WAIT` leaves any of them open."""
WAIT = "w"
TALK_QUIET_DAYS = 60
"""After so many days without a word a conversation counts as quiet."""
OLD_DAYS = 180
"""A plan or prediction older than this is asked about once, not twice."""


def stopped(steps: pd.DataFrame, applications: pd.DataFrame, as_of) -> pd.Index:
    """Return the open applications for which you wait no more: nothing came since you said so."""
    said = _said(steps, as_of)
    said = said[said["outcome"] == "done"]
    last = applications["last_event"].reindex(said.index)
    is_open = applications["outcome"].reindex(said.index) == "open"
    return said.index[is_open & ~(last > said["date"])]


def unsettled(
    predictions: pd.DataFrame,
    plans: pd.DataFrame,
    reviews: pd.DataFrame,
    applications: pd.DataFrame,
    pending: pd.DataFrame,
    steps: pd.DataFrame,
    as_of,
) -> pd.DataFrame:
    """Return what stands open on a day: `item` (an id), `kind`, `text`, `since`; the oldest of a kind first.

    Parameters
    ----------
    predictions, plans : `reflection`, `text`, `since`, of those without an outcome.
    reviews : `reflection` and `n`, how often each was looked at and left open.
    pending : the applications without a first reply, see `waiting.pending`.

    Nothing is listed for ever: what was left open twice is not, nor an old plan left open once.
    """
    today = tables.day(as_of)
    often = reviews.set_index("reflection")["n"]
    rows = []
    for kind, table in (("prediction", predictions), ("plan", plans)):
        for item, text, since in table[["reflection", "text", "since"]].itertuples(index=False):
            is_old = pd.notna(since) and (today - since).days > OLD_DAYS
            if often.get(item, 0) < (1 if is_old else 2):
                rows.append((item, kind, text, since))
    quiet = _quiet(applications, pending, steps, today)
    for name, *job, day in quiet[["company", "role", "last_event"]].itertuples():
        rows.append((name, "quiet", " · ".join(text for text in job if isinstance(text, str)), day))
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    made["since"] = tables.days(made["since"])
    place = made["kind"].map({kind: n for n, kind in enumerate(KEYS)})
    order = made.assign(place=place).sort_values(["place", "since", "text"], kind="stable", ignore_index=True)
    return order[list(COLUMNS)]


def meant(item: str, key: str, rows: pd.DataFrame) -> tuple[str, str, str]:
    """Return the id that begins so in `unsettled` (by `item`), its text, and what the key settles it as.

    Raises
    ------
    JobkitError : no thing is meant, or several, or the key is none of its kind's.
    """
    fits = [name for name in rows.index if item and name.startswith(item.casefold())]
    if len(fits) != 1:
        number = "Several things have" if fits else "No open item has"
        raise JobkitError(f"{number} an id that starts with “{item}”. `jobkit settle` lists them.")
    text, kind = rows.loc[fits[0], ["text", "kind"]]
    known = KEYS[kind] | {WAIT: KEPT}
    if key not in known:
        keys = english.listed((f"{name} ({word})" for name, word in known.items()), "or")
        raise JobkitError(f"“{key}” is not an answer for “{text}”: it takes {keys}. Nothing was recorded.")
    return fits[0], text, known[key]


def fact(item: str, text: str, outcome: str, day: str, put_off: str, kind: str) -> Fact:
    """Return what is kept of a thing that was settled on a day, or put off until another."""
    if kind != "quiet":
        about = {"outcome": outcome, "of": item}
        return Fact("reflections", {"month": day[:7], "kind": "review", "text": text, "details": about})
    waits = {"outcome": "snoozed", "until": put_off} if outcome == KEPT else {"outcome": "done"}
    return Fact("steps", {"step": STOPPED, "date": day, **waits})


def _quiet(applications: pd.DataFrame, pending: pd.DataFrame, steps: pd.DataFrame, today) -> pd.DataFrame:
    silent = pending.index[pending["is_silent"].astype(bool)]
    spoke = (applications["outcome"] == "open") & applications["first_answer"].notna()
    stale = spoke & ((today - applications["last_event"]).dt.days > TALK_QUIET_DAYS)
    rows = applications[applications.index.isin(silent) | stale]
    said = _said(steps, today)
    snoozed = steps[(steps["step"] == STOPPED) & (steps["outcome"] == "snoozed") & ~(steps["date"] > today)]
    waits = snoozed.groupby("application").size()
    put_off = said.index[(said["outcome"] == "snoozed") & (said["until"].fillna(said["date"]) > today)]
    gone = {*stopped(steps, applications, today), *put_off, *waits.index[waits > 1]}
    return rows[~rows.index.isin(gone)]


def _said(steps: pd.DataFrame, as_of) -> pd.DataFrame:
    """Return the last word on each application, by its id."""
    known = steps[(steps["step"] == STOPPED) & ~(steps["date"] > tables.day(as_of))]
    return known.drop_duplicates("application", keep="last").set_index("application")
