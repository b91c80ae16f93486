"""Files that are refused as a whole."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.core.errors import Refusal
from webapp.features.media.models import Media
from webapp.features.media.sniffing import UNKNOWN
from webapp.features.media.thumbs import FORMATS

PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".avif")


def too_large(size: str) -> Refusal:
    """The answer to a picture of too many pixels."""
    return Refusal(
        _("This picture has more than 60 megapixels, which is more than Quietleaf opens."),
        _("It was not added, and nothing was changed."),
        _("Make it smaller, then add it again."),
        status=413,
        curious=size,
    )


def not_shown(media: Media) -> str | None:
    """Why a file that was added as a picture is not shown as one; None where nothing is wrong."""
    if media.mime in FORMATS and not media.is_picture:
        damaged: str = _(
            "“%(name)s” is damaged or cut short and cannot be shown. It is kept as it is, as a"
            " file. Look at the original.",
            name=media.name,
        )
        return damaged
    if media.mime == UNKNOWN and media.name.lower().endswith(PICTURES):
        other: str = _(
            "“%(name)s” is no picture, whatever its name says. It is kept as it is, as a file.",
            name=media.name,
        )
        return other
    return None


def empty() -> Refusal:
    """The answer to a file without a byte."""
    return Refusal(
        _("This file is empty."),
        _("It was not added, and nothing was changed."),
        _("Look at the original, then add it again."),
        status=422,
    )
