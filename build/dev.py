"""Quietleaf's developer commands: `python3 build/dev.py` lists them.

Standard library only. This first file is also read by an older Python, to say so in a sentence.
"""

import os
import shutil
import sys

OLDEST = (3, 11)
NEWEST_MINOR = 20


def hand_over_to_a_newer_python() -> None:
    """Start again with a newer Python of this computer, or say that there is none."""
    for minor in range(OLDEST[1], NEWEST_MINOR):
        path = shutil.which("python3.%d" % minor)  # noqa: UP031 - an old Python reads this
        if path:
            os.execv(path, [path, *sys.argv])  # noqa: S606
    sys.stderr.write(
        "Quietleaf needs Python 3.11 or newer, and this one is %d.%d.\n"  # noqa: UP031
        "Nothing was changed. Install a newer Python beside it and start this command again.\n"
        % sys.version_info[:2]
    )
    sys.exit(1)


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        hand_over_to_a_newer_python()
    from devkit.commands import main

    sys.exit(main(sys.argv[1:]))
