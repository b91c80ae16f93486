"""The settings: their frame, how Quietleaf looks, and how new entries begin.

A setting counts at once: each control sends its value by itself, and there is no button to save.
"""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Flask,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core import clock
from webapp.core.errors import Refusal
from webapp.core.feature import NavItem
from webapp.core.web import is_marked
from webapp.features.preferences import languages, service, zones
from webapp.features.preferences.service import Preferences

blueprint = Blueprint(
    "preferences",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/preferences",
)


def init_app(app: Flask) -> None:
    """Give every page the person's look, and the settings their menu."""
    app.context_processor(look)


def chosen() -> Preferences:
    """The person's preferences, read once a request."""
    if "preferences" not in g:
        g.preferences = service.read()
    found: Preferences = g.preferences
    return found


def look() -> dict[str, object]:
    """What base.html reads, and the menu of the settings."""
    if g.get("journal") is None:
        return {}
    mine = chosen()
    return {
        "theme": mine.theme,
        "text_size": mine.text_size,
        "text_width": mine.text_width,
        "spelling": mine.spelling,
        "written_lang": mine.language,
        "single_keys": mine.single_keys,
        "settings_panels": panels(),
    }


def panels() -> list[NavItem]:
    """The entries of the settings' menu: our own first, then the other features' in their order."""
    features = sorted(current_app.extensions["features"], key=lambda one: one.name != "preferences")
    return [
        item
        for feature in features
        for item in feature.settings_panels
        if g.user.is_admin or not is_marked(current_app, item.endpoint, "is_for_administrators")
    ]


@blueprint.get("/settings")
def settings() -> ResponseReturnValue:
    """The settings begin with how Quietleaf looks."""
    return redirect(url_for("preferences.appearance"))


@blueprint.get("/settings/appearance")
def appearance() -> ResponseReturnValue:
    """Colours and text size."""
    return render_template("preferences/appearance.html", mine=chosen(), sizes=service.TEXT_SIZES)


@blueprint.get("/settings/writing")
def writing() -> ResponseReturnValue:
    """The zone of new entries, the language that is written in, and the single keys."""
    here = zones.label(clock.local_zone())
    choices = [("", _("This computer’s, %(zone)s", zone=here)), *zones.choices()]
    tongues = [("", _("As the rest of Quietleaf")), *languages.choices()]
    return render_template(
        "preferences/writing.html", mine=chosen(), zones=choices, languages=tongues
    )


@blueprint.post("/settings/<any(appearance, writing):_panel>")
def change(_panel: str) -> ResponseReturnValue:
    """Take over the values that a control has sent."""
    sent: Any = request.get_json(silent=True)
    wanted = read_changes(sent if isinstance(sent, dict) else dict(request.form))
    try:
        g.preferences = service.change(**wanted)
    except service.NoChoice as error:
        raise no_choice() from error
    return jsonify(wanted)


def read_changes(sent: dict[str, object]) -> dict[str, object]:
    """The changes that controls may send; a text size comes as its name or as 1 to 5.

    Raises:
        Refusal: there is something else in it, or nothing.
    """
    simple = {"theme", "zone", "text_size", "text_width", "language"}
    changes: dict[str, object] = {name: sent[name] for name in simple & set(sent)}
    if str(changes.get("text_size")) in set("12345"):
        changes["text_size"] = service.TEXT_SIZES[int(str(changes["text_size"])) - 1]
    for name in {"single_keys", "spelling"} & set(sent):
        changes[name] = sent[name] in (True, "true", "1")
    if not changes or len(changes) != len(sent):
        raise no_choice()
    return changes


def no_choice() -> Refusal:
    """A value that no control of ours sends."""
    return Refusal(
        _("That cannot be chosen."),
        _("Nothing was changed."),
        _("Choose one of those that are shown."),
        status=422,
    )
