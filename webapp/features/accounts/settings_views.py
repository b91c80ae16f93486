"""Settings of one's own door: when it locks, the password, the recovery code, the name."""

from __future__ import annotations

from flask import g, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core import clock, texts
from webapp.core.errors import Refusal
from webapp.core.page import toast
from webapp.features.accounts import administration, codes, login, refusals, service
from webapp.features.accounts.blueprint import blueprint
from webapp.features.accounts.refusals import BadPassword
from webapp.features.accounts.views import field, go, places
from webapp.features.preferences import service as preferences

PANEL = "accounts.lock_panel"


@blueprint.get("/settings/lock")
def lock_panel() -> ResponseReturnValue:
    """When the journal closes by itself, and what opens it."""
    return render_template(
        "accounts/settings_lock.html",
        idle_choices=[(minutes, _after(minutes)) for minutes in preferences.IDLE_CHOICES],
        idle_now=g.session.idle_minutes,
        password_day=_day(g.user.password_set_at),
        code_day=_day(codes.made_at(g.user)),
    )


@blueprint.post("/settings/lock")
def change_lock() -> ResponseReturnValue:
    """Lock after another time; it counts from now on."""
    wanted = field("idle_minutes")
    try:
        mine = preferences.change(idle_minutes=int(wanted))
    except ValueError as error:
        raise refusals.no_choice() from error
    g.session.idle_minutes = mine.idle_minutes
    return jsonify(idle_minutes=mine.idle_minutes)


@blueprint.get("/settings/password")
def password_panel() -> ResponseReturnValue:
    """Change one's own password."""
    return render_template("accounts/settings_password.html", panel_endpoint=PANEL)


@blueprint.post("/settings/password")
def change_password() -> ResponseReturnValue:
    """Change it; a journal that is open in another window closes there."""
    try:
        service.change_password(g.user, g.vault, field("old"), field("password"))
    except Refusal as refusal:
        about = "new" if isinstance(refusal, BadPassword) else "old"
        return _again("accounts/settings_password.html", refusal, about=about)
    login.live_sessions().close_person(g.user.person_id, but=g.session.sid)
    toast(_("Your new password counts from now on."))
    return go("/settings/lock")


@blueprint.get("/settings/recovery")
def code_panel() -> ResponseReturnValue:
    """Make a new recovery code: the password is asked first."""
    return render_template("accounts/settings_recovery.html", panel_endpoint=PANEL)


@blueprint.post("/settings/recovery")
def make_code() -> ResponseReturnValue:
    """Make it, and show it; whoever sits at an open journal must know the password."""
    try:
        service.prove(g.user, field("password"))
    except Refusal as refusal:
        return _again("accounts/settings_recovery.html", refusal)
    g.session.kept["code"] = service.new_code(g.user, g.vault)
    g.session.kept["code_why"] = "asked"
    return go("/recovery-code")


@blueprint.get("/settings/name")
def name_panel() -> ResponseReturnValue:
    """Change one's own name."""
    return render_template(
        "accounts/settings_name.html", panel_endpoint=PANEL, name=g.user.username
    )


@blueprint.post("/settings/name")
def change_name() -> ResponseReturnValue:
    """Change it."""
    try:
        administration.rename(places(), g.user, field("name"))
    except Refusal as refusal:
        return _again("accounts/settings_name.html", refusal, name=field("name"))
    toast(_("Quietleaf greets you by your new name."))
    return go("/settings/lock")


def _again(template: str, refusal: Refusal, **values: object) -> ResponseReturnValue:
    is_hint = isinstance(refusal, BadPassword)
    said = f"{refusal.happened} {refusal.todo}" if is_hint else str(refusal)
    values |= {"said": said, "panel_endpoint": PANEL}
    return render_template(template, **values), refusal.status


def _after(minutes: int) -> str:
    if not minutes:
        return str(_("Never"))
    return str(ngettext("%(num)s minute", "%(num)s minutes", minutes))


def _day(moment_ms: int | None) -> str:
    if not moment_ms:
        return ""
    return texts.full_date(clock.When.of_instant(moment_ms, clock.local_zone()).day)
