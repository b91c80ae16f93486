"""The addresses of what is done with several entries hang on this."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint(
    "selection",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/selection",
)
