"""Writing in a real browser: saved by itself, and said so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browsing import Server, Watch
from webapp.core.clock import When
from webapp.features.entries.models import NewEntry

Journal = Callable[..., Page]
Write = Callable[..., list[str]]

SAVED = re.compile(r"^Saved at \d\d:\d\d$")
NOON = When(date(2025, 6, 30), time(12), "UTC")


def editor(page: Page) -> Locator:
    """Where the words go."""
    return page.get_by_role("textbox", name="Entry")


def state(page: Page) -> Locator:
    """The quiet line that says whether the words are saved."""
    return page.locator("[data-state]")


def expect_saved(page: Page) -> None:
    """The page says saved and means the words that stand there now."""
    page.wait_for_function("quietleaf.flush()")
    expect(state(page)).to_have_text(SAVED)


@pytest.fixture
def new(journal: Journal) -> Page:
    """A new entry's page, ready for words."""
    page = journal("/entries/new")
    expect(editor(page)).to_be_focused()
    return page


@pytest.fixture
def noon(write: Write, journal: Journal) -> Page:
    """The writing page of an entry with some words, a tag and a moment."""
    (uid,) = write([NewEntry("Frost\n\nOn the ridge #walks", NOON, tags=("dad",))])
    page = journal(f"/entries/{uid}/edit")
    expect(editor(page)).to_be_focused()
    return page


def test_words_are_saved_by_themselves(new: Page) -> None:
    expect(state(new)).to_have_text("Nothing to save yet")
    new.keyboard.type("Frost on the ridge")
    expect(state(new)).to_have_text(SAVED)
    expect(new.get_by_text("4 words")).to_be_visible()


def test_a_reload_keeps_the_words(new: Page) -> None:
    new.keyboard.type("Frost on the ridge")
    expect_saved(new)
    new.reload()
    expect(editor(new)).to_have_text("Frost on the ridge")


def test_done_shows_the_entry_with_the_last_word(new: Page) -> None:
    new.keyboard.type("Frost on the ridge")
    new.get_by_role("link", name="Done").click()
    expect(new.locator("#page .prose")).to_have_text("Frost on the ridge")
    expect(new.locator("#days [aria-current] .name")).to_have_text("Frost on the ridge")


def test_done_by_key_takes_the_tag_that_is_being_typed(new: Page) -> None:
    new.keyboard.type("Frost on the ridge")
    new.get_by_role("button", name="Tag", exact=True).click()
    new.keyboard.type("walk")
    new.keyboard.press("Control+Enter")
    expect(new.locator("#page .marginalia .tag")).to_have_text("walk")


def test_leaving_without_a_word_makes_no_entry(new: Page) -> None:
    new.keyboard.press("Escape")
    expect(new.get_by_text("Your days will stand here, the newest first.")).to_be_visible()


def test_an_entry_is_written_read_and_changed_by_keys_alone(journal: Journal) -> None:
    page = journal()
    page.keyboard.press("n")
    expect(editor(page)).to_be_focused()
    page.keyboard.type("Frost")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#page .prose")).to_have_text("Frost")
    page.keyboard.press("e")
    expect(editor(page)).to_be_focused()
    page.keyboard.type(", and fog")
    page.keyboard.press("Escape")
    expect(page.locator("#page .prose")).to_have_text("Frost, and fog")


def test_the_cursor_waits_at_the_end_of_an_old_entry(noon: Page) -> None:
    noon.keyboard.type(" again")
    expect_saved(noon)
    noon.reload()
    expect(editor(noon)).to_contain_text("On the ridge #walks again")


def test_the_day_of_an_entry_can_be_any(noon: Page) -> None:
    noon.get_by_role("button", name="Monday 30 June").click()
    noon.get_by_label("Day", exact=True).fill("0793-06-08")
    noon.get_by_label("Time", exact=True).fill("05:45")
    noon.get_by_role("button", name="Close").click()
    expect_saved(noon)
    noon.get_by_role("link", name="Done").click()
    expect(noon.get_by_role("heading", level=2).last).to_have_text(re.compile("8 June 793"))
    expect(noon.locator("#page .time")).to_have_text("05:45")


def test_a_zone_that_does_not_exist_is_refused_and_can_be_corrected(
    noon: Page, watch: Watch
) -> None:
    watch.expect("422")
    noon.get_by_role("button", name="Monday 30 June").click()
    noon.get_by_label("Time zone").fill("Mars/Olympus")
    noon.get_by_label("Time zone").press("Tab")
    expect(noon.get_by_text("Quietleaf knows no such time zone.")).to_be_visible()
    expect(state(noon)).to_have_text("Not saved")
    noon.get_by_label("Time zone").fill("Asia/Tokyo")
    noon.get_by_label("Time zone").press("Tab")
    expect(state(noon)).to_have_text(SAVED)
    noon.get_by_role("button", name="Close").click()
    noon.get_by_role("link", name="Done").click()
    expect(noon.locator("#page .marginalia")).to_contain_text("Tokyo")


def test_a_tag_in_the_text_stands_in_the_margin(new: Page) -> None:
    new.keyboard.type("Rang #dad today")
    expect(new.locator("[data-text-tags] .tag")).to_have_text("dad")


def test_tags_are_added_and_removed_in_the_margin(noon: Page) -> None:
    noon.get_by_role("button", name="Tag", exact=True).click()
    noon.get_by_role("combobox", name="New tag").fill("evening class")
    noon.keyboard.press("Enter")
    noon.get_by_role("button", name="Remove dad").click()
    expect_saved(noon)
    noon.get_by_role("link", name="Done").click()
    expect(noon.locator("#page .marginalia .tag")).to_have_text(["evening class", "walks"])


def test_a_star_is_put_while_writing(noon: Page) -> None:
    noon.get_by_role("button", name="Star").click()
    expect_saved(noon)
    noon.get_by_role("link", name="Done").click()
    expect(noon.get_by_role("button", name="Remove the star (S)")).to_be_visible()


def test_words_of_every_script_come_back(new: Page) -> None:
    words = "Größe 日记 שלום हिन्दी \U0001f33f"
    new.keyboard.insert_text(words)
    expect_saved(new)
    new.reload()
    expect(editor(new)).to_have_text(words)


def test_a_long_text_is_saved_by_a_worker(
    open_on: Callable[[str], Page], stored: Callable[[Page], str]
) -> None:
    long = "The geese went over.\n" * 6000
    page = open_on(long)
    page.keyboard.type("And \u2014 then \u9d5d.")
    assert stored(page) == f"{long}And \u2014 then \u9d5d."
    assert [worker.url.rpartition("/")[2] for worker in page.workers] == ["sending.js"]


def test_a_long_text_is_saved_where_no_worker_starts(
    open_on: Callable[[str], Page], stored: Callable[[Page], str], watch: Watch
) -> None:
    watch.expect("ERR_FAILED")
    long = "The geese went over.\n" * 6000
    page = open_on(long)
    page.route("**/sending.js", lambda route: route.abort())
    page.keyboard.type("Then rain.")
    expect(state(page)).to_have_text(SAVED)
    assert stored(page) == f"{long}Then rain."


def test_two_windows_keep_both_texts(noon: Page, home: object, watch: Watch) -> None:
    watch.expect("409")
    other = watch.over(noon.context.new_page())
    other.goto(noon.url)
    expect(editor(other)).to_be_focused()
    noon.keyboard.type(" first")
    expect_saved(noon)
    other.keyboard.type(" second")
    expect(other.get_by_text("This entry was changed in another window.")).to_be_visible()
    expect(state(other)).to_have_text("Not saved")
    other.get_by_role("button", name="Keep mine as an entry of its own").click()
    other.wait_for_url(lambda url: url != noon.url)
    expect(editor(other)).to_contain_text("#walks second")
    other.get_by_role("link", name="Timeline").click()
    expect(other.locator("#days .entry")).to_have_count(2)
    other.close()


def test_when_the_program_dies_the_words_stay_and_it_says_so(
    page: Page, open_journal: Journal, server: Server, watch: Watch
) -> None:
    watch.expect("ERR_CONNECTION|Failed to load|Failed to fetch")
    open_journal(page)
    page.keyboard.press("n")
    expect(editor(page)).to_be_focused()
    page.keyboard.type("Kept")
    expect_saved(page)
    server.kill()
    page.keyboard.type(" in this window")
    expect(state(page)).to_have_text("Not saved")
    expect(page.get_by_text("They are kept in this window.")).to_be_visible()
    expect(editor(page)).to_have_text("Kept in this window")


def test_an_entry_goes_to_the_trash_with_its_last_word(
    open_on: Callable[[str], Page], home: object
) -> None:
    page = open_on("The mill")
    page.keyboard.type(" wheel")
    page.get_by_role("button", name="More: find, history, the trash").click()
    page.get_by_role("menuitem", name="Move to the trash").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#page .prose")).to_have_text("The mill wheel")
