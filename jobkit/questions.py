"""What the pages of one question say: who was hired, and why applications were rejected.

Each takes the facts of the whole search (`Search.month("all")`) and returns sections, its finding first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from jobkit import charts, comparison, page, reasons, sections
from jobkit.language.english import count, counted, day, month, number, sentence
from jobkit.reflection import Facts
from jobkit.sections import Section

CHIPS = {
    comparison.YOU: ("you were ahead", "you"),
    comparison.HIRE: ("they were ahead", "they"),
    comparison.COMPARABLE: ("about even", ""),
    comparison.DIFFERENT: ("different strengths", ""),
    comparison.UNCLEAR: ("too little known", ""),
}
KINDS = {
    "skill": "a skill",
    "certificate": "a certificate",
    "education": "a degree",
    "years": "years of work",
    "seniority": "a level",
    "domain": "the sector",
    "language": "a language",
}


def hires(facts: Facts) -> list[Section]:
    """Return the page of all people hired where you were not."""
    verdicts, found = _verdicts(facts), facts.comparisons
    parts: list = [
        page.title(
            _hires_title(verdicts), _hires_lede(verdicts), f"Who got the job, as of {day(facts.as_of)}"
        )
    ]
    if verdicts.empty:
        told = "Once you know of somebody who was hired, `jobkit hire` records it, without a name."
        return [
            Section(
                "", "", sentences=(told.replace("`", "“", 1).replace("`", "”", 1),), parts=tuple(parts[:1])
            )
        ]
    parts += [page.cards(_hires_cards(verdicts))]
    made = [Section("", "", parts=tuple(parts)), *_pattern(facts, found), *_years(facts), *_gaps(found)]
    return [
        *made,
        *_one_by_one(verdicts),
        _asked(
            "Where you were ahead on paper: what did you show in the room?",
            "Is there one gap you want to close, and one you decide to leave?",
        ),
    ]


def _verdicts(facts: Facts) -> pd.DataFrame:
    """Return each hire once, best for you first, its `verdict` unclear where it is fragile."""
    rows = facts["verdicts"].drop_duplicates("hire", keep="last")
    verdict = rows["verdict"].mask(rows["is_fragile"].astype(bool), comparison.UNCLEAR)
    verdict = verdict.where(verdict.isin(list(CHIPS)), comparison.UNCLEAR)
    order = verdict.map({name: at for at, name in enumerate(sections.GROUPS)})
    return rows.assign(verdict=verdict, order=order).sort_values("order", kind="stable")


def _hires_title(verdicts: pd.DataFrame) -> str:
    n, behind = len(verdicts), int((verdicts["verdict"] == comparison.HIRE).sum())
    if not n:
        return "Nobody is known yet who got a job you wanted."
    who = f"{sentence(counted(n, 'person', 'people'))} got a job you wanted."
    told = f"Only {number(behind)} {'was' if behind == 1 else 'were'} ahead of you on paper."
    return (
        f"{who} {told if behind else 'None was clearly ahead of you on paper.'}"
        if behind < n
        else f"{who} On paper they were ahead."
    )


def _hires_lede(verdicts: pd.DataFrame) -> str:
    n = {name: int((verdicts["verdict"] == name).sum()) for name in CHIPS}
    even = n[comparison.COMPARABLE] + n[comparison.DIFFERENT]
    told = [f"You were ahead of {number(n[comparison.YOU])}"] * bool(n[comparison.YOU])
    told += [f"{'about' if told else 'You were about'} even with {number(even)}"] * bool(even)
    text = f"{' and '.join(told)}. " if told else ""
    if n[comparison.UNCLEAR]:
        text += f"Too little is known of {number(n[comparison.UNCLEAR])} to tell. "
    left = int(verdicts["left"].notna().sum())
    return f"{text}{sentence(counted(left, 'has', 'have'))} left again." if left else text.strip()


def _hires_cards(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers at the top, each with the companies behind it."""

    def row(label: str, *names: str) -> tuple[str, str, str, str]:
        rows = verdicts.loc[verdicts["verdict"].isin(names)]
        return str(len(rows)), label, sections.listed(rows["company"]) if 0 < len(rows) < 4 else "", "#hires"

    inside = int((verdicts["hired_from"] == "internal").sum())
    known = int(verdicts["hired_from"].isin(["internal", "external"]).sum())
    made = {
        "behind": row("ahead of you on paper", comparison.HIRE),
        "even": row("about even with you", comparison.COMPARABLE, comparison.DIFFERENT),
        "ahead": row("behind you on paper", comparison.YOU),
        "inside": (
            f"{inside} of {known}",
            "came from inside",
            "",
            "#hires",
        ),
    }
    return pd.DataFrame.from_dict(made, orient="index", columns=["number", "label", "neighbour", "link"])


def _pattern(facts: Facts, found: Mapping[str, comparison.Comparison]) -> Iterator[Section]:
    rows = sections.grid_rows(facts)
    if rows.empty:
        return
    led = rows.loc[rows["ahead"] == "hire", "dimension"].value_counts()
    stands_out = len(led) and led.iloc[0] > 1 and (len(led) == 1 or led.iloc[0] > led.iloc[1])
    title = (
        f"Where they lead, it is most often: {led.index[0].lower()}"
        if stands_out
        else "No one thing stands out"
    )
    patterns = comparison.patterns(found)
    label = {name: sections.DIMENSIONS.get(name, name) for name in patterns.index}
    tests = (
        patterns[["decided", "share", "low", "high", "p_sign", "p_holm"]]
        .dropna(subset="share")
        .rename(index=label)
    )
    told = [text[:1].upper() + text[1:] for text in comparison.patterns_say(patterns.rename(index=label))]
    worked = [
        page.prose(told[:-2]),
        page.table(tests.dropna(axis=1, how="all"), "Decided jobs, with 90 % intervals", "tests"),
    ]
    yield Section(
        title,
        "pattern",
        "Each row is a person hired, each column something the job asked for.",
        (),
        (lambda: charts.both(charts.grid, rows), page.folded("How this was worked out", worked)),
        tuple(told[-2:]),
    )


def _years(facts: Facts) -> Iterator[Section]:
    rows = sections.years_rows(facts)
    if rows["low"].isna().all():
        return
    n = rows["ahead"].value_counts()
    told = [
        (n.get("you", 0), "fewer than you"),
        (n.get("tie", 0), "about as many"),
        (n.get("hire", 0), "more"),
    ]
    said = [f"{number(int(k))} had {text}" for k, text in told if k]
    yield Section(
        f"In years, {sections.listed(said)}" if said else "Nobody's years can be compared",
        "years",
        "Years in the field of each job when they were hired: a range, never a date.",
        (),
        (lambda: charts.both(charts.years, rows),),
        (
            "A difference counts only from two years and a quarter more.",
            "Years say little about how anybody works.",
        ),
    )


def _gaps(found: Mapping[str, comparison.Comparison]) -> Iterator[Section]:
    theirs, mine = comparison.gaps(found), comparison.gaps(found, mine=True)
    if theirs.empty and mine.empty:
        return
    left, right = ([_gap_says(row) for row in one.head(10).to_dict("records")] for one in (theirs, mine))
    yield Section(
        "Asked for, and who had it",
        "gaps",
        "What can be closed is a choice, not a debt. What only you had is worth a sentence next time.",
        (),
        (page.two_columns(left, right, ("They had it, you did not", "You had it, they did not")),),
    )


def _gap_says(row: Mapping) -> str:
    must = ", a must" if row["must"] else ""
    jobs = f", in {counted(row['jobs'], 'job')}" if row["jobs"] > 1 else ""
    return f"**{row['gap']}**: {KINDS.get(row['dimension'], row['dimension'])}{must}{jobs}"


def _one_by_one(verdicts: pd.DataFrame) -> Iterator[Section]:
    rows = verdicts.to_dict("records")
    lines = pd.DataFrame(
        {
            "title": [row["company"] if isinstance(row["company"], str) else "A company" for row in rows],
            "role": [row["role"] for row in rows],
            "note": [_hire_note(row) for row in rows],
            "chip": [CHIPS[row["verdict"]][0] for row in rows],
            "tone": [CHIPS[row["verdict"]][1] for row in rows],
        }
    )
    topic = "Nobody is named, nobody is ranked: they stand in the order of the rows above."
    side = (
        "Paper only. A profile shows what its owner chose to show, and says nothing of how anybody works.",
        comparison.INTERNAL,
    )
    yield Section("One by one", "hires", topic, (), (page.people(lines),), side)


def _hire_note(row: Mapping) -> str:
    told = (
        [f"{sentence(sections.ORIGIN[row['hired_from']])}."] if row["hired_from"] in sections.ORIGIN else []
    )
    told += [f"Left on {day(row['left'])}."] if pd.notna(row["left"]) else []
    told += [f"The job was posted again on {day(row['reopened'])}."] if pd.notna(row["reopened"]) else []
    return " ".join(told)


def _asked(*questions: str) -> Section:
    return Section("To ask yourself", "questions", parts=(page.prose(list(questions)),))


# One application, what is next, where the search stands


def case(application: pd.DataFrame, verdict: str) -> list[Section]:
    """Return the head of the page of one application: its role and company, and how it stands.

    Parameters
    ----------
    application : its row of `applications`; empty where none is chosen.
    verdict : how you compare with the person hired, as `sections.verdict_says` says it.
    """
    if application.empty:
        return [Section("", "", parts=(page.title("No application is chosen yet."),))]
    row = application.iloc[0]
    ended = f" on {day(row['outcome_date'])}" if pd.notna(row["outcome_date"]) else ""
    sent = f"Sent on {day(row['applied'])}; " if pd.notna(row["applied"]) else ""
    text = f"{sent}{sections.MOVED.get(row['outcome'], row['outcome'])}{ended}."
    names = [row[name] for name in ("role", "company") if isinstance(row[name], str)]
    title = " at ".join(names) or "An application"
    return [
        Section("", "", parts=(page.title(title, f"{sentence(text)} {verdict}".strip(), "One application"),))
    ]


def way(application: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return the events of one application as `charts.lanes` draws them, with `what` happened in words."""
    state = sections.MOVED.get(application["outcome"].iloc[0], "open") if len(application) else ""
    companies = application["company"].reindex(events["application"]).to_numpy()
    what = events["kind"].map(lambda kind: sections.MOVED.get(kind, kind))
    return events.assign(company=companies, state=state, what=what)


def asked_for(requirements: pd.DataFrame) -> page.Block:
    """Return what a job asked for, each with who meets it; a sentence where that is not recorded."""
    if requirements.empty:
        return page.prose("What the job asked for has not been recorded.")
    return page.people(sections.asked_rows(requirements))


def most_likely(answer: pd.DataFrame) -> str:
    """Return the likeliest reason of each rejection as a sentence."""
    texts = [f"{sentence(reasons.said(row))}." for _, row in answer.iterrows()]
    return " ".join(texts) or "Not rejected, so there is nothing to explain."


def process(due: pd.DataFrame, as_of: pd.Timestamp) -> list[Section]:
    """Return the head of the page of the process: how many steps are due, and until when."""
    open_now = due.loc[due["state"] == "due"].sort_values("closes", kind="stable")
    n = len(open_now)
    over = f"What is next, and with whom, as of {day(as_of)}"
    lede = "Nothing is sent from here. Everything may be put off or left out, and leaves no mark."
    if not n:
        return [Section("", "", parts=(page.title("Nothing is due now.", lede, over),))]
    first = open_now["closes"].iloc[0]
    until = day(first, first)
    text = f"{sentence(counted(n, 'step is', 'steps are'))} due, the first by {until}."
    return [Section("", "", parts=(page.title(text, lede, over),))]


def stand(k: int, n: int, as_of: pd.Timestamp, unread: int = 0) -> list[Section]:
    """Return the head of the page of where a search stands: `k` of `n` led to an interview.

    unread : how many entries of the files could not be read, which is said first.
    """
    over = f"Where the search stands, as of {day(as_of)}"
    title = (
        f"{k} of {n} applications led to an interview" if n else "No application is old enough to judge yet"
    )
    lede = "Only those older than 45 days count, and only interviews within 45 days." if n else ""
    parts = [page.title(title, lede, over)]
    if unread:
        entries = count(unread, "entry", "entries")
        parts.append(page.note(f"{entries} could not be read; jobkit problems says where."))
    return [Section("", "", parts=tuple(parts))]


# Why


def rejections(facts: Facts, signs: pd.DataFrame, log: pd.DataFrame) -> list[Section]:
    """Return the page of why applications were rejected, as far as anyone can tell.

    Parameters
    ----------
    signs : every sign with how far it moved its answer, as `reasons.moves` and `reasons.named` make them.
    log : every answer that changed, as `reasons.revision_log` makes it.
    """
    attribution, settings = facts["attribution"], facts.settings
    over = f"Why, as far as we know, as of {day(facts.as_of)}"
    if attribution.empty:
        return [
            Section(
                "", "", parts=(page.title("No rejection yet, so there is nothing to explain.", "", over),)
            )
        ]
    head = Section("", "", parts=(page.title(sections.why_title(attribution), _why_lede(attribution), over),))
    return [
        head,
        *_by_month(facts),
        *_reasons(facts),
        *_signs(facts, signs),
        *_changed(facts, log),
        *_assumed(settings),
    ]


def _why_lede(attribution: pd.DataFrame) -> str:
    n = attribution["certainty"].value_counts()
    unknown, guessed = int(n.get("unknown", 0)), int(n.get("guessed", 0))
    told = [f"For {number(unknown)} nobody said why, and a form letter counts as nobody."] if unknown else []
    return " ".join([*told, *([f"For {number(guessed)} there is only your own guess."] if guessed else [])])


def _by_month(facts: Facts) -> Iterator[Section]:
    squares = sections.certainties_drawn(facts)
    if squares["month"].isna().all():
        return
    worst = squares["month"].value_counts().sort_index(ascending=False).idxmax()
    n = int((squares["month"] == worst).sum())
    drawn = lambda: charts.both(charts.rejected, squares)  # noqa: E731
    table = facts["rejected"][["decided", "company", "role", "in_words"]].rename(columns={"in_words": "why"})
    parts = (drawn, page.folded(f"All {len(table)}, the newest first", [page.table(table, "", "rejections")]))
    topic = "A square per rejection, in the month it was decided, filled by how certain its reason is."
    yield Section(
        f"Most came in {month(worst)}: {number(n)}", "months", topic, (), parts, sections._undated(facts)[1:]
    )


def _reasons(facts: Facts) -> Iterator[Section]:
    ranges = sections.reason_bands(facts)
    if ranges.empty:
        return
    first = ranges.iloc[0]
    clear = first["n"] > 0 and (len(ranges) == 1 or first["low"] > ranges["high"].iloc[1:].max())
    title = f"Most often: {str(ranges.index[0]).lower()}" if clear else "No reason stands out from the rest"
    mine, others = sections.hands(facts)
    parts = (
        lambda: charts.both(charts.bands, ranges, "rejections"),
        page.two_columns(mine, others, ("In your hands", "Not in your hands")),
    )
    topic = "A dot counts where a reason clearly comes first; the band, where it may."
    yield Section(title, "reasons", topic, (), parts, sections.why_side(facts)[:-1])


def _signs(facts: Facts, signs: pd.DataFrame) -> Iterator[Section]:
    if signs.empty:
        return
    rows = reasons.in_words(signs, facts.settings).to_dict("records")
    words = [row["words"] if isinstance(row["words"], str) else "" for row in rows]
    lines = pd.DataFrame(
        {
            "title": [row["company"] for row in rows],
            "role": [row["says"] for row in rows],
            "note": [f"“{text}”" if text else "" for text in words],
            "chip": [str(row["toward"]) for row in rows],
        }
    )
    table = pd.DataFrame(rows)[["company", "says", "words", "toward", "share_moved", "counts"]]
    rest = [page.people(lines.iloc[8:])] if len(lines) > 8 else []
    moved = page.folded("How far each moved its answer", [page.table(table, "", "moved")])
    yield Section(
        f"{sentence(counted(len(rows), 'sign'))} of a reason",
        "signs",
        "Who said so, in which words, and what it speaks for.",
        (),
        (page.people(lines.head(8)), *([page.folded(f"{len(rows) - 8} more", rest)] if rest else []), moved),
        (
            "Weaker evidence from the same source is ignored, so nobody counts twice.",
            "Your own guess is ignored where somebody else's word is known.",
        ),
    )


def _changed(facts: Facts, log: pd.DataFrame) -> Iterator[Section]:
    guesses = facts["guesses"]
    turned = [
        sections._turn(row, facts) for row in guesses.loc[~guesses["agreed"].astype(bool)].to_dict("records")
    ]
    if turned:
        k, n = int(guesses["agreed"].sum()), len(guesses)
        title = f"Your first guess and what came to light agree in {k} of {n}"
        topic = "Where they differ: what you thought on the day, and what later signs say without it."
        yield Section(
            title, "guesses", topic, (), tuple(turned[:4]), ("It tells how far to trust the next guess.",)
        )
    if len(log):
        table = reasons.in_words(log, facts.settings)[["month", "company", "was", "now", "added"]]
        title = f"{sentence(counted(len(table), 'answer'))} changed when something new was learned"
        topic = "An earlier report was right for what was known then."
        yield Section(title, "revisions", topic, (), (page.table(table, "", "changes"),))


CANNOT = (
    "It cannot tell why. A letter that names a reason is written to end the conversation, and employers"
    " themselves agree poorly on why they chose. The weights are assumptions; where others would change an"
    " answer, it is marked unclear."
)


def _assumed(settings: reasons.Settings) -> Iterator[Section]:
    priors = settings.taxonomy[["label", "prior"]].rename(columns={"prior": "share_prior"})
    weights = settings.sources[["label", "weight"]].astype(str)
    ratios = settings.ratios.rename(columns=lambda name: settings.short(str(name))).map("{:g}".format)
    tables = [
        page.table(
            priors.reset_index(drop=True).set_index("label"),
            "Each reason before any sign (assumed)",
            "priors",
        ),
        page.table(weights.set_index("label"), "How much each source counts (assumed)", "weights"),
        page.table(ratios, "How often a sign is seen under each reason (assumed)", "ratios"),
    ]
    yield Section(
        "What this page cannot tell",
        "assumptions",
        "",
        (CANNOT,),
        (page.folded("How this was worked out", tables),),
    )
