"""Reading a source the way an import does, for tests of the readers."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

from webapp.features.transfer.formats import recognise
from webapp.features.transfer.shapes import Problem, ReadOptions, SourceEntry
from webapp.features.transfer.source import Source, Upload, open_path, open_uploads


class Reading:
    """What a reader made of a source."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        with source:
            self.format = recognise(source)
            found = list(self.format.read(source, options))
        self.entries = [item for item in found if isinstance(item, SourceEntry)]
        self.problems = [item for item in found if isinstance(item, Problem)]

    @property
    def entry(self) -> SourceEntry:
        """The only entry."""
        (entry,) = self.entries
        return entry

    @property
    def days(self) -> list[str]:
        """Day and time of each entry, in order."""
        return [entry.when.stamp() for entry in self.entries]

    def keys(self, *, left_out: bool | None = None) -> list[str]:
        """What was said about parts of the source, in order."""
        return [
            problem.key
            for problem in self.problems
            if left_out is None or problem.is_left_out == left_out
        ]

    def named(self, member: str) -> SourceEntry:
        """The entry of that member."""
        return next(entry for entry in self.entries if entry.member == member)


def read_path(path: Path, options: ReadOptions | None = None) -> Reading:
    """Read a file, folder or zip."""
    return Reading(open_path(path), options or ReadOptions())


def read_text(
    text: str | bytes, name: str = "journal.txt", options: ReadOptions | None = None
) -> Reading:
    """Read one file with that text."""
    data = text.encode() if isinstance(text, str) else text
    return Reading(open_uploads([Upload(name, data)]), options or ReadOptions())


def read_files(
    files: Mapping[str, str | bytes], options: ReadOptions | None = None, modified: float = 1e9
) -> Reading:
    """Read a folder that holds these files, all of the 9th of September 2001."""
    uploads = [
        Upload(f"vault/{name}", text.encode() if isinstance(text, str) else text, modified)
        for name, text in files.items()
    ]
    if len(uploads) == 1:
        uploads.append(Upload("vault/.keep", b""))
    return Reading(open_uploads(uploads), options or ReadOptions())


def zip_of(files: Mapping[str, str | bytes]) -> BytesIO:
    """A zip with these files, in memory."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    stream.seek(0)
    return stream


def day(year: int, month: int, of_month: int) -> date:
    """A date, shorter."""
    return date(year, month, of_month)
