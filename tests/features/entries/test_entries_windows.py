"""The same entry open in two windows, and a page that did not hear its last answer."""

from __future__ import annotations

import threading

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webapp.features.entries.refusals import StaleEntry, stale
from webapp.features.entries.runs import KEEP, Runs

UID = "0123456789abcdef0123456789abcdef"


def put(client: FlaskClient, body: str, base: int, page: str) -> TestResponse:
    """What a window sends."""
    sent = {"body": body, "title": None, "base_version": base, "page": page}
    return client.put(f"/entries/{UID}", json=sent)


def stored(client: FlaskClient) -> str:
    """The page of the entry."""
    return client.get(f"/entries/{UID}", headers={"HX-Request": "true"}).text


def test_the_second_window_learns_that_the_first_has_saved(alice: FlaskClient) -> None:
    put(alice, "One", 0, "first")
    put(alice, "Two, by the first", 1, "first")
    answer = put(alice, "Two, by the second", 1, "second")
    assert (answer.status_code, answer.get_json()["version"]) == (409, 2)
    assert answer.get_json()["error"]["happened"] == "This entry was changed in another window."


def test_a_conflict_changes_nothing(alice: FlaskClient) -> None:
    put(alice, "One", 0, "first")
    put(alice, "Two, by the first", 1, "first")
    put(alice, "Two, by the second", 1, "second")
    assert "Two, by the first" in stored(alice)


def test_both_texts_can_be_kept(alice: FlaskClient) -> None:
    put(alice, "One", 0, "first")
    put(alice, "Two, by the first", 1, "first")
    sent = {"body": "Two, by the second", "title": None, "base_version": 0, "page": "second"}
    assert alice.put(f"/entries/{'f' * 32}", json=sent).status_code == 200
    text = alice.get("/").text
    assert "by the first" in text
    assert "by the second" in text


def test_a_page_that_did_not_hear_the_answer_may_save_again(alice: FlaskClient) -> None:
    put(alice, "One", 0, "first")
    put(alice, "Two", 1, "first")
    answer = put(alice, "Two, and the last words", 1, "first")
    assert (answer.status_code, answer.get_json()["version"]) == (200, 3)
    assert "the last words" in stored(alice)


def test_a_new_entry_whose_answer_was_lost_is_saved_once(alice: FlaskClient) -> None:
    put(alice, "One", 0, "first")
    assert put(alice, "One, and more", 0, "first").status_code == 200
    assert alice.get("/").text.count('class="entry"') == 1


def test_a_page_that_is_two_answers_behind_is_refused(alice: FlaskClient) -> None:
    put(alice, "One", 0, "first")
    put(alice, "Two", 1, "first")
    put(alice, "Three", 2, "first")
    assert put(alice, "Two again", 1, "first").status_code == 409


def test_what_another_window_saved_in_between_is_never_overwritten(alice: FlaskClient) -> None:
    put(alice, "One", 0, "first")
    put(alice, "Two", 1, "first")
    put(alice, "Three, by the second", 2, "second")
    assert put(alice, "Two, and the last words", 1, "first").status_code == 409
    assert "Three, by the second" in stored(alice)


def test_a_save_without_a_page_must_begin_with_the_stored_version(alice: FlaskClient) -> None:
    put(alice, "One", 0, "")
    put(alice, "Two", 1, "")
    assert put(alice, "Again", 1, "").status_code == 409


def test_another_session_knows_nothing_of_the_run(
    alice: FlaskClient, app: object, sign_in: object
) -> None:
    put(alice, "One", 0, "first")
    put(alice, "Two", 1, "first")
    other = app.test_client()  # type: ignore[attr-defined]
    sign_in(other, "alice")  # type: ignore[operator]
    assert put(other, "Again", 1, "first").status_code == 409


def test_a_save_in_the_trash_keeps_the_entry_there(alice: FlaskClient) -> None:
    put(alice, "One", 0, "first")
    alice.post(f"/entries/{UID}/trash")
    assert put(alice, "Two", 1, "first").status_code == 200
    assert 'class="entry"' not in alice.get("/").text


class Shelf:
    """An entry's version, as the journal keeps it."""

    def __init__(self) -> None:
        self.version = 0

    def save(self, base: int) -> tuple[str, int]:
        """Save on a version, or refuse."""
        if base != self.version:
            raise stale(self.version)
        self.version += 1
        return f"saved {self.version}", self.version


def test_saves_of_many_threads_come_one_at_a_time() -> None:
    runs, shelf, answers = Runs(), Shelf(), []

    def save() -> None:
        answers.append(runs.save(UID, "first", 0, shelf.save))

    threads = [threading.Thread(target=save) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [f"saved {n}" for n in range(1, 9)]


def test_only_the_latest_entries_are_remembered() -> None:
    runs, first = Runs(), Shelf()
    runs.save(UID, "first", 0, first.save)
    for n in range(KEEP):
        runs.save(str(n), "first", 0, Shelf().save)
    with pytest.raises(StaleEntry):
        runs.save(UID, "first", 0, first.save)
