"""From what a source says about a time to a day, a time and a zone."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.clock import When
from webapp.features.transfer.dates import parse
from webapp.features.transfer.moments import instant, resolve, written
from webapp.features.transfer.shapes import WhenParts


def lived(text: str, zone: str = "Europe/Berlin") -> tuple[str, str, str]:
    read = parse(text)
    assert read is not None
    when = resolve(read.when, zone)
    return when.day.isoformat(), when.time.isoformat(), when.zone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-05-01", ("2019-05-01", "12:00:00", "Europe/Berlin")),
        ("2019-05-01 16:54", ("2019-05-01", "16:54:00", "Europe/Berlin")),
        ("2019-05-01T23:54:00Z", ("2019-05-02", "01:54:00", "Europe/Berlin")),
        ("2019-05-01T16:54+02:00", ("2019-05-01", "16:54:00", "Europe/Berlin")),
        ("2019-05-01T16:54-07:00", ("2019-05-01", "16:54:00", "Etc/GMT+7")),
        ("2019-05-01T16:54+05:30", ("2019-05-01", "16:54:00", "Asia/Kolkata")),
        ("2019-05-01T16:54+01:17", ("2019-05-01", "16:54:00", "Europe/Berlin")),
        ("2019-05-01T16:54+02:00[Asia/Tokyo]", ("2019-05-01", "16:54:00", "Asia/Tokyo")),
        ("0001-01-01T00:30:00Z", ("0001-01-01", "01:23:28", "Europe/Berlin")),
        ("9999-12-31T23:30:00Z", ("9999-12-31", "23:30:00", "UTC")),
        ("2019-05-01T16:54:30.250", ("2019-05-01", "16:54:30", "Europe/Berlin")),
    ],
)
def test_the_day_is_the_one_the_clock_on_the_wall_showed(
    text: str, expected: tuple[str, str, str]
) -> None:
    assert lived(text) == expected


def test_an_offset_gives_the_exact_instant() -> None:
    parts = WhenParts(date(1970, 1, 1), time(1, 0, 0, 500_000), offset=60)
    assert instant(parts, "Asia/Tokyo") == 500


def test_a_wall_clock_gives_the_instant_in_its_zone() -> None:
    assert instant(WhenParts(date(1970, 1, 1), time(9, 0)), "Asia/Tokyo") == 0


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (When(date(2026, 7, 1), time(9, 5), "Europe/Berlin"), "2026-07-01T09:05:00+02:00"),
        (When(date(1660, 1, 11), time(12, 0), "Europe/London"), "1660-01-11T12:00:00-00:01"),
        (When(date(1, 1, 1), time(0, 0), "UTC"), "0001-01-01T00:00:00+00:00"),
        (When(date(9999, 12, 31), time(23, 59), "Asia/Tokyo"), "9999-12-31T23:59:00+09:00"),
    ],
)
def test_a_moment_is_written_with_its_offset(when: When, text: str) -> None:
    assert written(when) == text


ZONES = st.sampled_from(["UTC", "Europe/London", "Asia/Kathmandu", "America/St_Johns"])


@given(st.dates(), st.times().map(lambda moment: moment.replace(microsecond=0)), ZONES)
def test_what_is_written_is_read_back_as_the_same_moment(
    day: date, moment: time, zone: str
) -> None:
    when = When(day, moment, zone)
    read = parse(written(when))
    assert read is not None
    parts = WhenParts(read.when.day, read.when.time, zone, read.when.offset)
    assert resolve(parts, "Asia/Tokyo") == when
