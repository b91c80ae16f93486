"""Day One 2 and later: a folder or zip of JSON journals with their photos, films, sounds and PDFs.

    <Journal>.json    {"metadata": {"version": "1.0"}, "entries": [...]}
    photos/<md5>.<ending>   videos/   audios/   pdfs/

The field names are those of real exports and of kwo/dayone2md (schema.go). Times are instants in
UTC beside the zone of the writer: the day is the day there. Files are found by the MD5 in their
name, whatever their ending: a record may say another. An id may be listed under another entry than
the one whose text shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from webapp.features.transfer import jsons, moments
from webapp.features.transfer.formats import dayone_parts as parts
from webapp.features.transfer.jsons import map_of, maps_of, text_of, texts_of
from webapp.features.transfer.reading import is_hidden
from webapp.features.transfer.shapes import (
    MediaReference,
    Problem,
    ReadOptions,
    SourceEntry,
    WhenParts,
)
from webapp.features.transfer.source import Member, MemberUnreadable, Source
from webapp.features.transfer.texts import refused

NAME = "dayone"
MEDIA = {"photos": "", "videos": "video", "audios": "audio", "pdfAttachments": "pdfAttachment"}
FOLDERS = re.compile(r"(?:^|/)(?:photos|videos|audios|pdfs)/[^/]+$")
SHOWN = re.compile(
    r"!?\[([^\]\n]{0,500})\]\(dayone-moment:/{0,2}(?:(video|audio|pdfAttachment)/)?([\w-]{1,64})\)"
)
PLACES = ("userLabel", "placeName", "localityName", "country")
# what has a home here, or says the same again in another form
TAKEN = frozenset(
    {"uuid", "text", "richText", "creationDate", "modifiedDate", "timeZone", "tags", "starred"}
    | {"isPinned", "pinned", "isAllDay"}
)


def sniff(source: Source) -> float:
    """How surely the source is an export of Day One, 0 to 1."""
    return 0.96 if next(_journals(source), None) is not None else 0.0


def _journals(source: Source) -> Iterator[Member]:
    for member in source.members:
        if member.suffix == ".json" and not is_hidden(member.name):
            keys = jsons.shape(source, member)
            is_dated = "entries.item.creationDate" in keys or "entries.item.uuid" in keys
            if "entries" in keys and (is_dated or "entries.item.richText" in keys):
                yield member


def read(source: Source, options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The entries of all journals, in the order of their files.

    Raises:
        TransferRefused: a journal is no whole JSON.
    """
    yield from source.problems
    journals = list(_journals(source))
    library = _Library.of(source)
    for member in journals:
        try:
            yield from _Journal(source, member, library).entries()
        except MemberUnreadable as error:
            raise refused(error.key) from error
    yield from _unread(source, {member.name for member in journals})


def _unread(source: Source, taken: set[str]) -> Iterator[Problem]:
    for member in source.members:
        if member.name in taken or is_hidden(member.name) or FOLDERS.search(member.name):
            continue
        yield Problem(member.name, "not_of_this_export")


@dataclass
class _Library:
    """The media of an export, by the stem of their file."""

    by_stem: dict[str, Member]

    @classmethod
    def of(cls, source: Source) -> _Library:
        members = (member for member in source.members if FOLDERS.search(member.name))
        return cls({member.stem.casefold(): member for member in members})

    def reference(self, text: str, media: _Media, alt: str = "") -> MediaReference:
        found = self.by_stem.get(media.stem.casefold())
        name = found.name if found else media.name
        return MediaReference(text, name, found.name if found else None, alt, media.is_picture)


@dataclass(frozen=True)
class _Media:
    """A record of a photo, film, sound or PDF."""

    stem: str
    name: str
    title: str
    is_picture: bool

    @classmethod
    def of(cls, kind: str, record: dict[str, object]) -> _Media:
        stem = text_of(record.get("md5")) or text_of(record.get("identifier"))
        ending = text_of(record.get("type")) or text_of(record.get("format"))
        pdf = text_of(record.get("pdfName"))
        name = pdf or f"{stem}.{ending.lstrip('.')}".rstrip(".")
        title = pdf or (text_of(record.get("title")) if kind == "audios" else "")
        return cls(stem, name, title, kind == "photos")


@dataclass
class _Journal:
    """One journal of an export."""

    source: Source
    member: Member
    library: _Library
    _known: dict[str, _Media] = field(default_factory=dict)
    _has_all: bool = False

    def entries(self) -> Iterator[SourceEntry | Problem]:
        for number, record in enumerate(self._records(), 1):
            if not isinstance(record, dict):
                yield Problem(self.member.name, "record_wrong", {"number": number})
                continue
            yield from self._entry(record, number)

    def _records(self) -> Iterator[object]:
        return jsons.items(self.source, self.member, "entries.item")

    def _entry(self, record: dict[str, object], number: int) -> Iterator[SourceEntry | Problem]:
        if not isinstance(record.get("text", ""), str | None):
            yield Problem(self.member.name, "record_wrong", {"number": number})
            return
        when = _when(record)
        if when is None:
            shown = text_of(record.get("creationDate")) or "…"
            yield Problem(self.member.name, "date_impossible", {"date": shown})
            return
        own = _own_media(record)
        title, body = parts.split(text_of(record.get("text")))
        media = tuple(self._media(body, own))
        if not title and not body and not media:
            yield Problem(self.member.name, "empty_record", {"day": when.day.isoformat()})
            return
        location = map_of(record.get("location"))
        weather = map_of(record.get("weather"))
        yield SourceEntry(
            body=body,
            when=when,
            title=title,
            source_id=parts.entry_id(text_of(record.get("uuid"))),
            tags=texts_of(record.get("tags")),
            starred=record.get("starred") is True,
            modified=moments.of_iso(text_of(record.get("modifiedDate"))),
            extra={key: value for key, value in record.items() if key not in TAKEN},
            media=media,
            links=parts.links(body),
            member=self.member.name,
            journal=self.member.stem,
            margin=parts.margin_of(
                location,
                parts.place_of(location, PLACES),
                parts.weather_of(
                    weather.get("conditionsDescription"), weather.get("temperatureCelsius")
                ),
                is_pinned=record.get("isPinned") is True or record.get("pinned") is True,
            ),
        )

    def _media(self, body: str, own: dict[str, _Media]) -> Iterator[MediaReference]:
        """What the text shows, then what belongs to the entry and is not shown."""
        shown: set[str] = set()
        for match in SHOWN.finditer(body):
            identity = match[3].upper()
            shown.add(identity)
            media = own.get(identity) or self._anywhere(identity)
            if media is None:
                media = _Media(identity, identity, "", not match[2])
            yield self.library.reference(match[0], media, match[1] or media.title)
        for identity, media in own.items():
            if identity not in shown:
                yield self.library.reference("", media, media.title)

    def _anywhere(self, identity: str) -> _Media | None:
        """The record of an id that is listed under another entry."""
        if not self._has_all:
            self._has_all = True
            for record in self._records():
                self._known |= _own_media(record) if isinstance(record, dict) else {}
        return self._known.get(identity)


def _own_media(record: dict[str, object]) -> dict[str, _Media]:
    """The media of an entry by their ids, in their order."""
    listed = chain.from_iterable(
        ((kind, one) for one in maps_of(record.get(kind))) for kind in MEDIA
    )
    ordered = sorted(listed, key=lambda pair: jsons.number_of(pair[1].get("orderInEntry")) or 0)
    return {
        text_of(one.get("identifier")).upper(): _Media.of(kind, one)
        for kind, one in ordered
        if text_of(one.get("identifier"))
    }


def _when(record: dict[str, object]) -> WhenParts | None:
    zone = text_of(record.get("timeZone"))
    at = moments.of_iso(text_of(record.get("creationDate")), zone or None)
    if at is None or record.get("isAllDay") is not True:
        return at
    return WhenParts(at.day, zone=at.zone)
