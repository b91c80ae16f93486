"""Photos one at a time, as large as the window: opened, walked through, looked at closely."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.people import journal_of
from tests.support.pictures import picture
from webapp.core.clock import When
from webapp.features.entries.models import NewEntry
from webapp.features.media import service as media

Journal = Callable[..., Page]
Write = Callable[..., list[str]]
NOON = When(date(2025, 6, 30), time(12), "UTC")


@pytest.fixture
def entry(home: object, write: Write) -> str:
    """An entry with two photos, the first of which has a caption."""
    with journal_of(home.app, home.alice):  # type: ignore[attr-defined]
        first, second = (
            media.add(io.BytesIO(picture(color=color)), f"{color}.jpg").uid
            for color in ("olive", "maroon")
        )
    text = f"On the ridge\n\n![Frost](media:{first})\n\n![](media:{second})"
    (uid,) = write([NewEntry(text, NOON)])
    return uid


@pytest.fixture
def viewer(journal: Journal, entry: str) -> Locator:
    """The viewer, opened by a press on the first photo of the page."""
    page = journal(f"/entries/{entry}")
    page.locator(".prose img").first.click()
    opened = page.get_by_role("dialog", name="Photo")
    expect(opened).to_be_visible()
    return opened


def test_it_shows_the_photo_with_its_caption_and_day(viewer: Locator) -> None:
    expect(viewer.get_by_role("img", name="Frost")).to_be_visible()
    expect(viewer).to_contain_text("1 of 2")
    expect(viewer.locator(".foot")).to_contain_text("30 June")
    expect(viewer.locator(".foot")).to_contain_text("Frost")


def test_keys_walk_through_the_photos(viewer: Locator) -> None:
    for key, place in (("ArrowRight", 2), ("ArrowLeft", 1), ("End", 2), ("Home", 1)):
        viewer.page.keyboard.press(key)
        expect(viewer).to_contain_text(f"{place} of 2")


def test_escape_closes_it_and_the_photo_has_the_focus_again(journal: Journal, entry: str) -> None:
    page = journal(f"/entries/{entry}")
    photo = page.get_by_role("button", name="Frost")
    photo.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Photo")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Photo")).to_be_hidden()
    expect(photo).to_be_focused()


def test_plus_comes_closer_and_minus_goes_back(viewer: Locator) -> None:
    viewer.page.keyboard.press("+")
    expect(viewer.locator(".room")).to_have_class("room is-close")
    viewer.page.keyboard.press("-")
    expect(viewer.locator(".room")).to_have_class("room")


def test_i_tells_the_name_of_the_file(viewer: Locator) -> None:
    viewer.page.keyboard.press("i")
    expect(viewer.locator("[data-viewer-about]")).to_contain_text("olive.jpg")


def test_the_original_can_be_saved(viewer: Locator) -> None:
    with viewer.page.expect_download() as handed:
        viewer.get_by_role("link", name="Save a copy").click()
    assert handed.value.suggested_filename == "olive.jpg"
    assert handed.value.path().read_bytes() == picture(color="olive")


def test_it_opens_from_the_writing_page(journal: Journal, entry: str) -> None:
    page = journal(f"/entries/{entry}/edit")
    page.locator("[data-photos] figure button").nth(1).click()
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("dialog", name="Photo")).to_contain_text("2 of 2")
