"""The stretch of time that the page is about: a year, or everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 12


@dataclass(frozen=True)
class Period:
    """A year up to today, or all time where `year` is None."""

    today: date
    year: int | None

    @property
    def is_all(self) -> bool:
        """Whether it is everything."""
        return self.year is None

    @property
    def is_now(self) -> bool:
        """Whether it is the year that is going on."""
        return self.year == self.today.year

    @property
    def first(self) -> date:
        """Its first day."""
        return date.min if self.year is None else date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """Its last day; later than today where entries are dated so."""
        return date.max if self.year is None else date(self.year, 12, 31)

    @property
    def months(self) -> list[date]:
        """The first days of its twelve months; of this year, of the twelve that end with now."""
        if self.year is None:
            return []
        last = self.today.replace(day=1) if self.is_now else date(self.year, 12, 1)
        found = [last]
        while len(found) < MONTHS and found[-1] > date(1, 1, 31):
            found.append((found[-1] - timedelta(1)).replace(day=1))
        return found[::-1]
