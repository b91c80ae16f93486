"""The window's services: a file is saved whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from webapp.core.errors import Refusal
from webapp.desktop.native import WindowNative, safe_name


def native(path: Path | None) -> WindowNative:
    return WindowNative(lambda _suggested: path, lambda: None)


def breaking_off() -> Iterator[bytes]:
    yield b"the first half"
    raise OSError(28, "No space left on device")


def test_it_writes_where_the_person_says(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    assert native(path).save_bytes("export.zip", [b"quiet", b"leaf"]) == "saved"
    assert path.read_bytes() == b"quietleaf"


def test_a_cancelled_dialog_writes_nothing() -> None:
    def never() -> Iterator[bytes]:
        raise AssertionError("it was read")
        yield b""

    assert native(None).save_bytes("export.zip", never()) == "cancelled"


def test_a_file_that_breaks_off_is_removed_and_the_old_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(b"the old one")
    with pytest.raises(Refusal) as caught:
        native(path).save_bytes("export.zip", breaking_off())
    assert "disk is full" in caught.value.happened
    assert [found.read_bytes() for found in tmp_path.iterdir()] == [b"the old one"]


def test_a_place_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        native(tmp_path / "gone" / "export.zip").save_bytes("export.zip", [b""])
    assert all(caught.value.sentences)


def test_a_second_dialog_is_refused_while_one_is_open(tmp_path: Path) -> None:
    def ask_again(_suggested: Path) -> None:
        with pytest.raises(Refusal) as caught:
            made.save_bytes("second.zip", [])
        assert caught.value.status == 409

    made = WindowNative(ask_again, lambda: None)
    assert made.save_bytes("first.zip", []) == "cancelled"
    assert native(None).save_bytes("third.zip", []) == "cancelled"


def test_printing_reaches_the_window() -> None:
    printed: list[bool] = []
    assert WindowNative(lambda _suggested: None, lambda: printed.append(True)).print_page()
    assert printed == [True]


def test_a_pdf_of_the_page_is_written_where_the_person_says(tmp_path: Path) -> None:
    path = tmp_path / "entry.pdf"
    made = WindowNative(lambda _suggested: path, lambda: None, lambda: b"%PDF-")
    assert made.save_pdf("entry.pdf") == "saved"
    assert [found.read_bytes() for found in tmp_path.iterdir()] == [b"%PDF-"]


def test_a_pdf_is_not_made_before_there_is_a_place_for_it() -> None:
    def never() -> bytes:
        raise AssertionError("it was made")

    assert WindowNative(lambda _suggested: None, lambda: None, never).save_pdf("a") == "cancelled"


def test_a_toolkit_that_cannot_make_a_pdf_says_so() -> None:
    assert WindowNative(lambda _suggested: None, lambda: None).save_pdf("a.pdf") is None


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Quietleaf 2026.zip", "Quietleaf 2026.zip"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\\b:c", "a_b_c"),
        ("日記.txt", "日記.txt"),
        ("line\nbreak", "line_break"),
        (" .. ", "quietleaf"),
        ("", "quietleaf"),
    ],
)
def test_a_suggested_name_has_no_folders(name: str, safe: str) -> None:
    assert safe_name(name) == safe
