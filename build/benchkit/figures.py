"""Figures: runs of the same thing, with what they are held against."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

Json = dict[str, object]


@dataclass(frozen=True)
class Figure:
    """Runs of one thing. `unit` is "s", "ms", "MB" or "entries/s"."""

    what: str
    unit: str
    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the runs."""
        return statistics.median(self.runs)

    @property
    def p95(self) -> float:
        """What 95 in 100 runs stay under; only told where there are enough of them."""
        return percentile(self.runs, 95)

    def as_json(self) -> Json:
        """The figure with its spread."""
        told: Json = {
            "what": self.what,
            "unit": self.unit,
            "median": rounded(self.median),
            "min": rounded(min(self.runs)),
            "max": rounded(max(self.runs)),
            "runs": len(self.runs),
        }
        if len(self.runs) >= 20:
            told["p95"] = rounded(self.p95)
        return told


@dataclass(frozen=True)
class Missing:
    """Something that could not be measured here, and why."""

    what: str
    why: str

    def as_json(self) -> Json:
        """The reason in place of a figure."""
        return {"what": self.what, "missing": self.why}


@dataclass(frozen=True)
class Aim:
    """What the figure shall reach.

    `at_most` and `at_least` are in the figure's unit; `of_floor` is a share of the floor: at most
    1.25 times a time, at least 0.5 times a speed. `by_p95` says that 95 in 100 runs shall.
    """

    at_most: float | None = None
    at_least: float | None = None
    of_floor: float | None = None
    by_p95: bool = False


@dataclass(frozen=True)
class Number:
    """One number of the list: what Quietleaf does, its floor, its peers, its aim."""

    name: str
    ours: Figure | Missing
    floor: Figure | Missing | None = None
    peers: tuple[Figure | Missing, ...] = ()
    aim: Aim = field(default_factory=Aim)

    @property
    def of_floor(self) -> float | None:
        """Our median as a multiple of the floor's."""
        if isinstance(self.ours, Figure) and isinstance(self.floor, Figure):
            return self.ours.median / self.floor.median if self.floor.median else None
        return None

    @property
    def is_met(self) -> bool | None:
        """Whether the aim is reached; None where there is none, or nothing to tell by."""
        if not isinstance(self.ours, Figure):
            return None
        value = self.ours.p95 if self.aim.by_p95 else self.ours.median
        checks = []
        if self.aim.at_most is not None:
            checks.append(value <= self.aim.at_most)
        if self.aim.at_least is not None:
            checks.append(value >= self.aim.at_least)
        if self.aim.of_floor is not None and self.of_floor is not None:
            is_speed = self.ours.unit.endswith("/s")
            share = self.aim.of_floor
            checks.append(self.of_floor >= share if is_speed else self.of_floor <= share)
        return all(checks) if checks else None

    def as_json(self) -> Json:
        """The number as the JSON has it."""
        told: Json = {"name": self.name, "quietleaf": self.ours.as_json()}
        if self.floor is not None:
            told["floor"] = self.floor.as_json()
        if self.of_floor is not None:
            told["times_floor"] = rounded(self.of_floor)
        if self.peers:
            told["peers"] = [peer.as_json() for peer in self.peers]
        aims = {name: value for name, value in vars(self.aim).items() if value}
        if aims:
            told["aim"] = aims
        if self.is_met is not None:
            told["aim_met"] = self.is_met
        return told


def percentile(runs: Sequence[float], share: float) -> float:
    """The smallest run that `share` per cent of the runs do not exceed."""
    ordered = sorted(runs)
    place = max(0, -(-len(ordered) * int(share) // 100) - 1)
    return ordered[place]


def rounded(value: float) -> float:
    """Three figures that say something, and no more."""
    return float(f"{value:.3g}") if abs(value) < 1000 else float(round(value))
