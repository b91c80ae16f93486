"""Fills a demo data folder with two people and two years of entries, for looking and trying out.

`python3 build/dev.py seed [--data-dir DIR] [--until YYYY-MM-DD]`: one day, always the same words.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from devkit.places import ROOT, WORK, CannotGoOnError
from devkit.progress import say

sys.path.insert(0, str(ROOT))

from seedkit.filling import PEOPLE, fill, refuse_used


def main(arguments: Sequence[str]) -> int:
    """Make the demo; returns the exit code."""
    options = _parser().parse_args(arguments)
    folder: Path = options.data_dir.resolve()
    began = time.monotonic()
    try:
        refuse_used(folder)
        say("Writing two years of entries. This takes a few seconds.")
        counts = fill(folder, options.until)
    except CannotGoOnError as reason:
        say(str(reason))
        return 1
    for name, count in counts.items():
        print(f"{name}\t{PEOPLE[name]}\t{count} entries")
    say(f"Done in {time.monotonic() - began:.0f} s. To look at it:")
    say(f"  python3 build/dev.py run --data-dir {folder}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build/dev.py seed", description=__doc__)
    parser.add_argument(
        "--data-dir", type=Path, default=WORK / "demo", help="the folder to make (.work/demo)"
    )
    parser.add_argument(
        "--until",
        type=date.fromisoformat,
        default=date.today(),  # noqa: DTZ011 - the day on this computer's wall
        help="the day of the newest entry (today)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
