"""What people type is understood: words for events and reasons, days in any way of writing them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from jobkit import Search
from jobkit.commands import COMMANDS, cli, terminal, understand
from jobkit.errors import JobkitError
from jobkit.store import anchors
from jobkit.tables import REASONS, ROUNDS


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(anchors, "today", lambda: "2026-07-01")


@pytest.fixture
def answers(monkeypatch):
    """Let somebody sit at the terminal who gives these answers."""

    def sit(*words):
        given = iter(words)
        monkeypatch.setattr(terminal, "is_attended", lambda: True)
        monkeypatch.setattr(terminal, "ask", lambda question: next(given))

    return sit


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-18", "2026-06-18"),
        ("6/18/26", "2026-06-18"),
        ("18.6.2026", "2026-06-18"),
        ("18 June", "2026-06-18"),
        ("18 September", "2025-09-18"),
        ("6.5.26", "2026-05-06"),
        ("June 18, 2026", "2026-06-18"),
        ("18. Juni 2026", "2026-06-18"),
        ("yesterday", "2026-06-30"),
        ("last Friday", "2026-06-26"),
        ("Friday", "2026-06-26"),
        ("am Freitag", "2026-06-26"),
        ("vendredi dernier", "2026-06-26"),
        ("Wednesday", "2026-06-24"),
        ("Tuesday last week", "2026-06-23"),
        ("next Monday", "2026-07-06"),
        ("kommenden Freitag", "2026-07-03"),
        ("this morning", "2026-07-01"),
        ("a fortnight ago", "2026-06-17"),
        ("", ""),
    ],
)
def test_a_day_is_understood_as_people_write_it(text, day):
    assert understand.day(text) == day


@pytest.mark.parametrize(
    "text", ["soon", "last week", "2026-02-30", "0206-10-31", "31.31.2026", "1949-12-31", "2029-01-01"]
)
def test_what_is_no_day_of_a_search_is_refused_with_how_to_write_one(text):
    with pytest.raises(JobkitError, match=r"Nothing was recorded\.$"):
        understand.day(text)


def test_a_day_with_two_readings_is_refused_with_both():
    with pytest.raises(JobkitError, match=r"6 May 2026 \(2026-05-06\) or 5 June 2026 \(2026-06-05\)"):
        understand.day("6/5/26")


def test_a_day_of_next_month_is_asked_about_and_not_put_a_year_back():
    with pytest.raises(JobkitError, match=r"18 July 2025 .* or 18 July 2026"):
        understand.day("18 July")


@pytest.mark.parametrize(
    ("text", "days"),
    [("10th", "10 June 2026 .* or 10 July 2026"), ("next Friday", "3 July 2026 .* or 10 July 2026")],
)
def test_a_day_as_spoken_that_two_may_be_is_asked_about(text, days):
    with pytest.raises(JobkitError, match=days):
        understand.day(text)


def test_a_day_with_two_readings_is_asked_about_where_somebody_is_there(answers):
    answers("2")
    assert understand.day("6/5/26") == "2026-06-05"
    answers("")
    with pytest.raises(JobkitError, match="Nothing was recorded"):
        understand.day("6/5/26")


def test_a_day_far_off_is_taken_only_when_somebody_says_that_it_is_right(answers):
    answers("yes")
    assert understand.day("1949-12-31") == "1949-12-31"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("reject", "rejected"), ("phone screen", "screening"), ("Interview", "interview"), ("offer", "offer")],
)
def test_a_kind_of_event_is_understood_in_peoples_words(text, kind):
    assert understand.kind(text) == kind


def test_a_near_miss_is_asked_about(answers):
    with pytest.raises(JobkitError, match="Did you mean `internal_or_known`"):
        understand.one_of("intrenal", REASONS, "a reason")
    answers("y")
    assert understand.one_of("intrenal", REASONS, "a reason") == "internal_or_known"


def test_the_beginning_of_one_name_is_that_name_and_of_several_is_none():
    assert understand.one_of("internal", REASONS, "a reason") == "internal_or_known"
    with pytest.raises(JobkitError, match="more_qualified, minimum_not_met, mistaken_hire"):
        understand.one_of("m", REASONS, "a reason")


@pytest.mark.parametrize(
    ("text", "name"),
    [("erstes", "first"), ("Zweites", "second"), ("dernière", "final"), ("1", "first"), ("second", "second")],
)
def test_a_round_is_understood_in_peoples_own_language(text, name):
    assert understand.of_a_talk(text, ROUNDS, "a round") == name


def test_words_that_help_offers_for_a_reason_are_understood(tmp_path):
    offered = COMMANDS["why"].options[0][1]["help"].partition(": ")[2].partition(" …")[0].split(", ")
    assert len(offered) > 3
    for word in offered:
        assert understand.reason(word, tmp_path)


WORDS = {
    "logistics": "salary, money, Gehalt, zu teuer, location, Visum, work permit, salaire, salary too high",
    "internal_or_known": "internal, insider, interne Besetzung, R3 internal candidate, Vitamin B",
    "not_demonstrated": "fit, cultural fit, didn’t come across",
    "more_qualified": "more experience, stronger candidate, mehr Erfahrung",
    "minimum_not_met": "not enough experience, zu wenig Erfahrung, language, unqualified",
    "overqualified": "overqualified, they said I am overqualified, überqualifiziert",
    "role_changed": "frozen, hiring freeze, no budget, eingefroren",
    "never_considered": "not read, too late, ghosted",
    "unknown": "unknown, nobody knows",
}


@pytest.mark.parametrize("reason", WORDS)
def test_a_reason_is_known_by_what_people_call_it(tmp_path, reason):
    words = WORDS[reason].split(", ")
    assert {word: understand.reason(word, tmp_path) for word in words} == dict.fromkeys(words, reason)


def test_a_word_of_two_reasons_is_asked_about_and_ones_own_reasons_have_words_too(tmp_path, answers):
    for words in ("experience", "certificate", "degree", "no budget for my salary"):
        with pytest.raises(JobkitError, match=r"can be several reasons\. Say which: "):
            understand.reason(words, tmp_path)
    answers("2")
    assert understand.reason("experience", tmp_path) == "minimum_not_met"
    own = '[reasons.shifts]\nunder = "logistics"\nlabel = "night shifts"\nwords = ["nights"]\n'
    (tmp_path / "reasons.toml").write_text(own, encoding="utf-8")
    assert {understand.reason(words, tmp_path) for words in ("nights", "night shifts", "shifts")} == {
        "shifts"
    }


@pytest.mark.parametrize(
    ("words", "step"),
    [
        (["coffee"], "coffee"),
        (["Elm Dairy", "coffee with the hire"], "coffee"),
        (["thank you note"], "thank_note"),
        (["thank", "you", "note", "Elm", "Dairy"], "thank_note"),
    ],
)
def test_a_step_that_is_logged_as_an_event_is_told_its_own_command(tmp_path, capsys, words, step):
    assert cli.main(["log", *words, "--data", str(tmp_path)]) == 1
    assert f" COMPANY {step} " in capsys.readouterr().err


def test_a_month_will_do_for_when_a_hire_began_and_is_said_to_be_its_first_day(capsys):
    assert understand.day("October 2026", "2026-11-30", or_month=True) == "2026-10-01"
    assert understand.day("2026-10", "2026-11-30", or_month=True) == "2026-10-01"
    assert capsys.readouterr().out.count("is kept as 1 October 2026. Give the day once you know it.") == 2
    with pytest.raises(JobkitError, match="“October 2026” is no day"):
        understand.day("October 2026", "2026-11-30")


def test_hired_is_asked_back_because_it_can_be_somebody_else():
    with pytest.raises(JobkitError, match="jobkit hire"):
        understand.kind("hired")


def test_commands_take_what_is_understood(tmp_path):
    def run(*words):
        return cli.main([*words, "--data", str(tmp_path)])

    assert run("log", "applied", "--company", "Quellbach", "--role", "Carpenter", "--date", "5/31/26") == 0
    assert run("log", "phone screen", "Quellbach", "--date", "10 June") == 0
    assert run("log", "Quellbach", "reject", "--date", "18.6.2026") == 0
    assert run("why", "Quellbach", "--date", "19 June", "internal") == 0
    search = Search(tmp_path, as_of="2026-07-01")
    assert list(search.events["kind"]) == ["applied", "screening", "rejected"]
    assert [day.date() for day in search.events["date"]] == [
        date(2026, 5, 31), date(2026, 6, 10), date(2026, 6, 18),
    ]  # fmt: skip
    assert list(search.evidence["reason"]) == ["internal_or_known"]


@pytest.mark.parametrize(
    ("words", "kind", "day"),
    [
        ("interview Quellbach Timber 5 Nov 2025", "interview", "2025-11-05"),
        ("not shortlisted Quellbach 22/9/25", "rejected", "2025-09-22"),
        ("phone screen quellbach timber 25 sept 2025", "screening", "2025-09-25"),
        ("Absage Quellbach 25.11.2025", "rejected", "2025-11-25"),
    ],
)
def test_what_happened_where_and_when_is_understood_without_quotes(tmp_path, words, kind, day):
    def run(*words):
        return cli.main([*words, "--data", str(tmp_path)])

    assert run("log", "applied", "--company", "Quellbach Timber", "--date", "2025-01-08") == 0
    assert run("log", *words.split()) == 0
    event = Search(tmp_path, as_of="2026-01-01").events.set_index("kind").loc[kind]
    assert (event["company"], f"{event['date']:%Y-%m-%d}") == ("Quellbach Timber", day)


@pytest.fixture
def typed(tmp_path, capsys):
    """Type commands for a search of four applications; their output, or what they refuse."""

    def type_(*words):
        cli.main([*words, "--data", str(tmp_path)])
        said = capsys.readouterr()
        return (said.out + said.err).replace(f" --data {tmp_path}", "")

    for company, day in (
        ("Quellbach Timber", "2026-05-02"),
        ("Elm Dairy", "2026-06-25"),
        ("Leeds", "2026-05-03"),
    ):
        type_("log", "applied", "--company", company, "--role", "Carpenter", "--date", day)
    type_("log", "applied", "--company", "Black Friday Ltd", "--date", "2026-05-04")
    return type_


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("rejected Quellbach last Friday", "rejected at Quellbach Timber (Carpenter) on 26 June 2026"),
        ("rejected Quellbach vorgestern", "rejected at Quellbach Timber (Carpenter) on 29 June 2026"),
        ("rejected Quellbach 10th", "rejected at Quellbach Timber (Carpenter) on 10 June 2026"),
        ("rejected Quellbach last week", "I can't read “last week” as a date."),
        ("rejected Black Friday", "rejected at Black Friday Ltd, no date"),
        ("interview Elm Dairy 3. Juli", "interview at Elm Dairy (Carpenter) on 3 July 2026"),
        ("interview Elm Dairy 12.10.", "interview at Elm Dairy (Carpenter) on 12 October 2026"),
        ("applied --company Quellbach Mill 18 July", "18 July 2025 (2025-07-18) or 18 July 2026"),
        ("interview Quellbach 10 June, Paul rang", "Kept as its note: “Paul rang”."),
        (
            "interview Quellbach 10 June --note went well",
            "interview at Quellbach Timber (Carpenter) on 10 June",
        ),
        ("interview Quellbach 10 June was cancelled", "seems to tell of another event"),
        ("interview Elm Dairy 3 July 2026, 10:00", "on 3 July 2026, 10:00 ("),
        ("interview Elm Dairy 3. Juli um 9.15 Uhr", "on 3 July 2026, 09:15 ("),
        ("interview Elm Dairy tomorrow at 2 pm", "on 2 July 2026, 14:00 ("),
        ("interview Elm Dairy at 3 on 2 July", "on 2 July 2026, 15:00 ("),
        ("interview Elm Dairy 2.7., 14–15 Uhr", "on 2 July 2026, 14–15 Uhr ("),
        ("interview Elm Dairy 30 June they rang at 10:00", "Kept as its note: “they rang at 10:00”."),
        ("rejected Quellbach June", "“June” is no day, and none is made up."),
        ("rejected Quellbach in June", '--note "in June". Nothing was recorded.'),
    ],
)
def test_days_as_spoken_and_the_words_behind_them_are_understood(typed, words, said):
    assert said in typed("log", *words.split())


def test_the_hour_typed_with_a_day_is_kept_and_the_same_hour_is_known_already(typed, tmp_path):
    typed("log", "interview", "Elm Dairy", "--date", "3 July 2026, 10:00")
    assert typed("log", *"interview Elm Dairy 3 July 2026, 10:00".split()).startswith("Known already")
    assert "Recorded" in typed("log", *"interview Elm Dairy 3 July 2026, 14:00".split())
    talks = Search(tmp_path, as_of="2026-07-01").events.query("kind == 'interview'")
    assert [details["time"] for details in talks["details"]] == ["10:00", "14:00"]


def test_a_refusal_by_an_employer_never_heard_of_is_said_to_begin_an_application(typed):
    said = typed("log", "rejected", "--company", "Tern Quay", "28 June")
    assert "Recorded: rejected at Tern Quay on 28 June 2026" in said
    assert "No application at “Tern Quay” was known, so this begins one." in said
    assert "begins one" not in typed("log", "rejected", "--company", "Elm Dairy", "28 June")
    assert "Do you mean “Quellbach Timber”?" in typed("log", "rejected", "--company", "Quelbach Timber")


def test_words_behind_the_day_are_the_note(typed, tmp_path):
    typed("log", *"telefonat Quellbach vorgestern, Frau Moor sagt sie melden sich".split())
    typed("log", *"interview Elm Dairy 30 June --note went well with Paul".split())
    notes = Search(tmp_path, as_of="2026-07-01").events.set_index("kind")["note"]
    assert notes["screening"] == "Frau Moor sagt sie melden sich"
    assert notes["interview"] == "went well with Paul"


def test_a_call_after_a_no_opens_nothing_unless_somebody_says_so(typed, tmp_path):
    typed("log", "rejected", "Leeds", "26 June")
    said = typed("log", "phone", "Leeds", "28 June")
    assert "Leeds said no on 26 June 2026." in said and "Then add --again. Nothing was recorded." in said
    applications = Search(tmp_path, as_of="2026-07-01").applications.set_index("company")
    assert applications.loc["Leeds", "outcome"] == "rejected"
    assert "Recorded: screening at Leeds" in typed("log", "phone", "Leeds", "28 June", "--again")
    applications = Search(tmp_path, as_of="2026-07-01").applications.set_index("company")
    assert applications.loc["Leeds", "outcome"] == "open"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Quellbach Timber too old", "Recorded: “too old”, under no reason."),
        ("Quellbach zu alt --says feedback", "No reason here stands for who somebody is"),
        ("Quellbach Timber they said I am too young", "“they said I am too young” is kept as you say it."),
        ("Quellbach Timber internal candidate", "Recorded: an internal or known candidate"),
        ("Quellbach Timber certificate", "can be several reasons"),
        ("Quellbach money --says hiring_manager", "start date (feedback to you)"),
        ("Quellbach money --says letter", "(their message, in their own words)"),
        ("Quellbach money --says friend", "(a referral, by hearsay)"),
        ("Quellbach money --says nobody", "is not a source of a reason"),
    ],
)
def test_a_reason_and_who_says_so_are_understood_in_words(typed, words, said):
    typed("log", "rejected", "Quellbach", "26 June")
    assert said in typed("why", *words.split())


def test_a_note_in_words_that_gives_no_known_reason_is_followed_by_the_question_why(typed):
    note = "rang, Paul said the other lad had done bottling lines"
    asked = "Did they say why? jobkit why 'Quellbach Timber' REASON"
    assert asked in typed("log", "rejected", "Quellbach", "27 June", "--note", note)
    assert asked not in typed("log", "rejected", "Elm Dairy", "27 June", "--note", "by post")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("phoned Quellbach 10 June", "Recorded: screening at Quellbach Timber"),
        ("Quellbach hat abgesagt", "Recorded: rejected at Quellbach Timber"),
        ("turned down Quellbach 10 June", "can be theirs or yours"),
        ("abgesagt Quellbach", "can be theirs or yours"),
        ("chased Quellbach", "is a step of yours"),
    ],
)
def test_words_that_people_use_for_events_are_taken_or_asked_back(typed, words, said):
    assert said in typed("log", *words.split())


def test_names_and_words_need_no_quotes(typed, tmp_path):
    assert "Karen Moor, interviewer" in typed("person", "Karen", "Moor", "--part", "interviewer")
    assert "Erased" in typed("forget", "Karen", "Moor")
    typed("log", "rejected", "Leeds", "26 June")
    step = Search(tmp_path, as_of="2026-07-01").due()["due"].iloc[0][:6]
    assert "Recorded: " in typed("done", step, "sie", "hat", "geantwortet")
    steps = Search(tmp_path, as_of="2026-07-01").steps
    assert list(steps["words"]) == ["sie hat geantwortet"]


def test_several_columns_of_a_credential_are_set_right_at_once(typed, tmp_path):
    typed("me", "--add", "role", "title=Cook", "organisation=Bay House", "started=2019-03")
    fact = Search(tmp_path).credentials["fact"].iloc[0]
    typed("me", "--correct", fact, "title=Electrician", "organisation=J. Hobson & Sons")
    row = Search(tmp_path).credentials.iloc[0]
    assert (row["title"], row["organisation"]) == ("Electrician", "J. Hobson & Sons")


def test_a_month_that_has_not_begun_is_said_to_be_last_years(capsys):
    assert understand.month("December", "2026-11-30") == "2025-12"
    assert "that of 2025; in 2026 it has not begun" in capsys.readouterr().err


@pytest.mark.parametrize("words", ["ghosted Quellbach", "no answer Quellbach", "keine Rückmeldung Quellbach"])
def test_silence_is_no_event_and_is_no_refusal(tmp_path, capsys, words):
    assert cli.main(["log", "applied", "--company", "Quellbach", "--data", str(tmp_path)]) == 0
    assert cli.main(["log", *words.split(), "--data", str(tmp_path)]) == 1
    assert "without an answer it stays open" in capsys.readouterr().err
    assert list(Search(tmp_path).events["kind"]) == ["applied"]


def test_an_application_that_is_not_known_is_told_how_to_begin(tmp_path, capsys):
    assert cli.main(["log", "applied", "--company", "Quellbach", "--data", str(tmp_path)]) == 0
    assert cli.main(["log", "rejected", "Moor Lane School", "--data", str(tmp_path)]) == 1
    assert "applied --company NAME" in capsys.readouterr().err


def test_the_rest_of_a_company_without_quotes_belongs_to_it_and_of_two_names_is_asked_about(tmp_path, capsys):
    def run(*words):
        return cli.main([*words, "--data", str(tmp_path)])

    assert run("log", "applied", "--company", "Quellbach", "Timber", "5", "October") == 0
    search = Search(tmp_path)
    assert list(search.events["company"]) == ["Quellbach Timber"]
    assert f"{search.events['date'][0]:%m-%d}" == "10-05"
    assert run(*"log applied --company Moor Lane --role Head Gardener".split()) == 1
    assert "Put several words in quotes" in capsys.readouterr().err
    assert len(Search(tmp_path).events) == 1
    assert run("log", "applied", "--company", "Quellbach Mill") == 0
    assert run("log", "rejected", "Quellbach") == 1
    assert "nan" not in capsys.readouterr().err


def test_a_round_an_employer_with_a_number_and_a_weekday_of_a_talk_are_no_past_days(tmp_path, capsys):
    def run(*words):
        return cli.main([*words, "--data", str(tmp_path)])

    for firm in ("Harrow School", "1st Central"):
        assert run("log", "applied", "--company", firm, "--date", "2026-01-05") == 0
    assert run(*"log 2nd interview Harrow School 3 March".split()) == 0
    assert run(*"log rejected 1st Central 5 March".split()) == 0
    told = Search(tmp_path).events.set_index("kind")["date"]
    assert (f"{told['interview']:%m-%d}", f"{told['rejected']:%m-%d}") == ("03-03", "03-05")
    assert run(*"log screening Harrow School Friday".split()) == 1
    assert "can be several days" in capsys.readouterr().err


def test_one_letter_of_a_name_names_nobody(tmp_path):
    assert cli.main(["log", "applied", "--company", "Quellbach", "--data", str(tmp_path)]) == 0
    assert cli.main(["log", "rejected", "b", "--data", str(tmp_path)]) == 1


def test_what_is_not_understood_records_nothing(tmp_path):
    before = cli.main(["log", "applied", "--company", "Quellbach", "--data", str(tmp_path)])
    assert before == 0
    for words in (
        ["log", "rejcted!", "Quellbach"],
        ["why", "Quellbach", "intrenal"],
        ["log", "reject", "a", "b"],
    ):
        assert cli.main([*words, "--data", str(tmp_path)]) == 1
    search = Search(tmp_path)
    assert list(search.events["kind"]) == ["applied"]
    assert search.evidence.empty


def test_an_application_that_several_may_be_is_asked_about(tmp_path, answers, capsys):
    def run(*words):
        return cli.main([*words, "--data", str(tmp_path)])

    for role in ("Carpenter", "Joiner"):
        run("log", "applied", "--company", "Quellbach Timber", "--role", role)
    capsys.readouterr()
    assert run("log", "rejected", "Quellbach") == 1
    said = capsys.readouterr().err
    ids = [event[:12] for event in Search(tmp_path).applications.index]
    assert "“Quellbach” names 2 applications. Type one of these:" in said
    assert all(f"jobkit log rejected {one}" in said for one in ids)
    answers("2")
    assert run("log", "rejected", "Quellbach") == 0
    answers("1")
    assert run("show", "Quelbach Timber") == 0
    events = Search(tmp_path).events
    assert len(events[events["kind"] == "rejected"]) == 1


def test_a_company_that_is_nearly_known_is_named_and_another_is_not(tmp_path, capsys):
    def run(*words):
        return cli.main([*words, "--data", str(tmp_path)])

    run("log", "applied", "--company", "Quellbach Timber", "--role", "Carpenter")
    for text in ("Quelbach Timber", "Quelbach", "quellbahc", "Quellbach Tinber Ltd"):
        assert run("show", text) == 1
        assert "Did you mean “Quellbach Timber”?" in capsys.readouterr().err, text
    assert run("show", "Harrowgate") == 1
    assert "`jobkit applications --data" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("june", "2026-06"),
        ("July", "2026-07"),
        ("october", "2025-10"),
        ("Okt", "2025-10"),
        ("März", "2026-03"),
        ("août", "2025-08"),
        ("October 2024", "2024-10"),
        ("10/2025", "2025-10"),
        ("2026-06", "2026-06"),
        ("2026-Q2", "2026-Q2"),
        ("2026-W23", "2026-W23"),
        ("2026-13", "2026-13"),
        ("2026", "2026"),
        ("all", "all"),
        ("", ""),
        ("the best month", "the best month"),
    ],
)
def test_a_month_is_understood_by_its_name_as_the_newest_that_has_begun(text, month):
    assert understand.month(text) == month


def test_a_month_by_its_name_counts_from_the_day_looked_from():
    assert understand.month("october", "2025-09-30") == "2024-10"


@pytest.mark.parametrize(("text", "month"), [("december", "2026-12"), ("november", "2026-11")])
def test_a_plan_may_be_for_the_month_that_comes_next(text, month):
    assert understand.month(text, "2026-11-30", is_plan=True) == month
    assert understand.month("january", "2026-12-05", is_plan=True) == "2027-01"


@pytest.mark.parametrize("words", [("reflect",), ("activities",), ("report", "--json"), ("cohort",)])
def test_a_name_of_a_month_stands_wherever_a_month_is_taken(words, monkeypatch, tmp_path):
    seen = []
    command = COMMANDS[words[0]]
    monkeypatch.setitem(COMMANDS, words[0], command._replace(act=lambda options: seen.append(options)))
    given = [tmp_path, "--month", "june"] if words == ("cohort",) else ["june", "--as-of", "2025-12-01"]
    assert cli.main([*words, *map(str, given), "--data", str(tmp_path)]) == 0
    (options,) = seen
    assert (vars(options).get("month") or options.period) == (
        "2026-06" if words == ("cohort",) else "2025-06"
    )


TWO_JOBS = [("Cook", "2026-05-05"), ("Driver", "2026-08-24")]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("log rejected Fennel --date 2026-05-29", "Cook"),  # before the other was sent
        ("log applied Fennel --date 2026-05-05 --applied-how post", "Cook"),  # sent on that day
        ("done Fennel thank_email --date 2026-05-26", "Cook"),
        ("debrief Fennel --date 2026-05-25 --note calm", "Cook"),
        ("why Fennel internal --date 2026-06-01", "Cook"),
        ("log rejected Fennel --date 2026-09-20", ""),
        ("log rejected Fennel --date 2026-05-01", ""),
        ("log applied Fennel --date 2026-10-20", ""),
        ("posting Fennel advert.txt", ""),
    ],
)
def test_of_two_jobs_at_an_employer_the_one_that_had_begun_by_the_day_is_meant(
    words, meant, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "advert.txt").write_text("You need two years of experience.")
    for role, day in TWO_JOBS:
        Search(tmp_path / "d").record_event("applied", company="Fennel Hall", role=role, date=day)
    n = len(Search(tmp_path / "d").history())
    code = cli.main([*words.split(), "--data", "d"])
    said = capsys.readouterr()
    assert code == (not meant)
    if meant:
        assert f"({meant})" in said.out or f"· {meant}" in said.out
        assert dict(TWO_JOBS)["Driver"] == f"{Search(tmp_path / 'd').applications['applied'].max():%Y-%m-%d}"
    else:
        assert "names 2 applications" in said.err
        assert len(Search(tmp_path / "d").history()) == n


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ({"list.csv": "Company,Role,Applied\nAcorn,Cook,13/04/2026\n"}, "2026-06-05"),
        ({"list.csv": "Company,Role,Applied\nAcorn,Cook,04/13/2026\n"}, "2026-05-06"),
        ({"list.csv": "Company,Role,Applied\nAcorn,Cook,04/13/2026\n", "country": "Ireland"}, "2026-05-06"),
        ({"country": "Ireland"}, "2026-06-05"),
        ({"country": "USA"}, "2026-05-06"),
        ({"country": "Canada"}, ""),
        ({}, ""),
    ],
)
def test_a_day_in_numbers_is_typed_in_the_order_of_ones_own_lists_or_country(given, day, tmp_path, capsys):
    data = ["--data", str(tmp_path / "d")]
    if text := given.get("list.csv"):
        (tmp_path / "list.csv").write_text(text, encoding="utf-8")
        cli.main(["add", str(tmp_path / "list.csv"), *data])
    if country := given.get("country"):
        cli.main(["me", "--country", country, *data])
    capsys.readouterr()
    code = cli.main(["log", "applied", "--company", "Fennel Hall", "--date", "5/6/26", *data])
    assert code == (not day)
    if day:
        assert f"{Search(tmp_path / 'd').events['date'].max():%Y-%m-%d}" == day
    else:
        assert "6 May 2026 (2026-05-06) or 5 June 2026 (2026-06-05)" in capsys.readouterr().err
        assert cli.main(["due", "--as-of", "5/6/26", *data]) == 1
        assert "Nothing was recorded" not in capsys.readouterr().err


def test_a_dry_run_says_what_it_would_not_understand_and_a_rough_day_is_said(tmp_path, capsys):
    rows = ["Acorn,Cook,13/04/2026,glorp", "Fennel Hall,Driver,mid June,", "Lindow,Baker,20/04/2026,rejected"]
    (tmp_path / "list.csv").write_text(
        "\n".join(["Company,Role,Applied,Status", *rows, ""]), encoding="utf-8"
    )
    cli.main(["add", "--dry-run", str(tmp_path / "list.csv"), "--data", str(tmp_path / "d")])
    said = capsys.readouterr().out
    assert "list.csv:2, Status: “glorp” is not a known state" in said
    assert "Applied: 1 name no day: kept without one" in said


def test_which_addition_to_take_back_is_named_where_several_files_were_added(tmp_path, capsys):
    text = "Wilma Wren\n\nWork experience\n2019 - 2024 Cook, Fennel Hall\n\nEducation\n2015 Diploma, Lindow College\n"
    for n in (1, 2):
        (tmp_path / f"cv{n}.txt").write_text(f"{text}Skills\nBaking {n}\n", encoding="utf-8")
    cli.main(["add", str(tmp_path / "cv1.txt"), str(tmp_path / "cv2.txt"), "--data", str(tmp_path / "d")])
    said = " ".join(capsys.readouterr().out.split())
    assert re.findall(r"undo (?:--data \S+ )?(\d), then", said) == ["1", "2"]
