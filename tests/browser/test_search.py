"""Search in a real browser: while typing, by keyboard, from hit to hit; words in no address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from webapp.core.clock import When
from webapp.features.entries.models import NewEntry

Journal = Callable[..., Page]
Write = Callable[..., list[str]]
LAST_DAY = date(2025, 6, 30)


def entry(body: str, days_before: int) -> NewEntry:
    return NewEntry(body, When(LAST_DAY - timedelta(days_before), time(8, 20), "UTC"))


ENTRIES = [
    entry("Frost on the ridge\n\nThe first frost, and no other frost.", 0),
    entry("The beans\n\nA late frost took the first row.", 300),
    entry("鲁迅日记\n\n往内山书店买书二本。", 700),
    entry("Nothing\n\nNo word of the weather.", 800),
]


@pytest.fixture
def searching(write: Write, journal: Journal) -> Page:
    """alice's journal, with the search page open."""
    write(ENTRIES)
    page = journal()
    page.keyboard.press("Control+f")
    page.wait_for_url("**/search")
    if page.get_by_role("searchbox").input_value():
        # Words are kept for as long as the journal is open: those of the test before.
        page.get_by_role("button", name="Clear").click()
        expect(page.locator("#found-words")).to_have_value("")
    return page


def names(page: Page) -> list[str]:
    return page.locator("#days .name").all_inner_texts()


def ask(page: Page, words: str) -> None:
    """Type, and wait for the answer."""
    page.get_by_role("searchbox").press_sequentially(words)
    expect(page.locator("#found-words")).to_have_value(words)


def test_the_slash_key_leads_there_and_into_the_field(searching: Page) -> None:
    expect(searching.get_by_role("searchbox")).to_be_focused()
    searching.get_by_role("link", name="Close").click()
    searching.wait_for_url("**/")
    searching.keyboard.press("/")
    expect(searching.get_by_role("searchbox")).to_be_focused()


def test_it_finds_while_typing(searching: Page) -> None:
    ask(searching, "fro")
    assert names(searching) == ["Frost on the ridge", "The beans"]
    expect(searching.get_by_role("status").filter(has_text="2 entries")).to_be_visible()
    ask_more = searching.get_by_role("searchbox")
    ask_more.press_sequentially("st row")
    expect(searching.locator("#days .name")).to_have_text(["The beans"])
    assert searching.url.endswith("/search")
    assert searching.title() == "Quietleaf"


def test_one_chinese_character_finds(searching: Page) -> None:
    ask(searching, "书")
    assert names(searching) == ["鲁迅日记"]
    expect(searching.locator("#days .sum mark")).to_have_text(["书", "书"])


def test_hits_are_marked_and_walked_through(searching: Page) -> None:
    ask(searching, "frost")
    bar = searching.locator("#page .bar")
    expect(searching.locator("#page .prose mark")).to_have_text(["Frost", "frost", "frost"])
    expect(bar).to_contain_text("1 of 3 in this entry")
    bar.get_by_role("button", name="Next place").click()
    expect(bar).to_contain_text("2 of 3 in this entry")
    expect(searching.locator("#page mark.is-here")).to_have_count(1)
    bar.get_by_role("button", name="Previous place").click()
    expect(bar.get_by_role("button", name="Previous place")).to_be_disabled()


def test_a_result_opens_beside_the_list(searching: Page) -> None:
    ask(searching, "frost")
    searching.get_by_role("link", name="The beans").click()
    expect(searching.locator("#page .prose")).to_contain_text("A late frost took")
    expect(searching.locator("#days [aria-current] .name")).to_have_text("The beans")
    searching.locator("#page").get_by_role("link", name="Open").click()
    searching.wait_for_url("**/entries/*")


def test_the_keyboard_alone_is_enough(searching: Page) -> None:
    ask(searching, "frost")
    for number in range(2):
        searching.keyboard.press("ArrowDown")
        expect(searching.locator("#days .entry").nth(number)).to_be_focused()
    searching.keyboard.press("Enter")
    expect(searching.locator("#page .prose")).to_contain_text("A late frost took")
    searching.keyboard.press("/")
    expect(searching.get_by_role("searchbox")).to_be_focused()
    searching.keyboard.press("Escape")
    searching.wait_for_url("**/")


def test_going_on_at_once_waits_for_the_results(searching: Page) -> None:
    ask(searching, "书")
    searching.get_by_role("searchbox").select_text()
    searching.keyboard.type("beans")
    searching.keyboard.press("Enter")
    expect(searching.locator("#days a.entry:focus")).to_contain_text("The beans")


def test_nothing_found_is_said_and_cleared(searching: Page) -> None:
    ask(searching, "marzipan")
    expect(searching.get_by_role("heading", name="No “marzipan” in your journal")).to_be_visible()
    searching.get_by_role("button", name="Clear").click()
    expect(searching.get_by_text("frost OR snow")).to_be_visible()
    expect(searching.get_by_role("searchbox")).to_be_focused()


def test_more_results_come_with_scrolling(write: Write, journal: Journal) -> None:
    write([entry(f"Frost {n}", n) for n in range(75)])
    page = journal("/search")
    ask(page, "frost")
    for number in (30, 60, 75):
        expect(page.locator("#days .entry").nth(number - 1)).to_be_attached()
        page.locator("#days .entry").last.scroll_into_view_if_needed()
    expect(page.locator("#days .name")).to_have_text([f"Frost {n}" for n in range(75)])
