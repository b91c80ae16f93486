"""Flask-Login, told what a login is here: a live session in memory, with an unlocked journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, login_user, logout_user

from webapp.core import clock
from webapp.core.errors import Refusal
from webapp.core.sessions import Session, Sessions
from webapp.core.static import is_static
from webapp.core.vault import Vault
from webapp.core.web import is_marked, open_journal, wants_json
from webapp.features.accounts import health, refusals, service, visits
from webapp.features.accounts.doorstep import Doorstep
from webapp.features.accounts.models import User
from webapp.features.preferences import service as preferences

View = TypeVar("View", bound=Callable[..., Any])
WISH = "wish"
CODE_PAGES = {
    "accounts.recovery_code",
    "accounts.keep_code",
    "accounts.save_code",
    "accounts.print_code",
    "accounts.lock",
    "house.active",
    "house.page_saved",  # or closing the window would wait for it
    "house.page_unsaved",
}
"""What a person may reach who has not yet said that their recovery code is kept."""


def init_app(app: Flask) -> None:
    """Who is there is asked before every request, after the files are open."""
    manager = LoginManager(app)
    manager.login_view = "accounts.unlock"
    manager.session_protection = None  # it compares address and browser, both always the same here
    manager.user_loader(load_user)
    app.extensions["doorstep"] = Doorstep()
    app.before_request(let_in)


def administrators_only(view: View) -> View:
    """Mark a view that only someone who looks after this computer's people may use."""
    view.is_for_administrators = True  # type: ignore[attr-defined]
    return view


def live_sessions() -> Sessions:
    """All live sessions of this program."""
    found: Sessions = current_app.extensions["sessions"]
    return found


def doorstep() -> Doorstep:
    """What is remembered for those who are not in."""
    found: Doorstep = current_app.extensions["doorstep"]
    return found


def load_user(sid: str) -> User | None:
    """The person of a live session, or None; a copied cookie is worth nothing after a lock."""
    live = live_sessions().find(sid)
    if live is None:
        return None
    user: User | None = User.get_or_none(User.person_id == live.person_id)
    if user is None or user.is_disabled:
        live_sessions().close_person(live.person_id)
        return None
    user.session = live
    return user


def begin_session(user: User, vault: Vault) -> Session:
    """Let a person in who has just proved who they are; whoever was in here before goes out."""
    if g.user is not None:
        live_sessions().close(g.user.session.sid)
    live = live_sessions().open(user.person_id, vault)
    live_sessions().touch(live)
    try:
        open_journal(live)
        live.idle_minutes = preferences.read().idle_minutes
    except BaseException:  # it cannot be read: then it is not open either
        live_sessions().close(live.sid)
        raise
    user.session = live
    login_user(user)
    g.user = user
    _keep_wish(user, live)
    visits.note(user)
    doorstep().damaged.discard(user.person_id)
    if live.vault is vault:  # not one that another window has open already
        health.begin(current_app._get_current_object(), live)  # type: ignore[attr-defined]
    return live


def end_session(*, by_itself: bool = False) -> None:
    """Lock. By hand it closes the journal in every window; by itself, in the one nobody uses."""
    live = g.user.session
    if by_itself:
        live_sessions().closed_idle[live.person_id] = clock.now().timestamp()
        live_sessions().close(live.sid)
    else:
        live_sessions().close_person(live.person_id)
    logout_user()
    session.clear()


def way_on() -> str:
    """Where a person goes who has come in: where they were going when they were turned away."""
    return str(g.session.kept.pop(WISH, "/"))


def let_in() -> ResponseReturnValue | None:
    """Deny by default: only a page marked public is answered to somebody who is not there."""
    endpoint = request.endpoint or ""
    if is_static(endpoint):
        return None
    if current_user.is_authenticated:
        _welcome_back(current_user._get_current_object())
    if is_marked(current_app, endpoint, "is_public"):
        return None
    if g.user is None:
        return _turn_away()
    if not g.user.code_is_kept and endpoint not in CODE_PAGES:
        return _to(url_for("accounts.recovery_code"), 403, refusals.code_not_kept())
    if is_marked(current_app, endpoint, "is_for_administrators") and not g.user.is_admin:
        raise refusals.not_for_you()
    return None


def _welcome_back(user: User) -> None:
    g.user = user
    live = user.session
    if live is None:
        raise RuntimeError("a person was loaded without their session")
    if not is_marked(current_app, request.endpoint, "is_background"):
        live_sessions().touch(live)
    doorstep().idle_minutes[live.person_id] = live.idle_minutes
    open_journal(live)


def _turn_away() -> ResponseReturnValue:
    is_first = service.is_first_run()
    if not is_first and _is_page_visit():
        session["door"] = doorstep().keep_wish(session.get("door"), request.full_path.rstrip("?"))
    return _to(url_for("accounts.welcome" if is_first else "accounts.unlock"), 401, locked())


def _to(place: str, status: int, refusal: Refusal) -> ResponseReturnValue:
    """Send a page to another place; a script is told why, and where to send its page."""
    if request.headers.get("HX-Request"):
        return "", status, {"HX-Redirect": place}
    if wants_json():
        return jsonify(error=refusal.as_json(), unlock=place), status
    return redirect(place)


def _is_page_visit() -> bool:
    if request.method != "GET" or request.endpoint is None or wants_json():
        return False
    is_part = "HX-Request" in request.headers
    return not is_part and request.headers.get("Sec-Fetch-Dest", "document") == "document"


def _keep_wish(user: User, live: Session) -> None:
    wish = doorstep().take_wish(session.pop("door", None))
    if wish and visits.was_last(user):  # someone else's page would only be "not here"
        live.kept[WISH] = wish


def locked() -> Refusal:
    """The journal is closed."""
    return Refusal(
        _("Your journal is closed."),
        _("All that was saved is safe."),
        _("Open it with your password."),
        status=401,
    )
