"""Insights: what was written, when and how it was, told in figures and charts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from webapp.core.feature import Feature, NavItem
from webapp.features.insights.views import blueprint

FEATURE = Feature(
    name="insights",
    blueprint=blueprint,
    nav=(NavItem("insights.insights", _("Insights"), "chart-no-axes-column"),),
    journal_steps=("journal_0001_tallies",),
)
