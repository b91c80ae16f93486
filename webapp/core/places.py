"""Where things lie in a data folder, and what form they must have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from webapp.core.migrations import Step


@dataclass(frozen=True)
class Places:
    """The files of one data folder and the migration steps of each kind."""

    data_dir: Path
    accounts_steps: tuple[Step, ...]
    journal_steps: tuple[Step, ...]
    media_steps: tuple[Step, ...]

    @property
    def accounts_path(self) -> Path:
        """Names, hashes and wrapped keys."""
        return self.data_dir / "accounts.sqlite3"

    @property
    def people_folder(self) -> Path:
        """One folder a person, named by their id."""
        return self.data_dir / "people"

    @property
    def deleted_folder(self) -> Path:
        """Where the folders of deleted accounts wait."""
        return self.data_dir / "deleted"
