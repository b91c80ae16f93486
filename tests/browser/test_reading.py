"""Reading on and on in a real browser: scrolling, keys, a page that stays small."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsing import Watch
from webapp.core.clock import When
from webapp.features.entries.models import NewEntry

FIRST_DAY = date(2024, 1, 1)
Journal = Callable[..., Page]
Write = Callable[..., list[str]]


def entries(number: int, a_day: int = 2) -> list[NewEntry]:
    """Entries "Entry 0", "Entry 1"... from the oldest, some a day."""
    return [
        NewEntry(
            f"Entry {n}\n\n" + "The words of it go on for a while. " * 12,
            When(FIRST_DAY + timedelta(n // a_day), time(8 + n % a_day), "UTC"),
        )
        for n in range(number)
    ]


def expect_current(page: Page, name: str) -> None:
    """The entry stands at the upper edge and is the one that keys are about."""
    expect(page.locator(".whole.is-current .prose p").first).to_have_text(name)


def names(page: Page) -> list[str]:
    return page.locator(".whole .prose p:first-child").all_inner_texts()


@pytest.fixture
def long(write: Write, journal: Journal) -> Page:
    """The reading view of 200 entries."""
    write(entries(200))
    return journal("/read")


def test_the_list_leads_to_it(write: Write, journal: Journal) -> None:
    write(entries(3))
    page = journal()
    page.get_by_role("link", name="Read these on and on (R)").click()
    expect(page.locator(".whole")).to_have_count(3)
    assert names(page) == ["Entry 2", "Entry 1", "Entry 0"]


def test_j_and_k_walk_from_entry_to_entry(long: Page) -> None:
    for name in ("Entry 1", "Entry 2", "Entry 3"):
        long.keyboard.press("j")
        expect_current(long, name)
    long.keyboard.press("k")
    expect_current(long, "Entry 2")
    expect(long.locator(".whole.is-current")).to_be_focused()


def test_walking_far_keeps_the_page_small_and_leads_back(long: Page) -> None:
    for n in range(1, 85):
        long.keyboard.press("j")
        expect_current(long, f"Entry {n}")
    assert long.locator(".whole").count() <= 80
    assert "Entry 0" not in names(long)
    for n in range(83, 20, -7):
        for _ in range(7 if n < 83 else 1):
            long.keyboard.press("k")
        expect_current(long, f"Entry {n}")
    assert long.locator(".whole").count() <= 80


def test_scrolling_brings_every_entry_in_order(long: Page) -> None:
    scroll = long.locator("#read-scroll")
    seen: list[str] = []
    while "Entry 199" not in seen:
        seen += [name for name in names(long) if name not in seen]
        last = long.locator(".whole").last.get_attribute("data-uid")
        scroll.evaluate("place => { place.scrollTop = place.scrollHeight }")
        if seen[-1] != "Entry 199":
            expect(long.locator(".whole").last).not_to_have_attribute("data-uid", last or "")
    assert seen == [f"Entry {n}" for n in range(200)]


def test_what_comes_above_does_not_move_what_is_read(long: Page) -> None:
    long.keyboard.press("End")
    expect(long.locator(".whole .prose p:first-child").last).to_have_text("Entry 199")
    first = long.locator(".whole").first
    uid = first.get_attribute("data-uid")
    kept = long.locator(f"#r-{uid}")
    long.locator("#read-scroll").evaluate("place => { place.scrollTop = 40 }")
    expect(long.locator(".whole").first).not_to_have_attribute("data-uid", uid or "")
    top = kept.evaluate("sheet => sheet.getBoundingClientRect().top")
    bar = long.locator("#read-scroll").evaluate("place => place.getBoundingClientRect().top")
    assert abs(top - (bar - 40)) < 3


def test_home_and_end_lead_to_the_ends(long: Page) -> None:
    long.keyboard.press("End")
    expect(long.locator(".whole .prose p:first-child").last).to_have_text("Entry 199")
    long.keyboard.press("Home")
    expect_current(long, "Entry 0")


def test_walking_reaches_the_very_last_one(write: Write, journal: Journal) -> None:
    write(entries(4))
    page = journal("/read")
    for name in ("Entry 1", "Entry 2", "Entry 3"):
        page.keyboard.press("j")
        expect_current(page, name)
    page.keyboard.press("k")
    expect_current(page, "Entry 2")


def test_the_place_is_in_the_address_and_a_reload_stays_there(long: Page) -> None:
    for n in range(1, 13):
        long.keyboard.press("j")
        expect_current(long, f"Entry {n}")
    expect(long).to_have_url(re.compile(r"/read\?at=\d+$"))
    position = long.locator(".whole.is-current").get_attribute("data-position") or ""
    expect(long).to_have_url(re.compile(position))
    long.reload()
    expect_current(long, "Entry 12")


def test_a_day_is_said_once(long: Page) -> None:
    shown = long.locator(".whole:not([data-same-day]) .datehead")
    assert shown.count() == len(set(shown.all_inner_texts())) == 5
    assert long.locator(".whole").nth(1).get_attribute("data-same-day") is not None


def test_s_stars_and_e_edits_the_entry_that_is_read(long: Page) -> None:
    long.keyboard.press("j")
    expect_current(long, "Entry 1")
    long.keyboard.press("s")
    expect(long.get_by_role("button", name="Star (S)")).to_have_attribute("aria-pressed", "true")
    long.keyboard.press("e")
    expect(long.get_by_role("textbox", name="Entry")).to_contain_text("Entry 1")


def test_del_moves_it_to_the_trash_and_the_next_one_is_read(long: Page) -> None:
    long.keyboard.press("j")
    expect_current(long, "Entry 1")
    long.keyboard.press("Delete")
    expect_current(long, "Entry 2")
    long.get_by_role("button", name="Undo").click()
    expect_current(long, "Entry 1")


def test_escape_leads_back_to_the_timeline(long: Page) -> None:
    long.keyboard.press("Escape")
    expect(long.locator("#days .entry").first).to_be_visible()


@pytest.mark.parametrize("address", ["/", "/read"])
def test_a_box_is_ticked_where_the_entry_is_read(
    write: Write, journal: Journal, address: str
) -> None:
    write([NewEntry("- [ ] milk\n- [ ] bread", When(FIRST_DAY, time(8), "UTC"))])
    page = journal(address)
    for name in ("milk", "bread"):
        with page.expect_response("**/tick"):
            page.get_by_role("checkbox", name=name, exact=True).click()
    page.reload()
    for name in ("milk", "bread"):
        expect(page.get_by_role("checkbox", name=name, exact=True)).to_be_checked()


def test_a_box_that_was_changed_elsewhere_is_not_ticked(
    write: Write, journal: Journal, watch: Watch
) -> None:
    watch.expect("409")
    write([NewEntry("- [ ] milk", When(FIRST_DAY, time(8), "UTC"))])
    page = journal()
    page.locator(".prose").evaluate("prose => { prose.dataset.version = '0' }")
    page.get_by_role("checkbox", name="milk", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("another window")
    expect(page.get_by_role("checkbox", name="milk", exact=True)).not_to_be_checked()
