"""Pictures of every page, to be laid beside the design.

`python3 build/dev.py screenshots [NAME ...] [--out DIR]`: the demo journal in the real program, in
three sizes, light and dark, into `.work/screenshots/`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from devkit.places import ROOT, WORK, CannotGoOnError
from devkit.progress import say

sys.path.insert(0, str(ROOT))

from shotskit.taking import take


def main(arguments: Sequence[str]) -> int:
    """Take them; returns the exit code."""
    options = _parser().parse_args(arguments)
    WORK.mkdir(exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="screenshots-", dir=WORK))
    try:
        taken = take(options.out, work, options.names)
    except CannotGoOnError as reason:
        say(str(reason))
        return 1
    finally:
        shutil.rmtree(work, ignore_errors=True)
    say(f"{taken} pictures are in {options.out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build/dev.py screenshots", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these pages (beginnings do)")
    parser.add_argument(
        "--out", type=Path, default=WORK / "screenshots", help="where they go (.work/screenshots)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
