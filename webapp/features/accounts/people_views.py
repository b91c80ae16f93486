"""The people of this computer, for those who look after them: accounts, never journals."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core import clock, texts
from webapp.core.errors import Refusal
from webapp.core.page import toast
from webapp.features.accounts import administration, login, service
from webapp.features.accounts.blueprint import blueprint
from webapp.features.accounts.login import administrators_only
from webapp.features.accounts.models import User
from webapp.features.accounts.views import field, go, places, refused

PANEL = "accounts.people"
MIB = 1024 * 1024


@blueprint.get("/people")
@administrators_only
def people() -> ResponseReturnValue:
    """Everyone, when they last opened their journal, and its size."""
    return render_template("accounts/people.html", rows=_rows())


@blueprint.get("/people/new")
@administrators_only
def new_person() -> ResponseReturnValue:
    """A name, and a password that the person types themselves."""
    return render_template("accounts/people_new.html", panel_endpoint=PANEL)


@blueprint.post("/people/new")
@administrators_only
def add_person() -> ResponseReturnValue:
    """Add someone; their recovery code is shown to them when they first open their journal."""
    try:
        user = administration.add_person(places(), field("name"), field("password"))
    except Refusal as refusal:
        values: dict[str, object] = {"name": field("name"), "panel_endpoint": PANEL}
        return refused(refusal, "accounts/people_new.html", values)
    toast(_("%(name)s can open a journal here now.", name=user.username))
    return go(url_for(PANEL))


@blueprint.post("/people/<person_id>/rename")
@administrators_only
def rename_person(person_id: str) -> ResponseReturnValue:
    """Give someone another name."""
    user = _person(person_id)
    try:
        administration.rename(places(), user, field("name"))
    except Refusal as refusal:
        return _refused(refusal)
    return go(url_for(PANEL))


@blueprint.post("/people/<person_id>/<any(disable, enable, admin, plain):change>")
@administrators_only
def change_person(person_id: str, change: str) -> ResponseReturnValue:
    """Close or open someone's account; let them look after this computer, or no longer."""
    user = _person(person_id)
    try:
        if change == "disable":
            administration.disable(user, by=g.user)
            login.live_sessions().close_person(user.person_id)
        elif change == "enable":
            administration.enable(user)
        else:
            administration.set_admin(user, change == "admin")
    except Refusal as refusal:
        return _refused(refusal)
    return go(url_for(PANEL) if user != g.user or user.is_admin else "/")


@blueprint.post("/people/<person_id>/delete")
@administrators_only
def delete_person(person_id: str) -> ResponseReturnValue:
    """Remove an account once its name has been typed; the journal's folder is kept aside."""
    user = _person(person_id)
    try:
        administration.check_deletion(user, field("name"), by=g.user)
        login.live_sessions().close_person(user.person_id)
        administration.delete(places(), user, field("name"), by=g.user)
    except Refusal as refusal:
        return _refused(refusal)
    toast(
        _("%(name)s is removed. The closed journal is in the folder “deleted”.", name=user.username)
    )
    return go(url_for(PANEL))


def _person(person_id: str) -> User:
    return administration.person(person_id) or abort(404)


def _refused(refusal: Refusal) -> ResponseReturnValue:
    return render_template("accounts/people.html", rows=_rows(), refusal=refusal), refusal.status


def _rows() -> list[dict[str, object]]:
    return [
        {
            "user": user,
            "is_you": user == g.user,
            "said": _said(user),
            "size": _size(administration.journal_bytes(places(), user)),
        }
        for user in service.people()
    ]


def _said(user: User) -> str:
    """What stands under a name: the day and never the hour of the last visit."""
    parts = []
    if user == g.user:
        parts.append(_("You, looks after this computer"))
    elif user.is_admin:
        parts.append(_("Looks after this computer"))
    if user.is_disabled:
        parts.append(_("Disabled"))
    if user != g.user:
        parts.append(_opened(user))
    return ". ".join(parts)


def _opened(user: User) -> str:
    today = clock.today(clock.local_zone())
    if user.opened_on is None:
        day = clock.When.of_instant(user.joined_at, clock.local_zone()).day
        return str(_("Added on %(day)s, not opened yet", day=texts.full_date(day)))
    day = texts.as_date(user.opened_on)
    if day == today:
        return str(_("Opened today"))
    if day == today - timedelta(days=1):
        return str(_("Opened yesterday"))
    return str(_("Opened on %(day)s", day=texts.full_date(day)))


def _size(count: int) -> str:
    if not count:
        return str(_("None"))
    if count < MIB:
        return str(_("under 1 MB"))
    return str(_("%(num)s MB", num=texts.number(round(count / MIB))))
