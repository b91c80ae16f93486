"""How a person likes Quietleaf: kept in their own encrypted file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from webapp.core.feature import Feature, NavItem
from webapp.features.preferences import views

FEATURE = Feature(
    name="preferences",
    blueprint=views.blueprint,
    nav=(NavItem("preferences.appearance", _l("Settings"), "settings", "Ctrl ,"),),
    settings_panels=(
        NavItem("preferences.appearance", _l("Appearance"), "palette"),
        NavItem("preferences.writing", _l("Writing"), "pencil"),
    ),
    journal_steps=("journal_0001_preferences",),
    init_app=views.init_app,
)
