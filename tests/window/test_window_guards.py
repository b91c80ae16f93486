"""What a page in the window cannot do, whatever it tries."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.program import ROOT, surroundings
from tests.support.windows import Screen, wait_for

pytestmark = [pytest.mark.window, pytest.mark.timeout(240)]


@dataclass
class Wild:
    """What came of a page that tried everything, and what a real click opened."""

    place: Path
    came: dict[str, str]
    visits: list[str]
    opened: list[str]
    clicked: list[str]


def line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    said: dict[str, Any] = json.loads(process.stdout.readline())
    return said


@pytest.fixture(scope="module")
def wild(screen: Screen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wild]:
    place = tmp_path_factory.mktemp("wild")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.wild_page", str(place)],
        cwd=ROOT,
        env=surroundings(place) | {"DISPLAY": screen.name},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            report = line(process)
            wait_for(lambda: screen.active == "Quietleaf", "the window in front")
            screen.xdotool("mousemove", "700", "500", "click", "1")
            yield Wild(place, **report, clicked=line(process)["opened"])
        finally:
            process.kill()


@pytest.mark.parametrize(
    "what",
    ["fetch", "image", "frame", "socket", "name", "file", "camera", "place", "paste"],
)
def test_a_page_is_refused(wild: Wild, what: str) -> None:
    assert wild.came[what] == "refused"


def test_no_other_server_is_reached(wild: Wild) -> None:
    assert wild.visits == []


def test_no_script_opens_the_systems_browser(wild: Wild) -> None:
    assert wild.opened == []


def test_a_real_click_on_a_link_opens_the_systems_browser(wild: Wild) -> None:
    assert [url.rpartition("/")[2] for url in wild.clicked] == ["clicked"]


def test_nothing_is_downloaded(wild: Wild) -> None:
    assert list(wild.place.rglob("words*")) == []
