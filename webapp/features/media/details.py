"""What a photo says of itself: when it was taken, by the camera's clock, and where.

Format: Exif 2.32 (CIPA DC-008-2019), tags DateTimeOriginal and DateTimeDigitized, and the GPS IFD.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from webapp.features.media import service, thumbs

TAKEN, DIGITIZED = 0x9003, 0x9004
LATITUDE_SIDE, LATITUDE, LONGITUDE_SIDE, LONGITUDE = 1, 2, 3, 4
FORM = "%Y:%m:%d %H:%M:%S"


@dataclass(frozen=True)
class Details:
    """What is known of a photo.

    Attributes:
        taken: when, by the camera's clock; None when it does not say.
        place: degrees north and degrees east; None when it does not say.
    """

    taken: datetime | None = None
    place: tuple[float, float] | None = None


def of(uid: str) -> Details:
    """What a stored photo says of itself; nothing where it is none, or does not say.

    Raises:
        NoSuchMedia: there is no such file in this person's journal.
    """
    media = service.find(uid)
    if not media.is_picture:
        return Details()
    with suppress(thumbs.NoPicture, thumbs.TooManyPixels):
        camera, gps = thumbs.tags(service.open_file(media), media.mime)
        return Details(taken_of(camera), place_of(gps))
    return Details()


def taken_of(camera: Mapping[int, object]) -> datetime | None:
    """The moment in the tags of the camera; a clock that was never set tells none."""
    for tag in (TAKEN, DIGITIZED):
        with suppress(ValueError):
            return datetime.strptime(str(camera.get(tag, ""))[:19], FORM)  # noqa: DTZ007 - no zone
    return None


def place_of(gps: Mapping[int, object]) -> tuple[float, float] | None:
    """Degrees north and east from the tags of the place."""
    north = _degrees(gps.get(LATITUDE), gps.get(LATITUDE_SIDE), "S")
    east = _degrees(gps.get(LONGITUDE), gps.get(LONGITUDE_SIDE), "W")
    if north is None or east is None or abs(north) > 90 or abs(east) > 180:
        return None
    return (north, east)


def _degrees(parts: object, side: object, minus: str) -> float | None:
    """Degrees, minutes and seconds as one number."""
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        return None
    return -value if str(side).strip("\0 ").upper() == minus else value
