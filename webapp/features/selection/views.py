"""What is done with several entries at once, its progress, its undo, and their export."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import (
    Response,
    abort,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core import clock
from webapp.core.database import use_vault
from webapp.core.jobs import Job, Progress
from webapp.core.late import late
from webapp.core.native import HeadlessNative
from webapp.core.page import toast
from webapp.core.vault import Vault
from webapp.features.entries import service as entries
from webapp.features.entries.service import several, span_forms, spans
from webapp.features.selection import forms, sentences
from webapp.features.selection.blueprint import blueprint

if TYPE_CHECKING:
    from webapp.features.transfer import service as transfer
else:
    (transfer,) = late("webapp.features.transfer", "service")

SOON = 1.0  # seconds: what is done by then needs no page that waits
KEEP = 50
UNDO, WORKING, SAID = "selection_undo", "selection_working", "plain_said"


@dataclass(frozen=True)
class Working:
    """A job of this session: what it does and where it leads."""

    job: Job
    back: str
    is_undo: bool = False


@dataclass(frozen=True)
class Undoing:
    """A change that can be taken back, and where that leads."""

    change: several.Change
    back: str


@blueprint.app_template_global()
def selection_choices() -> dict[str, object]:
    """Journals to move to, tags to give, and whether it was said that an export is plain."""
    return {
        "journals": entries.all_journals(),
        "tags": entries.most_used(200),
        "is_plain_said": SAID in g.session.kept,
    }


@blueprint.get("/selection/count")
def count() -> ResponseReturnValue:
    """How many entries the list has that the page shows a part of."""
    span = span_forms.read_span(request.args, g.session.kept)
    return jsonify(count=spans.count(span))


@blueprint.post("/selection/<verb>")
def act(verb: str) -> ResponseReturnValue:
    """Do something with the entries that were selected."""
    if verb not in forms.VERBS:
        abort(404)
    ids = chosen_ids()
    work = forms.read_work(verb, request.form)
    return start(lambda progress: work(ids, progress), forms.read_back(request.form))


@blueprint.post("/selection/undo/<token>")
def undo(token: str) -> ResponseReturnValue:
    """Take back what was done with all of them."""
    undoing = _kept(UNDO).pop(token, None)
    if not isinstance(undoing, Undoing):
        raise sentences.undone_before()
    change = undoing.change
    return start(lambda progress: several.take_back(change, progress), undoing.back, is_undo=True)


@blueprint.get("/selection/done/<job_id>")
def done(job_id: str) -> ResponseReturnValue:
    """Where the page that waited leads when the work is done."""
    working = _kept(WORKING).get(job_id)
    if not isinstance(working, Working):
        abort(404)
    return finish(working)


@blueprint.post("/selection/export")
def export() -> ResponseReturnValue:
    """Write the entries out as Markdown in a zip. That it is plain was said by the page."""
    ids = chosen_ids()
    g.session.kept[SAID] = True
    name = f"quietleaf-{clock.now().date().isoformat()}.zip"
    native = current_app.extensions["native"]
    if isinstance(native, HeadlessNative):
        parts = streamed(g.vault, ids)
        said = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(parts, mimetype="application/zip", headers=said)

    def write(progress: Progress) -> object:
        progress.total = len(ids)
        return native.save_bytes(name, transfer.zip_parts(ids, progress.step))

    return start(write, forms.read_back(request.form))


def streamed(vault: Vault, ids: list[int]) -> Iterator[bytes]:
    """The zip for a browser, through a connection of its own: the request's is closed by then."""
    with use_vault(vault):
        yield from transfer.zip_parts(ids, lambda _step: None)


def chosen_ids() -> list[int]:
    """The row ids that the page means."""
    ids = spans.ids_of(span_forms.read_chosen(request.form, g.session.kept))
    if not ids:
        raise forms.nothing_selected()
    return ids


def start(
    work: Callable[[Progress], object], back: str, *, is_undo: bool = False
) -> ResponseReturnValue:
    """Begin the work; what takes longer than a moment gets a page with its progress."""
    job: Job = current_app.extensions["jobs"].start(g.vault, g.user.person_id, "selection", work)
    working = Working(job, back, is_undo)
    _keep(WORKING, job.id, working)
    if job.thread is not None:
        job.thread.join(SOON)
    if job.state != "running":
        return finish(working)
    return render_template("selection/working.html", job=job, back=back, is_undo=is_undo)


def finish(working: Working) -> ResponseReturnValue:
    """Say what was done, with its undo, and go back."""
    job = working.job
    if job.refusal is not None:
        raise job.refusal
    if working.is_undo and job.state == "done":
        toast(str(_("Undone")))
    elif isinstance(job.result, several.Change):
        tell(job.result, working.back)
    elif job.result == "saved":
        toast(str(_("Saved. The file is plain text: keep it in a safe place.")))
    job.result = None  # said once, also when the page is loaded again
    return redirect(working.back)


def tell(change: several.Change, back: str) -> None:
    """Say at the bottom of the next page what was done, with an undo if anything was."""
    said = sentences.of(change)
    if not change.ids:
        toast(said)
        return
    token = secrets.token_hex(8)
    _keep(UNDO, token, Undoing(change, back))
    toast(said, action=str(_("Undo")), url=url_for("selection.undo", token=token))


def _keep(name: str, key: str, value: object) -> None:
    kept = _kept(name)
    kept[key] = value
    while len(kept) > KEEP:
        kept.popitem(last=False)


def _kept(name: str) -> OrderedDict[str, object]:
    found = g.session.kept.setdefault(name, OrderedDict())
    assert isinstance(found, OrderedDict)
    return found
