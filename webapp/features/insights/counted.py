"""What is counted of a period, each part read once and only when it is asked for."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

from webapp.features.insights import service
from webapp.features.insights.period import Period
from webapp.features.insights.runs import Stretch, longest, run_now, runs
from webapp.features.insights.service import DayTally, TagTally

TAGS = 8
NINETY = 90


class Counted:
    """The figures of one period, as of its today."""

    def __init__(self, period: Period) -> None:
        self.period = period
        self._years = (period.first.year, period.last.year)

    @cached_property
    def days(self) -> list[DayTally]:
        """Its days on which something was written."""
        return service.days(self.period.first, self.period.last)

    @cached_property
    def tags(self) -> list[TagTally]:
        """Its most used tags."""
        return service.tags(TAGS, *self._years)

    @cached_property
    def tags_of_all_time(self) -> list[TagTally]:
        """The most used tags of the whole journal."""
        return self.tags if self.period.is_all else service.tags(TAGS)

    @cached_property
    def week(self) -> list[list[int]]:
        """Entries by weekday and hour."""
        return service.hours(*self._years)

    @cached_property
    def until_today(self) -> list[DayTally]:
        """Every day up to today on which something was written."""
        return service.days(last=self.period.today)

    @cached_property
    def longest_run(self) -> Stretch | None:
        """Its longest run of days."""
        best = longest(runs(day.day for day in self.days))
        return best[0] if best else None

    @property
    def run_now(self) -> int:
        """How many days in a row were written up to today."""
        return run_now([day.day for day in self.until_today], self.period.today)

    @property
    def words(self) -> int:
        """All its words."""
        return sum(day.words for day in self.days)

    @property
    def entries(self) -> int:
        """All its entries."""
        return sum(day.entries for day in self.days)

    @cached_property
    def last_days(self) -> list[tuple[date, int]]:
        """Each of the last ninety days up to today with its words, 0 where nothing was written."""
        today = self.period.today
        words = {day.day: day.words for day in self.until_today[-NINETY:]}
        ago = range(min(NINETY, today.toordinal()))
        days = [today - timedelta(n) for n in reversed(ago)]
        return [(day, words.get(day, 0)) for day in days]

    def written_of_last(self, number: int) -> int:
        """On how many of the last days something was written."""
        recent = self.until_today[-number:]
        return sum(self.period.today - day.day < timedelta(number) for day in recent)

    def usual_hour(self) -> int:
        """The hour in which most entries of this year were begun."""
        year = self.period.today.year
        week = self.week if self.period.is_now else service.hours(year, year)
        by_hour = [sum(column) for column in zip(*week, strict=True)]
        return max(range(24), key=by_hour.__getitem__)
