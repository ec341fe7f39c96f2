"""What the pages of one question say: who was hired, and why applications were rejected.

Each takes the facts of the whole search (`Search.month("all")`) and returns sections, its finding first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import pandas as pd

from jobkit import charts, comparison, history, page, reasons, sections, sentences, tables, waiting
from jobkit import company as employer
from jobkit.language.english import agree, count, counted, day, month, number, sentence
from jobkit.reflection import Facts
from jobkit.search.gathering import Case
from jobkit.sections import Section


def hires(facts: Facts) -> list[Section]:
    """Return the page of all people hired where you were not."""
    verdicts, found = sections.each_hire(facts), facts.comparisons
    over = f"Who got the job, as of {day(facts.as_of)}"
    if verdicts.empty:
        lede = "Once you know of somebody who was hired, “jobkit hire” records it, without a name."
        return [_head(_hires_title(verdicts), lede, over)]
    return [
        _head(_hires_title(verdicts), "", over, page.cards(_hires_cards(verdicts))),
        *_pattern(facts, found),
        *_years(facts),
        *_gaps(found),
        *_one_by_one(verdicts),
    ]


def _hires_title(verdicts: pd.DataFrame) -> str:
    n, behind = len(verdicts), int((verdicts["verdict"] == comparison.HIRE).sum())
    if not n:
        return "Nobody is known yet who got a job you wanted."
    who = f"{sentence(counted(n, 'person', 'people'))} got a job you wanted."
    unclear = int((verdicts["verdict"] == comparison.UNCLEAR).sum())
    if unclear == n:
        return f"{who} Too little is known to compare."
    if behind == n:
        return f"{who} On paper {'each of them' if n > 1 else 'that person'} was ahead of you."
    if behind:
        of = f"Of {number(n - unclear)} that can be compared, " if unclear else "Only "
        return f"{who} {of}{number(behind)} {'was' if behind == 1 else 'were'} ahead of you on paper."
    none = "None of those who can be compared" if unclear else "None"
    return f"{who} {none} was clearly ahead of you on paper."


def _hires_cards(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers at the top, each with the companies behind it."""

    def row(label: str, *names: str) -> tuple[str, str, str, str]:
        is_so = verdicts["verdict"].isin(names)
        rows, first = verdicts.loc[is_so], f"#hire-{is_so.to_list().index(True) + 1}" if is_so.any() else ""
        return str(len(rows)), label, sections.listed(rows["company"]) if 0 < len(rows) < 4 else "", first

    inside = int((verdicts["hired_from"] == "internal").sum())
    known = int(verdicts["hired_from"].isin(["internal", "external"]).sum())
    made = {
        "behind": row("ahead of you on paper", comparison.HIRE),
        "even": row("about even with you", comparison.COMPARABLE, comparison.DIFFERENT),
        "ahead": row("behind you on paper", comparison.YOU),
        "inside": (f"{inside} of {known}", "came from inside", "", "#hires"),
    }
    return pd.DataFrame.from_dict(made, orient="index", columns=["number", "label", "neighbour", "link"])


def _pattern(facts: Facts, found: Mapping[str, comparison.Comparison]) -> Iterator[Section]:
    rows = sections.grid_rows(facts)
    if rows.empty:
        return
    href = rows.index.map(facts["duels"]["hire"]).map(_hire_links(facts))
    led = rows.loc[rows["ahead"] == "hire", "dimension"].value_counts()
    stands_out = len(led) and led.iloc[0] > 1 and (len(led) == 1 or led.iloc[0] > led.iloc[1])
    title = "No one thing stands out"
    if stands_out:
        title = f"Where they lead, it is most often: {led.index[0].lower()}"
    patterns = comparison.patterns(found)
    label = {name: sections.DIMENSIONS.get(name, name) for name in patterns.index}
    told = comparison.patterns_say(patterns.rename(index=label))
    alone = [name.lower() for name in label.values() if name not in set(rows["dimension"])]
    parts = (
        partial(charts.both, charts.grid, rows.assign(href=href)),
        page.folded("How this was worked out", [page.prose(told[:-2])]),
    )
    side = (*told[-2:], f"No column, as known of one alone: {sections.listed(alone)}." if alone else "")
    yield Section(title, "pattern", parts=parts, side=side)


def _hire_links(facts: Facts) -> dict[str, str]:
    order = sections.each_hire(facts)["hire"]
    return dict(zip(order, sections.row_links(order, "hire"), strict=True))


def _years(facts: Facts) -> Iterator[Section]:
    rows = sections.years_rows(facts)
    if rows["low"].isna().all():
        return
    n = rows["ahead"].value_counts()
    told = {"you": "fewer than you", "tie": "about as many", "hire": "more"}
    said = [f"{number(int(n[name]))} had {text}" for name, text in told.items() if name in n]
    rest = f"; of {number(int(n['unknown']))} it cannot be told" if "unknown" in n else ""
    title = f"In years, {sections.listed(said)}{rest}" if said else "Nobody's years can be compared"
    rows = rows.assign(href=rows["hire"].map(_hire_links(facts)))
    yield Section(title, "years", parts=[partial(charts.both, charts.bands, rows, "years")])


def _gaps(found: Mapping[str, comparison.Comparison]) -> Iterator[Section]:
    theirs, mine = comparison.gaps(found), comparison.gaps(found, mine=True)
    if theirs.empty and mine.empty:
        return
    left, right = ([_gap_says(row) for row in one.head(10).to_dict("records")] for one in (theirs, mine))
    columns = page.two_columns(left, right, ("They had it, you did not", "You had it, they did not"))
    yield Section("Asked for, and who had it", "gaps", parts=[columns])


def _gap_says(row: Mapping) -> str:
    must = ", a must" if row["must"] else ""
    jobs = f", in {counted(row['jobs'], 'job')}" if row["jobs"] > 1 else ""
    what = sections.WORDS["requirement"].get(row["dimension"], row["dimension"])
    return f"**{row['gap']}**: {what}{must}{jobs}"


def _one_by_one(verdicts: pd.DataFrame) -> Iterator[Section]:
    looks, notes = pd.DataFrame(sections.VERDICTS), map(_hire_note, verdicts.to_dict("records"))
    lines = verdicts.assign(title=verdicts["company"].fillna("A company"), note=[*notes])
    lines = lines.assign(**{name: lines["verdict"].map(looks.loc[name]) for name in ("chip", "tone")})
    topic = "Nobody is ranked: they stand in the order of the rows above."
    side = (*sections.WORDS["about"]["beside"]["side"], comparison.WORDS["internal"])
    yield Section("One by one", "hires", topic, [page.people(lines, "hire")], side)


def _hire_note(row: Mapping) -> str:
    origin = sections.ORIGIN.get(row["hired_from"], "")
    return " ".join(filter(None, (sentence(f"{origin}.") if origin else "", sections.since_hired(row))))


def _head(title: str, lede: str = "", over: str = "", *parts: page.Block | None) -> Section:
    return Section("", "", parts=(page.title(title, lede, over), *parts))


# One application


def case(
    found: Case, settings: reasons.Settings, as_of: pd.Timestamp, again: Sequence[str] = ()
) -> list[Section]:
    """Return the page of one application: its way, what it asked for, you and the person hired, why.

    Parameters
    ----------
    found : what `Search.case` gathers; without a row no application is chosen.
    again : which questions came back in other interviews, too, in sentences; they are private.
    """
    if found.row.empty:
        return [_head("No application is chosen yet.", "Name one: jobkit run case -p application=COMPANY")]
    row = found.row.iloc[0]
    ended = f" on {day(row['outcome_date'])}" if pd.notna(row["outcome_date"]) else ""
    sent = f"Sent on {day(row['applied'])}; " if pd.notna(row["applied"]) else ""
    lede = [f"{sentence(f'{sent}{_outcome(row)}{ended}')}."]
    lede += map(sections.verdict_says, found.compared.to_dict("records"))
    title = " at ".join(row[name] for name in ("role", "company") if isinstance(row[name], str))
    return [
        _head(title or "An application", " ".join(lede), "One application"),
        *_way(found),
        *_asked_for(found.comparison),
        *_beside(found.comparison),
        *_named(found, settings),
        *_interviewed(found.asked, again),
        *_ahead(found.due, as_of),
        *_met(found.people, found.contacts),
    ]


def _outcome(row: Mapping) -> str:
    return sections.MOVED.get(row["outcome"], str(row["outcome"]))


def _way(found: Case) -> Iterator[Section]:
    way = found.events.loc[found.events["date"].notna()]
    if way.empty:
        return
    way = _invited(way)
    words = sections.WORDS["moves"] | sections.MOVED
    way = way.assign(what=way["kind"].map(lambda kind: words.get(kind, kind)))
    way = way.assign(href=sections.row_links(way, "event"))
    drawn = way.assign(company=found.row["company"].iloc[0], state=_outcome(found.row.iloc[0]))
    days = (way["date"].iloc[-1] - way["date"].iloc[0]).days
    told = list(found.events["note"].dropna().unique())
    table = page.table(way[["date", "what", "channel", "origin"]].dropna(axis=1, how="all"), "", "event")
    title = f"{sentence(counted(days, 'day'))} from first to last" if days else "One day is written down"
    notes = page.prose(told) if told else None
    parts = (partial(charts.both, charts.lanes, drawn), notes, page.folded("As a table", [table]))
    yield Section(title, "days", parts=parts)


def _invited(events: pd.DataFrame) -> pd.DataFrame:
    """Return events in which the day of an invitation is one, and not the day of the talk."""
    return events.assign(kind=events["kind"].mask(history.is_before_talk(events), tables.INVITATION))


def _asked_for(found: comparison.Comparison) -> Iterator[Section]:
    is_check = found.requirements["value"].map(lambda value: comparison.is_check(str(value))).astype(bool)
    asked, checks = found.requirements[~is_check], sections.listed([*found.requirements.index[is_check]])
    if asked.empty:
        return
    title, topic = _asked_title(asked), "Add your résumé, and this tells which of them you meet."
    if asked["you"].ne("unknown").any():
        topic = "“Not found in your papers” counts as not met. What is not known counts for neither of you."
    checked = f"{sections.WORDS['checked']}: {checks}." if checks else None
    yield Section(title, "asked", topic, [page.people(sections.asked_rows(asked)), checked])


ASKED = sections.WORDS["asked"]


def _asked_title(asked: pd.DataFrame) -> str:
    """Return how many of the things asked for you met, what was not found apart from what is not known."""
    things, yours = counted(len(asked), "thing"), sections.yours(asked).value_counts().to_dict()
    if set(yours) == {"not known"}:
        return f"They asked for {things}"
    if set(yours) == {"yes"}:
        every = {1: "the one thing", 2: "both things"}.get(len(asked), f"all {things}")
        return f"You met {every} they asked for"
    start = f"Of the {things} they asked for, " if len(asked) > 1 else "They asked for one thing: "
    told = []
    for said in [name for name in ASKED if name in yours]:
        k = yours[said]
        n = number(k) if len(asked) > 1 else "it"
        told.append(ASKED[said].format(n=n, was=agree(k, "was", "were"), are=agree(k, "is", "are")))
    return start + sections.listed(told)


def _beside(found: comparison.Comparison) -> Iterator[Section]:
    rows = found.evidence.reset_index().rename(columns={"hire": "they"})
    rows = sections.duel_rows(rows.loc[rows["they"] != "unknown"])
    if rows.empty:
        return
    title = sections.verdict_says({"verdict": found.verdict, "is_fragile": found.fragile}).removesuffix(".")
    worked = page.folded("How this was worked out", [page.prose(found.says)])
    yield Section(title, "beside", parts=[page.duel("Side by side", "", rows), worked])


def _named(found: Case, settings: reasons.Settings) -> Iterator[Section]:
    if found.answer.empty:
        return
    said = reasons.in_words(found.evidence, settings)
    who = found.evidence["says"].map(settings.sources["label"]).fillna("").map(sentence)
    lines = pd.DataFrame({"title": who, "note": _quoted(said["words"]), "chip": said["reason"]})
    none = "No sign of a reason is recorded; “jobkit why” adds one."
    answer = found.answer.assign(note=reasons.notes(found.events, found.answer.index))
    title = sentence(reasons.said(answer.iloc[0]))
    topic = sections.WORDS["unnamed"] if answer["certainty"].iloc[0] == reasons.UNKNOWN else ""
    yield Section(title, "evidence", topic, parts=[page.people(lines) if len(lines) else none])


def _quoted(words: pd.Series) -> list[str]:
    return [f"“{text}”" if isinstance(text, str) and text else "" for text in words]


def _interviewed(asked: pd.DataFrame, again: Sequence[str]) -> Iterator[Section]:
    if asked.empty:
        return
    heads = {"part": "with whom", "went": "how it went", "now": "what you would say now"}
    rows = asked.assign(part=asked["part"].str.replace("_", " ")).rename(columns=heads).set_index("asked")
    rows = rows[["round", *heads.values()]].replace("", None).dropna(axis=1, how="all")
    table = page.table(rows, "", "asked-there")
    title = f"They asked you {counted(len(asked), 'question')}"
    yield Section(title, "talks", parts=(table, page.prose(again) if again else None), private=True)


def _ahead(due: pd.DataFrame, as_of: pd.Timestamp) -> Iterator[Section]:
    """Return the steps whose days are now or still to come: a list, beside lanes of several employers."""
    rows = due.loc[due["state"].isin(["due", "coming"])].sort_values("closes", kind="stable")
    if rows.empty:
        return
    n, now, lane = len(rows), int((rows["state"] == "due").sum()), rows["company"].fillna("")
    title = f"{sentence(counted(n, 'step'))} ahead" + (f", {number(now)} of them now" if 0 < now < n else "")
    topic, steps = "All may be put off or left out.", sections.agenda(rows, as_of)
    every = page.agenda(steps, "", "due")
    if lane.nunique() == 1:
        yield Section(title, "ahead", topic, parts=(every,))
        return
    over, links = list(steps["when"] + ": " + steps["what"]), sections.row_links(rows, "due")
    drawn = rows.assign(date=rows["closes"], kind=rows["state"], application=lane, title=over, href=links)
    drawn["state"] = steps["when"].to_list()
    drawn = drawn.loc[lane.isin(lane.drop_duplicates().head(sections.LANES))]
    topic = f"A mark is the last day on which a step comes most naturally. {topic}"
    more = f" Drawn are the first {sections.LANES} employers." if len(drawn) < n else ""
    alt = f"{title}; the first {steps['when'].iloc[0]}."
    lanes = partial(charts.both, charts.lanes, drawn, as_of, alt=alt)
    parts = (lanes, page.folded("What each is, and what it is for", [every]))
    yield Section(title, "ahead", topic + more, parts=parts)


def _met(people: pd.DataFrame, contacts: pd.DataFrame) -> Iterator[Section]:
    """Return whom you met and whom you know there, a line each."""
    known = pd.concat([people, contacts], ignore_index=True).dropna(subset="name").drop_duplicates("name")
    if known.empty:
        return
    part = known["part"].replace({"contact": "you know them", "hire": "was hired"})
    part = part.fillna("").str.replace("_", " ")
    lines = pd.DataFrame({"title": known["name"], "role": known["title"], "chip": part})
    title = f"You know {counted(len(known), 'person', 'people')} there"
    yield Section(title, "people", parts=[page.people(lines)])


# One employer


def company(
    known: Mapping[str, pd.DataFrame], applications: pd.DataFrame, events: pd.DataFrame, as_of: pd.Timestamp
) -> list[Section]:
    """Return the page of one employer: each application there, how long they take, who is there.

    Parameters
    ----------
    known : what `Search.company` gathers.
    applications, events : of the search.
    """
    tries = applications.loc[known["tries"].index].sort_values("applied", kind="stable")
    if tries.empty:
        return [_head("No employer yet.", "Add an application, and this page tells of its employer.")]
    name = next(iter(tries["company"].dropna().iloc[::-1]), "an employer")
    ends = [_ended(row) for row in tries.to_dict("records")]
    title = f"{sentence(counted(len(tries), 'application'))} at {name}: {sections.listed(ends)}."
    lede = "A page to read before you apply again. It cannot tell why they decide as they do."
    return [
        _head(title, lede, "One employer"),
        *_tries(tries, events),
        *_pace(known["pace"]),
        *_hired_there(known["hires"]),
        *_rewritten(known["postings"]),
        *_met(known["people"], known["people"].iloc[:0]),
        *_ahead(known["due"], as_of),
    ]


def _ended(row: Mapping) -> str:
    if row["outcome"] == "open":
        return "open" if row["furthest"] in ("screening", "assessment", "interview") else "no reply yet"
    when = f" in {month(row['outcome_date'])}" if pd.notna(row["outcome_date"]) else ""
    return f"{sections.ENDS.get(row['outcome'], row['outcome'])}{when}"


def _tries(tries: pd.DataFrame, events: pd.DataFrame) -> Iterator[Section]:
    rows = _invited(events.loc[events["application"].isin(tries.index) & events["date"].notna()])
    rows = rows.sort_values("date")
    names = tries["role"].fillna("a job") + ", " + tries["applied"].dt.strftime("%Y").fillna("")
    state = tries["outcome"].map(lambda outcome: sections.MOVED.get(outcome, "open"))
    names, state = (rows["application"].map(one) for one in (names.str.removesuffix(", "), state))
    links = dict(zip(tries.index, sections.row_links(tries, "try"), strict=True))
    drawn = rows.assign(company=names, state=state, href=rows["application"].map(links))
    drawn = drawn.drop_duplicates(["application", "date", "kind"])
    table = tries.set_index("role")[["applied", "furthest", "outcome", "outcome_date", "channel"]]
    every = page.folded("As a table", [page.table(table.dropna(axis=1, how="all"), "", "try")])
    first = tries["applied"].min()
    which = "the first " * (len(tries) > 1)
    since = f"{which}on {day(first)}" if pd.notna(first) else "without a day of applying"
    is_again = tries["earlier_try"].notna().any()
    title = f"{sentence(counted(len(tries), *(('try', 'tries') if is_again else ('application',))))}, {since}"
    topic = "A second try began more than a month after the first, for a role alike." * int(is_again)
    yield Section(title, "way", topic, (partial(charts.both, charts.lanes, drawn), every))


def _pace(pace: pd.DataFrame) -> Iterator[Section]:
    waits = pace.loc[pace["n"] > 0]
    if waits.empty:
        return
    few = waits["n_others"] < employer.ENOUGH
    drawn = waits.rename(columns={"days": "n", "low_others": "low", "high_others": "high", "n": "waits"})
    drawn.loc[few, ["low", "high"]] = float("nan")
    drawn = drawn.assign(says=[count(round(n), "day") for n in drawn["n"]], href="#try")
    drawn = drawn.set_index(waits["stage"].map(employer.AFTER))[["n", "low", "high", "says", "href"]]
    worded = page.folded("In words", [page.prose(employer.pace_says(pace))])
    parts = (partial(charts.both, charts.bands, drawn, "days"), worded)
    yield Section(f"{drawn.index[0]} they took {drawn['says'].iloc[0]}", "pace", parts=parts)


def _hired_there(hires: pd.DataFrame) -> Iterator[Section]:
    if hires.empty:
        return
    rows = hires.drop_duplicates("hire", keep="last").to_dict("records")
    lines = pd.DataFrame({"title": ["The person hired"] * len(rows), "note": map(_hire_note, rows)})
    left = sum(pd.notna(row["left"]) for row in rows)
    title = f"{sentence(counted(len(rows), 'person', 'people'))} hired where you were not"
    title += f", {number(left)} left again" if left else ""
    yield Section(title, "hires", parts=[page.people(lines)])


def _rewritten(changes: pd.DataFrame) -> Iterator[Section]:
    real, said = changes.loc[changes["change"] != "kept"], employer.changes_say(changes)
    if real.empty:
        return
    chips = real["change"].replace({"softened": "now only wanted", "raised": "now a must"})
    met = {"met": "You meet it.", "partly": "You meet it partly.", "not": "You do not meet it."}
    lines = pd.DataFrame({"title": real["requirement"], "note": real["you"].map(met), "chip": chips})
    kept = changes.loc[changes["change"] == "kept", "requirement"]
    topic = f"Unchanged: {sections.listed(kept)}." if len(kept) else ""
    yield Section("They ask for something else now", "postings", topic, [*said, page.people(lines)])


# What is next, and where the search stands


def process(
    due: pd.DataFrame,
    standing: pd.DataFrame,
    parts: pd.DataFrame,
    outcomes: pd.DataFrame,
    as_of: pd.Timestamp,
    hints: pd.DataFrame | None = None,
) -> list[Section]:
    """Return the page of the process: what is due, where each lost application stands, what came of it.

    Parameters
    ----------
    due, standing, parts, outcomes : as `steps.due`, `.stand`, `.people_by_part` and `.outcomes` give them.
    hints : what files suggest of jobs you lost, as `Search.hints` gives it; it is private.
    """
    now = due.loc[due["state"] == "due"].sort_values("closes", kind="stable")
    first = now["closes"].min()
    which = "the first best by" if len(now) > 1 else "best by"
    title = f"{sentence(counted(len(now), 'step'))} can be done now, {which} " if len(now) else ""
    title = f"{title}{day(first, first)}." if title else "Nothing is due now."
    lede = "jobkit sends nothing. You may put off any of it or leave it out, and nothing counts against you."
    week = page.agenda(sections.agenda(now.head(3), as_of), "What you could do first") if len(now) else None
    more = len(now) > 3 or due["state"].eq("coming").any()
    return [
        _head(title, lede, f"What is next, and with whom, as of {day(as_of)}", week),
        *(_ahead(due, as_of) if more else ()),
        *_later(due, as_of),
        *(_noticed(hints) if hints is not None else ()),
        *_standing(standing),
        *_grown(parts),
        *_came_of_it(outcomes),
    ]


def _later(due: pd.DataFrame, as_of: pd.Timestamp) -> Iterator[Section]:
    rows = due.loc[due["state"] == "still worth doing"]
    if len(rows):
        lines = page.agenda(sections.agenda(rows, as_of), "", "later")
        title = f"{sentence(counted(len(rows), 'more is', 'more are'))} still worth doing"
        yield Section(title, "worth", parts=[page.folded("Show them", [lines])])


def _noticed(hints: pd.DataFrame) -> Iterator[Section]:
    asked = hints.to_dict("records")
    if asked:
        ways = [(row["words"], [row["command"], row["otherwise"]]) for row in asked]
        boxes = [
            page.agenda(pd.DataFrame({"when": ["Yes", "No"], "what": both}), asks) for asks, both in ways
        ]
        title = f"Your files raise {counted(len(asked), 'question')} about jobs you lost"
        yield Section(title, "noticed", parts=boxes, private=True)


def _standing(standing: pd.DataFrame) -> Iterator[Section]:
    if standing.empty:
        return
    n, waits, touched = len(standing), standing["next"].notna(), int((standing["n_done"] > 0).sum())
    rows = standing.rename(columns={"n_done": "steps done", "stands": "how it stands"})
    rows = rows.loc[(~waits).sort_values(kind="stable").index].reset_index(drop=True)
    rows = rows[["company", "role", "lost", "steps done", "how it stands"]]
    some = f", {number(int(waits.sum()))} with something to do" if waits.any() else ", and nothing waits"
    topic = f"For {number(touched)} of them you have done a step. " if touched else ""
    topic += "Where nothing waits is a place to rest."
    each = page.folded("Each of them", [page.table(rows, "", "standing")])
    yield Section(f"{sentence(counted(n, 'lost application'))}{some}", "lost", topic, [each])


def _grown(parts: pd.DataFrame) -> Iterator[Section]:
    n, back = int(parts["people"].sum()), int(parts["answered"].sum())
    if n:
        table = parts.rename(index=lambda part: part.replace("_", " ").replace("hire", "the person hired", 1))
        back_says = number(back) if back else "none"
        title = f"{sentence(counted(n, 'person', 'people'))} noted on the way, {back_says} answered"
        yield Section(title, "met", parts=[page.table(table, "", "people")])


def _came_of_it(outcomes: pd.DataFrame) -> Iterator[Section]:
    after = outcomes.loc[(outcomes["grain"] == "rejection") & (outcomes["of"] > 0)]
    tried = outcomes.loc[outcomes["grain"] == "step", ["n", "of"]]
    if not after["n"].any():
        return
    n = int(after["of"].iloc[0])
    counts, came = after["n"].astype(int), sections.WORDS["came"]
    told = [f"{number(k)} brought {came[name]}" for name, k in counts.items() if k]
    says = [sentences.share(k, n) for k in counts]
    drawn = after.assign(n=after["share"], says=says, href="#tried" if len(tried) else "")
    tried = tried.set_axis(["answered", "of"], axis=1).rename(index=lambda name: name.replace("_", " "))
    each = page.folded("How often each step was answered", [page.table(tried, "", "tried")])
    drawn = partial(charts.both, charts.bands, drawn.rename(index=sentence), "%")
    parts = (drawn if n >= sentences.FEW else None, each if len(tried) else None)
    yield Section(f"Of {counted(n, 'rejection')}, {sections.listed(told)}", "came", parts=parts)


def stand(judged: pd.DataFrame, as_of: pd.Timestamp, unread: int = 0) -> list[Section]:
    """Return the head of the page of where a search stands: how many led to an interview.

    Parameters
    ----------
    judged : the applications old enough, as `rates.judged` gives them.
    unread : how many entries of the files could not be read, which is said first.
    """
    k, n = int(judged["is_success"].sum()), len(judged)
    title = f"{k} of {n} applications led to an interview within {judged.attrs['horizon']} days"
    if n < sentences.ENOUGH:
        title = f"{sentence(counted(n, 'application is', 'applications are'))} old enough to judge so far"
    entries = count(unread, "entry", "entries")
    note = page.note(f"{entries} could not be read; “jobkit problems” says where.") if unread else None
    lede = " ".join([sentences.judged(judged), *sentences.offers_alone(judged)])
    return [_head(title, lede, f"Where the search stands, as of {day(as_of)}", note)]


def replies(applications: pd.DataFrame, as_of: pd.Timestamp) -> list[Section]:
    """Return how long replies took; while there are fewer than five, each in words and nothing drawn."""
    first = waiting.spells(applications, as_of)
    silence, curve = waiting.silence(first), waiting.incidence(first)
    said, title = page.prose(sentences.answers(first)), sections.silence_title(silence, first)
    topic = sentences.pending(waiting.pending(applications, as_of))
    if silence["n_answers"] < sentences.ENOUGH:
        return [Section(title, "replies", topic, parts=(said,))]
    interview = waiting.spells(applications, as_of, "interview")
    paths = waiting.incidence(interview, ("interview", "rejected", "closed", "withdrawn"))

    by_day = page.prose(sentences.by_day(interview, "interview"))
    led = [by_day, charts.both(charts.curve, paths, ("interview", "rejected"))]
    reached = page.folded("How many lead to an interview, and when", led)
    drawn = partial(charts.both, charts.curve, curve, mark=silence, table=waiting.risk_table(curve))
    side = (sentences.silence(silence), sentences.reach(first, applications, as_of))
    return [Section(title, "replies", topic, parts=(drawn, said, reached), side=side)]


def shares(by: pd.DataFrame, place: str, *besides: page.Block) -> tuple[page.Block, ...]:
    """Return a split drawn, each dot leading to its row, and said; statistics and `besides` folded."""
    first, *worked = sentences.split(by)
    drawn = by.rename(columns={"n": "of", "pooled": "n"})
    folded = [*([page.prose(worked)] if worked else []), *besides]
    return (
        charts.both(charts.bands, drawn, "%", table=by, place=place),
        page.prose(first),
        *([page.folded("How this was worked out", folded)] if folded else []),
    )


def compared(
    judged: pd.DataFrame, tables: Mapping[str, pd.DataFrame], made: Sequence[Section]
) -> list[Section]:
    """Return the sections whose table, by place, has two rows to compare; of few judged, one sentence."""
    if len(judged) >= sentences.FEW:
        return [section for section in made if len(tables[section.place]) > 1]
    text = f"It takes {number(sentences.FEW)} applications older than {judged.attrs['horizon']} days."
    return [Section("Too early to compare channels or months", "compared", parts=[text])]


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
        return [_head("No rejection yet, so there is nothing to explain.", "", over)]
    lede = "A form letter does not count." if attribution["certainty"].eq("unknown").any() else ""
    return [
        _head(sections.why_title(facts), lede, over),
        *_by_month(facts),
        *_reasons(facts),
        *_signs(facts, signs),
        *_changed(facts, log),
        *_assumed(settings),
    ]


def _by_month(facts: Facts) -> Iterator[Section]:
    squares = sections.certainties_drawn(facts)
    if squares["month"].isna().all():
        return
    table = facts["rejected"][["decided", "company", "role", "in_words"]].rename(columns={"in_words": "why"})
    every = page.folded("As a table, the newest first", [page.table(table, "", "rejected")])
    parts = (partial(charts.both, charts.rejected, squares), every)
    yield Section(fullest(squares["month"], "came"), "months", parts=parts, side=sections.undated(facts))


def fullest(months: pd.Series, verb: str) -> str:
    """Return in which month the most of something came or was sent: “Most came in April 2026: four”."""
    n = months.value_counts().sort_index(ascending=False)
    if n.empty:
        return f"None was {verb}" if verb == "sent" else f"None {verb}"
    was = "were sent" if verb == "sent" else verb
    if n.sum() == 1:
        return f"One {was.replace('were', 'was')} in {month(n.idxmax())}"
    which = "All" if len(n) == 1 else "Most"
    return f"{which} {was} in {month(n.idxmax())}: {number(int(n.max()))}"


def _reasons(facts: Facts) -> Iterator[Section]:
    ranges = sections.reason_bands(facts)
    if ranges.empty:
        return
    first = ranges.iloc[0]
    clear = first["n"] > 0 and (len(ranges) == 1 or first["low"] > ranges["high"].iloc[1:].max())
    title = f"Most often: {str(ranges.index[0]).lower()}" if clear else "No reason stands out from the rest"
    parts = (
        partial(charts.both, charts.bands, ranges, "rejections"),
        page.two_columns(*sections.hands(facts)),
    )
    topic = f"{sections.DOTS} The band: in how many it may have decided."
    yield Section(title, "reasons", topic, parts, sections.why_side(facts)[:-1])


def _signs(facts: Facts, signs: pd.DataFrame) -> Iterator[Section]:
    if signs.empty:
        return
    is_named = signs["finer"].isin(facts.settings.taxonomy.index)  # a reason, and no word of one's own for it
    signs = signs.assign(toward=signs["finer"].where(is_named, signs["toward"]))
    said = reasons.in_words(signs, facts.settings)
    lines = pd.DataFrame({"title": said["company"], "role": said["says"], "chip": said["toward"]})
    lines["note"] = _quoted(said["words"])
    table = said[["company", "says", "words", "toward", "share_moved", "counts"]]
    every = page.folded("All of them, and how far each moved its answer", [page.table(table, "", "moved")])
    title = f"{sentence(counted(len(said), 'sign'))} of a reason"
    yield Section(title, "signs", parts=[page.people(lines.head(8)), every])


def _changed(facts: Facts, log: pd.DataFrame) -> Iterator[Section]:
    guesses = facts["guesses"]
    turned = [
        sections.turn(row, facts) for row in guesses.loc[~guesses["agreed"].astype(bool)].to_dict("records")
    ]
    if turned:
        yield Section(sections.guesses_say(guesses).removesuffix("."), "guesses", parts=turned[:4])
    if len(log):
        table = reasons.in_words(log, facts.settings)[["month", "company", "was", "now", "added"]]
        title = f"{sentence(counted(len(table), 'answer'))} changed when something new was learned"
        yield Section(title, "revisions", parts=[page.table(table, "", "changes")])


def _assumed(settings: reasons.Settings) -> Iterator[Section]:
    priors = settings.taxonomy[["label", "prior"]].dropna().rename(columns={"prior": "share_prior"})
    weights = settings.sources[["label", "weight"]].astype(str)
    ratios = settings.ratios.rename(columns=lambda name: settings.short(str(name))).map("{:g}".format)
    tables = [
        page.table(priors.set_index("label"), "Each reason before any sign (assumed)", "priors"),
        page.table(weights.set_index("label"), "How much each source counts (assumed)", "weights"),
        page.table(ratios, "How often a sign is seen under each reason (assumed)", "ratios"),
    ]
    worked = page.folded("How this was worked out", tables)
    cannot = sections.WORDS["about"]["assumptions"]["cannot"]
    yield Section("What this page cannot tell", "assumptions", parts=[cannot, worked])
