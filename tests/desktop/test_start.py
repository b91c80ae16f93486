"""The real program, started and ended without a window."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support import needs
from tests.support.program import GONE_SECONDS, ROOT, Browser, Program, surroundings
from webapp.version import VERSION

Start = Callable[..., Program]
ADMINISTRATOR = {
    "QUIETLEAF_ADMIN_USERNAME": "alice",
    "QUIETLEAF_ADMIN_PASSWORD": "four quiet words together",
}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """`start("--port", "0")` gives a running program; it is ended with the test."""
    started: list[Program] = []

    def begin(*options: str, **env: str) -> Program:
        started.append(Program(tmp_path, *options, env=env).start())
        return started[-1]

    yield begin
    for program in started:
        if program.process is not None and program.process.poll() is None:
            program.kill()


def launch(place: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher on the test's data folder until it ends by itself."""
    return subprocess.run(
        [sys.executable, "launcher.py", "--data-dir", str(place / "data"), *words],
        cwd=ROOT,
        env=surroundings(place) | {"DISPLAY": "", **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def stranger(program: Program) -> Browser:
    """A browser that nobody has let in."""
    return Browser(f"http://127.0.0.1:{program.ready['port']}")


def is_refusal(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether it ended with 1, three sentences, no result, and no traceback."""
    sentences = done.stderr.partition("\nFor the curious")[0].rstrip().rstrip(".").split(". ")
    return (
        "refused:" not in done.stderr
        and done.returncode == 1
        and done.stdout == ""
        and len(sentences) >= 3
        and "Traceback" not in done.stderr
    )


def test_it_prints_one_line_when_it_is_ready_and_nothing_else(start: Start) -> None:
    program = start()
    assert program.process is not None
    assert program.ready.keys() == {"url", "port", "pid", "version"}
    assert (program.ready["pid"], program.ready["version"]) == (program.process.pid, VERSION)
    program.process.send_signal(signal.SIGTERM)
    assert program.process.communicate(timeout=GONE_SECONDS) == ("", None)


def test_the_address_lets_a_browser_in_once(start: Start) -> None:
    program = start()
    path = program.ready["url"].partition(str(program.ready["port"]))[2]
    assert program.browser().get("/").status < 400
    assert stranger(program).get(path).status == 403


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_ends_it_cleanly(start: Start, tmp_path: Path, name: str) -> None:
    if not hasattr(signal, name):
        pytest.skip(f"this system has no {name}")
    program = start()
    assert program.end(getattr(signal, name)) == 0
    assert not (tmp_path / "data/instance.json").exists()
    assert "Traceback" not in (tmp_path / "stderr.txt").read_text()


def test_it_starts_again_after_a_kill(start: Start) -> None:
    start().kill()
    assert start().ready["port"] > 0


def test_a_second_start_ends_and_tells_a_new_way_in(start: Start, tmp_path: Path) -> None:
    first = start()
    second = launch(tmp_path, "--headless")
    line = json.loads(second.stdout)
    assert (second.returncode, line["pid"]) == (0, first.ready["pid"])
    assert line["url"] != first.ready["url"]
    path = line["url"].partition(str(line["port"]))[2]
    assert stranger(first).get(path).status == 200


def test_a_second_start_without_a_display_prints_the_address(start: Start, tmp_path: Path) -> None:
    first = start()
    second = launch(tmp_path)
    assert second.returncode == 0
    assert second.stdout.startswith(f"http://127.0.0.1:{first.ready['port']}/launch/")


def test_a_start_on_another_folder_is_another_quietleaf(
    start: Start, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = start()
    other = Program(tmp_path_factory.mktemp("other")).start()
    assert other.ready["port"] != first.ready["port"]
    assert other.stop() == 0


def test_everything_it_writes_is_its_owners_alone(start: Start, tmp_path: Path) -> None:
    start(**ADMINISTRATOR)
    made = [tmp_path / "data", *(tmp_path / "data").rglob("*")]
    open_to_others = [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert open_to_others == []


def test_the_environment_makes_the_administrator_once(start: Start) -> None:
    first = start(**ADMINISTRATOR)
    assert len(first.ready["recovery_code"]) >= 24
    first.stop()
    assert "recovery_code" not in start(**ADMINISTRATOR).ready


def test_neither_password_nor_code_reach_the_log(start: Start, tmp_path: Path) -> None:
    program = start(**ADMINISTRATOR)
    program.stop()
    written = b"".join(path.read_bytes() for path in (tmp_path / "data/logs").iterdir())
    assert ADMINISTRATOR["QUIETLEAF_ADMIN_PASSWORD"].encode() not in written
    assert program.ready["recovery_code"].encode() not in written
    assert program.ready["url"].rpartition("/")[2].encode() not in written


def test_a_password_that_does_not_do_is_refused(tmp_path: Path) -> None:
    done = launch(tmp_path, "--headless", **ADMINISTRATOR | {"QUIETLEAF_ADMIN_PASSWORD": "short"})
    assert is_refusal(done)


def test_half_an_administrator_is_refused_by_the_missing_name(tmp_path: Path) -> None:
    done = launch(tmp_path, "--headless", QUIETLEAF_ADMIN_USERNAME="alice")
    assert (done.returncode, done.stdout) == (2, "")
    assert "QUIETLEAF_ADMIN_PASSWORD" in done.stderr


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = launch(tmp_path, "--headless", "--port", str(taken.getsockname()[1]))
    assert is_refusal(done)


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "diary").touch()
    assert is_refusal(launch(tmp_path, "--headless", "--data-dir", str(tmp_path / "diary")))


def test_an_accounts_file_of_a_newer_quietleaf_is_refused(start: Start, tmp_path: Path) -> None:
    start().stop()
    database = sqlite3.connect(tmp_path / "data/accounts.sqlite3")
    [version] = database.execute("PRAGMA user_version").fetchone()
    database.execute(f"PRAGMA user_version = {version + 100}")
    database.close()
    done = launch(tmp_path, "--headless")
    assert is_refusal(done)
    assert "newer Quietleaf" in done.stderr


def test_a_damaged_accounts_file_is_refused(start: Start, tmp_path: Path) -> None:
    start().stop()
    file = tmp_path / "data/accounts.sqlite3"
    before = b"not a database " * 1000
    file.write_bytes(before)
    assert is_refusal(launch(tmp_path, "--headless"))
    assert file.read_bytes() == before


def test_after_a_refusal_the_folder_is_free(start: Start, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        launch(tmp_path, "--headless", "--port", str(taken.getsockname()[1]))
    assert start().ready["port"] > 0


def test_a_fault_of_ours_is_said_without_a_traceback(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "waitress.py").write_text("raise RuntimeError('the gooseberries of Tuesday')\n")
    done = launch(tmp_path, "--headless", PYTHONPATH=str(broken))
    assert is_refusal(done)
    log = (tmp_path / "data/logs/quietleaf.log").read_text()
    assert "builtins.RuntimeError" in log
    assert "gooseberries" not in log


linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other systems have a display and a browser"
)


@pytest.fixture
def without_window(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start without --headless; ended with the test."""
    with ExitStack() as last:

        def begin(*words: str, **env: str) -> subprocess.Popen[str]:
            process = last.enter_context(
                subprocess.Popen(
                    [sys.executable, "launcher.py", "--data-dir", str(tmp_path / "data"), *words],
                    cwd=ROOT,
                    env=surroundings(tmp_path) | env,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            last.callback(process.kill)
            return process

        yield begin


@linux
@pytest.mark.parametrize(
    ("display", "said"), [("", "no display"), (":2147", "the display that is named here")]
)
def test_without_a_screen_it_stays_up_and_prints_the_address(
    without_window: Callable[..., subprocess.Popen[str]], display: str, said: str
) -> None:
    if display:
        needs.window()
    process = without_window(DISPLAY=display)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("http://127.0.0.1:")
    process.terminate()
    assert said in process.communicate(timeout=GONE_SECONDS)[1]
    assert process.returncode == 0


@linux
def test_the_browser_is_led_in_by_a_page_that_is_gone_afterwards(
    without_window: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    opener = tmp_path / "bin/xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/heard\n')
    opener.chmod(0o755)
    process = without_window("--browser", DISPLAY=":2147", PATH=f"{opener.parent}:{os.defpath}")
    assert process.stderr is not None
    assert "open in the browser" in process.stderr.readline()
    page = tmp_path / "data/open.html"
    assert (tmp_path / "heard").read_text().strip() == page.as_uri()
    [url] = re.findall(r"url=(http://[^\"]+)", page.read_text())
    origin, _launch, ticket = url.partition("/launch/")
    assert Browser(origin).get(f"/launch/{ticket}").status == 200
    assert not page.exists()


def test_it_starts_with_debug_from_source(start: Start) -> None:
    assert start("--debug").ready["port"] > 0


def test_a_command_works_beside_a_running_quietleaf(start: Start) -> None:
    done = start(**ADMINISTRATOR).command("people", "list")
    assert (done.returncode, done.stderr) == (0, "")
    assert "alice" in done.stdout


def test_a_command_that_is_refused_says_three_sentences(start: Start) -> None:
    program = start(**ADMINISTRATOR)
    done = program.command("search", "plum", "--as", "nobody", "--password-stdin", stdin="wrong\n")
    assert is_refusal(done)
