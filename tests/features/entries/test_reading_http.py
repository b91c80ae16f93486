"""The reading view over HTTP: spans in addresses, pieces, nobody else's words."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient

from webapp.core.clock import When
from webapp.core.vault import Vault
from webapp.features.entries import service

Journal = Callable[[str], AbstractContextManager[Vault]]


@pytest.fixture
def filled(journal_of: Journal) -> int:
    """25 entries of alice on as many days; the id of the tag that every fifth has."""
    with journal_of("alice"):
        service.add_entries(
            service.NewEntry(
                f"Zwiebelturm {n}" + (" #reed" if n % 5 == 0 else ""),
                When(date(2026, 3, 1) + timedelta(n), time(9), "UTC"),
            )
            for n in range(25)
        )
        return service.all_tags()[0].id


def numbers(html: str) -> list[int]:
    """The entries of a page, in order."""
    return [int(found) for found in re.findall(r"<p dir=\"auto\">Zwiebelturm (\d+)", html)]


def positions(html: str) -> list[str]:
    return re.findall(r'data-position="(\d+)"', html)


def test_it_begins_with_the_oldest(alice: FlaskClient, filled: int) -> None:
    assert numbers(alice.get("/read").text) == list(range(10))


def test_it_begins_with_the_newest_when_asked(alice: FlaskClient, filled: int) -> None:
    assert numbers(alice.get("/read?order=new").text) == list(range(24, 14, -1))


def test_pieces_follow_each_other(alice: FlaskClient, filled: int) -> None:
    last = positions(alice.get("/read").text)[-1]
    html = alice.get(f"/read/piece?after={last}").text
    assert numbers(html) == list(range(10, 20))
    assert "data-next" in html
    assert "data-next" not in alice.get(f"/read/piece?after={positions(html)[-1]}").text


def test_the_piece_above_is_the_nearest(alice: FlaskClient, filled: int) -> None:
    last = positions(alice.get("/read/piece?edge=last").text)[0]
    assert numbers(alice.get(f"/read/piece?before={last}").text) == list(range(5, 15))


def test_a_tag_and_a_span_of_days_are_read(alice: FlaskClient, filled: int) -> None:
    assert numbers(alice.get(f"/read?tag={filled}").text) == [0, 5, 10, 15, 20]
    html = alice.get("/read?from=2026-03-03&to=2026-03-05").text
    assert numbers(html) == [2, 3, 4]


def test_a_whole_month_is_called_by_its_name(alice: FlaskClient, filled: int) -> None:
    assert "<bdi>March 2026</bdi>" in alice.get("/read?from=2026-03-01&to=2026-03-31").text


def test_a_search_is_read_and_its_words_are_in_no_address(alice: FlaskClient, filled: int) -> None:
    answer = alice.post("/read/found", data={"words": "reed"})
    assert "reed" not in answer.location
    assert numbers(alice.get(answer.location).text) == [20, 15, 10, 5, 0]


def test_what_is_kept_for_alice_is_not_there_for_bob(
    alice: FlaskClient, bob: FlaskClient, filled: int
) -> None:
    place = alice.post("/read/found", data={"words": "reed"}).location
    assert bob.get(place).status_code == 404


def test_bob_reads_nothing_of_alices(bob: FlaskClient, filled: int) -> None:
    assert "Zwiebelturm" not in bob.get("/read").text
    assert bob.get(f"/read?tag={filled}").status_code == 404


@pytest.mark.parametrize("query", ["tag=99", "journal=99", "kept=0000", "tag=x", "journal=-1"])
def test_what_is_not_there_is_said(alice: FlaskClient, filled: int, query: str) -> None:
    assert alice.get(f"/read?{query}").status_code == 404


@pytest.mark.parametrize("query", ["from=2026-02-30", "to=tomorrow", "from=0000-01-01"])
def test_a_day_that_does_not_exist_is_refused(alice: FlaskClient, query: str) -> None:
    assert alice.get(f"/read?{query}").status_code == 422


@pytest.mark.parametrize("at", ["0", "-5", "99999999999999999999999", "x"])
def test_any_position_reads_something(alice: FlaskClient, filled: int, at: str) -> None:
    assert len(numbers(alice.get(f"/read?at={at}").text)) > 0


def test_an_empty_part_says_so(alice: FlaskClient) -> None:
    assert "Nothing to read here" in alice.get("/read").text


def test_a_link_to_another_entry_leads_to_its_page(alice: FlaskClient, journal_of: Journal) -> None:
    with journal_of("alice"):
        other = service.create_entry(body="the other")
        one = service.create_entry(body=f"See [that day](entry:{other.uid}).")
    html = alice.get(f"/entries/{one.uid}").text
    assert f'<a href="/entries/{other.uid}"' in html


def test_a_link_to_an_entry_that_is_not_here_is_words(
    alice: FlaskClient, journal_of: Journal
) -> None:
    with journal_of("alice"):
        one = service.create_entry(body=f"See [that day](entry:{'0' * 32}).")
    html = alice.get(f"/entries/{one.uid}").text
    assert "that day" in html
    assert "0" * 32 not in html
