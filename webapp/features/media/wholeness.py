"""Whether a picture is there to its end, told by its marks alone: nothing of it is decoded.

Ends as in ISO/IEC 10918-1 (JPEG: in a scan, FF is followed by 00 or a restart mark, so the first
FF D9 after it is the end), the PNG specification (a chunk "IEND"), the GIF89a specification (a
trailer 3B), the WebP container specification (a length in the head) and ISO/IEC 14496-12 (HEIC and
AVIF: boxes with lengths).
"""

from __future__ import annotations

import os
from typing import BinaryIO

PART = 256 * 1024
END_OF_JPEG, SCAN_OF_JPEG = b"\xff\xd9", 0xDA
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # marks without a length
TRAILER = b"\x3b"
BOXES = 1_000  # at the top of a file there are a handful


def is_whole(file: BinaryIO, mime: str) -> bool:
    """Whether the picture has not been cut off; its place in the file is lost.

    Args:
        file: the picture, of which only what is needed is read.
        mime: what its first bytes say it is.
    """
    size = file.seek(0, os.SEEK_END)
    if mime == "image/jpeg":
        return _ends_jpeg(file)
    if mime == "image/png":
        return _ends_png(file, size)
    if mime == "image/gif":
        file.seek(max(0, size - 64))
        return file.read(64).rstrip(b"\x00").endswith(TRAILER)
    if mime == "image/webp":
        file.seek(4)
        return int.from_bytes(file.read(4), "little") + 8 <= size + 1  # a last pad may be missing
    return _ends_boxes(file, size)


def _ends_jpeg(file: BinaryIO) -> bool:
    file.seek(2)
    while True:
        mark = file.read(2)
        if len(mark) < 2 or mark[0] != 0xFF:
            return False
        if mark[1] == 0xFF:  # filling
            file.seek(-1, os.SEEK_CUR)
            continue
        if mark[1] in ALONE:
            continue
        length = int.from_bytes(file.read(2), "big")
        if length < 2:
            return False
        file.seek(length - 2, os.SEEK_CUR)
        if mark[1] == SCAN_OF_JPEG:
            return _has(file, END_OF_JPEG)


def _has(file: BinaryIO, sign: bytes) -> bool:
    """Whether the two bytes come from here on."""
    last = b""
    while part := file.read(PART):
        if sign in part or last + part[:1] == sign:
            return True
        last = part[-1:]
    return False


def _ends_png(file: BinaryIO, size: int) -> bool:
    at = 8
    while at + 12 <= size:
        file.seek(at)
        head = file.read(8)
        at += 12 + int.from_bytes(head[:4], "big")
        if head[4:] == b"IEND":
            return at <= size
    return False


def _ends_boxes(file: BinaryIO, size: int) -> bool:
    at = 0
    for _ in range(BOXES):
        if at >= size:
            return at == size
        file.seek(at)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        elif length == 0 and len(head) >= 8:  # to the end
            return True
        if length < 8:
            return False
        at += length
    return False
