"""The page of all tags over HTTP: a look first, the change, its undo."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

UIDS = ["0123456789abcdef0123456789abcdef", "1123456789abcdef0123456789abcdef"]


@pytest.fixture
def tagged(alice: FlaskClient) -> FlaskClient:
    """A browser of alice, who has an entry with #dad in its text and one with it in the field."""
    for uid, body, tags in zip(UIDS, ["For #dad", "Tea"], [["home"], ["dad"]], strict=True):
        sent = {"body": body, "title": None, "base_version": 0, "page": "p", "tags": tags}
        alice.put(f"/entries/{uid}", json=sent)
    return alice


def number_of(client: FlaskClient, name: str = "dad") -> str:
    """The tag's number, from the page."""
    found = re.search(rf'href="/tags/(\d+)"><bdi>{name}</bdi>', client.get("/settings/tags").text)
    assert found is not None
    return found[1]


def change(client: FlaskClient, **sent: str) -> TestResponse:
    """Change #dad, and where that leads."""
    address = f"/settings/tags/{number_of(client)}/change"
    return client.post(address, data=sent, follow_redirects=True)


def test_the_page_lists_every_tag_with_its_entries(tagged: FlaskClient) -> None:
    page = tagged.get("/settings/tags").text
    assert re.findall(r'data-tag-row="(\w+)"', page) == ["dad", "home"]
    assert '<td class="muted num">2</td>' in page


def test_a_look_says_what_would_change(tagged: FlaskClient) -> None:
    address = f"/settings/tags/{number_of(tagged)}/look"
    page = tagged.post(address, data={"name": "papa"}).text
    assert "#dad is in 2 entries, 1 of them in the text." in page
    assert '<ins dir="auto">For #papa</ins>' in page
    assert "For #dad" in tagged.get(f"/entries/{UIDS[0]}/edit").text


def test_an_empty_name_is_refused(tagged: FlaskClient) -> None:
    answer = tagged.post(f"/settings/tags/{number_of(tagged)}/look", data={"name": " "})
    assert (answer.status_code, "A tag needs a name." in answer.text) == (422, True)


def test_a_rename_says_so_and_is_undone(tagged: FlaskClient) -> None:
    page = change(tagged, name="papa").text
    assert "Changed in 2 entries" in page
    assert "For #papa" in tagged.get(f"/entries/{UIDS[0]}/edit").text
    undo = re.search(r'action="(/settings/tags/changes/\d+/undo)"', page)
    assert undo is not None
    assert "#dad is back in 2 entries" in tagged.post(undo[1], follow_redirects=True).text
    assert "For #dad" in tagged.get(f"/entries/{UIDS[0]}/edit").text


def test_a_change_that_is_refused_says_why(tagged: FlaskClient) -> None:
    answer = change(tagged, name="my papa")
    assert answer.status_code == 422
    assert "cannot be written as one #word" in answer.text


def test_a_tag_is_coloured(tagged: FlaskClient) -> None:
    tagged.post(f"/settings/tags/{number_of(tagged)}/color", data={"color": "plum"})
    assert 'class="tag c-plum"' in tagged.get("/").text


def test_bob_sees_no_work_of_alice(tagged: FlaskClient, bob: FlaskClient) -> None:
    address = f"/settings/tags/{number_of(tagged)}/change"
    job = tagged.post(address, data={"name": "papa"}).headers["Location"]
    assert bob.get(job).status_code == 404
