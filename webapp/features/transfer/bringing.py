"""Bringing a source in: all of it or nothing, in one transaction, as one batch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol

import peewee
from sqlcipher3 import dbapi2 as sqlcipher

from webapp.core import clock, trouble
from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.core.texts import month_name
from webapp.features.entries import service as entries
from webapp.features.media import service as media
from webapp.features.transfer import texts
from webapp.features.transfer.formats import Format
from webapp.features.transfer.linking import Links
from webapp.features.transfer.looking import Look
from webapp.features.transfer.models import Progress, Tally, finish_batch, insert_batch
from webapp.features.transfer.moments import instant
from webapp.features.transfer.shapes import MediaReference, Problem, ReadOptions
from webapp.features.transfer.sifting import Accepted, Known, sift, weigh
from webapp.features.transfer.source import MemberUnreadable, Source
from webapp.features.transfer.wishes import AS_IT_IS, Wishes

CHUNK = 200  # entries between two looks at whether the person has stopped it
INSERT_SOURCES = (
    "INSERT INTO import_source (entry_id, batch_id, source_id, source_hash, record)"
    " VALUES (?, ?, ?, ?, ?)"
)


class Stored(Protocol):
    """A stored photo or file, as far as a text needs it."""

    @property
    def uid(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """What it was called."""

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown."""


def bring_in(
    source: Source,
    form: Format,
    options: ReadOptions,
    found: Look,
    progress: Progress,
    wishes: Wishes = AS_IT_IS,
) -> int:
    """Bring in what `look` has found.

    The pictures are stored first; then the entries, under the journal's write lock, so that
    nothing is seen of them until all are there.

    Args:
        source: the same that was looked at.
        form: the format it is read as.
        options: how.
        found: what `look` found with the same options.
        progress: told of every step.
        wishes: what of it is taken.

    Returns:
        The id of the batch.

    Raises:
        Refusal: it cannot be read, holds nothing new, or the disk is full. Nothing was added.
    """
    pictures = found.pictures if wishes.media else {}
    progress.total = len(pictures) + found.tally.entries
    tally = Tally(missing=len(found.missing))
    detail = ""
    try:
        stored = _store_pictures(source, pictures, tally, progress)
        with journal_db.atomic("IMMEDIATE"):
            batch_id = insert_batch(clock.now_ms(), form.name, source.name)
            known = Known(form.name)
            links = Links(form.name, found)
            adder = _Adding(batch_id, known, stored, options.zone, wishes, links)
            again = () if found.items is not None else form.read(source, options)
            items = found.items or weigh(again, options.zone)
            for part in _parts(sift(items, known, tally)):
                detail = str(month_name(part[-1].weighed.when.day))
                adder.add(part)
                progress.step(len(part), detail)
            for name in found.missing:
                tally.see_problem(Problem(name, "picture_missing"))
            if not tally.entries:
                raise texts.refused("nothing_new")
            finish_batch(batch_id, tally)
    except (peewee.OperationalError, sqlcipher.OperationalError) as error:
        refusal = _stopped(detail, error)
        if refusal is None:
            raise
        raise refusal from error
    return batch_id


class Journals:
    """Names of journals to row ids, made where they are missing; remembers what it has seen."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def id(self, name: str) -> int | None:
        """The id of the journal of that name; None, the default one, for ""."""
        if name and name not in self._ids:
            self._ids[name] = entries.journal_named(name).id
        return self._ids.get(name)


def _parts(accepted: Iterable[Accepted]) -> Iterator[list[Accepted]]:
    rest = iter(accepted)
    while part := list(islice(rest, CHUNK)):
        yield part


def _store_pictures(
    source: Source, members: Iterable[str], tally: Tally, progress: Progress
) -> dict[str, Stored]:
    """Store the pictures and files that entries show; from member to what it has become."""
    stored: dict[str, Stored] = {}
    for name in members:
        member = source.find(name)
        if member is None:
            continue
        try:
            with source.open(member) as stream:
                stored[name] = media.add(stream, name)
            tally.pictures += 1
        except MemberUnreadable as error:
            tally.see_problem(Problem(name, error.key))
        except OSError:
            tally.see_problem(Problem(name, "damaged"))
        except Refusal as refusal:
            tally.see_problem(Problem(name, "picture_refused", {"reason": refusal.happened}))
        progress.step(1, name.rpartition("/")[2])
    return stored


class _Adding:
    """Adds entries part by part, with their sources, pictures and links."""

    def __init__(
        self,
        batch_id: int,
        known: Known,
        stored: dict[str, Stored],
        zone: str,
        wishes: Wishes,
        links: Links,
    ) -> None:
        self._batch_id, self._known, self._stored = batch_id, known, stored
        self._zone, self._wishes, self._links = zone, wishes, links
        self._adder, self._journals = entries.Adder(many=True), Journals()

    def add(self, part: list[Accepted]) -> None:
        """Add them."""
        new = [self._new_entry(accepted) for accepted in part]
        ids = self._adder.add(new)
        rows = [(entry_id, *self._source(one)) for entry_id, one in zip(ids, part, strict=True)]
        journal_db.cursor().executemany(INSERT_SOURCES, rows)
        for entry_id, entry, one in zip(ids, new, part, strict=True):
            if one.weighed.entry.media and media.SCHEME in entry.body:
                media.link_from_text(entry_id, entry.body)

    def _source(self, accepted: Accepted) -> tuple[object, ...]:
        key = self._known.source_key(accepted.weighed.entry)
        return self._batch_id, key, accepted.weighed.digest, _record(accepted)

    def _new_entry(self, accepted: Accepted) -> entries.NewEntry:
        entry, when = self._wishes.of(accepted.weighed.entry), accepted.weighed.when
        created = when.instant_ms if entry.created is None else instant(entry.created, self._zone)
        changed = created if entry.modified is None else instant(entry.modified, self._zone)
        body = entry.body
        if entry.media:
            body = _with_pictures(body, entry.media, self._stored)
        if entry.links:
            body = self._links.led(body, entry.links)
        return entries.NewEntry(
            body=body,
            when=when,
            title=entry.title,
            tags=entry.tags,
            starred=entry.starred,
            created_ms=created,
            updated_ms=changed,
            uid=accepted.uid or self._links.claim(entry),
            journal_id=self._journals.id(entry.journal),
            margin=entry.margin,
        )


def _with_pictures(
    body: str, references: Iterable[MediaReference], stored: dict[str, Stored]
) -> str:
    """The text with its references led to what is stored now."""
    for reference in references:
        found = stored.get(reference.member or "")
        if found is None:
            continue
        words = (reference.alt or ("" if found.is_picture else found.name)).replace("]", "\\]")
        link = f"{'!' if found.is_picture else ''}[{words}]({media.SCHEME}{found.uid})"
        if reference.text:
            body = body.replace(reference.text, link)
        else:
            body = f"{body}\n\n{link}".lstrip("\n")
    return body


def _record(accepted: Accepted) -> str:
    """The rest of the record: what has no home here, and its raw head."""
    entry = accepted.weighed.entry
    record: dict[str, object] = {"member": entry.member}
    if entry.line is not None:
        record["line"] = entry.line
    if entry.header:
        record["header"] = entry.header
    if entry.extra:
        record["extra"] = dict(entry.extra)
    if entry.when.offset is not None:
        record["offset"] = entry.when.offset
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _stopped(month: str, error: Exception) -> Refusal | None:
    """The disk is full, or something else is writing; None when it is another trouble."""
    found = trouble.of(error, journal_db.owner().folder)
    keys = {"full": "disk_full", "busy": "journal_busy"}
    key = keys.get(found.kind) if found is not None else None
    return None if key is None else texts.stopped(key, month)
