"""The settings in a real browser: each control counts at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect

from tests.support.browsing import Server, Watch

NewContext = Callable[..., BrowserContext]


@pytest.fixture
def appearance(
    new_context: NewContext, watch: Watch, shared_server: Server, alice_at_home: StorageState
) -> Page:
    """alice's settings, at how Quietleaf looks, reached by their key."""
    page = watch.over(new_context(storage_state=alice_at_home).new_page())
    page.goto(shared_server.origin)
    page.keyboard.press("Control+,")
    page.wait_for_url("**/settings/appearance")
    return page


def test_a_chosen_appearance_is_seen_at_once_and_after_a_reload(appearance: Page) -> None:
    with appearance.expect_response("**/settings/appearance"):
        appearance.get_by_role("radio", name="Dark").click()
    expect(appearance.locator("html")).to_have_attribute("data-theme", "dark")
    appearance.reload()
    expect(appearance.locator("html")).to_have_attribute("data-theme", "dark")


def test_arrow_keys_walk_the_appearances(appearance: Page) -> None:
    appearance.get_by_role("radio", name="Automatic").click()
    with appearance.expect_response("**/settings/appearance"):
        appearance.keyboard.press("ArrowRight")
    expect(appearance.get_by_role("radio", name="Light")).to_be_checked()
    expect(appearance.get_by_role("radio", name="Light")).to_be_focused()


def test_a_larger_text_is_seen_at_once(appearance: Page) -> None:
    with appearance.expect_response("**/settings/appearance"):
        appearance.get_by_label("Text size").press("End")
    expect(appearance.locator("html")).to_have_attribute("data-text-size", "large")


def test_keys_without_ctrl_can_be_switched_off(appearance: Page, shared_server: Server) -> None:
    appearance.goto(f"{shared_server.origin}/settings/writing")
    appearance.get_by_label("Keys without Ctrl").uncheck()
    expect(appearance.locator("body")).to_have_attribute("data-single-keys", "off")
    appearance.keyboard.press("n")
    appearance.keyboard.press("Control+f")
    appearance.wait_for_url("**/search")


def test_a_wider_text_runs_further_in_the_editor(appearance: Page, shared_server: Server) -> None:
    def width() -> float:
        appearance.goto(f"{shared_server.origin}/entries/new")
        box = appearance.get_by_role("textbox", name="Entry").bounding_box()
        assert box is not None
        return box["width"]

    before = width()
    appearance.goto(f"{shared_server.origin}/settings/appearance")
    with appearance.expect_response("**/settings/appearance"):
        appearance.get_by_label("Width of the text").select_option("narrow")
    assert width() < before


def test_language_and_spelling_are_the_editors(appearance: Page, shared_server: Server) -> None:
    appearance.goto(f"{shared_server.origin}/settings/writing")
    with appearance.expect_response("**/settings/writing"):
        appearance.get_by_label("Language you write in").select_option("he")
    with appearance.expect_response("**/settings/writing"):
        appearance.get_by_label("Mark what is spelled wrong").uncheck()
    appearance.goto(f"{shared_server.origin}/entries/new")
    editor = appearance.get_by_role("textbox", name="Entry")
    expect(editor).to_have_attribute("lang", "he")
    expect(editor).to_have_attribute("spellcheck", "false")
