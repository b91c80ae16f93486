"""The few pages of the house itself: jobs, unsaved pages, being here."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue

from webapp.core.jobs import Job
from webapp.core.web import background

blueprint = Blueprint("house", __name__)


def _own_job(job_id: str) -> Job:
    job: Job | None = current_app.extensions["jobs"].get(job_id, g.user.person_id)
    return job or abort(404)


@blueprint.get("/jobs/<job_id>")
@background
def job(job_id: str) -> ResponseReturnValue:
    """How far a job is."""
    return jsonify(_own_job(job_id).as_json())


@blueprint.post("/jobs/<job_id>/cancel")
def cancel_job(job_id: str) -> ResponseReturnValue:
    """Stop a job at its next step."""
    current_app.extensions["jobs"].cancel(_own_job(job_id))
    return "", 204


@blueprint.post("/page/unsaved")
def page_unsaved() -> ResponseReturnValue:
    """A page has text that we do not have yet."""
    current_app.extensions["pages"].unsaved(_page_id())
    return "", 204


@blueprint.post("/page/saved")
def page_saved() -> ResponseReturnValue:
    """A page has nothing unsaved any more."""
    current_app.extensions["pages"].saved(_page_id())
    return "", 204


@blueprint.post("/session/active")
def active() -> ResponseReturnValue:
    """The person is here, though they save nothing."""
    return "", 204


def _page_id() -> str:
    sent = request.get_json(silent=True)
    page = sent.get("page") if isinstance(sent, dict) else None
    if not isinstance(page, str) or not 0 < len(page) <= 64:
        abort(400)
    return page
