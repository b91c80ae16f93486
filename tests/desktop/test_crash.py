"""Messages without a toolkit."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from webapp.core.errors import Refusal
from webapp.desktop import crash

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the programs of Linux are stood in for"
)
LOG = Path("/data/logs/quietleaf.log")
REFUSAL = Refusal("It cannot start.", "Nothing is lost.", "Try again.", curious="no space")


class Ran:
    """The commands that would have been run, and what they answer."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.code = 0
        self.ended = False

    def popen(self, command: list[str], **_: object) -> Ran:
        self.commands.append(command)
        return self

    def wait(self, _seconds: float) -> int:
        return self.code

    def poll(self) -> int | None:
        return None

    def terminate(self) -> None:
        self.ended = True


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Ran:
    made = Ran()
    monkeypatch.setattr(subprocess, "Popen", made.popen)
    monkeypatch.setattr(crash, "_shown", None)
    return made


def only(monkeypatch: pytest.MonkeyPatch, *programs: str) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name in programs else None)


@pytest.mark.parametrize("program", ["zenity", "kdialog", "xmessage"])
def test_the_message_is_shown_by_what_there_is(
    ran: Ran, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    only(monkeypatch, program)
    crash.show(REFUSAL, LOG)
    [command] = ran.commands
    assert command[0] == program
    assert "It cannot start.\n\nNothing is lost.\n\nTry again.\n\nThe log is /data" in " ".join(
        command
    )


def test_without_any_of_them_nothing_is_run(ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch)
    crash.show(REFUSAL, LOG)
    assert ran.commands == []
    assert not crash.ask("Open the browser?")


@pytest.mark.parametrize(("code", "answer"), [(0, True), (1, False)])
def test_a_question_is_answered(
    ran: Ran, monkeypatch: pytest.MonkeyPatch, code: int, answer: bool
) -> None:
    only(monkeypatch, "zenity")
    ran.code = code
    assert crash.ask("Open the browser?") is answer


def test_a_program_that_is_broken_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError

    only(monkeypatch, "zenity")
    monkeypatch.setattr(subprocess, "Popen", broken)
    crash.show(REFUSAL, LOG)


def test_the_terminal_gets_three_sentences_and_the_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    crash.print_refusal(REFUSAL)
    assert capsys.readouterr().err == (
        "It cannot start. Nothing is lost. Try again.\nFor the curious: no space\n"
    )


def test_a_fault_of_ours_names_the_log() -> None:
    assert "/data/logs/quietleaf.log" in crash.unexpected(Path("/data/logs/quietleaf.log")).todo


def test_the_oldest_program_gets_short_plain_lines(
    ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, "xmessage")
    crash.show(Refusal("Bring back “accounts.sqlite3” " * 9), LOG)
    text = ran.commands[0][-1]
    assert '"accounts.sqlite3"' in text
    assert max(map(len, text.split("\n"))) <= crash.LINE_WIDTH


def test_a_message_that_is_still_there_is_taken_away(
    ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, "zenity")
    crash.show(REFUSAL, LOG)
    crash.withdraw()
    assert ran.ended
