"""jrnl's JSON export: `{"tags": {..}, "entries": [{"title", "body", "date", "time", ...}]}`.

As in jrnl/plugins/json_exporter.py (4.6). Times are local and carry no zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from webapp.features.transfer import dates, jsons
from webapp.features.transfer.jsons import map_of, text_of, texts_of
from webapp.features.transfer.reading import is_hidden
from webapp.features.transfer.shapes import Problem, ReadOptions, SourceEntry, WhenParts
from webapp.features.transfer.source import Member, MemberUnreadable, Source
from webapp.features.transfer.texts import refused

NAME = "jrnl-json"
KEYS = {f"entries.item.{name}" for name in ("title", "body", "date", "time")}
TAKEN = frozenset({"title", "body", "date", "time", "tags", "starred", "uuid"})


def sniff(source: Source) -> float:
    """How surely the source is such an export, 0 to 1."""
    return 0.95 if next(_exports(source), None) is not None else 0.0


def _exports(source: Source) -> Iterator[Member]:
    for member in source.members:
        is_read = member.suffix in {".json", ".txt", ""} and not is_hidden(member.name)
        if is_read and jsons.shape(source, member) >= KEYS:
            yield member


def read(source: Source, _options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The entries, in the order of the file.

    Raises:
        TransferRefused: it is no whole JSON.
    """
    yield from source.problems
    for member in _exports(source):
        try:
            for number, record in enumerate(jsons.items(source, member, "entries.item"), 1):
                yield _entry(map_of(record), member.name, number)
        except MemberUnreadable as error:
            raise refused(error.key) from error


def _entry(record: dict[str, object], name: str, number: int) -> SourceEntry | Problem:
    title, body = text_of(record.get("title")).strip(), text_of(record.get("body")).strip("\n")
    if not title and not body:
        return Problem(name, "record_wrong", {"number": number})
    try:
        when = WhenParts(
            date.fromisoformat(text_of(record.get("date"))),
            dates.parse_time(text_of(record.get("time"))),
        )
    except ValueError:
        shown = f"{record.get('date')} {record.get('time')}"[:40]
        return Problem(name, "date_impossible", {"date": shown})
    return SourceEntry(
        body=body,
        when=when,
        title=title or None,
        source_id=text_of(record.get("uuid")),
        tags=tuple(tag.removeprefix("@") for tag in texts_of(record.get("tags"))),
        starred=record.get("starred") is True,
        extra={key: value for key, value in record.items() if key not in TAKEN},
        member=name,
    )
