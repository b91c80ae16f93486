"""Reads a person's files from end to end, to find damage before the person does.

SQLCipher authenticates each page as it is read, so reading all of them is the proof; opening a file
reads only its first. That takes about 10 ms a megabyte, so it is done beside the person's work, and
what was found is noted in `checks.json` in their folder: a file that is known to be damaged is not
opened again until it has been replaced, and a file that was whole is not read again the same day.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from webapp.core import clock
from webapp.core.database import JOURNAL_ID, MEDIA_ID, DamagedFile, damaged, open_encrypted

NAME = "checks.json"
DAY_MS = 24 * 60 * 60 * 1000
STEPS = 2_000  # of SQLite's virtual machine, between two looks at whether to stop
CORRUPT, NOT_A_DATABASE, INTERRUPTED = 11, 26, 9  # SQLite's primary result codes
PRIMARY = 0xFF


@dataclass(frozen=True)
class Check:
    """What was found of a file, and how the file was then; `at` in ms since 1970 UTC."""

    at: int
    size: int
    mtime_ns: int
    is_whole: bool

    def is_of(self, path: Path) -> bool:
        """Whether the file is still as it was."""
        try:
            found = path.stat()
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (self.size, self.mtime_ns)


def is_due(path: Path) -> bool:
    """Whether the file has not been read through since yesterday, or was not whole then."""
    check = _read(path.parent).get(path.name)
    if check is None or not check.is_whole:
        return True
    return not 0 <= clock.now_ms() - check.at < DAY_MS


def refuse_known_damage(path: Path) -> None:
    """Make sure that the file is not the one that was found damaged.

    Raises:
        DamagedFile: it is.
    """
    check = _read(path.parent).get(path.name)
    if check is not None and not check.is_whole and check.is_of(path):
        raise damaged(path, "a page of it does not read")


def find_damage(path: Path, key: bytes, is_stopped: Callable[[], bool]) -> bool | None:
    """Read every page of a file, through a connection of its own.

    Args:
        path: the file; others may read and write it meanwhile.
        key: 32 bytes.
        is_stopped: asked now and then; True ends the reading.

    Returns:
        Whether the file is damaged; None when it was stopped before the end.
    """
    try:
        connection = open_encrypted(path, key, MEDIA_ID if path.stem == "media" else JOURNAL_ID)
    except DamagedFile:
        return True
    try:
        connection.set_progress_handler(lambda: int(is_stopped()), STEPS)
        rows = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlcipher.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
        if code == INTERRUPTED:
            return None
        if code in (CORRUPT, NOT_A_DATABASE):
            return True
        raise
    finally:
        with suppress(sqlcipher.Error):
            connection.close()
    return [tuple(row) for row in rows] != [("ok",)]


def note(path: Path, *, is_whole: bool) -> None:
    """Remember what was found of a file as it is now."""
    found = path.stat()
    checks = _read(path.parent)
    checks[path.name] = Check(clock.now_ms(), found.st_size, found.st_mtime_ns, is_whole)
    part = path.parent / f"{NAME}.part"
    part.write_text(json.dumps({name: asdict(check) for name, check in checks.items()}), "utf-8")
    part.replace(path.parent / NAME)


def _read(folder: Path) -> dict[str, Check]:
    try:
        kept = json.loads((folder / NAME).read_text("utf-8"))
        return {str(name): Check(**check) for name, check in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # none yet, or no note of ours: then the files are read again
