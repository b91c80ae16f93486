"""The protocol of closing: the page gets its moment, and no more than that."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator

import pytest

from webapp.core.pages import OpenPages
from webapp.desktop import closing
from webapp.desktop.closing import Closing, StopSignals

SECONDS = 10.0


class Window:
    """Asks its handler when it is destroyed, as pywebview's does; `hangs` stops its page."""

    def __init__(self, pages: OpenPages, *, hangs: bool = False) -> None:
        self.pages = pages
        self.hangs = hangs
        self.asked = threading.Event()
        self.gone = threading.Event()
        self.release = threading.Event()
        self.closing = Closing(self, lambda: pages, 0.05 if hangs else SECONDS)

    def run_js(self, script: str) -> object:
        assert script.endswith("void 0")
        self.asked.set()
        if self.hangs:
            self.release.wait(SECONDS)
        else:
            self.pages.saved("page")
        return None

    def destroy(self) -> None:
        if self.closing.on_closing() is None:
            self.gone.set()


@pytest.fixture
def pages() -> OpenPages:
    return OpenPages()


@pytest.fixture
def window(pages: OpenPages) -> Window:
    return Window(pages)


def test_a_window_without_unsaved_text_closes_at_once(window: Window) -> None:
    assert window.closing.on_closing() is None
    assert not window.asked.is_set()


def test_a_window_closes_while_the_app_is_still_being_built(window: Window) -> None:
    assert Closing(window, lambda: None).on_closing() is None


def test_a_window_with_unsaved_text_stays_until_the_page_has_saved(window: Window) -> None:
    window.pages.unsaved("page")
    assert window.closing.on_closing() is False
    assert window.gone.wait(SECONDS)
    assert not window.pages.has_unsaved()


def test_a_page_that_hangs_does_not_keep_the_window(pages: OpenPages) -> None:
    window = Window(pages, hangs=True)
    pages.unsaved("page")
    assert window.closing.on_closing() is False
    assert window.gone.wait(SECONDS)
    window.release.set()


def test_a_second_click_does_not_cut_the_saving_short(pages: OpenPages) -> None:
    window = Window(pages, hangs=True)
    pages.unsaved("page")
    answers = [window.closing.on_closing(), window.closing.on_closing()]
    assert answers == [False, False]
    assert window.gone.wait(SECONDS)
    window.release.set()


def test_leaving_asks_the_page_as_a_click_does(window: Window) -> None:
    window.pages.unsaved("page")
    window.closing.leave()
    assert window.gone.wait(SECONDS)
    assert window.asked.is_set()


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
