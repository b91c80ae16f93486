"""The index that finds words: folding, questions, and the FTS5 table in the journal's file."""

from __future__ import annotations

from webapp.core.feature import Feature

FEATURE = Feature(name="index", journal_steps=("journal_0001_index",))
