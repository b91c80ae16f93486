"""What was written, counted: by day, by hour, by mood and by tag.

Everything is read from small tables that triggers keep (`migrations`); no entry is ever read.
Every function needs an open journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from webapp.core.database import journal_db

COLUMNS = "day, entries, words, mood_1, mood_2, mood_3, mood_4, mood_5"


@dataclass(frozen=True, slots=True)
class DayTally:
    """A day on which something was written; `moods` counts the five, the lowest first."""

    day: date
    entries: int
    words: int
    moods: tuple[int, ...]

    @property
    def mood_sum(self) -> int:
        """All moods of the day together, each from 1 to 5."""
        return sum(step * count for step, count in enumerate(self.moods, 1))

    @property
    def mood(self) -> int | None:
        """The mean of the moods, from 1 to 5; None where none was chosen."""
        number = sum(self.moods)
        return round(self.mood_sum / number) if number else None


@dataclass(frozen=True, slots=True)
class TagTally:
    """A tag and how many entries had it, in all and year by year."""

    id: int
    name: str
    color: str | None
    entries: int
    by_year: dict[int, int]


def days(first: date = date.min, last: date = date.max) -> list[DayTally]:
    """The days from `first` to `last` on which something was written, in order."""
    rows = journal_db.execute_sql(
        f"SELECT {COLUMNS} FROM day_tally"  # noqa: S608 - a constant
        " WHERE entries > 0 AND day BETWEEN ? AND ? ORDER BY day",
        (first.isoformat(), last.isoformat()),
    )
    return [
        DayTally(date.fromisoformat(day), entries, words, tuple(moods))
        for day, entries, words, *moods in rows
    ]


def span() -> tuple[date, date] | None:
    """The first and the last day on which something was written; None in an empty journal."""
    rows = [
        journal_db.execute_sql(
            f"SELECT day FROM day_tally WHERE entries > 0 ORDER BY day {order} LIMIT 1"  # noqa: S608
        ).fetchone()
        for order in ("ASC", "DESC")
    ]
    if rows[0] is None:
        return None
    return date.fromisoformat(rows[0][0]), date.fromisoformat(rows[1][0])


def among(wanted: Iterable[date]) -> list[date]:
    """Those of the days on which something was written, in order."""
    rows = journal_db.execute_sql(
        "SELECT day FROM day_tally WHERE entries > 0"
        " AND day IN (SELECT value FROM json_each(?)) ORDER BY day",
        (json.dumps([day.isoformat() for day in wanted]),),
    )
    return [date.fromisoformat(day) for (day,) in rows]


def hours(first_year: int = date.min.year, last_year: int = date.max.year) -> list[list[int]]:
    """How many entries were begun in each hour of the week: 7 rows from Monday, 24 columns."""
    rows = journal_db.execute_sql(
        "SELECT weekday, hour, sum(entries) FROM hour_tally"
        " WHERE year BETWEEN ? AND ? GROUP BY weekday, hour",
        (first_year, last_year),
    )
    week = [[0] * 24 for _ in range(7)]
    for from_sunday, hour, entries in rows:
        week[(from_sunday + 6) % 7][hour] = entries
    return week


def tags(
    limit: int, first_year: int = date.min.year, last_year: int = date.max.year
) -> list[TagTally]:
    """The tags that most entries of these years have, the most used first."""
    found = journal_db.execute_sql(
        "SELECT tag_id, name, color, sum(entries) AS number FROM tag_tally"
        " JOIN tag ON tag.id = tag_id WHERE year BETWEEN ? AND ? GROUP BY tag_id"
        " HAVING number > 0 ORDER BY number DESC, folded LIMIT ?",
        (first_year, last_year, limit),
    ).fetchall()
    return [
        TagTally(tag_id, name, color, number, _by_year(tag_id, first_year, last_year))
        for tag_id, name, color, number in found
    ]


def _by_year(tag_id: int, first_year: int, last_year: int) -> dict[int, int]:
    rows = journal_db.execute_sql(
        "SELECT year, entries FROM tag_tally"
        " WHERE tag_id = ? AND year BETWEEN ? AND ? AND entries > 0 ORDER BY year",
        (tag_id, first_year, last_year),
    )
    return dict(rows)
