"""The trash over HTTP: in, back, and for good."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import FrozenClock

JournalOf = Callable[[str], AbstractContextManager[object]]
HTMX = {"HX-Request": "true"}
UID = "0123456789abcdef0123456789abcdef"


def write(client: FlaskClient, uid: str = UID, **changes: object) -> None:
    """Save an entry as a writing page does."""
    sent = {"body": "Frost", "title": None, "base_version": 0, "page": "p1", **changes}
    answer = client.put(f"/entries/{uid}", json=sent)
    assert answer.status_code == 200, answer.text


def names(text: str) -> list[str]:
    """The names of the entries in a list."""
    return re.findall(r'<div class="name" dir="auto">(.*?)</div>', text)


def test_moving_to_the_trash_leads_to_the_next_entry(alice: FlaskClient) -> None:
    first, second = "a" * 32, "b" * 32
    write(alice, first, day="2026-11-22")
    write(alice, second, day="2026-11-21")
    answer = alice.post(f"/entries/{first}/trash")
    assert answer.location == f"/entries/{second}"
    text = alice.get(answer.location).text
    assert f'action="/entries/{first}/restore"' in text
    assert "Moved to the trash" in text


def test_the_last_entry_in_the_trash_leaves_an_empty_timeline(alice: FlaskClient) -> None:
    write(alice)
    assert alice.post(f"/entries/{UID}/trash").location == "/"
    assert "Your days will stand here" in alice.get("/").text


def test_undo_leads_back_to_the_entry(alice: FlaskClient) -> None:
    write(alice)
    alice.post(f"/entries/{UID}/trash")
    assert alice.post(f"/entries/{UID}/restore").location == f"/entries/{UID}"
    assert names(alice.get("/").text) == ["Frost"]


@pytest.mark.parametrize("address", [f"/entries/{UID}", f"/entries/{UID}/edit"])
def test_an_entry_in_the_trash_is_shown_there(alice: FlaskClient, address: str) -> None:
    write(alice)
    alice.post(f"/entries/{UID}/trash")
    assert alice.get(address).location == f"/trash/{UID}"
    assert alice.get(address, headers=HTMX).headers["HX-Redirect"] == f"/trash/{UID}"


def test_the_trash_says_how_many_days_are_left(
    alice: FlaskClient, frozen_clock: FrozenClock
) -> None:
    write(alice)
    alice.post(f"/entries/{UID}/trash")
    frozen_clock.moment += timedelta(days=29)
    assert "<b>1</b><span>day</span>" in alice.get("/trash").text


def test_opening_the_trash_lets_go_what_is_older_than_thirty_days(
    alice: FlaskClient, frozen_clock: FrozenClock
) -> None:
    write(alice)
    alice.post(f"/entries/{UID}/trash")
    frozen_clock.moment += timedelta(days=30)
    assert "The trash is empty." in alice.get("/trash").text
    assert alice.get(f"/trash/{UID}").status_code == 404


def test_unlocking_lets_go_what_is_older_than_thirty_days(
    alice: FlaskClient,
    app: Flask,
    frozen_clock: FrozenClock,
    sign_in: Callable[[FlaskClient, str], object],
) -> None:
    write(alice)
    alice.post(f"/entries/{UID}/trash")
    frozen_clock.moment += timedelta(days=30)
    another = app.test_client()
    sign_in(another, "alice")
    another.get("/")
    assert another.get(f"/trash/{UID}").status_code == 404


def test_put_back_from_the_trash_stays_there_and_can_show_it(alice: FlaskClient) -> None:
    write(alice)
    alice.post(f"/entries/{UID}/trash")
    answer = alice.post(f"/entries/{UID}/restore", data={"from": "trash"})
    assert answer.location == "/trash"
    text = alice.get("/trash").text
    assert "“Frost” is back in Daily" in text
    assert alice.post(f"/entries/{UID}/done").location == f"/entries/{UID}"


def test_deleting_for_good_names_what_goes(alice: FlaskClient) -> None:
    write(alice, day="2026-10-27")
    alice.post(f"/entries/{UID}/trash")
    text = alice.get("/trash").text
    assert (
        "“Frost”, from 27 October 2026, and its history go now and cannot be brought back." in text
    )
    alice.post(f"/entries/{UID}/delete")
    assert alice.get(f"/trash/{UID}").status_code == 404


def test_the_trash_is_emptied(alice: FlaskClient) -> None:
    for n in range(3):
        write(alice, f"{n}" * 32)
        alice.post(f"/entries/{str(n) * 32}/trash")
    alice.post("/trash/empty")
    assert "3 entries deleted for good" in alice.get("/trash").text


def test_the_question_before_emptying_names_what_goes(alice: FlaskClient) -> None:
    for n in range(7):
        write(alice, f"{n}" * 32, body=f"Entry {n}", day=f"2026-10-1{n}")
        alice.post(f"/entries/{str(n) * 32}/trash")
    text = alice.get("/trash").text
    assert "7 entries and their history go now and cannot be brought back." in text
    assert "<bdi>Entry 6</bdi>, 16 October 2026" in text
    assert "and 2 more" in text


def test_everything_in_the_trash_is_put_back(alice: FlaskClient) -> None:
    for n in range(2):
        write(alice, f"{n}" * 32, body=f"Entry {n}")
        alice.post(f"/entries/{str(n) * 32}/trash")
    alice.post("/trash/restore")
    text = alice.get("/trash").text
    assert "2 entries are back" in text
    assert sorted(names(alice.get("/").text)) == ["Entry 0", "Entry 1"]


@pytest.mark.parametrize("leave", ["restore", "delete"])
def test_the_cursor_goes_on_to_the_next_entry_in_the_trash(
    leave: str, alice: FlaskClient, frozen_clock: FrozenClock
) -> None:
    for n in range(3):
        write(alice, f"{n}" * 32)
        alice.post(f"/entries/{str(n) * 32}/trash")
        frozen_clock.advance(seconds=1)
    answer = alice.post(f"/entries/{'1' * 32}/{leave}", data={"from": "trash"})
    assert answer.location == f"/trash/{'0' * 32}"
    assert re.search(r'aria-current="true" data-focus', alice.get(answer.location).text)


def test_an_entry_that_looks_empty_is_never_deleted_by_itself(
    alice: FlaskClient, frozen_clock: FrozenClock, sign_in: Callable[[FlaskClient, str], object]
) -> None:
    write(alice, "a" * 32, body="x")
    write(alice, "a" * 32, body="", base_version=1)
    write(alice, "b" * 32, body=f"![](media:{'c' * 32})")
    frozen_clock.advance(days=60)
    sign_in(alice, "alice")
    assert len(names(alice.get("/").text)) == 2


def test_history_waits_in_the_trash_with_its_entry(alice: FlaskClient) -> None:
    write(alice)
    write(alice, body="Fog", base_version=1, page="p2")
    alice.post(f"/entries/{UID}/trash")
    assert "Its history is kept with it until it goes." in alice.get("/trash").text
    assert "Frost" in alice.get(f"/entries/{UID}/history").text
