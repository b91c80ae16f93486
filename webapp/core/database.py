"""The only place that opens the accounts file, a journal or a media file.

Three peewee databases stand for the three kinds of file; which file one of them opens is told
by the context (`use_accounts`, `use_vault`), so that a connection can never be taken for
somebody else's. A connection lives for one request, job or command.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

import peewee
from sqlcipher3 import dbapi2 as sqlcipher

from webapp.core.errors import Refusal

if TYPE_CHECKING:
    from webapp.core.vault import Vault

ACCOUNTS_ID = 0x514C6163  # "QLac", the application_id of an accounts file
JOURNAL_ID = 0x514C6A6F  # "QLjo"
MEDIA_ID = 0x514C6D65  # "QLme"
BUSY_SECONDS = 5.0

_accounts_path: ContextVar[Path] = ContextVar("accounts_path")
_vault: ContextVar[Vault] = ContextVar("vault")


class Locked(RuntimeError):
    """A journal was asked for while none is unlocked here: a mistake in our code."""


class DamagedFile(Refusal):
    """A file of ours cannot be read with its right key."""


class JournalClosed(Refusal):
    """The person has locked their journal while this was on its way."""


class OwnedDatabase(peewee.SqliteDatabase):
    """A database that knows whose connection it holds and refuses to hand it to another.

    Peewee keeps one connection a thread. A connection left open by an earlier request of the
    same thread would otherwise answer with that person's rows.
    """

    _state: Any

    def __init__(self) -> None:
        super().__init__("chosen by the context", autoconnect=False)

    def owner(self) -> object:
        """What the context says must be open; raises `Locked` when it says nothing."""
        raise NotImplementedError

    def open_file(self) -> Any:
        """A new DB-API connection to the owner's file."""
        raise NotImplementedError

    def connect(self, reuse_if_open: bool = False) -> bool:
        """Open the context's file; a connection of another owner is closed first."""
        owner = self.owner()
        if not self.is_closed():
            if reuse_if_open and self._state.owner is owner:
                return False
            self.close()
        opened = bool(super().connect())
        self._state.owner = owner
        return opened

    def connection_context(self) -> Any:
        """Connect for a block; used for files that only some requests need."""
        self.connect(reuse_if_open=True)
        return super().connection_context()

    def cursor(self, *args: Any) -> Any:
        """A cursor, after making sure once more that the connection is the context's."""
        if not self.is_closed() and self._state.owner is not self.owner():
            raise Locked("this connection belongs to someone else")
        return super().cursor(*args)  # type: ignore[no-untyped-call]

    def rollback(self) -> None:
        """Undo the transaction; what made it fail is what shall be heard of.

        On a full disk SQLite has undone it by itself, and after a damaged page it can do nothing
        more on this connection; closing it undoes the rest.
        """
        if self.connection().in_transaction:
            with suppress(peewee.DatabaseError, MemoryError):
                super().rollback()

    def savepoint(self) -> Savepoint:
        """A block inside a transaction."""
        return Savepoint(self)

    def _connect(self) -> Any:
        return self.open_file()


class Savepoint(peewee._savepoint):
    """A block inside a transaction, which may have been undone as a whole before its end."""

    def rollback(self, begin: bool = True) -> None:
        """Undo the block."""
        if self.db.connection().in_transaction:
            with suppress(peewee.DatabaseError, MemoryError):
                super().rollback(begin)


class AccountsDatabase(OwnedDatabase):
    """The accounts file: plain SQLite, holds nothing that anyone wrote."""

    def owner(self) -> Path:
        """The accounts file of the running program."""
        try:
            return _accounts_path.get()
        except LookupError:
            raise Locked("no data folder is open here") from None

    def open_file(self) -> sqlite3.Connection:
        """Open the accounts file with foreign keys on and every commit on the disk."""
        connection = sqlite3.connect(
            f"{self.owner().as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            timeout=BUSY_SECONDS,
            check_same_thread=False,
        )
        for pragma in ("foreign_keys=ON", "trusted_schema=OFF", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        return connection


class VaultDatabase(OwnedDatabase):
    """A file of the unlocked person, in SQLCipher."""

    server_version = sqlcipher.sqlite_version_info

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def owner(self) -> Vault:
        """The vault that is unlocked for this request, job or command."""
        try:
            return _vault.get()
        except LookupError:
            raise Locked("no journal is unlocked here") from None

    def open_file(self) -> Any:
        """Open the vault's file with its key, checked.

        Raises:
            Refusal: the journal has just been locked, or the file is missing or damaged.
        """
        vault = self.owner()
        key = vault.key_while_open()
        path = vault.journal_path if self.kind == "journal" else vault.media_path
        return open_encrypted(path, key, JOURNAL_ID if self.kind == "journal" else MEDIA_ID)


accounts_db = AccountsDatabase()
journal_db = VaultDatabase("journal")
media_db = VaultDatabase("media")


def open_encrypted(path: Path, key: bytes, application_id: int, *, create: bool = False) -> Any:
    """Open a SQLCipher file with a raw key, and make sure of it.

    A missing or malformed key is silent in SQLCipher (it would write plain text, or take the
    key for a passphrase), and an empty file opens with any key: hence the checks.

    Args:
        path: the file.
        key: 32 bytes.
        application_id: what the file's header must say.
        create: make the file, which must not exist.

    Raises:
        Refusal: the file is missing, damaged, or not of the kind it should be.
    """
    secret = key.hex()
    if len(secret) != 64:
        raise ValueError("a journal key has 32 bytes")
    if create == path.exists():
        raise _not_there(path)
    mode = "rwc" if create else "rw"
    connection = sqlcipher.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
        check_same_thread=False,
    )
    try:
        connection.execute(f"PRAGMA key=\"x'{secret}'\"")
        _check_cipher(connection, path, application_id, create)
        _set_pragmas(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_cipher(connection: Any, path: Path, application_id: int, create: bool) -> None:
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise RuntimeError("this Python has a SQLite without encryption: refusing to go on")
    connection.execute("PRAGMA cipher_compatibility=4")
    connection.execute("PRAGMA cipher_log_level=NONE")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.OperationalError:
        raise  # a full disk, a folder that cannot be written: the file may be whole
    except sqlcipher.DatabaseError as error:
        raise damaged(path, error) from error
    if create:
        connection.execute(f"PRAGMA application_id={application_id}")
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    if found != application_id:
        raise damaged(path, f"application_id is {found}")


def _set_pragmas(connection: Any) -> None:
    # temp_store: a sort spilled to /tmp would be plain text
    for pragma in (
        "temp_store=MEMORY",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "cache_size=-16000",
        "wal_autocheckpoint=1000",
        "journal_size_limit=33554432",  # after a large import the log gives the disk back
    ):
        connection.execute(f"PRAGMA {pragma}")


def _not_there(path: Path) -> Refusal:
    from flask_babel import gettext as _

    if path.exists():
        raise FileExistsError(f"{path.name} is there already")
    return Refusal(
        _("Quietleaf cannot find your journal where it was."),
        _("Nothing was changed."),
        _("If you moved the folder, put it back; if not, bring back a backup."),
        status=503,
        curious=f"{path.name} is missing",
    )


def closed() -> JournalClosed:
    """The answer to what comes after the lock."""
    from flask_babel import gettext as _

    return JournalClosed(
        _("Your journal is closed."),
        _("All that was saved is safe."),
        _("Open it with your password."),
        status=401,
    )


def damaged(path: Path, reason: object) -> DamagedFile:
    """The answer to who would open a damaged file."""
    from flask_babel import gettext as _

    return DamagedFile(
        _("Part of your journal's file cannot be read."),
        _("Quietleaf has not changed it and opens nothing."),
        _("Copies made before changes to the file's form are in its folder, under “copies”."),
        status=503,
        curious=f"{path.name}: {reason}",
    )


@contextmanager
def use_accounts(path: Path) -> Iterator[AccountsDatabase]:
    """Work with the accounts file at `path` for a block, connected."""
    token = _accounts_path.set(path)
    try:
        accounts_db.connect(reuse_if_open=True)
        yield accounts_db
    finally:
        if not accounts_db.is_closed():
            accounts_db.close()
        _accounts_path.reset(token)


@contextmanager
def use_vault(vault: Vault) -> Iterator[VaultDatabase]:
    """Work with an unlocked person's journal for a block, connected."""
    token = _vault.set(vault)
    try:
        journal_db.connect(reuse_if_open=True)
        yield journal_db
    finally:
        for database in (journal_db, media_db):
            if not database.is_closed():
                database.close()
        _vault.reset(token)
