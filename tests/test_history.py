"""Linking, and what became of each application."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobkit import history, linking, rates, tables, waiting
from jobkit.errors import TableError


def events(*rows: tuple) -> pd.DataFrame:
    """Rows of application, kind, date, and more columns as a dict."""
    told = []
    for n, (application, kind, date, *more) in enumerate(rows):
        told.append({"event": f"e{n}", "application": application, "kind": kind, "date": date} | dict(*more))
    return tables.frame("events", told)


def unlinked(*rows: dict) -> pd.DataFrame:
    """Rows of events without application; `entry` is the event itself unless given."""
    told = [{"event": f"e{n}", "entry": f"e{n}", "kind": "applied", **row} for n, row in enumerate(rows)]
    return tables.frame("events", told)


def forty_applications() -> pd.DataFrame:
    """40 applications: 20 silent, 17 rejected of which 9 after an interview, 2 interviewing, 1 offer."""
    rows = [(f"a{n}", "applied", "2026-01-05") for n in range(40)]
    rows += [(f"a{n}", "rejected", "2026-02-20") for n in range(17)]
    rows += [(f"a{n}", "interview", "2026-02-01") for n in [*range(9), 17, 18]]
    rows += [("a19", "interview", "2026-02-01"), ("a19", "offer", "2026-02-10")]
    return events(*rows)


def test_the_furthest_stage_is_kept_after_a_rejection():
    funnel = history.funnel(history.applications(forty_applications(), "2026-03-01"))
    assert funnel.at["answered", "share"] == 0.5
    assert funnel.at["interview", "share"] == 0.3
    assert funnel.at["offer", "n"] == 1
    assert funnel.at["applied", "of"] == 40


def test_an_unanswered_application_is_open_not_rejected():
    made = history.applications(events(("a", "applied", "2026-01-05")), "2026-12-31")
    assert made.at["a", "outcome"] == "open"
    assert made.at["a", "days_waited"] == 360


def test_an_acknowledgement_is_no_answer():
    made = history.applications(
        events(("a", "applied", "2026-01-05"), ("a", "acknowledged", "2026-01-06")), "2026-02-04"
    )
    assert made.at["a", "furthest"] == "acknowledged"
    assert pd.isna(made.at["a", "first_answer"])
    assert history.funnel(made).at["answered", "n"] == 0


def test_a_past_day_is_seen_as_it_was():
    told = events(
        ("a", "applied", "2026-01-05"), ("a", "interview", "2026-02-01"), ("a", "rejected", "2026-03-01")
    )
    seen = [
        history.applications(told, day) for day in ("2026-01-04", "2026-01-31", "2026-02-15", "2026-03-01")
    ]
    assert len(seen[0]) == 0
    assert [made.at["a", "outcome"] for made in seen[1:]] == ["open", "open", "rejected"]
    assert [made.at["a", "furthest"] for made in seen[1:]] == ["applied", "interview", "interview"]


def test_an_event_without_a_day_counts_and_gets_none():
    made = history.applications(events(("a", "applied", None), ("a", "rejected", None)), "2026-01-01")
    assert made.at["a", "outcome"] == "rejected"
    assert made[["applied", "outcome_date", "days_waited", "answered"]].isna().all(axis=None)
    assert made.at["a", "first_answer"] == "rejected"


def test_what_goes_on_after_a_no_is_open_again():
    told = events(
        ("a", "applied", "2026-01-05"), ("a", "rejected", "2026-02-01"), ("a", "interview", "2026-03-01")
    )
    assert history.applications(told, "2026-03-02").at["a", "outcome"] == "open"


def test_an_accepted_offer_stays_accepted():
    told = events(("a", "offer", "2026-02-01"), ("a", "accepted", "2026-02-03"), ("a", "rejected", None))
    assert history.applications(told, "2026-03-01").at["a", "outcome"] == "accepted"


def test_an_acceptance_tells_of_an_offer_though_none_was_written_down():
    made = history.applications(
        events(("a", "interview", "2026-02-01"), ("a", "accepted", "2026-02-03")), "2026-03-01"
    )
    assert made.at["a", "furthest"] == "offer"
    assert history.funnel(made).at["offer", "n"] == 1
    assert "offer" in set(history.flow(made)["source"])
    own = made.assign(furthest="interview")
    assert history.funnel(own).at["offer", "n"] == 1
    assert "offer" in set(history.flow(own)["source"])


def test_what_was_only_saved_is_no_application_unless_asked_for():
    told = events(("a", "saved", "2026-01-05"), ("b", "applied", "2026-01-05"))
    assert list(history.applications(told, "2026-02-01").index) == ["b"]
    assert set(history.applications(told, "2026-02-01", include_saved=True).index) == {"a", "b"}


def test_interviews_told_of_twice_count_once():
    told = events(
        ("a", "interview", "2026-02-01", {"entry": "row"}),
        ("a", "interview", "2026-02-01", {"entry": "mail"}),
        ("a", "interview", "2026-02-08", {"entry": "row"}),
    )
    assert history.applications(told, "2026-03-01").at["a", "n_interviews"] == 2


def test_an_empty_search_has_every_column_and_no_row():
    made = history.applications(tables.empty("events"), "2026-01-01")
    assert list(made.columns) == list(tables.COLUMNS["applications"])
    assert history.funnel(made)["n"].sum() == 0
    assert history.flow(made).empty
    assert history.by_month(tables.empty("events"), made).empty


def test_an_unknown_kind_is_refused_by_name():
    with pytest.raises(TableError, match="hired"):
        history.applications(
            pd.DataFrame({"application": ["a"], "kind": ["hired"], "date": [None]}), "2026-01-01"
        )


def test_the_flow_leads_every_application_somewhere():
    made = history.applications(forty_applications(), "2026-03-01")
    flow = history.flow(made)
    ends = flow[~flow["target"].isin(flow["source"])]
    assert flow.loc[flow["source"] == "applications", "n"].sum() == 40
    assert ends["n"].sum() == 40
    for stage in ("screening", "interview", "offer"):
        assert flow.loc[flow["target"] == stage, "n"].sum() == flow.loc[flow["source"] == stage, "n"].sum()


def test_months_without_anything_stand_between_the_others():
    told = events(
        ("a", "applied", "2026-01-05"), ("b", "applied", "2026-03-05"), ("a", "rejected", "2026-03-09")
    )
    months = history.by_month(told, history.applications(told, "2026-04-01"))
    assert list(months.index) == ["2026-01", "2026-02", "2026-03"]
    assert list(months["applied"]) == [1, 0, 1]
    assert list(months["rejected"]) == [0, 0, 1]


# -- linking ----------------------------------------------------------------------------------------


def applications_of(told: pd.DataFrame, **more) -> list[str]:
    return list(history.link(told, **more)["application"])


def test_a_row_a_linkedin_row_and_a_mail_are_one_application():
    told = unlinked(
        {"company": "Quellbach GmbH", "role": "Data Analyst (m/w/d)", "date": "2026-03-02"},
        {"company": "Quellbach", "role": "Data Analyst", "date": "2026-03-03"},
        {"company": "quellbach", "role": "", "kind": "rejected", "date": "2026-04-01"},
    )
    assert len(set(applications_of(told))) == 1
    assert "role" in history.link(told)["why"].iloc[1]


def test_a_second_try_months_later_is_another_application():
    told = unlinked(
        {"company": "Quellbach", "role": "Data Analyst", "date": "2026-01-02"},
        {"company": "Quellbach", "role": "Data Analyst", "date": "2026-06-03"},
        {"company": "Quellbach", "role": "Data Analyst", "kind": "rejected", "date": "2026-06-20"},
    )
    first, second, answer = applications_of(told)
    assert first != second == answer
    made = history.applications(told, "2026-07-01")
    assert made.at[second, "earlier_try"] == first


def test_one_advertisement_of_two_days_far_apart_is_two_jobs():
    job = {"company": "Quellbach", "role": "Data Analyst", "url": "https://jobs.example/view/1234567"}
    days = ("2026-01-02", "2026-03-01", "2026-08-03")
    told = unlinked(*({**job, "date": day, "entry": day} for day in days))
    first, soon, late = applications_of(told)
    assert first == soon != late


def test_two_rows_of_one_file_are_two_applications_however_alike():
    same = {"company": "Quellbach", "role": "Data Analyst", "date": "2026-01-02"}
    told = unlinked(same, same)
    seen = pd.DataFrame({"entry": ["e0", "e1"], "source": [1, 1]})
    assert len(set(applications_of(told, sightings=seen))) == 2


def test_rows_of_two_files_meet_one_to_one():
    same = {"company": "Quellbach", "role": "Data Analyst", "date": "2026-01-02"}
    told = unlinked(same, same, same, same)
    seen = pd.DataFrame({"entry": ["e0", "e1", "e2", "e3"], "source": [1, 1, 2, 2]})
    names = applications_of(told, sightings=seen)
    assert len(set(names)) == 2
    assert names[0] != names[1]
    assert names[2] != names[3]


def test_other_roles_at_one_company_stay_apart():
    told = unlinked(
        {"company": "Quellbach", "role": "Data Analyst", "date": "2026-01-02"},
        {"company": "Quellbach", "role": "Warehouse Lead", "date": "2026-01-02"},
    )
    assert len(set(applications_of(told))) == 2


def test_what_names_no_company_is_never_lumped_together():
    told = unlinked(
        {"role": "Data Analyst", "date": "2026-01-02"}, {"role": "Data Analyst", "date": "2026-01-03"}
    )
    assert len(set(applications_of(told))) == 2


def test_an_employer_that_only_an_address_tells_is_called_as_in_its_conversation():
    told = {"message_id": "<a>", "thread": "<a>"}
    guess = told | {"company_why": "the sender's address, jobs@fennwick-bakery.example"}
    known, _ = linking.standing(
        tables.frame(
            "events",
            [
                {"event": "e1", "kind": "applied", "company": "Fennwick Bakery", "details": guess},
                {"event": "e2", "kind": "rejected", "company": "Fennwick Bread Co", "details": told},
            ],
        )
    )
    assert known["company"].tolist() == ["Fennwick Bread Co"] * 2


def test_an_employer_that_only_an_address_tells_is_called_as_in_letters_from_there():
    guess = {"message_id": "<a>", "company_why": "the sender's address, at kirkmoor-hospitals.example"}
    known = {"message_id": "<b>", "contact": "Jobs <jobs@kirkmoor-hospitals.example>"}
    system = {"message_id": "<c>", "company_why": "the sender's address, jobs@kirkmoor-hospitals.example"}
    rows = [("Kirkmoor Hospitals", guess), ("Kirkmoor Teaching Hospitals", known), ("Jobs", system)]
    told = [
        {"event": f"e{n}", "kind": "rejected", "company": company, "details": details}
        for n, (company, details) in enumerate(rows)
    ]
    called = linking.standing(tables.frame("events", told))[0]["company"]
    assert called.tolist() == ["Kirkmoor Teaching Hospitals"] * 2 + ["Jobs"]


def test_an_agency_is_not_called_as_the_client_that_another_letter_of_its_names():
    agency = {"message_id": "<a>", "company_why": "the sender's address, at harrow-people.example"}
    client = {"message_id": "<b>", "contact": "Jo <jo@harrow-people.example>"}
    told = [
        {"event": "e1", "kind": "rejected", "company": "Harrow People", "details": agency},
        {"event": "e2", "kind": "interview", "company": "Randall Freight", "details": client},
    ]
    called = linking.standing(tables.frame("events", told))[0]["company"]
    assert called.tolist() == ["Harrow People", "Randall Freight"]


def test_an_offer_without_a_day_is_not_known_before_the_rest_of_its_application():
    job = {"company": "Oswin", "role": "Porter"}
    told = unlinked(
        {**job, "kind": "applied", "date": "2026-05-01", "entry": "a"},
        {**job, "kind": "offer", "entry": "a"},
        {**job, "kind": "interview", "date": "2026-06-09", "entry": "a"},
    )
    furthest = [history.applications(told, day)["furthest"].item() for day in ("2026-05-31", "2026-06-30")]
    assert furthest == ["applied", "offer"]


def test_a_thread_holds_messages_together():
    told = unlinked(
        {"company": "Quellbach", "role": "Analyst", "date": "2026-01-02", "details": {"thread": "t1"}},
        {"company": "", "kind": "interview", "date": "2026-01-09", "details": {"thread": "t1"}},
    )
    assert len(set(applications_of(told))) == 1


def test_the_persons_decision_is_the_last_word():
    told = unlinked(
        {"company": "Quellbach", "role": "Data Analyst", "date": "2026-01-02"},
        {"company": "Ostrava Foods", "role": "Baker", "date": "2026-01-02"},
    )
    one = pd.DataFrame({"one": ["e0"], "other": ["e1"], "same": [True]})
    two = pd.DataFrame({"one": ["e0", "e0"], "other": ["e1", "e1"], "same": [True, False]})
    assert len(set(applications_of(told, decisions=one))) == 1
    assert len(set(applications_of(told, decisions=two))) == 2


COMPANIES = st.sampled_from(["Quellbach", "Quellbach GmbH", "Ostrava Foods", "", "Ärmel & Söhne"])
ROLES = st.sampled_from(["Data Analyst", "Senior Data Analyst", "Baker", ""])
DAYS = st.one_of(
    st.none(),
    st.dates(min_value=pd.Timestamp("2026-01-01").date(), max_value=pd.Timestamp("2026-12-31").date()),
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "company": COMPANIES,
            "role": ROLES,
            "kind": st.sampled_from(tables.KINDS),
            "date": DAYS.map(lambda day: day and day.isoformat()),
            "file": st.integers(0, 2),
        }
    ),
    max_size=14,
)


def groups(told: pd.DataFrame, seen: pd.DataFrame) -> set[frozenset]:
    linked = history.link(told, seen)
    return {frozenset(members) for members in linked.groupby("application").groups.values()}


@given(ROWS, st.randoms())
def test_the_order_of_import_does_not_change_the_links(rows, random):
    told = unlinked(*({key: value for key, value in row.items() if key != "file"} for row in rows))
    seen = pd.DataFrame(
        {
            "entry": [f"e{n}" for n, row in enumerate(rows) if row["file"]],
            "source": [row["file"] for row in rows if row["file"]],
        }
    )
    shuffled = list(range(len(told)))
    random.shuffle(shuffled)
    assert groups(told, seen) == groups(told.iloc[shuffled], seen)


@given(ROWS)
def test_counts_are_conserved(rows):
    told = unlinked(*({key: value for key, value in row.items() if key != "file"} for row in rows))
    linked = history.link(told)
    assert linked["application"].notna().all()
    made = history.applications(told, "2027-01-01", include_saved=True)
    assert made["n_events"].sum() == len(told)
    assert len(made) == linked["application"].nunique()


def test_two_letters_that_name_nothing_are_two_applications_unless_they_are_one_conversation():
    rows = [
        {"event": f"e{n}", "kind": "acknowledged", "date": "2026-01-05", "entry": f"r{n}"}
        | {"details": {"thread": thread, "message_id": f"<{n}@example.org>"}}
        for n, thread in enumerate(("<a@example.org>", "<b@example.org>", "<b@example.org>"))
    ]
    linked = history.link(tables.frame("events", rows))["application"]
    assert linked["e0"] != linked["e1"] == linked["e2"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("VanderMeer BV", "VanderMeer B.V."),
        ("Novo SA", "Novo S.A."),
        ("Novo SA", "Novo, S. A."),
        ("Quellbach GmbH", "Quellbach G.m.b.H."),
        ("St. Wilfrid's Hospital Trust", "St Wilfrids Hospital"),
        ("St Wilfrid’s Hospital", "St. Wilfrids Hospital NHS Foundation Trust"),
        ("Kessel University", "University of Kessel"),
        ("The University of Kessel", "Kessel University"),
        ("Müller & Söhne GmbH", "Mueller und Soehne"),
        ("Mu\u0308ller AG", "Mueller"),
        ("Müller", "Muller"),
        ("Müller GmbH & Co. KG", "Müller"),
        ("Osprey & Finch", "Ospreyfinch"),
        ("Osprey and Finch Ltd", "Ospreyfinch"),
    ],
)
def test_a_company_written_in_two_ways_is_one(one, other):
    for first, second in ((one, other), (other, one)):
        told = unlinked(
            {"company": first, "role": "Data Analyst", "date": "2026-01-02"},
            {"company": second, "role": "Data Analyst", "date": "2026-01-03"},
        )
        linked = history.link(told)
        assert linked["application"].nunique() == 1
        assert linked["why"].iloc[1].startswith("the same company")
        assert linked["why"].iloc[1].endswith("and role, applied 1 days apart")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Novo", "Nova"),
        ("Novo S.A.", "Nova S.A."),
        ("St Wilfrid's School", "St Wilfrid's Hospital"),
        ("St Wilfrid's Hospital", "St Wilfrid's Hospital Foundation"),
        ("Kessel University", "Kessel University Hospital"),
        ("University of Kessel", "University of Kassel"),
        ("Muller", "Mueller"),
        ("Quellbach", "Quellbach Trust"),
        ("Smith & Jones", "Smith Jones"),
        ("A.S. Watson", "Watson"),
    ],
)
def test_companies_that_are_named_almost_alike_stay_apart(one, other):
    told = unlinked(
        {"company": one, "role": "Data Analyst", "date": "2026-01-02"},
        {"company": other, "role": "Data Analyst", "date": "2026-01-02"},
    )
    seen = pd.DataFrame({"entry": ["e0", "e1"], "source": [1, 2]})
    assert len(set(applications_of(told))) == 2
    assert len(set(applications_of(told, sightings=seen))) == 2


def test_why_two_names_are_one_company_is_said():
    told = unlinked(
        {"company": "Novo SA", "role": "Data Analyst", "date": "2026-01-02"},
        {"company": "Novo S.A.", "role": "Data Analyst", "date": "2026-01-02"},
    )
    why = history.link(told)["why"].iloc[1]
    assert why == "the same company (“Novo SA” elsewhere) and role, applied the same day"


@pytest.mark.parametrize(("later", "n"), [("2026-09-15", 1), ("2026-11-16", 2), (None, 1)])
def test_two_receipts_for_titles_of_other_seniority_are_one_try_only_when_they_are_near(later, n):
    told = unlinked(
        {"company": "Kestrel", "role": "Analyst", "kind": "acknowledged", "date": "2026-09-05"},
        {"company": "Kestrel", "role": "Senior Analyst", "kind": "acknowledged", "date": later},
    )
    assert len(set(applications_of(told))) == n


def test_a_title_with_a_slip_of_the_pen_is_the_same_job():
    told = unlinked(
        {"company": "Kestrel", "role": "Logistics Coordinator", "kind": "applied", "date": "2026-09-05"},
        {"company": "Kestrel", "role": "Logistic Coordinater", "kind": "rejected", "date": "2026-09-20"},
    )
    assert "role, written a little differently" in history.link(told)["why"].iloc[1]


def test_an_answer_that_leaves_out_the_seniority_still_finds_its_receipt():
    told = unlinked(
        {"company": "Kestrel", "role": "Senior Analyst", "kind": "acknowledged", "date": "2026-09-05"},
        {"company": "Kestrel", "role": "Analyst", "kind": "rejected", "date": "2026-11-16"},
    )
    assert len(set(applications_of(told))) == 1


def test_what_has_company_is_not_called_a_try_of_its_own():
    told = unlinked(
        {"company": "Quellbach", "role": "Data Analyst", "date": "2026-01-02"},
        {"company": "Quellbach", "role": "Data Analyst", "date": "2026-01-03"},
        {"company": "Ostrava Foods", "role": "Baker", "date": "2026-01-02"},
        {
            "company": "Ostrava Foods",
            "role": "Baker",
            "kind": "rejected",
            "date": "2026-02-02",
            "entry": "e2",
        },
        {"company": "Tallowbrook", "role": "Clerk", "date": "2026-01-02"},
    )
    first, _, *row, alone = history.link(told)["why"]
    assert first == "the first entry; the others were linked to it"
    assert row == ["the only entry"] * 2
    assert alone == "a new application"


def test_after_a_merge_both_sides_say_that_the_person_joined_them():
    told = unlinked(
        {"company": "Quellbach", "role": "Data Analyst", "date": "2026-01-02"},
        {"company": "Ostrava Foods", "role": "Baker", "date": "2026-01-02"},
    )
    said = pd.DataFrame({"one": ["e0"], "other": ["e1"], "same": [True]})
    assert set(history.link(told, decisions=said)["why"]) == {"you said that they are one application"}


def undated(*rows):
    """Events of one application from kinds and days."""
    made = [
        {"event": f"e{n}", "application": "a", "company": "Alder", "kind": kind, "date": date}
        for n, (kind, date) in enumerate(rows)
    ]
    return tables.frame("events", made)


def test_an_ending_without_a_day_is_not_known_before_the_last_dated_event():
    events = undated(("applied", "2026-01-05"), ("rejected", None), ("interview", "2026-03-10"))
    outcomes = {
        day: history.applications(events, day)["outcome"].iloc[0] for day in ("2026-01-31", "2026-03-10")
    }
    assert outcomes == {"2026-01-31": "open", "2026-03-10": "rejected"}
    alone = undated(("applied", "2026-01-05"), ("rejected", None))
    assert history.applications(alone, "2026-01-05")["outcome"].iloc[0] == "rejected"


def test_where_a_dated_twin_follows_the_undated_ending_is_dropped():
    events = undated(("applied", "2026-01-05"), ("rejected", None), ("rejected", "2026-04-02"))
    before, after = (history.applications(events, day).iloc[0] for day in ("2026-04-01", "2026-04-30"))
    assert (before["outcome"], after["outcome"]) == ("open", "rejected")
    assert after["outcome_date"] == pd.Timestamp("2026-04-02")
    rows = [
        ("applied", "2026-01-05"),
        ("rejected", None),
        ("rejected", "2026-04-02"),
        ("interview", "2026-05-05"),
    ]
    reopened = undated(*rows)
    assert history.applications(reopened, "2026-05-31")["outcome"].iloc[0] == "open"


def test_each_stage_has_the_first_day_on_which_it_or_a_later_one_was_reached():
    events = undated(("applied", "2026-01-05"), ("interview", "2026-02-01"), ("screening", "2026-02-10"))
    found = history.applications(events, "2026-12-31").iloc[0]
    assert found["screened"] == found["assessed"] == found["interviewed"] == pd.Timestamp("2026-02-01")
    assert pd.isna(found["offered"])
    assert pd.isna(history.applications(events, "2026-01-31").iloc[0]["screened"])


def test_a_company_is_shown_with_its_legal_form_and_a_title_without_marks_whichever_list_comes_first():
    one = {"application": "a", "date": "2026-01-05", "company": "Fa. Pinefold", "role": "Köchin"}
    other = {"application": "a", "date": "2026-01-05", "company": "Pinefold", "role": "Koch/Köchin (m/w/d)"}
    for rows in ((one, other), (other, one)):
        made = history.applications(
            events(*(("a", "applied", "2026-01-05", row) for row in rows)), "2026-02-01"
        )
        assert (made.at["a", "company"], made.at["a", "role"]) == ("Fa. Pinefold", "Köchin")


@pytest.mark.parametrize("days", [10, 45, 200])
@pytest.mark.parametrize("is_listed", [True, False])
def test_a_try_after_a_rejection_is_another_application_and_the_refusal_stays(days, is_listed):
    again = (pd.Timestamp("2026-03-10") + pd.Timedelta(days=days)).date().isoformat()
    job = {"company": "Pinefold", "role": "Planner"}
    rows = [
        {**job, "kind": "applied" if is_listed else "acknowledged", "date": "2026-03-02"},
        {**job, "kind": "rejected", "date": "2026-03-10"},
        {**job, "kind": "applied" if is_listed else "acknowledged", "date": again},
    ]
    made = history.applications(unlinked(*rows), "2026-12-31")
    assert made["applied"].dt.date.astype(str).tolist() == ["2026-03-02", again]
    assert made["outcome"].tolist() == ["rejected", "open"]


@pytest.mark.parametrize("closed", ["2026-03-09", "2026-03-10", "2026-03-20", None])
def test_a_refusal_stands_where_a_list_says_that_the_job_was_filled(closed):
    job = {"company": "Pinefold", "role": "Planner"}
    rows = [
        {**job, "date": "2026-03-02"},
        {**job, "kind": "closed", "date": closed},
        {**job, "kind": "rejected", "date": "2026-03-10"},
    ]
    (made,) = history.applications(unlinked(*rows), "2026-12-31").to_dict("records")
    assert (made["outcome"], str(made["outcome_date"])[:10]) == ("rejected", "2026-03-10")
    rows.append({**job, "kind": "interview", "date": "2026-03-15"})  # it went on
    (made,) = history.applications(unlinked(*rows), "2026-12-31").to_dict("records")
    assert made["outcome"] == ("closed" if closed in ("2026-03-20", None) else "open")


def test_a_list_that_dates_an_application_otherwise_before_its_end_is_still_the_same():
    job = {"company": "Pinefold", "role": "Planner"}
    rows = [
        {**job, "date": "2026-03-02"},
        {**job, "date": "2026-03-09"},
        {**job, "kind": "rejected", "date": "2026-03-10"},
        {**job, "kind": "acknowledged", "date": "2026-03-12"},
    ]
    assert len(history.applications(unlinked(*rows), "2026-12-31")) == 1


def test_a_channel_has_one_spelling_however_its_rows_are_capitalised():
    rows = [
        {"kind": "applied", "date": "2026-05-01", "company": firm, "role": "Clerk", "channel": channel}
        for firm, channel in (("Acorn", "Job fair"), ("Beech", "job fair"), ("Cedar", "Job fair"))
    ]
    rows.append({"kind": "applied", "date": "2026-05-01", "company": "Dune", "channel": "Referral"})
    found = history.applications(tables.frame("events", rows), "2026-06-01")
    assert sorted(found["channel"]) == ["Job fair", "Job fair", "Job fair", "Referral"]
    assert found.set_index("company")["referred"]["Dune"]
    assert len(rates.chosen(found, "JOB FAIR")) == 3


def test_a_reply_of_which_only_its_day_is_known_is_an_answer_and_no_longer_waited_for():
    reply = {"details": {"reply": True}}
    told = events(
        ("a", "applied", "2026-05-01"),
        ("a", "acknowledged", "2026-05-11", reply),
        ("b", "applied", "2026-05-01"),
        ("b", "acknowledged", "2026-05-02"),
    )
    found = history.applications(told, "2026-06-01")
    assert found["first_answer"].dropna().to_dict() == {"a": "reply"}
    assert found["days_waited"].to_dict() == {"a": 10, "b": 31}
    assert set(found["outcome"]) == {"open"}
    assert history.is_answered(found).to_dict() == {"a": True, "b": False}
    assert list(waiting.pending(found, "2026-06-01").index) == ["b"]
    assert history.fates(found)["fate"].to_dict() == {"a": "reply", "b": "no reply"}
    assert set(history.flow(found)["target"]) == {"reply", "still open"}
    assert history.applications(told, "2026-05-05")["first_answer"].isna().all()
