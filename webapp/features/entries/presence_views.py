"""What writing pages tell of themselves: that they are open, and that they are closed."""

from __future__ import annotations

from flask import abort, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue

from webapp.core.database import journal_db
from webapp.core.web import background
from webapp.features.entries import service
from webapp.features.entries.blueprint import blueprint
from webapp.features.entries.presence import OpenEntries
from webapp.features.entries.writing_views import saved_clock
from webapp.features.history import service as history


@blueprint.post("/entries/<uid>/open")
@background
def opened(uid: str) -> ResponseReturnValue:
    """A writing page has the entry open, and asks how it stands with it.

    Answers {version, saved_at, others}: the stored version, 0 where nothing is written yet, and how
    many other pages have it open. What they have in common is then kept, to put both together.
    """
    others = open_entries().see(g.user.person_id, uid, page_id())
    if not service.has_entry(uid):
        return jsonify(version=0, saved_at=None, others=others)
    entry = service.read_entry(uid)
    if others:
        with journal_db.atomic("IMMEDIATE"):
            history.keep(entry.id, "window")
    return jsonify(version=entry.version, saved_at=saved_clock(entry), others=others)


@blueprint.post("/entries/<uid>/closed")
@background
def closed(uid: str) -> ResponseReturnValue:
    """A writing page has gone."""
    open_entries().leave(g.user.person_id, uid, page_id())
    return "", 204


def open_entries() -> OpenEntries:
    """The writing pages that are open in this program."""
    found: OpenEntries = current_app.extensions.setdefault("open_entries", OpenEntries())
    return found


def page_id() -> str:
    """The id of the page that sends."""
    sent = request.get_json(silent=True)
    page = sent.get("page") if isinstance(sent, dict) else None
    if not isinstance(page, str) or not 0 < len(page) <= 64:
        abort(400)
    return page
