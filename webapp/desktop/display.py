"""Can a window be opened here? Asked first, because Qt ends the process where it cannot.

Qt aborts without a display or with a library missing, and no `try` can catch that. So the cheap
reasons are looked for before Qt is imported, and then Qt is told to fall back to its "offscreen"
platform: if it does so unasked, there is no screen, and we are still alive to say it.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import sys
from pathlib import Path

from webapp.desktop.words import _
from webapp.settings import Surroundings, drop_variables, set_variable

FONT_CONFIGURATION = Path("/etc/fonts/fonts.conf")
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
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

# Debian 13 and Ubuntu 24.04 gave these names to the packages, for the time after 2038.
RENAMED = {"libasound2": "libasound2t64", "libglib2.0-0": "libglib2.0-0t64"}
T64_SINCE = {"debian": 13.0, "ubuntu": 24.04}


class NoWindow(Exception):
    """No window can be opened; `reason` is one sentence that says why and what would help.

    `has_screen` is False where a browser would find no screen either.
    """

    def __init__(self, reason: str, *, has_screen: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.has_screen = has_screen


def check(around: Surroundings) -> None:
    """Look for what can be known without the toolkit.

    Raises NoWindow.
    """
    if not sys.platform.startswith("linux"):
        return
    if not (around.display or around.wayland_display or around.qt_platform):
        raise NoWindow(no_display(), has_screen=False)
    if importlib.util.find_spec("PySide6") is None or importlib.util.find_spec("qtpy") is None:
        raise NoWindow(no_toolkit())
    missing = missing_packages(with_x11=around.wayland_display is None)
    if missing:
        raise NoWindow(no_libraries(missing))


def prepare(around: Surroundings, *, is_root: bool | None = None) -> None:
    """Set the environment that Qt will read; nothing in it may open a door or end the process.

    is_root: asked of the system when None.
    """
    # QTWEBENGINE_REMOTE_DEBUGGING opens a port through which everyone here can read the page,
    # and QTWEBENGINE_CHROMIUM_FLAGS can do the same and worse.
    drop_variables("QTWEBENGINE_")
    if sys.platform.startswith("linux"):
        if runs_as_root() if is_root is None else is_root:
            set_variable("QTWEBENGINE_DISABLE_SANDBOX", "1")  # Chromium ends the process else
        if around.qt_platform is None:
            first, second = (
                ("wayland", "xcb") if around.session_type == "wayland" else ("xcb", "wayland")
            )
            set_variable("QT_QPA_PLATFORM", f"{first};{second};offscreen")


def runs_as_root() -> bool:
    """Whether this is the system's administrator, as in most containers."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def missing_packages(*, with_x11: bool = True) -> list[str]:
    """Debian's names of the packages whose libraries a window needs and this system lacks."""
    needed = LIBRARIES | (X11_LIBRARIES if with_x11 else {})
    missing = [package for name, package in needed.items() if not _is_there(name)]
    if _is_newer_system():
        missing = [RENAMED.get(package, package) for package in missing]
    if not FONT_CONFIGURATION.exists():  # without it the page never appears
        missing.append("fontconfig-config")
    return missing


def no_display() -> str:
    """There is no screen to open a window on."""
    return _("There is no window because there is no display here (DISPLAY is not set).")


def no_screen() -> str:
    """A display is named, but it cannot be reached."""
    return _("There is no window because the display that is named here does not answer.")


def no_toolkit() -> str:
    """The Python packages of the window are not installed."""
    return _(
        "There is no window because its toolkit is not installed"
        " (it comes with the Python packages qtpy and pyside6_webengine)."
    )


def no_libraries(packages: list[str]) -> str:
    """Libraries of the system are missing."""
    return _(
        "There is no window because libraries of the system are missing;"
        " on Debian and Ubuntu these packages bring them: %(packages)s.",
        packages=" ".join(packages),
    )


def toolkit_failed(kind: str) -> str:
    """The toolkit is there but does not load."""
    return _("There is no window because its toolkit cannot be loaded (%(kind)s).", kind=kind)


def root_warning() -> str:
    """Said when a window is opened as root."""
    return _(
        "Quietleaf runs as root, so the window's sandbox is off."
        " Start it as an ordinary user where you can."
    )


def _is_newer_system() -> bool:
    try:
        system = platform.freedesktop_os_release()
        return float(system.get("VERSION_ID", 0)) >= T64_SINCE[system["ID"]]
    except (OSError, KeyError, ValueError):
        return False


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
