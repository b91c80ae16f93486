"""Writing, reading and putting away entries. Every function needs an open journal."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from webapp.core import clock
from webapp.core.clock import When
from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.core.markdown import count_words, name_and_summary
from webapp.features.entries.bulk import add_entries, remove_entries
from webapp.features.entries.models import Entry, NewEntry, Summary, Tag
from webapp.features.entries.positions import FIRST, LAST, Allocator, base_position, day_start
from webapp.features.entries.tags import (
    TagIds,
    all_tags,
    field_tags,
    most_used,
    put_tags,
    wanted_tags,
)
from webapp.features.index import service as index
from webapp.features.preferences import service as preferences

MAX_BODY_BYTES = 4 * 1024 * 1024
TRASH_DAYS = 30
DAY_MS = 86_400_000
COLUMNS = "e.id, e.uid, e.position, e.day, e.time, e.name, e.summary, e.words, e.starred"


class StaleEntry(Refusal):
    """The entry was changed somewhere else since it was read."""


class NoSuchEntry(Refusal):
    """There is no such entry in this person's journal."""


def new_uid() -> str:
    """An id for an entry that is about to be written: 32 hex digits."""
    return secrets.token_hex(16)


def create_entry(
    *,
    body: str = "",
    title: str | None = None,
    when: When | None = None,
    tags: Iterable[str] = (),
    starred: bool = False,
    uid: str | None = None,
) -> Entry:
    """Write a new entry.

    Args:
        body: Markdown; kept to the byte.
        title: None: the first line is the name.
        when: now, in the person's zone, when None.
        tags: those of the tag field; #words of the text are found by themselves.
        starred: whether it is marked with a star.
        uid: its id, from `new_uid`.

    Raises:
        Refusal: the text is too long or is no text.
    """
    when = when or When.now(preferences.read().zone_name)
    check_text(body, title)
    new = NewEntry(body, when, title, tuple(tags), starred, uid=uid)
    with journal_db.atomic("IMMEDIATE"):
        (entry_id,) = add_entries([new])
    return _get(Entry.id == entry_id)


def read_entry(uid: str) -> Entry:
    """An entry, in the trash or not.

    Raises:
        NoSuchEntry: there is none of that id.
    """
    return _get(Entry.uid == uid)


def save_entry(
    uid: str,
    *,
    body: str,
    title: str | None,
    base_version: int,
    when: When | None = None,
    tags: Iterable[str] | None = None,
    starred: bool | None = None,
) -> Entry:
    """Save an entry as it is on the page; what is None stays as it was.

    Args:
        uid: its id; with `base_version` 0 it may be new.
        body: Markdown; kept to the byte.
        title: None: the first line is the name.
        base_version: the version the page began with; 0 for a new entry.
        when: its new day, time and zone.
        tags: the tag field.
        starred: the star.

    Raises:
        StaleEntry: another window has saved it since.
        Refusal: the text is too long, or there is no such entry.
    """
    check_text(body, title)
    with journal_db.atomic("IMMEDIATE"):
        entry: Entry | None = Entry.get_or_none(Entry.uid == uid)
        if entry is None:
            if base_version:
                raise no_such_entry()
            return create_entry(
                body=body, title=title, when=when, tags=tags or (), starred=bool(starred), uid=uid
            )
        if entry.version != base_version:
            raise _stale()
        field = field_tags(entry.id) if tags is None else tags
        _rewrite(entry, body, title, when or entry.when, wanted_tags(body, field), starred)
    return entry


def _rewrite(
    entry: Entry,
    body: str,
    title: str | None,
    when: When,
    tags: dict[str, bool],
    starred: bool | None,
) -> None:
    if base_position(when) != base_position(entry.when):
        old, entry.position = entry.position, Allocator().take(when)
        index.forget(old)
    entry.day, entry.time, entry.zone = when.day.isoformat(), when.time.isoformat(), when.zone
    entry.instant = when.instant_ms
    entry.body, entry.title = body, title or None
    entry.name, entry.summary = name_and_summary(title, body)
    entry.words = count_words(body)
    entry.updated_at, entry.version = clock.now_ms(), entry.version + 1
    if starred is not None:
        entry.starred = starred
    entry.save()
    put_tags(entry.id, tags, TagIds())
    if entry.trashed_at is None:
        index.forget(entry.position)
        index.add(entry.position, title or "", body, " ".join(tags))


def set_star(uid: str, starred: bool) -> Entry:
    """Put a star on an entry, or take it off; this is no new version of the text."""
    entry = read_entry(uid)
    entry.starred = starred
    entry.save(only=[Entry.starred])
    return entry


def trash_entry(uid: str) -> Entry:
    """Move an entry to the trash, where it stays 30 days; safe to repeat."""
    with journal_db.atomic("IMMEDIATE"):
        entry = read_entry(uid)
        if entry.trashed_at is None:
            entry.trashed_at = clock.now_ms()
            entry.save(only=[Entry.trashed_at])
            index.forget(entry.position)
    return entry


def restore_entry(uid: str) -> Entry:
    """Put an entry back from the trash; safe to repeat."""
    with journal_db.atomic("IMMEDIATE"):
        entry = read_entry(uid)
        if entry.trashed_at is not None:
            entry.trashed_at = None
            entry.save(only=[Entry.trashed_at])
            tags = " ".join(tag.name for tag in entry.tags)
            index.add(entry.position, entry.title or "", entry.body, tags)
    return entry


def delete_entry(uid: str) -> None:
    """Delete an entry that is in the trash, for good.

    Raises:
        NoSuchEntry: there is none of that id in the trash.
    """
    entry = read_entry(uid)
    if entry.trashed_at is None:
        raise no_such_entry()
    with journal_db.atomic("IMMEDIATE"):
        remove_entries([entry.id])


def trashed() -> list[Summary]:
    """What is in the trash, the latest first."""
    sql = f"SELECT {COLUMNS}, e.trashed_at FROM entry e WHERE trashed_at IS NOT NULL"
    return _summaries(sql + " ORDER BY trashed_at DESC", ())


def empty_trash(*, older_than_days: int = 0) -> int:
    """Delete what has been in the trash for that many days, for good.

    Returns:
        How many entries are gone.
    """
    limit = clock.now_ms() - older_than_days * DAY_MS
    with journal_db.atomic("IMMEDIATE"):
        rows = journal_db.execute_sql("SELECT id FROM entry WHERE trashed_at <= ?", (limit,))
        ids = [entry_id for (entry_id,) in rows]
        remove_entries(ids)
    return len(ids)


def timeline(
    before: int | None = None, limit: int = 100, *, tag_id: int | None = None, starred: bool = False
) -> list[Summary]:
    """A page of the timeline, newest first.

    Args:
        before: only what stands before this position.
        limit: how many at most.
        tag_id: only entries with this tag.
        starred: only entries with a star.
    """
    sql, values = f"SELECT {COLUMNS} FROM entry e", []
    if tag_id is not None:
        sql += " JOIN entry_tag t ON t.entry_id = e.id AND t.tag_id = ?"
        values.append(tag_id)
    sql += " WHERE e.trashed_at IS NULL AND e.position < ?" + " AND e.starred = 1" * starred
    values += [LAST if before is None else before, limit]
    return _summaries(sql + " ORDER BY e.position DESC LIMIT ?", values)


def summaries_at(positions: Sequence[int]) -> list[Summary]:
    """The entries at these positions, newest first; gaps are passed over."""
    marks = ", ".join("?" * len(positions))
    sql = f"SELECT {COLUMNS} FROM entry e WHERE e.position IN ({marks})"
    return _summaries(sql + " AND e.trashed_at IS NULL ORDER BY e.position DESC", positions)


def texts_at(positions: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Title and body of the entries at these positions."""
    marks = ", ".join("?" * len(positions))
    rows = journal_db.execute_sql(
        f"SELECT position, coalesce(title, ''), body FROM entry WHERE position IN ({marks})",
        tuple(positions),
    )
    return {position: (title, body) for position, title, body in rows}


def neighbours(entry: Entry) -> tuple[str | None, str | None]:
    """The ids of the next later and the next earlier entry in the timeline."""
    later = _one_uid("position > ? ORDER BY position LIMIT 1", entry.position)
    earlier = _one_uid("position < ? ORDER BY position DESC LIMIT 1", entry.position)
    return later, earlier


def newest() -> Entry | None:
    """The entry at the top of the timeline."""
    uid = _one_uid("position < ? ORDER BY position DESC LIMIT 1", LAST)
    return read_entry(uid) if uid else None


def count_entries() -> int:
    """How many entries there are outside the trash; reads an index only."""
    return int(_value("SELECT count(*) FROM entry WHERE trashed_at IS NULL"))


def every_entry(batch: int = 200) -> Iterable[Entry]:
    """All entries outside the trash, oldest first, read in batches; for exports."""
    after = FIRST - 1
    while True:
        page = list(
            Entry.select()
            .where(Entry.trashed_at.is_null() & (Entry.position > after))
            .order_by(Entry.position)
            .limit(batch)
        )
        if not page:
            return
        yield from page
        after = page[-1].position


def tag_named(tag_id: int) -> Tag:
    """A tag by its id.

    Raises:
        NoSuchEntry: there is none.
    """
    tag: Tag | None = Tag.get_or_none(Tag.id == tag_id)
    if tag is None:
        raise no_such_entry()
    return tag


def check_text(body: str, title: str | None) -> None:
    """Refuse what cannot be kept as it is.

    Raises:
        Refusal: longer than 4 MB, or holding a sign that is no character.
    """
    try:
        size = len(body.encode("utf-8")) + len((title or "").encode("utf-8"))
    except UnicodeEncodeError as error:
        raise _no_text() from error
    if "\0" in body or "\0" in (title or ""):
        raise _no_text()
    if size > MAX_BODY_BYTES:
        raise Refusal(
            _("This entry is longer than Quietleaf keeps in one piece (4 MB)."),
            _("What was saved before is safe, and the rest is still in this window."),
            _("Divide it into two or more entries."),
            status=413,
        )


def no_such_entry() -> NoSuchEntry:
    """The answer for an entry that is not there, or is someone else's."""
    return NoSuchEntry(
        _("This entry is not here any more."),
        _("If it was moved to the trash in the last 30 days, it is there."),
        _("Go back to the timeline."),
        status=404,
    )


def _stale() -> StaleEntry:
    return StaleEntry(
        _("This entry was changed in another window."),
        _("Both texts are safe: that one is saved, this one is in this window."),
        _("Keep this text as an entry of its own, or look at the other."),
        status=409,
    )


def _no_text() -> Refusal:
    return Refusal(
        _("This text holds a sign that is no character."),
        _("What was saved before is safe, and the rest is still in this window."),
        _("Remove what was pasted last, and it will be saved."),
        status=422,
    )


def _get(where: object) -> Entry:
    entry: Entry | None = Entry.get_or_none(where)
    if entry is None:
        raise no_such_entry()
    return entry


def _summaries(sql: str, values: Sequence[object]) -> list[Summary]:
    return [Summary(*row) for row in journal_db.execute_sql(sql, tuple(values))]


def _one_uid(where: str, value: int) -> str | None:
    sql = f"SELECT uid FROM entry WHERE trashed_at IS NULL AND {where}"
    row = journal_db.execute_sql(sql, (value,)).fetchone()
    return row[0] if row else None


def _value(sql: str) -> object:
    return journal_db.execute_sql(sql).fetchone()[0]


__all__ = [
    "NewEntry",
    "Summary",
    "add_entries",
    "all_tags",
    "create_entry",
    "day_start",
    "most_used",
    "remove_entries",
    "save_entry",
    "timeline",
]
