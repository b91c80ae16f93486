"""Addresses given to the system's browser, without showing them to other users."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from webapp.desktop import browser

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the opener of Linux is stood in for"
)
URL = "http://127.0.0.1:51234/launch/the-ticket"


class Opener:
    """Stands in for xdg-open: it only writes down what it was given."""

    def __init__(self, place: Path) -> None:
        self.heard = place / "heard"
        program = place / "xdg-open"
        program.write_text(f'#!/bin/sh\necho "$@" > "{self.heard}"\n')
        program.chmod(0o755)

    @property
    def words(self) -> str:
        """What the command line was, as every user can read it."""
        return self.heard.read_text().strip() if self.heard.exists() else ""


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    monkeypatch.setenv("DISPLAY", ":99")
    made = Opener(tmp_path)
    monkeypatch.setattr(browser, "_linux_opener", lambda: str(tmp_path / "xdg-open"))
    return made


def test_the_ticket_is_not_on_the_command_line(opener: Opener, tmp_path: Path) -> None:
    assert browser.open_privately(URL, tmp_path)
    assert opener.words == (tmp_path / "open.html").as_uri()


def test_the_page_that_sends_on_is_its_owners_alone(opener: Opener, tmp_path: Path) -> None:
    browser.open_privately(URL, tmp_path)
    page = tmp_path / "open.html"
    assert f'content="0;url={URL}"' in page.read_text()
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


def test_a_page_that_was_left_behind_is_replaced(opener: Opener, tmp_path: Path) -> None:
    (tmp_path / "open.html").write_text("x" * 10_000)
    browser.open_privately(URL, tmp_path)
    assert "xxx" not in (tmp_path / "open.html").read_text()


def test_without_a_browser_no_page_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr(browser, "_linux_opener", lambda: None)
    assert not browser.open_privately(URL, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_browser_that_fails_leaves_no_page(
    opener: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "_linux_opener", lambda: "/bin/false")
    assert not browser.open_privately(URL, tmp_path)
    assert not (tmp_path / "open.html").exists()


def test_without_a_display_there_is_no_browser(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not browser.has_browser()


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "mailto:bob@example.org"])
def test_outside_links_are_opened(opener: Opener, url: str) -> None:
    assert browser.open_link(url)
    assert opener.words == url


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "javascript:alert(1)", "-h", "smb://host/share", "", "data:text/html,x"],
)
def test_nothing_else_is_opened(opener: Opener, url: str) -> None:
    assert not browser.open_link(url)
    assert opener.words == ""


def test_passwords_are_not_given_to_the_browser(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, object] = {}

    def popen(*_: object, **options: object) -> None:
        seen.update(options)
        raise OSError

    monkeypatch.setenv("QUIETLEAF_PASSWORD", "a long password")
    monkeypatch.setattr(subprocess, "Popen", popen)
    assert not browser.open_link("https://example.org/")
    env = seen["env"]
    assert isinstance(env, dict)
    assert "QUIETLEAF_PASSWORD" not in env
