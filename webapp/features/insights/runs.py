"""Runs of days without a gap, and the gaps between days: plain arithmetic on dates."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

ONE_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` to `last`, both counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1


def runs(days: Iterable[date]) -> Iterator[Stretch]:
    """The runs of days that follow on each other.

    Args:
        days: in order, each once.
    """
    first = last = None
    for day in days:
        if last is not None and first is not None and day - last != ONE_DAY:
            yield Stretch(first, last)
            first = None
        first = first or day
        last = day
    if first is not None and last is not None:
        yield Stretch(first, last)


def longest(stretches: Iterable[Stretch], number: int = 1) -> list[Stretch]:
    """The longest ones, the longest first; of two that are equal the later."""
    return sorted(stretches, key=lambda one: (one.days, one.first), reverse=True)[:number]


def gaps(days: Sequence[date]) -> Iterator[Stretch]:
    """The stretches between two of the days on which nothing was written."""
    for before, after in pairwise(days):
        if after - before > ONE_DAY:
            yield Stretch(before + ONE_DAY, after - ONE_DAY)


def run_now(days: Sequence[date], today: date) -> int:
    """How many days in a row were written up to today; a day that is not over breaks nothing.

    Args:
        days: in order, none of them after today.
        today: the day it is.
    """
    last = deque(runs(days), maxlen=1)
    if not last or today - last[0].last > ONE_DAY:
        return 0
    return last[0].days
