"""Several entries at once over HTTP: what is selected, undo, export, nobody else's entries."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import Person
from webapp.core.clock import When
from webapp.core.vault import Vault
from webapp.features.entries import service, several, spans
from webapp.features.entries.service import NewEntry
from webapp.features.entries.several import Change
from webapp.features.entries.spans import Span
from webapp.features.selection import views

Journal = Callable[[str], AbstractContextManager[Vault]]


@pytest.fixture
def uids(journal_of: Journal) -> list[str]:
    """The ids of alice's six entries, oldest first; every second is #reed."""
    with journal_of("alice"):
        service.add_entries(
            NewEntry(
                f"Entry {n}" + (" #reed" if n % 2 else ""),
                When(date(2026, 3, 1) + timedelta(n), time(9), "UTC"),
            )
            for n in range(6)
        )
        return [entry.uid for entry in service.timeline()][::-1]


@pytest.fixture
def starred(journal_of: Journal) -> Callable[[], list[str]]:
    """The names of the entries of alice that have a star, oldest first."""

    def names() -> list[str]:
        with journal_of("alice"):
            return [entry.name for entry in service.timeline(starred=True)][::-1]

    return names


def undo_of(alice: FlaskClient, place: str) -> str:
    """The address of the undo that the page offers."""
    found = re.search(r'action="(/selection/undo/\w+)"', alice.get(place).text)
    assert found
    return found[1]


def test_those_that_were_selected_are_starred_and_the_page_comes_back(
    alice: FlaskClient, uids: list[str], starred: Callable[[], list[str]]
) -> None:
    chosen = {"uids": f"{uids[0]} {uids[2]}", "back": "/starred?x=1"}
    answer = alice.post("/selection/star", data=chosen)
    assert answer.location == "/starred?x=1"
    assert "2 entries starred" in alice.get("/starred").text
    assert starred() == ["Entry 0", "Entry 2"]


def test_all_of_the_list_but_some(
    alice: FlaskClient, uids: list[str], starred: Callable[[], list[str]]
) -> None:
    alice.post("/selection/star", data={"all": "1", "but": f"{uids[0]} {uids[1]}"})
    assert starred() == ["Entry 2", "Entry 3 #reed", "Entry 4", "Entry 5 #reed"]


def test_all_of_a_part_is_that_part(
    alice: FlaskClient, uids: list[str], starred: Callable[[], list[str]], journal_of: Journal
) -> None:
    with journal_of("alice"):
        tag = several.tag_of("reed")
    assert alice.get(f"/selection/count?tag={tag}").json == {"count": 3}
    alice.post("/selection/star", data={"all": "1", "tag": str(tag)})
    assert starred() == ["Entry 1 #reed", "Entry 3 #reed", "Entry 5 #reed"]


def test_undo_restores_and_works_once(
    alice: FlaskClient, uids: list[str], starred: Callable[[], list[str]]
) -> None:
    alice.post("/selection/star", data={"all": "1"})
    undo = undo_of(alice, "/")
    assert alice.post(undo).status_code == 302
    assert "Undone" in alice.get("/").text
    assert starred() == []
    assert alice.post(undo).status_code == 404


def test_bob_cannot_undo_what_alice_did(
    alice: FlaskClient, bob: FlaskClient, uids: list[str], starred: Callable[[], list[str]]
) -> None:
    alice.post("/selection/star", data={"all": "1"})
    assert bob.post(undo_of(alice, "/")).status_code == 404
    assert len(starred()) == 6


@pytest.mark.parametrize("verb", ["star", "trash", "export", "untag", "tag", "move"])
def test_alices_entries_are_nothing_to_bob(
    bob: FlaskClient, uids: list[str], journal_of: Journal, verb: str
) -> None:
    sent = {"uids": " ".join(uids), "tag_name": "reed", "to_journal": "1"}
    assert bob.post(f"/selection/{verb}", data=sent).status_code == 422
    with journal_of("alice"):
        assert spans.count(Span()) == 6


def test_where_to_go_back_is_always_ours(alice: FlaskClient, uids: list[str]) -> None:
    for place in ("https://else.example/", "//else.example", "/\\else.example", "javascript:1", ""):
        answer = alice.post("/selection/star", data={"uids": uids[0], "back": place})
        assert answer.location == "/"


def test_a_tag_is_added_and_removed(
    alice: FlaskClient, uids: list[str], journal_of: Journal
) -> None:
    alice.post("/selection/tag", data={"all": "1", "tag_name": "#Reed"})
    alice.post("/selection/untag", data={"all": "1", "tag_name": "reed"})
    said = alice.get("/").text
    assert "Tag removed from 3 entries. In 3 the tag stands in the text and stays" in said


def test_the_export_holds_exactly_the_selected(alice: FlaskClient, uids: list[str]) -> None:
    answer = alice.post("/selection/export", data={"uids": f"{uids[1]} {uids[4]}"})
    assert "quietleaf-" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        texts = [archive.read(name).decode() for name in sorted(archive.namelist())]
    assert [text.rsplit("\n\n", 1)[1].strip() for text in texts] == ["Entry 1 #reed", "Entry 4"]


def test_selected_entries_are_read_on_and_on(alice: FlaskClient, uids: list[str]) -> None:
    place = alice.post("/read/chosen", data={"uids": f"{uids[3]} {uids[1]}"}).location
    html = alice.get(place).text
    assert re.findall(r"Entry \d", html) == ["Entry 1", "Entry 3"]


def test_what_takes_longer_shows_its_progress_and_then_its_result(
    alice: FlaskClient,
    uids: list[str],
    app: Flask,
    people: dict[str, Person],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(views, "SOON", 0.01)
    monkeypatch.setattr(several, "star", lambda *_given: go_on.wait(10) and Change("star", (1,)))
    page = alice.post("/selection/star", data={"all": "1"})
    go_on.set()
    found = re.search(r'data-job="(\w+)"', page.text)
    assert found
    app.extensions["jobs"].get(found[1], people["alice"].id).thread.join()
    assert alice.get(f"/selection/done/{found[1]}").location == "/"
    assert "1 entry starred" in alice.get("/").text


@pytest.mark.parametrize(
    ("verb", "sent"),
    [("star", {}), ("tag", {"all": "1", "tag_name": " "}), ("untag", {"all": "1"})],
)
def test_what_is_missing_is_said(
    alice: FlaskClient, uids: list[str], verb: str, sent: dict[str, str]
) -> None:
    assert alice.post(f"/selection/{verb}", data=sent).status_code == 422


def test_there_is_no_other_verb(alice: FlaskClient, uids: list[str]) -> None:
    assert alice.post("/selection/delete", data={"all": "1"}).status_code == 404
