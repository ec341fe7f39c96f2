"""A folder of Markdown notes with front matter: each note is one application, in whatever words it is kept."""

import json
import shutil
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from jobkit import Search
from jobkit.errors import SourceError
from jobkit.sources import identify, markdown

GOLDEN = Path(__file__).parent / "golden_markdown"


def told(folder):
    """What the notes of a folder say, as it stands in the golden file."""
    extraction = markdown.extract(folder)
    return {
        "columns": [[column.heading, column.role] for column in extraction.layout],
        "records": [
            {
                "origin": record.origin,
                "events": [{k: v for k, v in one._asdict().items() if v} for one in record.events],
                "problems": [f"{p.field}: {p.value} {p.problem}" for p in record.problems],
                "set_aside": record.set_aside,
            }
            for record in extraction.records
        ],
    }


def test_a_folder_of_notes_is_read_as_its_golden_file_says():
    folders = [path for path in GOLDEN.iterdir() if path.is_dir()]
    assert folders
    for folder in folders:
        assert identify(folder) == "markdown"
        assert told(folder) == json.loads((GOLDEN / f"{folder.name}.expected.json").read_text("utf-8"))


def test_each_note_is_an_application_named_by_its_file(tmp_path):
    search = Search(tmp_path / "search", as_of="2026-04-01")
    added = search.add(GOLDEN / "search_2026")
    assert (len(added), added.loc[0, "kind"], added.loc[0, "set_aside"]) == (1, "folder of notes", 1)
    assert len(search.applications) == 5
    assert set(search.events["origin"]) >= {"Acornfield.md", "Archive/Brannock.md"}
    assert search.find("Pinefold / Harbour clerk")


def test_a_note_that_was_changed_since_counts_as_it_is_now(tmp_path):
    folder = tmp_path / "notes"
    shutil.copytree(GOLDEN / "search_2026", folder)
    search = Search(tmp_path / "search", as_of="2026-04-01")
    search.add(folder)
    note = folder / "Pinefold - Harbour clerk.md"
    note.write_text(
        note.read_text("utf-8").replace("status: Interview", "status: Rejected"), encoding="utf-8"
    )
    search.add(folder)
    assert search.applications.loc[search.find("Pinefold"), "outcome"] == "rejected"
    assert len(search.applications) == 5


def test_other_folders_and_files_are_left_to_others(tmp_path):
    (tmp_path / "readme.md").write_text("---\ntitle: My site\n---\nNothing of a job.\n", encoding="utf-8")
    assert not markdown.identify(tmp_path)
    assert not markdown.identify(tmp_path / "missing")
    (tmp_path / "table.md").write_text(
        "| Company | Status |\n|---|---|\n| Pinefold | applied |\n", encoding="utf-8"
    )
    assert identify(tmp_path / "table.md") == "tables"


def test_one_note_alone_is_read(tmp_path):
    (record,) = markdown.extract(GOLDEN / "search_2026" / "Acornfield.md").records
    assert (record.origin, record.events[0].company) == ("Acornfield.md", "Acornfield")


def test_values_that_unfold_are_not_unfolded(tmp_path):
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    deep = "company: " + "[" * 9_000
    for name, front in {"bomb": f"{bomb}company: Pinefold\n", "deep": deep + "\n"}.items():
        (tmp_path / f"{name}.md").write_text(f"---\n{front}status: applied\n---\n", encoding="utf-8")
    assert all(len(str(record.content)) < 20_000 for record in markdown.extract(tmp_path).records)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200) | st.text("-:[]{}&*!|>\n #'\"ab1é", max_size=120))
def test_no_front_matter_raises_anything_but_a_source_error(tmp_path_factory, front):
    folder = tmp_path_factory.mktemp("notes")
    text = f"---\ncompany: Pinefold\n{front}\n---\n"
    (folder / "1.md").write_bytes(text.encode("utf-8", "surrogatepass"))
    markdown.identify(folder)
    try:
        assert list(markdown.extract(folder).records)
    except SourceError:
        pass
