"""What this process asks of the system, so that the key does not end up in somebody's file."""

from __future__ import annotations

import contextlib
import os
import sys

PR_SET_DUMPABLE = 4  # linux/prctl.h
OWNER_ONLY_UMASK = 0o077


def protect() -> None:
    """No core dumps, no reading of our memory by others, new files for their owner alone.

    What it cannot prevent: hibernation and swap, the administrator of the computer, and a
    debugger that was there before us.
    """
    os.umask(OWNER_ONLY_UMASK)
    if os.name == "posix":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
