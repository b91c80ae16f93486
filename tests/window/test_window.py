"""The window opens, is written in, and closes without losing the last word."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import canary
from tests.support.windows import PASSWORD, Screen, WindowProgram, wait_for
from webapp import create_app
from webapp.core.database import journal_db, use_accounts, use_vault
from webapp.features.accounts import service as accounts
from webapp.settings import Settings

pytestmark = [pytest.mark.window, pytest.mark.real_kdf, pytest.mark.timeout(240)]
OpenWindow = Callable[..., WindowProgram]
Closed = tuple[WindowProgram, int]
SENTENCE = "The pallet table stands in the garden"


def bodies(data_dir: Path) -> list[str]:
    """What alice's journal holds, newest last."""
    app = create_app(Settings(data_dir=data_dir))
    places = app.extensions["places"]
    with app.app_context(), use_accounts(places.accounts_path):
        _user, vault = accounts.unlock(places, "alice", PASSWORD)
        with use_vault(vault):
            rows = journal_db.execute_sql("SELECT body FROM entry ORDER BY id").fetchall()
        vault.close()
    return [row[0] for row in rows]


@pytest.fixture
def unlocked(open_window: OpenWindow, with_alice: Path) -> WindowProgram:
    """A window in which alice's journal is open."""
    window = open_window(with_alice)
    window.unlock()
    return window


@pytest.fixture(scope="module")
def closed(
    screen: Screen, with_alice: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Closed]:
    """A window that was closed right after the last key of an entry, and its exit code."""
    window = WindowProgram(screen, tmp_path_factory.mktemp("closed"), with_alice)
    try:
        window.unlock()
        window.begin_entry()
        screen.type(SENTENCE)
        window.close()
        yield window, window.gone()
    finally:
        window.end_hard()


def test_it_opens_is_written_in_and_closes(closed: Closed) -> None:
    assert closed[1] == 0


def test_closing_keeps_the_last_word(closed: Closed) -> None:
    assert bodies(closed[0].data_dir)[-1].endswith(SENTENCE)


def test_nothing_that_was_written_is_left_in_the_clear(closed: Closed) -> None:
    words = ["pallet table", "stands in the garden"]
    assert canary.found_in([closed[0].place], words) == []


def test_nothing_of_the_window_is_left(closed: Closed) -> None:
    window = closed[0]
    for left in ("data/window", "data/instance.json", "home/.config/QtProject.conf"):
        assert not (window.place / left).exists()


def test_the_engine_was_started_past_the_binding(closed: Closed) -> None:
    written = (closed[0].data_dir / "logs/quietleaf.log").read_text(encoding="utf-8")
    assert "ready after" in written
    assert "through the binding" not in written


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_keeps_the_last_word(unlocked: WindowProgram, name: str) -> None:
    unlocked.begin_entry()
    unlocked.screen.type(SENTENCE)
    unlocked.signal(getattr(signal, name))
    assert unlocked.gone() == 0
    assert bodies(unlocked.data_dir)[-1].endswith(SENTENCE)


def test_a_page_that_hangs_does_not_keep_the_window(unlocked: WindowProgram) -> None:
    unlocked.freeze_page()
    unlocked.close()
    assert unlocked.gone() == 0


def test_a_second_start_brings_the_first_window_forward(open_window: OpenWindow) -> None:
    window = open_window()
    window.screen.xdotool("windowminimize", window.window_id)
    wait_for(lambda: window.screen.active != "Quietleaf", "the window out of the way")
    second = window.second_start()
    wait_for(lambda: window.screen.active == "Quietleaf", "the window in front")
    assert (second.returncode, second.stdout) == (0, "")
