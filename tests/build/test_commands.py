"""The words after dev.py, and what `run` asks to be installed before it starts."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import pytest
from devkit import commands, installing, system
from devkit.places import BUILD, CannotGoOnError

Calls = list[tuple[str, ...]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """What was installed and started, in order; nothing really is."""
    seen: Calls = []

    def install(sets: Sequence[str]) -> None:
        seen.append(tuple(sets))

    def become(arguments: list[str]) -> int:
        seen.append(("start", *arguments[1:]))
        return 0

    monkeypatch.setattr(installing, "install", install)
    monkeypatch.setattr(installing, "missing", list)
    monkeypatch.setattr(system, "can_use_window", lambda: True)
    monkeypatch.setattr(commands, "_become", become)
    return seen


def test_it_lists_every_command_with_a_line_of_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main([]) == 0
    listed = capsys.readouterr().out
    for name, command in commands.COMMANDS.items():
        assert f"  {name}" in listed
        assert command.help in listed


def test_it_refuses_a_command_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["frobnicate"]) == 2
    assert "There is no command 'frobnicate'" in capsys.readouterr().err


def test_run_gets_the_window_where_one_can_be_shown(calls: Calls) -> None:
    assert commands.main(["run", "--data-dir", "x"]) == 0
    assert calls == [("run",), ("window",), ("start", "--data-dir", "x")]


@pytest.mark.parametrize(
    "options", [["--headless"], ["--browser"], ["--version"], ["import", "a.txt", "--as", "alice"]]
)
def test_run_gets_no_window_for_a_start_without_one(calls: Calls, options: list[str]) -> None:
    commands.main(["run", *options])
    assert calls == [("run",), ("start", *options)]


def test_run_gets_no_window_where_none_can_be_shown(
    calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "can_use_window", lambda: False)
    commands.main(["run"])
    assert calls == [("run",), ("start",)]


def test_run_starts_without_the_window_when_it_cannot_be_had(
    calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def install(sets: Sequence[str]) -> None:
        if "window" in sets:
            raise CannotGoOnError("offline")

    monkeypatch.setattr(installing, "install", install)
    commands.main(["run"])
    assert calls == [("start",)]
    assert "offline\nGoing on without the window." in capsys.readouterr().err


@pytest.mark.parametrize("root", [True, False])
def test_run_warns_root_and_nobody_else(
    root: bool, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "is_root", lambda: root)
    assert commands.main(["run", "--headless"]) == 0
    assert ("You are root" in capsys.readouterr().err) is root


def test_a_command_that_cannot_go_on_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def install(sets: Sequence[str]) -> None:
        raise CannotGoOnError("no disk space")

    monkeypatch.setattr(installing, "install", install)
    assert commands.main(["types"]) == 1
    assert capsys.readouterr().err == "no disk space\n"


def test_an_older_python_can_read_the_first_file() -> None:
    ast.parse((BUILD / "dev.py").read_text("utf-8"), feature_version=(3, 4))
