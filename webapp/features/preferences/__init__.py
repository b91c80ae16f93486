"""How a person likes Quietleaf: kept in their own encrypted file."""

from __future__ import annotations

from webapp.core.feature import Feature

FEATURE = Feature(name="preferences", journal_steps=("journal_0001_preferences",))
