"""What lives from start to exit: the socket, the gate, the app, the server, and their end."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import threading
import time
from typing import TYPE_CHECKING

from webapp.desktop import browser
from webapp.desktop.gate import Gate
from webapp.desktop.server import Server, bind
from webapp.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

    from webapp.core.native import Native
    from webapp.core.pages import OpenPages
    from webapp.desktop.instance import Instance

REDIRECT_SECONDS = 20.0
SWEEP_SECONDS = 5.0
AUTOSAVE_SECONDS = 1.5  # longer than a browser page waits before it saves by itself

log = logging.getLogger(__name__)


class Program:
    """One running Quietleaf. Made with its port bound; `open` builds the rest."""

    def __init__(self, settings: Settings, instance: Instance) -> None:
        self._socket = bind(settings.port)
        self.port = int(self._socket.getsockname()[1])
        self.settings = dataclasses.replace(settings, port=self.port)
        self.gate = Gate(self.port)
        self.gate.on_launch = self._forget_redirect
        self.gate.way_in = self.way_in
        self.app: Flask | None = None
        self.stopped = threading.Event()
        self._instance = instance
        # It listens before the app is there: meanwhile the window gets in and starts its page.
        self._server = Server(self._socket, self.gate)
        self._server.start()
        self._native: Native | None = None

    def open(self) -> Flask:
        """Build the app and answer requests from now on.

        Raises Refusal.
        """
        from webapp import create_app

        started = time.perf_counter()
        app = create_app(self.settings)
        self.app = app
        if self._native is not None:
            app.extensions["native"] = self._native
        self.gate.open_to(app)
        self._instance.publish(self.port, self.gate.raise_key)
        threading.Thread(target=self._sweep, args=(app,), name="sweep", daemon=True).start()
        log.info("ready after %.2f s", time.perf_counter() - started)
        return app

    def use_native(self, native: Native) -> None:
        """Give the features the window's services; the app may be built before or after."""
        self._native = native
        if self.app is not None:
            self.app.extensions["native"] = native

    def pages(self) -> OpenPages | None:
        """Which pages are open; None while the app is being built."""
        pages: OpenPages | None = self.app.extensions["pages"] if self.app else None
        return pages

    def is_unlocked(self) -> bool:
        """Whether a journal is open in any window or browser."""
        return self.app is not None and len(self.app.extensions["sessions"]) > 0

    def way_in(self) -> str:
        """A launch URL for a browser; its redirect file does not outlive it for long."""
        timer = threading.Timer(REDIRECT_SECONDS, self._forget_redirect)
        timer.daemon = True
        timer.start()
        return self.gate.new_launch_url()

    def close(self) -> None:
        """Finish what is running, forget the keys, and give the data folder back."""
        self.stopped.set()
        self.gate.give_up()
        with contextlib.ExitStack() as last:  # each step is tried, whatever befell the others
            last.callback(self._instance.release)
            last.callback(self._forget_redirect)
            last.callback(self._socket.close)
            if self.app is not None:
                last.callback(self.app.extensions["sessions"].close_all)
                last.callback(self.app.extensions["jobs"].drain)
            last.callback(self._server.drain)
            last.callback(self._let_pages_save)
            self._instance.withdraw()
        log.info("closed")

    def _let_pages_save(self) -> None:
        pages = self.pages()
        if pages is not None and pages.has_unsaved():
            pages.flushed.wait(AUTOSAVE_SECONDS)

    def _forget_redirect(self) -> None:
        browser.remove_redirect(self.settings.data_dir)

    def _sweep(self, app: Flask) -> None:
        """Lock what has been idle for too long: no request may come to notice it."""
        while not self.stopped.wait(SWEEP_SECONDS):
            app.extensions["sessions"].sweep()
