"""What nothing names any more is removed, and nothing else ever is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import FrozenClock
from tests.support.people import PASSWORDS
from tests.support.pictures import picture
from webapp.core import clock
from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.core.vault import Vault
from webapp.features.entries import service as entries
from webapp.features.entries.lists import kept_texts
from webapp.features.history.service import every_text
from webapp.features.media import freeing, service

TEXTS = (kept_texts, every_text)


@pytest.fixture
def uid(alice_journal: Vault, frozen_clock: FrozenClock) -> str:
    """A photo that was added two days ago and that nothing names."""
    found = service.add(io.BytesIO(picture()), "photo.jpg").uid
    frozen_clock.advance(days=2)
    return found


def tidy() -> int:
    return freeing.tidy(clock.now_ms(), TEXTS)


def is_there(uid: str) -> bool:
    try:
        service.find(uid)
    except Refusal:
        return False
    return True


def test_a_photo_that_nothing_names_is_removed(uid: str) -> None:
    assert tidy() == 1
    assert not is_there(uid)


def test_a_new_one_has_a_day_of_grace(alice_journal: Vault, frozen_clock: FrozenClock) -> None:
    uid = service.add(io.BytesIO(picture()), "photo.jpg").uid
    frozen_clock.advance(hours=23)
    assert tidy() == 0
    assert is_there(uid)


def test_one_that_is_added_again_has_its_grace_again(uid: str) -> None:
    assert service.add(io.BytesIO(picture()), "photo.jpg").uid == uid
    assert tidy() == 0


def test_one_in_an_entry_stays(uid: str) -> None:
    entries.create_entry(body=f"![](media:{uid})")
    assert tidy() == 0


def test_one_in_the_trash_stays_until_the_entry_is_gone(uid: str) -> None:
    entry = entries.create_entry(body=f"![](media:{uid})")
    entries.trash_entry(entry.uid)
    assert tidy() == 0
    entries.delete_entry(entry.uid)
    assert tidy() == 1


def test_one_in_an_old_version_stays(uid: str) -> None:
    entry = entries.create_entry(body=f"![](media:{uid})")
    entries.save_entry(entry.uid, body="words", title=None, base_version=1)
    assert f"![](media:{uid})" in set(every_text())
    assert tidy() == 0


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO template (name, body) VALUES ('walk', ?)",
        "INSERT INTO tag_change_entry SELECT 1, 1, 1, '[]', ?",
    ],
)
def test_one_in_another_kept_text_stays(uid: str, sql: str) -> None:
    entries.create_entry(body="words")
    journal_db.execute_sql("INSERT INTO tag_change VALUES (1, 0, 'a', 'b', NULL, 1)")
    journal_db.execute_sql(sql, (f"![](media:{uid})",))
    assert tidy() == 0


def test_it_is_done_after_an_unlock(
    app: Flask,
    client: FlaskClient,
    journal_of: Callable[[str], Iterator[Vault]],
    frozen_clock: FrozenClock,
) -> None:
    with journal_of("alice"):  # type: ignore[attr-defined]
        uid = service.add(io.BytesIO(picture()), "photo.jpg").uid
    frozen_clock.advance(days=2)
    client.post("/unlock", data={"name": "alice", "password": PASSWORDS["alice"]})
    for job in list(app.extensions["jobs"]._jobs.values()):
        job.thread.join()
    assert client.get(f"/media/{uid}").status_code == 404
