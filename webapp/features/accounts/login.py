"""Flask-Login, told what a login is here: a live session in memory, with an unlocked journal."""

from __future__ import annotations

from flask import Flask, current_app, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, login_user

from webapp.core.errors import Refusal
from webapp.core.sessions import Session
from webapp.core.vault import Vault
from webapp.core.web import is_marked, open_journal, wants_json
from webapp.features.accounts import service
from webapp.features.accounts.models import User
from webapp.features.preferences import service as preferences

CODE_PAGES = {"accounts.recovery_code", "accounts.keep_code", "accounts.save_code", "accounts.lock"}


def init_app(app: Flask) -> None:
    """Who is there is asked before every request, after the files are open."""
    manager = LoginManager(app)
    manager.login_view = "accounts.unlock"
    manager.session_protection = None  # it compares address and browser, both always the same here
    manager.user_loader(load_user)
    app.before_request(let_in)


def load_user(sid: str) -> User | None:
    """The person of a live session, or None; a copied cookie is worth nothing after a lock."""
    session: Session | None = current_app.extensions["sessions"].find(sid)
    if session is None:
        return None
    user: User | None = User.get_or_none(User.person_id == session.person_id)
    if user is None or user.is_disabled:
        current_app.extensions["sessions"].close_person(session.person_id)
        return None
    user.session = session
    return user


def begin_session(user: User, vault: Vault) -> Session:
    """Let a person in who has just proved who they are."""
    session: Session = current_app.extensions["sessions"].open(user.person_id, vault)
    user.session = session
    login_user(user)
    g.user = user
    open_journal(session)
    session.idle_minutes = preferences.read().idle_minutes
    return session


def let_in() -> ResponseReturnValue | None:
    """Deny by default: only a page marked public is answered to somebody who is not there."""
    if current_user.is_authenticated:
        g.user = current_user._get_current_object()
        if not is_marked(current_app, request.endpoint, "is_background"):
            current_app.extensions["sessions"].touch(g.user.session)
        open_journal(g.user.session)
    if _is_open_to_all():
        return None
    if g.user is None:
        return _turn_away()
    if not g.user.code_is_kept and request.endpoint not in CODE_PAGES:
        return redirect(url_for("accounts.recovery_code"))
    return None


def _is_open_to_all() -> bool:
    endpoint = request.endpoint or ""
    return endpoint.rpartition(".")[2] == "static" or is_marked(
        current_app, endpoint, "is_public"
    )


def _turn_away() -> ResponseReturnValue:
    place = url_for("accounts.welcome" if service.is_first_run() else "accounts.unlock")
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": place}
    if wants_json():
        return jsonify(error=locked().as_json(), unlock=place), 401
    return redirect(place)


def locked() -> Refusal:
    """The journal is closed."""
    return Refusal(
        _("Your journal is closed."),
        _("All that was saved is safe."),
        _("Open it with your password."),
        status=401,
    )
