"""What entries refuse over HTTP, and in which words."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

UID = "0123456789abcdef0123456789abcdef"


def payload(**changes: object) -> dict[str, object]:
    """What a writing page sends, with changes."""
    return {"body": "Frost", "title": None, "base_version": 0, "page": "p1", **changes}


def refused(client: FlaskClient, status: int, **changes: object) -> str:
    """A save with changes is refused with that status; what happened, in its words."""
    answer = client.put(f"/entries/{UID}", json=payload(**changes))
    assert answer.status_code == status, answer.text
    error = answer.get_json()["error"]
    assert all(error[part] for part in ("happened", "safe", "todo"))
    assert client.get(f"/entries/{UID}").status_code == 404
    happened: str = error["happened"]
    return happened


@pytest.mark.parametrize(
    ("day", "happened"),
    [
        ("2026-02-30", "There is no 30 February 2026."),
        ("2025-02-29", "There is no 29 February 2025."),
        ("0001-04-31", "There is no 31 April 1."),
        ("2026-11-00", "There is no 0 November 2026."),
        ("2026-13-01", "There is no month 13."),
        ("0000-01-01", "Quietleaf's calendar goes from the year 1 to the year 9999."),
        ("10000-01-01", "Quietleaf's calendar goes from the year 1 to the year 9999."),
        ("22.11.2026", "That is not a date."),
        ("", "That is not a date."),
        ("-001-01-01", "That is not a date."),
    ],
)
def test_it_refuses_a_date_that_does_not_exist(alice: FlaskClient, day: str, happened: str) -> None:
    assert refused(alice, 422, day=day) == happened


@pytest.mark.parametrize("moment", ["24:00", "12:60", "noon", "", "1:2", "12:00:61"])
def test_it_refuses_a_time_that_no_clock_shows(alice: FlaskClient, moment: str) -> None:
    assert refused(alice, 422, time=moment) == "That is not a time of the day."


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "", "../../etc/passwd", "Europe", "/etc/localtime", "a\0b", "é" * 500]
)
def test_it_refuses_a_zone_that_does_not_exist(alice: FlaskClient, zone: str) -> None:
    assert refused(alice, 422, zone=zone) == "Quietleaf knows no such time zone."


def test_it_refuses_a_body_of_ten_megabytes(alice: FlaskClient) -> None:
    happened = refused(alice, 413, body="a" * 10 * 1024 * 1024)
    assert happened == "This entry is longer than Quietleaf keeps in one piece (4 MB)."


def test_it_refuses_a_request_that_is_larger_still(alice: FlaskClient) -> None:
    assert refused(alice, 413, body="a" * 17 * 1024 * 1024)


def test_it_refuses_more_tags_than_anyone_reads(alice: FlaskClient) -> None:
    assert refused(alice, 422, tags=[f"t{n}" for n in range(201)]) == (
        "An entry can have 200 tags."
    )


@pytest.mark.parametrize("body", ["a\0b", "\ud800"])
def test_it_refuses_signs_that_are_no_characters(alice: FlaskClient, body: str) -> None:
    assert refused(alice, 422, body=body) == "This text holds a sign that is no character."


@pytest.mark.parametrize(
    "changes",
    [
        {"body": None},
        {"body": 5},
        {"body": ["Frost"]},
        {"title": {}},
        {"base_version": None},
        {"base_version": -1},
        {"base_version": "1"},
        {"base_version": True},
        {"base_version": 2**70},
        {"tags": "dad"},
        {"tags": [1]},
        {"starred": "yes"},
        {"day": 20261122},
        {"page": 7},
    ],
)
def test_it_refuses_what_no_page_sends(alice: FlaskClient, changes: dict[str, object]) -> None:
    assert refused(alice, 400, **changes) == "Quietleaf did not understand what the page sent."


@pytest.mark.parametrize("missing", ["body", "base_version"])
def test_it_refuses_a_save_without_its_fields(alice: FlaskClient, missing: str) -> None:
    sent = payload()
    del sent[missing]
    assert alice.put(f"/entries/{UID}", json=sent).status_code == 400


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 100_000, b'{"body": NaN}']
)
def test_it_refuses_what_is_no_json_object(alice: FlaskClient, data: bytes) -> None:
    answer = alice.put(f"/entries/{UID}", data=data, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["happened"]


def test_a_refusal_repeats_none_of_the_words(alice: FlaskClient) -> None:
    answer = alice.put(f"/entries/{UID}", json=payload(body="my secret\0"))
    assert "secret" not in answer.text


def test_a_refused_date_leaves_a_stored_entry_as_it_was(alice: FlaskClient) -> None:
    alice.put(f"/entries/{UID}", json=payload(body="Before", day="2026-11-22"))
    sent = payload(body="After", base_version=1, day="2026-02-30")
    assert alice.put(f"/entries/{UID}", json=sent).status_code == 422
    text = alice.get(f"/entries/{UID}").text
    assert ("Before" in text, "22 November" in text) == (True, True)


@pytest.mark.parametrize(
    "address",
    [
        "/entries/unknown",
        f"/entries/{UID}",
        f"/entries/{UID}/edit",
        f"/trash/{UID}",
        "/tags/999",
        f"/tags/{2**70}",
        "/month/2026/13",
        "/month/0/1",
        f"/timeline?before=5&tag={2**70}",
    ],
)
def test_what_is_not_there_is_said_in_three_sentences(alice: FlaskClient, address: str) -> None:
    answer = alice.get(address)
    assert answer.status_code == 404
    for sentence in (
        "This entry is not here any more.",
        "If it was moved to the trash in the last 30 days, it is there.",
        "Go back to the timeline.",
    ):
        assert sentence in answer.text


@pytest.mark.parametrize(
    "address",
    [f"/timeline?before={2**70}", "/timeline?before=-5", f"/timeline?after={2**70}"],
)
def test_a_place_outside_the_calendar_is_an_empty_page(alice: FlaskClient, address: str) -> None:
    assert alice.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/timeline", "/timeline?before=x", f"/timeline/at/{2**70}"])
def test_no_place_at_all_leads_to_the_timeline(alice: FlaskClient, address: str) -> None:
    assert alice.get(address).location == "/"


def test_an_entry_of_no_day_is_not_begun(alice: FlaskClient) -> None:
    answer = alice.post("/entries/new", data={"day": "2026-02-30"})
    assert answer.status_code == 422
    assert "There is no 30 February 2026." in answer.text


def test_an_entry_that_is_not_in_the_trash_is_not_deleted(alice: FlaskClient) -> None:
    alice.put(f"/entries/{UID}", json=payload())
    assert alice.post(f"/entries/{UID}/delete").status_code == 404
    assert alice.get(f"/entries/{UID}").status_code == 200


def test_an_id_that_is_none_of_ours_is_not_made(alice: FlaskClient) -> None:
    assert alice.put("/entries/my-own-name", json=payload()).status_code == 404


def test_a_full_disk_is_said_and_keeps_the_text_in_the_window(
    alice: FlaskClient, full_disk: None
) -> None:
    answer = alice.put(f"/entries/{UID}", json=payload(body="Frost on the ridge. " * 20_000))
    assert answer.status_code == 507
    assert answer.get_json()["error"] == {
        "happened": "The disk is full, so the last lines are not saved yet.",
        "safe": "They are kept in this window.",
        "todo": "Free some space and Quietleaf will save them by itself.",
    }
