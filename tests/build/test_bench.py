"""The bench: how figures are held against aims, and what it says where something is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def build_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "build"))


def number(ours: list[float], floor: list[float], unit: str = "ms", **aim: Any) -> Any:
    from benchkit.figures import Aim, Figure, Number

    return Number(
        "search",
        Figure("ours", unit, tuple(ours)),
        Figure("bare", unit, tuple(floor)),
        (),
        Aim(**aim),
    )


def test_it_tells_the_middle_and_the_spread() -> None:
    told = number([3, 1, 2], [1]).as_json()
    assert told["quietleaf"] == {
        "what": "ours", "unit": "ms", "median": 2, "min": 1, "max": 3, "runs": 3,
    }  # fmt: skip
    assert told["times_floor"] == 2


def test_it_tells_what_95_in_100_stay_under() -> None:
    assert number(list(range(1, 101)), [1]).as_json()["quietleaf"]["p95"] == 95


@pytest.mark.parametrize(
    ("ours", "unit", "aim", "is_met"),
    [
        (10.0, "ms", {"at_most": 10}, True),
        (10.1, "ms", {"at_most": 10}, False),
        (12.5, "s", {"of_floor": 1.25}, True),
        (12.6, "s", {"of_floor": 1.25}, False),
        (5.0, "entries/s", {"of_floor": 0.5}, True),
        (4.9, "entries/s", {"of_floor": 0.5}, False),
        (4.9, "ms", {}, None),
    ],
)
def test_it_holds_a_figure_against_its_aim(
    ours: float, unit: str, aim: dict[str, float], is_met: bool | None
) -> None:
    assert number([ours], [10], unit, **aim).is_met is is_met


def test_it_holds_the_slow_runs_against_the_aim_where_that_is_said() -> None:
    runs = [1.0] * 90 + [30.0] * 10
    assert number(runs, [1], at_most=20).is_met
    assert not number(runs, [1], at_most=20, by_p95=True).is_met


def test_it_goes_on_where_a_peer_cannot_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchkit import peers
    from benchkit.measure import figure

    monkeypatch.setitem(peers.VERSIONS, "jrnl", "0.0.0+nowhere")
    monkeypatch.setattr(peers, "_run", _cannot)
    told = figure("jrnl", "s", lambda: [len(str(peers.installed("jrnl")))]).as_json()
    assert told == {"what": "jrnl", "missing": "there is no network"}


def _cannot(*_: object) -> None:
    from benchkit.peers import NoPeer

    raise NoPeer("there is no network")


def test_it_says_that_the_samples_are_not_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import bench
    from benchkit import samples

    monkeypatch.setattr(samples, "FOLDER", tmp_path / "nowhere")
    monkeypatch.setattr(bench, "WORK", tmp_path / "work")
    out = tmp_path / "out.json"
    assert bench.main(["--quick", "--only", "import", "--out", str(out)]) == 1
    (told,) = json.loads(out.read_text("utf-8"))["numbers"]
    assert "the sample diaries are not here" in told["quietleaf"]["missing"]
    assert list((tmp_path / "work").iterdir()) == []


def event(name: str, start: float, took: float = 0, **data: Any) -> dict[str, Any]:
    return {"name": name, "pid": 1, "tid": 1, "ts": start, "dur": took, "args": {"data": data}}


def test_a_key_costs_what_is_done_until_its_frame_and_no_waiting() -> None:
    from benchkit.keystrokes import of_trace

    events = [
        event("RunTask", 0, 9_000),
        event("EventDispatch", 1_000, 2_000, type="keydown"),
        event("RunTask", 15_000, 4_000),
        event("Commit", 18_000, 500),
        event("RunTask", 30_000, 50_000),
    ]
    assert of_trace(events) == [8.0 + 3.0]


def test_a_key_without_a_frame_is_not_counted() -> None:
    from benchkit.keystrokes import of_trace

    assert of_trace([event("EventDispatch", 1_000, type="keydown")]) == []
