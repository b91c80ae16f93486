"""A second window on an entry is told of the first, and nobody else of either."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import FrozenClock
from webapp.features.entries.presence import GONE_SECONDS, MOST_PAGES, OpenEntries

UID = "0123456789abcdef0123456789abcdef"


def look(client: FlaskClient, page: str, uid: str = UID) -> dict[str, object]:
    """What a writing page is told."""
    answer = client.post(f"/entries/{uid}/open", json={"page": page})
    assert answer.status_code == 200
    found: dict[str, object] = answer.get_json()
    return found


def put(client: FlaskClient, body: str, base: int, page: str) -> None:
    sent = {"body": body, "title": None, "base_version": base, "page": page}
    assert client.put(f"/entries/{UID}", json=sent).status_code == 200


@pytest.mark.usefixtures("frozen_clock")
def test_the_second_page_learns_of_the_first_and_of_what_it_saved(alice: FlaskClient) -> None:
    assert look(alice, "first") == {"version": 0, "saved_at": None, "others": 0}
    put(alice, "Frost", 0, "first")
    assert look(alice, "second") == {"version": 1, "saved_at": "19:04", "others": 1}
    assert look(alice, "first")["others"] == 1


def test_a_page_that_was_closed_is_not_told_of(alice: FlaskClient) -> None:
    look(alice, "first")
    alice.post(f"/entries/{UID}/closed", json={"page": "first"})
    assert look(alice, "second")["others"] == 0


def test_a_page_that_is_not_heard_of_any_more_is_not_told_of(
    alice: FlaskClient, frozen_clock: FrozenClock
) -> None:
    look(alice, "first")
    frozen_clock.advance(seconds=GONE_SECONDS + 1)
    assert look(alice, "second")["others"] == 0


def test_nobody_learns_of_another_person_s_page(alice: FlaskClient, bob: FlaskClient) -> None:
    put(alice, "Frost", 0, "first")
    look(alice, "first")
    assert look(bob, "second") == {"version": 0, "saved_at": None, "others": 0}


def test_looking_is_no_sign_of_life(alice: FlaskClient, frozen_clock: FrozenClock) -> None:
    for _ in range(3):
        look(alice, "first")
        frozen_clock.advance(minutes=3, seconds=30)
    assert alice.post(f"/entries/{UID}/open", json={"page": "first"}).status_code == 401


def test_what_two_windows_have_in_common_is_kept(alice: FlaskClient) -> None:
    put(alice, "Frost on it", 0, "first")
    look(alice, "first")
    look(alice, "second")
    put(alice, "Hard frost on it", 1, "first")
    sent = {"body": "Frost on it, and fog", "title": None, "base_version": 1}
    answer = alice.post(f"/entries/{UID}/merge", json=sent)
    assert answer.get_json()["parts"] == [["Hard frost on it, and fog"]]


@pytest.mark.parametrize("sent", [None, {}, {"page": ""}, {"page": "p" * 65}])
def test_a_page_without_an_id_is_refused(sent: object, alice: FlaskClient) -> None:
    assert alice.post(f"/entries/{UID}/open", json=sent).status_code == 400


def test_no_number_of_pages_fills_the_memory() -> None:
    pages = OpenEntries()
    for number in range(MOST_PAGES * 2):
        pages.see("alice", UID, str(number))
    assert pages.see("alice", UID, "last") == MOST_PAGES - 1
