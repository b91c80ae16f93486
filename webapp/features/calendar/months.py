"""A month and a year as grids of weeks, with what was written on each day."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from webapp.features.entries import service as entries
from webapp.features.entries.service import Summary
from webapp.features.insights import service as insights
from webapp.features.insights.service import DayTally
from webapp.features.media import service as media

DAYS = 7
SHOWN = 3  # entries of a day that are looked at for its name, dots and photo
HEAT = (80, 180, 340)  # words from which a day is darker; fixed, so that no day changes another


@dataclass(frozen=True)
class Cell:
    """A day of the calendar, with what is counted of it where something was written."""

    day: date
    today: date
    tally: DayTally | None

    @property
    def is_today(self) -> bool:
        """Whether it is the day it is."""
        return self.day == self.today

    @property
    def is_future(self) -> bool:
        """Whether it is still to come."""
        return self.day > self.today

    @property
    def words(self) -> int:
        """How many words it has."""
        return self.tally.words if self.tally else 0

    @property
    def mood(self) -> int | None:
        """Its mood, from 1 to 5: the mean of what was chosen."""
        return self.tally.mood if self.tally else None

    @property
    def heat(self) -> int:
        """How dark it is: 0 without an entry, else 1 to 4 by its words."""
        return 1 + sum(self.words >= step for step in HEAT) if self.tally else 0

    @property
    def end(self) -> int:
        """The last position of the timeline that is of this day."""
        return entries.day_start(self.day.toordinal() + 1) - 1


@dataclass(frozen=True)
class MonthCell(Cell):
    """A day of a month or of a neighbour of it, with its first entries and one photo of them."""

    is_inside: bool
    entries: tuple[Summary, ...]
    picture: str | None
    alt: str

    @property
    def journals(self) -> list[int]:
        """The journals that its entries stand in, each once."""
        return list(dict.fromkeys(entry.journal_id for entry in self.entries))


@dataclass(frozen=True)
class YearMonth:
    """A month of a year; None is a day of another month."""

    first: date
    weeks: list[list[Cell | None]]
    days: int


def month_cells(first: date, today: date) -> list[MonthCell]:
    """The days of a month with those of its neighbours that fill its weeks, from Monday on.

    Args:
        first: the first day of the month.
        today: the day it is.
    """
    days = list(_whole_weeks(first))
    tallies = {tally.day: tally for tally in insights.days(days[0], days[-1])}
    written = entries.of_days(tallies, SHOWN)
    pictures = media.thumbs_for([entry for some in written.values() for entry in some])
    cells = []
    for day in days:
        some = tuple(written.get(day, ()))
        picture = next((one for entry in some for one in pictures[entry.id]), None)
        is_inside = (day.year, day.month) == (first.year, first.month)
        thumb, alt = (picture.thumb, picture.alt) if picture else (None, "")
        cells.append(MonthCell(day, today, tallies.get(day), is_inside, some, thumb, alt))
    return cells


def _whole_weeks(first: date) -> Iterator[date]:
    """The days from the Monday before to the Sunday after a month; none outside the calendar."""
    length = calendar.monthrange(first.year, first.month)[1]
    start = first.toordinal() - first.weekday()
    end = start - (-(length + first.weekday()) // DAYS) * DAYS
    for ordinal in range(start, end):
        if date.min.toordinal() <= ordinal <= date.max.toordinal():
            yield date.fromordinal(ordinal)


def year_months(year: int, today: date) -> list[YearMonth]:
    """The twelve months of a year with how much was written on each day."""
    tallies = {tally.day: tally for tally in insights.days(date(year, 1, 1), date(year, 12, 31))}
    return [_year_month(date(year, month, 1), tallies, today) for month in range(1, 13)]


def _year_month(first: date, tallies: dict[date, DayTally], today: date) -> YearMonth:
    length = calendar.monthrange(first.year, first.month)[1]
    days = [first.replace(day=n) for n in range(1, length + 1)]
    cells: list[Cell | None] = [None] * first.weekday()
    cells += [Cell(day, today, tallies.get(day)) for day in days]
    cells += [None] * (-len(cells) % DAYS)
    weeks = [cells[at : at + DAYS] for at in range(0, len(cells), DAYS)]
    return YearMonth(first, weeks, sum(day in tallies for day in days))
