"""The recovery code: shown once, copied, printed or saved, and confirmed."""

from __future__ import annotations

import threading

from flask import Response, current_app, g, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core import clock, texts
from webapp.core.errors import Refusal
from webapp.core.native import Native
from webapp.core.page import toast
from webapp.core.web import wants_json
from webapp.features.accounts import login, refusals, service
from webapp.features.accounts.blueprint import blueprint
from webapp.features.accounts.views import field, go

_one_at_a_time = threading.Lock()  # of two codes made at once only one would open


@blueprint.get("/recovery-code")
def recovery_code() -> ResponseReturnValue:
    """Show the code; whoever has never said that it is kept gets a new one."""
    with _one_at_a_time:
        if "code" not in g.session.kept:
            if g.user.code_is_kept:
                return redirect("/")
            g.session.kept["code"] = service.new_code(g.user, g.vault)
    return render_template("accounts/recovery_code.html", **_shown())


@blueprint.post("/recovery-code")
def keep_code() -> ResponseReturnValue:
    """The person says that the code is kept: from now on nobody can see it here."""
    if "code" not in g.session.kept:
        return go(url_for("accounts.recovery_code"))
    if not field("kept"):
        refusal = refusals.box_not_ticked()
        values = {"refusal": refusal, **_shown()}
        return render_template("accounts/recovery_code.html", **values), refusal.status
    try:
        service.confirm_code(g.user, g.session.kept["code"])
    except Refusal:
        g.session.kept.pop("code", None)
        raise
    g.session.kept.pop("code", None)
    if g.session.kept.pop("code_why", "") == "asked":
        toast(_("The new recovery code counts from now on."))
        return go(url_for("accounts.lock_panel"))
    return go(login.way_on())


@blueprint.post("/recovery-code/save")
def save_code() -> ResponseReturnValue:
    """The code as a text file: where the person says, or as a download."""
    if "code" not in g.session.kept:
        return go(url_for("accounts.recovery_code"))
    name = _("Quietleaf recovery code") + ".txt"
    said = render_template("accounts/recovery_code.txt", **_shown()).encode("utf-8")
    answer = _native().save_bytes(name, [said])
    if answer is None:
        response = Response(said, mimetype="text/plain")
        response.headers.set("Content-Disposition", "attachment", filename=name)
        return response
    if wants_json():
        return jsonify(saved=answer == "saved")
    if answer == "saved":
        toast(_("The code is saved."))
    return redirect(url_for("accounts.recovery_code"), 303)


@blueprint.post("/recovery-code/print")
def print_code() -> ResponseReturnValue:
    """Print the page from the window; `printed` is false where the browser must do it."""
    return jsonify(printed=_native().print_page())


def _shown() -> dict[str, object]:
    return {
        "code": g.session.kept.get("code", ""),
        "why": g.session.kept.get("code_why", ""),
        "day": texts.full_date(clock.today(clock.local_zone())),
    }


def _native() -> Native:
    found: Native = current_app.extensions["native"]
    return found
