"""Journals: named books inside a person's file. There is always at least one, and one default."""

from __future__ import annotations

import unicodedata

from flask_babel import gettext as _

from webapp.core import clock
from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.features.entries.models import Journal
from webapp.features.entries.names import one_line
from webapp.features.index import service as index

COLORS = ("blue", "green", "plum", "ochre")
MAX_NAME = 80
MAX_JOURNALS = 200
DEFAULT = "SELECT id FROM journal WHERE is_default = 1"


class NoSuchJournal(Refusal):
    """There is no such journal in this person's file."""


def all_journals() -> list[Journal]:
    """Every journal, in the order the person has given them."""
    return list(Journal.select().order_by(Journal.ordinal, Journal.id))


def default_journal() -> Journal:
    """The journal that new entries go into when no other is being looked at."""
    found: Journal = Journal.get(Journal.is_default)
    return found


def read_journal(journal_id: int) -> Journal:
    """A journal by its id.

    Raises:
        NoSuchJournal: there is none.
    """
    journal: Journal | None = Journal.get_or_none(Journal.id == journal_id)
    if journal is None:
        raise NoSuchJournal(
            _("This journal is not here any more."),
            _("Its entries are in another journal or in the trash."),
            _("Go back to the timeline."),
            status=404,
        )
    return journal


def find_journal(name: str) -> Journal | None:
    """The journal of that name, whatever its case."""
    wanted = _folded(name)
    return next((one for one in all_journals() if _folded(one.name) == wanted), None)


def journal_named(name: str) -> Journal:
    """The journal of that name, made when there is none; for imports. "" is the default one.

    Raises:
        Refusal: there are too many journals.
    """
    tidied = one_line(name, MAX_NAME)
    if not tidied:
        return default_journal()
    return find_journal(tidied) or new_journal(tidied)


def new_journal(name: str, color: str | None = None) -> Journal:
    """Make a journal, at the end of the list.

    Args:
        name: at most 80 signs, not yet taken.
        color: one of `COLORS`; None is one that few journals have.

    Raises:
        Refusal: the name is empty or taken, or the colour is none.
    """
    with journal_db.atomic("IMMEDIATE"):
        name = _checked(name)
        present = all_journals()
        if len(present) >= MAX_JOURNALS:
            raise _refused(
                _("There are %(number)s journals, as many as Quietleaf keeps.", number=MAX_JOURNALS)
            )
        used = [journal.color for journal in present]
        made: Journal = Journal.create(
            name=name,
            color=_color(color) if color else min(COLORS, key=used.count),
            created_at=clock.now_ms(),
            ordinal=max((journal.ordinal for journal in present), default=0) + 1,
        )
    return made


def change_journal(
    journal_id: int, *, name: str | None = None, color: str | None = None
) -> Journal:
    """Give a journal another name or colour; None stays as it was.

    Raises:
        Refusal: the name is empty or taken, the colour is none, or there is no such journal.
    """
    with journal_db.atomic("IMMEDIATE"):
        journal = read_journal(journal_id)
        if name is not None:
            journal.name = _checked(name, but=journal_id)
        if color is not None:
            journal.color = _color(color)
        journal.save(only=[Journal.name, Journal.color])
    return journal


def make_default(journal_id: int) -> Journal:
    """Let new entries go into this journal.

    Raises:
        NoSuchJournal: there is none.
    """
    with journal_db.atomic("IMMEDIATE"):
        journal = read_journal(journal_id)
        journal_db.execute_sql("UPDATE journal SET is_default = 0 WHERE is_default = 1")
        journal_db.execute_sql("UPDATE journal SET is_default = 1 WHERE id = ?", (journal_id,))
        journal.is_default = True
    return journal


def move_journal(journal_id: int, steps: int) -> None:
    """Move a journal in the list, up (-1) or down (1) by that many places.

    Raises:
        NoSuchJournal: there is none.
    """
    with journal_db.atomic("IMMEDIATE"):
        read_journal(journal_id)
        order = [journal.id for journal in all_journals()]
        at = order.index(journal_id)
        order.insert(max(0, min(len(order) - 1, at + steps)), order.pop(at))
        for ordinal, one in enumerate(order):
            journal_db.execute_sql("UPDATE journal SET ordinal = ? WHERE id = ?", (ordinal, one))


def move_entries(entry_ids: list[int], journal_id: int) -> None:
    """Put entries into a journal; this is no new version of their text.

    Raises:
        NoSuchJournal: there is no such journal.
    """
    with journal_db.atomic("IMMEDIATE"):
        read_journal(journal_id)
        journal_db.cursor().executemany(
            "UPDATE entry SET journal_id = ? WHERE id = ?", [(journal_id, one) for one in entry_ids]
        )


def delete_journal(journal_id: int, move_to: int | None) -> int:
    """Delete a journal.

    Args:
        journal_id: the journal; not the last one.
        move_to: where its entries go; None: to the trash.

    Returns:
        How many entries have gone there.

    Raises:
        Refusal: it is the last journal, or there is no such journal.
    """
    with journal_db.atomic("IMMEDIATE"):
        gone = read_journal(journal_id)
        others = [one for one in all_journals() if one.id != journal_id]
        if not others or move_to == journal_id:
            raise _refused(_("This is the only journal; there is nowhere for new entries to go."))
        target = others[0] if move_to is None else read_journal(move_to)
        if gone.is_default:
            make_default(target.id)
        if move_to is None:
            _trash_all(journal_id)
        journal_db.execute_sql(
            "UPDATE entry SET journal_id = ? WHERE journal_id = ?", (target.id, journal_id)
        )
        journal_db.execute_sql("DELETE FROM journal WHERE id = ?", (journal_id,))
    return int(gone.entries)


def _trash_all(journal_id: int) -> None:
    rows = journal_db.execute_sql(
        "UPDATE entry SET trashed_at = ? WHERE journal_id = ? AND trashed_at IS NULL"
        " RETURNING position",
        (clock.now_ms(), journal_id),
    ).fetchall()
    index.forget(*(position for (position,) in rows))


def default_id() -> int:
    """The id of the default journal."""
    found: int = journal_db.execute_sql(DEFAULT).fetchone()[0]
    return found


def _checked(name: str, but: int | None = None) -> str:
    tidied = one_line(name, MAX_NAME)
    if not tidied:
        raise _refused(_("A journal needs a name."))
    same = find_journal(tidied)
    if same is not None and same.id != but:
        raise _refused(_("There is a journal of that name already."))
    return tidied


def _color(color: str) -> str:
    if color not in COLORS:
        raise _refused(_("Quietleaf has no such colour for a journal."))
    return color


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def _refused(happened: str) -> Refusal:
    return Refusal(happened, _("Nothing has changed."), _("Choose another."), status=422)
