"""Star, margin and journal of an entry, changed without a new version of its text."""

from __future__ import annotations

from webapp.core.database import journal_db
from webapp.features.entries.journals import move_entries
from webapp.features.entries.margins import CompanionIds, MarginChange, index_words, put_margin
from webapp.features.entries.models import Entry
from webapp.features.entries.refusals import no_such_entry
from webapp.features.index import service as index


def set_star(uid: str, starred: bool) -> Entry:
    """Put a star on an entry, or take it off; this is no new version of the text."""
    entry = _read(uid)
    entry.starred = starred
    entry.save(only=[Entry.starred])
    return entry


def set_margin(uid: str, change: MarginChange) -> Entry:
    """Change pin, mood, place, weather or people; this is no new version of the text.

    Raises:
        Refusal: there is no such mood, or no such entry.
    """
    with journal_db.atomic("IMMEDIATE"):
        entry = _read(uid)
        margin = change.on(entry.margin).tidied()
        put_margin(entry.id, margin, CompanionIds())
        if entry.trashed_at is None:
            words = index_words((tag.name for tag in entry.tags), margin)
            index.add(entry.position, entry.title or "", entry.body, words)
    return entry


def move_entry(uid: str, journal_id: int) -> Entry:
    """Put an entry into another journal; this is no new version of the text.

    Raises:
        Refusal: there is no such journal, or no such entry.
    """
    move_entries([_read(uid).id], journal_id)
    return _read(uid)


def _read(uid: str) -> Entry:
    entry: Entry | None = Entry.get_or_none(Entry.uid == uid)
    if entry is None:
        raise no_such_entry()
    return entry
