"""Small pictures of large ones, made in memory. The only module that knows Pillow.

A picture is opened only as what its first bytes say it is, and only when it is no larger than 60
megapixels: a file of a few kilobytes can claim any size and would fill the memory.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO

from webapp.features.media.wholeness import is_whole

if TYPE_CHECKING:
    from PIL import Image

SMALL, LARGE = 320, 1280
SIZES = (SMALL, LARGE)
"""The longest side in pixels: a card in a list, and a picture in the text."""

MAX_PIXELS = 60_000_000
MIME = "image/webp"
QUALITY = 80
FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/avif": "AVIF",
    "image/heic": "HEIF",
}
_BROKEN = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    OverflowError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What Pillow and its decoders raise on broken files."""

_TURNED = (5, 6, 7, 8)
_ORIENTATION, _CAMERA, _PLACE = 0x0112, 0x8769, 0x8825


class NoPicture(ValueError):
    """The file cannot be shown as a picture: broken, cut off, or of another kind."""


class TooManyPixels(ValueError):
    """The picture is larger than 60 megapixels."""


def measure(file: BinaryIO, mime: str) -> tuple[int, int]:
    """Width and height of a picture as it is seen; it is not decoded for that.

    Raises:
        NoPicture: it cannot be shown, or is cut off.
        TooManyPixels: it is too large to be opened.
    """
    image = _open(file, mime)
    try:
        turned = image.getexif().get(_ORIENTATION) in _TURNED
    except _BROKEN as error:
        raise NoPicture from error
    if not is_whole(file, mime):
        raise NoPicture("cut off")
    width, height = image.size
    return (height, width) if turned else (width, height)


def tags(file: BinaryIO, mime: str) -> tuple[dict[int, Any], dict[int, Any]]:
    """What the camera has noted in a picture, and the place: Exif tags by number.

    Raises:
        NoPicture: it cannot be shown.
        TooManyPixels: it is too large to be opened.
    """
    image = _open(file, mime)
    try:
        exif = image.getexif()
        return dict(exif.get_ifd(_CAMERA)), dict(exif.get_ifd(_PLACE))
    except _BROKEN as error:
        raise NoPicture from error


def make(file: BinaryIO, mime: str) -> dict[int, bytes]:
    """Small pictures, upright, without place and camera, as WebP.

    Args:
        file: the picture.
        mime: what its first bytes say it is.

    Returns:
        From size (the longest side in pixels) to the bytes; a picture is never enlarged.

    Raises:
        NoPicture: it cannot be shown.
        TooManyPixels: it is too large to be opened.
    """
    from PIL import ImageOps

    image: Any = _open(file, mime)
    try:
        if image.mode in ("1", "P", "PA"):
            image = _plain(image)  # few colours cannot be mixed
        image.thumbnail((LARGE, LARGE))
        profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
        image = _plain(ImageOps.exif_transpose(image))
        made = {}
        for size in sorted(SIZES, reverse=True):
            image.thumbnail((size, size))
            out = io.BytesIO()
            image.save(out, "WEBP", quality=QUALITY, icc_profile=profile or b"")
            made[size] = out.getvalue()
    except _BROKEN as error:
        raise NoPicture from error
    return made


def _open(file: BinaryIO, mime: str) -> Image.Image:
    from PIL import Image

    if mime not in FORMATS:
        raise NoPicture(mime)
    if mime == "image/heic":
        _know_heic()
    # Pillow only warns up to twice its limit, and a warning is the whole program's affair
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(file, formats=(FORMATS[mime],))
    except _BROKEN as error:
        raise NoPicture from error
    if image.width * image.height > MAX_PIXELS:
        raise TooManyPixels(f"{image.width} x {image.height}")
    return image


def _know_heic() -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)


def _plain(image: Image.Image) -> Image.Image:
    """The picture in a mode that WebP can hold."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    if "transparency" in image.info or image.mode in ("LA", "PA", "RGBa", "RGBA"):
        return image.convert("RGBA")
    return image.convert("RGB")
