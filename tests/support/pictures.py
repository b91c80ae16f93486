"""Pictures made for the tests: real ones, and ones that are not what they say."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

SCRIPT = (
    b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    b"<script>alert(1)</script></svg>"
)
SIDEWAYS = 6
GPS = {1: "N", 2: (60.0, 10.0, 15.0), 3: "E", 4: (24.0, 57.0, 0.0)}


def picture(
    width: int = 64, height: int = 40, form: str = "JPEG", color: str = "teal", **options: object
) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    mode = "RGBA" if form in ("PNG", "WEBP") else "RGB"
    Image.new(mode, (width, height), color).save(out, form, **options)
    return out.getvalue()


def photo_with_place(width: int = 64, height: int = 40) -> bytes:
    """A JPEG of a camera that was held sideways and knew where it was."""
    exif = Image.Exif()
    exif[0x0112] = SIDEWAYS
    exif[0x010F] = "Camera of alice"
    exif.get_ifd(0x8825).update(GPS)
    return picture(width, height, exif=exif)


def photo_of_a_day() -> bytes:
    """A JPEG that knows when and where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Camera of alice"
    exif.get_ifd(0x8769)[0x9003] = "2021:06:27 16:09:03"
    exif.get_ifd(0x8825).update(GPS)
    return picture(exif=exif)


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few bytes that says it is huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_part(name, content) for name, content in parts)


def _png_part(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))
