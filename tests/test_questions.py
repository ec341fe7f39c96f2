"""The pages of one question: each title and number is what the library says of the sample."""

import pandas as pd
import pytest

import jobkit
from jobkit import comparison, page, questions, reasons, sections
from jobkit import search as searches
from jobkit.language import english

DAY = "2026-10-31"


@pytest.fixture(scope="module")
def search(tmp_path_factory):
    made = jobkit.Search(tmp_path_factory.mktemp("sample"), as_of=DAY)
    made.add(searches.sample_files())
    return made


@pytest.fixture(scope="module")
def facts(search):
    return search.month("all")


def said(made):
    return [page.plain(block.node) for section in made for block in section.blocks()]


def node(made, kind):
    return next(b.node for section in made for b in section.blocks() if b.node["kind"] == kind)


def test_who_was_hired_is_counted_by_the_verdicts_of_the_library(search, facts):
    made = questions.hires(facts)
    papers = (search.credentials, search.postings, search.skills, search.applications)
    found = comparison.by_row(search.hires, *papers)
    sure = [one.verdict for one in found.values() if not one.fragile]
    behind, even = (
        sure.count(comparison.HIRE),
        sure.count(comparison.COMPARABLE) + sure.count(comparison.DIFFERENT),
    )
    title = node(made, "title")["text"]
    assert title.startswith(f"{english.sentence(english.number(len(found)))} people got a job you wanted.")
    assert f"Only {english.number(behind)} were ahead of you" in title
    cards = {card["name"]: card["number"] for card in node(made, "cards")["cards"]}
    assert cards["behind"] == str(behind) and cards["even"] == str(even)
    assert cards["ahead"] == str(sure.count(comparison.YOU))
    assert len(node(made, "people")["rows"]) == len(found)


def test_the_grid_says_what_the_patterns_count(facts):
    made = questions.hires(facts)
    patterns = comparison.patterns(facts.comparisons)
    alt = next(b.node["alt"] for s in made for b in s.blocks() if b.node["kind"] == "figure")
    for name, row in patterns.iterrows():
        known = row["of"] - row["unknown"]
        if known > 1:
            assert f"{sections.DIMENSIONS[name]} {row['hire_ahead']} of {known} known" in alt


def test_why_is_told_with_the_counts_of_the_library(search, facts):
    every = comparison.judged(search.every_hire, search.comparisons)
    signs = reasons.moves(search.applications, search.evidence, reasons.as_of(every, DAY), search.settings)
    signs = reasons.named(signs, search.applications)
    log = reasons.revision_log(search.applications, search.evidence, every, DAY, search.settings)
    made = questions.rejections(facts, signs, log)
    attribution = facts["attribution"]
    assert node(made, "title")["text"] == sections.why_title(attribution)
    titles = [section.title for section in made]
    assert f"{len(signs)} signs of a reason" in titles
    assert sum(section.place == "revisions" for section in made) == 1 and len(log) > 1
    months = search.applications.loc[attribution.index, "outcome_date"].dt.strftime("%Y-%m").value_counts()
    assert f": {english.number(int(months.max()))}" in next(t for t in titles if t.startswith("Most came in"))
    assert not any("internal_or_known" in text for text in said(made))


def test_where_nothing_is_known_each_page_says_so(tmp_path):
    empty = jobkit.Search(tmp_path, as_of=DAY)
    facts = empty.month("all")
    assert any("Nobody is known yet" in text for text in said(questions.hires(facts)))
    assert "No rejection yet" in said(questions.rejections(facts, pd.DataFrame(), pd.DataFrame()))[0]
    assert "Nothing is due now." in said(questions.process(empty.due(), empty.as_of))[0]
    assert "No application is chosen" in said(questions.case(empty.applications, ""))[0]
    assert "old enough" in said(questions.stand(0, 0, empty.as_of))[0]


def test_a_step_that_is_due_gives_the_page_its_day(search):
    due = search.due()
    due = pd.concat([due.head(1)] * 2).assign(state="due", closes=pd.Timestamp("2026-11-03"))
    assert "Two steps are due, the first by 3 November." in said(questions.process(due, search.as_of))[0]


def test_one_application_is_titled_by_its_role_and_company(search):
    row = search.applications.loc[search.applications["outcome"] == "rejected"].head(1)
    title = node(questions.case(row, ""), "title")
    assert title["text"] == f"{row['role'].iloc[0]} at {row['company'].iloc[0]}"
    assert "rejection on" in title["lede"]
