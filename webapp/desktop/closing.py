"""Leaving without losing the last word.

A window that is closed while a page holds unsaved text stays for the moment that the page needs
to send it. Nothing here may wait on the window's own thread: that would stop the page as well.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from webapp.core.pages import OpenPages

# The mark that the closing itself sets and the page takes away, after all it knows of is saved.
CLOSING_PAGE = "closing"
FLUSH_SCRIPT = """
(async () => {
  try { await window.quietleaf?.flush(); } finally {
    fetch("/page/saved", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ page: "closing" }),
    });
  }
})(); void 0
"""
HUNG_SECONDS = 2.0  # a page that has not even heard us by then hears nothing any more
SAVING_SECONDS = 10.0  # a page that has heard us may take longer: a slow disk, a busy computer
POLL_SECONDS = 0.02
IMPATIENT_SECONDS = 3.0
SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")


class ClosingWindow(Protocol):
    """What the protocol needs of a window."""

    def run_script(self, script: str, heard: Callable[[], object]) -> None:
        """Run a script in the page and call `heard` after it; never waits for the page."""

    def destroy(self) -> None:
        """Close the window; asks the closing handlers once more."""


class Closing:
    """Keeps a window open until its page has saved, or is known to hang.

    The page is asked whenever a journal is open: what was typed in the last moment may not even
    have been told of yet.
    """

    def __init__(
        self,
        window: ClosingWindow,
        pages: Callable[[], OpenPages | None],
        is_unlocked: Callable[[], bool],
        hung_seconds: float = HUNG_SECONDS,
    ) -> None:
        self._window = window
        self._pages = pages
        self._is_unlocked = is_unlocked
        self._hung_seconds = hung_seconds
        self._flushing = False
        self._insists = False
        self._leaving = False

    def on_closing(self) -> bool | None:
        """The window is asked to close: False keeps it, for now. Runs on the window's thread."""
        if self._leaving:
            return None
        if self._flushing:
            return False  # a second click must not cut the saving short
        pages = self._pages()
        if pages is None or not (self._is_unlocked() or pages.has_unsaved()):
            self._leaving = True
            return None
        self._flushing = True
        threading.Thread(target=self._flush, args=(pages,), name="closing", daemon=True).start()
        return False

    def leave(self) -> None:
        """Close the window whatever cannot be saved; returns at once."""
        self._insists = True
        threading.Thread(target=self._window.destroy, name="leaving", daemon=True).start()

    def _flush(self, pages: OpenPages) -> None:
        heard = threading.Event()
        pages.unsaved(CLOSING_PAGE)
        self._window.run_script(FLUSH_SCRIPT, heard.set)
        if heard.wait(self._hung_seconds):
            wait_for_answer(pages)
            pages.saved(CLOSING_PAGE)
            if pages.has_unsaved() and not self._insists:
                # The page lives and cannot save (a full disk): it says so, and the text is only
                # there. Who closes the window once more means it.
                self._insists = True
                self._flushing = False
                return
        pages.saved(CLOSING_PAGE)
        self._leaving = True
        self._window.destroy()


def wait_for_answer(pages: OpenPages) -> None:
    """Wait until the page has taken the closing's mark away, at most SAVING_SECONDS."""
    deadline = time.monotonic() + SAVING_SECONDS
    while pages.is_unsaved(CLOSING_PAGE) and time.monotonic() < deadline:
        pages.flushed.wait(POLL_SECONDS)


class StopSignals:
    """Calls `stop` at the first SIGTERM, SIGINT or SIGHUP; an impatient second Ctrl-C ends hard."""

    def __init__(self, stop: Callable[[], object]) -> None:
        self._stop = stop
        self._first: float | None = None

    def install(self) -> None:
        """Listen from now on; must run on the main thread. Safe to repeat."""
        for name in SIGNALS:
            number = getattr(signal, name, None)
            # nohup has SIGHUP ignored, and means it
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._first is None:
            self._first = now
            self._stop()
        elif number == signal.SIGINT and now - self._first > IMPATIENT_SECONDS:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
