"""The protocol of closing: the page gets its moment, and no more than that."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from webapp.core.pages import OpenPages
from webapp.desktop import closing
from webapp.desktop.closing import CLOSING_PAGE, FLUSH_SCRIPT, Closing, StopSignals

SECONDS = 10.0


class Window:
    """Asks its handler when it is destroyed, as pywebview's does."""

    def __init__(
        self, pages: OpenPages, *, unlocked: bool = True, hung_seconds: float = SECONDS
    ) -> None:
        self.pages = pages
        self.asked = threading.Event()
        self.gone = threading.Event()
        self.hangs = self.cannot_save = False
        self.closing = Closing(self, lambda: pages, lambda: unlocked, hung_seconds)

    def run_script(self, script: str, heard: Callable[[], object]) -> None:
        self.asked.set()
        if self.hangs:
            return
        heard()
        self.pages.saved(CLOSING_PAGE)
        if not self.cannot_save:
            self.pages.saved("page")

    def destroy(self) -> None:
        if self.closing.on_closing() is None:
            self.gone.set()


@pytest.fixture
def pages() -> OpenPages:
    return OpenPages()


@pytest.fixture
def window(pages: OpenPages) -> Window:
    return Window(pages)


@pytest.fixture
def impatient(pages: OpenPages) -> Window:
    """A window that soon takes its page for hung."""
    pages.unsaved("page")
    return Window(pages, hung_seconds=0.05)


def test_a_locked_window_closes_at_once(pages: OpenPages) -> None:
    window = Window(pages, unlocked=False)
    assert window.closing.on_closing() is None
    assert not window.asked.is_set()


def test_a_window_closes_while_the_app_is_still_being_built(window: Window) -> None:
    assert Closing(window, lambda: None, lambda: False).on_closing() is None


def test_a_page_is_asked_even_if_it_has_told_of_nothing_yet(window: Window) -> None:
    assert window.closing.on_closing() is False
    assert window.gone.wait(SECONDS)
    assert window.asked.is_set()


def test_a_window_with_unsaved_text_stays_until_the_page_has_saved(window: Window) -> None:
    window.pages.unsaved("page")
    assert window.closing.on_closing() is False
    assert window.gone.wait(SECONDS)
    assert not window.pages.has_unsaved()


def test_a_page_that_hangs_does_not_keep_the_window(impatient: Window) -> None:
    impatient.hangs = True
    assert impatient.closing.on_closing() is False
    assert impatient.gone.wait(SECONDS)


def test_a_page_that_cannot_save_keeps_the_window_once(impatient: Window) -> None:
    impatient.cannot_save = True
    impatient.closing.on_closing()
    finish(impatient)
    assert not impatient.gone.is_set()
    impatient.closing.on_closing()
    assert impatient.gone.wait(SECONDS)


def test_a_signal_closes_a_window_that_cannot_save(impatient: Window) -> None:
    impatient.cannot_save = True
    impatient.closing.leave()
    assert impatient.gone.wait(SECONDS)


def test_a_second_click_does_not_cut_the_saving_short(impatient: Window) -> None:
    impatient.hangs = True
    answers = [impatient.closing.on_closing(), impatient.closing.on_closing()]
    assert answers == [False, False]
    assert impatient.gone.wait(SECONDS)


def test_leaving_asks_the_page_as_a_click_does(window: Window) -> None:
    window.pages.unsaved("page")
    window.closing.leave()
    assert window.gone.wait(SECONDS)
    assert window.asked.is_set()


def test_the_page_takes_the_closings_own_mark_away() -> None:
    assert f'page: "{CLOSING_PAGE}"' in FLUSH_SCRIPT


def finish(window: Window) -> None:
    """Wait for the thread that asks the page."""
    for thread in threading.enumerate():
        if thread.name == "closing":
            thread.join(SECONDS)


class Now:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    made = Now()
    monkeypatch.setattr(closing, "time", made)
    return made


@pytest.fixture
def stops(now: Now) -> Iterator[list[int]]:
    """How often we were told to stop; the handlers are put back after the test."""
    numbers = [getattr(signal, name) for name in closing.SIGNALS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    told: list[int] = []
    StopSignals(lambda: told.append(1)).install()
    yield told
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("name", closing.SIGNALS)
def test_each_signal_asks_to_stop(name: str, stops: list[int]) -> None:
    if not hasattr(signal, name):
        pytest.skip(f"this system has no {name}")
    signal.raise_signal(getattr(signal, name))
    assert stops == [1]


def test_signals_that_follow_at_once_are_the_same_wish(stops: list[int]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGINT):
        signal.raise_signal(number)
    assert stops == [1]


def test_an_impatient_ctrl_c_ends_hard(
    stops: list[int], now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[int] = []
    signal.raise_signal(signal.SIGINT)
    now.seconds += closing.IMPATIENT_SECONDS + 1
    handler = signal.getsignal(signal.SIGINT)
    assert callable(handler)
    monkeypatch.setattr(signal, "raise_signal", raised.append)
    handler(signal.SIGINT, None)
    assert (raised, signal.getsignal(signal.SIGINT)) == ([signal.SIGINT], signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
def test_nohup_is_respected(stops: list[int]) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    StopSignals(lambda: None).install()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    os.kill(os.getpid(), signal.SIGHUP)
    assert stops == []
