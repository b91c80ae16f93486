"""What happens around every request: files opened and closed, who is there, headers, errors."""

from __future__ import annotations

import contextlib
import logging
import secrets
import sqlite3
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import IO, Any, TypeVar

import peewee
from flask import Flask, Request, Response, g, jsonify, render_template, request
from flask_babel import gettext as _
from sqlcipher3 import dbapi2 as sqlcipher
from werkzeug.exceptions import HTTPException, NotFound, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from webapp.core import jobs as core_jobs
from webapp.core import static, trouble
from webapp.core.database import Locked, use_accounts, use_vault
from webapp.core.errors import Refusal

log = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., Any])
MAX_TEXT_BYTES = 16 * 1024 * 1024
MAX_UPLOAD_BYTES = 512 * 1024 * 1024
POLICY = (
    "default-src 'none'; script-src {origin}static/; style-src 'self' 'nonce-{nonce}';"
    " img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
UNREADABLE = (peewee.PeeweeException, sqlcipher.Error, sqlite3.Error, Refusal, Locked, OSError)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class InMemoryRequest(Request):
    """A request whose uploads never touch a temporary file, where they would be plain text."""

    max_form_memory_size = MAX_TEXT_BYTES
    max_form_parts = 100_000

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


def public(view: View) -> View:
    """Mark a view that is open to whoever has our window, unlocked or not."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def background(view: View) -> View:
    """Mark a view that the page calls by itself: it does not count as the person being here."""
    view.is_background = True  # type: ignore[attr-defined]
    return view


def large(view: View) -> View:
    """Mark a view that takes uploads, up to MAX_UPLOAD_BYTES."""
    view.takes_large = True  # type: ignore[attr-defined]
    return view


def saves_text(view: View) -> View:
    """Mark a view whose page keeps its text until it is saved, and tries again by itself."""
    view.saves_text = True  # type: ignore[attr-defined]
    return view


def is_marked(app: Flask, endpoint: str | None, mark: str) -> bool:
    """Whether the view of an endpoint carries that mark."""
    return bool(getattr(app.view_functions.get(endpoint or ""), mark, False))


def init_app(app: Flask) -> None:
    """Put the house's manners on an app; the features' hooks run after these."""
    app.request_class = InMemoryRequest
    app.before_request(open_files)
    app.teardown_request(close_files)
    app.after_request(add_headers)
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(Exception, answer_unexpected)


def open_files() -> None:
    """Before a request: the accounts file, who is there, and their journal if it is unlocked.

    A static file is the program's own and asks for none of these.
    """
    from flask import current_app

    g.csp_nonce = secrets.token_urlsafe(16)
    g.user = g.journal = g.vault = g.session = None
    g.open_files = contextlib.ExitStack()
    request.max_content_length = (
        MAX_UPLOAD_BYTES
        if is_marked(current_app, request.endpoint, "takes_large")
        else MAX_TEXT_BYTES
    )
    if static.is_static(request.endpoint):
        return
    g.db = g.open_files.enter_context(use_accounts(current_app.extensions["places"].accounts_path))


def open_journal(session: Any) -> None:
    """Open the journal of a live session for the rest of this request."""
    g.session, g.vault = session, session.vault
    g.journal = g.open_files.enter_context(use_vault(session.vault))


def close_files(error: BaseException | None = None) -> None:
    """After a request, whatever happened: everything that was opened is closed."""
    opened = g.pop("open_files", None)
    if opened is not None:
        opened.close()


def add_headers(response: Response) -> Response:
    """Say to the browser what the page may do (nothing but talk to us) and keep (nothing)."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault(
        "Content-Security-Policy",
        POLICY.format(origin=request.host_url, nonce=g.get("csp_nonce", "")),
    )
    is_kept = static.MARKED in request.environ and response.status_code in (200, 304)
    response.headers["Cache-Control"] = static.KEPT if is_kept else "no-store"
    return response


def wants_json() -> bool:
    """Whether a script asks, and not a person's browser for a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.is_json or best == "application/json"


def answer_refusal(refusal: Refusal) -> tuple[BaseResponse | str, int]:
    """The three sentences, as a page, a part of a page, or JSON."""
    if wants_json():
        return jsonify(error=refusal.as_json()), refusal.status
    return draw(refusal), refusal.status


def draw(refusal: Refusal) -> BaseResponse | str:
    """The page of a refusal: inside the open journal, else on the cover, else as bare text.

    What is refused may be the very file that the sidebar, or even the cover, is read from.
    """
    for journal in (g.get("journal"), None):
        g.journal = journal
        try:
            return render_template("error.html", refusal=refusal)
        except UNREADABLE as error:
            log.warning("an error's page could not be drawn: %s", type(error).__name__)
    said = "\n".join(sentence for sentence in refusal.sentences if sentence)
    return Response(said + "\n", mimetype="text/plain")


def answer_http_error(error: HTTPException) -> tuple[BaseResponse | str, int] | HTTPException:
    """Errors that Flask raises itself, in our words."""
    if error.code is not None and error.code < 400:
        return error
    if isinstance(error, NotFound):
        return answer_refusal(not_here())
    if isinstance(error, RequestEntityTooLarge):
        return answer_refusal(
            Refusal(
                _("That is more than Quietleaf takes at once."),
                _("Nothing was changed."),
                _("Make it smaller, or bring it in parts."),
                status=413,
            )
        )
    return answer_refusal(
        Refusal(
            _("Quietleaf did not understand that request."),
            _("Nothing was changed."),
            _("Go back and try again."),
            status=error.code or 400,
            curious=error.name,
        )
    )


def not_here() -> Refusal:
    """There is no such page or entry, or it is somebody else's: the answer is the same."""
    return Refusal(
        _("This entry is not here any more."),
        _("If it was moved to the trash in the last 30 days, it is there."),
        _("Go back to the timeline."),
        status=404,
    )


def answer_unexpected(error: Exception) -> tuple[BaseResponse | str, int]:
    """Anything else: trouble with a file is said; the rest is logged, never with its words."""
    from flask import current_app

    found = trouble.of(error, current_app.extensions["places"].data_dir)
    if found is not None:
        log.error("%s: %s %s", request.endpoint, found.kind, found.curious)
        is_text = is_marked(current_app, request.endpoint, "saves_text")
        return answer_refusal(trouble.while_saving(found) if is_text else found)
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else ""
    log.error("request to %s failed: %s at %s", request.endpoint, type(error).__name__, place)
    return answer_refusal(core_jobs.unexpected(error))
