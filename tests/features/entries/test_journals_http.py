"""Journals over HTTP: their page, new entries in them, moving, pinning, deleting."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from webapp.features.entries import service

JournalOf = Callable[[str], AbstractContextManager[object]]
UID = "0123456789abcdef0123456789abcdef"


def write(client: FlaskClient, uid: str = UID, **changes: object) -> None:
    """Save an entry as a writing page does."""
    sent = {"body": "Frost", "title": None, "base_version": 0, "page": "p1", **changes}
    answer = client.put(f"/entries/{uid}", json=sent)
    assert answer.status_code == 200, answer.text


def new_journal(client: FlaskClient, name: str = "Walks") -> int:
    """Make a journal on its page; its number."""
    client.post("/settings/journals", data={"name": name, "color": "green"})
    page = client.get("/settings/journals").text
    return int(re.findall(r"/settings/journals/(\d+)/delete", page)[-1])


def begin(client: FlaskClient) -> str:
    """Begin a new entry as the button does; its id."""
    return client.get("/entries/new").headers["Location"].split("/")[2]


def test_a_journal_is_made_and_stands_in_the_sidebar(alice: FlaskClient) -> None:
    number = new_journal(alice)
    page = alice.get("/").text
    assert f'href="/journals/{number}"' in page
    assert '<span class="dot j-green"></span><bdi>Walks</bdi><span class="n">0</span>' in page


def test_a_name_that_is_taken_is_said(alice: FlaskClient) -> None:
    answer = alice.post("/settings/journals", data={"name": "daily"})
    assert answer.status_code == 422
    assert "There is a journal of that name already." in answer.text


def test_a_new_entry_goes_into_the_journal_that_is_looked_at(alice: FlaskClient) -> None:
    walks = new_journal(alice)
    alice.get(f"/journals/{walks}")
    write(alice, begin(alice))
    assert "Frost" in alice.get(f"/journals/{walks}").text


def test_a_new_entry_goes_into_the_default_journal_from_the_timeline(alice: FlaskClient) -> None:
    walks = new_journal(alice)
    alice.get(f"/journals/{walks}")
    alice.get("/")
    write(alice, begin(alice))
    assert "Nothing is written in this journal yet." in alice.get(f"/journals/{walks}").text


def test_the_journal_chosen_on_the_page_wins(alice: FlaskClient, journal_of: JournalOf) -> None:
    walks = new_journal(alice)
    uid = begin(alice)
    write(alice, uid, journal=walks, mood=4, place="The ridge", people=["Dad"], pinned=True)
    with journal_of("alice"):
        entry = service.read_entry(uid)
        assert (entry.journal_id, entry.margin) == (
            walks,
            service.Margin(True, 4, "The ridge", people=("Dad",)),
        )


def test_a_mood_alone_is_an_entry(alice: FlaskClient) -> None:
    write(alice, body="", mood=2)
    assert "Uneasy" in alice.get(f"/entries/{UID}").text


def test_a_journal_alone_is_none(alice: FlaskClient) -> None:
    walks = new_journal(alice)
    write(alice, body="", journal=walks)
    assert alice.get(f"/entries/{UID}").status_code == 404


@pytest.mark.parametrize(
    "sent", [{"mood": "4"}, {"mood": 9}, {"people": "Dad"}, {"journal": 99}, {"place": 3}]
)
def test_a_margin_that_is_none_is_refused_and_nothing_is_saved(
    alice: FlaskClient, sent: dict[str, object]
) -> None:
    answer = alice.put(
        f"/entries/{UID}", json={"body": "x", "base_version": 0, "page": "p", **sent}
    )
    assert answer.status_code in (400, 404, 422)
    assert alice.get(f"/entries/{UID}").status_code == 404


def test_an_entry_is_moved_and_moved_back(alice: FlaskClient) -> None:
    walks = new_journal(alice)
    write(alice)
    page = alice.post(f"/entries/{UID}/move", data={"journal": walks}, follow_redirects=True).text
    assert "Moved to “Walks”" in page
    undo = re.search(rf'action="(/entries/{UID}/move-back/\d+)"', page)
    assert undo is not None
    back = alice.post(undo[1], follow_redirects=True).text
    assert "Back in “Daily”" in back


def test_a_pinned_entry_stands_on_top(alice: FlaskClient) -> None:
    write(alice)
    alice.post(f"/entries/{UID}/pin", data={"pinned": "1"})
    assert 'id="pinned-title"' in alice.get("/").text
    alice.post(f"/entries/{UID}/pin", data={"pinned": "0"})
    assert 'id="pinned-title"' not in alice.get("/").text


def test_a_deleted_journal_leaves_its_entries_in_another(alice: FlaskClient) -> None:
    walks = new_journal(alice)
    write(alice, journal=walks)
    answer = alice.post(
        f"/settings/journals/{walks}/delete", data={"to": "1"}, follow_redirects=True
    )
    assert "“Walks” is gone; 1 entry now in “Daily”" in answer.text
    assert "Frost" in alice.get("/journals/1").text
    assert alice.get(f"/journals/{walks}").status_code == 404


def test_a_deleted_journal_can_put_its_entries_in_the_trash(alice: FlaskClient) -> None:
    walks = new_journal(alice)
    write(alice, journal=walks)
    alice.post(f"/settings/journals/{walks}/delete", data={"to": "trash"})
    assert "Frost" in alice.get("/trash").text
    alice.post(f"/entries/{UID}/restore")
    assert "Frost" in alice.get("/journals/1").text


def test_the_only_journal_stays(alice: FlaskClient) -> None:
    assert alice.post("/settings/journals/1/delete", data={"to": "trash"}).status_code == 422


def test_the_default_journal_hands_that_on_when_it_is_deleted(alice: FlaskClient) -> None:
    walks = new_journal(alice)
    alice.post("/settings/journals/1/delete", data={"to": str(walks)})
    write(alice)
    assert "Frost" in alice.get(f"/journals/{walks}").text


def test_journals_are_ordered_and_one_is_the_default(alice: FlaskClient) -> None:
    walks = new_journal(alice)
    alice.post(f"/settings/journals/{walks}/place", data={"to": "up"})
    page = alice.post(f"/settings/journals/{walks}/default", follow_redirects=True).text
    assert "New entries go into “Walks”" in page
    assert page.index("<bdi>Walks</bdi>") < page.index("<bdi>Daily</bdi>")


def test_further_pages_of_a_journal_hold_no_other(
    alice: FlaskClient, journal_of: JournalOf
) -> None:
    with journal_of("alice"):
        walks = service.new_journal("Walks")
        service.create_entry(body="At home")
        mine = service.create_entry(body="Outside", journal_id=walks.id)
        address = f"/timeline?before={mine.position + 999}&journal={walks.id}"
    page = alice.get(address).text
    assert "Outside" in page
    assert "At home" not in page
