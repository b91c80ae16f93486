"""A person's unlocked files: made, opened, kept open, closed.

The key is in memory only while a vault is open. One keeper connection stays open meanwhile:
otherwise each request's close would checkpoint the write-ahead log, at three times the cost.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from webapp.core import database
from webapp.core.kdf import KEY_BYTES
from webapp.core.migrations import Step, bring_up_to_date


class Vault:
    """The files of one person, with their key, from unlock to lock."""

    def __init__(self, person_id: str, folder: Path, key: bytes) -> None:
        self.person_id = person_id
        self.folder = folder
        self.key = key
        self._keeper: Any = None
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

    def open(self, journal_steps: Iterable[Step], media_steps: Iterable[Step]) -> None:
        """Open both files, check them, and bring them to this version's form.

        Raises:
            Refusal: a file is missing, damaged or made by a newer Quietleaf.
        """
        media = database.open_encrypted(self.media_path, self.key, database.MEDIA_ID)
        try:
            bring_up_to_date(media, self.media_path, media_steps)
        finally:
            media.close()
        self._keeper = database.open_encrypted(self.journal_path, self.key, database.JOURNAL_ID)
        bring_up_to_date(self._keeper, self.journal_path, journal_steps)

    def close(self) -> None:
        """Put everything in the main file, close it and forget the key. Safe to repeat."""
        with self._lock:
            keeper, self._keeper = self._keeper, None
            if keeper is not None:
                # a reader in another thread may hold the log; it stays encrypted and is read later
                with suppress(sqlcipher.OperationalError):
                    keeper.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                keeper.close()
            self.key = b""


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
