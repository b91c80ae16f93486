"""A real window on a display that nobody sees, driven by real keys."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support import needs
from tests.support.program import Program
from tests.support.windows import PASSWORD, Screen, WindowProgram

OPTIONS = ("-screen", "0", "1400x1000x24", "-nolisten", "tcp")
ADMINISTRATOR = {"QUIETLEAF_ADMIN_USERNAME": "alice", "QUIETLEAF_ADMIN_PASSWORD": PASSWORD}


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    """Xvfb on a free display number, with a window manager: without one nothing has the focus."""
    needs.window()
    needs.xdotool()
    read, write = os.pipe()
    with ExitStack() as last:
        display = subprocess.Popen(
            [needs.xvfb(), *OPTIONS, "-displayfd", str(write)],
            pass_fds=(write,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        last.callback(display.wait)
        last.callback(display.terminate)
        os.close(write)
        with os.fdopen(read) as numbers:
            name = f":{numbers.readline().strip()}"
        manager = subprocess.Popen(
            [needs.window_manager()],
            env=os.environ | {"DISPLAY": name},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        last.callback(manager.wait)
        last.callback(manager.terminate)
        yield Screen(name)


@pytest.fixture(scope="session")
def with_alice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an administrator, to be copied."""
    program = Program(tmp_path_factory.mktemp("alice"), env=ADMINISTRATOR).start()
    program.stop()
    return program.data_dir


@pytest.fixture
def open_window(screen: Screen, tmp_path: Path) -> Iterator[Callable[..., WindowProgram]]:
    """`open_window(with_alice)` gives a running program whose window shows its first page."""
    opened: list[WindowProgram] = []

    def begin(copy_of: Path | None = None) -> WindowProgram:
        opened.append(WindowProgram(screen, tmp_path, copy_of))
        return opened[-1]

    yield begin
    for window in opened:
        window.end_hard()
