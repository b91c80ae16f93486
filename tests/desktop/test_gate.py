"""The door as WSGI: who is let in, and who is told to go."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pytest

from webapp.desktop.gate import Gate

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PORT = 51234
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"inside"]


class Visitor:
    """A browser that the gate has let in; each request may change one thing."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.cookie = ""

    def ask(self, path: str = "/", method: str = "GET", **changes: str | None) -> tuple[str, Any]:
        """The status and the body. `changes` are header names of WSGI; None leaves one out."""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "HTTP_HOST": HOST,
            "HTTP_COOKIE": self.cookie,
        }
        for name, value in changes.items():
            environ[f"HTTP_{name}"] = value
        environ = {name: value for name, value in environ.items() if value is not None}
        answered: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
            answered.update(status=status, headers=dict(headers))

        body = b"".join(self.gate(environ, start_response))
        self.headers: dict[str, str] = answered["headers"]
        return answered["status"][:3], body

    def enter(self) -> Visitor:
        """Open the launch URL."""
        status, _body = self.ask(self.gate.new_launch_url().removeprefix(ORIGIN))
        assert status == "200"
        self.cookie = self.headers["Set-Cookie"].partition(";")[0]
        return self


@pytest.fixture
def gate() -> Gate:
    return Gate(PORT, app)


@pytest.fixture
def visitor(gate: Gate) -> Visitor:
    return Visitor(gate).enter()


def test_it_lets_its_own_window_in(visitor: Visitor) -> None:
    assert visitor.ask("/") == ("200", b"inside")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1",
        f"127.0.0.1:{PORT + 1}",
        f"127.0.0.1:{PORT}0",
        f"127.0.0.1:{PORT}.evil.example",
        f"127.0.0.1.evil.example:{PORT}",
        f"127.0.0.1@evil.example:{PORT}",
        f"localhost:{PORT}",
        f"localhost.evil.example:{PORT}",
        f"127.1:{PORT}",
        f"127.0.0.1.:{PORT}",
        f"[::1]:{PORT}",
        f"2130706433:{PORT}",
        f"0.0.0.0:{PORT}",
        f" 127.0.0.1:{PORT}",
        f"{HOST}, evil.example",
        f"{HOST}, {HOST}",
        "",
        None,
    ],
)
def test_it_refuses_every_other_host(visitor: Visitor, host: str | None) -> None:
    assert visitor.ask("/", HOST=host)[0] == "400"


def test_it_refuses_another_host_at_the_launch_address_and_keeps_the_ticket(gate: Gate) -> None:
    path = gate.new_launch_url().removeprefix(ORIGIN)
    assert Visitor(gate).ask(path, HOST=f"localhost:{PORT}")[0] == "400"
    assert Visitor(gate).ask(path)[0] == "200"


@pytest.mark.parametrize("path", ["/", "/static/css/app.css", "/launch", "/raise/", "//", ""])
def test_it_refuses_whoever_has_no_cookie(gate: Gate, path: str) -> None:
    assert Visitor(gate).ask(path, COOKIE=None)[0] == "403"


@pytest.mark.parametrize(
    "cookie",
    [
        "quietleaf_window_{port}=",
        "quietleaf_window_{port}=wrong",
        "quietleaf_window_{port}={key}x",
        "quietleaf_window_{other}={key}",
        "x=quietleaf_window_{port}={key}",
        "{key}",
        "quietleaf_window_{port}=ключ",
    ],
)
def test_it_refuses_a_wrong_cookie(visitor: Visitor, cookie: str) -> None:
    key = visitor.cookie.partition("=")[2]
    wrong = cookie.format(port=PORT, other=PORT + 1, key=key)
    assert visitor.ask("/", COOKIE=wrong.encode().decode("latin-1"))[0] == "403"


@pytest.mark.parametrize("others", ['{{"a": "b"}}; {own}', "a=b; {own}; c=d", "={own}; {own}"])
def test_it_finds_its_cookie_among_those_of_other_ports(visitor: Visitor, others: str) -> None:
    assert visitor.ask("/", COOKIE=others.format(own=visitor.cookie))[0] == "200"


def test_a_cookie_of_another_start_does_not_open(visitor: Visitor) -> None:
    assert Visitor(Gate(PORT, app)).ask("/", COOKIE=visitor.cookie)[0] == "403"


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(gate: Gate) -> None:
    visitor = Visitor(gate).enter()
    assert visitor.headers["Set-Cookie"].endswith("; HttpOnly; SameSite=Strict; Path=/")


def test_the_launch_page_goes_on_by_itself(gate: Gate) -> None:
    visitor = Visitor(gate)
    status, body = visitor.ask(gate.new_launch_url().removeprefix(ORIGIN))
    assert (status, b'http-equiv="refresh" content="0;url=/"' in body) == ("200", True)
    assert visitor.headers["Cache-Control"] == "no-store"
    assert visitor.headers["Referrer-Policy"] == "no-referrer"


def test_a_window_that_asks_by_itself_is_led_on_at_once(gate: Gate) -> None:
    visitor = Visitor(gate)
    path = gate.new_launch_url().removeprefix(ORIGIN)
    status, _body = visitor.ask(path, SEC_FETCH_SITE="none")
    assert (status, visitor.headers["Location"]) == ("303", "/")
    visitor.cookie = visitor.headers["Set-Cookie"].partition(";")[0]
    assert visitor.ask("/")[0] == "200"


def test_a_launch_url_works_once(gate: Gate) -> None:
    path = gate.new_launch_url().removeprefix(ORIGIN)
    assert Visitor(gate).ask(path)[0] == "200"
    assert Visitor(gate).ask(path)[0] == "403"


def test_a_launch_url_works_once_even_for_two_at_the_same_moment(gate: Gate) -> None:
    path = gate.new_launch_url().removeprefix(ORIGIN)
    start = threading.Barrier(8)
    found = []

    def race() -> None:
        start.wait()
        found.append(Visitor(gate).ask(path)[0])

    racers = [threading.Thread(target=race) for _ in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(found) == ["200"] + ["403"] * 7


def test_a_new_launch_url_ends_the_one_before(gate: Gate) -> None:
    old = gate.new_launch_url().removeprefix(ORIGIN)
    new = gate.new_launch_url().removeprefix(ORIGIN)
    assert Visitor(gate).ask(old)[0] == "403"
    assert Visitor(gate).ask(new)[0] == "200"


def test_a_wrong_ticket_does_not_use_up_the_right_one(gate: Gate) -> None:
    path = gate.new_launch_url().removeprefix(ORIGIN)
    assert Visitor(gate).ask("/launch/wrong")[0] == "403"
    assert Visitor(gate).ask(path)[0] == "200"


@pytest.mark.parametrize("ticket", ["", "None", "ключ"])
def test_no_ticket_opens_before_there_is_one(gate: Gate, ticket: str) -> None:
    path = f"/launch/{ticket}".encode().decode("latin-1")
    assert Visitor(gate).ask(path)[0] == "403"


@pytest.mark.parametrize("header", ["SEC_PURPOSE", "PURPOSE"])
def test_a_browser_that_loads_ahead_does_not_use_the_ticket_up(gate: Gate, header: str) -> None:
    path = gate.new_launch_url().removeprefix(ORIGIN)
    assert Visitor(gate).ask(path, **{header: "prefetch;prerender"})[0] == "403"
    assert Visitor(gate).ask(path)[0] == "200"


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS"])
def test_only_opening_a_launch_url_uses_it_up(gate: Gate, method: str) -> None:
    path = gate.new_launch_url().removeprefix(ORIGIN)
    assert Visitor(gate).ask(path, method)[0] == "403"
    assert Visitor(gate).ask(path)[0] == "200"


def test_a_launch_url_may_be_opened_from_a_file_or_another_site(gate: Gate) -> None:
    path = gate.new_launch_url().removeprefix(ORIGIN)
    assert Visitor(gate).ask(path, SEC_FETCH_SITE="cross-site")[0] == "200"


@pytest.mark.parametrize(
    "changes",
    [
        {"ORIGIN": ORIGIN},
        {"SEC_FETCH_SITE": "same-origin"},
        {"ORIGIN": ORIGIN, "SEC_FETCH_SITE": "same-origin"},
        {"ORIGIN": "null", "SEC_FETCH_SITE": "same-origin"},
    ],
)
def test_our_own_page_may_write(visitor: Visitor, changes: dict[str, str]) -> None:
    assert visitor.ask("/entries", "POST", **changes)[0] == "200"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "BREW"])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"SEC_FETCH_SITE": "none"},
        {"SEC_FETCH_SITE": "cross-site"},
        {"SEC_FETCH_SITE": "same-site"},
        {"SEC_FETCH_SITE": ""},
        {"ORIGIN": "null"},
        {"ORIGIN": ""},
        {"ORIGIN": "null", "SEC_FETCH_SITE": "none"},
        {"ORIGIN": "null", "SEC_FETCH_SITE": "cross-site"},
        {"ORIGIN": f"http://127.0.0.1:{PORT + 1}"},
        {"ORIGIN": f"http://127.0.0.1:{PORT + 1}", "SEC_FETCH_SITE": "same-site"},
        {"ORIGIN": f"http://localhost:{PORT}"},
        {"ORIGIN": f"https://127.0.0.1:{PORT}"},
        {"ORIGIN": f"{ORIGIN}.evil.example"},
        {"ORIGIN": f"{ORIGIN}/"},
        {"ORIGIN": "http://evil.example", "SEC_FETCH_SITE": "same-origin"},
        {"ORIGIN": ORIGIN, "SEC_FETCH_SITE": "cross-site"},
        {"ORIGIN": ORIGIN, "SEC_FETCH_SITE": "same-site"},
    ],
)
def test_nobody_else_may_write_even_with_the_cookie(
    visitor: Visitor, method: str, changes: dict[str, str]
) -> None:
    assert visitor.ask("/entries", method, **changes)[0] == "403"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_page_may_read_even_with_the_cookie(visitor: Visitor, site: str) -> None:
    assert visitor.ask("/", SEC_FETCH_SITE=site)[0] == "403"


def test_a_websocket_of_another_page_is_refused(visitor: Visitor) -> None:
    assert visitor.ask("/", ORIGIN="http://evil.example", UPGRADE="websocket")[0] == "403"


def test_an_address_typed_in_the_browser_may_read(visitor: Visitor) -> None:
    assert visitor.ask("/", SEC_FETCH_SITE="none")[0] == "200"


def test_a_refusal_says_what_happened_and_what_to_do(gate: Gate) -> None:
    visitor = Visitor(gate)
    body: bytes = visitor.ask("/")[1]
    assert body.count(b". ") == 2
    assert visitor.headers["Content-Type"] == "text/plain; charset=utf-8"


def raising(gate: Gate, **changes: str | None) -> tuple[str, Any]:
    headers: dict[str, str | None] = {"X_QUIETLEAF_RAISE": gate.raise_key, **changes}
    return Visitor(gate).ask("/raise", "POST", **headers)


def test_a_second_start_brings_the_window_forward(gate: Gate) -> None:
    gate.on_raise = lambda: True
    status, body = raising(gate)
    assert (status, json.loads(body)) == ("200", {"raised": True, "url": None})


def test_a_second_start_without_a_window_gets_a_way_in(gate: Gate) -> None:
    url = json.loads(raising(gate)[1])["url"]
    assert Visitor(gate).ask(url.removeprefix(ORIGIN))[0] == "200"


@pytest.mark.parametrize(
    "changes",
    [
        {"X_QUIETLEAF_RAISE": None},
        {"X_QUIETLEAF_RAISE": ""},
        {"X_QUIETLEAF_RAISE": "wrong"},
        {"ORIGIN": ORIGIN},
        {"ORIGIN": "null"},
        {"SEC_FETCH_SITE": "same-origin"},
        {"SEC_FETCH_SITE": "none"},
    ],
)
def test_no_page_and_nobody_without_the_key_brings_the_window_forward(
    gate: Gate, changes: dict[str, str | None]
) -> None:
    came: list[bool] = []
    gate.on_raise = lambda: bool(came.append(True))
    assert (raising(gate, **changes)[0], came) == ("403", [])


def test_the_windows_cookie_does_not_raise(visitor: Visitor) -> None:
    assert visitor.ask("/raise", "POST", ORIGIN=ORIGIN)[0] == "403"


def test_keys_are_not_shown_when_the_gate_is_printed(gate: Gate) -> None:
    url = gate.new_launch_url()
    assert url.rpartition("/")[2] not in repr(gate)
    assert gate.raise_key not in repr(gate)


def test_a_request_that_comes_too_early_waits_for_the_app() -> None:
    gate = Gate(PORT)
    visitor = Visitor(gate).enter()
    answers: list[tuple[str, Any]] = []
    asking = threading.Thread(target=lambda: answers.append(visitor.ask("/")))
    asking.start()
    gate.open_to(app)
    asking.join()
    assert answers == [("200", b"inside")]


def test_a_request_that_waits_for_an_app_that_fails_is_told_so() -> None:
    gate = Gate(PORT)
    visitor = Visitor(gate).enter()
    gate.give_up()
    assert visitor.ask("/")[0] == "503"
