"""What all measurements share: where they work, and how thorough they are."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from devkit.progress import say

from benchkit.figures import Figure, Missing
from benchkit.journals import DataFolder
from benchkit.peers import NoPeer
from benchkit.program import Failed
from benchkit.samples import NoSamples

MS = 1000.0


@dataclass(frozen=True)
class Plan:
    """How much is measured, and the empty folder to do it in."""

    folder: Path
    is_quick: bool

    @property
    def starts(self) -> int:
        """Starts of a program."""
        return 3 if self.is_quick else 9

    @property
    def requests(self) -> int:
        """Requests, saves or searches of one kind."""
        return 30 if self.is_quick else 200

    @property
    def imports(self) -> int:
        """Imports of a diary."""
        return 1 if self.is_quick else 3

    @property
    def sizes(self) -> tuple[int, ...]:
        """Numbers of entries to search in."""
        return (3_415,) if self.is_quick else (3_415, 20_000, 100_000)

    def new_folder(self, name: str) -> DataFolder:
        """A data folder with alice in it."""
        return DataFolder(self.folder / name)


def in_turn(runs: int, *works: Callable[[], float], warm: int = 1) -> list[list[float]]:
    """The results of some works, done by turns: so a busy moment of the computer meets them all.

    Args:
        runs: how often each is done and counts.
        works: each gives its own measure.
        warm: how often each is done before it counts.
    """
    rounds = [[work() for work in works] for _ in range(runs + warm)]
    return [list(column) for column in zip(*rounds[warm:], strict=True)]


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def milliseconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    return seconds(work) * MS


def figure(what: str, unit: str, work: Callable[[], list[float]]) -> Figure | Missing:
    """Measure, or say why it cannot be measured: one number missing does not end the bench."""
    try:
        return Figure(what, unit, tuple(work()))
    except (NoPeer, NoSamples, Failed, OSError) as reason:
        say(f"  not measured: {what}: {reason}")
        return Missing(what, str(reason))
