"""Twelve monthly reports of the sample, read back from their pages: each number on them is the library's for that
day, asked for anew, and the headline counts are those of a query in SQL that shares no code with either."""

from __future__ import annotations

import re
import sqlite3
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from selectolax.lexbor import LexborHTMLParser

import jobkit
from jobkit import (
    charts,
    comparison,
    history,
    rates,
    reasons,
    sections,
    sentences,
    sharing,
    steps,
    waiting,
)
from jobkit import search as searches
from jobkit.language import english
from jobkit.reports import report

MONTHS = [f"2026-{number:02}" for number in range(1, 13)]
BUSY = MONTHS[:10]  # an offer is accepted in October
WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()
COUNTS = """
WITH told AS (
  SELECT lower(trim(replace(replace(replace(company, '-', ' '), ' Inc.', ''), ' Ltd.', ''))) AS firm,
    CASE WHEN instr(role, ' (') THEN substr(role, 1, instr(role, ' (') - 1)
         WHEN instr(role, ' - ') THEN substr(role, 1, instr(role, ' - ') - 1) ELSE role END AS role,
    kind, date, entry, records.source AS source
  FROM events LEFT JOIN records USING (record)
  WHERE coalesce(date, '') <= :day AND kind NOT IN ('saved', 'acknowledged')
    AND (date IS NOT NULL OR kind = 'applied'  -- an ending without a day is not known before the last dated event
      OR :day >= (SELECT max(own.date) FROM events own WHERE own.entry = events.entry))
),
sent AS (  -- what two sources tell of is one; what one source tells twice is two
  SELECT firm, date, min(entry) AS entry, max(n) AS n FROM (
    SELECT firm, role, date, source, count(*) AS n, min(entry) AS entry
    FROM told WHERE kind = 'applied' GROUP BY firm, role, date, source
  ) GROUP BY firm, role, date
),
heard AS (  -- it answers the newest letter to that firm
  SELECT firm, kind, date, coalesce(
    (SELECT max(sent.date) FROM sent WHERE sent.firm = told.firm AND sent.date <= told.date),
    (SELECT own.date FROM told own WHERE own.entry = told.entry AND own.kind = 'applied')) AS sent
  FROM told WHERE kind != 'applied'
),
each AS (
  SELECT sent.n, sent.date AS sent, julianday(:day) - julianday(sent.date) >= 45 AS old,
    min(CASE WHEN kind != 'withdrawn' THEN heard.date END) AS answered,
    max(CASE WHEN kind = 'rejected' THEN heard.date END) AS rejected,
    coalesce(max(kind IN ('interview', 'offer', 'accepted', 'declined')), 0) AS met, count(kind) AS signs
  FROM sent LEFT JOIN heard ON heard.firm = sent.firm AND heard.sent = sent.date
  GROUP BY sent.firm, sent.date, sent.entry
)
SELECT total(n * (sent >= :first)) AS applied, total(answered >= :first) AS answered,
  total(rejected >= :first) AS rejected, total(n * old) AS old, total(n * old * met) AS met,
  total(n * (signs = 0 AND sent > coalesce(  -- after an acceptance nobody waits
    (SELECT max(date) FROM events WHERE kind = 'accepted' AND date <= :day), ''))) AS pending, total(n) AS sent
FROM each
"""


class Page(NamedTuple):
    """What a reader finds on a page; sections by the name of their place."""

    title: str
    lede: str
    cards: dict[str, tuple[str, str, str]]  # place it leads to → number, label, neighbour
    tables: dict[str, list[dict[str, str]]]  # place → rows
    sections: dict[str, str]  # place → all text in it
    alts: dict[str, list[str]]  # place → what its drawings show
    drawn: dict[str, str]  # place → the words in its drawings


class Day(NamedTuple):
    """What the library says of a day, each table made as a user would make it."""

    first: pd.Timestamp
    on: pd.Timestamp
    events: pd.DataFrame
    applications: pd.DataFrame
    counts: pd.Series
    pending: pd.DataFrame
    due: pd.DataFrame
    attribution: pd.DataFrame
    hires: pd.DataFrame


@pytest.fixture(scope="module")
def search(tmp_path_factory):
    made = jobkit.Search(tmp_path_factory.mktemp("sample"), as_of="2026-12-31")
    made.add(searches.sample_files())
    return made


@pytest.fixture(scope="module")
def pages(search):
    how = {"as_of": "2026-12-31", "formats": ("html",)}
    with report.Runner() as runner:
        made = [
            report.run("reflection", search.folder, {"month": one}, runner=runner, **how) for one in MONTHS
        ]
    markup = {month: path.read_text("utf-8") for month, path in zip(MONTHS, made, strict=True)}
    return {month: read(text) for month, text in markup.items()} | {
        ("markup", month): text for month, text in markup.items()
    }


@pytest.fixture(scope="module")
def days(search):
    compared = comparison.judged(search.every_hire, search.comparisons)
    return {month: library(search, compared, month) for month in BUSY}


def read(markup: str) -> Page:
    """Return a page as its reader meets it, from the HTML alone."""
    main = LexborHTMLParser(markup).css_first("main")
    head = main.css_first("header")
    cards = {}
    for card in head.css(".facts li"):
        number, small, link = card.css_first("b").text(), card.css_first("small"), card.css_first("a")
        neighbour = small.text() if small else ""
        label = card.text().strip().removeprefix(number).removesuffix(neighbour).strip()
        cards[link.attributes["href"] if link else label] = (number, label, neighbour)
    lede = head.css_first(".lede")
    page = Page(head.css_first("h1").text(), lede.text() if lede else "", cards, {}, {}, {}, {})
    page.sections["head"] = spaced(head)
    for section in main.css("section"):
        heading = section.css_first("h2")
        place = heading.id or heading.text()
        page.sections[place] = spaced(section)
        for table in section.css("table"):
            names = [cell.text() for cell in table.css("thead th")]
            rows = [[cell.text() for cell in row.css("th,td")] for row in table.css("tbody tr")]
            own = next((node.id for node in ancestors(table) if node.id), place)
            page.tables.setdefault(own, []).extend(dict(zip(names, row, strict=True)) for row in rows)
        svgs = section.css("svg")
        page.alts[place] = [svg.attributes["aria-label"] for svg in svgs]
        page.drawn[place] = " ".join(text.text() for svg in svgs for text in svg.css("text"))
    return page


def spaced(node) -> str:
    return re.sub(r"\s+", " ", node.text(separator=" ")).replace(" ,", ",").replace(" .", ".")


def ancestors(node):
    while (node := node.parent) and node.tag != "section":
        yield node


def library(search: jobkit.Search, compared: pd.DataFrame, month: str) -> Day:
    span = pd.Period(month)
    first, on = span.start_time, span.end_time.normalize()
    events = search.events.loc[search.events["date"].isna() | (search.events["date"] <= on)]
    applications = search.applications_on(on)
    hires = reasons.as_of(compared, on)
    done = reasons.as_of(search.steps, on)
    return Day(
        first,
        on,
        events,
        applications,
        history.by_month(events, applications).loc[month],
        waiting.pending(applications, on),
        steps.due(applications, search.people, done, on, events=events, hires=hires),
        reasons.attribute(applications, reasons.as_of(search.evidence, on), hires),
        hires,
    )


def number(word: str) -> int:
    """Return a count that is written in digits or in words."""
    return int(word) if word.isdecimal() else WORDS.index(word.lower().replace("none", "no"))


@pytest.mark.parametrize("month", BUSY)
def test_the_headline_counts_are_the_library_s(month, pages, days):
    page, day = pages[month], days[month]
    counts = day.counts
    assert number(re.search(r"(\w+) applications? got a first reply", page.lede)[1]) == counts["answered"]
    sent, lost, talks = (card(page, name) for name in ("application", "rejection", "conversation"))
    assert sent[:2] == (str(counts["applied"]), f"application{plural(counts['applied'])} sent")
    assert lost[:2] == (str(counts["rejected"]), f"rejection{plural(counts['rejected'])}")
    moving = day.applications["outcome"].isin(["open", "offer"]) & ~day.applications["furthest"].isin(
        ["applied", "acknowledged"]
    )
    assert talks[0] == str(moving.sum())
    rows = {"#sent-here": sent, "#rejected": lost, "#talks": talks}
    for place, (n, *_) in rows.items():  # a number leads to as many rows, and naught leads nowhere
        assert (place in page.cards) == (n != "0")
        assert len(page.tables.get(place.removeprefix("#"), [])) == int(n)


def card(page: Page, label: str) -> tuple[str, str, str]:
    return next(card for card in page.cards.values() if card[1].startswith(label))


@pytest.mark.parametrize("month", MONTHS)
def test_every_mark_leads_to_the_row_of_its_own_application(month, pages, search):
    """A mark that stands for several, a reason or an end of the flow, leads to the first of them."""
    tree, companies = LexborHTMLParser(pages["markup", month]), {*search.applications["company"]}
    of_one = 0
    for link in tree.css("svg a"):
        row = tree.css_first(link.attributes["href"]).text()
        name = re.split(
            r"[:,]", re.sub(r"^\d+ \w+: ", "", title.text() if (title := link.css_first("title")) else "")
        )[0]
        of_one += name in companies
        assert name in row or name not in companies
        assert row.strip()
    assert of_one or not tree.css("svg a")


def plural(n: int) -> str:
    return "" if n == 1 else "s"


@pytest.mark.parametrize("month", BUSY)
def test_what_happened_is_in_the_events(month, pages, days):
    page, day = pages[month], days[month]
    kinds = {name: kind for kind, name in sections.MOVED.items()}
    told = (row["What"].removeprefix("invitation: ") for row in page.tables["moved"])
    shown = {
        (row["Date"], kinds[what], row["Company"])
        for what, row in zip(told, page.tables["moved"], strict=True)
    }
    events = day.events[
        day.events["date"].between(day.first, day.on) & day.events["kind"].isin(kinds.values())
    ]
    companies = day.applications["company"]
    expected = {
        (english.day(row["date"]).removesuffix(" 2026"), row["kind"], companies[row["application"]])
        for row in events.to_dict("records")
        if row["application"] in companies.index
    }
    assert shown == expected
    assert f"{len(day.applications)} applications" in page.sections["search"]


@pytest.mark.parametrize("month", BUSY[:-1])
def test_who_is_waited_for_and_with_what_chance_is_the_library_s(month, pages, days):
    page, day = pages[month], days[month]
    silent = int(day.pending["is_silent"].sum())
    n, label, neighbour = page.cards["#waiting"]
    assert (n, label) == (str(len(day.pending)), "without a reply")
    assert neighbour.startswith(f"{silent} for longer than " if silent else "")
    chances = [
        "" if pd.isna(chance) else "rarely" if chance < 0.05 else f"{chance * 100:.0f} %"
        for chance in day.pending["chance"]
    ]
    waits = zip(day.pending["company"], day.pending["days"], strict=True)
    expected = dict(zip(waits, chances, strict=True))
    rows = page.tables.get("worth", []) + page.tables.get("longer", [])
    shown = {(row["Company"], float(row["Days"])): row.get("Chance of any reply") for row in rows}
    assert shown.keys() == expected.keys()
    for wait, chance in shown.items():  # where no chance of a table is known or more than rare, it has none
        assert chance == expected[wait] or (chance is None and expected[wait] in ("", "rarely"))
    assert len(page.tables.get("longer", [])) == silent
    mark = waiting.silence(waiting.spells(day.applications, day.on))
    said = page.sections["waiting"]
    if mark["method"] == "default":
        assert sentences.silence(mark) in said
        return
    assert sentences.silence(mark) in said
    if mark["method"] != "short":
        came = f"{mark['n_answers'] - mark['revived']} of" if mark["revived"] else "All"
        assert f"{came} {mark['n_answers']} replies came within {mark['day']:.0f} days" in said


def test_after_an_acceptance_nobody_is_waited_for(pages):
    page = pages[BUSY[-1]]
    assert "#waiting" not in page.cards and not {"worth", "longer"} & page.tables.keys()
    assert "You accepted an offer on 8 October 2026" in page.sections["waiting"]


@pytest.mark.parametrize("month", BUSY)
def test_what_to_do_is_what_the_process_says_is_due(month, pages, days, search):
    page, due = pages[month], search.due().sort_values("closes", kind="stable")
    due = due[due["due"].isin(days[month].due["due"])]  # what else a past month had open is done or over
    first = due[due["state"] == "due"].head(3)
    assert page.sections["head"].count("best by") == len(first)
    for row in first.to_dict("records"):
        assert row["what"] in page.sections["head"]
        assert f"{row['closes'].day} {row['closes']:%B}" in page.sections["head"]
    for row in due[due["state"].isin(["due", "coming"])].drop(first.index).to_dict("records"):
        assert row["what"] in page.sections["plans"]


@pytest.mark.parametrize("month", BUSY)
def test_the_reasons_and_their_shares_are_the_library_s(month, pages, days):
    page, day = pages[month], days[month]
    attribution = day.attribution.assign(note=reasons.notes(day.events, day.attribution.index))
    how, n = day.attribution["certainty"].value_counts(), len(day.attribution)
    known, said = int(how.get("confirmed", 0)) + int(how.get("inferred", 0)), page.sections["reasons"]
    match = re.search(r"an idea why for (\d+) of (\d+) rejections? \((\w+) confirmed\)", said)
    if known:
        assert [int(text.replace("none", "0")) for text in match.groups()] == [
            known,
            n,
            how.get("confirmed", 0),
        ]
    else:
        is_told = attribution["note"].ne("").any()  # words that nobody sorted yet
        assert ("Why is still in doubt" if is_told else "Nobody said why") in said
    settings, ranges = reasons.load(), reasons.ranges(day.attribution)
    likely = (
        ranges.drop(index=[reasons.UNKNOWN, reasons.SEVERAL])
        if day.attribution["certainty"].ne("unknown").sum() >= 5
        else ranges.iloc[:0]
    )
    clear = day.attribution.loc[~day.attribution["unclear"].astype(bool)]
    for name, row in likely[likely["n"] > 0].nlargest(2, "n", keep="first").iterrows():
        guesses = int((clear["certainty"].eq("guessed") & clear["top"].eq(name)).sum())
        said_of = f"{row['n'] - guesses:.0f}" + (f" (+{guesses})" if guesses else "")
        count = f"{said_of}, may be {row['low']:.0f} to {row['high']:.0f}"
        assert f"{english.sentence(settings.short(name))} {count}" in " ".join(page.alts["reasons"])
        assert count in page.drawn["reasons"]
    counts = [f"{n} {charts.CERTAINTY_NAMES[name]}" for name, n in how.items()]
    assert all(text in page.drawn["reasons"] for text in counts)
    listed = reasons.listed(attribution, day.applications)
    listed = listed[listed["decided"].between(day.first, day.on)]
    assert [(row["Company"], row["Why"]) for row in page.tables.get("rejected", [])] == list(
        zip(listed["company"], listed["in_words"], strict=True)
    )
    assert len(listed) == day.counts["rejected"]
    some = int((day.attribution["certainty"] != reasons.UNKNOWN).sum())
    hands = reasons.in_my_hands(day.attribution, settings)
    assert ("In your hands" in said) == (len(hands) > 0)
    for side in reasons.hands_say(hands, some) if len(hands) else ():
        for text in side:
            assert text.replace("**", "") in re.sub(r"\s+", " ", said).replace(" ,", ",")


@pytest.mark.parametrize("month", BUSY)
def test_each_new_comparison_is_that_of_the_library(month, pages, days, search):
    page, day = pages[month], days[month]
    new = day.hires[day.hires["recorded"].between(day.first, day.on)]
    said = page.sections.get("learned", "")
    assert bool(len(new)) == ("You beside" in said)
    for hire in new.to_dict("records"):
        asked = search.postings[search.postings["application"] == hire["application"]]
        one = comparison.compare(
            search.credentials,
            hire,
            None if asked.empty else asked,
            wider=search.skills,
            role=day.applications["role"][hire["application"]],
        )
        assert sections.verdict_says(hire | {"verdict": one.verdict, "is_fragile": one.fragile}) in said
        for name, row in one.evidence.iterrows():
            lead = {"you": "you lead", "hire": "they lead", "tie": "even", "unknown": "?"}[row["ahead"]]
            assert (
                sections.DIMENSIONS[name] in said
                and (row["you"] or "?") in said
                and (row["hire"] or "?") in said
            )
            assert lead in pages_markup(pages, month)


def pages_markup(pages, month: str) -> str:
    return pages["markup", month]


@pytest.mark.parametrize("month", BUSY)
def test_the_title_is_held_by_the_month_s_facts(month, pages, search):
    facts = search.month(month)
    assert pages[month].title == sections.finding(facts)


def test_the_titles_of_the_sample_tell_its_story(pages):
    assert [pages[month].title for month in ("2026-07", "2026-09", "2026-10", "2026-11")] == [
        "Castervolt Energy hired from inside. On paper, you were ahead.",
        "You said no to an offer from Frostwick Cold Chain.",
        "You got the job at Tallowbrook Transit, which had said no in March.",
        "A quiet time.",
    ]


@pytest.mark.parametrize("month", BUSY)
def test_what_the_page_cannot_tell_bears_the_library_s_counts(month, pages, days):
    said, day = pages[month].sections["limits"], days[month]
    old = rates.judged(day.applications, day.on)
    young, k, n = old.attrs["too_young"], int(old["is_success"].sum()), len(old)
    match = re.search(r"(\w+) applications? (?:is|are) younger than 45 days", said)
    assert (number(match[1]) if match else 0) == young
    assert f"{k} of {n}" in said if n else "No application is older" in said
    if n >= 10:
        share = rates.share(k, n) * 100
        assert f"({share['share']:.0f} %, between {share['low']:.0f} % and {share['high']:.0f} %)" in said
    torn = int((day.attribution["unclear"] & day.attribution["certainty"].ne(reasons.UNKNOWN)).sum())
    match = re.search(r"For (\w+), other assumptions", pages[month].sections["reasons"])
    assert (number(match[1]) if match else 0) == torn


@pytest.mark.parametrize("month", BUSY)
def test_predictions_are_scored_as_anybody_would(month, pages, days, search):
    page, day = pages[month], days[month]
    made = search.reflections
    made = made[made["kind"].eq("prediction") & (made["month"] <= month)]
    settled = []
    for row in made["details"]:
        company = row["application"].split(" / ")[0].casefold().replace("-", " ")
        name = day.events["company"].str.casefold().str.replace("-", " ").str.startswith(company)
        stages = rates.STAGES[rates.STAGES.index(row["expected"]) :]
        reached = name & day.events["kind"].map(history.STAGE_OF).isin(stages)
        reached &= day.events["date"].between(row["by"][:4], row["by"])
        ends = day.applications["company"].str.casefold().str.replace("-", " ").str.startswith(company)
        over = (
            day.applications.loc[ends, "outcome"].isin(["rejected", "withdrawn", "closed", "declined"]).all()
        )
        if reached.any() or over or day.on > pd.Timestamp(row["by"]):
            settled.append((row["probability"], bool(reached.any())))
    text = page.sections.get("plans", "")
    came, n = sum(came for _, came in settled), len(settled)
    if n >= 10:
        chances = [chance for chance, _ in settled]
        assert f"You expected about {sum(chances):.0f} of {n} predictions to come true; {came} did." in text
        draws = np.random.default_rng(1).random((200_000, n)) < chances
        tail = (draws.sum(1) <= came).mean() if came < sum(chances) else (draws.sum(1) >= came).mean()
        luck = int(re.search(rf"Luck alone gives {came} or \w+ in (\d+) of 100", text)[1])
        assert luck == pytest.approx(tail * 100, abs=0.8)
    elif n > 1:
        assert f"{came} of {n} predictions came true." in text


@pytest.mark.parametrize("month", BUSY)
def test_the_headline_counts_are_those_of_a_query_straight_on_the_store(month, pages, search):
    page, span = pages[month], pd.Period(month)
    asked = {"first": f"{span.start_time.date()}", "day": f"{span.end_time.date()}"}
    with sqlite3.connect(f"file:{search.folder}/search.db?mode=ro", uri=True) as store:
        names, row = (cursor := store.execute(COUNTS, asked)).description, cursor.fetchone()
    store.close()
    counts = {name[0]: int(value) for name, value in zip(names, row, strict=True)}
    assert card(page, "application")[0] == f"{counts['applied']}"
    assert card(page, "rejection")[0] == f"{counts['rejected']}"
    if "#waiting" in page.cards:
        assert page.cards["#waiting"][0] == f"{counts['pending']}"
    heard = re.search(r"(\w+) applications? got a first reply", page.lede)[1]
    assert number(heard) == counts["answered"]
    if counts["old"]:
        assert f"{counts['met']} of {counts['old']}" in page.sections["limits"]
    assert f"{counts['sent']} applications" in page.sections["search"]


@pytest.mark.parametrize("month", MONTHS[10:])
def test_a_month_in_which_nothing_happened_is_three_lines(month, pages):
    page = pages[month]
    assert list(page.sections) == ["head"] and not page.cards and not page.tables
    assert page.title == "A quiet time."
    said = re.sub(r"\w+ things? may have been misread in your files; [^.]+\.", "", page.sections["head"])
    assert len(re.findall(r"[^.]+\.", said.partition("A quiet time.")[2])) == 3


def test_each_month_names_the_numbers_of_the_one_before(pages):
    for before, month in pairwise(BUSY):
        for name in ("application", "rejection"):
            assert card(pages[month], name)[2].startswith(f"{card(pages[before], name)[0]} in ")


def test_a_page_for_another_s_eyes_keeps_its_own_words(search):
    words = "a reason that the hire suggests; a mistaken hire; nobody said why"
    assert sharing.Redaction(search)(words) == words
