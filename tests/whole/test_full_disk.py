"""A disk that is full: said, nothing that was saved is lost, and it goes on when there is room."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import needs
from tests.support.people import A_NEW_PASSWORD, PASSWORDS
from tests.support.program import Answer, Browser, Program
from tests.support.refusing import on_the_page, on_the_terminal, three_sentences

PASSWORD = PASSWORDS["alice"]
ADMIN = {"QUIETLEAF_ADMIN_USERNAME": "alice", "QUIETLEAF_ADMIN_PASSWORD": PASSWORD}
KNOWN = {"QUIETLEAF_PASSWORD": PASSWORD}
KIND = {"Content-Type": "application/json", "Accept": "application/json"}
UID, OTHER = "ab" * 16, "cd" * 16
NOT_SAVED = (
    "The disk is full, so the last lines are not saved yet.",
    "They are kept in this window.",
    "Free some space and Quietleaf will save them by itself.",
)


@dataclass
class Disk:
    """A small disk, and what fills it."""

    folder: Path

    def fill(self) -> None:
        """Take all the room there is."""
        part = bytes(4096)
        with suppress(OSError):
            file = os.open(self.folder / "ballast", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            try:
                while os.write(file, part):
                    pass
            finally:
                os.close(file)

    def free(self) -> None:
        """Give it back."""
        (self.folder / "ballast").unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Eight megabytes in memory, where the data folder will be."""
    needs.small_disk(tmp_path / "data", megabytes=8)
    yield Disk(tmp_path / "data")
    subprocess.run(["umount", "--lazy", str(tmp_path / "data")], check=True)


@pytest.fixture
def program(disk: Disk, tmp_path: Path) -> Iterator[Program]:
    with Program(tmp_path, env=ADMIN) as program:
        yield program


@pytest.fixture
def alice(program: Program) -> Browser:
    browser = program.browser()
    browser.unlock("alice", PASSWORD)
    return browser


def save(browser: Browser, body: str, version: int, uid: str = UID) -> Answer:
    sent = {"body": body, "title": None, "base_version": version, "page": "p"}
    return browser.put(f"/entries/{uid}", sent)


def long(words: str) -> str:
    """A text that needs room of its own."""
    return f"{words} " + "and on it went " * 40_000


def fill_until_refused(browser: Browser, disk: Disk) -> tuple[int, str]:
    """Fill the disk, then save until no room is left in the log either; what was saved last."""
    body, version = "The first words.", 1
    assert save(browser, body, 0).status == 200
    disk.fill()
    while True:
        words = f"Save {version}."
        answer = save(browser, long(words), version)
        if answer.status != 200:
            assert answer.status == 507
            assert three_sentences(answer) == NOT_SAVED
            return version, body
        body, version = words, answer.json["version"]


def test_what_was_saved_is_there_and_saving_goes_on_when_there_is_room(
    program: Program, alice: Browser, disk: Disk
) -> None:
    version, body = fill_until_refused(alice, disk)
    assert body in alice.get(f"/entries/{UID}").text
    assert alice.get("/").status == 200
    disk.free()
    assert save(alice, long("Room again."), version).status == 200
    disk.fill()
    program.kill()
    disk.free()
    again = program.start().browser()
    again.unlock("alice", PASSWORD)
    assert "Room again." in again.get(f"/entries/{UID}").text


def test_what_was_saved_is_there_after_the_program_ended_on_a_full_disk(
    program: Program, alice: Browser, disk: Disk
) -> None:
    _version, body = fill_until_refused(alice, disk)
    assert program.stop() == 0
    disk.free()
    again = program.start().browser()
    again.unlock("alice", PASSWORD)
    assert body in again.get(f"/entries/{UID}").text


def test_a_full_disk_keeps_nobody_from_reading(
    program: Program, alice: Browser, disk: Disk
) -> None:
    _version, body = fill_until_refused(alice, disk)
    other = Browser(alice.origin)
    other.cookies = {k: v for k, v in alice.cookies.items() if k.startswith("quietleaf_window")}
    other.unlock("alice", PASSWORD)
    assert body in other.get(f"/entries/{UID}").text
    assert other.post("/search", {"words": body}, HX_Request="true").status == 200
    found = program.command("search", body, "--as", "alice", env=KNOWN)
    assert (found.returncode, body in found.stdout) == (0, True), found.stderr


def test_everything_else_that_needs_room_is_refused_and_changes_nothing(
    program: Program, alice: Browser, disk: Disk
) -> None:
    fill_until_refused(alice, disk)
    change = {"old": PASSWORD, "password": A_NEW_PASSWORD}
    for path, form in (("/settings/password", change), (f"/entries/{UID}/trash", {})):
        answer = alice.post(path, form)
        assert answer.status == 507, path
        assert "The disk is full. Nothing was changed. Free some space" in on_the_page(answer)
    done = program.command("people", "add", "bob", "--password-stdin", stdin=A_NEW_PASSWORD)
    assert on_the_terminal(done).startswith("The disk is full. Nothing was changed.")
    assert len(list((program.data_dir / "people").iterdir())) == 1
    disk.free()
    alice.post("/lock")
    alice.unlock("alice", PASSWORD)
    assert alice.get(f"/entries/{UID}").status == 200


def test_a_version_is_kept_whole_or_not_at_all(
    program: Program, alice: Browser, disk: Disk
) -> None:
    version, body = fill_until_refused(alice, disk)
    other = {"body": long("Another window."), "title": None, "base_version": version - 1}
    answer = alice.send("POST", f"/entries/{UID}/merge", json.dumps(other).encode(), KIND)
    assert answer.status == 507
    assert three_sentences(answer) == NOT_SAVED
    assert "From another window" not in alice.get(f"/entries/{UID}/history").text
    assert body in alice.get(f"/entries/{UID}").text
    disk.free()
    answer = alice.send("POST", f"/entries/{UID}/merge", json.dumps(other).encode(), KIND)
    assert answer.json["version"] == version
    assert "From another window" in alice.get(f"/entries/{UID}/history").text


def test_an_import_stops_and_leaves_nothing(program: Program, alice: Browser, disk: Disk) -> None:
    sent = alice.upload("/import/files", {"2001-02-03.md": long("From elsewhere.").encode()})
    place = sent.location.removeprefix(alice.origin)
    until(lambda: "/start" in alice.get(place).text)
    fill_until_refused(alice, disk)
    alice.post(f"{place}/start")
    [job] = re.findall('data-job="([0-9a-f]+)"', alice.get(f"{place}/progress").text)
    until(lambda: alice.get(f"/jobs/{job}").json["state"] == "failed")
    assert list(alice.get(f"/jobs/{job}").json["error"].values()) == [
        "The import stopped at February 2001.",
        "Nothing was added; your journal is as it was.",
        "The disk is full: free some space and try again.",
    ]
    assert "From elsewhere." not in alice.get("/").text


def test_a_start_on_a_full_disk_says_so(tmp_path: Path, disk: Disk) -> None:
    disk.fill()
    done = Program(tmp_path).command("--headless")
    said = f"There is no room left on the disk of the folder {disk.folder}. Nothing was changed."
    assert on_the_terminal(done).startswith(said)


def test_a_later_start_on_a_full_disk_says_so(program: Program, disk: Disk) -> None:
    program.stop()
    disk.fill()
    said = on_the_terminal(program.command("--headless"))
    assert said.startswith("The disk is full. Nothing was changed. Free some space")


def until(is_so: Callable[[], bool]) -> None:
    """Wait for work beside the page."""
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
