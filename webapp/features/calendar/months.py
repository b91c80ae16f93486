"""A month and a year as grids of weeks, with what was written on each day."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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
    """A day of a month: its first entries, one photo of them, and all that is counted of it."""

    day: date
    is_inside: bool
    is_today: bool
    is_future: bool
    entries: tuple[Summary, ...] = ()
    picture: str | None = None
    alt: str = ""
    tally: DayTally | None = None

    @property
    def mood(self) -> int | None:
        """The mood of the day, from 1 to 5: the mean of what was chosen."""
        return mean_mood(self.tally) if self.tally else None

    @property
    def journals(self) -> list[int]:
        """The journals that its entries stand in, each once."""
        return list(dict.fromkeys(entry.journal_id for entry in self.entries))

    @property
    def end(self) -> int:
        """The last position of the timeline that is of this day."""
        return entries.day_start(self.day.toordinal() + 1) - 1


@dataclass(frozen=True)
class HeatCell:
    """A day of a year: how dark it is, from 0 to 4 by words, or from 1 to 5 by mood."""

    day: date
    words: int
    entries: int
    mood: int | None
    is_today: bool
    is_future: bool

    @property
    def heat(self) -> int:
        """0 without an entry, else 1 to 4 by its words."""
        return 0 if not self.entries else 1 + sum(self.words >= step for step in HEAT)

    @property
    def end(self) -> int:
        """The last position of the timeline that is of this day."""
        return entries.day_start(self.day.toordinal() + 1) - 1


@dataclass(frozen=True)
class HeatMonth:
    """A month of a year; None is a day of another month."""

    first: date
    weeks: list[list[HeatCell | None]]
    days: int


def month_cells(first: date, today: date) -> list[Cell]:
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
        found = next((one for entry in some for one in pictures[entry.id]), None)
        cells.append(
            Cell(
                day,
                (day.year, day.month) == (first.year, first.month),
                day == today,
                day > today,
                some,
                found.thumb if found else None,
                found.alt if found else "",
                tallies.get(day),
            )
        )
    return cells


def _whole_weeks(first: date) -> Iterator[date]:
    """The days from the Monday before to the Sunday after a month; none outside the calendar."""
    length = calendar.monthrange(first.year, first.month)[1]
    start = first.toordinal() - first.weekday()
    end = start - (-(length + first.weekday()) // DAYS) * DAYS
    for ordinal in range(start, end):
        if date.min.toordinal() <= ordinal <= date.max.toordinal():
            yield date.fromordinal(ordinal)


def year_months(year: int, today: date) -> list[HeatMonth]:
    """The twelve months of a year with how much was written on each day."""
    tallies = {tally.day: tally for tally in insights.days(date(year, 1, 1), date(year, 12, 31))}
    return [_heat_month(date(year, month, 1), tallies, today) for month in range(1, 13)]


def _heat_month(first: date, tallies: dict[date, DayTally], today: date) -> HeatMonth:
    length = calendar.monthrange(first.year, first.month)[1]
    cells: list[HeatCell | None] = [None] * first.weekday()
    written = 0
    for n in range(length):
        day = first + timedelta(n) if n else first
        tally = tallies.get(day)
        written += tally is not None
        cells.append(
            HeatCell(
                day,
                tally.words if tally else 0,
                tally.entries if tally else 0,
                mean_mood(tally) if tally else None,
                day == today,
                day > today,
            )
        )
    cells += [None] * (-len(cells) % DAYS)
    weeks = [cells[at : at + DAYS] for at in range(0, len(cells), DAYS)]
    return HeatMonth(first, weeks, written)


def mean_mood(tally: DayTally) -> int | None:
    """The mean of the moods that were chosen on a day, from 1 to 5."""
    number = sum(tally.moods)
    if not number:
        return None
    return round(sum(step * count for step, count in enumerate(tally.moods, 1)) / number)
