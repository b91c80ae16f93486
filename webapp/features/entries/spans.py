"""Spans: any part of the timeline, read piece by piece, counted, or taken whole by its ids.

Bodies are read only for the entries of a piece. Paging goes by position, so that nothing is read
twice and nothing between two pieces is passed over.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from webapp.core.database import journal_db
from webapp.features.entries import lists
from webapp.features.entries.models import Entry, Summary
from webapp.features.entries.positions import LAST, day_start
from webapp.features.index import service as index

PIECE = 10
PIECE_WORDS = 6_000
SIFTED = 200  # positions of a search that are looked up at once


@dataclass(frozen=True)
class Span:
    """Which entries are meant; all that is said must be so.

    Attributes:
        tag_id: those with this tag.
        starred: those with a star.
        journal_id: those of this journal.
        first: those of this day and later.
        last: those of this day and earlier.
        words: those that answer this search, as typed.
        ids: those with one of these row ids.
        but: all but those with these row ids.
    """

    tag_id: int | None = None
    starred: bool = False
    journal_id: int | None = None
    first: date | None = None
    last: date | None = None
    words: str = ""
    ids: tuple[int, ...] | None = None
    but: tuple[int, ...] = ()

    @property
    def is_all(self) -> bool:
        """Whether it is the whole timeline."""
        return self == Span()


@dataclass(frozen=True)
class Piece:
    """Whole entries that follow each other, in reading order, and whether more stand round them."""

    entries: list[Entry]
    has_previous: bool = False
    has_next: bool = False


def read_piece(
    span: Span,
    *,
    after: int | None = None,
    upto: int | None = None,
    oldest_first: bool = True,
    from_end: bool = False,
) -> Piece:
    """A piece of a span, at most `PIECE` entries and about `PIECE_WORDS` words.

    Args:
        span: which entries.
        after: those that follow this position in reading order.
        upto: those that come before this position in reading order, the nearest ones.
        oldest_first: the reading order.
        from_end: with neither position, the last piece in place of the first.
    """
    backwards = upto is not None or (after is None and from_end)
    start = upto if backwards else after
    found = summaries(span, start, PIECE + 1, up=oldest_first != backwards)
    taken = _readable(found)
    has_more = len(taken) < len(found)
    if backwards:
        taken.reverse()
        return Piece(_whole(taken), has_more, upto is not None)
    return Piece(_whole(taken), after is not None, has_more)


def piece_at(span: Span, position: int, *, oldest_first: bool = True) -> Piece:
    """The piece that begins with the entry at a position, or with the one that follows it."""
    step = -1 if oldest_first else 1
    piece = read_piece(span, after=position + step, oldest_first=oldest_first)
    if not piece.entries:
        return read_piece(span, oldest_first=oldest_first, from_end=True)
    first = piece.entries[0].position
    above = summaries(span, first, 1, up=not oldest_first)
    return Piece(piece.entries, bool(above), piece.has_next)


def summaries(span: Span, start: int | None, limit: int, *, up: bool) -> list[Summary]:
    """The entries of a span that come after a position on the way up or down the timeline.

    Args:
        span: which entries.
        start: a position that is not part of it; None: from the very end of the timeline.
        limit: how many at most.
        up: from earlier to later ones, else from later to earlier.
    """
    if span.words:
        return _found(span, start, limit, up=up)
    where, values = _where(span, limit)
    low, high = _bounds(span, start, up=up)
    order = "ASC" if up else "DESC"
    sql = (
        f"SELECT {lists.COLUMNS} FROM entry e"  # noqa: S608 - ours
        f" WHERE e.trashed_at IS NULL AND e.position > ? AND e.position < ?{where}"
        f" ORDER BY e.position {order} LIMIT ?"
    )
    rows = journal_db.execute_sql(sql, (low, high, *values, limit))
    return [Summary(*row) for row in rows]


def count(span: Span) -> int:
    """How many entries a span has."""
    sql, values = _all_of(span, "count(*)")
    found: int = journal_db.execute_sql(sql, values).fetchone()[0]
    return found


def ids_of(span: Span) -> list[int]:
    """The row ids of a span, oldest first."""
    sql, values = _all_of(span, "e.id")
    rows = journal_db.execute_sql(f"{sql} ORDER BY e.position", values)
    return [entry_id for (entry_id,) in rows]


def ids_named(uids: list[str]) -> tuple[int, ...]:
    """The row ids of the entries outside the trash with these ids; others are passed over."""
    rows = journal_db.execute_sql(
        "SELECT id FROM entry WHERE trashed_at IS NULL"
        " AND uid IN (SELECT value FROM json_each(?)) ORDER BY position",
        (json.dumps(uids),),
    )
    return tuple(entry_id for (entry_id,) in rows)


def _all_of(span: Span, what: str) -> tuple[str, tuple[object, ...]]:
    where, values = _where(span, 1)
    low, high = _bounds(span, None, up=True)
    # Read from the index alone: a row of each entry would be a page of the file of each entry.
    is_narrow = span.starred or span.journal_id is not None or span.ids is not None
    by = "" if is_narrow else " INDEXED BY entry_timeline"
    sql = (
        f"SELECT {what} FROM entry e{by}"  # noqa: S608 - ours
        f" WHERE e.trashed_at IS NULL AND e.position > ? AND e.position < ?{where}"
    )
    bound: list[object] = [low, high, *values]
    if span.words:
        sql += " AND e.position IN (SELECT value FROM json_each(?))"
        bound.append(json.dumps(index.find(index.parse(span.words, typing=True), limit=-1)))
    return sql, tuple(bound)


def _where(span: Span, limit: int) -> tuple[str, list[object]]:
    sql = ""
    values: list[object] = []
    if span.starred:
        sql += " AND e.starred = 1"
    if span.journal_id is not None:
        sql += " AND e.journal_id = ?"
        values.append(span.journal_id)
    if span.tag_id is not None:
        is_common = lists.is_common(span.tag_id, limit)
        sql += lists.COMMON_TAG if is_common else lists.RARE_TAG
        values.append(span.tag_id)
    for ids, verb in ((span.ids, "IN"), (span.but or None, "NOT IN")):
        if ids is not None:
            sql += f" AND e.id {verb} (SELECT value FROM json_each(?))"  # noqa: S608 - ours
            values.append(json.dumps(ids))
    return sql, values


def _bounds(span: Span, start: int | None, *, up: bool) -> tuple[int, int]:
    """The positions between which entries are looked for; neither belongs to them."""
    low = -1 if span.first is None else day_start(span.first.toordinal()) - 1
    high = LAST if span.last is None else day_start(span.last.toordinal() + 1)
    if start is not None:
        low, high = (max(low, start), high) if up else (low, min(high, start))
    return low, high


def _found(span: Span, start: int | None, limit: int, *, up: bool) -> list[Summary]:
    """What a search finds, sifted by what else the span says."""
    query = index.parse(span.words, typing=True)
    where, values = _where(span, limit)
    low, high = _bounds(span, start, up=up)
    order = "ASC" if up else "DESC"
    sql = (
        f"SELECT {lists.COLUMNS} FROM entry e WHERE e.trashed_at IS NULL"  # noqa: S608 - ours
        f" AND e.position IN (SELECT value FROM json_each(?)){where} ORDER BY e.position {order}"
    )
    taken: list[Summary] = []
    while len(taken) < limit:
        many = min(SIFTED, max(limit, 1)) if not where else SIFTED
        positions = index.find(query, high, many, after=low, oldest_first=up)
        rows = journal_db.execute_sql(sql, (json.dumps(positions), *values))
        taken += [Summary(*row) for row in rows]
        if len(positions) < many:
            break
        low, high = (positions[-1], high) if up else (low, positions[-1])
    return taken[:limit]


def _readable(found: list[Summary]) -> list[Summary]:
    """As many as make a piece: at least one, however long."""
    taken: list[Summary] = []
    words = 0
    for one in found[:PIECE]:
        words += one.words
        if taken and words > PIECE_WORDS:
            break
        taken.append(one)
    return taken


def _whole(found: list[Summary]) -> list[Entry]:
    ids = [one.id for one in found]
    read = {entry.id: entry for entry in Entry.select().where(Entry.id.in_(ids))}
    return [read[entry_id] for entry_id in ids if entry_id in read]
