"""The native window: pywebview on the main thread, in private mode, tied to our one address."""

from __future__ import annotations

import contextlib
import logging
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from webapp.desktop import browser, crash, display, harden, paths
from webapp.desktop.closing import Closing, StopSignals
from webapp.desktop.native import WindowNative, no_pdf
from webapp.desktop.words import _
from webapp.settings import Surroundings

if TYPE_CHECKING:
    from concurrent.futures import Future

    from flask import Flask

    from webapp.core.native import Native
    from webapp.desktop.program import Program
    from webapp.desktop.qt import Guards

TITLE = "Quietleaf"
WIDTH, HEIGHT = 1280, 820
MIN_SIZE = (420, 480)
COVER = "#1B5568"  # --cover of the design: no white flash before the first page
PATIENCE_SECONDS = 20.0
SCRATCH_NAME = "window"

log = logging.getLogger(__name__)


class MainWindow:
    """The window of one program. Made on the main thread; `run` returns when it has closed."""

    def __init__(self, program: Program, around: Surroundings) -> None:
        self._program = program
        self._scratch = fresh_folder(program.settings.data_dir / SCRATCH_NAME)
        self._guards: Guards | None = None
        self._failure: BaseException | None = None
        self._wants_browser = False
        self._is_linux = sys.platform.startswith("linux")
        if self._is_linux:
            display.prepare(around)
            self._qt_application = load_qt(self._scratch, around)
        import webview

        quiet_library(debug=program.settings.debug)
        webview.settings["ALLOW_DOWNLOADS"] = False
        webview.settings["ALLOW_FILE_URLS"] = False
        webview.settings["OPEN_DEVTOOLS_IN_DEBUG"] = False
        self._webview = webview
        if self._is_linux and not program.settings.debug:  # debugging sets more flags, later
            start_engine()
        window = webview.create_window(
            TITLE,
            program.gate.new_launch_url(),
            width=WIDTH,
            height=HEIGHT,
            min_size=MIN_SIZE,
            background_color=COVER,
            text_select=True,
            zoomable=True,
        )
        self._window = cast("Any", window)  # None only where an event has cancelled it
        self._closing = Closing(self, program.pages, program.is_unlocked)
        self._signals = StopSignals(self._closing.leave)

    def run(self) -> bool:
        """Show the window until it closes; True when the person asks for the browser instead.

        Raises what kept the window from being safe to show.
        """
        self._window.events.closing += self._closing.on_closing
        self._window.events.before_show += self._before_show
        self._program.gate.on_raise = self._raise
        self._signals.install()
        self._watch_first_page()
        try:
            self._webview.start(
                gui="qt" if self._is_linux else None,
                private_mode=True,
                storage_path=str(self._scratch),
                debug=self._program.settings.debug,
                icon=icon_path(),
            )
        finally:
            self._program.gate.on_raise = lambda: False
            crash.withdraw()
            shutil.rmtree(self._scratch, ignore_errors=True)
        if self._failure is not None:
            raise self._failure
        return self._wants_browser

    def native(self) -> Native:
        """The window's services for the features."""
        make_pdf = self._make_pdf if self._is_linux else None  # else the system's print dialog does
        return WindowNative(self._ask_where, self._print, make_pdf)

    def run_script(self, script: str, heard: Callable[[], object]) -> None:
        """Run a script in the page, then call `heard`; never waits for the page."""
        if self._guards is not None:
            self._guards.run_script(script, heard)
            return

        def run() -> None:  # does not return while the page hangs
            self._window.run_js(script)
            heard()

        threading.Thread(target=run, name="script", daemon=True).start()

    def destroy(self) -> None:
        """Close the window; asks the closing handlers once more."""
        self._window.destroy()

    def close_if_failed(self, building: Future[Flask]) -> None:
        """Close the window when the app that it waits for could not be built; from any thread."""
        if building.exception() is not None:
            self._closing.leave()

    def _before_show(self) -> None:
        """The last moment before the page is asked for; runs on the main thread."""
        self._signals.install()  # pywebview has put its own handler over ours
        harden.protect_memory()
        if not self._is_linux:
            return
        try:
            from webapp.desktop.qt import Guards

            self._guards = Guards(
                self._window.native,
                self._program.port,
                browser.open_link,
                self._program.gate.new_launch_url,
            )
        except BaseException as error:
            # pywebview swallows what its handlers raise, and the window would open unguarded
            self._failure = error
            self._window.native.webview.stop()
            self._closing.leave()
            raise

    def _raise(self) -> bool:
        if self._guards is not None:
            self._guards.raise_window()
        else:
            self._window.restore()
            self._window.show()
        return True

    def _ask_where(self, suggested: Path) -> Path | None:
        if self._guards is not None:
            return self._guards.ask_where(suggested)
        chosen = self._window.create_file_dialog(
            self._webview.FileDialog.SAVE,
            directory=str(suggested.parent),
            save_filename=suggested.name,
        )
        return Path(chosen if isinstance(chosen, str) else chosen[0]) if chosen else None

    def _print(self) -> None:
        if self._guards is not None:
            self._guards.print_page()
        else:
            self._window.run_js("window.print(); void 0")

    def _make_pdf(self) -> bytes:
        if self._guards is None:
            raise no_pdf()
        return self._guards.page_as_pdf()

    def _watch_first_page(self) -> None:
        threading.Thread(target=self._offer_browser, name="first-page", daemon=True).start()

    def _offer_browser(self) -> None:
        if self._page_came(PATIENCE_SECONDS) or self._program.stopped.is_set():
            return
        log.error("no page in the window after %d s", PATIENCE_SECONDS)
        question = _(
            "The window of Quietleaf stays empty. Nothing is lost. What happened is in %(path)s."
            " Open Quietleaf in the browser instead?",
            path=self._program.settings.log_dir,
        )
        if crash.ask(question):
            self._wants_browser = True
            self._closing.leave()

    def _page_came(self, seconds: float) -> bool:
        if not self._window.events.shown.wait(seconds):
            return False
        loaded = self._guards.first_page if self._guards else self._window.events.loaded
        return bool(loaded.wait(seconds))


def load_qt(scratch: Path, around: Surroundings) -> object:
    """Import Qt and make its application.

    Raises NoWindow when it does not load or finds no screen.
    """
    try:
        from webapp.desktop import qt
    except ImportError as error:
        raise display.NoWindow(display.toolkit_failed(str(error))) from error
    wished = around.qt_platform is not None and qt.OFFSCREEN in around.qt_platform
    return qt.application(scratch, offscreen_is_wished=wished)


def start_engine() -> None:
    """Start what takes longest in Qt, as soon as its flags are set."""
    from webapp.desktop import qt

    qt.start_engine()


def quiet_library(*, debug: bool) -> None:
    """Keep pywebview's remarks out of the terminal and the log: they may quote the page."""
    library = logging.getLogger("pywebview")
    library.handlers.clear()
    library.setLevel(logging.WARNING if debug else logging.CRITICAL)


def icon_path() -> str | None:
    """The picture for the window's frame and the task bar."""
    folder = paths.program_root() / "assets"
    drawn = sorted([*folder.glob("icon/*256*.png"), *folder.glob("icon*256*.png")])
    found = [*drawn, *(p for p in [folder / "icon.png", folder / "icon.svg"] if p.exists())]
    return str(found[0]) if found else None


def fresh_folder(folder: Path) -> Path:
    """The folder, empty: whatever a crash has left there goes."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True)
    return folder
