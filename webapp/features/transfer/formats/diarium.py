"""Diarium's JSON export: a zip with one list of entries and `media/<moment>/<file>`.

    {"date": "2010-10-26T15:47:53.48828", "heading", "html", "rating": 1-5, "tags", "location":
     [lat, lon], "weather", "sun", "lunar"}

Dates are local, without a zone; the media folder bears the entry's moment. From what public
converters rely on (hansvandemeent/Diarium2HTML): unproven, as no real export could be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.features.entries.service import Margin
from webapp.features.transfer import jsons, moments
from webapp.features.transfer.data_urls import Pictures
from webapp.features.transfer.formats.pictures import PICTURES
from webapp.features.transfer.html import to_markdown
from webapp.features.transfer.jsons import map_of, number_of, text_of, texts_of
from webapp.features.transfer.reading import is_hidden
from webapp.features.transfer.shapes import MediaReference, Problem, ReadOptions, SourceEntry
from webapp.features.transfer.source import Member, MemberUnreadable, Source
from webapp.features.transfer.texts import refused

NAME = "diarium"
MEDIA = re.compile(r"(?:^|/)media/(\d{4}-\d{2}-\d{2}_\d{6,9})/[^/]+$")
LONG_FRACTION = re.compile(r"(\.\d{6})\d+")
DAY_AND_TIME = 17  # signs of YYYY-MM-DD_HHMMSS
TAKEN = frozenset({"date", "heading", "html", "tags", "location", "weather"})


def sniff(source: Source) -> float:
    """How surely the source is such an export, 0 to 1."""
    return 0.9 if next(_exports(source), None) is not None else 0.0


def _exports(source: Source) -> Iterator[Member]:
    for member in source.members:
        if member.suffix == ".json" and not is_hidden(member.name):
            keys = jsons.shape(source, member)
            prefix = "item." if "item.date" in keys else ""
            if {f"{prefix}date", f"{prefix}html"} <= keys:
                yield member


def read(source: Source, _options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The entries, in the order of the file.

    Raises:
        TransferRefused: it is no whole JSON.
    """
    yield from source.problems
    folders: dict[str, list[Member]] = {}
    for member in source.members:
        found = MEDIA.search(member.name)
        if found:
            folders.setdefault(found[1][:DAY_AND_TIME], []).append(member)
    for member in _exports(source):
        is_list = "item.date" in jsons.shape(source, member)
        try:
            for number, record in enumerate(
                jsons.items(source, member, "item" if is_list else ""), 1
            ):
                yield _entry(source, member, map_of(record), number, folders)
        except MemberUnreadable as error:
            raise refused(error.key) from error
    for left in (one for media in folders.values() for one in media):
        yield Problem(left.name, "photo_of_nothing")


def _entry(
    source: Source,
    member: Member,
    record: dict[str, object],
    number: int,
    folders: dict[str, list[Member]],
) -> SourceEntry | Problem:
    when = moments.of_iso(LONG_FRACTION.sub(r"\1", text_of(record.get("date"))))
    if when is None:
        shown = text_of(record.get("date"))[:40] or "…"
        return Problem(member.name, "date_impossible", {"date": shown})
    pictures = Pictures(source, f"{member.name}#{number}")
    body = to_markdown(text_of(record.get("html")), image=pictures.image)
    title = text_of(record.get("heading")).strip()
    moment = when.time.strftime("%H%M%S") if when.time else ""
    files = folders.pop(f"{when.day.isoformat()}_{moment}", [])
    media = [
        MediaReference("", one.name, one.name, is_picture=one.suffix in PICTURES) for one in files
    ]
    if not body and not title and not media and not pictures.references:
        return Problem(member.name, "empty_record", {"day": when.day.isoformat()})
    return SourceEntry(
        body=body,
        when=when,
        title=title or None,
        tags=texts_of(record.get("tags")),
        extra={key: value for key, value in record.items() if key not in TAKEN and value},
        media=(*pictures.references, *media),
        member=member.name,
        margin=_margin(record),
    )


def _margin(record: dict[str, object]) -> Margin:
    where = record.get("location")
    numbers = [number_of(one) for one in where] if isinstance(where, list) else []
    latitude, longitude = numbers if len(numbers) == 2 else (None, None)
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        latitude = longitude = None
    return Margin(
        latitude=latitude, longitude=longitude, weather=text_of(record.get("weather")).strip()
    )
