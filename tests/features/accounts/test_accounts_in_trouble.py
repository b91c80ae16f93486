"""Two things at once, and an accounts file that cannot be written."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import FrozenClock
from tests.support.people import A_NEW_PASSWORD, PASSWORDS, Person
from tests.support.unlocking import fail, opens
from webapp.core.database import JournalClosed, accounts_db, use_accounts
from webapp.core.errors import Refusal
from webapp.core.places import Places
from webapp.core.sessions import Session
from webapp.core.vault import Vault
from webapp.features.accounts import service, visits
from webapp.features.accounts.models import User
from webapp.features.accounts.refusals import TryLater

SignIn = Callable[[FlaskClient, str], Session]


@pytest.fixture
def unwritable(places: Places) -> Iterator[None]:
    """The accounts file can be read, and nothing can be written to it."""
    accounts_db.execute_sql("PRAGMA query_only=ON")
    yield
    accounts_db.execute_sql("PRAGMA query_only=OFF")


def unkept(app: Flask, name: str) -> None:
    """The person has not yet said that their code is kept."""
    with use_accounts(app.extensions["places"].accounts_path):
        User.update(code_is_kept=False).where(User.username == name).execute()


def test_a_code_that_another_window_has_replaced_cannot_be_called_kept(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    unkept(app, "alice")
    other = app.test_client()
    sign_in(client, "alice")
    sign_in(other, "alice")
    client.get("/recovery-code")
    other.get("/recovery-code")
    answer = client.post("/recovery-code", data={"kept": "yes"})
    assert answer.status_code == 403
    assert "replaced by a newer one" in answer.text
    with use_accounts(app.extensions["places"].accounts_path):
        assert not service.find_person("alice").code_is_kept


def test_the_code_of_the_last_window_can_be_called_kept(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    unkept(app, "alice")
    other = app.test_client()
    sign_in(client, "alice")
    sign_in(other, "alice")
    client.get("/recovery-code")
    other.get("/recovery-code")
    assert other.post("/recovery-code", data={"kept": "yes"}).status_code in (302, 303)
    with use_accounts(app.extensions["places"].accounts_path):
        assert service.find_person("alice").code_is_kept


def test_two_pages_asked_for_at_once_show_one_code(
    app: Flask, client: FlaskClient, people: dict[str, Person], sign_in: SignIn
) -> None:
    unkept(app, "alice")
    session = sign_in(client, "alice")
    with client.session_transaction() as cookie:
        mine = dict(cookie)
    shown: list[object] = []

    def ask() -> None:
        browser = app.test_client()
        with browser.session_transaction() as its:
            its.update(mine)
        browser.get("/recovery-code")
        shown.append(session.kept["code"])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    code = str(session.kept["code"])
    assert shown == [code] * 4
    with use_accounts(app.extensions["places"].accounts_path):
        service.confirm_code(service.find_person("alice"), code)


def test_of_two_recoveries_at_once_one_is_told_that_its_code_is_used(
    app: Flask, people: dict[str, Person]
) -> None:
    places = app.extensions["places"]
    came: list[object] = []

    def recover() -> None:
        with app.app_context(), use_accounts(places.accounts_path):
            try:
                code = people["alice"].code
                new = service.open_with_code(places, "alice", code, A_NEW_PASSWORD)
                new.vault.close()
                came.append(new.recovery_code)
            except Refusal as refusal:
                came.append(refusal.status)

    threads = [threading.Thread(target=recover) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    codes = [one for one in came if isinstance(one, str)]
    assert (len(codes), came.count(403)) == (1, 1)
    with app.app_context(), use_accounts(places.accounts_path):
        service.confirm_code(service.find_person("alice"), codes[0])


def test_what_an_administrator_changes_meanwhile_outlives_a_change_of_the_password(
    places: Places,
) -> None:
    bob, vault = service.unlock(places, "bob", PASSWORDS["bob"])
    User.update(is_disabled=True).where(User.username == "bob").execute()
    service.change_password(bob, vault, PASSWORDS["bob"], A_NEW_PASSWORD)
    vault.close()
    assert service.find_person("bob").is_disabled


def make_a_code(user: User, vault: Vault) -> None:
    service.new_code(user, vault)


def change_the_password(user: User, vault: Vault) -> None:
    service.change_password(user, vault, PASSWORDS["alice"], A_NEW_PASSWORD)


@pytest.mark.parametrize("change", [make_a_code, change_the_password])
def test_a_journal_locked_meanwhile_leaves_what_opens_it_as_it_was(
    places: Places, people: dict[str, Person], change: Callable[[User, Vault], None]
) -> None:
    alice, vault = service.unlock(places, "alice", PASSWORDS["alice"])
    vault.close()
    with pytest.raises(JournalClosed):
        change(alice, vault)
    assert opens(places, "alice", PASSWORDS["alice"])
    service.open_with_code(places, "alice", people["alice"].code, A_NEW_PASSWORD).vault.close()


def test_a_request_whose_journal_is_locked_on_the_way_is_sent_to_the_door(
    alice: FlaskClient, app: Flask
) -> None:
    (session,) = app.extensions["sessions"]._by_sid.values()
    session.vault.close()
    answer = alice.get("/", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.get_json()["error"]["happened"] == "Your journal is closed."


def test_a_journal_opens_although_the_visit_cannot_be_noted(
    places: Places, unwritable: None, frozen_clock: FrozenClock
) -> None:
    user, vault = service.unlock(places, "alice", PASSWORDS["alice"])
    visits.note(user)
    assert vault.is_open
    vault.close()


def test_wrong_tries_that_cannot_be_written_count_in_memory(
    places: Places, unwritable: None, frozen_clock: FrozenClock
) -> None:
    fail(places, "alice", 5)
    with pytest.raises(TryLater):
        service.unlock(places, "alice", PASSWORDS["alice"])


def test_the_right_password_ends_what_was_counted_in_memory(
    places: Places, unwritable: None, frozen_clock: FrozenClock
) -> None:
    fail(places, "alice", 4)
    assert opens(places, "alice", PASSWORDS["alice"])
    fail(places, "alice", 4)
    assert opens(places, "alice", PASSWORDS["alice"])


def test_a_journal_that_cannot_be_read_at_once_is_not_left_open(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable() -> None:
        raise Refusal("Part of it cannot be read.", status=503)

    monkeypatch.setattr("webapp.features.preferences.service.read", unreadable)
    answer = client.post("/unlock", data={"name": "alice", "password": PASSWORDS["alice"]})
    assert answer.status_code == 503
    assert len(app.extensions["sessions"]) == 0
    assert client.get("/settings/lock").status_code == 302
