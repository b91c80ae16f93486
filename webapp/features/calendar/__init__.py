"""The calendar: months and years of what was written, and the same day of other years."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from webapp.core.feature import Feature, NavItem
from webapp.features.calendar.views import blueprint, earlier_years, init_app

FEATURE = Feature(
    name="calendar",
    blueprint=blueprint,
    nav=(
        NavItem("calendar.calendar", _("Calendar"), "calendar", "M"),
        NavItem("calendar.on_this_day", _("On this day"), "history", badge=earlier_years),
    ),
    init_app=init_app,
)
