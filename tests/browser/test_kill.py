"""kill -9 in the middle of saving: everything that was answered is there afterwards.

50 rounds in the suite; `pytest tests/browser/test_kill.py --kill-rounds=1000` for more.
"""

from __future__ import annotations

import multiprocessing
import random
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from flask import Flask

from tests.support import people as support
from tests.support.people import Person
from tests.support.saving import Answered, digest, save_without_end
from webapp.core.database import journal_db
from webapp.features.entries.models import Entry

ROUNDS = 50
MOST_SAVES = 25
LAST_MOMENT = 0.02  # seconds

pytestmark = pytest.mark.skipif(
    "forkserver" not in multiprocessing.get_all_start_methods(), reason="kill -9 is of Unix"
)


@pytest.mark.timeout(7200)
def test_what_was_called_saved_survives_kill_9(
    app: Flask, people: dict[str, Person], data_dir: Path, request: pytest.FixtureRequest
) -> None:
    kept: dict[str, Answered] = {}
    for number in range(request.config.getoption("--kill-rounds", ROUNDS)):
        answered = killed_while_saving(data_dir, people["alice"], number)
        with support.journal_of(app, people["alice"]):
            assert lost(answered) == [], f"round {number}"
        kept |= answered
    with support.journal_of(app, people["alice"]):
        assert lost(kept) == []
        check_the_file()


def killed_while_saving(data_dir: Path, alice: Person, number: int) -> dict[str, Answered]:
    """One process that saves and is killed; the last answer of each entry."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.saving", "webapp.features"])
    chance = random.Random(number)
    hears, says = context.Pipe(duplex=False)
    process = context.Process(target=save_without_end, args=(data_dir, alice, number, says))
    process.start()
    says.close()
    kept: dict[str, Answered] = {}
    for _ in range(chance.randint(1, MOST_SAVES)):
        answered = hears.recv()
        kept[answered.uid] = answered
    threading.Event().wait(chance.uniform(0, LAST_MOMENT))  # the moment it is killed, not a pause
    process.kill()
    process.join()
    kept |= {answered.uid: answered for answered in rest(hears)}
    process.close()
    return kept


def rest(hears: Connection) -> list[Answered]:
    """What was answered and told before the process died."""
    found = []
    try:
        while True:
            found.append(hears.recv())
    except (EOFError, OSError):  # killed between two words, or in one
        return found
    finally:
        hears.close()


def lost(kept: dict[str, Answered]) -> list[str]:
    """The entries whose last answered save is not in the file."""
    return [answered.uid for answered in kept.values() if not is_there(answered)]


def is_there(answered: Answered) -> bool:
    """Whether the file has the save, or the one after it that was killed before its answer."""
    entry = Entry.get_or_none(Entry.uid == answered.uid)
    if entry is None or entry.version == answered.version + 1:
        return entry is not None
    return bool(entry.version == answered.version and digest(entry.body) == answered.digest)


def check_the_file() -> None:
    """The file is whole, and the index has every entry exactly once."""
    damaged = journal_db.execute_sql("PRAGMA cipher_integrity_check").fetchall()
    assert damaged == []
    assert journal_db.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
    places = journal_db.execute_sql("SELECT rowid FROM entry_index ORDER BY rowid").fetchall()
    assert places == journal_db.execute_sql("SELECT position FROM entry ORDER BY 1").fetchall()
