"""The list of all keys in a real browser: by key from anywhere, and single keys switched off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.looks import wrong, wrong_to_axe

Journal = Callable[..., Page]


def key_list(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Keyboard shortcuts")


@pytest.mark.parametrize("keys", ["?", "Control+/", "F1"])
def test_it_opens_by_key_and_closes_with_escape(journal: Journal, keys: str) -> None:
    page = journal("/")
    page.keyboard.press(keys)
    expect(key_list(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(key_list(page)).to_be_hidden()


def test_while_writing_it_opens_and_the_cursor_is_back_afterwards(
    open_on: Callable[[str], Page],
) -> None:
    page = open_on("The mill")
    page.keyboard.press("F1")
    expect(key_list(page)).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.type(" wheel?")
    expect(page.get_by_role("textbox", name="Entry")).to_have_text("The mill wheel?")


def test_single_keys_are_switched_off_there_and_stay_off(journal: Journal) -> None:
    page = journal("/")
    page.keyboard.press("?")
    box = page.get_by_role("checkbox", name="Single keys")
    box.uncheck()
    page.wait_for_function("() => document.body.dataset.singleKeys === 'off'")
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("?")
    expect(key_list(page)).to_be_hidden()
    page.keyboard.press("Control+/")
    box.check()
    page.wait_for_function("() => document.body.dataset.singleKeys === 'on'")


def test_it_is_right_at_every_width(journal: Journal) -> None:
    page = journal("/")
    page.keyboard.press("?")
    assert wrong(page, "keys") + wrong_to_axe(page, "keys") == []
