"""Adding and removing many entries at once. The caller holds the transaction."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from webapp.core import clock
from webapp.core.database import journal_db
from webapp.core.markdown import count_words, name_and_summary
from webapp.features.entries.journals import default_id
from webapp.features.entries.margins import NO_MARGIN, CompanionIds, index_words, put_margin
from webapp.features.entries.models import NewEntry
from webapp.features.entries.positions import Allocator
from webapp.features.entries.tags import TagIds, wanted_tags
from webapp.features.index import service as index
from webapp.features.media import service as media

CACHE_KIB = 64_000
INSERT = (
    "INSERT INTO entry (id, uid, position, journal_id, day, time, zone, instant, name, summary,"
    " words, starred, created_at, updated_at, title, body)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Adder:
    """Adds entries batch by batch, remembering tags and positions between the batches.

    With `many` the connection gets a large cache for the rest of its life.
    """

    def __init__(self, *, many: bool = False) -> None:
        if many:  # pages that leave the cache are encrypted on their way out and in again
            journal_db.execute_sql(f"PRAGMA cache_size=-{CACHE_KIB}")
        self._positions = Allocator()
        self._tags = TagIds()
        self._people = CompanionIds()
        self._journal = default_id()
        # The caller holds the write lock: nobody else takes an id or a position meanwhile.
        self._last_id: int = _value("SELECT coalesce(max(id), 0) FROM entry")

    def add(self, entries: Iterable[NewEntry]) -> list[int]:
        """Add entries, with their tags, to the timeline and the search index.

        Returns:
            Their row ids, in order.
        """
        first, rows, tag_rows, index_rows = self._last_id + 1, [], [], []
        with_media, with_margin = [], []
        for entry_id, entry in enumerate(entries, first):
            position = self._positions.take(entry.when)
            tags = wanted_tags(entry.body, entry.tags)
            rows.append((entry_id, *_row(entry, position, self._journal)))
            if media.SCHEME in entry.body:
                with_media.append((entry_id, entry.body))
            tag_rows += [(entry_id, self._tags.id(name), int(kind)) for name, kind in tags.items()]
            margin = entry.margin
            if margin is not NO_MARGIN:
                margin = margin.tidied()
                with_margin.append((entry_id, margin))
            index_rows.append((position, entry.title or "", entry.body, index_words(tags, margin)))
        cursor = journal_db.cursor()
        cursor.executemany(INSERT, rows)
        cursor.executemany("INSERT OR IGNORE INTO entry_tag VALUES (?, ?, ?)", tag_rows)
        for entry_id, margin in with_margin:
            put_margin(entry_id, margin, self._people)
        for entry_id, body in with_media:
            media.link_from_text(entry_id, body)
        index.add_many(index_rows)
        self._last_id += len(rows)
        return list(range(first, self._last_id + 1))


def add_entries(entries: Iterable[NewEntry]) -> list[int]:
    """Add entries in one go; see `Adder.add`."""
    return Adder().add(entries)


def remove_entries(ids: Sequence[int]) -> None:
    """Delete entries for good, with their tags and their place in the search index."""
    positions: list[int] = []
    for entry_id in ids:
        row = journal_db.execute_sql(
            "DELETE FROM entry WHERE id = ? RETURNING position", (entry_id,)
        ).fetchone()
        positions += row or ()
    index.forget(*positions)


def _value(sql: str) -> int:
    found: int = journal_db.execute_sql(sql).fetchone()[0]
    return found


def _row(entry: NewEntry, position: int, journal_id: int) -> tuple[object, ...]:
    name, summary = name_and_summary(entry.title, entry.body)
    now = clock.now_ms()
    created = now if entry.created_ms is None else entry.created_ms
    when = entry.when
    return (
        entry.uid or os.urandom(16).hex(),
        position,
        journal_id if entry.journal_id is None else entry.journal_id,
        when.day.isoformat(),
        when.time.isoformat("seconds"),
        when.zone,
        when.instant_ms,
        name,
        summary,
        count_words(entry.body),
        int(entry.starred),
        created,
        created if entry.updated_ms is None else entry.updated_ms,
        entry.title or None,
        entry.body,
    )
