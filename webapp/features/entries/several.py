"""Several entries at once: moved, starred, tagged, put in the trash, and all of it taken back.

Each verb is one transaction and gives a `Change`, which `take_back` undoes exactly. The entries'
texts are never touched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask_babel import gettext as _

from webapp.core import clock
from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.features.entries.bulk import CACHE_KIB
from webapp.features.entries.journals import default_id, read_journal
from webapp.features.entries.margins import Margin, index_words
from webapp.features.entries.names import fold, tidy
from webapp.features.entries.tags import TagIds
from webapp.features.index import service as index

CHUNK = 200  # entries between two looks at whether the person has stopped it
AMONG = "IN (SELECT value FROM json_each(?))"


class Progress(Protocol):
    """How the work tells of itself; `step` may raise to stop, and nothing is changed then."""

    total: int | None

    def step(self, n: int = 1, detail: str = "") -> None:
        """`n` more are done."""


@dataclass(frozen=True)
class Change:
    """What was changed, and all that is needed to take it back.

    Attributes:
        verb: star, unstar, move, tag, untag or trash.
        ids: the row ids of the entries that were changed; the others were so already.
        former: for move, the journal each of them was in.
        tag_id: for tag and untag.
        stay: for untag, how many keep the tag because it stands in their text.
    """

    verb: str
    ids: tuple[int, ...]
    former: tuple[int, ...] = ()
    tag_id: int = 0
    stay: int = 0


def star(ids: Sequence[int], starred: bool, progress: Progress) -> Change:
    """Put a star on entries, or take it off."""
    wanted = int(starred)
    with journal_db.atomic("IMMEDIATE"):
        changed = [one for one, now in _column(ids, "starred") if now != wanted]
        _set(changed, "starred", [wanted] * len(changed), progress)
    return Change("star" if starred else "unstar", tuple(changed))


def move(ids: Sequence[int], journal_id: int, progress: Progress) -> Change:
    """Put entries into a journal.

    Raises:
        NoSuchJournal: there is none.
    """
    with journal_db.atomic("IMMEDIATE"):
        read_journal(journal_id)
        found = [(one, now) for one, now in _column(ids, "journal_id") if now != journal_id]
        changed = [one for one, _now in found]
        _set(changed, "journal_id", [journal_id] * len(changed), progress)
    return Change("move", tuple(changed), tuple(now for _one, now in found))


def tag(ids: Sequence[int], name: str, progress: Progress) -> Change:
    """Give entries a tag, in their tag field.

    Raises:
        Refusal: nothing is left of the name.
    """
    _make_room(ids)
    tidied = tidy(name)
    if not tidied:
        raise Refusal(
            _("A tag needs a letter or a digit."),
            _("Nothing has changed."),
            _("Write another."),
            status=422,
        )
    with journal_db.atomic("IMMEDIATE"):
        tag_id = TagIds().id(tidied)
        has = {one for one, _in_text in _tagged(ids, tag_id)}
        changed = [one for one, _now in _column(ids, "id") if one not in has]
        _put_tag(changed, tag_id, progress)
    return Change("tag", tuple(changed), tag_id=tag_id)


def tag_of(name: str) -> int:
    """The id of the tag of that name.

    Raises:
        Refusal: no entry has ever had it.
    """
    row = journal_db.execute_sql("SELECT id FROM tag WHERE folded = ?", (fold(name),)).fetchone()
    if row is None:
        raise Refusal(
            _("There is no such tag."),
            _("Nothing has changed."),
            _("Choose one of the list."),
            status=422,
        )
    return int(row[0])


def untag(ids: Sequence[int], tag_id: int, progress: Progress) -> Change:
    """Take a tag off entries; where it stands in the text it stays: nobody else changes that."""
    _make_room(ids)
    with journal_db.atomic("IMMEDIATE"):
        found = _tagged(ids, tag_id)
        changed = [one for one, in_text in found if not in_text]
        _drop_tag(changed, tag_id, progress)
    return Change("untag", tuple(changed), tag_id=tag_id, stay=len(found) - len(changed))


def trash(ids: Sequence[int], progress: Progress) -> Change:
    """Move entries to the trash."""
    _make_room(ids)
    with journal_db.atomic("IMMEDIATE"):
        changed = [one for one, _now in _column(ids, "id")]
        now = clock.now_ms()
        progress.total = len(changed)
        for part in _parts(changed):
            journal_db.execute_sql(
                f"UPDATE entry SET trashed_at = ? WHERE id {AMONG}",  # noqa: S608 - ours
                (now, json.dumps(part)),
            )
            rows = journal_db.execute_sql(
                f"SELECT position FROM entry WHERE id {AMONG}",  # noqa: S608 - ours
                (json.dumps(part),),
            )
            index.forget(*[position for (position,) in rows])
            progress.step(len(part))
    return Change("trash", tuple(changed))


def take_back(change: Change, progress: Progress) -> int:
    """Undo a change; what has become otherwise since is left alone.

    Returns:
        How many entries are as they were.
    """
    ids = change.ids
    _make_room(ids)
    with journal_db.atomic("IMMEDIATE"):
        if change.verb in ("star", "unstar"):
            _set(ids, "starred", [int(change.verb == "unstar")] * len(ids), progress)
        elif change.verb == "move":
            _set(ids, "journal_id", _still_there(change.former), progress)
        elif change.verb == "tag":
            field = [one for one, in_text in _tagged(ids, change.tag_id) if not in_text]
            _drop_tag(field, change.tag_id, progress)
        elif change.verb == "untag":
            has = {one for one, _in_text in _tagged(ids, change.tag_id)}
            _put_tag([one for one in ids if one not in has], change.tag_id, progress)
        else:
            _restore(ids, progress)
    return len(ids)


def _make_room(ids: Sequence[int]) -> None:
    """Before many: pages that leave the cache are encrypted on their way out and in again."""
    if len(ids) > CHUNK:
        journal_db.execute_sql(f"PRAGMA cache_size=-{CACHE_KIB}")


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _column(ids: Sequence[int], name: str) -> list[tuple[int, int]]:
    """A column of the entries outside the trash, with their ids, in the order of the timeline."""
    sql = f"SELECT id, {name} FROM entry WHERE trashed_at IS NULL AND id {AMONG} ORDER BY position"  # noqa: S608
    return list(journal_db.execute_sql(sql, (json.dumps(list(ids)),)).fetchall())


def _set(ids: Sequence[int], column: str, values: Sequence[int], progress: Progress) -> None:
    progress.total = len(ids)
    pairs = list(zip(values, ids, strict=True))
    for start in range(0, len(pairs), CHUNK):
        part = pairs[start : start + CHUNK]
        journal_db.cursor().executemany(
            f"UPDATE entry SET {column} = ? WHERE id = ?",  # noqa: S608 - ours
            part,
        )
        progress.step(len(part))


def _still_there(journals: Sequence[int]) -> list[int]:
    """These journals, with the default one in place of those that are gone."""
    rows = journal_db.execute_sql("SELECT id FROM journal").fetchall()
    there, default = {journal_id for (journal_id,) in rows}, default_id()
    return [one if one in there else default for one in journals]


def _tagged(ids: Sequence[int], tag_id: int) -> list[tuple[int, int]]:
    """Those of the entries that have the tag, each with whether it stands in the text."""
    sql = (
        "SELECT entry_id, in_text FROM entry_tag JOIN entry ON entry.id = entry_id"  # noqa: S608 - ours
        f" WHERE trashed_at IS NULL AND tag_id = ? AND entry_id {AMONG} ORDER BY position"
    )
    return list(journal_db.execute_sql(sql, (tag_id, json.dumps(list(ids)))).fetchall())


def _put_tag(ids: Sequence[int], tag_id: int, progress: Progress) -> None:
    progress.total = len(ids)
    for part in _parts(ids):
        journal_db.execute_sql(
            "INSERT OR IGNORE INTO entry_tag (entry_id, tag_id, in_text)"  # noqa: S608 - ours
            f" SELECT id, ?, 0 FROM entry WHERE id {AMONG}",
            (tag_id, json.dumps(part)),
        )
        _index(part)
        progress.step(len(part))


def _drop_tag(ids: Sequence[int], tag_id: int, progress: Progress) -> None:
    progress.total = len(ids)
    for part in _parts(ids):
        journal_db.execute_sql(
            f"DELETE FROM entry_tag WHERE tag_id = ? AND in_text = 0 AND entry_id {AMONG}",  # noqa: S608
            (tag_id, json.dumps(part)),
        )
        _index(part)
        progress.step(len(part))


def _restore(ids: Sequence[int], progress: Progress) -> None:
    progress.total = len(ids)
    for part in _parts(ids):
        journal_db.execute_sql(
            f"UPDATE entry SET trashed_at = NULL WHERE id {AMONG}",  # noqa: S608 - ours
            (json.dumps(part),),
        )
        _index(part)
        progress.step(len(part))


def _index(ids: Sequence[int]) -> None:
    """Put entries into the search index as they are now, in place of what it has of them."""
    wanted = json.dumps(list(ids))
    tags = _names(
        "SELECT entry_id, name FROM tag JOIN entry_tag ON tag_id = tag.id"  # noqa: S608 - ours
        f" WHERE entry_id {AMONG} ORDER BY folded",
        wanted,
    )
    people = _names(
        "SELECT entry_id, name FROM companion JOIN entry_companion ON companion_id = companion.id"  # noqa: S608 - ours
        f" WHERE entry_id {AMONG} ORDER BY folded",
        wanted,
    )
    rows = journal_db.execute_sql(
        "SELECT e.id, e.position, coalesce(e.title, ''), e.body, coalesce(m.place, ''),"  # noqa: S608 - ours
        " coalesce(m.weather, '') FROM entry e LEFT JOIN entry_margin m ON m.entry_id = e.id"
        f" WHERE e.trashed_at IS NULL AND e.id {AMONG}",
        (wanted,),
    )
    index.add_many(
        (
            position,
            title,
            body,
            index_words(
                tags.get(one, ()),
                Margin(place=place, weather=weather, people=tuple(people.get(one, ()))),
            ),
        )
        for one, position, title, body, place, weather in rows.fetchall()
    )


def _names(sql: str, ids: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for entry_id, name in journal_db.execute_sql(sql, (ids,)):
        found.setdefault(entry_id, []).append(name)
    return found
