"""The pages of entries over HTTP: what they show and where they lead."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import FrozenClock
from webapp.core.clock import When
from webapp.features.entries import service

JournalOf = Callable[[str], AbstractContextManager[object]]
HTMX = {"HX-Request": "true"}
UID = "0123456789abcdef0123456789abcdef"


def payload(**changes: object) -> dict[str, object]:
    """What a writing page sends, with changes."""
    return {"body": "Frost", "title": None, "base_version": 0, "page": "p1", **changes}


def write(client: FlaskClient, uid: str = UID, **changes: object) -> dict[str, object]:
    """Save an entry and give the answer."""
    answer = client.put(f"/entries/{uid}", json=payload(**changes))
    assert answer.status_code == 200, answer.text
    saved: dict[str, object] = answer.get_json()
    return saved


def names(text: str) -> list[str]:
    """The names of the entries in a list."""
    return re.findall(r'<div class="name" dir="auto">(.*?)</div>', text)


def nine_o_clock(day: int) -> When:
    """Nine in the morning of a day, counted from the beginning of 2020."""
    return When(date(2020, 1, 1) + timedelta(day), time(9), "UTC")


@pytest.fixture
def many(journal_of: JournalOf) -> int:
    """alice's journal with 250 entries on 125 days; the number of them."""
    with journal_of("alice"):
        service.add_entries(
            service.NewEntry(
                f"Entry {n}", When(date(2020, 1, 1) + timedelta(n // 2), time(9), "UTC")
            )
            for n in range(250)
        )
    return 250


def test_a_new_journal_shows_the_welcome(alice: FlaskClient) -> None:
    text = alice.get("/").text
    assert "Your days will stand here, the newest first." in text
    assert "Write today’s entry" in text


def test_a_new_journal_offers_to_bring_in_an_old_one(alice: FlaskClient) -> None:
    assert 'href="/import">' in alice.get("/").text.partition("<main")[2]


def test_a_saved_entry_stands_in_the_timeline(alice: FlaskClient) -> None:
    write(alice, body="Frost on the ridge")
    assert names(alice.get("/").text) == ["Frost on the ridge"]


def test_the_answer_to_a_save_says_what_was_saved(
    alice: FlaskClient, frozen_clock: FrozenClock
) -> None:
    saved = write(alice, body="Frost\n\nColder #dad", tags=["walks"])
    assert saved == {
        "version": 1,
        "saved_at": "19:04",
        "name": "Frost",
        "words": 3,
        "tags": [{"name": "dad", "in_text": True}, {"name": "walks", "in_text": False}],
        "position": saved["position"],
    }


def test_a_save_counts_on(alice: FlaskClient) -> None:
    write(alice)
    assert write(alice, body="Frost, and more", base_version=1)["version"] == 2


def test_the_reading_page_shows_the_words_as_html(alice: FlaskClient) -> None:
    write(alice, body="**Frost** <b>raw</b>")
    text = alice.get(f"/entries/{UID}").text
    assert "<strong>Frost</strong> &lt;b&gt;raw&lt;/b&gt;" in text


def test_a_first_line_of_its_own_is_read_as_the_name(alice: FlaskClient) -> None:
    write(alice, body="Frost on the ridge\n\nI left at half past six.")
    assert 'class="prose named"' in alice.get(f"/entries/{UID}").text


@pytest.mark.parametrize(
    "changes",
    [
        {"body": "Frost on the ridge"},
        {"body": "Frost on the ridge\nI left at half past six."},
        {"body": "Frost " * 14 + "\n\nI left at half past six."},
        {"body": "Frost on the ridge\n\n"},
        {"body": "Frost on the ridge\n\nI left at half past six.", "title": "Sunday"},
    ],
    ids=["alone", "no empty line", "a long line", "nothing after it", "a title"],
)
def test_other_first_lines_are_words_like_the_rest(
    alice: FlaskClient, changes: dict[str, object]
) -> None:
    write(alice, **changes)
    assert 'class="prose"' in alice.get(f"/entries/{UID}").text


def test_htmx_gets_the_page_of_an_entry_alone(alice: FlaskClient) -> None:
    write(alice)
    text = alice.get(f"/entries/{UID}", headers=HTMX).text
    assert text.startswith('<section class="page" id="page"')
    assert "<html" not in text


def test_the_title_of_the_window_says_nothing(alice: FlaskClient) -> None:
    write(alice, body="Secret heading")
    for address in ("/", f"/entries/{UID}", f"/entries/{UID}/edit", "/trash"):
        assert re.findall("<title>(.*?)</title>", alice.get(address).text) == ["Quietleaf"]


def test_an_entry_without_words_has_a_name_to_press(alice: FlaskClient) -> None:
    write(alice, body=" ", starred=True)
    assert names(alice.get("/").text) == ["No words yet"]


def test_an_entry_of_another_zone_says_so(alice: FlaskClient) -> None:
    write(alice, zone="Pacific/Auckland")
    assert ">Auckland<" in alice.get(f"/entries/{UID}").text


@pytest.mark.parametrize("day", ["0001-01-01", "1899-02-28", "9999-12-31"])
def test_an_entry_of_any_year_is_shown(alice: FlaskClient, day: str) -> None:
    write(alice, day=day, zone="Asia/Tokyo")
    for address in ("/", f"/entries/{UID}", f"/entries/{UID}/edit"):
        assert alice.get(address).status_code == 200


def test_beginning_an_entry_leads_to_its_own_address(alice: FlaskClient) -> None:
    answer = alice.get("/entries/new")
    assert re.fullmatch(r"/entries/[0-9a-f]{32}/edit", answer.location)
    assert "Nothing to save yet" in alice.get(answer.location).text


def test_beginning_an_entry_makes_none(alice: FlaskClient) -> None:
    alice.get(alice.get("/entries/new").location)
    assert names(alice.get("/").text) == []


def test_an_entry_of_another_day_is_begun_by_a_form(alice: FlaskClient) -> None:
    answer = alice.post("/entries/new", data={"day": "1969-07-20"})
    assert 'value="1969-07-20"' in alice.get(answer.location).text
    assert "1969" not in answer.location


def test_an_entry_has_the_time_at_which_its_page_was_opened(
    alice: FlaskClient, frozen_clock: FrozenClock
) -> None:
    uid = alice.get("/entries/new").location.split("/")[2]
    frozen_clock.advance(minutes=7)
    write(alice, uid)
    assert '<span class="time num">19:04</span>' in alice.get(f"/entries/{uid}").text


def test_a_day_chosen_before_the_first_word_is_kept(alice: FlaskClient) -> None:
    uid = alice.get("/entries/new").location.split("/")[2]
    answer = write(alice, uid, body="", day="2001-02-03")
    assert answer["version"] == 0
    write(alice, uid, body="A word")
    assert "3 February 2001" in alice.get(f"/entries/{uid}").text


def test_nothing_written_is_no_entry(alice: FlaskClient) -> None:
    assert write(alice, body=" \n")["version"] == 0
    assert alice.get(f"/entries/{UID}").status_code == 404


def test_done_leads_to_the_entry(alice: FlaskClient) -> None:
    write(alice)
    assert alice.get(f"/entries/{UID}/done").location == f"/entries/{UID}"


def test_done_without_a_word_leads_to_the_timeline(alice: FlaskClient) -> None:
    uid = alice.get("/entries/new").location.split("/")[2]
    assert alice.get(f"/entries/{uid}/done").location == "/"


def test_the_text_comes_back_to_the_writing_page_as_it_was(alice: FlaskClient) -> None:
    body = "</textarea><script>\r\n\u2028 & \"'"
    write(alice, body=body)
    text = alice.get(f"/entries/{UID}/edit").text
    held = re.findall("data-body>(.*?)</textarea>", text, re.DOTALL)
    assert [json.loads(html.unescape(found)) for found in held] == [body]


def test_a_save_says_that_the_page_has_nothing_unsaved(alice: FlaskClient, app: Flask) -> None:
    alice.post("/page/unsaved", json={"page": "p1"})
    write(alice)
    assert not app.extensions["pages"].has_unsaved()


def test_a_refused_save_leaves_the_page_unsaved(alice: FlaskClient, app: Flask) -> None:
    alice.post("/page/unsaved", json={"page": "p1"})
    alice.put(f"/entries/{UID}", json=payload(base_version=4))
    assert app.extensions["pages"].has_unsaved()


def test_the_timeline_comes_by_the_hundred(alice: FlaskClient, many: int) -> None:
    seen: list[str] = []
    text = alice.get("/").text
    while True:
        seen += names(text)
        more = re.search(r'hx-get="(/timeline\?before=\d+)"', text)
        if more is None:
            break
        text = alice.get(more[1], headers=HTMX).text
        assert len(names(text)) <= 100
    assert seen == [f"Entry {n}" for n in reversed(range(many))]


def test_above_an_old_entry_the_later_ones_come_by_the_hundred(
    alice: FlaskClient, many: int
) -> None:
    oldest = alice.get("/timeline/at/0").location
    text = alice.get(oldest).text
    seen = names(text)
    while more := re.search(r'hx-get="(/timeline\?after=\d+)"', text):
        text = alice.get(more[1], headers=HTMX).text
        seen = names(text) + seen
    assert seen == [f"Entry {n}" for n in reversed(range(many))]


def test_a_day_of_the_month_leads_to_its_last_entry(alice: FlaskClient, many: int) -> None:
    text = alice.get("/month/2020/1").text
    (address,) = re.findall(
        r'href="(/timeline/at/\d+)" aria-label="2 January 2020, 2 entries"', text
    )
    place = alice.get(address).location
    assert '<p dir="auto">Entry 3</p>' in alice.get(place, headers=HTMX).text


def test_the_sidebar_shows_the_tags_and_their_entries(alice: FlaskClient) -> None:
    write(alice, body="One #dad")
    write(alice, "f" * 32, body="Two")
    (address,) = set(re.findall(r'href="(/tags/\d+)"><bdi>dad', alice.get("/").text))
    assert names(alice.get(address).text) == ["One #dad"]


def test_pages_of_a_tag_keep_to_the_tag(alice: FlaskClient, journal_of: JournalOf) -> None:
    with journal_of("alice"):
        service.add_entries(
            service.NewEntry(
                f"{n} #t{n % 2}", When(date(2020, 1, 1) + timedelta(n), time(9), "UTC")
            )
            for n in range(250)
        )
        tag = next(tag for tag in service.all_tags() if tag.name == "t1")
    text = alice.get(f"/tags/{tag.id}").text
    more = re.search(r'hx-get="(/timeline\?[^"]+)"', text)
    assert more is not None
    further = names(alice.get(more[1].replace("&amp;", "&"), headers=HTMX).text)
    assert len(further) == 25
    assert all(name.endswith("#t1") for name in further)


def test_a_star_is_put_and_taken(alice: FlaskClient) -> None:
    write(alice)
    alice.post(f"/entries/{UID}/star", data={"starred": "1"})
    assert names(alice.get("/starred").text) == ["Frost"]
    alice.post(f"/entries/{UID}/star", data={"starred": "0"})
    assert names(alice.get("/starred").text) == []


def test_a_star_by_htmx_gives_the_star_and_the_card(alice: FlaskClient) -> None:
    write(alice)
    text = alice.post(f"/entries/{UID}/star", data={"starred": "1"}, headers=HTMX).text
    assert text.startswith('<form class="starform"')
    assert 'hx-swap-oob="true"' in text


def test_no_message_is_kept_in_the_cookie(alice: FlaskClient) -> None:
    write(alice, body="Secret heading")
    answer = alice.post(f"/entries/{UID}/trash")
    assert "Set-Cookie" not in answer.headers


def test_every_answer_with_words_is_kept_by_nobody(alice: FlaskClient) -> None:
    write(alice)
    for address in ("/", f"/entries/{UID}", f"/entries/{UID}/edit", "/trash", "/timeline?before=1"):
        assert alice.get(address).headers["Cache-Control"] == "no-store"


def test_bob_reaches_nothing_of_alices(alice: FlaskClient, bob: FlaskClient) -> None:
    position = write(alice, body="For alice only #dad")["position"]
    for address in ("", "/edit"):
        assert bob.get(f"/entries/{UID}{address}").status_code == 404
    assert bob.get("/tags/1").status_code == 404
    for address in ("/", "/starred", "/trash", f"/timeline?before={position}9", "/month/2026/11"):
        assert "alice only" not in bob.get(address).text
    assert bob.get(f"/timeline/at/{position}").location == "/"


def test_bob_changes_nothing_of_alices(alice: FlaskClient, bob: FlaskClient) -> None:
    write(alice, body="For alice only")
    for verb in ("star", "trash", "restore", "delete"):
        assert bob.post(f"/entries/{UID}/{verb}").status_code == 404
    assert bob.put(f"/entries/{UID}", json=payload(base_version=1)).status_code == 404
    write(bob, body="For bob only")
    assert "For alice only" in alice.get(f"/entries/{UID}").text


def test_a_locked_journal_answers_nothing(alice: FlaskClient, client: FlaskClient) -> None:
    write(alice)
    for address in ("/", f"/entries/{UID}", f"/entries/{UID}/edit", "/trash", "/starred"):
        assert client.get(address).status_code == 302
    assert client.put(f"/entries/{UID}", json=payload()).status_code == 401
