"""The trash: entries wait there for 30 days, can be put back, and then go for good."""

from __future__ import annotations

from webapp.core import clock
from webapp.core.database import journal_db
from webapp.features.entries.bulk import remove_entries
from webapp.features.entries.margins import index_words
from webapp.features.entries.models import Entry, Summary
from webapp.features.entries.refusals import no_such_entry
from webapp.features.index import service as index

TRASH_DAYS = 30
DAY_MS = 86_400_000


def trash_entry(uid: str) -> Entry:
    """Move an entry to the trash, where it stays 30 days; safe to repeat.

    Raises:
        NoSuchEntry: there is none of that id.
    """
    with journal_db.atomic("IMMEDIATE"):
        entry = _get(uid)
        if entry.trashed_at is None:
            entry.trashed_at = clock.now_ms()
            entry.save(only=[Entry.trashed_at])
            index.forget(entry.position)
    return entry


def restore_entry(uid: str) -> Entry:
    """Put an entry back from the trash; safe to repeat.

    Raises:
        NoSuchEntry: there is none of that id.
    """
    with journal_db.atomic("IMMEDIATE"):
        entry = _get(uid)
        if entry.trashed_at is not None:
            entry.trashed_at = None
            entry.save(only=[Entry.trashed_at])
            words = index_words((tag.name for tag in entry.tags), entry.margin)
            index.add(entry.position, entry.title or "", entry.body, words)
    return entry


def delete_entry(uid: str) -> None:
    """Delete an entry that is in the trash, for good.

    Raises:
        NoSuchEntry: there is none of that id in the trash.
    """
    with journal_db.atomic("IMMEDIATE"):
        entry = _get(uid)
        if entry.trashed_at is None:
            raise no_such_entry()
        remove_entries([entry.id])


def empty_trash(*, older_than_days: int = 0) -> int:
    """Delete what has been in the trash for that many days, for good.

    Returns:
        How many entries are gone.
    """
    limit = clock.now_ms() - older_than_days * DAY_MS
    with journal_db.atomic("IMMEDIATE"):
        rows = journal_db.execute_sql("SELECT id FROM entry WHERE trashed_at <= ?", (limit,))
        ids = [entry_id for (entry_id,) in rows.fetchall()]
        remove_entries(ids)
    return len(ids)


def days_left(entry: Entry | Summary) -> int:
    """How many days an entry in the trash still has, at least 0."""
    passed = (clock.now_ms() - (entry.trashed_at or 0)) // DAY_MS
    return max(0, TRASH_DAYS - passed)


def _get(uid: str) -> Entry:
    entry: Entry | None = Entry.get_or_none(Entry.uid == uid)
    if entry is None:
        raise no_such_entry()
    return entry
