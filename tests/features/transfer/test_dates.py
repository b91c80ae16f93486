"""Dates as people and programs write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.features.transfer.dates import ImpossibleDate, order_of, parse, parse_time


def stamp(text: str, *, day_first: bool | None = None) -> str | None:
    read = parse(text, day_first=day_first)
    return read.when.stamp() if read else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017-01-01", "2017-01-01"),
        ("2019-05-01 16:54", "2019-05-01 16:54:00"),
        ("2019-05-01T16:54:00Z", "2019-05-01 16:54:00 0"),
        ("2019-05-01 16:54-07:00", "2019-05-01 16:54:00 -420"),
        ("2020-08-29T11:11:00.1234567+0530", "2020-08-29 11:11:00.123456 330"),
        ("28/09/2021 20:57", "2021-09-28 20:57:00"),
        ("01-01-2024 01:23 AM", "2024-01-01 01:23:00"),
        ("2020-08-31 02:32:00 PM", "2020-08-31 14:32:00"),
        ("2022-03-02 12:00 AM", "2022-03-02 00:00:00"),
        ("09.06.2013 15:39", "2013-06-09 15:39:00"),
        ("12/31/13 03:00 PM", "2013-12-31 15:00:00"),
        ("20190501T165400Z", "2019-05-01 16:54:00 0"),
        ("Friday, 3 May 2024", "2024-05-03"),
        ("May 3rd, 2024", "2024-05-03"),
        ("Jan 12th, 2021", "2021-01-12"),
        ("Tue, 3 May 2024 10:30:00 +0200", "2024-05-03 10:30:00 120"),
        ("3. Mai 2024", "2024-05-03"),
        ("Mittwoch, den 3. Mai 2024", "2024-05-03"),
        ("lundi 3 mai 2024", "2024-05-03"),
        ("3 de mayo de 2024", "2024-05-03"),
        ("3 мая 2024", "2024-05-03"),
        ("2024年5月3日", "2024-05-03"),
        ("2024年5月3日（金）", "2024-05-03"),
        ("2024년 5월 3일", "2024-05-03"),
        ("0001-01-01", "0001-01-01"),
        ("9999-12-31 23:59:59", "9999-12-31 23:59:59"),
        ("1660-01-11", "1660-01-11"),
    ],
)
def test_it_reads_this_way_of_writing_a_date(text: str, expected: str) -> None:
    assert stamp(text) == expected


def test_it_keeps_a_zone_that_is_named() -> None:
    read = parse("2020-08-29T11:11+02:00[Europe/Berlin]")
    assert read is not None
    assert read.when.zone == "Europe/Berlin"


@pytest.mark.parametrize(
    "text",
    ["2023-02-30", "2023-13-01", "0000-01-01", "31 February 2020", "31.04.2020", "2023-02-28 25:00",
     "2023-02-28 13:00 PM", "2023-02-28 10:61", "2023-02-28T10:00+25:00", "32/13/2020"],
)  # fmt: skip
def test_it_refuses_a_date_that_does_not_exist(text: str) -> None:
    with pytest.raises(ImpossibleDate):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "1", "2024", "10:30", "chapter 3 of 2024", "3 flowers 2024", "a" * 999],
)
def test_it_leaves_alone_what_is_no_date(text: str) -> None:
    assert parse(text) is None


def test_a_day_that_could_be_a_month_is_doubtful() -> None:
    read = parse("03/04/2020")
    assert read is not None
    assert (read.when.day, read.is_doubtful) == (date(2020, 4, 3), True)


@pytest.mark.parametrize("text", ["13/04/2020", "04/13/2020", "04/04/2020"])
def test_a_day_that_can_be_no_month_is_not_doubtful(text: str) -> None:
    read = parse(text)
    assert read is not None
    assert not read.is_doubtful


def test_the_order_that_is_said_settles_it() -> None:
    assert stamp("03/04/2020", day_first=False) == "2020-03-04"
    assert stamp("03/04/2020", day_first=True) == "2020-04-03"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["01/02/2020", "25/02/2020"], (True, True)),
        (["01/02/2020", "02/25/2020"], (False, True)),
        (["09.06.2013 15:39", "10.07.2013 15:40"], (True, False)),
        (["01/02/2020", "01/03/2020", "01/09/2020", "02/01/2020"], (False, False)),
        (["2020-01-01"], (True, True)),
    ],
)
def test_the_order_of_day_and_month_is_told_from_many_dates(
    texts: list[str], expected: tuple[bool, bool]
) -> None:
    assert order_of(texts) == expected


def test_a_time_alone_is_read() -> None:
    assert parse_time("2:32 PM") == time(14, 32)
    assert parse_time("half past two") is None


@given(st.dates())
def test_every_day_from_year_1_to_9999_is_read(day: date) -> None:
    read = parse(day.isoformat())
    assert read is not None
    assert read.when.day == day


@given(st.text(max_size=80))
def test_no_text_makes_it_fall(text: str) -> None:
    with suppress(ImpossibleDate):
        parse(text)
