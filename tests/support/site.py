"""A real server with a tiny app behind the real gate."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from webapp.desktop.gate import Gate
from webapp.desktop.server import Server

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

SECONDS = 10.0


@dataclass
class Site:
    """The server, and an app in it that a test can hold up."""

    gate: Gate
    server: Server
    port: int
    arrived: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    read: list[int] = field(default_factory=list)

    @property
    def host(self) -> str:
        """The one right Host."""
        return f"127.0.0.1:{self.port}"

    def app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """`/slow` waits for `go_on`, `/large` answers 4 MB, all read their body."""
        self.read.append(len(environ["wsgi.input"].read()))
        if environ["PATH_INFO"] == "/slow":
            self.arrived.set()
            self.go_on.wait(SECONDS)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"leaf" * 1_000_000 if environ["PATH_INFO"] == "/large" else b"inside"]

    def cookie(self) -> str:
        """Open a launch URL; the cookie that it gives."""
        path = self.gate.new_launch_url().partition(self.host)[2]
        answer = self.ask("GET", path)
        return (answer.getheader("Set-Cookie") or "").partition(";")[0]

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> http.client.HTTPResponse:
        """One request on a connection of its own; the answer is read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        answer.content = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer

    def raw(self, request: bytes) -> bytes:
        """What the server says to these very bytes."""
        with socket.create_connection(("127.0.0.1", self.port), SECONDS) as line:
            line.sendall(request)
            answer = b""
            while part := line.recv(65536):
                answer += part
        return answer
