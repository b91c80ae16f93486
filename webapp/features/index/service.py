"""The index of what the entries say: keeps it and asks it, knows nothing of entries themselves.

Each entry is known by its position on the timeline, a number that grows with time. All
functions work on the journal that is open in the context.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from webapp.core.database import journal_db
from webapp.features.index.folding import EVERY, fold
from webapp.features.index.query import All, Either, Node, Not, Query, Term, parse
from webapp.features.index.snippets import Marker, Piece, hits, snippet

__all__ = [
    "Found",
    "Marker",
    "Piece",
    "Query",
    "add",
    "add_many",
    "count",
    "find",
    "fingerprint",
    "fold",
    "forget",
    "hits",
    "parse",
    "search",
    "snippet",
]

Row = tuple[int, str, str, str]
"""Position, title, body and tags of an entry; its tags in one text."""

# A beginning stands for the words of the journal that begin so. An OR of 256 words takes 7 ms in
# 100,000 entries; FTS5's own prefix search reads every place of every one of them (25 ms for th*),
# and a prefix index would double the size of the index and the time to make it.
_MOST_WORDS = 256
_MOST_WORDS_OF_TWO_LETTERS = 64  # these are all frequent: 25 ms for 256 of them
_MOST_PHRASES = 8  # each costs as much as a search of its own

# FTS5 does not refuse a row id it has (without REPLACE it would keep the words of both).
_INSERT = "INSERT OR REPLACE INTO entry_index(rowid, title, body, tags) VALUES (?, ?, ?, ?)"


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        positions: newest first, one page of them.
        count: how many there are, at most what was asked to be counted.
        is_all: False when there are more than `count`.
    """

    positions: list[int]
    count: int
    is_all: bool


def add(position: int, title: str, body: str, tags: str = "") -> None:
    """Put an entry into the index, in place of the one at this position, if any.

    Args:
        position: its place on the timeline.
        title: may be empty.
        body: as written, Markdown and all.
        tags: in one text.
    """
    journal_db.execute_sql(_INSERT, _folded((position, title, body, tags)))


def add_many(rows: Iterable[Row]) -> None:
    """Put many entries into the index, as `add` does; the rows are taken one by one."""
    journal_db.cursor().executemany(_INSERT, map(_folded, rows))


def forget(*positions: int) -> None:
    """Take entries out of the index; positions it does not have are passed over."""
    journal_db.cursor().executemany(
        "DELETE FROM entry_index WHERE rowid = ?", ((position,) for position in positions)
    )


def find(
    query: Query,
    before: int | None = None,
    limit: int = 50,
    *,
    after: int | None = None,
    oldest_first: bool = False,
) -> list[int]:
    """The positions of at most `limit` entries that answer the query, newest first.

    Args:
        query: from `parse`; one with nothing in it finds nothing.
        before: only positions below this one (the last of the page before).
        limit: how many at most; -1 is all.
        after: only positions above this one.
        oldest_first: the other way round.
    """
    if query.root is None:
        return []
    sql = "SELECT rowid FROM entry_index WHERE entry_index MATCH ?"
    parameters: list[object] = [_expression(query.root)]
    if before is not None:
        sql += " AND rowid < ?"
        parameters.append(before)
    if after is not None:
        sql += " AND rowid > ?"
        parameters.append(after)
    parameters.append(limit)
    order = "ASC" if oldest_first else "DESC"
    rows = journal_db.execute_sql(f"{sql} ORDER BY rowid {order} LIMIT ?", parameters)
    return [position for (position,) in rows]


def count(query: Query, at_most: int | None = None) -> int:
    """How many entries answer the query; counting stops at `at_most`."""
    if query.root is None:
        return 0
    limit = -1 if at_most is None else at_most
    sql = "SELECT count(*) FROM (SELECT 1 FROM entry_index WHERE entry_index MATCH ? LIMIT ?)"
    found: int = journal_db.execute_sql(sql, (_expression(query.root), limit)).fetchone()[0]
    return found


def search(query: Query, limit: int = 50, count_to: int = 1_000) -> Found:
    """The first page and the count in one reading of the index.

    Args:
        query: from `parse`.
        limit: positions on the page.
        count_to: where counting stops.
    """
    positions = find(query, limit=max(limit, count_to) + 1)
    return Found(positions[:limit], min(len(positions), count_to), len(positions) <= count_to)


def fingerprint() -> str:
    """A hash of all that the index says: equal for two indexes that find the same.

    Reads the whole index: for checks, not for pages.
    """
    journal_db.execute_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.entry_place"
        " USING fts5vocab(main, entry_index, 'instance')"
    )
    digest = sha256()
    rows = journal_db.execute_sql('SELECT term, doc, col, "offset" FROM temp.entry_place')
    for place in sorted(rows):
        digest.update(repr(place).encode())
    return digest.hexdigest()


def _folded(row: Row) -> tuple[int, str, str, str]:
    position, title, body, tags = row
    return position, fold(title), fold(body), f"{EVERY} {fold(tags)}"


def _expression(node: Node) -> str:
    """The node in FTS5's own language, every word in quotes.

    https://sqlite.org/fts5.html#full_text_query_syntax
    """
    if isinstance(node, Term):
        return _term(node)
    if isinstance(node, Not):
        return f'("{EVERY}" NOT {_expression(node.node)})'
    if isinstance(node, Either):
        return f"({' OR '.join(map(_expression, node.nodes))})"
    return _all(node)


def _all(node: All) -> str:
    wanted = [_expression(part) for part in node.nodes if not isinstance(part, Not)]
    unwanted = [_expression(part.node) for part in node.nodes if isinstance(part, Not)]
    expression = " AND ".join(wanted) or f'"{EVERY}"'
    if unwanted:
        expression = f"({expression}) NOT ({' OR '.join(unwanted)})"
    return f"({expression})"


def _term(term: Term) -> str:
    if not term.prefix:
        return f'"{" ".join(term.tokens)}"'
    *before, beginning = term.tokens
    words = _words_with(beginning, term.typing, _most_words(term))
    if words is None:
        return f'"{" ".join(term.tokens)}" *'
    # what was typed may be a word already, and a rare one
    phrases = (" ".join([*before, word]) for word in dict.fromkeys([beginning, *words]))
    return "(" + " OR ".join(f'"{phrase}"' for phrase in phrases) + ")"


def _most_words(term: Term) -> int:
    if len(term.tokens) > 1:
        return _MOST_PHRASES
    return _MOST_WORDS if len(term.tokens[0]) > 2 else _MOST_WORDS_OF_TWO_LETTERS


def _words_with(beginning: str, typing: bool, most: int) -> list[str] | None:
    """Words of the journal that begin so; None when there are more than `most`.

    For a word still being typed the ones in most entries are given then. So what is found while
    typing is complete as soon as few enough words begin so, from three or four letters on; with a
    written star it is always complete.
    """
    order = "ORDER BY doc DESC" if typing else ""
    rows = journal_db.execute_sql(
        f"SELECT term FROM entry_word WHERE term >= ? AND term < ? {order} LIMIT ?",  # noqa: S608
        (beginning, beginning + "\U0010ffff", most + (not typing)),
    )
    words = [word for (word,) in rows]
    return words if len(words) <= most else None
