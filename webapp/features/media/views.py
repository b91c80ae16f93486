"""Photos and files, as a browser gets them. Nothing in a file can run here, whatever it holds."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from webapp.core.native import Native
from webapp.features.media import details, location, service
from webapp.features.media.models import MOVING, Media, address
from webapp.features.media.sniffing import SVG, UNKNOWN
from webapp.features.media.thumbs import FORMATS, LARGE, MIME

blueprint = Blueprint("media", __name__)

POLICY = "sandbox; default-src 'none'"


@blueprint.get("/media/<uid>")
def original(uid: str) -> Response:
    """A photo or file as it was added, to the byte; or the part of it that a player asks for."""
    media = service.find(uid)
    asked = request.range if request.range and request.range.units == "bytes" else None
    wanted = asked.range_for_length(media.size) if asked else None
    if asked is not None and wanted is None:
        response = Response(status=416)
        response.headers["Content-Range"] = f"bytes */{media.size}"
        return guarded(response)
    start, stop = wanted or (0, media.size)
    media, parts = service.read(uid, start, stop)
    response = Response(parts, mimetype=shown_type(media))
    response.content_length = stop - start
    response.headers["Accept-Ranges"] = "bytes"
    if wanted is not None:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{media.size}"
    said = attachment(media.name)
    response.headers["Content-Disposition"] = (
        said.replace("attachment", "inline", 1) if media.is_inline else said
    )
    return guarded(response)


def attachment(name: str) -> str:
    """Content-Disposition for a file of any name (RFC 6266 and 8187)."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


@blueprint.get("/media/<uid>/save")
def save(uid: str) -> Response:
    """Hand a file over as it was added: the window asks where to, a browser downloads it."""
    media, parts = service.read(uid)
    native: Native = current_app.extensions["native"]
    if native.save_bytes(media.name, parts) is not None:
        return Response(status=204)  # saved, or not wished for: the page stays
    response = original(uid)
    response.headers["Content-Disposition"] = attachment(media.name)
    return response


@blueprint.get("/media/<uid>/about")
def about(uid: str) -> ResponseReturnValue:
    """What is known of a photo or file; `full` is where a browser can show it whole from."""
    media = service.find(uid)
    return {
        "name": media.name,
        "type": media.mime,
        "size": media.size,
        "width": media.width,
        "height": media.height,
        "full": address(uid) if media.is_inline or media.mime == SVG else None,
        **said_of(uid),
        "can_forget_place": location.can_be_removed(media),
    }


def said_of(uid: str) -> dict[str, object]:
    """When and where a photo was taken, as it says itself: ISO without a zone, and degrees."""
    found = details.of(uid)
    return {
        "taken": found.taken.isoformat(timespec="minutes") if found.taken else None,
        "place": found.place,
    }


@blueprint.post("/media/<uid>/without-location")
def remove_location(uid: str) -> ResponseReturnValue:
    """Make another photo of one, without the place; the text of the entry is to name it then."""
    return {"uid": location.remove(uid).uid}


@blueprint.get("/media/<uid>/picture")
def picture(uid: str) -> Response:
    """A photo as the text shows it, by an address that can be told from its id alone."""
    media = service.find(uid)
    if media.is_picture and media.mime != MOVING:
        return small(uid, LARGE)
    if media.is_picture or media.mime == SVG:
        return original(uid)
    raise service.no_such_media()


@blueprint.get("/media/<uid>/thumb/<int:size>")
def small(uid: str, size: int) -> Response:
    """A small picture of a photo."""
    return guarded(Response(service.thumb(uid, size), mimetype=MIME))


def shown_type(media: Media) -> str:
    """The type to say. An SVG is a picture in a page, but is only handed over by itself."""
    if media.is_inline or media.mime == SVG or media.mime in FORMATS:
        return media.mime
    return UNKNOWN


def guarded(response: Response) -> Response:
    """Let nothing in the file run or load anything, and keep the browser from guessing its type."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
