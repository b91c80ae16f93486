"""What is installed is pinned, hashed, the same everywhere, and names no place to get it from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from devkit import locking
from devkit.places import LOCKS, ROOT

NAMES = ("run", "window", "dev", "build")

COMPILED = """\
alpha==1.0 ; sys_platform == 'win32' \\
    --hash=sha256:aa \\
    --hash=sha256:bb
beta==2.0 \\
    --hash=sha256:cc
"""


def lock(name: str) -> str:
    return (LOCKS / f"{name}.txt").read_text("utf-8")


def pinned(name: str) -> set[str]:
    return set(locking.PIN.findall(lock(name)))


def wanted(*extras: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = [project["optional-dependencies"][extra] for extra in extras]
    ranges = [line for group in groups or [project["dependencies"]] for line in group]
    return {re.split(r"[^\w.-]", line)[0].replace("_", "-") for line in ranges}


@pytest.mark.parametrize("name", NAMES)
def test_every_pin_has_a_hash(name: str) -> None:
    for block in locking.PIN.split(lock(name))[2::2]:
        assert "--hash=sha256:" in block


@pytest.mark.parametrize("name", NAMES)
def test_no_lock_file_says_where_to_get_a_package(name: str) -> None:
    lines = [line for line in lock(name).splitlines() if not line.startswith("#")]
    assert not [line for line in lines if "://" in line or line.startswith("-")]


def test_every_dependency_is_pinned() -> None:
    assert wanted() <= pinned("run")
    assert wanted("window") <= pinned("window")
    assert wanted("dev") <= pinned("dev")


def test_no_package_is_pinned_twice() -> None:
    assert not pinned("run") & pinned("window")
    assert not (pinned("run") | pinned("window")) & pinned("dev")


def test_windows_and_macos_get_what_they_need() -> None:
    assert "pythonnet==" in lock("window")
    assert "pyobjc-core==" in lock("window")
    assert "colorama==" in lock("dev")


def test_it_cuts_a_compiled_file_into_packages() -> None:
    assert list(locking._blocks(COMPILED)) == ["alpha", "beta"]
    assert "".join(locking._blocks(COMPILED).values()) == COMPILED


def test_it_leaves_out_what_another_lock_file_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "LOCKS", tmp_path)
    compiled = tmp_path / "compiled.txt"
    compiled.write_text(COMPILED, "utf-8")
    assert locking._write("dev", compiled, {"alpha"}) == {"beta"}
    text = (tmp_path / "dev.txt").read_text("utf-8")
    assert "alpha" not in text
    assert "beta==2.0" in text
