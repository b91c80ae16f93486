"""Photos and files, as a browser gets them. Nothing in a file can run here, whatever it holds."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response

from webapp.features.media import service
from webapp.features.media.models import MOVING, Media
from webapp.features.media.sniffing import SVG, UNKNOWN
from webapp.features.media.thumbs import FORMATS, LARGE, MIME

blueprint = Blueprint("media", __name__)

POLICY = "sandbox; default-src 'none'"


@blueprint.get("/media/<uid>")
def original(uid: str) -> Response:
    """A photo or file as it was added, to the byte."""
    media, parts = service.read(uid)
    response = Response(parts, mimetype=shown_type(media))
    response.content_length = media.size
    how = "inline" if media.is_inline else "attachment"
    # RFC 6266 and 8187: any name, as plain ASCII
    response.headers["Content-Disposition"] = (
        f"{how}; filename*=UTF-8''{quote(media.name, safe='')}"
    )
    return guarded(response)


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
