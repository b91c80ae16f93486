"""Every page of a person's files is read, and what was found is remembered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import FrozenClock
from webapp.core import database, inspection
from webapp.core.database import DamagedFile, journal_db
from webapp.core.vault import Vault, make_files

PAGE = 4096


def never() -> bool:
    return False


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A closed journal of some fifty pages."""
    folder = tmp_path / "alice"
    vault = Vault(folder.name, folder, make_files(folder, (), ()))
    with database.use_vault(vault):
        journal_db.execute_sql("CREATE TABLE note (words TEXT)")
        for number in range(100):
            journal_db.execute_sql("INSERT INTO note VALUES (?)", (f"{number} heron " * 200,))
    assert vault.journal_path.stat().st_size > 50 * PAGE
    return vault


def turn_a_bit(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 1]))


def test_a_whole_file_has_no_damage(vault: Vault) -> None:
    assert inspection.find_damage(vault.journal_path, vault.key, never) is False


@pytest.mark.parametrize("page", [0, 1, 25, -1])
def test_one_bit_anywhere_is_damage(vault: Vault, page: int) -> None:
    pages = vault.journal_path.stat().st_size // PAGE
    turn_a_bit(vault.journal_path, page % pages * PAGE + 1000)
    assert inspection.find_damage(vault.journal_path, vault.key, never) is True


def test_the_media_file_is_read_as_well(vault: Vault) -> None:
    turn_a_bit(vault.media_path, 1000)
    assert inspection.find_damage(vault.media_path, vault.key, never) is True


def test_it_stops_when_it_is_told_to(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "STEPS", 1)
    assert inspection.find_damage(vault.journal_path, vault.key, lambda: True) is None


def test_it_reads_while_somebody_writes(vault: Vault) -> None:
    with database.use_vault(vault), journal_db.atomic("IMMEDIATE"):
        journal_db.execute_sql("INSERT INTO note VALUES ('half written')")
        assert inspection.find_damage(vault.journal_path, vault.key, never) is False


def test_a_file_is_due_once_a_day(vault: Vault, frozen_clock: FrozenClock) -> None:
    assert inspection.is_due(vault.journal_path)
    inspection.note(vault.journal_path, is_whole=True)
    assert not inspection.is_due(vault.journal_path)
    frozen_clock.advance(hours=24)
    assert inspection.is_due(vault.journal_path)


def test_a_clock_that_was_set_back_makes_it_due(vault: Vault, frozen_clock: FrozenClock) -> None:
    inspection.note(vault.journal_path, is_whole=True)
    frozen_clock.advance(hours=-1)
    assert inspection.is_due(vault.journal_path)


def test_each_file_has_a_note_of_its_own(vault: Vault) -> None:
    inspection.note(vault.journal_path, is_whole=True)
    assert inspection.is_due(vault.media_path)
    inspection.note(vault.media_path, is_whole=True)
    assert not inspection.is_due(vault.journal_path)


def test_a_file_that_was_found_damaged_is_not_opened(vault: Vault) -> None:
    inspection.note(vault.journal_path, is_whole=False)
    with pytest.raises(DamagedFile, match="Copies made before"):
        Vault("alice", vault.folder, vault.key).open((), ())


def test_a_copy_put_in_its_place_is_opened(vault: Vault) -> None:
    inspection.note(vault.journal_path, is_whole=False)
    os.utime(vault.journal_path, ns=(1, 1))
    opened = Vault("alice", vault.folder, vault.key)
    opened.open((), ())
    opened.close()


def test_a_copy_put_in_the_place_of_a_damaged_file_is_read_at_once(vault: Vault) -> None:
    inspection.note(vault.journal_path, is_whole=False)
    os.utime(vault.journal_path, ns=(1, 1))
    assert inspection.is_due(vault.journal_path)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"journal.sqlite3": {"at": 1}}', '{"a": 1}'])
def test_a_note_that_cannot_be_read_is_no_note(vault: Vault, text: str) -> None:
    (vault.folder / inspection.NAME).write_text(text)
    assert inspection.is_due(vault.journal_path)
    inspection.refuse_known_damage(vault.journal_path)
