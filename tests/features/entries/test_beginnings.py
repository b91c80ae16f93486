"""How a new entry can begin: questions and templates."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

from flask.testing import FlaskClient

from webapp.features.entries import beginnings
from webapp.features.entries.questions import QUESTIONS, next_question

JournalOf = Callable[[str], AbstractContextManager[object]]
UID = "0123456789abcdef0123456789abcdef"


def test_there_are_many_questions_and_no_two_alike() -> None:
    assert len({str(one) for one in QUESTIONS}) == len(QUESTIONS) >= 100


def test_none_comes_twice_until_all_were_shown(alice_journal: object) -> None:
    shown = [next_question() for _ in QUESTIONS]
    assert len(set(shown)) == len(QUESTIONS)
    assert next_question() != shown[-1]


def test_a_question_is_asked_for_by_the_page(alice: FlaskClient) -> None:
    asked = alice.post("/questions/next", json={}).get_json()["question"]
    assert asked in {str(one) for one in QUESTIONS}


def test_the_day_stands_in_a_template(alice_journal: object) -> None:
    beginnings.put_template("Mine", "On {date}\r\n")
    first, *rest = beginnings.filled_in(date(2026, 11, 22))
    assert (first.name, first.body) == ("Mine", "On 22 November 2026\n")
    assert len(rest) == len(beginnings.STARTING_SET)


def test_a_template_is_made_of_an_entry_changed_deleted_and_brought_back(
    alice: FlaskClient, journal_of: JournalOf
) -> None:
    sent = {"body": "Tea at four", "title": None, "base_version": 0, "page": "p"}
    alice.put(f"/entries/{UID}", json=sent)
    alice.post(f"/entries/{UID}/template")
    alice.post("/settings/templates/1", data={"name": "Tea", "body": "Tea at five"})
    page = alice.post("/settings/templates/1/delete", follow_redirects=True).text
    assert "The template is gone" in page
    alice.post("/settings/templates/undelete")
    with journal_of("alice"):
        (one,) = beginnings.own_templates()
    assert (one.name, one.body) == ("Tea", "Tea at five")


def test_a_template_without_a_text_is_refused(alice: FlaskClient) -> None:
    answer = alice.post("/settings/templates", data={"name": "Tea", "body": " "})
    assert (answer.status_code, "needs a name and a text" in answer.text) == (422, True)


def test_a_new_entry_offers_them_and_an_old_one_does_not(alice: FlaskClient) -> None:
    fresh = alice.get("/entries/new", follow_redirects=True).text
    assert "Give me a question" in fresh
    assert "Three good things" in fresh
    alice.put(f"/entries/{UID}", json={"body": "x", "base_version": 0, "page": "p"})
    assert "Give me a question" not in alice.get(f"/entries/{UID}/edit").text
