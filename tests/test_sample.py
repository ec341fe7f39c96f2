"""The invented search in data/sample: what it promises, whoever reads it."""

import csv
import email
import email.policy
import io
import json
import mailbox
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
FILES = (
    "applications-march.csv",
    "applications.csv",
    "calendar.ics",
    "linkedin-connections.csv",
    "linkedin-export.zip",
    "mail.mbox",
    "resume.json",
    "notes.json",
)
TODAY = "2026-10-31"
sys.path.insert(0, str(ROOT / "benchmarks"))

import make_sample  # noqa: E402
import pandas as pd  # noqa: E402
import pytest  # noqa: E402
import sample_notes  # noqa: E402

from jobkit import comparison, rates, reasons, waiting  # noqa: E402
from jobkit.language import names  # noqa: E402
from jobkit.search import Search  # noqa: E402

STORY = list(make_sample.story())
NOTES = json.loads((SAMPLE / "notes.json").read_text("utf-8"))


def texts():
    """Every file of the sample as text, mails decoded and the zip's tables each for itself."""
    for path in sorted(SAMPLE.iterdir()):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                yield from (
                    (f"{path.name}/{name}", archive.read(name).decode()) for name in archive.namelist()
                )
        elif path.suffix == ".mbox":
            for message in letters():
                parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
                yield f"{path.name} {message['Subject']}", "\n".join([*map(str, message.values()), *parts])
        else:
            yield path.name, path.read_text("utf-8-sig")


def letters():
    parse = email.message_from_bytes
    box = mailbox.mbox(
        SAMPLE / "mail.mbox", factory=lambda file: parse(file.read(), policy=email.policy.default)
    )
    try:
        return list(box)
    finally:
        box.close()


def test_the_same_story_gives_the_same_bytes(tmp_path):
    subprocess.run([sys.executable, ROOT / "benchmarks" / "make_sample.py", tmp_path], check=True, stdout=-3)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in SAMPLE.iterdir()}


def test_every_address_in_it_ends_in_a_domain_reserved_for_examples():
    hosts = {
        (name, host.lower().rstrip("."))
        for name, text in texts()
        for host in re.findall(r"(?:https?://|@)([\w.-]+)", text)
    }
    assert len(hosts) > 40
    reserved = re.compile(r"(.+\.)?(example\.(com|org|net)|[\w-]+\.example)")
    assert not [one for one in hosts if not reserved.fullmatch(one[1])]


def test_every_phone_number_in_it_is_from_the_range_kept_for_drama():
    found = {number for _, text in texts() for number in re.findall(r"\+\d[\d ]{7,}", text)}
    assert found == {"+44 20 7946 0311"}


def test_it_is_small_enough_to_travel_with_every_copy():
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) < 400_000


def test_nothing_in_it_happens_on_a_weekend_or_after_its_last_day():
    days = [day for one in STORY for day in [one.applied, *(when for _, when in one.path)]]
    assert all(day.weekday() < 5 and day <= date.fromisoformat(TODAY) for day in days)
    assert max(note["on"] for note in NOTES) == TODAY


def test_each_application_goes_forward_in_time_and_ends_at_most_once():
    for one in STORY:
        days = [one.applied, *(day for _, day in one.path)]
        assert days == sorted(days), one
        endings = [step for step, _ in one.path if step in "xzwda"]
        assert endings in ([], [one.path[-1][0]] if one.path else []), one


def test_the_spreadsheet_is_untidy_where_it_says_so():
    raw = (SAMPLE / "applications.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0][0] == "Robin's job hunt"
    assert "Company " in rows[2]
    twice = [row for row in rows[3:] if rows[3:].count(row) > 1 and any(row[:2])]
    assert len(twice) == 2
    assert rows[-1][:2] == ["TOTAL", str(len(STORY) - len(make_sample.FORGOTTEN))]
    assert [row[5] for row in rows[3:] if re.fullmatch(r"\d+/\d+", row[5])] == ["23/4"]


def test_spreadsheet_linkedin_and_mail_know_different_parts_of_it():
    sheet = (SAMPLE / "applications.csv").read_text("utf-8-sig")
    exported = dict(texts())["linkedin-export.zip/Jobs/Job Applications.csv"]
    for number in make_sample.FORGOTTEN:
        company = STORY[number - 1].company
        assert company not in sheet
        assert company in exported
    mails = [message["From"] + message.get_body(("plain", "html")).get_content() for message in letters()]
    for number in make_sample.STALE:
        one = STORY[number - 1]
        assert [row["Status"] for row in csv_rows() if row["Company "] == one.company] == ["Applied"]
        assert any(one.company in mail for mail in mails)


def csv_rows():
    lines = (SAMPLE / "applications.csv").read_text("utf-8-sig").splitlines()[2:]
    return list(csv.DictReader(lines))


def test_the_mailbox_is_of_every_kind_and_each_mail_is_named_once():
    messages = letters()
    assert 90 <= len(messages) <= 110
    assert len({message["Message-ID"] for message in messages}) == len(messages)
    encodings = {part["Content-Transfer-Encoding"] for message in messages for part in message.walk()}
    assert {"base64", "quoted-printable", "8bit"} <= encodings
    charsets = {message.get_content_charset() for message in messages}
    assert {"utf-8", "iso-8859-1", "windows-1252"} <= charsets
    assert not [message for message in messages if message.defects]


def test_each_note_is_about_an_application_of_the_story_begun_by_then():
    begun = {}
    for one in STORY:
        begun.setdefault(f"{one.company} / {one.role}", one.applied.isoformat())
    about = [note for note in NOTES if "application" in note]
    assert len(about) > 120
    assert not [note for note in about if note["on"] < begun[note["application"]]]


def test_steps_are_taken_towards_people_who_are_in_the_notes():
    met = {(application, name) for _, application, name, *_ in sample_notes.PEOPLE}
    hired = {(application, known["hire"]) for _, application, known in sample_notes.HIRES}
    for _, application, step, person, *_ in sample_notes.STEPS:
        assert not person or (application, person) in met | hired, step


def test_hires_begin_after_the_rejection_and_none_is_named():
    rejected = {f"{one.company} / {one.role}": day.isoformat() for one in STORY for day in one.days("x")}
    for _, application, known in sample_notes.HIRES:
        assert known["hired"] > rejected[application]
        assert not {"name", "company", "title"} & set(known)
    assert len({known["hire"] for _, _, known in sample_notes.HIRES}) == 8


def test_each_month_of_the_search_has_a_plan_and_each_plan_but_the_last_is_looked_back_on():
    months = [note["month"] for note in NOTES if note["record"] == "reflection" and note["kind"] == "plan"]
    assert sorted(set(months)) == [f"2026-{month:02}" for month in range(1, 11)]
    reviews = [note["text"] for note in NOTES if note.get("kind") == "review"]
    plans = [note["text"] for note in NOTES if note.get("kind") == "plan"]
    assert reviews == plans[: len(reviews)]
    assert len(plans) - len(reviews) == 1


def test_no_word_of_it_blames_anybody():
    harsh = re.compile(r"\b(stupid|idiot|loser|failure|worthless|useless|hate)\b", re.I)
    assert not [(name, harsh.search(text)) for name, text in texts() if harsh.search(text)]


@pytest.fixture(scope="module")
def search(tmp_path_factory):
    made = Search(tmp_path_factory.mktemp("search"), as_of=TODAY)
    made.added = made.add([SAMPLE / name for name in FILES]).set_index("source")
    return made


def named(search, company, n=0):
    """The n-th try at a company, by its beginning."""
    known = search.applications
    return known.index[known["company"].str.casefold().str.startswith(company.casefold()).fillna(False)][n]


def test_every_row_of_the_spreadsheet_is_accounted_for(search):
    added = search.added.loc["applications.csv"]
    assert added["records"] == added["understood"] + added["set_aside"] + added["problems"] == 68
    assert added["set_aside"] == 6


def test_all_files_together_tell_of_the_applications_of_the_story_and_no_others(search):
    known = search.applications
    assert len(known) == len(STORY)
    ended = {"x": "rejected", "z": "closed", "w": "withdrawn", "d": "declined", "a": "accepted"}
    outcomes = [ended.get(one.path[-1][0], "open") if one.path else "open" for one in STORY]
    assert known["outcome"].value_counts().to_dict() == {name: outcomes.count(name) for name in set(outcomes)}
    told = {(one.applied.isoformat(), names.company_key(one.company)) for one in STORY}
    found = {(f"{row.applied:%Y-%m-%d}", names.company_key(row.company)) for row in known.itertuples()}
    assert found == told


def test_each_application_went_as_far_as_the_story_tells(search):
    steps = {"s": 1, "c": 2, "i": 3, "f": 3, "o": 4}  # whether a confirmation came is for the mail to find
    stages = ["applied", "screening", "assessment", "interview", "offer"]
    known = search.applications
    keys = known["company"].dropna().map(names.company_key)
    for one in STORY:
        same = known.loc[keys.index[keys == names.company_key(one.company)]]
        found = same.loc[same["applied"] == pd.Timestamp(one.applied), "furthest"]
        reached = stages[max([steps.get(step, 0) for step, _ in one.path], default=0)]
        assert set(found.replace("acknowledged", "applied")) == {reached}, one


def test_an_application_that_the_spreadsheet_forgot_is_known_from_linkedin(search):
    for number in make_sample.FORGOTTEN:
        row = search.applications.loc[named(search, STORY[number - 1].company)]
        assert row["sources"] == "linkedin-export.zip"


def test_a_rejection_that_was_never_written_down_is_known_from_the_mail(search):
    for number in make_sample.STALE:
        row = search.applications.loc[named(search, STORY[number - 1].company)]
        assert row["outcome"] == "rejected"
        assert row["outcome_date"] == pd.Timestamp(STORY[number - 1].days("x")[0])


def test_the_second_try_at_tallowbrook_is_an_application_of_its_own(search):
    first, second = (search.applications.loc[named(search, "Tallowbrook", n)] for n in (0, 1))
    assert (first["outcome"], second["outcome"]) == ("rejected", "accepted")


def test_two_rows_alike_are_two_applications(search):
    assert search.applications["company"].eq("Bramblegate Grocers").sum() == 2


def test_a_day_without_a_year_takes_it_from_its_neighbours_and_a_broken_day_is_a_problem(search):
    row = search.applications.loc[named(search, "Dovetailor")]
    assert row["applied"] == pd.Timestamp("2026-04-23")
    assert "8/52026" in set(search.problems["value"])


def test_every_note_finds_its_application(search):
    for table in (search.evidence, search.hires, search.postings):
        assert table["application"].notna().all()
    noted = search.steps[search.steps["source"] == "notes.json"]
    assert noted["application"].notna().all()


def test_not_enough_experience_turns_into_an_internal_candidate_when_the_hire_is_recorded(search):
    application = named(search, "Marrowfinch")

    def answer(day):
        known = [reasons.as_of(table, day) for table in (search.evidence, search.hires)]
        sent = search.applications_on(day)
        return reasons.attribute(sent, *known), reasons.signs(sent, *known)

    (before, earlier), (after, later) = answer("2026-04-21"), answer("2026-04-22")
    assert before.at[application, "top"] == "more_qualified"
    assert after.at[application, "top"] == "internal_or_known"
    (change,) = reasons.revisions(before, after, earlier, later).to_dict("records")
    assert change["application"] == application
    assert "internal hire" in change["added"]


def test_the_eight_hires_tell_eight_stories(search):
    hires = search.hires.drop_duplicates("hire", keep="last").set_index("hire")
    told = {}
    for name, hire in hires.iterrows():
        found = search.compare(hire["application"])
        told[name] = (found.verdict, hire["hired_from"], "left" if pd.notna(hire["left"]) else "")
    assert told == {
        "hire-1": (comparison.YOU, "external", "left"),
        "hire-2": (comparison.COMPARABLE, "internal", ""),
        "hire-3": (comparison.HIRE, "external", ""),
        "hire-4": (comparison.HIRE, "internal", ""),
        "hire-5": (comparison.COMPARABLE, "external", ""),
        "hire-6": (comparison.UNCLEAR, "external", ""),
        "hire-7": (comparison.COMPARABLE, "external", ""),
        "hire-8": (comparison.YOU, "internal", ""),
    }


def test_first_guesses_were_right_less_often_than_not(search):
    unguessed = search.evidence[~search.evidence["says"].isin(["guess_early", "guess_later"])]
    answer = reasons.attribute(search.applications, unguessed, search.hires)
    guesses = reasons.first_guess(search.evidence, answer)
    assert len(guesses) >= 8
    assert guesses["agreed"].mean() < 0.5


def test_adding_the_sample_twice_changes_nothing(search):
    before = search.events
    again = search.add([SAMPLE / name for name in FILES])
    assert again["new"].sum() == 0
    pd.testing.assert_frame_equal(before, search.events)


def reached(search, column, value, stages=("screening", "assessment", "interview", "offer")):
    part = search.applications[search.applications[column] == value]
    return int(part["furthest"].isin(stages).sum()), len(part)


def test_referrals_lean_ahead_of_the_job_board_and_no_more_than_that(search):
    board, referral = (reached(search, "channel", name) for name in ("job board", "referral"))
    assert (board, referral) == ((3, 18), (2, 5))
    assert rates.better(*board, *referral)["words"] == "leans"


def test_the_channel_with_the_highest_share_is_the_one_with_the_fewest_tries(search):
    counted = search.applications["channel"].value_counts()
    shares = {channel: reached(search, "channel", channel) for channel in counted.index}
    best = max(shares, key=lambda channel: shares[channel][0] / shares[channel][1])
    assert (shares[best], counted.min()) == ((2, 2), 2)


def test_the_second_resume_did_better_and_it_went_with_writing_first(search):
    interviews = ("interview", "offer")
    a, b = (reached(search, "resume", name, interviews) for name in ("CV A", "CV B"))
    assert (a, b) == ((4, 43), (6, 19))
    wrote_first = search.applications["channel"] == "Wrote first"
    assert set(search.applications.loc[wrote_first, "resume"]) == {"CV B"}


def test_after_about_seven_weeks_replies_are_rare_though_one_came_on_that_day(search):
    answer = waiting.silence(waiting.spells(search.applications, search.as_of))
    assert answer["low"] <= 35 <= answer["high"]
    late = search.applications.loc[named(search, "Elderglade")]
    assert (late["answered"] - late["applied"]).days >= answer["day"]


def test_most_losses_after_a_talk_came_after_the_case(search):
    known = search.applications
    talked = known[known["furthest"].isin(["screening", "assessment", "interview", "offer"])]
    lost = talked.index[talked["outcome"] == "rejected"]
    events = search.events
    after_a_case = set(events.loc[events["kind"] == "assessment", "application"]) & set(lost)
    assert (len(after_a_case), len(lost)) == (11, 18)


def test_a_connection_moved_into_a_job_that_was_lost_and_is_asked_about(search):
    (hint,) = search.hints().to_dict("records")
    assert (hint["company"], hint["sign"], hint["hired_from"]) == ("Brindlemark Freight", "hire", "internal")
    assert hint["application"] not in set(search.hires["application"])


def test_the_description_at_tallowbrook_was_rewritten_toward_robin(search):
    from jobkit import company

    (line,) = company.changes_say(search.company("Tallowbrook")["postings"])
    assert "5 changes" in line and line.endswith("3 of 5 suit you better than before.")


def test_leading_people_is_asked_most_often_and_the_story_for_it_comes_late(search):
    topics = search.topics()
    assert topics.loc["leadership", ["n", "of", "well", "poorly"]].tolist() == [4, 7, 1, 3]
    assert topics.index[0] == "leadership"


def test_rounds_of_the_sample(search):
    rounds = search.rounds()[["went_on", "of"]].T.to_dict("list")
    story = [[step for step, _ in one.path if step in "sif"] for one in STORY]
    assert rounds["screening"][1] == sum("s" in path for path in story)
    assert rounds["second"][1] == sum("f" in path for path in story)
