"""What the tables of `rates` and `waiting` say, in plain English: each sentence with a number is made once.

A measure returns numbers; here they become sentences, the same ones in a notebook, on a page and in a
terminal. Nothing is computed here but the rounding.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from jobkit import rates, tables, waiting
from jobkit.language import english
from jobkit.language.vocabulary import shipped

FEW = 10
"""Below this many, counts alone: no percentage."""
ENOUGH = 5
"""Below this many, each one alone: no middle, and no day by which a part of them came."""
RARELY = 0.05
WORDS = shipped("sentences")
TALKS = WORDS["talks"]
TOGETHER = "Several things changed at the same time, so this does not say which of them did it."


# ---- shares and verdicts


def share(k: int, n: int) -> str:
    """Return “10 of 59 (17 %, between 9 % and 28 %)”; below ten the counts alone, below 100 no decimals.

    The range is Wilson's, of 95 %.
    """
    return f"{k} of {n}" if n < FEW else f"{k} of {n} ({_percent(rates.share(k, n), n)})"


def _percent(part: pd.Series, n: int) -> str:
    """Return a share of n, and the two it lies between, as “17 %, between 9 % and 28 %”."""
    p, low, high = (f"{value * 100:.{0 if n < 100 else 1}f} %" for value in part)
    return f"{p}, between {low} and {high}"


def lead(words: str, name: str) -> str:
    """Return one of `rates.VERDICTS` with who leads: “leans CV B”, “CV B, clear in these data”."""
    if words not in rates.VERDICTS[1:]:
        return words or "too early to tell"
    return f"{name}, clear in these data" if words == "clear" else f"{words} {name}"


def better(pair: pd.Series, a: str = "A", b: str = "B") -> str:
    """Return `rates.better` (or an `experiment`) in one sentence: the counts, the verdict, the difference."""
    name = b if pair["p_better"] >= 0.5 else a
    counts = f"{b} {pair['k_b']} of {pair['n_b']}, {a} {pair['k_a']} of {pair['n_a']}"
    return english.sentence(f"{counts}: {lead(pair['words'], name)}{_points(pair)}.")


def _points(pair: pd.Series) -> str:
    """Return the crude difference with its interval, where both sides have ten."""
    if min(pair["n_a"], pair["n_b"]) < FEW:
        return ""
    points = [f"{pair[name] * 100:+.0f}".replace("-", "−") for name in ("difference", "low", "high")]
    return "; the difference is {} points (between {} and {})".format(*points)


def experiment(pair: pd.Series, a: str, b: str) -> str:
    """Return where a `rates.experiment` stands: judged once, or what can be told before."""
    if pair["is_final"]:
        return f"Judged on the first {pair['needed']} on each side, once and for good. {better(pair, a, b)}"
    sides = [(a, pair["k_a"], pair["n_a"]), (b, pair["k_b"], pair["n_b"])]
    told = [f"{side} {k} of {n}" if n else f"{side} none is old enough yet" for side, k, n in sides]
    counts = f"Came that far, of those old enough: {', '.join(told)}"
    if not pair["words"]:
        return f"{counts}. It is too early to tell; each side needs {pair['needed']}."
    name = b if pair["difference"] >= 0 else a
    return (
        f"{counts}: {lead(pair['words'], name)}, by a test that allows looking early. It is judged for good"
        f" at {pair['needed']} on each side."
    )


def needed(k: int, n: int) -> str:
    """Return how many applications it takes to see the rate of k of n double."""
    if not k or n < FEW or 2 * k > n:
        return "There are too few applications to say how many it would take to see a change."
    each = rates.needed(k / n, 2 * k / n)
    seen = rates.power(k / n, 2 * k / n, n // 2) * 100
    many = f"about {each}" if each else "more than 1000"
    text = f"To see a rate like yours double, with 8 chances in 10, each half needs {many} applications."
    return f"{text} With {n // 2} in each, as now, it would be seen in {seen:.0f} of 100 searches."


def outlook(k: int, n: int) -> str:
    """Return what the next ten applications may bring after k of n judged; "" below ten judged."""
    if n < FEW:
        return ""
    ahead = rates.outlook(k, n)
    span = f"{ahead.low:.0f} to {ahead.high:.0f}" if ahead.high > ahead.low else f"{ahead.low:.0f}"
    text = f"If nothing changes, your next {ahead['ahead']:.0f} applications may bring {span} interviews"
    text += f" ({english.percent(ahead.level)} of searches like yours)."
    if np.isnan(ahead["for_one"]) or not k:  # before a first one, no number can be stood behind
        return text
    many = f"{ahead['for_one']:.0f} application{'' if ahead['for_one'] == 1 else 's'}"
    chance = english.percent(ahead.level)
    return f"{text} About {many} give an {chance} chance of at least one. It is no target."


def reached(funnel: pd.DataFrame) -> str:
    """Return how far applications came (`history.funnel`): “35 of 62 had a reply, 24 a conversation”."""
    if not len(funnel) or not funnel["of"].max():
        return "Nothing sent yet"
    named = {"answered": "had a reply", "screening": "a conversation", "interview": "an interview"}
    told = [f"{funnel.at[stage, 'n']:.0f} {words}" for stage, words in named.items() if stage in funnel.index]
    return f"Of {english.count(int(funnel['of'].max()), 'application')}, {', '.join(told)}"


def offers_alone(applications: pd.DataFrame) -> list[str]:
    """Return how many offers count as an interview though none is recorded before them; nothing of none."""
    n = int((applications["furthest"].eq("offer") & applications["n_interviews"].eq(0)).sum())
    count = english.counted(n, "offer that came without one", "offers that came without one")
    return [f"Interviews include {count}."] * (n > 0)


def judged(old: pd.DataFrame) -> str:
    """Return what `rates.judged` kept, how many of these reached the stage in time, and what it left out."""
    about = old.attrs
    if not about["of"]:
        return "No application has been sent yet."
    stage = WORDS["reached"][about["reached"]]
    every = english.count(about["of"], "application")
    text = f"Old enough to judge ({about['horizon']} days): {len(old)} of {every}."
    if len(old):
        k = int(old["is_success"].sum())
        part = k if len(old) < FEW else f"{_percent(rates.share(k, len(old)), len(old))},"
        text += f" Of these {part} came to {stage} within {about['horizon']} days."
    if about["later"]:
        text += f" {about['later']} more came to {stage} later, which does not count here."
    if about["undated"]:
        text += f" For {about['undated']} of these no day of {stage} is known, so it counts as in time."
    undated = (
        f"{about['without_date']} without a day of applying ({about['without_date_reached']} came to {stage})"
    )
    out = [f"{about['too_young']} too young"] * bool(about["too_young"])
    out += [undated] * bool(about["without_date"])
    return text + (f" Left out: {' and '.join(out)}." if out else "")


def split(table: pd.DataFrame, looked_at: int = 1) -> list[str]:
    """Return what a split by one column shows, with like compared with like, and how far that reaches.

    `looked_at`: the number of splits that were looked at, this one among them.
    """
    if len(table) < 2:
        return ["There are not two kinds to compare yet."]
    best, n = table.iloc[0], int(table["n"].sum())
    shown = zip(table.index, table["successes"], table["n"], strict=True)
    counts = ", ".join(f"{label} {k:.0f} of {of:.0f}" for label, k, of in shown)
    words = lead(rates.leading(table), str(best.name))
    texts = [english.sentence(f"{counts}: {words}{_crude(table)}.")]
    if n >= FEW:
        texts += alike(table.attrs.get("alike", pd.DataFrame()), str(best.name))
        pooled, low, high = (best[["pooled", "low", "high"]] * 100).map("{:.0f}".format)
        text = f"Moved towards the average, because the numbers are small, {best.name} stands at {pooled} %"
        text += f" (between {low} % and {high} %)"
        of = f" and has a chance of {best.p_best * 100:.0f} % to be the best of {len(table)}"
        texts.append(text + (of if len(table) > 2 else "") + ".")
    return texts + ([luck(looked_at, n)] if looked_at > 1 else [])


def split_title(table: pd.DataFrame, what: str) -> str:
    """Return the finding of a split in a few words: who is ahead, or that nobody is."""
    if len(table) < 2:
        return f"There is no second {what} to compare yet"
    ahead = _ahead(rates.leading(table), str(table.index[0]))
    return ahead or f"No {what} stands out"


def _ahead(words: str, name: str) -> str:
    """Return one of `rates.VERDICTS` as the finding of a section; "" where nobody is ahead."""
    return english.sentence(WORDS["leads"].get(words, "").format(name))


def _crude(table: pd.DataFrame) -> str:
    """Return the crude difference of the first against the rest."""
    k, n = table[["successes", "n"]].astype(int).to_numpy().T
    pair = rates.better(k[1:].sum(), n[1:].sum(), k[0], n[0])
    return _points(pair).replace(
        "the difference is", "against the rest" if len(table) > 2 else "a difference of"
    )


def alike(checked: pd.DataFrame, name: str) -> list[str]:
    """Return what remains of a difference once like is compared with like: one sentence, and a warning."""
    if checked.empty:
        return []
    told, few = [], []
    for factor, row in checked.iterrows():
        same = f"the same {WORDS['alike'].get(str(factor), str(factor).replace('_', ' '))}"
        if row["reason"]:
            few.append(same)
            continue
        odds = f"{row['odds_ratio']:.1f} times the odds (between {row['low']:.1f} and {row['high']:.1f})"
        told.append(f"within {same} {odds}")
    texts = []
    if told:
        texts.append(english.sentence(f"{name} against the rest, {'; '.join(told)}; 1 means no difference."))
        if not (checked["low"].fillna(0).le(1) & checked["high"].fillna(1).ge(1)).all():
            texts.append("A range without 1 decides nothing by itself: it is one of several looked at.")
    if few:
        texts.append(f"There are too few to compare within {' or '.join(few)}.")
    turned = checked["is_simpson"].astype(bool) & ~checked["reason"].astype(bool)
    if turned.any():
        texts.append("The difference turns round there: do not read it from the plain counts.")
    return texts


def luck(looked_at: int, n: int) -> str:
    """Return how many splits were looked at, and how often one of them looks likely by luck alone."""
    if not looked_at:
        return "No split has two kinds to compare yet."
    start = f"{looked_at} split{'' if looked_at == 1 else 's'} looked at"
    return (
        f"{start}: in about {rates.luck(looked_at, n) * 100:.0f} of 100 searches of {n} applications in which"
        " nothing differs, at least one of them looks likely or clear by luck."
    )


# ---- change


def surprise(month: pd.Series) -> str:
    """Return how usual the newest month is (`rates.latest`, `rates.surprise`)."""
    if not month["n"] or not month["past_n"]:
        return "There is nothing to compare with yet."
    k, n, p = month["k"], month["n"], month["p"]
    shown = "it" if k in (0, n) else "as few or fewer" if month["is_few"] else "as many or more"
    much = f"{p * 100:.0f} %" if p >= 0.01 else "fewer than 1 %"
    past = f"with your past {month['past_k']} of {month['past_n']}"
    text = f"{k} of {n} is {month['words']}: {past}, {much} of such months would show {shown}."
    return f"{english.month(month['month'])}: {text}" if month.get("month") else text


def change_title(pair: pd.Series, point: pd.Series) -> str:
    """Return whether anything changed (`rates.halves`, `rates.change_point`), in a few words."""
    if not pair["n_a"]:
        return "Too early to tell whether anything changes"
    ahead = _ahead(pair["words"], f"the {'later' if pair['p_better'] >= 0.5 else 'earlier'} half")
    return ahead or ("The rate seems to have changed" if point["p_change"] >= 0.8 else "No change shows")


def halves(pair: pd.Series) -> str:
    """Return what `rates.halves` comes to, and how often an unchanged search leans as far."""
    if not pair["n_a"]:
        return "There are not two halves to compare yet."
    text = better(pair, "the earlier half", "the later half")
    if pair["words"] != rates.VERDICTS[0]:
        text += (
            f" An unchanged search leans as far by luck in about {pair['by_luck'] * 100:.0f} of 100 cases."
        )
        text += f" {TOGETHER}"
    return text


def change(point: pd.Series) -> str:
    """Return whether `rates.change_point` sees a change."""
    n = int(point["n"])
    if np.isnan(point["p_change"]):
        return f"Cannot tell whether anything changed: too few to look at ({n})."
    if point["p_change"] < 0.8:
        return f"Cannot tell whether anything changed: {n} applications show no clear break."
    chance = f"chance {point['p_change'] * 100:.0f} %"
    text = f"The rate seems to have changed after number {point['at']:.0f} of {n} ({chance})."
    return text + (" Below 60, luck alone looks like that now and then." if n < 60 else "")


# ---- waiting


def silence(day: pd.Series) -> str:
    """Return from which day on replies are rare (`waiting.silence`), from how many replies, and how sure."""
    since, n, n_silent = f"{day['day']:.0f}", day["n_answers"], day["silent"]
    if day["method"] in ("default", "short"):
        why = "too few to tell" if day["method"] == "default" else "too early to tell when they stop"
        so_far = f"{english.counted(n, 'reply', 'replies')} so far, {why}"
        return f"{since} days without a reply count as long. This is a default, not from your data: {so_far}."
    if day["day"] >= waiting.LONGEST:
        return "No day can be given yet after which replies are rare: they came too late."
    by = "" if day["method"] == "curve" else ", with the help of a model"
    text = f"After {since} days without a reply, about {day['chance'] * 100:g} in 100 still come"
    text += f" (based on your {n} replies{by}; the day could be anywhere from {day['low']:.0f} to"
    text += f" {day['high']:.0f})."
    if n_silent:
        text += f" Of the {n_silent} with no reply by then, {day['revived'] or 'none'} replied later."
    return text


def timed(spells: pd.DataFrame) -> list[str]:
    """Return over how many applications waiting times are counted, where that is not all."""
    n, of = len(spells), spells.attrs["of"]
    return [f"Waiting times use {n} of {of} applications; the rest have no usable dates."] * (n < of)


def silence_by_stage(stages: pd.DataFrame) -> list[str]:
    """Return how waiting goes after each kind of talk (`waiting.by_stage`), from five of them on."""
    said = []
    for stage, row in stages[stages["n"] >= ENOUGH].iterrows():
        talk = TALKS[str(stage)]
        after = english.count(int(row["n"]), talk, talk.replace(" or ", "s or ") + "s")
        rare = f", rarely later than {row['day']:.0f} days" if row["day"] < waiting.LONGEST else ""
        said.append(f"Word came after {row['replies']:.0f} of {after}{rare}.")
    return said


def ahead(rows: pd.DataFrame, as_of: pd.Timestamp) -> list[str]:
    """Return each conversation that lies ahead (`history.ahead`): when, what and where."""
    told = rows.assign(role=(" (" + rows["role"] + ")").fillna("")).to_dict("records")
    return [f"{when(row, as_of)}: {TALKS[row['kind']]} at {row['company']}{row['role']}." for row in told]


def left_open(applications: pd.DataFrame, as_of: pd.Timestamp) -> list[str]:
    """Return which applications are open still, up to two months after you took a job."""
    since = as_of - pd.DateOffset(months=2)
    is_taken = applications["outcome"].eq("accepted") & (applications["outcome_date"] > since)
    open_ones = applications.loc[applications["outcome"].isin(["open", "offer"]), "company"].dropna().unique()
    if not is_taken.any() or not len(open_ones):
        return []
    job = applications.loc[is_taken, "company"].iloc[-1]
    said = f"You accepted the job at {job}. Still open elsewhere: {english.listed(open_ones)}."
    return [said, "  To withdraw one: jobkit log withdrawn COMPANY", ""]


def when(row: Mapping[str, Any], as_of: pd.Timestamp, is_now: bool = True) -> str:
    """Return the day and the time of a conversation that lies ahead: “Tomorrow, 14:00” where it `is_now`."""
    n = (row["date"] - as_of).days if is_now else -1
    day = {0: "Today", 1: "Tomorrow"}.get(n, f"{row['date']:%A}, {english.day(row['date'], as_of)}")
    return f"{day}, {row['time']}" if row["time"] else day


def chance(p: float) -> str:
    """Return the chance that a reply still comes, as coarse as it is known: “about 15 in 100”, “rarely”."""
    if np.isnan(p):
        return "not known yet"
    return "rarely" if p < RARELY else f"about {round(p * 20) * 5} in 100"


def pending(table: pd.DataFrame) -> str:
    """Return how many wait for a first reply (`waiting.pending`); after an acceptance nobody waits."""
    accepted, n, silent = table.attrs["accepted"], len(table), int(table["is_silent"].sum())
    if accepted is not None and not n:
        when = f" on {english.day(accepted)}" if pd.notna(accepted) else ""
        return f"You accepted an offer{when}, so there is nothing left to wait for."
    if not n:
        return "No application is waiting for a first reply."
    text = english.count(n, "application waits for a first reply", "applications wait for a first reply")
    which = "" if n == 1 else ", all of them" if n == silent else f", {silent} of them"
    longer = f"{which} for longer than {table.attrs['silence']['day']:.0f} days" if silent else ""
    return f"{text}{longer}."


def answers(spells: pd.DataFrame) -> str:
    """Return how long first replies took: of a few each day, else by when a quarter and half had one."""
    is_answered = ~spells["outcome"].isin(waiting.NO_ANSWER) & spells["outcome"].notna()
    n, k = len(spells), int(is_answered.sum())
    if not k:
        none = (
            "Of no application is the day known on which it was sent, so how long replies take is not either."
        )
        return f"No reply yet to {english.count(n, 'application')} with a day." if n else none
    start = f"{k} of {english.count(n, 'application')} {'has' if n == 1 else 'have'} had a reply so far"
    if k < ENOUGH:
        days = [f"{day:.0f}" for day in sorted(spells.loc[is_answered, "days"])]
        return f"{start}, after {english.listed(days)} {'day' if days == ['1'] else 'days'}."
    curve = waiting.incidence(spells.assign(outcome=np.where(is_answered, "answered", "")))
    steps = [("a quarter", waiting.median(curve, 0.25)), ("half", waiting.median(curve))]
    reached = [
        f"{part} within {on:.0f} {'day' if on == 1 else 'days'}" for part, on in steps if not np.isnan(on)
    ]
    reached += ["fewer than half have one yet"] * bool(np.isnan(steps[1][1]))
    return f"{start}: {', '.join(reached)}."


def by_day(spells: pd.DataFrame, outcome: str, on: int = 45) -> str:
    """Return what share had come to an outcome by a day, those still waiting allowed for."""
    n, row = len(spells), waiting.at(waiting.incidence(spells, (outcome,)), on)
    seen = int((spells["outcome"].eq(outcome) & (spells["days"] <= on)).sum())
    start = f"{english.sentence(outcome)} by day {on}:"
    if n < FEW:
        return f"{start} {seen} of {n} so far."
    part = _percent(row[[f"{outcome}{end}" for end in ("", "_low", "_high")]], n)
    far = f" No application has been followed for {on} days yet." if spells["days"].max() < on else ""
    return f"{start} {seen} of {n} so far; {part}, once those still waiting are allowed for.{far}"


def reach(spells: pd.DataFrame, applications: pd.DataFrame, as_of: object) -> str:
    """Return what the curves leave out, and whether the search was kept up to the day."""
    about, last = spells.attrs, tables.days(applications["last_event"]).max()
    out = [f"{about[name]} {why}" for name, why in WORDS["left_out"].items() if about[name]]
    text = f"In these curves: {len(spells)} of {english.count(about['of'], 'application')}"
    text = f"{text}; left out are {', '.join(out)}." if out else ""
    old = (tables.day(as_of) - last).days if pd.notna(last) else 0
    if old > 30:
        text += (
            " " * bool(text)
            + f"Nothing was recorded in the last {old} days: if replies came since, these curves lack them."
        )
    return text
