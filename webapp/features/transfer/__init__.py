"""Transfer: bringing entries in from other programs, and writing one's own out."""

from __future__ import annotations

from webapp.core.feature import Feature

FEATURE = Feature(name="transfer", journal_steps=("journal_0001_transfer",))
