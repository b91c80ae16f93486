"""Photos and files: stored once, encrypted, shown small in lists and whole on request."""

from __future__ import annotations

from webapp.core.feature import Feature
from webapp.features.media import upload_views
from webapp.features.media.hooks import on_unlock
from webapp.features.media.views import blueprint

FEATURE = Feature(
    name="media",
    blueprint=blueprint,
    journal_steps=("journal_0001_media",),
    media_steps=("media_0001_media", "media_0002_uploads"),
    on_unlock=on_unlock,
)

__all__ = ["FEATURE", "upload_views"]
