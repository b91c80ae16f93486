"""The page that shows the recovery code once."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import A_NEW_PASSWORD, PASSWORDS
from webapp.core.native import Saved

CODE = re.compile(r'data-plain="((?:[2-9A-HJ-NP-Z]{4} ?){6})"')


class Window:
    """A window that saves and prints, as far as the tests are concerned."""

    def __init__(self, answer: Saved) -> None:
        self.answer = answer
        self.saved: dict[str, bytes] = {}
        self.printed = 0

    def save_bytes(self, suggested_name: str, chunks: Iterable[bytes]) -> Saved:
        self.saved[suggested_name] = b"".join(chunks)
        return self.answer

    def print_page(self) -> bool:
        self.printed += 1
        return True


@pytest.fixture
def newcomer(empty_app: Flask) -> FlaskClient:
    """Somebody who has just made their journal and has not yet kept the code."""
    client = empty_app.test_client()
    client.post("/welcome", data={"name": "carol", "password": A_NEW_PASSWORD})
    return client


def shown(client: FlaskClient) -> str:
    found = CODE.search(client.get("/recovery-code").text)
    assert found, "no code on the page"
    return found[1]


def test_the_code_stays_the_same_until_it_is_kept(newcomer: FlaskClient) -> None:
    assert shown(newcomer) == shown(newcomer)


@pytest.mark.parametrize("path", ["/", "/settings/appearance", "/people", "/settings/recovery"])
def test_before_the_code_is_kept_nothing_else_opens(newcomer: FlaskClient, path: str) -> None:
    assert newcomer.get(path).location == "/recovery-code"


def test_a_script_learns_why_nothing_else_opens(newcomer: FlaskClient) -> None:
    answer = newcomer.post("/settings/appearance", json={"theme": "dark"})
    assert answer.status_code == 403
    assert answer.json is not None
    assert answer.json["error"]["happened"] == "Your recovery code is not kept yet."


@pytest.mark.parametrize("path", ["/page/unsaved", "/page/saved"])
def test_the_window_can_be_closed_before_the_code_is_kept(newcomer: FlaskClient, path: str) -> None:
    # closing asks the page to say that nothing is unsaved, and waits for its answer
    assert newcomer.post(path, json={"page": "closing"}).status_code == 204


def test_being_here_counts_before_the_code_is_kept(newcomer: FlaskClient) -> None:
    assert newcomer.post("/session/active", json={}).status_code == 204


def test_the_journal_can_be_locked_before_the_code_is_kept(newcomer: FlaskClient) -> None:
    assert newcomer.post("/lock").location == "/unlock"


def test_without_the_tick_the_code_stays(newcomer: FlaskClient) -> None:
    code = shown(newcomer)
    answer = newcomer.post("/recovery-code")
    assert answer.status_code == 422
    assert "The box is not ticked." in answer.text
    assert shown(newcomer) == code


def test_with_the_tick_the_journal_opens(newcomer: FlaskClient) -> None:
    shown(newcomer)
    assert newcomer.post("/recovery-code", data={"kept": "1"}).location == "/"
    assert newcomer.get("/settings/name").status_code == 200


def test_a_kept_code_is_never_shown_again(newcomer: FlaskClient) -> None:
    shown(newcomer)
    newcomer.post("/recovery-code", data={"kept": "1"})
    assert newcomer.get("/recovery-code").location == "/"


def test_a_code_that_was_never_shown_cannot_be_confirmed(newcomer: FlaskClient) -> None:
    newcomer.post("/lock")
    newcomer.post("/unlock", data={"name": "carol", "password": A_NEW_PASSWORD})
    answer = newcomer.post("/recovery-code", data={"kept": "1"})
    assert answer.location == "/recovery-code"
    assert newcomer.get("/settings/name").location == "/recovery-code"


def test_whoever_left_before_keeping_it_gets_a_new_code(newcomer: FlaskClient) -> None:
    first = shown(newcomer)
    newcomer.post("/lock")
    newcomer.post("/unlock", data={"name": "carol", "password": A_NEW_PASSWORD})
    assert shown(newcomer) != first


def test_the_shown_code_opens_the_journal(newcomer: FlaskClient) -> None:
    code = shown(newcomer)
    newcomer.post("/recovery-code", data={"kept": "1"})
    newcomer.post("/lock")
    sent = {"name": "carol", "code": code, "password": "another long password"}
    assert newcomer.post("/recover", data=sent).location == "/recovery-code"


def test_the_file_holds_the_code_the_name_the_day_and_what_it_opens(
    newcomer: FlaskClient,
) -> None:
    code = shown(newcomer)
    answer = newcomer.post("/recovery-code/save")
    assert code in answer.text
    assert "carol" in answer.text
    assert re.search(r"20\d\d", answer.text)
    assert "opens the Quietleaf journal of carol" in answer.text


def test_without_a_window_the_file_is_a_download(newcomer: FlaskClient) -> None:
    shown(newcomer)
    answer = newcomer.post("/recovery-code/save")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "text/plain"
    assert "carol" not in answer.headers["Content-Disposition"]


def test_in_a_window_the_person_is_asked_where_to_save(
    empty_app: Flask, newcomer: FlaskClient
) -> None:
    code = shown(newcomer)
    empty_app.extensions["native"] = window = Window("saved")
    answer = newcomer.post("/recovery-code/save")
    assert answer.location == "/recovery-code"
    assert code.encode() in window.saved["Quietleaf recovery code.txt"]
    assert "The code is saved." in newcomer.get("/recovery-code").text


def test_a_cancelled_save_is_not_called_saved(empty_app: Flask, newcomer: FlaskClient) -> None:
    shown(newcomer)
    empty_app.extensions["native"] = Window("cancelled")
    newcomer.post("/recovery-code/save")
    assert "The code is saved." not in newcomer.get("/recovery-code").text


def test_the_window_prints_the_page(empty_app: Flask, newcomer: FlaskClient) -> None:
    shown(newcomer)
    empty_app.extensions["native"] = window = Window("saved")
    assert newcomer.post("/recovery-code/print", json={}).json == {"printed": True}
    assert window.printed == 1


def test_without_a_window_the_browser_must_print(newcomer: FlaskClient) -> None:
    assert newcomer.post("/recovery-code/print", json={}).json == {"printed": False}


def test_there_is_no_file_of_a_code_that_is_kept(alice: FlaskClient) -> None:
    assert alice.post("/recovery-code/save").location == "/recovery-code"


# --- a new code from the settings ------------------------------------------------------------


def test_a_new_code_asks_for_the_password_first(alice: FlaskClient) -> None:
    answer = alice.post("/settings/recovery", data={"password": "not the password"})
    assert answer.status_code == 403
    assert alice.get("/settings/name").status_code == 200


def test_a_new_code_is_shown_and_leads_back_to_the_settings(alice: FlaskClient) -> None:
    answer = alice.post("/settings/recovery", data={"password": PASSWORDS["alice"]})
    assert answer.location == "/recovery-code"
    shown(alice)
    kept = alice.post("/recovery-code", data={"kept": "1"})
    assert kept.location == "/settings/lock"
    assert "The new recovery code counts from now on." in alice.get("/settings/lock").text
