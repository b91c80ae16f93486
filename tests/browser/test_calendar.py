"""The calendar, On this day and Insights in a real browser: by keys and by mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from playwright.sync_api import Page, expect

from webapp.core.clock import When
from webapp.features.entries.models import NewEntry

Journal = Callable[..., Page]
Write = Callable[..., list[str]]


def on(*days: date) -> list[NewEntry]:
    """An entry on each of the days."""
    return [NewEntry(f"That of {day}", When(day, time(9), "UTC")) for day in days]


@pytest.fixture
def june(write: Write, journal: Journal) -> Page:
    """June 2019 with three entries, and one in July."""
    write(on(date(2019, 6, 3), date(2019, 6, 14), date(2019, 6, 30), date(2019, 7, 2)))
    return journal("/calendar/2019/6")


def expect_day(page: Page, day: str) -> None:
    expect(page.locator(":focus")).to_have_attribute("data-day", day)


def test_arrows_walk_the_days_of_a_month(june: Page) -> None:
    june.locator('[data-day="2019-06-03"]').focus()
    for key, day in (
        *(("ArrowRight", "2019-06-04"), ("ArrowDown", "2019-06-11"), ("End", "2019-06-16")),
        *(("Home", "2019-06-10"), ("ArrowUp", "2019-06-03"), ("ArrowLeft", "2019-06-02")),
    ):
        june.keyboard.press(key)
        expect_day(june, day)


def test_the_month_is_one_stop_of_the_tab_key(june: Page) -> None:
    assert june.locator("[data-day][tabindex='0']").count() == 1


def test_pages_turn_by_their_keys(june: Page) -> None:
    june.keyboard.press("PageDown")
    expect(june.get_by_role("heading", level=1)).to_have_text("July 2019")
    june.keyboard.press("PageUp")
    expect(june.get_by_role("heading", level=1)).to_have_text("June 2019")
    june.keyboard.press("y")
    expect(june.get_by_role("heading", level=1)).to_have_text("2019")
    june.keyboard.press("PageUp")
    expect(june.get_by_role("heading", level=1)).to_have_text("2018")


def test_a_day_opens_its_entry(june: Page) -> None:
    june.locator('[data-day="2019-06-14"]').click()
    expect(june.locator("#page .prose")).to_have_text("That of 2019-06-14")


def test_a_day_without_one_begins_one_for_that_day(june: Page) -> None:
    june.locator('[data-day="2019-06-05"]').focus()
    june.keyboard.press("Enter")
    expect(june.locator(".cm-content")).to_be_visible()
    expect(june.locator("#when-day")).to_have_value("2019-06-05")


def test_another_time_is_two_fields_away(june: Page) -> None:
    june.keyboard.press("g")
    form = june.get_by_role("form", name="Go to another time")
    form.get_by_label("Year").fill("1666")
    form.get_by_label("Month").select_option("September")
    form.get_by_role("button", name="Go there").click()
    expect(june.get_by_role("heading", level=1)).to_have_text("September 1666")


def test_in_a_year_arrows_lead_to_the_next_day_with_words(june: Page) -> None:
    june.keyboard.press("y")
    june.locator('[data-day="2019-06-03"]').focus()
    june.keyboard.press("ArrowRight")
    expect_day(june, "2019-06-14")
    june.keyboard.press("Enter")
    expect(june.locator("#page .prose")).to_have_text("That of 2019-06-14")


def test_the_key_of_the_calendar_leads_there(june: Page) -> None:
    june.get_by_role("link", name="Timeline").first.click()
    expect(june.locator("[data-timeline]")).to_be_visible()
    june.keyboard.press("m")
    june.wait_for_url("**/calendar")


def test_days_of_the_year_turn_by_their_keys(write: Write, journal: Journal) -> None:
    write(on(date(2019, 1, 1), date(2018, 12, 31)))
    page = journal("/on-this-day?month=12&day=31")
    expect(page.get_by_role("link", name="That of 2018-12-31").first).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 January")
    page.get_by_role("link", name="That of 2019-01-01").first.click()
    expect(page.locator("#page .prose")).to_have_text("That of 2019-01-01")


def test_the_table_behind_a_chart_opens_and_is_saved(write: Write, journal: Journal) -> None:
    write(on(date(2019, 6, 3)))
    page = journal("/insights?year=2019")
    chart = page.get_by_role("region", name="Words each month")
    chart.get_by_text("As a table").click()
    expect(chart.get_by_role("row", name="June 2019 3 1 1")).to_be_visible()
    with page.expect_download() as download:
        chart.get_by_role("link", name="As CSV").click()
    assert "June 2019,3,1,1" in download.value.path().read_text("utf-8-sig")
