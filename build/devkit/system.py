"""The computer outside the environment: the display, and Debian's packages."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys

from devkit.places import ROOT, CannotGoOnError, is_root, venv_python
from devkit.progress import say

SHELL = "chromium-headless-shell"
"""Chromium without a user interface: the same engine, and the tests take half as long."""

BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What browser tests can drive; the first that is there is taken."""

TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
}
"""What window tests call, and Debian's package for it."""

NEWER_NAMES = {"libasound2": "libasound2t64", "libglib2.0-0": "libglib2.0-0t64"}
"""Debian 13 and Ubuntu 24.04 renamed these when time became 64 bits wide."""

OLDEST_GLIBC = (2, 34)
"""Qt's wheels are built against it."""


def is_debian_like() -> bool:
    """Debian, Ubuntu and their children: apt-get and dpkg are there."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-query"))


def has_display() -> bool:
    """Whether a window could be seen; Windows and macOS always have a display."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def can_use_window() -> bool:
    """Whether the window's packages are worth fetching here.

    Where they are not, we stay quiet: the launcher says why there is no window and what would help.
    """
    return _wheels_fit() and has_display() and not missing_window_packages()


def _wheels_fit() -> bool:
    """Whether the toolkit's wheels are for this system at all."""
    if sys.platform != "linux":
        return True
    libc, version = platform.libc_ver()
    return libc == "glibc" and tuple(map(int, version.split(".")[:2])) >= OLDEST_GLIBC


def missing_window_packages() -> list[str]:
    """The Debian packages of system libraries that the window lacks; the launcher keeps the list.

    Needs the `run` packages.
    """
    question = "from webapp.desktop.display import missing_packages as m; print(*m())"
    command = [str(venv_python()), "-c", question]
    if sys.platform != "linux":
        return []
    return subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    ).stdout.split()


def missing_for_tests() -> list[str]:
    """The Debian packages that browser and window tests still need."""
    programs = [package for name, package in TEST_PROGRAMS.items() if not shutil.which(name)]
    browser = [] if any(map(shutil.which, BROWSERS)) else [SHELL]
    return browser + programs + missing_window_packages()


def install_for_tests() -> None:
    """Install what browser and window tests need, where we may; else say what is missing.

    Raises CannotGoOnError when a package manager that should have worked did not.
    """
    if sys.platform != "linux":
        return
    missing, may_install = missing_for_tests(), is_root() and is_debian_like()
    if may_install and not (shutil.which(SHELL) or SHELL in missing or _is_ubuntu()):
        missing.append(SHELL)
    if not missing:
        return
    if not may_install:
        say(f"Browser and window tests will skip: missing {' '.join(missing)}.")
        if is_debian_like():
            say(f"To get them: sudo apt install {' '.join(missing)}")
        return
    if SHELL in missing and _is_ubuntu():
        missing.remove(SHELL)
        _get_playwrights_chromium()
    if missing:
        apt_install(missing)


def _is_ubuntu() -> bool:
    """Ubuntu has no such package; its chromium asks for a snap, which no container can run."""
    try:
        return platform.freedesktop_os_release().get("ID") == "ubuntu"
    except OSError:
        return False


def _get_playwrights_chromium() -> None:
    """Playwright's own build of Chromium, with the system packages it needs; needs `dev`.

    Where it cannot be had, the tests that need it say so.
    """
    say("Getting Playwright's Chromium")
    options = ["install", "--with-deps", "--only-shell", "--no-progress", "chromium"]
    command = [str(venv_python()), "-m", "playwright", *options]
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)


def apt_install(packages: list[str]) -> None:
    """Install packages as root on a Debian-like system, showing apt's own lines.

    Raises CannotGoOnError when apt says no.
    """
    say(f"Installing system packages, as root: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _apt(["update", "-q"], environment)
    names = [_known_name(package) for package in packages]
    if _apt(["install", "-q", "-y", "--no-install-recommends", *names], environment):
        raise CannotGoOnError(
            "apt-get could not install them (its reason is above). "
            f"Install them by hand and start again: {' '.join(names)}"
        )


def _apt(arguments: list[str], environment: dict[str, str]) -> int:
    """Run apt-get with its lines on standard error; returns its exit code."""
    command = ["apt-get", *arguments]
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False
    ).returncode


def _known_name(package: str) -> str:
    """This release's name for a package."""
    newer = NEWER_NAMES.get(package)
    if newer is not None and _is_known(newer):
        return newer
    if package == SHELL and not _is_known(SHELL):
        return "chromium"
    return package


def _is_known(package: str) -> bool:
    shown = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)
    return shown.returncode == 0 and bool(shown.stdout)
