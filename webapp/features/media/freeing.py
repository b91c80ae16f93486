"""Photos and files that nothing names any more are removed, once they have had a day's grace.

A file is in use while an entry names it, in the trash or not, or any other text that a feature
keeps: an old version, a template, what a change of tags can be undone to. The room of what is
removed is used again by what comes next; the file itself does not shrink.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from webapp.core.database import journal_db, media_db
from webapp.features.media import service, uploads

GRACE_MS = 24 * 60 * 60 * 1000
"""For what was just added, and whose entry is not saved yet or was just undone."""

Texts = Callable[[], Iterator[str]]


def tidy(unlocked_at: int, kept_texts: Iterable[Texts]) -> int:
    """Remove what was left half way, and what nothing names.

    Args:
        unlocked_at: ms since 1970 UTC.
        kept_texts: every feature's texts outside of entries.

    Returns:
        How many files were removed because nothing names them.
    """
    uploads.sweep(unlocked_at)
    wanted = _unnamed(unlocked_at - GRACE_MS)
    for texts in kept_texts:
        for text in texts() if wanted else ():
            wanted -= service.mentions(text).keys()
    return _remove(wanted) if wanted else 0


def _unnamed(before: int) -> set[str]:
    service.open_media()
    rows = media_db.execute_sql("SELECT uid FROM media WHERE added_at < ?", (before,))
    old = {uid for (uid,) in rows}
    named = journal_db.execute_sql("SELECT DISTINCT uid FROM entry_media")
    return old - {uid for (uid,) in named}


def _remove(uids: set[str]) -> int:
    """Remove them; an entry that was saved meanwhile and names one keeps it."""
    removed = 0
    with journal_db.atomic("IMMEDIATE"), media_db.atomic("IMMEDIATE"):
        for uid in uids:
            row = journal_db.execute_sql(
                "SELECT 1 FROM entry_media WHERE uid = ? LIMIT 1", (uid,)
            ).fetchone()
            if row is None:
                media_db.execute_sql("DELETE FROM media WHERE uid = ?", (uid,))
                removed += 1
    return removed
