"""Time as a journal needs it: instants, zones and journal days from year 1 to 9999.

Everything that asks for the time asks here, so that a test can stop the clock.
"""

from __future__ import annotations

import time as _time
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_NAIVE = datetime(1970, 1, 1)  # noqa: DTZ001 - arithmetic on wall clocks


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def now_ms() -> int:
    """The present instant in milliseconds since 1970 UTC."""
    return int(now().timestamp() * 1000)


def monotonic() -> float:
    """Seconds on a clock that goes on during suspend where the system has one."""
    boottime = getattr(_time, "CLOCK_BOOTTIME", None)
    return _time.monotonic() if boottime is None else _time.clock_gettime(boottime)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name.

    Raises:
        ValueError: there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no time zone is called {name!r}") from error


def local_zone() -> str:
    """The IANA name of this computer's zone, "UTC" where it cannot be told."""
    for candidate in _zone_candidates():
        try:
            zone(candidate)
        except ValueError:
            continue
        return candidate
    return "UTC"


def _zone_candidates() -> list[str]:
    found = []
    link = Path("/etc/localtime")
    if link.is_symlink():
        parts = str(link.resolve()).split("/zoneinfo/")
        found.append(parts[-1])
    plain = Path("/etc/timezone")
    if plain.is_file():
        found.append(plain.read_text(encoding="utf-8").strip())
    if _time.tzname[0] == "UTC":
        found.insert(0, "UTC")
    return found


def today(zone_name: str) -> date:
    """The day it is now in that zone."""
    return now().astimezone(zone(zone_name)).date()


@dataclass(frozen=True)
class When:
    """When an entry was lived: a day and a wall-clock time in a zone."""

    day: date
    time: time
    zone: str

    @cached_property
    def instant_ms(self) -> int:
        """Milliseconds since 1970 UTC; negative before it. Exact for years 1 to 9999."""
        wall = datetime.combine(self.day, self.time.replace(microsecond=0, tzinfo=None))
        offset = _offset(wall, self.zone)
        return ((wall - EPOCH_NAIVE) - offset) // timedelta(milliseconds=1)

    @classmethod
    def of_instant(cls, ms: int, zone_name: str) -> When:
        """The day and time that clocks in `zone_name` showed at that instant.

        Raises:
            ValueError: unknown zone, or an instant outside the years 1 to 9999.
        """
        try:
            moment = (EPOCH + timedelta(milliseconds=ms)).astimezone(zone(zone_name))
        except OverflowError as error:
            raise ValueError("that instant is outside the years 1 to 9999") from error
        return cls(moment.date(), moment.time().replace(microsecond=0), zone_name)

    @classmethod
    def now(cls, zone_name: str) -> When:
        """The present, as clocks in that zone show it, to the second."""
        return cls.of_instant(now_ms(), zone_name)


def _offset(wall: datetime, zone_name: str) -> timedelta:
    # zoneinfo overflows within a day of either end of the calendar: there the mean offset serves
    info = zone(zone_name)
    if wall.year in (1, 9999):
        wall = wall.replace(year=2 if wall.year == 1 else 9998, day=min(wall.day, 28))
    return info.utcoffset(wall) or timedelta(0)
