"""Search: finds entries by their words while they are typed, and from the command line."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from webapp.core.feature import Feature, NavItem
from webapp.features.search.commands import SEARCH
from webapp.features.search.views import blueprint

FEATURE = Feature(
    name="search",
    blueprint=blueprint,
    nav=(NavItem("search.page", _("Search"), "search"),),
    commands=(SEARCH,),
)
