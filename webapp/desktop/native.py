"""The window's services for the features: save a file, open a link, print."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from webapp.core.errors import Refusal
from webapp.core.native import Saved
from webapp.desktop import browser
from webapp.desktop.words import _

FULL = frozenset({28, 122})  # ENOSPC, EDQUOT


class WindowNative:
    """Asks in the window. Called from request threads, one dialog at a time.

    ask_where: shows the save dialog with a suggested path and returns the chosen one or None.
    print_now: prints the page that is shown.
    make_pdf: the page that is shown as a PDF, in memory; None where the toolkit cannot.
    """

    def __init__(
        self,
        ask_where: Callable[[Path], Path | None],
        print_now: Callable[[], object],
        make_pdf: Callable[[], bytes] | None = None,
    ) -> None:
        self._ask_where = ask_where
        self._print_now = print_now
        self._make_pdf = make_pdf
        self._dialog = threading.Lock()

    def save_bytes(self, suggested_name: str, chunks: Iterable[bytes]) -> Saved | None:
        """Ask where to save and write there.

        Raises Refusal when a dialog is open already, or the file cannot be written.
        """
        if not self._dialog.acquire(blocking=False):
            raise dialog_is_open()
        try:
            path = self._ask_where(Path.home() / safe_name(suggested_name))
        finally:
            self._dialog.release()
        if path is None:
            return "cancelled"
        write_whole(path, chunks)
        return "saved"

    def open_link(self, url: str) -> bool:
        """Open an outside link in the system's browser."""
        return browser.open_link(url)

    def print_page(self) -> bool:
        """Print the page that is shown."""
        self._print_now()
        return True

    def save_pdf(self, suggested_name: str) -> Saved | None:
        """Ask where to save the page that is shown as a PDF, and write it there.

        Raises Refusal when a dialog is open already, or the file cannot be made or written.
        """
        make = self._make_pdf
        if make is None:
            return None
        return self.save_bytes(suggested_name, (part() for part in (make,)))


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file that is there whole or not at all.

    Raises Refusal.
    """
    part = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise not_written(error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """A file name without folders or signs that a file system refuses."""
    kept = "".join("_" if sign in '/\\:*?"<>|' or ord(sign) < 32 else sign for sign in name)
    return kept.strip(". ")[:120] or "quietleaf"


def no_pdf() -> Refusal:
    """The toolkit made nothing of the page."""
    return Refusal(
        _("The PDF could not be made."),
        _("Your journal is safe, and nothing was written."),
        _("Try again with fewer entries, or print."),
        status=500,
    )


def dialog_is_open() -> Refusal:
    """There is one dialog at a time."""
    return Refusal(
        _("Another file is being saved."),
        _("Nothing was changed."),
        _("Finish or cancel the dialog that is open, then try again."),
        status=409,
    )


def not_written(error: OSError) -> Refusal:
    """The chosen place does not take the file."""
    if error.errno in FULL:
        happened = _("The file could not be saved: the disk is full.")
    else:
        happened = _("The file could not be saved there.")
    return Refusal(
        happened,
        _("Your journal is safe. What was written so far has been removed."),
        _("Choose another place."),
        status=507,
        curious=error.strerror or type(error).__name__,
    )
