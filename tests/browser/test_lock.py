"""Locking in a real browser: by button, by key and by itself; nothing is lost, nothing stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support import people as support
from tests.support.browsing import Server, Watch, unlock
from tests.support.people import PASSWORDS, Person
from webapp import create_app
from webapp.core.clock import When
from webapp.features.entries.bulk import add_entries
from webapp.features.entries.models import NewEntry
from webapp.features.preferences import service as preferences
from webapp.settings import Settings

SALTMARSH = NewEntry("Saltmarsh\n\nHigh water.", When(date(2025, 6, 30), time(9), "UTC"))
LOCK = "Lock now (Ctrl Shift L)"
Lock = Callable[[Page], None]


@pytest.fixture(scope="module")
def uid(shared_server: Server, _real_people: tuple[Path, dict[str, Person]]) -> str:
    """The id of the one entry in alice's journal, which closes after a minute."""
    app = create_app(Settings(data_dir=shared_server.data_dir))
    with support.journal_of(app, _real_people[1]["alice"]):
        preferences.change(idle_minutes=1)
        add_entries([SALTMARSH])
        from webapp.features.entries.models import Entry

        return str(Entry.get().uid)


@pytest.fixture
def open_page(page: Page, shared_server: Server, uid: str) -> Page:
    """alice's journal, open at that entry."""
    unlock(shared_server, page)
    page.goto(f"{shared_server.origin}/entries/{uid}")
    expect(page.locator("#page .prose")).to_contain_text("High water.")
    return page


def expect_locked(page: Page) -> None:
    """The cover, and no word of the journal."""
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    assert "saltmarsh" not in page.content().casefold()


def open_again(page: Page) -> None:
    page.get_by_label("Password", exact=True).fill(PASSWORDS["alice"])
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.locator("#app")).to_be_visible()


@pytest.mark.parametrize(
    "lock",
    [
        lambda page: page.get_by_role("button", name=LOCK).locator("visible=true").click(),
        lambda page: page.keyboard.press("Control+Shift+L"),
    ],
    ids=["button", "key"],
)
@pytest.mark.parametrize("width", [1280, 900])
def test_the_journal_is_locked(open_page: Page, lock: Lock, width: int) -> None:
    open_page.set_viewport_size({"width": width, "height": 860})
    lock(open_page)
    open_page.wait_for_url("**/unlock")
    expect_locked(open_page)


def test_after_the_lock_no_way_leads_back_to_the_words(
    open_page: Page, shared_server: Server, uid: str
) -> None:
    open_page.keyboard.press("Control+Shift+L")
    open_page.wait_for_url("**/unlock")
    for way in (
        open_page.go_back,
        open_page.reload,
        open_page.go_back,
        open_page.go_forward,
        lambda: open_page.goto(f"{shared_server.origin}/entries/{uid}"),
        lambda: open_page.goto(f"{shared_server.origin}/entries/{uid}/edit"),
    ):
        way()
        expect_locked(open_page)


def test_the_cover_says_nothing_of_a_lock_by_hand(open_page: Page) -> None:
    open_page.keyboard.press("Control+Shift+L")
    open_page.wait_for_url("**/unlock")
    expect(open_page.locator("#foot")).to_be_empty()


def test_other_windows_of_the_journal_are_closed_too(open_page: Page, watch: Watch) -> None:
    watch.expect("401")
    other = watch.over(open_page.context.new_page())
    other.goto(open_page.url)
    open_page.keyboard.press("Control+Shift+L")
    open_page.wait_for_url("**/unlock")
    other.get_by_role("link", name="Import").first.click()
    expect_locked(other)


def test_words_that_are_not_saved_yet_are_saved_before_the_lock(open_page: Page) -> None:
    open_page.goto(open_page.url + "/edit")
    expect(open_page.get_by_role("textbox", name="Entry")).to_be_focused()
    open_page.keyboard.press("Control+End")
    open_page.keyboard.type(" The last word")
    open_page.keyboard.press("Control+Shift+L")
    open_page.wait_for_url("**/unlock")
    open_again(open_page)
    expect(open_page.locator("#page .prose")).to_contain_text("The last word")


# --- by itself -------------------------------------------------------------------------------


@pytest.fixture
def idle_page(open_page: Page) -> Page:
    """The same page with a clock that the test can turn on."""
    open_page.clock.install()
    open_page.reload()
    expect(open_page.locator("body")).to_have_attribute("data-idle-minutes", "1")
    return open_page


def test_an_idle_journal_warns_and_closes_and_the_cover_says_so(idle_page: Page) -> None:
    idle_page.clock.run_for(45_000)
    expect(idle_page.get_by_text(re.compile(r"Closing in \d+ seconds"))).to_be_visible()
    idle_page.clock.run_for(20_000)
    idle_page.wait_for_url("**/unlock")
    expect(idle_page.locator("#foot")).to_contain_text(
        re.compile(r"Closed by itself at \d\d:\d\d, after 1 minute without typing")
    )
    idle_page.go_back()
    expect_locked(idle_page)


@pytest.mark.parametrize("sign", ["a key", "the button"])
def test_a_sign_of_life_keeps_it_open(idle_page: Page, sign: str) -> None:
    warning = idle_page.get_by_text(re.compile(r"Closing in \d+ seconds"))
    idle_page.clock.run_for(45_000)
    expect(warning).to_be_visible()
    if sign == "a key":
        idle_page.keyboard.press("Shift")
    else:
        idle_page.get_by_role("button", name="Stay").click()
    expect(warning).to_have_count(0)
    idle_page.clock.run_for(35_000)
    expect(idle_page.locator("#page .prose")).to_contain_text("High water.")


def test_an_idle_writing_page_saves_before_it_closes(idle_page: Page) -> None:
    idle_page.goto(idle_page.url + "/edit")
    expect(idle_page.get_by_role("textbox", name="Entry")).to_be_focused()
    idle_page.keyboard.press("Control+End")
    idle_page.keyboard.type(" Left lying there")
    idle_page.clock.run_for(65_000)
    idle_page.wait_for_url("**/unlock")
    open_again(idle_page)
    expect(idle_page.locator("#page .prose")).to_contain_text("Left lying there")


def test_the_minutes_are_chosen_in_the_settings(open_page: Page, shared_server: Server) -> None:
    open_page.goto(f"{shared_server.origin}/settings/lock")
    open_page.get_by_label("Lock after").select_option("5")
    expect(open_page.locator("body")).to_have_attribute("data-idle-minutes", "5")
    open_page.get_by_label("Lock after").select_option("1")
    expect(open_page.locator("body")).to_have_attribute("data-idle-minutes", "1")
