"""Writes build/locks/*.txt: exact versions with hashes, for every platform, naming no host.

The ranges in pyproject.toml are resolved once, by uv, for Linux, Windows and macOS together
(markers say which package is for whom), then split: `window` and `dev` hold only what `run` does
not.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from devkit.places import LOCKS, ROOT, WORK, CannotGoOnError
from devkit.progress import say

RESOLVER = "uv>=0.9"
BUILD_RANGE = "setuptools>=80"
"""For proxy-tools, which pywebview needs and which comes as source only."""

OLDEST_PYTHON = "3.11"
HEADER = """\
# {what}
# Made by `python3 build/dev.py lock` from pyproject.toml; not edited by hand.
"""
WHAT = {
    "run": "What Quietleaf needs without a window.",
    "window": "What the native window adds to run.txt.",
    "dev": "What tests and checks add to run.txt and window.txt.",
    "build": "What builds the packages of window.txt that have no wheel.",
}
PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def lock() -> None:
    """Resolve everything anew and write the four lock files.

    Raises CannotGoOnError when the resolver finds no answer.
    """
    WORK.mkdir(exist_ok=True)
    resolver = _resolver()
    everything = WORK / "everything.txt"
    project = ROOT / "pyproject.toml"
    _compile(resolver, project, everything, "--extra=window", "--extra=dev", "--upgrade")
    seen: set[str] = set()
    for name, extras in (("run", ()), ("window", ("window",)), ("dev", ("window", "dev"))):
        part = WORK / f"{name}.txt"
        options = [f"--extra={extra}" for extra in extras]
        _compile(resolver, project, part, f"--constraints={everything}", *options)
        seen |= _write(name, part, seen)
    tools = WORK / "build.in"
    tools.write_text(BUILD_RANGE + "\n", "utf-8")
    part = WORK / "build.txt"
    _compile(resolver, tools, part)
    _write("build", part, set())


def _resolver() -> Path:
    """uv in an environment of its own: it is no part of what Quietleaf runs or is tested with."""
    folder = WORK / "lock-tools"
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    if not (scripts / "uv").exists() and not (scripts / "uv.exe").exists():
        say("Getting the resolver (uv)")
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(scripts / "python"), "-m", "pip", "install", "--quiet", RESOLVER]
        subprocess.run(pip, check=True, stdout=sys.stderr)
    return scripts / "uv"


def _compile(resolver: Path, source: Path, target: Path, *options: str) -> None:
    """Resolve one set into a file."""
    command = [
        *(str(resolver), "pip", "compile", "--quiet", "--native-tls", "--universal"),
        *(f"--python-version={OLDEST_PYTHON}", "--generate-hashes", "--no-header"),
        *("--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
        *options,
        *(f"--output-file={target}", str(source)),
    ]
    target.unlink(missing_ok=True)
    if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode:
        raise CannotGoOnError("The resolver found no answer; the lock files are as they were.")


def _write(name: str, compiled: Path, without: set[str]) -> set[str]:
    """Write a lock file without the packages that another one holds; returns its names."""
    blocks = _blocks(compiled.read_text("utf-8"))
    kept = {package: block for package, block in blocks.items() if package not in without}
    LOCKS.mkdir(exist_ok=True)
    text = HEADER.format(what=WHAT[name]) + "".join(kept.values())
    (LOCKS / f"{name}.txt").write_text(text, "utf-8", newline="\n")
    say(f"build/locks/{name}.txt: {len(kept)} packages")
    return set(kept)


def _blocks(text: str) -> dict[str, str]:
    """Cut a compiled file into a pin with its hashes, by package name."""
    starts = [(found.start(), found[1]) for found in PIN.finditer(text)]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return {
        name: text[start:end].rstrip() + "\n"
        for (start, name), end in zip(starts, ends, strict=True)
    }
