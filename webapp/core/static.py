"""Static files, kept by the browser for as long as this program runs and not longer.

Their addresses carry a mark that is new at every start, in the path and not behind a question
mark, so that what a script or a style sheet imports by a relative address carries it too.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, url_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = "/static/"
MARKED = "quietleaf.marked"
KEPT = "private, max-age=604800, immutable"


def init_app(app: Flask) -> None:
    """Give the templates addresses with the mark, and take it off what is asked for."""
    mark = secrets.token_hex(4)
    app.extensions["static_mark"] = mark
    app.jinja_env.globals.update(static_url=static_url, url_for=marked_url_for)
    app.wsgi_app = Unmarked(app.wsgi_app, mark)  # type: ignore[method-assign]


def is_static(endpoint: str | None) -> bool:
    """Whether an endpoint answers with files of the program, which hold nobody's words."""
    return (endpoint or "").rpartition(".")[2] == "static"


def marked_url_for(endpoint: str, **values: Any) -> str:
    """Flask's `url_for`, with the mark in addresses of static files."""
    url = url_for(endpoint, **values)
    if is_static(endpoint):
        url = f"{PREFIX}{current_app.extensions['static_mark']}/{url.removeprefix(PREFIX)}"
    return url


def static_url(filename: str) -> str:
    """The address of one of the house's own static files."""
    return marked_url_for("static", filename=filename)


class Unmarked:
    """WSGI layer that takes the mark off an address and notes that it was there."""

    def __init__(self, app: WSGIApplication, mark: str) -> None:
        self._app = app
        self._prefix = f"{PREFIX}{mark}/"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on."""
        path = environ.get("PATH_INFO", "")
        if path.startswith(self._prefix):
            environ["PATH_INFO"] = PREFIX + path.removeprefix(self._prefix)
            environ[MARKED] = True
        return self._app(environ, start_response)
