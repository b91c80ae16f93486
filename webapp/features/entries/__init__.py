"""Entries: written, read, changed, put in the trash and taken back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from webapp.core.feature import Feature, NavItem
from webapp.features.entries import (
    beginnings_views,
    journals_views,
    presence_views,
    printing_views,
    reading_views,
    tags_views,
    trash_views,
    views,
    writing_views,
)
from webapp.features.entries.blueprint import blueprint
from webapp.features.entries.commands import ADD
from webapp.features.entries.lists import kept_texts

FEATURE = Feature(
    name="entries",
    blueprint=blueprint,
    nav=(
        NavItem("entries.new", _("New entry"), "square-pen", "N"),
        NavItem("entries.timeline", _("Timeline"), "book-open-text"),
        NavItem("entries.trash", _("Trash"), "trash-2"),
    ),
    settings_panels=(
        NavItem("entries.journals", _("Journals"), "book-open"),
        NavItem("entries.tags", _("Tags"), "tag"),
        NavItem("entries.templates", _("Templates"), "file-text"),
    ),
    journal_steps=(
        "journal_0001_entries",
        "journal_0002_structure",
        "journal_0003_tag_changes",
        "journal_0004_beginnings",
    ),
    commands=(ADD,),
    sidebar="entries/_sidebar.html",
    sidebar_context=views.sidebar,
    kept_texts=kept_texts,
)

__all__ = [
    "FEATURE",
    "beginnings_views",
    "journals_views",
    "presence_views",
    "printing_views",
    "reading_views",
    "tags_views",
    "trash_views",
    "writing_views",
]
