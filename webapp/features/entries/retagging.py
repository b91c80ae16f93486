"""Tags renamed, merged and deleted across all entries: looked at first, done whole, undone whole.

What each entry was before is kept in the file until 30 days have passed. An entry that was changed
since is left as it is when the change is undone, and named.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from flask_babel import gettext as _

from webapp.core import clock
from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.core.markdown import count_words, name_and_summary
from webapp.features.entries.journals import COLORS
from webapp.features.entries.margins import index_words
from webapp.features.entries.models import Entry, Tag
from webapp.features.entries.names import fold, tidy, unique
from webapp.features.entries.refusals import check_text, no_such_entry
from webapp.features.entries.tags import (
    TagIds,
    can_stand_in_text,
    field_tags,
    put_tags,
    replaced_in_text,
    wanted_tags,
)
from webapp.features.history import service as history
from webapp.features.index import service as index

EXAMPLES = 3
AROUND = 40  # signs of an example on either side of the tag
KEEP_MS = 30 * 86_400_000
Tell = Callable[[int], None]


@dataclass(frozen=True)
class Preview:
    """What a change of a tag would do.

    `examples` are pairs of a piece of text before and after. `target` is "" when the tag goes;
    `is_merge` says that entries have the target already.
    """

    tag: Tag
    target: str
    entries: int
    in_text: int
    is_merge: bool
    examples: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Undone:
    """What undoing has done: how many entries are as before, and those changed since."""

    name: str
    entries: int
    kept: list[str]


def preview(tag: Tag, target: str) -> Preview:
    """Look at what a change would do; changes nothing.

    Args:
        tag: the tag that goes.
        target: the tag that comes, "" for none.

    Raises:
        Refusal: the target is no tag, or cannot stand in a text where it would have to.
    """
    target = tidy(target)
    numbers = journal_db.execute_sql(
        "SELECT count(*), coalesce(sum(in_text), 0) FROM entry_tag WHERE tag_id = ?", (tag.id,)
    ).fetchone()
    if target and numbers[1] and not can_stand_in_text(target):
        raise _refused(
            _("“%(tag)s” cannot be written as one #word, and it stands in texts.", tag=target),
            _("Choose a name without spaces, for example “%(tag)s”.", tag=_as_word(target)),
        )
    other: Tag | None = Tag.get_or_none((Tag.folded == fold(target)) & (Tag.uses > 0))
    is_merge = other is not None and other.id != tag.id
    if is_merge and other is not None:
        target = str(other.name)
    return Preview(tag, target, numbers[0], numbers[1], is_merge, _examples(tag, target))


def change_tag(tag: Tag, target: str, tell: Tell) -> int:
    """Put another tag in the place of one, in texts and tag fields, or take it away.

    Args:
        tag: the tag that goes.
        target: the tag that comes, "" for none.
        tell: called with 1 for each entry; may raise to stop, and nothing is changed then.

    Returns:
        The id of the change, for `undo_change`.

    Raises:
        Refusal: see `preview`.
    """
    with journal_db.atomic("IMMEDIATE"):
        target = preview(tag, target).target
        _forget_old()
        change_id = int(
            journal_db.execute_sql(
                "INSERT INTO tag_change (made_at, name, target, color) VALUES (?, ?, ?, ?)"
                " RETURNING id",
                (clock.now_ms(), tag.name, target, tag.color),
            ).fetchone()[0]
        )
        if target:
            _dress(tag, target)
        ids = TagIds()
        number = 0
        for entry in _entries_of(tag.id):
            _change_entry(entry, tag, target, change_id, ids)
            number += 1
            tell(1)
        journal_db.execute_sql(
            "UPDATE tag_change SET entries = ? WHERE id = ?", (number, change_id)
        )
    return change_id


def undo_change(change_id: int, tell: Tell) -> Undone:
    """Put everything back as it was before a change, but for entries that were changed since.

    Raises:
        Refusal: there is no such change, or it has been undone.
    """
    with journal_db.atomic("IMMEDIATE"):
        rows = journal_db.execute_sql(
            "SELECT entry_id, version, fields, body FROM tag_change_entry WHERE change_id = ?",
            (change_id,),
        ).fetchall()
        row = journal_db.execute_sql(
            "DELETE FROM tag_change WHERE id = ? RETURNING name, target, color", (change_id,)
        ).fetchone()
        if row is None:
            raise _refused(_("This has been undone already."), _("Look at the tags."))
        name, target, color = row
        ids = TagIds()
        journal_db.execute_sql(
            "UPDATE tag SET name = ?, color = ? WHERE id = ?", (name, color, ids.id(name))
        )
        number, kept = 0, []
        for entry_id, version, fields, body in rows:
            entry = Entry.get_or_none(Entry.id == entry_id)
            before = json.loads(fields)
            if entry is None:
                continue
            if entry.version == version and _is_as_left(entry, before, name, target):
                _write(entry, entry.body if body is None else body, before, ids)
                number += 1
            else:
                kept.append(entry.name)
            tell(1)
    return Undone(name, number, kept)


def change_size(change_id: int) -> int:
    """How many entries a change has changed; 0 when it is not there."""
    row = journal_db.execute_sql(
        "SELECT entries FROM tag_change WHERE id = ?", (change_id,)
    ).fetchone()
    return int(row[0]) if row else 0


def color_tag(tag_id: int, color: str) -> None:
    """Give a tag a colour; "" takes it off.

    Raises:
        Refusal: there is no such colour, or no such tag.
    """
    if color and color not in COLORS:
        raise _refused(_("Quietleaf has no such colour."), _("Choose another."))
    with journal_db.atomic("IMMEDIATE"):
        if Tag.get_or_none(Tag.id == tag_id) is None:
            raise no_such_entry()
        journal_db.execute_sql("UPDATE tag SET color = ? WHERE id = ?", (color or None, tag_id))


def _change_entry(entry: Entry, tag: Tag, target: str, change_id: int, ids: TagIds) -> None:
    before, body = field_tags(entry.id), replaced_in_text(entry.body, tag.name, target)
    check_text(body, entry.title)
    is_text = body != entry.body
    journal_db.execute_sql(
        "INSERT INTO tag_change_entry VALUES (?, ?, ?, ?, ?)",
        (
            change_id,
            entry.id,
            entry.version + is_text,
            json.dumps(before, ensure_ascii=False),
            entry.body if is_text else None,
        ),
    )
    _write(entry, body, _replaced(before, tag.name, target), ids)


def _write(entry: Entry, body: str, fields: list[str], ids: TagIds) -> None:
    """Store text and tag field; a new version only where the text is another."""
    tags = wanted_tags(body, fields)
    if body != entry.body:
        history.keep(entry.id, "left")
        entry.body, entry.version = body, entry.version + 1
        entry.name, entry.summary = name_and_summary(entry.title, body)
        entry.words = count_words(body)
        entry.save(
            only=[Entry.body, Entry.version, Entry.name, Entry.summary, Entry.words],
        )
    put_tags(entry.id, tags, ids)
    if entry.trashed_at is None:
        index.add(entry.position, entry.title or "", body, index_words(tags, entry.margin))


def _replaced(fields: list[str], name: str, target: str) -> list[str]:
    wanted = fold(name)
    return unique(target if fold(one) == wanted else one for one in fields)


def _is_as_left(entry: Entry, before: list[str], name: str, target: str) -> bool:
    """Whether the tag field is still what the change has made of it."""
    in_text = {fold(tag.name) for tag in entry.tags if tag.in_text}
    made = {fold(one) for one in _replaced(before, name, target)} - in_text
    return made == {fold(one) for one in field_tags(entry.id)}


def _dress(tag: Tag, target: str) -> None:
    """The new name as it was typed, and the colour of the old one where it has none."""
    tag_id = TagIds().id(target)
    journal_db.execute_sql(
        "UPDATE tag SET name = ?, color = coalesce(color, ?) WHERE id = ?",
        (target, tag.color, tag_id),
    )


def _entries_of(tag_id: int) -> Iterator[Entry]:
    rows = journal_db.execute_sql("SELECT entry_id FROM entry_tag WHERE tag_id = ?", (tag_id,))
    for (entry_id,) in rows.fetchall():
        yield Entry.get(Entry.id == entry_id)


def _examples(tag: Tag, target: str) -> list[tuple[str, str]]:
    rows = journal_db.execute_sql(
        "SELECT body FROM entry e JOIN entry_tag t ON t.entry_id = e.id"
        " WHERE t.tag_id = ? AND t.in_text = 1 ORDER BY e.position DESC LIMIT ?",
        (tag.id, EXAMPLES),
    )
    return [_example(body, tag.name, target) for (body,) in rows.fetchall()]


def _example(body: str, name: str, target: str) -> tuple[str, str]:
    """A piece of the text round the first place that changes, before and after."""
    after = replaced_in_text(body, name, target)
    at = next((n for n, (a, b) in enumerate(zip(body, after, strict=False)) if a != b), 0)
    start = max(0, at - AROUND)
    if start and " " in body[start:at]:
        start = body.index(" ", start)  # with a whole word
    tail = len(body) - at
    same = next((n for n in range(tail) if body[-n - 1 :] != after[-n - 1 :]), tail)
    end = min(len(body), max(len(body) - same, at) + AROUND)
    moved = end + len(after) - len(body)
    return " ".join(body[start:end].split()), " ".join(after[start:moved].split())


def _as_word(name: str) -> str:
    return "-".join(name.split())


def _forget_old() -> None:
    limit = clock.now_ms() - KEEP_MS
    journal_db.execute_sql("DELETE FROM tag_change WHERE made_at < ?", (limit,))


def _refused(happened: str, todo: str) -> Refusal:
    return Refusal(happened, _("Nothing has changed."), todo, status=422)
