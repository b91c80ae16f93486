"""An encrypted file that has an index and no entries: what the index itself is tested with."""

from __future__ import annotations

from pathlib import Path

from webapp.core.migrations import Step
from webapp.core.vault import Vault, make_files
from webapp.features.index import FEATURE


def bare_vault(folder: Path) -> Vault:
    """Make such a file in a new folder."""
    steps = [Step(FEATURE.name, name) for name in FEATURE.journal_steps]
    return Vault(folder.name, folder, make_files(folder, steps, []))
