"""What stands open is settled in one screen, and nothing is asked for ever."""

import json

import pytest

from jobkit import Search, sections, settling

JOBS = ("Ashgrove", "Birchall", "Corvane", "Dunmore")


@pytest.fixture
def jobkit(typed):
    """The command on a search of four applications, one of which was answered."""

    for n, name in enumerate(JOBS):
        job = (
            "--company",
            name,
            "--role",
            "Clerk",
            "--date",
            f"2026-01-0{n + 1}",
            "--on",
            f"2026-01-0{n + 1}",
        )
        assert typed("log", "applied", *job)[0] == 0
    typed("log", "interview", "Corvane", "--date", "2026-01-20", "--on", "2026-01-20")
    return typed


def listed(jobkit, day: str) -> dict[str, str]:
    """What `settle` lists on a day: text to id."""
    status, out, err = jobkit("settle", "--json", "--as-of", day)
    assert status == 0, err
    return {row["text"]: row["item"] for row in json.loads(out)}


def test_a_quiet_application_is_left_alone_and_a_later_reply_takes_it_back(jobkit, tmp_path):
    day = "2026-05-10"
    quiet = listed(jobkit, day)
    assert set(quiet) == {f"{name} · Clerk" for name in JOBS}
    status, out, _ = jobkit("settle", f"{quiet['Ashgrove · Clerk'][:6]}=s", "--on", day)
    assert status == 0 and out.startswith("Ashgrove · Clerk: stopped waiting\n")
    assert "still counts as open" in out
    assert "Ashgrove · Clerk" not in listed(jobkit, day)
    search = Search(tmp_path / "search", as_of=day)
    stopped = search.applications.query("company == 'Ashgrove'").iloc[0]
    assert stopped["outcome"] == "open" and stopped["days_waited"] == 129
    assert "Ashgrove" not in set(search.waiting()["company"])
    month = search.month("2026-05")
    assert "Ashgrove" not in set(month["pending"]["company"]) and list(month["let_be"]["company"]) == [
        "Ashgrove"
    ]
    waits = sections.cards(month).loc["waiting"]
    assert waits["number"] == "2" and waits["neighbour"].endswith("you wait no more for one other")
    assert "Ashgrove · Clerk" in listed(jobkit, "2026-05-09")
    jobkit("log", "screening", "Ashgrove", "--date", "2026-06-01", "--on", "2026-06-01")
    assert "Ashgrove · Clerk" in listed(jobkit, "2026-09-01")
    jobkit("undo")
    jobkit("undo")
    assert "Ashgrove · Clerk" in listed(jobkit, day)


def test_all_quiet_ones_at_once_are_one_change(jobkit):
    before = len(json.loads(jobkit("history", "--json")[1]))
    assert jobkit("settle", "quiet=s", "--on", "2026-05-10")[1].count("stopped waiting") == len(JOBS)
    assert listed(jobkit, "2026-05-10") == {}
    assert "Nothing is open." in jobkit("settle", "--as-of", "2026-05-10")[1]
    assert len(json.loads(jobkit("history", "--json")[1])) == before + 1


def test_what_is_left_open_is_asked_about_once_more_and_never_again(jobkit):
    jobkit("settle", "quiet=w", "--on", "2026-05-10")
    assert listed(jobkit, "2026-05-20") == {}
    assert len(listed(jobkit, "2026-06-20")) == len(JOBS)
    jobkit("settle", "quiet=w", "--on", "2026-06-20")
    assert listed(jobkit, "2026-12-20") == {}


def test_a_plan_is_settled_and_an_old_one_is_asked_about_once(jobkit):
    jobkit("reflect", "2026-01", "--plan", "If Monday, then call", "--on", "2026-01-31")
    assert "If Monday, then call" not in listed(jobkit, "2026-01-31")
    plan = listed(jobkit, "2026-02-02")["If Monday, then call"]
    assert jobkit("settle", f"{plan[:6]}=z", "--on", "2026-02-02")[0] == 1
    jobkit("settle", f"{plan[:6]}=w", "--on", "2026-02-02")
    assert "If Monday, then call" in listed(jobkit, "2026-03-02")
    assert "If Monday, then call" not in listed(jobkit, "2027-01-31")
    jobkit("settle", f"{plan[:6]}=d", "--on", "2026-03-02")
    assert "If Monday, then call" not in listed(jobkit, "2026-03-03")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        (
            "0.6 an interview at Birchall by 2026-03-01",
            ("log", "interview", "Birchall", "--date", "2026-02-01"),
        ),
        ("0.6 feedback from Birchall by 2026-03-01", ("why", "Birchall", "logistics", "--says", "feedback")),
        ("0.6 a coffee at Birchall by 2026-03-01", ("done", "Birchall", "coffee", "--outcome", "answered")),
        ("0.6 to know who was hired at Birchall by 2026-03-01", ("hire", "Birchall", "--from", "internal")),
    ],
)
def test_a_prediction_settles_by_what_came(jobkit, tmp_path, text, command):
    jobkit("reflect", "2026-01", "--prediction", text, "--on", "2026-01-31")
    assert text in listed(jobkit, "2026-02-05")
    assert jobkit(*command, "--on", "2026-02-10")[0] == 0
    assert text not in listed(jobkit, "2026-02-11")
    known = Search(tmp_path / "search", as_of="2026-02-11").month("2026-02")["predictions"]
    assert known["came"].tolist() == [True]
    jobkit("undo")
    late = Search(tmp_path / "search", as_of="2026-03-02").month("2026-03")["predictions"]
    assert late["came"].tolist() == [False]


def test_number_and_key_settle_several_and_the_rest_stays_open(jobkit, monkeypatch):
    import sys

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "1-2s 3s")
    out = jobkit("settle", "--on", "2026-05-10")[1]
    assert out.count(": stopped waiting\n") == 3 and settling.KEPT in out
    monkeypatch.setattr("builtins.input", lambda _: "9s")
    jobkit("undo")
    status, _, err = jobkit("settle", "--on", "2026-05-10")
    assert (status, "I can't read “9s”" in err) == (1, True)
