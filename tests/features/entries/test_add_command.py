"""`add [TEXT] --as NAME`."""

from __future__ import annotations

import io
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from tests.support.people import PASSWORDS
from webapp.core.errors import Refusal
from webapp.core.vault import Vault
from webapp.features.entries import in_editor, service
from webapp.features.entries.commands import ADD
from webapp.features.media import service as media

JournalOf = Callable[[str], AbstractContextManager[Vault]]


class Console:
    """A terminal that remembers what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)

    def tell(self, text: str) -> None:
        raise AssertionError(text)

    def password(self, prompt: str, *, from_stdin: bool) -> str:
        return PASSWORDS["alice"]

    def progress(self, done: int, total: int | None, detail: str = "") -> None:
        raise AssertionError("it has no progress")


class Typed(io.TextIOWrapper):
    """Standard input that is a terminal, or is not."""

    def __init__(self, data: bytes, tty: bool) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8")
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty


Run = Callable[..., Console]


@pytest.fixture
def run(app: Flask, people: object, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("Frost", "--star", stdin=b"")` adds to alice's journal."""

    def call(*arguments: str, stdin: bytes = b"", tty: bool = False) -> Console:
        monkeypatch.setattr(sys, "stdin", Typed(stdin, tty))
        parser = ArgumentParser()
        ADD.add_arguments(parser)
        console = Console()
        options = parser.parse_args([*arguments, "--as", "alice"])
        assert ADD.run(options, console, app) == 0
        return console

    return call


@pytest.fixture
def entry(journal_of: JournalOf) -> Callable[[], service.Entry]:
    """The only entry of alice's, read with its margin and tags."""

    def read() -> service.Entry:
        with journal_of("alice"):
            (found,) = service.every_entry()
            found.kept = (found.margin, [tag.name for tag in found.tags], found.journal.name)
            return found

    return read


Only = Callable[[], service.Entry]


def test_it_adds_a_text(run: Run, entry: Only) -> None:
    console = run("Frost", "on", "the ridge", "--date", "2025-03-03 08:20")
    assert console.said == ["Added, 2025-03-03 08:20"]
    found = entry()
    assert (found.body, found.day, found.time) == ("Frost on the ridge", "2025-03-03", "08:20:00")


def test_it_adds_what_standard_input_holds(run: Run, entry: Only) -> None:
    run(stdin="Zwei\n\nZeilen ☃\n".encode())
    assert entry().body == "Zwei\n\nZeilen ☃"


def test_it_adds_tags_mood_star_and_journal(run: Run, entry: Only, journal_of: JournalOf) -> None:
    with journal_of("alice"):
        service.new_journal("Walks")
    run(
        "-",
        "--tag",
        "dad",
        "--tag",
        "tea",
        "--mood",
        "4",
        "--star",
        "--journal",
        "walks",
        stdin=b"x",
    )
    found = entry()
    assert found.starred
    assert found.kept == (service.Margin(mood=4), ["dad", "tea"], "Walks")


def test_it_keeps_a_photo_with_it(
    run: Run, entry: Only, tmp_path: Path, journal_of: JournalOf
) -> None:
    Image.new("RGB", (8, 8), "teal").save(tmp_path / "cup.png")
    run("Tea", "--photo", str(tmp_path / "cup.png"))
    found = entry()
    assert found.body.startswith("Tea\n\n![](media:")
    with journal_of("alice"):
        assert len(media.for_entry(found.id)) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["x", "--date", "2025-02-30"], "There is no 30 February"),
        (["x", "--journal", "Nowhere"], "There is no journal of that name."),
        (["x", "--photo", "/nowhere/a.jpg"], "The file a.jpg cannot be read."),
        (["  "], "There is no text to add."),
    ],
)
def test_it_refuses_and_adds_nothing(
    run: Run, journal_of: JournalOf, arguments: list[str], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        run(*arguments)
    with journal_of("alice"):
        assert service.count_entries() == 0


def test_it_refuses_bytes_that_are_no_text(run: Run) -> None:
    with pytest.raises(Refusal, match="not UTF-8"):
        run(stdin=b"\xff\xfe\xfa")


@pytest.fixture
def an_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """$EDITOR is a script that writes a line and notes where it was told to."""
    script, note = tmp_path / "ed.sh", tmp_path / "note"
    told = f'echo "$1" > {note}; stat -c %a "$(dirname "$1")" >> {note}'
    script.write_text(f'#!/bin/sh\necho "By hand" > "$1"; {told}\n', "utf-8")
    script.chmod(0o700)
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", str(script))
    return note


@pytest.mark.skipif(sys.platform != "linux", reason="folders in memory are known on Linux only")
def test_an_editor_writes_in_memory_and_nothing_stays(
    run: Run, entry: Only, an_editor: Path
) -> None:
    run(tty=True)
    assert entry().body == "By hand"
    told, mode = an_editor.read_text().split()
    assert mode == "700"
    assert not Path(told).parent.exists()


def test_no_editor_is_opened_where_no_folder_lies_in_memory(
    run: Run, an_editor: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(in_editor, "memory_folders", lambda: [tmp_path])
    monkeypatch.setattr(in_editor, "MOUNTS", tmp_path / "none")
    with pytest.raises(Refusal, match="no folder that lies in memory"):
        run(tty=True)
    assert not an_editor.exists()
