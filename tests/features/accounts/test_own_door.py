"""One's own password, name and lock, from the settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import FrozenClock
from tests.support.people import A_NEW_PASSWORD, PASSWORDS
from webapp.core.sessions import Session

CHANGE = {"old": PASSWORDS["bob"], "password": A_NEW_PASSWORD}


def opens(app: Flask, name: str, password: str) -> bool:
    sent = {"name": name, "password": password}
    return app.test_client().post("/unlock", data=sent).status_code == 303


def test_a_person_changes_their_own_password(app: Flask, bob: FlaskClient) -> None:
    assert bob.post("/settings/password", data=CHANGE).location == "/settings/lock"
    assert opens(app, "bob", A_NEW_PASSWORD)
    assert not opens(app, "bob", PASSWORDS["bob"])


def test_the_journal_stays_open_where_the_password_was_changed(bob: FlaskClient) -> None:
    bob.post("/settings/password", data=CHANGE)
    assert "Your new password counts from now on." in bob.get("/settings/lock").text


def test_other_windows_close_when_the_password_changes(
    app: Flask, bob: FlaskClient, sign_in: Callable[[FlaskClient, str], Session]
) -> None:
    other = app.test_client()
    sign_in(other, "bob")
    bob.post("/settings/password", data=CHANGE)
    assert other.get("/settings/name").location == "/unlock"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"old": "not the password"}, "That is not bob’s password."),
        ({"old": PASSWORDS["alice"]}, "That is not bob’s password."),
        ({"password": "short"}, "Ten characters or more"),
        ({"password": ""}, "Ten characters or more"),
    ],
)
def test_a_refused_change_says_why_and_changes_nothing(
    app: Flask, bob: FlaskClient, change: dict[str, str], said: str
) -> None:
    answer = bob.post("/settings/password", data={**CHANGE, **change})
    assert answer.status_code in (403, 422)
    assert said in answer.text
    assert opens(app, "bob", PASSWORDS["bob"])


def test_guessing_at_an_open_journal_is_slowed_down_too(
    bob: FlaskClient, frozen_clock: FrozenClock
) -> None:
    for _ in range(5):
        bob.post("/settings/password", data={**CHANGE, "old": "not the password"})
    assert bob.post("/settings/password", data=CHANGE).status_code == 429


def test_a_person_changes_their_own_name(bob: FlaskClient) -> None:
    assert bob.post("/settings/name", data={"name": "Robert"}).location == "/settings/lock"
    assert "Robert" in bob.get("/settings/lock").text


def test_a_name_that_is_taken_is_refused(bob: FlaskClient) -> None:
    answer = bob.post("/settings/name", data={"name": "Alice"})
    assert answer.status_code == 409
    assert "already called" in answer.text


def test_the_lock_time_counts_at_once(bob: FlaskClient, frozen_clock: FrozenClock) -> None:
    answer = bob.post("/settings/lock", json={"idle_minutes": "1"})
    assert answer.json == {"idle_minutes": 1}
    frozen_clock.advance(minutes=1)
    assert bob.get("/settings/name").location == "/unlock"


def test_the_lock_time_is_still_there_after_the_next_unlock(
    bob: FlaskClient, frozen_clock: FrozenClock
) -> None:
    bob.post("/settings/lock", json={"idle_minutes": "60"})
    bob.post("/lock")
    bob.post("/unlock", data={"name": "bob", "password": PASSWORDS["bob"]})
    frozen_clock.advance(minutes=59)
    assert bob.get("/settings/name").status_code == 200


def test_a_journal_can_be_told_never_to_close_by_itself(
    bob: FlaskClient, frozen_clock: FrozenClock
) -> None:
    bob.post("/settings/lock", json={"idle_minutes": "0"})
    frozen_clock.advance(days=30)
    assert bob.get("/settings/name").status_code == 200


@pytest.mark.parametrize("minutes", ["7", "-1", "", "ten", "1e9", 10, None, True])
def test_it_refuses_a_lock_time_that_is_no_choice(bob: FlaskClient, minutes: object) -> None:
    answer = bob.post("/settings/lock", json={"idle_minutes": minutes})
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["error"]["happened"] == "That cannot be chosen."


def test_one_person_s_lock_time_is_not_the_other_s(
    alice: FlaskClient, bob: FlaskClient, frozen_clock: FrozenClock
) -> None:
    bob.post("/settings/lock", json={"idle_minutes": "1"})
    alice.get("/settings/name")
    frozen_clock.advance(minutes=2)
    assert alice.get("/settings/name").status_code == 200
