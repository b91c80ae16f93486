"""The sentences of the start: translated like all others, and said even when Flask is broken."""

from __future__ import annotations

import sys


def _(text: str, **values: object) -> str:
    """`text` in the language of the context, with its `%(name)s` filled in.

    Without an app there is no language chosen and nothing to translate with, so Flask-Babel is
    used only where the app has brought it: importing it would double the time to a window.
    """
    babel = sys.modules.get("flask_babel")
    if babel is not None and hasattr(babel, "gettext"):
        return str(babel.gettext(text, **values))
    return text % values if values else text
