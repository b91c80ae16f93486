"""What a feature may ask of the desktop. Without a window the answer is a browser's answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

Saved = Literal["saved", "cancelled"]


class Native(Protocol):
    """The window's services; `desktop` supplies the real one."""

    def save_bytes(self, suggested_name: str, chunks: Iterable[bytes]) -> Saved | None:
        """Ask where to save and write there; None where there is no window to ask in."""

    def open_link(self, url: str) -> bool:
        """Open an outside link in the system's browser; False where that is not ours to do."""

    def print_page(self) -> bool:
        """Print the page that is shown; False where the browser must do it."""

    def save_pdf(self, suggested_name: str) -> Saved | None:
        """Ask where to save the page that is shown as a PDF, and write it there and nowhere else;
        None where there is no window that can.
        """


class HeadlessNative:
    """No window: files are answered as downloads, links and printing are the browser's."""

    def save_bytes(self, suggested_name: str, chunks: Iterable[bytes]) -> Saved | None:
        """There is nobody to ask."""
        return None

    def open_link(self, url: str) -> bool:
        """The browser opens its own links."""
        return False

    def print_page(self) -> bool:
        """The browser prints."""
        return False

    def save_pdf(self, suggested_name: str) -> Saved | None:
        """The browser has a way of its own."""
        return None
