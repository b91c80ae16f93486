"""TextBundle: `Name.textbundle` with `info.json`, `text.md`, `assets/`; a `.textpack` is its zip.

One bundle or a folder of them, as Bear, Ulysses and iA Writer export. https://textbundle.org/spec/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.features.transfer.formats.markdown import Reader
from webapp.features.transfer.reading import decoder_for, is_hidden
from webapp.features.transfer.shapes import Problem, ReadOptions, SourceEntry
from webapp.features.transfer.source import Member, Source

NAME = "textbundle"
TEXT = re.compile(r"(?:^|/)text\.(?:md|markdown|mdown|txt|text)$", re.IGNORECASE)
INFO = re.compile(r"(?:^|/)info\.json$")


def sniff(source: Source) -> float:
    """How surely the source holds text bundles, 0 to 1."""
    folders = {_folder(member) for member in source.members if INFO.search(member.name)}
    found = any(_folder(member) in folders for member in source.members if TEXT.search(member.name))
    return 0.93 if found else 0.0


def _folder(member: Member) -> str:
    return member.name.rpartition("/")[0]


def read(source: Source, options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The texts of the bundles.

    Raises:
        AskEncoding: it is not clear how some text is encoded.
    """
    yield from source.problems
    texts = [member for member in source.members if TEXT.search(member.name)]
    folders = {_folder(member) for member in texts}

    def name_of(member: Member) -> str:
        folder = _folder(member) or source.name
        return f"{folder.removesuffix('.textbundle').removesuffix('.textpack')}.md"

    reader = Reader(source, options, decoder_for(source, options, texts), name_of=name_of)
    for member in texts:
        yield from reader.read(member)
    for member in source.members:
        is_known = TEXT.search(member.name) or INFO.search(member.name) or is_hidden(member.name)
        if not is_known and member.name not in reader.shown:
            is_inside = any(member.name.startswith(f"{folder}/".lstrip("/")) for folder in folders)
            yield Problem(member.name, "photo_of_nothing" if is_inside else "not_of_this_export")
