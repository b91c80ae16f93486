"""Bringing a diary in: by the program's own command and in the process, from Markdown files."""

from __future__ import annotations

import itertools
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from devkit.places import BUILD, venv_python

from benchkit import peers
from benchkit.bare import Bare
from benchkit.figures import Aim, Figure, Missing, Number
from benchkit.measure import Plan, figure, in_turn
from benchkit.program import NAME, PASSWORD, Failed, launcher, surroundings
from benchkit.samples import Text, markdown_folder, pepys
from webapp.core.jobs import Progress
from webapp.features.transfer import service as transfer

COPIES = 6
RATE = "entries/s"
HALF = Aim(of_floor=0.5)


def measure(plan: Plan) -> list[Number]:
    """Pepys once, and in the whole bench six times over, where the start weighs less."""
    texts = pepys()
    numbers = _numbers(plan, texts, 1)
    return numbers if plan.is_quick else numbers + _numbers(plan, texts, COPIES)


def _numbers(plan: Plan, texts: list[Text], copies: int) -> list[Number]:
    source = plan.folder / f"markdown-{copies}"
    count = markdown_folder(source, texts, copies)
    run = itertools.count()
    columns = in_turn(
        plan.imports,
        lambda: count / _command(plan, source, next(run)),
        lambda: count / _script(plan, source, next(run)),
        lambda: count / _service(plan, source, next(run)),
        lambda: count / _insert(plan, texts * copies, next(run)),
        warm=0,
    )
    command, script, service, insert = (tuple(column) for column in columns)
    return [
        Number(
            f"import of {count:,} Markdown files, whole command",
            Figure("launcher.py import, with start and unlock", RATE, command),
            Figure(
                "a script that reads the files and inserts them, SQLCipher and FTS5 alone",
                RATE,
                script,
            ),
            (_peer(plan, texts),) if copies == 1 else (),
            HALF,
        ),
        Number(
            f"import of {count:,} Markdown files, in the process",
            Figure("transfer.bring_in, with reading the files", RATE, service),
            Figure("insert of the same texts from memory, SQLCipher and FTS5 alone", RATE, insert),
            aim=HALF,
        ),
    ]


def _command(plan: Plan, source: Path, run: int) -> float:
    folder = plan.new_folder(f"{source.name}-by-command-{run}")
    return _run(launcher(folder.path, "import", str(source), "--as", NAME))


def _script(plan: Plan, source: Path, run: int) -> float:
    target = plan.folder / f"{source.name}-by-script-{run}.sqlite3"
    return _run([str(venv_python()), "-m", "benchkit.probes.bare_import", str(source), str(target)])


def _run(command: Sequence[str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=BUILD,
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


def _service(plan: Plan, source: Path, run: int) -> float:
    folder = plan.new_folder(f"{source.name}-in-process-{run}")
    with folder.journal():
        opened = transfer.open_path(source)
        form, options = transfer.recognise(opened), transfer.ReadOptions()
        found = transfer.look(opened, form, options, lambda _done: None)
        began = time.perf_counter()
        transfer.bring_in(opened, form, options, found, Progress())
        return time.perf_counter() - began


def _insert(plan: Plan, texts: list[Text], run: int) -> float:
    bare = Bare(plan.folder / f"insert-{len(texts)}-{run}.sqlite3")
    try:
        began = time.perf_counter()
        bare.add_all(texts)
        return time.perf_counter() - began
    finally:
        bare.close()


def _peer(plan: Plan, texts: list[Text]) -> Figure | Missing:
    def rates() -> list[float]:
        folders = [plan.folder / f"jrnl-{run}" for run in range(plan.imports)]
        return [len(texts) / peers.Jrnl(folder).bring_in(texts, folder) for folder in folders]

    return figure("jrnl --import of the same texts, whole command", RATE, rates)
