"""The tables of the page: what each chart shows, in words and numbers, for reading and as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from webapp.core.texts import full_date, month_name, weekday_short
from webapp.features.insights import service
from webapp.features.insights.period import Period
from webapp.features.insights.runs import gaps, longest
from webapp.features.insights.service import DayTally, TagTally

MOODS = 5
NINETY = 90
TAGS = 8
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

    def as_csv(self) -> bytes:
        """The table as CSV (RFC 4180), in UTF-8 with a mark so that spreadsheets know it."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([_safe(cell) for cell in self.head])
        writer.writerows([_safe(cell) for cell in row] for row in self.rows)
        return ("\ufeff" + out.getvalue()).encode("utf-8")


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def words_over_time(period: Period) -> Table:
    """Words and entries by month of a year, or by year."""
    if period.is_all:
        return _by_year()
    months = period.months
    words, entries, written = Counter[date](), Counter[date](), Counter[date]()
    last = (months[-1] + timedelta(31)).replace(day=1) - timedelta(1)
    for day in service.days(months[0], last):
        month = day.day.replace(day=1)
        words[month] += day.words
        entries[month] += day.entries
        written[month] += 1
    head = (_("Month"), _("Words"), _("Entries"), _("Days"))
    rows: list[tuple[Cell, ...]] = [
        (month_name(month), words[month], entries[month], written[month]) for month in months
    ]
    return Table(head, rows)


def _by_year() -> Table:
    words, entries, written = Counter[int](), Counter[int](), Counter[int]()
    for day in service.days():
        words[day.day.year] += day.words
        entries[day.day.year] += day.entries
        written[day.day.year] += 1
    years = range(min(words), max(words) + 1) if words else ()
    head = (_("Year"), _("Words"), _("Entries"), _("Days"))
    return Table(head, [(str(year), words[year], entries[year], written[year]) for year in years])


def tags(found: Sequence[TagTally]) -> Table:
    """The most used tags with their entries."""
    return Table((_("Tag"), _("Entries")), [(f"#{tag.name}", tag.entries) for tag in found])


def tags_over_time(found: Sequence[TagTally]) -> Table:
    """The most used tags, a column for each year from the first to the last."""
    used = [year for tag in found for year in tag.by_year]
    years = range(min(used), max(used) + 1) if used else range(0)
    rows: list[tuple[Cell, ...]] = [
        (f"#{tag.name}", *(tag.by_year.get(year, 0) for year in years)) for tag in found
    ]
    return Table((_("Tag"), *(str(year) for year in years)), rows)


def hours(week: Sequence[Sequence[int]]) -> Table:
    """Entries by weekday and hour."""
    head = (_("Day"), *(f"{hour:02}" for hour in range(24)))
    names = [weekday_short(A_MONDAY + timedelta(n)) for n in range(7)]
    return Table(head, [(name, *row) for name, row in zip(names, week, strict=True)])


def moods(days: Sequence[DayTally]) -> Table:
    """How often each mood was chosen, the brightest first."""
    names = mood_names()
    counts = [sum(day.moods[step] for day in days) for step in range(MOODS)]
    rows: list[tuple[Cell, ...]] = [(names[step], counts[step]) for step in range(MOODS)]
    return Table((_("Mood"), _("Entries")), rows[::-1])


def mood_names() -> list[str]:
    """The five moods, the lowest first."""
    return [_("Low"), _("Uneasy"), _("Even"), _("Good"), _("Bright")]


def moods_over_time(days: Sequence[DayTally], period: Period) -> Table:
    """The mean mood, from 1 to 5, of each month of a year or of each year; empty where none is."""
    total, number = Counter[date](), Counter[date]()
    for day in days:
        first = day.day.replace(day=1, month=1) if period.is_all else day.day.replace(day=1)
        total[first] += sum(step * count for step, count in enumerate(day.moods, 1))
        number[first] += sum(day.moods)
    steps = sorted(first for first in number if number[first])
    name = (lambda first: str(first.year)) if period.is_all else month_name
    head = (_("Year") if period.is_all else _("Month"), _("Mood, from 1 to 5"), _("Entries"))
    return Table(
        head, [(name(one), round(total[one] / number[one], 2), number[one]) for one in steps]
    )


def last_days(today: date, number: int = NINETY) -> Table:
    """The words of each of the last days."""
    first = today - timedelta(min(number - 1, today.toordinal() - 1))
    words = {day.day: day.words for day in service.days(first, today)}
    every = [first + timedelta(n) for n in range((today - first).days + 1)]
    return Table((_("Day"), _("Words")), [(day.isoformat(), words.get(day, 0)) for day in every])


def longest_gaps(days: Sequence[DayTally]) -> Table:
    """The longest stretches without a word."""
    found = longest(gaps([day.day for day in days]), GAPS)
    head = (_("From"), _("To"), _("Days"))
    return Table(head, [(full_date(one.first), full_date(one.last), one.days) for one in found])
