"""`import` and `export` on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask

from tests.support.people import PASSWORDS
from webapp.core.errors import Refusal
from webapp.core.vault import Vault
from webapp.features.entries import service as entries
from webapp.features.transfer.commands import COMMANDS

JournalOf = Callable[[str], AbstractContextManager[Vault]]
JOURNAL = "[2020-02-28 10:00] The heron\nIt stood there.\n\n[2020-03-01 11:00] Rain\nAll day.\n"


class Screen:
    """A terminal that remembers."""

    def __init__(self, password: str) -> None:
        self.said: list[str] = []
        self.told: list[str] = []
        self.steps: list[int] = []
        self._password = password

    def say(self, text: str) -> None:
        self.said.append(str(text))

    def tell(self, text: str) -> None:
        self.told.append(str(text))

    def password(self, prompt: str, *, from_stdin: bool) -> str:
        return self._password

    def secret(self, prompt: str, *, from_stdin: bool) -> str:
        raise AssertionError("no file here is locked")

    def progress(self, done: int, total: int | None, detail: str = "") -> None:
        self.steps.append(done)


def command(app: Flask, line: list[str], name: str = "alice") -> Screen:
    """Run a command line as that person."""
    parser = argparse.ArgumentParser()
    parsers = parser.add_subparsers()
    for each in COMMANDS:
        its_parser = parsers.add_parser(each.name)
        its_parser.set_defaults(command=each)
        each.add_arguments(its_parser)
    options = parser.parse_args([*line, "--as", name])
    screen = Screen(PASSWORDS[name])
    assert options.command.run(options, screen, app) == 0
    return screen


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "journal.txt"
    path.write_text(JOURNAL)
    return path


def test_import_says_what_is_inside_and_brings_it_in(
    app: Flask, journal: Path, journal_of: JournalOf
) -> None:
    screen = command(app, ["import", str(journal)])
    assert screen.said == [
        "2 entries, 28 February 2020 to 1 March 2020 (jrnl)",
        "2 entries are in.",
    ]
    assert screen.steps[-1] == 2
    with journal_of("alice"):
        assert entries.count_entries() == 2


def test_a_dry_run_changes_nothing(app: Flask, journal: Path, journal_of: JournalOf) -> None:
    screen = command(app, ["import", str(journal), "--dry-run"])
    assert screen.said[-1] == "Nothing was added."
    with journal_of("alice"):
        assert entries.count_entries() == 0


def test_what_is_here_already_is_said(app: Flask, journal: Path) -> None:
    command(app, ["import", str(journal)])
    screen = command(app, ["import", str(journal)])
    assert "Already in the journal: 2" in screen.said
    assert screen.said[-1] == "There is nothing new in it. Nothing was added."


def test_parts_that_are_left_out_are_named_without_signs_a_terminal_obeys(
    app: Flask, tmp_path: Path
) -> None:
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "2020-01-01.md").write_text("One")
    (folder / "evil\x1b[2J.md").write_text("---\ndate: 2020-02-30\n---\nTwo")
    screen = command(app, ["import", str(folder)])
    (line,) = [line for line in screen.said if "no such day" in line]
    assert "\x1b" not in line
    assert "2020-02-30" in line


@pytest.mark.parametrize(
    ("arguments", "zone"), [([], "UTC"), (["--zone", "Asia/Tokyo"], "Asia/Tokyo")]
)
def test_the_zone_is_the_persons_or_the_one_that_is_said(
    app: Flask,
    journal: Path,
    journal_of: JournalOf,
    frozen_clock: object,
    arguments: list[str],
    zone: str,
) -> None:
    command(app, ["import", str(journal), *arguments])
    with journal_of("alice"):
        assert {entry.zone for entry in entries.every_entry()} == {zone}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--zone", "Middle/Earth"], "no such time zone"),
        (["--encoding", "klingon"], "no encoding of that name"),
        (["--undated", "2020-02-30"], "There is no such day"),
    ],
)
def test_a_wrong_option_is_refused(
    app: Flask, journal: Path, arguments: list[str], said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        command(app, ["import", str(journal), *arguments])


def test_a_doubtful_encoding_names_what_could_be_said(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "2020-01-01.txt"
    path.write_bytes("Zo\u00eb".encode("cp1252"))
    with pytest.raises(Refusal, match="cp1252"):
        command(app, ["import", str(path)])
    command(app, ["import", str(path), "--encoding", "cp1252"])


def test_a_file_that_is_not_there_is_refused_before_the_password(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> str:
        raise AssertionError("the password was asked for")

    monkeypatch.setattr(Screen, "password", never)
    with pytest.raises(Refusal, match="no such file or folder"):
        command(app, ["import", str(tmp_path / "nothing")])


def test_an_import_goes_into_that_persons_journal_only(
    app: Flask, journal: Path, journal_of: JournalOf
) -> None:
    command(app, ["import", str(journal)], "bob")
    with journal_of("alice"):
        assert entries.count_entries() == 0
    with journal_of("bob"):
        assert entries.count_entries() == 2


def test_export_writes_a_folder_and_says_that_it_is_plain_text(
    app: Flask, journal: Path, tmp_path: Path
) -> None:
    command(app, ["import", str(journal)])
    screen = command(app, ["export", str(tmp_path / "out")])
    assert screen.said == ["2 entries are written."]
    assert "plain text" in screen.told[0]
    names = sorted(path.name for path in (tmp_path / "out").rglob("*.md"))
    assert names == ["2020-02-28-1000-the-heron.md", "2020-03-01-1100-rain.md"]


def test_bob_brings_in_what_alice_has_exported(
    app: Flask, journal: Path, tmp_path: Path, journal_of: JournalOf
) -> None:
    command(app, ["import", str(journal)])
    command(app, ["export", str(tmp_path / "out.zip")])
    command(app, ["import", str(tmp_path / "out.zip")], "bob")
    with journal_of("alice"):
        wanted = [(entry.uid, entry.body) for entry in entries.every_entry()]
    with journal_of("bob"):
        assert [(entry.uid, entry.body) for entry in entries.every_entry()] == wanted


def test_the_password_must_be_that_persons(
    app: Flask, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PASSWORDS, "alice", "not the right words")
    with pytest.raises(Refusal, match="not alice"):
        command(app, ["import", str(journal)])


def test_import_puts_it_into_the_journal_that_is_named(
    app: Flask, journal: Path, journal_of: JournalOf
) -> None:
    command(app, ["import", str(journal), "--journal", "Walks"])
    with journal_of("alice"):
        walks = entries.journal_named("Walks").id
        assert {entry.journal_id for entry in entries.every_entry()} == {walks}
