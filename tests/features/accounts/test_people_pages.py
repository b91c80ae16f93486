"""Looking after the people of this computer: accounts, never journals."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import FrozenClock
from tests.support.people import A_NEW_PASSWORD, PASSWORDS, Person
from webapp.core.vault import Vault

NEW = {"name": "carol", "password": A_NEW_PASSWORD}


@pytest.fixture
def bob_id(people: dict[str, Person]) -> str:
    return people["bob"].id


@pytest.fixture
def alice_id(people: dict[str, Person]) -> str:
    return people["alice"].id


def opens(app: Flask, name: str, password: str = "") -> bool:
    sent = {"name": name, "password": password or PASSWORDS[name]}
    return app.test_client().post("/unlock", data=sent).status_code == 303


PEOPLE_PAGES = [
    ("GET", "/people"),
    ("GET", "/people/new"),
    ("POST", "/people/new"),
    ("POST", "/people/{id}/rename"),
    ("POST", "/people/{id}/disable"),
    ("POST", "/people/{id}/enable"),
    ("POST", "/people/{id}/admin"),
    ("POST", "/people/{id}/plain"),
    ("POST", "/people/{id}/delete"),
]


@pytest.mark.parametrize(("method", "path"), PEOPLE_PAGES)
def test_somebody_who_is_no_administrator_is_refused(
    app: Flask, bob: FlaskClient, alice_id: str, method: str, path: str
) -> None:
    answer = bob.open(path.format(id=alice_id), method=method, data={"name": "alice"})
    assert answer.status_code == 403
    assert "Only someone who looks after this computer’s people can do that." in answer.text
    assert opens(app, "alice")


def test_the_settings_show_people_only_to_administrators(
    alice: FlaskClient, bob: FlaskClient
) -> None:
    assert 'href="/people"' in alice.get("/settings/appearance").text
    assert 'href="/people"' not in bob.get("/settings/appearance").text


def test_everyone_is_listed_with_the_day_of_their_last_visit(
    alice: FlaskClient, people: dict[str, Person]
) -> None:
    page = alice.get("/people").text
    assert "You, looks after this computer" in page
    assert "not opened yet" in page  # bob


def test_only_the_day_of_a_visit_is_told_and_not_the_hour(
    app: Flask, alice: FlaskClient, frozen_clock: FrozenClock
) -> None:
    opens(app, "bob")
    assert "Opened today" in alice.get("/people").text
    frozen_clock.advance(days=1)
    alice = app.test_client()
    alice.post("/unlock", data={"name": "alice", "password": PASSWORDS["alice"]})
    page = alice.get("/people").text
    assert "Opened yesterday" in page
    assert "19:04" not in page


def test_the_page_says_that_nobody_can_be_read_or_reset(alice: FlaskClient) -> None:
    page = alice.get("/people").text
    assert "can read another person’s journal" in page
    assert "You cannot. Their recovery code lets them choose a new password." in page


# --- adding ----------------------------------------------------------------------------------


def test_an_added_person_opens_a_journal_with_the_password_they_typed(
    app: Flask, alice: FlaskClient
) -> None:
    assert alice.post("/people/new", data=NEW).location == "/people"
    assert opens(app, "carol", A_NEW_PASSWORD)


def test_an_added_person_first_gets_their_recovery_code(app: Flask, alice: FlaskClient) -> None:
    alice.post("/people/new", data=NEW)
    carol = app.test_client()
    assert carol.post("/unlock", data=NEW).location == "/recovery-code"


def test_an_added_person_looks_after_nobody(app: Flask, alice: FlaskClient) -> None:
    alice.post("/people/new", data=NEW)
    carol = app.test_client()
    carol.post("/unlock", data=NEW)
    carol.get("/recovery-code")
    carol.post("/recovery-code", data={"kept": "1"})
    assert carol.get("/people").status_code == 403


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "Alice"}, "already called"),
        ({"name": ""}, "That name cannot be used."),
        ({"password": "short"}, "Ten characters or more"),
    ],
)
def test_adding_says_at_the_field_what_is_wrong(
    alice: FlaskClient, change: dict[str, str], said: str
) -> None:
    answer = alice.post("/people/new", data={**NEW, **change})
    assert answer.status_code in (409, 422)
    assert said in answer.text
    assert A_NEW_PASSWORD not in answer.text


# --- disabling -------------------------------------------------------------------------------


def test_disabling_somebody_shuts_their_open_journal(
    app: Flask, alice: FlaskClient, bob: FlaskClient, bob_id: str
) -> None:
    assert alice.post(f"/people/{bob_id}/disable").location == "/people"
    assert bob.get("/settings/name").location == "/unlock"
    assert not opens(app, "bob")


def test_enabling_somebody_lets_them_in_again(app: Flask, alice: FlaskClient, bob_id: str) -> None:
    alice.post(f"/people/{bob_id}/disable")
    alice.post(f"/people/{bob_id}/enable")
    assert opens(app, "bob")


@pytest.mark.parametrize(
    ("change", "said"), [("disable", "That is yourself."), ("plain", "only administrator")]
)
def test_the_only_administrator_stays_in(
    alice: FlaskClient, alice_id: str, change: str, said: str
) -> None:
    answer = alice.post(f"/people/{alice_id}/{change}")
    assert answer.status_code == 409
    assert said in answer.text
    assert alice.get("/people").status_code == 200


# --- administrators --------------------------------------------------------------------------


def test_somebody_else_can_look_after_the_computer_too(
    alice: FlaskClient, bob: FlaskClient, bob_id: str
) -> None:
    alice.post(f"/people/{bob_id}/admin")
    assert bob.get("/people").status_code == 200


def test_an_administrator_can_hand_the_keys_over(
    alice: FlaskClient, bob: FlaskClient, alice_id: str, bob_id: str
) -> None:
    alice.post(f"/people/{bob_id}/admin")
    assert alice.post(f"/people/{alice_id}/plain").location == "/"
    assert alice.get("/people").status_code == 403
    assert bob.get("/people").status_code == 200


def test_a_disabled_administrator_does_not_count(
    alice: FlaskClient, alice_id: str, bob_id: str
) -> None:
    alice.post(f"/people/{bob_id}/admin")
    alice.post(f"/people/{bob_id}/disable")
    assert alice.post(f"/people/{alice_id}/plain").status_code == 409


# --- renaming --------------------------------------------------------------------------------


def test_a_renamed_person_is_known_by_the_new_name(
    app: Flask, alice: FlaskClient, bob_id: str
) -> None:
    alice.post(f"/people/{bob_id}/rename", data={"name": "Robert"})
    assert opens(app, "robert", PASSWORDS["bob"])


def test_nobody_takes_somebody_else_s_name(alice: FlaskClient, bob_id: str) -> None:
    answer = alice.post(f"/people/{bob_id}/rename", data={"name": "ALICE"})
    assert answer.status_code == 409
    assert "already called" in answer.text


def test_a_name_may_change_only_its_case(app: Flask, alice: FlaskClient, bob_id: str) -> None:
    alice.post(f"/people/{bob_id}/rename", data={"name": "Bob"})
    assert 'value="Bob"' in app.test_client().get("/unlock").text


# --- removing --------------------------------------------------------------------------------


def test_removing_asks_for_the_name(app: Flask, alice: FlaskClient, bob_id: str) -> None:
    answer = alice.post(f"/people/{bob_id}/delete", data={"name": "bib"})
    assert answer.status_code == 422
    assert "The name typed is not “bob”." in answer.text
    assert opens(app, "bob")


def test_a_wrong_name_leaves_the_open_journal_open(
    alice: FlaskClient, bob: FlaskClient, bob_id: str
) -> None:
    alice.post(f"/people/{bob_id}/delete", data={"name": "bib"})
    assert bob.get("/settings/name").status_code == 200


def test_a_removed_person_s_account_is_gone(
    app: Flask, alice: FlaskClient, bob: FlaskClient, bob_id: str
) -> None:
    assert alice.post(f"/people/{bob_id}/delete", data={"name": "Bob"}).location == "/people"
    assert bob.get("/settings/name").location == "/unlock"
    assert not opens(app, "bob")


def test_a_removed_person_s_journal_is_kept_aside_with_what_opens_it(
    app: Flask, alice: FlaskClient, bob_id: str, frozen_clock: FrozenClock
) -> None:
    places = app.extensions["places"]
    alice.post(f"/people/{bob_id}/delete", data={"name": "bob"})
    kept = places.deleted_folder / f"2026-11-22-{bob_id}"
    assert {path.name for path in kept.iterdir()} >= {
        "journal.sqlite3",
        "media.sqlite3",
        "slots.json",
    }
    assert not (places.people_folder / bob_id).exists()
    assert places.deleted_folder.stat().st_mode & 0o777 == 0o700


def test_nobody_removes_themselves(app: Flask, alice: FlaskClient, alice_id: str) -> None:
    answer = alice.post(f"/people/{alice_id}/delete", data={"name": "alice"})
    assert answer.status_code == 409
    assert opens(app, "alice")


def test_a_folder_that_cannot_be_moved_leaves_the_account_there(
    app: Flask, alice: FlaskClient, bob_id: str
) -> None:
    app.extensions["places"].deleted_folder.write_text("in the way")
    answer = alice.post(f"/people/{bob_id}/delete", data={"name": "bob"})
    assert answer.status_code == 409
    assert "could not be moved away" in answer.text
    assert opens(app, "bob")


@pytest.mark.parametrize("change", ["rename", "disable", "enable", "admin", "plain", "delete"])
@pytest.mark.parametrize("person_id", ["0" * 32, "..", "alice", "%00"])
def test_somebody_who_is_not_there_is_not_found(
    alice: FlaskClient, person_id: str, change: str
) -> None:
    assert alice.post(f"/people/{person_id}/{change}", data={"name": "x"}).status_code == 404


def test_looking_after_people_opens_none_of_their_journals(
    app: Flask,
    alice: FlaskClient,
    bob_id: str,
    journal_of: Callable[[str], AbstractContextManager[Vault]],
) -> None:
    with journal_of("bob") as vault:
        before = vault.journal_path.read_bytes()
    alice.post(f"/people/{bob_id}/rename", data={"name": "Robert"})
    alice.post(f"/people/{bob_id}/disable")
    alice.post(f"/people/{bob_id}/enable")
    alice.get("/people")
    path = app.extensions["places"].people_folder / bob_id / "journal.sqlite3"
    assert path.read_bytes() == before
