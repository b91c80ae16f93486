"""Takes the place out of a photo and leaves every other byte where it is.

Nothing is encoded anew: the GPS directory of the Exif block and the coordinates and place names in
the XMP packet are overwritten in place, and a PNG's checksums are made right. Places in IPTC
blocks, in compressed XMP of a PNG and in notes of a camera's maker are left.

Formats: TIFF 6.0 (directories), Exif 2.32 (tag 0x8825), PNG (chunks, eXIf), WebP (RIFF chunks).
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator

from flask_babel import gettext as _

from webapp.core.errors import Refusal
from webapp.features.media import details, service
from webapp.features.media.models import Media

KINDS = ("image/jpeg", "image/png", "image/webp")
MOST_BYTES = 64 * 1024 * 1024
GPS = 0x8825
ENTRY = 12
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_NAMES = rb"(?:exif:GPS\w+|photoshop:(?:City|State|Country)|Iptc4xmpCore:(?:Location|CountryCode))"
_IN_XMP = re.compile(
    rb"%(name)s\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*')|<(?P<tag>%(name)s)[^<>]*>.{0,4000}?</(?P=tag)>"
    % {b"name": _NAMES},
    re.DOTALL,
)


def can_be_removed(media: Media) -> bool:
    """Whether this is a photo of a kind, and of a size, whose place can be taken out."""
    return media.mime in KINDS and media.size <= MOST_BYTES


def remove(uid: str) -> Media:
    """Store the photo anew without its place; the one with it stays for whoever names it.

    Raises:
        Refusal: there is no place in it, or none that can be taken out.
    """
    media = service.find(uid)
    if not can_be_removed(media):
        raise not_here()
    content = b"".join(service.read(uid)[1])
    cleaned = without_location(content, media.mime)
    if cleaned == content:
        raise not_here()
    stored = service.add(io.BytesIO(cleaned), media.name)
    if details.of(stored.uid).place is not None:
        raise not_here()
    return stored


def without_location(content: bytes, mime: str) -> bytes:
    """The same picture without its place; as long as before.

    Args:
        content: the whole file.
        mime: one of `KINDS`.
    """
    cleaned = bytearray(content)
    for start, stop in exif_blocks(content, mime):
        _clear_gps(cleaned, start, stop)
    for found in _IN_XMP.finditer(content):
        cleaned[found.start() : found.end()] = b" " * (found.end() - found.start())
    if mime == "image/png":
        for name, start, stop in _png_chunks(content):
            if cleaned[start:stop] != content[start:stop]:
                checksum = zlib.crc32(name + cleaned[start:stop])
                cleaned[stop : stop + 4] = struct.pack(">I", checksum)
    return bytes(cleaned)


def exif_blocks(content: bytes, mime: str) -> Iterator[tuple[int, int]]:
    """Where TIFF blocks with Exif stand: first byte, and the one after the last."""
    if mime == "image/jpeg":  # also those of the smaller pictures that some cameras append
        for found in re.finditer(rb"\xff\xe1(..)Exif\0\0(?=II\*\0|MM\0\*)", content, re.DOTALL):
            yield found.end(), min(found.start() + 2 + int.from_bytes(found[1]), len(content))
    elif mime == "image/png":
        yield from ((start, stop) for name, start, stop in _png_chunks(content) if name == b"eXIf")
    else:
        for name, start, stop in _riff_chunks(content):
            if name == b"EXIF":
                yield start + (6 if content[start : start + 6] == b"Exif\0\0" else 0), stop


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 8
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4])
        start, stop = at + 8, at + 8 + size
        if stop + 4 > len(content):
            return
        yield content[at + 4 : start], start, stop
        at = stop + 4


def _riff_chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        start, stop = at + 8, min(at + 8 + size, len(content))
        yield content[at : at + 4], start, stop
        at = stop + size % 2


def _clear_gps(content: bytearray, start: int, stop: int) -> None:
    """Overwrite the GPS directory of a TIFF block and take its entry out of the first one."""
    order = "<" if content[start : start + 2] == b"II" else ">"

    def number(at: int, form: str) -> int:
        return int(struct.unpack_from(order + form, content, at)[0])

    def entries(directory: int) -> range:
        first = directory + 2
        count = min(number(directory, "H"), max(stop - first, 0) // ENTRY)
        return range(first, first + count * ENTRY, ENTRY)

    try:
        directory = start + number(start + 4, "I")
        gps = next((at for at in entries(directory) if number(at, "H") == GPS), None)
        if gps is None:
            return
        places = start + number(gps + 8, "I")
        for at in entries(places):
            size = SIZES.get(number(at + 2, "H"), 1) * number(at + 4, "I")
            value = start + number(at + 8, "I")
            if size > 4 and start < value <= value + size <= stop:
                content[value : value + size] = bytes(size)
        ended = entries(places).stop
        content[places : min(ended, stop)] = bytes(min(ended, stop) - places)
        last = entries(directory).stop + 4  # with the address of the next directory
        content[gps:last] = content[gps + ENTRY : last] + bytes(ENTRY)
        struct.pack_into(order + "H", content, directory, number(directory, "H") - 1)
    except (struct.error, IndexError):
        return  # broken: what the photo says then is asked again, and refused


def not_here() -> Refusal:
    """The place cannot be taken out of this file."""
    return Refusal(
        _("The location could not be taken out of this photo."),
        _("The photo is as it was."),
        _("Take it out with another program, then add the photo again."),
        status=422,
    )
