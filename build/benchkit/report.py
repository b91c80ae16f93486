"""The figures as a table for people and as JSON for programs."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from devkit.places import ROOT

from benchkit.figures import Figure, Json, Missing, Number, rounded

YARDSTICK_RUNS = 15
HEAD = ("", "Quietleaf", "95 %", "floor", "x floor", "peer", "aim")


def as_json(
    numbers: Sequence[Number], began: datetime, *, is_quick: bool, noise: Sequence[Figure]
) -> Json:
    """Everything that was measured, and where; `noise` are the yardsticks of before and after."""
    ended = datetime.now(UTC)
    return {
        "measured": began.isoformat(timespec="seconds"),
        "minutes": rounded((ended - began).total_seconds() / 60),
        "quick": is_quick,
        "source": _commit(),
        "computer": {
            "system": platform.platform(),
            "python": platform.python_version(),
            "processors": os.cpu_count(),
            "yardsticks": [yardstick.as_json() for yardstick in noise],
        },
        "numbers": [number.as_json() for number in numbers],
    }


def yardstick() -> Figure:
    """The start of a Python that does nothing: twice its usual time tells of a busy computer."""
    runs = []
    for _ in range(YARDSTICK_RUNS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-I", "-S", "-c", "pass"], check=True)
        runs.append((time.perf_counter() - began) * 1000)
    return Figure("python -I -S -c pass", "ms", tuple(runs))


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def as_table(numbers: Sequence[Number]) -> str:
    """One line a number."""
    rows = [HEAD, *(_row(number) for number in numbers)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    lines = []
    for row in rows:
        first, *others = row
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    return "\n".join(lines)


def _row(number: Number) -> tuple[str, ...]:
    ours = number.ours
    many = isinstance(ours, Figure) and len(ours.runs) >= 20
    times = number.of_floor
    return (
        number.name,
        _cell(ours),
        _told(ours.p95, ours.unit) if isinstance(ours, Figure) and many else "",
        _cell(number.floor),
        f"{times:.2f}" if times is not None else "",
        _cell(number.peers[0]) if number.peers else "",
        {True: "met", False: "MISSED", None: ""}[number.is_met],
    )


def _cell(figure: Figure | Missing | None) -> str:
    if figure is None:
        return ""
    return "missing" if isinstance(figure, Missing) else _told(figure.median, figure.unit)


def _told(value: float, unit: str) -> str:
    return f"{rounded(value):,g} {unit}"


def say_missing(numbers: Sequence[Number]) -> str:
    """What could not be measured, and why; "" when everything was."""
    lines = [
        f"not measured: {number.name}: {part.what}: {part.why}"
        for number in numbers
        for part in (number.ours, number.floor, *number.peers)
        if isinstance(part, Missing)
    ]
    return "\n".join(dict.fromkeys(lines))
