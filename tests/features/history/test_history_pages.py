"""The pages of an entry's history: listed, compared, gone back to, and put together."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from tests.conftest import FrozenClock
from webapp.core.vault import Vault
from webapp.features.entries import service as entries
from webapp.features.history import service as history

UID = "0123456789abcdef0123456789abcdef"
Open = Callable[[str], AbstractContextManager[Vault]]


def put(client: FlaskClient, body: str, base: int, page: str = "first", **more: object) -> int:
    """What a window sends while somebody writes; the status."""
    sent = {"body": body, "title": None, "base_version": base, "page": page}
    return client.put(f"/entries/{UID}", json=sent | more).status_code


def words(html: str) -> str:
    """A page without its marks; what is added and taken out in braces."""
    html = re.sub(r"<(ins|del)[^>]*>(.*?)</\1>", r"{\1 \2}", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def told(alice: FlaskClient, frozen_clock: FrozenClock) -> FlaskClient:
    """alice, whose entry was changed after an hour and is as it was now."""
    put(alice, "He ate a slice of it #cake", 0)
    frozen_clock.advance(minutes=4)
    put(alice, "He ate two slices of it #family", 1)
    return alice


def versions_of(client: FlaskClient) -> list[str]:
    """The ids of the versions in the list, the newest first."""
    page = client.get(f"/entries/{UID}/history").text
    return re.findall(rf'href="/entries/{UID}/history/(\d+)"(?: aria-current="true")?><b>', page)


def test_it_shows_what_was_added_and_taken_out_since_the_version_before(
    told: FlaskClient,
) -> None:
    page = words(told.get(f"/entries/{UID}/history").text)
    assert "He ate {del a slice}{ins two slices} of it #{del cake}{ins family}" in page
    assert "Today, 19:08 3 words added, 3 taken out +3 −3 Now" in page
    assert "Today, 19:04 +7 The first one kept" in page


def test_a_version_shows_the_entry_as_it_was(told: FlaskClient) -> None:
    page = words(told.get(f"/entries/{UID}/history/{versions_of(told)[1]}").text)
    assert "As it stood Today at 19:04" in page
    assert "He ate a slice of it #cake" in page


def test_going_back_makes_a_new_version_that_can_be_undone(told: FlaskClient) -> None:
    answer = told.post(f"/entries/{UID}/history/{versions_of(told)[1]}/restore")
    assert answer.location == f"/entries/{UID}"
    page = told.get(f"/entries/{UID}").text
    assert "He ate a slice of it" in page
    [undo] = re.findall(rf'action="(/entries/{UID}/history/\d+/restore)"', page)
    told.post(undo)
    assert "He ate two slices of it" in told.get(f"/entries/{UID}").text


def test_going_back_brings_title_tags_and_day_of_then(
    alice: FlaskClient, frozen_clock: FrozenClock, journal_of: Open
) -> None:
    put(alice, "Rang", 0, title="Call", tags=["dad"], day="1850-01-02")
    frozen_clock.advance(minutes=3)
    put(alice, "Rang again", 1, title=None, tags=[], day="2020-01-01")
    alice.post(f"/entries/{UID}/history/{versions_of(alice)[1]}/restore")
    with journal_of("alice"):
        entry = entries.read_entry(UID)
        now = (entry.title, [tag.name for tag in entry.tags], entry.day, entry.version)
    assert now == ("Call", ["dad"], "1850-01-02", 3)


def test_a_version_that_changed_nothing_is_not_listed(
    alice: FlaskClient, frozen_clock: FrozenClock
) -> None:
    put(alice, "Same", 0)
    for n in range(1, 4):
        frozen_clock.advance(minutes=3)
        put(alice, "Same", n, starred=n % 2 == 0)
    assert versions_of(alice) == ["0"]


def test_an_entry_in_the_trash_can_be_looked_through_but_not_changed(told: FlaskClient) -> None:
    version = versions_of(told)[1]
    told.post(f"/entries/{UID}/trash")
    page = told.get(f"/entries/{UID}/history/{version}").text
    assert "He ate" in page
    assert "Go back to this version" not in page
    assert told.post(f"/entries/{UID}/history/{version}/restore").location == f"/trash/{UID}"


def test_a_version_of_another_entry_is_not_shown(told: FlaskClient) -> None:
    version = versions_of(told)[1]
    other = {"body": "Other", "title": None, "base_version": 0, "page": "p"}
    told.put(f"/entries/{'f' * 32}", json=other)
    answer = told.get(f"/entries/{'f' * 32}/history/{version}")
    assert answer.status_code == 404
    assert "This version is not kept any more." in answer.text


def together(client: FlaskClient, body: str, base: int) -> dict[str, object]:
    """Ask to have a window's text put together with the stored one."""
    sent = {"body": body, "title": None, "base_version": base}
    answer = client.post(f"/entries/{UID}/merge", json=sent)
    assert answer.status_code == 200
    found: dict[str, object] = answer.get_json()
    return found


@pytest.mark.usefixtures("frozen_clock")
def test_what_two_windows_changed_in_different_places_goes_together(alice: FlaskClient) -> None:
    put(alice, "Frost.\n\nDad rang.", 0, "first")
    put(alice, "Hard frost.\n\nDad rang.", 1, "second")
    assert put(alice, "Frost.\n\nDad rang twice.", 1, "first") == 409
    found = together(alice, "Frost.\n\nDad rang twice.", 1)
    assert (found["parts"], found["version"]) == ([["Hard frost.\n\nDad rang twice."]], 2)


@pytest.mark.usefixtures("frozen_clock")
def test_both_sides_are_in_the_history_before_anybody_chooses(
    alice: FlaskClient, journal_of: Open
) -> None:
    put(alice, "At ten", 0, "first")
    put(alice, "At one", 1, "second")
    assert together(alice, "At noon", 1)["parts"] == [["At "], ["noon", "one", "noon one"]]
    together(alice, "At noon", 1)
    with journal_of("alice"):
        kept = history.versions(entries.read_entry(UID).id)
    assert sorted(one.state.body for one in kept) == ["At noon", "At one", "At ten"]


def test_without_a_common_version_every_difference_is_asked(alice: FlaskClient) -> None:
    put(alice, "At one", 0, "first")
    assert together(alice, "At noon", 7)["parts"] == [["At "], ["noon", "one", "noon one"]]


def test_what_asks_is_told_without_the_words_of_a_script(alice: FlaskClient) -> None:
    put(alice, "At <b>one", 0, "first")
    assert "<b>one" not in str(together(alice, "At <i>noon", 7)["html"])


@pytest.mark.parametrize("sent", [None, [], {}, {"body": 1}, {"body": "x", "base_version": -1}])
def test_anything_but_a_text_is_refused(sent: object, alice: FlaskClient) -> None:
    put(alice, "Frost", 0)
    assert alice.post(f"/entries/{UID}/merge", json=sent).status_code == 400
