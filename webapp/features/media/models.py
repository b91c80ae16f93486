"""A stored file and its place in an entry, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.features.media.sniffing import SVG
from webapp.features.media.thumbs import FORMATS, LARGE, SMALL

SAFE_INLINE = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "image/avif",
        "audio/mpeg",
        "audio/mp4",
        "audio/ogg",
        "audio/flac",
        "audio/wav",
        "video/mp4",
        "video/webm",
    }
)
"""What a browser may show by itself; nothing in these can hold a script."""

MOVING = "image/gif"


def address(uid: str, size: int | None = None) -> str:
    """Where a file, or one of its small pictures, is read from."""
    return f"/media/{uid}" if size is None else f"/media/{uid}/thumb/{size}"


def picture_address(uid: str, mime: str, is_picture: bool) -> str | None:
    """Where the text shows it from; None when it is no picture."""
    if is_picture and mime != MOVING:
        return address(uid, LARGE)
    return address(uid) if is_picture or mime == SVG else None


@dataclass(frozen=True)
class Media:
    """A photo or file. `size` in bytes, `added_at` in ms since 1970 UTC.

    `width` and `height` in pixels, upright; None when it cannot be shown as a picture.
    """

    id: int
    uid: str
    sha256: bytes
    size: int
    mime: str
    width: int | None
    height: int | None
    name: str
    added_at: int

    @property
    def is_picture(self) -> bool:
        """Whether there are small pictures of it."""
        return self.width is not None

    @property
    def is_inline(self) -> bool:
        """Whether a browser may show it by itself; everything else is only handed over."""
        return self.mime in SAFE_INLINE and (self.is_picture or self.mime not in FORMATS)


@dataclass(frozen=True)
class Attached:
    """A photo or file in an entry. `alt` is what the text calls it."""

    uid: str
    mime: str
    is_picture: bool
    alt: str

    @property
    def thumb(self) -> str | None:
        """Where a list shows it from; None when it is no picture."""
        if self.is_picture:
            return address(self.uid, SMALL)
        return address(self.uid) if self.mime == SVG else None
