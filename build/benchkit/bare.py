"""The floor of search, import and saving: SQLCipher and FTS5 alone, with nothing of Quietleaf.

A table of texts and an index of the same, as short as it can be written: raw key, write-ahead log,
every commit on the disk. Signs of scripts without spaces get one on each side, so that one of them
can be found here too.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from benchkit.samples import Text

_WIDE = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])")
_SCHEMA = (
    "CREATE TABLE entry (id INTEGER PRIMARY KEY, day TEXT, title TEXT, body TEXT)",
    (
        "CREATE VIRTUAL TABLE words USING fts5(title, body, content='entry', content_rowid='id',"
        " tokenize='unicode61 remove_diacritics 2')"
    ),
)
_PARTS = "CREATE TABLE part (file INTEGER, number INTEGER, bytes BLOB)"
_SEARCH = (
    "SELECT e.id, e.day, e.title, snippet(words, -1, '<b>', '</b>', '…', 20)"
    " FROM words JOIN entry e ON e.id = words.rowid WHERE words MATCH ?"
    " ORDER BY words.rowid DESC LIMIT ?"
)


class Bare:
    """Such a file, open."""

    def __init__(self, path: Path) -> None:
        self._connection: Any = sqlcipher.connect(str(path), isolation_level=None)
        self._connection.execute(f"PRAGMA key=\"x'{secrets.token_hex(32)}'\"")
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "temp_store=MEMORY",
            "cache_size=-16000",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        for statement in (*_SCHEMA, _PARTS):
            self._connection.execute(statement)

    def add_all(self, texts: Iterable[Text]) -> None:
        """Insert texts and index them, in one transaction."""
        cursor = self._connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        rows = [(text.day.isoformat(), spaced(text.title), spaced(text.body)) for text in texts]
        cursor.executemany("INSERT INTO entry (day, title, body) VALUES (?, ?, ?)", rows)
        cursor.execute(
            "INSERT INTO words (rowid, title, body) SELECT id, title, body FROM entry ORDER BY id"
        )
        cursor.execute("COMMIT")

    def search(self, word: str, limit: int) -> list[Any]:
        """The newest texts with a word, each with a passage."""
        rows: list[Any] = self._connection.execute(_SEARCH, (f'"{word}"', limit)).fetchall()
        return rows

    def save(self, number: int, body: str) -> None:
        """Write one text again, row and index, and wait until it is on the disk."""
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        title, old = run("SELECT title, body FROM entry WHERE id = ?", (number,)).fetchone()
        run(
            "INSERT INTO words (words, rowid, title, body) VALUES ('delete', ?, ?, ?)",
            (number, title, old),
        )
        run("UPDATE entry SET body = ? WHERE id = ?", (body, number))
        run("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", (number, title, body))
        run("COMMIT")

    def store(self, number: int, parts: Iterable[bytes]) -> None:
        """Keep a file part by part, in one transaction."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(
            "INSERT INTO part VALUES (?, ?, ?)",
            ((number, place, part) for place, part in enumerate(parts)),
        )
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def spaced(text: str) -> str:
    """The text with a space round each sign of a script that has none."""
    return text if text.isascii() else _WIDE.sub(r" \1 ", text)
