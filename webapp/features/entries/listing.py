"""The timeline as the page shows it: by months and days, with the mini month beside it."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from webapp.features.entries import service
from webapp.features.entries.service import Summary


@dataclass(frozen=True)
class Day:
    """A day of the timeline with its entries; `month` is its first day where a month begins."""

    day: date
    entries: list[Summary]
    is_today: bool
    month: date | None


@dataclass(frozen=True)
class Cell:
    """A day of the mini month: how many entries it has, and where in the timeline it ends."""

    day: date
    entries: int
    is_today: bool
    position: int


@dataclass(frozen=True)
class Month:
    """A month as weeks of seven; None is a day of another month."""

    first: date
    weeks: list[list[Cell | None]]
    before: date | None
    after: date | None
    weekdays: list[date] = field(default_factory=list)


def by_day(entries: Iterable[Summary], today: date) -> list[Day]:
    """Group a stretch of the timeline by its days; the first of each month says so."""
    days: list[Day] = []
    for text, group in groupby(entries, key=lambda entry: entry.day):
        day = date.fromisoformat(text)
        first = day.replace(day=1)
        is_new = not days or days[-1].day.replace(day=1) != first
        days.append(Day(day, list(group), day == today, first if is_new else None))
    return days


def month_of(first: date, today: date, first_weekday: int = calendar.MONDAY) -> Month:
    """The mini month that begins with `first`, with the days that have entries.

    Args:
        first: the first day of the month.
        today: the day it is now.
        first_weekday: 0 is Monday.
    """
    days = calendar.monthrange(first.year, first.month)[1]
    counts = service.days_with_entries(first, first.replace(day=days))
    cells: list[Cell | None] = [None] * ((first.weekday() - first_weekday) % 7)
    cells += [_cell(first.replace(day=n), counts, today) for n in range(1, days + 1)]
    cells += [None] * (-len(cells) % 7)
    weeks = [cells[n : n + 7] for n in range(0, len(cells), 7)]
    return Month(first, weeks, *_beside(first, days), _weekdays(first_weekday))


def _cell(day: date, counts: dict[date, int], today: date) -> Cell:
    end = service.day_start(day.toordinal() + 1) - 1
    return Cell(day, counts.get(day, 0), day == today, end)


def _beside(first: date, days: int) -> tuple[date | None, date | None]:
    is_first = (first.year, first.month) == (date.min.year, 1)
    is_last = (first.year, first.month) == (date.max.year, 12)
    before = None if is_first else (first - timedelta(1)).replace(day=1)
    return before, None if is_last else first + timedelta(days)


def _weekdays(first_weekday: int) -> list[date]:
    a_monday = date(2024, 1, 1)
    return [a_monday + timedelta((first_weekday + n) % 7) for n in range(7)]
