"""Data folders with alice in them and so many entries, and work on them in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import time as clock_time
from functools import partial
from pathlib import Path
from typing import Any

from benchkit.program import NAME, PASSWORD
from benchkit.samples import Text
from webapp import create_app
from webapp.core.clock import When
from webapp.core.database import journal_db, use_accounts, use_vault
from webapp.core.kdf import Cost, derive
from webapp.features.accounts import service as accounts
from webapp.features.accounts.models import User
from webapp.features.entries import service as entries
from webapp.features.entries.models import NewEntry
from webapp.settings import Settings

BATCH = 1000
NOON = clock_time(12, 0)


class DataFolder:
    """A data folder whose only person is alice."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, mode=0o700)
        self.path = path
        self._app = create_app(Settings(data_dir=path))
        with self._accounts():
            person = accounts.create_person(self._places, NAME, PASSWORD, is_admin=True)
            accounts.confirm_code(person.user)
            person.vault.close()

    def fill(self, texts: Sequence[Text]) -> None:
        """Add texts as entries, as an import does."""
        with self.journal():
            adder = entries.Adder()
            for start in range(0, len(texts), BATCH):
                with journal_db.atomic("IMMEDIATE"):
                    adder.add([_new(text) for text in texts[start : start + BATCH]])

    @contextmanager
    def journal(self) -> Iterator[None]:
        """alice's journal, open in this process for a block of service calls."""
        with self._accounts():
            _user, vault = accounts.unlock(self._places, NAME, PASSWORD)
            try:
                with use_vault(vault):
                    yield
            finally:
                vault.close()

    def derivation(self) -> Callable[[], object]:
        """What derives a key from alice's password at her own cost, and does nothing else."""
        with self._accounts():
            user = User.get(User.username == NAME)
            cost, salt = Cost(user.mib, user.passes, user.lanes), bytes(user.salt)
        return partial(derive, PASSWORD, salt, cost)

    @property
    def _places(self) -> Any:
        return self._app.extensions["places"]

    @contextmanager
    def _accounts(self) -> Iterator[None]:
        with self._app.app_context(), use_accounts(self._places.accounts_path):
            yield


def _new(text: Text) -> NewEntry:
    return NewEntry(body=text.body, when=When(text.day, NOON, "UTC"), title=text.title or None)
