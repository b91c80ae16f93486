"""The pages of the import hang on this."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint(
    "transfer",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/transfer",
)
