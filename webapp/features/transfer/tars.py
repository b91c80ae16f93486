"""Tar files as sources, squeezed with gzip or not: read as streams, never unpacked to the disk.

Joplin's JEX is a plain tar, older Mastodon archives are tar.gz. In a plain tar each member is read
where it stands. Gzip can only be read from the front; so that members can be read in any order
without beginning anew each time, the state of the reader is kept every few megabytes
(`zlib.decompressobj().copy()`, https://docs.python.org/3/library/zlib.html).
"""

from __future__ import annotations

import io
import tarfile
import zlib
from pathlib import Path
from typing import IO, BinaryIO, cast

from webapp.features.transfer.shapes import Problem
from webapp.features.transfer.source import Member, MemberUnreadable, Source, safe_name
from webapp.features.transfer.texts import TransferRefused, refused

MAX_MEMBERS = 200_000
MAX_BYTES = 4 * 1024**3
MAX_RATIO = 200
SMALL = 16 * 1024**2
MAGIC_OF_GZIP = b"\x1f\x8b"
GZIP = zlib.MAX_WBITS | 16
PIECE = 64 * 1024
STATE_EVERY = 16 * 1024**2  # a state takes some 100 kB


def open_tar(name: str, file: Path | BinaryIO) -> Source:
    """A source from a tar or tar.gz.

    Links, devices and other things that are no files are reported and never followed.

    Args:
        name: for showing.
        file: its path, or its bytes as a stream that can seek.

    Raises:
        TransferRefused: damaged, cut short, a bomb, or a name that leads out of it.
    """
    raw = file.open("rb") if isinstance(file, Path) else file
    try:
        stream = _unsqueezed(raw)
        with tarfile.open(fileobj=stream, mode="r:") as archive:
            infos, problems = _listed(archive)
    except (tarfile.TarError, OSError, ValueError) as error:
        raw.close()
        raise refused("tar_damaged", curious=type(error).__name__) from error
    except TransferRefused:
        raw.close()
        raise
    members = tuple(
        Member(name, info.size, float(info.mtime)) for name, info in sorted(infos.items())
    )

    def opener(member: Member) -> BinaryIO:
        info = infos[member.name]
        return cast(BinaryIO, io.BufferedReader(_Part(stream, info.offset_data, info.size)))

    return Source("tar", name, members, opener, tuple(problems), closer=raw.close)


def _unsqueezed(raw: BinaryIO) -> BinaryIO:
    magic = raw.read(2)
    raw.seek(0)
    return cast(BinaryIO, _Gunzipped(raw)) if magic == MAGIC_OF_GZIP else raw


def _listed(archive: tarfile.TarFile) -> tuple[dict[str, tarfile.TarInfo], list[Problem]]:
    infos: dict[str, tarfile.TarInfo] = {}
    problems: list[Problem] = []
    total = 0
    for info in archive:
        if info.isdir():
            continue
        name = safe_name(info.name)
        if not info.isfile():
            problems.append(Problem(name, "link"))
            continue
        infos[name] = info
        total += info.size
        if len(infos) > MAX_MEMBERS:
            raise refused("too_many", count=MAX_MEMBERS)
        if total > MAX_BYTES:
            raise refused("too_big", megabytes=MAX_BYTES // 1024**2)
    return infos, problems


class _Part(io.RawIOBase):
    """A stretch of a stream as a stream of its own."""

    def __init__(self, stream: IO[bytes], start: int, size: int) -> None:
        self._stream, self._start, self._size, self._at = stream, start, size, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        wanted = min(len(view), self._size - self._at)
        if wanted <= 0:
            return 0
        self._stream.seek(self._start + self._at)
        data = self._stream.read(wanted)
        if not data:
            raise MemberUnreadable("damaged")
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


class _Gunzipped(io.RawIOBase):
    """What a gzip holds, with seeking that goes back to the nearest state that was kept."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._size = raw.seek(0, io.SEEK_END)
        self._reader = zlib.decompressobj(GZIP)
        self._read_to = 0  # of the squeezed bytes
        self._at = 0  # of the others: how far the reader is
        self._wanted = 0  # of the others: where the next read begins
        self._states = [(0, 0, self._reader.copy())]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._wanted

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            raise io.UnsupportedOperation("the end is not known")
        self._wanted = offset if whence == io.SEEK_SET else self._wanted + offset
        return self._wanted

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            raise io.UnsupportedOperation("only pieces are read")
        self._go_back()
        parts: list[bytes] = []
        while size > 0:
            skipped = self._wanted - self._at
            piece = self._next(skipped or size)
            if not piece:
                break
            self._at += len(piece)
            if not skipped:
                parts.append(piece)
                self._wanted += len(piece)
                size -= len(piece)
        return b"".join(parts)

    def _go_back(self) -> None:
        if self._wanted < self._at:
            state = max(
                (state for state in self._states if state[0] <= self._wanted),
                key=lambda state: state[0],
            )
            self._at, self._read_to, self._reader = state[0], state[1], state[2].copy()

    def _next(self, at_most: int) -> bytes:
        """The next bytes, at most so many; none at the end."""
        if self._at - self._states[-1][0] >= STATE_EVERY:
            self._states.append((self._at, self._read_to, self._reader.copy()))
        while not self._reader.eof:
            squeezed = self._reader.unconsumed_tail
            if not squeezed:
                self._raw.seek(self._read_to)
                squeezed = self._raw.read(PIECE)
                self._read_to += len(squeezed)
                if not squeezed:
                    raise OSError("the gzip is cut short")
            try:
                piece = self._reader.decompress(squeezed, min(at_most, PIECE))
            except zlib.error as error:
                raise OSError("the gzip is damaged") from error
            if self._at + len(piece) > max(SMALL, self._size * MAX_RATIO):
                raise refused("bomb", curious="ratio")
            if piece:
                return piece
        return b""
