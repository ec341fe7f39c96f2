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
    "a diary whose verbs stand behind": (
        "12.11.2025 Seewerke haben abgesagt, Stelle intern besetzt\n18.11.2025 Beworben bei Landkreis Nordau als Köchin\n"
        "19.11.2025 Bewerbung an Kanzlei Birk geschickt (Köchin)\n20.11.2025 habe mich bei Moorbau als Köchin beworben\n"
        "21.11.2025 Die Hellwerke haben mir heute abgesagt\n",
        "list",
        [("Hellwerke", "rejected", "2025-11-21"), ("Seewerke", "rejected", "2025-11-12")],
    ),
    "one line of a diary, its talk to come": (
        "2 Nov 2025 interview at Harrow Mill, 9 Nov 2025\n",
        "list",
        [("Harrow Mill", "interview", "2025-11-09")],
    ),
    "a line that ends in its day": (
        "absage Seewerke Brief kam am 12. November 2025\n",
        "list",
        [("Seewerke", "rejected", "2025-11-12")],
    ),
    "a diary in French": (
        "12/11/2025 J'ai postulé chez Dupré comme comptable\n14/11/2025 Refus de Dupré\n15/11/2025 postulé chez Roc comme menuisier\n",
        "list",
        [("Dupré", "rejected", "2025-11-14")],
    ),
    "a diary in English": (
        "2 Nov 2025 applied to Harrow Mill as machinist\n9 Nov 2025 Harrow Mill rang, they went with someone else\n"
        "20 Nov 2025 applied Draxby Power, E&I tech\n23 Nov 2025 Brearby rang, no thanks, gone with internal lad\n",
        "list",
        [("Brearby", "rejected", "2025-11-23"), ("Harrow Mill", "rejected", "2025-11-09")],
    ),
    "lines cut by dashes, each with a comma": (
        "Tallow - cook - applied 10 May 2026, in person\nAcorn Mill - porter - applied 12 May 2026, refused 14 May 2026\n",
        "list",
        [("Acorn Mill", "rejected", "2026-05-14")],
    ),
    "a letter without a greeting": (
        f"{REFUSAL}\n\nJane Moss, Pinefold, 12 October 2026\n",
        "mailbox",
        [("Pinefold", "rejected", "2026-10-12")],
    ),
    "lines with the job before the state": (
        "6 May 2026 Harrow Mill cook applied\n8 May 2026 Tallow kitchen porter applied\n20 May 2026 Harrow Mill said no\n",
        "list",
        [("Harrow Mill", "rejected", "2026-05-20")],
    ),
    "a letter from doctors": (
        "Guten Tag,\n\nvielen Dank für Ihre Bewerbung als MFA in der Praxis Dres. Hall und Moor. Leider haben wir uns"
        " für jemand anderen entschieden.\n\nMit freundlichen Grüßen\nPraxis Dres. Hall und Moor\n",
        "mailbox",
        [("Praxis Dres. Hall und Moor", "rejected", "NaT")],
    ),
    "an invitation": (CALENDAR, "calendar", [("Lindenhof Logistik GmbH", "interview", "2026-03-18")]),
}


def paste(monkeypatch, text):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_days_that_say_nothing_of_applications_are_asked_about_and_are_no_letter(
    monkeypatch, tmp_path, capsys
):
    paste(monkeypatch, "12.11. Seewerke: leider müssen wir absagen, sagt Frau Noll\n13.11. Elternabend\n")
    cli.main(["add", "-", "--data", str(tmp_path)])
    said = capsys.readouterr()
    assert "no table of applications" in said.out + said.err and Search(tmp_path).events.empty


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
    assert "tells no employer and no day. If you know it: jobkit correct" in out
    assert "company=NAME date=DAY" in out and "EVENT" not in out


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


DECLINED = "Thank you for applying for the baker post. We have chosen another candidate."
SIGNED = {
    "below a name": (
        f"Dear Robin,\n\n{DECLINED}\n\nKind regards,\nJane Moss\nRiverside Care\n12 October 2026\n",
        True,
    ),
    "in one line": (
        f"Dear Robin, {DECLINED} Yours sincerely, Jane Moss, Riverside Care, 12 October 2026",
        True,
    ),
    "below a title": (
        f"12 October 2026\n\nDear Robin,\n{DECLINED}\nRegards\nJane Moss\nHead Chef\nRiverside Care\n",
        True,
    ),
    "with a legal form": (
        f"Tetbury, 12.10.2026\nHallo Robin,\n{DECLINED}\nViele Grüße\nRiverside Care gGmbH",
        True,
    ),
    "with a place": (
        f"Bonjour,\n{DECLINED}\nCordialement,\nMarc Petit\nRiverside Care\nNantes, le 12 octobre 2026",
        True,
    ),
    "below its words, as a header": (
        f"Dear Robin,\n{DECLINED}\nKind regards,\nJane Moss\nRiverside Care\nDate: 12 October 2026\n",
        True,
    ),
    "nowhere": (f"Dear Robin,\n{DECLINED}\nCheers,\nDan\n", False),
    "by a person and a town": (f"Dear Robin,\n{DECLINED}\nKind regards,\nDan Moor, Tetbury\n", False),
    "by a person, below a day that is no letter's": (
        f"The trial on 12 October 2026\n\nDear Robin,\n{DECLINED} Come for your bag on 14 October 2026.\nDan Moor",
        False,
    ),
}


@pytest.mark.parametrize("name", SIGNED)
def test_a_pasted_letter_has_the_employer_and_the_day_of_the_lines_that_sign_it(
    name, monkeypatch, tmp_path, capsys
):
    text, is_told = SIGNED[name]
    paste(monkeypatch, text)
    cli.main(["add", "-", "--data", str(tmp_path)])
    (event,) = Search(tmp_path).events[lambda rows: rows["kind"] != "applied"].itertuples()
    assert event.kind == "rejected"
    printed = capsys.readouterr().out
    if is_told:
        assert event.company.startswith("Riverside Care")
        assert str(event.date)[:10] == "2026-10-12"
        assert "correct" not in printed
    else:
        assert (event.company or "") != event.company
        assert f"tells no employer and no day. If you know it: jobkit correct {event.event}" in printed
        assert "company=NAME date=DAY" in printed


def test_a_letter_set_aside_names_in_its_command_the_company_and_the_day_that_are_known(
    monkeypatch, tmp_path, capsys
):
    paste(
        monkeypatch,
        "Estimada Robin:\nGracias por su candidatura. Hemos elegido a otra persona.\n\nUn saludo,\n"
        "Ana Ruiz\nBar La Marina\nVigo, 3.10.2026\n",
    )
    cli.main(["add", "-", "--data", str(tmp_path)])
    assert "log --data" in (printed := capsys.readouterr().out)
    assert "KIND 'Bar La Marina' --date 2026-10-03; KIND is what it tells" in printed


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Loreto rejected me 8 July", "Applied to Acorn Books mid June", "Interview at Birch Ltd early May"],
         {("Loreto", "rejected", "07-08"), ("Acorn Books", "applied", ""), ("Birch Ltd", "interview", "")}),
        (["Anfang Juni bei Acker GmbH beworben", "Absage von Acker GmbH am 12. Juni"],
         {("Acker GmbH", "applied", ""), ("Acker GmbH", "rejected", "06-12")}),
        (["Candidature chez Aubin mi-juin", "Refus de Perrin 3 juillet"],
         {("Aubin", "applied", ""), ("Perrin", "rejected", "07-03")}),
    ],
)  # fmt: skip
def test_a_line_that_says_roughly_when_names_its_employer_and_is_asked_for_its_day(lines, expected, tmp_path):
    search = Search(tmp_path / "d", as_of="2026-12-01")
    search.add(pasted.saved("\n".join(lines).encode(), tmp_path))
    told = {(e.company, e.kind, str(e.date)[5:10].replace("T", "")) for e in search.events.itertuples()}
    assert told >= expected
    (rough,) = (doubt for doubt in search.doubts.itertuples() if "roughly" in doubt.sentence)
    assert len(rough.origins) == sum(not day for *_, day in expected)


def test_of_lines_most_of_which_are_read_the_others_are_said_not_the_whole_set_aside(tmp_path):
    lines = ["rejected by Acorn 5 May", "Birch Ltd turned me down on 6 May", "heard from them 7 May: no"]
    search = Search(tmp_path / "d", as_of="2026-12-01")
    search.add(pasted.saved("\n".join(lines).encode(), tmp_path))
    assert {*search.events["company"]} == {"Acorn", "Birch Ltd"}
    assert any("heard from them" in line for examples in search.doubts["examples"] for line in examples)


def test_lines_without_headings_are_not_told_to_map_one(tmp_path, capsys):
    lines = [
        "20 June - applied to Fennel Hall, cook",
        "8 July - Lindow Mill said no",
        "3 July - Wren Hall said no",
    ]
    (tmp_path / "diary.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")
    cli.main(["add", str(tmp_path / "diary.txt"), "--data", str(tmp_path / "d")])
    said = capsys.readouterr().out
    assert "Most rows have no day of applying" in said
    assert "--map" not in said and "write the employer, the job and the day into each line" in said
