"""The computer outside the environment: libraries of the window, Debian's packages, the display."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from devkit.places import CannotGoOnError, is_root
from devkit.progress import say

WINDOW_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbfile.so.1": "libxkbfile1",
    "libnss3.so": "libnss3",
    "libasound.so.2": "libasound2",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What Qt's engine loads from the system, and Debian 12's name for it."""

FONT_SETTINGS = Path("/etc/fonts/fonts.conf")
"""Without any font settings the engine gives up before the first page (fontconfig-config)."""

TEST_PROGRAMS = {
    "chromium": "chromium",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
}
"""What browser and window tests call, and Debian's package for it."""

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


def missing_window_libraries() -> list[str]:
    """The system libraries that Qt would not find, by file name."""
    if sys.platform != "linux":
        return []
    missing = []
    for name in WINDOW_LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def why_no_window() -> str:
    """One sentence telling why the window cannot be had here, or nothing when it can."""
    if sys.platform != "linux":
        return ""
    if not has_display():
        return "There is no display here, so the window is left out."
    libc, version = platform.libc_ver()
    if libc != "glibc" or tuple(map(int, version.split(".")[:2])) < OLDEST_GLIBC:
        return "The window needs glibc 2.34 or newer, so it is left out."
    missing = missing_window_libraries()
    if not missing and FONT_SETTINGS.exists():
        return ""
    return f"The window needs system libraries that are not here. {how_to_install(missing)}"


def how_to_install(libraries: list[str]) -> str:
    """What the person can do about missing libraries, in their system's own words."""
    if not is_debian_like():
        return f"Install what gives {', '.join(libraries) or FONT_SETTINGS}."
    return f"To get it: sudo apt install {' '.join(window_packages(libraries))}"


def window_packages(libraries: Iterable[str]) -> list[str]:
    """The packages that give these libraries and font settings."""
    packages = [WINDOW_LIBRARIES[name] for name in libraries]
    return packages if FONT_SETTINGS.exists() else [*packages, "fontconfig-config"]


def missing_for_tests() -> list[str]:
    """The Debian packages that browser and window tests still need."""
    programs = [package for name, package in TEST_PROGRAMS.items() if not shutil.which(name)]
    return programs + window_packages(missing_window_libraries())


def install_for_tests() -> None:
    """Install what browser and window tests need, where we may; else say what is missing.

    Raises CannotGoOnError when a package manager that should have worked did not.
    """
    if sys.platform != "linux":
        return
    missing = missing_for_tests()
    if not missing:
        return
    if not (is_root() and is_debian_like()):
        say(f"Browser and window tests will skip: missing {' '.join(missing)}.")
        if is_debian_like():
            say(f"To get them: sudo apt install {' '.join(missing)}")
        return
    apt_install(missing)


def apt_install(packages: list[str]) -> None:
    """Install packages as root on a Debian-like system, showing apt's own lines.

    Raises CannotGoOnError when apt says no.
    """
    say(f"Installing system packages: {' '.join(packages)}")
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
    if newer is None:
        return package
    shown = subprocess.run(["apt-cache", "show", newer], capture_output=True, check=False)
    return newer if shown.returncode == 0 and shown.stdout else package
