"""Entries: written, read, changed, put in the trash and taken back."""

from __future__ import annotations

from webapp.core.feature import Feature

FEATURE = Feature(name="entries", journal_steps=("journal_0001_entries",))
