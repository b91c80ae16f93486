"""A journal's file with nothing but the index in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.bare_index import bare_vault
from webapp.core.database import use_vault
from webapp.core.vault import Vault


@pytest.fixture
def bare_journal(tmp_path: Path) -> Iterator[Vault]:
    """An encrypted file with an empty index, open for the whole test."""
    vault = bare_vault(tmp_path / "alice")
    with use_vault(vault):
        yield vault
