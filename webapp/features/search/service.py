"""Entries found by their words, with what shows why. Needs an open journal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup, escape

from webapp.features.entries import service as entries
from webapp.features.entries.service import Summary
from webapp.features.index import service as index
from webapp.features.index.service import Marker, Piece, Query

PAGE = 30
COUNT_TO = 1_000
WIDTH = 170
_TAG = re.compile(r"""(<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>)""")


@dataclass(frozen=True)
class Result:
    """An entry that was found.

    Attributes:
        entry: what lists show of it.
        name: its name, cut where hits begin and end.
        passage: a stretch of its text around a hit, cut likewise; may be empty.
    """

    entry: Summary
    name: list[Piece]
    passage: list[Piece]

    @property
    def year(self) -> int:
        """The year of its day, 1 to 9999."""
        return int(self.entry.day[:4])


@dataclass(frozen=True)
class Found:
    """A page of what was found, newest first.

    Attributes:
        words: what was asked for, as typed.
        is_question: False when there is no letter and no digit in it.
        results: one page.
        count: how many there are in all, at most COUNT_TO; 0 on further pages.
        is_all: False when there are more than `count`.
        before: where the next page begins; None after the last.
    """

    words: str
    is_question: bool
    results: list[Result]
    count: int = 0
    is_all: bool = True
    before: int | None = None


def search(words: str, *, typing: bool = False) -> Found:
    """The newest entries that answer the words, and how many there are.

    Args:
        words: as typed; see `index.parse`.
        typing: the last word may be unfinished.
    """
    query = index.parse(words, typing=typing)
    found = index.search(query, limit=PAGE + 1, count_to=COUNT_TO)
    results, before = _page(query, found.positions)
    return Found(words, query.root is not None, results, found.count, found.is_all, before)


def more(words: str, before: int, *, typing: bool = False) -> Found:
    """The next page of the same search, without counting."""
    query = index.parse(words, typing=typing)
    results, next_before = _page(query, index.find(query, before, PAGE + 1))
    return Found(words, query.root is not None, results, before=next_before)


def find(words: str, limit: int) -> tuple[list[Result], int]:
    """At most `limit` results, newest first, and the exact count; for the command line."""
    query = index.parse(words)
    return _results(query, index.find(query, limit=limit)), index.count(query)


def marked_name(words: str, name: str, *, typing: bool = False) -> list[Piece]:
    """A name cut where hits begin and end."""
    return Marker(index.parse(words, typing=typing)).pieces(name)


def marked_prose(words: str, prose: Markup, *, typing: bool = False) -> tuple[Markup, int]:
    """The HTML of an entry with its hits in `<mark data-hit>`, and how many there are.

    A hit that begins in one element and ends in another is passed over.
    """
    marker = Marker(index.parse(words, typing=typing))
    count = 0
    parts = _TAG.split(prose)
    for number in range(0, len(parts), 2):  # text and tags by turns
        pieces = marker.pieces(unescape(parts[number])) if parts[number].strip() else []
        hits = sum(is_hit for _, is_hit in pieces)
        if hits:
            count += hits
            parts[number] = "".join(_mark(text, is_hit) for text, is_hit in pieces)
    return Markup("".join(parts)), count  # noqa: S704 - the tags are as they were, texts escaped


def _mark(text: str, is_hit: bool) -> str:
    return f"<mark data-hit>{escape(text)}</mark>" if is_hit else str(escape(text))


def _page(query: Query, positions: Sequence[int]) -> tuple[list[Result], int | None]:
    """A page of results, and where the next one begins if there is one more position."""
    shown = positions[:PAGE]
    before = shown[-1] if len(positions) > PAGE else None
    return _results(query, shown), before


def _results(query: Query, positions: Sequence[int]) -> list[Result]:
    if not positions:
        return []
    marker = Marker(query)
    texts = entries.texts_at(positions)
    return [
        Result(
            entry,
            marker.pieces(entry.name),
            marker.snippet(_below_name(entry.name, *texts[entry.position]), WIDTH),
        )
        for entry in entries.summaries_at(positions)
    ]


def _below_name(name: str, title: str, body: str) -> str:
    """The text that the name does not show already."""
    if title:
        return body
    shown = name.removesuffix("…")
    start = body.find(shown) if shown else -1
    if 0 <= start < len(shown):
        return body[start + len(shown) :]
    first, _, rest = body.lstrip().partition("\n")
    return rest if len(first) < 2 * len(name) else body
