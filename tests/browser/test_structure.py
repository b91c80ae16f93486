"""The margin and the beginnings of an entry in a real browser, by keyboard where that works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from playwright.sync_api import Locator, Page, expect

from webapp.core.clock import When
from webapp.features.entries.models import NewEntry
from webapp.features.entries.questions import QUESTIONS

Journal = Callable[..., Page]
Write = Callable[..., list[str]]
NOON = When(date(2025, 6, 30), time(12), "UTC")


def editor(page: Page) -> Locator:
    """Where the words go."""
    return page.get_by_role("textbox", name="Entry")


@pytest.fixture
def noon(write: Write, journal: Journal) -> tuple[str, Page]:
    """An entry's id and its writing page."""
    (uid,) = write([NewEntry("Frost", NOON)])
    page = journal(f"/entries/{uid}/edit")
    expect(editor(page)).to_be_focused()
    return uid, page


def test_the_margin_is_filled_by_keys_and_is_there_when_the_entry_is_read(
    noon: tuple[str, Page], journal: Journal
) -> None:
    uid, page = noon
    page.get_by_role("button", name="Mood").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitemradio", name="No mood")).to_be_focused()
    page.keyboard.press("4")
    expect(page.get_by_role("button", name="Mood: Good. Change")).to_be_focused()
    page.get_by_role("button", name="Add a place").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("The ridge")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Place: The ridge. Change")).to_be_focused()
    page.get_by_role("button", name="Someone").click()
    page.keyboard.type("Dad")
    page.keyboard.press("Enter")
    page.wait_for_function("quietleaf.flush()")
    shown = journal(f"/entries/{uid}").locator(".marginalia")
    for word in ("Good", "The ridge", "Dad"):
        expect(shown).to_contain_text(word)


def test_a_place_is_taken_away_and_escape_keeps_it(noon: tuple[str, Page]) -> None:
    _uid, page = noon
    page.get_by_role("button", name="Add a place").click()
    page.keyboard.type("Home")
    page.keyboard.press("Enter")
    place = page.get_by_role("button", name="Place: Home. Change")
    place.click()
    page.keyboard.type("Elsewhere")
    page.keyboard.press("Escape")
    expect(place).to_be_focused()
    place.click()
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Add a place")).to_be_focused()


def test_another_question_takes_the_place_of_the_first_and_can_be_undone(
    journal: Journal,
) -> None:
    page = journal("/entries/new")
    expect(editor(page)).to_be_focused()
    page.get_by_role("button", name="Give me a question").click()
    expect(page.get_by_role("button", name="Another one")).to_be_visible()
    first = editor(page).inner_text().strip()
    page.get_by_role("button", name="Another one").click()
    expect(editor(page)).not_to_contain_text(first)
    asked = {str(question) for question in QUESTIONS}
    assert {first, editor(page).inner_text().strip()} <= asked
    page.keyboard.type("Because")
    expect(editor(page)).to_contain_text("Because")


def test_a_template_is_put_at_the_cursor_and_undone_by_one_key(journal: Journal) -> None:
    page = journal("/entries/new")
    expect(editor(page)).to_be_focused()
    page.get_by_role("button", name="Begin with a template").click()
    page.get_by_role("menuitem", name="Morning").click()
    expect(editor(page)).to_contain_text("How I slept")
    page.keyboard.press("Control+z")
    expect(editor(page)).not_to_contain_text("How I slept")
