"""What happens to photos and files after an unlock."""

from __future__ import annotations

from flask import current_app

from webapp.features.media import freeing


def on_unlock(unlocked_at: int) -> None:
    """Remove what no text of any feature names any more."""
    features = current_app.extensions["features"]
    freeing.tidy(unlocked_at, [one.kept_texts for one in features if one.kept_texts])
