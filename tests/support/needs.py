"""What a test needs from the computer: got, or the test skips and says what is missing.

With CI set a missing piece is a failure: there, a skipped test would be a test that nobody runs.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from devkit.system import BROWSERS, SHELL


def chromium() -> str:
    """The path of a Chromium that Playwright can drive."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None) or _playwrights_chromium()
    if path is None:
        missing("Chromium", SHELL)
    return path


def _playwrights_chromium() -> str | None:
    """The one that `playwright install chromium` fetches, where the system has none."""
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright")
    names = ("chromium_headless_shell-*/*/*headless[-_]shell", "chromium-*/chrome-linux*/chrome")
    found = [path for name in names for path in sorted(cache.expanduser().glob(name))]
    return next(map(str, found), None)


def xvfb() -> str:
    """The path of the display that shows nothing to anyone."""
    return _program("Xvfb", "xvfb")


def xdotool() -> str:
    """The path of the program that types and clicks in a window."""
    return _program("xdotool", "xdotool")


def window_manager() -> str:
    """The path of a small window manager: without one, windows get no focus."""
    return _program("openbox", "openbox")


def display() -> None:
    """A display to open a window on: the person's own, or one that we can start."""
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        xvfb()


def window() -> None:
    """Everything a real window needs: the toolkit, its system libraries, a display."""
    if sys.platform == "linux":
        for name in ("webview", "qtpy", "PySide6"):
            if importlib.util.find_spec(name) is None:
                missing(f"the Python package {name}", "")
        from webapp.desktop.display import missing_packages

        packages = missing_packages()
        if packages:
            missing("a system library of the window", " ".join(packages))
    display()


def permissions_that_count() -> tuple[str, ...]:
    """The words before a command that file permissions can stop, also where root runs the tests."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this system has no file permissions of the kind that the test sets")
    if os.geteuid() != 0:
        return ()
    words = (_program("setpriv", "util-linux"), "--bounding-set=-all", "--inh-caps=-all")
    if subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        pytest.skip("root may not lay down its rights here; run as an ordinary user")
    return words


def small_disk(folder: Path, megabytes: int) -> None:
    """A disk of that size in memory, mounted on the folder; the caller takes it away."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no disk may be mounted in this container")


def missing(what: str, packages: str) -> NoReturn:
    """Skip the test that needs this, or fail it where a machine is watching."""
    hint = f" (Debian and Ubuntu: apt install {packages})" if packages else ""
    text = f"{what} is missing here{hint}"
    if os.environ.get("CI", "").lower() not in ("", "0", "false", "no"):
        pytest.fail(text, pytrace=False)
    pytest.skip(text)


def _program(name: str, package: str) -> str:
    path = shutil.which(name)
    if path is None:
        missing(name, package)
    return path
