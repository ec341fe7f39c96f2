"""Interviews looked back on: what comes back, what goes well, what has no good answer yet; how rounds end.

A debrief is one talk: the rows of `debriefs` with one application, day and round, one row a question.
"""

import re
from functools import cache

import pandas as pd

from jobkit import history, rates, tables
from jobkit.language.english import ORDINALS, agree, listed
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped

TOPICS = ("label", "n", "of", "well", "partly", "poorly", "last", "now")
ROUNDS = ("label", "n", "went_on", "of", "open", "ended", "share", "low", "high")
NAMES = {"screening": "first conversation", "test": "test or take-home task", "final": "final round"}
WENT = {"well": "well", "partly": "so-so", "poorly": "not well"}
OFFERED = ("offer", "accepted", "declined")


def questions(debriefs: pd.DataFrame) -> pd.DataFrame:
    """Return what was asked, each row with its `topic` and the topic's `label`.

    A question of no known topic is a topic of its own, by its words. Told again of the same talk, the later
    answer counts.
    """
    asked = debriefs[debriefs["asked"].notna()]
    talk = _dated(asked)[["application", "day", "round"]].assign(asked=asked["asked"].map(plain))
    asked = asked[~talk.duplicated(keep="last")]
    found = pd.DataFrame([_topic(str(text)) for text in asked["asked"]], asked.index, ["topic", "label"])
    return asked.join(found.astype(object))


def topics(debriefs: pd.DataFrame) -> pd.DataFrame:
    """Return what is asked, by topic, what comes back most often first.

    Returns
    -------
    Index `topic`, columns `TOPICS`: asked in `n` `of` all talks; how often it went well, so-so or not well,
    as far as that was said; the `last` day, and what you would say `now`, as you wrote it last.
    """
    rows = questions(debriefs)
    talks = len(_talks(debriefs))
    rows = _dated(rows)
    made = {
        topic: (
            group["label"].iloc[0],
            len(_talks(group)),
            talks,
            *(int((group["went"] == went).sum()) for went in tables.WENT),
            group["day"].max(),
            next(iter(group["now"].dropna()[::-1]), ""),
        )
        for topic, group in rows.sort_values("day", kind="stable").groupby("topic", sort=False)
    }
    table = pd.DataFrame.from_dict(made, orient="index", columns=list(TOPICS)).rename_axis("topic")
    table = table.astype(dict.fromkeys(TOPICS[1:6], "int64")).assign(last=tables.days(table["last"]))
    return table.sort_values(["n", "last"], ascending=False, kind="stable")


def missing(topics: pd.DataFrame) -> pd.DataFrame:
    """Return the topics that have no good answer yet: asked, never well, and at least once not quite."""
    return topics[(topics["well"] == 0) & (topics["partly"] + topics["poorly"] > 0)]


def says(topics: pd.DataFrame) -> list[str]:
    """Return in sentences what comes back, what goes well, and what has no good answer yet."""
    back = topics[topics["n"] > 1]
    well = topics[(topics["well"] > 0) & (topics["poorly"] == 0)]
    told = []
    if len(back):
        each = [f"{row.label} ({row.n} of {row.of})" for row in back.itertuples()]
        told.append(f"Asked more than once: {listed(each)}.")
    if len(well):
        told.append(f"Goes well: {listed(well['label'])}.")
    if len(lacks := missing(topics)):
        told.append(f"No good answer yet: {listed(lacks['label'])}. One story for each is enough.")
    return told


def rounds(
    events: pd.DataFrame, applications: pd.DataFrame, debriefs: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return how often each round led on, index `round`: `ROUNDS`.

    Parameters
    ----------
    events, applications : of a search; `debriefs` tell of rounds that no list does.

    Returns
    -------
    `n` applications came to the round; of those decided (`of`), `went_on` had a next round or an offer, with
    the share and its Wilson interval; `open` are undecided, `ended` are not. Rounds that happened count by
    their number: the first interview, the second. What a calendar or a debrief calls the final round is a
    row of its own, as are first conversations and tests.
    """
    told = tables.empty("debriefs") if debriefs is None else debriefs
    known = applications[applications["furthest"] != "saved"]
    n_rounds = _n_rounds(events, told).reindex(known.index, fill_value=0)
    offered = known["outcome"].isin(OFFERED) | known["furthest"].eq("offer")
    is_open = known["outcome"].eq("open")
    tested = _after_test(events).reindex(known.index, fill_value=False)
    passed = {"screening": n_rounds > 0, "test": tested, "final": offered}
    stages = {name: (_have(events, told, name, known.index), later) for name, later in passed.items()}
    final = stages.pop("final")
    stages |= {name: (n_rounds >= n, n_rounds > n) for n, name in enumerate(ORDINALS, 1)} | {"final": final}
    rows = []
    for name, (here, later) in stages.items():
        on = here & (later | offered)
        n, n_on, n_open = int(here.sum()), int(on.sum()), int((here & ~on & is_open).sum())
        if n:
            rows.append((name, n, n_on, n - n_open, n_open, n - n_open - n_on))
    made = pd.DataFrame(rows, columns=["round", *ROUNDS[1:6]]).set_index("round")
    made.insert(0, "label", [NAMES.get(name, f"{name} interview") for name in made.index])
    return made.join(rates.share(made["went_on"], made["of"])[["share", "low", "high"]])


def rounds_say(rounds: pd.DataFrame) -> list[str]:
    """Return in a sentence for each round how often it led on, counts only."""
    told = []
    for row in rounds.itertuples():
        waits = f"; {row.open} {agree(row.open, 'is', 'are')} open" if row.open else ""
        how = f"{row.went_on} of {row.of} went on" if row.of else "none is decided yet"
        told.append(f"After a {row.label}: {how}{waits}.")
    return told


def _n_rounds(events: pd.DataFrame, debriefs: pd.DataFrame) -> pd.Series:
    """Return how many rounds of interviews each application had, by whatever tells of the most."""
    held = history.interviews(events)
    parts = [
        held[held["date"].notna()].groupby("application").size(),
        held.groupby("application")["n_told"].max(),
        _numbers(_rounds(held)).groupby(held["application"]).max(),
        _numbers(debriefs["round"]).groupby(debriefs["application"]).max(),
    ]
    most = pd.concat([part.astype("float64") for part in parts]).groupby(level=0).max()
    return most.fillna(0).astype("int64")


def _rounds(events: pd.DataFrame) -> pd.Series:
    return tables.details(events).map(lambda one: str(one.get("round", "")))


def _numbers(rounds: pd.Series) -> pd.Series:
    known = {name: n for n, name in enumerate(ORDINALS, 1)} | {str(n): n for n in range(1, len(ORDINALS) + 1)}
    return pd.Series([known.get(name) for name in rounds], rounds.index, dtype="float64")


def _have(events: pd.DataFrame, debriefs: pd.DataFrame, name: str, index: pd.Index) -> pd.Series:
    kinds = {"screening": "screening", "test": "assessment"}
    is_it = events["kind"].eq(kinds[name]) if name in kinds else _rounds(events).eq(name)
    found = {*events.loc[is_it, "application"], *debriefs.loc[debriefs["round"] == name, "application"]}
    return pd.Series(index.isin(found), index)


def _after_test(events: pd.DataFrame) -> pd.Series:
    """Tell for each application whether an interview came after its test, or may have."""
    tests = events[events["kind"] == "assessment"].groupby("application")["date"].min()
    talks = events[events["kind"] == "interview"]
    first = tables.days(talks["application"].map(tests.to_dict()))
    later = talks["application"].isin(tests.index) & ~(talks["date"] < first)
    return later.groupby(talks["application"]).any()


def _talks(debriefs: pd.DataFrame) -> pd.DataFrame:
    return _dated(debriefs)[["application", "day", "round"]].drop_duplicates()


def _dated(debriefs: pd.DataFrame) -> pd.DataFrame:
    """Return debriefs with the `day` of their talk, or of looking back where none was said."""
    return debriefs.assign(day=debriefs["date"].fillna(debriefs["recorded"]))


def _topic(text: str) -> tuple[str, str]:
    words = plain(text)
    for name, label, pattern in _patterns():
        if pattern.search(words):
            return name, label
    return words, f"“{text.strip()}”"


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern], ...]:
    return tuple(
        (row["name"], row["label"], re.compile(rf"\b(?:{'|'.join(map(re.escape, row['words']))})\b"))
        for row in shipped("questions")["topic"]
    )
