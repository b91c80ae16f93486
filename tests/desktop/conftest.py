"""A server of the test's own, and threads that are gone when it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from tests.support.site import SECONDS, Site
from webapp.desktop.gate import Gate
from webapp.desktop.server import Server, bind


@pytest.fixture
def site() -> Iterator[Site]:
    sock = bind(0)
    port = int(sock.getsockname()[1])
    gate = Gate(port)
    site = Site(gate, Server(sock, gate), port)
    gate.open_to(site.app)
    site.server.start()
    yield site
    site.go_on.set()
    site.server.drain()
    sock.close()


@pytest.fixture
def in_thread() -> Iterator[Callable[[Callable[[], object]], threading.Thread]]:
    """Run something beside the test; joined at its end."""
    started: list[threading.Thread] = []

    def run(work: Callable[[], object]) -> threading.Thread:
        thread = threading.Thread(target=work)
        thread.start()
        started.append(thread)
        return thread

    yield run
    for thread in started:
        thread.join(SECONDS)
        assert not thread.is_alive()
