"""Interviews looked back on: kept in a command or a form, summed up over several; how rounds end."""

from __future__ import annotations

import json

import pytest
from rows import imported, row, run

import jobkit
from jobkit import debriefs, forms, tables
from jobkit.commands import cli, terminal
from jobkit.errors import JobkitError
from jobkit.language import vocabulary
from jobkit.language.text import plain
from jobkit.tables import Event

BAKER = {"company": "Ostrava Foods", "role": "Baker"}
TOPICS = vocabulary.shipped("questions")["topic"]


@pytest.fixture
def held(search):
    """Two applications with interviews in May 2026."""
    for company in ("Ostrava Foods", "Quellbach"):
        search.record_event("applied", None, "2026-05-02", company=company, role="Baker")
        search.record_event("interview", company, "2026-05-12")
    return search


def test_a_debrief_is_one_change_that_undo_takes_back(held, capsys):
    words = "--round first --with hiring_manager --date 2026-05-12".split()
    words += [
        "--asked",
        "Why us?",
        "--went",
        "well",
        "--now",
        "",
        "--asked",
        "A conflict?",
        "--went",
        "poorly",
    ]
    assert run(held, capsys, "debrief", "Ostrava", *words, "--now", "the rye dough")[0] == 0
    told = held.debriefs
    assert told[["round", "part", "asked", "went"]].to_numpy().tolist() == [
        ["first", "hiring_manager", "Why us?", "well"],
        ["first", "hiring_manager", "A conflict?", "poorly"],
    ]
    assert told["now"].tolist()[1] == "the rye dough"
    assert told["application"].eq(held.find("Ostrava Foods")).all()
    assert f"{told['recorded'].iloc[0]:%Y-%m-%d}" == "2026-05-12"
    assert held.undo()["command"] == "debrief"
    assert held.debriefs.empty


def test_the_day_of_looking_back_may_be_told(held, capsys):
    assert run(held, capsys, "debrief", "Ostrava", "--asked", "Why us?", "--on", "2026-06-20")[0] == 0
    assert f"{held.debriefs['recorded'].iloc[0]:%Y-%m-%d}" == "2026-06-20"
    held._as_of = "2026-06-19"
    assert held.topics().empty
    held._as_of = "2026-06-20"
    assert len(held.topics()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--asked", "a", "--went", "well", "--went", "poorly"], "You gave --went twice and --asked once."),
        (["--asked", "a", "--went", "great"], "Choose one of well, partly, poorly"),
        ([], "Nothing was said of the interview"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is(held, capsys, words, said):
    status, _, err = run(held, capsys, "debrief", "Ostrava", *words)
    assert (status, said in err) == (1, True)
    assert held.debriefs.empty


def test_an_answer_is_never_kept_with_a_question_it_may_not_belong_to(held, capsys):
    words = ("--asked", "Why us?", "--asked", "A conflict?", "--now", "the rye dough")
    status, _, err = run(held, capsys, "debrief", "Ostrava", *words)
    assert (
        status == 1 and 'You gave --now once and --asked twice. Give one for each question, --now ""' in err
    )
    run(held, capsys, "debrief", "Ostrava", *words[:4], "--now", "", *words[4:])
    assert held.debriefs["now"].fillna("").tolist() == ["", "the rye dough"]


def test_at_a_terminal_it_asks_and_everything_may_stay_empty(held, capsys, monkeypatch):
    answers = iter(
        ["First", "hiring_manager", "Tell me about yourself", "great", "well", "", "", "kind people"]
    )
    monkeypatch.setattr(terminal, "is_attended", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    status, out, _ = run(held, capsys, "debrief", "Ostrava")
    assert (status, "“great” is not one of these" in out) == (0, True)
    (row,) = held.debriefs.to_dict("records")
    assert (row["round"], row["asked"], row["went"], row["note"]) == (
        "first",
        "Tell me about yourself",
        "well",
        "kind people",
    )


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic["name"])
def test_the_example_of_a_topic_is_of_that_topic(topic):
    rows = tables.frame("debriefs", [{"application": "a", "asked": topic["example"]}])
    assert debriefs.questions(rows)["topic"].tolist() == [topic["name"]]
    assert all(word == plain(word) for word in topic["words"])


def test_what_comes_back_goes_well_and_has_no_answer_yet(held):
    held.record_debrief(
        "Ostrava Foods",
        [
            {"asked": "Tell us about a conflict", "went": "poorly", "now": "the oven at night"},
            {"asked": "Why us?", "went": "well"},
            {"asked": "Which yeast do you like?"},
        ],
        date="2026-05-12",
    )
    held.record_debrief(
        "Quellbach",
        [{"asked": "Beschreiben Sie einen Konflikt.", "went": "partly"}, {"asked": "Was your day fine?"}],
        date="2026-05-20",
    )
    topics = held.topics()
    assert topics.loc["conflict", ["n", "of", "well", "partly", "poorly"]].tolist() == [2, 2, 0, 1, 1]
    assert topics.loc["conflict", "now"] == "the oven at night"
    assert topics.loc["which yeast do you like", "label"] == "“Which yeast do you like?”"
    assert debriefs.says(topics) == [
        "Asked more than once: a conflict (2 of 2).",
        "Goes well: why this job, why them.",
        "No good answer yet: a conflict. One story for each is enough.",
    ]
    assert list(debriefs.missing(topics).index) == ["conflict"]


def test_nothing_asked_says_nothing(search):
    assert search.topics().columns.tolist() == list(debriefs.TOPICS)
    assert debriefs.says(search.topics()) == []
    assert search.rounds().columns.tolist() == list(debriefs.ROUNDS)
    assert debriefs.rounds_say(search.rounds()) == []


def story(company: str, *path: tuple[str, str]) -> tuple[Event, ...]:
    job = {"company": company, "role": "Baker"}
    return (Event("applied", "2026-01-02", **job), *(Event(kind, day, **job) for kind, day in path))


def test_rounds_are_counted_with_k_of_those_that_are_decided(search):
    """Five applications: one to an offer by three rounds, one out after two, two out or open after one, one test."""
    told = {
        "Acorn": [("screening", "2026-01-05"), ("interview", "2026-01-10"), ("interview", "2026-01-20"), ("interview", "2026-01-30"), ("offer", "2026-02-05")],
        "Birch": [("interview", "2026-01-10"), ("interview", "2026-01-20"), ("rejected", "2026-01-30")],
        "Cedar": [("screening", "2026-01-05"), ("interview", "2026-01-10"), ("rejected", "2026-01-30")],
        "Dogwood": [("interview", "2026-01-10")],
        "Elder": [("assessment", "2026-01-10"), ("rejected", "2026-01-12")],
        "Fir": [("assessment", "2026-01-10"), ("interview", "2026-01-20"), ("rejected", "2026-01-22")],
    }  # fmt: skip
    for company, path in told.items():
        imported(search, [row(2, *story(company, *path))], f"{company}.csv")
    rounds = search.rounds()
    counted = rounds[["n", "went_on", "of", "open", "ended"]].T.to_dict("list")
    assert counted == {
        "screening": [2, 2, 2, 0, 0],
        "test": [2, 1, 2, 0, 1],
        "first": [5, 2, 4, 1, 2],
        "second": [2, 1, 2, 0, 1],
        "third": [1, 1, 1, 0, 0],
    }
    assert rounds.loc["first", "share"] == 0.5
    assert debriefs.rounds_say(rounds)[2] == "After a first interview: 2 of 4 went on; 1 is open."


def test_a_round_that_only_a_calendar_or_a_debrief_tells_of_counts(search):
    job = {"company": "Acorn", "role": "Baker"}
    final = Event("interview", "2026-01-20", **job, details={"round": "final"})
    imported(search, [row(2, Event("applied", "2026-01-02", **job), final)])
    search.record_debrief("Acorn", [], round="second", date="2026-01-20")
    counted = search.rounds()["n"].to_dict()
    assert counted == {"first": 1, "second": 1, "final": 1}


def test_an_interview_of_which_two_files_tell_is_one_round(search):
    for name in ("tracker.csv", "linkedin.csv"):
        imported(search, [row(2, *story("Acorn", ("interview", "2026-01-10")))], name)
    assert search.rounds()["n"].to_dict() == {"first": 1}


def test_an_interview_that_a_list_tells_and_you_write_down_too_is_one_round(search):
    imported(search, [row(2, *story("Acorn", ("interview", "2026-01-10")))])
    search.record_event("interview", "Acorn", "2026-01-10")
    assert search.rounds()["n"].to_dict() == {"first": 1}
    search.record_event("interview", "Acorn")
    assert search.rounds()["n"].to_dict() == {"first": 1, "second": 1}, "two that you tell of are two"
    imported(
        search, [row(3, Event("applied", company="Birch"), Event("interview", company="Birch"))], "b.csv"
    )
    search.record_event("interview", "Birch", "2026-02-10")
    assert search.rounds().loc["first", "n"] == 2 and search.rounds().loc["second", "n"] == 1


def test_export_brings_them_back(held, tmp_path):
    from jobkit import sharing

    held.record_debrief("Ostrava Foods", [{"asked": "Why us?", "went": "well"}], "first", date="2026-05-12")
    sharing.export(held, tmp_path / "out")
    other = jobkit.Search(tmp_path / "other", as_of="2026-06-30")
    assert other.add(tmp_path / "out" / "notes.json")["problems"].sum() == 0
    assert other.debriefs[["round", "asked", "went"]].to_numpy().tolist() == [["first", "Why us?", "well"]]
    assert other.debriefs["application"].notna().all()


def test_a_month_with_a_debrief_is_no_quiet_month_and_has_its_tables(held):
    held.on = "2026-06-20"
    held.record_debrief("Ostrava Foods", [{"asked": "Why us?"}])
    facts = held.month("2026-06")
    assert not facts.is_quiet
    assert facts["debriefs"][["company", "label"]].to_numpy().tolist() == [
        ["Ostrava Foods", "why this job, why them"]
    ]
    assert facts["topics"]["n"].tolist() == [1]
    assert facts["rounds"].loc["first", "open"] == 2
    assert held.month("2026-05")["debriefs"].empty


def test_a_person_who_is_forgotten_stands_in_no_debrief(held):
    from jobkit import sharing

    held.record_person("Imke Sandoval", "interviewer", "Ostrava Foods")
    held.record_debrief("Ostrava Foods", [{"asked": "Imke Sandoval asked why us"}], date="2026-05-12")
    sharing.forget(held, "Imke Sandoval")
    assert "Sandoval" not in held.debriefs.to_csv()


def test_the_form_keeps_what_was_written(held):
    name = held.find("Ostrava Foods")
    form = forms.debrief(held, name)
    fields = {row.children[0].value: row.children[1] for row in form.children[:-2]}
    button, answer = form.children[-2:]
    button.click()
    assert "Nothing was said" in answer.value
    fields["Which talk it was"].value, fields["Question 1"].value = "first", "Why us?"
    form.children[4].children[1].value = "well"
    button.click()
    assert "Saved, with 1 question." in answer.value
    assert held.debriefs[["round", "asked", "went"]].to_numpy().tolist() == [["first", "Why us?", "well"]]


def test_without_a_name_the_command_sums_up(held, capsys):
    status, out, _ = run(held, capsys, "debrief", "--as-of", "2026-06-30")
    assert status == 0
    assert "No debrief is recorded yet" in out
    held.record_debrief("Ostrava Foods", [{"asked": "Why us?", "went": "well"}], date="2026-05-12")
    told = json.loads(run(held, capsys, "debrief", "--json", "--as-of", "2026-06-30")[1])
    assert told["topics"][0]["label"] == "why this job, why them"
    assert told["rounds"][0]["open"] == 2


def test_an_unknown_round_is_refused_with_those_there_are(held):
    with pytest.raises(JobkitError, match="use one of screening, test, first, second, third, final"):
        held.record_debrief("Ostrava Foods", [], round="tenth")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("erstes", "first"),
        ("2.", "second"),
        ("Drittes Gespräch", "third"),
        ("letzte", "final"),
        ("fin", "final"),
    ],
)
def test_a_round_and_how_it_went_are_understood_in_english_and_german(search, said, meant):
    search.record_event("interview", company="Acorn", role="Planner", date="2026-05-04")
    words = ["debrief", "Acorn", "--round", said, "--asked", "Why us?", "--went", "gut"]
    assert cli.main([*words, "--data", str(search.folder)]) == 0
    kept = jobkit.Search(search.folder).debriefs.iloc[0]
    assert (kept["round"], kept["went"]) == (meant, "well")
    assert cli.main([*words[:3], "neuntes", "--data", str(search.folder)]) == 1


def test_the_same_question_of_the_same_interview_given_again_is_corrected(held, capsys):
    """The later answer counts, on every page; of another interview it is another question."""
    for went, now in (("poorly", "no idea"), ("well", "the rye dough")):
        words = ["--date", "2026-05-12", "--asked", "A conflict?", "--went", went, "--now", now]
        assert run(held, capsys, "debrief", "Ostrava", *words)[0] == 0
    asked = debriefs.questions(held.debriefs)
    assert asked[["asked", "went", "now"]].to_numpy().tolist() == [["A conflict?", "well", "the rye dough"]]
    assert held.topics()[["n", "of", "well", "poorly"]].to_numpy().tolist() == [[1, 1, 1, 0]]
    held.record_debrief("Ostrava", [{"asked": "A conflict?", "went": "partly"}], date="2026-05-20")
    held.record_debrief("Quellbach", [{"asked": "a conflict", "went": "partly"}], date="2026-05-12")
    assert held.topics()[["n", "well", "partly"]].to_numpy().tolist() == [[3, 1, 2]]
    assert len(held.debriefs) == 4
