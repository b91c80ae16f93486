"""The command line: options, commands, and refusals with exit code 2."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest

from webapp import features
from webapp.core.feature import Command, Console, Feature
from webapp.desktop import cli
from webapp.version import VERSION


def find(options: argparse.Namespace, console: Console, app: object) -> int:
    return 0


def add_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words")


SEARCH = Command("search", "find a sentence", add_words, find)


@pytest.fixture
def one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "FEATURES", (Feature("search", commands=(SEARCH,)),))


def test_without_options_a_window_is_meant() -> None:
    options = cli.parse([])
    assert (options.mode, options.port, options.data_dir, options.command) == (
        "window",
        0,
        None,
        None,
    )


@pytest.mark.parametrize("mode", ["headless", "browser"])
def test_the_mode_is_an_option(mode: str) -> None:
    assert cli.parse([f"--{mode}"]).mode == mode


def test_a_folder_and_a_port_are_taken() -> None:
    options = cli.parse(["--data-dir", "diary", "--port", "8123"])
    assert (options.data_dir, options.port) == (Path("diary"), 8123)


@pytest.mark.parametrize(
    "words",
    [
        ["--headless", "--browser"],
        ["--head"],
        ["--port"],
        ["--port", "http"],
        ["--port", "-1"],
        ["--port", "65536"],
        ["--port", "٨٠"],
        ["--port", "9" * 400],
        ["--data-dir", ""],
        ["--nonsense"],
    ],
)
def test_wrong_usage_is_refused_with_two(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.parse(words)
    out, err = capsys.readouterr()
    assert (caught.value.code, out) == (2, "")
    assert err.endswith(". Nothing was changed. See quietleaf --help.\n")


def test_debug_is_refused_in_a_packaged_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(SystemExit) as caught:
        cli.parse(["--debug"])
    assert caught.value.code == 2


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.parse(["--version"])
    assert (caught.value.code, capsys.readouterr().out) == (0, f"quietleaf {VERSION}\n")


def test_help_lists_options_and_commands(
    one_command: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.parse(["--help"])
    out = capsys.readouterr().out
    assert caught.value.code == 0
    for word in ("--headless", "--browser", "--data-dir", "--port", "--debug", "search"):
        assert word in out


def test_a_features_command_is_found(one_command: None) -> None:
    options = cli.parse(["search", "plum"])
    assert (options.command, options.words) == (SEARCH, "plum")


@pytest.mark.parametrize(
    "words", [["--data-dir", "d", "search", "plum"], ["search", "plum", "--data-dir", "d"]]
)
def test_the_folder_may_stand_before_or_after_the_command(
    one_command: None, words: list[str]
) -> None:
    assert cli.parse(words).data_dir == Path("d")


@pytest.mark.parametrize("words", [["find", "plum"], ["search"], ["search", "a", "b"]])
def test_a_wrong_command_is_refused_with_two(one_command: None, words: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.parse(words)
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        (["--headless", "--data-dir", "d", "--port", "1"], False),
        (["--data-dir=d"], False),
        (["search"], True),
        (["--data-dir", "d", "search"], True),
        (["-h"], True),
        (["--data-dir"], False),
    ],
)
def test_features_are_loaded_only_where_a_command_may_be_meant(
    words: list[str], asks: bool
) -> None:
    assert cli.asks_for_commands(words) is asks
