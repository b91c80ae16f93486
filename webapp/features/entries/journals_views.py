"""Journals: their page, and moving and pinning an entry."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.errors import Refusal
from webapp.core.page import toast
from webapp.features.entries import service
from webapp.features.entries.blueprint import blueprint
from webapp.features.entries.positions import LAST
from webapp.features.entries.service import MarginChange

TRASH = "trash"


@blueprint.get("/settings/journals")
def journals() -> ResponseReturnValue:
    """All journals, to be made, renamed, coloured, put in order and deleted."""
    return journals_page()


@blueprint.post("/settings/journals")
def new_journal() -> ResponseReturnValue:
    """Make a journal."""
    name = request.form.get("name", "")
    try:
        made = service.new_journal(name, request.form.get("color") or None)
    except Refusal as refusal:
        return journals_page(refusal, name), refusal.status
    toast(str(_("“%(journal)s” is made", journal=made.name)))
    return redirect(url_for("entries.journals"))


@blueprint.post("/settings/journals/<int:journal_id>")
def change_journal(journal_id: int) -> ResponseReturnValue:
    """Give a journal another name or colour."""
    sent = request.form
    try:
        service.change_journal(inside(journal_id), name=sent.get("name"), color=sent.get("color"))
    except service.NoSuchJournal:
        raise
    except Refusal as refusal:
        return journals_page(refusal), refusal.status
    return redirect(url_for("entries.journals"))


@blueprint.post("/settings/journals/<int:journal_id>/default")
def default_journal(journal_id: int) -> ResponseReturnValue:
    """Let new entries go into this journal."""
    journal = service.make_default(inside(journal_id))
    toast(str(_("New entries go into “%(journal)s”", journal=journal.name)))
    return redirect(url_for("entries.journals"))


@blueprint.post("/settings/journals/<int:journal_id>/place")
def place_journal(journal_id: int) -> ResponseReturnValue:
    """Move a journal up or down in the list."""
    service.move_journal(inside(journal_id), -1 if request.form.get("to") == "up" else 1)
    return redirect(url_for("entries.journals"))


@blueprint.post("/settings/journals/<int:journal_id>/delete")
def delete_journal(journal_id: int) -> ResponseReturnValue:
    """Delete a journal; its entries go into another one or to the trash."""
    to = request.form.get("to", "")
    journal = service.read_journal(inside(journal_id))
    target = None if to == TRASH else int(to) if to.isdecimal() else journal.id
    number = service.delete_journal(journal.id, target)
    said = ngettext("%(num)s entry", "%(num)s entries", number)
    if target is None:
        text = _(
            "“%(journal)s” is gone; %(entries)s in the trash", journal=journal.name, entries=said
        )
    else:
        gone = _("“%(journal)s” is gone; %(entries)s now in “%(into)s”")
        into = service.read_journal(target).name
        text = gone % {"journal": journal.name, "entries": said, "into": into}
    toast(str(text))
    return redirect(url_for("entries.journals"))


@blueprint.post("/entries/<uid>/move")
def move(uid: str) -> ResponseReturnValue:
    """Put an entry into another journal; it can be undone."""
    before = service.read_entry(uid).journal_id
    to = request.form.get("journal", "")
    moved = service.move_entry(uid, inside(int(to)) if to.isdecimal() else 0)
    if before != moved.journal_id:
        text = _("Moved to “%(journal)s”", journal=moved.journal.name)
        back = url_for("entries.move_back", uid=uid, journal_id=before)
        toast(str(text), action=str(_("Undo")), url=back)
    return redirect(url_for("entries.entry", uid=uid))


@blueprint.post("/entries/<uid>/move-back/<int:journal_id>")
def move_back(uid: str, journal_id: int) -> ResponseReturnValue:
    """Undo a move."""
    moved = service.move_entry(uid, inside(journal_id))
    toast(str(_("Back in “%(journal)s”", journal=moved.journal.name)))
    return redirect(url_for("entries.entry", uid=uid))


@blueprint.post("/entries/<uid>/pin")
def pin(uid: str) -> ResponseReturnValue:
    """Pin an entry to the top of the timeline, or take the pin off."""
    pinned = request.form.get("pinned") == "1"
    service.set_margin(uid, MarginChange(pinned=pinned))
    toast(str(_("Pinned to the top") if pinned else _("The pin is off")))
    return redirect(url_for("entries.entry", uid=uid))


def journals_page(refusal: Refusal | None = None, name: str = "") -> str:
    """The page of all journals."""
    return render_template(
        "entries/journals.html",
        journals=service.all_journals(),
        colors=service.COLORS,
        refusal=refusal,
        name=name,
    )


def inside(number: int) -> int:
    """A row id that the file can be asked for."""
    return min(number, LAST)
