"""Closing a journal: by hand, by itself, and what is left then."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import FrozenClock
from tests.support.people import Person
from webapp.core.sessions import Session


def is_open(client: FlaskClient) -> bool:
    return client.get("/settings/name").status_code == 200


def test_locking_closes_the_journal(alice: FlaskClient) -> None:
    answer = alice.post("/lock")
    assert (answer.status_code, answer.location) == (303, "/unlock")
    assert not is_open(alice)


def test_locking_is_nothing_that_a_link_can_do(alice: FlaskClient) -> None:
    assert alice.get("/lock").status_code == 405
    assert is_open(alice)


def test_a_copied_cookie_is_dead_after_the_lock(app: Flask, alice: FlaskClient) -> None:
    with alice.session_transaction() as cookie:
        copied = dict(cookie)
    alice.post("/lock")
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(copied)
    assert not is_open(thief)


def test_a_cookie_with_a_person_s_id_opens_nothing(app: Flask, people: dict[str, Person]) -> None:
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie["_user_id"] = people["alice"].id
        cookie["_fresh"] = True
    assert not is_open(thief)


def test_locking_by_hand_closes_every_window_of_the_person(
    app: Flask,
    alice: FlaskClient,
    sign_in: Callable[[FlaskClient, str], Session],
) -> None:
    other = app.test_client()
    sign_in(other, "alice")
    alice.post("/lock")
    assert not is_open(other)


def test_locking_leaves_the_other_person_s_journal_open(
    alice: FlaskClient, bob: FlaskClient
) -> None:
    alice.post("/lock")
    assert is_open(bob)


def test_a_window_that_closes_by_itself_leaves_the_other_window_open(
    app: Flask,
    alice: FlaskClient,
    sign_in: Callable[[FlaskClient, str], Session],
) -> None:
    other = app.test_client()
    sign_in(other, "alice")
    alice.post("/lock", json={"why": "idle"})
    assert not is_open(alice)
    assert is_open(other)


def test_nothing_of_the_journal_may_be_kept_by_the_browser(alice: FlaskClient) -> None:
    assert alice.get("/settings/name").headers["Cache-Control"] == "no-store"


def test_the_cover_says_when_the_journal_closed_by_itself(
    alice: FlaskClient, frozen_clock: FrozenClock
) -> None:
    alice.get("/settings/name")
    frozen_clock.advance(minutes=10)
    alice.get("/settings/name")
    said = "Closed by itself at 19:14, after 10 minutes without typing"
    assert said in alice.get("/unlock").text


def test_the_cover_says_so_too_when_the_page_itself_has_closed_the_journal(
    alice: FlaskClient, frozen_clock: FrozenClock
) -> None:
    alice.post("/lock", json={"why": "idle"})
    assert "Closed by itself at 19:04" in alice.get("/unlock").text


def test_the_cover_says_nothing_of_the_kind_after_a_lock_by_hand(alice: FlaskClient) -> None:
    alice.post("/lock")
    assert "Closed by itself" not in alice.get("/unlock").text


def test_asking_how_far_a_job_is_does_not_keep_the_journal_open(
    alice: FlaskClient, frozen_clock: FrozenClock
) -> None:
    alice.get("/settings/name")
    for _ in range(11):
        frozen_clock.advance(minutes=1)
        alice.get("/jobs/none")
    assert not is_open(alice)


def test_a_sign_of_life_keeps_the_journal_open(
    alice: FlaskClient, frozen_clock: FrozenClock
) -> None:
    for _ in range(3):
        frozen_clock.advance(minutes=9)
        assert alice.post("/session/active", json={}).status_code == 204


def test_a_script_learns_that_the_journal_is_closed(client: FlaskClient) -> None:
    answer = client.get("/settings/name", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["unlock"] == "/unlock"


def test_a_part_of_a_page_sends_the_whole_page_to_the_cover(client: FlaskClient) -> None:
    answer = client.get("/settings/name", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/unlock")
