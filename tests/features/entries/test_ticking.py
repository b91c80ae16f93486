"""Ticking the boxes of a checklist where the entry is read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from webapp.features.entries import service
from webapp.features.history import service as history

UID = "0123456789abcdef0123456789abcdef"
LIST = "Buy:\r\n\r\n- [ ] milk [x]\r\n  * [X] bread\r\n> 1. [ ] salt\r\n- no box\r\n"

JournalOf = Callable[[str], AbstractContextManager[object]]


@pytest.fixture
def written(alice: FlaskClient) -> FlaskClient:
    """alice with a list, as a program with other line ends has written it."""
    answer = alice.put(
        f"/entries/{UID}", json={"body": LIST, "title": None, "base_version": 0, "page": "p1"}
    )
    assert answer.status_code == 200
    return alice


def tick(client: FlaskClient, **changes: object) -> int:
    """Tick a box over HTTP; the status of the answer."""
    sent = {"line": 2, "ticked": True, "version": 1, **changes}
    return client.post(f"/entries/{UID}/tick", json=sent).status_code


def body(journal_of: JournalOf) -> str:
    """The text as it is stored."""
    with journal_of("alice"):
        return service.read_entry(UID).body


@pytest.mark.parametrize(
    ("line", "ticked", "before", "after"),
    [
        (2, True, "- [ ] milk [x]", "- [x] milk [x]"),
        (3, False, "* [X] bread", "* [ ] bread"),
        (4, True, "1. [ ] salt", "1. [x] salt"),
    ],
)
def test_one_sign_of_the_text_changes(
    written: FlaskClient, journal_of: JournalOf, line: int, ticked: bool, before: str, after: str
) -> None:
    assert tick(written, line=line, ticked=ticked) == 200
    assert body(journal_of) == LIST.replace(before, after)


@pytest.mark.parametrize("line", [0, 5, 6, 7, 10**9])
def test_a_line_without_a_box_is_refused(
    written: FlaskClient, journal_of: JournalOf, line: int
) -> None:
    assert tick(written, line=line) == 409
    assert body(journal_of) == LIST


def test_a_text_that_was_changed_elsewhere_is_not_touched(
    written: FlaskClient, journal_of: JournalOf
) -> None:
    sent = {"body": f"{LIST}more", "title": None, "base_version": 1, "page": "p1"}
    assert written.put(f"/entries/{UID}", json=sent).status_code == 200
    assert tick(written, line=3, ticked=False) == 409
    assert body(journal_of) == f"{LIST}more"


def test_many_ticks_in_a_row_keep_one_version(written: FlaskClient, journal_of: JournalOf) -> None:
    for version in range(1, 6):
        assert tick(written, ticked=version % 2 == 1, version=version) == 200
    with journal_of("alice"):
        kept = history.versions(service.read_entry(UID).id)
    assert [version.state.body for version in kept] == [LIST]


@pytest.mark.parametrize("changes", [{"line": "2"}, {"ticked": "yes"}, {"version": None}])
def test_what_no_box_sends_is_refused(written: FlaskClient, changes: dict[str, object]) -> None:
    assert tick(written, **changes) == 400


def test_the_version_after_it_is_told(written: FlaskClient) -> None:
    answer = written.post(f"/entries/{UID}/tick", json={"line": 2, "ticked": True, "version": 1})
    assert answer.get_json() == {"version": 2}


def test_bob_ticks_nothing_of_alices(
    written: FlaskClient, bob: FlaskClient, journal_of: JournalOf
) -> None:
    assert tick(bob) == 404
    assert body(journal_of) == LIST
