"""One text with many days in it: a line that is a date begins an entry, what follows is its text.

    ## 3 May 2014              Date: 15 January 2024
    New flat, no lift.         Snow.

As people keep a diary in one file, and as Day One's plain text is (`Date:` before each entry).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from webapp.features.transfer import dates
from webapp.features.transfer.decoding import NotText
from webapp.features.transfer.formats.pictures import TEXTS
from webapp.features.transfer.reading import decoder_for
from webapp.features.transfer.shapes import Problem, ReadOptions, SourceEntry, WhenParts
from webapp.features.transfer.source import MemberUnreadable, Source
from webapp.features.transfer.texts import refused

NAME = "dated-text"
LONGEST = 80  # signs of a line that can be a date
FEWEST = 2
AROUND = "#*_=~-–— \t:.[]()"
LABEL = re.compile(r"^\s*date\s*:\s*", re.IGNORECASE)
HAS_YEAR = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}\b")
HEADING = re.compile(r"^#{1,6} +(\S.*)$")
# what Day One writes below the date
ASIDE = re.compile(r"^\t(Weather|Location|Photo|Tags|Starred):\t?\s*(.*)$")


@dataclass(frozen=True)
class _Start:
    line: int
    when: WhenParts | None
    text: str


def sniff(source: Source) -> float:
    """How surely the source is such a text, 0 to 1."""
    if source.kind != "file" or source.members[0].suffix not in {*TEXTS, ""}:
        return 0.0
    head = source.head(source.members[0], 256 * 1024)
    lines = head.decode("utf-8", "ignore").replace("\r", "\n").split("\n")
    found = [index for index, line in enumerate(lines) if _is_date_line(line)]
    if len(found) < FEWEST:
        return 0.0
    is_first = not any(line.strip() for line in lines[: found[0]])
    return 0.9 if is_first or len(found) > 2 * FEWEST else 0.0


def _is_date_line(line: str) -> bool:
    try:
        return _when(line, None) is not None
    except dates.ImpossibleDate:
        return True


def _when(line: str, day_first: bool | None) -> WhenParts | None:
    """When a line that is nothing but a date says; None for any other.

    Raises:
        ImpossibleDate: there is no such day.
    """
    if len(line) > LONGEST or not HAS_YEAR.search(line):
        return None
    read = dates.parse(LABEL.sub("", line).strip(AROUND), day_first=day_first)
    return read.when if read else None


def read(source: Source, options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The entries, in the order of the file.

    Raises:
        AskEncoding: it is not clear how the text is encoded.
        TransferRefused: it is not text.
    """
    yield from source.problems
    for member in source.members:
        try:
            text = decoder_for(source, options, [member]).text(source.read(member))
        except NotText as error:
            raise refused("not_text") from error
        except MemberUnreadable as error:
            raise refused("not_text", curious=error.key) from error
        yield from _entries(text, member.name, options)


def _entries(text: str, name: str, options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    lines = text.split("\n")
    day_first, is_sure = options.day_first, True
    if day_first is None:
        shown = (LABEL.sub("", line).strip(AROUND) for line in lines if len(line) <= LONGEST)
        day_first, is_sure = dates.order_of(shown)
    starts = list(_starts(lines, day_first))
    if not is_sure:
        first = starts[0] if starts else _Start(0, None, "")
        yield Problem(name, "day_or_month", {"date": first.text}, first.line + 1, is_left_out=False)
    before = sum(bool(line.strip()) for line in lines[: starts[0].line if starts else len(lines)])
    if before:
        yield Problem(name, "before_first_date", {"count": before}, 1)
    for place, start in enumerate(starts):
        end = starts[place + 1].line if place + 1 < len(starts) else len(lines)
        yield _entry(lines[start.line + 1 : end], start, name)


def _starts(lines: list[str], day_first: bool | None) -> Iterator[_Start]:
    for number, line in enumerate(lines):
        try:
            when = _when(line, day_first)
        except dates.ImpossibleDate:
            yield _Start(number, None, line.strip(AROUND))
            continue
        if when is not None:
            yield _Start(number, when, line.strip(AROUND))


def _entry(lines: list[str], start: _Start, name: str) -> SourceEntry | Problem:
    if start.when is None:
        return Problem(name, "date_impossible", {"date": start.text}, start.line + 1)
    extra: dict[str, object] = {}
    while lines and (aside := ASIDE.match(lines[0])):
        extra[aside[1].lower()] = aside[2]
        lines = lines[1:]
    title, body = None, "\n".join(lines).strip("\n").rstrip()
    heading = HEADING.match(body.partition("\n")[0])
    if heading:
        title, body = heading[1].rstrip("# "), body.partition("\n")[2].strip("\n")
    if not title and not body.strip():
        return Problem(name, "empty_record", {"day": start.when.day.isoformat()}, start.line + 1)
    tags = tuple(tag.strip() for tag in str(extra.pop("tags", "")).split(",") if tag.strip())
    return SourceEntry(
        body=body,
        when=start.when,
        title=title,
        tags=tags,
        extra=extra,
        member=name,
        line=start.line + 1,
        header=start.text,
    )
