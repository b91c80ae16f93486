"""Which pages hold text that is not saved, and the few addresses every page talks to."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.core.pages import OpenPages


def test_at_first_nothing_is_unsaved() -> None:
    pages = OpenPages()
    assert not pages.has_unsaved()
    assert pages.flushed.is_set()


def test_a_page_with_unsaved_text_holds_up_the_close() -> None:
    pages = OpenPages()
    pages.unsaved("one")
    assert pages.has_unsaved()
    assert not pages.flushed.is_set()


def test_the_close_goes_on_when_the_last_page_has_saved() -> None:
    pages = OpenPages()
    pages.unsaved("one")
    pages.unsaved("two")
    pages.saved("one")
    assert not pages.flushed.is_set()
    pages.saved("two")
    assert pages.flushed.is_set()


def test_saying_twice_that_text_is_unsaved_needs_one_save() -> None:
    pages = OpenPages()
    pages.unsaved("one")
    pages.unsaved("one")
    pages.saved("one")
    assert not pages.has_unsaved()


def test_a_page_that_nobody_knew_may_say_that_it_has_saved() -> None:
    pages = OpenPages()
    pages.saved("one")
    assert pages.flushed.is_set()


def test_a_page_tells_of_unsaved_text_by_its_id(app: Flask, alice: FlaskClient) -> None:
    assert alice.post("/page/unsaved", json={"page": "p1"}).status_code == 204
    assert app.extensions["pages"].has_unsaved()
    assert alice.post("/page/saved", json={"page": "p1"}).status_code == 204
    assert not app.extensions["pages"].has_unsaved()


@pytest.mark.parametrize(
    "sent", [{}, {"page": ""}, {"page": 7}, {"page": "p" * 65}, ["p1"], "p1", None], ids=str
)
def test_it_refuses_a_page_without_a_usable_id(alice: FlaskClient, sent: object) -> None:
    assert alice.post("/page/unsaved", json=sent).status_code == 400


def test_a_closed_journal_has_no_pages(client: FlaskClient) -> None:
    answer = client.post("/page/unsaved", json={"page": "p1"})
    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["error"]["happened"] == "Your journal is closed."
