"""`search WORDS --as NAME`."""

from __future__ import annotations

import io
import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time

import pytest
from flask import Flask

from tests.support.people import PASSWORDS
from webapp.core.clock import When
from webapp.core.errors import Refusal
from webapp.core.vault import Vault
from webapp.features.entries.service import NewEntry, add_entries
from webapp.features.search.commands import SEARCH


class Console:
    """A terminal that remembers what was said."""

    def __init__(self, password: str) -> None:
        self._password = password
        self.said: list[str] = []
        self.told: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def password(self, prompt: str, *, from_stdin: bool) -> str:
        return self._password

    def progress(self, done: int, total: int | None, detail: str = "") -> None:
        raise AssertionError("a search has no progress")


Run = Callable[..., Console]


@pytest.fixture
def run(app: Flask, journal_of: Callable[[str], AbstractContextManager[Vault]]) -> Run:
    """`run("frost", "--as", "alice")` in a journal with two entries about frost."""
    with journal_of("alice"):
        when = When(date(2025, 3, 3), time(8, 20), "UTC")
        body = "The beans\n\nA late \x1b[31m frost took the first row."
        add_entries(
            [NewEntry(body, when), NewEntry("Frost", When(date(926, 1, 2), time(7), "UTC"))]
        )

    def call(*arguments: str, password: str = PASSWORDS["alice"]) -> Console:
        parser = ArgumentParser()
        SEARCH.add_arguments(parser)
        console = Console(password)
        assert SEARCH.run(parser.parse_args(arguments), console, app) == 0
        return console

    return call


def test_it_says_day_time_name_and_passage(run: Run) -> None:
    console = run("frost", "--as", "alice")
    assert console.said == [
        "2025-03-03 08:20  The beans",
        "    A late  [31m frost took the first row.",
        "0926-01-02 07:00  Frost",
    ]
    assert console.told == ["2 entries"]


def test_hits_are_in_bold_type_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert "A late  [31m \x1b[1mfrost\x1b[0m took" in run("frost", "--as", "alice").said[1]


def test_it_answers_in_json(run: Run) -> None:
    console = run("late", "frost", "--as", "alice", "--json")
    answer = json.loads("".join(console.said))
    assert answer["count"] == 1
    (entry,) = answer["entries"]
    assert (entry["day"], entry["time"], entry["name"]) == ("2025-03-03", "08:20:00", "The beans")


def test_it_shows_no_more_than_asked_for(run: Run) -> None:
    console = run("frost", "--as", "alice", "--limit", "1")
    assert [line for line in console.said if not line.startswith(" ")] == [
        "2025-03-03 08:20  The beans"
    ]
    assert console.told == ["2 entries, the newest 1 shown"]


def test_nothing_found_is_no_failure(run: Run) -> None:
    console = run("marzipan", "--as", "alice")
    assert (console.said, console.told) == ([], ["0 entries"])


def test_a_dash_reads_the_words_from_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("späte frost\n".encode())))
    assert run("-", "--as", "alice").told == ["0 entries"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"row first\n")))
    assert run("-", "--as", "alice").told == ["1 entry"]


def test_words_that_are_no_text_are_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe")))
    with pytest.raises(Refusal, match="not UTF-8"):
        run("-", "--as", "alice")


@pytest.mark.parametrize("name", ["alice", "nobody"])
def test_a_wrong_password_is_refused(name: str, run: Run) -> None:
    with pytest.raises(Refusal):
        run("frost", "--as", name, password="something else entirely")


@pytest.mark.parametrize(
    "arguments",
    [("frost",), ("--as", "alice"), ("frost", "--as", "alice", "--limit", "0")],
)
def test_wrong_usage_is_refused(arguments: tuple[str, ...], run: Run) -> None:
    with pytest.raises(SystemExit) as refused:
        run(*arguments)
    assert refused.value.code == 2


def test_bob_finds_nothing_of_alice(run: Run) -> None:
    assert run("frost", "--as", "bob", password=PASSWORDS["bob"]).told == ["0 entries"]
