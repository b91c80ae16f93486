"""Photos and files: stored once, encrypted, shown small in lists and whole on request."""

from __future__ import annotations

from flask import Flask

from webapp.core.feature import Feature
from webapp.features.media import service
from webapp.features.media.views import blueprint


def give_templates(app: Flask) -> None:
    """What templates may ask: the pictures of a page of entries."""
    app.jinja_env.globals.update(thumbs_for=service.thumbs_for)


FEATURE = Feature(
    name="media",
    blueprint=blueprint,
    journal_steps=("journal_0001_media",),
    media_steps=("media_0001_media",),
    init_app=give_templates,
)
