"""Programs of the same kind from PyPI, each in an environment of its own under .work/peers."""

from __future__ import annotations

import http.client
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from devkit.places import WORK
from devkit.progress import say

from benchkit.program import Failed, end, surroundings
from benchkit.samples import Text

FOLDER = WORK / "peers"
VERSIONS = {"sqlite-web": "0.8.2", "jrnl": "4.6"}
START_SECONDS = 30


class NoPeer(Exception):
    """A peer cannot be installed here; the text says why."""


def installed(name: str) -> Path:
    """The folder of the peer's programs, installed when it is asked for first.

    Raises:
        NoPeer: it cannot be installed.
    """
    place = FOLDER / f"{name}-{VERSIONS[name]}"
    done = place / "installed"
    if not done.exists():
        say(f"Installing {name} {VERSIONS[name]} to measure beside")
        place.parent.mkdir(parents=True, exist_ok=True)
        _run([sys.executable, "-m", "venv", "--clear", str(place)])
        pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input"]
        _run([*pip, "--disable-pip-version-check", f"{name}=={VERSIONS[name]}"])
        done.touch()
    return place / "bin"


def _run(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if result.returncode:
        last = (result.stderr or result.stdout).strip().splitlines()[-1:]
        raise NoPeer(f"it could not be installed: {' '.join(last)[:200]}")


def plain_file(path: Path, texts: Iterable[Text]) -> None:
    """A plain SQLite file of the texts with an index, for sqlite-web to show."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, title TEXT, body TEXT)")
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(title, body)")
        rows = [(text.title, text.body) for text in texts]
        connection.executemany("INSERT INTO entry (title, body) VALUES (?, ?)", rows)
        connection.executemany("INSERT INTO words VALUES (?, ?)", rows)
        connection.commit()


@contextmanager
def sqlite_web(database: Path) -> Iterator[tuple[float, int, http.client.HTTPConnection]]:
    """sqlite-web on a file: seconds to its first page, its process, a connection to it.

    Raises:
        NoPeer: it cannot be installed.
        Failed: it does not answer.
    """
    program = installed("sqlite-web") / "sqlite_web"
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = int(probe.getsockname()[1])
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(program), "--no-browser", "--quiet", "-p", str(port), str(database)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=surroundings(),
    )
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        _wait_for_page(connection, began)
        yield time.perf_counter() - began, process.pid, connection
    finally:
        connection.close()
        end(process)


def _wait_for_page(connection: http.client.HTTPConnection, began: float) -> None:
    while time.perf_counter() - began < START_SECONDS:
        try:
            connection.request("GET", "/")
            answer = connection.getresponse()
        except ConnectionRefusedError:
            connection.close()
            time.sleep(0.002)
            continue
        answer.read()
        if answer.status == http.client.OK:
            return
        raise Failed(f"sqlite-web answered with {answer.status}")
    raise Failed("sqlite-web did not answer")


class Jrnl:
    """jrnl with a journal of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        self._program = installed("jrnl") / "jrnl"
        self._journal = folder / "journal.txt"
        self._config = folder / "jrnl.yaml"
        folder.mkdir()
        self._journal.touch()
        self._config.write_text(
            "version: v4.6\ncolors: {body: none, date: none, tags: none, title: none}\n"
            "default_hour: 9\ndefault_minute: 0\neditor: ''\nencrypt: false\nhighlight: false\n"
            "indent_character: '|'\nlinewrap: 79\ntagsymbols: '@'\ntemplate: false\n"
            "timeformat: '%Y-%m-%d %H:%M'\n"
            f"journals: {{default: {{journal: '{self._journal}'}}}}\n"
        )

    def bring_in(self, texts: Iterable[Text], folder: Path) -> float:
        """Import texts; the seconds of the whole command."""
        source = folder / "source.txt"
        with source.open("w", encoding="utf-8") as stream:
            for text in texts:
                stream.write(f"[{text.day.isoformat()} 09:00] {text.title}\n{text.body}\n\n")
        return self._timed("--import", "--file", str(source))

    def search(self, word: str) -> float:
        """Find the newest 20 entries with a word; the seconds of the whole command."""
        return self._timed("-contains", word, "-n", "20", "--short")

    def add(self, words: str) -> float:
        """Write an entry; the seconds of the whole command."""
        return self._timed(words)

    def _timed(self, *words: str) -> float:
        began = time.perf_counter()
        done = subprocess.run(
            [str(self._program), "--config-file", str(self._config), *words],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env=surroundings(),
            check=False,
        )
        took = time.perf_counter() - began
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise Failed(f"jrnl: {' '.join(said)[:200]}")
        return took
