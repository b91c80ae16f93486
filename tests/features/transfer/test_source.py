"""Sources list and open what is inside them, and refuse what would harm."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from tests.support.importing import zip_of
from webapp.features.transfer import source as sources
from webapp.features.transfer import zips
from webapp.features.transfer.source import (
    Member,
    MemberUnreadable,
    Source,
    Upload,
    open_path,
    open_uploads,
    safe_name,
)
from webapp.features.transfer.texts import TransferRefused


def names(source: Source) -> list[str]:
    return [member.name for member in source.members]


def in_zip(stream: io.BytesIO) -> Source:
    return zips.open_zip("export.zip", stream)


def refusal(stream: io.BytesIO) -> TransferRefused:
    with pytest.raises(TransferRefused) as caught:
        in_zip(stream)
    return caught.value


def test_a_folder_lists_its_files_sorted_with_their_sizes(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.md").write_text("two")
    (tmp_path / "a.md").write_text("one")
    source = open_path(tmp_path)
    assert [(member.name, member.size) for member in source.members] == [
        ("a.md", 3),
        ("b/two.md", 3),
    ]
    assert source.read(source.members[1]) == b"two"


def test_a_single_file_is_a_source_of_one_member(tmp_path: Path) -> None:
    (tmp_path / "journal.txt").write_text("text")
    source = open_path(tmp_path / "journal.txt")
    assert (source.kind, names(source)) == ("file", ["journal.txt"])


def test_a_link_is_reported_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("outside")
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "leak.md").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path, target_is_directory=True)
    source = open_path(folder)
    assert names(source) == []
    assert sorted((problem.where, problem.key) for problem in source.problems) == [
        ("leak.md", "link"),
        ("up", "link"),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_a_folder_is_no_member(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert names(open_path(tmp_path)) == []


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes on POSIX only")
def test_a_file_name_that_is_no_unicode_can_still_be_read(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_bytes(b"coffee")
    source = open_path(tmp_path)
    assert names(source) == ["caf\ufffd.md"]
    assert source.read(source.members[0]) == b"coffee"


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TransferRefused, match="no such file or folder"):
        open_path(tmp_path / "nothing")


def test_a_deep_folder_is_walked_to_its_end(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["d"] * 200)
    folder.mkdir(parents=True)
    (folder / "a.md").write_text("deep")
    assert len(names(open_path(tmp_path))) == 1


def test_a_folder_with_too_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_FOLDER_MEMBERS", 2)
    for number in range(3):
        (tmp_path / f"{number}.md").touch()
    with pytest.raises(TransferRefused, match="more than 2 files"):
        open_path(tmp_path)


def test_a_zip_lists_and_opens_its_members_without_unpacking(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(zip_of({"b.md": "two", "a/": "", "a/one.md": "one"}).getvalue())
    with open_path(path) as source:
        assert (source.kind, names(source)) == ("zip", ["a/one.md", "b.md"])
        assert source.read(source.members[0]) == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_what_macos_adds_to_a_zip_is_no_member() -> None:
    assert names(in_zip(zip_of({"a.md": "one", "__MACOSX/._a.md": "x"}))) == ["a.md"]


@pytest.mark.parametrize(
    "name", ["../../x.md", "a/../../x.md", "/etc/x.md", "C:\\Windows\\x.md", "..\\..\\x.md"]
)
def test_a_zip_with_a_name_that_leads_out_is_refused(name: str) -> None:
    assert refusal(zip_of({"a.md": "one", name: "two"})).key == "bad_name"


@pytest.mark.parametrize("name", ["", "/a", "a/../b", "C:/a", "x" * 1001, "nul\x00.md"])
def test_a_name_that_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(TransferRefused):
        safe_name(name)


def test_the_backslashes_of_windows_become_slashes() -> None:
    assert safe_name(".\\Notes\\day one.md") == "Notes/day one.md"


def test_a_zip_that_unfolds_to_far_more_is_refused() -> None:
    bomb = zip_of({"a.md": b"0" * 40_000_000})
    assert refusal(bomb).key == "bomb"


def test_a_small_text_of_one_letter_is_no_bomb() -> None:
    source = in_zip(zip_of({"a.md": b"0" * 1_000_000}))
    assert len(source.read(source.members[0])) == 1_000_000


def test_a_zip_whose_entries_overlap_is_refused() -> None:
    stream = zip_of({"a.md": "one " * 100, "b.md": "one " * 100})
    data = bytearray(stream.getvalue())
    second = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, second + 42, 0)  # b.md is said to begin where a.md does
    assert refusal(io.BytesIO(bytes(data))).key == "bomb"


def test_a_member_larger_than_its_header_says_cannot_be_read() -> None:
    stream = zip_of({"a.md": b"0" * 100_000})
    data = bytearray(stream.getvalue())
    central = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 10)  # the directory declares 10 bytes
    source = in_zip(io.BytesIO(bytes(data)))
    with pytest.raises(MemberUnreadable) as caught:
        source.read(source.members[0])
    assert caught.value.key in {"damaged", "too_large"}


def test_a_member_with_a_wrong_checksum_cannot_be_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.md", "the quiet pond")
    source = in_zip(io.BytesIO(stream.getvalue().replace(b"quiet", b"noisy")))
    with pytest.raises(MemberUnreadable) as caught:
        source.read(source.members[0])
    assert caught.value.key == "damaged"


def test_a_zip_cut_short_is_refused() -> None:
    assert refusal(io.BytesIO(zip_of({"a.md": "one"}).getvalue()[:-30])).key == "zip_damaged"


def test_a_zip_with_a_password_is_refused() -> None:
    data = bytearray(zip_of({"a.md": "one"}).getvalue())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    assert refusal(io.BytesIO(bytes(data))).key == "zip_encrypted"


def test_names_without_the_utf8_flag_are_read_as_utf8_where_they_are() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("Tagebuch \u00e4.md", "one")
    data = bytearray(stream.getvalue())
    for mark, at in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        data[data.index(mark) + at] &= ~0x08  # the flag's bit, as many programs forget it
    assert names(in_zip(io.BytesIO(bytes(data)))) == ["Tagebuch \u00e4.md"]


def test_a_single_uploaded_zip_is_a_zip() -> None:
    source = open_uploads([Upload("export.zip", zip_of({"a.md": "one"}).getvalue())])
    assert source.kind == "zip"


def test_uploads_keep_their_folders() -> None:
    source = open_uploads([Upload("vault/b.md", b"two"), Upload("vault/a/one.md", b"one")])
    assert (source.kind, source.name) == ("upload", "vault")
    assert names(source) == ["vault/a/one.md", "vault/b.md"]


def test_an_upload_that_climbs_is_refused() -> None:
    with pytest.raises(TransferRefused):
        open_uploads([Upload("vault/../../x.md", b"")])


def test_no_upload_at_all_is_refused() -> None:
    with pytest.raises(TransferRefused, match="No file was chosen"):
        open_uploads([])


def test_a_member_is_found_whatever_its_case_and_unicode_form() -> None:
    source = open_uploads([Upload("v/Cafe\u0301.PNG", b"x"), Upload("v/a.md", b"")])
    found = source.find("v/caf\u00e9.png")
    assert found is not None
    assert source.named("caf\u00e9.png") == [found]


def test_a_text_over_the_limit_is_not_read_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("too long")
    source = open_path(tmp_path)
    with pytest.raises(MemberUnreadable):
        source.read(source.members[0], limit=3)


@pytest.mark.parametrize(
    ("name", "stem", "suffix"),
    [
        ("a/b.MD", "b", ".md"),
        (".hidden", ".hidden", ""),
        ("x.tar.gz", "x.tar", ".gz"),
        ("a", "a", ""),
    ],
)
def test_a_name_has_a_stem_and_a_suffix(name: str, stem: str, suffix: str) -> None:
    member = Member(name, 0)
    assert (member.stem, member.suffix) == (stem, suffix)
