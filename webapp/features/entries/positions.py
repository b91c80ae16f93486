"""The place of an entry in the timeline, as one number.

position = day since year 1 << 20 | minute of the day << 9 | running number in that minute.
It orders timeline and search index alike, so that "newest first" never sorts.
"""

from __future__ import annotations

from datetime import date

from webapp.core.clock import When
from webapp.core.database import journal_db

DAY_BITS, MINUTE_BITS = 20, 9
FIRST, LAST = 0, 1 << 62


def base_position(when: When) -> int:
    """The first position of that minute."""
    minute = when.time.hour * 60 + when.time.minute
    return day_start(when.day.toordinal()) | minute << MINUTE_BITS


def day_start(ordinal: int) -> int:
    """The first position of a day (days since year 1, as `date.toordinal`)."""
    return ordinal << DAY_BITS


def day_at(position: int) -> date | None:
    """The day a position lies in; None outside the calendar."""
    ordinal = position >> DAY_BITS
    if not date.min.toordinal() <= ordinal <= date.max.toordinal():
        return None
    return date.fromordinal(ordinal)


class Allocator:
    """Hands out free positions; remembers what it gave, so that a bulk hardly ever asks.

    To be used under the write lock: what it remembers must stay true.
    """

    def __init__(self) -> None:
        self._next: dict[int, int] = {}
        self._run_over: set[int] = set()
        # the timeline as it was: outside of it there is nothing to ask about
        self._first, self._last = journal_db.execute_sql(
            "SELECT (SELECT min(position) FROM entry), (SELECT max(position) FROM entry)"
        ).fetchone()

    def take(self, when: When) -> int:
        """A free position for that time, after those already there in the same minute."""
        base = base_position(when)
        end = base + (1 << MINUTE_BITS)
        position = self._next.get(base)
        if position is None:
            position = self._after_those_of(base, end)
        if position >= end or position in self._run_over:
            # More than 512 entries in a minute: they run over into the minutes after it (a day
            # has room for 300,000 more).
            position = self._free_from(position)
            self._run_over.add(position)
        self._next[base] = position + 1
        return position

    def _free_from(self, position: int) -> int:
        """The first position from this one on that is neither in the journal nor given out."""
        while True:
            base = position >> MINUTE_BITS << MINUTE_BITS
            given = self._next.get(base, base)
            if position < given <= base + (1 << MINUTE_BITS):
                position = given
            elif position in self._run_over:
                position += 1
            elif (free := _first_free(position)) != position:
                position = free
            else:
                return position

    def _after_those_of(self, base: int, end: int) -> int:
        """The position after the last one that is taken from `base` to before `end`."""
        if self._first is None or end <= self._first or base > self._last:
            return base
        row = journal_db.execute_sql(
            "SELECT max(position) FROM entry WHERE position >= ? AND position < ?", (base, end)
        ).fetchone()
        return base if row[0] is None else int(row[0]) + 1


def _first_free(position: int) -> int:
    """The first position from this one on that no entry has."""
    row = journal_db.execute_sql(
        "SELECT e.position + 1 FROM entry e WHERE e.position >= ? AND NOT EXISTS"
        " (SELECT 1 FROM entry n WHERE n.position = e.position + 1)"
        " ORDER BY e.position LIMIT 1",
        (position - 1,),
    ).fetchone()
    found: int = position if row is None else row[0]
    taken = journal_db.execute_sql("SELECT 1 FROM entry WHERE position = ?", (position,)).fetchone()
    return found if taken else position
