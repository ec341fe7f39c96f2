"""A zip is read member by member, never unpacked, and refused when it cannot be trusted."""

import time
import warnings
import zipfile

import pytest

from jobkit.errors import SourceError
from jobkit.sources import archives


def zipped(tmp_path, members, name="any.zip"):
    path = tmp_path / name
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a name that stands twice
        for member, content in members:
            archive.writestr(member, content)
    return path


def test_named_members_are_read_and_folders_left_out(tmp_path):
    path = zipped(tmp_path, [("a/", b""), ("a/b.csv", b"x,y"), ("A/B.csv", b"other case")])
    assert list(archives.members(path)) == [("a/b.csv", 3), ("A/B.csv", 10)]
    assert archives.read(path, "a/b.csv", 100) == b"x,y"
    assert archives.read(path, "A/B.csv", 100) == b"other case"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["any.zip"]


@pytest.mark.parametrize(
    "name", ["../out.txt", "a/../../out", "/etc/out", "C:\\out", "c:out", "..\\out", "a\\..\\..\\b"]
)
def test_a_name_that_points_outside_is_refused(tmp_path, name):
    path = zipped(tmp_path, [("fine.csv", b"x"), (name, b"y")])
    with pytest.raises(SourceError, match="outside"):
        list(archives.members(path))


def test_a_name_with_nul_is_refused(tmp_path):
    path = zipped(tmp_path, [("fineXcsv", b"x")])
    path.write_bytes(path.read_bytes().replace(b"fineXcsv", b"fine\0csv"))
    with pytest.raises(SourceError, match="outside"):
        list(archives.members(path))


def test_a_link_is_refused(tmp_path):
    link = zipfile.ZipInfo("link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with pytest.raises(SourceError, match="outside"):
        list(archives.members(zipped(tmp_path, [(link, b"/etc/passwd")])))


def test_a_name_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(SourceError, match="twice"):
        list(archives.members(zipped(tmp_path, [("a.csv", b"1"), ("a.csv", b"2")])))


@pytest.mark.parametrize("size", [4 << 20, 64 << 20])
def test_a_bomb_is_refused_at_once(tmp_path, size):
    path = zipped(tmp_path, [("zeros.csv", b"\0" * size)])
    began = time.process_time()
    with pytest.raises(SourceError, match="honest size"):
        list(archives.members(path))
    assert time.process_time() - began < 1


def test_a_directory_that_lies_about_the_size_is_found_out_while_reading(tmp_path):
    path = zipped(tmp_path, [("zeros.csv", b"\0" * (8 << 20))])
    raw = path.read_bytes()
    path.write_bytes(raw.replace((8 << 20).to_bytes(4, "little"), (9_000).to_bytes(4, "little")))
    with pytest.raises(SourceError):
        archives.read(path, "zeros.csv", 1 << 30)


def test_more_than_was_allowed_is_refused(tmp_path):
    with pytest.raises(SourceError, match="honest size"):
        archives.read(zipped(tmp_path, [("a.csv", b"12345")]), "a.csv", 4)


def test_too_many_files_are_refused(tmp_path):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for at in range(archives.MAX_ENTRIES + 1):
            archive.writestr(str(at), b"")
    with pytest.raises(SourceError, match="more than"):
        list(archives.members(path))


def test_a_locked_zip_says_so(tmp_path):
    path = zipped(tmp_path, [("a.csv", b"x")])
    raw = bytearray(path.read_bytes())
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        raw[raw.index(mark) + at] |= 1
    path.write_bytes(raw)
    with pytest.raises(SourceError, match="password"):
        list(archives.members(path))


def test_half_a_zip_is_refused_wherever_it_is_cut(tmp_path):
    raw = zipped(tmp_path, [("a.csv", b"hello" * 100), ("b.csv", b"x")]).read_bytes()
    half = tmp_path / "half.zip"
    for end in range(0, len(raw) - 1, 7):
        half.write_bytes(raw[:end])
        with pytest.raises(SourceError):
            archives.read(half, "a.csv", 1_000)


def test_a_flipped_byte_is_refused_or_harmless(tmp_path):
    raw = zipped(tmp_path, [("a.csv", b"hello, world " * 50)]).read_bytes()
    path = tmp_path / "flipped.zip"
    for at in range(len(raw)):
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 0xFF]) + raw[at + 1 :])
        try:
            assert archives.read(path, "a.csv", 10_000) == b"hello, world " * 50
        except SourceError:
            pass
