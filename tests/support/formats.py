"""Reading the exports of other programs in tests: from real samples and from made ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from webapp.features.transfer import service
from webapp.features.transfer.moments import resolve
from webapp.features.transfer.service import Source, Upload
from webapp.features.transfer.shapes import Problem, ReadOptions, SourceEntry

HOW = ReadOptions(zone="UTC")
Read = tuple[list[SourceEntry], list[Problem]]


def of_folder(folder: Path, *names: str) -> Source:
    """A folder's files as a page sends them; those whose path begins with a name, or all."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    chosen = [
        Upload(f"{folder.name}/{path.relative_to(folder).as_posix()}", path.read_bytes(), 1e9)
        for path in files
        if not names or path.relative_to(folder).as_posix().startswith(names)
    ]
    return service.open_uploads([*chosen, Upload(f"{folder.name}/.keep", b"")])


def of_files(files: Mapping[str, object]) -> Source:
    """A folder of made files; what is no text and no bytes is written as JSON."""
    return service.open_uploads(
        [Upload(f"export/{name}", _bytes(content), 1e9) for name, content in files.items()]
        + [Upload("export/.keep", b"")]
    )


def of_file(name: str, content: object) -> Source:
    """One file."""
    return service.open_uploads([Upload(name, _bytes(content), 1e9)])


def _bytes(content: object) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content)).encode()


def read(form: ModuleType, source: Source, how: ReadOptions = HOW) -> Read:
    """All that a reader yields, when it is the one that recognises the source."""
    assert service.recognise(source).name == form.NAME
    found = list(form.read(source, how))
    entries = [one for one in found if isinstance(one, SourceEntry)]
    return entries, [one for one in found if isinstance(one, Problem)]


def days(entries: list[SourceEntry]) -> list[str]:
    """The journal days, as they will be."""
    return [resolve(entry.when, "UTC").day.isoformat() for entry in entries]


def times(entries: list[SourceEntry]) -> list[str]:
    """Journal day and time, as they will be shown."""
    found = [resolve(entry.when, "UTC") for entry in entries]
    return [f"{when.day.isoformat()} {when.time.isoformat('minutes')}" for when in found]


def media(entries: list[SourceEntry]) -> tuple[int, int, list[str]]:
    """How many references there are, how many files they lead to, and what is missing."""
    all_of_them = [one for entry in entries for one in entry.media]
    files = {one.member for one in all_of_them if one.member}
    return len(all_of_them), len(files), [one.name for one in all_of_them if not one.member]
