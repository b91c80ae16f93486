"""History: what an entry was before, what was changed, and the way back."""

from __future__ import annotations

from webapp.core.feature import Feature

FEATURE = Feature(name="history", journal_steps=("journal_0001_history",))
