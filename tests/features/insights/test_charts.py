"""Where the marks of the charts stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.features.insights import charts


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=300))
def test_bars_stay_inside_and_lines_are_few(values: list[int]) -> None:
    chart = charts.bar_chart([(str(n), value) for n, value in enumerate(values)])
    for bar in chart.bars:
        assert bar.x >= charts.LEFT - 0.1
        assert bar.x + bar.width <= charts.WIDTH + 0.1
        assert charts.TOP - 0.1 <= bar.y <= charts.FLOOR
    assert 2 <= len(chart.lines) <= charts.MOST_LINES + 1
    assert sum(bool(bar.label) for bar in chart.bars) <= charts.MOST_LABELS


def test_the_month_that_is_going_on_is_marked() -> None:
    bars = charts.bar_chart([("Oct", 4), ("Nov", 2)], now=1).bars
    assert [bar.is_now for bar in bars] == [False, True]
    assert bars[0].height == 2 * bars[1].height


def test_nothing_written_is_a_flat_axis() -> None:
    chart = charts.bar_chart([("Oct", 0)])
    assert chart.bars[0].height == 0
    assert [line.value for line in chart.lines] == [0, 1]


def test_the_area_of_a_dot_is_its_number() -> None:
    small, large = charts.dot_chart([[25, 0, 100]], 40)
    assert large.radius == charts.MOST_DOT
    assert small.radius == pytest.approx(large.radius / 2, abs=0.05)


def test_shares_are_of_the_largest() -> None:
    assert charts.shares([2, 4]) == [50.0, 100.0]
    assert charts.shares([0]) == [0.0]


def test_a_day_without_words_has_no_mark() -> None:
    assert charts.barcode([0, 9]) == [(0, 0.0), (1, 34.0)]
