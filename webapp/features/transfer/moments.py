"""From what a source says about a time to a day, a time and a zone of the journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from webapp.core import clock
from webapp.core.clock import When
from webapp.features.transfer.shapes import NOON, WhenParts

# Zones that keep an offset which is not whole hours: the journal knows zones, not offsets.
ODD_ZONES = {
    -570: "Pacific/Marquesas",
    -210: "America/St_Johns",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    390: "Asia/Yangon",
    525: "Australia/Eucla",
    570: "Australia/Darwin",
    630: "Australia/Lord_Howe",
    765: "Pacific/Chatham",
}


def resolve(parts: WhenParts, zone: str) -> When:
    """The entry's day, time and zone.

    The day is the one the source says, in its own zone. Only a time in UTC without a zone ("Z") is
    an instant and no clock on a wall: it is shown as the person's clock showed it. Without a time,
    noon.

    Args:
        parts: what the source says.
        zone: the IANA zone for what carries none.
    """
    moment = (parts.time or NOON).replace(microsecond=0)
    if parts.zone is not None and _is_zone(parts.zone):
        return When(parts.day, moment, parts.zone)
    if parts.offset is None or parts.time is None:
        return When(parts.day, moment, zone)
    if parts.offset == 0:
        return _as_instant(parts, zone)
    return When(parts.day, moment, _zone_with(parts, zone))


def of_instant(instant_ms: int, zone: str | None = None) -> WhenParts:
    """What the clock on the wall showed at an instant, for sources that keep instants.

    Args:
        instant_ms: milliseconds since 1970 UTC.
        zone: the IANA zone it was written in; without one (or one that does not exist), it is an
            instant in UTC, and shown in the zone the person names.

    Raises:
        ValueError: before the year 1 or after 9999.
    """
    name = zone if zone and _is_zone(zone) else None
    try:
        moment = clock.EPOCH + timedelta(milliseconds=instant_ms)
        wall = moment.astimezone(clock.zone(name)) if name else moment
    except OverflowError as error:
        raise ValueError("that instant is outside the years 1 to 9999") from error
    return WhenParts(wall.date(), wall.time(), zone=name, offset=None if name else 0)


def of_iso(text: str, zone: str | None = None) -> WhenParts | None:
    """From an ISO 8601 time of a source.

    Args:
        text: with an offset or `Z` it is an instant, without one what the clock on the wall showed.
        zone: the IANA zone it was written in, where the source gives one.

    Returns:
        None when it is no time, or none that exists.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is None:
            return WhenParts(moment.date(), moment.time(), zone=zone or None)
        if zone or moment.utcoffset() == timedelta(0):
            return of_instant((moment - clock.EPOCH) // timedelta(milliseconds=1), zone)
    except (ValueError, OverflowError):
        return None
    offset = moment.utcoffset() or timedelta(0)
    return WhenParts(moment.date(), moment.time(), offset=round(offset.total_seconds() / 60))


def _is_zone(name: str) -> bool:
    try:
        clock.zone(name)
    except ValueError:
        return False
    return True


def _as_instant(parts: WhenParts, zone: str) -> When:
    try:
        return When.of_instant(instant(parts, zone), zone)
    except ValueError:  # the first or the last day of the calendar
        return When(parts.day, (parts.time or NOON).replace(microsecond=0), "UTC")


def instant(parts: WhenParts, zone: str) -> int:
    """Milliseconds since 1970 UTC."""
    if parts.offset is None or parts.time is None or parts.zone is not None:
        return resolve(parts, zone).instant_ms
    wall = datetime.combine(parts.day, parts.time, UTC) - clock.EPOCH
    return wall // timedelta(milliseconds=1) - parts.offset * 60_000


def _zone_with(parts: WhenParts, zone: str) -> str:
    """A zone that has the entry's offset at that time: the person's own, else a fixed one."""
    offset = parts.offset or 0
    wanted = timedelta(minutes=offset)
    wall = datetime.combine(parts.day, parts.time or NOON)
    if _offset_in(zone, wall) == wanted:
        return zone
    hours, rest = divmod(offset, 60)
    # the sign of these names is the other way round
    candidate = f"Etc/GMT{-hours:+d}" if rest == 0 else ODD_ZONES.get(offset, "")
    if candidate and _is_zone(candidate) and _offset_in(candidate, wall) == wanted:
        return candidate
    return zone


def _offset_in(zone: str, wall: datetime) -> timedelta | None:
    try:
        return wall.replace(tzinfo=clock.zone(zone)).utcoffset()
    except OverflowError:
        return None


def written(when: When) -> str:
    """RFC 3339 with the offset of the zone at that time, to the minute, as our export has it."""
    wall = datetime.combine(when.day, when.time)
    minutes = round((_offset_in(when.zone, wall) or timedelta(0)).total_seconds() / 60)
    return wall.replace(tzinfo=timezone(timedelta(minutes=minutes))).isoformat(timespec="seconds")
