"""Settings: what may be said, and what is refused by its name."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from webapp import settings
from webapp.settings import SettingError, Settings, Surroundings


def of(environ: dict[str, str], default: Path = Path("/default"), **options: object) -> Settings:
    return Settings.of_environment(lambda: default, environ=environ, **options)  # type: ignore[arg-type]


def test_only_the_data_folder_must_be_said(tmp_path: Path) -> None:
    made = Settings(data_dir=tmp_path)
    assert (made.mode, made.port, made.debug) == ("headless", 0, False)


def test_everything_lies_in_the_data_folder(tmp_path: Path) -> None:
    made = Settings(data_dir=tmp_path)
    places = [made.log_dir, made.accounts_path, made.people_dir]
    assert [place.parent for place in places] == [tmp_path] * 3


def test_the_option_comes_before_the_environment(tmp_path: Path) -> None:
    made = of({"QUIETLEAF_DATA_DIR": "/elsewhere"}, data_dir=tmp_path)
    assert made.data_dir == tmp_path


def test_the_environment_comes_before_the_default(tmp_path: Path) -> None:
    assert of({"QUIETLEAF_DATA_DIR": str(tmp_path)}).data_dir == tmp_path


def test_the_default_comes_last(tmp_path: Path) -> None:
    assert of({}, tmp_path).data_dir == tmp_path


def test_a_relative_folder_becomes_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert of({"QUIETLEAF_DATA_DIR": "diary"}).data_dir == tmp_path / "diary"


@pytest.mark.parametrize(
    "name",
    [
        "QUIETLEAF_DATA_DIR",
        "QUIETLEAF_ADMIN_USERNAME",
        "QUIETLEAF_ADMIN_PASSWORD",
        "QUIETLEAF_PASSWORD",
    ],
)
@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_variable_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingError) as caught:
        of({name: value})
    assert caught.value.name == name


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ("QUIETLEAF_ADMIN_USERNAME", "QUIETLEAF_ADMIN_PASSWORD"),
        ("QUIETLEAF_ADMIN_PASSWORD", "QUIETLEAF_ADMIN_USERNAME"),
    ],
)
def test_an_administrator_needs_name_and_password(given: str, missing: str) -> None:
    with pytest.raises(SettingError) as caught:
        of({given: "something long"})
    assert caught.value.name == missing


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_does_not_exist_is_refused(tmp_path: Path, port: int) -> None:
    with pytest.raises(SettingError) as caught:
        Settings(data_dir=tmp_path, port=port)
    assert caught.value.name == "--port"


def test_a_mode_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as caught:
        of({}, tmp_path, mode="kiosk")
    assert caught.value.name == "mode"


def test_debug_is_refused_in_a_packaged_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(SettingError) as caught:
        Settings(data_dir=tmp_path, debug=True)
    assert caught.value.name == "--debug"


def test_a_folder_name_that_no_system_takes_is_refused() -> None:
    with pytest.raises(SettingError):
        Settings(data_dir=Path("a\0b"))


def test_passwords_are_not_shown_when_settings_are_printed() -> None:
    made = of(
        {
            "QUIETLEAF_ADMIN_USERNAME": "alice",
            "QUIETLEAF_ADMIN_PASSWORD": "four quiet words here",
            "QUIETLEAF_PASSWORD": "another long one",
        }
    )
    assert made.admin_password == "four quiet words here"
    assert "words" not in repr(made)
    assert "another" not in repr(made)


def test_programs_that_we_start_do_not_inherit_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIETLEAF_PASSWORD", "a long password")
    monkeypatch.setenv("QUIETLEAF_ADMIN_PASSWORD", "a long password")
    assert "a long password" not in settings.environment_for_others().values()


def test_passwords_leave_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIETLEAF_PASSWORD", "a long password")
    settings.forget_secrets()
    assert "QUIETLEAF_PASSWORD" not in os.environ


def test_programs_that_a_packaged_one_starts_get_the_systems_libraries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/quietleaf/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/local/lib")
    assert settings.environment_for_others()["LD_LIBRARY_PATH"] == "/usr/local/lib"


def test_a_variable_without_a_value_counts_as_absent() -> None:
    assert Surroundings.of_environment({"DISPLAY": "", "WAYLAND_DISPLAY": ""}) == Surroundings()


def test_the_display_is_read() -> None:
    around = Surroundings.of_environment({"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"})
    assert (around.display, around.session_type) == (":0", "x11")
