"""On this day: what was written on the same day of other years, and on the days round it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from webapp.features.entries import service as entries
from webapp.features.entries.service import Summary
from webapp.features.insights import service as insights

LEAP_YEAR = 2024
ROUND = 3  # days before and after
SHOWN = 20  # entries of one day


@dataclass(frozen=True)
class Year:
    """What a year has: the entries of the day, and the days round it that have some."""

    year: int
    ago: int
    day: date | None
    entries: list[Summary]
    beside: list[tuple[date, Summary]]


def in_leap_year(month: int, day: int) -> date:
    """A day of the year as a date of a year that has all of them.

    Raises:
        ValueError: there is no such day in any year.
    """
    return date(LEAP_YEAR, month, day)


def earlier_days(day: date) -> list[date]:
    """The same day of earlier years, where something was written."""
    span = insights.span()
    if span is None:
        return []
    return insights.among(_on(year, day) for year in range(span[0].year, day.year))


def _on(year: int, day: date) -> date:
    """The day of that year; 29 February is 28 February where there is none."""
    is_missing = (day.month, day.day) == (2, 29) and not _is_leap(year)
    return date(year, 2, 28) if is_missing else date(year, day.month, day.day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def years(day: date, today: date) -> list[Year]:
    """Every year that has something on the day or close to it, the latest first.

    Args:
        day: the day of the year; its own year does not count.
        today: the day it is: nothing of this year is an anniversary, but what is past is shown.
    """
    span = insights.span()
    if span is None:
        return []
    found = []
    # one year further at both ends: the days round New Year are those of two years
    first, last = max(span[0].year - 1, date.min.year), min(span[1].year + 1, today.year)
    for year in range(last, first - 1, -1):
        exact = _on(year, day)
        written = insights.among(_round(exact))
        if not written or exact == today:
            continue
        some = entries.of_days(written, SHOWN)
        beside = [(one, some[one][0]) for one in written if one != exact and one in some]
        own = some.get(exact, [])
        found.append(Year(year, today.year - year, exact if own else None, own, beside))
    return found


def _round(day: date) -> list[date]:
    ordinals = range(day.toordinal() - ROUND, day.toordinal() + ROUND + 1)
    inside = range(date.min.toordinal(), date.max.toordinal() + 1)
    return [date.fromordinal(one) for one in ordinals if one in inside]


def next_day(day: date, step: int) -> date:
    """The day of the year after or before, round the end of the year."""
    moved = in_leap_year(day.month, day.day) + timedelta(step)
    return moved.replace(year=LEAP_YEAR)
