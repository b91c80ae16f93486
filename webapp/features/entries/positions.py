"""The place of an entry in the timeline, as one number.

position = day since year 1 << 20 | minute of the day << 9 | running number in that minute.
It orders timeline and search index alike, so that "newest first" never sorts.
"""

from __future__ import annotations

from webapp.core.clock import When
from webapp.core.database import journal_db

DAY_BITS, MINUTE_BITS = 20, 9
FIRST, LAST = 0, 1 << 62


def base_position(when: When) -> int:
    """The first position of that minute."""
    minute = when.time.hour * 60 + when.time.minute
    return when.day.toordinal() << DAY_BITS | minute << MINUTE_BITS


def day_start(ordinal: int) -> int:
    """The first position of a day (days since year 1, as `date.toordinal`)."""
    return ordinal << DAY_BITS


class Allocator:
    """Hands out free positions; remembers what it gave, so that a bulk asks once a minute."""

    def __init__(self) -> None:
        self._next: dict[int, int] = {}

    def take(self, when: When) -> int:
        """A free position for that time, after those already there in the same minute."""
        base = base_position(when)
        end = base + (1 << MINUTE_BITS)
        position = self._next.get(base)
        if position is None:
            row = journal_db.execute_sql(
                "SELECT max(position) FROM entry WHERE position >= ? AND position < ?", (base, end)
            ).fetchone()
            position = base if row[0] is None else row[0] + 1
        if position >= end:
            position = self._first_gap(position)
        self._next[base] = position + 1
        return position

    def _first_gap(self, position: int) -> int:
        # more than 512 entries in a minute: they run over into the minutes after it
        while journal_db.execute_sql(
            "SELECT 1 FROM entry WHERE position = ?", (position,)
        ).fetchone():
            position += 1
        return position
