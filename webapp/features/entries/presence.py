"""Which writing pages have which entry open, so that a second window is told of the first."""

from __future__ import annotations

import threading

from webapp.core import clock

GONE_SECONDS = 90.0  # a page behind others is heard of once a minute
MOST_PAGES = 50


class OpenEntries:
    """The writing pages of all people, as far as they have been heard of lately. In memory."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], dict[str, float]] = {}
        self._lock = threading.Lock()

    def see(self, person: str, uid: str, page: str) -> int:
        """A page says that it has an entry open; how many others have.

        Args:
            person: whose entry; nobody is ever told of another person's.
            uid: the entry.
            page: the page's id.
        """
        now = clock.monotonic()
        with self._lock:
            pages = self._seen.setdefault((person, uid), {})
            pages[page] = now
            for other in [one for one, then in pages.items() if now - then > GONE_SECONDS]:
                del pages[other]
            while len(pages) > MOST_PAGES:
                del pages[min(pages, key=pages.__getitem__)]
            return len(pages) - 1

    def leave(self, person: str, uid: str, page: str) -> None:
        """A page has closed the entry."""
        with self._lock:
            pages = self._seen.get((person, uid), {})
            pages.pop(page, None)
            if not pages:
                self._seen.pop((person, uid), None)
