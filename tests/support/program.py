"""The real program in a process of its own, and a browser that is only an HTTP client."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[2]
READY_SECONDS = 60
GONE_SECONDS = 20


class Program:
    """`launcher.py --headless` with a home, a temporary folder and a data folder of its own."""

    before: tuple[str, ...] = ()
    """Words before every command, for example those of `needs.permissions_that_count`."""

    def __init__(self, place: Path, *options: str, env: Mapping[str, str] | None = None) -> None:
        self.place = place
        self.data_dir = place / "data"
        self.options = options
        self.env = surroundings(place) | dict(env or {})
        self.process: subprocess.Popen[str] | None = None
        self.ready: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def start(self) -> Self:
        """Start it and wait for its line."""
        words = ["launcher.py", "--headless", "--data-dir", str(self.data_dir), *self.options]
        with (self.place / "stderr.txt").open("a") as stderr:
            self.process = subprocess.Popen(
                [*self.before, sys.executable, *words],
                cwd=ROOT,
                env=self.env,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.stdout.close()
            self.process.wait(GONE_SECONDS)
            raise AssertionError(f"it did not start: {(self.place / 'stderr.txt').read_text()}")
        self.ready = json.loads(line)
        return self

    def browser(self) -> Browser:
        """A browser that has opened the one-time address."""
        browser = Browser(f"http://127.0.0.1:{self.ready['port']}")
        assert browser.get(self.ready["url"].removeprefix(browser.origin)).status == 200
        return browser

    def stop(self) -> int:
        """End it as a system does when it shuts down; the exit code."""
        return self.end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would, as far as a process can tell."""
        self.end(signal.SIGKILL)

    def end(self, sign: signal.Signals) -> int:
        """Send it a signal and wait; the exit code."""
        assert self.process is not None
        self.process.send_signal(sign)
        code = self.process.wait(GONE_SECONDS)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def command(
        self, *words: str, stdin: str = "", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a subcommand on the same data folder, without a terminal."""
        return subprocess.run(
            [*self.before, sys.executable, "launcher.py", "--data-dir", str(self.data_dir), *words],
            cwd=ROOT,
            env=self.env | dict(env or {}),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


def surroundings(place: Path) -> dict[str, str]:
    """An environment in which every folder a program may write to lies in `place`."""
    folders = {
        "HOME": place / "home",
        "TMPDIR": place / "tmp",
        "XDG_CACHE_HOME": place / "home/.cache",
        "XDG_CONFIG_HOME": place / "home/.config",
        "XDG_DATA_HOME": place / "home/.local/share",
        "XDG_STATE_HOME": place / "home/.local/state",
        "XDG_RUNTIME_DIR": place / "run",
    }
    for folder in (*folders.values(), place / "data"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    env = {name: str(folder) for name, folder in folders.items()}
    kept = ("PATH", "LANG", "DISPLAY", "PYTHONPATH", "VIRTUAL_ENV")
    env |= {name: os.environ[name] for name in kept if name in os.environ}
    return env | {"PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def location(self) -> str:
        """Where it sends the browser."""
        return self.headers.get("Location", "")


class Browser:
    """Sends what a browser of our own page sends; follows nothing by itself."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.cookies: dict[str, str] = {}
        self._open = urllib.request.build_opener(_NoRedirects).open

    def get(self, path: str, **headers: str) -> Answer:
        """GET."""
        return self.send("GET", path, headers=headers)

    def post(self, path: str, form: Mapping[str, str] | None = None, **headers: str) -> Answer:
        """POST a form."""
        data = urllib.parse.urlencode(form or {}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, data, kind | headers)

    def put(self, path: str, values: object) -> Answer:
        """PUT JSON, and take JSON."""
        kind = {"Content-Type": "application/json", "Accept": "application/json"}
        return self.send("PUT", path, json.dumps(values).encode(), kind)

    def upload(self, path: str, files: Mapping[str, bytes], field: str = "files") -> Answer:
        """POST files as a page's form does."""
        mark = "quietleaf-form-part"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n".encode()
            + content
            + b"\r\n"
            for name, content in files.items()
        ]
        data = b"".join(parts) + f"--{mark}--\r\n".encode()
        return self.send(
            "POST", path, data, {"Content-Type": f"multipart/form-data; boundary={mark}"}
        )

    def send(
        self,
        method: str,
        path: str,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request with our cookies and our origin."""
        request = urllib.request.Request(self.origin + path, data, method=method)
        request.add_header("Origin", self.origin)
        request.add_header("Sec-Fetch-Site", "same-origin")
        request.add_header("Cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        for name, value in (headers or {}).items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with self._open(request, timeout=60) as reply:
                return self._answer(reply.status, reply.headers, reply.read())
        except urllib.error.HTTPError as reply:
            with reply:
                return self._answer(reply.code, reply.headers, reply.read())

    def _answer(self, status: int, headers: Message, body: bytes) -> Answer:
        for line in headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(status, headers, body)

    def unlock(self, username: str, password: str) -> None:
        """Open a person's journal."""
        answer = self.post("/unlock", {"name": username, "password": password})
        assert answer.status in (302, 303), answer.text


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None
