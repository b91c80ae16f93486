"""jrnl: one text file, or a folder of YYYY/MM/DD.txt; formats of jrnl 1 to 4.

An entry begins at a line that starts with `[date] ` (jrnl 1: with the bare date) and goes on to the
next; ` *` at the end of its first line is a star; `@word` is a tag. The title is the first line, or
the first sentence of an entry that is one line. Times are local and carry no zone. In a folder the
path tells the day. Encrypted journals are recognised, and opened with their password: CBC with a
bare IV (1), a Fernet token (2), `JRNLv3` before one (3). Read in the program (4.6) and in its own
test journals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from webapp.features.transfer import dates
from webapp.features.transfer.decoding import Decoder, NotText
from webapp.features.transfer.formats.pictures import TEXTS
from webapp.features.transfer.reading import decoder_for, is_hidden
from webapp.features.transfer.shapes import (
    AskPassword,
    Problem,
    ReadOptions,
    SourceEntry,
    WhenParts,
)
from webapp.features.transfer.source import Member, MemberUnreadable, Source
from webapp.features.transfer.texts import refused

NAME = "jrnl"
MAX_TITLE = 200  # a longer first line is a paragraph, not a title
OWN_SUFFIXES = {".journal", ".jrnl", ".jnl"}
SUFFIXES = {".txt", ".text", ".md", "", *OWN_SUFFIXES}
HEADER = re.compile(r"^\[([^\]\n]{4,60})\](?:[ \t]|$)", re.MULTILINE)
BARE_HEADER = re.compile(
    r"^(\d[\d./-]{7,9}[ T]\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?)(?:[ \t]|$)", re.MULTILINE
)
DAY_FILE = re.compile(r"(?:^|/)(\d{4})/([01]\d)/([0-3]\d)\.txt$")
TAG = re.compile(r"(?<!\S)@([-+*#/\w]+)")
MONTH_ONLY = re.compile(r"(\d{4})[-/.](\d{1,2})(?:\s+(\S.*))?")
DATE_LIKE = re.compile(r"\d{4}.*\d|\d.*\d{4}|\d:\d\d")
SENTENCE_END = re.compile(
    "[.!?\u2026\u203c\u203d\u2047-\u2049\u22ef\ufe52\ufe57]['\u2019\"\u201d]?[\\])]*\\s+"
    "|[\uff01\uff0e\uff1f\uff61\u3002]"
)
BLANK_LINES = re.compile(r"\A(?:[ \t]*\n)+")
FERNET = re.compile(rb"gAAAAA[\w=-]+\s*\Z")
BINARY_MAGIC = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"%PDF",
    b"PK",
    b"GIF8",
    b"\x1f\x8b",
    b"SQLite",
    b"RIFF",
)


@dataclass(frozen=True, slots=True)
class Header:
    """A line that begins an entry. `when` is None when its date does not exist."""

    start: int
    end: int
    text: str
    when: WhenParts | None


def sniff(source: Source) -> float:
    """How surely the source is a jrnl journal, 0 to 1."""
    if any(is_day_file(member) for member in source.members):
        return 0.95
    journals = [member for member in candidates(source) if head_score(source, member) > 0]
    if not journals:
        return 0.0
    if source.kind == "file":
        return head_score(source, journals[0])
    others = [member for member in candidates(source) if member.suffix]
    return 0.85 if len(journals) * 2 > len(others) else 0.0


def candidates(source: Source) -> list[Member]:
    """The members that could be a journal's text."""
    return [
        member
        for member in source.members
        if not is_hidden(member.name)
        and (source.kind == "file" or member.suffix in SUFFIXES - {".md", ""})
    ]


def is_day_file(member: Member) -> bool:
    """Whether it is YYYY/MM/DD.txt of a folder journal."""
    return DAY_FILE.search(member.name) is not None


def head_score(source: Source, member: Member) -> float:
    """How much the beginning of a member looks like a journal."""
    head = source.head(member)
    if encryption(head, member):
        return 0.97 if head.startswith((b"JRNLv3", b"gAAAAA")) else 0.4
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1").replace("\r", "\n").lstrip()
    for pattern in (HEADER, BARE_HEADER):
        found = pattern.match(text)
        if found and _is_date(found[1]):
            return 0.95
    is_inside = member.suffix != ".md" and any(
        ":" in found[1] and _is_date(found[1]) for found in HEADER.finditer(text)
    )
    return 0.6 if is_inside else 0.0


def encryption(head: bytes, member: Member) -> int:
    """1, 2 or 3 for a journal encrypted as that version of the format does, else 0."""
    if head.startswith(b"JRNLv3"):
        return 3
    if FERNET.match(head):
        return 2
    # version 1 has no mark: whole blocks of noise in a file that is named like a journal
    is_named = member.suffix in SUFFIXES - {".md"} and not head.startswith(BINARY_MAGIC)
    if not is_named or member.size < 32 or member.size % 16 or len(head) < 32:
        return 0
    noise = sum(byte < 9 or 13 < byte < 32 or byte == 127 for byte in head)
    return 1 if noise > len(head) * 0.05 and len(set(head)) > len(head) ** 0.5 else 0


def read(source: Source, options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The entries, in the order of the file.

    Raises:
        AskPassword: the journal is encrypted.
        AskEncoding: it is not clear how the text is encoded.
    """
    yield from source.problems
    is_folder = any(is_day_file(member) for member in source.members)
    members = [
        member
        for member in candidates(source)
        if not is_folder or is_day_file(member) or member.suffix in OWN_SUFFIXES
    ]
    names = {member.name for member in members}
    decoder = decoder_for(source, options, members)
    for member in source.members:
        if is_hidden(member.name):
            continue
        if member.name not in names:
            yield Problem(member.name, _why_not(member))
            continue
        if source.kind != "file" and not is_day_file(member) and not head_score(source, member):
            yield Problem(member.name, "outside_journal")
            continue
        yield from _read_member(source, member, options, decoder)


def _why_not(member: Member) -> str:
    return "outside_journal" if member.suffix in TEXTS else "not_read"


def _read_member(
    source: Source, member: Member, options: ReadOptions, decoder: Decoder
) -> Iterator[SourceEntry | Problem]:
    try:
        data = source.read(member)
    except MemberUnreadable as error:
        yield Problem(member.name, error.key)
        return
    if encryption(data[:4096], member) and not _is_plain(data):
        if source.kind != "file" and options.password is None:
            yield Problem(member.name, "jrnl_encrypted")
            return
        data = _opened(data, member, options.password)
    try:
        text = decoder.text(data)
    except NotText:
        if source.kind == "file":
            raise refused("not_text") from None
        yield Problem(member.name, "not_text")
        return
    yield from parse(text, member.name, options)


def _opened(data: bytes, member: Member, password: str | None) -> bytes:
    from webapp.features.transfer.formats.jrnl_locked import open_journal

    if password is None:
        raise AskPassword(was_wrong=False)
    plain = open_journal(data, encryption(data[:4096], member), password)
    if plain is None:
        raise AskPassword(was_wrong=True)
    return plain


def _is_plain(data: bytes) -> bool:
    # a token is plain letters too: only the first kind of encryption can be told by its noise
    if data.startswith((b"JRNLv3", b"gAAAAA")):
        return False
    try:
        return "\x00" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False


def parse(text: str, name: str, options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The entries of one journal file.

    Args:
        text: all of it, with `\\n` at the ends of lines.
        name: the member's name; in a folder journal it tells the day.
        options: `day_first` settles 03/04/2020.
    """
    path = DAY_FILE.search(name)
    day = None
    if path:
        try:
            day = date(int(path[1]), int(path[2]), int(path[3]))
        except ValueError:
            yield Problem(name, "date_impossible", {"date": "-".join(path.groups())})
            return
    headers, remarks = _headers(text, name, options, day)
    yield from remarks
    yield from _before(text[: headers[0].start] if headers else text, name, day)
    line, at = 1, 0
    for index, header in enumerate(headers):
        end = headers[index + 1].start if index + 1 < len(headers) else len(text)
        line, at = line + text.count("\n", at, header.start), header.start
        if header.when is None:
            yield Problem(name, "date_impossible", {"date": header.text}, line)
            continue
        yield _entry(text[header.end : end], header.when, name, line, header.text)


def _before(text: str, name: str, day: date | None) -> Iterator[SourceEntry | Problem]:
    """What stands before the first date: an entry where the path tells the day."""
    if not text.strip():
        return
    if day is not None:
        yield _entry(text, WhenParts(day), name, 1, "")
        return
    yield Problem(name, "before_first_date", {"count": len(text.strip().splitlines())}, 1)


def _headers(
    text: str, name: str, options: ReadOptions, day: date | None
) -> tuple[list[Header], list[Problem]]:
    is_first_format = _is_first_format(text)
    found = list((BARE_HEADER if is_first_format else HEADER).finditer(text))
    day_first, is_sure = options.day_first, True
    if day_first is None:
        day_first, is_sure = dates.order_of(match[1] for match in found)
    remarks, headers = [], []
    if not is_sure and day is None:
        doubtful = next(match for match in found if dates.YEAR_LAST.fullmatch(match[1].strip()))
        remarks.append(
            Problem(name, "day_or_month", {"date": doubtful[1]}, _line(text, doubtful), False)
        )
    for match in found:
        try:
            when = _header_when(match[1], day_first, day)
        except dates.ImpossibleDate:
            headers.append(Header(match.start(), match.end(), match[1], None))
            continue
        if when is not None:
            headers.append(Header(match.start(), match.end(), match[1], when))
        elif not is_first_format and DATE_LIKE.search(match[1]):
            remarks.append(
                Problem(name, "looks_like_a_date", {"date": match[1]}, _line(text, match), False)
            )
    return headers, remarks


def _is_first_format(text: str) -> bool:
    start = text.lstrip()
    found = BARE_HEADER.match(start)
    return found is not None and _is_date(found[1])


def _line(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def _is_date(text: str) -> bool:
    try:
        return _header_when(text) is not None
    except dates.ImpossibleDate:
        return True


def _header_when(
    text: str, day_first: bool | None = None, day: date | None = None
) -> WhenParts | None:
    """When an entry with that date line was written; None when the text is no date.

    Raises:
        ImpossibleDate: it looks like one, but there is no such day.
    """
    read = dates.parse(text, day_first=day_first)
    if read is not None:
        return read.when if day is None else replace(read.when, day=day)
    clock = dates.parse_time(text)
    if day is not None and clock is not None:
        return WhenParts(day, clock)
    month = MONTH_ONLY.fullmatch(text.strip())
    if month is None:
        return None
    clock = dates.parse_time(month[3]) if month[3] else None
    if month[3] and clock is None:
        return None
    try:
        return WhenParts(day or date(int(month[1]), int(month[2]), 1), clock)
    except ValueError as error:
        raise dates.ImpossibleDate from error


def _entry(text: str, when: WhenParts, name: str, line: int, header: str) -> SourceEntry:
    text = BLANK_LINES.sub("", text).strip(" \t").rstrip()
    first, newline, rest = text.partition("\n")
    is_starred = first.rstrip() == "*" or first.rstrip().endswith(" *")
    if is_starred:
        first = first.rstrip()[:-1].rstrip()
    title, body = split_title(first + newline + rest)
    return SourceEntry(
        body=body,
        when=when,
        title=title,
        tags=tags_in(text),
        starred=is_starred,
        member=name,
        line=line,
        header=header,
    )


def split_title(text: str) -> tuple[str | None, str]:
    """The title (first line, or first sentence of a single line) and the rest of an entry.

    A first line too long for a title stays in the body.
    """
    first, newline, rest = text.partition("\n")
    body = BLANK_LINES.sub("", rest)
    if not newline:
        end = SENTENCE_END.search(text)
        if end:
            first, body = text[: end.end()].rstrip(), text[end.end() :]
    if len(first) > MAX_TITLE:
        return None, text
    return first.strip() or None, body


def tags_in(text: str) -> tuple[str, ...]:
    """The `@tags` of a text, lower-cased, each once; a mail address is none."""
    return tuple(dict.fromkeys(found.lower() for found in TAG.findall(text)))
