"""One Quietleaf a data folder, and what a second start is told."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.site import Site
from webapp.desktop import instance as instances
from webapp.desktop.instance import Instance, UnresponsiveError, acquire_or_ask, ask_to_raise

HOLDER = """
import sys
from pathlib import Path
from webapp.desktop.instance import Instance
held = Instance(Path(sys.argv[1]))
assert held.acquire()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    made = Instance(tmp_path)
    yield made
    made.release()


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


class Patience:
    """A clock that each pause moves on."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += seconds


def test_the_first_gets_the_folder(instance: Instance) -> None:
    assert instance.acquire()


def test_another_process_does_not_get_it(instance: Instance, holder: subprocess.Popen[str]) -> None:
    assert not instance.acquire()


def test_the_folder_is_free_after_a_kill(instance: Instance, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    assert instance.acquire()


def test_the_folder_is_free_after_it_is_given_back(tmp_path: Path, instance: Instance) -> None:
    assert instance.acquire()
    instance.release()
    other = Instance(tmp_path)
    assert other.acquire()
    other.release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_only_the_owner_may_read_where_it_is(instance: Instance) -> None:
    instance.acquire()
    instance.publish(1234, "key")
    for name in ("instance.json", "instance.lock"):
        assert stat.S_IMODE((instance.data_dir / name).stat().st_mode) == 0o600


def test_it_tells_where_it_is_until_it_leaves(instance: Instance) -> None:
    instance.publish(1234, "key")
    assert json.loads(instance.info_path.read_text())["pid"] == os.getpid()
    instance.withdraw()
    assert not instance.info_path.exists()


def test_a_second_start_is_answered_by_the_first(
    instance: Instance, holder: subprocess.Popen[str], site: Site
) -> None:
    site.gate.on_raise = lambda: True
    instance.publish(site.port, site.gate.raise_key)
    answer = acquire_or_ask(instance)
    assert answer is not None
    assert (answer.raised, answer.url, answer.port) == (True, None, site.port)


def test_a_second_start_gets_a_way_in_where_there_is_no_window(
    instance: Instance, holder: subprocess.Popen[str], site: Site
) -> None:
    instance.publish(site.port, site.gate.raise_key)
    answer = acquire_or_ask(instance)
    assert answer is not None
    assert answer.url is not None
    assert site.ask("GET", answer.url.partition(site.host)[2]).status == 200


def test_a_second_start_waits_for_a_first_that_is_leaving(
    instance: Instance, holder: subprocess.Popen[str]
) -> None:
    def pause(_seconds: float) -> None:
        holder.kill()
        holder.wait()

    assert acquire_or_ask(instance, pause=pause) is None


def test_a_second_start_waits_for_a_first_that_is_starting(
    instance: Instance, holder: subprocess.Popen[str], site: Site
) -> None:
    answer = acquire_or_ask(
        instance, pause=lambda _seconds: instance.publish(site.port, site.gate.raise_key)
    )
    assert answer is not None


def test_a_first_that_tells_nothing_is_said_to_be_silent(
    instance: Instance, holder: subprocess.Popen[str]
) -> None:
    patience = Patience()
    with pytest.raises(UnresponsiveError):
        acquire_or_ask(instance, clock=patience.clock, pause=patience.pause)
    assert patience.now >= instances.PATIENCE_SECONDS


def test_a_first_that_hangs_is_said_to_be_silent(instance: Instance) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # takes the call and says nothing
        instance.publish(deaf.getsockname()[1], "key")
        with pytest.raises(UnresponsiveError):
            ask_to_raise(instance.info_path, timeout=0.1)


def test_a_port_that_someone_else_has_now_gives_no_answer(instance: Instance, site: Site) -> None:
    instance.publish(site.port, "the key of a program that has crashed")
    assert ask_to_raise(instance.info_path) is None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"port": 1}', '{"port":"x","pid":1,"raise_key":"k","version":"1"}'],
)
def test_a_file_that_makes_no_sense_gives_no_answer(instance: Instance, text: str) -> None:
    instance.info_path.write_text(text)
    assert ask_to_raise(instance.info_path) is None


def test_the_lock_does_not_follow_a_link(tmp_path: Path, instance: Instance) -> None:
    if not hasattr(os, "O_NOFOLLOW"):
        pytest.skip("this system cannot be told not to follow links")
    (tmp_path / "instance.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"):
        instance.acquire()
