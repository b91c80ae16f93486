"""Brings a file to the form this version knows, in numbered steps of plain SQL.

Peewee's table rebuild drops triggers and can cascade rows away, hence this small runner. A
file's `user_version` is the number of steps it has had; the table `schema_step` names them.
A step is only ever added, so a larger number means a newer Quietleaf.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.core import clock
from webapp.core.errors import Refusal

FEATURES_FOLDER = Path(__file__).parent.parent / "features"


class NewerFile(Refusal):
    """The file was made by a newer Quietleaf."""


@dataclass(frozen=True)
class Step:
    """One step of one feature: the SQL file `features/<feature>/migrations/<name>.sql`."""

    feature: str
    name: str

    def statements(self) -> Iterator[str]:
        """The statements of the step, one by one."""
        path = FEATURES_FOLDER / self.feature / "migrations" / f"{self.name}.sql"
        pending = ""
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
            pending += line
            if sqlite3.complete_statement(pending):
                yield pending.strip()
                pending = ""
        if pending.strip():
            raise ValueError(f"{path.name} ends in the middle of a statement")


def bring_up_to_date(connection: Any, path: Path, steps: Iterable[Step]) -> list[Step]:
    """Run the steps that the file has not had, all or none.

    Safe to repeat. Before a step runs on a file that holds something, the file is copied to
    `copies/` beside it.

    Args:
        connection: an open DB-API connection in autocommit mode.
        path: the connection's file.
        steps: every step this version knows, in order.

    Returns:
        The steps that were run.

    Raises:
        NewerFile: the file has had steps that this version does not know.
    """
    known = list(steps)
    refuse_newer(connection, path, known)
    if _version(connection) == len(known):
        return []
    if _steps_done(connection):
        _copy_aside(connection, path, _version(connection))
    return _run(connection, path, known)


def refuse_newer(connection: Any, path: Path, steps: Collection[Step]) -> None:
    """Make sure that this version knows every step the file has had; changes nothing.

    Raises:
        NewerFile: it does not.
    """
    version = _version(connection)
    if version == len(steps):
        return
    if version > len(steps) or not _steps_done(connection) <= set(steps):
        raise _newer(path)


def _version(connection: Any) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _steps_done(connection: Any) -> set[Step]:
    if not _version(connection):
        return set()
    rows = connection.execute("SELECT feature, name FROM schema_step")
    return {Step(feature, name) for feature, name in rows}


def _run(connection: Any, path: Path, known: list[Step]) -> list[Step]:
    connection.execute("PRAGMA foreign_keys=OFF")
    try:
        connection.execute("BEGIN EXCLUSIVE")
        try:
            # asked again: another program may have done it while this one waited for the file
            refuse_newer(connection, path, known)
            done = _steps_done(connection)
            missing = [step for step in known if step not in done]
            connection.execute(
                "CREATE TABLE IF NOT EXISTS schema_step (feature TEXT NOT NULL,"
                " name TEXT NOT NULL, run_at INTEGER NOT NULL, PRIMARY KEY (feature, name))"
            )
            for step in missing:
                for statement in step.statements():
                    connection.execute(statement)
                connection.execute(
                    "INSERT INTO schema_step VALUES (?, ?, ?)",
                    (step.feature, step.name, clock.now_ms()),
                )
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"{len(broken)} rows point nowhere after the steps")
            connection.execute(f"PRAGMA user_version={len(known)}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk has undone it already
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("PRAGMA foreign_keys=ON")
    return missing


def _copy_aside(connection: Any, path: Path, version: int) -> None:
    """Copy the file, whole and checkpointed, before its form changes."""
    folder = path.parent / "copies"
    folder.mkdir(mode=0o700, exist_ok=True)
    is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if is_busy:  # part of it is in the log still, and the copy would lack that
        raise _in_use(path)
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    target = folder / f"{path.stem}-form{version}-{stamp}{path.suffix}"
    part = target.with_suffix(".part")  # what is called a copy is a whole one
    connection.execute("BEGIN IMMEDIATE")
    try:
        shutil.copy2(path, part)
        part.replace(target)
    finally:
        connection.execute("ROLLBACK")
        part.unlink(missing_ok=True)


def _in_use(path: Path) -> Refusal:
    from flask_babel import gettext as _

    return Refusal(
        _("Quietleaf has to change the form of a file that is open in another program."),
        _("Nothing was changed."),
        _("Close that program, then try again."),
        status=503,
        curious=path.name,
    )


def _newer(path: Path) -> NewerFile:
    from flask_babel import gettext as _

    return NewerFile(
        _("This journal was last opened with a newer Quietleaf."),
        _("It is safe and unchanged."),
        _("Update Quietleaf on this computer to open it."),
        status=503,
        curious=f"{path.name} was made by a newer Quietleaf",
    )
