"""Adding and removing many entries at once. The caller holds the transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from webapp.core import clock
from webapp.core.database import journal_db
from webapp.core.markdown import count_words, name_and_summary
from webapp.features.entries.models import NewEntry
from webapp.features.entries.positions import Allocator
from webapp.features.entries.tags import TagIds, wanted_tags
from webapp.features.index import service as index
from webapp.features.media import service as media

INSERT = (
    "INSERT INTO entry (uid, position, day, time, zone, instant, name, summary, words, starred,"
    " created_at, updated_at, title, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " RETURNING id"
)


class Adder:
    """Adds entries batch by batch, remembering tags and positions between the batches."""

    def __init__(self) -> None:
        self._positions = Allocator()
        self._tags = TagIds()

    def add(self, entries: Iterable[NewEntry]) -> list[int]:
        """Add entries, with their tags, to the timeline and the search index.

        Returns:
            Their row ids, in order.
        """
        ids, tag_rows, index_rows = [], [], []
        for entry in entries:
            position = self._positions.take(entry.when)
            tags = wanted_tags(entry.body, entry.tags)
            entry_id = journal_db.execute_sql(INSERT, _row(entry, position)).fetchone()[0]
            ids.append(entry_id)
            if media.SCHEME in entry.body:
                media.link_from_text(entry_id, entry.body)
            tag_rows += [(entry_id, self._tags.id(name), int(kind)) for name, kind in tags.items()]
            index_rows.append((position, entry.title or "", entry.body, " ".join(tags)))
        cursor = journal_db.cursor()
        cursor.executemany("INSERT OR IGNORE INTO entry_tag VALUES (?, ?, ?)", tag_rows)
        index.add_many(index_rows)
        return ids


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


def _row(entry: NewEntry, position: int) -> tuple[object, ...]:
    name, summary = name_and_summary(entry.title, entry.body)
    now = clock.now_ms()
    created = now if entry.created_ms is None else entry.created_ms
    when = entry.when
    return (
        entry.uid or secrets.token_hex(16),
        position,
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
