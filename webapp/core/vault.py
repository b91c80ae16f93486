"""A person's unlocked files: made, opened, kept open, closed.

The key is in memory only while a vault is open. A keeper connection to each file stays open
meanwhile: otherwise each request's close would checkpoint the write-ahead log, at three times the
cost, and on a full disk nothing could even be read, for opening makes files beside it.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from webapp.core import database, inspection
from webapp.core.kdf import KEY_BYTES
from webapp.core.migrations import Step, bring_up_to_date, refuse_newer

PATIENCE_MS = 200  # for readers, while the person waits for the lock


class Vault:
    """The files of one person, with their key, from unlock to lock."""

    def __init__(self, person_id: str, folder: Path, key: bytes) -> None:
        self.person_id = person_id
        self.folder = folder
        self.key = key
        self._keepers: list[Any] = []
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<Vault of {self.person_id[:6]}>"

    @property
    def journal_path(self) -> Path:
        """Entries, tags, history, search index and preferences."""
        return self.folder / "journal.sqlite3"

    @property
    def media_path(self) -> Path:
        """Photos and files."""
        return self.folder / "media.sqlite3"

    @property
    def is_open(self) -> bool:
        """Whether the key is still here."""
        return bool(self.key)

    def key_while_open(self) -> bytes:
        """The key, to be wrapped anew.

        Raises:
            JournalClosed: it has just been locked.
        """
        key = self.key
        if not key:
            raise database.closed()
        return key

    def open(self, journal_steps: Iterable[Step], media_steps: Iterable[Step]) -> None:
        """Open both files, check them, and bring them to this version's form.

        Raises:
            Refusal: a file is missing, damaged or made by a newer Quietleaf; neither is changed.
        """
        kinds = (
            (self.media_path, database.MEDIA_ID, tuple(media_steps)),
            (self.journal_path, database.JOURNAL_ID, tuple(journal_steps)),
        )
        try:
            for path, kind, steps in kinds:
                inspection.refuse_known_damage(path)
                keeper = database.open_encrypted(path, self.key, kind)
                self._keepers.append(keeper)
                refuse_newer(keeper, path, steps)
            for keeper, (path, _kind, steps) in zip(self._keepers, kinds, strict=True):
                bring_up_to_date(keeper, path, steps)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Put everything in the main files, close them and forget the key. Safe to repeat."""
        with self._lock:
            self.key = b""
            keepers, self._keepers = self._keepers, []
        for keeper in keepers:
            # A reader in another thread may hold the log, the disk may be full, a page damaged:
            # then the log stays, encrypted like the file, and is read when it is next opened.
            with suppress(sqlcipher.Error):
                keeper.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
                keeper.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            with suppress(sqlcipher.Error):
                keeper.close()


def make_files(folder: Path, journal_steps: Iterable[Step], media_steps: Iterable[Step]) -> bytes:
    """Make a person's folder with two empty encrypted files.

    Returns:
        The new journal key, 32 random bytes.
    """
    folder.mkdir(mode=0o700, parents=True)
    key = secrets.token_bytes(KEY_BYTES)
    vault = Vault(folder.name, folder, key)
    for path, kind, steps in (
        (vault.journal_path, database.JOURNAL_ID, journal_steps),
        (vault.media_path, database.MEDIA_ID, media_steps),
    ):
        connection = database.open_encrypted(path, key, kind, create=True)
        try:
            bring_up_to_date(connection, path, steps)
        finally:
            connection.close()
    return key
