"""The real program as a process, and an HTTP client that is let in as a browser is."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import time
import urllib.parse
from collections.abc import Mapping
from http.cookies import SimpleCookie
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from devkit.places import ROOT, venv_python

READY_SECONDS = 60
PASSWORD = "lantern oblong thirty heron"  # noqa: S105 - of a person who does not exist
NAME = "alice"


class Failed(Exception):
    """What was to be measured did not work; the text says what."""


def surroundings(**more: str) -> dict[str, str]:
    """The environment of what is measured: ours, without what would change it.

    With PYTHONDONTWRITEBYTECODE, for one, each start would compile the sources anew.
    """
    ours = ("QUIETLEAF_", "PYTHON")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return env | {"TZ": "UTC"} | more


def launcher(data_dir: Path, *words: str) -> list[str]:
    """The command line of the program."""
    return [str(venv_python()), str(ROOT / "launcher.py"), *words, "--data-dir", str(data_dir)]


class Server:
    """`launcher.py --headless` on a data folder, from its start to its end."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self.ready_seconds = 0.0
        self.line: dict[str, Any] = {}
        self.window_cookies: list[Any] = []  # what the one-time address gave, for more browsers

    def __enter__(self) -> Self:
        began = time.perf_counter()
        self._process = subprocess.Popen(
            launcher(self._data_dir, "--headless"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            env=surroundings(),
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        self.ready_seconds = time.perf_counter() - began
        if not line:
            _out, said = self._process.communicate()
            raise Failed(f"the program did not start: {said.decode(errors='replace').strip()}")
        self.line = json.loads(line)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        end(self._process)

    @property
    def origin(self) -> str:
        """Where its pages come from."""
        return f"http://127.0.0.1:{self.line['port']}"

    @property
    def pid(self) -> int:
        """The process to look at."""
        return self._process.pid

    def browser(self) -> Browser:
        """A client that has opened the one-time address."""
        browser = Browser(int(self.line["port"]))
        browser.send("GET", urllib.parse.urlsplit(str(self.line["url"])).path)
        return browser


class Browser:
    """One connection that stays open, as a browser's does; follows redirects and keeps cookies."""

    def __init__(self, port: int) -> None:
        self._host = f"127.0.0.1:{port}"
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookies: dict[str, str] = {}

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, bytes]:
        """Send a request; the status and the body of the answer.

        Raises:
            Failed: the answer is an error.
        """
        origin = f"http://{self._host}"
        sent = {
            "Origin": origin,
            "Sec-Fetch-Site": "same-origin",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            **(headers or {}),
        }
        self._connection.request(method, path, body, sent)
        answer = self._connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        if answer.status >= 400:
            raise Failed(
                f"{method} {path.split('?', maxsplit=1)[0]} was answered with {answer.status}"
            )
        if answer.status in (302, 303):
            return self.send("GET", answer.headers["Location"].removeprefix(origin))
        return answer.status, content

    def get(self, path: str) -> bytes:
        """GET a page."""
        return self.send("GET", path)[1]

    def post(self, path: str, form: Mapping[str, str], **headers: str) -> bytes:
        """POST a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self.send("POST", path, urllib.parse.urlencode(form).encode(), kind)[1]

    def put(self, path: str, values: object) -> dict[str, Any]:
        """PUT JSON and take JSON."""
        kind = {"Content-Type": "application/json", "Accept": "application/json"}
        answer: dict[str, Any] = json.loads(
            self.send("PUT", path, json.dumps(values).encode(), kind)[1]
        )
        return answer

    def unlock(self) -> float:
        """Open alice's journal; the seconds until the answer lets in, before any page."""
        began = time.perf_counter()
        self.post("/unlock", {"name": NAME, "password": PASSWORD}, Accept="application/json")
        return time.perf_counter() - began

    def lock(self) -> None:
        """Close it."""
        self.post("/lock", {})


def end(process: subprocess.Popen[Any], seconds: float = 15) -> None:
    """Ask a process that we started to leave, and see to it that it has left."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def resident_mb(pid: int) -> float:
    """The resident memory of a process in MB, as the kernel counts it."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise Failed("this system does not tell how much memory a process has")
