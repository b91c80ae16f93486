"""The data folder: made, closed to others, and refused when it cannot be written."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from webapp.core.errors import Refusal
from webapp.desktop import paths
from webapp.settings import Settings

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_a_new_folder_is_its_owners_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "a" / "b")
    paths.prepare(settings)
    assert [rights(settings.data_dir), rights(settings.log_dir)] == [0o700, 0o700]


@posix
def test_an_empty_folder_is_closed_to_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    paths.prepare(Settings(data_dir=tmp_path))
    assert rights(tmp_path) == 0o700


@posix
def test_a_folder_of_ours_that_was_opened_is_closed_again(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    settings.accounts_path.touch()
    tmp_path.chmod(0o777)
    paths.prepare(settings)
    assert rights(tmp_path) == 0o700


@posix
def test_a_folder_with_other_things_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").touch()
    tmp_path.chmod(0o755)
    paths.prepare(Settings(data_dir=tmp_path))
    assert rights(tmp_path) == 0o755


def test_it_leaves_no_probe_behind(tmp_path: Path) -> None:
    paths.prepare(Settings(data_dir=tmp_path))
    assert [found.name for found in tmp_path.iterdir()] == ["logs"]


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_file_in_its_place_is_refused_in_three_sentences(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refusal) as caught:
        paths.prepare(Settings(data_dir=tmp_path / place))
    assert all(caught.value.sentences)
    assert str(tmp_path / place) in caught.value.happened


def test_a_full_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Refusal) as caught:
        paths.prepare(Settings(data_dir=tmp_path))
    assert caught.value.curious == "No space left on device"


def test_a_stick_keeps_its_data_beside_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "quietleaf-data").mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "quietleaf"))
    assert paths.default_data_dir() == tmp_path / "quietleaf-data"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the name of Linux")
def test_the_platforms_folder_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert paths.default_data_dir() == tmp_path / "quietleaf"


def test_the_programs_root_holds_the_launcher() -> None:
    assert (paths.program_root() / "launcher.py").exists()
