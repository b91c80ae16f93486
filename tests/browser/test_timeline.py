"""The timeline in a real browser: reading, walking, paging, stars, the trash."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsing import Server, Watch
from webapp.core import clock
from webapp.core.clock import When
from webapp.features.entries.models import NewEntry

LAST_DAY = date(2025, 6, 30)

Journal = Callable[..., Page]
Write = Callable[..., list[str]]


def entries(number: int, a_day: int = 3) -> list[NewEntry]:
    """Entries "Entry 0", "Entry 1"... from the newest, some a day."""
    return [
        NewEntry(
            f"Entry {n}\n\nThe words of number {n}. #n{n % 2}",
            When(LAST_DAY - timedelta(n // a_day), time(23 - n % a_day), "UTC"),
        )
        for n in range(number)
    ]


def current(page: Page) -> str:
    """The name of the entry that the list says is on the page."""
    return page.locator("#days [aria-current] .name").inner_text()


def expect_entry(page: Page, name: str) -> None:
    """The entry is on the page and marked in the list."""
    expect(page.locator("#page .prose p").first).to_have_text(name)
    expect(page.locator("#days [aria-current] .name")).to_have_text(name)


@pytest.fixture
def ten(write: Write, journal: Journal) -> Page:
    """alice's journal with ten entries, open."""
    write(entries(10))
    return journal()


def test_a_new_journal_welcomes(journal: Journal) -> None:
    page = journal()
    expect(page.get_by_text("Your days will stand here, the newest first.")).to_be_visible()
    page.locator("#page").get_by_role("link", name="Write today’s entry").click()
    expect(page.get_by_role("textbox", name="Entry")).to_be_focused()


def test_the_newest_entry_is_on_the_page(ten: Page) -> None:
    expect_entry(ten, "Entry 0")
    assert ten.url.endswith("/")


def test_an_entry_opens_without_loading_the_list_again(ten: Page) -> None:
    ten.evaluate("document.querySelector('#days').dataset.mark = 'same'")
    ten.get_by_role("link", name="Entry 4").click()
    expect_entry(ten, "Entry 4")
    assert ten.locator("#days").get_attribute("data-mark") == "same"
    assert re.search(r"/entries/[0-9a-f]{32}$", ten.url)


def test_a_reload_stays_at_the_entry(ten: Page) -> None:
    ten.get_by_role("link", name="Entry 4").click()
    expect_entry(ten, "Entry 4")
    ten.reload()
    expect_entry(ten, "Entry 4")


def test_back_leads_to_the_entry_before(ten: Page) -> None:
    for name in ("Entry 4", "Entry 7"):
        ten.get_by_role("link", name=name).click()
        expect_entry(ten, name)
    ten.go_back()
    expect_entry(ten, "Entry 4")


def test_j_and_k_walk(ten: Page) -> None:
    ten.keyboard.press("j")
    expect_entry(ten, "Entry 1")
    ten.keyboard.press("j")
    expect_entry(ten, "Entry 2")
    ten.keyboard.press("k")
    expect_entry(ten, "Entry 1")


def test_walking_fast_ends_at_the_last_one(ten: Page) -> None:
    for _ in range(9):
        ten.keyboard.press("j")
    expect_entry(ten, "Entry 9")


def test_the_buttons_walk_too_and_end_at_the_ends(ten: Page) -> None:
    expect(ten.get_by_role("button", name="Later entry (K)")).to_be_disabled()
    ten.get_by_role("button", name="Earlier entry (J)").click()
    expect_entry(ten, "Entry 1")
    expect(ten.get_by_role("button", name="Later entry (K)")).to_be_enabled()


def test_the_list_is_one_tab_stop_with_arrows_inside(ten: Page) -> None:
    ten.locator("#days .entry").first.focus()
    ten.keyboard.press("ArrowDown")
    ten.keyboard.press("ArrowDown")
    expect(ten.locator("#days .entry").nth(2)).to_be_focused()
    ten.keyboard.press("Enter")
    expect_entry(ten, "Entry 2")
    assert ten.locator("#days .entry[tabindex='0']").count() == 1


def test_every_entry_comes_by_scrolling(write: Write, journal: Journal) -> None:
    write(entries(250))
    page = journal()
    cards = page.locator("#days .entry")
    expect(cards).to_have_count(100)
    for number in (200, 250):
        cards.last.scroll_into_view_if_needed()
        expect(cards).to_have_count(number)
    assert cards.locator(".name").all_inner_texts() == [f"Entry {n}" for n in range(250)]


def test_a_day_or_month_on_two_pages_has_one_heading(write: Write, journal: Journal) -> None:
    write(entries(230, a_day=7))
    page = journal()
    page.locator("#days .entry").last.scroll_into_view_if_needed()
    expect(page.locator("#days .entry")).to_have_count(200)
    for mark in ("day", "month"):
        marks = page.locator(f"#days [data-{mark}]").evaluate_all(
            f"parts => parts.map(part => part.dataset.{mark})"
        )
        assert len(marks) == len(set(marks))


def test_j_goes_on_beyond_the_first_page(write: Write, journal: Journal) -> None:
    write(entries(150))
    page = journal()
    page.locator("#days .entry").nth(99).focus()
    expect(page.locator("#days .entry")).to_have_count(150)
    page.keyboard.press("j")
    expect_entry(page, "Entry 100")


def test_an_old_entry_is_shown_among_its_neighbours(write: Write, journal: Journal) -> None:
    uids = write(entries(300))
    page = journal(f"/entries/{uids[200]}")
    expect_entry(page, "Entry 200")
    expect(page.locator("#days [aria-current]")).to_be_in_viewport()


def test_above_an_old_entry_the_later_ones_come_by_scrolling(
    write: Write, journal: Journal
) -> None:
    uids = write(entries(300))
    page = journal(f"/entries/{uids[200]}")
    expect_entry(page, "Entry 200")
    cards = page.locator("#days .entry")
    # what has come keeps its place, so that one scrolls up again until there is nothing above
    page.wait_for_function(
        """() => {
          document.querySelector("#list-scroll").scrollTop = 0;
          return document.querySelector("#days .entry .name")?.textContent === "Entry 0";
        }"""
    )
    expect(cards.first.locator(".name")).to_have_text("Entry 0")
    names = cards.locator(".name").all_inner_texts()
    assert names == [f"Entry {n}" for n in range(len(names))]


def test_what_comes_above_moves_nothing(write: Write, journal: Journal) -> None:
    uids = write(entries(300))
    page = journal(f"/entries/{uids[200]}")
    expect_entry(page, "Entry 200")
    cards = page.locator("#days .entry")
    before = cards.count()
    first = page.get_by_role("link", name="Entry 180 ")
    with page.expect_response("**/timeline?after=*"):
        page.locator("#list-scroll").evaluate("list => { list.scrollTop = 0 }")
    expect(cards).not_to_have_count(before)
    expect(first).to_be_in_viewport()


def test_a_star_is_put_and_taken(ten: Page) -> None:
    ten.keyboard.press("s")
    expect(ten.get_by_role("button", name="Remove the star (S)")).to_be_visible()
    expect(ten.locator("#days .entry").first.locator(".starred")).to_be_visible()
    ten.reload()
    ten.keyboard.press("s")
    expect(ten.get_by_role("button", name="Star (S)", exact=True)).to_be_visible()
    expect(ten.locator(".starred")).to_have_count(0)


def test_what_has_a_star_can_be_shown_alone(ten: Page) -> None:
    ten.keyboard.press("s")
    expect(ten.get_by_role("button", name="Remove the star (S)")).to_be_visible()
    ten.get_by_role("link", name="Show what has a star").click()
    expect(ten.get_by_role("heading", name="Starred", level=1)).to_be_visible()
    expect(ten.locator("#days .entry")).to_have_count(1)


def test_a_tag_shows_its_entries(ten: Page) -> None:
    ten.get_by_role("navigation", name="Quietleaf", exact=True).get_by_role(
        "link", name="n1"
    ).click()
    expect(ten.get_by_role("heading", name="#n1", level=1)).to_be_visible()
    expect(ten.locator("#days .entry")).to_have_count(5)
    ten.keyboard.press("j")
    expect_entry(ten, "Entry 3")


def test_moving_to_the_trash_goes_on_to_the_next_and_can_be_undone(ten: Page) -> None:
    ten.get_by_role("link", name="Entry 4").click()
    expect_entry(ten, "Entry 4")
    ten.get_by_role("button", name="More").click()
    ten.get_by_role("menuitem", name="Move to the trash").click()
    expect_entry(ten, "Entry 5")
    expect(ten.locator("#days [aria-current]")).to_be_focused()
    ten.locator("#toasts").get_by_role("button", name="Undo").click()
    expect_entry(ten, "Entry 4")
    expect(ten.locator("#days .entry")).to_have_count(10)


def test_del_moves_to_the_trash(ten: Page) -> None:
    ten.keyboard.press("Delete")
    expect(ten.get_by_text("Moved to the trash")).to_be_visible()
    expect_entry(ten, "Entry 1")


def test_the_trash_gives_back(ten: Page) -> None:
    ten.keyboard.press("Delete")
    expect_entry(ten, "Entry 1")
    ten.get_by_role("link", name="Trash").first.click()
    expect_entry(ten, "Entry 0")
    expect(ten.get_by_text("30days")).to_be_visible()
    ten.get_by_role("button", name="Put back").click()
    expect(ten.get_by_text("“Entry 0” is back")).to_be_visible()
    expect(ten.get_by_text("The trash is empty.")).to_be_visible()
    ten.get_by_role("button", name="Show it").click()
    expect_entry(ten, "Entry 0")


def test_deleting_for_good_asks_and_keeps_by_default(ten: Page) -> None:
    ten.keyboard.press("Delete")
    expect_entry(ten, "Entry 1")
    ten.get_by_role("link", name="Trash").first.click()
    expect_entry(ten, "Entry 0")
    ten.keyboard.press("Delete")
    dialog = ten.get_by_role("dialog")
    expect(dialog).to_contain_text("“Entry 0”, from 30 June 2025, and its history go")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    ten.keyboard.press("Escape")
    expect_entry(ten, "Entry 0")
    ten.get_by_role("button", name="Delete for good").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(ten.get_by_text("The trash is empty.")).to_be_visible()


def test_the_month_leads_to_its_days(write: Write, journal: Journal) -> None:
    today = clock.today(clock.local_zone())
    day = today.replace(day=1) - timedelta(1)
    write([NewEntry(name, When(day, time(9), "UTC")) for name in ("Earlier", "Later")])
    write([NewEntry("Today", When(today, time(0), "UTC"))])
    month = journal().locator("#mini-month")
    month.get_by_role("button", name="Previous month").click()
    month.get_by_role("link", name="2 entries").click()
    expect_entry(month.page, "Later")


def test_at_narrow_width_list_and_page_are_two_places(write: Write, journal: Journal) -> None:
    write(entries(10))
    page = journal()
    page.set_viewport_size({"width": 600, "height": 860})
    expect(page.locator("#page")).to_be_hidden()
    page.get_by_role("link", name="Entry 4").click()
    expect(page.locator("#page .prose p").first).to_have_text("Entry 4")
    expect(page.locator("#days")).to_be_hidden()
    page.locator("#page").get_by_role("link", name="Timeline").click()
    expect(page.locator("#page")).to_be_hidden()
    expect(page.get_by_role("link", name="Entry 4")).to_be_focused()


def test_bob_sees_nothing_of_alice(
    seed: Write, page: Page, open_journal: Journal, server: Server, watch: Watch
) -> None:
    (uid,) = seed(entries(1))
    open_journal(page, "bob")
    expect(page.get_by_text("Your days will stand here")).to_be_visible()
    watch.expect("404")
    page.goto(f"{server.origin}/entries/{uid}")
    expect(page.get_by_text("This entry is not here any more.")).to_be_visible()
