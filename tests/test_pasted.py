"""`jobkit add -`: what is pasted or piped is read as what it is, and no file of it is left."""

import io
import json
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit import Search
from jobkit.commands import cli
from jobkit.errors import SourceError
from jobkit.sources import pasted

REFUSAL = (
    "Thank you for applying for the Baker position at Pinefold. Unfortunately we have decided not to proceed."
)
SHOWN = (
    "Von: Personalabteilung <personal@lindenhof.example>\nGesendet: Montag, 16. März 2026 09:30\n"
    f"An: Ilka Marquardt\nBetreff: Your application\n\n{REFUSAL}\n"
)
TABLE = "Company\tRole\tApplied\tStatus\nAcornfield\tBaker\t2026-03-02\tRejected\nTallow\tCook\t2026-03-04\tInterview\n"
CALENDAR = (Path(__file__).parent / "golden_calendars" / "outlook_invitation.ics").read_text("utf-8")
WHOLE = f"From: a@pinefold.example\nTo: b@c.example\nSubject: Baker\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\n{REFUSAL}\n"
PASTED = {
    "a table": (TABLE, "tracker table", [("Acornfield", "rejected", "NaT"), ("Tallow", "interview", "NaT")]),
    "a letter as a mail program shows it": (SHOWN, "mailbox", [("Pinefold", "rejected", "2026-03-16")]),
    "the text of a letter": (f"Dear Robin,\n\n{REFUSAL}\n", "mailbox", [("Pinefold", "rejected", "NaT")]),
    "the source of a letter": (WHOLE, "mailbox", [("Pinefold", "rejected", "2026-03-02")]),
    "a letter whose date somebody typed": (
        WHOLE.replace("Mon, 2 Mar 2026 10:00:00 +0000", "2 March 2026"),
        "mailbox",
        [("Pinefold", "rejected", "2026-03-02")],
    ),
    "a letter on one line": (
        "Dear applicant, we have received your application for the position of Baker at Pinefold. If you have"
        " not heard within 3 weeks please assume you have not been successful.",
        "mailbox",
        [("Pinefold", "acknowledged", "NaT")],
    ),
    "an invitation": (CALENDAR, "calendar", [("Lindenhof Logistik GmbH", "interview", "2026-03-18")]),
}


def paste(monkeypatch, text):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


@pytest.mark.parametrize("name", PASTED)
def test_what_is_pasted_is_read_as_what_it_is(name, monkeypatch, tmp_path, capsys):
    text, kind, told = PASTED[name]
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    paste(monkeypatch, text)
    assert cli.main(["add", "-", "--data", str(tmp_path / "search")]) == 0
    search = Search(tmp_path / "search")
    assert list(search.sources["kind"]) == [kind]
    events = search.events[search.events["kind"] != "applied"]
    rows = events[["company", "kind", "date"]].itertuples(index=False)
    assert sorted((company, kind, str(day)[:10]) for company, kind, day in rows) == told
    assert [path.name for path in tmp_path.iterdir()] == ["search"]
    paste(monkeypatch, text)
    assert cli.main(["add", "-", "--data", str(tmp_path / "search")]) == 0
    assert len(search.events) == len(Search(tmp_path / "search").events)


def test_what_a_pasted_letter_gave_is_said_and_where_it_is_kept(monkeypatch, tmp_path, capsys):
    paste(monkeypatch, SHOWN)
    assert cli.main(["add", "-", "--data", str(tmp_path / "search")]) == 0
    out = capsys.readouterr().out
    assert "Pinefold, Baker: rejected on 16 March 2026: “Unfortunately we have decided not to" in out
    assert out.rstrip().endswith(f"Your data are kept in {tmp_path / 'search'}")
    paste(monkeypatch, SHOWN)
    assert cli.main(["add", "-", "--data", str(tmp_path / "search"), "--dry-run"]) == 0
    assert "are kept in" not in capsys.readouterr().out


def test_what_a_letter_leaves_out_is_said_with_the_command_that_adds_it(monkeypatch, tmp_path, capsys):
    text = "Dear Robin,\n\nWe have decided to go with another candidate for the Baker position.\n"
    paste(monkeypatch, text)
    assert cli.main(["add", "-", "--data", str(tmp_path / "search")]) == 0
    out = capsys.readouterr().out
    assert "employer not named, Baker: rejected, no date" in out
    assert "jobkit correct" in out and "EVENT company=…" in out and "EVENT date=DAY" in out
    assert "it does not say when it was sent. Set the day" in out


def test_of_many_letters_the_kinds_are_counted_and_those_without_an_employer_named(tmp_path, capsys):
    letters = [REFUSAL.replace("Pinefold", f"Pinefold {letter}") for letter in "ABCDEFGHIJK"]
    letters.append("We have decided to go with another candidate for the Cook position.")
    for n, text in enumerate(letters, 1):
        head = f"From: <someone{n}@mail.example>\nSubject: (none)\nMessage-ID: <{n}@mail.example>\n"
        day = f"Date: Mon, {n} Jun 2026 10:00:00 +0000\n\n"
        (tmp_path / "mail").mkdir(exist_ok=True)
        (tmp_path / "mail" / f"{n}.eml").write_text(f"{head}{day}Dear Robin,\n\n{text}\n")
    assert cli.main(["add", str(tmp_path / "mail"), "--data", str(tmp_path / "search"), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert [one["kind"] for one in row["letters"]] == ["rejected"] * 12
    assert cli.main(["add", str(tmp_path / "mail"), "--data", str(tmp_path / "other")]) == 0
    out = capsys.readouterr().out
    assert "What they gave: rejected 12 (jobkit applications" in out
    assert out.count("rejected on") == 1 and "employer not named, Cook: rejected on 12 June 2026" in out


def test_nothing_pasted_is_said(monkeypatch, tmp_path, capsys):
    paste(monkeypatch, " \n")
    assert cli.main(["add", "-", "--data", str(tmp_path / "search")]) == 1
    assert "it is empty" in capsys.readouterr().err


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_whatever_is_pasted_becomes_a_file_or_is_refused(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("pasted")
    try:
        assert [pasted.saved(data, folder)] == [*folder.iterdir()]
    except SourceError:
        assert not data.strip()


def test_a_pasted_letter_that_says_nothing_known_is_asked_about(monkeypatch, tmp_path):
    text = "From: Kim Lind <kim@pinefold.example>\nSubject: Thanks\n\nDear Robin,\n\nThe kettle is on and the job is a story.\n"
    path = pasted.saved(text.encode(), tmp_path)
    search = Search(tmp_path / "search", as_of="2026-03-20")
    (doubts,) = search.add([path])["doubts"]
    assert [(doubt.kind, doubt.rows[0][1]) for doubt in doubts] == [
        ("letter", "Kim Lind <kim@pinefold.example>: Thanks")
    ]
