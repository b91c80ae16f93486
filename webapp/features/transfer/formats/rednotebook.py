"""RedNotebook: a folder or backup zip of `YYYY-MM.txt`, one YAML map a month from day to record.

    1: {text: "...", Cool things: {Ate two cans: null}, Tags: {work: null}}

There are no times. Old files carry `!!python/unicode` tags, which a safe loader has to be told of.
What stands beside the text is a tag; its entries, where it has some, are kept below the text.
Pictures are absolute paths on the writer's disk, and are found here by their name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import unquote

import yaml

from webapp.features.transfer import txt2tags
from webapp.features.transfer.jsons import map_of, text_of
from webapp.features.transfer.reading import is_hidden
from webapp.features.transfer.shapes import (
    EntryLink,
    MediaReference,
    Problem,
    ReadOptions,
    SourceEntry,
    WhenParts,
)
from webapp.features.transfer.source import Member, MemberUnreadable, Source

NAME = "rednotebook"
MONTH = re.compile(r"(?:^|/)(\d{4})-(\d{2})\.txt$")
OTHER_COPY = re.compile(r"(?:^|/)\d{4}-\d{2}\..+\.txt$")
BEGINS = re.compile(rb"\s*(?:\{\s*\}\s*$|\{?\s*\d{1,2}:(?:\s|$))")
HASHTAG = re.compile(r"(?:^|(?<=\s))[#\uff03]([^\W\d_][\w-]*|\d*[^\W\d]\w*)")
COLOUR = re.compile(r"(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
LARGEST = 32 * 1024**2


def sniff(source: Source) -> float:
    """How surely the source is a RedNotebook journal, 0 to 1."""
    months = [member for member in source.members if MONTH.search(member.name)]
    return 0.96 if any(BEGINS.match(source.head(member, 64)) for member in months) else 0.0


def read(source: Source, _options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The days, in their order."""
    yield from source.problems
    shown: set[str] = set()
    for member in source.members:
        found = MONTH.search(member.name)
        if found is None or is_hidden(member.name):
            continue
        for item in _month(source, member, int(found[1]), int(found[2])):
            if isinstance(item, SourceEntry):
                shown |= {reference.member for reference in item.media if reference.member}
            yield item
    for member in source.members:
        if MONTH.search(member.name) or member.name in shown or is_hidden(member.name):
            continue
        key = "old_copy" if OTHER_COPY.search(member.name) else "not_of_this_export"
        yield Problem(member.name, key)


def _month(
    source: Source, member: Member, year: int, month: int
) -> Iterator[SourceEntry | Problem]:
    try:
        days = yaml.load(source.read(member, LARGEST), Loader=_loader())  # noqa: S506 - a safe one
    except MemberUnreadable as error:
        yield Problem(member.name, error.key)
        return
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        yield Problem(member.name, "yaml_damaged")
        return
    for number, record in sorted(map_of(days).items(), key=lambda item: str(item[0]).zfill(4)):
        try:
            day = date(year, month, int(str(number)))
        except ValueError:
            shown = f"{year:04}-{month:02}-{number}"[:40]
            yield Problem(member.name, "date_impossible", {"date": shown})
            continue
        entry = _day(source, member, day, map_of(record))
        if entry is not None:
            yield entry


def _day(
    source: Source, member: Member, day: date, record: dict[str, object]
) -> SourceEntry | None:
    text = text_of(record.get("text"))
    body, found = txt2tags.to_markdown(text)
    beside = {str(name): value for name, value in record.items() if name != "text"}
    tags = dict.fromkeys([*_tags_in(text), *_tags_of(beside)])
    listed = list(_listed(beside))
    if listed:
        body = "\n\n".join(part for part in (body, "\n".join(listed)) if part)
    if not body and not tags:
        return None
    return SourceEntry(
        body=body,
        when=WhenParts(day),
        tags=tuple(tags),
        media=tuple(_media(source, found)),
        links=tuple(EntryLink(text, day, words) for text, day, words in found.days),
        anchor=day.isoformat(),
        member=member.name,
        line=None,
    )


def _tags_in(text: str) -> Iterator[str]:
    for match in HASHTAG.finditer(text):
        if not COLOUR.fullmatch(match[1]):
            yield match[1]


def _tags_of(beside: dict[str, object]) -> Iterator[str]:
    for name, entries in beside.items():
        if name == "Tags":
            yield from (str(tag) for tag in map_of(entries))
        else:
            yield name


def _listed(beside: dict[str, object]) -> Iterator[str]:
    """The entries of tags, as lines below the text."""
    for name, entries in beside.items():
        if name != "Tags":
            for entry in map_of(entries):
                yield f"- {name}: {txt2tags.to_markdown(str(entry))[0]}"


def _media(source: Source, found: txt2tags.Found) -> Iterator[MediaReference]:
    for text, address in found.images:
        yield _reference(source, text, address, "", is_picture=True)
    for text, address, words in found.files:
        yield _reference(source, text, address, words, is_picture=False)


def _reference(
    source: Source, text: str, address: str, words: str, *, is_picture: bool
) -> MediaReference:
    path = unquote(address.removeprefix("file://")).replace("\\", "/")
    base = path.rpartition("/")[2]
    members = source.named(base) if base else []
    member = members[0].name if members else None
    return MediaReference(text, path, member, words, is_picture)


@cache
def _loader() -> type[yaml.SafeLoader]:
    """The safe loader, which takes the tags of Python 2 for what they mark: text."""

    class Loader(yaml.SafeLoader):
        pass

    def text(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
        return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else ""

    for name in ("unicode", "str"):
        Loader.add_constructor(f"tag:yaml.org,2002:python/{name}", text)
    return Loader
