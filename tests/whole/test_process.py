"""The running program as the system sees it: its sockets, its open files, what others may read."""

from __future__ import annotations

import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import needs
from tests.support.people import PASSWORDS
from tests.support.program import ROOT, Browser, Program

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other systems have no /proc to look into"
)
PASSWORD = PASSWORDS["alice"]
SECRETS = (PASSWORD, "another canary of a password")
ENVIRONMENT = {
    "QUIETLEAF_ADMIN_USERNAME": "alice",
    "QUIETLEAF_ADMIN_PASSWORD": SECRETS[0],
    "QUIETLEAF_PASSWORD": SECRETS[1],
}
UID = "ab" * 16
LISTENING = "0A"  # linux/include/net/tcp_states.h
PIECE = 256 * 1024


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with Program(tmp_path_factory.mktemp("alice"), env=ENVIRONMENT) as program:
        yield program


@pytest.fixture(scope="module")
def alice(program: Program) -> Browser:
    """A browser in which an entry of four megabytes has been written."""
    browser = program.browser()
    browser.unlock("alice", PASSWORD)
    sent = {"body": "leaf " * 800_000, "title": None, "base_version": 0, "page": "p"}
    assert browser.put(f"/entries/{UID}", sent).status == 200
    return browser


def proc(program: Program) -> Path:
    assert program.process is not None
    return Path(f"/proc/{program.process.pid}")


def opened(program: Program) -> set[str]:
    """What its file descriptors are."""
    links = set()
    for link in (proc(program) / "fd").iterdir():
        try:
            links.add(str(link.readlink()))
        except FileNotFoundError:
            continue  # closed while we looked
    return links


def plain_files(program: Program) -> set[str]:
    """The open files that are neither its encrypted files nor its logs."""
    return {
        link
        for link in opened(program)
        if link.startswith("/")
        and not link.startswith(("/dev/", f"{program.data_dir}/"))
        and link != str(program.place / "stderr.txt")
    }


def sockets(program: Program) -> dict[str, list[str]]:
    """Its sockets by kind, as the kernel's tables name them: address, peer and state."""
    mine = {link[8:-1] for link in opened(program) if link.startswith("socket:[")}
    found: dict[str, list[str]] = {}
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "unix", "netlink", "packet"):
        table = proc(program) / "net" / kind
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            words = line.split()
            if mine.intersection(words):
                found.setdefault(kind, []).append(" ".join(words[1:4]))
    return found


def begin(browser: Browser, head: str, *lines: str) -> socket.socket:
    """A connection on which the head of a request has been sent."""
    host = browser.origin.removeprefix("http://")
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    first = [head, f"Host: {host}", f"Cookie: {cookies}", f"Origin: {browser.origin}"]
    line = socket.create_connection(("127.0.0.1", int(host.partition(":")[2])), 30)
    line.sendall("\r\n".join([*first, "Connection: close", *lines, "", ""]).encode())
    return line


def test_it_listens_on_this_computer_only_and_opens_no_other_socket(
    program: Program, alice: Browser
) -> None:
    alice.post("/search", {"words": "leaf"}, HX_Request="true")
    alice.upload("/import/files", {"2001-02-03.md": b"Frost"})
    found = sockets(program)
    port = f"{program.ready['port']:04X}"
    assert set(found) == {"tcp"}
    assert [line for line in found["tcp"] if line.endswith(LISTENING)] == [
        f"0100007F:{port} 00000000:0000 {LISTENING}"
    ]
    assert all(line.startswith(f"0100007F:{port} ") for line in found["tcp"])


def test_an_upload_is_in_no_file_while_it_arrives(program: Program, alice: Browser) -> None:
    before = plain_files(program)
    body = b"\r\n".join(
        (
            b'--b\r\nContent-Disposition: form-data; name="files"; filename="2001-02-03.md"',
            b"",
            b"word " * 600_000,
            b"--b--",
            b"",
        )
    )
    kind = ("Content-Type: multipart/form-data; boundary=b", f"Content-Length: {len(body)}")
    with begin(alice, "POST /import/files HTTP/1.1", *kind) as line:
        for start in range(0, len(body), PIECE):
            line.sendall(body[start : start + PIECE])
            assert plain_files(program) <= before
        line.settimeout(30)
        assert line.recv(12) == b"HTTP/1.1 303"
    assert plain_files(program) <= before


def test_a_long_answer_is_in_no_file_while_it_is_taken(program: Program, alice: Browser) -> None:
    before = plain_files(program)
    with begin(alice, f"GET /entries/{UID} HTTP/1.1") as line:
        assert line.recv(12) == b"HTTP/1.1 200"
        taken = 0
        while part := line.recv(PIECE):
            taken += len(part)
            assert plain_files(program) <= before
    assert taken > 4_000_000


def test_the_temporary_folder_stays_empty(program: Program, alice: Browser) -> None:
    assert list((program.place / "tmp").rglob("*")) == []


def read_as_another_program(program: Program, name: str) -> bytes | None:
    """What a program of the same user, without further rights, reads there; None: nothing."""
    words = [*needs.permissions_that_count(), "cat", str(proc(program) / name)]
    done = subprocess.run(words, capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def test_the_command_line_holds_no_password(program: Program) -> None:
    said = read_as_another_program(program, "cmdline")
    assert said is not None
    assert not any(secret.encode() in said for secret in SECRETS)


@pytest.mark.parametrize("name", ["environ", "maps", "mem"])
def test_no_other_program_may_look_inside(program: Program, name: str) -> None:
    assert read_as_another_program(program, name) is None


def test_what_it_starts_knows_no_password(tmp_path: Path) -> None:
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f"#!/bin/sh\nenv > {tmp_path}/heard\n")
    opener.chmod(0o755)
    env = {"PATH": f"{opener.parent}:/usr/bin:/bin", "DISPLAY": ":2147"}
    with Opened(tmp_path, env=ENVIRONMENT | env):
        heard = (tmp_path / "heard").read_text()
    assert "PATH=" in heard
    assert not any(secret in heard for secret in SECRETS)


class Opened(Program):
    """The program with a browser instead of a window."""

    def start(self) -> Opened:
        words = ["launcher.py", "--browser", "--data-dir", str(self.data_dir)]
        self.process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        assert "open in the browser" in self.process.stderr.readline()
        self.process.stderr.close()
        return self


@pytest.mark.parametrize(
    ("pattern", "mode"),
    [
        (".", 0o700),
        ("people", 0o700),
        ("people/*", 0o700),
        ("logs", 0o700),
        ("accounts.sqlite3", 0o600),
        ("people/*/*", 0o600),
        ("logs/*", 0o600),
        ("instance.*", 0o600),
    ],
)
def test_its_files_are_its_owners_alone(
    program: Program, alice: Browser, pattern: str, mode: int
) -> None:
    found = list(program.data_dir.glob(pattern)) if pattern != "." else [program.data_dir]
    assert found
    assert {stat.S_IMODE(path.stat().st_mode) for path in found if path.name != "copies"} == {mode}
