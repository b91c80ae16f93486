"""The way in for photos and files: begun, sent part by part, finished or given up."""

from __future__ import annotations

from typing import Any

from flask import current_app, g, jsonify, request
from flask.typing import ResponseReturnValue

from webapp.core.jobs import Jobs
from webapp.features.media import refusals, service, uploads
from webapp.features.media.models import Media
from webapp.features.media.sniffing import SVG
from webapp.features.media.views import blueprint, said_of

THUMBS = "thumbs"


@blueprint.post("/media/uploads")
def begin_upload() -> ResponseReturnValue:
    """Say that a file will come: its name and its size."""
    sent: Any = request.get_json(silent=True)
    name, size = (sent.get(one) if isinstance(sent, dict) else None for one in ("name", "size"))
    if not isinstance(name, str) or type(size) is not int:
        raise uploads.not_in_order()
    upload = uploads.begin(g.session.kept, name, size)
    return jsonify(token=upload.token, part=uploads.PART_BYTES)


@blueprint.put("/media/uploads/<token>/<int:position>")
def add_part(token: str, position: int) -> ResponseReturnValue:
    """The bytes of the file from `position` on."""
    upload = uploads.find(g.session.kept, token)
    return jsonify(received=uploads.add_part(upload, position, request.get_data(cache=False)))


@blueprint.post("/media/uploads/<token>/done")
def finish_upload(token: str) -> ResponseReturnValue:
    """All has been sent: what has become of it, and how the text names it."""
    media = uploads.finish(g.session.kept, uploads.find(g.session.kept, token))
    if media.is_picture:
        make_thumbs_beside()
    said = refusals.not_shown(media)
    return jsonify(
        uid=media.uid, mime=media.mime, text=text_of(media), said=said, **said_of(media.uid)
    )


def make_thumbs_beside() -> None:
    """Make small pictures while the person goes on: one job for all that come meanwhile."""
    jobs: Jobs = current_app.extensions["jobs"]
    if any(job.verb == THUMBS for job in jobs.running(g.user.person_id)):
        return
    jobs.start(
        g.vault, g.user.person_id, THUMBS, lambda progress: service.make_thumbs(progress.check)
    )


@blueprint.delete("/media/uploads/<token>")
def give_up_upload(token: str) -> ResponseReturnValue:
    """Stop it; what has come so far is removed."""
    uploads.give_up(g.session.kept, uploads.find(g.session.kept, token))
    return "", 204


def text_of(media: Media) -> str:
    """How an entry's text names a file: photos by their picture, others by their name."""
    name = media.name.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    is_shown = media.is_picture or media.mime == SVG
    return f"![]({service.SCHEME}{media.uid})" if is_shown else f"[{name}](media:{media.uid})"
