"""Files in rows of 256 KiB: written from a stream and read again without holding them whole."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from webapp.features.media.sniffing import HEAD_BYTES

CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True)
class Written:
    """What is known of a stream once it is in its rows."""

    size: int
    sha256: bytes
    head: bytes


def write(connection: Any, media_id: int, stream: BinaryIO) -> Written:
    """Write a stream into rows; the caller holds the transaction.

    Args:
        connection: a DB-API connection to the media file.
        media_id: the row they will belong to.
        stream: read to its end, 256 KiB at a time.
    """
    digest, size, head = hashlib.sha256(), 0, b""
    for ordinal, chunk in enumerate(_cut(stream)):
        digest.update(chunk)
        size += len(chunk)
        if ordinal == 0:
            head = chunk[:HEAD_BYTES]
        connection.execute("INSERT INTO chunk VALUES (?, ?, ?)", (media_id, ordinal, chunk))
    return Written(size, digest.digest(), head)


def _cut(stream: BinaryIO) -> Iterator[bytes]:
    # a stream may give less than it is asked for before it ends
    kept = bytearray()
    while part := stream.read(CHUNK_BYTES - len(kept)):
        kept += part
        if len(kept) == CHUNK_BYTES:
            yield bytes(kept)
            kept.clear()
    if kept:
        yield bytes(kept)


class ChunkFile(io.RawIOBase):
    """A stored file as a file object: any part can be read, one chunk is held at a time.

    It ends after `size` bytes, also where the file itself is longer.
    """

    def __init__(self, connection: Any, media_id: int, size: int) -> None:
        super().__init__()
        self._connection = connection
        self._media_id = media_id
        self._size = size
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """The place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, also past the end, as in any file."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("a place before the start")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer, at most to the end of a chunk."""
        if self._at >= self._size:
            return 0
        ordinal, start = divmod(self._at, CHUNK_BYTES)
        length = min(len(buffer), self._size - self._at)
        part = self._chunk(ordinal)[start : start + length]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _chunk(self, ordinal: int) -> bytes:
        if self._held[0] != ordinal:
            row = self._connection.execute(
                "SELECT bytes FROM chunk WHERE media_id = ? AND ordinal = ?",
                (self._media_id, ordinal),
            ).fetchone()
            if row is None:
                raise EOFError("a chunk is missing")
            self._held = (ordinal, bytes(row[0]))
        return self._held[1]
