"""What every page is given: the sidebar, the person's look, and the short messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g

from webapp.core import icons, texts

if TYPE_CHECKING:
    from webapp.core.feature import Feature


def init_app(app: Flask) -> None:
    """Give the templates their globals."""
    app.jinja_env.globals.update(
        icon=icons.icon,
        # Flask keeps flashed messages in the cookie, where an entry's name must never be
        get_flashed_messages=take_toasts,
    )
    app.context_processor(page_values)


def page_values() -> dict[str, object]:
    """The values that base.html and shell.html read."""
    features = current_app.extensions["features"]
    values: dict[str, object] = {
        "csp_nonce": g.get("csp_nonce", ""),
        "lang": texts.language_tag(),
        "text_dir": texts.direction(),
        "nav": [item for feature in features for item in feature.nav],
    }
    if g.get("journal") is not None:
        values["sidebars"] = sidebars(features)
        values["idle_minutes"] = g.session.idle_minutes
    return values


def sidebars(features: tuple[Feature, ...]) -> Iterator[tuple[str, dict[str, object]]]:
    """The features' sections of the sidebar; worked out only when a whole page is drawn."""
    for feature in features:
        if feature.sidebar:
            yield feature.sidebar, feature.sidebar_context() if feature.sidebar_context else {}


def toast(text: str, *, action: str = "", url: str = "", kind: str = "done") -> None:
    """Say something at the bottom of the next page, once.

    Args:
        text: the message; it may hold a person's words, for it stays in memory.
        action: the label of its one button, for example "Undo".
        url: where that button posts to.
        kind: "done", or "error" to stay until dismissed.
    """
    message: Any = {"text": text, "action": action, "url": url} if action else text
    leave_toast(g.session.kept, message, kind)


def leave_toast(kept: dict[str, Any], message: object, kind: str) -> None:
    """Say something on the next page of a session, from outside a request; see `toast`."""
    kept.setdefault("toasts", []).append((kind, message))


def take_toasts(with_categories: bool = True) -> list[tuple[str, object]]:
    """The waiting messages of this session; each is shown once."""
    session = g.get("session")
    taken: list[tuple[str, object]] = session.kept.pop("toasts", []) if session else []
    return taken
