"""A mailbox is read message by message: every message is one record, whatever stands in it."""

import io
import itertools
import json
import tomllib
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit.errors import SourceError
from jobkit.sources.mail import boxes, mail, messages, naming, phrases, wording

GOLDEN = Path(__file__).parent / "golden_mail"
HOSTILE = Path(__file__).parents[2] / "shared" / "data" / "hostile" / "mail"
LETTER = (
    b"From: Pinefold Recruiting <no-reply@greenhouse-mail.io>\nDate: Mon, 02 Mar 2026 10:00:00 +0000\n"
    b"Subject: Thank you for applying to Pinefold\nMessage-ID: <%d@pinefold.example>\n\n"
    b"We have received your application for Ledger Clerk.\n"
)
POSTMARK = b"From x@example.com Mon Mar  2 10:00:00 2026\n"


def mailbox(*letters, line_end=b"\n"):
    return b"\n".join(POSTMARK + letter for letter in letters).replace(b"\n", line_end)


def read(path):
    return list(mail.extract(path).records)


def written(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def sent(tmp_path, name, sender, subject, text):
    """Write a letter of one part, of 2 March 2026."""
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message["Date"] = "Mon, 02 Mar 2026 10:00:00 +0000"
    message.set_content(text)
    return written(tmp_path, name, message.as_bytes())


def test_golden_mail_and_expectations_come_in_pairs():
    assert {p.stem for p in GOLDEN.glob("*.eml")} == {p.stem for p in GOLDEN.glob("*.json")} != set()


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.eml")), ids=lambda path: path.stem)
def test_golden_mail_is_read_as_expected(path):
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    (record,) = read(path)
    assert record.origin == path.name
    assert (record.set_aside, len(record.problems)) == (expected["set_aside"], expected["problems"])
    assert len(record.events) == len(expected["events"])
    for event, told in zip(record.events, expected["events"], strict=True):
        assert {name: getattr(event, name) for name in told} == told
        assert event.details["thread"] == expected["thread"]
        assert event.text
    assert [fact.values["reason"] for fact in record.facts] == (
        [expected["reason"]] if expected["reason"] else []
    )
    assert [fact.values["says"] for fact in record.facts] == (
        [expected["says"]] if expected["reason"] else []
    )


def test_of_a_private_letter_only_the_headers_are_kept():
    (record,) = read(GOLDEN / "private.eml")
    assert set(record.content) == {"Message-ID", "Date", "From", "Subject"}
    assert "recipe" not in str(record)


def test_a_mailbox_can_be_read_twice_and_gives_the_same_content(tmp_path):
    path = written(tmp_path, "a.mbox", mailbox(LETTER % 1, LETTER % 2))
    extraction = mail.extract(path)
    assert (extraction.kind, extraction.exclusive) == ("mailbox", False)
    assert [r.origin for r in extraction.records] == ["a.mbox:1", "a.mbox:2"]
    assert [r.content for r in read(path)] == [r.content for r in read(path)]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_from_line_in_a_letter_does_not_part_it(tmp_path, line_end):
    quoting = LETTER % 1 + b"From the team, with thanks\n>From now on\nFrom here it goes on.\n"
    path = written(tmp_path, "Inbox", mailbox(quoting, LETTER % 2, line_end=line_end))
    records = read(path)
    assert [record.origin for record in records] == ["Inbox:1", "Inbox:2"]
    assert [record.events[0].kind for record in records] == ["acknowledged"] * 2


def test_a_content_length_that_fits_covers_what_looks_like_another_letter(tmp_path):
    body = b"A forwarded letter follows.\n\n" + POSTMARK + b"Subject: inner\n\ninner\n"
    outer = b"Subject: outer\nContent-Length: %d\n\n%b"
    fits = mailbox(outer % (len(body), body), LETTER % 2)
    lies = mailbox(outer % (len(body) * 7, body), LETTER % 2)
    assert len(read(written(tmp_path, "fits.mbox", fits))) == 2
    assert len(read(written(tmp_path, "lies.mbox", lies))) == 3


def test_maildir_folders_and_zips_are_read_in_the_order_of_their_names(tmp_path):
    for name in ("cur/1:2,S", "new/2"):
        written(tmp_path / "maildir", name, LETTER % 1)
    (tmp_path / "maildir" / "tmp").mkdir()
    assert [r.origin for r in read(tmp_path / "maildir")] == ["cur/1:2,S", "new/2"]
    for name in ("b.eml", "a.eml", "notes.txt", "Inbox.mbox"):
        content = b"no mail" if name == "notes.txt" else mailbox(LETTER % 3) if "mbox" in name else LETTER % 4
        written(tmp_path / "folder", name, content)
    assert [r.origin for r in read(tmp_path / "folder")] == ["Inbox.mbox:1", "a.eml", "b.eml"]
    with zipfile.ZipFile(tmp_path / "mail.zip", "w") as archive:
        archive.writestr("one.eml", LETTER % 5)
        archive.writestr("readme.txt", b"nothing")
    assert [r.origin for r in read(tmp_path / "mail.zip")] == ["one.eml"]


@pytest.mark.parametrize(
    "content", [b"", b"name,company\nA,B\n", b"\x00" * 100, b"From here to there\nand back\n"]
)
def test_what_is_no_mail_is_not_identified_and_refused_by_name(tmp_path, content):
    path = written(tmp_path, "file.txt", content)
    assert not mail.identify(path)
    with pytest.raises(SourceError, match=r"file\.txt"):
        mail.extract(path)


@pytest.mark.parametrize(
    ("charset", "encoded"),
    [
        ("utf-8", "Müller".encode()),
        ("us-ascii", "Müller".encode()),
        ("iso-8859-1", "Müller".encode("latin-1")),
        ("iso-8859-1", "Müller".encode()),
        ("windows-1252", "Müller’s".encode("cp1252")),
        ("x-unknown", "Müller".encode()),
        ("utf-16", "Müller".encode("utf-16")),
        ("iso-2022-jp", "東京 Müller".encode("iso-2022-jp", "ignore")),
        ("unicode_escape", "Müller".encode()),
    ],
)
def test_letters_are_what_they_were_in_any_charset(charset, encoded):
    message = messages.parse(
        b"Subject: x\nContent-Type: text/plain; charset=%b\n\n%b" % (charset.encode(), encoded)
    )
    if charset == "iso-2022-jp":
        assert message.text().startswith("東京")
    else:
        assert message.text().startswith("Müller")


def test_parts_nested_ten_thousand_deep_are_a_problem_and_no_crash():
    heads = [b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(10_000)]
    record = mail.record(
        b"Subject: Interview\n" + b"".join(heads) + b"Content-Type: text/plain\n\nhello", "x.eml"
    )
    assert "nested" in record.problems[0].problem
    assert not record.events


def test_ten_thousand_parts_beside_each_other_are_read_to_the_first_text():
    parts = b"".join(b"--b\nContent-Type: application/pdf\n\nx\n" for _ in range(10_000))
    raw = b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nThe text.\n" + parts + b"--b--\n"
    assert messages.parse(raw).text() == "The text."


def test_no_wording_that_stands_in_a_letter_is_left_untried():
    letters = tomllib.loads((GOLDEN / "letters.toml").read_text("utf-8")).values()
    rows = [row for name in ("kinds", "reasons") for rows in phrases.phrases(name).values() for row in rows]
    for low in map(wording.lowered, itertools.chain(*letters)):
        tried = {row for rows in phrases.candidates(low).values() for row, _ in rows}
        assert not [row.row["words"] for row in rows if row not in tried and row.pattern.search(low)]


def test_a_letter_without_a_day_is_a_problem_and_its_event_has_none():
    record = mail.record(LETTER.replace(b"Date: Mon, 02 Mar 2026 10:00:00 +0000\n", b"") % 1, "x.eml")
    assert record.events[0].date is None
    assert record.problems[0].field == "Date"


def test_a_message_to_a_mailing_list_is_set_aside():
    record = mail.record(b"List-Post: <mailto:all@example.org>\n" + LETTER % 1, "x.eml")
    assert record.set_aside == "a letter to a mailing list"


def hostile():
    yield from sorted(HOSTILE.glob("*")) if HOSTILE.is_dir() else ()


INVENTED = [
    b"",
    b"\n\n\n",
    b"no header at all",
    b"Subject: =?utf-8?b?!!!?=\nFrom: <<>>\nDate: Mon, 99 Foo 99999 99:99\n\n\xff\xfe application interview",
    b'Content-Type: multipart/mixed; boundary=""\n\n--\n',
    b"Content-Type: text/plain; charset=\x00\nContent-Transfer-Encoding: base64\n\n====",
    b"Content-Transfer-Encoding: base64\nSubject: application\n\nQ",
    b"Content-Type: message/rfc822\n\n" * 200,
    b"Subject: interview\nContent-Type: text/html\n\n<p><<<" + b"<div>" * 5_000,
]


@pytest.mark.parametrize("raw", INVENTED, ids=range(len(INVENTED)))
def test_malformed_mail_gives_one_record(raw):
    record = mail.record(raw, "x.eml")
    assert record.set_aside or record.problems or record.events


def test_each_hostile_file_gives_records_of_which_each_is_accounted_for(tmp_path):
    invented = [written(tmp_path, f"{i}.eml", raw or b"\n") for i, raw in enumerate(INVENTED)]
    for path in itertools.chain(invented, hostile()):
        records = read(path)
        assert records
        assert all(r.set_aside or r.problems or r.events for r in records)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=6))
def test_any_bytes_in_a_mailbox_give_as_many_records_as_letters(bodies):
    letters = [b"Subject: application interview\n\n" + body.replace(b"From ", b">From ") for body in bodies]
    raws = list(boxes.split(io.BytesIO(b"".join(POSTMARK + letter + b"\n\n" for letter in letters))))
    assert len([mail.record(raw, "x") for raw in raws]) == len(bodies)


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"From a\n", b"Subject: position\nContent-Type: text/html;charset=", b"Date: "]),
)
def test_no_bytes_raise(data, head):
    record = mail.record(head + data, "x")
    assert record.set_aside or record.problems or record.events


def test_a_calendar_without_an_appointment_is_set_aside():
    assert mail.record(b"BEGIN:VCALENDAR", "a.msg").set_aside


@pytest.mark.parametrize("kind", ["rejected", "closed", "offer"])
def test_answers_below_a_subject_that_says_nothing_are_opened_and_read(kind, tmp_path):
    letters = tomllib.loads((GOLDEN / "letters.toml").read_text("utf-8"))[kind]
    paths = [
        sent(tmp_path, f"{n}.eml", "someone@people.example", "Update", text) for n, text in enumerate(letters)
    ]
    kinds = {
        text: [event.kind for event in read(path)[0].events][-1:]
        for text, path in zip(letters, paths, strict=True)
    }
    assert not [(text, got) for text, got in kinds.items() if got != [kind]]


@pytest.mark.parametrize(
    "text",
    [
        "Robin, sorry mate, gone with someone with more experience. Cheers for coming in.",
        "Hi Robin, just to let you know we won't be taking this any further. All the best with it.",
        "Lieber Robin, leider wird es nichts mit uns. Wir haben jemand gefunden, der schon ab Montag kann.",
        "Bonjour, après réflexion nous ne donnerons pas suite. Je vous souhaite bonne chance.",
        "Robin, désolée, on a pris une autre personne qui habite plus près. Bonne chance !",
    ],
)
def test_a_refusal_that_names_no_job_is_asked_about(tmp_path, text):
    (record,) = read(sent(tmp_path, "a.eml", "Tom Birch <tom.birch@mail.example>", "Hello", text))
    assert record.set_aside == mail.SET_ASIDE["unsure"]


def test_a_letter_that_names_neither_employer_nor_job_says_so():
    letter = b"From: mo@gmail.com\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nSubject: Hello\n\n"
    record = mail.record(letter + b"We regret that we will not proceed with your application.", "a.eml")
    assert [event.kind for event in record.events] == ["rejected"]
    assert "neither the employer nor the job" in record.problems[0].problem


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        (
            "Spanish",
            "Tu candidatura",
            "Gracias por tu interés. No continuaremos con tu candidatura para el puesto.",
        ),
        (
            "Dutch",
            "Je sollicitatie",
            "Bedankt voor je sollicitatie. Helaas hebben wij gekozen voor een ander.",
        ),
        ("Japanese", "選考結果", "選考の結果、今回は採用を見送らせていただくこととなりました。"),
    ],
)
def test_letters_in_a_language_that_is_not_read_are_counted_and_named_as_a_doubt(
    tmp_path, language, subject, text
):
    for name in ("a.eml", "b.eml"):
        sent(tmp_path, name, "Talento <hr@tern.example>", subject, text)
    extraction = mail.extract(tmp_path)
    records = list(extraction.records)
    assert [record.set_aside for record in records] == [f"in a language that is not read: {language}"] * 2
    (doubt,) = extraction.doubts
    assert (doubt.kind, doubt.place, len(doubt.rows)) == ("language", language, 2)
    assert doubt.sentence == f"These letters look {language}; mail is read in English, French and German."


def test_a_letter_of_a_recruiting_system_that_says_nothing_known_is_a_doubt(tmp_path):
    written(tmp_path, "a.eml", LETTER.replace(b"Thank you for applying", b"Hello") % 1)
    path = written(
        tmp_path,
        "b.eml",
        b"From: Pinefold <no-reply@greenhouse-mail.io>\nSubject: Pinefold\nDate: Mon, 02 Mar 2026 10:00:00 +0000\n\n"
        b"The desk has a lamp, and the lamp is green.\n",
    )
    extraction = mail.extract(path)
    assert not [record for record in extraction.records if record.events]
    assert [(doubt.kind, doubt.rows[0][0]) for doubt in extraction.doubts] == [("letter", "b.eml")]


@pytest.mark.parametrize(
    ("subject", "text", "name"),
    [
        (
            "Ledger Clerk",
            "We are delighted to offer you the post. Sadly, we have decided to go with another candidate.",
            "contrary",
        ),
        ("Re: Ledger Clerk job", "Hi Robin, you know what the sea is like. The lamp is green.", "subjects"),
        ("Bewerbung", "Hallo Robin, du weißt ja, wie die See ist. Die Lampe ist grün.", "subjects"),
        ("News", "Hi Robin, as to your application, you know what the sea is like.", "subjects"),
        ("Saturday", "Hi Robin, you were the fit, but we have gone with somebody nearer.", "answers"),
    ],
)
def test_a_letter_with_a_yes_and_a_no_and_one_about_a_job_that_says_nothing_known_are_doubts(
    tmp_path, subject, text, name
):
    extraction = mail.extract(sent(tmp_path, "a.eml", "Wilma Roe <wilma@pinefold.example>", subject, text))
    assert not [record for record in extraction.records if record.events]
    assert [(doubt.kind, doubt.place) for doubt in extraction.doubts] == [("letter", name)]


def test_what_the_reader_wrote_is_no_answer_of_an_employer():
    thanks = (
        b"Thank you for letting me know so kindly. I am disappointed, of course, but I loved meeting you all."
    )
    letter = b"From: Hanna Vale <h@mail.example>\nTo: Ida Fell <ida@fell.example>\nSubject: Re: Ledger Clerk interview\n"
    assert not mail.record(
        letter + b"Date: Tue, 7 Jul 2026 19:50:00 +0000\n\nDear Ida,\n" + thanks, "a"
    ).events
    refusal = b"We have appointed another candidate to the post of Ledger Clerk.\n"
    assert mail.record(letter + b"Date: Tue, 7 Jul 2026 19:50:00 +0000\n\n" + refusal, "a").events
    assert not mail.record(b"X-Gmail-Labels: Sent,Opened\n" + letter + b"\n" + refusal, "a").events


@pytest.mark.parametrize(
    ("domain", "employer"),
    [("ashfell.vale.sch.uk", "Ashfell"), ("ashfell.nhs.uk", "Ashfell"), ("ashfell.vale.co.uk", "Vale")],
)
def test_the_domain_of_schools_and_hospitals_is_no_employer(domain, employer):
    letter = f"From: R Selby <r.selby@{domain}>\nDate: Tue, 7 Jul 2026 19:50:00 +0000\nSubject: Teacher\n\n"
    text = "You were not successful in your application for the post of Teacher."
    assert [one.company for one in mail.record((letter + text).encode(), "a").events] == [employer]


def test_what_a_subject_begins_with_is_no_part_of_the_employer():
    text = "Bonjour,\n\nBien à vous,\nClaire Monnet"
    for subject in ("Re: Entretien Fruidor Primeurs", "Convocation Fruidor Primeurs"):
        found = naming.from_sender("Claire Monnet", "c.monnet@fruidor.example", text, subject)
        assert found[0] == "Fruidor Primeurs"
    assert naming.from_sender("", "jobs@jobwerk.example", "Hi,\n\nJobwerk Ltd", "Jobwerk")[0] == "Jobwerk Ltd"
