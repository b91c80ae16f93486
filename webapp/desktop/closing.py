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

FLUSH_SCRIPT = "window.quietleaf && window.quietleaf.flush(); void 0"
FLUSH_SECONDS = 1.5
IMPATIENT_SECONDS = 3.0
SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")


class ClosingWindow(Protocol):
    """What the protocol needs of a window; pywebview's has it."""

    def run_js(self, script: str) -> object:
        """Run a script in the page; never returns while the page hangs."""

    def destroy(self) -> None:
        """Close the window; asks the closing handlers once more."""


class Closing:
    """Keeps a window open until its page has saved, or for FLUSH_SECONDS."""

    def __init__(
        self,
        window: ClosingWindow,
        pages: Callable[[], OpenPages | None],
        seconds: float = FLUSH_SECONDS,
    ) -> None:
        self._window = window
        self._pages = pages
        self._seconds = seconds
        self._flushing = False
        self._leaving = False

    def on_closing(self) -> bool | None:
        """The window is asked to close: False keeps it, for now. Runs on the window's thread."""
        if self._leaving:
            return None
        if self._flushing:
            return False  # a second click must not cut the saving short
        pages = self._pages()
        if pages is None or not pages.has_unsaved():
            self._leaving = True
            return None
        self._flushing = True
        threading.Thread(target=self._flush, args=(pages,), name="closing", daemon=True).start()
        return False

    def leave(self) -> None:
        """Close the window as if it had been clicked; returns at once."""
        threading.Thread(target=self._window.destroy, name="leaving", daemon=True).start()

    def _flush(self, pages: OpenPages) -> None:
        # run_js never returns when the page hangs, so it has a thread of its own
        threading.Thread(target=self._window.run_js, args=(FLUSH_SCRIPT,), daemon=True).start()
        pages.flushed.wait(self._seconds)
        self._leaving = True
        self._window.destroy()


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
