"""The pages of one question: each title and number is what the library says of the sample."""

from types import SimpleNamespace

import pandas as pd
import pytest

import jobkit
from jobkit import charts, company, comparison, history, page, questions, rates, reasons, sections, steps
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
    known = behind + even + sure.count(comparison.YOU)
    ahead = f"Of {english.number(known)} that can be compared, {english.number(behind)} were ahead of you"
    assert ahead in title
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
    assert node(made, "title")["text"] == sections.why_title(facts)
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
    assert "Nothing is due now." in said(made_process(empty, DAY)[0])[0]
    assert "No application is chosen" in said(questions.case(empty.case(), empty.settings, empty.as_of))[0]
    known = (empty.applications, empty.events, empty.as_of)
    assert "No employer yet." in said(questions.company(empty.company(), *known))[0]
    assert (
        "old enough" in said(questions.stand(rates.judged(empty.applications, empty.as_of), empty.as_of))[0]
    )


def made_process(search, day):
    """Return the page of the process as the notebook makes it, and the tables behind it."""
    then = jobkit.Search(search.folder, as_of=day)
    known = {"events": then.events, "hires": then.hires, "process": then.process}
    asked = (then.applications, then.people, then.steps, then.as_of)
    due, standing = steps.due(*asked, **known), steps.stand(*asked, **known)
    met = steps.people_by_part(then.people, then.steps, then.applications, as_of=then.as_of)
    came = steps.outcomes(then.steps, then.applications, then.people, then.evidence, as_of=then.as_of)
    hint = pd.DataFrame(
        [{"words": "Was it Ana?", "command": "jobkit hire 1", "otherwise": "jobkit hire 1 --not Ana"}]
    )
    return questions.process(due, standing, met, came, then.as_of, hint), due, standing, came


@pytest.mark.parametrize("day", ["2026-04-30", "2026-07-31", DAY])
def test_the_page_of_the_process_counts_what_the_library_counts(search, day):
    made, due, standing, came = made_process(search, day)
    titles = {section.place: section.title for section in made}
    now = due.loc[due["state"] == "due"].sort_values("closes")
    title = node(made, "title")["text"]
    assert title == "Nothing is due now." if now.empty else english.number(len(now)) in title.lower()
    ahead = due["state"].isin(["due", "coming"]).sum()
    assert ("ahead" in titles) == bool(ahead)
    if ahead:
        assert titles["ahead"].lower().startswith(english.counted(int(ahead), "step"))
    waits = int(standing["next"].notna().sum())
    assert titles["lost"].lower().startswith(english.number(len(standing)))
    assert (f"{english.number(waits)} with something to do" in titles["lost"]) == bool(waits)
    for name, row in came.loc[came["grain"] == "rejection"].iterrows():
        told = f"{english.number(int(row['n']))} brought {sections.WORDS['came'][name]}"
        assert (told in titles["came"]) == bool(row["n"])
    assert all(block.node["private"] for s in made if s.place == "noticed" for block in s.blocks())
    assert "Was it Ana?" in " ".join(said(made))


def test_an_employer_is_titled_by_how_each_application_there_ended(search):
    known = search.company("Tallowbrook")
    made = questions.company(known, search.applications, search.events, search.as_of)
    assert node(made, "title")["text"] == (
        "Two applications at Tallowbrook Transit: rejected in March 2026 and accepted in October 2026."
    )
    text = " ".join(said(made))
    assert "hire-1" not in text and "external" not in text and "You know two people there" in text
    bands = next(b.node["alt"] for s in made for b in s.blocks() if s.place == "pace" and "alt" in b.node)
    for row in known["pace"].to_dict("records"):
        assert f"{company.AFTER[row['stage']]} {english.count(round(row['days']), 'day')}" in bands
    changed = known["postings"].query("change != 'kept'")
    lines = [b.node["rows"] for s in made if s.place == "postings" for b in s.blocks() if "rows" in b.node]
    assert [row["title"] for row in lines[0]] == changed["requirement"].to_list()


def test_one_application_is_titled_by_its_role_and_company_and_says_each_thing_once(search):
    found = search.case("Castervolt")
    made = questions.case(found, search.settings, search.as_of, ["Why you? came back."])
    row, title = found.row.iloc[0], node(made, "title")
    assert title["text"] == f"{row['role']} at {row['company']}" and "rejection on" in title["lede"]
    titles = {section.place: section.title for section in made}
    n = int(found.comparison.requirements["you"].eq("met").sum())
    things = english.counted(len(found.comparison.requirements), "thing")
    assert titles["asked"].startswith(f"Of the {things} they asked for, you met {english.number(n)}")
    verdict = found.comparison.verdict
    assert (
        titles["beside"] == f"On paper, {sections.VERDICTS[verdict]['said']}"
    )  # as it is said on every page
    assert titles["evidence"] == english.sentence(reasons.said(found.answer.iloc[0]))
    assert "talks" not in titles  # nobody looked back on an interview there


def test_checks_and_a_rejection_without_a_reason_are_said_as_such_on_a_case(search):
    row = {"requirement": "DBS Check", "strength": "must", "dimension": "certificate", "value": "DBS Check"}
    wanted = row | {"requirement": "Rust", "dimension": "skill", "value": "Rust"}
    asked = pd.DataFrame([row, wanted]).assign(words="")
    found = comparison.compare({"skills": ["Rust"]}, {}, asked, "2026-10-31")
    text = " ".join(said([*questions._asked_for(found)]))
    assert "You met the one thing they asked for" in text
    assert "Checked of whoever is hired, so nobody is said to lack it: DBS Check." in text
    answer = pd.DataFrame([{"certainty": reasons.UNKNOWN, "note": ""}], ["a"])
    case = SimpleNamespace(answer=answer, evidence=search.evidence[:0], events=search.events[:0])
    text = " ".join(said([*questions._named(case, search.settings)]))
    assert "Nobody said why" in text and "likeliest" not in text


def test_a_lone_application_without_a_hire_leaves_out_what_is_not_known(tmp_path):
    lone = jobkit.Search(tmp_path, as_of=DAY)
    lone.record_event("applied", None, "2026-09-20", company="Alder", role="Planner")
    places = [
        section.place
        for section in questions.case(lone.case("Alder"), lone.settings, lone.as_of)
        if section.place
    ]
    assert places == ["days"]
    made = questions.company(lone.company("Alder"), lone.applications, lone.events, lone.as_of)
    assert [section.place for section in made if section.place] == ["way"]
    assert node(made, "title")["text"] == "One application at Alder: no reply yet."


def test_a_hire_of_whom_too_little_is_known_is_no_comfort():
    def title(*verdicts):
        return questions._hires_title(pd.DataFrame({"verdict": verdicts}))

    assert title(comparison.UNCLEAR).endswith("Too little is known to compare.")
    assert title(comparison.UNCLEAR, comparison.YOU).endswith(
        "None of those who can be compared was clearly ahead of you on paper."
    )
    assert title(comparison.HIRE).endswith("On paper that person was ahead of you.")


@pytest.mark.parametrize("month", ["2026-03", "2026-08", "2026-09"])
def test_the_steps_counted_above_a_list_stand_in_it(search, month):
    made = next(section for section in sections.month(search.month(month)) if section.place == "progress")
    listed = search.month(month)["progress"]["kind"].eq("step").sum()
    assert made.title.startswith(english.sentence(english.counted(int(listed), "step")) + " done")


def test_a_dot_counts_no_reason_that_only_your_own_guess_speaks_for(facts):
    bands = sections.reason_bands(facts)
    judged = facts["attribution"].loc[~facts["attribution"]["unclear"].astype(bool)]
    by_others = judged.loc[judged["certainty"].isin(["confirmed", "inferred"]), "top"].value_counts()
    guessed = judged.loc[judged["certainty"] == "guessed", "top"].value_counts()
    assert len(guessed)
    for reason in [*by_others.index, *guessed.index]:
        row = bands.loc[english.sentence(facts.settings.short(reason))]
        assert row["n"] == by_others.get(reason, 0)
        assert ("(+" in row["says"]) == (reason in guessed.index) == pd.notna(row["raw"])


def test_your_years_are_the_same_on_a_card_and_in_the_drawing(facts):
    drawn = sections.years_rows(facts)["says"]
    duels = facts["duels"].loc[facts["duels"]["dimension"] == "years"]
    cards = duels.drop_duplicates("hire", keep="last")["you"].str.extract(r"^([\d–]+)")[0]
    assert sorted(drawn.str.extract(r"you: ([\d–]+)")[0]) == sorted(cards)


def test_a_split_that_is_under_test_has_no_second_verdict(search):
    splits = rates.split(search.applications, ["channel", "resume"], as_of=DAY)
    words = rates.leaders(splits, search.reflections)["words"]
    assert words["resume"] == rates.TESTED and words["channel"] in rates.VERDICTS
    assert rates.leaders(splits)["words"]["resume"] in rates.VERDICTS


def test_a_sign_of_a_reason_bears_one_of_the_names_that_reasons_have(search, facts):
    every = comparison.judged(search.every_hire, search.comparisons)
    signs = reasons.moves(search.applications, search.evidence, every, search.settings)
    signs = reasons.named(signs, search.applications)
    made = questions.rejections(facts, signs, pd.DataFrame(columns=["month"]))
    shown = next(section for section in made if section.place == "signs")
    chips = {row["chip"] for block in shown.blocks() for row in block.node.get("rows", ()) if "chip" in row}
    assert chips and chips <= {search.settings.short(name) for name in search.settings.taxonomy.index}


def test_each_end_of_the_flow_leads_to_a_row_that_it_counts(search):
    every = sections.newest_first(search.applications)
    drawn = sections.flow_in_words(search.applications, every["href"])
    ends = drawn.loc[~drawn["target"].isin([words for words, _ in sections.FLOW.values()])]
    of, known = {href: at for at, href in every["href"].items()}, search.applications
    assert len(ends) > 5 and ends["href"].is_unique
    for end in ends.to_dict("records"):
        outcome = known.at[of[end["href"]], "outcome"]
        assert ("open" if end["target"] == "no reply" else outcome) in end["target"].replace(
            "no reply", "open"
        )
    assert {text.get_url() for text in charts.flow(drawn).texts} == {*ends["href"], None}


def test_each_reason_that_comes_first_leads_to_a_rejection_with_it(facts):
    bands, top = sections.reason_bands(facts), facts["attribution"]["top"]
    links = sections.certainties_drawn(facts)["href"]
    by_href = {href: english.sentence(facts.settings.short(top[at])) for at, href in links.items()}
    counted = bands.loc[bands["n"] > 0]
    assert len(counted) > 3
    assert [by_href[href] for href in counted["href"]] == list(counted.index)


def test_what_is_no_column_of_the_grid_is_named_beside_it(facts):
    pattern = next(section for section in questions.hires(facts) if section.place == "pattern")
    columns = sections.grid_rows(facts)["dimension"].nunique()
    looked_at = len(comparison.patterns(facts.comparisons))
    named = (
        pattern.side[-1].removeprefix("No column, as known of one alone: ").removesuffix(".").split(" and ")
    )
    assert columns + len(named) == looked_at and f"{looked_at} dimensions looked at" in pattern.side[0]


@pytest.mark.parametrize("month", [f"2026-{n:02}" for n in range(1, 11)])
def test_the_lede_does_not_repeat_the_title(search, month):
    title = node(sections.month(search.month(month))[:2], "title")
    assert title["text"] not in title["lede"]


def test_a_prediction_names_its_day_in_words(search):
    (plans,) = [section for section in sections.month(search.month("2026-10")) if section.place == "plans"]
    (table,) = [block.node for block in plans.blocks() if block.node.get("id") == "predictions"]
    assert table["rows"][0][0].endswith("offer by 1 November")


def test_the_page_of_a_month_offers_what_due_offers_on_its_last_day(search):
    """Also where it was learned later that the person hired had left."""
    then = jobkit.Search(search.folder, as_of="2026-08-31")
    due = then.due()
    offered = due.loc[due["state"] == "due"].sort_values("closes", kind="stable").head(3)
    page_of = then.month("2026-08")
    assert sections._first_steps(page_of)["what"].to_list() == offered["what"].to_list()
    assert "Tallowbrook Transit" in set(due["company"])


def test_conversations_at_one_company_name_it_once_and_what_is_quiet_there_is_no_news():
    rows = [
        ("Store", "goes on", "2026-10-01", "open"),
        ("Store", "quiet", "2026-03-01", "open"),
        ("Alder", "quiet", "2026-02-01", "open"),
        ("Alder", "quiet", "2026-04-01", "open"),
    ]
    talks = pd.DataFrame(rows, columns=["company", "state", "last_event", "outcome"])
    talks["last_event"] = pd.to_datetime(talks["last_event"])
    assert sections._conversations(pd.concat([talks, talks]), pd.Timestamp("2026-10-31")) == [
        "You are in conversation with Store.",
        "No word from Alder since 1 April.",
    ]
    ends = pd.DataFrame(
        {"company": ["Birch", "Cedar", "Dunmore"], "state": "over", "last_event": talks["last_event"][0]}
    )
    ends["outcome"] = ["withdrawn", "rejected", "ghosted"]
    assert sections._conversations(ends, pd.Timestamp("2026-10-31")) == [
        "The talks with Dunmore are over.",
        "After talking with you, Cedar said no.",
        "You ended the talks with Birch.",
    ]


def test_a_search_in_which_all_wait_draws_nothing_that_says_nothing(tmp_path):
    silent = jobkit.Search(tmp_path, as_of=DAY)
    for n in range(1, 13):
        silent.record_event("applied", None, f"2026-0{n % 8 + 1}-03", company=f"Alder {n}", role="Planner")
    made = sections.month(silent.month("2026-08"))
    drawn = [block.node["alt"] for section in made for block in section.blocks() if "svg" in block.node]
    assert [alt.partition(" ")[2].partition(" from")[0] for alt in drawn] == ["applications"]
    assert "chance of at least one" not in " ".join(said(made))


def asked_for(*rows):
    return pd.DataFrame(rows, columns=["you", "dimension", "you_by"])


def test_what_is_not_known_is_never_counted_as_not_met_in_a_heading():
    unknown, missing = ("unknown", "skill", ""), ("not", "certificate", "")
    said = [
        ([unknown] * 3 + [missing],
         "Of the four things they asked for, one was not found in your papers and three are not known of you"),
        ([("met", "skill", "")] * 2, "You met both things they asked for"),
        ([unknown], "They asked for one thing"),
        ([missing], "They asked for one thing: it was not found in your papers"),
        ([("met", "skill", ""), ("not", "language", ", B1 (B2 asked)"), ("partly", "years", "")],
         "Of the three things they asked for, you met one, you met one in part and you did not meet one"),
    ]  # fmt: skip
    for rows, title in said:
        assert questions._asked_title(asked_for(*rows)) == title


def test_the_day_of_an_invitation_is_no_interview_on_the_pages_of_a_case_and_an_employer(tmp_path):
    held = jobkit.Search(tmp_path, as_of=DAY)
    held.record_event("applied", None, "2026-08-20", company="Alder", role="Planner")
    events = held.events.assign(kind="interview", date=pd.to_datetime(["2026-09-01"]))
    events["details"] = [{history.INVITATION: "1"}]
    (way,) = questions._way(SimpleNamespace(events=events, row=held.applications))
    (tries,) = questions._tries(held.applications, events)
    for drawn in (str([block.node for block in one.blocks()]) for one in (way, tries)):
        assert "invitation" in drawn and ", interview" not in drawn
    events["kind"] = "acknowledged"
    (way,) = questions._way(SimpleNamespace(events=events, row=held.applications))
    assert "receipt" in " ".join(said([way])) and "acknowledged" not in " ".join(said([way]))
