"""Writing the export to the disk: a folder or a zip, whole or not at all."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from webapp.core.errors import Refusal
from webapp.features.transfer import own, texts


def write_out(destination: Path, tell: Callable[[int], None]) -> int:
    """Write all entries as Markdown to a new folder, or to a zip when the name ends so.

    What is written is plain text that everyone can read; to say so is for the caller.

    Args:
        destination: must not exist, or be an empty folder.
        tell: called with 1 for each entry; may raise to stop, and all is removed again.

    Returns:
        How many entries were written.

    Raises:
        Refusal: there is something of that name, or it cannot be written.
    """
    count = 0

    def counted(step: int) -> None:
        nonlocal count
        count += step
        tell(step)

    is_zip = destination.suffix.lower() == ".zip"
    try:
        is_empty = destination.is_dir() and not is_zip and not any(destination.iterdir())
        if destination.exists() and not is_empty:
            raise texts.refused("destination_there")
        if is_zip:
            _write_zip(destination, counted)
        else:
            _write_folder(destination, counted)
    except OSError as error:
        raise _failed(error) from error
    return count


def zip_parts(ids: Sequence[int], tell: Callable[[int], None]) -> Iterator[bytes]:
    """The export of some entries as a zip, part by part: nothing of it is ever on the disk here.

    What is in it is plain text; to say so is for the caller.

    Args:
        ids: the entries' row ids, in the order of the timeline.
        tell: called with 1 for each entry; may raise to stop.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(cast("IO[bytes]", pipe), "w", zipfile.ZIP_DEFLATED) as archive:
        for file in own.files(tell, ids):
            with archive.open(file.name, "w", force_zip64=True) as stream:
                for piece in file.parts:
                    stream.write(piece)
                    yield from pipe.taken()
    yield from pipe.taken()


class _Pipe:
    """A stream that cannot seek: what is written to it is taken out again at once."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, part: bytes) -> int:
        """Take a part in."""
        self._written.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> list[bytes]:
        """What was written since the last time."""
        written, self._written = self._written, []
        return written


def _write_zip(destination: Path, tell: Callable[[int], None]) -> None:
    part = destination.with_name(f"{destination.name}.part")
    try:
        with zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            for file in own.files(tell):
                with archive.open(file.name, "w", force_zip64=True) as stream:
                    for piece in file.parts:
                        stream.write(piece)
        part.rename(destination)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _write_folder(destination: Path, tell: Callable[[int], None]) -> None:
    was_there = destination.exists()
    try:
        destination.mkdir(parents=True, exist_ok=True)
        for file in own.files(tell):
            path = destination / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                for piece in file.parts:
                    stream.write(piece)
    except BaseException:
        shutil.rmtree(destination, ignore_errors=True)
        if was_there:
            with suppress(OSError):
                destination.mkdir()
        raise


def _failed(error: OSError) -> Refusal:
    refusal = texts.export_failed(is_full=error.errno == 28)
    refusal.curious = type(error).__name__
    return refusal
