"""Runs and gaps of days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.features.insights.runs import Stretch, gaps, longest, run_now, runs

TODAY = date(2026, 11, 22)


def days(*ago: int) -> list[date]:
    """Days so long before today, in order."""
    return sorted(TODAY - timedelta(n) for n in ago)


def test_days_that_follow_are_one_run() -> None:
    assert list(runs(days(1, 2, 3, 7))) == [
        Stretch(TODAY - timedelta(7), TODAY - timedelta(7)),
        Stretch(TODAY - timedelta(3), TODAY - timedelta(1)),
    ]


@pytest.mark.parametrize(
    ("ago", "now"), [((0, 1, 2), 3), ((1, 2), 2), ((2, 3), 0), ((), 0), ((0,), 1), ((0, 2), 1)]
)
def test_a_day_that_is_not_over_breaks_no_run(ago: tuple[int, ...], now: int) -> None:
    assert run_now(days(*ago), TODAY) == now


def test_the_longest_comes_first_and_of_equals_the_later() -> None:
    found = longest(runs(days(1, 2, 10, 20, 21)), 2)
    assert [one.days for one in found] == [2, 2]
    assert found[0].last == TODAY - timedelta(1)


def test_a_gap_is_what_lies_between() -> None:
    assert list(gaps(days(1, 5))) == [Stretch(TODAY - timedelta(4), TODAY - timedelta(2))]
    assert list(gaps(days(1, 2))) == []


@given(st.sets(st.integers(0, 400), min_size=1))
def test_runs_and_gaps_fill_the_time_between_first_and_last(ago: set[int]) -> None:
    some = days(*ago)
    total = sum(one.days for one in [*runs(some), *gaps(some)])
    assert total == (some[-1] - some[0]).days + 1
    assert sum(one.days for one in runs(some)) == len(some)
