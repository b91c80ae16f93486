"""Instants, zones and days, from year 1 to year 9999."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FrozenClock
from webapp.core import clock
from webapp.core.clock import When

HOUR = 3_600_000
ZONES = ["UTC", "Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Asia/Tokyo"]


def test_the_beginning_of_1970_is_zero() -> None:
    assert When(date(1970, 1, 1), time(0), "UTC").instant_ms == 0


def test_a_day_before_1970_is_negative() -> None:
    assert When(date(1969, 12, 31), time(23, 59, 59), "UTC").instant_ms == -1000


def test_a_zone_moves_the_instant() -> None:
    assert When(date(1970, 1, 1), time(9), "Asia/Tokyo").instant_ms == 0


def test_summer_time_moves_the_instant() -> None:
    winter = When(date(2026, 1, 15), time(12), "Europe/Berlin").instant_ms
    summer = When(date(2026, 7, 15), time(12), "Europe/Berlin").instant_ms
    assert (summer - winter) % (24 * HOUR) == 23 * HOUR


def test_an_hour_that_comes_twice_means_the_first_of_them() -> None:
    # 25 October 2026, 02:30 in Berlin: first in summer time (00:30 UTC), then in winter time
    autumn = When(date(2026, 10, 25), time(2, 30), "Europe/Berlin").instant_ms
    assert autumn == When(date(2026, 10, 25), time(0, 30), "UTC").instant_ms


def test_an_hour_that_never_was_has_an_instant_all_the_same() -> None:
    # 29 March 2026, 02:30 in Berlin: the clocks went from 02:00 to 03:00
    spring = When(date(2026, 3, 29), time(2, 30), "Europe/Berlin").instant_ms
    assert When.of_instant(spring, "Europe/Berlin").time == time(3, 30)


def test_before_the_zones_clocks_showed_the_place_s_own_noon() -> None:
    # Paris ran 9 minutes 21 seconds ahead of Greenwich until 1911
    paris = When(date(1900, 1, 1), time(12), "Europe/Paris").instant_ms
    greenwich = When(date(1900, 1, 1), time(12), "UTC").instant_ms
    assert greenwich - paris == (9 * 60 + 21) * 1000


def test_pepys_s_first_day_keeps_its_day_and_hour() -> None:
    first = When(date(1660, 1, 1), time(8, 15), "Europe/London")
    assert When.of_instant(first.instant_ms, "Europe/London") == first


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "day", [date(1, 1, 1), date(1, 12, 31), date(9999, 1, 1), date(9999, 12, 31)]
)
def test_the_ends_of_the_calendar_have_instants(day: date, zone: str) -> None:
    at_noon = When(day, time(12), zone).instant_ms
    plain = When(day, time(12), "UTC").instant_ms
    assert abs(at_noon - plain) <= 26 * HOUR


@pytest.mark.parametrize("zone", ZONES)
def test_the_last_second_of_9999_has_an_instant(zone: str) -> None:
    assert When(date(9999, 12, 31), time(23, 59, 59), zone).instant_ms > 0


@pytest.mark.parametrize("ms", [-(10**15), 10**15])
def test_it_refuses_an_instant_outside_the_calendar(ms: int) -> None:
    with pytest.raises(ValueError, match="1 to 9999"):
        When.of_instant(ms, "UTC")


days = st.dates(date(2, 1, 1), date(9998, 12, 31))
times = st.times().map(lambda moment: moment.replace(microsecond=0, fold=0))


@given(days, times)
def test_in_utc_every_second_comes_back_as_it_was(day: date, moment: time) -> None:
    when = When(day, moment, "UTC")
    assert When.of_instant(when.instant_ms, "UTC") == when


@given(days, times, st.sampled_from(ZONES))
def test_an_instant_is_read_back_within_the_jump_of_a_clock(
    day: date, moment: time, zone: str
) -> None:
    when = When(day, moment, zone)
    back = When.of_instant(when.instant_ms, zone)
    moved = datetime.combine(back.day, back.time) - datetime.combine(day, moment)
    assert abs(moved) <= timedelta(hours=25)
    assert back.instant_ms == when.instant_ms or moved == timedelta(0)


@given(days, times, st.sampled_from(ZONES))
def test_instants_agree_with_the_library_s_own(day: date, moment: time, zone: str) -> None:
    wall = datetime.combine(day, moment, clock.zone(zone))
    expected = (wall.astimezone(UTC) - clock.EPOCH) // timedelta(milliseconds=1)
    assert When(day, moment, zone).instant_ms == expected


@pytest.mark.parametrize(
    "name", ["Europe/Atlantis", "", "../etc/passwd", "/etc/passwd", "Europe", "a\0b", "é" * 300]
)
def test_it_refuses_a_zone_that_does_not_exist(name: str) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        clock.zone(name)


def test_this_computer_s_zone_is_one_that_exists() -> None:
    assert clock.zone(clock.local_zone())


def test_the_same_moment_is_another_day_on_the_other_side_of_the_earth(
    frozen_clock: FrozenClock,
) -> None:
    assert clock.today("Pacific/Honolulu") == date(2026, 11, 22)
    assert clock.today("Pacific/Kiritimati") == date(2026, 11, 23)


def test_now_is_told_in_the_zone_that_is_asked_for(frozen_clock: FrozenClock) -> None:
    assert When.now("Asia/Kolkata") == When(date(2026, 11, 23), time(0, 34), "Asia/Kolkata")


def test_now_is_aware_of_its_zone() -> None:
    assert clock.now().tzinfo is UTC


def test_the_other_clock_never_goes_back() -> None:
    assert clock.monotonic() <= clock.monotonic()
