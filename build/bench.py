"""Measures Quietleaf beside its floors and its peers, in one run on one computer.

`python3 build/dev.py bench [--quick] [--only PART ...] [--out FILE.json]`: JSON to standard output
or the file, a table to standard error. What cannot be measured here is named with the reason.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from devkit.places import ROOT, WORK
from devkit.progress import say

sys.path.insert(0, str(ROOT))

from benchkit import importing, keystrokes, photos, report, searching, starting, using, windows
from benchkit.figures import Missing, Number
from benchkit.measure import Plan
from benchkit.peers import NoPeer
from benchkit.program import Failed
from benchkit.samples import NoSamples

PARTS: dict[str, Callable[[Plan], list[Number]]] = {
    "start": starting.measure,
    "window": windows.measure,
    "use": using.measure,
    "typing": keystrokes.measure,
    "photos": photos.measure,
    "import": importing.measure,
    "search": searching.measure,
}


def main(arguments: Sequence[str]) -> int:
    """Measure and tell; returns the exit code, 1 when something could not be measured."""
    options = _parser().parse_args(arguments)
    WORK.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=WORK))
    began = datetime.now(UTC)
    numbers: list[Number] = []
    noise = [report.yardstick()]
    try:
        for name in options.only or PARTS:
            say(f"Measuring: {name}")
            numbers += _part(name, Plan(folder / name, options.quick))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    noise.append(report.yardstick())
    told = report.as_json(numbers, began, is_quick=options.quick, noise=noise)
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    if options.out:
        options.out.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)
    missing = report.say_missing(numbers)
    busy = f"yardstick: {noise[0].median:.0f} ms before, {noise[1].median:.0f} ms after"
    say("\n".join(filter(None, ("", report.as_table(numbers), missing, busy))))
    return 1 if any(isinstance(number.ours, Missing) for number in numbers) else 0


def _part(name: str, plan: Plan) -> list[Number]:
    plan.folder.mkdir()
    try:
        return PARTS[name](plan)
    except (NoSamples, NoPeer, Failed) as reason:
        return [Number(name, Missing(name, str(reason)))]
    finally:
        shutil.rmtree(plan.folder, ignore_errors=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build/dev.py bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer runs, the smallest journal")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="only these parts")
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="where the JSON goes")
    return parser


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the folder is removed
    sys.exit(main(sys.argv[1:]))
