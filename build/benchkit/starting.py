"""From the start to the ready line, and how much memory is taken then."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import time
from pathlib import Path

from devkit.places import venv_python

from benchkit import peers
from benchkit.figures import Aim, Figure, Missing, Number
from benchkit.measure import Plan, figure
from benchkit.program import Failed, Server, end, launcher, resident_mb, surroundings
from benchkit.samples import mixed

PROBES = Path(__file__).parent / "probes"
_IMPORTED = re.compile(r"^import time: +\d+ \| +\d+ \| +([\w.]+)$", re.MULTILINE)


def measure(plan: Plan) -> list[Number]:
    """The ready line, the first page, and memory."""
    folder = plan.new_folder("starting")
    modules = imported_modules(folder.path)
    ready: list[float] = []
    page: list[float] = []
    memory: list[float] = []
    bare: list[float] = []
    bare_memory: list[float] = []
    for _ in range(plan.starts + 1):  # in turn, so that a busy moment meets all of them
        took, resident = start_of_imports(modules)
        bare.append(took)
        bare_memory.append(resident)
        began = time.perf_counter()
        with Server(folder.path) as server:
            ready.append(server.ready_seconds)
            server.browser()
            page.append(time.perf_counter() - began)
            memory.append(resident_mb(server.pid))
    web = _peer(plan)
    packages = len({module.partition(".")[0] for module in modules})
    what = f"python importing the same {packages} packages and nothing else"
    return [
        Number(
            "start to ready line, headless",
            Figure("launcher.py --headless to its JSON line", "s", tuple(ready[1:])),
            Figure(what, "s", tuple(bare[1:])),
            (web[0],),
            Aim(at_most=0.5),
        ),
        Number(
            "start to first page, headless",
            Figure("the same, then its address opened and followed", "s", tuple(page[1:])),
            Figure(what, "s", tuple(bare[1:])),
            (web[0],),
        ),
        Number(
            "resident memory, headless",
            Figure("RSS after the first page", "MB", tuple(memory[1:])),
            Figure(what, "MB", tuple(bare_memory[1:])),
            (web[1],),
            Aim(at_most=70),
        ),
    ]


def imported_modules(data_dir: Path) -> list[str]:
    """Every module of other people's packages that the program has loaded at its ready line."""
    command = launcher(data_dir, "--headless")
    told = data_dir / "import-times.txt"
    with told.open("wb") as stream:  # more than a pipe holds
        process = subprocess.Popen(
            [command[0], "-X", "importtime", *command[1:]],
            stdout=subprocess.PIPE,
            stderr=stream,
            env=surroundings(),
        )
        try:
            assert process.stdout is not None
            process.stdout.readline()
        finally:
            end(process)
    names = _IMPORTED.findall(told.read_text("utf-8", "replace"))
    own = {"webapp", "launcher", "sitecustomize", *sys.stdlib_module_names}
    others = [name for name in names if name.partition(".")[0] not in own]
    return [name for name in others if _can_be_imported(name)]


def _can_be_imported(name: str) -> bool:
    # some modules try for others that are not there
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def start_of_imports(modules: list[str]) -> tuple[float, float]:
    """Seconds until a bare Python has imported these modules, and its memory in MB then."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(venv_python()), str(PROBES / "bare_imports.py"), *modules],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=surroundings(),
    )
    try:
        assert process.stdout is not None
        if not process.stdout.readline():
            raise Failed("the imports alone do not work")
        return time.perf_counter() - began, resident_mb(process.pid)
    finally:
        process.communicate()


def _peer(plan: Plan) -> tuple[Figure | Missing, Figure | Missing]:
    database = plan.folder / "plain.sqlite3"
    memory: list[float] = []

    def starts() -> list[float]:
        peers.plain_file(database, mixed(3_415))
        took = []
        for _ in range(plan.starts + 1):
            with peers.sqlite_web(database) as (seconds, pid, _connection):
                took.append(seconds)
                memory.append(resident_mb(pid))
        return took[1:]

    seconds = figure("sqlite-web, start to first page", "s", starts)
    if isinstance(seconds, Missing):
        return seconds, Missing("sqlite-web, RSS after the first page", seconds.why)
    return seconds, Figure("sqlite-web, RSS after the first page", "MB", tuple(memory[1:]))
