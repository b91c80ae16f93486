"""Journey: a flat zip or folder, per entry `<id>.json` and its media `<id>-<random>.<ending>`.

Times are milliseconds since 1970 beside the writer's zone, which may be "". The text is HTML, in
old exports Markdown. "No place" and "no weather" are written as the largest double. Which end of
Journey's five moods is which is not documented: the number is kept with the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.features.entries.service import Margin
from webapp.features.transfer import jsons, moments
from webapp.features.transfer.formats.pictures import PICTURES
from webapp.features.transfer.html import to_markdown
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

NAME = "journey"
LOOKED_AT = 20  # members that are opened to recognise the format
HOTTEST = 100  # degrees; beyond stands for "not known"
TAG = re.compile(r"</?(?:p|div|br|ul|ol|h[1-6]|strong|em|b|i|span|img)\b", re.IGNORECASE)
TAKEN = frozenset(
    {"id", "date_journal", "date_modified", "timezone", "text", "preview_text", "type", "tags"}
    | {"favourite", "address", "lat", "lon", "photos"}
)


def sniff(source: Source) -> float:
    """How surely the source is an export of Journey, 0 to 1."""
    records = (member for member in source.members if member.suffix == ".json")
    for _, member in zip(range(LOOKED_AT), records, strict=False):
        if {"date_journal", "text"} <= jsons.shape(source, member):
            return 0.95
    return 0.0


def read(source: Source, _options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The entries, in the order of their files."""
    yield from source.problems
    shown: set[str] = set()
    for member in source.members:
        if member.suffix != ".json" or is_hidden(member.name):
            continue
        found = _read(source, member)
        if isinstance(found, SourceEntry):
            shown |= {reference.member for reference in found.media if reference.member}
        yield found
    for member in source.members:
        if member.suffix != ".json" and member.name not in shown and not is_hidden(member.name):
            yield Problem(member.name, "photo_of_nothing")


def _read(source: Source, member: Member) -> SourceEntry | Problem:
    try:
        record = map_of(jsons.whole(source, member))
    except MemberUnreadable as error:
        return Problem(member.name, error.key)
    if "date_journal" not in record or not isinstance(record.get("text"), str):
        return Problem(member.name, "not_of_this_export")
    when = _when(record.get("date_journal"), text_of(record.get("timezone")))
    if when is None:
        return Problem(member.name, "date_impossible", {"date": str(record["date_journal"])[:40]})
    text = text_of(record["text"]).replace("\u200b", "")
    is_html = record.get("type") == "html" or TAG.search(text) is not None
    body = to_markdown(text) if is_html else text.strip("\n")
    media = tuple(_media(source, member, record.get("photos")))
    if not body.strip() and not media:
        return Problem(member.name, "empty")
    weather = map_of(record.get("weather"))
    return SourceEntry(
        body=body,
        when=when,
        source_id=text_of(record.get("id")) or member.stem,
        tags=texts_of(record.get("tags")),
        starred=record.get("favourite") is True,
        modified=_when(record.get("date_modified"), ""),
        extra={key: _known(value) for key, value in record.items() if _is_told(key, value)},
        media=media,
        member=member.name,
        margin=_margin(record, weather),
    )


def _media(source: Source, member: Member, names: object) -> Iterator[MediaReference]:
    folder = member.name.rpartition("/")[0]
    for name in texts_of(names):
        found = source.find(f"{folder}/{name}" if folder else name)
        suffix = f".{name.rpartition('.')[2].lower()}"
        yield MediaReference("", name, found.name if found else None, is_picture=suffix in PICTURES)


def _margin(record: dict[str, object], weather: dict[str, object]) -> Margin:
    latitude, longitude = number_of(record.get("lat")), number_of(record.get("lon"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        latitude = longitude = None
    degrees = number_of(weather.get("degree_c"))
    parts = [
        text_of(weather.get("description")).strip(),
        f"{round(degrees)} °C" if degrees is not None and degrees < HOTTEST else "",
    ]
    return Margin(
        place=text_of(record.get("address")).strip(),
        latitude=latitude,
        longitude=longitude,
        weather=", ".join(part for part in parts if part),
    )


def _is_told(key: str, value: object) -> bool:
    return key not in TAKEN and value not in ("", None, 0, [], {}) and _known(value) != {}


def _known(value: object) -> object:
    """The value without the numbers that stand for "not known"."""
    if not isinstance(value, dict):
        return value
    known = {key: inner for key, inner in value.items() if inner not in ("", None, -1)}
    return {
        key: inner
        for key, inner in known.items()
        if not isinstance(inner, float) or number_of(inner) is not None
    }


def _when(value: object, zone: str) -> WhenParts | None:
    ms = number_of(value)
    try:
        return None if ms is None else moments.of_instant(int(ms), zone or None)
    except ValueError:
        return None
