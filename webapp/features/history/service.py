"""The history of entries: what each was before. Every function needs an open journal.

What an entry is now stands in the entry alone; it is put away at the moment when it is about to be
overwritten, and only if something ended there: writing paused for two minutes, the page or the
session that wrote it is not the one that goes on, or much of it is about to go. So a thousand saves
of one sitting are one version, nothing is copied while somebody types, and a program that is killed
has missed nothing. The versions of an entry go with it, by the journal's own rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Literal

from webapp.core import clock
from webapp.core.clock import When
from webapp.core.database import journal_db
from webapp.core.markdown import count_words
from webapp.features.history.models import State, Version
from webapp.features.history.thinning import Kept, too_many
from webapp.features.preferences import service as preferences

Why = Literal["pause", "left", "loss", "restore", "merge", "mine", "import", "window"]
"""What a version was kept before: the next words after a pause, the words of another page, a loss
of many words, a way back, two texts becoming one (and which of them was not the entry's), an import
that overwrites, a second window."""

PAUSE_MS = 120_000
LOSS_WORDS = 20  # a shorter text is quickly written again
_SELECT = "SELECT id, version, made_at, why, words, state FROM entry_version WHERE entry_id = ?"


def why_keep(*, updated_at: int, words: int, goes_on: bool, body: str) -> Why | None:
    """Why an entry as it is stored is to be kept before it is overwritten; None when it is not.

    Args:
        updated_at: when it was stored, in ms since 1970 UTC.
        words: how many words it has.
        goes_on: whether the page that stored it is the one that writes now.
        body: what it is about to become.
    """
    if not goes_on:
        return "left"
    if clock.now_ms() - updated_at >= PAUSE_MS:
        return "pause"
    if words >= LOSS_WORDS and len(body) < words * 8 and 2 * count_words(body) < words:
        return "loss"
    return None


def every_text() -> Iterator[str]:
    """The text of every version of every entry, one by one."""
    for (packed,) in journal_db.execute_sql("SELECT state FROM entry_version"):
        yield State.unpacked(packed).body


def keep(entry_id: int, why: Why) -> None:
    """Keep an entry as it is stored now; safe to repeat. The caller holds the transaction."""
    row = journal_db.execute_sql(
        "SELECT version, updated_at FROM entry e WHERE id = ? AND NOT EXISTS"
        " (SELECT 1 FROM entry_version v WHERE v.entry_id = e.id AND v.version = e.version)",
        (entry_id,),
    ).fetchone()
    if row is None:
        return
    state = present(entry_id)
    if not state.is_blank:
        _put(entry_id, row[0], row[1], why, state)


def keep_text(entry_id: int, state: State, why: Why) -> None:
    """Keep a text that never was the entry's; once. The caller holds the transaction."""
    packed = state.packed()
    known = journal_db.execute_sql(
        "SELECT 1 FROM entry_version WHERE entry_id = ? AND state = ?", (entry_id, packed)
    ).fetchone()
    if known is None and not state.is_blank:
        _put(entry_id, None, clock.now_ms(), why, state)


def present(entry_id: int) -> State:
    """What an entry is now."""
    title, body, day, moment, zone = journal_db.execute_sql(
        "SELECT title, body, day, time, zone FROM entry WHERE id = ?", (entry_id,)
    ).fetchone()
    tags = journal_db.execute_sql(
        "SELECT name, in_text FROM tag JOIN entry_tag ON tag_id = tag.id"
        " WHERE entry_id = ? ORDER BY folded",
        (entry_id,),
    ).fetchall()
    return State(
        body,
        title,
        When(date.fromisoformat(day), time.fromisoformat(moment), zone),
        tuple(name for name, in_text in tags if not in_text),
        tuple(name for name, in_text in tags if in_text),
    )


def versions(entry_id: int) -> list[Version]:
    """What is kept of an entry, the latest first; clocks go wrong, rows do not."""
    rows = journal_db.execute_sql(f"{_SELECT} ORDER BY id DESC", (entry_id,))
    return [Version(*row) for row in rows]


def numbered(entry_id: int, number: int) -> State | None:
    """What the entry was at that version of it; None when that was not kept."""
    row = journal_db.execute_sql(f"{_SELECT} AND version = ?", (entry_id, number)).fetchone()
    return Version(*row).state if row else None


def row_of(entry_id: int, number: int) -> int | None:
    """The row of that version of an entry; None when it was not kept."""
    row = journal_db.execute_sql(
        "SELECT id FROM entry_version WHERE entry_id = ? AND version = ?", (entry_id, number)
    ).fetchone()
    return row[0] if row else None


def _put(entry_id: int, number: int | None, made_at: int, why: Why, state: State) -> None:
    journal_db.execute_sql(
        "INSERT INTO entry_version (entry_id, version, made_at, why, words, state)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (entry_id, number, made_at, why, count_words(state.body), state.packed()),
    )
    _thin(entry_id)


def _thin(entry_id: int) -> None:
    zone = preferences.read().zone_name
    rows = journal_db.execute_sql(
        "SELECT id, made_at FROM entry_version WHERE entry_id = ?", (entry_id,)
    )
    kept = [Kept(row, made_at, When.of_instant(made_at, zone).day) for row, made_at in rows]
    for gone in too_many(kept, clock.now_ms()):
        journal_db.execute_sql("DELETE FROM entry_version WHERE id = ?", (gone,))
