"""Outlook's messages: read as mails, appointments as appointments, whatever is broken in them."""

import importlib.util
import json
import random
import shutil
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit import Search
from jobkit.errors import SourceError
from jobkit.sources import identify, mail
from jobkit.sources.mail import outlook

GOLDEN = Path(__file__).parent / "golden_outlook"
CASES = sorted(GOLDEN.glob("*.msg"))
SHARED = [*(Path(__file__).parents[2] / "shared" / "data").glob("*/msg/*.msg")]
spec = importlib.util.spec_from_file_location("make_outlook", GOLDEN / "make.py")
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)


def told(path):
    """What a message says, as it stands in the golden file."""
    (record,) = mail.extract(path).records
    events = [{k: v for k, v in one._asdict().items() if v} for one in record.events]
    facts = [{"table": fact.table, **fact.values} for fact in record.facts]
    return {"events": events, "facts": facts, "problems": len(record.problems), "set_aside": record.set_aside}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_message_is_read_as_its_golden_file_says(path):
    assert identify(path) == "mail"
    assert told(path) == json.loads(path.with_suffix(".expected.json").read_text("utf-8"))


def test_each_golden_message_is_as_it_was_written_and_has_an_expectation():
    assert {path.name: path.read_bytes() for path in CASES} == make.files()
    assert {path.stem for path in CASES} == {path.name.partition(".")[0] for path in GOLDEN.glob("*.json")}


def test_a_folder_and_a_zip_of_messages_are_one_source(tmp_path):
    (tmp_path / "letters").mkdir()
    with zipfile.ZipFile(tmp_path / "letters.zip", "w") as made:
        for path in CASES:
            made.write(path, path.name)
            shutil.copy(path, tmp_path / "letters")
    search = Search(tmp_path / "search", as_of="2026-04-01")
    added = search.add([tmp_path / "letters", tmp_path / "letters.zip"])
    assert list(added["kind"]) == ["mailbox", "mailbox"]
    assert list(added["new"]) == [5, 0]
    days = {str(day)[:10] for day in search.events.loc[search.events["kind"] == "interview", "date"]}
    assert days == {"2026-03-11", "2026-03-19"}
    one = search.applications.loc[search.find("Lindenhof Logistik GmbH / Disponentin")]
    assert (one["n_interviews"], one["outcome"]) == (1, "open")


def test_outlooks_own_store_is_refused_with_the_way_out(tmp_path):
    store = tmp_path / "archive.pst"
    store.write_bytes(b"!BDN" + b"\0" * 600)
    with pytest.raises(SourceError, match="drag them into a folder"):
        list(mail.extract(store).records)
    added = Search(tmp_path / "search").add(store)
    assert "readpst" in added.loc[0, "message"]


def test_a_damaged_message_is_a_problem_and_the_others_are_read(tmp_path):
    whole, shuffled = (GOLDEN / "refusal.msg").read_bytes(), random.Random(1)
    (tmp_path / "a.msg").write_bytes(whole)
    for number in range(8):
        broken = bytearray(whole[: len(whole) - 512 * number])
        for _ in range(40):
            broken[shuffled.randrange(8, len(broken))] = shuffled.randrange(256)
        (tmp_path / f"b{number}.msg").write_bytes(broken)
    records = list(mail.extract(tmp_path).records)
    assert [len(records), records[0].state] == [9, "understood"]
    assert "problem" in {record.state for record in records}


def test_messages_of_others_are_read_or_a_problem(tmp_path):
    for number, path in enumerate(SHARED):
        copy = tmp_path / f"{number}.msg"
        copy.write_bytes(path.read_bytes())
        (record,) = mail.extract(copy).records
        assert record.state in ("problem", "set aside", "understood")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(CASES),
    st.lists(st.tuples(st.integers(0, 5_000), st.binary(min_size=1, max_size=8)), max_size=6),
)
def test_no_message_hangs(tmp_path_factory, path, changes):
    data = bytearray(path.read_bytes())
    for at, noise in changes:
        data[at : at + len(noise)] = noise
    file = tmp_path_factory.mktemp("msg") / "1.msg"
    file.write_bytes(data)
    began = time.process_time()
    try:
        assert all(isinstance(text, str) for text in outlook.as_mail(str(file)))
    except Exception:
        pass
    assert time.process_time() - began < 2
