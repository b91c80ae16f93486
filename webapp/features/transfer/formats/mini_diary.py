"""Mini Diary and its successor Mini Diarium: one text a day, no times.

Mini Diary's JSON is `{"metadata", "entries": {"YYYY-MM-DD": {"title", "text", "dateUpdated"}}}`
with Markdown. Its diary file (`mini-diary.txt`) holds the same, encrypted: see `mini_diary_locked`.
Mini Diarium's JSON has a list `entries` with `id`, `date`, `title` and HTML in `text`, its pictures
as data addresses. Read in samuelmeuli/mini-diary (types.ts, json.ts) and fjrevoredo/mini-diarium.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

from webapp.features.transfer import jsons, moments
from webapp.features.transfer.data_urls import Pictures
from webapp.features.transfer.formats import mini_diary_locked
from webapp.features.transfer.html import to_markdown
from webapp.features.transfer.jsons import map_of, maps_of, text_of
from webapp.features.transfer.reading import is_hidden
from webapp.features.transfer.shapes import (
    AskPassword,
    Problem,
    ReadOptions,
    SourceEntry,
    WhenParts,
)
from webapp.features.transfer.source import Member, MemberUnreadable, Source
from webapp.features.transfer.texts import refused

NAME = "mini-diary"
OURS = {"metadata.application", "metadata.version", "entries"}
UPDATED = "%a %b %d %Y %H:%M:%S GMT%z"
TAKEN = frozenset({"id", "date", "title", "text", "dateUpdated"})


def sniff(source: Source) -> float:
    """How surely the source is a diary of these programs, 0 to 1."""
    if next(_exports(source), None) is not None:
        return 0.95
    return 0.9 if next(_locked(source), None) is not None else 0.0


def _exports(source: Source) -> Iterator[Member]:
    for member in source.members:
        if member.suffix == ".json" and not is_hidden(member.name):
            keys = jsons.shape(source, member)
            is_theirs = any("dateUpdated" in key for key in keys) or "entries.item.date" in keys
            if "entries" in keys and "metadata" in keys and is_theirs:
                yield member


def _locked(source: Source) -> Iterator[Member]:
    for member in source.members:
        if mini_diary_locked.is_locked(member, source.head(member)):
            yield member


def read(source: Source, options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The entries, by day.

    Raises:
        AskPassword: the diary is locked.
        TransferRefused: it is no whole JSON.
    """
    yield from source.problems
    try:
        for member in _exports(source):
            yield from _entries(source, member, jsons.whole(source, member))
        for member in _locked(source):
            yield from _entries(source, member, _opened(source.read(member), options.password))
    except MemberUnreadable as error:
        raise refused(error.key) from error


def _opened(data: bytes, password: str | None) -> object:
    if password is None:
        raise AskPassword(was_wrong=False)
    text = mini_diary_locked.open_diary(data, password)
    try:
        found: object = json.loads(text or "")
    except (ValueError, RecursionError):
        raise AskPassword(was_wrong=True) from None
    return found


def _entries(source: Source, member: Member, diary: object) -> Iterator[SourceEntry | Problem]:
    entries = map_of(diary).get("entries")
    if isinstance(entries, list):
        for number, record in enumerate(maps_of(entries), 1):
            place = f"{member.name}#{number}"
            yield _entry(source, member, record, text_of(record.get("date")), place)
        return
    for day, of_day in sorted(map_of(entries).items()):
        yield _entry(source, member, map_of(of_day), day, f"{member.name}#{day}")


def _entry(
    source: Source, member: Member, record: dict[str, object], day: str, place: str
) -> SourceEntry | Problem:
    try:
        when = WhenParts(date.fromisoformat(day))
    except ValueError:
        return Problem(member.name, "date_impossible", {"date": day[:40]})
    title, text = text_of(record.get("title")).strip(), text_of(record.get("text"))
    pictures = Pictures(source, place)
    is_html = "id" in record or text.lstrip().startswith("<")
    body = to_markdown(text, image=pictures.image) if is_html else text.strip("\n")
    if not title and not body:
        return Problem(member.name, "empty_record", {"day": day})
    return SourceEntry(
        body=body,
        when=when,
        title=title or None,
        source_id=f"{record['id']}" if record.get("id") else day,
        modified=_updated(text_of(record.get("dateUpdated"))),
        extra={key: value for key, value in record.items() if key not in TAKEN},
        media=tuple(pictures.references),
        member=member.name,
    )


def _updated(text: str) -> WhenParts | None:
    """From what JavaScript makes of a date, or ISO 8601."""
    try:
        moment = datetime.strptime(text.partition(" (")[0], UPDATED).astimezone(UTC)
    except ValueError:
        return moments.of_iso(text)
    return moments.of_iso(moment.isoformat())
