"""Markdown and text: a folder, a zip or single files, with or without YAML front matter.

Reads what Obsidian, Joplin, Notesnook, Hugo and R Markdown write, daily notes named by their day,
and Quietleaf's own export. The day of an entry is, in this order: front matter, file name, heading,
the file's own time (which is reported).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from webapp.core import clock
from webapp.features.transfer import dates
from webapp.features.transfer.decoding import Decoder, NotText
from webapp.features.transfer.formats import fields as known
from webapp.features.transfer.formats import wiki
from webapp.features.transfer.formats.frontmatter import split
from webapp.features.transfer.formats.names import NameDate, Vault, date_in_name, vault_of
from webapp.features.transfer.formats.pictures import TEXTS, references
from webapp.features.transfer.reading import decoder_for, is_hidden
from webapp.features.transfer.shapes import Problem, ReadOptions, SourceEntry, WhenParts
from webapp.features.transfer.source import Member, MemberUnreadable, Source
from webapp.features.transfer.texts import refused

NAME = "markdown"
# a single file with one of these endings is of another kind, even where its bytes are text
OTHERS = frozenset(
    {".html", ".htm", ".xml", ".json", ".jsonl", ".csv", ".tsv", ".enex", ".opml", ".tid", ".org"}
    | {".tex", ".py", ".js", ".css", ".yaml", ".yml", ".sql", ".ics", ".log", ".jex", ".eml"}
)
BLANK_LINES = re.compile(r"\A(?:[ \t]*\n)+")
OWN_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-\d{4}(?:_\d+)?(?:-|$)")
OWN_ID = re.compile(r"[0-9a-f]{32}")
JOPLIN_ITEM = re.compile(rb"\ntype_: \d+\s*\Z")
NOTHING = {"", "-", "*", "- ", "\u200b"}
EARLIEST_FILE_TIME = 2 * 86_400  # a file "of 1 January 1970" has no time of its own
ZIP_EPOCH_YEAR = 1980  # nor has a member of a zip of 1 January 1980


def sniff(source: Source) -> float:
    """How surely the source is Markdown or text, 0 to 1."""
    texts = text_members(source)
    if source.kind == "file":
        member = source.members[0]
        if texts:
            return 0.8 if member.suffix in {".md", ".markdown"} else 0.3
        return 0.2 if member.suffix not in OTHERS and _looks_like_text(source, member) else 0.0
    if not texts or _is_joplin_raw(source, texts):
        return 0.0
    return 0.6 if any(member.suffix != ".txt" for member in texts) else 0.3


def text_members(source: Source) -> list[Member]:
    """The members that are read as entries."""
    return [m for m in source.members if m.suffix in TEXTS and not is_hidden(m.name)]


def _looks_like_text(source: Source, member: Member) -> bool:
    head = source.head(member)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not head.startswith(b"%PDF") and all(byte > 8 for byte in head)


def _is_joplin_raw(source: Source, texts: list[Member]) -> bool:
    """A RAW export: items of all kinds as <32 hex>.md, the kind in the last line."""
    return all(
        OWN_ID.fullmatch(member.stem)
        and JOPLIN_ITEM.search(source.head(member, member.size)[-200:])
        for member in texts[:20]
    )


def read(source: Source, options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The entries, in the order of the members' names.

    Raises:
        AskEncoding: it is not clear how some text is encoded.
        TransferRefused: the only file is not text.
    """
    yield from source.problems
    members = list(source.members) if source.kind == "file" else text_members(source)
    reader = Reader(source, options, decoder_for(source, options, members))
    for member in members:
        yield from reader.read(member)
    yield from _unread(source, {member.name for member in members} | reader.shown)


def _unread(source: Source, taken: set[str]) -> Iterator[Problem]:
    for member in source.members:
        if member.name not in taken and not is_hidden(member.name):
            yield Problem(member.name, "not_read" if member.suffix else "no_ending")


class Reader:
    """Reads one member after the other; knows the vault and which pictures have been shown.

    Args:
        source: what is read.
        options: how.
        decoder: for its text.
        prepare: makes a page of another program a Markdown file, front matter and all.
        name_of: the name that tells day and title, where that is not the member's own.
    """

    def __init__(
        self,
        source: Source,
        options: ReadOptions,
        decoder: Decoder,
        *,
        prepare: Callable[[Member, str], str] = lambda _member, text: text,
        name_of: Callable[[Member], str] = lambda member: member.name,
    ) -> None:
        self.prepare, self.name_of = prepare, name_of
        self.source = source
        self.options = options
        self.decoder = decoder
        self.vault = vault_of(source) if source.kind != "file" else Vault()
        self.shown: set[str] = set()

    def read(self, member: Member) -> Iterator[SourceEntry | Problem]:
        """The entry of a member, with remarks, or why there is none."""
        if self.source.kind != "file":
            if self.vault.is_template(member.name):
                yield Problem(member.name, "template")
                return
            if "logseq/bak/" in member.name or "logseq/.recycle/" in member.name:
                yield Problem(member.name, "old_copy")
                return
        try:
            data = self.source.read(member)
            if OWN_ID.fullmatch(member.stem) and JOPLIN_ITEM.search(data, max(0, len(data) - 200)):
                yield Problem(member.name, "joplin_item")
                return
            text = self.prepare(member, self.decoder.text(data))
        except MemberUnreadable as error:
            yield Problem(member.name, error.key)
        except NotText:
            if self.source.kind == "file":
                key = "encoding_does_not_fit" if self.options.encoding else "not_text"
                raise refused(key) from None
            yield Problem(member.name, "not_text")
        else:
            yield from self._entry(member, text)

    def _entry(self, member: Member, text: str) -> Iterator[SourceEntry | Problem]:
        front, body, is_kept = split(text)
        if is_kept:
            yield Problem(member.name, "header_kept_as_text", is_left_out=False)
        if front is not None and not front.is_valid:
            yield Problem(member.name, "header_read_by_line", is_left_out=False)
        try:
            values = known.take(front.fields if front else {}, self.options.day_first)
            named = None
            if not values.is_own:
                named = date_in_name(
                    self.name_of(member), self.vault, day_first=self.options.day_first
                )
        except dates.ImpossibleDate as error:
            shown = str(error) or stem_of(self.name_of(member))
            yield Problem(member.name, "date_impossible", {"date": shown})
            return
        yield from self._remarks(member, values, named)
        is_own = values.is_own and OWN_NAME.match(member.stem) is not None
        if is_own:
            body = body.removeprefix("\n").removesuffix("\n")
        else:
            body = BLANK_LINES.sub("", body).rstrip()
        if not body and isinstance(values.extra.get("body"), str):
            # jrnl writes the text into the front matter itself
            body = str(values.extra.pop("body"))
        title = (
            values.title if is_own or values.title else _title(self.name_of(member), named, body)
        )
        when, is_by_file, remark = self._when(member, values, named, body)
        if remark is not None and text:
            yield remark
        if when is None:
            return
        is_blank = is_by_file and not text  # a file of no bytes says nothing, not even its day
        if is_blank or (not is_own and self._is_nothing(body, values, title, when)):
            yield Problem(member.name, "empty")
            return
        media = references(body, member, self.source, values.extra)
        self.shown.update(ref.member for ref in media if ref.member)
        yield SourceEntry(
            body=body,
            when=when,
            title=title,
            source_id=values.source_id,
            tags=values.tags,
            starred=values.starred,
            created=values.created,
            modified=values.modified,
            extra=values.extra,
            media=media,
            links=wiki.links(body, member, self.source) if self.source.kind != "file" else (),
            anchor=member.name if self.source.kind != "file" else "",
            member=member.name,
            header=front.header if front else "",
            is_dated_by_file=is_by_file,
            journal=values.journal,
            margin=values.margin,
        )

    def _is_nothing(
        self, body: str, values: known.Fields, title: str | None, when: WhenParts
    ) -> bool:
        """A page with a date and an empty bullet, as Logseq makes one for each day."""
        if body.strip() not in NOTHING or values.extra or values.tags:
            return False
        return not title or _is_date(title, when)

    def _remarks(
        self, member: Member, values: known.Fields, named: NameDate | None
    ) -> Iterator[Problem]:
        if values.misread:
            yield Problem(
                member.name, "date_not_understood", {"date": values.misread}, is_left_out=False
            )
        is_doubtful = values.is_doubtful or (
            values.when is None and named is not None and named.is_doubtful
        )
        if is_doubtful:
            when = values.when or (named.when if named else None)
            shown = when.day.isoformat() if when else ""
            yield Problem(member.name, "day_or_month", {"date": shown}, is_left_out=False)

    def _when(
        self, member: Member, values: known.Fields, named: NameDate | None, body: str
    ) -> tuple[WhenParts | None, bool, Problem | None]:
        """When it was written, whether only the file's time tells, and what is to be said of it."""
        when = values.when
        if when is not None:
            if when.time is None and named is not None and named.when.day == when.day:
                when = replace(when, time=named.when.time)
            return when, False, None
        if named is not None:
            return replace(named.when, zone=values.zone), False, None
        when = _in_heading(body, self.options.day_first)
        if when is not None:
            return replace(when, zone=values.zone), False, None
        if self.options.undated is not None:
            remark = Problem(member.name, "dated_by_person", is_left_out=False)
            return WhenParts(self.options.undated), False, remark
        when = _file_time(member, self.options.zone)
        if when is None:
            return None, False, Problem(member.name, "no_date")
        shown = {"date": when.day.isoformat()}
        return when, True, Problem(member.name, "dated_by_file", shown, is_left_out=False)


def _title(name: str, named: NameDate | None, body: str) -> str | None:
    """The file's name as a title, unless it says only the day or what the heading says."""
    title = named.title if named is not None else stem_of(name)
    first = body.lstrip().partition("\n")[0].lstrip("#").strip()
    return None if not title or first.casefold() == title.casefold() else title


def stem_of(name: str) -> str:
    """The last part of a member's name without its suffix."""
    return Member(name, 0).stem


def _in_heading(body: str, day_first: bool | None) -> WhenParts | None:
    first = body.lstrip().partition("\n")[0].lstrip("#").strip().strip("*_ ")
    try:
        found = dates.parse(first, day_first=day_first)
    except dates.ImpossibleDate:
        return None
    return found.when if found else None


def _is_date(title: str, when: WhenParts) -> bool:
    found = _in_heading(title, None)
    return found is not None and found.day == when.day


def _file_time(member: Member, zone: str) -> WhenParts | None:
    if member.modified is not None and member.modified > EARLIEST_FILE_TIME:
        moment = clock.When.of_instant(int(member.modified * 1000), zone)
        return WhenParts(moment.day, moment.time)
    wall = member.modified_wall
    if wall is not None and (wall.year > ZIP_EPOCH_YEAR or wall.month > 1):
        return WhenParts(wall.date(), wall.time())
    return None
