"""The history of an entry: look at a version, go back to it; two texts put together."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.core.page import toast
from webapp.core.texts import clock_time
from webapp.core.web import saves_text
from webapp.features.entries import service as entries
from webapp.features.history import service
from webapp.features.history.diffs import diff, passages
from webapp.features.history.forms import read_text
from webapp.features.history.listing import NOW, Step, day_said, steps
from webapp.features.history.merging import Agreed, merge
from webapp.features.history.models import State
from webapp.features.history.tokens import photos_apart, shortened
from webapp.features.preferences import service as preferences

blueprint = Blueprint(
    "history",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/history",
)


blueprint.add_app_template_filter(photos_apart, "photosapart")
blueprint.add_app_template_filter(shortened)


@blueprint.get("/entries/<uid>/history")
@blueprint.get("/entries/<uid>/history/<int:version_id>")
def history(uid: str, version_id: int = NOW) -> ResponseReturnValue:
    """A version of an entry against the one before it, and the list of them."""
    entry = entries.read_entry(uid)
    found = steps_of(entry)
    number, step = chosen(found, version_id)
    before = found[number + 1].state if number + 1 < len(found) else None
    pieces = diff(before.body if before else step.state.body, step.state.body)
    return render_template(
        "history/page.html",
        place="entries.trash" if entry.trashed_at else "entries.timeline",
        entry=entry,
        steps=found,
        step=step,
        before=before,
        day=day_said(step.when),
        passages=passages(pieces),
        is_aside=request.args.get("list") == "1",
    )


@blueprint.post("/entries/<uid>/history/<int:version_id>/restore")
def restore(uid: str, version_id: int) -> ResponseReturnValue:
    """Make an old version the newest; what the entry was is kept, and can be had back."""
    entry = entries.read_entry(uid)
    if entry.trashed_at is not None:
        return redirect(url_for("entries.trashed_entry", uid=uid))
    _number, step = chosen(steps_of(entry), version_id)
    state = step.state
    with journal_db.atomic("IMMEDIATE"):
        entries.save_entry(
            uid,
            body=state.body,
            title=state.title,
            base_version=entry.version,
            when=state.when,
            tags=state.tags,
            why="restore",
        )
        undone = service.row_of(entry.id, entry.version)
    said = _("As it was, %(day)s at %(time)s", day=step.said.rpartition(",")[0],
             time=clock_time(step.when.time))  # fmt: skip
    if undone is None:  # it was empty: there is nothing to go back to
        toast(str(said))
    else:
        back = url_for("history.restore", uid=uid, version_id=undone)
        toast(str(said), action=str(_("Undo")), url=back)
    return redirect(url_for("entries.entry", uid=uid))


@blueprint.post("/entries/<uid>/merge")
@saves_text
def put_together(uid: str) -> ResponseReturnValue:
    """Put the text of a window together with the one that is stored; the window's is kept too.

    Answers {version, title, parts, html}: a part is [text] or [mine, theirs, both], and `html` asks
    about each of the latter.
    """
    sent = read_text(request.get_json(force=True, silent=True))
    with journal_db.atomic("IMMEDIATE"):
        entry = entries.read_entry(uid)
        stored = service.present(entry.id)
        mine = replace(stored, body=sent.body, title=sent.title)
        base = service.numbered(entry.id, sent.base_version)
        service.keep(entry.id, "merge")
        service.keep_text(entry.id, mine, "mine")
    parts = merge(mine.body, stored.body, base.body if base else None)
    told = [
        [part.text] if isinstance(part, Agreed) else [part.mine, part.theirs, part.both]
        for part in parts
    ]
    return jsonify(
        version=entry.version,
        title=one_title(mine, stored, base),
        parts=told,
        html=render_template("history/_merge.html", parts=parts, base=base, diff=diff),
    )


def one_title(mine: State, stored: State, base: State | None) -> str | None:
    """The title of two: the one that was changed; mine where both were."""
    is_mine_new = base is None or mine.title != base.title
    return mine.title if is_mine_new else stored.title


def steps_of(entry: entries.Entry) -> list[Step]:
    """The history of an entry."""
    present, kept = service.present(entry.id), service.versions(entry.id)
    return steps(present, entry.updated_at, kept, preferences.read().zone_name)


def chosen(found: list[Step], version_id: int) -> tuple[int, Step]:
    """The step of that id, with its place in the list.

    Raises:
        Refusal: it is not kept any more.
    """
    for number, step in enumerate(found):
        if step.id == version_id:
            return number, step
    raise Refusal(
        _("This version is not kept any more."),
        _("The entry itself is safe and unchanged."),
        _("Go back to its history and choose another."),
        status=404,
    )
