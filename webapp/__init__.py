"""Quietleaf: a private journal. `create_app` puts it together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.version import VERSION

if TYPE_CHECKING:
    from flask import Flask

    from webapp.settings import Settings

__version__ = VERSION


def create_app(settings: Settings) -> Flask:
    """The app for one data folder, which must exist.

    Args:
        settings: what the launcher was told.

    Raises:
        Refusal: the accounts file is damaged or made by a newer Quietleaf.
    """
    # Imported here: the desktop must be able to say that Flask is broken, and to bring a running
    # window forward without it.
    from webapp import factory

    return factory.create_app(settings)
