"""The pages of a closed journal: first run, unlocking, recovery, locking."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import FrozenClock
from tests.support.people import A_NEW_PASSWORD, PASSWORDS, Person

WRONG = "lantern oblong thirty herring"
FIRST = {"name": "carol", "password": A_NEW_PASSWORD}


@pytest.fixture
def newcomer(empty_app: Flask) -> FlaskClient:
    """A browser at a computer on which there is nobody yet."""
    return empty_app.test_client()


def unlock(client: FlaskClient, name: str, password: str | None = None) -> TestResponse:
    return client.post("/unlock", data={"name": name, "password": password or PASSWORDS[name]})


def is_open(client: FlaskClient) -> bool:
    return client.get("/settings/name").status_code == 200


# --- first run -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/unlock", "/recover", "/settings/name", "/people"])
def test_at_first_every_page_leads_to_the_first_run(newcomer: FlaskClient, path: str) -> None:
    assert newcomer.get(path).location == "/welcome"


def test_the_first_run_asks_for_a_name_and_a_password(newcomer: FlaskClient) -> None:
    page = newcomer.get("/welcome").text
    assert 'name="name"' in page
    assert 'name="password"' in page


def test_the_first_run_makes_no_promise_that_is_not_kept(newcomer: FlaskClient) -> None:
    # photos and moods come later; a backup cannot be brought back yet
    page = newcomer.get("/welcome").text
    assert "backup" not in page
    assert "days you joined and last opened it" in page


def test_the_first_person_gets_their_journal_and_then_their_code(newcomer: FlaskClient) -> None:
    answer = newcomer.post("/welcome", data=FIRST)
    assert (answer.status_code, answer.location) == (303, "/recovery-code")
    assert "Step 2 of 2" in newcomer.get("/recovery-code").text


def test_the_first_person_looks_after_the_computer(newcomer: FlaskClient) -> None:
    newcomer.post("/welcome", data=FIRST)
    newcomer.get("/recovery-code")
    newcomer.post("/recovery-code", data={"kept": "1"})
    assert newcomer.get("/people").status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": ""}, "Ten characters or more, please."),
        ({"password": "short"}, "Ten characters or more, please."),
        ({"password": "password123"}, "Many people use this one"),
        ({"name": ""}, "That name cannot be used."),
        ({"name": "x" * 61}, "That name cannot be used."),
    ],
)
def test_the_first_run_says_at_the_field_what_is_wrong(
    newcomer: FlaskClient, change: dict[str, str], said: str
) -> None:
    answer = newcomer.post("/welcome", data={**FIRST, **change})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_refused_password_is_not_sent_back_in_the_page(newcomer: FlaskClient) -> None:
    answer = newcomer.post("/welcome", data={"name": "", "password": A_NEW_PASSWORD})
    assert A_NEW_PASSWORD not in answer.text


def test_after_the_first_run_there_is_no_other(client: FlaskClient) -> None:
    assert client.get("/welcome").location == "/unlock"


def test_nobody_becomes_the_first_person_where_somebody_is(client: FlaskClient) -> None:
    answer = client.post("/welcome", data=FIRST)
    assert answer.status_code == 409
    assert not is_open(client)


# --- unlocking -------------------------------------------------------------------------------


def test_the_cover_lists_the_people_of_this_computer(client: FlaskClient) -> None:
    page = client.get("/unlock").text
    assert 'value="alice"' in page
    assert 'value="bob"' in page


def test_who_was_last_is_asked_first(client: FlaskClient) -> None:
    unlock(client, "bob")
    client.post("/lock")
    assert '<input type="hidden" name="name" value="bob">' in client.get("/unlock").text


def test_one_person_alone_gets_no_list(newcomer: FlaskClient) -> None:
    newcomer.post("/welcome", data=FIRST)
    newcomer.post("/lock")
    assert "Someone else?" not in newcomer.get("/unlock").text


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [(0, "morning"), (11, "morning"), (12, "afternoon"), (17, "afternoon"), (18, "evening")],
)
def test_the_greeting_follows_the_clock(
    client: FlaskClient, frozen_clock: FrozenClock, hour: int, greeting: str
) -> None:
    frozen_clock.set(datetime(2026, 11, 22, hour, 30, tzinfo=UTC))
    assert f"Good {greeting}, alice." in client.get("/unlock").text


def test_the_right_password_opens_the_journal(client: FlaskClient) -> None:
    answer = unlock(client, "alice")
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_open(client)


def test_a_script_is_told_where_to_go(client: FlaskClient) -> None:
    answer = client.post("/unlock", json={"name": "alice", "password": PASSWORDS["alice"]})
    assert answer.json == {"to": "/"}


def test_a_wrong_password_opens_nothing_and_says_what_is_safe(client: FlaskClient) -> None:
    answer = unlock(client, "alice", WRONG)
    assert answer.status_code == 403
    assert "That is not alice’s password. Your journal is untouched." in answer.text
    assert WRONG not in answer.text
    assert not is_open(client)


def test_a_script_gets_the_same_sentence(client: FlaskClient) -> None:
    answer = client.post("/unlock", json={"name": "alice", "password": WRONG})
    assert answer.status_code == 403
    assert answer.json is not None
    assert answer.json["said"].startswith(
        "That is not alice’s password. Your journal is untouched."
    )
    assert answer.json["about"] == "password"


def test_a_name_that_nobody_has_gets_the_same_page(client: FlaskClient) -> None:
    answer = unlock(client, "carol", WRONG)
    assert answer.status_code == 403
    assert "That is not carol’s password. Your journal is untouched." in answer.text


@pytest.mark.parametrize(
    "sent", [[], "alice", None, {"name": ["alice"], "password": {}}, {"name": "\ud800"}], ids=str
)
def test_nonsense_opens_nothing(client: FlaskClient, sent: object) -> None:
    assert client.post("/unlock", json=sent).status_code == 403


def test_after_five_wrong_tries_the_page_counts_down(
    client: FlaskClient, frozen_clock: FrozenClock
) -> None:
    for _ in range(5):
        unlock(client, "alice", WRONG)
    answer = client.post("/unlock", json={"name": "alice", "password": PASSWORDS["alice"]})
    assert answer.status_code == 429
    assert answer.json is not None
    assert answer.json["wait"] == 1
    assert "The next try is possible in 1 second." in answer.json["said"]


def test_a_page_without_scripts_can_choose_another_person(client: FlaskClient) -> None:
    page = client.post("/unlock", data={"name": "alice", "password": "", "who": "bob"}).text
    assert '<input type="hidden" name="name" value="bob">' in page


def test_a_disabled_person_is_told_whom_to_ask(
    alice: FlaskClient, people: dict[str, Person]
) -> None:
    alice.post(f"/people/{people['bob'].id}/disable")
    answer = unlock(alice.application.test_client(), "bob")
    assert "bob’s journal is closed for now." in answer.text
    assert "Ask alice, who looks after this computer." in answer.text


def test_who_is_in_already_goes_on_to_their_journal(alice: FlaskClient) -> None:
    assert alice.get("/unlock").location == "/"
    assert alice.get("/recover").location == "/"


def test_another_person_s_password_puts_the_first_one_out(
    app: Flask, alice: FlaskClient, people: dict[str, Person]
) -> None:
    unlock(alice, "bob")
    assert "bob" in alice.get("/settings/name").text
    assert [one.person_id for one in app.extensions["sessions"]._by_sid.values()] == [
        people["bob"].id
    ]


# --- where they were going -------------------------------------------------------------------


def test_after_unlocking_a_person_comes_to_where_they_were_going(client: FlaskClient) -> None:
    client.get("/settings/writing?x=1")
    assert unlock(client, "alice").location == "/settings/writing?x=1"


def test_the_wish_is_fulfilled_once(client: FlaskClient) -> None:
    client.get("/settings/writing")
    unlock(client, "alice")
    client.post("/lock")
    assert unlock(client, "alice").location == "/"


def test_the_wish_is_kept_on_the_server(client: FlaskClient) -> None:
    answer = client.get("/settings/writing")
    assert answer.location == "/unlock"
    assert "writing" not in str(answer.headers)


def test_nobody_is_led_to_where_somebody_else_was_going(client: FlaskClient) -> None:
    unlock(client, "alice")
    client.post("/lock")
    client.get("/settings/writing")
    assert unlock(client, "bob").location == "/"


@pytest.mark.parametrize("path", ["//evil.example", "/%2F/evil.example", "/nowhere", "/\\evil"])
def test_a_wish_never_leads_out_of_quietleaf(client: FlaskClient, path: str) -> None:
    client.get(path)
    assert unlock(client, "alice").location == "/"


def test_a_part_of_a_page_is_no_wish(client: FlaskClient) -> None:
    client.get("/settings/writing", headers={"HX-Request": "true"})
    client.get("/settings/writing", headers={"Accept": "application/json"})
    client.get("/settings/writing", headers={"Sec-Fetch-Dest": "image"})
    assert unlock(client, "alice").location == "/"


def test_wishes_of_many_browsers_do_not_fill_the_memory(app: Flask) -> None:
    for _ in range(60):
        app.test_client().get("/settings/writing")
    assert len(app.extensions["doorstep"]._wishes) <= 50


# --- recovery --------------------------------------------------------------------------------


def recover(client: FlaskClient, code: str, password: str = A_NEW_PASSWORD) -> TestResponse:
    return client.post("/recover", data={"name": "alice", "code": code, "password": password})


def test_the_code_opens_the_journal_and_a_new_one_is_shown(
    client: FlaskClient, people: dict[str, Person]
) -> None:
    assert recover(client, people["alice"].code.lower()).location == "/recovery-code"
    page = client.get("/recovery-code").text
    assert "The code you had opens nothing any more." in page
    assert people["alice"].code not in page


def test_after_recovery_only_the_new_password_opens(
    client: FlaskClient, people: dict[str, Person]
) -> None:
    recover(client, people["alice"].code)
    client.post("/lock")
    assert unlock(client, "alice").status_code == 403
    assert unlock(client, "alice", A_NEW_PASSWORD).location == "/recovery-code"


def test_a_wrong_code_stays_in_its_field_to_be_checked(client: FlaskClient) -> None:
    answer = recover(client, "K7QM 2XWD 9RFH T4VN B6CP J3YE")
    assert answer.status_code == 403
    assert "Check it group by group; it has 24 signs." in answer.text
    assert 'value="K7QM 2XWD 9RFH T4VN B6CP J3YE"' in answer.text


def test_a_short_new_password_leaves_everything_as_it_was(
    client: FlaskClient, people: dict[str, Person]
) -> None:
    answer = recover(client, people["alice"].code, "short")
    assert answer.status_code == 422
    assert "Ten characters or more, please." in answer.text
    assert unlock(client, "alice").status_code == 303


def test_a_wrong_code_is_said_at_the_code_and_not_at_the_password(client: FlaskClient) -> None:
    sent = {"name": "alice", "code": "nothing", "password": A_NEW_PASSWORD}
    answer = client.post("/recover", json=sent)
    assert answer.json is not None
    assert answer.json["about"] == "other"
