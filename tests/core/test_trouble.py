"""What is made of an error when a file cannot be read or written: real errors of SQLite."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

import peewee
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlcipher3 import dbapi2 as sqlcipher

from webapp.core import database, trouble
from webapp.core.database import accounts_db, journal_db
from webapp.core.sessions import Session
from webapp.core.vault import Vault

UID = "0123456789abcdef0123456789abcdef"
FOLDER = Path("/nowhere/quietleaf")


def kind_of(error: BaseException) -> str | None:
    found = trouble.of(error, FOLDER)
    return found.kind if found is not None else None


def caught(act: Callable[[], object]) -> BaseException:
    with pytest.raises((peewee.PeeweeException, sqlcipher.Error, sqlite3.Error)) as found:
        act()
    return found.value


def damage(path: Path, page: int) -> None:
    """Turn one byte of a page."""
    content = bytearray(path.read_bytes())
    content[page * 4096 + 100] ^= 0xFF
    path.write_bytes(content)


def test_a_file_that_cannot_grow_is_a_full_disk(alice_journal: Vault) -> None:
    journal_db.execute_sql("PRAGMA max_page_count=1")
    fill = "INSERT INTO preference VALUES ('words', ?)"
    error = caught(lambda: journal_db.execute_sql(fill, ("x" * 2_000_000,)))
    assert isinstance(error, peewee.OperationalError)
    assert kind_of(error) == "full"


def test_the_same_is_told_without_peewee(alice_journal: Vault) -> None:
    journal_db.execute_sql("PRAGMA max_page_count=1")
    fill = "INSERT INTO preference VALUES ('words', ?)"
    error = caught(lambda: journal_db.cursor().execute(fill, ("x" * 2_000_000,)))
    assert isinstance(error, sqlcipher.OperationalError)
    assert kind_of(error) == "full"


def test_what_undoes_a_transaction_does_not_hide_why(alice_journal: Vault) -> None:
    journal_db.execute_sql("PRAGMA max_page_count=1")

    def write() -> None:
        with journal_db.atomic("IMMEDIATE"), journal_db.atomic():
            fill = "INSERT INTO preference VALUES ('words', ?)"
            journal_db.execute_sql(fill, ("x" * 2_000_000,))

    assert kind_of(caught(write)) == "full"
    assert not journal_db.connection().in_transaction
    journal_db.execute_sql("INSERT INTO preference VALUES ('theme', '\"dark\"')")


def test_a_file_that_somebody_else_writes_to_is_busy(
    alice_journal: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    other = database.open_encrypted(
        alice_journal.journal_path, alice_journal.key, database.JOURNAL_ID
    )
    other.execute("BEGIN IMMEDIATE")
    journal_db.execute_sql("PRAGMA busy_timeout=0")
    error = caught(lambda: journal_db.execute_sql("DELETE FROM preference"))
    other.close()
    assert kind_of(error) == "busy"


def test_a_file_that_is_only_for_reading_is_denied(alice_journal: Vault) -> None:
    journal_db.execute_sql("PRAGMA query_only=ON")
    assert kind_of(caught(lambda: journal_db.execute_sql("DELETE FROM preference"))) == "denied"


def test_an_accounts_file_that_is_none_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "accounts.sqlite3"
    path.write_bytes(b"these are words, not tables " * 400)

    def read() -> None:
        with database.use_accounts(path):
            accounts_db.execute_sql("SELECT * FROM user")

    found = trouble.of(caught(read), FOLDER)
    assert found is not None
    assert found.kind == "damaged"
    assert "the journals beside it are untouched" in found.safe


def test_a_mistake_in_a_statement_is_no_trouble_with_a_file(alice_journal: Vault) -> None:
    assert kind_of(caught(lambda: journal_db.execute_sql("SELECT nothing FROM nowhere"))) is None


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, "full"),
        (errno.EACCES, "denied"),
        (errno.EROFS, "denied"),
        (errno.EIO, "failed"),
    ],
)
def test_an_error_of_the_system_about_our_files_is_told(number: int, kind: str) -> None:
    assert kind_of(OSError(number, "words", str(FOLDER / "people/x/slots.json"))) == kind


def test_an_error_of_the_system_about_other_files_is_not_ours() -> None:
    assert kind_of(PermissionError(errno.EACCES, "words", "/home/alice/diary.txt")) is None


@pytest.mark.parametrize(
    "error", [ConnectionResetError(errno.ECONNRESET, "words"), ValueError("disk is full")]
)
def test_other_errors_are_no_trouble_with_a_file(error: Exception) -> None:
    assert trouble.of(error, FOLDER) is None


def test_no_words_of_an_error_are_passed_on(tmp_path: Path) -> None:
    found = trouble.of(OSError(errno.ENOSPC, "gooseberries", str(FOLDER / "x")), FOLDER)
    assert found is not None
    assert "gooseberries" not in " ".join((*found.sentences, found.curious))


def put(client: FlaskClient, body: str, version: int = 0) -> dict[str, str]:
    sent = {"body": body, "title": None, "base_version": version, "page": "p"}
    answer = client.put(f"/entries/{UID}", json=sent)
    error: dict[str, str] = answer.get_json()["error"]
    return {"status": str(answer.status_code), **error}


def test_a_page_is_told_of_a_journal_that_something_else_writes_to(
    alice: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    (session,) = app.extensions["sessions"]._by_sid.values()
    other = database.open_encrypted(
        session.vault.journal_path, session.vault.key, database.JOURNAL_ID
    )
    other.execute("BEGIN IMMEDIATE")
    said = put(alice, "Frost")
    other.close()
    assert said["status"] == "503"
    assert said["happened"].startswith("Something else is writing to your journal")
    assert said["safe"] == "They are kept in this window."


def test_a_form_is_told_that_the_disk_is_full_and_nothing_was_changed(
    alice: FlaskClient, full_disk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_ = "INSERT OR REPLACE INTO preference VALUES (?, ?)"
    monkeypatch.setattr(
        "webapp.features.preferences.service.change",
        lambda **_: journal_db.execute_sql(put_, ("words", "x" * 2_000_000)),
    )
    answer = alice.post("/settings/lock", data={"idle_minutes": "5"})
    assert answer.status_code == 507
    assert 'data-error="happened">The disk is full.<' in answer.text
    assert 'data-error="safe">Nothing was changed.<' in answer.text


@pytest.fixture
def damaged(
    app: Flask, client: FlaskClient, sign_in: Callable[[FlaskClient, str], Session]
) -> FlaskClient:
    """A browser in which a journal is open whose one entry lies on a damaged page."""
    path = sign_in(client, "alice").vault.journal_path
    sent = {"body": ". " * 400_000, "title": "Dots", "base_version": 0, "page": "p"}
    assert client.put(f"/entries/{UID}", json=sent).status_code == 200
    app.extensions["sessions"].close_all()
    damage(path, path.stat().st_size // 4096 // 2)  # the dots are by far most of the file
    sign_in(client, "alice")
    return client


def test_a_damaged_page_is_said_where_it_is_met(damaged: FlaskClient) -> None:
    answer = damaged.get(f"/entries/{UID}")
    assert answer.status_code == 503
    assert "Part of your journal" in answer.text
    assert "Quietleaf has not changed it" in answer.text
    assert "under “copies”" in answer.text


def test_beside_a_damaged_page_the_rest_is_still_read(damaged: FlaskClient) -> None:
    damaged.get(f"/entries/{UID}")
    assert damaged.get("/settings/lock").status_code == 200


def test_beside_a_damaged_page_the_key_is_still_forgotten(app: Flask, damaged: FlaskClient) -> None:
    (session,) = app.extensions["sessions"]._by_sid.values()
    damaged.get(f"/entries/{UID}")
    damaged.post("/lock")
    assert not session.vault.is_open


def test_when_even_the_sidebar_cannot_be_read_the_cover_says_so(
    alice: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        error = sqlcipher.DatabaseError("words")
        error.sqlite_errorcode = 11
        raise error

    monkeypatch.setattr("webapp.core.page.sidebars", damaged)
    answer = alice.get("/")
    assert answer.status_code == 503
    assert 'data-error="happened">Part of your journal' in answer.text


def test_when_no_page_can_be_drawn_the_sentences_are_said_bare(
    alice: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        error = sqlite3.OperationalError("words")
        error.sqlite_errorcode = 14
        raise error

    monkeypatch.setattr("webapp.core.page.page_values", gone)
    monkeypatch.setattr(database.AccountsDatabase, "open_file", gone)
    answer = alice.get("/")
    assert (answer.status_code, answer.mimetype) == (507, "text/plain")
    assert answer.text.splitlines() == [
        "Quietleaf is not allowed to write to its folder.",
        "Nothing was changed.",
        "Check the folder, then try again.",
    ]
