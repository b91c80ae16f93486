"""The formats that can be read. A list, not a search: a packaged program finds no modules.

The readers are imported when something is first brought in: the start has no use for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from webapp.features.transfer.shapes import Problem, ReadOptions, SourceEntry
from webapp.features.transfer.source import Source
from webapp.features.transfer.texts import refused

Read = Callable[[Source, ReadOptions], Iterator[SourceEntry | Problem]]


@dataclass(frozen=True)
class Format:
    """A format: its name for the command line, how to recognise it and how to read it."""

    name: str
    sniff: Callable[[Source], float]
    read: Read


@cache
def formats() -> tuple[Format, ...]:
    """Every format; where two fit a source equally well, the earlier one is taken."""
    from webapp.features.transfer.formats import (
        dated_text,
        dayone,
        dayone_classic,
        diarium,
        joplin,
        journey,
        jrnl,
        jrnl_json,
        logseq,
        markdown,
        mini_diary,
        rednotebook,
        table,
        textbundle,
    )

    readers: tuple[ModuleType, ...] = (
        *(dayone, dayone_classic, diarium, joplin, journey, jrnl, jrnl_json, mini_diary),
        *(logseq, rednotebook, table, textbundle, dated_text),
        markdown,
    )
    return tuple(Format(reader.NAME, reader.sniff, reader.read) for reader in readers)


def recognise(source: Source) -> Format:
    """The format that fits the source best.

    Raises:
        TransferRefused: none does.
    """
    if not source.members:
        raise refused("nothing_inside")
    scores = [(form.sniff(source), -place, form) for place, form in enumerate(formats())]
    score, _, best = max(scores, key=lambda item: item[:2])
    if score <= 0:
        raise refused("unknown")
    return best


def named(name: str) -> Format:
    """The format of that name.

    Raises:
        TransferRefused: there is none.
    """
    for form in formats():
        if form.name == name.casefold():
            return form
    raise refused("unknown_format")
