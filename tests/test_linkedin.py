import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit.errors import JobkitError, SourceError
from jobkit.sources import archives, linkedin

GOLDEN = Path(__file__).parent / "golden_linkedin"
SHARED = sorted((Path(__file__).parents[2] / "shared" / "data" / "linkedin").glob("*.csv"))
JOBS = "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name\n"


def cases():
    return sorted(path for path in GOLDEN.iterdir() if not path.name.endswith(".expected.json"))


def told(path):
    """What an export says, record by record, as it stands in the golden file."""
    return [
        {
            "origin": record.origin,
            "state": record.state,
            "events": [{k: v for k, v in one._asdict().items() if v} for one in record.events],
            "facts": [{"table": fact.table, **fact.values} for fact in record.facts],
            "problems": [f"{p.field}: {p.value} {p.problem}" for p in record.problems],
            "set_aside": record.set_aside,
        }
        for record in linkedin.extract(path).records
    ]


def zipped(folder, path):
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*.csv")):
            archive.write(file, file.relative_to(folder).as_posix())
    return path


def only(tmp_path, text, name="Job Applications.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.stem)
def test_an_export_is_read_as_its_golden_file_says(case):
    assert linkedin.identify(case)
    expected = GOLDEN / f"{case.stem}.expected.json"
    assert told(case) == json.loads(expected.read_text("utf-8"))


def test_each_golden_export_has_an_expectation_and_the_reverse():
    expectations = {path.name.removesuffix(".expected.json") for path in GOLDEN.glob("*.expected.json")}
    assert expectations == {case.stem for case in cases()}


def test_a_zip_and_its_unpacked_folder_give_the_same_records(tmp_path):
    folder = GOLDEN / "whole_export"
    packed = zipped(folder, tmp_path / "Basic_LinkedInDataExport.zip")
    assert linkedin.identify(packed)
    one, other = (list(linkedin.extract(path).records) for path in (folder, packed))
    assert [record.content for record in one] == [record.content for record in other]
    assert linkedin.extract(folder).kind == linkedin.extract(packed).kind


def test_files_that_are_none_of_our_business_are_never_opened(tmp_path, monkeypatch):
    packed = zipped(GOLDEN / "whole_export", tmp_path / "export.zip")
    opened = []
    really = archives._Bounded

    def watched(path, archive, entry, *room):
        opened.append(entry.filename)
        return really(path, archive, entry, *room)

    monkeypatch.setattr(archives, "_Bounded", watched)
    list(linkedin.extract(packed).records)
    assert "Connections.csv" in opened
    assert not {"Logins.csv", "PhoneNumbers.csv"} & set(opened)


def test_what_people_wrote_to_each_other_is_not_kept():
    records = list(linkedin.extract(GOLDEN / "whole_export").records)
    assert not [record for record in records if "Private" in repr(record)]
    assert len([record for record in records if "CONVERSATION ID" in record.content]) == 5


def test_every_other_cell_is_kept_exactly_as_written():
    folder = GOLDEN / "whole_export"
    kept = [record for record in linkedin.extract(folder).records if "Job Applications" in record.origin]
    raw = []
    for name in ("Job Applications.csv", "Job Applications_1.csv"):
        with (folder / "Jobs" / name).open(newline="", encoding="utf-8") as file:
            raw += list(csv.DictReader(file))
    assert [record.content for record in kept] == raw
    assert kept[0].content["Contact Phone Number"] == " +44 20 7946 0000"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ('"11/20/24, 8:15 AM"', "2024-11-20"),
        ('"11/20/24, 8:15\u202fAM"', "2024-11-20"),
        ('"5/6/24, 12:00 PM"', "2024-05-06"),
        ("2024-10-05 14:15:00 UTC", "2024-10-05"),
        ("2024-10-05T14:15:00Z", "2024-10-05"),
        ("12/1/2024", "2024-12-01"),
        ("15 Jan 2024", "2024-01-15"),
        ('"Sep 3, 2026"', "2026-09-03"),
        ("2/29/24", "2024-02-29"),
        ("2/29/23", None),
        ("13/1/24", None),
        ("yesterday", None),
        ("0/0/00", None),
    ],
)
def test_days_are_month_first_whoever_reads_them_and_never_guessed(tmp_path, written, day):
    path = only(tmp_path, JOBS + f"{written},,,Pinefrost Bakery,Baker,,\n")
    (record,) = linkedin.extract(path).records
    assert record.events[0].date == day
    assert bool(record.problems) == (day is None)


def test_an_application_without_a_day_is_kept_without_a_problem(tmp_path):
    (record,) = linkedin.extract(only(tmp_path, JOBS + ",,,Pinefrost Bakery,Baker,,\n")).records
    assert record.events[0].date is None
    assert not record.problems


def test_the_applicants_own_phone_and_mail_make_nobody_a_contact(tmp_path):
    text = JOBS + '"1/2/24, 8:15 AM",me@example.com, +44 20 7946 0000,Pinefrost Bakery,Baker,,\n'
    (record,) = linkedin.extract(only(tmp_path, text)).records
    assert not record.facts


def test_a_row_that_breaks_off_is_kept_and_said(tmp_path):
    whole = JOBS + '"1/2/24, 8:15 AM",,,Pinefrost Bakery,Baker,,\n"1/3/24, 8:15 AM",,,Pinefr'
    _, broken = linkedin.extract(only(tmp_path, whole)).records
    assert broken.state == "problem"
    assert broken.events[0].company == "Pinefr"
    assert "4 cells under 7 headings" in broken.problems[0].problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_accents_survive_each_encoding_a_spreadsheet_writes(tmp_path, encoding):
    path = only(tmp_path, (JOBS + "1/2/24,,,Café Söhne,Bäcker,,\n").encode(encoding))
    assert linkedin.identify(path)
    (record,) = linkedin.extract(path).records
    assert (record.events[0].company, record.events[0].role) == ("Café Söhne", "Bäcker")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tracker.csv", "Company,Job Title,Application Date,Status\nPinefrost,Baker,1/2/24,Rejected\n"),
        ("Job Applications.csv", JOBS.strip() + ",Status\n1/2/24,,,Pinefrost,Baker,,,Rejected\n"),
        ("names.csv", "Name\nAda\n"),
        ("logins.csv", "Login Date,IP Address\n2024-11-20,192.0.2.1\n"),
        ("notes.txt", JOBS),
    ],
)
def test_somebodys_own_tracker_is_left_to_the_trackers(tmp_path, name, text):
    assert not linkedin.identify(only(tmp_path, text, name))


def test_a_renamed_file_is_known_by_its_headings(tmp_path):
    assert linkedin.identify(only(tmp_path, JOBS + "1/2/24,,,Pinefrost,Baker,,\n", "from linkedin.csv"))


def test_a_zip_or_a_folder_of_something_else_is_not_claimed(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    only(folder, "Name\nSourdough\n", "Skills.csv")
    assert not linkedin.identify(folder)
    assert not linkedin.identify(zipped(folder, tmp_path / "photos.zip"))
    assert not linkedin.identify(tmp_path / "nothing here.zip")


def test_a_file_that_is_gone_is_said_to_be_gone(tmp_path):
    with pytest.raises(SourceError, match="cannot be read"):
        linkedin.extract(tmp_path / "Connections.csv")


def test_an_export_inside_a_folder_of_the_zip_is_found_and_its_double_from_a_mac_is_not(tmp_path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Basic_Export/Jobs/Job Applications.csv", JOBS + "1/2/24,,,Pinefrost,Baker,,\n")
        archive.writestr("__MACOSX/Basic_Export/Jobs/Job Applications.csv", b"\0\x05\x16\x07")
    (record,) = linkedin.extract(path).records
    assert record.origin == "export.zip[Basic_Export/Jobs/Job Applications.csv]:2"


def test_a_zip_cut_in_half_is_refused_in_a_sentence(tmp_path):
    packed = zipped(GOLDEN / "whole_export", tmp_path / "export.zip")
    packed.write_bytes(packed.read_bytes()[:2000])
    assert not linkedin.identify(packed)
    with pytest.raises(SourceError, match="zip"):
        linkedin.extract(packed)


def test_an_export_whose_headings_all_changed_is_refused_in_a_sentence(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    only(folder, "Wann,Wo,Was\n1/2/24,Pinefrost,Baker\n")
    with pytest.raises(SourceError, match="headings it is known to have"):
        linkedin.extract(folder)


def test_a_file_whose_headings_changed_is_a_problem_and_the_others_are_read(tmp_path):
    only(tmp_path, JOBS + "1/2/24,,,Pinefrost,Baker,,\n")
    only(tmp_path, "Wer,Wann\nAda,2024\n", "messages.csv")
    strange, known = linkedin.extract(tmp_path).records
    assert (strange.state, strange.problems[0].value) == ("problem", "messages.csv")
    assert known.events[0].company == "Pinefrost"


def test_a_heading_can_be_told(tmp_path):
    text = JOBS.replace("Company Name", "Arbeitgeber") + "1/2/24,,,Pinefrost,Baker,,\n"
    only(tmp_path, text)
    (record,) = linkedin.extract(tmp_path, {"Arbeitgeber": "company"}).records
    assert record.events[0].company == "Pinefrost"


def test_who_wrote_cannot_be_told_from_one_conversation_alone(tmp_path):
    text = "CONVERSATION ID,FROM,TO,DATE,CONTENT\nc1,Ada,Bo,2024-01-05 09:00:00 UTC,x\n"
    (record,) = linkedin.extract(only(tmp_path, text, "messages.csv")).records
    assert record.state == "set aside"
    assert not record.facts


HOSTILE = st.lists(
    st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=1, max_size=9), max_size=6
)


@settings(max_examples=60, deadline=None)
@given(
    rows=HOSTILE,
    heading=st.sampled_from([JOBS, "From,To,Sent At,Direction\n", "First Name,Last Name,Connected On\n"]),
)
def test_whatever_stands_in_the_rows_each_row_is_accounted_for(tmp_path_factory, rows, heading):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path = only(tmp_path_factory.mktemp("export"), heading + out.getvalue(), "export.csv")
    records = list(linkedin.extract(path).records)
    with path.open(newline="", encoding="utf-8") as file:
        assert len(records) == len([row for row in csv.reader(file) if row]) - 1
    assert all(record.events or record.facts or record.problems or record.set_aside for record in records)


@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=300))
def test_no_bytes_ever_raise_anything_but_a_sentence(tmp_path_factory, raw):
    path = only(tmp_path_factory.mktemp("bytes"), JOBS.encode() + raw)
    linkedin.identify(path)
    try:
        list(linkedin.extract(path).records)
    except JobkitError as error:
        assert str(error).startswith("Job Applications.csv: ")


def test_invented_and_adversarial_files_lose_no_row(tmp_path):
    made = [
        only(tmp_path, (GOLDEN / "whole_export" / name).read_bytes(), name)
        for name in ("messages.csv", "Connections.csv")
    ]
    given_files = []
    for path in SHARED:
        name = {"connections": "Connections.csv", "messages": "messages.csv"}.get(path.stem.split("-")[0])
        if name:
            folder = tmp_path / path.stem
            folder.mkdir()
            given_files.append(Path(shutil.copy(path, folder / name)))
    for path in [*made, *given_files]:
        text = path.read_text("utf-8-sig")
        with io.StringIO(text, newline="") as file:
            rows = [row for row in csv.reader(file) if row]
        start = next(n for n, row in enumerate(rows) if {"First Name", "FROM"} & set(row))
        records = list(linkedin.extract(path).records)
        assert len(records) == len(rows) - start - 1, path.name


def test_files_of_other_things_people_do_there_are_not_claimed():
    strangers = [path for path in SHARED if path.stem.startswith(("comments", "shares"))]
    for path in [*strangers, GOLDEN / "whole_export" / "Logins.csv"]:
        assert not linkedin.identify(path), path.name
