"""The pages of the import: choose, check, bring in, the result; and taking one back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from flask import Response, current_app, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.clock import When
from webapp.core.errors import Refusal
from webapp.core.jobs import Job, Progress
from webapp.core.late import late
from webapp.core.page import toast
from webapp.core.texts import number
from webapp.core.web import large, wants_json
from webapp.features.entries import service as entries
from webapp.features.preferences import service as preferences
from webapp.features.transfer.blueprint import blueprint

if TYPE_CHECKING:
    from webapp.features.transfer import choosing, forms, holding, service, texts
    from webapp.features.transfer.holding import Held
else:
    choosing, forms, holding, service, texts = late(
        __package__, "choosing", "forms", "holding", "service", "texts"
    )

SOON = 1.0  # seconds: what is looked through in this time needs no page that waits


@blueprint.get("/import")
def choose() -> ResponseReturnValue:
    """What to bring in, and what was brought in before."""
    return render_choose()


@blueprint.post("/import/files")
@large
def receive() -> ResponseReturnValue:
    """Files, a folder's files or a zip; they stay in memory."""
    try:
        source = service.open_uploads(forms.uploads(request))
        held = holding.hold(g.session.kept, source, preferences.read().zone_name)
    except Refusal as refusal:
        return refused(refusal)
    start_look(held)
    return go(url_for("transfer.check", token=held.token))


@blueprint.get("/import/<token>")
def check(token: str) -> ResponseReturnValue:
    """What is inside, and how it should come in; or the wait until that is known."""
    held = holding.find(g.session.kept, token)
    job = held.job
    if job is None or job.state == "cancelled":
        holding.drop(g.session.kept)
        return redirect(url_for("transfer.choose"))
    if job.verb == "import":
        return redirect(url_for("transfer.progress", token=token))
    if job.state == "running":
        return render_template("transfer/reading.html", held=held, job=job)
    if isinstance(job.refusal, service.AskEncoding):
        return render_check(held, question=job.refusal)
    if isinstance(job.refusal, service.AskPassword):
        return render_check(held, locked=job.refusal)
    if job.refusal is not None:
        holding.drop(g.session.kept)
        return refused(job.refusal)
    return render_check(held)


@blueprint.post("/import/<token>/options")
def options(token: str) -> ResponseReturnValue:
    """Another zone, encoding, order or day: look again."""
    held = holding.find(g.session.kept, token)
    try:
        forms.apply_options(request, held)
    except Refusal as refusal:
        return render_check(held, refusal=refusal), refusal.status
    start_look(held)
    return redirect(url_for("transfer.check", token=token))


@blueprint.post("/import/<token>/start")
def start(token: str) -> ResponseReturnValue:
    """Bring it in."""
    held = holding.find(g.session.kept, token)
    look = held.look
    is_running = held.job is not None and held.job.state == "running"
    if look is not None and look.tally.entries and held.batch_id is None and not is_running:
        held.wishes = forms.wishes(request)
        held.job = run("import", lambda progress: bring(held, progress))
    return redirect(url_for("transfer.progress", token=token))


@blueprint.get("/import/<token>/progress")
def progress(token: str) -> ResponseReturnValue:
    """How far it is; when it is done, the result."""
    held = holding.find(g.session.kept, token)
    if held.batch_id is not None:
        batch_id = held.batch_id
        holding.drop(g.session.kept)
        return redirect(url_for("transfer.result", batch_id=batch_id))
    if held.job is None or held.job.verb != "import":
        return redirect(url_for("transfer.check", token=token))
    return render_template("transfer/progress.html", held=held, job=held.job)


@blueprint.post("/import/<token>/drop")
def drop(token: str) -> ResponseReturnValue:
    """Nothing is brought in after all."""
    holding.find(g.session.kept, token)
    holding.drop(g.session.kept)
    return redirect(url_for("transfer.choose"))


@blueprint.get("/import/batches/<int:batch_id>")
def result(batch_id: int) -> ResponseReturnValue:
    """What came in, and what was left out and why."""
    batch = service.read_batch(batch_id)
    last = date.fromisoformat(batch.last_day) if batch.last_day else None
    return render_template(
        "transfer/result.html",
        batch=batch,
        left_out=texts.grouped((one for one in batch.problems if one.is_left_out), batch.counts),
        remarks=texts.grouped((one for one in batch.problems if not one.is_left_out), batch.counts),
        changed=service.changed_since(batch_id),
        position=entries.day_start(last.toordinal() + 1) - 1 if last else 0,
    )


@blueprint.post("/import/batches/<int:batch_id>/back")
def take_back(batch_id: int) -> ResponseReturnValue:
    """Take an import back; a large one takes a while."""
    service.read_batch(batch_id)
    job = run("undo", lambda progress: service.take_back(batch_id, progress))
    if job.thread is not None:
        job.thread.join(SOON)
    if job.refusal is not None:
        raise job.refusal
    if job.state == "running":
        done = url_for("transfer.result", batch_id=batch_id)
        return render_template("transfer/taking_back.html", job=job, done=done)
    toast(taken_back(*job.result))
    return redirect(url_for("transfer.choose"))


def taken_back(removed: int, stay: int) -> str:
    """What is said of an import that was taken back."""
    said = ngettext(
        "%(count)s entry taken back", "%(count)s entries taken back", removed, count=number(removed)
    )
    if not stay:
        return str(said)
    kept = ngettext(
        "%(count)s that you changed stays",
        "%(count)s that you changed stay",
        stay,
        count=number(stay),
    )
    return str(_("%(taken)s; %(kept)s", taken=said, kept=kept))


def start_look(held: Held) -> None:
    """Begin to look through what was chosen, and wait a moment for it."""
    if held.job is not None:
        held.job.stop.set()
    held.job = run("look", lambda progress: look_through(held, progress))
    if held.job.thread is not None:
        held.job.thread.join(SOON)


def look_through(held: Held, progress: Progress) -> None:
    """The work of a look: its finding is kept with the source, not with the job."""
    options = held.options
    look = service.look(held.source, held.form, options, progress.step)
    if options is held.options:  # else another look has begun meanwhile
        held.look = look


def bring(held: Held, progress: Progress) -> None:
    """The work of an import."""
    if held.look is not None:
        held.batch_id = service.bring_in(
            held.source, held.form, held.options, held.look, progress, held.wishes
        )


def run(verb: str, work: Callable[[Progress], object]) -> Job:
    """Start work on the open journal."""
    job: Job = current_app.extensions["jobs"].start(g.vault, g.user.person_id, verb, work)
    return job


def render_check(
    held: Held,
    *,
    question: service.AskEncoding | None = None,
    locked: service.AskPassword | None = None,
    refusal: Refusal | None = None,
) -> str:
    """The check page: the count where there is one, the question where there must be."""
    tally = held.look.tally if held.look else service.Tally()
    names = forms.encoding_names()
    return render_template(
        "transfer/check.html",
        held=held,
        look=held.look,
        tally=tally,
        question=question,
        locked=locked,
        journals=choosing.journal_choices(held),
        refusal=refusal,
        left_out=texts.grouped((one for one in tally.problems if one.is_left_out), tally.counts),
        remarks=texts.grouped((one for one in tally.problems if not one.is_left_out), tally.counts),
        zones=forms.zone_names(),
        encoding_names=names,
        encoding_choices=[("", _("As it seems")), *names.items()],
    )


def render_choose(refusal: Refusal | None = None) -> str:
    """The first page, with what was wrong with the last choice."""
    zone = preferences.read().zone_name
    batches = service.all_batches()
    days = {batch.id: When.of_instant(batch.made_at, zone).day for batch in batches}
    return render_template("transfer/choose.html", refusal=refusal, batches=batches, days=days)


def go(place: str) -> Response:
    """On to another page; a script goes there by itself."""
    answer: Response = jsonify(to=place) if wants_json() else redirect(place, 303)  # type: ignore[assignment]
    return answer


def refused(refusal: Refusal) -> ResponseReturnValue:
    """The choice again with the sentence; for a script, the sentence."""
    if wants_json():
        return jsonify(error=refusal.as_json()), refusal.status
    return render_choose(refusal), refusal.status
