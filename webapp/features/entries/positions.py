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
            # More than 512 entries in a minute: they run over into the minutes after it (a day
            # has room for 300,000 more), of which nothing remembered is true any more.
            position = _first_free(position)
            self._next.clear()
        self._next[base] = position + 1
        return position


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
