"""Zip files as sources: listed with distrust, read as streams, never unpacked to the disk.

What bites, measured with Python 3.11: a header that lies about the size, entries that overlap,
names in another encoding than the flag says, names that climb, and ratios no export has.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Self, cast

from webapp.features.transfer.source import Member, MemberUnreadable, Source, safe_name
from webapp.features.transfer.texts import refused

MAX_ZIP_MEMBERS = 200_000  # our own export of a long life must come back
MAX_ZIP_BYTES = 2 * 1024**3
MAX_RATIO = 200
SMALL = 16 * 1024**2  # a white picture may be squeezed a thousand times and be no bomb
ENCRYPTED = 0x1
UTF8_NAME = 0x800
# what the systems themselves add
LITTER = ("__MACOSX/",)


def open_zip(name: str, file: Path | BinaryIO) -> Source:
    """A source from a zip.

    Args:
        name: for showing.
        file: its path, or its bytes as a stream that can seek.

    Raises:
        TransferRefused: damaged, encrypted, a bomb, or a name that leads out of it.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as error:
        raise refused("zip_damaged", curious=type(error).__name__) from error
    try:
        infos = {
            safe_name(_name_of(info)): info for info in archive.infolist() if not info.is_dir()
        }
        _refuse_bombs(list(infos.values()))
    except BaseException:
        archive.close()
        raise
    members = tuple(
        Member(name, info.file_size, modified_wall=_wall(info))
        for name, info in sorted(infos.items())
        if not name.startswith(LITTER)
    )

    def opener(member: Member) -> BinaryIO:
        try:
            return cast(BinaryIO, _Inflating(archive.open(infos[member.name])))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, struct.error) as error:
            raise MemberUnreadable("damaged") from error

    return Source("zip", name, members, opener, closer=archive.close)


class _Inflating:
    """A member's stream whose errors are OSErrors."""

    def __init__(self, stream: zipfile.ZipExtFile | object) -> None:
        self._stream = cast(zipfile.ZipExtFile, stream)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise OSError("damaged") from error

    def close(self) -> None:
        self._stream.close()


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name, decoded as its writer meant: cp437 is a promise hardly any program keeps."""
    if info.flag_bits & UTF8_NAME or info.filename.isascii():
        return info.filename
    raw = info.orig_filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return info.filename


def _wall(info: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*info.date_time)  # noqa: DTZ001 - a zip knows only the clock on the wall
    except ValueError:
        return None


def _refuse_bombs(infos: Iterable[zipfile.ZipInfo]) -> None:
    ordered = sorted(infos, key=lambda info: info.header_offset)
    if len(ordered) > MAX_ZIP_MEMBERS:
        raise refused("too_many", count=MAX_ZIP_MEMBERS)
    total = squeezed = end = 0
    for info in ordered:
        if info.flag_bits & ENCRYPTED:
            raise refused("zip_encrypted")
        if info.header_offset < end:
            raise refused("bomb", curious="overlapping entries")
        end = info.header_offset + info.compress_size
        total += info.file_size
        squeezed += info.compress_size
    if total > SMALL and total > squeezed * MAX_RATIO:
        raise refused("bomb", curious="ratio")
    if total > MAX_ZIP_BYTES:
        raise refused("too_big", megabytes=MAX_ZIP_BYTES // 1024**2)
