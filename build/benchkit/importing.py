"""Bringing a diary in: the program's own command, on a folder of Markdown files."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from benchkit import peers
from benchkit.bare import Bare
from benchkit.figures import Aim, Number
from benchkit.measure import Plan, figure
from benchkit.program import NAME, PASSWORD, Failed, launcher, surroundings
from benchkit.samples import Text, markdown_folder, pepys

COPIES = 6


def measure(plan: Plan) -> list[Number]:
    """Pepys once, and in the whole bench six times over, where the start weighs less."""
    texts = pepys()
    numbers = [_number(plan, texts, 1)]
    if not plan.is_quick:
        numbers.append(_number(plan, texts, COPIES))
    return numbers


def _number(plan: Plan, texts: list[Text], copies: int) -> Number:
    source = plan.folder / f"markdown-{copies}"
    count = markdown_folder(source, texts, copies)
    peer = figure(
        "jrnl --import of the same texts, whole command",
        "entries/s",
        lambda: _jrnl(plan, texts, copies),
    )
    return Number(
        f"import of {count:,} Markdown files",
        figure(
            "launcher.py import, the whole command with start, unlock and reading the files",
            "entries/s",
            lambda: [count / _import(plan, source, run) for run in range(plan.imports)],
        ),
        figure(
            "insert of the same texts, SQLCipher and FTS5 alone, one transaction",
            "entries/s",
            lambda: [
                count / _bare(plan, texts * copies, f"{copies}-{run}")
                for run in range(plan.imports)
            ],
        ),
        (peer,) if copies == 1 else (),
        Aim(of_floor=0.5),
    )


def _import(plan: Plan, source: Path, run: int) -> float:
    folder = plan.new_folder(f"{source.name}-into-{run}")
    began = time.perf_counter()
    done = subprocess.run(
        launcher(folder.path, "import", str(source), "--as", NAME),
        env=surroundings(QUIETLEAF_PASSWORD=PASSWORD),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - began
    if done.returncode:
        raise Failed(f"the import ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return took


def _bare(plan: Plan, texts: list[Text], run: str) -> float:
    bare = Bare(plan.folder / f"bare-import-{run}.sqlite3")
    try:
        began = time.perf_counter()
        bare.add_all(texts)
        return time.perf_counter() - began
    finally:
        bare.close()


def _jrnl(plan: Plan, texts: list[Text], copies: int) -> list[float]:
    rates = []
    for run in range(plan.imports):
        folder = plan.folder / f"jrnl-import-{copies}-{run}"
        rates.append(len(texts) * copies / peers.Jrnl(folder).bring_in(texts * copies, folder))
    return rates
