"""The entries' pages hang on this; the modules with `views` in their name add theirs."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint(
    "entries",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/entries",
)
