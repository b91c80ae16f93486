"""When a version is kept: at a pause, at the end of a sitting, before a loss, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from tests.conftest import FrozenClock
from webapp.core.database import journal_db
from webapp.core.vault import Vault
from webapp.features.entries import service as entries
from webapp.features.history import service as history

UID = "0123456789abcdef0123456789abcdef"
Open = Callable[[str], AbstractContextManager[Vault]]
LONG = "One long day with a great many words in it. " * 20


def put(client: FlaskClient, body: str, base: int, page: str = "first", **more: object) -> None:
    """What a window sends while somebody writes."""
    sent = {"body": body, "title": None, "base_version": base, "page": page}
    answer = client.put(f"/entries/{UID}", json=sent | more)
    assert answer.status_code == 200, answer.text


@pytest.fixture
def bodies(journal_of: Open) -> Callable[[], list[tuple[str, str]]]:
    """What is kept of the entry, the newest first: the text, and why."""

    def read() -> list[tuple[str, str]]:
        with journal_of("alice"):
            kept = history.versions(entries.read_entry(UID).id)
            return [(one.state.body, one.why) for one in kept]

    return read


Bodies = Callable[[], list[tuple[str, str]]]


@pytest.mark.usefixtures("frozen_clock")
def test_nothing_is_kept_while_somebody_writes(alice: FlaskClient, bodies: Bodies) -> None:
    for n in range(30):
        put(alice, f"Save {n}", n)
    assert bodies() == []


def test_what_stood_there_during_a_pause_is_kept_once(
    alice: FlaskClient, frozen_clock: FrozenClock, bodies: Bodies
) -> None:
    put(alice, "Before", 0)
    frozen_clock.advance(minutes=2)
    put(alice, "After", 1)
    put(alice, "After that", 2)
    assert bodies() == [("Before", "pause")]


@pytest.mark.usefixtures("frozen_clock")
def test_what_another_page_has_left_is_kept(alice: FlaskClient, bodies: Bodies) -> None:
    put(alice, "Before", 0, "first")
    put(alice, "After", 1, "second")
    assert bodies() == [("Before", "left")]


@pytest.mark.usefixtures("frozen_clock")
def test_what_the_last_session_has_left_is_kept(
    alice: FlaskClient, sign_in: Callable[..., object], bodies: Bodies
) -> None:
    put(alice, "Before", 0)
    alice.post("/lock")
    sign_in(alice, "alice")
    put(alice, "After", 1)
    assert bodies() == [("Before", "left")]


@pytest.mark.usefixtures("frozen_clock")
def test_a_text_of_which_much_is_taken_away_is_kept(alice: FlaskClient, bodies: Bodies) -> None:
    put(alice, LONG, 0)
    put(alice, "x", 1)
    assert bodies() == [(LONG, "loss")]


def test_an_empty_text_is_not_kept(
    alice: FlaskClient, frozen_clock: FrozenClock, bodies: Bodies
) -> None:
    put(alice, "", 0, starred=True)
    frozen_clock.advance(minutes=2)
    put(alice, "After", 1)
    assert bodies() == []


def test_an_entry_that_was_emptied_stays_with_its_history(
    alice: FlaskClient, frozen_clock: FrozenClock, bodies: Bodies
) -> None:
    put(alice, "Before", 0)
    frozen_clock.advance(minutes=5)
    put(alice, "", 1)
    assert alice.get(f"/entries/{UID}").status_code == 200
    assert bodies() == [("Before", "pause")]


def test_a_version_has_title_tags_and_moment_as_they_were(
    alice: FlaskClient, frozen_clock: FrozenClock, journal_of: Open
) -> None:
    put(alice, "Rang #dad", 0, title="Call", tags=["cake"], day="1850-01-02", time="07:05")
    frozen_clock.advance(minutes=3)
    put(alice, "Rang", 1, title="", tags=[], day="2020-01-01")
    with journal_of("alice"):
        (kept,) = history.versions(entries.read_entry(UID).id)
    state = kept.state
    assert (state.title, state.tags, state.text_tags) == ("Call", ("cake",), ("dad",))
    assert (state.when.day.isoformat(), state.when.time.isoformat()) == ("1850-01-02", "07:05:00")


@pytest.mark.usefixtures("alice_journal")
def test_keeping_twice_keeps_once() -> None:
    entry = entries.create_entry(body="Frost")
    history.keep(entry.id, "import")
    history.keep(entry.id, "restore")
    assert [one.why for one in history.versions(entry.id)] == ["import"]


@pytest.mark.usefixtures("alice_journal")
def test_a_save_by_anything_but_a_page_keeps_what_was_there() -> None:
    entry = entries.create_entry(body="Frost")
    entries.save_entry(entry.uid, body="Fog", title=None, base_version=1, why="import")
    assert [(one.state.body, one.why) for one in history.versions(entry.id)] == [
        ("Frost", "import")
    ]


@pytest.mark.usefixtures("alice_journal")
def test_old_versions_are_thinned_as_new_ones_come(frozen_clock: FrozenClock) -> None:
    entry = entries.create_entry(body="Save 0")
    for n in range(1, 62):
        frozen_clock.advance(minutes=5)
        entry = entries.save_entry(entry.uid, body=f"Save {n}", title=None, base_version=n)
    assert len(history.versions(entry.id)) == 61
    frozen_clock.advance(days=91)
    entries.save_entry(entry.uid, body="Later", title=None, base_version=62)
    assert len(history.versions(entry.id)) == 50


@pytest.mark.usefixtures("alice_journal")
def test_history_goes_for_good_with_its_entry() -> None:
    entry = entries.create_entry(body="Frost")
    history.keep(entry.id, "import")
    entries.trash_entry(entry.uid)
    assert history.versions(entry.id)
    entries.delete_entry(entry.uid)
    assert journal_db.execute_sql("SELECT count(*) FROM entry_version").fetchone() == (0,)


@pytest.mark.usefixtures("alice_journal")
def test_a_hundred_saves_of_a_long_text_in_one_sitting_copy_nothing() -> None:
    body = "And on it went, word by word. " * 3_500
    entry = entries.create_entry(body=body)
    for n in range(1, 101):
        text = f"{body}{n}"
        entries.save_entry(entry.uid, body=text, title=None, base_version=n, goes_on=True)
    assert history.versions(entry.id) == []


@pytest.mark.usefixtures("alice_journal")
def test_a_version_takes_less_room_than_its_text() -> None:
    body = "And on it went, word by word. " * 3_500
    entry = entries.create_entry(body=body)
    history.keep(entry.id, "pause")
    assert len(history.versions(entry.id)[0].packed) < len(body) / 2
