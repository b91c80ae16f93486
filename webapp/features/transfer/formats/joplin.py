"""Joplin: JEX (a tar), RAW folder and the layout of its synchronisation.

Each item is `<32 hex>.md`: title, blank line, body, blank line, `key: value` lines, the last of
them `type_`: 1 note, 2 notebook, 4 resource, 5 tag, 6 the link of a note to a tag. The bytes of a
resource are `resources/<id>.<ending>`, in a synchronised folder `.resource/<id>`. Texts refer to
notes and resources as `:/<id>`. From joplin's InteropService_Exporter_Raw and real exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import Tag

from webapp.features.entries.service import Margin
from webapp.features.transfer import moments
from webapp.features.transfer.formats.pictures import PICTURES
from webapp.features.transfer.html import to_markdown
from webapp.features.transfer.shapes import (
    EntryLink,
    MediaReference,
    Problem,
    ReadOptions,
    SourceEntry,
)
from webapp.features.transfer.source import Member, MemberUnreadable, Source

NAME = "joplin"
ID = re.compile(r"[0-9a-f]{32}")
TYPE = re.compile(rb"\ntype_: (\d+)\s*\Z")
RESOURCE = re.compile(r"(?:^|/)(?:resources|\.resource)/([0-9a-f]{32})(?:\.[^/]*)?$")
FIELD = re.compile(r"([a-z_]+): ?(.*)")
SHOWN = re.compile(r"(!?)\[([^\]\n]{0,1000})\]\(:/([0-9a-f]{32})(?:#[^)\s]*)?(?:\s+\"[^\"]*\")?\)")
IMG = re.compile(
    r"<img\b[^>]{0,2000}?\bsrc\s*=\s*[\"']:/([0-9a-f]{32})[\"'][^>]{0,2000}>", re.IGNORECASE
)
NOTE, NOTEBOOK, FILE, TAG, NOTE_TAG = 1, 2, 4, 5, 6
LOOKED_AT = 12
KEPT = ("author", "source_url", "is_todo", "todo_due", "todo_completed", "altitude", "is_conflict")
NOTHING = {"", "0", "0.0000", "0.00000000"}


@dataclass(frozen=True)
class Item:
    """An item of any type."""

    title: str
    body: str
    fields: dict[str, str]


@dataclass
class _Shelf:
    """All that is no note, by id."""

    notes: list[Member] = field(default_factory=list)
    notebooks: dict[str, Item] = field(default_factory=dict)
    files: dict[str, Item] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    tags_of: dict[str, list[str]] = field(default_factory=dict)
    content: dict[str, Member] = field(default_factory=dict)


def sniff(source: Source) -> float:
    """How surely the source is an export of Joplin, 0 to 1."""
    looked = [member for member in source.members if member.suffix == ".md"][:LOOKED_AT]
    found = sum(
        _is_item(member) and TYPE.search(source.head(member, member.size)) is not None
        for member in looked
    )
    return 0.97 if found and found * 2 > len(looked) else 0.0


def _is_item(member: Member) -> bool:
    return member.suffix == ".md" and ID.fullmatch(member.stem) is not None


def read(source: Source, _options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The notes, in the order of their ids."""
    yield from source.problems
    shelf = _Shelf()
    yield from _shelve(source, shelf)
    shown: set[str] = set()
    for member in shelf.notes:
        found = _note(source, member, shelf)
        if isinstance(found, SourceEntry):
            shown |= {reference.member for reference in found.media if reference.member}
        yield found
    for content in shelf.content.values():
        if content.name not in shown:
            yield Problem(content.name, "photo_of_nothing")


def _shelve(source: Source, shelf: _Shelf) -> Iterator[Problem]:
    for member in source.members:
        resource = RESOURCE.search(member.name)
        if resource:
            shelf.content[resource[1]] = member
            continue
        if not _is_item(member):
            if not member.name.rpartition("/")[2].startswith("."):
                yield Problem(member.name, "not_of_this_export")
            continue
        try:
            data = source.read(member)
        except MemberUnreadable as error:
            yield Problem(member.name, error.key)
            continue
        kind = TYPE.search(data)
        if kind is None:
            yield Problem(member.name, "not_of_this_export")
        elif int(kind[1]) == NOTE:
            shelf.notes.append(member)
        else:
            _put(shelf, int(kind[1]), member.stem, parse(data))


def _put(shelf: _Shelf, kind: int, identity: str, item: Item) -> None:
    if kind == NOTEBOOK:
        shelf.notebooks[identity] = item
    elif kind == FILE:
        shelf.files[identity] = item
    elif kind == TAG:
        shelf.tags[identity] = item.title
    elif kind == NOTE_TAG:
        note = item.fields.get("note_id", "")
        shelf.tags_of.setdefault(note, []).append(item.fields.get("tag_id", ""))


def parse(data: bytes) -> Item:
    """An item from its file."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n")
    head, gap, tail = text.rpartition("\n\n")
    if not gap:
        tail = text
    fields = {
        match[1]: match[2].strip() for match in map(FIELD.fullmatch, tail.split("\n")) if match
    }
    title, _, body = head.partition("\n")
    return Item(title.strip(), body.strip("\n"), fields)


def _note(source: Source, member: Member, shelf: _Shelf) -> SourceEntry | Problem:
    try:
        note = parse(source.read(member))
    except MemberUnreadable as error:
        return Problem(member.name, error.key)
    said = note.fields
    if said.get("encryption_applied") == "1":
        return Problem(member.name, "joplin_encrypted")
    if said.get("deleted_time", "0") not in NOTHING:
        return Problem(member.name, "in_the_bin", {"name": note.title[:80]})
    when = moments.of_iso(said.get("user_created_time") or said.get("created_time", ""))
    if when is None:
        return Problem(member.name, "no_date")
    body = note.body
    if said.get("markup_language") == "2":
        body = to_markdown(body, image=str, link=_link_of_html)
    if not body and not note.title:
        return Problem(member.name, "empty")
    tags = (shelf.tags.get(tag, "") for tag in shelf.tags_of.get(member.stem, ()))
    return SourceEntry(
        body=body,
        when=when,
        title=note.title or None,
        source_id=said.get("id") or member.stem,
        tags=tuple(tag for tag in tags if tag),
        modified=moments.of_iso(said.get("user_updated_time") or said.get("updated_time", "")),
        extra={key: said[key] for key in KEPT if said.get(key, "") not in NOTHING},
        media=tuple(_media(body, shelf)),
        links=tuple(_links(body, shelf)),
        member=member.name,
        journal=_notebook(said.get("parent_id", ""), shelf),
        margin=_margin(said),
    )


def _link_of_html(tag: Tag) -> str:
    words = tag.get_text(" ", strip=True).replace("]", "\\]")
    return f"[{words}]({tag.get('href') or ''})"


def _media(body: str, shelf: _Shelf) -> Iterator[MediaReference]:
    seen: set[str] = set()
    found = [(match[0], match[3], match[2]) for match in SHOWN.finditer(body)]
    found += [(match[0], match[1], "") for match in IMG.finditer(body)]
    for text, identity, words in found:
        resource = shelf.files.get(identity)
        content = shelf.content.get(identity)
        if text in seen or (resource is None and content is None):
            continue
        seen.add(text)
        ending = resource.fields.get("file_extension", "") if resource else ""
        name = (resource.title if resource else "") or f"{identity}.{ending}".rstrip(".")
        mime = resource.fields.get("mime", "") if resource else ""
        is_picture = mime.startswith("image/") or f".{ending}" in PICTURES
        alt = "" if words == name and is_picture else words or ("" if is_picture else name)
        yield MediaReference(text, name, content.name if content else None, alt, is_picture)


def _links(body: str, shelf: _Shelf) -> Iterator[EntryLink]:
    for match in SHOWN.finditer(body):
        if match[3] not in shelf.files and match[3] not in shelf.content:
            yield EntryLink(match[0], match[3], match[2])


def _notebook(identity: str, shelf: _Shelf) -> str:
    """The name of a notebook with those it stands in, the outermost first."""
    names: list[str] = []
    seen: set[str] = set()
    while identity in shelf.notebooks and identity not in seen:
        seen.add(identity)
        names.append(shelf.notebooks[identity].title)
        identity = shelf.notebooks[identity].fields.get("parent_id", "")
    return " / ".join(name for name in reversed(names) if name)


def _margin(said: dict[str, str]) -> Margin:
    try:
        latitude, longitude = float(said.get("latitude", 0)), float(said.get("longitude", 0))
    except ValueError:
        return Margin()
    is_none = (latitude == 0 and longitude == 0) or abs(latitude) > 90 or abs(longitude) > 180
    return Margin() if is_none else Margin(latitude=latitude, longitude=longitude)
