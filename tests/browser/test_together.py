"""One entry in two windows: told, put together word by word, and nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browsing import Watch
from tests.support.looks import wrong_to_axe
from webapp.core.clock import When
from webapp.features.entries.models import NewEntry

Journal = Callable[..., Page]
Write = Callable[..., list[str]]
BODY = "Frost on the ridge.\n\nDad rang at ten.\n\nThe kettle sang."
NOON = When(date(2025, 6, 30), time(12), "UTC")


def editor(page: Page) -> Locator:
    """Where the words go."""
    return page.get_by_role("textbox", name="Entry")


def words(page: Page) -> str:
    """The text as the server has it, after saving."""
    page.wait_for_function("quietleaf.flush()")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#page .prose")).to_be_visible()
    return page.locator("#page .prose").inner_text()


def write_at(page: Page, line: str, keys: str) -> None:
    """Put the cursor at the end of a line and type."""
    editor(page).get_by_text(line).click()
    page.keyboard.press("End")
    page.keyboard.type(keys)


@pytest.fixture
def first(write: Write, journal: Journal) -> Page:
    """The writing page of an entry of three paragraphs."""
    (uid,) = write([NewEntry(BODY, NOON)])
    page = journal(f"/entries/{uid}/edit")
    expect(editor(page)).to_be_focused()
    return page


@pytest.fixture
def second(first: Page, watch: Watch) -> Iterator[Page]:
    """The same in another window."""
    watch.expect("409")
    page = watch.over(first.context.new_page())
    page.goto(first.url)
    expect(editor(page)).to_be_focused()
    yield page
    page.close()


def save(page: Page) -> None:
    """Wait until everything is on the disk."""
    page.wait_for_function("quietleaf.flush()")


def test_the_second_window_is_told_at_once(second: Page) -> None:
    expect(second.get_by_text("This entry is also open in another window.")).to_be_visible()


def test_it_is_told_what_the_first_has_saved_and_shows_it(first: Page, second: Page) -> None:
    write_at(first, "Dad rang", " Twice.")
    save(first)
    second.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(second.get_by_text("This entry was changed in another window")).to_be_visible()
    second.get_by_role("button", name="Show the newer text").click()
    expect(editor(second)).to_contain_text("Dad rang at ten. Twice.")


def test_what_was_changed_in_different_places_goes_together(first: Page, second: Page) -> None:
    write_at(first, "Frost on", " Hard frost.")
    save(first)
    write_at(second, "The kettle", " Otto slept.")
    second.get_by_role("button", name="Put both together").click()
    expect(second.get_by_text("both texts go together by themselves")).to_be_visible()
    second.get_by_role("button", name="Use this text").click()
    expect(second.locator("[data-trouble]")).to_be_hidden()
    assert words(second) == (
        "Frost on the ridge. Hard frost.\n\nDad rang at ten.\n\nThe kettle sang. Otto slept."
    )


@pytest.mark.parametrize(
    ("choice", "then"),
    [("Mine", "So did I."), ("Theirs", "So did Mum."), ("Both", "So did I. So did Mum.")],
)
def test_what_was_changed_in_one_place_is_chosen(
    choice: str, then: str, first: Page, second: Page
) -> None:
    write_at(first, "Dad rang", " So did Mum.")
    save(first)
    write_at(second, "Dad rang", " So did I.")
    second.get_by_role("button", name="Put both together").click()
    second.get_by_role("radio", name=choice).check()
    second.get_by_role("button", name="Use this text").click()
    expect(editor(second)).to_be_focused()
    assert f"Dad rang at ten. {then}\n" in words(second)


def test_a_text_that_is_let_go_for_the_other_is_in_the_history(first: Page, second: Page) -> None:
    write_at(first, "Dad rang", " So did Mum.")
    save(first)
    write_at(second, "Dad rang", " So did I.")
    second.get_by_role("button", name="Show the other").click()
    expect(editor(second)).to_contain_text("So did Mum.")
    second.keyboard.press("Control+Enter")
    second.get_by_role("button", name="More").click()
    second.get_by_role("menuitem", name="History").click()
    second.get_by_role("link", name="From another window").click()
    expect(second.locator(".compared ins")).to_have_text("I")
    expect(second.locator(".compared del")).to_have_text("Mum")


def test_a_window_that_is_killed_during_a_conflict_loses_no_word(first: Page, second: Page) -> None:
    write_at(first, "Dad rang", " So did Mum.")
    save(first)
    with second.expect_response("**/merge"):
        write_at(second, "Dad rang", " So did I.")
    second.close(run_before_unload=False)
    first.keyboard.press("Control+Enter")
    first.get_by_role("button", name="More").click()
    first.get_by_role("menuitem", name="History").click()
    first.get_by_role("link", name="From another window").click()
    expect(first.locator(".compared ins").last).to_have_text("I")


def test_putting_together_is_without_barriers(first: Page, second: Page) -> None:
    write_at(first, "Dad rang", " So did Mum.")
    save(first)
    write_at(second, "Dad rang", " So did I.")
    second.get_by_role("button", name="Put both together").click()
    expect(second.get_by_role("heading", name="Put both texts together")).to_be_focused()
    assert wrong_to_axe(second, "put together") == []
