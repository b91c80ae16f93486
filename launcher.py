"""Starts Quietleaf: `python launcher.py --help` says how."""

from __future__ import annotations

import faulthandler
import sys


def main() -> None:
    """Make a start that can tell of its own failure, then hand over."""
    if sys.stderr is not None:
        faulthandler.enable()  # until the log folder is known
    from webapp.desktop.console import guard_output

    guard_output()
    from webapp.desktop.run import leave, run

    leave(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
