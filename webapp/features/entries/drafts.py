"""Entries that a page has been opened for and that nothing is written in yet.

Kept in the session's memory, by the id the entry will have, with the moment it was begun. An entry
that is never written to is never made.
"""

from __future__ import annotations

from collections import OrderedDict

from webapp.core.clock import When
from webapp.features.entries.service import WhenChange, new_uid

KEEP = 50


class Drafts:
    """The unwritten entries of one session; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._begun: OrderedDict[str, When] = OrderedDict()

    def begin(self, when: When) -> str:
        """The id for a new entry of that moment."""
        uid = new_uid()
        self._begun[uid] = when
        while len(self._begun) > KEEP:
            self._begun.popitem(last=False)
        return uid

    def when(self, uid: str) -> When | None:
        """When the entry was begun; None when it was not begun here."""
        return self._begun.get(uid)

    def change(self, uid: str, change: WhenChange | None) -> When | WhenChange | None:
        """The entry's moment with what the page has changed of it, remembered."""
        begun = self._begun.get(uid)
        if begun is None:
            return change
        self._begun[uid] = begun if change is None else change.on(begun)
        return self._begun[uid]
