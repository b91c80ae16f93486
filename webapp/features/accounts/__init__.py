"""People: first run, unlocking, passwords, recovery codes, and who may use this computer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from webapp.core.feature import Feature, NavItem
from webapp.features.accounts import code_views, login, people_views, settings_views, views
from webapp.features.accounts.blueprint import blueprint
from webapp.features.accounts.commands import PEOPLE

PAGES = (views, code_views, settings_views, people_views)
"""The modules whose import puts their pages on the blueprint."""

FEATURE = Feature(
    name="accounts",
    blueprint=blueprint,
    settings_panels=(
        NavItem("accounts.lock_panel", _l("Lock and password"), "lock"),
        NavItem("accounts.people", _l("People"), "users"),
    ),
    accounts_steps=("accounts_0001_people",),
    init_app=login.init_app,
    commands=(PEOPLE,),
)
