"""All tags: looked through, coloured, renamed, merged and deleted, with a look before and undo."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.errors import Refusal
from webapp.core.jobs import Job, Progress
from webapp.core.page import toast
from webapp.core.texts import number
from webapp.features.entries import retagging, service
from webapp.features.entries.blueprint import blueprint
from webapp.features.entries.journals_views import inside
from webapp.features.entries.service import Tag

SOON = 0.8  # seconds a change may take before its page shows how far it is
NAMED = 3  # entries that are named in a toast


@blueprint.get("/settings/tags")
def tags() -> ResponseReturnValue:
    """Every tag, with its entries and its colour."""
    return tags_page()


@blueprint.post("/settings/tags/<int:tag_id>/color")
def color_tag(tag_id: int) -> ResponseReturnValue:
    """Give a tag a colour."""
    retagging.color_tag(inside(tag_id), request.form.get("color", ""))
    return redirect(url_for("entries.tags"))


@blueprint.post("/settings/tags/<int:tag_id>/look")
def look_at_change(tag_id: int) -> ResponseReturnValue:
    """Say what renaming or deleting a tag would do; changes nothing."""
    tag = service.tag_named(inside(tag_id))
    target = "" if request.form.get("delete") else request.form.get("name", "")
    try:
        if not target.strip() and not request.form.get("delete"):
            raise no_name()
        look = retagging.preview(tag, target)
    except service.NoSuchEntry:
        raise
    except Refusal as refusal:
        return tags_page(refusal), refusal.status
    return render_template("entries/tag_change.html", look=look, panel_endpoint="entries.tags")


@blueprint.post("/settings/tags/<int:tag_id>/change")
def change_tag(tag_id: int) -> ResponseReturnValue:
    """Rename, merge or delete a tag in all entries."""
    tag = service.tag_named(inside(tag_id))
    target = request.form.get("name", "")
    return work(lambda tell: retagging.change_tag(tag, target, tell), tag)


@blueprint.post("/settings/tags/changes/<int:change_id>/undo")
def undo_tag_change(change_id: int) -> ResponseReturnValue:
    """Put every entry back as it was before a change."""
    return work(lambda tell: retagging.undo_change(inside(change_id), tell), None)


@blueprint.get("/settings/tags/progress/<job_id>")
def tag_work(job_id: str) -> ResponseReturnValue:
    """How far a change is, and where it leads when it is done."""
    job = current_app.extensions["jobs"].get(job_id, g.user.person_id)
    if job is None or job.verb != "tags":
        abort(404)
    if job.state in ("running", "cancelled"):
        return render_template("entries/tag_work.html", job=job, panel_endpoint="entries.tags")
    if job.refusal is not None:
        return tags_page(job.refusal), job.refusal.status
    say(job)
    return redirect(url_for("entries.tags"))


def work(what: Callable[[Callable[[int], None]], object], tag: Tag | None) -> ResponseReturnValue:
    """Do a change in a thread, and wait a moment for it."""

    def run(progress: Progress) -> object:
        progress.total = tag.uses if tag else None
        return what(progress.step)

    job: Job = current_app.extensions["jobs"].start(g.vault, g.user.person_id, "tags", run)
    if job.thread is not None:
        job.thread.join(SOON)
    return redirect(url_for("entries.tag_work", job_id=job.id), 303)


def say(job: Job) -> None:
    """Tell what a change has done, with Undo; or what undoing has put back."""
    if isinstance(job.result, retagging.Undone):
        toast(undone_text(job.result))
        return
    size = retagging.change_size(job.result)
    said = ngettext(
        "Changed in %(count)s entry", "Changed in %(count)s entries", size, count=number(size)
    )
    undo = url_for("entries.undo_tag_change", change_id=job.result)
    toast(str(said), action=str(_("Undo")), url=undo)


def undone_text(undone: retagging.Undone) -> str:
    """What undoing has done, with the names of what was changed since."""
    back = ngettext(
        "#%(tag)s is back in %(count)s entry",
        "#%(tag)s is back in %(count)s entries",
        undone.entries,
        tag=undone.name,
        count=number(undone.entries),
    )
    if not undone.kept:
        return str(back)
    names = ", ".join(f"“{name}”" for name in undone.kept[:NAMED])
    more = "…" if len(undone.kept) > NAMED else ""
    kept = _("changed since and left as they are: %(names)s", names=names + more)
    return f"{back}; {kept}"


def tags_page(refusal: Refusal | None = None) -> str:
    """The page of all tags."""
    return render_template(
        "entries/tags.html",
        tags=service.all_tags(),
        colors=service.COLORS,
        refusal=refusal,
        panel_endpoint="entries.tags",
    )


def no_name() -> Refusal:
    """The answer to an empty new name."""
    return Refusal(
        _("A tag needs a name."), _("Nothing has changed."), _("Choose another."), status=422
    )
