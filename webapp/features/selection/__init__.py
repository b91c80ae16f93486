"""Selection: several entries chosen in a list, and what is done with all of them at once."""

from __future__ import annotations

from webapp.core.feature import Feature
from webapp.features.selection import views
from webapp.features.selection.blueprint import blueprint

FEATURE = Feature(name="selection", blueprint=blueprint)

__all__ = ["FEATURE", "views"]
