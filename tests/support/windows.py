"""Quietleaf in a window of its own, seen and touched as a person would: by keys and the log."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageChops, ImageGrab

from tests.support.program import GONE_SECONDS, ROOT, surroundings

PASSWORD = "four quiet words together"
PATIENCE_SECONDS = 60
REST_SECONDS = 5
STILL_SECONDS = 0.7
CARET_WIDTH = 4  # pixels
CLASS = "quietleaf"
PAPER = (253, 254, 253)  # --paper of the design
SIDEBAR = (236, 239, 239)  # --side


def comes(is_so: Callable[[], bool], seconds: float) -> bool:
    """Whether something becomes so in this time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.05)
    return True


def wait_for(is_so: Callable[[], bool], what: str) -> None:
    """Wait until something is so."""
    assert comes(is_so, PATIENCE_SECONDS), f"waited in vain: {what}"


class Screen:
    """A display and what a hand can do on it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.env = os.environ | {"DISPLAY": name}

    def xdotool(self, *words: str) -> str:
        """One xdotool command; what it prints."""
        done = subprocess.run(
            ["xdotool", *words],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        return done.stdout.strip()

    def type(self, words: str) -> None:
        """Type where the focus is."""
        self.xdotool("type", "--delay", "20", words)

    def press(self, *keys: str) -> None:
        """Press keys where the focus is, for example "ctrl+n"."""
        self.xdotool("key", *keys)

    def picture(self) -> Image.Image:
        """What is to be seen."""
        return ImageGrab.grab(xdisplay=self.name)

    def colour(self, x: int, y: int) -> tuple[int, ...]:
        """What stands at a point."""
        colour = self.picture().getpixel((x, y))
        assert isinstance(colour, tuple)
        return colour

    @property
    def holds_a_copy(self) -> bool:
        """Whether anything has been copied that could be pasted."""
        library = ctypes.util.find_library("X11")
        if library is None:
            raise AssertionError("a screen without its library")
        x11 = ctypes.CDLL(library)
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
        display = ctypes.c_void_p(x11.XOpenDisplay(self.name.encode()))
        clipboard = ctypes.c_ulong(x11.XInternAtom(display, b"CLIPBOARD", 0))
        owner = x11.XGetSelectionOwner(display, clipboard)
        x11.XCloseDisplay(display)
        return bool(owner)

    @property
    def active(self) -> str:
        """The name of the window in front."""
        return self.xdotool("getactivewindow", "getwindowname")


class WindowProgram:
    """`launcher.py` with a window."""

    def __init__(self, screen: Screen, place: Path, copy_of: Path | None = None) -> None:
        self.screen = screen
        self.place = place
        self.data_dir = place / "data"
        self.env = surroundings(place) | {"DISPLAY": screen.name}
        if copy_of is not None:
            shutil.copytree(copy_of, self.data_dir, dirs_exist_ok=True)
            shutil.rmtree(self.data_dir / "logs")
        with (place / "stderr.txt").open("a") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "launcher.py", "--data-dir", str(self.data_dir)],
                cwd=ROOT,
                env=self.env,
                stdout=errors,
                stderr=errors,
            )
        wait_for(lambda: "first page" in self.log, "the first page")
        wait_for(lambda: screen.active == "Quietleaf", "the window in front")

    @property
    def log(self) -> str:
        """What the log says by now."""
        file = self.data_dir / "logs/quietleaf.log"
        return file.read_text() if file.exists() else ""

    @property
    def window_id(self) -> str:
        """The window's number on its display."""
        return self.screen.xdotool("search", "--onlyvisible", "--class", CLASS).split()[0]

    def unlock(self) -> None:
        """Type alice's password on the unlock page, and wait for the timeline."""
        self.screen.type(PASSWORD)
        self.screen.press("Return")
        self._wait_for(self._shows_sidebar, "the timeline")

    def first_run(self, name: str, password: str) -> None:
        """Make the first person by keys alone: name, password, the code that is kept."""
        self._wait_for(self._stands_still, "the first page")
        self.screen.type(name)
        self.screen.press("Tab")
        self.screen.type(password)
        self.screen.press("Return")
        made = self.data_dir / "people"
        self._wait_for(lambda: any(made.glob("*/slots.json")), "the first person")
        self._wait_for(self._stands_still, "the recovery code")
        self.screen.press("Tab", "Tab", "Tab", "Tab", "space", "Return")  # past its three buttons
        self._wait_for(self._shows_sidebar, "the timeline")

    def begin_entry(self) -> None:
        """Open the page of a new entry, and type dots until one has been saved."""

        def opens() -> bool:
            if self._shows_sidebar():
                self.screen.press("ctrl+n")
            return self._edge() == PAPER

        self._wait_for(opens, "the page of a new entry")
        before = self._journal_changed()

        def saves() -> bool:
            # One dot, then a rest: the page saves when the keys have been still for a while.
            self.screen.type(".")
            return comes(lambda: self._journal_changed() != before, REST_SECONDS)

        self._wait_for(saves, "the first dot to be saved")

    def save_pdf(self, place: Path) -> None:
        """From the entry that is written to the print view of all, and save that there, by keys."""
        for keys in (("ctrl+Return",), ("r",), ("ctrl+p",)):
            self.screen.press(*keys)
            self._wait_for(self._stands_still, f"the page after {keys[0]}")
        self.screen.press("shift+Tab", "Return")  # the button before the one that prints
        self._wait_for(self._stands_still, "the notice")
        self.screen.press("Tab", "Return")
        self._wait_for(lambda: self.screen.active != "Quietleaf", "the dialog")
        self._wait_for(self._stands_still, "the dialog at rest")
        self.screen.press("ctrl+a")
        self.screen.type(str(place))
        self.screen.press("Return")

    def wait_until_saved(self) -> None:
        """Type one more sign, and wait until it has been saved.

        Signs typed before it may be saved later than it is typed: the file must rest as well.
        """
        before = self._journal_changed()
        self.screen.type(".")
        self._wait_for(lambda: self._journal_changed() != before, "the last sign to be saved")
        self._wait_for(self._journal_rests, "the last save")

    def _journal_rests(self) -> bool:
        before = self._journal_changed()
        return not comes(lambda: self._journal_changed() != before, REST_SECONDS)

    def _wait_for(self, is_so: Callable[[], bool], what: str) -> None:
        """Wait; when it is in vain, the picture of the screen says why."""
        if not comes(is_so, PATIENCE_SECONDS):
            self.screen.picture().save(self.place / "screen.png")
            raise AssertionError(f"waited in vain: {what}; see {self.place / 'screen.png'}")

    def _edge(self) -> tuple[int, ...]:
        """The colour near the window's lower left corner: cover, sidebar or paper."""
        found = self.screen.xdotool("getwindowgeometry", "--shell", self.window_id)
        place = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", found)}
        return self.screen.colour(place["X"] + 12, place["Y"] + place["HEIGHT"] - 130)

    def _stands_still(self) -> bool:
        """Whether nothing moves, but a caret: a page that is about to go is busy."""
        before = self.screen.picture()
        time.sleep(STILL_SECONDS)
        changed = ImageChops.difference(before, self.screen.picture()).getbbox()
        return changed is None or changed[2] - changed[0] <= CARET_WIDTH

    def _shows_sidebar(self) -> bool:
        return self._edge() == SIDEBAR

    def _journal_changed(self) -> float:
        files = self.data_dir.glob("people/*/journal.sqlite3-wal")
        return max((file.stat().st_mtime_ns for file in files), default=0)

    def close(self) -> None:
        """Close the window by the window manager, as the cross in its corner does."""
        self.screen.press("alt+F4")

    def second_start(self) -> subprocess.CompletedProcess[str]:
        """Start Quietleaf once more on the same folder; ends by itself."""
        return subprocess.run(
            [sys.executable, "launcher.py", "--data-dir", str(self.data_dir)],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    def gone(self) -> int:
        """Wait for the process to end; its code."""
        return self.process.wait(GONE_SECONDS)

    def signal(self, sign: signal.Signals) -> None:
        """Send the process a signal."""
        self.process.send_signal(sign)

    def freeze_page(self) -> None:
        """Stop the page's process, so that it answers nothing any more."""
        for pid, parent in self._processes().items():
            if parent != self.process.pid:  # the page is a grandchild; the children are helpers
                os.kill(pid, signal.SIGSTOP)

    def end_hard(self) -> None:
        """Leave nothing of it behind, frozen pages included."""
        below = self._processes()
        self.process.kill()
        self.process.wait(GONE_SECONDS)
        for pid in below:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def _processes(self) -> dict[int, int]:
        """The processes below ours, each with its parent."""
        table = subprocess.run(
            ["ps", "-e", "-o", "pid=,ppid="], stdout=subprocess.PIPE, text=True, check=True
        ).stdout
        parent_of = {int(pid): int(parent) for pid, parent in re.findall(r"(\d+) +(\d+)", table)}
        return {pid: above for pid, above in parent_of.items() if self._is_below(pid, parent_of)}

    def _is_below(self, pid: int, parent_of: dict[int, int]) -> bool:
        while pid in parent_of:
            pid = parent_of[pid]
            if pid == self.process.pid:
                return True
        return False
