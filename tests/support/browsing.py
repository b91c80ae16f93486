"""A server that browsers come to, and pages that tell of errors and of requests to elsewhere."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page, Request

from tests.support.program import Program

LOCAL_SCHEMES = ("data:", "blob:")


class Server(Program):
    """A headless Quietleaf for as many browsers as the test wants."""

    is_way_in_used = False

    @property
    def origin(self) -> str:
        """Where the pages come from."""
        return f"http://127.0.0.1:{self.ready['port']}"

    def start(self) -> Server:
        """Start it, and again on the port it had."""
        if self.ready:
            self.options = ("--port", str(self.ready["port"]))
        super().start()
        self.is_way_in_used = False
        return self

    def launch_url(self) -> str:
        """A way in for a browser. Each is good once; a second start tells another."""
        if not self.is_way_in_used:
            self.is_way_in_used = True
            return str(self.ready["url"])
        told = self.command("--headless")
        assert told.returncode == 0, told.stderr
        return str(json.loads(told.stdout)["url"])

    def finish(self) -> None:
        """Stop it if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.stop()


@dataclass
class Watch:
    """What went wrong on the watched pages. A test that provokes an error says so first."""

    origin: str
    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Allow problems in which this pattern is found."""
        self.expected.append(pattern)

    def over(self, page: Page) -> Page:
        """Watch a page from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        page.on("request", self._request)
        return page

    def unexpected(self) -> list[str]:
        """The problems that no test has asked for."""
        return [
            problem
            for problem in self.problems
            if not any(re.search(pattern, problem) for pattern in self.expected)
        ]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", *LOCAL_SCHEMES)):
            self.problems.append(f"request to elsewhere: {request.url}")
