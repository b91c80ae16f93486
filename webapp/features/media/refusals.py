"""Files that are refused as a whole."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.core.errors import Refusal


def too_large(size: str) -> Refusal:
    """The answer to a picture of too many pixels."""
    return Refusal(
        _("This picture has more than 60 megapixels, which is more than Quietleaf opens."),
        _("It was not added, and nothing was changed."),
        _("Make it smaller, then add it again."),
        status=413,
        curious=size,
    )


def empty() -> Refusal:
    """The answer to a file without a byte."""
    return Refusal(
        _("This file is empty."),
        _("It was not added, and nothing was changed."),
        _("Look at the original, then add it again."),
        status=422,
    )
