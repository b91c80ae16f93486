"""Saves that come at once, and a lock that comes while one is running."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.core.sessions import Session
from webapp.features.entries import service, writing_views

UID = "0123456789abcdef0123456789abcdef"
PATIENCE = 20  # seconds; only a broken test waits so long
SignIn = Callable[[FlaskClient, str], Session]


def sent(body: str, version: int, page: str = "p") -> dict[str, Any]:
    return {"body": body, "title": None, "base_version": version, "page": page}


def at_once(works: list[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.fixture
def windows(app: Flask, sign_in: SignIn) -> list[FlaskClient]:
    """Two windows of alice, each with a session of its own, and an entry of version 1."""
    both = [app.test_client(), app.test_client()]
    for window in both:
        sign_in(window, "alice")
    assert both[0].put(f"/entries/{UID}", json=sent("One", 0)).status_code == 200
    return both


def test_of_windows_that_save_at_once_one_is_saved_and_the_others_are_told(
    windows: list[FlaskClient],
) -> None:
    statuses: list[int] = []

    def save(window: FlaskClient, number: int) -> None:
        answer = window.put(f"/entries/{UID}", json=sent(f"By {number}", 1, f"page {number}"))
        statuses.append(answer.status_code)

    at_once([lambda n=n, w=w: save(w, n) for n, w in enumerate(windows * 3)])  # type: ignore[misc]
    assert sorted(statuses) == [200, 409, 409, 409, 409, 409]


def test_entries_begun_at_once_are_all_there(windows: list[FlaskClient]) -> None:
    statuses: list[int] = []

    def save(window: FlaskClient, number: int) -> None:
        answer = window.put(f"/entries/{number:032x}", json=sent(f"Number {number} begun", 0))
        statuses.append(answer.status_code)

    at_once([lambda n=n, w=w: save(w, n) for n, w in enumerate(windows * 4)])  # type: ignore[misc]
    assert statuses == [200] * 8
    text = windows[0].get("/").text
    assert all(f"Number {number} begun" in text for number in range(8))


@pytest.fixture
def held_up(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """A save waits, its journal open, from `arrived` until `go_on`."""
    arrived, go_on = threading.Event(), threading.Event()
    save_entry = service.save_entry

    def wait(*given: Any, **named: Any) -> object:
        arrived.set()
        assert go_on.wait(PATIENCE)
        return save_entry(*given, **named)

    monkeypatch.setattr(writing_views.service, "save_entry", wait)
    return arrived, go_on


def test_a_save_that_runs_while_the_journal_is_locked_is_finished(
    app: Flask,
    windows: list[FlaskClient],
    held_up: tuple[threading.Event, threading.Event],
    sign_in: SignIn,
) -> None:
    arrived, go_on = held_up
    statuses: list[int] = []

    def save() -> None:
        answer = windows[0].put(f"/entries/{UID}", json=sent("Two, just before the lock", 1))
        statuses.append(answer.status_code)

    def lock() -> None:
        arrived.wait(PATIENCE)
        windows[1].post("/lock")
        go_on.set()

    at_once([save, lock])
    assert statuses == [200]
    assert len(app.extensions["sessions"]) == 0
    again = app.test_client()
    sign_in(again, "alice")
    assert "Two, just before the lock" in again.get(f"/entries/{UID}").text


def test_a_save_that_finds_the_journal_locked_is_not_called_saved(
    app: Flask,
    windows: list[FlaskClient],
    held_up: tuple[threading.Event, threading.Event],
    sign_in: SignIn,
) -> None:
    arrived, go_on = held_up
    statuses: list[int] = []
    body = f"Two, with a photo ![heron](media:{'ab' * 16})"  # needs the other file, closed by then

    def save() -> None:
        answer = windows[0].put(f"/entries/{UID}", json=sent(body, 1))
        statuses.append(answer.status_code)

    def lock() -> None:
        arrived.wait(PATIENCE)
        windows[1].post("/lock")
        go_on.set()

    at_once([save, lock])
    again = app.test_client()
    sign_in(again, "alice")
    is_there = "Two, with a photo" in again.get(f"/entries/{UID}").text
    assert (statuses, is_there) == ([401], False)
