"""What a file of ours would not do, told from errors of SQLite and of the system.

SQLite's errors come in three families: SQLCipher's, the standard library's, and peewee's, which
carry one of the others as `orig`. They are told by SQLite's result codes
(sqlite.org/rescode.html), never by their words: a message may quote what a person wrote.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from webapp.core.errors import Refusal

Kind = Literal["full", "denied", "busy", "damaged", "failed"]
PRIMARY = 0xFF  # the other bits of a result code say it more closely
FULL_BYTES = 64 * 1024  # SQLite needs 32 kB beside a file to open it
SHM_SIZE = 4874  # SQLITE_IOERR_SHMSIZE: no room for the index of the write-ahead log
KINDS: dict[int, Kind] = {
    5: "busy",  # SQLITE_BUSY
    6: "busy",  # SQLITE_LOCKED
    8: "denied",  # SQLITE_READONLY
    10: "failed",  # SQLITE_IOERR
    11: "damaged",  # SQLITE_CORRUPT
    13: "full",  # SQLITE_FULL
    14: "denied",  # SQLITE_CANTOPEN
    15: "busy",  # SQLITE_PROTOCOL
    26: "damaged",  # SQLITE_NOTADB
}
SYSTEM_KINDS: dict[int, Kind] = {
    errno.ENOSPC: "full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "full",
    errno.EROFS: "denied",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EIO: "failed",
}


class FileTrouble(Refusal):
    """A file of ours could not be read or written; whatever was begun has been undone."""

    kind: Kind = "failed"


def of(error: BaseException, folder: Path) -> FileTrouble | None:
    """The trouble with our files that an error tells of; None when it is of another kind.

    Args:
        error: what was raised.
        folder: the data folder.
    """
    for one in _family(error):
        kind = _kind(one, folder)
        if kind is not None:
            return _say(kind, _curious(one), is_accounts=isinstance(one, sqlite3.Error))
    return None


def while_saving(trouble: FileTrouble) -> FileTrouble:
    """The same, for a page that keeps its text and tries again by itself."""
    from flask_babel import gettext as _

    said = {
        "full": (
            _("The disk is full, so the last lines are not saved yet."),
            _("Free some space and Quietleaf will save them by itself."),
        ),
        "denied": (
            _("Quietleaf is not allowed to write to its folder,"
              " so the last lines are not saved yet."),
            _("Check the folder, then try again."),
        ),
        "busy": (
            _("Something else is writing to your journal, so the last lines are not saved yet."),
            _("Wait a moment: Quietleaf will save them by itself."),
        ),
    }  # fmt: skip
    happened, todo = said.get(trouble.kind, (trouble.happened, trouble.todo))
    return _made(trouble.kind, happened, _("They are kept in this window."), todo, trouble.curious)


def _family(error: BaseException) -> Iterator[BaseException]:
    """The error, and the one that peewee has wrapped in it."""
    yield error
    wrapped = getattr(error, "orig", None)
    if isinstance(wrapped, BaseException):
        yield wrapped


def _kind(error: BaseException, folder: Path) -> Kind | None:
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int):
        kind = KINDS.get(code & PRIMARY)
        # a file that could not be made beside ours says "cannot open", a lost disk as well
        if code == SHM_SIZE or (kind in ("denied", "failed") and _has_no_room(folder)):
            return "full"
        return kind
    if isinstance(error, OSError) and error.errno is not None and _is_ours(error, folder):
        return SYSTEM_KINDS.get(error.errno)
    return None


def _is_ours(error: OSError, folder: Path) -> bool:
    """Whether a file of the data folder is meant; a write that failed does not name its file."""
    if error.filename is None:
        return error.errno in (errno.ENOSPC, errno.EIO)
    return isinstance(error.filename, str) and Path(error.filename).is_relative_to(folder)


def _has_no_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < FULL_BYTES
    except OSError:
        return False


def _curious(error: BaseException) -> str:
    """The code alone: the words of an error may be a person's."""
    name = getattr(error, "sqlite_errorname", None)
    number = getattr(error, "errno", None)
    return str(name or (errno.errorcode.get(number) if isinstance(number, int) else "") or "")


def _say(kind: Kind, curious: str, *, is_accounts: bool) -> FileTrouble:
    from flask_babel import gettext as _

    if kind == "damaged":
        return _damaged(curious, is_accounts=is_accounts)
    said = {
        "full": (_("The disk is full."), _("Free some space, then try again.")),
        "denied": (
            _("Quietleaf is not allowed to write to its folder."),
            _("Check the folder, then try again."),
        ),
        "busy": (
            _("Something else is writing to the same file just now."),
            _("Wait a moment, then try again."),
        ),
        "failed": (
            _("The disk does not answer as it should."),
            _("Check that it is still connected, then try again."),
        ),
    }
    happened, todo = said[kind]
    return _made(kind, happened, _("Nothing was changed."), todo, curious)


def _damaged(curious: str, *, is_accounts: bool) -> FileTrouble:
    from flask_babel import gettext as _

    if is_accounts:
        happened = _("The file that lists the people of this computer cannot be read.")
        safe = _("Quietleaf has not changed it, and the journals beside it are untouched.")
        todo = _("Bring back “accounts.sqlite3” from a backup or from the folder “copies”.")
    else:
        happened = _("Part of your journal's file cannot be read.")
        safe = _("Quietleaf has not changed it, and what can be read is still there.")
        todo = _("Copies made before changes to the file's form are in its folder, under “copies”.")
    return _made("damaged", happened, safe, todo, curious)


def _made(kind: Kind, happened: str, safe: str, todo: str, curious: str) -> FileTrouble:
    status = 503 if kind in ("busy", "damaged") else 507
    trouble = FileTrouble(happened, safe, todo, status=status, curious=curious)
    trouble.kind = kind
    return trouble
