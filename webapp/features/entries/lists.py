"""Lists of entries: the timeline and its parts. Read page by page; bodies are not read for them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from webapp.core.database import journal_db
from webapp.features.entries.models import Entry, Summary
from webapp.features.entries.positions import DAY_BITS, FIRST, LAST, day_start

COLUMNS = (
    "e.id, e.uid, e.position, e.day, e.time, e.name, e.summary, e.words, e.starred, e.trashed_at,"
    " e.journal_id, EXISTS (SELECT 1 FROM entry_margin m"
    " WHERE m.entry_id = e.id AND m.pinned_at IS NOT NULL)"
)
COMMON_TAG = " AND EXISTS (SELECT 1 FROM entry_tag t WHERE t.entry_id = +e.id AND t.tag_id = ?)"
RARE_TAG = " AND e.id IN (SELECT entry_id FROM entry_tag WHERE tag_id = ?)"
PAGE = 100
ABOVE = 20


@dataclass(frozen=True)
class Window:
    """A stretch of the timeline, newest first, and whether there is more at its ends."""

    entries: list[Summary]
    has_later: bool = False
    has_earlier: bool = False


def timeline(
    before: int | None = None,
    limit: int = PAGE,
    *,
    tag_id: int | None = None,
    starred: bool = False,
    journal_id: int | None = None,
) -> list[Summary]:
    """A page of the timeline, newest first.

    Args:
        before: only what stands before this position.
        limit: how many at most.
        tag_id: only entries with this tag.
        starred: only entries with a star.
        journal_id: only entries of this journal.
    """
    end = LAST if before is None else before
    return _page("e.position < ?", end, "DESC", limit, tag_id, starred, journal_id)


def later_than(
    after: int,
    limit: int = PAGE,
    *,
    tag_id: int | None = None,
    starred: bool = False,
    journal_id: int | None = None,
) -> list[Summary]:
    """The entries that come right after a position, newest first; see `timeline`."""
    return _page("e.position > ?", after, "ASC", limit, tag_id, starred, journal_id)[::-1]


def window_before(
    before: int | None = None,
    *,
    tag_id: int | None = None,
    starred: bool = False,
    journal_id: int | None = None,
) -> Window:
    """The page of the timeline that begins below a position, or at its top."""
    found = timeline(before, PAGE + 1, tag_id=tag_id, starred=starred, journal_id=journal_id)
    return Window(found[:PAGE], before is not None, len(found) > PAGE)


def window_after(
    after: int,
    *,
    tag_id: int | None = None,
    starred: bool = False,
    journal_id: int | None = None,
) -> Window:
    """The page of the timeline that ends above a position."""
    found = later_than(after, PAGE + 1, tag_id=tag_id, starred=starred, journal_id=journal_id)
    return Window(found[-PAGE:], len(found) > PAGE, True)


def window_around(position: int) -> Window:
    """The page of the timeline that shows a position: the top where that does, else around it."""
    later = later_than(position, PAGE)
    if len(later) < PAGE:
        return window_before(None)
    rest = timeline(position + 1, PAGE - ABOVE + 1)
    return Window(later[-ABOVE:] + rest[: PAGE - ABOVE], True, len(rest) > PAGE - ABOVE)


def pinned(*, journal_id: int | None = None) -> list[Summary]:
    """The entries that stay on top, of one journal or all, newest first."""
    sql = (
        f"SELECT {COLUMNS} FROM entry_margin p CROSS JOIN entry e ON e.id = p.entry_id"  # noqa: S608 - ours
        " WHERE p.pinned_at IS NOT NULL AND e.trashed_at IS NULL"
    )
    values = []
    if journal_id is not None:
        sql += " AND e.journal_id = ?"
        values.append(journal_id)
    return _summaries(f"{sql} ORDER BY e.position DESC", values)


def summaries_at(positions: Sequence[int]) -> list[Summary]:
    """The entries at these positions, newest first; gaps are passed over."""
    marks = ", ".join("?" * len(positions))
    sql = f"SELECT {COLUMNS} FROM entry e WHERE e.position IN ({marks})"  # noqa: S608 - question marks
    return _summaries(sql + " AND e.trashed_at IS NULL ORDER BY e.position DESC", positions)


def texts_at(positions: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Title and body of the entries at these positions."""
    marks = ", ".join("?" * len(positions))
    sql = "SELECT position, coalesce(title, ''), body FROM entry WHERE position IN"
    rows = journal_db.execute_sql(f"{sql} ({marks})", tuple(positions))
    return {position: (title, body) for position, title, body in rows}


def neighbours(entry: Entry) -> tuple[str | None, str | None]:
    """The ids of the next later and the next earlier entry in the timeline."""
    later = _one_uid("position > ? ORDER BY position LIMIT 1", entry.position)
    earlier = _one_uid("position < ? ORDER BY position DESC LIMIT 1", entry.position)
    return later, earlier


def newest_uid(*, tag_id: int | None = None, starred: bool = False) -> str | None:
    """The id of the entry at the top of the timeline, or of that part of it."""
    found = timeline(limit=1, tag_id=tag_id, starred=starred)
    return found[0].uid if found else None


def uid_near(position: int) -> str | None:
    """The id of the entry at a position or the next earlier one, else of the next later one."""
    at_or_earlier = _one_uid("position <= ? ORDER BY position DESC LIMIT 1", position)
    return at_or_earlier or _one_uid("position > ? ORDER BY position LIMIT 1", position)


def days_with_entries(first: date, last: date) -> dict[date, int]:
    """The days from `first` to `last` that have entries, and how many; reads an index only."""
    rows = journal_db.execute_sql(
        f"SELECT position >> {DAY_BITS}, count(*) FROM entry"  # noqa: S608 - a constant
        " WHERE trashed_at IS NULL AND position >= ? AND position < ? GROUP BY 1",
        (day_start(first.toordinal()), day_start(last.toordinal() + 1)),
    )
    return {date.fromordinal(ordinal): number for ordinal, number in rows}


def of_days(days: Iterable[date], limit: int) -> dict[date, list[Summary]]:
    """The first entries of some days, at most `limit` of each; days without one are left out."""
    sql = (
        f"SELECT {COLUMNS} FROM entry e WHERE e.trashed_at IS NULL"  # noqa: S608 - a constant
        " AND e.position >= ? AND e.position < ? ORDER BY e.position LIMIT ?"
    )
    found = {}
    for day in days:
        start = day.toordinal()
        if some := _summaries(sql, (day_start(start), day_start(start + 1), limit)):
            found[day] = some
    return found


def random_uid() -> str | None:
    """The id of an entry that chance chooses; None in an empty journal."""
    ends = "SELECT min(position), max(position) FROM entry WHERE trashed_at IS NULL"
    first, last = journal_db.execute_sql(ends).fetchone()
    return None if first is None else uid_near(first + secrets.randbelow(last - first + 1))


def count_entries() -> int:
    """How many entries there are outside the trash; reads an index only."""
    row = journal_db.execute_sql("SELECT count(*) FROM entry WHERE trashed_at IS NULL").fetchone()
    return int(row[0])


def every_entry(batch: int = 200, *, ids: Sequence[int] | None = None) -> Iterable[Entry]:
    """All entries outside the trash, or those with these row ids, oldest first; for exports.

    They are read in batches.
    """
    if ids is not None:
        for start in range(0, len(ids), batch):
            part = Entry.id.in_(ids[start : start + batch]) & Entry.trashed_at.is_null()
            yield from Entry.select().where(part).order_by(Entry.position)
        return
    after = FIRST - 1
    while True:
        page = list(
            Entry.select()
            .where(Entry.trashed_at.is_null() & (Entry.position > after))
            .order_by(Entry.position)
            .limit(batch)
        )
        if not page:
            return
        yield from page
        after = page[-1].position


def kept_texts() -> Iterator[str]:
    """Texts that are kept beside the entries: templates, and what a change of tags can undo to."""
    rows = journal_db.execute_sql(
        "SELECT body FROM template UNION ALL"
        " SELECT body FROM tag_change_entry WHERE body IS NOT NULL"
    )
    for (body,) in rows:
        yield body


def trashed() -> list[Summary]:
    """What is in the trash, the latest first."""
    sql = f"SELECT {COLUMNS} FROM entry e WHERE e.trashed_at IS NOT NULL"  # noqa: S608 - a constant
    return _summaries(sql + " ORDER BY e.trashed_at DESC, e.position DESC", ())


def _page(
    where: str,
    value: int,
    order: str,
    limit: int,
    tag_id: int | None,
    starred: bool,
    journal_id: int | None,
) -> list[Summary]:
    sql = f"SELECT {COLUMNS} FROM entry e WHERE e.trashed_at IS NULL AND {where}"  # noqa: S608 - ours
    values: list[int] = [value]
    if starred:
        sql += " AND e.starred = 1"
    if journal_id is not None:
        sql += " AND e.journal_id = ?"
        values.append(journal_id)
    if tag_id is not None:
        sql += COMMON_TAG if is_common(tag_id, limit) else RARE_TAG
        values.append(tag_id)
    return _summaries(f"{sql} ORDER BY e.position {order} LIMIT ?", [*values, limit])


def is_common(tag_id: int, limit: int) -> bool:
    """Whether a page of a tag is found sooner by walking down the timeline than by the tag.

    The walk passes `all * limit / uses` entries, the other way reads and sorts `uses` of them.
    """
    row = journal_db.execute_sql(
        "SELECT uses, (SELECT max(id) FROM entry) FROM tag WHERE id = ?", (tag_id,)
    ).fetchone()
    return row is not None and row[0] ** 2 > limit * (row[1] or 0)


def _summaries(sql: str, values: Sequence[object]) -> list[Summary]:
    return [Summary(*row) for row in journal_db.execute_sql(sql, tuple(values))]


def _one_uid(where: str, value: int) -> str | None:
    sql = f"SELECT uid FROM entry WHERE trashed_at IS NULL AND {where}"  # noqa: S608 - ours
    row = journal_db.execute_sql(sql, (value,)).fetchone()
    return row[0] if row else None
