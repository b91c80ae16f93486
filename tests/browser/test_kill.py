"""kill -9 in the middle of saving words and files: what was answered is there, and no orphan.

20 rounds in the suite; `pytest tests/browser/test_kill.py --kill-rounds=1000` for more.
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
from webapp.core import clock
from webapp.core.database import journal_db, media_db
from webapp.features.entries.models import Entry
from webapp.features.history import service as history
from webapp.features.media import uploads

ROUNDS = 20
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
    """Both files are whole, nothing in them points nowhere, the index has each entry once."""
    with media_db.connection_context():
        uploads.sweep(clock.now_ms() + 1)  # as unlocking does
        for database in (journal_db, media_db):
            assert database.execute_sql("PRAGMA cipher_integrity_check").fetchall() == []
            assert database.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute_sql("PRAGMA foreign_key_check").fetchall() == []
        assert incomplete_files() == []
        assert unknown_files() == set()
    versions = journal_db.execute_sql("SELECT DISTINCT entry_id FROM entry_version").fetchall()
    assert versions
    for (entry_id,) in versions:
        assert all(version.state.body for version in history.versions(entry_id))
    places = journal_db.execute_sql("SELECT rowid FROM entry_index ORDER BY rowid").fetchall()
    assert places == journal_db.execute_sql("SELECT position FROM entry ORDER BY 1").fetchall()


def incomplete_files() -> list[object]:
    """Files whose chunks are not all there, and chunks of no file."""
    sizes = (
        "SELECT m.id FROM media m LEFT JOIN chunk c ON c.media_id = m.id GROUP BY m.id"
        " HAVING coalesce(sum(length(c.bytes)), 0) <> m.size"
    )
    stray = "SELECT media_id FROM chunk WHERE media_id NOT IN (SELECT id FROM media)"
    return [*media_db.execute_sql(sizes).fetchall(), *media_db.execute_sql(stray).fetchall()]


def unknown_files() -> set[str]:
    """Files that an entry shows and that are not stored."""
    shown = {uid for (uid,) in journal_db.execute_sql("SELECT uid FROM entry_media")}
    stored = {uid for (uid,) in media_db.execute_sql("SELECT uid FROM media")}
    assert shown
    return shown - stored
