"""What kind of file it is, told from its first bytes and never from its name.

Signatures as in the WHATWG MIME Sniffing Standard, for HEIC and AVIF as in ISO/IEC 23008-12 and
the AVIF specification ("ftyp" box with its brands).
"""

from __future__ import annotations

import re

HEAD_BYTES = 4096
UNKNOWN = "application/octet-stream"
SVG = "image/svg+xml"

_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"mif1": "image/heic",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
_SVG = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE\s+svg[^>]*>\s*)?"
    rb"(?:<!--.*?-->\s*)*<svg[\s>]",
    re.DOTALL,
)


def sniff(head: bytes) -> str:
    """The media type of a file.

    Args:
        head: its first bytes, 4096 where there are so many.

    Returns:
        The type, `application/octet-stream` for everything that is not known for sure.
    """
    for start, mime in _STARTS:
        if head.startswith(start):
            return mime
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _of_brands(head)
    if _SVG.match(head.removeprefix(b"\xef\xbb\xbf")):
        return SVG
    return UNKNOWN


def _of_brands(head: bytes) -> str:
    length = int.from_bytes(head[:4], "big")
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(length, len(head)), 4))]
    # the major brand "mif1" only says "a still picture": the others say of which kind
    known = [_BRANDS[brand] for brand in brands if brand in _BRANDS]
    if brands[0] == b"mif1" and "image/avif" in known:
        return "image/avif"
    return _BRANDS.get(brands[0]) or (known[0] if known else "video/mp4")
