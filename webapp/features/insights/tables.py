"""The tables of the page: what each chart shows, in words and numbers, for reading and as CSV."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from webapp.core.texts import full_date, month_name, weekday_short
from webapp.features.insights import service
from webapp.features.insights.counted import Counted
from webapp.features.insights.runs import gaps, longest
from webapp.features.insights.service import DayTally

GAPS = 5
A_MONDAY = date(2024, 1, 1)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a cell (OWASP, CSV injection)."""

Cell = str | int | float


@dataclass(frozen=True)
class Table:
    """A table with its heading; the first column says what a row is about."""

    head: tuple[str, ...]
    rows: list[tuple[Cell, ...]]

    @property
    def numbers(self) -> list[list[int]]:
        """Its rows without their names, in whole numbers."""
        return [[int(cell) for cell in row[1:]] for row in self.rows]

    def as_csv(self) -> bytes:
        """The table as CSV (RFC 4180), in UTF-8 with a mark so that spreadsheets know it."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([_safe(cell) for cell in self.head])
        writer.writerows([_safe(cell) for cell in row] for row in self.rows)
        return ("\ufeff" + out.getvalue()).encode("utf-8")


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def words_over_time(counted: Counted) -> Table:
    """Words, entries and days by month of a year, or by year."""
    period = counted.period
    if period.is_all:
        years = [day.day.year for day in counted.days[:1] + counted.days[-1:]]
        every = range(years[0], years[-1] + 1) if years else range(0)
        firsts = [date(year, 1, 1) for year in every]
        return _sums(_("Year"), firsts, counted.days, lambda first: str(first.year))
    months = period.months
    end = (months[-1] + timedelta(31)).replace(day=1) - timedelta(1)
    # the twelve months up to now begin in the year before
    days = counted.days if months[0] == period.first else service.days(months[0], end)
    return _sums(_("Month"), months, days, month_name)


def _sums(
    head: str, firsts: list[date], days: list[DayTally], name: Callable[[date], str]
) -> Table:
    """What days add up to, for the times that begin with `firsts`."""
    sums = {first: [0, 0, 0] for first in firsts}
    for day in days:
        row = sums[firsts[bisect_right(firsts, day.day) - 1]]
        for place, number in enumerate((day.words, day.entries, 1)):
            row[place] += number
    rows: list[tuple[Cell, ...]] = [(name(first), *row) for first, row in sums.items()]
    return Table((head, _("Words"), _("Entries"), _("Days")), rows)


def tags(counted: Counted) -> Table:
    """The most used tags with their entries."""
    return Table((_("Tag"), _("Entries")), [(f"#{tag.name}", tag.entries) for tag in counted.tags])


def tags_over_time(counted: Counted) -> Table:
    """The most used tags, a column for each year from the first to the last."""
    found = counted.tags_of_all_time
    used = [year for tag in found for year in tag.by_year]
    years = range(min(used), max(used) + 1) if used else range(0)
    rows: list[tuple[Cell, ...]] = [
        (f"#{tag.name}", *(tag.by_year.get(year, 0) for year in years)) for tag in found
    ]
    return Table((_("Tag"), *(str(year) for year in years)), rows)


def hours(counted: Counted) -> Table:
    """Entries by weekday and hour."""
    head = (_("Day"), *(f"{hour:02}" for hour in range(24)))
    names = [weekday_short(A_MONDAY + timedelta(n)) for n in range(7)]
    return Table(head, [(name, *row) for name, row in zip(names, counted.week, strict=True)])


def moods(counted: Counted) -> Table:
    """How often each mood was chosen, the brightest first."""
    names = [_("Low"), _("Uneasy"), _("Even"), _("Good"), _("Bright")]
    rows: list[tuple[Cell, ...]] = [
        (name, sum(day.moods[step] for day in counted.days)) for step, name in enumerate(names)
    ]
    return Table((_("Mood"), _("Entries")), rows[::-1])


def moods_over_time(counted: Counted) -> Table:
    """The mean mood, from 1 to 5, of each month of a year or of each year that has some."""
    is_all = counted.period.is_all
    total, number = Counter[date](), Counter[date]()
    for day in counted.days:
        first = day.day.replace(day=1, month=1) if is_all else day.day.replace(day=1)
        total[first] += day.mood_sum
        number[first] += sum(day.moods)
    rows: list[tuple[Cell, ...]] = [
        (str(one.year) if is_all else month_name(one), round(total[one] / count, 2), count)
        for one, count in sorted(number.items())
        if count
    ]
    head = (_("Year") if is_all else _("Month"), _("Mood, from 1 to 5"), _("Entries"))
    return Table(head, rows)


def last_days(counted: Counted) -> Table:
    """The words of each of the last ninety days."""
    rows: list[tuple[Cell, ...]] = [(day.isoformat(), words) for day, words in counted.last_days]
    return Table((_("Day"), _("Words")), rows)


def longest_gaps(counted: Counted) -> Table:
    """The longest stretches without a word."""
    found = longest(gaps([day.day for day in counted.days]), GAPS)
    head = (_("From"), _("To"), _("Days"))
    return Table(head, [(full_date(one.first), full_date(one.last), one.days) for one in found])


TABLES: dict[str, Callable[[Counted], Table]] = {
    "words": words_over_time,
    "tags": tags,
    "tags-by-year": tags_over_time,
    "hours": hours,
    "moods": moods,
    "moods-over-time": moods_over_time,
    "days": last_days,
    "gaps": longest_gaps,
}
