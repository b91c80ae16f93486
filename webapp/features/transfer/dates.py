"""Dates as people and programs write them, from text to parts; no zone is asked for its rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import pairwise

from webapp.features.transfer.months import month_number
from webapp.features.transfer.shapes import WhenParts

MAX_LENGTH = 60  # no date is longer

TIME = (
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
)
ZONE = r"(?P<zone>Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?:\s?\[(?P<name>[\w/+-]{3,40})\])?"
AFTER = rf"(?:(?:[T,]\s?|\s+(?:at\s+|um\s+|-\s+)?){TIME}\s*{ZONE})?"
WEEKDAY = r"(?:[^\W\d]{2,14}\.?,?\s+){0,2}"
WORD = r"(?P<month>[^\W\d_]{3,12})"

YEAR_FIRST = re.compile(
    rf"{WEEKDAY}(?P<year>\d{{4}})(?P<gap>[-/._])(?P<month>\d{{1,2}})(?P=gap)(?P<day>\d{{1,2}}){AFTER}"
)
COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:[T ]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<half>)(?P<zone>Z?)(?P<name>))?"
)
YEAR_LAST = re.compile(
    rf"{WEEKDAY}(?P<one>\d{{1,2}})(?P<gap>[-/.])\s?(?P<two>\d{{1,2}})(?P=gap)\s?(?P<year>\d{{4}}|\d\d(?=[\s,]))"
    rf"{AFTER}"
)
DAY_WORD = re.compile(
    rf"{WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|º|er|\.)?[-\s]+(?:of\s+|de\s+|d')?{WORD}\.?,?[-\s]+"
    rf"(?:de\s+)?(?P<year>\d{{4}}){AFTER}"
)
WORD_DAY = re.compile(
    rf"{WEEKDAY}{WORD}\.?[-\s]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[-\s]+(?P<year>\d{{4}}){AFTER}"
)
YEAR_WORD = re.compile(rf"(?P<year>\d{{4}})[-\s]{WORD}[-\s](?P<day>\d{{1,2}}){AFTER}")
HAN = re.compile(
    r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]"
    rf"(?:\s?[（(]?[月火水木金土日一二三四五六]?(?:曜日?)?[)）]?)?(?:\s+{TIME}{ZONE})?"
)
SHAPES = (HAN, DAY_WORD, WORD_DAY, YEAR_WORD)


class ImpossibleDate(ValueError):
    """It has the shape of a date, but there is no such day or time."""


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date that was read. `is_doubtful`: day and month could be the other way round."""

    when: WhenParts
    is_doubtful: bool = False


def parse(text: str, *, day_first: bool | None = None) -> ReadDate | None:
    """The date that `text` is, wholly; None when it has no date's shape.

    Args:
        text: for example "2019-05-01 16:54-07:00", "28/09/2021 20:57", "Friday, 3 May 2024".
        day_first: settles 03/04/2020; None means day first, with `is_doubtful`.

    Raises:
        ImpossibleDate: the 30th of February, 25 o'clock.
    """
    text = text.strip()
    if len(text) > MAX_LENGTH or not any(sign.isdigit() for sign in text):
        return None
    found = YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text)
    if found:
        return ReadDate(_assemble(found, int(found["month"]), int(found["day"])))
    found = YEAR_LAST.fullmatch(text)
    if found:
        return _year_last(found, day_first)
    for shape in SHAPES:
        found = shape.fullmatch(text)
        if found:
            month = month_number(found["month"])
            if month:
                return ReadDate(_assemble(found, month, int(found["day"])))
    return None


def parse_time(text: str) -> time | None:
    """The time of day that `text` is, wholly; None when it is none.

    Raises:
        ImpossibleDate: 25 o'clock.
    """
    found = re.fullmatch(TIME, text.strip())
    return _time(found) if found else None


def order_of(texts: Iterable[str]) -> tuple[bool, bool]:
    """Whether 03/04/2020 means the 3rd of April in a set of dates, and whether that is sure.

    A number over 12 settles it; else the order in which the dates rise more often, then day first.
    """
    pairs = []
    for text in texts:
        found = YEAR_LAST.fullmatch(text.strip())
        if found:
            pairs.append((int(found["one"]), int(found["two"]), int(found["year"])))
    if any(one > 12 for one, _, _ in pairs):
        return True, True
    if any(two > 12 for _, two, _ in pairs):
        return False, True
    by_day = _falls((year, two, one) for one, two, year in pairs)
    by_month = _falls((year, one, two) for one, two, year in pairs)
    is_sure = all(one == two for one, two, _ in pairs)
    return by_day <= by_month, is_sure


def _falls(days: Iterable[tuple[int, int, int]]) -> int:
    """How often a date is earlier than the one before it."""
    listed = list(days)
    return sum(later < earlier for earlier, later in pairwise(listed))


def _year_last(found: re.Match[str], day_first: bool | None) -> ReadDate:
    one, two = int(found["one"]), int(found["two"])
    can_be_either = one <= 12 and two <= 12
    if not can_be_either:
        day_first = one > 12
    is_first = True if day_first is None else day_first
    day, month = (one, two) if is_first else (two, one)
    is_doubtful = can_be_either and day_first is None and one != two
    return ReadDate(_assemble(found, month, day), is_doubtful)


def _assemble(found: re.Match[str], month: int, day: int) -> WhenParts:
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 1900 if year > 68 else 2000  # as strptime's %y
    try:
        parts = WhenParts(date(year, month, day))
    except ValueError as error:
        raise ImpossibleDate from error
    if found["hour"] is None:
        return parts
    return replace(parts, time=_time(found), zone=found["name"] or None, offset=_offset(found))


def _time(found: re.Match[str]) -> time:
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ImpossibleDate
        hour = hour % 12 + (12 if half == "p" else 0)
    part = found.groupdict().get("part") or ""
    micros = int(part[:6].ljust(6, "0"))
    try:
        return time(hour, int(found["minute"]), int(found["second"] or 0), micros)
    except ValueError as error:
        raise ImpossibleDate from error


def _offset(found: re.Match[str]) -> int | None:
    """Minutes east of UTC."""
    text = found["zone"]
    if not text:
        return None
    if text[0] not in "+-":
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 18 or minutes > 59:
        raise ImpossibleDate
    return (hours * 60 + minutes) * (-1 if text[0] == "-" else 1)
