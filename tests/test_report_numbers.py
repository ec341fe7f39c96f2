"""Twelve monthly reports of the sample, read back from their pages: each number on them is the library's for that
day, asked for anew, and the headline counts are those of a query in SQL that shares no code with either."""

from __future__ import annotations

import base64
import re
import sqlite3
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
import pytest
from selectolax.lexbor import LexborHTMLParser

import jobkit
from jobkit import comparison, history, rates, reasons, reflection, sentences, sharing, steps, waiting
from jobkit import search as searches
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
    """What a reader finds on a page."""

    lede: str
    cards: dict[str, tuple[str, str]]  # label → number, neighbour
    tables: dict[str, list[dict[str, str]]]  # place, or the name of a figure's section → rows
    sections: dict[str, str]  # heading → all text beneath it
    alts: dict[str, list[str]]  # heading → what its drawings say
    drawn: dict[str, str]  # heading → the words in its drawings


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
    made = report.months("reflection", search.folder, MONTHS, as_of="2026-12-31", formats=("html",))
    return {month: read(path.read_text("utf-8")) for month, path in zip(MONTHS, made, strict=True)}


@pytest.fixture(scope="module")
def days(search):
    compared = reflection.compared(
        search.hires, search.credentials, search.postings, search.skills, search.applications
    )
    return {month: library(search, compared, month) for month in BUSY}


def read(markup: str) -> Page:
    """Return a page as its reader meets it, from the HTML alone."""
    main = LexborHTMLParser(markup).css_first("main")
    cards = {}
    for card in main.css(".cards li"):
        number, small = card.css_first("b").text(), card.css_first("small")
        neighbour = small.text() if small else ""
        label = card.text().strip().removeprefix(number).removesuffix(neighbour).strip()
        cards[label.split(",")[0]] = (f"{number} {label}", neighbour)
    found = Page(main.css_first(".lede").text() if main.css_first(".lede") else "", cards, {}, {}, {}, {})
    heading = ""
    for node in main.iter():
        heading = node.text() if node.tag == "h2" else heading
        found.sections[heading] = found.sections.get(heading, "") + " " + node.text(separator=" ")
        for table in node.css("table"):
            names = [cell.text() for cell in table.css("thead th")]
            rows = [[cell.text() for cell in row.css("th,td")] for row in table.css("tbody tr")]
            place = node.id or heading
            found.tables.setdefault(place, []).extend(dict(zip(names, row, strict=True)) for row in rows)
        for image in node.css("img"):
            found.alts.setdefault(heading, []).append(image.attributes["alt"])
            svg = base64.b64decode(image.attributes["src"].partition(",")[2]).decode()
            found.drawn[heading] = found.drawn.get(heading, "") + " ".join(re.findall(r">([^<>]+)<", svg))
    return found


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
    sent, heard, lost = re.search(
        r"(\w+) applications? went out, (\w+) heard back for the first time, and (\w+) ended in a no",
        page.lede,
    ).groups()
    assert [number(word) for word in (sent, heard, lost)] == list(
        day.counts[["applied", "answered", "rejected"]]
    )
    assert page.cards["applied"][0] == f"{day.counts['applied']} applied"
    assert page.cards["ended in a no"][0] == f"{day.counts['rejected']} ended in a no"
    old = rates.judged(day.applications, day.on)
    k, n = int(old["is_success"].sum()), len(old)
    card = page.cards["led to an interview" if n else "is old enough to judge"][0]
    assert card.startswith(f"{k} of {n} led" if n else "none is old enough")
    if n >= 10:
        share = rates.share(k, n) * 100
        assert card.endswith(f"{share['share']:.0f} % ({share['low']:.0f} to {share['high']:.0f})")
        assert page.sections["What this page cannot tell"].count(f" {sentences.share(k, n)} ") == 1
    moving = day.applications["outcome"].isin(["open", "offer"]) & ~day.applications["furthest"].isin(
        ["applied", "acknowledged"]
    )
    assert number(re.search(r"(\w+) conversations? (?:is|are) open", page.lede)[1]) == moving.sum()


@pytest.mark.parametrize("month", BUSY)
def test_what_happened_is_in_the_events(month, pages, days):
    page, day = pages[month], days[month]
    known = {name: kind for kind, name in reflection.HAPPENED.items()}
    shown = {(row["date"], known[row["what"]], row["company"]) for row in page.tables["happened"]}
    events = day.events[
        day.events["date"].between(day.first, day.on) & day.events["kind"].isin(known.values())
    ]
    companies = day.applications["company"]
    expected = {
        (f"{row['date'].date()}", row["kind"], companies[row["application"]])
        for row in events.to_dict("records")
        if row["application"] in companies.index
    }
    assert shown == expected
    figures = page.tables["What happened"]
    assert [row["applied"] for row in figures if row.get("month") == month] == [f"{day.counts['applied']}"]
    assert f"Where {len(day.applications)} applications went." in page.alts["What happened"][1]


@pytest.mark.parametrize("month", BUSY)
def test_who_is_waited_for_and_with_what_chance_is_the_library_s(month, pages, days):
    page, day = pages[month], days[month]
    told, neighbour = page.cards["still waiting"]
    silent = int(day.pending["is_silent"].sum())
    assert (told, neighbour) == (
        f"{len(day.pending)} still waiting",
        f"{silent} past the day when answers stop",
    )
    chances = [
        "" if pd.isna(chance) else "rarely" if chance < 0.05 else f"{chance:.0%}"
        for chance in day.pending["chance"]
    ]
    expected = zip(day.pending["company"], chances, day.pending["days"], strict=True)
    rows = page.tables.get("waiting", [])
    assert [(row["company"], row["chance"], float(row["days"])) for row in rows] == list(expected)
    assert sentences.silence(day.pending.attrs["silence"]) in page.sections["Who is still silent"]
    curve = waiting.incidence(waiting.spells(day.applications, day.on))
    last = curve[curve["at_risk"] >= min(5, curve["at_risk"].max())].iloc[-1]
    assert f"Of {int(curve['at_risk'].max())} applications" in page.alts["Who is still silent"][0]
    assert f"{1 - last['waiting']:.0%} answered" in page.alts["Who is still silent"][0]
    assert f"{1 - last['waiting']:.0%} answered" in page.drawn["Who is still silent"]


@pytest.mark.parametrize("month", BUSY)
def test_what_is_due_is_counted_as_the_process_counts_it(month, pages, days):
    page, day = pages[month], days[month]
    states = day.due["state"].value_counts()
    due, coming = int(states.get("due", 0)), int(states.get("coming", 0))
    said = re.search(r"(\w+) steps? (?:is|are) due, (\w+) (?:is|are) coming", page.sections["What is due"])
    assert (number(said[1]), number(said[2])) == (due, coming) if said else (due, coming) == (0, 0)
    rows = page.tables.get("What is due", [])
    assert len(rows) == due + coming
    expected = day.due[day.due["state"].isin(["due", "coming"])]
    assert {(row["what"], row["closes"], row["state"]) for row in rows} == {
        (row["what"], f"{row['closes'].date()}", row["state"]) for row in expected.to_dict("records")
    }
    in_lede = re.search(r"(\w+) steps? (?:is|are) due\.", page.lede)
    assert (number(in_lede[1]) if in_lede else 0) == (due if due <= reflection.MANY_STEPS else 0)


@pytest.mark.parametrize("month", BUSY)
def test_the_reasons_and_their_shares_are_the_library_s(month, pages, days):
    page, day = pages[month], days[month]
    why = "Why, as far as anyone can tell"
    by_month = reasons.in_words(reasons.by_month(day.attribution, day.applications))
    expected = [
        (row["month"] if isinstance(row["month"], str) else "", row["reason"], row["certainty"])
        for row in by_month.to_dict("records")
    ]
    rows = [row for row in page.tables[why] if "certainty" in row and "n" in row]
    assert [(row["month"], row["reason"], row["certainty"]) for row in rows] == expected
    assert [float(row["n"]) for row in rows] == pytest.approx(list(by_month["n"]), abs=0.051)
    assert reasons.says(day.attribution) in page.sections[why]
    listed = reasons.listed(day.attribution, day.applications)
    listed = listed[listed["decided"].between(day.first, day.on)]
    assert [(row["company"], row["in words"]) for row in page.tables.get("reasons", [])] == list(
        zip(listed["company"], listed["in_words"], strict=True)
    )
    assert len(listed) == day.counts["rejected"]
    known = day.attribution[day.attribution["certainty"] != reasons.UNKNOWN]
    for side in reasons.hands_say(reasons.in_my_hands(day.attribution, reasons.load()), len(known)):
        for text in side:
            assert text.replace("**", "") in re.sub(r"\s+", " ", page.sections[why]).replace(" ,", ",")


@pytest.mark.parametrize("month", BUSY)
def test_each_new_comparison_is_that_of_the_library(month, pages, days, search):
    page, day = pages[month], days[month]
    new = day.hires[day.hires["recorded"].between(day.first, day.on)]
    shown = {row["hire"]: row for row in page.tables.get("hires", [])}
    assert set(shown) == set(new["hire"])
    for hire in new.to_dict("records"):
        asked = search.postings[search.postings["application"] == hire["application"]]
        found = comparison.compare(
            search.credentials,
            hire,
            None if asked.empty else asked,
            wider=search.skills,
            role=day.applications["role"][hire["application"]],
        )
        assert (shown[hire["hire"]]["verdict"], shown[hire["hire"]]["says"]) == (found.label, found.says[1])


@pytest.mark.parametrize("month", BUSY)
def test_what_the_page_cannot_tell_bears_the_library_s_counts(month, pages, days):
    said, day = pages[month].sections["What this page cannot tell"], days[month]
    young = rates.judged(day.applications, day.on).attrs["too_young"]
    assert number(re.search(r"(\w+) applications? (?:is|are) too young", said)[1]) == young
    unknown, n = int((day.attribution["certainty"] == reasons.UNKNOWN).sum()), len(day.attribution)
    found = re.search(r"For (\w+) of (\w+) rejections nobody said why", said)
    assert (number(found[1]), number(found[2])) == (unknown, n) if found else "the one rejection" in said
    torn = int((day.attribution["unclear"] & day.attribution["certainty"].ne(reasons.UNKNOWN)).sum())
    found = re.search(r"(\w+) reasons? would change", said)
    assert (number(found[1]) if found else 0) == torn


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
    text = page.sections.get("What I planned, and what came of it", "")
    came, n = sum(came for _, came in settled), len(settled)
    if n > 1:
        assert f"{came} of {n} predictions came true" in text
    if n >= 10:
        brier = sum((chance - came) ** 2 for chance, came in settled) / n
        assert f"Brier score {brier:.2f}" in text
        assert f"where {sum(chance for chance, _ in settled):.0f} were to be expected" in text
    else:
        assert "Brier" not in text


@pytest.mark.parametrize("month", BUSY)
def test_the_headline_counts_are_those_of_a_query_straight_on_the_store(month, pages, search):
    page, span = pages[month], pd.Period(month)
    asked = {"first": f"{span.start_time.date()}", "day": f"{span.end_time.date()}"}
    with sqlite3.connect(f"file:{search.folder}/search.db?mode=ro", uri=True) as store:
        names, row = (cursor := store.execute(COUNTS, asked)).description, cursor.fetchone()
    store.close()
    counts = {name[0]: int(value) for name, value in zip(names, row, strict=True)}
    assert page.cards["applied"][0] == f"{counts['applied']} applied"
    assert page.cards["ended in a no"][0] == f"{counts['rejected']} ended in a no"
    assert page.cards["still waiting"][0] == f"{counts['pending']} still waiting"
    heard = re.search(r"(\w+) heard back", page.lede)[1]
    assert number(heard) == counts["answered"]
    if counts["old"]:
        assert page.cards["led to an interview"][0].startswith(f"{counts['met']} of {counts['old']} led")
    assert f"Where {counts['sent']} applications went." in page.alts["What happened"][1]


@pytest.mark.parametrize("month", MONTHS[10:])
def test_a_month_in_which_nothing_happened_is_three_lines(month, pages):
    page = pages[month]
    assert list(page.sections) == [""] and not page.cards and not page.tables
    assert len(re.findall(r"[^.]+\.", page.sections[""].partition("looked back on")[2])) == 3


def test_each_month_names_the_numbers_of_the_one_before(pages):
    for before, month in pairwise(BUSY):
        for label in ("applied", "ended in a no"):
            count = pages[before].cards[label][0].split()[0]
            assert pages[month].cards[label][1].startswith(f"{count} in ")
        if "led to an interview" in pages[before].cards:
            told = pages[before].cards["led to an interview"][0].partition(" led")[0]
            assert pages[month].cards["led to an interview"][1] == f"{told} before"


def test_a_page_for_another_s_eyes_keeps_its_own_words(search):
    words = "a reason that the hire suggests; a mistaken hire; nobody said why"
    assert sharing.Redaction(search)(words) == words
