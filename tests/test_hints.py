"""Hires and openings that files suggest: questions with a command, and nothing recorded by itself."""

from __future__ import annotations

import json
import mailbox
from email.message import EmailMessage

import pytest
from rows import imported, row

from jobkit import hints
from jobkit.commands import cli
from jobkit.tables import Event

HEAD = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
ODD = "Odd,Fellowes,https://www.linkedin.example/in/odd,,"
JOB = {"company": "Ostrava Foods GmbH", "role": "Night Baker"}


@pytest.fixture
def lost(search):
    """A job lost on 10 February 2026, looked at from June."""
    events = (Event("applied", "2026-01-05", **JOB), Event("rejected", "2026-02-10", **JOB))
    imported(search, [row(2, *events)])
    return search


def exported(search, path, *lines: str):
    """Add an export of connections of this name."""
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert search.add(path)["message"].tolist() == [""]


def change_days(search, *days):
    """Let the files be added on these days, in their order."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(search.store.path)) as connection:
        for change, day in enumerate(days, 2):
            connection.execute("UPDATE changes SET at = ? WHERE change = ?", (f"{day}T08:00:00", change))
        connection.commit()
    search._frames = {}


def hint(search) -> list[tuple]:
    return search.hints()[["sign", "hired_from"]].to_numpy().tolist()


def test_a_connection_who_moved_into_the_job_from_inside_is_asked_about(lost, tmp_path):
    exported(lost, tmp_path / "Connections.csv", f"{ODD}Ostrava Foods,Baker’s Helper,02 May 2019")
    exported(
        lost,
        tmp_path / "Connections2.csv",
        f"{ODD}Ostrava Foods,Night Baker,02 May 2019",
        "Ina,Berg,https://l.example/in/i,,Elsewhere,Clerk,20 May 2026",
    )
    (told,) = lost.hints().to_dict("records")
    application = lost.find("Ostrava")
    assert (told["sign"], told["hired_from"], told["application"]) == ("hire", "internal", application)
    assert told["command"] == f"jobkit hire {application} --from internal --known-by LinkedIn"
    assert (
        "Odd Fellowes is now Night Baker at Ostrava Foods (before, Baker’s Helper at Ostrava Foods)."
        in told["words"]
    )
    assert f"{told['day']:%Y-%m-%d}" == "2026-05-20"
    assert lost.hires.empty
    lost._as_of = "2026-05-19"
    assert lost.hints().empty


def test_one_who_came_from_elsewhere_is_external_and_one_first_seen_there_is_unknown(lost, tmp_path):
    exported(lost, tmp_path / "a.csv", f"{ODD}Mill & Sons,Baker,02 May 2019")
    exported(
        lost,
        tmp_path / "b.csv",
        f"{ODD}OSTRAVA FOODS,Night Baker (m/w/d),02 May 2019",
        "Ina,Berg,https://www.linkedin.example/in/ina,,Ostrava Foods GmbH,Night Baker,20 May 2026",
    )
    assert sorted(hint(lost)) == [["hire", "external"], ["hire", "unknown"]]


def test_a_colleague_who_held_the_title_before_the_answer_is_no_hire(lost, tmp_path):
    exported(lost, tmp_path / "a.csv", f"{ODD}Ostrava Foods,Night Baker,02 May 2019")
    change_days(lost, "2026-01-20")
    assert lost.hints().empty
    change_days(lost, "2026-06-20")
    assert len(lost.hints()) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Ostrava Foods,Baker",
        "Ostrava Steel,Night Baker",
        "Ostrava Foods,",
        ",Night Baker",
        "Ostrava Foods,Night Manager",
    ],
)
def test_another_job_or_another_company_is_no_hint(lost, tmp_path, line):
    exported(lost, tmp_path / "a.csv", f"{ODD}Mill & Sons,Miller,02 May 2019")
    exported(lost, tmp_path / "b.csv", f"{ODD}{line},02 May 2019")
    assert lost.hints().empty


def test_nothing_is_asked_where_the_hire_is_known_or_was_not_looked_for(lost, tmp_path):
    exported(lost, tmp_path / "a.csv", f"{ODD}Ostrava Foods,Night Baker,20 May 2026")
    lost._as_of = None
    assert len(lost.hints()) == 1
    lost.record_step("Ostrava", "who_was_hired", "skipped")
    assert lost.hints().empty
    lost.undo()
    lost.record_hire("Ostrava", "external")
    assert lost.hints().empty


def test_a_letter_that_says_somebody_inside_got_it_is_asked_about_until_that_is_recorded(lost):
    words = {"words": "We filled it from within.", "date": "2026-02-10"}
    sign = lost.record_evidence("Ostrava", "internal_or_known", "stated", **words)
    (row,) = lost.hints().to_dict("records")
    (of,) = lost.applications.index
    assert (
        "wrote: “We filled it from within.” Was somebody from inside hired for Night Baker?" in row["words"]
    )
    assert row["command"] == f"jobkit hire {of} internal --on 2026-02-10"
    assert row["otherwise"] == f"jobkit why --drop {sign}"
    lost.record_hire("Ostrava", hired_from="internal")
    assert type(lost)(lost.folder).hints().empty


def test_a_job_saved_again_is_asked_about_until_it_is_recorded_or_applied_for(lost, tmp_path):
    lost.record_event("saved", None, "2026-06-02", **JOB)
    (told,) = lost.hints().to_dict("records")
    application = lost.find("Ostrava")
    assert told["sign"] == "open"
    assert told["command"] == f"jobkit hire {application} --reopened 2026-06-02"
    assert (
        told["words"] == "Night Baker at Ostrava Foods GmbH: you saved it on 2 June 2026. Is it open again?"
    )
    lost.record_event("applied", None, "2026-06-20", **JOB)
    assert lost.hints().empty


def test_a_job_saved_before_the_answer_is_no_opening(lost):
    lost.record_event("saved", None, "2026-02-09", **JOB)
    assert lost.hints().empty


def test_a_description_recorded_anew_is_asked_about(lost, tmp_path):
    notes = [
        {"record": "posting", "on": day, "application": "Ostrava Foods / Night Baker", "requirement": "Rye", "strength": "must", "dimension": "skill", "value": "Rye"}
        for day in ("2026-01-05", "2026-06-10")
    ]  # fmt: skip
    (tmp_path / "notes.json").write_text(json.dumps(notes), encoding="utf-8")
    lost.add(tmp_path / "notes.json")
    (told,) = lost.hints().to_dict("records")
    assert "its description was recorded anew on 10 June 2026" in told["words"]


def mail(path, *letters: tuple[str, str, str]):
    box = mailbox.mbox(path)
    for n, (day, subject, body) in enumerate(letters):
        letter = EmailMessage()
        letter["From"], letter["To"] = "Jobdrift Alerts <alerts@jobdrift.example>", "robin@mail.example"
        letter["Subject"], letter["Date"], letter["Message-ID"] = subject, day, f"<{n}@jobdrift.example>"
        letter.set_content(body)
        box.add(letter)
    box.close()
    return path


ALERT = "Your job alert for bakers has two hits.\n\nNight Baker\nOstrava Foods\nBrno\n\nClerk\nQuellbach\n\nUnsubscribe"


def test_a_job_alert_that_names_employer_and_role_after_the_answer_is_asked_about(lost, tmp_path):
    far = ALERT.replace(
        "Night Baker\n", "Night Baker\n" + "Another job at another firm in another town\n" * 9
    )
    letters = [
        ("Mon, 02 Feb 2026 08:00:00 +0000", "Your job alert for bakers", ALERT),
        ("Mon, 18 May 2026 08:00:00 +0000", "Your job alert for bakers", far),
        ("Mon, 25 May 2026 08:00:00 +0000", "Your job alert for bakers", ALERT + "\nMay"),
    ]
    lost.add(mail(tmp_path / "alerts.mbox", *letters))
    assert lost.set_aside["reason"].tolist() == ["job advertisement"] * 3
    (told,) = lost.hints().to_dict("records")
    assert told["words"].startswith("Night Baker at Ostrava Foods GmbH: a job alert named it on 25 May 2026.")


def test_a_letter_that_an_older_version_kept_without_its_text_is_known_again(lost, tmp_path):
    from jobkit.sources.mail import mail as reader

    box = mail(tmp_path / "a.mbox", ("Mon, 25 May 2026 08:00:00 +0000", "Your job alert for bakers", ALERT))
    (record,) = list(reader.extract(box).records)
    assert "Night Baker" in record.content["Text"]
    imported(
        lost, [record._replace(content=record.same, same=None)], "a.mbox", exclusive=False, kind="mailbox"
    )
    assert lost.add(box)["new"].sum() == 0


def test_the_list_of_what_is_due_asks_and_records_nothing(lost, tmp_path, capsys):
    exported(lost, tmp_path / "a.csv", f"{ODD}Ostrava Foods,Night Baker,20 May 2026")
    before = lost.store.last_change()
    for words in (["due"], ["company", "Ostrava"]):
        assert cli.main([*words, "--data", str(lost.folder)]) == 0
        out = capsys.readouterr().out
        assert "Were they hired for Night Baker?" in out
        assert "--from unknown --known-by LinkedIn" in out
    assert lost.store.last_change() == before


def test_a_wrong_hint_is_put_away_for_good_and_another_is_still_asked_about(lost, tmp_path, capsys):
    exported(lost, tmp_path / "a.csv", f"{ODD}Ostrava Foods,Night Baker,20 May 2026")
    (job,) = lost.applications.index
    words = ["hire", job, "--not", "odd", "--data", str(lost.folder), "--on", "2026-06-01"]
    assert cli.main(words) == 0
    assert "it was not Odd Fellowes" in capsys.readouterr().out
    assert lost.hints().empty
    assert "who_was_hired" in set(lost.due()["step"]), "who was hired is not known yet"
    assert cli.main(words) == 1
    assert "suggested: nobody" in capsys.readouterr().err
    eve = "Eve,Marsh,https://www.linkedin.example/in/eve,,Ostrava Foods,Night Baker,22 May 2026"
    exported(lost, tmp_path / "b.csv", f"{ODD}Ostrava Foods,Night Baker,20 May 2026", eve)
    assert lost.hints()["name"].tolist() == ["Eve Marsh"]


def test_no_files_no_hints(search):
    assert list(search.hints().columns) == list(hints.HINTS)
    assert hints.says(search.hints()) == []
