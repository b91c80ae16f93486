"""Makes `.venv` and puts the pinned packages in it, once; later starts only compare a stamp."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TextIO

from devkit import system
from devkit.places import LOCKS, VENV, WORK, CannotGoOnError, is_root, venv_python
from devkit.progress import Progress, say

STAMP = VENV / "installed.json"
LOG = WORK / "install.log"

INTERPRETER = "interpreter"
"""The stamp's key beside the names of the sets."""

BUILD_TOOLS = "build"
"""The set that builds the one package without a wheel; installed before the set that needs it."""

PLATFORM = re.compile(r"sys_platform == '(\w+)'")
ONE_MORE = re.compile(
    r"(?:Collecting |Requirement already satisfied: |Processing (?:\S*[/\\])?)"
    r"([A-Za-z][\w.]*(?:-[A-Za-z]\w*)*)"
)
"""pip's line for the next package, from the index, the environment or a file."""

LAST_LINES = 12


def install(sets: Sequence[str]) -> None:
    """Have the packages of these lock files (`run`, `window`, ...) in the environment.

    Raises CannotGoOnError when the environment cannot be made or a package not be had.
    """
    if not missing(sets):
        return
    with _alone():
        _make_environment()
        for name in missing(sets):
            if name == "window":
                _install_set(BUILD_TOOLS)
            _install_set(name)


def missing(sets: Sequence[str]) -> list[str]:
    """Which of the sets are not installed as their lock file has them today."""
    stamp = _read_stamp()
    if stamp.get(INTERPRETER) != _interpreter():
        return list(sets)
    return [name for name in sets if stamp.get(name) != _digest(name)]


def _read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _write_stamp(name: str) -> None:
    stamp = {**_read_stamp(), INTERPRETER: _interpreter(), name: _digest(name)}
    STAMP.write_text(json.dumps(stamp, indent=1), "utf-8")


def _interpreter() -> str:
    """Which Python the environment leads to; a system upgrade can change it under our feet."""
    path = venv_python()
    return str(path.resolve()) if path.exists() else "none"


def _digest(name: str) -> str:
    return hashlib.sha256(_lock(name).read_bytes()).hexdigest()


def _lock(name: str) -> Path:
    return LOCKS / f"{name}.txt"


@contextmanager
def _alone() -> Iterator[None]:
    """One installation at a time in this folder: two pips at once spoil each other's work."""
    WORK.mkdir(exist_ok=True)
    with (WORK / "install.lock").open("w") as handle:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                say("Another command is installing here; waiting for it.")
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make_environment() -> None:
    """Make `.venv`, or make it again when its Python has gone or is another one than before."""
    if _environment_works():
        return
    if importlib.util.find_spec("ensurepip") is None:
        _get_ensurepip()
    say("Making the environment .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise CannotGoOnError(f"Python could not make .venv:\n{done.stdout}{done.stderr}")


def _environment_works() -> bool:
    """Whether its Python starts and sees its own packages."""
    if not venv_python().exists():
        return False
    command = [str(venv_python()), "-c", "import pip"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _get_ensurepip() -> None:
    """Debian splits pip from Python: get it as root, else name the package."""
    package = "python%d.%d-venv" % sys.version_info[:2]  # noqa: UP031
    if is_root() and system.is_debian_like():
        system.apt_install([package])
        return
    raise CannotGoOnError(
        "This Python comes without pip and venv. Nothing was changed.\n"
        f"On Debian and Ubuntu: sudo apt install {package}\n"
        "Elsewhere: your system's package for Python's venv. Then start this command again."
    )


def _install_set(name: str) -> None:
    """Install one lock file's packages and note it in the stamp."""
    total = _count_packages(_lock(name).read_text("utf-8"))
    progress = Progress(f"Installing {name}", total * 2)
    with LOG.open("a", encoding="utf-8") as log:
        code = _pip(name, progress, log)
    if code:
        raise CannotGoOnError(
            f"Installing the packages of build/locks/{name}.txt failed. pip's last words:\n"
            f"{_last_lines()}\n"
            "What was installed before still works. The whole story: .work/install.log. "
            "Is this computer online? Start the command again to go on from here."
        )
    progress.finish(f"{total} packages")
    _write_stamp(name)


def _count_packages(lock: str) -> int:
    """How many of a lock file's packages are for this platform."""
    pins = [line for line in lock.splitlines() if "==" in line and line[:1].isalnum()]
    platforms = [PLATFORM.findall(pin) for pin in pins]
    return sum(not names or sys.platform in names for names in platforms)


def _pip(name: str, progress: Progress, log: TextIO) -> int:
    """Run pip on a lock file; its lines move the progress and go to the log."""
    command = [
        *(str(venv_python()), "-m", "pip", "install", "--require-hashes", "--no-input"),
        *("--disable-pip-version-check", "--progress-bar=off", "--no-deps"),
        *("-r", str(_lock(name))),
    ]
    if name == "window":
        # The build tools are pinned too, so nothing unpinned is fetched to build with.
        command += ["--no-build-isolation", "--use-pep517"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        _follow(process, progress, log)
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def _follow(process: subprocess.Popen[str], progress: Progress, log: TextIO) -> None:
    """Turn pip's lines, and then the packages that appear on disk, into progress."""
    lines: SimpleQueue[str | None] = SimpleQueue()
    Thread(target=_read_lines, args=(process, lines), daemon=True).start()
    half = progress.total // 2
    collected, before, unpacking = 0, _installed_count(), False
    while True:
        try:
            line = lines.get(timeout=0.2)
        except Empty:
            if unpacking:
                placed = _installed_count() - before
                progress.reach(half + min(placed, half), "unpacking")
            progress.tick()
            continue
        if line is None:
            return
        log.write(line)
        found = ONE_MORE.match(line)
        if found:
            collected += 1
            progress.reach(min(collected, half), found[1])
        elif "Downloading" in line and "MB" in line:
            progress.reach(progress.done, line.strip())
        elif line.startswith("Installing collected packages"):
            unpacking = True
            progress.reach(half, "unpacking")


def _read_lines(process: subprocess.Popen[str], lines: SimpleQueue[str | None]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _installed_count() -> int:
    """How many packages stand in the environment now."""
    return sum(1 for _ in VENV.glob("[Ll]ib/python*/site-packages/*.dist-info")) or sum(
        1 for _ in VENV.glob("Lib/site-packages/*.dist-info")
    )


def _last_lines() -> str:
    return "\n".join(LOG.read_text("utf-8", "replace").splitlines()[-LAST_LINES:])
