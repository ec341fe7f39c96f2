"""`jobkit add -`: what is pasted or piped is read as what it is, and no file of it is left."""

import io
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
