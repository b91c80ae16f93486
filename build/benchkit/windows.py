"""From the start to the page in the native window, on a display that nobody sees."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

from devkit.places import venv_python
from devkit.system import missing_window_packages

from benchkit.figures import Aim, Figure, Missing, Number
from benchkit.measure import Plan
from benchkit.program import Browser, Failed, Server, end, launcher, surroundings

PROBE = Path(__file__).parent / "probes" / "bare_window.py"
WAIT_SECONDS = 60
NAME = "start to page loaded, in the window"
OURS = "launcher.py to the unlock page loaded"
_ADDRESS = re.compile(r"""(?:src|href)="([^"#]+)"|url\(["']?([^"')]+)|from\s*["']([^"']+)""")
_FIRST_PAGE = re.compile(r"^(\S+ \S+) INFO \S+: first page$", re.MULTILINE)
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_PAGE_TYPES = {**_TYPES, ".woff2": "font/woff2", ".ico": "image/x-icon", "": "text/html"}


def measure(plan: Plan) -> list[Number]:
    """Ours and the bare window in turn."""
    why = why_not()
    if why:
        return [Number(NAME, Missing(OURS, why))]
    folder = plan.new_folder("window")
    page = plan.folder / "page"
    try:
        with Server(folder.path) as server:
            files = save_page(server.browser(), page)
        ours, bare = [], []
        with hidden_display() as display:
            for _ in range(plan.starts + 1):
                bare.append(_bare_window(page, display))
                ours.append(_our_window(folder.path, display))
    except Failed as reason:
        return [Number(NAME, Missing(OURS, str(reason)))]
    what = f"a bare pywebview and Qt window on the same page and its {files - 1} files"
    return [
        Number(
            NAME,
            Figure(OURS, "s", tuple(ours[1:])),
            Figure(what, "s", tuple(bare[1:])),
            aim=Aim(of_floor=1.25),
        )
    ]


def why_not() -> str:
    """Why no window can be measured here; "" when it can."""
    if sys.platform != "linux" or not shutil.which("Xvfb"):
        return "Xvfb is not installed"
    missing = missing_window_packages()
    return f"the packages of the window are missing: {' '.join(missing)}" if missing else ""


@contextmanager
def hidden_display() -> Iterator[str]:
    """The name of an X display that nobody sees."""
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x860x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        number = process.stdout.readline().decode().strip()
        if not number:
            raise Failed("Xvfb does not start")
        yield f":{number}"
    finally:
        end(process)


def _our_window(data_dir: Path, display: str) -> float:
    log = data_dir / "logs" / "quietleaf.log"
    log.unlink(missing_ok=True)
    began = time.time()
    process = subprocess.Popen(
        launcher(data_dir),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_on(display),
    )
    try:
        while time.time() - began < WAIT_SECONDS and process.poll() is None:
            found = _FIRST_PAGE.search(log.read_text("utf-8")) if log.exists() else None
            if found:
                loaded = datetime.strptime(found[1], "%Y-%m-%d %H:%M:%S,%f").replace(tzinfo=UTC)
                return loaded.timestamp() - began
            time.sleep(0.1)  # the log tells the moment; looking often would only disturb
    finally:
        end(process)
    raise Failed("the window showed no page")


def _bare_window(page: Path, display: str) -> float:
    began = time.time()
    process = subprocess.Popen(
        [str(venv_python()), str(PROBE), str(page)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_on(display),
    )
    try:
        out, _err = process.communicate(timeout=WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        raise Failed("the bare window showed no page") from None
    finally:
        end(process)
    if not out.strip():
        raise Failed("the bare window did not open")
    return float(out.split()[0]) - began


def _on(display: str) -> dict[str, str]:
    env = surroundings(DISPLAY=display, QT_QPA_PLATFORM="xcb")
    env.pop("WAYLAND_DISPLAY", None)
    return env


def save_page(browser: Browser, folder: Path) -> int:
    """Write the unlock page and all it names into a folder; the number of files."""
    folder.mkdir()
    index: dict[str, tuple[str, str]] = {}
    waiting = ["/unlock"]
    while waiting:
        address = waiting.pop()
        if address in index:
            continue
        content = browser.get(address)
        name, ending = f"{len(index)}", Path(address.partition("?")[0]).suffix
        (folder / name).write_bytes(content)
        index[address] = (name, _PAGE_TYPES.get(ending, "application/octet-stream"))
        if ending in ("", ".css", ".js") and "/vendor/" not in address:
            waiting += _named(address, content.decode("utf-8"))
    index["/"] = index["/unlock"]
    (folder / "index.json").write_text(json.dumps(index), "utf-8")
    return len(index) - 1


def _named(address: str, text: str) -> list[str]:
    found = (next(filter(None, groups)) for groups in _ADDRESS.findall(text))
    static = (urljoin(address, name) for name in found)
    return [name for name in static if name.startswith("/static/")]
