"""Where things are in the source folder, and how a command ends that cannot go on."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
LOCKS = BUILD / "locks"
VENV = ROOT / ".venv"
WORK = ROOT / ".work"
"""What commands leave behind between runs (logs, tools); ignored by git, safe to delete."""


class CannotGoOnError(Exception):
    """A command has to stop; the text is for the person who typed it."""


def venv_python() -> Path:
    """The environment's own interpreter, whether it is there yet or not."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_root() -> bool:
    """Whether we may change the system. Windows has no such user."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def in_ci() -> bool:
    """Whether a machine is watching: then a missing piece is a failure, never a skip."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false", "no")
