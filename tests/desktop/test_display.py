"""Whether a window can be opened is asked before Qt could end the process."""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
from pathlib import Path

import pytest

from webapp.desktop import display
from webapp.desktop.display import NoWindow
from webapp.settings import Surroundings

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux is asked beforehand"
)


@pytest.fixture
def well_equipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(display, "missing_packages", lambda **_: [])


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is set in the test is put back."""
    for name in ("QT_QPA_PLATFORM", "QTWEBENGINE_DISABLE_SANDBOX"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


@pytest.mark.parametrize(
    "around",
    [
        Surroundings(display=":0"),
        Surroundings(wayland_display="wayland-0"),
        Surroundings(qt_platform="offscreen"),
    ],
)
def test_with_a_display_a_window_is_possible(well_equipped: None, around: Surroundings) -> None:
    display.check(around)


def test_without_a_display_it_says_so(well_equipped: None) -> None:
    with pytest.raises(NoWindow) as caught:
        display.check(Surroundings())
    assert caught.value.reason == display.no_display()


@pytest.mark.parametrize("missing", ["PySide6", "qtpy"])
def test_without_the_toolkit_it_says_so(
    well_equipped: None, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else 1)
    with pytest.raises(NoWindow) as caught:
        display.check(Surroundings(display=":0"))
    assert caught.value.reason == display.no_toolkit()


def test_missing_libraries_are_named_by_their_packages(
    well_equipped: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "missing_packages", lambda **_: ["libegl1", "libnss3"])
    with pytest.raises(NoWindow) as caught:
        display.check(Surroundings(display=":0"))
    assert "libegl1 libnss3" in caught.value.reason


def test_a_library_that_is_not_there_is_found_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "LIBRARIES", {"libquietleaf-none.so.9": "libnone9"})
    monkeypatch.setattr(display, "X11_LIBRARIES", {"libquietleaf-x.so.9": "libx9"})
    assert display.missing_packages()[:2] == ["libnone9", "libx9"]
    assert "libx9" not in display.missing_packages(with_x11=False)


def test_fonts_without_a_configuration_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "FONT_CONFIGURATION", tmp_path / "fonts.conf")
    assert "fontconfig-config" in display.missing_packages()


@pytest.mark.parametrize(
    "name",
    [
        "QTWEBENGINE_REMOTE_DEBUGGING",
        "QTWEBENGINE_CHROMIUM_FLAGS",
        "QTWEBENGINE_DISABLE_SANDBOX",
        "QTWEBENGINE_DICTIONARIES_PATH",
    ],
)
def test_nothing_in_the_environment_opens_a_door(
    environment: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "1")
    display.prepare(Surroundings(), is_root=False)
    assert name not in os.environ


def test_only_root_goes_without_the_sandbox(environment: None) -> None:
    display.prepare(Surroundings(), is_root=True)
    assert os.environ["QTWEBENGINE_DISABLE_SANDBOX"] == "1"


@pytest.mark.parametrize(
    ("session", "platforms"),
    [("x11", "xcb;wayland;offscreen"), ("wayland", "wayland;xcb;offscreen")],
)
def test_qt_is_given_a_way_out_instead_of_an_abort(
    environment: None, session: str, platforms: str
) -> None:
    display.prepare(Surroundings(session_type=session), is_root=False)
    assert os.environ["QT_QPA_PLATFORM"] == platforms


def test_a_platform_that_the_person_chose_stays(
    environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    display.prepare(Surroundings.of_environment(), is_root=False)
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


@pytest.mark.parametrize(
    ("system", "package"),
    [
        ({"ID": "debian", "VERSION_ID": "12"}, "libasound2"),
        ({"ID": "debian", "VERSION_ID": "13"}, "libasound2t64"),
        ({"ID": "ubuntu", "VERSION_ID": "22.04"}, "libasound2"),
        ({"ID": "ubuntu", "VERSION_ID": "24.04"}, "libasound2t64"),
        ({"ID": "arch"}, "libasound2"),
    ],
)
def test_packages_have_the_names_of_this_system(
    monkeypatch: pytest.MonkeyPatch, system: dict[str, str], package: str
) -> None:
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: system)
    monkeypatch.setattr(display, "LIBRARIES", {"libquietleaf-none.so.9": "libasound2"})
    assert display.missing_packages(with_x11=False)[0] == package
