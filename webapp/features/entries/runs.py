"""Saves of one open page, one after the other, where an answer did not reach the page.

A page that is being closed sends its last words without waiting for the answer to the save before;
they then begin with a version that the page itself has just replaced. That is no conflict. What
another page has saved meanwhile still is.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from webapp.features.entries.refusals import StaleEntry

KEEP = 200
Saved = TypeVar("Saved")


@dataclass(frozen=True)
class Run:
    """A page's last save of an entry: the version it said it began with, and the one it made."""

    page: str
    base: int
    version: int


class Runs:
    """The last save of each entry, for one session, in memory."""

    def __init__(self) -> None:
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._lock = threading.Lock()

    def goes_on(self, uid: str, page: str, version: int) -> bool:
        """Whether it was this page that has made that version of the entry."""
        run = self._runs.get(uid)
        return bool(page) and run is not None and (run.page, run.version) == (page, version)

    def save(
        self, uid: str, page: str, base: int, save: Callable[[int], tuple[Saved, int]]
    ) -> Saved:
        """Save on the version the page began with, or on the one it has just made of it itself.

        Args:
            uid: the entry.
            page: the page's id, "" when it has none.
            base: the version the page says it began with.
            save: takes the version to begin with; gives what was saved and its version.

        Raises:
            StaleEntry: another page has saved since.
        """
        with self._lock:  # one at a time: the later words must not be overtaken by the earlier
            try:
                saved, version = save(base)
            except StaleEntry as stale:
                if not page or self._runs.get(uid) != Run(page, base, stale.version):
                    raise
                saved, version = save(stale.version)
            self._runs.pop(uid, None)
            self._runs[uid] = Run(page, base, version)
            while len(self._runs) > KEEP:
                self._runs.popitem(last=False)
            return saved
