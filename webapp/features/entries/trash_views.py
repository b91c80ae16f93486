"""The trash: put in, put back, deleted for good."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.clock import When
from webapp.core.page import toast
from webapp.features.entries import service
from webapp.features.entries.blueprint import blueprint
from webapp.features.entries.service import Entry
from webapp.features.entries.views import go, is_htmx, prose
from webapp.features.media import service as media
from webapp.features.preferences import service as preferences

NAME_IN_TOAST = 40


@blueprint.get("/trash")
def trash() -> ResponseReturnValue:
    """The trash with the entry that was put there last."""
    service.empty_trash(older_than_days=service.TRASH_DAYS)
    entries = service.trashed()
    return render_trash(service.read_entry(entries[0].uid) if entries else None)


@blueprint.get("/trash/<uid>")
def trashed_entry(uid: str) -> ResponseReturnValue:
    """An entry in the trash: the whole screen, or its page alone for htmx."""
    entry = service.read_entry(uid)
    if entry.trashed_at is None:
        return go(url_for("entries.entry", uid=uid))
    if is_htmx():
        return render_template("entries/_trash_page.html", **page_values(entry))
    return render_trash(entry, is_reading=True)


@blueprint.post("/entries/<uid>/trash")
def move_to_trash(uid: str) -> ResponseReturnValue:
    """Move an entry to the trash, without asking: it can be undone."""
    entry = service.trash_entry(uid)
    later, earlier = service.neighbours(entry)
    undo = url_for("entries.restore", uid=uid)
    toast(str(_("Moved to the trash")), action=str(_("Undo")), url=undo)
    g.session.kept["entry_focus"] = True
    following = earlier or later
    if following is None:
        return redirect(url_for("entries.timeline"))
    return redirect(url_for("entries.entry", uid=following))


@blueprint.post("/entries/<uid>/restore")
def restore(uid: str) -> ResponseReturnValue:
    """Put an entry back: by Undo, which leads to it, or from the trash, which stays."""
    is_there = request.form.get("from") == "trash"
    following = beside(uid) if is_there else None
    entry = service.restore_entry(uid)
    if not is_there:
        return redirect(url_for("entries.entry", uid=uid))
    show = url_for("entries.done", uid=uid)
    toast(is_back(entry), action=str(_("Show it")), url=show)
    return go_on(following)


@blueprint.post("/trash/restore")
def restore_all() -> ResponseReturnValue:
    """Put back everything that is in the trash."""
    number = len([service.restore_entry(summary.uid) for summary in service.trashed()])
    toast(str(ngettext("%(num)s entry is back", "%(num)s entries are back", number)))
    return redirect(url_for("entries.trash"))


@blueprint.post("/entries/<uid>/delete")
def delete(uid: str) -> ResponseReturnValue:
    """Delete an entry that is in the trash, for good."""
    following = beside(uid)
    service.delete_entry(uid)
    toast(str(_("Deleted for good")))
    return go_on(following)


@blueprint.post("/trash/empty")
def empty() -> ResponseReturnValue:
    """Delete everything that is in the trash, for good."""
    number = service.empty_trash()
    said = ngettext("%(num)s entry deleted for good", "%(num)s entries deleted for good", number)
    toast(str(said))
    return redirect(url_for("entries.trash"))


def beside(uid: str) -> str | None:
    """The entry in the trash that one comes to when this one has left it."""
    uids = [summary.uid for summary in service.trashed()]
    if uid not in uids:
        return None
    place = uids.index(uid)
    return next(iter(uids[place + 1 : place + 2] or uids[max(place - 1, 0) : place]), None)


def go_on(uid: str | None) -> ResponseReturnValue:
    """Lead to the next entry in the trash, and the cursor with it."""
    if uid is None:
        return redirect(url_for("entries.trash"))
    g.session.kept["entry_focus"] = True
    return redirect(url_for("entries.trashed_entry", uid=uid))


def render_trash(entry: Entry | None, *, is_reading: bool = False) -> str:
    """The screen of the trash, with one of its entries."""
    entries = service.trashed()
    is_moved = bool(g.session.kept.pop("entry_focus", False))
    return render_template(
        "entries/trash.html",
        entries=[(summary, service.days_left(summary)) for summary in entries],
        pictures=media.thumbs_for(entries),
        journals={journal.id: journal for journal in service.all_journals()},
        current_uid=entry.uid if entry else "",
        is_reading=is_reading and not is_moved,
        wants_focus=is_moved,
        **(page_values(entry) if entry else {}),
    )


def page_values(entry: Entry) -> dict[str, object]:
    """What the page of an entry in the trash shows."""
    zone = preferences.read().zone_name
    return {
        "entry": entry,
        "prose": prose(entry.body),
        "tags": entry.tags,
        "own_zone": zone,
        "trashed": When.of_instant(entry.trashed_at or 0, zone),
        "has_files": bool(media.for_entry(entry.id)),
    }


def is_back(entry: Entry) -> str:
    """The sentence of an entry that has been put back."""
    name = entry.name
    if not name:
        return str(_("The entry is back"))
    if len(name) > NAME_IN_TOAST:
        name = name[: NAME_IN_TOAST - 1].rstrip() + "…"
    return str(_("“%(name)s” is back in %(journal)s", name=name, journal=entry.journal.name))
