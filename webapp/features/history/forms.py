"""What a page sends to have its text put together with the stored one."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.core.errors import Refusal
from webapp.features.entries import service as entries


@dataclass(frozen=True)
class Text:
    """A window's text, and the version of the entry that it began with."""

    body: str
    title: str | None
    base_version: int


def read_text(sent: object) -> Text:
    """A text from JSON {body, title, base_version}.

    Raises:
        Refusal: it is something else, or no text that could be kept.
    """
    values = sent if isinstance(sent, dict) else {}
    body, title, base = (values.get(name) for name in ("body", "title", "base_version"))
    if not isinstance(body, str) or not isinstance(base, int) or not 0 <= base < 2**53:
        raise _not_understood()
    if title is not None and not isinstance(title, str):
        raise _not_understood()
    entries.check_text(body, title)
    return Text(body, (title or "").strip() or None, base)


def _not_understood() -> Refusal:
    return Refusal(
        _("Quietleaf did not understand what the page sent."),
        _("What was saved before is safe, and the rest is still in this window."),
        _("Copy the text if you want to be sure, then open the entry again."),
        status=400,
    )
