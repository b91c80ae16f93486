"""The sentences of the start: translated like all others, and said even when Flask is broken."""

from __future__ import annotations


def _(text: str, **values: object) -> str:
    """`text` in the language of the context, with its `%(name)s` filled in."""
    try:
        from flask_babel import gettext
    except ImportError:  # the library is what is missing: its message must still be said
        return text % values if values else text
    return str(gettext(text, **values))
