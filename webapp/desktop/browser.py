"""Opening addresses in the system's browser."""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from webapp.desktop.instance import open_private
from webapp.settings import Surroundings, environment_for_others

REDIRECT_NAME = "open.html"
SCHEMES = ("http://", "https://", "mailto:")


def open_link(url: str) -> bool:
    """Open an outside link in the system's browser; False when it is none or nothing opens it."""
    return url.lower().startswith(SCHEMES) and _open(url)


def open_privately(url: str, data_dir: Path) -> bool:
    """Open a launch URL, without showing it to others; False where there is no browser.

    A URL on a command line can be read by every user of the computer. So the browser is given
    a file that only we may read, which sends it on; the running Quietleaf removes it.
    """
    if not has_browser():
        return False
    path = data_dir / REDIRECT_NAME
    page = (
        '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
        f'<meta http-equiv="refresh" content="0;url={html.escape(url)}"><title>Quietleaf</title>'
    )
    remove_redirect(data_dir)
    with open_private(path) as file:
        file.write(page.encode())
    if not _open(path.as_uri()):
        remove_redirect(data_dir)
        return False
    return True


def remove_redirect(data_dir: Path) -> None:
    """Take the redirect file away."""
    (data_dir / REDIRECT_NAME).unlink(missing_ok=True)


def has_browser() -> bool:
    """Whether there is a graphical browser that we can hand a page to."""
    if sys.platform in ("win32", "darwin"):
        return True
    around = Surroundings.of_environment()
    return bool(around.display or around.wayland_display) and _linux_opener() is not None


def _linux_opener() -> str | None:
    names = ("xdg-open", "gio", "x-www-browser", "firefox", "chromium", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def _open(url: str) -> bool:
    if sys.platform == "win32":
        os.startfile(url)  # noqa: S606 - the way Windows opens a page
        return True
    opener = "/usr/bin/open" if sys.platform == "darwin" else _linux_opener()
    if opener is None:
        return False
    command = [opener, "open", url] if opener.endswith("/gio") else [opener, url]
    try:
        child = subprocess.Popen(
            command,
            env=environment_for_others(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C ends us, not the person's browser
        )
    except OSError:
        return False
    # Collected when it ends; xdg-open ends at once with an error where it finds no browser.
    try:
        return child.wait(timeout=2.0) == 0
    except subprocess.TimeoutExpired:
        threading.Thread(target=child.wait, daemon=True).start()
        return True
