"""Where the marks of the charts stand, in the units of their drawings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, FLOOR, TOP, LEFT = 580, 148, 20, 40
MOST_LINES = 4
DAY_HEIGHT, DAY_TOP = 25, 12
LEAST_DOT, MOST_DOT = 3.1, 9.8
MOST_LABELS = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from the floor up; its label is empty where there is no room for one."""

    x: float
    width: float
    y: float
    height: float
    label: str
    middle: float
    is_now: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line across with what it stands for."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot whose area is the number."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars over an axis with lines."""

    bars: list[Bar]
    lines: list[Line]


def bar_chart(values: Sequence[tuple[str, int]], now: int | None = None) -> BarChart:
    """Bars side by side.

    Args:
        values: label and number of each, from the left.
        now: which of them is still growing.
    """
    most = max((value for _, value in values), default=0)
    step = _step(most)
    scale = (FLOOR - TOP) / max(most, step)
    room = (WIDTH - LEFT) / max(len(values), 1)
    width = min(24.0, room * 0.7)
    every = math.ceil(len(values) / MOST_LABELS)
    bars = []
    for place, (label, value) in enumerate(values):
        middle = LEFT + room * (place + 0.5)
        height = round(value * scale, 1)
        shown = label if place % every == 0 else ""
        x = round(middle - width / 2, 1)
        y = round(FLOOR - height, 1)
        bars.append(Bar(x, round(width, 1), y, height, shown, round(middle, 1), place == now))
    steps = range(0, max(most, step) + 1, step)
    return BarChart(bars, [Line(round(FLOOR - value * scale, 1), value) for value in steps])


def _step(most: int) -> int:
    """A round distance between lines, so that there are few."""
    if most <= MOST_LINES:
        return 1
    size: int = 10 ** (len(str(most // MOST_LINES)) - 1)
    while True:
        for factor in (1, 2, 5):
            if most // (size * factor) <= MOST_LINES:
                return size * factor
        size *= 10


def dot_chart(rows: Sequence[Sequence[int]], left: float, right: float = WIDTH) -> list[Dot]:
    """Dots in rows below each other.

    Args:
        rows: the numbers of each row; 0 has no dot.
        left: where the first column begins.
        right: where the last one ends.
    """
    most = max((number for row in rows for number in row), default=0)
    dots = []
    for place, row in enumerate(rows):
        room = (right - left) / max(len(row), 1)
        for column, number in enumerate(row):
            if number:
                radius = max(LEAST_DOT, MOST_DOT * math.sqrt(number / most))
                x = left + room * (column + 0.5)
                dots.append(Dot(round(x, 1), DAY_TOP + DAY_HEIGHT * place, round(radius, 1)))
    return dots


def shares(numbers: Sequence[int]) -> list[float]:
    """Each number in percent of the largest."""
    most = max(numbers, default=0) or 1
    return [round(100 * number / most, 1) for number in numbers]


def barcode(words: Sequence[int], height: int = 34) -> list[tuple[int, float]]:
    """A mark for each day: where it begins and how high it is; 0 where nothing was written."""
    most = max(words, default=0) or 1
    return [
        (place, round(6 + (height - 6) * math.sqrt(number / most), 1) if number else 0.0)
        for place, number in enumerate(words)
    ]
