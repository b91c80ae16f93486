"""A server that browsers come to, and pages that tell of errors and of requests to elsewhere."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from tests.support.people import PASSWORDS
from tests.support.program import Browser, Program

LOCAL_SCHEMES = ("data:", "blob:")


class Server(Program):
    """A headless Quietleaf for as many browsers as the test wants."""

    is_way_in_used = False
    window_cookies: dict[str, str]

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
        self.window_cookies = {}
        return self

    def launch_url(self) -> str:
        """A way in for a browser. Each is good once; a second start tells another."""
        if not self.is_way_in_used:
            self.is_way_in_used = True
            return str(self.ready["url"])
        told = self.command("--headless")
        assert told.returncode == 0, told.stderr
        return str(json.loads(told.stdout)["url"])

    def let_in(self, context: BrowserContext) -> None:
        """Give a browser the cookie of a launch URL. Any number may have it, at no cost."""
        for name, value in self.client().cookies.items():
            context.add_cookies([{"name": name, "value": value, "url": self.origin}])

    def client(self) -> Browser:
        """A browser that is only an HTTP client, and that was let in."""
        client = Browser(self.origin)
        if not self.window_cookies:
            client.get(self.launch_url().removeprefix(self.origin))
            self.window_cookies = client.cookies
        client.cookies = dict(self.window_cookies)
        return client

    def finish(self) -> None:
        """Stop it if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.stop()


def unlock(server: Server, page: Page, name: str = "alice", password: str = "") -> Page:
    """Come in and unlock a journal on the page."""
    server.let_in(page.context)
    page.goto(f"{server.origin}/unlock")
    if page.locator("input[name=name]").input_value() != name:
        page.get_by_role("button", name=name, exact=True).click()
    page.get_by_label("Password", exact=True).fill(password or PASSWORDS[name])
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.locator("#app")).to_be_visible()
    page.wait_for_load_state()  # the keys work from then on
    return page


@dataclass
class Watch:
    """What went wrong on the watched pages. A test that provokes an error says so first."""

    origin: str = ""  # of the first address; nothing may be asked of any other
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
        self.origin = self.origin or "/".join(request.url.split("/")[:3])
        if not request.url.startswith((f"{self.origin}/", *LOCAL_SCHEMES)):
            self.problems.append(f"request to elsewhere: {request.url}")
