"""Data folders with alice in them and so many entries, and work on them in this process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import time as clock_time
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

    def newest(self) -> str:
        """The id of the newest entry."""
        with self.journal():
            return entries.timeline(limit=1)[0].uid

    def derivation_seconds(self, runs: int) -> list[float]:
        """The time of deriving a key from alice's password at her own cost, and nothing else."""
        with self._accounts():
            user = User.get(User.username == NAME)
            cost, salt = Cost(user.mib, user.passes, user.lanes), bytes(user.salt)
        return [_seconds(lambda: derive(PASSWORD, salt, cost)) for _ in range(runs)]

    @property
    def _places(self) -> Any:
        return self._app.extensions["places"]

    @contextmanager
    def _accounts(self) -> Iterator[None]:
        with self._app.app_context(), use_accounts(self._places.accounts_path):
            yield


def _new(text: Text) -> NewEntry:
    return NewEntry(body=text.body, when=When(text.day, NOON, "UTC"), title=text.title or None)


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def timed(work: Any, runs: int, *, warm: int = 1) -> list[float]:
    """The seconds of each run of some work, after some that do not count."""
    for _ in range(warm):
        work()
    return [_seconds(work) for _ in range(runs)]


def middle(runs: Sequence[float]) -> float:
    """The median."""
    return statistics.median(runs)
