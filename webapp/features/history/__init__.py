"""History: what an entry was before, what was changed, and the way back."""

from __future__ import annotations

from webapp.core.feature import Feature
from webapp.features.history.service import every_text
from webapp.features.history.views import blueprint

FEATURE = Feature(
    name="history",
    blueprint=blueprint,
    journal_steps=("journal_0001_history",),
    kept_texts=every_text,
)
