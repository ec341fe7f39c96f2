"""One employer: tries, pace beside the others, postings old against new, and a kind word on applying again."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from rows import imported, row, run

from jobkit import company, questions
from jobkit.errors import JobkitError
from jobkit.search import Search
from jobkit.store.anchors import turned_down
from jobkit.tables import Event, Fact

HERE = {"company": "Ostrava Foods GmbH", "role": "Baker"}
AGAIN = {"company": "Ostrava Foods", "role": "Baker (m/w/d)"}


def asked(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["requirement", "strength", "dimension", "value"])


OLD = asked(
    ("Five years in a bakery", "must", "years", "5"),
    ("Master's degree", "must", "education", "7"),
    ("Excel", "must", "skill", "Excel"),
    ("SAP", "should", "skill", "SAP"),
    ("Driving", "should", "certificate", "Driving licence B"),
)
NEW = asked(
    ("Three years in a bakery", "must", "years", "3"),
    ("A master's degree is a plus", "should", "education", "7"),
    ("Microsoft Excel", "must", "skill", "Microsoft Excel"),
    ("SQL", "must", "skill", "SQL"),
    ("Power BI", "should", "skill", "Power BI"),
)


@pytest.fixture
def tried(search):
    """A baker who applied at one place twice, knows SQL, and applied at nine others."""
    first = (
        Event("applied", "2026-01-05", **HERE),
        Event("interview", "2026-01-20", **HERE),
        Event("rejected", "2026-02-09", **HERE),
    )
    imported(search, [row(2, *first), row(3, Event("applied", "2026-06-10", **AGAIN))])
    for n in range(9):
        other = {"company": f"Firm {n}", "role": "Baker"}
        told = (Event("applied", "2026-01-05", **other), Event("rejected", f"2026-01-{10 + n}", **other))
        imported(search, [row(2, *told)], f"other{n}.csv")
    rows = [{"section": "skill", "name": "SQL"}, {"section": "skill", "name": "Excel"}]
    rows += [{"section": "education", "name": "Bachelor", "level": 6}]
    rows += [
        {
            "section": "role",
            "title": "Baker",
            "organisation": "Mill",
            "started": "2021-01",
            "ended": "2025-12",
        }
    ]
    with search.store.change("credentials", "your own") as change:
        for one in rows:
            change.fact(Fact("credentials", one))
    return search


def test_every_try_however_the_company_is_written(tried):
    for name in ("Ostrava Foods", "ostrava foods gmbh", "Ostrava", ""):
        assert tried.company(name)["tries"]["outcome"].tolist() == ["rejected", "open"], name
    one = tried.find("Ostrava Foods / Baker (m/w/d)")
    assert len(tried.company(one)["tries"]) == 2


def test_an_employer_that_is_unknown_is_refused_with_the_closest(tried):
    with pytest.raises(JobkitError, match="Did you mean “Ostrava Foods”"):
        tried.company("Ostrawa Foods")


def test_an_empty_search_has_empty_tables(search):
    assert all(table.empty for table in search.company().values())


def test_how_long_they_take_beside_the_others(tried):
    pace = tried.company("Ostrava Foods")["pace"].set_index("stage")
    assert pace.loc["applied", ["days", "n", "waiting", "days_others", "n_others"]].tolist() == [
        15,
        1,
        20,
        9,
        9,
    ]
    assert pace.loc["interview", ["days", "n", "n_others"]].tolist() == [20, 1, 0]
    assert company.pace_says(pace.reset_index()) == [
        "After applying: 15 days; you have been waiting for 20 days; elsewhere typically 9 (9 cases; half took 7 to 11).",
        "After an interview: 20 days; elsewhere no cases, too few to compare.",
    ]


def test_once_you_stopped_waiting_no_days_are_counted(search):
    search.record_event("applied", None, "2026-01-05", **HERE)
    later = Search(search.folder, as_of="2026-04-05")
    assert "waiting for 90 days" in company.pace_says(later.company("Ostrava Foods")["pace"])[0]
    later.settle([("quiet", "s")])
    assert company.pace_says(later.company("Ostrava Foods")["pace"]) == []


def test_after_an_interview_the_wait_counts_from_its_day_and_not_from_the_invitation(search):
    told = [("applied", "2026-01-05"), ("interview", "2026-01-20"), ("interview", "2026-01-28")]
    rows = [Event(kind, day, **HERE) for kind, day in [*told, ("rejected", "2026-02-07")]]
    rows[1] = rows[1]._replace(details={"invitation": "yes"})
    imported(search, [row(2, *rows)])
    pace = search.company("Ostrava Foods")["pace"]
    assert pace[["stage", "days"]].to_numpy().tolist() == [["applied", 15.0], ["interview", 10.0]]


def test_stages_first_known_on_one_day_are_one_wait_from_the_furthest(search):
    search.record_event("applied", None, "2026-01-05", **HERE)
    search.record_event("screening", "Ostrava Foods", "2026-01-10")
    search.record_event("interview", "Ostrava Foods", "2026-01-10")
    search.record_event("rejected", "Ostrava Foods", "2026-01-30")
    pace = search.company("Ostrava Foods")["pace"]
    assert pace[["stage", "days"]].to_numpy().tolist() == [["applied", 5.0], ["interview", 20.0]]


def test_a_rewritten_posting_is_compared_requirement_by_requirement(tried, tmp_path):
    both = (("2026-01-05", "Ostrava Foods / Baker", OLD), ("2026-06-10", "Ostrava Foods / Baker", NEW))
    recorded(tried, tmp_path / "notes.json", *both)
    changes = tried.company("Ostrava Foods")["postings"].set_index("requirement")
    columns = ["change", "was", "now", "you", "toward"]
    assert {name: tuple(changes.loc[name, columns]) for name in changes.index} == {
        "Five years in a bakery": ("softened", "must 5", "must 3", "met", ""),
        "Master's degree": ("softened", "must", "should", "partly", "you"),
        "Microsoft Excel": ("kept", "must", "must", "met", ""),
        "SAP": ("dropped", "should", "", "not", "you"),
        "Driving": ("dropped", "should", "", "unknown", ""),
        "SQL": ("added", "", "must", "met", "you"),
        "Power BI": ("added", "", "should", "not", "away"),
    }
    (line,) = company.changes_say(changes.reset_index())
    assert "6 changes between 5 January 2026 and 10 June 2026" in line
    assert "1 asks for what you do not show" in line


def test_where_nothing_is_known_of_you_no_change_and_no_requirement_is_said_to_be_unmet(search, tmp_path):
    search.record_event("applied", None, "2026-01-05", **HERE)
    recorded(
        search,
        tmp_path / "n.json",
        ("2026-01-05", "Ostrava Foods / Baker", OLD),
        ("2026-06-10", "Ostrava Foods / Baker", NEW),
    )
    (line,) = company.changes_say(search.company("Ostrava Foods")["postings"])
    assert line.endswith("Add your résumé to see which of them suit you.") and "0 of" not in line
    made = questions.case(search.case("Ostrava Foods"), search.settings, search.as_of, [])
    assert [one.title for one in made if one.place == "asked"] == ["They asked for five things"]


def recorded(search, path, *postings):
    """Add notes of postings, each of an application and recorded on its own day."""
    notes = [
        {"record": "posting", "on": day, "application": application, **one}
        for day, application, requirements in postings
        for one in requirements.to_dict("records")
    ]
    path.write_text(json.dumps(notes), encoding="utf-8")
    assert search.add(path)["problems"].sum() == 0


def test_postings_of_other_roles_are_not_compared(tried):
    tried.record_event("applied", None, "2026-06-20", company="Ostrava Foods", role="Accountant")
    tried.record_posting("Ostrava Foods / Accountant", NEW)
    tried.record_posting("Ostrava Foods / Baker (m/w/d)", OLD)
    assert tried.company("Ostrava Foods")["postings"].empty
    assert company.changes_say(tried.company("Ostrava Foods")["postings"]) == []


def test_people_and_hires_of_all_tries_are_there(tried):
    first = tried.company("Ostrava Foods")["tries"].index[0]
    tried.record_person("Ina Solberg", "interviewer", first)
    tried.record_person("Odd Fellowes", "contact", company="OSTRAVA FOODS")
    tried.record_hire(first, "internal")
    tried._as_of = None
    known = tried.company("Ostrava Foods")
    assert known["people"]["name"].tolist() == ["Ina Solberg", "Odd Fellowes"]
    assert known["hires"]["hired_from"].tolist() == ["internal"]


def test_the_command_prints_all_of_it_and_json(tried, capsys):
    status, out, _ = run(tried, capsys, "company", "Ostrava", "--as-of", "2026-06-30")
    assert status == 0
    assert "2 applications, the first on 5 January 2026" in out
    assert "After applying: 15 days" in out
    told = json.loads(run(tried, capsys, "company", "Ostrava", "--json", "--as-of", "2026-06-30")[1])
    assert set(told) == {"tries", "pace", "people", "hires", "postings", "due", "hints"}


@pytest.mark.parametrize(
    ("day", "is_said"),
    [("2026-06-11", True), ("2027-02-08", True), ("2027-02-10", False), ("2026-02-08", False)],
)
def test_applying_where_you_were_turned_down_within_a_year_is_said_kindly(tried, capsys, day, is_said):
    _, out, _ = run(
        tried, capsys, "log", "applied", "--company", "Ostrava Foods", "--role", "Clerk", "--date", day
    )
    assert ("They said no once, on 9 February 2026 (Baker). People apply again" in out) == is_said


def test_a_rejection_that_was_set_right_is_not_held_against_them(tried):
    event = tried.events.loc[
        tried.events["kind"].eq("rejected") & tried.events["company"].str.startswith("Ostrava"), "event"
    ].iloc[0]
    assert turned_down(tried.store, "Ostrava Foods", "2026-06-11") == ("Baker", "2026-02-09")
    tried.correct_event(event, kind="interview")
    assert turned_down(tried.store, "Ostrava Foods", "2026-06-11") is None
