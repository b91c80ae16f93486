"""Writing, reading and listing entries. Every function needs an open journal.

The verbs of lists, trash, tags and bulk are passed on here: this is the door for other features.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time

from webapp.core import clock
from webapp.core.clock import When
from webapp.core.database import journal_db
from webapp.core.markdown import count_words, name_and_summary
from webapp.features.entries import several, span_forms, spans
from webapp.features.entries.bulk import Adder, add_entries, remove_entries
from webapp.features.entries.journals import (
    COLORS,
    NoSuchJournal,
    all_journals,
    change_journal,
    default_journal,
    delete_journal,
    find_journal,
    journal_named,
    make_default,
    move_entries,
    move_journal,
    new_journal,
    read_journal,
)
from webapp.features.entries.linking import ENTRY_SCHEME, page_of
from webapp.features.entries.lists import (
    Window,
    count_entries,
    days_with_entries,
    every_entry,
    later_than,
    neighbours,
    newest_uid,
    of_days,
    pinned,
    random_uid,
    summaries_at,
    texts_at,
    timeline,
    trashed,
    uid_near,
    window_after,
    window_around,
    window_before,
)
from webapp.features.entries.margins import (
    MOODS,
    NO_MARGIN,
    CompanionIds,
    Margin,
    MarginChange,
    index_words,
    known_people,
    known_places,
    known_weathers,
    put_margin,
)
from webapp.features.entries.marking import move_entry, set_margin, set_star
from webapp.features.entries.models import Entry, Journal, NewEntry, Summary, Tag
from webapp.features.entries.positions import Allocator, base_position, day_at, day_start
from webapp.features.entries.refusals import (
    MAX_BODY_BYTES,
    NoSuchEntry,
    StaleEntry,
    check_text,
    no_such_entry,
    stale,
)
from webapp.features.entries.tags import (
    TagIds,
    all_tags,
    field_tags,
    most_used,
    put_tags,
    wanted_tags,
)
from webapp.features.entries.trash import (
    TRASH_DAYS,
    days_left,
    delete_entry,
    empty_trash,
    restore_entry,
    trash_entry,
)
from webapp.features.history import service as history
from webapp.features.index import service as index
from webapp.features.media import service as media
from webapp.features.preferences import service as preferences

_UID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class WhenChange:
    """What a person has changed of an entry's day, time and zone; None stays as it was."""

    day: date | None = None
    time: time | None = None
    zone: str | None = None

    def on(self, when: When) -> When:
        """That moment with the changes; a time of the same minute keeps its seconds."""
        moment = when.time
        if self.time is not None and self.time.replace(second=0) != moment.replace(second=0):
            moment = self.time
        return When(self.day or when.day, moment, self.zone or when.zone)


def new_uid() -> str:
    """An id for an entry that is about to be written: 32 hex digits."""
    return secrets.token_hex(16)


def is_uid(text: str) -> bool:
    """Whether a text can be the id of an entry."""
    return _UID.fullmatch(text) is not None


def create_entry(
    *,
    body: str = "",
    title: str | None = None,
    when: When | None = None,
    tags: Iterable[str] = (),
    starred: bool = False,
    uid: str | None = None,
    journal_id: int | None = None,
    margin: Margin = NO_MARGIN,
) -> Entry:
    """Write a new entry.

    Args:
        body: Markdown; kept to the byte.
        title: None: the first line is the name.
        when: now, in the person's zone, when None.
        tags: those of the tag field; #words of the text are found by themselves.
        starred: whether it is marked with a star.
        uid: its id, from `new_uid`.
        journal_id: the journal it goes into; the default one when None.
        margin: pin, mood, place, weather and people.

    Raises:
        Refusal: the text is too long or is no text.
    """
    when = when or When.now(preferences.read().zone_name)
    new = NewEntry(body, when, title, tuple(tags), starred, None, None, uid)
    return _create(replace(new, journal_id=journal_id, margin=margin))


def _create(new: NewEntry) -> Entry:
    check_text(new.body, new.title)
    if new.uid is not None and not is_uid(new.uid):
        raise no_such_entry()
    with journal_db.atomic("IMMEDIATE"):
        if new.journal_id is not None:
            read_journal(new.journal_id)
        (entry_id,) = add_entries([new])
    return _get(Entry.id == entry_id)


def read_entry(uid: str) -> Entry:
    """An entry, in the trash or not.

    Raises:
        NoSuchEntry: there is none of that id.
    """
    return _get(Entry.uid == uid)


def has_entry(uid: str) -> bool:
    """Whether there is an entry of that id, in the trash or not; its body is not read."""
    row = journal_db.execute_sql("SELECT 1 FROM entry WHERE uid = ?", (uid,)).fetchone()
    return row is not None


def save_entry(
    uid: str,
    *,
    body: str,
    title: str | None,
    base_version: int,
    when: When | WhenChange | None = None,
    tags: Iterable[str] | None = None,
    starred: bool | None = None,
    journal_id: int | None = None,
    margin: MarginChange | Margin | None = None,
    goes_on: bool = False,
    why: history.Why | None = None,
) -> Entry:
    """Save an entry as it is on the page; what is None stays as it was.

    Args:
        uid: its id; with `base_version` 0 it may be new.
        body: Markdown; kept to the byte.
        title: None: the first line is the name.
        base_version: the version the page began with; 0 for a new entry.
        when: its new day, time and zone, or what is changed of them.
        tags: the tag field.
        starred: the star.
        journal_id: the journal it stands in.
        margin: pin, mood, place, weather and people, or what is changed of them.
        goes_on: whether this is the page that saved it last; else what is stored is kept first.
        why: what it is kept for, where that is something of its own.

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
            begun = _changed(when, When.now(preferences.read().zone_name))
            drawn = _changed_margin(margin, NO_MARGIN)
            new = NewEntry(body, begun, title, tuple(tags or ()), bool(starred), None, None, uid)
            return _create(replace(new, journal_id=journal_id, margin=drawn))
        if entry.version != base_version:
            raise stale(entry.version)
        _keep(entry, body, goes_on, why)
        field = field_tags(entry.id) if tags is None else tags
        if starred is not None:
            entry.starred = starred
        if journal_id is not None:
            entry.journal = read_journal(journal_id)
        _rewrite(
            entry,
            body,
            title,
            _changed(when, entry.when),
            wanted_tags(body, field),
            _changed_margin(margin, entry.margin),
        )
    return entry


def _keep(entry: Entry, body: str, goes_on: bool, why: history.Why | None) -> None:
    """Put what is stored into the entry's history, if something ended there."""
    reason = why or history.why_keep(
        updated_at=entry.updated_at, words=entry.words, goes_on=goes_on, body=body
    )
    if reason:
        history.keep(entry.id, reason)


def _changed(when: When | WhenChange | None, present: When) -> When:
    return when.on(present) if isinstance(when, WhenChange) else when or present


def _changed_margin(margin: MarginChange | Margin | None, present: Margin) -> Margin:
    return margin.on(present) if isinstance(margin, MarginChange) else margin or present


def _rewrite(
    entry: Entry,
    body: str,
    title: str | None,
    when: When,
    tags: dict[str, bool],
    margin: Margin,
) -> None:
    old = entry.position
    if base_position(when) != base_position(entry.when):
        entry.position = Allocator().take(when)
    entry.day, entry.zone = when.day.isoformat(), when.zone
    entry.time = when.time.isoformat("seconds")
    entry.instant = when.instant_ms
    entry.body, entry.title = body, title or None
    entry.name, entry.summary = name_and_summary(title, body)
    entry.words = count_words(body)
    entry.updated_at, entry.version = clock.now_ms(), entry.version + 1
    entry.save()
    put_tags(entry.id, tags, TagIds())
    margin = margin.tidied()
    if margin != entry.margin:
        put_margin(entry.id, margin, CompanionIds())
    media.link_from_text(entry.id, body)
    if entry.trashed_at is None:
        index.forget(old)
        index.add(entry.position, title or "", body, index_words(tags, margin))


def newest() -> Entry | None:
    """The entry at the top of the timeline."""
    uid = newest_uid()
    return read_entry(uid) if uid else None


def tag_named(tag_id: int) -> Tag:
    """A tag by its id.

    Raises:
        NoSuchEntry: there is none.
    """
    tag: Tag | None = Tag.get_or_none(Tag.id == tag_id)
    if tag is None:
        raise no_such_entry()
    return tag


def _get(where: object) -> Entry:
    entry: Entry | None = Entry.get_or_none(where)
    if entry is None:
        raise no_such_entry()
    return entry


__all__ = [
    "COLORS",
    "ENTRY_SCHEME",
    "MAX_BODY_BYTES",
    "MOODS",
    "NO_MARGIN",
    "TRASH_DAYS",
    "Adder",
    "Entry",
    "Journal",
    "Margin",
    "MarginChange",
    "NewEntry",
    "NoSuchEntry",
    "NoSuchJournal",
    "StaleEntry",
    "Summary",
    "Tag",
    "WhenChange",
    "Window",
    "add_entries",
    "all_journals",
    "all_tags",
    "change_journal",
    "check_text",
    "count_entries",
    "create_entry",
    "day_at",
    "day_start",
    "days_left",
    "days_with_entries",
    "default_journal",
    "delete_entry",
    "delete_journal",
    "empty_trash",
    "every_entry",
    "field_tags",
    "find_journal",
    "journal_named",
    "known_people",
    "known_places",
    "known_weathers",
    "later_than",
    "make_default",
    "most_used",
    "move_entries",
    "move_entry",
    "move_journal",
    "neighbours",
    "new_journal",
    "newest",
    "newest_uid",
    "of_days",
    "page_of",
    "pinned",
    "random_uid",
    "read_entry",
    "read_journal",
    "remove_entries",
    "restore_entry",
    "save_entry",
    "set_margin",
    "set_star",
    "several",
    "span_forms",
    "spans",
    "summaries_at",
    "texts_at",
    "timeline",
    "trash_entry",
    "trashed",
    "uid_near",
    "window_after",
    "window_around",
    "window_before",
]
