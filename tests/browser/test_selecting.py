"""Several entries at once in a real browser: chosen by mouse and keys, changed, and undone."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from webapp.core.clock import When
from webapp.features.entries.models import NewEntry

LAST_DAY = date(2025, 6, 30)
Journal = Callable[..., Page]
Write = Callable[..., list[str]]


def entries(number: int) -> list[NewEntry]:
    """Entries "Entry 0", "Entry 1"... from the newest, one a day."""
    return [
        NewEntry(f"Entry {n}\n\nIts words.", When(LAST_DAY - timedelta(n), time(9), "UTC"))
        for n in range(number)
    ]


def expect_selected(page: Page, count: str) -> None:
    """The bar says how many."""
    expect(page.locator("[data-selection-count]")).to_have_text(f"{count} selected")


@pytest.fixture
def eight(write: Write, journal: Journal) -> Page:
    """alice's journal with eight entries, open."""
    write(entries(8))
    return journal()


def test_a_click_with_ctrl_or_shift_selects_and_opens_nothing(eight: Page) -> None:
    cards = eight.locator("#days a.entry")
    cards.nth(1).click(modifiers=["Control"])
    expect_selected(eight, "1")
    cards.nth(4).click(modifiers=["Shift"])
    expect_selected(eight, "4")
    cards.nth(2).click(modifiers=["Control"])
    expect_selected(eight, "3")
    expect(eight.locator("#page .prose p").first).to_have_text("Entry 0")


def test_a_box_appears_beside_a_card_and_selects_it(eight: Page) -> None:
    eight.locator("#days a.entry").nth(2).hover()
    eight.get_by_role("checkbox", name="Select Entry 2").click()
    expect_selected(eight, "1")
    eight.get_by_role("button", name="Leave the selection (Esc)").click()
    expect(eight.get_by_role("toolbar", name="Selected entries")).to_be_hidden()
    expect(eight.get_by_role("checkbox", name="Select Entry 2")).not_to_be_checked()


def test_by_keys_alone_entries_are_starred_and_it_is_undone(eight: Page) -> None:
    eight.keyboard.press("x")
    eight.keyboard.press("Shift+J")
    eight.keyboard.press("Shift+J")
    expect_selected(eight, "3")
    eight.get_by_role("button", name="Star", exact=True).focus()
    eight.keyboard.press("Enter")
    expect(eight.get_by_text("3 entries starred")).to_be_visible()
    expect(eight.locator("#days .starred")).to_have_count(3)
    eight.get_by_role("button", name="Undo").click()
    expect(eight.get_by_text("Undone")).to_be_visible()
    expect(eight.locator("#days .starred")).to_have_count(0)


def test_escape_leaves_the_selection_and_nothing_else(eight: Page) -> None:
    eight.keyboard.press("x")
    expect_selected(eight, "1")
    eight.keyboard.press("Escape")
    expect(eight.locator("[data-selection]")).to_be_hidden()
    expect(eight.locator("#days a.entry").first).to_be_focused()


def test_del_moves_the_selected_to_the_trash_and_undo_brings_them_back(eight: Page) -> None:
    eight.keyboard.press("x")
    eight.keyboard.press("Shift+J")
    eight.keyboard.press("Delete")
    expect(eight.locator("#days .name").first).to_have_text("Entry 2")
    eight.get_by_role("button", name="Undo").click()
    expect(eight.locator("#days .name").first).to_have_text("Entry 0")
    expect(eight.locator("#days a.entry")).to_have_count(8)


def test_all_of_the_list_is_more_than_what_is_loaded(write: Write, journal: Journal) -> None:
    write(entries(230))
    page = journal()
    page.locator("#days a.entry").first.focus()
    page.keyboard.press("Control+a")
    expect_selected(page, "230")
    page.locator("#days a.entry").nth(3).click(modifiers=["Control"])
    expect_selected(page, "229")
    page.get_by_role("button", name="Tag", exact=True).click()
    page.get_by_role("combobox", name="Tag").fill("Summer")
    page.keyboard.press("Enter")
    expect(page.get_by_text("229 entries tagged")).to_be_visible()
    expect(page.locator("#side").get_by_role("link", name="Summer")).to_be_visible()


def test_what_is_exported_is_what_was_selected(eight: Page, tmp_path: Path) -> None:
    eight.keyboard.press("x")
    eight.keyboard.press("Shift+J")
    eight.get_by_role("button", name="More: select all, read, print, export").click()
    eight.get_by_role("menuitem", name="Export").click()
    expect(eight.get_by_text("The zip is plain")).to_be_visible()
    with eight.expect_download() as coming:
        eight.locator("#selection-export").get_by_role("button", name="Export").click()
    place = tmp_path / "export.zip"
    coming.value.save_as(place)
    with zipfile.ZipFile(place) as archive:
        assert len(archive.namelist()) == 2
        assert archive.testzip() is None


def test_the_selected_are_read_on_and_on(eight: Page) -> None:
    eight.locator("#days a.entry").nth(5).click(modifiers=["Control"])
    eight.locator("#days a.entry").nth(3).click(modifiers=["Control"])
    eight.get_by_role("button", name="More: select all, read, print, export").click()
    eight.get_by_role("menuitem", name="Read on and on").click()
    expect(eight.locator(".whole .prose p:first-child")).to_have_text(["Entry 5", "Entry 3"])
