"""The commands of build/dev.py and what each does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from devkit import installing, system
from devkit.locking import lock
from devkit.places import BUILD, ROOT, CannotGoOnError, in_ci, is_root, venv_python
from devkit.progress import say

WITHOUT_WINDOW = {"--headless", "--browser", "--version", "--help", "-h"}
"""Options of the launcher that open no window."""

SUBCOMMANDS = {"add", "import", "search", "export", "people"}
"""Commands of the launcher; they work in the terminal."""


SPREAD = ("-n", "auto", "--maxprocesses=4", "--dist=loadfile")
"""All tests at once go over the cores; a file stays in one process, with what it has set up."""


class Command(NamedTuple):
    """One word after dev.py."""

    usage: str
    help: str
    act: Callable[[Sequence[str]], int]


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; returns the exit code (2 for a wrong command line)."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if name in ("--help", "-h", "help"):
        print(_help())
        return 0
    command = COMMANDS.get(name)
    if command is None:
        say(f"There is no command {name!r}.\n\n{_help()}")
        return 2
    try:
        return command.act(rest)
    except CannotGoOnError as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Start the command again to go on from here.")
        return 130


def _help() -> str:
    lines = [f"  {command.usage:<28}{command.help}" for command in COMMANDS.values()]
    return "\n".join(["Usage: python3 build/dev.py COMMAND", "", *lines])


def _run(options: Sequence[str]) -> int:
    """Start Quietleaf, after installing what this way of starting needs."""
    if is_root():
        say("You are root: right in a container; at home, start Quietleaf as yourself.")
    installing.install(["run"])
    if not WITHOUT_WINDOW.intersection(options) and not SUBCOMMANDS.intersection(options[:1]):
        _try_to_install_window()
    return _become([str(ROOT / "launcher.py"), *options])


def _try_to_install_window() -> None:
    """Get the window's packages where they can be used; the launcher knows how to do without."""
    try:
        if installing.missing(["window"]) and system.can_use_window():
            installing.install(["window"])
    except CannotGoOnError as reason:
        say(f"{reason}\nGoing on without the window.")


def _test(options: Sequence[str]) -> int:
    """Install everything, then check the sources and run the tests.

    With options of pytest, only pytest runs. pytest's closing line stays the last one, unless a
    check before it failed.
    """
    _install_everything()
    system.install_for_tests()
    if options:
        return _call(["-m", "pytest", *options])
    failed = [name for name, check in (("lint", _lint), ("types", _types)) if check([])]
    code = _call(["-m", "pytest", *SPREAD])
    if failed:
        say(f"Failed before the tests: {', '.join(failed)} (see above).")
    return code or (1 if failed else 0)


def _install_everything() -> None:
    """All packages; without the window's, where they are not made for this system, tests skip."""
    installing.install(["run", "dev"])
    try:
        installing.install(["window"])
    except CannotGoOnError as reason:
        if in_ci():
            raise
        say(f"{reason}\nGoing on without the window.")


def _lint(options: Sequence[str]) -> int:
    """ruff's rules, then its layout."""
    _install_everything()
    if "--fix" in options:
        return _call(["-m", "ruff", "check", "--fix", "."]) or _call(["-m", "ruff", "format", "."])
    rules = _call(["-m", "ruff", "check", "."])
    layout = _call(["-m", "ruff", "format", "--check", "--quiet", "."])
    if layout:
        say("The layout differs from ruff's. To mend it: python3 build/dev.py lint --fix")
    return rules or layout


def _types(options: Sequence[str]) -> int:
    _install_everything()
    return _call(["-m", "mypy", *options])


def _lock(options: Sequence[str]) -> int:
    if options:
        raise CannotGoOnError("lock takes no options.")
    lock()
    return 0


def _seed(options: Sequence[str]) -> int:
    installing.install(["run"])
    return _call([str(BUILD / "seed.py"), *options])


def _bench(options: Sequence[str]) -> int:
    _install_everything()
    return _call([str(BUILD / "bench.py"), *options])


def _screenshots(options: Sequence[str]) -> int:
    _install_everything()
    return _call([str(BUILD / "screenshots.py"), *options])


def _call(arguments: list[str]) -> int:
    """Run the environment's Python in the source folder; returns its exit code."""
    command = [str(venv_python()), *arguments]
    return subprocess.run(command, cwd=ROOT, stdin=_stdin(), check=False).returncode


def _stdin() -> int | None:
    """Nobody answers questions where a machine is watching."""
    return subprocess.DEVNULL if in_ci() else None


def _become(arguments: list[str]) -> int:
    """Hand this process over to the environment's Python: signals then reach Quietleaf itself."""
    command = [str(venv_python()), *arguments]
    if os.name != "nt":
        sys.stderr.flush()
        os.execv(command[0], command)  # noqa: S606
    # On Windows exec would return to the shell at once and leave the program behind it.
    return subprocess.run(command, check=False).returncode


COMMANDS = {
    "run": Command("run [options]", "start Quietleaf; options go to launcher.py", _run),
    "test": Command("test [pytest options]", "all checks and tests; with options, pytest", _test),
    "lint": Command("lint [--fix]", "ruff: rules and layout", _lint),
    "types": Command("types", "mypy, strict", _types),
    "lock": Command("lock", "newest versions within the ranges into build/locks/", _lock),
    "seed": Command("seed [options]", "fill a demo data folder for looking and trying out", _seed),
    "screenshots": Command(
        "screenshots [NAME ...]",
        "pictures of every page, to be laid beside the design",
        _screenshots,
    ),
    "bench": Command("bench [options]", "measure; the figures come out as JSON", _bench),
}
