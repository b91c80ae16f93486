"""The door: who may speak to Quietleaf at all, decided before Flask sees the request.

A request must name our address exactly, carry the cookie of a window or browser that we let in
ourselves, and come from a page of ours. The way in is a launch URL that works once.

This keeps out web pages and other users of the computer. It cannot keep out a program that runs
as the same user: that one can read our memory.
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from webapp.desktop.words import _

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LAUNCH_PATH = "/launch/"
RAISE_PATH = "/raise"
RAISE_HEADER = "X-Quietleaf-Raise"
APP_SECONDS = 30.0
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
HEADERS = [
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
]

# Shown where a redirect would lose the Strict cookie: when a file's page or a site has led here.
LAUNCHED = (
    '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">'
    "<title>Quietleaf</title>"
)


class Gate:
    """WSGI layer around the app; `port` is the one that the socket is bound to.

    The app may be given later, so that the window can have its address before the app is built.
    """

    def __init__(self, port: int, app: WSGIApplication | None = None) -> None:
        self._app = app
        self._app_is_there = threading.Event()
        if app is not None:
            self._app_is_there.set()
        self.host = f"127.0.0.1:{port}"
        self.origin = f"http://{self.host}"
        # Browsers share cookies between ports, so the name carries ours.
        self.cookie_name = f"quietleaf_window_{port}"
        self.raise_key = secrets.token_urlsafe(32)
        self.on_raise: Callable[[], bool] = lambda: False  # True: a window came forward
        self.way_in: Callable[[], str] = self.new_launch_url  # for a second start, without a window
        self.on_launch: Callable[[], object] = lambda: None  # a launch URL was used
        self._window_key = secrets.token_urlsafe(32)
        self._ticket: str | None = None
        self._lock = threading.Lock()

    def open_to(self, app: WSGIApplication) -> None:
        """From now on requests reach `app`; those that came before have waited for it."""
        self._app = app
        self._app_is_there.set()

    def give_up(self) -> None:
        """There will be no app: those that wait for it are told so."""
        self._app_is_there.set()

    def new_launch_url(self) -> str:
        """A URL that lets in whoever opens it first; the one given before stops working."""
        ticket = secrets.token_urlsafe(32)
        with self._lock:
            self._ticket = ticket
        return f"{self.origin}{LAUNCH_PATH}{ticket}"

    def admits(self, cookies: str) -> bool:
        """Whether a Cookie header carries the key of a window that we let in."""
        for pair in cookies.split(";"):
            name, _sign, value = pair.strip().partition("=")
            if name == self.cookie_name and _same(value, self._window_key):
                return True
        return False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer at the door, or let the request through."""
        if environ.get("HTTP_HOST") != self.host:
            return _refuse(start_response, "400 Bad Request", wrong_address())
        path = environ.get("PATH_INFO", "")
        if path == RAISE_PATH:
            return self._raise_window(environ, start_response)
        if path.startswith(LAUNCH_PATH):
            return self._launch(path.removeprefix(LAUNCH_PATH), environ, start_response)
        if not self.admits(environ.get("HTTP_COOKIE", "")):
            return _refuse(start_response, "403 Forbidden", not_let_in())
        if not self._is_from_us(environ):
            return _refuse(start_response, "403 Forbidden", from_elsewhere())
        self._app_is_there.wait(APP_SECONDS)
        if self._app is None:
            return _refuse(start_response, "503 Service Unavailable", _("Quietleaf is starting."))
        return self._app(environ, start_response)

    def _launch(
        self, ticket: str, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        # A browser that loads ahead of the person must not use the ticket up.
        ahead = environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE")
        if environ["REQUEST_METHOD"] != "GET" or ahead or not self._use_up(ticket):
            return _refuse(start_response, "403 Forbidden", not_let_in())
        self.on_launch()
        cookie = f"{self.cookie_name}={self._window_key}; HttpOnly; SameSite=Strict; Path=/"
        headers = [("Set-Cookie", cookie)]
        status = "200 OK"
        if environ.get("HTTP_SEC_FETCH_SITE") == "none":  # asked for by the window, by no page
            status = "303 See Other"
            headers.append(("Location", "/"))
        return _answer(start_response, status, "text/html; charset=utf-8", LAUNCHED, *headers)

    def _use_up(self, ticket: str) -> bool:
        # Two that come at once: only one may find the ticket still there.
        with self._lock:
            if self._ticket is None or not _same(ticket, self._ticket):
                return False
            self._ticket = None
            return True

    def _raise_window(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """A second start asks: bring the window forward, or, without one, give it a way in."""
        key = environ.get("HTTP_" + RAISE_HEADER.upper().replace("-", "_"), "")
        by_page = "HTTP_ORIGIN" in environ or "HTTP_SEC_FETCH_SITE" in environ
        if environ["REQUEST_METHOD"] != "POST" or by_page or not _same(key, self.raise_key):
            return _refuse(start_response, "403 Forbidden", not_let_in())
        is_raised = self.on_raise()
        answer = {"raised": is_raised, "url": None if is_raised else self.way_in()}
        return _answer(start_response, "200 OK", "application/json", json.dumps(answer))

    def _is_from_us(self, environ: WSGIEnvironment) -> bool:
        origin = environ.get("HTTP_ORIGIN")
        site = environ.get("HTTP_SEC_FETCH_SITE")
        if site is not None and site not in OWN_SITES:
            return False
        # A form on a page without referrer sends Origin "null"; then the browser's word counts.
        if origin is not None and origin != self.origin:
            return origin == "null" and site == "same-origin"
        if environ["REQUEST_METHOD"] in SAFE_METHODS:
            return True
        return origin == self.origin or site == "same-origin"


def wrong_address() -> str:
    """Said to a request that names another host."""
    return " ".join(
        (
            _("This is not Quietleaf's address."),
            _("Nothing was changed."),
            _("Start Quietleaf again: it opens the right one."),
        )
    )


def not_let_in() -> str:
    """Said to a browser without our cookie, or with a launch URL that was used before."""
    return " ".join(
        (
            _("This address works once, and only in the window or browser it was made for."),
            _("Nothing was changed."),
            _("Start Quietleaf again: it makes a new one."),
        )
    )


def from_elsewhere() -> str:
    """Said to a request that another site has sent."""
    return " ".join(
        (
            _("That came from another site, so Quietleaf did not do it."),
            _("Nothing was changed."),
            _("Use Quietleaf's own pages."),
        )
    )


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected.encode())


def _refuse(start_response: StartResponse, status: str, text: str) -> Iterable[bytes]:
    return _answer(start_response, status, "text/plain; charset=utf-8", text + "\n")


def _answer(
    start_response: StartResponse,
    status: str,
    content_type: str,
    text: str,
    *headers: tuple[str, str],
) -> Iterable[bytes]:
    body = text.encode()
    start_response(
        status,
        [
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
            *HEADERS,
            *headers,
        ],
    )
    return [body]
