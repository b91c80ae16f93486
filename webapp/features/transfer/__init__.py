"""Transfer: bringing entries in from other programs, and writing one's own out."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from webapp.core.feature import Feature, NavItem
from webapp.features.transfer import views
from webapp.features.transfer.blueprint import blueprint
from webapp.features.transfer.commands import COMMANDS

FEATURE = Feature(
    name="transfer",
    blueprint=blueprint,
    nav=(NavItem("transfer.choose", _("Import"), "file-down"),),
    journal_steps=("journal_0001_transfer",),
    commands=COMMANDS,
)

__all__ = ["FEATURE", "views"]
