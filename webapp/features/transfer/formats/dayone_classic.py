"""Day One Classic (version 1): a folder `Journal.dayone` with one XML plist an entry.

    entries/<UUID>.doentry   photos/<UUID>.jpg

Times are UTC beside the writer's zone, which older entries lack. jrnl writes this format too.
"""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from xml.parsers.expat import ExpatError

from webapp.core import clock
from webapp.features.transfer import moments
from webapp.features.transfer.formats import dayone_parts as parts
from webapp.features.transfer.formats.pictures import PICTURES
from webapp.features.transfer.jsons import map_of, number_of, text_of, texts_of
from webapp.features.transfer.reading import is_hidden
from webapp.features.transfer.shapes import (
    MediaReference,
    Problem,
    ReadOptions,
    SourceEntry,
    WhenParts,
)
from webapp.features.transfer.source import Member, MemberUnreadable, Source

NAME = "dayone-classic"
SUFFIX = ".doentry"
# what plistlib raises for what is no plist, as fuzzing shows
TROUBLES = (
    *(ExpatError, plistlib.InvalidFileException, ValueError, TypeError, AttributeError),
    *(IndexError, KeyError, OverflowError, RecursionError),
)
LARGEST = 16 * 1024**2
PLACES = ("Place Name", "Locality", "Country")
TAKEN = frozenset({"UUID", "Entry Text", "Creation Date", "Time Zone", "Tags", "Starred"})


def sniff(source: Source) -> float:
    """How surely the source is a Day One Classic journal, 0 to 1."""
    return 0.97 if any(member.suffix == SUFFIX for member in source.members) else 0.0


def read(source: Source, _options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The entries, in the order of their files."""
    yield from source.problems
    photos = {member.stem.upper(): member for member in source.members if member.suffix in PICTURES}
    shown: set[str] = set()
    for member in source.members:
        if member.suffix != SUFFIX or is_hidden(member.name):
            continue
        photo = photos.get(member.stem.upper())
        shown.add(member.stem.upper())
        yield _read(source, member, photo)
    for stem, photo in photos.items():
        if stem not in shown:
            yield Problem(photo.name, "photo_of_nothing")


def _read(source: Source, member: Member, photo: Member | None) -> SourceEntry | Problem:
    try:
        record = plistlib.loads(source.read(member, LARGEST))
    except MemberUnreadable as error:
        return Problem(member.name, error.key)
    except TROUBLES:
        return Problem(member.name, "xml_damaged")
    if not isinstance(record, dict):
        return Problem(member.name, "record_wrong", {"number": 1})
    when = _when(record)
    if when is None:
        return Problem(member.name, "no_date")
    title, body = parts.split(text_of(record.get("Entry Text")))
    if not body and not title and photo is None:
        return Problem(member.name, "empty")
    location, weather = map_of(record.get("Location")), map_of(record.get("Weather"))
    return SourceEntry(
        body=body,
        when=when,
        title=title,
        source_id=parts.entry_id(text_of(record.get("UUID")) or member.stem),
        tags=texts_of(record.get("Tags")),
        starred=record.get("Starred") is True,
        extra={key: _plain(value) for key, value in record.items() if key not in TAKEN},
        media=(MediaReference("", photo.name, photo.name),) if photo else (),
        links=parts.links(body),
        member=member.name,
        margin=parts.margin_of(
            location,
            parts.place_of(location, PLACES),
            parts.weather_of(weather.get("Description"), _degrees(weather.get("Celsius"))),
        ),
    )


def _when(record: dict[str, object]) -> WhenParts | None:
    moment = record.get("Creation Date")
    if not isinstance(moment, datetime):
        return None
    ms = (moment.replace(tzinfo=UTC) - clock.EPOCH) // timedelta(milliseconds=1)
    try:
        return moments.of_instant(ms, text_of(record.get("Time Zone")) or None)
    except ValueError:
        return None


def _degrees(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str) else number_of(value)
    except ValueError:
        return None


def _plain(value: object) -> object:
    """The value as JSON can hold it."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool) or value is None else "…"
