"""Entries that a page has been opened for and that nothing is written in yet.

Kept in the session's memory, by the id the entry will have, with the moment it was begun and the
journal it was begun in. An entry that is never written to is never made.
"""

from __future__ import annotations

from collections import OrderedDict

from webapp.core.clock import When
from webapp.features.entries.service import WhenChange, new_uid

KEEP = 50


class Drafts:
    """The unwritten entries of one session; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._begun: OrderedDict[str, tuple[When, int | None]] = OrderedDict()

    def begin(self, when: When, journal_id: int | None = None) -> str:
        """The id for a new entry of that moment and journal; None is the default one."""
        uid = new_uid()
        self._begun[uid] = when, journal_id
        while len(self._begun) > KEEP:
            self._begun.popitem(last=False)
        return uid

    def when(self, uid: str) -> When | None:
        """When the entry was begun; None when it was not begun here."""
        begun = self._begun.get(uid)
        return begun[0] if begun else None

    def journal_id(self, uid: str) -> int | None:
        """The journal the entry was begun in; None is the default one."""
        begun = self._begun.get(uid)
        return begun[1] if begun else None

    def change(self, uid: str, change: WhenChange | None) -> When | WhenChange | None:
        """The entry's moment with what the page has changed of it, remembered."""
        begun = self.when(uid)
        if begun is None:
            return change
        moment = begun if change is None else change.on(begun)
        self._begun[uid] = moment, self.journal_id(uid)
        return moment
