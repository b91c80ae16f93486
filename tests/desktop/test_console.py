"""The terminal as a command sees it."""

from __future__ import annotations

import getpass
import io
import sys
from types import SimpleNamespace

import pytest

from webapp.core.errors import Refusal
from webapp.desktop import console
from webapp.desktop.console import Terminal


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    made = Screen()
    monkeypatch.setattr(console, "sys", SimpleNamespace(stdout=io.StringIO(), stderr=made))
    return made


def type_in(monkeypatch: pytest.MonkeyPatch, words: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(words), encoding="ascii"))


def test_results_and_remarks_go_different_ways(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal()
    terminal.say("a result")
    terminal.tell("a remark")
    assert capsys.readouterr() == ("a result\n", "a remark\n")


@pytest.mark.parametrize(
    ("sent", "password"),
    [
        (b"four quiet words\n", "four quiet words"),
        (b"four quiet words\r\n", "four quiet words"),
        (b" spaces stay \n", " spaces stay "),
        (b"no end of line", "no end of line"),
        ("höher als früher\n".encode(), "höher als früher"),
        (b"first\nsecond\n", "first"),
        (b"", ""),
    ],
)
def test_a_password_on_standard_input_is_taken_to_the_letter(
    monkeypatch: pytest.MonkeyPatch, sent: bytes, password: str
) -> None:
    type_in(monkeypatch, sent)
    assert Terminal("of the environment").password("?", from_stdin=True) == password


def test_a_password_that_is_not_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, b"\xff\xfe\n")
    with pytest.raises(Refusal):
        Terminal().password("?", from_stdin=True)


def test_the_environments_password_comes_before_a_question() -> None:
    assert Terminal("of the environment").password("?", from_stdin=False) == "of the environment"


def test_it_asks_where_there_is_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Screen())
    monkeypatch.setattr(getpass, "getpass", lambda prompt: f"answer to {prompt}")
    assert Terminal().password("Password: ", from_stdin=False) == "answer to Password: "


def test_it_refuses_where_there_is_nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, b"")
    with pytest.raises(Refusal) as caught:
        Terminal().password("?", from_stdin=False)
    assert "--password-stdin" in caught.value.todo


def test_an_end_of_input_is_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr(sys, "stdin", Screen())
    monkeypatch.setattr(getpass, "getpass", end)
    with pytest.raises(Refusal):
        Terminal().password("?", from_stdin=False)


def test_the_bar_grows_and_ends_its_line(screen: Screen) -> None:
    terminal = Terminal()
    terminal.progress(0, 100)
    terminal.progress(50, 100, "1661")
    terminal.progress(100, 100)
    drawn = screen.getvalue()
    assert "50/100 1661" in drawn
    assert drawn.endswith("100/100 \n")


def test_the_bar_is_drawn_when_it_has_moved_and_not_before(screen: Screen) -> None:
    terminal = Terminal()
    for done in range(100_001):
        terminal.progress(done, 100_000)
    assert screen.getvalue().count("\r") <= 1002


def test_a_result_does_not_stand_on_the_bars_line(screen: Screen) -> None:
    terminal = Terminal()
    terminal.progress(1, 2)
    terminal.say("a result")
    assert screen.getvalue().endswith("\n")


def test_a_bar_without_an_end_counts(screen: Screen) -> None:
    Terminal().progress(7, None, "reading")
    assert "7 reading" in screen.getvalue()


def test_without_a_terminal_there_is_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().progress(1, 2)
    assert capsys.readouterr().err == ""


def test_a_program_without_output_may_still_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    console.guard_output()
    sys.stdout.write("nowhere")
    sys.stdout.close()


def test_a_terminal_without_a_sign_shows_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    console.guard_output()
    sys.stdout.write("日記")
    sys.stdout.flush()
    assert raw.getvalue() == b"\\u65e5\\u8a18"
