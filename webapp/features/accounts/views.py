"""The way in and out: first run, unlocking by password or recovery code, locking."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import current_app, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core import clock, texts
from webapp.core.database import damaged
from webapp.core.errors import Refusal
from webapp.core.places import Places
from webapp.core.web import public, wants_json
from webapp.features.accounts import login, service
from webapp.features.accounts.blueprint import blueprint
from webapp.features.accounts.models import User, fold_name
from webapp.features.accounts.refusals import BadPassword, TryLater


@blueprint.get("/welcome")
@public
def welcome() -> ResponseReturnValue:
    """First run: choose a name and a password."""
    if not service.is_first_run():
        return redirect(url_for("accounts.unlock"))
    return render_template("accounts/welcome.html")


@blueprint.post("/welcome")
@public
def make_first_person() -> ResponseReturnValue:
    """Make the administrator and their journal, and open it."""
    name, password = field("name"), field("password")
    try:
        new = service.create_first_person(places(), name, password)
    except Refusal as refusal:
        return refused(refusal, "accounts/welcome.html", {"name": name})
    login.begin_session(new.user, new.vault)
    g.session.kept["code"] = new.recovery_code
    g.session.kept["code_why"] = "first"
    return go(url_for("accounts.recovery_code"))


@blueprint.get("/unlock")
@public
def unlock() -> ResponseReturnValue:
    """The cover: who is there, and their password."""
    if g.user is not None:
        return redirect("/")
    if service.is_first_run():
        return redirect(url_for("accounts.welcome"))
    return render_template("accounts/unlock.html", **cover())


@blueprint.post("/unlock")
@public
def open_journal() -> ResponseReturnValue:
    """Open a journal with its password."""
    name = field("name")
    if service.is_first_run():
        return go(url_for("accounts.welcome"))
    if "who" in request.form:  # a page without scripts: only another person was chosen
        return render_template("accounts/unlock.html", **cover(field("who")))
    try:
        user, vault = service.unlock(places(), name, field("password"))
    except Refusal as refusal:
        return refused(refusal, "accounts/unlock.html", cover(name), about="password")
    login.begin_session(user, vault)
    return go(login.way_on() if user.code_is_kept else url_for("accounts.recovery_code"))


@blueprint.get("/recover")
@public
def recover() -> ResponseReturnValue:
    """For the day the password is forgotten."""
    if g.user is not None:
        return redirect("/")
    if service.is_first_run():
        return redirect(url_for("accounts.welcome"))
    return render_template("accounts/recover.html", **cover())


@blueprint.post("/recover")
@public
def open_with_code() -> ResponseReturnValue:
    """Open a journal with its recovery code, set a new password, and show the new code."""
    name = field("name")
    if service.is_first_run():
        return go(url_for("accounts.welcome"))
    try:
        new = service.open_with_code(places(), name, field("code"), field("password"))
    except Refusal as refusal:
        return refused(refusal, "accounts/recover.html", cover(name) | {"code": field("code")})
    login.begin_session(new.user, new.vault)
    g.session.kept["code"] = new.recovery_code
    g.session.kept["code_why"] = "recovered"
    return go(url_for("accounts.recovery_code"))


@blueprint.post("/lock")
def lock() -> ResponseReturnValue:
    """Close the journal; nothing stays readable."""
    login.end_session(by_itself=field("why") == "idle")
    return go(url_for("accounts.unlock"))


def field(name: str) -> str:
    """A field of the form, or of the JSON that a script sends in its place; "" when missing."""
    sent: Any = request.get_json(silent=True) if request.is_json else request.form
    value = sent.get(name) if hasattr(sent, "get") else None
    return value if isinstance(value, str) else ""


def places() -> Places:
    """Where things lie in this data folder."""
    found: Places = current_app.extensions["places"]
    return found


def go(place: str) -> ResponseReturnValue:
    """On to another page; a script goes there by itself."""
    return jsonify(to=place) if wants_json() else redirect(place, 303)


def refused(
    refusal: Refusal, template: str, values: dict[str, object], *, about: str = ""
) -> ResponseReturnValue:
    """The form again with the sentence at the field it is about; for a script, the sentence."""
    about = about or ("password" if isinstance(refusal, BadPassword) else "other")
    wait = refusal.seconds if isinstance(refusal, TryLater) else 0
    is_hint = isinstance(refusal, BadPassword)  # that nothing was changed goes without saying
    said = f"{refusal.happened} {refusal.todo}" if is_hint else str(refusal)
    if wants_json():
        return jsonify(error=refusal.as_json(), about=about, said=said, wait=wait), refusal.status
    values |= {"said": said, "about": about, "wait": wait, "refusal": refusal}
    return render_template(template, **values), refusal.status


def cover(name: str = "") -> dict[str, object]:
    """What the cover shows: the people, last one first, and the one whose password is asked."""
    people = service.people_last_first()
    asked = [user for user in people if user.username_folded == fold_name(name)]
    chosen = asked[0] if asked else people[0]
    return {
        "people": [
            {"user": user, "hello": _hello(user), "foot": _closed_by_itself(user)}
            for user in people
        ],
        "options": [(user.username, user.username) for user in people],
        "chosen": chosen,
        "hello": _hello(chosen),
        "foot": _closed_by_itself(chosen),
        "trouble": _trouble(chosen),
    }


def _trouble(user: User) -> str:
    """Why the journal was shut, where that was for damage; "" when it was not."""
    if user.person_id not in login.doorstep().damaged:
        return ""
    path = places().people_folder / user.person_id / "journal.sqlite3"
    return str(damaged(path, "found while it was open"))


def _hello(user: User) -> str:
    return str(_("%(greeting)s, %(name)s.", greeting=texts.greeting(), name=user.username))


def _closed_by_itself(user: User) -> str:
    """When the journal closed by itself, and after how long; "" when it did not."""
    when = login.live_sessions().closed_idle.get(user.person_id)
    if when is None:
        return ""
    moment = datetime.fromtimestamp(when, UTC).astimezone(clock.zone(clock.local_zone()))
    minutes = login.doorstep().idle_minutes.get(user.person_id, 0)
    if not minutes:
        return str(_("Closed by itself at %(time)s", time=texts.clock_time(moment)))
    said: str = ngettext(
        "Closed by itself at %(time)s, after %(num)s minute without typing",
        "Closed by itself at %(time)s, after %(num)s minutes without typing",
        minutes,
        time=texts.clock_time(moment),
    )
    return said
