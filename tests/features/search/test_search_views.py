"""The search page over HTTP: parts, pages, marks; and no word of it in an address."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webapp.core.clock import When
from webapp.core.vault import Vault
from webapp.features.entries.service import NewEntry, add_entries, trash_entry
from webapp.features.search import service

JournalOf = Callable[[str], AbstractContextManager[Vault]]
HTMX = {"HX-Request": "true"}


def entry(body: str, day: str = "2025-03-03", **values: object) -> NewEntry:
    when = When(date.fromisoformat(day), time(8, 20), "UTC")
    return NewEntry(body, when, **values)  # type: ignore[arg-type]


BEANS = entry("The beans, again\n\nA late frost took the **first** row.")
RIDGE = entry("Frost on the ridge\n\nHome by nine, porridge.", "2026-01-15")
FLAT = entry("Nothing\n\nNothing at all.", "2026-02-01")


@pytest.fixture
def three(journal_of: JournalOf) -> None:
    """alice has written about frost twice, and about nothing once."""
    with journal_of("alice"):
        add_entries([BEANS, RIDGE, FLAT])


def search(client: FlaskClient, words: str) -> TestResponse:
    return client.post("/search", data={"words": words}, headers=HTMX)


def names(html: str) -> list[str]:
    found = re.findall(r'<div class="name" dir="auto">(.*?)</div>', html)
    return [re.sub("<.*?>", "", name) for name in found]


def uids(html: str) -> list[str]:
    return re.findall(r'<a class="entry hit" id="e-([0-9a-f]{32})"', html)


@pytest.mark.usefixtures("three")
def test_it_finds_the_newest_first_by_years(alice: FlaskClient) -> None:
    html = search(alice, "frost").text
    assert names(html) == ["Frost on the ridge", "The beans, again"]
    assert re.findall(r'<b class="y">(\d+)</b>', html) == ["2026", "2025"]
    assert "2 entries" in html


@pytest.mark.usefixtures("three")
def test_it_marks_the_hits_in_name_and_passage(alice: FlaskClient) -> None:
    html = search(alice, "frost").text
    assert "<mark>Frost</mark> on the ridge" in html
    assert "A late <mark>frost</mark> took the first row." in html


@pytest.mark.usefixtures("three")
def test_a_word_that_is_being_typed_finds_already(alice: FlaskClient) -> None:
    assert names(search(alice, "fro").text) == ["Frost on the ridge", "The beans, again"]


@pytest.mark.usefixtures("three")
def test_the_first_result_is_open_beside_the_list(alice: FlaskClient) -> None:
    html = search(alice, "frost").text
    assert "<mark data-hit>Frost</mark> on the ridge" in html
    assert re.search(r'<a class="entry hit"[^>]* aria-current="true"', html)


@pytest.mark.usefixtures("three")
def test_nothing_found_is_said(alice: FlaskClient) -> None:
    html = search(alice, "marzipan").text
    assert "No “marzipan” in your journal" in html
    assert "0 entries" in html


@pytest.mark.parametrize("words", ["", " ", "?!", '"', "-"])
@pytest.mark.usefixtures("three")
def test_without_words_it_tells_how_to_ask(words: str, alice: FlaskClient) -> None:
    html = search(alice, words).text
    assert "frost OR snow" in html
    assert names(html) == []


def test_words_are_shown_as_they_were_typed_and_never_as_html(alice: FlaskClient) -> None:
    html = search(alice, "<script>alert(1)</script>").text
    assert "<script>" not in html
    assert "No “&lt;script&gt;" in html


def test_a_name_is_never_html(alice: FlaskClient, journal_of: JournalOf) -> None:
    with journal_of("alice"):
        add_entries([entry("<b>frost</b> & <i>\n\n<b>frost</b>")])
    html = search(alice, "frost").text
    assert "&lt;b&gt;<mark>frost</mark>&lt;/b&gt; &amp; &lt;i&gt;" in html


@pytest.mark.usefixtures("three")
def test_an_entry_opens_with_its_hits_marked(alice: FlaskClient) -> None:
    beans = uids(search(alice, "frost").text)[1]
    html = alice.post(f"/search/entries/{beans}", data={"words": "first fro"}, headers=HTMX).text
    assert "late <mark data-hit>frost</mark> took the <strong><mark data-hit>first</mark>" in html


@pytest.mark.usefixtures("three")
def test_an_entry_leads_to_its_own_page_without_htmx(alice: FlaskClient) -> None:
    uid = uids(search(alice, "frost").text)[0]
    answer = alice.post(f"/search/entries/{uid}", data={"words": "frost"})
    assert answer.location == f"/entries/{uid}"


def test_results_go_on_page_by_page_without_gap_or_double(
    alice: FlaskClient, journal_of: JournalOf
) -> None:
    number = 2 * service.PAGE + 7
    with journal_of("alice"):
        day = date(2025, 2, 1)
        add_entries([entry(f"Frost {n}", str(day - timedelta(n))) for n in range(number)])
    html = search(alice, "frost").text
    assert f"{number} entries" in html
    found, pages = names(html), 1
    while following := re.search(r"hx-vals='\{\"before\": (\d+), \"year\": (\d+)\}'", html):
        data = {"words": "frost", "before": following[1], "year": following[2]}
        html = alice.post("/search/more", data=data, headers=HTMX).text
        found, pages = found + names(html), pages + 1
    assert found == [f"Frost {n}" for n in range(number)]
    assert pages == 3


def test_a_year_that_goes_on_has_its_heading_once(
    alice: FlaskClient, journal_of: JournalOf
) -> None:
    with journal_of("alice"):
        add_entries([entry("Frost", "2025-02-01"), entry("Frost", "2024-02-01")])
    data = {"words": "frost", "before": str(1 << 61), "year": "2025"}
    html = alice.post("/search/more", data=data, headers=HTMX).text
    assert re.findall(r'<b class="y">(\d+)</b>', html) == ["2024"]


def test_more_than_is_counted_is_said(
    alice: FlaskClient, journal_of: JournalOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "COUNT_TO", 40)
    with journal_of("alice"):
        add_entries([entry(f"Frost {n}") for n in range(50)])
    assert "More than 40 entries" in search(alice, "frost").text


@pytest.mark.usefixtures("three")
def test_the_page_comes_back_with_the_last_search(alice: FlaskClient) -> None:
    search(alice, "frost")
    html = alice.get("/search").text
    assert 'value="frost"' in html
    assert names(html) == ["Frost on the ridge", "The beans, again"]


@pytest.mark.usefixtures("three")
def test_the_last_search_is_of_this_session_only(
    alice: FlaskClient, client: FlaskClient, sign_in: Callable[[FlaskClient, str], object]
) -> None:
    search(alice, "frost")
    sign_in(client, "alice")
    assert 'value="frost"' not in client.get("/search").text


@pytest.mark.usefixtures("three")
def test_without_scripts_the_form_answers_with_the_page(alice: FlaskClient) -> None:
    html = alice.post("/search", data={"words": "frost"}).text
    assert html.startswith("<!doctype html>")
    assert re.search(r'<a class="entry hit"[^>]* aria-current="true"', html)
    assert names(html) == ["Frost on the ridge", "The beans, again"]


@pytest.mark.usefixtures("three")
def test_bob_does_not_find_what_alice_wrote(bob: FlaskClient) -> None:
    assert names(search(bob, "frost").text) == []


@pytest.mark.usefixtures("three")
def test_bob_does_not_open_what_alice_wrote(alice: FlaskClient, bob: FlaskClient) -> None:
    uid = uids(search(alice, "frost").text)[0]
    answer = bob.post(f"/search/entries/{uid}", data={"words": "frost"}, headers=HTMX)
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/search", "/search/more", "/search/entries/" + "0" * 32])
def test_a_locked_journal_is_not_searched(path: str, client: FlaskClient) -> None:
    answer = client.post(path, data={"words": "frost"})
    assert answer.status_code in (302, 303, 401)


def test_what_is_in_the_trash_is_not_found(alice: FlaskClient, journal_of: JournalOf) -> None:
    with journal_of("alice"):
        add_entries([BEANS, RIDGE])
    uid = uids(search(alice, "ridge").text)[0]
    with journal_of("alice"):
        trash_entry(uid)
    assert names(search(alice, "frost").text) == ["The beans, again"]


@pytest.mark.parametrize("before", ["", "x", "-5", "9" * 40])
def test_a_place_that_is_none_is_no_error(before: str, alice: FlaskClient) -> None:
    answer = alice.post("/search/more", data={"words": "frost", "before": before, "year": "y"})
    assert answer.status_code == 200
