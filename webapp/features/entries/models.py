"""The rows of entries and tags, and the plain values that lists and imports use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time

import peewee

from webapp.core.clock import When
from webapp.core.database import journal_db
from webapp.features.entries.margins import NO_MARGIN, Margin, read_margin

# one line of at most 80 signs, an empty line, and more words
NAME_ALONE = re.compile(r"\s*\S[^\r\n]{0,79}\r?\n[ \t]*\r?\n\s*\S")


class JournalModel(peewee.Model):
    """A row of a person's journal file."""

    class Meta:
        database = journal_db
        legacy_table_names = False


class Journal(JournalModel):
    """A named book inside a person's file."""

    id = peewee.AutoField()
    name = peewee.CharField()
    color = peewee.CharField()
    created_at = peewee.IntegerField()
    ordinal = peewee.IntegerField(default=0)
    is_default = peewee.BooleanField(default=False)
    entries = peewee.IntegerField(default=0)


class Entry(JournalModel):
    """What a person wrote at one time. All `*_at` and `instant` are ms since 1970 UTC."""

    id = peewee.AutoField()
    uid = peewee.CharField(unique=True)
    position = peewee.IntegerField(unique=True)
    journal = peewee.ForeignKeyField(Journal, default=1)
    day = peewee.CharField()
    time = peewee.CharField()
    zone = peewee.CharField()
    instant = peewee.IntegerField()
    name = peewee.CharField()
    summary = peewee.CharField()
    words = peewee.IntegerField()
    starred = peewee.BooleanField(default=False)
    trashed_at = peewee.IntegerField(null=True)
    created_at = peewee.IntegerField()
    updated_at = peewee.IntegerField()
    version = peewee.IntegerField(default=1)
    title = peewee.CharField(null=True)
    body = peewee.TextField()

    journal_id: int

    @property
    def when(self) -> When:
        """The entry's day, time and zone."""
        return When(date.fromisoformat(self.day), time.fromisoformat(self.time), self.zone)

    @property
    def begins_with_name(self) -> bool:
        """Whether its first line stands alone above the others, as a heading would."""
        return self.title is None and NAME_ALONE.match(self.body) is not None

    @property
    def tags(self) -> list[Tag]:
        """The entry's tags by name, each with `in_text`."""
        rows = (
            EntryTag.select(EntryTag, Tag)
            .join(Tag)
            .where(EntryTag.entry == self.id)
            .order_by(Tag.folded)
        )
        found = []
        for row in rows:
            row.tag.in_text = row.in_text
            found.append(row.tag)
        return found

    @property
    def margin(self) -> Margin:
        """Pin, mood, place, weather and people."""
        return read_margin(self.id)


class Tag(JournalModel):
    """A word that entries can be found by."""

    id = peewee.AutoField()
    name = peewee.CharField()
    folded = peewee.CharField(unique=True)
    uses = peewee.IntegerField(default=0)
    color = peewee.CharField(null=True)

    in_text: bool = False
    """Whether the entry it was read for has it as #word in its text."""


class EntryTag(JournalModel):
    """That an entry carries a tag, and whether as #word in its text or in the tag field only."""

    entry = peewee.ForeignKeyField(Entry)
    tag = peewee.ForeignKeyField(Tag)
    in_text = peewee.BooleanField()

    class Meta:
        table_name = "entry_tag"
        primary_key = peewee.CompositeKey("entry", "tag")


@dataclass(frozen=True)
class Summary:
    """An entry as a list shows it; its body is not read for it."""

    id: int
    uid: str
    position: int
    day: str
    time: str
    name: str
    summary: str
    words: int
    starred: bool
    trashed_at: int | None = None
    journal_id: int = 0
    is_pinned: int = 0


@dataclass(frozen=True)
class NewEntry:
    """An entry to be added in bulk.

    `created_ms` and `updated_ms` are ms since 1970 UTC; None means now. `journal_id` None is the
    default journal; `journals.journal_named` gives that of a name.
    """

    body: str
    when: When
    title: str | None = None
    tags: tuple[str, ...] = ()
    starred: bool = False
    created_ms: int | None = None
    updated_ms: int | None = None
    uid: str | None = field(default=None, compare=False)
    journal_id: int | None = None
    margin: Margin = NO_MARGIN
