"""The accounts file as the services see it, open for a test; not together with requests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from webapp.core.database import use_accounts
from webapp.core.places import Places
from webapp.features.accounts import tries


@pytest.fixture(autouse=True)
def no_strangers() -> None:
    """Forget the wrong tries of earlier tests for names that nobody has."""
    tries._strangers.clear()


@pytest.fixture
def places(app: Flask) -> Iterator[Places]:
    """The data folder with alice and bob."""
    yield from _opened(app)


@pytest.fixture
def empty_places(empty_app: Flask) -> Iterator[Places]:
    """A data folder in which there is nobody yet."""
    yield from _opened(empty_app)


def _opened(app: Flask) -> Iterator[Places]:
    found: Places = app.extensions["places"]
    with app.app_context(), use_accounts(found.accounts_path):
        yield found
