"""Which old versions of an entry are let go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

NEWEST = 50
DAYS = 90
DAY_MS = 86_400_000


@dataclass(frozen=True)
class Kept:
    """A version that is kept: its row, when it was made (ms since 1970 UTC), and on which day."""

    id: int
    made_at: int
    day: date


def too_many(versions: Sequence[Kept], now_ms: int) -> list[int]:
    """The rows that are let go: only what is all of

    - older than 90 days,
    - not among the newest 50 of its entry,
    - not the last of its day.

    So for 90 days everything is kept; after that the newest 50, and before them one a day, for
    good. Doing it again changes nothing.

    Args:
        versions: all versions of one entry, in any order.
        now_ms: the present.
    """
    newest_first = sorted(versions, key=lambda one: (one.made_at, one.id), reverse=True)
    days = {one.day for one in newest_first[:NEWEST]}
    gone = []
    for one in newest_first[NEWEST:]:
        if one.day in days and now_ms - one.made_at > DAYS * DAY_MS:
            gone.append(one.id)
        days.add(one.day)
    return gone
