"""The socket, the raw requests that arrive on it, and how it ends."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.site import SECONDS, Site
from webapp.core.errors import Refusal
from webapp.desktop import server
from webapp.desktop.server import MAX_STRANGERS_BODY_BYTES, bind

InThread = Callable[[Callable[[], object]], threading.Thread]
MEGABYTE = 1024 * 1024


def status(answer: bytes) -> str:
    return answer.split(b" ", 2)[1].decode()


def request(site: Site, *lines: str, cookie: bool = True) -> bytes:
    own = [f"Cookie: {site.cookie()}"] if cookie else []
    return "\r\n".join([*lines, *own, "Connection: close", "", ""]).encode()


def test_it_answers_on_this_computer_only(site: Site) -> None:
    names = {entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), None)}
    for address in {str(name) for name in names} - {"127.0.0.1"}:
        with pytest.raises(OSError):  # noqa: PT011 - refused or unreachable, by the system
            socket.create_connection((address, site.port), 1).close()


def test_a_right_request_gets_in(site: Site) -> None:
    answer = site.raw(request(site, "GET / HTTP/1.1", f"Host: {site.host}"))
    assert status(answer) == "200"


@pytest.mark.parametrize(
    "lines",
    [
        ["GET / HTTP/1.1", "Host: evil.example"],
        ["GET / HTTP/1.1", "Host: 127.0.0.1.evil.example:{port}"],
        ["GET / HTTP/1.1", "Host: localhost:{port}"],
        ["GET / HTTP/1.1", "Host: 127.0.0.1:{port}", "Host: evil.example"],
        ["GET / HTTP/1.1", "Host: 127.0.0.1:{port}", "Host: 127.0.0.1:{port}"],
        ["GET / HTTP/1.1", "Host: evil.example", "X-Forwarded-Host: 127.0.0.1:{port}"],
        ["GET / HTTP/1.1"],
        ["GET / HTTP/1.0"],
        ["GET http://127.0.0.1:{port}/ HTTP/1.1", "Host: evil.example"],
    ],
)
def test_a_wrong_host_stays_out_with_the_cookie(site: Site, lines: list[str]) -> None:
    answer = site.raw(request(site, *[line.format(port=site.port) for line in lines]))
    assert (status(answer), site.read) == ("400", [])


def test_without_the_cookie_nothing_is_answered(site: Site) -> None:
    answer = site.raw(request(site, "GET / HTTP/1.1", f"Host: {site.host}", cookie=False))
    assert (status(answer), site.read) == ("403", [])


def test_an_underscore_does_not_forge_a_header(site: Site) -> None:
    lines = ["POST / HTTP/1.1", f"Host: {site.host}", "Sec_Fetch_Site: same-origin"]
    assert status(site.raw(request(site, *lines))) == "403"


def test_a_post_of_another_port_is_refused(site: Site) -> None:
    answer = site.ask(
        "POST", "/", b"x", Cookie=site.cookie(), Origin=f"http://127.0.0.1:{site.port + 1}"
    )
    assert (answer.status, site.read) == (403, [])


def test_a_request_smuggled_behind_another_meets_the_gate_as_well(site: Site) -> None:
    hidden = b"GET /hidden HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    first = (
        f"GET / HTTP/1.1\r\nHost: {site.host}\r\nCookie: {site.cookie()}\r\n"
        f"Content-Length: 0\r\n\r\n"
    ).encode()
    answer = site.raw(first + hidden)
    assert answer.count(b"HTTP/1.1 200") == 1
    assert answer.count(b"HTTP/1.1 400") == 1


def test_a_strangers_large_body_is_refused_before_it_is_read(site: Site) -> None:
    head = (
        f"POST / HTTP/1.1\r\nHost: {site.host}\r\n"
        f"Content-Length: {MAX_STRANGERS_BODY_BYTES}\r\n\r\n"
    )
    assert status(site.raw(head.encode())) == "413"


def test_our_own_large_body_is_taken_and_touches_no_temporary_file(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_file(*_: object, **__: object) -> None:
        raise AssertionError("what a person wrote was on its way into a temporary file")

    monkeypatch.setattr(tempfile, "TemporaryFile", no_file)
    monkeypatch.setattr("waitress.buffers.tempfile", no_file, raising=False)
    cookie, body = site.cookie(), os.urandom(3 * MEGABYTE)
    answer = site.ask("POST", "/large", body, Cookie=cookie, Origin=f"http://{site.host}")
    assert (answer.status, site.read[-1]) == (200, 3 * MEGABYTE)


def test_a_running_request_is_finished_when_it_leaves(site: Site, in_thread: InThread) -> None:
    cookie, answers = site.cookie(), []
    in_thread(lambda: answers.append(site.ask("GET", "/slow", Cookie=cookie).status))
    assert site.arrived.wait(SECONDS)
    leaving = in_thread(site.server.drain)
    assert answers == []
    site.go_on.set()
    leaving.join(SECONDS)
    assert answers == [200]


def test_a_request_that_never_ends_does_not_keep_it(
    site: Site, in_thread: InThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "SEND_SECONDS", 0)
    cookie = site.cookie()

    def ask() -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):  # cut off
            site.ask("GET", "/slow", Cookie=cookie)

    in_thread(ask)
    assert site.arrived.wait(SECONDS)
    site.server.drain(limit=0.05)
    site.go_on.set()


def test_a_request_that_ends_after_all_writes_to_no_file_of_others(
    site: Site, in_thread: InThread, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(server, "SEND_SECONDS", 0.2)
    cookie = site.cookie()

    def ask() -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):  # cut off
            site.ask("GET", "/slow", Cookie=cookie)

    asking = in_thread(ask)
    assert site.arrived.wait(SECONDS)
    site.server.drain(limit=0.05)
    files = [(tmp_path / str(number)).open("wb") for number in range(50)]
    site.go_on.set()
    asking.join(SECONDS)
    for file in files:
        file.close()
    assert [file.name for file in files if Path(file.name).stat().st_size] == []


def test_a_taken_port_is_refused_in_three_sentences(site: Site) -> None:
    with pytest.raises(Refusal) as caught:
        bind(site.port)
    assert str(site.port) in caught.value.happened
    assert all(caught.value.sentences)
