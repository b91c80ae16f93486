"""The calendar and On this day over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time

import pytest
from flask.testing import FlaskClient

from tests.conftest import FrozenClock
from webapp.core.clock import When
from webapp.features.calendar import anniversaries, months
from webapp.features.entries import service as entries
from webapp.features.entries.service import Margin
from webapp.features.insights.service import DayTally

JournalOf = Callable[[str], AbstractContextManager[object]]
Write = Callable[..., str]


@pytest.fixture
def write(journal_of: JournalOf) -> Write:
    """Write an entry of a day into alice's journal; its id."""

    def written(day: date, body: str = "Frost", mood: int | None = None) -> str:
        with journal_of("alice"):
            when = When(day, time(9), "UTC")
            return entries.create_entry(body=body, when=when, margin=Margin(mood=mood)).uid

    return written


def days_of(text: str) -> list[str]:
    """The days that can be reached in a page of the calendar."""
    return re.findall(r'data-day="([^"]+)"', text)


def test_a_month_shows_the_name_of_the_days_first_entry(alice: FlaskClient, write: Write) -> None:
    write(date(1666, 9, 2), "Some of our mayds sitting up late")
    write(date(1666, 9, 2), "Jane called us up")
    page = alice.get("/calendar/1666/9").text
    assert "Some of our mayds sitting up late" in page
    assert "and 1 more entry" in page
    assert "September 1666" in page


def test_a_month_has_whole_weeks_from_monday(alice: FlaskClient) -> None:
    days = days_of(alice.get("/calendar/2026/11").text)
    assert (days[0], days[-1], len(days)) == ("2026-10-26", "2026-12-06", 42)


def test_a_past_day_without_an_entry_begins_one(alice: FlaskClient) -> None:
    page = alice.get("/calendar/2020/2").text
    assert '<input type="hidden" name="day" value="2020-02-29">' in page
    answer = alice.post("/entries/new", data={"day": "2020-02-29"}, follow_redirects=True)
    assert 'value="2020-02-29"' in answer.text


def test_a_day_to_come_begins_none(alice: FlaskClient) -> None:
    assert 'name="day"' not in alice.get("/calendar/9998/5").text


def test_a_day_leads_to_its_entry(alice: FlaskClient, write: Write) -> None:
    uid = write(date(2020, 2, 29))
    page = alice.get("/calendar/2020/2").text
    [address] = re.findall(r'href="(/timeline/at/\d+)" data-day="2020-02-29"', page)
    assert alice.get(address).location == f"/entries/{uid}"


@pytest.mark.parametrize("address", ["1/1", "9999/12", "1", "9999"])
def test_the_calendar_has_both_its_ends(alice: FlaskClient, address: str) -> None:
    assert alice.get(f"/calendar/{address}").status_code == 200


@pytest.mark.parametrize("address", ["0/1", "2020/13", "10000", "0"])
def test_a_month_that_does_not_exist_is_said(alice: FlaskClient, address: str) -> None:
    assert alice.get(f"/calendar/{address}").status_code == 404


def test_another_time_is_reached_by_its_number(alice: FlaskClient) -> None:
    assert alice.get("/calendar?year=1912&month=5").location == "/calendar/1912/5"
    assert alice.get("/calendar?year=1912&month=0").location == "/calendar/1912"


def test_a_year_says_the_words_of_a_day(alice: FlaskClient, write: Write) -> None:
    write(date(2025, 3, 4), "word " * 100)
    page = alice.get("/calendar/2025").text
    assert 'class="w2" aria-label="4 March, 100 words"' in page
    assert "1 day written, 100 words" in page


def test_a_year_says_the_mood_of_a_day(alice: FlaskClient, write: Write) -> None:
    write(date(2025, 3, 4), mood=2)
    write(date(2025, 3, 4), mood=5)
    assert 'class="m4" aria-label="4 March, Good"' in alice.get("/calendar/2025?of=mood").text


@pytest.mark.parametrize(("words", "heat"), [(0, 1), (79, 1), (80, 2), (180, 3), (340, 4)])
def test_a_day_is_as_dark_as_it_has_words(words: int, heat: int) -> None:
    day = date(2020, 1, 1)
    cell = months.Cell(day, day, DayTally(day, 1, words, (0,) * 5))
    assert cell.heat == heat
    assert months.Cell(day, day, None).heat == 0


def test_other_years_of_the_day_are_shown_the_latest_first(
    alice: FlaskClient, write: Write, frozen_clock: FrozenClock
) -> None:
    today = frozen_clock.moment.date()
    for year in (1999, today.year - 1):
        write(date(year, today.month, today.day), f"That of {year}")
    page = alice.get("/on-this-day").text
    assert page.index(f"That of {today.year - 1}") < page.index("That of 1999")
    assert "last year" in page
    assert '<span class="badge">2</span>' in page


def test_days_round_it_are_shown_quietly(alice: FlaskClient, write: Write) -> None:
    write(date(2001, 5, 12), "Two days before")
    page = alice.get("/on-this-day?month=5&day=14").text
    assert "Two days before" in page
    assert "Only near it:" in page
    assert "Two days before" not in alice.get("/on-this-day?month=5&day=16").text


def test_the_days_round_new_year_are_those_of_both_years(alice: FlaskClient, write: Write) -> None:
    write(date(2001, 12, 31), "The last one")
    assert "The last one" in alice.get("/on-this-day?month=1&day=1").text


def test_a_day_that_only_leap_years_have_is_the_one_before_in_others(
    alice: FlaskClient, write: Write
) -> None:
    write(date(2019, 2, 28), "In a plain year")
    write(date(2016, 2, 29), "In a leap year")
    page = alice.get("/on-this-day?month=2&day=29").text
    assert "In a plain year" in page
    assert "In a leap year" in page


def test_there_may_be_nothing_yet(alice: FlaskClient) -> None:
    assert "The first one is being written." in alice.get("/on-this-day").text


@pytest.mark.parametrize("query", ["month=2&day=30", "month=13&day=1", "month=0&day=32"])
def test_a_day_that_no_year_has_is_refused(alice: FlaskClient, query: str) -> None:
    assert alice.get(f"/on-this-day?{query}").status_code == 404


def test_the_page_of_an_entry_tells_of_earlier_years(alice: FlaskClient, write: Write) -> None:
    write(date(2001, 5, 12))
    uid = write(date(2005, 5, 12))
    page = alice.get(f"/entries/{uid}").text
    assert "1 earlier year</a>, back to 2001." in page


def test_an_entry_at_random_is_one_of_the_journal(alice: FlaskClient, write: Write) -> None:
    assert alice.get("/random").location == "/"
    uids = {write(date(year, 1, 1)) for year in (1700, 2020)}
    assert alice.get("/random").location.rpartition("/")[2] in uids


def test_bob_sees_nothing_of_alices(alice: FlaskClient, bob: FlaskClient, write: Write) -> None:
    write(date(2020, 2, 29), "Hers alone")
    assert "Hers alone" not in bob.get("/calendar/2020/2").text
    assert "Hers alone" not in bob.get("/on-this-day?month=2&day=29").text


def test_a_walk_over_the_days_of_the_year_comes_back() -> None:
    day = first = anniversaries.in_leap_year(1, 1)
    seen = set()
    for _ in range(366):
        seen.add((day.month, day.day))
        day = anniversaries.next_day(day, 1)
    assert day == first
    assert len(seen) == 366
    assert anniversaries.next_day(first, -1).month == 12
