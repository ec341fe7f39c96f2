"""Why applications were rejected: evidence weighed openly, and unknown shown as unknown.

P(reason | signs) is proportional to prior(reason) times the product of likelihood ratio(sign, reason)
to the power of its source's weight: Bayes' rule with tempered likelihoods. Every number is a setting
in `data/reasons.toml`; none is measured, so each answer is tried again with a flat prior and with
every ratio at its square root, and is "unclear" where its top reason does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd

from jobkit import tables
from jobkit.errors import SourceError, TableError
from jobkit.language import english
from jobkit.language.vocabulary import over, shipped
from jobkit.language.vocabulary import own as own_file

Frame: TypeAlias = pd.DataFrame
UNKNOWN, MISTAKE = "unknown", "mistaken_hire"
SEVERAL = "several"
"""In totals: a sign speaks, but which reason comes first hangs on assumptions."""
CERTAINTIES = ("confirmed", "inferred", "guessed", UNKNOWN)
GUESSES = ("guess_early", "guess_later")
PLAIN = 20
"""A sign seen this many times as often under its reason as otherwise is a plain fact: the role is gone."""
PRIOR_COUNTS = 12
"""The prior of a draw is Dirichlet with so many counts: it moves by about a third (our assumption)."""
NO_HIRE, LEFT, REPOSTED = "no hire seen after six months", "hire left within a year", "role posted again"
_OTHERWISE: tuple[dict, ...] = ({"flat": True}, {"root": 0.5})
_DAYS = ("decided", "hired", "seen", "left", "reopened")
_KNOWN_BEFORE = ("ex-employee", "referred")
_HALF_YEAR, _YEAR = pd.Timedelta(days=183), pd.Timedelta(days=365)
_ITEM = ["application", "item", "says", "family", "row", "weight", "toward", "finer", "date", "words"]
_SIGN = ["application", "item", "sign", "weight", "toward", "date", "words"]
_CHANGED = ["application", "was", "now", "added"]


@dataclass(frozen=True, slots=True, eq=False)
class Settings:
    """What reasons there are and what each sign counts, as tables a report can print."""

    taxonomy: pd.DataFrame  # index reason: code, under, prior, label, short, in_my_hands, what_to_do
    sources: pd.DataFrame  # index says: family, weight, label
    ratios: pd.DataFrame  # index sign; one column a reason
    named: dict[str, str]  # reason → the sign that naming it is
    verdicts: dict[str, str]  # verdict of a comparison → sign

    @property
    def reasons(self) -> list[str]:
        """The reasons that get a probability, in their order."""
        return list(self.ratios.columns)

    @property
    def may_be_named(self) -> list[str]:
        """The reasons that evidence may name, those with it that explain no rejection."""
        return [*self.taxonomy.index, *tables.SILENT]

    def short(self, reason: str) -> str:
        """Return a reason in two words."""
        return {UNKNOWN: "unknown", SEVERAL: "several possible"}.get(reason) or self.taxonomy["short"][reason]

    def label(self, reason: str) -> str:
        """Return a reason in plain words."""
        told = {UNKNOWN: "nobody said", SEVERAL: "one of several reasons"}
        return told.get(reason) or self.taxonomy["label"][reason]


def load(path: str | Path | None = None) -> Settings:
    """Return the built-in settings, with what the user's `reasons.toml` (or the folder it is in) changes.

    Raises
    ------
    SourceError : an edit that cannot stand, with its line.
    """
    source = Path(path or "reasons.toml")
    source = source / "reasons.toml" if source.is_dir() else source
    own, text = own_file(source) if path is not None else ({}, "")

    def refuse(key: str, expected: str):
        found = (number for number, line in enumerate(text.splitlines(), 1) if key in line)
        raise SourceError(source, expected, "Mend it, or take it out.", next(found, None))

    _refuse_strange(shipped("reasons"), own, refuse)
    return _settings(over(shipped("reasons"), own), refuse)


def attribute(applications: Frame, evidence: Frame, hires: Frame, settings: Settings | None = None) -> Frame:
    """Return for each rejection how likely each reason is, one column a reason; they add up to one.

    Index `application`, in the order of `applications`. Beside the reasons: `top`; `finer` (the user's
    own or a sub-reason named under it); `says` (most likely, possible, unclear: see the module);
    `certainty`; `unclear`. The signs used are in `signs`. An empty input gives an empty table.

    `certainty` is confirmed (0.8 or more, from two independent sources of weight 0.6 or more that speak
    for it, or one that tells a plain fact), inferred (somebody else's word, or the hire), guessed (nothing
    but your own guess, which counts only where nobody else's word does) or unknown (nothing beyond a form
    letter: the columns hold the prior and `top` is unknown).

    >>> why = reasons.attribute(search.applications, search.evidence, search.hires)
    >>> why["certainty"].value_counts().to_dict()
    {'unknown': 14, 'inferred': 12, 'guessed': 3}
    """
    settings = settings or load()
    rejected = _rejected(applications)
    items = _used(_items(rejected, evidence, hires, settings))
    answer = _posterior(items, rejected.index, settings)
    says = items["says"]
    of_others = rejected.index.isin(items.loc[~says.isin(["template", *GUESSES]), "application"])
    known = of_others | rejected.index.isin(items.loc[says.isin(GUESSES), "application"])
    top, share = answer.idxmax(axis=1).astype(str), answer.max(axis=1)
    tries = [answer, *(_posterior(items, rejected.index, settings, **way) for way in _OTHERWISE)]
    clear = known & np.all([_holds(tried, top) for tried in tries], axis=0)
    sure = clear & (share >= 0.8) & _backed(items, top, settings)
    answer["top"] = top.where(known, UNKNOWN)
    answer["finer"] = _finer(items, answer["top"])
    answer["says"] = np.select([~clear, share >= 0.5], ["unclear", "most likely"], "possible")
    answer["certainty"] = np.select([sure, of_others, known], CERTAINTIES[:3], UNKNOWN)
    answer["unclear"] = ~clear
    return answer


def signs(applications: Frame, evidence: Frame, hires: Frame, settings: Settings | None = None) -> Frame:
    """Return the signs that `attribute` used, the heaviest of each rejection first, one row a sign.

    `application`, `item` (an id of evidence, or the hire), `sign` (who says so; of a hire what was seen),
    `weight`, `toward` (the reason it speaks for most), `date`, `words`.
    """
    settings = settings or load()
    rejected = _rejected(applications)
    items = _used(_items(rejected, evidence, hires, settings))
    label = items["says"].map(settings.sources["label"])
    is_seen = items["says"].eq("hire_observed") & items["row"].notna()
    items = items.assign(sign=label.mask(is_seen, items["row"]))
    items["place"] = rejected.index.get_indexer(pd.Index(items["application"]))
    order = ["place", "weight", "item"]
    return items.sort_values(order, ascending=[True, False, True], ignore_index=True)[_SIGN]


def moves(applications: Frame, evidence: Frame, hires: Frame, settings: Settings | None = None) -> Frame:
    """Return which sign moved which answer: one row a sign of a rejection, with the words that said so.

    `toward`: the reason it speaks for most; `moved`: that reason's probability with it less without it;
    `counts`: False where a stronger sign of the same family stands for it.

    >>> reasons.moves(search.applications, search.evidence, search.hires).columns.tolist()[1:6]
    ['item', 'says', 'weight', 'toward', 'finer']
    """
    settings = settings or load()
    rejected = _rejected(applications)
    items = _items(rejected, evidence, hires, settings)
    full = _posterior(_used(items), rejected.index, settings)
    pairs = items.merge(items[["application", "item"]], on="application", suffixes=("", "_left_out"))
    pairs = pairs.loc[pairs["item"] != pairs["item_left_out"]]
    pairs = pairs.assign(application=pairs["item_left_out"])
    without = _posterior(_used(pairs), pd.Index(items["item"]), settings)
    columns = [settings.reasons.index(reason) for reason in items["toward"]]
    rows = rejected.index.get_indexer(pd.Index(items["application"]))
    moved = full.to_numpy()[rows, columns] - without.to_numpy()[np.arange(len(items)), columns]
    items["counts"] = items["item"].isin(_used(items)["item"])
    items["says"] = items["says"].map(settings.sources["label"])
    items = items.assign(moved=moved).drop(columns=["family", "row"])
    items = items.join(rejected["outcome_date"].rename("decided"), on="application")
    order = ["decided", "application", "moved", "item"]
    return items.sort_values(order, ascending=[False, True, False, True], ignore_index=True)


def by_month(attribution: Frame, applications: Frame, settings: Settings | None = None) -> Frame:
    """Return rejections counted by `month` (of the decision), `reason` and `certainty`; `n` is whole.

    They add up to the rejections; one without a date counts in rows whose month is missing. A rejection
    counts for a reason only where that comes first under a flat prior and weaker signs as well; where it
    does not, it is one of `SEVERAL`; an unknown one is one unknown.
    """
    settings, grain = settings or load(), ["month", "reason", "certainty"]
    months = applications["outcome_date"].reindex(attribution.index).dt.strftime("%Y-%m")
    rows = attribution[["certainty"]].assign(month=months, reason=_tops(attribution))
    table = rows.groupby(grain, dropna=False, sort=False).size().rename("n").reset_index()
    order = {name: n for n, name in enumerate((*settings.reasons, SEVERAL, UNKNOWN))}
    places = table["reason"].map(order), table["certainty"].map(CERTAINTIES.index, na_action="ignore")
    table = table.assign(order=places[0], sure=places[1])
    return table.sort_values(["month", "order", "sure"], ignore_index=True)[[*grain, "n"]]


def ranges(attribution: Frame, settings: Settings | None = None) -> Frame:
    """Return for each reason, several and unknown, the count `n` of rejections, and what else it may be.

    `n` counts as in `by_month`. `low`, `high` are a 90 % range: 4,000 times a prior is drawn around the
    assumed one (Dirichlet, 12 counts) and one reason for each rejection from its probabilities under that
    prior (multiple imputation, Rubin 1987; seed fixed), those of several possible ones included.
    """
    settings = settings or load()
    table = _tops(attribution).value_counts().reindex([*settings.reasons, SEVERAL, UNKNOWN], fill_value=0)
    table = table.rename("n").rename_axis("reason").to_frame()
    if attribution.empty:
        return table.reindex(columns=["n", "low", "high"])
    edges = np.quantile(_draws(attribution, settings), [0.05, 0.95], axis=0, method="nearest")
    limits = dict(zip(("low", "high"), edges, strict=True))
    return table.join(pd.DataFrame(limits, index=[*settings.reasons, UNKNOWN]))


def hands(attribution: Frame, settings: Settings | None = None) -> pd.Series:
    """Return how many rejections may have lain in your hands: `low`, `high` (as in `ranges`) of `of`.

    Of those of which anything is known: the range says how far it moves with the assumed prior, too.
    """
    settings = settings or load()
    some = attribution.loc[attribution["certainty"] != UNKNOWN]
    if some.empty:
        return pd.Series({"low": 0, "high": 0, "of": 0})
    mine = settings.taxonomy.loc[settings.reasons, "in_my_hands"].to_numpy(dtype=bool)
    counts = _draws(some, settings)[:, :-1][:, mine].sum(axis=1)
    low, high = np.quantile(counts, [0.05, 0.95], method="nearest")
    return pd.Series({"low": int(low), "high": int(high), "of": len(some)})


def as_of(table: Frame, day) -> Frame:
    """Return the rows (of evidence, hires, or any table with `recorded`) that were known on that day.

    What was read from a file counts from its own `date`, as its events do; what somebody wrote down
    counts from the day it was recorded; a row without either counts always. A reason that their letter
    gives and your note repeats stands once. Of a hire, a day that was
    still to come (seen, left, posted again) is blanked, and what was learned later stands for what was
    known before.

    >>> len(reasons.as_of(search.evidence, "2026-06-30")), len(search.evidence)
    (23, 32)
    """
    today, known = tables.day(day), table["recorded"]
    if "date" in table.columns and "source" in table.columns:
        known = table["date"].where(table["source"].notna() & table["date"].notna(), known)
    kept = table.loc[known.isna() | (known <= today)]
    if "says" in table.columns:  # your note of what their letter says is no second sign
        about = pd.MultiIndex.from_frame(kept[["application", "reason"]])
        letters = about[kept["says"].eq("stated").to_numpy(dtype=bool)]
        kept = kept.loc[~(kept["says"].eq("noted").to_numpy(dtype=bool) & about.isin(letters))]
    if "hire" not in table.columns:
        return kept
    later = [name for name in _DAYS if name in kept.columns]
    kept = kept.assign(**{name: kept[name].where(kept[name] <= today) for name in later})
    return kept.sort_values("recorded", kind="stable").drop_duplicates(["hire", "application"], keep="last")


def revisions(
    before: Frame, after: Frame, signs_before: Frame | None = None, signs_after: Frame | None = None
) -> Frame:
    """Return the rejections whose answer changed between two attributions, and the signs that did it.

    Only rejections in both. `was`, `now`: top reason; `added`: the new signs in words, where the tables of
    `signs` are given. An answer that only grew surer is left out.
    """
    both = after.index.intersection(before.index)
    changed = both[(before.loc[both, "top"] != after.loc[both, "top"]).to_numpy()]
    table = pd.DataFrame({"application": changed, "added": ""})
    table["was"], table["now"] = before.loc[changed, "top"].to_numpy(), after.loc[changed, "top"].to_numpy()
    if signs_before is not None and signs_after is not None:
        pair = ["application", "item"]
        is_old = pd.MultiIndex.from_frame(signs_after[pair]).isin(
            pd.MultiIndex.from_frame(signs_before[pair])
        )
        new = signs_after[~is_old].drop_duplicates(["application", "sign"])
        words = new.groupby("application")["sign"].agg(", ".join)
        table["added"] = table["application"].map(words).fillna("")
    return table[_CHANGED]


def first_guess(evidence: Frame, attribution: Frame, settings: Settings | None = None) -> Frame:
    """Return each first guess beside what later evidence says: `guessed`, `later`, `agreed`, `words`.

    Index `application`; only rejections whose reason is clear from what others said or from the hire. The
    guess has no part in that answer, so agreement is never with oneself.
    """
    settings = settings or load()
    guesses = evidence.loc[evidence["says"].eq("guess_early") & ~evidence["reason"].isin(tables.SILENT)]
    guesses = guesses.sort_values(["recorded", "date", "evidence"]).drop_duplicates("application")
    guesses = guesses.set_index("application")
    judged = attribution["certainty"].isin(["confirmed", "inferred"]) & ~attribution["unclear"].astype(bool)
    later = attribution.loc[attribution.index.isin(guesses.index) & judged, "top"]
    guesses = guesses.loc[later.index]
    table = pd.DataFrame({"guessed": _parents(guesses["reason"], settings), "later": later})
    return table.assign(agreed=table["guessed"] == table["later"], words=guesses["words"])


def in_my_hands(attribution: Frame, settings: Settings | None = None) -> Frame:
    """Return the reasons that a sign speaks for, in two groups, `in_my_hands` or not, one thing to do each.

    Index `reason`; `n` rejections in which it clearly comes first by the word of others or the hire,
    `n_guessed` by your own guess alone; the most frequent first. A reason nobody named has no row. Where all
    of them name the same finer reason, its label and what to do stand for the reason's.
    """
    settings = settings or load()
    clear = attribution.loc[~attribution["unclear"].astype(bool) & (attribution["certainty"] != UNKNOWN)]
    is_guess = clear["certainty"].eq("guessed")
    table = settings.taxonomy.loc[settings.reasons, ["label", "short", "in_my_hands", "what_to_do"]].copy()
    for place, (name, rows) in enumerate((("n", clear[~is_guess]), ("n_guessed", clear[is_guess]))):
        table.insert(place, name, rows["top"].value_counts().reindex(table.index, fill_value=0))
    table = table.loc[table["n"] + table["n_guessed"] > 0]
    for reason, finer in clear.groupby("top")["finer"]:
        if finer.nunique(dropna=False) == 1 and finer.iloc[0] in settings.taxonomy.index:
            columns = settings.taxonomy.columns.intersection(table.columns)
            table.loc[reason, columns] = settings.taxonomy.loc[finer.iloc[0]]
    order = ["in_my_hands", "n", "n_guessed"]
    return table.sort_values(order, ascending=False, kind="stable")


def notes(events: Frame, applications: pd.Index) -> pd.Series:
    """Return the words that stand beside the end of each application and may say why, "" for none.

    “rejected by mail 15/04” tells of the end alone.
    """
    from jobkit.sources.tables.statuses import Lexicon

    lexicon = Lexicon()
    ends = events.loc[events["kind"].isin(("rejected", "closed")), ["application", "note"]].dropna()
    ends = ends[ends["note"].astype(str).str.count(r"\w+") > 1].drop_duplicates("application", keep="last")
    is_known = ends["note"].map(lambda note: bool(lexicon.read(note)) and not lexicon.is_guess(note))
    ends = ends[~is_known.astype(bool)]
    return ends.set_index("application")["note"].reindex(applications, fill_value="")


def said(answer: pd.Series, settings: Settings | None = None) -> str:
    """Return one row of an attribution in words: “most likely someone more qualified (about 65 %)”.

    Of one without a reason its `note` is quoted, where it has that column.
    """
    settings = settings or load()
    if answer["certainty"] == UNKNOWN:
        note = answer.get("note") or ""
        return f"no reason was read; its note: “{note}”" if note else "nobody said why"
    share = f"about {round(answer[answer['top']] * 20) * 5} %"
    label = settings.label(answer["finer"] if answer["finer"] in settings.taxonomy.index else answer["top"])
    guess = "only your own guess: " if answer["certainty"] == "guessed" else ""
    if guess and answer["says"] == "unclear":
        return "only your own guess, too weak to tell"
    if answer["says"] == "unclear":
        return f"unclear, several are possible; {label} comes first ({share})"
    how = {"possible": "possibly"}.get(answer["says"], answer["says"])
    return f"{guess}{how} {label} ({share})"


def listed(attribution: Frame, applications: Frame, month="", reason="", settings=None) -> Frame:
    """Return the rejections behind a bar, or behind one segment of it: who, when, and what is said of each.

    `month` (“2026-10”) and `reason` (as in the chart) choose the segment; empty: all. Newest first.

    >>> why = reasons.attribute(search.applications, search.evidence, search.hires)
    >>> reasons.listed(why, search.applications, "2026-09").columns.tolist()[:3]
    ['application', 'decided', 'company']
    """
    settings = settings or load()
    table = named(attribution[["top", "finer", "certainty"]], applications)
    table.insert(0, "decided", applications["outcome_date"].reindex(table.index))
    table["in_words"] = [said(answer, settings) for _, answer in attribution.iterrows()]
    here = table["decided"].dt.strftime("%Y-%m").eq(month) | (not month)
    here &= _tops(attribution).eq(reason) | (not reason)
    return table.loc[here].sort_values("decided", ascending=False, kind="stable").reset_index()


def revision_log(applications: Frame, evidence: Frame, hires: Frame, day, settings=None) -> Frame:
    """Return the revisions of every month up to a day, oldest first: `month`, then as in `revisions`.

    >>> tables = search.applications, search.evidence, search.hires
    >>> reasons.revision_log(*tables, search.as_of)[["month", "was", "now"]].head(2)
         month               was                now
    0  2026-04    more_qualified  internal_or_known
    1  2026-05  not_demonstrated  internal_or_known
    """
    settings, today = settings or load(), tables.day(day)
    decided = _rejected(applications)["outcome_date"]
    parts: list[Frame] = []
    before: tuple[Frame, Frame] | None = None
    of_hires = [hires[name] for name in ("recorded", *_DAYS) if name in hires.columns]
    days = pd.concat([decided, evidence["recorded"], evidence["date"], *of_hires, pd.Series([today])])
    months = days[days.between(decided.min(), today)].dt.to_period("M").unique()  # only then can it change
    for month in sorted(months):
        end = min(month.end_time.normalize(), today)
        known = applications.loc[~(applications["outcome_date"] > end)]
        tables_then = (known, as_of(evidence, end), as_of(hires, end), settings)
        after = (attribute(*tables_then), signs(*tables_then))
        if before is not None:
            changed = revisions(before[0], after[0], before[1], after[1])
            parts.append(changed.assign(month=str(month)))
        before = after
    told = [part for part in parts if len(part)]
    log = pd.concat(told, ignore_index=True) if told else pd.DataFrame()
    return named(log.reindex(columns=["month", *_CHANGED]), applications)


def named(table: Frame, applications: Frame) -> Frame:
    """Return a table about applications (a column, or the index) with `company` and `role` in front.

    >>> why = reasons.attribute(search.applications, search.evidence, search.hires)
    >>> reasons.named(why, search.applications).columns[:2].tolist()
    ['company', 'role']
    """
    about = table["application"] if "application" in table.columns else table.index.to_series()
    made = table.copy()
    for place, column in enumerate(("company", "role")):
        made.insert(place, column, about.map(applications[column]))
    return made


def in_words(table: Frame, settings: Settings | None = None) -> Frame:
    """Return any table of this module as a reader would write it: reasons in two words, signs without ids."""
    settings = settings or load()
    short = {name: settings.short(name) for name in (*settings.taxonomy.index, SEVERAL, UNKNOWN)}
    made = table.rename(index=short) if table.index.name == "reason" else table.copy()
    for column in {"reason", "top", "finer", "toward", "was", "now", "guessed", "later"} & set(made.columns):
        made[column] = made[column].map(lambda name: short.get(name, name))
    if "moved" in made:
        made["moved"] = made["moved"].round(2) + 0.0  # no “−0 %”
    return made.rename(columns={"moved": "share_moved"})


def hands_range_says(span: pd.Series) -> str:
    """Return how far the number in my hands moves with the assumptions (`hands`); "" if nothing is known."""
    if not span["of"]:
        return ""
    n = span["of"]
    if span["high"] - span["low"] == n:
        whose = "it was" if n == 1 else f"any of these {n} were"
        return f"Too little is known to say whether {whose} in your hands."
    known = f"the {english.count(n, 'rejection')} with a sign or a guess of why"
    many = " to ".join(dict.fromkeys(str(span[end]) for end in ("low", "high")))
    return f"Of {known}, {many} may have been in your hands: a 90 % range, for reasons are not certain."


def hands_say(table: Frame, n: int) -> tuple[list[str], list[str]]:
    """Return `in_my_hands` as two lists of sentences, in my hands and not, of n rejections known or guessed.

    Where no sign speaks for a reason in my hands, the list says so, and that this rules nothing out.
    """
    texts: dict[bool, list[str]] = {True: [], False: []}
    for row in table.to_dict("records"):
        count = f"{row['n']} of {n}" if row["n"] else f"your own guess for {row['n_guessed']} of {n}"
        more = f", and your own guess for {row['n_guessed']} more" if row["n"] and row["n_guessed"] else ""
        text = f"**{english.sentence(row['short'])}**, {count}{more}. {row['what_to_do']}"
        texts[bool(row["in_my_hands"])].append(text)
    return texts[True] or [
        "So far no sign speaks for a reason that was in your hands. That does not rule one out."
    ], texts[False]


def _rejected(applications: Frame) -> Frame:
    tables.require(applications, ["outcome", "outcome_date"], "applications")
    return applications.loc[applications["outcome"].eq("rejected").fillna(False).to_numpy(dtype=bool)]


def _parents(reasons: pd.Series, settings: Settings) -> pd.Series:
    if strange := sorted(set(reasons.dropna()) - {*settings.may_be_named}):
        raise TableError(f"“{strange[0]}” is not a reason; use one of {', '.join(settings.may_be_named)}.")
    return reasons.map(settings.taxonomy["under"]).fillna(reasons)


def _items(rejected, evidence, hires, settings: Settings) -> Frame:
    """Return every sign on these rejections; who was hired is told by `hires` where it says anything.

    That somebody came from outside speaks against a known candidate, unless they were known before.
    """
    observed = _observed(rejected, hires, settings)
    named = _named(rejected, evidence, settings)
    before = named.loc[named["finer"].isin(_KNOWN_BEFORE), "application"]
    observed = observed.loc[observed["row"].ne("external hire") | ~observed["application"].isin(before)]
    told = named["says"].eq("hire_observed") & named["application"].isin(observed["application"])
    items = pd.concat([part for part in (named.loc[~told], observed) if len(part)] or [named.loc[~told]])
    return items.sort_values(["application", "item"], ignore_index=True)


def _named(rejected, evidence, settings: Settings) -> Frame:
    tables.require(evidence, ["evidence", "application", "reason", "says"], "evidence")
    strange = evidence.loc[~evidence["says"].isin(settings.sources.index), "says"]
    if len(strange):
        known = ", ".join(settings.sources.index)
        raise TableError(f"“{strange.iloc[0]}” does not tell who says so; use one of {known}.")
    parents = _parents(evidence["reason"], settings)
    here = evidence["application"].isin(rejected.index) & parents.isin(settings.reasons)
    items = evidence.rename(columns={"evidence": "item"}).assign(toward=parents).loc[here]
    items["row"] = items["toward"].map(settings.named)
    items["family"] = items["says"].map(settings.sources["family"])
    items["weight"] = items["says"].map(settings.sources["weight"])
    items = items.reindex(columns=[*_ITEM, "reason", "sub_reason"])
    items["finer"] = items["reason"].where(items["reason"] != items["toward"], items["sub_reason"])
    return items[_ITEM]


def _observed(rejected, hires, settings: Settings) -> Frame:
    """Return what the table of hires shows, one row a sign.

    Where they came from; a `verdict` column, if it has one; that they left within a year, or the role
    was posted again; that half a year on nobody could be found (origin unknown, no day, no credentials).
    """
    tables.require(hires, ["hire", "application", "hired_from"], "hires")
    known = hires.loc[hires["application"].isin(rejected.index)]
    known = known.reindex(columns=[*dict.fromkeys([*known.columns, "recorded"])])
    known = known.sort_values("recorded", kind="stable").drop_duplicates(["hire", "application"], keep="last")
    known = known.join(rejected["outcome_date"].rename("decided"), on="application")
    rows = [sign for hire in known.to_dict("records") for sign in _signs(hire, settings)]
    items = pd.DataFrame(rows, columns=["application", "item", "family", "row", "date"])
    items["says"], items["weight"] = "hire_observed", settings.sources["weight"]["hire_observed"]
    speaks = settings.ratios.drop(columns=MISTAKE).idxmax(axis=1)  # none calls the hire a mistake
    items["toward"] = items["row"].map({**speaks, LEFT: MISTAKE})
    return items.assign(words=items["row"]).reindex(columns=_ITEM)


def _signs(hire: dict, settings: Settings) -> list[tuple]:
    decided, hired, seen, left, reopened = (hire.get(name, pd.NaT) for name in _DAYS)
    began = next((day for day in (hired, seen, decided) if pd.notna(day)), pd.NaT)
    origin = {"internal": "internal hire", "external": "external hire"}.get(hire["hired_from"], "")
    if not origin and pd.isna(hired) and not isinstance(hire.get("credentials"), dict):
        origin = NO_HIRE if seen - decided >= _HALF_YEAR else ""
    signs = {
        "hired from": origin,
        "comparison": "" if hire.get("is_fragile") is True else _verdict(hire.get("verdict"), settings),
        "later": LEFT if pd.Timedelta(0) <= left - began < _YEAR else "",
        "posting": REPOSTED if pd.notna(reopened) else "",
    }
    name, application = hire["hire"], hire["application"]
    return [(application, f"{name}: {row}", family, row, seen) for family, row in signs.items() if row]


def _verdict(verdict, settings: Settings) -> str:
    if verdict is None or pd.isna(verdict):
        return ""
    words = str(verdict).lower().replace(" —", ",").strip()
    is_fragile = words.endswith("(fragile)")  # the unknown could turn it, so it speaks for nothing
    if words not in settings.verdicts and not is_fragile:
        raise TableError(f"“{verdict}” is not a verdict; use one of {', '.join(settings.verdicts)}.")
    return "" if is_fragile else settings.verdicts[words]


def _used(items: Frame) -> Frame:
    """Return of each family the strongest sign, `power` its weight; equally strong ones share it.

    One's own guess is no sign of others: it counts only where none of them speaks. Words that a note of a
    list has and that were recorded, too, with who said them are one sign.
    """
    said = pd.MultiIndex.from_frame(items[["application", "words"]].fillna(""))
    is_noted = items["says"].eq("noted").to_numpy(dtype=bool)
    items = items.loc[~(is_noted & said.isin(said[~is_noted & items["words"].notna().to_numpy()]))]
    of_others = items.loc[~items["says"].isin(["template", *GUESSES]), "application"]
    items = items.loc[~(items["says"].isin(GUESSES) & items["application"].isin(of_others))]
    one = ["application", "family"]
    used = items.loc[items["weight"] == items.groupby(one)["weight"].transform("max")]
    return used.assign(power=used["weight"] / used.groupby(one)["weight"].transform("size"))


def _posterior(items, index: pd.Index, settings: Settings, flat: bool = False, root: float = 1) -> Frame:
    ratios = np.log(settings.ratios.to_numpy())[settings.ratios.index.get_indexer(items["row"])]
    where = index.get_indexer(items["application"])
    total = np.zeros((len(index), ratios.shape[1]))
    np.add.at(total, where, ratios * items["power"].to_numpy(dtype=float)[:, None] * root)
    odds = np.exp(total - total.max(axis=1, keepdims=True))
    odds *= 1.0 if flat else settings.taxonomy["prior"][settings.reasons].to_numpy()
    mistake = settings.reasons.index(MISTAKE)
    called = items["toward"].eq(MISTAKE).to_numpy(dtype=bool)
    met = items["says"].eq("hire_observed") & items["row"].ne(NO_HIRE)
    odds[~_among(index, where[called | met]), mistake] = 0.0
    share = odds / odds.sum(axis=1, keepdims=True)
    since = items["row"].isin([LEFT, REPOSTED]) | (called & (items["weight"] >= 0.6))
    capped = (share[:, mistake] > 0.5) & ~_among(index, where[since])
    share[capped] *= 0.5 / (1 - share[capped, mistake])[:, None]
    share[capped, mistake] = 0.5
    return pd.DataFrame(share, index, settings.reasons)


def _among(index: pd.Index, places: np.ndarray) -> np.ndarray:
    found = np.zeros(len(index), dtype=bool)
    found[places] = True
    return found


def _holds(share: Frame, top: pd.Series) -> np.ndarray:
    """Return where `top` comes first, alone."""
    own = share.to_numpy()[np.arange(len(top)), share.columns.get_indexer(pd.Index(top))]
    return (share.to_numpy() >= own[:, None] - 1e-9).sum(axis=1) == 1


def _backed(items: Frame, top: pd.Series, settings: Settings) -> np.ndarray:
    """Return where two families of weight 0.6 or more speak for `top`, or one of them as a plain fact."""
    strong = items.loc[items["weight"] >= 0.6]
    rows = settings.ratios.index.get_indexer(pd.Index(strong["row"]))
    columns = settings.ratios.columns.get_indexer(pd.Index(strong["application"].map(top)))
    ratio = pd.Series(settings.ratios.to_numpy()[rows, columns], strong.index)
    plain = top.index.isin(strong.loc[ratio >= PLAIN, "application"])
    families = strong.loc[ratio > 1].groupby("application")["family"].nunique()
    return plain | top.index.isin(families.index[families >= 2])


def _finer(items: Frame, top: pd.Series) -> pd.Series:
    fits = items.loc[items["finer"].notna() & (items["toward"] == items["application"].map(top))]
    best = fits.sort_values(["weight", "item"], ascending=[False, True]).drop_duplicates("application")
    return best.set_index("application")["finer"].reindex(top.index)


def _tops(attribution: Frame) -> pd.Series:
    """Return each rejection's reason as it counts in totals: several where it is unclear, or unknown."""
    torn = attribution["unclear"].astype(bool) & (attribution["certainty"] != UNKNOWN)
    return attribution["top"].astype(object).mask(torn, SEVERAL)


def _draws(attribution: Frame, settings: Settings, draws: int = 4_000) -> np.ndarray:
    """Return counts of every reason, and of unknown, one row a draw of the prior and of all reasons."""
    counts = np.zeros((draws, len(settings.reasons) + 1))
    known = attribution.loc[attribution["certainty"] != UNKNOWN, settings.reasons]
    counts[:, -1] = len(attribution) - len(known)
    prior = settings.taxonomy["prior"][settings.reasons].to_numpy()
    random = np.random.default_rng(6)
    moved = random.dirichlet(PRIOR_COUNTS * prior, draws) / prior
    for shares in known.to_numpy():
        under = np.cumsum(shares * moved, axis=1)
        place = random.random(draws) * under[:, -1]
        drawn = (under[:, :-1] < place[:, None]).sum(axis=1)
        counts[np.arange(draws), drawn] += 1
    return counts


def _refuse_strange(raw: Mapping, own: dict, refuse) -> None:
    """Refuse sections and rows of one's own that cannot stand over the built-in ones."""
    parents = [name for name, reason in raw["reasons"].items() if "prior" in reason]
    for section, changes in own.items():
        if section not in raw:
            refuse(section, f"“{section}” is not a section; there are {', '.join(raw)}.")
        if not isinstance(changes, dict):
            refuse(section, f"“{section}” is a section, as [{section}], and no single value.")
        for name, value in changes.items():
            known = raw[section].get(name)
            if not isinstance(value, dict) and (isinstance(known, dict) or section in ("reasons", "says")):
                refuse(name, f"“{name}” is a table, written as [{section}.{name}].")
            new = section == "reasons" and known is None
            if new and (value.get("under") not in parents or "prior" in value or "label" not in value):
                refuse(name, f"“{name}” needs a label, no prior, and under = one of {', '.join(parents)}.")


def _settings(raw: dict, refuse) -> Settings:
    _check(raw, refuse)
    taxonomy = pd.DataFrame.from_dict(raw["reasons"], orient="index").rename_axis("reason")
    above = taxonomy["under"].fillna(taxonomy.index.to_series())
    for column in ("code", "in_my_hands", "what_to_do"):
        taxonomy[column] = taxonomy[column].where(taxonomy[column].notna(), above.map(taxonomy[column]))
    taxonomy["short"] = taxonomy["short"].fillna(taxonomy["label"])
    taxonomy["in_my_hands"] = taxonomy["in_my_hands"].astype(bool)
    taxonomy["prior"] = taxonomy["prior"] / taxonomy["prior"].sum()
    ratios = {name: values for name, values in raw["likelihood_ratios"].items() if name != "columns"}
    columns = raw["likelihood_ratios"]["columns"]
    table = pd.DataFrame.from_dict(ratios, orient="index", columns=columns, dtype=float).rename_axis("sign")
    sources = pd.DataFrame.from_dict(raw["says"], orient="index").rename_axis("says")
    return Settings(taxonomy, sources, table, raw["named"], raw["verdicts"])


def _check(raw: dict, refuse) -> None:
    """Refuse numbers that are none, and a name that does not raise the reason it names."""
    ratios = dict(raw["likelihood_ratios"])
    columns = [name for name, reason in raw["reasons"].items() if "prior" in reason]
    if ratios.pop("columns") != columns:
        refuse("columns", f"the columns of likelihood_ratios are {', '.join(columns)}.")
    numbers = {name: [raw["reasons"][name]["prior"]] for name in columns}
    numbers |= {name: [source.get("weight")] for name, source in raw["says"].items()}
    for name, values in (numbers | ratios).items():
        if not isinstance(values, list) or not all(type(n) in (int, float) and 0 < n < 1e6 for n in values):
            refuse(name, f"“{name}” needs numbers above zero and below a million.")
        if name in ratios and len(values) != len(columns):
            refuse(name, f"“{name}” needs {len(columns)} numbers, one a reason.")
    for reason, sign in raw["named"].items():
        ratio = ratios.get(sign) if reason in columns else None
        if not ratio or max(ratio) > ratio[columns.index(reason)]:
            refuse(reason, f"“{sign}” is not a sign that speaks most for {reason}.")
    for words, sign in raw["verdicts"].items():
        if sign and sign not in ratios:
            refuse(words, f"“{sign}” is not a sign; the signs are {', '.join(ratios)}.")
