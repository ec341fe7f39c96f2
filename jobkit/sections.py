"""What the monthly page says: facts in, sections out. Each sentence with a number on it is made here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import pandas as pd

from jobkit import charts, comparison, debriefs, history, page, rates, reasons, reflection, sentences, waiting
from jobkit.language import english
from jobkit.language.english import MONTHS, agree, count, counted, day, number, sentence
from jobkit.language.text import bare
from jobkit.language.vocabulary import shipped
from jobkit.reflection import Facts
from jobkit.steps import told_apart
from jobkit.steps import when as days_of

Part: TypeAlias = str | page.Block | Callable[[], page.Block]
ENOUGH_PREDICTIONS = 10
WORDS = shipped("sentences")
MOVED, ORIGIN, FLOW, ENDS = (WORDS[name] for name in ("moved", "origin", "flow", "ends"))
VERDICTS = comparison.WORDS["verdicts"]
"""Each in words, the best for you first: in a sentence, above several people, on a chip with its tone."""
DIMENSIONS = comparison.WORDS["heads"]


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """One part of a page: what it found as its title, then what shows it; `side` qualifies it in small.

    `parts` are sentences, blocks, or calls that make one when the section is displayed, so that a drawing
    nobody looks at is not drawn; what is empty is left out. A `private` section stands in nothing shared.
    What its topic and side always are stands in `data/sentences.toml` by its place.

    >>> [section.place for section in sections.month(search.month("2026-10"))][:4]
    ['', '', 'happened', 'sent']
    """

    title: str
    place: str
    topic: str = ""
    parts: Sequence[Part | None] = ()
    side: Sequence[str] = ()
    private: bool = False

    def blocks(self) -> list[page.Block]:
        """Return what displays this section, drawings drawn."""
        about = WORDS["about"].get(self.place, {})
        topic, side = self.topic or about.get("topic", ""), [*about.get("side", ()), *filter(None, self.side)]
        made = [page.heading(self.title, 2, topic, self.place)] if self.title else []
        shown = (page.prose(part) if isinstance(part, str) else part for part in self.parts if part)
        made += [part() if callable(part) else part for part in shown]
        made += [page.aside(side)] if side else []
        return [page.private(block) if self.private else block for block in made]

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(*self.blocks())


def month(facts: Facts) -> list[Section]:
    """Return the page of a month, quarter, year or whole search, its finding first.

    A quiet period is three lines, and what was written down for it.

    >>> len(sections.month(search.month("2026-10")))
    11
    """
    written = (_plans, _myself) if facts.is_written else ()
    made = (_quiet, *written) if facts.is_quiet else (_opening, *PAGE)
    return [section for make in (_doubts, *made) for section in make(facts)]


def _doubts(facts: Facts) -> Iterator[Section]:
    """Return one line on what an import may have misread; nothing where all is settled."""
    n = len(facts["doubts"])
    shown = f"the command “jobkit doubts” shows {'it' if n == 1 else 'them'}."
    if n:
        text = f"{sentence(counted(n, 'thing'))} may have been misread in your files; {shown}"
        yield Section("", "", parts=(page.note(text),))


# The finding


def finding(facts: Facts) -> str:
    """Return the one thing this period is about, by a fixed order; a person's page has it as its title."""
    return sentence(_found(facts)[1])


def _found(facts: Facts) -> tuple[int, str]:
    """Return the finding with its place in the order."""
    return next((at, text) for at, rule in enumerate(FINDINGS) if (text := rule(facts)))


def accepted(facts: Facts) -> str:
    jobs = facts["news"].loc[facts["news"]["outcome"] == "accepted"]
    if jobs.empty:
        return ""
    job = jobs.iloc[-1]
    before = _lost_before(job, facts)
    return f"you got the job{_at(job)}{f', which had said no in {before}' if before else ''}."


def _lost_before(job: pd.Series, facts: Facts) -> str:
    """Return the month in which the same company turned down an earlier application; else nothing."""
    known = facts["applications"]
    earlier = known.loc[known.index == job.get("earlier_try")]
    lost = earlier.loc[(earlier["outcome"] == "rejected") & earlier["outcome_date"].notna(), "outcome_date"]
    if lost.empty:
        return ""
    year = "" if lost.iloc[0].year == facts.as_of.year else f" {lost.iloc[0].year}"
    return f"{MONTHS[lost.iloc[0].month - 1]}{year}"


def offered(facts: Facts) -> str:
    news = facts["news"]
    if (news["outcome"] == "offer").any():
        return f"{listed(news.loc[news['outcome'] == 'offer', 'company'])} made you an offer."
    declined = news.loc[news["outcome"] == "declined", "company"]
    return f"you said no to an offer from {listed(declined).rstrip('.')}." if len(declined) else ""


def hire_learned(facts: Facts) -> str:
    left = facts["hires"].loc[facts["hires"]["has_left"], "company"]
    hires = facts["hires"].loc[facts["hires"]["is_first"]]
    if len(hires) > 2:
        sure = hires.loc[~hires["is_fragile"].astype(bool), "verdict"].to_list()
        won, lost = sure.count(comparison.YOU), sure.count(comparison.HIRE)
        tail = f" On paper you were ahead of {number(won)} of them and behind {number(lost)}."
        tail = tail if won + lost else ""
        return f"you learned who got {number(len(hires))} of the jobs.{tail}"
    if hires.empty:
        return f"the person hired at {listed(left)} has left." if len(left) else ""
    order = [comparison.YOU, comparison.HIRE, comparison.DIFFERENT, comparison.COMPARABLE]
    rank = hires["verdict"].where(~hires["is_fragile"].astype(bool)).map({v: n for n, v in enumerate(order)})
    hire = hires.loc[rank.fillna(len(order)).sort_values(kind="stable").index[0]]
    where = ORIGIN.get(hire["hired_from"])
    who = f"{_company(hire)} hired {where}." if where else f"you learned who got the job{_at(hire)}."
    said = VERDICTS[hire["verdict"]]["said"] if hire["verdict"] in order and not hire["is_fragile"] else ""
    said = said.replace("they were", "the person hired was")  # beside a company, “they” could be it
    return f"{who} On paper, {said}." if said else who


def first_interview(facts: Facts) -> str:
    held = history.interviews(facts["events"])
    firsts = held.loc[~held["is_invitation"].astype(bool)].groupby("application")["date"].min()
    is_early = history.is_before_talk(facts["events"]) & facts["events"]["kind"].eq("interview")
    asked = facts["events"].loc[is_early].groupby("application")["date"].min()
    asked = asked.loc[facts.within(asked) & ~asked.index.isin(firsts.index[firsts <= facts.as_of])]
    company = facts["applications"]["company"]
    there = company[company.index.isin(firsts.index[facts.within(firsts)])]
    met, coming = company.reindex(firsts.index[firsts < facts.span.first]), company.reindex(asked.index)
    many = "a first interview" if len(there) == 1 else "first interviews"
    jobs = facts["applications"].loc[there.index, "role"].dropna()
    is_again = len(there) == len(jobs) == 1 and there.isin(met.dropna()).all()
    again = f", for {bare(jobs.iloc[0])}" if is_again else ""
    invited = f"invited to an interview at {_few(coming.dropna(), 'companies')}."
    if there.empty:
        return f"you were {invited}" if len(coming.dropna()) else ""
    tail = f", and were {invited}" if len(coming.dropna()) else "."
    return f"you had {many} at {_few(there, 'companies')}{again}{tail}"


def answer_turned(facts: Facts) -> str:
    turned = facts["revisions"]["company"]
    if len(turned) == 1:
        return f"why {listed(turned)} said no looks different now."
    return f"the likely reason for {number(len(turned))} rejections changed." if len(turned) else ""


def came_true(facts: Facts) -> str:
    steps = facts["steps"].loc[facts["steps"]["outcome"] == "answered"].dropna(subset="name")
    is_met = steps["step"].str.contains("coffee")
    met, others = (steps.loc[side, "name"].replace(_hired(facts)) for side in (is_met, ~is_met))
    told = [f"{_few(others, 'people')} answered what you had asked"] if len(others) else []
    told += [f"you spoke with {_few(met, 'people')} over coffee or lunch"] if len(met) else []
    return f"{listed(told)}." if told else ""


def talking(facts: Facts) -> str:
    going = _going(facts)["company"]
    return f"you are in conversation with {_few(going, 'companies')}." if len(going) else ""


def _going(facts: Facts) -> pd.DataFrame:
    return facts["talks"].loc[facts["talks"]["state"].isin(GOING)]


def sent_and_lost(facts: Facts) -> str:
    counts = facts["counts"].loc["here"]
    parts = [counted(counts["applied"], "application") + " sent"] if counts["applied"] else []
    parts += [counted(counts["rejected"], "rejection")] if counts["rejected"] else []
    return f"{listed(parts)}." if parts else "a month of notes and small steps."


FINDINGS = (
    accepted,
    offered,
    hire_learned,
    first_interview,
    answer_turned,
    came_true,
    talking,
    sent_and_lost,
)


# The opening


def _opening(facts: Facts) -> Iterator[Section]:
    over = sentence(facts.span.name)
    if facts.as_of < facts.span.last:
        over = f"{sentence(facts.span.name)} so far, seen on {day(facts.as_of, facts.as_of)}"
    first, ahead = _first_steps(facts), facts["ahead"]
    then = "" if facts.as_of < facts.span.last else f" at the end of {facts.span.name}"
    parts = (
        page.title(finding(facts), " ".join(_lede(facts)), over, _found(facts)[0]),
        page.cards(cards(facts)),
        page.agenda(_ahead(facts), f"Ahead of you{then}") if len(ahead) else None,
        page.agenda(agenda(first, facts.as_of), "What you could do now") if len(first) else None,
    )
    yield Section("", "", parts=parts)


def _lede(facts: Facts) -> list[str]:
    news = [
        f"{sentence(WORDS['news'][row['outcome']])} on {day(row['outcome_date'], facts.as_of)}:"
        f" {' at '.join(filter(None, (bare(row['role']), bare(row['company'])))) or 'a job'}."
        for row in facts["news"].to_dict("records")
    ]
    n = facts["counts"].loc["here", "answered"]
    replied = f"{sentence(counted(n, 'application'))} got a first reply."
    going = facts["talks"] if not _is_over(facts) else facts["talks"].query("state != 'quiet'")
    talks = _conversations(going, facts.as_of)
    jobs = facts["news"].loc[facts["news"]["outcome"] == "accepted", "earlier_try"].dropna()
    left = facts["verdicts"].loc[facts["verdicts"]["application"].isin(jobs), "left"].dropna()
    gone = [f"The person they had hired before left on {day(one, facts.as_of)}." for one in left[-1:]]
    strong = [*(gone or [sentence(hire_learned(facts))]), sentence(first_interview(facts))]
    told = [*news, *strong, *([replied] * bool(n)), *talks, sentence(came_true(facts))]
    n = int(facts["advice"]["person"].replace("", None).nunique())
    told += [f"{sentence(counted(n, 'person', 'people'))} gave you advice."] * bool(n)
    return [text for text in told if text not in ("", finding(facts))]


GOING = ("goes on", "new")


def _conversations(talks: pd.DataFrame, as_of: pd.Timestamp) -> list[str]:
    """Return with whom conversations are open, which have gone quiet, and which are over."""
    goes_on, new = (list(talks.loc[talks["state"] == s, "company"]) for s in GOING)
    n = len(goes_on) + len(new)
    told = [f"You are in conversation with {_few(goes_on + new, 'companies')}."] if n else []
    for how, companies in talks[talks["state"] == "over"].groupby("outcome")["company"]:
        told.append(WORDS["over"].get(how, WORDS["over"]["closed"]).format(_few([*companies], "companies")))
    rest = talks.loc[(talks["state"] == "quiet") & ~talks["company"].isin(goes_on + new)]
    quiet = rest.sort_values("last_event").drop_duplicates("company", keep="last").to_dict("records")
    since = [f"{_company(row)} since {day(row['last_event'], as_of)}" for row in quiet]
    many = f"{sentence(number(len(quiet)))} companies have been quiet for a long time after a talk."
    return [*told, many if len(quiet) > 3 else f"No word from {listed(since)}."] if quiet else told


def cards(facts: Facts) -> pd.DataFrame:
    """Return the numbers at the top, four at most, each with its neighbour and the place of its rows."""
    here, past = facts["counts"].loc["here"], facts["counts"].loc["before"]
    talks = _going(facts)["state"]
    new = int((talks == "new").sum())
    news = "all new" if new == len(talks) else f"{number(new) if new else 'none'} new"
    made = {"talks": (len(talks), "conversation{} open", news if len(talks) else "", "#talks")}
    before = facts.previous.removesuffix(f" {facts.as_of.year}").removesuffix(" of")
    words = {"applied": ("application{} sent", "#sent-here"), "rejected": ("rejection{}", "#rejected")}
    for name, (label, link) in words.items():
        if here[name] or past[name]:  # what is naught in both months is no news
            made[name] = (here[name], label, f"{past[name]} in {before}" if before else "", link)
    if not _is_over(facts):
        silent, let_be = int(facts["pending"]["is_silent"].sum()), len(facts["let_be"])
        since = facts["pending"].attrs["silence"]["day"]
        beside = [f"{silent:,} for longer than {since:.0f} days"] if silent else []
        others = f"{number(let_be)} other{'' if let_be == 1 else 's'}"
        beside += [f"you wait no more for {others}"] if let_be else []
        made["waiting"] = (len(facts["pending"]), "without a reply", "; ".join(beside), "#waiting")
    rows = [
        (str(n), label.format("" if n == 1 else "s"), beside, link if n else "")
        for n, label, beside, link in made.values()
    ]
    columns = ["number", "label", "neighbour", "link"]
    return pd.DataFrame(rows, index=pd.Index([*made], name="name"), columns=columns)


def _is_over(facts: Facts) -> bool:
    return bool((facts["applications"]["outcome"] == "accepted").any())


def _ahead(facts: Facts) -> pd.DataFrame:
    """Return the conversations that come as lines of an agenda."""
    rows, runs = facts["ahead"], facts.as_of < facts.span.last
    return pd.DataFrame(
        {
            "when": [sentences.when(row, facts.as_of, runs) for row in rows.to_dict("records")],
            "what": [sentence(sentences.TALKS[kind]) for kind in rows["kind"]],
            "whom": [bare(name) for name in rows["company"]],
            "note": "Look back on it soon after, with jobkit debrief: what they asked, and how it went.",
        }
    )


def _first_steps(facts: Facts) -> pd.DataFrame:
    """Return the three to do first: the same as the command `due` says, an offer that waits before all."""
    due = facts["due"]
    offers = due["trigger"].eq("offer") & due["state"].eq("still worth doing")
    return due.loc[due["state"].eq("due") | offers].head(3)


def agenda(due: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return steps as lines: `when`, `what`, `whom`, `note`; a purpose that several have stands once."""
    due = told_apart(due)
    rows = due.assign(purpose=due["purpose"].mask(due["purpose"].duplicated())).to_dict("records")
    return pd.DataFrame(
        {
            "when": [days_of(row, as_of) for row in rows],
            "what": [bare(row["what"]) for row in rows],
            "whom": [whom(row) for row in rows],
            "note": [bare(row["purpose"]) for row in rows],
        }
    )


def whom(step: Mapping) -> str:
    """Return whom a step concerns, or nothing where its words name them already."""
    return "" if bare(step["company"]) in bare(step["what"]) else bare(step["company"])


def _quiet(facts: Facts) -> Iterator[Section]:
    """Return the whole page of a period in which nothing happened: a title and three lines."""
    steps = int(facts["due"]["state"].eq("due").sum())
    due = f"{sentence(counted(steps, 'step is', 'steps are'))} due, whenever you like."
    begun, name = len(facts["applications"]) > 0, facts.span.name
    lines = [
        f"Nothing happened in {name}, and that is all right."
        if begun
        else f"None was sent in {name} or before.",
        sentences.pending(facts["pending"]),
        due if steps else "No step is due.",
    ]
    plans = listed(f"“{text.rstrip('.')}”" for text in _unseen(facts["reviewed"])["text"])
    if plans and not facts.is_written:
        lines[2] = f"{lines[2].rstrip('.')}; you planned: {plans}. Keep, change or let go?"
    title = page.title("A quiet time." if begun else "No application yet.", "", sentence(name))
    yield Section("", "", parts=(title, page.prose(lines)))


# What was learned


def _learned(facts: Facts) -> Iterator[Section]:
    hires, guesses = facts["hires"], facts["guesses"]
    new = guesses.loc[guesses["is_new"].astype(bool)]
    if hires.empty and new.empty:
        return
    who = "the person" if len(hires) == 1 else f"{number(len(hires))} of the people"
    told = facts["duels"][["you", "they"]].ne("unknown").any(axis=1)  # what nobody knows is no row
    duels = dict(iter(facts["duels"].loc[told].groupby("hire")))
    parts: list[Part] = [
        page.duel(
            _company_and_role(hire),
            verdict_says(hire),
            duel_rows(duels.get(hire["hire"], facts["duels"].iloc[:0])),
            since_hired(hire, facts.as_of),
        )
        for hire in hires.to_dict("records")
    ]
    parts += [turn(row, facts) for row in new.to_dict("records")]
    title, topic, won = "What came to light", WORDS["about"]["guesses"]["new"], ""
    if len(hires):
        title, topic = f"You beside {who} hired", ""
        won = "Only jobs you did not get are compared here."
    yield Section(title, "learned", topic, parts, (won, guesses_say(guesses) if len(new) else ""))


def duel_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a comparison as the rows of a card: `dimension`, `you`, `they`, `ahead`; not known is “?”."""
    sides = {side: rows[side].map(lambda text: bare(text) or "?") for side in ("you", "they")}
    return pd.DataFrame({"dimension": _dimension(rows["dimension"]), **sides, "ahead": rows["ahead"]})


def grid_rows(facts: Facts) -> pd.DataFrame:
    """Return who was ahead of whom in which dimension, as `charts.grid` draws it; best for you first.

    A dimension that is known of one hire alone is no column.
    """
    hires = each_hire(facts).set_index("hire")
    rows = facts["duels"].loc[facts["duels"]["hire"].isin(hires.index)]
    known = rows.loc[rows["ahead"] != "unknown", "dimension"].value_counts()
    rows = rows.loc[rows["dimension"].isin(known.index[known > 1])]
    led = rows.loc[rows["ahead"] == "hire", "dimension"].value_counts()
    made = pd.DataFrame(
        {
            "hire": rows["hire"].map(hires["company"].fillna("a company")),
            "group": rows["hire"].map(hires["verdict"]).map(pd.DataFrame(VERDICTS).loc["group"]),
            "dimension": _dimension(rows["dimension"]),
            "ahead": rows["ahead"],
            "order": rows["hire"].map(hires["order"]),
            "led": -rows["dimension"].map(led).fillna(0),
        }
    )
    return made.sort_values(["order", "led"], kind="stable").drop(columns=["order", "led"])


def each_hire(facts: Facts) -> pd.DataFrame:
    """Return each hire once, best for you first (`order`), its `verdict` unclear where it is fragile."""
    rows = facts["verdicts"].drop_duplicates("hire", keep="last")
    verdict = rows["verdict"].mask(rows["is_fragile"].astype(bool), comparison.UNCLEAR)
    verdict = verdict.where(verdict.isin([*VERDICTS]), comparison.UNCLEAR)
    return rows.assign(verdict=verdict, order=verdict.map([*VERDICTS].index)).sort_values(
        "order", kind="stable"
    )


def _dimension(names: pd.Series) -> pd.Series:
    return names.map(lambda name: DIMENSIONS.get(name, sentence(str(name))))


def years_rows(facts: Facts) -> pd.DataFrame:
    """Return the years each person hired brought as a band beside yours as a dot, for `charts.bands`."""
    rows = facts["duels"].loc[facts["duels"]["dimension"] == "years"].drop_duplicates("hire", keep="last")
    company = each_hire(facts).set_index("hire")["company"]
    made = rows[["you_low", "you_high", "they_low", "they_high"]] * comparison.FULL_YEARS
    made = made.set_axis(["n", "raw", "low", "high"], axis=1)
    made["says"] = [_years_say(*ends) for ends in made.itertuples(index=False)]
    made["hire"] = rows["hire"]
    made = made.assign(raw=made["raw"].where(made["raw"] > made["n"]), ahead=rows["ahead"], dot="you")
    made["band"] = made["ahead"].map({"hire": "they"}).fillna("none")
    return made.set_axis(rows["hire"].map(company).fillna("a company")).sort_values("high", kind="stable")


def _years_say(*ends: float) -> str:
    bands = [list(dict.fromkeys(f"{end:.0f}" for end in pair)) for pair in (ends[:2], ends[2:])]
    you, theirs = ("not known" if "nan" in band else "–".join(band) for band in bands)
    return theirs if you == "not known" else f"{theirs} (you: {you})"


def asked_rows(requirements: pd.DataFrame) -> pd.DataFrame:
    """Return what a job asked for as lines: who met it, what was a must first."""
    rows = requirements.sort_values("strength", key=lambda strength: strength != "must", kind="stable")
    theirs = rows["hire"].replace(MET) + rows["hire_by"]
    lines = "You: " + yours(rows) + rows["you_by"] + ". They: " + theirs + "."
    is_less = rows["dimension"].isin(["years", "education"]) & rows["words"].ne(rows.index)
    asked = rows["words"].where(is_less)  # of what work the years are, and in what the degree, only these say
    lines += (" In the advert: “" + asked + "”.").fillna("")
    chips = rows["strength"].map({"must": "a must", "should": "wanted"}).fillna("")
    return pd.DataFrame({"title": rows.index.astype(str), "note": lines.to_list(), "chip": chips.to_list()})


MET = {"met": "yes", "partly": "partly", "not": "no", "unknown": "not known"}


def yours(requirements: pd.DataFrame) -> pd.Series:
    """Return of each requirement whether you met it, in words; a list that lacks it proves nothing."""
    listed = requirements["dimension"].isin([*comparison.LISTS]) & requirements["you"].eq("not")
    listed &= ~requirements["you_by"].str.startswith((",", ";"))  # “no, B1 (B2 asked)”
    return requirements["you"].replace(MET).mask(listed, "not found in your papers")


def verdict_says(hire: dict) -> str:
    """Return a verdict in words: “On paper, you were ahead. They came from inside.”"""
    told = VERDICTS.get(hire["verdict"], VERDICTS[comparison.UNCLEAR])["said"]
    shaky = ", but too little is known to tell: what is not known could turn it" if hire["is_fragile"] else ""
    where = ORIGIN.get(str(hire.get("hired_from")))
    first = f"On paper, {told}{shaky}." if hire["verdict"] in list(VERDICTS)[:4] else f"{sentence(told)}."
    return first + (f" They came {where}." if where else "")


def since_hired(hire: Mapping, as_of: pd.Timestamp | None = None) -> str:
    """Return whether somebody hired left again, and whether the job was posted again."""
    told = {"left": "They left on {}.", "reopened": "The job was posted again on {}."}
    return " ".join(
        text.format(day(hire[name], as_of)) for name, text in told.items() if pd.notna(hire.get(name))
    )


def hires_standing(verdicts: pd.DataFrame) -> str:
    """Return all hires known so far in one line."""
    if verdicts.empty:
        return ""
    sure = verdicts.loc[~verdicts["is_fragile"].astype(bool), "verdict"].to_list()
    n, even = len(verdicts), sure.count(comparison.COMPARABLE) + sure.count(comparison.DIFFERENT)
    parts = [(sure.count(comparison.YOU), "ahead of"), (even, "about even with")]
    parts += [(sure.count(comparison.HIRE), "behind")]
    told = [f"{words} {'them' if n == 1 else number(k)}" for k, words in parts if k]
    unclear = n - sum(k for k, _ in parts)
    known = f"You were {listed(told)} on paper." if told else ""
    each = "them" if n == 1 else "any of them" if unclear == n else number(unclear)
    rest = f"Too little is known of {each} to compare." if unclear else ""
    inside = int((verdicts["hired_from"] == "internal").sum())
    tail = f"{sentence(number(inside))} came from inside." if inside else ""
    who = f"You know of {counted(n, 'person', 'people')} who got a job you wanted."
    return " ".join(filter(None, (who, known, rest, tail)))


def turn(row: dict, facts: Facts) -> page.Block:
    """Return a first guess beside what came to light."""
    words = bare(row.get("words"))
    guessed, later = (sentence(facts.settings.label(row[name])) for name in ("guessed", "later"))
    thought = f"“{words}”" if words else f"{guessed}."
    return page.turn(
        f"What you thought on the day about {_company(row)}", thought, "What came to light", f"{later}."
    )


def guesses_say(guesses: pd.DataFrame) -> str:
    """Return how often first guesses and later signs agree."""
    k, n = int(guesses["agreed"].sum()), len(guesses)
    return f"Your first guess and what came to light agree in {k} of {n}." if n else ""


# The month


def _happened(facts: Facts) -> Iterator[Section]:
    moves, talks = facts["moves"], _going(facts)
    parts: list[Part] = []
    if len(moves):
        drawn = lane_rows(facts)
        if drawn["application"].nunique() <= LANES:
            ends = facts.span.first, min(facts.as_of, facts.span.last)
            parts.append(partial(charts.both, charts.lanes, drawn, *ends))
        else:
            over = [
                f"{day(row['date'])}: {_company_and_role(row)}, {MOVED[row['kind']]}"
                for row in moves.to_dict("records")
            ]
            marks = moves.assign(href=row_links(moves, "moved"), title=over)
            parts.append(partial(charts.both, charts.moved, marks))
        to = (": " + moves["to"].map(MOVED)).fillna("")
        table = moves.assign(what=moves["kind"].map(MOVED) + to)[["date", "what", "company", "role"]]
        parts.append(page.folded("The same as a table", [page.table(table, "What moved", "moved")]))
    if len(talks):
        open_talks = talks.rename(columns={"last_event": "last word"})[["company", "role", "last word"]]
        parts.append(page.table(open_talks.reset_index(drop=True), "Conversations open", "talks"))
    if parts:
        topic = "Each mark is something that happened on that day." * bool(len(moves))
        yield Section(_moved_title(facts), "happened", topic, parts)


def _sent(facts: Facts) -> Iterator[Section]:
    every = applications_listed(facts)
    if every.empty:
        return
    fates = fates_drawn(facts["applications"], every["href"], _going(facts).index)
    parts: list[Part] = [partial(charts.both, charts.sent, fates)]
    told = {"sent-here": f"sent in {facts.span.name}", "applications": "sent before, or without a date"}
    for place, words in told.items():
        rows = every.loc[every["place"] == place].iloc[:, :4].reset_index(drop=True)
        if len(rows):
            title = f"{sentence(count(len(rows), 'application'))} {words}"
            parts.append(page.folded(title, [page.table(rows, "", place)]))
    spells = waiting.spells(facts["applications"], facts.as_of)
    side = (*sentences.timed(spells), *undated(facts))
    yield Section(_sent_title(facts), "sent", parts=parts, side=side)


def row_links(rows: pd.DataFrame | pd.Series, place: str) -> list[str]:
    """Return a link to each row of the table that stands at a place of the page."""
    return [f"#{place}-{n}" for n in range(1, len(rows) + 1)]


def applications_listed(facts: Facts) -> pd.DataFrame:
    """Return every application as `newest_first`, those of the period in a table of their own."""
    is_here = facts.within(facts["applications"]["applied"])
    return newest_first(facts["applications"], is_here.map({True: "sent-here", False: "applications"}))


def newest_first(known: pd.DataFrame, place: pd.Series | str = "applications") -> pd.DataFrame:
    """Return a row per application: `sent`, `company`, `role`, `how_far`, its `place` and a `href` there.

    >>> sections.newest_first(search.applications)[["company", "href"]].to_numpy()[0].tolist()
    ['Cloudbarrow Airports', '#applications-1']
    """
    rows = known.assign(how_far=history.fates(known)["fate"], place=place).rename(columns={"applied": "sent"})
    rows = rows.sort_values("sent", ascending=False, kind="stable")
    rows = rows[["sent", "company", "role", "how_far", "place"]]
    row = rows.groupby("place").cumcount() + 1
    return rows.assign(href="#" + rows["place"] + "-" + row.astype(str))


LANES = 16
"""Applications: more lanes than these are a wall, and the table tells it better."""


def lane_rows(facts: Facts) -> pd.DataFrame:
    """Return what moved as lanes, what goes on first, then the earliest; `state` says how each stands."""
    known, columns = facts["applications"], ["date", "application", "company", "kind", "href"]
    moves = facts["moves"].assign(href=row_links(facts["moves"], "moved"))
    sent = applications_listed(facts).rename(columns={"sent": "date"}).reset_index()
    sent = sent.loc[sent["place"] == "sent-here"].assign(kind="applied")
    if len(set(sent["application"]) | set(moves["application"])) > LANES:
        sent = sent.loc[sent["application"].isin(moves["application"])]
    moves = pd.concat([sent[columns], moves[columns]])
    moves = moves.drop_duplicates(["date", "application", "kind"]).sort_values("date", kind="stable")
    going = _going(facts).index
    state = known["outcome"].replace("open", "no reply yet").rename("state")
    is_met = ~known["furthest"].isin(["applied", "acknowledged"])  # a receipt is no reply
    state = state.mask((known["outcome"] == "open") & is_met, "open")
    state = state.mask(state.index.isin(going) & (known["outcome"] == "open"), "goes on")
    moves = moves.join(state, on="application")
    begun = moves.groupby("application")["date"].transform("min")
    order = moves.assign(later=~moves["state"].isin(charts.GOES_ON), begun=begun)
    return order.sort_values(["later", "begun", "application", "date"], kind="stable")


def _moved_title(facts: Facts) -> str:
    """Return how many applications moved or were only sent, as many as have a lane."""
    moved, lanes = (set(rows["application"]) for rows in (facts["moves"], lane_rows(facts)))
    talks = _going(facts)["state"]
    n, only_sent, going = len(moved), len(lanes - moved), len(talks)
    if not n:
        tail = "; no date says since when" if "new" in {*talks} else ", without a word this time"
        return sentence(f"{counted(going, 'conversation')} open{tail}")
    going_on = f", {number(going)} {agree(going, 'goes', 'go')} on" * bool(going)
    if not moved.issuperset(talks.index):  # some are open without a word this time
        going_on = f"; {counted(going, 'conversation is', 'conversations are')} open"
    sent = f"; {number(only_sent)} {agree(only_sent, 'was', 'were')} only sent" * bool(only_sent)
    return sentence(f"{counted(n, 'application')} moved{going_on}{sent}")


def fates_drawn(known: pd.DataFrame, href: pd.Series | str, going: Iterable = ()) -> pd.DataFrame:
    """Return each application as a mark: the month it was sent, how far it came, and what stands over it.

    >>> sections.fates_drawn(search.applications, "#applications")["title"].iloc[0]
    'Copperwick Parcels, Operations Analyst: no reply'
    """
    fates = history.fates(known)
    title = [
        f"{_company_and_role(row)}: {fate}"
        for row, fate in zip(known.to_dict("records"), fates["fate"], strict=True)
    ]
    return fates.assign(title=title, goes_on=known.index.isin(going), href=href)


def _sent_title(facts: Facts) -> str:
    """Return how many were sent in the period, and how many of them came to a conversation."""
    sent = history.fates(facts["applications"].loc[facts.within(facts["applications"]["applied"])])
    n, met = len(sent), int(sent["fate"].isin(["conversation", "interview", "offer"]).sum())
    if not n:
        return "No application sent"
    rest = f"{number(met)} of them with a conversation" if n > 1 else "with a conversation"
    rest = rest if met else f"no conversation from {agree(n, 'it', 'them')}"
    return f"{sentence(counted(n, 'application'))} sent, {rest} so far"


def undated(facts: Facts) -> tuple[str, ...]:
    """Return what no month can count, for it bears no date."""
    known = facts["applications"]
    lost = int(known.loc[known["outcome"] == "rejected", "outcome_date"].isna().sum())
    ended = sentence(counted(lost, "rejection without a date is", "rejections without a date are"))
    return (f"{ended} in no month.",) * (lost > 0)


# Why


def _why(facts: Facts) -> Iterator[Section]:
    attribution = facts["attribution"]
    if attribution.empty:
        return
    squares, ranges = certainties_drawn(facts), reason_bands(facts)
    rejected = facts["rejected"][["decided", "company", "role", "in_words"]]
    rejected = rejected.rename(columns={"in_words": "why"})
    parts = (
        *_turned(facts),
        partial(charts.both, charts.rejected, squares.drop(columns="month")),
        partial(charts.both, charts.bands, ranges, "rejections") if len(ranges) else None,
        page.two_columns(*hands(facts)) if len(facts["hands"]) else None,
        page.table(rejected, f"Rejections in {facts.span.name}", "rejected") if len(rejected) else None,
    )
    topic = "Each square is one rejection." + f" {DOTS}" * bool(len(ranges))
    yield Section(why_title(facts), "reasons", topic, parts, why_side(facts, len(ranges) > 0))


DOTS = "A dot: in how many a reason comes first; a hollow one with your guesses."


def certainties_drawn(facts: Facts) -> pd.DataFrame:
    """Return each rejection as a square: `month`, `certainty`, and what stands over it."""
    attribution, known = facts["attribution"], facts["applications"]
    rows = known.reindex(attribution.index)
    said = [reasons.said(answer, facts.settings) for _, answer in attribution.iterrows()]
    title = [
        f"{_company_and_role(row)}: {text}" for row, text in zip(rows.to_dict("records"), said, strict=True)
    ]
    month, here = rows["outcome_date"].dt.strftime("%Y-%m"), facts["rejected"]["application"]
    links = applications_listed(facts)["href"].to_dict() | dict(
        zip(here, row_links(here, "rejected"), strict=True)
    )
    href = [links[application] for application in attribution.index]
    return pd.DataFrame({"month": month, "certainty": attribution["certainty"], "title": title, "href": href})


def reason_bands(facts: Facts) -> pd.DataFrame:
    """Return each reason that may have decided anything: how often it clearly came first, and its range.

    `n` counts by the word of others or the hire; `raw` your own guesses too, where there are any.
    """
    if facts["attribution"]["certainty"].ne(reasons.UNKNOWN).sum() < sentences.ENOUGH:
        return pd.DataFrame(columns=["n", "low", "high", "says"])
    ranges = facts["ranges"].drop(index=[reasons.UNKNOWN, reasons.SEVERAL])[["n", "low", "high"]]
    guessed = facts["hands"]["n_guessed"].reindex(ranges.index, fill_value=0)
    ranges = ranges.assign(raw=ranges["n"].where(guessed > 0), n=ranges["n"] - guessed)
    ranges = ranges.loc[ranges["high"] > 0].sort_values(["n", "high"], ascending=False, kind="stable")
    says = [
        f"{row.n:.0f}{f' (+{k})' * bool(k)}, may be {row.low:.0f} to {row.high:.0f}"
        for row, k in zip(ranges.itertuples(), guessed[ranges.index], strict=True)
    ]
    first = certainties_drawn(facts).assign(top=facts["attribution"]["top"]).iloc[::-1]
    first = first.sort_values("month", ascending=False, kind="stable").drop_duplicates("top").set_index("top")
    ranges = ranges.assign(href=first["href"])
    finer = facts["hands"]["short"]  # where all of them name the same one, as in the lists below
    label = {name: finer.get(name) or facts.settings.short(str(name)) for name in ranges.index}
    return ranges.assign(says=says).rename(index=label).rename(index=sentence)


def why_title(facts: Facts) -> str:
    """Return of how many rejections anything is known; notes that say why may still be in doubt."""
    attribution = facts["attribution"]
    how = attribution["certainty"].value_counts()
    n, sure = len(attribution), int(how.get("confirmed", 0))
    known = sure + int(how.get("inferred", 0))
    if not known:
        is_asked = facts["doubts"]["kind"].eq("unknown_reason").any()
        is_asked |= attribution["note"].ne("").any()  # words of one's own may say why
        said = "Why is still in doubt" if is_asked else "Nobody said why"
        return f"{said}: {counted(n, 'rejection')} so far"
    return f"We have an idea why for {known} of {count(n, 'rejection')} ({sure or 'none'} confirmed)"


def _turned(facts: Facts) -> list[str]:
    texts = []
    for row in facts["revisions"].to_dict("records"):
        was = (
            "unexplained until now"
            if row["was"] == reasons.UNKNOWN
            else f"first “{facts.settings.short(row['was'])}”"
        )
        answer = reasons.said(facts["attribution"].loc[row["application"]], facts.settings)
        by = row["added"]
        texts.append(f"**{_company(row)}**: {was}, now {answer}{f' (new: {by})' if by else ''}.")
    return texts


def hands(facts: Facts) -> tuple[list[str], list[str]]:
    """Return the reasons that a sign speaks for as two lists of sentences: in your hands, and not."""
    n = int((facts["attribution"]["certainty"] != reasons.UNKNOWN).sum())
    return reasons.hands_say(facts["hands"], n)


def why_side(facts: Facts, has_bands: bool = True) -> tuple[str, ...]:
    """Return what qualifies the reasons of a period: guesses, and what other assumptions would change."""
    attribution = facts["attribution"]
    is_torn = (attribution["certainty"] != reasons.UNKNOWN) & attribution["unclear"]
    guessed, torn = int((attribution["certainty"] == "guessed").sum()), int(is_torn.sum())
    bands = "The bands are 90 % ranges: in nine of ten tries at filling in what is unsure,"
    texts = (
        f"For {number(guessed)} there is only your own guess." if guessed else "",
        "Confirmed: two who know say the same, or a plain fact tells.",
        f"{bands} the number lay there." if has_bands else "",
        f"For {number(torn)}, other assumptions would give another reason; it is counted under none."
        if torn
        else "",
        reasons.hands_range_says(reasons.hands(attribution, facts.settings)),
        "None of this says why with certainty. The page “rejections” has the words behind each.",
    )
    return tuple(filter(None, texts))


# Silence


def _silence(facts: Facts) -> Iterator[Section]:
    pending = facts["pending"]
    if _is_over(facts) and pending.empty:
        yield Section("Nothing left to wait for", "waiting", parts=[sentences.pending(pending)])
        return
    waits = waiting.spells(facts["applications"], facts.as_of)
    mark = waiting.silence(waits)
    if waits.empty:
        return
    came = _answered(waits).join(applications_listed(facts)[["company", "href"]])
    has_day = mark["method"] not in ("default", "short") and mark["n_answers"] > 0
    worth, quiet = (pending.loc[pending["is_silent"].astype(bool) == side] for side in (False, True))
    rest = f"{count(len(quiet), 'that has', 'that have')} waited longer than {mark['day']:.0f} days"
    parts = (
        partial(charts.both, charts.replies, came, mark if has_day else None) if len(came) else None,
        page.table(waiting_rows(worth), "Worth waiting for", "worth") if len(worth) else None,
        page.folded(rest, [page.table(waiting_rows(quiet), "", "longer")]) if len(quiet) else None,
    )
    stages = waiting.by_stage(waiting.after_talks(facts["events"], facts["applications"], facts.as_of))
    said = (sentences.silence(mark), "Silence is never counted as a rejection.")
    side = (*said, *sentences.silence_by_stage(stages))
    title = silence_title(mark, waits)
    title = title if len(pending) else title.partition(":")[0]  # nobody waits
    yield Section(title, "waiting", sentences.pending(pending), parts, side)


def _answered(waits: pd.DataFrame) -> pd.DataFrame:
    return waits.loc[waits["outcome"].notna() & ~waits["outcome"].isin(waiting.NO_ANSWER)]


def waiting_rows(pending: pd.DataFrame) -> pd.DataFrame:
    """Return applications without a reply, with the chance of any reply where it differs and is known."""
    any_reply = "chance of any reply"  # most replies are a no
    rows = pending.reset_index(drop=True).rename(columns={"applied": "sent", "chance": any_reply})
    is_rare = rows[any_reply].isna() | (rows[any_reply] < sentences.RARELY)
    return rows[["company", "role", "sent", "days"] + [any_reply] * (not is_rare.all())]


def silence_title(mark: pd.Series, waits: pd.DataFrame) -> str:
    """Return how many replies came before the day from which few still do, or that all did by the longest."""
    n, late = int(mark["n_answers"]), int(mark["revived"])
    if mark["method"] == "default" or n == 0:
        return f"{sentence(counted(n, 'reply', 'replies'))} so far: too few to say how long to wait"
    if mark["method"] == "short":
        return f"{sentence(counted(n, 'reply', 'replies'))} so far: too early to say when they stop"
    if not late:
        return f"All {n} replies came within {count(round(_answered(waits)['days'].max()), 'day')}"
    return f"{n - late} of {n} replies came within {mark['day']:.0f} days"


# Plans


def _plans(facts: Facts) -> Iterator[Section]:
    reviewed, plans, trials = (facts[name] for name in ("reviewed", "plans", "experiments"))
    predictions = facts["predictions"]
    shown = predictions.loc[predictions["is_shown"].astype(bool)]
    texts = shown["text"].map(
        lambda text: re.sub(r"^(?:0?\.\d+|[01]) ", "", text)
    )  # the chance stands beside it
    told = [
        text if pd.isna(by) else text.replace(f"{by:%Y-%m-%d}", day(by, facts.as_of))
        for text, by in zip(texts, shown["by"], strict=True)
    ]
    shown = shown.assign(**{"you expected": told}).rename(columns={"came": "came true"})
    later = facts["due"].loc[facts["due"]["state"].isin(["due", "coming"])]
    rest = agenda(later.drop(_first_steps(facts).index, errors="ignore"), facts.as_of)
    parts = (
        _noted(reviewed.assign(is_done=reviewed["outcome"] == "done"), _review_says),
        _noted(plans, lambda row: f"What may get in the way: {row['obstacle']}." * bool(row["obstacle"])),
        _noted(trials, experiment_says),
        page.table(shown[["you expected", "chance", "came true"]], "", "predictions") if len(shown) else None,
        page.agenda(rest.head(3), "Coming up") if len(rest) else None,
        page.folded(f"{len(rest) - 3} more", [page.agenda(rest.iloc[3:], "")]) if len(rest) > 3 else None,
    )
    if not any(parts) and facts["advice"].empty:
        return
    topic = "In your own words." if any(parts[:3]) else ""
    every = (predictions_say(predictions), *parts)
    yield Section(_plans_title(facts), "plans", topic, every, _advice(facts["advice"], facts))


def _noted(rows: pd.DataFrame, note: Callable[[dict], str]) -> page.Block | None:
    """Return plans, each with what there is to say of it; None of none."""
    return page.plans(rows.assign(note=[note(row) for row in rows.to_dict("records")])) if len(rows) else None


def _plans_title(facts: Facts) -> str:
    reviewed, new = facts["reviewed"], len(facts["plans"])
    n, done = len(reviewed), int((reviewed["outcome"] == "done").sum())
    one = "one plan done" if done else "one plan looked back on" if n else ""
    back = f"{number(done) if done else 'none'} of {counted(n, 'plan')} done" if n > 1 else one
    if n and len(_unseen(reviewed)) == n:
        back = f"{counted(n, 'plan')} to look back on"
    ahead = f"{counted(new, 'plan')} for next time" if new else ""
    return sentence(", ".join(filter(None, (back, ahead))) or "what comes next")


def _unseen(reviewed: pd.DataFrame) -> pd.DataFrame:
    """Return the earlier plans of which nothing was written yet."""
    return reviewed[reviewed["outcome"].eq("") & reviewed["came"].eq("")]


def _review_says(row: dict) -> str:
    if not row["outcome"] and not row["came"]:
        way = f"In the way: {row['obstacle']}. " if row["obstacle"] else ""
        return f"{way}Not looked at yet: keep, change or let go?"
    return " ".join(f"{sentence(text.rstrip('.'))}." for text in (row["outcome"], row["came"]) if text)


def experiment_says(row: dict) -> str:
    """Return where an experiment stands: judged by its own measure once its number is there, never before."""
    if row["needed"] is None or pd.isna(row["needed"]):
        return "It names no measure with a number, so it cannot be judged; a stage and a number would do."
    asked = f"Its measure: {row['measure']}, {row['needed']:.0f} on each side. " if row["is_spelled"] else ""
    together = row["a"] == "before" and row["words"] not in ("", rates.VERDICTS[0])
    tail = f" {sentences.TOGETHER}" if together else ""
    return asked + sentences.experiment(pd.Series(row), row["a"], row["b"]) + tail


def predictions_say(predictions: pd.DataFrame) -> str:
    """Return how many predictions came true, from ten on beside what was expected and what luck would do."""
    settled = predictions.loc[predictions["came"].notna()]
    n, came = len(settled), int(settled["came"].sum())
    if n < ENOUGH_PREDICTIONS:
        return f"{came} of {n} predictions came true." if n > 1 else ""
    expected, luck = float(settled["chance"].sum()), reflection.luck(settled)
    side = "or fewer" if came < expected else "or more"
    return (
        f"You expected about {expected:.0f} of {n} predictions to come true; {came} did."
        f" Luck alone gives {came} {side} in {max(1, round(luck * 100))} of 100."
    )


def _advice(rows: pd.DataFrame, facts: Facts) -> tuple[str, ...]:
    """Return what people gave, each thing once, and from whom, with what you did with it."""
    made = []
    who = _hired(facts)
    for row in rows.to_dict("records"):
        words = {"advice": "{}", "insight": "Insight: {}", "recommendation": "Recommended: {}"}
        texts = [form.format(row[name]) for name, form in words.items() if row[name]] or [bare(row["text"])]
        texts += [f"From {who.get(row['person'], row['person'])}"] * bool(row["person"]) + [
            f"You: {row['did']}"
        ] * bool(row["did"])
        made.append(" ".join(f"{sentence(text.rstrip('.'))}." for text in texts))
    return ("**What people advised.**", *made) if made else ()


def _hired(facts: Facts) -> dict[str, str]:
    """Return how each person hired is spoken of: “the person hired at Alder”."""
    return {row["hire"]: f"the person hired{_at(row)}" for row in each_hire(facts).to_dict("records")}


def _process(facts: Facts) -> Iterator[Section]:
    """Return what was done after interviews and rejections, what came of it, and who answered."""
    progress, steps = facts["progress"], facts["steps"]
    if progress.empty:
        return
    done = steps.loc[steps["outcome"].isin(["done", "answered", "no_answer"])]
    back = int(done.loc[done["outcome"] == "answered", "name"].nunique())
    came = f", {counted(back, 'person', 'people')} answered" if back else ""
    rows = progress.to_dict("records")
    heard = sum(row["kind"] != "step" for row in rows)
    more = f", and {counted(heard, 'thing')} came to light" if heard else ""
    title = f"{sentence(counted(len(done), 'step'))} done{came}{more}" if len(done) else "What came to light"
    lines = pd.DataFrame(
        {
            "when": [day(row["date"], facts.as_of) if pd.notna(row["date"]) else "" for row in rows],
            "what": [row["words"] for row in rows],
            "whom": [bare(row["company"]) for row in rows],
        }
    )
    rest = [page.folded(f"{len(lines) - 8} more", [page.agenda(lines.iloc[8:])])] if len(lines) > 8 else []
    yield Section(title, "progress", parts=(page.agenda(lines.head(8)), *rest))


def _debriefs(facts: Facts) -> Iterator[Section]:
    """Return what interviews asked, where some were looked back on in the period; private."""
    n = len(facts["debriefs"])
    if not n:
        return
    told = [*debriefs.says(facts["topics"]), *debriefs.rounds_say(facts["rounds"])]
    title = f"You looked back on {counted(n, 'interview question')}"
    yield Section(title, "debriefs", parts=[page.prose(told)] if told else (), private=True)


def _myself(facts: Facts) -> Iterator[Section]:
    answers = facts["answers"]
    dated = zip(answers["month"], answers["text"].map(bare), strict=True)
    texts = [f"{MONTHS[int(month[5:7]) - 1]}: {text}" if len(answers) > 1 else text for month, text in dated]
    asked = answers["prompt"].iloc[-1] if len(answers) else ""
    prompts = WORDS["prompts"]["each_month"]
    prompt = page.prompt(asked or prompts[facts.span.first.month % len(prompts)], "\n".join(texts))
    yield Section("For yourself", "myself", parts=[prompt], private=True)


# The whole search, and what cannot be told


def _search(facts: Facts) -> Iterator[Section]:
    known = facts["applications"]
    flow = flow_in_words(known, applications_listed(facts)["href"])
    if flow.empty:
        return
    funnel = history.funnel(known)["n"]
    reached = {"applied": "application", "screening": "conversation", "interview": "interview"}
    title = ", ".join(count(funnel[stage], label) for stage, label in reached.items())
    title, topic = f"The whole search so far: {title}", f"Everything up to {day(facts.as_of, facts.as_of)}."
    drawn = [partial(charts.both, charts.flow, flow)] * (len(flow) > 1)
    side = ["Drawn without names, so you can show it to a friend or a coach as it is."] * len(drawn)
    side += sentences.offers_alone(known)
    yield Section(title, "search", topic, [hires_standing(facts["verdicts"]), *drawn], side)


TONES = {"accepted": "open", "still open": "open", "rejected": "no"}


def flow_in_words(applications: pd.DataFrame, links: pd.Series | None = None) -> pd.DataFrame:
    """Return `history.flow` in the words of a page, with the tone of each end.

    `links` are the rows of applications on the page: an end leads to the first that it counts.

    >>> sections.flow_in_words(search.applications).head(2)
             source         target   n tone href
    0  applications  conversations  24
    1  applications       rejected  11   no
    """
    made, leads = [], {}
    if links is not None:
        ends = history.ends(applications).reindex(links.index).drop_duplicates()
        leads = dict(zip(ends.itertuples(index=False, name=None), links[ends.index], strict=True))
    for source, target, n in history.flow(applications).itertuples(index=False):
        left, after = FLOW[source]
        if target in FLOW:
            made.append((left, FLOW[target][0], n, "", ""))
            continue
        silent = (source, target) == ("applications", "still open")
        end = "no reply" if silent else ENDS.get(target, target) + after
        tone = "none" if silent else TONES.get(target, "none")
        made.append((left, end, n, tone, leads.get((source, target), "")))
    return pd.DataFrame(made, columns=["source", "target", "n", "tone", "href"])


def _limits(facts: Facts) -> Iterator[Section]:
    k, n, young = facts["judged"].loc["here"]
    fresh = sentence(counted(young, "application is", "applications are"))
    first = f"{fresh} younger than 45 days and not judged yet."
    texts = [precision(k, n), *([first] if young else []), sentences.outlook(k, n)]
    texts += ["Nothing here separates luck from method."]
    yield Section("What this page cannot tell", "limits", parts=[" ".join(filter(None, texts))])


def precision(k: int, n: int) -> str:
    """Return how many applications old enough led to an interview in time, and what ten more would tell."""
    if not n:
        return "No application is older than 45 days yet, so none can be judged."
    said = f"{sentences.share(k, n)} {agree(n, 'application')} older than 45 days led to an interview"
    said += " within 45 days of being sent."
    if n < sentences.ENOUGH:
        return said
    more = n + 10
    width = rates.share(round(k / n * more), more)
    points = (width["high"] - width["low"]) * 50
    return f"{said} After ten more, the true share could still be about {points:.0f} points higher or lower."


PAGE = (_learned, _debriefs, _happened, _sent, _process, _why, _silence, _plans, _myself, _search, _limits)


# Words


def listed(names: Iterable[object]) -> str:
    """Return “Alder, Birch and Cedar”."""
    return english.listed(bare(name) or "a company" for name in names)


def _few(rows: Sequence | pd.Series, what: str) -> str:
    names = list(dict.fromkeys(rows))  # of several applications at one company
    return listed(names) if len(names) <= 3 else f"{number(len(names))} {what}"


def _company(row: Any) -> str:
    return bare(row["company"]) or "a company"


def _at(row: Any) -> str:
    return f" at {row['company']}" if bare(row["company"]) else ""


def _company_and_role(row: Any) -> str:
    return ", ".join(filter(None, (bare(row["company"]), bare(row["role"])))) or "A job"
