"""Which open pages hold text that has not been saved. Closing the window asks here."""

from __future__ import annotations

import threading


class OpenPages:
    """The pages that have told us of unsaved text, by the id each page gave itself."""

    def __init__(self) -> None:
        self._unsaved: set[str] = set()
        self._lock = threading.Lock()
        self.flushed = threading.Event()
        self.flushed.set()

    def unsaved(self, page: str) -> None:
        """The page has text that the server does not have yet."""
        with self._lock:
            self._unsaved.add(page)
            self.flushed.clear()

    def saved(self, page: str) -> None:
        """All text of the page is on the disk, or the page has gone."""
        with self._lock:
            self._unsaved.discard(page)
            if not self._unsaved:
                self.flushed.set()

    def is_unsaved(self, page: str) -> bool:
        """Whether that page holds unsaved text."""
        return page in self._unsaved

    def has_unsaved(self) -> bool:
        """Whether any page holds text that would be lost now."""
        return bool(self._unsaved)
