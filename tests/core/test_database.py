"""The files: encrypted or not opened at all, and never somebody else's."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import peewee
import pytest

from webapp.core import database
from webapp.core.accounts_file import make_or_check
from webapp.core.database import DamagedFile, Locked, accounts_db, journal_db, media_db
from webapp.core.errors import Refusal
from webapp.core.migrations import NewerFile, Step
from webapp.core.vault import Vault, make_files

CANARY = "the heron stood in the reeds"
SIDE_FILES = ("", "-wal", "-shm")


def made(folder: Path) -> Vault:
    """The files of a new person, with one note in the journal."""
    vault = Vault(folder.name, folder, make_files(folder, (), ()))
    with database.use_vault(vault):
        journal_db.execute_sql("CREATE TABLE note (owner TEXT)")
        journal_db.execute_sql("INSERT INTO note VALUES (?)", (folder.name,))
    return vault


@pytest.fixture
def alice_vault(tmp_path: Path) -> Vault:
    return made(tmp_path / "alice")


@pytest.fixture
def bob_vault(tmp_path: Path) -> Vault:
    return made(tmp_path / "bob")


def owners() -> list[str]:
    return [row[0] for row in journal_db.execute_sql("SELECT owner FROM note")]


def all_bytes(vault: Vault) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(vault.folder.rglob("*.sqlite3*")))


def test_nothing_written_stands_in_the_files_in_clear(alice_vault: Vault) -> None:
    with database.use_vault(alice_vault):
        journal_db.execute_sql("INSERT INTO note VALUES (?)", (CANARY,))
        while_open = all_bytes(alice_vault)
    for bytes_on_disk in (while_open, all_bytes(alice_vault)):
        assert CANARY.encode() not in bytes_on_disk
        assert b"CREATE TABLE" not in bytes_on_disk


def test_a_journal_does_not_even_say_that_it_is_a_database(alice_vault: Vault) -> None:
    assert b"SQLite format 3" not in all_bytes(alice_vault)


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_it_refuses_a_key_that_is_not_32_bytes(alice_vault: Vault, length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        database.open_encrypted(alice_vault.journal_path, b"k" * length, database.JOURNAL_ID)


def test_it_refuses_another_key(alice_vault: Vault) -> None:
    with pytest.raises(DamagedFile):
        database.open_encrypted(alice_vault.journal_path, b"k" * 32, database.JOURNAL_ID)


def test_it_refuses_the_key_of_somebody_else(alice_vault: Vault, bob_vault: Vault) -> None:
    with pytest.raises(DamagedFile):
        database.open_encrypted(alice_vault.journal_path, bob_vault.key, database.JOURNAL_ID)


def test_it_refuses_a_library_that_does_not_encrypt(
    alice_vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database.sqlcipher, "connect", sqlite3.connect)
    new = alice_vault.folder / "new.sqlite3"
    with pytest.raises(RuntimeError, match="without encryption"):
        database.open_encrypted(new, alice_vault.key, database.JOURNAL_ID, create=True)


def test_a_missing_file_is_said_and_not_made(alice_vault: Vault) -> None:
    alice_vault.journal_path.unlink()
    with pytest.raises(Refusal, match="cannot find your journal"), database.use_vault(alice_vault):
        pytest.fail("it opened")
    assert not alice_vault.journal_path.exists()


def test_making_a_file_never_overwrites_one(alice_vault: Vault) -> None:
    before = alice_vault.journal_path.read_bytes()
    with pytest.raises(FileExistsError):
        database.open_encrypted(
            alice_vault.journal_path, alice_vault.key, database.JOURNAL_ID, create=True
        )
    assert alice_vault.journal_path.read_bytes() == before


def empty(content: bytes) -> bytes:
    return b""


def cut_short(content: bytes) -> bytes:
    return content[:100]


def first_page_damaged(content: bytes) -> bytes:
    return content[:2000] + bytes([content[2000] ^ 1]) + content[2001:]


def salt_damaged(content: bytes) -> bytes:
    return bytes([content[0] ^ 1]) + content[1:]


def noise(content: bytes) -> bytes:
    return bytes(range(256)) * 64


@pytest.mark.parametrize("damage", [empty, cut_short, first_page_damaged, salt_damaged, noise])
def test_a_damaged_file_is_refused_and_not_touched(alice_vault: Vault, damage: object) -> None:
    path = alice_vault.journal_path
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    before = path.read_bytes()
    with pytest.raises(DamagedFile, match="has not changed it"), database.use_vault(alice_vault):
        pytest.fail("it opened")
    assert path.read_bytes() == before


def test_a_plain_database_is_no_journal(alice_vault: Vault) -> None:
    alice_vault.journal_path.unlink()
    with sqlite3.connect(alice_vault.journal_path) as plain:
        plain.execute("CREATE TABLE note (owner TEXT)")
    plain.close()
    with pytest.raises(DamagedFile), database.use_vault(alice_vault):
        pytest.fail("it opened")


def test_a_media_file_in_the_journals_place_is_refused(alice_vault: Vault) -> None:
    alice_vault.journal_path.unlink()
    alice_vault.media_path.rename(alice_vault.journal_path)
    with pytest.raises(DamagedFile) as caught, database.use_vault(alice_vault):
        pytest.fail("it opened")
    assert "application_id" in caught.value.curious


def test_a_refused_file_is_closed_again(alice_vault: Vault) -> None:
    alice_vault.journal_path.write_bytes(b"x" * 5000)
    with pytest.raises(DamagedFile), database.use_vault(alice_vault):
        pytest.fail("it opened")
    assert journal_db.is_closed()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("temp_store", 2),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
    ],
)
def test_a_journal_is_opened_the_safe_way(alice_vault: Vault, pragma: str, value: object) -> None:
    with database.use_vault(alice_vault):
        assert journal_db.execute_sql(f"PRAGMA {pragma}").fetchone()[0] == value


def test_the_name_of_a_folder_may_hold_any_sign(tmp_path: Path) -> None:
    vault = made(tmp_path / "a b#c?d%41é")
    with database.use_vault(vault):
        assert owners() == [vault.folder.name]


def test_without_an_unlocked_journal_nothing_opens() -> None:
    with pytest.raises(Locked):
        journal_db.connect()


def test_nothing_connects_by_itself(alice_vault: Vault) -> None:
    with database.use_vault(alice_vault):
        journal_db.close()
        with pytest.raises(peewee.InterfaceError):
            journal_db.execute_sql("SELECT 1")


def test_after_the_block_the_journal_is_closed(alice_vault: Vault) -> None:
    with database.use_vault(alice_vault):
        pass
    assert journal_db.is_closed()
    with pytest.raises(Locked):
        journal_db.connect()


@pytest.fixture
def left_open_by_alice(alice_vault: Vault, bob_vault: Vault) -> Iterator[None]:
    """A connection of alice's that an earlier request of this thread forgot to close."""
    token = database._vault.set(alice_vault)
    journal_db.connect()
    database._vault.reset(token)
    assert not journal_db.is_closed()
    yield
    journal_db.close()


@pytest.mark.usefixtures("left_open_by_alice")
def test_a_connection_that_was_left_open_is_never_used_for_another_person(
    bob_vault: Vault,
) -> None:
    with database.use_vault(bob_vault):
        assert owners() == ["bob"]


@pytest.mark.usefixtures("left_open_by_alice")
def test_a_statement_on_somebody_elses_connection_is_refused(bob_vault: Vault) -> None:
    token = database._vault.set(bob_vault)
    try:
        with pytest.raises(Locked, match="someone else"):
            owners()
    finally:
        database._vault.reset(token)


@pytest.mark.usefixtures("left_open_by_alice")
def test_a_connection_without_any_unlocked_person_answers_nothing() -> None:
    with pytest.raises(Locked):
        owners()


def test_the_media_file_opens_only_when_asked_for(alice_vault: Vault) -> None:
    with database.use_vault(alice_vault):
        assert media_db.is_closed()
        with media_db.connection_context():
            assert media_db.execute_sql("SELECT 1").fetchone() == (1,)


def test_in_many_threads_everybody_reads_their_own(alice_vault: Vault, bob_vault: Vault) -> None:
    wrong: list[object] = []

    def read(vaults: list[Vault]) -> None:
        for vault in vaults * 25:
            with database.use_vault(vault):
                if owners() != [vault.folder.name]:
                    wrong.append(vault)

    pairs = [[alice_vault, bob_vault], [bob_vault, alice_vault]] * 3
    threads = [threading.Thread(target=read, args=(pair,)) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_accounts_file_is_not_made_by_opening_it(tmp_path: Path) -> None:
    path = tmp_path / "accounts.sqlite3"
    with pytest.raises(peewee.OperationalError), database.use_accounts(path):
        pytest.fail("it opened")
    assert not path.exists()


def test_the_accounts_file_of_another_folder_is_never_answered_from(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with sqlite3.connect(tmp_path / name) as plain:
            plain.execute("CREATE TABLE note (owner TEXT)")
            plain.execute("INSERT INTO note VALUES (?)", (name,))
        plain.close()
    with database.use_accounts(tmp_path / "one"), database.use_accounts(tmp_path / "two"):
        assert accounts_db.execute_sql("SELECT owner FROM note").fetchone() == ("two",)


def test_a_closed_vault_opens_no_file_any_more(alice_vault: Vault) -> None:
    alice_vault.close()
    with pytest.raises(Refusal, match="journal is closed"), database.use_vault(alice_vault):
        pytest.fail("it opened")


def test_a_vault_does_not_show_its_key(alice_vault: Vault) -> None:
    assert alice_vault.key.hex() not in repr(alice_vault)


def test_after_the_lock_everything_is_in_one_file(alice_vault: Vault) -> None:
    alice_vault.open((), ())
    with database.use_vault(alice_vault):
        journal_db.execute_sql("INSERT INTO note VALUES ('later')")
    alice_vault.close()
    assert not alice_vault.journal_path.with_name("journal.sqlite3-wal").exists()


def test_every_file_of_a_person_is_theirs_alone(alice_vault: Vault) -> None:
    assert alice_vault.folder.stat().st_mode & 0o777 == 0o700


def test_a_vault_that_does_not_open_keeps_nothing_open(alice_vault: Vault) -> None:
    alice_vault.journal_path.write_bytes(noise(b""))
    with pytest.raises(DamagedFile):
        alice_vault.open((), ())
    assert not alice_vault.is_open
    assert not alice_vault.media_path.with_name("media.sqlite3-wal").exists()


def test_where_one_file_is_newer_the_other_is_not_changed(alice_vault: Vault) -> None:
    with database.use_vault(alice_vault):
        journal_db.execute_sql("PRAGMA user_version=7")
    before = all_bytes(alice_vault)
    with pytest.raises(NewerFile):
        alice_vault.open((), (Step("media", "media_0001_media"),))
    assert all_bytes(alice_vault) == before


def test_a_vault_with_a_damaged_log_still_forgets_its_key(alice_vault: Vault) -> None:
    alice_vault.open((), ())
    with database.use_vault(alice_vault):
        journal_db.execute_sql("INSERT INTO note VALUES ('later')")
    for path in alice_vault.folder.glob("*.sqlite3"):
        path.write_bytes(noise(b""))
    alice_vault.close()
    assert not alice_vault.is_open


def test_an_accounts_file_is_read_without_making_files_beside_it(tmp_path: Path) -> None:
    make_or_check(tmp_path / "accounts.sqlite3", tmp_path / "people")
    with database.use_accounts(tmp_path / "accounts.sqlite3"):
        accounts_db.execute_sql("SELECT * FROM sqlite_master").fetchall()
        assert [path.name for path in tmp_path.iterdir()] == ["accounts.sqlite3"]


def test_an_accounts_file_whose_making_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "accounts.sqlite3"
    path.touch()
    make_or_check(path, tmp_path / "people")
    make_or_check(path, tmp_path / "people")
    assert path.stat().st_size > 0


def test_an_empty_accounts_file_beside_journals_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "accounts.sqlite3"
    path.touch()
    (tmp_path / "people/a1").mkdir(parents=True)
    with pytest.raises(Refusal, match="is gone"):
        make_or_check(path, tmp_path / "people")
    assert path.stat().st_size == 0
