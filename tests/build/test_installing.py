"""The environment: installed once, again when a lock file or its Python changes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from devkit import installing
from devkit.progress import Progress

SETS = ("run", "window")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment in which both sets are installed; the folder that stands for the project."""
    (tmp_path / "python").write_text("", "utf-8")
    for name in SETS:
        (tmp_path / f"{name}.txt").write_text(f"{name}==1", "utf-8")
    monkeypatch.setattr(installing, "LOCKS", tmp_path)
    monkeypatch.setattr(installing, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(installing, "venv_python", lambda: tmp_path / "python")
    for name in SETS:
        installing._write_stamp(name)
    return tmp_path


def test_nothing_is_missing_after_an_installation(installed: Path) -> None:
    assert installing.missing(SETS) == []


def test_a_changed_lock_file_is_installed_again(installed: Path) -> None:
    (installed / "window.txt").write_text("window==2", "utf-8")
    assert installing.missing(SETS) == ["window"]


def test_another_python_means_everything_again(installed: Path) -> None:
    (installed / "python").unlink()
    (installed / "newer").write_text("", "utf-8")
    (installed / "python").symlink_to(installed / "newer")
    assert installing.missing(SETS) == list(SETS)


def test_a_broken_stamp_means_everything_again(installed: Path) -> None:
    (installed / "installed.json").write_text("{", "utf-8")
    assert installing.missing(SETS) == list(SETS)


def test_no_environment_means_everything(installed: Path) -> None:
    (installed / "python").unlink()
    (installed / "installed.json").unlink()
    assert installing.missing(SETS) == list(SETS)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Collecting flask==3.1.3 (from -r a/build/locks/run.txt (line 4))", "flask"),
        ("Collecting markdown-it-py==4.3.0", "markdown-it-py"),
        ("Requirement already satisfied: nh3==0.3.8 in ./lib", "nh3"),
        ("Processing /a/b/Flask_Login-0.6.3-py3-none-any.whl (from -r c/run.txt)", "Flask_Login"),
        (r"Processing c:\a\babel-2.18.0-py3-none-any.whl", "babel"),
    ],
)
def test_it_reads_the_next_package_from_pips_lines(line: str, name: str) -> None:
    found = installing.ONE_MORE.match(line)
    assert found is not None
    assert found[1] == name


def test_it_counts_the_packages_of_this_platform() -> None:
    other = "win32" if sys.platform == "linux" else "linux"
    lock = (
        "# a comment\nalpha==1 \\\n    --hash=sha256:aa\n"
        f"beta==1 ; sys_platform == '{sys.platform}' \\\n"
        f"gamma==1 ; sys_platform == '{other}' \\\n"
        "delta==1 ; platform_python_implementation != 'PyPy' \\\n"
    )
    assert installing._count_packages(lock) == 3


def test_a_log_gets_a_line_for_each_package(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("Installing run", 4)
    progress.reach(1, "flask")
    progress.reach(1, "flask")
    progress.reach(2, "peewee")
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[-1] for line in lines] == ["flask", "peewee"]
    assert " 50 %" in lines[1]


def test_progress_never_goes_back_or_past_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("Installing run", 4)
    progress.reach(3, "a")
    progress.reach(2, "b")
    assert progress.done == 3
    progress.reach(9, "c")
    assert progress.done == 4


def test_a_terminal_gets_one_line_that_changes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    progress = Progress("Installing run", 4)
    progress.reach(2, "flask")
    progress.reach(4, "peewee")
    written = capsys.readouterr().err
    assert "\n" not in written
    assert written.count("\r") == 2
    assert "[############............]" in written
