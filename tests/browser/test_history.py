"""The history of an entry in a real browser: listed, compared, gone back to, undone, copied."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from playwright.sync_api import Page, expect

from tests.support.looks import wrong, wrong_to_axe
from webapp.core.clock import When
from webapp.features.entries.models import NewEntry

Journal = Callable[..., Page]
Write = Callable[..., list[str]]
NOON = When(date(2025, 6, 30), time(12), "UTC")


@pytest.fixture
def changed(write: Write, journal: Journal) -> Page:
    """The history of an entry that has just been changed."""
    (uid,) = write([NewEntry("He ate a slice of it.", NOON)])
    page = journal(f"/entries/{uid}/edit")
    expect(page.get_by_role("textbox", name="Entry")).to_be_focused()
    page.keyboard.type(" And asked for more.")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="More: pin").click()
    page.get_by_role("menuitem", name="History").click()
    expect(page.get_by_role("heading", name="History", exact=True)).to_be_visible()
    return page


def test_what_was_added_is_underlined(changed: Page) -> None:
    expect(changed.locator(".compared ins")).to_have_text("And asked for more.")
    line = changed.locator(".compared ins").evaluate("e => getComputedStyle(e).textDecorationLine")
    assert line == "underline"
    expect(changed.locator(".versions a")).to_have_count(2)


def test_an_old_version_comes_back_and_that_can_be_undone(changed: Page) -> None:
    changed.locator(".versions a").last.click()
    expect(changed.locator(".compared")).to_have_text("He ate a slice of it.")
    changed.get_by_role("button", name="Go back to this version").click()
    expect(changed.locator("#page .prose")).to_have_text("He ate a slice of it.")
    changed.get_by_role("button", name="Undo").click()
    expect(changed.locator("#page .prose")).to_have_text(
        "He ate a slice of it. And asked for more."
    )


def test_the_text_of_a_version_can_be_copied(changed: Page) -> None:
    changed.context.grant_permissions(["clipboard-read", "clipboard-write"])
    changed.get_by_role("button", name="Copy this text").click()
    expect(changed.get_by_text("Copied")).to_be_visible()
    copied = changed.evaluate("navigator.clipboard.readText()")
    assert copied == "He ate a slice of it. And asked for more."


def test_escape_leads_back_to_the_entry(changed: Page) -> None:
    changed.keyboard.press("Escape")
    expect(changed.locator("#page .prose")).to_be_visible()


def test_in_a_narrow_window_the_versions_are_a_page_of_their_own(changed: Page) -> None:
    changed.set_viewport_size({"width": 600, "height": 860})
    changed.get_by_role("link", name="Versions").click()
    changed.locator(".versions a").last.click()
    expect(changed.locator(".compared")).to_have_text("He ate a slice of it.")


def test_the_page_is_without_barriers_and_fits(changed: Page) -> None:
    assert wrong(changed, "history") + wrong_to_axe(changed, "history") == []
