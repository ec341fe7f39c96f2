"""Google's Takeout: mail and calendars of its zips are read as streams; contacts only name who was met."""

import json
import zipfile

import pytest

from jobkit import Search
from jobkit.errors import SourceError
from jobkit.sources import archives, contacts, parts
from jobkit.sources.mail import boxes, mail

POSTMARK = b"From 1@xxx Mon Mar 02 10:00:00 +0000 2026\n"
LETTER = (
    b"From: joss.amery@pinefold.example\nDate: Mon, 02 Mar 2026 10:00:00 +0000\nMessage-ID: <1@pinefold.example>\n"
    b"Subject: Your application\n\nThank you for applying for the Baker position at Pinefold. Unfortunately we have"
    b" decided not to proceed.\n\n"
)
OTHER = b"From: a@shop.example\nDate: Tue, 03 Mar 2026 10:00:00 +0000\nMessage-ID: <%d@shop.example>\nSubject: Sale\n\nShoes.\n\n"
CALENDAR = (
    b"BEGIN:VCALENDAR\nX-WR-CALNAME:maren.holt@mail.example\nBEGIN:VEVENT\nUID:1@google.com\n"
    b"SUMMARY:Interview with Pinefold Ltd\nDTSTART;TZID=Europe/London:20260216T100000\nEND:VEVENT\n"
    b"BEGIN:VEVENT\nUID:2@google.com\nSUMMARY:Dentist\nDTSTART:20260217T100000Z\nEND:VEVENT\nEND:VCALENDAR\n"
)
CONTACTS = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Joss Amery\r\nitem1.EMAIL;TYPE=INTERNET:Joss.Amery@pinefold.example\r\n"
    b"TEL:+44 20 7946 0991\r\nNOTE:owes me a book\r\nEND:VCARD\r\n"
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Aunt Petra\r\nEMAIL:petra@home.example\r\nTEL:+44 20 7946 0992\r\nEND:VCARD\r\n"
)


def takeout(path, calendar=True, people=True):
    mailbox = POSTMARK + LETTER + b"".join(POSTMARK + OTHER % n for n in range(3))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("Takeout/archive_browser.html", "<html>What is in it</html>")
        made.writestr("Takeout/Mail/All mail Including Spam and Trash.mbox", mailbox)
        if calendar:
            made.writestr("Takeout/Calendar/maren.holt@mail.example.ics", CALENDAR)
        if people:
            made.writestr("Takeout/Contacts/All Contacts/All Contacts.vcf", CONTACTS)
    return path


def everything(search):
    rows = search.store.read("SELECT content FROM records UNION ALL SELECT body FROM facts")
    return json.dumps(rows, ensure_ascii=False)


@pytest.mark.parametrize("unpacked", [False, True])
def test_each_part_of_a_takeout_is_read_by_its_own_source(tmp_path, unpacked):
    path = takeout(tmp_path / "takeout-001.zip")
    if unpacked:
        with zipfile.ZipFile(path) as made:
            for name in made.namelist():
                file = tmp_path / "mine" / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(made.read(name))
        path = tmp_path / "mine"
    assert parts(path) == ["mail", "calendars", "contacts"]
    search = Search(tmp_path / "search", as_of="2026-04-01")
    added = search.add(path)
    assert added[["kind", "records", "set_aside"]].to_numpy().tolist() == [
        ["mailbox", 4, 3],
        ["calendar", 2, 1],
        ["contacts", 1, 0],
    ]
    (one,) = search.applications.to_dict("records")
    assert (one["outcome"], one["n_interviews"]) == ("rejected", 1)
    (person,) = search.people.to_dict("records")
    assert (person["name"], person["part"], person["company"]) == ("Joss Amery", "contact", "Pinefold")
    assert person["application"] == search.find("Pinefold")
    assert list(search.add(path)["new"]) == [0, 0, 0]


def test_of_contacts_nothing_is_kept_but_the_names_of_addresses_met(tmp_path):
    search = Search(tmp_path / "search", as_of="2026-04-01")
    search.add(takeout(tmp_path / "takeout.zip"))
    kept = everything(search)
    assert "Joss Amery" in kept
    assert not any(word in kept for word in ("Petra", "petra@home.example", "7946", "owes me"))


def test_contacts_are_asked_again_once_somebody_was_met(tmp_path):
    (tmp_path / "people.vcf").write_bytes(CONTACTS)
    (tmp_path / "1.eml").write_bytes(LETTER)
    search = Search(tmp_path / "search", as_of="2026-04-01")
    assert list(search.add(tmp_path / "people.vcf")["records"]) == [0]
    search.add(tmp_path / "1.eml")
    assert list(search.add(tmp_path / "people.vcf")["records"]) == [1]
    assert list(search.people["name"]) == ["Joss Amery"]


def test_names_of_contacts_are_read_in_the_ways_programs_write_them(tmp_path):
    old = b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen =C3=96zdemir\n"
    old += b"EMAIL;INTERNET:j@pinefold.example\nPHOTO;ENCODING=BASE64:" + b"A" * 200_000 + b"\nEND:VCARD\n"
    (tmp_path / "old.vcf").write_bytes(
        old + b"BEGIN:VCARD\nFN:Nobody\nEND:VCARD\nBEGIN:VCARD\nEMAIL:x@y.example"
    )
    (record,) = contacts.extract(tmp_path / "old.vcf").records
    assert record.content == {"name": "Jürgen Özdemir", "email": "j@pinefold.example"}


def test_a_mailbox_is_cut_into_letters_alike_wherever_its_pieces_end(tmp_path, monkeypatch):
    letters = [LETTER, *(OTHER % n for n in range(20)), b"Subject: long\n\n" + b"x" * 9_000 + b"\n\n", LETTER]
    path = tmp_path / "mail.mbox"
    path.write_bytes(b"".join(POSTMARK + letter for letter in letters))
    whole = list(boxes.letters(path))
    assert len(whole) == len(letters)
    monkeypatch.setattr(boxes, "MARGIN", 1_000)
    monkeypatch.setattr(boxes, "MESSAGE_LIMIT", 4_000)
    for size in (1_500, 4_000, 7_001):
        monkeypatch.setattr(boxes, "AT_ONCE", size)
        assert list(boxes.letters(path)) == [(name, raw[:4_000]) for name, raw in whole]


def test_a_zip_that_grows_without_end_is_refused_while_it_is_read(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "takeout.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("Takeout/Mail/a.mbox", POSTMARK + LETTER + b"\n" * 4_000_000)
        made.writestr("Takeout/noise.bin", bytes(range(256)) * 4_000, zipfile.ZIP_STORED)
    with pytest.raises(SourceError, match="grows beyond any honest size"):
        list(mail.extract(tmp_path / "takeout.zip").records)
    monkeypatch.setattr(archives, "MAX_BYTES", 1_000)
    assert parts(takeout(tmp_path / "large.zip")) == ["mail", "calendars", "contacts"]
    assert len(list(mail.extract(tmp_path / "large.zip").records)) == 4
