"""The imports that were made, and taking one back."""

from __future__ import annotations

from webapp.core import clock
from webapp.core.database import journal_db
from webapp.features.entries import service as entries
from webapp.features.transfer import texts
from webapp.features.transfer.models import COLUMNS, Batch, Progress

LISTED = 50
CHUNK = 200  # entries between two looks at whether the person has stopped it
# what a person has changed since is theirs, and stays
UNCHANGED = (
    "SELECT s.entry_id FROM import_source s JOIN entry e ON e.id = s.entry_id"
    " WHERE s.batch_id = ? AND e.version = 1"
)


def all_batches() -> list[Batch]:
    """The imports, the latest first."""
    sql = f"SELECT {COLUMNS} FROM import_batch ORDER BY id DESC LIMIT ?"  # noqa: S608 - a constant
    return [Batch.of_row(row) for row in journal_db.execute_sql(sql, (LISTED,))]


def read_batch(batch_id: int) -> Batch:
    """One import.

    Raises:
        Refusal: there is none of that number.
    """
    sql = f"SELECT {COLUMNS} FROM import_batch WHERE id = ?"  # noqa: S608 - a constant
    row = journal_db.execute_sql(sql, (batch_id,)).fetchone()
    if row is None:
        raise texts.no_such_import()
    return Batch.of_row(row)


def changed_since(batch_id: int) -> int:
    """How many of its entries have been changed since they came in."""
    sql = (
        "SELECT count(*) FROM import_source s JOIN entry e ON e.id = s.entry_id"
        " WHERE s.batch_id = ? AND e.version > 1"
    )
    return int(journal_db.execute_sql(sql, (batch_id,)).fetchone()[0])


def take_back(batch_id: int, progress: Progress) -> tuple[int, int]:
    """Remove all that an import brought, but what has been changed since: all or nothing.

    Args:
        batch_id: which import.
        progress: told of every step.

    Returns:
        How many entries were removed, and how many stay because they were changed.

    Raises:
        Refusal: there is no such import, or it was taken back before.
    """
    with journal_db.atomic("IMMEDIATE"):
        batch = read_batch(batch_id)
        if batch.taken_back_at is not None:
            raise texts.already_back()
        ids = [row[0] for row in journal_db.execute_sql(UNCHANGED, (batch_id,))]
        stay = changed_since(batch_id)
        progress.total = len(ids)
        for start in range(0, len(ids), CHUNK):
            part = ids[start : start + CHUNK]
            entries.remove_entries(part)
            progress.step(len(part))
        journal_db.execute_sql(
            "UPDATE import_batch SET taken_back_at = ? WHERE id = ?", (clock.now_ms(), batch_id)
        )
    return len(ids), stay
