"""What this process asks of the system, so that the key does not end up in somebody's file.

What it cannot prevent: hibernation and swap, the administrator of the computer, and a debugger
that was there before us.
"""

from __future__ import annotations

import contextlib
import os
import sys

PR_SET_DUMPABLE = 4  # linux/prctl.h
OWNER_ONLY_UMASK = 0o077


def protect_files() -> None:
    """No core dumps, and new files for their owner alone."""
    os.umask(OWNER_ONLY_UMASK)
    if os.name == "posix":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def protect_memory() -> None:
    """Other programs of this user may no longer read our memory.

    To be called before a key can be there, but after a window has started its processes: with
    this set, Chromium's sandbox finds no user namespace, and silently does with less.
    """
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
