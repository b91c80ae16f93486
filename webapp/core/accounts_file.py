"""The accounts file at the program's start: made when there is none, checked when there is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from flask_babel import gettext as _

from webapp.core import trouble
from webapp.core.database import ACCOUNTS_ID
from webapp.core.errors import Refusal


class AccountsRefusal(Refusal):
    """The accounts file cannot be used."""


def make_or_check(path: Path, people_folder: Path) -> None:
    """Make the accounts file if this is a first start; else make sure it is ours and whole.

    Raises:
        AccountsRefusal: it is damaged, it is something else, or it and the people's folder do
            not belong together.
    """
    try:
        is_made = path.exists() and path.stat().st_size > 0
        if not is_made and people_folder.is_dir() and any(people_folder.iterdir()):
            raise _accounts_missing()
    except OSError as error:
        raise _not_allowed(error.strerror or type(error).__name__) from error
    if is_made:
        _check(path)
    else:  # an empty file is one whose making was cut short
        _make(path)


def _make(path: Path) -> None:
    # No write-ahead log: the file could then not even be read on a full disk, and the program's
    # every request would make and remove the log's files.
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id={ACCOUNTS_ID}")


def _check(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
            found = connection.execute("PRAGMA application_id").fetchone()[0]
            fine = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise trouble.of(error, path.parent) or _not_allowed(str(error)) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(str(error)) from error
    if found != ACCOUNTS_ID or fine != "ok":
        raise _damaged(f"application_id {found}, quick_check {fine}")


def _not_allowed(reason: str) -> AccountsRefusal:
    return AccountsRefusal(
        _("Quietleaf is not allowed to write to its folder."),
        _("Nothing was changed."),
        _("Check the folder, then start Quietleaf again."),
        status=503,
        curious=reason,
    )


def _damaged(reason: str) -> AccountsRefusal:
    return AccountsRefusal(
        _("The file that lists the people of this computer cannot be read."),
        _("Quietleaf has not changed it, and the journals beside it are untouched."),
        _("Bring back “accounts.sqlite3” from a backup or from the folder “copies”."),
        status=503,
        curious=reason,
    )


def _accounts_missing() -> AccountsRefusal:
    return AccountsRefusal(
        _("The journals are there, but the file that lists the people of this computer is gone."),
        _("The journals are untouched."),
        _("Put “accounts.sqlite3” back beside the folder “people”; without it they cannot open."),
        status=503,
        curious="accounts.sqlite3 is missing",
    )
